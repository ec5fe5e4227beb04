//! brat standoff: annotations in a `.ann` file beside the text they are about.
//!
//! [`Ann::parse`] reads the file, [`Conf::parse`] the `annotation.conf` of its corpus, and [`verify::verify`] says
//! what is wrong with it, given the text. What is right and wrong is what brat's own parser and verifier say
//! (`server/src/annotation.py`, `verify_annotations.py` and `projectconfig` of brat 1.3).

mod ann;
pub mod conf;
mod counting;
mod declared;
mod line;
mod realign;
mod records;
mod spans;
mod stretch;
pub mod verify;

pub use ann::{Ann, Argument, Body, Fragment, Line};
pub use conf::Conf;
pub use realign::{realign, recover};
pub(crate) use records::{Context, claims, context, cut, read, reduce};
pub use verify::{Subject, TextFile, verify, without_annotations};

/// The endings of files that hold annotations of the text beside them, in the order in which ids may refer back.
pub const SIDECARS: [&str; 3] = ["ann", "a1", "a2"];
