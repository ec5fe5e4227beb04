//! Reads a record of IOB columns.

use super::mention::{Column, State};
use super::tags::Tag;
use super::vote::{self, Votes};
use super::{
    Context, DOCUMENT, EMPTY, HIPE, IDENTITY, IDENTITY_OF_METONYM, MISC, OTHER_END, QUOTED, SPACED_BLANK, gaps,
    is_comment, is_docstart, is_full_header, is_header, is_other_end, names_columns, piped,
};
use crate::format::columns::{self, Fields, MOST_FIELDS, Row, Separator, is_blank, rows};
use crate::format::reading::{Extract, ExtractField, Marked, Piece, Reading, Role, Written};
use crate::format::records::{Detail, Name, Place};
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

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) context: &'a Context,
    looks: bool,
    fields: Fields,
    pub(super) extract: Extract,
    reading: Reading,
    /// For each tagged column what stood in the line before.
    pub(super) columns: Vec<Column<'a>>,
    votes: Votes<'a>,
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
    pub(super) next: usize,
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
            columns: tagged.map(Column::new).collect(),
            votes: Votes::default(),
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

    pub(super) fn find(&mut self, finding: Finding) {
        self.reading.findings.push(finding);
    }

    fn look(&mut self, span: Span, role: Role) {
        if self.looks && !span.is_empty() {
            self.reading.tokens.push(Marked { span, role });
        }
    }

    fn row(&mut self, row: &Row<'a>, first_record: bool) {
        self.next = row.next;
        self.votes.end(row.end);
        if is_other_end(row, self.context) {
            let span = Span::new(row.start + row.text.len(), row.next);
            self.reading.summary.names.push(Name { kind: OTHER_END, span, ..Name::default() });
        }
        if is_blank(row.text) {
            self.votes.count(vote::BLANK);
            self.sentence_end(row.start);
            self.comments = None;
            if !row.text.is_empty() {
                self.votes.count(vote::SPACED_BLANK);
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
        if self.votes.row(self.text, row, fields, separator, self.context) {
            self.reading.summary.sound += 1;
        } else {
            self.reading.summary.odd += 1;
        }
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
        if let Some(field) = self.misc.and_then(|column| fields.get(column)) {
            let misc = &text[field.range()];
            if misc.contains("NoSpaceAfter") {
                self.glue = Glue::None;
            } else if misc.contains("PySBDSegment") || misc.contains("EndOfSentence") {
                self.glue = Glue::Block;
            }
        }
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
        self.votes.sentence_end();
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
        std::mem::take(&mut self.votes).finish(&mut self.reading.summary);
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

/// Whether a space or a no-break space stands in a token, which is short and mostly of letters.
fn has_space(token: &str) -> bool {
    token.bytes().any(|b| b == b' ') || !token.is_ascii() && token.contains('\u{a0}')
}
