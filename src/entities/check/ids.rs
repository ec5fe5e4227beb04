//! Ids that nobody has, and ids and names that stand for two things.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Marked;
use crate::corpus::AnnotationStyle;
use crate::knowledge::KnowledgeBase;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// So many ids that nothing is near to are reported one by one; more of them follow another scheme, or the knowledge
/// base has only been begun.
const SINGLY: usize = 5;

/// Ids that no entry has, each at its first place, and which they are.
pub fn unknown<'a>(all: &[&'a Marked], knowledge: &KnowledgeBase, found: &mut Vec<Finding>) -> BTreeSet<&'a str> {
    if knowledge.is_empty() {
        return BTreeSet::new();
    }
    let mut places: BTreeMap<&str, Vec<(&Marked, Span)>> = BTreeMap::new();
    for marked in all {
        if let (Some(id), Some(span)) = (&marked.id, marked.annotation.id) {
            places.entry(id).or_default().push((marked, span));
        }
    }
    // Files with markup come from elsewhere: their ids are ours only where one of them is.
    let is_ours = places.keys().any(|id| !knowledge.with_id(id).is_empty());
    places.retain(|id, at| {
        !is_known(id, at[0].0, knowledge) && (is_ours || at[0].0.annotation.style != AnnotationStyle::Markup)
    });
    let known: Vec<String> = if places.is_empty() {
        Vec::new()
    } else {
        let entities = knowledge.sources().iter().flat_map(|source| source.file.entities());
        entities.filter_map(|entity| Some(entity.id()?.into_owned())).collect()
    };
    let mut strange = Vec::new();
    for (id, at) in &places {
        let Some(near) = meant(id, at[0].0, &known, knowledge) else {
            strange.push((*id, at[0].1));
            continue;
        };
        let message = format!("No entity of the knowledge base has the id “{id}”; did you mean “{near}”?");
        let edits = at.iter().map(|(_, span)| Edit::replace(*span, near.clone())).collect();
        let fix = Fix::unsafe_(format!("Write “{near}”"), edits);
        found.push(Finding::new(RuleId::UnknownEntityId, at[0].1, message).fixed_by(fix));
    }
    strange.sort_by_key(|(_, span)| *span);
    if strange.len() > SINGLY {
        let (first, span) = strange[0];
        let message =
            format!("No entity of the knowledge base has the id “{first}” or {} others here", strange.len() - 1);
        found.push(Finding::new(RuleId::UnknownEntityId, span, message));
    } else {
        found.extend(strange.iter().map(|(id, span)| {
            let message = format!("No entity of the knowledge base has the id “{id}”");
            Finding::new(RuleId::UnknownEntityId, *span, message)
        }));
    }
    places.into_keys().collect()
}

fn is_known(id: &str, marked: &Marked, knowledge: &KnowledgeBase) -> bool {
    // An item of Wikidata is somebody without an entry too.
    let is_item = id.strip_prefix('Q').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    is_item
        || id.contains("://")
        || !knowledge.with_id(id).is_empty()
        // A link between notes names its target as people do.
        || marked.annotation.style == AnnotationStyle::Wiki && !knowledge.named(id).is_empty()
}

/// The id that was meant: that of the one entity that has the annotated name, else the nearest one.
fn meant(id: &str, marked: &Marked, known: &[String], knowledge: &KnowledgeBase) -> Option<String> {
    if let [one] = knowledge.named(&marked.surface)[..]
        && let Some(id) = knowledge.entity(one).and_then(|entity| entity.id())
    {
        return Some(id.into_owned());
    }
    let most = 1 + id.chars().count() / 6;
    let near = known.iter().filter(|other| other.len().abs_diff(id.len()) <= 4 * most && id.len() > 2);
    let near = near.map(|other| (strsim::osa_distance(id, other), other)).filter(|(distance, _)| *distance <= most);
    near.min().map(|(_, other)| other.clone())
}

/// Annotations whose type fits none that most annotations of the entity have.
pub fn conflicting(all: &[&Marked], found: &mut Vec<Finding>) {
    let mut by_id: BTreeMap<&str, Vec<&Marked>> = BTreeMap::new();
    for marked in all {
        if let (Some(id), Some(_)) = (&marked.id, marked.kind) {
            by_id.entry(id).or_default().push(marked);
        }
    }
    for (id, marked) in by_id {
        let count = |one: &Marked| marked.iter().filter(|other| other.kind == one.kind).count();
        // Of equally many the first one: `max_by_key` takes the last.
        let Some(usual) = marked.iter().rev().max_by_key(|one| count(one)) else { continue };
        let (Some(kind), Some(label)) = (usual.kind, &usual.label) else { continue };
        let mut reported = BTreeSet::new();
        for other in marked.iter().filter(|other| other.kind.is_some_and(|it| !it.compatible(kind))) {
            let (Some(written), Some(span)) = (&other.label, other.annotation.entity_type) else { continue };
            // One finding for each type that does not fit; its fix mends them all.
            if !reported.insert(written) {
                continue;
            }
            let same = marked.iter().filter(|it| it.label.as_ref() == Some(written));
            let edits = same.filter_map(|it| Some(Edit::replace(it.annotation.entity_type?, label.clone()))).collect();
            let message = format!("“{id}” is annotated as {written} here and as {label} elsewhere");
            let finding = Finding::new(RuleId::ConflictingEntityTypes, span, message);
            let finding = finding.relating(usual.annotation.span, format!("Here it is {label}"));
            // Markup says the type in other places too, as at the end of an element.
            let is_around = other.annotation.style == AnnotationStyle::Markup && other.annotation.is_around();
            let fix = (!is_around).then(|| Fix::unsafe_(format!("Write {label}"), edits));
            found.push(fix.into_iter().fold(finding, Finding::fixed_by));
        }
    }
}

/// Names that stand for two entities in one article. Ids that nobody has are wrong already.
pub fn ambiguous(marked: &[Marked], unknown: &BTreeSet<&str>, found: &mut Vec<Finding>) {
    let mut first: HashMap<&str, (&str, &Marked)> = HashMap::new();
    let mut reported = BTreeSet::new();
    for one in marked.iter().filter(|one| one.is_name) {
        let Some(id) = one.id.as_deref().filter(|id| !unknown.contains(id)) else { continue };
        let (before, place) = first.entry(&one.surface).or_insert((id, one));
        if *before != id && reported.insert(&one.surface) {
            let message = format!("“{}” is “{id}” here and “{before}” elsewhere in the article", one.surface);
            let finding = Finding::new(RuleId::OneSurfaceTwoEntities, one.annotation.span, message);
            found.push(finding.relating(place.annotation.span, format!("Here it is “{before}”")));
        }
    }
}
