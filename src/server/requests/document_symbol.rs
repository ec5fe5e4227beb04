use crate::ide::{self, Symbol};
use crate::server::convert::Converter;
use crate::server::job::Snapshot;
use crate::server::types::{DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind, Uri};

/// The outline of a document: a tree, or a list for clients that show no trees.
pub fn document_symbols(snapshot: &Snapshot) -> DocumentSymbolResponse {
    let symbols = ide::symbols(snapshot.articles(), &snapshot.text);
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
    }
}
