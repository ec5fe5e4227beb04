//! What the benchmarks of speed share: texts to work on, and numbers.

// Each benchmark uses a part of it.
#![allow(dead_code)]

pub mod client;
pub mod corpus;
pub mod peers;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use copydesk::config::Settings;
use copydesk::facts::FileFacts;
use copydesk::format::{Dialect, Format};

/// Numbers that are the same in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new() -> Self {
        Self(0x5eed_c0de)
    }

    /// A number below `n`, by `SplitMix64`.
    pub fn roll(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

/// An article to make others of.
pub struct Article {
    /// The front matter with its fences.
    front: String,
    /// All that follows, as it stands in the file.
    body: String,
    /// Where the paragraphs begin in the body, and its end.
    starts: Vec<usize>,
}

/// Real and invented articles to make texts of any length from.
///
/// Runs of whole paragraphs are copied with all that lies between them, so that quotations over several paragraphs,
/// doubled blank lines and white space at line ends are as frequent as in the articles.
/// One long word in eight changes places with another one, so that no two copies are the same.
pub struct Texts {
    articles: Vec<Article>,
    words: Vec<String>,
    dice: Dice,
    /// Where they are from, for the report.
    pub origin: String,
}

impl Texts {
    /// The sample corpus, and `wikinews` where `COPYDESK_SHARED` names a folder that has it.
    pub fn load() -> Self {
        let mut files = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/barrier-clean"));
        let mut origin = "the sample corpus".to_owned();
        if let Some(shared) = std::env::var_os("COPYDESK_SHARED").map(PathBuf::from) {
            files.extend(self::files(&shared.join("corpora/wikinews")));
            origin += " and wikinews";
        }
        let mut texts = Self { articles: Vec::new(), words: Vec::new(), dice: Dice::new(), origin };
        for file in files {
            let Ok(text) = std::fs::read_to_string(file) else { continue };
            let facts = FileFacts::new(&text, Dialect::Plain, Arc::new(Settings::default()));
            // Files of several articles have separators of their own.
            let Some((front, body)) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) else {
                continue;
            };
            if facts.article_count() != 1 {
                continue;
            }
            let skipped = text.len() - body.len();
            let blocks = facts.article(0).blocks;
            let mut starts: Vec<usize> =
                blocks.iter().filter_map(|block| block.span.start.checked_sub(skipped)).collect();
            starts.push(body.len());
            let long = body.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| is_long(word));
            texts.words.extend(long.map(str::to_owned));
            texts.articles.push(Article { front: format!("---\n{front}\n---\n"), body: body.to_owned(), starts });
        }
        assert!(!texts.articles.is_empty(), "no articles with front matter in the sample corpus");
        texts
    }

    /// One article of about `bytes`, without front matter.
    pub fn body(&mut self, bytes: usize) -> String {
        let mut body = String::new();
        while body.len() < bytes {
            let article = &self.articles[self.dice.roll(self.articles.len())];
            let first = self.dice.roll(article.starts.len() - 1);
            let start = article.starts[first];
            let wanted = start + (bytes - body.len());
            let end = article.starts[first + 1..].iter().find(|at| **at >= wanted).or(article.starts.last());
            let piece = &article.body[start..end.copied().unwrap_or(start)];
            let piece = swap_words(piece, &self.words, &mut self.dice);
            body.push_str(piece.trim_start_matches('\n'));
            body.truncate(body.trim_end_matches('\n').len());
            body.push_str("\n\n");
        }
        body.truncate(body.trim_end_matches('\n').len());
        body.push('\n');
        body
    }

    /// One article of about `bytes` with front matter.
    pub fn article(&mut self, bytes: usize) -> String {
        let front = self.articles[self.dice.roll(self.articles.len())].front.clone();
        let body = self.body(bytes.saturating_sub(front.len()));
        front + "\n" + &body
    }

    /// Many articles of about `each` bytes in a file of about `bytes`, each with front matter.
    pub fn dump(&mut self, bytes: usize, each: usize) -> String {
        let mut text = String::with_capacity(bytes + 2 * each);
        while text.len() < bytes {
            if !text.is_empty() {
                text.push('\n');
            }
            text += &self.article(each);
        }
        text
    }
}

fn is_long(word: &str) -> bool {
    word.len() > 6 && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// `text` with one long word in eight replaced by another one.
fn swap_words(text: &str, words: &[String], dice: &mut Dice) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for piece in text.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        if is_long(word) && dice.roll(8) == 0 {
            out += &words[dice.roll(words.len())];
            out += &piece[word.len()..];
        } else {
            out += piece;
        }
    }
    out
}

/// The articles in a folder, ascending by name.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| Format::knows(path)).collect();
    files.sort();
    files
}

/// The value that `share` of the times do not exceed.
pub fn percentile(times: &[Duration], share: f64) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    let at = (share * times.len() as f64) as usize;
    times.get(at.min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// The middle one.
pub fn median(times: &[Duration]) -> Duration {
    percentile(times, 0.5)
}

/// Milliseconds with two digits behind the point.
pub fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

/// A number in the command line: what follows `--name`.
pub fn option<T: std::str::FromStr>(name: &str) -> Option<T> {
    let mut args = std::env::args().skip_while(|arg| arg != name);
    args.nth(1)?.parse().ok()
}

/// The program `name`, among those that `benches/peers.sh` installed or in the search path.
pub fn program(name: &str) -> Option<PathBuf> {
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers/bin").join(name);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(name));
    std::iter::once(installed).chain(found).find(|path| path.is_file())
}

/// The program that is measured: the one of the release profile, built with this benchmark.
pub fn copydesk() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_copydesk"))
}

/// What a program says its version is.
pub fn version(program: &Path, args: &[&str]) -> String {
    let output = std::process::Command::new(program).args(args).stdin(std::process::Stdio::null()).output();
    let said = output.map(|output| String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or("").to_owned());
    said.unwrap_or_default().split_whitespace().find(|word| word.contains('.')).unwrap_or("?").to_owned()
}

/// The machine and how busy it is, for the report.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map(|(_, name)| name);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    format!("{cores} cores, {}, load before the start {load}", model.unwrap_or("unknown processor"))
}

/// Words that look like names, with where each stands in code points.
pub fn names(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        let len = word.chars().count();
        if word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic) && len > 3 {
            found.push((at, at + len));
        }
        at += len + 1;
    }
    found
}

/// Articles of six of these paragraphs each as records of doccano.
pub fn json_lines(paragraphs: &[&str]) -> String {
    let mut out = String::new();
    for (id, article) in paragraphs.chunks(6).enumerate() {
        let text = article.join("\n\n").replace('\n', " ");
        let spans: Vec<String> = names(&text).iter().map(|(start, end)| format!("[{start},{end},\"PER\"]")).collect();
        let text = serde_json::Value::from(text);
        out += &format!("{{\"id\":{id},\"text\":{text},\"label\":[{}]}}\n", spans.join(","));
    }
    out
}
