//! What a line of an export is: a separator, a field, the end of an article, text.

use crate::text::Span;

/// A line that stands between two articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Border {
    /// `3 of 10 DOCUMENTS`: the next article begins with it.
    Numbered { number: u32, of: u32 },
    /// A line drawn across the page: the next article begins with it.
    Ruled,
    /// `End of Document`, `Document HARBP00020310514…`: the article ends with it.
    End,
}

/// What a field is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Metadata under the name that headers use.
    Field(&'static str),
    /// How many words the article has.
    Length,
    /// The key of the article in its database.
    Accession,
    /// Text of the article follows.
    Text,
    /// Anything else.
    Other,
}

/// A field: its key, what that means, and where the value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) key: Span,
    pub(crate) meaning: Meaning,
    pub(crate) value: Span,
    /// Whether it belongs behind the text.
    pub(crate) trails: bool,
}

/// The border that a line is; `line` without its end.
pub(crate) fn border(line: &str) -> Option<Border> {
    let trimmed = line.trim_matches([' ', '\t', '\u{feff}', '\u{c}']);
    let first = *trimmed.as_bytes().first()?;
    match first {
        b'0'..=b'9' if trimmed.len() < 48 => numbered(trimmed),
        b'D' | b'd' if trimmed.len() < 48 => {
            if accession(trimmed).is_some() {
                return Some(Border::End);
            }
            // The number may stand behind the word.
            let mut words = trimmed.split_whitespace();
            let name = words.next()?;
            let named = ["dokument", "document"].iter().any(|known| name.eq_ignore_ascii_case(known));
            let (number, of, total) = (words.next()?, words.next()?, words.next()?);
            let sound = named && words.next().is_none() && is_of(of);
            sound.then_some(Border::Numbered { number: number.parse().ok()?, of: total.parse().ok()? })
        }
        b'E' if matches!(trimmed, "End of Document" | "Ende des Dokuments" | "Ende des Dokument") => Some(Border::End),
        b'F' if matches!(trimmed, "Fin du document" | "Fin del documento" | "Fine del documento") => Some(Border::End),
        // The key of its database is the last code of an article.
        b'A' => keyed(line).map(|_| Border::End),
        b'_' => (trimmed.len() >= 60 && trimmed.bytes().all(|b| b == b'_')).then_some(Border::Ruled),
        _ => None,
    }
}

/// The key that `Document GATES00020310514e1a10000b` ends an article with.
pub(crate) fn accession(trimmed: &str) -> Option<&str> {
    let id = trimmed.strip_prefix("Document ")?.trim();
    let letters = id.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = id.bytes().filter(u8::is_ascii_digit).count();
    let sound = id.len() >= 12 && letters >= 1 && digits >= 6 && id.bytes().all(|b| b.is_ascii_alphanumeric());
    sound.then_some(id)
}

/// The key that ends an article of Factiva: behind `Document`, or as the last of its codes.
pub(crate) fn last_key(line: &str) -> Option<&str> {
    accession(line.trim()).or_else(|| keyed(line))
}

/// The key that `AN Document HARBP00020310514e75e0001a` ends an article with.
fn keyed(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("AN")?;
    accession(rest.trim()).filter(|_| rest.starts_with([' ', '\t']))
}

/// Whether a line says how many words an article has and nothing else: `345 words`.
pub(crate) fn is_length(line: &str) -> bool {
    let Some((number, words)) = line.trim().split_once(' ') else { return false };
    let names = ["words", "word", "wörter", "mots", "palabras", "parole", "woorden", "palavras", "слов"];
    let sound = number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'));
    sound && names.iter().any(|name| words.to_lowercase() == *name)
}

fn numbered(trimmed: &str) -> Option<Border> {
    let mut words = trimmed.split_whitespace();
    let (number, of, total, name) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let known = ["documents", "document", "dokumente", "dokumenten", "documentos", "documenti", "documenten"];
    let sound = words.next().is_none() && is_of(of) && known.iter().any(|known| name.eq_ignore_ascii_case(known));
    sound.then_some(Border::Numbered { number: number.parse().ok()?, of: total.parse().ok()? })
}

fn is_of(word: &str) -> bool {
    ["of", "von", "de", "di", "van", "sur"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// The field that `line` of `text` holds; `codes` where the file writes two-letter codes.
pub(crate) fn field(text: &str, line: Span, codes: bool) -> Option<Field> {
    let written = &text[line.range()];
    if codes {
        return code(written, line.start);
    }
    // Nexis Uni marks where the text begins and where it ends by a word on a line of its own.
    let alone = match written.trim() {
        "Body" => Some((Meaning::Text, false)),
        "Classification" | "Graphic" => Some((Meaning::Other, true)),
        _ => None,
    };
    if let Some((meaning, trails)) = alone {
        let end = line.start + written.trim_end().len();
        return Some(Field { key: Span::new(line.start, end), meaning, value: Span::empty(end), trails });
    }
    // What ProQuest ends every export with.
    if written.trim_start().starts_with("Database copyright ") {
        let end = line.start + written.trim_end().len();
        return Some(Field {
            key: Span::new(line.start, end),
            meaning: Meaning::Other,
            value: Span::empty(end),
            trails: true,
        });
    }
    let colon = written.bytes().take(48).position(|b| b == b':')?;
    let key = written.get(..colon)?;
    let (meaning, trails) = meaning(key)?;
    let rest = &written[colon + 1..];
    let lead = rest.len() - rest.trim_start().len();
    let start = line.start + colon + 1 + lead;
    let end = (line.start + written.trim_end().len()).max(start);
    Some(Field { key: Span::new(line.start, line.start + colon), meaning, value: Span::new(start, end), trails })
}

/// What a key of LexisNexis, Nexis Uni or ProQuest means, and whether it belongs behind the text.
fn meaning(key: &str) -> Option<(Meaning, bool)> {
    use Meaning::{Accession, Field, Length, Other, Text};
    let lower = key.to_lowercase();
    Some(match lower.as_str() {
        "headline" | "title" | "titel" | "rubrik" => (Field("title"), false),
        "byline" | "author" | "autor" | "auteur" => (Field("author"), false),
        "section" | "rubrique" | "ressort" | "dateline" | "highlight" | "abstract" | "series" | "column" | "show"
        | "subject_line" => (Other, false),
        "length" | "länge" | "longueur" | "longitud" | "lengte" => (Length, false),
        "date" | "datum" | "publication date" => (Field("date"), false),
        "publication title" | "publication info" | "source" | "quelle" => (Field("source"), false),
        "full text" | "body" => (Text, false),
        "load-date"
        | "publication-type"
        | "journal-code"
        | "graphic"
        | "grafik"
        | "correction"
        | "correction-date"
        | "update"
        | "country"
        | "city"
        | "state"
        | "company"
        | "organization"
        | "person"
        | "ticker"
        | "industry"
        | "geographic"
        | "notes"
        | "copyright"
        | "distribution"
        | "subject"
        | "classification"
        | "database"
        | "last updated"
        | "document type"
        | "place of publication"
        | "country of publication"
        | "publication subject"
        | "issn"
        | "source type"
        | "document feature"
        | "company / organization"
        | "location"
        | "people"
        | "number of pages"
        | "publication year"
        | "publisher"
        | "links"
        | "type"
        | "category"
        | "pages"
        | "volume"
        | "issue"
        | "first page"
        | "contact us at" => (Other, true),
        "language" | "langue" | "sprache" | "language of publication" => (Field("lang"), true),
        "document url" | "url" => (Field("url"), true),
        "proquest document id" | "accession number" => (Accession, true),
        _ => return None,
    })
}

/// What a code of Factiva means, and whether it belongs behind the text.
fn code(written: &str, start: usize) -> Option<Field> {
    use Meaning::{Accession, Field as Named, Length, Other, Text};
    let len = written.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &written[len..];
    if !(2..=3).contains(&len) || !(rest.trim().is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let (meaning, trails) = match &written[..len] {
        "HD" => (Named("title"), false),
        "BY" => (Named("author"), false),
        "PD" => (Named("date"), false),
        "SN" => (Named("source"), false),
        "LA" => (Named("lang"), false),
        "WC" => (Length, false),
        "LP" | "TD" => (Text, false),
        "CR" | "ET" | "SC" | "ED" | "PG" | "CY" | "SE" | "CLM" | "VOL" | "RF" | "GC" | "NGC" => (Other, false),
        "ART" | "CO" | "IN" | "NS" | "RE" | "IPC" | "IPD" | "PUB" | "CT" | "DLN" => (Other, true),
        "AN" => (Accession, true),
        _ => return None,
    };
    let lead = rest.len() - rest.trim_start().len();
    let value = Span::new(start + len + lead, (start + written.trim_end().len()).max(start + len + lead));
    Some(Field { key: Span::new(start, start + len), meaning, value, trails })
}
