//! CoNLL-2012: columns of which the last one has the brackets of coreference chains, between `#begin document` and
//! `#end document`.
//!
//! Which column holds the tokens and which the brackets is what most lines of the file say; GUM's dialect
//! (`# begin document x`, brackets with the type and the identity of the entity) is known.

mod chains;
mod read;
mod write;

use super::columns::{self, LineEnds, MOST_FIELDS, Separator, is_blank, row_at, rows};
use super::records::{Cut, Whole};
use crate::rules::{Finding, RuleId};
use crate::text::Span;
pub(crate) use chains::ids;
pub(crate) use read::read;
pub(crate) use write::annotate;

/// What of the file has to be known to read a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Context {
    separator: Separator,
    /// How many columns a line has.
    columns: usize,
    /// The column of the tokens.
    token: usize,
    /// The column of the brackets.
    chains: usize,
    /// Whether sentences have a column for each predicate in them, as those of OntoNotes: then the brackets stand in the
    /// last one, and the two numbers are those of most lines.
    varies: bool,
}

/// Answers of lines.
mod vote {
    pub(super) const TABS: u16 = 0;
    pub(super) const SPACES: u16 = 1;
    /// A line whose last column is empty.
    pub(super) const TRAILING: u16 = 2;
    /// A line whose last column holds brackets or the mark for none.
    pub(super) const LAST: u16 = 3;
    /// Plus the number of columns.
    pub(super) const COLUMNS: u16 = 100;
    /// Plus the number of the column: it holds brackets or the mark for none.
    pub(super) const CHAINS: u16 = 200;
    /// Plus the number of the column: it has letters and is not what the line before has there.
    pub(super) const CHANGES: u16 = 300;
}

/// Documents, by their names and parts.
const DOCUMENT: u8 = 0;

/// A record is cut at a sentence only from this size on: documents are mostly shorter.
const LARGE: usize = 1 << 20;
/// Of the sentences behind that, one in so many ends a record.
const ONE_IN: u64 = 16;

/// A line that begins or ends a document: what stands behind the words, or `None` where it is none.
fn document_line<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let rest = line.strip_prefix('#')?.trim_start_matches([' ', '\t']);
    let rest = rest.get(..word.len()).filter(|it| it.eq_ignore_ascii_case(word)).map(|_| &rest[word.len()..])?;
    let rest = rest.trim_start_matches([' ', '\t']);
    rest.get(.."document".len()).filter(|it| it.eq_ignore_ascii_case("document")).map(|_| &rest["document".len()..])
}

/// Whether a text that begins with `head` is clearly in this format.
pub(crate) fn claims(head: &str) -> bool {
    let first = rows(head, 0).find(|row| !is_blank(row.text));
    let behind = first.and_then(|row| document_line(row.text, "begin"));
    behind.is_some_and(|rest| !rest.trim().is_empty())
}

/// The record that `text` begins with: a document, or a part of a very long one that ends with a sentence.
pub(crate) fn cut(text: &str) -> Cut {
    let mut at = columns::len_of_mark(text);
    let mut has_lines = false;
    let mut ended = false;
    let mut previous_blank = true;
    while let Some(row) = row_at(text, at) {
        let blank = is_blank(row.text);
        let begins = row.text.starts_with('#') && document_line(row.text, "begin").is_some();
        if has_lines && begins {
            return Cut { len: at, seen: row.next };
        }
        let ends = || xxhash_rust::xxh3::xxh3_64(row.text.as_bytes()).is_multiple_of(ONE_IN);
        if at > LARGE && previous_blank && !blank && !ended && ends() {
            return Cut { len: at, seen: row.next };
        }
        ended |= row.text.starts_with('#') && document_line(row.text, "end").is_some();
        has_lines |= !blank;
        previous_blank = blank;
        at = row.next;
    }
    Cut { len: text.len(), seen: text.len() }
}

/// What the summaries of all records say.
pub(crate) fn context(whole: &Whole<'_>) -> Context {
    let votes = whole.votes();
    let count = |answer: u16| votes.get(&answer).copied().unwrap_or(0);
    let numbers = || 0..MOST_FIELDS as u16;
    let columns = numbers().max_by_key(|n| (count(vote::COLUMNS + n), u16::MAX - n)).unwrap_or(0);
    let rows: usize = numbers().map(|n| count(vote::COLUMNS + n)).sum();
    let holds_chains = |column: &u16| count(vote::CHAINS + column) * 10 >= rows * 8;
    let chains = (1..columns).rev().find(holds_chains).unwrap_or(columns.max(1) - 1);
    // Tokens change from line to line more than anything else does: tags and types come again.
    let token = (0..chains).max_by_key(|column| (count(vote::CHANGES + column), u16::MAX - column)).unwrap_or(0);
    Context {
        separator: if count(vote::TABS) >= count(vote::SPACES) { Separator::Tab } else { Separator::Space },
        columns: usize::from(columns),
        token: usize::from(token),
        chains: usize::from(chains),
        varies: count(vote::COLUMNS + columns) * 10 < rows * 9 && count(vote::LAST) * 10 >= rows * 8,
    }
}

/// What is wrong with the file as a whole.
pub(crate) fn reduce(whole: &Whole<'_>, context: &Context) -> Vec<Finding> {
    let mut found = whole.duplicate_documents(DOCUMENT);
    let votes = whole.votes();
    let count = |answer: u16| votes.get(&answer).copied().unwrap_or(0);
    let rows: usize = (0..MOST_FIELDS as u16).map(|n| count(vote::COLUMNS + n)).sum();
    if rows > 0 && count(vote::TRAILING) * 10 >= rows * 9 {
        let message = format!(
            "The lines end in a separator: readers that take the last column find it empty, the chains stand in column {}",
            context.chains + 1
        );
        found.push(Finding::new(RuleId::ColumnCount, Span::empty(0), message));
    }
    found.extend(LineEnds::finding(&votes));
    found
}

/// Whether a field holds brackets of chains, or the mark for none.
fn is_chains(field: &str) -> bool {
    if matches!(field, "-" | "_" | "*") {
        return true;
    }
    let bytes = field.as_bytes();
    (bytes.first() == Some(&b'(') || bytes.last() == Some(&b')'))
        && bytes.iter().any(|b| b.is_ascii_digit())
        && !field.contains('*')
}

/// Counts the answers of one line.
fn count(votes: &mut Votes, text: &str, fields: &[Span], tab: bool) {
    let separator = if tab { vote::TABS } else { vote::SPACES };
    votes.add(separator);
    votes.add(vote::COLUMNS + fields.len() as u16);
    if fields.len() > 1 && fields.last().is_some_and(|field| field.is_empty()) {
        votes.add(vote::TRAILING);
    }
    if fields.iter().rfind(|field| !field.is_empty()).is_some_and(|last| is_chains(&text[last.range()])) {
        votes.add(vote::LAST);
    }
    for (column, field) in fields.iter().enumerate() {
        let written = &text[field.range()];
        let column_number = column as u16;
        if is_chains(written) {
            votes.add(vote::CHAINS + column_number);
        }
        let hash = xxhash_rust::xxh3::xxh3_64(written.as_bytes());
        if votes.before.len() <= column {
            votes.before.resize(column + 1, 0);
        }
        if votes.before[column] != hash
            && !written.starts_with(['(', '*'])
            && written.bytes().any(|b| b.is_ascii_alphabetic() || b >= 0x80)
        {
            votes.add(vote::CHANGES + column_number);
        }
        votes.before[column] = hash;
    }
}

/// How many lines give each answer.
#[derive(Debug, Default)]
struct Votes {
    counts: Vec<u32>,
    before: Vec<u64>,
}

impl Votes {
    fn add(&mut self, answer: u16) {
        let answer = usize::from(answer);
        if self.counts.len() <= answer {
            self.counts.resize(answer + 1, 0);
        }
        self.counts[answer] += 1;
    }

    fn into_votes(self) -> Vec<(u16, u32)> {
        let counts = self.counts.into_iter().enumerate().map(|(answer, n)| (answer as u16, n));
        counts.filter(|(_, n)| *n > 0).collect()
    }
}
