//! Bare names that the knowledge base has for several entities.

use std::collections::{BTreeMap, BTreeSet};

use super::Looked;
use crate::knowledge::{Entity, KnowledgeBase};
use crate::mentions::{EntityKind, Mention, MentionSource};
use crate::rules::{Finding, RuleId};
use crate::text::Source;

/// So many entities are named in a message.
const NAMED: usize = 3;

/// Bare names of an article that several entities of the knowledge base have, where nothing else in the article says
/// which one is meant: each at its first place.
pub fn bare(looked: &Looked<'_>, source: &(impl Source + ?Sized), knowledge: &KnowledgeBase, found: &mut Vec<Finding>) {
    if knowledge.is_empty() {
        return;
    }
    let mut certain: BTreeSet<String> = looked.marked.iter().filter_map(|one| one.id.clone()).collect();
    // A name that is annotated in one place is a matter of `inconsistent-annotation` in the others.
    let annotated: BTreeSet<&str> =
        looked.marked.iter().filter(|one| one.id.is_some()).map(|one| one.surface.as_str()).collect();
    let mut open: BTreeMap<String, (&Mention, BTreeMap<String, String>)> = BTreeMap::new();
    for mention in looked.mentions() {
        let surface = looked.surface(mention.name, source);
        if open.contains_key(&surface)
            || annotated.contains(surface.as_str()) && mention.source != MentionSource::Annotation
        {
            continue;
        }
        let entities = bearers(&surface, mention, knowledge);
        if entities.len() == 1 {
            certain.extend(entities.into_keys());
        } else if mention.source != MentionSource::Annotation && !entities.is_empty() {
            open.insert(surface, (mention, entities));
        }
    }
    for (surface, (mention, entities)) in open {
        // Whoever is named in full, or annotated, is meant by the rest of the article too; two of them are not told apart.
        if entities.keys().filter(|id| certain.contains(*id)).count() == 1 {
            continue;
        }
        let mut named: Vec<String> = entities.iter().take(NAMED).map(|(id, name)| format!("{name} (“{id}”)")).collect();
        if entities.len() > NAMED {
            named.push(format!("{} others", entities.len() - NAMED));
        }
        let message = format!("“{surface}” may be {}, and nothing in the article says which", named.join(" or "));
        found.push(Finding::new(RuleId::AmbiguousName, mention.name, message));
    }
}

/// The ids of the entities that a mention may be of, with what they are called.
fn bearers(surface: &str, mention: &Mention, knowledge: &KnowledgeBase) -> BTreeMap<String, String> {
    let fits = |entity: &Entity<'_>| {
        let kind = entity.kind().and_then(|kind| EntityKind::of_label(&kind.text));
        kind.zip(mention.kind).is_none_or(|(one, other)| one.compatible(other))
    };
    let entities = knowledge.named(surface).into_iter().filter_map(|id| knowledge.entity(id)).filter(fits);
    let named = |entity: Entity<'_>| {
        let id = entity.id()?.into_owned();
        let name = entity.name().map_or_else(|| id.clone(), |name| name.text.into_owned());
        Some((id, name))
    };
    entities.filter_map(named).collect()
}
