use super::names::Asked;
use super::workspace_symbol::symbol_kind;
use crate::ide::{self, Symbol};
use crate::mentions::{Form, MentionSource};
use crate::server::convert::{Converter, is_sound};
use crate::server::job::Snapshot;
use crate::server::types::{DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind, Uri};
use crate::text::Source;

/// The outline of a document: a tree, or a list for clients that show no trees.
pub fn document_symbols(snapshot: &Snapshot) -> DocumentSymbolResponse {
    let mut symbols = ide::symbols(snapshot.articles(), &snapshot.text);
    add_entities(snapshot, &mut symbols);
    let converter = snapshot.converter();
    if snapshot.features.symbol_tree {
        let nested = symbols.into_iter().map(|symbol| tree(symbol, &converter));
        return DocumentSymbolResponse::Nested(nested.collect());
    }
    let mut flat = Vec::new();
    for symbol in symbols {
        list(symbol, None, &snapshot.uri, &converter, &mut flat);
    }
    DocumentSymbolResponse::Flat(flat)
}

/// Of a larger document recognised names are not listed, as they are looked for again with every key, in bytes.
const MOST: usize = 1 << 20;

/// Adds to each article the entities that it mentions and nobody has annotated in it, by their first mentions.
fn add_entities(snapshot: &Snapshot, symbols: &mut [Symbol]) {
    if snapshot.corpus.is_none() || snapshot.text.len() > MOST {
        return;
    }
    let asked = Asked::new(snapshot);
    asked.with_names(|view| {
        for article in view.articles_of(&asked.relative) {
            let Some(symbol) = symbols.get_mut(article.number as usize) else { continue };
            let names = &article.names.names;
            for (number, entity) in (0_u32..).zip(&names.entities) {
                let mentions = || names.mentions.iter().filter(|it| it.entity == number);
                let is_annotated = mentions().any(|it| it.source == MentionSource::Annotation);
                let Some(first) = mentions().find(|it| it.form == Form::Name).filter(|_| !is_annotated) else {
                    continue;
                };
                if !symbol.span.contains(first.span) || !is_sound(&snapshot.text, first.span) {
                    continue;
                }
                let kind = entity.kind.map(|kind| format!("{} · ", kind.label())).unwrap_or_default();
                let mentions = if entity.mentions == 1 { "mention" } else { "mentions" };
                symbol.children.push(Symbol {
                    name: entity.name.to_string(),
                    detail: Some(format!("{kind}{} {mentions}", entity.mentions)),
                    kind: ide::SymbolKind::Entity(entity.kind),
                    span: first.span,
                    selection: first.span,
                    children: Vec::new(),
                });
            }
            symbol.children.sort_by_key(|child| child.span.start);
        }
    });
}

#[expect(deprecated, reason = "the type has a deprecated field and no constructor")]
fn tree(symbol: Symbol, converter: &Converter<'_>) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|child| tree(child, converter)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: symbol.detail,
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: converter.range(symbol.span),
        selection_range: converter.range(symbol.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

#[expect(deprecated, reason = "the type has a deprecated field and no constructor")]
fn list(
    symbol: Symbol,
    container: Option<&str>,
    uri: &Uri,
    converter: &Converter<'_>,
    flat: &mut Vec<SymbolInformation>,
) {
    flat.push(SymbolInformation {
        name: symbol.name.clone(),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: Location { uri: uri.clone(), range: converter.range(symbol.span) },
        container_name: container.map(str::to_owned),
    });
    for child in symbol.children {
        list(child, Some(&symbol.name), uri, converter, flat);
    }
}

fn kind(kind: ide::SymbolKind) -> SymbolKind {
    match kind {
        ide::SymbolKind::Article => SymbolKind::FILE,
        ide::SymbolKind::Field => SymbolKind::KEY,
        ide::SymbolKind::Title => SymbolKind::STRING,
        ide::SymbolKind::Heading => SymbolKind::NAMESPACE,
        ide::SymbolKind::Annotation => SymbolKind::OBJECT,
        ide::SymbolKind::Entity(kind) => symbol_kind(kind),
    }
}
