//! What is known of a file whose text stands between markup.
//!
//! The file is a sequence of records ([`crate::format::records`]); a record's facts depend on its text and on the
//! context, which is a reduction of the summaries of all records.
//! An edit cuts and reads again only the records that it touches; all of them only where the context has changed.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use super::articles::ArticleView;
use super::prose::{Prose, has_wanted};
use super::read_all;
use super::record::ArticleRecord;
use super::unit::slot;
use crate::boilerplate::Provenance;
use crate::boilerplate::keys::Density;
use crate::config::Settings;
use crate::corpus::{self, Article, BlockKind, Inline};
use crate::format::Markup;
use crate::format::conflict::Markers;
use crate::format::ids::IdPlace;
use crate::format::markup::{Context, TextKind};
use crate::format::reading::{Extract, ExtractAnnotation, Marked, Reading};
use crate::format::records::{Cut, Detail, Place, Summary, Whole};
use crate::format::writing::{New, fresh_chain};
use crate::rules::{Edit, Finding, RuleId};
use crate::text::{Change, Source, Span};
use crate::typography;

/// The facts of a file with markup.
#[derive(Clone, Debug)]
pub(super) struct MarkedFacts {
    markup: Markup,
    settings: Arc<Settings>,
    context: Context,
    records: Vec<Record>,
    /// Where each record begins.
    starts: Vec<usize>,
    /// The record of each article, and its number there.
    articles: Vec<(u32, u32)>,
    /// Findings about the file as a whole, from its start: ascending, of rules that are not switched off.
    whole: Vec<Finding>,
    /// Whether the file is not what it was taken for: then nothing is said of its records.
    unlike: bool,
}

#[derive(Clone, Debug)]
struct Record {
    cut: Cut,
    /// How many findings of each severity it has. Every edit asks all records, so it stands in front of the pointer.
    counts: [u32; 4],
    facts: Arc<RecordFacts>,
}

/// What is known of one record. Spans count from its start.
#[derive(Debug)]
struct RecordFacts {
    articles: Vec<Arc<Extract>>,
    /// Ascending, of rules that are not switched off.
    findings: Vec<Finding>,
    summary: Summary,
}

/// What an editor shows of markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// Stretches with a meaning: ascending, none overlapping another, each on one line.
    pub tokens: Vec<Marked>,
    /// Stretches that can be folded.
    pub folds: Vec<Span>,
}

/// So many damaged characters of one article are named.
const MOST_DAMAGE: usize = 50;
/// How much text is read at once when records are cut again.
const WINDOW: usize = 16 * 1024;

impl MarkedFacts {
    pub(super) fn new(text: &str, markup: Markup, settings: Arc<Settings>) -> Self {
        let (context, records) = (markup.no_context(), Vec::new());
        let (starts, articles, whole) = (Vec::new(), Vec::new(), Vec::new());
        let mut this = Self { markup, settings, context, records, starts, articles, whole, unlike: false };
        let (mut at, mut pieces) = (0, Vec::new());
        while at < text.len() {
            let cut = this.cut(text, at).0;
            let place = Place { first: at == 0, last: at + cut.len == text.len() };
            pieces.push((at, cut, place));
            at += cut.len;
        }
        let mut pieces = pieces.into_iter();
        // The first record declares most of what the others need.
        if let Some((_, cut, place)) = pieces.next() {
            let mut first = this.record(text, cut, place);
            let elements = &this.settings.elements;
            let context = markup.context(&Whole { records: &[(0, &first.facts.summary)], elements });
            if context != this.context {
                this.context = context;
                first = this.record(text, cut, place);
            }
            this.records.push(first);
        }
        let read = |(at, cut, place): (usize, Cut, Place)| this.record(&text[at..], cut, place);
        let rest = read_all(text.len(), pieces.collect(), read);
        this.records.extend(rest);
        this.assemble(text);
        this
    }

    pub(super) fn edit(&mut self, source: &(impl Source + ?Sized), change: Change) {
        let first = self.records.iter().zip(&self.starts).take_while(|(it, at)| *at + it.cut.seen < change.old.start);
        let first = first.count();
        let mut at = self.starts.get(first).copied().unwrap_or_else(|| self.end());
        let changed_end = change.old.start + change.new_len;
        let mut fresh = Vec::new();
        let mut rejoin = self.records.len();
        while at < source.len() {
            if at >= changed_end {
                // Where a record begins as one did before, all the rest is as it was.
                let old = at - changed_end + change.old.end;
                if let Ok(same) = self.starts.binary_search(&old)
                    && same >= first
                    && (same > 0) == (at > 0)
                {
                    rejoin = same;
                    break;
                }
            }
            let (cut, text) = self.cut(source, at);
            let place = Place { first: at == 0, last: at + cut.len == source.len() };
            fresh.push(self.record(&text, cut, place));
            at += cut.len;
        }
        let changed = first..rejoin.max(first);
        let followed = self.follow(changed.clone(), &fresh);
        self.records.splice(changed, fresh);
        if !followed {
            self.assemble(source);
        }
    }

    /// Moves what depends on all records where the records `changed` become `fresh` ones that say the same to the whole:
    /// as nearly every edit has it; then nothing but places has changed. Else nothing is done.
    fn follow(&mut self, changed: Range<usize>, fresh: &[Record]) -> bool {
        let old = &self.records[changed.clone()];
        let same = |(old, new): (&Record, &Record)| {
            old.facts.articles.len() == new.facts.articles.len() && old.facts.summary.says_the_same(&new.facts.summary)
        };
        if old.len() != fresh.len() || old.is_empty() || !old.iter().zip(fresh).all(same) {
            return false;
        }
        let start = self.starts[changed.start];
        let end = self.starts.get(changed.end).copied().unwrap_or_else(|| self.end());
        let new_end = start + fresh.iter().map(|record| record.cut.len).sum::<usize>();
        let mut whole = self.whole.clone();
        for span in whole.iter_mut().flat_map(Finding::spans_mut).filter(|span| span.end >= start) {
            if span.start <= end {
                return false;
            }
            *span = Span::new(span.start - end + new_end, span.end - end + new_end);
        }
        self.whole = whole;
        let mut at = start;
        for (start, record) in self.starts[changed.clone()].iter_mut().zip(fresh) {
            *start = at;
            at += record.cut.len;
        }
        self.starts[changed.end..].iter_mut().for_each(|start| *start = *start - end + new_end);
        true
    }

    fn end(&self) -> usize {
        self.starts.last().zip(self.records.last()).map_or(0, |(start, record)| start + record.cut.len)
    }

    /// The record that begins at the byte `at` of `source`, and a text that begins with it.
    fn cut<'a>(&self, source: &'a (impl Source + ?Sized), at: usize) -> (Cut, Cow<'a, str>) {
        let mut window = WINDOW;
        loop {
            let end = if at + window >= source.len() { source.len() } else { source.ceil_boundary(at + window) };
            let text = source.slice(Span::new(at, end));
            let cut = self.markup.cut(&text);
            if cut.seen < text.len() || end == source.len() {
                return (cut, text);
            }
            window *= 2;
        }
    }

    /// The record with which `text` begins.
    fn record(&self, text: &str, cut: Cut, place: Place) -> Record {
        let facts = self.read(&text[..cut.len], place);
        let counts = self.count(&facts.findings).map(|n| n as u32);
        Record { cut, counts, facts: Arc::new(facts) }
    }

    fn read(&self, text: &str, place: Place) -> RecordFacts {
        let Reading { articles, mut findings, mut summary, .. } = self.context.read(text, place, Detail::Facts);
        // What is said of standoff is said where its text is known.
        if self.markup != Markup::Brat {
            summary.conflict = Markers::of(text);
        }
        let articles: Vec<Arc<Extract>> = articles.into_iter().map(Arc::new).collect();
        if self.markup.text_kind() == TextKind::Written {
            for extract in articles.iter().filter(|extract| !extract.tokenised) {
                let found = self.prose(extract).findings().into_iter().filter(|it| says_of_text(it.rule));
                findings.extend(found.filter_map(|finding| extract.finding_to_source(&finding)));
            }
        }
        // In dumps, control characters frame the dispatches of agencies.
        let is_of_tokens = self.markup.text_kind() == TextKind::Tokens;
        if is_of_tokens && !matches!(self.markup, Markup::Layers | Markup::Nif) || self.markup == Markup::JsonLines {
            let told = findings.iter().filter(|it| it.rule == RuleId::LoneSurrogate).map(|it| it.span);
            let told: Vec<Span> = told.collect();
            let damage = articles.iter().flat_map(|extract| self.damage(extract));
            findings.extend(damage.filter(|finding| !told.contains(&finding.span)));
        }
        findings.retain(|finding| self.settings.severity(finding.rule).is_some());
        findings.sort_by_key(|finding| (finding.span, finding.rule));
        RecordFacts { articles, findings, summary }
    }

    /// What is damaged in the characters of an article, as far as a record of it is worth reading.
    fn damage<'a>(&self, extract: &'a Extract) -> impl Iterator<Item = Finding> + use<'a> {
        // Elsewhere offsets and other lines say what the text is, and would have to be mended with it.
        let fixes = matches!(self.markup, Markup::Iob | Markup::Conll2012);
        let found = typography::damage(&extract.text).into_iter().take(MOST_DAMAGE);
        found.filter_map(move |finding| {
            let mut found = extract.finding_to_source(&finding)?;
            // A token that is nothing else would be none.
            let is_token = || extract.pieces.iter().any(|piece| piece.text == finding.span);
            if !fixes || is_token() {
                found.fixes.clear();
            }
            Some(found)
        })
    }

    fn count(&self, findings: &[Finding]) -> [usize; 4] {
        let mut counts = [0; 4];
        for severity in findings.iter().filter_map(|finding| self.settings.severity(finding.rule)) {
            counts[slot(severity)] += 1;
        }
        counts
    }

    /// Finds what depends on all records, after reading them again where they were read in another context: what they
    /// say of themselves depends on it too.
    fn assemble(&mut self, source: &(impl Source + ?Sized)) {
        self.starts.clear();
        let mut at = 0;
        for record in &self.records {
            self.starts.push(at);
            at += record.cut.len;
        }
        let context = self.markup.context(&Whole { records: &self.summaries(), elements: &self.settings.elements });
        if self.context != context {
            self.context = context;
            self.read_again(source);
        }
        self.articles.clear();
        for (number, record) in self.records.iter().enumerate() {
            let articles = 0..record.facts.articles.len() as u32;
            self.articles.extend(articles.map(|article| (number as u32, article)));
        }
        let summaries = self.summaries();
        let whole = Whole { records: &summaries, elements: &self.settings.elements };
        let first_line = || {
            let head = source.slice(Span::new(0, source.ceil_boundary(source.len().min(WINDOW))));
            Span::new(0, head.lines().next().unwrap_or_default().len())
        };
        let instead = self.context.instead(&whole, first_line);
        let unlike = instead.is_some();
        let mut findings = instead.map_or_else(|| self.context.reduce(&whole), |finding| vec![finding]);
        findings.retain(|finding| self.settings.severity(finding.rule).is_some());
        findings.sort_by_key(|finding| (finding.span, finding.rule));
        (self.unlike, self.whole) = (unlike, findings);
    }

    /// What each record says of itself to the whole, with where it begins.
    fn summaries(&self) -> Vec<(usize, &Summary)> {
        self.starts.iter().copied().zip(self.records.iter().map(|record| &record.facts.summary)).collect()
    }

    /// Reads all records in the context that now holds.
    fn read_again(&mut self, source: &(impl Source + ?Sized)) {
        let last = self.records.len().saturating_sub(1);
        let pieces = self.records.iter().zip(&self.starts).enumerate().map(|(number, (record, start))| {
            let place = Place { first: number == 0, last: number == last };
            (record.cut, source.slice(Span::new(0, record.cut.len).shifted(*start)), place)
        });
        let read = |(cut, text, place): (Cut, Cow<'_, str>, Place)| self.record(&text, cut, place);
        self.records = read_all(source.len(), pieces.collect(), read);
    }

    pub(super) fn markup(&self) -> Markup {
        self.markup
    }

    pub(super) fn article_count(&self) -> usize {
        self.articles.len()
    }

    pub(super) fn article_span(&self, index: usize) -> Span {
        let (extract, base) = self.extract(index);
        extract.span.shifted(base)
    }

    pub(super) fn extract(&self, index: usize) -> (&Arc<Extract>, usize) {
        let (record, number) = self.articles[index];
        (&self.records[record as usize].facts.articles[number as usize], self.starts[record as usize])
    }

    /// The text of an article read as prose. It is not kept: that takes many times the memory of the text, and a file
    /// may have a hundred thousand articles, of which few are looked at again.
    fn prose(&self, extract: &Extract) -> Prose {
        Prose::of_extract(&extract.text, Arc::clone(&self.settings))
    }

    pub(super) fn article(&self, index: usize) -> Article {
        let (extract, base) = self.extract(index);
        let mut blocks: Vec<corpus::Block> = Vec::new();
        let mut annotations = extract.annotations.iter().peekable();
        for block in extract.blocks() {
            let Some(source) = extract.to_source(block) else { continue };
            let mut inline = Inline::default();
            let in_block = |it: &&ExtractAnnotation| it.parts.first().is_none_or(|part| part.start < block.end);
            while let Some(annotation) = annotations.next_if(in_block) {
                inline.annotations.extend(extract.annotation(annotation).map(|it| it.shifted(base)));
            }
            blocks.push(corpus::Block { span: source.shifted(base), kind: BlockKind::Paragraph, inline });
        }
        let span = extract.span.shifted(base);
        Article { span, blocks, extract: Some((Arc::clone(extract), base)), ..Article::default() }
    }

    /// What an editor shows of the records that touch `span`.
    pub(super) fn looks(&self, source: &(impl Source + ?Sized), span: Span) -> Looks {
        let first = self.starts.partition_point(|start| *start <= span.start).saturating_sub(1);
        let last = self.records.len().saturating_sub(1);
        let mut looks = Looks::default();
        for (number, record) in self.records.iter().enumerate().skip(first) {
            let start = self.starts[number];
            if start > span.end {
                break;
            }
            let text = source.slice(Span::new(start, start + record.cut.len));
            let place = Place { first: number == 0, last: number == last };
            let reading = self.context.read(&text, place, Detail::Looks);
            looks.tokens.extend(reading.tokens.iter().map(|it| Marked { span: it.span.shifted(start), role: it.role }));
            looks.folds.extend(reading.folds.iter().map(|fold| fold.shifted(start)));
        }
        looks
    }

    /// The edits that make stretches of articles mentions, each with the number of its article.
    pub(super) fn annotate(&self, source: &(impl Source + ?Sized), news: &[(usize, New<'_>)]) -> Option<Vec<Edit>> {
        let file = || source.slice(Span::new(0, source.len())).into_owned();
        let mut edits: Vec<Edit> = Vec::new();
        for of_article in news.chunk_by(|(one, _), (other, _)| one == other) {
            let (extract, start, text) = self.record_of(source, of_article[0].0);
            let mut news: Vec<New<'_>> = of_article.iter().map(|(_, new)| *new).collect();
            for New { span, .. } in &mut news {
                *span = Span::new(span.start.checked_sub(start)?, span.end.checked_sub(start)?);
            }
            let found = self.context.annotate(&text, extract, &news, (&file, edits.len()))?;
            edits.extend(found.into_iter().map(|edit| Edit { span: edit.span.shifted(start), ..edit }));
        }
        edits.sort_by_key(|edit| edit.span);
        Some(edits)
    }

    /// The edits that give an annotation of the article number `index` the id of another entity.
    pub(super) fn link(
        &self,
        source: &(impl Source + ?Sized),
        index: usize,
        annotation: &ExtractAnnotation,
        id: &str,
    ) -> Option<Vec<Edit>> {
        let (extract, start, text) = self.record_of(source, index);
        let mut edits = self.context.link(&text, extract, annotation, id)?;
        edits.iter_mut().for_each(|edit| edit.span = edit.span.shifted(start));
        edits.sort_by_key(|edit| edit.span);
        Some(edits)
    }

    /// The article number `index`, the byte that its record begins at, and the text of that.
    fn record_of<'s>(&self, source: &'s (impl Source + ?Sized), index: usize) -> (&Extract, usize, Cow<'s, str>) {
        let (extract, start) = self.extract(index);
        let record = &self.records[self.articles[index].0 as usize];
        (extract, start, source.slice(Span::new(start, start + record.cut.len)))
    }

    /// Where ids stand in the records that touch `span`, each with the byte that its record begins at.
    pub(super) fn ids(&self, source: &(impl Source + ?Sized), span: Span) -> Vec<(usize, IdPlace)> {
        let first = self.starts.partition_point(|start| *start <= span.start).saturating_sub(1);
        let records = self.starts.iter().copied().zip(&self.records).skip(first);
        let of_record = |(start, record): (usize, &Record)| {
            let text = source.slice(Span::new(start, start + record.cut.len));
            let found = self.context.ids(&text, record.facts.articles.iter().map(|it| &**it));
            found.into_iter().map(move |place| (start, place.shifted(start)))
        };
        records.take_while(|(start, _)| *start <= span.end).flat_map(of_record).collect()
    }

    /// Whether chains of one article have names that others may have too.
    pub(super) fn has_local_chains(&self) -> bool {
        self.context.has_local_chains()
    }

    /// A name for a chain of the article number `index` that none has yet; `ahead` names were given before.
    pub(super) fn fresh_chain(&self, index: usize, ahead: usize) -> String {
        let all = 0..self.article_count();
        let articles = if self.context.has_local_chains() { index..index + 1 } else { all };
        fresh_chain(articles.map(|index| &**self.extract(index).0), ahead)
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(super) fn with_article_view<T>(
        &self,
        index: usize,
        of_path: &Provenance,
        ask: impl FnOnce(&ArticleView<'_>) -> T,
    ) -> T {
        let (extract, _) = self.extract(index);
        let prose = self.prose(extract);
        let mut view = prose.article_view(0, of_path);
        view.provenance = provenance(extract).or(&view.provenance);
        ask(&view)
    }

    pub(super) fn records(&self, of_path: &Provenance, density: Density) -> Vec<ArticleRecord> {
        let records = (0..self.articles.len()).map(|index| {
            let (extract, base) = self.extract(index);
            let of_text = self.prose(extract).records(of_path, density).into_iter().next();
            let mut record = of_text.unwrap_or_default();
            let provenance =
                provenance(extract).or(&Provenance { source: record.source.map(Into::into), date: record.date });
            record.source = provenance.source.map(|source| source.to_string());
            record.date = provenance.date;
            record.span = extract.span.shifted(base);
            record
        });
        records.collect()
    }

    pub(super) fn counts(&self) -> [usize; 4] {
        let mut counts = self.count(&self.whole);
        for record in self.records.iter().filter(|_| !self.unlike) {
            counts.iter_mut().zip(record.counts).for_each(|(sum, n)| *sum += n as usize);
        }
        counts
    }

    /// Calls `tell` with each finding and the byte that its spans count from, in no order, until it breaks.
    pub(super) fn each_finding(&self, tell: &mut impl FnMut(&Finding, usize) -> ControlFlow<()>) -> ControlFlow<()> {
        self.whole.iter().try_for_each(|finding| tell(finding, 0))?;
        for (record, &start) in self.records.iter().zip(&self.starts).filter(|_| !self.unlike) {
            record.facts.findings.iter().try_for_each(|finding| tell(finding, start))?;
        }
        ControlFlow::Continue(())
    }

    pub(super) fn chosen(&self, mut quota: [usize; 4]) -> Vec<Finding> {
        let mut chosen = Vec::new();
        let mut take = |finding: &Finding, base: usize, quota: &mut [usize; 4]| {
            let Some(severity) = self.settings.severity(finding.rule) else { return };
            let room = &mut quota[slot(severity)];
            if *room > 0 {
                *room -= 1;
                chosen.push(finding.shifted(base));
            }
        };
        let mut whole = self.whole.iter().peekable();
        for (record, &start) in self.records.iter().zip(&self.starts).filter(|_| !self.unlike) {
            if !has_wanted(record.counts, quota) {
                continue;
            }
            for finding in &record.facts.findings {
                let here = (finding.span.shifted(start), finding.rule);
                while let Some(finding) = whole.next_if(|it| (it.span, it.rule) < here) {
                    take(finding, 0, &mut quota);
                }
                take(finding, start, &mut quota);
            }
        }
        whole.for_each(|finding| take(finding, 0, &mut quota));
        chosen.sort_by_key(|finding| (finding.span, finding.rule));
        chosen
    }
}

/// What the metadata of an article says of where it comes from.
fn provenance(extract: &Extract) -> Provenance {
    Provenance::of_fields(extract.fields.iter().map(|field| (field.key, field.value.as_str())))
}

/// Whether a rule speaks of the text of an article and not of the file it stands in.
fn says_of_text(rule: RuleId) -> bool {
    let code = rule.rule().code;
    code.starts_with("DEL") && code < "DEL020" || code.starts_with("BOI")
}
