//! Standoff that survives editing: annotations that are written as offsets follow the text they are about.
//!
//! An [`Alignment`] says what of an old text stands where in a new one. It follows edits one by one, or is made of two
//! texts by comparing them; either way [`Alignment::map`] says where a span is now and what has happened to it.
//! The old text is remembered for as long as its annotations are: what was taken out and is put back is the same text
//! again, so an undo brings every span back to where it was.
//!
//! Everything here is pure: texts in, edits and a report out.

mod alignment;
mod diff;
mod recover;
mod report;

pub use alignment::{Alignment, Fate, Gap, Mapped};
pub use recover::{Remembered, recover};
pub use report::{Entry, Outcome, Realigned};
