use crate::ide::{self, Fold, FoldKind};
use crate::server::convert::Converter;
use crate::server::job::Snapshot;
use crate::server::types::{FoldingRange, FoldingRangeKind};

/// What can be folded in a document, whole lines, no more than the client wants.
pub fn folding_ranges(snapshot: &Snapshot) -> Vec<FoldingRange> {
    let converter = snapshot.converter();
    let limit = snapshot.features.folding_limit.map_or(usize::MAX, |limit| limit as usize);
    let of_markup = snapshot.facts.as_deref().and_then(|facts| ide::markup_folds(facts, &snapshot.text));
    let folds = of_markup.unwrap_or_else(|| ide::folds(snapshot.articles())).into_iter();
    folds.filter_map(|fold| folding_range(fold, &converter)).take(limit).collect()
}

/// `None` where there is but one line and so nothing to fold.
fn folding_range(fold: Fold, converter: &Converter<'_>) -> Option<FoldingRange> {
    let range = converter.range(fold.span);
    // A span that ends with a line end does not reach into the line behind it.
    let end_line = if range.end.character == 0 { range.end.line.saturating_sub(1) } else { range.end.line };
    let kind = matches!(fold.kind, FoldKind::Article | FoldKind::Header).then_some(FoldingRangeKind::Region);
    (end_line > range.start.line).then_some(FoldingRange {
        start_line: range.start.line,
        end_line,
        kind,
        ..FoldingRange::default()
    })
}
