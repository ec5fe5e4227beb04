use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::event::{Event, Inbox};
use super::progress::Progress;
use crate::config::{Config, is_root};
use crate::duplicates::{self, Library};
use crate::facts::FileFacts;
use crate::files;
use crate::format::Format;
use crate::index::load::{self, CorpusFile};
use crate::index::{Disk, Index, Stamp, Store};
use crate::knowledge::{KnowledgeBase, KnowledgeFile, Notation};
use crate::rules::Finding;
use crate::text::Document;

/// A corpus as the server knows it: the index of its files, and the texts of those that are open.
///
/// The main loop changes it; workers ask it.
#[derive(Debug)]
pub struct Corpus {
    /// The folder that its paths are relative to.
    pub root: PathBuf,
    /// Its settings.
    pub config: Arc<Config>,
    index: RwLock<Index>,
    knowledge: RwLock<KnowledgeBase>,
    library: Library,
    open: Arc<OpenTexts>,
    /// Set when nobody wants the index any more.
    cancelled: Arc<AtomicBool>,
}

type OpenTexts = RwLock<HashMap<PathBuf, (Document, Format)>>;

impl Corpus {
    /// The corpus in `root`, of which nothing is known yet.
    pub fn new(root: PathBuf, config: Arc<Config>) -> Self {
        let open: Arc<OpenTexts> = Arc::default();
        let (texts, folder, settings) = (Arc::clone(&open), root.clone(), Arc::clone(&config));
        let read = move |relative: &Path| {
            let opened = texts.read().unwrap_or_else(PoisonError::into_inner).get(relative).cloned();
            let opened = opened.map(|(text, format)| (text.text(), format));
            // An index may say what it likes: no path of it leads out of the corpus.
            let inside = relative.components().all(|part| matches!(part, std::path::Component::Normal(_)));
            opened.or_else(|| files::article_of(&folder.join(relative), relative, &settings).filter(|_| inside))
        };
        let library = Library::new(root.clone(), Box::new(read));
        let cancelled = Arc::default();
        Self { root, config, index: RwLock::default(), knowledge: RwLock::default(), library, open, cancelled }
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

    /// Takes in the text of an open file of the knowledge base.
    pub fn set_open_knowledge(&self, relative: &Path, text: &Document, notation: Notation) {
        let opened = (text.clone(), Format::default());
        self.open.write().unwrap_or_else(PoisonError::into_inner).insert(relative.to_owned(), opened);
        let file = Arc::new(KnowledgeFile::new(text.text(), notation));
        self.knowledge_mut().set(relative, file);
    }

    /// Goes back to what the disk says of a file of the knowledge base.
    fn set_closed_knowledge(&self, relative: &Path, notation: Notation) {
        match files::text_of(&self.root.join(relative), relative, &self.config) {
            Some(text) => self.knowledge_mut().set(relative, Arc::new(KnowledgeFile::new(text, notation))),
            None => drop(self.knowledge_mut().remove(relative)),
        }
    }

    /// Takes in the text of an open document and what is known of it.
    pub fn set_open(&self, relative: &Path, text: &Document, facts: &FileFacts) {
        let record = facts.record(relative, self.config.density());
        self.open
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(relative.to_owned(), (text.clone(), facts.format()));
        self.library.forget(relative);
        self.index_mut().set_file(relative, Stamp::UNSAVED, record);
    }

    /// Goes back to what the disk says of a file.
    pub fn set_closed(&self, relative: &Path) {
        self.open.write().unwrap_or_else(PoisonError::into_inner).remove(relative);
        self.library.forget(relative);
        if let Some(notation) = self.config.knowledge(relative) {
            return self.set_closed_knowledge(relative, notation);
        }
        let bytes = std::fs::read(self.root.join(relative)).ok();
        match bytes.filter(|_| self.config.includes(relative)) {
            Some(bytes) if is_root(&self.root) => {
                let record = files::record_of(relative, &bytes, &self.config).unwrap_or_default();
                self.index_mut().set_file(relative, Stamp::UNSAVED, record);
            }
            _ => self.index_mut().remove_file(relative),
        }
    }

    /// Whether a document is open.
    pub fn is_open(&self, relative: &Path) -> bool {
        self.open.read().unwrap_or_else(PoisonError::into_inner).contains_key(relative)
    }

    /// Follows a change of a file that is not open.
    pub fn file_changed(&self, relative: &Path) {
        if !self.is_open(relative) {
            self.set_closed(relative);
        }
    }

    /// What of a document stands in other articles; at most `shown` of the copies of each block are named.
    pub fn findings(&self, relative: &Path, text: &Document, facts: &FileFacts, shown: usize) -> Vec<Finding> {
        let index = self.index();
        let corpus =
            duplicates::Corpus { index: &index, library: &self.library, density: self.config.density(), shown };
        duplicates::findings(facts, text, relative, relative, &corpus)
    }

    /// Reads the files of the corpus on a thread of its own; [`Event::Loaded`] says when something else is known.
    /// Articles only where the folder is marked as a corpus, and nothing that was not asked for: see
    /// [`load::may_scan`].
    pub fn load(self: &Arc<Self>, inbox: Inbox, progress: Progress) {
        if !load::may_scan(&self.root) {
            return;
        }
        let corpus = Arc::clone(self);
        std::thread::spawn(move || {
            corpus.read_knowledge(&inbox);
            if !is_root(&corpus.root) {
                return;
            }
            if let Err(error) = corpus.read_all(&inbox, &progress)
                && error.kind() != std::io::ErrorKind::Interrupted
            {
                inbox.send(Event::IndexFailed(error.to_string()));
            }
            progress.end();
        });
    }

    /// Reads the knowledge base, but for the files of it that are open.
    fn read_knowledge(&self, inbox: &Inbox) {
        let read = files::knowledge(&self.root, &self.config);
        if read.sources().is_empty() {
            return;
        }
        let mut known = self.knowledge_mut();
        for source in read.sources().iter().filter(|source| !self.is_open(&source.path)) {
            known.set(&source.path, Arc::clone(&source.file));
        }
        drop(known);
        inbox.send(Event::Loaded(self.root.clone()));
        // Completion asks for this; it is to be there by then.
        read.sources().iter().for_each(|source| source.file.prepare());
    }

    fn read_all(&self, inbox: &Inbox, progress: &Progress) -> std::io::Result<()> {
        let folder = load::location(&self.root, &self.config)?;
        let mut store = Store::open(folder, load::fingerprint(&self.config), Disk::default());
        // What was known last time answers at once, and mostly still holds.
        let known = store.index();
        if known.file_count() > 0 {
            *self.index_mut() = known;
            inbox.send(Event::Loaded(self.root.clone()));
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
        let done = |count| progress.report(count, files.len());
        let index = load::refresh(&mut store, &files, extract, done, &self.cancelled)?;
        *self.index_mut() = index;
        inbox.send(Event::Loaded(self.root.clone()));
        Ok(())
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
