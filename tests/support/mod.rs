//! A corpus in memory, for tests and benchmarks.

// Each test uses a part of it.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::boilerplate::keys::Density;
use copydesk::config::{Config, Settings};
use copydesk::duplicates::{self, Corpus, Library};
use copydesk::facts::FileFacts;
use copydesk::format::Format;
use copydesk::index::{Index, Stamp};
use copydesk::knowledge::{EntityTypes, KnowledgeBase, KnowledgeFile};
use copydesk::rules::Finding;

/// The files of a corpus, their texts and their keys.
pub struct Memory {
    pub texts: Arc<BTreeMap<PathBuf, String>>,
    index: Index,
    library: Library,
}

impl Memory {
    pub fn new(texts: impl IntoIterator<Item = (PathBuf, String)>) -> Self {
        let texts: Arc<BTreeMap<PathBuf, String>> = Arc::new(texts.into_iter().collect());
        let mut index = Index::default();
        for (path, text) in texts.iter() {
            let record = copydesk::boilerplate::record(text, path, format(path, text), Density::NORMAL);
            index.set_file(path, Stamp::UNSAVED, record);
        }
        let shelf = Arc::clone(&texts);
        let library = Library::new(
            PathBuf::new(),
            Box::new(move |path: &Path| shelf.get(path).map(|text| (text.clone(), format(path, text)))),
        );
        Self { texts, index, library }
    }

    /// All findings of a text, which stands in the corpus at `path`, or does not stand there.
    pub fn findings(&self, path: &Path, text: &str) -> Vec<Finding> {
        if let Some(notation) = Config::default().knowledge(path) {
            let file = Arc::new(KnowledgeFile::new(text.to_owned(), notation));
            return KnowledgeBase::new([(path.to_owned(), file)]).findings(
                path,
                Path::new(""),
                &EntityTypes::default(),
            );
        }
        let facts = FileFacts::new(text, format(path, text), Arc::new(Settings::default()));
        let shown = duplicates::SHOWN;
        let (index, library, density) = (&self.index, &self.library, Density::NORMAL);
        let corpus = Corpus { index, infos: None, library, density, shown };
        let shared = duplicates::findings(&facts, text, path, path, &corpus);
        duplicates::merged(facts.findings().collect(), shared)
    }

    /// All findings of all files.
    pub fn all(&self) -> impl Iterator<Item = (&Path, &str, Vec<Finding>)> {
        self.texts.iter().map(|(path, text)| (path.as_path(), text.as_str(), self.findings(path, text)))
    }
}

fn format(path: &Path, text: &str) -> Format {
    Format::of(path, text).unwrap_or_default()
}
