use std::fmt;
use std::str::FromStr;

use crate::rules::{CATALOGUE, RuleId};

/// Names one rule or several: a code (`DEL001`), a name (`mismatched-quotes`), the beginning of codes (`TYP`) or `ALL`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Selector {
    written: String,
    rules: Vec<RuleId>,
}

impl Selector {
    /// The rules it names; at least one.
    #[must_use]
    pub fn rules(&self) -> &[RuleId] {
        &self.rules
    }

    /// The selector of every rule.
    #[must_use]
    pub fn all() -> Self {
        Self { written: "ALL".to_owned(), rules: CATALOGUE.iter().map(|rule| rule.id).collect() }
    }
}

impl FromStr for Selector {
    type Err = String;

    /// The error says which rules have a name like it.
    fn from_str(written: &str) -> Result<Self, String> {
        if written.eq_ignore_ascii_case("all") {
            return Ok(Self::all());
        }
        let rules: Vec<RuleId> = match RuleId::find(written) {
            Some(rule) => vec![rule],
            None => CATALOGUE.iter().filter(|rule| is_family(rule.code, written)).map(|rule| rule.id).collect(),
        };
        if rules.is_empty() {
            return Err(unknown_rule(written));
        }
        Ok(Self { written: written.to_owned(), rules })
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// Says that no rule is called `written`, and which ones have a name like it.
#[must_use]
pub fn unknown_rule(written: &str) -> String {
    let names = CATALOGUE.iter().flat_map(|rule| [rule.code, rule.name]);
    match nearest(written, names) {
        Some(name) => format!("there is no rule `{written}`; did you mean `{name}`?"),
        None => format!("there is no rule `{written}`; `copydesk rule --all` lists them"),
    }
}

/// The candidate most like `written`, unless none is.
pub fn nearest<'a>(written: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    /// Below this Jaro-Winkler similarity a suggestion confuses more than it helps.
    const LIKE: f64 = 0.8;
    let lower = written.to_lowercase();
    candidates
        .map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(similarity, _)| *similarity >= LIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// Whether `code` begins with `written`, which is at least the three letters of a family.
fn is_family(code: &str, written: &str) -> bool {
    written.len() >= 3 && code.get(..written.len()).is_some_and(|start| start.eq_ignore_ascii_case(written))
}
