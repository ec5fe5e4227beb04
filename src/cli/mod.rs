//! The command line: one file per subcommand.
//!
//! Invariants: the exit code is 0 where all is well, 1 where there are findings, 2 where the command could not run;
//! results go to the standard output, everything else to the standard error; a closed pipe is no error.

mod check;
mod convert;
mod entities;
mod index;
mod init;
mod lsp;
mod mentions;
mod realign;
mod rule;

use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

pub use rule::{Pages, pages};

/// A language server and checker for annotated news corpora.
#[derive(Parser)]
#[command(name = "copydesk", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Args),
    Rule(rule::Args),
    Init(init::Args),
    Mentions(mentions::Args),
    Entities(entities::Args),
    Index(index::Args),
    Realign(realign::Args),
    Convert(convert::Args),
    Lsp(lsp::Args),
}

/// How a command that ran has ended.
enum Outcome {
    /// There is nothing to complain of.
    Clean,
    /// There are findings.
    Findings,
}

/// Why a command could not run, or not to its end.
enum Failure {
    /// To be told to the user: what is wrong, where, and what to do.
    Message(String),
    /// Whoever reads the output has enough of it.
    ClosedPipe,
}

impl From<io::Error> for Failure {
    /// For errors of the standard output; all others name their file.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::Message(format!("the output cannot be written: {error}")),
        }
    }
}

/// `path` without the `./` that says nothing.
fn shorten(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

/// A bar on the standard error where that is a terminal.
fn progress_bar(files: usize) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    bar.with_style(
        ProgressStyle::with_template("{bar:40} {pos}/{len} files, {eta} left").expect("the template is sound"),
    )
}

/// Runs the command that the program's arguments name.
#[must_use]
pub fn run() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Rule(args) => rule::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Mentions(args) => mentions::run(&args),
        Command::Entities(args) => entities::run(&args),
        Command::Index(args) => index::run(&args),
        Command::Realign(args) => realign::run(&args),
        Command::Convert(args) => convert::run(&args),
        Command::Lsp(args) => return lsp::run(&args),
    };
    match result {
        Ok(Outcome::Clean) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(Failure::Message(message)) => {
            anstream::eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}
