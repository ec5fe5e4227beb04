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

/// Numbers out of order, totals that differ, and an end in front of the total; each with the number of the item that it
/// is about.
pub(crate) fn findings(numbers: impl Iterator<Item = Numbered>) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    let mut last: Option<(u32, Option<u32>)> = None;
    let mut expected_next: Option<u32> = None;
    let mut begins_at_first = false;
    let mut end = None;
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
        begins_at_first |= index == 0 && number == 1;
        end = (index > 0).then_some((index, span));
        last = Some((number, last.map_or(of, |(_, total)| total)));
    }
    // Of a file with one article nothing is said: collections of many are cut into files of one.
    if let (true, Some((index, span)), Some((number, Some(total)))) = (begins_at_first, end, last)
        && found.is_empty()
        && number < total
    {
        let what = match total - number {
            1 => "the last one is missing".to_owned(),
            n => format!("the last {n} are missing"),
        };
        let message = format!("The file ends with article {number} of {total}: {what}");
        found.push((index, Finding::new(RuleId::SeparatorOutOfSequence, span, message)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of these numbers, each of how many.
    fn said(numbers: &[(u32, u32)]) -> Vec<(usize, String)> {
        let numbered = |(number, of): &(u32, u32)| Numbered { number: *number, of: Some(*of), span: Span::empty(0) };
        findings(numbers.iter().map(numbered)).into_iter().map(|(at, it)| (at, it.message.into_owned())).collect()
    }

    #[test]
    fn a_file_that_ends_too_early_is_told_by_the_total() {
        assert_eq!(said(&[(1, 2), (2, 2)]), []);
        let one = "The file ends with article 2 of 3: the last one is missing";
        assert_eq!(said(&[(1, 3), (2, 3)]), [(1, one.to_owned())]);
        let more = "The file ends with article 2 of 5: the last 3 are missing";
        assert_eq!(said(&[(1, 5), (2, 5)]), [(1, more.to_owned())]);
    }

    #[test]
    fn a_part_of_a_collection_is_whole() {
        assert_eq!(said(&[(3, 5), (4, 5)]), []);
        assert_eq!(said(&[(1, 34)]), []);
    }

    #[test]
    fn a_number_out_of_order_is_all_that_is_said() {
        assert_eq!(said(&[(1, 4), (3, 4)]), [(1, "Article 3 follows article 1".to_owned())]);
    }
}
