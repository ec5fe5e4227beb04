//! How well broken delimiters are found: clean paragraphs with one mark damaged, and clean paragraphs as they are.
//!
//! `cargo bench --bench damage` reads the invented corpora of the repository.
//! With `COPYDESK_SHARED` naming a folder of corpora, the `wikinews` articles and extractor output in it are read too.
//! `-- --examples` prints what was missed, misplaced or reported beside.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::config::Settings;
use copydesk::facts::FileFacts;
use copydesk::format::{Dialect, Format};
use copydesk::rules::{Finding, Severity};
use copydesk::text::Span;

/// One way to damage a paragraph.
struct Damage {
    kind: &'static str,
    text: String,
    /// Where a finding is right: the damaged mark and its partner.
    right: Vec<Span>,
}

fn findings(text: &str, settings: &Arc<Settings>) -> Vec<Finding> {
    let facts = FileFacts::new(text, Dialect::Plain, settings.clone());
    let found = facts.findings().filter(|f| !matches!(f.rule.rule().name, "missing-final-newline" | "stray-markdown"));
    found.collect()
}

fn main() {
    let examples = std::env::args().any(|arg| arg == "--examples");
    let settings = Arc::new(Settings::default());
    let paragraphs = paragraphs();
    let clean: Vec<&String> = paragraphs.iter().filter(|p| delimiter_findings(p, &settings).is_empty()).collect();
    println!("{} paragraphs, {} without a finding of a delimiter", paragraphs.len(), clean.len());
    if examples {
        for p in &paragraphs {
            for f in delimiter_findings(p, &settings) {
                println!("as is   {} {:?} in {:?}", f.rule.rule().name, &p[f.span.range()], around(p, f.span));
            }
        }
    }
    let mut table: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for (i, paragraph) in clean.iter().enumerate() {
        let before = findings(paragraph, &settings).len();
        for damage in damages(paragraph, i) {
            let row = table.entry(damage.kind).or_default();
            if row[0] >= 400 {
                continue;
            }
            let found = findings(&damage.text, &settings);
            let new = found.len().saturating_sub(before);
            let placed = found.iter().any(|f| damage.right.iter().any(|span| span.overlaps(f.span)));
            row[0] += 1;
            row[1] += usize::from(new > 0 || placed);
            row[2] += usize::from(placed);
            row[3] += new.saturating_sub(1);
            if examples && (!placed || new > 1) {
                let what = if new == 0 {
                    "missed"
                } else if !placed {
                    "misplaced"
                } else {
                    "further"
                };
                let rules: Vec<&str> = found.iter().map(|f| f.rule.rule().name).collect();
                println!("{what} {} {rules:?} {:?}", damage.kind, around(&damage.text, damage.right[0]));
            }
        }
    }
    println!("{:<28} {:>6} {:>7} {:>7} {:>8}", "damage", "tried", "found", "placed", "further");
    let mut sum = [0; 4];
    for (kind, row) in &table {
        print_row(kind, row);
        for (total, n) in sum.iter_mut().zip(row) {
            *total += n;
        }
    }
    print_row("all", &sum);
}

fn print_row(kind: &str, row: &[usize; 4]) {
    let per_cent = |n: usize| 100.0 * n as f64 / row[0].max(1) as f64;
    println!(
        "{kind:<28} {:>6} {:>6.1}% {:>6.1}% {:>7.1}%",
        row[0],
        per_cent(row[1]),
        per_cent(row[2]),
        per_cent(row[3])
    );
}

fn around(text: &str, span: Span) -> String {
    let span = Span::new(text.floor_char_boundary(span.start), text.floor_char_boundary(span.end));
    let start = text[..span.start].char_indices().rev().nth(30).map_or(0, |(i, _)| i);
    let end = text[span.end..].char_indices().nth(30).map_or(text.len(), |(i, _)| span.end + i);
    text[start..end].to_owned()
}

/// Delimiter findings that a reader would be warned of.
fn delimiter_findings(text: &str, settings: &Arc<Settings>) -> Vec<Finding> {
    let mut found = findings(text, settings);
    found.retain(|f| f.rule.rule().code.starts_with("DEL") && f.rule.rule().severity <= Severity::Warning);
    found
}

/// The paragraphs of all corpora at hand.
fn paragraphs() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = text_files(&root.join("tests/corpora/barrier-clean"));
    let mut found = Vec::new();
    if let Some(shared) = std::env::var_os("COPYDESK_SHARED").map(PathBuf::from) {
        files.extend(text_files(&shared.join("corpora/wikinews")));
        if let Ok(lines) = std::fs::read_to_string(shared.join("corpora/residue.jsonl")) {
            for page in lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()) {
                for line in page["lines"].as_array().into_iter().flatten().filter(|line| line["label"] == "content") {
                    found.extend(line["text"].as_str().map(str::to_owned));
                }
            }
        }
    }
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let facts = FileFacts::new(&text, Dialect::Plain, Arc::new(Settings::default()));
        for article in 0..facts.article_count() {
            found.extend(facts.article(article).blocks.iter().map(|block| text[block.span.range()].to_owned()));
        }
    }
    found.retain(|p| p.len() > 40);
    found.sort();
    found.dedup();
    found
}

fn text_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| Format::knows(path)).collect();
    files.sort();
    files
}

/// Every kind of damage that fits the paragraph, once each; `seed` picks the place.
fn damages(text: &str, seed: usize) -> Vec<Damage> {
    let mut out = Vec::new();
    let pairs = |open: &str, close: &str| -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(o) = text[at..].find(open).map(|i| at + i) {
            let from = o + open.len();
            let Some(c) = text[from..].find(close).map(|i| from + i) else { break };
            found.push((o, c));
            at = c + close.len();
        }
        found
    };
    let mut damage = |kind: &'static str, edits: &[(usize, usize, &str)], right: &[(usize, usize)]| {
        let mut new = text.to_owned();
        for &(at, len, by) in edits.iter().rev() {
            new.replace_range(at..at + len, by);
        }
        let moved = |at: usize| -> usize {
            let before = edits.iter().filter(|(start, ..)| *start < at);
            before.fold(at as isize, |at, (_, len, by)| at + by.len() as isize - *len as isize).max(0) as usize
        };
        let end = new.len();
        let right = right.iter().map(|&(s, e)| {
            let (s, e) = (moved(s), moved(e));
            Span::new(s.min(end), (e.max(s) + 1).min(end))
        });
        out.push(Damage { kind, right: right.collect(), text: new });
    };
    let pick = |n: usize| seed % n.max(1);

    let curly = pairs("“", "”");
    if let Some(&(o, c)) = curly.get(pick(curly.len())) {
        let both = [(o, o + 3), (c, c + 3)];
        damage("“ deleted", &[(o, 3, "")], &both);
        damage("” deleted", &[(c, 3, "")], &both);
        damage("“ doubled", &[(o, 3, "““")], &both);
        damage("” doubled", &[(c, 3, "””")], &both);
        damage("“ reversed", &[(o, 3, "”")], &both);
        damage("” reversed", &[(c, 3, "“")], &both);
        damage("“ straight", &[(o, 3, "\"")], &both);
        damage("” straight", &[(c, 3, "\"")], &both);
    }
    let straight = pairs("\"", "\"");
    if text.matches('"').count().is_multiple_of(2)
        && let Some(&(o, c)) = straight.get(pick(straight.len()))
    {
        let both = [(o, o + 1), (c, c + 1)];
        damage("\" open deleted", &[(o, 1, "")], &both);
        damage("\" close deleted", &[(c, 1, "")], &both);
        damage("\" doubled", &[(c, 1, "\"\"")], &both);
        damage("\" open curled", &[(o, 1, "“")], &both);
        damage("\" close curled", &[(c, 1, "”")], &both);
    }
    let round = pairs("(", ")");
    if let Some(&(o, c)) = round.get(pick(round.len())) {
        let both = [(o, o + 1), (c, c + 1)];
        damage("( deleted", &[(o, 1, "")], &both);
        damage(") deleted", &[(c, 1, "")], &both);
        damage(") doubled", &[(c, 1, "))")], &both);
        damage("( reversed", &[(o, 1, ")")], &both);
        damage(") mismatched", &[(c, 1, "]")], &both);
    }
    // Markup is put round a word in the middle that begins a name.
    let words: Vec<(usize, &str)> = text
        .match_indices(' ')
        .map(|(i, _)| (i + 1, text[i + 1..].split(|c: char| !c.is_alphabetic()).next().unwrap_or_default()))
        .filter(|(_, word)| word.len() > 3 && word.starts_with(|c: char| c.is_uppercase()))
        .collect();
    if let Some(&(at, word)) = words.get(pick(words.len())) {
        let n = word.len();
        let wrap = |open: &str, close: &str| format!("{open}{word}{close}");
        let mut put = |kind: &'static str, markup: String| {
            damage(kind, &[(at, n, &markup)], &[(at, at + markup.len())]);
        };
        put("tag unclosed", wrap("<PER id=\"x\">", ""));
        put("tag unopened", wrap("", "</PER>"));
        put("tag crossed", wrap("<PER id=\"x\"><ORG id=\"y\">", "</PER></ORG>"));
        put("attribute curled", wrap("<PER id=“x”>", "</PER>"));
        put("attribute unclosed", wrap("<PER id=\"x>", "</PER>"));
        put("span without ]", wrap("[", "{.PER #x}"));
        put("span without }", wrap("[", "]{.PER #x"));
        put("span without [", wrap("", "]{.PER #x}"));
        put("span with space", wrap("[", " ]{.PER #x}"));
        put("wiki unclosed", wrap("[[x|", ""));
        put("wiki half closed", wrap("[[x|", "]"));
        put("link without )", wrap("[", "](https://example.org/a"));
        put("link without ]", wrap("[", "(https://example.org/a)"));
        put("emphasis unclosed", wrap("**", ""));
        put("emphasis half closed", wrap("**", "*"));
    }
    out
}
