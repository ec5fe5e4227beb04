//! The names of a corpus, as the server keeps them.
//!
//! They are brought up to date when somebody asks: what has changed since the last question is recognised anew, by the
//! worker that answers.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::corpus::{Corpus, OpenText};
use crate::config::{Settings, decisions};
use crate::entities::{Recorded, Roster, View};
use crate::facts::FileFacts;
use crate::files;
use crate::index::load::CorpusFile;
use crate::index::{Index, Stamp};
use crate::knowledge::KnowledgeBase;
use crate::mentions::Lexicon;
use crate::pairs::{self, Part};
use crate::text::Document;

/// A folder that nothing marks as a corpus is read where it holds so many articles at most.
const SMALL_FOLDER: usize = 2000;

/// Where a corpus has so many files at most, a change of the knowledge base is followed in all of them at once.
const FOLLOWED: usize = 500;

/// Of a larger corpus so many entities are listed for completion and search.
const LISTED: usize = 50_000;

/// Listing a large corpus anew takes one part in so many of the time at most.
const SHARE: u32 = 20;

/// The index of names, and what it was made of.
#[derive(Debug, Default)]
pub struct Names {
    index: RwLock<Index>,
    state: Mutex<State>,
    listing: Mutex<Listing>,
}

/// Everybody who was mentioned at a moment.
#[derive(Debug, Default)]
struct Listing {
    /// The generation of the index that it is of.
    generation: Option<u64>,
    roster: Arc<Roster>,
    /// When it was made, and how long that took.
    made: Option<Instant>,
    taken: Duration,
    /// Whether another one is being made.
    is_under_way: bool,
}

/// An open document that the index has taken in.
#[derive(Debug, Default)]
struct TakenIn {
    /// What its names in the index were made of; none where the index is another one by now.
    made: Option<Made>,
    /// What is known of its articles. Whoever follows a large text holds it for a while.
    recorded: Arc<Mutex<Recorded>>,
    /// The lexicon of that.
    lexicon: u64,
}

/// What the names of an open document are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    /// The revision of its text.
    revision: u64,
    /// Those of the annotations beside it that are open.
    beside: Vec<u64>,
    /// The lexicon.
    lexicon: u64,
}

impl Made {
    /// Whether that is of a text as new as that of `other`, and of the same things else.
    fn covers(&self, other: &Self) -> bool {
        self.revision >= other.revision && (&self.beside, self.lexicon) == (&other.beside, other.lexicon)
    }
}

#[derive(Debug, Default)]
struct State {
    taken_in: HashMap<PathBuf, TakenIn>,
    /// Files that have changed on disk since they were read.
    changed: BTreeSet<PathBuf>,
    /// Whether the knowledge base has changed since the lexicon was made.
    knowledge_changed: bool,
    lexicon: Arc<Lexicon>,
    /// Names what the lexicon holds.
    lexicon_hash: u64,
    settings: Option<Arc<Settings>>,
}

impl State {
    /// Whether the index holds the names of an open document as they are made of that.
    fn has(&self, path: &Path, made: &Made) -> bool {
        self.taken_in.get(path).and_then(|known| known.made.as_ref()).is_some_and(|known| known.covers(made))
    }
}

impl Names {
    /// Takes note that the knowledge base is another one.
    pub fn knowledge_changed(&self) {
        self.state().knowledge_changed = true;
    }

    /// Takes note that a file is not what it was.
    pub fn file_changed(&self, relative: &Path) {
        self.state().changed.insert(relative.to_owned());
    }

    fn listing(&self) -> MutexGuard<'_, Listing> {
        self.listing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn index_mut(&self) -> RwLockWriteGuard<'_, Index> {
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The annotations that `index` knows, as they were when it was made.
fn annotations(index: &Index) -> BTreeMap<PathBuf, Option<Stamp>> {
    let all = index.files().into_iter().filter(|path| pairs::part_of(path) == Some(Part::Annotations));
    all.map(|path| (path.clone(), index.stamp(&path))).collect()
}

impl Corpus {
    /// Asks about names, all of them as they are now.
    pub fn with_names<T>(&self, ask: impl FnOnce(&View<'_>) -> T) -> T {
        self.bring_names_up_to_date();
        let knowledge = self.knowledge();
        let index = self.names.index();
        ask(&View::new(&index, &knowledge))
    }

    /// Everybody who is mentioned: as of now in a small corpus, as of a moment ago in a large one, of which those with
    /// most mentions are listed.
    pub fn roster(self: &Arc<Self>) -> Arc<Roster> {
        self.bring_names_up_to_date();
        let (generation, files) = {
            let index = self.names.index();
            (index.generation(), index.file_count())
        };
        let mut listing = self.names.listing();
        if listing.generation == Some(generation) {
            return Arc::clone(&listing.roster);
        }
        if files <= FOLLOWED {
            let roster = Arc::new(self.with_names(Roster::new));
            *listing = Listing { generation: Some(generation), roster: Arc::clone(&roster), ..Listing::default() };
            return roster;
        }
        // Listing all takes seconds: it takes a small share of the time.
        let is_due = listing.made.is_none_or(|made| made.elapsed() > SHARE * listing.taken);
        if is_due && !listing.is_under_way {
            listing.is_under_way = true;
            let corpus = Arc::clone(self);
            std::thread::spawn(move || corpus.list());
        }
        Arc::clone(&listing.roster)
    }

    /// Lists everybody who is mentioned in a large corpus, so that whoever asks first need not wait.
    pub(super) fn list_ahead(&self) {
        let is_large = self.names.index().file_count() > FOLLOWED;
        if is_large && !std::mem::replace(&mut self.names.listing().is_under_way, true) {
            self.list();
        }
    }

    /// Lists everybody who is mentioned in a large corpus.
    fn list(&self) {
        let start = Instant::now();
        // Of what is in use by then nothing is held.
        let (index, knowledge) = (self.names.index().clone(), self.knowledge().clone());
        let roster = Roster::of_most(&View::new(&index, &knowledge), LISTED, || self.answering.give_way());
        tracing::debug!("{} entities listed in {:.1} s", roster.entries.len(), start.elapsed().as_secs_f64());
        *self.names.listing() = Listing {
            generation: Some(index.generation()),
            roster: Arc::new(roster),
            made: Some(Instant::now()),
            taken: start.elapsed(),
            is_under_way: false,
        };
    }

    /// The text of a file of the corpus: that of the editor where it is open.
    pub fn text_of(&self, relative: &Path) -> Option<String> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner).get(relative).map(|open| open.text.text());
        open.or_else(|| files::text_of(&self.root.join(relative), relative, &self.config))
    }

    /// The annotations at `path` as they fit the text beside them, which is that of a revision of its document: where it
    /// was edited since they fitted, they have gone with it, as they will in their file when it is saved.
    fn annotations_of(&self, text_path: &Path, text: &Document, revision: u64, path: &Path) -> Option<String> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        let following = open.get(text_path).filter(|it| it.revision == revision).and_then(|it| it.following.clone());
        drop(open);
        let source = self.text_of(path)?;
        let gone = following.map(|it| it.realign(&self.root.join(path), &source, &text.text()).apply(&source));
        Some(gone.unwrap_or(source))
    }

    /// The same for the text of a document as it is open.
    pub fn annotations_of_open(&self, text_path: &Path, text: &Document, path: &Path) -> Option<String> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        let revision = open.get(text_path).filter(|it| it.text.text() == text.text()).map(|it| it.revision);
        drop(open);
        self.annotations_of(text_path, text, revision.unwrap_or(u64::MAX), path)
    }

    fn bring_names_up_to_date(&self) {
        let mut state = self.names.state();
        self.follow_changed_knowledge(&mut state);
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner).clone();
        let closed: Vec<PathBuf> = state.taken_in.keys().filter(|path| !open.contains_key(*path)).cloned().collect();
        for path in closed {
            state.taken_in.remove(&path);
            state.changed.insert(path);
        }
        for path in std::mem::take(&mut state.changed) {
            // Its names are those of the text that it annotates.
            let text = (pairs::part_of(&path) == Some(Part::Annotations)).then(|| pairs::text_of(&path));
            for path in text.into_iter().chain([path]) {
                if open.contains_key(&path) {
                    state.taken_in.remove(&path);
                } else {
                    self.read_again(&path, &mut state);
                }
            }
        }
        let settings = self.names_settings(&mut state);
        let mut behind = Vec::new();
        for (path, it) in open.iter().filter(|(path, _)| self.config.knowledge(path).is_none()) {
            let made = self.made_of(path, it.revision, &state);
            if state.has(path, &made) {
                continue;
            }
            if pairs::part_of(path) == Some(Part::Annotations) && !open.contains_key(&pairs::text_of(path)) {
                self.read_again(&pairs::text_of(path), &mut state);
            }
            behind.push((path, it));
        }
        drop(state);
        // A large text takes a while: who asks about another one does not wait for it, it is taken in when it has been
        // compared.
        for (path, OpenText { text, format, facts, revision, .. }) in behind.into_iter().filter(|it| it.1.is_small()) {
            let read = || Arc::new(FileFacts::new(&text.text(), *format, Arc::clone(&settings)));
            self.follow_names(path, text, &facts.upgrade().unwrap_or_else(read), *revision);
        }
    }

    /// Takes in the names of an open document, as its text is at a revision of it; `facts` are of that text.
    pub fn follow_names(&self, path: &Path, text: &Document, facts: &FileFacts, revision: u64) {
        if self.config.knowledge(path).is_some() {
            return;
        }
        let (made, lexicon, recorded) = {
            let mut state = self.names.state();
            self.follow_changed_knowledge(&mut state);
            let made = self.made_of(path, revision, &state);
            if state.has(path, &made) {
                return;
            }
            let lexicon = Arc::clone(&state.lexicon);
            let known = state.taken_in.entry(path.to_owned()).or_default();
            if known.lexicon != made.lexicon {
                (known.recorded, known.lexicon) = (Arc::default(), made.lexicon);
            }
            (made, lexicon, Arc::clone(&known.recorded))
        };
        // Others may ask meanwhile.
        let mut recorded = recorded.lock().unwrap_or_else(PoisonError::into_inner);
        let beside = pairs::annotated(path, text, |beside| self.annotations_of(path, text, revision, beside));
        let record = recorded.follow(facts, path, text, &beside, &lexicon);
        let mut state = self.names.state();
        // Somebody may have taken in a newer text by now.
        if !state.has(path, &made) {
            self.names.index_mut().set_file(path, Stamp::UNSAVED, record);
            state.taken_in.entry(path.to_owned()).or_default().made = Some(made);
        }
    }

    /// What the names of the open document at `path` are made of.
    fn made_of(&self, path: &Path, revision: u64, state: &State) -> Made {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        let beside = pairs::annotations_of(path).filter_map(|path| Some(open.get(&path)?.revision));
        Made { revision, beside: beside.collect(), lexicon: state.lexicon_hash }
    }

    fn names_settings(&self, state: &mut State) -> Arc<Settings> {
        let settings = state.settings.get_or_insert_with(|| self.config.settings_with(decisions(&self.root)));
        Arc::clone(settings)
    }

    /// Reads a file that is not open; one that is gone is forgotten.
    fn read_again(&self, relative: &Path, state: &mut State) {
        let file = CorpusFile { path: self.root.join(relative), relative: relative.to_owned() };
        let bytes = std::fs::read(&file.path).ok().filter(|_| self.config.includes(relative));
        let settings = self.names_settings(state);
        let record = bytes.and_then(|bytes| {
            let beside = |path: &Path| self.text_of(path.strip_prefix(&self.root).ok()?);
            files::names_of(&file, &bytes, &self.config, &settings, &state.lexicon, beside)
        });
        match record {
            Some(record) => drop(self.names.index_mut().set_file(relative, Stamp::UNSAVED, record)),
            None => drop(self.names.index_mut().remove_file(relative)),
        }
    }

    fn follow_changed_knowledge(&self, state: &mut State) {
        if std::mem::take(&mut state.knowledge_changed) {
            self.follow_knowledge(&self.knowledge(), state);
        }
    }

    /// Makes the lexicon anew, and in a small corpus all names.
    fn follow_knowledge(&self, base: &KnowledgeBase, state: &mut State) {
        let hash = base.fingerprint();
        if hash == state.lexicon_hash {
            return;
        }
        state.lexicon = Arc::new(base.lexicon());
        state.lexicon_hash = hash;
        let files = self.names.index().files();
        if files.len() <= FOLLOWED {
            state.changed.extend(files);
        }
    }

    /// Makes the lexicon of `base`, what the disk says of the knowledge base.
    pub(super) fn open_names(&self, base: &KnowledgeBase) {
        self.follow_knowledge(base, &mut self.names.state());
    }

    /// Reads the articles of a folder that nothing marks as a corpus, where they are few: their names are kept in memory.
    pub(super) fn read_small_folder(&self) {
        let Some(files) = files::of_small_folder(&self.root, &self.config, SMALL_FOLDER) else {
            let root = self.root.display();
            return tracing::info!("{root} holds many files and no copydesk.toml: only open articles are looked at");
        };
        let (lexicon, settings) = {
            let mut state = self.names.state();
            (Arc::clone(&state.lexicon), self.names_settings(&mut state))
        };
        let read = |file: &CorpusFile| {
            let bytes = std::fs::read(&file.path).ok()?;
            let beside = |path: &Path| files::text_of(path, &file.relative, &self.config);
            let record = files::names_of(file, &bytes, &self.config, &settings, &lexicon, beside)?;
            Some((file.relative.clone(), record))
        };
        let closed = files.par_iter().filter(|file| !self.is_open(&file.relative));
        let records: Vec<_> = closed.filter_map(read).collect();
        let mut state = self.names.state();
        let mut index = self.names.index_mut();
        for (path, record) in records {
            // What is open is newer than what was read.
            if !state.taken_in.contains_key(&path) {
                index.set_file(&path, Stamp::UNSAVED, record);
            }
        }
        // The knowledge base may have changed while they were read.
        state.knowledge_changed = true;
    }

    /// Brings the names of a corpus up to date with its files, and keeps them on disk.
    pub(super) fn read_names(&self) -> io::Result<()> {
        let (lexicon, hash, settings) = {
            let mut state = self.names.state();
            (Arc::clone(&state.lexicon), state.lexicon_hash, self.names_settings(&mut state))
        };
        let mut store = files::names_store(&self.root, &self.config, hash)?;
        let known = store.index();
        let files = files::of_corpus(&self.root, &self.config);
        let before = annotations(&known);
        if known.file_count() > 0 {
            self.take_over(known);
        }
        // Nobody waits for the walk through all files, only for what it finds.
        let done = |_| self.answering.give_way();
        let index = files::refresh_names(&mut store, &files, &self.config, &settings, &lexicon, done, &self.cancelled)?;
        // A text has other names where its annotations are not what they were.
        let now = annotations(&index);
        let differ = |path: &&PathBuf| before.get(*path) != now.get(*path);
        let anew: BTreeSet<PathBuf> = before.keys().chain(now.keys()).filter(differ).cloned().collect();
        self.take_over(index);
        if !before.is_empty() {
            self.names.state().changed.extend(anew);
        }
        store.tidy()
    }

    fn take_over(&self, index: Index) {
        let mut state = self.names.state();
        *self.names.index_mut() = index;
        state.taken_in.values_mut().for_each(|known| known.made = None);
    }
}
