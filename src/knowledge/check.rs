//! What is wrong with a file of the knowledge base.

use std::path::Path;
use std::sync::Arc;

use super::links::fault;
use super::{Entity, EntityTypes, KnowledgeBase, KnowledgeFile, Notation, Source, Written};
use crate::rules::{Edit, Finding, Fix, OtherFile, Related, RuleId};
use crate::text::Span;

/// How many of the other entities that have a name are shown with it.
const SHOWN: usize = 5;

/// What is wrong with the file number `at` of `base`, which lies in the folder `root`; ascending by place.
#[must_use]
pub fn findings(base: &KnowledgeBase, at: usize, root: &Path, types: &EntityTypes) -> Vec<Finding> {
    let Some(Source { path, file }) = base.sources().get(at) else { return Vec::new() };
    let others: Vec<&Source> = base.sources().iter().filter(|source| source.path != *path).collect();
    let mut found = file.problems.clone();
    let broken: Vec<Span> = file.problems.iter().map(|problem| problem.span).collect();
    for entity in file.entities() {
        // What is missing from an entry that is broken may be what is broken.
        let near = broken.partition_point(|span| span.end < entity.span().start);
        if !broken.get(near).is_some_and(|span| entity.span().overlaps(*span)) {
            incomplete(&entity, &mut found);
        }
        unknown_type(&entity, types, &mut found);
        dead_links(&entity, base, &mut found);
    }
    duplicate_ids(file, &mut found);
    shared_names(file, &mut found);
    for other in others {
        beside(file, other, root, &mut found);
    }
    found.sort_by_key(|finding| (finding.span, finding.rule));
    found
}

fn incomplete(entity: &Entity<'_>, found: &mut Vec<Finding>) {
    let blank = |written: &Option<Written<'_>>| written.as_ref().is_none_or(|it| it.text.trim().is_empty());
    let (id, name) = (entity.id_written(), entity.name());
    let (missing, written) = match (blank(&id), blank(&name)) {
        (false, false) => return,
        (true, false) => ("no id: annotations cannot refer to it", id),
        (false, true) => ("no name: it has nothing to be shown by", name),
        (true, true) => ("neither an id nor a name", None),
    };
    let span = written.map_or_else(|| first_line(entity), |written| written.literal);
    found.push(Finding::new(RuleId::IncompleteEntity, span, format!("This entity has {missing}")));
}

/// Of an entry over several lines the first one says enough.
fn first_line(entity: &Entity<'_>) -> Span {
    let span = entity.span();
    let text = entity.file().text().get(span.range()).unwrap_or_default();
    Span::new(span.start, span.start + text.find(['\n', '\r']).unwrap_or(text.len()))
}

fn unknown_type(entity: &Entity<'_>, types: &EntityTypes, found: &mut Vec<Finding>) {
    let Some(kind) = entity.kind().filter(|kind| !types.knows(&kind.text)) else { return };
    let nearest = types.nearest(&kind.text);
    let message = match nearest {
        Some(near) => format!("“{}” is no type of entity; did you mean “{near}”?", kind.text),
        None => {
            let known: Vec<&str> = types.labels().collect();
            format!("“{}” is no type of entity; known are {}", kind.text, known.join(", "))
        }
    };
    let mut finding = Finding::new(RuleId::UnknownEntityType, kind.span, message);
    if let Some(near) = nearest {
        let text = entity.file().notation().quoted(near);
        let fix = Fix::unsafe_(format!("Write “{near}”"), vec![Edit::replace(kind.literal, text)]);
        finding = finding.fixed_by(fix);
    }
    found.push(finding);
}

fn dead_links(entity: &Entity<'_>, base: &KnowledgeBase, found: &mut Vec<Finding>) {
    for link in entity.links() {
        let message = match link.entity() {
            Some(id) if !id.is_empty() && base.with_id(id).is_empty() => {
                Some(format!("“#{id}” leads nowhere: no entity has this id"))
            }
            _ => fault(link.kind, &link.target.text),
        };
        if let Some(message) = message {
            let span = if link.target.span.is_empty() { link.target.literal } else { link.target.span };
            found.push(Finding::new(RuleId::DeadEntityLink, span, message));
        }
    }
}

fn duplicate_ids(file: &KnowledgeFile, found: &mut Vec<Finding>) {
    for run in file.lookup.same_ids() {
        let entities: Vec<Entity<'_>> = run.iter().map(|(_, number)| file.entity(*number)).collect();
        for (at, entity) in entities.iter().enumerate() {
            let id = entity.id_written();
            let first = entities[..at].iter().find(|other| other.id() == id.as_ref().map(|id| id.text.clone()));
            let (Some(first), Some(id)) = (first, id) else { continue };
            let place = first.id_written().map_or_else(|| first.span(), |id| id.span);
            found.push(twice(entity, &id).relating(place, "It has it already"));
        }
    }
}

fn twice(entity: &Entity<'_>, id: &Written<'_>) -> Finding {
    let message = format!("Two entities have the id “{}”", id.text);
    let fix = Fix::unsafe_("Remove this entry", vec![Edit::delete(removal(entity))]);
    Finding::new(RuleId::DuplicateEntityId, id.span, message).fixed_by(fix)
}

/// What goes when an entry is removed: its lines.
fn removal(entity: &Entity<'_>) -> Span {
    let text = entity.file().text();
    let span = entity.span();
    // A table of TOML may end in a comment or a bracket that the last value does not reach.
    let rest = text.get(span.end..).unwrap_or_default();
    let end = match entity.file().notation() {
        Notation::JsonLines => rest.find('\n').map_or(text.len(), |at| span.end + at + 1),
        Notation::Toml => rest.find("\n[").map_or(text.len(), |at| span.end + at + 1),
    };
    let start = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    Span::new(start, end)
}

fn shared_names(file: &KnowledgeFile, found: &mut Vec<Finding>) {
    for run in file.lookup.same_names() {
        for (at, (_, number, which)) in run.iter().enumerate() {
            let entity = file.entity(*number);
            let Some(name) = entity.names().nth(*which as usize) else { continue };
            // A name that one entity repeats is its own affair; the first entity that has it is no culprit.
            let mut others: Vec<u32> = run[..at].iter().map(|(_, other, _)| *other).collect();
            others.dedup();
            others.retain(|other| other != number);
            let others: Vec<(Entity<'_>, Written<'_>)> =
                others.iter().filter_map(|other| same_name(&file.entity(*other), &name.text)).take(SHOWN).collect();
            if others.is_empty() || same_id(&others[0].0, &entity) || is_repeated(&entity, *which) {
                continue;
            }
            let mut finding = claimed(&name, &others[0].0);
            for (_, place) in &others {
                finding = finding.relating(place.span, "It has it too");
            }
            found.push(finding);
        }
    }
}

/// Whether an entity has a name that comes before this one and folds alike.
fn is_repeated(entity: &Entity<'_>, which: u32) -> bool {
    let names: Vec<String> = entity.names().take(which as usize + 1).map(|name| super::fold(&name.text)).collect();
    names.split_last().is_some_and(|(last, before)| before.contains(last))
}

/// Two entries with one id are reported for that.
fn same_id(one: &Entity<'_>, other: &Entity<'_>) -> bool {
    one.id().is_some() && one.id() == other.id()
}

fn same_name<'a>(entity: &Entity<'a>, name: &str) -> Option<(Entity<'a>, Written<'a>)> {
    let folded = super::fold(name);
    let name = entity.names().find(|other| super::fold(&other.text) == folded)?;
    Some((*entity, name))
}

fn claimed(name: &Written<'_>, other: &Entity<'_>) -> Finding {
    // Where the shared name is all that the other is called, its id tells it apart.
    let full = other.name().filter(|full| super::fold(&full.text) != super::fold(&name.text));
    let who = match (full, other.id()) {
        (Some(full), _) => format!("“{}”", full.text),
        (None, Some(id)) => format!("the entity “{id}”"),
        (None, None) => "another entity".to_owned(),
    };
    let message = format!("“{}” names {who} too: a mention of it does not say which one is meant", name.text);
    Finding::new(RuleId::SharedAlias, name.span, message)
}

/// What `file` has in common with a file that comes before it or behind it.
fn beside(file: &KnowledgeFile, other: &Source, root: &Path, found: &mut Vec<Finding>) {
    let mut shelf: Option<Arc<OtherFile>> = None;
    let mut related = |span: Span, message: &'static str| {
        let file = shelf.get_or_insert_with(|| {
            Arc::new(OtherFile { path: root.join(&other.path), text: other.file.text().to_owned() })
        });
        Related { file: Some(Arc::clone(file)), span, message: message.into() }
    };
    for entity in file.entities() {
        let Some(id) = entity.id_written() else { continue };
        if let Some(first) = other.file.with_id(&id.text).next() {
            let place = first.id_written().map_or_else(|| first.span(), |id| id.span);
            let mut finding = twice(&entity, &id);
            finding.related.push(related(place, "It has it already"));
            found.push(finding);
            continue;
        }
        for (which, name) in (0..).zip(entity.names()) {
            let folded = super::fold(&name.text);
            let first = other.file.named(&folded).next();
            if let Some((first, place)) = first.filter(|_| !is_repeated(&entity, which)) {
                let mut finding = claimed(&name, &first);
                finding.related.push(related(place.span, "It has it too"));
                found.push(finding);
            }
        }
    }
}
