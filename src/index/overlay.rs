//! The files that are open or have changed since the segments were written.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{self, AtomicU64};

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
    files: BTreeMap<PathBuf, File>,
}

/// A file in memory.
#[derive(Clone, Debug)]
struct File {
    stamp: Stamp,
    /// Its articles, in order.
    articles: Vec<u32>,
    /// Names this state of the file: none is named twice, in whatever index.
    state: u64,
}

/// The state that was named last.
static LAST_STATE: AtomicU64 = AtomicU64::new(0);

/// What a change of a file in memory touches.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Keys that lead to other articles than before.
    pub keys: Vec<Key>,
    /// Articles that are others than before, or gone.
    pub articles: Vec<u32>,
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
    ///
    /// Where the file has as many articles as before, each keeps its number, and only the keys that it got or lost are
    /// written.
    pub fn set(&mut self, path: &Path, stamp: Stamp, record: FileRecord) -> Change {
        let state = 1 + LAST_STATE.fetch_add(1, atomic::Ordering::Relaxed);
        let mut change = Change::default();
        let same = self.files.get_mut(path).filter(|file| file.articles.len() == record.articles.len());
        if let Some(file) = same {
            (file.stamp, file.state) = (stamp, state);
            let ids = file.articles.clone();
            ids.into_iter().zip(record.articles).for_each(|(id, record)| self.replace(id, record, &mut change));
            return change;
        }
        change = self.remove(path);
        let mut articles = Vec::with_capacity(record.articles.len());
        let mut postings = Vec::new();
        for (number, record) in (0..).zip(record.articles) {
            let id = self.free.pop().unwrap_or(self.articles.len() as u32);
            postings.extend(record.keys.iter().map(|key| (*key, id)));
            change.keys.extend_from_slice(&record.keys);
            change.articles.push(id);
            let article = Some(Article { path: path.to_owned(), number, record });
            match self.articles.get_mut(id as usize) {
                Some(slot) => *slot = article,
                None => self.articles.push(article),
            }
            articles.push(id);
        }
        self.add(postings);
        self.files.insert(path.to_owned(), File { stamp, articles, state });
        change
    }

    /// Adds postings: many, as a large file has, in one pass over all of them.
    fn add(&mut self, postings: Vec<(Key, u32)>) {
        if postings.len() > self.postings.len() / 8 {
            self.postings.append(&mut postings.into_iter().collect());
        } else {
            self.postings.extend(postings);
        }
    }

    /// Puts a record in the place of the one of the article `id`.
    fn replace(&mut self, id: u32, record: ArticleRecord, change: &mut Change) {
        let Some(Some(article)) = self.articles.get_mut(id as usize) else { return };
        if article.record == record {
            return;
        }
        change.articles.push(id);
        let (old, new) = (&article.record.keys, &record.keys);
        let (mut i, mut j) = (0, 0);
        while i < old.len() || j < new.len() {
            let order = match (old.get(i), new.get(j)) {
                (Some(gone), Some(come)) => gone.cmp(come),
                (gone, _) => {
                    if gone.is_some() {
                        Ordering::Less
                    } else {
                        Ordering::Greater
                    }
                }
            };
            match order {
                Ordering::Less => {
                    self.postings.remove(&(old[i], id));
                    change.keys.push(old[i]);
                }
                Ordering::Greater => {
                    self.postings.insert((new[j], id));
                    change.keys.push(new[j]);
                }
                Ordering::Equal => {}
            }
            i += usize::from(order.is_le());
            j += usize::from(order.is_ge());
        }
        article.record = record;
    }

    /// Forgets a file.
    pub fn remove(&mut self, path: &Path) -> Change {
        let mut change = Change::default();
        let Some(file) = self.files.remove(path) else { return change };
        for id in file.articles {
            if let Some(article) = self.articles.get_mut(id as usize).and_then(Option::take) {
                for key in article.record.keys {
                    self.postings.remove(&(key, id));
                    change.keys.push(key);
                }
            }
            change.articles.push(id);
            self.free.push(id);
        }
        change
    }

    /// Takes over what `other` knows of a file, unless that is known here already.
    pub fn take_over(&mut self, other: &Self, path: &Path) {
        let Some(file) = other.files.get(path) else { return };
        if self.files.get(path).is_some_and(|known| known.state == file.state) {
            return;
        }
        let articles = file.articles.iter().filter_map(|id| Some(other.article(*id)?.record.clone()));
        self.set(path, file.stamp, FileRecord { articles: articles.collect() });
        if let Some(known) = self.files.get_mut(path) {
            known.state = file.state;
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
        self.files.get(path).map(|file| (file.stamp, file.articles.as_slice()))
    }

    /// The files, by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    pub fn article_count(&self) -> usize {
        self.articles.len() - self.free.len()
    }
}
