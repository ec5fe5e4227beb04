//! What of the markup is coloured how.

use super::lex::Quotes;
use super::pair::Document;
use super::pair::Node;
use crate::format::reading::{Marked, Role};
use crate::text::Span;

/// The stretches of markup with a meaning: tags, attributes, comments.
pub(super) fn tokens(text: &str, document: &Document) -> Vec<Marked> {
    let mut found = Vec::with_capacity(document.elements.len() * 3);
    let mut mark = |span: Span, role| {
        if !span.is_empty() && memchr::memchr2(b'\n', b'\r', text[span.range()].as_bytes()).is_none() {
            found.push(Marked { span, role });
        }
    };
    for element in &document.elements {
        let range = element.attributes.start as usize..element.attributes.end as usize;
        mark(Span::new(element.open.start, element.name.end), Role::Delimiter);
        for attribute in document.attributes.get(range).unwrap_or_default() {
            let name = &text[attribute.name.range()];
            mark(attribute.name, Role::Key);
            if attribute.quotes != Quotes::Unclosed {
                mark(attribute.value, role(name));
            }
        }
        let closing = if text[..element.open.end].ends_with("/>") { 2 } else { 1 };
        mark(Span::new(element.open.end - closing, element.open.end), Role::Delimiter);
        if let Some(close) = element.close.filter(|close| *close != element.open) {
            mark(close, Role::Delimiter);
        }
    }
    for node in &document.nodes {
        if let Node::Comment(span) = node {
            let mut at = span.start;
            for line in text[span.range()].split_inclusive(['\n', '\r']) {
                let len = line.trim_end_matches(['\n', '\r']).len();
                mark(Span::new(at, at + len), Role::Comment);
                at += line.len();
            }
        }
    }
    found.sort_by_key(|marked| marked.span);
    found.dedup_by(|next, kept| next.span.start < kept.span.end);
    found
}

/// What the value of an attribute is.
fn role(name: &str) -> Role {
    let is = |known: &[&str]| known.iter().any(|known| name.eq_ignore_ascii_case(known));
    if is(&["type", "subtype", "category", "netype"]) {
        Role::Type
    } else if is(&[
        "id",
        "xml:id",
        "ref",
        "key",
        "corresp",
        "uri",
        "wikidata",
        "entity",
        "newid",
        "instance_id",
        "m_id",
        "t_id",
    ]) {
        Role::Id
    } else {
        Role::Value
    }
}
