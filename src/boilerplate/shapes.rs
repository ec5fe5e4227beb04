//! What a text is by its shape: a stamp, a path, a caption, a remnant.

use super::phrases::{BUILT_IN, Kind, Match};
use super::quoted::is_quoted;
use super::traits::SHORT;
use super::words::{Marks, Word};

/// Whether `text` is the age for which a page is: `16+`.
pub(super) fn is_age_rating(text: &str) -> bool {
    let age = text.strip_suffix('+').or_else(|| text.strip_prefix('(')?.strip_suffix("+)"));
    age.is_some_and(|age| (1..=2).contains(&age.len()) && age.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether `text` is the clock of a player: `00:00 / 02:15`.
pub(super) fn is_clock_of_a_player(text: &str) -> bool {
    let time = |part: &str| {
        let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.trim().split_once(':').is_some_and(|(minutes, seconds)| digits(minutes) && digits(seconds))
            && part.trim().len() > 3
    };
    text.len() <= 16 && text.split_once(['/', '|']).is_some_and(|(now, all)| time(now) && time(all))
}

/// Whether `text` says what headlines and names do not: a score, a rate, a signature behind a dash, a dateline.
pub(super) fn is_data(text: &str, words: &[Word]) -> bool {
    let dash = |c: char| matches!(c, '—' | '–' | '-' | '*');
    let numbers = words.iter().filter(|word| word.marks.has(Marks::DIGIT)).count();
    let rate = numbers > 0 && text.starts_with('(') && text.ends_with(')');
    let score = numbers > 1 && numbers < words.len() && numbers * 3 >= words.len() && !is_dated(text, words);
    words.len() > 1 && (text.starts_with(dash) || text.ends_with(dash)) || rate || score
}

/// Words that stand for somebody who was named before.
const PRONOUNS: &[&str] =
    &["he", "she", "it", "they", "we", "i", "you", "er", "sie", "es", "wir", "il", "elle", "он", "она"];

/// Whether a text that ends as a sentence may be the caption of a picture: it quotes nobody, names whom it shows, and says
/// so with a date or says little more.
pub(super) fn may_be_a_caption(text: &str, words: &[Word], shown: bool) -> bool {
    let dated = is_dated(text, words);
    let sentences = || words.iter().skip(1).filter(|word| word.marks.has(Marks::SENTENCE)).count();
    if !(shown && dated || (shown || dated) && sentences() <= 1) {
        return false;
    }
    let first = words.first().map_or("", |word| &text[word.start as usize..word.end as usize]);
    let quoted = is_quoted(text) || text.contains('”');
    !quoted && !PRONOUNS.contains(&&*first.to_lowercase())
}

/// Whether `text` ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '“', '»', '«', ')', ']', '」', '』', '*', '_', ' ']);
    bare.ends_with(['.', '!', '?', '。', '！', '？', '؟', '।', '…'])
}

/// Where the bracket or the emphasis that ends `text` begins.
pub(super) fn bracket(text: &str) -> Option<usize> {
    let text = text.trim_end();
    let open = [(")", "("), ("]", "["), ("**", "**"), ("__", "__"), ("*", "*"), ("_", "_")];
    open.iter().find_map(|(close, open)| text.strip_suffix(close)?.rfind(open))
}

/// Whether `text` names a year.
pub(super) fn is_dated(text: &str, words: &[Word]) -> bool {
    let written = |word: &Word| &text[word.start as usize..word.end as usize];
    let year = |word: &str| {
        word.len() == 4
            && word.bytes().all(|b| b.is_ascii_digit())
            && (word.starts_with("19") || word.starts_with("20"))
    };
    words.iter().filter(|word| word.marks.has(Marks::DIGIT)).any(|word| year(written(word)))
}

/// Whether `text` is a time of day beside a year.
pub(super) fn is_stamp(text: &str, words: &[Word]) -> bool {
    let written = |word: &Word| &text[word.start as usize..word.end as usize];
    let time = |pair: &[Word]| {
        let colon = text.get(pair[0].end as usize..pair[1].start as usize) == Some(":");
        colon && written(&pair[0]).len() <= 2 && written(&pair[1]).bytes().take_while(u8::is_ascii_digit).count() == 2
    };
    let named = |word: &Word| written(word).chars().all(char::is_alphabetic);
    words.len() <= SHORT && is_dated(text, words) && words.windows(2).any(time) && words.iter().any(named)
}

/// Whether `text` is the way to a page through the sections of its site.
pub(super) fn is_path(text: &str, words: &[Word]) -> bool {
    let parts = |sign: &'static str| text.split(sign).map(str::trim);
    let named =
        |part: &str| part.chars().next().is_some_and(char::is_alphabetic) && part.split_whitespace().count() <= 4;
    (3..=16).contains(&words.len())
        && (!text.is_ascii() || text.contains('>'))
        && [" > ", " » ", " › ", " → "].iter().any(|sign| parts(sign).count() >= 3 && parts(sign).all(named))
}

/// Whether `text` is the way to a page through few sections of its site, the first of which every site has:
/// `Home / World`.
pub(super) fn is_short_path(text: &str, words: &[Word]) -> bool {
    let sign = [" / ", " | ", " > ", " » ", " › "].into_iter().find(|sign| text.contains(sign));
    let parts = |sign: &'static str| text.split(sign).map(str::trim);
    let named = |part: &str| part.starts_with(char::is_uppercase) && part.split_whitespace().count() <= 3;
    // What the way leads to is the title of the article, where it stands there too.
    let leads = |sign: &'static str| {
        let parts: Vec<&str> = parts(sign).collect();
        parts.len() > 2 && words.len() <= 2 * SHORT && parts[..parts.len() - 1].iter().all(|part| named(part))
    };
    sign.is_some_and(|sign| {
        let first = text.find(sign).unwrap_or_default();
        let first = &words[..words.partition_point(|word| (word.end as usize) <= first)];
        let of_menu = || BUILT_IN.line(first).is_some_and(|(kind, _)| kind == Kind::Navigation);
        (words.len() <= SHORT && parts(sign).all(named) || leads(sign)) && of_menu()
    })
}

/// Whether `text` names an e-mail address or an account.
pub(super) fn has_account(text: &str) -> bool {
    text.contains('@')
        && text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | ',' | '；' | '：')).any(
            |token| {
                let Some((user, host)) = token.split_once('@') else { return false };
                let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
                let host = host.trim_end_matches(['.', ':', ';', '!', '?', '|']);
                host.len() > 1
                    && host.chars().all(name)
                    && (user.is_empty() || host.contains('.') && user.chars().any(name))
            },
        )
}

/// Whether marks without a word are left of something, and no line between two parts of the text.
pub(super) fn is_remnant(text: &str) -> bool {
    let decoration = |c: char| {
        c.is_whitespace() || matches!(c, '*' | '-' | '–' | '—' | '_' | '=' | '~' | '#' | '+' | '.' | '…' | '•' | '·')
    };
    text.contains(['|', ')', ']', '%', '>', ',', ';', ':', '/']) && !text.chars().all(decoration)
        || matches!(text.trim(), "." | "-")
}

pub(super) fn is_in_capitals(text: &str) -> bool {
    !text.chars().any(char::is_lowercase) && text.chars().filter(|c| c.is_uppercase()).count() >= 6
}

/// Whether what a phrase leads to follows it: behind a colon, a bar or an arrow, or as a link.
pub(super) fn is_label(text: &str, words: &[Word], found: &Match) -> bool {
    let Some(next) = words.get(found.to) else { return true };
    let gap = &text[words[found.to - 1].end as usize..next.start as usize];
    gap.contains([':', '：', '|', '»', '>', '→', '►', '▶', '[', '•']) || gap.contains(" – ") || gap.contains(" — ")
}
