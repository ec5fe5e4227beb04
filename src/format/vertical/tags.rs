//! Lines of vertical text.

use crate::text::Span;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// `<s id="1">`; what stands between the name and the closing mark.
    Open { name: &'a str, attributes: &'a str },
    /// `</s>`
    Close { name: &'a str },
    /// `<g/>`
    Empty { name: &'a str },
    /// A tag that lacks its closing mark and nothing else; its attributes, where it opens a structure.
    Unended { name: &'a str, attributes: Option<&'a str> },
    /// A tag that is not closed on its line, or has something behind it.
    Broken,
    /// A declaration or a comment.
    Other,
    /// A token.
    Token,
}

impl<'a> Line<'a> {
    /// Reads a line.
    pub(super) fn read(line: &'a str) -> Self {
        let Some(rest) = line.strip_prefix('<') else { return Self::Token };
        if rest.starts_with(['?', '!']) {
            return Self::Other;
        }
        let closing = rest.starts_with('/');
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':');
        let len = rest.bytes().take_while(|b| is_name(*b)).count();
        if len == 0 || !rest.as_bytes()[0].is_ascii_alphabetic() {
            return Self::Token;
        }
        let (name, behind) = rest.split_at(len);
        if !(behind.is_empty() || behind.starts_with(['>', ' ', '/', '\t'])) {
            return Self::Token;
        }
        let trimmed = behind.trim_end();
        let Some(inner) = trimmed.strip_suffix('>') else {
            // `<s` and a tab is a token; a tag that lacks its end is none.
            return match attributes(trimmed) {
                _ if behind.starts_with('\t') => Self::Token,
                Ok(found) if closing && found.is_empty() => Self::Unended { name, attributes: None },
                Ok(found) if !closing && found.iter().all(|it| it.quotes == Quotes::Straight) => {
                    Self::Unended { name, attributes: Some(trimmed) }
                }
                _ => Self::Broken,
            };
        };
        if behind.starts_with('\t') && !inner.contains('=') && !inner.trim().is_empty() {
            return Self::Token;
        }
        if closing {
            return if inner.trim().is_empty() { Self::Close { name } } else { Self::Broken };
        }
        if outside_quotes(inner).any(|(_, b)| b == b'<' || b == b'>') {
            return Self::Broken;
        }
        match inner.strip_suffix('/') {
            Some(_) => Self::Empty { name },
            None => Self::Open { name, attributes: inner },
        }
    }
}

/// The bytes of a tag that do not stand between double quotation marks.
fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, u8)> + '_ {
    let mut quoted = false;
    text.bytes().enumerate().filter(move |(_, b)| {
        if *b == b'"' {
            quoted = !quoted;
        }
        !quoted && *b != b'"'
    })
}

/// An attribute of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    /// The value without its quotation marks, from the start of what was read.
    pub(super) span: Span,
    pub(super) name_span: Span,
    pub(super) quotes: Quotes,
}

/// What stands round the value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    Straight,
    /// Marks that an editor curled; the bytes of each.
    Curled(usize, usize),
    Bare,
}

/// Quotation marks that an editor may have put in the place of straight ones.
fn is_curled(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' | '″' | '′' | '‟')
}

/// The attributes in `text`, which stands between the name of a tag and its end; the error is where they cannot be
/// read.
pub(super) fn attributes(text: &str) -> Result<Vec<Attribute<'_>>, Span> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        if at >= bytes.len() {
            return Ok(found);
        }
        let start = at;
        at += bytes[at..].iter().take_while(|b| !b.is_ascii_whitespace() && **b != b'=').count();
        let name_span = Span::new(start, at);
        let equals = bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        if bytes.get(at + equals) != Some(&b'=') || name_span.is_empty() {
            return Err(Span::new(start, text.len()));
        }
        at += equals + 1;
        at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let mark = text[at..].chars().next();
        let (span, quotes) = if let Some(mark @ ('"' | '\'')) = mark {
            let from = at + 1;
            let Some(len) = memchr::memchr(mark as u8, &bytes[from..]) else {
                return Err(Span::new(start, text.len()));
            };
            at = from + len + 1;
            (Span::new(from, from + len), Quotes::Straight)
        } else if let Some(mark) = mark.filter(|mark| is_curled(*mark)) {
            let from = at + mark.len_utf8();
            let close = text[from..].char_indices().find(|(_, c)| is_curled(*c) || *c == '"');
            let Some((len, close)) = close else { return Err(Span::new(start, text.len())) };
            at = from + len + close.len_utf8();
            (Span::new(from, from + len), Quotes::Curled(mark.len_utf8(), close.len_utf8()))
        } else {
            let from = at;
            at += bytes[at..].iter().take_while(|b| !b.is_ascii_whitespace()).count();
            (Span::new(from, at), Quotes::Bare)
        };
        let (name, value) = (&text[name_span.range()], &text[span.range()]);
        found.push(Attribute { name, value, span, name_span, quotes });
    }
}

/// Whether a structure of this name is a document.
pub(super) fn is_document(name: &str) -> bool {
    matches!(name, "doc" | "text" | "document" | "article" | "file" | "DOC" | "TEXT")
}

/// Whether a structure of this name is a block of text.
pub(super) fn is_block(name: &str) -> bool {
    is_document(name)
        || matches!(
            name,
            "p" | "head"
                | "title"
                | "item"
                | "list"
                | "div"
                | "caption"
                | "figure"
                | "heading"
                | "h1"
                | "h2"
                | "h3"
                | "sp"
        )
}

/// The type of the entity that a structure marks, where it marks one by its name.
pub(super) fn entity_type(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "persname" | "person" => Some("PER"),
        "placename" | "place" | "location" => Some("LOC"),
        "orgname" | "org" | "organization" => Some("ORG"),
        "name" | "ner" | "ne" | "entity" | "enamex" | "rs" => Some(""),
        _ => None,
    }
}
