//! What a `.ann` file says of its text, and what stands there.

use std::sync::Arc;

use super::ann::{Fragment, Line};
use super::conf::Overlap;
use super::counting::{counted, otherwise_counted};
use super::line::short;
use super::realign::{Edited, edited, remember};
use super::stretch::{Fit, Stretch, fit, joined, one_line, slice};
use super::verify::{Subject, TextFile, delete_line};
use crate::rules::{Edit, Finding, Fix, OtherFile, Related, RuleId};
use crate::standoff::{Remembered, recover};
use crate::text::{Counting, LineEnds, Offsets, Span};

/// So many annotations that are all out of place by one distance are one finding.
const RUN: usize = 3;

/// Of so many annotations that do not fit, more than half of all, one finding is enough: it is another text.
const MOST_ASTRAY: usize = 20;
/// The same of fewer, where they are four in five.
const FEW_ASTRAY: usize = 3;

/// How many neighbours a stretch is compared with: deeper nesting is not checked.
const DEEPEST: usize = 16;
/// How many stretches that go on are kept in mind.
const MOST_OPEN: usize = 256;

/// Says which stretches cannot be, and which do not fit the text.
pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut stretches: Vec<Stretch<'_>> = Vec::with_capacity(subject.ann.lines.len());
    for stretch in Stretch::all(subject.source, subject.ann) {
        match impossible(subject, &stretch) {
            Some(finding) => findings.push(finding),
            None => stretches.push(stretch),
        }
    }
    stretches.sort_by_key(|stretch| (stretch.fragments[0].start, std::cmp::Reverse(stretch.end())));
    overlaps(subject, &stretches, findings);
    if let TextFile::Known(text) = subject.text {
        Checker { subject, text, findings }.check(&stretches);
    }
}

/// What is wrong with the offsets whatever the text is.
fn impossible(subject: &Subject<'_>, stretch: &Stretch<'_>) -> Option<Finding> {
    let id = subject.str(stretch.line.id);
    for (index, fragment) in stretch.fragments.iter().enumerate() {
        let Fragment { start, end, written } = *fragment;
        if start > end {
            let message = format!("{id} begins at {start} and ends in front of that, at {end}");
            let swapped = Edit::replace(written, format!("{end} {start}"));
            let finding = Finding::new(RuleId::EmptySpan, written, message);
            return Some(finding.fixed_by(Fix::unsafe_("Exchange the two offsets", vec![swapped])));
        }
        if start == end {
            let message = match stretch.said {
                Some((_, said)) => {
                    format!("{id} covers nothing: “{}”, which it names, was taken out of the text", short(said))
                }
                None => format!("{id} covers nothing: it begins and ends at {start}"),
            };
            let finding = Finding::new(RuleId::EmptySpan, written, message);
            let fix = Fix::unsafe_(
                format!("Delete {id} and all that refers to it"),
                with_all_that_refers(subject, stretch.line),
            );
            return Some(finding.fixed_by(fix));
        }
        if let Some(other) = stretch.fragments[..index].iter().find(|it| it.start < end && start < it.end) {
            let message = format!("Two parts of {id} overlap: {} {} and {start} {end}", other.start, other.end);
            return Some(Finding::new(RuleId::MalformedOffsets, written, message));
        }
    }
    None
}

/// Takes out a line and the lines that refer to it, and those that refer to these.
fn with_all_that_refers(subject: &Subject<'_>, line: &Line) -> Vec<Edit> {
    let mut gone = vec![subject.str(line.id)];
    let mut lines = vec![line];
    let mut next = 0;
    while let Some(&id) = gone.get(next) {
        next += 1;
        for other in &subject.ann.lines {
            let refers = other.targets(subject.ann).any(|target| subject.str(target) == id);
            if refers && !lines.iter().any(|known| std::ptr::eq(*known, other)) {
                lines.push(other);
                gone.push(subject.str(other.id));
            }
        }
    }
    lines.sort_by_key(|line| line.span);
    lines.into_iter().map(|line| delete_line(subject, line)).collect()
}

/// Says which stretches overlap in a way that is not declared, or cross where nothing is declared.
fn overlaps(subject: &Subject<'_>, stretches: &[Stretch<'_>], findings: &mut Vec<Finding>) {
    let mut open: Vec<&Stretch<'_>> = Vec::new();
    for stretch in stretches {
        let (start, end) = (stretch.fragments[0].start, stretch.end());
        open.retain(|other| other.end() > start);
        for other in open.iter().rev().take(DEEPEST) {
            // Parts that lie between the parts of another are no overlap.
            let meet =
                other.fragments.iter().any(|a| stretch.fragments.iter().any(|b| a.start < b.end && b.start < a.end));
            if meet && let Some(finding) = overlap(subject, stretch, other, (start, end)) {
                findings.push(finding);
            }
        }
        open.push(stretch);
        // With thousands on one stretch every one would be asked whether it goes on, for each of the others.
        if open.len() > MOST_OPEN {
            open.remove(0);
        }
    }
}

fn overlap(
    subject: &Subject<'_>,
    stretch: &Stretch<'_>,
    other: &Stretch<'_>,
    (start, end): (usize, usize),
) -> Option<Finding> {
    let (id, other_id) = (subject.str(stretch.line.id), subject.str(other.line.id));
    let (inner, outer) = (subject.str(stretch.entity_type), subject.str(other.entity_type));
    let how = if other.fragments[0].start == start && other.end() == end {
        Overlap::Equal
    } else if other.end() >= end {
        Overlap::Contain
    } else {
        Overlap::Cross
    };
    let entities = |conf: &super::Conf| conf.is_entity(inner) && conf.is_entity(outer);
    let declared = subject.conf.filter(|conf| conf.declares_overlaps() && entities(conf));
    let (rule, message) = match declared {
        Some(conf) if !conf.may_overlap(inner, outer, how) => {
            let what = match how {
                Overlap::Equal => "covers the same as",
                Overlap::Contain => "lies inside",
                Overlap::Cross => "crosses",
            };
            (
                RuleId::DisallowedOverlap,
                format!("{id} ({inner}) {what} {other_id} ({outer}), which annotation.conf does not allow"),
            )
        }
        None if how == Overlap::Cross && stretch.fragments.len() == 1 && other.fragments.len() == 1 => {
            (RuleId::CrossingStandoff, format!("{id} and {other_id} cross: each covers a part of the other"))
        }
        _ => return None,
    };
    Some(Finding::new(rule, stretch.written(), message).relating(other.written(), format!("{other_id} covers this")))
}

struct Checker<'a, 'b> {
    subject: &'b Subject<'a>,
    text: &'a Arc<OtherFile>,
    findings: &'b mut Vec<Finding>,
}

impl<'a> Checker<'a, '_> {
    fn check(&mut self, stretches: &[Stretch<'a>]) {
        let text: &'a str = &self.text.text;
        let mut offsets = Offsets::new(text, Counting::default());
        let mut fits: Vec<Fit> = stretches.iter().map(|stretch| fit(stretch, &offsets)).collect();
        if fits.iter().any(|fit| *fit != Fit::Good)
            && let Some((counting, fitting)) = otherwise_counted(text, stretches, &fits)
        {
            self.miscounted(stretches, &fits, &fitting, counting);
            (offsets, fits) = (Offsets::new(text, counting), fitting);
        }
        self.astray(stretches, &fits, &offsets);
        for (stretch, fit) in stretches.iter().zip(&fits) {
            if *fit == Fit::Good {
                self.edges(stretch, &offsets);
            }
        }
    }

    /// Says that the offsets of the whole file are counted in another way than brat's.
    fn miscounted(&mut self, stretches: &[Stretch<'a>], before: &[Fit], after: &[Fit], counting: Counting) {
        let text: &'a str = &self.text.text;
        let (theirs, ours) = (Offsets::new(text, counting), Offsets::new(text, Counting::default()));
        let mut edits = Vec::new();
        let (mut first, mut off) = (None, 0);
        for ((stretch, before), after) in stretches.iter().zip(before).zip(after) {
            if *after != Fit::Good {
                continue;
            }
            let own = stretch.fragments.iter().filter_map(|it| {
                let (start, end) = (theirs.to_byte(it.start)?, theirs.to_byte(it.end)?);
                let (start, end) = (ours.of_byte(start), ours.of_byte(end));
                ((start, end) != (it.start, it.end)).then(|| Edit::replace(it.written, format!("{start} {end}")))
            });
            edits.extend(own);
            if *before != Fit::Good {
                off += 1;
                let span = stretch.written();
                first = Some(first.map_or(span, |known: Span| if span.start < known.start { span } else { known }));
            }
        }
        edits.sort_by_key(|edit| edit.span);
        let Some(first) = first else { return };
        let what = counted(counting);
        let total = stretches.len();
        let message = format!(
            "The offsets of this file count {what}: so {off} of {total} annotations are off, for brat counts code points"
        );
        let all = after.iter().all(|fit| *fit == Fit::Good);
        let title = "Count code points everywhere";
        // Readers that translate line ends, brat's own among them, count a CRLF as one.
        let sure = all && counting.line_ends != LineEnds::One;
        let fix = if sure { Fix::safe(title, edits) } else { Fix::unsafe_(title, edits) };
        self.findings.push(Finding::new(RuleId::MiscountedOffsets, first, message).fixed_by(fix));
    }

    /// Says which annotations do not fit the text, and where what they name stands now.
    fn astray(&mut self, stretches: &[Stretch<'a>], fits: &[Fit], offsets: &Offsets<'a>) {
        if fits.iter().all(|fit| *fit == Fit::Good) {
            return;
        }
        let remembered: Vec<Remembered<'_>> =
            stretches.iter().zip(fits).map(|(stretch, fit)| remember(stretch, *fit, offsets)).collect();
        let moved = recover(&remembered, offsets);
        let bad: Vec<usize> = (0..stretches.len()).filter(|&index| fits[index] != Fit::Good).collect();
        let lost = bad.iter().filter(|&&index| moved[index].is_none()).count();
        let most = lost > MOST_ASTRAY && lost * 2 > stretches.len();
        if most || lost > FEW_ASTRAY && lost * 5 >= stretches.len() * 4 {
            let first = bad.iter().map(|&index| stretches[index].written()).min().unwrap_or_default();
            let message = format!(
                "{} of {} annotations do not fit {}: it is another text, or another version of it",
                bad.len(),
                stretches.len(),
                self.text.path.file_name().unwrap_or_default().to_string_lossy()
            );
            self.findings.push(Finding::new(RuleId::TextMismatch, first, message));
            return;
        }
        let mut done = vec![false; stretches.len()];
        for (at, &index) in bad.iter().enumerate() {
            if std::mem::replace(&mut done[index], true) {
                continue;
            }
            let distance = moved[index].filter(|&by| by != 0);
            // What was itself edited or taken out between others does not end the run of those that moved with them.
            let same = bad[at..].iter().take_while(|&&it| distance.is_some() && [distance, None].contains(&moved[it]));
            let run: Vec<usize> = same.copied().filter(|&it| moved[it].is_some()).collect();
            if let Some(by) = distance.filter(|_| run.len() >= RUN) {
                run.iter().for_each(|&it| done[it] = true);
                self.shifted(run.iter().map(|&it| &stretches[it]), run.len(), by);
            } else {
                let edited = if distance.is_none() { edited(&stretches[index], &moved, index, offsets) } else { None };
                self.mismatch(&stretches[index], fits[index], distance, edited, offsets);
            }
        }
    }

    fn shifted<'s>(&mut self, run: impl Iterator<Item = &'s Stretch<'a>>, count: usize, by: isize)
    where
        'a: 's,
    {
        let mut edits: Vec<Edit> = Vec::new();
        let mut first: Option<&Stretch<'a>> = None;
        for stretch in run {
            first.get_or_insert(stretch);
            edits.extend(stretch.fragments.iter().map(|it| move_by(it, by)));
        }
        edits.sort_by_key(|edit| edit.span);
        let Some(first) = first else { return };
        let far = by.unsigned_abs();
        let side = if by > 0 { "in front of" } else { "behind" };
        let id = self.subject.str(first.line.id);
        let message = format!(
            "{count} annotations, the first of them {id}, stand {far} {} {side} what they name: the text was edited after it was annotated",
            if far == 1 { "character" } else { "characters" }
        );
        let fix = Fix::unsafe_(format!("Move these {count} annotations to what they name"), edits);
        let finding = Finding::new(RuleId::ShiftedAnnotations, first.written(), message);
        self.findings.push(finding.fixed_by(fix));
    }

    fn mismatch(
        &mut self,
        stretch: &Stretch<'a>,
        fit: Fit,
        distance: Option<isize>,
        edited: Option<Edited>,
        offsets: &Offsets<'a>,
    ) {
        let id = self.subject.str(stretch.line.id);
        let span = stretch.written();
        let written = self.subject.str(span);
        let moving = distance.zip(stretch.said).map(|(by, (_, said))| {
            let edits = stretch.fragments.iter().map(|it| move_by(it, by)).collect();
            let at = stretch.fragments[0].start.saturating_add_signed(by);
            Fix::unsafe_(format!("Move {id} to {at}, where “{}” stands", short(said)), edits)
        });
        let moving = moving.or(edited
            .map(|it| Fix::unsafe_(format!("Move {id} to {}, where “{}” stands", it.start, short(&it.now)), it.edits)));
        if fit == Fit::Outside {
            let message = format!("{id} is at {written}, but the text ends at {}", offsets.len());
            let mut finding = Finding::new(RuleId::SpanOutOfBounds, span, message);
            finding.fixes.extend(moving);
            self.findings.push(finding);
            return;
        }
        let Some((said_at, said)) = stretch.said else { return };
        let there = joined(stretch, offsets);
        let message = format!("{id} says “{}”, but at {written} the text has “{}”", short(said), short(&there));
        let mut finding = Finding::new(RuleId::TextMismatch, span.cover(said_at), message);
        let byte = |at| offsets.to_byte(at).unwrap_or_default();
        let place =
            Span::new(byte(stretch.fragments[0].start), byte(stretch.end()).max(byte(stretch.fragments[0].start)));
        let about = format!("The text at {written}");
        finding.related.push(Related { file: Some(Arc::clone(self.text)), span: place, message: about.into() });
        finding.fixes.extend(moving);
        let take = vec![Edit::replace(said_at, there.clone().into_owned())];
        let title = format!("Write “{}”, which stands there", short(&there));
        if squeezed(said) == squeezed(&there) {
            finding.fixes.insert(0, Fix::safe(title, take));
        } else if !there.is_empty() && there.trim().len() == there.len() {
            finding.fixes.push(Fix::unsafe_(title, take));
        }
        self.findings.push(finding);
    }

    /// Looks at the edges of a stretch that fits.
    fn edges(&mut self, stretch: &Stretch<'a>, offsets: &Offsets<'a>) {
        let text = offsets.text();
        let id = self.subject.str(stretch.line.id);
        if stretch.said.is_none() {
            let there = joined(stretch, offsets).into_owned();
            let message = format!("{id} does not say what stands there: “{}”", short(&there));
            let finding = Finding::new(RuleId::MissingReferenceText, stretch.line.span, message);
            let behind = if self.subject.str(stretch.line.span).ends_with('\t') { there } else { format!("\t{there}") };
            let fix = Fix::safe("Write it down", vec![Edit::insert(stretch.line.span.end, behind)]);
            self.findings.push(finding.fixed_by(fix));
        }
        for part in stretch.fragments {
            let Some(slice) = slice(*part, offsets) else { continue };
            let trimmed = slice.trim();
            if trimmed.len() < slice.len() {
                self.edge_space(stretch, part, trimmed, offsets);
                continue;
            }
            if memchr::memchr2(b'\n', b'\r', slice.as_bytes()).is_some() {
                let message = format!("{id} goes over the end of a line: “{}”", short(&one_line(slice)));
                self.findings.push(Finding::new(RuleId::LineBreakInSpan, part.written, message));
            }
            let Some(start) = offsets.to_byte(part.start) else { continue };
            let end = start + slice.len();
            let before = text[..start].chars().next_back().zip(slice.chars().next());
            let behind = slice.chars().next_back().zip(text[end..].chars().next());
            if before.is_some_and(in_word) || behind.is_some_and(in_word) {
                let from = text[..start]
                    .rfind(|c: char| !c.is_alphanumeric())
                    .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
                let to = text[end..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |at| end + at);
                let message = format!("{id} ends inside a word: “{}” of “{}”", short(slice), short(&text[from..to]));
                self.findings.push(Finding::new(RuleId::MidWordEdge, part.written, message));
            }
        }
    }

    fn edge_space(&mut self, stretch: &Stretch<'a>, part: &Fragment, trimmed: &str, offsets: &Offsets<'a>) {
        let Some(slice) = slice(*part, offsets) else { return };
        let id = self.subject.str(stretch.line.id);
        let front = slice.len() - slice.trim_start().len();
        let side = match (front > 0, slice.trim_end().len() < slice.len()) {
            (true, true) => "begins and ends",
            (true, false) => "begins",
            _ => "ends",
        };
        let message = format!("{id} {side} with white space: “{}”", short(&one_line(slice)));
        let mut finding = Finding::new(RuleId::SpanEdgeSpace, part.written, message);
        if !trimmed.is_empty() {
            let skipped = slice[..front].chars().count();
            let start = part.start + skipped;
            let end = start + trimmed.chars().count();
            let mut edits = vec![Edit::replace(part.written, format!("{start} {end}"))];
            if let Some((said_at, _)) = stretch.said {
                let parts = stretch.fragments.iter().filter_map(|it| {
                    if it.written == part.written {
                        Some(one_line(trimmed))
                    } else {
                        self::slice(*it, offsets).map(one_line)
                    }
                });
                edits.push(Edit::replace(said_at, parts.collect::<Vec<_>>().join(" ")));
            }
            finding = finding.fixed_by(Fix::safe("Leave the white space outside", edits));
        }
        self.findings.push(finding);
    }
}

/// Offsets that are `by` characters further on.
fn move_by(fragment: &Fragment, by: isize) -> Edit {
    let (start, end) = (fragment.start.saturating_add_signed(by), fragment.end.saturating_add_signed(by));
    Edit::replace(fragment.written, format!("{start} {end}"))
}

/// A text without white space and case, in which only the way it is written differs.
fn squeezed(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// Whether two characters next to each other are of one word: letters of a script with cases, or digits.
fn in_word((a, b): (char, char)) -> bool {
    let cased = |c: char| c.is_lowercase() || c.is_uppercase();
    cased(a) && cased(b) || a.is_ascii_digit() && b.is_ascii_digit()
}
