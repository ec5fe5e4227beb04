//! Duplicated boilerplate: normal forms of text, and the keys by which copies of it are found.

pub mod words;

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
}
