//! Text of one file that stands in other articles: what the index says of its keys, verified on the texts.

mod align;
mod outline;
mod verdict;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use crate::boilerplate::Block;
use crate::boilerplate::keys::{self, Density, Keyed, Kind, is_text};
use crate::boilerplate::words::{Marks, Word};
use crate::facts::{ArticleView, FileFacts, Key};
use crate::index::{ArticleId, Index};
use crate::rules::{Edit, Finding, Fix, OtherFile, Related, RuleId};
use crate::text::{Source, Span};
use align::{LIKE, contained, longest_run, most_like, overlap};
pub use outline::{Library, ReadText};
use outline::{Outline, OutlineBlock};
use verdict::{Evidence, Verdict};

/// What a file is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Corpus<'a> {
    /// The keys of all articles.
    pub index: &'a Index,
    /// Their texts.
    pub library: &'a Library,
    /// How densely shingles are kept, in the index and here.
    pub density: Density,
    /// How many copies of one block are verified and named at most; the message has the number of all.
    pub shown: usize,
}

/// A key that more articles have leads to none of them.
const COMMON: usize = 256;
/// How many articles are compared as a whole at most.
const COMPARED: usize = 24;
/// How many copies of one block are named, unless more are asked for.
pub const SHOWN: usize = 8;
/// How many articles with something like a block are looked at, at most.
const LOOKED_AT: usize = 24;
/// From this share of the lesser article on, two articles are taken for versions of one story.
const RELATED: f64 = 0.3;
/// Copies of furniture are at least so like one another.
const FURNITURE: f64 = 0.8;
/// Articles that have this share of their shingles in common are near-duplicates.
const DUPLICATE: f64 = 0.5;
/// An article of which this share stands in another one is contained in it.
const CONTAINED: f64 = 0.8;
/// Articles with fewer shingles say too little to be compared as a whole.
const LEAST_SHINGLES: usize = 12;
/// Runs of fewer words are no copies: stock phrases, names, the words of one official statement.
const RUN: usize = 13;
/// Blocks of at least so many words are looked for in other words too.
const REWORDED: usize = 16;

/// What of the file that the index knows as `path` stands in other articles.
/// Its path `relative` to the folder of the corpus says where it comes from, where it does not say so itself.
///
/// Ascending by place, without findings of rules that are switched off; related places are verified on the text.
/// `source` is the text that `facts` are of.
#[must_use]
pub fn findings(
    facts: &FileFacts,
    source: &(impl Source + ?Sized),
    path: &Path,
    relative: &Path,
    corpus: &Corpus<'_>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for number in 0..facts.article_count() {
        let view = facts.article_view(number, relative);
        let Some((extract, base)) = facts.extract(number) else {
            Comparison::new(&view, source, path, number, corpus).findings(&mut found);
            continue;
        };
        let mut of_text = Vec::new();
        Comparison::new(&view, extract.text.as_str(), path, number, corpus).findings(&mut of_text);
        // The sentences of a treebank are data: only that a whole article stands in it twice is of interest.
        if facts.format().is_of_tokens() {
            of_text.retain(|finding| finding.rule == RuleId::NearDuplicateArticle);
        }
        let placed = of_text.iter().filter_map(|finding| extract.finding_to_source(finding));
        found.extend(placed.map(|finding| finding.shifted(base)));
    }
    found.retain(|finding| facts.settings().severity(finding.rule).is_some());
    found.sort_by_key(|finding| (finding.span, finding.rule));
    found
}

/// All findings of a file in order: those of its facts, and those that other files have a part in.
///
/// What is furniture of a site is not reported as residue of a scraper too.
#[must_use]
pub fn merged(mut findings: Vec<Finding>, shared: Vec<Finding>) -> Vec<Finding> {
    if shared.is_empty() {
        return findings;
    }
    let furniture: BTreeSet<Span> =
        shared.iter().filter(|it| it.rule == RuleId::SharedBoilerplate).map(|it| it.span).collect();
    findings.retain(|it| it.rule != RuleId::ScraperResidue || !furniture.contains(&it.span));
    findings.extend(shared);
    findings.sort_by_key(|finding| (finding.span, finding.rule));
    findings
}

/// One article while it is compared with the others.
struct Comparison<'a, S: ?Sized> {
    view: &'a ArticleView<'a>,
    source: &'a S,
    corpus: &'a Corpus<'a>,
    path: &'a Path,
    number: u32,
    own: Outline,
    /// For each block of the outline, the block of the view.
    blocks: Vec<usize>,
    keyed: Vec<Keyed>,
    /// What the keys lead to: the key's place in `keyed`, and the article.
    hits: Vec<(u32, ArticleId)>,
    /// Keys that too many articles have.
    common: BTreeSet<u32>,
}

/// Articles that share much with the one that is compared.
#[derive(Default)]
struct Kin {
    /// Versions of the same story: no evidence of furniture.
    related: BTreeSet<ArticleId>,
    /// Those of them that are reported as a whole: their blocks need not be.
    reported: BTreeSet<ArticleId>,
}

/// A place in another article.
struct Copy {
    file: Arc<OtherFile>,
    span: Span,
    /// Who published it, and when.
    label: String,
}

impl<'a, S: Source + ?Sized> Comparison<'a, S> {
    fn new(view: &'a ArticleView<'a>, source: &'a S, path: &'a Path, number: usize, corpus: &'a Corpus<'a>) -> Self {
        let mut own = Outline::default();
        let mut blocks = Vec::new();
        for (i, block) in view.blocks.iter().enumerate().filter(|(_, block)| is_text(block.shape)) {
            own.push(Span::new(0, block.span.len()).shifted(view.starts[i]), block.words.iter().copied());
            blocks.push(i);
        }
        let mut keyed = Vec::new();
        keys::for_each(view.blocks.iter().copied(), corpus.density, |it| keyed.push(it));
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let mut this =
            Self { view, source, corpus, path, number, own, blocks, keyed, hits: Vec::new(), common: BTreeSet::new() };
        this.look_up();
        this
    }

    fn look_up(&mut self) {
        let index = self.corpus.index;
        let itself: Vec<ArticleId> = index.articles_of(self.path);
        let itself = itself.get(self.number as usize).copied();
        for (place, keyed) in self.keyed.iter().enumerate() {
            let place = place as u32;
            let hits = &mut self.hits;
            let rare = index.for_each(keyed.key, COMMON, &mut |id| {
                if Some(id) != itself {
                    hits.push((place, id));
                }
            });
            if !rare {
                self.common.insert(place);
            }
        }
    }

    fn findings(&self, found: &mut Vec<Finding>) {
        if self.hits.is_empty() && self.common.is_empty() {
            return;
        }
        let kin = self.whole_articles(found);
        let by_block = self.hits_by_block();
        for (number, block) in self.own.blocks.iter().enumerate() {
            let hits = by_block.get(&(self.blocks[number] as u32)).map(Vec::as_slice).unwrap_or_default();
            let view_block = &self.view.blocks[self.blocks[number]];
            let decisions = self.view.decisions;
            let decided = decisions.allows(view_block.words) || decisions.denies(view_block.words);
            if view_block.words.len() >= keys::LEAST_BLOCK && !decided {
                found.extend(self.block(number, *block, view_block, hits, &kin));
            }
        }
    }

    /// The hits of the keys that begin in each block.
    fn hits_by_block(&self) -> HashMap<u32, Vec<(u32, ArticleId)>> {
        let mut by_block: HashMap<u32, Vec<(u32, ArticleId)>> = HashMap::new();
        for &(place, id) in &self.hits {
            by_block.entry(self.keyed[place as usize].block).or_default().push((place, id));
        }
        by_block
    }

    /// Finds the articles that are versions of this one, and reports near-duplicates.
    fn whole_articles(&self, found: &mut Vec<Finding>) -> Kin {
        let index = self.corpus.index;
        let is_shingle = |place: u32| self.keyed[place as usize].kind == Kind::Shingle;
        let mut shared: BTreeMap<ArticleId, BTreeSet<Key>> = BTreeMap::new();
        for &(place, id) in self.hits.iter().filter(|(place, _)| is_shingle(*place)) {
            shared.entry(id).or_default().insert(self.keyed[place as usize].key);
        }
        let own: BTreeSet<Key> = self.keyed.iter().filter(|it| it.kind == Kind::Shingle).map(|it| it.key).collect();
        // Where most of the article stands in very many others, a few of its keys lead to some of them.
        let common: Vec<u32> = self.common.iter().copied().filter(|place| is_shingle(*place)).collect();
        if common.len() * 2 > own.len() {
            for place in common.iter().step_by(common.len().div_ceil(4)) {
                let key = self.keyed[*place as usize].key;
                let except = Some((self.path, self.number));
                for id in index.copies(key, COMPARED, except).articles {
                    let keys = shared.entry(id).or_default();
                    keys.extend(common.iter().map(|place| self.keyed[*place as usize].key));
                }
            }
        }
        // An estimate from the keys says which are worth reading.
        let density = 2.0 / (self.corpus.density.window + 1) as f64;
        let mut candidates: Vec<(f64, ArticleId)> = Vec::new();
        for (id, keys) in &shared {
            let Some(article) = index.article(*id) else { continue };
            let other = f64::from(article.words) * density;
            let share = keys.len() as f64 / (own.len() as f64).min(other).max(1.0);
            if share >= RELATED / 2.0 {
                candidates.push((share, *id));
            }
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut kin = Kin::default();
        kin.related.extend(candidates.iter().filter(|(share, _)| *share >= RELATED).map(|(_, id)| *id));
        let shingles = self.own.shingles();
        if shingles.len() < LEAST_SHINGLES {
            return kin;
        }
        let mut duplicates = Vec::new();
        for (_, id) in candidates.iter().take(COMPARED) {
            let Some((file, other, label)) = self.open(*id) else { continue };
            let other_shingles = other.shingles();
            let overlap = overlap(&shingles, &other_shingles);
            if overlap.of_first.max(overlap.of_second) >= RELATED {
                kin.related.insert(*id);
            } else {
                kin.related.remove(id);
            }
            let contained = overlap.of_first.max(overlap.of_second) >= CONTAINED;
            if other_shingles.len() >= LEAST_SHINGLES && (overlap.jaccard >= DUPLICATE || contained) {
                kin.reported.insert(*id);
                let span = other.blocks.first().map_or(Span::empty(0), |block| block.span);
                duplicates.push((overlap, Copy { file, span, label }));
            }
        }
        duplicates.sort_by(|a, b| b.0.jaccard.total_cmp(&a.0.jaccard));
        found.extend(self.near_duplicate_article(&duplicates));
        kin
    }

    fn near_duplicate_article(&self, duplicates: &[(align::Overlap, Copy)]) -> Option<Finding> {
        let (overlap, copy) = duplicates.first()?;
        let percent = |share: f64| (share * 100.0).floor();
        let fuller = match overlap.of_first - overlap.of_second {
            more if more > 0.05 => "that one is fuller",
            less if less < -0.05 => "this one is fuller",
            _ => "both are as full",
        };
        let more = match duplicates.len() - 1 {
            0 => String::new(),
            1 => "; one more article is like it".to_owned(),
            more => format!("; {more} more articles are like it"),
        };
        let message = if overlap.of_first >= overlap.of_second {
            format!("{} % of this article stands in {}; {fuller}{more}", percent(overlap.of_first), copy.label)
        } else {
            format!("This article holds {} % of {}; {fuller}{more}", percent(overlap.of_second), copy.label)
        };
        let block = self.own.blocks.first()?;
        let places = duplicates.iter().map(|(overlap, copy)| {
            let share = percent(overlap.of_first);
            copy.related(format!("{share} % of this article stands in this one, {}", copy.label))
        });
        let mut finding = Finding::new(RuleId::NearDuplicateArticle, block.span, message);
        finding.related.extend(places);
        Some(finding)
    }

    /// What of one block stands elsewhere.
    fn block(
        &self,
        number: usize,
        block: OutlineBlock,
        view: &Block<'_>,
        hits: &[(u32, ArticleId)],
        kin: &Kin,
    ) -> Option<Finding> {
        let in_block = |kind: Kind| {
            let key = self.keyed.iter().enumerate().find(|(_, it)| it.kind == kind && it.first as usize == block.first);
            key.filter(|(_, it)| it.block as usize == self.blocks[number]).map(|(place, it)| (place as u32, it.key))
        };
        let words = block.end - block.first;
        let digits = view.words.iter().filter(|word| word.marks.has(Marks::DIGIT)).count();
        // Rows of numbers are data.
        if digits * 4 > words {
            return None;
        }
        let of_kind = |kind: Kind| -> BTreeSet<ArticleId> {
            let of_kind = |(place, _): &&(u32, ArticleId)| self.keyed[*place as usize].kind == kind;
            hits.iter().filter(of_kind).map(|(_, id)| *id).filter(|id| !kin.reported.contains(id)).collect()
        };
        let exact = of_kind(Kind::Block);
        let loose = |id: &ArticleId| !kin.related.contains(id);
        let mut evidence = self.evidence(block, view, exact.iter().copied().filter(loose));
        if let Some((place, key)) = in_block(Kind::Block)
            && self.common.contains(&place)
        {
            evidence = self.evidence_of_common(key, evidence);
        }
        if evidence.verdict() == Verdict::Furniture {
            return Some(self.furniture(
                block,
                view,
                &evidence,
                &exact,
                in_block(Kind::Block).map(|(_, key)| key),
                true,
            ));
        }
        // The same block with some words changed.
        let mut like: BTreeMap<ArticleId, usize> = BTreeMap::new();
        for (place, id) in hits.iter().filter(|(_, id)| !kin.reported.contains(id) && !exact.contains(id)) {
            let kind = self.keyed[*place as usize].kind;
            let masked_data = kind == Kind::Masked && words < 5;
            if !matches!(kind, Kind::Block | Kind::Sentence) && !masked_data {
                *like.entry(*id).or_default() += 1;
            }
        }
        let mut candidates: Vec<(usize, ArticleId)> = like.iter().map(|(id, keys)| (*keys, *id)).collect();
        candidates.sort_by_key(|(keys, id)| (std::cmp::Reverse(*keys), *id));
        let hashes: Vec<u64> = self.own.hashes(block.first, block.end).collect();
        // What several outlets quote makes their own words no copies.
        let told: Vec<u64> = self.told(block).collect();
        let quoted = told.len() < hashes.len();
        let looked_at = candidates.len().min(LOOKED_AT);
        let verified: Vec<(ArticleId, f64, Copy)> = candidates[..looked_at]
            .iter()
            .filter_map(|(_, id)| {
                let (file, other, label) = self.open(*id)?;
                let (place, like) = most_like(&hashes, &other)?;
                let there = other.blocks[place];
                let there: Vec<u64> = other.hashes(there.first, there.end).collect();
                if quoted && contained(&told, &there) < LIKE {
                    return None;
                }
                Some((*id, like, Copy { file, span: other.blocks[place].span, label }))
            })
            .collect();
        let mut all = exact.clone();
        all.extend(verified.iter().filter(|(_, like, _)| *like >= FURNITURE).map(|(id, ..)| *id));
        if all.len() > exact.len() {
            let mut evidence = self.evidence(block, view, all.iter().copied().filter(loose));
            // As many of those that were not looked at are copies as of those that were.
            evidence.articles += (candidates.len() - looked_at) * (all.len() - exact.len()) / looked_at;
            evidence.changed = true;
            if evidence.verdict() == Verdict::Furniture {
                let mut finding = self.furniture(block, view, &evidence, &exact, None, false);
                finding.related.extend(verified.iter().map(|(_, like, copy)| copy.like(*like)));
                finding.related.truncate(self.corpus.shown);
                return Some(finding);
            }
        }
        if words >= RUN && !exact.is_empty() {
            let copies = self.copies_of_block(&hashes, exact.iter().copied());
            let evidence = self.evidence(block, view, exact.iter().copied());
            return self.shared(block.span, &evidence, &copies);
        }
        if words >= REWORDED && !verified.is_empty() {
            return Some(self.near_duplicate_block(block, &verified));
        }
        self.shared_run(block, hits, &kin.reported)
    }

    /// The words of a block outside quotation marks.
    fn told(&self, block: OutlineBlock) -> impl Iterator<Item = u64> + '_ {
        let quotes = self.view.quotes(block.span);
        let words = self.own.words[block.first..block.end].iter();
        let is_told = move |word: &&Word| {
            !quotes.iter().any(|quote| quote.start <= word.start as usize && word.end as usize <= quote.end)
        };
        words.filter(is_told).map(|word| word.hash)
    }

    fn near_duplicate_block(&self, block: OutlineBlock, verified: &[(ArticleId, f64, Copy)]) -> Finding {
        let best = verified.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let percent = best.map_or(0.0, |(_, like, _)| (like * 100.0).floor());
        let message = match verified.len() {
            1 => format!("This block stands in another article too, {percent} % of its words unchanged"),
            n => format!("This block stands in {n} other articles too, up to {percent} % of its words unchanged"),
        };
        let mut finding = Finding::new(RuleId::NearDuplicateBlock, block.span, message);
        finding.related.extend(verified.iter().map(|(_, like, copy)| copy.like(*like)).take(self.corpus.shown));
        finding
    }

    /// A long run of words of the block that other articles have too.
    fn shared_run(
        &self,
        block: OutlineBlock,
        hits: &[(u32, ArticleId)],
        reported: &BTreeSet<ArticleId>,
    ) -> Option<Finding> {
        let mut seeds: BTreeMap<ArticleId, (usize, (usize, usize))> = BTreeMap::new();
        for (place, id) in hits.iter().filter(|(_, id)| !reported.contains(id)) {
            let keyed = &self.keyed[*place as usize];
            if keyed.kind == Kind::Shingle && (keyed.last as usize) < block.end {
                let seed = (keyed.first as usize, keyed.last as usize);
                seeds.entry(*id).or_insert((0, seed)).0 += 1;
            }
        }
        let mut candidates: Vec<_> = seeds.iter().collect();
        candidates.sort_by_key(|(id, (keys, _))| (std::cmp::Reverse(*keys), **id));
        let mut best: Option<(usize, usize)> = None;
        let mut copies = Vec::new();
        for (id, (_, seed)) in candidates.into_iter().take(self.corpus.shown) {
            let Some((file, other, label)) = self.open(*id) else { continue };
            let run = longest_run(&self.own, (block.first, block.end), *seed, &other);
            let Some((from, at, len)) = run.filter(|(.., len)| *len >= RUN) else { continue };
            if best.is_none_or(|(_, known)| len > known) {
                best = Some((from, len));
            }
            copies.push((*id, Copy { file, span: other.span(at, at + len), label }));
        }
        let (from, len) = best?;
        let ids: Vec<ArticleId> = copies.iter().map(|(id, _)| *id).collect();
        let evidence = Evidence { words: len, ..self.evidence_of(ids.into_iter()) };
        let copies: Vec<Copy> = copies.into_iter().map(|(_, copy)| copy).collect();
        self.shared(self.own.span(from, from + len), &evidence, &copies)
    }

    fn shared(&self, span: Span, evidence: &Evidence, copies: &[Copy]) -> Option<Finding> {
        // What several outlets quote is no copy of anything.
        if copies.is_empty() || self.is_quoted(span) {
            return None;
        }
        let words = evidence.words;
        let others = evidence.articles - 1;
        let message = match others {
            1 => format!("These {words} words stand in another article too: {}", copies[0].label),
            _ => {
                let source = self.view.provenance.source.as_deref();
                format!(
                    "These {words} words stand in {}: wire copy, a quotation or an update",
                    evidence.describe(source)
                )
            }
        };
        let mut finding = Finding::new(RuleId::SharedBlock, span, message);
        finding.related.extend(copies.iter().map(|copy| copy.related(copy.label.clone())).take(self.corpus.shown));
        Some(finding)
    }

    /// Whether most of `span` stands between quotation marks.
    fn is_quoted(&self, span: Span) -> bool {
        let inside = |quote: &Span| quote.end.min(span.end).saturating_sub(quote.start.max(span.start));
        // Of quotations inside one another the longest says all.
        self.view.quotes(span).iter().map(inside).max().unwrap_or(0) * 2 > span.len()
    }

    fn furniture(
        &self,
        block: OutlineBlock,
        view: &Block<'_>,
        evidence: &Evidence,
        exact: &BTreeSet<ArticleId>,
        common: Option<Key>,
        unchanged: bool,
    ) -> Finding {
        let source = self.view.provenance.source.as_deref();
        let how = if unchanged { "" } else { ", lightly changed" };
        let message = format!("This block stands in {}{how}: site furniture", evidence.describe(source));
        let ids: Vec<ArticleId> = match common.filter(|_| exact.is_empty()) {
            Some(key) => self.corpus.index.copies(key, self.corpus.shown, Some((self.path, self.number))).articles,
            None => exact.iter().copied().collect(),
        };
        let hashes: Vec<u64> = self.own.hashes(block.first, block.end).collect();
        let copies = self.copies_of_block(&hashes, ids.into_iter());
        let edits = vec![Edit::delete(self.view.removal(view))];
        let fix =
            if unchanged { Fix::safe("Remove this block", edits) } else { Fix::unsafe_("Remove this block", edits) };
        let mut finding = Finding::new(RuleId::SharedBoilerplate, block.span, message).fixed_by(fix);
        finding.related.extend(copies.iter().map(|copy| copy.related(copy.label.clone())));
        finding
    }

    /// The verified places of a block that stands unchanged in the articles `ids`.
    fn copies_of_block(&self, hashes: &[u64], ids: impl Iterator<Item = ArticleId>) -> Vec<Copy> {
        let verified = ids.filter_map(|id| {
            let (file, other, label) = self.open(id)?;
            let same = |block: &&OutlineBlock| other.hashes(block.first, block.end).eq(hashes.iter().copied());
            let span = other.blocks.iter().find(same)?.span;
            Some(Copy { file, span, label })
        });
        verified.take(self.corpus.shown).collect()
    }

    /// The text of an article, and its name for people.
    fn open(&self, id: ArticleId) -> Option<(Arc<OtherFile>, Arc<Outline>, String)> {
        let article = self.corpus.index.article(id)?;
        let (file, outline) = self.corpus.library.outline(&article.path, article.span)?;
        let mut label = article.path.display().to_string();
        let known = [article.source.map(str::to_owned), article.date.map(|date| date.to_string())];
        let known: Vec<String> = known.into_iter().flatten().collect();
        if !known.is_empty() {
            label += &format!(" ({})", known.join(", "));
        }
        Some((file, outline, label))
    }

    /// What the articles `ids` say about the block, this article included.
    fn evidence(&self, block: OutlineBlock, view: &Block<'_>, ids: impl Iterator<Item = ArticleId>) -> Evidence {
        let span = block.span;
        Evidence {
            words: block.end - block.first,
            pattern: self.view.is_residue(span),
            edge: self.is_at_edge(view),
            sentence: ends_sentence(&self.source.slice(span)),
            ..self.evidence_of(ids)
        }
    }

    /// Whether a block is one of the first or of the last of the article.
    fn is_at_edge(&self, view: &Block<'_>) -> bool {
        let place = self.blocks.iter().position(|&i| std::ptr::eq(&self.view.blocks[i], view)).unwrap_or(0);
        place < 3 || place + 4 >= self.blocks.len()
    }

    fn evidence_of(&self, ids: impl Iterator<Item = ArticleId>) -> Evidence {
        let own = &self.view.provenance;
        let mut articles = 1;
        let mut same = 1;
        let mut sources: BTreeSet<&str> = own.source.as_deref().into_iter().collect();
        let mut days: Vec<_> = own.date.into_iter().collect();
        for article in ids.filter_map(|id| self.corpus.index.article(id)) {
            articles += 1;
            same += usize::from(article.source.is_some() && article.source == own.source.as_deref());
            sources.extend(article.source);
            days.extend(article.date);
        }
        let days = days.iter().min().zip(days.iter().max()).filter(|_| days.len() > 1).map(|(a, b)| (*a, *b));
        let same_source = own.source.is_some().then_some(same);
        Evidence { articles, same_source, sources: sources.len(), days, ..Evidence::default() }
    }

    /// The evidence where so many articles have the key that a few stand for all.
    fn evidence_of_common(&self, key: Key, of_block: Evidence) -> Evidence {
        let copies = self.corpus.index.copies(key, COMMON, Some((self.path, self.number)));
        let sample = self.evidence_of(copies.articles.iter().copied());
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

impl Copy {
    fn related(&self, message: String) -> Related {
        Related { file: Some(Arc::clone(&self.file)), span: self.span, message: message.into() }
    }

    fn like(&self, like: f64) -> Related {
        self.related(format!("{} % of the words, {}", (like * 100.0).floor(), self.label))
    }
}

/// Whether a block ends as sentences do.
fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', '»', '«', '“', ')', ']', '」', '』', ' ']);
    text.ends_with(['.', '!', '?', '。', '！', '？'])
}
