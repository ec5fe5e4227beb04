use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use serde_json::Value;

use super::corpus::Corpus;
use super::job::{AskCorpora, Job};
use super::transport::Backlog;
use super::types::{
    DeleteFilesParams, DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    InitializeParams, ProgressToken, RenameFilesParams,
};
use super::uri::UriKey;
use crate::duplicates::Memory;
use crate::facts::{FileFacts, FileRecord};
use crate::format::Format;
use crate::index::{Incoming, Index};
use crate::knowledge::{KnowledgeBase, KnowledgeFile};
use crate::rules::Finding;
use crate::text::Document;

/// How many events may wait before the server reads no further.
const FULL: usize = 4096;

/// Everything that can happen to the main loop.
#[derive(Debug)]
pub enum Event {
    /// The first message of the client.
    Initialize(Box<InitializeParams>),
    /// The client has read the answer to it.
    Initialized,
    /// A document was opened.
    Open(DidOpenTextDocumentParams),
    /// A document was edited.
    Change(DidChangeTextDocumentParams),
    /// A document was saved.
    Save(DidSaveTextDocumentParams),
    /// A document was closed.
    Close(DidCloseTextDocumentParams),
    /// The client's settings have changed.
    Configure(DidChangeConfigurationParams),
    /// Folders were added to the workspace or removed.
    Folders(DidChangeWorkspaceFoldersParams),
    /// Files have changed on disk.
    Watched(DidChangeWatchedFilesParams),
    /// Files were renamed in the editor.
    Renamed(RenameFilesParams),
    /// Files were deleted in the editor.
    Deleted(DeleteFilesParams),
    /// Something is asked about a document.
    Ask(Job),
    /// Something is asked about all corpora.
    AskCorpora(AskCorpora),
    /// The client has said what its settings are: those without a folder and those of each folder that was asked for.
    Pulled(Option<Vec<Value>>),
    /// A large document has been analysed; `None` where that failed.
    Analysed {
        /// Which document.
        key: UriKey,
        /// Which of its analyses.
        generation: u64,
        /// What was found.
        facts: Option<Arc<FileFacts>>,
    },
    /// A large document has been keyed.
    Keyed(Box<Keyed>),
    /// A document has been compared with others.
    Compared(Box<Compared>),
    /// A file that is not open has been read.
    Read {
        /// Its corpus.
        corpus: Arc<Corpus>,
        /// Its path in it.
        relative: Arc<Path>,
        /// Which reading of it.
        number: u64,
        /// What was read.
        content: Content,
    },
    /// The knowledge base of a corpus has been read.
    KnowledgeRead {
        /// The corpus.
        corpus: Arc<Corpus>,
        /// The base.
        base: Box<KnowledgeBase>,
    },
    /// A file of the knowledge base that is open has been compared with the others.
    Checked(Box<Checked>),
    /// The index of a corpus has been brought up to date.
    Loaded {
        /// The corpus.
        corpus: Arc<Corpus>,
        /// The index.
        index: Box<Index>,
        /// Whether that was all there is to read.
        last: bool,
    },
    /// What a person has to know about an index: one sentence.
    IndexFailed(String),
    /// The person at the client does not want some work to go on.
    Cancel(ProgressToken),
    /// The annotations of a document, or of the text beside it, are to follow their text.
    Move(UriKey),
    /// A person has chosen what to take a document for, or, without a format, that it be found.
    Choose(UriKey, Option<Format>),
    /// A decision about boilerplate was written.
    Decided,
    /// A worker has done what nobody waits for.
    Rested,
    /// A job failed.
    Failed,
    /// The connection has ended.
    Stop,
}

/// What a worker has made of a large document: its keys.
#[derive(Debug)]
pub struct Keyed {
    /// Which document.
    pub key: UriKey,
    /// Which comparison of it.
    pub number: u64,
    /// The text that it was keyed in, and what is known of it.
    pub text: Document,
    /// See `text`.
    pub facts: Arc<FileFacts>,
    /// The revision of it.
    pub revision: u64,
    /// What is remembered of it, and what the index is to hold of it; `None` where keying failed.
    pub keys: Option<(Memory<'static>, Incoming)>,
}

/// What the corpus is to hold of a file; `None` where it is gone.
#[derive(Debug)]
pub enum Content {
    /// In the index.
    Article(Option<FileRecord>),
    /// In the knowledge base.
    Knowledge(Option<Arc<KnowledgeFile>>),
}

/// What a worker has made of an open file of the knowledge base.
#[derive(Debug)]
pub struct Checked {
    /// Which document.
    pub key: UriKey,
    /// Which comparison of it.
    pub number: u64,
    /// The revision that was compared.
    pub revision: u64,
    /// The text.
    pub text: Document,
    /// What the knowledge base is to hold of it, where that is something new, and what is wrong with it; `None` where
    /// comparing failed.
    pub found: Option<(Option<Arc<KnowledgeFile>>, Vec<Finding>)>,
}

/// What a worker has found in other articles.
#[derive(Debug)]
pub struct Compared {
    /// Which document.
    pub key: UriKey,
    /// Which comparison of it.
    pub number: u64,
    /// The revision that was compared.
    pub revision: u64,
    /// What is remembered of it, where it belongs to a corpus, and what was found; `None` where comparing failed.
    pub found: Option<(Option<Memory<'static>>, Vec<Finding>)>,
}

/// Where events are put for the main loop. Cheap to clone; putting one in never waits.
#[derive(Clone, Debug)]
pub struct Inbox {
    sender: Sender<Event>,
    counts: Arc<Counts>,
}

/// Where the main loop takes events from.
#[derive(Debug)]
pub struct Events {
    receiver: Receiver<Event>,
    counts: Arc<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    /// How many messages of the client were put in.
    delivered: AtomicUsize,
    /// How many events wait.
    waiting: AtomicUsize,
}

/// A queue of events: the end to put them in and the end to take them out.
pub fn queue() -> (Inbox, Events) {
    let (sender, receiver) = channel();
    let counts = Arc::new(Counts::default());
    (Inbox { sender, counts: Arc::clone(&counts) }, Events { receiver, counts })
}

impl Inbox {
    /// Puts in an event that stands for a message of the client.
    pub fn deliver(&self, event: Event) {
        self.counts.delivered.fetch_add(1, Ordering::Relaxed);
        self.send(event);
    }

    /// Puts in an event.
    pub fn send(&self, event: Event) {
        self.counts.waiting.fetch_add(1, Ordering::Relaxed);
        if self.sender.send(event).is_err() {
            tracing::debug!("an event came after the main loop had ended");
        }
    }
}

impl Backlog for Inbox {
    fn taken(&self) -> usize {
        self.counts.delivered.load(Ordering::Relaxed)
    }

    fn is_full(&self) -> bool {
        self.counts.waiting.load(Ordering::Relaxed) > FULL
    }
}

impl Events {
    /// Waits for the next event.
    pub fn next(&self) -> Event {
        // The world holds an inbox itself, so there always is a sender; the loop ends with `Stop`.
        let event = self.receiver.recv().unwrap_or(Event::Stop);
        self.counts.waiting.fetch_sub(1, Ordering::Relaxed);
        event
    }

    /// The next event, if one waits already.
    pub fn waiting(&self) -> Option<Event> {
        match self.receiver.try_recv() {
            Ok(event) => {
                self.counts.waiting.fetch_sub(1, Ordering::Relaxed);
                Some(event)
            }
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => None,
        }
    }
}
