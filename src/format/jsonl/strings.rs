//! What a string says, and where each character of it stands.

use memchr::memchr;

use super::scan::{Kind, Value};
use crate::format::assemble::Assembly;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// Adds what the string `value` says to `assembly`; reports escapes that mean nothing.
pub(crate) fn decode(value: Value<'_>, assembly: &mut Assembly, findings: &mut Vec<Finding>) {
    let inner = value.node().inner;
    if value.is(Kind::String { escaped: false }) {
        return assembly.verbatim(value.text, inner);
    }
    let bytes = value.text.as_bytes();
    let mut at = inner.start;
    while at < inner.end {
        let Some(found) = memchr(b'\\', &bytes[at..inner.end]) else { break };
        assembly.verbatim(value.text, Span::new(at, at + found));
        at += found;
        at += escape(value.text, at, inner.end, assembly, findings);
    }
    assembly.verbatim(value.text, Span::new(at.min(inner.end), inner.end));
}

/// What the string `value` says.
pub(crate) fn text(value: Value<'_>) -> String {
    if value.is(Kind::String { escaped: false }) {
        return value.raw().to_owned();
    }
    let mut assembly = Assembly::default();
    decode(value, &mut assembly, &mut Vec::new());
    assembly.text
}

/// Adds what the escape at `at` stands for, and says how long it is.
fn escape(text: &str, at: usize, end: usize, assembly: &mut Assembly, findings: &mut Vec<Finding>) -> usize {
    let rest = &text[at..end];
    let Some(kind) = rest[1..].chars().next() else {
        assembly.verbatim(text, Span::new(at, at + 1));
        return 1;
    };
    let span = |len: usize| Span::new(at, at + len);
    let simple = match kind {
        '"' => "\"",
        '\\' => "\\",
        '/' => "/",
        'b' => "\u{8}",
        'f' => "\u{c}",
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'u' => return unicode(text, at, end, assembly, findings),
        other => {
            let len = 1 + other.len_utf8();
            let message = format!("“\\{other}” is no escape of JSON");
            let fix = Fix::unsafe_("Escape the backslash", vec![Edit::insert(at, "\\")]);
            findings.push(Finding::new(RuleId::BrokenJson, span(len), message).fixed_by(fix));
            assembly.verbatim(text, span(len));
            return len;
        }
    };
    assembly.resolved(simple, span(2));
    2
}

/// `\u00e9`, `\ud83d\ude00`
fn unicode(text: &str, at: usize, end: usize, assembly: &mut Assembly, findings: &mut Vec<Finding>) -> usize {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6).filter(|_| at + 6 <= end)?.strip_prefix("\\u")?;
        digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    };
    let Some(first) = unit(at) else {
        let span = Span::new(at, at + 2);
        findings.push(Finding::new(RuleId::BrokenJson, span, "“\\u” wants four hexadecimal digits behind it"));
        assembly.verbatim(text, span);
        return 2;
    };
    let (code, len) = match (first, unit(at + 6)) {
        (0xd800..=0xdbff, Some(second @ 0xdc00..=0xdfff)) => {
            (0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), 12)
        }
        _ => (first, 6),
    };
    let span = Span::new(at, at + len);
    if let Some(c) = char::from_u32(code) {
        assembly.resolved(c.encode_utf8(&mut [0; 4]), span);
    } else {
        let message = format!("“\\u{first:04x}” is one half of a character, and the other is missing");
        let fix = Fix::unsafe_("Write a replacement character", vec![Edit::replace(span, "\\ufffd")]);
        findings.push(Finding::new(RuleId::LoneSurrogate, span, message).fixed_by(fix));
        assembly.resolved("\u{fffd}", span);
    }
    len
}
