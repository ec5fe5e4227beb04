//! Copydesk: a language server and checker for annotated news corpora.
//!
//! The modules below are listed in reading order, which is also the way of the data:
//!
//! ```text
//! bytes ─ text ─ format ─ corpus ─┬ delimiters ┐
//!                                 ├ boilerplate├ facts of one file ─ index ─ duplicates ─┬ ide ─ server ─ editors
//!                                 └ typography ┘        (pure)      (all files)          └ cli
//! ```
//!
//! Everything left of [`index`] is pure: text and settings in, plain data with byte offsets out.
//! Only [`server`] knows the Language Server Protocol; only [`server`], [`cli`], [`files`], [`index`] and [`config`]'s
//! loader touch files.

pub mod text;

pub mod standoff;

pub mod corpus;
pub mod format;

pub mod boilerplate;
pub mod delimiters;
pub mod typography;

pub mod facts;
pub mod knowledge;
pub mod mentions;
pub mod rules;

pub mod index;

pub mod convert;
pub mod duplicates;
pub mod entities;
pub mod files;
pub mod pairs;

pub mod config;

pub mod ide;

pub mod cli;
pub mod server;
