//! Letters in brackets and what they stand for: `Norvik Air Lines (NAL)` is a name with another one, `digital rights
//! management (DRM)` is none.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::evidence::Passage;
use super::gazetteer::Classes;
use super::language::Hashes;
use super::tagger::{Tagged, entry_of};
use super::tokens::{Gap, Shape};
use crate::boilerplate::AsItIs;

/// The letters that an article explains.
#[derive(Debug, Default)]
pub(super) struct Letters {
    /// By words with capitals: those of a name.
    names: Hashes,
    /// By words written small.
    words: Hashes,
    /// Where those of names stand in brackets: passage and word.
    places: Vec<(usize, usize)>,
}

/// So many letters are written in brackets behind what they stand for.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=7;

impl Letters {
    /// The letters that the passages of an article with these texts explain.
    pub(super) fn of<'a>(passages: &[Passage], text: impl Fn(usize) -> &'a str) -> Self {
        let mut all = Self::default();
        for (number, passage) in passages.iter().enumerate() {
            for (at, token) in passage.tokens.iter().enumerate() {
                if token.gap != Gap::Bracket || token.shape != Shape::Upper {
                    continue;
                }
                let (before, behind) = text(number).split_at(token.start as usize);
                let letters = &behind[..(token.end - token.start) as usize];
                let in_brackets = before.ends_with('(') && behind[letters.len()..].starts_with(')');
                if !in_brackets || !LENGTHS.contains(&letters.len()) {
                    continue;
                }
                match explained(passage, text(number), at, letters) {
                    Some(true) => {
                        all.names.insert(token.hash);
                        all.places.push((number, at));
                    }
                    Some(false) => {
                        all.words.insert(token.hash);
                    }
                    None => {}
                }
            }
        }
        all
    }

    /// Whether a name is nothing but letters that stand for a name.
    pub(super) fn is_name(&self, passage: &Passage, name: Tagged) -> bool {
        name.past - name.first == 1 && self.names.contains(&passage.tokens[name.first].hash)
    }

    /// Whether a name is nothing but letters that stand for words.
    pub(super) fn is_word(&self, passage: &Passage, name: Tagged) -> bool {
        name.past - name.first == 1
            && self.words.contains(&passage.tokens[name.first].hash)
            && !self.names.contains(&passage.tokens[name.first].hash)
            && !entry_of(passage, name.first, name.past).classes.any(Classes::NAMED)
    }

    /// Adds the letters that stand for names, where the tagger has not seen them, to `tagged`: in brackets, and in the
    /// rest of the article.
    pub(super) fn add(&self, passages: &[Passage], tagged: &mut Vec<(usize, Tagged)>) {
        if self.places.is_empty() {
            return;
        }
        let mut kinds: HashMap<u64, usize, BuildHasherDefault<AsItIs>> = HashMap::default();
        for (number, at) in &self.places {
            let here = tagged.partition_point(|(other, name)| (*other, name.past) <= (*number, *at));
            let is_found = tagged.get(here).is_some_and(|(other, name)| other == number && name.first <= *at);
            let before = here.checked_sub(1).map(|before| tagged[before]);
            let stands_for = before.filter(|(other, name)| other == number && name.past == *at);
            let Some((_, name)) = stands_for else { continue };
            kinds.insert(passages[*number].tokens[*at].hash, name.kind);
            if !is_found {
                tagged.insert(here, (*number, Tagged { first: *at, past: at + 1, kind: name.kind }));
            }
        }
        let mut added = Vec::new();
        for (number, passage) in passages.iter().enumerate() {
            for (at, token) in passage.tokens.iter().enumerate().filter(|(_, token)| token.shape == Shape::Upper) {
                let Some(kind) = kinds.get(&token.hash) else { continue };
                let here = tagged.partition_point(|(other, name)| (*other, name.past) <= (number, at));
                let is_found = tagged.get(here).is_some_and(|(other, name)| *other == number && name.first <= at);
                if !is_found {
                    added.push((number, Tagged { first: at, past: at + 1, kind: *kind }));
                }
            }
        }
        if !added.is_empty() {
            tagged.extend(added);
            tagged.sort_by_key(|(number, name)| (*number, name.first));
        }
    }
}

/// Whether the words in front of the word number `at` whose first letters are `letters` have capitals (a name) or not
/// one of them; `None` where they are mixed, or have other letters.
fn explained(passage: &Passage, text: &str, at: usize, letters: &str) -> Option<bool> {
    let tokens = &passage.tokens;
    let (mut capitals, mut small) = (0, 0);
    let mut word = at;
    for letter in letters.chars().rev() {
        // `Bank of Norvik (BN)`
        loop {
            word = word.checked_sub(1)?;
            let token = &tokens[word];
            let first = text[token.start as usize..].chars().next()?;
            if first.to_lowercase().eq(letter.to_lowercase()) {
                capitals += usize::from(token.is_capital());
                small += usize::from(token.shape == Shape::Lower);
                break;
            }
            if token.shape != Shape::Lower || !passage.entries[word].classes.any(Classes::PARTICLE) {
                return None;
            }
        }
        let inside = word + 1 < at && !tokens[word + 1].continues() && tokens[word + 1].gap != Gap::Other;
        if inside {
            return None;
        }
    }
    match (capitals, small) {
        (0, _) => Some(false),
        (_, 0) => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_for_a_name_or_for_words() {
        let of = |text: &str| {
            let passage = Passage::of(text);
            let at = passage.tokens.iter().position(|token| token.gap == Gap::Bracket).unwrap_or(0);
            let token = &passage.tokens[at];
            explained(&passage, text, at, &text[token.span().range()])
        };
        assert_eq!(of("by Norvik Air Lines (NAL) of Oslo"), Some(true));
        assert_eq!(of("the Bank of Norvik (BN)"), Some(true));
        assert_eq!(of("its digital rights management (DRM)"), Some(false));
        assert_eq!(of("its Digital rights management (DRM)"), None);
        assert_eq!(of("a house in Oslo (NSB)"), None);
    }
}
