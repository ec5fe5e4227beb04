//! What both notations give while they are read.

use super::links::LinkKind;
use super::{Entry, Literal, narrow};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// The entries that were read so far.
#[derive(Debug, Default)]
pub struct Draft {
    pub entries: Vec<Entry>,
    pub aliases: Vec<Literal>,
    pub links: Vec<(LinkKind, Literal)>,
    pub problems: Vec<Finding>,
}

/// A value of an entry, as far as the knowledge base understands values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A string, or a whole number, which some ids are.
    Text(Literal),
    /// Nothing: `null`.
    Nothing,
    /// Something else.
    Other(Literal),
}

/// What a key of an entry means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Id,
    Type,
    Name,
    Aliases,
    Description,
    /// One or several addresses.
    Links,
    /// The id or the page of one site.
    Link(LinkKind),
    /// What is not ours.
    Unknown,
}

/// The keys that are documented, the nearest of which a slip is taken for.
const KNOWN: [&str; 9] = ["id", "type", "name", "aliases", "description", "links", "wikidata", "wikipedia", "geonames"];

impl Key {
    pub fn of(key: &str) -> Self {
        match key {
            "id" => Self::Id,
            "type" => Self::Type,
            "name" => Self::Name,
            "aliases" | "alias" => Self::Aliases,
            "description" => Self::Description,
            "links" | "link" | "url" => Self::Links,
            "wikidata" => Self::Link(LinkKind::Wikidata),
            "wikipedia" => Self::Link(LinkKind::Wikipedia),
            "geonames" => Self::Link(LinkKind::GeoNames),
            _ => Self::Unknown,
        }
    }

    /// What its value has to be.
    fn takes(self) -> &'static str {
        match self {
            Self::Aliases => "a list of strings",
            Self::Links => "an address, a list or a table of addresses",
            _ => "a string",
        }
    }
}

impl Draft {
    /// Begins an entry.
    pub fn begin(&mut self) {
        let (aliases, links) = (narrow(self.aliases.len()), narrow(self.links.len()));
        self.entries.push(Entry { aliases: (aliases, aliases), links: (links, links), ..Entry::default() });
    }

    /// Ends the entry, which stands at `span`.
    pub fn end(&mut self, span: Span) {
        let (aliases, links) = (narrow(self.aliases.len()), narrow(self.links.len()));
        if let Some(entry) = self.entries.last_mut() {
            entry.span = Literal::new(span);
            entry.aliases.1 = aliases;
            entry.links.1 = links;
        }
    }

    /// Ends the last entry at the byte `end`, behind what was taken in for it since.
    pub fn extend(&mut self, end: usize) {
        if let Some(start) = self.entries.last().map(|entry| entry.span.start as usize) {
            self.end(Span::new(start, end));
        }
    }

    /// Takes back the entry that was begun.
    pub fn drop_entry(&mut self) {
        if let Some(entry) = self.entries.pop() {
            self.aliases.truncate(entry.aliases.0 as usize);
            self.links.truncate(entry.links.0 as usize);
        }
    }

    /// Takes in a value of a key that holds one; an element of a list or a table of such a key, too.
    pub fn take(&mut self, key: Key, value: Value) {
        let Some(entry) = self.entries.last_mut() else { return };
        let text = match value {
            Value::Text(text) => text,
            Value::Nothing => return,
            Value::Other(literal) => {
                if key != Key::Unknown {
                    self.wrong(key, literal.span());
                }
                return;
            }
        };
        match key {
            Key::Id => entry.id = Some(text),
            Key::Type => entry.kind = Some(text),
            Key::Name => entry.name = Some(text),
            Key::Description => entry.description = Some(text),
            Key::Aliases => self.aliases.push(text),
            Key::Links => self.links.push((LinkKind::Other, text)),
            Key::Link(kind) => self.links.push((kind, text)),
            Key::Unknown => {}
        }
    }

    /// Reports a value of the wrong type.
    fn wrong(&mut self, key: Key, span: Span) {
        let message = format!("This is not {}, and counts for nothing", key.takes());
        self.problems.push(Finding::new(RuleId::MalformedEntity, span, message));
    }

    /// Reports a key that is not ours where it looks like a slip for one that is.
    pub fn unknown(&mut self, key: &str, span: Span) {
        let slip = |known: &str| strsim::osa_distance(&key.to_lowercase(), known) <= 1 + usize::from(known.len() > 5);
        let Some(known) = KNOWN.into_iter().find(|known| slip(known)).filter(|_| key.len() > 2) else { return };
        let message = format!("The key “{key}” says nothing to Copydesk; “{known}” would");
        let fix = Fix::unsafe_(format!("Write “{known}”"), vec![Edit::replace(span, known)]);
        self.problems.push(Finding::new(RuleId::UnknownEntityKey, span, message).fixed_by(fix));
    }
}
