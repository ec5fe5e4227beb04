use super::names::Asked;
use crate::knowledge::LinkKind;
use crate::server::job::Snapshot;
use crate::server::types::{Moniker, MonikerKind, Position, UniquenessLevel};

/// The names by which other tools know the entity at a place: the id in the corpus and the item of Wikidata.
/// `None` where nobody has given an id.
pub fn monikers(snapshot: &Snapshot, position: Position) -> Option<Vec<Moniker>> {
    let asked = Asked::new(snapshot);
    let at = asked.byte(position);
    asked.with_names(|view| {
        let meant = asked.meant(view, at)?;
        let id = meant.entity.given?;
        let known = view.knowledge().with_id(&id).into_iter().next().and_then(|it| view.knowledge().entity(it));
        // The knowledge base is where an entity comes from; articles take it from there.
        let kind =
            Some(if meant.here.is_none() && known.is_some() { MonikerKind::Export } else { MonikerKind::Import });
        let page = known.and_then(|known| {
            known.links().filter(|link| link.kind == LinkKind::Wikidata).find_map(|link| link.page())
        });
        let item = page.and_then(|page| page.rsplit(['/', ':']).next().map(str::to_owned));
        let own = Moniker {
            scheme: env!("CARGO_PKG_NAME").to_owned(),
            identifier: id.to_string(),
            unique: UniquenessLevel::Project,
            kind,
        };
        let item = item.map(|identifier| Moniker {
            scheme: "wikidata".to_owned(),
            identifier,
            unique: UniquenessLevel::Global,
            kind,
        });
        Some(std::iter::once(own).chain(item).collect())
    })
}
