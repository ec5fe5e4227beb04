use std::fmt::Write;

use crate::corpus::Article;
use crate::text::{Source, Span};

/// A place in the text that leads to a page on the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebLink {
    /// The address as it stands in the text.
    pub span: Span,
    /// The address, everything but ASCII escaped.
    pub target: String,
}

/// The links of articles to pages on the web, ascending: in their text and as values of header fields.
/// Addresses that lead nowhere (`#`, none) or are no web addresses are left out.
pub fn links(articles: impl IntoIterator<Item = Article>, source: &(impl Source + ?Sized)) -> Vec<WebLink> {
    let mut links = Vec::new();
    for article in articles {
        let fields = article.header.iter().flat_map(|header| &header.fields).map(|field| field.value);
        let inline = article.blocks.iter().flat_map(|block| &block.inline.links).map(|link| link.target);
        links.extend(fields.chain(inline).filter_map(|span| {
            let target = web_address(&source.slice(span))?;
            Some(WebLink { span, target })
        }));
    }
    links.sort_by_key(|link| link.span);
    links.dedup_by_key(|link| link.span);
    links
}

/// The address in a form that a URI may have, if it is one of a page on the web.
fn web_address(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let sound = web && !host.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    sound.then(|| escaped(text))
}

/// `text` with what a URI cannot hold percent-encoded.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for &byte in text.as_bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte);
        if plain {
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
    fn only_addresses_of_pages_lead_somewhere() {
        for text in ["#", "", "mailto:a@b.org", "https://", "http:///x", "PER:lind", "https://a b.org", "ftp://a.org"] {
            assert_eq!(web_address(text), None, "{text}");
        }
        assert_eq!(web_address("https://example.org/a?b#c").as_deref(), Some("https://example.org/a?b#c"));
        assert_eq!(
            web_address("https://ja.example.org/東京").as_deref(),
            Some("https://ja.example.org/%E6%9D%B1%E4%BA%AC")
        );
    }
}
