//! What is wrong with the names that are annotated in an article.
//!
//! An article without annotations, in a corpus whose knowledge base has no name twice, has nothing to be inconsistent
//! with, and is not looked at.

mod ambiguity;
mod beside;
mod consistency;
mod edges;
mod ids;
mod spelling;

use std::borrow::Cow;
use std::collections::HashSet;

use crate::corpus::{Annotation, Article};
use crate::facts::{ArticleState, FileFacts};
use crate::format::reading::{Extract, ExtractAnnotation};
use crate::format::writing::New;
use crate::knowledge::KnowledgeBase;
use crate::mentions::{ArticleNames, ArticleText, EntityKind, Form, Lexicon, Mention, beside::is_nobody, recognise};
use crate::rules::{Edit, Finding, RuleId};
use crate::text::{Source, Span};
pub use beside::beside;

/// What is wrong with the annotated names of a file, of which `facts` are known and whose text is `source`; ascending
/// by place.
#[must_use]
pub fn findings(facts: &FileFacts, source: &(impl Source + ?Sized), knowledge: &KnowledgeBase) -> Vec<Finding> {
    Checks::default().findings(facts, source, knowledge)
}

/// What is known to be wrong with the annotated names of a file: after an edit only the articles that it touched are
/// looked at again.
#[derive(Debug, Default)]
pub struct Checks {
    /// The knowledge base that they were looked at with.
    knowledge: KnowledgeBase,
    articles: Vec<Checked>,
}

/// An article that was looked at.
#[derive(Debug)]
struct Checked {
    /// Names what was known of it.
    state: ArticleState,
    /// Where it began.
    start: usize,
    /// The annotations in it that say who is meant.
    marked: Vec<Marked>,
    /// What is wrong with it, whatever the others say.
    findings: Vec<Finding>,
}

impl Checks {
    /// What is wrong with the annotated names of the file now; as [`findings`].
    pub fn findings(
        &mut self,
        facts: &FileFacts,
        source: &(impl Source + ?Sized),
        knowledge: &KnowledgeBase,
    ) -> Vec<Finding> {
        self.follow(facts, source, knowledge);
        let all: Vec<&Marked> = self.articles.iter().flat_map(|article| &article.marked).collect();
        let mut found = Vec::new();
        let unknown = ids::unknown(&all, knowledge, &mut found);
        ids::conflicting(&all, &mut found);
        for article in &self.articles {
            // Corpora of coreference annotate what a phrase stands for, which may be two things in one article.
            if !facts.format().is_of_tokens() {
                ids::ambiguous(&article.marked, &unknown, &mut found);
            }
            found.extend(article.findings.iter().cloned());
        }
        if facts.format().is_of_tokens() {
            // What a row says is said once more in the next one: an edit of one place is none.
            let others = found.iter_mut().filter(|finding| finding.rule != RuleId::InconsistentAnnotation);
            others.for_each(|finding| finding.fixes.clear());
        }
        found.sort_by_key(|finding| (finding.span, finding.rule));
        found
    }

    /// Looks at what has changed.
    fn follow(&mut self, facts: &FileFacts, source: &(impl Source + ?Sized), knowledge: &KnowledgeBase) {
        if !self.knowledge.is_same(knowledge) {
            (self.knowledge, self.articles) = (knowledge.clone(), Vec::new());
        }
        let (before, behind) = facts.unchanged(self.articles.iter().map(|article| Some(&article.state)));
        let fresh = (before..facts.article_count() - behind).map(|index| Checked::new(facts, index, source, knowledge));
        let fresh: Vec<Checked> = fresh.collect();
        self.articles.splice(before..self.articles.len() - behind, fresh);
        for (index, article) in self.articles.iter_mut().enumerate() {
            article.move_to(start_of(facts, index));
        }
    }
}

/// Where the article number `index` begins, or the record that it is of.
fn start_of(facts: &FileFacts, index: usize) -> usize {
    facts.extract(index).map_or_else(|| facts.article_span(index).start, |(_, start)| start)
}

impl Checked {
    fn new(facts: &FileFacts, index: usize, source: &(impl Source + ?Sized), knowledge: &KnowledgeBase) -> Self {
        let (state, start) = (facts.article_state(index), start_of(facts, index));
        let Some(looked) = Looked::at(facts, index, source, knowledge) else {
            return Self { state, start, marked: Vec::new(), findings: Vec::new() };
        };
        let mut findings = Vec::new();
        if looked.extract.is_none() {
            edges::cut(&looked.article, &looked.marked, source, knowledge, &mut findings);
        }
        let annotate = |as_in: &Marked, places: &[Span]| as_in.again(facts, index, source, places);
        consistency::bare(&looked, source, annotate, &mut findings);
        ambiguity::bare(&looked, source, knowledge, &mut findings);
        spelling::near(&looked, source, &mut findings);
        let mut marked = looked.marked;
        marked.retain(|one| one.id.is_some());
        Self { state, start, marked, findings }
    }

    /// Follows what was edited in front of it.
    fn move_to(&mut self, start: usize) {
        let old = std::mem::replace(&mut self.start, start);
        if old != start {
            self.marked.iter_mut().for_each(|one| one.annotation = one.annotation.moved(old, start));
            self.findings.iter_mut().for_each(|finding| finding.move_by(old, start));
        }
    }
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
        let mut marked: Vec<Marked> = match extract {
            Some((extract, start)) => {
                let all = extract.annotations.iter();
                all.filter_map(|annotation| Marked::of_markup(extract, start, annotation, source)).collect()
            }
            None => {
                let annotations = article.blocks.iter().flat_map(|block| &block.inline.annotations);
                annotations.map(|annotation| Marked::new(annotation, source)).collect()
            }
        };
        let surfaces: HashSet<&str> = marked.iter().map(|one| one.surface.as_str()).collect();
        let named: Vec<bool> = marked.iter().map(|one| one.looks_like_name(&surfaces)).collect();
        marked.iter_mut().zip(named).for_each(|(one, named)| one.is_name = named);
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
#[derive(Debug)]
struct Marked {
    annotation: Annotation,
    /// The annotated text, white space made single spaces.
    surface: String,
    id: Option<String>,
    /// The name of its chain, in markup that has chains.
    chain: Option<String>,
    label: Option<String>,
    /// What the label stands for; a type of the corpus's own says nothing.
    kind: Option<EntityKind>,
    /// Whether it looks like a name and not like another phrase.
    is_name: bool,
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
            chain: None,
            kind: label.as_deref().and_then(EntityKind::of_label),
            label,
            is_name: false,
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
        let id = written.identity.as_ref().map(|it| it.text.clone()).filter(|id| !is_nobody(id));
        let mut annotation = annotation.shifted(start);
        annotation.id = annotation.id.filter(|_| id.is_some());
        let chain = written.chain.as_ref().map(|it| it.text.clone());
        Some(Self { surface, id, chain, ..Self::new(&annotation, source) })
    }

    /// The edits that annotate `places` of the article number `index` like this; `None` where annotations are written
    /// somewhere else.
    fn again(
        &self,
        facts: &FileFacts,
        index: usize,
        source: &(impl Source + ?Sized),
        places: &[Span],
    ) -> Option<Vec<Edit>> {
        let (kind, chain) = (self.label.as_deref().unwrap_or_default(), self.chain.as_deref().unwrap_or_default());
        let new = |span: &Span| (index, New { span: *span, kind, identity: self.id.as_deref(), chain });
        if let Some(edits) = facts.annotate(source, &places.iter().map(new).collect::<Vec<_>>()) {
            return Some(edits);
        }
        let is_around = self.annotation.is_around() && !facts.format().is_of_tokens();
        let marks =
            |place: &Span| [Edit::insert(place.start, self.open.clone()), Edit::insert(place.end, self.close.clone())];
        is_around.then(|| places.iter().flat_map(marks).collect())
    }

    /// Whether the surface looks like a name and not like a pronoun or a noun that corpora of coreference annotate; all
    /// `surfaces` are annotated in the article.
    fn looks_like_name(&self, surfaces: &HashSet<&str>) -> bool {
        self.surface.starts_with(char::is_uppercase)
            && self.surface.chars().nth(1).is_some()
            && !surfaces.contains(self.surface.to_lowercase().as_str())
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
