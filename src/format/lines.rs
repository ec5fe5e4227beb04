//! Lines of a text: LF, CRLF and CR end them.

use memchr::memchr2;

/// A line of a text, in bytes from the start of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte before the line end.
    pub(crate) end: usize,
    /// The first byte of the next line.
    pub(crate) next: usize,
}

impl Line {
    /// The line of `text` that begins at `start`; `None` at the end of the text.
    pub(crate) fn at(text: &str, start: usize) -> Option<Self> {
        let bytes = text.as_bytes().get(start..).filter(|rest| !rest.is_empty())?;
        let (end, next) = match memchr2(b'\n', b'\r', bytes) {
            Some(at) if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') => (at, at + 2),
            Some(at) => (at, at + 1),
            None => (bytes.len(), bytes.len()),
        };
        Some(Self { start, end: start + end, next: start + next })
    }

    /// What it says, without its end.
    pub(crate) fn text(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// The lines of `text` from the byte `start` on.
pub(crate) fn lines(text: &str, start: usize) -> impl Iterator<Item = Line> + '_ {
    std::iter::successors(Line::at(text, start), |line| Line::at(text, line.next))
}

/// Whether `line` holds white space only.
pub(crate) fn is_blank(line: &str) -> bool {
    line.bytes().all(|b| b == b' ' || b == b'\t')
        || line.chars().all(|c| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}')
}
