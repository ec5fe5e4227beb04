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

pub use check::{Checks, findings};
pub use dossier::{Dossier, Quotation, Timeline};
pub use packed::Names;
pub use roster::{Listed, Roster};
pub use view::{Article, Entity, Here, Occurrence, Place, Places, View};

use crate::boilerplate::words::mix;
use crate::facts::{FileFacts, FileRecord, Key};
use crate::mentions::{Annotated, ArticleText, Lexicon, recognise};
use crate::text::{Source, Span};

/// Mixed into the keys of names, so that they are no keys of anything else.
const NAME: u64 = 0x6e61_6d65;

/// Mixed into the keys of ids.
const ID: u64 = 0x0069_6473;

/// The version of the packed form and of the keys, to be raised when either changes, or what the recogniser finds.
pub const VERSION: u32 = 4;

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
    record
}
