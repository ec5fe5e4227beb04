//! Names that are annotated in most places of an article, and bare in others.

use std::collections::HashMap;

use super::{Looked, Marked};
use crate::corpus::BlockKind;
use crate::mentions::{Form, MentionSource};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::{Source, Span};

/// So often a name has to be annotated before a bare one is a slip.
const OFTEN: usize = 2;

/// Bare names that are annotated elsewhere in the article, and more often so.
pub fn bare(looked: &Looked<'_>, source: &(impl Source + ?Sized), found: &mut Vec<Finding>) {
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
        if mention.source == MentionSource::Annotation || mention.form != Form::Name {
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
        let wrap = |place: &Span| {
            [Edit::insert(place.start, all[0].open.clone()), Edit::insert(place.end, all[0].close.clone())]
        };
        for place in &places {
            let message = format!("“{surface}” is annotated {} times in the article, and not here", all.len());
            let finding = Finding::new(RuleId::InconsistentAnnotation, *place, message);
            let mut finding = finding.relating(all[0].annotation.span, "Here it is annotated");
            // Where nothing stands around the text of an annotation it is written somewhere else.
            let is_inline = !all[0].open.is_empty() && !all[0].close.is_empty();
            if is_inline {
                finding = finding.fixed_by(Fix::unsafe_("Annotate it here", wrap(place).into()));
            }
            if is_inline && places.len() > 1 {
                let title = format!("Annotate all {} in the article", places.len());
                finding = finding.fixed_by(Fix::unsafe_(title, places.iter().flat_map(wrap).collect()));
            }
            found.push(finding);
        }
    }
}
