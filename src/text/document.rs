use std::borrow::Cow;

use ropey::Rope;

use super::{Encoding, Position, Source, Span};

/// An open document: a text that is edited in place and cheap to copy (a copy shares the text).
#[derive(Clone, Debug, Default)]
pub struct Document {
    rope: Rope,
}

/// What an edit did, in bytes: `old` was replaced by `new_len` bytes that begin at `old.start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// What was there before, in the text before.
    pub old: Span,
    /// The length of what is there now.
    pub new_len: usize,
}

impl Document {
    /// A document that holds `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { rope: Rope::from_str(text) }
    }

    /// The whole text, copied.
    #[must_use]
    pub fn text(&self) -> String {
        // The rope does not say beforehand how long its text is, which would take up to twice the room.
        let mut text = String::with_capacity(self.rope.len_bytes());
        self.rope.chunks().for_each(|chunk| text.push_str(chunk));
        text
    }

    /// The number of lines: one more than there are line ends.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.rope.len_lines()
    }

    /// Replaces what lies between two positions by `text`.
    /// Positions out of range are clamped, and a range given backwards is turned round.
    pub fn edit(&mut self, start: Position, end: Position, text: &str, encoding: Encoding) -> Change {
        let (a, b) = (self.byte(start, encoding), self.byte(end, encoding));
        self.replace(Span::new(a.min(b), a.max(b)), text)
    }

    /// Replaces the bytes of `span`, which lies in bounds and on character boundaries, by `text`.
    pub fn replace(&mut self, span: Span, text: &str) -> Change {
        let start = self.rope.byte_to_char(span.start);
        let end = self.rope.byte_to_char(span.end);
        self.rope.remove(start..end);
        self.rope.insert(start, text);
        Change { old: span, new_len: text.len() }
    }

    /// The position of the byte `at`, which lies in bounds.
    #[must_use]
    pub fn position(&self, at: usize, encoding: Encoding) -> Position {
        let rope = &self.rope;
        let line = rope.byte_to_line(at);
        let start = rope.line_to_byte(line);
        let column = match encoding {
            Encoding::Utf8 => at - start,
            Encoding::Utf32 => rope.byte_to_char(at) - rope.line_to_char(line),
            Encoding::Utf16 => {
                let unit = |char| rope.char_to_utf16_cu(char);
                unit(rope.byte_to_char(at)) - unit(rope.line_to_char(line))
            }
        };
        Position { line, column }
    }

    /// The byte offset of `position`; a column behind the end of its line means that end, a line behind the last
    /// the end of the text.
    #[must_use]
    pub fn byte(&self, position: Position, encoding: Encoding) -> usize {
        let rope = &self.rope;
        if position.line >= rope.len_lines() {
            return rope.len_bytes();
        }
        let line = self.line_span(position.line);
        match encoding {
            Encoding::Utf8 => {
                let at = line.start.saturating_add(position.column).min(line.end);
                rope.char_to_byte(rope.byte_to_char(at))
            }
            Encoding::Utf32 => {
                let start = rope.byte_to_char(line.start);
                let end = rope.byte_to_char(line.end);
                rope.char_to_byte(start.saturating_add(position.column).min(end))
            }
            Encoding::Utf16 => {
                let start = rope.char_to_utf16_cu(rope.byte_to_char(line.start));
                let end = rope.char_to_utf16_cu(rope.byte_to_char(line.end));
                let unit = start.saturating_add(position.column).min(end);
                rope.char_to_byte(rope.utf16_cu_to_char(unit))
            }
        }
    }

    /// The span of a line, which exists, without its line end.
    fn line_span(&self, line: usize) -> Span {
        let start = self.rope.line_to_byte(line);
        let mut end = self.rope.line_to_byte(line + 1);
        if line + 1 < self.rope.len_lines() {
            end -= 1;
            if end > start && self.rope.byte(end) == b'\n' && self.rope.byte(end - 1) == b'\r' {
                end -= 1;
            }
        }
        Span::new(start, end)
    }
}

impl Source for Document {
    fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    fn slice(&self, span: Span) -> Cow<'_, str> {
        self.rope.byte_slice(span.range()).into()
    }

    fn ceil_boundary(&self, at: usize) -> usize {
        let floor = self.rope.char_to_byte(self.rope.byte_to_char(at));
        if floor == at { at } else { self.rope.char_to_byte(self.rope.byte_to_char(at) + 1) }
    }
}
