use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;

use super::packed::for_each_with;
use super::{Names, id_key, name_key};
use crate::boilerplate::words::hash;
use crate::facts::Key;
use crate::index::{ArticleId, Index};
use crate::knowledge::KnowledgeBase;
use crate::mentions::link::{Bearer, Keys, canonical};
use crate::mentions::{ArticleEntity, EntityId, EntityKind, Form, Mention, MentionSource};
use crate::text::Span;

/// Of a key that more articles have, so many say what it stands for.
const SAMPLE: usize = 256;

/// So many articles that give an entity an id are asked which.
const SOME: usize = 4;

/// Of an entity with more articles, so many say what it is called most fully.
const LOOKED_AT: usize = 256;

/// Who bears a name, and in how many articles.
type Bearers = Rc<Vec<(Bearer, usize)>>;

/// The names of a corpus at one moment. What was looked up once is remembered.
pub struct View<'a> {
    index: &'a Index,
    knowledge: &'a KnowledgeBase,
    articles: RefCell<HashMap<ArticleId, Option<Rc<Article>>>>,
    bearers: RefCell<HashMap<u64, Bearers>>,
    canonical: RefCell<HashMap<Bearer, EntityId>>,
    given: RefCell<HashMap<EntityId, Option<Arc<str>>>>,
}

/// An article and its names.
#[derive(Debug)]
pub struct Article {
    /// Its name in the index.
    pub id: ArticleId,
    /// Its file, relative to the folder of the corpus.
    pub path: PathBuf,
    /// Its number in the file.
    pub number: u32,
    /// Its bytes in the text of the file.
    pub span: Span,
    /// Who published it.
    pub source: Option<String>,
    /// When it was published.
    pub date: Option<Date>,
    /// Its names.
    pub names: Names,
}

/// A mention in its article.
#[derive(Clone, Debug)]
pub struct Here {
    /// The article.
    pub article: Rc<Article>,
    /// The number of the mention in it.
    pub mention: usize,
}

impl Here {
    /// The mention.
    #[must_use]
    pub fn mention(&self) -> &Mention {
        &self.article.names.names.mentions[self.mention]
    }

    /// The entity of the article that is meant.
    #[must_use]
    pub fn entity(&self) -> &ArticleEntity {
        &self.article.names.names.entities[self.mention().entity as usize]
    }

    /// The name as it stands there.
    #[must_use]
    pub fn form(&self) -> &str {
        self.article.names.form(self.mention)
    }
}

/// An entity of the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Which one.
    pub id: EntityId,
    /// The id that annotations or the knowledge base give.
    pub given: Option<Arc<str>>,
    /// What it is called: in the article where it was asked for, or by the knowledge base.
    pub name: Arc<str>,
    /// What it is, as far as that is known.
    pub kind: Option<EntityKind>,
    /// What it is found by.
    keys: Keys,
}

/// An entity in one article.
#[derive(Clone, Debug)]
pub struct Occurrence {
    /// The article.
    pub article: Rc<Article>,
    /// Its mentions there, ascending.
    pub mentions: Vec<usize>,
}

/// An article and which of its entities are one of the corpus.
#[derive(Clone, Debug)]
pub struct Place {
    /// The article.
    pub article: ArticleId,
    /// How many mentions these have in it.
    pub mentions: usize,
    entities: Vec<u32>,
}

/// Where an entity is mentioned.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The articles: those with dates first, by date, then by path and place.
    pub all: Vec<Place>,
    /// In how many articles it may be; more than those in `all` where these are not complete.
    pub articles: usize,
    /// Whether these are all.
    pub complete: bool,
}

impl Places {
    /// How many mentions there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.iter().map(|it| it.mentions).sum()
    }

    /// At most `most` of the articles, spread over all of them, in their order; the first one is among them.
    pub fn spread(&self, most: usize) -> impl Iterator<Item = &Place> {
        let count = self.all.len().min(most);
        (0..count).map(move |number| &self.all[number * self.all.len() / count])
    }
}

impl<'a> View<'a> {
    /// The names in `index`, and who they stand for.
    #[must_use]
    pub fn new(index: &'a Index, knowledge: &'a KnowledgeBase) -> Self {
        Self {
            index,
            knowledge,
            articles: RefCell::default(),
            bearers: RefCell::default(),
            canonical: RefCell::default(),
            given: RefCell::default(),
        }
    }

    /// The knowledge base.
    #[must_use]
    pub fn knowledge(&self) -> &'a KnowledgeBase {
        self.knowledge
    }

    /// The index.
    #[must_use]
    pub fn index(&self) -> &'a Index {
        self.index
    }

    /// An article and its names.
    #[must_use]
    pub fn article(&self, id: ArticleId) -> Option<Rc<Article>> {
        if let Some(known) = self.articles.borrow().get(&id) {
            return known.clone();
        }
        let read = self.read(id).map(Rc::new);
        self.articles.borrow_mut().insert(id, read.clone());
        read
    }

    /// The same without remembering it, for whoever goes through all articles.
    pub(super) fn unpacked(&self, id: ArticleId) -> Option<Article> {
        self.read(id)
    }

    fn read(&self, id: ArticleId) -> Option<Article> {
        let info = self.index.article(id)?;
        let names = Names::unpack(self.index.names(id), info.span.start)?;
        Some(Article {
            id,
            number: info.number,
            span: info.span,
            source: info.source.map(str::to_owned),
            date: info.date,
            path: info.path.into_owned(),
            names,
        })
    }

    /// The articles of a file, in order.
    pub fn articles_of(&self, path: &Path) -> Vec<Rc<Article>> {
        self.index.articles_of(path).into_iter().filter_map(|id| self.article(id)).collect()
    }

    /// The articles of a file that `span` touches, in order: of a dump only these are unpacked.
    pub fn articles_at(&self, path: &Path, span: Span) -> Vec<Rc<Article>> {
        let is_there = |it: Span| it.touches(span.start) || it.overlaps(span);
        let near = |id: &ArticleId| self.index.article(*id).is_some_and(|it| is_there(it.span));
        self.index.articles_of(path).into_iter().filter(near).filter_map(|id| self.article(id)).collect()
    }

    /// The mention at the byte `at` of a file; one that ends there counts where none begins there.
    #[must_use]
    pub fn at(&self, path: &Path, at: usize) -> Option<Here> {
        let articles = self.articles_at(path, Span::empty(at));
        let here = articles.into_iter().flat_map(|article| {
            let touching = |(_, mention): &(usize, &Mention)| mention.span.touches(at);
            let found = article.names.names.mentions.iter().enumerate().filter(touching).map(|(number, _)| number);
            let found: Vec<usize> = found.collect();
            found.into_iter().map(move |mention| Here { article: Rc::clone(&article), mention })
        });
        // A cursor between two names belongs to the one behind it.
        here.max_by_key(|here| (here.mention().span.end > at, here.mention().source == MentionSource::Annotation))
    }

    /// The entity that is meant at a place.
    #[must_use]
    pub fn entity(&self, here: &Here) -> Entity {
        let number = here.mention().entity;
        self.entity_of(&here.article, number)
    }

    /// The entity number `number` of an article.
    #[must_use]
    pub fn entity_of(&self, article: &Article, number: u32) -> Entity {
        let entity = &article.names.names.entities[number as usize];
        let id = self.canonical(&entity.keys);
        Entity {
            id,
            given: entity.id.clone().or_else(|| self.given_elsewhere(id)),
            name: Arc::clone(&entity.name),
            kind: entity.kind,
            keys: entity.keys.clone(),
        }
    }

    /// The id that other articles give an entity, in one that gives it none.
    fn given_elsewhere(&self, id: EntityId) -> Option<Arc<str>> {
        if let Some(known) = self.given.borrow().get(&id) {
            return known.clone();
        }
        let bears = |it: &&ArticleEntity| it.keys.id == Some(id.0);
        let given = |article: Rc<Article>| article.names.names.entities.iter().find(bears).and_then(|it| it.id.clone());
        let found = self.with_key(id_key(id.0), SOME).0.into_iter().find_map(|it| given(self.article(it)?));
        self.given.borrow_mut().insert(id, found.clone());
        found
    }

    /// The entity with this id, whether the knowledge base knows it or not.
    #[must_use]
    pub fn entity_with_id(&self, id: &str) -> Entity {
        let key = hash(id);
        let known = self.knowledge.with_id(id).into_iter().next().and_then(|it| self.knowledge.entity(it));
        let name = known.as_ref().and_then(|it| it.name()).map_or_else(|| id.into(), |name| name.text.as_ref().into());
        let kind = known.and_then(|it| it.kind()).and_then(|kind| EntityKind::of_label(&kind.text));
        Entity {
            id: EntityId(key),
            given: Some(id.into()),
            name,
            kind,
            keys: Keys { id: Some(key), ..Keys::default() },
        }
    }

    fn canonical(&self, keys: &Keys) -> EntityId {
        let bearer = keys.bearer();
        if let Some(known) = self.canonical.borrow().get(&bearer) {
            return *known;
        }
        let id = canonical(keys, |key| self.bearers(key).to_vec());
        self.canonical.borrow_mut().insert(bearer, id);
        id
    }

    /// The entities of articles that bear a key, each with how many there are of it.
    fn bearers(&self, key: u64) -> Bearers {
        if let Some(known) = self.bearers.borrow().get(&key) {
            return Rc::clone(known);
        }
        let mut counts: HashMap<Bearer, usize> = HashMap::new();
        for article in self.with_key(name_key(key), SAMPLE).0 {
            for_each_with(self.index.names(article), key, |_, keys, _| {
                if keys.all().any(|one| one == key) {
                    *counts.entry(keys.bearer()).or_default() += 1;
                }
            });
        }
        let found = Rc::new(counts.into_iter().collect());
        self.bearers.borrow_mut().insert(key, Rc::clone(&found));
        found
    }

    /// The articles that have a key, at most `most` of them, and how many have it.
    fn with_key(&self, key: Key, most: usize) -> (Vec<ArticleId>, usize) {
        let mut found = Vec::new();
        if self.index.extend_with(&mut found, key, most) {
            let count = found.len();
            return (found, count);
        }
        let copies = self.index.copies(key, most, None);
        (copies.articles, copies.total)
    }

    /// In which articles an entity is mentioned: in at most `most` of them, or in all where that is enough to find them.
    /// No article is unpacked.
    #[must_use]
    pub fn places(&self, entity: &Entity, most: usize) -> Places {
        let mut pending: BTreeSet<Wanted> = wanted(&entity.keys).collect();
        let mut done: BTreeSet<Wanted> = BTreeSet::new();
        // Whoever has another full name is somebody else, unless an id may say that they are one.
        let is_named = entity.keys.all().any(|key| key == entity.id.0);
        let is_other = |keys: &Keys| is_named && !keys.bare && keys.id.is_none() && keys.primary != entity.id.0;
        // Else who somebody is takes looking at all that bear the name: that is asked once for each of them.
        let mut are_meant: HashMap<Bearer, bool> = HashMap::new();
        let mut found: Vec<(ArticleId, u32, u32)> = Vec::new();
        let (mut complete, mut estimate) = (true, 0);
        while let Some(one) = pending.pop_first() {
            done.insert(one);
            let (articles, total) = self.with_key(one.key(), most);
            if articles.len() < total {
                complete = false;
                estimate = estimate.max(total);
            }
            for id in articles {
                for_each_with(self.index.names(id), one.number(), |number, keys, mentions| {
                    let is_meant = || !is_other(keys) && self.canonical(keys) == entity.id;
                    if wanted(keys).any(|it| it == one) && *are_meant.entry(keys.bearer()).or_insert_with(is_meant) {
                        found.push((id, number, mentions));
                        // Other names of it lead to articles that do not have this one.
                        pending.extend(wanted(keys).filter(|it| !done.contains(it)));
                    }
                });
            }
        }
        found.sort_unstable();
        // By several of its names it is found several times.
        found.dedup();
        let place = |here: &[(ArticleId, u32, u32)]| Place {
            article: here[0].0,
            mentions: here.iter().map(|(_, _, mentions)| *mentions as usize).sum(),
            entities: here.iter().map(|(_, number, _)| *number).collect(),
        };
        let mut all: Vec<Place> = found.chunk_by(|a, b| a.0 == b.0).map(place).collect();
        let date = |it: &Place| self.index.date(it.article).map_or((true, None), |date| (false, Some(date)));
        all.sort_by_cached_key(date);
        for day in all.chunk_by_mut(|a, b| date(a) == date(b)) {
            if day.iter().any(|it| !self.index.are_by_path(it.article, day[0].article)) {
                day.sort_by_cached_key(|it| self.index.article(it.article).map(|it| (it.path.into_owned(), it.number)));
            }
        }
        let articles = all.len().max(if complete { 0 } else { estimate });
        Places { all, articles, complete }
    }

    /// Whether an entity with this id is mentioned anywhere.
    #[must_use]
    pub fn is_used(&self, id: &str) -> bool {
        self.places(&self.entity_with_id(id), 1).articles > 0
    }

    /// An entity in one article, which is not remembered.
    #[must_use]
    pub fn occurrence(&self, place: &Place) -> Option<Occurrence> {
        let article = self.unpacked(place.article)?;
        let mentions = article.names.names.mentions.iter().enumerate();
        let own = mentions.filter(|(_, it)| place.entities.contains(&it.entity));
        let mentions = own.map(|(number, _)| number).collect();
        Some(Occurrence { article: Rc::new(article), mentions })
    }

    /// Every mention in these articles, in order; one article is unpacked at a time.
    pub fn mentions<'p>(&'p self, places: impl IntoIterator<Item = &'p Place> + 'p) -> impl Iterator<Item = Here> + 'p {
        let occurrences = places.into_iter().filter_map(|place| self.occurrence(place));
        occurrences.flat_map(|Occurrence { article, mentions }| {
            mentions.into_iter().map(move |mention| Here { article: Rc::clone(&article), mention })
        })
    }

    /// The mention that names an entity most fully first: in the earliest article, the first of the longest names. Of
    /// many articles the first ones are looked at.
    #[must_use]
    pub fn fullest(&self, places: &Places) -> Option<Here> {
        fullest(self.mentions(places.all.iter().take(LOOKED_AT)))
    }
}

/// The first one of the mentions that name somebody most fully: by a name, not in boilerplate, with most words, not in
/// capitals as datelines have it.
pub(super) fn fullest(mentions: impl Iterator<Item = Here>) -> Option<Here> {
    let rank = |here: &Here| {
        let mention = here.mention();
        let plain = mention.form == Form::Name && !mention.boilerplate;
        (plain, here.form().split_whitespace().count(), here.form().contains(char::is_lowercase))
    };
    mentions.reduce(|best, here| if rank(&here) > rank(&best) { here } else { best })
}

/// What the articles of an entity have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted {
    Name(u64),
    Id(u64),
}

impl Wanted {
    /// As the index has it.
    fn key(self) -> Key {
        match self {
            Self::Name(key) => name_key(key),
            Self::Id(key) => id_key(key),
        }
    }

    /// As the names of an article have it.
    const fn number(self) -> u64 {
        match self {
            Self::Name(key) | Self::Id(key) => key,
        }
    }
}

/// What the articles of an entity with these keys have, each one of it.
fn wanted(keys: &Keys) -> impl Iterator<Item = Wanted> + '_ {
    // An entity that is known by its id alone has no name.
    let names = keys.all().filter(|key| *key != 0);
    names.map(Wanted::Name).chain(keys.id.map(Wanted::Id))
}
