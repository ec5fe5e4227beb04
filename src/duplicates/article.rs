//! Which articles are versions of one, as a whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::align::{Overlap, overlap};
use super::memory::Article;
use super::outline::{Library, Outline};
use super::{COMPARED, CONTAINED, Copy, DUPLICATE, LEAST_SHINGLES, RELATED};
use crate::boilerplate::keys::Density;
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

    /// Finds the articles that are versions of this one.
    pub(super) fn compare(&mut self, article: &Article, own: &Outline, library: &Library, density: Density) {
        // An estimate from the keys says which are worth reading.
        let kept = 2.0 / (density.window + 1) as f64;
        let mut candidates: Vec<(f64, ArticleId)> = Vec::new();
        for (id, known) in &article.known {
            let mut keys = known.shingles as usize;
            if article.sampled.binary_search(id).is_ok() {
                keys += article.common_shingles;
            }
            let other = f64::from(known.info.words) * kept;
            let share = keys as f64 / (article.shingles as f64).min(other).max(1.0);
            if share >= RELATED / 2.0 {
                candidates.push((share, *id));
            }
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if self.candidates.as_ref() == Some(&candidates) {
            return;
        }
        let mut kin = Kin::default();
        kin.related.extend(candidates.iter().filter(|(share, _)| *share >= RELATED).map(|(_, id)| *id));
        self.found = None;
        if !candidates.is_empty() && own.shingles().len() >= LEAST_SHINGLES {
            let duplicates = duplicates(article, &candidates, own, library, &mut kin);
            self.found = near_duplicate(own, &duplicates);
        }
        self.candidates = Some(candidates);
        if *self.kin != kin {
            self.kin = Arc::new(kin);
        }
    }
}

/// Those of the candidates that are so like the article that they are reported, the most like one first.
fn duplicates(
    article: &Article,
    candidates: &[(f64, ArticleId)],
    own: &Outline,
    library: &Library,
    kin: &mut Kin,
) -> Vec<(Overlap, Copy)> {
    let mut duplicates = Vec::new();
    for (_, id) in candidates.iter().take(COMPARED) {
        let Some((file, other, label)) = article.open(*id, library) else { continue };
        let overlap = overlap(own.shingles(), other.shingles());
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
