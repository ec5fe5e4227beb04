use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use crate::rules::RuleId;
use crate::text::{Change, Span};

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule says so; code, name and severity follow from it.
    pub rule: RuleId,
    /// The place.
    pub span: Span,
    /// What is wrong, in terms of the text: one sentence without a full stop.
    pub message: Cow<'static, str>,
    /// Other places that explain this one.
    pub related: Vec<Related>,
    /// Ways to mend it, the best one first.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// A finding without related places and fixes.
    #[must_use]
    pub fn new(rule: RuleId, span: Span, message: impl Into<Cow<'static, str>>) -> Self {
        Self { rule, span, message: message.into(), related: Vec::new(), fixes: Vec::new() }
    }

    /// With one more related place.
    #[must_use]
    pub fn relating(mut self, span: Span, message: impl Into<Cow<'static, str>>) -> Self {
        self.related.push(Related { file: None, span, message: message.into() });
        self
    }

    /// With one more fix.
    #[must_use]
    pub fn fixed_by(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Every span of it that is one of its own file.
    pub(crate) fn spans_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        let related = self.related.iter_mut().filter(|related| related.file.is_none()).map(|related| &mut related.span);
        let edits = self.fixes.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.span);
        std::iter::once(&mut self.span).chain(related).chain(edits)
    }

    /// The same, all spans `by` bytes further on.
    #[must_use]
    pub fn shifted(&self, by: usize) -> Self {
        self.moved(0, by)
    }

    /// The same where `old` bytes in front of it have become `new` ones.
    #[must_use]
    pub fn moved(&self, old: usize, new: usize) -> Self {
        let mut it = self.clone();
        it.move_by(old, new);
        it
    }

    /// Follows a change that touches none of its places: those behind it move.
    pub(crate) fn move_behind(&mut self, change: Change) {
        for span in self.spans_mut().filter(|span| span.start > change.old.end) {
            let moved = |at: usize| at - change.old.len() + change.new_len;
            *span = Span::new(moved(span.start), moved(span.end));
        }
    }

    /// Follows that `old` bytes in front of it have become `new` ones.
    pub(crate) fn move_by(&mut self, old: usize, new: usize) {
        self.spans_mut().for_each(|span| *span = Span::new(span.start + new - old, span.end + new - old));
    }
}

/// Another place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file, where it is another one than that of the finding.
    pub file: Option<Arc<OtherFile>>,
    /// The place.
    pub span: Span,
    /// What it has to do with the finding.
    pub message: Cow<'static, str>,
}

/// A file of the corpus that a finding in another one leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherFile {
    /// Where it is: the corpus' folder as it was given, and the path in it.
    pub path: PathBuf,
    /// What stood in it when the finding was made.
    pub text: String,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative: `Replace “"” by “”””`.
    pub title: Cow<'static, str>,
    /// Whether it can be applied unseen.
    pub safety: Safety,
    /// What it changes: ascending spans that do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that can be applied unseen.
    #[must_use]
    pub fn safe(title: impl Into<Cow<'static, str>>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safety: Safety::Safe, edits }
    }

    /// A fix that a person should look at.
    #[must_use]
    pub fn unsafe_(title: impl Into<Cow<'static, str>>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safety: Safety::Unsafe, edits }
    }
}

/// Whether a fix can be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// No other repair is likely and the meaning stays.
    Safe,
    /// Another repair is as likely, or the text says something else afterwards.
    Unsafe,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What comes in its place.
    pub text: Cow<'static, str>,
}

impl Edit {
    /// Puts `text` in the place of `span`.
    #[must_use]
    pub fn replace(span: Span, text: impl Into<Cow<'static, str>>) -> Self {
        Self { span, text: text.into() }
    }

    /// Takes `span` out.
    #[must_use]
    pub fn delete(span: Span) -> Self {
        Self::replace(span, "")
    }

    /// Puts `text` in at `at`.
    #[must_use]
    pub fn insert(at: usize, text: impl Into<Cow<'static, str>>) -> Self {
        Self::replace(Span::empty(at), text)
    }
}
