use std::borrow::Cow;

use super::Span;

/// A text that can be read in slices: a string, or the rope of an open document.
pub trait Source: Sync {
    /// Its length in bytes.
    fn len(&self) -> usize;

    /// The text of `span`, which lies in bounds and on character boundaries.
    fn slice(&self, span: Span) -> Cow<'_, str>;

    /// The nearest character boundary at or after the byte `at`, which lies in bounds.
    fn ceil_boundary(&self, at: usize) -> usize;

    /// Whether there is no text.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Source for str {
    fn len(&self) -> usize {
        str::len(self)
    }

    fn slice(&self, span: Span) -> Cow<'_, str> {
        Cow::Borrowed(&self[span.range()])
    }

    fn ceil_boundary(&self, at: usize) -> usize {
        (at..=str::len(self)).find(|&i| self.is_char_boundary(i)).unwrap_or(str::len(self))
    }
}
