//! What of a file goes into the index, read from its text alone without finding out what is wrong with it.

use std::path::Path;
use std::sync::Arc;

use super::keys::{self, Density};
use super::provenance::Provenance;
use super::words;
use super::{Block, Provenances};
use crate::config::Settings;
use crate::facts::{ArticleRecord, FileFacts, FileRecord, Key, ranges};
use crate::format::units::{self, Mode, UnitKind};
use crate::format::{Dialect, Format, header, paragraphs};
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
    let mut cuts = Vec::new();
    let (mut at, mut mode) = (0, Mode::Start);
    while let Some(cut) = units::first(&text[at..], mode, dialect) {
        cuts.push((at, cut));
        at += cut.len;
        mode = cut.next;
    }
    let of_path = Provenance::of_path(path);
    let mut words = Vec::new();
    let articles = ranges(cuts.iter().map(|(_, cut)| cut.kind)).into_iter().map(|range| {
        let units = &cuts[range];
        words.clear();
        let mut provenances = Provenances::default();
        let mut blocks = Vec::new();
        for (number, &(at, cut)) in units.iter().enumerate() {
            let written = &text[at..at + cut.len];
            match cut.kind {
                UnitKind::FrontMatter { style, .. } => {
                    provenances.add(|| Provenance::of_fields(header::fields(written, style)))
                }
                UnitKind::Fields => provenances
                    .add(|| Provenance::of_fields(header::fields(written, crate::corpus::HeaderStyle::Lines))),
                UnitKind::Text => {
                    for paragraph in paragraphs::split(written, dialect) {
                        let block = &written[paragraph.span.range()];
                        provenances.add_block(block, paragraph.shape);
                        let first = words.len();
                        words::for_each(block, |word| words.push(word));
                        blocks.push((number, paragraph, first..words.len()));
                    }
                }
                _ => {}
            }
        }
        let span = match (units.first(), units.last()) {
            (Some((start, _)), Some((last, cut))) => Span::new(*start, last + cut.len),
            _ => Span::empty(0),
        };
        let blocks = blocks.iter().map(|(unit, paragraph, range)| Block {
            unit: *unit,
            span: paragraph.span,
            shape: paragraph.shape,
            words: &words[range.clone()],
        });
        of_article(span, provenances.article(&of_path), blocks, density)
    });
    FileRecord { articles: articles.collect() }
}

/// The record of one article.
pub(crate) fn of_article<'a>(
    span: Span,
    provenance: Provenance,
    blocks: impl Iterator<Item = Block<'a>> + Clone,
    density: Density,
) -> ArticleRecord {
    let is_text = |block: &Block<'_>| keys::is_text(block.shape);
    let words: usize = blocks.clone().filter(is_text).map(|block| block.words.len()).sum();
    let mut found: Vec<Key> = Vec::with_capacity(words / 2);
    keys::for_each(blocks, density, |keyed| found.push(keyed.key));
    found.sort_unstable();
    found.dedup();
    ArticleRecord {
        span,
        source: provenance.source.map(|source| source.to_string()),
        date: provenance.date,
        words: u32::try_from(words).unwrap_or(u32::MAX),
        keys: found,
        names: Box::default(),
    }
}
