//! JSON Lines and arrays of JSON: what doccano, Prodigy, Label Studio, spaCy and crawlers of news write.
//!
//! A record is a line, or an item of the array that the file is; one that goes on over lines is taken as a whole.
//! [`scan`] reads JSON with places and goes on behind slips, [`strings`] takes escapes out, [`tools`] knows what each
//! tool writes, [`measure`](super::measure) counts as they do, [`spans`] looks whether annotations stand where they say.

mod realign;
mod scan;
mod spans;
mod strings;
#[cfg(test)]
mod tests;
mod tools;
mod write;

use std::collections::HashMap;

use memchr::{memchr, memchr3};

pub(crate) use self::realign::{realign, realign_changed};
use self::scan::{Json, Kind, Value};
pub(crate) use self::write::{annotate, escaped};
use super::assemble::Assembly;
use super::iob::{Prefix, Tag};
use super::reading::{Extract, ExtractAnnotation, ExtractField, Marked, Reading, Role, Written};
use super::records::{Cut, Detail, Name, Place, Placed, Whole};
use super::remains;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// How the records of a file stand in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Context {
    /// They are the items of an array.
    pub(crate) array: bool,
    /// Most of them go on over several lines.
    pub(crate) over_lines: bool,
    /// Most annotations have a label.
    pub(crate) labelled: bool,
    /// Most mentions in lists of tags begin with `B-`.
    pub(crate) begins: bool,
}

/// What of one record the others have to do with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Traits {
    /// Whether an array begins in front of it.
    opens_array: bool,
    /// Whether it is an object that can be read to its end.
    sound: bool,
    blank: bool,
    over_lines: bool,
    /// The text that was shown to an annotator, and where it says so.
    hash: Option<(String, Span)>,
    /// Its name in the export.
    id: Option<(String, Span)>,
    /// Where the first string stands of a record that is written as Python prints it.
    python: Option<Span>,
    /// Where a record stands that has no text.
    without_text: Option<Span>,
    /// The key that has annotations, by its number; else one that is nearly such a key, with that.
    key: Option<usize>,
    near_key: Option<(Span, &'static str)>,
    /// How many annotations have a label, and how many have not.
    labels: [u32; 2],
    /// How many mentions in lists of tags begin with `B-`, and how many with `I-`.
    begins: [u32; 2],
}

/// Names that records have: the task, the record.
const TASK: u8 = 0;
const RECORD: u8 = 1;
/// Records that are written as Python prints them.
const PYTHON: u8 = 2;
/// Records without a text, and keys that are nearly those which annotations stand under.
const WITHOUT_TEXT: u8 = 3;
const NEAR_KEY: u8 = 4;
/// What records say of the file: that it is an array, that they go on over lines, that they do not.
const ARRAY: u16 = 0;
const OVER_LINES: u16 = 1;
const ON_ONE_LINE: u16 = 2;
/// That they have a text.
const WITH_TEXT: u16 = 3;
/// How many annotations have a label or none, how many mentions begin with `B-` or `I-`.
const LABELLED: u16 = 4;
const UNLABELLED: u16 = 5;
const BEGINS: u16 = 6;
const BEGINS_INSIDE: u16 = 7;
/// Plus the number of the key that their annotations stand under.
const KEY: u16 = 10;

/// A record is a value and what stands around it.
pub(crate) fn cut(text: &str) -> Cut {
    let (len, seen) = cut_record(text);
    Cut { len, seen }
}

/// Reads a record.
pub(crate) fn read(text: &str, place: Place, context: &Context, detail: Detail) -> Reading {
    let alone = place.first && place.last;
    let (mut reading, traits) = read_record(text, *context, place, detail == Detail::Looks);
    let summary = &mut reading.summary;
    summary.sound = u32::from(traits.sound || traits.blank);
    // A single record that breaks off is JSON all the same.
    let breaks_off = alone && text[lead(text)..].starts_with("{\"");
    summary.odd = u32::from(!traits.sound && !traits.blank && !breaks_off);
    let python = traits.python.map(|span| Name { kind: PYTHON, span, ..Name::default() });
    summary.names.extend(python);
    summary.votes.extend(traits.opens_array.then_some((ARRAY, 1)));
    summary.votes.push((if traits.over_lines { OVER_LINES } else { ON_ONE_LINE }, 1));
    let counts = [LABELLED, UNLABELLED].into_iter().zip(traits.labels);
    let counts = counts.chain([BEGINS, BEGINS_INSIDE].into_iter().zip(traits.begins));
    summary.votes.extend(counts.filter(|(_, n)| *n > 0));
    summary.votes.extend(traits.key.map(|key| (KEY + key as u16, 1)));
    // Of a record that breaks off nothing more is known.
    match traits.without_text.filter(|_| traits.sound) {
        Some(span) => summary.names.push(Name { kind: WITHOUT_TEXT, span, ..Name::default() }),
        None => summary.votes.extend(traits.sound.then_some((WITH_TEXT, 1))),
    }
    if let Some((span, meant)) = traits.near_key {
        summary.names.push(Name { kind: NEAR_KEY, value: meant.into(), span, ..Name::default() });
    }
    for (kind, name) in [(TASK, traits.hash), (RECORD, traits.id)] {
        let Some((text, span)) = name else { continue };
        summary.names.push(Name { kind, defines: true, text: text.into(), value: "".into(), span });
    }
    reading
}

/// Whether the file is an array, and whether most of its records go on over lines.
pub(crate) fn context(whole: &Whole<'_>) -> Context {
    let votes = whole.votes();
    let count = |answer| votes.get(&answer).copied().unwrap_or(0);
    Context {
        array: count(ARRAY) > 0,
        over_lines: count(OVER_LINES) > count(ON_ONE_LINE),
        labelled: count(LABELLED) > count(UNLABELLED),
        begins: count(BEGINS) > count(BEGINS_INSIDE),
    }
}

/// Records that are there twice.
pub(crate) fn reduce(whole: &Whole<'_>, _: &Context) -> Vec<Finding> {
    let mut found = Vec::new();
    for (kind, what) in [(TASK, "is of the same task as"), (RECORD, "has the id of")] {
        for (first, later) in whole.defined_again(kind) {
            let message = format!("This record {what} another one");
            found.push(Finding::new(RuleId::DuplicateTask, later.span, message).relating(first.span, "Here"));
        }
    }
    let mut python = whole.names(PYTHON);
    if let Some(first) = python.next() {
        let records = match python.count() {
            0 => "This record is".to_owned(),
            n => format!("This record and {n} more are"),
        };
        let message = format!(
            "{records} written as Python prints a dictionary: in JSON strings stand between double quotation marks, and \
             json.dumps writes it"
        );
        found.push(Finding::new(RuleId::BrokenJson, first.span, message));
    }
    found.extend(near_keys(whole));
    found.extend(without_text(whole));
    found
}

/// Records whose annotations stand under a key that is nearly the one of the others.
fn near_keys(whole: &Whole<'_>) -> Vec<Finding> {
    let votes = whole.votes();
    let count = |key: &str| {
        let number = tools::SPANS.iter().position(|known| *known == key).unwrap_or(tools::SPANS.len());
        votes.get(&(KEY + number as u16)).copied().unwrap_or(0)
    };
    let all: Vec<_> = whole.names(NEAR_KEY).collect();
    let mut written: HashMap<&str, usize> = HashMap::new();
    for placed in &all {
        *written.entry(&placed.name.value).or_default() += 1;
    }
    let is_other = |placed: &&Placed<'_>| count(&placed.name.value) > written[&*placed.name.value];
    let finding = |placed: &Placed<'_>| {
        let meant = &placed.name.value;
        let message = format!("The annotations of the other records stand under “{meant}”: nothing reads these");
        let fix = Fix::unsafe_(format!("Write {meant}"), vec![Edit::replace(placed.span, meant.to_string())]);
        Finding::new(RuleId::BrokenJson, placed.span, message).fixed_by(fix)
    };
    all.iter().filter(is_other).map(finding).collect()
}

/// Records without a text, where nearly all others have one: one finding.
fn without_text(whole: &Whole<'_>) -> Option<Finding> {
    let with = whole.votes().get(&WITH_TEXT).copied().unwrap_or(0);
    let mut places = whole.names(WITHOUT_TEXT);
    let first = places.next()?;
    let more = places.count();
    let subject = match more {
        0 => "This record has".to_owned(),
        n => format!("This record and {n} more have"),
    };
    let message = format!("{subject} no text, as the others have: nothing in it is read");
    let few = with > 2 && (more + 1) * 4 <= with + 1;
    few.then(|| Finding::new(RuleId::MissingArticleField, first.span, message))
}

/// How many bytes of `text` its first record has, and how many were looked at to know.
fn cut_record(text: &str) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut at = lead(text);
    let done = |len: usize| (len.max(1), (len + 1).min(text.len()).max(len));
    match bytes.get(at) {
        None => return (text.len(), text.len()),
        Some(b'{' | b'[') => {}
        // What is no value is a line.
        Some(_) => {
            let len = memchr(b'\n', &bytes[at..]).map_or(text.len(), |found| at + found + 1);
            return done(len);
        }
    }
    let mut depth = 0_usize;
    // The last byte that is not white space, and whether a line began since.
    let mut last = b' ';
    loop {
        let Some(&b) = bytes.get(at) else { return (text.len(), text.len()) };
        match b {
            b'"' => {
                // A string ends at its mark, and a broken one with its line.
                at += 1;
                loop {
                    match memchr3(b'"', b'\\', b'\n', &bytes[at..]) {
                        Some(found) if bytes[at + found] == b'\\' => at = (at + found + 2).min(bytes.len()),
                        Some(found) if bytes[at + found] == b'"' => break at += found,
                        Some(found) => break at = at + found - 1,
                        None => return (text.len(), text.len()),
                    }
                }
                last = b'"';
            }
            b'{' | b'[' => {
                depth += 1;
                last = b;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                last = b;
                if depth == 0 {
                    break;
                }
            }
            b'\n' if bytes.get(at + 1) == Some(&b'{') && !matches!(last, b'[' | b',' | b':' | b'{') => {
                // The next record begins, and this one was never ended.
                return (at + 1, at + 2);
            }
            b'\n' if at + 1 == bytes.len() => return (text.len(), text.len()),
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => last = b,
        }
        at += 1;
    }
    at += 1;
    // What stands behind it up to the next value.
    while let Some(&b) = bytes.get(at) {
        match b {
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b']' => at += 1,
            b'{' | b'[' => return done(at),
            _ => {
                let before = &text[..at];
                // At the start of a line, it is a record of its own.
                if before.trim_end_matches([' ', '\t']).ends_with('\n') {
                    return done(at);
                }
                at = memchr(b'\n', &bytes[at..]).map_or(text.len(), |found| at + found + 1);
            }
        }
    }
    (text.len(), text.len())
}

/// How many bytes stand in front of the first value.
fn lead(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut opened = false;
    while let Some(&b) = bytes.get(at) {
        match b {
            b',' | b']' => at += 1,
            _ if is_white(b) => at += 1,
            b'[' if !opened && holds_objects(&bytes[at + 1..]) => {
                opened = true;
                at += 1;
            }
            _ => break,
        }
    }
    at
}

/// White space of JSON, which has less of it than ASCII.
const fn is_white(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\r' | b'\n')
}

/// Whether `bytes`, which stand behind a bracket, begin with an object or a pair of a text and one, or end the array.
fn holds_objects(bytes: &[u8]) -> bool {
    let mut marks = bytes.iter().filter(|b| !is_white(**b));
    match marks.next() {
        Some(b'[') => marks.next() == Some(&b'"'),
        next => next.is_none_or(|b| matches!(b, b'{' | b']')),
    }
}

/// Whether a text that begins with `head` is clearly what an annotation tool or a crawler of articles writes.
pub(crate) fn claims(head: &str) -> bool {
    let start = lead(head);
    let is_pair = head[start..].starts_with("[\"");
    if head.as_bytes().get(start) != Some(&b'{') && !is_pair {
        return false;
    }
    let has = |keys: &[&str]| {
        keys.iter().any(|key| {
            let mut from = 0;
            while let Some(found) = head[from..].find(key) {
                let end = from + found + key.len();
                let quoted = head[..from + found].ends_with('"') && head[end..].starts_with('"');
                if quoted && head[end + 1..].trim_start().starts_with(':') {
                    return true;
                }
                from = end;
            }
            false
        })
    };
    if is_pair {
        return has(&["entities"]);
    }
    has(&["tokens"]) && has(&["ner_tags"])
        || has(&["text", "data", "maintext", "content", "body"])
            && has(&[
                "label",
                "labels",
                "annotation",
                "entities",
                "spans",
                "annotations",
                "predictions",
                "completions",
                "_input_hash",
                "tokens",
                "maintext",
                "title",
                "url",
            ])
}

/// Reads a record.
fn read_record(text: &str, layout: Context, place: Place, looks: bool) -> (Reading, Traits) {
    let Place { first, last } = place;
    let alone = first && last;
    let mut reading = Reading::default();
    let start = lead(text);
    let mut traits = Traits { opens_array: text[..start].contains('['), ..Traits::default() };
    let layout = Context { array: layout.array || traits.opens_array, ..layout };
    if start == text.len() {
        traits.blank = true;
        return (reading, traits);
    }
    let json = scan::scan(text, start);
    traits.python = python(text, &json);
    let root = json.root(text);
    traits.sound = root.is_some_and(|root| root.is(Kind::Object) || tools::pair(root).is_some())
        && json.findings.iter().all(|it| !it.fixes.is_empty());
    behind(text, &json, layout, place, &mut reading.findings);
    if let Some(root) = root {
        let span = root.span();
        traits.over_lines = json.findings.is_empty() && memchr(b'\n', text[span.range()].as_bytes()).is_some();
        if traits.over_lines && !layout.array && !alone && (first || !layout.over_lines) {
            reading.findings.push(over_lines(text, root));
        }
        article(root, layout, &mut reading, &mut traits);
        if looks {
            tokens(root, &mut reading.tokens);
            reading.tokens.sort_by_key(|marked| marked.span);
        }
    }
    reading.findings.extend(json.findings);
    if traits.python.is_some() {
        reading.findings.retain(|finding| finding.rule != RuleId::BrokenJson || finding.fixes.is_empty());
    }
    reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
    (reading, traits)
}

/// The first string of a record that is written as Python prints it: several of its strings stand between apostrophes.
fn python(text: &str, json: &Json) -> Option<Span> {
    let is_string = |node: &&scan::Node| matches!(node.kind, Kind::String { .. });
    let mut strings = json.nodes.iter().filter(is_string).filter(|node| text.as_bytes()[node.span.start] == b'\'');
    let first = strings.next()?.span;
    strings.next().map(|_| first)
}

/// What stands behind the value, and what should.
fn behind(text: &str, json: &Json, layout: Context, place: Place, findings: &mut Vec<Finding>) {
    if json.findings.iter().any(|finding| finding.fixes.is_empty()) {
        return;
    }
    let end = json.end.min(text.len());
    let rest = &text[end..];
    let trimmed = rest.trim_start();
    let at = json.end + (rest.len() - trimmed.len());
    let last = text[..end].char_indices().next_back().map_or(end, |(at, _)| at);
    let mut missing = |message: &'static str, fix: Fix| {
        findings.push(Finding::new(RuleId::BrokenJson, Span::new(last, end), message).fixed_by(fix));
    };
    let is_on_its_line = |written: &str| !place.last && !layout.array && memchr(b'\n', written.as_bytes()).is_none();
    if trimmed.trim_matches(',').trim().is_empty() && is_on_its_line(rest) {
        let fix = Fix::safe("Begin a line", vec![Edit::replace(Span::new(end, text.len()), "\n")]);
        return missing("Another record begins on the line of this one", fix);
    }
    let Some(first) = trimmed.chars().next() else {
        if layout.array && place.last {
            let fix = Fix::unsafe_("End the array", vec![Edit::insert(end, "\n]")]);
            missing("The array ends behind this record, and no ] ends it: records may be lost", fix);
        } else if layout.array {
            let fix = Fix::unsafe_("Insert a comma", vec![Edit::insert(end, ",")]);
            missing("A comma is missing between this record and the next", fix);
        }
        return;
    };
    if first == ',' {
        let next = trimmed[1..].trim_start();
        let span = Span::new(at, at + 1);
        if !layout.array || next.starts_with(']') || next.is_empty() && place.last {
            let message =
                if layout.array { "Nothing follows this comma" } else { "A line of JSON ends without a comma" };
            let fix = Fix::safe("Delete the comma", vec![Edit::delete(span)]);
            findings.push(Finding::new(RuleId::BrokenJson, span, message).fixed_by(fix));
        }
        return;
    }
    if first == ']' && (layout.array || place.first && place.last) {
        return;
    }
    let line = trimmed.lines().next().unwrap_or_default().trim_end();
    let message = "Nothing may stand behind a value";
    findings.push(Finding::new(RuleId::BrokenJson, Span::new(at, at + line.len()), message));
}

/// The finding that a record goes on over lines.
fn over_lines(text: &str, root: Value<'_>) -> Finding {
    let span = root.span();
    let mut edits = Vec::new();
    let bytes = text.as_bytes();
    let mut at = span.start;
    while let Some(found) = memchr(b'\n', &bytes[at..span.end]) {
        let line_end = at + found;
        let from = text[..line_end].trim_end_matches([' ', '\t', '\r']).len().max(at);
        let white = bytes[line_end..span.end].iter().take_while(|b| b.is_ascii_whitespace()).count();
        edits.push(Edit::delete(Span::new(from, line_end + white)));
        at = line_end + white;
    }
    let first = memchr(b'\n', &bytes[span.start..]).map_or(span.end, |found| span.start + found);
    let shown = Span::new(span.start, text[..first].trim_end().len().max(span.start + 1));
    Finding::new(RuleId::RecordOverLines, shown, "This record goes on over several lines")
        .fixed_by(Fix::safe("Write it on one line", edits))
}

/// The article that a record is.
fn article(root: Value<'_>, layout: Context, reading: &mut Reading, traits: &mut Traits) {
    let task = tools::task(root);
    keys(root, &task, traits);
    let entries = || task.sets.iter().flat_map(|set| &set.spans);
    let labelled = entries().filter(|entry| entry.label.is_some()).count() as u32;
    traits.labels = [labelled, entries().count() as u32 - labelled];
    if let Some((hash, session)) = task.hash {
        traits.hash = Some((format!("{} {}", hash.raw(), session.map_or("", Value::raw)), hash.span()));
    }
    traits.id = task.id.map(|id| (id.raw().to_owned(), id.span()));
    let mut body = Assembly::default();
    let (text, annotations) = match (task.text, task.tagged) {
        (Some(text), _) => {
            strings::decode(text, &mut body, &mut reading.findings);
            let (annotations, findings) = spans::read(&task, &body.text, layout.labelled);
            reading.findings.extend(findings);
            (text, annotations)
        }
        (None, Some((tokens, tags))) => (tokens, tagged(tokens, tags, &mut body, reading, layout, traits)),
        (None, None) => return,
    };
    let field = |(key, value): &(&'static str, Value<'_>)| ExtractField {
        key,
        value: strings::text(*value),
        span: value.node().inner,
    };
    let mut fields: Vec<_> = task.fields.iter().map(field).filter(|field| !field.value.is_empty()).collect();
    fields.sort_by_key(|field| field.span);
    let span = root.span();
    let tokenised = task.text.is_none();
    if let Some(what) = remains::what(&body.text, !annotations.is_empty()) {
        reading.findings.push(Finding::new(RuleId::NoArticle, text.node().inner, what));
    }
    reading.articles.push(Extract {
        span,
        fields,
        text: body.text,
        pieces: body.pieces,
        annotations,
        apart: true,
        tokenised,
    });
}

/// The key of a record that has annotations, or one that is nearly such a key; whether it has a text.
fn keys(root: Value<'_>, task: &tools::Task<'_>, traits: &mut Traits) {
    if !root.is(Kind::Object) {
        return;
    }
    traits.key = tools::SPANS.iter().position(|key| root.get(key).is_some());
    if traits.key.is_none() {
        let near =
            |key: &str| tools::SPANS.iter().find(|known| known.len() > 3 && strsim::osa_distance(key, known) == 1);
        traits.near_key = root.members().find_map(|(key, value)| {
            let holds = value.is(Kind::Array) && value.items().next().is_some();
            near(key.raw()).filter(|_| holds).map(|meant| (key.node().inner, *meant))
        });
    }
    let has_text = task.text.is_some() || task.tagged.is_some();
    traits.without_text = (!has_text).then(|| Span::new(root.span().start, root.span().start + 1));
}

/// Adds the text of `tokens` to `body`, with a space between two of them; the mentions that their tags say.
fn tagged(
    tokens: Value<'_>,
    tags: Value<'_>,
    body: &mut Assembly,
    reading: &mut Reading,
    layout: Context,
    traits: &mut Traits,
) -> Vec<ExtractAnnotation> {
    let findings = &mut reading.findings;
    let mut found: Vec<ExtractAnnotation> = Vec::new();
    let mut of_tokens = tags.items();
    // The type of the mention that the last token is in.
    let mut open = "";
    for token in tokens.items() {
        if !body.text.is_empty() {
            body.own(" ");
        }
        let start = body.text.len();
        strings::decode(token, body, findings);
        let place = Span::new(start, body.text.len());
        let Some(tag) = of_tokens.next() else { continue };
        let Some(Tag::In { prefix, kind, .. }) = Tag::read(tag.raw()) else {
            open = "";
            continue;
        };
        let goes_on = matches!(prefix, Prefix::Inside | Prefix::End) && open == kind;
        let begins = matches!(prefix, Prefix::Begin | Prefix::Single);
        if begins || !goes_on && open.is_empty() {
            traits.begins[usize::from(!begins)] += 1;
        }
        if !begins && !goes_on && layout.begins {
            let written = tag.raw();
            let message = match open {
                "" => format!("{written} follows no tag of its type: no B-{kind} begins the mention"),
                open => format!("{written} goes on with a mention of type {open}"),
            };
            let rule = if open.is_empty() { RuleId::InsideWithoutBegin } else { RuleId::TypeChangeInside };
            let letter = tag.node().inner;
            let begin = Edit::replace(Span::new(letter.start, letter.start + 1), "B");
            let fix = Fix::unsafe_(format!("Write B-{kind}"), vec![begin]);
            findings.push(Finding::new(rule, letter, message).fixed_by(fix));
        }
        match found.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.parts[0].end = place.end;
                last.markup.push(tag.span());
            }
            None if !place.is_empty() => {
                let inner = tag.node().inner;
                let written = Written { text: kind.to_owned(), span: Span::new(inner.end - kind.len(), inner.end) };
                found.push(ExtractAnnotation {
                    parts: vec![place],
                    entity_type: Some(written),
                    markup: vec![tag.span()],
                    ..ExtractAnnotation::default()
                });
            }
            None => {}
        }
        open = if matches!(prefix, Prefix::End | Prefix::Single) { "" } else { kind };
    }
    let (tokens, count) = (tokens.items().count(), tags.items().count());
    if tokens != count {
        let number = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
        let message = format!("There are {} and {}", number(tokens, "token"), number(count, "tag"));
        findings.push(Finding::new(RuleId::SpanOffToken, tags.span(), message));
    }
    found
}

/// What of a value is coloured how.
fn tokens(value: Value<'_>, found: &mut Vec<Marked>) {
    let mut mark = |span: Span, role| {
        if !span.is_empty() && memchr(b'\n', value.text[span.range()].as_bytes()).is_none() {
            found.push(Marked { span, role });
        }
    };
    for (key, member) in value.members() {
        mark(key.span(), Role::Key);
        let role = match key.raw() {
            "label" | "labels" | "type" | "tag" => Role::Type,
            "id" | "from_id" | "to_id" | "kb_id" | "_input_hash" | "_task_hash" => Role::Id,
            _ => Role::Value,
        };
        match member.node().kind {
            Kind::Number => mark(member.span(), if role == Role::Id { Role::Id } else { Role::Number }),
            Kind::String { .. } if role != Role::Value => mark(member.span(), role),
            _ => {}
        }
    }
    let items: Vec<Value<'_>> = value.items().collect();
    let is_span = items.first().is_some_and(|item| item.is(Kind::Number));
    for item in &items {
        match item.node().kind {
            Kind::Number => mark(item.span(), Role::Number),
            Kind::String { .. } if is_span => mark(item.span(), Role::Type),
            _ => {}
        }
    }
    for inner in value.members().map(|(_, member)| member).chain(items) {
        tokens(inner, found);
    }
}
