//! Whether a text speaks to its reader, as prompts do and reports do not, and whether it reports what somebody says.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::AsItIs;
use super::words::{self, Marks, Word};

/// Words for the reader, in the languages of the phrases; left out are those that mean something else in another one of
/// them (`du`, `je`, `te`, `din`).
const READER: &[&str] = &[
    "ditt", "jouw", "siz", "sizin", "tu", "tua", "tuo", "tus", "twoje", "twój", "usted", "uw", "você", "vos", "votre",
    "vous", "you", "your", "вам", "вас", "ваш", "ваша", "ваше", "вашу", "вы", "أنت", "你", "您",
];

/// Words for the site that speaks, chosen alike (no `nas`, `we`, `nos`, `tue`).
const SITE: &[&str] = &[
    "bize",
    "bizi",
    "bizim",
    "nasz",
    "naszego",
    "naszej",
    "naszym",
    "nossa",
    "nossas",
    "nosso",
    "nossos",
    "nostra",
    "nostre",
    "nostri",
    "nostro",
    "notre",
    "nous",
    "nuestra",
    "nuestras",
    "nuestro",
    "nuestros",
    "ons",
    "onze",
    "oss",
    "our",
    "unser",
    "unsere",
    "unserem",
    "unseren",
    "unserer",
    "unseres",
    "us",
    "vår",
    "våra",
    "vårt",
    "нам",
    "нас",
    "наш",
    "наша",
    "наше",
    "нашего",
    "нашей",
    "нашем",
    "наши",
    "наших",
    "нашу",
    "لنا",
];

/// Words for the reader where they are written with a capital inside a sentence.
const POLITE: &[&str] = &["Sie", "Ihnen", "Ihr", "Ihre", "Ihrem", "Ihren", "Ihrer"];

/// What reports say of those they have something from, and captions hardly ever.
const REPORTING: &[&str] = &[
    // English
    "according",
    "added",
    "admitted",
    "announced",
    "argued",
    "claimed",
    "confirmed",
    "denied",
    "explained",
    "insisted",
    "reported",
    "said",
    "says",
    "told",
    "warned",
    "wrote",
    // German
    "bestätigte",
    "erklärte",
    "kündigte",
    "laut",
    "sagte",
    "teilte",
    "zufolge",
    // French
    "affirmé",
    "annoncé",
    "assuré",
    "déclaré",
    "estime",
    "expliqué",
    "indiqué",
    "précisé",
    "selon",
    // Spanish
    "afirmó",
    "anunció",
    "aseguró",
    "confirmó",
    "declaró",
    "dijo",
    "explicó",
    "informó",
    "según",
    "señaló",
    // Italian
    "annunciato",
    "confermato",
    "dichiarato",
    "riferito",
    "secondo",
    "spiegato",
    // Portuguese
    "afirmou",
    "anunciou",
    "confirmou",
    "declarou",
    "disse",
    "explicou",
    "informou",
    "segundo",
    // Dutch
    "aldus",
    "meldde",
    "meldt",
    "volgens",
    "zegt",
    "zei",
    // Russian
    "заявил",
    "заявила",
    "заявили",
    "пояснил",
    "рассказал",
    "рассказала",
    "словам",
    "сообщает",
    "сообщил",
    "сообщила",
    "сообщили",
    // Polish
    "podała",
    "poinformował",
    "poinformowała",
    "powiedział",
    "powiedziała",
    "według",
    // Swedish
    "berättar",
    "enligt",
    "sade",
    "säger",
    // Turkish
    "açıkladı",
    "bildirdi",
    "dedi",
    "söyledi",
    // Arabic
    "أعلن",
    "أعلنت",
    "أكد",
    "قال",
    "قالت",
    // Chinese
    "称",
    "稱",
    "说",
    "說",
];

pub(super) type Hashes = HashSet<u64, BuildHasherDefault<AsItIs>>;

/// The hashes of [`READER`].
static OF_READER: LazyLock<Hashes> = LazyLock::new(|| hashes(READER));

/// The hashes of [`SITE`].
static OF_SITE: LazyLock<Hashes> = LazyLock::new(|| hashes(SITE));

/// The hashes of [`REPORTING`].
static OF_REPORTS: LazyLock<Hashes> = LazyLock::new(|| hashes(REPORTING));

/// The hashes of the words of `list`.
pub(super) fn hashes(list: &[&str]) -> Hashes {
    list.iter().flat_map(|word| words::words(word)).map(|word| word.hash).collect()
}

/// Whether `words` tell who said something.
pub(super) fn reports(words: &[Word]) -> bool {
    words.iter().any(|word| OF_REPORTS.contains(&word.hash))
}

/// Whether one of `words`, which stand in `text`, stands for the reader or for whoever speaks to them.
pub(super) fn is_addressed(text: &str, words: &[Word]) -> bool {
    // The country is no reader.
    let of_site = |word: &Word| OF_SITE.contains(&word.hash) && &text[word.start as usize..word.end as usize] != "US";
    words.iter().any(of_site) || is_second_person(text, words)
}

/// Whether one of `words`, which stand in `text`, stands for the reader.
pub(super) fn is_second_person(text: &str, words: &[Word]) -> bool {
    let polite = |at: usize, word: &Word| {
        let written = &text[word.start as usize..word.end as usize];
        at > 0 && !word.marks.has(Marks::SENTENCE) && POLITE.contains(&written)
    };
    words.iter().enumerate().any(|(at, word)| OF_READER.contains(&word.hash) || polite(at, word))
}
