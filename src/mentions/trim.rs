//! What the tagger takes for one name and is less, or more than one.
//!
//! An office is no name, but whose office it is has one (`US Ambassador`, `Supreme Court Justice Ruth Holm`); a person
//! and where she comes from are two (`Vera Lind of Norway`), as are an owner and what is owned (`the Harbour Board's
//! Bergen office`); a day ends no name (`Bermuda Wednesday`).

use std::sync::LazyLock;

use super::EntityKind;
use super::evidence::Passage;
use super::gazetteer::{self, Classes, Entry};
use super::language::{Hashes, hashes};
use super::model::{KINDS, number_of};
use super::normal::COMPANIES;
use super::offices;
use super::recogniser::past_titles;
use super::tagger::{Tagged, entry_of, kind_of};
use super::tokens::{Gap, OF, Shape, Token, fold};

/// Small words that names do not begin or end with, whatever stands behind them.
static SMALL: LazyLock<Hashes> = LazyLock::new(|| hashes("of for the in on to at and by with from"));
/// Words that open a sentence in front of a name and are in none.
static OPENERS: LazyLock<Hashes> =
    LazyLock::new(|| hashes("while although though because when if but unless until since whereas despite unlike"));
/// Offices of several persons, of whom the first follows: `Senators Vera Lind and Karl Holm`.
static PLURALS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "ambassadors archbishops bishops chairmen chancellors colonels commissioners congressmen congresswomen directors \
            generals governors judges justices kings lawmakers legislators mayors ministers presidents princes professors \
            representatives secretaries senators",
    )
});
/// What has to do with a state and stands in front of a noun: `US federal agencies`.
static OF_STATES: LazyLock<Hashes> = LazyLock::new(|| {
    hashes("federal congressional gubernatorial municipal parliamentary presidential provincial senatorial")
});
/// What a country has and is called by its name and one word.
static INSTITUTIONS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "army assembly bank cabinet church congress court embassy government ministry navy parliament senate treasury university",
    )
});
/// Which part of a land is meant, in front of its name.
static DIRECTIONS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "north south east west northern southern eastern western central northeast northwest southeast southwest \
            northeastern northwestern southeastern southwestern upper lower",
    )
});
/// Those of whom a house of parliament is made: `Member of Parliament`.
static MEMBERS: LazyLock<Hashes> = LazyLock::new(|| hashes("member members"));
/// Ranks that are those of a land and not of an office in it.
static NOBLE: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "king queen prince princess duke duchess earl count countess baron baroness lord lady emperor empress sultan emir",
    )
});
/// Words that tell when, in front of what happened then: `Today's Harbour Board ruling`.
static TIMES: LazyLock<Hashes> = LazyLock::new(|| hashes("today yesterday tomorrow tonight"));
/// What stands in front of a day that tells when.
static WHEN: LazyLock<Hashes> = LazyLock::new(|| hashes("on last next this since until by before after"));
/// Days of the week, which end no name that is one without them.
static DAYS: LazyLock<Hashes> = LazyLock::new(|| hashes("monday tuesday wednesday thursday friday saturday sunday"));
/// Adjectives of parties, which are titles as well.
static PARTIES: LazyLock<Hashes> =
    LazyLock::new(|| hashes("republican democratic democrat conservative liberal labour socialist communist"));
/// Forms of companies that are written small too, and are no words.
static SMALL_FORMS: LazyLock<Hashes> = LazyLock::new(|| hashes("plc gmbh ltd llc"));
/// What the name of a company ends with, so that a small word behind it is none of it.
static COMPANY_ENDS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes("airlines airways corp gmbh inc incorporated limited llc llp lp ltd motors plc spa technologies")
});
/// Bodies that have one of their own in a city: `Boston Fed`.
static REGIONAL: LazyLock<Hashes> = LazyLock::new(|| hashes("fed"));
/// Small words that are in names in which they have a capital.
static CAPITALISED: LazyLock<Hashes> = LazyLock::new(|| hashes("in of for on to at by with from without"));
/// So many stocks an index has.
static ROUND: LazyLock<Hashes> = LazyLock::new(|| hashes("50 100 200 300 400 500 600 1000 1500 2000 3000"));
/// Of which there are secretaries and ministers, and a country itself.
static STATE: LazyLock<u64> = LazyLock::new(|| fold("state"));
static OFFICE: LazyLock<u64> = LazyLock::new(|| fold("office"));
static IN: LazyLock<u64> = LazyLock::new(|| fold("in"));

/// Trims the names of one article in its passages.
pub(super) fn trim(passages: &[Passage], tagged: &mut Vec<(usize, Tagged)>) {
    join(passages, tagged);
    let whole = std::mem::take(tagged);
    for (index, (number, name)) in whole.iter().copied().enumerate() {
        let passage = &passages[number];
        let is_next = |(other, next): &&(usize, Tagged)| {
            *other == number
                && next.first == name.past
                && KINDS[next.kind] == EntityKind::Person
                && passage.tokens[next.first].continues()
                && !passage.tokens[name.past - 1].possessive
        };
        let follows = whole.get(index + 1).filter(is_next).map(|(_, next)| next.first);
        Trimmer { passage, number, follows, found: tagged }.name(name);
    }
    given_names(passages, tagged);
    offices::add(passages, tagged);
    numbers(passages, tagged);
}

/// Takes a round number behind the name of partners into it, which it makes that of an index: `Norvik & Lind's 500`.
fn numbers(passages: &[Passage], tagged: &mut Vec<(usize, Tagged)>) {
    let is_index = |(number, before): (usize, Tagged), (other, name): (usize, Tagged)| {
        let tokens = &passages[number].tokens;
        number == other
            && before.past == name.first
            && name.past - name.first == 1
            && ROUND.contains(&tokens[name.first].hash)
            && tokens[name.first - 1].possessive
            && tokens[before.first..before.past].iter().skip(1).any(|token| token.gap == Gap::Joint)
    };
    tagged.dedup_by(|name, before| {
        let is_one = is_index(*before, *name);
        if is_one {
            before.1 = Tagged { past: name.1.past, kind: number_of(EntityKind::Other), ..before.1 };
        }
        is_one
    });
    // `Solmund's 54 voters`
    let counts = |(number, name): &(usize, Tagged)| {
        let tokens = &passages[*number].tokens;
        let is_counted = |at: usize| tokens[at].possessive && tokens[name.first].gap == Gap::Space;
        name.past - name.first == 1
            && tokens[name.first].shape == Shape::Number
            && matches!(KINDS[name.kind], EntityKind::Person | EntityKind::Place)
            && name.first.checked_sub(1).is_some_and(is_counted)
    };
    tagged.retain(|name| !counts(name));
}

/// Makes one name of two that touch where the gazetteer has both together (`Washington D.C.`), and of a country and an
/// institution that is named by common words (`U.S. House of Representatives`).
///
/// And where the second is a person, the first takes none of hers (`Norwegian President Vera Anna Lind`).
fn join(passages: &[Passage], tagged: &mut Vec<(usize, Tagged)>) {
    let mut joined: Vec<(usize, Tagged)> = Vec::with_capacity(tagged.len());
    for (number, mut name) in tagged.drain(..) {
        let passage = &passages[number];
        let Passage { tokens, entries, .. } = passage;
        let floor = joined.last().filter(|before| before.0 == number).map_or(0, |before| before.1.past);
        name.first = inside_phrase(passage, floor, name);
        if let Some(before) = capitalised(passage, floor, name) {
            let front = joined.pop_if(|_| before < floor).map_or(before, |(_, front)| front.first);
            name = Tagged { first: front, kind: number_of(EntityKind::Organisation), ..name };
        }
        // `Congress of` and `Norway` are one name too.
        let cut = joined.last().filter(|(other, before)| {
            *other == number && before.past > before.first + 1 && tokens[before.past - 1].hash == *OF
        });
        let institution = institution_of(passage, cut.map_or(floor, |(_, before)| before.first), name);
        if institution < name.first {
            joined.truncate(joined.len() - usize::from(institution < floor));
            name = Tagged { first: institution, kind: number_of(EntityKind::Organisation), ..name };
        }
        let first = name.first;
        let follows =
            |before: &&mut (usize, Tagged)| before.0 == number && before.1.past == first && tokens[first].continues();
        let touches = |before: &&mut (usize, Tagged)| follows(before) && !tokens[first - 1].possessive;
        if KINDS[name.kind] == EntityKind::Person
            && let Some((_, before)) = joined.last_mut().filter(touches)
            && let Some(person) = given_behind_title(passage, *before)
        {
            before.past = person;
            name.first = person;
        }
        let moved = name.first < first;
        if let Some((_, before)) = joined.last_mut().filter(touches).filter(|_| !moved) {
            let common = Classes::COMMON.or(Classes::ORGANISATION_HEAD).or(Classes::PARTICLE);
            let is_institution = KINDS[name.kind] == EntityKind::Organisation
                && (name.first..name.past).all(|at| entries[at].classes.any(common));
            let places = entry_of(&passages[number], before.first, before.past).classes;
            let is_country = places.any(Classes::COUNTRY);
            let is_regional = places.any(Classes::CITY)
                && name.past - name.first == 1
                && REGIONAL.contains(&tokens[name.first].hash)
                && tokens[name.first].shape == Shape::Title;
            let known = entry_of(&passages[number], before.first, name.past).classes.any(Classes::NAMED);
            // `Northern Solmund`
            let is_part = before.past - before.first == 1
                && DIRECTIONS.contains(&tokens[before.first].hash)
                && entry_of(passage, name.first, name.past).classes.any(Classes::COUNTRY.or(Classes::PLACE));
            if is_regional {
                *before = Tagged { first: before.first, kind: number_of(EntityKind::Organisation), ..name };
                continue;
            }
            if known || is_part || is_country && is_institution {
                *before = Tagged { first: before.first, kind: if known { before.kind } else { name.kind }, ..name };
                continue;
            }
        }
        joined.push((number, name));
    }
    *tagged = joined;
}

/// Where a name begins that was found from a small word with a capital on, which it has inside a name only: `Search` and
/// `In Progress`.
fn capitalised(passage: &Passage, floor: usize, name: Tagged) -> Option<usize> {
    let tokens = &passage.tokens;
    let first = &tokens[name.first];
    let before = name.first.checked_sub(1).filter(|at| *at + 1 >= floor)?;
    let is_inside = first.shape == Shape::Title
        && first.gap == Gap::Space
        && CAPITALISED.contains(&first.hash)
        && name.past - name.first > 1
        && !passage.shouts
        && tokens[before].shape == Shape::Title
        && !tokens[before].possessive
        && !entry_of(passage, name.first + 1, name.past).classes.any(Classes::NAMED);
    is_inside.then_some(before)
}

/// Where a name begins of which the gazetteer has the word in front, from `floor` on, and its first ones together:
/// `United` and `Kingdom Prime Minister Vera Lind`.
fn inside_phrase(passage: &Passage, floor: usize, name: Tagged) -> usize {
    let Passage { tokens, entries, .. } = passage;
    let is_part = |at: &usize| {
        *at >= floor
            && tokens[name.first].continues()
            && !tokens[*at].possessive
            && tokens[*at].is_capital()
            && !entries[*at].classes.any(Classes::ARTICLE)
    };
    let Some(before) = name.first.checked_sub(1).filter(is_part) else { return name.first };
    let phrase = gazetteer::phrase(&tokens[before..name.past], entries[before]);
    let is_known = phrase.is_some_and(|(words, entry)| words > 1 && entry.classes.any(Classes::NAMED));
    if is_known { before } else { name.first }
}

/// Where the institution begins, from `floor` on, of which a country was found alone: `Congress of the Philippines`.
fn institution_of(passage: &Passage, floor: usize, name: Tagged) -> usize {
    let Passage { tokens, entries, .. } = passage;
    let Some(before) = name.first.checked_sub(1) else { return name.first };
    let is_link = |at: usize| tokens[at].shape == Shape::Lower && tokens[at].gap == Gap::Space;
    let article = usize::from(is_link(before) && gazetteer::is_article(tokens[before].hash));
    let Some(of) = before.checked_sub(article).filter(|at| is_link(*at) && tokens[*at].hash == *OF) else {
        return name.first;
    };
    let Some(head) = of.checked_sub(1).filter(|at| *at >= floor) else { return name.first };
    let stands_alone = !tokens[head].continues() || !head.checked_sub(1).is_some_and(|at| tokens[at].is_capital());
    let is_country =
        tokens[name.first].gap == Gap::Space && entry_of(passage, name.first, name.past).classes.any(Classes::COUNTRY);
    let is_institution = tokens[head].shape == Shape::Title
        && !tokens[head].possessive
        && stands_alone
        && !passage.shouts
        && INSTITUTIONS.contains(&tokens[head].hash)
        && entries[head].classes.any(Classes::ORGANISATION_HEAD);
    if is_country && is_institution { head } else { name.first }
}

/// Where in a name that is none of a person given names stand behind a title, up to its end.
fn given_behind_title(passage: &Passage, name: Tagged) -> Option<usize> {
    let is = |at: usize, classes: Classes| passage.entries[at].classes.any(classes);
    let title = (name.first..name.past - 1)
        .rfind(|at| is(*at, Classes::TITLE) && !is(*at, Classes::ORGANISATION_HEAD) && passage.tokens[*at].is_capital())
        .filter(|_| KINDS[name.kind] != EntityKind::Person)?;
    (title + 1..name.past).all(|at| is(at, Classes::GIVEN) && passage.tokens[at].is_capital()).then_some(title + 1)
}

/// Takes one name apart.
struct Trimmer<'a> {
    passage: &'a Passage,
    number: usize,
    /// Where the name of a person follows, when it does at once.
    follows: Option<usize>,
    found: &'a mut Vec<(usize, Tagged)>,
}

impl Trimmer<'_> {
    fn is(&self, at: usize, classes: Classes) -> bool {
        self.passage.entries[at].classes.any(classes)
    }

    fn is_small(&self, at: usize) -> bool {
        let token = &self.passage.tokens[at];
        token.shape == Shape::Lower && SMALL.contains(&token.hash)
    }

    fn named(&self, first: usize, past: usize) -> Classes {
        if first == past {
            return Classes::default();
        }
        entry_of(self.passage, first, past).classes.only(Classes::NAMED)
    }

    /// Whether a word is one that names of organisations are known by, and no surname.
    fn is_head(&self, at: usize) -> bool {
        let heads = Classes::ORGANISATION_HEAD.or(Classes::ORGANISATION_SUFFIX);
        self.is(at, heads) && !self.is(at, Classes::GIVEN.or(Classes::SURNAME))
    }

    /// Whether a word is an office, and neither a name nor what organisations are known by.
    fn is_office(&self, at: usize) -> bool {
        let names = Classes::GIVEN.or(Classes::SURNAME);
        self.passage.tokens[at].is_capital()
            && self.is(at, Classes::TITLE)
            && !self.is(at, Classes::ORGANISATION_HEAD.or(Classes::HONORIFIC))
            && (self.is(at, Classes::COMMON) || !self.is(at, names))
    }

    fn add(&mut self, name: Tagged) {
        if name.first < name.past {
            self.found.push((self.number, name));
        }
    }

    /// Adds what is left of a name.
    fn name(&mut self, mut name: Tagged) {
        name.first += (name.first..name.past).take_while(|at| self.is_small(*at)).count();
        name.past -= (name.first..name.past).rev().take_while(|at| self.is_small(*at)).count();
        if name.first >= name.past {
            return;
        }
        if name.past - name.first > 1 && self.passage.tokens[name.first].begins() {
            let opens = OPENERS.contains(&self.passage.tokens[name.first].hash);
            name.first += usize::from(opens || self.is_article(name));
        }
        if self.begins_with_month(name) {
            name = Tagged { first: name.first + 1, kind: number_of(EntityKind::Person), ..name };
        }
        name.first += usize::from(self.begins_with_time(name));
        let (first, days) = (self.passage.tokens[name.first].hash, name.past - name.first == 2);
        if days && self.is(name.first, Classes::ARTICLE) && DAYS.contains(&self.passage.tokens[name.first + 1].hash) {
            return;
        }
        if (3..=4).contains(&(name.past - name.first))
            && PLURALS.contains(&first)
            && self.is(name.first + 1, Classes::GIVEN)
            && !self.is_head(name.past - 1)
        {
            name = Tagged { first: name.first + 1, kind: number_of(EntityKind::Person), ..name };
        }
        name.past = self.without_rank(self.without_day(name), name.first);
        name.past += usize::from(self.goes_on_small(name));
        if self.is_state(name) {
            name.kind = number_of(EntityKind::Place);
        }
        if name.first < name.past && self.is_field(name) {
            return;
        }
        if name.past - name.first < 2 {
            return self.add(name);
        }
        let known = self.named(name.first, name.past);
        if known != Classes::default() {
            // `St. Louis`
            let is_person = KINDS[name.kind] == EntityKind::Person;
            return self.add(Tagged { kind: kind_of(known).filter(|_| is_person).unwrap_or(name.kind), ..name });
        }
        if let Some(owner) = self.owner(name) {
            return self.owned(name, owner);
        }
        if let Some(person) = self.person_behind(name) {
            let kind = number_of(EntityKind::Organisation);
            self.add(Tagged { past: person, kind, ..name });
            return self.add(Tagged { first: person, kind: number_of(EntityKind::Person), ..name });
        }
        let last = name.past - 1;
        if REGIONAL.contains(&self.passage.tokens[last].hash) && self.named(name.first, last).any(Classes::CITY) {
            return self.add(Tagged { kind: number_of(EntityKind::Organisation), ..name });
        }
        if self.begins_with_known(name) {
            name.kind = number_of(EntityKind::Organisation);
        }
        // `Co-founders Vera Lind`, `Anglo-Norwegian Norvik`
        if self.begins_with_compound(name) {
            let is_person = self.is(name.first, Classes::TITLE) && self.is(name.first + 1, Classes::GIVEN);
            let kind = if is_person { number_of(EntityKind::Person) } else { name.kind };
            return self.name(Tagged { first: name.first + 1, kind, ..name });
        }
        if KINDS[name.kind] == EntityKind::Person { self.person(name) } else { self.other(name) }
    }

    /// How many words of a name the gazetteer has as an organisation, where it goes on behind them.
    fn known_in_front(&self, name: Tagged) -> Option<usize> {
        let words = &self.passage.tokens[name.first..name.past];
        let (words, entry) = gazetteer::phrase(words, self.passage.entries[name.first])?;
        let others = Classes::COUNTRY.or(Classes::CITY).or(Classes::PLACE);
        let is_organisation = entry.classes.any(Classes::ORGANISATION) && !entry.classes.any(others);
        (is_organisation && words > 1 && name.first + words < name.past).then_some(words)
    }

    /// Where a person begins who was taken for the end of the name of a known organisation: `director of the Harbour Board
    /// Vera Lind`.
    fn person_behind(&self, name: Tagged) -> Option<usize> {
        let first = name.first + self.known_in_front(name)?;
        let tokens = &self.passage.tokens;
        let whole = |at: usize| tokens[at].is_capital() && tokens[at].continues() && !tokens[at - 1].possessive;
        let is_person = (2..=3).contains(&(name.past - first))
            && (first..name.past).all(whole)
            && !(first..name.past).any(|at| self.is_head(at) || self.is(at, Classes::TITLE))
            && self.is(first, Classes::GIVEN);
        is_person.then_some(first)
    }

    /// Whether what was taken for a person begins with a known organisation and goes on as persons do not: `General Motors
    /// Norway`.
    fn begins_with_known(&self, name: Tagged) -> bool {
        let names = Classes::GIVEN.or(Classes::SURNAME);
        KINDS[name.kind] == EntityKind::Person
            && self
                .known_in_front(name)
                .is_some_and(|words| !(name.first + words..name.past).any(|at| self.is(at, names.or(Classes::TITLE))))
    }

    /// Whether a name is nothing but the field of the office behind it: `Norwegian Finance` in front of `Minister`.
    fn is_field(&self, name: Tagged) -> bool {
        let field = |at: usize| self.is(at, Classes::DEMONYM.or(Classes::TITLE).or(Classes::COMMON));
        let is_office =
            |next: &Token| next.is_capital() && next.gap == Gap::Space && offices::is_of_governments(next.hash);
        let last = name.past - 1;
        self.is(last, Classes::TITLE)
            && !self.is(last, Classes::GIVEN.or(Classes::SURNAME))
            && (name.first..last).all(field)
            && self.named(name.first, name.past) == Classes::default()
            && self.passage.tokens.get(name.past).is_some_and(is_office)
    }

    /// Whether the form of a company stands behind its name and is written small: `Norvik plc`.
    fn goes_on_small(&self, name: Tagged) -> bool {
        let is_form =
            |token: &Token| token.shape == Shape::Lower && token.gap == Gap::Space && SMALL_FORMS.contains(&token.hash);
        KINDS[name.kind] == EntityKind::Organisation
            && !self.passage.tokens[name.past - 1].possessive
            && self.passage.tokens.get(name.past).is_some_and(is_form)
    }

    /// Whether a name is that of a state behind a party: `Vera Lind (D-Ohio)`.
    fn is_state(&self, name: Tagged) -> bool {
        let tokens = &self.passage.tokens;
        let is_party = |at: usize| tokens[at].shape == Shape::Letter && tokens[at].gap == Gap::Bracket;
        name.past - name.first == 1
            && tokens[name.first].gap == Gap::Other
            && name.first.checked_sub(1).is_some_and(is_party)
    }

    /// Whether a month stands in front of a person or an unknown name: `in May Lind`.
    fn begins_with_month(&self, name: Tagged) -> bool {
        let before = name.first.checked_sub(1).filter(|_| self.passage.tokens[name.first].continues());
        let second = name.first + 1;
        (name.first + 2 == name.past)
            && self.is(name.first, Classes::CALENDAR)
            && (self.is(second, Classes::GIVEN.or(Classes::SURNAME))
                || self.passage.entries[second] == Entry::default())
            && before.is_some_and(|at| self.is(at, Classes::LOCATING))
    }

    /// Whether an article stands in front of a name of several words that does not have it: of a country's institution
    /// (`The U.S. House`), or of what is known without it.
    fn is_article(&self, name: Tagged) -> bool {
        let country = Classes::COUNTRY.or(Classes::DEMONYM);
        self.is(name.first, Classes::ARTICLE)
            && self.named(name.first, name.past) == Classes::default()
            && (self.is(name.first + 1, country) || self.named(name.first + 1, name.past) != Classes::default())
    }

    /// Whether a name begins with a word that tells when, and goes on behind it: `Today's Harbour Board`, `on Sunday
    /// President Lind`.
    fn begins_with_time(&self, name: Tagged) -> bool {
        let tokens = &self.passage.tokens;
        let first = &tokens[name.first];
        let is_day = DAYS.contains(&first.hash);
        let says_when = |at: usize| WHEN.contains(&tokens[at].hash) && first.gap == Gap::Space;
        name.past - name.first > 1
            && (first.possessive && (is_day || TIMES.contains(&first.hash))
                || is_day && name.first.checked_sub(1).is_some_and(says_when))
    }

    /// Where a name that ends before the word number `past` does so without what says how the office behind it is held:
    /// `Senate Majority` in front of `Leader`.
    fn without_rank(&self, past: usize, first: usize) -> usize {
        let tokens = &self.passage.tokens;
        let is_office = |at: usize| {
            let follows = |token: &Token| token.is_capital() && token.gap == Gap::Space;
            tokens.get(at).is_some_and(follows) && self.is(at, Classes::TITLE) && !tokens[at - 1].possessive
        };
        let mut end = past;
        while end > first + 1 && offices::is_rank(tokens[end - 1].hash) && is_office(end) {
            end -= 1;
        }
        end
    }

    /// Where a name ends without the day behind it: `Bermuda Wednesday`, `Harbour Board of Norway on Monday`, and all of
    /// `Black Friday`.
    fn without_day(&self, name: Tagged) -> usize {
        let Some(last) = name.past.checked_sub(1).filter(|last| *last > name.first) else { return name.past };
        let mut past = last;
        while past > name.first && self.is_small(past - 1) {
            past -= 1;
        }
        let is_day = DAYS.contains(&self.passage.tokens[last].hash);
        let stands_alone = past < last || past - name.first > 1 || self.named(name.first, past) != Classes::default();
        if is_day && stands_alone { past } else { name.past }
    }

    fn person(&mut self, mut name: Tagged) {
        let past = name.past;
        // `Bank of Norvik Governor Vera Lind`
        let person = past_titles(self.passage, name.first, past);
        // `Governor` is a given name too, and an office behind whose it is.
        let is_office = |at: &usize| self.is(*at, Classes::TITLE) && self.is(*at, Classes::COMMON);
        let owner = offices::owner(self.passage, name.first..person).or_else(|| {
            let mut offices = (name.first + 1..past.saturating_sub(2)).rev().filter(is_office);
            offices.find_map(|at| offices::owner(self.passage, name.first..at + 1))
        });
        if let Some(owner) = owner {
            self.add(owner);
            name.first = owner.past;
        }
        name.first += usize::from(self.is_of_an_office(name));
        // `US President Lind`
        let office = (name.first..past).find(|at| self.is(*at, Classes::TITLE)).unwrap_or(name.first);
        if self.named(name.first, office).any(Classes::COUNTRY) {
            self.add(Tagged { past: office, kind: number_of(EntityKind::Place), ..name });
            name.first = office;
        }
        // `Lind White House`
        let inside = name.first + 1..past - 1;
        if let Some(from) = inside.into_iter().find(|from| self.named(*from, past) != Classes::default()) {
            let kind = kind_of(self.named(from, past)).unwrap_or(name.kind);
            self.person(Tagged { past: from, ..name });
            return self.add(Tagged { first: from, kind, ..name });
        }
        // `Saint Francis Hospital`
        if past - name.first > 1 && self.is_head(past - 1) {
            return self.add(Tagged { kind: number_of(EntityKind::Organisation), ..name });
        }
        let office = name.first;
        name.first = self.behind_office(name);
        // `Mayor of Oslo` in front of `Vera Lind`
        if let Some(kind) = kind_of(self.named(name.first, past)).filter(|_| name.first > office) {
            return self.add(Tagged { kind, ..name });
        }
        // `Special Representative for Norway Vera Lind`, `Chief Executive of Hong Kong Vera Lind`
        if let Some(seat) = self.seat(office, name) {
            self.add(seat);
            name.first = seat.past;
        }
        // `Vera Lind of Norway`, `Lind in the Gazette`
        let inside = name.first + 1..past - 1;
        let Some(small) = inside.into_iter().find(|at| self.is_small(*at)) else { return self.add(name) };
        let from = (small..past).find(|at| !self.is_small(*at)).unwrap_or(past);
        let place = self.named(from, past);
        let titled = usize::from(self.is(name.first, Classes::TITLE));
        let is_short = small == name.first + 1 + titled;
        // `Vera Lind of Lind & Company`
        let is_full = self.is(name.first + titled, Classes::GIVEN) && !self.is(small - 1, Classes::TITLE);
        let stays = is_short || place == Classes::default() && !is_full;
        if self.passage.tokens[small].hash == *OF && stays {
            return self.add(name);
        }
        self.add(Tagged { past: small, ..name });
        let is_in = self.passage.tokens[small].hash == *IN && !self.is_head(past - 1);
        let other = if is_in { EntityKind::Place } else { EntityKind::Organisation };
        self.add(Tagged { first: from, kind: kind_of(place).unwrap_or(number_of(other)), ..name });
    }

    /// Whether the first word of the name of a person belongs to the office in front of it: `Chancellor of the Exchequer
    /// Vera Lind`.
    fn is_of_an_office(&self, name: Tagged) -> bool {
        let tokens = &self.passage.tokens;
        let Some(office) = name.first.checked_sub(3) else { return false };
        name.past - name.first > 2
            && self.is(name.first + 1, Classes::GIVEN)
            && !self.is(name.first, Classes::GIVEN)
            && (office + 1..=name.first).all(|at| tokens[at].continues())
            && self.is(office, Classes::TITLE)
            && tokens[office + 1].hash == *OF
            && self.is(office + 2, Classes::ARTICLE)
    }

    /// Where the name of a person begins behind an office that goes on with small words: `Minister of Information Vera
    /// Lind`.
    fn behind_office(&self, name: Tagged) -> usize {
        let names = Classes::GIVEN.or(Classes::SURNAME);
        let small = past_titles(self.passage, name.first, name.past);
        if small == name.first || !self.is_small(small) {
            return name.first;
        }
        let mut first = small;
        while first + 1 < name.past && self.is_small(first) {
            first += 1;
        }
        while name.past - first > 2 && self.is(first, Classes::COMMON) && !self.is(first, names) {
            first += 1;
        }
        first
    }

    /// What stands between an office, which begins at the word number `office`, and the person who has it; `name` begins
    /// with it.
    fn seat(&self, office: usize, name: Tagged) -> Option<Tagged> {
        let Tagged { first, past, .. } = name;
        let names = Classes::GIVEN.or(Classes::SURNAME);
        if office == first {
            let country = self.is(first, Classes::COUNTRY) && !self.is(first, Classes::GIVEN) && past - first > 2;
            return country.then_some(Tagged { past: first + 1, kind: number_of(EntityKind::Place), ..name });
        }
        let is_person = |from: usize| past - from > 1 || self.is(from, names);
        let known = (first + 1..past).rev().filter(|to| is_person(*to)).find_map(|to| {
            let kind = kind_of(self.named(first, to))?;
            Some(Tagged { past: to, kind, ..name })
        });
        // `Chairman of Tervala Vera Lind`
        let unknown = || {
            let given = (first + 1..past - 1).find(|at| self.is(*at, Classes::GIVEN))?;
            let is_unknown = |at: usize| self.passage.tokens[at].is_capital() && !self.is(at, names);
            let of_company = (office..first).any(|at| offices::is_of_companies(self.passage.tokens[at].hash));
            let kind = number_of(if of_company { EntityKind::Organisation } else { EntityKind::Place });
            (first..given).all(is_unknown).then_some(Tagged { past: given, kind, ..name })
        };
        known.or_else(unknown)
    }

    /// Whose office a name is that is nothing but one: `Supreme Leader of Norway`, `Speaker of the House`.
    fn behind_of(&self, name: Tagged) -> Option<Tagged> {
        let tokens = &self.passage.tokens;
        let of = (name.first + 1..name.past - 1).find(|at| tokens[*at].hash == *OF && self.is_small(*at))?;
        let office = |at: usize| {
            let words = Classes::TITLE.or(Classes::COMMON).or(Classes::DEMONYM).or(Classes::CONJUNCTION);
            self.is(at, words) && !self.is_head(at)
        };
        let is_office = self.is_office(of - 1) || MEMBERS.contains(&tokens[of - 1].hash);
        let is_land = NOBLE.contains(&tokens[of - 1].hash) || tokens[of - 1].hash == *STATE;
        let is_office = is_office && !is_land && (name.first..of).all(office);
        let first = of + 1 + usize::from(self.is(of + 1, Classes::ARTICLE));
        if !is_office || first >= name.past {
            return None;
        }
        let chamber = name.past - first == 1 && self.is_head_of_parliament(first);
        let kind = kind_of(self.named(first, name.past));
        kind.or(chamber.then(|| number_of(EntityKind::Organisation))).map(|kind| Tagged { first, kind, ..name })
    }

    /// Whether a word is a chamber of parliament: `House`, `Senate`.
    fn is_head_of_parliament(&self, at: usize) -> bool {
        self.passage.tokens[at].is_capital() && self.is(at, Classes::TITLE) && self.is(at, Classes::ORGANISATION_HEAD)
    }

    /// Adds an owner and what is owned, which begins at the word number `owner`.
    fn owned(&mut self, name: Tagged, owner: usize) {
        let is_person = KINDS[name.kind] == EntityKind::Person || self.is(name.first, Classes::GIVEN);
        let is_person = is_person && !self.is_head(owner - 1);
        let other = number_of(if is_person { EntityKind::Person } else { EntityKind::Organisation });
        let kind = kind_of(self.named(name.first, owner)).unwrap_or(other);
        self.add(Tagged { past: owner, kind, ..name });
        let kind = kind_of(self.named(owner, name.past)).unwrap_or(number_of(EntityKind::Organisation));
        self.name(Tagged { first: owner, kind, ..name });
    }

    /// Whether a name begins with an office or two nations between whose parts hyphens stand, and goes on as names do
    /// without: not that of the `Franco-Prussian War`.
    fn begins_with_compound(&self, name: Tagged) -> bool {
        let is_compound = gazetteer::word(self.passage.tokens[name.first].hash) == Entry::default();
        let heads = Classes::ORGANISATION_HEAD.or(Classes::EVENT_HEAD).or(Classes::WORK_HEAD).or(Classes::PLACE_HEAD);
        let second = name.first + 1;
        let is_whole = name.past - name.first == 2
            && (self.is(second, Classes::NAMED) || !self.is(second, heads.or(Classes::COMMON)));
        is_compound && (self.is(name.first, Classes::TITLE) || self.is(name.first, Classes::DEMONYM) && is_whole)
    }

    /// Where a company's name ends, in front of a small word and another name: `Norvik Corp of Solmund`, `Norvik Ltd and
    /// Tervala Ltd`.
    fn end_of_company(&self, name: Tagged) -> Option<usize> {
        let Passage { tokens, .. } = self.passage;
        let ends = |at: &usize| {
            let is_link = tokens[*at].hash == *OF || self.is(*at, Classes::CONJUNCTION);
            tokens[*at].shape == Shape::Lower && is_link && COMPANY_ENDS.contains(&tokens[*at - 1].hash)
        };
        let at = (name.first + 2..name.past - 1).find(ends)?;
        let is_name = |at: usize| {
            !self.is(at, Classes::COMMON)
                || self.is(at, Classes::NAMED)
                || COMPANY_ENDS.contains(&tokens[name.past - 1].hash)
        };
        (tokens[at + 1].is_capital() && is_name(at + 1)).then_some(at)
    }

    /// Where a person's name ends in front of `of` and an organisation: `Karl Lind of Holm & Co`.
    fn end_of_person(&self, name: Tagged) -> Option<usize> {
        let Passage { tokens, .. } = self.passage;
        let others = Classes::COMMON.or(Classes::TITLE).or(Classes::NAMED);
        let of = (name.first + 2..name.past - 1).find(|at| tokens[*at].hash == *OF && self.is_small(*at))?;
        let is_person = KINDS[name.kind] == EntityKind::Organisation
            && of - name.first <= 3
            && !(name.first..of).any(|at| tokens[at].possessive)
            && self.is(name.first, Classes::GIVEN)
            && !self.is(name.first, others)
            && (name.first + 1..of).all(|at| tokens[at].is_capital() && !self.is_head(at))
            && !self.is(of - 1, Classes::PLACE_HEAD.or(Classes::TITLE).or(Classes::EVENT_HEAD).or(Classes::WORK_HEAD));
        is_person.then_some(of)
    }

    fn other(&mut self, mut name: Tagged) {
        if let Some(at) = self.end_of_company(name) {
            self.add(Tagged { past: at, kind: number_of(EntityKind::Organisation), ..name });
            let kind = kind_of(self.named(at + 1, name.past)).unwrap_or(name.kind);
            return self.name(Tagged { first: at + 1, kind, ..name });
        }
        if let Some(at) = self.end_of_person(name) {
            self.add(Tagged { past: at, kind: number_of(EntityKind::Person), ..name });
            let kind = kind_of(self.named(at + 1, name.past)).unwrap_or(number_of(EntityKind::Organisation));
            return self.name(Tagged { first: at + 1, kind, ..name });
        }
        // `the District of Columbia and Washington`
        let conjunction = |at: &usize| {
            self.is(*at, Classes::CONJUNCTION)
                && self.named(name.first, *at) != Classes::default()
                && (self.named(at + 1, name.past) != Classes::default()
                    || name.past - at > 2 && COMPANY_ENDS.contains(&self.passage.tokens[name.past - 1].hash))
        };
        if let Some(at) = (name.first + 1..name.past - 1).find(conjunction) {
            for part in [Tagged { past: at, ..name }, Tagged { first: at + 1, ..name }] {
                let kind = kind_of(self.named(part.first, part.past)).unwrap_or(name.kind);
                self.add(Tagged { kind, ..part });
            }
            return;
        }
        // `Republican Iowa`
        let first = &self.passage.tokens[name.first];
        let is_direction = DIRECTIONS.contains(&first.hash) && !first.begins() && !self.passage.shouts;
        let is_party = PARTIES.contains(&first.hash) || self.is(name.first, Classes::DEMONYM);
        if is_party && !is_direction && self.named(name.first + 1, name.past).any(Classes::COUNTRY.or(Classes::PLACE)) {
            return self.add(Tagged { first: name.first + 1, kind: number_of(EntityKind::Place), ..name });
        }
        // `US Democratic` in front of `voters`
        let is_country = |to: &usize| self.named(name.first, *to).any(Classes::COUNTRY);
        if let Some(past) = (name.first + 1..name.past).rev().find(is_country) {
            let of_state = |at: usize| {
                let word = self.passage.tokens[at].hash;
                PARTIES.contains(&word) || OF_STATES.contains(&word)
            };
            let goes_on = self.passage.tokens.get(name.past).is_some_and(|next| next.continues() && next.is_capital());
            if (past..name.past).all(of_state) && !goes_on {
                return self.add(Tagged { past, kind: number_of(EntityKind::Place), ..name });
            }
        }
        if let Some(whose) = self.behind_of(name) {
            return self.add(whose);
        }
        // `Tervik Airport in Solmund`
        let is_in = |at: &usize| self.passage.tokens[*at].hash == *IN && self.is_small(*at);
        let place = Classes::PLACE_HEAD.or(Classes::ORGANISATION_HEAD);
        if let Some(at) = (name.first + 2..name.past - 1).find(is_in).filter(|at| self.is(at - 1, place)) {
            self.name(Tagged { past: at, ..name });
            return self.name(Tagged { first: at + 1, kind: number_of(EntityKind::Place), ..name });
        }
        // `Norvik Systems of Oslo`
        let is_of = |at: &usize| self.passage.tokens[*at].hash == *OF && self.is_small(*at);
        let is_unknown = self.passage.entries[name.first] == Entry::default();
        let least = if is_unknown { 1 } else { 2 };
        let seat = (name.first + least..name.past - 1).find(is_of).filter(|at| self.is_company_of(name, *at));
        if let Some(at) = seat {
            self.add(Tagged { past: at, ..name });
            return self.add(Tagged { first: at + 1, kind: number_of(EntityKind::Place), ..name });
        }
        // `Office of the Prime Minister`
        if self.passage.tokens[name.first].hash == *OFFICE && self.passage.tokens[name.first + 1].hash == *OF {
            return self.add(name);
        }
        // What stands behind a small word is none: `Court of Justice`.
        let is_office = |at: &usize| self.is_office(*at) && (*at == name.first || !self.is_small(at - 1));
        // `U.S. House of Representatives`
        let is_known = (name.first..name.past).any(|from| self.named(from, name.past) != Classes::default());
        let Some(office) = (name.first..name.past).rfind(is_office).filter(|_| !is_known) else {
            return self.add(name);
        };
        // `Republican Senator Vera Lind`
        let person = office + 1;
        let is_person = (2..=3).contains(&(name.past - person.min(name.past)))
            && (person..name.past).all(|at| self.passage.tokens[at].is_capital())
            && self.is(person, Classes::GIVEN.or(Classes::SURNAME))
            && !self.is_head(name.past - 1);
        if is_person {
            self.whose(Tagged { past: self.offices(name, office), ..name });
            return self.add(Tagged { first: person, kind: number_of(EntityKind::Person), ..name });
        }
        // `United States Secretary of State`
        let is_tail = person == name.past || self.is_small(person);
        let offices = self.offices(name, office);
        if is_tail && self.whose(Tagged { past: offices, ..name }) {
            return;
        }
        // `Norvik CEO` in front of `Vera Lind`
        if person == name.past && self.follows == Some(person) {
            if let Some(owner) = offices::owner(self.passage, name.first..person) {
                return self.add(owner);
            }
            let is_more = |at: &usize| !self.is(*at, Classes::TITLE.or(Classes::COMMON));
            name.past = (name.first..offices).rfind(is_more).map_or(name.first, |last| last + 1);
        }
        self.add(name);
    }

    /// Whether a city stands behind the `of` at the word number `at`, and the name in front of it is whole without:
    /// not that of `Bank of Oslo`.
    fn is_company_of(&self, name: Tagged, at: usize) -> bool {
        let more = Classes::ORGANISATION_HEAD
            .or(Classes::PLACE_HEAD)
            .or(Classes::EVENT_HEAD)
            .or(Classes::WORK_HEAD)
            .or(Classes::TITLE)
            .or(Classes::COMMON);
        self.named(at + 1, name.past).any(Classes::CITY)
            && (name.first..at).all(|at| self.passage.tokens[at].is_capital())
            && (!self.is(at - 1, more) || COMPANIES.contains(&self.passage.tokens[at - 1].hash) && at - name.first > 1)
    }

    /// Where the offices begin of which the word number `office` of a name is the last.
    fn offices(&self, name: Tagged, office: usize) -> usize {
        (name.first..office).rev().take_while(|at| self.is_office(*at)).last().unwrap_or(office)
    }

    /// Adds the name whose office follows, where there is one: what is left without the words that belong to the office.
    fn whose(&mut self, mut name: Tagged) -> bool {
        while name.first < name.past {
            let known = self.named(name.first, name.past);
            let ends_known = (name.first + 1..name.past).any(|from| self.named(from, name.past) != Classes::default());
            let is_head = name.past - name.first > 1 && self.is_head(name.past - 1);
            if known != Classes::default() || ends_known || is_head {
                name.kind = kind_of(known).unwrap_or(number_of(EntityKind::Organisation));
                self.add(name);
                return true;
            }
            name.past -= 1;
        }
        false
    }

    /// Where what somebody owns begins in a name: `Harbour Board's Bergen office`, and not in `St. John's University`.
    fn owner(&self, name: Tagged) -> Option<usize> {
        let owns = |at: &usize| self.passage.tokens[*at].possessive;
        let last = (name.first + 1..name.past - 1).find(owns)?;
        let known = |first: usize, past: usize| self.named(first, past) != Classes::default();
        let person = self.is(name.first, Classes::GIVEN) && !self.is(name.first, Classes::COMMON);
        let apart = person || self.is_head(last) || known(name.first, last + 1) || known(last + 1, name.past);
        apart.then_some(last + 1)
    }
}

/// Takes the given name in front of a surname into the name, which a sentence or a caption begins with and a dictionary
/// has: `Image: Mark Lind`.
fn given_names(passages: &[Passage], tagged: &mut [(usize, Tagged)]) {
    let mut past = (0, 0);
    for (number, name) in tagged.iter_mut() {
        let Passage { tokens, entries, .. } = &passages[*number];
        let floor = if past.0 == *number { past.1 } else { 0 };
        let others = Classes::TITLE.or(Classes::FUNCTION).or(Classes::CALENDAR);
        let is_given = |at: usize| {
            let classes = entries[at].classes;
            tokens[at].is_capital() && classes.any(Classes::GIVEN) && !classes.any(others)
        };
        let is_bare = KINDS[name.kind] == EntityKind::Person && name.past - name.first == 1;
        if is_bare && name.first > floor && tokens[name.first].continues() && is_given(name.first - 1) {
            name.first -= 1;
        }
        past = (*number, name.past);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_word_with_a_capital_stands_inside_a_name() {
        for (text, is_one) in [("They sold Search In Progress to him.", true), ("They met Lind In Oslo.", false)] {
            let passages = [Passage::of(text)];
            let mut tagged = vec![(0, Tagged { first: 3, past: 5, kind: number_of(EntityKind::Other) })];
            trim(&passages, &mut tagged);
            assert_eq!(tagged[0].1.first == 2, is_one, "{text}");
        }
    }
}
