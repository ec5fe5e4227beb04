//! Lines of columns: what every column format needs to cut a file into rows and a row into fields.

use std::collections::HashMap;

use memchr::memchr;

use super::records::Place;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// The most fields of a line that are told apart; what follows belongs to the last.
pub(crate) const MOST_FIELDS: usize = 64;

/// What stands between two columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Separator {
    /// One tab.
    #[default]
    Tab,
    /// Any number of spaces.
    Space,
}

impl Separator {
    /// The one that a line uses by its own evidence.
    pub(crate) fn of(line: &str) -> Self {
        if memchr(b'\t', line.as_bytes()).is_some() { Self::Tab } else { Self::Space }
    }

    /// As it is written.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Tab => "\t",
            Self::Space => " ",
        }
    }

    /// Its name for people, in the plural.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Tab => "tabs",
            Self::Space => "spaces",
        }
    }
}

/// The fields of a line. One buffer serves many lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    spans: Vec<Span>,
}

impl Fields {
    /// Reads `line`, which begins at the byte `at` of the record.
    pub(crate) fn read(&mut self, line: &str, at: usize, separator: Separator) -> &[Span] {
        self.spans.clear();
        let bytes = line.as_bytes();
        match separator {
            Separator::Tab => {
                let mut start = 0;
                for tab in memchr::memchr_iter(b'\t', bytes).take(MOST_FIELDS - 1) {
                    self.spans.push(Span::new(at + start, at + tab));
                    start = tab + 1;
                }
                self.spans.push(Span::new(at + start, at + bytes.len()));
            }
            Separator::Space => {
                let mut start = 0;
                while start < bytes.len() && self.spans.len() < MOST_FIELDS {
                    if bytes[start] == b' ' || bytes[start] == b'\t' {
                        start += 1;
                        continue;
                    }
                    let end = bytes[start..].iter().position(|b| *b == b' ' || *b == b'\t');
                    let end = end.map_or(bytes.len(), |len| start + len);
                    self.spans.push(Span::new(at + start, at + end));
                    start = end;
                }
            }
        }
        &self.spans
    }
}

/// A line end, as files mix them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineEnd {
    Lf,
    CrLf,
}

/// A line of a text of columns: LF ends it, and the CR in front of that is no part of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    /// Without its end.
    pub(crate) text: &'a str,
    /// Its first byte.
    pub(crate) start: usize,
    /// The first byte of the next line.
    pub(crate) next: usize,
    /// How it ends; `None` at the end of the text.
    pub(crate) end: Option<LineEnd>,
}

impl Row<'_> {
    /// It without its end.
    pub(crate) const fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }
}

/// The row of `text` that begins at `start`; `None` at its end.
pub(crate) fn row_at(text: &str, start: usize) -> Option<Row<'_>> {
    let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
    let (line, next, end) = match memchr(b'\n', rest.as_bytes()) {
        Some(at) => (&rest[..at], start + at + 1, Some(LineEnd::Lf)),
        None => (rest, text.len(), None),
    };
    match line.strip_suffix('\r') {
        Some(line) => Some(Row { text: line, start, next, end: end.map(|_| LineEnd::CrLf) }),
        None => Some(Row { text: line, start, next, end }),
    }
}

/// The rows of `text` from the byte `start` on.
pub(crate) fn rows(text: &str, start: usize) -> impl Iterator<Item = Row<'_>> {
    std::iter::successors(row_at(text, start), |row| row_at(text, row.next))
}

/// Whether a line holds nothing but white space.
pub(crate) fn is_blank(line: &str) -> bool {
    line.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r'))
}

/// What programs that write UTF-8 with a signature put in front of a text.
const MARK: char = '\u{feff}';

/// The byte at which the first row of `text`, the record at `place`, begins: a byte order mark is no part of it.
pub(crate) fn first_row(text: &str, place: Place) -> usize {
    if place.first { len_of_mark(text) } else { 0 }
}

/// How long the byte order mark is that `text` begins with.
pub(crate) fn len_of_mark(text: &str) -> usize {
    if text.starts_with(MARK) { MARK.len_utf8() } else { 0 }
}

/// The finding about a byte order mark in front of the first row of a file.
pub(crate) fn mark(text: &str, place: Place) -> Option<Finding> {
    let mark = Span::new(0, first_row(text, place));
    let message =
        "A byte order mark stands in front of the first line: readers take it for a part of what stands there";
    let finding = || Finding::new(RuleId::MarkBeforeAnnotations, mark, message);
    (!mark.is_empty()).then(|| finding().fixed_by(Fix::safe("Delete it", vec![Edit::delete(mark)])))
}

/// How many lines end in each way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineEnds {
    crlf: u32,
    lf: u32,
}

impl LineEnds {
    /// The answers that [`super::records::Summary::votes`] has of them.
    const CRLF: u16 = 2000;
    const LF: u16 = 2001;

    /// Counts the end of a row.
    pub(crate) fn count(&mut self, end: Option<LineEnd>) {
        match end {
            Some(LineEnd::CrLf) => self.crlf += 1,
            Some(LineEnd::Lf) => self.lf += 1,
            None => {}
        }
    }

    /// As a record says them to the whole.
    pub(crate) fn votes(self) -> impl Iterator<Item = (u16, u32)> {
        [(Self::CRLF, self.crlf), (Self::LF, self.lf)].into_iter().filter(|(_, n)| *n > 0)
    }

    /// The finding about a file of which lines end in CR LF: it is one, however many they are.
    pub(crate) fn finding(votes: &HashMap<u16, usize>) -> Option<Finding> {
        let count = |answer: u16| votes.get(&answer).copied().unwrap_or(0);
        let (crlf, lf) = (count(Self::CRLF), count(Self::LF));
        let lines = if lf == 0 { "All lines".to_owned() } else { format!("{crlf} of {} lines", crlf + lf) };
        let message =
            format!("{lines} end in CR LF: readers that split at LF find a carriage return in the last column");
        (crlf > 0).then(|| Finding::new(RuleId::CarriageReturn, Span::empty(0), message))
    }
}

/// The finding about a file whose lines all end in CR, as those of old Macs: to every reader of columns it is one line.
pub(crate) fn returns_alone(text: &str, place: Place) -> Option<Finding> {
    let bytes = text.trim_end_matches('\r').as_bytes();
    if !(place.first && place.last) || memchr(b'\n', text.as_bytes()).is_some() {
        return None;
    }
    let first = memchr(b'\r', bytes)?;
    let edits = memchr::memchr_iter(b'\r', text.as_bytes()).map(|at| Edit::replace(Span::new(at, at + 1), "\n"));
    let message = "The lines of this file end in CR alone: readers that split at LF find one line";
    let finding = Finding::new(RuleId::CarriageReturn, Span::new(first, first + 1), message);
    Some(finding.fixed_by(Fix::safe("End all lines in LF", edits.collect())))
}
