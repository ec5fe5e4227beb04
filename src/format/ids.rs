//! Where a record of a file with markup writes ids: each time, and not only where its annotations begin.

use super::reading::{Extract, ExtractAnnotation};
use crate::text::Span;

/// A place where an id is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdPlace {
    /// The bytes of the id, counted from the start of the record.
    pub span: Span,
    /// What it is an id of.
    pub kind: IdKind,
}

/// What an id is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdKind {
    /// An entity of the corpus; in XML whatever a reference points at.
    Entity,
    /// A chain: mentions of one document.
    Chain,
    /// An element of XML that references point at: `xml:id`.
    Element,
}

impl IdPlace {
    /// An id of this kind at `span`.
    pub(crate) const fn new(kind: IdKind, span: Span) -> Self {
        Self { span, kind }
    }

    /// The same, `by` bytes further on.
    pub(crate) fn shifted(self, by: usize) -> Self {
        Self { span: self.span.shifted(by), ..self }
    }
}

/// The ids that the annotations of `extract`, read of the record `text`, give as places of their own.
pub(super) fn of_annotations(text: &str, extract: &Extract) -> Vec<IdPlace> {
    extract.annotations.iter().flat_map(|annotation| own(text, annotation)).collect()
}

/// The same with the other rows of each annotation that repeat the id of its entity.
pub(super) fn of_rows(text: &str, extract: &Extract) -> Vec<IdPlace> {
    extract.annotations.iter().flat_map(|annotation| of_annotation(text, extract, annotation)).collect()
}

/// Those of one annotation, ascending, each once.
pub(super) fn of_annotation(
    text: &str,
    extract: &Extract,
    annotation: &ExtractAnnotation,
) -> impl Iterator<Item = IdPlace> + use<> {
    let rows = rows(text, extract, annotation);
    let repeated = |place: IdPlace| repeated(text, rows, &text[place.span.range()]).map(move |span| (place, span));
    // The name of a chain may be a number, which rows have for other reasons.
    let again = own(text, annotation).filter(|place| place.kind == IdKind::Entity).flat_map(repeated);
    let again = again.map(|(place, span)| IdPlace { span, ..place });
    let mut all: Vec<IdPlace> = own(text, annotation).chain(again).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

fn own<'a>(text: &'a str, annotation: &'a ExtractAnnotation) -> impl Iterator<Item = IdPlace> + 'a {
    let entity = annotation.identity.iter().map(|written| (IdKind::Entity, written));
    // What stands for a chain may be no name: in WebAnno it is the number behind another value.
    let is_name = |(_, written): &(IdKind, &super::reading::Written)| text[written.span.range()] == written.text;
    let chain = annotation.chain.iter().map(|written| (IdKind::Chain, written)).filter(is_name);
    entity.chain(chain).map(|(kind, written)| IdPlace::new(kind, written.span))
}

/// The rows of an annotation.
fn rows(text: &str, extract: &Extract, annotation: &ExtractAnnotation) -> Span {
    let parts = annotation.parts.first().zip(annotation.parts.last());
    let words = parts.and_then(|(first, last)| extract.to_source(first.cover(*last))).unwrap_or_default();
    let start = text[..words.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[words.end..].find('\n').map_or(text.len(), |at| words.end + at);
    Span::new(start, end)
}

/// Where `id` stands in `rows`, as a field or a part of one behind the first.
fn repeated<'a>(text: &'a str, rows: Span, id: &'a str) -> impl Iterator<Item = Span> + 'a {
    let written = &text[rows.range()];
    let is_whole = move |at: &usize| {
        let (before, behind) = (written[..*at].chars().next_back(), written[at + id.len()..].chars().next());
        let ends = |c: char| matches!(c, '\t' | '|' | '[' | '/' | '\n' | '\r');
        before.is_some_and(|c| matches!(c, '\t' | '|' | '/')) && behind.is_none_or(ends)
    };
    let places = written.match_indices(id).map(|(at, _)| at).filter(is_whole);
    places.map(move |at| Span::new(at, at + id.len()).shifted(rows.start))
}
