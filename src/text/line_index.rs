use memchr::memchr2_iter;

use super::{Encoding, Position, Span};

/// Where each line of a text begins.
///
/// Built in one pass; a conversion is a binary search and a look at one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Byte offset of the first character of each line; never empty.
    starts: Vec<usize>,
}

impl LineIndex {
    /// The index of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr2_iter(b'\n', b'\r', bytes) {
            let crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !crlf {
                starts.push(at + 1);
            }
        }
        Self { starts }
    }

    /// The number of lines: one more than there are line ends.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The line that holds the byte `at`.
    #[must_use]
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at) - 1
    }

    /// The span of a line without its line end, or `None` beyond the last.
    #[must_use]
    pub fn line_span(&self, text: &str, line: usize) -> Option<Span> {
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let content = text[start..end].trim_end_matches(['\n', '\r']);
        Some(Span::new(start, start + content.len()))
    }

    /// The position of the byte `at`, which lies in bounds and on a character boundary.
    #[must_use]
    pub fn position(&self, text: &str, at: usize, encoding: Encoding) -> Position {
        let line = self.line(at);
        Position { line, column: encoding.len(&text[self.starts[line]..at]) }
    }

    /// The byte offset of `position`; a column behind the end of its line means that end, a line behind the last
    /// the end of the text.
    #[must_use]
    pub fn byte(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        match self.line_span(text, position.line) {
            Some(line) => line.start + encoding.byte(&text[line.range()], position.column),
            None => text.len(),
        }
    }
}
