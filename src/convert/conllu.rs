//! CoNLL-U with `Entity=`: ids of mentions, types and identities in the brackets.

use std::collections::HashMap;

use super::tokens::{range, tokens, written};
use super::{Article, Losses, Mention, label, lost};
use crate::format::conllu::escaped;
use crate::text::Span;

pub fn write(article: &Article, losses: &mut Losses) -> String {
    let known = ["title", "date", "id"];
    losses.add(lost::FIELDS, article.fields.iter().filter(|(key, _)| !known.contains(&key.as_str())).count());
    let tokens = tokens(article, losses);
    // Of each entity the number and the type: all mentions of one have the same.
    let mut groups: HashMap<String, (usize, String)> = HashMap::new();
    let mut opening: Vec<Vec<(usize, String)>> = vec![Vec::new(); tokens.len()];
    let mut single: Vec<Vec<String>> = vec![Vec::new(); tokens.len()];
    let mut closing: Vec<Vec<(usize, String)>> = vec![Vec::new(); tokens.len()];
    for (number, mention) in article.mentions.iter().enumerate() {
        let own = label(mention, losses).to_owned();
        let key = match (&mention.chain, &mention.id) {
            (Some(chain), _) => chain.clone(),
            // The identity still says that they are one.
            (None, Some(id)) => format!("{id}\0{own}"),
            (None, None) => format!("\0{number}"),
        };
        let next = groups.len() + 1;
        let (group, kind) = groups.entry(key).or_insert_with(|| (next, own.clone()));
        losses.add("types that differ from that of the chain's first mention", usize::from(*kind != own));
        // All mentions of one entity have the same identity.
        let chained = |it: &&Mention| it.chain.is_some() && it.chain == mention.chain;
        let identity = article.mentions.iter().filter(chained).find_map(|it| it.id.as_deref());
        let identity = identity.or(mention.id.as_deref());
        losses.add(
            "ids that differ from the first of their chain",
            usize::from(mention.id.is_some() && identity != mention.id.as_deref()),
        );
        let parts: Vec<(usize, usize)> = parts(&tokens, &mention.parts);
        for (part, (first, last)) in parts.iter().enumerate() {
            let of = if parts.len() > 1 { format!("[{}/{}]", part + 1, parts.len()) } else { String::new() };
            let id = identity.map(|id| format!("-{}", escaped(id))).unwrap_or_default();
            let open = format!("(e{group}{of}-{}-1{id}", escaped(kind));
            if first == last {
                single[*first].push(open + ")");
            } else {
                opening[*first].push((*last, open));
                closing[*last].push((*first, format!("e{group}{of})")));
            }
        }
    }
    let mut out = String::from("# newdoc");
    out += &field_line(" id = ", Some(super::field(article, "id").unwrap_or(&article.name)));
    out += "# global.Entity = eid-etype-head-identity\n";
    for key in ["title", "date"] {
        out += &field_line(&format!("# meta::{key} = "), super::field(article, key));
    }
    let starts: Vec<usize> = (0..tokens.len()).filter(|at| tokens[*at].1 || *at == 0).collect();
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(tokens.len());
        out += &format!("# sent_id = {}-{}\n# text = ", article.name, number + 1);
        let whole = Span::new(tokens[*start].0.start, tokens[end - 1].0.end);
        out += &article.text[whole.range()].split_whitespace().collect::<Vec<_>>().join(" ");
        out.push('\n');
        for at in *start..end {
            let mut misc = Vec::new();
            // Mentions that begin last end first, and of those that begin together the longest opens first.
            closing[at].sort_by_key(|(first, _)| std::cmp::Reverse(*first));
            opening[at].sort_by_key(|(last, _)| std::cmp::Reverse(*last));
            let closes: String = closing[at].iter().map(|(_, close)| close.as_str()).collect();
            let opens: String = opening[at].iter().map(|(_, open)| open.as_str()).collect();
            let alone: String = single[at].concat();
            // Mentions of one word stand in front of what closes, else behind what opens.
            let entity = if closes.is_empty() { opens + &alone } else { alone + &closes + &opens };
            if !entity.is_empty() {
                misc.push(format!("Entity={entity}"));
            }
            if tokens.get(at + 1).is_some_and(|(next, _)| next.start == tokens[at].0.end) && at + 1 < end {
                misc.push("SpaceAfter=No".to_owned());
            }
            let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
            let form = written(&article.text[tokens[at].0.range()]);
            out += &format!("{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n", at - start + 1);
        }
        out.push('\n');
    }
    out
}

/// The tokens of the parts of a mention; parts that touch are one.
fn parts(tokens: &[(Span, bool)], parts: &[Span]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (first, last) in parts.iter().filter_map(|part| range(tokens, *part)) {
        match found.last_mut() {
            Some(before) if before.1 + 1 >= first => before.1 = last.max(before.1),
            _ => found.push((first, last)),
        }
    }
    found
}

fn field_line(key: &str, value: Option<&str>) -> String {
    let line = |value: &str| format!("{key}{}\n", value.split_whitespace().collect::<Vec<_>>().join(" "));
    value.map(line).unwrap_or_default()
}
