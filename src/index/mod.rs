//! What is known of all files: a reduction of the records of each, in which order does not matter.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::facts::{ArticleRecord, FileRecord, Key};
use crate::text::Span;

/// What a file looked like when it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Its length in bytes.
    pub size: u64,
    /// When it was changed last: nanoseconds since 1970.
    pub mtime: i64,
    /// XXH3 of its bytes.
    pub hash: u64,
}

impl Stamp {
    /// That of a text which is in no file, such as a document with changes that are not saved.
    pub const UNSAVED: Self = Self { size: u64::MAX, mtime: i64::MIN, hash: 0 };
}

/// Names an article of an index while the index does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(u32);

/// What the index knows of an article.
#[derive(Debug)]
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
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// In how many articles.
    pub total: usize,
    /// Of how many sources that are known.
    pub sources: usize,
    /// The first day, of those that are known.
    pub first: Option<Date>,
    /// The last one.
    pub last: Option<Date>,
    /// Some of the articles.
    pub articles: Vec<ArticleId>,
}

/// All articles of a corpus, by their keys.
#[derive(Clone, Debug, Default)]
pub struct Index {
    articles: Vec<Option<(PathBuf, u32, ArticleRecord)>>,
    keys: HashMap<Key, Vec<ArticleId>>,
    files: BTreeMap<PathBuf, Vec<ArticleId>>,
    generation: u64,
}

impl Index {
    /// Takes in the record of a file in the place of what was known of it.
    pub fn set_file(&mut self, path: &Path, _stamp: Stamp, record: FileRecord) {
        self.remove_file(path);
        for (number, article) in record.articles.into_iter().enumerate() {
            let id = ArticleId(self.articles.len() as u32);
            for key in &article.keys {
                self.keys.entry(*key).or_default().push(id);
            }
            self.files.entry(path.to_owned()).or_default().push(id);
            self.articles.push(Some((path.to_owned(), number as u32, article)));
        }
    }

    /// Forgets a file.
    pub fn remove_file(&mut self, path: &Path) {
        self.generation += 1;
        for id in self.files.remove(path).unwrap_or_default() {
            let Some((_, _, article)) = self.articles[id.0 as usize].take() else { continue };
            for key in article.keys {
                if let Some(ids) = self.keys.get_mut(&key) {
                    ids.retain(|one| *one != id);
                    if ids.is_empty() {
                        self.keys.remove(&key);
                    }
                }
            }
        }
    }

    /// Changes with each change of the index.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// How many articles there are.
    #[must_use]
    pub fn article_count(&self) -> usize {
        self.files.values().map(Vec::len).sum()
    }

    /// How many files there are.
    #[must_use]
    pub fn file_count(&self) -> usize {
        self.files.len()
    }

    /// The articles of a file, in order.
    #[must_use]
    pub fn articles_of(&self, path: &Path) -> Vec<ArticleId> {
        self.files.get(path).cloned().unwrap_or_default()
    }

    /// Calls `give` with each article that has `key`, unless more than `most` have it: then with none, and returns false.
    pub fn for_each(&self, key: Key, most: usize, give: &mut dyn FnMut(ArticleId)) -> bool {
        let Some(ids) = self.keys.get(&key) else { return true };
        let few = ids.len() <= most;
        if few {
            ids.iter().for_each(|id| give(*id));
        }
        few
    }

    /// Where `key` stands, the article `except`, by its file and number, left out; `limit` of the articles are named.
    #[must_use]
    pub fn copies(&self, key: Key, limit: usize, except: Option<(&Path, u32)>) -> Copies {
        let mut copies = Copies::default();
        let mut sources = BTreeSet::new();
        for id in self.keys.get(&key).into_iter().flatten() {
            let Some(article) = self.article(*id) else { continue };
            if except.is_some_and(|(path, number)| *path == *article.path && number == article.number) {
                continue;
            }
            copies.total += 1;
            sources.extend(article.source);
            if let Some(date) = article.date {
                copies.first = Some(copies.first.map_or(date, |first| first.min(date)));
                copies.last = Some(copies.last.map_or(date, |last| last.max(date)));
            }
            if copies.articles.len() < limit {
                copies.articles.push(*id);
            }
        }
        copies.sources = sources.len();
        copies
    }

    /// What is known of an article.
    #[must_use]
    pub fn article(&self, id: ArticleId) -> Option<ArticleInfo<'_>> {
        let (path, number, article) = self.articles.get(id.0 as usize)?.as_ref()?;
        Some(ArticleInfo {
            path: Cow::Borrowed(path),
            number: *number,
            span: article.span,
            words: article.words,
            source: article.source.as_deref(),
            date: article.date,
        })
    }
}
