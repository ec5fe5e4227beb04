//! Addresses and the targets of links.

use super::context::{Side, is_dense};
use crate::text::Span;

/// The addresses in `text`.
pub(super) fn urls(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for at in memchr::memchr_iter(b':', text.as_bytes()).filter(|&at| text.as_bytes()[at..].starts_with(b"://")) {
        let scheme = text[..at].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        if scheme == 0 || found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let start = at - scheme;
        let stop = |c: char| {
            c.is_whitespace()
                || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '’' | '`' | '|' | '{' | '}')
                || is_dense(c)
                || Side::of(c) == Side::Closing && !c.is_ascii()
        };
        let mut end = at + 3 + text[at + 3..].find(stop).unwrap_or(text.len() - at - 3);
        // Brackets inside an address belong to it only in pairs; closing punctuation behind it does not.
        loop {
            let url = &text[start..end];
            let Some(last) = url.chars().next_back() else { break };
            let unpaired = |open: char, close: char| url.matches(close).count() > url.matches(open).count();
            let cut = match last {
                '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' => true,
                ')' => unpaired('(', ')'),
                ']' => unpaired('[', ']'),
                _ => false,
            };
            if !cut {
                break;
            }
            end -= last.len_utf8();
        }
        // `[text](https://…)[…` or `https://…](…`: the address ends at the first bracket that it did not open.
        let (mut round, mut square) = (0, 0);
        for (i, b) in text[start..end].bytes().enumerate() {
            match b {
                b'(' => round += 1,
                b'[' => square += 1,
                b')' => round -= 1,
                b']' => square -= 1,
                _ => continue,
            }
            if round < 0 || square < 0 {
                end = start + i;
                break;
            }
        }
        found.push(Span::new(start, end));
    }
    found
}

/// How far, in bytes, the partner of a piece of markup is looked for: without a bound, hostile text costs its square.
pub(super) const LOOKAHEAD: usize = 2_000;

/// The first `len` bytes of `text`, or a little less where that would cut a character.
pub(super) fn head(text: &str, len: usize) -> &str {
    let end = (0..=len.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    &text[..end]
}

/// The length of the target in `[[target|`, where `text` begins behind the brackets.
pub(super) fn wiki_target(text: &str) -> Option<usize> {
    let len = head(text, LOOKAHEAD).find(['|', ']', '[', '\n', '“', '"'])?;
    (text.as_bytes()[len] == b'|' && len <= 120).then_some(len)
}

/// Where a link target ends, and whether a closing bracket stands there; brackets inside it nest.
pub(super) fn link_end(target: &str) -> (usize, bool) {
    let mut depth = 0;
    for (i, b) in target.bytes().enumerate() {
        match b {
            b'(' => depth += 1,
            b')' if depth == 0 => return (i, true),
            b')' => depth -= 1,
            b'\n' => return (i, false),
            _ => {}
        }
    }
    (target.len(), false)
}

/// Whether a link target has the shape `TYPE:id` and is no address.
pub(super) fn is_typed_target(target: &str) -> bool {
    let Some((kind, id)) = target.split_once(':') else { return false };
    let name = |s: &str, more: &str| !s.is_empty() && s.chars().all(|c| c.is_alphanumeric() || more.contains(c));
    let scheme = ["http", "https", "mailto", "ftp", "tel", "file", "javascript", "data"]
        .iter()
        .any(|s| kind.eq_ignore_ascii_case(s));
    name(kind, "_-.") && name(id, "_-.:/#") && !id.starts_with("//") && !scheme
}

/// Whether a link target has the shape of a `TYPE` alone, as Rasa writes it; the id behind a colon may be missing.
pub(super) fn is_type_name(target: &str) -> bool {
    let target = target.strip_suffix(':').unwrap_or(target);
    target.starts_with(char::is_alphabetic)
        && target.chars().nth(1).is_some()
        && target.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// The byte behind the object of JSON whose first member would begin at `from`, where one was meant.
pub(super) fn broken_object(text: &str, from: usize) -> Option<usize> {
    let inner = head(&text[from..], LOOKAHEAD);
    let len = inner.find(['}', '\n']).filter(|&len| inner[len..].starts_with('}'))?;
    let key = inner[..len].trim_start().strip_prefix('"')?;
    let behind = key[key.find('"')? + 1..].trim_start();
    behind.starts_with(':').then_some(from + len + 1)
}
