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
            // A number whose opening bracket is lost: in a value brackets are escaped.
            None if part.strip_suffix(']').is_some_and(|part| part.ends_with(|c: char| c.is_ascii_digit())) => {
                return Err(whole);
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

/// How many slots the values of a cell have in all: those of one value have `;` between them.
pub(super) fn slots(text: &str, cell: Span) -> usize {
    let written = &text[cell.range()];
    let none = written == "_" || written.is_empty();
    if none { 0 } else { 1 + unescaped_at(written, b'|').count() + unescaped_at(written, b';').count() }
}

/// What the second column of chains says of a mention, `coref->1-2`: the numbers of its chain and of its link there.
pub(super) fn link(value: &Value<'_>) -> Option<(u32, u32)> {
    let (chain, link) = value.text.rsplit_once("->")?.1.split_once('-')?;
    Some((chain.parse().ok()?, link.parse().ok()?))
}

/// The targets of a relation or of slots: `4-17[31_2]`, several with `|` or `;` between them; the sentence and token of
/// each, and where.
pub(super) fn targets(text: &str, cell: Span) -> Result<Vec<(&str, Span)>, Span> {
    let written = &text[cell.range()];
    if written == "_" || written.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let mut start = 0;
    let mut ends: Vec<usize> = unescaped_at(written, b'|').chain(unescaped_at(written, b';')).collect();
    ends.sort_unstable();
    for end in ends.into_iter().chain([written.len()]) {
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
