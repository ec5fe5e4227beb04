//! What the rows of a record say of the file: its separator, its columns, its scheme.
//!
//! Each constant is an answer that lines give, as [`Summary::votes`] has them.

use std::collections::HashMap;

use super::tags::{Prefix, Scheme, Tag, is_chunk};
use super::{BARE_TYPE, Context, TYPE, gaps, piped};
use crate::format::columns::{LineEnd, Row, Separator};
use crate::format::records::{Name, Summary};
use crate::text::Span;

pub(super) const TABS: u16 = 0;
pub(super) const SPACES: u16 = 1;
pub(super) const CRLF: u16 = 2;
pub(super) const LF: u16 = 3;
pub(super) const BLANK: u16 = 4;
pub(super) const NUMBERED: u16 = 5;
/// A line that is blank and not empty.
pub(super) const SPACED_BLANK: u16 = 6;
/// A row whose first column is empty.
pub(super) const EMPTY: u16 = 7;
/// A row with several spaces between two columns.
pub(super) const DOUBLE: u16 = 8;
/// A row whose number is one more than that of the row before.
pub(super) const COUNTED: u16 = 9;
/// Tags by what they begin with and follow.
pub(super) const BEGIN: u16 = 10;
pub(super) const BEGIN_BEHIND_SAME: u16 = 11;
pub(super) const INSIDE_FIRST: u16 = 12;
pub(super) const END_OR_SINGLE: u16 = 13;
pub(super) const LAST_OR_UNIT: u16 = 14;
/// A line of `word|POS|TAG`.
pub(super) const PIPED: u16 = 15;
/// Plus the number of columns.
pub(super) const COLUMNS: u16 = 100;
/// Plus the number of the column: it looks like a tag.
pub(super) const TAG: u16 = 200;
/// Plus the number of the column: it is the tag of a mention or of a phrase.
pub(super) const MENTION: u16 = 300;
/// Plus the number of the column: it is the tag of a phrase.
pub(super) const CHUNK: u16 = 400;
/// Plus the number of the column: it is a type without a prefix, or another word.
pub(super) const BARE: u16 = 500;

/// Of more different words in the last column of a record none is asked whether it is a type.
const MOST_BARE: usize = 64;

/// How many rows of a record give each answer.
#[derive(Default)]
pub(super) struct Votes<'a> {
    /// The answers below [`COLUMNS`].
    small: [u32; 16],
    /// By the number of columns.
    columns: Vec<u32>,
    /// By column: tags, those of mentions or phrases, those of phrases, types without a prefix.
    tags: Vec<[u32; 4]>,
    /// For each column the type of the mention that the row before is in.
    before: Vec<Option<&'a str>>,
    /// The number of the row before.
    number: Option<u32>,
    types: Words<'a>,
    /// Words in the last column that may be types without a prefix; one more than are wanted says that they are none.
    bare: Words<'a>,
}

/// How often each word stands, and where it stands first.
type Words<'a> = HashMap<&'a str, (u32, Span)>;

impl<'a> Votes<'a> {
    /// Counts the end of a row.
    pub(super) fn end(&mut self, end: Option<LineEnd>) {
        match end {
            Some(LineEnd::CrLf) => self.count(CRLF),
            Some(LineEnd::Lf) => self.count(LF),
            None => {}
        }
    }

    /// Counts an answer of those below [`COLUMNS`].
    pub(super) fn count(&mut self, answer: u16) {
        self.small[usize::from(answer)] += 1;
    }

    /// A sentence ends.
    pub(super) fn sentence_end(&mut self) {
        self.before.fill(None);
        self.number = None;
    }

    /// Counts what a row of the record `text` says; whether it is one of columns.
    pub(super) fn row(
        &mut self,
        text: &'a str,
        row: &Row<'a>,
        fields: &[Span],
        separator: Separator,
        context: &Context,
    ) -> bool {
        let mut any = self.pipes(row);
        self.count(if separator == Separator::Tab { TABS } else { SPACES });
        if self.columns.len() <= fields.len() {
            self.columns.resize(fields.len() + 1, 0);
            self.tags.resize(fields.len() + 1, [0; 4]);
            self.before.resize(fields.len() + 1, None);
        }
        self.columns[fields.len()] += 1;
        let is_empty = fields.len() > 1 && fields[0].is_empty();
        self.small[usize::from(EMPTY)] += u32::from(is_empty);
        let is_doubled = separator == Separator::Space && gaps(fields).any(|gap| gap.len() > 1);
        self.small[usize::from(DOUBLE)] += u32::from(is_doubled);
        // Whether the last column holds what may be a type without a prefix.
        let mut last_is_bare = false;
        let first_tag = usize::from(!has_tag_first(text, fields));
        for (column, field) in fields.iter().enumerate().skip(first_tag) {
            let written = &text[field.range()];
            let tags = &mut self.tags[column];
            match Tag::read(written) {
                Some(Tag::Outside) => {
                    tags[0] += 1;
                    self.before[column] = None;
                }
                Some(Tag::In { letter, prefix, kind }) => {
                    let phrase = is_chunk(kind);
                    tags[0] += 1;
                    tags[1] += 1;
                    tags[2] += u32::from(phrase);
                    let before = self.before[column].replace(kind);
                    if !phrase {
                        self.tag(letter, prefix, before == Some(kind));
                        self.types.entry(kind).or_insert((0, Span::new(field.end - kind.len(), field.end))).0 += 1;
                    }
                }
                None => {
                    let bare = Tag::bare(written).is_some();
                    tags[3] += u32::from(bare);
                    self.before[column] = None;
                    last_is_bare = bare && column + 1 == fields.len();
                    any |= bare && context.scheme == Scheme::Io && context.tagged >> column & 1 == 1;
                    continue;
                }
            }
            any = true;
        }
        self.numbers(fields.first().map_or("", |field| &text[field.range()]), fields.len());
        if let Some(last) = fields.last().filter(|_| last_is_bare && self.bare.len() <= MOST_BARE) {
            self.bare.entry(&text[last.range()]).or_insert((0, *last)).0 += 1;
        }
        // A row that lost a column or its tag is a damaged row; a line without columns is none.
        any || fields.len() >= 2 && separator == Separator::Tab
    }

    /// Counts a row whose first column is a number.
    fn numbers(&mut self, first: &str, columns: usize) {
        if columns <= 2 || first.is_empty() || !first.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        self.count(NUMBERED);
        let number = first.parse().ok();
        let before = std::mem::replace(&mut self.number, number);
        let follows =
            before.zip(number).is_some_and(|(before, number): (u32, u32)| before.checked_add(1) == Some(number));
        self.small[usize::from(COUNTED)] += u32::from(follows);
    }

    /// Counts what a line of `word|POS|TAG` says; whether it is one.
    fn pipes(&mut self, row: &Row<'a>) -> bool {
        let Some(parts) = piped(row.text) else { return false };
        self.count(PIPED);
        let mut before = None;
        for (_, tag, at) in parts {
            let Some(Tag::In { letter, prefix, kind }) = Tag::read(tag) else {
                before = None;
                continue;
            };
            self.tag(letter, prefix, before == Some(kind));
            before = Some(kind);
            let end = row.start + row.text[at..].find([' ', '\t']).map_or(row.text.len(), |len| at + len);
            self.types.entry(kind).or_insert((0, Span::new(end - kind.len(), end))).0 += 1;
        }
        true
    }

    /// Counts a tag, which follows one of the same type or does not.
    fn tag(&mut self, letter: u8, prefix: Prefix, behind_same: bool) {
        self.count(match (prefix, letter) {
            (Prefix::Begin, _) if behind_same => BEGIN_BEHIND_SAME,
            (Prefix::Begin, _) => BEGIN,
            (Prefix::Inside, b'I') if !behind_same => INSIDE_FIRST,
            (_, b'E' | b'S') => END_OR_SINGLE,
            (_, b'L' | b'U') => LAST_OR_UNIT,
            _ => return,
        });
    }

    /// Puts the answers into the summary of the record.
    pub(super) fn finish(self, summary: &mut Summary) {
        let small = self.small.iter().enumerate().map(|(answer, n)| (answer as u16, *n));
        let columns = self.columns.iter().enumerate().map(|(n, count)| (COLUMNS + n as u16, *count));
        let tags = self.tags.iter().enumerate().flat_map(|(column, counts)| {
            let answers = [TAG, MENTION, CHUNK, BARE].map(|answer| answer + column as u16);
            answers.into_iter().zip(*counts)
        });
        summary.votes = small.chain(columns).chain(tags).filter(|(_, n)| *n > 0).collect();
        name(summary, TYPE, &self.types);
        if self.bare.len() <= MOST_BARE {
            name(summary, BARE_TYPE, &self.bare);
        }
    }
}

/// Adds words to the names of a summary, in order.
fn name(summary: &mut Summary, kind: u8, words: &Words<'_>) {
    let mut words: Vec<_> = words.iter().collect();
    words.sort_unstable_by_key(|(word, _)| **word);
    summary.names.extend(words.into_iter().map(|(word, (count, span))| Name {
        kind,
        defines: false,
        text: (*word).into(),
        value: count.to_string().into(),
        span: *span,
    }));
}

/// Whether the first field is a tag and no other is: what looks like one there is mostly a token.
#[inline]
fn has_tag_first(text: &str, fields: &[Span]) -> bool {
    let [first, rest @ ..] = fields else { return false };
    // Few tokens look like this, and nothing more is asked of the others.
    if !matches!(text.as_bytes()[first.range()], [b'O'] | [_, b'-', _, ..]) || rest.is_empty() {
        return false;
    }
    let tag = |field: &Span| Tag::read(&text[field.range()]);
    // A letter O that is outside says nothing of the order.
    let is_outside = tag(first) == Some(Tag::Outside);
    let may_be_token = |field: &Span| tag(field).is_none_or(|tag| is_outside && tag == Tag::Outside);
    tag(first).is_some() && rest.iter().all(may_be_token)
}
