use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;

use super::{Failure, Outcome, shorten};
use crate::config::{FILE_NAME, template};

/// Write a copydesk.toml in which every setting stands as a comment.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder of the corpus.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let joined = args.folder.join(FILE_NAME);
    let path = shorten(&joined);
    let write = || OpenOptions::new().write(true).create_new(true).open(path)?.write_all(template().as_bytes());
    write().map_err(|error| {
        Failure::Message(match error.kind() {
            io::ErrorKind::AlreadyExists => {
                format!("{} exists already; remove it first to have it written anew", path.display())
            }
            _ => format!("{} cannot be written: {error}", path.display()),
        })
    })?;
    writeln!(io::stdout(), "Wrote {}", path.display())?;
    Ok(Outcome::Clean)
}
