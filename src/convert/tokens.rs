//! Tokens of a text that has none, for formats of columns.

use super::{Article, Losses, lost};
use crate::text::Span;

/// The tokens of an article, and whether a sentence begins with each.
///
/// Where the format of the article has none: words with the apostrophes, hyphens and points inside them, and every other
/// mark by itself; annotations cut words in two where they begin or end in them.
/// Sentences end at blank lines, and at a full stop, a question or an exclamation mark in front of a capital.
pub fn tokens(article: &Article, losses: &mut Losses) -> Vec<(Span, bool)> {
    if !article.tokens.is_empty() {
        return article.tokens.clone();
    }
    losses.add(lost::SPACES, 1);
    let text = article.text.as_str();
    let mut borders: Vec<usize> =
        article.mentions.iter().flat_map(|mention| &mention.parts).flat_map(|part| [part.start, part.end]).collect();
    borders.sort_unstable();
    borders.dedup();
    // Nor does a sentence end inside one.
    let inside = |at: usize| article.mentions.iter().any(|it| it.span().start < at && at < it.span().end);
    let mut found: Vec<(Span, bool)> = Vec::new();
    let mut begins = true;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() || c == '\u{feff}' {
            let gap = text[at..].find(|c: char| !c.is_whitespace()).map_or(text.len(), |len| at + len);
            begins |= text[at..gap].matches('\n').count() > 1;
            at = gap.max(at + c.len_utf8());
            continue;
        }
        let end = at + word(&text[at..]);
        // An annotation that begins or ends inside a word cuts it.
        let end = borders.get(borders.partition_point(|border| *border <= at)).map_or(end, |border| end.min(*border));
        let last = found.last().map_or("", |(span, _)| &text[span.range()]);
        let stop = matches!(last, "." | "!" | "?" | "…" | "。" | "！" | "？");
        let spaced = found.last().is_none_or(|(span, _)| span.end < at);
        let next = (begins || stop && spaced && c.is_uppercase()) && !inside(at);
        found.push((Span::new(at, end), next));
        begins = false;
        at = end;
    }
    found
}

/// How long the token is that `text` begins with.
fn word(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        let inner = matches!(c, '\'' | '’' | '-' | '‐' | '.' | ',' | '_') && at > 0 && next.is_alphanumeric();
        // A comma is part of a number only.
        let number = |c: char| c.is_numeric();
        let counts = c != ',' || text[..at].chars().next_back().is_some_and(number) && number(next);
        if c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}') || inner && counts {
            end = at + c.len_utf8();
        } else {
            break;
        }
    }
    if end == 0 { text.chars().next().map_or(0, char::len_utf8) } else { end }
}

/// The tokens that a stretch of the text holds: the numbers of the first and the last one.
pub fn range(tokens: &[(Span, bool)], span: Span) -> Option<(usize, usize)> {
    let first = tokens.partition_point(|(token, _)| token.end <= span.start);
    let past = tokens.partition_point(|(token, _)| token.start < span.end);
    (first < past).then(|| (first, past - 1))
}

/// A token as columns have it: without white space inside.
pub fn written(text: &str) -> String {
    let joined: String = text.split_whitespace().collect::<Vec<_>>().join("_");
    if joined.is_empty() { "_".to_owned() } else { joined }
}
