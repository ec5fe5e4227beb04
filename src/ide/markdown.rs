/// Text of a corpus is data: nothing in it is Markdown. Where the client shows no Markdown, it stays as it is.
#[must_use]
pub fn escape(text: &str, markdown: bool) -> String {
    let special =
        |c: char| markdown && c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ':' | ';' | '%' | '/' | '\'' | '"');
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_corpus_is_no_markdown() {
        assert_eq!(escape("[a](b) *c* <d>", true), "\\[a\\]\\(b\\) \\*c\\* \\<d\\>");
        assert_eq!(escape("[a](b)", false), "[a](b)");
    }
}
