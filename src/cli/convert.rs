//! `copydesk convert`: annotated articles from one format to another.

use std::fs;
use std::io::{self, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};

use super::check::walk::{self, Sources, Target, Walked};
use super::{Failure, Outcome, shorten};
use crate::convert::{self, Losses, Output};
use crate::facts::FileFacts;
use crate::files::{self, Text};
use crate::pairs::{self, Part};

/// Convert annotated articles to another format.
///
/// Reads files of every format that `copydesk check` reads, with the .ann file beside a text. What the target cannot
/// carry is listed first, on the standard error: nothing is lost silently.
///
/// Exit code: 0; 1 with --lossless where something would be lost, and nothing is written; 2 where a file cannot be read
/// or written.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Files, and folders of them.
    #[arg(required = true, value_name = "IN")]
    paths: Vec<PathBuf>,

    /// What to write.
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: convert::Target,

    /// The folder to write to, in which each file lies as it lay under IN; without it, one file goes to the standard
    /// output.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,

    /// Write nothing where anything would be lost.
    #[arg(long)]
    lossless: bool,

    /// Replace files that are there.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let jobs = std::thread::available_parallelism().map_or(1, NonZero::get);
    let Walked { mut targets, failures, warnings } = walk::walk(&args.paths, Sources::default(), jobs)?;
    // Standoff goes with its text.
    targets.retain(|target| {
        target.knowledge().is_none()
            && !matches!(pairs::part_of(&target.path), Some(Part::Annotations | Part::Configuration))
    });
    warnings.iter().for_each(|warning| anstream::eprintln!("warning: {warning}"));
    if !failures.is_empty() {
        return Err(Failure::Message(failures.join("\nerror: ")));
    }
    let mut written: Vec<(PathBuf, Output)> = Vec::new();
    let mut lossy = false;
    for target in &targets {
        let mut losses = Losses::default();
        let folder = folder(&target.path, &args.paths);
        written.extend(outputs(target, args.to, &mut losses)?.into_iter().map(|output| (folder.clone(), output)));
        if !losses.is_empty() {
            lossy = true;
            anstream::eprintln!("{}: lost: {losses}", shorten(&target.path).display());
        }
    }
    if lossy && args.lossless {
        anstream::eprintln!("nothing was written: without --lossless it would be");
        return Ok(Outcome::Findings);
    }
    match &args.output {
        Some(folder) => {
            for (below, output) in &written {
                write(&folder.join(below), output, args.force)?;
            }
            anstream::eprintln!("{} files in {}", written.len(), shorten(folder).display());
        }
        None => match written.as_slice() {
            [(_, output)] => io::stdout().lock().write_all(output.content.as_bytes())?,
            [] => {}
            _ => {
                return Err(Failure::Message(format!(
                    "{} files would be written: name a folder with --output",
                    written.len()
                )));
            }
        },
    }
    Ok(Outcome::Clean)
}

/// The files that a file becomes.
fn outputs(target: &Target, to: convert::Target, losses: &mut Losses) -> Result<Vec<Output>, Failure> {
    let (config, path) = (&target.corpus.config, target.path.display());
    let limit = config.limits_file_size;
    let mut bytes = Vec::new();
    match files::read(&target.path, limit.0, &mut bytes) {
        Ok(true) => {}
        Ok(false) => {
            return Err(Failure::Message(format!(
                "{path}: the file is larger than {limit}; limits.file-size sets the limit"
            )));
        }
        Err(error) => return Err(Failure::Message(format!("{path}: {error}"))),
    }
    let text = Text::decode(&bytes, config.encodings.of(&target.relative))
        .map_err(|bad| Failure::Message(format!("{path}: {}", bad.message)))?
        .text;
    let format = config.format_of(&target.relative, &text).unwrap_or_default();
    let facts = FileFacts::new(&text, format, target.corpus.settings.clone());
    let is_text = pairs::part_of(&target.path) == Some(Part::Text);
    let beside = pairs::annotations_of(&target.path).filter(|_| is_text);
    let beside: Vec<String> = beside.filter_map(|path| files::text_of(&path, &target.relative, config)).collect();
    let stem = target.path.file_stem().unwrap_or_default().to_string_lossy();
    let articles = convert::read(&facts, &text, &beside, &stem, losses);
    Ok(to.write(&stem, &articles, losses))
}

/// Where a file lies below that of `paths` in which it was found.
fn folder(path: &Path, paths: &[PathBuf]) -> PathBuf {
    let below = paths.iter().filter(|root| root.is_dir()).find_map(|root| path.strip_prefix(root).ok());
    below.and_then(Path::parent).map(Path::to_owned).unwrap_or_default()
}

fn write(folder: &Path, output: &Output, force: bool) -> Result<(), Failure> {
    let path = folder.join(&output.name);
    if path.exists() && !force {
        return Err(Failure::Message(format!("{}: the file is there; --force replaces it", path.display())));
    }
    let done = fs::create_dir_all(folder).and_then(|()| files::write_new(&path, output.content.as_bytes()));
    done.map_err(|error| Failure::Message(format!("{}: {error}", path.display())))
}
