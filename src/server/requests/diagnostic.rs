use crate::server::diagnostics::diagnostics;
use crate::server::job::Snapshot;
use crate::server::types::{
    Diagnostic, DocumentDiagnosticReport, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

/// The diagnostics of a document, or word that they are those of `previous`.
pub fn report(snapshot: &Snapshot, previous: Option<&str>) -> DocumentDiagnosticReportResult {
    let id = result_id(snapshot);
    if previous == Some(&id) {
        return DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
            related_documents: None,
        })
        .into();
    }
    let items = report_items(snapshot);
    full(FullDocumentDiagnosticReport { result_id: Some(id), items })
}

/// The diagnostics of a document.
pub fn report_items(snapshot: &Snapshot) -> Vec<Diagnostic> {
    diagnostics(&snapshot.subject())
}

/// The diagnostics of a document that is not open: none.
pub fn empty_report() -> DocumentDiagnosticReportResult {
    full(FullDocumentDiagnosticReport::default())
}

fn full(report: FullDocumentDiagnosticReport) -> DocumentDiagnosticReportResult {
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        full_document_diagnostic_report: report,
        ..RelatedFullDocumentDiagnosticReport::default()
    })
    .into()
}

/// Names the state of the text, the settings and the copies elsewhere that diagnostics depend on: revisions are never
/// given twice.
pub fn result_id(snapshot: &Snapshot) -> String {
    format!("{}.{}.{}", snapshot.revision, snapshot.shared.version, snapshot.beside.version)
}
