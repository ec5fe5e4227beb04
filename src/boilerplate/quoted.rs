//! What somebody says in a text, and what only names it.

use super::phrases::Match;
use super::words::Word;

/// Marks that open a quotation.
pub(super) const OPENING: [char; 10] = ['“', '„', '«', '"', '‘', '‚', '「', '『', '‹', '»'];

/// Whether somebody is quoted in `text`.
pub(super) fn is_quoted(text: &str) -> bool {
    if text.is_ascii() {
        return text.starts_with('"') || text.matches('"').count() > 1;
    }
    text.starts_with(['“', '„', '«', '"', '‘', '「', '『', '‹', '»'])
        || text.contains(['“', '„', '「'])
        || text.contains('«') && text.contains('»')
        || text.matches('"').count() > 1
}

/// Whether a phrase is named in a sentence and not said by it: in quotation marks with text around them.
pub(super) fn is_mentioned(text: &str, words: &[Word], found: &Match) -> bool {
    let before = &text[..words[found.from].start as usize];
    // In French a space stands inside of the marks.
    let before = Some(before.trim_end()).filter(|before| before.ends_with('«')).unwrap_or(before);
    let behind = text[words[found.to - 1].end as usize..].trim_start();
    found.from > 0
        && before.ends_with(OPENING)
        && behind.starts_with(['”', '“', '»', '«', '"', '’', '‘', '」', '』', '›', ',', '.', '!', '?'])
}

/// Whether `text` opens with a quotation, or with what is said in a dialogue, and goes on behind it.
pub(super) fn is_attributed(text: &str) -> bool {
    let mut chars = text.chars();
    let closing: &[char] = match chars.next() {
        Some('“' | '＂') => &['”', '“'],
        Some('„') => &['“', '”', '"'],
        Some('«') => &['»'],
        Some('»') => &['«'],
        Some('"') => &['"'],
        Some('‘' | '‚') => &['’', '‘'],
        Some('「') => &['」'],
        Some('『') => &['』'],
        Some('‹') => &['›'],
        Some('—' | '–' | '―') => return is_dialogue(chars.as_str()),
        _ => return false,
    };
    let rest = chars.as_str();
    let goes_on = |at: usize| {
        let behind = &rest[at..];
        let behind = behind.trim_start_matches(closing);
        // An apostrophe closes nothing.
        let apostrophe = rest[at..].starts_with('’') && behind.starts_with(char::is_alphabetic);
        (!apostrophe).then(|| behind.contains(char::is_alphabetic))
    };
    rest.match_indices(closing).find_map(|(at, _)| goes_on(at)).unwrap_or(false)
}

/// Whether what is said, behind its dash, is followed by a dash and who says so.
fn is_dialogue(said: &str) -> bool {
    said.match_indices(['—', '–', '―']).any(|(at, dash)| {
        said[at + dash.len()..].trim_start().starts_with(char::is_lowercase) && said[..at].contains(char::is_alphabetic)
    })
}

/// Verbs of speaking in the form in which the software of web pages puts them behind the name of a reader.
const VERBS: &[&str] = &[
    "says",
    "said",
    "wrote",
    "writes",
    "sagt",
    "sagte",
    "schreibt",
    "schrieb",
    "dit",
    "écrit",
    "dice",
    "dijo",
    "escribió",
    "scrive",
    "scrisse",
    "diz",
    "disse",
    "escreveu",
    "zegt",
    "zei",
    "schreef",
    "пишет",
    "говорит",
    "сказал",
    "сказала",
];

/// Whether `text` ends in a verb of speaking and a colon.
pub(super) fn speaks(text: &str) -> bool {
    let Some(name) = text.trim_end().strip_suffix([':', '：']).map(str::trim_end) else { return false };
    name.ends_with("说道")
        || name.rsplit(char::is_whitespace).next().is_some_and(|verb| VERBS.contains(&verb))
            && name.contains(char::is_whitespace)
}
