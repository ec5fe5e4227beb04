//! What is remembered of a file from one comparison to the next, so that the next one keys, looks up and verifies only
//! what has changed since.
//!
//! A comparison has three steps, of which only the second needs the index:
//! [`Memory::follow`] keys what an edit touched, [`Memory::look_up`] asks what new keys lead to, and
//! [`Memory::findings`] verifies on the texts.
//! What others change in the index is told to [`Memory::forget`].
//!
//! Invariant: whatever came before, the findings are those of a memory that begins anew (a property test).

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, BuildHasherDefault};
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::article::Whole;
use super::block::{Comparison, Inputs};
use super::outline::{Library, Outline, Place};
use super::{COMMON, COMPARED};
use crate::boilerplate::keys::{self, Density, Kind, is_text};
use crate::boilerplate::words::{self, Word, mix};
use crate::boilerplate::{AsItIs, Block, Provenance};
use crate::facts::{ArticleRecord, ArticleState, ArticleView, FileFacts, FileRecord, Key};
use crate::index::{ArticleId, Copies, Index, Touched};
use crate::rules::{Finding, RuleId};
use crate::text::{Source, Span};

/// What is remembered of a file.
#[derive(Debug)]
pub struct Memory<'i> {
    density: Density,
    /// How many copies of one block are verified and named at most.
    shown: usize,
    articles: Vec<Article<'i>>,
}

/// What is remembered of an article.
#[derive(Debug, Default)]
pub(super) struct Article<'i> {
    /// The state that it was keyed in.
    state: Option<ArticleState>,
    span: Span,
    pub(super) provenance: Provenance,
    /// Its blocks of text, in order.
    pub(super) blocks: Vec<Remembered>,
    keys: HashMap<Key, Entry, BuildHasherDefault<AsItIs>>,
    /// Keys that are to be looked up.
    pending: Vec<Key>,
    /// All keys: ascending, each once.
    sorted: Vec<Key>,
    /// Whether the index was ever asked.
    asked: bool,
    /// What the index calls it: no copy of anything.
    itself: Option<ArticleId>,
    /// How many articles the index has, as a power of two.
    magnitude: u32,
    /// What is known of the articles that keys lead to.
    pub(super) known: ById<Known<'i>>,
    /// How many different shingles it has.
    pub(super) shingles: usize,
    /// Different shingles that very many articles have, in the order of the text, where they are most of it, and some of
    /// the articles that have them.
    pub(super) common_shingles: usize,
    pub(super) sampled: Vec<ArticleId>,
    /// What is known of it as a whole.
    whole: Whole,
    /// Whether something has changed since it was compared.
    stale: bool,
    /// What was found, and where the article began then.
    found: Vec<Finding>,
    start: usize,
}

/// What is remembered of a block of text.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    words: Fingerprint,
    pub(super) keys: Vec<BlockKey>,
    /// What was found of it, from what, and where it began then.
    verdict: Option<(Inputs, Option<Finding>, usize)>,
}

/// What the words of a block are told by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Fingerprint {
    count: u32,
    /// Of all that is known of each of them, their places too.
    hash: u64,
}

/// A key of a block, and the words that it stands for, counted from the first of the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BlockKey {
    pub(super) key: Key,
    pub(super) kind: Kind,
    pub(super) first: u32,
    pub(super) last: u32,
}

/// A key of an article.
#[derive(Debug)]
struct Entry {
    kind: Kind,
    /// How often the article has it.
    uses: u32,
    leads: Leads,
}

/// What a key leads to.
#[derive(Debug)]
pub(super) enum Leads {
    /// That is not known yet.
    Unknown,
    /// To these articles.
    Few(Box<[ArticleId]>),
    /// To very many; of keys of blocks more is known.
    Common(Option<Box<Copies>>),
}

/// An article that a key leads to.
#[derive(Debug)]
pub(super) struct Known<'i> {
    /// How many keys and samples lead to it.
    uses: u32,
    /// How many different shingles of it the article has too.
    pub(super) shingles: u32,
    pub(super) info: Learnt<'i>,
}

/// Something of each of many articles.
pub(super) type ById<T> = HashMap<ArticleId, T, BuildHasherDefault<AsItIs>>;

/// What the index knows of an article.
#[derive(Debug)]
pub(super) struct Info {
    pub(super) place: Place,
    pub(super) words: u32,
    /// Who published it, and the hash that tells it from others.
    pub(super) source: Option<(Box<str>, u64)>,
    pub(super) date: Option<Date>,
    label: OnceLock<Box<str>>,
}

impl Info {
    fn of(index: &Index, id: ArticleId) -> Option<Self> {
        let article = index.article(id)?;
        Some(Self {
            place: Place::new(article.path.into(), article.span),
            words: article.words,
            source: article.source.map(|name| (name.into(), words::hash(name))),
            date: article.date,
            label: OnceLock::new(),
        })
    }

    /// Its file for people, who published it, and when.
    pub(super) fn label(&self) -> &str {
        self.label.get_or_init(|| {
            let source = self.source.as_ref().map(|(name, _)| name.to_string());
            let known: Vec<String> = [source, self.date.map(|date| date.to_string())].into_iter().flatten().collect();
            let path = self.place.path.display();
            let label = if known.is_empty() { path.to_string() } else { format!("{path} ({})", known.join(", ")) };
            label.into()
        })
    }
}

/// What an index knows of all of its articles: whoever compares very many files with one index asks it once.
#[derive(Debug, Default)]
pub struct Infos(ById<Info>);

/// What is known of an article, by whoever has learnt it. Very many articles may be held at once, and forgotten soon: of
/// those that are shared nothing is touched.
#[derive(Clone, Debug)]
pub(super) enum Learnt<'i> {
    Shared(&'i Info),
    Own(Arc<Info>),
}

impl Deref for Learnt<'_> {
    type Target = Info;

    fn deref(&self) -> &Info {
        match self {
            Self::Shared(info) => info,
            Self::Own(info) => info,
        }
    }
}

impl Infos {
    /// Those of `index`; they hold as long as it does not change.
    #[must_use]
    pub fn of(index: &Index) -> Self {
        Self(index.articles().filter_map(|id| Some((id, Info::of(index, id)?))).collect())
    }
}

impl<'i> Memory<'i> {
    /// A memory of nothing, of a file whose shingles are kept with this density; at most `shown` of the copies of each
    /// block will be named.
    #[must_use]
    pub fn new(density: Density, shown: usize) -> Self {
        Self { density, shown, articles: Vec::new() }
    }

    /// Follows the file, at `relative` in the folder of the corpus: keys what has changed of it.
    pub fn follow(&mut self, facts: &FileFacts, relative: &Path) {
        let count = facts.article_count();
        let (before, behind) = facts.unchanged(self.articles.iter().map(|article| article.state.as_ref()));
        // An article that has come or gone moves the others by one.
        let old = before..self.articles.len() - behind;
        let new = before..count - behind;
        if old.len() > new.len() {
            self.articles.drain(new.end..old.end);
        } else {
            let fresh = (old.len()..new.len()).map(|_| Article::default());
            self.articles.splice(old.end..old.end, fresh);
        }
        for number in new {
            let (article, density) = (&mut self.articles[number], self.density);
            facts.with_article_view(number, relative, |view| article.follow(view, density));
        }
        for (number, article) in self.articles.iter_mut().enumerate() {
            article.state = Some(facts.article_state(number));
            article.span = facts.article_span(number);
        }
    }

    /// What the index holds of the file.
    #[must_use]
    pub fn record(&self) -> FileRecord {
        FileRecord { articles: self.articles.iter().map(Article::record).collect() }
    }

    /// Whether `touched` is of any meaning for it.
    #[must_use]
    pub fn depends_on(&self, touched: &Touched) -> bool {
        self.articles.iter().any(|article| article.depends_on(touched))
    }

    /// Forgets what the index has said of what was touched since.
    pub fn forget(&mut self, touched: &Touched) {
        for article in self.articles.iter_mut().filter(|article| article.depends_on(touched)) {
            article.forget(touched);
        }
    }

    /// Asks `index`, which knows the file as `path`, what keys lead to that are not known yet.
    pub fn look_up(&mut self, index: &Index, path: &Path) {
        self.look_up_with(index, None, path);
    }

    /// The same, where `infos` has been learnt of the index already.
    pub(super) fn look_up_with(&mut self, index: &Index, infos: Option<&'i Infos>, path: &Path) {
        let names = index.articles_of(path);
        let mut asked = Asked { index, infos, asked: ById::default(), found: Vec::new() };
        let magnitude = index.article_count().max(1).ilog2();
        for (number, article) in self.articles.iter_mut().enumerate() {
            article.stale |= std::mem::replace(&mut article.magnitude, magnitude) != magnitude;
            let itself = names.get(number).copied();
            if article.itself != itself {
                article.itself = itself;
                if article.asked {
                    article.forget_all();
                }
            }
            if !article.pending.is_empty() {
                article.look_up(&mut asked, path, number as u32, self.shown);
            }
        }
    }

    /// What of the file, whose text is `source`, stands in other articles, verified on the texts of `library`.
    ///
    /// Ascending by place, without findings of rules that are switched off.
    pub fn findings(
        &mut self,
        facts: &FileFacts,
        source: &(impl Source + ?Sized),
        relative: &Path,
        library: &Library,
    ) -> Vec<Finding> {
        let mut found = Vec::new();
        for (number, article) in self.articles.iter_mut().enumerate() {
            let (shown, density) = (self.shown, self.density);
            let Some((extract, base)) = facts.extract(number) else {
                if article.stale {
                    facts.with_article_view(number, relative, |view| {
                        article.compare(view, source, library, shown, density);
                    });
                } else if article.start != article.span.start {
                    for finding in &mut article.found {
                        *finding = finding.moved(article.start, article.span.start);
                    }
                }
                article.start = article.span.start;
                found.extend(article.found.iter().cloned());
                continue;
            };
            if article.stale {
                facts.with_article_view(number, relative, |view| {
                    article.compare(view, extract.text.as_str(), library, shown, density);
                });
            }
            // The sentences of a treebank are data: only that a whole article stands in it twice is of interest.
            let of_whole = |it: &&Finding| !facts.format().is_of_tokens() || it.rule == RuleId::NearDuplicateArticle;
            let placed = article.found.iter().filter(of_whole).filter_map(|it| extract.finding_to_source(it));
            found.extend(placed.map(|finding| finding.shifted(base)));
        }
        found.retain(|finding| facts.settings().severity(finding.rule).is_some());
        found.sort_by_key(|finding| (finding.span, finding.rule));
        found
    }
}

impl Fingerprint {
    fn of(words: &[Word]) -> Self {
        let place = |word: &Word| u64::from(word.start) << 32 | u64::from(word.end);
        let add = |sum, word: &Word| mix(mix(mix(sum, word.hash), place(word)), word.marks.bits());
        Self { count: words.len() as u32, hash: words.iter().fold(0, add) }
    }
}

impl<'i> Article<'i> {
    fn record(&self) -> ArticleRecord {
        let words = self.blocks.iter().fold(0, |sum: u32, block| sum.saturating_add(block.words.count));
        ArticleRecord {
            span: self.span,
            source: self.provenance.source.as_deref().map(str::to_owned),
            date: self.provenance.date,
            words,
            keys: self.sorted.clone(),
            names: Box::default(),
        }
    }

    /// Keys the blocks that have changed, and those whose shingles reach into them.
    fn follow(&mut self, view: &ArticleView<'_>, density: Density) {
        self.stale = true;
        if self.provenance != view.provenance {
            // What is furniture of the site depends on it.
            self.provenance = view.provenance.clone();
            self.whole.forget();
        }
        let blocks: Vec<Block<'_>> = view.blocks.iter().copied().filter(|block| is_text(block.shape)).collect();
        let words: Vec<Fingerprint> = blocks.iter().map(|block| Fingerprint::of(block.words)).collect();
        let same = |(old, new): &(&Remembered, &Fingerprint)| old.words == **new;
        let before = self.blocks.iter().zip(&words).take_while(same).count();
        let rest = self.blocks[before..].iter().rev().zip(words[before..].iter().rev());
        let behind = rest.take_while(same).count();
        if before == blocks.len() && before == self.blocks.len() {
            return;
        }
        self.whole.forget();
        // Which shingles are kept depends on the words up to so far away.
        let reach = density.guarantee();
        let back = |from: usize| {
            let mut words = 0;
            (0..from).rev().find(|&at| {
                words += blocks[at].words.len();
                words >= reach
            })
        };
        let on = |from: usize| {
            let mut words = 0;
            (from..blocks.len()).find(|&at| {
                words += blocks[at].words.len();
                words >= reach
            })
        };
        let from = back(before).unwrap_or(0);
        let to = on(blocks.len() - behind).map_or(blocks.len(), |at| at + 1);
        let (around_from, around_to) = (back(from).unwrap_or(0), on(to).map_or(blocks.len(), |at| at + 1));
        let mut fresh: Vec<Remembered> = blocks[from..to].iter().map(|_| Remembered::default()).collect();
        let around = &blocks[around_from..around_to];
        let starts: Vec<u32> = around
            .iter()
            .scan(0, |at, block| {
                let start = *at;
                *at += block.words.len() as u32;
                Some(start)
            })
            .collect();
        keys::for_each(around.iter().copied(), density, |keyed| {
            let place = keyed.block as usize;
            let start = starts[place];
            let block = (place + around_from).checked_sub(from).and_then(|place| fresh.get_mut(place));
            block.into_iter().for_each(|block| {
                let (first, last) = (keyed.first - start, keyed.last - start);
                block.keys.push(BlockKey { key: keyed.key, kind: keyed.kind, first, last });
            });
        });
        // Those that are next to a change mostly have the keys that they had.
        let old = from..to + self.blocks.len() - blocks.len();
        let gone: Vec<Remembered> = self.blocks.splice(old, fresh).collect();
        let mut gone: Vec<Option<Remembered>> = gone.into_iter().map(Some).collect();
        for (at, words) in words.iter().enumerate().take(to).skip(from) {
            let was = if at < before {
                Some(at - from)
            } else if at >= blocks.len() - behind {
                (at + gone.len()).checked_sub(to)
            } else {
                None
            };
            let slot = was.and_then(|was| gone.get_mut(was));
            let keeps =
                |slot: &&mut Option<Remembered>| slot.as_ref().is_some_and(|it| it.keys == self.blocks[at].keys);
            match slot.filter(keeps).and_then(Option::take) {
                Some(kept) => self.blocks[at] = kept,
                None => {
                    self.blocks[at].words = *words;
                    self.blocks[at].keys.shrink_to_fit();
                    for at_key in 0..self.blocks[at].keys.len() {
                        self.add(self.blocks[at].keys[at_key]);
                    }
                }
            }
        }
        for key in gone.iter().flatten().flat_map(|block| &block.keys) {
            self.drop_key(key.key);
        }
        self.sorted.clear();
        self.sorted.extend(self.keys.keys());
        self.sorted.sort_unstable();
    }

    fn add(&mut self, it: BlockKey) {
        let entry = self.keys.entry(it.key).or_insert_with(|| {
            self.pending.push(it.key);
            self.shingles += usize::from(it.kind == Kind::Shingle);
            Entry { kind: it.kind, uses: 0, leads: Leads::Unknown }
        });
        entry.uses += 1;
    }

    fn drop_key(&mut self, key: Key) {
        let Some(entry) = self.keys.get_mut(&key) else { return };
        entry.uses -= 1;
        if entry.uses > 0 {
            return;
        }
        self.unlearn(key);
        if let Some(entry) = self.keys.remove(&key) {
            self.shingles -= usize::from(entry.kind == Kind::Shingle);
        }
    }

    /// Makes what `key` leads to unknown; whether it was known.
    fn unlearn(&mut self, key: Key) -> bool {
        let Some(entry) = self.keys.get_mut(&key) else { return false };
        let shingle = u32::from(entry.kind == Kind::Shingle);
        let known = &mut self.known;
        let mut release = |ids: &[ArticleId], shingles: u32| ids.iter().for_each(|id| release(known, *id, shingles));
        match std::mem::replace(&mut entry.leads, Leads::Unknown) {
            Leads::Unknown => return false,
            Leads::Few(ids) => release(&ids, shingle),
            Leads::Common(copies) => {
                self.common_shingles -= shingle as usize;
                copies.iter().for_each(|copies| release(&copies.articles, 0));
            }
        }
        true
    }

    fn depends_on(&self, touched: &Touched) -> bool {
        if !self.asked {
            return false;
        }
        in_both(&touched.articles, &self.known).next().is_some()
            || in_both(&touched.keys, &self.keys).next().is_some()
            || touched.buried && self.keys.values().any(|entry| matches!(entry.leads, Leads::Common(_)))
    }

    fn forget(&mut self, touched: &Touched) {
        let gone: BTreeSet<ArticleId> = in_both(&touched.articles, &self.known).collect();
        let leads_there = |leads: &Leads| match leads {
            Leads::Unknown => false,
            Leads::Few(ids) => !gone.is_empty() && ids.iter().any(|id| gone.contains(id)),
            Leads::Common(_) => touched.buried || !gone.is_empty(),
        };
        let mut keys: Vec<Key> =
            self.keys.iter().filter(|(_, entry)| leads_there(&entry.leads)).map(|(key, _)| *key).collect();
        keys.extend(in_both(&touched.keys, &self.keys));
        self.relearn(keys);
    }

    fn forget_all(&mut self) {
        let keys = self.keys.keys().copied().collect();
        self.relearn(keys);
    }

    /// Has `keys` looked up again.
    fn relearn(&mut self, keys: Vec<Key>) {
        let keys: BTreeSet<Key> = keys.into_iter().collect();
        for key in &keys {
            if self.unlearn(*key) {
                self.pending.push(*key);
            }
        }
        for block in self.blocks.iter_mut().filter(|block| block.verdict.is_some()) {
            if block.keys.iter().any(|it| keys.contains(&it.key)) {
                block.verdict = None;
            }
        }
        self.whole.forget();
        self.stale = true;
    }

    fn look_up(&mut self, asked: &mut Asked<'_, 'i>, path: &Path, number: u32, shown: usize) {
        (self.asked, self.stale) = (true, true);
        let index = asked.index;
        // Articles that share one key mostly share others.
        self.known.reserve(self.pending.len());
        for key in std::mem::take(&mut self.pending) {
            // It may be gone again.
            let Some(entry) = self.keys.get_mut(&key).filter(|entry| matches!(entry.leads, Leads::Unknown)) else {
                continue;
            };
            let shingle = u32::from(entry.kind == Kind::Shingle);
            let mut ids = std::mem::take(&mut asked.found);
            ids.clear();
            let rare = index.extend_with(&mut ids, key, COMMON);
            if rare {
                ids.retain(|id| Some(*id) != self.itself);
                ids.iter().for_each(|id| asked.hold(&mut self.known, *id, shingle));
                entry.leads = Leads::Few(ids[..].into());
            }
            asked.found = ids;
            if rare {
                continue;
            }
            self.common_shingles += shingle as usize;
            let copies =
                (entry.kind == Kind::Block).then(|| index.copies(key, COMMON.max(shown), Some((path, number))));
            copies.iter().flat_map(|it| &it.articles).for_each(|id| asked.hold(&mut self.known, *id, 0));
            entry.leads = Leads::Common(copies.map(Box::new));
        }
        self.sample(asked, path, number);
    }

    /// Where most of the article stands in very many others, a few of its keys lead to some of them.
    fn sample(&mut self, asked: &mut Asked<'_, 'i>, path: &Path, number: u32) {
        for id in std::mem::take(&mut self.sampled) {
            release(&mut self.known, id, 0);
        }
        if self.common_shingles * 2 <= self.shingles {
            return;
        }
        let mut seen = BTreeSet::new();
        let keys = self.blocks.iter().flat_map(|block| &block.keys).filter(|it| it.kind == Kind::Shingle);
        let is_common = |it: &&BlockKey| matches!(self.leads(it.key), Leads::Common(_));
        let common: Vec<Key> = keys.filter(is_common).map(|it| it.key).filter(|key| seen.insert(*key)).collect();
        let mut sampled = BTreeSet::new();
        for key in common.iter().step_by(common.len().div_ceil(4).max(1)) {
            sampled.extend(asked.index.copies(*key, COMPARED, Some((path, number))).articles);
        }
        sampled.iter().for_each(|id| asked.hold(&mut self.known, *id, 0));
        self.sampled = sampled.into_iter().collect();
    }

    pub(super) fn leads(&self, key: Key) -> &Leads {
        self.keys.get(&key).map_or(&Leads::Unknown, |entry| &entry.leads)
    }

    /// Whether a block has a key that leads anywhere.
    fn leads_anywhere(&self, block: &Remembered) -> bool {
        block.keys.iter().any(|it| match self.leads(it.key) {
            Leads::Unknown => false,
            Leads::Few(ids) => !ids.is_empty(),
            Leads::Common(_) => true,
        })
    }

    /// Compares what has changed with other articles.
    fn compare(
        &mut self,
        view: &ArticleView<'_>,
        source: &(impl Source + ?Sized),
        library: &Library,
        shown: usize,
        density: Density,
    ) {
        self.stale = false;
        self.found.clear();
        if self.known.is_empty() && self.keys.values().all(|entry| !matches!(entry.leads, Leads::Common(_))) {
            self.whole = Whole::default();
            self.blocks.iter_mut().for_each(|block| block.verdict = None);
            return;
        }
        let mut own = Outline::default();
        let mut places = Vec::with_capacity(self.blocks.len());
        for (place, block) in view.blocks.iter().enumerate().filter(|(_, block)| is_text(block.shape)) {
            own.push(Span::new(0, block.span.len()).shifted(view.starts[place]), block.words.iter().copied());
            places.push(place);
        }
        let mut whole = std::mem::take(&mut self.whole);
        let nobody = Arc::default();
        let mut comparison = Comparison {
            view,
            source,
            library,
            shown,
            article: self,
            magnitude: self.magnitude,
            own: &own,
            places: &places,
            edges: (0, places.len()),
            kin: &nobody,
        };
        comparison.edges = comparison.find_edges();
        whole.compare(&comparison, density);
        comparison.kin = &whole.kin;
        let mut verdicts = Vec::new();
        for (number, block) in self.blocks.iter().enumerate() {
            if !self.leads_anywhere(block) {
                verdicts.push((number, None));
                continue;
            }
            let Some(inputs) = comparison.inputs(number) else {
                verdicts.push((number, None));
                continue;
            };
            let at = own.blocks[number].span.start;
            let finding = match &block.verdict {
                Some((known, finding, was_at)) if *known == inputs => {
                    finding.as_ref().map(|it| if *was_at == at { it.clone() } else { it.moved(*was_at, at) })
                }
                _ => comparison.block(number, &inputs),
            };
            verdicts.push((number, Some((inputs, finding, at))));
        }
        let mut found: Vec<(usize, Finding)> = Vec::new();
        found.extend(verdicts.iter().filter_map(|(number, it)| Some((*number, it.as_ref()?.1.clone()?))));
        let inputs = |number: usize| verdicts[number].1.as_ref().map(|(inputs, ..)| inputs);
        let furniture = found.iter_mut().filter_map(|(number, it)| Some((*number, inputs(*number)?, it)));
        comparison.keep_headings(furniture);
        self.found.extend(whole.finding(&own));
        self.found.extend(found.into_iter().map(|(_, finding)| finding));
        verdicts.into_iter().for_each(|(number, verdict)| self.blocks[number].verdict = verdict);
        self.whole = whole;
    }
}

/// The index while it is asked, and what it has said: the articles of one file mostly lead to the same ones.
struct Asked<'a, 'i> {
    index: &'a Index,
    infos: Option<&'i Infos>,
    /// What it has said beside these.
    asked: ById<Arc<Info>>,
    /// Room for the articles of one key.
    found: Vec<ArticleId>,
}

impl<'i> Asked<'_, 'i> {
    /// Adds one more use of the article `id` to what is known of articles.
    fn hold(&mut self, known: &mut ById<Known<'i>>, id: ArticleId, shingles: u32) {
        if let Some(known) = known.get_mut(&id) {
            known.uses += 1;
            known.shingles += shingles;
            return;
        }
        let shared = self.infos.and_then(|infos| infos.0.get(&id));
        let info = match (shared, self.asked.get(&id)) {
            (Some(info), _) => Learnt::Shared(info),
            (None, Some(info)) => Learnt::Own(Arc::clone(info)),
            (None, None) => {
                let Some(info) = Info::of(self.index, id).map(Arc::new) else { return };
                self.asked.insert(id, Arc::clone(&info));
                Learnt::Own(info)
            }
        };
        known.insert(id, Known { uses: 1, shingles, info });
    }
}

fn release(known: &mut ById<Known<'_>>, id: ArticleId, shingles: u32) {
    if let Some(it) = known.get_mut(&id) {
        it.uses -= 1;
        it.shingles -= shingles;
        if it.uses == 0 {
            known.remove(&id);
        }
    }
}

/// What of `sorted`, each once and ascending, has an entry in `map`, in any order; as long as the shorter one of the two.
fn in_both<'a, K: Copy + Ord + std::hash::Hash, V, S: BuildHasher>(
    sorted: &'a [K],
    map: &'a HashMap<K, V, S>,
) -> impl Iterator<Item = K> + 'a {
    let is_short = sorted.len() <= map.len();
    let of_sorted = is_short.then(|| sorted.iter().filter(|it| map.contains_key(it)));
    let of_map = (!is_short).then(|| map.keys().filter(|it| sorted.binary_search(it).is_ok()));
    of_sorted.into_iter().flatten().chain(of_map.into_iter().flatten()).copied()
}
