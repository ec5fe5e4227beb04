use super::types::{Position, PositionEncodingKind, Range, TextEdit};
use crate::rules::Edit;
use crate::text::{self, Document, Encoding, Source, Span};

/// Stretches of text up to this length, in bytes, are counted rather than looked up in the rope.
const SHORT: usize = 512;

/// Converts between bytes of a text and positions of the protocol.
#[derive(Clone, Copy, Debug)]
pub struct Converter<'a> {
    /// The text.
    pub text: &'a Document,
    /// The unit of columns that was agreed on.
    pub encoding: Encoding,
}

impl Converter<'_> {
    /// The position of a byte, which lies in bounds.
    pub fn position(&self, at: usize) -> Position {
        let bytes = self.text.position(at, Encoding::Utf8);
        let column = match self.encoding {
            Encoding::Utf8 => bytes.column,
            other if bytes.column > SHORT => self.text.position(at, other).column,
            other => other.len(&self.text.slice(Span::new(at - bytes.column, at))),
        };
        Position { line: number(bytes.line), character: number(column) }
    }

    /// The range of a span, which lies in bounds.
    pub fn range(&self, span: Span) -> Range {
        let start = self.position(span.start);
        Range { start, end: self.end(start, span) }
    }

    /// The end of a span that begins at `start`: counted from there where it is short and on one line, as most are.
    fn end(&self, start: Position, span: Span) -> Position {
        let text = if span.len() <= SHORT { self.text.slice(span) } else { "\n".into() };
        if text.contains(['\n', '\r']) {
            return self.position(span.end);
        }
        Position { line: start.line, character: start.character + number(self.encoding.len(&text)) }
    }

    /// The byte at a position; positions out of range are clamped.
    pub fn byte(&self, position: Position) -> usize {
        self.text.byte(from_position(position), self.encoding)
    }

    /// The span of a range; one that is given backwards is turned round.
    pub fn span(&self, range: Range) -> Span {
        let (a, b) = (self.byte(range.start), self.byte(range.end));
        Span::new(a.min(b), a.max(b))
    }

    /// The edits as the protocol has them.
    pub fn edits(&self, edits: &[Edit]) -> Vec<TextEdit> {
        edits.iter().map(|edit| TextEdit { range: self.range(edit.span), new_text: edit.text.to_string() }).collect()
    }
}

/// Whether `span` lies in bounds of `text` and on character boundaries.
pub fn is_sound(text: &Document, span: Span) -> bool {
    span.start <= span.end
        && span.end <= text.len()
        && text.ceil_boundary(span.start) == span.start
        && text.ceil_boundary(span.end) == span.end
}

/// A position of the protocol as one of a text.
pub fn from_position(position: Position) -> text::Position {
    text::Position { line: position.line as usize, column: position.character as usize }
}

/// A position of a text as one of the protocol.
pub fn to_position(position: text::Position) -> Position {
    Position { line: number(position.line), character: number(position.column) }
}

/// A number as the protocol has it; texts with more than four thousand million lines or columns are none.
pub fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The encoding that a client names, if it is one of the three.
pub fn encoding(kind: &PositionEncodingKind) -> Option<Encoding> {
    [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32].into_iter().find(|&one| encoding_kind(one) == *kind)
}

/// The protocol's name of an encoding.
pub fn encoding_kind(encoding: Encoding) -> PositionEncodingKind {
    match encoding {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
        Encoding::Utf32 => PositionEncodingKind::UTF32,
    }
}

/// The last character boundary of `text` at or before `at`.
pub fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
