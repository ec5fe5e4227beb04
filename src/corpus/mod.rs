//! The model of a corpus file: articles, their headers, blocks and annotations.
//!
//! Plain data with absolute byte spans, the same whatever format the file came in.
//! A view of it is made by [`crate::facts::FileFacts::article`].

use std::borrow::Cow;
use std::sync::Arc;

use crate::format::reading::Extract;
use crate::text::{Source, Span};

/// One article of a file. Spans of articles do not overlap and ascend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// All of it, header and surrounding markup included, separator lines excluded.
    pub span: Span,
    /// Its metadata, where it has any.
    pub header: Option<Header>,
    /// The headline in the text; not the header's `title`.
    pub title: Option<Span>,
    /// The line that names the author.
    pub byline: Option<Span>,
    /// The place and agency that open the first paragraph (`BEIJING (AFP) —`), without the dash.
    pub dateline: Option<Span>,
    /// What the text consists of, in order.
    pub blocks: Vec<Block>,
    /// It taken out of its markup, and the byte of the file that this counts from; `None` where there is no markup and
    /// the text is what stands in the file.
    pub extract: Option<(Arc<Extract>, usize)>,
}

impl Article {
    /// The text at `span` of the file `source`, without the markup in it.
    pub fn written<'a>(&'a self, source: &'a (impl Source + ?Sized), span: Span) -> Cow<'a, str> {
        match &self.extract {
            Some((extract, base)) => {
                let text =
                    span.start.checked_sub(*base).map(|start| extract.text_at(Span::new(start, span.end - base)));
                text.unwrap_or_default().into()
            }
            None => source.slice(span),
        }
    }
}

/// The metadata of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// From the first fence or key to the last, without the final line end.
    pub span: Span,
    /// How it is written.
    pub style: HeaderStyle,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// How a header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeaderStyle {
    /// Between `---` fences.
    Yaml,
    /// Between `+++` fences.
    Toml,
    /// Bare `key: value` lines at the top.
    Lines,
}

/// One field of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key as written, without quotation marks.
    pub key: Span,
    /// The value without white space and quotation marks around it; empty where there is none.
    pub value: Span,
}

/// A stretch of an article's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Without the line end behind it.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// The markup and the marks in it.
    pub inline: Inline,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// The headline of the article.
    Title,
    /// The author's line.
    Byline,
    /// A heading inside the article.
    Heading,
    /// What stands under a picture.
    Caption,
    /// An item of a list.
    ListItem,
    /// A line drawn across the text (`***`).
    Rule,
    /// A fenced block of code.
    Code,
    /// A line of markup of the file format (`<DOC>`, `<TEXT>`).
    Markup,
    /// A line of metadata that stands in the body or at the foot.
    Metadata,
}

/// The markup and marks of a block, with absolute spans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// Sound pairs of quotation marks and brackets, by opening mark.
    pub pairs: Vec<Pair>,
    /// Sound inline annotations, by their start.
    pub annotations: Vec<Annotation>,
    /// Links: Markdown links, autolinks, bare URLs.
    pub links: Vec<Link>,
}

impl Inline {
    /// The same with every span `by` bytes further on.
    #[must_use]
    pub fn shifted(&self, by: usize) -> Self {
        Self {
            pairs: self.pairs.iter().map(|p| p.shifted(by)).collect(),
            annotations: self.annotations.iter().map(|a| a.shifted(by)).collect(),
            links: self.links.iter().map(|l| l.shifted(by)).collect(),
        }
    }
}

/// Two marks that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What they enclose text as.
    pub kind: PairKind,
    /// The opening mark.
    pub open: Span,
    /// The closing mark.
    pub close: Span,
}

impl Pair {
    /// From the opening mark to the closing one, both included.
    #[must_use]
    pub fn span(&self) -> Span {
        self.open.cover(self.close)
    }

    /// The same, `by` bytes further on.
    #[must_use]
    pub fn shifted(&self, by: usize) -> Self {
        Self { kind: self.kind, open: self.open.shifted(by), close: self.close.shifted(by) }
    }
}

/// What a pair of marks is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PairKind {
    /// Quotation marks.
    Quote,
    /// Brackets of any shape.
    Bracket,
    /// Markdown emphasis.
    Emphasis,
    /// Markdown code.
    Code,
}

/// An annotation in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// All of it: the text, and the markup unless that stands apart from it.
    pub span: Span,
    /// How it is written.
    pub style: AnnotationStyle,
    /// The text that is annotated.
    pub text: Span,
    /// The markup in front of the text (`[`, `<PER id="x">`, `[[x|`).
    pub open: Span,
    /// The markup behind it (`]{.PER #x}`, `</PER>`, `]]`).
    pub close: Span,
    /// The name of the type, where one is given.
    pub entity_type: Option<Span>,
    /// The id of the entity, where one is given.
    pub id: Option<Span>,
}

impl Annotation {
    /// Whether markup stands on both sides of the text, and not somewhere else.
    #[must_use]
    pub fn is_around(&self) -> bool {
        let marked = !self.open.is_empty() && !self.close.is_empty();
        marked && self.open.end <= self.text.start && self.text.end <= self.close.start
    }

    /// Whether it stands at a byte: its text, its markup or what that says.
    #[must_use]
    pub fn touches(&self, at: usize) -> bool {
        let spans = [Some(self.span), Some(self.open), Some(self.close), self.entity_type, self.id];
        spans.into_iter().flatten().any(|span| span.touches(at))
    }

    /// The same with every span `by` bytes further on.
    #[must_use]
    pub fn shifted(&self, by: usize) -> Self {
        self.moved(0, by)
    }

    /// The same where `old` bytes in front of it have become `new` ones.
    #[must_use]
    pub fn moved(&self, old: usize, new: usize) -> Self {
        let moved = |span: Span| Span::new(span.start + new - old, span.end + new - old);
        Self {
            span: moved(self.span),
            style: self.style,
            text: moved(self.text),
            open: moved(self.open),
            close: moved(self.close),
            entity_type: self.entity_type.map(moved),
            id: self.id.map(moved),
        }
    }
}

/// How an inline annotation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnnotationStyle {
    /// `[Vera Lind]{.PER #lind}`
    Span,
    /// `[[lind|Vera Lind]]`
    Wiki,
    /// `<PER id="lind">Vera Lind</PER>`
    Tag,
    /// `[Vera Lind](PER:lind)`
    Link,
    /// As the format of the file has it.
    Markup,
}

/// A link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// All of it.
    pub span: Span,
    /// Where it leads, without brackets.
    pub target: Span,
}

impl Link {
    /// The same, `by` bytes further on.
    #[must_use]
    pub fn shifted(&self, by: usize) -> Self {
        Self { span: self.span.shifted(by), target: self.target.shifted(by) }
    }
}
