//! Findings about the order of units in a file: its edges, documents that are not closed, separators.

use super::articles::offset;
use super::parts::Place;
use super::unit::Unit;
use crate::format::sequence::{self, Numbered};
use crate::format::units::{Separator, UnitKind};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// A unit by the number of its part and its own in that.
pub(super) type At = (usize, usize);

/// A unit between two documents, or at the edge of one.
struct Mark<'a> {
    at: At,
    unit: &'a Unit,
    /// Whether text stands between it and the one before.
    behind_text: bool,
}

/// Findings about the order of units in a file of these parts; spans count from the start of the unit.
pub(super) fn order(places: &[Place]) -> Vec<(At, Finding)> {
    let mut found = Vec::new();
    edges(places, &mut found);
    let marks = marks(places);
    if !marks.is_empty() {
        documents(places, &marks, &mut found);
        let articles = places.iter().filter(|place| place.is_article).count();
        separators(&marks, articles, &mut found);
    }
    found
}

fn marks(places: &[Place]) -> Vec<Mark<'_>> {
    let mut found = Vec::new();
    let mut text = false;
    for (number, place) in places.iter().enumerate() {
        if !place.has_marks {
            text |= place.is_article;
            continue;
        }
        for &(unit, behind_text) in &place.part.marks.units {
            let behind_text = std::mem::take(&mut text) || behind_text;
            found.push(Mark { at: (number, unit), unit: &place.part.units[unit], behind_text });
        }
        text = place.part.marks.text_behind;
    }
    found
}

/// The first byte of a unit.
fn start(places: &[Place], (place, unit): At) -> usize {
    places[place].start + offset(&places[place].part.units, 0, unit)
}

/// The unit in front of one, or in front of where one would be.
fn in_front(places: &[Place], (place, unit): At) -> Option<&Unit> {
    match unit.checked_sub(1) {
        Some(unit) => places.get(place)?.part.units.get(unit),
        None => places.get(place.checked_sub(1)?)?.part.units.last(),
    }
}

/// What is wrong with the first and the last line of the file.
fn edges(places: &[Place], found: &mut Vec<(At, Finding)>) {
    let first = places.first().and_then(|place| place.part.units.first());
    let last = places.last().and_then(|place| place.part.units.last());
    let (Some(first), Some(last)) = (first, last) else { return };
    let last_at = (places.len() - 1, places[places.len() - 1].part.units.len() - 1);
    // More than one blank line is reported wherever it is.
    let one_blank = |unit: &Unit| unit.cut.kind == UnitKind::Blank(1);
    for (at, unit, what) in [((0, 0), first, "opens"), (last_at, last, "closes")] {
        if one_blank(unit) && found.iter().all(|(known, _)| *known != at) {
            let span = Span::new(0, unit.cut.len);
            found.push((
                at,
                Finding::new(RuleId::DoubledBlankLines, span, format!("A blank line {what} the file"))
                    .fixed_by(Fix::safe("Delete the blank line", vec![Edit::delete(span)])),
            ));
        }
    }
    if !last.facts.ends_with_newline {
        let end = Span::empty(last.cut.len);
        found.push((
            last_at,
            Finding::new(RuleId::MissingFinalNewline, end, "The file does not end with a line end")
                .fixed_by(Fix::safe("Add a line end", vec![Edit::insert(last.cut.len, "\n")])),
        ));
    }
}

/// A unit of one line without its line end.
fn line(unit: &Unit) -> Span {
    Span::new(0, unit.facts.content_len)
}

/// `<DOC>` without `</DOC>` and the reverse.
fn documents(places: &[Place], marks: &[Mark<'_>], found: &mut Vec<(At, Finding)>) {
    let end = places.last().map_or(0, |place| place.span().end);
    let mut open: Option<&Mark<'_>> = None;
    // In front of `next`, or at the end of the file.
    let unclosed = |mark: &Mark<'_>, next: Option<&Mark<'_>>, found: &mut Vec<(At, Finding)>| {
        let UnitKind::DocumentOpen { name } = mark.unit.cut.kind else { return };
        let at = next.map_or(end, |next| start(places, next.at)) - start(places, mark.at);
        let before = in_front(places, next.map_or((places.len(), 0), |next| next.at));
        let gap = if before.is_none_or(|unit| unit.facts.ends_with_newline) { "" } else { "\n" };
        let close = Edit::insert(at, format!("{gap}</{name}>\n"));
        found.push((
            mark.at,
            Finding::new(RuleId::UnclosedDocument, line(mark.unit), format!("The element <{name}> is never closed"))
                .fixed_by(Fix::safe("Close it in front of the next one", vec![close])),
        ));
    };
    for mark in marks {
        match mark.unit.cut.kind {
            UnitKind::DocumentOpen { .. } => {
                if let Some(before) = open.replace(mark) {
                    unclosed(before, Some(mark), found);
                }
            }
            UnitKind::DocumentClose if open.take().is_none() => {
                found.push((
                    mark.at,
                    Finding::new(
                        RuleId::UnopenedDocument,
                        line(mark.unit),
                        "This document element is closed here and never opened",
                    )
                    .fixed_by(Fix::unsafe_("Delete this line", vec![Edit::delete(Span::new(0, mark.unit.cut.len))])),
                ));
            }
            _ => {}
        }
    }
    if let Some(last) = open {
        unclosed(last, None, found);
    }
}

/// Separators unlike the others, numbers out of order, articles without text.
fn separators(marks: &[Mark<'_>], articles: usize, found: &mut Vec<(At, Finding)>) {
    let runs: Vec<(&Mark<'_>, char, usize, bool)> = marks
        .iter()
        .filter_map(|one| match one.unit.cut.kind {
            UnitKind::Separator(Separator::Run { mark, len, sound }) => Some((one, mark, len, sound)),
            _ => None,
        })
        .collect();
    let usual = usual_run(&runs);
    for &(one, mark, len, sound) in &runs {
        let fits = usual.is_none_or(|(m, l)| (m, l) == (mark, len));
        if sound && fits || !sound && usual.is_none() && runs.len() > 1 {
            continue;
        }
        let span = line(one.unit);
        let finding = Finding::new(
            RuleId::MalformedSeparator,
            span,
            "This line between two articles is not written like the others of the file",
        );
        found.push((
            one.at,
            match usual {
                Some((m, l)) => finding.fixed_by(Fix::safe(
                    format!("Write {l} times “{m}”"),
                    vec![Edit::replace(span, m.to_string().repeat(l))],
                )),
                None => finding,
            },
        ));
    }
    let mut numbered = Vec::new();
    for mark in marks {
        let UnitKind::Separator(Separator::Numbered { number, of, sound }) = mark.unit.cut.kind else { continue };
        let span = line(mark.unit);
        if !sound {
            let message = "This line between two articles is not written like the others of the file";
            found.push((mark.at, Finding::new(RuleId::MalformedSeparator, span, message)));
        }
        numbered.push((mark.at, Numbered { number, of, span }));
    }
    let out_of_order = sequence::findings(numbered.iter().map(|(_, numbered)| *numbered));
    found.extend(out_of_order.into_iter().map(|(index, finding)| (numbered[index].0, finding)));
    // Between two separators with nothing but blank lines there is an article without text.
    let is_run = |mark: &Mark<'_>| matches!(mark.unit.cut.kind, UnitKind::Separator(Separator::Run { .. }));
    for pair in marks.windows(2) {
        // A rule above a number is one separator of two lines.
        if articles > 1 && is_run(&pair[0]) && is_run(&pair[1]) && !pair[1].behind_text {
            found.push((
                pair[1].at,
                Finding::new(
                    RuleId::EmptyArticle,
                    line(pair[1].unit),
                    "There is no text between this separator and the one before",
                ),
            ));
        }
    }
}

/// The separator that most of the file's are like, where two or more agree.
fn usual_run(runs: &[(&Mark<'_>, char, usize, bool)]) -> Option<(char, usize)> {
    let mut counts: Vec<((char, usize), usize)> = Vec::new();
    for &(_, mark, len, sound) in runs {
        if !sound {
            continue;
        }
        match counts.iter_mut().find(|(run, _)| *run == (mark, len)) {
            Some((_, n)) => *n += 1,
            None => counts.push(((mark, len), 1)),
        }
    }
    let most = counts.iter().max_by_key(|(_, n)| *n)?;
    let total = runs.len();
    // One separator that differs from one other says nothing of which is wrong, unless that one is damaged.
    let agree = most.1 >= 2 && most.1 * 2 > total || most.1 == 1 && total == 2 && runs.iter().any(|run| !run.3);
    agree.then_some(most.0)
}
