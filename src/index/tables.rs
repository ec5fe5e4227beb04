//! What a segment says of its files and articles, while it is put together.

use std::collections::HashMap;
use std::io;
use std::ops::Range;

use super::format::{ArticleRow, FileRow, MAX_ARTICLES, NO_SOURCE, Stamp};
use super::paths;

/// The files of a segment, in any order until they are sorted.
#[derive(Default)]
pub struct Tables {
    files: Vec<File>,
    /// The paths, one behind the other.
    paths: Vec<u8>,
    articles: Vec<ArticleRow>,
    names: Vec<String>,
    numbers: HashMap<String, u32>,
}

struct File {
    stamp: Stamp,
    /// Where its path begins in `paths`; it ends where that of the file pushed after it begins.
    path: usize,
    path_len: u32,
    first: u32,
    articles: u32,
}

/// The tables of a segment, sorted by path, and with that the final numbers of everything.
pub struct Sorted {
    pub files: Vec<FileRow>,
    pub coded_paths: Vec<u8>,
    pub articles: Vec<ArticleRow>,
    pub sources: Vec<String>,
    /// The final number of each article by the one it was pushed with; empty where these are the same.
    pub renumbered: Vec<u32>,
}

impl Tables {
    /// How many files there are.
    pub fn file_count(&self) -> usize {
        self.files.len()
    }

    /// Adds a file and its articles, each with the name of its source; the rows' own `file` and `source` are set here.
    ///
    /// # Errors
    /// Says that there are more articles than a segment holds.
    pub fn push<'a>(
        &mut self,
        path: &[u8],
        stamp: Stamp,
        articles: impl Iterator<Item = (ArticleRow, Option<&'a str>)>,
    ) -> io::Result<Range<u32>> {
        let first = self.articles.len();
        let file = self.files.len() as u32;
        for (row, source) in articles {
            let source = source.map_or(NO_SOURCE, |name| self.source(name));
            self.articles.push(ArticleRow { file, source, ..row });
        }
        if self.articles.len() > MAX_ARTICLES {
            return Err(io::Error::other(format!(
                "one segment of an index holds at most {MAX_ARTICLES} articles: divide the corpus, each part with a copydesk.toml"
            )));
        }
        let articles = (self.articles.len() - first) as u32;
        let first = first as u32;
        let (at, path_len) = (self.paths.len(), path.len() as u32);
        self.files.push(File { stamp, path: at, path_len, first, articles });
        self.paths.extend_from_slice(path);
        Ok(first..first + articles)
    }

    fn source(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn path(&self, file: &File) -> &[u8] {
        &self.paths[file.path..][..file.path_len as usize]
    }

    /// Orders everything by path.
    ///
    /// # Errors
    /// Names a file that was pushed twice.
    pub fn sort(mut self) -> io::Result<Sorted> {
        let mut order: Vec<u32> = (0..self.files.len() as u32).collect();
        let path = |number: u32| self.path(&self.files[number as usize]);
        // Mostly they come sorted, and then this is one pass.
        order.sort_by(|&a, &b| path(a).cmp(path(b)));
        if let Some(pair) = order.windows(2).find(|pair| path(pair[0]) == path(pair[1])) {
            let name = String::from_utf8_lossy(path(pair[0])).into_owned();
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{name} is there twice")));
        }
        let moved = !order.is_sorted();
        let mut coder = paths::Coder::default();
        let mut files = Vec::with_capacity(order.len());
        let mut renumbered = vec![0; if moved { self.articles.len() } else { 0 }];
        let mut articles = Vec::with_capacity(renumbered.len());
        let ranks = self.rank_sources();
        for (number, &file) in order.iter().enumerate() {
            let file = &self.files[file as usize];
            coder.push(self.path(file));
            let first = if moved { articles.len() as u32 } else { file.first };
            files.push(FileRow { stamp: file.stamp, first });
            for old in (file.first..file.first + file.articles).filter(|_| moved) {
                renumbered[old as usize] = articles.len() as u32;
                articles.push(ArticleRow { file: number as u32, ..self.articles[old as usize] });
            }
        }
        if moved {
            self.articles = articles;
        }
        for article in &mut self.articles {
            article.source = ranks.get(article.source as usize).copied().unwrap_or(NO_SOURCE);
        }
        let mut sources = self.names;
        sources.sort_unstable();
        Ok(Sorted { files, coded_paths: coder.finish(), articles: self.articles, sources, renumbered })
    }

    /// The place of each source in the order of their names.
    fn rank_sources(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.names.len() as u32).collect();
        order.sort_unstable_by_key(|&number| &self.names[number as usize]);
        let mut ranks = vec![0; order.len()];
        for (rank, number) in order.into_iter().enumerate() {
            ranks[number as usize] = rank as u32;
        }
        ranks
    }
}
