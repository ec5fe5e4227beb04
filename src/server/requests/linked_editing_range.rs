use crate::ide;
use crate::server::job::Snapshot;
use crate::server::types::{LinkedEditingRanges, Position};
use crate::text::Span;

/// What the name of a tag, a type and the name of a chain may consist of.
const NAME_PATTERN: &str = r"[\p{L}\p{N}_.\-]+";

/// The names of the two tags of a pair, or the cells that say the same of one mention, if one of them is at `position`.
pub fn linked_editing_ranges(snapshot: &Snapshot, position: Position) -> Option<LinkedEditingRanges> {
    let converter = snapshot.converter();
    let at = converter.byte(position);
    let cells = snapshot.facts.as_deref().and_then(|facts| ide::linked_cells(facts, &snapshot.text, at));
    let linked = cells.or_else(|| {
        let articles = snapshot.articles_at(Span::empty(at));
        ide::linked_tags(articles, &snapshot.text, at).map(Vec::from)
    })?;
    let ranges = linked.into_iter().map(|span| converter.range(span)).collect();
    Some(LinkedEditingRanges { ranges, word_pattern: Some(NAME_PATTERN.to_owned()) })
}
