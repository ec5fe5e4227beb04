//! What is known of a text that is read as prose.
//!
//! A text is a sequence of units ([`crate::format`]); a unit's facts depend on its text only.
//! An article is a range of units; its conventions are the sum over them, and with these each unit is settled:
//! marks are paired, findings collected.
//! An edit cuts again only the units that it touches and settles only those whose surroundings changed.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use super::articles::{self, ArticleFacts, ArticleState, ArticleView, Said, Sums};
use super::read_all;
use super::record::ArticleRecord;
use super::unit::{self, StyleCounts, Surroundings, Unit, UnitFacts, slot};
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
    units: Vec<Unit>,
    /// What is known of one blank line: every second unit is one.
    blank: Arc<UnitFacts>,
    articles: Vec<ArticleFacts>,
    /// Findings about the order of units in the file: the unit that each stands in, spans from its start.
    extra: Vec<(usize, Finding)>,
    /// How many findings of each severity stand in units of no article.
    outside: [usize; 4],
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
        let (units, articles, extra) = (Vec::new(), Vec::new(), Vec::new());
        let blank = Arc::new(UnitFacts::of(BLANK, UnitKind::Blank(1), dialect, false, &settings));
        let mut facts = Self { settings, dialect, single, units, blank, articles, extra, outside: [0; 4] };
        let (mut at, mut mode) = (0, if single { Mode::Body } else { Mode::Start });
        let mut cuts = Vec::new();
        while let Some(cut) = units::first(&text[at..], mode, dialect) {
            cuts.push((at, cut, mode));
            at += cut.len;
            mode = cut.next;
        }
        let read =
            |(at, cut, mode): (usize, units::Unit, Mode)| facts.unit(&text[at..at + cut.len], cut, mode, at == 0);
        facts.units = read_all(text.len(), cuts, read);
        facts.assemble(text, 0..facts.units.len(), &[]);
        facts
    }

    /// Follows an edit: `source` is the text after it.
    /// Takes time in proportion to the edit and to the paragraphs that it touches, and a little for each unit.
    pub(super) fn edit(&mut self, source: &(impl Source + ?Sized), change: Change) {
        let (mut first, mut at) = (0, 0);
        while let Some(unit) = self.units.get(first).filter(|unit| at + unit.cut.seen < change.old.start) {
            at += unit.cut.len;
            first += 1;
        }
        let mut mode = self.units.get(first).map_or(Mode::Start, |unit| unit.mode);
        let changed_end = change.old.start + change.new_len;
        let mut fresh = Vec::new();
        // The unit behind the edit, and where it began before.
        let (mut rejoin, mut old_start) = (first, at);
        while at < source.len() {
            if at >= changed_end {
                // Where a unit begins as one did before, all the rest is as it was.
                let old = at - changed_end + change.old.end;
                while let Some(unit) = self.units.get(rejoin).filter(|_| old_start < old) {
                    old_start += unit.cut.len;
                    rejoin += 1;
                }
                let same = |unit: &Unit| old_start == old && unit.mode == mode && (rejoin > 0) == (at > 0);
                if self.units.get(rejoin).is_some_and(same) {
                    break;
                }
            }
            let unit = self.cut(source, at, mode);
            at += unit.cut.len;
            mode = unit.cut.next;
            fresh.push(unit);
        }
        if at >= source.len() {
            rejoin = self.units.len();
        }
        let cut = fresh.len();
        let gone: Vec<Unit> = self.units.splice(first..rejoin.max(first), fresh).collect();
        self.assemble(source, first..first + cut, &gone);
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

    /// Finds the articles, and settles those that hold a unit of `fresh`, which was cut just now in the place of `gone`.
    fn assemble(&mut self, source: &(impl Source + ?Sized), fresh: Range<usize>, gone: &[Unit]) {
        let before = self.units.len() + gone.len() - fresh.len();
        let known = std::mem::take(&mut self.articles);
        self.outside = [0; 4];
        let outside = Arc::new(Surroundings::default());
        let ranges = if self.single {
            std::iter::once(0..self.units.len()).collect()
        } else {
            articles::ranges(self.units.iter().map(|unit| unit.cut.kind))
        };
        let now = self.units.len();
        let settler = Settler { source, dialect: self.dialect, settings: &self.settings };
        let (mut unit, mut start, mut rest) = (0, 0, self.units.as_mut_slice());
        let (mut work, mut bytes, mut has_between) = (Vec::new(), 0, false);
        for range in ranges {
            // Separators belong to no article.
            let (between, behind) = rest.split_at_mut(range.start - unit);
            let units;
            (units, rest) = behind.split_at_mut(range.len());
            start += length(between);
            add(&mut self.outside, settler.settle(between, start, &outside).0);
            has_between |= between.iter().any(articles::is_between);
            unit = range.end;
            if let Some(mut article) = articles::unchanged(&known, &range, &fresh, before, now) {
                article.start = start;
                start += article.sums.len;
                has_between |= article.sums.between > 0;
                self.articles.push(article);
                continue;
            }
            let known = known.get(known.partition_point(|article| article.units.start < range.start));
            let sums = match known.filter(|known| known.became(&range, &fresh, gone.len())) {
                Some(known) => known.sums.less(gone).with(&units[fresh.start - range.start..fresh.end - range.start]),
                None => Sums::default().with(units),
            };
            has_between |= sums.between > 0;
            work.push(Unsettled { units, range, start, sums, around: known.map(|known| &known.around) });
            start += sums.len;
            bytes += sums.len;
        }
        add(&mut self.outside, settler.settle(rest, start + length(rest), &outside).0);
        has_between |= rest.iter().any(articles::is_between);
        self.articles.extend(read_all(bytes, work, |article| settler.article(article)));
        self.articles.sort_by_key(|article| article.units.start);
        self.extra = articles::order(&self.units, self.articles.len(), has_between);
        self.extra.retain(|(_, finding)| self.settings.severity(finding.rule).is_some());
        self.extra.sort_by_key(|(unit, finding)| (*unit, finding.span, finding.rule));
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
        let ArticleFacts { units: range, start, .. } = self.articles[index].clone();
        let mut article = Article { span: Span::empty(start), ..Article::default() };
        let mut at = start;
        for unit in &self.units[range] {
            add_unit(&mut article, unit, at);
            at += unit.cut.len;
        }
        article.span.end = at;
        article
    }

    /// The bytes of the article number `index`.
    pub(super) fn article_span(&self, index: usize) -> Span {
        let ArticleFacts { start, sums, .. } = &self.articles[index];
        Span::new(*start, start + sums.len)
    }

    /// Names what is known of the article number `index`, its place aside.
    pub(super) fn article_state(&self, index: usize) -> ArticleState {
        self.articles[index].state()
    }

    /// The settings that they were found with.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What of the article number `index` other articles are compared with; the file is at `path`.
    pub(super) fn article_view(&self, index: usize, of_path: &Provenance) -> ArticleView<'_> {
        let article = &self.articles[index];
        let units = &self.units[article.units.clone()];
        ArticleView::new(article, units, of_path, &self.settings.decisions)
    }

    /// What the index holds of each article, in a file of whose path `of_path` is known.
    pub(super) fn records(&self, of_path: &Provenance, density: Density) -> Vec<ArticleRecord> {
        let records = self.articles.iter().map(|article| {
            let units = &self.units[article.units.clone()];
            let span = Span::new(article.start, article.start + article.sums.len);
            boilerplate::of_article(
                span,
                articles::provenance(units).article(of_path),
                articles::blocks(units),
                density,
            )
        });
        records.collect()
    }

    /// How many findings there are of each severity: error, warning, information, hint.
    pub(super) fn counts(&self) -> [usize; 4] {
        let mut counts = self.outside;
        self.articles.iter().for_each(|article| add(&mut counts, article.counts));
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
        let mut loose: Vec<Loose<'_>> = self.loose().collect();
        loose.sort_by_key(|loose| loose.unit);
        let mut loose = loose.into_iter().peekable();
        let mut chosen = Vec::new();
        let mut articles = self.articles.iter().peekable();
        let (mut index, mut at) = (0, 0);
        while let Some(unit) = self.units.get(index).filter(|_| quota != [0; 4]) {
            // Where the quota of a severity is spent, articles and units that hold nothing else need not be looked at.
            let wanted = |n: usize, room: usize| n > 0 && room > 0;
            if let Some(article) = articles.next_if(|article| article.units.start == index) {
                let spare = !article.counts.iter().zip(quota).any(|(&n, room)| wanted(n, room));
                if spare && !self.extra.iter().any(|(unit, _)| article.units.contains(unit)) {
                    index = article.units.end;
                    at = article.start + article.sums.len;
                    while loose.next_if(|loose| loose.unit < index).is_some() {}
                    continue;
                }
            }
            let wanted =
                |settled: &&unit::Settled| settled.counts.iter().zip(quota).any(|(&n, room)| wanted(n as usize, room));
            let some = unit.settled.as_ref().filter(wanted);
            let mut take = |finding: One<'_>, base: usize| {
                let room = self.settings.severity(finding.rule()).map(|severity| &mut quota[slot(severity)]);
                if let Some(room) = room.filter(|room| **room > 0) {
                    *room -= 1;
                    chosen.push(finding.shifted(base));
                }
            };
            let own = some.into_iter().flat_map(|settled| &settled.result.findings).map(One::OfUnit);
            if loose.peek().is_some_and(|loose| loose.unit == index) {
                let mut here: Vec<(usize, One<'_>)> = own.map(|finding| (at, finding)).collect();
                while let Some(loose) = loose.next_if(|loose| loose.unit == index) {
                    here.push((loose.base.unwrap_or(at), loose.finding));
                }
                here.sort_by_key(|(base, finding)| (finding.span().shifted(*base), finding.rule()));
                here.into_iter().for_each(|(base, finding)| take(finding, base));
            } else {
                own.for_each(|finding| take(finding, at));
            }
            at += unit.cut.len;
            index += 1;
        }
        chosen
    }

    /// Calls `tell` with each finding and the byte that its spans count from, in no order, until it breaks.
    pub(super) fn each_finding(&self, tell: &mut impl FnMut(&Finding, usize) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut at = 0;
        let mut extra = self.extra.iter().peekable();
        for (index, unit) in self.units.iter().enumerate() {
            for finding in unit.result().into_iter().flat_map(|result| &result.findings) {
                tell(finding, at)?;
            }
            while let Some((_, finding)) = extra.next_if(|(unit, _)| *unit == index) {
                tell(finding, at)?;
            }
            at += unit.cut.len;
        }
        for article in &self.articles {
            for (_, said) in article.findings.iter() {
                match said {
                    Said::Finding(finding) => tell(finding, article.start)?,
                    Said::Copied(_) => tell(&said.shifted(0), article.start)?,
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Findings that belong to no single unit.
    fn loose(&self) -> impl Iterator<Item = Loose<'_>> {
        let of_articles = self.articles.iter().flat_map(|article| {
            let base = Some(article.start);
            article.findings.iter().map(move |(unit, said)| Loose {
                unit: article.units.start + unit,
                base,
                finding: One::OfArticle(said),
            })
        });
        let of_file =
            self.extra.iter().map(|(unit, finding)| Loose { unit: *unit, base: None, finding: One::OfUnit(finding) });
        of_articles.chain(of_file)
    }
}

/// An article of which some units have changed.
struct Unsettled<'a> {
    units: &'a mut [Unit],
    range: Range<usize>,
    /// Its first byte.
    start: usize,
    sums: Sums,
    /// What its units had in common before.
    around: Option<&'a Arc<Surroundings>>,
}

/// What units are settled with.
struct Settler<'a, S: ?Sized> {
    source: &'a S,
    dialect: Dialect,
    settings: &'a Settings,
}

impl<S: Source + ?Sized> Settler<'_, S> {
    fn article(&self, article: Unsettled<'_>) -> ArticleFacts {
        let Unsettled { units, range, start, sums, around: known } = article;
        let around = sums.surroundings(self.settings);
        // Where they are what they were, units see that by their pointer.
        let around = known.filter(|known| ***known == around).cloned().unwrap_or_else(|| Arc::new(around));
        let (mut counts, used) = self.settle(units, start + sums.len, &around);
        let mut findings = articles::findings(self.source, start, units, (&sums, &used), &self.settings.decisions);
        findings.retain(|(_, said)| self.settings.severity(said.rule()).is_some());
        for severity in findings.iter().filter_map(|(_, said)| self.settings.severity(said.rule())) {
            counts[slot(severity)] += 1;
        }
        ArticleFacts { units: range, start, sums, around, counts, findings: findings.into() }
    }

    /// Settles `units`, which end at the byte `end`; how many findings of each severity they have, and which styles of
    /// quotation.
    fn settle(&self, units: &mut [Unit], end: usize, around: &Arc<Surroundings>) -> ([usize; 4], StyleCounts) {
        let (mut counts, mut used) = ([0; 4], StyleCounts::default());
        let (mut at, mut next) = (end, None);
        for (index, unit) in units.iter_mut().enumerate().rev() {
            let span = Span::new(at - unit.cut.len, at);
            at = span.start;
            unit.settle(self.source, span, self.dialect, around, next, self.settings);
            used.add(index, unit);
            add(&mut counts, unit.counts());
            match unit.cut.kind {
                UnitKind::Text => next = unit.summary.leading.unwrap_or(next),
                UnitKind::Blank(_) => {}
                _ => next = None,
            }
        }
        (counts, used)
    }
}

/// How long `units` are together, in bytes.
fn length(units: &[Unit]) -> usize {
    units.iter().map(|unit| unit.cut.len).sum()
}

/// Adds counts of findings.
fn add(counts: &mut [usize; 4], more: [usize; 4]) {
    counts.iter_mut().zip(more).for_each(|(sum, n)| *sum += n);
}

/// A finding that belongs to no single unit.
struct Loose<'a> {
    /// The unit that it begins in.
    unit: usize,
    /// The byte that its spans count from; `None` for the start of the unit.
    base: Option<usize>,
    finding: One<'a>,
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
