//! The names in an article: recognised, typed, chained to entities of the article, linked to those of other articles.
//!
//! Sources of mentions, strongest first: an annotation in the text or beside it; an alias of the knowledge base; the
//! recogniser. What a weaker source says of bytes that a stronger one has spoken about is dropped.
//!
//! The way of the data: [`article::ArticleText`] is what an article says, whatever format it came in; [`recognise`]
//! makes [`ArticleNames`] of it, which depends on that text, the annotations and the [`Lexicon`] only; [`link`] is a
//! reduction over the names of many articles, in which order does not matter.
//!
//! Invariants: recognising never fails, whatever the text; spans are in bounds, on character boundaries, and
//! ascend; only annotations overlap; the same article gives the same names.

mod again;
mod aliases;
pub mod article;
pub mod beside;
mod bounds;
mod chain;
pub mod evidence;
pub mod gazetteer;
mod given;
mod kind;
mod language;
mod letters;
pub mod lexicon;
pub mod link;
mod marks;
pub mod model;
mod nominal;
mod normal;
mod nouns;
mod offices;
mod places;
mod ranks;
mod recogniser;
pub mod tagger;
pub mod tokens;
mod told;
mod trim;

use std::cmp::Reverse;
use std::sync::Arc;

pub use article::{Annotated, ArticleText, TextBlock};
pub use chain::ArticleEntity;
pub use kind::EntityKind;
pub use lexicon::Lexicon;
pub use link::{EntityId, Links, link};

use crate::facts::FileFacts;
use crate::rules::RuleId;
use crate::text::Span;
use evidence::Passage;

/// Who says that something is a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MentionSource {
    /// An annotation, in the text or beside it.
    Annotation,
    /// An alias of the knowledge base.
    KnowledgeBase,
    /// The recogniser.
    Recogniser,
}

impl MentionSource {
    /// Its name in output: `annotation`, `knowledge-base`, `recogniser`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Annotation => "annotation",
            Self::KnowledgeBase => "knowledge-base",
            Self::Recogniser => "recogniser",
        }
    }
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// By a name: `Ms Lind`.
    Name,
    /// By a noun: `the Russian leader`. Linked inside its article only.
    Nominal,
}

impl Form {
    /// Its name in output: `name`, `nominal`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nominal => "nominal",
        }
    }
}

/// A span of an article that names an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// All of it in bytes of the file, the title in front of the name included (`Norwegian Minister Vera Lind`),
    /// articles and possessive endings excluded.
    pub span: Span,
    /// The name proper (`Vera Lind`), inside `span`; of a nominal mention, all of it.
    pub name: Span,
    /// What it is the name of, as far as that is known.
    pub kind: Option<EntityKind>,
    /// Who says so.
    pub source: MentionSource,
    /// The id that the annotation or the knowledge base gives.
    pub id: Option<Arc<str>>,
    /// The number of its entity in [`ArticleNames::entities`].
    pub entity: u32,
    /// How it refers.
    pub form: Form,
    /// Whether it stands in boilerplate: a teaser, what a scraper left.
    pub boilerplate: bool,
    /// Whether it stands in the header, where no annotation has a place.
    pub header: bool,
}

/// The names of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleNames {
    /// Its mentions, by their start, longer ones first; only those of annotations overlap.
    pub mentions: Vec<Mention>,
    /// Its entities, in the order of their first mentions.
    pub entities: Vec<ArticleEntity>,
}

/// The names in all articles of a file, of which `facts` are known and whose text is `text`; `beside` is what other files
/// annotate in it.
#[must_use]
pub fn of_file(facts: &FileFacts, text: &str, beside: &[Annotated], lexicon: &Lexicon) -> Vec<ArticleNames> {
    let is_boilerplate = |rule: RuleId| matches!(rule, RuleId::ScraperResidue | RuleId::SharedBoilerplate);
    let boilerplate: Vec<Span> =
        facts.findings().filter(|finding| is_boilerplate(finding.rule)).map(|finding| finding.span).collect();
    let names = |index: usize| {
        let span = facts.article_span(index);
        let first = boilerplate.partition_point(|one| one.start < span.start);
        let past = boilerplate.partition_point(|one| one.start < span.end);
        let here = &boilerplate[first..past.max(first)];
        match facts.extract(index) {
            Some((extract, start)) => {
                recognise(&ArticleText::of_extract(extract, start).with_boilerplate(here), lexicon)
            }
            None => {
                let article = ArticleText::of_plain(&facts.article(index), text).with_annotations(beside, span);
                recognise(&article.with_boilerplate(here), lexicon)
            }
        }
    };
    (0..facts.article_count()).map(names).collect()
}

/// Finds the names in `article`; `lexicon` holds the aliases of the knowledge base.
#[must_use]
pub fn recognise(article: &ArticleText<'_>, lexicon: &Lexicon) -> ArticleNames {
    let passages: Vec<Passage> = article.blocks.iter().map(|block| Passage::of(&block.text)).collect();
    let mut found = Vec::new();
    for (number, passage) in passages.iter().enumerate() {
        article::annotated(article, number, &passage.tokens, &mut found);
        lexicon.find(number, &passage.tokens, &mut found);
    }
    recogniser::find(article, &passages, &mut found);
    choose(&mut found);
    chain::chain(article, &passages, &mut found)
}

/// Something that may become a mention: spans in bytes of the text of its block.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    block: usize,
    span: Span,
    name: Span,
    kind: Option<EntityKind>,
    source: MentionSource,
    id: Option<Arc<str>>,
    /// [`Annotated::chain`] of it.
    chain: Option<Arc<str>>,
    form: Form,
}

/// Of candidates that share bytes, those of the stronger source stay; annotations may nest, the others do not.
///
/// A name that the recogniser has found around an alias of the knowledge base is another, longer one (`Xi` stands in
/// `Xi Jinping`) and stays in its place.
fn choose(found: &mut Vec<Candidate>) {
    let order = |candidate: &Candidate| (candidate.block, candidate.span.start, Reverse(candidate.span.end));
    let (mut kept, mut rest): (Vec<Candidate>, Vec<Candidate>) =
        found.drain(..).partition(|candidate| candidate.source == MentionSource::Annotation);
    kept.sort_by_key(order);
    kept.dedup_by(|next, last| order(next) == order(last));
    rest.sort_by_key(|candidate| (order(candidate), candidate.source));
    let annotated = kept.len();
    let mut last: Option<Candidate> = None;
    let mut from = 0;
    for candidate in rest {
        // Annotations in front of it share no byte with what follows either.
        while from < annotated && (kept[from].block, kept[from].span.end) <= (candidate.block, candidate.span.start) {
            from += 1;
        }
        let overlaps = |other: &Candidate| other.block == candidate.block && other.span.overlaps(candidate.span);
        let near = kept[from..annotated]
            .iter()
            .take_while(|one| (one.block, one.span.start) < (candidate.block, candidate.span.end));
        if near.into_iter().any(overlaps) {
            continue;
        }
        match last.take() {
            Some(before) if overlaps(&before) => {
                let longer = before.span.contains(candidate.span) && before.span.len() > candidate.span.len();
                let stays = before.source <= candidate.source || longer;
                last = Some(if stays { before } else { candidate });
            }
            before => {
                kept.extend(before);
                last = Some(candidate);
            }
        }
    }
    kept.extend(last);
    kept.sort_by_key(order);
    *found = kept;
}
