//! What is known of all files: a reduction of the records of each, in which order does not matter.
//!
//! Most of it lies in [`Segment`]s, immutable files that are mapped; what has changed since lies in memory over them
//! ([`overlay`]), and hides what the segments say of the same files.
//! The index stores the first 40 bits of a key: two keys may look the same, once in some ten thousand lookups at a
//! million articles, so whoever finds a copy here looks at the text.

mod build;
mod disk;
mod format;
pub mod load;
mod merge;
mod overlay;
mod paths;
mod pipeline;
mod segment;
pub mod store;
mod tables;
mod write;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

pub use build::Builder;
pub use disk::Disk;
pub use format::{Fingerprint, Stamp};
pub use merge::merge;
pub use segment::Segment;
pub use store::Store;

use crate::boilerplate::words::mix;
use crate::facts::Key;
use crate::text::Span;
use format::{NO_DATE, date_of, short};
pub use overlay::Incoming;
use overlay::Overlay;
use segment::{Found, hot_articles, hot_holds};

/// Names an article of an index while the index does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArticleId(u64);

impl ArticleId {
    /// The number of the segment, behind the last one the overlay, and that of the article in it.
    const fn new(segment: u32, number: u32) -> Self {
        Self((segment as u64) << 32 | number as u64)
    }

    const fn segment(self) -> usize {
        (self.0 >> 32) as usize
    }

    const fn number(self) -> u32 {
        self.0 as u32
    }
}

impl Hash for ArticleId {
    /// Mixed already: a hasher may take it as it is.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(mix(self.0, 0));
    }
}

/// What the index knows of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleInfo<'a> {
    /// Its file, relative to the folder of the corpus.
    pub path: Cow<'a, Path>,
    /// Its number in the file.
    pub number: u32,
    /// Its bytes in the text of the file.
    pub span: Span,
    /// How many words it has.
    pub words: u32,
    /// Who published it.
    pub source: Option<&'a str>,
    /// When it was published.
    pub date: Option<Date>,
}

/// Where a key stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// In how many articles.
    pub total: usize,
    /// Of how many sources that are known, at least: where very many articles have the key, sources are counted segment
    /// by segment, those of articles that have changed since included.
    pub sources: usize,
    /// The first day, of those that are known.
    pub first: Option<Date>,
    /// The last one.
    pub last: Option<Date>,
    /// The first of the articles, in the order of their paths.
    pub articles: Vec<ArticleId>,
}

/// What a change of the index touches: whoever remembers what it says of these asks it again.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// Keys that lead to other articles than before: ascending, each once.
    pub keys: Vec<Key>,
    /// Articles that are others than before, or gone: ascending, each once.
    pub articles: Vec<ArticleId>,
    /// Whether articles of a segment are gone: what is said of keys that very many articles have may be less than it was.
    pub buried: bool,
}

/// All articles of a corpus, by their keys.
#[derive(Clone, Debug, Default)]
pub struct Index {
    parts: Vec<Part>,
    overlay: Overlay,
    generation: u64,
}

/// A segment, and what of it does not hold any more.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) segment: Arc<Segment>,
    /// Files that have changed or are gone.
    pub(crate) dead_files: BTreeSet<u32>,
    /// Their articles.
    dead: BTreeSet<u32>,
}

impl Part {
    pub(crate) fn new(segment: Arc<Segment>, dead_files: BTreeSet<u32>) -> Self {
        let dead = dead_files.iter().flat_map(|file| segment.articles_of(*file)).collect();
        Self { segment, dead_files, dead }
    }

    /// Takes note that a file has changed or is gone, and gives its articles where they counted until now.
    fn bury(&mut self, path: &Path) -> std::ops::Range<u32> {
        match self.segment.find_file(path).filter(|file| self.dead_files.insert(*file)) {
            Some(file) => {
                let articles = self.segment.articles_of(file);
                self.dead.extend(articles.clone());
                articles
            }
            None => 0..0,
        }
    }

    /// The file at `path`, unless it has changed since.
    fn file(&self, path: &Path) -> Option<u32> {
        self.segment.find_file(path).filter(|file| !self.dead_files.contains(file))
    }

    /// How many articles have the key.
    fn count(&self, found: Found<'_>) -> usize {
        match found {
            Found::Few(entries) => entries.iter().filter(|article| !self.dead.contains(article)).count(),
            Found::Hot(row, postings) => {
                row.articles as usize - self.dead.iter().filter(|article| hot_holds(postings, **article)).count()
            }
        }
    }
}

/// Puts the articles of a key into `give`, those left out that do not hold any more.
fn each_article(part: &Part, found: Found<'_>, mut give: impl FnMut(u32)) {
    let mut alive = |article: u32| {
        if !part.dead.contains(&article) {
            give(article);
        }
    };
    match found {
        Found::Few(entries) => entries.iter().for_each(&mut alive),
        Found::Hot(_, postings) => hot_articles(postings).for_each(&mut alive),
    }
}

impl Index {
    /// The index that consists of these segments, oldest first; each file counts in the newest one that has it.
    #[must_use]
    pub fn new(segments: impl IntoIterator<Item = Arc<Segment>>) -> Self {
        Self::of_parts(segments.into_iter().map(|segment| Part::new(segment, BTreeSet::new())).collect())
    }

    /// The same, where it is known which files of each segment do not count.
    pub(crate) fn of_parts(parts: Vec<Part>) -> Self {
        Self { parts, ..Self::default() }
    }

    /// Whether a file is in memory: open, or changed since the segments were written.
    #[must_use]
    pub fn has_in_memory(&self, path: &Path) -> bool {
        self.overlay.file(path).is_some()
    }

    /// Takes in the record of a file in the place of what was known of it.
    pub fn set_file(&mut self, path: &Path, stamp: Stamp, record: impl Into<Incoming>) -> Touched {
        self.generation += 1;
        // What is in memory was buried when it came.
        let buried = if self.overlay.file(path).is_some() { Vec::new() } else { self.bury(path) };
        let change = self.overlay.set(path, stamp, record.into());
        self.touched(change, buried)
    }

    /// Forgets a file.
    pub fn remove_file(&mut self, path: &Path) -> Touched {
        self.generation += 1;
        let buried = self.bury(path);
        let change = self.overlay.remove(path);
        self.touched(change, buried)
    }

    /// Takes over what `other` knows of a file that it holds in memory.
    pub fn take_over(&mut self, other: &Self, path: &Path) {
        self.generation += 1;
        if other.overlay.file(path).is_some() {
            self.bury(path);
            self.overlay.take_over(&other.overlay, path);
        }
    }

    /// Hides what segments say of a file, and gives the articles that are gone by that.
    fn bury(&mut self, path: &Path) -> Vec<ArticleId> {
        let mut gone = Vec::new();
        for (segment, part) in (0..).zip(&mut self.parts) {
            gone.extend(part.bury(path).map(|number| ArticleId::new(segment, number)));
        }
        gone
    }

    fn touched(&self, change: overlay::Change, buried: Vec<ArticleId>) -> Touched {
        let in_overlay = change.articles.into_iter().map(|number| self.in_overlay(number));
        let is_buried = !buried.is_empty();
        let (mut keys, mut articles): (_, Vec<ArticleId>) = (change.keys, in_overlay.chain(buried).collect());
        keys.sort_unstable();
        keys.dedup();
        articles.sort_unstable();
        articles.dedup();
        Touched { keys, articles, buried: is_buried }
    }

    /// Takes in a segment: what it holds takes the place of what was known of the same files.
    pub fn add_segment(&mut self, segment: Arc<Segment>) {
        self.generation += 1;
        let mut paths = segment.paths().iter();
        while let Some(path) = paths.next() {
            let path = paths::from_bytes(path.to_vec());
            self.bury(&path);
            self.overlay.remove(&path);
        }
        self.parts.push(Part::new(segment, BTreeSet::new()));
    }

    /// Changes with each change of the index.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// How many articles there are.
    #[must_use]
    pub fn article_count(&self) -> usize {
        let alive = |part: &Part| part.segment.article_count() - part.dead.len();
        self.parts.iter().map(alive).sum::<usize>() + self.overlay.article_count()
    }

    /// How many files there are.
    #[must_use]
    pub fn file_count(&self) -> usize {
        let alive = |part: &Part| part.segment.file_count() - part.dead_files.len();
        self.parts.iter().map(alive).sum::<usize>() + self.overlay.files().len()
    }

    /// What a file looked like when it was read, where the index holds it.
    #[must_use]
    pub fn stamp(&self, path: &Path) -> Option<Stamp> {
        if let Some((stamp, _)) = self.overlay.file(path) {
            return Some(stamp);
        }
        self.parts.iter().find_map(|part| Some(part.segment.file(part.file(path)?)?.stamp))
    }

    /// Every file: those in segments in the order of these, then those in memory.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut all = Vec::with_capacity(self.file_count());
        for part in &self.parts {
            let mut paths = part.segment.paths().iter();
            let mut number = 0;
            while let Some(path) = paths.next() {
                if !part.dead_files.contains(&number) {
                    all.push(paths::from_bytes(path.to_vec()));
                }
                number += 1;
            }
        }
        all.extend(self.overlay.files().map(Path::to_owned));
        all
    }

    /// Every article, in the order of [`Self::files`].
    pub fn articles(&self) -> impl Iterator<Item = ArticleId> + '_ {
        let in_segments = (0..).zip(&self.parts).flat_map(|(segment, part)| {
            let alive = (0..part.segment.article_count() as u32).filter(|number| !part.dead.contains(number));
            alive.map(move |number| ArticleId::new(segment, number))
        });
        let in_overlay = self.overlay.files().flat_map(|path| self.articles_of(path));
        in_segments.chain(in_overlay)
    }

    /// The articles of a file, in order.
    #[must_use]
    pub fn articles_of(&self, path: &Path) -> Vec<ArticleId> {
        if let Some((_, ids)) = self.overlay.file(path) {
            return ids.iter().map(|number| self.in_overlay(*number)).collect();
        }
        let of_part = |(segment, part): (usize, &Part)| {
            let articles = part.segment.articles_of(part.file(path)?);
            Some(articles.map(|number| ArticleId::new(segment as u32, number)).collect())
        };
        self.parts.iter().enumerate().find_map(of_part).unwrap_or_default()
    }

    fn in_overlay(&self, number: u32) -> ArticleId {
        ArticleId::new(self.parts.len() as u32, number)
    }

    /// In how many articles `key` stands.
    #[must_use]
    pub fn document_frequency(&self, key: Key) -> usize {
        let in_segments = self.parts.iter().map(|part| part.count(part.segment.find(short(key)))).sum::<usize>();
        in_segments + self.overlay.find(key).count()
    }

    /// Adds the articles that have `key` to `found`, unless more than `most` have it: then none, and returns false.
    pub fn extend_with(&self, found: &mut Vec<ArticleId>, key: Key, most: usize) -> bool {
        let before = found.len();
        for (segment, part) in (0..).zip(&self.parts) {
            let places = part.segment.find(short(key));
            if found.len() - before + part.count(places) > most {
                found.truncate(before);
                return false;
            }
            each_article(part, places, |number| found.push(ArticleId::new(segment, number)));
        }
        found.extend(self.overlay.find(key).map(|number| self.in_overlay(number)));
        let rare = found.len() - before <= most;
        if !rare {
            found.truncate(before);
        }
        rare
    }

    /// Where `key` stands, the article `except`, by its file and number, left out; at most `limit` of the articles are
    /// named.
    #[must_use]
    pub fn copies(&self, key: Key, limit: usize, except: Option<(&Path, u32)>) -> Copies {
        let itself = except.and_then(|(path, number)| self.articles_of(path).get(number as usize).copied());
        let mut copies = Copies::default();
        let mut sources: BTreeSet<&str> = BTreeSet::new();
        // Of keys that stand in very many articles, what the segment says of all of them.
        let mut counted = 0;
        for ((segment, part), found) in
            (0..).zip(&self.parts).map(|(segment, part)| ((segment, part), part.segment.find(short(key))))
        {
            let id = |number| ArticleId::new(segment, number);
            if let Found::Hot(row, postings) = found {
                let holds_itself =
                    itself.is_some_and(|it| it.segment() == segment as usize && hot_holds(postings, it.number()));
                copies.total += part.count(found) - usize::from(holds_itself);
                counted = counted.max(row.sources as usize);
                copies.take_in([row.first, row.last].into_iter().filter(|days| *days != NO_DATE).filter_map(date_of));
                let others = hot_articles(postings).filter(|number| !part.dead.contains(number)).map(id);
                copies.articles.extend(others.filter(|other| Some(*other) != itself).take(limit));
            } else {
                let mut room = limit;
                each_article(part, found, |number| {
                    if Some(id(number)) != itself {
                        self.count_in(&mut copies, id(number), &mut room, &mut sources);
                    }
                });
            }
        }
        let mut room = usize::MAX;
        for id in self.overlay.find(key).map(|number| self.in_overlay(number)).filter(|id| Some(*id) != itself) {
            self.count_in(&mut copies, id, &mut room, &mut sources);
        }
        copies.sources = counted.max(sources.len());
        // Those of one segment come in the order of their paths; all together are to do so too.
        let segment = |id: Option<&ArticleId>| id.map(|id| id.segment()).filter(|at| self.parts.len() > *at);
        let (first, last) = (segment(copies.articles.first()), segment(copies.articles.last()));
        if copies.articles.len() > 1 && (last.is_none() || first != last) {
            let place = |id: &ArticleId| self.article(*id).map(|it| (it.path.into_owned(), it.number));
            copies.articles.sort_by_cached_key(place);
        }
        copies.articles.truncate(limit);
        copies
    }

    fn count_in<'a>(&'a self, copies: &mut Copies, id: ArticleId, room: &mut usize, sources: &mut BTreeSet<&'a str>) {
        let Some((source, date)) = self.provenance(id) else { return };
        copies.total += 1;
        sources.extend(source);
        copies.take_in(date);
        if *room > 0 {
            *room -= 1;
            copies.articles.push(id);
        }
    }

    fn provenance(&self, id: ArticleId) -> Option<(Option<&str>, Option<Date>)> {
        match self.parts.get(id.segment()) {
            Some(part) => {
                let row = part.segment.article(id.number())?;
                Some((part.segment.source(row.source), date_of(row.date)))
            }
            None => self.overlay.article(id.number()).map(|it| (it.record.source.as_deref(), it.record.date)),
        }
    }

    /// The names of an article, packed; none where they are not in this index.
    #[must_use]
    pub fn names(&self, id: ArticleId) -> &[u8] {
        match self.parts.get(id.segment()) {
            Some(part) => part.segment.names(id.number()).unwrap_or_default(),
            None => self.overlay.article(id.number()).map(|it| &*it.record.names).unwrap_or_default(),
        }
    }

    /// Whether the order of these articles is that of their paths already: that of one segment is.
    #[must_use]
    pub fn are_by_path(&self, one: ArticleId, other: ArticleId) -> bool {
        one.segment() == other.segment() && one.segment() < self.parts.len()
    }

    /// When an article was published.
    #[must_use]
    pub fn date(&self, id: ArticleId) -> Option<Date> {
        self.provenance(id)?.1
    }

    /// What is known of an article.
    #[must_use]
    pub fn article(&self, id: ArticleId) -> Option<ArticleInfo<'_>> {
        let Some(part) = self.parts.get(id.segment()) else {
            let article = self.overlay.article(id.number())?;
            return Some(ArticleInfo {
                path: Cow::Borrowed(&article.path),
                number: article.number,
                span: article.record.span,
                words: article.record.words,
                source: article.record.source.as_deref(),
                date: article.record.date,
            });
        };
        let row = part.segment.article(id.number())?;
        let first = part.segment.file(row.file)?.first;
        let start = usize::try_from(row.start).ok()?;
        Some(ArticleInfo {
            path: Cow::Owned(part.segment.path(row.file)?),
            number: id.number().checked_sub(first)?,
            span: Span::new(start, start.checked_add(usize::try_from(row.len).ok()?)?),
            words: row.words,
            source: part.segment.source(row.source),
            date: date_of(row.date),
        })
    }
}

impl Copies {
    fn take_in(&mut self, dates: impl IntoIterator<Item = Date>) {
        for date in dates {
            self.first = Some(self.first.map_or(date, |first| first.min(date)));
            self.last = Some(self.last.map_or(date, |last| last.max(date)));
        }
    }
}
