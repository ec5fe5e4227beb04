//! The main loop's part in comparing documents: it alone changes the index of a corpus, and says who has to look again.
//!
//! A document that has changed goes through three steps: it is keyed, the index takes its keys, it is compared.
//! Small ones do that in the turn of their edit; for large ones, and for every first comparison, which may read many
//! files, workers do the first and the last step.
//! What is remembered of a document goes to the worker and comes back with its answer; until then what is known moves
//! along with the edits.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::corpus::{Corpus, OpenText};
use super::event::{Compared, Content, Event, Keyed};
use super::job::{AskCorpora, Corpora};
use super::knowledge::{self, Check};
use super::progress::Progress;
use super::uri::UriKey;
use super::world::{AT_ONCE, World};
use crate::config::Config;
use crate::duplicates::Memory;
use crate::facts::FileFacts;
use crate::index::{Incoming, Index, Touched};
use crate::text::Source;

/// A corpus, and what is under way for it.
#[derive(Debug)]
pub struct Held {
    pub corpus: Arc<Corpus>,
    /// Files that workers read: the number of the newest reading of each.
    reads: HashMap<Arc<Path>, u64>,
    /// Files that have changed on disk since the corpus began to be read; none when that is done.
    changed: Option<BTreeSet<Arc<Path>>>,
}

impl World {
    /// The corpus in a folder, with these settings.
    pub(super) fn corpus(&mut self, root: &Path, config: &Arc<Config>) -> Arc<Corpus> {
        if let Some(known) = self.corpora.get(root).filter(|known| *known.corpus.config == **config) {
            return Arc::clone(&known.corpus);
        }
        let corpus = Arc::new(Corpus::new(root.to_owned(), Arc::clone(config), self.answering.clone()));
        let progress = Progress::new(
            self.client.clone(),
            self.runtime.clone(),
            self.cancellations.clone(),
            format!("copydesk-{}", self.number()),
            self.features.work_done_progress,
        );
        let changed = corpus.load(self.inbox.clone(), progress).then(BTreeSet::new);
        let held = Held { corpus: Arc::clone(&corpus), reads: HashMap::new(), changed };
        if let Some(old) = self.corpora.insert(root.to_owned(), held) {
            old.corpus.cancel();
        }
        corpus
    }

    /// A number that names one thing.
    pub(super) fn number(&mut self) -> u64 {
        self.last_generation += 1;
        self.last_generation
    }

    /// Compares a document that has changed: at once where it is small and was compared before.
    pub(super) fn compare_changed(&mut self, key: &UriKey) {
        let Some(document) = self.documents.get_mut(key).filter(|document| document.changed) else { return };
        document.changed = false;
        let Some((corpus, relative)) = document.corpus.clone() else {
            if document.text.len() > AT_ONCE && document.notation.is_none() {
                return self.compare_later(key);
            }
            let findings = catch_unwind(AssertUnwindSafe(|| knowledge::alone(document))).unwrap_or_default();
            document.shared.set(findings);
            return;
        };
        if let Some(check) = Check::of(document) {
            return if document.text.len() > AT_ONCE { self.check_later(key) } else { self.check_now(key, check) };
        }
        let Some(facts) = document.facts().cloned() else { return };
        if document.text.len() > AT_ONCE || document.comparing.begun.is_some() {
            return self.compare_later(key);
        }
        let (known, checks) = (document.comparing.memory.take(), Arc::clone(&document.comparing.checks));
        let is_first = known.is_none();
        let mut memory = known.unwrap_or_else(|| corpus.memory());
        let touched = std::mem::take(&mut document.comparing.touched);
        let (text, revision) = (document.text.clone(), document.revision.load(Ordering::Relaxed));
        let keyed = catch_unwind(AssertUnwindSafe(|| {
            touched.iter().for_each(|touched| memory.forget(touched));
            memory.follow(&facts, &relative);
            let record = memory.record();
            (memory, record)
        }));
        let Ok((mut memory, record)) = keyed else { return self.tell_failure() };
        let open = OpenText::new(text.clone(), &facts, revision);
        memory.forget(&self.take_in(key, (&corpus, &relative), open, record.into()));
        if is_first {
            if let Some(document) = self.documents.get_mut(key) {
                document.comparing.memory = Some(memory);
            }
            return self.compare_later(key);
        }
        let found = catch_unwind(AssertUnwindSafe(|| {
            let found = corpus.compare(&mut memory, &checks, &relative, &text, &facts);
            (memory, found)
        }));
        let Some(document) = self.documents.get_mut(key) else { return };
        match found {
            Ok((memory, found)) => {
                document.comparing.memory = Some(memory);
                document.shared.set(found);
            }
            Err(_) => self.tell_failure(),
        }
    }

    /// Compares all documents that have changed.
    fn compare_all_changed(&mut self) {
        let changed = self.documents.iter().filter(|(_, document)| document.changed);
        let changed: Vec<UriKey> = changed.map(|(key, _)| key.clone()).collect();
        changed.iter().for_each(|key| self.compare_changed(key));
    }

    /// Has the index take the keys of a document, and the others look again at what that touches; its own memory is to
    /// forget that as well.
    fn take_in(
        &mut self,
        key: &UriKey,
        (corpus, relative): (&Arc<Corpus>, &Arc<Path>),
        mut open: OpenText,
        record: Incoming,
    ) -> Arc<Touched> {
        self.opened(corpus, relative);
        let document = self.documents.get(key);
        let current = document.filter(|it| it.revision.load(Ordering::Relaxed) == open.revision);
        open.following = current.and_then(|it| it.following()).map(Arc::new);
        let touched = Arc::new(corpus.set_open(relative, open, record));
        if let Some(document) = self.documents.get_mut(key) {
            document.comparing.keyed = true;
        }
        self.touched(corpus, &touched, Some(key));
        touched
    }

    /// Takes note that a file is open: what is being read of it on disk does not count any more.
    pub(super) fn opened(&mut self, corpus: &Arc<Corpus>, relative: &Arc<Path>) {
        if let Some(held) = self.held(corpus) {
            held.reads.remove(relative);
        }
    }

    /// Has the documents compared again that what was touched in the index is of any meaning for, but for one.
    fn touched(&mut self, corpus: &Arc<Corpus>, touched: &Arc<Touched>, except: Option<&UriKey>) {
        for (key, document) in &mut self.documents {
            let here = document.corpus.as_ref().is_some_and(|(one, _)| Arc::ptr_eq(one, corpus));
            if !here || document.notation.is_some() || Some(key) == except {
                continue;
            }
            let comparing = &mut document.comparing;
            match &comparing.memory {
                Some(memory) if memory.depends_on(touched) => {
                    comparing.touched.push(Arc::clone(touched));
                    self.outdated.insert(key.clone());
                }
                // A worker has the memory.
                None if comparing.begun.is_some() => {
                    comparing.touched.push(Arc::clone(touched));
                    comparing.again = true;
                }
                _ => {}
            }
        }
    }

    /// Has a worker compare a document with the others, keys and all where the index does not know its text yet.
    pub(super) fn compare_later(&mut self, key: &UriKey) {
        let number = self.number();
        let Some(document) = self.documents.get_mut(key) else { return };
        if document.notation.is_some() {
            return self.check_later(key);
        }
        if document.comparing.begun.is_some() {
            document.comparing.again = true;
            return;
        }
        let Some(facts) = document.facts().cloned() else { return };
        let Some((corpus, relative)) = document.corpus.clone() else {
            return self.compare_alone(key, number, facts);
        };
        let mut memory = document.comparing.memory.take().unwrap_or_else(|| corpus.memory());
        document.comparing.begun = Some(number);
        document.comparing.again = false;
        let text = document.text.clone();
        let revision = document.revision.load(Ordering::Relaxed);
        if document.comparing.keyed {
            return self.compare(Keyed { key: key.clone(), number, text, facts, revision, keys: None }, memory);
        }
        let touched = std::mem::take(&mut document.comparing.touched);
        let (key, inbox) = (key.clone(), self.inbox.clone());
        self.in_background(move || {
            let follow = || {
                touched.iter().for_each(|touched| memory.forget(touched));
                memory.follow(&facts, &relative);
                let record = Incoming::from(memory.record());
                // Of a file that is in memory already little is written.
                let is_known = corpus.index().has_in_memory(&relative);
                (memory, if is_known { record } else { record.sorted() })
            };
            let keys = catch_unwind(AssertUnwindSafe(follow)).ok();
            inbox.send(Event::Keyed(Box::new(Keyed { key, number, text, facts, revision, keys })));
        });
    }

    /// Has a worker look at the names in a document that belongs to no corpus.
    fn compare_alone(&mut self, key: &UriKey, number: u64, facts: Arc<FileFacts>) {
        let Some(document) = self.documents.get_mut(key) else { return };
        document.comparing.begun = Some(number);
        document.comparing.again = false;
        let (text, checks) = (document.text.clone(), Arc::clone(&document.comparing.checks));
        let revision = document.revision.load(Ordering::Relaxed);
        let (key, inbox) = (key.clone(), self.inbox.clone());
        self.in_background(move || {
            let found = catch_unwind(AssertUnwindSafe(|| knowledge::alone_in(&checks, &facts, &text))).ok();
            let found = found.map(|found| (None, found));
            inbox.send(Event::Compared(Box::new(Compared { key, number, revision, found })));
        });
    }

    /// Takes over the keys of a document, and has a worker compare it.
    pub(super) fn keyed(&mut self, mut keyed: Keyed) {
        let Some(document) = self.documents.get_mut(&keyed.key) else { return };
        let Some((corpus, relative)) = document.corpus.clone() else { return };
        if document.comparing.begun != Some(keyed.number) {
            return;
        }
        let Some((memory, record)) = keyed.keys.take() else {
            document.comparing.reset();
            return self.tell_failure();
        };
        let key = keyed.key.clone();
        let open = OpenText::new(keyed.text.clone(), &keyed.facts, keyed.revision);
        let touched = self.take_in(&key, (&corpus, &relative), open, record);
        let Some(document) = self.documents.get_mut(&key) else { return };
        // The text may have changed while it was keyed.
        document.comparing.keyed = document.revision.load(Ordering::Relaxed) == keyed.revision;
        document.comparing.touched.push(touched);
        self.compare(keyed, memory);
    }

    /// Has a worker compare a document that was keyed.
    fn compare(&mut self, keyed: Keyed, mut memory: Memory<'static>) {
        let Some(document) = self.documents.get_mut(&keyed.key) else { return };
        let Some((corpus, relative)) = document.corpus.clone() else { return };
        let checks = Arc::clone(&document.comparing.checks);
        let touched = std::mem::take(&mut document.comparing.touched);
        let Keyed { key, number, text, facts, revision, .. } = keyed;
        let inbox = self.inbox.clone();
        self.in_background(move || {
            let find = || {
                touched.iter().for_each(|touched| memory.forget(touched));
                // Of a small document facts may be newer than its keys, where only its settings have changed.
                memory.follow(&facts, &relative);
                let found = corpus.compare(&mut memory, &checks, &relative, &text, &facts);
                (Some(memory), found)
            };
            let found = catch_unwind(AssertUnwindSafe(find)).ok();
            inbox.send(Event::Compared(Box::new(Compared { key, number, revision, found })));
            // Whoever asks who is meant in a large document finds most of the work done.
            let name = || corpus.follow_names(&relative, &text, &facts, revision);
            if text.len() > AT_ONCE && catch_unwind(AssertUnwindSafe(name)).is_err() {
                inbox.send(Event::Failed);
            }
        });
    }

    /// Takes over what a worker has found in other articles.
    pub(super) fn compared(&mut self, compared: Compared) {
        let Compared { key, number, revision, found } = compared;
        let Some(document) = self.documents.get_mut(&key) else { return };
        let comparing = &mut document.comparing;
        if comparing.begun != Some(number) {
            return;
        }
        comparing.begun = None;
        let Some((memory, findings)) = found else {
            comparing.reset();
            return self.tell_failure();
        };
        comparing.memory = memory;
        let again = std::mem::take(&mut comparing.again);
        let current = document.revision.load(Ordering::Relaxed) == revision;
        let changed = current && document.shared.set(findings);
        if again || !current {
            self.compare_later(&key);
        }
        if changed {
            self.unpublished.insert(key);
            self.refresh_copies();
        }
    }

    /// What is under way for a corpus, unless another one has taken its place.
    pub(super) fn held(&mut self, corpus: &Arc<Corpus>) -> Option<&mut Held> {
        self.corpora.get_mut(&corpus.root).filter(|held| Arc::ptr_eq(&held.corpus, corpus))
    }

    /// Takes over the index of a corpus, and has what is open compared with it.
    pub(super) fn loaded(&mut self, corpus: &Arc<Corpus>, index: Index, last: bool) {
        let Some(held) = self.held(corpus) else { return };
        let changed = if last { held.changed.take() } else { held.changed.clone() };
        let old = corpus.replace(index);
        // It may be large.
        self.in_background(move || drop(old));
        let mut open = Vec::new();
        for (key, document) in &mut self.documents {
            if document.corpus.as_ref().is_some_and(|(one, _)| Arc::ptr_eq(one, corpus)) {
                document.comparing.reset();
                open.push(key.clone());
            }
        }
        open.iter().for_each(|key| self.compare_later(key));
        // What was read may be older than these changes.
        changed.into_iter().flatten().for_each(|relative| self.read_file(corpus, relative));
    }

    /// Has a worker read a file that is not open, or not any more.
    pub(super) fn read_file(&mut self, corpus: &Arc<Corpus>, relative: Arc<Path>) {
        let number = self.number();
        let Some(held) = self.held(corpus).filter(|_| !corpus.is_open(&relative)) else { return };
        held.reads.insert(Arc::clone(&relative), number);
        if let Some(changed) = &mut held.changed {
            changed.insert(Arc::clone(&relative));
        }
        let (corpus, inbox) = (Arc::clone(corpus), self.inbox.clone());
        self.in_background(move || match catch_unwind(AssertUnwindSafe(|| corpus.read(&relative))) {
            Ok(content) => inbox.send(Event::Read { corpus, relative, number, content }),
            Err(_) => inbox.send(Event::Failed),
        });
    }

    /// Takes over what was read of a file, unless it was opened or has changed again since.
    pub(super) fn read(&mut self, corpus: &Arc<Corpus>, relative: &Arc<Path>, number: u64, content: Content) {
        let Some(held) = self.held(corpus) else { return };
        if held.reads.get(relative) != Some(&number) {
            return;
        }
        held.reads.remove(relative);
        let is_knowledge = matches!(content, Content::Knowledge(_));
        let touched = Arc::new(corpus.set_read(relative, content));
        self.touched(corpus, &touched, None);
        if is_knowledge {
            self.check_others(corpus, None);
        }
    }

    /// Follows a change on disk of a file that may belong to a corpus.
    pub(super) fn corpus_file_changed(&mut self, path: &Path) {
        let above = path.ancestors().skip(1).find_map(|folder| self.corpora.get(folder));
        let Some(corpus) = above.map(|held| Arc::clone(&held.corpus)) else { return };
        if let Ok(relative) = path.strip_prefix(&corpus.root) {
            self.read_file(&corpus, relative.into());
        }
    }

    /// Answers a question about all corpora on a worker.
    pub(super) fn ask_corpora(&mut self, ask: AskCorpora) {
        self.verify_changed();
        self.compare_all_changed();
        let documents = self.documents.values().filter(|it| it.is_article() || it.notation.is_some());
        let open = documents.map(|document| document.snapshot_for_all(&self.features)).collect();
        let corpora: Vec<Arc<Corpus>> = self.corpora.values().map(|held| Arc::clone(&held.corpus)).collect();
        let (features, client) = (Arc::clone(&self.features), self.client.clone());
        let question = self.answering.begin();
        self.workers.spawn_fifo(move || {
            ask.run(Corpora { open, corpora, features, client });
            drop(question);
        });
    }
}
