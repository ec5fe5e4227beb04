//! Decisions about blocks of boilerplate: they are written into the files beside `copydesk.toml`, at once.

use std::io;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::format::{FORMAT, SET_FORMAT};
use super::name_lens::neighbour;
use crate::boilerplate::decisions::{ALLOW_FILE, DENY_FILE, with_block};
use crate::files;
use crate::server::job::Snapshot;
use crate::server::types::{Error, Location, Result, TextDocumentPositionParams, Uri};
use crate::text::{Source, Span};

/// Keeps a block.
pub const KEEP: &str = "copydesk.keepBlock";
/// Marks a block as boilerplate.
pub const MARK: &str = "copydesk.markBoilerplate";
/// Moves the annotations beside a text to where it has gone.
pub const REALIGN: &str = "copydesk.realign";
/// Gives the next mention of whoever is meant at a place, by date.
pub const NEXT_MENTION: &str = "copydesk.nextMention";
/// Gives the previous one.
pub const PREVIOUS_MENTION: &str = "copydesk.previousMention";
/// What clients may have executed.
pub const COMMANDS: [&str; 7] = [KEEP, MARK, REALIGN, NEXT_MENTION, PREVIOUS_MENTION, FORMAT, SET_FORMAT];

/// The argument of the commands that step through mentions, as requests about a place have it.
pub type PlaceOf = TextDocumentPositionParams;

/// The mention that a command steps to.
pub fn step(snapshot: &Snapshot, command: &str, place: &PlaceOf) -> Option<Location> {
    let at = snapshot.converter().byte(place.position);
    neighbour(snapshot, at, command == NEXT_MENTION)
}

const ALLOWED: &str = "# Blocks that copydesk keeps: one on each line, sorted; it compares words only.\n\n";
const DENIED: &str =
    "# Blocks that are boilerplate in every article: one on each line, sorted; copydesk compares words only.\n\n";

/// The argument of the commands: a block of a document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BlockAt {
    /// The document.
    pub uri: Uri,
    /// The version of its text.
    version: i32,
    /// The bytes of the block.
    start: usize,
    end: usize,
}

impl BlockAt {
    /// The block at `span` of a document.
    pub fn new(snapshot: &Snapshot, span: Span) -> Self {
        Self { uri: snapshot.uri.clone(), version: snapshot.version, start: span.start, end: span.end }
    }

    /// The block that a command is about.
    ///
    /// # Errors
    /// The arguments are not those of our commands.
    pub fn of_arguments(arguments: Vec<Value>) -> Result<Self> {
        let argument = arguments.into_iter().next().unwrap_or_default();
        serde_json::from_value(argument).map_err(|error| Error::invalid_params(error.to_string()))
    }
}

/// Writes a decision about a block into its file.
///
/// # Errors
/// The document has changed since, belongs to no corpus, or the file cannot be written.
pub fn decide(snapshot: &Snapshot, command: &str, block: &BlockAt) -> Result<()> {
    let refused = |message: String| Error { message: message.into(), ..Error::internal_error() };
    let Some((corpus, _)) = &snapshot.corpus else {
        return Err(refused("This document belongs to no corpus: put a copydesk.toml into its folder".to_owned()));
    };
    if block.version != snapshot.version || block.end > snapshot.text.len() {
        return Err(Error::content_modified());
    }
    let (name, heading) = if command == KEEP { (ALLOW_FILE, ALLOWED) } else { (DENY_FILE, DENIED) };
    let path = corpus.root.join(name);
    let known = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(refused(format!("{} cannot be read: {error}", path.display())));
        }
        read => read.unwrap_or_else(|_| heading.to_owned()),
    };
    let span = Span::new(block.start, block.end);
    // A finding may be of several blocks in a row: each is decided about by itself.
    let blocks = snapshot.articles_at(span).flat_map(|article| article.blocks).map(|block| block.span);
    let mut within: Vec<Span> = blocks.filter(|it| span.contains(*it)).collect();
    if within.is_empty() {
        within.push(span);
    }
    let decided = within.iter().fold(known, |known, block| with_block(&known, &snapshot.text.slice(*block)));
    let written = files::write_new(&path, decided.as_bytes());
    written.map_err(|error| refused(format!("{} cannot be written: {error}", path.display())))
}
