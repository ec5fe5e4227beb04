//! Writes an annotation into a record, as those that it has are written.

use super::lead;
use super::scan::{self, Kind, Value};
use super::spans::unit;
use super::tools::{self, Entry, SPANS, Task, Tool};
use crate::format::measure::Measure;
use crate::format::reading::Extract;
use crate::format::writing::{Edits, New};
use crate::rules::Edit;

/// What a region of Label Studio says of the task and not of the text.
const KEPT: &[&str] = &["from_name", "to_name", "type"];

/// The edit that annotates a stretch of the record `text`, behind the last annotation of the first annotator and the
/// `ahead` ones that are written with it and before it; `None` where the record says nowhere how one is written, or where
/// it has this one.
pub(crate) fn annotate(text: &str, extract: &Extract, new: New<'_>, ahead: usize) -> Edits {
    // A record of tokens has no place for offsets.
    if extract.tokenised {
        return None;
    }
    let place = extract.place_of(new.span)?;
    if extract.annotations.iter().any(|known| known.parts == [place]) {
        return None;
    }
    let json = scan::scan(text, lead(text));
    let root = json.root(text)?;
    let task = tools::task(root);
    let measure = Measure::new(&extract.text);
    let unit = unit(&task, &extract.text, &measure);
    let (start, end) = (measure.offset(place.start, unit), measure.offset(place.end, unit));
    let sample = task.sets.iter().find_map(|set| set.spans.last());
    let Some(sample) = sample else {
        let list = SPANS.iter().find_map(|key| Some((*key, root.get(key).filter(|it| it.is(Kind::Array))?)));
        let (key, list) = list.filter(|(_, list)| list.items().next().is_none() && task.tool != Tool::LabelStudio)?;
        let label = quoted(new.kind);
        let written = if key == SPANS[0] {
            format!("{{\"start\": {start}, \"end\": {end}, \"label\": {label}}}")
        } else {
            format!("[{start}, {end}, {label}]")
        };
        let separator = if ahead > 0 { ", " } else { "" };
        return Some(vec![Edit::insert(list.span().end - 1, format!("{separator}{written}"))]);
    };
    let writer = Writer {
        sample,
        new,
        ahead,
        start,
        end,
        surface: &extract.text[place.range()],
        tokens: match sample.tokens {
            Some(_) => {
                let at = |value: Value<'_>| Some(measure.byte(value.integer()?, unit));
                let first = task.tokens.iter().position(|token| at(token.start) == Some(Some(place.start)))?;
                let last = task.tokens.iter().position(|token| at(token.end) == Some(Some(place.end)))?;
                Some((first, last))
            }
            None => None,
        },
        task: &task,
    };
    Some(vec![Edit::insert(sample.whole.span().end, format!(", {}", writer.item(sample.whole)?))])
}

/// `text` as it stands between the quotation marks of a string.
pub(crate) fn escaped(text: &str) -> String {
    let quoted = quoted(text);
    quoted[1..quoted.len() - 1].to_owned()
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Writes an annotation like another one.
struct Writer<'a> {
    sample: &'a Entry<'a>,
    new: New<'a>,
    ahead: usize,
    start: usize,
    end: usize,
    surface: &'a str,
    tokens: Option<(usize, usize)>,
    task: &'a Task<'a>,
}

impl Writer<'_> {
    fn item(&self, value: Value<'_>) -> Option<String> {
        if value.is(Kind::Array) {
            let label = self.sample.label.map(|_| format!(", {}", quoted(self.new.kind)));
            return Some(format!("[{}, {}{}]", self.start, self.end, label.unwrap_or_default()));
        }
        let mut members = Vec::new();
        for (key, value) in value.members() {
            // Offsets in the elements of a page are not known.
            if key.raw() == "globalOffsets" {
                return None;
            }
            if let Some(written) = self.member(key.raw(), value)? {
                members.push(format!("\"{}\": {written}", key.raw()));
            }
        }
        Some(format!("{{{}}}", members.join(", ")))
    }

    /// What stands behind a key; `Some(None)` where the new annotation has no such member.
    fn member(&self, key: &str, value: Value<'_>) -> Option<Option<String>> {
        let is = |other: Option<Value<'_>>| other.is_some_and(|other| other.span() == value.span());
        let tokens = self.sample.tokens.zip(self.tokens);
        Some(match () {
            () if is(Some(self.sample.start)) => Some(self.start.to_string()),
            () if is(Some(self.sample.end)) => Some(self.sample.end.written(self.end)),
            () if is(self.sample.label) => Some(quoted(self.new.kind)),
            () if is(self.sample.surface) => Some(quoted(self.surface)),
            () if is(self.sample.identity) => self.new.identity.map(quoted),
            () if value.is(Kind::Array)
                && value.items().any(|it| self.sample.label.is_some_and(|label| label.span() == it.span())) =>
            {
                Some(format!("[{}]", quoted(self.new.kind)))
            }
            () if is(tokens.map(|((first, _), _)| first)) => self.tokens.map(|(first, _)| first.to_string()),
            () if is(tokens.map(|((_, last), _)| last)) => self.tokens.map(|(_, last)| last.to_string()),
            () if key == "id" => Some(self.id(value)),
            () if key == "value" && value.is(Kind::Object) => Some(self.item(value)?),
            () if self.task.tool == Tool::LabelStudio && KEPT.contains(&key) => {
                Some(value.text[value.span().range()].to_owned())
            }
            () => None,
        })
    }

    /// An id that no other annotation of the record has, of the kind that `other` is of.
    fn id(&self, other: Value<'_>) -> String {
        if other.is(Kind::Number) {
            let ids = self.task.sets.iter().flat_map(|set| &set.ids).filter_map(|id| id.integer());
            return (ids.max().unwrap_or(0) + 1 + self.ahead as i64).to_string();
        }
        let hash = xxhash_rust::xxh3::xxh3_64(format!("{} {} {}", self.start, self.end, self.new.kind).as_bytes());
        quoted(&format!("{hash:016x}")[..10])
    }
}
