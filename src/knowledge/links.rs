//! Where more is said of an entity, and what such a link looks like.

use super::Written;

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// An item of Wikidata: `Q42`, or its address.
    Wikidata,
    /// An article of Wikipedia: its title, `de:` and its title, or its address.
    Wikipedia,
    /// A place of GeoNames: its number, or its address.
    GeoNames,
    /// Any address, or `#` and the id of another entity.
    Other,
}

impl LinkKind {
    /// The site that a key names, in any case.
    #[must_use]
    pub fn of_site(key: &str) -> Option<Self> {
        let is = |name| key.eq_ignore_ascii_case(name);
        if is("wikidata") {
            Some(Self::Wikidata)
        } else if is("wikipedia") {
            Some(Self::Wikipedia)
        } else if is("geonames") {
            Some(Self::GeoNames)
        } else {
            None
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wikidata => "Wikidata",
            Self::Wikipedia => "Wikipedia",
            Self::GeoNames => "GeoNames",
            Self::Other => "link",
        }
    }
}

/// A link of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// What it leads to.
    pub kind: LinkKind,
    /// Where, as it is written.
    pub target: Written<'a>,
}

impl Link<'_> {
    /// The id of the entity that it leads to, where it leads to one.
    #[must_use]
    pub fn entity(&self) -> Option<&str> {
        self.target.text.strip_prefix('#').filter(|_| self.kind == LinkKind::Other)
    }

    /// The page that it leads to, where its target has the shape of one.
    #[must_use]
    pub fn page(&self) -> Option<String> {
        page(self.kind, &self.target.text)
    }
}

fn page(kind: LinkKind, target: &str) -> Option<String> {
    let address = target.contains("://").then(|| web_page(target));
    match (kind, address) {
        (_, Some(None)) => None,
        (LinkKind::Wikidata, None) => is_item(target).then(|| format!("https://www.wikidata.org/wiki/{target}")),
        (LinkKind::Wikidata, Some(Some(url))) => {
            let item = url.rsplit(['/', ':']).next().unwrap_or_default();
            (host(&url).ends_with("wikidata.org") && is_item(item)).then_some(url)
        }
        (LinkKind::GeoNames, None) => is_number(target).then(|| format!("https://www.geonames.org/{target}")),
        (LinkKind::GeoNames, Some(Some(url))) => {
            let named = url.split('/').skip(3).any(is_number);
            (host(&url).ends_with("geonames.org") && named).then_some(url)
        }
        (LinkKind::Wikipedia, None) => {
            let (language, title) = match target.split_once(':') {
                Some((language, title)) if is_language(language) => (language, title.trim()),
                _ => ("en", target),
            };
            let sound = !title.is_empty() && !title.contains(['#', '<', '>', '[', ']', '{', '}', '|', '\n']);
            sound.then(|| format!("https://{language}.wikipedia.org/wiki/{}", escaped(&title.replace(' ', "_"))))
        }
        (LinkKind::Wikipedia, Some(Some(url))) => {
            let title = url.split_once("/wiki/").is_some_and(|(_, title)| !title.is_empty());
            (host(&url).ends_with("wikipedia.org") && title).then_some(url)
        }
        (LinkKind::Other, Some(url)) => url,
        // What other keys of a table of links hold: an id that only its reader knows, an item, a number.
        (LinkKind::Other, None) => is_item(target).then(|| format!("https://www.wikidata.org/wiki/{target}")),
    }
}

/// What is wrong with a target, where something is; whether `#id` leads anywhere is not looked at.
pub(super) fn fault(kind: LinkKind, target: &str) -> Option<String> {
    if (kind == LinkKind::Other && target.len() > 1 && target.starts_with('#')) || page(kind, target).is_some() {
        return None;
    }
    let wanted = match kind {
        LinkKind::Wikidata => "an item such as Q42 or its address",
        LinkKind::GeoNames => "a number such as 2643743 or its address",
        LinkKind::Wikipedia => "a title, de: and a title, or an address",
        LinkKind::Other => "an address, or # and the id of an entity",
    };
    let what = if target.trim().is_empty() {
        "This link is empty".to_owned()
    } else {
        format!("“{target}” leads nowhere")
    };
    Some(format!("{what}: {} takes {wanted}", if kind == LinkKind::Other { "a link" } else { kind.name() }))
}

/// The address in a form that a URI may have, if it is one of a page on the web.
#[must_use]
pub fn web_page(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let name = host.split(':').next().unwrap_or_default();
    let sound = web
        && !name.is_empty()
        && !name.starts_with('.')
        && !name.contains("..")
        && (name.contains('.') || name.eq_ignore_ascii_case("localhost") || !name.is_ascii())
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\' | '`'));
    sound.then(|| escaped(text))
}

fn host(url: &str) -> &str {
    url.split('/').nth(2).unwrap_or_default()
}

fn is_item(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(|digits| is_number(digits) && !digits.starts_with('0'))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_language(code: &str) -> bool {
    (2..=12).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

/// `text` with what a URI cannot hold percent-encoded.
fn escaped(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            write!(out, "%{byte:02X}").expect("a string takes everything");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_pages() {
        for (kind, target, expected) in [
            (LinkKind::Wikidata, "Q42", "https://www.wikidata.org/wiki/Q42"),
            (LinkKind::Wikidata, "http://www.wikidata.org/entity/Q42", "http://www.wikidata.org/entity/Q42"),
            (LinkKind::Wikipedia, "de:Köln Hbf", "https://de.wikipedia.org/wiki/K%C3%B6ln_Hbf"),
            (LinkKind::Wikipedia, "Star Trek: Picard", "https://en.wikipedia.org/wiki/Star_Trek:_Picard"),
            (LinkKind::GeoNames, "2643743", "https://www.geonames.org/2643743"),
            (LinkKind::GeoNames, "https://sws.geonames.org/2643743/", "https://sws.geonames.org/2643743/"),
            (LinkKind::Other, "https://example.org/a b", ""),
            (LinkKind::Other, "https://example.org/a", "https://example.org/a"),
        ] {
            assert_eq!(page(kind, target).unwrap_or_default(), expected, "{target}");
        }
    }

    #[test]
    fn what_leads_nowhere_is_told() {
        for (kind, target) in [
            (LinkKind::Wikidata, "P42"),
            (LinkKind::Wikidata, "https://example.org/Q42"),
            (LinkKind::Wikidata, "Q"),
            (LinkKind::Wikidata, "Q042"),
            (LinkKind::Wikipedia, "[[Cologne]]"),
            (LinkKind::Wikipedia, "https://en.wikipedia.org/"),
            (LinkKind::GeoNames, "Cologne"),
            (LinkKind::Other, "#"),
            (LinkKind::Other, "htps://example.org"),
            (LinkKind::Other, "https://"),
            (LinkKind::Other, ""),
        ] {
            assert!(fault(kind, target).is_some(), "{target}");
        }
        assert_eq!(fault(LinkKind::Other, "#lind"), None);
    }
}
