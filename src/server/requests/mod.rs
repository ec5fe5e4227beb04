//! What can be asked about a document: one file per request.
//!
//! Each is convert in, call a feature of [`crate::ide`], convert out, on a snapshot and on a worker thread.

mod annotate;
mod code_action;
mod completion;
mod copies;
mod decide;
mod definition;
mod diagnostic;
mod document_link;
mod document_symbol;
mod folding_range;
mod format;
mod hover;
mod inlay_hint;
mod linked_editing_range;
mod moniker;
mod name_lens;
mod names;
mod references;
mod rename;
mod rename_files;
mod selection_range;
mod semantic_tokens;
mod signature_help;
mod will_save;
mod workspace_diagnostic;
mod workspace_symbol;
mod write;

pub use code_action::{ActionData, code_actions, resolve};
pub use completion::{completion, resolve_completion};
pub use copies::{LensData, code_lenses, resolve_lens};
pub use decide::{BlockAt, COMMANDS, NEXT_MENTION, PREVIOUS_MENTION, PlaceOf, REALIGN, decide, step};
pub use definition::{declaration, definition, implementation, type_definition};
pub use diagnostic::{empty_report, report};
pub use document_link::document_links;
pub use document_symbol::document_symbols;
pub use folding_range::folding_ranges;
pub use format::{FORMAT, FormatOf, SET_FORMAT, taken_for};
pub use hover::hover;
pub use inlay_hint::inlay_hints;
pub use linked_editing_range::linked_editing_ranges;
pub use moniker::monikers;
pub use name_lens::{NameLens, name_lenses, resolve_name_lens};
pub use references::{document_highlights, references};
pub use rename::{prepare_rename, rename};
pub use rename_files::with_their_pairs;
pub use selection_range::selection_ranges;
pub use semantic_tokens::{TokenCache, full, full_delta, legend, range};
pub use signature_help::signature_help;
pub use will_save::edits_before_saving;
pub use workspace_diagnostic::workspace_diagnostics;
pub use workspace_symbol::{resolve_symbol, workspace_symbols};
