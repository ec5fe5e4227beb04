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
use super::tokens::{Gap, Shape};
use crate::boilerplate::AsItIs;

/// What stands in front of the name of a storm.
static STORMS: LazyLock<Hashes> = LazyLock::new(|| hashes("hurricane typhoon cyclone storm"));

/// Mends the kinds of the names of one article in its passages.
pub(super) fn kinds(passages: &[Passage], tagged: &mut [(usize, Tagged)]) {
    by_longer(passages, tagged);
    by_noun(passages, tagged);
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
    let is_open = |number: usize, name: &Tagged| {
        let known = Classes::NAMED.or(Classes::GIVEN);
        let whole = entry_of(&passages[number], name.first, name.past).classes;
        !whole.any(Classes::NAMED) && !passages[number].entries[name.first].classes.any(known)
    };
    let mut told: HashMap<u64, usize, BuildHasherDefault<AsItIs>> = HashMap::default();
    for (number, name) in tagged.iter_mut() {
        let Passage { tokens, entries, .. } = &passages[*number];
        let Some(before) = name.first.checked_sub(1).filter(|_| tokens[name.first].gap == Gap::Space) else { continue };
        let noun = entries[before].classes;
        let kind = match () {
            () if tokens[before].shape != Shape::Lower || tokens[before].possessive => continue,
            () if noun.any(Classes::ORGANISATION_NOUN) => EntityKind::Organisation,
            () if noun.any(Classes::PLACE_NOUN) => EntityKind::Place,
            () => continue,
        };
        // `The company Lind founded` is no company, `the gas producer Norvik signed` is one.
        let follows = tokens.get(name.past).is_some_and(|next| next.gap == Gap::Space && next.shape == Shape::Lower);
        let verb = follows && !entries[name.past].classes.any(Classes::FUNCTION.or(Classes::CONJUNCTION));
        let is_article = |at: usize| gazetteer::word(tokens[at].hash).classes.any(Classes::ARTICLE);
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
