//! Writes a structure round tokens.

use super::tags::Line;
use crate::format::reading::{Extract, ExtractAnnotation, Written};
use crate::format::writing::{Edits, New, escaped, rows_at};
use crate::rules::Edit;
use crate::text::Span;

/// The lines that put tokens of the record `text` into a structure like those that the article has; `None` where other
/// structures begin or end among them.
pub(crate) fn annotate(text: &str, extract: &Extract, new: New<'_>) -> Edits {
    let rows = rows_at(text, extract, new.span)?;
    let is_token = |line: &str| matches!(Line::read(line), Line::Token | Line::Empty { .. });
    let (first, last) = (rows.first()?, rows.last()?);
    if !rows.iter().all(|row| is_token(row.text)) {
        return None;
    }
    let fits = |it: &&ExtractAnnotation| {
        let is_of_type = it.entity_type.as_ref().is_some_and(|written| written.text == new.kind);
        is_of_type && it.identity.is_some() == new.identity.is_some()
    };
    let open = match extract.annotations.iter().find(fits) {
        Some(sample) => like(text, sample, new)?,
        None => {
            let identity = new.identity.map(|id| format!(" ref=\"{}\"", escaped(id))).unwrap_or_default();
            format!("<name type=\"{}\"{identity}>", escaped(new.kind))
        }
    };
    let name = open[1..].split([' ', '\t', '>']).next()?;
    let end = if last.end.is_none() { "\n" } else { "" };
    Some(vec![Edit::insert(first.start, format!("{open}\n")), Edit::insert(last.next, format!("{end}</{name}>\n"))])
}

/// The tag that opens `sample`, with the id and the chain of the new annotation.
fn like(text: &str, sample: &ExtractAnnotation, new: New<'_>) -> Option<String> {
    let tag = *sample.markup.first()?;
    let mut values: Vec<(&Written, &str)> =
        sample.identity.iter().zip(new.identity).chain(sample.chain.iter().map(|chain| (chain, new.chain))).collect();
    values.sort_by_key(|(written, _)| std::cmp::Reverse(written.span));
    let mut open = text[tag.range()].trim_end().to_owned();
    for (written, value) in values {
        let place = Span::new(written.span.start - tag.start, written.span.end - tag.start);
        open.replace_range(place.range(), &escaped(value));
    }
    Some(open)
}
