use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::entities::Listed;
use crate::mentions::EntityKind;
use crate::server::convert::Converter;
use crate::server::corpus::Corpus;
use crate::server::job::Corpora;
use crate::server::types::{
    Location, OneOf, Range, SymbolKind, WorkspaceLocation, WorkspaceSymbol, WorkspaceSymbolResponse,
};
use crate::server::uri;
use crate::text::{Document, Span};

/// How many symbols are given at most.
const MOST: usize = 200;

/// What a symbol needs to be made complete.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SymbolData {
    root: PathBuf,
    path: PathBuf,
    start: usize,
    end: usize,
}

/// Somebody who is found.
struct Found {
    likeness: u8,
    mentions: usize,
    articles: usize,
    name: String,
    kind: Option<EntityKind>,
    place: SymbolData,
}

/// Whoever is mentioned or described and has a name or an id like `query`, those with most mentions first.
pub fn workspace_symbols(corpora: &Corpora, query: &str, cancelled: &AtomicBool) -> WorkspaceSymbolResponse {
    let mut found: Vec<Found> = Vec::new();
    for corpus in &corpora.corpora {
        if cancelled.load(Ordering::Relaxed) {
            break;
        }
        found.extend(of_corpus(corpus, query));
    }
    found.sort_by(|a, b| {
        let rank = |it: &Found| (it.likeness, std::cmp::Reverse(it.mentions));
        rank(a).cmp(&rank(b)).then_with(|| a.name.cmp(&b.name))
    });
    found.truncate(MOST);
    let symbols = found.into_iter().filter_map(|it| {
        let data = json!(it.place);
        let uri = uri::from_path(&it.place.root.join(&it.place.path))?;
        let location = if corpora.features.resolves_symbols {
            OneOf::Right(WorkspaceLocation { uri })
        } else {
            OneOf::Left(Location { uri, range: range(corpora, &it.place)? })
        };
        Some(WorkspaceSymbol {
            name: it.name,
            kind: symbol_kind(it.kind),
            tags: None,
            container_name: Some(told(it.mentions, it.articles)),
            location,
            data: Some(data),
        })
    });
    WorkspaceSymbolResponse::Nested(symbols.collect())
}

/// The symbol with the range of its place.
pub fn resolve_symbol(corpora: &Corpora, symbol: WorkspaceSymbol) -> WorkspaceSymbol {
    let data = symbol.data.clone().and_then(|data| serde_json::from_value::<SymbolData>(data).ok());
    let uri = match &symbol.location {
        OneOf::Left(location) => location.uri.clone(),
        OneOf::Right(location) => location.uri.clone(),
    };
    match data.and_then(|data| range(corpora, &data)) {
        Some(range) => WorkspaceSymbol { location: OneOf::Left(Location { uri, range }), ..symbol },
        None => symbol,
    }
}

/// How often somebody is mentioned, in words.
pub fn told(mentions: usize, articles: usize) -> String {
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    match mentions {
        0 => "no mention".to_owned(),
        _ => format!("{} in {}", counted(mentions, "mention"), counted(articles, "article")),
    }
}

fn of_corpus(corpus: &Arc<Corpus>, query: &str) -> Vec<Found> {
    let roster = corpus.roster();
    let knowledge = corpus.knowledge();
    let place = |path: &Path, span: Span| SymbolData {
        root: corpus.root.clone(),
        path: path.to_owned(),
        start: span.start,
        end: span.end,
    };
    let described = |listed: &Listed| listed.given.as_ref().is_some_and(|id| !knowledge.with_id(id).is_empty());
    let met = roster.search(query, MOST, |listed| !described(listed)).map(|(listed, likeness)| Found {
        likeness,
        mentions: listed.mentions,
        articles: listed.articles,
        name: listed.name.to_string(),
        kind: listed.kind,
        place: place(&listed.place.0, listed.place.1),
    });
    let mut found: Vec<Found> = met.collect();
    for (id, one) in knowledge.search(query, MOST) {
        let (Some(entity), Some(source)) = (knowledge.entity(id), knowledge.source(id)) else { continue };
        let given = entity.id().unwrap_or_default();
        let (mentions, articles) = roster.with_id(&given).map_or((0, 0), |it| (it.mentions, it.articles));
        found.push(Found {
            likeness: one.likeness(),
            mentions,
            articles,
            name: entity.name().map_or_else(|| given.to_string(), |name| name.text.into_owned()),
            kind: entity.kind().and_then(|kind| EntityKind::of_label(&kind.text)),
            place: place(&source.path, entity.selection()),
        });
    }
    found
}

fn range(corpora: &Corpora, place: &SymbolData) -> Option<Range> {
    let corpus = corpora.corpora.iter().find(|corpus| corpus.root == place.root)?;
    let text = Document::new(&corpus.text_of(&place.path)?);
    let span = Span::new(place.start, place.end);
    crate::server::convert::is_sound(&text, span)
        .then(|| Converter { text: &text, encoding: corpora.features.encoding }.range(span))
}

/// The nearest of the protocol's kinds.
pub fn symbol_kind(kind: Option<EntityKind>) -> SymbolKind {
    match kind {
        Some(EntityKind::Person) => SymbolKind::CLASS,
        Some(EntityKind::Organisation) => SymbolKind::MODULE,
        Some(EntityKind::Place | EntityKind::GeoPolitical) => SymbolKind::NAMESPACE,
        Some(EntityKind::Work) => SymbolKind::FILE,
        Some(EntityKind::Event) => SymbolKind::EVENT,
        Some(EntityKind::Other) | None => SymbolKind::OBJECT,
    }
}
