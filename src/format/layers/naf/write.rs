//! Writes entities into NAF and KAF.

use super::{Anchored, CHAIN_ID, ENTITY_ID};
use crate::format::layers::write::{append, before, before_close, like, next_number, set};
use crate::format::layers::{Anchor, anchors_at, id_of};
use crate::format::reading::ExtractAnnotation;
use crate::format::writing::{Edits, New, escaped};
use crate::format::xml::Tree;
use crate::rules::Edit;
use crate::text::Span;

/// The edits that make stretches of the text entities, and members of the chains that they are said to be in, where the
/// file has these; `None` where the file has no terms, which entities point at.
pub(crate) fn annotate(tree: &Tree<'_>, news: &[(Span, New<'_>)]) -> Edits {
    let Anchored { words, mut terms, .. } = Anchored::read(tree, &mut Vec::new());
    terms.retain(|term| !term.place.is_empty());
    terms.sort_by_key(|term| term.place);
    let writer = Writer::new(tree);
    let (mut edits, mut entities) = (Vec::new(), String::new());
    for (number, (place, new)) in news.iter().enumerate() {
        anchors_at(&words, *place)?;
        let terms = anchors_at(&terms, *place)?;
        let chain = tree
            .named("coref")
            .find(|it| id_of(tree, *it, CHAIN_ID).is_some_and(|(id, _)| tree.resolved(id) == new.chain));
        let last = chain.and_then(|chain| tree.inside(chain, "span").last());
        if let Some(last) = last {
            let span = format!("{}{}", before(tree, last), writer.span(Some(last), terms)?);
            edits.push(Edit::insert(tree.whole(last)?.end, span));
        }
        // Of a mention of which nothing but its chain is known there is no entity.
        if last.is_none() || !new.kind.is_empty() || new.identity.is_some() {
            entities += &writer.entity(number as u64, terms, new)?;
        }
    }
    if !entities.is_empty() {
        edits.push(match tree.find("entities") {
            Some(root) => append(tree, root, tree.children(root).last(), &entities)?,
            None => {
                let terms = tree.find("terms")?;
                let lead = before(tree, terms);
                Edit::insert(tree.whole(terms)?.end, format!("{lead}<entities>{entities}{lead}</entities>"))
            }
        });
    }
    edits.sort_by_key(|edit| edit.span);
    Some(edits)
}

/// The edit that gives an entity, with all of its mentions, another reference.
pub(crate) fn link(tree: &Tree<'_>, annotation: &ExtractAnnotation, id: &str) -> Edits {
    let open = *annotation.markup.first()?;
    let entity = tree.named("entity").find(|it| tree.open(*it) == open)?;
    if let Some(place) = tree.inside(entity, "externalRef").find_map(|it| tree.attribute(it, "reference")) {
        return Some(vec![set(tree, place, id)]);
    }
    let references = tree.inside(entity, "references").next()?;
    let written = Writer::new(tree).external(id, Some(entity));
    Some(vec![Edit::insert(tree.whole(references)?.end, written)])
}

/// Writes elements as those of the file are.
struct Writer<'t, 'a> {
    tree: &'t Tree<'a>,
    /// The last entity that has mentions.
    sample: Option<u32>,
    /// The number of the first new entity.
    next: u64,
}

impl<'t, 'a> Writer<'t, 'a> {
    fn new(tree: &'t Tree<'a>) -> Self {
        let is_whole = |it: &u32| tree.inside(*it, "target").next().is_some();
        let sample = tree.named("entity").filter(is_whole).last();
        // Entities and chains share their ids.
        let ids = tree.named("entity").chain(tree.named("coref")).filter_map(|it| id_of(tree, it, ENTITY_ID));
        Self { tree, sample, next: next_number(ids.map(|(id, _)| tree.written(id))) }
    }

    /// The white space in front of the first `name` inside the sample.
    fn before(&self, name: &'static str) -> &'a str {
        self.inner(name).map_or("", |it| before(self.tree, it))
    }

    fn inner(&self, name: &'static str) -> Option<u32> {
        self.tree.inside(self.sample?, name).next()
    }

    /// An entity with one mention, with what stands in front of it.
    fn entity(&self, ahead: u64, terms: &[Anchor<'_>], new: &New<'_>) -> Option<String> {
        let tree = self.tree;
        let root = || tree.find("entities").or_else(|| tree.find("terms"));
        let lead = self.sample.or_else(root).map_or("", |it| before(tree, it));
        let is_kaf = tree.find("KAF").is_some();
        let known = self.sample.and_then(|it| id_of(tree, it, ENTITY_ID)).map(|(_, name)| name);
        let attribute = known.unwrap_or(ENTITY_ID[usize::from(is_kaf)]);
        let stem = self.sample.and_then(|it| id_of(tree, it, ENTITY_ID)).map(|(id, _)| tree.written(id));
        let stem = stem.map_or("e", |id| id.trim_end_matches(|c: char| c.is_ascii_digit()));
        let kind =
            if new.kind.is_empty() { String::new() } else { format!(" type=\"{}\"", new.kind.replace('"', "&quot;")) };
        let external = new.identity.map(|id| self.external(id, self.sample)).unwrap_or_default();
        let close = |name| self.inner(name).map_or("", |it| before_close(tree, it));
        Some(format!(
            "{lead}<entity {attribute}=\"{stem}{}\"{kind}>{}<references>{}{}{}</references>{external}{}</entity>",
            self.next + ahead,
            self.before("references"),
            self.before("span"),
            self.span(self.inner("span"), terms)?,
            close("references"),
            self.sample.map_or("", |it| before_close(tree, it)),
        ))
    }

    /// A mention like `sample`.
    fn span(&self, sample: Option<u32>, terms: &[Anchor<'_>]) -> Option<String> {
        let tree = self.tree;
        let target = sample.and_then(|it| tree.inside(it, "target").next());
        let mut written = String::from("<span>");
        for term in terms {
            let id = tree.written(term.id?.0);
            written += target.map_or("", |it| before(tree, it));
            let like = target.and_then(|it| like(tree, it, "id", id));
            written += &like.unwrap_or_else(|| format!("<target id=\"{id}\"/>"));
        }
        Some(written + sample.map_or("", |it| before_close(tree, it)) + "</span>")
    }

    /// What says that an entity is `id`, with what stands in front of it and as `entity` has its white space.
    fn external(&self, id: &str, entity: Option<u32>) -> String {
        let tree = self.tree;
        let known = tree.named("externalRef").filter_map(|it| tree.attribute(it, "resource")).last();
        let is_item = id.strip_prefix('Q').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
        let resource = known.map_or(if is_item { "Wikidata" } else { "KB" }, |it| tree.written(it));
        let inside = |name| entity.and_then(|it| tree.inside(it, name).next()).map(|it| before(tree, it));
        let (outer, inner) = (inside("references").unwrap_or_default(), inside("span").unwrap_or_default());
        let reference = escaped(id);
        format!(
            "{outer}<externalReferences>{inner}<externalRef resource=\"{resource}\" reference=\"{reference}\"/>{outer}</externalReferences>"
        )
    }
}
