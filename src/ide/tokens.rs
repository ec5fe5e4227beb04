use crate::corpus::{Annotation, Article};
use crate::facts::FileFacts;
use crate::format::reading::{Marked, Role};
use crate::mentions::EntityKind;
use crate::text::{Source, Span};

/// A stretch of one line that is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The stretch; not empty.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a coloured stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// The key of a header field.
    Key,
    /// The value of a header field.
    Value,
    /// The name of an annotation's type.
    Type,
    /// The id of an entity.
    Id,
    /// A mark that encloses text, and the markup of an annotation.
    Delimiter,
    /// What is said about the file and not in it.
    Comment,
    /// An offset or another number that a program counts.
    Number,
    /// A name.
    Name {
        /// What it is the name of, as far as that is known.
        kind: Option<EntityKind>,
        /// Whether the recogniser alone says so.
        recognised: bool,
    },
}

/// What is coloured in the records of a file with markup that touch `span`; `None` where it has none.
pub fn markup_tokens(facts: &FileFacts, source: &(impl Source + ?Sized), span: Span) -> Option<Vec<Token>> {
    let token = |it: &Marked| Token {
        span: it.span,
        kind: match it.role {
            Role::Key => TokenKind::Key,
            Role::Value => TokenKind::Value,
            Role::Type => TokenKind::Type,
            Role::Id => TokenKind::Id,
            Role::Delimiter => TokenKind::Delimiter,
            Role::Comment => TokenKind::Comment,
            Role::Number => TokenKind::Number,
        },
    };
    Some(facts.looks(source, span)?.tokens.iter().map(token).collect())
}

/// What is coloured in articles, ascending, none overlapping another, each on one line.
pub fn tokens(articles: impl IntoIterator<Item = Article>, source: &(impl Source + ?Sized)) -> Vec<Token> {
    articles.into_iter().flat_map(|article| of_article(&article, source)).collect()
}

/// `tokens` and beside them `names`, both ascending: of names what no other token covers.
#[must_use]
pub fn with_names(tokens: Vec<Token>, names: Vec<Token>, source: &(impl Source + ?Sized)) -> Vec<Token> {
    let mut out = Vec::with_capacity(tokens.len() + names.len());
    let mut tokens = tokens.into_iter().peekable();
    // Of annotations one inside another the outer one is coloured.
    let mut end = 0;
    for name in names.into_iter().flat_map(|name| lines(name, source)) {
        let mut from = name.span.start.max(end);
        while let Some(token) = tokens.next_if(|token| token.span.start < name.span.end) {
            out.extend(trimmed(name, from, token.span.start, source));
            from = from.max(token.span.end);
            out.push(token);
        }
        out.extend(trimmed(name, from, name.span.end, source));
        end = from.max(name.span.end);
    }
    out.extend(tokens);
    out
}

/// The part of a token between two bytes, without the white space around it; `None` where nothing is left.
fn trimmed(token: Token, start: usize, end: usize, source: &(impl Source + ?Sized)) -> Option<Token> {
    if start >= end {
        return None;
    }
    let text = source.slice(Span::new(start, end));
    let start = start + text.len() - text.trim_start().len();
    let span = Span::new(start, start + text.trim().len());
    (!span.is_empty()).then_some(Token { span, ..token })
}

fn of_article(article: &Article, source: &(impl Source + ?Sized)) -> Vec<Token> {
    let mut tokens = Vec::new();
    for field in article.header.iter().flat_map(|header| &header.fields) {
        tokens.push(Token { span: field.key, kind: TokenKind::Key });
        tokens.push(Token { span: field.value, kind: TokenKind::Value });
    }
    for inline in article.blocks.iter().map(|block| &block.inline) {
        for pair in &inline.pairs {
            tokens.extend([pair.open, pair.close].map(|span| Token { span, kind: TokenKind::Delimiter }));
        }
        inline.annotations.iter().for_each(|annotation| of_annotation(annotation, &mut tokens));
    }
    let tokens = disjoint(tokens);
    tokens.into_iter().flat_map(|token| lines(token, source)).collect()
}

fn of_annotation(annotation: &Annotation, tokens: &mut Vec<Token>) {
    let named = [(annotation.entity_type, TokenKind::Type), (annotation.id, TokenKind::Id)];
    for (span, kind) in named {
        tokens.extend(span.map(|span| Token { span, kind }));
    }
    for markup in [annotation.open, annotation.close] {
        let mut holes: Vec<_> = named.iter().filter_map(|(span, _)| *span).filter(|s| markup.contains(*s)).collect();
        holes.sort();
        let mut from = markup.start;
        for hole in holes {
            tokens.push(Token { span: Span::new(from, hole.start.max(from)), kind: TokenKind::Delimiter });
            from = hole.end.max(from);
        }
        tokens.push(Token { span: Span::new(from, markup.end.max(from)), kind: TokenKind::Delimiter });
    }
}

/// The tokens that are not empty, ascending; of two that overlap, the one of the more telling kind stays.
fn disjoint(mut tokens: Vec<Token>) -> Vec<Token> {
    tokens.retain(|token| !token.span.is_empty());
    tokens.sort_by_key(|token| (token.span.start, token.kind, token.span.end));
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match out.last_mut() {
            Some(last) if last.span.overlaps(token.span) => {
                if token.kind < last.kind {
                    *last = token;
                }
            }
            _ => out.push(token),
        }
    }
    out
}

/// A token cut at line ends.
fn lines(token: Token, source: &(impl Source + ?Sized)) -> Vec<Token> {
    let text = source.slice(token.span);
    let mut out = Vec::with_capacity(1);
    let mut start = 0;
    for part in text.split(['\n', '\r']) {
        if !part.is_empty() {
            let from = token.span.start + start;
            out.push(Token { span: Span::new(from, from + part.len()), kind: token.kind });
        }
        start += part.len() + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_around_other_tokens() {
        let text = "Vera\tB-PER\nLindqvist left Karsova";
        let name = |start, end| Token {
            span: Span::new(start, end),
            kind: TokenKind::Name { kind: Some(EntityKind::Person), recognised: true },
        };
        let tag = Token { span: Span::new(5, 10), kind: TokenKind::Type };
        let all = with_names(vec![tag], vec![name(0, 20), name(11, 20), name(26, 33)], text);
        let spans: Vec<&str> = all.iter().map(|token| &text[token.span.range()]).collect();
        assert_eq!(spans, ["Vera", "B-PER", "Lindqvist", "Karsova"]);
    }
}
