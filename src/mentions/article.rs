//! What an article says, whatever format it came in.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::tokens::Tokens;
use super::{Candidate, EntityKind, Form, MentionSource};
use crate::corpus::{Article, BlockKind};
use crate::format::reading::{Extract, ExtractField, Written};
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
    /// Whether it is boilerplate: a teaser, what a scraper left.
    pub boilerplate: bool,
    /// Whether it is a value of the header.
    pub header: bool,
}

/// The keys of headers whose values say something in words: the headline.
const HEADLINES: &[&str] = &["title", "headline"];

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
        Self { text, pieces, boilerplate: false, header: false }
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
    /// What its type stands for; `None` where it has none.
    pub kind: Option<EntityKind>,
    /// The id of the entity in every article, where one is given.
    pub id: Option<Arc<str>>,
    /// The name of its chain: annotations of one article with the same one name one entity.
    pub chain: Option<Arc<str>>,
}

impl Annotated {
    /// Whether `other`, an annotation of the same stretch, may be of the same entity.
    fn says_nothing_else(&self, other: &Self) -> bool {
        let agrees = |one: &Option<Arc<str>>, two: &Option<Arc<str>>| one.is_none() || two.is_none() || one == two;
        agrees(&self.id, &other.id) && agrees(&self.chain, &other.chain)
    }

    /// Takes over what `other` says and this one does not.
    fn merge(&mut self, other: Self) {
        self.kind = self.kind.filter(|kind| *kind != EntityKind::Other).or(other.kind).or(self.kind);
        self.id = self.id.take().or(other.id);
        self.chain = self.chain.take().or(other.chain);
    }
}

impl<'a> ArticleText<'a> {
    /// What `article`, one of a plain file, says: the headline in its header, then headlines, paragraphs, lists and
    /// captions without the markup in them.
    #[must_use]
    pub fn of_plain(article: &Article, source: &'a (impl Source + ?Sized)) -> Self {
        let mut all = Self::default();
        for field in article.header.iter().flat_map(|header| &header.fields) {
            let key = source.slice(field.key);
            if HEADLINES.iter().any(|it| it.eq_ignore_ascii_case(&key)) && !field.value.is_empty() {
                let value = TextBlock::plain(source.slice(field.value), field.value.start);
                all.blocks.push(TextBlock { header: true, ..value });
            }
        }
        for block in &article.blocks {
            match block.kind {
                BlockKind::Rule | BlockKind::Code | BlockKind::Markup | BlockKind::Metadata => continue,
                BlockKind::Title
                | BlockKind::Heading
                | BlockKind::Paragraph
                | BlockKind::Byline
                | BlockKind::Caption
                | BlockKind::ListItem => {}
            }
            let mut hidden: Vec<Span> = Vec::new();
            for annotation in &block.inline.annotations {
                hidden.extend([annotation.open, annotation.close]);
                let given = |span: Option<Span>| span.map(|span| source.slice(span));
                let is_value = given(annotation.entity_type).is_some_and(|label| EntityKind::is_of_values(&label));
                if is_value && annotation.id.is_none() {
                    continue;
                }
                all.annotations.push(Annotated {
                    span: annotation.text,
                    // A type of the corpus's own says at least that it is none of the others.
                    kind: given(annotation.entity_type)
                        .map(|label| EntityKind::of_label(&label).unwrap_or(EntityKind::Other)),
                    id: given(annotation.id).filter(|id| !id.is_empty()).map(|id| id.as_ref().into()),
                    chain: None,
                });
            }
            hidden.extend(block.inline.links.iter().map(|link| link.target));
            hidden.sort_unstable();
            all.blocks.push(without(source, block.span, &hidden));
        }
        all
    }

    /// What `extract`, an article of a file with markup whose record begins at the byte `start`, says: its headline, where
    /// that is a value without escapes beside the text, and the text.
    #[must_use]
    pub fn of_extract(extract: &'a Extract, start: usize) -> Self {
        let text = extract.text.as_str();
        let mut all = Self::default();
        // An escape is longer than what it stands for.
        let verbatim = |field: &&ExtractField| field.value.len() == field.span.len();
        let in_text = |field: &ExtractField| extract.pieces.iter().any(|piece| piece.source.overlaps(field.span));
        let headlines = extract.fields.iter().filter(|field| HEADLINES.contains(&field.key)).filter(verbatim);
        for field in headlines.filter(|field| !in_text(field)) {
            let value = TextBlock::plain(field.value.as_str(), start + field.span.start);
            all.blocks.push(TextBlock { header: true, ..value });
        }
        let mut at = 0;
        for part in text.split("\n\n") {
            let span = Span::new(at, at + part.len());
            at = span.end + 2;
            if !part.trim().is_empty() {
                all.blocks.push(TextBlock {
                    text: part.into(),
                    pieces: pieces(extract, span, start),
                    boilerplate: false,
                    header: false,
                });
            }
        }
        let written =
            |written: &Option<Written>| written.as_ref().map(|it| it.text.clone()).filter(|it| !it.is_empty());
        // Layers say different things of one stretch: one that it is a person, another who else it is.
        let mut known: HashMap<Span, usize> = HashMap::with_capacity(extract.annotations.len());
        for annotation in &extract.annotations {
            let is_value = annotation.entity_type.as_ref().is_some_and(|it| EntityKind::is_of_values(&it.text));
            // Members of a chain are looked for whatever they are.
            if is_value && annotation.identity.is_none() && annotation.chain.is_none() {
                continue;
            }
            let (Some(first), Some(last)) = (annotation.parts.first(), annotation.parts.last()) else { continue };
            let Some(span) = extract.to_source(first.cover(*last)) else { continue };
            let annotated = Annotated {
                span: span.shifted(start),
                kind: written(&annotation.entity_type)
                    .map(|label| EntityKind::of_label(&label).unwrap_or(EntityKind::Other)),
                id: written(&annotation.identity).map(Arc::from),
                chain: written(&annotation.chain).map(Arc::from),
            };
            match known.get(&span).map(|at| &mut all.annotations[*at]) {
                Some(first) if first.says_nothing_else(&annotated) => first.merge(annotated),
                _ => {
                    known.insert(span, all.annotations.len());
                    all.annotations.push(annotated);
                }
            }
        }
        all
    }

    /// The same with what of `beside`, the annotations of a file in another one, stands in `span`, the article.
    #[must_use]
    pub fn with_annotations(mut self, beside: &[Annotated], span: Span) -> Self {
        self.annotations.extend(beside.iter().filter(|annotated| span.contains(annotated.span)).cloned());
        self
    }

    /// The same where the stretches of the file in `spans` are boilerplate.
    #[must_use]
    pub fn with_boilerplate(mut self, spans: &[Span]) -> Self {
        for block in &mut self.blocks {
            let whole = block.in_file(Span::new(0, block.text.len()));
            block.boilerplate |=
                spans.iter().any(|span| span.contains(whole) || whole.contains(*span) && 2 * span.len() >= whole.len());
        }
        self
    }
}

/// Where the stretch `span` of the text of `extract` stands in the file, in which its record begins at `start`.
fn pieces(extract: &Extract, span: Span, start: usize) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut at = span.start;
    let first = extract.pieces.partition_point(|piece| piece.text.end <= span.start);
    for piece in extract.pieces[first..].iter().take_while(|piece| piece.text.start < span.end) {
        let inside = Span::new(piece.text.start.max(span.start), piece.text.end.min(span.end));
        let verbatim = piece.text.len() == piece.source.len();
        let from = piece.source.start + if verbatim { inside.start - piece.text.start } else { 0 };
        let to = if verbatim { from + inside.len() } else { piece.source.end };
        if inside.start > at {
            // Characters of the text's own stand nowhere in the file.
            found.push(Piece { at: at - span.start, file: Span::empty(start + from) });
        }
        found.push(Piece { at: inside.start - span.start, file: Span::new(start + from, start + to) });
        at = inside.end;
    }
    if at < span.end {
        let end = found.last().map_or(start, |piece| piece.file.end);
        found.push(Piece { at: at - span.start, file: Span::empty(end) });
    }
    found
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
            chain: annotation.chain.clone(),
            form: Form::Name,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::reading::ExtractAnnotation;

    #[test]
    fn what_layers_say_of_one_stretch_is_one_annotation() {
        let written = |text: &str| (!text.is_empty()).then(|| Written { text: text.to_owned(), span: Span::empty(0) });
        let annotation = |at: (usize, usize), kind: &str, identity: &str, chain: &str| ExtractAnnotation {
            parts: vec![Span::new(at.0, at.1)],
            entity_type: written(kind),
            identity: written(identity),
            chain: written(chain),
            markup: Vec::new(),
        };
        let piece = Span::new(0, 9);
        let extract = Extract {
            text: "Vera Lind".to_owned(),
            pieces: vec![crate::format::reading::Piece { text: piece, source: piece }],
            annotations: vec![
                annotation((0, 9), "entity", "", "c1"),
                annotation((0, 9), "PERSON", "Q1", ""),
                annotation((0, 9), "ORG", "Q2", ""),
                annotation((5, 9), "PERSON", "", ""),
            ],
            ..Extract::default()
        };
        let all = ArticleText::of_extract(&extract, 0).annotations;
        let shown = all.iter().map(|it| format!("{} {:?} {:?} {:?}", it.span.start, it.kind, it.id, it.chain));
        assert_eq!(
            shown.collect::<Vec<_>>(),
            [
                "0 Some(Person) Some(\"Q1\") Some(\"c1\")",
                "0 Some(Organisation) Some(\"Q2\") None",
                "5 Some(Person) None None",
            ]
        );
    }
}
