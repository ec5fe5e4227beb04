//! How fast text is read, and how long an edit takes, without any protocol.
//!
//! `cargo bench --bench throughput` uses the sample corpus, with `COPYDESK_SHARED` naming a folder of corpora
//! `wikinews` as well.
//! The figures of an edit are over 2,000 characters typed in the middle of the text.

mod common;

use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{Texts, median, percentile};
use copydesk::config::Settings;
use copydesk::facts::FileFacts;
use copydesk::format::Dialect;
use copydesk::text::{Document, Span};

/// What is typed, over and over: marks are open for a while, as they are when one types.
const TYPED: &str = "the minister said “talks would resume” on Tuesday (in the capital) and \"not before\"; ";

fn main() {
    println!("{}", common::machine());
    let mut texts = Texts::load();
    println!("texts from {}", texts.origin);
    let settings = Arc::new(Settings::default());
    let documents = [
        ("20 KB article", texts.article(20_000)),
        ("8 MB of articles with front matter", texts.dump(8_000_000, 8_000)),
        ("8 MB without separators", texts.body(8_000_000)),
    ];
    println!(
        "{:<36} {:>9} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10}",
        "text", "bytes", "articles", "findings", "read MB/s", "edit p50", "p99", "max"
    );
    for (name, text) in &documents {
        let mut facts = FileFacts::new(text, Dialect::Plain, settings.clone());
        let runs = if text.len() < 1_000_000 { 200 } else { 7 };
        let read: Vec<Duration> = (0..runs)
            .map(|_| {
                let start = Instant::now();
                let fresh = FileFacts::new(text, Dialect::Plain, settings.clone());
                let time = start.elapsed();
                assert_eq!(fresh.article_count(), facts.article_count());
                time
            })
            .collect();
        let speed = text.len() as f64 / 1e6 / median(&read).as_secs_f64();
        let findings: usize = facts.counts().iter().sum();
        let articles = facts.article_count();
        let edits = edits(text, &mut facts);
        let micros = |time: Duration| format!("{:.0} µs", time.as_secs_f64() * 1e6);
        println!(
            "{name:<36} {:>9} {articles:>10} {findings:>10} {speed:>10.1} {:>10} {:>10} {:>10}",
            text.len(),
            micros(percentile(&edits, 0.5)),
            micros(percentile(&edits, 0.99)),
            micros(percentile(&edits, 1.0)),
        );
    }
}

/// The time that each of 2,000 edits takes.
fn edits(text: &str, facts: &mut FileFacts) -> Vec<Duration> {
    let mut document = Document::new(text);
    let middle = text.floor_char_boundary(text.len() / 2);
    let mut at = text[middle..].find(' ').map_or(middle, |i| middle + i + 1);
    let mut times = Vec::new();
    // A new paragraph from time to time, as in life.
    for (i, typed) in TYPED.chars().cycle().take(2000).enumerate() {
        let typed = if i % 400 == 399 { "\n\n".to_owned() } else { typed.to_string() };
        let change = document.replace(Span::new(at, at), &typed);
        let start = Instant::now();
        facts.edit(&document, change);
        times.push(start.elapsed());
        at += typed.len();
    }
    times
}
