//! How much two texts have in common, in words.

use super::outline::Outline;

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

/// A run of words that others are compared with.
///
/// Where each different word stands in it is known as bits, so that the words which another run has in the same order
/// are counted sixty-four at a time (the longest common subsequence after Hyyrö, "Bit-parallel LCS-length computation
/// revisited", AWOCA 2004).
pub(super) struct Pattern {
    len: usize,
    /// Its different words.
    words: Vec<u64>,
    /// The number of each of these plus one, where the highest bits of the word say or behind that; four times as many as
    /// there are words, so that most other words are seen at once to be none of them.
    slots: Vec<u32>,
    /// How many bits of a word do not count for its slot.
    shift: u32,
    /// How often each stands in it.
    counts: Vec<usize>,
    /// For each word in turn the places where it stands, one bit for each.
    places: Vec<u64>,
    /// How many numbers that takes.
    lanes: usize,
}

impl Pattern {
    pub(super) fn new(words: &[u64]) -> Self {
        let slots = (4 * words.len().max(1)).next_power_of_two();
        let mut pattern = Self {
            len: words.len(),
            words: Vec::with_capacity(words.len()),
            slots: vec![0; slots],
            shift: u64::BITS - slots.ilog2(),
            counts: Vec::with_capacity(words.len()),
            places: Vec::new(),
            lanes: words.len().div_ceil(64),
        };
        for (at, word) in words.iter().enumerate() {
            let slot = pattern.slot(*word);
            if pattern.slots[slot] == 0 {
                pattern.words.push(*word);
                pattern.slots[slot] = pattern.words.len() as u32;
                pattern.counts.push(0);
                pattern.places.resize(pattern.places.len() + pattern.lanes, 0);
            }
            let number = pattern.slots[slot] as usize - 1;
            pattern.counts[number] += 1;
            pattern.places[number * pattern.lanes + at / 64] |= 1 << (at % 64);
        }
        pattern
    }

    /// The slot of a word, or the empty one in which it would be.
    fn slot(&self, word: u64) -> usize {
        let mut slot = (word >> self.shift) as usize;
        while self.slots[slot] != 0 && self.words[self.slots[slot] as usize - 1] != word {
            slot = (slot + 1) % self.slots.len();
        }
        slot
    }

    /// The number of a word, where it stands in it.
    fn number(&self, word: u64) -> Option<usize> {
        (self.slots[self.slot(word)] as usize).checked_sub(1)
    }

    /// The numbers of those of `words` that stand in it; `None` where more than `most` do not.
    fn known(&self, words: impl Iterator<Item = u64>, most: usize) -> Option<Vec<usize>> {
        let mut known = Vec::with_capacity(self.len);
        let mut others = 0;
        for word in words {
            match self.number(word) {
                Some(number) => known.push(number),
                None if others == most => return None,
                None => others += 1,
            }
        }
        Some(known)
    }

    /// How many words it has in common with one that has these, in whatever order.
    fn common(&self, known: &[usize]) -> usize {
        let mut left = self.counts.clone();
        let takes = |number: &&usize| {
            let some = left[**number] > 0;
            left[**number] -= usize::from(some);
            some
        };
        known.iter().filter(takes).count()
    }

    /// How many it has in common with it in the same order.
    fn in_order(&self, known: &[usize]) -> usize {
        // A bit that is not set has been matched; what an addition carries beyond the last word does no harm.
        let mut open = vec![u64::MAX; self.lanes];
        for number in known {
            let places = &self.places[number * self.lanes..][..self.lanes];
            let mut carry = false;
            for (open, place) in open.iter_mut().zip(places) {
                let matched = *open & place;
                let (sum, first) = open.overflowing_add(matched);
                let (sum, second) = sum.overflowing_add(u64::from(carry));
                carry = first | second;
                *open = sum | *open & !matched;
            }
        }
        open.iter().map(|open| open.count_zeros() as usize).sum()
    }

    /// Which share of it stands in `other` in the same order, from 0 to 1.
    pub(super) fn contained(&self, other: impl Iterator<Item = u64>) -> f64 {
        let known = self.known(other, usize::MAX).unwrap_or_default();
        if self.len == 0 { 0.0 } else { self.in_order(&known) as f64 / self.len as f64 }
    }

    /// The block of `other` that is most like it: its number and how like it is, at least [`LIKE`]; 1 is the same words
    /// in the same order.
    pub(super) fn most_like(&self, other: &Outline) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64)> = None;
        for (number, block) in other.blocks.iter().enumerate() {
            let len = block.end - block.first;
            // What is not half as long or twice as long cannot be like enough.
            if len * 2 < self.len || self.len * 2 < len {
                continue;
            }
            let share = |common: usize| 2.0 * common as f64 / (len + self.len) as f64;
            // So many words it must have in common, and all others are beside the point.
            let least = (LIKE * (len + self.len) as f64 / 2.0) as usize;
            let most = len.saturating_sub(least);
            let Some(known) = self.known(other.hashes(block.first, block.end), most) else { continue };
            let bag = share(self.common(&known));
            if bag < LIKE || best.is_some_and(|(_, known)| bag <= known) {
                continue;
            }
            let like = if len.max(self.len) > LONG { bag } else { share(self.in_order(&known)) };
            if like >= LIKE && best.is_none_or(|(_, known)| like > known) {
                best = Some((number, like));
            }
        }
        best
    }
}

/// The least similarity that is looked for: blocks below it have other words.
pub(super) const LIKE: f64 = 0.6;
/// Longer blocks are compared by their words alone: their order would take long to compare.
const LONG: usize = 2000;

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
    use proptest::prelude::*;

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
        let most_like = |words: &str| Pattern::new(&hashes(words)).most_like(&other);
        let (block, like) = most_like("The nineteen gates were shut at dawn").expect("one is like it");
        assert_eq!(block, 1);
        assert!(like > 0.85, "{like}");
        assert_eq!(most_like("Quite other words stand in this one"), None);
    }

    #[test]
    fn a_run_is_as_long_as_it_goes() {
        let own = outline("Yes: the gates were shut at dawn, she said.");
        let other = outline("On Friday the gates were shut at dawn by wind.");
        assert_eq!(longest_run(&own, (0, own.words.len()), (3, 4), &other), Some((1, 2, 6)));
    }

    /// The longest common subsequence by its definition.
    fn in_order(first: &[u64], second: &[u64]) -> usize {
        let mut row = vec![0; second.len() + 1];
        for a in first {
            let mut diagonal = 0;
            for (j, b) in second.iter().enumerate() {
                let above = row[j + 1];
                row[j + 1] = if a == b { diagonal + 1 } else { above.max(row[j]) };
                diagonal = above;
            }
        }
        row[second.len()]
    }

    proptest! {
        #[test]
        fn words_in_the_same_order_are_counted_as_by_the_definition(
            first in prop::collection::vec(0..12_u64, 0..200),
            second in prop::collection::vec(0..14_u64, 0..200),
        ) {
            let pattern = Pattern::new(&first);
            prop_assert_eq!(pattern.in_order(&pattern.known(second.iter().copied(), second.len()).unwrap_or_default()), in_order(&first, &second));
        }
    }
}
