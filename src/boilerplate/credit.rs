//! Whom a picture is of, and what else papers put behind a text.

use super::phrases::{BUILT_IN, Kind, Place};
use super::shapes::{bracket, ends_sentence, is_dated};
use super::traits::{LONG, NAME, TINY};
use super::words::Word;

/// The most words that a caption's credit has.
const CREDIT: usize = 10;

/// Whether `text` ends in the label of a credit and whom it names.
pub(super) fn ends_in_credit(text: &str, words: &[Word]) -> bool {
    let labelled = |at: usize| {
        let found = BUILT_IN.start(&words[at..], Place::Label);
        found.is_some_and(|found| {
            let gap = words
                .get(at + found.to)
                .map_or("", |next| &text[words[at + found.to - 1].end as usize..next.start as usize]);
            found.kind == Kind::Credit && gap.trim_start().starts_with([':', '：', '…', '.'])
        })
    };
    let named = bracket(text).is_some_and(|start| {
        let inner = words.iter().position(|word| word.start as usize > start).map_or(&[][..], |at| &words[at..]);
        (2..=CREDIT).contains(&inner.len()) && (0..inner.len()).any(|at| BUILT_IN.names_agency(&inner[at..]))
    });
    // Extractors drop the space in front of it.
    let joined = text.rfind("Credit:").is_some_and(|at| text.len() - at < 60);
    named || joined || (words.len().saturating_sub(CREDIT).max(1)..words.len()).any(labelled)
}

/// The least words of a caption behind which the name of an agency may stand in brackets; in a dateline there are fewer.
const SHOWN: usize = 5;

/// Whether `text`, which does not end as a sentence, ends in the name of an agency in brackets: `The pier on Friday (Ansa)`.
pub(super) fn names_agency_in_brackets(text: &str, words: &[Word]) -> bool {
    let Some(start) = bracket(text).filter(|_| text.ends_with(')')) else { return false };
    let at = words.partition_point(|word| (word.start as usize) < start);
    (SHOWN..=LONG).contains(&at)
        && words.len() - at <= AGENCY
        && BUILT_IN.names_agency(&words[at..])
        && !ends_sentence(text[..start].trim_end())
}

/// Whether `text` is the initials of whoever wrote an article, as papers put them at its end: `(kob)`, `(kob/dpa)`.
pub(super) fn is_initials(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inner.is_some_and(|inner| {
        inner.split(['/', ',']).map(str::trim).all(|name| {
            (2..=4).contains(&name.chars().count()) && name.chars().all(|c| c.is_alphabetic() && c.is_lowercase())
        })
    })
}

/// The most words of the name of an agency that stands alone behind a bar.
const AGENCY: usize = 3;

/// Whether `text` ends in whom a picture is of, in the way of agencies (`. © AFP`, `| Reuters`, `. Agency/Vera Lind`), or is
/// the name of one with a bar in it.
pub(super) fn ends_in_agency(text: &str, words: &[Word]) -> bool {
    let within = |from: usize| &words[words.partition_point(|word| (word.start as usize) < from)..];
    let marked = text.rfind('©').filter(|at| *at > 0).is_some_and(|at| (1..=NAME).contains(&within(at).len()));
    let alone = ["| ", " / ", ". /"].iter().filter_map(|mark| text.rfind(mark)).any(|at| {
        let name = within(at);
        (1..=AGENCY).contains(&name.len()) && name.len() < words.len() && BUILT_IN.names_agency(name)
    });
    let service = (2..=TINY).contains(&words.len()) && text.contains('/') && BUILT_IN.names_agency(words);
    marked || alone || service || ends_in_names(text, words)
}

/// Whether the last sentence of `text` is nothing but names with a bar between them, behind a date, or one of them the name
/// of an agency: `May 9, 2031. Agency/Vera Lind/File Photo`.
fn ends_in_names(text: &str, words: &[Word]) -> bool {
    let Some((before, names)) = text.rsplit_once(". ") else { return false };
    let named = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let all = || names.split(['/', ' ']).filter(|word| !word.is_empty());
    let joined = names.match_indices('/').any(|(at, _)| {
        let beside = (names[..at].chars().next_back(), names[at + 1..].chars().next());
        beside.0.is_some_and(char::is_alphabetic) && beside.1.is_some_and(char::is_uppercase)
    });
    let of_agency =
        || BUILT_IN.names_agency(&words[words.partition_point(|word| word.start as usize <= before.len())..]);
    before.contains(' ')
        && joined
        && (is_dated(text, words) || of_agency())
        && (2..=NAME).contains(&all().count())
        && all().all(named)
}

/// Whether `text` counts pictures: `[1/4] Gates at dawn`.
pub(super) fn is_numbered_picture(text: &str) -> bool {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let counted = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    counted.is_some_and(|(count, rest)| {
        let both = count.split_once('/').is_some_and(|(one, all)| number(one) && number(all));
        both && !rest.trim().is_empty()
    })
}

/// Whether `text` begins with a sign of copyright, or with one in brackets and a year.
pub(super) fn claims_rights(text: &str) -> bool {
    let year = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    text.starts_with('©') || ["(c)", "(C)"].iter().any(|sign| text.strip_prefix(sign).is_some_and(year))
}
