//! The keys of an article: hashes that another article has too where it holds a copy of the same text.
//!
//! - the *block*, and the block with its numbers masked;
//! - each short *sentence* of a longer block;
//! - *shingles*: runs of k words of the article's word stream, of which winnowing (Schleimer, Wilkerson and Aiken,
//!   SIGMOD 2003) keeps the least of each w in a row, so that two articles that share a run of w + k − 1 words share a
//!   key;
//! - the *head* and the *tail* of a short block: one changed word leaves one of them;
//! - a *sketch* of a long block: the least of its runs of three longer words, for copies in which many words differ.
//!
//! A key is a candidate: whoever looks one up compares the texts.
//!
//! Every run of words has a hash that follows from two of its article's: the hashes of the words from the first one up
//! to each word are polynomials (Karp and Rabin, IBM Journal 1987), so a run takes one subtraction.

mod winnow;

use super::Block;
use super::words::{Marks, NUMBER, Word, mix};
use crate::facts::Key;
use crate::format::paragraphs::Shape;
use winnow::winnow;

/// Version of the normal form and of the keys: indexes made by another version are of no use.
pub const VERSION: u32 = 2;

/// How densely shingles are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Density {
    /// k: words in a shingle.
    pub(crate) words: usize,
    /// w: of how many shingles in a row one is kept.
    pub(crate) window: usize,
}

impl Density {
    /// Every shared run of 13 words is found.
    pub const NORMAL: Self = Self { words: 4, window: 10 };
    /// Every shared run of 8 words is found.
    pub const THOROUGH: Self = Self { words: 4, window: 5 };

    /// The length, in words, from which on every shared run is found.
    #[must_use]
    pub const fn guarantee(self) -> usize {
        self.words + self.window - 1
    }
}

/// What a key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A whole block.
    Block,
    /// A whole block, its numbers masked.
    Masked,
    /// A sentence of a block.
    Sentence,
    /// A run of words of the article.
    Shingle,
    /// The first words of a short block.
    Head,
    /// The last words of a short block.
    Tail,
    /// A run of longer words of a long block.
    Sketch,
}

impl Kind {
    /// What keeps keys of different kinds apart.
    const fn tag(self) -> u64 {
        0x9e6c_63d0_876a_68b1_u64.wrapping_mul(2 * self as u64 + 1)
    }

    pub(crate) const fn key(self, hash: u64) -> Key {
        Key(mix(hash, self.tag()))
    }
}

/// A key and what it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Keyed {
    pub(crate) key: Key,
    pub(crate) kind: Kind,
    /// The block that it begins in.
    pub(crate) block: u32,
    /// The words that it stands for, as places in the article's word stream.
    pub(crate) first: u32,
    pub(crate) last: u32,
}

/// Words of a block from which on it is keyed as a whole.
pub(crate) const LEAST_BLOCK: usize = 2;
const SENTENCE: std::ops::RangeInclusive<usize> = 4..=12;
/// Words in a head and a tail, and blocks that have them.
const EDGE: usize = 4;
const EDGED: std::ops::RangeInclusive<usize> = 6..=15;
/// Keys of a sketch, and words in each.
const SKETCH: usize = 6;
const SKETCHED: usize = 3;
/// Longer words of a block behind which no more are looked at for its sketch.
const MOST_SKETCHED: usize = 1 << 16;
/// The most words of a block whose numbers are masked.
const MASKED: usize = 60;

/// Whether a block's words are part of the article's text: metadata and addresses are not.
pub(crate) fn is_text(shape: Shape) -> bool {
    !matches!(shape, Shape::Metadata { .. } | Shape::Address | Shape::Date)
}

/// Calls `give` with each key of an article that consists of `blocks`; those of equal things come more than once.
pub(crate) fn for_each<'a>(blocks: impl Iterator<Item = Block<'a>>, density: Density, mut give: impl FnMut(Keyed)) {
    // The number and the first word of each block of text.
    let mut firsts: Vec<(u32, u32)> = Vec::new();
    let mut all = Vec::new();
    let mut room = Room::default();
    let mut keyer = Keyer::new(&mut room, density, |kind, hash, first, last| all.push((kind, hash, first, last)));
    for (number, block) in blocks.enumerate().filter(|(_, block)| is_text(block.shape)) {
        firsts.push((number as u32, keyer.words() as u32));
        keyer.block(block.words);
    }
    keyer.finish();
    for (kind, hash, first, last) in all {
        // Blocks without words begin where the next one does.
        let at = firsts.partition_point(|(_, start)| *start <= first).saturating_sub(1);
        give(Keyed { key: kind.key(hash), kind, block: firsts[at].0, first, last });
    }
}

/// Makes the keys of an article whose blocks of text come one by one, and calls `give` with each: its kind, its hash,
/// and the first and the last word that it stands for, as places in the article's word stream.
pub(crate) struct Keyer<'a, G> {
    density: Density,
    give: G,
    room: &'a mut Room,
}

/// What a [`Keyer`] writes down; one serves many articles, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// For each word and behind the last one, the sum of the words in front of it.
    sums: Vec<u64>,
    /// The longer words of a block, and their places.
    content: Vec<(u64, u32)>,
    /// The shingles that are kept.
    kept: Vec<u64>,
}

impl<'a, G: FnMut(Kind, u64, u32, u32)> Keyer<'a, G> {
    pub(crate) fn new(room: &'a mut Room, density: Density, give: G) -> Self {
        room.sums.clear();
        room.sums.push(0);
        Self { density, give, room }
    }

    /// How many words have come.
    pub(crate) fn words(&self) -> usize {
        self.room.sums.len() - 1
    }

    /// Takes in the words of a block.
    pub(crate) fn block(&mut self, words: &[Word]) {
        let n = words.len();
        let start = self.words();
        let Room { sums, content, .. } = &mut *self.room;
        let mut sum = sums[start];
        let (mut any, mut all) = (Marks::default(), Marks::ALL);
        if content.len() < n {
            content.resize(n, (0, 0));
        }
        let content = &mut content[..n];
        let mut contents = 0;
        sums.extend(words.iter().zip(start as u32..).map(|(word, at)| {
            any = any.or(word.marks);
            all = all.and(word.marks);
            // Written in any case: one word in two counts, which a processor cannot guess.
            content[contents] = (word.hash, at);
            contents += usize::from(word.marks.has(Marks::CONTENT));
            sum = pushed(sum, word.hash);
            sum
        }));
        if n < LEAST_BLOCK {
            return;
        }
        if !all.has(Marks::DIGIT) {
            self.run(Kind::Block, start, start + n);
            if any.has(Marks::DIGIT) && n <= MASKED {
                (self.give)(Kind::Masked, run(words.iter().map(masked)), start as u32, (start + n - 1) as u32);
            }
        }
        if EDGED.contains(&n) {
            self.run(Kind::Head, start, start + EDGE);
            self.run(Kind::Tail, start + n - EDGE, start + n);
        }
        let mut from = 0;
        for to in sentence_ends(words).filter(|_| any.has(Marks::SENTENCE)) {
            if SENTENCE.contains(&(to - from)) && (from, to) != (0, n) {
                self.run(Kind::Sentence, start + from, start + to);
            }
            from = to;
        }
        if n > *EDGED.end() {
            let content = &self.room.content[..contents.min(MOST_SKETCHED)];
            sketch(content, |hash, first, last| (self.give)(Kind::Sketch, hash, first, last));
        }
    }

    fn run(&mut self, kind: Kind, from: usize, to: usize) {
        (self.give)(kind, between(&self.room.sums, from, to), from as u32, (to - 1) as u32);
    }

    /// Ends the article; the number of its words.
    pub(crate) fn finish(mut self) -> usize {
        let last = self.density.words as u32 - 1;
        let Room { sums, kept, .. } = &mut *self.room;
        winnow(sums, self.density, kept, |hash, first| (self.give)(Kind::Shingle, hash, first, first + last));
        self.words()
    }
}

/// A word's hash where numbers do not matter.
pub(crate) fn masked(word: &Word) -> u64 {
    if word.marks.has(Marks::DIGIT) { NUMBER } else { word.hash }
}

/// The base of the polynomials, a number without a pattern.
const BASE: u64 = 0xd6e8_feb8_6659_fd93;

/// Its powers, as far as most runs need them.
static POWERS: [u64; 64] = {
    let mut powers = [1; 64];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = BASE.wrapping_mul(powers[at - 1]);
        at += 1;
    }
    powers
};

fn power(exponent: usize) -> u64 {
    POWERS.get(exponent).copied().unwrap_or_else(|| BASE.wrapping_pow(exponent as u32))
}

/// The hash of words in a row.
pub(crate) fn run(hashes: impl Iterator<Item = u64>) -> u64 {
    hashes.fold(0, pushed)
}

/// The sum of words with one more.
const fn pushed(sum: u64, hash: u64) -> u64 {
    sum.wrapping_mul(BASE).wrapping_add(hash)
}

/// The hash of the words from `from` to `to`, exclusive, where `sums` are those of the words in front of each.
fn between(sums: &[u64], from: usize, to: usize) -> u64 {
    sums[to].wrapping_sub(sums[from].wrapping_mul(power(to - from)))
}

/// Where each sentence of `words` ends, exclusive.
pub(crate) fn sentence_ends(words: &[Word]) -> impl Iterator<Item = usize> + '_ {
    let begins = |i: &usize| words[*i].marks.has(Marks::SENTENCE);
    (1..words.len()).filter(begins).chain((!words.is_empty()).then_some(words.len()))
}

/// Runs of longer words of a block, given as hashes and places: hash, first and last word.
///
/// All of them where there are few; else the least of each bin that they fall into by their hash (one-permutation
/// hashing: Li, Owen and Zhang, NIPS 2012).
fn sketch(content: &[(u64, u32)], mut give: impl FnMut(u64, u32, u32)) {
    let Some(count) = (content.len() + 1).checked_sub(SKETCHED) else { return };
    let run = |at: usize| {
        let [(a, _), (b, _), (c, _)] = [content[at], content[at + 1], content[at + 2]];
        (a.rotate_left(21) ^ b.rotate_left(42) ^ c).wrapping_mul(BASE)
    };
    // The place of a run takes the lowest bits of its hash.
    const PLACE: u64 = MOST_SKETCHED as u64 - 1;
    let mut give = |run: u64| {
        let at = (run & PLACE) as usize;
        give(run >> MOST_SKETCHED.ilog2(), content[at].1, content[at + SKETCHED - 1].1);
    };
    if count <= SKETCH {
        (0..count).for_each(|at| give(run(at) & !PLACE | at as u64));
        return;
    }
    let mut least = [u64::MAX; SKETCH];
    for at in 0..count {
        let run = run(at);
        let bin = (((run >> 32) * SKETCH as u64) >> 32) as usize;
        least[bin] = least[bin].min(run & !PLACE | at as u64);
    }
    least.into_iter().filter(|run| *run != u64::MAX).for_each(give);
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::boilerplate::words::words;
    use crate::text::Span;

    fn keys_of(blocks: &[&str], density: Density) -> Vec<Keyed> {
        let words: Vec<Vec<Word>> = blocks.iter().map(|text| words(text)).collect();
        let blocks =
            words.iter().map(|words| Block { unit: 0, span: Span::empty(0), shape: Shape::Text, words, digest: None });
        let mut found = Vec::new();
        for_each(blocks, density, |keyed| found.push(keyed));
        found
    }

    fn shared(a: &[&str], b: &[&str], kind: Kind) -> usize {
        let keys = |blocks: &[&str]| -> HashSet<Key> {
            keys_of(blocks, Density::NORMAL).iter().filter(|keyed| keyed.kind == kind).map(|keyed| keyed.key).collect()
        };
        keys(a).intersection(&keys(b)).count()
    }

    #[test]
    fn equal_blocks_have_equal_keys() {
        assert_eq!(shared(&["Gates open, at last!"], &["GATES open at last"], Kind::Block), 1);
        assert_eq!(shared(&["Page 3 of 17"], &["Page 4 of 20"], Kind::Block), 0);
        assert_eq!(shared(&["Page 3 of 17"], &["Page 4 of 20"], Kind::Masked), 1);
        assert_eq!(
            shared(&["One. The gates are open. Two"], &["The gates are open. But not here."], Kind::Sentence),
            1
        );
    }

    #[test]
    fn one_changed_word_leaves_the_head_or_the_tail_of_a_short_block() {
        let one = ["Sign up for our newsletter here today"];
        assert_eq!(shared(&one, &["Sign up for our letters here today"], Kind::Head), 1);
        assert_eq!(shared(&one, &["Enrol up for our newsletter here today"], Kind::Tail), 1);
    }

    #[test]
    fn a_key_says_which_words_it_stands_for() {
        let all = keys_of(&["a b c", "d e f g h i"], Density::NORMAL);
        let of = |kind: Kind| -> Vec<_> {
            all.iter().filter(|it| it.kind == kind).map(|it| (it.block, it.first, it.last)).collect()
        };
        assert_eq!(of(Kind::Block), [(0, 0, 2), (1, 3, 8)]);
        assert_eq!(of(Kind::Tail), [(1, 5, 8)]);
    }

    proptest! {
        #[test]
        fn a_shared_run_of_thirteen_words_shares_a_shingle(
            shared_run in prop::collection::vec("[a-d]{1,2}", 13..20),
            before in prop::collection::vec("[e-h]{1,2}", 0..30),
            after in prop::collection::vec("[i-l]{1,2}", 0..30),
            breaks in prop::collection::vec(0..12_usize, 0..3),
        ) {
            let mut run = shared_run.clone();
            for at in breaks {
                run[at].push('\n');
            }
            let joined = format!("{} {} {}", before.join(" "), run.join(" "), after.join(" "));
            let one: Vec<&str> = joined.lines().collect();
            let other = shared_run.join(" ");
            prop_assert!(shared(&one, &[&other], Kind::Shingle) > 0);
        }

        #[test]
        fn the_thorough_density_finds_runs_of_eight(
            shared_run in prop::collection::vec("[a-d]{1,2}", 8..12),
            before in prop::collection::vec("[e-h]{1,2}", 0..30),
            after in prop::collection::vec("[i-l]{1,2}", 0..30),
        ) {
            let of = |text: &str| -> HashSet<Key> {
                let all = keys_of(&[text], Density::THOROUGH);
                all.iter().filter(|it| it.kind == Kind::Shingle).map(|it| it.key).collect()
            };
            let run = shared_run.join(" ");
            let long = of(&format!("{} {run} {}", before.join(" "), after.join(" ")));
            prop_assert!(of(&run).intersection(&long).count() > 0);
        }
    }
}
