//! Markers of a merge that git left in a file.

use memchr::memmem;

use super::lines::Line;
use crate::rules::{Finding, RuleId};
use crate::text::Span;

/// Which markers of a merge stand in a stretch of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Markers {
    /// The first line that begins a conflict.
    begins: Option<Span>,
    /// Whether a line stands between two versions.
    between: bool,
    /// Whether a line ends a conflict.
    ends: bool,
}

impl Markers {
    /// Those of `text`.
    pub(crate) fn of(text: &str) -> Self {
        Self {
            begins: line_with(text, "<<<<<<< ", |_| true),
            between: line_with(text, "=======", |line| line.trim_end() == "=======").is_some(),
            ends: line_with(text, ">>>>>>> ", |_| true).is_some(),
        }
    }

    /// The same, a stretch `by` bytes further on.
    pub(crate) fn shifted(self, by: usize) -> Self {
        Self { begins: self.begins.map(|span| span.shifted(by)), ..self }
    }

    /// Those of two stretches, of which the other is the later one.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            begins: self.begins.or(other.begins),
            between: self.between || other.between,
            ends: self.ends || other.ends,
        }
    }

    /// Whether these are the same but for their places.
    pub(crate) fn says_the_same(self, other: Self) -> bool {
        (self.begins.is_some(), self.between, self.ends) == (other.begins.is_some(), other.between, other.ends)
    }

    /// The finding about a conflict, where there is all of one: tokens and rules of text may look like a part.
    pub(crate) fn finding(self) -> Option<Finding> {
        let begins = self.begins.filter(|_| self.between && self.ends)?;
        let message = "A merge was not finished here: nothing else is said about the file until one of the two versions \
                       is chosen";
        Some(Finding::new(RuleId::MergeConflict, begins, message))
    }
}

/// The first line of `text` that begins with `mark` and is `wanted`.
fn line_with(text: &str, mark: &str, wanted: impl Fn(&str) -> bool) -> Option<Span> {
    let starts_line = |at: usize| at == 0 || matches!(text.as_bytes()[at - 1], b'\n' | b'\r');
    let lines = memmem::find_iter(text.as_bytes(), mark).filter(|at| starts_line(*at));
    let mut lines = lines.filter_map(|at| Line::at(text, at)).filter(|line| wanted(line.text(text)));
    lines.next().map(|line| Span::new(line.start, line.end))
}
