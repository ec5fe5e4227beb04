//! What a `.ann` file says, line by line. Spans are bytes of the file; offsets in the text are as they are written.

use std::ops::Range;

use super::line;
use crate::format::lines::lines;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// A `.ann` file as read.
#[derive(Clone, Debug, Default)]
pub struct Ann {
    /// Its lines, in order.
    pub lines: Vec<Line>,
    /// The parts of all spans.
    pub fragments: Vec<Fragment>,
    /// The arguments of all relations and events, and the members of equivalences.
    pub arguments: Vec<Argument>,
    /// What is wrong with lines, each by itself; in the order of the lines.
    pub findings: Vec<Finding>,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// All of it, without its end.
    pub span: Span,
    /// The id; empty where it has none.
    pub id: Span,
    /// What it says.
    pub body: Body,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// T: a stretch of the text, of one part or several.
    TextBound {
        /// The name of the type.
        entity_type: Span,
        /// Its parts, in [`Ann::fragments`].
        fragments: Range<usize>,
        /// What stands in the text there, as the file has it.
        text: Option<Span>,
    },
    /// R: a relation between two annotations.
    Relation {
        /// Its name.
        relation: Span,
        /// Its two arguments, in [`Ann::arguments`].
        arguments: Range<usize>,
    },
    /// E: an event.
    Event {
        /// The name of its type.
        event_type: Span,
        /// The id of the stretch that names it.
        trigger: Span,
        /// Who and what takes part, in [`Ann::arguments`].
        arguments: Range<usize>,
    },
    /// A, M: an attribute of an annotation.
    Attribute {
        /// Its name.
        attribute: Span,
        /// The id of the annotation.
        target: Span,
        /// Its value, where it is more than there.
        value: Option<Span>,
    },
    /// N: an entry of a database that an annotation names.
    Normalization {
        /// `Reference`.
        kind: Span,
        /// The id of the annotation.
        target: Span,
        /// The name of the database.
        database: Span,
        /// The entry.
        entity: Span,
        /// What the database calls it.
        text: Option<Span>,
    },
    /// \*: annotations that are the same.
    Equiv {
        /// `Equiv`.
        relation: Span,
        /// Their ids, in [`Ann::arguments`].
        members: Range<usize>,
    },
    /// #: a note about an annotation.
    Note {
        /// What kind of note.
        kind: Span,
        /// The id of the annotation.
        target: Span,
        /// What it says.
        text: Option<Span>,
    },
    /// A line that cannot be read; a finding says why.
    Broken,
}

/// One part of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// The offset of its first character.
    pub start: usize,
    /// The offset behind its last.
    pub end: usize,
    /// Where both are written: `START END`.
    pub written: Span,
}

/// An argument of a relation or an event, or a member of an equivalence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its role; empty for a member.
    pub role: Span,
    /// The id of an annotation.
    pub target: Span,
}

impl Ann {
    /// Reads `text`. Never fails: lines that cannot be read are findings.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        // Lines of real corpora have about forty bytes.
        let mut ann = Self { lines: Vec::with_capacity(text.len() / 40 + 1), ..Self::default() };
        ann.read(text, 0);
        ann
    }

    /// Reads the lines of `text` from the byte `start` on.
    fn read(&mut self, text: &str, start: usize) {
        let mut start = start;
        if start == 0 && text.starts_with('\u{feff}') {
            start = '\u{feff}'.len_utf8();
            let mark = Span::new(0, start);
            let message = "A byte order mark stands in front of the first annotation, whose id cannot be read with it";
            let finding = Finding::new(RuleId::MarkBeforeAnnotations, mark, message);
            self.findings.push(finding.fixed_by(Fix::safe("Delete it", vec![Edit::delete(mark)])));
        }
        for line in lines(text, start) {
            line::read(text, Span::new(line.start, line.end), self);
            if let Some(finding) = self.findings.last_mut().filter(|it| it.rule == RuleId::BlankAnnotationLine)
                && finding.span.start == line.start
                && finding.fixes.is_empty()
            {
                let whole = Span::new(line.start, line.next);
                finding.fixes.push(Fix::safe("Delete the line", vec![Edit::delete(whole)]));
            }
        }
    }
}

impl Line {
    /// The ids that it refers to, in the order they are written.
    pub fn targets<'a>(&'a self, ann: &'a Ann) -> impl Iterator<Item = Span> + 'a {
        let (one, many) = match &self.body {
            Body::Relation { arguments, .. } | Body::Equiv { members: arguments, .. } => (None, arguments.clone()),
            Body::Event { trigger, arguments, .. } => (Some(*trigger), arguments.clone()),
            Body::Attribute { target, .. } | Body::Normalization { target, .. } | Body::Note { target, .. } => {
                (Some(*target), 0..0)
            }
            Body::TextBound { .. } | Body::Broken => (None, 0..0),
        };
        one.into_iter().chain(ann.arguments[many].iter().map(|argument| argument.target))
    }

    /// The name of its type: of the entity, the event, the relation.
    #[must_use]
    pub fn type_name(&self) -> Option<Span> {
        match self.body {
            Body::TextBound { entity_type: name, .. }
            | Body::Event { event_type: name, .. }
            | Body::Relation { relation: name, .. } => Some(name),
            _ => None,
        }
    }
}
