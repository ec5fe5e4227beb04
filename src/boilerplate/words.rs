//! The words of a text, each as a hash of its normal form: what duplicates are found by.
//!
//! Normal form: letters and digits only, case folded, compatibility forms composed (NFKC) where there is more than
//! ASCII.
//! Everything else separates words: white space, punctuation, quotation marks and apostrophes of every shape, dashes,
//! ellipses, Markdown emphasis; the target of a Markdown link is left out.
//! In scripts without spaces between words every character is a word.

use memchr::memmem;
use unicode_normalization::UnicodeNormalization;

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
    /// The mark that ends a sentence stands between it and the word in front of it.
    pub const SENTENCE: Self = Self(2);
    /// It is so long that it is likely to be a word of content and not of grammar, or stands for one.
    pub const CONTENT: Self = Self(4);

    /// Whether all of `other` is said.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn set(&mut self, other: Self, on: bool) {
        self.0 |= if on { other.0 } else { 0 };
    }
}

/// The hash that stands for every word with a digit where numbers do not matter.
pub const NUMBER: u64 = 0x6a09_e667_f3bc_c909;

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const ODD: u64 = 0xa076_1d64_78bd_642f;

/// Words of at least this many bytes are [`Marks::CONTENT`].
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
    let mut state = State::default();
    word.bytes().for_each(|byte| state.push(byte));
    state.finish()
}

/// The words of `text`, in order.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 6);
    for_each(text, |word| found.push(word));
    found
}

/// Calls `give` with each word of `text`, which is shorter than 4 GiB, in order.
pub fn for_each(text: &str, mut give: impl FnMut(Word)) {
    let mut begins_sentence = false;
    let mut start = 0;
    // Between the text of a link and its target there is nothing but this.
    for at in memmem::find_iter(text.as_bytes(), "](") {
        if at < start {
            continue;
        }
        let target = &text.as_bytes()[at + 2..];
        let Some(len) = target.iter().position(|&byte| matches!(byte, b')' | b'\n' | b'\r')) else { break };
        if target[len] == b')' {
            scan(text, start, at, &mut begins_sentence, &mut give);
            start = at + 2 + len;
        }
    }
    scan(text, start, text.len(), &mut begins_sentence, &mut give);
}

/// The words of `text[start..end]`, which begins and ends between words.
fn scan(text: &str, start: usize, end: usize, begins_sentence: &mut bool, give: &mut impl FnMut(Word)) {
    let bytes = &text.as_bytes()[..end];
    let mut at = start;
    while at < end {
        let eight = chunk(bytes, at);
        let class = classes(eight);
        let run = run(class.word);
        if run == 0 {
            at = if class.high & 0x80 != 0 {
                beyond_ascii(text, at, end, begins_sentence, give)
            } else {
                gap(bytes, at, class, begins_sentence)
            };
            continue;
        }
        let word_start = at;
        let mut digits = class.digit & low(run);
        let hash;
        if run < 8 {
            // Most words are done within one chunk, and most have one character between them and the next.
            hash = mix(run as u64, class.folded & low(run));
            at += run;
        } else {
            let mut state = State { hash: mix(0, class.folded), len: 8, ..State::default() };
            at += 8;
            let mut last = 8;
            while last == 8 && at < end {
                let class = classes(chunk(bytes, at));
                last = self::run(class.word);
                digits |= class.digit & low(last);
                state.push_chunk(class.folded, last);
                at += last;
            }
            hash = state.finish();
        }
        if at < end && bytes[at] >= 0x80 && begins_word(text, at) {
            at = beyond_ascii(text, word_start, end, begins_sentence, give);
            continue;
        }
        let mut marks = Marks::default();
        marks.set(Marks::DIGIT, digits != 0);
        marks.set(Marks::SENTENCE, std::mem::take(begins_sentence));
        marks.set(Marks::CONTENT, at - word_start >= CONTENT_LEN);
        give(Word { hash, start: word_start as u32, end: at as u32, marks });
        // The usual single space needs no look of its own.
        at += usize::from(bytes.get(at) == Some(&b' ') && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric));
    }
}

/// As many separators as there are before the next letter, digit or character beyond ASCII; returns where they end.
fn gap(bytes: &[u8], at: usize, class: Classes, begins_sentence: &mut bool) -> usize {
    let len = ((class.word | class.high).trailing_zeros() / 8).min(8) as usize;
    let end = (at + len).min(bytes.len());
    let ends = if end - at > 1 || end == bytes.len() {
        ends_sentence(&bytes[at..end])
    } else {
        // A mark in front of a character beyond ASCII, which closes a quotation or is a space.
        matches!(bytes[at], b'.' | b'!' | b'?') && bytes.get(end).is_some_and(|&b| b >= 0x80)
    };
    *begins_sentence |= ends;
    end
}

/// Eight bytes from `at` on, zeros behind the end; the first is the lowest.
fn chunk(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
        None => bytes[at..].iter().rev().fold(0, |chunk, &byte| chunk << 8 | u64::from(byte)),
    }
}

/// The bytes of a chunk by class: the highest bit of each byte says whether it is of the class.
#[derive(Clone, Copy)]
struct Classes {
    /// ASCII letters and digits.
    word: u64,
    digit: u64,
    /// Beyond ASCII.
    high: u64,
    /// The chunk in lower case.
    folded: u64,
}

const HIGH: u64 = 0x8080_8080_8080_8080;

const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Eight bytes at once: adding to seven bits carries into the eighth where a byte reaches a limit.
const fn classes(chunk: u64) -> Classes {
    let high = chunk & HIGH;
    let low = chunk & !HIGH;
    let lower = low | each(0x20);
    let letter = (lower + each(0x80 - b'a')) & !(lower + each(0x7f - b'z')) & HIGH & !high;
    // The bit of lower case makes letters of some other characters, none of them digits.
    let letter = letter & (low + each(0x80 - b'A')) & HIGH;
    let digit = (low + each(0x80 - b'0')) & !(low + each(0x7f - b'9')) & HIGH & !high;
    Classes { word: letter | digit, digit, high, folded: chunk | letter >> 2 }
}

/// How many bytes from the lowest on are of the class.
const fn run(class: u64) -> usize {
    ((!class & HIGH).trailing_zeros() / 8) as usize
}

/// The lowest `count` bytes.
const fn low(count: usize) -> u64 {
    if count >= 8 { u64::MAX } else { (1 << (8 * count)) - 1 }
}

/// Whether the separators between two words end a sentence.
fn ends_sentence(gap: &[u8]) -> bool {
    let mark = gap.iter().position(|byte| matches!(byte, b'.' | b'!' | b'?'));
    mark.is_some_and(|at| gap[at..].iter().any(|byte| byte.is_ascii_whitespace()) || at + 1 == gap.len())
}

/// Whether the character at `at`, which is beyond ASCII, belongs to a word that is written with spaces round it.
fn begins_word(text: &str, at: usize) -> bool {
    !is_punctuation(text.as_bytes(), at) && text[at..].chars().next().is_some_and(is_part)
}

/// Whether the character at `at` is one of the marks and spaces that news are full of: told by its bytes alone.
/// U+2000 to U+203F but for the two joiners, the no-break space and the guillemets.
fn is_punctuation(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at..at + 3) {
        Some([0xe2, 0x80, third]) => !matches!(third, 0x8c | 0x8d),
        Some([0xc2, second, _]) => matches!(second, 0xa0 | 0xab | 0xbb),
        _ => false,
    }
}

/// Whether a character is part of a word that is written with spaces round it.
fn is_part(c: char) -> bool {
    is_simple(c) || (c.is_alphanumeric() || is_combining(c)) && !is_a_word(c)
}

/// Letters that are in normal form as they stand and have one small letter each: those of most European languages.
fn is_simple(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{c0}'..='\u{12f}' | '\u{134}'..='\u{13e}' | '\u{141}'..='\u{148}' | '\u{14a}'..='\u{17e}'
            | '\u{400}'..='\u{481}')
            && !matches!(c, '×' | '÷')
}

/// The word or the separator at `at`, with a character beyond ASCII in it; returns where to go on.
fn beyond_ascii(text: &str, at: usize, end: usize, begins_sentence: &mut bool, give: &mut impl FnMut(Word)) -> usize {
    if is_punctuation(text.as_bytes(), at) {
        let c = text[at..end].chars().next().unwrap_or(' ');
        *begins_sentence |= c == '…';
        return at + c.len_utf8();
    }
    let rest = &text[at..end];
    let Some(first) = rest.chars().next() else { return end };
    let len = if is_a_word(first) { first.len_utf8() } else { rest.find(|c| !is_part(c)).unwrap_or(rest.len()) };
    if len == 0 {
        *begins_sentence |= matches!(first, '…' | '。' | '！' | '？' | '؟' | '।');
        return at + first.len_utf8();
    }
    let word = &rest[..len];
    let mut state = State::default();
    let mut digit = false;
    let mut count = 0;
    let mut push = |c: char| c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| state.push(byte));
    if word.chars().all(is_simple) {
        for c in word.chars() {
            count += 1;
            digit |= c.is_ascii_digit();
            // The small letter of a simple one is one letter.
            push(c.to_lowercase().next().unwrap_or(c));
        }
    } else {
        count = word.chars().count();
        for c in word.nfkc().flat_map(char::to_lowercase) {
            digit |= c.is_numeric() && !is_a_word(first);
            push(c);
        }
    }
    let mut marks = Marks::default();
    marks.set(Marks::DIGIT, digit);
    marks.set(Marks::SENTENCE, std::mem::take(begins_sentence));
    marks.set(Marks::CONTENT, is_a_word(first) || count >= CONTENT_LEN);
    give(Word { hash: state.finish(), start: at as u32, end: (at + len) as u32, marks });
    at + len
}

/// Marks that are written onto the letter in front of them, and joiners inside words.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{ad}' | '\u{200c}'
        | '\u{200d}')
        || unicode_normalization::char::is_combining_mark(c)
}

/// Whether a character is a word by itself: scripts that are written without spaces.
pub(crate) fn is_a_word(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

/// A word's hash while its bytes come in.
#[derive(Default)]
struct State {
    hash: u64,
    pending: u64,
    /// How many bytes are pending; fewer than eight.
    count: usize,
    len: usize,
}

impl State {
    fn push(&mut self, byte: u8) {
        self.pending |= u64::from(byte) << (8 * self.count);
        self.count += 1;
        self.len += 1;
        if self.count == 8 {
            self.hash = mix(self.hash, self.pending);
            (self.pending, self.count) = (0, 0);
        }
    }

    /// The lowest `count` bytes of `chunk`, where nothing is pending.
    fn push_chunk(&mut self, chunk: u64, count: usize) {
        self.len += count;
        if count == 8 {
            self.hash = mix(self.hash, chunk);
        } else {
            (self.pending, self.count) = (chunk & low(count), count);
        }
    }

    fn finish(self) -> u64 {
        mix(self.hash ^ self.len as u64, self.pending)
    }
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
