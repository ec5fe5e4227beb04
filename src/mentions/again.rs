//! A second look at words of the dictionary that begin sentences: `Marsh once vowed` where the article names `Tom Marsh`.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::EntityKind;
use super::evidence::Passage;
use super::gazetteer::Classes;
use super::language::{self, Hashes, hashes};
use super::model::KINDS;
use super::tagger::Tagged;
use super::tokens::{Gap, Shape};
use crate::boilerplate::AsItIs;

/// Verbs, in front of which nothing but a subject stands, and adverbs in front of verbs.
static VERBS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "can could did does had has is may might must should was will would already also always earlier first later \
            never now once recently soon still then",
    )
});

/// Adds to `tagged` the names of one word by which a longer name of the article is called, where the word is one of the
/// dictionary, begins a sentence, and a verb or what it owns follows.
pub(super) fn add<'a>(passages: &[Passage], text: impl Fn(usize) -> &'a str, tagged: &mut Vec<(usize, Tagged)>) {
    let mut known: HashMap<u64, usize, BuildHasherDefault<AsItIs>> = HashMap::default();
    for (number, name) in tagged.iter().filter(|(_, name)| name.past - name.first > 1) {
        let Passage { tokens, entries, .. } = &passages[*number];
        let at = match KINDS[name.kind] {
            EntityKind::Person if entries[name.first].classes.any(Classes::GIVEN) => name.past - 1,
            EntityKind::Organisation if ends_as_company(passages, *number, name) => name.first,
            _ => continue,
        };
        let others = Classes::DEMONYM.or(Classes::CALENDAR).or(Classes::FUNCTION).or(Classes::ARTICLE);
        let classes = entries[at].classes;
        if tokens[at].shape == Shape::Title && classes.any(Classes::COMMON) && !classes.any(others) {
            known.insert(tokens[at].hash, name.kind);
        }
    }
    if known.is_empty() {
        return;
    }
    let mut added = Vec::new();
    for (number, passage) in passages.iter().enumerate().filter(|(_, passage)| !passage.shouts) {
        for (at, token) in passage.tokens.iter().enumerate().filter(|(_, it)| it.begins() && it.shape == Shape::Title) {
            let Some(kind) = known.get(&token.hash).filter(|kind| acts(passage, text(number), at, **kind)) else {
                continue;
            };
            let here = tagged.partition_point(|(other, name)| (*other, name.past) <= (number, at));
            if !tagged.get(here).is_some_and(|(other, name)| *other == number && name.first <= at) {
                added.push((number, Tagged { first: at, past: at + 1, kind: *kind }));
            }
        }
    }
    // What is written small too may be the word.
    let word = |(number, name): &(usize, Tagged)| passages[*number].tokens[name.first].hash;
    let is_small = |word: u64| {
        let mut tokens = passages.iter().flat_map(|passage| passage.tokens.iter());
        tokens.any(|token| token.hash == word && token.shape == Shape::Lower)
    };
    added.retain(|one| !is_small(word(one)));
    if !added.is_empty() && language::is_english(passages) {
        tagged.extend(added);
        tagged.sort_by_key(|(number, name)| (*number, name.first));
    }
}

/// Whether a name ends with what names of companies end with, and is no institution.
fn ends_as_company(passages: &[Passage], number: usize, name: &Tagged) -> bool {
    let heads = Classes::ORGANISATION_HEAD.or(Classes::ORGANISATION_SUFFIX);
    passages[number].entries[name.past - 1].classes.any(heads)
}

/// Whether the word number `at` of a passage, of which `text` is the text, owns or does something: persons also what a
/// verb of the past says.
fn acts(passage: &Passage, text: &str, at: usize, kind: usize) -> bool {
    let Passage { tokens, entries, .. } = passage;
    let Some(next) = tokens.get(at + 1).filter(|next| next.gap == Gap::Space && next.shape == Shape::Lower) else {
        return tokens[at].possessive;
    };
    let is_past = || KINDS[kind] == EntityKind::Person && text[next.span().range()].ends_with("ed");
    tokens[at].possessive || VERBS.contains(&next.hash) || entries[at + 1].classes.any(Classes::SPEECH) || is_past()
}

#[cfg(test)]
mod tests {
    use super::super::tagger::Tagger;
    use super::*;

    /// The names of one word that a second look adds.
    fn added(text: &str) -> Vec<&str> {
        let passages = [Passage::of(text)];
        let mut tagged = Tagger::default().tag(&passages, |_| text);
        tagged.retain(|(_, name)| name.past - name.first > 1);
        let before = tagged.len();
        add(&passages, |_| text, &mut tagged);
        let tokens = &passages[0].tokens;
        let bare = tagged.iter().filter(|(_, name)| name.past - name.first == 1);
        assert_eq!(tagged.len() - before, bare.clone().count());
        bare.map(|(_, name)| &text[tokens[name.first].span().range()]).collect()
    }

    #[test]
    fn a_surname_that_is_a_word_begins_a_sentence() {
        let article = "The plan of Peter Price, the head of the firm, was rejected by the council.";
        for (sentence, found) in [
            ("Price once vowed to leave.", true),
            ("Price refused to speak.", true),
            ("Price's plan is old.", true),
            ("Price controls were cut.", false),
            ("Price said the price of the land was low.", false),
        ] {
            let text = format!("{article} {sentence}");
            assert_eq!(added(&text).len(), usize::from(found), "{sentence}");
        }
    }

    #[test]
    fn the_first_word_of_a_company_begins_a_sentence() {
        let article = "The shares of the Harvest Software company rose, said the head of Harvest Software.";
        for (sentence, found) in [("Harvest has an office.", true), ("Harvest refused help.", false)] {
            let text = format!("{article} {sentence}");
            assert_eq!(added(&text).len(), usize::from(found), "{sentence}");
        }
    }
}
