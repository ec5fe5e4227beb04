//! Who published an article and when: from its header, from addresses, from the folders it lies in.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::format::keys::{self, DateReading, KeyKind};

/// Where an article comes from, as far as that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Who published it: a host without `www.`, else a name, in lower case.
    pub source: Option<Arc<str>>,
    /// When it was published.
    pub date: Option<Date>,
}

/// Keys that name the publisher, in lower case.
const SOURCES: &[&str] = &["source", "publisher", "outlet", "newspaper", "publication", "site", "domain", "agency"];

/// Folders that say what lies in them and not where it comes from.
const GENERIC: &[&str] = &[
    "article",
    "articles",
    "clean",
    "corpora",
    "corpus",
    "data",
    "dev",
    "documents",
    "docs",
    "dump",
    "eval",
    "files",
    "html",
    "news",
    "out",
    "output",
    "pages",
    "processed",
    "raw",
    "sample",
    "samples",
    "stories",
    "test",
    "text",
    "texts",
    "train",
    "txt",
];

impl Provenance {
    /// What the fields of a header say, as keys and values.
    pub(crate) fn of_fields<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let (mut host_of_url, mut named, mut published, mut other_date) = (None, None, None, None);
        for (key, value) in fields {
            let lower = key.trim().to_lowercase().replace(['_', '-'], " ");
            if SOURCES.contains(&lower.as_str()) {
                named = named.or_else(|| name(value));
                continue;
            }
            let kind = keys::kind(&lower).or_else(|| match () {
                () if lower.contains("url") => Some(KeyKind::Url),
                () if lower.contains("date") || lower.contains("published") => Some(KeyKind::Date),
                () => None,
            });
            match kind {
                Some(KeyKind::Url) => {
                    let address = value.trim_start_matches('<').trim_end_matches('>');
                    host_of_url = host_of_url.or_else(|| host(address));
                    other_date = other_date.or_else(|| date_in_path(address));
                }
                Some(KeyKind::Date)
                    if matches!(&*lower, "accessed" | "crawled" | "retrieved" | "modified" | "updated") => {}
                Some(KeyKind::Date) => published = published.or_else(|| date(value)),
                _ => {}
            }
        }
        Self { source: host_of_url.or(named), date: published.or(other_date) }
    }

    /// What the path of a file, relative to the folder of the corpus, says.
    #[must_use]
    pub fn of_path(path: &Path) -> Self {
        let folders = path.parent().into_iter().flat_map(Path::components);
        let folders: Vec<_> = folders.filter_map(|folder| folder.as_os_str().to_str()).collect();
        let is_date = |name: &str| name.bytes().all(|b| b.is_ascii_digit() || b"-_.".contains(&b));
        let like_a_host = |name: &&&str| {
            let last = name.rsplit_once('.').map(|(_, last)| last);
            last.is_some_and(|last| (2..=10).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_alphabetic()))
        };
        let telling = |name: &&&str| !is_date(name) && !GENERIC.contains(&name.to_lowercase().as_str());
        let source = folders.iter().find(like_a_host).or_else(|| folders.iter().rev().find(telling));
        Self {
            source: source.map(|name| name.to_lowercase().trim_start_matches("www.").into()),
            date: path.to_str().and_then(date_in_path),
        }
    }

    /// This, and what it does not say from `other`.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self { source: self.source.or_else(|| other.source.clone()), date: self.date.or(other.date) }
    }
}

/// The name of a publisher as it is compared.
fn name(value: &str) -> Option<Arc<str>> {
    let value = value.trim();
    let bare = value.split_whitespace().collect::<Vec<_>>().join(" ");
    host(value).or_else(|| (!bare.is_empty() && bare.len() <= 80).then(|| bare.to_lowercase().into()))
}

/// The host of an address.
fn host(address: &str) -> Option<Arc<str>> {
    let (scheme, rest) = address.trim().split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default().to_lowercase();
    let bare = ["www.", "m.", "amp.", "mobile."].iter().find_map(|sub| host.strip_prefix(sub)).unwrap_or(&host);
    (keys::is_url(address.trim()) && !scheme.is_empty() && bare.contains('.')).then(|| bare.into())
}

/// Reads a date as headers have it.
fn date(value: &str) -> Option<Date> {
    let value = value.trim();
    iso(value).or(match keys::read_date(value) {
        DateReading::Other(date) => Some(date),
        DateReading::Iso | DateReading::Impossible | DateReading::Unknown => None,
    })
}

/// The day that a value begins with: `2031-03-14`.
fn iso(value: &str) -> Option<Date> {
    let bytes = value.as_bytes();
    let number = |from: usize, to: usize| value.get(from..to)?.parse::<i16>().ok();
    let sound = bytes.len() >= 10 && bytes[4] == b'-' && bytes[7] == b'-' && bytes[0].is_ascii_digit();
    let followed = bytes.get(10).is_some_and(u8::is_ascii_digit);
    (sound && !followed).then(|| Date::new(number(0, 4)?, number(5, 7)? as i8, number(8, 10)? as i8).ok())?
}

/// The day in a path or address: `/2031/03/14/`, `/2031-03-14-`, `/20310314`; of a month, its first day.
fn date_in_path(path: &str) -> Option<Date> {
    let mut numbers = [0_i32; 3];
    let mut count = 0;
    for part in path.split(['/', '\\', '-', '_', '.']) {
        let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let day = |y: i32, m: i32, d: i32| {
            ((1700..2200).contains(&y))
                .then(|| Date::new(y as i16, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok())?
        };
        if digits && part.len() == 8 {
            let number: i32 = part.parse().ok()?;
            if let Some(date) = day(number / 10_000, number / 100 % 100, number % 100) {
                return Some(date);
            }
        }
        let fits = digits && part.len() == if count == 0 { 4 } else { part.len().clamp(1, 2) };
        if !fits {
            if count == 2
                && let Some(date) = day(numbers[0], numbers[1], 1)
            {
                return Some(date);
            }
            count = 0;
            continue;
        }
        numbers[count] = part.parse().ok()?;
        count += 1;
        if count == 3 {
            if let Some(date) = day(numbers[0], numbers[1], numbers[2]) {
                return Some(date);
            }
            count = 0;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(provenance: &Provenance) -> String {
        let date = provenance.date.map(|date| date.to_string());
        format!("{} {}", provenance.source.as_deref().unwrap_or("?"), date.as_deref().unwrap_or("?"))
    }

    #[test]
    fn a_header_names_the_publisher_and_the_day() {
        let of = |fields: &[(&str, &str)]| said(&Provenance::of_fields(fields.iter().copied()));
        assert_eq!(of(&[("source", "Harbour  Post"), ("date", "2031-03-14T10:00Z")]), "harbour post 2031-03-14");
        assert_eq!(
            of(&[("url", "https://www.example.org:80/2031/03/14/gates"), ("source", "Post")]),
            "example.org 2031-03-14"
        );
        assert_eq!(of(&[("Published", "March 14, 2031"), ("crawled", "2032-01-01")]), "? 2031-03-14");
        assert_eq!(of(&[("original_url", "<https://m.example.org/a>")]), "example.org ?");
        assert_eq!(of(&[("date", "2031-02-30")]), "? ?");
    }

    #[test]
    fn folders_name_the_publisher_and_the_day() {
        let of = |path: &str| said(&Provenance::of_path(Path::new(path)));
        assert_eq!(of("articles/www.example.org/2031/03/14/gates.txt"), "example.org 2031-03-14");
        assert_eq!(of("post/2031-03/gates.txt"), "post 2031-03-01");
        assert_eq!(of("raw/20310314-gates.txt"), "? 2031-03-14");
        assert_eq!(of("gates.txt"), "? ?");
        assert_eq!(of("data/post/17.txt"), "post ?");
    }
}
