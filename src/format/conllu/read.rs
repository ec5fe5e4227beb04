//! Reads a record of CoNLL-U.

use super::entity::{Entities, Word, brackets};
use super::{COLUMNS, Context, DECLARATION, DOCUMENT, SENTENCE, is_newdoc, more_columns, vote};
use crate::format::columns::{self, Fields, LineEnds, Row, Separator, is_blank, rows};
use crate::format::reading::{Extract, ExtractField, Marked, Piece, Reading, Role};
use crate::format::records::{Detail, Name, Place};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

const FORM: usize = 1;
const LEMMA: usize = 2;
const FEATS: usize = 5;
const HEAD: usize = 6;
const DEPREL: usize = 7;
pub(super) const MISC: usize = 9;

/// The id of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Id {
    Word(u32),
    /// Words that are written as one.
    Range(u32, u32),
    /// A node that is not written, behind this word.
    Empty(u32),
}

impl Id {
    pub(super) fn read(field: &str) -> Option<Self> {
        let number = |n: &str| n.parse::<u32>().ok().filter(|_| n.bytes().all(|b| b.is_ascii_digit()));
        if let Some(word) = number(field) {
            return Some(Self::Word(word));
        }
        if let Some((from, to)) = field.split_once('-') {
            return Some(Self::Range(number(from)?, number(to)?));
        }
        let (word, sub) = field.split_once('.')?;
        number(sub)?;
        Some(Self::Empty(number(word)?))
    }
}

/// Reads the record `text`.
pub(crate) fn read(text: &str, place: Place, context: &Context, detail: Detail) -> Reading {
    let mut reader = Reader::new(text, context, detail);
    let mut last = None;
    for row in rows(text, columns::first_row(text, place)) {
        reader.row(&row);
        last = Some(row);
    }
    reader.sentence_end(text.len());
    if let Some(last) = last.filter(|last| place.last && !is_blank(last.text)) {
        let end = text.len();
        let missing = if last.end.is_none() { "\n\n" } else { "\n" };
        let message = "No blank line ends the last sentence: some readers lose it";
        let fix = Fix::safe("Add the blank line", vec![Edit::insert(end, missing)]);
        let finding = Finding::new(RuleId::MissingFinalBlankLine, Span::empty(end), message).fixed_by(fix);
        reader.reading.findings.push(finding);
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
    entities: Entities<'a>,
    sentence: Sentence<'a>,
    /// Whether sentences stand in paragraphs; else each is a block.
    has_paragraphs: bool,
    /// Whether a block ends in front of the next token.
    new_block: bool,
    /// Whether no space follows the last token.
    joined: bool,
    sentences: [u32; 2],
    line_ends: LineEnds,
    has_words: bool,
    /// Whether the line before was blank.
    after_blank: bool,
}

/// What is known of the sentence so far.
#[derive(Default)]
struct Sentence<'a> {
    /// Its first line.
    start: Option<usize>,
    id: Option<Span>,
    /// What `# text =` says.
    text: Option<(&'a str, Span)>,
    /// What its tokens say.
    written: String,
    /// The number of its last word.
    words: u32,
    /// Words and empty nodes.
    nodes: usize,
    /// The last word that the token before stands for as well, and where that is.
    range: Option<(u32, Span)>,
    /// Empty nodes behind its last word.
    empty_nodes: u32,
    /// Whether a word has a relation to its head.
    has_relations: bool,
    /// The last token of several words: its last word, and where its number stands.
    last_range: Option<(u32, Span)>,
    /// The heads of its words, and where they stand.
    heads: Vec<(u32, Span)>,
    /// Whether something is wrong with the numbers: then nothing is said of what depends on them.
    broken: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, context: &'a Context, detail: Detail) -> Self {
        Self {
            text,
            context,
            looks: detail == Detail::Looks,
            fields: Fields::default(),
            extract: Extract { span: Span::new(0, text.len()), ..Extract::default() },
            reading: Reading::default(),
            entities: Entities::default(),
            sentence: Sentence::default(),
            has_paragraphs: memchr::memmem::find(text.as_bytes(), b"# newpar").is_some(),
            new_block: false,
            joined: true,
            sentences: [0; 2],
            line_ends: LineEnds::default(),
            has_words: false,
            after_blank: false,
        }
    }

    fn find(&mut self, rule: RuleId, span: Span, message: impl Into<std::borrow::Cow<'static, str>>) {
        self.reading.findings.push(Finding::new(rule, span, message));
    }

    fn look(&mut self, span: Span, role: Role) {
        if self.looks && !span.is_empty() {
            self.reading.tokens.push(Marked { span, role });
        }
    }

    fn row(&mut self, row: &Row<'a>) {
        self.line_ends.count(row.end);
        if is_blank(row.text) {
            if self.goes_on(row.next) {
                let line = Span::new(row.start, row.next);
                let message = format!(
                    "A blank line stands inside a sentence, which goes on with word {}: readers take it for two",
                    self.sentence.words + 1
                );
                // What begins without comments is no sentence of its own where others have some.
                let (title, edits) = ("Delete the blank line", vec![Edit::delete(line)]);
                let has_comments = self.sentence.id.is_some() || self.sentence.text.is_some();
                let fix = if has_comments { Fix::safe(title, edits) } else { Fix::unsafe_(title, edits) };
                self.reading.findings.push(Finding::new(RuleId::WordNumber, line, message).fixed_by(fix));
                return;
            }
            if self.after_blank {
                let line = Span::new(row.start, row.next);
                let fix = Fix::safe("Delete the blank line", vec![Edit::delete(line)]);
                let message = "One blank line ends a sentence: a second one is an empty sentence to readers";
                self.reading.findings.push(Finding::new(RuleId::EmptySentence, line, message).fixed_by(fix));
            }
            self.after_blank = true;
            self.sentence_end(row.start);
            if !row.text.is_empty() {
                let message =
                    "This line looks blank and is not: programs that look for an empty line join two sentences";
                let fix = Fix::safe("Empty the line", vec![Edit::delete(row.span())]);
                let finding = Finding::new(RuleId::BlankLineWithSpace, row.span(), message).fixed_by(fix);
                self.reading.findings.push(finding);
            }
            return;
        }
        self.after_blank = false;
        self.sentence.start.get_or_insert(row.start);
        if row.text.starts_with('#') {
            if self.sentence.nodes > 0 {
                self.misplaced(row);
            }
            return self.comment(row);
        }
        let mut fields = std::mem::take(&mut self.fields);
        let spans = fields.read(row.text, row.start, Separator::Tab);
        self.line(row, spans);
        self.fields = fields;
    }

    /// Whether the line at the byte `at` of the record, or the one behind it, is the next word of the sentence.
    fn goes_on(&self, at: usize) -> bool {
        let words = self.sentence.words;
        let next = rows(self.text, at).take(2).find(|row| !is_blank(row.text)).filter(|_| words > 0);
        let id = next.and_then(|row| Id::read(row.text.split('\t').next()?));
        matches!(id, Some(Id::Word(word) | Id::Range(word, _)) if word == words + 1)
    }

    /// A comment behind a word of its sentence.
    fn misplaced(&mut self, row: &Row<'a>) {
        let comment = row.text.trim_start_matches(['#', ' ']);
        let begins = ["sent_id", "text", "newpar", "newdoc"].iter().any(|key| {
            comment.strip_prefix(key).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        });
        if !begins {
            let message = "A comment stands inside a sentence: it belongs in front of the first word";
            return self.find(RuleId::MisplacedComment, row.span(), message);
        }
        let message = "A sentence begins here, and no blank line ends the one before";
        let fix = Fix::unsafe_("Put a blank line here", vec![Edit::insert(row.start, "\n")]);
        self.reading.findings.push(Finding::new(RuleId::MisplacedComment, row.span(), message).fixed_by(fix));
        self.sentence_end(row.start);
        self.sentence.start = Some(row.start);
    }

    fn comment(&mut self, row: &Row<'a>) {
        self.look(row.span(), Role::Comment);
        self.reading.summary.sound += 1;
        let comment = row.text.trim_start_matches('#').trim_start();
        let (key, value) = comment.split_once('=').map_or((comment, ""), |(key, value)| (key.trim_end(), value.trim()));
        let start = row.start + (value.as_ptr() as usize).saturating_sub(row.text.as_ptr() as usize);
        let span = if value.is_empty() { row.span() } else { Span::new(start, start + value.len()) };
        match key {
            _ if is_newdoc(row.text) => {
                self.entities.new_document();
                self.new_block = true;
                let name =
                    Name { kind: DOCUMENT, defines: !value.is_empty(), text: value.into(), span, ..Name::default() };
                self.reading.summary.names.push(name);
                self.field("id", value, span);
            }
            "newpar" | "newpar id" => self.new_block = true,
            "sent_id" => {
                if let Some(first) = self.sentence.id {
                    let finding = Finding::new(RuleId::SentenceId, span, "The sentence has an id already");
                    self.reading.findings.push(finding.relating(first, "The first one"));
                } else {
                    self.sentence.id = Some(span);
                    let name = Name { kind: SENTENCE, defines: true, text: value.into(), span, ..Name::default() };
                    self.reading.summary.names.push(name);
                }
            }
            "text" => self.sentence.text = Some((value, span)),
            "global.Entity" => self.declaration(value, span),
            "global.columns" => {
                let more = more_columns(&self.text[row.span().range()]).filter(|more| *more > 0);
                self.reading.summary.votes.extend(more.map(|more| (vote::MORE + more as u16, 1)));
            }
            "meta::title" => self.field("title", value, span),
            "meta::dateCreated" => self.field("date", value, span),
            "meta::sourceURL" => self.field("url", value, span),
            "meta::author" => self.field("author", value, span),
            _ => {}
        }
    }

    fn field(&mut self, key: &'static str, value: &str, span: Span) {
        if !value.is_empty() {
            self.extract.fields.push(ExtractField { key, value: value.to_owned(), span });
        }
    }

    /// `# global.Entity = eid-etype-head-…`
    fn declaration(&mut self, value: &'a str, span: Span) {
        self.reading.summary.declares.push(value.into());
        let name = Name { kind: DECLARATION, defines: false, text: value.into(), span, ..Name::default() };
        self.reading.summary.names.push(name);
        let attributes: Vec<&str> = value.split('-').collect();
        let is_name = |it: &&str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let doubled = attributes.iter().enumerate().find(|(index, it)| attributes[..*index].contains(it));
        let wants = |index: usize, name: &str| attributes.get(index) != Some(&name);
        let message = if let Some(wrong) = attributes.iter().find(|it| !is_name(it)) {
            format!("“{wrong}” is no name of an attribute")
        } else if let Some((_, name)) = doubled {
            format!("The attribute {name} stands twice")
        } else if wants(0, "eid") && wants(0, "GRP") {
            "The first attribute is eid, the id of the entity".to_owned()
        } else if wants(1, "etype") {
            "The second attribute is etype, the type of the entity".to_owned()
        } else if wants(2, "head") && wants(0, "GRP") {
            "The third attribute is head, the number of the mention's head".to_owned()
        } else if attributes.contains(&"other") && wants(3, "other") {
            "The attribute “other” is the fourth where there is one".to_owned()
        } else {
            return;
        };
        self.find(RuleId::SpuriousGlobalEntity, span, message);
    }

    fn line(&mut self, row: &Row<'a>, fields: &[Span]) {
        let text = self.text;
        self.has_words = true;
        let wants = COLUMNS + self.context.more;
        if fields.len() != wants {
            self.reading.summary.odd += 1;
            self.sentence.broken = true;
            self.reading.summary.tabbed += u32::from(fields.len() > 1);
            let (has, noun) = (fields.len(), if fields.len() == 1 { "column" } else { "columns" });
            let mut words = row.text.split_whitespace();
            let is_numbered = words.next().is_some_and(|first| Id::read(first).is_some());
            // Words and the values of features may be lost with the tabs round them.
            let spaced = has == 1 && is_numbered && (wants - 3..wants).contains(&words.count());
            self.reading.summary.spaced += u32::from(spaced);
            let hint = if spaced { "; spaces stand where tabs should" } else { "" };
            return self.find(
                RuleId::ColumnCount,
                row.span(),
                if self.context.more > 0 {
                    format!("This line has {has} {noun}, global.columns declares {wants}{hint}")
                } else {
                    format!("This line has {has} {noun}, CoNLL-U has {COLUMNS}{hint}")
                },
            );
        }
        self.reading.summary.tabbed += 1;
        let id = Id::read(&text[fields[0].range()]);
        if id.is_some() {
            self.reading.summary.sound += 1;
        } else {
            self.reading.summary.odd += 1;
        }
        if let Some(empty) = fields.iter().find(|field| field.is_empty()) {
            self.find(
                RuleId::EmptyColumn,
                Span::new(empty.start.saturating_sub(1).max(row.start), empty.end),
                "A column is empty: _ stands where nothing is said",
            );
        }
        self.number(id, fields[0]);
        let misc = &text[fields[MISC].range()];
        let joined = misc.contains("SpaceAfter=No") && misc.split('|').any(|it| it == "SpaceAfter=No");
        let inside = matches!((id, self.sentence.range), (Some(Id::Word(n)), Some((to, _))) if n <= to);
        let place = match id {
            Some(Id::Empty(_)) => None,
            Some(Id::Word(_)) if inside => self.sentence.range.map(|(_, place)| place),
            _ => Some(self.token(fields[FORM], joined)),
        };
        if let Some(Id::Range(..)) = id {
            let said = (LEMMA..MISC).find(|column| !matches!(&text[fields[*column].range()], "_" | ""));
            // The one feature that a token itself may have.
            let said = said.filter(|column| *column != FEATS || &text[fields[FEATS].range()] != "Typo=Yes");
            if let Some(column) = said {
                let message =
                    "A token of several words has no columns of its own but FORM and MISC: they are those of its words";
                self.find(RuleId::MwtNonemptyField, fields[column], message);
            }
        }
        if let (Some(Id::Range(_, to)), Some(place)) = (id, place) {
            self.sentence.range = Some((to, place));
        }
        if let Some(Id::Word(_)) = id {
            let head = &text[fields[HEAD].range()];
            self.sentence.has_relations |= &text[fields[DEPREL].range()] != "_";
            match head.parse::<u32>() {
                Ok(head) => self.sentence.heads.push((head, fields[HEAD])),
                Err(_) if head == "_" => {}
                Err(_) => self.find(RuleId::UnknownHead, fields[HEAD], format!("“{head}” is no number of a word")),
            }
        }
        self.statements(id, place, fields[MISC]);
        if self.looks {
            self.look_at(fields);
        }
    }

    /// Checks the number of a line against the one before.
    fn number(&mut self, id: Option<Id>, field: Span) {
        let expected = self.sentence.words + 1;
        let written = &self.text[field.range()];
        let wrong = match id {
            None => Some(format!("“{written}” is no number of a word: 1, 1-2 and 1.1 are")),
            Some(Id::Word(number)) => {
                self.sentence.words = number;
                self.sentence.empty_nodes = 0;
                (number != expected || written.starts_with('0'))
                    .then(|| format!("Word {written} stands where word {expected} should"))
            }
            Some(Id::Range(from, to)) => {
                let sound = from == expected && to >= from;
                let before = self.sentence.last_range.replace((to, field));
                if sound && before.is_some_and(|(last, _)| from <= last) {
                    Some(format!("The token {written} has words of the token before"))
                } else {
                    (!sound).then(|| format!("The token {written} stands in front of word {expected}"))
                }
            }
            Some(Id::Empty(word)) => {
                self.sentence.empty_nodes += 1;
                let wanted = format!("{word}.{}", self.sentence.empty_nodes);
                if word != self.sentence.words {
                    Some(format!("The node {written} stands behind word {}", expected - 1))
                } else {
                    (written != wanted).then(|| format!("The node {written} stands where node {wanted} should"))
                }
            }
        };
        let Some(message) = wrong else { return };
        if !self.sentence.broken {
            self.find(RuleId::WordNumber, field, message);
        }
        self.sentence.broken = true;
    }

    /// Adds a token to the text, and says where it stands there.
    fn token(&mut self, form: Span, joined: bool) -> Span {
        let text = &mut self.extract.text;
        if !text.is_empty() {
            if self.new_block {
                text.push_str("\n\n");
            } else if !self.joined {
                text.push(' ');
            }
        }
        self.new_block = false;
        let start = text.len();
        let written = &self.text[form.range()];
        text.push_str(written);
        let place = Span::new(start, text.len());
        if !place.is_empty() {
            self.extract.pieces.push(Piece { text: place, source: form });
        }
        self.joined = joined;
        if self.sentence.text.is_some() {
            self.sentence.written.push_str(written);
            if !joined {
                self.sentence.written.push(' ');
            }
        }
        place
    }

    /// `Entity=`, `Bridge=` and `SplitAnte=`
    fn statements(&mut self, id: Option<Id>, place: Option<Span>, misc: Span) {
        let mut found: [Option<Span>; 3] = [None; 3];
        let names = ["Entity=", "Bridge=", "SplitAnte="];
        let written = &self.text[misc.range()];
        let is_token = matches!(id, Some(Id::Range(..)));
        let word = Word { node: self.sentence.nodes, place };
        if !is_token {
            self.sentence.nodes += 1;
            self.entities.word(word);
        }
        if !written.contains('=') {
            return;
        }
        let mut at = misc.start;
        for part in written.split('|') {
            let span = Span::new(at, at + part.len());
            at = span.end + 1;
            let Some(index) = names.iter().position(|name| part.starts_with(name)) else {
                self.reading.findings.extend(mistyped(part, span));
                continue;
            };
            let value = Span::new(span.start + names[index].len(), span.end);
            if is_token {
                let message = "Mentions begin and end at words, not at tokens that several words are written as";
                self.find(RuleId::EntityMwt, span, message);
                return;
            }
            if let Some(first) = found[index] {
                let rules = [
                    RuleId::MultipleEntityStatements,
                    RuleId::MultipleBridgeStatements,
                    RuleId::MultipleSplitanteStatements,
                ];
                let message = format!("{} stands twice in one line", names[index].trim_end_matches('='));
                let finding = Finding::new(rules[index], span, message).relating(first, "It stands here first");
                self.reading.findings.push(finding);
                return;
            }
            found[index] = Some(value);
        }
        let (text, context) = (self.text, self.context);
        let mut starting = Vec::new();
        if let Some(value) = found[0] {
            starting = self.entities.statement(text, value, word, context, &mut self.extract, &mut self.reading);
        }
        let behind = "stands where no Entity= is: it belongs to a mention that begins there";
        if let Some(value) = found[1] {
            match found[0] {
                Some(_) => self.entities.bridge(text, value, &starting, &mut self.reading),
                None => self.find(RuleId::MisplacedBridgeStatement, value, format!("Bridge= {behind}")),
            }
        }
        if let Some(value) = found[2] {
            match found[0] {
                Some(_) => self.entities.split(text, value, &starting, &mut self.reading),
                None => self.find(RuleId::MisplacedSplitanteStatement, value, format!("SplitAnte= {behind}")),
            }
        }
    }

    fn look_at(&mut self, fields: &[Span]) {
        self.look(fields[0], Role::Number);
        for column in [3, 4] {
            self.look(fields[column], Role::Value);
        }
        self.look(fields[HEAD], Role::Number);
        self.look(fields[DEPREL], Role::Value);
        let mut at = fields[MISC].start;
        for part in self.text[fields[MISC].range()].split('|') {
            let value = Span::new(at + "Entity=".len(), at + part.len());
            let key = Span::new(at, at + "Entity".len());
            at += part.len() + 1;
            if !part.starts_with("Entity=") {
                continue;
            }
            self.look(key, Role::Key);
            for bracket in brackets(self.text, value).unwrap_or_default() {
                self.look(Span::new(bracket.span.start, bracket.inner.start), Role::Delimiter);
                let mut at = bracket.inner.start;
                for (index, attribute) in self.text[bracket.inner.range()].split('-').enumerate() {
                    let span = Span::new(at, at + attribute.len());
                    at = span.end + 1;
                    match index {
                        0 => self.look(span, Role::Id),
                        1 => self.look(span, Role::Type),
                        _ => self.look(span, Role::Value),
                    }
                }
                self.look(Span::new(bracket.inner.end, bracket.span.end), Role::Delimiter);
            }
        }
    }

    /// Where the line ends that begins at `start`.
    fn line_end(&self, start: usize) -> usize {
        self.text[start..].find(['\n', '\r']).map_or(self.text.len(), |len| start + len)
    }

    /// Ends the sentence in front of the byte `at`.
    fn sentence_end(&mut self, at: usize) {
        let sentence = std::mem::take(&mut self.sentence);
        let Some(start) = sentence.start else { return };
        self.entities.sentence_end(&mut self.reading);
        self.new_block |= !self.has_paragraphs;
        if self.looks {
            self.reading.folds.push(Span::new(start, at));
        }
        if sentence.nodes == 0 {
            if sentence.last_range.is_none() && !sentence.broken {
                let message = "No word follows these comments: a sentence has one at least";
                self.find(RuleId::EmptySentence, Span::new(start, self.line_end(start)), message);
            }
            return;
        }
        self.sentences[0] += 1;
        self.sentences[1] += u32::from(sentence.id.is_some());
        let line = Span::new(start, self.line_end(start));
        if sentence.id.is_none() && self.context.has_ids {
            self.find(RuleId::SentenceId, line, "The sentence has no id (# sent_id = …), most of the file's have one");
        }
        if sentence.broken {
            return;
        }
        if let Some((to, span)) = sentence.last_range.filter(|(to, _)| *to > sentence.words) {
            let message = format!("The token goes on to word {to}, and the sentence has {}", sentence.words);
            self.find(RuleId::WordNumber, span, message);
        }
        let mut known = true;
        for (head, span) in &sentence.heads {
            if *head > sentence.words {
                known = false;
                let message = format!("The head is word {head}, and the sentence has {}", sentence.words);
                self.find(RuleId::UnknownHead, *span, message);
            }
        }
        if known && sentence.heads.len() == sentence.words as usize {
            let is_universal = sentence.id.is_some() || sentence.text.is_some();
            self.reading.findings.extend(no_tree(&sentence.heads, sentence.has_relations, is_universal, line));
        }
        if let Some((text, span)) = sentence.text {
            self.text_mismatch(text, span, sentence.written.trim_end());
        }
    }

    /// Compares `# text =` with the tokens; how wide a space is does not matter, and columns cannot say it.
    fn text_mismatch(&mut self, text: &str, span: Span, written: &str) {
        if text == written || text.split_whitespace().eq(written.split_whitespace()) {
            return;
        }
        let same = text.char_indices().zip(written.chars()).find(|((_, a), b)| a != b);
        let at = same.map_or(text.len().min(written.len()), |((at, _), _)| at);
        let snippet = |it: &str| -> String {
            let from = it[..at].char_indices().rev().nth(9).map_or(0, |(at, _)| at);
            it[from..].chars().take(24).collect()
        };
        let message = format!("The text has “{}”, the tokens have “{}”", snippet(text), snippet(written));
        let place = Span::new(span.start + at, span.end);
        let place = if place.is_empty() { span } else { place };
        let fix = Fix::unsafe_("Write what the tokens say", vec![Edit::replace(span, written.to_owned())]);
        self.reading.findings.push(Finding::new(RuleId::SentenceTextMismatch, place, message).fixed_by(fix));
    }

    fn finish(mut self) -> Reading {
        let answers = [vote::SENTENCES, vote::SENTENCES_WITH_ID].into_iter().zip(self.sentences);
        self.reading.summary.votes.extend(answers.filter(|(_, n)| *n > 0).chain(self.line_ends.votes()));
        if self.has_words {
            let first = |parts: &[Span]| parts.first().map(|part| (part.start, std::cmp::Reverse(part.end)));
            self.extract.annotations.sort_by_key(|it| first(&it.parts));
            self.reading.articles.push(self.extract);
        }
        self.reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
        self.reading
    }
}

/// A statement about entities whose key has a slip of the pen, by which it says nothing.
fn mistyped(part: &str, span: Span) -> Option<Finding> {
    let (key, value) = part.split_once('=').filter(|(_, value)| value.contains(['(', ')', '<']))?;
    let meant = if value.contains(['(', ')']) { &["Entity"][..] } else { &["Bridge", "SplitAnte"][..] };
    let near = |name: &&&str| (1..=2).contains(&strsim::osa_distance(key, name));
    let name = meant.iter().find(near)?;
    let key = Span::new(span.start, span.start + key.len());
    let message = format!("“{}” is no key that anything reads: {name} may be meant", &part[..key.len()]);
    let fix = Fix::unsafe_(format!("Write {name}"), vec![Edit::replace(key, (*name).to_owned())]);
    Some(Finding::new(RuleId::SpuriousEntityStatement, key, message).fixed_by(fix))
}

/// What keeps the heads of all words of a sentence, whose first line is `line`, from being a tree; `related` says whether
/// relations to the heads are named, `is_universal` whether it is of a treebank of Universal Dependencies: others have
/// trees of several roots.
fn no_tree(heads: &[(u32, Span)], related: bool, is_universal: bool, line: Span) -> Option<Finding> {
    let head = |word: usize| heads[word - 1].0 as usize;
    // Who annotates no syntax may write 0 everywhere.
    if !related && heads.len() > 1 && heads.iter().filter(|(head, _)| *head == 0).count() == heads.len() {
        return None;
    }
    let finding = |word: usize, message: String| Finding::new(RuleId::NotATree, heads[word - 1].1, message);
    if let Some(word) = (1..=heads.len()).find(|word| head(*word) == *word) {
        return Some(finding(word, format!("Word {word} is its own head")));
    }
    // Of each word: in which walk upwards it was met.
    let mut walks = vec![0_usize; heads.len() + 1];
    for first in 1..=heads.len() {
        let mut word = first;
        while word != 0 && walks[word] == 0 {
            walks[word] = first;
            word = head(word);
        }
        if word != 0 && walks[word] == first {
            let message = format!("The heads go in a circle: from word {word} they lead back to it");
            return Some(finding(word, message));
        }
    }
    let mut roots = (1..=heads.len()).filter(|word| head(*word) == 0);
    match (roots.next(), roots.next()) {
        (None, _) => Some(Finding::new(RuleId::NotATree, line, "No word of the sentence has the head 0")),
        (Some(first), Some(second)) if is_universal => {
            let message = format!("Word {second} has the head 0, and so has word {first}: a tree has one root");
            Some(finding(second, message).relating(heads[first - 1].1, "The other one"))
        }
        _ => None,
    }
}
