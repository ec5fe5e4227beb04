//! What every target checks: any text in a format is read without a panic, and all places are in bounds and on
//! character boundaries; what is true of the text after an edit is what is true of it read anew.
//!
//! `cargo +nightly fuzz run jsonl tests/corpora/markup` starts one; the sample corpora are good seeds.

use std::sync::Arc;

use copydesk::config::Settings;
use copydesk::facts::FileFacts;
use copydesk::format::Format;
use copydesk::text::{Change, Span};

/// Reads `data` as a file in the format with this name.
pub fn check(format: &str, data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let format = Format::find(format).expect("a format");
    let settings = Arc::new(Settings::default());
    let mut facts = FileFacts::new(text, format, Arc::clone(&settings));
    sound(&facts, text);
    // The second half goes, as somebody deletes it.
    let at = (text.len() / 2..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    facts.edit(&text[..at], Change { old: Span::new(at, text.len()), new_len: 0 });
    sound(&facts, &text[..at]);
    let anew = FileFacts::new(&text[..at], format, settings);
    assert!(facts.findings().eq(anew.findings()), "an edit leads elsewhere");
}

fn sound(facts: &FileFacts, text: &str) {
    let inside = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} is no place in the text");
    for finding in facts.findings() {
        inside(finding.span);
        finding.fixes.iter().flat_map(|fix| &fix.edits).for_each(|edit| inside(edit.span));
    }
    for index in 0..facts.article_count() {
        inside(facts.article_span(index));
        let article = facts.article(index);
        article.blocks.iter().for_each(|block| inside(block.span));
    }
    if let Some(looks) = facts.looks(text, Span::new(0, text.len())) {
        looks.tokens.iter().for_each(|token| inside(token.span));
        looks.folds.iter().for_each(|fold| inside(*fold));
    }
}
