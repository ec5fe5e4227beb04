//! Columns with one token a line and a tag that says where mentions begin and end: CoNLL-2002 and -2003, WNUT,
//! GermEval, Universal NER, HIPE.
//!
//! The separator, the number of columns, which of them hold tags and the scheme of the tags are what most lines of the
//! file say.

mod mention;
mod read;
mod tags;
mod vote;
mod write;

use std::collections::BTreeMap;

use super::columns::{self, LineEnd, Row, Separator, is_blank, row_at, rows};
use super::records::{Cut, Whole};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;
pub(crate) use read::read;
use tags::Scheme;
pub(crate) use tags::{Prefix, Tag};
pub(crate) use write::annotate;

/// What of the file has to be known to read a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Context {
    separator: Separator,
    /// How many columns a line has.
    columns: usize,
    /// A bit for each column that holds tags.
    tagged: u64,
    /// The column of the tokens.
    token: usize,
    scheme: Scheme,
    /// How lines end.
    crlf: bool,
    /// Whether sentences are told apart at all.
    has_blank_lines: bool,
    /// The names of the columns, where a header row gives them.
    header: Vec<Box<str>>,
    /// Types that look like a slip: each with the one that is meant.
    slips: BTreeMap<Box<str>, Box<str>>,
    /// A bit for each column of tags that has names of things and hardly any phrases.
    entities: u64,
    /// Whether most rows have no token in their first column.
    empty_tokens: bool,
    /// Whether one space stands between two columns.
    single_spaced: bool,
    /// Whether the first column counts the tokens of a sentence.
    counted: bool,
    /// Whether a line is a sentence of `word|POS|TAG`, as spaCy's converter reads it.
    piped: bool,
}

impl Context {
    /// Whether spaces stand where tabs should: columns with a header row have tabs.
    pub(crate) fn has_spaces_for_tabs(&self) -> bool {
        self.separator == Separator::Space && !self.header.is_empty()
    }

    /// Whether there are columns, and none of them holds tags: a file of columns of another kind.
    pub(crate) fn is_without_tags(&self) -> bool {
        self.columns > 1 && self.tagged == 0 && self.header.is_empty() && !self.empty_tokens
    }
}

/// The column of the identity in HIPE's files.
const IDENTITY: &str = "NEL-LIT";
const IDENTITY_OF_METONYM: &str = "NEL-METO";
/// Where HIPE says how a token was written.
const MISC: &str = "MISC";

/// A record is cut at a sentence only from this size on: documents are mostly shorter.
const LARGE: usize = 256 << 10;
/// Of the sentences behind that, one in so many ends a record.
const ONE_IN: u64 = 64;

/// Names of types, counted in each record.
const TYPE: u8 = 0;
/// Ids of documents.
const DOCUMENT: u8 = 1;
/// Line ends that are not those of most of the file.
const OTHER_END: u8 = 2;
/// Tokens that a spreadsheet wrote: a quotation mark doubled and in quotation marks.
const QUOTED: u8 = 3;
/// Lines that are blank and not empty.
const SPACED_BLANK: u8 = 4;
/// Rows whose token is empty.
const EMPTY: u8 = 5;
/// Names of types without a prefix, or of other words in the last column, counted in each record.
const BARE_TYPE: u8 = 6;

/// A row without tabs that is longer, in bytes, is prose: nothing is gained by telling its words apart.
const LONG_ROW: usize = 120;

/// Whether a text that begins with `head` is clearly in columns with tags.
pub(crate) fn claims(head: &str) -> bool {
    let (mut tagged, mut others, mut bare) = (0, 0, 0);
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    let mut has_docstart = false;
    let mut fields = columns::Fields::default();
    for row in rows(head, columns::len_of_mark(head)).filter(|row| !is_blank(row.text)) {
        if is_full_header(row.text) {
            return true;
        }
        if is_document_line(row.text) || is_header(row.text) {
            has_docstart |= is_docstart(row.text);
            tagged += 1;
            continue;
        }
        let separator = Separator::of(row.text);
        let is_prose = separator == Separator::Space && row.text.len() > LONG_ROW;
        let fields = if is_prose { &[] } else { fields.read(row.text, 0, separator) };
        if is_comment(row.text, fields) {
            continue;
        }
        let well_formed =
            fields.len() >= 2 && fields.iter().skip(1).any(|field| Tag::read(&row.text[field.range()]).is_some());
        let last = fields.last().filter(|_| !is_prose && fields.len() >= 2).map(|field| &row.text[field.range()]);
        if well_formed {
            tagged += 1
        } else if let Some(kind) = last.filter(|last| Tag::bare(last).is_some()) {
            bare += 1;
            *types.entry(kind).or_default() += 1;
        } else {
            others += 1
        }
        // An article is seen to be none without reading all of it.
        if others > tagged + 8 || bare > 4 * tagged + 40 {
            return false;
        }
    }
    // Types without a prefix are fewer than what is outside, or few and used again and again.
    let few = types.len() <= 12 && bare >= 4 * types.len() && bare <= 2 * tagged;
    let others = if bare <= tagged || few { others } else { others + bare };
    let least = if has_docstart { 4 } else { 5 };
    tagged >= least && tagged >= others * 10
}

/// `-DOCSTART-`, with or without columns.
fn is_docstart(line: &str) -> bool {
    line.starts_with("-DOCSTART")
}

/// A comment that begins a document.
fn is_document_comment(line: &str) -> bool {
    let Some(comment) = line.strip_prefix("# ") else { return false };
    let key = comment.split_once('=').map_or(comment, |(key, _)| key).trim();
    matches!(key, "newdoc" | "newdoc id" | "document_id" | "hipe2022:document_id" | "hipe2020:document_id")
        || key.starts_with("newdoc id")
}

fn is_document_line(line: &str) -> bool {
    is_docstart(line) || is_document_comment(line)
}

/// The header row of HIPE.
fn is_header(line: &str) -> bool {
    line.starts_with("TOKEN\t") || line.starts_with("TOKEN ")
}

/// Whether a line is the header row of HIPE wherever it stands.
fn is_full_header(line: &str) -> bool {
    is_header(line) && line.contains("NE-COARSE")
}

/// The names that a header row of another kind gives to columns.
const NAMES: &[&str] = &[
    "sentence #",
    "id",
    "idx",
    "index",
    "no",
    "num",
    "sentence",
    "sent",
    "word",
    "words",
    "token",
    "tokens",
    "form",
    "text",
    "lemma",
    "pos",
    "upos",
    "xpos",
    "chunk",
    "tag",
    "tags",
    "ner",
    "ne",
    "ner_tag",
    "ner_tags",
    "iob",
    "bio",
    "entity",
    "label",
    "labels",
];

/// Whether a line of these fields of `text` does nothing but name columns.
fn names_columns(text: &str, fields: &[Span]) -> bool {
    let is_name = |field: &Span| NAMES.iter().any(|name| name.eq_ignore_ascii_case(&text[field.range()]));
    fields.len() > 1 && fields.iter().all(is_name)
}

/// The names that HIPE gives to columns.
const HIPE: &[&str] = &[
    "TOKEN",
    "NE-COARSE-LIT",
    "NE-COARSE-METO",
    "NE-FINE-LIT",
    "NE-FINE-METO",
    "NE-FINE-COMP",
    "NE-NESTED",
    "NEL-LIT",
    "NEL-METO",
    "RENDER",
    "SEG",
    "OCR-INFO",
    "MISC",
];

/// The parts of a line that is a sentence: words with what is said of them behind strokes, the tag at last; `None` where
/// it is none.
fn piped(line: &str) -> Option<impl Iterator<Item = (&str, &str, usize)>> {
    // Few lines have a stroke, and nothing more is asked of the others.
    memchr::memchr(b'|', line.as_bytes())?;
    let parts = || {
        line.split([' ', '\t']).filter(|part| !part.is_empty()).map(|part| {
            let at = part.as_ptr() as usize - line.as_ptr() as usize;
            let (word, tag) = (part.split('|').next().unwrap_or_default(), part.rsplit('|').next().unwrap_or_default());
            // The stroke is a word too.
            (if word.is_empty() { &part[..1] } else { word }, tag, at)
        })
    };
    parts().all(|(word, tag, _)| word.len() + tag.len() > 1 && Tag::read(tag).is_some()).then(parts)
}

/// Whether a line is a comment and not a token that is a hash.
fn is_comment(line: &str, fields: &[Span]) -> bool {
    line.starts_with('#') && !(fields.len() >= 2 && fields[0].len() == 1 && has_tag_at_end(line))
}

/// Whether the last field of a line is a tag.
fn has_tag_at_end(line: &str) -> bool {
    let last = line.trim_end().rsplit([' ', '\t']).next().unwrap_or_default();
    Tag::read(last).is_some()
}

/// The record that `text` begins with: a document, or a part of a long one that ends with a sentence.
pub(crate) fn cut(text: &str) -> Cut {
    let mut at = columns::len_of_mark(text);
    let mut has_tokens = false;
    let mut previous: Option<Row<'_>> = None;
    while let Some(row) = row_at(text, at) {
        let blank = is_blank(row.text);
        let document = !blank && matches!(row.text.as_bytes()[0], b'-' | b'#') && is_document_line(row.text);
        if has_tokens && document {
            return Cut { len: at, seen: row.next };
        }
        // What ends a long record depends on a line and not on where it stands, so that an edit in front of it does not
        // move the ends of all records behind.
        if at > LARGE
            && let Some(previous) = previous
        {
            let between_sentences = is_blank(previous.text) && !blank && ends_record(row.text, ONE_IN);
            let between_mentions = at > 2 * LARGE && row.text.ends_with(" O") | row.text.ends_with("\tO");
            if between_sentences || between_mentions && ends_record(row.text, ONE_IN * 64) {
                return Cut { len: at, seen: row.next };
            }
        }
        has_tokens |= !blank && !row.text.starts_with('#') && !is_docstart(row.text);
        at = row.next;
        previous = Some(row);
    }
    Cut { len: text.len(), seen: text.len() }
}

fn ends_record(line: &str, one_in: u64) -> bool {
    xxhash_rust::xxh3::xxh3_64(line.as_bytes()).is_multiple_of(one_in)
}

/// What the summaries of all records say.
pub(crate) fn context(whole: &Whole<'_>) -> Context {
    let votes = whole.votes();
    let count = |answer: u16| votes.get(&answer).copied().unwrap_or(0);
    let most =
        |from: u16| (0..columns::MOST_FIELDS as u16).max_by_key(|n| (count(from + n), u16::MAX - n)).unwrap_or(0);
    let columns = usize::from(most(vote::COLUMNS));
    let rows: usize = (0..=columns::MOST_FIELDS as u16).map(|n| count(vote::COLUMNS + n)).sum();
    let header: Vec<Box<str>> =
        whole.declares().next().map(|row| row.split(['\t', ' ']).map(Box::from).collect()).unwrap_or_default();
    let is_tagged = |column: &u16| {
        let of_phrases = count(vote::CHUNK + column) * 2 > count(vote::MENTION + column);
        count(vote::TAG + column) * 10 >= rows * 9 && !of_phrases
    };
    let holds_tags = |column: u16| count(vote::TAG + column) * 2 >= rows;
    let tagged = if header.is_empty() {
        (1..columns.max(1) as u16).filter(is_tagged).fold(0, |bits, column| bits | 1 << column)
    } else {
        let named = header.iter().enumerate().take(columns::MOST_FIELDS).filter(|(_, name)| name.starts_with("NE-"));
        named.fold(0, |bits, (column, _)| bits | 1 << column)
    };
    // Tags may stand in front of their tokens; a file that has lost some of its tags has still its last column.
    let tagged = match columns {
        _ if tagged != 0 || columns < 2 || !header.is_empty() => tagged,
        _ if count(vote::TAG) * 10 >= rows * 9 => 1,
        _ if holds_tags(columns as u16 - 1) => 1 << (columns - 1),
        _ => 0,
    };
    // Types without a prefix stand beside what is outside, and hardly any tag with one does.
    let is_bare = |column: &u16| {
        let (tags, mentions, bare) =
            (count(vote::TAG + column), count(vote::MENTION + column), count(vote::BARE + column));
        bare > 0 && bare >= 3 * mentions && tags * 10 >= rows * 3 && (tags + bare) * 10 >= rows * 9
    };
    let bare = (1..columns.max(1) as u16).rev().find(is_bare).filter(|_| header.is_empty());
    let has_mentions = (1..columns as u16).any(|column| tagged >> column & 1 == 1 && count(vote::MENTION + column) > 0);
    let bare = bare.filter(|column| !has_mentions || tagged == 1 << column);
    let tagged = bare.map_or(tagged, |column| 1 << column);
    let piped = rows > 0 && count(vote::PIPED) * 10 >= rows * 9;
    let tagged = if piped { 1 } else { tagged };
    let has_names = |column: &u16| {
        let (mentions, phrases) = (count(vote::MENTION + column), count(vote::CHUNK + column));
        mentions > 0 && phrases * 4 <= mentions
    };
    let entities = (0..columns as u16).filter(has_names).fold(0, |bits, column| bits | 1 << column);
    let scheme = if bare.is_some() { Scheme::Io } else { scheme(&count) };
    let numbered = count(vote::NUMBERED) * 10 >= rows * 9 && columns > 2 && tagged & 0b10 == 0;
    Context {
        separator: if count(vote::TABS) >= count(vote::SPACES) { Separator::Tab } else { Separator::Space },
        columns,
        tagged,
        token: usize::from(numbered || tagged == 1),
        scheme,
        crlf: count(vote::CRLF) > count(vote::LF),
        has_blank_lines: count(vote::BLANK) > 0,
        header,
        slips: slips(whole, if scheme == Scheme::Io { BARE_TYPE } else { TYPE }),
        entities,
        empty_tokens: count(vote::EMPTY) * 2 > rows,
        single_spaced: count(vote::DOUBLE) * 10 < count(vote::SPACES),
        counted: count(vote::COUNTED) * 2 > rows,
        piped,
    }
}

/// The scheme that most mentions are tagged in.
fn scheme(count: &impl Fn(u16) -> usize) -> Scheme {
    let begins = count(vote::BEGIN);
    let (ends, lasts) = (count(vote::END_OR_SINGLE), count(vote::LAST_OR_UNIT));
    // Every mention of BIOES has an E or an S, and every one of BILOU an L or a U.
    if ends.max(lasts) * 2 > begins {
        return if ends >= lasts { Scheme::Bioes } else { Scheme::Bilou };
    }
    if count(vote::INSIDE_FIRST) > begins { Scheme::Iob1 } else { Scheme::Iob2 }
}

/// Types that are one letter, or the case, away from one that is a hundred times as frequent.
fn slips(whole: &Whole<'_>, kind: u8) -> BTreeMap<Box<str>, Box<str>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for placed in whole.names(kind) {
        *counts.entry(&placed.name.text).or_default() += placed.name.value.parse::<usize>().unwrap_or(1);
    }
    let mut slips = BTreeMap::new();
    for (name, n) in &counts {
        let like = |other: &str| {
            let case = other.eq_ignore_ascii_case(name);
            case || other.len() >= 3 && name.len() >= 2 && strsim::osa_distance(name, other) == 1
        };
        let meant = counts.iter().filter(|(other, m)| **m >= 20 * n && **other != *name && like(other));
        if let Some((meant, _)) = meant.max_by_key(|(_, m)| **m) {
            slips.insert(Box::from(*name), Box::from(*meant));
        }
    }
    slips
}

/// What is wrong with the file as a whole.
pub(crate) fn reduce(whole: &Whole<'_>, context: &Context) -> Vec<Finding> {
    let mut found = whole.duplicate_documents(DOCUMENT);
    let votes = whole.votes();
    let count = |answer: u16| votes.get(&answer).copied().unwrap_or(0);
    let rows: u32 = whole.records.iter().map(|(_, summary)| summary.sound).sum();
    if !context.has_blank_lines && rows > read::LONG && !context.empty_tokens && !context.piped {
        let message = format!(
            "No blank line stands between the {rows} tokens of the file: they are one sentence to every program"
        );
        found.push(Finding::new(RuleId::LongSentence, Span::empty(0), message));
    }
    if context.crlf && count(vote::LF) == 0 {
        let message = "All lines end in CR LF: readers that split at LF find a carriage return in the last column";
        found.push(Finding::new(RuleId::CarriageReturn, Span::empty(0), message));
    }
    found.extend(other_ends(whole, context));
    found.extend(quoted(whole));
    found.extend(spaced_blanks(whole, count(vote::BLANK)));
    found.extend(empty_tokens(whole, context));
    found
}

/// The findings about lines that are blank and not empty: one where most blank lines are like that.
fn spaced_blanks(whole: &Whole<'_>, blank: usize) -> Vec<Finding> {
    let places: Vec<Span> = whole.names(SPACED_BLANK).map(|placed| placed.span).collect();
    let what = "programs that look for an empty line join two sentences";
    let finding = |place: Span, message: String, title: &'static str, edits: Vec<Edit>| {
        Finding::new(RuleId::BlankLineWithSpace, place, message).fixed_by(Fix::safe(title, edits))
    };
    let of_one = |place: &Span| {
        let message = format!("This line looks blank and is not: {what}");
        finding(*place, message, "Empty the line", vec![Edit::delete(*place)])
    };
    match places.first() {
        Some(first) if places.len() > 2 && places.len() * 2 > blank => {
            let message = format!("This line and {} more look blank and are not: {what}", places.len() - 1);
            let edits = places.iter().map(|place| Edit::delete(*place)).collect();
            vec![finding(*first, message, "Empty these lines", edits)]
        }
        _ => places.iter().map(of_one).collect(),
    }
}

/// The findings about rows without a token: one where most rows are like that.
fn empty_tokens(whole: &Whole<'_>, context: &Context) -> Vec<Finding> {
    let places: Vec<Span> = whole.names(EMPTY).map(|placed| placed.span).collect();
    let Some(first) = places.first().filter(|_| context.empty_tokens) else {
        let message = "The token of this line is empty: readers that split at white space take the tag for it";
        return places.iter().map(|place| Finding::new(RuleId::EmptyColumn, *place, message)).collect();
    };
    let message = format!(
        "The first column of this line and of {} more is empty: readers that split at white space take the next one for it",
        places.len() - 1
    );
    vec![Finding::new(RuleId::EmptyColumn, *first, message)]
}

/// The finding about the quotation marks that a spreadsheet doubled.
fn quoted(whole: &Whole<'_>) -> Option<Finding> {
    let places: Vec<Span> = whole.names(QUOTED).map(|placed| placed.span).collect();
    let first = *places.first()?;
    let more = match places.len() {
        1 => String::new(),
        n => format!(", and {} more", n - 1),
    };
    let message = format!("A spreadsheet wrote this token{more}: it stands for a single quotation mark");
    let edits = places.into_iter().map(|place| Edit::replace(place, "\"")).collect();
    let fix = Fix::safe("Write a quotation mark", edits);
    Some(Finding::new(RuleId::MalformedTsvCell, first, message).fixed_by(fix))
}

/// Whether the end of a line is not that of most of the file.
fn is_other_end(row: &Row<'_>, context: &Context) -> bool {
    row.end.is_some_and(|end| (end == LineEnd::CrLf) != context.crlf)
}

/// The finding about the lines that do not end as most of the file does.
fn other_ends(whole: &Whole<'_>, context: &Context) -> Option<Finding> {
    let (end, most, right) = if context.crlf { ("LF", "CR LF", "\r\n") } else { ("CR LF", "LF", "\n") };
    let places: Vec<Span> = whole.names(OTHER_END).map(|placed| placed.span).collect();
    let first = *places.first()?;
    let (subject, title) = match places.len() {
        1 => (format!("This line ends in {end}"), format!("End the line in {most}")),
        n => (format!("This line and {} more end in {end}", n - 1), format!("End these lines in {most}")),
    };
    let finding = Finding::new(RuleId::CarriageReturn, first, format!("{subject}, most of the file's in {most}"));
    let edits = places.into_iter().map(|place| Edit::replace(place, right)).collect();
    Some(finding.fixed_by(Fix::safe(title, edits)))
}

/// What stands between the columns of a row.
fn gaps(fields: &[Span]) -> impl Iterator<Item = Span> + '_ {
    fields.windows(2).map(|pair| Span::new(pair[0].end, pair[1].start))
}
