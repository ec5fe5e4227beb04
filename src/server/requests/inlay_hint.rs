//! Who is meant, written behind a name that does not say so.

use std::collections::{HashMap, HashSet};

use super::names::Asked;
use crate::config::InlayHints;
use crate::entities::{Entity, Here};
use crate::mentions::{EntityId, Form, MentionSource};
use crate::server::job::Snapshot;
use crate::server::types::{InlayHint, InlayHintKind, InlayHintLabel, Range};

/// The hints behind the names in `range`: of an annotation what it leaves open, id or type; of a name that stands for
/// several entities in this file, which one; where the settings want it, of every other name too.
pub fn inlay_hints(snapshot: &Snapshot, range: Range) -> Vec<InlayHint> {
    let wanted = snapshot.config.names_inlay_hints;
    if wanted == InlayHints::Off || snapshot.facts.is_none() {
        return Vec::new();
    }
    let asked = Asked::new(snapshot);
    let converter = snapshot.converter();
    let span = converter.span(range);
    asked.with_names(|view| {
        let here = asked.mentions_in(view, span);
        let mut bearers: HashMap<&str, HashSet<EntityId>> = HashMap::new();
        let entities: Vec<Entity> = here.iter().map(|here| view.entity(here)).collect();
        for (here, entity) in here.iter().zip(&entities) {
            bearers.entry(here.form()).or_default().insert(entity.id);
        }
        let hint = |(here, entity): (&Here, &Entity)| {
            let ambiguous = bearers.get(here.form()).is_some_and(|ids| ids.len() > 1);
            let label = label(here, entity, ambiguous, wanted)?;
            // Behind the mark that closes the annotation, not between the name and its mark.
            let annotation = (here.mention().source == MentionSource::Annotation)
                .then(|| asked.annotation_at(here.mention().name.start))
                .flatten();
            let end = annotation.map_or(here.mention().span.end, |annotation| annotation.span.end);
            Some(InlayHint {
                position: converter.position(end),
                label: InlayHintLabel::String(label),
                kind: Some(InlayHintKind::TYPE),
                text_edits: None,
                tooltip: None,
                padding_left: Some(true),
                padding_right: None,
                data: None,
            })
        };
        here.iter().zip(&entities).filter_map(hint).collect()
    })
}

/// What a hint behind a mention says; `None` where it has none.
fn label(here: &Here, entity: &Entity, ambiguous: bool, wanted: InlayHints) -> Option<String> {
    let mention = here.mention();
    if mention.form != Form::Name {
        return None;
    }
    let kind = || entity.kind.map(|kind| kind.label().to_owned());
    let given = || entity.given.as_ref().map(ToString::to_string);
    match mention.source {
        MentionSource::Annotation => {
            let id = given().filter(|_| mention.id.is_none());
            let kind = kind().filter(|_| mention.kind.is_none());
            id.or(kind)
        }
        _ if ambiguous => {
            given().or_else(|| (*entity.name != *here.form()).then(|| entity.name.to_string())).or_else(kind)
        }
        _ if wanted == InlayHints::All => given().or_else(kind),
        _ => None,
    }
}
