//! Names across files: who is meant at a place, and where else.
//!
//! The names of every article lie in an [`crate::index::Index`] of their own, beside the one of copies: its keys are those of the
//! article's entities, and each article carries its names packed.
//! [`View`] answers questions about them; what it says of one entity is what [`crate::mentions::link`] says of all.

mod check;
mod dossier;
mod packed;
mod roster;
mod view;

pub use check::{Checks, beside, findings};
pub use dossier::{Dossier, Quotation, Timeline};
pub use packed::Names;
pub use roster::{Listed, Roster};
pub use view::{Article, Entity, Here, Occurrence, Place, Places, View};

use std::path::Path;

use crate::boilerplate::keys::is_text;
use crate::boilerplate::words::mix;
use crate::facts::{ArticleRecord, ArticleState, FileFacts, FileRecord, Key};
use crate::mentions::{Annotated, ArticleText, Lexicon, recognise};
use crate::text::{Source, Span};

/// Mixed into the keys of names, so that they are no keys of anything else.
const NAME: u64 = 0x6e61_6d65;

/// Mixed into the keys of ids.
const ID: u64 = 0x0069_6473;

/// The version of the packed form and of the keys, to be raised when either changes, or what the recogniser finds.
pub const VERSION: u32 = 8;

/// The key of a name, as the index has it.
fn name_key(key: u64) -> Key {
    Key(mix(NAME, key))
}

/// The key of an id, as the index has it.
fn id_key(key: u64) -> Key {
    Key(mix(ID, key))
}

/// `record`, that of a file with these facts, with the names of its articles in the place of its keys; `beside` is what
/// other files annotate in it.
#[must_use]
pub fn record(
    mut record: FileRecord,
    facts: &FileFacts,
    source: &(impl Source + ?Sized),
    beside: &[Annotated],
    lexicon: &Lexicon,
) -> FileRecord {
    for (number, article) in record.articles.iter_mut().enumerate().take(facts.article_count()) {
        name(article, facts, number, source, beside, lexicon);
    }
    record
}

/// The names of a file, kept from edit to edit: only articles that have changed are looked at again.
#[derive(Debug, Default)]
pub struct Recorded {
    articles: Vec<(ArticleState, ArticleRecord)>,
}

impl Recorded {
    /// What the index of names is to hold of the file, which is at `path` in the folder of the corpus: as [`record`].
    /// The lexicon is the same each time.
    pub fn follow(
        &mut self,
        facts: &FileFacts,
        path: &Path,
        source: &(impl Source + ?Sized),
        beside: &[Annotated],
        lexicon: &Lexicon,
    ) -> FileRecord {
        // What other files annotate is no part of an article's state.
        let keeps = beside.is_empty();
        if !keeps {
            self.articles.clear();
        }
        let (before, behind) = facts.unchanged(self.articles.iter().map(|(state, _)| Some(state)));
        let fresh = (before..facts.article_count() - behind).map(|number| {
            let mut record = unnamed(facts, number, path);
            name(&mut record, facts, number, source, beside, lexicon);
            (facts.article_state(number), record)
        });
        let fresh: Vec<_> = fresh.collect();
        self.articles.splice(before..self.articles.len() - behind, fresh);
        for (number, (_, record)) in self.articles.iter_mut().enumerate() {
            record.span = facts.article_span(number);
        }
        let articles = self.articles.iter().map(|(_, record)| record.clone()).collect();
        if !keeps {
            self.articles.clear();
        }
        FileRecord { articles }
    }
}

/// The record of the article number `number` of the file at `path`, without names.
fn unnamed(facts: &FileFacts, number: usize, path: &Path) -> ArticleRecord {
    facts.with_article_view(number, path, |view| {
        let words: usize = view.blocks.iter().filter(|block| is_text(block.shape)).map(|block| block.words.len()).sum();
        ArticleRecord {
            span: facts.article_span(number),
            source: view.provenance.source.as_deref().map(str::to_owned),
            date: view.provenance.date,
            words: u32::try_from(words).unwrap_or(u32::MAX),
            ..ArticleRecord::default()
        }
    })
}

/// Puts the names of the article number `number` in its record, in the place of its keys.
fn name(
    article: &mut ArticleRecord,
    facts: &FileFacts,
    number: usize,
    source: &(impl Source + ?Sized),
    beside: &[Annotated],
    lexicon: &Lexicon,
) {
    let extract = facts.extract(number);
    let names = match extract {
        Some((extract, start)) => recognise(&ArticleText::of_extract(extract, start), lexicon),
        None => {
            let text = ArticleText::of_plain(&facts.article(number), source);
            recognise(&text.with_annotations(beside, article.span), lexicon)
        }
    };
    // A name is written without the markup inside it.
    let written = |span: Span| match extract {
        Some((extract, start)) => extract.text_at(Span::new(span.start - start, span.end - start)).into(),
        None => source.slice(span),
    };
    article.keys.clear();
    for entity in &names.entities {
        article.keys.extend(entity.keys.all().map(name_key));
        article.keys.extend(entity.keys.id.map(id_key));
    }
    article.keys.sort_unstable();
    article.keys.dedup();
    article.names = Names::new(names, written).pack(article.span.start);
}
