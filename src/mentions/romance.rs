//! Romance languages: articles and prepositions that begin a sentence are no part of a name, adjectives written small are.
//!
//! `Le Parti socialiste`, `Selon Météo-France`: where a sentence begins, the capital of the first word says nothing. And
//! organisations are named with a noun that has a capital and an adjective that has none: `Assemblée nationale`,
//! `Unione europea`.

use std::sync::LazyLock;

use super::EntityKind;
use super::evidence::Passage;
use super::gazetteer::Classes;
use super::language::{Hashes, hashes, is_written_in};
use super::model::KINDS;
use super::tagger::{Tagged, entry_of};
use super::tokens::{Shape, Token};

/// Words of grammar of Catalan, French, Italian, Portuguese and Spanish that other languages rarely have.
const GRAMMAR: [&str; 52] = [
    "le", "la", "les", "des", "du", "et", "en", "un", "une", "pour", "dans", "que", "qui", "sur", "par", "est", "ont",
    "el", "los", "las", "del", "y", "para", "con", "por", "una", "su", "il", "di", "che", "della", "dei", "delle",
    "gli", "alla", "non", "nel", "è", "os", "do", "da", "dos", "em", "um", "uma", "no", "na", "com", "ao", "els",
    "amb", "i",
];

/// Words that may begin a sentence in front of a name and do not belong to it, unless they have their capital elsewhere
/// too (`Le Monde`).
const OPENERS: [&str; 86] = [
    "le", "la", "les", "un", "une", "des", "du", "ce", "cet", "cette", "ces", "selon", "dans", "pour", "avec", "sans",
    "sous", "sur", "chez", "mais", "et", "en", "depuis", "après", "avant", "pendant", "contre", "entre", "vers",
    "malgré", "outre", "el", "los", "las", "una", "según", "para", "por", "con", "sin", "desde", "hasta", "tras",
    "ante", "durante", "mientras", "pero", "y", "il", "lo", "i", "gli", "uno", "secondo", "per", "nel", "nella", "con",
    "dopo", "prima", "contro", "tra", "fra", "ma", "e", "o", "a", "os", "as", "um", "uma", "segundo", "no", "na",
    "nos", "nas", "com", "sem", "após", "mas", "de", "já", "ainda", "els", "segons", "amb",
];

/// The nouns that organisations are named with, beside those of the gazetteer.
const HEADS: [&str; 30] = [
    "union",
    "unión",
    "unione",
    "união",
    "comisión",
    "commissione",
    "comissão",
    "consejo",
    "consiglio",
    "conselho",
    "corte",
    "tribunale",
    "tribunal",
    "parlamento",
    "senado",
    "assemblea",
    "asamblea",
    "assembleia",
    "cámara",
    "câmara",
    "camera",
    "chambre",
    "sénat",
    "gendarmerie",
    "guardia",
    "banque",
    "banco",
    "croix",
    "académie",
    "protezione",
];

/// Endings of the adjectives in names of organisations; `national` and `nacional`, `europea` and `européenne`.
const ADJECTIVES: [&str; 37] = [
    "al", "ale", "aux", "ales", "ais", "aise", "ain", "aine", "ien", "ienne", "éen", "éenne", "ique", "iste", "istes",
    "aire", "elle", "el", "ive", "ême", "uge", "ano", "ana", "ense", "és", "esa", "eo", "ea", "eu", "eia", "ico",
    "ica", "ista", "ario", "aria", "emo", "ema",
];

/// Pronouns behind a verb: `Faut-il`.
const INVERTED: [&str; 15] =
    ["il", "elle", "on", "ils", "elles", "vous", "nous", "je", "tu", "ce", "moi", "les", "le", "se", "lo"];

struct Words {
    grammar: Hashes,
    openers: Hashes,
    heads: Hashes,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| Words { grammar: hashes(&GRAMMAR), openers: hashes(&OPENERS), heads: hashes(&HEADS) });

/// Mends the bounds of those of `tagged`, names in the passages of one article with these texts, where the article is in a
/// Romance language.
pub(super) fn mend<'a>(passages: &[Passage], text: impl Fn(usize) -> &'a str, tagged: &mut Vec<(usize, Tagged)>) {
    // One word in five is one of the list in prose; in other languages a few of it stand alone (`en`, `la`, `no`).
    if tagged.is_empty() || !is_written_in(passages, &WORDS.grammar, 4, 12) {
        return;
    }
    // Two words with capitals in the middle of a sentence: `dans Le Monde`.
    let inside = |passage: &Passage, at: usize| {
        let pair: [&Token; 2] = [&passage.tokens[at], &passage.tokens[at + 1]];
        passages.iter().any(|other| {
            let is_pair = |two: &[Token]| {
                two[0].hash == pair[0].hash && two[1].hash == pair[1].hash && two[0].is_capital() && !two[0].begins()
            };
            !other.shouts && other.tokens.windows(2).any(is_pair)
        })
    };
    tagged.retain_mut(|(number, name)| {
        let (passage, text) = (&passages[*number], text(*number));
        let known = Classes::COUNTRY.or(Classes::CITY).or(Classes::PLACE).or(Classes::ORGANISATION);
        while name.first < name.past {
            let token = &passage.tokens[name.first];
            let opens = WORDS.openers.contains(&token.hash)
                && token.shape != Shape::Upper
                && (token.shape == Shape::Lower || token.begins())
                && !entry_of(passage, name.first, name.past).classes.any(known)
                && !(name.past - name.first > 1 && inside(passage, name.first));
            if !opens {
                break;
            }
            name.first += 1;
        }
        if name.first == name.past || name.past - name.first == 1 && is_phrase(&passage.tokens[name.first], text) {
            return false;
        }
        extend(passage, text, name);
        true
    });
}

/// Whether one word is several of a sentence: `L’électricien`, `C’est`, `Faut-il`.
fn is_phrase(token: &Token, text: &str) -> bool {
    let word = &text[token.span().range()];
    let elided = word.split_once(['\'', '’']).is_some_and(|(_, rest)| rest.starts_with(char::is_lowercase));
    let asked = word.rsplit_once('-').is_some_and(|(_, last)| INVERTED.contains(&last));
    elided || asked
}

/// Takes the adjectives behind the noun that an organisation is named with into its name.
fn extend(passage: &Passage, text: &str, name: &mut Tagged) {
    let tokens = &passage.tokens;
    let last = &tokens[name.past - 1];
    let is_head =
        passage.entries[name.past - 1].classes.any(Classes::ORGANISATION_HEAD) || WORDS.heads.contains(&last.hash);
    if last.shape != Shape::Title || !is_head || passage.shouts {
        return;
    }
    let is_adjective = |token: &Token| {
        let word = &text[token.span().range()];
        token.shape == Shape::Lower
            && token.continues()
            && word.chars().count() >= 5
            && ADJECTIVES.iter().any(|ending| word.ends_with(ending))
    };
    let adjectives = tokens[name.past..].iter().take(2).take_while(|token| is_adjective(token)).count();
    if adjectives > 0 {
        name.past += adjectives;
        name.kind = KINDS.iter().position(|kind| *kind == EntityKind::Organisation).unwrap_or(name.kind);
    }
}
