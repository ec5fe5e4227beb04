use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, Weak};

use super::answering::Answering;
use super::event::{Content, Event, Inbox};
use super::names::Names;
use super::progress::Progress;
use super::world::AT_ONCE;
use crate::config::{Config, is_root};
use crate::duplicates::{self, Library, Memory, SHOWN};
use crate::entities::Checks;
use crate::facts::FileFacts;
use crate::files;
use crate::format::Format;
use crate::index::load::{self, CorpusFile};
use crate::index::{Disk, Incoming, Index, Stamp, Store, Touched};
use crate::knowledge::{KnowledgeBase, KnowledgeFile};
use crate::pairs::Following;
use crate::rules::Finding;
use crate::text::{Document, Source};

/// A corpus as the server knows it: the index of its files, and the texts of those that are open.
///
/// The main loop changes it; workers ask it, each for as long as it takes to look keys up.
#[derive(Debug)]
pub struct Corpus {
    /// The folder that its paths are relative to.
    pub root: PathBuf,
    /// Its settings.
    pub config: Arc<Config>,
    /// Whether its folder is marked as a corpus, so that files which are not open belong to it.
    marked: bool,
    index: RwLock<Index>,
    knowledge: RwLock<KnowledgeBase>,
    /// Who is mentioned where.
    pub(super) names: Names,
    library: Library,
    pub(super) open: Arc<OpenTexts>,
    /// Whoever waits for an answer of the server, of this corpus or of another one.
    pub(super) answering: Answering,
    /// Set when nobody wants the index any more.
    pub(super) cancelled: Arc<AtomicBool>,
}

type OpenTexts = RwLock<HashMap<PathBuf, OpenText>>;

/// The text of an open document.
#[derive(Clone, Debug)]
pub(super) struct OpenText {
    pub text: Document,
    pub format: Format,
    /// What is known of it, as long as the document has that.
    pub facts: Weak<FileFacts>,
    /// The revision of the document.
    pub revision: u64,
    /// How the annotations beside it go with it, where it was edited since they fitted it.
    pub following: Option<Arc<Following>>,
}

impl OpenText {
    /// A text of which `facts` are known.
    pub fn new(text: Document, facts: &Arc<FileFacts>, revision: u64) -> Self {
        Self { text, format: facts.format(), facts: Arc::downgrade(facts), revision, following: None }
    }

    /// Whether it is looked at in the turn of whoever needs that.
    pub fn is_small(&self) -> bool {
        self.text.len() <= AT_ONCE
    }
}

impl Corpus {
    /// The corpus in `root`, of which nothing is known yet.
    pub fn new(root: PathBuf, config: Arc<Config>, answering: Answering) -> Self {
        let open: Arc<OpenTexts> = Arc::default();
        let (texts, folder, settings) = (Arc::clone(&open), root.clone(), Arc::clone(&config));
        let read = move |relative: &Path| {
            let opened = texts.read().unwrap_or_else(PoisonError::into_inner).get(relative).cloned();
            let opened = opened.map(|open| (open.text.text(), open.format));
            // An index may say what it likes: no path of it leads out of the corpus.
            let inside = relative.components().all(|part| matches!(part, std::path::Component::Normal(_)));
            opened.or_else(|| files::article_of(&folder.join(relative), relative, &settings).filter(|_| inside))
        };
        let library = Library::new(root.clone(), Box::new(read));
        let cancelled = Arc::default();
        let marked = is_root(&root);
        Self {
            root,
            config,
            marked,
            index: RwLock::default(),
            knowledge: RwLock::default(),
            names: Names::default(),
            library,
            open,
            answering,
            cancelled,
        }
    }

    /// The index as it is now.
    pub fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn index_mut(&self) -> RwLockWriteGuard<'_, Index> {
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The knowledge base as it is now.
    pub fn knowledge(&self) -> KnowledgeBase {
        self.knowledge.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn knowledge_mut(&self) -> RwLockWriteGuard<'_, KnowledgeBase> {
        self.knowledge.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds a text as that of an open document, without comparing it with others.
    pub fn hold(&self, relative: &Path, open: OpenText) {
        self.open.write().unwrap_or_else(PoisonError::into_inner).insert(relative.to_owned(), open);
    }

    /// Takes note of how the annotations beside an open document go with its text at a revision.
    pub fn set_following(&self, relative: &Path, revision: u64, following: Option<Following>) {
        if let Some(open) = self.open.write().unwrap_or_else(PoisonError::into_inner).get_mut(relative) {
            open.following = following.filter(|_| open.revision == revision).map(Arc::new);
        }
    }

    /// Takes in the text of an open file of the knowledge base, and what is known of it.
    pub fn set_open_knowledge(&self, relative: &Path, text: &Document, file: Arc<KnowledgeFile>) {
        let text = text.clone();
        self.hold(
            relative,
            OpenText { text, format: Format::default(), facts: Weak::new(), revision: 0, following: None },
        );
        self.knowledge_mut().set(relative, file);
        self.names.knowledge_changed();
    }

    /// Takes in what was read of the knowledge base, but for the files of it that are open.
    pub fn set_knowledge(&self, base: &KnowledgeBase) {
        self.names.knowledge_changed();
        for source in base.sources().iter().filter(|source| !self.is_open(&source.path)) {
            self.knowledge_mut().set(&source.path, Arc::clone(&source.file));
        }
    }

    /// A memory for a document of it.
    pub fn memory(&self) -> Memory<'static> {
        Memory::new(self.config.density(), SHOWN)
    }

    /// Takes in the text of an open document and what the index is to hold of it.
    pub fn set_open(&self, relative: &Path, open: OpenText, record: impl Into<Incoming>) -> Touched {
        self.hold(relative, open);
        self.library.forget(relative);
        self.index_mut().set_file(relative, Stamp::UNSAVED, record)
    }

    /// Forgets the text of a document that is closed.
    pub fn set_closed(&self, relative: &Path) {
        self.open.write().unwrap_or_else(PoisonError::into_inner).remove(relative);
        self.library.forget(relative);
        self.names.file_changed(relative);
    }

    /// What is to be known of a file that is not open.
    pub fn read(&self, relative: &Path) -> Content {
        if let Some(notation) = self.config.knowledge(relative) {
            let text = files::text_of(&self.root.join(relative), relative, &self.config);
            return Content::Knowledge(text.map(|text| Arc::new(KnowledgeFile::new(text, notation))));
        }
        let record = || {
            let mut bytes = Vec::new();
            let fits = files::read(&self.root.join(relative), self.config.limits_file_size.0, &mut bytes).ok()?;
            let record = files::record_of(relative, &bytes, &self.config).filter(|_| fits);
            Some(record.unwrap_or_default())
        };
        Content::Article((self.marked && self.config.includes(relative)).then(record).flatten())
    }

    /// Takes in what was read of a file that is not open, and says what of the index that touches.
    pub fn set_read(&self, relative: &Path, content: Content) -> Touched {
        self.library.forget(relative);
        match &content {
            Content::Article(_) => self.names.file_changed(relative),
            Content::Knowledge(_) => self.names.knowledge_changed(),
        }
        match content {
            Content::Article(Some(record)) => self.index_mut().set_file(relative, Stamp::UNSAVED, record),
            Content::Article(None) => self.index_mut().remove_file(relative),
            Content::Knowledge(Some(file)) => {
                self.knowledge_mut().set(relative, file);
                Touched::default()
            }
            Content::Knowledge(None) => {
                self.knowledge_mut().remove(relative);
                Touched::default()
            }
        }
    }

    /// Whether a document is open.
    pub fn is_open(&self, relative: &Path) -> bool {
        self.open.read().unwrap_or_else(PoisonError::into_inner).contains_key(relative)
    }

    /// What of a document stands in other articles, as far as that is not known from `memory`, and what is wrong with
    /// the names that are annotated in it, as far as that is not known from `checks`.
    pub fn compare(
        &self,
        memory: &mut Memory<'static>,
        checks: &Mutex<Checks>,
        relative: &Path,
        text: &Document,
        facts: &FileFacts,
    ) -> Vec<Finding> {
        memory.look_up(&self.index(), relative);
        let shared = memory.findings(facts, text, relative, &self.library);
        let mut checks = checks.lock().unwrap_or_else(PoisonError::into_inner);
        duplicates::merged(shared, checks.findings(facts, text, &self.knowledge()))
    }

    /// What of a text stands in other articles; at most `shown` of the copies of each block are named.
    pub fn findings(&self, relative: &Path, text: &Document, facts: &FileFacts, shown: usize) -> Vec<Finding> {
        let mut memory = Memory::new(self.config.density(), shown);
        memory.follow(facts, relative);
        self.compare(&mut memory, &Mutex::default(), relative, text, facts)
    }

    /// Puts a new index in the place of the one that is there, which it returns.
    /// What is open goes over it first, so that it is at no moment less than it was.
    pub fn replace(&self, mut index: Index) -> Index {
        self.lay_over(&mut index);
        std::mem::replace(&mut *self.index_mut(), index)
    }

    /// Lays what is open over `index`, as far as it does not lie there already.
    fn lay_over(&self, index: &mut Index) {
        let open: Vec<PathBuf> = self.open.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect();
        open.iter().for_each(|relative| index.take_over(&self.index(), relative));
    }

    /// Reads the files of the corpus on a thread of its own; [`Event::KnowledgeRead`] and [`Event::Loaded`] bring what is
    /// known of them.
    /// Articles only where the folder is marked as a corpus, and nothing that was not asked for (see
    /// [`load::may_scan`]); whether articles are read.
    pub fn load(self: &Arc<Self>, inbox: Inbox, progress: Progress) -> bool {
        if !load::may_scan(&self.root) {
            return false;
        }
        let corpus = Arc::clone(self);
        std::thread::spawn(move || {
            let base = files::knowledge(&corpus.root, &corpus.config);
            if !base.sources().is_empty() {
                inbox.send(Event::KnowledgeRead { corpus: Arc::clone(&corpus), base: Box::new(base.clone()) });
                // Completion asks for this; it is to be there by then.
                base.sources().iter().for_each(|source| source.file.prepare());
            }
            corpus.open_names(&base);
            if !corpus.marked {
                return corpus.read_small_folder();
            }
            if let Err(error) = corpus.read_all(&inbox, &progress)
                && error.kind() != std::io::ErrorKind::Interrupted
            {
                inbox.send(Event::IndexFailed(error.to_string()));
            }
            if let Err(error) = corpus.read_names() {
                tracing::warn!("the names of {} cannot be kept: {error}", corpus.root.display());
            }
            progress.end();
            corpus.list_ahead();
        });
        self.marked
    }

    fn read_all(self: &Arc<Self>, inbox: &Inbox, progress: &Progress) -> std::io::Result<()> {
        let folder = load::location(&self.root, &self.config)?;
        let mut store = Store::open(folder, load::fingerprint(&self.config), Disk::default());
        // What was known last time answers at once, and mostly still holds.
        let give = |mut index: Index, last: bool| {
            // Most of the work is done here, what is opened or edited meanwhile is laid over by the main loop.
            self.lay_over(&mut index);
            inbox.send(Event::Loaded { corpus: Arc::clone(self), index: Box::new(index), last });
        };
        let known = store.index();
        if known.file_count() > 0 {
            give(known, false);
        }
        progress.begin("Reading the corpus", &self.cancelled);
        let files = files::of_corpus(&self.root, &self.config);
        if files.len() == self.config.limits_files {
            let message = format!(
                "only the first {} files of {} are compared with one another; `limits.files` raises the limit",
                files.len(),
                self.root.display()
            );
            inbox.send(Event::IndexFailed(message));
        }
        let extract = |file: &CorpusFile, bytes: &[u8]| files::record_of(&file.relative, bytes, &self.config);
        let done = |count| {
            progress.report(count, files.len());
            self.answering.give_way();
        };
        let index = load::refresh(&mut store, &files, self.config.limits_file_size.0, extract, done, &self.cancelled)?;
        give(index, true);
        // Nobody waits for this: who opens the corpus next has fewer segments to look into.
        store.tidy()
    }

    /// Ends the reading of files.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

impl Drop for Corpus {
    fn drop(&mut self) {
        self.cancel();
    }
}
