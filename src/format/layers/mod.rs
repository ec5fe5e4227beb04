//! Annotation in layers over tokens: the XML of CAT (ECB+, MEANTIME) and NAF.
//!
//! Tokens come first, and everything else points at their ids: mentions at tokens, relations at mentions.

mod cat;
mod naf;
#[cfg(test)]
mod tests;
mod write;

use std::collections::HashMap;

use super::reading::{Extract, ExtractAnnotation, Reading};
use super::records::{Cut, Detail, Place, Whole};
use super::writing::{Edits, New};
use super::xml::Tree;
use crate::rules::{Finding, RuleId};
use crate::text::Span;

/// What of the whole file has to be known to read it: nothing.
pub(crate) type Context = ();

/// Whether a text that begins with `head` is clearly annotation in layers.
pub(crate) fn claims(head: &str) -> bool {
    is_cat(head) || is_naf(head)
}

fn is_cat(head: &str) -> bool {
    head.contains("<Document ") && head.contains("<token ") && head.contains("t_id=")
}

fn is_naf(head: &str) -> bool {
    head.contains("<NAF") || head.contains("<KAF")
}

/// All of it is one record.
pub(crate) fn cut(text: &str) -> Cut {
    Cut { len: text.len(), seen: text.len() }
}

/// Nothing has to be known of the file.
pub(crate) fn context(_: &Whole<'_>) -> Context {}

/// Nothing is wrong with a file that its record does not say.
pub(crate) fn reduce(_: &Whole<'_>, (): &Context) -> Vec<Finding> {
    Vec::new()
}

/// Reads a file.
pub(crate) fn read(text: &str, _: Place, (): &Context, detail: Detail) -> Reading {
    let document = super::xml::document(text);
    let tree = Tree::new(text, &document);
    let mut reading = if is_naf_tree(&tree) { naf::read(&tree) } else { cat::read(&tree) };
    reading.findings.extend(super::xml::markup_findings(text, &document));
    if detail == Detail::Looks {
        reading.tokens = super::xml::colours(text, &document);
        reading.folds = super::xml::folds(text, &document);
    }
    reading.summary.sound = 1;
    reading.findings.extend(document.findings);
    reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
    reading
}

fn is_naf_tree(tree: &Tree<'_>) -> bool {
    tree.find("NAF").or_else(|| tree.find("KAF")).is_some()
}

/// The edits that make stretches of the file `text`, of which `extract` was read, mentions; `None` where one of them cuts a
/// token, goes over the end of a sentence or is one already, or where there is no layer of what a mention points at.
pub(crate) fn annotate(text: &str, extract: &Extract, news: &[New<'_>]) -> Edits {
    let mut places: Vec<Span> = Vec::new();
    for new in news {
        let place = extract.place_of(new.span)?;
        let is_known = extract.annotations.iter().any(|known| known.parts == [place]);
        if is_known || places.contains(&place) {
            return None;
        }
        places.push(place);
    }
    let document = super::xml::document(text);
    let tree = Tree::new(text, &document);
    let news: Vec<(Span, New<'_>)> = places.into_iter().zip(news.iter().copied()).collect();
    if is_naf_tree(&tree) { naf::annotate(&tree, &news) } else { cat::annotate(&tree, &news) }
}

/// The edits that give `annotation` of the file `text`, and whatever shares its id, the id of another entity; `None` where
/// it has no place for one.
pub(crate) fn link(text: &str, annotation: &ExtractAnnotation, id: &str) -> Edits {
    let document = super::xml::document(text);
    let tree = Tree::new(text, &document);
    if is_naf_tree(&tree) { naf::link(&tree, annotation, id) } else { cat::link(&tree, annotation, id) }
}

/// Something that mentions are anchored at: a token, a term.
#[derive(Clone, Copy, Debug)]
struct Anchor<'a> {
    /// Where its id is written, and the name of the attribute that has it; `None` where it has none.
    id: Option<(Span, &'static str)>,
    /// Where it stands in the text.
    place: Span,
    /// The sentence that it is in, as the file names it.
    sentence: Option<&'a str>,
}

/// Those of `anchors`, which ascend, that the stretch `place` of the text consists of; `None` where it cuts one, where
/// one has no id, or where they are not all of one sentence.
fn anchors_at<'t, 'a>(anchors: &'t [Anchor<'a>], place: Span) -> Option<&'t [Anchor<'a>]> {
    let first = anchors.partition_point(|it| it.place.end <= place.start);
    let behind = anchors.partition_point(|it| it.place.start < place.end);
    let all = anchors.get(first..behind)?;
    let (head, tail) = (all.first()?, all.last()?);
    let is_whole = head.place.start == place.start && tail.place.end == place.end;
    let is_sound = all.iter().all(|it| it.id.is_some() && it.sentence == head.sentence);
    (is_whole && is_sound).then_some(all)
}

/// The value of the first of the attributes `names` that an element has, and its name.
fn id_of(tree: &Tree<'_>, element: u32, names: [&'static str; 2]) -> Option<(Span, &'static str)> {
    names.into_iter().find_map(|name| Some((tree.attribute(element, name)?, name)))
}

/// Ids of one kind, and what each is of.
struct Ids<'a, T> {
    known: HashMap<&'a str, (T, Span)>,
}

impl<'a, T: Copy> Ids<'a, T> {
    fn new() -> Self {
        Self { known: HashMap::new() }
    }

    /// Adds an id; reports one that is taken.
    fn define(&mut self, id: &'a str, span: Span, of: T, findings: &mut Vec<Finding>) {
        if let Some((_, first)) = self.known.get(id) {
            let message = format!("The id {id} is taken already");
            findings.push(Finding::new(RuleId::DuplicateMarkupId, span, message).relating(*first, "Here"));
        } else {
            self.known.insert(id, (of, span));
        }
    }

    /// What an id is of; reports one that nothing has. `what` says what was looked for.
    fn find(&self, id: &str, span: Span, what: &str, findings: &mut Vec<Finding>) -> Option<T> {
        let found = self.known.get(id).map(|(of, _)| *of);
        if found.is_none() {
            findings.push(Finding::new(RuleId::DanglingPointer, span, format!("No {what} has the id {id}")));
        }
        found
    }
}
