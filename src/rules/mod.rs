//! The catalogue of rules, and what a rule reports.
//!
//! A rule's code, name, severity and explanation live here and nowhere else; `copydesk rule`, the pages under
//! `docs/rules/`, the links in the editor and the settings' schema are made from it.

mod catalogue;
mod finding;

pub use catalogue::{CATALOGUE, RuleId};
pub use finding::{Edit, Finding, Fix, OtherFile, Related, Safety};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A program that reads the file goes wrong.
    Error,
    /// A reader goes wrong.
    Warning,
    /// Worth knowing.
    Information,
    /// A matter of taste.
    Hint,
}

impl Severity {
    /// Its name in settings and output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
            Self::Hint => "hint",
        }
    }
}

/// One rule of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Which one.
    pub id: RuleId,
    /// The stable code: `DEL001`.
    pub code: &'static str,
    /// The kebab-case name: `mismatched-quotes`.
    pub name: &'static str,
    /// How much it matters unless settings say otherwise.
    pub severity: Severity,
    /// What it finds, in one sentence.
    pub summary: &'static str,
    /// Why that is bad, what the rule looks at and what it leaves alone; Markdown, one sentence a line.
    pub why: &'static str,
    /// A text that has it.
    pub bad: &'static str,
    /// The same text without it.
    pub good: &'static str,
    /// What fixes it offers.
    pub fix: FixKind,
}

/// Which fixes a rule offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    /// None.
    None,
    /// Always one that can be applied unseen.
    Safe,
    /// One that can be applied unseen where only one repair is likely, else one to look at.
    Sometimes,
    /// One or more to look at.
    Unsafe,
}

impl RuleId {
    /// Its entry in the catalogue.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        &CATALOGUE[self as usize]
    }

    /// The rule with this code or name, in any case.
    #[must_use]
    pub fn find(code_or_name: &str) -> Option<Self> {
        CATALOGUE
            .iter()
            .find(|rule| rule.code.eq_ignore_ascii_case(code_or_name) || rule.name.eq_ignore_ascii_case(code_or_name))
            .map(|rule| rule.id)
    }
}

impl Rule {
    /// Where its page is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), self.name)
    }
}
