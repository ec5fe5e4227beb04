use crate::ide;
use crate::server::job::Snapshot;
use crate::server::types::{Position, Range, SelectionRange};
use crate::text::{Source, Span};

/// What "select more" selects at each position: the innermost range, each with the next larger one as its parent.
pub fn selection_ranges(snapshot: &Snapshot, positions: &[Position]) -> Vec<SelectionRange> {
    positions.iter().map(|&position| selection_range(snapshot, position)).collect()
}

fn selection_range(snapshot: &Snapshot, position: Position) -> SelectionRange {
    let converter = snapshot.converter();
    let at = converter.byte(position);
    let spans = match &snapshot.facts {
        Some(facts) => ide::selection(facts, &snapshot.text, at),
        None => vec![Span::new(0, snapshot.text.len())],
    };
    let outside_in = spans.into_iter().rev().map(|span| converter.range(span));
    let chain = outside_in.fold(None, |parent: Option<SelectionRange>, range| {
        Some(SelectionRange { range, parent: parent.map(Box::new) })
    });
    let here = converter.position(at);
    // The answer has one entry for each position, whatever there is: an empty text has no span.
    chain.unwrap_or(SelectionRange { range: Range { start: here, end: here }, parent: None })
}
