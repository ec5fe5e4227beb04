//! Vertical text, as CWB and Sketch Engine read it: one token a line with its attributes behind tabs, and structures
//! as tags on lines of their own.

mod read;
mod tags;
mod write;

use super::columns::{self, LineEnds, MOST_FIELDS, is_blank, row_at, rows};
use super::records::{Cut, Whole};
use crate::rules::Finding;
pub(crate) use read::read;
use tags::{Line, is_document};
pub(crate) use write::annotate;

/// What of the file has to be known to read a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Context {
    /// How many columns a token has.
    columns: usize,
    /// Whether tokens are words with spaces between them, as many in each line.
    is_spaced: bool,
}

impl Context {
    /// Whether spaces stand where tabs should.
    pub(crate) fn has_spaces_for_tabs(&self) -> bool {
        self.is_spaced
    }
}

/// Answers of lines: plus the number of columns.
const COLUMNS: u16 = 100;
/// Tokens without tabs that have as many words as the one in front of them, and more than one.
const SPACED: u16 = 50;
/// Documents, by their ids.
const DOCUMENT: u8 = 0;

/// A record is cut at a sentence only from this size on: documents are mostly shorter.
const LARGE: usize = 1 << 20;
/// Of the sentences behind that, one in so many ends a record.
const ONE_IN: u64 = 16;

/// Whether a text that begins with `head` is clearly vertical.
pub(crate) fn claims(head: &str) -> bool {
    // An article, which most texts are, holds none.
    if !head.contains('\t') {
        return false;
    }
    let (mut tags, mut tokens, mut others) = (0, 0, 0);
    for row in rows(head, 0).filter(|row| !is_blank(row.text)) {
        match Line::read(row.text) {
            Line::Open { .. } | Line::Close { .. } | Line::Empty { .. } => tags += 1,
            Line::Other => {}
            Line::Token if row.text.contains('\t') => tokens += 1,
            _ => others += 1,
        }
    }
    tags >= 1 && tokens >= 3 && tokens >= others * 10
}

/// The record that `text` begins with: a document, or a part of a very long one.
pub(crate) fn cut(text: &str) -> Cut {
    let mut at = columns::len_of_mark(text);
    let mut has_content = false;
    while let Some(row) = row_at(text, at) {
        if row.text.starts_with('<')
            && let Line::Open { name, .. } = Line::read(row.text)
        {
            if has_content && is_document(name) {
                return Cut { len: at, seen: row.next };
            }
            let ends =
                || xxhash_rust::xxh3::xxh3_64(text[row.next..].split('\n').next().unwrap_or_default().as_bytes());
            if at > LARGE && name == "s" && ends().is_multiple_of(ONE_IN) {
                let next = row_at(text, row.next).map_or(row.next, |row| row.next);
                return Cut { len: at, seen: next };
            }
        }
        has_content |= !is_blank(row.text) && !row.text.starts_with("<?");
        at = row.next;
    }
    Cut { len: text.len(), seen: text.len() }
}

/// What the summaries of all records say.
pub(crate) fn context(whole: &Whole<'_>) -> Context {
    let votes = whole.votes();
    let count = |answer: u16| votes.get(&answer).copied().unwrap_or(0);
    let numbers = || 0..MOST_FIELDS as u16;
    let columns = numbers().max_by_key(|n| (count(COLUMNS + n), u16::MAX - n)).unwrap_or(0);
    let tokens: usize = numbers().map(|n| count(COLUMNS + n)).sum();
    let is_spaced = tokens > 2 && columns == 1 && (count(SPACED) + 1) * 10 >= tokens * 8;
    Context { columns: usize::from(columns), is_spaced }
}

/// What is wrong with the file as a whole.
pub(crate) fn reduce(whole: &Whole<'_>, _: &Context) -> Vec<Finding> {
    let mut found = whole.duplicate_documents(DOCUMENT);
    found.extend(LineEnds::finding(&whole.votes()));
    found
}
