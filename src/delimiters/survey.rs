//! What each mark of a text was taken for: the counts from which costs are learned.

use super::context::Side;
use super::conventions::Conventions;
use super::lex::lex;
use super::pair::pair;
use super::token::Kind;
use crate::config::LinkAnnotations;
use crate::text::Span;

/// A quotation mark and what it was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The mark.
    pub span: Span,
    /// What stands in front of it.
    pub left: Side,
    /// What stands behind it.
    pub right: Side,
    /// What it does.
    pub role: Role,
}

/// What a quotation mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// It opens a quotation.
    Open,
    /// It closes one.
    Close,
    /// It is an apostrophe, a prime or the like.
    Neither,
}

/// The quotation marks of `paragraph`, or `None` where they do not balance without a repair.
#[must_use]
pub fn survey(paragraph: &str) -> Option<Vec<Mark>> {
    let lexed = lex(paragraph);
    let conventions = Conventions::of(&lexed.tally, LinkAnnotations::Auto);
    let reading = pair(&lexed, &conventions, None);
    if !reading.repairs.is_empty() {
        return None;
    }
    let mut roles = vec![Role::Neither; lexed.tokens.len()];
    for &(open, close) in &reading.pairs {
        roles[open as usize] = Role::Open;
        roles[close as usize] = Role::Close;
    }
    let quotes = lexed.tokens.iter().zip(roles).filter(|(token, _)| matches!(token.kind, Kind::Quote(_)));
    Some(quotes.map(|(token, role)| Mark { span: token.span(), left: token.left, right: token.right, role }).collect())
}
