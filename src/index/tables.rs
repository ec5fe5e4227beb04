//! What a segment says of its files and articles, while it is put together.

use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;

use tempfile::SpooledTempFile;

use super::format::{ArticleRow, FileRow, MAX_ARTICLES, NO_SOURCE, Stamp};
use super::paths;

/// The files of a segment, in any order until they are sorted.
pub struct Tables {
    files: Vec<File>,
    /// The packed names of the articles, one behind the other.
    packed: SpooledTempFile,
    /// Where those of each article begin, and their length in bytes.
    names_at: Vec<(u64, u32)>,
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
    names: PackedNames,
    /// The final number of each article by the one it was pushed with; empty where these are the same.
    pub renumbered: Vec<u32>,
}

impl Sorted {
    /// The names, which are read once.
    pub fn take_names(&mut self) -> PackedNames {
        let none = PackedNames { file: tempfile::spooled_tempfile(0), at: Vec::new() };
        std::mem::replace(&mut self.names, none)
    }
}

/// The packed names of articles, in a file where they are many.
pub struct PackedNames {
    file: SpooledTempFile,
    /// By article.
    at: Vec<(u64, u32)>,
}

impl PackedNames {
    /// Whether no article has any.
    pub fn is_empty(&self) -> bool {
        self.at.iter().all(|(_, len)| *len == 0)
    }

    /// Where the names of each article end when they stand one behind the other.
    pub fn ends(&self) -> impl Iterator<Item = u64> + '_ {
        self.at.iter().scan(0, |end, (_, len)| {
            *end += u64::from(*len);
            Some(*end)
        })
    }

    /// Hands the names of one article after the other to `take`.
    ///
    /// # Errors
    /// Those of reading the file and of `take`.
    pub fn each(&mut self, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let mut buffer = Vec::new();
        let mut place = None;
        for &(start, len) in self.at.iter().filter(|(_, len)| *len > 0) {
            if place != Some(start) {
                self.file.seek(SeekFrom::Start(start))?;
            }
            buffer.resize(len as usize, 0);
            self.file.read_exact(&mut buffer)?;
            place = Some(start + u64::from(len));
            take(&buffer)?;
        }
        Ok(())
    }
}

/// How many bytes of names are kept in memory.
const SPOOL: usize = 8 << 20;

impl Tables {
    /// Empty tables; what does not fit into memory goes to `folder`, where one is given.
    pub fn new(folder: Option<&Path>) -> Self {
        let packed = match folder {
            Some(folder) => tempfile::spooled_tempfile_in(SPOOL, folder),
            None => tempfile::spooled_tempfile(usize::MAX),
        };
        Self {
            files: Vec::new(),
            packed,
            names_at: Vec::new(),
            paths: Vec::new(),
            articles: Vec::new(),
            names: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// How many files there are.
    pub fn file_count(&self) -> usize {
        self.files.len()
    }

    /// Adds a file and its articles, each with the name of its source and its packed names; the rows' own `file` and `source` are set here.
    ///
    /// # Errors
    /// Says that there are more articles than a segment holds; those of writing names to the folder.
    pub fn push<'a>(
        &mut self,
        path: &[u8],
        stamp: Stamp,
        articles: impl Iterator<Item = (ArticleRow, Option<&'a str>, &'a [u8])>,
    ) -> io::Result<Range<u32>> {
        let first = self.articles.len();
        let file = self.files.len() as u32;
        for (row, source, names) in articles {
            let start = self.names_at.last().map_or(0, |(start, len)| start + u64::from(*len));
            self.packed.write_all(names)?;
            self.names_at.push((start, names.len() as u32));
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
        let mut names_at = Vec::with_capacity(renumbered.len());
        let ranks = self.rank_sources();
        for (number, &file) in order.iter().enumerate() {
            let file = &self.files[file as usize];
            coder.push(self.path(file));
            let first = if moved { articles.len() as u32 } else { file.first };
            files.push(FileRow { stamp: file.stamp, first });
            for old in (file.first..file.first + file.articles).filter(|_| moved) {
                renumbered[old as usize] = articles.len() as u32;
                articles.push(ArticleRow { file: number as u32, ..self.articles[old as usize] });
                names_at.push(self.names_at[old as usize]);
            }
        }
        if moved {
            self.articles = articles;
            self.names_at = names_at;
        }
        for article in &mut self.articles {
            article.source = ranks.get(article.source as usize).copied().unwrap_or(NO_SOURCE);
        }
        let mut sources = self.names;
        sources.sort_unstable();
        let names = PackedNames { file: self.packed, at: self.names_at };
        Ok(Sorted { files, coded_paths: coder.finish(), articles: self.articles, sources, names, renumbered })
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
