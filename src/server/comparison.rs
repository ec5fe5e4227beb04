use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::corpus::Corpus;
use super::document::OpenDocument;
use crate::config::Settings;
use crate::duplicates::SHOWN;
use crate::facts::FileFacts;
use crate::knowledge::{KnowledgeBase, KnowledgeFile, Notation};
use crate::rules::Finding;
use crate::text::Document;

/// A document as it is compared with the other files of its corpus.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The corpus.
    pub corpus: Arc<Corpus>,
    relative: Arc<Path>,
    text: Document,
    what: Compared,
}

#[derive(Clone, Debug)]
enum Compared {
    Article(Arc<FileFacts>),
    Knowledge(Notation, Arc<Settings>),
}

impl Comparison {
    /// The document as it is now; `None` where there is nothing to compare.
    pub fn of(document: &OpenDocument) -> Option<Self> {
        let (corpus, relative) = document.corpus.clone()?;
        let what = match document.notation.filter(|_| !document.is_too_large()) {
            Some(notation) => Compared::Knowledge(notation, Arc::clone(&document.settings)),
            None => Compared::Article(document.facts()?.clone()),
        };
        Some(Self { corpus, relative, text: document.text.clone(), what })
    }

    /// Takes the document into its corpus in the place of the file.
    pub fn take_in(&self) {
        match &self.what {
            Compared::Article(facts) => self.corpus.set_open(&self.relative, &self.text, facts),
            Compared::Knowledge(notation, _) => self.corpus.set_open_knowledge(&self.relative, &self.text, *notation),
        }
    }

    /// What it has to do with the other files.
    pub fn findings(&self) -> Vec<Finding> {
        match &self.what {
            Compared::Article(facts) => self.corpus.findings(&self.relative, &self.text, facts, SHOWN),
            Compared::Knowledge(_, settings) => {
                let base = self.corpus.knowledge();
                base.findings(&self.relative, &self.corpus.root, &settings.entity_types)
            }
        }
    }
}

/// What is wrong with a file of the knowledge base that belongs to no corpus.
pub fn alone(document: &OpenDocument) -> Vec<Finding> {
    let Some(notation) = document.notation.filter(|_| !document.is_too_large()) else { return Vec::new() };
    let file = Arc::new(KnowledgeFile::new(document.text.text(), notation));
    let base = KnowledgeBase::new([(PathBuf::new(), file)]);
    base.findings(Path::new(""), Path::new(""), &document.settings.entity_types)
}
