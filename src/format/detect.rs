//! Which format a file is in: by the client's name of its language, by its extension, by what it begins with.
//!
//! Settings come before all of that: [`crate::config::Config::format_of`].

use std::path::Path;

use super::{Dialect, Format, Markup};

/// How many bytes from the start of a file are looked at, at most.
pub const PROBE: usize = 8 << 10;

/// What an extension says.
enum Extension {
    /// This format, whatever the content.
    Always(Format),
    /// This format, unless the content clearly says another.
    Unless(Format),
    /// What the content says; where it says nothing, it is no corpus file.
    Content,
}

fn extension(path: &Path) -> Option<Extension> {
    use Extension::{Always, Content, Unless};
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    Some(match name.rsplit_once('.')?.1 {
        "md" | "markdown" => Always(Dialect::Markdown.into()),
        "txt" | "news" => Unless(Dialect::Plain.into()),
        "conll" | "iob" | "iob2" | "bio" | "bioes" | "bilou" => Unless(Markup::Iob.into()),
        "conllu" | "conllup" => Unless(Markup::ConllU.into()),
        "v4_gold_conll" | "v4_auto_conll" => Unless(Markup::Conll2012.into()),
        "vert" | "vrt" | "vertical" => Unless(Markup::Vertical.into()),
        "sgm" | "sgml" => Unless(Markup::Sgml.into()),
        "tei" => Unless(Markup::Xml.into()),
        "naf" | "kaf" => Unless(Markup::Layers.into()),
        "jsonl" | "ndjson" => Unless(Markup::JsonLines.into()),
        "tsv" | "xml" | "json" | "ttl" | "nt" => Content,
        "ann" | "a1" | "a2" => Always(Markup::Brat.into()),
        _ => return None,
    })
}

impl Format {
    /// Extensions of corpus files, in lower case.
    pub const EXTENSIONS: &[&str] = &[
        "txt",
        "md",
        "markdown",
        "news",
        "conll",
        "iob",
        "iob2",
        "bio",
        "bioes",
        "bilou",
        "conllu",
        "conllup",
        "v4_gold_conll",
        "v4_auto_conll",
        "vert",
        "vrt",
        "vertical",
        "tsv",
        "sgm",
        "sgml",
        "xml",
        "tei",
        "naf",
        "kaf",
        "ttl",
        "nt",
        "json",
        "jsonl",
        "ndjson",
        "ann",
        "a1",
        "a2",
    ];

    /// The format of the file at `path`, whose text begins with `head`.
    /// A file with an unknown extension is a plain article, as somebody wants it in the corpus; `None` where the name
    /// is that of data of any kind and the content is no corpus.
    #[must_use]
    pub fn of(path: &Path, head: &str) -> Option<Self> {
        match extension(path) {
            Some(Extension::Always(format)) => Some(format),
            Some(Extension::Unless(format)) => {
                // Structures of a vertical text look like markup where its tabs were lost.
                let is_markup = |found: &Self| matches!(found, Self::Marked(Markup::Sgml | Markup::Xml));
                let lost = |found: &Self| format == Markup::Vertical.into() && is_markup(found);
                Some(Self::of_content(head).filter(|found| !lost(found)).unwrap_or(format))
            }
            Some(Extension::Content) => Self::of_content(head),
            None => Some(Self::of_content(head).unwrap_or_default()),
        }
    }

    /// Whether the name of the file at `path` is that of a corpus file.
    #[must_use]
    pub fn knows(path: &Path) -> bool {
        extension(path).is_some()
    }

    /// The marked-up format that a text which begins with `head` is clearly in.
    #[must_use]
    pub fn of_content(head: &str) -> Option<Self> {
        let head = head.trim_start_matches('\u{feff}');
        let end = head.floor_char_boundary(PROBE);
        // A line that is cut off says nothing.
        let head = if end < head.len() { &head[..head[..end].rfind('\n').map_or(end, |at| at + 1)] } else { head };
        Markup::ALL.iter().copied().find(|markup| markup.claims(head)).map(Self::Marked)
    }

    /// The format that an editor's name of a language stands for.
    #[must_use]
    pub fn of_language(language: &str) -> Option<Self> {
        match language {
            "markdown" => Some(Dialect::Markdown.into()),
            "plaintext" | "text" | "news" | "copydesk" => Some(Dialect::Plain.into()),
            "conll" => Some(Markup::Iob.into()),
            _ => Self::find(language),
        }
    }
}
