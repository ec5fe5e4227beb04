//! Whose office stands in front of a person: `US Homeland Security Secretary Lind`, `Bank of Norvik Governor Lind`.

use std::ops::Range;
use std::sync::LazyLock;

use super::EntityKind;
use super::evidence::Passage;
use super::gazetteer::{Classes, Entry};
use super::language::{Hashes, hashes};
use super::model::{KINDS, number_of};
use super::recogniser::past_titles;
use super::tagger::{Tagged, entry_of, kind_of};
use super::tokens::{OF, Shape, fold};

static PRESS: LazyLock<u64> = LazyLock::new(|| fold("press"));
/// Small words inside offices and names of institutions.
static SMALL: LazyLock<Hashes> = LazyLock::new(|| hashes("of for the and"));
/// Words in front of an office that say how it is held.
static RANKS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "former ex deputy assistant associate acting interim vice prime senior junior chief executive managing principal \
            incoming outgoing current retired veteran honorary joint late longtime",
    )
});
/// Offices of companies, in front of which an unknown name is that of one.
static OF_COMPANIES: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "ceo cfo cio cmo coo cto chair chairman chairwoman chairperson chief executive founder cofounder president \
            spokesman spokesperson spokeswoman treasurer",
    )
});
/// Words with which offices of parliaments begin.
static OF_PARLIAMENTS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "speaker president leader whip clerk chaplain majority minority republican democratic conservative liberal labour",
    )
});
/// Offices of governments, in front of which common words are a field: `Financial Services Minister`.
static OF_GOVERNMENTS: LazyLock<Hashes> =
    LazyLock::new(|| hashes("minister secretary commissioner undersecretary envoy ombudsman representative"));

/// Whether a word says how an office behind it is held, or which of a parliament's it is.
pub(super) fn is_rank(word: u64) -> bool {
    RANKS.contains(&word) || OF_PARLIAMENTS.contains(&word)
}

/// Whether a word is an office of governments.
pub(super) fn is_of_governments(word: u64) -> bool {
    OF_GOVERNMENTS.contains(&word)
}

/// Whether a word is an office of companies.
pub(super) fn is_of_companies(word: u64) -> bool {
    OF_COMPANIES.contains(&word)
}

/// The organisation or place whose office the words in `words` end with, those in front of a person's name; `None` where
/// they name none.
pub(super) fn owner(passage: &Passage, words: Range<usize>) -> Option<Tagged> {
    // What stands in front of it is none of it: `Former Norvik CEO`.
    let leads = |at: &usize| {
        let classes = passage.entries[*at].classes;
        classes.any(Classes::COMMON.or(Classes::TITLE).or(Classes::FUNCTION).or(Classes::DEMONYM))
            || passage.tokens[*at].shape == Shape::Lower
    };
    let last = (words.start..words.end).find(|at| !leads(at)).unwrap_or(words.end);
    (words.start..words.end.min(last + 1)).find_map(|first| {
        (first + 1..words.end)
            .rev()
            .filter(|past| is_office(passage, *past..words.end))
            .find_map(|past| named(passage, first..past).map(|kind| Tagged { first, past, kind }))
    })
}

/// Whether `words` may be an office: titles and common words with capitals, and a title among them.
fn is_office(passage: &Passage, words: Range<usize>) -> bool {
    let is = |at: usize, classes: Classes| passage.entries[at].classes.any(classes);
    let belongs = |at: usize| {
        let token = &passage.tokens[at];
        let small = at > words.start && token.shape == Shape::Lower && SMALL.contains(&token.hash);
        let common = token.is_capital() && is(at, Classes::COMMON) && !is(at, Classes::ORGANISATION);
        small || common || is(at, Classes::TITLE)
    };
    words.clone().all(|at| belongs(at) && (at == words.start || passage.tokens[at].continues()))
        && words.clone().any(|at| is(at, Classes::TITLE))
}

/// What the words in `words`, behind which an office stands, are the name of.
fn named(passage: &Passage, words: Range<usize>) -> Option<usize> {
    let Passage { tokens, entries, .. } = passage;
    let is = |at: usize, classes: Classes| entries[at].classes.any(classes);
    let inside = words.start + 1..words.end;
    let is_cut = inside.clone().any(|at| !tokens[at].continues() || tokens[at - 1].possessive);
    if is_cut || !tokens[words.start].is_capital() || tokens[words.end - 1].possessive {
        return None;
    }
    // `House` and `Senate` are titles too, `Argentine` says of which nation.
    let known = entry_of(passage, words.start, words.end).classes;
    if known.any(Classes::NAMED) && !(words.len() == 1 && known.any(Classes::TITLE.or(Classes::DEMONYM))) {
        return kind_of(known);
    }
    let head = |at: usize| is(at, Classes::ORGANISATION_HEAD.or(Classes::ORGANISATION_SUFFIX));
    let organisation = Some(number_of(EntityKind::Organisation));
    let office = tokens[words.end].hash;
    // `House Speaker`
    if words.len() == 1 && known.any(Classes::TITLE) && head(words.start) {
        return organisation.filter(|_| OF_PARLIAMENTS.contains(&office));
    }
    if words.len() == 1 {
        let (shape, entry) = (tokens[words.start].shape, entries[words.start]);
        let is_unknown = entry == Entry::default() || entry.classes == Classes::SURNAME;
        // `NCG Captain Lind`
        let is_acronym = shape == Shape::Upper && !passage.shouts;
        return organisation
            .filter(|_| is_unknown && shape != Shape::Letter && (is_acronym || OF_COMPANIES.contains(&office)));
    }
    let ranked = RANKS.contains(&tokens[words.start].hash) || is(words.start, Classes::GIVEN);
    // `Bank of Norvik`
    let of = words.len() > 2 && head(words.start) && tokens[words.start + 1].hash == *OF;
    // `Press Secretary`
    let is_press = tokens[words.end - 1].hash == *PRESS;
    let field = OF_GOVERNMENTS.contains(&office) && words.clone().all(|at| is(at, Classes::COMMON));
    let whole = words.clone().all(|at| tokens[at].is_capital()) && head(words.end - 1) && !field && !is_press;
    let ends = tokens[words.end - 1].is_capital();
    organisation.filter(|_| !ranked && ends && (of || whole))
}

/// Adds those whose offices stand in front of persons where the tagger has not seen them: `US President Vera Lind`.
pub(super) fn add(passages: &[Passage], tagged: &mut Vec<(usize, Tagged)>) {
    let mut added = Vec::new();
    for (index, (number, name)) in tagged.iter().enumerate() {
        if KINDS[name.kind] != EntityKind::Person {
            continue;
        }
        let passage = &passages[*number];
        let before = index.checked_sub(1).and_then(|before| tagged.get(before));
        let floor = before.filter(|before| before.0 == *number).map_or(0, |before| before.1.past);
        let first = stretch(passage, floor, name.first);
        let person = past_titles(passage, name.first, name.past);
        if first < name.first {
            let owner = owner(passage, first..person).filter(|owner| owner.past <= name.first);
            added.extend(owner.map(|owner| (*number, owner)));
        }
    }
    if !added.is_empty() {
        tagged.extend(added);
        tagged.sort_by_key(|(number, name)| (*number, name.first));
    }
}

/// Where the words begin, from `floor` on, that may be an office in front of the word number `first` and whose it is.
fn stretch(passage: &Passage, floor: usize, first: usize) -> usize {
    let Passage { tokens, entries, .. } = passage;
    let mut start = first;
    let mut at = first;
    while at > floor && tokens[at].continues() && !tokens[at - 1].possessive {
        at -= 1;
        let token = &tokens[at];
        if token.is_capital() || entries[at].classes.any(Classes::TITLE) {
            start = at;
        } else if token.shape != Shape::Lower || !SMALL.contains(&token.hash) {
            break;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whose office the words in front of the last are, as `name, its kind`.
    fn whose(text: &str) -> String {
        let passage = Passage::of(text);
        match owner(&passage, 0..passage.tokens.len() - 1) {
            Some(owner) => {
                let (first, last) = (passage.tokens[owner.first].start, passage.tokens[owner.past - 1].end);
                format!("{}, {}", &text[first as usize..last as usize], KINDS[owner.kind])
            }
            None => String::new(),
        }
    }

    #[test]
    fn an_office_begins_behind_a_known_name() {
        assert_eq!(whose("US Homeland Security Secretary Lind"), "US, LOC");
        assert_eq!(whose("Ohio Senator Lind"), "Ohio, LOC");
        assert_eq!(whose("Former UN Secretary General Lind"), "UN, ORG");
        assert_eq!(whose("Prime Minister Lind"), "");
        assert_eq!(whose("House Minority Leader Lind"), "House, ORG");
    }

    #[test]
    fn an_office_begins_behind_what_names_of_organisations_end_or_begin_with() {
        assert_eq!(whose("Tervala Bank Chairman Lind"), "Tervala Bank, ORG");
        assert_eq!(whose("Bank of Tervala Governor Lind"), "Bank of Tervala, ORG");
        assert_eq!(whose("Deputy Police Chief Lind"), "");
        assert_eq!(whose("Financial Services Minister Lind"), "");
    }

    #[test]
    fn an_unknown_word_in_front_of_an_office_of_companies_is_one() {
        assert_eq!(whose("Tervala CEO Lind"), "Tervala, ORG");
        assert_eq!(whose("Tervala Senator Lind"), "");
        assert_eq!(whose("NCG Captain Lind"), "NCG, ORG");
    }
}
