//! Where MISC writes ids: in opening and closing brackets, of the parts of a mention too, and in relations.

use super::Context;
use super::entity::{Bracket, brackets, relations};
use super::read::MISC;
use crate::format::columns::{Fields, Separator, rows};
use crate::format::ids::{IdKind, IdPlace};
use crate::text::Span;

/// The ids in the record `text`.
pub(crate) fn ids(text: &str, context: &Context) -> Vec<IdPlace> {
    let mut found = Vec::new();
    let mut fields = Fields::default();
    for row in rows(text, 0).filter(|row| !row.text.starts_with('#')) {
        if let Some(misc) = fields.read(row.text, row.start, Separator::Tab).get(MISC) {
            of_misc(text, *misc, context, &mut found);
        }
    }
    found
}

fn of_misc(text: &str, misc: Span, context: &Context, found: &mut Vec<IdPlace>) {
    let mut at = misc.start;
    for statement in text[misc.range()].split('|') {
        let end = at + statement.len();
        let value = |key: &str| Span::new(at + key.len() + 1, end);
        match statement.split_once('=').map(|(key, _)| key) {
            Some(key @ "Entity") => {
                let brackets = brackets(text, value(key)).unwrap_or_default();
                found.extend(brackets.iter().flat_map(|bracket| of_bracket(text, bracket, context)));
            }
            // A dialect without ids has none to relate.
            Some(key @ ("Bridge" | "SplitAnte")) if context.id_at().is_some() => {
                let relations = relations(text, value(key), key == "Bridge").unwrap_or_default();
                found.extend(relations.iter().flat_map(|it| it.ids()).map(|id| IdPlace::new(IdKind::Chain, id)));
            }
            _ => {}
        }
        at = end + 1;
    }
}

/// The id of the chain in a bracket, without the number of a part, and that of the entity.
fn of_bracket(text: &str, bracket: &Bracket, context: &Context) -> impl Iterator<Item = IdPlace> + use<> {
    let mut at = bracket.inner.start;
    let attributes = text[bracket.inner.range()].split('-').map(|attribute| {
        let span = Span::new(at, at + attribute.len());
        at = span.end + 1;
        span
    });
    let attributes: Vec<Span> = attributes.collect();
    // A closing bracket holds nothing but the id, wherever that stands in an opening one.
    let chain = context.id_at().and_then(|at| attributes.get(at).or(attributes.first())).map(|span| {
        let len = text[span.range()].find('[').unwrap_or(span.len());
        Span::new(span.start, span.start + len)
    });
    let chain = chain.filter(|span| !span.is_empty());
    let is_given = |span: &Span| !matches!(&text[span.range()], "" | "_");
    let entity = context.identity_at().and_then(|at| attributes.get(at)).copied().filter(is_given);
    let places = [(IdKind::Chain, chain), (IdKind::Entity, entity)];
    places.into_iter().filter_map(|(kind, span)| Some(IdPlace::new(kind, span?)))
}
