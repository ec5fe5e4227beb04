use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use serde_json::Value;

use super::job::{AskCorpora, Job};
use super::transport::Backlog;
use super::types::{
    DeleteFilesParams, DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    InitializeParams, ProgressToken, RenameFilesParams,
};
use super::uri::UriKey;
use crate::facts::FileFacts;
use crate::rules::Finding;

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
    /// Other files have been compared with a document.
    Compared {
        /// Which document.
        key: UriKey,
        /// The revision of it that they were compared with.
        revision: u64,
        /// What of it stands in them.
        findings: Vec<Finding>,
    },
    /// The index of the corpus in a folder is another one.
    Loaded(PathBuf),
    /// What a person has to know about an index: one sentence.
    IndexFailed(String),
    /// The person at the client does not want some work to go on.
    Cancel(ProgressToken),
    /// A decision about boilerplate was written.
    Decided,
    /// A job failed.
    Failed,
    /// The connection has ended.
    Stop,
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
