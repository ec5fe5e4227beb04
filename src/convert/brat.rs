//! brat: the text and its standoff annotations.

use std::collections::BTreeMap;

use super::{Article, Losses, Output, label, lost};
use crate::format::measure::{Measure, Unit};
use crate::text::Span;

pub fn write(article: &Article, losses: &mut Losses) -> [Output; 2] {
    losses.add(lost::FIELDS, article.fields.len());
    let text = if article.text.ends_with('\n') { article.text.clone() } else { article.text.clone() + "\n" };
    let measure = Measure::new(&text);
    let offset = |at: usize| measure.offset(at, Unit::Points);
    let (mut ann, mut references) = (String::new(), 0);
    let mut chains: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, mention) in (1..).zip(&article.mentions) {
        // A span of brat does not reach over the end of a line.
        let parts: Vec<Span> = mention.parts.iter().flat_map(|part| lines(&text, *part)).collect();
        let places: Vec<String> =
            parts.iter().map(|part| format!("{} {}", offset(part.start), offset(part.end))).collect();
        let written: Vec<&str> = parts.iter().map(|part| &text[part.range()]).collect();
        let name: String = label(mention, losses).split_whitespace().collect::<Vec<_>>().join("_");
        ann += &format!("T{number}\t{name} {}\t{}\n", places.join(";"), written.join(" "));
        if let Some(id) = &mention.id {
            references += 1;
            let (database, entry) = id.split_once(':').unwrap_or((database(id), id));
            let entry: String = entry.split_whitespace().collect::<Vec<_>>().join("_");
            ann += &format!("N{references}\tReference T{number} {database}:{entry}\t{}\n", written.join(" "));
        }
        if let Some(chain) = &mention.chain {
            chains.entry(chain).or_default().push(number);
        }
    }
    for members in chains.values().filter(|members| members.len() > 1) {
        let members: Vec<String> = members.iter().map(|member| format!("T{member}")).collect();
        ann += &format!("*\tEquiv {}\n", members.join(" "));
    }
    [
        Output { name: format!("{}.txt", article.name), content: text },
        Output { name: format!("{}.ann", article.name), content: ann },
    ]
}

/// The database of an id that does not name one.
fn database(id: &str) -> &'static str {
    let is_item = id.strip_prefix('Q').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    if is_item { "Wikidata" } else { "KB" }
}

/// The stretches of `span` on each of its lines, without white space at their ends.
fn lines(text: &str, span: Span) -> Vec<Span> {
    let mut at = span.start;
    let mut found = Vec::new();
    for line in text[span.range()].split('\n') {
        let lead = line.len() - line.trim_start().len();
        let inner = Span::new(at + lead, at + lead + line.trim().len());
        at += line.len() + 1;
        if !inner.is_empty() {
            found.push(inner);
        }
    }
    found
}
