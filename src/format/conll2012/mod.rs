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
use crate::rules::{Edit, Finding, Fix, RuleId};
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
    /// The column that counts the tokens of a sentence, and the number of its first one.
    number: Option<(usize, u32)>,
    /// Whether a stroke stands between two brackets of a cell.
    strokes: bool,
    /// Whether chains are numbers.
    numbers: bool,
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
    /// Plus the number of the column: it is empty.
    pub(super) const EMPTY: u16 = 400;
    /// Plus the number of the column: it holds brackets.
    pub(super) const BRACKETS: u16 = 500;
    /// Plus the number of the column: it is one more than in the line before.
    pub(super) const COUNTS: u16 = 600;
    /// Plus the number of the column: a sentence begins with 0 there, or with 1.
    pub(super) const FROM_0: u16 = 700;
    pub(super) const FROM_1: u16 = 800;
    pub(super) const SENTENCES: u16 = 4;
    /// Two brackets of a cell with a stroke between them, and without.
    pub(super) const STROKES: u16 = 5;
    pub(super) const GLUED: u16 = 6;
    /// Brackets of a chain that is a number, and of one that is not.
    pub(super) const NUMBER: u16 = 7;
    pub(super) const NAME: u16 = 8;
}

/// Documents, by their names and parts.
const DOCUMENT: u8 = 0;
/// Lines that begin a document and are not written as scorers read them; the value is the line that is.
const OTHER_LINE: u8 = 1;
/// Cells with spaces inside of their brackets.
const SPACED: u8 = 2;

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
    // Where most of the last cells are empty, brackets in the others say that they are of chains.
    let has_brackets = |column: &u16| {
        count(vote::BRACKETS + column) > 0
            && (count(vote::CHAINS + column) + count(vote::EMPTY + column)) * 10 >= rows * 8
    };
    let chains = (1..columns).rev().find(has_brackets).or_else(|| (1..columns).rev().find(holds_chains));
    let chains = chains.unwrap_or(columns.max(1) - 1);
    let sentences = count(vote::SENTENCES);
    let counts = |column: &u16| {
        let begins = count(vote::FROM_0 + column) + count(vote::FROM_1 + column);
        let inside = rows.saturating_sub(sentences);
        inside > 1 && count(vote::COUNTS + column) * 10 >= inside * 8 && begins * 10 >= sentences * 8
    };
    let number = (0..chains).find(counts).map(|column| {
        let from_0 = count(vote::FROM_0 + column) >= count(vote::FROM_1 + column);
        (usize::from(column), u32::from(!from_0))
    });
    // Tokens change from line to line more than anything else does: tags and types come again.
    let token = (0..chains).max_by_key(|column| (count(vote::CHANGES + column), u16::MAX - column)).unwrap_or(0);
    Context {
        separator: if count(vote::TABS) >= count(vote::SPACES) { Separator::Tab } else { Separator::Space },
        columns: usize::from(columns),
        token: usize::from(token),
        chains: usize::from(chains),
        varies: count(vote::COLUMNS + columns) * 10 < rows * 9 && count(vote::LAST) * 10 >= rows * 8,
        number,
        strokes: count(vote::STROKES) > count(vote::GLUED),
        numbers: count(vote::NUMBER) > 5 * count(vote::NAME),
    }
}

/// What is wrong with the file as a whole.
pub(crate) fn reduce(whole: &Whole<'_>, context: &Context) -> Vec<Finding> {
    let mut found = whole.duplicate_documents(DOCUMENT);
    let votes = whole.votes();
    let count = |answer: u16| votes.get(&answer).copied().unwrap_or(0);
    let rows: usize = (0..MOST_FIELDS as u16).map(|n| count(vote::COLUMNS + n)).sum();
    let has_last = context.chains + 1 >= context.columns;
    if rows > 0 && count(vote::TRAILING) * 10 >= rows * 9 && !has_last {
        let message = format!(
            "The lines end in a separator: readers that take the last column find it empty, the chains stand in column {}",
            context.chains + 1
        );
        found.push(Finding::new(RuleId::ColumnCount, Span::empty(0), message));
    }
    found.extend(LineEnds::finding(&votes));
    found.extend(one_of_all(whole, OTHER_LINE, |lines, edits| {
        let subject = match lines {
            1 => "The line is".to_owned(),
            n => format!("The line and {} more are", n - 1),
        };
        let message = format!("{subject} not written as scorers read it: #begin document (name); part 000");
        let right = edits.first().map_or("", |edit| &edit.text);
        let title = if lines == 1 { format!("Write {right}") } else { "Write these lines anew".to_owned() };
        (RuleId::DocumentLine, message, title)
    }));
    found.extend(one_of_all(whole, SPACED, |cells, _| {
        let more = match cells {
            1 => String::new(),
            n => format!(" of this cell and {} more", n - 1),
        };
        let message =
            format!("A space stands inside the brackets{more}: readers that split at spaces find one column more");
        (RuleId::SpaceInChains, message, "Delete the spaces".to_owned())
    }));
    found
}

/// The one finding about all places of a kind, which stands at the first; what is right there is their value.
fn one_of_all(
    whole: &Whole<'_>,
    kind: u8,
    say: impl FnOnce(usize, &[Edit]) -> (RuleId, String, String),
) -> Option<Finding> {
    let edit = |placed: super::records::Placed<'_>| Edit::replace(placed.span, placed.name.value.to_string());
    let edits: Vec<Edit> = whole.names(kind).map(edit).collect();
    let first = edits.first()?.span;
    let (rule, message, title) = say(edits.len(), &edits);
    Some(Finding::new(rule, first, message).fixed_by(Fix::safe(title, edits)))
}

/// Whether a field is the mark for no brackets.
fn is_none(field: &str) -> bool {
    matches!(field, "-" | "_" | "*")
}

/// Whether a field holds brackets of chains, or the mark for none.
fn is_chains(field: &str) -> bool {
    is_none(field) || is_brackets(field)
}

/// Whether a field holds brackets of chains.
fn is_brackets(field: &str) -> bool {
    let bytes = field.as_bytes();
    (bytes.first() == Some(&b'(') || bytes.last() == Some(&b')'))
        && bytes.iter().any(|b| b.is_ascii_digit())
        && !field.contains('*')
}

/// Counts the answers of one line, which is the first one of its sentence or not.
fn count(votes: &mut Votes, text: &str, fields: &[Span], tab: bool, begins: bool) {
    if begins {
        votes.add(vote::SENTENCES);
        votes.numbers.clear();
    }
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
            if !is_none(written) {
                votes.add(vote::BRACKETS + column_number);
                votes.brackets(&chains::items(text, *field).unwrap_or_default());
            }
        } else if written.is_empty() {
            votes.add(vote::EMPTY + column_number);
        }
        votes.number(column, written, begins);
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
    /// The numbers of the line before.
    numbers: Vec<Option<u32>>,
}

impl Votes {
    /// Counts how brackets follow one another, and what chains are called.
    fn brackets(&mut self, items: &[chains::Item<'_>]) {
        for pair in items.windows(2) {
            let glued = pair[0].span.end == pair[1].span.start;
            self.add(if glued { vote::GLUED } else { vote::STROKES });
        }
        for item in items {
            let number = item.id.bytes().all(|b| b.is_ascii_digit());
            self.add(if number { vote::NUMBER } else { vote::NAME });
        }
    }

    /// Counts how a field goes on with the count of the line before.
    fn number(&mut self, column: usize, written: &str, begins: bool) {
        let number: Option<u32> = if written.len() < 10 { written.parse().ok() } else { None };
        if self.numbers.len() <= column {
            self.numbers.resize(column + 1, None);
        }
        let before = std::mem::replace(&mut self.numbers[column], number);
        let answer = match number {
            Some(0) if begins => vote::FROM_0,
            Some(1) if begins => vote::FROM_1,
            Some(number) if before.is_some_and(|before| before + 1 == number) => vote::COUNTS,
            _ => return,
        };
        self.add(answer + column as u16);
    }

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
