//! The annotations of a `.ann` file follow their text.

use super::ann::{Ann, Fragment};
use super::counting::otherwise_counted;
use super::stretch::{Fit, Stretch, fit, one_line, said_behind, slice};
use crate::rules::Edit;
use crate::standoff::{self, Alignment, Entry, Fate, Outcome, Realigned, Remembered};
use crate::text::{Counting, Offsets, Span};

/// The least likeness of two texts of which the one is taken for the other after an edit.
const ALIKE: f64 = 0.6;

/// Moves the annotations of `source`, which `ann` says what it holds, from the text `old` to the text `new`.
///
/// What fits the old text goes where the alignment says. What fits the new text already stays; somebody has seen to it.
/// What fits neither is moved along and keeps its text. What was taken out of the text covers nothing from then on and
/// keeps its text, by which it is known again when that comes back.
#[must_use]
pub fn realign(source: &str, ann: &Ann, old: &str, new: &str, alignment: &Alignment) -> Realigned {
    let counting = counting(source, ann, old);
    let (before, after) = (Offsets::new(old, counting), Offsets::new(new, counting));
    let mut out = Realigned::default();
    for stretch in Stretch::all(source, ann) {
        let mover = Mover { source, before: &before, after: &after, alignment };
        let (entry, edits) = mover.stretch(&stretch);
        out.entries.push(entry);
        out.edits.extend(edits);
    }
    out
}

/// Moves the annotations of `source` to the text `new`, where what they say is all that is known of the old one.
///
/// What is not found stays where it is, and the report says so.
#[must_use]
pub fn recover(source: &str, ann: &Ann, new: &str) -> Realigned {
    let offsets = Offsets::new(new, counting(source, ann, new));
    let mut stretches: Vec<Stretch<'_>> = Stretch::all(source, ann).collect();
    stretches.sort_by_key(|stretch| stretch.fragments[0].start);
    let fits: Vec<Fit> = stretches.iter().map(|stretch| fit(stretch, &offsets)).collect();
    let remembered: Vec<Remembered<'_>> =
        stretches.iter().zip(&fits).map(|(stretch, fit)| remember(stretch, *fit, &offsets)).collect();
    let moved = standoff::recover(&remembered, &offsets);
    let mut out = Realigned::default();
    for (index, stretch) in stretches.iter().enumerate() {
        let said = stretch.said.map_or("", |(_, said)| said);
        let mut entry = Entry {
            name: source[stretch.line.id.range()].to_owned(),
            span: stretch.line.span,
            before: said.to_owned(),
            after: said.to_owned(),
            start: stretch.fragments[0].start,
            outcome: Outcome::Kept,
        };
        match moved[index] {
            _ if fits[index] == Fit::Good => {}
            Some(by) => {
                let shifted = |it: &Fragment| {
                    let (start, end) = (it.start.saturating_add_signed(by), it.end.saturating_add_signed(by));
                    Edit::replace(it.written, format!("{start} {end}"))
                };
                out.edits.extend(stretch.fragments.iter().map(shifted));
                entry.start = entry.start.saturating_add_signed(by);
                entry.outcome = Outcome::Moved;
            }
            None => match edited(stretch, &moved, index, &offsets) {
                Some(edited) => {
                    out.edits.extend(edited.edits);
                    (entry.start, entry.after, entry.outcome) = (edited.start, edited.now, Outcome::Edited);
                }
                None => (entry.after, entry.outcome) = (String::new(), Outcome::Lost),
            },
        }
        out.entries.push(entry);
    }
    out.entries.sort_by_key(|entry| entry.span);
    out.edits.sort_by_key(|edit| edit.span);
    out
}

/// How the offsets of a file are counted, as far as they fit its text.
fn counting(source: &str, ann: &Ann, text: &str) -> Counting {
    let stretches: Vec<Stretch<'_>> =
        Stretch::all(source, ann).filter(|it| it.fragments[0].start < it.fragments[0].end).collect();
    let offsets = Offsets::new(text, Counting::default());
    let fits: Vec<Fit> = stretches.iter().map(|stretch| fit(stretch, &offsets)).collect();
    if fits.iter().all(|fit| *fit == Fit::Good) {
        return Counting::default();
    }
    otherwise_counted(text, &stretches, &fits).map(|(counting, _)| counting).unwrap_or_default()
}

/// A stretch as it is looked for in a text.
pub(super) fn remember<'a>(stretch: &Stretch<'a>, fit: Fit, offsets: &Offsets<'a>) -> Remembered<'a> {
    let first = stretch.fragments[0];
    let there = (fit == Fit::Good).then(|| slice(first, offsets)).flatten();
    let said = stretch.said.map_or("", |(_, said)| said);
    // What the first part says is as long as the part.
    let part = match said.char_indices().nth(first.end.saturating_sub(first.start)) {
        Some((at, _)) if stretch.fragments.len() > 1 => &said[..at],
        _ => said,
    };
    Remembered { start: first.start, text: there.unwrap_or(part) }
}

/// A stretch in which something was changed.
pub(super) struct Edited {
    /// The edits that write it down anew.
    pub(super) edits: Vec<Edit>,
    /// Where it begins now.
    pub(super) start: usize,
    /// What it says now.
    pub(super) now: String,
}

/// What a stretch that is not found has become: between the nearest that are found, what stands in its place is nearly
/// what it says.
pub(super) fn edited(
    stretch: &Stretch<'_>,
    moved: &[Option<isize>],
    index: usize,
    offsets: &Offsets<'_>,
) -> Option<Edited> {
    let ([fragment], Some((said_at, said))) = (stretch.fragments, stretch.said) else { return None };
    let before = moved[..index].iter().rev().flatten().next().copied().unwrap_or(0);
    let behind = moved[index + 1..].iter().flatten().next().copied().unwrap_or(before);
    let start = fragment.start.saturating_add_signed(before);
    let end = fragment.end.saturating_add_signed(behind);
    let now = slice(Fragment { start, end, written: fragment.written }, offsets)?;
    let clean = !now.is_empty() && now.trim().len() == now.len();
    if !clean || now.len() > said.len().saturating_mul(3) || strsim::normalized_levenshtein(said, now) < ALIKE {
        return None;
    }
    let now = one_line(now).into_owned();
    let edits = vec![Edit::replace(fragment.written, format!("{start} {end}")), Edit::replace(said_at, now.clone())];
    Some(Edited { edits, start, now })
}

struct Mover<'a, 'b> {
    source: &'a str,
    before: &'b Offsets<'a>,
    after: &'b Offsets<'a>,
    alignment: &'b Alignment,
}

/// A part of a stretch in the new text.
struct Part {
    span: Span,
    fate: Fate,
}

impl Mover<'_, '_> {
    fn stretch(&self, stretch: &Stretch<'_>) -> (Entry, Vec<Edit>) {
        let said = stretch.said.map_or("", |(_, said)| said);
        let mut entry = Entry {
            name: self.source[stretch.line.id.range()].to_owned(),
            span: stretch.line.span,
            before: said.to_owned(),
            after: said.to_owned(),
            start: stretch.fragments[0].start,
            outcome: Outcome::Kept,
        };
        let empty = stretch.fragments.iter().all(|part| part.start == part.end);
        let rest = if empty { Err(Fit::Other) } else { said_behind(stretch, self.before) };
        if rest.is_err() && !empty && fit(stretch, self.after) == Fit::Good {
            return (entry, Vec::new());
        }
        if empty && let Some(span) = self.come_back(stretch) {
            (entry.start, entry.outcome) = (self.after.of_byte(span.start), Outcome::Restored);
            return (entry, self.write(stretch, &[Part { span, fate: Fate::Kept }], None));
        }
        let Some(mut parts) = self.parts(stretch) else {
            entry.outcome = Outcome::Astray;
            return (entry, Vec::new());
        };
        let mut fate = parts.iter().map(|part| part.fate).max().unwrap_or(Fate::Kept);
        let all_lost = parts.iter().all(|part| part.span.is_empty());
        if fate == Fate::Lost && !all_lost {
            // What is left of the others is the annotation now.
            parts.retain(|part| !part.span.is_empty());
            fate = Fate::Cut;
        }
        entry.start = parts.first().map_or(entry.start, |part| self.after.of_byte(part.span.start));
        let text = match rest {
            Ok(rest) if !all_lost && fate != Fate::Kept => {
                let slices = parts.iter().map(|part| one_line(&self.after.text()[part.span.range()]));
                let now = slices.collect::<Vec<_>>().join(" ");
                entry.after.clone_from(&now);
                Some((now, rest.len()))
            }
            _ => None,
        };
        let edits = self.write(stretch, &parts, text);
        entry.outcome = match Outcome::from(fate) {
            _ if empty => Outcome::Lost,
            _ if rest.is_err() => Outcome::Astray,
            Outcome::Kept if !edits.is_empty() => Outcome::Moved,
            outcome => outcome,
        };
        if all_lost {
            entry.after.clear();
        }
        (entry, edits)
    }

    /// Where the parts of a stretch are now; `None` where they were nowhere.
    fn parts(&self, stretch: &Stretch<'_>) -> Option<Vec<Part>> {
        let text = self.after.text();
        let place = |part: &Fragment| {
            let (start, end) = (self.before.to_byte(part.start)?, self.before.to_byte(part.end)?);
            let old = Span::new(start, end.max(start));
            let mapped = self.alignment.map(old);
            let mut span = mapped.span;
            if matches!(mapped.fate, Fate::Edited | Fate::Cut | Fate::Replaced) {
                let (there, was) = (&text[span.range()], &self.before.text()[old.range()]);
                if was.trim().len() == was.len() {
                    let front = there.len() - there.trim_start().len();
                    span = Span::new(span.start + front, span.start + front + there.trim().len());
                }
            }
            let lost = span.is_empty() && !old.is_empty();
            Some(Part { span, fate: if lost { Fate::Lost } else { mapped.fate } })
        };
        stretch.fragments.iter().map(place).collect()
    }

    /// Where the text of a stretch that covers nothing stands again, where what was put in there holds it.
    fn come_back(&self, stretch: &Stretch<'_>) -> Option<Span> {
        let (_, said) = stretch.said?;
        let ([part], text) = (stretch.fragments, self.after.text()) else { return None };
        let put_in = self.alignment.put_in_at(self.before.to_byte(part.start)?)?;
        // Of a word that comes back between equal letters, the edit may have seen another stretch of the same letters.
        let from = text.floor_char_boundary(put_in.start.saturating_sub(said.len()));
        let to = text.floor_char_boundary(put_in.end.saturating_add(said.len()).min(text.len()));
        let found = text[from..to].match_indices(said).map(|(at, _)| Span::new(from + at, from + at + said.len()));
        found.filter(|span| span.overlaps(put_in)).min_by_key(|span| span.start.abs_diff(put_in.start))
    }

    /// The edits that write a stretch down anew: its offsets, and its text where that is another now. Behind the text
    /// so many bytes of the line stay.
    fn write(&self, stretch: &Stretch<'_>, parts: &[Part], text: Option<(String, usize)>) -> Vec<Edit> {
        let offsets = |span: Span| format!("{} {}", self.after.of_byte(span.start), self.after.of_byte(span.end));
        let new = parts.iter().map(|part| offsets(part.span)).collect::<Vec<_>>().join(";");
        let written = stretch.written();
        // Parts may be written in any order, but what lies between the first and the last is theirs.
        let old = &self.source[written.range()];
        let mut edits = Vec::from_iter((new != old).then(|| Edit::replace(written, new)));
        if let (Some((text, rest)), Some((said_at, said))) = (text, stretch.said) {
            let replaced = Span::new(said_at.start, said_at.end - rest);
            if said[..said.len() - rest] != text {
                edits.push(Edit::replace(replaced, text));
            }
        }
        edits
    }
}
