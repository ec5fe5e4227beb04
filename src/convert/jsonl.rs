//! JSON Lines, whose offsets count code points as Python does.

use serde_json::{Map, Value, json};

use super::{Article, Losses, label, lose_entities, lost};
use crate::format::measure::{Measure, Unit};

/// `{"text": …, "label": [[0, 9, "PER"]]}`
pub fn doccano(article: &Article, losses: &mut Losses) -> String {
    let label = spans(article, losses).into_iter().map(|(start, end, kind)| json!([start, end, kind]));
    line(article, "label", label.collect())
}

/// `{"text": …, "spans": [{"start": 0, "end": 9, "label": "PER"}]}`
pub fn prodigy(article: &Article, losses: &mut Losses) -> String {
    let spans = spans(article, losses).into_iter();
    line(
        article,
        "spans",
        spans.map(|(start, end, label)| json!({ "start": start, "end": end, "label": label })).collect(),
    )
}

fn line(article: &Article, key: &str, spans: Vec<Value>) -> String {
    let mut record = Map::new();
    record.insert("text".to_owned(), article.text.as_str().into());
    record.insert(key.to_owned(), spans.into());
    let meta: Map<String, Value> =
        article.fields.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
    let name = || Map::from_iter([("id".to_owned(), article.name.as_str().into())]);
    record.insert("meta".to_owned(), if meta.is_empty() { name() } else { meta }.into());
    format!("{}\n", Value::from(record))
}

fn spans(article: &Article, losses: &mut Losses) -> Vec<(usize, usize, String)> {
    lose_entities(article, losses);
    let measure = Measure::new(&article.text);
    let offset = |at: usize| measure.offset(at, Unit::Points);
    let mut found = Vec::new();
    for mention in &article.mentions {
        losses.add(lost::PARTS, mention.parts.len().saturating_sub(1));
        let span = mention.span();
        found.push((offset(span.start), offset(span.end), label(mention, losses).to_owned()));
    }
    found
}
