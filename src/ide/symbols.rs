use crate::corpus::{Annotation, Article, Block, BlockKind, Field};
use crate::format::reading::ExtractField;
use crate::mentions::EntityKind;
use crate::text::{Source, Span};

/// The longest name of a symbol, in characters.
const LONGEST_NAME: usize = 80;

/// An entry of a file's outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// One line that is not empty.
    pub name: String,
    /// More about it: the value of a field, the type of an annotation.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub span: Span,
    /// Where to go when it is chosen; lies in `span`.
    pub selection: Span,
    /// What it consists of, in order.
    pub children: Vec<Symbol>,
}

/// What an entry of an outline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// An article.
    Article,
    /// A field of a header.
    Field,
    /// The headline of an article.
    Title,
    /// A heading inside an article.
    Heading,
    /// An annotated stretch of text.
    Annotation,
    /// Somebody or something that is mentioned and not annotated.
    Entity(Option<EntityKind>),
}

/// The outline of articles: an entry for each, with its header fields, headline, headings and annotations.
pub fn symbols(articles: impl IntoIterator<Item = Article>, source: &(impl Source + ?Sized)) -> Vec<Symbol> {
    articles.into_iter().enumerate().map(|(index, article)| outline(&article, index, source)).collect()
}

fn outline(article: &Article, index: usize, source: &(impl Source + ?Sized)) -> Symbol {
    let fields = article.header.iter().flat_map(|header| &header.fields);
    let mut children: Vec<_> = fields.filter_map(|field| field_symbol(field, source)).collect();
    if let Some((extract, base)) = &article.extract {
        children.extend(extract.fields.iter().map(|field| extract_field(field, *base)));
    }
    for block in &article.blocks {
        children.extend(heading(block, source));
        let annotations = block.inline.annotations.iter();
        children.extend(annotations.filter_map(|one| annotation_symbol(article, one, source)));
    }
    let titled = children.iter().find(|child| child.kind == SymbolKind::Title);
    let field = children.iter().find(|child| is_title_field(child));
    let (name, selection) = match (titled, field) {
        (Some(title), _) => (title.name.clone(), title.selection),
        (None, Some(field)) => (field.detail.clone().unwrap_or_default(), field.span),
        (None, None) => (format!("Article {}", index + 1), Span::empty(article.span.start)),
    };
    Symbol { name, detail: None, kind: SymbolKind::Article, span: article.span, selection, children }
}

fn is_title_field(symbol: &Symbol) -> bool {
    let names = ["title", "headline"];
    symbol.kind == SymbolKind::Field
        && symbol.detail.is_some()
        && names.iter().any(|name| symbol.name.eq_ignore_ascii_case(name))
}

fn field_symbol(field: &Field, source: &(impl Source + ?Sized)) -> Option<Symbol> {
    Some(Symbol {
        name: line(source, field.key)?,
        detail: line(source, field.value),
        kind: SymbolKind::Field,
        span: field.key.cover(field.value),
        selection: field.key,
        children: Vec::new(),
    })
}

fn heading(block: &Block, source: &(impl Source + ?Sized)) -> Option<Symbol> {
    let kind = match block.kind {
        BlockKind::Title => SymbolKind::Title,
        BlockKind::Heading => SymbolKind::Heading,
        _ => return None,
    };
    let name = line(source, block.span)?;
    let bare = name.trim_start_matches('#').trim();
    let name = if bare.is_empty() { name } else { bare.to_owned() };
    Some(Symbol { name, detail: None, kind, span: block.span, selection: block.span, children: Vec::new() })
}

fn extract_field(field: &ExtractField, base: usize) -> Symbol {
    let span = field.span.shifted(base);
    Symbol {
        name: field.key.to_owned(),
        detail: one_line(&field.value),
        kind: SymbolKind::Field,
        span,
        selection: span,
        children: Vec::new(),
    }
}

fn annotation_symbol(article: &Article, annotation: &Annotation, source: &(impl Source + ?Sized)) -> Option<Symbol> {
    let about = annotation.entity_type.into_iter().chain(annotation.id).filter_map(|span| line(source, span));
    let about: Vec<_> = about.collect();
    Some(Symbol {
        name: one_line(&article.written(source, annotation.text))?,
        detail: (!about.is_empty()).then(|| about.join(" ")),
        kind: SymbolKind::Annotation,
        span: annotation.span,
        selection: annotation.text,
        children: Vec::new(),
    })
}

/// The text of `span` on one line and not too long, or `None` where there is none.
fn line(source: &(impl Source + ?Sized), span: Span) -> Option<String> {
    one_line(&source.slice(span))
}

fn one_line(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    let mut out = words.next()?.to_owned();
    for word in words {
        out.push(' ');
        out.push_str(word);
        if out.len() > 4 * LONGEST_NAME {
            break;
        }
    }
    if out.chars().count() > LONGEST_NAME {
        out = out.chars().take(LONGEST_NAME - 1).chain(['…']).collect();
    }
    Some(out)
}
