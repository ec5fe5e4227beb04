//! Vertical text, as CWB and Sketch Engine read it: one token a line with its attributes behind tabs, and structures
//! as tags on lines of their own.

mod read;
mod tags;
mod write;

use std::collections::HashMap;

use super::columns::{self, LineEnds, MOST_FIELDS, is_blank, row_at, rows};
use super::records::{Cut, Placed, Whole};
use crate::rules::{Finding, RuleId};
use crate::text::Span;
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
/// Documents, by their ids; what is said of each is the name of its structure.
const DOCUMENT: u8 = 0;
/// Documents without one, by the names of their structures.
const NO_ID: u8 = 1;
/// Structures round documents, by their names: defined where one is opened, used where one is closed.
const OUTER: u8 = 2;

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
    found.extend(without_id(whole));
    found.extend(outer(whole));
    found.extend(LineEnds::finding(&whole.votes()));
    found
}

/// Documents without an id, where most have one: many corpora refer to theirs by other attributes.
fn without_id(whole: &Whole<'_>) -> Vec<Finding> {
    let mut having: HashMap<&str, usize> = HashMap::new();
    for placed in whole.names(DOCUMENT) {
        *having.entry(&placed.name.value).or_default() += 1;
    }
    let mut lacking: HashMap<&str, usize> = HashMap::new();
    for placed in whole.names(NO_ID) {
        *lacking.entry(&placed.name.text).or_default() += 1;
    }
    let is_slip = |name: &str| having.get(name) >= lacking.get(name);
    let finding = |placed: Placed<'_>| {
        let message = format!("The document <{}> has no id: nothing can refer to it", placed.name.text);
        Finding::new(RuleId::DocumentWithoutId, placed.span, message)
    };
    whole.names(NO_ID).filter(|placed| is_slip(&placed.name.text)).map(finding).collect()
}

/// Structures that are open round documents, such as the root of a corpus, and never closed; and the reverse.
fn outer(whole: &Whole<'_>) -> Vec<Finding> {
    let mut open: Vec<Placed<'_>> = Vec::new();
    let mut found = Vec::new();
    for placed in whole.names(OUTER) {
        if placed.name.defines {
            open.push(placed);
        } else if let Some(at) = open.iter().rposition(|it| it.name.text == placed.name.text) {
            open.remove(at);
        } else {
            found.push(unopened(&placed.name.text, placed.span));
        }
    }
    found.extend(open.iter().map(|placed| unclosed(&placed.name.text, placed.span)));
    found
}

fn unclosed(name: &str, line: Span) -> Finding {
    Finding::new(RuleId::UnclosedStructure, line, format!("The structure <{name}> is opened here and never closed"))
}

fn unopened(name: &str, line: Span) -> Finding {
    Finding::new(RuleId::UnopenedStructure, line, format!("The structure {name} is closed here and not open"))
}
