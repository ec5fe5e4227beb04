//! What sites say round their articles, in many languages: the lists under `phrases/`, and those of the settings.
//!
//! Phrases are compared as the normal forms of their words, so that case and punctuation do not matter.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::LazyLock;

use super::AsItIs;
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
    ("ar", include_str!("phrases/ar.toml")),
    ("de", include_str!("phrases/de.toml")),
    ("en", include_str!("phrases/en.toml")),
    ("es", include_str!("phrases/es.toml")),
    ("fr", include_str!("phrases/fr.toml")),
    ("it", include_str!("phrases/it.toml")),
    ("ja", include_str!("phrases/ja.toml")),
    ("nl", include_str!("phrases/nl.toml")),
    ("pl", include_str!("phrases/pl.toml")),
    ("pt", include_str!("phrases/pt.toml")),
    ("ru", include_str!("phrases/ru.toml")),
    ("sv", include_str!("phrases/sv.toml")),
    ("tr", include_str!("phrases/tr.toml")),
    ("zh", include_str!("phrases/zh.toml")),
];

/// One list: phrases by what they are and where they stand.
type List = BTreeMap<Kind, BTreeMap<Place, Vec<String>>>;

/// The most phrases that a line is seen to be made of.
const MOST_TILES: usize = 16;

/// Phrases that can be looked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Phrases {
    /// By their first word: those that begin a line or a sentence, or are one.
    first: Table,
    /// By their last word: those that end a line.
    last: Table,
    /// By their first word: those that stand anywhere.
    any: Table,
}

/// Phrases by one of their words.
#[derive(Clone, Debug, Default)]
struct Table {
    /// Those of a word follow one another, the longest first.
    entries: Vec<Entry>,
    by_word: HashMap<u64, Range<usize>, BuildHasherDefault<AsItIs>>,
    /// A bit for each word of `by_word`: most words of a text are none.
    filter: Vec<u64>,
}

#[derive(Clone, Debug)]
struct Entry {
    kind: Kind,
    place: Place,
    /// Hashes of normal forms, or [`NUMBER`].
    words: Box<[u64]>,
}

impl Entry {
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

/// How many bits the filter of a table has.
const FILTER: usize = 1 << 15;

impl Table {
    /// Of `entries`, by the word that `key` picks.
    fn new(mut entries: Vec<Entry>, key: impl Fn(&Entry) -> Option<&u64>) -> Self {
        let key = |entry: &Entry| key(entry).copied().unwrap_or_default();
        // What says more about its line comes before what says less.
        entries.sort_by_key(|entry| (key(entry), std::cmp::Reverse(entry.words.len()), entry.place, entry.kind));
        let mut table = Self { filter: vec![0; FILTER / 64], ..Self::default() };
        for (i, entry) in entries.iter().enumerate() {
            let word = key(entry);
            table.by_word.entry(word).or_insert(i..i).end = i + 1;
            table.filter[word as usize % FILTER / 64] |= 1 << (word % 64);
        }
        table.entries = entries;
        table
    }

    fn of_hash(&self, hash: u64) -> &[Entry] {
        let may_be = self.filter.get(hash as usize % FILTER / 64).is_some_and(|bits| bits >> (hash % 64) & 1 == 1);
        if !may_be {
            return &[];
        }
        self.by_word.get(&hash).map_or(&[], |range| &self.entries[range.clone()])
    }

    /// The phrases that are found by `word`.
    fn of(&self, word: &Word) -> impl Iterator<Item = &Entry> {
        // Phrases that begin with any number are found under the number that stands for all.
        let number: &[Entry] = if word.marks.has(Marks::DIGIT) { self.of_hash(NUMBER) } else { &[] };
        self.of_hash(word.hash).iter().chain(number)
    }
}

impl Phrases {
    fn of_lists(lists: impl Iterator<Item = List>) -> Self {
        let entries = lists.flatten().flat_map(|(kind, places)| {
            places.into_iter().flat_map(move |(place, phrases)| {
                phrases.into_iter().map(move |phrase| Entry { kind, place, words: words_of(&phrase) })
            })
        });
        Self::of(entries.collect())
    }

    /// What a user names: each is looked for at the start, at the end and as a whole line.
    fn own(phrases: &[String]) -> Self {
        let places = [Place::Line, Place::Start, Place::End];
        let entry = |phrase: &String| places.map(|place| Entry { kind: Kind::Own, place, words: words_of(phrase) });
        if phrases.is_empty() { Self::default() } else { Self::of(phrases.iter().flat_map(entry).collect()) }
    }

    fn of(entries: Vec<Entry>) -> Self {
        let (mut first, mut last, mut any) = (Vec::new(), Vec::new(), Vec::new());
        for entry in entries.into_iter().filter(|entry| !entry.words.is_empty()) {
            let table = match entry.place {
                Place::Line | Place::Maybe | Place::Label | Place::Start => &mut first,
                Place::End => &mut last,
                Place::Inside | Place::Foot | Place::Caption => &mut any,
            };
            table.push(entry);
        }
        Self {
            first: Table::new(first, |entry| entry.words.first()),
            last: Table::new(last, |entry| entry.words.last()),
            any: Table::new(any, |entry| entry.words.first()),
        }
    }

    /// What the line of these words is as a whole, where it is a phrase or several one behind the other.
    pub(crate) fn line(&self, words: &[Word]) -> Option<(Kind, Place)> {
        let mut best: Option<(Kind, Place)> = None;
        let (mut at, mut tiles) = (0, 0);
        while at < words.len() {
            let whole = |entry: &&Entry| {
                matches!(entry.place, Place::Line | Place::Maybe | Place::Label) && entry.begins(&words[at..])
            };
            let entry = self.first.of(&words[at]).find(whole)?;
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
        let mut found = self.first.of(words.first()?).filter(|entry| entry.place == place);
        let entry = found.find(|entry| entry.begins(words))?;
        Some(Match { kind: entry.kind, place, from: 0, to: entry.words.len() })
    }

    /// Whether these words begin with the name of an agency.
    pub(crate) fn names_agency(&self, words: &[Word]) -> bool {
        let is_name = |entry: &Entry| entry.kind == Kind::Agency && matches!(entry.place, Place::Line | Place::Maybe);
        words.first().is_some_and(|first| self.first.of(first).any(|entry| is_name(entry) && entry.begins(words)))
    }

    /// The longest phrase that these words end with.
    pub(crate) fn end(&self, words: &[Word]) -> Option<Match> {
        let ends = |entry: &&Entry| {
            words.len().checked_sub(entry.words.len()).is_some_and(|from| entry.begins(&words[from..]))
        };
        let entry = self.last.of(words.last()?).find(ends)?;
        Some(Match { kind: entry.kind, place: Place::End, from: words.len() - entry.words.len(), to: words.len() })
    }

    /// The phrases among these words that may stand anywhere.
    pub(crate) fn inside(&self, words: &[Word]) -> impl Iterator<Item = Match> {
        let at = move |from: usize| {
            let found = self.any.of(&words[from]).filter(move |entry| entry.begins(&words[from..]));
            found.map(move |entry| Match { kind: entry.kind, place: entry.place, from, to: from + entry.words.len() })
        };
        (0..words.len()).flat_map(at)
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
