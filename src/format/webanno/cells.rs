//! Cells: values of annotations, several with `|` between them, each with a number where it spans several tokens or is
//! one of several.

use super::field;
use crate::text::Span;

/// One value of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value<'a> {
    /// What it says, escapes and all; empty for `*`, no value.
    pub(super) text: &'a str,
    pub(super) span: Span,
    /// `[3]`
    pub(super) number: Option<u32>,
    /// All of it.
    pub(super) whole: Span,
}

/// The values of a cell; none where it is `_`. The error is a value that cannot be read.
pub(super) fn values(text: &str, cell: Span) -> Result<Vec<Value<'_>>, Span> {
    let written = &text[cell.range()];
    if written == "_" || written.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let mut start = 0;
    for end in unescaped_at(written, b'|').chain([written.len()]) {
        let part = &written[start..end];
        let whole = field(cell, start, end);
        let bracket = unescaped_at(part, b'[').last();
        let (len, number) = match bracket {
            Some(at) => {
                let number = part[at + 1..].strip_suffix(']').and_then(|number| number.parse().ok());
                (at, Some(number.ok_or(whole)?))
            }
            None => (part.len(), None),
        };
        if part.is_empty() {
            return Err(whole);
        }
        let value = if &part[..len] == "*" { "" } else { &part[..len] };
        found.push(Value { text: value, span: field(whole, 0, len), number, whole });
        start = end + 1;
    }
    Ok(found)
}

/// Where `mark` stands in `text` without a backslash in front of it.
fn unescaped_at(text: &str, mark: u8) -> impl Iterator<Item = usize> + '_ {
    let mut escaped = false;
    text.bytes().enumerate().filter_map(move |(at, b)| {
        let found = b == mark && !escaped;
        escaped = b == b'\\' && !escaped;
        found.then_some(at)
    })
}

/// The targets of a relation: `4-17[31_2]`, several with `|` between them; the sentence and token of each, and where.
pub(super) fn targets(text: &str, cell: Span) -> Result<Vec<(&str, Span)>, Span> {
    let written = &text[cell.range()];
    if written == "_" || written.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let mut start = 0;
    for end in unescaped_at(written, b'|').chain([written.len()]) {
        let part = &written[start..end];
        let whole = field(cell, start, end);
        let name = part.split('[').next().unwrap_or_default();
        let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if part == "*" {
            start = end + 1;
            continue;
        }
        if !name.split_once('-').is_some_and(|(sentence, token)| is_number(sentence) && is_number(token)) {
            return Err(whole);
        }
        found.push((name, field(whole, 0, name.len())));
        start = end + 1;
    }
    Ok(found)
}
