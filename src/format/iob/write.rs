//! Writes a mention into columns of tags.

use super::tags::{Prefix, Scheme, Tag};
use super::{Context, IDENTITY};
use crate::format::columns::{Fields, Row, row_at};
use crate::format::reading::Extract;
use crate::format::writing::{Edits, New, rows_at};
use crate::rules::Edit;
use crate::text::Span;

/// The tags that make tokens of the record `text` a mention, in the first column that has tags; `None` where one of them
/// is in a mention, or where the scheme cannot tell the new one from its neighbour.
pub(crate) fn annotate(text: &str, extract: &Extract, context: &Context, new: New<'_>) -> Edits {
    let column = context.tagged.trailing_zeros() as usize;
    let mut fields = Fields::default();
    let mut cell =
        |row: &Row<'_>, column: usize| fields.read(row.text, row.start, context.separator).get(column).copied();
    let mut tag = |row: Option<Row<'_>>| {
        let span = cell(&row?, column)?;
        Some((span, context.scheme.read(&text[span.range()])?))
    };
    let rows = rows_at(text, extract, new.span)?;
    let (first, last) = (rows.first()?, rows.last()?);
    let is_same = |tag: Tag<'_>| matches!(tag, Tag::In { kind, .. } if kind == new.kind);
    let before = text[..first.start].strip_suffix('\n').map(|text| memchr::memrchr(b'\n', text.as_bytes()));
    let before = before.and_then(|at| tag(row_at(text, at.map_or(0, |at| at + 1))));
    let follows_same = before.is_some_and(|(_, tag)| is_same(tag));
    let behind = tag(row_at(text, last.next));
    // What touches it would be one mention with it.
    if context.scheme == Scheme::Io && (follows_same || behind.is_some_and(|(_, tag)| is_same(tag))) {
        return None;
    }
    let mut edits = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let (at, Tag::Outside) = tag(Some(*row))? else { return None };
        let place = match number {
            _ if rows.len() == 1 => Prefix::Single,
            0 => Prefix::Begin,
            _ if number + 1 == rows.len() => Prefix::End,
            _ => Prefix::Inside,
        };
        let place = match context.scheme {
            Scheme::Iob1 if number == 0 && follows_same => Prefix::Begin,
            Scheme::Iob1 => Prefix::Inside,
            _ => place,
        };
        edits.push(Edit::replace(at, context.scheme.tag(place, new.kind)));
    }
    // What follows directly would go on with the new mention.
    if context.scheme == Scheme::Iob1
        && let Some((at, tag @ Tag::In { letter: b'I', .. })) = behind
        && is_same(tag)
    {
        edits.push(Edit::replace(Span::new(at.start, at.start + 1), "B"));
    }
    let identity = context.header.iter().position(|name| **name == *IDENTITY);
    if let Some((column, identity)) = identity.zip(new.identity) {
        edits.extend(rows.iter().filter_map(|row| Some(Edit::replace(cell(row, column)?, identity.to_owned()))));
    }
    edits.sort_by_key(|edit| edit.span);
    Some(edits)
}
