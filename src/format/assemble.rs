//! Puts the text of an article together from stretches of its file, and remembers where each stands.

use super::reading::Piece;
use crate::text::Span;

/// A text that grows, and where its parts stand.
#[derive(Debug, Default)]
pub(crate) struct Assembly {
    pub(crate) text: String,
    pub(crate) pieces: Vec<Piece>,
}

impl Assembly {
    /// Adds the stretch `span` of `source` as it is.
    pub(crate) fn verbatim(&mut self, source: &str, span: Span) {
        if span.is_empty() {
            return;
        }
        let text = Span::new(self.text.len(), self.text.len() + span.len());
        self.text.push_str(&source[span.range()]);
        match self.pieces.last_mut() {
            Some(last)
                if last.text.end == text.start
                    && last.source.end == span.start
                    && last.text.len() == last.source.len() =>
            {
                last.text.end = text.end;
                last.source.end = span.end;
            }
            _ => self.pieces.push(Piece { text, source: span }),
        }
    }

    /// Adds `written`, which the stretch `span` of the source stands for.
    pub(crate) fn resolved(&mut self, written: &str, span: Span) {
        if written.is_empty() || span.is_empty() {
            return;
        }
        let text = Span::new(self.text.len(), self.text.len() + written.len());
        self.text.push_str(written);
        self.pieces.push(Piece { text, source: span });
    }

    /// Adds characters of the text's own.
    pub(crate) fn own(&mut self, written: &str) {
        self.text.push_str(written);
    }

    /// Takes white space off the end.
    pub(crate) fn trim_end(&mut self) {
        let len = self.text.trim_end().len();
        self.text.truncate(len);
        while let Some(last) = self.pieces.last_mut().filter(|last| last.text.end > len) {
            let cut = last.text.end - len;
            if last.text.start >= len {
                self.pieces.pop();
            } else {
                // White space at the end of a longer piece stands in the source as it is.
                last.text.end = len;
                last.source.end -= cut;
            }
        }
    }
}
