//! The knowledge base: who and what the names of a corpus stand for, as people and programs write it down.
//!
//! A file of it is `entities.toml`, written by hand, or `entities.jsonl`, written by programs; a corpus may have many.
//! [`KnowledgeFile`] is what one of them says, [`KnowledgeBase`] what all of them say.
//!
//! Invariants: reading never fails, whatever the text: what can be understood is an entry, the rest is a finding; spans
//! are in bounds and on character boundaries; nothing of a text is copied, so that a hundred thousand entries take
//! little more than their file.

mod base;
mod check;
mod draft;
mod fold;
mod jsonl;
mod links;
mod lookup;
mod search;
#[cfg(test)]
mod tests;
mod toml;
mod types;

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use crate::rules::Finding;
use crate::text::Span;
use lookup::Lookup;

pub use base::{EntityId, KnowledgeBase, Source};
pub use check::findings;
pub use fold::fold;
pub use links::{Link, LinkKind, web_page};
pub use search::{Match, Order, Search};
pub use types::EntityTypes;

/// How a file of the knowledge base is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notation {
    /// `[[entity]]` tables.
    Toml,
    /// One JSON object a line.
    JsonLines,
}

impl Notation {
    /// The notation that the name of a file stands for.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "toml" => Some(Self::Toml),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// `text` as a string of the notation, quotation marks included.
    #[must_use]
    pub fn quoted(self, text: &str) -> String {
        match self {
            Self::Toml => ::toml::Value::from(text).to_string(),
            Self::JsonLines => serde_json::Value::from(text).to_string(),
        }
    }
}

/// A value as it is written: where it stands, quotation marks included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Literal {
    start: u32,
    end: u32,
}

/// Offsets in a file of the knowledge base take 32 bits; what lies beyond is not read.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Literal {
    fn new(span: Span) -> Self {
        Self { start: narrow(span.start), end: narrow(span.end) }
    }

    fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// One entity as a file describes it.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    span: Literal,
    id: Option<Literal>,
    kind: Option<Literal>,
    name: Option<Literal>,
    description: Option<Literal>,
    /// Where its aliases begin and end among those of the file.
    aliases: (u32, u32),
    /// Where its links begin and end among those of the file.
    links: (u32, u32),
}

/// What one file says.
#[derive(Debug)]
pub struct KnowledgeFile {
    text: String,
    notation: Notation,
    entries: Vec<Entry>,
    aliases: Vec<Literal>,
    links: Vec<(LinkKind, Literal)>,
    /// What could not be understood.
    problems: Vec<Finding>,
    lookup: Lookup,
    search: OnceLock<Search>,
}

impl KnowledgeFile {
    /// What `text` says.
    #[must_use]
    pub fn new(text: String, notation: Notation) -> Self {
        let mut draft = draft::Draft::default();
        match notation {
            Notation::Toml => toml::read(&text, &mut draft),
            Notation::JsonLines => jsonl::read(&text, &mut draft),
        }
        let draft::Draft { entries, aliases, links, problems, .. } = draft;
        let lookup = Lookup::default();
        let mut file = Self { text, notation, entries, aliases, links, problems, lookup, search: OnceLock::new() };
        file.lookup = Lookup::new(&file);
        file
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How it is written.
    #[must_use]
    pub fn notation(&self) -> Notation {
        self.notation
    }

    /// How many entities it describes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it describes none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entity number `number`, which is less than [`Self::len`].
    #[must_use]
    pub fn entity(&self, number: u32) -> Entity<'_> {
        Entity { file: self, number, entry: &self.entries[number as usize] }
    }

    /// All entities, in order.
    pub fn entities(&self) -> impl Iterator<Item = Entity<'_>> {
        (0..).zip(&self.entries).map(|(number, entry)| Entity { file: self, number, entry })
    }

    /// The entity whose entry holds the byte `at`, or ends there.
    #[must_use]
    pub fn entity_at(&self, at: usize) -> Option<Entity<'_>> {
        let next = self.entries.partition_point(|entry| entry.span.start as usize <= at);
        let number = next.checked_sub(1)?;
        let entity = self.entity(narrow(number));
        entity.span().touches(at).then_some(entity)
    }

    /// Whether it has a name or an alias twice.
    #[must_use]
    pub fn shares_names(&self) -> bool {
        self.lookup.same_names().next().is_some()
    }

    /// The entities with this id.
    pub fn with_id<'a>(&'a self, id: &'a str) -> impl Iterator<Item = Entity<'a>> {
        self.lookup.with_id(id).map(|number| self.entity(number)).filter(move |it| it.id().is_some_and(|it| it == id))
    }

    /// The entities that have `name` as a name or an alias, however it is folded; `folded` is [`fold`] of it.
    pub fn named<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = (Entity<'a>, Written<'a>)> {
        self.lookup.named(folded).filter_map(move |(number, which)| {
            let entity = self.entity(number);
            let name = entity.names().nth(which as usize)?;
            (fold(&name.text) == folded).then_some((entity, name))
        })
    }

    /// The entities whose names are like `query`, the best first, at most `limit` of them.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Match> {
        self.index().find(query, limit, |_| true)
    }

    /// Makes ready for [`Self::search`], which otherwise the first one does.
    pub fn prepare(&self) {
        self.index();
    }

    fn index(&self) -> &Search {
        self.search.get_or_init(|| {
            let names = self.entities().flat_map(|entity| {
                let all = entity.id_written().into_iter().chain(entity.names());
                all.map(move |written| (entity.number(), written.text))
            });
            Search::new(names, Order::Shorter)
        })
    }

    fn written(&self, literal: Literal) -> Written<'_> {
        let raw = self.text.get(literal.span().range()).unwrap_or_default();
        let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''));
        let width = match quote {
            Some('"') if raw.len() >= 6 && raw.starts_with("\"\"\"") => 3,
            Some('\'') if raw.len() >= 6 && raw.starts_with("'''") => 3,
            Some(_) if raw.len() >= 2 => 1,
            _ => 0,
        };
        let inner = raw.get(width..raw.len() - width).unwrap_or_default();
        let span = Span::new(literal.start as usize + width, literal.end as usize - width);
        let plain = width == 0 || (width == 1 && (quote == Some('\'') || !inner.contains('\\')));
        let text = if plain { Cow::Borrowed(inner) } else { Cow::Owned(self.decoded(raw, inner)) };
        Written { text, span, literal: literal.span() }
    }

    /// What a literal with escapes or several lines says.
    fn decoded(&self, raw: &str, inner: &str) -> String {
        let decoded = match self.notation {
            Notation::JsonLines => serde_json::from_str(raw).ok(),
            Notation::Toml => {
                let value = ::toml::de::DeValue::parse(raw).ok();
                value.and_then(|value| value.get_ref().as_str().map(str::to_owned))
            }
        };
        decoded.unwrap_or_else(|| inner.to_owned())
    }
}

/// A value as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<'a> {
    /// What it says.
    pub text: Cow<'a, str>,
    /// Where it stands, without quotation marks.
    pub span: Span,
    /// The same with them: what is replaced where something else is to be said.
    pub literal: Span,
}

/// An entity, as a file describes it.
#[derive(Clone, Copy, Debug)]
pub struct Entity<'a> {
    file: &'a KnowledgeFile,
    number: u32,
    entry: &'a Entry,
}

impl<'a> Entity<'a> {
    /// Its number in its file.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The file that describes it.
    #[must_use]
    pub fn file(&self) -> &'a KnowledgeFile {
        self.file
    }

    /// All of its entry.
    #[must_use]
    pub fn span(&self) -> Span {
        self.entry.span.span()
    }

    /// What annotations refer to it by.
    #[must_use]
    pub fn id_written(&self) -> Option<Written<'a>> {
        self.entry.id.map(|literal| self.file.written(literal))
    }

    /// The same, as text.
    #[must_use]
    pub fn id(&self) -> Option<Cow<'a, str>> {
        self.id_written().map(|written| written.text)
    }

    /// The name of its type, as it is written.
    #[must_use]
    pub fn kind(&self) -> Option<Written<'a>> {
        self.entry.kind.map(|literal| self.file.written(literal))
    }

    /// Its canonical name.
    #[must_use]
    pub fn name(&self) -> Option<Written<'a>> {
        self.entry.name.map(|literal| self.file.written(literal))
    }

    /// What it is: a sentence or two.
    #[must_use]
    pub fn description(&self) -> Option<Written<'a>> {
        self.entry.description.map(|literal| self.file.written(literal))
    }

    /// Its other names.
    pub fn aliases(&self) -> impl Iterator<Item = Written<'a>> + use<'a> {
        let (start, end) = self.entry.aliases;
        let file = self.file;
        file.aliases[start as usize..end as usize].iter().map(|literal| file.written(*literal))
    }

    /// Its canonical name and its aliases.
    pub fn names(&self) -> impl Iterator<Item = Written<'a>> + use<'a> {
        self.name().into_iter().chain(self.aliases())
    }

    /// Where more is said of it.
    pub fn links(&self) -> impl Iterator<Item = Link<'a>> + use<'a> {
        let (start, end) = self.entry.links;
        let file = self.file;
        let links = &file.links[start as usize..end as usize];
        links.iter().map(|(kind, literal)| Link { kind: *kind, target: file.written(*literal) })
    }

    /// The place that shows it best: its name, else its id, else its entry.
    #[must_use]
    pub fn selection(&self) -> Span {
        self.name().or_else(|| self.id_written()).map_or_else(|| self.span(), |written| written.span)
    }
}
