use std::collections::BTreeMap;

use super::Shown;
use crate::rules::{Edit, Finding, Fix, RuleId, Safety};
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
///
/// What is boilerplate is judged on the text as it was: what is left of it when some is gone is removed only if that was
/// offered before.
pub fn fix(text: &str, wanted: Wanted, analyse: impl Fn(&str) -> Vec<Shown>) -> Fixed {
    let mut fixed = Fixed { text: text.to_owned(), count: 0, findings: analyse(text) };
    let offered = Offered::of(text, &fixed.findings, wanted);
    for _ in 0..MAX_ROUNDS {
        let (edits, count) = choose(&fixed.text, &fixed.findings, wanted, &offered);
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

/// What fixes of boilerplate remove of a text, by their rule: its letters and digits.
struct Offered(Vec<(RuleId, String)>);

impl Offered {
    fn of(text: &str, findings: &[Shown], wanted: Wanted) -> Self {
        let boilerplate = findings.iter().map(|shown| &shown.finding).filter(|finding| is_boilerplate(finding.rule));
        let fixes = boilerplate.filter_map(|finding| Some((finding.rule, applicable(finding, wanted)?)));
        Self(fixes.flat_map(|(rule, fix)| fix.edits.iter().map(move |edit| (rule, letters(text, edit)))).collect())
    }

    /// Whether what `fix` removes of `text` was offered by the same rule.
    fn has(&self, rule: RuleId, text: &str, fix: &Fix) -> bool {
        let is_known = |removed: &str| self.0.iter().any(|(of, offered)| *of == rule && offered.contains(removed));
        !is_boilerplate(rule) || fix.edits.iter().all(|edit| is_known(&letters(text, edit)))
    }
}

fn is_boilerplate(rule: RuleId) -> bool {
    matches!(rule, RuleId::RepeatedBlock | RuleId::ScraperResidue | RuleId::SharedBoilerplate)
}

fn letters(text: &str, edit: &Edit) -> String {
    text[edit.span.range()].chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The edits of as many fixes of `text` as do not overlap, and how many fixes these are.
fn choose<'f>(
    text: &str,
    findings: &'f [Shown],
    wanted: Wanted,
    offered: &Offered,
) -> (BTreeMap<Span, &'f str>, usize) {
    let mut chosen: BTreeMap<Span, &str> = BTreeMap::new();
    let mut count = 0;
    let fixes = findings.iter().filter_map(|shown| Some((shown.finding.rule, applicable(&shown.finding, wanted)?)));
    for (_, fix) in fixes.filter(|(rule, fix)| offered.has(*rule, text, fix)) {
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
    use crate::rules::Severity;

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

    /// Whatever stands last goes as boilerplate: but only that which was last before anything went.
    #[test]
    fn what_is_left_when_boilerplate_is_gone_stays() {
        let last = |text: &str| -> Vec<Shown> {
            let from = text.rfind('\n').map_or(0, |at| at + 1);
            let removed = Span::new(from.saturating_sub(1), text.len());
            let fix = Fix::safe("Remove it", vec![Edit::delete(removed)]);
            let finding = Finding::new(RuleId::SharedBoilerplate, removed, "").fixed_by(fix);
            vec![Shown { finding, severity: Severity::Warning }]
        };
        assert_eq!(fix("one\ntwo\nthree", Wanted::Safe, last).text, "one\ntwo");
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
