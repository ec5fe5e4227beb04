//! Which entities of different articles are one.
//!
//! Every entity of an article has [`Keys`]: the key of its fullest name, and those of the short forms under which other
//! articles may speak of it (a surname, the letters of an organisation).
//! What an entity is linked to depends on its keys and on the bearers of these keys in the corpus: [`canonical`] asks
//! for them with a function, so that an index answers the same question for one entity that [`link`] answers for all.
//! The bearers of a key are a multiset, so the order of articles does not matter.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use super::gazetteer::{self, Classes};
use super::normal::{NameWords, Spelling, skeleton};
use super::{ArticleNames, EntityKind, tokens};
use crate::boilerplate::AsItIs;
use crate::boilerplate::words::{hash, mix};

/// An entity of a corpus: the same for the same evidence in every run, however the articles came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub u64);

/// What an entity of an article is linked with the same one of other articles by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// The key of its fullest name.
    pub primary: u64,
    /// Whether the corpus must say whose that name is: a bare surname, a rare one behind initials, an acronym, an
    /// institution that many countries have, a name in full whose letters are known.
    pub bare: bool,
    /// The keys of short forms that other articles may use, ascending, each once, without `primary`.
    pub short: Vec<u64>,
    /// Whether it is a person, no person, or unknown.
    pub person: Option<bool>,
    /// The key of its id, where annotations or the knowledge base give one.
    pub id: Option<u64>,
}

/// A map by what is a hash already.
type ByHash<K, V> = HashMap<K, V, BuildHasherDefault<AsItIs>>;

/// An entity of an article as others see it that share a key with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bearer {
    /// [`Keys::primary`] of it.
    pub primary: u64,
    /// [`Keys::bare`] of it.
    pub bare: bool,
    /// [`Keys::person`] of it.
    pub person: Option<bool>,
    /// [`Keys::id`] of it.
    pub id: Option<u64>,
}

impl Hash for Bearer {
    /// Hardly two have the same name and differ in something else.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.primary);
    }
}

impl Keys {
    /// The keys of an entity with these forms, the fullest first; there is at least one.
    /// `sure` says that its kind is more than a guess, `home` is the number of the country whose institutions the article
    /// means.
    pub(super) fn of(
        forms: &[&NameWords<'_>],
        kind: Option<EntityKind>,
        sure: bool,
        home: Option<u32>,
        id: Option<&str>,
    ) -> Self {
        let person = kind.map(|kind| kind == EntityKind::Person);
        let key = |name: &NameWords<'_>| key(name, person == Some(true));
        // A short name that everybody knows says more than a full one: `Norvik` and not `Norvik Ireland Limited`.
        let is_person = person == Some(true);
        let known = |form: &&&NameWords<'_>| {
            !is_person && form.entry.canonical != 0 && form.entry.classes.any(Classes::ORGANISATION) && !form.generic
        };
        let fullest = forms.iter().find(known).copied().unwrap_or(forms[0]);
        // `Supreme Court`, in an article on Norway.
        let home = home.filter(|_| !is_person && forms.iter().all(|form| form.is_of_any_state()));
        let primary = home.map_or_else(|| key(fullest), |country| words_key(fullest.words_in(country)));
        let mut short: Vec<u64> = forms.iter().map(|form| key(form)).collect();
        // The institution of a country goes by its name alone as well.
        let institutions = forms.iter().map(|form| form.rest.canonical).filter(|number| *number != 0 && !is_person);
        short.extend(institutions.map(number_key));
        short.extend(forms.iter().filter_map(|form| form.department()).map(|own| words_key(own.iter().copied())));
        if is_person && fullest.words.len() > 1 {
            let last = fullest.words.len() - 1;
            short.extend([last, 0].map(|at| words_key([fullest.spellings[at]])));
            let by_initials = |letters: String| words_key([Spelling::of(&letters), fullest.spellings[last]]);
            short.extend(fullest.given_letters().map(by_initials));
        }
        if kind == Some(EntityKind::Organisation) {
            let own = forms.iter().filter_map(|form| form.first_of_company());
            short.extend(own.map(|word| words_key([Spelling::of(word)])));
            // Letters that spelling may drop (`AAC`, `ACC`) tell nothing.
            let tells = |letters: &String| letters.len() >= LETTERS && skeleton(letters).len() == letters.len();
            let letters = forms.iter().filter_map(|form| form.initials()).filter(tells);
            short.extend(letters.map(|letters| words_key([Spelling::of(&letters)])));
        }
        short.sort_unstable();
        short.dedup();
        short.retain(|one| *one != primary);
        let is_shared = fullest.generic || fullest.department().is_some_and(|own| own.len() == fullest.words.len());
        let bare = is_shared && home.is_none()
            || fullest.words.len() == 1 && fullest.entry.canonical == 0
            || kind == Some(EntityKind::Organisation) && fullest.may_be_known()
            || is_person && (fullest.begins_small() || is_rare_by_initials(fullest));
        // What one unknown word is, is a guess.
        let known = Classes::COUNTRY.or(Classes::CITY).or(Classes::PLACE).or(Classes::ORGANISATION);
        let names = Classes::GIVEN.or(Classes::SURNAME);
        // A short word may be another one's letters.
        let sure = sure || fullest.text.len() <= WORD && !fullest.is_acronym();
        let says = |person: &bool| sure && *person || fullest.entry.classes.any(if *person { names } else { known });
        let person = person.filter(|person| !bare || says(person));
        Self { primary, bare, short, person, id: id.map(hash) }
    }

    /// Those of whoever has the name together with others of the article, and may be each of them: nobody else is linked
    /// with them.
    pub(super) fn of_nobody(self) -> Self {
        Self { primary: mix(NOBODY, self.primary), bare: false, short: Vec::new(), ..self }
    }

    /// As others see it.
    #[must_use]
    pub fn bearer(&self) -> Bearer {
        Bearer { primary: self.primary, bare: self.bare, person: self.person, id: self.id }
    }

    /// All keys that it bears.
    pub fn all(&self) -> impl Iterator<Item = u64> + '_ {
        std::iter::once(self.primary).chain(self.short.iter().copied())
    }
}

/// The key of one name: its number in the gazetteer, else its words; of persons the given name in full and the last one.
fn key(name: &NameWords<'_>, person: bool) -> u64 {
    match (name.entry.canonical, name.words.as_slice(), name.spellings.as_slice()) {
        // Whoever is called `Ford` is not the company.
        (_, _, [.., last]) if person && name.begins_small() => words_key([*last]),
        (_, _, [_, .., last]) if person => {
            let initials = name.given_initials();
            words_key([Spelling::of(initials.as_deref().unwrap_or(name.given())), *last])
        }
        // `A380s`
        (0, [.., last], [front @ .., _]) if !person && last.bytes().any(|byte| byte.is_ascii_digit()) => {
            words_key(front.iter().copied().chain([Spelling::of(last.trim_end_matches('s'))]))
        }
        (number, ..) if number != 0 && !person => number_key(number),
        (_, _, words) => words_key(words.iter().copied()),
    }
}

/// Whether a person's given names are initials and the surname is so rare that whoever has it and such a given name is
/// the one.
fn is_rare_by_initials(name: &NameWords<'_>) -> bool {
    let is_rare =
        |last: &String| last.chars().count() > 2 && !gazetteer::word(tokens::fold(last)).classes.any(Classes::SURNAME);
    name.given_initials().is_some() && name.words.last().is_some_and(is_rare)
}

/// The key of a number in the gazetteer.
fn number_key(number: u32) -> u64 {
    mix(2, u64::from(number))
}

fn words_key(words: impl IntoIterator<Item = Spelling>) -> u64 {
    words.into_iter().fold(1, |key, word| mix(key, word.whole))
}

/// So many letters names of persons have that may be letters of organisations too.
const WORD: usize = 4;

/// Tells the keys of those whom nobody knows from others.
const NOBODY: u64 = 7;

/// So many letters tell whose they are in other articles.
const LETTERS: usize = 3;

/// How many of ten bearers of a short form must be one entity for it to be the one that is meant.
const MOST: usize = 8;

/// The entity of the corpus that an entity with these keys is; `bearers` gives all that bear a key, each with how many
/// articles it is met in.
pub fn canonical(keys: &Keys, mut bearers: impl FnMut(u64) -> Vec<(Bearer, usize)>) -> EntityId {
    if let Some(id) = keys.id {
        return EntityId(id);
    }
    let mut primary = keys.primary;
    let compatible = |bearer: &Bearer| match (keys.person, bearer.person) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    let mut here = bearers(primary);
    if keys.bare {
        let mut full: ByHash<u64, usize> = HashMap::default();
        let mut count = |fits: fn(&Bearer, u64) -> bool| {
            for (bearer, count) in here.iter().filter(|(bearer, _)| compatible(bearer) && fits(bearer, primary)) {
                *full.entry(bearer.primary).or_default() += count;
            }
            full.is_empty()
        };
        // Where nobody bears it in full, the persons who bear more of it than this one: `J. Lind` of `Lind`.
        let _ = count(|bearer, _| !bearer.bare)
            && count(|bearer, primary| bearer.person == Some(true) && bearer.primary != primary);
        let all: usize = full.values().sum();
        // Of two that are met as often neither is meant.
        let best = full.into_iter().max_by_key(|(key, count)| (*count, *key));
        if let Some((key, _)) = best.filter(|(_, count)| count * 10 >= all * MOST) {
            primary = key;
            here = bearers(primary);
        }
    }
    let mut ids = here.iter().filter(|(bearer, _)| bearer.primary == primary).filter_map(|(bearer, _)| bearer.id);
    match ids.next() {
        Some(first) if ids.all(|id| id == first) => EntityId(first),
        _ => EntityId(primary),
    }
}

/// The entities of many articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// For each article, in the order given, for each of its entities, which one of the corpus it is.
    pub ids: Vec<Vec<EntityId>>,
}

/// Links the entities of `articles`.
#[must_use]
pub fn link(articles: &[ArticleNames]) -> Links {
    let mut bearers: ByHash<u64, ByHash<Bearer, usize>> = HashMap::default();
    for entity in articles.iter().flat_map(|article| &article.entities) {
        for key in entity.keys.all() {
            *bearers.entry(key).or_default().entry(entity.keys.bearer()).or_default() += 1;
        }
    }
    let of = |key: u64| -> Vec<(Bearer, usize)> {
        bearers.get(&key).into_iter().flatten().map(|(bearer, count)| (*bearer, *count)).collect()
    };
    let mut known: ByHash<Bearer, EntityId> = HashMap::default();
    let mut id = |keys: &Keys| *known.entry(keys.bearer()).or_insert_with(|| canonical(keys, of));
    let ids = articles.iter().map(|article| article.entities.iter().map(|entity| id(&entity.keys)).collect());
    Links { ids: ids.collect() }
}
