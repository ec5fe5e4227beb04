//! The main loop's part in comparing files of the knowledge base with one another.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use super::corpus::Corpus;
use super::document::OpenDocument;
use super::event::{Checked, Event};
use super::uri::UriKey;
use super::world::World;
use crate::config::Settings;
use crate::entities::Checks;
use crate::facts::FileFacts;
use crate::knowledge::{KnowledgeBase, KnowledgeFile, Notation};
use crate::rules::Finding;
use crate::text::Document;

/// A file of the knowledge base that is open, as it is compared with the others.
#[derive(Debug)]
pub struct Check {
    corpus: Arc<Corpus>,
    relative: Arc<Path>,
    text: Document,
    notation: Notation,
    settings: Arc<Settings>,
    /// Whether the knowledge base has this text already.
    known: bool,
}

impl Check {
    /// The document as it is now; `None` where it is no such file, or too large.
    pub fn of(document: &OpenDocument) -> Option<Self> {
        let (corpus, relative) = document.corpus.clone()?;
        let notation = document.notation.filter(|_| !document.is_too_large())?;
        let (text, settings) = (document.text.clone(), Arc::clone(&document.settings));
        Some(Self { corpus, relative, text, notation, settings, known: document.comparing.keyed })
    }

    /// What the knowledge base is to hold of it, where that is something new, and what is wrong with it.
    fn run(&self) -> (Option<Arc<KnowledgeFile>>, Vec<Finding>) {
        let mut base = self.corpus.knowledge();
        let file = (!self.known).then(|| Arc::new(KnowledgeFile::new(self.text.text(), self.notation)));
        if let Some(file) = &file {
            base.set(&self.relative, Arc::clone(file));
        }
        let findings = base.findings(&self.relative, &self.corpus.root, &self.settings.entity_types);
        (file, findings)
    }
}

/// What is wrong with a document that belongs to no corpus: a file of the knowledge base, or the names of an article.
pub fn alone(document: &OpenDocument) -> Vec<Finding> {
    let Some(notation) = document.notation.filter(|_| !document.is_too_large()) else {
        let facts = document.facts().filter(|_| document.notation.is_none());
        let checks = &document.comparing.checks;
        return facts.map(|facts| alone_in(checks, facts, &document.text)).unwrap_or_default();
    };
    let file = Arc::new(KnowledgeFile::new(document.text.text(), notation));
    let base = KnowledgeBase::new([(PathBuf::new(), file)]);
    base.findings(Path::new(""), Path::new(""), &document.settings.entity_types)
}

/// What is wrong with the names of an article that belongs to no corpus, as far as that is not known from `checks`.
pub fn alone_in(checks: &Mutex<Checks>, facts: &FileFacts, text: &Document) -> Vec<Finding> {
    checks.lock().unwrap_or_else(PoisonError::into_inner).findings(facts, text, &KnowledgeBase::default())
}

impl World {
    /// Compares a file of the knowledge base at once.
    pub(super) fn check_now(&mut self, key: &UriKey, check: Check) {
        let number = self.number();
        let Some(document) = self.documents.get_mut(key) else { return };
        // What a worker may find of an older text does not count any more.
        document.comparing.begun = Some(number);
        document.comparing.again = false;
        let revision = document.revision.load(Ordering::Relaxed);
        let found = catch_unwind(AssertUnwindSafe(|| check.run())).ok();
        self.take_in_checked(Checked { key: key.clone(), number, revision, text: check.text, found });
    }

    /// Has a worker compare a file of the knowledge base.
    pub(super) fn check_later(&mut self, key: &UriKey) {
        let number = self.number();
        let Some(document) = self.documents.get_mut(key) else { return };
        let Some(check) = Check::of(document) else { return };
        if document.comparing.begun.is_some() {
            document.comparing.again = true;
            return;
        }
        document.comparing.begun = Some(number);
        document.comparing.again = false;
        let revision = document.revision.load(Ordering::Relaxed);
        let (key, inbox) = (key.clone(), self.inbox.clone());
        self.in_background(move || {
            let found = catch_unwind(AssertUnwindSafe(|| check.run())).ok();
            inbox.send(Event::Checked(Box::new(Checked { key, number, revision, text: check.text, found })));
        });
    }

    /// Takes over what a worker has found in a file of the knowledge base.
    pub(super) fn checked(&mut self, checked: Checked) {
        let key = checked.key.clone();
        if self.take_in_checked(checked) {
            self.unpublished.insert(key);
            self.refresh_copies();
        }
    }

    /// Takes over a comparison, unless it is outdated; whether something else is said now.
    fn take_in_checked(&mut self, checked: Checked) -> bool {
        let Checked { key, number, revision, text, found } = checked;
        let Some(document) = self.documents.get_mut(&key).filter(|it| it.comparing.begun == Some(number)) else {
            return false;
        };
        document.comparing.begun = None;
        let again = std::mem::take(&mut document.comparing.again);
        let Some((file, findings)) = found else {
            self.tell_failure();
            return false;
        };
        let current = document.revision.load(Ordering::Relaxed) == revision;
        document.comparing.keyed |= current;
        let changed = current && document.shared.set(findings);
        if let Some(((corpus, relative), file)) = document.corpus.clone().zip(file) {
            self.opened(&corpus, &relative);
            corpus.set_open_knowledge(&relative, &text, file);
            self.check_others(&corpus, Some(&key));
        }
        if again || !current {
            self.check_later(&key);
        }
        changed
    }

    /// Has what is open compared again with the knowledge base, but for one file of that.
    pub(super) fn check_others(&mut self, corpus: &Arc<Corpus>, except: Option<&UriKey>) {
        let of_corpus =
            |document: &OpenDocument| document.corpus.as_ref().is_some_and(|(one, _)| Arc::ptr_eq(one, corpus));
        let others = self.documents.iter().filter(|(key, document)| Some(*key) != except && of_corpus(document));
        let others: Vec<UriKey> = others.map(|(key, _)| key.clone()).collect();
        others.iter().for_each(|key| self.compare_later(key));
        self.unverified.extend(others);
    }

    /// Takes over the knowledge base of a corpus.
    pub(super) fn knowledge_read(&mut self, corpus: &Arc<Corpus>, base: &KnowledgeBase) {
        if self.held(corpus).is_some() {
            corpus.set_knowledge(base);
            self.check_others(corpus, None);
        }
    }
}
