//! The files that are open or have changed since the segments were written.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{self, AtomicU64};

use super::format::Stamp;
use crate::facts::{ArticleRecord, FileRecord, Key};

/// Files in memory, by path.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// Every key with every article that has it, but for those in `runs`.
    postings: BTreeSet<(Key, u32)>,
    runs: Vec<Run>,
    articles: Vec<Option<Article>>,
    /// Places in `articles` that are free again.
    free: Vec<u32>,
    files: BTreeMap<PathBuf, File>,
}

/// The postings of a large file, as they were when it came: sorting them takes a fraction of the time of a set.
/// Those hold of which the article has the key still.
#[derive(Clone, Debug)]
struct Run {
    /// Its articles, which are no others'.
    articles: Range<u32>,
    /// Each key with the number of its article in the file, ascending.
    postings: Arc<[(Key, u32)]>,
}

/// From so many keys on a file is a large one.
const LARGE: usize = 1 << 14;

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

/// The record of a file on its way into memory. Sorting the keys of a large one takes long: whoever has the time does that
/// before the index is locked.
#[derive(Clone, Debug)]
pub struct Incoming {
    record: FileRecord,
    /// Its keys, where they are sorted.
    sorted: Option<Sorted>,
}

/// The keys of a large file.
#[derive(Clone, Debug)]
struct Sorted {
    /// Each with the number of its article in the file, ascending.
    postings: Arc<[(Key, u32)]>,
    /// Each once.
    keys: Vec<Key>,
}

impl From<FileRecord> for Incoming {
    fn from(record: FileRecord) -> Self {
        Self { record, sorted: None }
    }
}

impl Incoming {
    /// The same with the keys of a large file sorted.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        if self.is_large() && self.sorted.is_none() {
            let articles = (0..).zip(&self.record.articles);
            let postings = articles.flat_map(|(number, it)| it.keys.iter().map(move |key| (*key, number)));
            let mut postings: Vec<(Key, u32)> = postings.collect();
            postings.sort_unstable();
            let mut keys: Vec<Key> = postings.iter().map(|(key, _)| *key).collect();
            keys.dedup();
            self.sorted = Some(Sorted { postings: postings.into(), keys });
        }
        self
    }

    fn is_large(&self) -> bool {
        self.record.articles.iter().map(|article| article.keys.len()).sum::<usize>() >= LARGE
    }
}

impl Run {
    /// The articles that had `key`.
    fn with(&self, key: Key) -> impl Iterator<Item = u32> + '_ {
        let from = self.postings.partition_point(|posting| posting.0 < key);
        let postings = self.postings[from..].iter().take_while(move |posting| posting.0 == key);
        postings.map(|posting| self.articles.start + posting.1)
    }

    fn holds(&self, (key, article): (Key, u32)) -> bool {
        self.articles.contains(&article) && self.postings.binary_search(&(key, article - self.articles.start)).is_ok()
    }
}

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
    pub fn set(&mut self, path: &Path, stamp: Stamp, incoming: Incoming) -> Change {
        let record = &incoming.record;
        let state = 1 + LAST_STATE.fetch_add(1, atomic::Ordering::Relaxed);
        let mut change = Change::default();
        let same = self.files.get_mut(path).filter(|file| file.articles.len() == record.articles.len());
        if let Some(file) = same {
            (file.stamp, file.state) = (stamp, state);
            let ids = file.articles.clone();
            ids.into_iter()
                .zip(incoming.record.articles)
                .for_each(|(id, record)| self.replace(id, record, &mut change));
            return change;
        }
        change = self.remove(path);
        let Incoming { record, sorted } = incoming.sorted();
        let first = self.articles.len() as u32;
        let mut articles = Vec::with_capacity(record.articles.len());
        for (number, record) in (0..).zip(record.articles) {
            // Those of a large file stand together.
            let free = if sorted.is_some() { None } else { self.free.pop() };
            let id = free.unwrap_or(self.articles.len() as u32);
            change.articles.push(id);
            if sorted.is_none() {
                self.postings.extend(record.keys.iter().map(|key| (*key, id)));
                change.keys.extend(&record.keys);
            }
            let article = Some(Article { path: path.to_owned(), number, record });
            match self.articles.get_mut(id as usize) {
                Some(slot) => *slot = article,
                None => self.articles.push(article),
            }
            articles.push(id);
        }
        if let Some(Sorted { postings, keys }) = sorted {
            change.keys.extend(keys);
            self.runs.push(Run { articles: first..self.articles.len() as u32, postings });
        }
        self.files.insert(path.to_owned(), File { stamp, articles, state });
        change
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
                    let posting = (new[j], id);
                    if !self.runs.iter().any(|run| run.holds(posting)) {
                        self.postings.insert(posting);
                    }
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
        let run = self.runs.iter().position(|run| file.articles.first().is_some_and(|id| run.articles.contains(id)));
        let run = run.map(|place| self.runs.swap_remove(place));
        if let Some(run) = &run {
            self.postings.retain(|(_, id)| !run.articles.contains(id));
        }
        for id in file.articles {
            if let Some(article) = self.articles.get_mut(id as usize).and_then(Option::take) {
                if run.is_none() {
                    for key in &article.record.keys {
                        self.postings.remove(&(*key, id));
                    }
                }
                change.keys.extend(article.record.keys);
            }
            change.articles.push(id);
        }
        match run {
            Some(run) if run.articles.end as usize == self.articles.len() => {
                self.articles.truncate(run.articles.start as usize);
            }
            _ => self.free.extend(&change.articles),
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
        self.set(path, file.stamp, FileRecord { articles: articles.collect() }.into());
        if let Some(known) = self.files.get_mut(path) {
            known.state = file.state;
        }
    }

    /// The articles that have `key`, ascending.
    pub fn find(&self, key: Key) -> impl Iterator<Item = u32> + '_ {
        let mut found: Vec<u32> = self.postings.range((key, 0)..=(key, u32::MAX)).map(|(_, id)| *id).collect();
        if !self.runs.is_empty() {
            let has = |id: &u32| self.article(*id).is_some_and(|it| it.record.keys.binary_search(&key).is_ok());
            found.extend(self.runs.iter().flat_map(|run| run.with(key)).filter(has));
            found.sort_unstable();
        }
        found.into_iter()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The record of articles that have so many keys each from one on.
    fn record(articles: &[(u64, usize)]) -> FileRecord {
        let article = |&(from, count): &(u64, usize)| ArticleRecord {
            keys: (from..).take(count).map(Key).collect(),
            ..ArticleRecord::default()
        };
        FileRecord { articles: articles.iter().map(article).collect() }
    }

    /// Which articles have a key: the file and the number of each, ascending.
    fn found(overlay: &Overlay, key: Key) -> Vec<(PathBuf, u32)> {
        let named = |id| overlay.article(id).map(|it| (it.path.clone(), it.number)).expect("it is an article");
        let mut all: Vec<_> = overlay.find(key).map(named).collect();
        all.sort();
        all
    }

    fn an_article() -> impl Strategy<Value = (u64, usize)> {
        (0_u64..40, prop_oneof![3 => 0_usize..20, 2 => Just(LARGE / 2), 1 => Just(LARGE)])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn files_large_and_small_are_found_as_they_are_now(
            changes in prop::collection::vec((0_usize..3, prop::option::of(prop::collection::vec(an_article(), 0..4))), 1..12),
        ) {
            let keys = || (0..60).chain((LARGE as u64 / 2 - 5)..(LARGE as u64 / 2 + 50)).map(Key);
            let mut overlay = Overlay::default();
            let mut model: BTreeMap<PathBuf, Vec<(u64, usize)>> = BTreeMap::new();
            for (file, articles) in changes {
                let path = PathBuf::from(["a", "b", "c"][file]);
                let before: Vec<_> = keys().map(|key| found(&overlay, key)).collect();
                let change = match articles {
                    Some(articles) => {
                        let change = overlay.set(&path, Stamp::UNSAVED, record(&articles).into());
                        model.insert(path, articles);
                        change
                    }
                    None => {
                        model.remove(&path);
                        overlay.remove(&path)
                    }
                };
                for (key, before) in keys().zip(before) {
                    let has = |(from, count): &(u64, usize)| (*from..*from + *count as u64).contains(&key.0);
                    let all = model.iter().flat_map(|(path, articles)| {
                        (0..).zip(articles).filter(|(_, it)| has(it)).map(|(number, _)| (path.clone(), number))
                    });
                    let expected: Vec<(PathBuf, u32)> = all.collect();
                    prop_assert!(expected == before || change.keys.contains(&key));
                    prop_assert_eq!(found(&overlay, key), expected);
                }
                prop_assert_eq!(overlay.article_count(), model.values().map(Vec::len).sum::<usize>());
            }
        }
    }
}
