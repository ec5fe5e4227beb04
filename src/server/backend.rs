use std::future::Future;
use std::sync::atomic::AtomicBool;

use serde_json::Value;
use tokio::sync::watch;

use super::capabilities::{Features, initialize_result};
use super::event::{Event, Inbox};
use super::job::{AskCorpora, Corpora, Job, Snapshot};
use super::parent::Parent;
use super::requests::{self, ActionData, BlockAt, LensData, NameLens};
use super::types::{
    CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionItem, CompletionParams,
    CompletionResponse, DeleteFilesParams, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    DocumentHighlight, DocumentHighlightParams, DocumentLink, DocumentLinkParams, DocumentSymbolParams,
    DocumentSymbolResponse, Error, ExecuteCommandParams, FoldingRange, FoldingRangeParams, GotoDeclarationParams,
    GotoDeclarationResponse, GotoDefinitionParams, GotoDefinitionResponse, GotoImplementationParams,
    GotoImplementationResponse, GotoTypeDefinitionParams, GotoTypeDefinitionResponse, Hover, HoverParams,
    InitializeParams, InitializeResult, InitializedParams, InlayHint, InlayHintParams, LanguageServer,
    LinkedEditingRangeParams, LinkedEditingRanges, Location, Moniker, MonikerParams, PrepareRenameResponse,
    ReferenceParams, RenameFilesParams, RenameParams, Result, SelectionRange, SelectionRangeParams,
    SemanticTokensDeltaParams, SemanticTokensFullDeltaResult, SemanticTokensParams, SemanticTokensRangeParams,
    SemanticTokensRangeResult, SemanticTokensResult, SignatureHelp, SignatureHelpParams, TextDocumentPositionParams,
    TextEdit, Uri, WillSaveTextDocumentParams, WorkDoneProgressCancelParams, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReportResult, WorkspaceEdit, WorkspaceSymbol, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use super::uri::UriKey;

/// The methods of the protocol: each builds a message, puts it into the inbox of the main loop before anything else
/// can come between, and awaits the answer.
#[derive(Debug)]
pub struct Backend {
    inbox: Inbox,
    /// Tells whoever watches over the client which process it is.
    parent: watch::Sender<Option<Parent>>,
}

impl Backend {
    /// A backend whose messages go to `inbox`; the client's process goes to `parent`.
    pub fn new(inbox: Inbox, parent: watch::Sender<Option<Parent>>) -> Self {
        Self { inbox, parent }
    }

    /// Asks about a document; `None` where it is not open.
    fn ask<T, F>(&self, uri: Uri, find: F) -> impl Future<Output = Result<Option<T>>> + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&Snapshot) -> T + Send + 'static,
    {
        let (job, answer) = Job::new(uri, find);
        self.inbox.deliver(Event::Ask(job));
        answer
    }
}

impl Backend {
    /// `window/workDoneProgress/cancel`, which the trait has not.
    pub async fn work_done_progress_cancel(&self, params: WorkDoneProgressCancelParams) {
        self.inbox.deliver(Event::Cancel(params.token));
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let result = initialize_result(&Features::new(&params.capabilities));
        self.parent.send_replace(params.process_id.and_then(Parent::new));
        self.inbox.deliver(Event::Initialize(Box::new(params)));
        Ok(result)
    }

    async fn initialized(&self, _: InitializedParams) {
        self.inbox.deliver(Event::Initialized);
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.inbox.deliver(Event::Open(params));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.inbox.deliver(Event::Change(params));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.inbox.deliver(Event::Save(params));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.inbox.deliver(Event::Close(params));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.inbox.deliver(Event::Configure(params));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.inbox.deliver(Event::Folders(params));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.inbox.deliver(Event::Watched(params));
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        self.inbox.deliver(Event::Renamed(params));
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        Ok(requests::with_their_pairs(&params.files))
    }

    async fn did_delete_files(&self, params: DeleteFilesParams) {
        self.inbox.deliver(Event::Deleted(params));
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let previous = params.previous_result_id;
        let report = self.ask(params.text_document.uri, move |it| requests::report(it, previous.as_deref()));
        Ok(report.await?.unwrap_or_else(requests::empty_report))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.ask(params.text_document.uri.clone(), move |it| requests::code_actions(it, &params)).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        let data = action.data.clone().unwrap_or_default();
        let data: ActionData =
            serde_json::from_value(data).map_err(|error| Error::invalid_params(error.to_string()))?;
        let unchanged = action.clone();
        let resolved = self.ask(data.uri.clone(), move |it| requests::resolve(it, action, &data));
        resolved.await?.unwrap_or(Ok(unchanged))
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let find = move |corpora: &Corpora, cancelled: &AtomicBool| {
            requests::workspace_diagnostics(corpora, &params, cancelled)
        };
        let (ask, answer) = AskCorpora::new(find);
        self.inbox.deliver(Event::AskCorpora(ask));
        answer.await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let hover = self.ask(place.text_document.uri, move |it| requests::hover(it, place.position));
        Ok(hover.await?.flatten())
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let place = params.text_document_position_params;
        let found = self.ask(place.text_document.uri, move |it| requests::definition(it, place.position));
        Ok(found.await?.flatten())
    }

    async fn goto_declaration(&self, params: GotoDeclarationParams) -> Result<Option<GotoDeclarationResponse>> {
        let place = params.text_document_position_params;
        let found = self.ask(place.text_document.uri, move |it| requests::declaration(it, place.position));
        Ok(found.await?.flatten())
    }

    async fn goto_type_definition(
        &self,
        params: GotoTypeDefinitionParams,
    ) -> Result<Option<GotoTypeDefinitionResponse>> {
        let place = params.text_document_position_params;
        let found = self.ask(place.text_document.uri, move |it| requests::type_definition(it, place.position));
        Ok(found.await?.flatten())
    }

    async fn goto_implementation(
        &self,
        params: GotoImplementationParams,
    ) -> Result<Option<GotoImplementationResponse>> {
        let place = params.text_document_position_params;
        let found = self.ask(place.text_document.uri, move |it| requests::implementation(it, place.position));
        Ok(found.await?.flatten())
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let find = move |corpora: &Corpora, cancelled: &AtomicBool| requests::references(corpora, &params, cancelled);
        let (ask, answer) = AskCorpora::new(find);
        self.inbox.deliver(Event::AskCorpora(ask));
        answer.await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let place = params.text_document_position_params;
        let found = self.ask(place.text_document.uri, move |it| requests::document_highlights(it, place.position));
        Ok(found.await?.flatten())
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let find = move |corpora: &Corpora, cancelled: &AtomicBool| {
            requests::workspace_symbols(corpora, &params.query, cancelled)
        };
        let (ask, answer) = AskCorpora::new(find);
        self.inbox.deliver(Event::AskCorpora(ask));
        answer.await.map(Some)
    }

    async fn symbol_resolve(&self, symbol: WorkspaceSymbol) -> Result<WorkspaceSymbol> {
        let (ask, answer) = AskCorpora::new(move |corpora: &Corpora, _| requests::resolve_symbol(corpora, symbol));
        self.inbox.deliver(Event::AskCorpora(ask));
        answer.await
    }

    async fn will_save_wait_until(&self, params: WillSaveTextDocumentParams) -> Result<Option<Vec<TextEdit>>> {
        let edits = self.ask(params.text_document.uri, requests::edits_before_saving);
        Ok(edits.await?.flatten())
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        let place = params.text_document_position_params;
        let found = self.ask(place.text_document.uri, move |it| requests::signature_help(it, place.position));
        Ok(found.await?.flatten())
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let place = params.text_document_position;
        let found = self.ask(place.text_document.uri, move |it| requests::completion(it, place.position));
        Ok(found.await?.flatten())
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let (ask, answer) = AskCorpora::new(move |corpora: &Corpora, _| requests::resolve_completion(corpora, item));
        self.inbox.deliver(Event::AskCorpora(ask));
        answer.await
    }

    async fn prepare_rename(&self, place: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let found = self.ask(place.text_document.uri, move |it| requests::prepare_rename(it, place.position));
        found.await?.transpose()
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let (ask, answer) = AskCorpora::new(move |corpora: &Corpora, _| requests::rename(corpora, &params));
        self.inbox.deliver(Event::AskCorpora(ask));
        answer.await?
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let both = |it: &Snapshot| {
            let mut lenses = requests::code_lenses(it);
            lenses.extend(requests::name_lenses(it));
            lenses
        };
        self.ask(params.text_document.uri, both).await
    }

    async fn code_lens_resolve(&self, lens: CodeLens) -> Result<CodeLens> {
        if let Ok(data) = serde_json::from_value::<NameLens>(lens.data.clone().unwrap_or_default()) {
            let unchanged = lens.clone();
            let resolved = self.ask(data.uri.clone(), move |it| requests::resolve_name_lens(it, lens, &data));
            return Ok(resolved.await?.unwrap_or(unchanged));
        }
        let data: LensData = serde_json::from_value(lens.data.clone().unwrap_or_default())
            .map_err(|error| Error::invalid_params(error.to_string()))?;
        let unchanged = lens.clone();
        let resolved = self.ask(data.uri.clone(), move |it| requests::resolve_lens(it, lens, &data));
        Ok(resolved.await?.unwrap_or(unchanged))
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        if params.command == requests::REALIGN {
            let uri = params.arguments.into_iter().next().unwrap_or_default();
            let uri: Uri = serde_json::from_value(uri).map_err(|error| Error::invalid_params(error.to_string()))?;
            self.inbox.deliver(Event::Move(UriKey::new(&uri)));
            return Ok(None);
        }
        let command = params.command;
        if [requests::FORMAT, requests::SET_FORMAT].contains(&command.as_str()) {
            let argument = params.arguments.into_iter().next().unwrap_or_default();
            let wanted: requests::FormatOf =
                serde_json::from_value(argument).map_err(|error| Error::invalid_params(error.to_string()))?;
            if command == requests::SET_FORMAT {
                self.inbox.deliver(Event::Choose(UriKey::new(&wanted.uri), wanted.choice()?));
            }
            let taken = self.ask(wanted.uri, requests::taken_for).await?;
            return Ok(taken.map(|taken| serde_json::json!(taken)));
        }
        if [requests::NEXT_MENTION, requests::PREVIOUS_MENTION].contains(&command.as_str()) {
            let argument = params.arguments.into_iter().next().unwrap_or_default();
            let place: requests::PlaceOf =
                serde_json::from_value(argument).map_err(|error| Error::invalid_params(error.to_string()))?;
            let found = self.ask(place.text_document.uri.clone(), move |it| requests::step(it, &command, &place));
            return Ok(found.await?.flatten().map(|location| serde_json::json!(location)));
        }
        let block = BlockAt::of_arguments(params.arguments)?;
        let decided = self.ask(block.uri.clone(), move |it| requests::decide(it, &command, &block));
        decided.await?.transpose()?;
        self.inbox.deliver(Event::Decided);
        Ok(None)
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.ask(params.text_document.uri, requests::document_symbols).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.ask(params.text_document.uri, requests::folding_ranges).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.ask(params.text_document.uri, move |it| requests::selection_ranges(it, &params.positions)).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        self.ask(params.text_document.uri, |it| requests::full(it).into()).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        self.ask(params.text_document.uri, move |it| requests::full_delta(it, &params.previous_result_id)).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        self.ask(params.text_document.uri, move |it| requests::range(it, params.range).into()).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.ask(params.text_document.uri, requests::document_links).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.ask(params.text_document.uri, move |it| requests::inlay_hints(it, params.range)).await
    }

    async fn moniker(&self, params: MonikerParams) -> Result<Option<Vec<Moniker>>> {
        let place = params.text_document_position_params;
        let found = self.ask(place.text_document.uri, move |it| requests::monikers(it, place.position));
        Ok(found.await?.flatten())
    }

    async fn linked_editing_range(&self, params: LinkedEditingRangeParams) -> Result<Option<LinkedEditingRanges>> {
        let place = params.text_document_position_params;
        let ranges = self.ask(place.text_document.uri, move |it| requests::linked_editing_ranges(it, place.position));
        Ok(ranges.await?.flatten())
    }
}
