use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::annotate::{self, Wish};
use super::copies::{all_copies, removal};
use super::decide::{BlockAt, KEEP, MARK, REALIGN};
use crate::ide::{self, FixableRules};
use crate::pairs;
use crate::rules::{Edit, Finding, RuleId, Safety};
use crate::server::capabilities::FIX_ALL;
use crate::server::convert::Converter;
use crate::server::job::Snapshot;
use crate::server::types::{
    AnnotatedTextEdit, ChangeAnnotation, CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Command,
    Diagnostic, DocumentChanges, Error, ErrorCode, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier,
    Result, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use crate::server::uri;
use crate::text::{Document, Span};

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
    /// A block in every article that holds it, by its first byte.
    Everywhere { start: usize },
    /// All findings of a rule, by code, with their safe fixes.
    Rule(String),
    /// All findings with their safe fixes.
    All,
    /// Annotations that have to follow their text.
    Standoff,
    /// Something about the name at a byte.
    Name { at: usize, wish: Wish },
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
    if wanted(&CodeActionKind::QUICKFIX) {
        actions.extend(move_along(snapshot));
    }
    if wanted(&CodeActionKind::REFACTOR_REWRITE) {
        actions.extend(about_name(snapshot, span.start));
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
    let edit = if data.version == snapshot.version { target_edit(snapshot, &data.target) } else { None };
    action.edit = Some(edit.ok_or(Error::new(ErrorCode::ContentModified))?);
    Ok(action)
}

/// Whether `kind` is `wanted` or a part of it: `source` includes `source.fixAll.copydesk`.
fn includes(wanted: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(wanted.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty())
}

fn quick_fixes(snapshot: &Snapshot, span: Span, shown: &[Diagnostic]) -> Vec<CodeAction> {
    let here = snapshot.findings_at(span);
    let mut actions: Vec<_> = here.iter().flat_map(|finding| fixes(snapshot, finding, shown)).collect();
    actions.extend(here.iter().flat_map(|finding| for_copies(snapshot, finding)));
    if here.iter().any(|finding| finding.fixes.iter().any(|fix| fix.safety == Safety::Safe)) {
        let mut fixable = FixableRules::default();
        snapshot.each_finding(|finding| {
            fixable.add(finding);
            ControlFlow::Continue(())
        });
        let rules = here.iter().map(|finding| finding.rule).filter(|rule| fixable.has(*rule));
        let mut rules: Vec<_> = rules.collect();
        rules.sort();
        rules.dedup();
        actions.extend(rules.into_iter().map(|rule| fix_rule(snapshot, rule)));
    }
    actions
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
            ..action(snapshot, &fix.title, CodeActionKind::QUICKFIX, target, || {
                Some(workspace_edit(snapshot, &fix.edits))
            })
        }
    };
    finding.fixes.iter().enumerate().map(action).collect()
}

/// What can be done about a block that stands in several places, beside removing it here.
fn for_copies(snapshot: &Snapshot, finding: &Finding) -> Vec<CodeAction> {
    let rule = finding.rule;
    if !matches!(rule, RuleId::SharedBoilerplate | RuleId::SharedBlock | RuleId::RepeatedBlock | RuleId::ScraperResidue)
    {
        return Vec::new();
    }
    let mut actions = Vec::new();
    let others = finding.related.iter().filter(|related| related.file.is_some()).count();
    if others > 0 && snapshot.features.document_changes {
        let target = Target::Everywhere { start: finding.span.start };
        let edit = || target_edit(snapshot, &target);
        actions.push(action(
            snapshot,
            "Remove this block from all articles",
            CodeActionKind::QUICKFIX,
            target.clone(),
            edit,
        ));
    }
    if snapshot.corpus.is_some() {
        let command = |title: &str, command: &str| CodeAction {
            title: title.to_owned(),
            kind: Some(CodeActionKind::QUICKFIX),
            command: Some(Command {
                title: title.to_owned(),
                command: command.to_owned(),
                arguments: Some(vec![json!(BlockAt::new(snapshot, finding.span))]),
            }),
            ..CodeAction::default()
        };
        actions.push(command("Keep this block: add it to boilerplate.allow", KEEP));
        if rule != RuleId::RepeatedBlock {
            actions.push(command("Mark as boilerplate everywhere: add it to boilerplate.deny", MARK));
        }
    }
    actions
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
    let edits = || target_edit(snapshot, &target);
    action(snapshot, &title, CodeActionKind::QUICKFIX, target.clone(), edits)
}

/// The action that moves annotations to where their text has gone, where it has gone anywhere.
fn move_along(snapshot: &Snapshot) -> Option<CodeAction> {
    let movable = snapshot.movable.as_ref().filter(|movable| movable.is_wanted())?;
    let edits = || target_edit(snapshot, &Target::Standoff);
    let title = "Move the annotations along";
    // Of offsets in the text itself it has to be known when they have moved: what is edited next is followed from there.
    if movable.is_within() && snapshot.features.applies_edits {
        let arguments = Some(vec![json!(snapshot.uri)]);
        let command = Command { title: title.to_owned(), command: REALIGN.to_owned(), arguments };
        let kind = Some(CodeActionKind::QUICKFIX);
        return Some(CodeAction { title: title.to_owned(), kind, command: Some(command), ..CodeAction::default() });
    }
    Some(action(snapshot, title, CodeActionKind::QUICKFIX, Target::Standoff, edits))
}

/// What can be done about the name at a byte.
fn about_name(snapshot: &Snapshot, at: usize) -> Vec<CodeAction> {
    let one = |(title, wish): (String, Wish)| {
        let target = Target::Name { at, wish };
        let edit = || target_edit(snapshot, &target);
        action(snapshot, &title, CodeActionKind::REFACTOR_REWRITE, target.clone(), edit)
    };
    annotate::offers(snapshot, at).into_iter().map(one).collect()
}

/// The action that applies all safe fixes, where there are any.
fn fix_all(snapshot: &Snapshot) -> Option<CodeAction> {
    let mut any = false;
    snapshot.each_finding(|finding| {
        any = finding.fixes.iter().any(|fix| fix.safety == Safety::Safe);
        if any { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let edits = || target_edit(snapshot, &Target::All);
    any.then(|| action(snapshot, "Apply all safe fixes in the file", FIX_ALL, Target::All, edits))
}

/// An action with its edit, or with what is needed to find it later where the client asks for it then.
fn action(
    snapshot: &Snapshot,
    title: &str,
    kind: CodeActionKind,
    target: Target,
    edit: impl FnOnce() -> Option<WorkspaceEdit>,
) -> CodeAction {
    let mut action = CodeAction { title: title.to_owned(), kind: Some(kind), ..CodeAction::default() };
    if snapshot.features.resolves() {
        let data = ActionData { uri: snapshot.uri.clone(), version: snapshot.version, target };
        action.data = Some(json!(data));
    } else {
        action.edit = edit();
    }
    action
}

/// What a target changes, or `None` where there is nothing to mend.
fn target_edit(snapshot: &Snapshot, target: &Target) -> Option<WorkspaceEdit> {
    match target {
        Target::Everywhere { start } => everywhere(snapshot, *start),
        Target::Name { at, wish } => annotate::edit(snapshot, *at, wish),
        Target::Standoff => {
            let movement = snapshot.movable.as_ref()?.movement();
            Some(movement.edit(snapshot.features.encoding, snapshot.features.document_changes))
        }
        _ => target_edits(snapshot, target).map(|edits| workspace_edit(snapshot, &edits)),
    }
}

/// Removes a block from every article that holds it; the client shows each place first, where it can.
fn everywhere(snapshot: &Snapshot, start: usize) -> Option<WorkspaceEdit> {
    let finding = all_copies(snapshot, start)?;
    let here = snapshot.text.text();
    let mut files: BTreeMap<String, (Uri, Option<i32>, Document, BTreeSet<Span>)> = BTreeMap::new();
    let own = (snapshot.uri.clone(), Some(snapshot.version), snapshot.text.clone(), BTreeSet::new());
    files.entry(snapshot.uri.as_str().to_owned()).or_insert(own).3.insert(removal(&here, finding.span));
    for related in &finding.related {
        let Some(file) = &related.file else { continue };
        let Some(uri) = uri::from_path(&file.path) else { continue };
        let text = || (uri.clone(), None, Document::new(&file.text), BTreeSet::new());
        let entry = files.entry(uri.as_str().to_owned()).or_insert_with(text);
        entry.3.insert(removal(&file.text, related.span));
    }
    let annotated = snapshot.features.change_annotations;
    let documents = files.into_values().map(|(uri, version, text, spans)| {
        let converter = Converter { text: &text, encoding: snapshot.features.encoding };
        let edits = spans.into_iter().map(|span| {
            let text_edit = TextEdit { range: converter.range(span), new_text: String::new() };
            if annotated {
                OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: REMOVAL.to_owned() })
            } else {
                OneOf::Left(text_edit)
            }
        });
        let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
        TextDocumentEdit { text_document, edits: edits.collect() }
    });
    let annotation = ChangeAnnotation {
        label: "Remove the block".to_owned(),
        needs_confirmation: Some(true),
        description: Some(finding.message.to_string()),
    };
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(documents.collect())),
        change_annotations: annotated.then(|| HashMap::from([(REMOVAL.to_owned(), annotation)])),
        ..WorkspaceEdit::default()
    })
}

/// Names the annotation of edits that remove a block.
const REMOVAL: &str = "remove-block";

/// The edits in the document itself.
fn target_edits(snapshot: &Snapshot, target: &Target) -> Option<Vec<Edit>> {
    let edits = match target {
        Target::One { rule, start, fix } => {
            let rule = RuleId::find(rule)?;
            let found = snapshot.findings().find(|it| it.rule == rule && it.span.start == *start)?;
            found.fixes.into_iter().nth(*fix)?.edits
        }
        Target::Rule(rule) => {
            let rule = RuleId::find(rule)?;
            safe_edits(snapshot, |finding| finding.rule == rule)
        }
        Target::All => safe_edits(snapshot, |_| true),
        Target::Everywhere { .. } | Target::Standoff | Target::Name { .. } => return None,
    };
    (!edits.is_empty()).then_some(edits)
}

/// The edits of all safe fixes of these findings; what the annotations beside the text name stays.
fn safe_edits(snapshot: &Snapshot, wanted: impl Fn(&Finding) -> bool) -> Vec<Edit> {
    let mut findings: Vec<Finding> = snapshot.findings().filter(wanted).collect();
    if let Some((corpus, relative)) = &snapshot.corpus {
        let read = |path: &Path| corpus.annotations_of_open(relative, &snapshot.text, path);
        let annotated = || pairs::annotated(relative, &snapshot.text, read).into_iter().map(|it| it.span).collect();
        pairs::keep_annotated(&mut findings, annotated);
    }
    ide::safe_edits(findings)
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
