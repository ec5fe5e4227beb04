//! Which language an article is in, as far as names need that: by the small words of its grammar.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use super::evidence::Passage;
use super::tokens::{Shape, fold};
use crate::boilerplate::AsItIs;

/// Words by their hashes.
pub(super) type Hashes = HashSet<u64, BuildHasherDefault<AsItIs>>;

/// The hashes of `words`, which blanks separate.
pub(super) fn hashes(words: &str) -> Hashes {
    words.split(' ').map(fold).collect()
}

/// Whether a word ends, whatever its case, with one of `endings`, which blanks separate.
pub(super) fn ends_with(word: &str, endings: &str) -> bool {
    let word = word.to_lowercase();
    endings.split(' ').any(|ending| word.ends_with(ending))
}

/// So many words tell the language of an article.
const ENOUGH: usize = 2000;

/// Whether the words in lower case of an article are so often words of `grammar`: at least `distinct` different ones, and
/// at least `percent` of all words.
pub(super) fn is_written_in(passages: &[Passage], grammar: &Hashes, distinct: usize, percent: usize) -> bool {
    let (mut all, mut found, mut different) = (0, 0, Hashes::default());
    for token in passages.iter().flat_map(|passage| passage.tokens.iter()).take(ENOUGH) {
        all += 1;
        if token.shape == Shape::Lower && grammar.contains(&token.hash) {
            found += 1;
            different.insert(token.hash);
        }
    }
    different.len() >= distinct && found * 100 >= all * percent
}

/// Whether an article is in English, which needs no help: one word in fifteen is `the`.
pub(super) fn is_english(passages: &[Passage]) -> bool {
    let the = fold("the");
    let (mut all, mut found) = (0, 0);
    for passage in passages {
        let tokens = &passage.tokens[..passage.tokens.len().min(ENOUGH - all)];
        all += tokens.len();
        found += tokens.iter().filter(|token| token.hash == the).count();
    }
    found * 40 > all
}
