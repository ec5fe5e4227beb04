use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use super::definition::{LOOKED_AT, described_at};
use super::names::Asked;
use crate::server::job::Corpora;
use crate::server::job::Snapshot;
use crate::server::types::{DocumentHighlight, DocumentHighlightKind, Location, Position, ReferenceParams};
use crate::server::uri::UriKey;

/// So many articles are looked at; of an entity that more articles have, the first ones by their keys.
const MOST: usize = 20_000;

/// How many articles make a part of an answer that comes in parts. The first one is small, to be there at once.
const FIRST_PART: usize = 16;
const PART: usize = 128;

/// Where an entity is mentioned, in every article, by date; in parts where the client takes them.
///
/// The declaration of an entity is its entry in the knowledge base, else the place that `definition` leads to.
pub fn references(corpora: &Corpora, params: &ReferenceParams, cancelled: &AtomicBool) -> Option<Vec<Location>> {
    let place = &params.text_document_position;
    let key = UriKey::new(&place.text_document.uri);
    let snapshot = corpora.open.iter().find(|snapshot| UriKey::new(&snapshot.uri) == key)?;
    let asked = Asked::new(snapshot);
    let at = asked.byte(place.position);
    let token = params.partial_result_params.partial_result_token.as_ref();
    asked.with_names(|view| {
        let meant = asked.meant(view, at)?;
        let described = described_at(&asked, view, &meant);
        let places = view.places(&meant.entity, MOST);
        let wanted = params.context.include_declaration;
        let declared = || view.fullest(&view.places(&meant.entity, LOOKED_AT));
        let declared = if wanted || !described.is_empty() { None } else { declared() };
        let mut found = if wanted { described } else { Vec::new() };
        let mut size = FIRST_PART;
        let mut articles = 0;
        for place in &places.all {
            if cancelled.load(Ordering::Relaxed) {
                break;
            }
            let Some(it) = view.occurrence(place) else { continue };
            for mention in &it.mentions {
                let here = crate::entities::Here { article: it.article.clone(), mention: *mention };
                let is_declared = declared
                    .as_ref()
                    .is_some_and(|declared| declared.mention == here.mention && declared.article.id == here.article.id);
                if !is_declared {
                    found.extend(asked.mention(&here));
                }
            }
            articles += 1;
            if let Some(token) = token.filter(|_| articles >= size) {
                let part = std::mem::take(&mut found);
                corpora.client.progress(&json!({ "token": token, "value": part }));
                (articles, size) = (0, PART);
                asked.forget();
            }
        }
        Some(found)
    })
}

/// The mentions of an entity in the document.
pub fn document_highlights(snapshot: &Snapshot, position: Position) -> Option<Vec<DocumentHighlight>> {
    let asked = Asked::new(snapshot);
    let at = asked.byte(position);
    asked.with_names(|view| {
        let meant = asked.meant(view, at)?;
        let mut found = Vec::new();
        for article in view.articles_of(&asked.relative) {
            for mention in &article.names.names.mentions {
                if view.entity_of(&article, mention.entity).id == meant.entity.id {
                    let range = asked.range_in(&snapshot.text, mention.span)?;
                    found.push(DocumentHighlight { range, kind: Some(DocumentHighlightKind::TEXT) });
                }
            }
        }
        (!found.is_empty()).then_some(found)
    })
}
