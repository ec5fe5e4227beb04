//! The aliases of the knowledge base, as far as recognising names needs them.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Place;
use std::sync::Arc;

use super::tokens::Tokens;
use super::{Candidate, EntityKind, Form, MentionSource};
use crate::boilerplate::keys::run;
use crate::text::Span;

/// Aliases of entities: runs of words to the entities that bear them.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// By the hash of the first word of an alias, which numbers of words aliases with it have: a bit for each.
    lengths: HashMap<u64, u64>,
    /// By the hash of all its words.
    aliases: HashMap<u64, Alias>,
    entries: Vec<Entry>,
}

/// The most words of an alias; what has more is no name.
const MOST_WORDS: usize = u64::BITS as usize - 1;

#[derive(Clone, Debug)]
struct Alias {
    /// Who bears it, as places in the entries; there is one at least.
    bearers: Bearers,
    /// Whether it stands as it does only in capitals or with a capital: an alias that is capitalised is no common word.
    capital: bool,
}

/// One entity, as for nearly every alias, or several.
#[derive(Clone, Debug)]
enum Bearers {
    One(u32),
    Several(Box<[u32]>),
}

impl Bearers {
    fn all(&self) -> &[u32] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(all) => all,
        }
    }
}

/// An entity that bears an alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The id of the entity.
    pub id: Arc<str>,
    /// What it is.
    pub kind: Option<EntityKind>,
}

impl Lexicon {
    /// Adds the alias `alias` of an entity; those of one entity come one behind the other.
    pub fn add(&mut self, alias: &str, entry: Entry) {
        let tokens = Tokens::of(alias);
        let Some(first) = tokens.first().filter(|_| tokens.len() <= MOST_WORDS) else { return };
        if self.entries.last() != Some(&entry) {
            self.entries.push(entry);
        }
        let bearer = self.entries.len() as u32 - 1;
        let capital = tokens.iter().any(|token| token.is_capital());
        *self.lengths.entry(first.hash).or_default() |= 1 << tokens.len();
        match self.aliases.entry(run(tokens.iter().map(|token| token.hash))) {
            Place::Occupied(mut known) => {
                let known = known.get_mut();
                known.capital &= capital;
                let entry = &self.entries[bearer as usize];
                if known.bearers.all().iter().all(|one| self.entries[*one as usize] != *entry) {
                    known.bearers = Bearers::Several(known.bearers.all().iter().copied().chain([bearer]).collect());
                }
            }
            Place::Vacant(place) => drop(place.insert(Alias { bearers: Bearers::One(bearer), capital })),
        }
    }

    /// The longest alias that begins at the word `at`, and how many words it has.
    fn longest(&self, tokens: &Tokens, at: usize) -> Option<(usize, &Alias)> {
        let mut lengths = *self.lengths.get(&tokens[at].hash)?;
        while lengths != 0 {
            let len = lengths.ilog2() as usize;
            lengths &= !(1 << len);
            let Some(here) = tokens.get(at..at + len) else { continue };
            let alias = self.aliases.get(&run(here.iter().map(|token| token.hash)));
            let fits = |alias: &&Alias| !alias.capital || here.iter().any(|token| token.is_capital());
            if let Some(alias) = alias.filter(fits) {
                return Some((len, alias));
            }
        }
        None
    }

    /// Adds the aliases in the text of a block to `found`: at each word the longest.
    pub(super) fn find(&self, number: usize, tokens: &Tokens, found: &mut Vec<Candidate>) {
        if self.aliases.is_empty() {
            return;
        }
        let mut at = 0;
        while at < tokens.len() {
            let Some((len, alias)) = self.longest(tokens, at) else {
                at += 1;
                continue;
            };
            let last = at + len - 1;
            let span = Span::new(tokens[at].start as usize, tokens[last].end as usize);
            at = last + 1;
            // What several entities are called is left to the evidence of the article.
            let mut bearers = alias.bearers.all().iter().map(|one| &self.entries[*one as usize]);
            let first = bearers.next();
            let (is_alone, is_agreed) =
                (bearers.len() == 0, bearers.all(|one| Some(one.kind) == first.map(|it| it.kind)));
            let only = first.filter(|_| is_alone);
            let kind = first.and_then(|first| first.kind).filter(|_| is_agreed);
            found.push(Candidate {
                block: number,
                span,
                name: tokens.name_in(span, kind),
                kind,
                source: MentionSource::KnowledgeBase,
                id: only.map(|entry| Arc::clone(&entry.id)),
                chain: None,
                form: Form::Name,
            });
        }
    }
}
