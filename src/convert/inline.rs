//! Plain articles with annotations in the text: `[Vera Lind]{.PER #lind}`.

use super::{Article, Losses, Mention, lost, nested, wrapped};

pub fn write(article: &Article, losses: &mut Losses) -> String {
    losses.add(lost::CHAINS, article.mentions.iter().filter(|mention| mention.chain.is_some()).count());
    let mentions = nested(article, losses);
    let header: String = article
        .fields
        .iter()
        .map(|(key, value)| format!("{key}: {}\n", value.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect();
    let body = wrapped(&article.text, &mentions, str::to_owned, |_| "[".to_owned(), close);
    let gap = if header.is_empty() { "" } else { "\n" };
    let end = if body.ends_with('\n') { "" } else { "\n" };
    format!("{header}{gap}{body}{end}")
}

fn close(mention: &Mention) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let kind = mention.label.as_deref().map(|label| {
        let name: String = label.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
        format!(".{name}")
    });
    let id = mention.id.as_deref().map(|id| match id.chars().all(is_plain) {
        true => format!("#{id}"),
        // What would end it is written as in addresses.
        false => format!("id=\"{}\"", id.replace('"', "%22").replace('}', "%7D").replace(['\n', '\r'], " ")),
    });
    let said: Vec<String> = kind.into_iter().chain(id).collect();
    format!("]{{{}}}", said.join(" "))
}
