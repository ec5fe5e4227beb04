//! Records: the stretches of a marked-up file that can be read on their own, and what the whole file needs to know of
//! each.

use std::collections::HashMap;

use super::conflict::Markers;
use super::markup::{Context, Markup};
use super::reading::{Extract, Reading};
use crate::config::Elements;
use crate::rules::{Finding, RuleId};
use crate::text::Span;

/// A record as cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Its length in bytes, line ends included; never zero.
    pub(crate) len: usize,
    /// How many bytes from its start were looked at to cut it; at least its length.
    pub(crate) seen: usize,
}

/// Where in its file a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Whether it is the first one.
    pub(crate) first: bool,
    /// Whether it is the last one.
    pub(crate) last: bool,
}

/// How much is asked of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Articles, findings and the summary.
    Facts,
    /// Only what an editor shows: stretches to be coloured and to be folded. The rest may be given too.
    Looks,
}

/// What the whole file needs to know of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many of its lines or parts are what the format says.
    pub sound: u32,
    /// How many are not: where they are more in the whole file, it is not in this format.
    pub odd: u32,
    /// How many of these are what the format says but for spaces in the place of tabs.
    pub spaced: u32,
    /// How many lines have tabs between their columns; counted where `spaced` is.
    pub tabbed: u32,
    /// What its lines say to questions that the majority decides: a number for each answer, and how many give it.
    pub votes: Vec<(u16, u32)>,
    /// Declarations for the whole file that stand in it.
    pub declares: Vec<Box<str>>,
    /// Names that other records may have too, or refer to.
    pub names: Vec<Name>,
    /// Markers of a merge that stand in it.
    pub conflict: Markers,
}

impl Summary {
    /// Whether another record could stand in its place and nothing but places would change for the whole.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let Self { sound, odd, spaced, tabbed, votes, declares, names, conflict } = other;
        let same = |(one, other): (&Name, &Name)| {
            let said = |it: &Name| (it.kind, it.defines);
            said(one) == said(other) && one.text == other.text && one.value == other.value
        };
        (self.sound, self.odd, self.spaced, self.tabbed) == (*sound, *odd, *spaced, *tabbed)
            && self.votes == *votes
            && self.conflict.says_the_same(*conflict)
            && self.declares == *declares
            && self.names.len() == names.len()
            && self.names.iter().zip(names).all(same)
    }
}

/// A name that a record defines or uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// What kind of name: each format has its own numbers.
    pub kind: u8,
    /// Whether it is defined here; else it is used.
    pub defines: bool,
    /// The name.
    pub text: Box<str>,
    /// What is said of it here and must be the same elsewhere.
    pub value: Box<str>,
    /// Where it stands in the record.
    pub span: Span,
}

/// All records of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whole<'a> {
    /// Where each begins, and its summary.
    pub(crate) records: &'a [(usize, &'a Summary)],
    /// What elements mean, as the settings say.
    pub(crate) elements: &'a Elements,
}

/// A name in its place in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed<'a> {
    pub(crate) name: &'a Name,
    /// From the start of the file.
    pub(crate) span: Span,
}

impl<'a> Whole<'a> {
    /// How many give each answer that is given.
    pub(crate) fn votes(&self) -> HashMap<u16, usize> {
        let mut votes = HashMap::new();
        for (answer, n) in self.records.iter().flat_map(|(_, summary)| &summary.votes) {
            *votes.entry(*answer).or_default() += *n as usize;
        }
        votes
    }

    /// What is declared, in order.
    pub(crate) fn declares(&self) -> impl Iterator<Item = &'a str> {
        self.records.iter().flat_map(|(_, summary)| summary.declares.iter().map(|one| &**one))
    }

    /// The names of a kind, in order.
    pub(crate) fn names(&self, kind: u8) -> impl Iterator<Item = Placed<'a>> {
        self.records.iter().flat_map(move |(start, summary)| {
            let of_kind = summary.names.iter().filter(move |name| name.kind == kind);
            of_kind.map(move |name| Placed { name, span: name.span.shifted(*start) })
        })
    }

    /// Names of a kind that are defined again: the first definition and the later one.
    pub(crate) fn defined_again(&self, kind: u8) -> Vec<(Placed<'a>, Placed<'a>)> {
        let mut known: HashMap<&str, Placed<'a>> = HashMap::new();
        let mut again = Vec::new();
        for placed in self.names(kind).filter(|placed| placed.name.defines) {
            match known.get(&*placed.name.text) {
                Some(first) => again.push((*first, placed)),
                None => drop(known.insert(&placed.name.text, placed)),
            }
        }
        again
    }

    /// Documents that have the id of one in front of them; `kind` is the kind of name that their ids are.
    pub(crate) fn duplicate_documents(&self, kind: u8) -> Vec<Finding> {
        let duplicate = |(first, again): (Placed<'_>, Placed<'_>)| {
            let message = format!("Another document of this file has the id {} too", again.name.text);
            Finding::new(RuleId::DuplicateDocument, again.span, message).relating(first.span, "The first one")
        };
        self.defined_again(kind).into_iter().map(duplicate).collect()
    }

    /// Whether most of the file is not what its format says.
    pub(crate) fn is_unlike(&self) -> bool {
        let (sound, odd) = self.records.iter().fold((0_u64, 0_u64), |(sound, odd), (_, summary)| {
            (sound + u64::from(summary.sound), odd + u64::from(summary.odd))
        });
        odd > sound
    }

    /// The markers of a merge that stand in the file.
    pub(crate) fn conflict(&self) -> Markers {
        let of_record = |(start, summary): &(usize, &Summary)| summary.conflict.shifted(*start);
        self.records.iter().map(of_record).fold(Markers::default(), Markers::and)
    }

    /// Whether spaces stand in most of the file where the format wants tabs.
    pub(crate) fn has_spaces_for_tabs(&self) -> bool {
        let count = |of: fn(&Summary) -> u32| self.records.iter().map(|(_, it)| u64::from(of(it))).sum::<u64>();
        let spaced = count(|summary| summary.spaced);
        spaced > 1 && spaced > count(|summary| summary.tabbed) && spaced * 2 > count(|summary| summary.odd)
    }
}

/// The finding that a file is not in the format it was taken for, and why; `first_line` is where it stands.
pub(crate) fn unlike(markup: Markup, why: &str, first_line: Span) -> Finding {
    let message = format!(
        "The file was taken for {}, but {why}: nothing else is said about it; `formats` in copydesk.toml says what it is",
        markup.label()
    );
    Finding::new(RuleId::UnlikeItsFormat, first_line, message)
}

/// The finding that an editor, or a copy out of a web page, made spaces of all tabs of a file.
pub(crate) fn spaces_for_tabs(markup: Markup, first_line: Span) -> Finding {
    let message = format!(
        "Spaces stand where tabs should in the lines of this file ({}): nothing else is said about it",
        markup.label()
    );
    Finding::new(RuleId::WrongSeparator, first_line, message)
}

/// What each record of `text` holds, and the byte at which it begins.
/// Names that the settings give to elements are not known here.
#[must_use]
pub fn readings(text: &str, markup: Markup) -> Vec<(usize, Reading)> {
    let mut context = markup.no_context();
    let of_all = |found: &[(usize, Reading)]| {
        let summaries: Vec<_> = found.iter().map(|(at, reading)| (*at, &reading.summary)).collect();
        markup.context(&Whole { records: &summaries, elements: &Elements::new() })
    };
    let mut lengths = Vec::new();
    let read = |context: &Context, at: usize, len: usize| {
        let place = Place { first: at == 0, last: at + len == text.len() };
        (at, context.read(&text[at..at + len], place, Detail::Facts))
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let len = markup.cut(&text[at..]).len;
        found.push(read(&context, at, len));
        lengths.push(len);
        at += len;
        // The first record declares most of what the others need.
        if found.len() == 1 {
            let known = of_all(&found);
            if known != context {
                context = known;
                found[0] = read(&context, 0, len);
            }
        }
    }
    let known = of_all(&found);
    if known == context {
        return found;
    }
    found.iter().zip(lengths).map(|((at, _), len)| read(&known, *at, len)).collect()
}

/// The article that stands at `span` of `text`, read without the rest of the file; its spans count from the second
/// part of the answer.
pub(crate) fn article_at(text: &str, markup: Markup, span: Span) -> Option<(Extract, usize)> {
    let mut context = None;
    let mut at = 0;
    while at < text.len() {
        let len = markup.cut(&text[at..]).len;
        let place = Place { first: at == 0, last: at + len == text.len() };
        let record = &text[at..at + len];
        let context = context.get_or_insert_with(|| {
            let reading = markup.no_context().read(record, place, Detail::Facts);
            let elements = Elements::new();
            markup.context(&Whole { records: &[(0, &reading.summary)], elements: &elements })
        });
        if at + len > span.start {
            let Reading { articles, .. } = context.read(record, place, Detail::Facts);
            return Some((articles.into_iter().find(|article| article.span.shifted(at) == span)?, at));
        }
        at += len;
    }
    None
}
