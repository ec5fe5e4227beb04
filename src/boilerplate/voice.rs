//! Whose voice a text speaks in: a report tells of others, a site speaks to its reader or of itself.
//!
//! That many articles hold a finished sentence says that somebody uses it again; only its voice says that it is no part of
//! them.

use std::sync::LazyLock;

use super::phrases::{BUILT_IN, Kind, Match, Place};
use super::reader::{self, Hashes};
use super::words::{Marks, Word};

/// Whose voice a text speaks in, the one that tells least of it first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Voice {
    /// It tells of others, as articles do.
    #[default]
    Report,
    /// Whoever publishes it speaks, or is named.
    Publisher,
    /// It speaks to the reader, or of what only a page has.
    Reader,
}

/// What only pages and subscriptions have, and what they ask for in forms that reports hardly have.
const OF_PAGES: &[&str] = &[
    // Anywhere
    "browser",
    "cookies",
    "http",
    "https",
    "javascript",
    "newsletter",
    "newsletters",
    "podcast",
    "www",
    // English
    "inbox",
    "readers",
    "subscriber",
    "subscribers",
    "yourself",
    "yours",
    // German
    "abonnieren",
    "anmelden",
    "dein",
    "deine",
    "deinem",
    "deinen",
    "deiner",
    "dich",
    "euch",
    "herunterladen",
    "leserinnen",
    "postfach",
    // French
    "abonnés",
    "lecteurs",
    "navigateur",
    // Spanish
    "abonados",
    "boletín",
    "descarga",
    "lectores",
    "navegador",
    "regístrate",
    "suscriptores",
    "suscríbase",
    "suscríbete",
    "síguenos",
    "únete",
    // Italian
    "abbonati",
    "iscriviti",
    "scarica",
    "seguici",
    // Portuguese
    "assinantes",
    "assine",
    "cadastre",
    "inscreva",
    "leitores",
    // Dutch
    "aanmelden",
    "abonnee",
    "abonnees",
    "lezers",
    "nieuwsbrief",
    // Swedish
    "läsare",
    "nyhetsbrev",
    "prenumerera",
    // Polish
    "czytelników",
    "dołącz",
    "kliknij",
    "pobierz",
    "prenumerata",
    "twój",
    "zapisz",
    // Turkish
    "abone",
    "bülten",
    "tıklayın",
    // Russian
    "браузер",
    "рассылка",
    "рассылку",
    "читателей",
    "читатели",
    // Arabic
    "اشترك",
    "اشتركوا",
    "المتصفح",
    "تابعنا",
    "متصفحك",
];

/// What prompts in English begin with, and sentences of reports do not.
const IMPERATIVES: &[&str] = &[
    "ask",
    "become",
    "browse",
    "buy",
    "click",
    "discover",
    "donate",
    "download",
    "enjoy",
    "explore",
    "find",
    "follow",
    "get",
    "join",
    "listen",
    "register",
    "send",
    "sign",
    "subscribe",
    "tap",
    "visit",
    "write",
];

static PAGES: LazyLock<Hashes> = LazyLock::new(|| reader::hashes(OF_PAGES));
static ASKING: LazyLock<Hashes> = LazyLock::new(|| reader::hashes(IMPERATIVES));

/// Whose voice the words `told` of `text` speak in, those outside quotation marks; `source` is who published it, as
/// [`super::Provenance`] names them.
pub(crate) fn voice(text: &str, told: &[Word], source: Option<&str>) -> Voice {
    if reader::reports(told) {
        return Voice::Report;
    }
    let written = |word: &Word| &text[word.start as usize..word.end as usize];
    let begins = |at: usize| at == 0 || told[at].marks.has(Marks::SENTENCE);
    let asks = |at: usize| {
        begins(at) && ASKING.contains(&told[at].hash)
            || ["йте", "йтесь", "тесь"].iter().any(|end| written(&told[at]).ends_with(end))
            // The second person of French, and no name.
            || written(&told[at]).len() > 4 && written(&told[at]).ends_with("ez") && written(&told[at]) != "assez"
                && written(&told[at]).starts_with(char::is_lowercase)
    };
    let (Some(first), Some(last)) = (told.first(), told.last()) else { return Voice::Report };
    let exclaims = || text[last.end as usize..].starts_with(['!', '！']);
    let address = || text[first.start as usize..last.end as usize].contains(['@', '©']) || text.starts_with('©');
    let said = [Place::Label, Place::Start].into_iter().filter_map(|place| BUILT_IN.start(told, place));
    let inside = || BUILT_IN.inside(told).filter(|found| found.place == Place::Inside);
    let of_others = |kind| matches!(kind, Kind::Agency | Kind::Credit | Kind::Author);
    let telling = |found: &Match| found.to > found.from + 1 && !of_others(found.kind);
    let mut phrases = said.chain(BUILT_IN.end(told)).chain(inside());
    // “What do you hear at night?” is asked of whoever is interviewed.
    let asked = text.trim_end().ends_with(['?', '？', '؟']);
    if !asked && reader::is_second_person(text, told)
        || told.iter().any(|word| PAGES.contains(&word.hash))
        || (0..told.len()).any(asks)
        || exclaims()
        || address()
        || !asked && phrases.any(|found| telling(&found))
    {
        return Voice::Reader;
    }
    let named = || source.is_some_and(|source| names(text, told, source));
    if !asked && reader::is_addressed(text, told) || named() { Voice::Publisher } else { Voice::Report }
}

/// The most words of the name of a publisher.
const NAME: usize = 5;

/// Whether `words` name the publisher `source`, a host or a name: `harbour-post.example` is the Harbour Post.
fn names(text: &str, words: &[Word], source: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let is_host = source.contains('.') && !source.contains(char::is_whitespace);
    // The part of a host that tells most is its longest one.
    let label = if is_host { source.rsplit('.').skip(1).max_by_key(|part| part.len()) } else { Some(source) };
    let name: String = label.map(letters).unwrap_or_default();
    let name = name.strip_prefix("the").unwrap_or(&name);
    if name.chars().count() < 4 {
        return false;
    }
    (0..words.len()).any(|from| {
        let mut left = name;
        let begins = text[words[from].start as usize..].starts_with(|c: char| c.is_uppercase() || !c.is_lowercase());
        begins
            && words[from..].iter().take(NAME).any(|word| {
                let part: String = letters(&text[word.start as usize..word.end as usize]);
                let rest = left.strip_prefix(&*part);
                left = rest.unwrap_or("\0");
                rest == Some("")
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boilerplate::words;

    fn of(text: &str) -> Voice {
        voice(text, &words::words(text), Some("harbour-post.example"))
    }

    #[test]
    fn prompts_speak_to_the_reader() {
        for text in [
            "Have a tip for the desk? Your call is free.",
            "Get the letter by post until Easter.",
            "The player needs JavaScript.",
            "Recevez chaque matin la lettre du port.",
            "Читайте в пятницу о рыбе.",
            "Jetzt kostenlos anmelden!",
            "Questions go to desk@post.example.",
        ] {
            assert_eq!(of(text), Voice::Reader, "{text}");
        }
    }

    #[test]
    fn publishers_speak_of_themselves() {
        assert_eq!(of("The Harbour Post has been printed in the old mill since the flood."), Voice::Publisher);
        assert_eq!(of("Tides stand in our paper on page nine."), Voice::Publisher);
    }

    #[test]
    fn reports_tell_of_others() {
        for text in [
            "The war on the northern shore began in 2019, when ships took the island.",
            "She is survived by two sons.",
            "The harbour was closed after the post had come.",
            "“You will pay for this,” said the mayor.",
            "Some names have been changed.",
            "What do you hear at night?",
            "Share prices fell, and Gomez left.",
        ] {
            assert_eq!(of(text), Voice::Report, "{text}");
        }
    }
}
