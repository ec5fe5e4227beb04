//! Duplicated boilerplate: normal forms of text, the keys by which copies of it are found, and where articles come from.

mod byline;
mod credit;
pub mod decisions;
mod glued;
pub mod keys;
mod meant;
pub(crate) mod phrases;
mod provenance;
mod quoted;
mod reader;
mod record;
pub(crate) mod repeats;
pub(crate) mod residue;
mod shapes;
mod sign;
pub(crate) mod traits;
pub(crate) mod voice;
pub mod words;

pub use phrases::OwnPhrases;
pub use provenance::Provenance;
pub(crate) use record::of_article;
pub use record::record;
pub(crate) use repeats::AsItIs;

use words::Word;

use crate::format::paragraphs::Shape;
use crate::text::Span;

/// A block of an article, as far as boilerplate is concerned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block<'a> {
    /// The number of its unit in the article.
    pub(crate) unit: usize,
    /// Its bytes, from the start of the unit.
    pub(crate) span: Span,
    pub(crate) shape: Shape,
    /// Its words, with bytes from the start of the block.
    pub(crate) words: &'a [Word],
    /// See [`repeats::digest`].
    pub(crate) digest: Option<u64>,
}

/// What the header, the metadata and the addresses of an article say of where it comes from, collected in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Provenances {
    header: Provenance,
    /// Metadata in the text, and addresses that stand alone.
    text: Provenance,
}

impl Provenances {
    /// Takes in a header.
    pub(crate) fn add(&mut self, of_header: impl FnOnce() -> Provenance) {
        self.header = std::mem::take(&mut self.header).or(&of_header());
    }

    /// Takes in a block, where it is metadata or an address.
    pub(crate) fn add_block(&mut self, text: &str, shape: Shape) {
        let found = match shape {
            Shape::Metadata { .. } => text.split_once(':').map(|field| Provenance::of_fields([field])),
            Shape::Address => Some(Provenance::of_fields([("url", text)])),
            Shape::Date => Some(Provenance::of_fields([("date", text)])),
            _ => None,
        };
        if let Some(found) = found {
            self.text = std::mem::take(&mut self.text).or(&found);
        }
    }

    /// Takes in what `other` collected behind this.
    pub(crate) fn append(&mut self, other: &Self) {
        self.header = std::mem::take(&mut self.header).or(&other.header);
        self.text = std::mem::take(&mut self.text).or(&other.text);
    }

    /// What is known of the article, in a file of whose path `of_path` is known.
    pub(crate) fn article(self, of_path: &Provenance) -> Provenance {
        self.header.or(&self.text).or(of_path)
    }
}
