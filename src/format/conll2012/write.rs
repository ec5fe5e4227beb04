//! Writes a mention into the column of the chains.

use super::{Context, is_chains, is_none};
use crate::format::columns::{Fields, Row};
use crate::format::reading::Extract;
use crate::format::writing::{Edits, New, rows_at};
use crate::rules::Edit;

/// The brackets that make tokens of the record `text` a mention of a chain; `None` where they are one already, and where
/// brackets say more than the chain.
pub(crate) fn annotate(text: &str, extract: &Extract, context: &Context, new: New<'_>) -> Edits {
    let is_known = extract.annotations.iter().any(|known| {
        known.entity_type.is_some() || known.parts.first().and_then(|part| extract.to_source(*part)) == Some(new.span)
    });
    if is_known {
        return None;
    }
    let rows = rows_at(text, extract, new.span)?;
    // Chains are numbers.
    let chain = new.chain.trim_start_matches(|c: char| !c.is_ascii_digit());
    let put = |row: &Row<'_>, bracket: String| {
        let mut fields = Fields::default();
        let fields = fields.read(row.text, row.start, context.separator);
        // Where sentences differ in their columns, the chains stand in the last one.
        let of_file = fields.get(context.chains).filter(|_| !context.varies && fields.len() == context.columns);
        let cell = *of_file.or_else(|| fields.iter().rfind(|field| !field.is_empty()))?;
        let written = &text[cell.range()];
        if is_none(written) || written.is_empty() {
            return Some(Edit::replace(cell, bracket));
        }
        is_chains(written).then(|| Edit::insert(cell.end, format!("|{bracket}")))
    };
    match rows.as_slice() {
        [only] => Some(vec![put(only, format!("({chain})"))?]),
        [first, .., last] => Some(vec![put(first, format!("({chain}"))?, put(last, format!("{chain})"))?]),
        [] => None,
    }
}
