//! Whether articles that are numbered follow one another.

use crate::rules::{Finding, RuleId};
use crate::text::Span;

/// The number of an article, of how many, and the line that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numbered {
    pub(crate) number: u32,
    pub(crate) of: Option<u32>,
    pub(crate) span: Span,
}

/// Numbers out of order, and totals that differ; each with the number of the item that it is about.
pub(crate) fn findings(numbers: impl Iterator<Item = Numbered>) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    let mut last: Option<(u32, Option<u32>)> = None;
    let mut expected_next: Option<u32> = None;
    for (index, Numbered { number, of, span }) in numbers.enumerate() {
        if let Some((before, total)) = last {
            let expected = expected_next.take().unwrap_or(before.saturating_add(1));
            if number != expected && number != before.saturating_add(1) {
                // One wrong number is one finding: the next may go on with the count or with the wrong number.
                expected_next = Some(expected.saturating_add(1));
                let message = format!("Article {number} follows article {before}");
                found.push((index, Finding::new(RuleId::SeparatorOutOfSequence, span, message)));
            } else if let (Some(of), Some(total)) = (of, total.filter(|_| of != total)) {
                let message = format!("This line counts {of} articles, the ones before it {total}");
                found.push((index, Finding::new(RuleId::SeparatorOutOfSequence, span, message)));
            }
        }
        last = Some((number, last.map_or(of, |(_, total)| total)));
    }
    found
}
