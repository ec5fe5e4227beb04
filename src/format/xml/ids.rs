//! Ids of elements, and what points at them.

use super::lex::{Attribute, lex};
use crate::format::ids::{IdKind, IdPlace};
use crate::text::Span;

/// The `xml:id` of every element of `text`, and what stands behind the `#` of every reference, whatever its attribute is
/// called. Addresses of the web point elsewhere.
pub(crate) fn ids(text: &str) -> Vec<IdPlace> {
    lex(text).attributes.iter().flat_map(|attribute| of_attribute(text, attribute)).collect()
}

fn of_attribute(text: &str, attribute: &Attribute) -> Vec<IdPlace> {
    let is_id = text[attribute.name.range()].eq_ignore_ascii_case("xml:id");
    let value = &text[attribute.value.range()];
    let id = |word: &str| {
        let skipped = if is_id { 0 } else { word.find('#').filter(|_| !word.contains("://"))? + 1 };
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let span = Span::new(start + skipped, start + word.len());
        let kind = if is_id { IdKind::Element } else { IdKind::Entity };
        (!span.is_empty()).then_some(IdPlace::new(kind, span))
    };
    value.split_ascii_whitespace().filter_map(id).collect()
}
