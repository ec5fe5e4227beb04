//! What of one block of an article stands in others, verified on their texts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::align::{LIKE, Pattern, longest_run};
use super::article::Kin;
use super::memory::{Article, BlockKey, Info, Leads};
use super::outline::{Library, Opened, Outline, OutlineBlock, OutlineWord};
use super::verdict::{Evidence, Verdict};
use super::{COMMON, Copy, FURNITURE, LOOKED_AT, REWORDED, RUN, SHOWN};
use crate::boilerplate::Provenance;
use crate::boilerplate::keys::{self, Kind};
use crate::boilerplate::voice::{Voice, voice};
use crate::boilerplate::words::{self, Marks, Word, ends_sentence};
use crate::facts::ArticleView;
use crate::index::{ArticleId, Copies};
use crate::rules::{Edit, Finding, Fix, RuleId, Safety};
use crate::text::{Source, Span};

/// One article while its blocks are compared with the others.
pub(super) struct Comparison<'a, S: ?Sized> {
    pub(super) view: &'a ArticleView<'a>,
    pub(super) source: &'a S,
    pub(super) library: &'a Library,
    /// How many copies of a block are verified and named at most.
    pub(super) shown: usize,
    pub(super) article: &'a Article<'a>,
    /// How many articles the corpus has, as a power of two.
    pub(super) magnitude: u32,
    pub(super) own: &'a Outline,
    /// For each block of the outline, the block of the view.
    pub(super) places: &'a [usize],
    /// How far the head of the article reaches, and where its tail begins, by blocks that stand in many others.
    pub(super) edges: (usize, usize),
    pub(super) kin: &'a Arc<Kin>,
}

/// Another article, and its text.
pub(super) struct Other<'a> {
    info: &'a Info,
    text: Arc<Opened>,
}

impl<'a> Other<'a> {
    pub(super) fn outline(&self) -> &Outline {
        &self.text.outline
    }

    /// A place in it.
    pub(super) fn copy(&self, span: Span) -> Copy<'a> {
        Copy { file: Arc::clone(&self.text.file), span, info: self.info }
    }
}

/// What is said of a block depends on this, beside its words and what its keys lead to. Places count from its start.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Inputs {
    len: usize,
    /// Whether its words alone say that it is no part of an article, and whether it goes by a safe fix for that.
    residue: Option<Safety>,
    /// Whether it stands at the head or the tail of the article.
    edge: bool,
    /// Whether it stands at the tail.
    tail: bool,
    /// Whether it is the first block, which may be the title.
    first: bool,
    /// Whether it ends as sentences do.
    sentence: bool,
    /// Whose voice it speaks in.
    voice: Voice,
    /// Whether the article itself holds another copy of it.
    twice: bool,
    /// Where what may be of the article stands: how many blocks are in front of it and behind it, the words of the two
    /// beside it, and whose voice the one in front of it speaks in.
    place: Option<(usize, usize, [Option<u64>; 2], Voice)>,
    /// How many articles the corpus has, as a power of two.
    magnitude: u32,
    /// What goes with it when it is removed: in front of it, and from its start on.
    removal: (usize, usize),
    /// The quotations in it and next to it.
    quotes: Vec<(isize, isize)>,
    provenance: Provenance,
    kin: Arc<Kin>,
}

impl Inputs {
    /// The evidence of articles, for a block of so many words.
    fn evidence(&self, words: usize, of: Evidence) -> Evidence {
        let Self { edge, sentence, voice, .. } = *self;
        Evidence { words, pattern: self.residue.is_some(), edge, sentence, voice, ..of }
    }

    /// Whether it may be a heading of the article for all that it says.
    fn is_label(&self) -> bool {
        self.residue != Some(Safety::Safe) && !self.sentence && self.voice == Voice::Report
    }
}

/// Text that stands whole in so many other articles is not of one of them.
const MANY: usize = 5;
/// So many words in the same order beside a quotation are no way in which everybody would put it.
const TOLD: usize = 8;
/// A sentence of a site that is glued to paragraphs has so many other articles at least.
const GLUED: usize = 5;
/// So many blocks at the end of an article are its foot.
const FOOT: usize = 3;

impl<S: Source + ?Sized> Comparison<'_, S> {
    /// What the verdict on a block depends on; `None` where it is not compared: it is too short, or was decided about.
    pub(super) fn inputs(&self, number: usize) -> Option<Inputs> {
        let view = &self.view.blocks[self.places[number]];
        let decisions = self.view.decisions;
        if view.words.len() < keys::LEAST_BLOCK || decisions.allows(view.words) || decisions.denies(view.words) {
            return None;
        }
        // Rows of numbers are data.
        let digits = view.words.iter().filter(|word| word.marks.has(Marks::DIGIT)).count();
        if digits * 4 > view.words.len() {
            return None;
        }
        let span = self.own.blocks[number].span;
        let removal = self.view.removal(self.places[number]);
        let from = |at: usize| at as isize - span.start as isize;
        let quotes = self.view.quotes(self.places[number]);
        let residue = self.view.residue(span).map(|(_, safety)| safety);
        let sentence = ends_sentence(&self.source.slice(span));
        let first = number == 0;
        // What one other article has is no furniture, and of most blocks nothing more is asked.
        let shared = self.article.blocks[number].keys.iter().any(|it| match self.article.leads(it.key) {
            Leads::Few(ids) => ids.len() > 1,
            Leads::Common(_) => true,
            Leads::Unknown => false,
        });
        let words_of = |at: Option<usize>| {
            let block = self.own.blocks.get(at?)?;
            Some(keys::run(self.own.hashes(block.first, block.end)))
        };
        let beside = || [words_of(number.checked_sub(1)), words_of(Some(number + 1))];
        Some(Inputs {
            len: span.len(),
            residue,
            edge: self.is_at_edge(number),
            tail: self.is_at_tail(number),
            first,
            sentence,
            voice: if shared { self.voice(number) } else { Voice::Report },
            twice: self.view.stands_twice(span),
            place: (shared && (sentence || first) && residue.is_none()).then(|| {
                let before = number.checked_sub(1).map_or(Voice::Report, |before| self.voice(before));
                (number, self.own.blocks.len() - number, beside(), before)
            }),
            magnitude: self.magnitude,
            removal: (span.start - removal.start, removal.end - span.start),
            quotes: quotes.iter().map(|quote| (from(quote.start), from(quote.end))).collect(),
            provenance: self.view.provenance.clone(),
            kin: Arc::clone(self.kin),
        })
    }

    /// What of the block with this number stands elsewhere.
    pub(super) fn block(&self, number: usize, inputs: &Inputs) -> Option<Finding> {
        let block = self.own.blocks[number];
        let kin = self.kin;
        let words = block.end - block.first;
        let mut exact = self.exact(number);
        exact.retain(|id| !kin.reported.contains(id));
        let loose = |id: &ArticleId| !kin.related.contains(id);
        let evidence = |of: Evidence| inputs.evidence(words, of);
        let common = self.common(number);
        let of_copies = |ids: &mut dyn Iterator<Item = ArticleId>| {
            let of_exact = evidence(self.evidence_of(ids));
            common.map_or(of_exact.clone(), |common| self.evidence_of_common(common, of_exact))
        };
        let of_loose = of_copies(&mut exact.iter().copied().filter(loose));
        let sampled = common.into_iter().flat_map(|common| common.articles.iter().copied());
        // What somebody said is of the article.
        let quoted = || inputs.residue.is_none() && 2 * self.told(block, inputs).count() < words;
        let is_furniture = |of: &Evidence, copies: &mut dyn Iterator<Item = ArticleId>| {
            of.verdict() == Verdict::Furniture
                && !quoted()
                && (of.is_everywhere(inputs.magnitude) && !(inputs.first && inputs.residue.is_none())
                    || self.is_placed(number, inputs, copies))
        };
        if is_furniture(&of_loose, &mut exact.iter().copied().chain(sampled)) {
            // Versions of the story are no evidence of it, but have it all the same.
            let all = of_copies(&mut exact.iter().copied());
            return Some(self.furniture(block, inputs, &all, &exact, common, true));
        }
        // The same block with some words changed.
        let is_like = |it: &BlockKey| match it.kind {
            Kind::Block | Kind::Sentence => false,
            Kind::Masked => words >= 5,
            Kind::Shingle | Kind::Head | Kind::Tail | Kind::Sketch => true,
        };
        let like = self.leads(number).filter(|(it, _)| is_like(it)).flat_map(|(_, ids)| ids);
        let is_open = |id: &ArticleId| !kin.reported.contains(id) && exact.binary_search(id).is_err();
        let (candidates, all_like) = with_most_keys(like.map(|id| (*id, ())).collect(), LOOKED_AT, is_open);
        let hashes: Vec<u64> = self.own.hashes(block.first, block.end).collect();
        // What several outlets quote makes their own words no copies.
        let patterns = (!candidates.is_empty()).then(|| {
            let told: Vec<u64> = self.told(block, inputs).map(|word| word.hash).collect();
            (Pattern::new(&hashes), (told.len() < hashes.len()).then(|| Pattern::new(&told)))
        });
        let looked_at = candidates.len();
        let verified: Vec<(ArticleId, f64, Copy<'_>)> = candidates
            .iter()
            .filter_map(|(id, ())| {
                let (all, told) = patterns.as_ref()?;
                let opened = self.open(*id)?;
                let other = opened.outline();
                let (place, like) = all.most_like(other)?;
                let there = other.blocks[place];
                let is_told = |told: &Pattern| told.contained(other.hashes(there.first, there.end)) >= LIKE;
                told.as_ref().is_none_or(is_told).then(|| (*id, like, opened.copy(there.span)))
            })
            .collect();
        let mut all = exact.clone();
        all.extend(verified.iter().filter(|(_, like, _)| *like >= FURNITURE).map(|(id, ..)| *id));
        all.sort_unstable();
        if all.len() > exact.len() {
            let mut of_all = evidence(self.evidence_of(all.iter().copied().filter(loose)));
            // As many of those that were not looked at are copies as of those that were.
            of_all.articles += (all_like - looked_at) * (all.len() - exact.len()) / looked_at;
            of_all.changed = true;
            if is_furniture(&of_all, &mut all.iter().copied()) {
                let mut finding = self.furniture(block, inputs, &of_all, &exact, None, false);
                let left = self.shown.saturating_sub(finding.related.len());
                finding.related.extend(verified.iter().map(|(_, like, copy)| copy.like(*like)).take(left));
                return Some(finding);
            }
        }
        if let Some(glued) = self.glued(number) {
            return Some(glued);
        }
        if words >= RUN && !exact.is_empty() {
            let copies = self.copies_of_block(&hashes, exact.iter().copied());
            let of_exact = evidence(self.evidence_of(exact.iter().copied()));
            return self.shared(block.span, block, inputs, &of_exact, &copies);
        }
        if words >= REWORDED && !verified.is_empty() {
            return Some(self.near_duplicate_block(block, &verified));
        }
        self.shared_run(number, inputs)
    }

    /// The first or the last sentence of a block, where a site has glued it to many articles.
    fn glued(&self, number: usize) -> Option<Finding> {
        let block = self.own.blocks[number];
        let words = block.end - block.first;
        let found = self.article.blocks[number].keys.iter().filter(|it| it.kind == Kind::Sentence).find_map(|it| {
            let (from, to) = (it.first as usize, it.last as usize + 1);
            let copies: &[ArticleId] = match self.article.leads(it.key) {
                Leads::Few(ids) => ids,
                Leads::Common(copies) => copies.as_deref().map_or(&[], |copies| &copies.articles),
                Leads::Unknown => &[],
            };
            if (from > 0) == (to < words) || copies.len() < GLUED {
                return None;
            }
            let voice = self.voice_of(number, from..to);
            let loose: Vec<ArticleId> = copies.iter().copied().filter(|id| !self.kin.related.contains(id)).collect();
            let of = self.evidence_of(loose.iter().copied());
            let evidence = Evidence { words: to - from, sentence: true, edge: true, voice, ..of };
            let site = voice > Voice::Report && evidence.articles > GLUED;
            let told = site
                && evidence.verdict() == Verdict::Furniture
                && self.is_glued(block, from..to, &mut loose.into_iter());
            told.then_some((from, to, evidence))
        });
        let (from, to, evidence) = found?;
        let text = self.source.slice(block.span);
        let at = |word: usize| self.view.blocks[self.places[number]].words[word];
        // The space between it and the rest goes with it.
        let (span, cut) = if from == 0 {
            let next = at(to).start as usize;
            let next = text[..next].trim_end_matches(|c: char| !c.is_whitespace()).len();
            (0..text[..next].trim_end().len(), 0..next)
        } else {
            let end = at(from - 1).end as usize;
            let end = end + text[end..].find(char::is_whitespace).unwrap_or(0);
            let start = text.len() - text[end..].trim_start().len();
            (start..text.len(), end..text.len())
        };
        let place = |range: Range<usize>| Span::new(range.start, range.end).shifted(block.span.start);
        let source = self.view.provenance.source.as_deref();
        let message = format!("This sentence stands in {}: site furniture", evidence.describe(source));
        let fix = Fix::unsafe_("Remove this sentence", vec![Edit::delete(place(cut))]);
        Some(Finding::new(RuleId::SharedBoilerplate, place(span), message).fixed_by(fix))
    }

    /// Whether the words of `range` of a block stand at the start or the end of a block in most of the articles `copies`.
    fn is_glued(&self, block: OutlineBlock, range: Range<usize>, copies: &mut dyn Iterator<Item = ArticleId>) -> bool {
        let words: Vec<u64> = self.own.hashes(block.first + range.start, block.first + range.end).collect();
        let (mut seen, mut at_edge) = (0, 0);
        for opened in self.opened_by_name(copies).take(SHOWN) {
            let other = opened.outline();
            let is_at_edge = |there: &OutlineBlock| {
                let hashes: Vec<u64> = other.hashes(there.first, there.end).collect();
                hashes.len() > words.len() && (hashes.starts_with(&words) || hashes.ends_with(&words))
            };
            seen += 1;
            at_edge += usize::from(other.blocks.iter().any(is_at_edge));
        }
        seen > 0 && 5 * at_edge >= 3 * seen
    }

    /// How far the head of the article reaches, and where its tail begins: blocks in a row that stand in many others, or
    /// are residue.
    pub(super) fn find_edges(&self) -> (usize, usize) {
        let all = self.places.len();
        let often = |number: &usize| {
            let mut whole = self.article.blocks[*number].keys.iter().filter(|it| it.kind == Kind::Block);
            let often = whole.all(|it| match self.article.leads(it.key) {
                Leads::Few(ids) => ids.len() >= MANY,
                Leads::Common(_) => true,
                Leads::Unknown => false,
            });
            often || self.view.residue(self.own.blocks[*number].span).is_some()
        };
        let head = (0..all).take_while(often).count();
        (head, all - (0..all).rev().take_while(often).count())
    }

    /// Whether a block stands at the head or the tail of the article.
    fn is_at_edge(&self, number: usize) -> bool {
        number < self.edges.0.max(3) || self.is_at_tail(number)
    }

    fn is_at_tail(&self, number: usize) -> bool {
        number >= self.edges.1.min(self.places.len().saturating_sub(4))
    }

    /// The blocks at the edges that are furniture of the site, unless their articles share much else.
    pub(super) fn standing(&self) -> Vec<usize> {
        let is_standing = |number: &usize| {
            if !self.is_at_edge(*number) {
                return false;
            }
            let exact = self.exact(*number);
            let common = self.common(*number);
            if exact.is_empty() && common.is_none() {
                return false;
            }
            let Some(inputs) = self.inputs(*number) else { return false };
            let block = self.own.blocks[*number];
            let of_exact = inputs.evidence(block.end - block.first, self.evidence_of(exact.into_iter()));
            let evidence = common.map_or(of_exact.clone(), |common| self.evidence_of_common(common, of_exact));
            evidence.is_lasting()
        };
        (0..self.places.len()).filter(is_standing).collect()
    }

    /// Whether most copies of a block, in the articles `copies`, stand where furniture does: at the head or the foot, in the
    /// same place as this one, or beside the same block. What a newsroom says again stands wherever it fits.
    ///
    /// What is told of others is furniture only below what the site says there: articles end in such sentences too.
    fn is_placed(&self, number: usize, inputs: &Inputs, copies: &mut dyn Iterator<Item = ArticleId>) -> bool {
        let same = |a: &Outline, block: OutlineBlock, other: &Outline, there: OutlineBlock| {
            a.hashes(block.first, block.end).eq(other.hashes(there.first, there.end))
        };
        let of = |outline: &Outline, at: usize| -> Option<OutlineBlock> { outline.blocks.get(at).copied() };
        let own = self.own.blocks[number];
        let last = self.own.blocks.len() - 1;
        let hashes: Vec<u64> = self.own.hashes(own.first, own.end).collect();
        let [mut seen, mut outer, mut from_start, mut from_end, mut beside, mut below] = [0; 6];
        for opened in self.opened_by_name(copies).take(SHOWN) {
            let other = opened.outline();
            let exact = other.blocks.iter().position(|it| same(self.own, own, other, *it));
            // Where words were changed it is the one most like it.
            let like = || Some(Pattern::new(&hashes).most_like(other)?.0);
            let Some(place) = exact.or_else(like) else { continue };
            let left = other.blocks.len() - 1 - place;
            let both = |here: Option<usize>, there: Option<usize>| Some((of(self.own, here?)?, of(other, there?)?));
            let alike = |both: Option<(OutlineBlock, OutlineBlock)>| {
                both.is_some_and(|(here, there)| same(self.own, here, other, there))
            };
            let is_below = alike(both(number.checked_sub(1), place.checked_sub(1)));
            let is_beside = is_below || alike(both(Some(number + 1), Some(place + 1)));
            seen += 1;
            below += usize::from(is_below);
            outer += usize::from(place == 0 || left < FOOT);
            from_start += usize::from(place == number);
            from_end += usize::from(left == last - number);
            beside += usize::from(is_beside);
        }
        let most = |count: usize| seen > 0 && 5 * count >= 3 * seen;
        let anywhere = [outer, from_start, from_end, beside].into_iter().any(most);
        match inputs.voice {
            // Where no other article begins with it, it is a title that others link to.
            _ if number == 0 && from_start == 0 => false,
            Voice::Report if inputs.sentence => {
                let under_site = inputs.place.is_some_and(|(.., before)| before > Voice::Report);
                inputs.tail && under_site && most(below)
            }
            Voice::Publisher if inputs.sentence => inputs.tail && number > 0 && anywhere,
            _ => anywhere || number == 0,
        }
    }

    /// Whose voice a block speaks in outside of quotation marks.
    fn voice(&self, number: usize) -> Voice {
        self.voice_of(number, 0..self.view.blocks[self.places[number]].words.len())
    }

    /// The same for the words of `range` of it.
    fn voice_of(&self, number: usize, range: Range<usize>) -> Voice {
        let (block, place) = (self.own.blocks[number], self.places[number]);
        let quotes = self.view.quotes(place);
        let is_told = |word: &&Word| {
            let (from, to) = (block.span.start + word.start as usize, block.span.start + word.end as usize);
            !quotes.iter().any(|quote| quote.start <= from && to <= quote.end)
        };
        let told: Vec<Word> = self.view.blocks[place].words[range].iter().filter(is_told).copied().collect();
        voice(&self.source.slice(block.span), &told, self.view.provenance.source.as_deref())
    }

    /// Leaves the fixes of some of `found`, the furniture by the numbers of its blocks, safe only where they leave nothing
    /// behind that needs them: a line that may be a heading of the article only where nothing of that follows, and one
    /// among residue only where what stands below it there goes too.
    ///
    /// What is removed behind a block makes no other one removable, so that the order does not matter.
    pub(super) fn keep_headings<'f>(&self, found: impl Iterator<Item = (usize, &'f Inputs, &'f mut Finding)>) {
        let mut found: BTreeMap<usize, (&Inputs, &mut Finding)> =
            found.map(|(number, inputs, finding)| (number, (inputs, finding))).collect();
        let (mut left, mut below) = (false, None);
        for number in (0..self.own.blocks.len()).rev() {
            let span = self.own.blocks[number].span;
            let residue = self.view.residue(span).map(|(of, _)| of);
            let heads = |inputs: &Inputs| residue.is_some() && residue == below || left && inputs.is_label();
            let known = found.get_mut(&number).filter(|(_, finding)| finding.rule == RuleId::SharedBoilerplate);
            let safe = known.is_some_and(|(inputs, finding)| {
                if heads(inputs) {
                    finding.fixes.iter_mut().for_each(|fix| fix.safety = Safety::Unsafe);
                }
                finding.span == span && finding.fixes.iter().any(|fix| fix.safety == Safety::Safe)
            });
            if !safe && !self.view.is_removed(span) {
                (left, below) = (true, residue);
            }
        }
    }

    /// The keys that begin in a block and lead to few articles, and these: ascending for each key.
    fn leads(&self, number: usize) -> impl Iterator<Item = (&BlockKey, &[ArticleId])> {
        self.article.blocks[number].keys.iter().filter_map(|it| match self.article.leads(it.key) {
            Leads::Few(ids) => Some((it, &**ids)),
            _ => None,
        })
    }

    /// The articles that have a block as it is, unless these are very many: ascending, each once.
    fn exact(&self, number: usize) -> Vec<ArticleId> {
        let whole = self.leads(number).filter(|(it, _)| it.kind == Kind::Block);
        let mut exact: Vec<ArticleId> = whole.flat_map(|(_, ids)| ids).copied().collect();
        exact.sort();
        exact.dedup();
        exact
    }

    /// Another article that a key leads to.
    pub(super) fn open(&self, id: ArticleId) -> Option<Other<'_>> {
        let info = &*self.article.known.get(&id)?.info;
        Some(Other { info, text: self.library.open(&info.place)? })
    }

    /// Other articles in the order of their names: what the index calls them depends on what was open when.
    fn opened_by_name(&self, ids: impl Iterator<Item = ArticleId>) -> impl Iterator<Item = Other<'_>> {
        let name = |id: ArticleId| {
            let info = &*self.article.known.get(&id)?.info;
            Some(Reverse((&info.place.path, info.place.span, id)))
        };
        let mut named: BinaryHeap<_> = ids.filter_map(name).collect();
        std::iter::from_fn(move || Some(named.pop()?.0.2)).filter_map(|id| self.open(id))
    }

    /// The copies of a block that very many articles have.
    fn common(&self, number: usize) -> Option<&Copies> {
        let whole = self.article.blocks[number].keys.iter().find(|it| it.kind == Kind::Block)?;
        match self.article.leads(whole.key) {
            Leads::Common(copies) => copies.as_deref(),
            _ => None,
        }
    }

    /// The quotations in a block and next to it.
    fn quotes(block: OutlineBlock, inputs: &Inputs) -> impl Iterator<Item = Span> + '_ {
        let at = move |from: isize| block.span.start.saturating_add_signed(from);
        inputs.quotes.iter().map(move |(start, end)| Span::new(at(*start), at(*end)))
    }

    /// The words of a block outside quotation marks.
    fn told<'b>(&'b self, block: OutlineBlock, inputs: &'b Inputs) -> impl Iterator<Item = &'b OutlineWord> + 'b {
        let quotes: Vec<Span> = Self::quotes(block, inputs).collect();
        let words = self.own.words[block.first..block.end].iter();
        let is_told = move |word: &&OutlineWord| {
            !quotes.iter().any(|quote| quote.start <= word.start as usize && word.end as usize <= quote.end)
        };
        words.filter(is_told)
    }

    fn near_duplicate_block(&self, block: OutlineBlock, verified: &[(ArticleId, f64, Copy<'_>)]) -> Finding {
        let best = verified.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let percent = best.map_or(0.0, |(_, like, _)| (like * 100.0).floor());
        let message = match verified.len() {
            1 => format!("This block stands in another article too, {percent} % of its words unchanged"),
            n => format!("This block stands in {n} other articles too, up to {percent} % of its words unchanged"),
        };
        let mut finding = Finding::new(RuleId::NearDuplicateBlock, block.span, message);
        finding.related.extend(verified.iter().map(|(_, like, copy)| copy.like(*like)).take(self.shown));
        finding
    }

    /// A long run of words of the block that other articles have too.
    fn shared_run(&self, number: usize, inputs: &Inputs) -> Option<Finding> {
        let block = self.own.blocks[number];
        let run = |it: &BlockKey| (block.first + it.first as usize, block.first + it.last as usize);
        let shingles = self.leads(number).filter(|(it, _)| it.kind == Kind::Shingle && run(it).1 < block.end);
        let seeds = shingles.flat_map(|(it, ids)| ids.iter().map(move |id| (*id, run(it)))).collect();
        let (candidates, _) = with_most_keys(seeds, self.shown, |id| !self.kin.reported.contains(id));
        let mut best: Option<(usize, usize)> = None;
        let mut copies = Vec::new();
        for (id, seed) in candidates {
            let Some(opened) = self.open(id) else { continue };
            let other = opened.outline();
            let run = longest_run(self.own, (block.first, block.end), seed, other);
            let Some((from, at, len)) = run.filter(|(.., len)| *len >= RUN) else { continue };
            if best.is_none_or(|(_, known)| len > known) {
                best = Some((from, len));
            }
            copies.push((id, opened.copy(other.span(at, at + len))));
        }
        let (from, len) = best?;
        let ids: Vec<ArticleId> = copies.iter().map(|(id, _)| *id).collect();
        let evidence = Evidence { words: len, ..self.evidence_of(ids.into_iter()) };
        let copies: Vec<Copy<'_>> = copies.into_iter().map(|(_, copy)| copy).collect();
        self.shared(self.own.span(from, from + len), block, inputs, &evidence, &copies)
    }

    fn shared(
        &self,
        span: Span,
        block: OutlineBlock,
        inputs: &Inputs,
        evidence: &Evidence,
        copies: &[Copy<'_>],
    ) -> Option<Finding> {
        // What several outlets quote is no copy of anything, but for what is told of it in the same words. Of quotations
        // inside one another the longest says all.
        let inside = |quote: Span| quote.end.min(span.end).saturating_sub(quote.start.max(span.start));
        let quoted = Self::quotes(block, inputs).map(inside).max().unwrap_or(0) * 2 > span.len();
        let is_of_run = |word: &OutlineWord| span.start <= word.start as usize && word.end as usize <= span.end;
        if copies.is_empty() || quoted && self.told(block, inputs).filter(|word| is_of_run(word)).count() < TOLD {
            return None;
        }
        let words = evidence.words;
        let message = match evidence.articles - 1 {
            1 => format!("These {words} words stand in another article too: {}", copies[0].label()),
            _ => {
                let source = self.view.provenance.source.as_deref();
                format!("These {words} words stand in {}: {}", evidence.describe(source), evidence.guess())
            }
        };
        let mut finding = Finding::new(RuleId::SharedBlock, span, message);
        finding.related.extend(copies.iter().map(|copy| copy.related(copy.label().to_owned())).take(self.shown));
        Some(finding)
    }

    fn furniture(
        &self,
        block: OutlineBlock,
        inputs: &Inputs,
        evidence: &Evidence,
        exact: &[ArticleId],
        common: Option<&Copies>,
        unchanged: bool,
    ) -> Finding {
        let source = self.view.provenance.source.as_deref();
        let how = if unchanged { "" } else { ", lightly changed" };
        let message = format!("This block stands in {}{how}: site furniture", evidence.describe(source));
        let sample = common.filter(|_| exact.is_empty()).map(|common| &common.articles);
        let ids = sample.into_iter().flatten().take(self.shown).chain(exact).copied();
        let hashes: Vec<u64> = self.own.hashes(block.first, block.end).collect();
        let copies = self.copies_of_block(&hashes, ids);
        let removed = Span::new(block.span.start - inputs.removal.0, block.span.start + inputs.removal.1);
        let (title, edits) = ("Remove this block", vec![Edit::delete(removed)]);
        // Residue goes as it does by itself, prompts where many articles have them, labels at the foot: see `keep_headings`.
        // What else articles repeat may be of them.
        let sure = match inputs.residue {
            Some(Safety::Safe) => true,
            Some(Safety::Unsafe) | None => evidence.is_prompt() || !inputs.sentence && evidence.articles >= MANY,
        };
        let sure = sure && unchanged && !inputs.first && !inputs.twice;
        let fix = if sure { Fix::safe(title, edits) } else { Fix::unsafe_(title, edits) };
        let mut finding = Finding::new(RuleId::SharedBoilerplate, block.span, message).fixed_by(fix);
        finding.related.extend(copies.iter().map(|copy| copy.related(copy.label().to_owned())));
        finding
    }

    /// The verified places of a block that stands unchanged in the articles `ids`.
    fn copies_of_block(&self, hashes: &[u64], ids: impl Iterator<Item = ArticleId>) -> Vec<Copy<'_>> {
        let verified = ids.filter_map(|id| {
            let opened = self.open(id)?;
            let other = opened.outline();
            let same = |block: &&OutlineBlock| other.hashes(block.first, block.end).eq(hashes.iter().copied());
            Some(opened.copy(other.blocks.iter().find(same)?.span))
        });
        verified.take(self.shown).collect()
    }

    /// What the articles `ids` say, this article included.
    fn evidence_of(&self, ids: impl Iterator<Item = ArticleId>) -> Evidence {
        let own = &self.view.provenance;
        let mut articles = 1;
        let mut same = 1;
        let own_source = own.source.as_deref().map(words::hash);
        let mut sources: Vec<u64> = own_source.into_iter().collect();
        let mut days: Option<(Date, Date)> = own.date.map(|date| (date, date));
        let mut dated = usize::from(own.date.is_some());
        for known in ids.filter_map(|id| self.article.known.get(&id)) {
            let info: &Info = &known.info;
            let source = info.source.as_ref().map(|(_, hash)| *hash);
            articles += 1;
            same += usize::from(source.is_some() && source == own_source);
            sources.extend(source);
            dated += usize::from(info.date.is_some());
            days = match (days, info.date) {
                (Some((first, last)), Some(date)) => Some((first.min(date), last.max(date))),
                (days, date) => days.or(date.map(|date| (date, date))),
            };
        }
        sources.sort_unstable();
        sources.dedup();
        let same_source = own_source.map(|_| same);
        let days = days.filter(|_| dated > 1);
        Evidence { articles, same_source, sources: sources.len(), days, ..Evidence::default() }
    }

    /// The evidence where so many articles have the key that a few stand for all.
    fn evidence_of_common(&self, copies: &Copies, of_block: Evidence) -> Evidence {
        let sample = self.evidence_of(copies.articles.iter().copied().take(COMMON));
        let share = |n: usize| n * (copies.total + 1) / sample.articles.max(1);
        Evidence {
            articles: copies.total + 1,
            same_source: sample.same_source.map(share),
            sources: copies.sources.max(sample.sources),
            days: copies.first.zip(copies.last).or(sample.days),
            ..of_block
        }
    }
}

/// Of the articles that keys lead to, those `most` that most keys lead to, with what the first of these says of each, and
/// how many there are in all; without those that are not `wanted`.
fn with_most_keys<T: Clone>(
    mut leads: Vec<(ArticleId, T)>,
    most: usize,
    wanted: impl Fn(&ArticleId) -> bool,
) -> (Vec<(ArticleId, T)>, usize) {
    // Those of each key are ascending already, which this way of sorting makes use of.
    leads.sort_by_key(|(id, _)| *id);
    let articles = leads.chunk_by(|a, b| a.0 == b.0).filter(|same| wanted(&same[0].0));
    let mut articles: Vec<(usize, (ArticleId, T))> = articles.map(|same| (same.len(), same[0].clone())).collect();
    let order = |(keys, (id, _)): &(usize, (ArticleId, T))| (Reverse(*keys), *id);
    let all = articles.len();
    if all > most {
        articles.select_nth_unstable_by_key(most, order);
        articles.truncate(most);
    }
    articles.sort_unstable_by_key(order);
    (articles.into_iter().map(|(_, article)| article).collect(), all)
}
