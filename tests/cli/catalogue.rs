//! Every rule keeps the promise of its own example.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use copydesk::config::Config;
use copydesk::entities;
use copydesk::facts::FileFacts;
use copydesk::format::brat::{self, Ann, Conf, Subject, TextFile};
use copydesk::knowledge::{KnowledgeBase, KnowledgeFile, Notation};
use copydesk::rules::{CATALOGUE, Finding, FixKind, OtherFile, Rule, Safety};

use crate::memory::Memory;

/// Rules about files, whose examples are no texts, are left out.
fn rules_of_texts() -> impl Iterator<Item = &'static Rule> {
    CATALOGUE.iter().filter(|rule| !rule.bad.starts_with("(a "))
}

/// What the file of an example is called: examples of the knowledge base begin as its files do.
fn example(rule: &Rule, text: &str) -> &'static Path {
    let number = rule.code.strip_prefix("ANN").and_then(|number| number.parse().ok()).unwrap_or(0);
    Path::new(match number {
        1..=29 => "example.conll",
        30..=59 | 160..=169 => "example.conllu",
        60..=69 => "example.v4_gold_conll",
        70..=74 => "example.vert",
        75..=79 => "example.tsv",
        80..=119 => match text.as_bytes()[0] {
            b'<' if text.starts_with("<DOC>") => "example.sgm",
            b'<' => "example.xml",
            b'{' => "example.jsonl",
            b'@' => "example.ttl",
            _ => "example.txt",
        },
        _ if text.starts_with("[[entity]]") => "entities.toml",
        _ if text.starts_with('{') => "entities.jsonl",
        _ => "example.txt",
    })
}

fn findings(rule: &Rule, text: &str) -> Vec<Finding> {
    if text.starts_with("==> ") {
        return of_files(text).into_iter().filter(|finding| finding.rule == rule.id).collect();
    }
    if (10..20).any(|number| rule.code == format!("ENT0{number}")) {
        return of_names(text, &KnowledgeBase::default()).into_iter().filter(|it| it.rule == rule.id).collect();
    }
    // The articles of an example are a corpus of one file.
    let path = example(rule, text);
    let corpus = Memory::new([(path.to_owned(), text.to_owned())]);
    corpus.findings(path, text).into_iter().filter(|finding| finding.rule == rule.id).collect()
}

/// What is wrong with the annotated names of an article.
fn of_names(text: &str, base: &KnowledgeBase) -> Vec<Finding> {
    let format = Config::default().format_of(Path::new("gates.txt"), text).expect("an article");
    entities::findings(&FileFacts::new(text, format, Arc::default()), text, base)
}

/// The findings of an example of several files, each under its name: `==> gates.ann <==`.
fn of_files(example: &str) -> Vec<Finding> {
    let files: BTreeMap<&str, &str> = example.split("==> ").filter_map(|part| part.split_once(" <==\n")).collect();
    if let (Some(known), Some(text)) = (files.get("entities.toml"), files.get("gates.txt")) {
        let file = KnowledgeFile::new((*known).to_owned(), Notation::Toml);
        let base = KnowledgeBase::new([("entities.toml".into(), Arc::new(file))]);
        return of_names(text, &base);
    }
    let conf = files.get("annotation.conf").map(|text| Conf::parse(text));
    let mut found: Vec<Finding> = conf.iter().flat_map(|conf| conf.findings.clone()).collect();
    if let Some(source) = files.get("gates.ann") {
        let text = files
            .get("gates.txt")
            .map(|text| Arc::new(OtherFile { path: "gates.txt".into(), text: text.trim_end_matches('\n').to_owned() }));
        // Whether other texts are there tells whether this one should be.
        let text = match &text {
            Some(text) => TextFile::Known(text),
            None if files.keys().any(|name| name.ends_with(".txt")) => TextFile::Missing,
            None => TextFile::Unknown,
        };
        let source = source.trim_end_matches('\n');
        let ann = Ann::parse(source);
        found.extend(brat::verify(&Subject { source, ann: &ann, text, conf: conf.as_ref(), before: None }));
    } else if files.contains_key("gates.txt") && files.keys().any(|name| name.ends_with(".ann")) {
        found.push(brat::without_annotations());
    }
    found
}

#[test]
fn the_bad_example_of_a_rule_is_reported_by_it() {
    let silent: Vec<_> = rules_of_texts().filter(|rule| findings(rule, rule.bad).is_empty()).map(|r| r.name).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn the_good_example_of_a_rule_is_not_reported_by_it() {
    let loud: Vec<_> = rules_of_texts().filter(|rule| !findings(rule, rule.good).is_empty()).map(|r| r.name).collect();
    assert!(loud.is_empty(), "{loud:?}");
}

#[test]
fn the_bad_example_offers_the_fix_that_the_rule_promises() {
    let broken = rules_of_texts().filter(|rule| {
        !findings(rule, rule.bad).iter().all(|finding| {
            let mut fixes = finding.fixes.iter().map(|fix| fix.safety);
            match rule.fix {
                FixKind::None => finding.fixes.is_empty(),
                FixKind::Safe => fixes.next() == Some(Safety::Safe),
                FixKind::Unsafe => !finding.fixes.is_empty() && fixes.all(|safety| safety == Safety::Unsafe),
                FixKind::Sometimes => true,
            }
        })
    });
    let broken: Vec<_> = broken.map(|rule| rule.name).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn codes_and_names_are_unique() {
    for (at, rule) in CATALOGUE.iter().enumerate() {
        assert!(
            CATALOGUE[..at].iter().all(|other| other.code != rule.code && other.name != rule.name),
            "{}",
            rule.code
        );
    }
}
