//! `copydesk realign`: standoff annotations follow a text that was changed without them.

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use ignore::WalkBuilder;
use serde_json::json;

use super::{Failure, Outcome, shorten};
use crate::config::{Config, FILE_NAME, find_root};
use crate::files::{self, Text};
use crate::format::brat::{self, Ann, SIDECARS};
use crate::format::{self, Markup};
use crate::standoff::{self, Alignment, Entry, Realigned};
use crate::text::LineIndex;

/// Move standoff annotations to where their text has gone, and say what became of each.
///
/// The annotations of a text are the .ann file beside it, or .a1 and .a2; those of records (.jsonl, .json) and of
/// WebAnno TSV stand in them. With --old they follow what was changed between the two texts; without it, which records
/// cannot do, they are found by what they say.
///
/// Exit code: 0 where every annotation is right, 1 where some have to be moved (without --write) or a person has to
/// look at some, 2 where a file cannot be read or written.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Texts, or folders of them.
    #[arg(required = true, value_name = "TEXT")]
    paths: Vec<PathBuf>,

    /// The text as it was when the annotations were right; for one TEXT.
    #[arg(long, value_name = "FILE")]
    old: Option<PathBuf>,

    /// Write the annotations; what is not written is only said.
    #[arg(long)]
    write: bool,

    /// How the report is printed.
    #[arg(long, value_enum, default_value_t = Format::Full, value_name = "FORMAT")]
    output_format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each text, and one for each annotation that was changed or lost.
    Full,
    /// One JSON object a line for each annotation.
    Jsonl,
}

/// What became of the annotations of one file.
struct Report {
    path: PathBuf,
    source: String,
    realigned: Realigned,
    written: bool,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let texts = texts(&args.paths)?;
    let old = match &args.old {
        Some(_) if texts.len() != 1 => {
            return Err(Failure::Message(format!("--old is the old state of one text, and these are {}", texts.len())));
        }
        Some(path) => Some(read(path)?.0),
        None => None,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut outcome, mut failures) = (Outcome::Clean, Vec::new());
    for text in &texts {
        match realign(text, old.as_deref(), args.write) {
            Ok(reports) => {
                for report in reports {
                    if report.is_open() {
                        outcome = Outcome::Findings;
                    }
                    report.print(args.output_format, &mut out)?;
                }
            }
            Err(Failure::Message(message)) => failures.push(message),
            Err(closed) => return Err(closed),
        }
    }
    out.flush()?;
    if failures.is_empty() { Ok(outcome) } else { Err(Failure::Message(failures.join("\nerror: "))) }
}

/// The texts that `paths` name or hold.
fn texts(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut texts = Vec::new();
    for path in paths {
        if !path.is_dir() {
            let is_sidecar = path.extension().is_some_and(|one| SIDECARS.iter().any(|ending| one == *ending));
            texts.push(if is_sidecar { path.with_extension("txt") } else { path.clone() });
            continue;
        }
        let mut found = Vec::new();
        for entry in WalkBuilder::new(path).require_git(false).build() {
            let entry = entry.map_err(|error| Failure::Message(error.to_string()))?;
            let is_text = entry.path().extension().is_some_and(|one| one == "txt");
            if is_text && sidecars(entry.path()).next().is_some() {
                found.push(entry.into_path());
            }
        }
        found.sort_unstable();
        texts.extend(found);
    }
    texts.dedup();
    Ok(texts)
}

/// The files beside a text that hold its annotations.
fn sidecars(text: &Path) -> impl Iterator<Item = PathBuf> + '_ {
    SIDECARS.iter().map(|ending| text.with_extension(ending)).filter(|path| path.is_file())
}

/// The text of a file, and its bytes.
fn read(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let failed = |what: String| Failure::Message(format!("{}: {what}", shorten(path).display()));
    let bytes = std::fs::read(path).map_err(|error| failed(format!("cannot be read: {error}")))?;
    let text = Text::decode(&bytes, declared(path)).map_err(|bad| failed(bad.message))?;
    Ok((text.text.into_owned(), bytes))
}

/// The encoding that the settings of its corpus declare for a file.
fn declared(path: &Path) -> Option<&'static encoding_rs::Encoding> {
    let path = path.canonicalize().ok()?;
    let root = find_root(path.parent()?)?;
    let settings = std::fs::read_to_string(root.join(FILE_NAME)).ok()?;
    Config::from_toml(&settings).0.encodings.of(path.strip_prefix(&root).ok()?)
}

/// Moves the annotations of the text at `path`; `old` is what it was when they were right, where that is known.
fn realign(path: &Path, old: Option<&str>, write: bool) -> Result<Vec<Report>, Failure> {
    let (new, bytes) = read(path)?;
    let within = Some(path).filter(|path| sidecars(path).next().is_none()).and_then(|path| markup_of(path, &new));
    if let Some(markup) = within {
        let needs_old = markup == Markup::JsonLines;
        if needs_old && old.is_none() {
            let path = shorten(path).display();
            return Err(Failure::Message(format!("{path}: --old has to name the records as they were")));
        }
        let realigned = markup.realign(old.unwrap_or_default(), &new).unwrap_or_default();
        return Ok(vec![report(path.to_owned(), new, &bytes, realigned, write)?]);
    }
    let files: Vec<PathBuf> = sidecars(path).collect();
    if files.is_empty() {
        let wanted = shorten(path).with_extension(SIDECARS[0]);
        return Err(Failure::Message(format!(
            "{}: there are no annotations: {} is not there",
            shorten(path).display(),
            wanted.display()
        )));
    }
    let aligned = old.map(|old| (old, Alignment::between(old, &new)));
    let mut reports = Vec::new();
    for file in files {
        let (source, bytes) = read(&file)?;
        let ann = Ann::parse(&source);
        let realigned = match &aligned {
            Some((old, alignment)) => brat::realign(&source, &ann, old, &new, alignment),
            None => brat::recover(&source, &ann, &new),
        };
        reports.push(report(file, source, &bytes, realigned, write)?);
    }
    Ok(reports)
}

/// The format of a file that has its annotations in it.
fn markup_of(path: &Path, text: &str) -> Option<Markup> {
    match format::Format::of(path, text)? {
        format::Format::Marked(markup) if markup.follows() => Some(markup),
        _ => None,
    }
}

/// What became of the annotations in `source`, the content of `file`, which is written where that is wanted.
fn report(file: PathBuf, source: String, bytes: &[u8], realigned: Realigned, write: bool) -> Result<Report, Failure> {
    let written = write && !realigned.edits.is_empty();
    if written {
        let failed = |what: String| Failure::Message(format!("{}: not written: {what}", shorten(&file).display()));
        let text = Text::decode(bytes, declared(&file)).map_err(|bad| failed(bad.message))?;
        let changed = realigned.apply(&source);
        let encoded = text.encode(&changed).map_err(failed)?;
        files::write(&file, &encoded).map_err(|error| failed(error.to_string()))?;
    }
    Ok(Report { path: file, source, realigned, written })
}

impl Report {
    /// Whether something is left to do.
    fn is_open(&self) -> bool {
        let unsure = |entry: &Entry| entry.outcome.is_uncertain() || entry.outcome == standoff::Outcome::Astray;
        !self.written && !self.realigned.edits.is_empty() || self.realigned.entries.iter().any(unsure)
    }

    fn print(&self, format: Format, out: &mut impl Write) -> Result<(), Failure> {
        let lines = LineIndex::new(&self.source);
        let path = shorten(&self.path).display();
        if format == Format::Jsonl {
            for entry in &self.realigned.entries {
                let row = json!({
                    "path": path.to_string(),
                    "line": lines.line(entry.span.start) + 1,
                    "id": entry.name,
                    "outcome": entry.outcome.name(),
                    "before": entry.before,
                    "after": entry.after,
                    "start": entry.start,
                    "written": self.written,
                });
                writeln!(out, "{row}")?;
            }
            return Ok(());
        }
        let state = match (self.written, self.realigned.edits.is_empty()) {
            (true, _) => ", written",
            (false, true) => "",
            (false, false) => "; --write writes it",
        };
        writeln!(out, "{path}: {}{state}", Counts(&self.realigned))?;
        for entry in &self.realigned.entries {
            let line = lines.line(entry.span.start) + 1;
            let what = match entry.outcome {
                standoff::Outcome::Kept | standoff::Outcome::Moved => continue,
                standoff::Outcome::Lost => format!("“{}” is not in the text any more", entry.before),
                standoff::Outcome::Astray => format!("“{}” did not fit the old text either", entry.before),
                standoff::Outcome::Restored => format!("“{}” is back", entry.before),
                _ => format!("“{}” is now “{}”", entry.before, entry.after),
            };
            writeln!(out, "  {path}:{line}: {} {}: {what}", entry.name, entry.outcome.name())?;
        }
        Ok(())
    }
}

/// How many annotations have which outcome: `3 kept, 2 moved`.
struct Counts<'a>(&'a Realigned);

impl fmt::Display for Counts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut outcomes: Vec<standoff::Outcome> = self.0.entries.iter().map(|entry| entry.outcome).collect();
        outcomes.sort_unstable();
        if outcomes.is_empty() {
            return f.write_str("no annotations");
        }
        for (index, group) in outcomes.chunk_by(|a, b| a == b).enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{} {}", group.len(), group[0].name())?;
        }
        Ok(())
    }
}
