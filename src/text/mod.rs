//! Text and places in it.
//!
//! Invariants: every offset inside Copydesk is a byte offset into UTF-8 text, on a character boundary.
//! A line ends at LF, CRLF or CR and at nothing else: U+2028, U+0085, vertical tab and form feed are ordinary
//! characters, as the Language Server Protocol has it.
//! Code points and UTF-16 units exist only at the borders: [`LineIndex`] for a text that stays as it is,
//! [`Document`] for one that is being edited.

mod document;
mod line_index;
mod offsets;
mod source;
mod span;

pub use document::{Change, Document};
pub use line_index::LineIndex;
pub use offsets::{Counting, LineEnds, Mark, Offsets, Unit};
pub use source::Source;
pub use span::Span;

/// The unit in which a column is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 code units: the protocol's default.
    #[default]
    Utf16,
    /// Unicode code points.
    Utf32,
}

impl Encoding {
    /// The length of `text` in this encoding's units.
    #[must_use]
    pub fn len(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Utf32 => text.chars().count(),
        }
    }

    /// The byte offset in `text` of its unit number `column`, clamped to the end of the text.
    /// A column inside a character (the second half of a surrogate pair, a continuation byte) means its start.
    #[must_use]
    pub fn byte(self, text: &str, column: usize) -> usize {
        let mut units = 0;
        for (byte, c) in text.char_indices() {
            let width = match self {
                Self::Utf8 => c.len_utf8(),
                Self::Utf16 => c.len_utf16(),
                Self::Utf32 => 1,
            };
            if units + width > column {
                return byte;
            }
            units += width;
        }
        text.len()
    }
}

/// A place as people and editors count: both parts are zero-based.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in units of the [`Encoding`] agreed on.
    pub column: usize,
}
