//! What is wrong with the names that are annotated in an article.
//!
//! Only what is annotated in plain articles counts: other formats have checks of their own, and an article without
//! annotations has nothing to be inconsistent with.

mod consistency;
mod edges;
mod ids;

use std::borrow::Cow;

use crate::corpus::{Annotation, Article};
use crate::facts::FileFacts;
use crate::format::Format;
use crate::knowledge::KnowledgeBase;
use crate::mentions::EntityKind;
use crate::rules::Finding;
use crate::text::{Source, Span};

/// What is wrong with the annotated names of a file, of which `facts` are known and whose text is `source`; ascending
/// by place.
#[must_use]
pub fn findings(facts: &FileFacts, source: &(impl Source + ?Sized), knowledge: &KnowledgeBase) -> Vec<Finding> {
    if !matches!(facts.format(), Format::Plain(_)) {
        return Vec::new();
    }
    let articles: Vec<(Article, Vec<Marked>)> = (0..facts.article_count())
        .map(|index| {
            let article = facts.article(index);
            let annotations = article.blocks.iter().flat_map(|block| &block.inline.annotations);
            let marked = annotations.map(|annotation| Marked::new(annotation, source)).collect();
            (article, marked)
        })
        .filter(|(_, marked): &(_, Vec<Marked>)| !marked.is_empty())
        .collect();
    let all: Vec<&Marked> = articles.iter().flat_map(|(_, marked)| marked).collect();
    let mut found = Vec::new();
    let unknown = ids::unknown(&all, knowledge, &mut found);
    ids::conflicting(&all, &mut found);
    for (article, marked) in &articles {
        ids::ambiguous(marked, &unknown, &mut found);
        edges::cut(article, marked, source, knowledge, &mut found);
        consistency::bare(article, marked, source, &mut found);
    }
    found.sort_by_key(|finding| (finding.span, finding.rule));
    found
}

/// An annotation, and what it says.
struct Marked {
    annotation: Annotation,
    /// The annotated text, white space made single spaces.
    surface: String,
    id: Option<String>,
    label: Option<String>,
    /// What the label stands for; a type of the corpus's own says nothing.
    kind: Option<EntityKind>,
    open: String,
    close: String,
}

impl Marked {
    fn new(annotation: &Annotation, source: &(impl Source + ?Sized)) -> Self {
        let text = |span: Span| source.slice(span).into_owned();
        let given = |span: Option<Span>| span.map(text).filter(|it| !it.is_empty());
        let label = given(annotation.entity_type);
        Self {
            surface: single_spaced(&source.slice(annotation.text)),
            id: given(annotation.id),
            kind: label.as_deref().and_then(EntityKind::of_label),
            label,
            open: text(annotation.open),
            close: text(annotation.close),
            annotation: annotation.clone(),
        }
    }

    /// Whether the surface looks like a name and not like a pronoun or a noun that corpora of coreference annotate.
    fn is_name(&self, others: &[Self]) -> bool {
        let small = self.surface.to_lowercase();
        self.surface.starts_with(char::is_uppercase)
            && self.surface.chars().nth(1).is_some()
            && others.iter().all(|other| other.surface != small)
    }
}

fn single_spaced(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// The text of a block, for a look at what stands around an annotation.
fn block_text<'a>(article: &Article, at: usize, source: &'a (impl Source + ?Sized)) -> Option<(Cow<'a, str>, usize)> {
    let block = article.blocks.iter().find(|block| block.span.contains(Span::empty(at)))?;
    Some((source.slice(block.span), block.span.start))
}
