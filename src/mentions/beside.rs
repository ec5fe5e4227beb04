//! Annotations that stand in a file beside their text.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Annotated, EntityKind};
use crate::format::brat::{Ann, Body};
use crate::format::measure::{Measure, Unit};
use crate::text::Span;

/// An annotation beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// What it says, with bytes of the text.
    pub annotated: Annotated,
    /// Its line in its file.
    pub line: Span,
    /// Where its type is written.
    pub entity_type: Span,
    /// Where its id is written, where it has one.
    pub id: Option<Span>,
    /// The line that says it.
    pub reference: Option<Span>,
    /// What it says of the text.
    pub said: Option<Span>,
}

impl Beside {
    /// Which of its lines touches the byte `at` of its file: its own, or the one that says its id.
    #[must_use]
    pub fn line_at(&self, at: usize) -> Option<Span> {
        [Some(self.line), self.reference].into_iter().flatten().find(|line| line.touches(at))
    }
}

/// The names that `source`, a `.ann` file, annotates in `text`: text-bound annotations of a type that names have, and
/// those that a reference says the entity of.
///
/// The id is the entry of the first reference without its database (`Q90` of `Wikidata:Q90`), as a knowledge base that
/// was imported from there has it; members of one equivalence are one chain.
/// Annotations whose offsets lie outside the text are left out: what is wrong with them is said elsewhere.
#[must_use]
pub fn of_brat(source: &str, text: &str) -> Vec<Beside> {
    let ann = Ann::parse(source);
    let written = |span: Span| &source[span.range()];
    let mut ids: HashMap<&str, (Span, Span)> = HashMap::new();
    let mut chains: HashMap<&str, Arc<str>> = HashMap::new();
    for line in &ann.lines {
        match &line.body {
            Body::Normalization { target, entity, .. } if !is_nobody(written(*entity)) => {
                ids.entry(written(*target)).or_insert((*entity, line.span));
            }
            Body::Equiv { members, .. } => {
                let members = &ann.arguments[members.clone()];
                let Some(first) = members.first() else { continue };
                let chain: Arc<str> = written(first.target).into();
                for member in members {
                    chains.entry(written(member.target)).or_insert_with(|| Arc::clone(&chain));
                }
            }
            _ => {}
        }
    }
    let measure = Measure::new(text);
    let byte = |offset: usize| measure.byte(i64::try_from(offset).ok()?, Unit::Points);
    let annotated = ann.lines.iter().filter_map(|line| {
        let Body::TextBound { entity_type, fragments, text: said } = &line.body else { return None };
        let name = written(line.id);
        let (id, reference) = ids.get(name).copied().unzip();
        let kind = EntityKind::of_label(written(*entity_type));
        if id.is_none() && kind.is_none() {
            return None;
        }
        let parts = &ann.fragments[fragments.clone()];
        let (start, end) = (byte(parts.first()?.start)?, byte(parts.last()?.end)?);
        let span = (start < end).then(|| Span::new(start, end))?;
        let kind = kind.or(Some(EntityKind::Other));
        let chain = chains.get(name).cloned();
        let annotated = Annotated { span, kind, id: id.map(|id| written(id).into()), chain };
        Some(Beside { annotated, line: line.span, entity_type: *entity_type, id, reference, said: *said })
    });
    annotated.collect()
}

/// Whether an entry is what corpora write where there is none.
#[must_use]
pub fn is_nobody(entry: &str) -> bool {
    matches!(entry, "" | "-" | "_" | "NIL" | "NULL" | "None" | "none")
}

/// Where `source`, a `.ann` file, refers to the entry `id` of a database.
#[must_use]
pub fn references(source: &str, id: &str) -> Vec<Span> {
    let of_line = |body: &Body| match body {
        Body::Normalization { entity, .. } if &source[entity.range()] == id => Some(*entity),
        _ => None,
    };
    Ann::parse(source).lines.iter().filter_map(|line| of_line(&line.body)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_name_entities_and_offsets_count_code_points() {
        let text = "😀 Vera Lind met Tamsa in Oslo on Monday.";
        let source = "T1\tPerson 2 11\tVera Lind\nN1\tReference T1 Wikidata:Q1\tLind\nT2\tPerson 16 21\tTamsa\n\
                      T3\tDate 33 39\tMonday\nT4\tPlace 25 29\tOslo\nT5\tPerson 90 95\tnobody\n*\tEquiv T1 T2\n";
        let found: Vec<_> = of_brat(source, text)
            .into_iter()
            .map(|it| it.annotated)
            .map(|it| (text[it.span.range()].to_owned(), it.kind.map(EntityKind::label), it.id, it.chain))
            .collect();
        let chain = || Some(Arc::from("T1"));
        assert_eq!(
            found,
            [
                ("Vera Lind".to_owned(), Some("PER"), Some(Arc::from("Q1")), chain()),
                ("Tamsa".to_owned(), Some("PER"), None, chain()),
                ("Oslo".to_owned(), Some("LOC"), None, None),
            ]
        );
    }
}
