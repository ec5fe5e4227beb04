//! Finds names: runs of words that may be parts of names, the features of each word, the labels that the model gives.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::LazyLock;

use super::EntityKind;
use super::evidence::{Evidence, Passage, Witnesses};
use super::gazetteer::{self, Classes, Entry};
use super::language::{Hashes, hashes};
use super::model::{self, KINDS, LABELS, Model};
use super::tokens::{Gap, Shape, Token};
use crate::boilerplate::AsItIs;

/// A name in a passage: numbers of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tagged {
    /// The first word.
    pub first: usize,
    /// One past the last word.
    pub past: usize,
    /// Which of [`model::KINDS`] it is.
    pub kind: usize,
}

/// Runs of words that may be parts of names: the first and one past the last.
pub fn runs(passage: &Passage, text: &str, witnesses: &Witnesses) -> Vec<(usize, usize)> {
    let tokens = &passage.tokens;
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    // Phrases of the gazetteer are names in headlines too: one past the last word of the one that was met last.
    let mut phrase = 0;
    let mut is_candidate = |at: usize| {
        if !passage.shouts || !tokens[at].is_capital() {
            return tokens[at].is_capital();
        }
        if let Some((words, _)) = gazetteer::phrase(&tokens[at..], passage.entries[at]).filter(|_| at >= phrase) {
            phrase = at + words;
        }
        let evidence = witnesses.get(tokens[at].hash);
        let common = is_plain(passage.entries[at]) || evidence.any(Evidence::LOWER);
        at < phrase || !common || evidence.any(Evidence::INSIDE)
    };
    while at < tokens.len() {
        if !is_candidate(at) {
            at += 1;
            continue;
        }
        let first = at;
        at += 1;
        while at < tokens.len() && tokens[at].continues() && joins(passage, text, at, &mut is_candidate) {
            at += 1;
        }
        found.push((first, at));
    }
    found
}

/// Whether a word is one that needs no name to be written with a capital, where all words are.
fn is_plain(entry: Entry) -> bool {
    let plain = Classes::COMMON.or(Classes::FUNCTION).or(Classes::CALENDAR).or(Classes::DEMONYM).or(Classes::TITLE);
    entry.classes.any(plain) && !entry.classes.any(Classes::COUNTRY.or(Classes::CITY).or(Classes::ORGANISATION))
}

/// Whether the word number `at`, which follows one of a run, may be part of a name.
fn joins(passage: &Passage, text: &str, at: usize, is_candidate: &mut impl FnMut(usize) -> bool) -> bool {
    let tokens = &passage.tokens;
    let particle = |at: usize| passage.entries[at].classes.any(Classes::PARTICLE);
    let follows = |at: usize| tokens.get(at).is_some_and(|token| token.continues());
    match tokens[at].shape {
        Shape::Lower if particle(at) && follows(at + 1) => {
            let twice = tokens[at + 1].shape == Shape::Lower && particle(at + 1) && follows(at + 2);
            is_candidate(at + 1) || twice && is_candidate(at + 2)
        }
        Shape::Lower => false,
        Shape::Number => tokens[at - 1].is_capital() && !is_amount(passage, text, at),
        _ => is_candidate(at),
    }
}

/// What amounts are counted in.
static UNITS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "percent percentage per cent cents pence point points dollar dollars euro euros pound pounds yen million \
         billion trillion thousand hundred",
    )
});

/// Whether the number at `at` counts something and is no part of the name in front of it: `Norvik 27%`, `Norvik 5 cents`.
fn is_amount(passage: &Passage, text: &str, at: usize) -> bool {
    let (tokens, end) = (&passage.tokens, passage.tokens[at].end as usize);
    let unit = tokens.get(at + 1).filter(|next| next.gap == Gap::Space && next.shape == Shape::Lower);
    // `Some 500 workers`
    let opens = tokens[at - 1].begins()
        && tokens[at - 1].shape == Shape::Title
        && passage.entries[at - 1].classes.any(Classes::FUNCTION);
    opens
        || is_score(passage, text, at)
        || text[tokens[at].span().range()].contains(',')
        || text[end..].starts_with('%')
        || unit.is_some_and(|next| UNITS.contains(&next.hash))
}

/// Whether the number at `at`, which stands behind a capital, is one side's of two in a game: `Norvik 2 Tervik 1`.
fn is_score(passage: &Passage, text: &str, at: usize) -> bool {
    let tokens = &passage.tokens;
    let is_number = |at: &usize| tokens[*at].shape == Shape::Number && tokens[*at].end - tokens[*at].start <= 2;
    if !is_number(&at) {
        return false;
    }
    let touches = |at: usize| matches!(tokens[at].gap, Gap::Space | Gap::Joint | Gap::Comma);
    let is_side = |at: &usize| tokens[*at].is_capital() && touches(*at);
    let ahead = (at + 1..tokens.len()).find(|at| !is_side(at));
    let behind = (0..at).rev().find(|at| !is_side(at));
    let is_name = |at: usize| {
        let classes = passage.entries[at].classes;
        !classes.any(Classes::COMMON.or(Classes::CALENDAR)) || classes.any(Classes::NAMED)
    };
    let ahead = ahead.filter(|other| *other > at + 1 && is_name(at + 1));
    let behind = behind.filter(|other| *other + 1 < at && is_name(*other + 1));
    // `Gold Coast 2`
    let is_side = is_name(at - 1) || at > 1 && tokens[at - 1].continues() && is_name(at - 2);
    is_side
        && text[tokens[at].span().range()].bytes().all(|byte| byte.is_ascii_digit())
        && (ahead.is_some_and(|other| is_number(&other) && touches(other))
            || behind.is_some_and(|other| is_number(&other)))
}

/// Reads articles, with room that is used again.
#[derive(Debug, Default)]
pub struct Tagger {
    phrases: Vec<(u32, u8)>,
    features: Vec<u32>,
    labels: Vec<u8>,
}

/// A run of candidate words.
struct Scored {
    passage: usize,
    /// The first word and one past the last.
    run: (usize, usize),
    /// Where the scores and labels of its words begin.
    from: usize,
}

impl Tagger {
    /// The names in the passages of an article, which have these texts: the passage of each, ascending.
    ///
    /// They are read twice: what is surely a name somewhere is likely to be one elsewhere in the article.
    pub fn tag<'a>(&mut self, passages: &[Passage], text: impl Fn(usize) -> &'a str) -> Vec<(usize, Tagged)> {
        let model = Model::get();
        let witnesses = Witnesses::of(passages);
        let (mut all, mut scores, mut labels) = (Vec::new(), Vec::new(), Vec::new());
        let mut known = Known::default();
        let mut names = Vec::new();
        for (number, passage) in passages.iter().enumerate() {
            for run in runs(passage, text(number), &witnesses) {
                let from = scores.len();
                self.features(passage, text(number), &witnesses, run, |features| scores.push(model.scores(features)));
                for (at, scores) in (run.0..run.1).zip(&mut scores[from..]) {
                    scores[model::OUTSIDE] -= cost(passage, text(number), at);
                }
                model.decode(&scores[from..], &mut self.labels);
                names.clear();
                self::names(&self.labels, run.0, &mut names);
                labels.extend_from_slice(&self.labels);
                known.learn(passage, run, &names);
                all.push(Scored { passage: number, run, from });
            }
        }
        let mut found = Vec::new();
        for Scored { passage: number, run, from } in all {
            let here = from..from + (run.1 - run.0);
            names.clear();
            if known.remind(&passages[number], run, &mut scores[here.clone()]) {
                model.decode(&scores[here], &mut self.labels);
                self::names(&self.labels, run.0, &mut names);
            } else {
                self::names(&labels[here], run.0, &mut names);
            }
            for name in &names {
                known.split(&passages[number], *name, &mut found, number);
            }
        }
        found
    }

    /// Gives the features of each word of the run `(first, past)`.
    pub fn features(
        &mut self,
        passage: &Passage,
        text: &str,
        witnesses: &Witnesses,
        (first, past): (usize, usize),
        mut give: impl FnMut(&[u32]),
    ) {
        let Passage { tokens, entries, shouts } = passage;
        self.phrases.clear();
        self.phrases.resize(past - first, (0, 0));
        let mut at = first;
        while at < past {
            match gazetteer::phrase(&tokens[at..past], entries[at]) {
                Some((words, entry)) => {
                    for (number, phrase) in self.phrases[at - first..at - first + words].iter_mut().enumerate() {
                        *phrase = (entry.classes.0, 1 + u8::from(number > 0));
                    }
                    at += words;
                }
                None => at += 1,
            }
        }
        let around = Around::new(passage, first, past);
        for at in first..past {
            self.features.clear();
            let mut add = |template: u64, value: u64| {
                let value = (value ^ template.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xa076_1d64_78bd_642f);
                self.features.push((value >> 40) as u32);
            };
            let token = &tokens[at];
            let entry = entries[at].classes;
            let shape = token.shape as u64;
            let gap = token.gap as u64;
            let begins = u64::from(token.begins()) + 2 * u64::from(*shouts);
            let (left, right) = (beside(passage, at, -1), beside(passage, at, 1));
            let classes = u64::from(entry.0);
            let evidence = witnesses.get(token.hash);

            add(1, shape | begins << 4);
            add(2, token.hash);
            add(3, left.word);
            add(4, right.word);
            add(5, beside(passage, at, -2).word);
            add(6, beside(passage, at, 2).word);
            let word = &text.as_bytes()[token.span().range()];
            add(7, ends::<2>(word));
            add(8, ends::<3>(word));
            add(9, ends::<4>(word));
            add(10, starts::<3>(word));
            add(11, shape | left.shape << 4 | right.shape << 8 | gap << 12 | right.gap << 16 | begins << 20);
            add(12, classes);
            add(13, classes | begins << 32 | shape << 36);
            add(14, u64::from(left.classes) | gap << 32);
            add(15, u64::from(right.classes) | right.gap << 32);
            add(16, classes | u64::from(left.classes) << 32);
            add(17, classes | u64::from(right.classes) << 32);
            let (phrase, place) = self.phrases[at - first];
            if place > 0 {
                add(18, u64::from(phrase) | u64::from(place) << 32);
            }
            let plain = u64::from(entry.any(Classes::COMMON)) | u64::from(entry.any(Classes::FUNCTION)) << 1;
            let detects = Evidence::INSIDE.0 | Evidence::OFTEN.0 | Evidence::LOWER.0;
            add(19, u64::from(evidence.0 & detects) | begins << 16 | plain << 20 | shape << 24);
            let mut types = evidence.0 & !detects;
            while types != 0 {
                add(20, u64::from(types.trailing_zeros()));
                types &= types - 1;
            }
            add(21, u64::from(token.possessive) | shape << 1);
            add(22, word.len().min(9) as u64 | shape << 4);
            let place = u64::from(at > first) | u64::from(at + 1 < past) << 1;
            add(23, place | ((past - first).min(5) as u64) << 2 | u64::from(around.capitals.min(4)) << 8);
            add(24, around.before | place << 1);
            add(25, around.after | place << 1);
            add(26, u64::from(around.last) | place << 32);
            add(27, u64::from(around.first) | place << 32);
            if at > first {
                add(28, u64::from(tokens[at - 1].possessive) | u64::from(left.classes) << 1);
            }
            add(29, left.word ^ token.hash.rotate_left(7));
            add(30, token.hash ^ right.word.rotate_left(7));
            let mut bits = entry.0;
            while bits != 0 {
                add(31, u64::from(bits.trailing_zeros()) | shape << 8 | place << 12);
                bits &= bits - 1;
            }
            give(&self.features);
        }
    }
}

/// What it costs to take the word number `at` for none of a name.
///
/// The data from which the weights come miss names, and a word that may be a person or an organisation is a name all
/// the same, though neither label is likelier than none.
fn cost(passage: &Passage, text: &str, at: usize) -> f32 {
    let token = &passage.tokens[at];
    // No sentence gives a capital to the middle of `iPhone`.
    let is_small = token.shape == Shape::Mixed && text.as_bytes()[token.start as usize].is_ascii_lowercase();
    let asked = (token.begins() || passage.shouts) && !is_small;
    match (asked, is_plain(passage.entries[at])) {
        (false, _) if token.is_capital() => 2.5,
        (true, false) => 2.0,
        _ => 1.0,
    }
}

/// What the names found in an article say of its words.
#[derive(Default)]
struct Known(HashMap<u64, Votes, BuildHasherDefault<AsItIs>>);

/// How often a word was taken for what.
#[derive(Clone, Copy, Default)]
struct Votes {
    /// Alone for a name of each kind.
    alone: [u16; KINDS.len()],
    /// For the first or last word of a longer name of a person.
    person: u16,
    /// For no name, in the middle of a sentence.
    outside: u16,
}

/// What a word gains by what was found elsewhere.
const GAIN: f32 = 3.0;

impl Known {
    fn learn(&mut self, passage: &Passage, run: (usize, usize), names: &[Tagged]) {
        let mut at = run.0;
        for name in names {
            self.pass(passage, at..name.first);
            at = name.past;
            let words = &passage.tokens[name.first..name.past];
            if let [only] = words {
                self.0.entry(only.hash).or_default().alone[name.kind] += 1;
            } else if KINDS[name.kind] == EntityKind::Person {
                for word in [words[0], words[words.len() - 1]] {
                    self.0.entry(word.hash).or_default().person += 1;
                }
            }
        }
        self.pass(passage, at..run.1);
    }

    /// Words that were taken for no names.
    fn pass(&mut self, passage: &Passage, words: Range<usize>) {
        for token in passage.tokens[words].iter().filter(|token| token.is_capital() && !token.begins()) {
            self.0.entry(token.hash).or_default().outside += 1;
        }
    }

    /// Adds a name to `found`, or two where a conjunction or a possessive ending stands between two names that were taken
    /// for one.
    fn split(&self, passage: &Passage, name: Tagged, found: &mut Vec<(usize, Tagged)>, number: usize) {
        let tokens = &passage.tokens;
        let owner = (name.first..name.past - 1).find(|at| tokens[*at].possessive);
        let whose = |at: usize| {
            let kind = self.kind_alone(passage, name.first, at + 1);
            Some((at, kind.or_else(|| self.kind_of_owner(passage, name))?))
        };
        let placed = self.is_placed(passage, name).then_some((name.first, model::number_of(EntityKind::Place)));
        if let Some((at, kind)) = owner.and_then(whose).or(placed) {
            found.push((number, Tagged { past: at + 1, kind, ..name }));
            let is_person = at + 2 == name.past && self.is_surname(passage, at + 1);
            let kind = if is_person { model::number_of(EntityKind::Person) } else { name.kind };
            return self.split(passage, Tagged { first: at + 1, kind, ..name }, found, number);
        }
        let conjunction =
            |at: &usize| tokens[*at].shape == Shape::Lower && passage.entries[*at].classes.any(Classes::CONJUNCTION);
        let Some(at) = (name.first + 1..name.past.saturating_sub(1)).find(conjunction) else {
            found.push((number, name));
            return;
        };
        let article = passage.entries[at + 1].classes.any(Classes::ARTICLE);
        let left_is_name = entry_of(passage, name.first, at).classes.any(Classes::NAMED)
            || at == name.first + 1 && self.0.get(&tokens[name.first].hash).is_some_and(|votes| votes.alone != [0; 4])
            || is_whole(passage, name.first..at, at + 1..name.past);
        let whole = matches!(KINDS[name.kind], EntityKind::Organisation | EntityKind::Other);
        if whole && !article && !left_is_name {
            found.push((number, name));
        } else {
            found.push((number, Tagged { past: at, ..name }));
            let rest = Tagged { first: at + 1 + usize::from(article), ..name };
            if rest.first < rest.past {
                self.split(passage, rest, found, number);
            }
        }
    }

    /// Whether persons of the article are called by the word number `at`, behind a given name.
    fn is_surname(&self, passage: &Passage, at: usize) -> bool {
        self.0.get(&passage.tokens[at].hash).is_some_and(|votes| votes.person > 0)
    }

    /// What the first word of a name is, which has a possessive ending, where it is letters, or in front of letters or of
    /// a surname of the article: `NCG's Lind`, `Lind's NCG`.
    fn kind_of_owner(&self, passage: &Passage, name: Tagged) -> Option<usize> {
        let Passage { tokens, entries, shouts } = passage;
        let are_letters = |at: usize| !shouts && tokens[at].shape == Shape::Upper;
        let is_work = KINDS[name.kind] == EntityKind::Other;
        // `the website "Lind's List"`
        let is_quoted = tokens[name.first].gap == Gap::Quote;
        if !tokens[name.first].possessive || is_work || is_quoted || !tokens[name.first + 1].is_capital() {
            return None;
        }
        let ends = name.past - name.first == 2;
        let person = Classes::GIVEN.or(Classes::SURNAME);
        match () {
            () if self.is_surname(passage, name.first) => Some(model::number_of(EntityKind::Person)),
            () if are_letters(name.first) => Some(model::number_of(EntityKind::Organisation)),
            () if ends && (self.is_surname(passage, name.first + 1) || are_letters(name.first + 1)) => {
                Some(if entries[name.first].classes.any(person) {
                    model::number_of(EntityKind::Person)
                } else {
                    model::number_of(EntityKind::Organisation)
                })
            }
            () => None,
        }
    }

    /// Whether a name is a place behind a preposition and a surname of the article: `In Oslo Lind told reporters`.
    fn is_placed(&self, passage: &Passage, name: Tagged) -> bool {
        let places = Classes::COUNTRY.or(Classes::CITY).or(Classes::PLACE);
        let is_in = |at: usize| passage.entries[at].classes.any(Classes::LOCATING);
        name.past - name.first == 2
            && passage.tokens[name.first].gap == Gap::Space
            && passage.entries[name.first].classes.any(places)
            && !passage.entries[name.first].classes.any(Classes::GIVEN)
            && name.first.checked_sub(1).is_some_and(is_in)
            && !entry_of(passage, name.first, name.past).classes.any(Classes::NAMED)
            && self.is_surname(passage, name.first + 1)
    }

    /// What kind of name the words from `first` to `past` are where they stand alone, as far as that is known.
    fn kind_alone(&self, passage: &Passage, first: usize, past: usize) -> Option<usize> {
        let votes = self.0.get(&passage.tokens[first].hash).filter(|_| past - first == 1);
        if let Some(votes) = votes.filter(|votes| votes.alone != [0; KINDS.len()]) {
            return (0..KINDS.len()).max_by_key(|kind| votes.alone[*kind]);
        }
        let classes = entry_of(passage, first, past).classes;
        let kind = match () {
            () if classes.any(Classes::ORGANISATION) => EntityKind::Organisation,
            () if classes.any(Classes::COUNTRY.or(Classes::CITY).or(Classes::PLACE)) => EntityKind::Place,
            () => return None,
        };
        model::kind_number(kind)
    }

    /// Adds to the scores of the words of a run what is known of them; whether that is anything.
    fn remind(&self, passage: &Passage, run: (usize, usize), scores: &mut [[f32; LABELS]]) -> bool {
        let mut changed = false;
        for (at, scores) in (run.0..run.1).zip(scores) {
            let Some(votes) = self.0.get(&passage.tokens[at].hash) else { continue };
            let plain = passage.tokens[at].begins() && is_plain(passage.entries[at]);
            for (kind, alone) in votes.alone.iter().enumerate() {
                let seen = alone + if KINDS[kind] == EntityKind::Person && !plain { 2 * votes.person } else { 0 };
                if seen > votes.outside && seen > 0 {
                    scores[model::begin(kind)] += GAIN;
                    // A surname stands alone and behind a given name.
                    if KINDS[kind] == EntityKind::Person {
                        scores[model::inside(kind)] += GAIN;
                    }
                    changed = true;
                }
            }
        }
        changed
    }
}

/// Whether the words of `left` are the name of an organisation by their last word, and those of `right` none that go on
/// with it: `Norvik Airways and Tervala`, and not `Bank of Norvik and Tervala`, `Norvik Bank and Trust`.
fn is_whole(passage: &Passage, left: Range<usize>, right: Range<usize>) -> bool {
    let heads = Classes::ORGANISATION_HEAD.or(Classes::ORGANISATION_SUFFIX);
    let is = |at: usize, classes: Classes| passage.entries[at].classes.any(classes);
    let goes_on = is(right.start, heads.or(if right.len() == 1 { Classes::COMMON } else { heads }));
    left.len() > 1 && is(left.end - 1, heads) && left.clone().all(|at| passage.tokens[at].is_capital()) && !goes_on
}

/// A word beside another one, as far as features go.
struct Beside {
    word: u64,
    shape: u64,
    gap: u64,
    classes: u32,
}

/// The word `by` words from the word number `at`, where no sentence ends between them.
fn beside(passage: &Passage, at: usize, by: isize) -> Beside {
    let tokens = &passage.tokens;
    let there = at.checked_add_signed(by).filter(|there| *there < tokens.len());
    let between = if by < 0 { there.map_or(at, |there| there) + 1..at + 1 } else { at + 1..there.unwrap_or(at) + 1 };
    let ends = |token: &Token| matches!(token.gap, Gap::Start | Gap::Line | Gap::Stop);
    match there {
        Some(there) if !tokens[between.clone()].iter().any(ends) => {
            let token = &tokens[there];
            let gap = tokens[if by < 0 { there + 1 } else { there }].gap as u64;
            let word = if token.shape == Shape::Number { NUMBER } else { token.hash };
            Beside {
                word: word.wrapping_add(gap),
                shape: token.shape as u64,
                gap,
                classes: passage.entries[there].classes.0,
            }
        }
        _ => Beside { word: EDGE, shape: 15, gap: 15, classes: 0 },
    }
}

/// What stands for all numbers.
const NUMBER: u64 = 0x6a09_e667_f3bc_c909;
/// What stands for the beginning and the end of a sentence.
const EDGE: u64 = 0xbb67_ae85_84ca_a73b;

/// What stands around a run, for all of its words.
struct Around {
    before: u64,
    after: u64,
    first: u32,
    last: u32,
    capitals: u8,
}

impl Around {
    fn new(passage: &Passage, first: usize, past: usize) -> Self {
        let capitals = passage.tokens[first..past].iter().filter(|token| token.is_capital()).count();
        Self {
            before: beside(passage, first, -1).word,
            after: beside(passage, past - 1, 1).word,
            first: passage.entries[first].classes.0,
            last: passage.entries[past - 1].classes.0,
            capitals: capitals as u8,
        }
    }
}

/// The last `N` bytes of a word in lower case.
fn ends<const N: usize>(word: &[u8]) -> u64 {
    let from = word.len().saturating_sub(N);
    word[from..].iter().fold(1, |value, byte| value << 8 | u64::from(byte.to_ascii_lowercase()))
}

/// The first `N` bytes of a word in lower case.
fn starts<const N: usize>(word: &[u8]) -> u64 {
    word.iter().take(N).fold(1, |value, byte| value << 8 | u64::from(byte.to_ascii_lowercase()))
}

/// Adds the names that `labels`, those of the words from `first` on, mark.
pub fn names(labels: &[u8], first: usize, found: &mut Vec<Tagged>) {
    let mut open: Option<Tagged> = None;
    for (number, label) in labels.iter().enumerate() {
        let (at, label) = (first + number, usize::from(*label));
        if let Some(name) = open.as_mut().filter(|name| label == model::inside(name.kind)) {
            name.past = at + 1;
            continue;
        }
        found.extend(open.take());
        if label != model::OUTSIDE {
            open = Some(Tagged { first: at, past: at + 1, kind: (label - 1) / 2 });
        }
    }
    found.extend(open);
}

/// What the gazetteer has of the word number `at` of a passage or of a phrase that begins there.
pub fn entry_of(passage: &Passage, first: usize, past: usize) -> Entry {
    if past - first == 1 {
        return passage.entries[first];
    }
    match gazetteer::phrase(&passage.tokens[first..past], passage.entries[first]) {
        Some((words, entry)) if words == past - first => entry,
        _ => Entry::default(),
    }
}

/// What a name is of which the gazetteer has `classes`: a number in [`KINDS`]; `None` where it says nothing of that.
pub fn kind_of(classes: Classes) -> Option<usize> {
    match () {
        () if classes.any(Classes::COUNTRY.or(Classes::CITY).or(Classes::PLACE)) => {
            model::kind_number(EntityKind::Place)
        }
        () if classes.any(Classes::ORGANISATION) => model::kind_number(EntityKind::Organisation),
        () => None,
    }
}
