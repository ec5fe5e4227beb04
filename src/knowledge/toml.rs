//! `[[entity]]` tables; a table under another name is the entity with that id.
//!
//! Each stretch from one heading to the next is read by itself, so that what is broken costs one entry only.

use ::toml::Spanned;
use ::toml::de::{DeString, DeTable, DeValue};

use super::Literal;
use super::draft::{Draft, Key, Value};
use super::links::LinkKind;
use crate::rules::{Finding, RuleId};
use crate::text::Span;

/// What an array of entities is called.
const ARRAYS: [&str; 2] = ["entity", "entities"];

/// The table of an entity that holds addresses.
const LINKS: &str = "links";

/// Reads `text` into `draft`.
pub fn read(text: &str, draft: &mut Draft) {
    let mut start = 0;
    while start < text.len() {
        let end = section_end(text, start);
        section(text, Span::new(start, end), draft);
        start = end;
    }
    draft.problems.sort_by_key(|problem| problem.span);
}

/// Where the next heading begins: a line that begins with `[` outside of strings over several lines.
fn section_end(text: &str, start: usize) -> usize {
    let mut at = start;
    let mut open: Option<&str> = None;
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        if number > 0 && open.is_none() && line.starts_with('[') {
            return at;
        }
        open = still_open(line, open);
        at += line.len();
    }
    text.len()
}

/// The marks of the string over several lines that is open behind `line`.
fn still_open<'a>(line: &str, mut open: Option<&'a str>) -> Option<&'a str> {
    let mut rest = line;
    loop {
        let next = match open {
            Some(mark) => rest.find(mark).map(|at| (at, None)),
            None => ["\"\"\"", "'''"].into_iter().filter_map(|mark| Some((rest.find(mark)?, Some(mark)))).min(),
        };
        let Some((at, now)) = next else { return open };
        open = now;
        rest = &rest[at + 3..];
    }
}

/// Reads the stretch at `span`, which begins with a heading unless it is the first one.
fn section(text: &str, span: Span, draft: &mut Draft) {
    let written = &text[span.range()];
    if !written.starts_with('[') {
        return outside(written, span.start, draft);
    }
    let heading = written.lines().next().unwrap_or_default();
    let body = Reader { base: span.start + heading.len(), text: &written[heading.len()..] };
    let name = heading.trim_start_matches('[');
    let brackets = heading.len() - name.len();
    let length = name.find([']', '#']).unwrap_or(name.len());
    let closed = name[length..].starts_with(&"]]"[..brackets.min(2)]);
    let name = name[..length].trim_end();
    let name_start = span.start + brackets + name.len() - name.trim_start().len();
    let name = name.trim_start();
    let name_span = Span::new(name_start, name_start + name.len());
    if !closed {
        let message = "This heading is never closed: write [[entity]]";
        draft.problems.push(Finding::new(RuleId::MalformedEntity, Span::new(span.start, name_span.end), message));
    }
    if name.rsplit('.').next() == Some(LINKS) && name.contains('.') && !draft.entries.is_empty() {
        body.links(draft);
        return draft.extend(body.content_end());
    }
    draft.begin();
    if !ARRAYS.contains(&name) {
        draft.take(Key::Id, Value::Text(Literal::new(name_span)));
    }
    body.entry(draft);
    draft.end(Span::new(span.start, body.content_end().max(name_span.end)));
}

/// Reads what stands in front of the first heading: arrays of inline tables, or what belongs to nothing.
fn outside(text: &str, base: usize, draft: &mut Draft) {
    let reader = Reader { base, text };
    let mut lost = None;
    let root = reader.table(draft);
    for (key, value) in in_order(root.get_ref()) {
        match value.get_ref() {
            DeValue::Array(array) if ARRAYS.contains(&&**key.get_ref()) => {
                for element in array.iter() {
                    let span = Span::from(element.span()).shifted(base);
                    match element.get_ref() {
                        DeValue::Table(table) => {
                            draft.begin();
                            reader.fields(table, draft);
                            draft.end(span);
                        }
                        _ => lost = lost.or(Some(span)),
                    }
                }
            }
            DeValue::Table(table) => {
                let id = Span::from(key.span()).shifted(base);
                draft.begin();
                draft.take(Key::Id, Value::Text(Literal::new(id)));
                reader.fields(table, draft);
                draft.end(id.cover(Span::from(value.span()).shifted(base)));
            }
            _ => lost = lost.or(Some(Span::from(key.span()).shifted(base))),
        }
    }
    if let Some(span) = lost {
        let message = "This belongs to no entity: begin one with [[entity]]";
        draft.problems.push(Finding::new(RuleId::MalformedEntity, span, message));
    }
}

type Item<'a, 'b> = (&'b Spanned<DeString<'a>>, &'b Spanned<DeValue<'a>>);

fn in_order<'a, 'b>(table: &'b DeTable<'a>) -> Vec<Item<'a, 'b>> {
    let mut items: Vec<Item<'a, 'b>> = table.iter().collect();
    items.sort_unstable_by_key(|(key, _)| key.span().start);
    items
}

/// A stretch of the file without its heading.
struct Reader<'a> {
    base: usize,
    text: &'a str,
}

impl<'a> Reader<'a> {
    /// What it says. Of what is no TOML, the first thing is reported: the rest mostly follows from it.
    fn table(&self, draft: &mut Draft) -> Spanned<DeTable<'a>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        if let Some(error) = errors.first() {
            let span = error.span().map_or(Span::empty(0), Span::from);
            let span = Span::new(span.start.min(self.text.len()), span.end.min(self.text.len()));
            let said = error.message().lines().next().unwrap_or("it cannot be read");
            let message = format!("This is no TOML: {said}");
            draft.problems.push(Finding::new(RuleId::MalformedEntity, span.shifted(self.base), message));
        }
        table
    }

    /// The last byte that says something.
    fn content_end(&self) -> usize {
        let mut end = self.text.len();
        // Comments in front of the next heading are about that.
        for line in self.text.split_inclusive('\n').rev() {
            if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
                break;
            }
            end -= line.len();
        }
        self.base + self.text[..end].trim_end().len()
    }

    fn entry(&self, draft: &mut Draft) {
        let table = self.table(draft);
        self.fields(table.get_ref(), draft);
    }

    fn fields(&self, table: &DeTable<'_>, draft: &mut Draft) {
        for (name, value) in in_order(table) {
            let key = Key::of(name.get_ref());
            match (key, value.get_ref()) {
                (Key::Unknown, _) => draft.unknown(name.get_ref(), Span::from(name.span()).shifted(self.base)),
                (Key::Aliases | Key::Links | Key::Link(_), DeValue::Array(array)) => {
                    array.iter().for_each(|element| draft.take(key, self.scalar(element)));
                }
                (Key::Links, DeValue::Table(links)) => self.addresses(links, draft),
                _ => draft.take(key, self.scalar(value)),
            }
        }
    }

    fn links(&self, draft: &mut Draft) {
        let table = self.table(draft);
        self.addresses(table.get_ref(), draft);
    }

    fn addresses(&self, table: &DeTable<'_>, draft: &mut Draft) {
        for (site, target) in in_order(table) {
            let key = LinkKind::of_site(site.get_ref()).map_or(Key::Links, Key::Link);
            draft.take(key, self.scalar(target));
        }
    }

    fn scalar(&self, value: &Spanned<DeValue<'_>>) -> Value {
        let literal = Literal::new(Span::from(value.span()).shifted(self.base));
        match value.get_ref() {
            DeValue::String(_) | DeValue::Integer(_) => Value::Text(literal),
            _ => Value::Other(literal),
        }
    }
}
