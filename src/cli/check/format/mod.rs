//! The formats of output: one file each.
//!
//! Files are rendered where they are analysed, many at once; [`Printer`] puts the pieces together in order.

mod concise;
mod full;
mod github;
mod json;
mod sarif;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use annotate_snippets::Renderer;

use super::places::{Place, Places};
use super::{Format, Shown, Tally};
use crate::rules::Related;
use crate::text::Span;

/// A file and what was found in it.
pub struct Checked<'a> {
    path: Cow<'a, str>,
    text: &'a str,
    findings: &'a [Shown],
    places: Places,
}

impl<'a> Checked<'a> {
    /// The `findings` in `text`, the content of the file at `path`.
    pub fn new(path: &'a Path, text: &'a str, findings: &'a [Shown]) -> Self {
        Self { path: path.to_string_lossy(), text, findings, places: Places::new(text, findings) }
    }
}

impl Checked<'_> {
    /// Where a related place is: its path, its start and its end.
    fn place_of<'b>(&'b self, related: &'b Related) -> (Cow<'b, str>, Place, Place) {
        let Span { start, end } = related.span;
        match &related.file {
            None => (Cow::Borrowed(&self.path), self.places.at(start), self.places.at(end)),
            Some(other) => {
                let places = Places::of(&other.text, vec![start, end]);
                (other.path.to_string_lossy(), places.at(start), places.at(end))
            }
        }
    }
}

/// How files are rendered.
pub struct Style {
    format: Format,
    renderer: Renderer,
}

/// What is printed for one file.
pub enum Output {
    /// As it stands.
    Text(String),
    /// Results of the one SARIF document.
    Sarif(Vec<sarif::SarifResult>),
}

impl Style {
    /// The style of `format`, in colour or not, for an output `width` columns wide.
    pub fn new(format: Format, styled: bool, width: usize) -> Self {
        Self { format, renderer: full::renderer(styled, width) }
    }

    /// What is printed for one file.
    pub fn render(&self, file: &Checked<'_>) -> Output {
        match self.format {
            Format::Full => Output::Text(full::render(file, &self.renderer)),
            Format::Concise => Output::Text(file.findings.iter().map(|shown| concise::line(file, shown)).collect()),
            Format::Json | Format::Jsonl => Output::Text(
                file.findings
                    .iter()
                    .map(|shown| json::row(file, shown))
                    .collect::<Vec<_>>()
                    .join(self.format.separator()),
            ),
            Format::Github => Output::Text(file.findings.iter().map(|shown| github::command(file, shown)).collect()),
            Format::Sarif => Output::Sarif(file.findings.iter().map(|shown| sarif::result(file, shown)).collect()),
        }
    }
}

impl Format {
    /// What stands between two findings.
    fn separator(self) -> &'static str {
        match self {
            Self::Json => ",\n",
            Self::Jsonl => "\n",
            _ => "",
        }
    }
}

/// Puts together what is printed for the files, in order.
pub struct Printer<W> {
    out: W,
    format: Format,
    /// Whether something was printed already.
    begun: bool,
    results: Vec<sarif::SarifResult>,
    tally: Tally,
}

impl<W: Write> Printer<W> {
    /// Begins to print in `format` to `out`.
    pub fn new(mut out: W, format: Format) -> io::Result<Self> {
        if format == Format::Json {
            out.write_all(b"[\n")?;
        }
        Ok(Self { out, format, begun: false, results: Vec::new(), tally: Tally::default() })
    }

    /// Prints what came out for one file.
    pub fn print(&mut self, output: Output, tally: &Tally) -> io::Result<()> {
        self.tally.add(tally);
        match output {
            Output::Sarif(results) => self.results.extend(results),
            Output::Text(text) if text.is_empty() => {}
            Output::Text(text) => {
                if std::mem::replace(&mut self.begun, true) {
                    self.out.write_all(self.format.separator().as_bytes())?;
                }
                self.out.write_all(text.as_bytes())?;
            }
        }
        Ok(())
    }

    /// Ends the output; the sums of all files.
    pub fn finish(mut self) -> io::Result<Tally> {
        match self.format {
            Format::Full => self.out.write_all(full::summary(&self.tally).as_bytes())?,
            Format::Json => self.out.write_all(if self.begun { b"\n]\n" } else { b"]\n" })?,
            Format::Jsonl if self.begun => self.out.write_all(b"\n")?,
            Format::Sarif => self.out.write_all(sarif::document(self.results).as_bytes())?,
            Format::Jsonl | Format::Concise | Format::Github => {}
        }
        self.out.flush()?;
        Ok(self.tally)
    }
}

/// `text` without characters that a terminal obeys: what stands in a corpus is shown, never done.
fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_control) {
        text.chars().map(|c| if c.is_control() { c.escape_unicode().to_string() } else { c.to_string() }).collect()
    } else {
        text.into()
    }
}
