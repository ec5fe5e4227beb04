//! Where names begin and end, and what they are, in languages that the model of the recogniser has not seen.
//!
//! Where a sentence begins, the capital of the first word says nothing: `Le Parti socialiste`, `Volgens Schuiling`,
//! `Однако Сбербанк`. Organisations are named with a noun that has a capital and an adjective that has none (`Assemblée
//! nationale`) or the other way round (`Верховный суд`). And a country in front of a given name is a name by itself
//! (`Президент России Владимир Путин`). German is another matter: [`super::nouns`].

use std::sync::LazyLock;

use super::EntityKind;
use super::evidence::Passage;
use super::gazetteer::Classes;
use super::language::{Hashes, ends_with, hashes, is_written_in};
use super::model::{KINDS, number_of};
use super::tagger::{Tagged, entry_of, kind_of};
use super::tokens::{Gap, Shape, Token, fold};
use crate::boilerplate::words::mix;

/// A group of languages that share their small words.
struct Language {
    /// Small words of grammar that other languages rarely have.
    grammar: &'static str,
    /// How many of a hundred words of prose are among them at least; in other languages a few of the list stand alone.
    percent: usize,
    /// How many different ones of them at least.
    distinct: usize,
    /// Words that may begin a sentence in front of a name and do not belong to it, unless they have their capital elsewhere
    /// too (`Le Monde`).
    openers: &'static str,
    /// Whether adjectives written small end names of organisations.
    adjectives: bool,
}

const LANGUAGES: [Language; 5] = [
    // Catalan, French, Italian, Portuguese, Spanish
    Language {
        grammar: "le la les des du et en un une pour dans que qui sur par est ont el los las del y para con por una su \
            il di che della dei delle gli alla non nel è os do da dos em um uma no na com ao els amb i",
        percent: 10,
        distinct: 4,
        openers: "le la les un une des du ce cet cette ces selon dans pour avec sans sous sur chez mais et en depuis \
            après avant pendant contre entre vers malgré outre el los las una según para por con sin desde hasta \
            tras ante durante mientras pero y il lo i gli uno secondo per nel nella dopo prima contro tra fra ma \
            e o a os as um uma segundo no na nos nas com sem após mas de já ainda els segons amb",
        adjectives: true,
    },
    // Dutch, Afrikaans
    Language {
        grammar: "de het een van dat zijn voor niet naar ook aan bij uit te er wordt heeft hebben werd door over maar \
            als nog hij ze die tot om deze",
        percent: 10,
        distinct: 4,
        openers: "de het een van voor naar ook aan bij uit door over maar als nog tot om deze dit dat die volgens \
            tijdens na sinds met zonder onder tegen tussen vanaf vanuit daarnaast toch toen terwijl omdat hoewel \
            zo zowel alleen binnen namens ondanks wegens rond in op en",
        adjectives: false,
    },
    // Danish, Norwegian, Swedish
    Language {
        grammar: "och att det som på är av för med till inte har om ett från og er af til ikke et fra den var vid blir \
            efter ved etter å at han hun",
        percent: 7,
        distinct: 4,
        openers: "det den de en et ett på av af för for med till til om från fra vid ved efter etter enligt ifølge \
            under när når då da men och og i mellan mellem mellom sedan siden mot mod trots trods også även utan \
            uden hos som at att",
        adjectives: false,
    },
    // Czech, Polish, Slovak
    Language {
        grammar: "w z na do nie się że jest od po przez dla oraz jako jak był są ze se že je v s k pro podle byl jsou \
            sa nad pod ale o za a",
        percent: 7,
        distinct: 4,
        openers: "w z na do nie od po przez dla oraz jako jak według podczas przed ale gdy kiedy także również jednak \
            wśród mimo obok wraz zdaniem o za ze se v s k pro podle během mezi proti kvůli při před také však \
            podľa počas a i",
        adjectives: false,
    },
    // Bulgarian, Russian, Ukrainian
    Language {
        grammar: "в во и на с что не по из для от его как он к это за о был до у і що та з від про се да е ще са й як",
        // The letters say it already.
        percent: 3,
        distinct: 2,
        openers: "в во на с со по из для от как к за о об до у и а но однако также ранее среди согласно кроме после \
            перед между против через при без под над около вместе впрочем поэтому напомним помимо теперь сейчас \
            тогда если когда пока хотя бывший бывшая новый сам по-прежнему із зі від про після під проте також \
            раніше серед згідно з та й але як според след със във",
        adjectives: false,
    },
];

/// Endings of the adjectives in names of organisations; `national` and `nacional`, `europea` and `européenne`.
const ADJECTIVES: &str = "al ale aux ales ais aise ain aine ien ienne éen éenne ique iste istes aire elle el ive ême uge ano ana ense \
    és esa eo ea eu eia ico ica ista ario aria emo ema";

/// Pronouns behind a verb: `Faut-il`.
const INVERTED: &str = "il elle on ils elles vous nous je tu ce moi les le se lo";

/// A language with its lists folded.
struct Folded {
    grammar: Hashes,
    openers: Hashes,
    language: &'static Language,
}

static FOLDED: LazyLock<Vec<Folded>> = LazyLock::new(|| {
    let folded = |language: &'static Language| Folded {
        grammar: hashes(language.grammar),
        openers: hashes(language.openers),
        language,
    };
    LANGUAGES.iter().map(folded).collect()
});

/// Mends those of `tagged`, names in the passages of one article with these texts, where the article is in one of
/// [`LANGUAGES`].
pub(super) fn mend<'a>(passages: &[Passage], text: impl Fn(usize) -> &'a str, tagged: &mut Vec<(usize, Tagged)>) {
    if tagged.is_empty() {
        return;
    }
    let spoken = |one: &&Folded| is_written_in(passages, &one.grammar, one.language.distinct, one.language.percent);
    let Some(Folded { openers, language, .. }) = FOLDED.iter().find(spoken) else { return };
    let inside = Inside::of(passages, &text);
    let whole = std::mem::take(tagged);
    for (number, mut name) in whole {
        let (passage, text) = (&passages[number], text(number));
        while name.first < name.past {
            let token = &passage.tokens[name.first];
            let opens = openers.contains(&token.hash)
                && token.shape != Shape::Upper
                && (token.shape == Shape::Lower || token.begins())
                && !entry_of(passage, name.first, name.past).classes.any(Classes::NAMED)
                && !(name.past - name.first > 1 && inside.has_pair(passage, name.first));
            if !opens {
                break;
            }
            name.first += 1;
        }
        if name.first == name.past || name.past - name.first == 1 && !inside.is_name(passage, text, name.first) {
            continue;
        }
        let is = |at: usize, classes: Classes| passage.entries[at].classes.any(classes);
        let country = (name.first..name.past).find(|at| !is(*at, Classes::TITLE)).unwrap_or(name.first);
        let before_person = name.past - country > 2
            && KINDS[name.kind] == EntityKind::Person
            && is(country, Classes::COUNTRY)
            && passage.tokens[country + 1].is_capital();
        if before_person {
            let kind = number_of(EntityKind::Place);
            tagged.push((number, Tagged { first: country, past: country + 1, kind }));
            name.first = country + 1;
        }
        extend(passage, text, language, &mut name);
        name.kind = kind(passage, name);
        tagged.push((number, name));
    }
}

/// What is capitalised in an article where nothing asks for it.
struct Inside {
    /// First letters of words, which inflection leaves alone.
    starts: Hashes,
    /// Two words in a row.
    pairs: Hashes,
}

/// So many letters of a word are its beginning.
const START: usize = 5;

impl Inside {
    fn of<'a>(passages: &[Passage], text: &impl Fn(usize) -> &'a str) -> Self {
        let mut all = Self { starts: Hashes::default(), pairs: Hashes::default() };
        for (number, passage) in passages.iter().enumerate().filter(|(_, passage)| !passage.shouts) {
            for at in 0..passage.tokens.len() {
                let token = &passage.tokens[at];
                if token.is_capital() && !begins_sentence(token) {
                    all.starts.insert(start(token, text(number)));
                    all.pairs.extend(pair(passage, at));
                }
            }
        }
        all
    }

    fn has_pair(&self, passage: &Passage, at: usize) -> bool {
        pair(passage, at).is_some_and(|pair| self.pairs.contains(&pair))
    }

    /// Whether one word is a name: not where only the beginning of its sentence gives it a capital.
    fn is_name(&self, passage: &Passage, text: &str, at: usize) -> bool {
        let (token, classes) = (&passage.tokens[at], passage.entries[at].classes);
        let known = classes.any(Classes::NAMED.or(Classes::GIVEN).or(Classes::SURNAME));
        !is_phrase(token, text)
            && (known
                || token.shape != Shape::Title
                || !begins_sentence(token)
                || self.starts.contains(&start(token, text)))
    }
}

/// Whether a sentence surely begins with a word: in quotation marks names stand too.
const fn begins_sentence(token: &Token) -> bool {
    token.begins() && !matches!(token.gap, Gap::Quote)
}

fn start(token: &Token, text: &str) -> u64 {
    let word = &text[token.span().range()];
    fold(&word.chars().take(START).collect::<String>())
}

fn pair(passage: &Passage, at: usize) -> Option<u64> {
    passage.tokens.get(at + 1).map(|next| mix(passage.tokens[at].hash, next.hash))
}

/// What a name is, where the gazetteer knows one of its words better than the model.
fn kind(passage: &Passage, name: Tagged) -> usize {
    let classes = |at: usize| passage.entries[at].classes;
    let entry = entry_of(passage, name.first, name.past).classes;
    let head = |at: usize| classes(at).any(Classes::ORGANISATION_HEAD);
    let persons = Classes::GIVEN.or(Classes::SURNAME);
    match name.past - name.first {
        1 if entry.any(persons) => name.kind,
        _ if entry.any(Classes::NAMED) => kind_of(entry).unwrap_or(name.kind),
        1 => name.kind,
        _ if (name.first..name.past).any(|at| head(at) && !classes(at).any(persons)) => {
            number_of(EntityKind::Organisation)
        }
        _ if classes(name.first).any(Classes::GIVEN) => number_of(EntityKind::Person),
        _ => name.kind,
    }
}

/// Whether one word is several of a sentence: `L’électricien`, `C’est`, `Faut-il`.
fn is_phrase(token: &Token, text: &str) -> bool {
    let word = &text[token.span().range()];
    let elided = word.split_once(['\'', '’']).is_some_and(|(_, rest)| rest.starts_with(char::is_lowercase));
    let asked = word.rsplit_once('-').is_some_and(|(_, last)| INVERTED.split(' ').any(|one| one == last));
    elided || asked
}

/// Takes the words written small that belong to the name of an organisation into it: the adjectives behind its noun, or
/// the noun behind its adjective.
fn extend(passage: &Passage, text: &str, language: &Language, name: &mut Tagged) {
    let (tokens, entries) = (&passage.tokens, &passage.entries);
    let is_head = |at: usize| entries[at].classes.any(Classes::ORGANISATION_HEAD);
    if tokens[name.past - 1].shape != Shape::Title || passage.shouts {
        return;
    }
    let is_small = |at: usize| tokens.get(at).is_some_and(|token| token.shape == Shape::Lower && token.continues());
    let is_adjective = |at: &usize| {
        let word = || &text[tokens[*at].span().range()];
        is_small(*at) && word().chars().count() >= START && ends_with(word(), ADJECTIVES)
    };
    let more = match language.adjectives {
        true if is_head(name.past - 1) => (name.past..name.past + 2).take_while(is_adjective).count(),
        false if name.past - name.first == 1 || KINDS[name.kind] != EntityKind::Person => {
            usize::from(is_small(name.past) && is_head(name.past))
        }
        _ => 0,
    };
    if more > 0 {
        name.past += more;
        name.kind = number_of(EntityKind::Organisation);
    }
}
