//! Cuts a text into units: the smallest stretches that can be read again on their own after an edit.
//!
//! A unit is a header, a separator, a run of blank lines, a fenced block, or a stretch of text without blank lines.
//! What a unit is depends on its own text, on the [`Mode`] before it, and on nothing behind [`Unit::seen`].

use super::Dialect;
use super::keys;
use super::lines::{Line, is_blank, lines};
use crate::corpus::HeaderStyle;

/// Where in an article a unit begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Nothing but blank lines and markup yet: a header may come.
    #[default]
    Start,
    /// In the text, behind a blank line.
    Body,
    /// In the text, directly behind a line of text.
    Inside,
}

/// A unit as cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Its length in bytes, line ends included; never zero.
    pub(crate) len: usize,
    /// How many bytes from its start were looked at to cut it.
    pub(crate) seen: usize,
    pub(crate) kind: UnitKind,
    /// What holds behind it.
    pub(crate) next: Mode,
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitKind {
    /// Blank lines, this many.
    Blank(usize),
    /// A fenced header.
    FrontMatter { style: HeaderStyle, closed: bool },
    /// `key: value` lines at the top.
    Fields,
    /// A line between two articles.
    Separator(Separator),
    /// `<DOC>`, by its name.
    DocumentOpen { name: &'static str },
    /// `</DOC>`
    DocumentClose,
    /// Another line of file markup (`<TEXT>`).
    Element,
    /// A line drawn across the text.
    Rule,
    /// Fenced code.
    Code { closed: bool },
    /// Text.
    Text,
}

/// A line between two articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Separator {
    /// A run of one character, of this length in code points.
    Run { mark: char, len: usize, sound: bool },
    /// `Article 3`, `3 of 10 DOCUMENTS`.
    Numbered { number: u32, of: Option<u32>, sound: bool },
    /// A form feed.
    FormFeed,
}

/// A line longer than this is a unit of its own.
const LONG_LINE: usize = 240;
/// A unit of text has no more lines than this.
const MOST_LINES: usize = 200;
/// A header has no more lines than this.
const MOST_HEADER_LINES: usize = 100;
/// Separators of `-` and `*` are at least this long: shorter ones are rules.
const LONG_RUN: usize = 10;

/// The unit that `text` begins with, or `None` at its end.
pub(crate) fn first(text: &str, mode: Mode, dialect: Dialect) -> Option<Unit> {
    let line = Line::at(text, 0)?;
    let content = line.text(text);
    if is_blank(content) {
        return Some(blank(text, mode));
    }
    // What was looked at in vain was looked at all the same: a change there may make a header of it.
    let mut seen = 0;
    let header = front_matter(text, line, mode, &mut seen);
    let header = header.or_else(|| if mode == Mode::Start { fields(text, &mut seen) } else { None });
    let unit = header.unwrap_or_else(|| behind_header(text, line, mode, dialect));
    Some(Unit { seen: unit.seen.max(seen), ..unit })
}

/// The unit that `text` begins with, where that is no header and no blank line.
fn behind_header(text: &str, line: Line, mode: Mode, dialect: Dialect) -> Unit {
    let content = line.text(text);
    let one = |kind, next| Unit { len: line.next, seen: line.next, kind, next };
    let trimmed = content.trim_matches([' ', '\t', '\u{feff}']);
    if let Some((kind, next)) = element(trimmed, mode) {
        return one(kind, next);
    }
    if let Some(unit) = separator(text, line, trimmed, mode, dialect) {
        return unit;
    }
    match code_fence(trimmed) {
        Some(fence) => code(text, fence),
        None => paragraphs(text, dialect),
    }
}

/// Whether `line`, which is not blank, is one that ends a unit of text in front of it.
fn interrupts(trimmed: &str, dialect: Dialect) -> bool {
    match trimmed.as_bytes()[0] {
        b'<' => element(trimmed, Mode::Body).is_some(),
        b'`' | b'~' => code_fence(trimmed).is_some() || run(trimmed).is_some(),
        b'-' | b'=' | b'*' | b'_' | b'#' | b'+' => {
            trimmed == "---" || trimmed == "+++" || run(trimmed).is_some_and(|r| is_interrupting_run(&r, dialect))
        }
        0x0c => true,
        b'0'..=b'9' | b'A'..=b'Z' => numbered(trimmed).is_some(),
        _ => false,
    }
}

fn is_interrupting_run(separator: &Separator, dialect: Dialect) -> bool {
    match separator {
        // Under a line of text, `===` and `---` make it a heading in Markdown.
        Separator::Run { len, mark, .. } => {
            *len >= LONG_RUN || dialect == Dialect::Plain && *len >= 5 || matches!(mark, '*' | '_' | '#')
        }
        _ => true,
    }
}

fn blank(text: &str, mode: Mode) -> Unit {
    let (mut len, mut seen, mut count) = (0, 0, 0);
    for line in lines(text, 0) {
        seen = line.next;
        if !is_blank(line.text(text)) {
            break;
        }
        len = line.next;
        count += 1;
    }
    let next = if mode == Mode::Start { Mode::Start } else { Mode::Body };
    Unit { len, seen, kind: UnitKind::Blank(count), next }
}

/// A header between `---` or `+++` fences, closed or not.
fn front_matter(text: &str, fence: Line, mode: Mode, seen: &mut usize) -> Option<Unit> {
    let written = fence.text(text).trim_start_matches('\u{feff}').trim_end();
    let style = match written {
        "---" => HeaderStyle::Yaml,
        "+++" => HeaderStyle::Toml,
        _ => return None,
    };
    *seen = fence.next;
    let mut known = false;
    let mut end_of_fields = fence.next;
    let mut plausible = true;
    for (i, line) in lines(text, fence.next).take(MOST_HEADER_LINES).enumerate() {
        *seen = line.next;
        let content = line.text(text);
        let trimmed = content.trim_end();
        if trimmed == written || style == HeaderStyle::Yaml && trimmed == "..." {
            let kind = UnitKind::FrontMatter { style, closed: true };
            return (known && plausible).then_some(Unit { len: line.next, seen: *seen, kind, next: Mode::Body });
        }
        let key = field_key(content, style);
        known |= key.is_some_and(|key| mode == Mode::Start && i == 0 || keys::kind(key).is_some());
        let belongs = key.is_some()
            || is_blank(content)
            || content.starts_with([' ', '\t', '#', '-', ']', '}'])
            || missing_colon(trimmed, true).is_some();
        if !belongs {
            plausible = i > 0 && known && mode == Mode::Start && plausible;
            if !known || end_of_fields < line.start {
                break;
            }
            // A line that is no field, between fields: YAML will say what is wrong.
            continue;
        }
        if !is_blank(content) && end_of_fields == line.start {
            end_of_fields = line.next;
        }
    }
    // Never closed: what looks like fields is the header.
    let kind = UnitKind::FrontMatter { style, closed: false };
    (known && end_of_fields > fence.next).then_some(Unit { len: end_of_fields, seen: *seen, kind, next: Mode::Body })
}

/// The key of `key: value` or `key = value`, as written.
pub(crate) fn field_key(line: &str, style: HeaderStyle) -> Option<&str> {
    let sign = if style == HeaderStyle::Toml { '=' } else { ':' };
    let (key, value) = line.split_once(sign)?;
    let well_placed = style == HeaderStyle::Toml || value.is_empty() || value.starts_with([' ', '\t']);
    let key = key.trim_end().trim_matches('"');
    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.');
    (well_placed && !key.is_empty() && key.len() <= 40 && key.starts_with(char::is_alphabetic) && key.chars().all(name))
        .then_some(key)
}

/// The key of a metadata line that lacks its colon (`date 2031-03-14`): a known key and a value of its kind.
/// Among other fields, any short value will do.
pub(crate) fn missing_colon(line: &str, among_fields: bool) -> Option<&str> {
    let trimmed = line.trim();
    let (key, value) = trimmed.split_once([' ', '\t'])?;
    let value = value.trim();
    let right = match keys::kind(key)? {
        keys::KeyKind::Date => matches!(
            keys::read_date(value),
            keys::DateReading::Iso | keys::DateReading::Other(_) | keys::DateReading::Impossible
        ),
        keys::KeyKind::Url => keys::is_url(value),
        keys::KeyKind::Language => value.len() == 2 && value.bytes().all(|b| b.is_ascii_lowercase()),
        keys::KeyKind::Text => {
            let short = value.split_whitespace().count() <= 4 && !value.ends_with('.');
            keys::is_url(value) || among_fields && short && key.bytes().all(|b| b.is_ascii_lowercase())
        }
    };
    right.then_some(key)
}

/// `key: value` lines at the top of an article, up to the first line that is none.
fn fields(text: &str, seen: &mut usize) -> Option<Unit> {
    let (mut len, mut known, mut count) = (0, 0, 0);
    for line in lines(text, 0).take(MOST_HEADER_LINES) {
        *seen = (*seen).max(line.next);
        let content = line.text(text).trim_start_matches('\u{feff}');
        let lacks_colon = missing_colon(content, count > 0).is_some();
        let key = field_key(content.trim_start(), HeaderStyle::Lines);
        let is_known = key.is_some_and(|key| keys::kind(key).is_some());
        if !(lacks_colon || is_known || key.is_some_and(|key| key.split(' ').count() <= 2 && count > 0)) {
            break;
        }
        known += usize::from(lacks_colon || is_known);
        count += 1;
        len = line.next;
    }
    (known > 0 && known * 2 >= count).then_some(Unit { len, seen: *seen, kind: UnitKind::Fields, next: Mode::Body })
}

/// A line of file markup.
fn element(trimmed: &str, mode: Mode) -> Option<(UnitKind, Mode)> {
    let inner = trimmed.strip_prefix('<')?;
    let closing = inner.starts_with('/');
    let name = inner.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    if !inner.contains('>') {
        return None;
    }
    let alone = trimmed.ends_with('>') && trimmed.matches('<').count() <= 2;
    match name.to_ascii_uppercase().as_str() {
        "DOC" | "REUTERS" if alone && closing => Some((UnitKind::DocumentClose, Mode::Start)),
        "DOC" if alone => Some((UnitKind::DocumentOpen { name: "DOC" }, Mode::Start)),
        "REUTERS" if alone => Some((UnitKind::DocumentOpen { name: "REUTERS" }, Mode::Start)),
        "DOCNO" | "DOCID" | "TEXT" | "HEAD" | "HEADLINE" | "DATELINE" | "BODY" | "P" | "DATE" | "HL" | "BYLINE"
        | "DATE_TIME"
            if alone && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_') =>
        {
            Some((UnitKind::Element, mode))
        }
        _ => None,
    }
}

/// A run of one separator character, sound or damaged.
fn run(trimmed: &str) -> Option<Separator> {
    let mut chars = trimmed.chars();
    let mark = chars.next().filter(|c| matches!(c, '-' | '=' | '*' | '_' | '#' | '~'))?;
    let len = trimmed.chars().count();
    let same = trimmed.chars().filter(|&c| c == mark).count();
    if same == len {
        return (len >= 3).then_some(Separator::Run { mark, len, sound: true });
    }
    let spaced = trimmed.chars().all(|c| c == mark || c == ' ');
    if spaced && same >= 3 && same * 2 <= len + 1 {
        return Some(Separator::Run { mark, len, sound: true });
    }
    // Nearly a run: a slip of the keyboard, or two runs run together.
    let other_marks = trimmed.chars().filter(|c| matches!(c, '-' | '=' | '*' | '_' | '#' | '~' | ' ')).count();
    let damaged = same >= 5
        && (same * 5 >= len * 4 || other_marks == len && same * 2 >= len)
        && trimmed.ends_with(['-', '=', '*', '_', '#', '~', ' ']);
    damaged.then_some(Separator::Run { mark, len, sound: false })
}

/// `Article 3`, `Document 3 of 10`, `3 of 10 DOCUMENTS`.
fn numbered(trimmed: &str) -> Option<Separator> {
    if trimmed.len() > 40 {
        return None;
    }
    let mut words = trimmed.trim_end_matches([':', '.']).split_whitespace();
    let first = words.next()?;
    let named = |w: &str| ["article", "document", "artikel", "dokument"].iter().any(|n| w.eq_ignore_ascii_case(n));
    let plural =
        |w: &str| ["documents", "articles", "dokumenten", "artikeln"].iter().any(|n| w.eq_ignore_ascii_case(n));
    let of = |w: &str| ["of", "von", "de", "sur"].contains(&w.to_ascii_lowercase().as_str());
    let mut number = first.parse().ok();
    let leads = named(first);
    if leads {
        number = words.next()?.parse().ok();
    }
    let number = number?;
    let rest: Vec<&str> = words.collect();
    match rest.as_slice() {
        [] if leads => Some(Separator::Numbered { number, of: None, sound: true }),
        [o, total] if leads && of(o) => {
            Some(Separator::Numbered { number, of: Some(total.parse().ok()?), sound: true })
        }
        // The small word may be mistyped.
        [o, total, name] if !leads && (plural(name) || named(name)) && o.len() <= 3 => {
            Some(Separator::Numbered { number, of: Some(total.parse().ok()?), sound: of(o) })
        }
        _ => None,
    }
}

fn separator(text: &str, line: Line, trimmed: &str, mode: Mode, dialect: Dialect) -> Option<Unit> {
    let one = |kind, next, seen| Some(Unit { len: line.next, seen, kind, next });
    if trimmed.chars().all(|c| c == '\u{c}') && !trimmed.is_empty() {
        return one(UnitKind::Separator(Separator::FormFeed), Mode::Start, line.next);
    }
    if let Some(numbered) = numbered(trimmed) {
        if dialect == Dialect::Plain && mode != Mode::Inside {
            return one(UnitKind::Separator(numbered), Mode::Start, line.next);
        }
        return None;
    }
    let found = run(trimmed)?;
    let Separator::Run { mark, len, sound } = found else { return None };
    let boundary = match mark {
        _ if trimmed.contains(' ') && sound => false,
        '=' | '_' | '#' => dialect == Dialect::Plain || len >= LONG_RUN,
        _ => len >= LONG_RUN,
    };
    if boundary {
        return one(UnitKind::Separator(found), Mode::Start, line.next);
    }
    if !sound {
        return None;
    }
    // A short run is a separator where a header follows.
    let mut seen = line.next;
    for next in lines(text, line.next) {
        seen = next.next;
        let content = next.text(text);
        if is_blank(content) {
            continue;
        }
        let header = field_key(content, HeaderStyle::Lines).is_some_and(|key| keys::kind(key).is_some())
            || matches!(content.trim_end(), "---" | "+++");
        if header {
            return one(UnitKind::Separator(found), Mode::Start, seen);
        }
        break;
    }
    one(UnitKind::Rule, Mode::Body, seen)
}

/// The fence that opens a block of code.
fn code_fence(trimmed: &str) -> Option<(u8, usize)> {
    let mark = *trimmed.as_bytes().first()?;
    if mark != b'`' && mark != b'~' {
        return None;
    }
    let len = trimmed.bytes().take_while(|&b| b == mark).count();
    let info = &trimmed[len..];
    // `~~~~` alone may be a separator; code wants backticks or an info string.
    (len >= 3 && !info.contains('`') && (mark == b'`' || !info.is_empty())).then_some((mark, len))
}

/// A fenced block of code; one that is never closed is the opening line only.
fn code(text: &str, (mark, len): (u8, usize)) -> Unit {
    let mut first = 0;
    let mut seen = 0;
    for (i, line) in lines(text, 0).take(MOST_LINES * 10).enumerate() {
        seen = line.next;
        if i == 0 {
            first = line.next;
            continue;
        }
        let trimmed = line.text(text).trim();
        if trimmed.len() >= len && trimmed.bytes().all(|b| b == mark) {
            return Unit { len: line.next, seen, kind: UnitKind::Code { closed: true }, next: Mode::Body };
        }
    }
    Unit { len: first, seen, kind: UnitKind::Code { closed: false }, next: Mode::Inside }
}

/// Lines of text up to a blank line, a long line, or a line that is something else.
fn paragraphs(text: &str, dialect: Dialect) -> Unit {
    let (mut len, mut seen) = (0, 0);
    let mut next = Mode::Inside;
    for (i, line) in lines(text, 0).enumerate() {
        seen = line.next;
        let content = line.text(text);
        let long = content.len() > LONG_LINE;
        if i == 0 {
            len = line.next;
            if long {
                break;
            }
            continue;
        }
        if is_blank(content) {
            next = Mode::Body;
            break;
        }
        if long || i >= MOST_LINES || interrupts(content.trim(), dialect) {
            break;
        }
        len = line.next;
    }
    Unit { len, seen, kind: UnitKind::Text, next }
}
