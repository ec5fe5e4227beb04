//! What an editor can ask about an open file: one file per feature, listed by how often it is asked.
//!
//! Plain data with byte spans in, plain data with byte spans out; nothing here knows the protocol.
//! Features that look at a whole file take an iterator of articles, so that the caller can end it early when nobody
//! waits for the answer any more.

mod columns;
mod completion;
mod dossier;
mod fixes;
mod folding;
mod linked_tags;
mod links;
mod markdown;
mod selection;
mod symbols;
mod tags;
mod tokens;

pub use columns::{Columns, columns};
pub use completion::{Value, Wanted, wanted};
pub use dossier::{Origin, dossier_page};
pub use fixes::{FixableRules, safe_edits};
pub use folding::{Fold, FoldKind, folds, markup_folds};
pub use linked_tags::{linked_cells, linked_tags};
pub use links::{WebLink, links};
pub use markdown::escape;
pub use selection::selection;
pub use symbols::{Symbol, SymbolKind, symbols};
pub use tags::legal_tags;
pub use tokens::{Token, TokenKind, markup_tokens, tokens, with_names};

use crate::corpus::Article;
use crate::facts::FileFacts;
use crate::text::Span;

/// The articles of a file that share a byte with `span` or touch it, in order.
pub fn articles_at(facts: &FileFacts, span: Span) -> impl Iterator<Item = Article> + '_ {
    first_article(facts, span.start)
        .map(|index| facts.article(index))
        .take_while(move |article| article.span.start <= span.end)
}

/// The number of the article of a file that `span` lies in.
pub fn article_number(facts: &FileFacts, span: Span) -> Option<usize> {
    let near = |index: &usize| facts.article_span(*index).start <= span.start;
    first_article(facts, span.start).take_while(near).find(|index| facts.article_span(*index).contains(span))
}

/// The numbers of the articles from the first one on that ends at or behind `at`.
fn first_article(facts: &FileFacts, at: usize) -> std::ops::Range<usize> {
    let (mut low, mut high) = (0, facts.article_count());
    while low < high {
        let middle = low.midpoint(high);
        if facts.article_span(middle).end < at {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low..facts.article_count()
}
