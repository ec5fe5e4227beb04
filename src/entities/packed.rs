//! The names of an article as bytes, for the index.
//!
//! Invariant: unpacking never panics, whatever the bytes; what does not fit is `None`.

use std::borrow::Cow;
use std::sync::Arc;

use crate::mentions::link::Keys;
use crate::mentions::{ArticleEntity, ArticleNames, EntityKind, Form, Mention, MentionSource};
use crate::text::Span;

/// The names of an article, with the forms in which they are met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Mentions and entities; spans count from the start of the file.
    pub names: ArticleNames,
    /// The different forms of names, as written.
    pub forms: Vec<Arc<str>>,
    /// For each mention, the number of its form.
    pub form_of: Vec<u32>,
}

impl Names {
    /// The names of an article; `written` says what is written in a stretch of its file, markup aside.
    #[must_use]
    pub fn new<'a>(names: ArticleNames, written: impl Fn(Span) -> Cow<'a, str>) -> Self {
        let mut forms: Vec<Arc<str>> = Vec::new();
        let mut numbers = std::collections::HashMap::new();
        let form = |mention: &Mention| {
            let text = written(mention.name);
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            *numbers.entry(text).or_insert_with_key(|text: &String| {
                forms.push(text.as_str().into());
                forms.len() as u32 - 1
            })
        };
        let form_of = names.mentions.iter().map(form).collect();
        Self { names, forms, form_of }
    }

    /// The form of the mention number `mention`.
    #[must_use]
    pub fn form(&self, mention: usize) -> &str {
        self.form_of.get(mention).and_then(|form| self.forms.get(*form as usize)).map_or("", |form| &**form)
    }

    /// As bytes; spans count from the byte `start`, that of the article.
    ///
    /// First what entities are found by, so that a look at the beginning tells which ones have a key: how many entities
    /// and how many keys there are, all keys, how many each entity has, their codes and their counts of mentions.
    /// Then their names and ids, the forms, the mentions.
    #[must_use]
    pub fn pack(&self, start: usize) -> Box<[u8]> {
        let entities = &self.names.entities;
        let mut out = Vec::with_capacity(64 + 6 * self.names.mentions.len() + 48 * entities.len());
        number(&mut out, entities.len() as u64);
        number(&mut out, entities.iter().map(|entity| keys_of(&entity.keys).count() as u64).sum());
        entities.iter().flat_map(|entity| keys_of(&entity.keys)).for_each(|key| out.extend(key.to_le_bytes()));
        entities.iter().for_each(|entity| number(&mut out, keys_of(&entity.keys).count() as u64));
        for ArticleEntity { kind, keys, .. } in entities {
            let flags = u8::from(keys.bare) << 3 | person_code(keys.person) << 4 | u8::from(keys.id.is_some()) << 6;
            out.push(kind_code(*kind) | flags);
        }
        entities.iter().for_each(|entity| number(&mut out, entity.mentions.into()));
        for entity in entities {
            string(&mut out, &entity.name);
            string(&mut out, entity.id.as_deref().unwrap_or_default());
        }
        number(&mut out, self.forms.len() as u64);
        self.forms.iter().for_each(|form| string(&mut out, form));
        number(&mut out, self.names.mentions.len() as u64);
        let mut at = start;
        for (mention, form) in self.names.mentions.iter().zip(&self.form_of) {
            number(&mut out, mention.span.start.saturating_sub(at) as u64);
            number(&mut out, mention.span.len() as u64);
            number(&mut out, mention.name.start.saturating_sub(mention.span.start) as u64);
            number(&mut out, mention.name.len() as u64);
            number(&mut out, mention.entity.into());
            number(&mut out, (*form).into());
            out.push(kind_code(mention.kind) | (mention.source as u8) << 3 | (mention.form as u8) << 5);
            let flags = [mention.boilerplate, mention.id.is_some(), mention.header];
            out.push(flags.iter().rev().fold(0, |bits, flag| bits << 1 | u8::from(*flag)));
            string(&mut out, mention.id.as_deref().unwrap_or_default());
            at = mention.span.start;
        }
        out.into()
    }

    /// What [`Self::pack`] made, for an article that begins at the byte `start`.
    #[must_use]
    pub fn unpack(bytes: &[u8], start: usize) -> Option<Self> {
        if bytes.is_empty() {
            return Some(Self::default());
        }
        let mut input = Input(bytes);
        let mut all = Self::default();
        let mut table = Table::read(&mut input)?;
        for _ in 0..table.entities {
            let row = table.next()?;
            let mut entity = ArticleEntity {
                name: "".into(),
                kind: kind_of(row.code),
                id: None,
                mentions: row.mentions,
                keys: Keys::default(),
            };
            row.read_keys(&mut entity.keys);
            all.names.entities.push(entity);
        }
        input = table.rest();
        for entity in &mut all.names.entities {
            (entity.name, entity.id) =
                (input.text()?.into(), Some(input.text()?).filter(|id| !id.is_empty()).map(Arc::from));
        }
        for _ in 0..input.number()? {
            all.forms.push(input.text()?.into());
        }
        let mut at = start;
        for _ in 0..input.number()? {
            let from = at.checked_add(input.size()?)?;
            let span = Span::new(from, from.checked_add(input.size()?)?);
            let name = from.checked_add(input.size()?)?;
            let name = Span::new(name, name.checked_add(input.size()?)?);
            let entity = u32::try_from(input.number()?).ok()?;
            let form_of = u32::try_from(input.number()?).ok()?;
            let (code, flags) = (input.byte()?, input.byte()?);
            let id = input.text()?;
            let id = (flags & 2 != 0).then(|| id.into());
            if entity as usize >= all.names.entities.len() || form_of as usize >= all.forms.len() {
                return None;
            }
            all.form_of.push(form_of);
            all.names.mentions.push(Mention {
                span,
                name,
                kind: kind_of(code),
                source: source_of(code >> 3),
                id,
                entity,
                form: if code & 32 != 0 { Form::Nominal } else { Form::Name },
                boilerplate: flags & 1 != 0,
                header: flags & 4 != 0,
            });
            at = from;
        }
        Some(all)
    }
}

/// Calls `give` with the number, the keys and the count of mentions of each entity in what [`Names::pack`] made: a small
/// part of unpacking it.
pub(super) fn for_each_entity(bytes: &[u8], mut give: impl FnMut(u32, &Keys, u32)) -> Option<()> {
    if bytes.is_empty() {
        return Some(());
    }
    let mut table = Table::read(&mut Input(bytes))?;
    let mut keys = Keys::default();
    for number in 0..table.entities {
        let row = table.next()?;
        row.read_keys(&mut keys);
        give(number, &keys, row.mentions);
    }
    Some(())
}

/// The same with those entities alone that have `key`, as a name or as an id: a small part of that again.
pub(super) fn for_each_with(bytes: &[u8], key: u64, mut give: impl FnMut(u32, &Keys, u32)) -> Option<()> {
    if bytes.is_empty() {
        return Some(());
    }
    let mut table = Table::read(&mut Input(bytes))?;
    if !table.keys.contains(&key.to_le_bytes()) {
        return Some(());
    }
    let mut keys = Keys::default();
    for number in 0..table.entities {
        let row = table.next()?;
        if row.written.contains(&key.to_le_bytes()) {
            row.read_keys(&mut keys);
            give(number, &keys, row.mentions);
        }
    }
    Some(())
}

/// What is written as numbers of the keys of an entity: its primary one, the others, its id.
fn keys_of(keys: &Keys) -> impl Iterator<Item = u64> + '_ {
    [keys.primary].into_iter().chain(keys.short.iter().copied()).chain(keys.id)
}

/// What entities are found by, as it is packed, while it is read entity by entity.
struct Table<'a> {
    entities: u32,
    /// The keys of the entities that were not read yet.
    keys: &'a [[u8; 8]],
    counts: Input<'a>,
    codes: Input<'a>,
    mentions: Input<'a>,
}

/// One of its entities.
struct Row<'a> {
    code: u8,
    written: &'a [[u8; 8]],
    mentions: u32,
}

impl<'a> Table<'a> {
    fn read(input: &mut Input<'a>) -> Option<Self> {
        let (entities, keys) = (input.size()?, input.size()?);
        let (keys, rest) = input.0.split_at_checked(keys.checked_mul(size_of::<u64>())?)?;
        let counts = Input(rest);
        let mut codes = Input(rest);
        for _ in 0..entities {
            codes.number()?;
        }
        let mentions = Input(codes.0.get(entities..)?);
        Some(Self { entities: u32::try_from(entities).ok()?, keys: keys.as_chunks().0, counts, codes, mentions })
    }

    /// The next entity, of which there is one.
    fn next(&mut self) -> Option<Row<'a>> {
        let (code, mentions) = (self.codes.byte()?, u32::try_from(self.mentions.number()?).ok()?);
        let (written, rest) = self.keys.split_at_checked(self.counts.size()?)?;
        self.keys = rest;
        // An entity has a primary key, and its id where the code says that it has one.
        (written.len() > usize::from(code & HAS_ID != 0)).then_some(Row { code, written, mentions })
    }

    /// What follows, once all entities are read.
    fn rest(self) -> Input<'a> {
        self.mentions
    }
}

/// Says in the code of an entity that the last one of its keys is that of an id.
const HAS_ID: u8 = 1 << 6;

impl Row<'_> {
    /// Reads its keys into `keys`, whatever these are.
    fn read_keys(&self, keys: &mut Keys) {
        let mut numbers = self.written.iter().map(|bytes| u64::from_le_bytes(*bytes));
        keys.id = if self.code & HAS_ID != 0 { numbers.next_back() } else { None };
        keys.primary = numbers.next().unwrap_or_default();
        keys.short.clear();
        keys.short.extend(numbers);
        (keys.bare, keys.person) = (self.code & 8 != 0, person_of(self.code >> 4));
    }
}

fn number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn string(out: &mut Vec<u8>, text: &str) {
    number(out, text.len() as u64);
    out.extend(text.as_bytes());
}

/// The place of a kind among all of them, or behind the last one.
fn kind_code(kind: Option<EntityKind>) -> u8 {
    kind.and_then(|kind| EntityKind::ALL.iter().position(|one| *one == kind)).map_or(7, |at| at as u8)
}

fn kind_of(code: u8) -> Option<EntityKind> {
    EntityKind::ALL.get(usize::from(code & 7)).copied()
}

const fn person_code(person: Option<bool>) -> u8 {
    match person {
        None => 0,
        Some(false) => 1,
        Some(true) => 2,
    }
}

const fn person_of(code: u8) -> Option<bool> {
    match code & 3 {
        1 => Some(false),
        2 => Some(true),
        _ => None,
    }
}

const fn source_of(code: u8) -> MentionSource {
    match code & 3 {
        0 => MentionSource::Annotation,
        1 => MentionSource::KnowledgeBase,
        _ => MentionSource::Recogniser,
    }
}

struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn string(&mut self) -> Option<&'a [u8]> {
        let len = self.size()?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(text)
    }

    fn text(&mut self) -> Option<&'a str> {
        str::from_utf8(self.string()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::mentions::{ArticleText, Lexicon, TextBlock, recognise};
    use crate::text::Source;

    fn names(text: &str) -> Names {
        let article = ArticleText { blocks: vec![TextBlock::plain(text, 0)], annotations: Vec::new() };
        Names::new(recognise(&article, &Lexicon::default()), |span| text.slice(span))
    }

    #[test]
    fn names_are_packed_and_unpacked() {
        let text = "Foreign Minister Vera Lind met Jaromir Dvoretsky in Karsova. Lind smiled, and Dvoretsky left.";
        let all = names(text);
        assert!(all.names.mentions.len() > 3, "{all:?}");
        let packed = all.pack(0);
        assert_eq!(Names::unpack(&packed, 0).as_ref(), Some(&all));
        let mut found = Vec::new();
        for_each_entity(&packed, |number, keys, mentions| found.push((number, keys.clone(), mentions)));
        let entities = || (0..).zip(&all.names.entities).map(|(number, it)| (number, it.keys.clone(), it.mentions));
        assert_eq!(found, entities().collect::<Vec<_>>());
        for key in found.iter().flat_map(|(_, keys, _)| keys_of(keys)) {
            let mut with_key = Vec::new();
            for_each_with(&packed, key, |number, keys, mentions| with_key.push((number, keys.clone(), mentions)));
            let wanted = entities().filter(|(_, keys, _)| keys_of(keys).any(|one| one == key));
            assert_eq!(with_key, wanted.collect::<Vec<_>>());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_unpacked(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            drop(Names::unpack(&bytes, 5));
            for_each_entity(&bytes, |_, _, _| {});
            for_each_with(&bytes, 7, |_, _, _| {});
        }

        #[test]
        fn damaged_names_can_be_unpacked(at in 0_usize..200, byte in any::<u8>()) {
            let mut bytes = names("Vera Lind met Ansgar Tveitmoe and Vera Lind of Solmund Works.").pack(0).into_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            drop(Names::unpack(&bytes, 0));
            for_each_entity(&bytes, |_, _, _| {});
            for_each_with(&bytes, 7, |_, _, _| {});
        }
    }
}
