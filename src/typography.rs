//! White space, invisible characters and broken encodings: matters of taste, one pass over the bytes.

use encoding_rs::WINDOWS_1252;

use crate::format::Dialect;
use crate::format::lines::{is_blank, lines};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// What depends on the habits of the whole article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Habit {
    /// A space before `: ; ! ?`, as in French.
    SpacedPunctuation,
    /// White space at the start of a paragraph.
    Indent,
    /// A space in front of full stops and commas: the text is tokens in a row.
    Tokenised,
}

/// How often an article does each thing. Sums of tallies are tallies of the joined text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Habits {
    spaced: u32,
    tight: u32,
    /// Full stops and commas with a space in front of them, and without.
    detached: u32,
    attached: u32,
    indented: u32,
    flush: u32,
}

impl Habits {
    /// Adds what `other` counted.
    pub(crate) fn add(&mut self, other: &Self) {
        self.spaced += other.spaced;
        self.tight += other.tight;
        self.detached += other.detached;
        self.attached += other.attached;
        self.indented += other.indented;
        self.flush += other.flush;
    }

    /// Takes away what `other` counted, which is part of it.
    pub(crate) fn subtract(&mut self, other: &Self) {
        self.spaced -= other.spaced;
        self.tight -= other.tight;
        self.detached -= other.detached;
        self.attached -= other.attached;
        self.indented -= other.indented;
        self.flush -= other.flush;
    }

    /// Whether the article does `habit` as a rule.
    pub(crate) fn has(&self, habit: Habit) -> bool {
        match habit {
            Habit::SpacedPunctuation => self.spaced > 2 && self.spaced > self.tight || self.has(Habit::Tokenised),
            Habit::Tokenised => self.detached > 2 && self.detached > self.attached,
            // One or two lines are a slip, not a habit.
            Habit::Indent => self.indented > 2 && self.indented * 2 > self.flush,
        }
    }
}

/// What is found in one unit. Spans count from its start.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typography {
    pub(crate) findings: Vec<Finding>,
    /// Findings unless the article has the habit.
    pub(crate) unless: Vec<(Habit, Finding)>,
    pub(crate) habits: Habits,
}

/// Looks through `text`, one unit; `prose` says whether it is running text.
pub(crate) fn check(text: &str, dialect: Dialect, prose: bool, at_file_start: bool) -> Typography {
    let mut out = Typography::default();
    let all: Vec<_> = lines(text, 0).collect();
    for (i, line) in all.iter().enumerate() {
        let content = line.text(text);
        let end = content.trim_end_matches([' ', '\t', '\u{a0}', '\u{3000}']).len();
        let hard_break =
            dialect == Dialect::Markdown && content[end..].starts_with("  ") && i + 1 < all.len() && end > 0;
        if end < content.len() && !hard_break {
            let span = Span::new(line.start + end, line.end);
            let what = if end == 0 { "A line holds nothing but white space" } else { "A line ends in white space" };
            out.findings.push(
                Finding::new(RuleId::TrailingWhiteSpace, span, what)
                    .fixed_by(Fix::safe("Delete the white space", vec![Edit::delete(span)])),
            );
        }
        if content.starts_with("<<<<<<< ") {
            let span = Span::new(line.start, line.end);
            out.findings.push(Finding::new(RuleId::MergeConflict, span, "A merge was not finished here"));
        }
        if prose && !is_blank(content) {
            let lead = content.len() - content.trim_start_matches([' ', '\t']).len();
            if lead > 0 {
                out.habits.indented += 1;
                if dialect == Dialect::Plain {
                    let span = Span::new(line.start, line.start + lead);
                    let finding = Finding::new(RuleId::LeadingWhiteSpace, span, "A line begins with white space")
                        .fixed_by(Fix::safe("Delete the white space", vec![Edit::delete(span)]));
                    out.unless.push((Habit::Indent, finding));
                }
            } else {
                out.habits.flush += 1;
            }
            spaces(content, line.start, &mut out);
        }
    }
    odd_characters(text, at_file_start, &mut out);
    out
}

/// Doubled spaces, and spaces in front of punctuation, in one line that begins at `start`.
fn spaces(line: &str, start: usize, out: &mut Typography) {
    let bytes = line.as_bytes();
    let body = line.len() - line.trim_start().len();
    let end = line.trim_end().len();
    let is_attached = |at: usize| matches!(bytes[at - 1], b'.' | b',') && !bytes[at - 2].is_ascii_whitespace();
    out.habits.attached += u32::from(end >= 2 && is_attached(end));
    let tabular = || line.trim().matches("  ").count() > 2;
    for at in memchr::memchr_iter(b' ', bytes) {
        if at < body || at < 2 || at + 1 >= end {
            continue;
        }
        if matches!(bytes[at - 1], b';' | b':' | b'!' | b'?') && bytes[at - 2].is_ascii_alphanumeric() {
            out.habits.tight += 1;
        }
        out.habits.attached += u32::from(is_attached(at));
        // Who sets guillemets apart, as the French do, sets these marks apart as well.
        let apart = line[..at].ends_with('«') || line[at + 1..].starts_with('»');
        out.habits.spaced += u32::from(apart);
        if bytes[at + 1] == b' ' {
            let sentence =
                matches!(bytes[at - 1], b'.' | b'!' | b'?' | b':' | b'"' | b' ') || !bytes[at - 1].is_ascii();
            if sentence || tabular() {
                continue;
            }
            let run = bytes[at..].iter().take_while(|&&b| b == b' ').count();
            let span = Span::new(start + at, start + at + run);
            out.findings.push(
                Finding::new(RuleId::DoubledSpace, span, format!("{run} spaces between two words"))
                    .fixed_by(Fix::safe("Keep one space", vec![Edit::replace(span, " ")])),
            );
            continue;
        }
        if let Some(mark) = line[at + 1..].chars().next().filter(|c| "。，、；：！？".contains(*c)) {
            out.habits.detached += 1;
            out.unless.push((Habit::Tokenised, space_before(Span::new(start + at, start + at + 1), mark)));
            continue;
        }
        let mark = bytes[at + 1];
        if !matches!(mark, b'.' | b',' | b';' | b':' | b'!' | b'?') {
            continue;
        }
        let before = line[..at].chars().next_back();
        let after = line[at + 2..].chars().next();
        let word = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | '”' | '"' | '’' | '»' | '%'));
        let smiles = matches!(mark, b':' | b';') && after == Some(')');
        let ends = !smiles && after.is_none_or(|c| c.is_whitespace() || matches!(c, '”' | '"' | '’' | '»' | ')'));
        if !word || !ends {
            continue;
        }
        let span = Span::new(start + at, start + at + 1);
        let finding = space_before(span, char::from(mark));
        if matches!(mark, b'.' | b',') {
            out.habits.detached += 1;
            out.unless.push((Habit::Tokenised, finding));
        } else {
            out.habits.spaced += 1;
            out.unless.push((Habit::SpacedPunctuation, finding));
        }
    }
}

fn space_before(span: Span, mark: char) -> Finding {
    Finding::new(RuleId::SpaceBeforePunctuation, span, format!("A space stands before “{mark}”"))
        .fixed_by(Fix::safe("Delete the space", vec![Edit::delete(span)]))
}

/// Characters in `text` that a program damaged, or that nobody sees: those that no format means.
pub(crate) fn damage(text: &str) -> Vec<Finding> {
    let mut out = Typography::default();
    odd_characters(text, false, &mut out);
    // A no-break space may be a part of a token.
    out.findings.retain(|finding| finding.rule != RuleId::NoBreakSpace);
    out.findings
}

/// Bytes that begin an odd character, or are one.
const ODD: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 32 {
        table[b] = !matches!(b, 9 | 10 | 13);
        b += 1;
    }
    table[0x7F] = true;
    table[0xC2] = true;
    table[0xC3] = true;
    table[0xE2] = true;
    table[0xEF] = true;
    table
};

fn odd_characters(text: &str, at_file_start: bool, out: &mut Typography) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(skip) = bytes[at..].iter().position(|&b| ODD[b as usize]) {
        at += skip;
        let Some(c) = text[at..].chars().next() else { break };
        let span = Span::new(at, at + c.len_utf8());
        at = span.end;
        if let Some(len) = mojibake(&text[span.start..]) {
            let span = Span::new(span.start, span.start + len.0);
            out.findings.push(
                Finding::new(
                    RuleId::Mojibake,
                    span,
                    format!("“{}” is “{}” decoded wrongly", &text[span.range()], len.1),
                )
                .fixed_by(Fix::safe(format!("Write “{}”", len.1), vec![Edit::replace(span, len.1)])),
            );
            at = span.end;
            continue;
        }
        let before = text[..span.start].chars().next_back();
        let after = text[span.end..].chars().next();
        let finding = match c {
            '\u{a0}' | '\u{202f}' | '\u{2007}' if !space_has_purpose(&text[..span.start], before, after) => {
                Finding::new(RuleId::NoBreakSpace, span, "A no-break space stands where an ordinary one does the same")
                    .fixed_by(Fix::safe("Write an ordinary space", vec![Edit::replace(span, " ")]))
            }
            '\u{fffd}' => Finding::new(RuleId::ReplacementCharacter, span, "A character was lost here (U+FFFD)"),
            c if crate::delimiters::is_invisible(c) && !invisible_has_purpose(c, before, after) => {
                if c == '\u{feff}' && at_file_start && span.start == 0 {
                    continue;
                }
                Finding::new(
                    RuleId::ZeroWidthCharacter,
                    span,
                    format!("An invisible character stands here (U+{:04X})", u32::from(c)),
                )
                .fixed_by(Fix::safe("Delete the invisible character", vec![Edit::delete(span)]))
            }
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}') => {
                let edit = if c == '\u{c}' { Edit::replace(span, "") } else { Edit::delete(span) };
                Finding::new(
                    RuleId::ControlCharacter,
                    span,
                    format!("A control character stands here (U+{:04X})", u32::from(c)),
                )
                .fixed_by(Fix::safe("Delete the control character", vec![edit]))
            }
            _ => continue,
        };
        out.findings.push(finding);
    }
}

/// Whether a no-break space keeps together what belongs together.
fn space_has_purpose(head: &str, before: Option<char>, after: Option<char>) -> bool {
    let guillemet = |c: char| matches!(c, '«' | '»' | '‹' | '›' | '„' | '“' | '”' | '–' | '—' | '-');
    let unit = |c: char| {
        c.is_ascii_digit()
            || matches!(c, ':' | ';' | '!' | '?' | '%' | '‰' | '€' | '$' | '£' | '¥' | '°' | '§' | '№' | '&')
    };
    let word = head.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
    let short = word.chars().count() == 1 || word.ends_with('.');
    before.is_some_and(|c| guillemet(c) || unit(c)) || after.is_some_and(|c| guillemet(c) || unit(c)) || short
}

/// Whether an invisible character shapes the script or the emoji round it.
fn invisible_has_purpose(c: char, before: Option<char>, after: Option<char>) -> bool {
    let plain = |c: Option<char>| {
        c.is_none_or(|c| {
            c.is_ascii() || matches!(c, '\u{a0}'..='\u{52f}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{9fff}')
        })
    };
    match c {
        '\u{200c}' | '\u{200d}' => !plain(before) || !plain(after),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            let rtl = |c: Option<char>| {
                c.is_some_and(
                    |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'),
                )
            };
            rtl(before) || rtl(after)
        }
        _ => false,
    }
}

/// Text that was UTF-8, was read as Windows-1252 and encoded again: its length in bytes and what it was.
fn mojibake(text: &str) -> Option<(usize, String)> {
    let first = text.chars().next()?;
    // The first byte of two (Latin, Cyrillic) or of three (punctuation), each read as a character of Windows-1252.
    let wanted = match first {
        'Â' | 'Ã' | 'Ð' | 'Ñ' => 2,
        'â' => 3,
        _ => return None,
    };
    let end = text.char_indices().nth(wanted).map_or(text.len(), |(i, _)| i);
    let run = &text[..end];
    if run.chars().count() < wanted {
        return None;
    }
    let (bytes, _, lossy) = WINDOWS_1252.encode(run);
    if lossy {
        return None;
    }
    let decoded = std::str::from_utf8(&bytes).ok()?;
    (decoded.chars().count() == 1).then(|| (end, decoded.to_owned()))
}
