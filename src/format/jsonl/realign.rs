//! The annotations of records follow the text in them.

use std::collections::HashMap;

use super::scan::{self, Value};
use super::spans::{same, unit};
use super::tools::{self, Entry, Task};
use super::{cut, lead, strings};
use crate::format::measure::{Measure, Unit};
use crate::rules::Edit;
use crate::standoff::{self, Alignment, Outcome, Realigned};
use crate::text::Span;

/// Moves the annotations of `new`, whose records say what those of `old` did and hold other texts: offsets that stand
/// in both go where their text has gone, with what an annotation repeats of it, and tokens with them.
///
/// Records are known again by their ids; where they have none and are as many as before, by their order.
/// Offsets that somebody has changed stay as they are.
pub(crate) fn realign(old: &str, new: &str) -> Realigned {
    realign_records(cut_all(old), cut_all(new))
}

/// The same without a word about the records that both files begin and end with alike: of a large file few were edited,
/// and the others are not read.
pub(crate) fn realign_changed(old: &str, new: &str) -> Realigned {
    let (old, new) = changed(cut_all(old), cut_all(new));
    realign_records(old, new)
}

fn realign_records(old: Cuts<'_>, new: Cuts<'_>) -> Realigned {
    let (before, after) = (read(old), read(new));
    let ids: HashMap<&str, usize> =
        before.iter().enumerate().rev().filter_map(|(number, record)| Some((record.id?, number))).collect();
    let mut out = Realigned::default();
    for (number, record) in after.iter().enumerate() {
        let known = match record.id {
            Some(id) => ids.get(id).copied(),
            None => Some(number).filter(|_| before.len() == after.len() && before[number].id.is_none()),
        };
        if let Some(known) = known.map(|known| &before[known]) {
            follow(known.text, record, &mut out);
        }
    }
    out
}

/// A record in its file.
struct Record<'a> {
    at: usize,
    text: &'a str,
    /// Its id, as written.
    id: Option<&'a str>,
}

/// The records of a file: where each begins, and its text.
type Cuts<'a> = Vec<(usize, &'a str)>;

fn cut_all(text: &str) -> Cuts<'_> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let len = cut(&text[at..]).len;
        found.push((at, &text[at..at + len]));
        at += len;
    }
    found
}

/// Both files without the records that they begin and end with alike.
fn changed<'a, 'b>(mut old: Cuts<'a>, mut new: Cuts<'b>) -> (Cuts<'a>, Cuts<'b>) {
    let same = |((_, old), (_, new)): &(&(usize, &str), &(usize, &str))| old == new;
    let behind = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    old.truncate(old.len() - behind);
    new.truncate(new.len() - behind);
    let before = old.iter().zip(&new).take_while(same).count();
    (old.split_off(before), new.split_off(before))
}

fn read(cuts: Cuts<'_>) -> Vec<Record<'_>> {
    let record = |(at, text)| {
        let json = scan::scan(text, lead(text));
        let id = json.root(text).and_then(|root| tools::task(root).id).map(|id| id.span());
        Record { at, text, id: id.map(|span| &text[span.range()]) }
    };
    cuts.into_iter().map(record).collect()
}

/// Moves the annotations of `record`, which was `old`.
fn follow(old: &str, record: &Record<'_>, out: &mut Realigned) {
    let (old_json, new_json) = (scan::scan(old, lead(old)), scan::scan(record.text, lead(record.text)));
    let (Some(before), Some(after)) = (old_json.root(old), new_json.root(record.text)) else { return };
    let (before, after) = (tools::task(before), tools::task(after));
    let (Some(old_text), Some(new_text)) = (before.text.map(strings::text), after.text.map(strings::text)) else {
        return;
    };
    let measure = Measure::new(&old_text);
    let mover = Mover {
        unit: unit(&before, &old_text, &measure),
        alignment: Alignment::between(&old_text, &new_text),
        before: measure,
        after: Measure::new(&new_text),
        old: &old_text,
        new: &new_text,
    };
    let mut moved = Realigned::default();
    mover.task(&before, &after, &mut moved);
    moved.edits.sort_by_key(|edit| edit.span);
    moved.edits.dedup();
    for edit in &mut moved.edits {
        edit.span = edit.span.shifted(record.at);
    }
    for entry in &mut moved.entries {
        entry.span = entry.span.shifted(record.at);
    }
    moved.entries.sort_by_key(|entry| entry.span);
    out.edits.append(&mut moved.edits);
    out.entries.append(&mut moved.entries);
}

struct Mover<'a> {
    unit: Unit,
    alignment: Alignment,
    before: Measure<'a>,
    after: Measure<'a>,
    old: &'a str,
    new: &'a str,
}

impl Mover<'_> {
    fn task(&self, before: &Task<'_>, after: &Task<'_>, out: &mut Realigned) {
        for (old, new) in before.sets.iter().zip(&after.sets).filter(|(old, new)| old.spans.len() == new.spans.len()) {
            for (old, new) in old.spans.iter().zip(&new.spans) {
                if let Some((from, to)) = self.offsets((old.start, old.end), (new.start, new.end)) {
                    out.entries.push(self.entry(new, from, to, &mut out.edits));
                }
            }
        }
        for (old, new) in before.tokens.iter().zip(&after.tokens).filter(|_| before.tokens.len() == after.tokens.len())
        {
            if let Some((_, to)) = self.offsets((old.start, old.end), (new.start, new.end)) {
                self.write((new.start, new.end), to.span, &mut out.edits);
                self.say(new.text, to.span, &mut out.edits);
            }
        }
    }

    /// Where two offsets lead in the old text, and where that has gone; `None` where they are others now or lead nowhere.
    fn offsets(&self, old: (Value<'_>, Value<'_>), new: (Value<'_>, Value<'_>)) -> Option<(Span, standoff::Mapped)> {
        let numbers = |(start, end): (Value<'_>, Value<'_>)| Some((start.integer()?, end.integer()?));
        let (start, end) = numbers(old).filter(|offsets| numbers(new) == Some(*offsets))?;
        let span = self.before.span(start, end, self.unit)?;
        Some((span, self.alignment.map(span)))
    }

    fn entry(&self, new: &Entry<'_>, from: Span, to: standoff::Mapped, edits: &mut Vec<Edit>) -> standoff::Entry {
        let before = &self.old[from.range()];
        // What did not fit is moved along.
        let astray = new.surface.is_some_and(|surface| !same(before, &strings::text(surface)));
        self.write((new.start, new.end), to.span, edits);
        if !astray && !to.span.is_empty() {
            self.say(new.surface, to.span, edits);
        }
        let outcome = match Outcome::from(to.fate) {
            _ if astray => Outcome::Astray,
            Outcome::Kept if self.at(from.start, &self.before) != self.at(to.span.start, &self.after) => Outcome::Moved,
            outcome => outcome,
        };
        standoff::Entry {
            name: new.label.map_or_else(|| "annotation".to_owned(), strings::text),
            span: new.start.span().cover(new.end.span()),
            before: before.to_owned(),
            after: self.new[to.span.range()].to_owned(),
            start: self.at(to.span.start, &self.after),
            outcome,
        }
    }

    fn at(&self, byte: usize, measure: &Measure<'_>) -> usize {
        measure.offset(byte, self.unit)
    }

    /// Writes the offsets of `span`, where they are not those that stand there.
    fn write(&self, (start, end): (Value<'_>, Value<'_>), span: Span, edits: &mut Vec<Edit>) {
        for (value, byte) in [(start, span.start), (end, span.end)] {
            let offset = self.at(byte, &self.after);
            if value.integer() != i64::try_from(offset).ok() {
                edits.push(Edit::replace(value.span(), value.written(offset)));
            }
        }
    }

    /// Writes what stands at `span`, where something else is said of it.
    fn say(&self, said: Option<Value<'_>>, span: Span, edits: &mut Vec<Edit>) {
        let Some(said) = said else { return };
        let now = &self.new[span.range()];
        if !same(now, &strings::text(said)) {
            edits.push(Edit::replace(said.span(), serde_json::Value::from(now).to_string()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn followed(old: &str, new: &str) -> (String, String) {
        let realigned = realign(old, new);
        let told =
            realigned.entries.iter().map(|it| format!("{} {} {}-{}", it.name, it.outcome.name(), it.before, it.after));
        (realigned.apply(new), told.collect::<Vec<_>>().join("; "))
    }

    #[test]
    fn offsets_follow_the_text_of_their_record() {
        let old =
            "{\"id\": 1, \"text\": \"Vera Lind 😀 met Moen.\", \"label\": [[0, 9, \"PER\"], [16, 20, \"PER\"]]}\n";
        let new = old.replace("Vera Lind", "Mrs Vera A. Lind");
        let (file, told) = followed(old, &new);
        assert!(file.ends_with("\"label\": [[4, 16, \"PER\"], [23, 27, \"PER\"]]}\n"), "{file}");
        assert_eq!(told, "PER edited Vera Lind-Vera A. Lind; PER moved Moen-Moen");
    }

    #[test]
    fn what_an_annotation_and_tokens_say_of_the_text_follows() {
        let old = r#"{"text": "He met Moen.", "tokens": [{"text": "He", "start": 0, "end": 2, "id": 0}, {"text": "met", "start": 3, "end": 6, "id": 1}, {"text": "Moen", "start": 7, "end": 11, "id": 2}], "spans": [{"start": 7, "end": 11, "token_start": 2, "token_end": 2, "label": "PER", "text": "Moen"}]}"#;
        let new = old.replacen("He met Moen.", "He once met Moens.", 1);
        let (file, told) = followed(old, &new);
        assert_eq!(told, "PER moved Moen-Moen");
        assert!(file.contains(r#""text": "met", "start": 8, "end": 11"#), "{file}");
        assert!(file.contains(r#"{"start": 12, "end": 16, "token_start""#), "{file}");
    }

    #[test]
    fn records_are_known_by_their_ids_and_offsets_of_a_person_stay() {
        let record = |id: u32, text: &str, start: u32| {
            format!("{{\"id\": {id}, \"text\": \"{text}\", \"label\": [[{start}, {}, \"PER\"]]}}\n", start + 4)
        };
        let old = [record(1, "Moen left.", 0), record(2, "So Lind came.", 3)].concat();
        let new = [record(2, "And so Lind came.", 3), record(1, "Then Moen left.", 5)].concat();
        let (file, told) = followed(&old, &new);
        assert_eq!(file, [record(2, "And so Lind came.", 7), record(1, "Then Moen left.", 5)].concat());
        assert_eq!(told, "PER moved Lind-Lind");
    }

    #[test]
    fn records_that_nobody_edited_need_not_be_read() {
        let record = |id: u32, text: &str, start: usize| {
            format!("{{\"id\": {id}, \"text\": \"{text}\", \"label\": [[{start}, {}, \"PER\"]]}}\n", start + 4)
        };
        let (first, last) = (record(1, "Moen left.", 0), record(4, "Then Moen came.", 5));
        let of = |middle: &[String]| [&first, &middle.concat(), &last].map(String::as_str).concat();
        let old = of(&[record(2, "So Lind came.", 3), record(3, "Then Lind left.", 5)]);
        let new = of(&[record(3, "And then Lind left.", 5), record(2, "So Lind came.", 3)]);
        let (all, few) = (realign(&old, &new), realign_changed(&old, &new));
        assert_eq!(few.edits, all.edits);
        assert_eq!((all.entries.len(), few.entries.len()), (4, 2));
        assert!(realign_changed(&old, &old).entries.is_empty());
    }

    #[test]
    fn what_is_gone_is_said_to_be() {
        let old = "{\"id\": 1, \"text\": \"So Lind came.\", \"label\": [[3, 7, \"PER\"]]}\n";
        let (file, told) = followed(old, &old.replace("So Lind came", "So came"));
        assert_eq!(told, "PER lost Lind-");
        assert!(file.contains("[3, 3, \"PER\"]"), "{file}");
    }
}
