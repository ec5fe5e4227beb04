use super::copies;
use super::names::Asked;
use crate::entities::{Dossier, Here};
use crate::ide::{Origin, dossier_page};
use crate::server::job::Snapshot;
use crate::server::types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};

/// Of an entity with more articles, so many are counted.
const COUNTED: usize = 512;

/// Who is meant at a place, and what else is to be said about the text there.
pub fn hover(snapshot: &Snapshot, position: Position) -> Option<Hover> {
    let markdown = snapshot.features.hover_markdown;
    let copies = copies::hover(snapshot, position);
    let Some((page, range)) = entity(snapshot, position, markdown) else { return copies };
    let rest = copies.and_then(|hover| match hover.contents {
        HoverContents::Markup(rest) => Some(rest.value),
        _ => None,
    });
    let rule = if markdown { "\n\n---\n\n" } else { "\n\n" };
    let value = match rest {
        Some(rest) => format!("{page}{rule}{rest}"),
        None => page,
    };
    let kind = if markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Some(Hover { contents: HoverContents::Markup(MarkupContent { kind, value }), range: Some(range) })
}

/// The page of the entity at a place, and the place.
fn entity(snapshot: &Snapshot, position: Position, markdown: bool) -> Option<(String, crate::server::types::Range)> {
    let asked = Asked::new(snapshot);
    let at = asked.byte(position);
    asked.with_names(|view| {
        let meant = asked.meant(view, at)?;
        let places = view.places(&meant.entity, COUNTED);
        let read = |here: &Here| asked.plain(here);
        let known = meant.entity.given.as_deref().and_then(|id| view.knowledge().with_id(id).into_iter().next());
        let origin = Origin {
            source: meant.here.as_ref().map(|here| here.mention().source),
            known: known.and_then(|id| view.knowledge().entity(id)),
            boilerplate: meant.here.as_ref().is_some_and(|here| here.mention().boilerplate),
        };
        let dossier = Dossier::new(view, meant.entity, &places, Some(&asked.relative), &read);
        Some((dossier_page(&dossier, origin, markdown), snapshot.converter().range(meant.span)))
    })
}
