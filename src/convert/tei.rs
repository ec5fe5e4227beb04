//! TEI: one document, its paragraphs, its names with their types and what they refer to.

use super::{Article, Losses, Mention, UNTYPED, label, lost, nested, wrapped};
use crate::format::writing::escaped;

pub fn write(article: &Article, losses: &mut Losses) -> String {
    let known = ["title", "date"];
    losses.add(lost::FIELDS, article.fields.iter().filter(|(key, _)| !known.contains(&key.as_str())).count());
    losses.add(lost::CHAINS, article.mentions.iter().filter(|mention| mention.chain.is_some()).count());
    let mentions = nested(article, losses);
    for mention in &mentions {
        label(mention, losses);
    }
    let body = wrapped(&article.text, &mentions, escaped, open, |_| "</name>".to_owned());
    let title = super::field(article, "title").unwrap_or(&article.name);
    let date = super::field(article, "date").map(|date| format!("<date>{}</date>", escaped(date))).unwrap_or_default();
    let paragraphs: String = body
        .split("\n\n")
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .map(|it| format!("      <p>{it}</p>\n"))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  <teiHeader>\n    \
         <fileDesc>\n      <titleStmt><title>{}</title></titleStmt>\n      <publicationStmt><p>{date}</p></publicationStmt>\n      \
         <sourceDesc><p>{}</p></sourceDesc>\n    </fileDesc>\n  </teiHeader>\n  <text>\n    <body>\n{paragraphs}    </body>\n  \
         </text>\n</TEI>\n",
        escaped(title),
        escaped(&article.name),
    )
}

fn open(mention: &Mention) -> String {
    let kind = mention.label.as_deref().unwrap_or(UNTYPED);
    // Whatever is no address is an entry of a knowledge base elsewhere.
    let reference = mention.id.as_deref().map(|id| {
        let attribute = if id.contains("://") || id.starts_with('#') { "ref" } else { "key" };
        format!(" {attribute}=\"{}\"", escaped(id))
    });
    format!("<name type=\"{}\"{}>", escaped(kind), reference.unwrap_or_default())
}
