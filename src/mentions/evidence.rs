//! What an article says of the words in it: whether a capitalised word stands in lower case elsewhere, behind a title,
//! next to a verb of speech.

use super::gazetteer::{self, Classes, Entry};
use super::tokens::{Gap, Shape, Token, Tokens, fold};
use super::{marks, normal, ranks, recogniser};

/// What an article says of a word: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Evidence(pub u16);

impl Evidence {
    /// It is capitalised where nothing asks for it.
    pub const INSIDE: Self = Self(1);
    /// That more than twice.
    pub const OFTEN: Self = Self(1 << 1);
    /// It stands in lower case.
    pub const LOWER: Self = Self(1 << 2);
    /// Behind a title of a person.
    pub const TITLED: Self = Self(1 << 3);
    /// Behind a given name.
    pub const NAMED: Self = Self(1 << 4);
    /// In front of a word that organisations end with.
    pub const INCORPORATED: Self = Self(1 << 5);
    /// Behind a preposition of place.
    pub const LOCATED: Self = Self(1 << 6);
    /// Next to a verb of speech.
    pub const SPEAKS: Self = Self(1 << 7);
    /// With a possessive ending.
    pub const OWNS: Self = Self(1 << 8);
    /// Behind an article.
    pub const DEFINITE: Self = Self(1 << 9);

    /// Whether one of `other` is in it.
    #[must_use]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// The words of a block and what is known of them from the block alone.
#[derive(Clone, Debug, Default)]
pub struct Passage {
    /// Its words.
    pub tokens: Tokens,
    /// What the gazetteer has of them: of capitalised ones and their neighbours.
    pub entries: Vec<Entry>,
    /// Whether capitals in it say nothing: a headline in title case, a line in capitals.
    pub shouts: bool,
}

/// The share of capitalised words, in tenths of those that may be written small, from which on capitals say nothing.
const SHOUTING: usize = 7;

impl Passage {
    /// What is known of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut tokens = Tokens::of(text);
        tokens.split(text, |parts, hashes| {
            // `China-Russia` is two names, `Asia-Pacific` one.
            hashes.iter().all(|part| gazetteer::word(*part).classes.any(Classes::COUNTRY))
                || are_companies(parts, hashes)
                || is_joined(parts)
                || marks::is_party_and_state(parts, hashes)
        });
        marks::mend(&mut tokens, text);
        let mut entries = vec![Entry::default(); tokens.len()];
        let (mut content, mut capitals) = (0, 0);
        for (at, token) in tokens.iter().enumerate() {
            let next = tokens.get(at + 1).is_some_and(|next| next.is_capital());
            if token.is_capital() || next || at > 0 && tokens[at - 1].is_capital() {
                entries[at] = match marks::state(token, text) {
                    Some(state) => normal::entry_of_name(state),
                    None => normal::inflected(token, text),
                };
                let word = &text[token.span().range()];
                if token.is_capital() && entries[at] == Entry::default() && word.contains('-') {
                    let next = tokens.get(at + 1).map_or(Classes::default(), |next| gazetteer::word(next.hash).classes);
                    entries[at].classes = of_parts(word, next);
                }
            }
            // Words of four letters or more are capitalised in title case.
            if token.end - token.start >= 4 && token.shape != Shape::Number {
                content += 1;
                capitals += usize::from(token.is_capital());
            }
        }
        let shouts = content >= 3 && capitals * 10 >= content * SHOUTING && !is_written_small(&tokens, text, content);
        let mut passage = Self { tokens, entries, shouts };
        ranks::mark(&mut passage);
        passage
    }
}

/// So many words of a headline in title case may be written small that are no words of grammar: one in seven.
const SMALL: usize = 7;

/// Whether more words of a text are written small than title case has, of `content` that may be: a sentence with many
/// names is no headline, and none at all where a sentence ends.
fn is_written_small(tokens: &Tokens, text: &str, content: usize) -> bool {
    let grammar = Classes::FUNCTION.or(Classes::PARTICLE).or(Classes::LOCATING).or(Classes::CONJUNCTION);
    let is_content = |token: &&Token| token.shape == Shape::Lower && token.end - token.start >= 3;
    let small = tokens.iter().filter(is_content).filter(|token| !gazetteer::word(token.hash).classes.any(grammar));
    let small = small.count();
    let is_cut = || tokens.iter().any(|token| token.gap == Gap::Stop);
    small * SMALL > content || small > 0 && is_cut() || is_sentence(tokens, text)
}

/// Whether a text with a word written small ends with a full stop, and not with the dot of `Inc.` or `U.S.`.
fn is_sentence(tokens: &Tokens, text: &str) -> bool {
    let Some(last) = tokens.last() else { return false };
    text[last.end as usize..].starts_with('.')
        && text[last.end as usize..].trim_end().len() == 1
        && !gazetteer::word(last.hash).classes.any(Classes::ORGANISATION_SUFFIX)
        && tokens.iter().any(|token| token.shape == Shape::Lower)
}

/// What a word that the gazetteer does not have is by its parts, between which hyphens stand: given names
/// (`Karl-Theodor`), nations (`Anglo-Dutch`; wars and treaties are named by them), who has an office with others
/// (`Co-founders`).
fn of_parts(word: &str, next: Classes) -> Classes {
    let is = |part: &str, classes: Classes| gazetteer::word(fold(part)).classes.any(classes);
    if word.split('-').all(|part| is(part, Classes::GIVEN)) {
        return Classes::GIVEN;
    }
    let heads = Classes::EVENT_HEAD.or(Classes::WORK_HEAD).or(Classes::ORGANISATION_HEAD).or(Classes::PLACE_HEAD);
    if !next.any(heads) && recogniser::is_of_nations(word) {
        return Classes::DEMONYM;
    }
    let office = word.strip_prefix("Co-").or_else(|| word.strip_prefix("co-")).unwrap_or_default();
    let title = [office, office.strip_suffix('s').unwrap_or_default()].iter().any(|it| is(it, Classes::TITLE));
    if title { Classes::TITLE } else { Classes::default() }
}

/// Whether hyphens stand between well-known companies, which have no name together: `Shell-Norvik`.
fn are_companies(parts: &[&str], hashes: &[u64]) -> bool {
    let others = Classes::COMMON.or(Classes::GIVEN).or(Classes::SURNAME);
    let is_company = |part: &u64| {
        let classes = gazetteer::word(*part).classes;
        classes.any(Classes::ORGANISATION) && !classes.any(others)
    };
    hashes.iter().all(is_company) && !gazetteer::word(fold(&parts.concat())).classes.any(Classes::NAMED)
}

/// What stands behind a name and a hyphen and says how something has to do with it: `Oslo-based`; beside participles.
const BEHIND: &str = "led run born bred made held built bought sold won fed grown drawn owner era age style wide area like type \
    size only bound critic exclusive friendly specific";
/// What stands in front of one: `anti-Lindqvist`.
const BEFORE: &str = "anti pro non ex pre post mid inter intra extra neo counter near";

/// Whether a name and a word of the language stand around a hyphen: `Lindqvist-led`, and not `Jong-un`.
fn is_joined(parts: &[&str]) -> bool {
    let is_lower = |part: &str| part.chars().all(char::is_lowercase);
    let is_in = |list: &str, part: &str| list.split(' ').any(|word| word == part);
    let &[before, behind] = parts else { return false };
    let known = gazetteer::word(fold(behind)).classes.any(Classes::COMMON);
    let participle = known && behind.len() > 4 && (behind.ends_with("ed") || behind.ends_with("ing"));
    is_lower(behind) && (participle || is_in(BEHIND, behind)) || is_lower(before) && is_in(BEFORE, before)
}

/// The capitalised words of an article and what it says of them: a table with open addressing.
#[derive(Debug, Default)]
pub struct Witnesses {
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    hash: u64,
    evidence: Evidence,
    /// How often it is capitalised where nothing asks for it.
    inside: u16,
}

impl Witnesses {
    /// What the passages of one article say.
    #[must_use]
    pub fn of(passages: &[Passage]) -> Self {
        let all = || passages.iter().flat_map(|passage| passage.tokens.iter());
        let capitals = all().filter(|token| token.is_capital()).count();
        let mut words = Self { slots: vec![Slot::default(); (2 * capitals + 8).next_power_of_two()] };
        for passage in passages {
            for at in (0..passage.tokens.len()).filter(|at| passage.tokens[*at].is_capital()) {
                words.hear(passage, at);
            }
        }
        for token in all().filter(|token| token.shape == Shape::Lower) {
            let at = words.slot(token.hash);
            if words.slots[at].hash == token.hash {
                words.slots[at].evidence.add(Evidence::LOWER);
            }
        }
        words
    }

    /// What the article says of the word with this hash.
    #[must_use]
    pub fn get(&self, hash: u64) -> Evidence {
        let slot = self.slots[self.slot(hash)];
        if slot.hash == hash { slot.evidence } else { Evidence::default() }
    }

    /// Where the word with this hash is, or would be: more than half of the table is empty.
    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].hash != hash && self.slots[at].hash != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    /// Takes in what stands around the capitalised word number `at`.
    fn hear(&mut self, passage: &Passage, at: usize) {
        let token = &passage.tokens[at];
        let number = self.slot(token.hash);
        let slot = &mut self.slots[number];
        slot.hash = token.hash;
        if passage.shouts {
            return;
        }
        if !token.begins() && token.shape != Shape::Letter {
            slot.inside = slot.inside.saturating_add(1);
            slot.evidence.add(if slot.inside > 2 { Evidence::OFTEN } else { Evidence::INSIDE });
        }
        if token.possessive {
            slot.evidence.add(Evidence::OWNS);
        }
        if let Some(before) = at.checked_sub(1).filter(|_| token.continues()) {
            let classes = passage.entries[before].classes;
            let capital = passage.tokens[before].is_capital();
            for (class, evidence) in [
                (Classes::TITLE, Evidence::TITLED),
                (Classes::LOCATING, Evidence::LOCATED),
                (Classes::ARTICLE, Evidence::DEFINITE),
                (Classes::SPEECH, Evidence::SPEAKS),
            ] {
                if classes.any(class) {
                    slot.evidence.add(evidence);
                }
            }
            if capital && classes.any(Classes::GIVEN) {
                slot.evidence.add(Evidence::NAMED);
            }
        }
        if let Some(after) = passage.tokens.get(at + 1).filter(|after| after.continues()) {
            let classes = passage.entries[at + 1].classes;
            if after.is_capital() && classes.any(Classes::ORGANISATION_SUFFIX.or(Classes::ORGANISATION_HEAD)) {
                slot.evidence.add(Evidence::INCORPORATED);
            }
            if classes.any(Classes::SPEECH) {
                slot.evidence.add(Evidence::SPEAKS);
            }
        }
    }
}
