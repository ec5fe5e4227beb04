//! Vertical text: one token a line, names as structures with their type and id.

use super::tokens::{range, tokens, written};
use super::{Article, Losses, label, nested};

pub fn write(article: &Article, losses: &mut Losses) -> String {
    let tokens = tokens(article, losses);
    let mut before = vec![String::new(); tokens.len()];
    let mut behind = vec![String::new(); tokens.len()];
    // A structure does not reach over the end of a sentence.
    let sentence = |at: usize| tokens[..=at].iter().filter(|(_, begins)| *begins).count();
    for mention in nested(article, losses) {
        let Some((first, last)) = range(&tokens, mention.span()) else { continue };
        if sentence(first) != sentence(last) {
            losses.add("annotations over the end of a sentence", 1);
            continue;
        }
        let said = [("id", &mention.chain), ("ref", &mention.id)].into_iter();
        let said = said.filter_map(|(key, value)| Some(format!(" {key}=\"{}\"", escaped(value.as_deref()?))));
        before[first] += &format!("<name type=\"{}\"{}>\n", escaped(label(mention, losses)), said.collect::<String>());
        behind[last].insert_str(0, "</name>\n");
    }
    let fields = article.fields.iter().filter(|(key, _)| key != "id");
    let fields: String = fields.map(|(key, value)| format!(" {key}=\"{}\"", escaped(value))).collect();
    let id = super::field(article, "id").unwrap_or(&article.name);
    let mut out = format!("<doc id=\"{}\"{fields}>\n", escaped(id));
    for (at, (span, begins)) in tokens.iter().enumerate() {
        if *begins {
            out += if at > 0 { "</s>\n<s>\n" } else { "<s>\n" };
        }
        out += &before[at];
        out += &escaped(&written(&article.text[span.range()]));
        out.push('\n');
        out += &behind[at];
        let glued = tokens.get(at + 1).is_some_and(|(next, begins)| next.start == span.end && !begins);
        out += if glued { "<g/>\n" } else { "" };
    }
    out += if tokens.is_empty() { "</doc>\n" } else { "</s>\n</doc>\n" };
    out
}

pub fn escaped(text: &str) -> String {
    crate::format::writing::escaped(text).replace(['\n', '\r'], " ")
}
