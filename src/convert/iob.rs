//! IOB2: one token and its tag a line, a blank line behind each sentence.

use super::tokens::{range, tokens, written};
use super::{Article, Losses, flat, label, lose_entities, lost};

pub fn write(article: &Article, losses: &mut Losses) -> String {
    losses.add(lost::FIELDS, article.fields.len());
    lose_entities(article, losses);
    let tokens = tokens(article, losses);
    let mut tags = vec!["O".to_owned(); tokens.len()];
    for mention in flat(article, losses) {
        let Some((first, last)) = range(&tokens, mention.span()) else { continue };
        let name = tag(label(mention, losses));
        for (number, tag) in tags[first..=last].iter_mut().enumerate() {
            *tag = format!("{}-{name}", if number == 0 { "B" } else { "I" });
        }
    }
    let mut out = String::from("-DOCSTART-\tO\n\n");
    for (number, ((span, begins), tag)) in tokens.iter().zip(&tags).enumerate() {
        if *begins && number > 0 {
            out.push('\n');
        }
        out += &format!("{}\t{tag}\n", written(&article.text[span.range()]));
    }
    out.push('\n');
    out
}

/// A type as tags have it.
pub fn tag(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join("_")
}
