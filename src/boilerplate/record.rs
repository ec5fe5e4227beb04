//! What of a file goes into the index, read from its text alone without finding out what is wrong with it.

use std::cell::RefCell;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::keys::{self, Density, Keyer, Kind, Room};
use super::provenance::Provenance;
use super::words::{self, Word};
use super::{Block, Provenances};
use crate::config::Settings;
use crate::corpus::HeaderStyle;
use crate::facts::{ArticleRecord, FileFacts, FileRecord, Key, ranges};
use crate::format::paragraphs::{self, Paragraph};
use crate::format::units::{self, Mode, Unit, UnitKind};
use crate::format::{Dialect, Format, header};
use crate::text::Span;

/// The record of `text`, the content of the file at `path`, which is relative to the folder of the corpus.
///
/// The same as [`FileFacts::record`] gives; of plain articles in a fraction of the time.
#[must_use]
pub fn record(text: &str, path: &Path, format: impl Into<Format>, density: Density) -> FileRecord {
    match format.into() {
        Format::Plain(dialect) => of_plain(text, path, dialect, density),
        format => FileFacts::new(text, format, Arc::new(Settings::default())).record(path, density),
    }
}

fn of_plain(text: &str, path: &Path, dialect: Dialect, density: Density) -> FileRecord {
    thread_local! {
        // Asking for all of it anew takes a fifth of the time of an article.
        static BUFFERS: RefCell<Buffers> = RefCell::default();
    }
    BUFFERS.with_borrow_mut(|buffers| {
        let mut cuts = std::mem::take(&mut buffers.cuts);
        let (mut at, mut mode) = (0, Mode::Start);
        while let Some(cut) = units::first(&text[at..], mode, dialect) {
            cuts.push((at, cut));
            at += cut.len;
            mode = cut.next;
        }
        let mut reader = Reader { text, dialect, density, of_path: Provenance::of_path(path), buffers };
        let ranges = ranges(cuts.iter().map(|(_, cut)| cut.kind));
        let articles = ranges.into_iter().map(|range| reader.article(&cuts[range])).collect();
        cuts.clear();
        buffers.cuts = cuts;
        FileRecord { articles }
    })
}

/// A file while its articles are read.
struct Reader<'a> {
    text: &'a str,
    dialect: Dialect,
    density: Density,
    of_path: Provenance,
    buffers: &'a mut Buffers,
}

/// What is needed again for each file and each article.
#[derive(Default)]
struct Buffers {
    /// The units, each with its first byte.
    cuts: Vec<(usize, Unit)>,
    stretch: Stretch,
    keys: Vec<Key>,
    room: Room,
}

/// Text and blank lines, and nothing else between them.
#[derive(Default)]
struct Stretch {
    paragraphs: Vec<Paragraph>,
    words: Vec<Word>,
    /// The end of each block of text since the first of them, and whether its words count.
    blocks: Vec<(usize, bool)>,
}

impl Reader<'_> {
    /// The record of the article that consists of these units, each with its first byte.
    fn article(&mut self, units: &[(usize, Unit)]) -> ArticleRecord {
        let mut provenances = Provenances::default();
        let Buffers { stretch, keys: found, room, .. } = &mut *self.buffers;
        found.clear();
        let mut keyer = Keyer::new(room, self.density, give_key(found));
        let mut start = None;
        for &(at, cut) in units {
            let written = &self.text[at..at + cut.len];
            match cut.kind {
                UnitKind::Text => {
                    start.get_or_insert(at);
                    stretch.paragraphs.clear();
                    paragraphs::split_into(written, self.dialect, &mut stretch.paragraphs);
                    for paragraph in &stretch.paragraphs {
                        provenances.add_block(&written[paragraph.span.range()], paragraph.shape);
                        stretch.blocks.push((at + paragraph.span.end, keys::is_text(paragraph.shape)));
                    }
                    continue;
                }
                UnitKind::Blank(_) => continue,
                UnitKind::FrontMatter { style, .. } => {
                    provenances.add(|| Provenance::of_fields(header::fields(written, style)));
                }
                UnitKind::Fields => {
                    provenances.add(|| Provenance::of_fields(header::fields(written, HeaderStyle::Lines)));
                }
                _ => {}
            }
            if let Some(start) = start.take() {
                stretch.read(self.text, start..at, &mut keyer);
            }
        }
        let (first, end) = match (units.first(), units.last()) {
            (Some((first, _)), Some((last, cut))) => (*first, last + cut.len),
            _ => (0, 0),
        };
        if let Some(start) = start {
            stretch.read(self.text, start..end, &mut keyer);
        }
        let words = keyer.finish();
        article(Span::new(first, end), provenances.article(&self.of_path), words, found)
    }
}

impl Stretch {
    /// Takes in the blocks that are known, all of which lie in `range` of `text`: the words of all of them at once.
    fn read(&mut self, text: &str, range: Range<usize>, keyer: &mut Keyer<impl FnMut(Kind, u64, u32, u32)>) {
        self.words.clear();
        words::for_each_in(text, range, |word| self.words.push(word));
        let mut from = 0;
        for (end, counts) in self.blocks.drain(..) {
            let len = self.words[from..].iter().position(|word| word.start as usize >= end);
            let to = len.map_or(self.words.len(), |len| from + len);
            if counts {
                keyer.block(&self.words[from..to]);
            }
            from = to;
        }
    }
}

fn give_key(found: &mut Vec<Key>) -> impl FnMut(Kind, u64, u32, u32) {
    |kind, hash, _, _| found.push(kind.key(hash))
}

/// The record of an article.
pub(crate) fn of_article<'a>(
    span: Span,
    provenance: Provenance,
    blocks: impl Iterator<Item = Block<'a>>,
    density: Density,
) -> ArticleRecord {
    let (mut found, mut room) = (Vec::new(), Room::default());
    let mut keyer = Keyer::new(&mut room, density, give_key(&mut found));
    blocks.filter(|block| keys::is_text(block.shape)).for_each(|block| keyer.block(block.words));
    let words = keyer.finish();
    article(span, provenance, words, &mut found)
}

fn article(span: Span, provenance: Provenance, words: usize, keys: &mut Vec<Key>) -> ArticleRecord {
    keys.sort_unstable();
    keys.dedup();
    ArticleRecord {
        span,
        source: provenance.source.map(|source| source.to_string()),
        date: provenance.date,
        words: u32::try_from(words).unwrap_or(u32::MAX),
        keys: keys.clone(),
        names: Box::default(),
    }
}
