//! The parts of a text: its articles, and what stands between them.
//!
//! An edit makes anew only the parts that it touches, and whoever still reads an older state of the text keeps its parts:
//! so an edit of a file of many articles costs little more than one of a small file, and a copy of all that is known a
//! pointer a part.

use std::ops::Range;
use std::sync::Arc;

use super::articles::{self, ArticleFacts};
use super::unit::Unit;
use crate::format::units::UnitKind;
use crate::text::Span;

/// Units in a row that are an article, or that stand between two.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) units: Vec<Unit>,
    /// How many findings of each severity stand in it.
    pub(super) counts: [u32; 4],
    /// How far, in bytes from its start, was looked to cut its units.
    pub(super) reach: usize,
    /// None between articles.
    pub(super) article: Option<ArticleFacts>,
    pub(super) marks: Marks,
}

/// The units of a part that stand between two documents, or at the edge of one.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// Each with whether text stands between it and the one before.
    pub(super) units: Vec<(usize, bool)>,
    /// Whether text stands behind the last one.
    pub(super) text_behind: bool,
}

impl Part {
    /// Its length in bytes.
    pub(super) fn len(&self) -> usize {
        self.units.iter().map(|unit| unit.cut.len).sum()
    }
}

impl Marks {
    /// Those of `units`.
    pub(super) fn of(units: &[Unit]) -> Self {
        let mut marks = Self::default();
        for (number, unit) in units.iter().enumerate() {
            if articles::is_between(unit) {
                marks.units.push((number, std::mem::take(&mut marks.text_behind)));
            } else {
                marks.text_behind |= !matches!(unit.cut.kind, UnitKind::Blank(_));
            }
        }
        marks
    }
}

/// A part in its place. What every edit asks of all parts stands here, so that it need not follow the pointer.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Its first byte.
    pub(super) start: usize,
    /// Its length in bytes.
    pub(super) len: usize,
    /// See [`Part::reach`].
    reach: usize,
    pub(super) is_article: bool,
    /// Whether there are any [`Marks`].
    pub(super) has_marks: bool,
    /// See [`Part::counts`].
    pub(super) counts: [u32; 4],
    pub(super) part: Arc<Part>,
}

impl Place {
    /// Puts a part at the byte `start`.
    pub(super) fn new(start: usize, part: Arc<Part>) -> Self {
        let len = part.len();
        let (is_article, has_marks) = (part.article.is_some(), !part.marks.units.is_empty());
        Self { start, len, reach: part.reach, is_article, has_marks, counts: part.counts, part }
    }

    /// Its bytes.
    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.start + self.len)
    }

    /// Its units, and what they say as an article.
    pub(super) fn article(&self) -> Option<(&ArticleFacts, &[Unit])> {
        self.part.article.as_ref().map(|article| (article, self.part.units.as_slice()))
    }
}

/// A unit among those of all parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The number of its part.
    pub(super) place: usize,
    /// Its number in the part.
    pub(super) unit: usize,
    /// Its first byte.
    pub(super) at: usize,
}

impl Cursor {
    /// The first unit that was cut by looking as far as the byte `to`.
    pub(super) fn reaching(places: &[Place], to: usize) -> Self {
        for (number, place) in places.iter().enumerate().filter(|(_, place)| place.start + place.reach >= to) {
            let mut at = place.start;
            for (unit, cut) in place.part.units.iter().map(|unit| unit.cut).enumerate() {
                if at + cut.seen >= to {
                    return Self { place: number, unit, at };
                }
                at += cut.len;
            }
        }
        Self::end(places)
    }

    /// Behind the last unit.
    pub(super) fn end(places: &[Place]) -> Self {
        let at = places.last().map_or(0, |place| place.start + place.len);
        Self { place: places.len(), unit: 0, at }
    }

    /// The unit; `None` behind the last one.
    pub(super) fn get(self, places: &[Place]) -> Option<&Unit> {
        places.get(self.place)?.part.units.get(self.unit)
    }

    /// The unit behind this one.
    pub(super) fn next(self, places: &[Place]) -> Self {
        let Some(unit) = self.get(places) else { return self };
        let at = self.at + unit.cut.len;
        if self.unit + 1 < places[self.place].part.units.len() {
            Self { unit: self.unit + 1, at, ..self }
        } else {
            Self { place: self.place + 1, unit: 0, at }
        }
    }
}

/// Units in a row that are to be cut into parts anew, and what is known of some of them.
#[derive(Debug, Default)]
pub(super) struct Region {
    pub(super) units: Vec<Unit>,
    /// Parts that no edit has touched, by their units here.
    pub(super) known: Vec<(Range<usize>, Arc<Part>)>,
    pub(super) changed: Option<Changed>,
}

/// What became of the units of a part in which others were cut.
#[derive(Debug)]
pub(super) struct Changed {
    /// Those of the region that it consists of now.
    pub(super) now: Range<usize>,
    /// Those of them that are new.
    pub(super) fresh: Range<usize>,
    /// What they took the place of.
    pub(super) gone: Vec<Unit>,
    /// What the part said as an article.
    pub(super) article: ArticleFacts,
}

/// What a piece of a region is.
#[derive(Debug)]
pub(super) enum Piece {
    /// A part as it was.
    Known(Arc<Part>),
    /// Units whose part is to be made.
    New {
        units: Vec<Unit>,
        /// Which of the region they are.
        range: Range<usize>,
        is_article: bool,
    },
}

impl Region {
    /// The numbers of the parts that an edit concerns which changes the units from `first` up to `end`.
    ///
    /// A part begins where the one before ends by what stands there, so where its first unit has changed the part in
    /// front is concerned, and so is what stands between articles in front of one that may be none any more.
    pub(super) fn concerned(places: &[Place], first: Cursor, end: Cursor) -> Range<usize> {
        let alone = |from: usize| from == 0 || first.unit > 0 && places[from - 1].is_article;
        let from = first.place - usize::from(!alone(first.place));
        let to = (end.place + usize::from(end.unit > 0)).max(first.place + 1);
        from..to.min(places.len())
    }

    /// The region of an edit that put `fresh` in the place of the units from `first` up to `end`; `taken` are the parts
    /// that are concerned, of which the first had the number `from`.
    pub(super) fn of_edit(
        from: usize,
        taken: impl Iterator<Item = Place>,
        first: Cursor,
        end: Cursor,
        fresh: Vec<Unit>,
    ) -> Self {
        let mut region = Self::default();
        let mut fresh = Some(fresh);
        for (number, place) in (from..).zip(taken) {
            if number < first.place {
                region.add_known(place.part);
                continue;
            }
            let base = region.units.len();
            let Part { mut units, article, .. } = Arc::unwrap_or_clone(place.part);
            let behind = if number < end.place { units.len() } else { end.unit };
            if let Some(fresh) = fresh.take() {
                let new = base + first.unit..base + first.unit + fresh.len();
                let gone = units.splice(first.unit..behind, fresh).collect();
                let now = base..base + units.len();
                region.changed = article.map(|article| Changed { now, fresh: new, gone, article });
            } else {
                units.drain(..behind);
            }
            region.add(units);
        }
        region.units.extend(fresh.into_iter().flatten());
        region
    }

    fn add(&mut self, units: Vec<Unit>) {
        if self.units.is_empty() {
            self.units = units;
        } else {
            self.units.extend(units);
        }
    }

    /// Adds a part as it is.
    pub(super) fn add_known(&mut self, part: Arc<Part>) {
        let start = self.units.len();
        self.units.extend(part.units.iter().cloned());
        self.known.push((start..self.units.len(), part));
    }

    /// The units of each article.
    pub(super) fn ranges(&self) -> Vec<Range<usize>> {
        articles::ranges(self.units.iter().map(|unit| unit.cut.kind))
    }

    /// Whether the last part of the region, whose articles are `ranges`, ends where `next` begins.
    pub(super) fn ends_in_front_of(&self, ranges: &[Range<usize>], next: &Place) -> bool {
        let Some(last) = self.units.last() else { return true };
        let in_article = ranges.last().is_some_and(|range| range.end == self.units.len());
        let closed = last.cut.kind == UnitKind::DocumentClose;
        match next.part.units.first().map(|unit| unit.cut.kind) {
            _ if next.is_article && (closed || matches!(last.cut.kind, UnitKind::Separator(_))) => true,
            Some(UnitKind::FrontMatter { .. } | UnitKind::DocumentOpen { .. }) if next.is_article => in_article,
            Some(UnitKind::Separator(_)) => in_article,
            // Between articles: what stands between is one part.
            _ => !next.is_article && closed,
        }
    }

    /// The parts that the units, whose articles are `ranges`, are cut into, in order.
    pub(super) fn pieces(self, ranges: &[Range<usize>]) -> (Vec<Piece>, Option<Changed>) {
        let Self { mut units, known, changed } = self;
        let mut cuts: Vec<(Range<usize>, bool)> = Vec::with_capacity(2 * ranges.len() + 1);
        let mut at = 0;
        for range in ranges {
            if range.start > at {
                cuts.push((at..range.start, false));
            }
            cuts.push((range.clone(), true));
            at = range.end;
        }
        if at < units.len() {
            cuts.push((at..units.len(), false));
        }
        // From behind, so that no unit is moved twice and those of one part alone not at all.
        let mut pieces: Vec<Piece> = Vec::with_capacity(cuts.len());
        for (range, is_article) in cuts.into_iter().rev() {
            let own = if range.start > 0 {
                units.split_off(range.start)
            } else {
                // What is left of several would keep the room of all.
                if !pieces.is_empty() {
                    units.shrink_to_fit();
                }
                std::mem::take(&mut units)
            };
            let same =
                |(known, part): &&(Range<usize>, Arc<Part>)| *known == range && part.article.is_some() == is_article;
            pieces.push(match known.iter().find(same) {
                Some((_, part)) => Piece::Known(Arc::clone(part)),
                None => Piece::New { units: own, range, is_article },
            });
        }
        pieces.reverse();
        (pieces, changed)
    }
}
