//! Which mentions of an article name one entity.
//!
//! News give the full name first and the surname later, an organisation in full and then its letters: a short form is
//! chained to the last entity before it that it may stand for, in headlines to the first one after it.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Arc, LazyLock};

use super::aliases;
use super::article::ArticleText;
use super::evidence::Passage;
use super::gazetteer::{self, Classes};
use super::link::Keys;
use super::nominal::{self, Titles};
use super::normal::{BY_FIRST, NameWords, SHARED_STATES, Spelling, same_entity};
use super::tokens::fold;
use super::{ArticleNames, Candidate, EntityKind, Mention, MentionSource};
use crate::boilerplate::AsItIs;
use crate::boilerplate::words::{hash, mix};

/// An entity of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleEntity {
    /// Its fullest name in the article, as written.
    pub name: Arc<str>,
    /// What it is, as far as that is known.
    pub kind: Option<EntityKind>,
    /// The id that annotations or the knowledge base give.
    pub id: Option<Arc<str>>,
    /// How many mentions it has.
    pub mentions: u32,
    /// What it is linked with the same entity of other articles by.
    pub keys: Keys,
}

/// An entity while it is put together.
struct Builder {
    /// The candidates that name it, ascending.
    members: Vec<usize>,
    /// The numbers of its forms, the fullest first.
    forms: Vec<usize>,
    /// How often it was taken for what, by names of one word and by longer ones.
    votes: [[u32; EntityKind::ALL.len()]; 2],
    /// What a source that knows says it is.
    told: Option<(MentionSource, EntityKind)>,
    id: Option<Arc<str>>,
    /// The name of its chain in the annotations.
    chain: Option<Arc<str>>,
    /// Whether it is named in full once, as somebody's relative: `his wife, Vera Lind`.
    kin: bool,
    /// Whether it is one of several that the article has under this name, and nobody knows which.
    unsure: bool,
}

/// Whether a word names a relative, in front of whose name it stands.
fn is_relative(word: &str) -> bool {
    matches!(
        word,
        "aunt"
            | "brother"
            | "cousin"
            | "daughter"
            | "father"
            | "granddaughter"
            | "grandfather"
            | "grandmother"
            | "grandson"
            | "great-granddaughter"
            | "great-grandfather"
            | "great-grandson"
            | "husband"
            | "mother"
            | "nephew"
            | "niece"
            | "sister"
            | "son"
            | "spouse"
            | "stepdaughter"
            | "stepfather"
            | "stepmother"
            | "stepson"
            | "uncle"
            | "widow"
            | "widower"
            | "wife"
    )
}

/// Whether a name between `front` and `back` is that of somebody's relative: `his wife, Vera Lind`, `Karl Lind, a son of`.
fn is_kin(front: &str, back: &str) -> bool {
    let front = front.trim_end_matches([' ', ',']);
    let front = front.strip_suffix(" of").unwrap_or(front);
    if front.rsplit(' ').next().is_some_and(is_relative) {
        return true;
    }
    let mut words = back.strip_prefix(", ").unwrap_or_default().split(' ').take(KIN_BEHIND);
    words.any(is_relative) && words.next() == Some("of")
}

/// So many words behind a comma say whose relative somebody is: `the eldest son of`.
const KIN_BEHIND: usize = 4;

/// The forms of an article: every name once.
struct Forms<'a> {
    all: Vec<NameWords<'a>>,
    /// What an entity is looked up by that a form may name, and that it names.
    keys: Vec<FormKeys>,
    /// Pairs of which one is said, in brackets behind it, to be the letters of the other: `Federal Harbour Board (FHB)`.
    letters: Vec<(usize, usize)>,
    /// Pairs of a company and the first word of its name, by which the article calls an organisation and has no other one.
    short: Vec<(usize, usize)>,
}

/// What two names have in common where they may be one entity's.
struct FormKeys {
    /// Of each word, and of the whole name.
    own: Vec<u64>,
    /// The letters that may stand for it, where the article has any.
    acronyms: Vec<u64>,
}

impl FormKeys {
    fn of(name: &NameWords<'_>) -> Self {
        let whole = (name.entry.canonical != 0).then_some(mix(3, u64::from(name.entry.canonical)));
        let own = name.spellings.iter().map(|word| word.singular).chain(whole).collect();
        Self { own, acronyms: Vec::new() }
    }
}

/// Chains the candidates of `article`, which ascend.
pub(super) fn chain(article: &ArticleText<'_>, passages: &[Passage], found: &mut Vec<Candidate>) -> ArticleNames {
    let (mut forms, form_of) = forms_of(article, found);
    forms.letters = letters(article, found, &forms, &form_of);
    forms.short = short(found, &forms, &form_of);
    for (one, other) in forms.letters.iter().chain(&forms.short) {
        let pair = mix(6, (*one.min(other) as u64) << 32 | *one.max(other) as u64);
        forms.keys[*one].own.push(pair);
    }
    let mut entities: Vec<Builder> = Vec::new();
    let mut by_key: HashMap<u64, Vec<usize>, BuildHasherDefault<AsItIs>> = HashMap::default();
    let mut entity_of: Vec<usize> = vec![0; found.len()];
    let mut near = Vec::new();
    // Full names first, so that a short one in a headline finds what follows it.
    for short in [false, true] {
        for (number, candidate) in found.iter().enumerate() {
            let form = form_of[number];
            if (forms.all[form].words.len() < 2) != short {
                continue;
            }
            near.clear();
            let given = [&candidate.id, &candidate.chain].into_iter().flatten().map(|given| mix(5, hash(given)));
            let given: Vec<u64> = given.collect();
            let keys = forms.keys[form].own.iter().chain(&given);
            near.extend(keys.filter_map(|key| by_key.get(key)).flatten().copied());
            near.sort_unstable();
            near.dedup();
            let mut best: Vec<_> = near
                .iter()
                .filter(|at| !entities[**at].unsure)
                .filter_map(|at| {
                    let fit = fit(&entities[*at], candidate, form, &forms)?;
                    // Whoever is called by the given name alone is the one whom the article is about.
                    let is_given = fit.1 == BY_FIRST && forms.all[form].is_given();
                    let members = entities[*at].members.len();
                    let near = if is_given { (1, members) } else { nearness(&entities[*at], number) };
                    // Whoever the article is about is meant before a relative with the same surname.
                    Some((fit, !(short && entities[*at].kin), near, *at))
                })
                .collect();
            best.sort_unstable();
            let unsure = short
                && is_of_two(article, candidate)
                && matches!(best[..], [.., (one, ..), (other, ..)] if one == other);
            let at = best.last().filter(|_| !unsure).map_or(entities.len(), |(.., at)| *at);
            if at == entities.len() {
                entities.push(Builder { unsure, ..Builder::new() });
            }
            if !short {
                let (front, rest) = article.blocks[candidate.block].text.split_at(candidate.span.start);
                entities[at].kin = entities[at].members.is_empty() && is_kin(front, &rest[candidate.span.len()..]);
            }
            let keys = &forms.keys[form];
            let new: &[u64] = if entities[at].add(number, candidate, form, &forms) { &keys.own } else { &[] };
            let acronyms = keys.acronyms.iter().filter(|_| !new.is_empty());
            for key in new.iter().chain(acronyms).chain(&given) {
                let bearers = by_key.entry(*key).or_default();
                if !bearers.contains(&at) {
                    bearers.push(at);
                }
            }
            entity_of[number] = at;
        }
    }
    for number in 1..found.len() {
        let name = &forms.all[form_of[number]];
        if aliases::are_one(article, &found[number - 1], &found[number], name) {
            let pair = [entity_of[number - 1], entity_of[number]];
            unite(&mut entities, &mut entity_of, pair, &forms);
        }
    }
    nominals(article, passages, found, &mut entities, &mut entity_of, &forms);
    finish(article, passages, found, entities, &entity_of, &forms)
}

/// Which of two with one surname, in front of it: nothing but what the article tells of them says who that is.
const OF_TWO: [&str; 5] = ["elder", "eldest", "older", "younger", "youngest"];

/// Whether a name is that of one of two who have it, and the words in front of it say which: `the younger Lind`.
fn is_of_two(article: &ArticleText<'_>, name: &Candidate) -> bool {
    let front = article.blocks[name.block].text[..name.span.start].trim_end();
    OF_TWO.iter().any(|word| front.ends_with(&format!(" {word}")))
}

/// Makes one entity of two, unless annotations say that they are none; the second one is left without members.
fn unite(entities: &mut [Builder], entity_of: &mut [usize], [one, other]: [usize; 2], forms: &Forms<'_>) {
    let are_told =
        |of: fn(&Builder) -> Option<&Arc<str>>| of(&entities[one]).is_some() && of(&entities[other]).is_some();
    if one == other || are_told(|it| it.id.as_ref()) || are_told(|it| it.chain.as_ref()) {
        return;
    }
    let added = std::mem::replace(&mut entities[other], Builder::new());
    added.members.iter().for_each(|member| entity_of[*member] = one);
    entities[one].absorb(added, forms);
}

/// The forms of the candidates in `found`, and the number of each candidate's.
fn forms_of<'a>(article: &'a ArticleText<'_>, found: &[Candidate]) -> (Forms<'a>, Vec<usize>) {
    let mut forms = Forms { all: Vec::new(), keys: Vec::new(), letters: Vec::new(), short: Vec::new() };
    let mut numbers: HashMap<u64, usize, BuildHasherDefault<AsItIs>> = HashMap::default();
    let mut form_of = Vec::with_capacity(found.len());
    for (number, candidate) in found.iter().enumerate() {
        let text = &article.blocks[candidate.block].text[candidate.name.range()];
        let is_state = SHARED_STATES.contains(&text) && is_state(article, found, number);
        form_of.push(*numbers.entry(mix(hash(text), is_state.into())).or_insert_with(|| {
            let name = if is_state { NameWords::of_state(text) } else { NameWords::of(text) };
            forms.keys.push(FormKeys::of(&name));
            forms.all.push(name);
            forms.all.len() - 1
        }));
    }
    let acronyms = forms.all.iter().filter(|name| name.is_acronym());
    let mut first: Vec<char> = acronyms.filter_map(|name| name.words[0].chars().next()).collect();
    first.sort_unstable();
    first.dedup();
    if !first.is_empty() {
        let longer = |name: &NameWords<'_>| name.words.len() > 1 && name.may_begin_with(&first);
        for (name, keys) in forms.all.iter().zip(&mut forms.keys).filter(|(name, _)| longer(name)) {
            keys.acronyms = name.acronyms().iter().map(|letters| Spelling::of(letters).singular).collect();
        }
    }
    (forms, form_of)
}

/// Whether the candidate `number`, whose name is one of [`SHARED_STATES`], is the state: as the text says, beside other states,
/// or behind a city of it (`Tervik, Washington`; in a list of cities it is one of them).
fn is_state(article: &ArticleText<'_>, found: &[Candidate], number: usize) -> bool {
    let one = &found[number];
    let text = &*article.blocks[one.block].text;
    let (front, behind) = (&text[..one.span.start], &text[one.span.end..]);
    if behind.starts_with(" state") || front.ends_with("state of ") || front.ends_with("states of ") {
        return true;
    }
    let classes = |at: usize| NameWords::of(&text[found[at].name.range()]).entry.classes;
    // What stands between the candidate `at` and the one in front of it.
    let between = |at: usize| {
        let (near, next) = (found.get(at.wrapping_sub(1))?, found.get(at)?);
        let is_near = near.block == one.block && next.block == one.block;
        text.get(near.span.end..next.span.start).filter(|_| is_near)
    };
    let is_list = |at: usize| between(at).is_some_and(|it| matches!(it, ", " | " and " | ", and " | " or "));
    let is_region = |at: usize| classes(at).any(Classes::PLACE) && !classes(at).any(Classes::COUNTRY.or(Classes::CITY));
    if is_list(number) && is_region(number - 1) || is_list(number + 1) && is_region(number + 1) {
        return true;
    }
    let is_city = |at: usize| {
        matches!(found[at].kind, Some(EntityKind::Place | EntityKind::GeoPolitical))
            && !classes(at).any(Classes::COUNTRY)
    };
    between(number) == Some(", ") && is_city(number - 1) && !is_list(number - 1) && !is_list(number + 1)
}

/// Which forms stand in brackets behind a name whose letters they are, or the other way round.
fn letters(
    article: &ArticleText<'_>,
    found: &[Candidate],
    forms: &Forms<'_>,
    form_of: &[usize],
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (number, pair) in found.windows(2).enumerate() {
        let [one, other] = pair else { continue };
        let text = &article.blocks[one.block].text;
        if one.block != other.block || text.get(one.span.end..other.span.start) != Some(" (") {
            continue;
        }
        let (one, other) = (form_of[number], form_of[number + 1]);
        let stands_for = |short: usize, full: usize| matches!(forms.all[short].words.as_slice(), [only] if forms.all[full].has_acronym(only));
        let is_closed = text[pair[1].span.end..].starts_with(')');
        let is_abbreviated = || is_closed && may_be_abbreviated(&pair[0]) && is_abbreviation(&forms.all[other]);
        let is_long = forms.all[one].words.len() > 1;
        if stands_for(other, one) || stands_for(one, other) || is_long && is_abbreviated() {
            pairs.extend([(one, other), (other, one)]);
        }
    }
    pairs
}

/// Companies and the words that are their first ones, and a place, a common word or an organisation's as well (`Delta` of
/// `Delta Airlines`): where one company of the article alone has the word, and an organisation is called by it.
fn short(found: &[Candidate], forms: &Forms<'_>, form_of: &[usize]) -> Vec<(usize, usize)> {
    let mut organisations = vec![false; forms.all.len()];
    for (candidate, form) in found.iter().zip(form_of) {
        organisations[*form] |= candidate.kind == Some(EntityKind::Organisation);
    }
    let organisations = || (0..forms.all.len()).filter(|form| organisations[*form]);
    if !organisations().any(|form| forms.all[form].words.len() == 1) {
        return Vec::new();
    }
    let mut companies: HashMap<u64, (usize, bool), BuildHasherDefault<AsItIs>> = HashMap::default();
    let mut shared: Vec<u64> = Vec::new();
    for form in organisations() {
        let Some((word, is_trade)) = forms.all[form].word_of_company() else { continue };
        let (first, _) = *companies.entry(word).or_insert((form, is_trade));
        if forms.all[first].words != forms.all[form].words {
            shared.push(word);
        }
    }
    if companies.is_empty() {
        return Vec::new();
    }
    let mut pairs = Vec::new();
    for form in organisations() {
        let name = &forms.all[form];
        let [word] = name.words.as_slice() else { continue };
        let word = fold(word);
        // `Ford Credit`
        let is_whole = |(_, is_trade): &&(usize, bool)| *is_trade || !name.is_known_organisation();
        if let Some((full, _)) = companies.get(&word).filter(is_whole).filter(|_| !shared.contains(&word)) {
            pairs.extend([(*full, form), (form, *full)]);
        }
    }
    pairs
}

/// Whether a name is of a kind that is abbreviated by letters, also by those of another language: `Tervik People’s Party
/// (LPT)`.
fn may_be_abbreviated(name: &Candidate) -> bool {
    matches!(name.kind, Some(EntityKind::Organisation | EntityKind::Event | EntityKind::Work | EntityKind::Other))
}

/// So long are abbreviations that are no words.
const ABBREVIATION: std::ops::RangeInclusive<usize> = 2..=8;

/// Whether a name may be an abbreviation: most of its letters are large, and everybody knows it as nothing else.
fn is_abbreviation(name: &NameWords<'_>) -> bool {
    let letters = || name.text.chars().filter(|c| c.is_alphabetic());
    let large = letters().filter(|c| c.is_uppercase()).count();
    name.words.len() == 1
        && ABBREVIATION.contains(&name.text.len())
        && large > 1
        && 2 * large > letters().count()
        && name.entry.canonical == 0
}

/// Adds nouns that stand for persons to the candidates, in their order.
fn nominals(
    article: &ArticleText<'_>,
    passages: &[Passage],
    found: &mut Vec<Candidate>,
    entities: &mut [Builder],
    entity_of: &mut Vec<usize>,
    forms: &Forms<'_>,
) {
    let persons: Vec<(usize, Titles)> = (0..entities.len())
        .filter(|at| entities[*at].kind(forms) == Some(EntityKind::Person))
        .map(|at| {
            let text = |number: &usize| &*article.blocks[found[*number].block].text;
            let members = entities[at].members.iter().map(|number| (*number, &found[*number], text(number)));
            (at, Titles::of(members))
        })
        .filter(|(_, titles)| !titles.is_empty())
        .collect();
    if persons.is_empty() {
        return;
    }
    let place = |candidate: &Candidate| (candidate.block, candidate.span.start);
    let mut added: Vec<(Candidate, usize)> = Vec::new();
    for (block, passage) in passages.iter().enumerate() {
        let named = |byte: usize| found.partition_point(|candidate| place(candidate) < (block, byte));
        added.extend(nominal::find(block, passage, &persons, named));
    }
    added.retain(|(candidate, _)| {
        let next = found.partition_point(|one| place(one) < (candidate.block, candidate.span.end));
        let near = found[..next].iter().rev().take(4);
        !near.into_iter().any(|one| one.block == candidate.block && one.span.overlaps(candidate.span))
    });
    if added.is_empty() {
        return;
    }
    let names = std::mem::take(found).into_iter().zip(std::mem::take(entity_of));
    let mut all: Vec<(Candidate, usize)> = names.chain(added).collect();
    all.sort_by_key(|(candidate, _)| (place(candidate), Reverse(candidate.span.end)));
    entities.iter_mut().for_each(|entity| entity.members.clear());
    for (number, (candidate, entity)) in all.into_iter().enumerate() {
        entities[entity].members.push(number);
        found.push(candidate);
        entity_of.push(entity);
    }
}

/// How near an entity is to the candidate `number`: the last mention in front of it, else the first one behind it.
fn nearness(entity: &Builder, number: usize) -> (u8, usize) {
    match entity.members.partition_point(|member| *member < number) {
        0 => (0, usize::MAX - entity.members[0]),
        past => (1, entity.members[past - 1]),
    }
}

/// The country that an article speaks of most, at least twice as often as of any other one, as far as it has names of
/// institutions that every state has: by its number. The second answer is whether it names the United States more than in
/// passing.
fn home(passages: &[Passage], forms: &Forms<'_>) -> Option<(u32, bool)> {
    if !forms.all.iter().any(NameWords::is_of_any_state) {
        return None;
    }
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for Passage { tokens, entries, .. } in passages {
        let mut past = 0;
        for at in 0..tokens.len() {
            if at < past || !tokens[at].is_capital() {
                continue;
            }
            let (words, entry) = gazetteer::phrase(&tokens[at..], entries[at]).unwrap_or((1, entries[at]));
            past = at + words;
            if entry.canonical != 0 && entry.classes.any(Classes::COUNTRY.or(Classes::DEMONYM)) {
                *counts.entry(entry.canonical).or_default() += 1;
            }
        }
    }
    let (home, most) = counts.iter().max_by_key(|(country, count)| (**count, **country))?;
    let is_clear = counts.iter().all(|(country, count)| country == home || count * 2 <= *most);
    is_clear.then(|| (*home, counts.get(&*UNITED_STATES).is_some_and(|count| *count > 1)))
}

/// The number of the United States in the gazetteer.
static UNITED_STATES: LazyLock<u32> = LazyLock::new(|| gazetteer::word(fold("usa")).canonical);

fn finish(
    article: &ArticleText<'_>,
    passages: &[Passage],
    found: &[Candidate],
    entities: Vec<Builder>,
    entity_of: &[usize],
    forms: &Forms<'_>,
) -> ArticleNames {
    let mut order: Vec<usize> = (0..entities.len()).filter(|at| !entities[*at].members.is_empty()).collect();
    order.sort_by_key(|at| entities[*at].members[0]);
    let mut rank = vec![0; entities.len()];
    order.iter().enumerate().for_each(|(new, old)| rank[*old] = new as u32);
    let kinds: Vec<Option<EntityKind>> = entities.iter().map(|entity| entity.kind(forms)).collect();
    let mention = |(candidate, entity): (&Candidate, &usize)| {
        let block = &article.blocks[candidate.block];
        // The recogniser's guess at one place weighs less than that at all places together.
        let own = candidate.kind.filter(|_| candidate.source != MentionSource::Recogniser);
        Mention {
            span: block.in_file(candidate.span),
            name: block.in_file(candidate.name),
            kind: own.or(kinds[*entity]),
            source: candidate.source,
            id: candidate.id.clone(),
            entity: rank[*entity],
            form: candidate.form,
            boilerplate: block.boilerplate,
            header: block.header,
        }
    };
    let mentions = found.iter().zip(entity_of).map(mention).collect();
    let home = home(passages, forms);
    let entity = |at: &usize| {
        let (entity, kind) = (&entities[*at], kinds[*at]);
        let names: Vec<&NameWords<'_>> = entity.forms.iter().map(|form| &forms.all[*form]).collect();
        // Abroad `Congress` is that of the United States where these are spoken of.
        let is_american = |named: bool| named && names[0].may_be_american();
        let home = home.map(|(country, named)| if is_american(named) { *UNITED_STATES } else { country });
        let keys = Keys::of(&names, kind, entity.is_sure(), home, entity.id.as_deref());
        ArticleEntity {
            name: names[0].text.into(),
            kind,
            id: entity.id.clone(),
            mentions: entity.members.len() as u32,
            keys: if entity.unsure { keys.of_nobody() } else { keys },
        }
    };
    ArticleNames { mentions, entities: order.iter().map(entity).collect() }
}

impl Builder {
    fn new() -> Self {
        Self {
            members: Vec::new(),
            forms: Vec::new(),
            votes: [[0; EntityKind::ALL.len()]; 2],
            told: None,
            id: None,
            chain: None,
            kin: false,
            unsure: false,
        }
    }

    /// Adds a candidate; whether its form is new to the entity.
    fn add(&mut self, number: usize, candidate: &Candidate, form: usize, forms: &Forms<'_>) -> bool {
        let at = self.members.partition_point(|member| *member < number);
        self.members.insert(at, number);
        if self.id.is_none() {
            self.id.clone_from(&candidate.id);
        }
        if self.chain.is_none() {
            self.chain.clone_from(&candidate.chain);
        }
        if let Some(kind) = candidate.kind {
            // A title says as much as a full name, and more than the model.
            let titled = candidate.span.start < candidate.name.start;
            let full = titled || forms.all[form].words.len() > 1;
            self.votes[usize::from(full)][kind as usize] += if titled { 3 } else { 1 };
            if candidate.source != MentionSource::Recogniser
                && self.told.is_none_or(|(source, _)| candidate.source < source)
            {
                self.told = Some((candidate.source, kind));
            }
        }
        self.add_form(form, forms)
    }

    /// Adds a form; whether it is new.
    fn add_form(&mut self, form: usize, forms: &Forms<'_>) -> bool {
        let is_new = !self.forms.contains(&form);
        if is_new {
            let words = forms.all[form].words.len();
            let at = self.forms.partition_point(|known| forms.all[*known].words.len() >= words);
            self.forms.insert(at, form);
        }
        is_new
    }

    /// Whether more than the guess of the recogniser at a bare word says what it is.
    fn is_sure(&self) -> bool {
        self.told.is_some() || self.votes[1].iter().any(|count| *count > 0)
    }

    /// Takes what is known of another entity that is the same, but not what that was taken for.
    fn absorb(&mut self, other: Self, forms: &Forms<'_>) {
        self.members.extend(other.members);
        self.members.sort_unstable();
        for form in other.forms {
            self.add_form(form, forms);
        }
        self.told = self.told.into_iter().chain(other.told).min();
        self.id = self.id.take().or(other.id);
        self.chain = self.chain.take().or(other.chain);
    }

    /// What it is: what a source that knows says, else what it was taken for most often.
    fn kind(&self, forms: &Forms<'_>) -> Option<EntityKind> {
        if let Some((_, kind)) = self.told {
            return Some(kind);
        }
        // A country is one, also where its team or its government is meant.
        if self.forms.iter().any(|form| forms.all[*form].entry.classes.any(Classes::COUNTRY)) {
            return Some(EntityKind::GeoPolitical);
        }
        // A full name says more than a bare surname.
        let votes = self.votes.iter().rev().find(|votes| votes.iter().any(|count| *count > 0))?;
        EntityKind::ALL.into_iter().rev().max_by_key(|kind| votes[*kind as usize])
    }
}

/// How well a name fits an entity, the more the better; `None` where it is not one of its names.
fn fit(entity: &Builder, candidate: &Candidate, form: usize, forms: &Forms<'_>) -> Option<(bool, u8)> {
    for (known, new) in [(&entity.id, &candidate.id), (&entity.chain, &candidate.chain)] {
        if let (Some(known), Some(new)) = (known, new) {
            return (known == new).then_some((true, 9));
        }
    }
    let kind = entity.kind(forms);
    let compatible = match (kind, candidate.kind) {
        (Some(known), Some(new)) => known.compatible(new),
        _ => true,
    };
    let name = &forms.all[form];
    let said = entity.told.is_some() || candidate.source != MentionSource::Recogniser;
    if !compatible && (said || name.entry.classes.any(Classes::COUNTRY.or(Classes::CITY).or(Classes::ORGANISATION))) {
        return None;
    }
    let fits = |known: &usize| {
        let is_said = forms.letters.contains(&(*known, form)).then_some(7);
        let is_first = || candidate.kind == Some(EntityKind::Organisation) && forms.short.contains(&(*known, form));
        is_said
            .or_else(|| is_first().then_some(4))
            .or_else(|| same_entity(&forms.all[*known], name, kind.or(candidate.kind)))
    };
    let best = entity.forms.iter().filter_map(fits).max()?;
    // A recogniser that takes a surname for a place is more often wrong than there are two such names in one article.
    (compatible || best >= 5).then_some((compatible, best))
}
