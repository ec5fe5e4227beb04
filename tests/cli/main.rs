//! The command line as a person meets it: the real program, run in folders made for the purpose.

mod brat;
mod catalogue;
mod encodings;
mod entities;
mod exit_codes;
mod fixes;
mod formats;
mod generated;
mod index;
#[path = "../support/mod.rs"]
mod memory;
mod realign;
mod settings;
mod subcommands;
mod support;
mod walking;
