use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use serde_json::json;

use super::capabilities::Features;
use super::convert::{Converter, to_position};
use super::types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString, Range, Uri,
};
use crate::config::{Config, Settings};
use crate::duplicates::{self, Residue};
use crate::facts::FileFacts;
use crate::rules::{CATALOGUE, Finding, OtherFile, RuleId, Safety, Severity};
use crate::text::{Document, LineIndex};

/// Who says so, as editors show it.
pub const SOURCE: &str = "copydesk";

/// The pages of the rules, as the protocol has them; parsed once.
static PAGES: LazyLock<BTreeMap<RuleId, Uri>> =
    LazyLock::new(|| CATALOGUE.iter().filter_map(|rule| Some((rule.id, rule.url().parse().ok()?))).collect());

/// A document, as far as its diagnostics depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The client's name for it.
    pub uri: &'a Uri,
    /// Its text.
    pub text: &'a Document,
    /// What is known of it, where it was analysed.
    pub facts: Option<&'a FileFacts>,
    /// What of it stands in other articles.
    pub shared: &'a [Finding],
    /// What is wrong between it and the files beside it.
    pub beside: &'a [Finding],
    /// Whether it was not analysed because it is too large.
    pub too_large: bool,
    /// Its settings.
    pub config: &'a Config,
    /// Those of them that findings depend on.
    pub settings: &'a Settings,
    /// What the client can do.
    pub features: &'a Features,
}

/// The diagnostics of a document, ascending by place.
///
/// At most `limits.findings-per-file` findings are given, the most severe ones first, and of the same severity those
/// that come first in the file; one more diagnostic at the start of the file says how many are not.
pub fn diagnostics(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.too_large {
        return vec![too_large(subject.config)];
    }
    let limit = subject.config.limits_findings_per_file;
    let own = subject.facts.map(|facts| facts.severest(limit)).unwrap_or_default();
    let of_facts: usize = subject.facts.map_or(0, |facts| facts.counts().iter().sum());
    // Those that are not shown may be very many: they are not copied.
    let residue = Residue::of(&own);
    let elsewhere: Vec<&Finding> =
        subject.shared.iter().filter(|it| residue.leaves(it)).chain(subject.beside).collect();
    let all = of_facts + elsewhere.len();
    let elsewhere = severest(&elsewhere, limit, subject.settings);
    let both = duplicates::merged(own, elsewhere);
    let shown = severest(&both.iter().collect::<Vec<_>>(), limit, subject.settings);
    let missing = if shown.len() < limit { 0 } else { all - shown.len() };
    let mut diagnostics = Vec::with_capacity(shown.len() + 1);
    diagnostics.extend((missing > 0).then(|| missing_note(missing)));
    let mut lines = OtherLines::new();
    diagnostics.extend(shown.iter().filter_map(|finding| subject.diagnostic(finding, &mut lines)));
    diagnostics
}

/// The `most` severest of `findings`, of equal ones those that come first; ascending by place.
fn severest(findings: &[&Finding], most: usize, settings: &Settings) -> Vec<Finding> {
    let mut chosen: Vec<&Finding> = findings.to_vec();
    if findings.len() > most {
        chosen.sort_by_key(|finding| settings.severity(finding.rule));
        chosen.truncate(most);
    }
    chosen.sort_by_key(|finding| (finding.span, finding.rule));
    chosen.into_iter().cloned().collect()
}

/// Says how many findings are not given.
fn missing_note(missing: usize) -> Diagnostic {
    Diagnostic {
        severity: Some(DiagnosticSeverity::INFORMATION),
        source: Some(SOURCE.to_owned()),
        message: format!(
            "{missing} more findings in this file are not shown; `limits.findings-per-file` says how many are"
        ),
        ..Diagnostic::default()
    }
}

fn too_large(config: &Config) -> Diagnostic {
    let rule = RuleId::FileTooLarge.rule();
    Diagnostic {
        severity: Some(lsp_severity(rule.severity)),
        code: Some(NumberOrString::String(rule.code.to_owned())),
        source: Some(SOURCE.to_owned()),
        message: format!(
            "The file is larger than {} and was not analysed; `limits.file-size` raises the limit",
            config.limits_file_size
        ),
        ..Diagnostic::default()
    }
}

/// The lines of other files that findings lead to, many of them to the same ones.
type OtherLines = HashMap<*const OtherFile, LineIndex>;

impl Subject<'_> {
    /// `None` where the rule is switched off.
    fn diagnostic(&self, finding: &Finding, lines: &mut OtherLines) -> Option<Diagnostic> {
        let severity = self.settings.severity(finding.rule)?;
        let rule = finding.rule.rule();
        let described = self.features.code_description;
        Some(Diagnostic {
            range: self.converter().range(finding.span),
            severity: Some(lsp_severity(severity)),
            code: Some(NumberOrString::String(rule.code.to_owned())),
            code_description: PAGES
                .get(&finding.rule)
                .filter(|_| described)
                .map(|page| CodeDescription { href: page.clone() }),
            source: Some(SOURCE.to_owned()),
            message: finding.message.to_string(),
            related_information: self.related(finding, lines),
            tags: (self.features.unnecessary_tag && is_unnecessary(finding.rule))
                .then(|| vec![DiagnosticTag::UNNECESSARY]),
            data: self.features.diagnostic_data.then(|| {
                let safe = finding.fixes.iter().filter(|fix| fix.safety == Safety::Safe).count();
                json!({ "rule": rule.name, "fixes": finding.fixes.len(), "safeFixes": safe })
            }),
        })
    }

    fn converter(&self) -> Converter<'_> {
        Converter { text: self.text, encoding: self.features.encoding }
    }

    fn related(&self, finding: &Finding, lines: &mut OtherLines) -> Option<Vec<DiagnosticRelatedInformation>> {
        let encoding = self.features.encoding;
        let places = finding.related.iter().filter_map(|related| {
            let location = match &related.file {
                None => Location { uri: self.uri.clone(), range: self.converter().range(related.span) },
                Some(other) => {
                    let lines = lines.entry(Arc::as_ptr(other)).or_insert_with(|| LineIndex::new(&other.text));
                    let position = |at: usize| to_position(lines.position(&other.text, at, encoding));
                    let range = Range { start: position(related.span.start), end: position(related.span.end) };
                    Location { uri: super::uri::from_path(&other.path)?, range }
                }
            };
            Some(DiagnosticRelatedInformation { location, message: related.message.to_string() })
        });
        (self.features.related_information && !finding.related.is_empty()).then(|| places.collect())
    }
}

/// Whether what a rule finds could go without a loss.
fn is_unnecessary(rule: RuleId) -> bool {
    matches!(
        rule,
        RuleId::TrailingWhiteSpace
            | RuleId::DoubledBlankLines
            | RuleId::ZeroWidthCharacter
            | RuleId::EmptyAnnotation
            | RuleId::ScraperResidue
    )
}

/// A severity as the protocol has it.
pub fn lsp_severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

/// A diagnostic of a settings' file.
pub fn settings_diagnostic(range: Range, message: String) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(DiagnosticSeverity::WARNING),
        source: Some(SOURCE.to_owned()),
        message,
        ..Diagnostic::default()
    }
}
