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

use super::Block;
use super::words::{Marks, NUMBER, Word, mix};
use crate::facts::Key;
use crate::format::paragraphs::Shape;

/// Version of the normal form and of the keys: indexes made by another version are of no use.
pub const VERSION: u32 = 1;

/// How densely shingles are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Density {
    /// k: words in a shingle.
    pub words: usize,
    /// w: of how many shingles in a row one is kept.
    pub window: usize,
}

impl Density {
    /// Every shared run of 13 words is found.
    pub const NORMAL: Self = Self { words: 5, window: 9 };
    /// Every shared run of 8 words is found.
    pub const THOROUGH: Self = Self { words: 5, window: 4 };

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

    const fn key(self, hash: u64) -> Key {
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
/// The most words of a block whose numbers are masked.
const MASKED: usize = 60;

/// Whether a block's words are part of the article's text: metadata and addresses are not.
pub(crate) fn is_text(shape: Shape) -> bool {
    !matches!(shape, Shape::Metadata { .. } | Shape::Address | Shape::Date)
}

/// Calls `give` with each key of an article that consists of `blocks`; those of equal things come more than once.
pub(crate) fn for_each<'a>(blocks: impl Iterator<Item = Block<'a>>, density: Density, mut give: impl FnMut(Keyed)) {
    let mut shingles = Winnow::new(density);
    let shingle = |(hash, first, block): (u64, usize, u32)| {
        let last = first + density.words - 1;
        Keyed { key: Kind::Shingle.key(hash), kind: Kind::Shingle, block, first: first as u32, last: last as u32 }
    };
    let mut at = 0_usize;
    for (index, block) in blocks.enumerate() {
        if !is_text(block.shape) {
            continue;
        }
        let block_number = index as u32;
        let keyed = |kind: Kind, hash: u64, first: usize, last: usize| Keyed {
            key: kind.key(hash),
            kind,
            block: block_number,
            first: (at + first) as u32,
            last: (at + last) as u32,
        };
        let words = block.words;
        for (i, word) in words.iter().enumerate() {
            if let Some(kept) = shingles.push(word.hash, at + i, block_number) {
                give(shingle(kept));
            }
        }
        of_block(words, |kind, hash, first, last| give(keyed(kind, hash, first, last)));
        at += words.len();
    }
    if let Some(kept) = shingles.finish() {
        give(shingle(kept));
    }
}

/// The keys of a block that depend on its words alone: kind, hash, first and last word.
fn of_block(words: &[Word], mut give: impl FnMut(Kind, u64, usize, usize)) {
    let n = words.len();
    if n < LEAST_BLOCK {
        return;
    }
    let last = n - 1;
    let has_digits = words.iter().any(|word| word.marks.has(Marks::DIGIT));
    let has_words = words.iter().any(|word| !word.marks.has(Marks::DIGIT));
    if has_words {
        give(Kind::Block, run(words.iter().map(|word| word.hash)), 0, last);
        if has_digits && n <= MASKED {
            give(Kind::Masked, run(words.iter().map(masked)), 0, last);
        }
    }
    if EDGED.contains(&n) {
        give(Kind::Head, run(words[..EDGE].iter().map(|word| word.hash)), 0, EDGE - 1);
        give(Kind::Tail, run(words[n - EDGE..].iter().map(|word| word.hash)), n - EDGE, last);
    }
    let mut from = 0;
    for to in sentence_ends(words) {
        if SENTENCE.contains(&(to - from)) && (from, to) != (0, n) {
            give(Kind::Sentence, run(words[from..to].iter().map(|word| word.hash)), from, to - 1);
        }
        from = to;
    }
    if n > *EDGED.end() {
        sketch(words, |hash, first, last| give(Kind::Sketch, hash, first, last));
    }
}

/// A word's hash where numbers do not matter.
pub(crate) fn masked(word: &Word) -> u64 {
    if word.marks.has(Marks::DIGIT) { NUMBER } else { word.hash }
}

/// The hash of words in a row.
pub(crate) fn run(hashes: impl Iterator<Item = u64>) -> u64 {
    hashes.fold(0, mix)
}

/// Where each sentence of `words` ends, exclusive.
pub(crate) fn sentence_ends(words: &[Word]) -> impl Iterator<Item = usize> + '_ {
    let begins = |i: &usize| words[*i].marks.has(Marks::SENTENCE);
    (1..words.len()).filter(begins).chain((!words.is_empty()).then_some(words.len()))
}

/// The least runs of longer words of a block: hash, first and last word.
fn sketch(words: &[Word], mut give: impl FnMut(u64, usize, usize)) {
    let mut least = [(u64::MAX, 0, 0); SKETCH];
    let mut window = [(0_u64, 0_usize); SKETCHED];
    let content = words.iter().enumerate().filter(|(_, word)| word.marks.has(Marks::CONTENT));
    for (count, (i, word)) in content.enumerate() {
        window.rotate_left(1);
        window[SKETCHED - 1] = (word.hash, i);
        if count + 1 < SKETCHED {
            continue;
        }
        let hash = run(window.iter().map(|(hash, _)| *hash));
        if hash < least[SKETCH - 1].0 && least.iter().all(|(known, ..)| *known != hash) {
            least[SKETCH - 1] = (hash, window[0].1, i);
            least.sort_unstable();
        }
    }
    least.iter().filter(|(hash, ..)| *hash != u64::MAX).for_each(|&(hash, first, last)| give(hash, first, last));
}

/// Keeps the least of each w shingles in a row, of equal ones the last.
struct Winnow {
    density: Density,
    /// The last words, as hash and block: a ring, longer than any k so that the place in it is cheap to find.
    words: [(u64, u32); WORDS],
    /// The hash over the last k: the exclusive or of the words, each rotated by its distance from the end.
    rolling: u64,
    /// The last shingles as (order, hash, first word, block): a ring, longer than any w.
    window: [(u64, u64, usize, u32); WINDOW],
    /// How many words and shingles have come.
    count: usize,
    shingles: usize,
    /// The number of the least shingle of the window, and whether it was given.
    least: usize,
    given: bool,
}

/// Lengths of the rings: powers of two, more than any density's words and window.
const WORDS: usize = 8;
const WINDOW: usize = 16;

/// By how much a word's hash is rotated for each word behind it.
const TURN: u32 = 7;

impl Winnow {
    fn new(density: Density) -> Self {
        debug_assert!(density.words < WORDS && density.window < WINDOW);
        Self {
            density,
            words: [(0, 0); WORDS],
            rolling: 0,
            window: [(0, 0, 0, 0); WINDOW],
            count: 0,
            shingles: 0,
            least: 0,
            given: true,
        }
    }

    /// Takes in the next word; gives a shingle that is kept, if one is settled by it: its hash, its first word, its block.
    fn push(&mut self, hash: u64, at: usize, block: u32) -> Option<(u64, usize, u32)> {
        let Density { words: k, window: w } = self.density;
        // Before the first k words zeros leave.
        let (out, _) = self.words[self.count.wrapping_sub(k) % WORDS];
        self.words[self.count % WORDS] = (hash, block);
        self.rolling = self.rolling.rotate_left(TURN) ^ hash ^ out.rotate_left(TURN * k as u32);
        self.count += 1;
        if self.count < k {
            return None;
        }
        let number = self.shingles;
        let (_, first_block) = self.words[(self.count - k) % WORDS];
        // The order is another hash than the key, or the keys would crowd at the low end.
        let order = self.rolling.wrapping_mul(0xd6e8_feb8_6659_fd93);
        let gone = number >= self.least + w;
        let least = self.window[self.least % WINDOW].0;
        self.window[number % WINDOW] = (order, self.rolling, at + 1 - k, first_block);
        self.shingles += 1;
        if number == 0 || !gone && order <= least {
            (self.least, self.given) = (number, false);
        } else if gone {
            let all = number + 1 - w..=number;
            self.least = all.rev().min_by_key(|i| self.window[i % WINDOW].0).unwrap_or(number);
            self.given = false;
        }
        if self.shingles >= w && !std::mem::replace(&mut self.given, true) {
            let (_, hash, first, block) = self.window[self.least % WINDOW];
            return Some((hash, first, block));
        }
        None
    }

    /// The one shingle of an article that has fewer than a window of them.
    fn finish(self) -> Option<(u64, usize, u32)> {
        let short = self.shingles > 0 && self.shingles < self.density.window;
        short.then(|| self.window[self.least % WINDOW]).map(|(_, hash, first, block)| (hash, first, block))
    }
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
        let blocks = words.iter().map(|words| Block { unit: 0, span: Span::empty(0), shape: Shape::Text, words });
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
