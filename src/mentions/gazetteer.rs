//! What is known of words before any text is read: given names, titles, countries, common words, …
//!
//! The table is `data/gazetteer.bin`, which `data/build.py` writes; where its words come from stands in
//! `data/README.md`. It holds hashes only: of a hundred thousand entries and 32 bits, one lookup in forty thousand is
//! wrong, the same one in every run.

use std::sync::LazyLock;

use super::tokens::Token;
use crate::boilerplate::words::mix;

/// What a word or a phrase may be: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Classes(pub u32);

impl Classes {
    /// A given name.
    pub const GIVEN: Self = Self(1);
    /// A surname.
    pub const SURNAME: Self = Self(1 << 1);
    /// A title or a role in front of a person's name.
    pub const TITLE: Self = Self(1 << 2);
    /// `Inc`, `GmbH`
    pub const ORGANISATION_SUFFIX: Self = Self(1 << 3);
    /// `Ministry`, `Bank`, `United`
    pub const ORGANISATION_HEAD: Self = Self(1 << 4);
    /// `River`, `Street`
    pub const PLACE_HEAD: Self = Self(1 << 5);
    /// `War`, `Cup`
    pub const EVENT_HEAD: Self = Self(1 << 6);
    /// `Act`, `Treaty`
    pub const WORK_HEAD: Self = Self(1 << 7);
    /// `Russian`, `Russians`
    pub const DEMONYM: Self = Self(1 << 8);
    /// `Monday`, `June`
    pub const CALENDAR: Self = Self(1 << 9);
    /// `of`, `van`: small words inside names.
    pub const PARTICLE: Self = Self(1 << 10);
    /// Words of grammar, and those that begin sentences in news.
    pub const FUNCTION: Self = Self(1 << 11);
    /// Words that dictionaries have in lower case.
    pub const COMMON: Self = Self(1 << 12);
    /// A country.
    pub const COUNTRY: Self = Self(1 << 13);
    /// A city.
    pub const CITY: Self = Self(1 << 14);
    /// Another place.
    pub const PLACE: Self = Self(1 << 15);
    /// An organisation.
    pub const ORGANISATION: Self = Self(1 << 16);
    /// The first word of a phrase of the table.
    const STARTS: Self = Self(1 << 17);
    /// A preposition behind which places are named.
    pub const LOCATING: Self = Self(1 << 18);
    /// `the`, `die`, `le`
    pub const ARTICLE: Self = Self(1 << 19);
    /// A verb of speech.
    pub const SPEECH: Self = Self(1 << 20);
    /// `and`, `und`, `et`
    pub const CONJUNCTION: Self = Self(1 << 21);
    /// `Mr`: a title that names of nothing but persons follow.
    pub const HONORIFIC: Self = Self(1 << 22);

    /// `company`, `newspaper`: the name of one follows.
    pub const ORGANISATION_NOUN: Self = Self(1 << 23);
    /// `island`, `town`: the name of one follows.
    pub const PLACE_NOUN: Self = Self(1 << 24);

    /// What is a name of itself: a country, a city, another place, an organisation.
    pub const NAMED: Self = Self::COUNTRY.or(Self::CITY).or(Self::PLACE).or(Self::ORGANISATION);

    /// Whether one of `other` is in it.
    #[must_use]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those of it that are in `other`.
    #[must_use]
    pub const fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// An entry of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What it may be.
    pub classes: Classes,
    /// A number that names of one entity (`UK`, `Britain`) and what is derived from them (`British`) share; 0 is none.
    pub canonical: u32,
}

/// The longest phrase, in words.
const LONGEST: usize = 5;

/// How many bits of a hash choose the bucket.
const BUCKET_BITS: u32 = 15;

/// The table in memory, dense: nearly every word of a text is looked up, and what waits is the memory.
struct Table {
    /// What words may be.
    entries: Vec<Entry>,
    /// The words, by their hashes: the bits of the hash that do not choose the bucket, and in the place of those that do the
    /// number of the entry.
    words: Vec<u32>,
    /// Where the words of each bucket begin.
    buckets: Vec<u32>,
    /// A bit for each lower end of a hash that an article has: few words are told apart from articles by anything else.
    articles: [u64; 1 << (ARTICLE_BITS - 6)],
}

/// How many bits of a hash are asked before a word is looked up that may be an article.
const ARTICLE_BITS: u32 = 12;

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::of(include_bytes!("data/gazetteer.bin")));

impl Table {
    /// Reads the file; what is missing in it is not in the table.
    fn of(bytes: &[u8]) -> Self {
        let mut words = bytes.get(8..).unwrap_or_default().chunks_exact(4).map(|four| {
            let mut word = [0; 4];
            word.copy_from_slice(four);
            u32::from_le_bytes(word)
        });
        let mut next = || words.next().unwrap_or(0);
        let (combinations, count) = (next() as usize, next() as usize);
        debug_assert!(combinations <= 1 << BUCKET_BITS, "the number of an entry takes the bits of the bucket");
        let entries: Vec<Entry> =
            (0..combinations).map(|_| Entry { classes: Classes(next()), canonical: next() }).collect();
        let hashes: Vec<u32> = (0..count).map(|_| next()).collect();
        let rest = bytes.get(16 + 8 * combinations + 4 * count..).unwrap_or_default();
        let numbers = rest.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
        let bucket = |number: u32| hashes.partition_point(|hash| hash >> (32 - BUCKET_BITS) < number) as u32;
        let buckets = (0..=1 << BUCKET_BITS).map(bucket).collect();
        let mut articles = [0; 1 << (ARTICLE_BITS - 6)];
        let words = hashes.iter().zip(numbers).map(|(hash, number)| {
            if entries[usize::from(number)].classes.any(Classes::ARTICLE) {
                let (at, bit) = article_bit(*hash);
                articles[at] |= bit;
            }
            hash << BUCKET_BITS | u32::from(number)
        });
        Self { words: words.collect(), entries, buckets, articles }
    }

    fn get(&self, hash: u64) -> Entry {
        let hash = (hash >> 32) as u32;
        let bucket = (hash >> (32 - BUCKET_BITS)) as usize;
        let (first, past) = (self.buckets[bucket] as usize, self.buckets[bucket + 1] as usize);
        let is_same = |word: &&u32| (**word ^ hash << BUCKET_BITS) >> BUCKET_BITS == 0;
        let found = self.words[first..past].iter().find(is_same);
        found.map_or_else(Entry::default, |word| self.entries[(word & ((1 << BUCKET_BITS) - 1)) as usize])
    }
}

/// The bit of [`Table::articles`] for the upper half of a hash, as the number of a word of it and a mask.
const fn article_bit(hash: u32) -> (usize, u64) {
    let bit = hash & ((1 << ARTICLE_BITS) - 1);
    ((bit >> 6) as usize, 1 << (bit & 63))
}

/// What is known of the word with this hash.
#[must_use]
pub fn word(hash: u64) -> Entry {
    TABLE.get(hash)
}

/// Whether the word with this hash is [`Classes::ARTICLE`]: what most words are not, which is found without looking them up.
#[must_use]
pub fn is_article(hash: u64) -> bool {
    let (at, bit) = article_bit((hash >> 32) as u32);
    TABLE.articles[at] & bit != 0 && word(hash).classes.any(Classes::ARTICLE)
}

/// The hash of a sequence of words.
#[must_use]
pub fn phrase_hash(words: impl IntoIterator<Item = u64>) -> u64 {
    words.into_iter().reduce(mix).unwrap_or(0)
}

/// The longest phrase of two words or more that begins with the first of `tokens`, of which `first` is known: how many
/// words it has, and what it is.
#[must_use]
pub fn phrase(tokens: &[Token], first: Entry) -> Option<(usize, Entry)> {
    if !first.classes.any(Classes::STARTS) {
        return None;
    }
    let mut hash = tokens.first()?.hash;
    let mut found = None;
    for (number, token) in tokens.iter().enumerate().take(LONGEST).skip(1) {
        if !token.continues() {
            break;
        }
        hash = mix(hash, token.hash);
        let entry = TABLE.get(hash);
        if entry != Entry::default() && entry.classes != Classes::STARTS {
            found = Some((number + 1, entry));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mentions::tokens::Tokens;

    fn of(text: &str) -> Entry {
        let tokens = Tokens::of(text);
        let first = word(tokens[0].hash);
        if tokens.len() == 1 { first } else { phrase(&tokens, first).map(|(_, entry)| entry).unwrap_or_default() }
    }

    #[test]
    fn words_are_known_whatever_their_case_and_diacritics() {
        assert!(of("Präsident").classes.any(Classes::TITLE));
        assert!(of("INC").classes.any(Classes::ORGANISATION_SUFFIX));
        assert!(of("the").classes.any(Classes::FUNCTION));
        assert!(of("Maria").classes.any(Classes::GIVEN));
        assert_eq!(of("xqzzy"), Entry::default());
        let is_article = |word: &str| is_article(Tokens::of(word)[0].hash);
        assert_eq!(["the", "Der", "les", "of", "xqzzy"].map(is_article), [true, true, true, false, false]);
    }

    #[test]
    fn names_of_one_country_share_a_number() {
        let number = of("United Kingdom").canonical;
        assert_ne!(number, 0);
        assert_eq!(["U.K.", "Britain", "Großbritannien", "British"].map(|name| of(name).canonical), [number; 4]);
    }

    #[test]
    fn the_longest_phrase_counts() {
        let tokens = Tokens::of("People’s Republic of China today");
        assert_eq!(phrase(&tokens, word(tokens[0].hash)).map(|(words, _)| words), Some(4));
    }
}
