//! What every target checks: any text in a format is read without a panic, and all places are in bounds and on
//! character boundaries; what is true of the text after an edit is what is true of it read anew.
//!
//! `cargo fuzz run jsonl tests/corpora/markup` starts one (with `cargo install cargo-fuzz` and, on a stable toolchain,
//! `RUSTC_BOOTSTRAP=1`); the sample corpora are good seeds.
//! `tests/fuzzed.rs` runs the same on damaged samples.

use std::sync::Arc;

use copydesk::config::Settings;
use copydesk::convert::{self, Losses, Target};
use copydesk::facts::FileFacts;
use copydesk::format::Format;
use copydesk::format::brat::{self, Ann, Conf, Subject, TextFile};
use copydesk::mentions::beside;
use copydesk::rules::OtherFile;
use copydesk::standoff::Alignment;
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
    // Whatever was read can be written.
    let articles = convert::read(&anew, &text[..at], &[], "fuzz", &mut Losses::default());
    for target in TARGETS {
        let _ = target.write("fuzz", &articles, &mut Losses::default());
    }
}

const TARGETS: [Target; 9] = [
    Target::Brat,
    Target::Iob,
    Target::Conll2012,
    Target::Conllu,
    Target::Vertical,
    Target::Tei,
    Target::Doccano,
    Target::Prodigy,
    Target::Inline,
];

/// Reads `data` as annotations and, behind a NUL byte, their text and, behind another one, what became of that, and
/// perhaps their configuration.
pub fn brat(data: &[u8]) {
    let Ok(all) = std::str::from_utf8(data) else { return };
    let mut parts = all.split('\0');
    let mut next = || parts.next().unwrap_or_default();
    let (source, text, new, conf) = (next(), next(), next(), next());
    let ann = Ann::parse(source);
    let conf = Conf::parse(conf);
    let file = Arc::new(OtherFile { path: "fuzz.txt".into(), text: text.to_owned() });
    let subject = Subject { source, ann: &ann, text: TextFile::Known(&file), conf: Some(&conf), before: None };
    for finding in brat::verify(&subject) {
        assert!(source.get(finding.span.range()).is_some(), "{finding:?}");
        for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            assert!(source.get(edit.span.range()).is_some(), "{edit:?}");
        }
    }
    let moved = brat::realign(source, &ann, text, new, &Alignment::between(text, new));
    for realigned in [&moved, &brat::recover(source, &ann, new)] {
        assert!(realigned.edits.iter().all(|edit| source.get(edit.span.range()).is_some()), "{realigned:?}");
        let _ = realigned.apply(source);
    }
    for beside in beside::of_brat(source, text) {
        assert!(text.get(beside.annotated.span.range()).is_some(), "{beside:?}");
    }
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
