use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::names::Asked;
use super::workspace_symbol::told;
use crate::corpus::Annotation;
use crate::entities::Listed;
use crate::format::{Format, Markup};
use crate::ide::{Value, Wanted, escape, legal_tags, wanted};
use crate::knowledge::{Entity, EntityTypes};
use crate::server::job::{Corpora, Snapshot};
use crate::server::types::{
    CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionList, CompletionResponse,
    CompletionTextEdit, Documentation, MarkupContent, MarkupKind, Position, TextEdit,
};
use crate::text::{Source, Span};

/// How many candidates are given at most; more come as more is typed.
const MOST: usize = 50;

/// What a candidate needs to be explained.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CandidateData {
    root: PathBuf,
    id: String,
}

/// A candidate as it is found.
struct Candidate {
    text: String,
    detail: Option<String>,
    data: Option<CandidateData>,
    kind: CompletionItemKind,
}

impl Candidate {
    /// A word of which nothing more is to be said.
    fn word(text: &str) -> Self {
        Self { text: text.to_owned(), detail: None, data: None, kind: CompletionItemKind::ENUM_MEMBER }
    }
}

/// What may be written at a place: ids and types in annotations and in the knowledge base, names in headers.
pub fn completion(snapshot: &Snapshot, position: Position) -> Option<CompletionResponse> {
    let asked = Asked::new(snapshot);
    let at = asked.byte(position);
    let start = asked.byte(Position { line: position.line, character: 0 });
    let end = asked.byte(Position { line: position.line, character: u32::MAX });
    let line = snapshot.text.slice(Span::new(start, end));
    let (line, at) = (&*line, at - start);
    if snapshot.format == Some(Format::Marked(Markup::Iob)) {
        return tags(snapshot, start, &line[..at]);
    }
    let Value { wanted, typed, rest } = match asked.corpus.config.knowledge(&asked.relative) {
        Some(_) => in_knowledge(line, at),
        None => wanted(line, at).or_else(|| in_header(snapshot, line, at, start)),
    }?;
    let query = &line[typed.range()];
    let is_xml = snapshot.format == Some(Format::Marked(Markup::Xml));
    let found = match wanted {
        Wanted::Type if is_xml => elements(snapshot, start + at, query),
        Wanted::Type => types(&snapshot.settings.entity_types, query),
        Wanted::Id | Wanted::Name => entities(&asked, &line[typed.cover(rest).range()], query, wanted),
    };
    let is_pointer = is_xml && wanted == Wanted::Id && points(snapshot, start + at, &line[..typed.start]);
    let mark = if is_pointer { "#" } else { "" };
    let range = snapshot.converter().range(typed.cover(rest).shifted(start));
    let items = found.into_iter().enumerate().map(|(number, candidate)| CompletionItem {
        label: candidate.text.clone(),
        label_details: candidate
            .detail
            .map(|description| CompletionItemLabelDetails { detail: None, description: Some(description) }),
        kind: Some(candidate.kind),
        // The order is ours: clients would compare what is typed with the text alone, and not with the names.
        sort_text: Some(format!("{number:03}")),
        filter_text: Some(query.to_owned()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: format!("{mark}{}", candidate.text) })),
        data: candidate.data.map(|data| json!(data)),
        ..CompletionItem::default()
    });
    Some(CompletionResponse::List(CompletionList { is_incomplete: true, items: items.collect() }))
}

/// Whether the value behind `before` points at an element by its id: `ref` does, where no other reference of the article
/// at the byte `at` is written without a `#`. Where one is typed, none is missing.
fn points(snapshot: &Snapshot, at: usize, before: &str) -> bool {
    let is_reference = before.trim_end_matches(['"', '\'']).ends_with("ref=");
    let mut ids = annotations(snapshot, at).filter_map(|it| it.id);
    let is_pointer = |id: Span| id.start > 0 && &*snapshot.text.slice(Span::new(id.start - 1, id.start)) == "#";
    is_reference && ids.all(is_pointer)
}

/// The annotations of the article at the byte `at`.
fn annotations(snapshot: &Snapshot, at: usize) -> impl Iterator<Item = Annotation> + '_ {
    let blocks = snapshot.articles_at(Span::empty(at)).flat_map(|article| article.blocks);
    blocks.flat_map(|block| block.inline.annotations)
}

/// How far into a file its first element is looked for, in bytes.
const HEAD: usize = 4 << 10;

/// Whether a file of XML says that it is one of TEI.
fn is_tei(snapshot: &Snapshot) -> bool {
    let head = snapshot.text.ceil_boundary(HEAD.min(snapshot.text.len()));
    snapshot.text.slice(Span::new(0, head)).contains("<TEI")
}

/// The names of elements that annotate in the article at the byte `at`, those that are used most first; where none is
/// used yet, those that TEI has.
fn elements(snapshot: &Snapshot, at: usize, query: &str) -> Vec<Candidate> {
    let mut counts: BTreeMap<String, usize> = ["persName", "placeName", "orgName", "name", "rs"]
        .into_iter()
        .filter(|_| is_tei(snapshot))
        .map(|name| (name.to_owned(), 0))
        .collect();
    for annotation in annotations(snapshot, at) {
        let open = snapshot.text.slice(annotation.open);
        let name = open.strip_prefix('<').and_then(|name| name.split([' ', '\t', '\r', '\n', '/', '>']).next());
        if let Some(name) = name {
            *counts.entry(name.to_owned()).or_default() += 1;
        }
    }
    let mut names: Vec<(String, usize)> = counts.into_iter().collect();
    names.sort_by_key(|(_, count)| Reverse(*count));
    let begins = |(name, _): &(String, usize)| name.to_lowercase().starts_with(&query.to_lowercase());
    names.into_iter().filter(begins).map(|(name, _)| Candidate::word(&name)).collect()
}

/// How far in front of a row of columns types are looked for, in bytes.
const ABOVE: usize = 256 << 10;

/// The tags that may stand at the end of `before`, the beginning of the row at the byte `start`.
fn tags(snapshot: &Snapshot, start: usize, before: &str) -> Option<CompletionResponse> {
    let from = snapshot.text.ceil_boundary(start.saturating_sub(ABOVE));
    let (tags, typed) = legal_tags(&snapshot.text.slice(Span::new(from.min(start), start)), before)?;
    let range = snapshot.converter().range(typed.shifted(start));
    let items = tags.into_iter().enumerate().map(|(number, tag)| CompletionItem {
        label: tag.clone(),
        kind: Some(CompletionItemKind::ENUM_MEMBER),
        sort_text: Some(format!("{number:03}")),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: tag })),
        ..CompletionItem::default()
    });
    Some(CompletionResponse::List(CompletionList { is_incomplete: false, items: items.collect() }))
}

/// The candidate with what the knowledge base says of it and how often it is mentioned.
pub fn resolve_completion(corpora: &Corpora, item: CompletionItem) -> CompletionItem {
    let data = item.data.clone().and_then(|data| serde_json::from_value::<CandidateData>(data).ok());
    let Some(data) = data else { return item };
    let Some(corpus) = corpora.corpora.iter().find(|corpus| corpus.root == data.root) else { return item };
    let markdown = corpora.features.hover_markdown;
    let text = corpus.with_names(|view| {
        let entity = view.entity_with_id(&data.id);
        let places = view.places(&entity, MOST * 20);
        let known = view.knowledge().with_id(&data.id).into_iter().next().and_then(|id| view.knowledge().entity(id));
        let description = known.and_then(|known| known.description()).map(|it| escape(it.text.trim(), markdown));
        let lines = [Some(escape(&entity.name, markdown)), description, Some(told(places.count(), places.articles))];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
    });
    let kind = if markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    let documentation = Some(Documentation::MarkupContent(MarkupContent { kind, value: text }));
    CompletionItem { documentation, ..item }
}

/// In a file of the knowledge base: the value of a type, and links to other entities.
fn in_knowledge(line: &str, at: usize) -> Option<Value> {
    let quote = line[..at].rfind('"')?;
    let (in_front, value) = (line[..quote].trim_end(), &line[quote + 1..at]);
    let typed = |wanted: Wanted, skip: usize| Value::new(wanted, line, quote + 1 + skip, at, &['"']);
    if value.starts_with('#') {
        return Some(typed(Wanted::Id, 1));
    }
    let key = in_front.trim_end_matches(['=', ':']).trim_end().trim_end_matches('"');
    let is_value = in_front.ends_with(['=', ':']);
    (is_value && key.ends_with("type")).then(|| typed(Wanted::Type, 0))
}

/// In the value of a header field that may hold names, on a line that begins at the byte `start`.
fn in_header(snapshot: &Snapshot, line: &str, at: usize, start: usize) -> Option<Value> {
    let headers = snapshot.articles_at(Span::empty(start + at)).filter_map(|article| article.header);
    let fields: Vec<_> = headers.flat_map(|header| header.fields).collect();
    let field = fields.into_iter().find(|field| field.key.end < start + at && field.key.start >= start)?;
    let key = snapshot.text.slice(field.key).to_lowercase();
    let names = ["people", "persons", "keywords", "tags", "topics", "topic", "entities", "place", "places", "location"];
    let names = names.contains(&key.as_str()) || ["author", "authors", "byline", "country"].contains(&key.as_str());
    let before = &line[..at];
    let from = before.rfind([',', ';', ':', '[', '"']).map_or(0, |at| at + 1);
    let from = from + before[from..].len() - before[from..].trim_start().len();
    names.then(|| Value::new(Wanted::Name, line, from, at, &[]))
}

fn types(types: &EntityTypes, query: &str) -> Vec<Candidate> {
    let begins = |label: &&str| label.to_lowercase().starts_with(&query.to_lowercase());
    types.labels().filter(begins).map(Candidate::word).collect()
}

/// Whoever has an id or a name like `query`; `written` is the whole value that the cursor is in.
fn entities(asked: &Asked<'_>, written: &str, query: &str, what: Wanted) -> Vec<Candidate> {
    let base = asked.corpus.knowledge();
    let known = base.search(query, MOST).into_iter().filter_map(|(id, _)| base.entity(id));
    let mut found: Vec<Candidate> = known.filter_map(|entity| described(asked, &entity, what)).collect();
    // Ids that annotations use and the knowledge base does not know, and names that are only met.
    let wanted = |listed: &Listed| match &listed.given {
        // What is being written is no id that somebody has.
        Some(id) if what == Wanted::Id && **id == *written && listed.mentions == 1 => listed.place.0 != *asked.relative,
        Some(id) => base.with_id(id).is_empty(),
        None => what == Wanted::Name,
    };
    let roster = asked.corpus.roster();
    found.extend(roster.search(query, MOST.saturating_sub(found.len()), wanted).map(|(listed, _)| {
        let met = || told(listed.mentions, listed.articles);
        let (text, detail) = match &listed.given {
            Some(id) if what == Wanted::Id => (id.to_string(), listed.name.to_string()),
            Some(id) => (listed.name.to_string(), format!("{id} · {}", met())),
            None => (listed.name.to_string(), met()),
        };
        let data =
            listed.given.as_ref().map(|id| CandidateData { root: asked.corpus.root.clone(), id: id.to_string() });
        Candidate { text, detail: Some(detail), data, kind: CompletionItemKind::REFERENCE }
    }));
    found
}

fn described(asked: &Asked<'_>, entity: &Entity<'_>, what: Wanted) -> Option<Candidate> {
    let id = entity.id()?.into_owned();
    let name = entity.name().map(|name| name.text.into_owned()).unwrap_or_default();
    let kind = entity.kind().map(|kind| kind.text.into_owned()).unwrap_or_default();
    let data = Some(CandidateData { root: asked.corpus.root.clone(), id: id.clone() });
    let (text, other) = if what == Wanted::Name { (name, id) } else { (id, name) };
    let detail = [other, kind].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    (!text.is_empty()).then_some(Candidate { text, detail: Some(detail), data, kind: CompletionItemKind::REFERENCE })
}
