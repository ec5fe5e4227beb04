//! What is wrong with the names that are annotated in an article.
//!
//! An article without annotations, in a corpus whose knowledge base has no name twice, has nothing to be inconsistent
//! with, and is not looked at.

mod ambiguity;
mod consistency;
mod edges;
mod ids;
mod spelling;

use std::borrow::Cow;

use crate::corpus::{Annotation, Article};
use crate::facts::FileFacts;
use crate::format::reading::{Extract, ExtractAnnotation};
use crate::knowledge::KnowledgeBase;
use crate::mentions::{ArticleNames, ArticleText, EntityKind, Form, Lexicon, Mention, beside, recognise};
use crate::rules::Finding;
use crate::text::{Source, Span};

/// What is wrong with the annotated names of a file, of which `facts` are known and whose text is `source`; ascending
/// by place.
#[must_use]
pub fn findings(facts: &FileFacts, source: &(impl Source + ?Sized), knowledge: &KnowledgeBase) -> Vec<Finding> {
    let articles = 0..facts.article_count();
    let articles: Vec<Looked> = articles.filter_map(|index| Looked::at(facts, index, source, knowledge)).collect();
    let all: Vec<&Marked> = articles.iter().flat_map(|article| &article.marked).collect();
    let mut found = Vec::new();
    let unknown = ids::unknown(&all, knowledge, &mut found);
    ids::conflicting(&all, &mut found);
    for looked in &articles {
        // Corpora of coreference annotate what a phrase stands for, which may be two things in one article.
        if !facts.format().is_of_tokens() {
            ids::ambiguous(&looked.marked, &unknown, &mut found);
        }
        if looked.extract.is_none() {
            edges::cut(&looked.article, &looked.marked, source, knowledge, &mut found);
        }
        consistency::bare(looked, source, &mut found);
        ambiguity::bare(looked, source, knowledge, &mut found);
        spelling::near(looked, source, &mut found);
    }
    if facts.format().is_of_tokens() {
        // What a row says is said once more in the next one: an edit of one place is none.
        found.iter_mut().for_each(|finding| finding.fixes.clear());
    }
    found.sort_by_key(|finding| (finding.span, finding.rule));
    found
}

/// An article that is looked at.
struct Looked<'a> {
    article: Article,
    /// The annotations in it.
    marked: Vec<Marked>,
    /// The names in it, as far as its text and its annotations say them.
    names: ArticleNames,
    /// Its text where the file has markup, and where its record begins.
    extract: Option<(&'a Extract, usize)>,
}

impl<'a> Looked<'a> {
    /// The article number `index`; `None` where there is nothing to look at.
    fn at(
        facts: &'a FileFacts,
        index: usize,
        source: &(impl Source + ?Sized),
        knowledge: &KnowledgeBase,
    ) -> Option<Self> {
        let article = facts.article(index);
        let extract = facts.extract(index).map(|(extract, start)| (&**extract, start));
        let marked: Vec<Marked> = match extract {
            Some((extract, start)) => {
                let all = extract.annotations.iter();
                all.filter_map(|annotation| Marked::of_markup(extract, start, annotation, source)).collect()
            }
            None => {
                let annotations = article.blocks.iter().flat_map(|block| &block.inline.annotations);
                annotations.map(|annotation| Marked::new(annotation, source)).collect()
            }
        };
        // Finding names takes longer than all else: it is done where something can be wrong with them.
        if marked.is_empty() && !knowledge.shares_names() {
            return None;
        }
        let text = match extract {
            Some((extract, start)) => ArticleText::of_extract(extract, start),
            None => ArticleText::of_plain(&article, source),
        };
        let names = recognise(&text, &Lexicon::default());
        Some(Self { article, marked, names, extract })
    }

    /// Its mentions by a name, boilerplate left out.
    fn mentions(&self) -> impl Iterator<Item = &Mention> {
        self.names.mentions.iter().filter(|mention| mention.form == Form::Name && !mention.boilerplate)
    }

    /// What stands at `span` of the file, without the markup in it, white space made single spaces.
    fn surface(&self, span: Span, source: &(impl Source + ?Sized)) -> String {
        match self.extract {
            Some((extract, start)) => single_spaced(extract.text_at(Span::new(span.start - start, span.end - start))),
            None => single_spaced(&source.slice(span)),
        }
    }
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

    /// An annotation of a file with markup, whose record begins at the byte `start`. The name of a chain is no id: another
    /// article may have it for somebody else.
    fn of_markup(
        extract: &Extract,
        start: usize,
        written: &ExtractAnnotation,
        source: &(impl Source + ?Sized),
    ) -> Option<Self> {
        let annotation = extract.annotation(written)?;
        let surface = single_spaced(extract.text_at(annotation.text));
        let id = written.identity.as_ref().map(|it| it.text.clone()).filter(|id| !beside::is_nobody(id));
        let mut annotation = annotation.shifted(start);
        annotation.id = annotation.id.filter(|_| id.is_some());
        Some(Self { surface, id, ..Self::new(&annotation, source) })
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
