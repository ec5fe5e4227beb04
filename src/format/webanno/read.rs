//! Reads a record of WebAnno TSV.

use std::collections::{BTreeMap, HashMap};

use super::cells::{Value, link, slots, targets, values};
use super::{Context, Layer, LayerKind, SLOT, TARGET, TOKEN, header, slice_utf16, unescaped, vote};
use crate::format::columns::{self, Fields, Row, Separator, is_blank, rows};
use crate::format::reading::{Extract, ExtractAnnotation, Marked, Piece, Reading, Role, Written};
use crate::format::records::{Detail, Name, Place};
use crate::format::writing::line_end;
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
        sentences: [0; 2],
        has_tokens: false,
        token_number: 0,
        is_short: false,
    };
    if place.first {
        let (declares, broken) = header(text, &mut reader.reading.findings);
        reader.reading.summary.declares = declares;
        reader.reading.summary.votes.extend(broken.then_some((vote::BROKEN, 1)));
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
    /// Annotations by the column of their layer and their number; mentions of a chain by the number of their link too.
    spans: BTreeMap<(usize, u32, u32), Numbered<'a>>,
    /// How many sentences have their text, and how many have not.
    sentences: [u32; 2],
    has_tokens: bool,
    token_number: usize,
    /// Whether the last sentence has lost rows at its end.
    is_short: bool,
}

/// An annotation of several tokens.
struct Numbered<'a> {
    annotation: usize,
    /// What its features say.
    values: Vec<&'a str>,
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
    /// Its number, as its first row says it.
    of: Option<Span>,
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
        if spans.len() != wants && !self.context.is_broken {
            let message = format!("This row has {} columns, the header declares {wants}", spans.len());
            self.find(RuleId::ColumnCount, row.span(), message);
        }
        let is_part = text[id.range()].contains('.');
        let token = spans[2];
        if !is_part {
            self.first_row(row);
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

    /// Says that a sentence has no text, where the others have one.
    fn first_row(&mut self, row: &Row<'a>) {
        if self.sentence.of.is_some() {
            return;
        }
        self.sentences[usize::from(self.sentence.text.is_none())] += 1;
        if self.sentence.text.is_none() && self.context.has_texts {
            self.find(RuleId::TokenOffsets, row.span(), "No line #Text= stands in front of this sentence");
        }
    }

    /// Says where rows are lost, and where one is of another sentence: the tokens of a sentence are counted from 1.
    fn number(&mut self, id: Span) {
        let Some((sentence, number)) = self.text[id.range()].split_once('-') else { return };
        let of = *self.sentence.of.get_or_insert(Span::new(id.start, id.start + sentence.len()));
        let Ok(number) = number.parse::<u32>() else { return };
        let first = &self.text[of.range()];
        if first != sentence && !std::mem::replace(&mut self.sentence.told, true) {
            let message = format!("This row is of sentence {sentence}, those in front of it are of sentence {first}");
            self.find(RuleId::WordNumber, id, message);
            // What leads to the token that is meant finds it.
            let text = format!("{first}-{number}").into();
            self.reading.summary.names.push(Name { kind: TOKEN, defines: true, text, span: id, ..Name::default() });
        }
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
                    Ok(found) => self.refer(TARGET, found),
                    Err(span) => self.malformed(span),
                }
                continue;
            }
            let cells: Vec<_> = columns.clone().map(|column| values(text, fields[column])).collect();
            let targets: Vec<usize> = layer.roles().map(|role| role + 1).collect();
            let wrong = cells.iter().enumerate().filter(|(column, _)| !targets.contains(column));
            if let Some(wrong) = wrong.filter_map(|(_, cell)| cell.as_ref().err().copied()).next() {
                self.malformed(wrong);
                // What goes on behind the cell may stand in it.
                let token = self.token_number;
                let of_layer = self.spans.iter_mut().filter(|((column, ..), _)| *column == columns.start);
                of_layer.filter(|(_, known)| known.token + 1 == token).for_each(|(_, known)| known.token = token);
                continue;
            }
            for target in &targets {
                self.slots(fields[columns.start + target - 1], fields[columns.start + target]);
            }
            let mut cells: Vec<_> = cells.into_iter().map(Result::unwrap_or_default).collect();
            // The number behind a target is that of the annotation there.
            targets.iter().for_each(|target| cells[*target].clear());
            if layer.kind == LayerKind::Chains && cells.len() > 1 {
                self.links(&cells, columns.start, place, layer);
                continue;
            }
            if layer.is_of_words() {
                continue;
            }
            let mut seen: HashMap<Option<u32>, ()> = HashMap::new();
            for value in cells.iter().flatten() {
                if seen.insert(value.number, ()).is_none() {
                    let key = value.number.map(|number| (columns.start, number, 0));
                    self.value(&cells, value.number, key, value.whole, place, layer);
                }
            }
        }
    }

    /// The roles of slots and their targets.
    fn slots(&mut self, roles: Span, cell: Span) {
        let text = self.text;
        match targets(text, cell) {
            Ok(found) => {
                let (roles, targets) = (slots(text, roles), slots(text, cell));
                // Roles may be unset.
                if roles != targets && roles > 0 {
                    let number = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
                    let message = format!("{} have {}", number(targets, "target"), number(roles, "role"));
                    let message = if targets == 1 { message.replace(" have ", " has ") } else { message };
                    self.find(RuleId::MalformedTsvCell, cell, message);
                }
                self.refer(SLOT, found);
            }
            Err(span) => self.malformed(span),
        }
    }

    fn refer(&mut self, kind: u8, targets: Vec<(&'a str, Span)>) {
        let name = |(name, span): (&str, Span)| Name { kind, text: name.into(), span, ..Name::default() };
        self.reading.summary.names.extend(targets.into_iter().map(name));
    }

    /// Mentions of chains: the number in brackets is the chain, and the second column says which mention of it.
    fn links(&mut self, cells: &[Vec<Value<'a>>], column: usize, place: Span, layer: &Layer) {
        let (types, links) = (&cells[0], &cells[1]);
        if types.len() != links.len() {
            let at = types.iter().chain(links).map(|value| value.whole).reduce(Span::cover);
            if let Some(at) = at {
                self.find(RuleId::MalformedTsvCell, at, "Each mention has a value in both columns of a chain");
            }
            return;
        }
        for (of_type, of_link) in types.iter().zip(links) {
            let Some((chain, number)) = link(of_link) else {
                let message =
                    format!("“{}” is no link of a chain: coref->1-2 is the second one of the chain 1", of_link.text);
                self.find(RuleId::MalformedTsvCell, of_link.whole, message);
                continue;
            };
            if of_type.number != Some(chain) {
                let message = format!("One column says that the mention is of the chain {chain}, the other does not");
                let finding = Finding::new(RuleId::BrokenNumber, of_link.whole, message);
                self.reading.findings.push(finding.relating(of_type.whole, "The other column"));
                continue;
            }
            let one = [vec![*of_type], vec![Value { number: Some(chain), ..*of_link }]];
            self.value(&one, Some(chain), Some((column, chain, number)), of_type.whole, place, layer);
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

    /// One annotation at one token: the values of all features of its layer that have its number; `key` is what it is
    /// known by in other rows.
    fn value(
        &mut self,
        cells: &[Vec<Value<'a>>],
        number: Option<u32>,
        key: Option<(usize, u32, u32)>,
        whole: Span,
        place: Span,
        layer: &Layer,
    ) {
        let token = self.token_number;
        if let (Some(number), Some(key)) = (number, key) {
            let of_number =
                |cell: &Vec<Value<'a>>| cell.iter().find(|value| value.number == Some(number)).map(|value| value.text);
            let values: Vec<&str> = cells.iter().map(|cell| of_number(cell).unwrap_or("")).collect();
            if let Some(known) = self.spans.get_mut(&key) {
                let gap = known.token + 1 < token;
                known.token = token;
                let annotation = &mut self.extract.annotations[known.annotation];
                annotation.markup.push(whole);
                if let Some(part) = annotation.parts.first_mut() {
                    *part = part.cover(place);
                }
                let first = annotation.markup[0];
                let other = known.values.iter().zip(&values).find(|(before, now)| before != now);
                let message = match other {
                    _ if gap => {
                        format!("The annotation [{number}] goes on here, and tokens between have none of it")
                    }
                    Some((before, now)) => {
                        let shown = |value: &str| {
                            if value.is_empty() { "no value".to_owned() } else { format!("“{value}”") }
                        };
                        format!(
                            "The annotation [{number}] has {} here, and {} where it begins",
                            shown(now),
                            shown(before)
                        )
                    }
                    None => return,
                };
                if !std::mem::replace(&mut known.told, true) {
                    let finding = Finding::new(RuleId::BrokenNumber, whole, message).relating(first, "It begins here");
                    self.reading.findings.push(finding);
                }
                return;
            }
            let annotation = self.extract.annotations.len();
            self.spans.insert(key, Numbered { annotation, values, token, told: false });
        }
        let of_number = |cell: &Vec<Value<'a>>| {
            let value = cell.iter().find(|value| value.number == number && !value.text.is_empty())?;
            Some(Written { text: unescaped(value.text), span: value.span })
        };
        let of_column = |column: Option<usize>| cells.get(column?).and_then(of_number);
        let chain = (layer.kind == LayerKind::Chains)
            .then(|| number.map(|number| Written { text: number.to_string(), span: whole }));
        self.extract.annotations.push(ExtractAnnotation {
            parts: vec![place],
            entity_type: of_column(layer.kind_column()).or_else(|| cells.first().and_then(of_number)),
            chain: chain.flatten(),
            identity: of_column(layer.identity_column()),
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
        let answers = [vote::WITH_TEXT, vote::WITHOUT_TEXT].into_iter().zip(self.sentences);
        self.reading.summary.votes.extend(answers.filter(|(_, n)| *n > 0));
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
