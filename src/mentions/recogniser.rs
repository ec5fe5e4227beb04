//! From the names that the tagger finds to candidates: exact kinds, titles in front, what surely is no name.

use std::ops::Range;
use std::sync::LazyLock;

use super::article::ArticleText;
use super::evidence::Passage;
use super::gazetteer::{self, Classes, Entry};
use super::language::{Hashes, hashes};
use super::letters::Letters;
use super::tagger::{Tagged, Tagger, entry_of};
use super::tokens::{Gap, OF, Shape, Token, fold};
use super::{Candidate, EntityKind, Form, MentionSource, again, bounds, language, model, nouns, places, told, trim};
use crate::text::Span;

/// Adds the names in the blocks of `article` to `found`.
pub(super) fn find(article: &ArticleText<'_>, passages: &[Passage], found: &mut Vec<Candidate>) {
    let text = |number: usize| &*article.blocks[number].text;
    let mut tagged = Tagger::default().tag(passages, text);
    if !language::is_english(passages) {
        nouns::sieve(passages, text, &mut tagged);
        bounds::mend(passages, text, &mut tagged);
    }
    trim::trim(passages, &mut tagged);
    let letters = Letters::of(passages, text);
    letters.add(passages, &mut tagged);
    chambers(passages, &mut tagged);
    again::add(passages, text, &mut tagged);
    models(passages, text, &mut tagged);
    told::kinds(passages, &mut tagged);
    // `US$20`: a currency and no country.
    let is_currency = |number: usize, name: &Tagged| {
        let end = passages[number].tokens[name.past - 1].end as usize;
        text(number)[end..].starts_with(['$', '£', '€', '¥'])
    };
    // `[H]e said`, `Lind (D-Ohio)`
    let is_letter = |number: usize, name: &Tagged| {
        let token = &passages[number].tokens[name.past - 1];
        token.shape == Shape::Letter && text(number)[token.end as usize..].starts_with([']', '-'])
    };
    let is_mark = |number: usize, name: &Tagged| {
        is_currency(number, name)
            || is_letter(number, name)
            || letters.is_word(&passages[number], *name)
            || is_derived(passages, text(number), number, *name)
    };
    let names = tagged.iter().filter(|(number, name)| !is_mark(*number, name));
    let mut before = (0, 0);
    for (number, name) in names {
        let passage = &passages[*number];
        let floor = if before.0 == *number { before.1 } else { 0 };
        let is_name = letters.is_name(passage, *name);
        let made = candidate(*number, passage, text(*number), *name, floor, is_name);
        // What is no name, or a title only, may be of the title of the next one; whose office it is (`House Speaker`) is not.
        let known = Classes::ORGANISATION.or(Classes::ORGANISATION_HEAD);
        let is_organisation = made.as_ref().is_some_and(|one| one.kind == Some(EntityKind::Organisation))
            && passage.entries[name.past - 1].classes.any(known);
        let is_title = (name.first..name.past).all(|at| passage.entries[at].classes.any(Classes::TITLE));
        if is_organisation || made.is_some() && !is_title {
            before = (*number, name.past);
        }
        found.extend(made);
    }
}

/// Parliaments that are named by one word and no article.
static CHAMBERS: LazyLock<Hashes> = LazyLock::new(|| hashes("congress parliament senate"));

/// Adds to `tagged` the places where an article names a parliament by the same word as elsewhere: they have no name of
/// their own beside them that would tell.
fn chambers(passages: &[Passage], tagged: &mut Vec<(usize, Tagged)>) {
    let word = |number: usize, name: &Tagged| passages[number].tokens[name.past - 1].hash;
    let known = tagged.iter().map(|(number, name)| word(*number, name)).find(|word| CHAMBERS.contains(word));
    let Some(chamber) = known else { return };
    let mut added = Vec::new();
    for (number, passage) in passages.iter().enumerate().filter(|(_, passage)| !passage.shouts) {
        let tokens = &passage.tokens;
        for at in (0..tokens.len()).filter(|at| tokens[*at].hash == chamber && tokens[*at].shape == Shape::Title) {
            let here = tagged.partition_point(|(other, name)| (*other, name.past) <= (number, at));
            let is_found = tagged.get(here).is_some_and(|(other, name)| *other == number && name.first <= at);
            let goes_on = tokens.get(at + 1).is_some_and(|next| next.continues() && next.is_capital());
            if !is_found && (!goes_on || tokens[at].possessive) {
                let kind = model::number_of(EntityKind::Organisation);
                added.push((number, Tagged { first: at, past: at + 1, kind }));
            }
        }
    }
    if !added.is_empty() {
        tagged.extend(added);
        tagged.sort_by_key(|(number, name)| (*number, name.first));
    }
}

/// Takes the number of a model in the plural into the name of its maker: `Boeing 737s`.
fn models<'a>(passages: &[Passage], text: impl Fn(usize) -> &'a str, tagged: &mut [(usize, Tagged)]) {
    for (number, name) in tagged.iter_mut().filter(|(_, name)| name.past - name.first == 1) {
        let passage = &passages[*number];
        let Some(next) = passage.tokens.get(name.past) else { continue };
        let word = &text(*number)[next.span().range()];
        let is_model =
            next.gap == Gap::Space && next.shape == Shape::Number && word.len() == MODEL && word.ends_with('s');
        let is_maker = entry_of(passage, name.first, name.past).classes.any(Classes::ORGANISATION);
        if is_model && is_maker && !passage.tokens[name.first].possessive {
            *name = Tagged { past: name.past + 1, kind: model::number_of(EntityKind::Other), ..*name };
        }
    }
}

/// So long is the number of a model in the plural; years are longer.
const MODEL: usize = "737s".len();

/// The candidate that a tagged name makes; its title begins at the word number `floor` at the earliest, and `is_name` says
/// that it surely is one.
fn candidate(
    block: usize,
    passage: &Passage,
    text: &str,
    name: Tagged,
    floor: usize,
    is_name: bool,
) -> Option<Candidate> {
    let Passage { tokens, .. } = passage;
    let mut kind = model::KINDS[name.kind];
    let Tagged { mut first, past, .. } = name;
    first += usize::from(begins_with_article(passage, name));
    let is_place = past - first > 1 && places::is_one(tokens[first].hash, tokens[past - 1].hash);
    if kind == EntityKind::Person && is_place {
        kind = EntityKind::Place;
    } else if kind != EntityKind::Person && !is_place && follows_title(passage, name) {
        kind = EntityKind::Person;
    }
    // Titles belong to the mention, not to the name.
    if kind == EntityKind::Person {
        first = past_titles(passage, first, past);
        if is_general(passage, first, past) {
            return None;
        }
    }
    let entry = entry_of(passage, first, past);
    let alone = past - first == 1 && kind != EntityKind::Person;
    let is_none = is_no_name(passage, entry, first, past) || alone && is_adjective(passage, text, first);
    if is_none && !is_name {
        return None;
    }
    kind = exact(passage, text, entry.classes, kind, first..past);
    let start = if kind == EntityKind::Person { title(passage, first, floor) } else { first };
    let end = tokens[past - 1].end as usize;
    Some(Candidate {
        block,
        span: Span::new(tokens[start].start as usize, end),
        name: Span::new(tokens[first].start as usize, end),
        kind: Some(kind),
        source: MentionSource::Recogniser,
        id: None,
        chain: None,
        form: Form::Name,
    })
}

/// Where the name proper begins in the words from `first` to `past`, which name a person: behind the last title.
pub(super) fn past_titles(passage: &Passage, first: usize, past: usize) -> usize {
    let is = |at: usize, classes: Classes| passage.entries[at].classes.any(classes);
    let is_title = |at: usize| is(at, Classes::TITLE);
    // `Attorney General`, though men are called `General` as well.
    let behind = |at: usize| at > first && is_title(at - 1);
    let is_name = |at: usize| is(at, Classes::GIVEN.or(Classes::SURNAME));
    let title = |at: &usize| is_title(*at) && (*at == first || !is_name(*at) || behind(*at));
    (first..past - 1).rfind(title).map_or(first, |at| at + 1)
}

/// The second word of offices, by which hardly anybody is called.
static GENERAL: LazyLock<u64> = LazyLock::new(|| fold("general"));

/// Whether what was taken for a person is the end of an office: `Attorney General`.
fn is_general(passage: &Passage, first: usize, past: usize) -> bool {
    let Passage { tokens, entries, .. } = passage;
    let is_office = |at: usize| tokens[at].is_capital() && entries[at].classes.any(Classes::TITLE);
    past - first == 1
        && tokens[first].hash == *GENERAL
        && tokens[first].continues()
        && first.checked_sub(1).is_some_and(is_office)
}

/// The last word of names of cities that have it for one of their own.
static CITY: LazyLock<u64> = LazyLock::new(|| fold("city"));

/// The kind of the name of the words in `words` more exactly than recognisers tell it: `entry` is what the gazetteer has of
/// it.
fn exact(passage: &Passage, text: &str, entry: Classes, kind: EntityKind, words: Range<usize>) -> EntityKind {
    let classes = |at: usize| passage.entries[at].classes;
    let (begins, ends) = (classes(words.start), classes(words.end - 1));
    let heads = Classes::ORGANISATION_HEAD.or(Classes::ORGANISATION_SUFFIX);
    let word = |at: usize| &text[passage.tokens[at].span().range()];
    let several = words.len() > 1;
    let is_definite = words.start.checked_sub(1).is_some_and(|at| classes(at).any(Classes::ARTICLE));
    match kind {
        // `Emirates`, but not `the Emirates`.
        EntityKind::Place if entry.any(Classes::COUNTRY) && entry.any(Classes::ORGANISATION) && !is_definite => {
            EntityKind::Organisation
        }
        EntityKind::Place if entry.any(Classes::COUNTRY.or(Classes::CITY)) => EntityKind::GeoPolitical,
        EntityKind::Place if entry.any(Classes::ORGANISATION) && !entry.any(Classes::PLACE) => EntityKind::Organisation,
        EntityKind::Organisation if entry.any(Classes::PLACE) => EntityKind::Place,
        _ if entry.any(Classes::NAMED) => kind,
        // `Tervik Airport`, `Solmund Media`
        EntityKind::Organisation
            if several && ends.any(Classes::PLACE_HEAD) && !ends.any(heads) && !is_institution_of(passage, &words) =>
        {
            EntityKind::Place
        }
        EntityKind::Place if several && ends.any(heads) && !ends.any(Classes::PLACE_HEAD) => EntityKind::Organisation,
        // `Parliament of Norway`, `Ford Norway`
        EntityKind::Place if several && (is_institution_of(passage, &words) || is_branch(begins, ends)) => {
            EntityKind::Organisation
        }
        // `Redwood City`, but not the club `Bristol City`.
        EntityKind::Organisation
            if several && passage.tokens[words.end - 1].hash == *CITY && !begins.any(Classes::CITY) =>
        {
            EntityKind::GeoPolitical
        }
        // `Maria Lind-Holm`
        EntityKind::Organisation if words.len() == 2 && begins.any(Classes::GIVEN) && !ends.any(heads) => {
            let last = word(words.end - 1);
            let is_double = last.split_once('-').is_some_and(|(_, rest)| rest.starts_with(char::is_uppercase));
            if is_double { EntityKind::Person } else { kind }
        }
        // `Boeing 737`, `Boeing 787 Dreamliner`
        EntityKind::Organisation if several && begins.any(Classes::ORGANISATION) && !has_head(passage, &words) => {
            let is_model = (words.start + 1..words.end).any(|at| word(at).bytes().any(|byte| byte.is_ascii_digit()));
            if is_model { EntityKind::Work } else { kind }
        }
        EntityKind::Other if begins.or(ends).any(Classes::EVENT_HEAD) => EntityKind::Event,
        EntityKind::Other if ends.any(Classes::WORK_HEAD) => EntityKind::Work,
        kind => kind,
    }
}

/// Whether what organisations are known by stands in front of an `of`: `US Department of Trade`, and not `City of Oslo`.
fn is_institution_of(passage: &Passage, words: &Range<usize>) -> bool {
    let Passage { tokens, entries, .. } = passage;
    let Some(of) = (words.start + 1..words.end).find(|at| tokens[*at].hash == *OF) else { return false };
    let head = entries[of - 1].classes;
    head.any(Classes::ORGANISATION_HEAD) && !head.any(Classes::PLACE_HEAD) && tokens[of - 1].hash != *CITY
}

/// Whether a known organisation and a land stand side by side, of whose names the first and last words have these classes.
fn is_branch(begins: Classes, ends: Classes) -> bool {
    let places = Classes::COUNTRY.or(Classes::CITY).or(Classes::PLACE);
    begins.any(Classes::ORGANISATION) && !begins.any(places) && ends.any(Classes::COUNTRY.or(Classes::PLACE))
}

/// Whether one of `words` behind the first is one that names of organisations are known by.
fn has_head(passage: &Passage, words: &Range<usize>) -> bool {
    (words.start + 1..words.end).any(|at| passage.entries[at].classes.any(Classes::ORGANISATION_HEAD))
}

/// Whether the first word of a name is an article that does not belong to it: that of `A Boeing 707` at the beginning of
/// a sentence (in quotation marks it would be a title), and that of `The UK`.
fn begins_with_article(passage: &Passage, name: Tagged) -> bool {
    let Passage { tokens, entries, .. } = passage;
    let (first, classes) = (&tokens[name.first], entries[name.first].classes);
    if name.past - name.first < 2 {
        return false;
    }
    let begins = matches!(first.gap, Gap::Start | Gap::Line | Gap::Stop);
    let indefinite = first.shape == Shape::Letter && classes.any(Classes::FUNCTION) && begins;
    let is_known = |first: usize| entry_of(passage, first, name.past).classes.any(Classes::NAMED);
    indefinite || classes.any(Classes::ARTICLE) && is_known(name.first + 1) && !is_known(name.first)
}

/// Whether a name stands behind a person's title, or begins with one.
fn follows_title(passage: &Passage, name: Tagged) -> bool {
    let Passage { tokens, entries, .. } = passage;
    if name.past - name.first > 1 && entries[name.first].classes.any(Classes::HONORIFIC) {
        return true;
    }
    let heads = Classes::ORGANISATION_HEAD.or(Classes::ORGANISATION_SUFFIX).or(Classes::PLACE_HEAD);
    let Some(before) = name.first.checked_sub(1).filter(|_| tokens[name.first].continues()) else { return false };
    entries[before].classes.any(Classes::TITLE)
        && tokens[before].is_capital()
        && !tokens[before].possessive
        && !entry_of(passage, name.first, name.past).classes.any(Classes::NAMED)
        && !entries[name.past - 1].classes.any(heads)
}

/// So many letters acronyms have that are words of the dictionary too.
const LETTERS: usize = 3;

/// Whether words that were taken for a name are none: an adjective of a nation, a day, a title, a word of grammar.
fn is_no_name(passage: &Passage, entry: Entry, first: usize, past: usize) -> bool {
    if entry.classes.any(Classes::NAMED) {
        return false;
    }
    let persons = Classes::GIVEN.or(Classes::SURNAME);
    if past - first == 1 {
        let others = Classes::DEMONYM.or(Classes::CALENDAR).or(Classes::FUNCTION);
        let title = entry.classes.any(Classes::TITLE) && !entry.classes.any(persons);
        // The word is in titles of its members.
        let title = title && !CHAMBERS.contains(&passage.tokens[first].hash);
        let other = entry.classes.any(others) && !entry.classes.any(Classes::GIVEN);
        // `WRONG` is said aloud, `WHO` is another matter.
        let word = entry.classes.any(Classes::COMMON) && !entry.classes.any(persons);
        let shouted = word && passage.tokens[first].span().len() > LETTERS;
        let upper = passage.tokens[first].shape == Shape::Upper;
        return if upper { shouted } else { title || other };
    }
    let others = Classes::DEMONYM.or(Classes::CALENDAR).or(Classes::FUNCTION).or(Classes::TITLE);
    // `Norwegian Congress`
    let is_nation = passage.entries[first].canonical != 0 && passage.entries[first].classes.any(Classes::DEMONYM);
    let is_chamber = past - first == 2 && is_nation && CHAMBERS.contains(&passage.tokens[past - 1].hash);
    !is_chamber
        && passage.entries[first..past].iter().all(|entry| entry.classes.any(others) && !entry.classes.any(persons))
}

/// Endings of English adjectives that names of organisations begin with.
const ADJECTIVES: [&str; 6] = ["ic", "an", "ist", "ive", "al", "ary"];

/// Whether a word is an adjective and no name: one of a nation, or one of the dictionary in front of a noun (`Democratic
/// senators`).
fn is_adjective(passage: &Passage, text: &str, at: usize) -> bool {
    let (token, entry) = (&passage.tokens[at], passage.entries[at]);
    if token.shape == Shape::Upper || entry.classes.any(Classes::COUNTRY) {
        return false;
    }
    let word = &text[token.span().range()];
    let of_nation = entry.canonical != 0 && entry.classes.any(Classes::DEMONYM) || is_of_nations(word);
    let is_common = entry.classes.any(Classes::COMMON) && !entry.classes.any(Classes::NAMED);
    let next = passage.tokens.get(at + 1).filter(|next| next.continues() && next.shape == Shape::Lower);
    let noun = next.is_some() && !passage.entries[at + 1].classes.any(Classes::FUNCTION.or(Classes::SPEECH));
    of_nation || is_common && noun && ADJECTIVES.iter().any(|ending| word.ends_with(ending))
}

/// What stands for a nation in front of a hyphen: `Franco-German`.
const NATIONS: [&str; 8] = ["anglo", "austro", "euro", "franco", "indo", "italo", "russo", "sino"];

/// Whether a word is an adjective of two nations: `Anglo-Dutch`, `US-Canadian`.
pub(super) fn is_of_nations(word: &str) -> bool {
    let is = |part: &str, classes: Classes| gazetteer::word(fold(part)).classes.any(classes);
    word.rsplit_once('-').is_some_and(|(first, last)| {
        let nation = Classes::DEMONYM.or(Classes::COUNTRY);
        let is_first = |part: &str| is(part, nation) || NATIONS.iter().any(|one| part.eq_ignore_ascii_case(one));
        is(last, Classes::DEMONYM) && first.split('-').all(is_first)
    })
}

/// Endings of nouns that are made of other words faster than dictionaries take them up.
const ENDINGS: [&str; 8] = ["ers", "er", "ings", "ing", "outs", "out", "makers", "maker"];

/// Whether a name is one word at the beginning of a sentence that is made of another (`Gainers`, `Carmakers`), and the
/// article does not write it with a capital elsewhere.
fn is_derived(passages: &[Passage], text: &str, number: usize, name: Tagged) -> bool {
    let Passage { tokens, entries, shouts } = &passages[number];
    let token = &tokens[name.first];
    let may_be = name.past - name.first == 1
        && token.shape == Shape::Title
        && (token.begins() || *shouts)
        && entries[name.first] == Entry::default();
    if !may_be {
        return false;
    }
    let is_common = |word: &str| gazetteer::word(fold(word)).classes.any(Classes::COMMON);
    let word = text[token.span().range()].to_lowercase();
    let is_made = |ending: &&str| {
        let stem = word.strip_suffix(*ending).filter(|stem| stem.len() > 2);
        stem.is_some_and(|stem| is_common(stem) || is_common(&format!("{stem}e")))
    };
    let is_inside = |token: &Token| token.hash == tokens[name.first].hash && token.is_capital() && !token.begins();
    ENDINGS.iter().any(is_made)
        && !passages.iter().any(|passage| !passage.shouts && passage.tokens.iter().any(is_inside))
}

/// The first word of the title in front of the word number `first` and behind `floor`, else `first`.
fn title(passage: &Passage, first: usize, floor: usize) -> usize {
    let Passage { tokens, entries, .. } = passage;
    let mut start = first;
    let mut at = first;
    while at > floor && tokens[at].continues() && !tokens[at - 1].possessive {
        let classes = entries[at - 1].classes;
        if classes.any(Classes::TITLE) {
            start = at - 1;
        } else if start < first && classes.any(Classes::DEMONYM) {
            return at - 1;
        } else {
            break;
        }
        at -= 1;
    }
    start
}
