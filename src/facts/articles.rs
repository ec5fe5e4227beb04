//! What needs more than one unit: where articles begin and end, their conventions, and findings about their order.

use std::ops::Range;
use std::sync::Arc;

use super::unit::{ParagraphFacts, StyleCounts, Surroundings, Unit};
use crate::boilerplate::decisions::Decisions;
use crate::boilerplate::repeats::{self, Place, Repeat, RepeatKind};
use crate::boilerplate::residue::{self, Item, Zone};
use crate::boilerplate::{Block, Provenance, Provenances};
use crate::config::Settings;
use crate::corpus::PairKind;
use crate::delimiters::{Conventions, Style, Tally};
use crate::format::paragraphs::Shape;
use crate::format::reading::Extract;
use crate::format::units::UnitKind;
use crate::rules::{Edit, Finding, Fix, RuleId, Safety};
use crate::text::{Source, Span};
use crate::typography::{Habit, Habits};

/// The units of each article; separators belong to none.
pub(crate) fn ranges(kinds: impl ExactSizeIterator<Item = UnitKind>) -> Vec<Range<usize>> {
    let all = kinds.len();
    let mut found = Vec::new();
    let mut start = 0;
    let mut has_content = false;
    let mut close = |start: usize, end: usize, has_content: &mut bool| {
        if *has_content {
            found.push(start..end);
        }
        *has_content = false;
    };
    for (i, kind) in kinds.enumerate() {
        match kind {
            UnitKind::Separator(_) => {
                close(start, i, &mut has_content);
                start = i + 1;
            }
            UnitKind::FrontMatter { .. } | UnitKind::DocumentOpen { .. } if has_content => {
                close(start, i, &mut has_content);
                start = i;
                has_content = true;
            }
            UnitKind::DocumentClose => {
                has_content = true;
                close(start, i + 1, &mut has_content);
                start = i + 1;
            }
            UnitKind::Blank(_) => {}
            _ => has_content = true,
        }
    }
    close(start, all, &mut has_content);
    found
}

/// Names what is known of an article: where nothing of it has changed, it is the same.
#[derive(Clone, Debug)]
pub(crate) enum ArticleState {
    /// By the findings of an article that was assembled: every assembling makes a list of its own.
    Assembled(Arc<[(usize, Said)]>),
    /// By what was taken out of its markup.
    Read(Arc<Extract>),
}

impl PartialEq for ArticleState {
    fn eq(&self, other: &Self) -> bool {
        // Who holds a state holds what it is named by, so nothing else comes to lie in the same place.
        match (self, other) {
            (Self::Assembled(one), Self::Assembled(other)) => Arc::ptr_eq(one, other),
            (Self::Read(one), Self::Read(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// What the units of an article, taken together, say.
#[derive(Clone, Debug)]
pub(super) struct ArticleFacts {
    pub(super) sums: Sums,
    pub(super) around: Arc<Surroundings>,
    /// Findings that need more than one of its units: the unit, counted from the article's first, and spans from the
    /// article's start.
    pub(super) findings: Arc<[(usize, Said)]>,
}

/// A finding about an article.
#[derive(Clone, Debug)]
pub(crate) enum Said {
    Finding(Finding),
    /// Text that stands twice. There may be thousands in one article, which an editor is shown the first of: what is
    /// said of one is put into words when it is asked for.
    Copied(Copied),
}

/// Text that stands twice in an article. Spans count from its start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Copied {
    kind: RepeatKind,
    /// Whether it is more than one block.
    several: bool,
    /// Whether somebody may have wanted it so.
    meant: bool,
    copy: Span,
    original: Span,
    /// What goes where the copy is removed.
    removed: Span,
}

impl Said {
    pub(super) fn rule(&self) -> RuleId {
        match self {
            Self::Finding(finding) => finding.rule,
            Self::Copied(_) => RuleId::RepeatedBlock,
        }
    }

    pub(super) fn span(&self) -> Span {
        match self {
            Self::Finding(finding) => finding.span,
            Self::Copied(copied) => copied.copy,
        }
    }

    /// The finding, its spans `by` bytes further on.
    pub(super) fn shifted(&self, by: usize) -> Finding {
        match self {
            Self::Finding(finding) => finding.shifted(by),
            Self::Copied(copied) => copied.finding(by),
        }
    }
}

impl Copied {
    /// The finding, its spans `by` bytes further on.
    fn finding(&self, by: usize) -> Finding {
        let Self { kind, several, meant, copy, original, removed } = *self;
        let (message, related) = match kind {
            RepeatKind::Blocks if several => ("These blocks stand in the article already", "The first copy"),
            RepeatKind::Blocks => ("This block stands in the article already", "The first copy"),
            RepeatKind::Inside => ("This block stands in the article already, inside another one", "Here"),
            RepeatKind::Truncated => ("This text breaks off; the article holds it in full elsewhere", "The full text"),
            RepeatKind::Sentences => ("This stands in the article already", "The first copy"),
            RepeatKind::SentencesInside => ("This stands in the article too, inside a longer sentence", "Here"),
            RepeatKind::Reworded => ("This block stands in the article already, with some words changed", "Here"),
        };
        if kind == RepeatKind::Reworded {
            let finding = Finding::new(RuleId::NearDuplicateBlock, copy.shifted(by), message);
            return finding.relating(original.shifted(by), related);
        }
        let edits = vec![Edit::delete(removed.shifted(by))];
        let fix = match kind {
            RepeatKind::Blocks | RepeatKind::Sentences if !meant => Fix::safe("Remove this copy", edits),
            _ => Fix::unsafe_("Remove this copy", edits),
        };
        Finding::new(RuleId::RepeatedBlock, copy.shifted(by), message)
            .relating(original.shifted(by), related)
            .fixed_by(fix)
    }
}

impl ArticleFacts {
    pub(super) fn state(&self) -> ArticleState {
        ArticleState::Assembled(Arc::clone(&self.findings))
    }
}

/// Its blocks of text.
pub(super) fn blocks(units: &[Unit]) -> impl Iterator<Item = Block<'_>> + Clone {
    units.iter().enumerate().flat_map(|(number, unit)| unit.facts.paragraphs.iter().map(move |p| p.block(number)))
}

/// What its header and its text say of where it comes from.
pub(super) fn provenance(units: &[Unit]) -> Provenances {
    let mut all = Provenances::default();
    units.iter().filter_map(|unit| unit.facts.provenances.as_deref()).for_each(|one| all.append(one));
    all
}

/// What the units of an article count, added up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    tally: Tally,
    habits: Habits,
    /// How long they are, in bytes.
    pub(super) len: usize,
    /// Units with metadata, units that look like residue, and units that stand between documents.
    metadata: usize,
    suspicious: usize,
    pub(super) between: usize,
}

impl Sums {
    /// With what `units` count.
    pub(super) fn with(mut self, units: &[Unit]) -> Self {
        for unit in units {
            self.len += unit.cut.len;
            self.between += usize::from(is_between(unit));
            self.metadata += usize::from(unit.summary.metadata);
            self.suspicious += usize::from(unit.summary.suspicious);
            if unit.cut.kind == UnitKind::Text {
                if unit.summary.marks {
                    self.tally.add(&unit.facts.tally);
                }
                self.habits.add(&unit.summary.habits);
            }
        }
        self
    }

    /// Without what `units` count, which are part of it.
    pub(super) fn less(mut self, units: &[Unit]) -> Self {
        for unit in units {
            self.len -= unit.cut.len;
            self.between -= usize::from(is_between(unit));
            self.metadata -= usize::from(unit.summary.metadata);
            self.suspicious -= usize::from(unit.summary.suspicious);
            if unit.cut.kind == UnitKind::Text {
                if unit.summary.marks {
                    self.tally.subtract(&unit.facts.tally);
                }
                self.habits.subtract(&unit.summary.habits);
            }
        }
        self
    }

    /// What the units have in common.
    pub(super) fn surroundings(&self, settings: &Settings) -> Surroundings {
        Surroundings {
            conventions: Conventions::of(&self.tally, settings.link_annotations),
            spaced_punctuation: self.habits.has(Habit::SpacedPunctuation),
            indents: self.habits.has(Habit::Indent),
            tokenised: self.habits.has(Habit::Tokenised),
        }
    }
}

/// Findings that need more than one unit of an article: the unit that each begins in, and spans from the start of the
/// article, which is the byte `start` of `source`.
pub(super) fn findings(
    source: &(impl Source + ?Sized),
    start: usize,
    units: &[Unit],
    (sums, used): (&Sums, &StyleCounts),
    decisions: &Decisions,
) -> Vec<(usize, Said)> {
    let mut found = Vec::new();
    if sums.metadata > 0 {
        misplaced(units, &mut found);
    }
    if used.are_several() {
        styles(units, used, &mut found);
    }
    let shifted = |(unit, finding): (usize, Finding)| (unit, Said::Finding(finding.shifted(offset(units, 0, unit))));
    let mut found = found.into_iter().map(shifted).collect();
    repeats(source, start, units, &mut found);
    if sums.suspicious > 0 {
        residue(units, &mut found);
    }
    if !decisions.is_empty() {
        decide(units, decisions, &mut found);
    }
    found
}

/// Blocks that were decided about: of those that are kept nothing is said, the others are reported once.
fn decide(units: &[Unit], decisions: &Decisions, found: &mut Vec<(usize, Said)>) {
    let blocks: Vec<Block<'_>> = blocks(units).collect();
    let of_copies = |rule: RuleId| matches!(rule, RuleId::RepeatedBlock | RuleId::ScraperResidue);
    for (block, at) in blocks.iter().zip(starts(units, &blocks, 0)) {
        let (allowed, denied) = (decisions.allows(block.words), decisions.denies(block.words));
        if !allowed && !denied {
            continue;
        }
        let span = Span::new(0, block.span.len()).shifted(at);
        // Residue of several blocks is removed as a whole: none of it is where one of them is to stay.
        let holds = |said: &Said| allowed && said.rule() == RuleId::ScraperResidue && said.span().contains(span);
        found.retain(|(_, said)| !(of_copies(said.rule()) && span.contains(said.span()) || holds(said)));
        if denied && !allowed {
            let message = "This block is marked as boilerplate in boilerplate.deny";
            let fix = Fix::safe("Remove this block", vec![Edit::delete(removal(units, block, at))]);
            let finding = Finding::new(RuleId::SharedBoilerplate, span, message).fixed_by(fix);
            found.push((block.unit, Said::Finding(finding)));
        }
    }
}

/// The most units on either side of one that looks like residue that are looked at with it.
const REACH: usize = 100;

/// The most units, blank ones among them, from one that looks like residue over text to the next.
const NEAR: usize = 12;

/// What a scraper left. Spans count from the start of the article.
fn residue(units: &[Unit], found: &mut Vec<(usize, Said)>) {
    let suspicious = |unit: &Unit| unit.summary.suspicious;
    let solid = |unit: &usize| units[*unit].summary.solid;
    let is_solid = |p: &ParagraphFacts| p.traits.is_solid();
    let paragraphs = |unit: usize| &units[unit].facts.paragraphs;
    // The first and the last block of text, and of all blocks, each as unit and number in it.
    let text_from = (0..units.len()).find(solid).map(|unit| (unit, paragraphs(unit).iter().position(is_solid)));
    let text_to = (0..units.len()).rev().find(solid).map(|unit| (unit, paragraphs(unit).iter().rposition(is_solid)));
    let first = (0..units.len()).find(|unit| !paragraphs(*unit).is_empty()).map(|unit| (unit, 0));
    let last = (0..units.len()).rev().find(|unit| !paragraphs(*unit).is_empty());
    let last = last.map(|unit| (unit, paragraphs(unit).len() - 1));
    let zone = |place: (usize, usize)| Zone {
        head: text_from.is_some_and(|(unit, number)| place < (unit, number.unwrap_or(0))),
        foot: text_to.is_some_and(|(unit, number)| place >= (unit, number.unwrap_or(0))),
        first: first == Some(place),
        last: last == Some(place),
    };
    let (mut at, mut start) = (0, 0);
    while let Some(seed) = (at..units.len()).find(|unit| suspicious(&units[*unit])) {
        // Two blocks of text in front of it may be the captions of a picture.
        let least = at.max(seed.saturating_sub(REACH));
        let from = (least..seed).rev().filter(solid).nth(1).unwrap_or(least);
        // As far as one is near the next, they are judged together.
        let (mut to, mut near) = (seed + 1, seed);
        while to < units.len() && to - near <= if solid(&to) { NEAR } else { REACH } {
            if suspicious(&units[to]) {
                near = to;
            }
            to += 1;
        }
        start += offset(units, at.min(from), from);
        residue_in(units, from..to, start, zone, found);
        start += offset(units, from, to);
        at = to;
    }
}

/// The same for the units of `range`, the first of which begins at the byte `start` of the article.
fn residue_in(
    units: &[Unit],
    range: Range<usize>,
    start: usize,
    zone: impl Fn((usize, usize)) -> Zone,
    found: &mut Vec<(usize, Said)>,
) {
    let mut items = Vec::new();
    let mut blocks = Vec::new();
    let mut starts = Vec::new();
    let mut at = start;
    for unit in range {
        for (paragraph, p) in units[unit].facts.paragraphs.iter().enumerate() {
            let traits = p.traits;
            items.push(Item { traits, zone: zone((unit, paragraph)) });
            blocks.push(p.block(unit));
            starts.push(at + p.paragraph.span.start);
        }
        at += units[unit].cut.len;
    }
    for residue in residue::find(&items) {
        let (first, last) = (&blocks[residue.first], &blocks[residue.last]);
        let whole = Span::new(starts[residue.first], starts[residue.last] + last.span.len());
        let span = residue.part.map_or(whole, |(part, _)| part.shifted(starts[residue.first]));
        let removed = match residue.part {
            Some((_, cut)) => cut.shifted(starts[residue.first]),
            None => removal(units, first, starts[residue.first]).cover(removal(units, last, starts[residue.last])),
        };
        let (title, edits) = ("Remove it", vec![Edit::delete(removed)]);
        let all = residue.sure.len() == residue.last - residue.first + 1;
        let fix = if all { Fix::safe(title, edits) } else { Fix::unsafe_(title, edits) };
        let mut finding = Finding::new(RuleId::ScraperResidue, span, residue.message).fixed_by(fix);
        if !all && !residue.sure.is_empty() {
            // Lines in a row go as one, so that the blank lines round them do as well.
            let runs = residue.sure.chunk_by(|a, b| a + 1 == *b).map(|run| (run[0], run[run.len() - 1]));
            let removal = |item: usize| removal(units, &blocks[item], starts[item]);
            let edits = runs.map(|(from, to)| Edit::delete(removal(from).cover(removal(to)))).collect();
            finding = finding.fixed_by(Fix::safe("Remove the lines that are known", edits));
        }
        found.push((first.unit, Said::Finding(finding)));
    }
}

/// Text that stands twice; the article begins at the byte `start` of `source`.
fn repeats(source: &(impl Source + ?Sized), start: usize, units: &[Unit], found: &mut Vec<(usize, Said)>) {
    let blocks: Vec<Block<'_>> = blocks(units).collect();
    let starts = starts(units, &blocks, 0);
    let text = |block: usize| source.slice(Span::new(0, blocks[block].span.len()).shifted(start + starts[block]));
    let span = |place: Place| Span::new(starts[place.first_block] + place.start, starts[place.last_block] + place.end);
    for Repeat { kind, copy, original, meant } in repeats::find(&blocks, text) {
        let (copied, kept) = (span(copy), span(original));
        let (first, last) = (&blocks[copy.first_block], &blocks[copy.last_block]);
        let removed = if copy.start == 0 && copy.end == last.span.len() {
            removal(units, first, starts[copy.first_block]).cover(removal(units, last, starts[copy.last_block]))
        } else if copy.end == last.span.len() {
            // The space in front of it goes with what ends a paragraph,
            let before = source.slice(Span::new(starts[copy.first_block], copied.start).shifted(start));
            Span::new(starts[copy.first_block] + before.trim_end().len(), copied.end)
        } else {
            // else that behind it.
            let block_end = starts[copy.last_block] + last.span.len();
            let behind = source.slice(Span::new(copied.end, block_end).shifted(start));
            Span::new(copied.start, block_end - behind.trim_start().len())
        };
        let several = copy.first_block != copy.last_block;
        let copied = Copied { kind, several, meant, copy: copied, original: kept, removed };
        found.push((blocks[copy.first_block].unit, Said::Copied(copied)));
    }
}

/// Where each of `blocks` begins, where the first unit begins at `at`.
fn starts(units: &[Unit], blocks: &[Block<'_>], mut at: usize) -> Vec<usize> {
    let mut unit = 0;
    let start = |block: &Block<'_>| {
        at += offset(units, unit, block.unit);
        unit = block.unit;
        at + block.span.start
    };
    blocks.iter().map(start).collect()
}

/// What of an article others are compared with. Its spans count from the start of the file.
#[derive(Debug)]
pub(crate) struct ArticleView<'a> {
    units: &'a [Unit],
    article: &'a ArticleFacts,
    /// Its first byte.
    start: usize,
    pub(crate) blocks: Vec<Block<'a>>,
    /// Where each block begins.
    pub(crate) starts: Vec<usize>,
    pub(crate) provenance: Provenance,
    pub(crate) decisions: &'a Decisions,
}

impl<'a> ArticleView<'a> {
    pub(super) fn new(
        (article, units): (&'a ArticleFacts, &'a [Unit]),
        start: usize,
        of_path: &Provenance,
        decisions: &'a Decisions,
    ) -> Self {
        let blocks: Vec<Block<'_>> = blocks(units).collect();
        let starts = starts(units, &blocks, start);
        let provenance = provenance(units).article(of_path);
        Self { units, article, start, blocks, starts, provenance, decisions }
    }

    /// The residue that the text of `span` is part of, by its own words and place, and whether it goes by a safe fix.
    pub(crate) fn residue(&self, span: Span) -> Option<(Span, Safety)> {
        let found = self.of_rule(RuleId::ScraperResidue).find(|said| said.span().shifted(self.start).contains(span))?;
        let safety = if self.is_removed_by(found, span) { Safety::Safe } else { Safety::Unsafe };
        Some((found.span().shifted(self.start), safety))
    }

    /// Whether the text of `span` goes by a safe fix of what the article says by itself.
    pub(crate) fn is_removed(&self, span: Span) -> bool {
        self.article.findings.iter().any(|(_, said)| self.is_removed_by(said, span))
    }

    /// Whether the text of `span` and another one of the article are copies of one another.
    pub(crate) fn stands_twice(&self, span: Span) -> bool {
        let meets = |copy: Span| copy.shifted(self.start).overlaps(span);
        self.of_rule(RuleId::RepeatedBlock).any(|said| match said {
            Said::Copied(copied) => meets(copied.copy) || meets(copied.original),
            Said::Finding(finding) => meets(finding.span),
        })
    }

    fn of_rule(&self, rule: RuleId) -> impl Iterator<Item = &Said> {
        self.article.findings.iter().map(|(_, said)| said).filter(move |said| said.rule() == rule)
    }

    fn is_removed_by(&self, said: &Said, span: Span) -> bool {
        // What is said of copies is put into words only where it is of this place.
        let near = said.rule() == RuleId::ScraperResidue || said.span().shifted(self.start).overlaps(span);
        near && said.shifted(self.start).fixes.iter().any(|fix| {
            fix.safety == Safety::Safe && fix.edits.iter().any(|edit| edit.text.is_empty() && edit.span.contains(span))
        })
    }

    /// The quotations in the unit of the block number `place`, their marks included.
    pub(crate) fn quotes(&self, place: usize) -> Vec<Span> {
        let block = &self.blocks[place];
        let start = self.starts[place] - block.span.start;
        let unit = &self.units[block.unit];
        let outcomes = unit.result().map(|result| result.outcomes.as_slice()).unwrap_or_default();
        let mut found = Vec::new();
        for (outcome, p) in outcomes.iter().zip(&unit.facts.paragraphs) {
            let quotes = outcome.inline.pairs.iter().filter(|pair| pair.kind == PairKind::Quote);
            found.extend(quotes.map(|pair| pair.span().shifted(start + p.paragraph.span.start)));
        }
        found
    }

    /// What goes with the block number `place` when it is removed.
    pub(crate) fn removal(&self, place: usize) -> Span {
        removal(self.units, &self.blocks[place], self.starts[place])
    }
}

/// What goes with a block, which begins at the byte `at` of the article, when it is removed: its line end and, where
/// nothing else stands between two runs of blank lines, one of them; the one in front of it where it is the last.
pub(super) fn removal(units: &[Unit], block: &Block<'_>, at: usize) -> Span {
    let unit = &units[block.unit];
    let paragraphs = &unit.facts.paragraphs;
    let place = paragraphs.iter().position(|p| p.paragraph.span == block.span).unwrap_or(0);
    let unit_start = at - block.span.start;
    if let Some(next) = paragraphs.get(place + 1) {
        return Span::new(at, unit_start + next.paragraph.span.start);
    }
    let end = unit_start + unit.cut.len;
    if place > 0 {
        return Span::new(at, end);
    }
    let blank = |number: usize| units.get(number).filter(|unit| matches!(unit.cut.kind, UnitKind::Blank(_)));
    if let Some(behind) = blank(block.unit + 1) {
        return Span::new(unit_start, end + behind.cut.len);
    }
    let is_last = units.get(block.unit + 1).is_none_or(is_between);
    let before = block.unit.checked_sub(1).and_then(blank).filter(|_| is_last);
    Span::new(unit_start - before.map_or(0, |unit| unit.cut.len), end)
}

/// Whether a unit stands between two documents, or at the edge of one.
pub(super) fn is_between(unit: &Unit) -> bool {
    matches!(unit.cut.kind, UnitKind::Separator(_) | UnitKind::DocumentOpen { .. } | UnitKind::DocumentClose)
}

/// Start of each unit relative to the start of the unit `from`, for those from it on.
pub(super) fn offset(units: &[Unit], from: usize, to: usize) -> usize {
    units[from..to].iter().map(|unit| unit.cut.len).sum()
}

/// Metadata behind the text that it belongs in front of.
fn misplaced(units: &[Unit], found: &mut Vec<(usize, Finding)>) {
    let mut text_before = false;
    let mut waiting: Option<(usize, usize)> = None;
    for (i, unit) in units.iter().enumerate() {
        for (p, facts) in unit.facts.paragraphs.iter().enumerate() {
            let span = facts.paragraph.span;
            match facts.paragraph.shape {
                Shape::Metadata { key, value } if text_before => {
                    let label = "Metadata stands behind the text";
                    let finding = Finding::new(RuleId::MisplacedHeader, span, label);
                    let finding = if value.is_empty() { finding } else { finding.fixed_by(delete_line(span)) };
                    found.push((i, finding));
                    waiting = (value.is_empty() && !key.is_empty()).then_some((found.len() - 1, p));
                }
                Shape::Address => {
                    if let Some((index, _)) = waiting.take() {
                        let (unit, finding) = &mut found[index];
                        let by = offset(units, *unit, i);
                        finding.span.end = span.end + by;
                        let whole = finding.span;
                        finding.fixes.push(delete_line(whole));
                    }
                }
                Shape::Text => {
                    text_before = true;
                    waiting = None;
                }
                _ => {}
            }
        }
    }
}

fn delete_line(span: Span) -> Fix {
    Fix::unsafe_("Delete the metadata", vec![Edit::delete(span)])
}

/// Two styles of outer quotation marks in one article.
fn styles(units: &[Unit], used: &StyleCounts, found: &mut Vec<(usize, Finding)>) {
    let mut counts: Vec<(Style, u32, usize, crate::corpus::Pair)> = Vec::new();
    // Only the first unit with a style is looked into.
    for i in used.firsts() {
        let start = |p: usize| units[i].facts.paragraphs[p].paragraph.span.start;
        for (p, style, pair) in units[i].styles() {
            if counts.iter().all(|(known, ..)| *known != style) {
                counts.push((style, used.of(style), i, pair.shifted(start(p))));
            }
        }
    }
    let Some(&(main, most, ..)) = counts.iter().max_by_key(|(_, n, ..)| *n).filter(|_| counts.len() > 1) else {
        return;
    };
    for &(style, n, i, pair) in counts.iter().filter(|(style, ..)| *style != main) {
        let message = format!(
            "{n} of the quotations of this article {} {} marks, {most} have {} ones",
            if n == 1 { "has" } else { "have" },
            style.name(),
            main.name()
        );
        found.push((
            i,
            Finding::new(RuleId::MixedQuoteStyles, pair.open, message)
                .relating(pair.close, "The closing mark")
                .fixed_by(Fix::unsafe_(format!("Write {} marks", main.name()), restyle(main, pair))),
        ));
    }
}

fn restyle(style: Style, pair: crate::corpus::Pair) -> Vec<Edit> {
    let (open, close) = style.marks();
    vec![Edit::replace(pair.open, open), Edit::replace(pair.close, close)]
}
