//! Which articles are versions of one, as a whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::align::{Overlap, overlap};
use super::block::Comparison;
use super::memory::{Article, ById, Known, Leads};
use super::outline::{Outline, SHINGLE};
use super::{COMPARED, CONTAINED, Copy, DUPLICATE, LEAST_SHINGLES, RELATED};
use crate::boilerplate::keys::{Density, Kind};
use crate::facts::Key;
use crate::index::ArticleId;
use crate::rules::{Finding, RuleId};
use crate::text::{Source, Span};

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

    /// Finds the articles that are versions of the one of `comparison`.
    pub(super) fn compare(&mut self, comparison: &Comparison<'_, impl Source + ?Sized>, density: Density) {
        let (article, own) = (comparison.article, comparison.own);
        // An estimate from the keys says which are worth reading.
        let kept = 2.0 / (density.window + 1) as f64;
        let mut candidates: Vec<(f64, ArticleId)> = Vec::new();
        let none = Standing::default();
        for (id, known) in &article.known {
            let share = article.estimate((*id, known), kept, &none);
            if share >= RELATED / 2.0 {
                candidates.push((share, *id));
            }
        }
        candidates.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if self.candidates.as_ref() == Some(&candidates) {
            return;
        }
        let mut kin = Kin::default();
        // What the site has everywhere says nothing of that.
        let standing = if candidates.is_empty() { Vec::new() } else { comparison.standing() };
        let standing = Standing::new(article, own, &standing);
        let related = |(_, id): &&(f64, ArticleId)| {
            article.known.get(id).is_some_and(|known| article.estimate((*id, known), kept, &standing) >= RELATED)
        };
        kin.related.extend(candidates.iter().filter(related).map(|(_, id)| *id));
        self.found = None;
        if !candidates.is_empty() && own.shingles().len() >= LEAST_SHINGLES {
            let duplicates = duplicates(comparison, &candidates, &standing, &mut kin);
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
    leads: ById<usize>,
    /// The shingles of the article beside it.
    rest: Vec<u64>,
}

/// Of an article at least one in so many shingles are left beside what stands everywhere, or it is compared with it.
const LEFT: usize = 4;

impl Standing {
    /// The text of the blocks with these numbers; nothing where the article has little else.
    fn new(article: &Article<'_>, own: &Outline, blocks: &[usize]) -> Self {
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
        let mut leads: ById<usize> = ById::default();
        for key in &keys {
            if let Leads::Few(ids) = article.leads(*key) {
                ids.iter().for_each(|id| *leads.entry(*id).or_default() += 1);
            }
        }
        let rest = without(own.shingles(), &shingles);
        Self { shingles, keys: keys.len(), leads, rest }
    }

    /// How much two articles share beside it; with it, where there is little else in one of them.
    fn overlap_beside(&self, own: &Outline, other: &Outline) -> Overlap {
        if !self.shingles.is_empty() {
            let rest = without(other.shingles(), &self.shingles);
            if is_enough(rest.len(), other) {
                return overlap(&self.rest, &rest);
            }
        }
        overlap(own.shingles(), other.shingles())
    }
}

/// What of `all` is not in `others`; both are ascending.
fn without(all: &[u64], mut others: &[u64]) -> Vec<u64> {
    let mut rest = Vec::with_capacity(all.len());
    for it in all {
        while others.first().is_some_and(|other| other < it) {
            others = &others[1..];
        }
        if others.first() != Some(it) {
            rest.push(*it);
        }
    }
    rest
}

/// Whether so many shingles of an article are enough to compare it by.
fn is_enough(shingles: usize, of: &Outline) -> bool {
    shingles >= LEAST_SHINGLES && shingles * LEFT >= of.shingles().len()
}

impl Article<'_> {
    /// The share of the lesser one of this article and another one, of whose shingles this share is kept, that the keys
    /// say they have in common beside `standing`.
    fn estimate(&self, (id, known): (ArticleId, &Known<'_>), kept: f64, standing: &Standing) -> f64 {
        let (mut keys, other) = (known.shingles as usize, f64::from(known.info.words) * kept);
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
fn duplicates<'c>(
    comparison: &'c Comparison<'_, impl Source + ?Sized>,
    candidates: &[(f64, ArticleId)],
    standing: &Standing,
    kin: &mut Kin,
) -> Vec<(Overlap, Copy<'c>)> {
    let mut duplicates = Vec::new();
    for (_, id) in candidates.iter().take(COMPARED) {
        let Some(opened) = comparison.open(*id) else { continue };
        let other = opened.outline();
        let overlap = standing.overlap_beside(comparison.own, other);
        let most = overlap.of_first.max(overlap.of_second);
        if most >= RELATED {
            kin.related.insert(*id);
        } else {
            kin.related.remove(id);
        }
        if other.shingles().len() >= LEAST_SHINGLES && (overlap.jaccard >= DUPLICATE || most >= CONTAINED) {
            kin.reported.insert(*id);
            let span = other.blocks.first().map_or(Span::empty(0), |block| block.span);
            duplicates.push((overlap, opened.copy(span)));
        }
    }
    duplicates.sort_by(|a, b| b.0.jaccard.total_cmp(&a.0.jaccard));
    duplicates
}

fn near_duplicate(own: &Outline, duplicates: &[(Overlap, Copy<'_>)]) -> Option<Finding> {
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
        format!("{} % of this article stands in {}; {fuller}{more}", percent(overlap.of_first), copy.label())
    } else {
        format!("This article holds {} % of {}; {fuller}{more}", percent(overlap.of_second), copy.label())
    };
    let block = own.blocks.first()?;
    let places = duplicates.iter().map(|(overlap, copy)| {
        let share = percent(overlap.of_first);
        copy.related(format!("{share} % of this article stands in this one, {}", copy.label()))
    });
    let mut finding = Finding::new(RuleId::NearDuplicateArticle, block.span, message);
    finding.related.extend(places);
    Some(finding)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::without;

    proptest! {
        #[test]
        fn what_is_left_is_in_the_one_list_and_not_in_the_other(
            all in prop::collection::btree_set(0..40_u64, 0..30),
            others in prop::collection::btree_set(0..40_u64, 0..30),
        ) {
            let sorted = |set: &BTreeSet<u64>| set.iter().copied().collect::<Vec<_>>();
            let expected: Vec<u64> = all.difference(&others).copied().collect();
            prop_assert_eq!(without(&sorted(&all), &sorted(&others)), expected);
        }
    }
}
