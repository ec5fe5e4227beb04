//! Reads a record of IOB columns.

use std::collections::HashMap;

use super::tags::{Prefix, Scheme, Tag, is_chunk};
use super::{
    BARE_TYPE, Context, DOCUMENT, EMPTY, HIPE, IDENTITY, IDENTITY_OF_METONYM, MISC, OTHER_END, QUOTED, SPACED_BLANK,
    TYPE, is_comment, is_docstart, is_full_header, is_header, is_other_end, names_columns, piped, vote,
};
use crate::format::columns::{self, Fields, LineEnd, MOST_FIELDS, Row, Separator, is_blank, row_at, rows};
use crate::format::reading::{Extract, ExtractAnnotation, ExtractField, Marked, Piece, Reading, Role, Written};
use crate::format::records::{Detail, Name, Place, Summary};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// A sentence of more tokens has lost a blank line.
pub(super) const LONG: u32 = 500;

/// Of more different words in the last column of a record none is asked whether it is a type.
const MOST_BARE: usize = 64;

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
    /// Words in the last column that may be types without a prefix; one more than are wanted says that they are none.
    bare: HashMap<&'a str, (u32, Span)>,
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
    /// The mention of which other ids were told of.
    other_identity: Option<usize>,
    /// Where the next row begins.
    next: usize,
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
    /// The number of the line before.
    number: Option<u32>,
}

/// What the line before says in one column of tags.
#[derive(Default)]
struct Column<'a> {
    number: usize,
    state: State<'a>,
    /// The type of a mention that ended in front of the last line, which is outside, with the tag of that line.
    gap: Option<(&'a str, Span)>,
    /// The type in front of the last one, where a mention changed its type there.
    changed: Option<&'a str>,
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
            bare: HashMap::new(),
            sentence: None,
            glue: Glue::None,
            identity: column(IDENTITY),
            metonym: column(IDENTITY_OF_METONYM),
            misc: column(MISC),
            has_rows: false,
            number: 0,
            other_identity: None,
            next: 0,
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
        self.next = row.next;
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
                self.votes.small[vote::SPACED_BLANK as usize] += 1;
                self.reading.summary.names.push(Name { kind: SPACED_BLANK, span: row.span(), ..Name::default() });
            }
            return;
        }
        if is_docstart(row.text) {
            self.sentence_end(row.start);
            self.reading.summary.sound += 1;
            self.docstart(row);
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
            self.hipe_header(spans);
            spans.iter().for_each(|span| self.look(*span, Role::Key));
        } else if row.text.as_bytes()[0] == b'T' && is_full_header(row.text) {
            self.header(row, "The header row stands here again: readers take it for a token");
        } else if !self.has_rows && first_record && names_columns(self.text, spans) && self.context.empty_tokens {
            self.look(row.span(), Role::Key);
        } else if !self.has_rows && first_record && names_columns(self.text, spans) {
            self.header(row, "This line names the columns: readers take it for a token and its tag");
        } else {
            self.has_rows = true;
            self.token(row, spans, separator);
            self.comments = None;
        }
        self.fields = fields;
    }

    /// The line between two documents, which has one name.
    fn docstart(&mut self, row: &Row<'a>) {
        let name = row.text.split([' ', '\t']).next().unwrap_or_default();
        if name.starts_with("-DOCSTART-") {
            return;
        }
        let span = Span::new(row.start, row.start + name.len());
        let message = "Documents are told apart by -DOCSTART-: readers take this line for a token";
        let fix = Fix::safe("Write -DOCSTART-", vec![Edit::replace(span, "-DOCSTART-")]);
        self.find(Finding::new(RuleId::DocumentLine, span, message).fixed_by(fix));
    }

    /// Names in the header row that are nearly those of HIPE: what their columns say is lost.
    fn hipe_header(&mut self, fields: &[Span]) {
        let written = |field: &Span| &self.text[field.range()];
        let mut found = Vec::new();
        for field in fields.iter().filter(|field| !HIPE.contains(&written(field))) {
            let near = |known: &&&str| {
                strsim::osa_distance(written(field), known) <= 2
                    && !fields.iter().any(|field| written(field) == **known)
            };
            let Some(meant) = HIPE.iter().find(near) else { continue };
            let message = format!("“{}” is no column of HIPE; {meant} is, and the row has none", written(field));
            let fix = Fix::unsafe_(format!("Write {meant}"), vec![Edit::replace(*field, (*meant).to_owned())]);
            found.push(Finding::new(RuleId::MalformedTag, *field, message).fixed_by(fix));
        }
        self.reading.findings.extend(found);
    }

    /// The words of a line that is a sentence.
    fn sentence_of_pipes(&mut self, row: &Row<'a>) {
        self.close_sentence(row.start);
        self.sentence = Some((row.span(), 0));
        let Some(parts) = piped(row.text) else {
            let message = "A line is a sentence here, of words with their tags behind a stroke (word|TAG)";
            return self.find(Finding::new(RuleId::ColumnCount, row.span(), message));
        };
        for (word, tag, at) in parts {
            let at = row.start + at;
            let place = self.push(Span::new(at, at + word.len()));
            let end = at + row.text[at - row.start..].find([' ', '\t']).unwrap_or(row.start + row.text.len() - at);
            self.tag(0, Span::new(end - tag.len(), end), place);
        }
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
        if self.sentence.is_some() && self.context.counted && before > 0 && number > before + 1 {
            let message = format!("Row {number} stands where row {} should: rows are lost", before + 1);
            return self.find(Finding::new(RuleId::WordNumber, fields[0], message));
        }
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
        self.vote(row, fields, separator);
        let context = self.context;
        if context.piped {
            return self.sentence_of_pipes(row);
        }
        let mut aligned = Fields::default();
        let mut fields = fields;
        if separator != context.separator {
            // In a file with spaces, a tab is one more; in a file with tabs, spaces may stand for them.
            fields = aligned.read(row.text, row.start, Separator::Space);
            let is_tag = |column: usize| context.scheme.read(&self.text[fields[column].range()]).is_some();
            if fields.len() == context.columns && self.columns.iter().all(|column| is_tag(column.number)) {
                self.wrong_separator(row, fields);
            } else if fields.len() == context.columns {
                let (right, wrong) = (context.separator.name(), separator.name());
                let message = format!("{wrong} stand in this line and no {right}: it is no row of the columns")
                    .replacen(wrong, if separator == Separator::Space { "Spaces" } else { "Tabs" }, 1);
                self.find(Finding::new(RuleId::ColumnCount, row.span(), message));
            } else {
                self.column_count(row, fields);
            }
        } else if fields.len() != context.columns {
            self.column_count(row, fields);
        } else if separator == Separator::Space && context.single_spaced {
            self.doubled_space(fields);
        }
        let is_sound = separator == context.separator && fields.len() == context.columns;
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
            self.reading.summary.names.push(Name { kind: EMPTY, span: row.span(), ..Name::default() });
        }
        // Where tokens are characters, a space is one of them.
        if separator == Separator::Tab && !context.empty_tokens && written != " " && has_space(written) {
            let message =
                "White space stands inside this token: readers that split at white space find one column more";
            self.find(Finding::new(RuleId::SpaceInToken, token, message));
        }
        for index in 0..self.columns.len() {
            let number = self.columns[index].number;
            // Where a column is missing, the last one still is the last one.
            let last = (index + 1 == self.columns.len() && fields.len() > 1).then(|| fields[fields.len() - 1]);
            let is_tag = |field: &Span| context.scheme.read(&text[field.range()]).is_some();
            // Of a line that has other columns, only what is a tag is taken for one.
            let there = fields.get(number).copied().filter(|field| is_sound || is_tag(field));
            let field = there.or(last.filter(is_tag));
            match field {
                Some(field) if self.is_shifted(fields, number, field) => {
                    self.columns[index].leave(State::Unknown);
                    let message = format!(
                        "{} is of a phrase and a name stands in another column: the columns are shifted here",
                        &text[field.range()]
                    );
                    self.find(Finding::new(RuleId::MalformedTag, field, message));
                }
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
        let tag = |field: &Span| Tag::read(&self.text[field.range()]);
        // A letter O that is outside says nothing of the order.
        let is_outside = tag(first) == Some(Tag::Outside);
        let may_be_token = |field: &Span| tag(field).is_none_or(|tag| is_outside && tag == Tag::Outside);
        tag(first).is_some() && rest.iter().all(may_be_token)
    }

    fn vote(&mut self, row: &Row<'a>, fields: &[Span], separator: Separator) {
        let is_piped = self.vote_pipes(row);
        let tag_first = self.has_tag_first(fields);
        let votes = &mut self.votes;
        votes.small[usize::from(if separator == Separator::Tab { vote::TABS } else { vote::SPACES })] += 1;
        if votes.columns.len() <= fields.len() {
            votes.columns.resize(fields.len() + 1, 0);
            votes.tags.resize(fields.len() + 1, [0; 4]);
            votes.before.resize(fields.len() + 1, None);
        }
        votes.columns[fields.len()] += 1;
        let is_empty = fields.len() > 1 && fields[0].is_empty();
        votes.small[usize::from(vote::EMPTY)] += u32::from(is_empty);
        let is_doubled = separator == Separator::Space && gaps(fields).any(|gap| gap.len() > 1);
        votes.small[usize::from(vote::DOUBLE)] += u32::from(is_doubled);
        let mut any = is_piped;
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
            let number = first.parse().ok();
            let before = std::mem::replace(&mut votes.number, number);
            let follows =
                before.zip(number).is_some_and(|(before, number): (u32, u32)| before.checked_add(1) == Some(number));
            votes.small[usize::from(vote::COUNTED)] += u32::from(follows);
        }
        if let Some(last) = fields.last().filter(|_| fields.len() > 1 && self.bare.len() <= MOST_BARE) {
            let written = &self.text[last.range()];
            if Tag::bare(written).is_some() {
                self.bare.entry(written).or_insert((0, *last)).0 += 1;
            }
        }
        // A row that lost a column or its tag is a damaged row; a line without columns is none.
        if any || fields.len() >= 2 && separator == Separator::Tab {
            self.reading.summary.sound += 1;
        } else {
            self.reading.summary.odd += 1;
        }
    }

    /// Counts what a line of `word|POS|TAG` says; whether it is one.
    fn vote_pipes(&mut self, row: &Row<'a>) -> bool {
        let Some(parts) = piped(row.text) else { return false };
        self.votes.small[usize::from(vote::PIPED)] += 1;
        let mut before = None;
        for (_, tag, at) in parts {
            let Some(Tag::In { letter, prefix, kind }) = Tag::read(tag) else {
                before = None;
                continue;
            };
            self.votes.tag(letter, prefix, before == Some(kind));
            before = Some(kind);
            let end = row.start + row.text[at..].find([' ', '\t']).map_or(row.text.len(), |len| at + len);
            self.types.entry(kind).or_insert((0, Span::new(end - kind.len(), end))).0 += 1;
        }
        true
    }

    /// More than one space between two columns, in a file that has one.
    fn doubled_space(&mut self, fields: &[Span]) {
        let wide: Vec<Span> = gaps(fields).filter(|gap| gap.len() > 1).collect();
        let Some(first) = wide.first() else { return };
        let message = "Several spaces stand between two columns: readers that split at one space find an empty column";
        let edits = wide.iter().map(|gap| Edit::replace(*gap, " ")).collect();
        let fix = Fix::safe("Write one space", edits);
        self.find(Finding::new(RuleId::WrongSeparator, *first, message).fixed_by(fix));
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

    /// Whether the tag of a column that has names is of a phrase, and another column of its row has a name.
    fn is_shifted(&self, fields: &[Span], column: usize, field: Span) -> bool {
        let kind = |field: &Span| match Tag::read(&self.text[field.range()]) {
            Some(Tag::In { kind, .. }) => Some(kind),
            _ => None,
        };
        if self.context.entities >> column & 1 == 0 || !kind(&field).is_some_and(is_chunk) {
            return false;
        }
        let others = fields.iter().enumerate().filter(|(number, _)| self.context.tagged >> number & 1 == 0);
        let mut others = others.filter_map(|(_, field)| kind(field));
        others.any(|kind| !is_chunk(kind))
    }

    /// The tag of the next row in a column.
    fn next_tag(&self, column: usize) -> Option<Tag<'a>> {
        let row = row_at(self.text, self.next).filter(|_| !self.context.piped)?;
        let mut fields = Fields::default();
        let fields = fields.read(row.text, row.start, self.context.separator);
        self.context.scheme.read(&self.text[fields.get(column)?.range()])
    }

    /// Whether the next row goes on with a mention of this type.
    fn goes_on(&self, index: usize, kind: &str) -> bool {
        let next = self.next_tag(self.columns[index].number);
        matches!(next, Some(Tag::In { prefix: Prefix::Inside | Prefix::End, kind: next, .. }) if next == kind)
    }

    fn outside(&mut self, index: usize, field: Span) {
        if let State::In { kind, prefix: Prefix::Begin | Prefix::Inside, .. } = self.columns[index].state
            && self.context.scheme.marks_ends()
            && self.goes_on(index, kind)
        {
            let message = format!("A mention of the type {kind} goes on behind this token, which is outside of it");
            let fix = Fix::unsafe_(format!("Write I-{kind}"), vec![Edit::replace(field, format!("I-{kind}"))]);
            self.find(Finding::new(RuleId::UnfinishedMention, field, message).fixed_by(fix));
            self.columns[index].state = State::In { kind, prefix: Prefix::Inside, tag: field };
            return;
        }
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
        let foreign = !scheme.has(letter);
        let changed = self.columns[index].changed.take();
        let mut prefix = prefix;
        if prefix == Prefix::Single && goes_on && scheme.marks_ends() && !foreign {
            prefix = self.single_inside(index, field, kind);
        }
        let continues = goes_on && matches!(prefix, Prefix::Inside | Prefix::End);
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
                // Where the mention goes on with the type that it had, the tag between is the wrong one.
                _ if open_other && changed == Some(kind) => {}
                _ if open_other => {
                    self.type_change(field, kind, before);
                    if let State::In { kind: other, .. } = before {
                        self.columns[index].changed = Some(other);
                    }
                }
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

    /// A tag of a mention of one token in a mention that is open: what it should be is told by the next row.
    fn single_inside(&mut self, index: usize, field: Span, kind: &str) -> Prefix {
        let place = if self.goes_on(index, kind) { Prefix::Inside } else { Prefix::End };
        let letter = self.context.scheme.prefix(place);
        let written = &self.text[field.range()];
        let message = format!("{written} stands in a mention of its type that has not ended");
        let first = Span::new(field.start, field.start + 1);
        let edits = vec![Edit::replace(first, letter.to_string())];
        let title = format!("Write {letter}-");
        let fix = if place == Prefix::Inside { Fix::safe(title, edits) } else { Fix::unsafe_(title, edits) };
        self.find(Finding::new(RuleId::UnfinishedMention, field, message).fixed_by(fix));
        place
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
            let known = identity.get_or_insert_with(|| Written { text: written.to_owned(), span: field });
            let is_other = !known.text.split('|').any(|known| written.split('|').any(|one| one == known));
            if is_other && self.other_identity.replace(open) != Some(open) {
                let message =
                    format!("The mention that this token is in is of {}, and this says {written}", known.text);
                let first = known.span;
                let finding = Finding::new(RuleId::MalformedLink, field, message);
                self.find(finding.relating(first, "The mention begins here"));
            }
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
        self.votes.number = None;
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
        let mut bare: Vec<_> = self.bare.iter().filter(|_| self.bare.len() <= MOST_BARE).collect();
        bare.sort_unstable_by_key(|(kind, _)| **kind);
        summary.names.extend(bare.into_iter().map(|(kind, (count, span))| Name {
            kind: BARE_TYPE,
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

/// What stands between the columns of a row.
fn gaps(fields: &[Span]) -> impl Iterator<Item = Span> + '_ {
    fields.windows(2).map(|pair| Span::new(pair[0].end, pair[1].start))
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
        self.changed = None;
        self.open = None;
    }
}

/// Whether a space or a no-break space stands in a token, which is short and mostly of letters.
fn has_space(token: &str) -> bool {
    token.bytes().any(|b| b == b' ') || !token.is_ascii() && token.contains('\u{a0}')
}
