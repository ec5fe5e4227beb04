use crate::ide;
use crate::server::job::Snapshot;
use crate::server::types::{LinkedEditingRanges, Position};
use crate::text::Span;

/// What the name of a tag may consist of.
const NAME_PATTERN: &str = r"[\p{L}_][\p{L}\p{N}_.\-]*";

/// The names of the two tags of a pair, if one of them is at `position`.
pub fn linked_editing_ranges(snapshot: &Snapshot, position: Position) -> Option<LinkedEditingRanges> {
    let converter = snapshot.converter();
    let at = converter.byte(position);
    let names = ide::linked_tags(snapshot.articles_at(Span::empty(at)), &snapshot.text, at)?;
    let ranges = names.map(|name| converter.range(name)).into();
    Some(LinkedEditingRanges { ranges, word_pattern: Some(NAME_PATTERN.to_owned()) })
}
