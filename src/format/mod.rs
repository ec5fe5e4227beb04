//! The formats a corpus file may have.

/// Which kind of plain article a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `.txt`, `.news`: Markdown in it is a remnant.
    #[default]
    Plain,
    /// `.md`: Markdown in it is meant.
    Markdown,
}

impl Dialect {
    /// The dialect that a file name stands for, or `None` where it is no plain article.
    #[must_use]
    pub fn of_path(path: &std::path::Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "news" => Some(Self::Plain),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }
}

pub(crate) mod header;
pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod paragraphs;
pub mod reading;
pub(crate) mod units;
