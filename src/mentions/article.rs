//! What an article says, whatever format it came in.

use std::borrow::Cow;
use std::sync::Arc;

use super::tokens::Tokens;
use super::{Candidate, EntityKind, Form, MentionSource};
use crate::corpus::{Article, BlockKind};
use crate::text::{Source, Span};

/// An article as plain text, and what is annotated in it.
#[derive(Clone, Debug, Default)]
pub struct ArticleText<'a> {
    /// Its blocks of running text, headlines and captions, in order.
    pub blocks: Vec<TextBlock<'a>>,
    /// What is annotated, in any order.
    pub annotations: Vec<Annotated>,
}

/// A stretch of plain text: markup and escapes of the format are gone from it.
#[derive(Clone, Debug)]
pub struct TextBlock<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Where the text stands in the file: ascending, without gaps in the text.
    pub pieces: Vec<Piece>,
    /// Whether it is a headline or heading, in which every word may be capitalised.
    pub headline: bool,
    /// Whether it is boilerplate: a teaser, what a scraper left.
    pub boilerplate: bool,
}

/// A part of a text, and where it stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins in the text; it ends where the next piece begins.
    pub at: usize,
    /// Its bytes in the file.
    /// Where they are as many as in the text they are the same; others are an escape (`&amp;`, `\u00e9`) that stands
    /// for the whole of the piece.
    pub file: Span,
}

impl<'a> TextBlock<'a> {
    /// A block whose text stands in the file as it is, from the byte `start` on.
    #[must_use]
    pub fn plain(text: impl Into<Cow<'a, str>>, start: usize) -> Self {
        let text = text.into();
        let pieces = vec![Piece { at: 0, file: Span::new(start, start + text.len()) }];
        Self { text, pieces, headline: false, boilerplate: false }
    }

    /// The bytes of the file in which `span` of the text stands, markup inside included.
    #[must_use]
    pub fn in_file(&self, span: Span) -> Span {
        let start = self.place(span.start).0;
        // The end belongs to the last byte, not to what follows.
        Span::new(start, if span.is_empty() { start } else { self.place(span.end - 1).1 })
    }

    /// Where the byte `at` of the text begins and ends in the file.
    fn place(&self, at: usize) -> (usize, usize) {
        let number = self.pieces.partition_point(|piece| piece.at <= at).saturating_sub(1);
        let Some(piece) = self.pieces.get(number) else { return (0, 0) };
        if self.len_of(number) == piece.file.len() {
            let byte = piece.file.start + (at - piece.at);
            (byte, byte + 1)
        } else {
            (piece.file.start, piece.file.end)
        }
    }

    /// The length of a piece in the text.
    fn len_of(&self, number: usize) -> usize {
        self.pieces.get(number + 1).map_or(self.text.len(), |next| next.at) - self.pieces[number].at
    }

    /// The bytes of the text that stand in `span` of the file; `None` where there are none.
    #[must_use]
    pub fn in_text(&self, span: Span) -> Option<Span> {
        // The pieces that share bytes with it.
        let first = self.pieces.partition_point(|piece| piece.file.end <= span.start);
        let past = self.pieces.partition_point(|piece| piece.file.start < span.end);
        let last = past.checked_sub(1).filter(|last| *last >= first)?;
        let is_verbatim = |number: usize| self.len_of(number) == self.pieces[number].file.len();
        let mut start = self.pieces[first].at;
        if is_verbatim(first) {
            start += span.start.saturating_sub(self.pieces[first].file.start);
        }
        let mut end = self.pieces[last].at + self.len_of(last);
        if is_verbatim(last) {
            end -= self.pieces[last].file.end.saturating_sub(span.end);
        }
        (start < end).then(|| Span::new(start, end))
    }
}

/// Something annotated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotated {
    /// The text that is annotated, in bytes of the file.
    pub span: Span,
    /// What its type stands for; `None` where it has none or one that is unknown.
    pub kind: Option<EntityKind>,
    /// The id of the entity, where one is given.
    pub id: Option<Arc<str>>,
}

impl<'a> ArticleText<'a> {
    /// What `article`, one of a plain file, says: headlines, paragraphs, lists and captions without the markup in them.
    #[must_use]
    pub fn of_plain(article: &Article, source: &'a (impl Source + ?Sized)) -> Self {
        let mut all = Self::default();
        for block in &article.blocks {
            let headline = match block.kind {
                BlockKind::Rule | BlockKind::Code | BlockKind::Markup | BlockKind::Metadata => continue,
                BlockKind::Title | BlockKind::Heading => true,
                BlockKind::Paragraph | BlockKind::Byline | BlockKind::Caption | BlockKind::ListItem => false,
            };
            let mut hidden: Vec<Span> = Vec::new();
            for annotation in &block.inline.annotations {
                hidden.extend([annotation.open, annotation.close]);
                let given = |span: Option<Span>| span.map(|span| source.slice(span));
                all.annotations.push(Annotated {
                    span: annotation.text,
                    kind: given(annotation.entity_type).and_then(|label| EntityKind::of_label(&label)),
                    id: given(annotation.id).filter(|id| !id.is_empty()).map(|id| id.as_ref().into()),
                });
            }
            hidden.extend(block.inline.links.iter().map(|link| link.target));
            hidden.sort_unstable();
            all.blocks.push(TextBlock { headline, ..without(source, block.span, &hidden) });
        }
        all
    }
}

/// The text of `span` without the bytes that are `hidden`, which ascend.
fn without<'a>(source: &'a (impl Source + ?Sized), span: Span, hidden: &[Span]) -> TextBlock<'a> {
    let mut block = TextBlock::plain(source.slice(span), span.start);
    if hidden.is_empty() {
        return block;
    }
    let mut text = String::with_capacity(block.text.len());
    block.pieces.clear();
    let mut at = span.start;
    for gap in hidden.iter().chain([&Span::empty(span.end)]) {
        let (start, end) = (gap.start.clamp(at, span.end), gap.end.clamp(at, span.end));
        if start > at {
            block.pieces.push(Piece { at: text.len(), file: Span::new(at, start) });
            text += &block.text[at - span.start..start - span.start];
        }
        at = end;
    }
    TextBlock { text: text.into(), ..block }
}

/// Adds what is annotated in the block number `number` to `found`.
pub(super) fn annotated(article: &ArticleText<'_>, number: usize, tokens: &Tokens, found: &mut Vec<Candidate>) {
    let block = &article.blocks[number];
    for annotation in &article.annotations {
        let Some(span) = block.in_text(annotation.span) else { continue };
        let text = block.text.get(span.range()).unwrap_or_default();
        let lead = text.len() - text.trim_start().len();
        let span = Span::new(span.start + lead, span.start + text.trim_end().len().max(lead));
        if span.is_empty() {
            continue;
        }
        found.push(Candidate {
            block: number,
            span,
            name: tokens.name_in(span, annotation.kind),
            kind: annotation.kind,
            source: MentionSource::Annotation,
            id: annotation.id.clone(),
            form: Form::Name,
        });
    }
}
