//! Formats other than plain articles: what is found in them, and what is taken out of them.

#[path = "formats/support.rs"]
mod support;

#[path = "formats/columns.rs"]
mod columns;
#[path = "formats/conll2012.rs"]
mod conll2012;
#[path = "formats/conllu.rs"]
mod conllu;
#[path = "formats/detect.rs"]
mod detect;
#[path = "formats/iob.rs"]
mod iob;
#[path = "formats/markup.rs"]
mod markup;
#[path = "formats/vertical.rs"]
mod vertical;
#[path = "formats/webanno.rs"]
mod webanno;
