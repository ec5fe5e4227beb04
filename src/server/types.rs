//! The protocol's types: the one place that names the crate they come from, whose next release renames them.

pub use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response, Result};
pub use tower_lsp::ls_types::notification::Notification;
pub use tower_lsp::ls_types::request::Request as RequestMethod;
pub use tower_lsp::ls_types::request::{
    GotoDeclarationParams, GotoDeclarationResponse, GotoImplementationParams, GotoImplementationResponse,
    GotoTypeDefinitionParams, GotoTypeDefinitionResponse,
};
pub use tower_lsp::ls_types::{
    AnnotatedTextEdit, ApplyWorkspaceEditParams, ChangeAnnotation, ClientCapabilities, CodeAction, CodeActionKind,
    CodeActionOptions, CodeActionOrCommand, CodeActionParams, CodeActionProviderCapability, CodeActionResponse,
    CodeDescription, CodeLens, CodeLensOptions, CodeLensParams, Command, CompletionItem, CompletionItemKind,
    CompletionItemLabelDetails, CompletionList, CompletionOptions, CompletionParams, CompletionResponse,
    CompletionTextEdit, ConfigurationItem, ConfigurationParams, CreateFile, DeclarationCapability, DeleteFilesParams,
    Diagnostic, DiagnosticOptions, DiagnosticRelatedInformation, DiagnosticServerCapabilities, DiagnosticSeverity,
    DiagnosticTag, DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWatchedFilesRegistrationOptions, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentChangeOperation, DocumentChanges,
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult, DocumentHighlight,
    DocumentHighlightKind, DocumentHighlightParams, DocumentLink, DocumentLinkOptions, DocumentLinkParams,
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Documentation, ExecuteCommandOptions,
    ExecuteCommandParams, FileChangeType, FileEvent, FileOperationFilter, FileOperationPattern,
    FileOperationRegistrationOptions, FileRename, FileSystemWatcher, FoldingRange, FoldingRangeKind,
    FoldingRangeParams, FoldingRangeProviderCapability, FullDocumentDiagnosticReport, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverContents, HoverParams, HoverProviderCapability,
    ImplementationProviderCapability, InitializeParams, InitializeResult, InitializedParams, InlayHint, InlayHintKind,
    InlayHintLabel, InlayHintParams, LinkedEditingRangeParams, LinkedEditingRangeServerCapabilities,
    LinkedEditingRanges, Location, LocationLink, LogMessageParams, MarkupContent, MarkupKind, MessageActionItem,
    MessageType, Moniker, MonikerKind, MonikerParams, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier,
    ParameterInformation, ParameterLabel, Position, PositionEncodingKind, PrepareRenameResponse, PreviousResultId,
    ProgressToken, PublishDiagnosticsParams, Range, ReferenceParams, Registration, RegistrationParams,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, RenameFile, RenameFilesParams,
    RenameOptions, RenameParams, ResourceOp, ResourceOperationKind, SaveOptions, SelectionRange, SelectionRangeParams,
    SelectionRangeProviderCapability, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens,
    SemanticTokensDelta, SemanticTokensDeltaParams, SemanticTokensEdit, SemanticTokensFullDeltaResult,
    SemanticTokensFullOptions, SemanticTokensLegend, SemanticTokensOptions, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, SemanticTokensServerCapabilities,
    ServerCapabilities, ServerInfo, ShowMessageParams, ShowMessageRequestParams, SignatureHelp, SignatureHelpOptions,
    SignatureHelpParams, SignatureInformation, SymbolInformation, SymbolKind, TextDocumentContentChangeEvent,
    TextDocumentEdit, TextDocumentPositionParams, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, TextEdit, TypeDefinitionProviderCapability,
    UnchangedDocumentDiagnosticReport, UniquenessLevel, Uri, WillSaveTextDocumentParams, WorkDoneProgressCancelParams,
    WorkDoneProgressCreateParams, WorkDoneProgressOptions, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
    WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport, WorkspaceEdit,
    WorkspaceFileOperationsServerCapabilities, WorkspaceFolder, WorkspaceFoldersServerCapabilities,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceLocation, WorkspaceServerCapabilities, WorkspaceSymbol,
    WorkspaceSymbolOptions, WorkspaceSymbolParams, WorkspaceSymbolResponse, WorkspaceUnchangedDocumentDiagnosticReport,
    notification, request,
};
pub use tower_lsp::{LanguageServer, LspService};
