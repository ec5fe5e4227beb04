//! What is annotated, and whether it stands where its offsets say.

use std::collections::{HashMap, HashSet};

use memchr::memmem;

use super::scan::Value;
use super::strings;
use super::tools::{Entry, Set, Task, Tool, Unusable};
use crate::format::measure::{Measure, Unit};
use crate::format::reading::{ExtractAnnotation, Written};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// So many annotations that lie inside one another are compared.
const DEEPEST: usize = 64;
/// So many annotations are looked through for the one in front of another, and so many are moved to where they belong.
const MOST: usize = 500;

/// The annotations of a record whose text is `text`, and what is wrong with them; `labelled` says whether those of the
/// file have labels.
pub(crate) fn read(task: &Task<'_>, text: &str, labelled: bool) -> (Vec<ExtractAnnotation>, Vec<Finding>) {
    let mut annotations = Vec::new();
    let mut findings = Vec::new();
    let is_empty = |set: &Set<'_>| set.spans.is_empty() && set.ends.is_empty() && set.unusable.is_empty();
    if task.sets.iter().all(is_empty) && task.tokens.is_empty() {
        return (annotations, findings);
    }
    let measure = Measure::new(text);
    let unit = unit(task, text, &measure);
    if unit != Unit::Points {
        findings.extend(recount(task, text, &measure, unit));
    }
    let reader = Reader { text, measure: &measure, unit, tokens: tokens(task, text, &measure, unit, &mut findings) };
    // What the first annotator says is what the record says.
    let first = task.sets.iter().position(|set| !set.spans.is_empty());
    for (number, set) in task.sets.iter().enumerate() {
        let drifted = reader.drifted(set, &mut findings);
        let mut placed: Vec<(Span, Entry<'_>)> = Vec::new();
        for (entry, drifted) in set.spans.iter().zip(&drifted) {
            // What is wrong with one that has moved comes of that.
            let mut follows = Vec::new();
            let span = reader.place(entry, if *drifted { &mut follows } else { &mut findings });
            placed.extend(span.map(|span| (span, *entry)));
        }
        reader.overlaps(&placed, set, &mut findings);
        set.spans.iter().for_each(|entry| label(entry, labelled, &mut findings));
        set.unusable.iter().for_each(|unusable| findings.push(offsets_of(unusable)));
        relations(set, task, &mut findings);
        reader.token_ends(set, task, &mut findings);
        if Some(number) == first {
            annotations.extend(placed.iter().map(|(span, entry)| annotation(*span, entry)));
        }
    }
    annotations.sort_by_key(|annotation| annotation.parts[0]);
    (annotations, findings)
}

/// The units that the offsets of a record count: code points, unless they make no sense and others do.
pub(super) fn unit(task: &Task<'_>, text: &str, measure: &Measure<'_>) -> Unit {
    let units = measure.units();
    let spans = || task.sets.iter().flat_map(|set| &set.spans);
    if units.len() == 1 {
        return Unit::Points;
    }
    let mut fits = [0_usize; 3];
    let mut told = 0_usize;
    for entry in spans() {
        let (Some(start), Some(end)) = (entry.start.integer(), entry.end.integer()) else { continue };
        let places = [Unit::Points, Unit::Utf16, Unit::Bytes].map(|unit| measure.span(start, end, unit));
        if places[0] == places[1] && places[0] == places[2] {
            continue;
        }
        told += 1;
        for (sum, place) in fits.iter_mut().zip(places) {
            *sum += usize::from(place.is_some_and(|span| fit(text, span, entry)));
        }
    }
    let [points, utf16, bytes] = fits;
    let better = |n: usize| n > points && n * 10 >= told * 9 && points * 2 <= told;
    match units.contains(&Unit::Utf16) && better(utf16) && utf16 >= bytes {
        true => Unit::Utf16,
        false if better(bytes) => Unit::Bytes,
        false => Unit::Points,
    }
}

/// Whether what stands at `span` may be what `entry` annotates.
fn fit(text: &str, span: Span, entry: &Entry<'_>) -> bool {
    let written = &text[span.range()];
    match entry.surface {
        Some(surface) => same(written, &strings::text(surface)),
        None => written.trim().len() == written.len() && !cuts_word(text, span.start) && !cuts_word(text, span.end),
    }
}

/// Whether two texts are the same, white space aside.
pub(super) fn same(one: &str, other: &str) -> bool {
    // Label Studio writes the line ends of a selection as a backslash and a letter.
    let unescaped = || other.contains("\\n") && same(one, &other.replace("\\n", "\n"));
    one == other
        || unescaped()
        || one.chars().filter(|c| !c.is_whitespace()).eq(other.chars().filter(|c| !c.is_whitespace()))
}

/// Whether letters stand on both sides of `at`, in a script that puts space between words.
fn cuts_word(text: &str, at: usize) -> bool {
    let spaced = |c: char| {
        c.is_alphanumeric()
            && !matches!(c as u32, 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff)
    };
    let before = text[..at].chars().next_back();
    let behind = text[at..].chars().next();
    before.is_some_and(spaced) && behind.is_some_and(spaced)
}

/// The finding that a record counts in other units than its readers.
fn recount(task: &Task<'_>, text: &str, measure: &Measure<'_>, unit: Unit) -> Option<Finding> {
    let mut edits = Vec::new();
    let mut first: Option<Span> = None;
    let ends = task.sets.iter().flat_map(|set| &set.spans).map(|entry| (entry.start, entry.end));
    for (start, end) in ends.chain(task.tokens.iter().map(|token| (token.start, token.end))) {
        for value in [start, end] {
            let Some(byte) = value.integer().and_then(|offset| measure.byte(offset, unit)) else { continue };
            let offset = measure.offset(byte, Unit::Points);
            if value.integer() != i64::try_from(offset).ok() {
                let place = start.span().cover(end.span());
                first = Some(first.map_or(place, |first| first.min(place)));
                edits.push(Edit::replace(value.span(), value.written(offset)));
            }
        }
    }
    edits.sort_by_key(|edit| edit.span);
    edits.dedup_by_key(|edit| edit.span);
    let wide = text.chars().find(|c| if unit == Unit::Utf16 { c.len_utf16() == 2 } else { c.len_utf8() > 1 })?;
    let message = format!(
        "The offsets of this record count {}: from “{wide}” on they are wrong for whoever counts code points",
        unit.name()
    );
    let fix = Fix::safe("Count code points", edits);
    Some(Finding::new(RuleId::OffsetUnit, first?, message).fixed_by(fix))
}

/// Where the tokens of a record stand, ascending.
fn tokens(task: &Task<'_>, text: &str, measure: &Measure<'_>, unit: Unit, findings: &mut Vec<Finding>) -> Vec<Span> {
    let mut found = Vec::with_capacity(task.tokens.len());
    let mut reported = false;
    for token in &task.tokens {
        let place = token.start.integer().zip(token.end.integer());
        let span = place.and_then(|(start, end)| measure.span(start, end, unit));
        let written = token.text.map(strings::text);
        let fits = |span: Span| written.as_ref().is_none_or(|written| is_token(&text[span.range()], written));
        let fits = span.is_some_and(fits);
        if !fits && !reported {
            // Where one token is wrong, those behind it are.
            reported = true;
            let at = token.start.span().cover(token.end.span());
            let message = match (span, &written) {
                (Some(span), Some(written)) if same(&text[span.range()], written) => {
                    format!("The offsets of the token “{}” are of white space too", short(written))
                }
                (Some(span), Some(written)) => {
                    format!("The token is “{}”, its offsets are of “{}”", short(written), short(&text[span.range()]))
                }
                _ => "The offsets of this token are of no text".to_owned(),
            };
            findings.push(Finding::new(RuleId::SpanTextMismatch, at, message));
        }
        // White space beside a token is told; what is annotated stands at the token.
        found.extend(span.map(|span| {
            let there = &text[span.range()];
            let is_told = written.as_ref().is_some_and(|written| same(there, written) && !is_token(there, written));
            let start = span.start + (there.len() - there.trim_start().len());
            if is_told { Span::new(start, start + there.trim().len()) } else { span }
        }));
    }
    numbers(task, findings);
    found.sort();
    found
}

/// Whether a token is what is written of it: white space may be folded, and none is beside it.
fn is_token(there: &str, written: &str) -> bool {
    same(there, written) && (there.trim().len() == there.len() || written.trim().len() < written.len())
}

/// The first token whose number is not that of its place, where those of most tokens are.
fn numbers(task: &Task<'_>, findings: &mut Vec<Finding>) {
    let ids = || task.tokens.iter().enumerate().filter_map(|(number, token)| Some((number as i64, token.id?)));
    let is_other = |(number, id): &(i64, Value<'_>)| id.integer() != Some(*number);
    let others = ids().filter(is_other).count();
    let Some((number, id)) = ids().find(is_other).filter(|_| others * 2 < task.tokens.len()) else { return };
    let message = format!("This token is number {number}, its id says {}", id.raw());
    let fix = Fix::unsafe_(format!("Write {number}"), vec![Edit::replace(id.span(), number.to_string())]);
    findings.push(Finding::new(RuleId::SpanOffToken, id.span(), message).fixed_by(fix));
}

/// What is wrong with the label of an annotation.
fn label(entry: &Entry<'_>, labelled: bool, findings: &mut Vec<Finding>) {
    let Some(label) = entry.label else {
        if labelled {
            let message = "This annotation has no label";
            findings.push(Finding::new(RuleId::AnnotationWithoutType, entry.whole.span(), message));
        }
        return;
    };
    let written = label.raw();
    let trimmed = written.trim();
    if trimmed.is_empty() {
        let message = "The label of this annotation is empty";
        findings.push(Finding::new(RuleId::AnnotationWithoutType, label.span(), message));
    } else if trimmed.len() < written.len() {
        let message = format!("White space stands beside the label {trimmed}: it is another label to every program");
        let edits = vec![Edit::replace(label.node().inner, trimmed.to_owned())];
        let fix = Fix::unsafe_("Leave the white space out", edits);
        findings.push(Finding::new(RuleId::UnlikelyType, label.node().inner, message).fixed_by(fix));
    }
}

/// The finding about an item that is no annotation and should be one.
fn offsets_of(unusable: &Unusable<'_>) -> Finding {
    match unusable {
        Unusable::Null(item) => {
            Finding::new(RuleId::SpanOutOfText, item.span(), "An annotation should stand here, and nothing does")
        }
        Unusable::Offsets(start, end) => {
            let at = start.span().cover(end.span());
            let finding = Finding::new(RuleId::SpanOutOfText, at, "The offsets of this annotation are no numbers");
            let strings = [start, end].into_iter().filter(|value| value.is_string());
            let edits = strings.filter_map(|value| {
                let number: i64 = value.raw().trim().parse().ok()?;
                Some(Edit::replace(value.span(), number.to_string()))
            });
            let edits = ordered(edits.collect());
            let all = [start, end].into_iter().filter(|value| value.integer().is_none()).count();
            if edits.len() == all { finding.fixed_by(Fix::safe("Write numbers", edits)) } else { finding }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    measure: &'a Measure<'a>,
    unit: Unit,
    tokens: Vec<Span>,
}

impl Reader<'_> {
    /// Where an entry stands; reports what is wrong with it.
    fn place(&self, entry: &Entry<'_>, findings: &mut Vec<Finding>) -> Option<Span> {
        let at = entry.start.span().cover(entry.end.span());
        let (start, end) = (entry.start.integer(), entry.end.integer());
        let span = start.zip(end).and_then(|(start, end)| self.measure.span(start, end, self.unit));
        let surface = entry.surface.map(strings::text);
        if let (Some(span), None) = (span, &surface) {
            self.edges(entry, span, findings);
            return Some(span);
        }
        if let (Some(span), Some(surface)) = (span, &surface)
            && same(&self.text[span.range()], surface)
        {
            self.edges(entry, span, findings);
            return Some(span);
        }
        let length = self.measure.len(self.unit);
        let message = match (span, &surface, start, end) {
            (Some(span), Some(surface), ..) => {
                let written = short(&self.text[span.range()]);
                format!("The annotation is of “{}”, its offsets are of “{written}”", short(surface))
            }
            (None, _, Some(start), Some(end)) if start >= end => {
                format!("The annotation ends at {end} and begins at {start}")
            }
            (None, _, Some(start), Some(end)) if start < 0 || end.unsigned_abs() as usize > length => {
                format!("The text is {length} characters long, the annotation goes from {start} to {end}")
            }
            _ => "The offsets of the annotation are of no characters".to_owned(),
        };
        let rule = if span.is_some() { RuleId::SpanTextMismatch } else { RuleId::SpanOutOfText };
        let mut finding = Finding::new(rule, at, message);
        if let Some(surface) = surface.filter(|_| self.unit == Unit::Points) {
            // Where very many are wrong, the text is another one.
            if findings.len() < MOST {
                finding.fixes.extend(self.realigned(entry, &surface, start.unwrap_or(0)));
            }
        }
        findings.push(finding);
        // What is out of the text is cut off, where some of it is inside.
        span.or_else(|| {
            let start = self.measure.byte(start?, self.unit)?;
            (end? as usize > length && start < self.text.len()).then(|| Span::new(start, self.text.len()))
        })
    }

    /// The fix that moves an annotation to where its text stands nearest.
    fn realigned(&self, entry: &Entry<'_>, surface: &str, start: i64) -> Option<Fix> {
        let surface = surface.trim();
        if surface.is_empty() {
            return None;
        }
        let places: Vec<usize> = memmem::find_iter(self.text.as_bytes(), surface.as_bytes()).take(MOST).collect();
        let offsets = places.iter().map(|&byte| self.measure.offset(byte, self.unit));
        let nearest = offsets.min_by_key(|&offset| offset.abs_diff(usize::try_from(start).unwrap_or(0)))?;
        let len = surface.chars().count();
        let edits = vec![
            Edit::replace(entry.start.span(), nearest.to_string()),
            Edit::replace(entry.end.span(), entry.end.written(nearest + len)),
        ];
        let edits = ordered(edits);
        let title = format!("Move it to {nearest}, where “{}” stands", short(surface));
        Some(if places.len() == 1 { Fix::safe(title, edits) } else { Fix::unsafe_(title, edits) })
    }

    /// Which annotations of a set have all moved by the same number of characters; reports these, one finding for each
    /// number.
    fn drifted(&self, set: &Set<'_>, findings: &mut Vec<Finding>) -> Vec<bool> {
        let drifts: Vec<Option<Drift>> = set.spans.iter().take(MOST).map(|entry| self.drift(entry)).collect();
        let mut told = vec![false; set.spans.len()];
        for first in 0..drifts.len() {
            let Some(Drift { by, .. }) = drifts[first].filter(|_| !told[first]) else { continue };
            let moved = |index: &usize| match drifts[*index] {
                Some(drift) => drift.by == by,
                None => self.may_have_moved(&set.spans[*index], by),
            };
            let moved: Vec<usize> = (first..drifts.len()).filter(moved).collect();
            // One that says what it is of can be moved on its own.
            if moved.len() == 1 && set.spans[first].surface.is_some() {
                continue;
            }
            moved.iter().for_each(|index| told[*index] = true);
            let entry = &set.spans[first];
            let at = entry.start.span().cover(entry.end.span());
            let written = |entry: &Entry<'_>| {
                let offsets = entry.start.integer().zip(entry.end.integer());
                let span = offsets.and_then(|(start, end)| self.measure.span(start, end, self.unit));
                span.map_or(String::new(), |span| short(&self.text[span.range()]))
            };
            let n = by.unsigned_abs();
            let characters = if n == 1 { "1 character".to_owned() } else { format!("{n} characters") };
            let side = if by < 0 { "behind" } else { "in front of" };
            let subject = match moved.len() {
                1 => format!("“{}” stands", written(entry)),
                count => format!("{count} annotations, “{}” first, stand", written(entry)),
            };
            let message = format!("{subject} {characters} {side} where words begin and end");
            let mut edits = Vec::new();
            for entry in moved.iter().map(|index| &set.spans[*index]) {
                let offsets = entry.start.integer().zip(entry.end.integer());
                let Some((start, end)) = offsets else { continue };
                for (value, offset) in [(entry.start, start.saturating_add(by)), (entry.end, end.saturating_add(by))] {
                    edits.push(Edit::replace(value.span(), value.written(usize::try_from(offset).unwrap_or(0))));
                }
            }
            let title = format!("Move {} by {by}", if moved.len() == 1 { "it" } else { "them" });
            let certain = moved.iter().all(|index| drifts[*index].is_some_and(|drift| drift.certain));
            let edits = ordered(edits);
            let fix = if certain { Fix::safe(title, edits) } else { Fix::unsafe_(title, edits) };
            findings.push(Finding::new(RuleId::ShiftedAnnotations, at, message).fixed_by(fix));
        }
        told
    }

    /// How far an annotation stands from its words, where it is clear that it does not stand at them.
    fn drift(&self, entry: &Entry<'_>) -> Option<Drift> {
        let (start, end) = entry.start.integer().zip(entry.end.integer())?;
        if self.unit != Unit::Points || entry.tokens.is_some() {
            return None;
        }
        let span = self.measure.span(start, end, self.unit);
        if let Some(surface) = entry.surface.map(strings::text) {
            let surface = surface.trim();
            if surface.is_empty() || span.is_some_and(|span| same(&self.text[span.range()], surface)) {
                return None;
            }
            // Another length is more than a move.
            if end.checked_sub(start) != i64::try_from(surface.chars().count()).ok() {
                return None;
            }
            let places = memmem::find_iter(self.text.as_bytes(), surface.as_bytes()).take(MOST);
            let offsets: Vec<i64> = places.map(|byte| self.measure.offset(byte, self.unit) as i64).collect();
            let nearest = offsets.iter().min_by_key(|offset| offset.abs_diff(start))?;
            return Some(Drift { by: nearest.checked_sub(start)?, certain: offsets.len() == 1 });
        }
        let span = span?;
        let written = &self.text[span.range()];
        let lead = written.len() - written.trim_start().len();
        let tail = written.len() - written.trim_end().len();
        let word = |c: char| c.is_alphanumeric();
        let by = if lead == 0 && tail > 0 && cuts_word(self.text, span.start) {
            let before = self.text[..span.start].chars().rev().take_while(|c| word(*c)).count();
            -i64::try_from(before).ok()?
        } else if lead > 0 && tail == 0 && cuts_word(self.text, span.end) {
            i64::try_from(self.text[span.end..].chars().take_while(|c| word(*c)).count()).ok()?
        } else {
            return None;
        };
        self.fits(start + by, end + by).then_some(Drift { by, certain: false })
    }

    /// Whether words begin and end where these offsets say.
    fn fits(&self, start: i64, end: i64) -> bool {
        self.measure.span(start, end, self.unit).is_some_and(|span| {
            let written = &self.text[span.range()];
            written.trim().len() == written.len()
                && !cuts_word(self.text, span.start)
                && !cuts_word(self.text, span.end)
        })
    }

    /// Whether an annotation that cuts a word would not, `by` characters further on.
    fn may_have_moved(&self, entry: &Entry<'_>, by: i64) -> bool {
        let offsets = entry.start.integer().zip(entry.end.integer());
        let Some((start, end)) = offsets.filter(|_| entry.surface.is_none() && entry.tokens.is_none()) else {
            return false;
        };
        !self.fits(start, end) && self.fits(start.saturating_add(by), end.saturating_add(by))
    }

    /// Relations that lead from and to tokens and stretches.
    fn token_ends(&self, set: &Set<'_>, task: &Task<'_>, findings: &mut Vec<Finding>) {
        if self.tokens.is_empty() {
            return;
        }
        for end in &set.token_ends {
            let is_there = end.integer().and_then(|n| usize::try_from(n).ok()).is_some_and(|n| n < task.tokens.len());
            if end.integer().is_some() && !is_there {
                let message = format!("The record has {} tokens, and none is number {}", task.tokens.len(), end.raw());
                findings.push(Finding::new(RuleId::DanglingPointer, end.span(), message));
            }
        }
        for end in &set.span_ends {
            self.place(end, findings);
        }
    }

    /// White space at the ends of an annotation, and words and tokens that it cuts.
    fn edges(&self, entry: &Entry<'_>, span: Span, findings: &mut Vec<Finding>) {
        let at = entry.start.span().cover(entry.end.span());
        let written = &self.text[span.range()];
        let lead = written.len() - written.trim_start().len();
        let tail = written.len() - written.trim_end().len();
        if lead == written.len() {
            let finding = Finding::new(RuleId::SpanEdgeSpace, at, "The annotation is of nothing but white space");
            return findings.push(finding);
        }
        if lead + tail > 0 {
            let message = format!(
                "White space stands at the {} of “{}”",
                match (lead, tail) {
                    (_, 0) => "start",
                    (0, _) => "end",
                    _ => "start and at the end",
                },
                short(written.trim())
            );
            let mut finding = Finding::new(RuleId::SpanEdgeSpace, at, message);
            if self.unit == Unit::Points {
                let mut edits = Vec::new();
                if lead > 0 {
                    let start = self.measure.offset(span.start + lead, self.unit);
                    edits.push(Edit::replace(entry.start.span(), start.to_string()));
                }
                if tail > 0 {
                    let end = self.measure.offset(span.end - tail, self.unit);
                    edits.push(Edit::replace(entry.end.span(), entry.end.written(end)));
                }
                let edits = ordered(edits);
                let title = "Leave the white space out";
                // Tokens that the annotation names and its text would have to change too; and what has white space at
                // both ends, or ends inside a word, has most often moved.
                let inside = [span.start, span.end].into_iter().any(|at| cuts_word(self.text, at));
                let moved = lead > 0 && tail > 0 || inside;
                let alone = entry.tokens.is_none() && entry.surface.is_none() && !moved;
                finding.fixes.push(if alone { Fix::safe(title, edits) } else { Fix::unsafe_(title, edits) });
            }
            return findings.push(finding);
        }
        if self.tokens.is_empty() {
            let cut = [span.start, span.end].into_iter().filter(|&at| cuts_word(self.text, at)).count();
            if cut > 0 {
                let message = format!("“{}” begins or ends inside a word", short(written));
                findings.push(Finding::new(RuleId::SpanOffToken, at, message));
            }
            return;
        }
        let first = self.tokens.partition_point(|token| token.start < span.start);
        let begins = self.tokens.get(first).filter(|token| token.start == span.start);
        let last = self.tokens.partition_point(|token| token.end < span.end);
        let ends = self.tokens.get(last).filter(|token| token.end == span.end);
        if begins.is_none() || ends.is_none() {
            let message = format!("“{}” does not begin and end where tokens do", short(written));
            return findings.push(Finding::new(RuleId::SpanOffToken, at, message));
        }
        let Some((start, end)) = entry.tokens else { return };
        let is = |value: Value<'_>, number: usize| value.integer() == i64::try_from(number).ok();
        if !is(start, first) || !is(end, last) {
            let message =
                format!("“{}” is tokens {first} to {last}, which its token numbers do not say", short(written));
            let mut edits = Vec::new();
            if !is(start, first) {
                edits.push(Edit::replace(start.span(), first.to_string()));
            }
            if !is(end, last) {
                edits.push(Edit::replace(end.span(), last.to_string()));
            }
            let edits = ordered(edits);
            let fix = Fix::unsafe_("Write these token numbers", edits);
            let place = start.span().cover(end.span());
            findings.push(Finding::new(RuleId::SpanOffToken, place, message).fixed_by(fix));
        }
    }

    /// Annotations that are there twice, and such as cross.
    fn overlaps(&self, placed: &[(Span, Entry<'_>)], set: &Set<'_>, findings: &mut Vec<Finding>) {
        let mut order: Vec<usize> = (0..placed.len()).collect();
        order.sort_by_key(|&index| {
            let (span, entry) = &placed[index];
            (span.start, std::cmp::Reverse(span.end), entry.whole.span())
        });
        let mut open: Vec<usize> = Vec::new();
        for &index in &order {
            let (span, entry) = &placed[index];
            open.retain(|&other| placed[other].0.end > span.start);
            let twin =
                open.iter().find(|&&other| placed[other].0 == *span && label_of(&placed[other].1) == label_of(entry));
            if let Some(&twin) = twin {
                let first = placed[twin].1.whole.span();
                let again = entry.whole.span();
                let message = format!("This annotation of “{}” is there already", short(&self.text[span.range()]));
                let finding = Finding::new(RuleId::DuplicateSpan, again, message).relating(first, "The first one");
                // From behind the item in front, its comma included.
                let before = set
                    .spans
                    .iter()
                    .take(MOST)
                    .map(|other| other.whole.span().end)
                    .filter(|&end| end <= again.start)
                    .max();
                findings.push(match before {
                    Some(end) if self.only_comma(entry.whole.text, end, again.start) => {
                        finding.fixed_by(Fix::safe("Delete it", vec![Edit::delete(Span::new(end, again.end))]))
                    }
                    _ => finding,
                });
                continue;
            }
            let crossed =
                open.iter().find(|&&other| placed[other].0.end < span.end && placed[other].0.start < span.start);
            if let Some(&other) = crossed {
                let (place, first) = &placed[other];
                let message = format!(
                    "“{}” overlaps “{}”, and neither lies inside the other",
                    short(&self.text[span.range()]),
                    short(&self.text[place.range()])
                );
                let at = entry.start.span().cover(entry.end.span());
                findings.push(
                    Finding::new(RuleId::CrossingSpans, at, message)
                        .relating(first.start.span().cover(first.end.span()), "The other one"),
                );
            }
            open.push(index);
            if open.len() > DEEPEST {
                open.remove(0);
            }
        }
    }

    fn only_comma(&self, source: &str, from: usize, to: usize) -> bool {
        source.get(from..to).is_some_and(|between| between.trim() == ",")
    }
}

/// How far an annotation stands from its words.
#[derive(Clone, Copy, Debug)]
struct Drift {
    by: i64,
    /// Whether its words stand at one place only.
    certain: bool,
}

/// Relations to annotations that are not there, and ids that two annotations have.
fn relations(set: &Set<'_>, task: &Task<'_>, findings: &mut Vec<Finding>) {
    if set.ids.is_empty() || set.ends.is_empty() {
        return;
    }
    let mut known: HashMap<&str, Value<'_>> = HashMap::new();
    let mut again = None;
    for id in &set.ids {
        if let Some(first) = known.insert(id.raw(), *id) {
            again.get_or_insert((first, *id));
        }
    }
    let missing: Vec<_> = set.ends.iter().filter(|end| !known.contains_key(end.raw())).collect();
    // An id that stands twice is mostly the one that is missing; regions of Label Studio are several entries of one id.
    if let Some((first, again)) = again.filter(|_| task.tool != Tool::LabelStudio || !missing.is_empty()) {
        let message = format!("Another annotation of this record has the id {} too", again.raw());
        let finding = Finding::new(RuleId::DuplicateMarkupId, again.span(), message);
        return findings.push(finding.relating(first.span(), "The first one"));
    }
    let mut told = HashSet::new();
    for end in missing.into_iter().filter(|end| told.insert(end.raw())) {
        let message = format!("No annotation of this record has the id {}", end.raw());
        findings.push(Finding::new(RuleId::DanglingPointer, end.span(), message));
    }
}

fn label_of<'a>(entry: &Entry<'a>) -> Option<&'a str> {
    entry.label.map(Value::raw)
}

fn annotation(span: Span, entry: &Entry<'_>) -> ExtractAnnotation {
    let written = |value: Value<'_>| Written { text: strings::text(value), span: value.node().inner };
    ExtractAnnotation {
        parts: vec![span],
        entity_type: entry.label.map(written),
        identity: entry.identity.map(written),
        markup: vec![entry.whole.span()],
        ..ExtractAnnotation::default()
    }
}

fn ordered(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|edit| edit.span);
    edits
}

/// As much of `text` as a message has room for, on one line.
fn short(text: &str) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = words.char_indices().nth(40) {
        words.truncate(at);
        words.push('…');
    }
    words
}
