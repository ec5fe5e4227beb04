use crate::corpus::Article;
use crate::knowledge::web_page;
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
            let target = web_page(&source.slice(span))?;
            Some(WebLink { span, target })
        }));
    }
    links.sort_by_key(|link| link.span);
    links.dedup_by_key(|link| link.span);
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_pages_lead_somewhere() {
        for text in ["#", "", "mailto:a@b.org", "https://", "http:///x", "PER:lind", "https://a b.org", "ftp://a.org"] {
            assert_eq!(web_page(text), None, "{text}");
        }
        assert_eq!(web_page("https://example.org/a?b#c").as_deref(), Some("https://example.org/a?b#c"));
        assert_eq!(
            web_page("https://ja.example.org/東京").as_deref(),
            Some("https://ja.example.org/%E6%9D%B1%E4%BA%AC")
        );
    }
}
