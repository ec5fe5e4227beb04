//! Reads a record of WebAnno TSV.

use std::collections::{BTreeMap, HashMap};

use super::cells::{targets, values};
use super::{Context, LayerKind, TARGET, TOKEN, header, slice_utf16, unescaped};
use crate::format::columns::{self, Fields, Row, Separator, is_blank, rows};
use crate::format::reading::{Extract, ExtractAnnotation, Marked, Piece, Reading, Role, Written};
use crate::format::records::{Detail, Name, Place};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::{Encoding, Span};

/// Reads the record `text`.
pub(crate) fn read(text: &str, place: Place, context: &Context, detail: Detail) -> Reading {
    let mut reader = Reader {
        text,
        context,
        looks: detail == Detail::Looks,
        extract: Extract { span: Span::new(0, text.len()), ..Extract::default() },
        reading: Reading::default(),
        sentence: Sentence::default(),
        last_end: None,
        new_block: false,
        spans: BTreeMap::new(),
        has_tokens: false,
        token_number: 0,
        is_short: false,
    };
    if place.first {
        reader.reading.summary.declares = header(text, &mut reader.reading.findings);
    }
    let mut fields = Fields::default();
    let mut last: Option<Row<'_>> = None;
    for row in rows(text, columns::first_row(text, place)) {
        reader.row(&row, &mut fields);
        last = Some(row);
    }
    reader.sentence_end(text.len());
    let cut_off = last.filter(|row| row.end.is_none() && place.last && reader.has_tokens && !reader.is_short);
    let is_told = |row: &Row<'_>| reader.reading.findings.iter().any(|finding| finding.span.start >= row.start);
    if cut_off.is_some_and(|row| !is_told(&row)) {
        let message = "No line end follows the last row: the file may have been cut off here";
        let fix = Fix::safe("Add a line end", vec![Edit::insert(text.len(), line_end(text))]);
        let finding = Finding::new(RuleId::MissingFinalBlankLine, Span::empty(text.len()), message);
        reader.reading.findings.push(finding.fixed_by(fix));
    }
    reader.finish()
}

/// How the first line of `text` ends.
fn line_end(text: &str) -> &'static str {
    if text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r')) { "\r\n" } else { "\n" }
}

struct Reader<'a> {
    text: &'a str,
    context: &'a Context,
    looks: bool,
    extract: Extract,
    reading: Reading,
    sentence: Sentence,
    /// The end of the last token, in UTF-16 units.
    last_end: Option<usize>,
    new_block: bool,
    /// Annotations by the column of their layer and their number.
    spans: BTreeMap<(usize, u32), Numbered>,
    has_tokens: bool,
    token_number: usize,
    /// Whether the last sentence has lost rows at its end.
    is_short: bool,
}

/// An annotation of several tokens.
struct Numbered {
    annotation: usize,
    /// The number of the token that it was last seen at.
    token: usize,
    told: bool,
}

#[derive(Default)]
struct Sentence {
    /// What `#Text=` says, and the line.
    text: Option<(String, Span)>,
    start: Option<usize>,
    /// Where the first token begins, in UTF-16 units.
    begin: Option<usize>,
    /// Whether something was said of its offsets already.
    told: bool,
    /// Where its last token ends, in UTF-16 units, and the number of that.
    end: usize,
    number: Option<u32>,
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
        if is_blank(row.text) {
            return self.sentence_end(row.start);
        }
        if let Some(text) = row.text.strip_prefix("#Text=") {
            self.look(row.span(), Role::Comment);
            if self.sentence.begin.is_some() {
                let message = "A sentence begins here, and no blank line ends the one before";
                let fix = Fix::unsafe_("Put a blank line here", vec![Edit::insert(row.start, line_end(self.text))]);
                self.reading.findings.push(Finding::new(RuleId::WordNumber, row.span(), message).fixed_by(fix));
                self.sentence_end(row.start);
            }
            self.sentence.start.get_or_insert(row.start);
            self.reading.summary.sound += 1;
            match &mut self.sentence.text {
                // A sentence of several lines.
                Some((known, span)) => {
                    known.push('\n');
                    known.push_str(&unescaped(text));
                    *span = span.cover(row.span());
                }
                None => self.sentence.text = Some((unescaped(text), row.span())),
            }
            return;
        }
        if row.text.starts_with('#') {
            self.reading.summary.sound += 1;
            return self.look(row.span(), Role::Comment);
        }
        self.token(row, fields);
    }

    fn token(&mut self, row: &Row<'a>, fields: &mut Fields) {
        let text = self.text;
        let spans = fields.read(row.text, row.start, Separator::Tab);
        // Versions before 3.3 end each row with a tab.
        let trailing = spans.len() > 3 && spans.last().is_some_and(|last| last.is_empty());
        let spans = &spans[..spans.len() - usize::from(trailing)];
        self.reading.summary.tabbed += u32::from(spans.len() > 1);
        let wants = self.context.columns();
        let id = spans[0];
        let offsets = spans.get(1).and_then(|span| offsets(&text[span.range()]));
        let (Some(offsets), true) = (offsets, spans.len() >= 3) else {
            self.reading.summary.odd += 1;
            let is_spaced = spans.len() == 1 && row.text.split_whitespace().nth(1).and_then(self::offsets).is_some();
            self.reading.summary.spaced += u32::from(is_spaced);
            let message = "A row has the number of the token, its offsets, the token and a column for each feature, with tabs between them";
            return self.find(RuleId::ColumnCount, row.span(), message);
        };
        self.reading.summary.sound += 1;
        // The part of a token (`1-2.1`) stands where its token does.
        self.token_number += usize::from(!text[id.range()].contains('.'));
        self.sentence.start.get_or_insert(row.start);
        if spans.len() != wants {
            let message = format!("This row has {} columns, the header declares {wants}", spans.len());
            self.find(RuleId::ColumnCount, row.span(), message);
        }
        let is_part = text[id.range()].contains('.');
        let token = spans[2];
        if !is_part {
            self.number(id);
        }
        self.check_offsets(spans[1], token, offsets, is_part);
        self.sentence.end = self.sentence.end.max(offsets.1);
        let name = Name { kind: TOKEN, defines: true, text: text[id.range()].into(), span: id, ..Name::default() };
        self.reading.summary.names.push(name);
        let place = if is_part { self.part(token) } else { Some(self.push(token)) };
        if spans.len() == wants
            && let Some(place) = place
        {
            self.cells(spans, place);
        }
        if self.looks {
            self.look(id, Role::Number);
            self.look(spans[1], Role::Number);
            for cell in spans.iter().skip(3).filter(|cell| &text[cell.range()] != "_") {
                self.look(*cell, Role::Type);
            }
        }
    }

    /// Says where rows are lost: the tokens of a sentence are counted from 1.
    fn number(&mut self, id: Span) {
        let Some(number) = self.text[id.range()].split_once('-').and_then(|(_, number)| number.parse().ok()) else {
            return;
        };
        let before = self.sentence.number.replace(number);
        let wanted = before.map_or(1, |before| before + 1);
        if number > wanted && !std::mem::replace(&mut self.sentence.told, true) {
            let message = format!("Token {number} of the sentence stands where token {wanted} should: rows are lost");
            self.find(RuleId::WordNumber, id, message);
        }
    }

    /// Says that the sentence goes on behind its last row.
    fn lost_rows(&mut self, sentence: &Sentence) {
        self.is_short = false;
        let Some((text, line)) = sentence.text.as_ref().filter(|_| !sentence.told) else { return };
        let len = sentence.end.saturating_sub(sentence.begin.unwrap_or(sentence.end));
        let rest = slice_utf16(text, len, Encoding::Utf16.len(text)).unwrap_or_default().trim();
        if !rest.is_empty() {
            let message = format!("No row has the end of this sentence: “{}”", snippet(rest));
            self.find(RuleId::TokenOffsets, *line, message);
            self.is_short = true;
        }
    }

    fn check_offsets(&mut self, field: Span, token: Span, (begin, end): (usize, usize), is_part: bool) {
        let written = unescaped(&self.text[token.range()]);
        let units = Encoding::Utf16.len(&written);
        let message = if end < begin || end - begin != units {
            format!("{begin}-{end} are {} UTF-16 units, the token has {units}", end.saturating_sub(begin))
        } else if !is_part && self.last_end.is_some_and(|last| begin < last) {
            format!("The token begins at {begin}, in front of the end of the one before")
        } else {
            let base = *self.sentence.begin.get_or_insert(begin);
            let there = self
                .sentence
                .text
                .as_ref()
                .filter(|_| begin >= base)
                .map(|(text, span)| (slice_utf16(text, begin - base, end - base).map(str::to_owned), *span));
            if !is_part {
                self.last_end = Some(end);
            }
            match there {
                Some((there, line)) if there.as_deref() != Some(written.as_str()) => {
                    if !std::mem::replace(&mut self.sentence.told, true) {
                        let there = there.map_or("nothing".to_owned(), |there| format!("“{there}”"));
                        let message = format!("At these offsets #Text= has {there}, the token is “{written}”");
                        let finding = Finding::new(RuleId::TokenOffsets, field.cover(token), message);
                        self.reading.findings.push(finding.relating(line, "The text of the sentence"));
                    }
                    return;
                }
                _ => return,
            }
        };
        self.last_end = Some(end);
        if !std::mem::replace(&mut self.sentence.told, true) {
            self.find(RuleId::TokenOffsets, field, message);
        }
    }

    /// Adds a token to the text, and says where it stands there.
    fn push(&mut self, token: Span) -> Span {
        let text = &mut self.extract.text;
        if !text.is_empty() {
            text.push_str(if self.new_block { "\n\n" } else { " " });
        }
        self.new_block = false;
        self.has_tokens = true;
        let start = text.len();
        text.push_str(&self.text[token.range()]);
        let place = Span::new(start, text.len());
        if !place.is_empty() {
            self.extract.pieces.push(Piece { text: place, source: token });
        }
        place
    }

    /// Where a part of the last token stands in the text.
    fn part(&self, part: Span) -> Option<Span> {
        let last = self.extract.pieces.last()?;
        let written = &self.text[part.range()];
        let at = self.extract.text[last.text.range()].find(written)?;
        Some(Span::new(last.text.start + at, last.text.start + at + written.len()))
    }

    fn cells(&mut self, fields: &[Span], place: Span) {
        let (text, context) = (self.text, self.context);
        for (layer, columns) in context.layers() {
            if layer.kind == LayerKind::Relations {
                let cell = fields[columns.end - 1];
                match targets(text, cell) {
                    Ok(found) => self.reading.summary.names.extend(found.into_iter().map(|(name, span)| Name {
                        kind: TARGET,
                        defines: false,
                        text: name.into(),
                        span,
                        ..Name::default()
                    })),
                    Err(span) => self.malformed(span),
                }
                continue;
            }
            let cells: Vec<_> = columns.clone().map(|column| values(text, fields[column])).collect();
            if let Some(wrong) = cells.iter().find_map(|cell| cell.as_ref().err().copied()) {
                self.malformed(wrong);
                continue;
            }
            let cells: Vec<_> = cells.into_iter().flatten().collect();
            let mut seen: HashMap<Option<u32>, ()> = HashMap::new();
            for value in cells.iter().flatten() {
                if seen.insert(value.number, ()).is_none() {
                    self.value(&cells, value.number, columns.start, value.whole, place, layer.kind, &layer.columns);
                }
            }
        }
    }

    fn malformed(&mut self, span: Span) {
        let message = format!(
            "“{}” cannot be read: values have | between them, each with its number in square brackets; \\ stands in \
             front of [ ] | _ ; and tab in a value",
            &self.text[span.range()]
        );
        self.find(RuleId::MalformedTsvCell, span, message);
    }

    /// One annotation at one token: the values of all features of its layer that have its number.
    #[expect(clippy::too_many_arguments, reason = "a cell belongs to a row, a layer and an annotation")]
    fn value(
        &mut self,
        cells: &[Vec<super::cells::Value<'a>>],
        number: Option<u32>,
        column: usize,
        whole: Span,
        place: Span,
        kind: LayerKind,
        names: &[Box<str>],
    ) {
        let token = self.token_number;
        if let Some(number) = number {
            if let Some(known) = self.spans.get_mut(&(column, number)) {
                let gap = known.token + 1 < token;
                known.token = token;
                let annotation = &mut self.extract.annotations[known.annotation];
                annotation.markup.push(whole);
                if let Some(part) = annotation.parts.first_mut() {
                    *part = part.cover(place);
                }
                let first = annotation.markup[0];
                if gap && !std::mem::replace(&mut known.told, true) {
                    let message = format!("The annotation [{number}] goes on here, and tokens between have none of it");
                    let finding = Finding::new(RuleId::BrokenNumber, whole, message).relating(first, "It begins here");
                    self.reading.findings.push(finding);
                }
                return;
            }
            let annotation = self.extract.annotations.len();
            self.spans.insert((column, number), Numbered { annotation, token, told: false });
        }
        let of_number = |cell: &Vec<super::cells::Value<'a>>| {
            let value = cell.iter().find(|value| value.number == number && !value.text.is_empty())?;
            Some(Written { text: unescaped(value.text), span: value.span })
        };
        let named =
            |name: &str| names.iter().position(|it| it.eq_ignore_ascii_case(name)).and_then(|at| of_number(&cells[at]));
        let chain =
            (kind == LayerKind::Chains).then(|| number.map(|number| Written { text: number.to_string(), span: whole }));
        self.extract.annotations.push(ExtractAnnotation {
            parts: vec![place],
            entity_type: named("value").or_else(|| cells.first().and_then(of_number)),
            chain: chain.flatten(),
            identity: named("identity").or_else(|| named("identifier")),
            markup: vec![whole],
        });
    }

    /// Ends the sentence in front of the byte `at`.
    fn sentence_end(&mut self, at: usize) {
        let sentence = std::mem::take(&mut self.sentence);
        let Some(start) = sentence.start else { return };
        self.lost_rows(&sentence);
        self.new_block = true;
        if self.looks {
            self.reading.folds.push(Span::new(start, at));
        }
    }

    fn finish(mut self) -> Reading {
        self.sentence_end(self.text.len());
        if self.has_tokens {
            self.extract
                .annotations
                .sort_by_key(|it| it.parts.first().map(|part| (part.start, std::cmp::Reverse(part.end))));
            self.reading.articles.push(self.extract);
        }
        self.reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
        self.reading
    }
}

/// `11-16`
pub(super) fn offsets(field: &str) -> Option<(usize, usize)> {
    let (begin, end) = field.split_once('-')?;
    Some((begin.parse().ok()?, end.parse().ok()?))
}

/// The beginning of a text, for a message.
fn snippet(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
