//! Reads a record of vertical text.

use super::tags::{Attribute, Line, Quotes, attributes, entity_type, is_block, is_document};
use super::{COLUMNS, Context, DOCUMENT, NO_ID, OUTER, SPACED, unclosed, unopened};
use crate::format::columns::{self, Fields, LineEnds, Row, Separator, is_blank, rows};
use crate::format::reading::{Extract, ExtractAnnotation, ExtractField, Marked, Piece, Reading, Role, Written};
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
        columns: Vec::new(),
        line_ends: LineEnds::default(),
        words: 0,
        spaced: 0,
        open: Vec::new(),
        has_paragraphs: memchr::memmem::find(text.as_bytes(), b"<p").is_some(),
        glued: true,
        new_block: false,
        has_tokens: false,
    };
    let mut fields = Fields::default();
    for row in rows(text, columns::first_row(text, place)) {
        reader.row(&row, &mut fields);
    }
    reader.finish(place)
}

struct Reader<'a> {
    text: &'a str,
    context: &'a Context,
    looks: bool,
    extract: Extract,
    reading: Reading,
    /// How many tokens have so many columns.
    columns: Vec<u32>,
    line_ends: LineEnds,
    /// How many words the last token without tabs has, and how many tokens have more than one and as many as the last.
    words: usize,
    spaced: u32,
    open: Vec<Open<'a>>,
    has_paragraphs: bool,
    /// Whether the next token follows without a space.
    glued: bool,
    new_block: bool,
    has_tokens: bool,
}

/// A structure that is open.
struct Open<'a> {
    name: &'a str,
    line: Span,
    /// How long the text was.
    start: usize,
    /// What it annotates, where it does.
    annotation: Option<ExtractAnnotation>,
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
            if row.start > 0 || !row.text.is_empty() {
                let message = "An empty line stands between the lines of a vertical text: it becomes an empty token";
                let fix = Fix::safe("Delete the line", vec![Edit::delete(Span::new(row.start, row.next))]);
                let span = if row.text.is_empty() { Span::new(row.start, row.next) } else { row.span() };
                self.reading.findings.push(Finding::new(RuleId::EmptyVerticalLine, span, message).fixed_by(fix));
            }
            return;
        }
        match Line::read(row.text) {
            Line::Token => self.token(row, fields),
            Line::Other => self.look(row.span(), Role::Comment),
            Line::Broken => {
                self.reading.summary.odd += 1;
                let message = "A tag stands alone on its line and ends there: <name attribute=\"value\">";
                self.find(RuleId::MalformedStructure, row.span(), message);
            }
            Line::Unended { name, attributes } => {
                let message = "This tag does not end: > stands behind it";
                let end = row.start + row.text.trim_end().len();
                let fix = Fix::safe("Add >", vec![Edit::insert(end, ">")]);
                let finding = Finding::new(RuleId::MalformedStructure, row.span(), message).fixed_by(fix);
                self.reading.findings.push(finding);
                self.tag(row);
                match attributes {
                    Some(attributes) => self.opening(row, name, attributes),
                    None => self.closing(row, name),
                }
            }
            Line::Empty { name } => {
                self.tag(row);
                self.glued |= name == "g";
            }
            Line::Open { name, attributes } => {
                self.tag(row);
                self.opening(row, name, attributes);
            }
            Line::Close { name } => {
                self.tag(row);
                self.closing(row, name);
            }
        }
    }

    fn tag(&mut self, row: &Row<'a>) {
        self.reading.summary.sound += 1;
        self.look(Span::new(row.start, row.start + row.text.trim_end().len()), Role::Delimiter);
    }

    fn opening(&mut self, row: &Row<'a>, name: &'a str, written: &'a str) {
        let base = row.start + (written.as_ptr() as usize - row.text.as_ptr() as usize);
        let found = match attributes(written) {
            Ok(found) => found,
            Err(place) => {
                let message = format!("“{}” cannot be read as attribute=\"value\"", &written[place.range()]);
                self.find(RuleId::MalformedStructure, place.shifted(base), message);
                Vec::new()
            }
        };
        for curled in &found {
            let Quotes::Curled(open, close) = curled.quotes else { continue };
            let span = curled.span.shifted(base);
            let marks = [Span::new(span.start - open, span.start), Span::new(span.end, span.end + close)];
            let fix = Fix::safe("Write straight marks", marks.map(|mark| Edit::replace(mark, "\"")).into());
            let place = marks[0].cover(marks[1]);
            let message = "Attributes are quoted with straight marks";
            self.reading.findings.push(Finding::new(RuleId::CurledAttributeQuotes, place, message).fixed_by(fix));
        }
        for bare in found.iter().filter(|attribute| attribute.quotes == Quotes::Bare) {
            let message = format!("The value of {} stands without quotation marks", bare.name);
            let span = bare.span.shifted(base);
            let edits = vec![Edit::insert(span.start, "\""), Edit::insert(span.end, "\"")];
            let place = bare.name_span.cover(bare.span).shifted(base);
            let fix = Fix::safe("Quote the value", edits);
            self.reading.findings.push(Finding::new(RuleId::MalformedStructure, place, message).fixed_by(fix));
        }
        self.new_block |= is_block(name) || name == "s" && !self.has_paragraphs;
        if is_document(name) {
            self.document(row, name, &found, base);
        }
        // Sentences and documents do not nest: what is open was not closed.
        if (name == "s" || is_document(name))
            && let Some(at) = self.open.iter().rposition(|open| open.name == name)
        {
            let open = self.open.remove(at);
            self.reading.findings.push(unclosed(open.name, open.line));
        }
        let annotation = entity_type(name).map(|by_name| {
            let value = |names: &[&str]| {
                let attribute = found.iter().find(|it| names.contains(&it.name) && !it.value.is_empty())?;
                Some(Written { text: attribute.value.to_owned(), span: attribute.span.shifted(base) })
            };
            let name_span = Span::new(row.start + 1, row.start + 1 + name.len());
            let named = (!by_name.is_empty()).then(|| Written { text: by_name.to_owned(), span: name_span });
            ExtractAnnotation {
                entity_type: value(&["type", "TYPE", "class", "label"]).or(named),
                chain: value(&["id", "coref", "group"]),
                identity: value(&["ref", "key", "wikidata", "identity"]),
                markup: vec![row.span()],
                ..ExtractAnnotation::default()
            }
        });
        self.open.push(Open { name, line: row.span(), start: self.extract.text.len(), annotation });
    }

    fn document(&mut self, row: &Row<'a>, name: &str, attributes: &[Attribute<'a>], base: usize) {
        for attribute in attributes.iter().filter(|it| !it.value.is_empty()) {
            let key = match attribute.name {
                "id" | "docid" | "doc_id" => "id",
                "title" => "title",
                "author" => "author",
                "date" | "dateCreated" | "published" => "date",
                "url" | "sourceURL" | "source_url" => "url",
                "source" | "publisher" => "source",
                "lang" | "language" => "lang",
                _ => continue,
            };
            let span = attribute.span.shifted(base);
            self.extract.fields.push(ExtractField { key, value: attribute.value.to_owned(), span });
            if key == "id" {
                let (text, value) = (attribute.value.into(), name.into());
                self.reading.summary.names.push(Name { kind: DOCUMENT, defines: true, text, value, span });
            }
        }
        if !self.extract.fields.iter().any(|field| field.key == "id") {
            self.name(NO_ID, true, name, row.span());
        }
    }

    fn closing(&mut self, row: &Row<'a>, name: &'a str) {
        self.new_block |= is_block(name) || name == "s" && !self.has_paragraphs;
        let Some(at) = self.open.iter().rposition(|open| open.name == name).or_else(|| self.misspelt(row, name)) else {
            if self.open.iter().any(|open| is_document(open.name)) {
                return self.reading.findings.push(unopened(name, row.span()));
            }
            // It may have been opened in front of the documents.
            return self.name(OUTER, false, name, row.span());
        };
        let open = self.open.remove(at);
        if self.looks {
            self.reading.folds.push(Span::new(open.line.start, row.start));
        }
        if let Some(mut annotation) = open.annotation {
            let len = self.extract.text.len();
            let from = open.start
                + (self.extract.text[open.start..].len() - self.extract.text[open.start..].trim_start().len());
            if from < len {
                annotation.parts = vec![Span::new(from, len)];
                annotation.markup.push(row.span());
                self.extract.annotations.push(annotation);
            }
        }
    }

    /// The innermost structure, where its name was misspelt in the tag `row` that closes it.
    fn misspelt(&mut self, row: &Row<'a>, name: &str) -> Option<usize> {
        let at = self.open.len().checked_sub(1)?;
        let (open, line) = (self.open[at].name, self.open[at].line);
        let slips = if open.len() > 4 { 2 } else { 1 };
        let close = open.len() > 2 && strsim::damerau_levenshtein(open, name) <= slips;
        if !(close || open.eq_ignore_ascii_case(name)) {
            return None;
        }
        let place = Span::new(row.start + 2, row.start + 2 + name.len());
        let fix = Fix::safe(format!("Write {open}"), vec![Edit::replace(place, open.to_owned())]);
        let message = format!("<{open}> is closed as </{name}>");
        let finding = Finding::new(RuleId::UnclosedStructure, row.span(), message).relating(line, "Here it is opened");
        self.reading.findings.push(finding.fixed_by(fix));
        Some(at)
    }

    fn name(&mut self, kind: u8, defines: bool, name: &str, span: Span) {
        self.reading.summary.names.push(Name { kind, defines, text: name.into(), span, ..Name::default() });
    }

    fn token(&mut self, row: &Row<'a>, fields: &mut Fields) {
        let fields = fields.read(row.text, row.start, Separator::Tab);
        self.has_tokens = true;
        self.reading.summary.sound += 1;
        if self.columns.len() <= fields.len() {
            self.columns.resize(fields.len() + 1, 0);
        }
        self.columns[fields.len()] += 1;
        let words = if fields.len() == 1 { row.text.split(' ').filter(|word| !word.is_empty()).count() } else { 0 };
        self.spaced += u32::from(words > 1 && words == self.words);
        self.words = words;
        let (has, wants) = (fields.len(), self.context.columns);
        if has != wants && wants > 0 {
            let attributes = |n: usize| if n == 1 { "1 column".to_owned() } else { format!("{n} columns") };
            let message = format!("This line has {}, most of the file has {wants}", attributes(has));
            let mut finding = Finding::new(RuleId::ColumnCount, row.span(), message);
            if has > wants && fields[wants..].iter().all(|field| field.is_empty()) {
                let rest = Span::new(fields[wants - 1].end, row.span().end);
                finding = finding.fixed_by(Fix::safe("Delete the separator at the end", vec![Edit::delete(rest)]));
            }
            self.reading.findings.push(finding);
        }
        let token = fields[0];
        if self.text[token.range()].starts_with('<') {
            let at = Span::new(token.start, token.start + 1);
            let message = "A token begins with <, which begins a tag: it is written &lt;";
            let fix = Fix::safe("Write &lt;", vec![Edit::replace(at, "&lt;")]);
            self.reading.findings.push(Finding::new(RuleId::MalformedStructure, token, message).fixed_by(fix));
        }
        self.push(token);
        let rest: Vec<Span> = if self.looks { fields[1..].to_vec() } else { Vec::new() };
        rest.into_iter().for_each(|field| self.look(field, Role::Value));
    }

    /// Adds a token to the text, its entities resolved.
    fn push(&mut self, token: Span) {
        let text = &mut self.extract.text;
        if !text.is_empty() {
            if self.new_block {
                text.push_str("\n\n");
            } else if !self.glued {
                text.push(' ');
            }
        }
        (self.new_block, self.glued) = (false, false);
        let mut at = token.start;
        while at < token.end {
            let rest = &self.text[at..token.end];
            let start = text.len();
            let entity = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
            let len = match entity {
                Some((entity, written)) => {
                    text.push_str(written);
                    entity.len()
                }
                None => {
                    let len = memchr::memchr(b'&', &rest.as_bytes()[1..]).map_or(rest.len(), |len| len + 1);
                    text.push_str(&rest[..len]);
                    len
                }
            };
            let (text, source) = (Span::new(start, text.len()), Span::new(at, at + len));
            self.extract.pieces.push(Piece { text, source });
            at += len;
        }
    }

    fn finish(mut self, place: Place) -> Reading {
        // A very long document goes on in the next record.
        let goes_on = !place.last && self.text.len() > super::LARGE;
        let mut inside = false;
        for open in std::mem::take(&mut self.open) {
            // What stands round documents is closed behind the last.
            let is_outer = !inside && (!is_block(open.name) && open.name != "s" || !self.has_tokens);
            inside |= is_document(open.name) && self.has_tokens;
            if is_outer || goes_on {
                self.name(OUTER, true, open.name, open.line);
            } else {
                self.reading.findings.push(unclosed(open.name, open.line));
            }
        }
        let counts = self.columns.iter().enumerate().map(|(n, count)| (COLUMNS + n as u16, *count));
        let counts = counts.chain([(SPACED, self.spaced)]);
        self.reading.summary.votes = counts.filter(|(_, count)| *count > 0).chain(self.line_ends.votes()).collect();
        if self.has_tokens {
            self.extract
                .annotations
                .sort_by_key(|it| it.parts.first().map(|part| (part.start, std::cmp::Reverse(part.end))));
            self.reading.articles.push(self.extract);
        }
        self.reading.folds.sort_by_key(|fold| (fold.start, std::cmp::Reverse(fold.end)));
        self.reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
        self.reading
    }
}

/// Entities that vertical text has.
const ENTITIES: &[(&str, &str)] = &[("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&apos;", "'")];
