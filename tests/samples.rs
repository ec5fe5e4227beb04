//! The sample corpora: every defect that is planted in `barrier` is found, and the clean twins are clean.

use copydesk::format::Format;
use copydesk::rules::{Finding, RuleId};
use copydesk::text::{Encoding, LineIndex, Position};
use expect_test::expect;
use std::path::{Path, PathBuf};
use support::Memory;

mod support;

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora")
}

/// The articles of a folder, by name.
fn articles(folder: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(corpora().join(folder)).expect("the sample corpora").filter_map(Result::ok);
    let paths = entries.map(|entry| entry.path()).filter(|path| Format::knows(path));
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).expect("a sample article"))
    };
    let mut all: Vec<_> = paths.map(read).collect();
    all.sort();
    all
}

/// What is found in each article of a folder, which are compared with one another.
fn findings(folder: &str) -> Vec<(String, String, Vec<Finding>)> {
    let corpus = Memory::new(articles(folder).into_iter().map(|(name, text)| (PathBuf::from(name), text)));
    let found = corpus.all().map(|(path, text, found)| (path.display().to_string(), text.to_owned(), found));
    found.collect()
}

fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let position = LineIndex::new(text).position(text, at, Encoding::Utf32);
    (position.line + 1, position.column + 1)
}

#[test]
fn clean_twins_are_clean() {
    for (name, text, found) in findings("barrier-clean") {
        if let Some(finding) = found.first() {
            let (line, column) = line_and_column(&text, finding.span.start);
            panic!("{name}:{line}:{column}: {} in a clean article: {}", finding.rule.rule().name, finding.message);
        }
    }
}

#[derive(serde::Deserialize)]
struct Planted {
    defect: Vec<Defect>,
}

#[derive(serde::Deserialize)]
struct Defect {
    file: String,
    line: usize,
    column: usize,
    text: String,
    rule: String,
}

/// What is planted and what is found, where the two differ.
#[test]
fn planted_defects_are_found() {
    let planted = std::fs::read_to_string(corpora().join("barrier.defects.toml")).expect("the list of defects");
    let planted: Planted = toml::from_str(&planted).expect("a list of defects");
    let found = findings("barrier");
    let mut missed = String::new();
    let mut count = 0;
    // Rules that have no entry in the catalogue come with the index.
    for defect in planted.defect.iter().filter(|defect| RuleId::find(&defect.rule).is_some()) {
        count += 1;
        let (_, text, found) = found.iter().find(|(name, ..)| *name == defect.file).expect("the file of a defect");
        let place = Position { line: defect.line - 1, column: defect.column - 1 };
        let start = LineIndex::new(text).byte(text, place, Encoding::Utf32);
        let end = start + defect.text.len();
        let same = |finding: &&Finding| {
            // A finding may begin with the mark or end with it.
            let near = finding.span.start <= end + 1 && start <= finding.span.end + 1;
            near && Some(finding.rule) == RuleId::find(&defect.rule)
        };
        if found.iter().find(same).is_none() {
            missed += &format!("{}:{}:{} {} {:?}\n", defect.file, defect.line, defect.column, defect.rule, defect.text);
        }
    }
    assert!(count > 130, "{count} defects");
    expect![[r#"
        07-tideticker.txt:3:134 stray-markdown "[announced](#)"
        08-press-digest.txt:35:129 mixed-quote-styles "\""
        09-newswire-doc.txt:28:1 misplaced-header "date:"
    "#]]
    .assert_eq(&missed);
}
