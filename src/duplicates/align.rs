//! How much two texts have in common, in words.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::outline::Outline;
use crate::boilerplate::AsItIs;

/// How much two articles share: shares of their distinct shingles, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Overlap {
    /// Of the shingles of both, those that are in both (Jaccard).
    pub(super) jaccard: f64,
    /// Of the first one's, those that the second has too.
    pub(super) of_first: f64,
    /// Of the second one's, those that the first has too.
    pub(super) of_second: f64,
}

/// Compares two ascending lists without repetition.
pub(super) fn overlap(first: &[u64], second: &[u64]) -> Overlap {
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while let (Some(a), Some(b)) = (first.get(i), second.get(j)) {
        common += usize::from(a == b);
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    let share = |of: usize| if of == 0 { 0.0 } else { common as f64 / of as f64 };
    Overlap {
        jaccard: share(first.len() + second.len() - common),
        of_first: share(first.len()),
        of_second: share(second.len()),
    }
}

/// How like two runs of words are, from 0 to 1: twice the words that they have in common in the same order, by the
/// words of both.
pub(super) fn similarity(first: &[u64], second: &[u64]) -> f64 {
    if first.is_empty() || second.is_empty() {
        return 0.0;
    }
    let mut row = vec![0_u32; second.len() + 1];
    for a in first {
        let mut diagonal = 0;
        for (j, b) in second.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if a == b { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    2.0 * f64::from(row[second.len()]) / (first.len() + second.len()) as f64
}

/// Which share of `words` stands in `other` in the same order, from 0 to 1.
pub(super) fn contained(words: &[u64], other: &[u64]) -> f64 {
    if words.is_empty() {
        0.0
    } else {
        similarity(words, other) * (words.len() + other.len()) as f64 / (2 * words.len()) as f64
    }
}

/// The least similarity that is looked for: blocks below it have other words.
pub(super) const LIKE: f64 = 0.6;
/// Longer blocks are compared by their words alone: the table would be large.
const LONG: usize = 400;

/// The block of `other` that is most like `words`: its number and how like it is, at least [`LIKE`].
pub(super) fn most_like(words: &[u64], other: &Outline) -> Option<(usize, f64)> {
    let mut counts: HashMap<u64, i32, BuildHasherDefault<AsItIs>> = HashMap::default();
    for word in words {
        *counts.entry(*word).or_default() += 1;
    }
    let mut best: Option<(usize, f64)> = None;
    for (number, block) in other.blocks.iter().enumerate() {
        let len = block.end - block.first;
        // What is not half as long or twice as long cannot be like enough.
        if len * 2 < words.len() || words.len() * 2 < len {
            continue;
        }
        let mut left = counts.clone();
        let common = other.hashes(block.first, block.end).filter(|word| match left.get_mut(word) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        });
        let bag = 2.0 * common.count() as f64 / (len + words.len()) as f64;
        if bag < LIKE || best.is_some_and(|(_, known)| bag <= known) {
            continue;
        }
        let like = if words.len().max(len) > LONG {
            bag
        } else {
            similarity(words, &other.hashes(block.first, block.end).collect::<Vec<_>>())
        };
        if like >= LIKE && best.is_none_or(|(_, known)| like > known) {
            best = Some((number, like));
        }
    }
    best
}

/// The longest run of words that stands in `own` round the words from `first` to `last`, inclusive, inside the words from
/// `low` to `high`, and in `other`: its first word in both, and its length.
pub(super) fn longest_run(
    own: &Outline,
    (low, high): (usize, usize),
    (first, last): (usize, usize),
    other: &Outline,
) -> Option<(usize, usize, usize)> {
    let seed: Vec<u64> = own.hashes(first, last + 1).collect();
    let starts = 0..(other.words.len() + 1).saturating_sub(seed.len());
    let at = starts
        .filter(|&at| other.words[at].hash == seed[0])
        .filter(|&at| other.hashes(at, at + seed.len()).eq(seed.iter().copied()));
    let runs = at.map(|at| {
        let before = own.hashes(low, first).rev().zip(other.hashes(0, at).rev()).take_while(|(a, b)| a == b).count();
        let behind = own.hashes(last + 1, high).zip(other.hashes(at + seed.len(), other.words.len()));
        let behind = behind.take_while(|(a, b)| a == b).count();
        (first - before, at - before, before + seed.len() + behind)
    });
    runs.max_by_key(|(.., len)| *len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boilerplate::words::words;
    use crate::format::Dialect;
    use crate::text::Span;

    fn outline(text: &str) -> Outline {
        Outline::new(text, Span::new(0, text.len()), Dialect::Plain)
    }

    fn hashes(text: &str) -> Vec<u64> {
        words(text).iter().map(|word| word.hash).collect()
    }

    #[test]
    fn an_article_that_is_contained_is_told_from_one_that_is_like() {
        let short = outline("The gates were shut at dawn on Friday for the first time.");
        let long = outline("The gates were shut at dawn on Friday for the first time. Nobody had expected it of them.");
        let found = overlap(short.shingles(), long.shingles());
        assert_eq!(found.of_first, 1.0);
        assert!(found.jaccard < 0.7 && found.of_second < 0.7, "{found:?}");
    }

    #[test]
    fn the_most_like_block_is_found() {
        let other = outline("Nothing here at all.\n\nThe nineteen gates were closed at dawn.\n\nThe gates were old.");
        let (block, like) = most_like(&hashes("The nineteen gates were shut at dawn"), &other).expect("one is like it");
        assert_eq!(block, 1);
        assert!(like > 0.85, "{like}");
        assert_eq!(most_like(&hashes("Quite other words stand in this one"), &other), None);
    }

    #[test]
    fn a_run_is_as_long_as_it_goes() {
        let own = outline("Yes: the gates were shut at dawn, she said.");
        let other = outline("On Friday the gates were shut at dawn by wind.");
        assert_eq!(longest_run(&own, (0, own.words.len()), (3, 4), &other), Some((1, 2, 6)));
    }
}
