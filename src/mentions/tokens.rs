//! The words of a text as names need them: with the marks that belong to names (`O’Brien`, `U.S.`, `Ching-te`), without
//! possessive endings, and with what their letters and the marks between them say.

use std::ops::Deref;
use std::sync::LazyLock;

use super::gazetteer::{self, Classes};
use super::{EntityKind, normal};
use crate::boilerplate::words::{is_a_word, mix};
use crate::text::Span;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Hash of its folded form: lower case, diacritics gone, dots of abbreviations gone.
    pub hash: u64,
    /// First byte in the text.
    pub start: u32,
    /// End, exclusive; a possessive ending is outside, the dots of `U.S.` inside.
    pub end: u32,
    /// What its letters look like.
    pub shape: Shape,
    /// What stands between the word in front of it and this one.
    pub gap: Gap,
    /// Whether a possessive ending follows.
    pub possessive: bool,
}

/// What the letters of a word look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// `word`, and letters of scripts without capitals.
    Lower,
    /// `Word`
    Title,
    /// `WORD`, `AT&T`; more than one letter.
    Upper,
    /// `A`, `J.`
    Letter,
    /// `iPhone`, `McDonald`, `eBay`
    Mixed,
    /// No letter.
    Number,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gap {
    /// Nothing is in front of it: the text begins.
    Start,
    /// A line end behind which something new begins.
    Line,
    /// A mark that ends a sentence.
    Stop,
    /// A colon, a semicolon, a bullet.
    Colon,
    /// A dash with white space.
    Dash,
    /// A quotation mark, and nothing that ends a sentence.
    Quote,
    /// A bracket.
    Bracket,
    /// A comma.
    Comma,
    /// `&`, nothing: the words on both sides may be one name.
    Joint,
    /// White space.
    Space,
    /// Something else.
    Other,
}

impl Token {
    /// Whether there is a capital letter in it.
    #[must_use]
    pub const fn is_capital(&self) -> bool {
        !matches!(self.shape, Shape::Lower | Shape::Number)
    }

    /// Its bytes in the text.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// Whether it may be of one name with the word in front of it.
    #[must_use]
    pub const fn continues(&self) -> bool {
        matches!(self.gap, Gap::Space | Gap::Joint)
    }

    /// Whether a sentence may begin with it.
    #[must_use]
    pub const fn begins(&self) -> bool {
        matches!(self.gap, Gap::Start | Gap::Line | Gap::Stop | Gap::Colon | Gap::Dash | Gap::Quote)
    }
}

/// The words of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens(Vec<Token>);

impl Deref for Tokens {
    type Target = [Token];

    fn deref(&self) -> &[Token] {
        &self.0
    }
}

impl Tokens {
    /// The words of `text`, of which the first 4 GiB are read.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text = text.get(..u32::MAX as usize).unwrap_or(text);
        let mut found = Vec::with_capacity(text.len() / 4 + 1);
        let mut at = 0;
        let mut gap_start = 0;
        // Who speaks stands in brackets in front of what is said: `[HOST] Tell us`.
        let mut labelled = text.trim_start().starts_with(['(', '[']);
        while let Some(start) = next_word(text, at) {
            let mut token = plain_word(text, start).unwrap_or_else(|| word(text, start));
            token.gap = if found.is_empty() { Gap::Start } else { gap(&text[gap_start..start]) };
            if labelled && text[gap_start..start].contains([')', ']']) {
                token.gap = Gap::Colon;
                labelled = false;
            }
            at = token.end as usize;
            gap_start = at;
            if token.possessive {
                // Over the ending.
                at += text[at..].chars().take(2).take_while(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>();
                gap_start = at;
            }
            found.push(token);
        }
        Self(found)
    }

    /// The words, for what is seen only when all of them are known.
    pub(super) fn all_mut(&mut self) -> &mut [Token] {
        &mut self.0
    }

    /// Cuts words at their hyphens of which `wanted` says so, given the parts and their hashes.
    pub fn split(&mut self, text: &str, wanted: impl Fn(&[&str], &[u64]) -> bool) {
        let mut at = 0;
        while at < self.0.len() {
            let token = self.0[at];
            let word = &text[token.span().range()];
            at += 1;
            if !token.is_capital() || !word.contains('-') {
                continue;
            }
            let parts: Vec<&str> = word.split('-').filter(|part| !part.is_empty()).collect();
            let hashes: Vec<u64> = parts.iter().map(|part| fold(part)).collect();
            if parts.len() < 2 || !wanted(&parts, &hashes) {
                continue;
            }
            let place = |part: &str| token.start + (part.as_ptr() as usize - word.as_ptr() as usize) as u32;
            let pieces = parts.iter().zip(hashes).enumerate().map(|(number, (part, hash))| Token {
                hash,
                start: place(part),
                end: place(part) + part.len() as u32,
                shape: shape(part),
                gap: if number == 0 { token.gap } else { Gap::Other },
                possessive: token.possessive && number + 1 == parts.len(),
            });
            let pieces: Vec<Token> = pieces.collect();
            let count = pieces.len();
            self.0.splice(at - 1..at, pieces);
            at += count - 1;
        }
    }

    /// The words that lie in `span`.
    #[must_use]
    pub fn inside(&self, span: Span) -> &[Token] {
        let first = self.0.partition_point(|token| (token.start as usize) < span.start);
        let past = self.0.partition_point(|token| token.end as usize <= span.end);
        &self.0[first..past.max(first)]
    }

    /// The name proper in a mention at `span`: without the titles in front of it, where it is a person's.
    #[must_use]
    pub fn name_in(&self, span: Span, kind: Option<EntityKind>) -> Span {
        if kind.is_some_and(|kind| kind != EntityKind::Person) {
            return span;
        }
        let words = self.inside(span);
        let names = Classes::GIVEN.or(Classes::SURNAME);
        let title = |at: &usize| {
            let classes = gazetteer::word(words[*at].hash).classes;
            classes.any(Classes::TITLE) && (*at == 0 || !classes.any(names))
        };
        let titles = (0..words.len().saturating_sub(1)).rfind(title).map_or(0, |at| at + 1);
        match words.get(titles) {
            Some(first) if titles > 0 => Span::new(first.start as usize, span.end),
            _ => span,
        }
    }
}

/// Where the next word begins from the byte `at` on.
fn next_word(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            if bytes[at].is_ascii_alphanumeric() {
                return Some(at);
            }
            at += 1;
        } else {
            let c = text[at..].chars().next()?;
            if c.is_alphanumeric() {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
    None
}

/// The word that begins at the byte `start`, where it is ASCII and no mark behind it might belong to it: what [`word`]
/// would give, in one pass over its bytes.
fn plain_word(text: &str, start: usize) -> Option<Token> {
    let bytes = text.as_bytes();
    let (mut at, mut hash) = (start, 0);
    let (mut letters, mut upper) = (0, 0);
    while let Some(byte) = bytes.get(at).filter(|byte| byte.is_ascii_alphanumeric()) {
        letters += u32::from(!byte.is_ascii_digit());
        upper += u32::from(byte.is_ascii_uppercase());
        // The small letter; digits have that bit anyway.
        hash = mix(hash, u64::from(byte | 0x20));
        at += 1;
    }
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    match bytes.get(at) {
        None | Some(b' ' | b'\n' | b'"' | b'(' | b')' | b'[' | b']' | b':' | b';' | b'!' | b'?' | b'/') => {}
        Some(b',' | b'.') if next.is_ascii_whitespace() && at > start + 1 => {}
        _ => return None,
    }
    let first_upper =
        || bytes[start..at].iter().find(|byte| byte.is_ascii_alphabetic()).is_some_and(u8::is_ascii_uppercase);
    let shape = match (letters, upper) {
        (0, _) => Shape::Number,
        // `1990s`, `707s`
        (1, 0) if at > start + 1 && bytes[at - 1] == b's' => Shape::Number,
        (1, 1) => Shape::Letter,
        (_, 0) => Shape::Lower,
        (letters, upper) if letters == upper => Shape::Upper,
        (_, 1) if first_upper() => Shape::Title,
        _ => Shape::Mixed,
    };
    let (start, end) = (start as u32, at as u32);
    Some(Token { hash, start, end, shape, gap: Gap::Space, possessive: false })
}

const APOSTROPHES: [char; 3] = ['\'', '’', 'ʼ'];

/// The word that begins at the byte `start` of `text`.
fn word(text: &str, start: usize) -> Token {
    let rest = &text[start..];
    let mut end = 0;
    let mut possessive = false;
    let mut chars = rest.char_indices().peekable();
    let mut last = ' ';
    let mut letters_since_dot = 0;
    let mut dotted = true;
    while let Some((at, c)) = chars.next() {
        if is_a_word(c) {
            // Scripts without spaces: every character is a word.
            end = if end == 0 { c.len_utf8() } else { end };
            break;
        }
        if c.is_alphanumeric() || is_mark(c) {
            end = at + c.len_utf8();
            last = c;
            letters_since_dot += 1;
            continue;
        }
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        let joins = match c {
            '-' | '‐' | '\u{2011}' | '\u{ad}' | '&' => next.is_alphanumeric(),
            '.' if letters_since_dot == 1 && last.is_alphabetic() && dotted => {
                // `U.S.`, `J.`: the dot belongs to the letter.
                if last.is_uppercase() || next.is_alphabetic() {
                    end = at + 1;
                }
                // `S.p.A.`
                let dotted = next.is_alphabetic() && rest[at + 1 + next.len_utf8()..].starts_with('.');
                dotted || last.is_uppercase() && next.is_uppercase() || next.is_lowercase() && last.is_lowercase()
            }
            '.' => next.is_lowercase() && last.is_lowercase() || next.is_numeric() && last.is_numeric(),
            ',' => next.is_numeric() && last.is_numeric(),
            c if APOSTROPHES.contains(&c) => {
                let mut ahead = rest[at + c.len_utf8()..].chars();
                let (one, two) = (ahead.next().unwrap_or(' '), ahead.next().unwrap_or(' '));
                if matches!(one, 's' | 'S') && !two.is_alphanumeric() {
                    possessive = true;
                    false
                } else {
                    // `l’Europe` and `dell’Interno` are two words, `O’Brien` and `don’t` one.
                    let elided = at <= 6 && rest[..at].chars().all(char::is_lowercase) && one.is_uppercase();
                    one.is_alphanumeric() && !elided
                }
            }
            _ => false,
        };
        if !joins {
            possessive |= APOSTROPHES.contains(&c) && matches!(last, 's' | 'S') && next.is_whitespace();
            break;
        }
        // `D-N.Y.`: a party and a state.
        dotted &= c == '.' || at == 1;
        letters_since_dot = 0;
    }
    let word = &rest[..end.max(rest.chars().next().map_or(0, char::len_utf8))];
    Token {
        hash: fold(word),
        start: start as u32,
        end: (start + word.len()) as u32,
        shape: shape(word),
        gap: Gap::Space,
        possessive,
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

fn shape(word: &str) -> Shape {
    let (mut letters, mut upper, mut first_upper) = (0, 0, false);
    for c in word.chars().filter(|c| c.is_alphabetic()) {
        let is_upper = c.is_uppercase();
        first_upper |= letters == 0 && is_upper;
        letters += 1;
        upper += usize::from(is_upper);
    }
    // `example.org` is a name, whatever its letters.
    if upper == 0 && letters > 3 && word.trim_matches('.').contains('.') {
        return Shape::Mixed;
    }
    match (letters, upper) {
        (0, _) => Shape::Number,
        (1, 0) if word.len() > 1 && word.ends_with('s') => Shape::Number,
        (1, 1) => Shape::Letter,
        (_, 0) => Shape::Lower,
        (all, upper) if all == upper => Shape::Upper,
        (_, 1) if first_upper => Shape::Title,
        _ => {
            // `Jean-Claude`, `O’Brien`
            let parts = word.split(|c: char| !c.is_alphanumeric());
            let titled = |part: &str| part.chars().skip(1).all(|c| !c.is_uppercase());
            if first_upper && parts.into_iter().all(titled) { Shape::Title } else { Shape::Mixed }
        }
    }
}

/// What the text between two words says.
fn gap(text: &str) -> Gap {
    match text {
        " " | "\u{a0}" => return Gap::Space,
        // `d’Isère`: the mark of an elision.
        "" | "&" | " & " | "'" | "’" => return Gap::Joint,
        ", " | "," => return Gap::Comma,
        // What is quoted begins a sentence, whatever stands in front of it.
        ", \"" | ", “" | ", ‘" | ", «" => return Gap::Quote,
        _ => {}
    }
    let mut found = Gap::Space;
    let mut lines = 0;
    for c in text.chars() {
        let here = match c {
            '\n' => {
                lines += 1;
                continue;
            }
            c if c.is_whitespace() => continue,
            '.' | '!' | '?' | '…' | '。' | '！' | '？' => Gap::Stop,
            ':' | ';' | '•' | '·' | '|' | '*' | '#' | '>' => Gap::Colon,
            '—' | '–' | '-' => Gap::Dash,
            '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '`' => Gap::Quote,
            '(' | ')' | '[' | ']' | '{' | '}' | '<' => Gap::Bracket,
            ',' => Gap::Comma,
            _ => Gap::Other,
        };
        found = if rank(here) < rank(found) { here } else { found };
    }
    if lines > 1 && rank(Gap::Line) < rank(found) { Gap::Line } else { found }
}

/// Of several marks between two words the one with the least rank counts.
const fn rank(gap: Gap) -> u8 {
    match gap {
        Gap::Start => 0,
        Gap::Stop => 1,
        Gap::Line => 2,
        Gap::Colon => 3,
        Gap::Bracket => 4,
        Gap::Comma => 5,
        Gap::Dash => 6,
        Gap::Quote => 7,
        Gap::Other => 8,
        Gap::Joint => 9,
        Gap::Space => 10,
    }
}

/// The word that names of offices, institutions and places go on with.
pub(super) static OF: LazyLock<u64> = LazyLock::new(|| fold("of"));

/// The hash of a word's folded form.
#[must_use]
pub fn fold(word: &str) -> u64 {
    let mut hash = 0;
    normal::fold(word, |c| {
        if c.is_alphanumeric() {
            hash = mix(hash, u64::from(u32::from(c)));
        }
    });
    hash
}
