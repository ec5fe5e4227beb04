//! What each element of a document is, given where it stands.

use std::collections::HashSet;

use super::pair::Document;
use super::vocabulary::{self, Kind};
use crate::config::Elements;
use crate::text::Span;

/// What each element is, given where it stands.
pub(super) fn kinds(text: &str, document: &Document, names: &Elements) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::with_capacity(document.elements.len());
    let mut inside: Vec<Inside> = Vec::with_capacity(document.elements.len());
    let has_text = with_body(text, document);
    let has_root = document.elements.iter().any(|element| vocabulary::is_article(&text[element.name.range()]));
    for element in &document.elements {
        let name = &text[element.name.range()];
        let around = element.parent.map_or(Inside::default(), |parent| inside[parent as usize]);
        let parent = element.parent.map(|parent| kinds[parent as usize]);
        let mut kind = vocabulary::kind(name);
        if names.contains_key(name) {
            kind = Kind::Annotation;
        }
        let is_body = name.eq_ignore_ascii_case("text") || name.eq_ignore_ascii_case("body") || name == "body.content";
        let mut here = around;
        kind = match kind {
            Kind::Article if around.article => Kind::Block,
            // A folder of articles, or one that holds others.
            Kind::Block if name.eq_ignore_ascii_case("text") && !has_root && !around.article => Kind::Article,
            Kind::Block if name == "head" && around.nitf && !around.text => Kind::Skipped,
            Kind::Block if name == "block" && around.nitf && is_lead(text, document, kinds.len() as u32) => {
                Kind::Skipped
            }
            _ if around.authority => Kind::Authority,
            // In a paragraph, what would be metadata elsewhere is text.
            Kind::Field(_) if around.paragraph => match name {
                "date" | "date_time" => Kind::Annotation,
                _ => Kind::Inline,
            },
            Kind::Skipped if around.text && vocabulary::may_be_text(name) => Kind::Unknown,
            // In the metadata.
            Kind::Title | Kind::Field(_) if parent == Some(Kind::Skipped) || around.skipped => kind,
            _ if around.skipped => Kind::Skipped,
            // Of a document that says where its text is, what stands elsewhere and is not known is no text.
            Kind::Unknown | Kind::Annotation if around.article && around.body_elsewhere && !around.text => {
                Kind::Skipped
            }
            _ => kind,
        };
        here.article |= kind == Kind::Article;
        here.paragraph |= kind != Kind::Skipped && vocabulary::is_paragraph(name);
        here.nitf |= name == "nitf";
        here.skipped |= kind == Kind::Skipped;
        here.authority |= kind == Kind::Authority;
        here.text |=
            is_body || matches!(kind, Kind::Title | Kind::Block) && !here.skipped && !name.eq_ignore_ascii_case("div");
        if kind == Kind::Article {
            here.body_elsewhere = has_text.contains(&(kinds.len() as u32));
        }
        kinds.push(kind);
        inside.push(here);
    }
    kinds
}

/// Whether the words of an element begin the next one of its name, too: archives give the first paragraphs of an article
/// as a block of their own, in front of the full text.
fn is_lead(text: &str, document: &Document, index: u32) -> bool {
    let lead = &document.elements[index as usize];
    let name = &text[lead.name.range()];
    let behind = &document.elements[index as usize + 1..];
    let end = lead.parent.and_then(|parent| document.elements.get(parent as usize)?.close).map(|close| close.start);
    let mut beside = behind.iter().take_while(|it| end.is_none_or(|end| it.open.start < end));
    let next = beside.find(|it| it.parent == lead.parent && &text[it.name.range()] == name);
    let inside = |close: Option<Span>, open: Span| text.get(open.end..close?.start);
    let (Some(lead), Some(full)) = (inside(lead.close, lead.open), next.and_then(|it| inside(it.close, it.open)))
    else {
        return false;
    };
    let mut full = words(full);
    let mut lead = words(lead).peekable();
    lead.peek().is_some() && lead.all(|word| full.next() == Some(word))
}

/// The words between the tags of a stretch of markup.
fn words(markup: &str) -> impl Iterator<Item = &str> {
    let texts = markup.split('<').enumerate();
    let texts = texts.map(|(at, part)| if at == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) });
    texts.flat_map(str::split_whitespace)
}

/// What an element stands in.
#[derive(Clone, Copy, Debug, Default)]
struct Inside {
    article: bool,
    text: bool,
    paragraph: bool,
    skipped: bool,
    authority: bool,
    nitf: bool,
    body_elsewhere: bool,
}

/// The articles that hold an element for their text.
fn with_body(text: &str, document: &Document) -> HashSet<u32> {
    let mut found = HashSet::new();
    // The innermost article round each element.
    let mut articles: Vec<Option<u32>> = Vec::with_capacity(document.elements.len());
    for (index, element) in document.elements.iter().enumerate() {
        let name = &text[element.name.range()];
        let around = element.parent.and_then(|parent| articles[parent as usize]);
        if name.eq_ignore_ascii_case("text") || name.eq_ignore_ascii_case("body") {
            found.extend(around);
        }
        articles.push(if vocabulary::is_article(name) { Some(index as u32) } else { around });
    }
    found
}
