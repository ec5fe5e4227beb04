use crate::corpus::{Annotation, Article};
use crate::facts::FileFacts;
use crate::format::reading::{Marked, Role};
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
