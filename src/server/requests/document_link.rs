use super::copies::location;
use crate::boilerplate::words::words;
use crate::ide;
use crate::server::job::Snapshot;
use crate::server::types::DocumentLink;
use crate::text::{Source, Span};

/// The links of a document: to pages on the web, and from text that stands in several places to the other ones.
pub fn document_links(snapshot: &Snapshot) -> Vec<DocumentLink> {
    let converter = snapshot.converter();
    let of_web = ide::links(snapshot.articles(), &snapshot.text);
    let link = |link: &ide::WebLink| {
        // What is no URI even when escaped leads nowhere.
        let target = link.target.parse().ok()?;
        Some(DocumentLink { range: converter.range(link.span), target: Some(target), tooltip: None, data: None })
    };
    let mut links: Vec<DocumentLink> = of_web.iter().filter_map(link).collect();
    links.extend(links_to_copies(snapshot, of_web.iter().map(|link| link.span).collect()));
    links.sort_by_key(|link| (link.range.start.line, link.range.start.character));
    links
}

/// From each word of a block that stands elsewhere too to one of the other places, as long as there are both.
/// Links do not overlap: words in the spans `taken` lead somewhere else already.
fn links_to_copies(snapshot: &Snapshot, mut taken: Vec<Span>) -> Vec<DocumentLink> {
    let mut links = Vec::new();
    for finding in snapshot.findings().filter(|finding| finding.rule.rule().code.starts_with("BOI")) {
        let words = words(&snapshot.text.slice(finding.span)).into_iter();
        let words = words.map(|word| Span::new(word.start as usize, word.end as usize).shifted(finding.span.start));
        let mut free =
            words.filter(|word| !taken.iter().any(|span| span.overlaps(*word))).collect::<Vec<_>>().into_iter();
        let all = finding.related.len();
        for (number, related) in (1..).zip(&finding.related) {
            let Some(word) = free.next() else { break };
            let Some(place) = location(snapshot, related) else { continue };
            let line = place.range.start.line + 1;
            // Editors take this fragment for a line.
            let Ok(target) = format!("{}#L{line}", place.uri.as_str()).parse() else { continue };
            let tooltip = Some(format!("{} (line {line}; {number} of {all})", related.message));
            links.push(DocumentLink {
                range: snapshot.converter().range(word),
                target: Some(target),
                tooltip,
                data: None,
            });
            taken.push(word);
        }
    }
    links
}
