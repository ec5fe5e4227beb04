//! The metadata keys that are known, and what their values are.

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime;

/// What the value of a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    Text,
    Date,
    Url,
    Language,
}

/// The kind of a known key, given in any case; `None` for an unknown one.
pub(crate) fn kind(key: &str) -> Option<KeyKind> {
    let mut lower = [0_u8; 24];
    let bytes = key.as_bytes();
    let slot = lower.get_mut(..bytes.len())?;
    slot.copy_from_slice(bytes);
    slot.make_ascii_lowercase();
    let key: &[u8] = slot;
    KEYS.binary_search_by(|(known, _)| known.as_bytes().cmp(key)).ok().map(|at| KEYS[at].1)
}

/// The known key nearest to an unknown one, where one is near.
pub(crate) fn nearest(key: &str, more: &[String]) -> Option<String> {
    let key = key.to_lowercase();
    let known = KEYS.iter().map(|(known, _)| *known).chain(more.iter().map(String::as_str));
    known
        .map(|known| (strsim::osa_distance(&key, known), known))
        .filter(|&(distance, known)| distance <= 1 + known.len() / 6 && known.len() > 2)
        .min()
        .map(|(_, known)| known.to_owned())
}

/// Sorted by key.
const KEYS: &[(&str, KeyKind)] = &[
    ("accessed", KeyKind::Date),
    ("agency", KeyKind::Text),
    ("author", KeyKind::Text),
    ("authors", KeyKind::Text),
    ("byline", KeyKind::Text),
    ("canonical", KeyKind::Url),
    ("canonical url", KeyKind::Url),
    ("categories", KeyKind::Text),
    ("category", KeyKind::Text),
    ("copyright", KeyKind::Text),
    ("country", KeyKind::Text),
    ("crawled", KeyKind::Date),
    ("created", KeyKind::Date),
    ("date", KeyKind::Date),
    ("dateline", KeyKind::Text),
    ("description", KeyKind::Text),
    ("doi", KeyKind::Text),
    ("domain", KeyKind::Text),
    ("edition", KeyKind::Text),
    ("editor", KeyKind::Text),
    ("headline", KeyKind::Text),
    ("id", KeyKind::Text),
    ("image", KeyKind::Text),
    ("issue", KeyKind::Text),
    ("keywords", KeyKind::Text),
    ("lang", KeyKind::Language),
    ("language", KeyKind::Language),
    ("license", KeyKind::Text),
    ("link", KeyKind::Url),
    ("location", KeyKind::Text),
    ("modified", KeyKind::Date),
    ("newspaper", KeyKind::Text),
    ("original url", KeyKind::Url),
    ("outlet", KeyKind::Text),
    ("page", KeyKind::Text),
    ("place", KeyKind::Text),
    ("publication", KeyKind::Text),
    ("published", KeyKind::Date),
    ("publisher", KeyKind::Text),
    ("region", KeyKind::Text),
    ("retrieved", KeyKind::Date),
    ("section", KeyKind::Text),
    ("slug", KeyKind::Text),
    ("source", KeyKind::Text),
    ("source url", KeyKind::Url),
    ("subtitle", KeyKind::Text),
    ("summary", KeyKind::Text),
    ("tags", KeyKind::Text),
    ("time", KeyKind::Text),
    ("title", KeyKind::Text),
    ("topic", KeyKind::Text),
    ("topics", KeyKind::Text),
    ("translator", KeyKind::Text),
    ("type", KeyKind::Text),
    ("updated", KeyKind::Date),
    ("url", KeyKind::Url),
    ("version", KeyKind::Text),
    ("volume", KeyKind::Text),
];

/// What a date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateReading {
    /// ISO 8601.
    Iso,
    /// Written otherwise, but there is one way to read it.
    Other(Date),
    /// Like a date, but there is no such day.
    Impossible,
    /// Not readable, or in two ways.
    Unknown,
}

/// Reads a date.
pub(crate) fn read_date(value: &str) -> DateReading {
    let value = value.trim();
    // Asked of every short line: most are seen to be none at once.
    if value.len() > 48 || !value.bytes().any(|b| b.is_ascii_digit()) {
        return DateReading::Unknown;
    }
    if value.parse::<Date>().is_ok() || value.parse::<DateTime>().is_ok() || value.parse::<jiff::Timestamp>().is_ok() {
        return DateReading::Iso;
    }
    let digits = |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = value.get(..10).unwrap_or(value).split('-');
    if let (Some(y), Some(m), Some(d), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        && digits(y, 4)
        && digits(m, 2)
        && digits(d, 2)
    {
        return DateReading::Impossible;
    }
    // A year, or a year and month, is ISO 8601 too.
    match value.split_once('-') {
        None if digits(value, 4) => return DateReading::Iso,
        Some((year, month)) if digits(year, 4) && digits(month, 2) => {
            let there_is = month.parse().is_ok_and(|m: u8| (1..=12).contains(&m));
            return if there_is { DateReading::Iso } else { DateReading::Impossible };
        }
        _ => {}
    }
    const FORMS: &[&str] = &[
        "%B %d, %Y",
        "%b %d, %Y",
        "%d %B %Y",
        "%d %b %Y",
        "%A, %B %d, %Y",
        "%A %B %d, %Y",
        "%A, %d %B %Y",
        "%A %d %B %Y",
        "%a, %d %b %Y",
        "%Y/%m/%d",
        "%d.%m.%Y",
        "%b. %d, %Y",
    ];
    let has_year = value.as_bytes().windows(4).any(|w| w.iter().all(u8::is_ascii_digit));
    let words = value.split_whitespace().count();
    for form in FORMS.iter().filter(|form| has_year && form.split(' ').count() == words) {
        if let Ok(parsed) = strtime::parse(form, value) {
            return parsed.to_date().map_or(DateReading::Impossible, DateReading::Other);
        }
    }
    let names_month = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = value.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let month = words.iter().any(|w| names_month.iter().any(|m| w.starts_with(m)));
    let day: Option<u32> = words.iter().find(|w| w.len() <= 2).and_then(|w| w.parse().ok());
    if month && words.len() == 3 && day.is_some_and(|d| d == 0 || d > 31) {
        return DateReading::Impossible;
    }
    DateReading::Unknown
}

/// Whether `value` is an absolute address.
pub(crate) fn is_url(value: &str) -> bool {
    let scheme = value.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')).count();
    let rest = value[scheme..].strip_prefix("://");
    scheme > 0 && rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted() {
        assert!(KEYS.is_sorted_by_key(|(key, _)| *key));
        assert_eq!(kind("Original URL"), Some(KeyKind::Url));
        assert_eq!(nearest("auhtor", &[]).as_deref(), Some("author"));
        assert_eq!(nearest("weather", &[]), None);
    }

    #[test]
    fn dates() {
        assert_eq!(read_date("2031-03-14"), DateReading::Iso);
        assert_eq!(read_date("2031-03-14T10:00:00Z"), DateReading::Iso);
        assert_eq!(read_date("2031-03"), DateReading::Iso);
        assert_eq!(read_date("2031-02-30"), DateReading::Impossible);
        assert_eq!(read_date("2031-13-01"), DateReading::Impossible);
        assert_eq!(read_date("March 14, 2031"), DateReading::Other(Date::constant(2031, 3, 14)));
        assert_eq!(read_date("Friday 14 March 2031"), DateReading::Other(Date::constant(2031, 3, 14)));
        assert_eq!(read_date("14.03.2031"), DateReading::Other(Date::constant(2031, 3, 14)));
        assert_eq!(read_date("03/04/2031"), DateReading::Unknown);
        assert_eq!(read_date("yesterday"), DateReading::Unknown);
    }
}
