//! What of a file goes into the index.

use jiff::civil::Date;

use crate::text::Span;

/// Something that can be looked up across files: a 64-bit hash in which the kind of the thing is mixed in.
///
/// Keys of equal things are equal in every file, run and build of one version of the key algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(pub u64);

/// What the index holds of one file: a pure function of its text and settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileRecord {
    /// Its articles, in order.
    pub articles: Vec<ArticleRecord>,
}

/// What the index holds of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleRecord {
    /// Its bytes in the text of the file.
    pub span: Span,
    /// Who published it, as far as that is known: a host name in lower case, or what the header names.
    pub source: Option<String>,
    /// When it was published, as far as that is known.
    pub date: Option<Date>,
    /// How many words it has.
    pub words: u32,
    /// Its keys: ascending, each once.
    pub keys: Vec<Key>,
}
