use super::convert::{encoding, encoding_kind};
use super::requests::{COMMANDS, legend};
use super::types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions,
    CompletionOptions, DeclarationCapability, DiagnosticOptions, DiagnosticServerCapabilities, DiagnosticTag,
    DocumentLinkOptions, ExecuteCommandOptions, FileOperationFilter, FileOperationPattern,
    FileOperationRegistrationOptions, FoldingRangeProviderCapability, HoverProviderCapability,
    ImplementationProviderCapability, InitializeResult, LinkedEditingRangeServerCapabilities, MarkupKind, OneOf,
    RenameOptions, ResourceOperationKind, SaveOptions, SelectionRangeProviderCapability, SemanticTokensFullOptions,
    SemanticTokensOptions, SemanticTokensServerCapabilities, ServerCapabilities, ServerInfo, SignatureHelpOptions,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    TypeDefinitionProviderCapability, WorkDoneProgressOptions, WorkspaceFileOperationsServerCapabilities,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities, WorkspaceSymbolOptions,
};
use crate::format::Format;
use crate::text::Encoding;

/// The action that applies all safe fixes of a file.
pub const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.copydesk");

/// Files whose deletion or renaming matters.
pub fn watched_globs() -> impl Iterator<Item = String> {
    let own = ["**/copydesk.toml", "**/annotation.conf", "**/boilerplate.{allow,deny}"];
    let knowledge = ["**/entities.{toml,jsonl}", "**/entities/*.{toml,jsonl}"];
    let files = format!("**/*.{{{}}}", Format::EXTENSIONS.join(","));
    own.map(str::to_owned).into_iter().chain([files]).chain(knowledge.map(str::to_owned))
}

/// Files that take others along when they are renamed.
const PAIRED_GLOB: &str = "**/*.{txt,ann,a1,a2}";

/// What the client can do, resolved once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question the protocol asks")]
pub struct Features {
    /// The unit of columns.
    pub encoding: Encoding,
    /// It asks for diagnostics itself. Only where it can also be told that they have changed.
    pub pulls_diagnostics: bool,
    /// It shows the other places of a diagnostic.
    pub related_information: bool,
    /// It links a diagnostic's code.
    pub code_description: bool,
    /// It hands the data of a diagnostic back.
    pub diagnostic_data: bool,
    /// It shows unnecessary text differently.
    pub unnecessary_tag: bool,
    /// It takes code actions that are no commands.
    pub code_action_literals: bool,
    /// It asks for the edit of a code action when it is chosen.
    pub resolves_edits: bool,
    /// It keeps the data of a code action for that.
    pub code_action_data: bool,
    /// It can be asked to change documents.
    pub applies_edits: bool,
    /// It lets a person choose an answer to a message.
    pub asks: bool,
    /// It can rename files as a part of an edit.
    pub renames_files: bool,
    /// It can create files as a part of an edit.
    pub creates_files: bool,
    /// It takes edits that name the version they are for.
    pub document_changes: bool,
    /// It shows an outline as a tree.
    pub symbol_tree: bool,
    /// The most foldings it wants.
    pub folding_limit: Option<u32>,
    /// It tells its settings when asked.
    pub configuration: bool,
    /// It can be asked to say when its settings change.
    pub registers_configuration: bool,
    /// It can be asked to watch files.
    pub registers_watchers: bool,
    /// It shows how far some work is.
    pub work_done_progress: bool,
    /// It shows what an edit does to each place before it is applied.
    pub change_annotations: bool,
    /// It shows Markdown where one points at something.
    pub hover_markdown: bool,
    /// It takes the parts of a signature by their places.
    pub label_offsets: bool,
    /// It takes places to go to together with the place they were asked from.
    pub location_links: bool,
    /// It asks for the range of a symbol when it is chosen.
    pub resolves_symbols: bool,
    /// It asks what can be renamed before a person is asked for the new name.
    pub prepares_rename: bool,
    /// It can be told to ask for lenses again.
    pub refreshes_lenses: bool,
    /// It can be told to ask for semantic tokens again.
    pub refreshes_tokens: bool,
}

impl Features {
    /// What `client` says it can do.
    pub fn new(client: &ClientCapabilities) -> Self {
        let workspace = client.workspace.clone().unwrap_or_default();
        let text = client.text_document.clone().unwrap_or_default();
        let published = text.publish_diagnostics.unwrap_or_default();
        let actions = text.code_action.unwrap_or_default();
        let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let refreshes = workspace.diagnostics.and_then(|it| it.refresh_support).unwrap_or_default();
        let pulls_diagnostics = refreshes && text.diagnostic.is_some();
        let pulled = text.diagnostic.unwrap_or_default();
        let either = |pull: Option<bool>, push: Option<bool>| {
            if pulls_diagnostics { pull.or(push) } else { push }.unwrap_or_default()
        };
        let edits = workspace.workspace_edit.unwrap_or_default();
        let change_annotations = edits.change_annotation_support.is_some();
        let operations = edits.resource_operations.as_ref();
        let operates = |kind| operations.is_some_and(|kinds| kinds.contains(kind));
        Self {
            encoding: offered.and_then(|kinds| kinds.iter().find_map(encoding)).unwrap_or_default(),
            pulls_diagnostics,
            related_information: either(pulled.related_information, published.related_information),
            code_description: either(pulled.code_description_support, published.code_description_support),
            diagnostic_data: either(pulled.data_support, published.data_support),
            unnecessary_tag: published.tag_support.is_some_and(|it| it.value_set.contains(&DiagnosticTag::UNNECESSARY)),
            code_action_literals: actions.code_action_literal_support.is_some(),
            resolves_edits: actions.resolve_support.is_some_and(|it| it.properties.iter().any(|name| name == "edit")),
            code_action_data: actions.data_support.unwrap_or_default(),
            applies_edits: workspace.apply_edit.unwrap_or_default(),
            asks: client.window.as_ref().is_some_and(|it| it.show_message.is_some()),
            renames_files: operates(&ResourceOperationKind::Rename),
            creates_files: operates(&ResourceOperationKind::Create),
            // Who can create and rename files takes the only edits that can ask for it; Neovim says no more than that.
            document_changes: edits.document_changes.unwrap_or_default() || operations.is_some(),
            work_done_progress: client.window.as_ref().and_then(|it| it.work_done_progress).unwrap_or_default(),
            change_annotations,
            hover_markdown: text
                .hover
                .and_then(|it| it.content_format)
                .is_some_and(|kinds| kinds.contains(&MarkupKind::Markdown)),
            label_offsets: text
                .signature_help
                .and_then(|it| it.signature_information?.parameter_information?.label_offset_support)
                .unwrap_or_default(),
            location_links: text.definition.and_then(|it| it.link_support).unwrap_or_default(),
            resolves_symbols: workspace.symbol.and_then(|it| it.resolve_support).is_some(),
            prepares_rename: text.rename.and_then(|it| it.prepare_support).unwrap_or_default(),
            refreshes_lenses: workspace.code_lens.and_then(|it| it.refresh_support).unwrap_or_default(),
            symbol_tree: text
                .document_symbol
                .and_then(|it| it.hierarchical_document_symbol_support)
                .unwrap_or_default(),
            folding_limit: text.folding_range.and_then(|it| it.range_limit),
            configuration: workspace.configuration.unwrap_or_default(),
            registers_configuration: workspace
                .did_change_configuration
                .and_then(|it| it.dynamic_registration)
                .unwrap_or_default(),
            registers_watchers: workspace
                .did_change_watched_files
                .and_then(|it| it.dynamic_registration)
                .unwrap_or_default(),
            refreshes_tokens: workspace.semantic_tokens.and_then(|it| it.refresh_support).unwrap_or_default(),
        }
    }

    /// Whether a code action can be sent without its edit.
    pub fn resolves(&self) -> bool {
        self.resolves_edits && self.code_action_data
    }
}

/// The answer to `initialize`.
pub fn initialize_result(features: &Features) -> InitializeResult {
    InitializeResult {
        capabilities: server_capabilities(features),
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        ..InitializeResult::default()
    }
}

fn server_capabilities(features: &Features) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(encoding_kind(features.encoding)),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            will_save_wait_until: Some(true),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        diagnostic_provider: features.pulls_diagnostics.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("copydesk".to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..DiagnosticOptions::default()
            })
        }),
        code_action_provider: features.code_action_literals.then(|| {
            CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::REFACTOR_REWRITE, FIX_ALL]),
                resolve_provider: Some(features.resolves()),
                ..CodeActionOptions::default()
            })
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        declaration_provider: Some(DeclarationCapability::Simple(true)),
        type_definition_provider: Some(TypeDefinitionProviderCapability::Simple(true)),
        implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        signature_help_provider: Some(SignatureHelpOptions {
            trigger_characters: Some(vec!["\t".to_owned()]),
            ..SignatureHelpOptions::default()
        }),
        completion_provider: Some(CompletionOptions {
            resolve_provider: Some(true),
            trigger_characters: Some(["#", "[", "\"", ":", "\t", "-"].map(str::to_owned).into()),
            ..CompletionOptions::default()
        }),
        rename_provider: Some(if features.prepares_rename {
            OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        } else {
            OneOf::Left(true)
        }),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(true) }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: COMMANDS.map(str::to_owned).into(),
            ..ExecuteCommandOptions::default()
        }),
        workspace_symbol_provider: Some(OneOf::Right(WorkspaceSymbolOptions {
            resolve_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        document_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(
            SemanticTokensOptions {
                legend: legend(),
                range: Some(true),
                full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                ..SemanticTokensOptions::default()
            },
        )),
        inlay_hint_provider: Some(OneOf::Left(true)),
        moniker_provider: Some(OneOf::Left(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        linked_editing_range_provider: Some(LinkedEditingRangeServerCapabilities::Simple(true)),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                will_rename: features.renames_files.then(|| operations_on(std::iter::once(PAIRED_GLOB.to_owned()))),
                did_rename: Some(file_operations()),
                did_delete: Some(file_operations()),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    }
}

fn file_operations() -> FileOperationRegistrationOptions {
    operations_on(watched_globs())
}

fn operations_on(globs: impl Iterator<Item = String>) -> FileOperationRegistrationOptions {
    let filters = globs.map(|glob| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern { glob, ..FileOperationPattern::default() },
    });
    FileOperationRegistrationOptions { filters: filters.collect() }
}
