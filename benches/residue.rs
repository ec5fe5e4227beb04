//! How well residue of scrapers is found: lines of extractors' output that somebody has judged, and clean articles.
//!
//! `cargo bench --bench residue` wants `COPYDESK_SHARED` to name a folder with `corpora/residue.jsonl`: one page and
//! extractor a line, its lines labelled `content`, `boilerplate` or `ambiguous` (which counts for nothing).
//! The lines of a page, with blank lines between them, are one article.
//! `-- --examples` prints what was missed and what was reported wrongly.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::config::Settings;
use copydesk::facts::FileFacts;
use copydesk::format::{Dialect, Format};
use copydesk::rules::RuleId;
use copydesk::text::Span;

#[derive(serde::Deserialize)]
struct Page {
    extractor: String,
    page: String,
    lines: Vec<Line>,
}

#[derive(serde::Deserialize)]
struct Line {
    text: String,
    label: Label,
}

#[derive(Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Label {
    Content,
    Boilerplate,
    Ambiguous,
}

/// Lines by what they are and what is said of them.
#[derive(Clone, Copy, Default)]
struct Score {
    found: usize,
    missed: usize,
    wrong: usize,
    content: usize,
}

impl Score {
    fn add(&mut self, label: Label, reported: bool) {
        match label {
            Label::Boilerplate if reported => self.found += 1,
            Label::Boilerplate => self.missed += 1,
            Label::Content => {
                self.content += 1;
                self.wrong += usize::from(reported);
            }
            Label::Ambiguous => {}
        }
    }

    fn print(&self, name: &str) {
        let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        let (p, r) = (share(self.found, self.found + self.wrong), share(self.found, self.found + self.missed));
        let f = share(2 * self.found, 2 * self.found + self.wrong + self.missed);
        let per_mille = 1000.0 * share(self.wrong, self.content);
        println!(
            "{name:<14} {:>9} {:>9} {p:>7.3} {r:>7.3} {f:>7.3} {per_mille:>10.1}",
            self.found + self.missed,
            self.content
        );
    }
}

fn main() {
    let examples = std::env::args().any(|arg| arg == "--examples");
    let Some(shared) = std::env::var_os("COPYDESK_SHARED").map(PathBuf::from) else {
        println!("COPYDESK_SHARED names no folder of corpora: nothing to measure");
        return;
    };
    lines(&shared.join("corpora/residue.jsonl"), examples);
    for folder in ["wikinews", "nerel", "gum-news"] {
        articles(&shared.join("corpora").join(folder), folder, examples);
    }
}

/// The residue in a text.
fn residue(text: &str) -> Vec<(Span, String)> {
    let facts = FileFacts::new(text, Dialect::Plain, Arc::new(Settings::default()));
    let found = facts.findings().filter(|finding| finding.rule == RuleId::ScraperResidue);
    found.map(|finding| (finding.span, finding.message.to_string())).collect()
}

fn lines(path: &Path, examples: bool) {
    let pages = std::fs::read_to_string(path).unwrap_or_default();
    let pages: Vec<Page> = pages.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    println!(
        "{:<14} {:>9} {:>9} {:>7} {:>7} {:>7} {:>10}",
        "extractor", "residue", "content", "P", "R", "F1", "false/1000"
    );
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut pooled = Score::default();
    for page in &pages {
        let texts: Vec<&str> = page.lines.iter().map(|line| line.text.as_str()).collect();
        let found = residue(&(texts.join("\n\n") + "\n"));
        let mut at = 0;
        for line in &page.lines {
            let span = Span::new(at, at + line.text.len());
            at = span.end + 2;
            let covered: usize =
                found.iter().map(|(one, _)| one.end.min(span.end).saturating_sub(one.start.max(span.start))).sum();
            let reported = 2 * covered > span.len();
            scores.entry(&page.extractor).or_default().add(line.label, reported);
            pooled.add(line.label, reported);
            let wrong = line.label == Label::Content && reported || line.label == Label::Boilerplate && !reported;
            if examples && wrong {
                let what = if reported { "wrong " } else { "missed" };
                let short: String = line.text.chars().take(120).collect();
                let why = found.iter().find(|(one, _)| one.overlaps(span)).map_or("", |(_, message)| message);
                println!("{what} {:<12} {} {short:?} {why}", page.extractor, &page.page[..page.page.len().min(4)]);
            }
        }
    }
    for (extractor, score) in &scores {
        score.print(extractor);
    }
    pooled.print("pooled");
}

/// Articles as an agency publishes them: a finding in one is wrong, or an editor overlooked something.
fn articles(folder: &Path, name: &str, examples: bool) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| Format::knows(path)).collect();
    files.sort();
    let (mut count, mut findings, mut with) = (0, 0, 0);
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let found = residue(&text);
        count += 1;
        findings += found.len();
        with += usize::from(!found.is_empty());
        for (span, message) in found.iter().filter(|_| examples) {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            println!("{name}: {message}: {:?}", &text[span.range()]);
        }
    }
    if count > 0 {
        println!("{name}: {findings} findings in {with} of {count} articles");
    }
}
