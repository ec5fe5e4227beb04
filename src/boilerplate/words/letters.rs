//! Words with letters beyond ASCII.

use std::ops::Range;
use std::sync::OnceLock;

use unicode_normalization::{IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfkc_quick};

use super::{CONTENT_LEN, Marks, Word, hash_of};

/// What is known of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    /// It separates words.
    None,
    /// It belongs to a word, and is in normal form whatever stands beside it: its small letter, and whether it is a
    /// digit.
    Simple { small: char, digit: bool },
    /// It belongs to a word whose normal form is to be found out.
    Other,
    /// It is a word by itself: whether it is in normal form.
    Word { simple: bool },
}

impl Letter {
    /// That of a character by definition.
    fn new(c: char) -> Self {
        let stable = |c: char| canonical_combining_class(c) == 0 && is_nfkc_quick([c].into_iter()) == IsNormalized::Yes;
        let mut lower = c.to_lowercase();
        let (small, more) = (lower.next().unwrap_or(c), lower.next());
        let simple = more.is_none() && stable(c) && stable(small);
        if is_a_word(c) {
            Self::Word { simple: simple && small == c }
        } else if !is_part(c) {
            Self::None
        } else if simple {
            Self::Simple { small, digit: small.is_numeric() }
        } else {
            Self::Other
        }
    }

    /// That of a character, looked up: it is found out for as many characters at a time as most scripts have.
    #[inline]
    fn of(c: char) -> Self {
        static PAGES: [OnceLock<[Letter; PAGE]>; 0x1_0000 / PAGE] = [const { OnceLock::new() }; 0x1_0000 / PAGE];
        let code = c as usize;
        let Some(page) = PAGES.get(code / PAGE) else { return Self::new(c) };
        let first = code / PAGE * PAGE;
        let known = page
            .get_or_init(|| std::array::from_fn(|i| char::from_u32((first + i) as u32).map_or(Self::None, Self::new)));
        known[code % PAGE]
    }
}

/// How many characters are looked up together.
const PAGE: usize = 128;

/// How many bytes of a word in normal form are put together before they are hashed; longer words take the long way.
const SHORT: usize = 64;

/// Calls `give` with the words of `text[start..end]`, which holds ASCII letters and digits and characters beyond ASCII;
/// `begins` says whether a sentence begins with the first one, and afterwards with the next one.
pub(super) fn words_of_run(text: &str, start: usize, end: usize, begins: &mut bool, give: &mut impl FnMut(Word)) {
    let run = &text[..end];
    let mut at = start;
    while at < end {
        let word_start = at;
        let mut folded = [0; SHORT];
        let (mut len, mut count, mut digit) = (0, 0, false);
        let mut behind = None;
        for c in run[at..].chars() {
            let (small, is_digit) = if c.is_ascii() {
                (c.to_ascii_lowercase(), c.is_ascii_digit())
            } else {
                match Letter::of(c) {
                    Letter::Simple { small, digit } => (small, digit),
                    letter => {
                        behind = Some((c, letter));
                        break;
                    }
                }
            };
            if len + 4 > SHORT {
                behind = Some((c, Letter::Other));
                break;
            }
            len += small.encode_utf8(&mut folded[len..]).len();
            at += c.len_utf8();
            count += 1;
            digit |= is_digit;
        }
        if let Some((_, Letter::Other)) = behind {
            at = word_start + any_word(&run[word_start..], word_start, begins, give);
            continue;
        }
        if len > 0 {
            give(word(hash_of(&folded[..len]), word_start..at, digit, count >= CONTENT_LEN, begins));
        }
        match behind {
            Some((c, Letter::Word { simple: true })) => {
                let end = at + c.len_utf8();
                give(word(hash_of(&run.as_bytes()[at..end]), at..end, false, true, begins));
                at = end;
            }
            Some((c, Letter::Word { simple: false })) => {
                let end = at + c.len_utf8();
                let normal: String = run[at..end].nfkc().flat_map(char::to_lowercase).collect();
                give(word(hash_of(normal.as_bytes()), at..end, false, true, begins));
                at = end;
            }
            Some((c, _)) => {
                *begins |= matches!(c, '…' | '。' | '！' | '？' | '؟' | '।');
                at += c.len_utf8();
            }
            None => {}
        }
    }
}

fn word(hash: u64, span: Range<usize>, digit: bool, content: bool, begins: &mut bool) -> Word {
    let mut marks = Marks::default();
    marks.set(Marks::DIGIT, digit);
    marks.set(Marks::SENTENCE, std::mem::take(begins));
    marks.set(Marks::CONTENT, content);
    Word { hash, start: span.start as u32, end: span.end as u32, marks }
}

/// The word that `rest` begins with, which begins at `start`, whatever its letters; returns its length.
#[cold]
fn any_word(rest: &str, start: usize, begins: &mut bool, give: &mut impl FnMut(Word)) -> usize {
    let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let written = &rest[..len];
    let normal: String = written.nfkc().flat_map(char::to_lowercase).collect();
    let digit = normal.contains(char::is_numeric);
    let content = written.chars().count() >= CONTENT_LEN;
    give(word(hash_of(normal.as_bytes()), start..start + len, digit, content, begins));
    len
}

/// How many bytes the character at `at` has, where it is one of the marks and spaces that news are full of, which is
/// told by its bytes alone: U+2000 to U+203F but for the two joiners, the no-break space and the guillemets.
pub(super) fn punctuation(bytes: &[u8], at: usize) -> Option<Punctuation> {
    let (len, space, ends) = match bytes.get(at..)? {
        [0xe2, 0x80, third, ..] if !matches!(third, 0x8c | 0x8d) => {
            (3, matches!(third, 0x80..=0x8b | 0xa8 | 0xa9 | 0xaf), *third == 0xa6)
        }
        [0xc2, 0xa0, ..] => (2, true, false),
        [0xc2, 0xab | 0xbb, ..] => (2, false, false),
        _ => return None,
    };
    Some(Punctuation { len, space, ends })
}

/// A mark or space beyond ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Punctuation {
    /// In bytes.
    pub(super) len: usize,
    /// It is white space.
    pub(super) space: bool,
    /// It is an ellipsis, which ends a sentence whatever follows.
    pub(super) ends: bool,
}

/// Whether a character is part of a word that is written with spaces round it.
fn is_part(c: char) -> bool {
    (c.is_alphanumeric() || is_combining(c)) && !is_a_word(c)
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
