//! Reads a record of CoNLL-2012.

use super::chains::{Chains, items, slip};
use super::{Context, DOCUMENT, OTHER_LINE, SPACED, Votes, count, document_line, is_brackets, is_chains, is_none};
use crate::format::columns::{self, Fields, LineEnd, LineEnds, Row, Separator, is_blank, rows};
use crate::format::reading::{Extract, ExtractField, Marked, Piece, Reading, Role};
use crate::format::records::{Detail, Name, Place};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// Reads the record `text`.
pub(crate) fn read(text: &str, place: Place, context: &Context, detail: Detail) -> Reading {
    let mut reader = Reader {
        text,
        context,
        looks: detail == Detail::Looks,
        extract: Extract { span: Span::new(0, text.len()), ..Extract::default() },
        reading: Reading::default(),
        chains: Chains::default(),
        columns: Columns::default(),
        votes: Votes::default(),
        line_ends: LineEnds::default(),
        begin: None,
        ended: false,
        outside: None,
        sentence: None,
        number: None,
        first: place.first,
        new_block: false,
        has_tokens: false,
    };
    let mut fields = Fields::default();
    for row in rows(text, columns::first_row(text, place)) {
        reader.row(&row, &mut fields);
    }
    reader.finish(place)
}

/// How many columns a line has, and the one of the brackets.
#[derive(Clone, Copy, Debug, Default)]
struct Columns {
    columns: usize,
    chains: usize,
}

struct Reader<'a> {
    text: &'a str,
    context: &'a Context,
    looks: bool,
    extract: Extract,
    reading: Reading,
    chains: Chains<'a>,
    /// Those of the sentence.
    columns: Columns,
    votes: Votes,
    line_ends: LineEnds,
    /// The line that begins the document.
    begin: Option<Span>,
    ended: bool,
    outside: Option<Span>,
    sentence: Option<usize>,
    /// The number of the last token of the sentence.
    number: Option<u32>,
    /// Whether the record is the first one of its file.
    first: bool,
    new_block: bool,
    has_tokens: bool,
}

impl<'a> Reader<'a> {
    fn find(&mut self, rule: RuleId, span: Span, message: impl Into<std::borrow::Cow<'static, str>>) {
        self.reading.findings.push(Finding::new(rule, span, message));
    }

    fn look(&mut self, span: Span, role: Role) {
        if self.looks && !span.is_empty() {
            self.reading.tokens.push(Marked { span, role });
        }
    }

    fn row(&mut self, row: &Row<'a>, fields: &mut Fields) {
        self.line_ends.count(row.end);
        if is_blank(row.text) {
            return self.sentence_end(row.start);
        }
        if row.text.starts_with('#') {
            if let Some(rest) = document_line(row.text, "begin") {
                self.look(row.span(), Role::Comment);
                return self.begin(row, rest);
            }
            if document_line(row.text, "end").is_some() {
                self.look(row.span(), Role::Comment);
                self.reading.summary.sound += 1;
                self.sentence_end(row.start);
                // A long document begins in a record in front of this one; tokens that are outside are said to be.
                let was_begun = self.begin.is_some() || !self.first;
                if (!was_begun || self.ended) && self.outside.is_none() {
                    self.find(RuleId::DocumentLine, row.span(), "This line ends a document, and none was begun");
                }
                self.ended = true;
                return self.chains.document_end(&mut self.reading.findings);
            }
        }
        let separator = Separator::of(row.text);
        let spans = fields.read(row.text, row.start, separator);
        if row.text.starts_with('#') && spans.len() < 3 {
            return self.look(row.span(), Role::Comment);
        }
        self.token(row, spans, separator);
    }

    /// `#begin document (name); part 000`
    fn begin(&mut self, row: &Row<'a>, rest: &'a str) {
        self.reading.summary.sound += 1;
        self.begin = Some(row.span());
        let start = row.start + (rest.as_ptr() as usize - row.text.as_ptr() as usize);
        // GUM's dialect has a space behind the hash and nothing but the name.
        let is_gum = row.text.starts_with("# ");
        let (name, part) = name_and_part(rest);
        let bare = name.strip_prefix('(').and_then(|name| name.strip_suffix(')'));
        let digits = part.unwrap_or_default();
        // What follows the number is passed over.
        let sound = bare.is_some_and(|bare| {
            rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(&format!("({bare}); part {digits}")))
        });
        let bare = bare.or_else(|| Some(name.trim_start_matches('(').trim_end_matches(')')).filter(|it| it != &name));
        if !(sound && part.is_some() || is_gum) {
            let number = part.and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
            let right = format!("#begin document ({}); part {number:03}", bare.unwrap_or(name).trim());
            let (span, value) = (row.span(), right.into());
            self.reading.summary.names.push(Name { kind: OTHER_LINE, value, span, ..Name::default() });
        }
        let id = bare.unwrap_or(name);
        if id.is_empty() {
            return;
        }
        let at = start + rest.find(id).unwrap_or(0);
        let span = Span::new(at, at + id.len());
        self.extract.fields.push(ExtractField { key: "id", value: id.to_owned(), span });
        let text = format!("{id}{}", part.map(|part| format!("; part {part}")).unwrap_or_default()).into();
        self.reading.summary.names.push(Name { kind: DOCUMENT, defines: true, text, span, ..Name::default() });
    }

    fn token(&mut self, row: &Row<'a>, fields: &[Span], separator: Separator) {
        count(&mut self.votes, self.text, fields, separator == Separator::Tab, self.sentence.is_none());
        self.number(row, fields);
        if self.sentence.is_none() {
            self.columns = if self.context.varies { self.of_sentence(row.start) } else { self.of_file() };
        }
        self.sentence.get_or_insert(row.start);
        self.has_tokens = true;
        if self.ended || self.begin.is_none() {
            self.outside.get_or_insert(row.span());
        }
        let context = self.context;
        let sound = fields.iter().skip(1).any(|field| is_chains(&self.text[field.range()]));
        *(if sound { &mut self.reading.summary.sound } else { &mut self.reading.summary.odd }) += 1;
        let mut aligned = Fields::default();
        let mut fields = fields;
        if separator != context.separator {
            fields = aligned.read(row.text, row.start, Separator::Space);
        }
        let Columns { columns, chains } = self.columns;
        let mut cell = fields.get(chains).copied();
        let is_brackets_at = |field: &&Span| is_brackets(&self.text[field.range()]);
        // Where a column is lost or one is too many, the brackets are known by what they are.
        let mut beside = None;
        if fields.len() < columns {
            beside = fields.last().filter(is_brackets_at).copied();
        }
        if fields.len() > columns && columns > 0 && separator == Separator::Space {
            // A space inside the cell makes columns of its parts.
            let rest = fields.get(chains..).unwrap_or_default();
            let of_cell = |field: &Span| {
                let written = &self.text[field.range()];
                !is_none(written) && written.bytes().all(|b| b.is_ascii_digit() || b"()|-".contains(&b))
            };
            if let Some(last) = rest.last().filter(|_| rest.iter().all(of_cell)) {
                cell = Some(Span::new(rest[0].start, last.end));
            } else {
                cell = None;
                beside = rest.iter().find(is_brackets_at).copied();
            }
        }
        let cell = cell.filter(|_| fields.len() >= columns.min(chains + 1));
        let token = fields.get(context.token).copied().unwrap_or(row.span());
        let place = self.push(token);
        match cell {
            Some(cell) => self.cell(cell, place),
            None => {
                let of = if context.varies { "sentence" } else { "file" };
                let has = if fields.len() == 1 { "1 column".to_owned() } else { format!("{} columns", fields.len()) };
                let message = format!("This line has {has}, most of the {of} has {columns}");
                self.find(RuleId::ColumnCount, row.span(), message);
                match beside {
                    Some(cell) => self.cell(cell, place),
                    None => self.chains.cell(&[], row.span(), place, &mut self.reading.findings),
                }
            }
        }
        if self.looks {
            self.look_at(fields, cell);
        }
    }

    /// Says where the count of the tokens begins anew without a blank line, and where it leaves some out.
    fn number(&mut self, row: &Row<'a>, fields: &[Span]) {
        let Some((column, first)) = self.context.number else { return };
        let Some(field) = fields.get(column) else { return };
        let Ok(number) = self.text[field.range()].parse::<u32>() else { return };
        let wanted = self.number.replace(number).map_or(first, |before| before.saturating_add(1));
        if number == wanted {
            return;
        }
        if number == first {
            let message = "A sentence begins here, and no blank line ends the one before";
            let line_end = if row.end == Some(LineEnd::CrLf) { "\r\n" } else { "\n" };
            let fix = Fix::unsafe_("Put a blank line here", vec![Edit::insert(row.start, line_end)]);
            self.reading.findings.push(Finding::new(RuleId::WordNumber, *field, message).fixed_by(fix));
        } else {
            let why = if number > wanted { ": rows are lost" } else { "" };
            self.find(RuleId::WordNumber, *field, format!("Token {number} stands where token {wanted} should{why}"));
        }
    }

    /// The columns of most lines of the file.
    fn of_file(&self) -> Columns {
        Columns { columns: self.context.columns, chains: self.context.chains }
    }

    /// The columns of most lines of the sentence that begins at the byte `start`.
    fn of_sentence(&self, start: usize) -> Columns {
        let mut counts: Vec<(usize, usize)> = Vec::new();
        let mut fields = Fields::default();
        let mut trailing = 0;
        for row in rows(self.text, start).take_while(|row| !is_blank(row.text) && !row.text.starts_with("#end")) {
            let fields = fields.read(row.text, row.start, self.context.separator);
            trailing = fields.iter().rev().take_while(|field| field.is_empty()).count();
            match counts.iter_mut().find(|(columns, _)| *columns == fields.len()) {
                Some((_, count)) => *count += 1,
                None => counts.push((fields.len(), 1)),
            }
        }
        let most = counts.into_iter().max_by_key(|(columns, count)| (*count, usize::MAX - columns));
        let columns = most.map_or(0, |(columns, _)| columns);
        Columns { columns, chains: columns.saturating_sub(1 + trailing) }
    }

    fn cell(&mut self, cell: Span, place: Span) {
        let text = self.text;
        let written = &text[cell.range()];
        if matches!(written, "-" | "_" | "*" | "") {
            return self.chains.cell(&[], cell, place, &mut self.reading.findings);
        }
        if written.contains(' ') {
            let value = written.split(' ').collect::<String>().into();
            self.reading.summary.names.push(Name { kind: SPACED, value, span: cell, ..Name::default() });
        }
        let items = match items(text, cell) {
            Ok(items) => {
                let Context { strokes, numbers, .. } = *self.context;
                if let Some(why) = slip(text, cell, &items, strokes, numbers) {
                    self.find(RuleId::MalformedChains, cell, format!("“{written}” cannot be read: {why}"));
                }
                items
            }
            Err(place) => {
                let message = format!(
                    "“{}” cannot be read: (1 opens a mention of the chain 1, 1) closes it, (1) is one of a single token, \
                     | stands between two",
                    &text[place.range()]
                );
                self.find(RuleId::MalformedChains, cell, message);
                Vec::new()
            }
        };
        self.chains.cell(&items, cell, place, &mut self.reading.findings);
    }

    /// Adds a token to the text, and says where it stands there.
    fn push(&mut self, token: Span) -> Span {
        let text = &mut self.extract.text;
        if !text.is_empty() {
            text.push_str(if self.new_block { "\n\n" } else { " " });
        }
        self.new_block = false;
        let start = text.len();
        text.push_str(&self.text[token.range()]);
        let place = Span::new(start, text.len());
        if !place.is_empty() {
            self.extract.pieces.push(Piece { text: place, source: token });
        }
        place
    }

    fn look_at(&mut self, fields: &[Span], cell: Option<Span>) {
        for (column, field) in fields.iter().enumerate().take(self.columns.chains) {
            let number = self.text[field.range()].bytes().all(|b| b.is_ascii_digit());
            match number {
                _ if column == self.context.token => {}
                true => self.look(*field, Role::Number),
                false => self.look(*field, Role::Value),
            }
        }
        let Some(cell) = cell else { return };
        for item in items(self.text, cell).unwrap_or_default() {
            self.look(Span::new(item.span.start, item.id_span.start), Role::Delimiter);
            self.look(item.id_span, Role::Id);
            self.look(Span::new(item.id_span.end, item.span.end), Role::Delimiter);
        }
    }

    /// Ends the sentence in front of the byte `at`.
    fn sentence_end(&mut self, at: usize) {
        let Some(start) = self.sentence.take() else { return };
        self.number = None;
        self.chains.sentence_end();
        self.new_block = true;
        if self.looks {
            self.reading.folds.push(Span::new(start, at));
        }
    }

    fn finish(mut self, place: Place) -> Reading {
        self.sentence_end(self.text.len());
        self.chains.document_end(&mut self.reading.findings);
        if let Some(begin) = self.begin.filter(|_| !self.ended && place_ends_document(place, self.text)) {
            let end = self.text.len();
            let gap = if self.text.ends_with('\n') { "" } else { "\n" };
            let right = if self.text[begin.range()].starts_with("# ") { "# end document" } else { "#end document" };
            let fix = Fix::safe("End the document", vec![Edit::insert(end, format!("{gap}{right}\n"))]);
            let message = "The document that begins here is never ended (#end document)";
            self.reading.findings.push(Finding::new(RuleId::DocumentLine, begin, message).fixed_by(fix));
        }
        if let Some(span) = self.outside.filter(|_| self.begin.is_some() || place.first) {
            let message = "From here on tokens stand outside of any document: scorers pass over them";
            self.find(RuleId::DocumentLine, span, message);
        }
        self.reading.summary.votes = self.votes.into_votes();
        self.reading.summary.votes.extend(self.line_ends.votes());
        if self.has_tokens {
            self.extract.annotations = self.chains.annotations;
            let first = |parts: &[Span]| parts.first().map(|part| (part.start, std::cmp::Reverse(part.end)));
            self.extract.annotations.sort_by_key(|it| first(&it.parts));
            self.reading.articles.push(self.extract);
        }
        self.reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
        self.reading
    }
}

/// What `rest`, which stands behind the words that begin a document, says: its name and the digits of its part, where
/// that has a number.
fn name_and_part(rest: &str) -> (&str, Option<&str>) {
    let name = |written: &'_ str| written.trim_end_matches([' ', '\t', ';']).len();
    let trimmed = rest.trim();
    let part = trimmed.rsplit_once("part").and_then(|(before, part)| {
        let part = part.trim_start().trim_end_matches(')');
        let is_word = before.ends_with([' ', '\t', ';', ')']);
        let len = part.bytes().take_while(u8::is_ascii_digit).count();
        let behind = &part[len..];
        (is_word && len > 0 && (behind.is_empty() || behind.starts_with(char::is_whitespace)))
            .then_some((before, &part[..len]))
    });
    match part {
        Some((before, part)) => (&before[..name(before)], Some(part)),
        None => (&trimmed[..name(trimmed)], None),
    }
}

/// Whether a record is the end of its document: a very long one goes on in the next record.
fn place_ends_document(place: Place, text: &str) -> bool {
    place.last || text.len() <= super::LARGE
}
