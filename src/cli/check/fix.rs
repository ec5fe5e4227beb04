use std::collections::BTreeMap;

use super::Shown;
use crate::rules::{Edit, Finding, Fix, Safety};
use crate::text::Span;

/// Rounds after which fixes that undo one another are given up; real texts need two or three.
const MAX_ROUNDS: usize = 100;

/// Which fixes are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Those that can be applied unseen.
    Safe,
    /// The others too.
    All,
}

/// A text after its fixes.
#[derive(Debug)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many findings were mended.
    pub count: usize,
    /// What is still found in the text.
    pub findings: Vec<Shown>,
}

/// Applies fixes until none is left: of fixes that overlap, the first goes first and the others wait for the next round,
/// when `analyse` has seen the text again.
pub fn fix(text: &str, wanted: Wanted, analyse: impl Fn(&str) -> Vec<Shown>) -> Fixed {
    let mut fixed = Fixed { text: text.to_owned(), count: 0, findings: analyse(text) };
    for _ in 0..MAX_ROUNDS {
        let (edits, count) = choose(&fixed.findings, wanted);
        if edits.is_empty() {
            break;
        }
        fixed.text = apply(&fixed.text, &edits);
        fixed.count += count;
        fixed.findings = analyse(&fixed.text);
    }
    fixed
}

/// The fix of `finding` that is applied, if any: the best one that is wanted.
pub fn applicable(finding: &Finding, wanted: Wanted) -> Option<&Fix> {
    finding.fixes.iter().find(|fix| wanted == Wanted::All || fix.safety == Safety::Safe)
}

/// The edits of as many fixes as do not overlap, and how many fixes these are.
fn choose(findings: &[Shown], wanted: Wanted) -> (BTreeMap<Span, &str>, usize) {
    let mut chosen: BTreeMap<Span, &str> = BTreeMap::new();
    let mut count = 0;
    for fix in findings.iter().filter_map(|shown| applicable(&shown.finding, wanted)) {
        if fix.edits.iter().all(|edit| is_free(edit, &chosen)) {
            chosen.extend(fix.edits.iter().map(|edit| (edit.span, &*edit.text)));
            count += 1;
        }
    }
    (chosen, count)
}

/// Whether `edit` overlaps none of `chosen`, which do not overlap one another.
fn is_free(edit: &Edit, chosen: &BTreeMap<Span, &str>) -> bool {
    chosen
        .range(..=Span::new(edit.span.end, usize::MAX))
        .rev()
        .take_while(|(other, _)| other.end >= edit.span.start)
        .all(|(other, _)| !other.overlaps(edit.span))
}

fn apply(text: &str, edits: &BTreeMap<Span, &str>) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for (span, replacement) in edits {
        result.push_str(&text[done..span.start]);
        result.push_str(replacement);
        done = span.end;
    }
    result.push_str(&text[done..]);
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RuleId, Severity};

    /// Finds every `ab` and wants to make it `b`, and every `x` that is not the first character, to be taken out unsafely.
    fn analyse(text: &str) -> Vec<Shown> {
        let safe = text.match_indices("ab").map(|(at, _)| {
            Finding::new(RuleId::DoubledSpace, Span::new(at, at + 2), "ab")
                .fixed_by(Fix::safe("Drop the a", vec![Edit::replace(Span::new(at, at + 2), "b")]))
        });
        let unsafe_ = text.match_indices('x').filter(|(at, _)| *at > 0).map(|(at, _)| {
            Finding::new(RuleId::StrayMarkdown, Span::new(at, at + 1), "x")
                .fixed_by(Fix::unsafe_("Drop the x", vec![Edit::delete(Span::new(at, at + 1))]))
        });
        safe.chain(unsafe_).map(|finding| Shown { finding, severity: Severity::Hint }).collect()
    }

    #[test]
    fn fixes_are_applied_until_none_is_left() {
        let fixed = fix("aaab ab", Wanted::Safe, analyse);
        assert_eq!((fixed.text.as_str(), fixed.count), ("b b", 4));
        assert!(fixed.findings.is_empty());
    }

    #[test]
    fn unsafe_fixes_wait_until_they_are_asked_for() {
        assert_eq!(fix("xab x", Wanted::Safe, analyse).text, "xb x");
        assert_eq!(fix("xab x", Wanted::All, analyse).text, "xb ");
    }

    #[test]
    fn of_overlapping_fixes_the_first_goes_first() {
        let findings = |text: &str| -> Vec<Shown> {
            let all = Span::new(0, text.len());
            if text != "one two" {
                return Vec::new();
            }
            let one = Fix::safe("First", vec![Edit::replace(Span::new(0, 3), "1")]);
            let both = Fix::safe("Second", vec![Edit::replace(all, "?")]);
            [one, both]
                .map(|fix| Shown {
                    finding: Finding::new(RuleId::DoubledSpace, all, "").fixed_by(fix),
                    severity: Severity::Hint,
                })
                .into()
        };
        let fixed = fix("one two", Wanted::Safe, findings);
        assert_eq!((fixed.text.as_str(), fixed.count), ("1 two", 1));
    }

    #[test]
    fn two_insertions_at_one_place_are_not_mixed() {
        let at = |text: &'static str| Edit::insert(1, text);
        let chosen = BTreeMap::from([(Span::empty(1), "a")]);
        assert!(!is_free(&at("b"), &chosen));
        assert!(is_free(&Edit::insert(2, "b"), &chosen));
    }

    #[test]
    fn fixes_that_undo_one_another_come_to_an_end() {
        let flip = |text: &str| -> Vec<Shown> {
            let other = if text == "a" { "b" } else { "a" };
            let fix = Fix::safe("Flip", vec![Edit::replace(Span::new(0, 1), other)]);
            let finding = Finding::new(RuleId::DoubledSpace, Span::new(0, 1), "").fixed_by(fix);
            vec![Shown { finding, severity: Severity::Hint }]
        };
        assert_eq!(fix("a", Wanted::Safe, flip).count, MAX_ROUNDS);
    }
}
