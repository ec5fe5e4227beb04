//! What sites say round their articles, in many languages: the lists under `phrases/`, and those of the settings.
//!
//! Phrases are compared as the normal forms of their words, so that case and punctuation do not matter.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use super::words::{self, Marks, NUMBER, Word};

/// What a phrase, and the line that it stands in, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// A marker of an advertisement.
    Advert,
    /// Who contributed: a news agency, other reporters.
    Agency,
    /// About the author, or how to reach them.
    Author,
    /// About comments of readers.
    Comment,
    /// About cookies, privacy and terms of use.
    Cookie,
    /// Whose the rights are.
    Copyright,
    /// Who took a picture.
    Credit,
    /// What a page says in the place of something.
    Empty,
    /// A way to other articles.
    More,
    /// A menu, tags, a way through the site.
    Navigation,
    /// Newsletters, subscriptions, donations.
    Newsletter,
    /// About a video player or the browser.
    Player,
    /// Social networks, printing, saving.
    Share,
    /// When a page was published or changed, or how long it takes to read.
    Stamp,
    /// What a site says of itself.
    Tagline,
    /// The heading of a list of other articles.
    Widget,
    /// What the settings say is residue.
    Own,
}

/// Where in a line a phrase says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    /// It is the whole line.
    Line,
    /// It is the whole line, but may be a heading of the article too.
    Maybe,
    /// It begins a line or a sentence, and a colon, a bar, a link or the end follows.
    Label,
    /// It begins a line.
    Start,
    /// It ends a line.
    End,
    /// It stands anywhere in a line.
    Inside,
    /// It stands anywhere in a line at the foot of an article.
    Foot,
    /// It stands anywhere in the caption of a picture, by whose credit it is known.
    Caption,
}

/// A phrase that was found, and the words that it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) kind: Kind,
    pub(crate) place: Place,
    /// First word.
    pub(crate) from: usize,
    /// End, exclusive.
    pub(crate) to: usize,
}

/// The lists of the project, parsed once.
pub(crate) static BUILT_IN: LazyLock<Phrases> = LazyLock::new(|| {
    // A list that cannot be read is a mistake in the repository, and a test says so.
    Phrases::of_lists(LISTS.iter().filter_map(|(_, list)| toml::from_str(list).ok()))
});

/// The lists by language.
const LISTS: &[(&str, &str)] = &[
    ("de", include_str!("phrases/de.toml")),
    ("en", include_str!("phrases/en.toml")),
    ("es", include_str!("phrases/es.toml")),
    ("fr", include_str!("phrases/fr.toml")),
    ("it", include_str!("phrases/it.toml")),
    ("ja", include_str!("phrases/ja.toml")),
    ("nl", include_str!("phrases/nl.toml")),
    ("pt", include_str!("phrases/pt.toml")),
    ("ru", include_str!("phrases/ru.toml")),
    ("zh", include_str!("phrases/zh.toml")),
];

/// One list: phrases by what they are and where they stand.
type List = BTreeMap<Kind, BTreeMap<Place, Vec<String>>>;

/// The most phrases that a line is seen to be made of.
const MOST_TILES: usize = 16;

/// Phrases that can be looked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Phrases {
    entries: Vec<Entry>,
    /// The entries that begin with a word; those that are looked for at the end of a line, that end with it.
    by_word: HashMap<(Edge, u64), Range<usize>>,
    /// A bit for each word of `by_word`: most words of a text are none.
    filter: Vec<u64>,
}

/// The word that an entry is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Edge {
    First,
    Last,
    /// The first one, for phrases that stand anywhere.
    Any,
}

#[derive(Clone, Debug)]
struct Entry {
    edge: Edge,
    kind: Kind,
    place: Place,
    /// Hashes of normal forms, or [`NUMBER`].
    words: Box<[u64]>,
}

impl Entry {
    fn key(&self) -> (Edge, u64) {
        let word = if self.edge == Edge::Last { self.words.last() } else { self.words.first() };
        (self.edge, word.copied().unwrap_or_default())
    }

    /// Whether `words` begin with it.
    fn begins(&self, words: &[Word]) -> bool {
        let same = |(want, word): (&u64, &Word)| *want == word.hash || *want == NUMBER && word.marks.has(Marks::DIGIT);
        self.words.len() <= words.len() && self.words.iter().zip(words).all(same)
    }
}

/// The words of a phrase as a list writes it.
fn words_of(phrase: &str) -> Box<[u64]> {
    let word = |token: &str| -> Vec<u64> {
        if token == "#" { vec![NUMBER] } else { words::words(token).iter().map(|word| word.hash).collect() }
    };
    phrase.split_whitespace().flat_map(word).collect()
}

impl Phrases {
    fn of_lists(lists: impl Iterator<Item = List>) -> Self {
        let mut entries = Vec::new();
        for (kind, places) in lists.flatten() {
            for (place, phrases) in places {
                entries.extend(phrases.iter().map(|phrase| (kind, place, words_of(phrase))));
            }
        }
        Self::of(entries)
    }

    /// What a user names: each is looked for at the start, at the end and as a whole line.
    fn own(phrases: &[String]) -> Self {
        let places = [Place::Line, Place::Start, Place::End];
        let entry = |phrase: &String| places.map(|place| (Kind::Own, place, words_of(phrase)));
        if phrases.is_empty() { Self::default() } else { Self::of(phrases.iter().flat_map(entry).collect()) }
    }

    fn of(entries: Vec<(Kind, Place, Box<[u64]>)>) -> Self {
        let entry = |(kind, place, words): (Kind, Place, Box<[u64]>)| {
            let edge = match place {
                Place::End => Edge::Last,
                Place::Inside | Place::Foot | Place::Caption => Edge::Any,
                _ => Edge::First,
            };
            Entry { edge, kind, place, words }
        };
        let mut entries: Vec<Entry> = entries.into_iter().map(entry).filter(|entry| !entry.words.is_empty()).collect();
        // The longest first, and what says more about its line before what says less.
        entries.sort_by_key(|entry| (entry.key(), std::cmp::Reverse(entry.words.len()), entry.place, entry.kind));
        let mut phrases = Self { filter: vec![0; FILTER / 64], ..Self::default() };
        for (i, entry) in entries.iter().enumerate() {
            let key = entry.key();
            phrases.by_word.entry(key).or_insert(i..i).end = i + 1;
            let bit = bit(key);
            phrases.filter[bit / 64] |= 1 << (bit % 64);
        }
        phrases.entries = entries;
        phrases
    }

    fn candidates(&self, edge: Edge, word: &Word) -> impl Iterator<Item = &Entry> {
        // Phrases that begin with any number are found under the number that stands for all.
        let number = word.marks.has(Marks::DIGIT).then_some(NUMBER);
        let found = [Some(word.hash), number].into_iter().flatten().filter_map(move |hash| {
            let key = (edge, hash);
            let bit = bit(key);
            let may_be = self.filter.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1);
            self.by_word.get(&key).filter(|_| may_be)
        });
        found.flat_map(|range| &self.entries[range.clone()])
    }

    /// What the line of these words is as a whole, where it is a phrase or several one behind the other.
    pub(crate) fn line(&self, words: &[Word]) -> Option<(Kind, Place)> {
        let mut best: Option<(Kind, Place)> = None;
        let (mut at, mut tiles) = (0, 0);
        while at < words.len() {
            let whole = |entry: &&Entry| {
                matches!(entry.place, Place::Line | Place::Maybe | Place::Label) && entry.begins(&words[at..])
            };
            let entry = self.candidates(Edge::First, &words[at]).find(whole)?;
            // A label that nothing follows is a line; between others it is no part of a menu.
            let alone = at == 0 && entry.words.len() == words.len();
            if entry.place == Place::Label && !alone || tiles == MOST_TILES {
                return None;
            }
            let place = if entry.place == Place::Label { Place::Line } else { entry.place };
            if best.is_none_or(|(_, last)| place < last) {
                best = Some((entry.kind, place));
            }
            at += entry.words.len();
            tiles += 1;
        }
        // Three doubtful words in a row are a menu.
        best.map(|(kind, place)| (kind, if tiles >= 3 { Place::Line } else { place }))
    }

    /// The longest phrase that these words, a line or a sentence, begin with.
    pub(crate) fn start(&self, words: &[Word], place: Place) -> Option<Match> {
        let found = self.candidates(Edge::First, words.first()?);
        let entry = found.filter(|entry| entry.place == place).find(|entry| entry.begins(words))?;
        Some(Match { kind: entry.kind, place, from: 0, to: entry.words.len() })
    }

    /// Whether these words begin with the name of an agency.
    pub(crate) fn names_agency(&self, words: &[Word]) -> bool {
        let is_name = |entry: &Entry| entry.kind == Kind::Agency && matches!(entry.place, Place::Line | Place::Maybe);
        words
            .first()
            .is_some_and(|first| self.candidates(Edge::First, first).any(|entry| is_name(entry) && entry.begins(words)))
    }

    /// The longest phrase that these words end with.
    pub(crate) fn end(&self, words: &[Word]) -> Option<Match> {
        let ends = |entry: &&Entry| {
            words.len().checked_sub(entry.words.len()).is_some_and(|from| entry.begins(&words[from..]))
        };
        let entry = self.candidates(Edge::Last, words.last()?).find(ends)?;
        Some(Match { kind: entry.kind, place: Place::End, from: words.len() - entry.words.len(), to: words.len() })
    }

    /// The first phrase among these words that may stand anywhere.
    pub(crate) fn inside(&self, words: &[Word], place: Place) -> Option<Match> {
        (0..words.len()).find_map(|at| {
            let mut found = self.candidates(Edge::Any, &words[at]).filter(|entry| entry.place == place);
            let entry = found.find(|entry| entry.begins(&words[at..]))?;
            Some(Match { kind: entry.kind, place, from: at, to: at + entry.words.len() })
        })
    }
}

/// Phrases of the settings, ready to be looked for.
#[derive(Clone, Debug, Default)]
pub struct OwnPhrases {
    written: Vec<String>,
    pub(crate) phrases: Phrases,
}

impl OwnPhrases {
    /// What `written` says.
    #[must_use]
    pub fn new(written: &[String]) -> Self {
        Self { written: written.to_vec(), phrases: Phrases::own(written) }
    }
}

impl PartialEq for OwnPhrases {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for OwnPhrases {}

/// How many bits the filter has.
const FILTER: usize = 1 << 16;

fn bit((edge, hash): (Edge, u64)) -> usize {
    (hash as usize ^ (edge as usize) << 13) % FILTER
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Option<(Kind, Place)> {
        BUILT_IN.line(&words::words(text))
    }

    #[test]
    fn every_list_can_be_read() {
        for (language, list) in LISTS {
            if let Err(error) = toml::from_str::<List>(list) {
                panic!("{language}.toml: {error}");
            }
        }
    }

    #[test]
    fn lists_are_sorted_and_name_nothing_twice() {
        for (language, list) in LISTS {
            let list: List = toml::from_str(list).unwrap_or_default();
            for (kind, places) in &list {
                for (place, phrases) in places {
                    for pair in phrases.windows(2) {
                        assert!(pair[0] < pair[1], "{language}.toml, {kind:?} {place:?}: {pair:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn case_and_punctuation_do_not_matter() {
        assert_eq!(line("– ADVERTISEMENT –"), Some((Kind::Advert, Place::Line)));
        assert_eq!(line("Don’t miss!"), line("DON'T MISS"));
        assert_eq!(line("An advertisement was shown"), None);
    }

    #[test]
    fn a_number_stands_for_any() {
        assert_eq!(line("12 Comments"), Some((Kind::Comment, Place::Line)));
        assert_eq!(line("3 min read"), Some((Kind::Stamp, Place::Line)));
    }

    #[test]
    fn buttons_in_a_row_are_a_line() {
        assert_eq!(line("Facebook Twitter WhatsApp"), Some((Kind::Share, Place::Line)));
        assert_eq!(line("Teilen Drucken Merken"), Some((Kind::Share, Place::Line)));
        assert_eq!(line("Share the news of the day"), None);
    }

    #[test]
    fn own_phrases_are_found_at_both_ends() {
        let own = Phrases::own(&["Tide & Time, the free letter".to_owned()]);
        let text = words::words("More in Tide and time. Tide, time: the free letter");
        assert_eq!(own.start(&text, Place::Start), None);
        assert_eq!(own.end(&text).map(|found| (found.from, found.to)), Some((5, 10)));
    }
}
