//! What is known of a text that is read as prose.
//!
//! A text is a sequence of units ([`crate::format`]); a unit's facts depend on its text only.
//! An article is some units in a row; its conventions are the sum over them, and with these each unit is settled:
//! marks are paired, findings collected.
//! An edit cuts again only the units that it touches, and settles only those of the articles that these belong to
//! ([`super::parts`]).

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use super::articles::{self, ArticleFacts, ArticleState, ArticleView, Said, Sums};
use super::order::{At, order};
use super::parts::{Changed, Cursor, Marks, Part, Piece, Place, Region};
use super::read_all;
use super::record::ArticleRecord;
use super::unit::{StyleCounts, Surroundings, Unit, UnitFacts, slot};
use crate::boilerplate::keys::Density;
use crate::boilerplate::{self, Provenance};
use crate::config::Settings;
use crate::corpus::{Article, Block, BlockKind, Header};
use crate::format::Dialect;
use crate::format::paragraphs::Shape;
use crate::format::units::{self, Mode, UnitKind};
use crate::rules::{Finding, RuleId};
use crate::text::{Change, Source, Span};

/// The facts of a text.
#[derive(Clone, Debug)]
pub(super) struct Prose {
    settings: Arc<Settings>,
    dialect: Dialect,
    /// Whether the text is one article without a header, whatever lines stand in it.
    single: bool,
    places: Vec<Place>,
    /// The numbers of the places that are articles.
    articles: Vec<usize>,
    /// What is known of one blank line: every second unit is one.
    blank: Arc<UnitFacts>,
    /// Findings about the order of units in the file: the unit that each stands in, spans from its start.
    extra: Vec<(At, Finding)>,
    /// How many findings of each severity stand in the parts.
    counts: [usize; 4],
}

/// A blank line as most are.
const BLANK: &str = "\n";

/// How much text is read at once when units are cut again.
const WINDOW: usize = 16 * 1024;

impl Prose {
    /// The facts of `text`.
    pub(super) fn new(text: &str, dialect: Dialect, settings: Arc<Settings>) -> Self {
        Self::read(text, dialect, settings, false)
    }

    /// The facts of `text`, which was taken out of its markup and is one article without a header.
    pub(super) fn of_extract(text: &str, settings: Arc<Settings>) -> Self {
        Self::read(text, Dialect::Plain, settings, true)
    }

    fn read(text: &str, dialect: Dialect, settings: Arc<Settings>, single: bool) -> Self {
        let blank = Arc::new(UnitFacts::of(BLANK, UnitKind::Blank(1), dialect, false, &settings));
        let (places, articles, extra) = (Vec::new(), Vec::new(), Vec::new());
        let mut facts = Self { settings, dialect, single, places, articles, blank, extra, counts: [0; 4] };
        let (mut at, mut mode) = (0, if single { Mode::Body } else { Mode::Start });
        let mut cuts = Vec::new();
        while let Some(cut) = units::first(&text[at..], mode, dialect) {
            cuts.push((at, cut, mode));
            at += cut.len;
            mode = cut.next;
        }
        let read =
            |(at, cut, mode): (usize, units::Unit, Mode)| facts.unit(&text[at..at + cut.len], cut, mode, at == 0);
        let region = Region { units: read_all(text.len(), cuts, read), ..Region::default() };
        facts.assemble(text, 0, region);
        facts
    }

    /// Follows an edit: `source` is the text after it.
    /// Takes time in proportion to the edit and to the articles that it touches, and a little for each article.
    pub(super) fn edit(&mut self, source: &(impl Source + ?Sized), change: Change) {
        let first = Cursor::reaching(&self.places, change.old.start);
        let mut mode = first.get(&self.places).map_or(Mode::Start, |unit| unit.mode);
        let mut at = first.at;
        let changed_end = change.old.start + change.new_len;
        let mut fresh = Vec::new();
        // The unit behind the edit.
        let mut rejoin = first;
        while at < source.len() {
            if at >= changed_end {
                // Where a unit begins as one did before, all the rest is as it was.
                let old = at - changed_end + change.old.end;
                while rejoin.at < old && rejoin.get(&self.places).is_some() {
                    rejoin = rejoin.next(&self.places);
                }
                let same = |unit: &Unit| rejoin.at == old && unit.mode == mode && (rejoin.at > 0) == (at > 0);
                if rejoin.get(&self.places).is_some_and(same) {
                    break;
                }
            }
            let unit = self.cut(source, at, mode);
            at += unit.cut.len;
            mode = unit.cut.next;
            fresh.push(unit);
        }
        if at >= source.len() {
            rejoin = Cursor::end(&self.places);
        }
        let (from, region) = self.region(first, rejoin, fresh);
        self.assemble(source, from, region);
    }

    /// The unit that begins at the byte `at` of `source`.
    fn cut(&self, source: &(impl Source + ?Sized), at: usize, mode: Mode) -> Unit {
        let mut window = WINDOW;
        loop {
            let end = if at + window >= source.len() { source.len() } else { source.ceil_boundary(at + window) };
            let text = source.slice(Span::new(at, end));
            let cut = units::first(&text, mode, self.dialect);
            match cut {
                Some(cut) if cut.seen < text.len() || end == source.len() => {
                    return self.unit(&text[..cut.len], cut, mode, at == 0);
                }
                _ => window *= 2,
            }
        }
    }

    fn unit(&self, text: &str, cut: units::Unit, mode: Mode, at_file_start: bool) -> Unit {
        let facts = match cut.kind {
            UnitKind::Blank(1) if text == BLANK && !at_file_start => Arc::clone(&self.blank),
            kind => Arc::new(UnitFacts::of(text, kind, self.dialect, at_file_start, &self.settings)),
        };
        Unit { cut, mode, summary: facts.summary(), facts, settled: None }
    }

    /// Takes the parts that an edit concerns out of the places, and gives the number of the first one: those whose units
    /// from `first` up to `end` became `fresh`, and all that it joins or parts.
    fn region(&mut self, first: Cursor, end: Cursor, fresh: Vec<Unit>) -> (usize, Region) {
        let concerned = Region::concerned(&self.places, first, end);
        let from = concerned.start;
        let mut taken: Vec<Place> = self.places.splice(concerned, []).collect();
        taken.iter().for_each(|place| self.count(place, usize::wrapping_sub));
        let mut region = Region::of_edit(from, taken.drain(..), first, end, fresh);
        while let Some(next) = self.places.get(from) {
            if region.ends_in_front_of(&self.ranges(&region), next) {
                break;
            }
            let next = self.places.remove(from);
            self.count(&next, usize::wrapping_sub);
            region.add_known(next.part);
        }
        (from, region)
    }

    /// The units of each article of a region.
    fn ranges(&self, region: &Region) -> Vec<Range<usize>> {
        if self.single { std::iter::once(0..region.units.len()).collect() } else { region.ranges() }
    }

    /// Takes the findings of a part into account.
    fn count(&mut self, place: &Place, with: impl Fn(usize, usize) -> usize) {
        self.counts.iter_mut().zip(place.counts).for_each(|(sum, n)| *sum = with(*sum, n as usize));
    }

    /// Puts the parts of a region in front of the place number `from`.
    fn assemble(&mut self, source: &(impl Source + ?Sized), from: usize, region: Region) {
        let ranges = self.ranges(&region);
        let (pieces, changed) = region.pieces(&ranges);
        let mut start = from.checked_sub(1).map_or(0, |before| self.places[before].span().end);
        let mut work = Vec::with_capacity(pieces.len());
        let mut bytes = 0;
        for piece in pieces {
            let len = match &piece {
                Piece::Known(part) => part.len(),
                Piece::New { units, .. } => length(units),
            };
            bytes += if matches!(piece, Piece::New { .. }) { len } else { 0 };
            work.push((start, piece));
            start += len;
        }
        let settler = Settler { source, dialect: self.dialect, settings: &self.settings };
        let outside = Arc::new(Surroundings::default());
        let made = read_all(bytes, work, |(start, piece)| match piece {
            Piece::Known(part) => Place::new(start, part),
            Piece::New { units, is_article: false, .. } => {
                Place::new(start, Arc::new(settler.between(units, start, &outside)))
            }
            Piece::New { units, range, .. } => {
                let changed = changed.as_ref().map(|changed| (changed, changed.now == range));
                Place::new(start, Arc::new(settler.article(units, start, changed)))
            }
        });
        made.iter().for_each(|place| self.count(place, usize::wrapping_add));
        let behind = from + made.len();
        self.places.splice(from..from, made);
        for place in &mut self.places[behind..] {
            place.start = start;
            start += place.len;
        }
        let places = self.places.iter().enumerate();
        self.articles = places.filter(|(_, place)| place.is_article).map(|(number, _)| number).collect();
        self.extra = order(&self.places);
        self.extra.retain(|(_, finding)| self.settings.severity(finding.rule).is_some());
        self.extra.sort_by_key(|(at, finding)| (*at, finding.span, finding.rule));
    }

    /// The article number `index`, its units, and its place.
    fn part(&self, index: usize) -> (&ArticleFacts, &[Unit], Span) {
        let place = &self.places[self.articles[index]];
        let (article, units) = place.article().expect("an article stands where one is said to be");
        (article, units, place.span())
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// How many articles the file holds.
    pub(super) fn article_count(&self) -> usize {
        self.articles.len()
    }

    /// The article number `index`, which is less than [`Self::article_count`].
    pub(super) fn article(&self, index: usize) -> Article {
        let (_, units, span) = self.part(index);
        let mut article = Article { span, ..Article::default() };
        let mut at = span.start;
        for unit in units {
            add_unit(&mut article, unit, at);
            at += unit.cut.len;
        }
        article
    }

    /// The bytes of the article number `index`.
    pub(super) fn article_span(&self, index: usize) -> Span {
        self.places[self.articles[index]].span()
    }

    /// Names what is known of the article number `index`, its place aside.
    pub(super) fn article_state(&self, index: usize) -> ArticleState {
        self.part(index).0.state()
    }

    /// The settings that they were found with.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What of the article number `index` other articles are compared with; the file is at `path`.
    pub(super) fn article_view(&self, index: usize, of_path: &Provenance) -> ArticleView<'_> {
        let (article, units, span) = self.part(index);
        ArticleView::new((article, units), span.start, of_path, &self.settings.decisions)
    }

    /// What the index holds of each article, in a file of whose path `of_path` is known.
    pub(super) fn records(&self, of_path: &Provenance, density: Density) -> Vec<ArticleRecord> {
        let records = (0..self.article_count()).map(|index| {
            let (_, units, span) = self.part(index);
            let provenance = articles::provenance(units).article(of_path);
            boilerplate::of_article(span, provenance, articles::blocks(units), density)
        });
        records.collect()
    }

    /// How many findings there are of each severity: error, warning, information, hint.
    pub(super) fn counts(&self) -> [usize; 4] {
        let mut counts = self.counts;
        for severity in self.extra.iter().filter_map(|(_, finding)| self.settings.severity(finding.rule)) {
            counts[slot(severity)] += 1;
        }
        counts
    }

    /// All findings of rules that are not switched off, ascending by place.
    pub(super) fn findings(&self) -> Vec<Finding> {
        self.chosen([usize::MAX; 4])
    }

    /// The first findings of each severity, as many as `quota` has room for.
    pub(super) fn chosen(&self, mut quota: [usize; 4]) -> Vec<Finding> {
        let mut chosen = Vec::new();
        let mut extra = self.extra.as_slice();
        for (number, place) in self.places.iter().enumerate() {
            if quota == [0; 4] {
                break;
            }
            let here;
            (here, extra) = extra.split_at(extra.partition_point(|((part, _), _)| *part == number));
            // Where the quota of a severity is spent, parts and units that hold nothing else need not be looked at.
            if !here.is_empty() || has_wanted(place.counts, quota) {
                self.choose(place, here, &mut quota, &mut chosen);
            }
        }
        chosen
    }

    /// The same for one part, which `extra` is about too.
    fn choose(&self, place: &Place, extra: &[(At, Finding)], quota: &mut [usize; 4], chosen: &mut Vec<Finding>) {
        let of_article = place.article().into_iter().flat_map(|(article, _)| article.findings.iter());
        let of_article = of_article.map(|(unit, said)| (*unit, Some(place.start), One::OfArticle(said)));
        let of_file = extra.iter().map(|((_, unit), finding)| (*unit, None, One::OfUnit(finding)));
        // Findings that belong to no single unit: the unit that each begins in, and the byte that its spans count from,
        // none for the start of the unit.
        let mut loose: Vec<(usize, Option<usize>, One<'_>)> = of_article.chain(of_file).collect();
        loose.sort_by_key(|(unit, ..)| *unit);
        let mut loose = loose.into_iter().peekable();
        let mut at = place.start;
        for (index, unit) in place.part.units.iter().enumerate() {
            if *quota == [0; 4] {
                break;
            }
            let some = unit.settled.as_ref().filter(|_| has_wanted(unit.counts(), *quota));
            let mut take = |finding: One<'_>, base: usize| {
                let room = self.settings.severity(finding.rule()).map(|severity| &mut quota[slot(severity)]);
                if let Some(room) = room.filter(|room| **room > 0) {
                    *room -= 1;
                    chosen.push(finding.shifted(base));
                }
            };
            let own = some.into_iter().flat_map(|settled| &settled.result.findings).map(One::OfUnit);
            if loose.peek().is_some_and(|(unit, ..)| *unit == index) {
                let mut here: Vec<(usize, One<'_>)> = own.map(|finding| (at, finding)).collect();
                while let Some((_, base, finding)) = loose.next_if(|(unit, ..)| *unit == index) {
                    here.push((base.unwrap_or(at), finding));
                }
                here.sort_by_key(|(base, finding)| (finding.span().shifted(*base), finding.rule()));
                here.into_iter().for_each(|(base, finding)| take(finding, base));
            } else {
                own.for_each(|finding| take(finding, at));
            }
            at += unit.cut.len;
        }
    }

    /// Calls `tell` with each finding and the byte that its spans count from, in no order, until it breaks.
    pub(super) fn each_finding(&self, tell: &mut impl FnMut(&Finding, usize) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut extra = self.extra.iter().peekable();
        for (number, place) in self.places.iter().enumerate() {
            let mut at = place.start;
            for (index, unit) in place.part.units.iter().enumerate() {
                for finding in unit.result().into_iter().flat_map(|result| &result.findings) {
                    tell(finding, at)?;
                }
                while let Some((_, finding)) = extra.next_if(|(unit, _)| *unit == (number, index)) {
                    tell(finding, at)?;
                }
                at += unit.cut.len;
            }
            for (_, said) in place.article().into_iter().flat_map(|(article, _)| article.findings.iter()) {
                match said {
                    Said::Finding(finding) => tell(finding, place.start)?,
                    Said::Copied(_) => tell(&said.shifted(0), place.start)?,
                }
            }
        }
        ControlFlow::Continue(())
    }
}

/// Whether some of `counts` is of a severity that `quota` has room for.
pub(super) fn has_wanted(counts: [u32; 4], quota: [usize; 4]) -> bool {
    counts.iter().zip(quota).any(|(&n, room)| n > 0 && room > 0)
}

/// What units are settled with.
struct Settler<'a, S: ?Sized> {
    source: &'a S,
    dialect: Dialect,
    settings: &'a Settings,
}

impl<S: Source + ?Sized> Settler<'_, S> {
    /// The part of an article whose units begin at the byte `start`; `changed` is what it was made from, as far as that
    /// is known, and whether these are all of its units.
    fn article(&self, mut units: Vec<Unit>, start: usize, changed: Option<(&Changed, bool)>) -> Part {
        let sums = match changed {
            Some((Changed { now, fresh, gone, article }, true)) => {
                article.sums.less(gone).with(&units[fresh.start - now.start..fresh.end - now.start])
            }
            _ => Sums::default().with(&units),
        };
        let around = sums.surroundings(self.settings);
        // Where they are what they were, units see that by their pointer.
        let known = changed.map(|(changed, _)| &changed.article.around).filter(|known| ***known == around);
        let around = known.cloned().unwrap_or_else(|| Arc::new(around));
        let Settled { mut counts, used, reach } = self.settle(&mut units, start + sums.len, &around);
        let mut findings = articles::findings(self.source, start, &units, (&sums, &used), &self.settings.decisions);
        findings.retain(|(_, said)| self.settings.severity(said.rule()).is_some());
        for severity in findings.iter().filter_map(|(_, said)| self.settings.severity(said.rule())) {
            counts[slot(severity)] += 1;
        }
        let marks = if sums.between > 0 { Marks::of(&units) } else { Marks::default() };
        let article = Some(ArticleFacts { sums, around, findings: findings.into() });
        Part { units, counts, reach, article, marks }
    }

    /// The part of units that belong to no article and begin at the byte `start`.
    fn between(&self, mut units: Vec<Unit>, start: usize, around: &Arc<Surroundings>) -> Part {
        let end = start + length(&units);
        let Settled { counts, reach, .. } = self.settle(&mut units, end, around);
        let marks = Marks::of(&units);
        Part { units, counts, reach, article: None, marks }
    }

    /// Settles `units`, which are those of a part and end at the byte `end`.
    fn settle(&self, units: &mut [Unit], end: usize, around: &Arc<Surroundings>) -> Settled {
        let mut settled = Settled::default();
        let (mut at, mut next) = (end, None);
        let mut seen = 0;
        for (index, unit) in units.iter_mut().enumerate().rev() {
            let span = Span::new(at - unit.cut.len, at);
            at = span.start;
            seen = seen.max(at + unit.cut.seen);
            unit.settle(self.source, span, self.dialect, around, next, self.settings);
            settled.used.add(index, unit);
            settled.counts.iter_mut().zip(unit.counts()).for_each(|(sum, n)| *sum += n);
            match unit.cut.kind {
                UnitKind::Text => next = unit.summary.leading.unwrap_or(next),
                UnitKind::Blank(_) => {}
                _ => next = None,
            }
        }
        settled.reach = seen.saturating_sub(at);
        settled
    }
}

/// What settling the units of a part says.
#[derive(Default)]
struct Settled {
    /// How many findings of each severity they have.
    counts: [u32; 4],
    /// Which styles of quotation they use.
    used: StyleCounts,
    /// See [`Part::reach`].
    reach: usize,
}

/// How long `units` are together, in bytes.
fn length(units: &[Unit]) -> usize {
    units.iter().map(|unit| unit.cut.len).sum()
}

/// A finding, wherever it is kept.
#[derive(Clone, Copy)]
enum One<'a> {
    OfUnit(&'a Finding),
    OfArticle(&'a Said),
}

impl One<'_> {
    fn rule(self) -> RuleId {
        match self {
            Self::OfUnit(finding) => finding.rule,
            Self::OfArticle(said) => said.rule(),
        }
    }

    fn span(self) -> Span {
        match self {
            Self::OfUnit(finding) => finding.span,
            Self::OfArticle(said) => said.span(),
        }
    }

    fn shifted(self, by: usize) -> Finding {
        match self {
            Self::OfUnit(finding) => finding.shifted(by),
            Self::OfArticle(said) => said.shifted(by),
        }
    }
}

/// Adds what `unit`, which begins at the byte `at`, holds to `article`.
fn add_unit(article: &mut Article, unit: &Unit, at: usize) {
    let whole = Span::new(at, at + unit.cut.len);
    let block = |span, kind| Block { span, kind, inline: crate::corpus::Inline::default() };
    match unit.cut.kind {
        UnitKind::FrontMatter { .. } | UnitKind::Fields => {
            let Some(header) = &unit.facts.header else { return };
            let fields = header
                .fields
                .iter()
                .map(|f| crate::corpus::Field { key: f.key.shifted(at), value: f.value.shifted(at) });
            article.header = Some(Header { span: whole, style: header.style, fields: fields.collect() });
        }
        UnitKind::Rule => article.blocks.push(block(whole, BlockKind::Rule)),
        UnitKind::Code { .. } => article.blocks.push(block(whole, BlockKind::Code)),
        UnitKind::DocumentOpen { .. } | UnitKind::DocumentClose | UnitKind::Element => {
            article.blocks.push(block(whole, BlockKind::Markup));
        }
        UnitKind::Blank(_) | UnitKind::Separator(_) => {}
        UnitKind::Text => {
            let outcomes = unit.result().map(|result| result.outcomes.as_slice()).unwrap_or_default();
            for (i, p) in unit.facts.paragraphs.iter().enumerate() {
                let span = p.paragraph.span.shifted(at);
                let text_before = article.blocks.iter().any(|b| b.kind == BlockKind::Paragraph);
                let mut kind = unit.facts.block_kind(i);
                if p.paragraph.shape == Shape::Short {
                    kind = if article.title.is_none() && !text_before { BlockKind::Title } else { BlockKind::Heading };
                } else if p.paragraph.shape == Shape::Heading && article.title.is_none() && !text_before {
                    kind = BlockKind::Title;
                }
                match kind {
                    BlockKind::Title => article.title = Some(span),
                    BlockKind::Byline if article.byline.is_none() && !text_before => article.byline = Some(span),
                    BlockKind::Byline => kind = BlockKind::Paragraph,
                    BlockKind::Paragraph if !text_before => {
                        article.dateline = p.dateline.map(|d| d.shifted(span.start))
                    }
                    _ => {}
                }
                let inline = outcomes.get(i).map(|outcome| outcome.inline.shifted(span.start)).unwrap_or_default();
                article.blocks.push(Block { span, kind, inline });
            }
        }
    }
}
