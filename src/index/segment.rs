//! A segment: an immutable part of an index, in a file that is mapped or in memory.
//!
//! Every access is checked against the bounds: damaged bytes give too few answers or wrong ones, which the caller's
//! look at the text sorts out, and never a panic.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use memmap2::Mmap;
use xxhash_rust::xxh3::xxh3_64;

use super::format::{
    ARTICLE_LEN, ArticleRow, FILE_LEN, Fields, FileRow, Fingerprint, HOT_LEN, Header, HotRow, NAMES_END, POSTING_LEN,
    Section, unusable,
};
use super::paths::{self, Paths};

/// An immutable part of an index.
pub struct Segment {
    bytes: Bytes,
    header: Header,
}

enum Bytes {
    Mapped(Mmap),
    Owned(Vec<u8>),
}

/// Where a key stands in a segment.
#[derive(Clone, Copy, Debug)]
pub enum Found<'a> {
    /// In these articles: entries that are packed.
    Few(Entries<'a>),
    /// In very many.
    Hot(HotRow, &'a [u8]),
}

/// The entries of one key.
#[derive(Clone, Copy, Debug)]
pub struct Entries<'a> {
    bytes: &'a [u8],
    width: usize,
    mask: u64,
}

impl Segment {
    /// Maps the file at `path`.
    ///
    /// # Errors
    /// Those of opening and mapping it; [`io::ErrorKind::InvalidData`] says why it is no segment of this version.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        // Files of segments are written once, under another name, and never changed or shortened afterwards: whoever
        // has one mapped goes on reading what was there, even when it is deleted.
        #[expect(unsafe_code, reason = "mapping a file is safe as long as nobody shortens it; see above")]
        let map = unsafe { Mmap::map(&file)? };
        Self::new(Bytes::Mapped(map))
    }

    /// The segment that `bytes` are.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidData`] says why they are none.
    pub fn from_bytes(bytes: Vec<u8>) -> io::Result<Self> {
        Self::new(Bytes::Owned(bytes))
    }

    fn new(bytes: Bytes) -> io::Result<Self> {
        let header = Header::from_bytes(bytes.all())?;
        Ok(Self { bytes, header })
    }

    /// What its records were made with.
    pub fn fingerprint(&self) -> Fingerprint {
        self.header.fingerprint
    }

    /// How many files it holds.
    pub fn file_count(&self) -> usize {
        self.header.files as usize
    }

    /// How many articles it holds.
    pub fn article_count(&self) -> usize {
        self.header.articles as usize
    }

    /// Its length in bytes.
    pub fn size(&self) -> usize {
        self.bytes.all().len()
    }

    /// Compares the bytes of every section with their checksum.
    ///
    /// # Errors
    /// Names the section that is damaged.
    pub fn verify(&self) -> io::Result<()> {
        for section in Section::ALL {
            if xxh3_64(self.section(section)) != self.header.sections[section as usize].checksum {
                return Err(unusable(&format!("its {} are damaged", section.name())));
            }
        }
        Ok(())
    }

    fn section(&self, section: Section) -> &[u8] {
        let bytes = self.bytes.all();
        bytes.get(self.header.range(section, bytes.len())).unwrap_or_default()
    }

    /// The record number `number` of a section of records that are `len` bytes long.
    fn record(&self, section: Section, number: usize, len: usize) -> Option<&[u8]> {
        let start = number.checked_mul(len)?;
        self.section(section).get(start..start.checked_add(len)?)
    }

    /// Where the key with these first bits ([`super::format::short`]) stands.
    pub fn find(&self, key: u64) -> Found<'_> {
        let layout = self.header.layout;
        let width = layout.entry_len();
        let bucket = self.bucket(layout.bucket(key)).unwrap_or_default();
        let count = bucket.len() / width;
        let entry = |at: usize| number(&bucket[at * width..(at + 1) * width]);
        let first = partition_point(count, |at| entry(at) >> layout.article_bits < layout.rest(key));
        // They are few, and all of them will be read.
        let behind = (first..count).find(|at| entry(*at) >> layout.article_bits != layout.rest(key)).unwrap_or(count);
        let entries =
            Entries { bytes: &bucket[first * width..behind * width], width, mask: u64::from(layout.marker()) };
        if entries.iter().next() == Some(layout.marker())
            && let Some((row, postings)) = self.hot(key)
        {
            return Found::Hot(row, postings);
        }
        Found::Few(entries)
    }

    fn bucket(&self, number: usize) -> Option<&[u8]> {
        let mut starts = Fields(self.section(Section::Buckets).get(number * 4..)?);
        let width = self.header.layout.entry_len();
        let (start, end) = (starts.u32()? as usize, starts.u32()? as usize);
        self.section(Section::Entries).get(start * width..end * width)
    }

    fn hot(&self, key: u64) -> Option<(HotRow, &[u8])> {
        let row = |at: usize| self.record(Section::Hot, at, HOT_LEN).and_then(HotRow::read);
        let count = self.header.hot as usize;
        let at = partition_point(count, |at| row(at).is_some_and(|row| row.key < key));
        let row = row(at).filter(|row| row.key == key)?;
        let start = row.start as usize * POSTING_LEN;
        let postings = self.section(Section::Postings).get(start..start + row.articles as usize * POSTING_LEN)?;
        Some((row, postings))
    }

    /// The record of an article.
    pub fn article(&self, number: u32) -> Option<ArticleRow> {
        self.record(Section::Articles, number as usize, ARTICLE_LEN).and_then(ArticleRow::read)
    }

    /// The record of a file.
    pub fn file(&self, number: u32) -> Option<FileRow> {
        self.record(Section::Files, number as usize, FILE_LEN).and_then(FileRow::read)
    }

    /// The numbers of the articles of a file.
    pub fn articles_of(&self, file: u32) -> std::ops::Range<u32> {
        let all = self.header.articles;
        let first = self.file(file).map_or(all, |row| row.first.min(all));
        let end = self.file(file + 1).map_or(all, |row| row.first.min(all));
        first..end.max(first)
    }

    /// The path of a file.
    pub fn path(&self, file: u32) -> Option<PathBuf> {
        self.paths().get(file as usize).map(paths::from_bytes)
    }

    /// All paths, in the order of the files.
    pub fn paths(&self) -> Paths<'_> {
        Paths::new(self.section(Section::Paths), self.file_count())
    }

    /// The number of the file at `path`.
    pub fn find_file(&self, path: &Path) -> Option<u32> {
        self.paths().find(&paths::to_bytes(path)).and_then(|number| u32::try_from(number).ok())
    }

    /// The name of a source.
    pub fn source(&self, number: u32) -> Option<&str> {
        if number >= self.header.sources {
            return None;
        }
        let section = self.section(Section::Sources);
        let end_of = |number: u32| Fields(section.get(number as usize * 4..)?).u32();
        let names = section.get(self.header.sources as usize * 4..)?;
        let start = number.checked_sub(1).map_or(Some(0), end_of)? as usize;
        str::from_utf8(names.get(start..end_of(number)? as usize)?).ok()
    }

    /// The packed names of an article; none where the segment holds no names.
    pub fn names(&self, number: u32) -> Option<&[u8]> {
        if number >= self.header.articles {
            return None;
        }
        let section = self.section(Section::Names);
        let end_of = |number: u32| Fields(section.get(number as usize * NAMES_END..)?).u40();
        let names = section.get(self.article_count() * NAMES_END..)?;
        let start = number.checked_sub(1).map_or(Some(0), end_of)?;
        names.get(usize::try_from(start).ok()?..usize::try_from(end_of(number)?).ok()?)
    }

    /// Calls `give` with every key, by its first bits, and every article of the keys from `first` to `last`.
    pub fn postings(&self, first: u64, last: u64, mut give: impl FnMut(u64, u32)) {
        let layout = self.header.layout;
        let width = layout.entry_len();
        for bucket in layout.bucket(first)..=layout.bucket(last) {
            for entry in self.bucket(bucket).unwrap_or_default().chunks_exact(width).map(number) {
                let key = (bucket as u64) << layout.rest_bits() | entry >> layout.article_bits;
                let article = (entry & u64::from(layout.marker())) as u32;
                if article != layout.marker() {
                    give(key, article);
                } else if let Some((_, postings)) = self.hot(key) {
                    hot_articles(postings).for_each(|article| give(key, article));
                }
            }
        }
    }
}

impl Bytes {
    fn all(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned(bytes) => bytes,
        }
    }
}

impl<'a> Entries<'a> {
    /// The articles, ascending.
    pub fn iter(self) -> impl ExactSizeIterator<Item = u32> + 'a {
        self.bytes.chunks_exact(self.width).map(move |entry| (number(entry) & self.mask) as u32)
    }
}

/// The articles in the list of a hot key, ascending.
pub fn hot_articles(postings: &[u8]) -> impl ExactSizeIterator<Item = u32> + '_ {
    postings.chunks_exact(POSTING_LEN).map(|posting| number(posting) as u32)
}

/// Whether the list of a hot key holds `article`.
pub fn hot_holds(postings: &[u8], article: u32) -> bool {
    let at = |at: usize| number(&postings[at * POSTING_LEN..(at + 1) * POSTING_LEN]) as u32;
    let count = postings.len() / POSTING_LEN;
    let place = partition_point(count, |place| at(place) < article);
    place < count && at(place) == article
}

/// A number of up to eight bytes, the lowest first.
fn number(bytes: &[u8]) -> u64 {
    // The usual lengths are read at once: a copy of a length that is not known beforehand takes a call.
    match *bytes {
        [a, b, c] => u64::from(u32::from_le_bytes([a, b, c, 0])),
        [a, b, c, d] => u64::from(u32::from_le_bytes([a, b, c, d])),
        [a, b, c, d, e] => u64::from_le_bytes([a, b, c, d, e, 0, 0, 0]),
        _ => bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// The first of `count` places for which `before` is not true.
fn partition_point(count: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = usize::midpoint(low, high);
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segment").field("header", &self.header).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_of_all_lengths_are_read() {
        let bytes = 0x0807_0605_0403_0201_u64.to_le_bytes();
        let numbers: Vec<u64> = (0..=8).map(|len| number(&bytes[..len])).collect();
        let expected: Vec<u64> = (0..8).map(|len| 0x0807_0605_0403_0201 % (1 << (8 * len))).collect();
        assert_eq!((&numbers[..8], numbers[8]), (&expected[..], 0x0807_0605_0403_0201));
    }
}
