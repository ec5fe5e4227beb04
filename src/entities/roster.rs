use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::View;
use super::packed::for_each_entity;
use crate::index::ArticleId;
use crate::knowledge::{Order, Search};
use crate::mentions::link::Keys;
use crate::mentions::{EntityId, EntityKind, Form};
use crate::text::Span;

/// Everybody who is mentioned, those with most mentions first.
#[derive(Debug, Default)]
pub struct Roster {
    /// The entities.
    pub entries: Vec<Listed>,
    /// Their names and ids.
    search: Search,
    /// Those with a given id.
    given: HashMap<Arc<str>, u32>,
}

/// After so many articles there is a pause.
const PAUSED: usize = 64;

/// An entity and what was counted of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Which one.
    pub id: EntityId,
    /// The id that annotations or the knowledge base give.
    pub given: Option<Arc<str>>,
    /// The fullest of its names.
    pub name: Arc<str>,
    /// What it is, as far as that is known.
    pub kind: Option<EntityKind>,
    /// How many mentions it has.
    pub mentions: usize,
    /// In how many articles.
    pub articles: usize,
    /// Every form that is met, with how often.
    pub forms: Vec<(Arc<str>, usize)>,
    /// Where its fullest name stands: the file, relative to the folder of the corpus, and the bytes in it.
    pub place: (PathBuf, Span),
}

impl Roster {
    /// The entities of all articles.
    #[must_use]
    pub fn new(view: &View<'_>) -> Self {
        Self::of_most(view, usize::MAX, || ())
    }

    /// The same of those with the `most` names that are met most, and of all with a given id; `pause` is called every
    /// few articles, less than a millisecond after the last time.
    #[must_use]
    pub fn of_most(view: &View<'_>, most: usize, pause: impl Fn()) -> Self {
        let least = least_mentions(view, most, &pause);
        let is_listed = |keys: &Keys| {
            keys.id.is_some() || least.as_ref().is_none_or(|(counts, least)| counts[&keys.primary] >= *least)
        };
        let mut numbers: HashMap<EntityId, usize> = HashMap::new();
        let mut entries: Vec<Listed> = Vec::new();
        let mut kinds: Vec<[u32; EntityKind::ALL.len()]> = Vec::new();
        for id in articles(view, &pause) {
            let mut any = false;
            for_each_entity(view.index().names(id), |_, keys, _| any |= is_listed(keys));
            let Some(article) = view.unpacked(id).filter(|_| any) else { continue };
            let ids = (0_u32..)
                .zip(&article.names.names.entities)
                .map(|(number, entity)| is_listed(&entity.keys).then(|| view.entity_of(&article, number).id));
            let ids: Vec<Option<EntityId>> = ids.collect();
            let mut here: Vec<usize> = Vec::new();
            for (number, mention) in article.names.names.mentions.iter().enumerate() {
                let entity = &article.names.names.entities[mention.entity as usize];
                let Some(id) = ids[mention.entity as usize] else { continue };
                let form = article.names.form(number);
                let at = *numbers.entry(id).or_insert_with(|| {
                    entries.push(Listed {
                        id,
                        given: None,
                        name: "".into(),
                        kind: None,
                        mentions: 0,
                        articles: 0,
                        forms: Vec::new(),
                        place: (PathBuf::new(), Span::default()),
                    });
                    kinds.push(Default::default());
                    entries.len() - 1
                });
                let one = &mut entries[at];
                one.mentions += 1;
                one.given = one.given.take().or_else(|| entity.id.clone());
                if !here.contains(&at) {
                    here.push(at);
                    one.articles += 1;
                }
                if mention.form == Form::Name {
                    match one.forms.iter_mut().find(|known| &*known.0 == form) {
                        Some(known) => known.1 += 1,
                        None => one.forms.push((form.into(), 1)),
                    }
                    let words = |name: &str| name.split_whitespace().count();
                    if one.name.is_empty() || words(form) > words(&one.name) {
                        one.name = form.into();
                        one.place = (article.path.clone(), mention.span);
                    }
                }
                if let Some(kind) = entity.kind {
                    kinds[at][kind as usize] += 1;
                }
            }
        }
        for (one, counts) in entries.iter_mut().zip(&kinds) {
            let counted = EntityKind::ALL.into_iter().zip(counts).filter(|(_, count)| **count > 0);
            one.kind = counted.max_by_key(|(kind, count)| (**count, *kind)).map(|(kind, _)| kind);
            one.forms.shrink_to_fit();
            one.forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        entries.retain(|one| !one.name.is_empty());
        entries.shrink_to_fit();
        entries.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name)));
        let numbered = || (0_u32..).zip(&entries);
        let given = numbered().filter_map(|(number, one)| Some((Arc::clone(one.given.as_ref()?), number))).collect();
        let names = numbered().flat_map(|(number, one)| {
            let names = one.forms.iter().map(|(form, _)| &**form).chain(one.given.as_deref());
            names.map(move |name| (number, name))
        });
        let search = Search::new(names, Order::Earlier);
        Self { entries, search, given }
    }

    /// Whoever is `wanted` and has a name or an id like `query`, each with how like it is (less is more): the best first,
    /// of equal ones those with most mentions, at most `limit` of them.
    pub fn search(
        &self,
        query: &str,
        limit: usize,
        wanted: impl Fn(&Listed) -> bool,
    ) -> impl Iterator<Item = (&Listed, u8)> {
        let found = self.search.find(query, limit, |number| wanted(&self.entries[number as usize]));
        found.into_iter().map(|one| (&self.entries[one.owner as usize], one.likeness()))
    }

    /// The entity with this given id.
    #[must_use]
    pub fn with_id(&self, id: &str) -> Option<&Listed> {
        self.given.get(id).map(|number| &self.entries[*number as usize])
    }
}

/// All articles, with a pause every few of them.
fn articles(view: &View<'_>, pause: &impl Fn()) -> impl Iterator<Item = ArticleId> {
    view.index().articles().enumerate().map(|(number, id)| {
        if number % PAUSED == 0 {
            pause();
        }
        id
    })
}

/// How many mentions each name has, by its key, and how many it takes at least to be one of the `most` with most; `None`
/// where there are no more.
fn least_mentions(view: &View<'_>, most: usize, pause: &impl Fn()) -> Option<(HashMap<u64, u32>, u32)> {
    if most == usize::MAX {
        return None;
    }
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for id in articles(view, pause) {
        for_each_entity(view.index().names(id), |_, keys, mentions| {
            *counts.entry(keys.primary).or_default() += mentions;
        });
    }
    let mut all: Vec<u32> = counts.values().copied().collect();
    if all.len() <= most {
        return None;
    }
    // Of equally many all would be too many.
    let (_, least, _) = all.select_nth_unstable_by(most, |a, b| b.cmp(a));
    let least = *least + 1;
    Some((counts, least))
}
