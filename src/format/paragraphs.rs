//! Splits a stretch of text without blank lines into paragraphs, and says what each looks like.

use super::Dialect;
use super::keys;
use super::lines::{Line, lines};
use crate::text::Span;

/// A paragraph, in bytes from the start of its unit, without the line end behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paragraph {
    pub(crate) span: Span,
    pub(crate) shape: Shape,
}

/// What a paragraph looks like on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Running text.
    Text,
    /// A short line that does not end a sentence: a headline, a heading, a caption.
    Short,
    /// `By Vera Lind`
    Byline,
    /// A date and nothing else.
    Date,
    /// A Markdown heading.
    Heading,
    /// An item of a list.
    ListItem,
    /// A line under a picture, by its credit.
    Caption,
    /// `Original url: …`; the span of the key, and whether the value stands on a later line.
    Metadata { key: Span, value: Span },
    /// An address and nothing else.
    Address,
}

/// Splits `text`, a unit of text.
pub(crate) fn split(text: &str, dialect: Dialect) -> Vec<Paragraph> {
    let mut found = Vec::new();
    split_into(text, dialect, &mut found);
    found
}

/// The same, into `found`, which is empty.
pub(crate) fn split_into(text: &str, dialect: Dialect, found: &mut Vec<Paragraph>) {
    let Some(first) = Line::at(text, 0) else { return };
    if first.next == text.len() {
        // As most units are: one line.
        found.push(paragraph(text, first, dialect));
    } else {
        let all: Vec<Line> = lines(text, 0).collect();
        let wrapped = is_wrapped(text, &all);
        for (i, line) in all.iter().enumerate() {
            let own = paragraph(text, *line, dialect);
            let begins = i == 0 || !wrapped || own.shape != Shape::Text;
            match found.last_mut() {
                Some(last) if !begins && last.shape != Shape::Heading => last.span.end = own.span.end,
                _ => found.push(own),
            }
        }
        if !wrapped && found.len() > 1 {
            join_quoted(text, found);
        }
    }
    for paragraph in found.iter_mut().filter(|paragraph| paragraph.shape == Shape::Text) {
        paragraph.shape = shape(&text[paragraph.span.range()], paragraph.span.start);
    }
}

/// The paragraph that `line` is alone, as far as its first characters say what it is.
fn paragraph(text: &str, line: Line, dialect: Dialect) -> Paragraph {
    let content = line.text(text);
    let lead = content.len() - content.trim_start_matches([' ', '\t', '\u{feff}', '\u{3000}']).len();
    let span = Span::new(line.start + lead, line.start + content.trim_end().len().max(lead));
    let written = &text[span.range()];
    let shape = if is_heading(written, dialect) {
        Shape::Heading
    } else if is_list_item(written) {
        Shape::ListItem
    } else {
        Shape::Text
    };
    Paragraph { span, shape }
}

/// The most lines that one quotation or bracket joins.
const VERSE: usize = 12;
/// The most bytes of a line that is joined with others: what is longer is a paragraph of its own.
const VERSE_LINE: usize = 100;

/// Joins short lines over which a quotation or a bracket runs, as in verse and in texts with a sentence on each line.
///
/// Paragraphs of one line each that go on with a quotation open it again, and stay apart.
fn join_quoted(text: &str, found: &mut Vec<Paragraph>) {
    let mut at = 0;
    while at + 1 < found.len() {
        if let Some(last) = runs_to(text, &found[at..]) {
            found[at].span.end = found[at + last].span.end;
            found.drain(at + 1..=at + last);
        }
        at += 1;
    }
}

/// How many lines further on the first of `lines` is closed, where it leaves one mark open.
fn runs_to(text: &str, lines: &[Paragraph]) -> Option<usize> {
    const PAIRS: [(char, char); 6] = [('“', '”'), ('«', '»'), ('"', '"'), ('(', ')'), ('「', '」'), ('（', '）')];
    let written = |line: &Paragraph| &text[line.span.range()];
    PAIRS.iter().find_map(|&(open, close)| {
        let depth = |line: &str| {
            let opened = line.matches(open).count() as isize;
            if open == close { opened % 2 } else { opened - line.matches(close).count() as isize }
        };
        let first = written(&lines[0]);
        if lines[0].shape != Shape::Text || first.len() > VERSE_LINE || depth(first) != 1 {
            return None;
        }
        for (i, line) in lines.iter().enumerate().skip(1).take(VERSE) {
            let content = written(line);
            if line.shape != Shape::Text || content.len() > VERSE_LINE || content.starts_with(open) {
                return None;
            }
            match depth(content) {
                0 => {}
                -1 => return Some(i),
                _ => return (open == close).then_some(i),
            }
        }
        None
    })
}

/// Whether the lines were broken to fit a width, so that together they are one paragraph.
///
/// They were if nearly every line could not have taken the first word of the next one.
fn is_wrapped(text: &str, all: &[Line]) -> bool {
    let Some((_, body)) = all.split_last().filter(|(_, body)| !body.is_empty()) else { return false };
    let width = |line: &Line| line.text(text).trim_end().chars().count();
    let widest = all.iter().map(width).max().unwrap_or(0);
    if !(30..=120).contains(&widest) {
        return false;
    }
    let full = body.iter().zip(&all[1..]).filter(|(line, next)| {
        let first = next.text(text).split_whitespace().next().map_or(0, |word| word.chars().count());
        width(line) + 1 + first > widest
    });
    let full = full.count();
    full * 5 >= body.len() * 4 && (body.len() > 1 || !ends_sentence(all[0].text(text)) && widest > 50)
}

fn is_heading(line: &str, dialect: Dialect) -> bool {
    let hashes = line.bytes().take_while(|&b| b == b'#').count();
    dialect == Dialect::Markdown && (1..=6).contains(&hashes) && line[hashes..].starts_with(' ')
}

fn is_list_item(line: &str) -> bool {
    if let Some(rest) = line.strip_prefix(['-', '*', '+', '•', '–', '·', '▪']) {
        return rest.starts_with(' ');
    }
    let marker = line.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let numbered = (1..=3).contains(&marker) && line[..marker].bytes().all(|b| b.is_ascii_digit());
    let lettered = marker == 1 && line.starts_with(|c: char| c.is_ascii_lowercase());
    (numbered && line[marker..].starts_with([')', '.']) || lettered && line[marker..].starts_with(')'))
        && line[marker + 1..].starts_with(' ')
}

/// Whether `text` ends the way sentences do, closing marks left aside.
fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(['"', '\'', '”', '’', '“', '»', '«', ')', ']', '」', '』', '*', '_']);
    text.ends_with(['.', '!', '?', '…', ':', ';', ',', '。', '！', '？', '؟', '।'])
}

fn shape(text: &str, start: usize) -> Shape {
    if text.len() > 400 {
        return Shape::Text;
    }
    let bare = text.trim_start_matches('<').trim_end_matches('>');
    if keys::is_url(bare) {
        return Shape::Address;
    }
    let colon = text.bytes().take(25).position(|byte| byte == b':');
    if let Some((key, value)) = colon.map(|at| (&text[..at], &text[at + 1..])) {
        let written = value.trim();
        let address = keys::is_url(written.trim_start_matches('<').trim_end_matches('>'));
        // As a header writes it: `section: region`.
        let bare_key = key.bytes().all(|b| b.is_ascii_lowercase()) && value.starts_with(' ') && text.len() <= 120;
        let metadata = match keys::kind(key.trim()) {
            Some(_) if bare_key && !ends_sentence(text) => true,
            Some(keys::KeyKind::Url) => written.is_empty() || address,
            Some(keys::KeyKind::Date) => {
                matches!(keys::read_date(written), keys::DateReading::Iso | keys::DateReading::Other(_))
            }
            Some(_) => address,
            None => false,
        };
        if metadata {
            let value_start = start + text.len() - value.trim_start().len();
            let key = Span::new(start, start + key.len());
            return Shape::Metadata { key, value: Span::new(value_start.min(start + text.len()), start + text.len()) };
        }
    }
    if matches!(keys::read_date(text), keys::DateReading::Iso | keys::DateReading::Other(_)) {
        return Shape::Date;
    }
    if is_byline(text) {
        return Shape::Byline;
    }
    if text.len() <= 300 && has_credit(text) {
        return Shape::Caption;
    }
    // What costs most comes last.
    let short = text.len() <= 180
        && !ends_sentence(text)
        && text.chars().count() <= 120
        && text.split_whitespace().count() <= 22;
    if short { Shape::Short } else { Shape::Text }
}

fn is_byline(text: &str) -> bool {
    let Some((first, rest)) = text.split_once(' ') else { return false };
    let names = ["by", "von", "par", "por", "di", "door", "av", "af"].iter().any(|by| first.eq_ignore_ascii_case(by));
    let name = rest.chars().next().is_some_and(char::is_uppercase);
    names && name && text.split_whitespace().count() <= 8 && !ends_sentence(text)
}

/// Whether a line ends in the credit of a picture: `Photo: …`, `(AP Photo/…)`, `… / Agency`.
pub(crate) fn has_credit(text: &str) -> bool {
    let first = text.split([' ', ':']).next().unwrap_or_default();
    let leads = ["photo", "photograph", "image", "picture", "foto", "bild", "caption"]
        .iter()
        .any(|w| first.eq_ignore_ascii_case(w));
    if leads && text[first.len()..].starts_with(':') {
        return true;
    }
    let tail = text.trim_end_matches(['*', '_', ')', ']']);
    let Some((before, after)) = tail.rsplit_once('/') else { return false };
    let name = |s: &str| s.trim().chars().next().is_some_and(char::is_uppercase);
    let agency = after.split_whitespace().count() <= 3 && name(after) && !after.contains(['.', ',']);
    let person = before.split_whitespace().next_back().is_some_and(name);
    agency
        && person
        && !before.ends_with('/')
        && text.split_whitespace().count() <= 40
        && !ends_sentence(text)
        && after.len() <= 30
        && (text.split_whitespace().count() <= 8 || text.contains(['(', '*']))
}

/// The dateline that opens a paragraph (`BEIJING (AFP) —`), from the start of `text`.
pub(crate) fn dateline(text: &str) -> Option<Span> {
    let head = &text[..text.char_indices().nth(70).map_or(text.len(), |(i, _)| i)];
    if !head.starts_with(char::is_uppercase) || !head.contains(['-', '–', '—', '|']) {
        return None;
    }
    let (at, _) = [" — ", " – ", " -- ", " - ", " | ", "—", ": —"]
        .iter()
        .filter_map(|dash| Some((head.find(dash)?, dash)))
        .min()?;
    let place = &head[..at];
    let words = place.split([' ', '/']).filter(|word| !word.is_empty());
    let like_a_place = |word: &str| {
        let word = word.trim_start_matches('(');
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || matches!(word, "de" | "la" | "of" | "the" | "del" | "am" | "an" | "der")
    };
    let count = words.clone().count();
    ((1..=7).contains(&count) && words.clone().all(like_a_place) && !place.contains(['"', '“', '!', '?']))
        .then(|| Span::new(0, at))
}
