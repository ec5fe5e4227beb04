//! The aliases of the knowledge base, as far as recognising names needs them.

use std::collections::HashMap;
use std::sync::Arc;

use super::tokens::Tokens;
use super::{Candidate, EntityKind, Form, MentionSource};
use crate::text::Span;

/// Aliases of entities: sequences of words to the entities that bear them.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// By the hash of the first word: the longest first, hashes of all words.
    by_first: HashMap<u64, Vec<Alias>>,
}

#[derive(Clone, Debug)]
struct Alias {
    words: Box<[u64]>,
    /// Whether it stands as it does only in capitals or with a capital: an alias that is capitalised is no common word.
    capital: bool,
    entries: Vec<Entry>,
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
    /// Adds the alias `alias` of an entity.
    pub fn add(&mut self, alias: &str, entry: Entry) {
        let tokens = Tokens::of(alias);
        let words: Box<[u64]> = tokens.iter().map(|token| token.hash).collect();
        let Some(&first) = words.first() else { return };
        let capital = tokens.iter().any(|token| token.is_capital());
        let aliases = self.by_first.entry(first).or_default();
        match aliases.iter_mut().find(|known| known.words == words) {
            Some(known) => {
                known.capital &= capital;
                if !known.entries.contains(&entry) {
                    known.entries.push(entry);
                }
            }
            None => {
                let at = aliases.partition_point(|known| known.words.len() >= words.len());
                aliases.insert(at, Alias { words, capital, entries: vec![entry] });
            }
        }
    }

    /// Whether it holds no alias.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }

    /// The entities that bear the name `words`, hashes of the words' normal forms.
    #[must_use]
    pub fn entries(&self, words: &[u64]) -> &[Entry] {
        let aliases = words.first().and_then(|first| self.by_first.get(first));
        let alias = aliases.into_iter().flatten().find(|alias| *alias.words == *words);
        alias.map_or(&[], |alias| &alias.entries)
    }

    /// Adds the aliases in the text of a block to `found`: at each word the longest.
    pub(super) fn find(&self, number: usize, tokens: &Tokens, found: &mut Vec<Candidate>) {
        if self.by_first.is_empty() {
            return;
        }
        let mut at = 0;
        while at < tokens.len() {
            let fits = |alias: &&Alias| {
                let here = tokens.get(at..at + alias.words.len()).unwrap_or_default();
                here.len() == alias.words.len()
                    && here.iter().zip(&alias.words).all(|(token, word)| token.hash == *word)
                    && (!alias.capital || here.iter().any(|token| token.is_capital()))
            };
            let Some(alias) = self.by_first.get(&tokens[at].hash).and_then(|aliases| aliases.iter().find(fits)) else {
                at += 1;
                continue;
            };
            let last = at + alias.words.len() - 1;
            let span = Span::new(tokens[at].start as usize, tokens[last].end as usize);
            at = last + 1;
            // What several entities are called is left to the evidence of the article.
            let only = (alias.entries.len() == 1).then(|| &alias.entries[0]);
            let kind = alias.entries[0].kind.filter(|kind| alias.entries.iter().all(|one| one.kind == Some(*kind)));
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
