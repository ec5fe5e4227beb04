//! Writes a segment.
//!
//! The same code serves records that were just extracted, segments that are merged and runs that come from elsewhere:
//! what is written depends on the records alone, not on the order, the number of threads or the way they came.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tempfile::SpooledTempFile;
use xxhash_rust::xxh3::Xxh3Default;

use super::format::{
    ARTICLE_SHIFT, Extent, Fingerprint, HEADER_LEN, HOT, Header, HotRow, KEY_BITS, Layout, NAMES_END, NO_DATE,
    NO_SOURCE, POSTING_LEN, Section,
};
use super::pipeline::in_order;
use super::tables::{PackedNames, Sorted};

/// Keys are sorted in so many parts, by their first bits.
pub const PARTITIONS: usize = 1 << PARTITION_BITS;

const PARTITION_BITS: u32 = 8;

/// How much is held in memory of what can only be written later.
const SPOOL: usize = 16 << 20;

/// The partition that a posting belongs to.
pub const fn partition_of(posting: u64) -> usize {
    (posting >> (u64::BITS - PARTITION_BITS)) as usize
}

/// Writes the segment with these tables.
///
/// `fill` puts the postings of a partition behind one another: the key's 40 bits, then the article's final number in
/// 24; in any order, and one that stands twice counts once.
/// What has to wait is kept in `folder`, or in memory where there is none.
///
/// # Errors
/// Those of `fill` and of writing.
pub fn write_segment<W: Write + Seek + Send>(
    tables: &Sorted,
    mut packed: PackedNames,
    fingerprint: Fingerprint,
    fill: &(impl Fn(usize, &mut Vec<u64>) -> io::Result<()> + Sync),
    folder: Option<&Path>,
    out: W,
) -> io::Result<W> {
    let keys: u64 = tables.articles.iter().map(|article| u64::from(article.keys)).sum();
    if keys > u64::from(u32::MAX) {
        return Err(io::Error::other(
            "the articles have more keys than one segment of an index holds: divide the corpus, each part with a copydesk.toml",
        ));
    }
    let layout = Layout::new(tables.articles.len(), keys);
    let mut out = Output::new(out)?;
    let mut waiting = Waiting {
        counts: vec![0; layout.buckets()],
        hot: Vec::new(),
        postings: match folder {
            Some(folder) => tempfile::spooled_tempfile_in(SPOOL, folder),
            None => tempfile::spooled_tempfile(usize::MAX),
        },
        hot_articles: 0,
    };
    out.begin(Section::Entries);
    pack_all(tables, layout, fill, |packed| waiting.take(&packed, &mut out))?;
    let entries = out.end()? / layout.entry_len() as u64;

    out.begin(Section::Buckets);
    let mut starts = Vec::with_capacity(4 * (layout.buckets() + 1));
    let mut start = 0_u32;
    for count in waiting.counts.iter().chain([&0]) {
        starts.extend(start.to_le_bytes());
        start += count;
    }
    out.write(&starts)?;
    drop(starts);
    out.end()?;

    out.section(Section::Hot, &rows(&waiting.hot, HotRow::write))?;
    out.begin(Section::Postings);
    out.copy(&mut waiting.postings)?;
    out.end()?;
    out.section(Section::Articles, &rows(&tables.articles, super::format::ArticleRow::write))?;
    out.section(Section::Files, &rows(&tables.files, super::format::FileRow::write))?;
    out.section(Section::Paths, &tables.coded_paths)?;
    out.section(Section::Sources, &names(&tables.sources))?;
    out.begin(Section::Names);
    if !packed.is_empty() {
        out.write(&packed.ends().flat_map(|end| end.to_le_bytes().into_iter().take(NAMES_END)).collect::<Vec<u8>>())?;
        packed.each(|names| out.write(names))?;
    }
    out.end()?;
    out.finish(Header {
        fingerprint,
        layout,
        articles: tables.articles.len() as u32,
        files: tables.files.len() as u32,
        sources: tables.sources.len() as u32,
        hot: waiting.hot.len() as u32,
        entries,
        sections: Default::default(),
    })
}

fn rows<T>(rows: &[T], write: impl Fn(&T, &mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in rows {
        write(row, &mut bytes);
    }
    bytes
}

/// Where each name ends, and the names.
fn names(names: &[String]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut end = 0_u32;
    for name in names {
        end += name.len() as u32;
        bytes.extend(end.to_le_bytes());
    }
    bytes.extend(names.iter().flat_map(|name| name.bytes()));
    bytes
}

/// What is only known, or only has its place, after the entries.
struct Waiting {
    /// How many entries each bucket holds.
    counts: Vec<u32>,
    hot: Vec<HotRow>,
    postings: SpooledTempFile,
    hot_articles: u32,
}

impl Waiting {
    fn take(&mut self, packed: &Packed, out: &mut Output<impl Write + Seek>) -> io::Result<()> {
        out.write(&packed.entries)?;
        for (sum, count) in self.counts[packed.first_bucket..].iter_mut().zip(&packed.counts) {
            *sum += count;
        }
        for &row in &packed.hot {
            self.hot.push(HotRow { start: self.hot_articles, ..row });
            self.hot_articles += row.articles;
        }
        self.postings.write_all(&packed.postings)
    }
}

/// Packs every partition, in parallel, and hands them to `take` in their order.
fn pack_all(
    tables: &Sorted,
    layout: Layout,
    fill: &(impl Fn(usize, &mut Vec<u64>) -> io::Result<()> + Sync),
    mut take: impl FnMut(Packed) -> io::Result<()> + Send,
) -> io::Result<()> {
    let packers: Mutex<Vec<Packer<'_>>> = Mutex::default();
    let free = || packers.lock().unwrap_or_else(PoisonError::into_inner);
    let pack = |partition| {
        let mut packer = free().pop().unwrap_or_else(|| Packer::new(tables, layout));
        packer.postings.clear();
        let packed = fill(partition, &mut packer.postings).map(|()| packer.pack(partition));
        free().push(packer);
        packed
    };
    in_order(PARTITIONS, pack, |packed| take(packed?))
}

/// A partition as it is written.
struct Packed {
    first_bucket: usize,
    /// How many entries each of its buckets holds.
    counts: Vec<u32>,
    entries: Vec<u8>,
    hot: Vec<HotRow>,
    postings: Vec<u8>,
}

struct Packer<'a> {
    tables: &'a Sorted,
    layout: Layout,
    postings: Vec<u64>,
    /// Room to sort them.
    room: Vec<u64>,
    /// For each source, the last hot key it was counted for.
    seen: Vec<u64>,
    hot_keys: u64,
}

impl<'a> Packer<'a> {
    fn new(tables: &'a Sorted, layout: Layout) -> Self {
        let seen = vec![0; tables.sources.len()];
        Self { tables, layout, postings: Vec::new(), room: Vec::new(), seen, hot_keys: 0 }
    }

    fn pack(&mut self, partition: usize) -> Packed {
        let mut postings = std::mem::take(&mut self.postings);
        sort(&mut postings, &mut self.room);
        postings.dedup();
        let layout = self.layout;
        let width = layout.entry_len();
        let first_key = (partition as u64) << (KEY_BITS - PARTITION_BITS);
        let last_key = first_key | ((1 << (KEY_BITS - PARTITION_BITS)) - 1);
        let first_bucket = layout.bucket(first_key);
        let mut packed = Packed {
            first_bucket,
            counts: vec![0; layout.bucket(last_key) - first_bucket + 1],
            // An entry is written as eight bytes, of which the next one covers those that are too many.
            entries: vec![0; postings.len() * width + size_of::<u64>()],
            hot: Vec::new(),
            postings: Vec::new(),
        };
        let mut at = 0;
        for group in postings.chunk_by(|a, b| a >> ARTICLE_SHIFT == b >> ARTICLE_SHIFT) {
            let key = group[0] >> ARTICLE_SHIFT;
            let rest = layout.rest(key) << layout.article_bits;
            let mut entry = |article: u64| {
                if let Some(place) = packed.entries[at..].first_chunk_mut() {
                    *place = (rest | article).to_le_bytes();
                }
                at += width;
            };
            let count = if group.len() <= HOT {
                group.iter().for_each(|posting| entry(article_of(*posting)));
                group.len() as u32
            } else {
                entry(layout.marker().into());
                packed.hot.push(self.hot_row(key, group));
                for posting in group {
                    packed.postings.extend_from_slice(&posting.to_le_bytes()[..POSTING_LEN]);
                }
                1
            };
            packed.counts[layout.bucket(key) - first_bucket] += count;
        }
        packed.entries.truncate(at);
        self.postings = postings;
        packed
    }

    fn hot_row(&mut self, key: u64, group: &[u64]) -> HotRow {
        self.hot_keys += 1;
        let mut row = HotRow {
            key,
            articles: group.len() as u32,
            sources: 0,
            undated: 0,
            first: NO_DATE,
            last: NO_DATE,
            start: 0,
        };
        for posting in group {
            let article = &self.tables.articles[article_of(*posting) as usize];
            if article.source != NO_SOURCE && self.seen[article.source as usize] != self.hot_keys {
                self.seen[article.source as usize] = self.hot_keys;
                row.sources += 1;
            }
            if article.date == NO_DATE {
                row.undated += 1;
            } else {
                row.first = if row.first == NO_DATE { article.date } else { row.first.min(article.date) };
                row.last = row.last.max(article.date);
            }
        }
        row
    }
}

/// Sorts the postings of one partition: by their key, eleven bits at a time from the lowest on, which keeps the order of
/// articles; where these did not come ascending, they are sorted for each key.
fn sort(postings: &mut Vec<u64>, room: &mut Vec<u64>) {
    const DIGIT: u32 = 11;
    const DIGITS: usize = (KEY_BITS - PARTITION_BITS).div_ceil(DIGIT) as usize;
    if postings.len() < 1 << DIGIT {
        return postings.sort_unstable();
    }
    let digit = |posting: u64, number: usize| {
        let bits = (posting << PARTITION_BITS) >> (PARTITION_BITS + ARTICLE_SHIFT + number as u32 * DIGIT);
        (bits & ((1 << DIGIT) - 1)) as usize
    };
    let mut places = [[0_u32; 1 << DIGIT]; DIGITS];
    for posting in &*postings {
        (0..DIGITS).for_each(|number| places[number][digit(*posting, number)] += 1);
    }
    room.resize(postings.len(), 0);
    for (number, places) in places.iter_mut().enumerate() {
        let mut sum = 0;
        for place in places.iter_mut() {
            (sum, *place) = (sum + *place, sum);
        }
        for posting in &*postings {
            let place = &mut places[digit(*posting, number)];
            room[*place as usize] = *posting;
            *place += 1;
        }
        std::mem::swap(postings, room);
    }
    if !postings.is_sorted() {
        let same_key = |a: &u64, b: &u64| a >> ARTICLE_SHIFT == b >> ARTICLE_SHIFT;
        postings.chunk_by_mut(same_key).for_each(<[u64]>::sort_unstable);
    }
}

const fn article_of(posting: u64) -> u64 {
    posting & ((1 << ARTICLE_SHIFT) - 1)
}

/// The file of a segment while it is written.
struct Output<W> {
    out: W,
    at: u64,
    hasher: Xxh3Default,
    extents: [Extent; Section::ALL.len()],
    current: Section,
}

impl<W: Write + Seek> Output<W> {
    fn new(mut out: W) -> io::Result<Self> {
        out.write_all(&[0; HEADER_LEN])?;
        Ok(Self {
            out,
            at: HEADER_LEN as u64,
            hasher: Xxh3Default::new(),
            extents: Default::default(),
            current: Section::Entries,
        })
    }

    fn begin(&mut self, section: Section) {
        self.current = section;
        self.extents[section as usize].start = self.at;
        self.hasher.reset();
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// Ends the section; its length.
    fn end(&mut self) -> io::Result<u64> {
        let extent = &mut self.extents[self.current as usize];
        extent.len = self.at - extent.start;
        extent.checksum = self.hasher.digest();
        let len = extent.len;
        // Sections begin at multiples of eight.
        let padding = self.at.next_multiple_of(8) - self.at;
        self.out.write_all(&[0; 8][..padding as usize])?;
        self.at += padding;
        Ok(len)
    }

    fn section(&mut self, section: Section, bytes: &[u8]) -> io::Result<()> {
        self.begin(section);
        self.write(bytes)?;
        self.end().map(drop)
    }

    fn copy(&mut self, from: &mut SpooledTempFile) -> io::Result<()> {
        from.rewind()?;
        let mut buffer = vec![0; 256 << 10];
        loop {
            match from.read(&mut buffer)? {
                0 => return Ok(()),
                read => self.write(&buffer[..read])?,
            }
        }
    }

    fn finish(mut self, header: Header) -> io::Result<W> {
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&Header { sections: self.extents, ..header }.to_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }
}
