//! The stretches of text that annotations name, and whether what they say stands there.

use std::borrow::Cow;

use super::ann::{Ann, Body, Fragment, Line};
use crate::text::{Offsets, Span};

/// A stretch of the text that an annotation names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch<'a> {
    pub(super) line: &'a Line,
    pub(super) entity_type: Span,
    /// Its parts: at least one.
    pub(super) fragments: &'a [Fragment],
    /// Its text as the file has it.
    pub(super) said: Option<(Span, &'a str)>,
}

/// How an annotation and its text agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// What it says stands there; it says nothing.
    Good,
    /// Something else stands there.
    Other,
    /// Nothing stands there: the text is shorter, or an offset falls inside a character.
    Outside,
}

impl<'a> Stretch<'a> {
    /// The stretches that `ann`, read from `source`, names, in the order of its lines; each has a part.
    /// Lines whose offsets cannot be read name none.
    pub(super) fn all(source: &'a str, ann: &'a Ann) -> impl Iterator<Item = Self> {
        ann.lines.iter().filter_map(move |line| {
            let Body::TextBound { entity_type, fragments, text } = &line.body else { return None };
            let fragments = Some(&ann.fragments[fragments.clone()]).filter(|fragments| !fragments.is_empty())?;
            let said = text.map(|span| (span, &source[span.range()])).filter(|(_, said)| !said.is_empty());
            Some(Self { line, entity_type: *entity_type, fragments, said })
        })
    }

    pub(super) fn end(&self) -> usize {
        self.fragments[self.fragments.len() - 1].end
    }

    /// Its offsets as people read them.
    pub(super) fn written(&self) -> Span {
        self.fragments[0].written.cover(self.fragments[self.fragments.len() - 1].written)
    }
}

/// What stands at a part; `None` where nothing does.
pub(super) fn slice<'a>(fragment: Fragment, offsets: &Offsets<'a>) -> Option<&'a str> {
    let text = offsets.text();
    text.get(offsets.to_byte(fragment.start)?..offsets.to_byte(fragment.end)?)
}

/// What stands at a stretch, as a `.ann` file has it: parts with a space between them, on one line.
pub(super) fn joined<'a>(stretch: &Stretch<'_>, offsets: &Offsets<'a>) -> Cow<'a, str> {
    let mut parts = stretch.fragments.iter().filter_map(|part| slice(*part, offsets).map(one_line));
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |all, part| format!("{all} {part}").into())
}

/// A text with its line ends as spaces.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
        return text.into();
    }
    text.replace("\r\n", " ").replace(['\n', '\r'], " ").into()
}

/// How a stretch and the text agree, where its offsets are counted like that.
pub(super) fn fit(stretch: &Stretch<'_>, offsets: &Offsets<'_>) -> Fit {
    match said_behind(stretch, offsets) {
        Err(fit) => fit,
        // What else stands on the line has to be apart.
        Ok(rest) if rest.chars().next().is_some_and(|c| !c.is_whitespace()) => Fit::Other,
        // What goes on in the text as well was cut off by the offsets.
        Ok(rest) if !rest.trim_end().is_empty() && follows(stretch, offsets, rest.trim_end()) => Fit::Other,
        Ok(_) => Fit::Good,
    }
}

/// Whether `rest` stands in the text directly behind a stretch.
fn follows(stretch: &Stretch<'_>, offsets: &Offsets<'_>, rest: &str) -> bool {
    let end = offsets.to_byte(stretch.end());
    end.and_then(|end| offsets.text().get(end..)).is_some_and(|text| text.starts_with(rest))
}

/// What the line of a stretch says behind what stands in the text; else why that cannot be told.
pub(super) fn said_behind<'a>(stretch: &Stretch<'a>, offsets: &Offsets<'_>) -> Result<&'a str, Fit> {
    let mut said = stretch.said.map(|(_, said)| said);
    for (index, part) in stretch.fragments.iter().enumerate() {
        let there = slice(*part, offsets).ok_or(Fit::Outside)?;
        let Some(rest) = said else { continue };
        let rest = if index == 0 { Some(rest) } else { rest.strip_prefix(' ') };
        said = Some(rest.and_then(|rest| behind(rest, there)).ok_or(Fit::Other)?);
    }
    Ok(said.unwrap_or_default())
}

/// What follows in `said` behind `there`, where line ends may be spaces; `None` where it says something else.
fn behind<'a>(said: &'a str, there: &str) -> Option<&'a str> {
    if let Some(rest) = said.strip_prefix(there) {
        return Some(rest);
    }
    memchr::memchr2(b'\n', b'\r', there.as_bytes())?;
    let spaces = there.replace(['\n', '\r'], " ");
    said.strip_prefix(spaces.as_str()).or_else(|| said.strip_prefix(&*one_line(there)))
}
