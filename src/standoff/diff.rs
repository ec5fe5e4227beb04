//! What differs inside a gap: first by words, then, where two stretches of words are nearly the same, by characters.

use std::str::CharIndices;

use imara_diff::{Algorithm, Diff, InternedInput, TokenSource};

use super::Gap;
use crate::text::Span;

/// Stretches of more than so many bytes are not compared by characters: they are rewritten text, no slip of a pen.
const MOST_BY_CHARACTER: usize = 4096;

/// What really differs in `gap`, ascending.
pub(super) fn within(gap: Gap, old: &str, new: &str) -> Vec<Gap> {
    let gap = trimmed(gap, old, new);
    if gap.old.is_empty() || gap.new.is_empty() {
        return Vec::from_iter((!gap.old.is_empty() || !gap.new.is_empty()).then_some(gap));
    }
    let (a, b) = (&old[gap.old.range()], &new[gap.new.range()]);
    let hunks = hunks(&Words(a), &Words(b), Algorithm::Histogram, a.len(), b.len());
    let shifted = hunks.into_iter().map(|hunk| shifted(hunk, gap));
    shifted.flat_map(|hunk| by_character(trimmed(hunk, old, new), old, new)).collect()
}

/// A hunk inside `gap`, counted from the start of the texts.
fn shifted(hunk: Gap, gap: Gap) -> Gap {
    Gap { old: hunk.old.shifted(gap.old.start), new: hunk.new.shifted(gap.new.start) }
}

/// The gap without what its two sides begin and end with alike.
fn trimmed(gap: Gap, old: &str, new: &str) -> Gap {
    let (mut a, mut b) = (&old[gap.old.range()], &new[gap.new.range()]);
    let prefix: usize = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    (a, b) = (&a[prefix..], &b[prefix..]);
    let back = a.chars().rev().zip(b.chars().rev());
    let suffix: usize = back.take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    Gap {
        old: Span::new(gap.old.start + prefix, gap.old.end - suffix),
        new: Span::new(gap.new.start + prefix, gap.new.end - suffix),
    }
}

/// The gaps inside a stretch of words, where most of its characters are the same; else itself.
fn by_character(gap: Gap, old: &str, new: &str) -> Vec<Gap> {
    let longest = gap.old.len().max(gap.new.len());
    if gap.old.is_empty() || gap.new.is_empty() || longest > MOST_BY_CHARACTER {
        return vec![gap];
    }
    let (a, b) = (&old[gap.old.range()], &new[gap.new.range()]);
    let hunks = hunks(&Characters(a), &Characters(b), Algorithm::Myers, a.len(), b.len());
    // Two different words share letters by chance, and those say nothing.
    let changed: usize = hunks.iter().map(|hunk| hunk.old.len().max(hunk.new.len())).sum();
    if changed * 2 > longest {
        return vec![gap];
    }
    hunks.into_iter().map(|hunk| shifted(hunk, gap)).collect()
}

/// The hunks of a diff of two texts of `old_len` and `new_len` bytes, in bytes.
fn hunks<'a, T: TokenSource<Token = &'a str>>(
    old: &T,
    new: &T,
    algorithm: Algorithm,
    old_len: usize,
    new_len: usize,
) -> Vec<Gap> {
    let mut input = InternedInput::default();
    input.update_before(old.tokenize());
    input.update_after(new.tokenize());
    let starts = |tokens: T::Tokenizer, len| {
        let mut at = 0;
        let mut starts: Vec<usize> = tokens
            .map(|token| {
                at += token.len();
                at - token.len()
            })
            .collect();
        starts.push(len);
        starts
    };
    let (a, b) = (starts(old.tokenize(), old_len), starts(new.tokenize(), new_len));
    let span = |starts: &[usize], range: std::ops::Range<u32>| {
        Span::new(starts[range.start as usize], starts[range.end as usize])
    };
    let diff = Diff::compute(algorithm, &input);
    diff.hunks().map(|hunk| Gap { old: span(&a, hunk.before), new: span(&b, hunk.after) }).collect()
}

/// A text as words: runs of letters and digits; every other character is a word of its own.
struct Words<'a>(&'a str);

/// A text as characters.
struct Characters<'a>(&'a str);

struct Tokens<'a> {
    text: &'a str,
    chars: CharIndices<'a>,
    words: bool,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<Self::Item> {
        let (start, first) = self.chars.next()?;
        if self.words && first.is_alphanumeric() {
            while self.chars.clone().next().is_some_and(|(_, c)| c.is_alphanumeric()) {
                self.chars.next();
            }
        }
        Some(&self.text[start..self.chars.offset()])
    }
}

impl<'a> TokenSource for Words<'a> {
    type Token = &'a str;
    type Tokenizer = Tokens<'a>;

    fn tokenize(&self) -> Tokens<'a> {
        Tokens { text: self.0, chars: self.0.char_indices(), words: true }
    }

    fn estimate_tokens(&self) -> u32 {
        u32::try_from(self.0.len() / 4).unwrap_or(u32::MAX)
    }
}

impl<'a> TokenSource for Characters<'a> {
    type Token = &'a str;
    type Tokenizer = Tokens<'a>;

    fn tokenize(&self) -> Tokens<'a> {
        Tokens { text: self.0, chars: self.0.char_indices(), words: false }
    }

    fn estimate_tokens(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }
}
