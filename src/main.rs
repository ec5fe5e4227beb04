//! The `copydesk` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    copydesk::cli::run()
}
