use crate::ide;
use crate::server::job::Snapshot;
use crate::server::types::DocumentLink;

/// The links of a document to pages on the web.
pub fn document_links(snapshot: &Snapshot) -> Vec<DocumentLink> {
    let converter = snapshot.converter();
    let link = |link: ide::WebLink| {
        // What is no URI even when escaped leads nowhere.
        let target = link.target.parse().ok()?;
        Some(DocumentLink { range: converter.range(link.span), target: Some(target), tooltip: None, data: None })
    };
    ide::links(snapshot.articles(), &snapshot.text).into_iter().filter_map(link).collect()
}
