use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ide;
use crate::rules::{Edit, Finding, RuleId, Safety};
use crate::server::capabilities::FIX_ALL;
use crate::server::job::Snapshot;
use crate::server::types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Diagnostic, DocumentChanges, Error, ErrorCode,
    NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier, Result, TextDocumentEdit, Uri, WorkspaceEdit,
};
use crate::text::Span;

/// What an action does, as the client keeps it until the action is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionData {
    /// The client's name for the document.
    pub uri: Uri,
    /// The version of the text that the action is for.
    pub version: i32,
    /// What it mends.
    target: Target,
}

/// What an action mends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Target {
    /// One finding: the code of its rule, its first byte, and the number of the fix.
    One { rule: String, start: usize, fix: usize },
    /// All findings of a rule, by code, with their safe fixes.
    Rule(String),
    /// All findings with their safe fixes.
    All,
}

/// The actions for a range: the fixes of the findings in it, all safe fixes of a rule that has more than one, and all
/// safe fixes of the file.
pub fn code_actions(snapshot: &Snapshot, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let wanted = |kind: &CodeActionKind| match &params.context.only {
        Some(only) => only.iter().any(|wanted| includes(wanted, kind)),
        None => true,
    };
    let span = snapshot.converter().span(params.range);
    let mut actions = Vec::new();
    if wanted(&CodeActionKind::QUICKFIX) {
        actions.extend(quick_fixes(snapshot, span, &params.context.diagnostics));
    }
    if wanted(&FIX_ALL) {
        actions.extend(fix_all(snapshot));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// The action with its edit.
///
/// # Errors
/// The document has changed since the action was offered, or the action is none of ours.
pub fn resolve(snapshot: &Snapshot, mut action: CodeAction, data: &ActionData) -> Result<CodeAction> {
    let edits = if data.version == snapshot.version { target_edits(snapshot, &data.target) } else { None };
    let edits = edits.ok_or(Error::new(ErrorCode::ContentModified))?;
    action.edit = Some(workspace_edit(snapshot, &edits));
    Ok(action)
}

/// Whether `kind` is `wanted` or a part of it: `source` includes `source.fixAll.copydesk`.
fn includes(wanted: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(wanted.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty())
}

fn quick_fixes(snapshot: &Snapshot, span: Span, shown: &[Diagnostic]) -> Vec<CodeAction> {
    let here: Vec<_> = snapshot.findings().filter(|finding| near(finding.span, span)).collect();
    let mut actions: Vec<_> = here.iter().flat_map(|finding| fixes(snapshot, finding, shown)).collect();
    if here.iter().any(|finding| finding.fixes.iter().any(|fix| fix.safety == Safety::Safe)) {
        let fixable = ide::fixable_rules(snapshot.findings());
        let rules = here.iter().map(|finding| finding.rule).filter(|rule| fixable.contains(rule));
        let mut rules: Vec<_> = rules.collect();
        rules.sort();
        rules.dedup();
        actions.extend(rules.into_iter().map(|rule| fix_rule(snapshot, rule)));
    }
    actions
}

/// Whether a finding belongs to what is selected: a cursor at its edge is near enough.
fn near(finding: Span, selected: Span) -> bool {
    finding.start <= selected.end && selected.start <= finding.end
}

/// An action for each fix of a finding. The first safe one is the preferred one.
fn fixes(snapshot: &Snapshot, finding: &Finding, shown: &[Diagnostic]) -> Vec<CodeAction> {
    let preferred = finding.fixes.iter().position(|fix| fix.safety == Safety::Safe);
    let diagnostic = shown_diagnostic(snapshot, finding, shown);
    let action = |(number, fix): (usize, &crate::rules::Fix)| {
        let code = finding.rule.rule().code.to_owned();
        let target = Target::One { rule: code, start: finding.span.start, fix: number };
        CodeAction {
            diagnostics: diagnostic.clone().map(|diagnostic| vec![diagnostic]),
            is_preferred: (preferred == Some(number)).then_some(true),
            ..action(snapshot, &fix.title, CodeActionKind::QUICKFIX, target, || Some(fix.edits.clone()))
        }
    };
    finding.fixes.iter().enumerate().map(action).collect()
}

/// The diagnostic of the client that shows a finding.
fn shown_diagnostic(snapshot: &Snapshot, finding: &Finding, shown: &[Diagnostic]) -> Option<Diagnostic> {
    let range = snapshot.converter().range(finding.span);
    let code = NumberOrString::String(finding.rule.rule().code.to_owned());
    shown.iter().find(|one| one.range == range && one.code.as_ref() == Some(&code)).cloned()
}

fn fix_rule(snapshot: &Snapshot, rule: RuleId) -> CodeAction {
    let rule = rule.rule();
    let target = Target::Rule(rule.code.to_owned());
    let title = format!("Fix all {} findings ({}) in the file", rule.name, rule.code);
    let edits = || target_edits(snapshot, &target);
    action(snapshot, &title, CodeActionKind::QUICKFIX, target.clone(), edits)
}

/// The action that applies all safe fixes, where there are any.
fn fix_all(snapshot: &Snapshot) -> Option<CodeAction> {
    let any = snapshot.findings().any(|finding| finding.fixes.iter().any(|fix| fix.safety == Safety::Safe));
    let edits = || target_edits(snapshot, &Target::All);
    any.then(|| action(snapshot, "Apply all safe fixes in the file", FIX_ALL, Target::All, edits))
}

/// An action with its edit, or with what is needed to find it later where the client asks for it then.
fn action(
    snapshot: &Snapshot,
    title: &str,
    kind: CodeActionKind,
    target: Target,
    edits: impl FnOnce() -> Option<Vec<Edit>>,
) -> CodeAction {
    let mut action = CodeAction { title: title.to_owned(), kind: Some(kind), ..CodeAction::default() };
    if snapshot.features.resolves() {
        let data = ActionData { uri: snapshot.uri.clone(), version: snapshot.version, target };
        action.data = Some(json!(data));
    } else {
        action.edit = edits().map(|edits| workspace_edit(snapshot, &edits));
    }
    action
}

/// What a target changes, or `None` where there is nothing to mend.
fn target_edits(snapshot: &Snapshot, target: &Target) -> Option<Vec<Edit>> {
    let edits = match target {
        Target::One { rule, start, fix } => {
            let rule = RuleId::find(rule)?;
            let found = snapshot.findings().find(|it| it.rule == rule && it.span.start == *start)?;
            found.fixes.into_iter().nth(*fix)?.edits
        }
        Target::Rule(rule) => {
            let rule = RuleId::find(rule)?;
            ide::safe_edits(snapshot.findings().filter(|finding| finding.rule == rule))
        }
        Target::All => ide::safe_edits(snapshot.findings()),
    };
    (!edits.is_empty()).then_some(edits)
}

/// The edits for the version of the text that they are for, where the client can take that in.
fn workspace_edit(snapshot: &Snapshot, edits: &[Edit]) -> WorkspaceEdit {
    let edits = snapshot.converter().edits(edits);
    if !snapshot.features.document_changes {
        return WorkspaceEdit::new(HashMap::from([(snapshot.uri.clone(), edits)]));
    }
    let text_document =
        OptionalVersionedTextDocumentIdentifier { uri: snapshot.uri.clone(), version: Some(snapshot.version) };
    let edit = TextDocumentEdit { text_document, edits: edits.into_iter().map(OneOf::Left).collect() };
    WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(vec![edit])), ..WorkspaceEdit::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_includes_its_parts() {
        let includes = |wanted: &'static str| super::includes(&CodeActionKind::new(wanted), &FIX_ALL);
        for wanted in ["", "source", "source.fixAll", "source.fixAll.copydesk"] {
            assert!(includes(wanted), "{wanted}");
        }
        for wanted in ["quickfix", "sour", "source.fix", "source.fixAll.copydesk.more"] {
            assert!(!includes(wanted), "{wanted}");
        }
    }
}
