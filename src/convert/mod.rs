//! From one format of annotated articles to another.
//!
//! [`read`] makes an [`Article`] of what a file says, whatever format it is in; one writer for each target makes text of
//! articles again. What a target cannot carry is counted in [`Losses`] and never silent.

mod brat;
mod conll2012;
mod conllu;
mod inline;
mod iob;
mod jsonl;
mod read;
mod tei;
mod tokens;
mod vertical;

use std::collections::BTreeMap;
use std::fmt;

pub use read::read;

use crate::text::Span;

/// An article, and what is annotated in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// What its file is called, without its extension and, where there are several, with its number.
    pub name: String,
    /// Its metadata.
    pub fields: Vec<(String, String)>,
    /// Its text.
    pub text: String,
    /// Its tokens, where its format has any: bytes of the text, and whether a sentence begins with each.
    pub tokens: Vec<(Span, bool)>,
    /// What is annotated: by the first byte, longer ones first.
    pub mentions: Vec<Mention>,
}

/// An annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The bytes of the text, ascending; several parts where it is discontinuous.
    pub parts: Vec<Span>,
    /// The name of its type.
    pub label: Option<String>,
    /// The id of its entity.
    pub id: Option<String>,
    /// The name of its chain: mentions of one article with the same one are of one entity.
    pub chain: Option<String>,
}

impl Mention {
    /// From its first part to its last.
    #[must_use]
    pub fn span(&self) -> Span {
        let last = self.parts.last().copied().unwrap_or_default();
        self.parts.first().copied().unwrap_or_default().cover(last)
    }

    /// What its entity is called in its article: its chain, else its id.
    fn entity(&self) -> Option<&str> {
        self.chain.as_deref().or(self.id.as_deref())
    }
}

/// What a target cannot carry, counted by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses(BTreeMap<&'static str, usize>);

impl Losses {
    /// Takes note of `count` things that are lost.
    pub fn add(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.0.entry(what).or_default() += count;
        }
    }

    /// Whether nothing is lost.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Losses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (what, count)) in self.0.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            write!(f, "{comma}{what}: {count}")?;
        }
        Ok(())
    }
}

/// What is converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Target {
    /// A `.txt` and a `.ann` file for each article.
    Brat,
    /// IOB2 columns: one token and its tag a line.
    Iob,
    /// CoNLL-2012 with its column of coreference.
    #[value(name = "conll-2012")]
    Conll2012,
    /// CoNLL-U with `Entity=`.
    Conllu,
    /// Vertical text with a structure for each name.
    Vertical,
    /// A TEI document for each article.
    Tei,
    /// JSON Lines as doccano reads them.
    Doccano,
    /// JSON Lines as Prodigy reads them.
    Prodigy,
    /// A plain article with `[Vera Lind]{.PER #lind}` in it.
    Inline,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: String,
}

impl Target {
    /// Whether each article is a file of its own, or several.
    #[must_use]
    pub const fn is_per_article(self) -> bool {
        matches!(self, Self::Brat | Self::Tei | Self::Inline)
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Brat | Self::Inline => "txt",
            Self::Iob => "conll",
            Self::Conll2012 => "v4_gold_conll",
            Self::Conllu => "conllu",
            Self::Vertical => "vert",
            Self::Tei => "xml",
            Self::Doccano | Self::Prodigy => "jsonl",
        }
    }

    /// The files that `articles`, those of a file called `name`, make; what they cannot carry is added to `losses`.
    #[must_use]
    pub fn write(self, name: &str, articles: &[Article], losses: &mut Losses) -> Vec<Output> {
        let named = |name: &str, content: String| Output { name: format!("{name}.{}", self.extension()), content };
        if self == Self::Brat {
            return articles.iter().flat_map(|article| brat::write(article, losses)).collect();
        }
        let mut one = |article: &Article| match self {
            Self::Brat => String::new(),
            Self::Iob => iob::write(article, losses),
            Self::Conll2012 => conll2012::write(article, losses),
            Self::Conllu => conllu::write(article, losses),
            Self::Vertical => vertical::write(article, losses),
            Self::Tei => tei::write(article, losses),
            Self::Doccano => jsonl::doccano(article, losses),
            Self::Prodigy => jsonl::prodigy(article, losses),
            Self::Inline => inline::write(article, losses),
        };
        if self.is_per_article() {
            articles.iter().map(|article| named(&article.name, one(article))).collect()
        } else {
            let all: String = articles.iter().map(one).collect();
            if all.is_empty() { Vec::new() } else { vec![named(name, all)] }
        }
    }
}

/// What several writers count as lost.
mod lost {
    pub const FIELDS: &str = "fields of metadata";
    pub const PARTS: &str = "gaps of discontinuous annotations, which are filled";
    pub const IDS: &str = "ids of entities";
    pub const CHAINS: &str = "mentions' chains";
    pub const NESTED: &str = "annotations inside or across others";
    pub const TYPES: &str = "types";
    pub const UNTYPED: &str = "annotations without a type, which become MISC";
    pub const SPACES: &str = "texts whose white space between tokens becomes one space";
}

/// The label of a mention without one.
const UNTYPED: &str = "MISC";

/// The label of a mention for a target that wants one.
fn label<'a>(mention: &'a Mention, losses: &mut Losses) -> &'a str {
    mention.label.as_deref().unwrap_or_else(|| {
        losses.add(lost::UNTYPED, 1);
        UNTYPED
    })
}

/// The mentions of which none shares a byte with another: of several the longest, which comes first.
fn flat<'a>(article: &'a Article, losses: &mut Losses) -> Vec<&'a Mention> {
    let mut kept: Vec<&Mention> = Vec::new();
    for mention in &article.mentions {
        if kept.last().is_some_and(|last| last.span().overlaps(mention.span())) {
            losses.add(lost::NESTED, 1);
        } else {
            losses.add(lost::PARTS, mention.parts.len().saturating_sub(1));
            kept.push(mention);
        }
    }
    kept
}

/// The mentions of which none crosses another: they may stand inside one another. Those with the same bytes too.
fn nested<'a>(article: &'a Article, losses: &mut Losses) -> Vec<&'a Mention> {
    let mut kept: Vec<&Mention> = Vec::new();
    let mut open: Vec<Span> = Vec::new();
    for mention in &article.mentions {
        let span = mention.span();
        open.retain(|outer| outer.end > span.start);
        if open.iter().any(|outer| !outer.contains(span)) {
            losses.add(lost::NESTED, 1);
            continue;
        }
        losses.add(lost::PARTS, mention.parts.len().saturating_sub(1));
        open.push(span);
        kept.push(mention);
    }
    kept
}

/// Counts ids and chains of mentions that are lost.
fn lose_entities(article: &Article, losses: &mut Losses) {
    losses.add(lost::IDS, article.mentions.iter().filter(|mention| mention.id.is_some()).count());
    losses.add(lost::CHAINS, article.mentions.iter().filter(|mention| mention.chain.is_some()).count());
}

/// The text with `before` and `behind` around the mentions, which do not cross, and everything else as `escape` has it.
fn wrapped(
    text: &str,
    mentions: &[&Mention],
    escape: impl Fn(&str) -> String,
    before: impl Fn(&Mention) -> String,
    behind: impl Fn(&Mention) -> String,
) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut open: Vec<&Mention> = Vec::new();
    let mut at = 0;
    let close = |open: &mut Vec<&Mention>, out: &mut String, at: &mut usize, upto: usize| {
        while let Some(last) = open.pop_if(|last| last.span().end <= upto) {
            out.push_str(&escape(&text[*at..last.span().end]));
            *at = last.span().end;
            out.push_str(&behind(last));
        }
    };
    for mention in mentions {
        close(&mut open, &mut out, &mut at, mention.span().start);
        out.push_str(&escape(&text[at..mention.span().start]));
        at = mention.span().start;
        out.push_str(&before(mention));
        open.push(mention);
    }
    close(&mut open, &mut out, &mut at, text.len());
    out.push_str(&escape(&text[at..]));
    out
}

/// The value of a field of the metadata.
fn field<'a>(article: &'a Article, key: &str) -> Option<&'a str> {
    article.fields.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
}
