//! Names that are annotated in most places of an article, and bare in others.

use std::collections::HashMap;

use super::{Looked, Marked};
use crate::corpus::BlockKind;
use crate::mentions::{Form, MentionSource};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::{Source, Span};

/// So often a name has to be annotated before a bare one is a slip.
const OFTEN: usize = 2;

/// Bare names that are annotated elsewhere in the article, and more often so; `annotate` gives the edits that annotate
/// places as another one is, where it can be.
pub fn bare(
    looked: &Looked<'_>,
    source: &(impl Source + ?Sized),
    annotate: impl Fn(&Marked, &[Span]) -> Option<Vec<Edit>>,
    found: &mut Vec<Finding>,
) {
    let (article, marked) = (&looked.article, &looked.marked);
    let mut annotated: HashMap<&str, Vec<&Marked>> = HashMap::new();
    for one in marked.iter().filter(|one| one.is_name) {
        annotated.entry(&one.surface).or_default().push(one);
    }
    annotated.retain(|_, all| all.len() >= OFTEN && all.iter().all(|one| one.id == all[0].id));
    if annotated.is_empty() {
        return;
    }
    let in_title = |span: Span| {
        let block = article.blocks.iter().find(|block| block.span.contains(span));
        block.is_none_or(|block| matches!(block.kind, BlockKind::Title | BlockKind::Heading))
    };
    // Who annotates no headline leaves them out on purpose.
    let titles = marked.iter().any(|one| in_title(one.annotation.span));
    let mut bare: HashMap<&str, Vec<Span>> = HashMap::new();
    for mention in &looked.names.mentions {
        if mention.source == MentionSource::Annotation || mention.form != Form::Name || mention.header {
            continue;
        }
        let written = looked.surface(mention.name, source);
        if let Some((surface, _)) = annotated.get_key_value(written.as_str())
            && (titles || !in_title(mention.name))
        {
            bare.entry(surface).or_default().push(mention.name);
        }
    }
    for (surface, places) in bare {
        let all = &annotated[surface];
        if places.len() >= all.len() {
            continue;
        }
        let everywhere = if places.len() > 1 { annotate(all[0], &places) } else { None };
        for place in &places {
            let message = format!("“{surface}” is annotated {} times in the article, and not here", all.len());
            let finding = Finding::new(RuleId::InconsistentAnnotation, *place, message);
            let mut finding = finding.relating(all[0].annotation.span, "Here it is annotated");
            finding.fixes.extend(annotate(all[0], &[*place]).map(|edits| Fix::unsafe_("Annotate it here", edits)));
            if let Some(everywhere) = &everywhere {
                let title = format!("Annotate all {} in the article", places.len());
                finding.fixes.push(Fix::unsafe_(title, everywhere.clone()));
            }
            found.push(finding);
        }
    }
}
