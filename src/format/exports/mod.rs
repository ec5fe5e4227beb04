//! Exports of press databases as text: LexisNexis and Nexis Uni, Factiva, ProQuest.
//!
//! [`lines`] says what a line is; an article goes from one border to the next.

mod lines;
#[cfg(test)]
mod tests;

use self::lines::{Border, Field, Meaning};
use super::assemble::Assembly;
use super::lines as text_lines;
use super::reading::{Extract, ExtractField, Marked, Reading, Role};
use super::records::{Cut, Detail, Name, Place, Whole};
use super::remains;
use super::sequence::{self, Numbered};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// What of one article the others have to do with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Traits {
    /// Whether there is an article at all.
    article: bool,
    /// Its number, of how many, and the line that says so.
    number: Option<(u32, u32, Span)>,
    /// Its key in the database.
    accession: Option<(String, Span)>,
    /// Whether it says how long it is, and when it was published.
    has_length: bool,
    has_date: bool,
    /// Where it begins: what is said of it as a whole stands here.
    head: Span,
}

/// What of the whole file has to be known to read a record: nothing.
pub(crate) type Context = ();

/// Names that articles have: their number of how many, their key in the database, and what they lack.
const NUMBER: u8 = 0;
const KEY: u8 = 1;
const NO_DATE: u8 = 2;
const NO_LENGTH: u8 = 3;
/// What articles have.
const DATE: u16 = 0;
const LENGTH: u16 = 1;

/// A record is an article and the border in front of it or behind.
pub(crate) fn cut(text: &str) -> Cut {
    let (len, seen) = cut_record(text);
    Cut { len, seen }
}

/// Reads an article.
pub(crate) fn read(text: &str, _: Place, (): &Context, detail: Detail) -> Reading {
    let (mut reading, traits) = read_record(text, detail == Detail::Looks);
    let summary = &mut reading.summary;
    summary.sound = 1;
    let mut name = |kind, text: &str, value: String, span| {
        summary.names.push(Name { kind, defines: true, text: text.into(), value: value.into(), span });
    };
    if let Some((number, of, span)) = traits.number {
        name(NUMBER, &number.to_string(), of.to_string(), span);
    }
    if let Some((key, span)) = &traits.accession {
        name(KEY, key, String::new(), *span);
    }
    // A cover in front of the articles is none.
    if traits.article && (traits.number.is_some() || traits.accession.is_some() || traits.has_length) {
        for (has, lacks, vote) in [(traits.has_date, NO_DATE, DATE), (traits.has_length, NO_LENGTH, LENGTH)] {
            if has {
                summary.votes.push((vote, 1));
            } else {
                summary.names.push(Name { kind: lacks, span: traits.head, ..Name::default() });
            }
        }
    }
    reading
}

/// Nothing has to be known of the file.
pub(crate) fn context(_: &Whole<'_>) -> Context {}

/// Numbers out of order, keys that are there twice, and what an article lacks that the others have.
pub(crate) fn reduce(whole: &Whole<'_>, (): &Context) -> Vec<Finding> {
    let numbers = whole.names(NUMBER).filter_map(|placed| {
        let (number, of) = (placed.name.text.parse().ok()?, placed.name.value.parse().ok()?);
        Some(Numbered { number, of: Some(of), span: placed.span })
    });
    let mut found: Vec<Finding> = sequence::findings(numbers).into_iter().map(|(_, finding)| finding).collect();
    for (first, later) in whole.defined_again(KEY) {
        let message = format!("An article of this file has the key {} already", later.name.text);
        found.push(Finding::new(RuleId::DuplicateArticleId, later.span, message).relating(first.span, "Here"));
    }
    let votes = whole.votes();
    for (lacks, vote, what) in [(NO_DATE, DATE, "date"), (NO_LENGTH, LENGTH, "length")] {
        let having = votes.get(&vote).copied().unwrap_or(0);
        let lacking: Vec<_> = whole.names(lacks).collect();
        // One of two is as much of a habit as of a slip.
        if lacking.is_empty() || having == 0 || lacking.len() > having.div_ceil(9) {
            continue;
        }
        for placed in lacking {
            let message = format!("This article has no {what}, and the others have one");
            found.push(Finding::new(RuleId::MissingArticleField, placed.span, message));
        }
    }
    found
}

/// How many bytes of `text` its first record has, and how many were looked at to know.
fn cut_record(text: &str) -> (usize, usize) {
    // An article begins at most once in a record.
    let mut begun = false;
    let mut content = false;
    let mut numbered = false;
    let mut codes = Codes::default();
    for line in text_lines::lines(text, 0) {
        let written = line.text(text);
        if codes.begin(written) {
            return (line.start, line.next);
        }
        match lines::border(written) {
            Some(Border::Numbered { .. } | Border::Ruled) if content => return (line.start, line.next),
            Some(Border::Numbered { .. }) if numbered => return (line.start, line.next),
            Some(Border::Numbered { .. }) => (begun, numbered) = (true, true),
            Some(Border::End) if content || begun => {
                return (line.next, (line.next + 1).min(text.len()).max(line.next));
            }
            Some(_) => begun = true,
            None => content |= !text_lines::is_blank(written),
        }
    }
    (text.len(), text.len())
}

/// The codes of Factiva that an article has so far.
#[derive(Default)]
struct Codes {
    has_title: bool,
    others: u32,
}

impl Codes {
    /// Takes a line; gives whether the next article begins with it: each has one title.
    fn begin(&mut self, line: &str) -> bool {
        let code = line.split([' ', '\t']).next().unwrap_or_default().trim_end();
        let other = match code {
            "HD" if self.has_title && self.others.count_ones() > 2 => return true,
            "HD" => {
                self.has_title = true;
                return false;
            }
            "WC" => 1,
            "PD" => 2,
            "SN" => 4,
            "SC" => 8,
            "LA" => 16,
            "LP" | "TD" => 32,
            _ => return false,
        };
        self.others |= other;
        false
    }
}

/// The most bytes of a line that says that a text is an export.
const SHORT_LINE: usize = 200;

/// Whether a text that begins with `head` is clearly an export.
pub(crate) fn claims(head: &str) -> bool {
    let (mut borders, mut named, mut codes) = (0, 0, 0_u32);
    let (mut length, mut loaded) = (false, false);
    let (mut keys, mut lengths) = (0, 0);
    // What tells an export stands on short lines; articles are mostly long ones.
    for line in text_lines::lines(head, 0).filter(|line| line.end - line.start <= SHORT_LINE) {
        let span = Span::new(line.start, line.end);
        let written = line.text(head);
        borders += usize::from(lines::border(written).is_some());
        keys += usize::from(lines::accession(written.trim()).is_some());
        lengths += usize::from(lines::is_length(written));
        if let Some(field) = lines::field(head, span, false) {
            let telling = matches!(field.meaning, Meaning::Length | Meaning::Accession)
                || ["LOAD-DATE", "Load-Date", "PUBLICATION-TYPE", "Full text", "Publication info"]
                    .contains(&&head[field.key.range()]);
            named += usize::from(telling);
            // A file of one article is not numbered.
            length |=
                field.meaning == Meaning::Length && head[field.value.range()].starts_with(|c: char| c.is_ascii_digit());
            loaded |= ["LOAD-DATE", "PUBLICATION-TYPE"].contains(&&head[field.key.range()]);
        }
        if let Some(field) = lines::field(head, span, true) {
            codes |= match &head[field.key.range()] {
                "HD" => 1,
                "WC" => 2,
                "PD" => 4,
                "SN" => 8,
                "LP" | "TD" => 16,
                _ => 0,
            };
        }
    }
    borders > 0 && named > 0 || length && loaded || codes.count_ones() >= 4 || keys > 0 && lengths > 0
}

/// Reads a record.
fn read_record(text: &str, looks: bool) -> (Reading, Traits) {
    let mut reader = Reader::new(text);
    reader.read();
    if looks {
        reader.tokens();
    }
    reader.finish()
}

/// A paragraph or a field of an article.
#[derive(Clone, Debug)]
enum Part {
    Border(Border, Span),
    Field(Field, Span),
    /// Lines without a blank one between them.
    Text(Span),
}

struct Reader<'a> {
    text: &'a str,
    parts: Vec<Part>,
    reading: Reading,
    traits: Traits,
}

/// What stands in front of a line that is centred, at least.
const CENTRED: &str = "        ";

/// A paragraph as long as this is text of an article.
const PROSE: usize = 100;
/// One that ends as a sentence does need only be as long as this.
const SENTENCE: usize = 20;

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        let codes = has_codes(text);
        let mut parts: Vec<Part> = Vec::new();
        let mut open = false;
        for line in text_lines::lines(text, 0) {
            let written = line.text(text);
            if text_lines::is_blank(written) {
                open = false;
                continue;
            }
            let span = Span::new(line.start, line.start + written.trim_end().len());
            if let Some(border) = lines::border(written) {
                parts.push(Part::Border(border, span));
                open = false;
            } else if let Some(field) = lines::field(text, span, codes) {
                // What a field says may go on below it.
                open = true;
                parts.push(Part::Field(field, span));
                if field.meaning == Meaning::Text && !field.value.is_empty() {
                    parts.push(Part::Text(field.value));
                }
            } else if open && let Some(Part::Text(last)) = parts.last_mut() {
                last.end = span.end;
            } else if open && let Some(Part::Field(field, last)) = parts.last_mut() {
                if field.meaning == Meaning::Text {
                    parts.push(Part::Text(span));
                } else {
                    if field.value.is_empty() {
                        field.value.start = span.start + (written.len() - written.trim_start().len());
                    }
                    field.value.end = span.end;
                    last.end = span.end;
                }
            } else {
                open = true;
                parts.push(Part::Text(span));
            }
        }
        let parts = if codes { parts } else { parts.into_iter().flat_map(|part| displayed(text, part)).collect() };
        Self { text, parts, reading: Reading::default(), traits: Traits::default() }
    }

    fn written(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    fn read(&mut self) {
        let mut fields: Vec<ExtractField> = Vec::new();
        let mut length: Option<Field> = None;
        // Where the text begins: behind the last field in front of it.
        let heading = |part: &Part| matches!(part, Part::Field(field, _) if !field.trails);
        let is_prose = |part: &Part| matches!(part, Part::Text(span) if self.is_prose(*span));
        let first_prose = self.parts.iter().position(is_prose).unwrap_or(self.parts.len());
        let last_heading = self.parts[..first_prose].iter().rposition(heading);
        let any_heading = self.parts.iter().position(heading);
        // Some databases say where the text begins.
        let is_mark = |part: &Part| matches!(part, Part::Field(field, _) if field.meaning == Meaning::Text);
        let mark = self.parts.iter().position(is_mark);
        let body_from = mark.or(last_heading).or(any_heading).map_or(0, |at| at + 1);
        let head_to = any_heading.unwrap_or(body_from);
        for part in &self.parts {
            match part {
                Part::Border(Border::Numbered { number, of }, span) => {
                    let lead = self.written(*span).len() - self.written(*span).trim_start().len();
                    self.traits.number.get_or_insert((*number, *of, Span::new(span.start + lead, span.end)));
                    let line = self.written(*span);
                    if *of > 1 && line.ends_with(" DOCUMENT") {
                        let message =
                            format!("Of {of} articles, the line says “DOCUMENT”: tools that look for it miss it");
                        let fix = Fix::safe("Write “DOCUMENTS”", vec![Edit::insert(span.end, "S")]);
                        let place = Span::new(span.start + lead, span.end);
                        let finding = Finding::new(RuleId::SeparatorOutOfSequence, place, message).fixed_by(fix);
                        self.reading.findings.push(finding);
                    }
                }
                Part::Border(Border::End, span) => {
                    if let Some(id) = lines::last_key(self.written(*span)) {
                        self.traits.accession.get_or_insert((id.to_owned(), Span::new(span.end - id.len(), span.end)));
                    }
                }
                Part::Field(field, _) => match field.meaning {
                    Meaning::Field(key) if !field.value.is_empty() => {
                        let value = fold(self.written(field.value));
                        fields.push(ExtractField { key, value, span: field.value });
                    }
                    Meaning::Length => length = length.or(Some(*field)),
                    Meaning::Accession if !field.value.is_empty() && self.traits.accession.is_none() => {
                        let value = fold(self.written(field.value));
                        let id = lines::accession(&value).unwrap_or(&value).to_owned();
                        self.traits.accession = Some((id, field.value));
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        let second = self.second();
        let title = self.heading(0..head_to, &mut fields);
        let body = self.body(body_from.max(head_to));
        self.misplaced(body_from.max(head_to));
        if let Some(finding) = second {
            // What heads it is no metadata inside the text.
            self.reading.findings.retain(|finding| finding.rule != RuleId::MisplacedHeader);
            self.reading.findings.push(finding);
        } else if let Some(length) = length {
            self.declared(length, &body);
        }
        let first = self.parts.first().map(|part| match part {
            Part::Border(_, span) | Part::Field(_, span) | Part::Text(span) => *span,
        });
        self.traits.head = first.map_or(Span::empty(0), |span| self.first_line(span));
        let mut assembly = Assembly::default();
        for span in title.iter().chain(&body) {
            if !assembly.text.is_empty() {
                assembly.own("\n\n");
            }
            self.add(&mut assembly, *span);
        }
        self.traits.article = !assembly.text.is_empty();
        self.traits.has_length = length.is_some();
        self.traits.has_date = fields.iter().any(|field| field.key == "date");
        if !self.traits.article && fields.is_empty() {
            return;
        }
        if let Some(finding) = self.no_article(&assembly.text) {
            self.reading.findings.push(finding);
            // The cover of a search holds what was typed there: nobody wrote it as a text.
            if self.traits.number.is_none() && length.is_none() {
                self.traits.article = false;
                return;
            }
        }
        // One field may give the paper with its place and page, another the paper.
        let source = fields.iter().filter(|field| field.key == "source").map(|field| field.value.len()).min();
        fields.retain(|field| field.key != "source" || Some(field.value.len()) == source);
        fields.sort_by_key(|field| field.span);
        fields.dedup_by(|next, kept| next.key == kept.key && next.span == kept.span);
        let span = Span::new(self.traits.head.start, self.text.trim_end().len().max(self.traits.head.end));
        self.reading.articles.push(Extract {
            span,
            fields,
            text: assembly.text,
            pieces: assembly.pieces,
            ..Extract::default()
        });
    }

    /// The finding that a second article begins inside this one: it says again how long it is, between two texts.
    fn second(&self) -> Option<Finding> {
        let is_length = |part: &&Part| matches!(part, Part::Field(field, _) if field.meaning == Meaning::Length);
        let is_text = |part: &Part| matches!(part, Part::Text(span) if is_sentence(self.written(*span)));
        let mut lengths = self.parts.iter().enumerate().filter(|(_, part)| is_length(part));
        let ((first, _), (again, part)) = (lengths.next()?, lengths.next()?);
        let between = self.parts[first..again].iter().any(is_text) && self.parts[again..].iter().any(is_text);
        let Part::Field(_, span) = part else { return None };
        let message = "A second article begins here, and no line that parts articles stands in front of it";
        between.then(|| Finding::new(RuleId::SeparatorOutOfSequence, self.first_line(*span), message))
    }

    /// Fields between two sentences of a text that is too short for [`Self::body`] to tell it from a heading, which goes on
    /// to the part `body`.
    fn misplaced(&mut self, body: usize) {
        let (text, head) = (self.text, &self.parts[..body.min(self.parts.len())]);
        let is_text = |part: Option<&Part>| matches!(part, Some(Part::Text(span)) if is_sentence(&text[span.range()]));
        let is_length = |part: &Part| matches!(part, Part::Field(field, _) if field.meaning == Meaning::Length);
        let Some(length) = head.iter().position(is_length) else { return };
        for at in length + 2..head.len() {
            let Part::Field(field, span) = head[at] else { continue };
            if field.meaning != Meaning::Text && is_text(head.get(at - 1)) && is_text(self.parts.get(at + 1)) {
                let message = format!("“{}” stands inside the text", &text[field.key.range()]);
                let fix = Fix::unsafe_("Delete the metadata", vec![Edit::delete(span)]);
                self.reading.findings.push(Finding::new(RuleId::MisplacedHeader, span, message).fixed_by(fix));
            }
        }
    }

    fn is_prose(&self, span: Span) -> bool {
        is_prose(self.written(span))
    }

    fn first_line(&self, span: Span) -> Span {
        let written = self.written(span);
        let lead = written.len() - written.trim_start().len();
        let line = written[lead..].lines().next().unwrap_or_default().trim_end();
        Span::new(span.start + lead, span.start + lead + line.len())
    }

    /// Source, date and title in front of the first field: what holds a year is the date, what stands in front of it
    /// the source, what stands behind it the title.
    fn heading(&self, range: std::ops::Range<usize>, fields: &mut Vec<ExtractField>) -> Vec<Span> {
        let texts: Vec<Span> = self.parts[range]
            .iter()
            .filter_map(|part| match part {
                Part::Text(span) if !self.written(*span).trim_start().starts_with("Copyright") => Some(*span),
                _ => None,
            })
            .flat_map(|span| self.lines_of(span))
            .collect();
        let date = texts.iter().position(|span| has_year(self.written(*span)) && span.len() < 60);
        let field = |key, span: Span| ExtractField { key, value: fold(&self.text[span.range()]), span };
        let Some(date) = date else {
            if let ([title], false) = (texts.as_slice(), fields.iter().any(|field| field.key == "title")) {
                fields.push(field("title", *title));
            }
            return texts;
        };
        if !fields.iter().any(|field| field.key == "date") {
            fields.push(field("date", texts[date]));
        }
        if date > 0 && !fields.iter().any(|field| field.key == "source") {
            fields.push(field("source", texts[date - 1]));
        }
        // Nexis Uni puts the title in front of the source.
        let behind = &texts[date + 1..];
        // What is centred below the date names the edition.
        let is_centred = |span: &Span| self.text[..span.start].ends_with(CENTRED);
        let title_from = behind.iter().position(|span| !is_centred(span)).unwrap_or(0);
        let behind = &behind[title_from..];
        let title: Vec<Span> =
            if behind.is_empty() { texts[..date.saturating_sub(1)].to_vec() } else { behind.to_vec() };
        if let (Some(first), Some(last)) = (title.first(), title.last())
            && !fields.iter().any(|field| field.key == "title")
        {
            fields.push(field("title", first.cover(*last)));
        }
        title.first().zip(title.last()).map(|(first, last)| first.cover(*last)).into_iter().collect()
    }

    /// The lines of a stretch, white space around each left out.
    fn lines_of(&self, span: Span) -> Vec<Span> {
        let lines = text_lines::lines(&self.text[..span.end], span.start);
        let trimmed = lines.map(|line| {
            let written = line.text(self.text);
            let lead = written.len() - written.trim_start().len();
            Span::new(line.start + lead, line.start + written.trim_end().len().max(lead))
        });
        trimmed.filter(|span| !span.is_empty()).collect()
    }

    /// The paragraphs of the text; reports fields that stand inside it.
    fn body(&mut self, from: usize) -> Vec<Span> {
        let parts = &self.parts[from.min(self.parts.len())..];
        let text = self.text;
        let is_prose = |part: &Part| matches!(part, Part::Text(span) if is_prose(&text[span.range()]));
        // Behind the first field that belongs there, what follows belongs to it, unless it is text.
        let end = parts.iter().position(|part| match part {
            Part::Field(field, _) => field.trails,
            Part::Text(span) => self.written(*span).trim_start().starts_with("Copyright ") && span.len() < 200,
            Part::Border(border, _) => *border == Border::End,
        });
        let end = end.unwrap_or(parts.len());
        let last_prose = parts.iter().rposition(is_prose).map_or(0, |at| at + 1);
        let mut body = Vec::new();
        let mut seen_prose = false;
        for (at, part) in parts.iter().enumerate() {
            match part {
                Part::Text(span) if at < end || at < last_prose && is_prose(part) && seen_prose => {
                    seen_prose |= is_prose(part);
                    body.push(*span);
                }
                Part::Field(field, span) if seen_prose && field.meaning != Meaning::Text && at < last_prose => {
                    // A caption or a correction has paragraphs of its own.
                    let key = self.text[field.key.range()].to_lowercase();
                    let lone = !["graphic", "grafik", "correction", "notes", "highlight"].contains(&key.as_str());
                    let followed = parts[at + 1..].iter().any(|part| matches!(part, Part::Field(..)));
                    if lone && (followed || at < end) && parts[at + 1..].first().is_some_and(is_prose) {
                        let message = format!("“{}” stands inside the text", &self.text[field.key.range()]);
                        let fix = Fix::unsafe_("Delete the metadata", vec![Edit::delete(*span)]);
                        let finding = Finding::new(RuleId::MisplacedHeader, *span, message).fixed_by(fix);
                        self.reading.findings.push(finding);
                    }
                }
                _ => {}
            }
        }
        body
    }

    /// Adds a paragraph, indents left out.
    fn add(&self, assembly: &mut Assembly, span: Span) {
        let mut end = None;
        for line in self.lines_of(span) {
            if let Some(end) = end {
                let between = self.written(Span::new(end, line.start));
                let at = between.find('\n').or_else(|| between.find('\r')).unwrap_or(0);
                let length = between[at..].chars().next().map_or(0, char::len_utf8);
                assembly.verbatim(self.text, Span::new(end + at, end + at + length));
            }
            assembly.verbatim(self.text, line);
            end = Some(line.end);
        }
    }

    /// How many words the article says it has, and how many it has.
    fn declared(&mut self, length: Field, body: &[Span]) {
        let value = self.written(length.value);
        let digits: String =
            value.chars().take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{a0}')).collect();
        let number: String = digits.chars().filter(char::is_ascii_digit).collect();
        let Ok(declared) = number.parse::<usize>() else { return };
        let real: usize = body.iter().map(|span| self.written(*span).split_whitespace().count()).sum();
        // Databases count in their own ways: captions, titles, hyphens.
        let far = real * 10 < declared * 7 || real * 10 > declared * 14;
        if far && real.abs_diff(declared) > 20 {
            let message = format!("The article says it has {declared} words, and it has {real}");
            self.reading.findings.push(Finding::new(RuleId::DeclaredLength, length.value, message));
        }
    }

    /// The finding that `text`, title and body, is a page of the database or an error and no article.
    fn no_article(&self, text: &str) -> Option<Finding> {
        let what = remains::what(text, self.traits.has_length || self.traits.number.is_some())?;
        Some(Finding::new(RuleId::NoArticle, self.traits.head, what))
    }

    fn tokens(&mut self) {
        for part in &self.parts {
            let mut mark = |span: Span, role| {
                let written = self.text[span.range()].lines().next().unwrap_or_default();
                if !written.is_empty() {
                    let span = Span::new(span.start, span.start + written.len());
                    self.reading.tokens.push(Marked { span, role });
                }
            };
            match part {
                Part::Border(_, span) => mark(*span, Role::Delimiter),
                Part::Field(field, _) => {
                    mark(field.key, Role::Key);
                    let role = match field.meaning {
                        Meaning::Length => Role::Number,
                        Meaning::Accession => Role::Id,
                        _ => Role::Value,
                    };
                    mark(field.value, role);
                }
                Part::Text(_) => {}
            }
        }
    }

    fn finish(mut self) -> (Reading, Traits) {
        self.reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
        (self.reading, self.traits)
    }
}

/// Whether the article is written with codes of two letters.
fn has_codes(text: &str) -> bool {
    let codes = text_lines::lines(text, 0).take(60).filter_map(|line| {
        let field = lines::field(text, Span::new(line.start, line.end), true)?;
        matches!(&text[field.key.range()], "HD" | "WC" | "PD" | "SN" | "LP" | "TD" | "SC" | "AN")
            .then_some(field.key.len())
    });
    codes.count() >= 3
}

/// The fields that a paragraph holds as Factiva shows an article: author, length, date, source and more, each on a line
/// of its own without a key. Any other part stays what it is.
fn displayed(text: &str, part: Part) -> Vec<Part> {
    let Part::Text(span) = part else { return vec![part] };
    let lines: Vec<Span> = text_lines::lines(&text[..span.end], span.start)
        .map(|line| Span::new(line.start, line.start + line.text(text).trim_end().len()))
        .collect();
    let Some(length) = lines.iter().position(|line| lines::is_length(&text[line.range()])) else { return vec![part] };
    let date = lines[length + 1..].iter().position(|line| has_year(&text[line.range()]));
    let Some(date) = date.map(|at| length + 1 + at).filter(|date| *date <= length + 2) else { return vec![part] };
    // A time of day may follow the date.
    let is_time = |line: &Span| text[line.range()].contains(':') && line.len() <= 8;
    let source = date + 1 + usize::from(lines.get(date + 1).is_some_and(is_time));
    let field = |(at, line): (usize, &Span)| {
        let meaning = match at {
            _ if at == length => Meaning::Length,
            _ if at == date => Meaning::Field("date"),
            _ if at == source => Meaning::Field("source"),
            _ if at < length => Meaning::Field("author"),
            _ => Meaning::Other,
        };
        Part::Field(Field { key: Span::empty(line.start), meaning, value: *line, trails: false }, *line)
    };
    lines.iter().enumerate().map(field).collect()
}

/// Whether a paragraph is text of an article by its looks.
fn is_prose(text: &str) -> bool {
    let text = text.trim();
    text.len() >= PROSE && !text.starts_with("Copyright ")
}

/// Whether a paragraph is at least one whole sentence.
fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    text.len() >= SENTENCE && text.ends_with(['.', '!', '?', '”', '"']) && !text.starts_with("Copyright ")
}

/// Whether `text` holds a year.
fn has_year(text: &str) -> bool {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.any(|number| number.len() == 4 && matches!(&number[..2], "18" | "19" | "20"))
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
