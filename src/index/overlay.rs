//! The files that are open or have changed since the segments were written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::format::Stamp;
use crate::facts::{ArticleRecord, FileRecord, Key};

/// Files in memory, by path.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// Every key with every article that has it.
    postings: BTreeSet<(Key, u32)>,
    articles: Vec<Option<Article>>,
    /// Places in `articles` that are free again.
    free: Vec<u32>,
    files: BTreeMap<PathBuf, (Stamp, Vec<u32>)>,
}

/// An article in memory.
#[derive(Clone, Debug)]
pub struct Article {
    pub path: PathBuf,
    pub number: u32,
    pub record: ArticleRecord,
}

impl Overlay {
    /// Puts the record of a file in the place of what was known of it.
    pub fn set(&mut self, path: &Path, stamp: Stamp, record: FileRecord) {
        self.remove(path);
        let mut ids = Vec::with_capacity(record.articles.len());
        for (number, record) in (0..).zip(record.articles) {
            let id = self.free.pop().unwrap_or(self.articles.len() as u32);
            self.postings.extend(record.keys.iter().map(|key| (*key, id)));
            let article = Some(Article { path: path.to_owned(), number, record });
            match self.articles.get_mut(id as usize) {
                Some(slot) => *slot = article,
                None => self.articles.push(article),
            }
            ids.push(id);
        }
        self.files.insert(path.to_owned(), (stamp, ids));
    }

    /// Forgets a file.
    pub fn remove(&mut self, path: &Path) {
        let Some((_, ids)) = self.files.remove(path) else { return };
        for id in ids {
            let article = self.articles.get_mut(id as usize).and_then(Option::take);
            for key in article.iter().flat_map(|article| &article.record.keys) {
                self.postings.remove(&(*key, id));
            }
            self.free.push(id);
        }
    }

    /// The articles that have `key`.
    pub fn find(&self, key: Key) -> impl Iterator<Item = u32> + '_ {
        self.postings.range((key, 0)..=(key, u32::MAX)).map(|(_, id)| *id)
    }

    pub fn article(&self, id: u32) -> Option<&Article> {
        self.articles.get(id as usize)?.as_ref()
    }

    /// What is known of a file: what it looked like, and its articles in order.
    pub fn file(&self, path: &Path) -> Option<(Stamp, &[u32])> {
        self.files.get(path).map(|(stamp, ids)| (*stamp, ids.as_slice()))
    }

    /// The files, by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    pub fn article_count(&self) -> usize {
        self.articles.len() - self.free.len()
    }
}
