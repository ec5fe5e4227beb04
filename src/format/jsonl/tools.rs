//! What the tools write: doccano, Prodigy, Label Studio, spaCy and its kin, and articles as crawlers store them.

use super::scan::{Kind, Value};
use crate::format::iob::Tag;

/// Who wrote a record, as far as that changes what it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tool {
    /// doccano, spaCy and everybody else with offsets.
    #[default]
    Offsets,
    /// Offsets and tokens.
    Prodigy,
    LabelStudio,
}

/// A record as it is meant.
#[derive(Debug, Default)]
pub(crate) struct Task<'a> {
    pub(crate) tool: Tool,
    /// The text that offsets count in.
    pub(crate) text: Option<Value<'a>>,
    /// Each set on its own: what one annotator, one prediction says.
    pub(crate) sets: Vec<Set<'a>>,
    /// Tokens and their tags, in the place of a text.
    pub(crate) tagged: Option<(Value<'a>, Value<'a>)>,
    /// Tokens: their text, first and last offset.
    pub(crate) tokens: Vec<Token<'a>>,
    /// The metadata, under the names that headers use.
    pub(crate) fields: Vec<(&'static str, Value<'a>)>,
    /// What is the same for the same question put to the same annotator again.
    pub(crate) hash: Option<(Value<'a>, Option<Value<'a>>)>,
    /// Its number or name in the export.
    pub(crate) id: Option<Value<'a>>,
}

/// What one annotator says.
#[derive(Debug, Default)]
pub(crate) struct Set<'a> {
    pub(crate) spans: Vec<Entry<'a>>,
    /// Ids that relations point from and to.
    pub(crate) ends: Vec<Value<'a>>,
    /// Whether ids of all kinds are known: then a relation may point to none but these.
    pub(crate) ids: Vec<Value<'a>>,
    /// Items that should be annotations and have no offsets that can be used.
    pub(crate) unusable: Vec<Unusable<'a>>,
    /// Numbers of the tokens that relations lead from and to.
    pub(crate) token_ends: Vec<Value<'a>>,
    /// Stretches that relations lead from and to.
    pub(crate) span_ends: Vec<Entry<'a>>,
}

/// An item among annotations that is none.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unusable<'a> {
    /// `null`, where an annotation should stand.
    Null(Value<'a>),
    /// Offsets that are strings, `null` or something else than numbers.
    Offsets(Value<'a>, Value<'a>),
}

/// One annotated stretch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    /// All of it.
    pub(crate) whole: Value<'a>,
    pub(crate) start: Value<'a>,
    pub(crate) end: Value<'a>,
    pub(crate) label: Option<Value<'a>>,
    /// The text that it should stand at.
    pub(crate) surface: Option<Value<'a>>,
    /// The entity that is meant.
    pub(crate) identity: Option<Value<'a>>,
    /// First and last token, both included.
    pub(crate) tokens: Option<(Value<'a>, Value<'a>)>,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) start: Value<'a>,
    pub(crate) end: Value<'a>,
    pub(crate) text: Option<Value<'a>>,
    pub(crate) id: Option<Value<'a>>,
}

const TEXTS: &[&str] =
    &["text", "data", "maintext", "content", "body", "article", "article_text", "cleaned_text", "sentence"];
/// Where annotations are, by their offsets.
pub(crate) const SPANS: &[&str] =
    &["spans", "entities", "label", "labels", "annotations", "ner", "mentions", "entity_spans"];
/// Who has annotated a stretch: doccano's first versions export what all of them say in one list.
const ANNOTATORS: &[&str] = &["user", "annotator", "annotator_id", "created_by"];
const STARTS: &[&str] = &["start", "start_offset", "start_char", "begin", "from", "start_idx"];
const ENDS: &[&str] = &["end", "end_offset", "end_char", "to", "end_idx"];
const LABELS: &[&str] = &["label", "type", "entity_group", "tag", "entity_type", "ner", "labels"];
const FIELDS: &[(&str, &[&str])] = &[
    ("title", &["title", "headline"]),
    ("date", &["date", "date_publish", "date_published", "published", "publish_date", "published_at", "pubdate"]),
    ("url", &["url", "link", "source_url"]),
    ("source", &["source", "source_domain", "domain", "publisher", "sitename", "newspaper"]),
    ("author", &["author", "authors", "byline"]),
    ("lang", &["lang", "language"]),
    ("id", &["id", "doc_id", "article_id"]),
];

/// What the record `root` means.
pub(crate) fn task(root: Value<'_>) -> Task<'_> {
    let mut task = Task::default();
    if let Some((text, said)) = pair(root) {
        offsets(said, &mut task);
        task.text = Some(text);
        return task;
    }
    if !root.is(Kind::Object) {
        return task;
    }
    let results = root.first(&["annotations", "completions"]).or_else(|| root.get("predictions"));
    let data = root.get("data").filter(|data| data.is(Kind::Object));
    if let Some(data) = data
        && results.is_some()
    {
        label_studio(root, data, &mut task);
    } else {
        offsets(root, &mut task);
    }
    task.id = root.get("id").filter(|id| id.is(Kind::Number) || id.is_string());
    let meta = root.get("meta").filter(|meta| meta.is(Kind::Object));
    for (key, names) in FIELDS {
        let places = [Some(root), data, meta];
        let found = places.into_iter().flatten().find_map(|place| {
            let value = place.first(names)?;
            let value = if value.is(Kind::Array) { value.items().next()? } else { value };
            (value.is_string() || value.is(Kind::Number)).then_some(value)
        });
        task.fields.extend(found.map(|value| (*key, value)));
    }
    task
}

/// The text and what is said of it, as spaCy's older examples have it: `["Vera Lind", {"entities": [[0, 9, "PER"]]}]`.
pub(crate) fn pair(root: Value<'_>) -> Option<(Value<'_>, Value<'_>)> {
    let mut items = root.items();
    let (text, said) = (items.next()?, items.next()?);
    (text.is_string() && said.get("entities").is_some() && items.next().is_none()).then_some((text, said))
}

/// Tokens with a tag for each, as data sets of Hugging Face have them; tags that are numbers say nothing alone.
fn tagged(root: Value<'_>) -> Option<(Value<'_>, Value<'_>)> {
    let of_strings = |list: &Value<'_>| list.items().next().is_some() && list.items().all(Value::is_string);
    let tokens = root.first(&["tokens", "words"]).filter(of_strings)?;
    let tags = root.first(&["ner_tags", "tags", "ner", "labels"]).filter(of_strings)?;
    let is_tag = |tag: Value<'_>| Tag::read(tag.raw()).is_some();
    tags.items().all(is_tag).then_some((tokens, tags))
}

/// What DataTurks says of a text: `{"label": ["PER"], "points": [{"start": 0, "end": 8, "text": "Vera Lind"}]}`, where
/// the end is the last character.
fn points<'a>(item: Value<'a>) -> impl Iterator<Item = Entry<'a>> {
    let label = item.get("label");
    let label = label.and_then(|label| if label.is(Kind::Array) { label.items().next() } else { Some(label) });
    let points = item.get("points").into_iter().flat_map(Value::items);
    points.filter_map(move |point| {
        let (start, end) = (point.get("start")?, point.get("end")?);
        let are_numbers = start.is(Kind::Number) && end.is(Kind::Number);
        are_numbers.then_some(Entry {
            whole: item,
            start,
            end: end.as_last(),
            label: label.filter(|label| label.is_string()),
            surface: point.get("text").filter(|surface| surface.is_string()),
            identity: None,
            tokens: None,
        })
    })
}

/// The string that the text of a record is.
fn text_of<'a>(place: Value<'a>) -> Option<Value<'a>> {
    TEXTS.iter().find_map(|key| place.get(key).filter(|value| value.is_string()))
}

fn offsets<'a>(root: Value<'a>, task: &mut Task<'a>) {
    task.text = text_of(root);
    task.tagged = if task.text.is_none() { tagged(root) } else { None };
    task.tool =
        if root.first(&["_input_hash", "_task_hash", "answer"]).is_some() { Tool::Prodigy } else { Tool::Offsets };
    // The first set is there even where nobody has annotated anything.
    let mut annotators: Vec<Option<&str>> = Vec::new();
    task.sets.push(Set::default());
    for key in SPANS {
        let Some(list) = root.get(key) else { continue };
        let has_entries = list.items().any(|item| entry(item).is_some());
        for item in list.items() {
            let Some(entry) = entry(item) else {
                task.sets[0].unusable.extend(unusable(item, has_entries));
                task.sets[0].ids.extend(item.get("id"));
                continue;
            };
            let annotator = item.first(ANNOTATORS).map(Value::raw);
            let number = annotators.iter().position(|known| *known == annotator).unwrap_or(annotators.len());
            if number == annotators.len() {
                annotators.push(annotator);
            }
            task.sets.resize_with(task.sets.len().max(number + 1), Set::default);
            task.sets[number].spans.push(entry);
            // Relations are those of all of them.
            task.sets[0].ids.extend(item.get("id"));
        }
    }
    let set = &mut task.sets[0];
    set.spans.extend(root.get("annotation").into_iter().flat_map(Value::items).flat_map(points));
    for relation in root.get("relations").into_iter().flat_map(Value::items) {
        // Relations of Prodigy name tokens; those of doccano name entities.
        set.ends.extend([relation.first(&["from_id", "from"]), relation.first(&["to_id", "to"])].into_iter().flatten());
        set.token_ends.extend(["head", "child"].into_iter().filter_map(|key| relation.get(key)));
        set.span_ends.extend(["head_span", "child_span"].into_iter().filter_map(|key| entry(relation.get(key)?)));
    }
    for token in root.get("tokens").into_iter().flat_map(Value::items) {
        if let (Some(start), Some(end)) = (token.get("start"), token.get("end")) {
            task.tokens.push(Token { start, end, text: token.get("text"), id: token.get("id") });
        }
    }
    // Questions of one kind about the same text have different hashes of their tasks.
    let hash = root.first(&["_task_hash", "_input_hash"]);
    task.hash = hash.map(|hash| (hash, root.first(&["_session_id", "_annotator_id"])));
}

/// `[0, 5, "PER"]` or `{"start": 0, "end": 5, "label": "PER"}`
fn entry(item: Value<'_>) -> Option<Entry<'_>> {
    if item.is(Kind::Array) {
        let mut parts = item.items();
        let (start, end) = (parts.next()?, parts.next()?);
        let numbers = start.is(Kind::Number) && end.is(Kind::Number);
        let label = parts.next().filter(|label| label.is_string());
        return numbers.then_some(Entry {
            whole: item,
            start,
            end,
            label,
            surface: None,
            identity: None,
            tokens: None,
        });
    }
    let (start, end) = (item.first(STARTS)?, item.first(ENDS)?);
    if !start.is(Kind::Number) || !end.is(Kind::Number) {
        return None;
    }
    let label = item.first(LABELS);
    let label = label.and_then(|label| if label.is(Kind::Array) { label.items().next() } else { Some(label) });
    Some(Entry {
        whole: item,
        start,
        end,
        label: label.filter(|label| label.is_string()),
        surface: item.first(&["text", "surface", "word"]).filter(|surface| surface.is_string()),
        identity: item
            .first(&["kb_id", "entity_id", "wikidata", "uri", "link"])
            .filter(|id| id.is_string() && !id.raw().is_empty()),
        tokens: item.get("token_start").zip(item.get("token_end")),
    })
}

/// What is wrong with an item that is no annotation and should be one.
fn unusable(item: Value<'_>, among_entries: bool) -> Option<Unusable<'_>> {
    if item.is(Kind::Word) {
        return (among_entries && item.raw() == "null").then_some(Unusable::Null(item));
    }
    let is_number = |value: Value<'_>| value.raw().trim().parse::<i64>().is_ok();
    let (start, end) = if item.is(Kind::Array) {
        let mut parts = item.items();
        let (start, end) = (parts.next()?, parts.next()?);
        // Lists of strings are something else.
        if !is_number(start) && !is_number(end) || parts.next().is_none() {
            return None;
        }
        (start, end)
    } else {
        (item.first(STARTS)?, item.first(ENDS)?)
    };
    let is_offset = |value: Value<'_>| value.is(Kind::Number) || value.is(Kind::Word) || is_number(value);
    (is_offset(start) && is_offset(end)).then_some(Unusable::Offsets(start, end))
}

fn label_studio<'a>(root: Value<'a>, data: Value<'a>, task: &mut Task<'a>) {
    task.tool = Tool::LabelStudio;
    task.text = text_of(data);
    for key in ["annotations", "completions", "predictions"] {
        for annotation in root.get(key).into_iter().flat_map(Value::items) {
            let mut set = Set::default();
            for region in annotation.get("result").into_iter().flat_map(Value::items) {
                set.ids.extend(region.get("id"));
                set.ends.extend([region.get("from_id"), region.get("to_id")].into_iter().flatten());
                let Some(value) = region.get("value") else { continue };
                let place = value.get("globalOffsets").unwrap_or(value);
                let (Some(start), Some(end)) = (place.get("start"), place.get("end")) else { continue };
                let is_text = region.get("type").is_none_or(|kind| matches!(kind.raw(), "labels" | "hypertextlabels"));
                if !is_text {
                    continue;
                }
                if !start.is(Kind::Number) || !end.is(Kind::Number) {
                    // Paragraphs and audio have offsets of another kind.
                    let is_number = |value: Value<'_>| value.is(Kind::Number) || value.raw().parse::<i64>().is_ok();
                    let wrong = is_number(start) && is_number(end) && place.get("startOffset").is_none();
                    set.unusable.extend(wrong.then_some(Unusable::Offsets(start, end)));
                    continue;
                }
                let labels = value.first(&["labels", "hypertextlabels"]);
                let label = labels.and_then(|labels| labels.items().next());
                let surface = value.get("text").filter(|surface| surface.is_string());
                set.spans.push(Entry { whole: region, start, end, label, surface, identity: None, tokens: None });
            }
            task.sets.push(set);
        }
    }
}
