//! The attributes of inline annotation: `{.PER #id key=value}`, `{"entity": "PER"}` and `id="x" TYPE='PERSON'`.

use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// What the markup of an annotation says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attributes {
    /// The name of the type.
    pub(crate) entity_type: Option<Span>,
    /// The id of the entity; empty where its place is there and nothing stands in it.
    pub(crate) id: Option<Span>,
    /// What is wrong inside the markup.
    pub(crate) findings: Vec<Finding>,
}

/// Quotation marks that an editor may have put in the place of straight ones.
fn curled(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' | '″' | '′')
}

/// Where an attribute list that begins at `from` ends: at the byte behind the last well-formed attribute.
/// `text` is the paragraph; the end character (`}` or `>`) is not consumed.
pub(crate) struct Scan {
    /// Behind the last thing understood, white space skipped.
    pub(crate) end: usize,
    /// What was understood.
    pub(crate) attributes: Attributes,
    /// How many attributes there were.
    pub(crate) count: usize,
}

/// Reads `key="value"` pairs, and with `classes` also `.TYPE` and `#id`, until `end` or something else comes.
pub(crate) fn scan(text: &str, from: usize, end: char, classes: bool) -> Scan {
    let mut attributes = Attributes::default();
    let (mut at, mut count) = (from, 0);
    let mut marks: Vec<Span> = Vec::new();
    loop {
        at += text[at..].len() - text[at..].trim_start_matches([' ', '\t']).len();
        let rest = &text[at..];
        let Some(first) = rest.chars().next() else { break };
        if first == end || (first == '/' && end == '>') {
            break;
        }
        if classes && (first == '.' || first == '#') {
            let len = name_len(&rest[1..]);
            let span = Span::new(at + 1, at + 1 + len);
            let slot = if first == '.' { &mut attributes.entity_type } else { &mut attributes.id };
            slot.get_or_insert(span);
            if first == '.' && len == 0 {
                break;
            }
            at = span.end;
            count += 1;
            continue;
        }
        if classes && (first == '"' || curled(first)) {
            // Rasa writes an object of JSON.
            let Some(next) = member(text, at, end, &mut attributes, &mut marks) else { break };
            at = next;
            count += 1;
            continue;
        }
        let key_len = name_len(rest);
        if key_len == 0 || !first.is_alphabetic() && first != '_' {
            break;
        }
        let key = &rest[..key_len];
        let after_key = at + key_len;
        let equals = text[after_key..].trim_start_matches([' ', '\t']);
        if !equals.starts_with('=') {
            break;
        }
        let value_at = text.len() - equals.len() + 1;
        let Some((value, next)) = value(text, value_at, end, &mut marks) else { break };
        match key.to_ascii_lowercase().as_str() {
            "type" | "label" | "class" | "subtype" => {
                attributes.entity_type.get_or_insert(value);
            }
            "id" | "ref" | "entity" | "key" | "eid" | "wikidata" | "xml:id" | "corresp" => {
                attributes.id.get_or_insert(value);
            }
            _ => {}
        }
        at = next;
        count += 1;
    }
    if let (Some(first), Some(last)) = (marks.first(), marks.last()) {
        let edits = marks.iter().map(|&mark| Edit::replace(mark, "\"")).collect();
        attributes.findings.push(
            Finding::new(
                RuleId::CurledAttributeQuotes,
                first.cover(*last),
                format!("An attribute value is quoted with {} instead of straight marks", &text[first.range()]),
            )
            .fixed_by(Fix::safe("Write straight quotation marks round the attribute value", edits)),
        );
    }
    Scan { end: at, attributes, count }
}

/// Reads the list of objects of JSON that begins at `at`, as Rasa writes it where a text is several entities, and says
/// where it ends; `None` where there is none. The first object says what the annotation is.
pub(crate) fn list(text: &str, at: usize) -> Option<(Attributes, usize)> {
    let mut all: Option<Attributes> = None;
    let mut at = at + 1;
    let white = |at: usize| at + (text[at..].len() - text[at..].trim_start_matches([' ', '\t']).len());
    loop {
        at = white(at);
        let inner = white(at + text[at..].strip_prefix('{').map(|_| 1)?);
        text[inner..].starts_with(|c: char| c == '"' || curled(c)).then_some(())?;
        let scan = scan(text, inner, '}', true);
        at = white(scan.end + text[scan.end..].strip_prefix('}').map(|_| 1)?);
        match &mut all {
            Some(all) => all.findings.extend(scan.attributes.findings),
            None => all = Some(scan.attributes),
        }
        match text[at..].chars().next()? {
            ',' => at += 1,
            ']' => return Some((all?, at + 1)),
            _ => return None,
        }
    }
}

/// A member of an object of JSON that begins at `at`, the comma behind it included; where it ends.
fn member(text: &str, at: usize, end: char, attributes: &mut Attributes, marks: &mut Vec<Span>) -> Option<usize> {
    let (key, behind_key) = value(text, at, end, marks)?;
    let colon = text[behind_key..].trim_start_matches([' ', '\t']).strip_prefix(':')?;
    let (value, next) = value(text, text.len() - colon.len(), end, marks)?;
    match &text[key.range()] {
        "entity" => attributes.entity_type.get_or_insert(value),
        "id" | "entity_id" | "wikidata" => attributes.id.get_or_insert(value),
        _ => &mut value.clone(),
    };
    let rest = text[next..].trim_start_matches([' ', '\t']);
    let Some(behind) = rest.strip_prefix(',') else { return Some(next) };
    let comma = Span::new(text.len() - rest.len(), text.len() - behind.len());
    if behind.trim_start_matches([' ', '\t']).starts_with(end) {
        let fix = Fix::safe("Delete the comma", vec![Edit::delete(comma)]);
        let finding = Finding::new(RuleId::MalformedAttributes, comma, "Nothing follows this comma");
        attributes.findings.push(finding.fixed_by(fix));
    }
    Some(comma.end)
}

/// The value at `at` and the byte behind it; curled marks round it are noted in `marks`.
fn value(text: &str, at: usize, end: char, marks: &mut Vec<Span>) -> Option<(Span, usize)> {
    let rest = &text[at..];
    let at = at + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
    let rest = &text[at..];
    let open = rest.chars().next()?;
    if open == '"' || open == '\'' || curled(open) {
        let inner = at + open.len_utf8();
        let closes = |c: char| c == open || (curled(c) && open != '\'') || (c == '"' && curled(open));
        let len = text[inner..].find(|c: char| closes(c) || c == end || c == '\n')?;
        let close_at = inner + len;
        let close = text[close_at..].chars().next()?;
        if !closes(close) {
            return None;
        }
        let close_span = Span::new(close_at, close_at + close.len_utf8());
        if curled(open) {
            marks.push(Span::new(at, inner));
        }
        if curled(close) {
            marks.push(close_span);
        }
        return Some((Span::new(inner, close_at), close_span.end));
    }
    let len = rest.find(|c: char| c.is_whitespace() || c == end || c == '"' || c == '<').unwrap_or(rest.len());
    (len > 0).then(|| (Span::new(at, at + len), at + len))
}

/// The length of the name that `text` begins with.
pub(crate) fn name_len(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '/'))).unwrap_or(text.len())
}
