//! Whether a text speaks to its reader, as prompts do and reports do not, and whether it reports what somebody says.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::AsItIs;
use super::words::{self, Marks, Word};

/// Words for the reader and for the site that speaks, in the languages of the phrases; left out are those that mean
/// something else in another one of them (`du`, `je`, `te`, `nas`, `we`, `nos`, `din`, `tue`).
const WORDS: &[&str] = &[
    "bize",
    "bizi",
    "bizim",
    "ditt",
    "jouw",
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
    "siz",
    "sizin",
    "tu",
    "tua",
    "tuo",
    "tus",
    "twoje",
    "twój",
    "unser",
    "unsere",
    "unserem",
    "unseren",
    "unserer",
    "unseres",
    "us",
    "usted",
    "uw",
    "você",
    "vos",
    "votre",
    "vous",
    "vår",
    "våra",
    "vårt",
    "you",
    "your",
    "вам",
    "вас",
    "ваш",
    "ваша",
    "ваше",
    "вашу",
    "вы",
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
    "أنت",
    "لنا",
    "你",
    "您",
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

type Hashes = HashSet<u64, BuildHasherDefault<AsItIs>>;

/// The hashes of [`WORDS`].
static HASHES: LazyLock<Hashes> = LazyLock::new(|| hashes(WORDS));

/// The hashes of [`REPORTING`].
static OF_REPORTS: LazyLock<Hashes> = LazyLock::new(|| hashes(REPORTING));

fn hashes(list: &[&str]) -> Hashes {
    list.iter().flat_map(|word| words::words(word)).map(|word| word.hash).collect()
}

/// Whether `words` tell who said something.
pub(super) fn reports(words: &[Word]) -> bool {
    words.iter().any(|word| OF_REPORTS.contains(&word.hash))
}

/// Whether one of `words`, which stand in `text`, stands for the reader or for whoever speaks to them.
pub(super) fn is_addressed(text: &str, words: &[Word]) -> bool {
    let polite =
        |at: usize, written: &str| at > 0 && !words[at].marks.has(Marks::SENTENCE) && POLITE.contains(&written);
    words.iter().enumerate().any(|(at, word)| {
        let written = &text[word.start as usize..word.end as usize];
        // The country is no reader.
        HASHES.contains(&word.hash) && written != "US" || polite(at, written)
    })
}
