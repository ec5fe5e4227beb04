use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use super::diagnostic::{report_items, result_id};
use crate::duplicates::SHOWN;
use crate::facts::FileFacts;
use crate::files;
use crate::pairs;
use crate::server::corpus::Corpus;
use crate::server::diagnostics::{Subject, diagnostics};
use crate::server::job::Corpora;
use crate::server::types::{
    FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use crate::server::uri::{self, UriKey};
use crate::text::Document;

/// How many files are reported at once where the client takes parts.
const PART: usize = 64;

/// The diagnostics of every file of every corpus, file by file; in parts where the client can take them.
pub fn workspace_diagnostics(
    corpora: &Corpora,
    params: &WorkspaceDiagnosticParams,
    cancelled: &AtomicBool,
) -> WorkspaceDiagnosticReportResult {
    let known: HashMap<UriKey, &str> =
        params.previous_result_ids.iter().map(|it| (UriKey::new(&it.uri), it.value.as_str())).collect();
    let token = params.partial_result_params.partial_result_token.as_ref();
    let mut items = Vec::new();
    let mut add = |item: WorkspaceDocumentDiagnosticReport| {
        items.push(item);
        if let Some(token) = token.filter(|_| items.len() >= PART) {
            let part = std::mem::take(&mut items);
            corpora.client.progress(&json!({ "token": token, "value": { "items": part } }));
        }
    };
    for snapshot in &corpora.open {
        let id = result_id(snapshot);
        let uri = snapshot.uri.clone();
        let version = Some(i64::from(snapshot.version));
        add(match known.get(&UriKey::new(&uri)) {
            Some(previous) if **previous == id => unchanged(uri, version, id),
            _ => {
                full(uri, version, FullDocumentDiagnosticReport { result_id: Some(id), items: report_items(snapshot) })
            }
        });
    }
    for corpus in &corpora.corpora {
        let (generation, paths) = {
            let index = corpus.index();
            (index.generation(), index.files())
        };
        for relative in paths {
            if cancelled.load(Ordering::Relaxed) {
                break;
            }
            if corpus.is_open(&relative) {
                continue;
            }
            let Some(uri) = uri::from_path(&corpus.root.join(&relative)) else { continue };
            // Any change of the index may change what is said of any file.
            let id = format!("{generation}");
            if known.get(&UriKey::new(&uri)).is_some_and(|previous| *previous == id) {
                add(unchanged(uri, None, id));
            } else if let Some(items) = of_closed(corpora, corpus, &relative, &uri) {
                add(full(uri, None, FullDocumentDiagnosticReport { result_id: Some(id), items }));
            }
        }
    }
    WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items })
}

/// The diagnostics of a file that is not open; `None` where it is gone or no text.
fn of_closed(
    corpora: &Corpora,
    corpus: &Corpus,
    relative: &Path,
    uri: &crate::server::types::Uri,
) -> Option<Vec<crate::server::types::Diagnostic>> {
    let (text, format) = files::article_of(&corpus.root.join(relative), relative, &corpus.config)?;
    let settings = corpus.config.settings_with(crate::config::decisions(&corpus.root));
    let facts = FileFacts::new(&text, format, Arc::clone(&settings));
    let text = Document::new(&text);
    let shared = corpus.findings(relative, &text, &facts, SHOWN);
    Some(diagnostics(&Subject {
        uri,
        text: &text,
        facts: Some(&facts),
        shared: &shared,
        beside: &pairs::findings(
            &corpus.root.join(relative),
            &text.text(),
            &corpus.root,
            &corpus.knowledge(),
            |path| files::text_of(path, path.strip_prefix(&corpus.root).unwrap_or(path), &corpus.config),
        ),
        too_large: false,
        config: &corpus.config,
        settings: &settings,
        features: &corpora.features,
    }))
}

fn full(
    uri: crate::server::types::Uri,
    version: Option<i64>,
    report: FullDocumentDiagnosticReport,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version,
        full_document_diagnostic_report: report,
    })
}

fn unchanged(
    uri: crate::server::types::Uri,
    version: Option<i64>,
    result_id: String,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
        uri,
        version,
        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
    })
}
