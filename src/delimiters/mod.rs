//! Quotation marks, brackets, Markdown and inline annotation: lexed, paired, and repaired where they do not pair.
//!
//! One engine for all of them.
//! [`lex`] finds the marks of a paragraph and what stands on both sides of each.
//! [`pair`] searches the cheapest way to read them as properly nested pairs; where no reading balances, the cheapest
//! includes repairs (delete, insert, replace or re-role a mark).
//! [`report`] turns each repair into one finding with a fix.
//! Costs are in hundredths of a nat: minus the logarithm of how often real text does it ([`costs`]).

mod around;
mod attributes;
mod context;
mod conventions;
mod costs;
mod elements;
mod glyph;
mod lex;
mod pair;
mod report;
mod survey;
mod targets;
mod token;

pub(crate) use context::is_invisible;
pub(crate) use conventions::{Conventions, Style, Tally};
pub(crate) use glyph::Leading;
pub(crate) use lex::lex;
pub(crate) use pair::pair;
pub(crate) use report::{Outcome, report};
pub(crate) use token::Lexed;

pub use context::Side;
pub use survey::{Mark, Role, survey};
