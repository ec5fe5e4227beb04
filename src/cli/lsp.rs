//! `copydesk lsp`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use tracing::level_filters::LevelFilter;

use crate::server;

/// Run the language server at the standard input and output.
///
/// The exit code is 0 where the client said `shutdown` before it left, else 1.
#[derive(clap::Args)]
#[command(after_help = "Editors start this themselves.")]
pub(super) struct Args {
    /// Write the log to FILE instead of the standard error.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,

    /// How much to log.
    #[arg(long, value_name = "LEVEL", default_value = "warn")]
    log_level: LogLevel,

    /// Accepted for clients that insist on saying so; there is no other way.
    #[arg(long, hide = true)]
    stdio: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum LogLevel {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

pub(super) fn run(args: &Args) -> ExitCode {
    let log_level = match args.log_level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    server::run_stdio(&server::Options { log: args.log.clone(), log_level })
}
