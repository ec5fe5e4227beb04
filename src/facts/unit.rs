//! What is known of one unit, and what of it depends on the article round it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::boilerplate::repeats;
use crate::boilerplate::traits::Traits;
use crate::boilerplate::words::{self, Word};
use crate::boilerplate::{Block, Provenance, Provenances};
use crate::config::Settings;
use crate::corpus::{BlockKind, HeaderStyle};
use crate::delimiters::{self, Conventions, Leading, Lexed, Outcome, Style, Tally};
use crate::format::Dialect;
use crate::format::header::{self, HeaderFacts};
use crate::format::paragraphs::{self, Paragraph, Shape};
use crate::format::units::{self, Mode, UnitKind};
use crate::rules::{Edit, Finding, Fix, RuleId, Severity};
use crate::text::{Source, Span};
use crate::typography::{self, Habit, Habits, Typography};

/// A unit in its place among the others.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) cut: units::Unit,
    /// The mode that it was cut in.
    pub(super) mode: Mode,
    pub(super) facts: Arc<UnitFacts>,
    /// What assembling an article asks of every unit, so that it need not follow the pointer.
    pub(super) summary: Summary,
    /// What the article makes of it; none until the article was assembled.
    pub(super) settled: Option<Settled>,
}

/// A digest of a unit's facts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Summary {
    /// Whether the tally counts anything.
    pub(super) marks: bool,
    /// Whether a paragraph is metadata or an address.
    pub(super) metadata: bool,
    /// Whether a paragraph may be residue of a scraper.
    pub(super) suspicious: bool,
    /// Whether a paragraph is text of the article by its shape.
    pub(super) solid: bool,
    pub(super) habits: Habits,
    /// The mark that its first paragraph of running text begins with; the outer option says whether there is one.
    pub(super) leading: Option<Option<Leading>>,
}

/// What a unit's own text says. Spans count from its start.
#[derive(Debug, Default)]
pub(super) struct UnitFacts {
    pub(super) paragraphs: Vec<ParagraphFacts>,
    pub(super) header: Option<HeaderFacts>,
    /// What a header or metadata say of where the article comes from.
    pub(super) provenances: Option<Box<Provenances>>,
    typography: Typography,
    /// Findings that need nothing but this text, delimiters aside.
    findings: Vec<Finding>,
    pub(super) tally: Tally,
    pub(super) ends_with_newline: bool,
    /// Its length without line ends behind it.
    pub(super) content_len: usize,
}

/// What a paragraph's own text says. Spans of marks count from its start.
#[derive(Debug)]
pub(super) struct ParagraphFacts {
    pub(super) paragraph: Paragraph,
    lexed: Lexed,
    /// From the start of the paragraph.
    pub(super) dateline: Option<Span>,
    /// From the start of the paragraph.
    pub(super) words: Vec<Word>,
    /// See [`repeats::digest`].
    pub(super) digest: Option<u64>,
    /// Whether it looks like residue of a scraper.
    pub(super) traits: Traits,
}

/// What the findings of a unit depend on beside its text and the mark that the next paragraph begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Surroundings {
    pub(super) conventions: Conventions,
    pub(super) spaced_punctuation: bool,
    pub(super) indents: bool,
    /// Whether it is tokens in a row.
    pub(super) tokenised: bool,
}

/// What the article makes of a unit.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    /// Shared by the units of an article.
    around: Arc<Surroundings>,
    /// The quotation mark that the next paragraph behind this unit begins with.
    next: Option<Leading>,
    pub(super) result: Arc<UnitResult>,
    /// How many findings there are of each severity.
    pub(super) counts: [u32; 4],
    /// How many quotations have marks of each [`Style`] of the outer level; no more are counted than there is room for.
    styles: [u16; Style::COUNT],
}

/// How many quotations of an article have marks of each [`Style`] of the outer level, and the unit of the first one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StyleCounts([(u32, usize); Style::COUNT]);

impl StyleCounts {
    /// Takes in the unit number `index` of the article, those behind which were taken in before.
    pub(super) fn add(&mut self, index: usize, unit: &Unit) {
        let Some(settled) = &unit.settled else { return };
        for ((sum, first), count) in self.0.iter_mut().zip(settled.styles).filter(|(_, count)| *count > 0) {
            (*sum, *first) = (*sum + u32::from(count), index);
        }
    }

    /// How many have marks of this style.
    pub(super) fn of(&self, style: Style) -> u32 {
        self.0[style as usize].0
    }

    /// Whether there is more than one style.
    pub(super) fn are_several(&self) -> bool {
        self.0.iter().filter(|(count, _)| *count > 0).count() > 1
    }

    /// The units with the first quotation of a style, ascending.
    pub(super) fn firsts(&self) -> BTreeSet<usize> {
        self.0.iter().filter(|(count, _)| *count > 0).map(|(_, first)| *first).collect()
    }
}

/// Findings and pairs of a unit. Spans count from its start.
#[derive(Debug, Default)]
pub(super) struct UnitResult {
    /// Ascending, without those of rules that are switched off.
    pub(super) findings: Vec<Finding>,
    /// One for each paragraph; its spans count from the paragraph's start.
    pub(super) outcomes: Vec<Outcome>,
}

impl ParagraphFacts {
    /// It as a block in the unit number `unit` of its article.
    pub(super) fn block(&self, unit: usize) -> Block<'_> {
        let Paragraph { span, shape, .. } = self.paragraph;
        Block { unit, span, shape, words: &self.words, digest: self.digest }
    }
}

impl UnitFacts {
    /// The facts of `text`, a unit of this kind.
    pub(super) fn of(text: &str, kind: UnitKind, dialect: Dialect, at_file_start: bool, settings: &Settings) -> Self {
        let mut facts = Self {
            ends_with_newline: text.ends_with(['\n', '\r']),
            content_len: text.trim_end_matches(['\n', '\r']).len(),
            ..Self::default()
        };
        let code = matches!(kind, UnitKind::Code { .. });
        if !code {
            let written = matches!(kind, UnitKind::Text | UnitKind::Fields);
            facts.typography = typography::check(text, dialect, written, at_file_start);
        }
        let mut provenances = Provenances::default();
        match kind {
            UnitKind::FrontMatter { style, closed } => {
                facts.header = Some(header::read(text, style, closed, settings));
                provenances.add(|| Provenance::of_fields(header::fields(text, style)));
            }
            UnitKind::Fields => {
                facts.header = Some(header::read(text, HeaderStyle::Lines, true, settings));
                provenances.add(|| Provenance::of_fields(header::fields(text, HeaderStyle::Lines)));
            }
            UnitKind::Text => {
                for paragraph in paragraphs::split(text, dialect) {
                    let written = &text[paragraph.span.range()];
                    provenances.add_block(written, paragraph.shape);
                    let lexed = delimiters::lex(written);
                    facts.tally.add(&lexed.tally);
                    let dateline = paragraphs::dateline(written);
                    let mut words = words::words(written);
                    words.shrink_to_fit();
                    let traits = Traits::of(written, paragraph.shape, &words, &settings.phrases.phrases);
                    let digest = repeats::digest(paragraph.shape, &words);
                    facts.paragraphs.push(ParagraphFacts { paragraph, lexed, dateline, words, digest, traits });
                }
                // Most units are one paragraph: what a list has room for beside it adds up in a large file.
                facts.paragraphs.shrink_to_fit();
            }
            UnitKind::Blank(count) if count > 1 => {
                let span = Span::new(0, text.len());
                facts.findings.push(
                    Finding::new(RuleId::DoubledBlankLines, span, format!("{count} blank lines in a row"))
                        .fixed_by(Fix::safe("Keep one blank line", vec![Edit::replace(span, "\n")])),
                );
            }
            UnitKind::Code { closed: false } => {
                let fence = text.trim_end();
                facts.findings.push(
                    Finding::new(RuleId::UnclosedCode, Span::new(0, fence.len()), "The block of code is never closed")
                        .fixed_by(Fix::unsafe_("Delete the fence", vec![Edit::delete(Span::new(0, text.len()))])),
                );
            }
            _ => {}
        }
        facts.provenances = (provenances != Provenances::default()).then(|| Box::new(provenances));
        facts
    }

    pub(super) fn summary(&self) -> Summary {
        let is_metadata = |p: &ParagraphFacts| matches!(p.paragraph.shape, Shape::Metadata { .. } | Shape::Address);
        Summary {
            marks: self.tally != Tally::default(),
            metadata: self.paragraphs.iter().any(is_metadata),
            suspicious: self.paragraphs.iter().any(|p| p.traits.is_suspicious()),
            solid: self.paragraphs.iter().any(|p| p.traits.is_solid()),
            habits: self.typography.habits,
            leading: self.leading_from(0),
        }
    }

    fn leading_from(&self, index: usize) -> Option<Option<Leading>> {
        // A caption, a heading or an advert between two paragraphs of a quotation does not end it.
        self.paragraphs[index.min(self.paragraphs.len())..]
            .iter()
            .find(|p| p.lexed.leading.is_some() || matches!(p.paragraph.shape, Shape::Text | Shape::ListItem))
            .map(|p| p.lexed.leading)
    }

    /// Pairs the marks of each paragraph and collects all findings.
    pub(super) fn settle(
        &self,
        text: &str,
        dialect: Dialect,
        around: &Surroundings,
        next: Option<Leading>,
        settings: &Settings,
    ) -> UnitResult {
        let mut result = UnitResult { outcomes: Vec::with_capacity(self.paragraphs.len()), ..UnitResult::default() };
        for (i, p) in self.paragraphs.iter().enumerate() {
            let written = &text[p.paragraph.span.range()];
            let next = self.leading_from(i + 1).unwrap_or(next);
            let reading = delimiters::pair(&p.lexed, &around.conventions, next);
            let outcome = delimiters::report(written, dialect, &p.lexed, &around.conventions, &reading);
            result.findings.extend(outcome.findings.iter().map(|finding| finding.shifted(p.paragraph.span.start)));
            result.outcomes.push(outcome);
        }
        let header = self.header.iter().flat_map(|header| &header.findings);
        result.findings.extend(self.findings.iter().chain(header).chain(&self.typography.findings).cloned());
        for (habit, finding) in &self.typography.unless {
            let has = match habit {
                Habit::SpacedPunctuation => around.spaced_punctuation,
                Habit::Indent => around.indents,
                Habit::Tokenised => around.tokenised,
            };
            if !has {
                result.findings.push(finding.clone());
            }
        }
        result.findings.retain(|finding| settings.severity(finding.rule).is_some());
        result.findings.sort_by_key(|finding| (finding.span, finding.rule));
        result.findings.shrink_to_fit();
        result
    }

    /// What kind of block a paragraph is, its place in the article aside.
    pub(super) fn block_kind(&self, index: usize) -> BlockKind {
        match self.paragraphs[index].paragraph.shape {
            Shape::Heading => BlockKind::Heading,
            Shape::ListItem => BlockKind::ListItem,
            Shape::Caption => BlockKind::Caption,
            Shape::Byline => BlockKind::Byline,
            Shape::Date | Shape::Metadata { .. } => BlockKind::Metadata,
            Shape::Text | Shape::Short | Shape::Address => BlockKind::Paragraph,
        }
    }
}

impl Unit {
    /// Settles it in `around`, unless it is already; `span` is its place in `source`.
    pub(super) fn settle(
        &mut self,
        source: &(impl Source + ?Sized),
        span: Span,
        dialect: Dialect,
        around: &Arc<Surroundings>,
        next: Option<Leading>,
        settings: &Settings,
    ) {
        let same = |settled: &Settled| {
            settled.next == next && (Arc::ptr_eq(&settled.around, around) || settled.around == *around)
        };
        if !self.settled.as_ref().is_some_and(same) {
            let result = self.facts.settle(&source.slice(span), dialect, around, next, settings);
            let mut counts = [0; 4];
            for severity in result.findings.iter().filter_map(|finding| settings.severity(finding.rule)) {
                counts[slot(severity)] += 1;
            }
            let mut styles = [0_u16; Style::COUNT];
            for (style, count, _) in result.outcomes.iter().flat_map(|outcome| &outcome.styles) {
                let sum = &mut styles[*style as usize];
                *sum = sum.saturating_add(u16::try_from(*count).unwrap_or(u16::MAX));
            }
            self.settled = Some(Settled { around: around.clone(), next, result: Arc::new(result), counts, styles });
        }
    }

    /// How many findings there are of each severity.
    pub(super) fn counts(&self) -> [u32; 4] {
        self.settled.as_ref().map_or([0; 4], |settled| settled.counts)
    }

    pub(super) fn result(&self) -> Option<&UnitResult> {
        self.settled.as_ref().map(|settled| &*settled.result)
    }

    /// The outer styles of quotation in it.
    pub(super) fn styles(&self) -> impl Iterator<Item = (usize, Style, crate::corpus::Pair)> + '_ {
        self.result()
            .into_iter()
            .flat_map(|result| &result.outcomes)
            .enumerate()
            .flat_map(|(i, outcome)| outcome.styles.iter().map(move |(style, _, pair)| (i, *style, *pair)))
    }
}

/// The place of a severity in an array of counts.
pub(super) const fn slot(severity: Severity) -> usize {
    severity as usize
}
