//! References to characters: `&amp;`, `&#233;`, `&#xe9;`, and those of agencies that mean nothing in text.

use memchr::memchr;

use crate::text::Span;

/// What an `&` in a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    /// It stands for this, `len` bytes of source.
    Resolved { text: String, len: usize },
    /// A reference by a name that is not known here: it stays as it is.
    Named { len: usize },
    /// No reference: the ampersand was not escaped.
    Bare,
}

/// The longest reference that is looked for.
const LONGEST: usize = 32;

/// What the `&` at the start of `rest` is.
pub(crate) fn reference(rest: &str) -> Reference {
    let bytes = &rest.as_bytes()[..rest.len().min(LONGEST)];
    let Some(end) = memchr(b';', bytes).filter(|&end| end > 1) else { return Reference::Bare };
    let name = &rest[1..end];
    let len = end + 1;
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let parsed = hex.map_or_else(|| number.parse().ok(), |digits| u32::from_str_radix(digits, 16).ok());
        return match parsed {
            // Control characters frame the messages of agencies; they are no text.
            Some(code) if code < 32 && !matches!(code, 9 | 10 | 13) => Reference::Resolved { text: String::new(), len },
            Some(code) => match char::from_u32(code) {
                Some(c) => Reference::Resolved { text: c.to_string(), len },
                None => Reference::Named { len },
            },
            None => Reference::Bare,
        };
    }
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')) {
        return Reference::Bare;
    }
    let known = match name {
        "amp" | "AMP" => "&",
        "lt" | "LT" => "<",
        "gt" | "GT" => ">",
        "quot" | "QUOT" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        "mdash" => "—",
        "ndash" => "–",
        "hellip" => "…",
        "lsquo" => "‘",
        "rsquo" => "’",
        "ldquo" => "“",
        "rdquo" => "”",
        "laquo" => "«",
        "raquo" => "»",
        "eacute" => "é",
        "egrave" => "è",
        "agrave" => "à",
        "ccedil" => "ç",
        "auml" => "ä",
        "ouml" => "ö",
        "uuml" => "ü",
        "szlig" => "ß",
        "pound" => "£",
        "euro" => "€",
        // Agencies: a dash, and marks for typesetters.
        "MD" => "—",
        "UR" | "LR" | "QL" | "QR" | "QC" => "",
        name if name.len() == 4 && name.starts_with("Cx") => "",
        "copy" => "©",
        _ => return Reference::Named { len },
    };
    Reference::Resolved { text: known.to_owned(), len }
}

/// The text that the stretch `span` of `source` stands for.
pub(crate) fn resolve(source: &str, span: Span) -> String {
    let written = &source[span.range()];
    if !written.contains('&') {
        return written.to_owned();
    }
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = match reference(rest) {
            Reference::Resolved { text: resolved, len } => {
                text.push_str(&resolved);
                len
            }
            Reference::Named { len } => {
                text.push_str(&rest[..len]);
                len
            }
            Reference::Bare => {
                text.push('&');
                1
            }
        };
        rest = &rest[len..];
    }
    text.push_str(rest);
    text
}
