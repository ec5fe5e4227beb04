//! Reads a record of IOB columns.

use std::collections::HashMap;

use super::tags::{Prefix, Scheme, Tag, is_chunk};
use super::{
    Context, DOCUMENT, IDENTITY, IDENTITY_OF_METONYM, MISC, OTHER_END, QUOTED, TYPE, is_comment, is_docstart,
    is_full_header, is_header, is_other_end, names_columns, vote,
};
use crate::format::columns::{self, Fields, LineEnd, MOST_FIELDS, Row, Separator, is_blank, rows};
use crate::format::reading::{Extract, ExtractAnnotation, ExtractField, Marked, Piece, Reading, Role, Written};
use crate::format::records::{Detail, Name, Place, Summary};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// A sentence of more tokens has lost a blank line.
pub(super) const LONG: u32 = 500;

/// Reads the record `text`.
pub(crate) fn read(text: &str, place: Place, context: &Context, detail: Detail) -> Reading {
    let mut reader = Reader::new(text, context, detail);
    let mut last = None;
    for row in rows(text, columns::first_row(text, place)) {
        reader.row(&row, place.first);
        last = Some(row);
    }
    if let Some(last) = last.filter(|_| place.last) {
        reader.file_end(&last);
    }
    reader.finish()
}

struct Reader<'a> {
    text: &'a str,
    context: &'a Context,
    looks: bool,
    fields: Fields,
    extract: Extract,
    reading: Reading,
    /// For each tagged column what stood in the line before.
    columns: Vec<Column<'a>>,
    votes: Votes<'a>,
    types: HashMap<&'a str, (u32, Span)>,
    /// The line that the sentence begins with, and how many tokens it has.
    sentence: Option<(Span, u32)>,
    /// What stands between the last token and the next.
    glue: Glue,
    identity: Option<usize>,
    metonym: Option<usize>,
    misc: Option<usize>,
    has_rows: bool,
    /// The number of the last row, where rows are numbered.
    number: u32,
    /// Where the comments in front of the next row begin.
    comments: Option<usize>,
}

/// What stands between two tokens of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Glue {
    None,
    Space,
    Block,
}

/// How many lines give each answer. Those that nearly every line gives have fields of their own.
#[derive(Default)]
struct Votes<'a> {
    small: [u32; 16],
    columns: Vec<u32>,
    tags: Vec<[u32; 4]>,
    /// For each column the type of the mention that the line before is in.
    before: Vec<Option<&'a str>>,
}

/// What the line before says in one column of tags.
#[derive(Default)]
struct Column<'a> {
    number: usize,
    state: State<'a>,
    /// The type of a mention that ended in front of the last line, which is outside, with the tag of that line.
    gap: Option<(&'a str, Span)>,
    /// The mention that is open: its annotation.
    open: Option<usize>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State<'a> {
    /// In front of the first token of a sentence.
    #[default]
    Boundary,
    Outside,
    /// Something that could not be read: nothing is said of what follows it.
    Unknown,
    In {
        kind: &'a str,
        prefix: Prefix,
        tag: Span,
    },
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, context: &'a Context, detail: Detail) -> Self {
        let column = |name: &str| context.header.iter().position(|header| **header == *name);
        let tagged = (0..MOST_FIELDS).filter(|column| context.tagged >> column & 1 == 1);
        Self {
            text,
            context,
            looks: detail == Detail::Looks,
            fields: Fields::default(),
            extract: Extract { span: Span::new(0, text.len()), ..Extract::default() },
            reading: Reading::default(),
            columns: tagged.map(|number| Column { number, ..Column::default() }).collect(),
            votes: Votes::default(),
            types: HashMap::new(),
            sentence: None,
            glue: Glue::None,
            identity: column(IDENTITY),
            metonym: column(IDENTITY_OF_METONYM),
            misc: column(MISC),
            has_rows: false,
            number: 0,
            comments: None,
        }
    }

    fn find(&mut self, finding: Finding) {
        self.reading.findings.push(finding);
    }

    fn look(&mut self, span: Span, role: Role) {
        if self.looks && !span.is_empty() {
            self.reading.tokens.push(Marked { span, role });
        }
    }

    fn row(&mut self, row: &Row<'a>, first_record: bool) {
        match row.end {
            Some(LineEnd::CrLf) => self.votes.small[vote::CRLF as usize] += 1,
            Some(LineEnd::Lf) => self.votes.small[vote::LF as usize] += 1,
            None => {}
        }
        if is_other_end(row, self.context) {
            let span = Span::new(row.start + row.text.len(), row.next);
            self.reading.summary.names.push(Name { kind: OTHER_END, span, ..Name::default() });
        }
        if is_blank(row.text) {
            self.votes.small[vote::BLANK as usize] += 1;
            self.sentence_end(row.start);
            self.comments = None;
            if !row.text.is_empty() {
                let message =
                    "This line looks blank and is not: programs that look for an empty line join two sentences";
                let fix = Fix::safe("Empty the line", vec![Edit::delete(row.span())]);
                self.find(Finding::new(RuleId::BlankLineWithSpace, row.span(), message).fixed_by(fix));
            }
            return;
        }
        if is_docstart(row.text) {
            self.sentence_end(row.start);
            self.reading.summary.sound += 1;
            return self.look(row.span(), Role::Key);
        }
        let separator = Separator::of(row.text);
        let mut fields = std::mem::take(&mut self.fields);
        let spans = fields.read(row.text, row.start, separator);
        if row.text.starts_with('#') && is_comment(row.text, spans) {
            self.comments.get_or_insert(row.start);
            self.comment(row);
        } else if first_record && !self.has_rows && is_header(row.text) {
            self.reading.summary.declares.push(row.text.into());
            spans.iter().for_each(|span| self.look(*span, Role::Key));
        } else if row.text.as_bytes()[0] == b'T' && is_full_header(row.text) {
            self.header(row, "The header row stands here again: readers take it for a token");
        } else if !self.has_rows && first_record && names_columns(self.text, spans) {
            self.header(row, "This line names the columns: readers take it for a token and its tag");
        } else {
            self.has_rows = true;
            self.token(row, spans, separator);
            self.comments = None;
        }
        self.fields = fields;
    }

    /// A row of names where a token should be.
    fn header(&mut self, row: &Row<'a>, message: &'static str) {
        self.look(row.span(), Role::Key);
        let fix = Fix::unsafe_("Delete the line", vec![Edit::delete(Span::new(row.start, row.next))]);
        self.find(Finding::new(RuleId::MalformedTag, row.span(), message).fixed_by(fix));
    }

    /// Where rows are numbered, a sentence begins at 1: says so where no blank line ends the one before.
    fn numbered(&mut self, row: &Row<'a>, fields: &[Span]) {
        let Some(number) = fields.first().and_then(|field| self.text[field.range()].parse::<u32>().ok()) else {
            return;
        };
        let before = std::mem::replace(&mut self.number, number);
        let goes_on = self.sentence.is_some_and(|(_, tokens)| tokens > 1 && tokens == before);
        if !goes_on || number != 1 || !self.context.has_blank_lines {
            return;
        }
        let at = self.comments.unwrap_or(row.start);
        let message = "A sentence begins here, and no blank line ends the one before";
        let line_end = if self.context.crlf { "\r\n" } else { "\n" };
        let fix = Fix::unsafe_("Put a blank line here", vec![Edit::insert(at, line_end)]);
        self.find(Finding::new(RuleId::WordNumber, fields[0], message).fixed_by(fix));
        self.close_sentence(at);
    }

    /// `# key = value`
    fn comment(&mut self, row: &Row<'a>) {
        self.look(row.span(), Role::Comment);
        let Some((key, value)) = row.text[1..].split_once('=') else { return };
        let key = match key.trim() {
            "newdoc id" | "document_id" | "hipe2022:document_id" | "hipe2020:document_id" => "id",
            "date" | "hipe2022:date" => "date",
            "language" | "hipe2022:language" => "lang",
            "newspaper" | "hipe2022:newspaper" => "source",
            _ => return,
        };
        let value = value.trim();
        let start = row.start + (value.as_ptr() as usize - row.text.as_ptr() as usize);
        let span = Span::new(start, start + value.len());
        if key == "id" {
            let (text, value) = (value.into(), Box::default());
            self.reading.summary.names.push(Name { kind: DOCUMENT, defines: true, text, value, span });
        }
        self.extract.fields.push(ExtractField { key, value: value.to_owned(), span });
    }

    fn token(&mut self, row: &Row<'a>, fields: &[Span], separator: Separator) {
        self.vote(fields, separator);
        let context = self.context;
        let mut aligned = Fields::default();
        let mut fields = fields;
        if separator != context.separator {
            // In a file with spaces, a tab is one more; in a file with tabs, spaces may stand for them.
            fields = aligned.read(row.text, row.start, Separator::Space);
            if fields.len() == context.columns {
                self.wrong_separator(row, fields);
            } else {
                self.column_count(row, fields);
            }
        } else if fields.len() != context.columns {
            self.column_count(row, fields);
        }
        let text = self.text;
        let token = fields.get(context.token).copied().unwrap_or(row.span());
        if context.token > 0 && context.tagged != 1 {
            self.numbered(row, fields);
        }
        self.sentence.get_or_insert((row.span(), 0)).1 += 1;
        let place = self.push(token);
        let written = &text[token.range()];
        if written == "\"\"\"\"" {
            self.reading.summary.names.push(Name { kind: QUOTED, span: token, ..Name::default() });
        }
        if written.is_empty() && fields.len() == context.columns {
            let message = "The token of this line is empty: readers that split at white space take the tag for it";
            self.find(Finding::new(RuleId::EmptyColumn, row.span(), message));
        }
        // Where tokens are characters, a space is one of them.
        if separator == Separator::Tab && written != " " && written.contains([' ', '\u{a0}']) {
            let message =
                "White space stands inside this token: readers that split at white space find one column more";
            self.find(Finding::new(RuleId::SpaceInToken, token, message));
        }
        for index in 0..self.columns.len() {
            let number = self.columns[index].number;
            // Where a column is missing, the last one still is the last one.
            let last = (index + 1 == self.columns.len() && fields.len() > 1).then(|| fields[fields.len() - 1]);
            let field =
                fields.get(number).copied().or(last.filter(|it| context.scheme.read(&text[it.range()]).is_some()));
            match field {
                Some(field) => self.tag(index, field, place),
                None => self.columns[index].leave(State::Unknown),
            }
        }
        for column in [self.identity, self.metonym].into_iter().flatten() {
            if let Some(field) = fields.get(column) {
                self.identity(*field, Some(column) == self.identity);
            }
        }
        if self.looks {
            self.look_at(fields);
        }
        let misc = self.misc.and_then(|column| fields.get(column)).map_or("", |field| &text[field.range()]);
        if misc.contains("NoSpaceAfter") {
            self.glue = Glue::None;
        } else if misc.contains("PySBDSegment") || misc.contains("EndOfSentence") {
            self.glue = Glue::Block;
        }
    }

    /// Whether the first field is a tag and no other is: what looks like one there is mostly a token.
    #[inline]
    fn has_tag_first(&self, fields: &[Span]) -> bool {
        let [first, rest @ ..] = fields else { return false };
        // Few tokens look like this, and nothing more is asked of the others.
        if !matches!(self.text.as_bytes()[first.range()], [b'O'] | [_, b'-', _, ..]) || rest.is_empty() {
            return false;
        }
        let is_tag = |field: &Span| Tag::read(&self.text[field.range()]).is_some();
        is_tag(first) && !rest.iter().any(is_tag)
    }

    fn vote(&mut self, fields: &[Span], separator: Separator) {
        let tag_first = self.has_tag_first(fields);
        let votes = &mut self.votes;
        votes.small[usize::from(if separator == Separator::Tab { vote::TABS } else { vote::SPACES })] += 1;
        if votes.columns.len() <= fields.len() {
            votes.columns.resize(fields.len() + 1, 0);
            votes.tags.resize(fields.len() + 1, [0; 4]);
            votes.before.resize(fields.len() + 1, None);
        }
        votes.columns[fields.len()] += 1;
        let mut any = false;
        for (column, field) in fields.iter().enumerate().skip(usize::from(!tag_first)) {
            match Tag::read(&self.text[field.range()]) {
                Some(Tag::Outside) => {
                    votes.tags[column][0] += 1;
                    votes.before[column] = None;
                }
                Some(Tag::In { letter, prefix, kind }) => {
                    let phrase = is_chunk(kind);
                    votes.tags[column][0] += 1;
                    votes.tags[column][1] += 1;
                    votes.tags[column][2] += u32::from(phrase);
                    let before = votes.before[column].replace(kind);
                    if !phrase {
                        votes.tag(letter, prefix, before == Some(kind));
                        let kind_at = Span::new(field.end - kind.len(), field.end);
                        self.types.entry(kind).or_insert((0, kind_at)).0 += 1;
                    }
                }
                None => {
                    let bare = Tag::bare(&self.text[field.range()]).is_some();
                    votes.tags[column][3] += u32::from(bare);
                    votes.before[column] = None;
                    any |= bare && self.context.scheme == Scheme::Io && self.context.tagged >> column & 1 == 1;
                    continue;
                }
            }
            any = true;
        }
        let first = fields.first().map_or("", |field| &self.text[field.range()]);
        if first.bytes().all(|b| b.is_ascii_digit()) && !first.is_empty() && fields.len() > 2 {
            votes.small[usize::from(vote::NUMBERED)] += 1;
        }
        // A row that lost a column or its tag is a damaged row; a line without columns is none.
        if any || fields.len() >= 2 && separator == Separator::Tab {
            self.reading.summary.sound += 1;
        } else {
            self.reading.summary.odd += 1;
        }
    }

    fn wrong_separator(&mut self, row: &Row<'a>, fields: &[Span]) {
        let right = self.context.separator;
        let wrong = if right == Separator::Tab { Separator::Space } else { Separator::Tab };
        let gaps = fields.windows(2).map(|pair| Span::new(pair[0].end, pair[1].start));
        let edits = gaps.map(|gap| Edit::replace(gap, right.text())).collect();
        let message = format!(
            "The columns of this line are separated by {}, those of the file by {}",
            wrong.name(),
            right.name()
        );
        let fix = Fix::safe(format!("Separate the columns by {}", right.name()), edits);
        self.find(Finding::new(RuleId::WrongSeparator, row.span(), message).fixed_by(fix));
    }

    fn column_count(&mut self, row: &Row<'a>, fields: &[Span]) {
        let (has, wants) = (fields.len(), self.context.columns);
        let columns = |n: usize| if n == 1 { "1 column".to_owned() } else { format!("{n} columns") };
        let message = format!("This line has {}, most of the file has {wants}", columns(has));
        let mut finding = Finding::new(RuleId::ColumnCount, row.span(), message);
        let trailing = fields.iter().skip(wants).all(|field| field.is_empty());
        if has > wants && trailing && wants > 0 {
            let rest = Span::new(fields[wants - 1].end, row.span().end);
            finding = finding.fixed_by(Fix::safe("Delete the separator at the end", vec![Edit::delete(rest)]));
        }
        self.find(finding);
    }

    /// Adds a token to the text, and says where it stands there.
    fn push(&mut self, token: Span) -> Span {
        let text = &mut self.extract.text;
        if !text.is_empty() {
            text.push_str(match self.glue {
                Glue::None => "",
                Glue::Space => " ",
                Glue::Block => "\n\n",
            });
        }
        self.glue = Glue::Space;
        let start = text.len();
        text.push_str(&self.text[token.range()]);
        let place = Span::new(start, text.len());
        if !place.is_empty() {
            self.extract.pieces.push(Piece { text: place, source: token });
        }
        place
    }

    fn tag(&mut self, index: usize, field: Span, place: Span) {
        let text = self.text;
        let written = &text[field.range()];
        let column = &mut self.columns[index];
        let scheme = self.context.scheme;
        match scheme.read(written) {
            Some(Tag::Outside) => self.outside(index, field),
            None if written == "_" => self.outside(index, field),
            None => {
                column.leave(State::Unknown);
                let wanted =
                    if scheme == Scheme::Io { "O or a type" } else { "O or a letter, a hyphen and a type (B-PER)" };
                let message = format!("“{written}” is no tag: {wanted} stand here");
                let mut finding = Finding::new(RuleId::MalformedTag, field, message);
                if let Some(meant) = Tag::meant(written).filter(|_| scheme != Scheme::Io) {
                    let title = format!("Write {meant}");
                    finding = finding.fixed_by(Fix::unsafe_(title, vec![Edit::replace(field, meant)]));
                }
                self.find(finding);
            }
            Some(Tag::In { letter, prefix, kind }) => self.inside(index, field, letter, prefix, kind, place),
        }
    }

    fn outside(&mut self, index: usize, field: Span) {
        self.unfinished(index);
        let column = &mut self.columns[index];
        let gap = match column.state {
            State::In { kind, .. } => Some((kind, field)),
            _ => None,
        };
        column.leave(State::Outside);
        column.gap = gap;
    }

    /// In a scheme that marks ends: the mention in front of this line must have ended.
    fn unfinished(&mut self, index: usize) {
        let State::In { prefix, tag, .. } = self.columns[index].state else { return };
        let scheme = self.context.scheme;
        if !scheme.marks_ends() || matches!(prefix, Prefix::End | Prefix::Single) {
            return;
        }
        let place = if prefix == Prefix::Begin { Prefix::Single } else { Prefix::End };
        let letter = scheme.prefix(place);
        let message = format!("The mention ends here without {letter}-, which {} wants", scheme.name());
        let first = Span::new(tag.start, tag.start + 1);
        let fix = Fix::safe(format!("Write {letter}-"), vec![Edit::replace(first, letter.to_string())]);
        self.find(Finding::new(RuleId::UnfinishedMention, tag, message).fixed_by(fix));
    }

    fn inside(&mut self, index: usize, field: Span, letter: u8, prefix: Prefix, kind: &'a str, place: Span) {
        let scheme = self.context.scheme;
        let before = self.columns[index].state;
        let gap = self.columns[index].gap.take();
        let same = |other: &str| other == kind || self.context.slips.get(kind).is_some_and(|meant| **meant == *other);
        let goes_on = matches!(before, State::In { kind: other, prefix, .. }
            if same(other) && !matches!(prefix, Prefix::End | Prefix::Single));
        let open_other = matches!(before, State::In { prefix, .. } if !matches!(prefix, Prefix::End | Prefix::Single));
        let continues = goes_on && matches!(prefix, Prefix::Inside | Prefix::End);
        let foreign = !scheme.has(letter);
        if scheme == Scheme::Io {
            if kind.len() < field.len() {
                let message = "This tag has a prefix; the tags of the file are types alone";
                let fix = Fix::safe(format!("Write {kind}"), vec![Edit::replace(field, kind.to_owned())]);
                self.find(Finding::new(RuleId::MixedTagSchemes, field, message).fixed_by(fix));
            }
        } else if foreign {
            self.foreign(field, letter, prefix);
        } else if !continues {
            match prefix {
                Prefix::Begin
                    if scheme == Scheme::Iob1 && !matches!(before, State::In { kind: other, .. } if other == kind) =>
                {
                    let message =
                        "B- begins a mention that follows none of its type; the file is in IOB1, which has I- here";
                    self.mixed(field, message.to_owned(), 'I');
                }
                Prefix::Begin | Prefix::Single => self.unfinished(index),
                _ if scheme == Scheme::Iob1 || before == State::Unknown => {}
                _ if open_other => self.type_change(field, kind, before),
                _ => self.without_begin(field, prefix, kind, before, gap),
            }
        }
        if let Some(meant) = self.context.slips.get(kind) {
            let span = Span::new(field.end - kind.len(), field.end);
            let message = format!("The type {kind} is rare; {meant}, which is nearly the same, is frequent");
            let edits = vec![Edit::replace(span, meant.to_string())];
            let fix = Fix::unsafe_(format!("Write {meant}"), edits);
            self.find(Finding::new(RuleId::UnlikelyType, span, message).fixed_by(fix));
        }
        let column = &mut self.columns[index];
        column.state = State::In { kind, prefix, tag: field };
        match column.open.filter(|_| continues) {
            Some(open) => {
                let annotation = &mut self.extract.annotations[open];
                if let Some(part) = annotation.parts.first_mut() {
                    part.end = place.end;
                }
                annotation.markup.push(field);
            }
            None => {
                column.open = Some(self.extract.annotations.len());
                let span = Span::new(field.end - kind.len(), field.end);
                self.extract.annotations.push(ExtractAnnotation {
                    parts: vec![place],
                    entity_type: Some(Written { text: kind.to_owned(), span }),
                    markup: vec![field],
                    ..ExtractAnnotation::default()
                });
            }
        }
    }

    fn foreign(&mut self, field: Span, letter: u8, prefix: Prefix) {
        let scheme = self.context.scheme;
        let letter = char::from(letter);
        let message = format!("{letter}- is no prefix of {}, which the file is in", scheme.name());
        self.mixed(field, message, scheme.prefix(prefix));
    }

    fn mixed(&mut self, field: Span, message: String, right: char) {
        let first = Span::new(field.start, field.start + 1);
        let fix = Fix::safe(format!("Write {right}-"), vec![Edit::replace(first, right.to_string())]);
        self.find(Finding::new(RuleId::MixedTagSchemes, field, message).fixed_by(fix));
    }

    fn type_change(&mut self, field: Span, kind: &str, before: State<'_>) {
        let State::In { kind: other, tag, .. } = before else { return };
        let letter = &self.text[field.start..field.start + 1];
        let message = format!("{letter}-{kind} goes on with a mention of type {other}");
        let span = Span::new(field.end - kind.len(), field.end);
        let first = Span::new(field.start, field.start + 1);
        self.find(
            Finding::new(RuleId::TypeChangeInside, field, message)
                .relating(tag, "The mention so far")
                .fixed_by(Fix::unsafe_(format!("Write {letter}-{other}"), vec![Edit::replace(span, other.to_owned())]))
                .fixed_by(Fix::unsafe_(format!("Write B-{kind}"), vec![Edit::replace(first, "B")])),
        );
    }

    fn without_begin(
        &mut self,
        field: Span,
        prefix: Prefix,
        kind: &str,
        before: State<'_>,
        gap: Option<(&'a str, Span)>,
    ) {
        let scheme = self.context.scheme;
        let letter = &self.text[field.start..field.start + 1];
        let place = match before {
            State::Boundary => "at the start of a sentence",
            State::In { .. } => "behind a mention that has ended",
            _ => "behind a token outside",
        };
        let message = format!("{letter}-{kind} stands {place}: no B-{kind} begins the mention");
        let mut finding = Finding::new(RuleId::InsideWithoutBegin, field, message);
        let begin = if prefix == Prefix::End { scheme.prefix(Prefix::Single) } else { 'B' };
        let first = Span::new(field.start, field.start + 1);
        let begins = vec![Edit::replace(first, begin.to_string())];
        let title = format!("Write {begin}-{kind}");
        let gap = gap.filter(|(other, _)| *other == kind && before == State::Outside);
        if let Some((_, outside)) = gap {
            finding = finding.relating(outside, "One token outside separates it from a mention of its type").fixed_by(
                Fix::unsafe_(format!("Write I-{kind} in the gap"), vec![Edit::replace(outside, format!("I-{kind}"))]),
            );
        }
        let certain = gap.is_none() && (scheme == Scheme::Iob2 || prefix == Prefix::End);
        let fix = if certain { Fix::safe(title, begins) } else { Fix::unsafe_(title, begins) };
        self.find(finding.fixed_by(fix));
    }

    /// The Wikidata item in a column of HIPE.
    fn identity(&mut self, field: Span, literal: bool) {
        let written = &self.text[field.range()];
        if matches!(written, "_" | "NIL" | "-" | "") {
            return;
        }
        let item = |one: &str| {
            one == "NIL"
                || one.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        };
        if !written.split('|').all(item) {
            let message = format!("“{written}” is no Wikidata item: Q and a number, NIL or _ stand here");
            self.find(Finding::new(RuleId::MalformedLink, field, message));
            return;
        }
        let open = self.columns.first().and_then(|column| column.open);
        if let Some(open) = open.filter(|_| literal) {
            let identity = &mut self.extract.annotations[open].identity;
            identity.get_or_insert_with(|| Written { text: written.to_owned(), span: field });
        }
    }

    fn look_at(&mut self, fields: &[Span]) {
        for (column, field) in fields.iter().enumerate() {
            let written = &self.text[field.range()];
            let tagged = self.context.tagged >> column & 1 == 1;
            match self.context.scheme.read(written) {
                _ if column == self.context.token => {}
                Some(Tag::Outside) if tagged => {}
                Some(Tag::In { kind, .. }) if tagged => {
                    let from = field.end - kind.len();
                    self.look(Span::new(field.start, from), Role::Delimiter);
                    self.look(Span::new(from, field.end), Role::Type);
                }
                _ if Some(column) == self.identity || Some(column) == self.metonym => self.look(*field, Role::Id),
                _ if column < self.context.token => self.look(*field, Role::Number),
                _ => self.look(*field, Role::Value),
            }
        }
    }

    /// Ends the sentence in front of the byte `at`.
    fn sentence_end(&mut self, at: usize) {
        self.votes.before.fill(None);
        self.close_sentence(at);
    }

    /// Ends the sentence for all but what most of the file is told by.
    fn close_sentence(&mut self, at: usize) {
        for index in 0..self.columns.len() {
            self.unfinished(index);
            self.columns[index].leave(State::Boundary);
        }
        let Some((first, count)) = self.sentence.take() else { return };
        self.glue = Glue::Block;
        if self.looks {
            self.reading.folds.push(Span::new(first.start, at));
        }
        if count > LONG && self.context.has_blank_lines && self.context.header.is_empty() {
            let message = format!("This sentence has {count} tokens: a blank line between two sentences may be lost");
            self.find(Finding::new(RuleId::LongSentence, first, message));
        }
    }

    fn file_end(&mut self, last: &Row<'a>) {
        if is_blank(last.text) || !self.has_rows || !self.context.has_blank_lines {
            return;
        }
        let end = Span::empty(self.text.len());
        let missing = if last.end.is_none() { "\n\n" } else { "\n" };
        let message = "No blank line ends the last sentence: some readers lose it";
        let fix = Fix::safe("Add the blank line", vec![Edit::insert(end.start, missing)]);
        self.find(Finding::new(RuleId::MissingFinalBlankLine, end, message).fixed_by(fix));
    }

    fn finish(mut self) -> Reading {
        self.sentence_end(self.text.len());
        let votes = std::mem::take(&mut self.votes);
        let small = votes.small.iter().enumerate().map(|(answer, n)| (answer as u16, *n));
        let columns = votes.columns.iter().enumerate().map(|(n, count)| (vote::COLUMNS + n as u16, *count));
        let tags = votes.tags.iter().enumerate().flat_map(|(column, counts)| {
            let column = column as u16;
            let answers = [vote::TAG, vote::MENTION, vote::CHUNK, vote::BARE].map(|answer| answer + column);
            answers.into_iter().zip(*counts)
        });
        let summary: &mut Summary = &mut self.reading.summary;
        summary.votes = small.chain(columns).chain(tags).filter(|(_, n)| *n > 0).collect();
        let mut types: Vec<_> = self.types.iter().collect();
        types.sort_unstable_by_key(|(kind, _)| **kind);
        summary.names.extend(types.into_iter().map(|(kind, (count, span))| Name {
            kind: TYPE,
            defines: false,
            text: (*kind).into(),
            value: count.to_string().into(),
            span: *span,
        }));
        if self.has_rows {
            self.extract
                .annotations
                .sort_by_key(|it| it.parts.first().map(|part| (part.start, std::cmp::Reverse(part.end))));
            self.reading.articles.push(self.extract);
        }
        self.reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
        self.reading
    }
}

impl Votes<'_> {
    /// Counts a tag, which follows one of the same type or does not.
    fn tag(&mut self, letter: u8, prefix: Prefix, behind_same: bool) {
        let answer = match (prefix, letter) {
            (Prefix::Begin, _) if behind_same => vote::BEGIN_BEHIND_SAME,
            (Prefix::Begin, _) => vote::BEGIN,
            (Prefix::Inside, b'I') if !behind_same => vote::INSIDE_FIRST,
            (_, b'E' | b'S') => vote::END_OR_SINGLE,
            (_, b'L' | b'U') => vote::LAST_OR_UNIT,
            _ => return,
        };
        self.small[usize::from(answer)] += 1;
    }
}

impl Column<'_> {
    /// Ends what is open.
    fn leave(&mut self, state: State<'static>) {
        self.state = state;
        self.gap = None;
        self.open = None;
    }
}
