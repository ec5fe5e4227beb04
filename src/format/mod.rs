//! The formats a corpus file may have.
//!
//! A file is either a plain article, which [`units`] cuts, or text between markup, which the modules of the other
//! formats read: [`markup`] lists these and says what each has to give.

pub(crate) mod assemble;
pub mod brat;
pub(crate) mod columns;
pub(crate) mod conflict;
pub(crate) mod conll2012;
pub(crate) mod conllu;
mod detect;
pub(crate) mod exports;
pub(crate) mod header;
pub mod ids;
pub(crate) mod iob;
pub(crate) mod jsonl;
pub(crate) mod keys;
pub(crate) mod layers;
pub(crate) mod lines;
pub(crate) mod markup;
pub(crate) mod measure;
pub(crate) mod nif;
pub(crate) mod paragraphs;
pub mod reading;
pub(crate) mod records;
pub(crate) mod remains;
pub(crate) mod sequence;
pub(crate) mod sgml;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod units;
pub(crate) mod vertical;
pub(crate) mod webanno;
pub(crate) mod writing;
pub(crate) mod xml;

pub use detect::PROBE;
pub use markup::Markup;
pub use records::readings;

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain articles.
    Plain(Dialect),
    /// Text between markup.
    Marked(Markup),
}

/// Which kind of plain article a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `.txt`, `.news`: Markdown in it is a remnant.
    #[default]
    Plain,
    /// `.md`: Markdown in it is meant.
    Markdown,
}

impl Default for Format {
    fn default() -> Self {
        Self::Plain(Dialect::Plain)
    }
}

impl From<Dialect> for Format {
    fn from(dialect: Dialect) -> Self {
        Self::Plain(dialect)
    }
}

impl From<Markup> for Format {
    fn from(markup: Markup) -> Self {
        Self::Marked(markup)
    }
}

impl Format {
    /// Every format.
    pub fn all() -> impl Iterator<Item = Self> {
        let plain = [Dialect::Plain, Dialect::Markdown].map(Self::Plain);
        plain.into_iter().chain(Markup::ALL.iter().copied().map(Self::Marked))
    }

    /// Its name in settings and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain(Dialect::Plain) => "plain",
            Self::Plain(Dialect::Markdown) => "markdown",
            Self::Marked(markup) => markup.name(),
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Plain(Dialect::Plain) => "plain article",
            Self::Plain(Dialect::Markdown) => "Markdown article",
            Self::Marked(markup) => markup.label(),
        }
    }

    /// Whether its articles are tokens in a row and not text as somebody wrote it.
    #[must_use]
    pub fn is_of_tokens(self) -> bool {
        matches!(self, Self::Marked(markup) if markup.text_kind() == markup::TextKind::Tokens)
    }

    /// The format with this name, in any case.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::all().find(|format| format.name().eq_ignore_ascii_case(name))
    }
}
