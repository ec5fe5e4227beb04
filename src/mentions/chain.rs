//! Which mentions of an article name one entity.
//!
//! News give the full name first and the surname later, an organisation in full and then its letters: a short form is
//! chained to the last entity before it that it may stand for, in headlines to the first one after it.

use std::sync::Arc;

use super::article::ArticleText;
use super::link::Keys;
use super::normal::{self, NameWords};
use super::{ArticleNames, Candidate, EntityKind, Mention, MentionSource};

/// An entity of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleEntity {
    /// Its fullest name in the article, as written.
    pub name: Arc<str>,
    /// What it is, as far as that is known.
    pub kind: Option<EntityKind>,
    /// The id that annotations or the knowledge base give.
    pub id: Option<Arc<str>>,
    /// How many mentions it has.
    pub mentions: u32,
    /// What it is linked with the same entity of other articles by.
    pub keys: Keys,
}

/// An entity while it is put together.
struct Builder<'a> {
    /// The candidates that name it, ascending.
    members: Vec<usize>,
    /// All of its forms, the fullest first.
    forms: Vec<NameWords<'a>>,
    kind: Option<EntityKind>,
    /// Who says what it is.
    said_by: MentionSource,
    id: Option<Arc<str>>,
}

/// Chains the candidates of `article`, which ascend and do not overlap.
pub(super) fn chain(article: &ArticleText<'_>, found: &[Candidate]) -> ArticleNames {
    let text = |candidate: &Candidate| &article.blocks[candidate.block].text[candidate.name.range()];
    let names: Vec<NameWords<'_>> = found.iter().map(|candidate| NameWords::of(text(candidate))).collect();
    let mut entities: Vec<Builder<'_>> = Vec::new();
    let mut entity_of: Vec<Option<usize>> = vec![None; found.len()];
    // Full names first, so that a short one in a headline finds what follows it.
    for short in [false, true] {
        for (number, candidate) in found.iter().enumerate() {
            if (names[number].words.len() < 2) != short {
                continue;
            }
            let fits = |entity: &Builder<'_>| fit(entity, candidate, &names[number]);
            let nearest = |entity: &Builder<'_>| {
                let before = entity.members.iter().rev().find(|member| **member < number);
                // The last one before it, else the first one behind it.
                before.map_or_else(|| (0, usize::MAX - entity.members[0]), |member| (1, *member))
            };
            let best = (0..entities.len())
                .filter_map(|at| Some((fits(&entities[at])?, nearest(&entities[at]), at)))
                .max_by_key(|(fit, near, _)| (*fit, *near));
            let at = best.map_or(entities.len(), |(_, _, at)| at);
            if at == entities.len() {
                entities.push(Builder {
                    members: Vec::new(),
                    forms: Vec::new(),
                    kind: candidate.kind,
                    said_by: candidate.source,
                    id: None,
                });
            }
            entities[at].add(number, candidate, &names[number]);
            entity_of[number] = Some(at);
        }
    }
    entities.iter_mut().for_each(|entity| entity.members.sort_unstable());
    let mut order: Vec<usize> = (0..entities.len()).collect();
    order.sort_by_key(|at| entities[*at].members[0]);
    let mut rank = vec![0; entities.len()];
    order.iter().enumerate().for_each(|(new, old)| rank[*old] = new as u32);
    let mentions = found.iter().zip(&entity_of).filter_map(|(candidate, entity)| {
        let block = &article.blocks[candidate.block];
        let entity = (*entity)?;
        Some(Mention {
            span: block.in_file(candidate.span),
            name: block.in_file(candidate.name),
            kind: candidate.kind.or(entities[entity].kind),
            source: candidate.source,
            id: candidate.id.clone(),
            entity: rank[entity],
            form: candidate.form,
            boilerplate: block.boilerplate,
        })
    });
    let mentions = mentions.collect();
    let finish = |at: &usize| {
        let entity = &entities[*at];
        let fullest = &entity.forms[0];
        ArticleEntity {
            name: fullest.text.into(),
            kind: entity.kind,
            id: entity.id.clone(),
            mentions: entity.members.len() as u32,
            keys: Keys::of(&entity.forms, entity.kind, entity.id.as_deref()),
        }
    };
    ArticleNames { mentions, entities: order.iter().map(finish).collect() }
}

impl<'a> Builder<'a> {
    fn add(&mut self, number: usize, candidate: &Candidate, name: &NameWords<'a>) {
        self.members.push(number);
        self.members.sort_unstable();
        if !self.forms.contains(name) {
            let at = self.forms.partition_point(|form| form.words.len() >= name.words.len());
            self.forms.insert(at, name.clone());
        }
        if self.id.is_none() {
            self.id.clone_from(&candidate.id);
        }
        if self.kind.is_none() || candidate.source < self.said_by && candidate.kind.is_some() {
            self.kind = candidate.kind;
            self.said_by = candidate.source;
        }
    }
}

/// How well a name fits an entity; `None` where it is not one of its names.
fn fit(entity: &Builder<'_>, candidate: &Candidate, name: &NameWords<'_>) -> Option<u8> {
    if let (Some(known), Some(new)) = (&entity.id, &candidate.id) {
        return (known == new).then_some(9);
    }
    let compatible = match (entity.kind, candidate.kind) {
        (Some(known), Some(new)) => known.compatible(new),
        _ => true,
    };
    if !compatible {
        return None;
    }
    entity.forms.iter().filter_map(|form| normal::same_entity(form, name, entity.kind.or(candidate.kind))).max()
}
