//! The marks of a paragraph, as [`super::lex::lex`] finds them.

use super::attributes::Attributes;
use super::context::{Hint, Side};
use super::conventions::Tally;
use super::glyph::{Glyph, Leading, Shape};
use crate::corpus::Link;
use crate::rules::Finding;
use crate::text::Span;

/// A mark, or a piece of markup that works like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// First byte, from the start of the paragraph.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    pub(crate) left: Side,
    pub(crate) right: Side,
    pub(crate) hint: Hint,
    /// The mark in front is the same one, directly.
    pub(crate) doubles_previous: bool,
}

impl Token {
    /// Whether it is an apostrophe inside a word; between two digits it is a prime.
    pub(crate) fn is_inner_apostrophe(&self) -> bool {
        let Kind::Quote(glyph) = self.kind else { return false };
        let digits = self.left == Side::Digit && self.right == Side::Digit;
        glyph.is_apostrophe() && self.left.is_word() && self.right.is_word() && !digits
    }

    pub(crate) const fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Quote(Glyph),
    /// A bracket; `tail` is the index of what hangs on a closing square one.
    Bracket {
        shape: Shape,
        open: bool,
        tail: Option<u16>,
    },
    /// A run of two `*` or `_`.
    Emphasis(u8),
    /// A run of backticks of this length.
    Code(u8),
    /// A tag; `index` into [`Lexed::tags`].
    Tag {
        open: bool,
        index: u16,
    },
}

/// What hangs on a closing square bracket.
#[derive(Clone, Debug)]
pub(crate) enum Tail {
    /// `(target)`, with the span of the target, and whether its shape is that of `TYPE:id`.
    Link { target: Span, typed: bool },
    /// `(target` without its end.
    OpenLink,
    /// `{attributes}` or a list of such objects
    Attributes { attributes: Attributes, closed: bool },
}

/// A tag.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    /// The name, from the start of the paragraph.
    pub(crate) name: Span,
    /// The same for tags of the same name.
    pub(crate) key: u64,
    pub(crate) attributes: Attributes,
    /// HTML that is no annotation.
    pub(crate) html: bool,
    /// Whether the tag itself ends with `>`.
    pub(crate) complete: bool,
}

/// The marks of one paragraph. Spans count from its start.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexed {
    pub(crate) tokens: Vec<Token>,
    pub(crate) tails: Vec<Tail>,
    pub(crate) tags: Vec<Tag>,
    /// Autolinks and bare URLs.
    pub(crate) links: Vec<Link>,
    /// What is wrong inside markup, whatever it pairs with.
    pub(crate) findings: Vec<Finding>,
    pub(crate) tally: Tally,
    /// The quotation marks that the paragraph begins with.
    pub(crate) leading: Option<Leading>,
}
