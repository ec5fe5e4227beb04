//! CoNLL-2012: the words of a document with the brackets of its chains.

use std::collections::HashMap;

use super::tokens::{range, tokens, written};
use super::{Article, Losses, lost};

pub fn write(article: &Article, losses: &mut Losses) -> String {
    losses.add(lost::FIELDS, article.fields.len());
    losses.add(lost::TYPES, article.mentions.iter().filter(|mention| mention.label.is_some()).count());
    losses.add(lost::IDS, article.mentions.iter().filter(|mention| mention.id.is_some()).count());
    let tokens = tokens(article, losses);
    let mut chains: HashMap<String, usize> = HashMap::new();
    let mut cells: Vec<[Vec<String>; 3]> = vec![Default::default(); tokens.len()];
    for (number, mention) in article.mentions.iter().enumerate() {
        losses.add(lost::PARTS, mention.parts.len().saturating_sub(1));
        let Some((first, last)) = range(&tokens, mention.span()) else { continue };
        let key = mention.entity().map_or_else(|| format!("\0{number}"), str::to_owned);
        let next = chains.len();
        let chain = *chains.entry(key).or_insert(next);
        if first == last {
            cells[first][1].push(format!("({chain})"));
        } else {
            cells[first][0].push(format!("({chain}"));
            cells[last][2].insert(0, format!("{chain})"));
        }
    }
    let name = written(&article.name);
    let mut out = format!("#begin document ({name}); part 000\n");
    let mut in_sentence = 0;
    for (at, (span, begins)) in tokens.iter().enumerate() {
        if *begins && at > 0 {
            out.push('\n');
            in_sentence = 0;
        }
        let cell = cells[at].concat().join("|");
        let cell = if cell.is_empty() { "-" } else { &cell };
        let word = written(&article.text[span.range()]);
        out += &format!("{name}\t0\t{in_sentence}\t{word}\t-\t-\t-\t-\t-\t-\t*\t{cell}\n");
        in_sentence += 1;
    }
    out += "\n#end document\n";
    out
}
