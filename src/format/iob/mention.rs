//! From tags to mentions: what follows what in a column of tags.

use super::read::Reader;
use super::row_at;
use super::tags::{Prefix, Scheme, Tag, is_chunk};
use crate::format::columns::Fields;
use crate::format::reading::{ExtractAnnotation, Written};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// What the row before says in one column of tags.
#[derive(Default)]
pub(super) struct Column<'a> {
    pub(super) number: usize,
    state: State<'a>,
    /// The type of a mention that ended in front of the last line, which is outside, with the tag of that line.
    gap: Option<(&'a str, Span)>,
    /// The type in front of the last one, where a mention changed its type there.
    changed: Option<&'a str>,
    /// The mention that is open: its annotation.
    pub(super) open: Option<usize>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum State<'a> {
    /// In front of the first token of a sentence.
    #[default]
    Boundary,
    Outside,
    /// Something that could not be read: nothing is said of what follows it.
    Unknown,
    In {
        kind: &'a str,
        prefix: Prefix,
        tag: Span,
    },
}

impl Column<'_> {
    /// The column of this number, in front of the first row.
    pub(super) fn new(number: usize) -> Self {
        Self { number, ..Self::default() }
    }

    /// Ends what is open.
    pub(super) fn leave(&mut self, state: State<'static>) {
        self.state = state;
        self.gap = None;
        self.changed = None;
        self.open = None;
    }
}

impl<'a> Reader<'a> {
    /// Reads the tag `field` of the column `index`, whose token stands at `place` in the text.
    pub(super) fn tag(&mut self, index: usize, field: Span, place: Span) {
        let text = self.text;
        let written = &text[field.range()];
        let column = &mut self.columns[index];
        let scheme = self.context.scheme;
        match scheme.read(written) {
            Some(Tag::Outside) => self.outside(index, field),
            None if written == "_" => self.outside(index, field),
            None => {
                column.leave(State::Unknown);
                let wanted =
                    if scheme == Scheme::Io { "O or a type" } else { "O or a letter, a hyphen and a type (B-PER)" };
                let message = format!("“{written}” is no tag: {wanted} stand here");
                let mut finding = Finding::new(RuleId::MalformedTag, field, message);
                if let Some(meant) = Tag::meant(written).filter(|_| scheme != Scheme::Io) {
                    let title = format!("Write {meant}");
                    finding = finding.fixed_by(Fix::unsafe_(title, vec![Edit::replace(field, meant)]));
                }
                self.find(finding);
            }
            Some(Tag::In { letter, prefix, kind }) => self.inside(index, field, letter, prefix, kind, place),
        }
    }

    /// Whether the tag of a column that has names is of a phrase, and another column of its row has a name.
    pub(super) fn is_shifted(&self, fields: &[Span], column: usize, field: Span) -> bool {
        let kind = |field: &Span| match Tag::read(&self.text[field.range()]) {
            Some(Tag::In { kind, .. }) => Some(kind),
            _ => None,
        };
        if self.context.entities >> column & 1 == 0 || !kind(&field).is_some_and(is_chunk) {
            return false;
        }
        let others = fields.iter().enumerate().filter(|(number, _)| self.context.tagged >> number & 1 == 0);
        let mut others = others.filter_map(|(_, field)| kind(field));
        others.any(|kind| !is_chunk(kind))
    }

    /// The tag of the next row in a column.
    fn next_tag(&self, column: usize) -> Option<Tag<'a>> {
        let row = row_at(self.text, self.next).filter(|_| !self.context.piped)?;
        let mut fields = Fields::default();
        let fields = fields.read(row.text, row.start, self.context.separator);
        self.context.scheme.read(&self.text[fields.get(column)?.range()])
    }

    /// Whether the next row goes on with a mention of this type.
    fn goes_on(&self, index: usize, kind: &str) -> bool {
        let next = self.next_tag(self.columns[index].number);
        matches!(next, Some(Tag::In { prefix: Prefix::Inside | Prefix::End, kind: next, .. }) if next == kind)
    }

    fn outside(&mut self, index: usize, field: Span) {
        if let State::In { kind, prefix: Prefix::Begin | Prefix::Inside, .. } = self.columns[index].state
            && self.context.scheme.marks_ends()
            && self.goes_on(index, kind)
        {
            let message = format!("A mention of the type {kind} goes on behind this token, which is outside of it");
            let fix = Fix::unsafe_(format!("Write I-{kind}"), vec![Edit::replace(field, format!("I-{kind}"))]);
            self.find(Finding::new(RuleId::UnfinishedMention, field, message).fixed_by(fix));
            self.columns[index].state = State::In { kind, prefix: Prefix::Inside, tag: field };
            return;
        }
        self.unfinished(index);
        let column = &mut self.columns[index];
        let gap = match column.state {
            State::In { kind, .. } => Some((kind, field)),
            _ => None,
        };
        column.leave(State::Outside);
        column.gap = gap;
    }

    /// In a scheme that marks ends: the mention in front of this line must have ended.
    pub(super) fn unfinished(&mut self, index: usize) {
        let State::In { prefix, tag, .. } = self.columns[index].state else { return };
        let scheme = self.context.scheme;
        if !scheme.marks_ends() || matches!(prefix, Prefix::End | Prefix::Single) {
            return;
        }
        let place = if prefix == Prefix::Begin { Prefix::Single } else { Prefix::End };
        let letter = scheme.prefix(place);
        let message = format!("The mention ends here without {letter}-, which {} wants", scheme.name());
        let first = Span::new(tag.start, tag.start + 1);
        let fix = Fix::safe(format!("Write {letter}-"), vec![Edit::replace(first, letter.to_string())]);
        self.find(Finding::new(RuleId::UnfinishedMention, tag, message).fixed_by(fix));
    }

    fn inside(&mut self, index: usize, field: Span, letter: u8, prefix: Prefix, kind: &'a str, place: Span) {
        let scheme = self.context.scheme;
        let before = self.columns[index].state;
        let gap = self.columns[index].gap.take();
        let same = |other: &str| other == kind || self.context.slips.get(kind).is_some_and(|meant| **meant == *other);
        let goes_on = matches!(before, State::In { kind: other, prefix, .. }
            if same(other) && !matches!(prefix, Prefix::End | Prefix::Single));
        let open_other = matches!(before, State::In { prefix, .. } if !matches!(prefix, Prefix::End | Prefix::Single));
        let foreign = !scheme.has(letter);
        let changed = self.columns[index].changed.take();
        let mut prefix = prefix;
        if prefix == Prefix::Single && goes_on && scheme.marks_ends() && !foreign {
            prefix = self.single_inside(index, field, kind);
        }
        let continues = goes_on && matches!(prefix, Prefix::Inside | Prefix::End);
        if scheme == Scheme::Io {
            if kind.len() < field.len() {
                let message = "This tag has a prefix; the tags of the file are types alone";
                let fix = Fix::safe(format!("Write {kind}"), vec![Edit::replace(field, kind.to_owned())]);
                self.find(Finding::new(RuleId::MixedTagSchemes, field, message).fixed_by(fix));
            }
        } else if foreign {
            self.foreign(field, letter, prefix);
        } else if !continues {
            match prefix {
                Prefix::Begin
                    if scheme == Scheme::Iob1 && !matches!(before, State::In { kind: other, .. } if other == kind) =>
                {
                    let message =
                        "B- begins a mention that follows none of its type; the file is in IOB1, which has I- here";
                    self.mixed(field, message.to_owned(), 'I');
                }
                Prefix::Begin | Prefix::Single => self.unfinished(index),
                _ if scheme == Scheme::Iob1 || before == State::Unknown => {}
                // Where the mention goes on with the type that it had, the tag between is the wrong one.
                _ if open_other && changed == Some(kind) => {}
                _ if open_other => {
                    self.type_change(field, kind, before);
                    if let State::In { kind: other, .. } = before {
                        self.columns[index].changed = Some(other);
                    }
                }
                _ => self.without_begin(field, prefix, kind, before, gap),
            }
        }
        if let Some(meant) = self.context.slips.get(kind) {
            let span = Span::new(field.end - kind.len(), field.end);
            let message = format!("The type {kind} is rare; {meant}, which is nearly the same, is frequent");
            let edits = vec![Edit::replace(span, meant.to_string())];
            let fix = Fix::unsafe_(format!("Write {meant}"), edits);
            self.find(Finding::new(RuleId::UnlikelyType, span, message).fixed_by(fix));
        }
        let column = &mut self.columns[index];
        column.state = State::In { kind, prefix, tag: field };
        match column.open.filter(|_| continues) {
            Some(open) => {
                let annotation = &mut self.extract.annotations[open];
                if let Some(part) = annotation.parts.first_mut() {
                    part.end = place.end;
                }
                annotation.markup.push(field);
            }
            None => {
                column.open = Some(self.extract.annotations.len());
                let span = Span::new(field.end - kind.len(), field.end);
                self.extract.annotations.push(ExtractAnnotation {
                    parts: vec![place],
                    entity_type: Some(Written { text: kind.to_owned(), span }),
                    markup: vec![field],
                    ..ExtractAnnotation::default()
                });
            }
        }
    }

    /// A tag of a mention of one token in a mention that is open: what it should be is told by the next row.
    fn single_inside(&mut self, index: usize, field: Span, kind: &str) -> Prefix {
        let place = if self.goes_on(index, kind) { Prefix::Inside } else { Prefix::End };
        let letter = self.context.scheme.prefix(place);
        let written = &self.text[field.range()];
        let message = format!("{written} stands in a mention of its type that has not ended");
        let first = Span::new(field.start, field.start + 1);
        let edits = vec![Edit::replace(first, letter.to_string())];
        let title = format!("Write {letter}-");
        let fix = if place == Prefix::Inside { Fix::safe(title, edits) } else { Fix::unsafe_(title, edits) };
        self.find(Finding::new(RuleId::UnfinishedMention, field, message).fixed_by(fix));
        place
    }

    fn foreign(&mut self, field: Span, letter: u8, prefix: Prefix) {
        let scheme = self.context.scheme;
        let letter = char::from(letter);
        let message = format!("{letter}- is no prefix of {}, which the file is in", scheme.name());
        self.mixed(field, message, scheme.prefix(prefix));
    }

    fn mixed(&mut self, field: Span, message: String, right: char) {
        let first = Span::new(field.start, field.start + 1);
        let fix = Fix::safe(format!("Write {right}-"), vec![Edit::replace(first, right.to_string())]);
        self.find(Finding::new(RuleId::MixedTagSchemes, field, message).fixed_by(fix));
    }

    fn type_change(&mut self, field: Span, kind: &str, before: State<'_>) {
        let State::In { kind: other, tag, .. } = before else { return };
        let letter = &self.text[field.start..field.start + 1];
        let message = format!("{letter}-{kind} goes on with a mention of type {other}");
        let span = Span::new(field.end - kind.len(), field.end);
        let first = Span::new(field.start, field.start + 1);
        self.find(
            Finding::new(RuleId::TypeChangeInside, field, message)
                .relating(tag, "The mention so far")
                .fixed_by(Fix::unsafe_(format!("Write {letter}-{other}"), vec![Edit::replace(span, other.to_owned())]))
                .fixed_by(Fix::unsafe_(format!("Write B-{kind}"), vec![Edit::replace(first, "B")])),
        );
    }

    fn without_begin(
        &mut self,
        field: Span,
        prefix: Prefix,
        kind: &str,
        before: State<'_>,
        gap: Option<(&'a str, Span)>,
    ) {
        let scheme = self.context.scheme;
        let letter = &self.text[field.start..field.start + 1];
        let place = match before {
            State::Boundary => "at the start of a sentence",
            State::In { .. } => "behind a mention that has ended",
            _ => "behind a token outside",
        };
        let message = format!("{letter}-{kind} stands {place}: no B-{kind} begins the mention");
        let mut finding = Finding::new(RuleId::InsideWithoutBegin, field, message);
        let begin = if prefix == Prefix::End { scheme.prefix(Prefix::Single) } else { 'B' };
        let first = Span::new(field.start, field.start + 1);
        let begins = vec![Edit::replace(first, begin.to_string())];
        let title = format!("Write {begin}-{kind}");
        let gap = gap.filter(|(other, _)| *other == kind && before == State::Outside);
        if let Some((_, outside)) = gap {
            finding = finding.relating(outside, "One token outside separates it from a mention of its type").fixed_by(
                Fix::unsafe_(format!("Write I-{kind} in the gap"), vec![Edit::replace(outside, format!("I-{kind}"))]),
            );
        }
        let certain = gap.is_none() && (scheme == Scheme::Iob2 || prefix == Prefix::End);
        let fix = if certain { Fix::safe(title, begins) } else { Fix::unsafe_(title, begins) };
        self.find(finding.fixed_by(fix));
    }
}
