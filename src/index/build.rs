//! From records to a segment.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::format::{ARTICLE_SHIFT, ArticleRow, Fingerprint, NO_SOURCE, Stamp, days_of, short};
use super::paths;
use super::segment::Segment;
use super::tables::{Sorted, Tables};
use super::write::{PARTITIONS, partition_of, write_segment};
use crate::facts::FileRecord;

/// How much memory postings may take before they are put into a file: the other half of what a build takes is its
/// tables.
const BUDGET: usize = 64 << 20;

/// Collects records, in any order, and writes the segment that holds them.
pub struct Builder {
    fingerprint: Fingerprint,
    tables: Tables,
    /// By partition: the key's 40 bits, then 24 of the article's number in `tables`.
    postings: Vec<Vec<u64>>,
    /// How many there are in memory.
    held: usize,
    spill: Option<Spill>,
}

impl Builder {
    /// A builder that holds everything in memory.
    #[must_use]
    pub fn in_memory(fingerprint: Fingerprint) -> Self {
        Self { fingerprint, tables: Tables::new(None), postings: vec![Vec::new(); PARTITIONS], held: 0, spill: None }
    }

    /// A builder that puts what does not fit into memory into a nameless file in `folder`.
    ///
    /// # Errors
    /// Those of making the file.
    pub fn in_folder(fingerprint: Fingerprint, folder: &Path) -> io::Result<Self> {
        let spill = Spill {
            file: Mutex::new(tempfile::tempfile_in(folder)?),
            folder: folder.to_path_buf(),
            len: 0,
            blocks: vec![Vec::new(); PARTITIONS],
        };
        let tables = Tables::new(Some(folder));
        Ok(Self { spill: Some(spill), tables, ..Self::in_memory(fingerprint) })
    }

    /// How many files it holds.
    #[must_use]
    pub fn file_count(&self) -> usize {
        self.tables.file_count()
    }

    /// Adds files: their paths relative to the root of the corpus, and what is known of them.
    ///
    /// # Errors
    /// Those of writing to the folder, and that there are more articles than a segment holds.
    pub fn push(&mut self, files: &[(PathBuf, Stamp, FileRecord)]) -> io::Result<()> {
        self.push_scattered(files, &Scattered::new(files))
    }

    /// The same, where the postings of the files were put in order before, on another thread.
    pub(super) fn push_scattered(
        &mut self,
        files: &[(PathBuf, Stamp, FileRecord)],
        scattered: &Scattered,
    ) -> io::Result<()> {
        let mut first = None;
        for (path, stamp, record) in files {
            let rows = record.articles.iter().map(|article| {
                let row = ArticleRow {
                    file: 0,
                    start: article.span.start as u64,
                    len: article.span.len() as u64,
                    words: article.words,
                    source: NO_SOURCE,
                    date: days_of(article.date),
                    keys: article.keys.len() as u32,
                };
                (row, article.source.as_deref(), &*article.names)
            });
            let own = self.tables.push(&paths::to_bytes(path), *stamp, rows)?;
            first.get_or_insert(own.start);
        }
        let first = u64::from(first.unwrap_or(0));
        for (partition, postings) in self.postings.iter_mut().enumerate() {
            postings.extend(scattered.of(partition).iter().map(|posting| posting + first));
        }
        self.held += scattered.postings.len();
        if let Some(spill) = &mut self.spill
            && self.held * size_of::<u64>() > BUDGET
        {
            spill.write(&mut self.postings)?;
            self.held = 0;
        }
        Ok(())
    }

    /// Writes the segment.
    ///
    /// # Errors
    /// Those of reading what was put into the folder and of writing; and names a path that was pushed twice.
    pub fn write<W: Write + Seek + Send>(self, out: W) -> io::Result<W> {
        let Self { fingerprint, tables, postings, spill, .. } = self;
        let mut tables = tables.sort()?;
        let names = tables.take_names();
        let fill = |partition: usize, out: &mut Vec<u64>| {
            out.reserve(postings[partition].len());
            if let Some(spill) = &spill {
                spill.read(partition, out)?;
            }
            out.extend_from_slice(&postings[partition]);
            renumber(&tables, out);
            Ok(())
        };
        write_segment(&tables, names, fingerprint, &fill, spill.as_ref().map(|spill| &*spill.folder), out)
    }

    /// The segment, in memory.
    ///
    /// # Errors
    /// Those of [`Self::write`].
    pub fn finish(self) -> io::Result<Segment> {
        Segment::from_bytes(self.write(Cursor::new(Vec::new()))?.into_inner())
    }
}

/// Gives the articles of `postings` their final numbers.
pub fn renumber(tables: &Sorted, postings: &mut [u64]) {
    if tables.renumbered.is_empty() {
        return;
    }
    for posting in postings {
        let article = *posting & ((1 << ARTICLE_SHIFT) - 1);
        *posting = *posting >> ARTICLE_SHIFT << ARTICLE_SHIFT | u64::from(tables.renumbered[article as usize]);
    }
}

/// The postings of some files, partition by partition; articles are counted from the first one of the files.
pub(super) struct Scattered {
    postings: Vec<u64>,
    /// Where each partition ends.
    ends: Vec<u32>,
}

impl Scattered {
    pub(super) fn new(files: &[(PathBuf, Stamp, FileRecord)]) -> Self {
        let articles = || (0_u64..).zip(files.iter().flat_map(|(_, _, record)| &record.articles));
        let mut ends = vec![0_u32; PARTITIONS];
        for (_, article) in articles() {
            article.keys.iter().for_each(|key| ends[partition_of(key.0)] += 1);
        }
        let mut sum = 0;
        for end in &mut ends {
            // The beginning for now; filling moves it to the end.
            (sum, *end) = (sum + *end, sum);
        }
        let mut postings = vec![0; sum as usize];
        for (number, article) in articles() {
            for key in &article.keys {
                let end = &mut ends[partition_of(key.0)];
                postings[*end as usize] = short(*key) << ARTICLE_SHIFT | number;
                *end += 1;
            }
        }
        Self { postings, ends }
    }

    fn of(&self, partition: usize) -> &[u64] {
        let start = partition.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.postings[start as usize..self.ends[partition] as usize]
    }
}

/// Postings that did not fit into memory.
struct Spill {
    file: Mutex<File>,
    folder: PathBuf,
    /// Length of the file in bytes.
    len: u64,
    /// By partition: where its postings lie in the file, and how many there are.
    blocks: Vec<Vec<(u64, usize)>>,
}

impl Spill {
    /// Empties `postings` into the file.
    fn write(&mut self, postings: &mut [Vec<u64>]) -> io::Result<()> {
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = Vec::new();
        for (postings, blocks) in postings.iter_mut().zip(&mut self.blocks) {
            blocks.push((self.len, postings.len()));
            bytes.resize(postings.len() * size_of::<u64>(), 0);
            for (place, posting) in bytes.as_chunks_mut().0.iter_mut().zip(&*postings) {
                *place = posting.to_le_bytes();
            }
            postings.clear();
            self.len += bytes.len() as u64;
            file.write_all(&bytes)?;
        }
        Ok(())
    }

    /// Puts the postings of `partition` behind those of `out`.
    fn read(&self, partition: usize, out: &mut Vec<u64>) -> io::Result<()> {
        let mut bytes = Vec::new();
        for &(start, count) in &self.blocks[partition] {
            bytes.resize(count * size_of::<u64>(), 0);
            {
                let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(start))?;
                file.read_exact(&mut bytes)?;
            }
            out.extend(bytes.as_chunks().0.iter().map(|chunk| u64::from_le_bytes(*chunk)));
        }
        Ok(())
    }
}
