//! Where an entity is described, first named, typed and annotated.

use std::path::Path;

use super::names::{Asked, Meant};
use crate::config::FILE_NAME;
use crate::entities::View;
use crate::server::job::Snapshot;
use crate::server::types::{GotoDefinitionResponse, Location, LocationLink, Position};
use crate::text::{Document, Span};

/// Of an entity with more articles, so many are looked at for its fullest mention.
pub const LOOKED_AT: usize = 2048;

/// A place to go to: all of it, and the part that is to be selected.
struct Target {
    location: Location,
    whole: Span,
    selection: Span,
    text: Document,
}

/// Where an entity is described: its entries in the knowledge base, else where it is named most fully.
pub fn definition(snapshot: &Snapshot, position: Position) -> Option<GotoDefinitionResponse> {
    go_to(snapshot, position, |asked, view, meant| {
        let described = entries(asked, view, meant);
        if !described.is_empty() {
            return described;
        }
        let fullest = view.fullest(&view.places(&meant.entity, LOOKED_AT));
        fullest
            .and_then(|here| target(asked, &here.article.path, here.mention().span, here.mention().span))
            .into_iter()
            .collect()
    })
}

/// Where an entity is named first in the article.
pub fn declaration(snapshot: &Snapshot, position: Position) -> Option<GotoDefinitionResponse> {
    go_to(snapshot, position, |asked, _, meant| {
        let Some(here) = &meant.here else { return Vec::new() };
        let entity = here.mention().entity;
        let first = here.article.names.names.mentions.iter().find(|mention| mention.entity == entity);
        first.and_then(|first| target(asked, &here.article.path, first.span, first.span)).into_iter().collect()
    })
}

/// Where the type of an entity is defined: in the list of types in the settings, else where its entry says it.
pub fn type_definition(snapshot: &Snapshot, position: Position) -> Option<GotoDefinitionResponse> {
    go_to(snapshot, position, |asked, view, meant| {
        let known = known(view, meant);
        let written = known.first().and_then(|(_, entity)| entity.kind());
        let label = written.as_ref().map(|kind| kind.text.to_string());
        let label = label.or_else(|| meant.entity.kind.map(|kind| kind.label().to_owned()));
        if let Some(place) = label.and_then(|label| in_settings(asked, &label)) {
            return vec![place];
        }
        let place = known.first().zip(written).and_then(|((path, _), kind)| target(asked, path, kind.span, kind.span));
        place.into_iter().collect()
    })
}

/// The annotation behind a mention.
pub fn implementation(snapshot: &Snapshot, position: Position) -> Option<GotoDefinitionResponse> {
    go_to(snapshot, position, |asked, _, meant| {
        let annotation = asked.annotation_at(meant.span.start);
        let inside = annotation.and_then(|it| target(asked, &asked.relative, it.span, it.text));
        let beside = || asked.beside_at(meant.span.start).and_then(|(path, it)| target(asked, &path, it.line, it.line));
        inside.or_else(beside).into_iter().collect()
    })
}

/// The places of the entries that describe an entity.
pub fn described_at(asked: &Asked<'_>, view: &View<'_>, meant: &Meant) -> Vec<Location> {
    entries(asked, view, meant)
        .into_iter()
        .filter_map(|it| Some(Location { uri: it.location.uri, range: asked.range_in(&it.text, it.selection)? }))
        .collect()
}

fn known<'v>(view: &View<'v>, meant: &Meant) -> Vec<(&'v Path, crate::knowledge::Entity<'v>)> {
    let ids = meant.entity.given.as_deref().map(|id| view.knowledge().with_id(id)).unwrap_or_default();
    let knowledge = view.knowledge();
    ids.into_iter().filter_map(|id| Some((&*knowledge.source(id)?.path, knowledge.entity(id)?))).collect()
}

fn entries(asked: &Asked<'_>, view: &View<'_>, meant: &Meant) -> Vec<Target> {
    let entries = known(view, meant).into_iter();
    entries.filter_map(|(path, entity)| target(asked, path, entity.span(), entity.selection())).collect()
}

/// The item of `entities.types` in the settings' file that is called `label`.
fn in_settings(asked: &Asked<'_>, label: &str) -> Option<Target> {
    let text = std::fs::read_to_string(asked.corpus.root.join(FILE_NAME)).ok()?;
    let table = toml::de::DeTable::parse(&text).ok()?;
    let types = table.get_ref().get("entities")?.get_ref().as_table()?.get("types")?.get_ref().as_array()?;
    let item = types.iter().find(|it| it.get_ref().as_str().is_some_and(|it| it.eq_ignore_ascii_case(label)))?;
    let span = Span::from(item.span());
    let uri = crate::server::uri::from_path(&asked.corpus.root.join(FILE_NAME))?;
    let text = Document::new(&text);
    let location = Location { uri, range: asked.range_in(&text, span)? };
    Some(Target { location, whole: span, selection: span, text })
}

fn target(asked: &Asked<'_>, path: &Path, whole: Span, selection: Span) -> Option<Target> {
    let text = asked.text(path)?;
    let location = Location { uri: text.0.clone(), range: asked.range_in(&text.1, whole)? };
    Some(Target { location, whole, selection, text: text.1.clone() })
}

/// The answer to a question where to go: with the place that was asked from where the client takes that.
fn go_to(
    snapshot: &Snapshot,
    position: Position,
    find: impl FnOnce(&Asked<'_>, &View<'_>, &Meant) -> Vec<Target>,
) -> Option<GotoDefinitionResponse> {
    let asked = Asked::new(snapshot);
    let at = asked.byte(position);
    asked.with_names(|view| {
        let meant = asked.meant(view, at)?;
        let targets = find(&asked, view, &meant);
        if targets.is_empty() {
            return None;
        }
        if !snapshot.features.location_links {
            let plain = targets.into_iter().filter_map(|it| {
                let range = asked.range_in(&it.text, it.selection)?;
                Some(Location { range, uri: it.location.uri })
            });
            return Some(GotoDefinitionResponse::Array(plain.collect()));
        }
        let origin = snapshot.converter().range(meant.span);
        let links = targets.into_iter().filter_map(|it| {
            Some(LocationLink {
                origin_selection_range: Some(origin),
                target_selection_range: asked.range_in(&it.text, it.selection)?,
                target_range: asked.range_in(&it.text, it.whole)?,
                target_uri: it.location.uri,
            })
        });
        Some(GotoDefinitionResponse::Link(links.collect()))
    })
}
