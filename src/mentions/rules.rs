//! Finds names by what they look like.

use std::collections::HashSet;

use super::article::ArticleText;
use super::tokens::{Gap, Shape, Token, Tokens};
use super::{Candidate, EntityKind, Form, MentionSource};
use crate::text::Span;

/// Titles and roles in front of the names of persons, in lower case and without dots.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "prof",
    "professor",
    "president",
    "vice",
    "premier",
    "prime",
    "minister",
    "chancellor",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "cardinal",
    "bishop",
    "archbishop",
    "rev",
    "reverend",
    "senator",
    "sen",
    "congressman",
    "congresswoman",
    "representative",
    "rep",
    "governor",
    "gov",
    "mayor",
    "secretary",
    "general",
    "gen",
    "colonel",
    "col",
    "captain",
    "capt",
    "major",
    "maj",
    "lieutenant",
    "lt",
    "sergeant",
    "sgt",
    "admiral",
    "adm",
    "commander",
    "judge",
    "justice",
    "attorney",
    "ambassador",
    "director",
    "chairman",
    "chairwoman",
    "ceo",
    "chief",
    "executive",
    "officer",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "coach",
    "foreign",
    "former",
    "deputy",
    "leader",
    "herr",
    "frau",
    "monsieur",
    "madame",
    "mme",
    "m",
    "señor",
    "señora",
    "г-н",
    "г-жа",
    "президент",
    "министр",
    "kanzler",
    "präsident",
    "président",
    "ministre",
];

/// Words that begin sentences and are no names, in lower case.
const COMMON: &[&str] = &[
    "a",
    "an",
    "the",
    "this",
    "that",
    "these",
    "those",
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
    "his",
    "her",
    "its",
    "their",
    "our",
    "my",
    "your",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "to",
    "with",
    "of",
    "as",
    "after",
    "before",
    "but",
    "and",
    "or",
    "if",
    "when",
    "while",
    "although",
    "however",
    "there",
    "here",
    "what",
    "who",
    "why",
    "how",
    "where",
    "which",
    "some",
    "many",
    "most",
    "all",
    "no",
    "not",
    "one",
    "two",
    "three",
    "last",
    "first",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether a word is a title or role in front of a person's name.
pub(super) fn is_title(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    TITLES.contains(&word.as_str())
}

/// Adds the names in the blocks of `article` to `found`.
pub(super) fn find(article: &ArticleText<'_>, blocks: &[Tokens], found: &mut Vec<Candidate>) {
    let lower: HashSet<u64> = blocks
        .iter()
        .flat_map(|tokens| tokens.iter())
        .filter(|token| token.shape == Shape::Lower)
        .map(|token| token.hash)
        .collect();
    for (number, (block, tokens)) in article.blocks.iter().zip(blocks).enumerate() {
        let text = |token: &Token| &block.text[token.span().range()];
        let mut at = 0;
        while at < tokens.len() {
            let first = at;
            at += 1;
            let token = &tokens[first];
            let common = lower.contains(&token.hash) || COMMON.contains(&text(token).to_lowercase().as_str());
            if !token.is_capital() || common && (token.begins() || block.headline || token.shape == Shape::Letter) {
                continue;
            }
            while let Some(next) = tokens.get(at) {
                let joins = matches!(next.gap, Gap::Space | Gap::Joint) && !tokens[at - 1].possessive;
                let particle = matches!(text(next), "of" | "de" | "van" | "von" | "der" | "bin" | "al" | "the")
                    && tokens.get(at + 1).is_some_and(|after| after.gap == Gap::Space && after.is_capital());
                if !joins || !(next.is_capital() || particle) {
                    break;
                }
                at += 1;
            }
            let mut name = first;
            while name + 1 < at && is_title(text(&tokens[name])) {
                name += 1;
            }
            let person = name > first;
            if name + 1 == at
                && (is_title(text(&tokens[name])) || COMMON.contains(&text(&tokens[name]).to_lowercase().as_str()))
            {
                continue;
            }
            let end = tokens[at - 1].end as usize;
            found.push(Candidate {
                block: number,
                span: Span::new(token.start as usize, end),
                name: Span::new(tokens[name].start as usize, end),
                kind: person.then_some(EntityKind::Person),
                source: MentionSource::Recogniser,
                id: None,
                form: Form::Name,
            });
        }
    }
}
