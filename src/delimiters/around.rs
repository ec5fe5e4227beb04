//! What stands round a mark, and what the mark is by that.

use super::context::{Hint, Side, is_dense};
use super::glyph::Direction;
use super::targets::head;
use super::token::{Kind, Token};

/// How many marks in a row are looked through: more than this are no text.
const ADJACENT: usize = 8;

/// What lies before the byte `at`, looking through marks that touch it.
pub(super) fn left_side(text: &str, before: &[Token], mut at: usize) -> Side {
    for token in before.iter().rev().take(ADJACENT) {
        if token.end as usize != at {
            break;
        }
        match token.kind {
            Kind::Emphasis(_) => at = token.start as usize,
            Kind::Tag { open: true, .. } => at = token.start as usize,
            Kind::Tag { open: false, .. } => return Side::Letter,
            Kind::Code(_) => return Side::Letter,
            Kind::Bracket { open, .. } => return if open { Side::Opening } else { Side::Closing },
            Kind::Quote(glyph) => {
                return match glyph.direction() {
                    _ if glyph.is_apostrophe() && token.left.is_word() => Side::Letter,
                    Direction::Open if !token.left.is_word() => Side::Opening,
                    Direction::Open => Side::Closing,
                    Direction::Close if token.left.before_opening() => Side::Opening,
                    Direction::Close => Side::Closing,
                    Direction::Either if token.left.before_opening() => Side::Opening,
                    Direction::Either => Side::Closing,
                };
            }
        }
    }
    text[..at].chars().rev().find(|&c| !matches!(c, '*' | '_')).map_or(Side::Space, Side::of)
}

/// What lies behind the byte `at`, looking through marks that touch it.
pub(super) fn right_side(text: &str, after: &[Token], mut at: usize) -> Side {
    for token in after.iter().take(ADJACENT) {
        if token.start as usize != at {
            break;
        }
        match token.kind {
            Kind::Emphasis(_) => at = token.end as usize,
            Kind::Tag { open: false, .. } => at = token.end as usize,
            Kind::Tag { open: true, .. } => return Side::Letter,
            Kind::Code(_) => return Side::Letter,
            Kind::Bracket { open, .. } => return if open { Side::Letter } else { Side::Closing },
            // What the next mark is depends on what stands behind it in turn.
            Kind::Quote(_) => at = token.end as usize,
        }
    }
    text[at..].chars().find(|&c| !matches!(c, '*' | '_')).map_or(Side::Space, Side::of)
}

/// Whether the mark between `head` and `tail` is inside an abbreviation of a script that uses it so (Hebrew).
pub(super) fn is_inner(head: &str, tail: &str) -> bool {
    let hebrew = |c: char| matches!(c, '\u{590}'..='\u{5ff}');
    head.chars().next_back().is_some_and(hebrew) && tail.chars().next().is_some_and(hebrew)
}

/// Whether the guillemets of a paragraph lead from one thing to the next (`Home » World » Europe`).
pub(super) fn are_arrows(text: &str) -> bool {
    let free =
        |mark: &str| text.contains(mark) && text.matches(mark).count() == text.matches(&format!(" {mark} ")).count();
    !text.contains(['«', '‹'])
        && (free("»") && text.matches('»').count() > 1 || free("›") && text.matches('›').count() > 1)
}

/// Whether two stars between `head` and `tail` are a grade behind an abbreviation or a number.
pub(super) fn is_grade(head: &str, tail: &str) -> bool {
    let capital = |c: char| c.is_uppercase() || c.is_ascii_digit();
    let mut last = head.chars().rev();
    last.next().is_some_and(capital) && last.next().is_some_and(capital) && !tail.starts_with(char::is_alphanumeric)
}

/// The length of a half-open interval such as `[0, 1)`, whose brackets are of two kinds on purpose.
pub(super) fn interval(text: &str) -> Option<usize> {
    let end = head(&text[1..], 24).find(['(', ')', '[', ']'])? + 1;
    let (open, close) = (text.as_bytes()[0], text.as_bytes()[end]);
    let twisted = matches!((open, close), (b'[', b')') | (b'(', b']') | (b']', b'['));
    let (from, to) = text[1..end].split_once([',', ';'])?;
    let bound = |s: &str| {
        let s = s.trim().trim_start_matches(['-', '−', '+']);
        let letter = s.len() == 1 && s.bytes().all(|b| b.is_ascii_lowercase());
        !s.is_empty() && (s == "∞" || letter || s.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
    };
    // `1,500` is one number.
    let thousands = to.len() == 3 && !to.starts_with(' ');
    (twisted && bound(from) && bound(to) && !thousands).then_some(end + 1)
}

/// The text in front of marks that end a name or a title, where the last of `before` ends it.
pub(super) fn before_marks<'t>(head: &'t str, before: &[Token]) -> &'t str {
    let mut end = head.len();
    for token in before.iter().rev().take(ADJACENT) {
        let closes = match token.kind {
            Kind::Quote(glyph) => glyph.direction() != Direction::Open && !token.left.before_opening(),
            Kind::Bracket { open, .. } | Kind::Tag { open, .. } => !open,
            Kind::Emphasis(_) => !token.left.before_opening(),
            Kind::Code(_) => false,
        };
        if token.end as usize != end || !closes {
            break;
        }
        end = token.start as usize;
    }
    &head[..end]
}

/// Whether the mark between `head` and `tail` is the tear of `:'(`.
pub(super) fn is_tear(head: &str, tail: &str) -> bool {
    let face =
        head.strip_suffix([':', ';', '=']).is_some_and(|eyes| eyes.is_empty() || eyes.ends_with([' ', '.', '!']));
    face && tail.strip_prefix(['(', ')']).is_some_and(|behind| !opens_word(behind))
}

/// Whether a round bracket is part of an emoticon or a list marker.
pub(super) fn bracket_hint(head: &str, tail: &str, open: bool) -> Hint {
    let trimmed = head.strip_suffix(['-', '^', '\'', '’', 'o']).unwrap_or(head);
    if let Some(eyes) = trimmed.strip_suffix([':', ';', '=']) {
        let free = eyes.is_empty() || eyes.ends_with(|c: char| c.is_whitespace() || matches!(c, '.' | '!' | '?' | ','));
        let ends = tail.is_empty()
            || tail.starts_with(|c: char| {
                c.is_whitespace() || matches!(c, ')' | '(' | '.' | ',' | '!' | '?' | '"' | '”' | '’')
            });
        if free && ends {
            return Hint::Emoticon;
        }
    }
    if open {
        let mirrored = tail.strip_prefix(['-', '^']).unwrap_or(tail);
        let ends = |t: &str| t.is_empty() || t.starts_with(|c: char| c.is_whitespace() || matches!(c, '.' | ','));
        return if mirrored.strip_prefix([':', ';']).is_some_and(ends) { Hint::Emoticon } else { Hint::None };
    }
    if is_list_marker(head, tail) { Hint::ListMarker } else { Hint::None }
}

/// Whether a closing bracket between `head` and `tail` ends a list marker: `a)`, `1)`, `iv)`.
fn is_list_marker(head: &str, tail: &str) -> bool {
    // `1 )`, as old texts have it, stands alone at the start of a line.
    if let Some(loose) = head.strip_suffix(' ') {
        let line = &loose[loose.rfind('\n').map_or(0, |at| at + 1)..];
        let number = (1..=3).contains(&line.len()) && line.bytes().all(|b| b.is_ascii_digit());
        return number && tail.starts_with([' ', '\t', '\u{a0}']);
    }
    let (head, tail) = (head.trim_end_matches(['*', '_']), tail.trim_start_matches(['*', '_']));
    let word = |c: char| c.is_alphanumeric();
    let start = head
        .rfind(|c: char| !word(c) && c != '.')
        .map_or(0, |i| i + head[i..].chars().next().map_or(1, char::len_utf8));
    let (before, marker) = (&head[..start], &head[start..]);
    let before = before.trim_end_matches(['*', '_', '“', '"', '‘', '«', '„', '「']);
    let line_start = before.is_empty() || before.ends_with('\n');
    let free = line_start
        || before
            .ends_with(|c: char| c.is_whitespace() || is_dense(c) || Side::of(c) == Side::Closing && !c.is_ascii());
    let dense = tail.starts_with(is_dense);
    let digits = marker.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &marker[digits..];
    let short = if line_start { 3 } else { 2 };
    // In the middle of a line a number counts only in its turn: `Lind, 54)` has lost its bracket.
    let in_turn =
        |n: u32| n == 1 || n > 1 && [')', '）'].iter().any(|close| head.contains(&format!("{}{close}", n - 1)));
    let number = (1..=short).contains(&digits) && rest.is_empty() && (line_start || marker.parse().is_ok_and(in_turn));
    let letter = marker.chars().count() == 1 && marker.chars().all(char::is_alphabetic);
    let roman = matches!(marker.len(), 1..=5)
        && marker.bytes().all(|b| matches!(b.to_ascii_lowercase(), b'i' | b'v' | b'x'))
        && (line_start || head.contains("i)") || head.contains("I)"));
    // `1.)`, `1.1)`, `1a)` are no words of a sentence, and begin lines only.
    let compound = line_start
        && matches!(marker.len(), 2..=6)
        && (marker.contains('.') && marker.split('.').all(|part| part.len() <= 2 && part.chars().all(word))
            || digits > 0 && rest.len() == 1);
    let spaced = tail.starts_with([' ', '\t', '\u{a0}']);
    free && ((number || letter || roman || compound) && (spaced || dense)
        || number && tail.starts_with(char::is_alphabetic))
}

/// Whether a word or a quotation begins here.
pub(super) fn opens_word(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c.is_alphanumeric())
}
