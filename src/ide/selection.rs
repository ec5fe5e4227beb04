use crate::corpus::{Article, Block};
use crate::facts::FileFacts;
use crate::text::{Source, Span};

use super::articles_at;

/// What "select more" selects at `at`, from the inside out: the word, the annotated or enclosed text, the same with its
/// marks, the sentence, the block or header field, the header, the article, the file.
/// Each span lies inside the next and is shorter; the last is the file.
pub fn selection(facts: &FileFacts, source: &(impl Source + ?Sized), at: usize) -> Vec<Span> {
    let mut spans = vec![Span::new(0, source.len())];
    for article in articles_at(facts, Span::empty(at)) {
        collect(&article, source, at, &mut spans);
    }
    nested(spans, at)
}

fn collect(article: &Article, source: &(impl Source + ?Sized), at: usize, spans: &mut Vec<Span>) {
    spans.push(article.span);
    if let Some(header) = article.header.as_ref().filter(|header| header.span.touches(at)) {
        spans.push(header.span);
        for field in &header.fields {
            spans.extend([field.key, field.value, field.key.cover(field.value)]);
            spans.extend(word(source, field.key.cover(field.value), at));
        }
    }
    for block in article.blocks.iter().filter(|block| block.span.touches(at)) {
        collect_block(block, source, at, spans);
    }
}

fn collect_block(block: &Block, source: &(impl Source + ?Sized), at: usize, spans: &mut Vec<Span>) {
    spans.push(block.span);
    for pair in &block.inline.pairs {
        spans.extend([Span::new(pair.open.end, pair.close.start), pair.span()]);
    }
    for annotation in &block.inline.annotations {
        spans.extend([annotation.text, annotation.span]);
    }
    for link in &block.inline.links {
        spans.extend([link.target, link.span]);
    }
    spans.extend(sentence(source, block.span, at));
    spans.extend(word(source, block.span, at));
}

/// Those of `spans` that touch `at`, the inner first, without those that cross an inner one.
fn nested(mut spans: Vec<Span>, at: usize) -> Vec<Span> {
    spans.retain(|span| !span.is_empty() && span.touches(at));
    spans.sort_by_key(|span| (span.len(), span.start));
    spans.dedup();
    let mut chain: Vec<Span> = Vec::new();
    for span in spans {
        if chain.last().is_none_or(|last| span.contains(*last)) {
            chain.push(span);
        }
    }
    chain
}

/// The word of the text in `within` that `at` touches. A mark inside a word (`O’Brien`, `vice-president`) belongs to it.
fn word(source: &(impl Source + ?Sized), within: Span, at: usize) -> Option<Span> {
    if !within.touches(at) {
        return None;
    }
    let text = source.slice(within);
    let (before, behind) = text.split_at_checked(at - within.start)?;
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '_');
    let start = before.rfind(|c| !is_word(c)).map_or(0, |i| i + before[i..].chars().next().map_or(0, char::len_utf8));
    let end = before.len() + behind.find(|c| !is_word(c)).unwrap_or(behind.len());
    let found = &text[start..end];
    let inner = found.trim_matches(|c: char| !c.is_alphanumeric());
    let start = within.start + start + (found.len() - found.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
    let span = Span::new(start, start + inner.len());
    (!inner.is_empty() && span.touches(at)).then_some(span)
}

/// The sentence of the block `within` that `at` touches.
fn sentence(source: &(impl Source + ?Sized), within: Span, at: usize) -> Option<Span> {
    let text = source.slice(within);
    let mut start = 0;
    for end in sentence_ends(&text).chain([text.len()]) {
        if within.start + end >= at {
            let span = Span::new(within.start + start, within.start + end);
            return Some(trimmed(&text[start..end], span));
        }
        start = end;
    }
    None
}

/// The offsets behind the full stops, questions and exclamations of a text, closing marks included.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let closes = |c: char| matches!(c, '"' | '”' | '’' | '»' | '“' | ')' | ']' | '」' | '』' | '\'');
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while let Some((_, c)) = rest.next() {
            if !matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
                continue;
            }
            while rest.next_if(|&(_, next)| closes(next) || matches!(next, '.' | '!' | '?' | '…')).is_some() {}
            let wide = matches!(c, '。' | '！' | '？');
            match rest.peek() {
                None => return None,
                Some(&(at, next)) if wide || next.is_whitespace() && starts_sentence(&text[at..]) => return Some(at),
                Some(_) => {}
            }
        }
        None
    })
}

/// Whether what follows a full stop begins a sentence: `approx. five` goes on.
fn starts_sentence(rest: &str) -> bool {
    rest.trim_start().chars().next().is_none_or(|c| !c.is_lowercase())
}

fn trimmed(text: &str, span: Span) -> Span {
    let start = span.start + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_cursor(marked: &str) -> (String, usize) {
        let at = marked.find('|').expect("a cursor");
        (marked.replace('|', ""), at)
    }

    fn word_at(marked: &str) -> Option<String> {
        let (text, at) = at_cursor(marked);
        let span = word(text.as_str(), Span::new(0, text.len()), at)?;
        Some(text[span.range()].to_owned())
    }

    fn sentence_at(marked: &str) -> String {
        let (text, at) = at_cursor(marked);
        let span = sentence(text.as_str(), Span::new(0, text.len()), at).expect("a sentence");
        text[span.range()].to_owned()
    }

    #[test]
    fn a_mark_inside_a_word_belongs_to_it() {
        assert_eq!(word_at("Mr O’Bri|en left").as_deref(), Some("O’Brien"));
        assert_eq!(word_at("the ‘vice-pres|ident’ left").as_deref(), Some("vice-president"));
        assert_eq!(word_at("left|.").as_deref(), Some("left"));
        assert_eq!(word_at("a  |  b"), None);
        assert_eq!(word_at("😀|"), None);
    }

    #[test]
    fn sentences_end_behind_their_closing_mark() {
        assert_eq!(sentence_at("“We op|en.” They left."), "“We open.”");
        assert_eq!(sentence_at("“We open.” The|y left."), "They left.");
        assert_eq!(sentence_at("It costs 3.5 m|illion. Yes."), "It costs 3.5 million.");
        assert_eq!(sentence_at("approx. f|ive left"), "approx. five left");
        assert_eq!(sentence_at("門が開いた。人|が来た。"), "人が来た。");
    }

    #[test]
    fn spans_that_cross_an_inner_one_are_left_out() {
        let spans = vec![Span::new(0, 20), Span::new(4, 8), Span::new(6, 12), Span::new(5, 7), Span::new(9, 9)];
        assert_eq!(nested(spans, 6), [Span::new(5, 7), Span::new(4, 8), Span::new(0, 20)]);
    }
}
