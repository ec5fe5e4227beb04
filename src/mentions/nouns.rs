//! Languages that capitalise nouns: in them a capital alone makes no name.
//!
//! The recogniser reads capitals as most languages use them. In German every noun has one, so what it finds in a German
//! article stays only where something else speaks for a name: the gazetteer, a given name or a title in front, a capital
//! adjective in front of a noun (`Deutsche Bahn`), the ending of an organisation, a longer name in the same article. And
//! what stands behind an article or a contraction (`die Lage`, `im Wasser`) anywhere in the article is a noun there.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::EntityKind;
use super::evidence::Passage;
use super::gazetteer::{self, Classes};
use super::language::{Hashes, ends_with, hashes, is_written_in};
use super::model::{KINDS, kind_number};
use super::tagger::{Tagged, entry_of};
use super::tokens::{Shape, Token, fold};

/// Words of German grammar that few other languages have, and that no German article is without.
const GRAMMAR: &str = "und der das nicht mit für auf sich dem eine einer einem einen wird auch im zum zur ist sind wurde werden \
    nach bei aus noch wie über sei haben hat oder aber durch seine nur wir ich dass vom";

/// Behind which a noun stands, or an adjective and a noun: articles, contractions, pronouns, words of number.
const DETERMINERS: &str = "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner im am zum zur beim \
    vom ins ans ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner unser unsere unseren diese dieser \
    dieses diesem diesen jede jeder jedes jeden alle allen aller viele vielen mehrere mehr einige wenige beide \
    beiden zwei drei vier fünf";

/// Which may stand capitalised in front of a name where a sentence begins, and do not belong to it.
const OPENERS: &str = "sie er es man wir ich ihr wer was wem wo ob herr herrn frau hier dort dabei aufgrund laut seit zwischen \
    trotz während wegen nach vor auch aus bei bis durch für gegen in mit ohne über um unter von zu neben hinter \
    angesichts statt anstatt innerhalb außerhalb damit doch denn wenn weil als wie so nun nur schon sogar sowohl \
    weder zudem gemäß entlang";

/// What a noun in front of a genitive is not part of a name by: `Schmidt der Zeitung`.
const GENITIVES: &str = "der des die das dem den";

/// Measures, money and parts of the year: no part of a name.
const MEASURES: &str = "prozent euro dollar millionen milliarden million milliarde uhr jahre jahren jahr ende anfang mitte kilometer \
    meter tonnen kilogramm";

/// Endings of adjectives in front of nouns.
const ADJECTIVE_ENDINGS: &str = "e er es en em";

/// Endings of nouns that names do not have.
const NOUN_ENDINGS: &str = "ung ungen heit heiten keit keiten schaft schaften tion tionen tät täten nis nisse tum ismus mente igkeit \
    ling linge enz";

/// Endings of the titles and roles that stand in front of a person's name.
const TITLE_ENDINGS: &str = "minister ministerin präsident präsidentin kanzler kanzlerin sprecher sprecherin meister meisterin chef \
    chefin sekretär sekretärin vorsitzender vorsitzende vorsitzenden direktor direktorin leiter leiterin rat \
    rätin anwalt anwältin richter richterin trainer trainerin politiker politikerin general kommissar \
    kommissarin bischof könig königin professor professorin forscher forscherin führer experte expertin";

/// Endings of the nouns that organisations are named with.
const BODY_ENDINGS: &str = "verband ministerium amt rat bund union partei gericht bank kommission dienst zeitung agentur institut \
    universität hochschule gesellschaft fraktion werk werke verein akademie stiftung klinikum museum \
    gewerkschaft";

/// The lists, folded.
struct Words {
    grammar: Hashes,
    determiners: Hashes,
    openers: Hashes,
    genitives: Hashes,
    measures: Hashes,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    grammar: hashes(GRAMMAR),
    determiners: hashes(DETERMINERS),
    openers: hashes(OPENERS),
    genitives: hashes(GENITIVES),
    measures: hashes(MEASURES),
});

/// The classes of small words that look like adjectives (`unter`, `gegen`) and are none.
const GRAMMATICAL: Classes = Classes::FUNCTION.or(Classes::PARTICLE).or(Classes::LOCATING).or(Classes::SPEECH);

/// What an article that capitalises nouns says of a word in it.
#[derive(Clone, Copy, Debug, Default)]
struct Heard {
    /// How often it stands behind a determiner or a number.
    noun: u16,
    /// How often it stands behind something else, adjectives left out: they stand in front of nouns and of names.
    bare: u16,
    /// How often it stands behind a preposition of place.
    located: u16,
}

/// Drops and cuts those of `tagged`, names in the passages of one article with these texts, that are nouns in a language
/// that capitalises nouns; in articles of other languages all stay.
pub(super) fn sieve<'a>(passages: &[Passage], text: impl Fn(usize) -> &'a str, tagged: &mut Vec<(usize, Tagged)>) {
    // One word in eight is one of the list in prose; in Dutch, English and the others one or two stand alone (`die`, `mit`).
    if tagged.is_empty() || !is_written_in(passages, &WORDS.grammar, 3, 8) {
        return;
    }
    let mut article = Article { heard: HashMap::new(), persons: Hashes::default() };
    passages.iter().enumerate().for_each(|(number, passage)| article.hear(passage, text(number)));
    let whole = std::mem::take(tagged);
    let parts = whole.into_iter().flat_map(|(number, name)| pieces(&passages[number], text(number), name, number));
    let mut unsure = Vec::new();
    for (number, name) in parts {
        let (passage, text) = (&passages[number], text(number));
        match article.sure_part(passage, text, name) {
            Some(part) => {
                if KINDS[part.kind] == EntityKind::Person {
                    let words = passage.tokens[part.first..part.past].iter().filter(|token| !article.is_noun(token));
                    article.persons.extend(words.map(|token| token.hash).collect::<Vec<_>>());
                }
                tagged.push((number, part));
            }
            None => unsure.push((number, name)),
        }
    }
    unsure.retain(|(number, name)| article.is_known(&passages[*number], text(*number), *name));
    tagged.append(&mut unsure);
    tagged.sort_by_key(|(number, name)| (*number, name.first));
}

/// The names that one tagged name is made of: without openers in front, cut at articles inside.
fn pieces(passage: &Passage, text: &str, name: Tagged, number: usize) -> Vec<(usize, Tagged)> {
    let mut found = Vec::new();
    let mut first = name.first;
    let is = |at: usize, words: &Hashes| words.contains(&passage.tokens[at].hash);
    let opens = |at: usize| {
        let small = passage.entries[at].classes.any(Classes::FUNCTION.or(Classes::ARTICLE));
        let known =
            passage.tokens[at].shape == Shape::Title && (is(at, &WORDS.openers) || is(at, &WORDS.determiners) || small);
        passage.tokens[at].shape == Shape::Lower || known && passage.tokens[at].begins()
    };
    while first < name.past {
        if opens(first) {
            first += 1;
            continue;
        }
        let head = word(passage, text, first);
        let heads = ends_with(head, BODY_ENDINGS) || passage.entries[first].classes.any(Classes::ORGANISATION_HEAD);
        let cuts = |at: &usize| {
            passage.tokens[*at].shape == Shape::Lower && is(*at, &WORDS.genitives) && {
                // `von der Leyen`, `aus dem Siepen`: an article of a name has a particle in front of it.
                passage.tokens[*at - 1].shape != Shape::Lower
            }
        };
        // `Bund und Länder` are two.
        let joins = |at: &usize| {
            let small = passage.tokens[*at].shape == Shape::Lower;
            small && passage.entries[*at].classes.any(Classes::CONJUNCTION) && (!heads || *at == first + 1)
        };
        let past = (first + 1..name.past).find(|at| cuts(at) && !heads || joins(at)).unwrap_or(name.past);
        found.push((number, Tagged { first, past, ..name }));
        first = past;
    }
    found
}

fn word<'a>(passage: &Passage, text: &'a str, at: usize) -> &'a str {
    &text[passage.tokens[at].span().range()]
}

/// What kind of name it is, where one of its words says so.
fn kind(passage: &Passage, text: &str, name: Tagged) -> Option<usize> {
    let classes = entry_of(passage, name.first, name.past).classes;
    let ends = |at: usize| ends_with(word(passage, text, at), BODY_ENDINGS);
    let kind = match () {
        () if classes.any(Classes::GIVEN.or(Classes::SURNAME)) => return None,
        () if classes.any(Classes::COUNTRY.or(Classes::CITY).or(Classes::PLACE)) => EntityKind::Place,
        () if classes.any(Classes::ORGANISATION) || ends(name.past - 1) => EntityKind::Organisation,
        () => return None,
    };
    kind_number(kind)
}

/// What the gazetteer has of a word without the ending of a genitive (`Niedersachsens`).
fn genitive(passage: &Passage, text: &str, at: usize) -> Classes {
    gazetteer::word(fold(word(passage, text, at).trim_end_matches('s'))).classes
}

/// What one article says.
struct Article {
    heard: HashMap<u64, Heard>,
    /// Words of names that are surely of persons.
    persons: Hashes,
}

impl Article {
    fn hear(&mut self, passage: &Passage, text: &str) {
        for at in 1..passage.tokens.len() {
            let (token, before) = (&passage.tokens[at], &passage.tokens[at - 1]);
            if token.shape != Shape::Title || !token.continues() {
                continue;
            }
            // `die Deutsche Bahn`: an adjective of a name.
            let next = passage.tokens.get(at + 1);
            if next.is_some_and(|next| next.continues() && next.is_capital()) {
                continue;
            }
            let heard = self.heard.entry(token.hash).or_default();
            let is_adjective = before.shape == Shape::Lower
                && passage.entries[at - 1].classes.only(GRAMMATICAL) == Classes::default()
                && ends_with(word(passage, text, at - 1), ADJECTIVE_ENDINGS);
            if WORDS.determiners.contains(&before.hash) || before.shape == Shape::Number {
                heard.noun += 1;
            } else if !is_adjective {
                heard.bare += 1;
            }
            heard.located += u16::from(passage.entries[at - 1].classes.any(Classes::LOCATING));
        }
    }

    fn is_noun(&self, token: &Token) -> bool {
        self.heard.get(&token.hash).is_some_and(|heard| heard.noun > 0 && 2 * heard.noun >= heard.bare)
    }

    /// The longest part of a name that is one by itself: the whole, what its last words are, its first word; without
    /// the role in front of it that a given name follows (`Ökonom Clemens Fuest`).
    fn sure_part(&self, passage: &Passage, text: &str, name: Tagged) -> Option<Tagged> {
        let last = (name.first..name.past).map(|first| Tagged { first, ..name });
        let mut parts = last.chain([Tagged { past: name.first + 1, ..name }]);
        let mut part =
            parts.find(|part| passage.tokens[part.first].is_capital() && self.is_sure(passage, text, *part))?;
        if let Some(kind) = kind(passage, text, part) {
            part.kind = kind;
        }
        if KINDS[part.kind] == EntityKind::Person {
            let given = |at: usize| passage.entries[at].classes.any(Classes::GIVEN);
            let role = (part.first..part.past - 1).find(|at| given(*at)).unwrap_or(part.first);
            let is_role = |at: usize| ends_with(word(passage, text, at), TITLE_ENDINGS) && !given(at);
            part.first = (role..part.past - 1).find(|at| !is_role(*at)).unwrap_or(role);
        }
        Some(part)
    }

    /// Whether the words are a name by themselves.
    fn is_sure(&self, passage: &Passage, text: &str, name: Tagged) -> bool {
        let Passage { tokens, entries, .. } = passage;
        let classes = |at: usize| entries[at].classes;
        // Titles belong to the mention, not to the name.
        let is_title = |at: usize| classes(at).any(Classes::TITLE) || ends_with(word(passage, text, at), TITLE_ENDINGS);
        let mut first = name.first;
        while first + 1 < name.past && is_title(first) && !classes(first).any(Classes::GIVEN) {
            first += 1;
        }
        let titled = first > name.first
            || first > 0 && tokens[first].continues() && tokens[first - 1].is_capital() && is_title(first - 1);
        let words = &tokens[first..name.past];
        if entry_of(passage, first, name.past).classes.any(Classes::NAMED) && words.len() > 1 {
            return true;
        }
        if words.iter().any(|token| WORDS.measures.contains(&token.hash) || token.shape == Shape::Number) {
            return words.iter().any(|token| token.shape == Shape::Upper);
        }
        let words_from = Tagged { first, ..name };
        if words.len() == 1 {
            self.is_sure_word(passage, text, words_from, titled)
        } else {
            self.is_sure_phrase(passage, text, words_from, titled)
        }
    }

    /// Whether one word is, behind a title where it is `titled`.
    fn is_sure_word(&self, passage: &Passage, text: &str, name: Tagged, titled: bool) -> bool {
        let Tagged { first, kind, .. } = name;
        let (only, classes) = (&passage.tokens[first], passage.entries[first].classes);
        let spelled = word(passage, text, first);
        let is_place = |classes: Classes| {
            classes.any(Classes::COUNTRY.or(Classes::PLACE).or(Classes::ORGANISATION))
                && !(classes.any(Classes::COMMON) && self.is_noun(only))
                || classes.any(Classes::CITY) && !classes.any(Classes::COMMON) && !self.is_noun(only)
        };
        let is_small = |words: &Hashes| words.contains(&only.hash);
        match only.shape {
            Shape::Title if is_small(&WORDS.openers) || is_small(&WORDS.determiners) => false,
            Shape::Upper => true,
            Shape::Letter => false,
            // `EU-Kommission` is a name, `EU-Gipfel` and `Corona-Krise` are none.
            Shape::Mixed | Shape::Title if spelled.contains('-') && !classes.any(Classes::NAMED) => {
                ends_with(spelled, BODY_ENDINGS)
            }
            Shape::Mixed => true,
            _ if is_place(classes) || is_place(genitive(passage, text, first)) => true,
            _ if titled => {
                !self.is_noun(only) && !ends_with(spelled, NOUN_ENDINGS) && KINDS[kind] == EntityKind::Person
            }
            _ if classes.any(Classes::GIVEN) => !self.is_noun(only) && !classes.any(Classes::COMMON),
            _ => classes.any(Classes::SURNAME) && self.speaks(passage, first),
        }
    }

    /// Whether several words are, behind a title where they are `titled`.
    fn is_sure_phrase(&self, passage: &Passage, text: &str, name: Tagged, titled: bool) -> bool {
        let Passage { tokens, entries, .. } = passage;
        let first = name.first;
        let words = &tokens[first..name.past];
        let classes = |at: usize| entries[at].classes;
        let last = name.past - 1;
        let (start, end) = (word(passage, text, first), word(passage, text, last));
        let before = first.checked_sub(1).filter(|_| tokens[first].continues());
        let determined = before.is_some_and(|at| WORDS.determiners.contains(&tokens[at].hash));
        let counted = before.is_some_and(|at| tokens[at].shape == Shape::Number);
        let in_sentence = determined || !tokens[first].begins();
        let is_named = classes(last).any(Classes::NAMED) || genitive(passage, text, last).any(Classes::NAMED);
        // `Teilen Niedersachsens` has the form of `Deutsche Bahn`.
        let is_adjective = ends_with(start, ADJECTIVE_ENDINGS) && (classes(first).any(Classes::DEMONYM) || !is_named);
        let body =
            ends_with(start, BODY_ENDINGS) || classes(first).any(Classes::ORGANISATION_HEAD.or(Classes::PLACE_HEAD));
        classes(first).any(Classes::GIVEN) && !determined
            || titled && KINDS[name.kind] == EntityKind::Person
            || words.iter().any(|token| matches!(token.shape, Shape::Upper | Shape::Letter))
            || classes(last).any(Classes::ORGANISATION_SUFFIX)
            // `Deutsche Bahn`, `Braunschweiger Zeitung`
            || is_adjective && !self.is_noun(&tokens[first]) && !counted && (in_sentence || classes(first).any(Classes::DEMONYM))
            // `Landgericht Berlin`, `Universität der Künste`
            || body && (words.len() > 2 || is_named)
            || !determined
                && !counted
                && KINDS[name.kind] == EntityKind::Person
                && !words.iter().any(|token| self.is_noun(token))
                && !ends_with(start, NOUN_ENDINGS)
                && !ends_with(end, NOUN_ENDINGS)
    }

    /// Whether the word number `at` stands next to a verb of speech, as persons do.
    fn speaks(&self, passage: &Passage, at: usize) -> bool {
        let Passage { tokens, entries, .. } = passage;
        let speech = |at: usize| entries[at].classes.any(Classes::SPEECH);
        !self.is_noun(&tokens[at])
            && (at > 0 && tokens[at].continues() && speech(at - 1)
                || tokens.get(at + 1).is_some_and(|next| next.continues() && speech(at + 1)))
    }

    /// Whether other places of the article say that a word is a name.
    fn is_known(&self, passage: &Passage, text: &str, name: Tagged) -> bool {
        if name.past - name.first != 1 {
            return false;
        }
        let (token, spelled) = (&passage.tokens[name.first], word(passage, text, name.first));
        let person = self.persons.contains(&token.hash) || self.persons.contains(&fold(spelled.trim_end_matches('s')));
        let heard = self.heard.get(&token.hash).copied().unwrap_or_default();
        person
            || heard.noun == 0 && heard.bare >= 2 && heard.located > 0 && !ends_with(spelled, NOUN_ENDINGS)
            || self.speaks(passage, name.first)
    }
}
