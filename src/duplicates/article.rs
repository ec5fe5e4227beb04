//! Which articles are versions of one, as a whole.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::align::{Overlap, overlap};
use super::memory::{Article, Leads};
use super::outline::{Library, Outline, SHINGLE};
use super::{COMPARED, CONTAINED, Copy, DUPLICATE, LEAST_SHINGLES, RELATED};
use crate::boilerplate::keys::{Density, Kind};
use crate::facts::Key;
use crate::index::ArticleId;
use crate::rules::{Finding, RuleId};
use crate::text::Span;

/// Articles that share much with the one that is compared.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Kin {
    /// Versions of the same story: no evidence of furniture.
    pub(super) related: BTreeSet<ArticleId>,
    /// Those of them that are reported as a whole: their blocks need not be.
    pub(super) reported: BTreeSet<ArticleId>,
}

/// What is known of an article as a whole.
#[derive(Debug, Default)]
pub(super) struct Whole {
    pub(super) kin: Arc<Kin>,
    /// From what that was found; none where it has to be found again.
    candidates: Option<Vec<(f64, ArticleId)>>,
    found: Option<Finding>,
}

impl Whole {
    /// Has it found again: the words have changed, or what the index says of them.
    pub(super) fn forget(&mut self) {
        self.candidates = None;
    }

    /// What is reported of the article whose words are `own`.
    pub(super) fn finding(&self, own: &Outline) -> Option<Finding> {
        let span = own.blocks.first()?.span;
        self.found.clone().map(|found| Finding { span, ..found })
    }

    /// Finds the articles that are versions of this one; `standing` gives the numbers of the blocks that say nothing of
    /// that, as the site has them everywhere.
    pub(super) fn compare(
        &mut self,
        article: &Article,
        own: &Outline,
        library: &Library,
        density: Density,
        standing: impl FnOnce() -> Vec<usize>,
    ) {
        // An estimate from the keys says which are worth reading.
        let kept = 2.0 / (density.window + 1) as f64;
        let mut candidates: Vec<(f64, ArticleId)> = Vec::new();
        for (id, known) in &article.known {
            let share = article.estimate(*id, f64::from(known.info.words) * kept, &Standing::default());
            if share >= RELATED / 2.0 {
                candidates.push((share, *id));
            }
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if self.candidates.as_ref() == Some(&candidates) {
            return;
        }
        let mut kin = Kin::default();
        let standing = if candidates.is_empty() { Vec::new() } else { standing() };
        let standing = Standing::new(article, own, &standing);
        let related = |(_, id): &&(f64, ArticleId)| {
            let words = article.known.get(id).map_or(0, |known| known.info.words);
            article.estimate(*id, f64::from(words) * kept, &standing) >= RELATED
        };
        kin.related.extend(candidates.iter().filter(related).map(|(_, id)| *id));
        self.found = None;
        if !candidates.is_empty() && own.shingles().len() >= LEAST_SHINGLES {
            let duplicates = duplicates(article, &candidates, own, library, &standing, &mut kin);
            self.found = near_duplicate(own, &duplicates);
        }
        self.candidates = Some(candidates);
        if *self.kin != kin {
            self.kin = Arc::new(kin);
        }
    }
}

/// Text that a site has in many articles, whatever else these share: that two of them have it makes them no versions of
/// one story.
#[derive(Debug, Default)]
struct Standing {
    /// Its shingles: ascending, each once.
    shingles: Vec<u64>,
    /// How many of its keys there are.
    keys: usize,
    /// How many of them lead to each article.
    leads: HashMap<ArticleId, usize>,
}

/// Of an article at least one in so many shingles are left beside what stands everywhere, or it is compared with it.
const LEFT: usize = 4;

impl Standing {
    /// The text of the blocks with these numbers; nothing where the article has little else.
    fn new(article: &Article, own: &Outline, blocks: &[usize]) -> Self {
        let mut shingles = Vec::new();
        for run in blocks.chunk_by(|a, b| a + 1 == *b) {
            let (first, last) = (own.blocks[run[0]].first, own.blocks[run[run.len() - 1]].end);
            shingles.extend(own.words[first..last].windows(SHINGLE).map(Outline::shingle));
        }
        shingles.sort_unstable();
        shingles.dedup();
        if !is_enough(own.shingles().len() - shingles.len(), own) {
            return Self::default();
        }
        let keys = blocks.iter().flat_map(|block| &article.blocks[*block].keys);
        let keys: BTreeSet<Key> = keys.filter(|it| it.kind == Kind::Shingle).map(|it| it.key).collect();
        let mut leads: HashMap<ArticleId, usize> = HashMap::new();
        for key in &keys {
            if let Leads::Few(ids) = article.leads(*key) {
                ids.iter().for_each(|id| *leads.entry(*id).or_default() += 1);
            }
        }
        Self { shingles, keys: keys.len(), leads }
    }

    /// How much two articles share beside it; with it, where there is little else in one of them.
    fn overlap_beside(&self, own: &Outline, other: &Outline) -> Overlap {
        let rest = |of: &Outline| -> Vec<u64> {
            let all = of.shingles().iter().copied();
            all.filter(|shingle| self.shingles.binary_search(shingle).is_err()).collect()
        };
        if !self.shingles.is_empty() {
            let (first, second) = (rest(own), rest(other));
            if is_enough(second.len(), other) {
                return overlap(&first, &second);
            }
        }
        overlap(own.shingles(), other.shingles())
    }
}

/// Whether so many shingles of an article are enough to compare it by.
fn is_enough(shingles: usize, of: &Outline) -> bool {
    shingles >= LEAST_SHINGLES && shingles * LEFT >= of.shingles().len()
}

impl Article {
    /// The share of the lesser one of this article and `id`, which has about `other` keys, that the keys say they have in
    /// common beside `standing`.
    fn estimate(&self, id: ArticleId, other: f64, standing: &Standing) -> f64 {
        let mut keys = self.known.get(&id).map_or(0, |known| known.shingles as usize);
        if self.sampled.binary_search(&id).is_ok() {
            keys += self.common_shingles;
        }
        let known = standing.leads.get(&id).copied().unwrap_or_default();
        let (own, beside) = (self.shingles.saturating_sub(standing.keys) as f64, other - known as f64);
        if beside * LEFT as f64 >= other {
            keys.saturating_sub(known) as f64 / own.min(beside).max(1.0)
        } else {
            keys as f64 / (self.shingles as f64).min(other).max(1.0)
        }
    }
}

/// Those of the candidates that are so like the article that they are reported, the most like one first.
fn duplicates(
    article: &Article,
    candidates: &[(f64, ArticleId)],
    own: &Outline,
    library: &Library,
    standing: &Standing,
    kin: &mut Kin,
) -> Vec<(Overlap, Copy)> {
    let mut duplicates = Vec::new();
    for (_, id) in candidates.iter().take(COMPARED) {
        let Some((file, other, label)) = article.open(*id, library) else { continue };
        let overlap = standing.overlap_beside(own, &other);
        let most = overlap.of_first.max(overlap.of_second);
        if most >= RELATED {
            kin.related.insert(*id);
        } else {
            kin.related.remove(id);
        }
        if other.shingles().len() >= LEAST_SHINGLES && (overlap.jaccard >= DUPLICATE || most >= CONTAINED) {
            kin.reported.insert(*id);
            let span = other.blocks.first().map_or(Span::empty(0), |block| block.span);
            duplicates.push((overlap, Copy { file, span, label }));
        }
    }
    duplicates.sort_by(|a, b| b.0.jaccard.total_cmp(&a.0.jaccard));
    duplicates
}

fn near_duplicate(own: &Outline, duplicates: &[(Overlap, Copy)]) -> Option<Finding> {
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
    let block = own.blocks.first()?;
    let places = duplicates.iter().map(|(overlap, copy)| {
        let share = percent(overlap.of_first);
        copy.related(format!("{share} % of this article stands in this one, {}", copy.label))
    });
    let mut finding = Finding::new(RuleId::NearDuplicateArticle, block.span, message);
    finding.related.extend(places);
    Some(finding)
}
