//! As much of Turtle and N-Triples as NIF needs: triples with the place of every term.

use std::collections::HashSet;

use memchr::memchr;

use crate::format::assemble::Assembly;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// A part of a triple.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) kind: TermKind,
    /// All of it.
    pub(crate) span: Span,
    /// Without angle brackets or quotation marks.
    pub(crate) inner: Span,
    /// Where it ends, its data type or language included.
    all: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TermKind {
    /// `<…>`
    Iri,
    /// `"…"`, data type and language left out.
    Literal,
    /// `nif:anchorOf`, `a`, `12`, `_:b`
    Name,
}

/// A triple.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Triple {
    pub(crate) subject: Term,
    pub(crate) predicate: Term,
    pub(crate) object: Term,
}

/// The triples of `text`; reports where one cannot be read.
pub(crate) fn triples(text: &str, findings: &mut Vec<Finding>) -> Vec<Triple> {
    let mut scanner = Scanner { text, at: 0 };
    let mut found: Vec<Triple> = Vec::new();
    let (mut subject, mut predicate): (Option<Term>, Option<Term>) = (None, None);
    // The object that came last, with no mark behind it; and how many brackets are open.
    let mut last: Option<Term> = None;
    let mut nested = 0_usize;
    // Whether terms stand side by side that are no objects: one finding is enough up to the next mark.
    let mut is_odd = false;
    let mut prefixes = Prefixes::new(text);
    while let Some(piece) = scanner.next() {
        let object = last.take();
        match piece {
            Piece::Term(term) => {
                findings.extend(prefixes.undeclared(text, term));
                findings.extend(unended(text, term));
                if let Some(object) = object.filter(|_| nested == 0 && !is_odd) {
                    let mark = scanner.lost_mark();
                    let message = format!("A mark is lost behind this: “{mark}” stands in front of what follows");
                    let finding = Finding::new(RuleId::BrokenTriple, object.span, message);
                    // In the middle of a line, a string with quotation marks inside looks like this.
                    let rest = text[object.all..].trim_start_matches([' ', '\t', '\r']);
                    let edits = vec![Edit::insert(object.all, format!(" {mark}"))];
                    findings.push(match rest.starts_with('\n') {
                        // More than one mark may be lost.
                        true => finding.fixed_by(Fix::unsafe_(format!("Add “{mark}”"), edits)),
                        false => finding,
                    });
                    is_odd = mark == ',';
                    predicate = predicate.filter(|_| mark == ',');
                    subject = subject.filter(|_| mark != '.');
                }
                match (subject, predicate) {
                    (None, _) => subject = Some(term),
                    (Some(_), None) => predicate = Some(term),
                    (Some(subject), Some(predicate)) => {
                        found.push(Triple { subject, predicate, object: term });
                        last = Some(term);
                    }
                }
            }
            Piece::Mark(b'.' | b'{' | b'}') => (subject, predicate, is_odd) = (None, None, false),
            Piece::Mark(b';') => (predicate, is_odd) = (None, false),
            Piece::Mark(b'[' | b'(') => nested += 1,
            Piece::Mark(b']' | b')') => nested = nested.saturating_sub(1),
            Piece::Mark(_) => {}
            Piece::Prefix(span) => {
                let message = "This declaration does not end: a full stop stands behind the address";
                let fix = Fix::safe("Add the full stop", vec![Edit::insert(span.end, " .")]);
                findings.push(Finding::new(RuleId::BrokenTriple, span, message).fixed_by(fix));
            }
            Piece::Broken(span) => {
                findings.push(Finding::new(RuleId::BrokenTriple, span, "This string is never closed"));
                (subject, predicate) = (None, None);
            }
        }
    }
    found
}

/// The finding about an address that is never closed.
fn unended(text: &str, term: Term) -> Option<Finding> {
    let is_open = term.kind == TermKind::Iri && !text[term.span.range()].ends_with('>');
    let fix = Fix::safe("Add >", vec![Edit::insert(term.span.end, ">")]);
    let message = "This address is never closed: > stands behind it";
    is_open.then(|| Finding::new(RuleId::BrokenTriple, term.span, message).fixed_by(fix))
}

/// Prefixes of names.
struct Prefixes<'a> {
    declared: HashSet<&'a str>,
    reported: HashSet<&'a str>,
}

impl<'a> Prefixes<'a> {
    fn new(text: &'a str) -> Self {
        let declaration = |line: &'a str| {
            let (word, rest) = line.trim_start().split_once(char::is_whitespace)?;
            let declares = word.trim_start_matches('@').eq_ignore_ascii_case("prefix");
            rest.trim_start().split_once(':').map(|(prefix, _)| prefix).filter(|_| declares)
        };
        Self { declared: text.lines().filter_map(declaration).collect(), reported: HashSet::new() }
    }

    /// The finding that nothing declares the prefix of a name: the first one of its kind, in a file that declares some.
    fn undeclared(&mut self, text: &'a str, term: Term) -> Option<Finding> {
        if term.kind != TermKind::Name || self.declared.is_empty() {
            return None;
        }
        let (prefix, _) = text[term.inner.range()].split_once(':')?;
        let is_name = prefix.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
        let known = !is_name || prefix == "_" || self.declared.contains(prefix) || !self.reported.insert(prefix);
        let place = Span::new(term.inner.start, term.inner.start + prefix.len());
        let message = format!("Nothing declares the prefix {prefix}");
        (!known).then(|| Finding::new(RuleId::BrokenTriple, if place.is_empty() { term.span } else { place }, message))
    }
}

#[derive(Clone, Copy)]
enum Piece {
    Term(Term),
    Mark(u8),
    /// A declaration of a prefix that has lost its full stop.
    Prefix(Span),
    Broken(Span),
}

/// So many terms behind a place tell which mark was lost there.
const TELLING: usize = 3;

#[derive(Clone, Copy)]
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<Piece> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at)? {
                b if b.is_ascii_whitespace() => self.at += 1,
                b'P' | b'p' | b'B' | b'b' if self.declares() => self.at = self.line_end(),
                b'#' => self.at = memchr(b'\n', &bytes[self.at..]).map_or(bytes.len(), |found| self.at + found + 1),
                b'@' => {
                    // A prefix or a base declares nothing that is needed; a language was taken with its literal.
                    let start = self.at;
                    self.at = memchr(b'\n', &bytes[self.at..]).map_or(bytes.len(), |found| self.at + found + 1);
                    if let Some(span) = self.unended(start) {
                        return Some(Piece::Prefix(span));
                    }
                }
                _ => break,
            }
        }
        let start = self.at;
        match bytes[start] {
            mark @ (b';' | b',' | b'[' | b']' | b'(' | b')' | b'{' | b'}') => {
                self.at += 1;
                Some(Piece::Mark(mark))
            }
            b'.' => {
                self.at += 1;
                Some(Piece::Mark(b'.'))
            }
            b'<' => {
                // Where another term begins or the line ends first, it ends with its first word.
                let rest = &bytes[start + 1..];
                let stop = rest.iter().position(|b| matches!(b, b'>' | b'<' | b'"' | b'\n')).unwrap_or(rest.len());
                let closed = rest.get(stop) == Some(&b'>');
                let word = || rest.iter().position(u8::is_ascii_whitespace).map_or(stop, |word| word.min(stop));
                // The mark of the triple is none of it.
                let bare = |len: usize| len - rest[..len].iter().rev().take_while(|b| b".;,".contains(b)).count();
                let len = 1 + if closed { stop } else { bare(word()) };
                self.at = start + len + usize::from(closed);
                Some(self.term(TermKind::Iri, start, start + 1, start + len))
            }
            mark @ (b'"' | b'\'') => Some(self.literal(start, mark)),
            _ => {
                let rest = &self.text[start..];
                let len = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '"' | '<' | '[' | ']' | '(' | ')'));
                let name = &rest[..len.unwrap_or(rest.len())];
                // A full stop at the end is that of the triple.
                let name = if name.len() > 1 { name.trim_end_matches('.') } else { name };
                let len = name.len().max(rest.chars().next().map_or(1, char::len_utf8));
                self.at = start + len;
                Some(self.term(TermKind::Name, start, start, start + len))
            }
        }
    }

    /// The mark that was lost in front of the term that was taken last: what stands behind it up to the next mark is a
    /// whole triple, a predicate and its object, or another object.
    fn lost_mark(self) -> char {
        let mut ahead = self;
        let mut terms = 1;
        while terms < TELLING && matches!(ahead.next(), Some(Piece::Term(_))) {
            terms += 1;
        }
        match terms {
            1 => ',',
            2 => ';',
            _ => '.',
        }
    }

    /// Whether a declaration begins here that is written as in SPARQL, without a full stop.
    fn declares(&self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let is_word = |word: &[u8]| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        (is_word(b"prefix ") || is_word(b"base ")) && self.text[self.at..self.line_end()].contains('<')
    }

    fn line_end(&self) -> usize {
        let bytes = self.text.as_bytes();
        memchr(b'\n', &bytes[self.at..]).map_or(bytes.len(), |found| self.at + found + 1)
    }

    /// The declaration that stands on the line from `start` to where the scanner is, up to its address, where no full stop
    /// follows that.
    fn unended(&self, start: usize) -> Option<Span> {
        let line = &self.text[start..self.at];
        let declares = line.starts_with("@prefix ") || line.starts_with("@base ");
        let end = start + line.find('>').filter(|_| declares)? + 1;
        let mut rest = self.text[end..].trim_start();
        while rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
        }
        (!rest.starts_with('.')).then(|| Span::new(start, end))
    }

    fn term(&self, kind: TermKind, start: usize, from: usize, to: usize) -> Piece {
        let inner = Span::new(from, to.max(from));
        Piece::Term(Term { kind, span: Span::new(start, self.at), inner, all: self.at })
    }

    fn literal(&mut self, start: usize, mark: u8) -> Piece {
        let bytes = self.text.as_bytes();
        let long = bytes[start..].starts_with(&[mark; 3]);
        let from = start + if long { 3 } else { 1 };
        let mut at = from;
        let end = loop {
            match bytes.get(at) {
                None => break None,
                Some(b'\n') if !long => break None,
                Some(b'\\') => at += 2,
                Some(&b) if b == mark && !long => break Some(at),
                Some(&b) if b == mark && bytes[at..].starts_with(&[mark; 3]) => break Some(at),
                Some(_) => at += 1,
            }
        };
        let Some(end) = end.filter(|&end| self.text.is_char_boundary(end)) else {
            self.at = memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |found| start + found + 1);
            return Piece::Broken(Span::new(start, start + 1));
        };
        self.at = end + if long { 3 } else { 1 };
        let close = self.at;
        // What kind of literal it is does not matter.
        self.at += tail(self.text, close).len();
        let (span, inner) = (Span::new(start, close), Span::new(from, end));
        Piece::Term(Term { kind: TermKind::Literal, span, inner, all: self.at })
    }
}

/// The data type or the language that stands behind a literal which ends at the byte `at` of `text`.
pub(crate) fn tail(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    if !rest.starts_with("^^") && !rest.starts_with('@') {
        return "";
    }
    let written = rest.split(|c: char| c.is_ascii_whitespace() || matches!(c, ';' | ',')).next().unwrap_or_default();
    written.strip_suffix('.').unwrap_or(written)
}

/// The byte behind the full stop that ends the statement which goes on at the byte `at` of `text`, outside of every term;
/// `None` where nothing ends it.
pub(crate) fn statement_end(text: &str, at: usize) -> Option<usize> {
    let mut scanner = Scanner { text, at };
    while let Some(piece) = scanner.next() {
        match piece {
            Piece::Mark(b'.') => return Some(scanner.at),
            Piece::Term(_) | Piece::Mark(_) => {}
            Piece::Prefix(_) | Piece::Broken(_) => return None,
        }
    }
    None
}

/// `text` as it stands between the quotation marks of a literal.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '"' => out.extend(['\\', c]),
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            c => out.push(c),
        }
    }
    out
}

/// Adds what the literal at `inner` says to `body`.
pub(crate) fn decode(text: &str, inner: Span, body: &mut Assembly) {
    let bytes = text.as_bytes();
    let mut at = inner.start;
    while let Some(found) = memchr(b'\\', &bytes[at..inner.end]) {
        let escape = at + found;
        body.verbatim(text, Span::new(at, escape));
        let Some(kind) = text[escape + 1..inner.end].chars().next() else { return };
        let digits = match kind {
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let len = 1 + kind.len_utf8() + digits;
        let span = Span::new(escape, escape + len);
        let resolved = match kind {
            't' => Some('\t'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'u' | 'U' => text
                .get(escape + 2..span.end.min(inner.end))
                .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                .and_then(char::from_u32),
            other => Some(other),
        };
        match resolved.filter(|_| span.end <= inner.end) {
            Some(c) => {
                body.resolved(c.encode_utf8(&mut [0; 4]), span);
                at = span.end;
            }
            None => {
                body.verbatim(text, Span::new(escape, escape + 1));
                at = escape + 1;
            }
        }
    }
    body.verbatim(text, Span::new(at, inner.end));
}
