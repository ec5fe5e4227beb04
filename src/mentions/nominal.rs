//! Nouns that stand for a person whom the article has named with a title: `the Russian leader`, `the minister`.
//!
//! They are chained inside their article only, and only where one person fits.

use super::evidence::Passage;
use super::gazetteer::{self, Classes};
use super::tokens::{Gap, Shape, Token, Tokens};
use super::{Candidate, EntityKind, Form, MentionSource};
use crate::text::Span;

/// What the titles of a person say.
#[derive(Clone, Debug, Default)]
pub(super) struct Titles {
    /// Numbers of countries.
    countries: Vec<u32>,
    /// Hashes of titles and roles.
    roles: Vec<u64>,
    /// Where the person is first named: number of the candidate.
    first: usize,
}

impl Titles {
    /// Those of a person whom these candidates name, each with the text of its block.
    pub(super) fn of<'a>(members: impl Iterator<Item = (usize, &'a Candidate, &'a str)>) -> Self {
        let mut titles = Self { first: usize::MAX, ..Self::default() };
        for (number, candidate, text) in members {
            titles.first = titles.first.min(number);
            if candidate.span.start == candidate.name.start {
                continue;
            }
            let title = &text[candidate.span.start..candidate.name.start];
            for token in Tokens::of(title).iter() {
                let entry = gazetteer::word(token.hash);
                if entry.classes.any(Classes::DEMONYM.or(Classes::COUNTRY)) && entry.canonical != 0 {
                    titles.countries.push(entry.canonical);
                } else if entry.classes.any(Classes::TITLE) {
                    titles.roles.push(token.hash);
                }
            }
        }
        titles
    }

    /// Whether they say nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.countries.is_empty() && self.roles.is_empty()
    }

    /// Whether the noun can stand for the person.
    fn fits(&self, noun: &Noun) -> bool {
        match noun.country {
            // Whoever has a title of a country is its leader, its minister, its envoy.
            Some(country) => self.countries.contains(&country),
            None => self.roles.contains(&noun.role),
        }
    }
}

/// A noun that may stand for a person.
struct Noun {
    span: Span,
    country: Option<u32>,
    role: u64,
}

/// The nouns in `passage`, the block number `block`, that stand for one of `persons`, each with whom: `named` says how
/// many candidates begin in front of a byte of the block.
pub(super) fn find(
    block: usize,
    passage: &Passage,
    persons: &[(usize, Titles)],
    named: impl Fn(usize) -> usize,
) -> Vec<(Candidate, usize)> {
    let mut found = Vec::new();
    for noun in nouns(passage) {
        // Whom the article has named before, where somebody fits.
        let before = named(noun.span.start);
        let mut fitting = persons.iter().filter(|(_, titles)| titles.fits(&noun) && titles.first < before);
        let (Some((person, _)), None) = (fitting.next(), fitting.next()) else { continue };
        let candidate = Candidate {
            block,
            span: noun.span,
            name: noun.span,
            kind: Some(EntityKind::Person),
            source: MentionSource::Recogniser,
            id: None,
            chain: None,
            form: Form::Nominal,
        };
        found.push((candidate, *person));
    }
    found
}

/// Roles behind an article, with an adjective of a nation between them or none.
fn nouns(passage: &Passage) -> Vec<Noun> {
    let Passage { tokens, .. } = passage;
    let classes = |at: usize| gazetteer::word(tokens[at].hash).classes;
    let follows = |at: usize| at > 0 && tokens[at].gap == Gap::Space && !tokens[at - 1].possessive;
    let mut found = Vec::new();
    for at in (1..tokens.len()).filter(|at| tokens[*at].shape == Shape::Lower && follows(*at)) {
        let is_capital = tokens[at - 1].is_capital();
        if !is_capital && !gazetteer::is_article(tokens[at - 1].hash) {
            continue;
        }
        let before = gazetteer::word(tokens[at - 1].hash);
        let nation = is_capital && before.classes.any(Classes::DEMONYM) && before.canonical != 0;
        if !nation && !before.classes.any(Classes::ARTICLE) || !classes(at).any(Classes::TITLE) {
            continue;
        }
        // `the Russian leader`, and not `Russian leader Lindov` or `the foreign ministry`.
        let first = at - usize::from(nation);
        let determined = !nation || follows(first) && classes(first - 1).any(Classes::ARTICLE);
        let heads = Classes::TITLE.or(Classes::ORGANISATION_HEAD);
        let goes_on = |next: &Token| {
            next.gap == Gap::Space && (next.is_capital() || gazetteer::word(next.hash).classes.any(heads))
        };
        let whole = !tokens.get(at + 1).is_some_and(goes_on);
        if determined && whole {
            found.push(Noun {
                span: Span::new(tokens[first].start as usize, tokens[at].end as usize),
                country: nation.then_some(before.canonical),
                role: tokens[at].hash,
            });
        }
    }
    found
}
