//! How long `check` takes for a large corpus, beside `rg -c` and other linters.
//!
//! `cargo bench --bench check` writes 19,000 articles of about 1 KB into a temporary folder and checks them.
//! With `COPYDESK_SHARED` naming a folder of corpora they are made from `wikinews` as well as the sample corpus.
//! Other linters run where they are in the search path or `benches/peers.sh` has installed them.
//! The commands take turns; the median of five rounds is reported (`-- --rounds N`), after one that is not counted.
//! Everything is in the page cache.
//! A linter that would take minutes gets the first articles only; its speed is that for these, nothing is extrapolated.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{Texts, median, program};

const FILES: usize = 19_000;
const FILES_PER_FOLDER: usize = 100;

/// A command to time.
struct Contestant {
    name: String,
    program: PathBuf,
    args: Vec<String>,
    /// How many of the articles it gets.
    files: usize,
    /// How many rounds are enough.
    rounds: usize,
    times: Vec<Duration>,
    lines: usize,
    failed: Option<String>,
}

fn main() -> std::io::Result<()> {
    println!("{}", common::machine());
    let mut texts = Texts::load();
    let folder = tempfile::Builder::new().prefix("copydesk-bench-").tempdir()?;
    let root = folder.path();
    let sizes = write(root, &mut texts)?;
    let bytes: usize = sizes.iter().sum();
    println!("{FILES} articles, {:.1} MB, made from {}", bytes as f64 / 1e6, texts.origin);

    let rounds = common::option("--rounds").unwrap_or(5);
    let mut contestants = contestants(rounds);
    for round in 0..=rounds {
        for contestant in contestants.iter_mut().filter(|c| round <= c.rounds) {
            let (time, lines) = contestant.run(root);
            if round > 0 {
                contestant.times.push(time);
            }
            contestant.lines = lines;
        }
    }
    let rg = contestants.iter().find(|c| c.name.starts_with("rg ")).map(|c| median(&c.times));
    println!(
        "{:<44} {:>7} {:>9} {:>9} {:>9} {:>10} {:>8} {:>7} {:>8}",
        "command", "files", "median s", "best s", "worst s", "files/s", "MB/s", "× rg", "lines"
    );
    for c in &contestants {
        if let Some(failed) = &c.failed {
            println!("{:<44} {failed}", c.name);
            continue;
        }
        let time = median(&c.times);
        let seconds = time.as_secs_f64();
        let read: usize = sizes[..c.files].iter().sum();
        // A ratio for a part of the corpus would compare nothing.
        let ratio = rg.filter(|_| c.files == FILES).map(|rg| format!("{:.2}", seconds / rg.as_secs_f64()));
        println!(
            "{:<44} {:>7} {seconds:>9.3} {:>9.3} {:>9.3} {:>10.0} {:>8.1} {:>7} {:>8}",
            c.name,
            c.files,
            common::percentile(&c.times, 0.0).as_secs_f64(),
            common::percentile(&c.times, 1.0).as_secs_f64(),
            c.files as f64 / seconds,
            read as f64 / 1e6 / seconds,
            ratio.as_deref().unwrap_or("–"),
            c.lines,
        );
    }
    Ok(())
}

/// Writes the corpus twice: as `txt`, and the same files again as `md` for linters that read nothing else.
/// Returns the size of each file.
fn write(root: &Path, texts: &mut Texts) -> std::io::Result<Vec<usize>> {
    let mut sizes = Vec::new();
    for i in 0..FILES {
        let text = texts.article(790);
        let (file, twin) = (root.join(name("txt", i)), root.join(name("md", i)));
        for path in [&file, &twin] {
            fs::create_dir_all(path.parent().unwrap_or(root))?;
        }
        fs::write(&file, &text)?;
        fs::hard_link(&file, &twin)?;
        sizes.push(text.len());
    }
    // What is written back to the disc later would be counted as somebody's work.
    let _ = Command::new("sync").arg("-f").arg(root).status();
    Ok(sizes)
}

fn name(kind: &str, i: usize) -> String {
    format!("{kind}/{:03}/{i:05}.{kind}", i / FILES_PER_FOLDER)
}

fn contestants(rounds: usize) -> Vec<Contestant> {
    let mut found = Vec::new();
    let mut add = |name: &str, path: Option<PathBuf>, version: Option<&[&str]>, args: &[&str], files: usize| {
        let Some(path) = path else {
            println!("{name}: not installed, left out");
            return;
        };
        let version = version.map_or(String::new(), |args| format!(" {}", common::version(&path, args)));
        found.push(Contestant {
            name: format!("{name}{version}"),
            program: path,
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            files,
            rounds: if files == FILES { rounds } else { rounds.min(2) },
            times: Vec::new(),
            lines: 0,
            failed: None,
        });
    };
    let number: &[&str] = &["--version"];
    let check = ["check", "--output-format", "concise", "--exit-zero"];
    add("copydesk check", Some(common::copydesk()), Some(number), &[&check[..], &["txt"]].concat(), FILES);
    add("rg -c", program("rg"), Some(number), &["-c", "said", "txt"], FILES);
    add("typos", program("typos"), Some(number), &["--isolated", "--format", "brief", "txt"], FILES);
    add("codespell", program("codespell"), Some(number), &["txt"], FILES);
    let rumdl = ["check", "--no-config", "--no-cache", "--output-format", "concise", "md"];
    add("rumdl check (Markdown)", program("rumdl"), Some(number), &rumdl, FILES);
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers/npm/node_modules");
    let modules = modules.to_string_lossy();
    let rule = "@textlint-rule/textlint-rule-no-unmatched-pair";
    let textlint = ["--no-textlintrc", "--rules-base-directory", &modules, "--rule", rule, "--format", "unix"];
    let slow = [
        ("textlint, rule no-unmatched-pair", "textlint", number, &textlint[..], 1000),
        ("proselint check", "proselint", &["version"], &["check"], 100),
    ];
    for (title, command, number, args, files) in slow {
        let paths: Vec<String> = (0..files).map(|i| name("txt", i)).collect();
        let args: Vec<&str> = args.iter().copied().chain(paths.iter().map(String::as_str)).collect();
        add(title, program(command), Some(number), &args, files);
    }
    found
}

impl Contestant {
    /// The time from start to end, and how many lines were printed.
    fn run(&mut self, root: &Path) -> (Duration, usize) {
        let start = Instant::now();
        let mut command = Command::new(&self.program);
        command.args(&self.args).current_dir(root).stdin(Stdio::null()).stderr(Stdio::piped());
        let output = command.output();
        let time = start.elapsed();
        match output {
            // 1 and 2 are how linters say that they found something.
            Ok(output) if output.status.code().is_some_and(|code| code <= 2) || !output.stdout.is_empty() => {
                (time, memchr::memchr_iter(b'\n', &output.stdout).count())
            }
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned();
                self.failed = Some(format!("failed: {said}"));
                (time, 0)
            }
            Err(error) => {
                self.failed = Some(format!("failed: {error}"));
                (time, 0)
            }
        }
    }
}
