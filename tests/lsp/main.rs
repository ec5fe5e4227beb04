//! The language server as a client meets it: `library` and `complaints` have a test for each row of the two tables of
//! requirements, `features` one or more for each request, `desync` and `soak` play at random.

mod harness;

mod annotate;
mod beside;
mod complaints;
mod desync;
mod duplicates;
mod features;
mod formats;
mod initialize;
mod knowledge;
mod library;
mod names;
mod rename;
mod settings;
mod soak;
mod standoff;
