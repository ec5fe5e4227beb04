//! As much of Turtle and N-Triples as NIF needs: triples with the place of every term.

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
    let mut found = Vec::new();
    let (mut subject, mut predicate): (Option<Term>, Option<Term>) = (None, None);
    while let Some(piece) = scanner.next() {
        match piece {
            Piece::Term(term) => match (subject, predicate) {
                (None, _) => subject = Some(term),
                (Some(_), None) => predicate = Some(term),
                (Some(subject), Some(predicate)) => found.push(Triple { subject, predicate, object: term }),
            },
            Piece::Mark(b'.') => (subject, predicate) = (None, None),
            Piece::Mark(b';') => predicate = None,
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

enum Piece {
    Term(Term),
    Mark(u8),
    /// A declaration of a prefix that has lost its full stop.
    Prefix(Span),
    Broken(Span),
}

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
            mark @ (b';' | b',' | b'[' | b']' | b'(' | b')') => {
                self.at += 1;
                Some(Piece::Mark(mark))
            }
            b'.' => {
                self.at += 1;
                Some(Piece::Mark(b'.'))
            }
            b'<' => {
                let len = bytes[start..].iter().position(|b| matches!(b, b'>' | b'\n'));
                let len = len.unwrap_or(bytes.len() - start);
                let closed = bytes.get(start + len) == Some(&b'>');
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
        Piece::Term(Term { kind, span: Span::new(start, self.at), inner: Span::new(from, to.max(from)) })
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
        let rest = &bytes[self.at..];
        let tail = if rest.starts_with(b"^^") || rest.starts_with(b"@") {
            rest.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b';' | b',')).unwrap_or(rest.len())
        } else {
            0
        };
        let written = &rest[..tail];
        let stop = usize::from(written.ends_with(b".") && !written.ends_with(b">."));
        let stop = stop.max(usize::from(written.ends_with(b">.")));
        self.at += tail - stop;
        Piece::Term(Term { kind: TermKind::Literal, span: Span::new(start, close), inner: Span::new(from, end) })
    }
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
