//! The numbers and records of a segment, as `docs/index-format.md` describes them.
//!
//! Invariant: reading never panics, whatever the bytes; what does not fit is `None` or an error.

use std::io;
use std::ops::Range;

use jiff::SignedDuration;
use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use crate::facts::Key;

/// The first bytes of a segment.
pub const MAGIC: [u8; 8] = *b"CDsegmnt";

/// A segment of another version is not read.
pub const VERSION: u32 = 2;

/// Reads as another number where the bytes of numbers are swapped.
const BYTE_ORDER: u32 = 0x0102_0304;

/// Length of the header in bytes.
pub const HEADER_LEN: usize = 512;

/// How many sections the header has room for; those that a program does not know are of no concern to it.
const SLOTS: usize = 18;

/// How many bits of a key are stored.
pub const KEY_BITS: u32 = 40;

/// Where the key begins in a posting in memory; the article is below.
pub const ARTICLE_SHIFT: u32 = 64 - KEY_BITS;

/// How many articles a segment may hold; one number is left for [`Layout::marker`].
pub const MAX_ARTICLES: usize = (1 << ARTICLE_SHIFT) - 1;

/// A key that stands in more articles of a segment than this has a record of its own.
pub const HOT: usize = 32;

/// Length of the record of a hot key in bytes.
pub const HOT_LEN: usize = 32;

/// Length of an article in the list of a hot key in bytes.
pub const POSTING_LEN: usize = 3;

/// Length of the record of an article in bytes.
pub const ARTICLE_LEN: usize = 30;

/// Length of the record of a file in bytes.
pub const FILE_LEN: usize = 28;

/// Length in bytes of the number that says where the names of an article end.
pub const NAMES_END: usize = 5;

/// Stands for the source of an article that has none.
pub const NO_SOURCE: u32 = u32::MAX;

/// Stands for the date of an article that has none.
pub const NO_DATE: i32 = i32::MIN;

/// The bits of `key` that the index stores.
pub const fn short(key: Key) -> u64 {
    key.0 >> ARTICLE_SHIFT
}

/// What the records of an index were made with: another key algorithm or other settings give other records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// The version of the key algorithm.
    pub keys: u32,
    /// A hash of the settings that records depend on.
    pub settings: u64,
}

/// The parts of a segment, in the order in which they stand in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Keys and articles, packed.
    Entries,
    /// Where in the entries each bucket begins.
    Buckets,
    /// Records of keys that stand in many articles.
    Hot,
    /// The articles of those keys.
    Postings,
    /// Records of articles.
    Articles,
    /// Records of files.
    Files,
    /// Paths of files, front-coded.
    Paths,
    /// Names of sources.
    Sources,
    /// Names in articles: where those of each article end, then the packed names.
    Names,
}

impl Section {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Entries,
        Self::Buckets,
        Self::Hot,
        Self::Postings,
        Self::Articles,
        Self::Files,
        Self::Paths,
        Self::Sources,
        Self::Names,
    ];

    /// What it is called in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entries => "entries",
            Self::Buckets => "buckets",
            Self::Hot => "hot keys",
            Self::Postings => "postings of hot keys",
            Self::Articles => "articles",
            Self::Files => "files",
            Self::Paths => "paths",
            Self::Sources => "sources",
            Self::Names => "names",
        }
    }
}

/// Where a section lies, and what its bytes hash to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// First byte in the file.
    pub start: u64,
    /// Length in bytes.
    pub len: u64,
    /// XXH3 of the bytes.
    pub checksum: u64,
}

impl Extent {
    /// Its bytes in a file of `len` bytes, where it lies inside.
    fn range(self, len: usize) -> Option<Range<usize>> {
        let start = usize::try_from(self.start).ok()?;
        let end = start.checked_add(usize::try_from(self.len).ok()?)?;
        (end <= len).then_some(start..end)
    }
}

/// How keys and articles are packed into entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// How many of a key's first bits are the number of its bucket.
    pub bucket_bits: u32,
    /// How many bits the number of an article has.
    pub article_bits: u32,
}

impl Layout {
    /// The one that takes the fewest bytes for so many articles with so many keys in all.
    pub fn new(articles: usize, keys: u64) -> Self {
        let article_bits = (usize::BITS - articles.leading_zeros()).max(1);
        // A bucket is to hold 16 to 128 entries: between that, bits of the bucket are weighed against those of entries.
        let least = (keys / 128).max(1).next_power_of_two().ilog2();
        let layouts = (least..=least + 3).map(|bucket_bits| Self { bucket_bits, article_bits });
        layouts
            .min_by_key(|layout| keys * layout.entry_len() as u64 + 4 * layout.buckets() as u64)
            .expect("there are four to choose from")
    }

    /// How many buckets there are.
    pub const fn buckets(self) -> usize {
        1 << self.bucket_bits
    }

    /// How many bits of a key are not in the number of its bucket.
    pub const fn rest_bits(self) -> u32 {
        KEY_BITS - self.bucket_bits
    }

    /// Length of an entry in bytes.
    pub const fn entry_len(self) -> usize {
        (self.rest_bits() + self.article_bits).div_ceil(8) as usize
    }

    /// The bucket of a key.
    pub const fn bucket(self, key: u64) -> usize {
        (key >> self.rest_bits()) as usize
    }

    /// What of a key stands in its entry.
    pub const fn rest(self, key: u64) -> u64 {
        key & ((1 << self.rest_bits()) - 1)
    }

    /// The article number that says that a key is hot.
    pub const fn marker(self) -> u32 {
        (1 << self.article_bits) - 1
    }

    fn is_sound(self) -> bool {
        self.bucket_bits <= 32 && (1..=ARTICLE_SHIFT).contains(&self.article_bits)
    }
}

const _: () = assert!(Section::ALL.len() <= SLOTS && 56 + SLOTS * 24 + 8 <= HEADER_LEN, "the header has room");

/// What a segment begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub fingerprint: Fingerprint,
    pub layout: Layout,
    pub articles: u32,
    pub files: u32,
    pub sources: u32,
    pub hot: u32,
    pub entries: u64,
    pub sections: [Extent; Section::ALL.len()],
}

impl Header {
    /// Its bytes, with the checksum at their end.
    pub fn to_bytes(&self) -> [u8; HEADER_LEN] {
        let mut bytes = Vec::with_capacity(HEADER_LEN);
        bytes.extend(MAGIC);
        for number in [BYTE_ORDER, VERSION, self.fingerprint.keys] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend([self.layout.bucket_bits as u8, self.layout.article_bits as u8, self.layout.entry_len() as u8, 0]);
        bytes.extend(self.fingerprint.settings.to_le_bytes());
        for number in [self.articles, self.files, self.sources, self.hot] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.entries.to_le_bytes());
        for section in self.sections {
            for number in [section.start, section.len, section.checksum] {
                bytes.extend(number.to_le_bytes());
            }
        }
        bytes.resize(HEADER_LEN - 8, 0);
        bytes.extend(xxh3_64(&bytes).to_le_bytes());
        bytes.try_into().expect("the fields make up the length")
    }

    /// The header of a segment.
    ///
    /// # Errors
    /// Says why `bytes` are no segment that can be read; what lies in the sections is not looked at, except that the
    /// numbers of records agree with the lengths.
    pub fn from_bytes(bytes: &[u8]) -> io::Result<Self> {
        let mut fields = Fields(bytes.get(..HEADER_LEN).ok_or_else(|| unusable("it is too short"))?);
        if fields.take() != Some(MAGIC) {
            return Err(unusable("it is no segment of an index"));
        }
        match fields.u32() {
            Some(BYTE_ORDER) => {}
            Some(order) if order.swap_bytes() == BYTE_ORDER => {
                return Err(unusable("it was written on a machine with another byte order"));
            }
            _ => return Err(unusable("its header is damaged")),
        }
        let version = fields.u32().unwrap_or_default();
        if version != VERSION {
            return Err(unusable(&format!("its format is version {version}, this program reads version {VERSION}")));
        }
        let (body, checksum) = bytes[..HEADER_LEN].split_at(HEADER_LEN - 8);
        if checksum != xxh3_64(body).to_le_bytes() {
            return Err(unusable("its header is damaged"));
        }
        let header = Self::from_fields(&mut fields).filter(|header| header.is_sound(bytes.len()));
        header.ok_or_else(|| unusable("its header contradicts itself or the length of the file"))
    }

    fn from_fields(fields: &mut Fields<'_>) -> Option<Self> {
        let keys = fields.u32()?;
        let [bucket_bits, article_bits, entry_len, _] = fields.take()?;
        let layout = Layout { bucket_bits: bucket_bits.into(), article_bits: article_bits.into() };
        if !layout.is_sound() || layout.entry_len() != usize::from(entry_len) {
            return None;
        }
        let settings = fields.u64()?;
        let (articles, files, sources, hot) = (fields.u32()?, fields.u32()?, fields.u32()?, fields.u32()?);
        let entries = fields.u64()?;
        let mut sections = [Extent::default(); Section::ALL.len()];
        for section in &mut sections {
            *section = Extent { start: fields.u64()?, len: fields.u64()?, checksum: fields.u64()? };
        }
        let fingerprint = Fingerprint { keys, settings };
        Some(Self { fingerprint, layout, articles, files, sources, hot, entries, sections })
    }

    /// Whether sections lie in a file of `len` bytes and are as long as the numbers of their records say.
    fn is_sound(&self, len: usize) -> bool {
        let records = |section: Section, count: u64, record: usize| {
            count.checked_mul(record as u64) == Some(self.sections[section as usize].len)
        };
        self.sections.iter().all(|section| section.range(len).is_some())
            && self.articles <= self.layout.marker()
            && self.entries <= u64::from(u32::MAX)
            && records(Section::Entries, self.entries, self.layout.entry_len())
            && records(Section::Buckets, self.layout.buckets() as u64 + 1, 4)
            && records(Section::Hot, self.hot.into(), HOT_LEN)
            && records(Section::Articles, self.articles.into(), ARTICLE_LEN)
            && records(Section::Files, self.files.into(), FILE_LEN)
    }

    /// The bytes of a section in a file of `len` bytes.
    pub fn range(&self, section: Section, len: usize) -> Range<usize> {
        self.sections[section as usize].range(len).unwrap_or_default()
    }
}

/// What is known of a hot key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HotRow {
    pub key: u64,
    /// In how many articles it stands.
    pub articles: u32,
    /// How many sources these have.
    pub sources: u32,
    /// How many of them have no date.
    pub undated: u32,
    /// The first and last of the dates, or [`NO_DATE`].
    pub first: i32,
    pub last: i32,
    /// Where its articles begin in [`Section::Postings`], counted in articles.
    pub start: u32,
}

impl HotRow {
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.key.to_le_bytes());
        for number in [self.articles, self.sources, self.undated] {
            out.extend(number.to_le_bytes());
        }
        for number in [self.first, self.last] {
            out.extend(number.to_le_bytes());
        }
        out.extend(self.start.to_le_bytes());
    }

    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields(bytes);
        Some(Self {
            key: fields.u64()?,
            articles: fields.u32()?,
            sources: fields.u32()?,
            undated: fields.u32()?,
            first: fields.i32()?,
            last: fields.i32()?,
            start: fields.u32()?,
        })
    }
}

/// What is known of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleRow {
    pub file: u32,
    /// First byte and length in the text of the file; at most [`MAX_OFFSET`].
    pub start: u64,
    pub len: u64,
    pub words: u32,
    /// Number of the source, or [`NO_SOURCE`].
    pub source: u32,
    /// Days since 1970, or [`NO_DATE`].
    pub date: i32,
    /// How many keys it has.
    pub keys: u32,
}

/// What fits into five bytes.
pub const MAX_OFFSET: u64 = (1 << 40) - 1;

impl ArticleRow {
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.file.to_le_bytes());
        out.extend(&self.start.min(MAX_OFFSET).to_le_bytes()[..5]);
        out.extend(&self.len.min(MAX_OFFSET).to_le_bytes()[..5]);
        out.extend(self.words.to_le_bytes());
        out.extend(self.source.to_le_bytes());
        out.extend(self.date.to_le_bytes());
        out.extend(self.keys.to_le_bytes());
    }

    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields(bytes);
        Some(Self {
            file: fields.u32()?,
            start: fields.u40()?,
            len: fields.u40()?,
            words: fields.u32()?,
            source: fields.u32()?,
            date: fields.i32()?,
            keys: fields.u32()?,
        })
    }
}

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

/// What is known of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileRow {
    pub stamp: Stamp,
    /// The number of its first article; the others follow, up to the first one of the next file.
    pub first: u32,
}

impl FileRow {
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.stamp.size.to_le_bytes());
        out.extend(self.stamp.mtime.to_le_bytes());
        out.extend(self.stamp.hash.to_le_bytes());
        out.extend(self.first.to_le_bytes());
    }

    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields(bytes);
        let stamp = Stamp { size: fields.u64()?, mtime: fields.u64()?.cast_signed(), hash: fields.u64()? };
        Some(Self { stamp, first: fields.u32()? })
    }
}

/// Reads numbers one after the other.
pub struct Fields<'a>(pub &'a [u8]);

impl Fields<'_> {
    pub fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*first)
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn i32(&mut self) -> Option<i32> {
        self.take().map(i32::from_le_bytes)
    }

    pub fn u40(&mut self) -> Option<u64> {
        let [a, b, c, d, e] = self.take()?;
        Some(u64::from_le_bytes([a, b, c, d, e, 0, 0, 0]))
    }

    pub fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }
}

/// The date as days since 1970.
pub fn days_of(date: Option<Date>) -> i32 {
    let days = |date: Date| date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
    date.and_then(|date| i32::try_from(days(date)).ok()).unwrap_or(NO_DATE)
}

/// The date that lies so many days after the first of 1970.
pub fn date_of(days: i32) -> Option<Date> {
    if days == NO_DATE {
        return None;
    }
    Date::constant(1970, 1, 1).checked_add(SignedDuration::from_hours(i64::from(days) * 24)).ok()
}

/// The error for bytes that are no index or none of this program.
pub fn unusable(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}
