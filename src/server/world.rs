mod standoff;

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::ThreadPool;
use serde_json::Value;
use tokio::runtime::Handle;

use super::answering::Answering;
use super::background::Background;
use super::capabilities::{Features, watched_globs};
use super::client::Client;
use super::comparing::Held;
use super::diagnostics::diagnostics;
use super::document::{Analysis, Comparing, OpenDocument};
use super::event::{Event, Inbox};
use super::job::{Job, Outcome};
use super::progress::Cancellations;
use super::settings::{Roots, SECTION};
use super::types::{
    ConfigurationItem, ConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesRegistrationOptions,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, FileChangeType, FileSystemWatcher, InitializeParams,
    MessageType, Notification, PublishDiagnosticsParams, Registration, RegistrationParams, Uri, WorkspaceFolder,
    notification, request,
};
use super::uri::{self, UriKey};
use crate::boilerplate::decisions::{ALLOW_FILE, DENY_FILE};
use crate::config::MARKERS;
use crate::facts::FileFacts;
use crate::format::Format;
use crate::text::{Change, Document, Source};

pub use standoff::Movable;

/// Texts up to this size, in bytes, are analysed at once; larger ones by a worker.
pub(super) const AT_ONCE: usize = 128 << 10;

/// The state of the server. The main loop owns it and nobody else changes it.
pub struct World {
    pub(super) client: Client,
    pub(super) features: Arc<Features>,
    pub(super) documents: HashMap<UriKey, OpenDocument>,
    roots: Roots,
    /// The corpora that documents belong to, by their folders.
    pub(super) corpora: HashMap<PathBuf, Held>,
    pub(super) cancellations: Cancellations,
    /// Documents whose diagnostics are not published yet.
    pub(super) unpublished: BTreeSet<UriKey>,
    /// Documents that are to be compared again with others, when what waits has been published.
    pub(super) outdated: BTreeSet<UriKey>,
    /// Documents that have changed since what is wrong between them and the files beside them was found.
    pub(in crate::server) unverified: BTreeSet<UriKey>,
    /// Documents in which something else may be wrong since one beside them, or they themselves, were edited.
    pub(in crate::server) edited_beside: BTreeSet<UriKey>,
    /// Settings' files with problems that are shown.
    shown_problems: BTreeSet<PathBuf>,
    configuration: Pull,
    pub(super) last_generation: u64,
    failure_told: bool,
    pub(super) inbox: Inbox,
    pub(super) workers: ThreadPool,
    pub(super) background: Background,
    /// Who waits for an answer.
    pub(super) answering: Answering,
    pub(super) runtime: Handle,
}

/// Whether the client is being asked for its settings. It is asked one thing at a time, however often they change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pull {
    Idle,
    Asked,
    /// They have changed again since.
    AskAgain,
}

impl World {
    /// An empty world.
    pub fn new(client: Client, inbox: Inbox, workers: ThreadPool, runtime: Handle) -> Self {
        Self {
            client,
            features: Arc::default(),
            documents: HashMap::new(),
            roots: Roots::default(),
            corpora: HashMap::new(),
            cancellations: Cancellations::default(),
            unpublished: BTreeSet::new(),
            outdated: BTreeSet::new(),
            unverified: BTreeSet::new(),
            edited_beside: BTreeSet::new(),
            shown_problems: BTreeSet::new(),
            configuration: Pull::Idle,
            last_generation: 0,
            failure_told: false,
            inbox,
            workers,
            background: Background::default(),
            answering: Answering::default(),
            runtime,
        }
    }

    /// Does what an event asks for. Never waits for the client.
    pub fn handle(&mut self, event: Event) {
        match event {
            Event::Initialize(params) => self.initialize(*params),
            Event::Initialized => self.initialized(),
            Event::Open(params) => self.open(params),
            Event::Change(params) => self.change(params),
            Event::Save(params) => {
                let key = UriKey::new(&params.text_document.uri);
                self.restore(&key);
                self.follow_saved(&key);
            }
            Event::Move(key) => self.follow_wanted(&key),
            Event::Close(params) => self.close(&params),
            Event::Configure(params) => self.configure(params.settings),
            Event::Folders(params) => {
                self.roots.change_folders(params.event.added, &params.event.removed);
                self.pull_configuration();
                self.reconfigure();
            }
            Event::Watched(params) => params.changes.iter().for_each(|it| self.file_changed(&it.uri, it.typ)),
            Event::Renamed(params) => {
                for file in &params.files {
                    self.named_file_changed(&file.old_uri, FileChangeType::DELETED);
                    self.named_file_changed(&file.new_uri, FileChangeType::CREATED);
                }
            }
            Event::Deleted(params) => {
                params.files.iter().for_each(|file| self.named_file_changed(&file.uri, FileChangeType::DELETED));
            }
            Event::Ask(job) => self.ask(job),
            Event::Pulled(values) => self.pulled(values),
            Event::Analysed { key, generation, facts } => self.analysed(&key, generation, facts),
            Event::Keyed(keyed) => self.keyed(*keyed),
            Event::Checked(checked) => self.checked(*checked),
            Event::Compared(compared) => self.compared(*compared),
            Event::Read { corpus, relative, number, content } => self.read(&corpus, &relative, number, content),
            Event::KnowledgeRead { corpus, base } => self.knowledge_read(&corpus, &base),
            Event::Loaded { corpus, index, last } => self.loaded(&corpus, *index, last),
            Event::IndexFailed(message) => self.client.show(MessageType::WARNING, &format!("Copydesk: {message}")),
            Event::Cancel(token) => self.cancellations.cancel(&token),
            Event::AskCorpora(ask) => self.ask_corpora(ask),
            Event::Choose(key, format) => self.choose(&key, format),
            Event::Decided => self.refresh_settings(),
            Event::Rested => self.rested(),
            Event::Failed => self.tell_failure(),
            // The loop has ended by then.
            Event::Stop => {}
        }
    }

    /// Publishes the diagnostics of all documents that have changed, and then has others compared with them: those are
    /// not what a person is looking at while typing.
    pub fn publish(&mut self) {
        self.verify_changed();
        for key in std::mem::take(&mut self.unpublished) {
            self.compare_changed(&key);
            let Some(document) = self.documents.get(&key) else { continue };
            if self.features.pulls_diagnostics || matches!(document.analysis, Analysis::Pending { .. }) {
                continue;
            }
            let gone = document.deleted;
            let found = if gone { Vec::new() } else { diagnostics(&document.subject(&self.features)) };
            self.client.publish(&PublishDiagnosticsParams::new(document.uri.clone(), found, Some(document.version)));
        }
        std::mem::take(&mut self.outdated).iter().for_each(|key| self.compare_later(key));
    }

    /// Tells the person at the client, once, that something failed.
    pub fn tell_failure(&mut self) {
        if !std::mem::replace(&mut self.failure_told, true) {
            let log = super::LOG_FILE.get().map_or("its log".into(), |path| path.to_string_lossy());
            let message = format!("Copydesk has hit a fault in itself and goes on; {log} says where, please report it");
            self.client.show(MessageType::ERROR, &message);
        }
    }

    fn initialize(&mut self, params: InitializeParams) {
        self.features = Arc::new(Features::new(&params.capabilities));
        #[expect(deprecated, reason = "older clients name one folder in a way of their own")]
        let root = params.root_uri.map(|uri| WorkspaceFolder { name: uri.as_str().to_owned(), uri });
        let folders = params.workspace_folders.unwrap_or_else(|| root.into_iter().collect());
        let initial = params.initialization_options.unwrap_or_default();
        self.roots.start(folders, initial, self.features.encoding);
    }

    /// Only now may the client be asked.
    fn initialized(&mut self) {
        let registrations = self.registrations();
        if !registrations.is_empty() {
            let client = self.client.clone();
            self.runtime.spawn(async move {
                client.request::<request::RegisterCapability>(RegistrationParams { registrations }).await;
            });
        }
        self.tell_wrong_settings();
        self.pull_configuration();
    }

    fn registrations(&self) -> Vec<Registration> {
        let configuration = self.features.registers_configuration.then(|| Registration {
            id: "configuration".to_owned(),
            method: notification::DidChangeConfiguration::METHOD.to_owned(),
            register_options: Some(serde_json::json!({ "section": SECTION })),
        });
        let watchers = watched_globs().map(|glob| FileSystemWatcher { glob_pattern: glob.into(), kind: None });
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.collect() };
        let files = self.features.registers_watchers.then(|| Registration {
            id: "files".to_owned(),
            method: notification::DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: Some(serde_json::json!(options)),
        });
        configuration.into_iter().chain(files).collect()
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        let key = UriKey::new(&item.uri);
        self.refresh_settings();
        let mut document = OpenDocument::new(item.uri, &item.language_id, item.version, &item.text);
        self.take_settings(&mut document);
        document.hold();
        self.analyse(&key, &mut document);
        document.changed = true;
        self.begin_following(&mut document);
        self.tell_wrong_settings();
        self.documents.insert(key, document);
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let key = UriKey::new(&params.text_document.uri);
        let Some(mut document) = self.documents.remove(&key) else {
            return self
                .client
                .warn(&format!("an edit of a document that is not open: {}", params.text_document.uri.as_str()));
        };
        let version = params.text_document.version;
        if version < document.version {
            tracing::debug!("version {version} comes after {} and is passed over", document.version);
        } else {
            document.version = version;
            for edit in &params.content_changes {
                self.edit(&key, &mut document, edit);
            }
            self.unpublished.insert(key.clone());
        }
        self.documents.insert(key.clone(), document);
        self.unverify_edited(&key);
    }

    /// Applies one edit to the text and to what is known of it.
    fn edit(&mut self, key: &UriKey, document: &mut OpenDocument, edit: &super::types::TextDocumentContentChangeEvent) {
        if !document.in_step && edit.range.is_some() {
            return;
        }
        let encoding = self.features.encoding;
        let Ok(change) = catch_unwind(AssertUnwindSafe(|| document.apply(edit, encoding))) else {
            self.client.error(&format!("an edit of {} failed; it waits for a full text", document.uri.as_str()));
            document.in_step = false;
            document.text = Document::default();
            return self.set_analysis(document, Analysis::Failed);
        };
        document.in_step = true;
        if let Some(change) = change {
            self.follow(key, document, change);
        }
    }

    /// Brings what is known of a text up to date after a change of it.
    fn follow(&mut self, key: &UriKey, document: &mut OpenDocument, change: Change) {
        document.changed = true;
        let text = &document.text;
        let followed = match &mut document.analysis {
            Analysis::Ready(facts) => {
                catch_unwind(AssertUnwindSafe(|| Arc::make_mut(facts).edit(text, change))).is_ok()
            }
            Analysis::Pending { edits, .. } => {
                edits.push((text.clone(), change));
                true
            }
            Analysis::Off => true,
            Analysis::TooLarge | Analysis::Failed => false,
        };
        if !followed || document.is_too_large() {
            self.analyse(key, document);
        }
    }

    fn close(&mut self, params: &DidCloseTextDocumentParams) {
        let key = UriKey::new(&params.text_document.uri);
        self.unpublished.remove(&key);
        self.unverified.insert(key.clone());
        let Some(mut document) = self.documents.remove(&key) else { return };
        document.touch();
        self.set_analysis(&mut document, Analysis::Off);
        if let Some((corpus, relative)) = document.corpus.take() {
            corpus.set_closed(&relative);
            self.read_file(&corpus, relative);
        }
        if !self.features.pulls_diagnostics {
            self.client.publish(&PublishDiagnosticsParams::new(document.uri, Vec::new(), Some(document.version)));
        }
    }

    /// Analyses a document from scratch: at once where it is small.
    fn analyse(&mut self, key: &UriKey, document: &mut OpenDocument) {
        self.unpublished.insert(key.clone());
        self.unverified.insert(key.clone());
        let is_knowledge = document.notation.is_some();
        let analysis = if document.is_too_large() && (document.is_article() || is_knowledge) {
            Analysis::TooLarge
        } else if !document.is_article() {
            // It may have been one, or the settings may have included it; files of the knowledge base have findings of
            // their own there.
            if !is_knowledge {
                document.shared.set(Vec::new());
                document.comparing.reset();
            }
            Analysis::Off
        } else if let Some(format) = document.format.filter(|_| document.text.len() > AT_ONCE) {
            self.analyse_later(key, document, format)
        } else {
            match facts_of(document) {
                Some(facts) => Analysis::Ready(facts),
                None => {
                    self.tell_failure();
                    Analysis::Failed
                }
            }
        };
        self.set_analysis(document, analysis);
    }

    /// Has a worker analyse a document.
    fn analyse_later(&mut self, key: &UriKey, document: &OpenDocument, format: Format) -> Analysis {
        self.last_generation += 1;
        let generation = self.last_generation;
        let (key, text, settings) = (key.clone(), document.text.clone(), Arc::clone(&document.settings));
        let inbox = self.inbox.clone();
        self.workers.spawn_fifo(move || {
            let facts = catch_unwind(|| Arc::new(FileFacts::new(&text.text(), format, settings))).ok();
            inbox.send(Event::Analysed { key, generation, facts });
        });
        Analysis::Pending { generation, edits: Vec::new(), jobs: Vec::new() }
    }

    /// Takes over what a worker has found, and does what has waited for it.
    fn analysed(&mut self, key: &UriKey, generation: u64, facts: Option<Arc<FileFacts>>) {
        let Some(mut document) = self.documents.remove(key) else { return };
        match &mut document.analysis {
            Analysis::Pending { generation: wanted, edits, .. } if *wanted == generation => {
                let edits = std::mem::take(edits);
                let facts = facts.and_then(|facts| caught_up(facts, edits));
                if facts.is_none() {
                    self.tell_failure();
                }
                self.unpublished.insert(key.clone());
                document.changed = true;
                self.set_analysis(&mut document, facts.map_or(Analysis::Failed, Analysis::Ready));
            }
            // Another analysis has been begun since, or none is wanted any more.
            _ => {}
        }
        self.documents.insert(key.clone(), document);
    }

    /// Changes what is known of a document; what waits for an analysis goes on waiting for the next, or is done.
    fn set_analysis(&self, document: &mut OpenDocument, analysis: Analysis) {
        let before = std::mem::replace(&mut document.analysis, analysis);
        let Analysis::Pending { jobs, .. } = before else { return };
        match &mut document.analysis {
            Analysis::Pending { jobs: waiting, .. } => waiting.extend(jobs),
            _ => jobs.into_iter().for_each(|job| self.run(Some(document), job)),
        }
    }

    /// Answers a question on a worker, once the document it is about has been analysed.
    fn ask(&mut self, job: Job) {
        // What is asked may depend on what was typed just now.
        self.compare_changed(&UriKey::new(&job.uri));
        self.verify_changed();
        let document = self.documents.get_mut(&UriKey::new(&job.uri));
        match document.map(|document| &mut document.analysis) {
            Some(Analysis::Pending { jobs, .. }) => jobs.push(job),
            _ => self.run(self.documents.get(&UriKey::new(&job.uri)), job),
        }
    }

    fn run(&self, document: Option<&OpenDocument>, job: Job) {
        let mut snapshot = document.map(|document| document.snapshot(&self.features, &job));
        if let Some(snapshot) = snapshot.as_mut() {
            snapshot.movable = document.and_then(|document| self.movable(document));
        }
        let (inbox, question) = (self.inbox.clone(), self.answering.begin());
        self.workers.spawn_fifo(move || {
            if job.run(snapshot) == Outcome::Panicked {
                inbox.send(Event::Failed);
            }
            drop(question);
        });
    }

    /// Takes over settings that the client tells, and asks for them where it can be asked.
    fn configure(&mut self, settings: Value) {
        if !settings.is_null()
            && let Err(problem) = self.roots.pushed(settings)
        {
            self.client.warn(&problem);
        }
        self.pull_configuration();
        self.reconfigure();
    }

    /// Asks the client for its settings, where it can be asked and is not being asked.
    fn pull_configuration(&mut self) {
        if !self.features.configuration {
            return;
        }
        if self.configuration != Pull::Idle {
            self.configuration = Pull::AskAgain;
            return;
        }
        self.configuration = Pull::Asked;
        let item = |scope_uri| ConfigurationItem { scope_uri, section: Some(SECTION.to_owned()) };
        let scopes = self.roots.scopes().into_iter().map(Some);
        let params = ConfigurationParams { items: std::iter::once(None).chain(scopes).map(item).collect() };
        let (client, inbox) = (self.client.clone(), self.inbox.clone());
        self.runtime.spawn(async move {
            let values = client.request::<request::WorkspaceConfiguration>(params).await;
            inbox.send(Event::Pulled(values));
        });
    }

    fn pulled(&mut self, values: Option<Vec<Value>>) {
        let again = std::mem::replace(&mut self.configuration, Pull::Idle) == Pull::AskAgain;
        if let Some(values) = values {
            self.roots.pulled(values);
            self.reconfigure();
        }
        if again {
            self.pull_configuration();
        }
    }

    /// Reads settings' files again that have changed.
    fn refresh_settings(&mut self) {
        if self.roots.refresh() {
            self.reconfigure();
        }
    }

    /// Gives every document the settings that now count, and analyses those again for which they have changed.
    fn reconfigure(&mut self) {
        let mut documents = std::mem::take(&mut self.documents);
        let mut changed = false;
        for (key, document) in &mut documents {
            if self.take_settings(document) {
                changed = true;
                document.touch();
                self.analyse(key, document);
            }
        }
        self.documents = documents;
        self.tell_wrong_settings();
        if changed {
            self.refresh_client();
        }
    }

    /// Tells the client to ask again for what depends on other articles.
    pub(super) fn refresh_copies(&self) {
        let client = self.client.clone();
        if self.features.pulls_diagnostics {
            self.runtime.spawn(async move { client.request::<request::WorkspaceDiagnosticRefresh>(()).await });
        }
        let client = self.client.clone();
        if self.features.refreshes_lenses {
            self.runtime.spawn(async move { client.request::<request::CodeLensRefresh>(()).await });
        }
    }

    /// Tells the client to ask again for what depends on settings.
    fn refresh_client(&self) {
        self.refresh_copies();
        let client = self.client.clone();
        if self.features.refreshes_tokens {
            self.runtime.spawn(async move { client.request::<request::SemanticTokensRefresh>(()).await });
        }
    }

    /// Gives a document the settings that now count; whether they are others than before.
    fn take_settings(&mut self, document: &mut OpenDocument) -> bool {
        let new = self.roots.of(uri::path(&document.uri).as_deref());
        let same = *new.config == *document.config
            && *new.settings == *document.settings
            && new.included == document.included
            && new.notation == document.notation;
        (document.config, document.settings, document.included) = (new.config, new.settings, new.included);
        document.comparing.keyed &= new.notation == document.notation;
        document.notation = new.notation;
        let corpus = new.place.map(|(root, relative)| (self.corpus(&root, &document.config), relative.into()));
        let moved = match (&document.corpus, &corpus) {
            (Some((old, _)), Some((new, _))) => !Arc::ptr_eq(old, new),
            (old, new) => old.is_some() != new.is_some(),
        };
        if moved {
            document.comparing = Comparing::default();
            if let Some((old, relative)) = document.corpus.take() {
                old.set_closed(&relative);
                self.read_file(&old, relative);
            }
        }
        document.corpus = corpus;
        let same = !document.find_format() && same;
        document.changed |= moved || !same;
        !same
    }

    /// Takes a document for what a person has chosen.
    fn choose(&mut self, key: &UriKey, format: Option<Format>) {
        let Some(mut document) = self.documents.remove(key) else { return };
        document.chosen = format;
        if document.find_format() {
            document.touch();
            document.changed = true;
            self.analyse(key, &mut document);
            self.refresh_client();
        }
        self.documents.insert(key.clone(), document);
    }

    /// Names the settings that could not be read: those of files in the files, the client's in a message.
    fn tell_wrong_settings(&mut self) {
        for problem in self.roots.untold() {
            self.client.show(MessageType::WARNING, &format!("Copydesk's settings: {problem}"));
        }
        let mut shown = BTreeSet::new();
        for (path, diagnostics) in self.roots.diagnostics() {
            if diagnostics.is_empty() && !self.shown_problems.contains(&path) {
                continue;
            }
            if let Some(uri) = uri::from_path(&path) {
                self.client.publish(&PublishDiagnosticsParams::new(uri, diagnostics.to_vec(), None));
            }
            if !diagnostics.is_empty() {
                shown.insert(path);
            }
        }
        self.shown_problems = shown;
    }

    fn named_file_changed(&mut self, name: &str, change: FileChangeType) {
        if let Ok(uri) = name.parse() {
            self.file_changed(&uri, change);
        }
    }

    /// Follows a change on disk: of the settings, or of a file that is open.
    fn file_changed(&mut self, uri: &Uri, change: FileChangeType) {
        let path = uri::path(uri);
        let name = path.as_deref().and_then(|path| path.file_name());
        let settings = MARKERS.iter().chain(&[ALLOW_FILE, DENY_FILE]);
        if settings.into_iter().any(|marker| name.is_some_and(|name| name == *marker)) {
            self.roots.forget();
            return self.reconfigure();
        }
        let key = UriKey::new(uri);
        self.unverified.insert(key.clone());
        if let Some(path) = path.as_deref() {
            self.corpus_file_changed(path);
        }
        if change != FileChangeType::DELETED {
            return self.restore(&key);
        }
        // A folder that is deleted takes its files with it.
        let gone = |one: &Uri| uri::path(one).zip(path.as_deref()).is_some_and(|(one, path)| one.starts_with(path));
        for (key, document) in self.documents.iter_mut().filter(|(_, document)| gone(&document.uri)) {
            document.deleted = true;
            document.touch();
            self.unpublished.insert(key.clone());
        }
    }

    /// Takes note that the file of a document is there.
    fn restore(&mut self, key: &UriKey) {
        self.refresh_settings();
        if let Some(document) = self.documents.get_mut(key).filter(|document| document.deleted) {
            document.deleted = false;
            document.touch();
            self.unpublished.insert(key.clone());
        }
    }
}

/// The facts of a document, or `None` where finding them panics.
fn facts_of(document: &OpenDocument) -> Option<Arc<FileFacts>> {
    let format = document.format?;
    let find = || Arc::new(FileFacts::new(&document.text.text(), format, Arc::clone(&document.settings)));
    catch_unwind(AssertUnwindSafe(find)).ok()
}

/// Facts after the edits that came while they were found, or `None` where following them panics.
fn caught_up(mut facts: Arc<FileFacts>, edits: Vec<(Document, Change)>) -> Option<Arc<FileFacts>> {
    let follow = move || {
        for (text, change) in &edits {
            Arc::make_mut(&mut facts).edit(text, *change);
        }
        facts
    };
    catch_unwind(AssertUnwindSafe(follow)).ok()
}
