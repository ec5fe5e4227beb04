use std::collections::BTreeMap;

use crate::rules::{Edit, Finding, Fix, RuleId, Safety};

/// The edits of all safe fixes that can be applied together, ascending.
///
/// A finding gives its first safe fix; one that overlaps an earlier one is left out and can be applied in a second run.
pub fn safe_edits(findings: impl IntoIterator<Item = Finding>) -> Vec<Edit> {
    let mut accepted = BTreeMap::new();
    for finding in findings {
        if let Some(fix) = finding.fixes.into_iter().find(is_safe)
            && fix.edits.iter().all(|edit| fits(&accepted, edit))
        {
            accepted.extend(fix.edits.into_iter().map(|edit| (edit.span.start, edit)));
        }
    }
    accepted.into_values().collect()
}

/// The rules that have more than one finding with a safe fix, and so are worth fixing all at once.
#[derive(Debug, Default)]
pub struct FixableRules(BTreeMap<RuleId, usize>);

impl FixableRules {
    /// Takes in a finding.
    pub fn add(&mut self, finding: &Finding) {
        if finding.fixes.iter().any(is_safe) {
            *self.0.entry(finding.rule).or_default() += 1;
        }
    }

    /// Whether `rule` is one of them.
    #[must_use]
    pub fn has(&self, rule: RuleId) -> bool {
        self.0.get(&rule).is_some_and(|count| *count > 1)
    }
}

fn is_safe(fix: &Fix) -> bool {
    fix.safety == Safety::Safe
}

/// Whether an edit leaves alone what the accepted ones, which do not overlap each other, change.
fn fits(accepted: &BTreeMap<usize, Edit>, edit: &Edit) -> bool {
    let before = accepted.range(..=edit.span.start).next_back();
    let behind = accepted.range(edit.span.start..).next();
    before.into_iter().chain(behind).all(|(_, other)| !other.span.overlaps(edit.span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn finding(rule: RuleId, edits: Vec<Edit>) -> Finding {
        Finding::new(rule, edits[0].span, "wrong").fixed_by(Fix::safe("mend it", edits))
    }

    fn replace(start: usize, end: usize, text: &'static str) -> Edit {
        Edit::replace(Span::new(start, end), text)
    }

    #[test]
    fn overlapping_fixes_wait_for_the_next_run() {
        let found = [
            finding(RuleId::MismatchedQuotes, vec![replace(0, 2, "a"), replace(9, 10, "b")]),
            finding(RuleId::MismatchedQuotes, vec![replace(1, 3, "c")]),
            finding(RuleId::DoubledQuote, vec![replace(5, 5, "d")]),
            finding(RuleId::DoubledQuote, vec![replace(5, 5, "e")]),
            finding(RuleId::DoubledQuote, vec![replace(8, 9, "f")]),
        ];
        let texts: Vec<_> = safe_edits(found).into_iter().map(|edit| edit.text).collect();
        assert_eq!(texts, ["a", "d", "f", "b"]);
    }

    #[test]
    fn unsafe_fixes_stay_out() {
        let fix = Fix::unsafe_("perhaps", vec![replace(0, 1, "x")]);
        let found = Finding::new(RuleId::UnclosedQuote, Span::new(0, 1), "open").fixed_by(fix);
        assert!(safe_edits([found]).is_empty());
    }

    #[test]
    fn one_finding_is_not_worth_fixing_all() {
        let one = finding(RuleId::DoubledQuote, vec![replace(0, 1, "")]);
        let mut rules = FixableRules::default();
        rules.add(&one);
        assert!(!rules.has(RuleId::DoubledQuote));
        rules.add(&one);
        assert!(rules.has(RuleId::DoubledQuote));
    }
}
