//! What a document is taken for, and what a person wants it to be taken for.

use serde::{Deserialize, Serialize};

use crate::format::Format;
use crate::server::job::Snapshot;
use crate::server::types::{Error, Result, Uri};

/// Gives what a document is taken for.
pub const FORMAT: &str = "copydesk.format";
/// Takes a document for something else, for as long as it is open, and gives what it is taken for then.
pub const SET_FORMAT: &str = "copydesk.setFormat";

/// The argument of both commands.
#[derive(Clone, Debug, Deserialize)]
pub struct FormatOf {
    /// The document.
    pub uri: Uri,
    /// The name of the format that a person has chosen; without it, the format is found.
    format: Option<String>,
}

impl FormatOf {
    /// The format that a person has chosen.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn choice(&self) -> Result<Option<Format>> {
        let Some(name) = &self.format else { return Ok(None) };
        Format::find(name).map(Some).ok_or_else(|| {
            let names: Vec<_> = Format::all().map(Format::name).collect();
            Error::invalid_params(format!("no format is called `{name}`; there are {}", names.join(", ")))
        })
    }
}

/// What a document is taken for.
#[derive(Clone, Debug, Serialize)]
pub struct Taken {
    /// The name of its format; none where it is no corpus file.
    format: Option<&'static str>,
    /// What it is, for people.
    label: &'static str,
    /// Whether a person has chosen it.
    chosen: bool,
    /// What it may be taken for.
    formats: Vec<Named>,
}

/// A format.
#[derive(Clone, Debug, Serialize)]
struct Named {
    name: &'static str,
    label: &'static str,
}

/// What a document is taken for.
pub fn taken_for(snapshot: &Snapshot) -> Taken {
    let format = snapshot.format.filter(|_| !snapshot.is_knowledge);
    let other = if snapshot.is_knowledge { "knowledge base" } else { "no corpus file" };
    Taken {
        format: format.map(Format::name),
        label: format.map_or(other, Format::label),
        chosen: format.is_some() && snapshot.is_chosen,
        formats: Format::all().map(|format| Named { name: format.name(), label: format.label() }).collect(),
    }
}
