//! The words of a text, each as a hash of its normal form: what duplicates are found by.
//!
//! Normal form: letters and digits only, case folded, compatibility forms composed (NFKC) where there is more than
//! ASCII.
//! Everything else separates words: white space, punctuation, quotation marks and apostrophes of every shape, dashes,
//! ellipses, Markdown emphasis; the target of a Markdown link is left out.
//! In scripts without spaces between words every character is a word.
//!
//! The text is not read character by character: [`classes`] tells sixty-four bytes at a time what they are, words begin
//! and end where the bits change, and a word of up to sixteen bytes is hashed without a branch (after Langdale and
//! Lemire, "Parsing gigabytes of JSON per second", VLDB Journal 2019).

mod classes;
mod letters;

use std::ops::Range;

use classes::classes;
pub(crate) use letters::is_a_word;

/// A word and its place, in bytes from the start of the text that it was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Hash of its normal form.
    pub hash: u64,
    /// First byte.
    pub start: u32,
    /// End, exclusive.
    pub end: u32,
    /// What else is known of it.
    pub marks: Marks,
}

/// What is known of a word beside its hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u8);

impl Marks {
    /// It holds a digit.
    pub const DIGIT: Self = Self(1);
    /// The mark that ends a sentence, and white space, stand between it and the word in front of it.
    pub const SENTENCE: Self = Self(2);
    /// It is so long that it is likely to be a word of content and not of grammar, or stands for one.
    pub const CONTENT: Self = Self(4);
    /// Everything that can be said.
    pub(super) const ALL: Self = Self(7);

    /// Whether all of `other` is said.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// It as a number.
    pub(crate) const fn bits(self) -> u64 {
        self.0 as u64
    }

    /// What is said in one of the two.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is said in both.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    const fn set(&mut self, other: Self, on: bool) {
        self.0 |= if on { other.0 } else { 0 };
    }
}

/// The hash that stands for every word with a digit where numbers do not matter.
pub const NUMBER: u64 = 0x6a09_e667_f3bc_c909;

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const ODD: u64 = 0xa076_1d64_78bd_642f;

/// Words of at least this many bytes, beyond ASCII characters, are [`Marks::CONTENT`].
const CONTENT_LEN: usize = 5;

/// Mixes two values into one: the halves of their product, folded (as in wyhash, by Wang Yi).
#[must_use]
pub const fn mix(a: u64, b: u64) -> u64 {
    let product = (a ^ SEED) as u128 * (b ^ ODD) as u128;
    (product as u64) ^ (product >> 64) as u64
}

/// The hash of one word that is in normal form already.
#[must_use]
pub fn hash(word: &str) -> u64 {
    hash_of(word.as_bytes())
}

fn hash_of(word: &[u8]) -> u64 {
    let hash = |hash: u64, at| {
        let (first, second) = sixteen(word, at);
        mix(first ^ hash, second ^ hash.rotate_left(32))
    };
    (0..word.len()).step_by(16).fold(0, hash)
}

/// The words of `text`, in order.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 6 + 1);
    for_each(text, |word| found.push(word));
    found
}

/// Calls `give` with each word of `text`, which is shorter than 4 GiB, in order.
pub fn for_each(text: &str, give: impl FnMut(Word)) {
    for_each_in(text, 0..text.len(), give);
}

/// Calls `give` with each word of this range of `text`, with places from the start of `text`, as if that stood alone.
pub(crate) fn for_each_in(text: &str, range: Range<usize>, mut give: impl FnMut(Word)) {
    let Range { start, end } = range;
    let mut scan = Scan { text, gap: Gap::default() };
    let bytes = &text.as_bytes()[..end];
    let mut from = start;
    // Between the text of a link and its target there is nothing but this.
    for at in memchr::memchr_iter(b']', &bytes[start..]).map(|at| start + at) {
        if at < from || bytes.get(at + 1) != Some(&b'(') {
            continue;
        }
        let target = &bytes[at + 2..];
        let Some(len) = memchr::memchr3(b')', b'\n', b'\r', target) else { break };
        if target[len] == b')' {
            scan.words(from, at, &mut give);
            from = at + 2 + len;
        }
    }
    scan.words(from, end, &mut give);
}

/// What was seen since the last word.
#[derive(Default)]
struct Gap {
    /// A mark that ends a sentence if white space follows.
    mark: bool,
    /// The end of a sentence.
    ends: bool,
    /// The end of a sentence in a script whose marks need no white space behind them.
    ends_beyond: bool,
}

/// A text while its words are told.
struct Scan<'a> {
    text: &'a str,
    gap: Gap,
}

impl Scan<'_> {
    /// The words between `start` and `end`, which are no places inside a word.
    fn words(&mut self, start: usize, end: usize, give: &mut impl FnMut(Word)) {
        let bytes = self.text.as_bytes();
        // As many bytes at the beginning of the next chunk belong to a mark beyond ASCII.
        let mut taken = 0;
        let mut at = start;
        while at < end {
            let mut tail = [0; classes::LEN];
            let chunk = bytes.get(at..at + classes::LEN).and_then(|chunk| chunk.try_into().ok()).unwrap_or_else(|| {
                tail[..bytes.len() - at].copy_from_slice(&bytes[at..]);
                &tail
            });
            let class = classes(chunk);
            let inside = u64::MAX >> classes::LEN.saturating_sub(end - at);
            let (mut word, mut space, mut ends) = (class.word & inside, class.space & inside, 0);
            if class.high & inside != 0 {
                word |= class.high & inside;
                taken = self.beyond_ascii(at, class.high & inside, taken, &mut word, &mut space, &mut ends);
            }
            let begins = self.gap.sentences(!word, class.mark & inside, space, ends);
            let mut starts = word & !(word << 1);
            let mut stops = !word & word << 1;
            let mut next = at + classes::LEN;
            if word >> 63 != 0 {
                // The last word may go on: it is looked at again, as the first one of the next chunk.
                let last = classes::LEN - 1 - starts.leading_zeros() as usize;
                next = at + last;
                taken = 0;
                self.gap.mark = false;
                self.gap.ends = begins >> last & 1 != 0;
                if last == 0 {
                    next = self.end_of_word(at + classes::LEN, end);
                    let begins = std::mem::take(&mut self.gap.ends);
                    self.other_word(at, next, begins, give);
                }
            }
            while stops != 0 {
                let (from, to) = (first(starts), first(stops));
                self.word(at + from, at + to, begins >> from & 1 != 0, give);
                starts &= starts - 1;
                stops &= stops - 1;
            }
            at = next;
        }
    }

    /// Where a word ends that goes on at `at`.
    #[cold]
    fn end_of_word(&self, at: usize, end: usize) -> usize {
        let bytes = &self.text.as_bytes()[..end];
        let goes_on = |at: &usize| {
            bytes[*at].is_ascii_alphanumeric() || !bytes[*at].is_ascii() && letters::punctuation(bytes, *at).is_none()
        };
        (at..end).find(|at| !goes_on(at)).unwrap_or(end)
    }

    /// Takes the marks and spaces beyond ASCII, whose bytes from `at` on are `high`, out of `word`; `taken` bytes belong
    /// to one that began before.
    /// Returns how many bytes of the last one stand behind these.
    #[inline(never)]
    fn beyond_ascii(
        &self,
        at: usize,
        high: u64,
        taken: usize,
        word: &mut u64,
        space: &mut u64,
        ends: &mut u64,
    ) -> usize {
        let none = |count: usize| !(u64::MAX << count.min(63));
        *word &= !none(taken);
        let mut left = high & !none(taken);
        while left != 0 {
            let place = first(left);
            let Some(found) = letters::punctuation(self.text.as_bytes(), at + place) else {
                left &= left - 1;
                continue;
            };
            let own = none(found.len) << place;
            *word &= !own;
            left &= !own;
            *space |= if found.space { own } else { 0 };
            *ends |= if found.ends { own } else { 0 };
            if place + found.len > classes::LEN {
                return place + found.len - classes::LEN;
            }
        }
        0
    }

    /// Gives the word from `start` to `end`; where there are characters beyond ASCII, as many as it is.
    #[inline]
    fn word(&mut self, start: usize, end: usize, begins: bool, give: &mut impl FnMut(Word)) {
        let len = end - start;
        let (a, b) = sixteen(self.text.as_bytes(), start);
        let [low, high] = BYTES[len.min(16)];
        let (a, b) = (a & low, b & high);
        if len > 16 || (a | b) & each(0x80) != 0 {
            return self.other_word(start, end, begins, give);
        }
        let mut marks = Marks::default();
        // Digits are what has no bit of letters.
        marks.set(Marks::DIGIT, (!a & low | !b & high) & each(0x40) != 0);
        marks.set(Marks::SENTENCE, begins | std::mem::take(&mut self.gap.ends_beyond));
        marks.set(Marks::CONTENT, len >= CONTENT_LEN);
        // The bit of small letters is set in digits anyway.
        let hash = mix(a | low & each(0x20), b | high & each(0x20));
        give(Word { hash, start: start as u32, end: end as u32, marks });
    }

    /// The same for words that are longer than most or hold characters beyond ASCII.
    #[inline(never)]
    fn other_word(&mut self, start: usize, end: usize, begins: bool, give: &mut impl FnMut(Word)) {
        self.gap.ends_beyond |= begins;
        letters::words_of_run(self.text, start, end, &mut self.gap.ends_beyond, give);
    }
}

impl Gap {
    /// Where words begin that begin a sentence, of sixty-four bytes: `gaps` are those between words, in which stand
    /// marks that end a sentence if white space follows, and what `ends` one anyway.
    ///
    /// Adding a bit to a run of ones carries it to the end of the run, into the next word, and clears what it passes.
    fn sentences(&mut self, gaps: u64, marks: u64, space: u64, ends: u64) -> u64 {
        let carried = |bits: u64, carry: bool| {
            let (sum, first) = gaps.overflowing_add(bits);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            (sum, first | second)
        };
        let (passed, mark) = carried(marks, self.mark);
        let (begun, ends) = carried(gaps & !passed & space | ends, self.ends);
        *self = Self { mark, ends, ..*self };
        begun & !gaps
    }
}

/// The place of the lowest bit.
const fn first(bits: u64) -> usize {
    bits.trailing_zeros() as usize
}

const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Sixteen bytes from `at` on as two numbers, zeros behind the end; the first is the lowest.
#[inline]
fn sixteen(bytes: &[u8], at: usize) -> (u64, u64) {
    let both = match bytes.get(at..at + 16).and_then(|bytes| bytes.try_into().ok()) {
        Some(bytes) => u128::from_le_bytes(bytes),
        None => bytes[at..].iter().rev().fold(0, |both, &byte| both << 8 | u128::from(byte)),
    };
    (both as u64, (both >> 64) as u64)
}

/// The lowest bytes of sixteen, by their number.
static BYTES: [[u64; 2]; 17] = {
    let mut all = [[0; 2]; 17];
    let mut count = 1;
    while count < all.len() {
        let both = u128::MAX >> (128 - 8 * count);
        all[count] = [both as u64, (both >> 64) as u64];
        count += 1;
    }
    all
};

/// Whether `text` ends as sentences do, closing marks left aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', '»', '«', '“', ')', ']', '」', '』', ' ', '\n']);
    text.ends_with(['.', '!', '?', '。', '！', '？'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn normal(text: &str) -> Vec<String> {
        words(text).iter().map(|word| text[word.start as usize..word.end as usize].to_owned()).collect()
    }

    fn hashes(text: &str) -> Vec<u64> {
        words(text).iter().map(|word| word.hash).collect()
    }

    #[test]
    fn everything_but_letters_and_digits_separates() {
        assert_eq!(
            normal("“We open—the gates’ 2nd…” said [Lind]."),
            ["We", "open", "the", "gates", "2nd", "said", "Lind"]
        );
        assert_eq!(hashes("Don’t STOP"), hashes("don't stop"));
        assert_eq!(hashes("a b"), hashes("a\u{a0}b"));
    }

    #[test]
    fn case_and_compatibility_forms_are_folded() {
        assert_eq!(hashes("Ökonomie ÉTÉ ﬁnal"), hashes("ökonomie été final"));
        assert_eq!(hashes("cafe\u{301}"), hashes("café"));
        assert_eq!(hashes("internationally-minded"), hashes("Internationally Minded"));
    }

    #[test]
    fn the_target_of_a_link_is_no_text() {
        assert_eq!(normal("the [gates](https://example.org/a-b) are (open)"), ["the", "gates", "are", "open"]);
        assert_eq!(normal("a list [x](y"), ["a", "list", "x", "y"]);
    }

    #[test]
    fn characters_of_scripts_without_spaces_are_words() {
        assert_eq!(normal("習近平 met"), ["習", "近", "平", "met"]);
    }

    #[test]
    fn sentences_begin_behind_their_marks() {
        let begins = |text: &str| -> Vec<usize> {
            let found = words(text);
            (0..found.len()).filter(|&i| found[i].marks.has(Marks::SENTENCE)).collect()
        };
        assert_eq!(begins("One two. Three four! Five 2.5 six.” Seven"), [2, 4, 8]);
        assert_eq!(begins("門が開いた。門"), [5]);
    }

    proptest! {
        #[test]
        fn words_ascend_inside_the_text(text in "\\PC{0,60}|[a-zA-Z .]{0,60}|[aé习\u{301}\\]\\(\\) .]{0,40}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(last <= word.start && word.start < word.end);
                prop_assert!(text.get(word.start as usize..word.end as usize).is_some());
                last = word.end;
            }
        }

        #[test]
        fn a_hash_is_that_of_the_normal_form(text in "[a-z0-9]{1,30}") {
            let found = words(&text);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].hash, hash(&text));
        }

        #[test]
        fn words_do_not_depend_on_what_is_around_them(a in "[a-zA-Zé0-9]{1,12}", b in "[a-zé]{1,12}", gap in "[ .,“]{1,9}") {
            let joined = hashes(&format!("{a}{gap}{b}"));
            prop_assert_eq!(joined, [hashes(&a), hashes(&b)].concat());
        }
    }
}
