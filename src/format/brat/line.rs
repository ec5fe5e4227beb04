//! One line of a `.ann` file.

use std::borrow::Cow;

use memchr::memchr;

use super::ann::{Ann, Argument, Body, Fragment, Line};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// Reads the line `span` of `text` into `ann`. A line that cannot be read gives one finding.
pub(super) fn read(text: &str, span: Span, ann: &mut Ann) {
    let reader = Reader { text, span };
    let (id, body) = match reader.read(ann) {
        Ok(read) => read,
        Err(finding) => {
            ann.findings.push(*finding);
            (reader.id().unwrap_or(Span::empty(span.start)), Body::Broken)
        }
    };
    ann.lines.push(Line { span, id, body });
}

/// What is wrong with a line that cannot be read.
type Broken = Box<Finding>;

#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    span: Span,
}

impl<'a> Reader<'a> {
    fn str(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    /// Where the first TAB in `span` stands.
    fn tab(&self, span: Span) -> Option<usize> {
        memchr(b'\t', self.str(span).as_bytes()).map(|at| span.start + at)
    }

    /// What stands in front of the first TAB, where it is an id.
    fn id(&self) -> Option<Span> {
        let id = Span::new(self.span.start, self.tab(self.span)?);
        is_id(self.str(id)).then_some(id)
    }

    fn read(&self, ann: &mut Ann) -> Result<(Span, Body), Broken> {
        let Some(tab) = self.tab(self.span) else { return Err(self.without_tab()) };
        let id = Span::new(self.span.start, tab);
        let rest = Span::new(tab + 1, self.span.end);
        let name = self.str(id);
        if !is_id(name) {
            return Err(self.no_annotation(name));
        }
        let (data, tail) = match self.tab(rest) {
            Some(tab) => (Span::new(rest.start, tab), Some(Span::new(tab + 1, rest.end))),
            None => (rest, None),
        };
        let body = match name.as_bytes()[0] {
            b'T' => self.text_bound(id, data, tail, ann)?,
            b'R' => self.relation(id, data, ann)?,
            b'E' => self.event(id, data, ann)?,
            b'A' | b'M' => self.attribute(id, data)?,
            b'N' => self.normalization(id, data, tail, ann)?,
            b'*' => self.equiv(data, ann)?,
            _ => self.note(id, data, tail)?,
        };
        Ok((id, body))
    }

    fn broken(&self, rule: RuleId, span: Span, message: impl Into<Cow<'static, str>>) -> Broken {
        Box::new(Finding::new(rule, span, message))
    }

    fn no_annotation(&self, begins: &str) -> Broken {
        let message = if begins.is_empty() {
            "This line has no id: an annotation begins with one, as in T1, R1, N1".to_owned()
        } else {
            format!(
                "“{}” is no id: an annotation begins with T, R, E, A, M, N or # and a number, or with *",
                short(begins)
            )
        };
        self.broken(RuleId::AnnotationLineSyntax, self.span, message)
    }

    /// A line without any TAB: spaces in its place, or no annotation.
    fn without_tab(&self) -> Broken {
        let line = self.str(self.span);
        if line.trim().is_empty() {
            return self.broken(RuleId::BlankAnnotationLine, self.span, "An empty line is no annotation");
        }
        let id_len = line.find(' ').unwrap_or(line.len());
        if !is_id(&line[..id_len]) || id_len == line.len() {
            return if is_id(line) {
                self.broken(RuleId::AnnotationLineSyntax, self.span, format!("Behind the id {line} nothing follows"))
            } else {
                let begins = line.split(' ').next().unwrap_or(line);
                self.no_annotation(begins)
            };
        }
        let blanks = |at: usize| {
            let rest = &line[at..];
            Span::new(self.span.start + at, self.span.start + at + (rest.len() - rest.trim_start_matches(' ').len()))
        };
        let first = blanks(id_len);
        let mut edits = vec![Edit::replace(first, "\t")];
        if let Some(second) = self.behind_data(&line[..id_len], Span::new(first.end, self.span.end)) {
            edits.push(Edit::replace(second, "\t"));
        }
        let id = &line[..id_len];
        let finding =
            self.broken(RuleId::SpaceForTab, first, format!("Behind the id {id} stands a space where a tab has to be"));
        Box::new(finding.fixed_by(Fix::safe("Replace it by a tab", edits)))
    }

    /// The spaces that stand where the second TAB of the line has to be: behind the offsets of T, behind the entity
    /// of N, behind the target of a note.
    fn behind_data(&self, id: &str, rest: Span) -> Option<Span> {
        let line = self.str(rest);
        let mut words = line.match_indices(' ').map(|(at, _)| at).filter(|&at| !line[..at].ends_with(' '));
        let at = match id.as_bytes()[0] {
            b'T' => {
                // TYPE START END; END may be followed by `;START`.
                let mut end = words.nth(1)?;
                loop {
                    let next = words.next()?;
                    let word = &line[end + 1..next];
                    end = next;
                    if !word.contains(';') {
                        break;
                    }
                }
                end
            }
            b'N' => words.nth(2)?,
            b'#' => words.nth(1)?,
            _ => return None,
        };
        let len = line[at..].len() - line[at..].trim_start_matches(' ').len();
        (rest.start + at + len < rest.end).then(|| Span::new(rest.start + at, rest.start + at + len))
    }

    fn text_bound(&self, id: Span, data: Span, tail: Option<Span>, ann: &mut Ann) -> Result<Body, Broken> {
        let name = self.str(id);
        let line = self.str(data);
        let Some(space) = memchr(b' ', line.as_bytes()).filter(|&at| at > 0) else {
            let message =
                format!("{name} has no offsets: behind the type “{}” two numbers have to follow", short(line));
            return Err(self.broken(RuleId::MalformedOffsets, whole(data, id), message));
        };
        let entity_type = Span::new(data.start, data.start + space);
        let first = ann.fragments.len();
        let mut at = entity_type.end + 1;
        let problem = loop {
            match self.fragment(at, data.end) {
                Ok((fragment, next)) => {
                    ann.fragments.push(fragment);
                    if next == data.end {
                        break None;
                    }
                    if self.text.as_bytes()[next] == b';' {
                        at = next + 1;
                    } else {
                        break Some(next);
                    }
                }
                Err(at) => break Some(at),
            }
        };
        let fragments = first..ann.fragments.len();
        if let Some(at) = problem {
            let behind = Span::new(at, data.end);
            let rest = self.str(behind);
            // All numbers are there, and then the text begins without a TAB.
            if rest.starts_with(' ') && !rest.trim().is_empty() && tail.is_none() && !fragments.is_empty() {
                let blanks = Span::new(at, data.end - rest.trim_start().len());
                let message =
                    format!("Between the offsets of {name} and its text stands a space where a tab has to be");
                let finding = Finding::new(RuleId::SpaceForTab, blanks, message);
                ann.findings
                    .push(finding.fixed_by(Fix::safe("Replace it by a tab", vec![Edit::replace(blanks, "\t")])));
                return Ok(Body::TextBound { entity_type, fragments, text: Some(Span::new(blanks.end, data.end)) });
            }
            if !rest.trim().is_empty() {
                ann.fragments.truncate(first);
                let written = Span::new(entity_type.end + 1, data.end);
                let message = format!(
                    "The offsets of {name} cannot be read: “{}” is not START END, with a semicolon between parts",
                    short(self.str(written))
                );
                return Err(self.broken(RuleId::MalformedOffsets, whole(written, id), message));
            }
        }
        Ok(Body::TextBound { entity_type, fragments, text: tail })
    }

    /// The `START END` at the byte `at`, and where it ends; else where the trouble begins.
    fn fragment(&self, at: usize, end: usize) -> Result<(Fragment, usize), usize> {
        let (start, next) = self.number(at, end).ok_or(at)?;
        if next >= end || self.text.as_bytes()[next] != b' ' {
            return Err(at);
        }
        let (stop, next) = self.number(next + 1, end).ok_or(at)?;
        Ok((Fragment { start, end: stop, written: Span::new(at, next) }, next))
    }

    fn number(&self, at: usize, end: usize) -> Option<(usize, usize)> {
        let digits = self.text.as_bytes()[at..end].iter().take_while(|b| b.is_ascii_digit());
        let (mut number, mut len) = (0_usize, 0);
        for digit in digits {
            number = number.saturating_mul(10).saturating_add(usize::from(digit - b'0'));
            len += 1;
        }
        (len > 0).then_some((number, at + len))
    }

    /// The words of `span`, which are separated by spaces.
    fn words(&self, span: Span) -> impl Iterator<Item = Span> + use<'a> {
        let text = self.str(span);
        let mut at = 0;
        std::iter::from_fn(move || {
            let bytes = text.as_bytes();
            while bytes.get(at) == Some(&b' ') {
                at += 1;
            }
            let start = at;
            at += memchr(b' ', &bytes[at..]).unwrap_or(bytes.len() - at);
            (start < at).then(|| Span::new(span.start + start, span.start + at))
        })
    }

    /// `ROLE:ID`.
    fn argument(&self, word: Span) -> Option<Argument> {
        let text = self.str(word);
        let colon = memchr(b':', text.as_bytes()).filter(|&at| at > 0 && at + 1 < text.len())?;
        if text[colon + 1..].contains(':') {
            return None;
        }
        let at = word.start + colon;
        Some(Argument { role: Span::new(word.start, at), target: Span::new(at + 1, word.end) })
    }

    fn relation(&self, id: Span, data: Span, ann: &mut Ann) -> Result<Body, Broken> {
        let name = self.str(id);
        let mut words = self.words(data);
        let first = ann.arguments.len();
        let Some(relation) = words.next() else {
            return Err(self.broken(
                RuleId::MalformedRelation,
                self.span,
                format!("{name} says neither what relation it is nor between what"),
            ));
        };
        for word in words {
            let Some(argument) = self.argument(word) else {
                ann.arguments.truncate(first);
                let message = format!("“{}” in {name} is no argument: one is written ROLE:ID", short(self.str(word)));
                return Err(self.broken(RuleId::MalformedRelation, word, message));
            };
            ann.arguments.push(argument);
        }
        let problem = match &ann.arguments[first..] {
            [a, b] if self.str(a.role) == self.str(b.role) => {
                Some((b.role, format!("Both arguments of {name} have the role {}", self.str(b.role))))
            }
            [_, _] => None,
            others => {
                let count = match others.len() {
                    0 => "no argument".to_owned(),
                    1 => "one argument".to_owned(),
                    n => format!("{n} arguments"),
                };
                Some((data, format!("The relation {name} has {count}: it takes two")))
            }
        };
        if let Some((span, message)) = problem {
            ann.arguments.truncate(first);
            return Err(self.broken(RuleId::MalformedRelation, span, message));
        }
        Ok(Body::Relation { relation, arguments: first..ann.arguments.len() })
    }

    fn event(&self, id: Span, data: Span, ann: &mut Ann) -> Result<Body, Broken> {
        let name = self.str(id);
        let mut words = self.words(data);
        let head = words.next();
        let Some((head, trigger)) = head.and_then(|word| Some((word, self.argument(word)?))) else {
            let message = format!("The event {name} has no trigger: it begins TYPE:ID");
            return Err(self.broken(RuleId::MalformedEvent, head.unwrap_or(self.span), message));
        };
        let first = ann.arguments.len();
        for word in words {
            let Some(argument) = self.argument(word) else {
                ann.arguments.truncate(first);
                let message = format!("“{}” in {name} is no argument: one is written ROLE:ID", short(self.str(word)));
                return Err(self.broken(RuleId::MalformedEvent, word, message));
            };
            ann.arguments.push(argument);
        }
        debug_assert!(head.contains(trigger.role));
        let arguments = first..ann.arguments.len();
        Ok(Body::Event { event_type: trigger.role, trigger: trigger.target, arguments })
    }

    fn attribute(&self, id: Span, data: Span) -> Result<Body, Broken> {
        let name = self.str(id);
        let mut words = self.words(data);
        let (Some(attribute), Some(target)) = (words.next(), words.next()) else {
            let message =
                format!("{name} does not say of what it is an attribute: it is written NAME ID, or NAME ID VALUE");
            return Err(self.broken(RuleId::MalformedAttribute, whole(data, id), message));
        };
        if !is_id(self.str(target)) {
            let message = format!("“{}” in {name} is no id", short(self.str(target)));
            return Err(self.broken(RuleId::MalformedAttribute, target, message));
        }
        let value = words.next().map(|word| Span::new(word.start, data.end));
        Ok(Body::Attribute { attribute, target, value })
    }

    fn normalization(&self, id: Span, data: Span, tail: Option<Span>, ann: &mut Ann) -> Result<Body, Broken> {
        let name = self.str(id);
        let mut words = self.words(data);
        let problem = |what: String| self.broken(RuleId::MalformedNormalization, whole(data, id), what);
        let (Some(kind), Some(second), Some(third)) = (words.next(), words.next(), words.next()) else {
            return Err(problem(format!("{name} is not complete: it is written Reference ID DATABASE:ENTRY")));
        };
        // BioNLP 2013 wrote the two under names, in either order.
        let named = |word: Span, prefix: &str| {
            self.str(word).strip_prefix(prefix).map(|_| Span::new(word.start + prefix.len(), word.end))
        };
        let bionlp = |a: Span, b: Span| Some((named(a, "Annotation:")?, named(b, "Referent:")?));
        let bionlp = bionlp(second, third).or_else(|| bionlp(third, second));
        let (target, entry) = bionlp.unwrap_or((second, third));
        if !is_id(self.str(target)) {
            return Err(self.broken(
                RuleId::MalformedNormalization,
                target,
                format!("“{}” in {name} is no id", short(self.str(target))),
            ));
        }
        let written = self.str(entry);
        let colon = memchr(b':', written.as_bytes()).filter(|&at| at > 0 && at + 1 < written.len());
        let (database, entity) = match colon.map(|colon| entry.start + colon) {
            Some(at) => (Span::new(entry.start, at), Span::new(at + 1, entry.end)),
            // There the database may be what kind of reference it is.
            None if bionlp.is_some() && !written.is_empty() => (kind, entry),
            None => {
                let message = format!(
                    "“{}” in {name} names no entry of a database: one is written DATABASE:ENTRY",
                    short(written)
                );
                return Err(self.broken(RuleId::MalformedNormalization, entry, message));
            }
        };
        if self.str(database).eq_ignore_ascii_case("wikidata") && !is_wikidata(self.str(entity)) {
            let message = format!("“{}” in {name} is no id of Wikidata: one is written Q42", short(self.str(entity)));
            ann.findings.push(Finding::new(RuleId::MalformedWikidataId, entity, message));
        }
        Ok(Body::Normalization { kind, target, database, entity, text: tail })
    }

    fn equiv(&self, data: Span, ann: &mut Ann) -> Result<Body, Broken> {
        let mut words = self.words(data);
        let first = ann.arguments.len();
        let relation = words.next().unwrap_or(Span::empty(data.start));
        for target in words {
            if !is_id(self.str(target)) {
                ann.arguments.truncate(first);
                let message =
                    format!("“{}” is no id: an equivalence lists the ids of what is the same", short(self.str(target)));
                return Err(self.broken(RuleId::MalformedEquiv, target, message));
            }
            ann.arguments.push(Argument { role: Span::empty(target.start), target });
        }
        if ann.arguments.len() - first < 2 {
            ann.arguments.truncate(first);
            let message = "An equivalence is between two annotations or more";
            return Err(self.broken(RuleId::MalformedEquiv, self.span, message));
        }
        Ok(Body::Equiv { relation, members: first..ann.arguments.len() })
    }

    fn note(&self, id: Span, data: Span, tail: Option<Span>) -> Result<Body, Broken> {
        let mut words = self.words(data);
        let (Some(kind), Some(target), None) = (words.next(), words.next(), words.next()) else {
            let name = self.str(id);
            let message =
                format!("The note {name} does not say what it is about: it is written TYPE ID, a tab, and the text");
            return Err(self.broken(RuleId::MalformedNote, whole(data, id), message));
        };
        if !is_id(self.str(target)) {
            let message = format!("“{}” in {} is no id", short(self.str(target)), self.str(id));
            return Err(self.broken(RuleId::MalformedNote, target, message));
        }
        Ok(Body::Note { kind, target, text: tail })
    }
}

/// Whether `name` is the id of an annotation: a letter that is known, a number, and what some programs put behind it.
pub(super) fn is_id(name: &str) -> bool {
    let bytes = name.as_bytes();
    match bytes.first() {
        Some(b'*') => bytes.len() == 1,
        Some(b'T' | b'R' | b'E' | b'A' | b'M' | b'N' | b'#') => {
            let letters = bytes[1..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
            bytes.get(1 + letters).is_some_and(u8::is_ascii_digit) && !name.contains(' ')
        }
        _ => false,
    }
}

/// Whether `entry` is an item, a property or a lexeme of Wikidata, or says that there is none.
fn is_wikidata(entry: &str) -> bool {
    let number =
        |digits: &str| !digits.starts_with('0') && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    entry.strip_prefix(['Q', 'P', 'L']).is_some_and(number)
        || entry.bytes().all(|b| b.is_ascii_uppercase() || b == b'-')
}

/// `span`, or the id where it is empty.
fn whole(span: Span, id: Span) -> Span {
    if span.is_empty() { id } else { span }
}

/// The beginning of what a message quotes.
pub(super) fn short(text: &str) -> Cow<'_, str> {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]).into(),
        None => text.into(),
    }
}
