//! A `.ann` file as records of some lines, for what an editor shows of it.
//!
//! What is wrong with it depends on the whole file, its text and its configuration: [`super::verify`] says that.

use memchr::memchr;
use xxhash_rust::xxh3::xxh3_64;

use super::ann::{Ann, Body, Line};
use super::line::is_id;
use crate::format::lines;
use crate::format::reading::{Marked, Reading, Role};
use crate::format::records::{Cut, Detail, Place, Summary, Whole};
use crate::rules::Finding;
use crate::text::Span;

/// Nothing of the whole file is needed to read a record.
pub(crate) type Context = ();

/// Of the lines, one in so many ends a record.
const ONE_IN: u64 = 16;

/// Whether a text that begins with `head` is clearly standoff: all its lines begin with an id and a tab, and some have
/// offsets.
pub(crate) fn claims(head: &str) -> bool {
    let has_id = |line: &str| memchr(b'\t', line.as_bytes()).is_some_and(|tab| is_id(&line[..tab]));
    // Articles, which are most of what is asked about, are told by their first line.
    if !lines::lines(head, 0).map(|line| line.text(head)).find(|line| !lines::is_blank(line)).is_some_and(has_id) {
        return false;
    }
    let ann = Ann::parse(head);
    let id = |line: &Line| has_id(&head[line.span.range()]);
    let spans = ann.lines.iter().filter(|line| matches!(line.body, Body::TextBound { .. })).count();
    spans >= 3 && ann.lines.iter().all(id)
}

/// The record that `text` begins with: lines up to one that its own bytes choose, so that an edit moves few borders.
pub(crate) fn cut(text: &str) -> Cut {
    let ends =
        lines::lines(text, 0).find(|line| xxh3_64(&text.as_bytes()[line.start..line.end]).is_multiple_of(ONE_IN));
    let len = ends.map_or(text.len(), |line| line.next);
    // Whether a CR ends the line or is the half of its end is seen by the byte behind it.
    Cut { len, seen: (len + 1).min(text.len()).max(len) }
}

/// Reads the record `text`.
pub(crate) fn read(text: &str, _: Place, (): &Context, detail: Detail) -> Reading {
    let mut reading = Reading::default();
    let ann = Ann::parse(text);
    // Whether the file is standoff at all is said where the rest is.
    reading.summary = Summary { sound: u32::try_from(ann.lines.len()).unwrap_or(u32::MAX), ..Summary::default() };
    if detail == Detail::Looks {
        for line in &ann.lines {
            tokens(line, &ann, &mut reading.tokens);
        }
    }
    reading
}

/// Nothing.
pub(crate) fn context(_: &Whole<'_>) -> Context {}

/// Nothing: see [`super::verify`].
pub(crate) fn reduce(_: &Whole<'_>, (): &Context) -> Vec<Finding> {
    Vec::new()
}

/// The stretches of a line with a meaning.
fn tokens(line: &Line, ann: &Ann, tokens: &mut Vec<Marked>) {
    let mut mark = |span: Span, role: Role| {
        if !span.is_empty() {
            tokens.push(Marked { span, role });
        }
    };
    mark(line.id, Role::Id);
    match &line.body {
        Body::TextBound { entity_type, fragments, text } => {
            mark(*entity_type, Role::Type);
            ann.fragments[fragments.clone()].iter().for_each(|fragment| mark(fragment.written, Role::Number));
            text.iter().for_each(|text| mark(*text, Role::Value));
        }
        Body::Relation { relation, arguments } => {
            mark(*relation, Role::Type);
            for argument in &ann.arguments[arguments.clone()] {
                mark(argument.role, Role::Key);
                mark(argument.target, Role::Id);
            }
        }
        Body::Event { event_type, trigger, arguments } => {
            mark(*event_type, Role::Type);
            mark(*trigger, Role::Id);
            for argument in &ann.arguments[arguments.clone()] {
                mark(argument.role, Role::Key);
                mark(argument.target, Role::Id);
            }
        }
        Body::Attribute { attribute, target, value } => {
            mark(*attribute, Role::Key);
            mark(*target, Role::Id);
            value.iter().for_each(|value| mark(*value, Role::Value));
        }
        Body::Normalization { kind, target, database, entity, text } => {
            mark(*kind, Role::Key);
            let mut rest = [(*target, Role::Id), (*database, Role::Key), (*entity, Role::Value)];
            rest.sort_by_key(|(span, _)| *span);
            rest.into_iter().for_each(|(span, role)| mark(span, role));
            text.iter().for_each(|text| mark(*text, Role::Comment));
        }
        Body::Equiv { relation, members } => {
            mark(*relation, Role::Type);
            ann.arguments[members.clone()].iter().for_each(|member| mark(member.target, Role::Id));
        }
        Body::Note { kind, target, text } => {
            mark(*kind, Role::Key);
            mark(*target, Role::Id);
            text.iter().for_each(|text| mark(*text, Role::Comment));
        }
        Body::Broken => {}
    }
}
