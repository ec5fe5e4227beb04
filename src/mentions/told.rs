//! What kind of name one is, as other places of the article say: a longer name (`Norvik` is no person where `Norvik Air`
//! flies), or the noun in front of it (`the gas producer Norvik`).

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::EntityKind;
use super::evidence::Passage;
use super::gazetteer::{self, Classes};
use super::language::{Hashes, hashes};
use super::model::{KINDS, number_of};
use super::tagger::{Tagged, entry_of};
use super::tokens::{Gap, OF, Shape, Token};
use crate::boilerplate::AsItIs;

/// What stands in front of the name of a storm.
static STORMS: LazyLock<Hashes> = LazyLock::new(|| hashes("hurricane typhoon cyclone storm"));

/// What a company has and nothing else, in front of `of` or `in` and its name.
static PARTS: LazyLock<Hashes> =
    LazyLock::new(|| hashes("share shares shareholder shareholders stake stakes stock stocks"));

/// Whose office is in a company, in front of `at` or `of` and its name.
static OFFICES: LazyLock<Hashes> =
    LazyLock::new(|| hashes("analyst analysts ceo cfo coo economist economists strategist strategists trader traders"));

/// What stands behind the name of a company, with a possessive ending or without one.
static BELONGINGS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "bondholders ceo cfo coo creditors dividend earnings employees executive executives profits revenue revenues \
            shareholder shareholders shares stock subsidiaries subsidiary turnover",
    )
});

/// What the price of a share does, in front of a number.
static MOVES: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "advanced climbed declined dipped dropped fell jumped plummeted plunged rallied rebounded rose sagged sank slid \
            slipped slumped soared surged tumbled",
    )
});

/// What stands between a company and its figures: `reported a net loss`.
static REPORTS: LazyLock<Hashes> = LazyLock::new(|| hashes("posted reported"));
static FIGURES: LazyLock<Hashes> =
    LazyLock::new(|| hashes("earnings income loss losses profit profits revenue revenues sales turnover"));

/// Nouns of organisations that are those of men as well.
static TRADESMEN: LazyLock<Hashes> = LazyLock::new(|| {
    hashes("brewer contractor distributor insurer lender maker manufacturer miner operator producer retailer supplier")
});

/// What follows a noun that says what the name in front of it is: `a bank from Tervik`.
static ATTRIBUTES: LazyLock<Hashes> = LazyLock::new(|| hashes("based behind from in of that which with"));

/// Between what a company has, or who has an office in it, and its name.
static OF_PARTS: LazyLock<Hashes> = LazyLock::new(|| hashes("in of"));
static OF_OFFICES: LazyLock<Hashes> = LazyLock::new(|| hashes("at of with"));

/// So many words between the article and the end of an apposition are read.
const FURTHEST: usize = 4;

/// Mends the kinds of the names of one article in its passages.
pub(super) fn kinds(passages: &[Passage], tagged: &mut [(usize, Tagged)]) {
    by_longer(passages, tagged);
    by_noun(passages, tagged);
    by_context(passages, tagged);
}

/// Takes names of one word for what a longer name of the article says that they are: an organisation that begins with
/// the word, a storm.
fn by_longer(passages: &[Passage], tagged: &mut [(usize, Tagged)]) {
    let [mut begins, mut persons, mut storms] = [const { Hashes::with_hasher(BuildHasherDefault::new()) }; 3];
    let heads = Classes::ORGANISATION_HEAD.or(Classes::ORGANISATION_SUFFIX);
    let mut past = (0, 0);
    for (number, name) in tagged.iter_mut() {
        let Passage { tokens, entries, .. } = &passages[*number];
        let floor = if past.0 == *number { past.1 } else { 0 };
        let is_bare = name.past - name.first == 1 && name.first > floor && tokens[name.first].continues();
        let before = name.first.checked_sub(1).filter(|_| is_bare);
        if let Some(before) = before.filter(|at| tokens[*at].is_capital() && STORMS.contains(&tokens[*at].hash)) {
            name.first = before;
        }
        if name.past - name.first == 2 && STORMS.contains(&tokens[name.first].hash) {
            name.kind = number_of(EntityKind::Other);
        }
        past = (*number, name.past);
        let words = &tokens[name.first..name.past];
        let [first, .., last] = words else { continue };
        if STORMS.contains(&first.hash) {
            storms.insert(last.hash);
        } else if KINDS[name.kind] == EntityKind::Person {
            let is_name = |at: &usize| !entries[*at].classes.any(heads.or(Classes::FUNCTION).or(Classes::NAMED));
            persons.extend([name.first, name.past - 1].into_iter().filter(is_name).map(|at| tokens[at].hash));
        } else if KINDS[name.kind] == EntityKind::Organisation && entries[name.past - 1].classes.any(heads) {
            begins.insert(first.hash);
        }
    }
    for (number, name) in tagged.iter_mut().filter(|(_, name)| name.past - name.first == 1) {
        let Passage { tokens, entries, .. } = &passages[*number];
        let word = tokens[name.first].hash;
        let before = name.first.checked_sub(1).filter(|_| tokens[name.first].continues());
        let titled = before.is_some_and(|at| entries[at].classes.any(Classes::TITLE));
        let (is_person, may_be_person) = (KINDS[name.kind] == EntityKind::Person, persons.contains(&word));
        let kind = match () {
            () if storms.contains(&word) && !may_be_person && !titled => EntityKind::Other,
            () if may_be_person && !is_person && !begins.contains(&word) => EntityKind::Person,
            () if !is_person || may_be_person || titled => continue,
            () if begins.contains(&word) => EntityKind::Organisation,
            () => continue,
        };
        if !is_person && entries[name.first].classes.any(Classes::NAMED) {
            continue;
        }
        name.kind = number_of(kind);
    }
}

/// Takes a name for what the noun in front of it says that it is, there and elsewhere in the article: `the gas producer
/// Norvik`, `the island Solmund`.
fn by_noun(passages: &[Passage], tagged: &mut [(usize, Tagged)]) {
    let is_open = |number: usize, name: &Tagged| is_open(&passages[number], name);
    let mut told: HashMap<u64, usize, BuildHasherDefault<AsItIs>> = HashMap::default();
    for (number, name) in tagged.iter_mut() {
        let Passage { tokens, entries, .. } = &passages[*number];
        let Some(before) = name.first.checked_sub(1).filter(|_| tokens[name.first].gap == Gap::Space) else { continue };
        let noun = entries[before].classes;
        // `the town of Solmund`
        let is_place_of = tokens[before].hash == *OF
            && tokens[before].gap == Gap::Space
            && before.checked_sub(1).is_some_and(|at| {
                tokens[at].shape == Shape::Lower && gazetteer::word(tokens[at].hash).classes.any(Classes::PLACE_NOUN)
            });
        let kind = match () {
            () if is_place_of && name.past - name.first == 1 => EntityKind::Place,
            () if tokens[before].shape != Shape::Lower || tokens[before].possessive => continue,
            () if noun.any(Classes::ORGANISATION_NOUN) => EntityKind::Organisation,
            () if noun.any(Classes::PLACE_NOUN) => EntityKind::Place,
            () => continue,
        };
        // `The company Lind founded` is no company, `the gas producer Norvik signed` is one.
        let follows = tokens.get(name.past).is_some_and(|next| next.gap == Gap::Space && next.shape == Shape::Lower);
        let verb = follows && !entries[name.past].classes.any(Classes::FUNCTION.or(Classes::CONJUNCTION));
        let is_article = |at: usize| gazetteer::is_article(tokens[at].hash);
        if verb && before.checked_sub(1).is_none_or(is_article) || !is_open(*number, name) {
            continue;
        }
        name.kind = number_of(kind);
        if name.past - name.first == 1 {
            told.insert(tokens[name.first].hash, name.kind);
        }
    }
    for (number, name) in tagged.iter_mut().filter(|(_, name)| name.past - name.first == 1) {
        let kind = told.get(&passages[*number].tokens[name.first].hash);
        if let Some(kind) = kind.filter(|_| is_open(*number, name)) {
            name.kind = *kind;
        }
    }
}

/// Whether a name is none that is known, so that what stands beside it may say what it is.
fn is_open(passage: &Passage, name: &Tagged) -> bool {
    let whole = entry_of(passage, name.first, name.past).classes;
    !whole.any(Classes::NAMED) && !passage.entries[name.first].classes.any(Classes::NAMED.or(Classes::GIVEN))
}

/// Takes what was taken for a person or a place for an organisation where the words beside it say so, there and elsewhere
/// in the article (`shares of Norvik`, `Norvik fell 3%`), and what is known to be nothing but one.
fn by_context(passages: &[Passage], tagged: &mut [(usize, Tagged)]) {
    let words = |number: usize, name: &Tagged| &passages[number].tokens[name.first..name.past];
    let key = |number: usize, name: &Tagged| gazetteer::phrase_hash(words(number, name).iter().map(|token| token.hash));
    let (mut persons, mut companies) = (Hashes::default(), Hashes::default());
    for (number, name) in tagged.iter() {
        let passage = &passages[*number];
        let is_person = name.past - name.first > 1 && passage.entries[name.first].classes.any(Classes::GIVEN);
        if is_person && KINDS[name.kind] == EntityKind::Person {
            persons.extend(words(*number, name).iter().map(|token| token.hash));
        } else if is_open(passage, name) && is_of_company(passage, name) {
            companies.insert(key(*number, name));
        }
    }
    for (number, name) in tagged.iter_mut() {
        let passage = &passages[*number];
        let key = key(*number, name);
        let kind = KINDS[name.kind];
        if !matches!(kind, EntityKind::Person | EntityKind::Place) || persons.contains(&key) {
            continue;
        }
        let whole = entry_of(passage, name.first, name.past).classes;
        let others = Classes::GIVEN.or(Classes::SURNAME).or(Classes::COUNTRY).or(Classes::CITY).or(Classes::PLACE);
        let is_organisation = whole.any(Classes::ORGANISATION) && !whole.any(others) && kind == EntityKind::Person;
        if is_organisation || is_open(passage, name) && companies.contains(&key) {
            name.kind = number_of(EntityKind::Organisation);
        }
    }
}

/// Whether what stands beside a name says that it is a company's.
fn is_of_company(passage: &Passage, name: &Tagged) -> bool {
    owns_in_front(passage, name) || owns_behind(passage, name) || is_apposed(passage, name)
}

/// `Shares of Norvik`, `an analyst at Norvik`.
fn owns_in_front(passage: &Passage, name: &Tagged) -> bool {
    let tokens = &passage.tokens;
    let Some(noun) = name.first.checked_sub(2) else { return false };
    let [noun, link, first] = [noun, noun + 1, noun + 2].map(|at| &tokens[at]);
    let is_in_front = |nouns: &Hashes, links: &Hashes| nouns.contains(&noun.hash) && links.contains(&link.hash);
    [link, first].iter().all(|token| token.gap == Gap::Space)
        && (is_in_front(&PARTS, &OF_PARTS) || is_in_front(&OFFICES, &OF_OFFICES))
}

/// `Norvik’s shares`, `Norvik fell 3%`, `Norvik reported a loss`.
fn owns_behind(passage: &Passage, name: &Tagged) -> bool {
    let Passage { tokens, .. } = passage;
    // `The Tervik rose three metres`
    let is_article = |at: usize| gazetteer::is_article(tokens[at].hash);
    let is_definite = name.first.checked_sub(1).is_some_and(is_article);
    let [next, second, third] = [0, 1, 2].map(|further| {
        let at = name.past + further;
        tokens.get(at).filter(|token| token.gap == Gap::Space)
    });
    let Some(next) = next else { return false };
    let is_figure = |token: Option<&Token>| token.is_some_and(|token| FIGURES.contains(&token.hash));
    BELONGINGS.contains(&next.hash) && next.shape != Shape::Title
        || MOVES.contains(&next.hash) && second.is_some_and(|it| it.shape == Shape::Number) && !is_definite
        || REPORTS.contains(&next.hash) && (is_figure(second) || is_figure(third))
}

/// `Norvik, a small bank from Tervik`.
fn is_apposed(passage: &Passage, name: &Tagged) -> bool {
    let Passage { tokens, entries, .. } = passage;
    // `In Norvik, the bank …`
    let is_placed = name.first.checked_sub(1).is_some_and(|at| entries[at].classes.any(Classes::LOCATING));
    let [article, rest @ ..] = &tokens[name.past..] else { return false };
    if article.gap != Gap::Comma || is_placed || !gazetteer::is_article(article.hash) {
        return false;
    }
    let is_noun = |token: &Token| gazetteer::word(token.hash).classes.any(Classes::ORGANISATION_NOUN);
    let words = rest.iter().take_while(|token| token.gap == Gap::Space && token.shape == Shape::Lower);
    let Some(noun) = words.take(FURTHEST).position(is_noun) else { return false };
    let is_over = match rest.get(noun + 1) {
        Some(next) if next.gap == Gap::Space => ATTRIBUTES.contains(&next.hash),
        Some(next) => matches!(next.gap, Gap::Comma | Gap::Stop | Gap::Line),
        None => true,
    };
    is_over && !rest[noun].possessive && !TRADESMEN.contains(&rest[noun].hash)
}
