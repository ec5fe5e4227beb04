//! Normal forms of names, and when two names may be one entity's.

use unicode_normalization::UnicodeNormalization;

use super::EntityKind;
use super::tokens::Tokens;

/// A name and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameWords<'a> {
    /// As written.
    pub(super) text: &'a str,
    /// Folded, possessive endings gone.
    pub(super) words: Vec<String>,
}

impl<'a> NameWords<'a> {
    /// The words of the name `text`.
    pub(super) fn of(text: &'a str) -> Self {
        let words = Tokens::of(text).iter().map(|token| folded(&text[token.span().range()])).collect();
        Self { text, words }
    }

    /// Whether it may be the letters of a longer name: `FSB`.
    fn is_acronym(&self) -> bool {
        self.words.len() == 1
            && (2..=6).contains(&self.words[0].len())
            && self.text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
    }

    /// Its first letters, without and with those of small words.
    fn initials(&self) -> [String; 2] {
        let initials =
            |words: &mut dyn Iterator<Item = &String>| words.filter_map(|word| word.chars().next()).collect();
        [initials(&mut self.words.iter().filter(|word| !is_small(word))), initials(&mut self.words.iter())]
    }
}

/// Words inside names that are left out of their letters.
fn is_small(word: &str) -> bool {
    matches!(word, "of" | "the" | "and" | "for" | "in" | "on" | "de" | "la" | "du" | "des" | "der" | "die" | "und")
}

/// How surely two names are one entity's in one article, the more the surer; `None` where they are not.
pub(super) fn same_entity(full: &NameWords<'_>, name: &NameWords<'_>, kind: Option<EntityKind>) -> Option<u8> {
    if full.words == name.words {
        return Some(8);
    }
    let (full, name) = if full.words.len() < name.words.len() { (name, full) } else { (full, name) };
    let person = kind.is_none_or(|kind| kind == EntityKind::Person);
    if let [word] = name.words.as_slice() {
        if full.words.len() > 1 && name.is_acronym() && full.initials().contains(word) {
            return Some(6);
        }
        // The surname stands last, in some languages first.
        return match full.words.as_slice() {
            [.., last] if person && last == word => Some(5),
            [first, ..] if person && first == word => Some(3),
            _ => None,
        };
    }
    let (last, given) = (full.words.last(), full.words.first());
    (person && last == name.words.last() && given == name.words.first()).then_some(5)
}

/// `text` in lower case, without diacritics and marks, words separated by one space.
#[must_use]
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pending = false;
    let push = |c: char| {
        if c.is_alphanumeric() {
            if pending && !out.is_empty() {
                out.push(' ');
            }
            pending = false;
            out.push(c);
        } else if !matches!(c, '.' | '\'' | '’' | '\u{300}'..='\u{36f}') {
            pending = true;
        }
    };
    fold(text, push);
    out
}

/// Calls `push` with the characters of `text` in lower case, decomposed, letters that have no decomposition but are
/// often written without their stroke (`ø`, `ł`) as that.
pub(super) fn fold(text: &str, mut push: impl FnMut(char)) {
    if text.is_ascii() {
        return text.chars().map(|c| c.to_ascii_lowercase()).for_each(push);
    }
    for c in text.nfd().flat_map(char::to_lowercase) {
        let (first, second) = match c {
            'ß' => ('s', Some('s')),
            'æ' => ('a', Some('e')),
            'œ' => ('o', Some('e')),
            'ø' => ('o', None),
            'ł' => ('l', None),
            'đ' | 'ð' => ('d', None),
            'ı' => ('i', None),
            c => (c, None),
        };
        push(first);
        second.into_iter().for_each(&mut push);
    }
}
