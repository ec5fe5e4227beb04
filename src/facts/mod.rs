//! What is known of one file from its text alone, kept up to date under edits.
//!
//! A file is read as prose ([`prose`]), or as text between markup ([`marked`]); whoever asks need not know.
//!
//! Invariants: building never fails, whatever the text; all spans are in bounds and on character boundaries;
//! [`FileFacts::edit`] gives what [`FileFacts::new`] would give for the text after the edit.

mod articles;
mod marked;
mod order;
mod parts;
mod prose;
mod record;
mod unit;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::boilerplate::Provenance;
use crate::boilerplate::keys::Density;
use crate::config::Settings;
use crate::corpus::Article;
use crate::format::Format;
use crate::format::ids::IdPlace;
use crate::format::reading::{Extract, ExtractAnnotation};
use crate::format::writing::{New, fresh_chain};
use crate::rules::{Edit, Finding};
use crate::text::{Change, Source, Span};
pub(crate) use articles::{ArticleState, ArticleView, ranges};
pub use marked::Looks;
use marked::MarkedFacts;
use prose::Prose;
pub use record::{ArticleRecord, FileRecord, Key};

/// The pieces of a text of more bytes are read by several threads.
const SHARED: usize = 1 << 20;

/// Reads the pieces into which a text of `len` bytes was cut, each by itself.
fn read_all<P: Send, T: Send>(len: usize, pieces: Vec<P>, read: impl Fn(P) -> T + Send + Sync) -> Vec<T> {
    if len <= SHARED {
        return pieces.into_iter().map(read).collect();
    }
    pieces.into_par_iter().map(read).collect()
}

/// The facts of one file.
#[derive(Clone, Debug)]
pub struct FileFacts {
    body: Body,
}

#[derive(Clone, Debug)]
enum Body {
    Prose(Prose),
    Marked(MarkedFacts),
}

impl FileFacts {
    /// The facts of `text`, which is in this format.
    #[must_use]
    pub fn new(text: &str, format: impl Into<Format>, settings: Arc<Settings>) -> Self {
        let body = match format.into() {
            Format::Plain(dialect) => Body::Prose(Prose::new(text, dialect, settings)),
            Format::Marked(markup) => Body::Marked(MarkedFacts::new(text, markup, settings)),
        };
        Self { body }
    }

    /// What the text was read as.
    #[must_use]
    pub fn format(&self) -> Format {
        match &self.body {
            Body::Prose(prose) => Format::Plain(prose.dialect()),
            Body::Marked(marked) => Format::Marked(marked.markup()),
        }
    }

    /// Follows an edit: `source` is the text after it.
    /// Takes time in proportion to the edit and to the articles or records that it touches, and a little for each one.
    pub fn edit(&mut self, source: &(impl Source + ?Sized), change: Change) {
        match &mut self.body {
            Body::Prose(prose) => prose.edit(source, change),
            Body::Marked(marked) => marked.edit(source, change),
        }
    }

    /// How many articles the file holds.
    #[must_use]
    pub fn article_count(&self) -> usize {
        match &self.body {
            Body::Prose(prose) => prose.article_count(),
            Body::Marked(marked) => marked.article_count(),
        }
    }

    /// The article number `index`, which is less than [`Self::article_count`].
    #[must_use]
    pub fn article(&self, index: usize) -> Article {
        match &self.body {
            Body::Prose(prose) => prose.article(index),
            Body::Marked(marked) => marked.article(index),
        }
    }

    /// The bytes of the article number `index`.
    #[must_use]
    pub fn article_span(&self, index: usize) -> Span {
        match &self.body {
            Body::Prose(prose) => prose.article_span(index),
            Body::Marked(marked) => marked.article_span(index),
        }
    }

    /// The article number `index` taken out of its markup, and the byte of the file from which its spans count.
    /// `None` where the file has no markup: the text of an article is what stands at its blocks.
    #[must_use]
    pub fn extract(&self, index: usize) -> Option<(&Arc<Extract>, usize)> {
        match &self.body {
            Body::Prose(_) => None,
            Body::Marked(marked) => Some(marked.extract(index)),
        }
    }

    /// The edits, ascending, that make stretches of articles mentions, each with the number of its article, in ascending
    /// order, where the file has annotations in a markup of their own; `None` where it has not, or where one of them has
    /// no place.
    pub(crate) fn annotate(&self, source: &(impl Source + ?Sized), news: &[(usize, New<'_>)]) -> Option<Vec<Edit>> {
        match &self.body {
            Body::Prose(_) => None,
            Body::Marked(marked) => marked.annotate(source, news),
        }
    }

    /// The edits, ascending, that give an annotation of the article number `index` the id of another entity; `None`
    /// where there is no place for it.
    pub(crate) fn link(
        &self,
        source: &(impl Source + ?Sized),
        index: usize,
        annotation: &ExtractAnnotation,
        id: &str,
    ) -> Option<Vec<Edit>> {
        match &self.body {
            Body::Prose(_) => None,
            Body::Marked(marked) => marked.link(source, index, annotation, id),
        }
    }

    /// Where ids stand in the records that touch `span`, each with the byte that its record begins at; ascending, with
    /// spans from the start of the file. None where the file has no markup: its annotations say where theirs are.
    #[must_use]
    pub fn ids(&self, source: &(impl Source + ?Sized), span: Span) -> Vec<(usize, IdPlace)> {
        match &self.body {
            Body::Prose(_) => Vec::new(),
            Body::Marked(marked) => marked.ids(source, span),
        }
    }

    /// Whether chains of one article have names that others may have too.
    pub(crate) fn has_local_chains(&self) -> bool {
        matches!(&self.body, Body::Marked(marked) if marked.has_local_chains())
    }

    /// A name for a chain of the article number `index` that none has yet; `ahead` names were given before.
    pub(crate) fn fresh_chain(&self, index: usize, ahead: usize) -> String {
        match &self.body {
            Body::Prose(_) => fresh_chain(std::iter::empty(), ahead),
            Body::Marked(marked) => marked.fresh_chain(index, ahead),
        }
    }

    /// What an editor shows of the markup in the records that touch `span`; `source` is the text of the facts.
    /// `None` where the file has none.
    #[must_use]
    pub fn looks(&self, source: &(impl Source + ?Sized), span: Span) -> Option<Looks> {
        match &self.body {
            Body::Prose(_) => None,
            Body::Marked(marked) => Some(marked.looks(source, span)),
        }
    }

    /// The settings that they were found with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        match &self.body {
            Body::Prose(prose) => prose.settings(),
            Body::Marked(marked) => marked.settings(),
        }
    }

    /// Gives `ask` what of the article number `index` other articles are compared with; the file is at `path`.
    /// Spans count from the start of the file, or of the text of [`Self::extract`] where there is one.
    pub(crate) fn with_article_view<T>(&self, index: usize, path: &Path, ask: impl FnOnce(&ArticleView<'_>) -> T) -> T {
        let of_path = Provenance::of_path(path);
        match &self.body {
            Body::Prose(prose) => ask(&prose.article_view(index, &of_path)),
            Body::Marked(marked) => marked.with_article_view(index, &of_path, ask),
        }
    }

    /// Names what is known of the article number `index`, its place aside.
    pub(crate) fn article_state(&self, index: usize) -> ArticleState {
        match &self.body {
            Body::Prose(prose) => prose.article_state(index),
            Body::Marked(marked) => ArticleState::Read(Arc::clone(marked.extract(index).0)),
        }
    }

    /// How many articles from the first and, behind those, from the last are what they were when their states were
    /// `known`, in order; an article that has come or gone moves the others.
    pub(crate) fn unchanged<'a>(
        &self,
        known: impl DoubleEndedIterator<Item = Option<&'a ArticleState>> + ExactSizeIterator + Clone,
    ) -> (usize, usize) {
        let (old, new) = (known.len(), self.article_count());
        let same = |(known, index): &(Option<&ArticleState>, usize)| known == &Some(&self.article_state(*index));
        let before = known.clone().zip(0..new).take_while(same).count();
        let rest = known.rev().zip((0..new).rev()).take(old.min(new) - before);
        (before, rest.take_while(same).count())
    }

    /// What the index holds of the file, which is at `path`, relative to the folder of the corpus.
    #[must_use]
    pub fn record(&self, path: &Path, density: Density) -> FileRecord {
        let of_path = Provenance::of_path(path);
        let articles = match &self.body {
            Body::Prose(prose) => prose.records(&of_path, density),
            Body::Marked(marked) => marked.records(&of_path, density),
        };
        FileRecord { articles }
    }

    /// How many findings there are of each severity: error, warning, information, hint.
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        match &self.body {
            Body::Prose(prose) => prose.counts(),
            Body::Marked(marked) => marked.counts(),
        }
    }

    /// All findings of rules that are not switched off, ascending by place.
    pub fn findings(&self) -> impl Iterator<Item = Finding> + '_ {
        self.chosen([usize::MAX; 4]).into_iter()
    }

    /// Calls `tell` with each finding and the byte that its spans count from, in no order, until it breaks: nothing is
    /// copied, of a large file there are many.
    pub fn each_finding(&self, mut tell: impl FnMut(&Finding, usize) -> ControlFlow<()>) {
        // Whether somebody has heard enough is of no interest here.
        let _ = match &self.body {
            Body::Prose(prose) => prose.each_finding(&mut tell),
            Body::Marked(marked) => marked.each_finding(&mut tell),
        };
    }

    /// The `most` severest findings, of equal ones those that come first; ascending by place.
    #[must_use]
    pub fn severest(&self, most: usize) -> Vec<Finding> {
        let mut left = most;
        let quota = self.counts().map(|n| {
            let taken = n.min(left);
            left -= taken;
            taken
        });
        self.chosen(quota)
    }

    /// The first findings of each severity, as many as `quota` has room for.
    fn chosen(&self, quota: [usize; 4]) -> Vec<Finding> {
        match &self.body {
            Body::Prose(prose) => prose.chosen(quota),
            Body::Marked(marked) => marked.chosen(quota),
        }
    }
}
