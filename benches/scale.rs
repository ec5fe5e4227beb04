//! The index of a large corpus: how long it takes to build, how large it is, how fast it answers.
//!
//! `cargo bench --bench scale -- --articles 1000000 --rounds 1` writes so many files under the folder for temporary files
//! and removes them at the end; ripgrep and the build take turns, in so many rounds.
//! `benches/common/corpus.rs` says what they are made of.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk::config::{Config, Settings};
use copydesk::duplicates::{self, Corpus, Library, SHOWN};
use copydesk::facts::FileFacts;
use copydesk::files;
use copydesk::format::Dialect;
use copydesk::index::{Disk, Stamp, Store, load};
use copydesk::text::{Document, Span};

mod common;

use common::corpus::{name, write};
use common::{Dice, median, ms, percentile};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str| {
        let at = arguments.iter().position(|it| it == name)?;
        arguments.get(at + 1)?.parse::<usize>().ok()
    };
    let count = number("--articles").unwrap_or(20_000);
    println!("{}", common::machine());
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let corpus = folder.path().join("corpus");
    let bytes = write(&corpus, count);
    println!("{count} articles, {:.0} MB, {} bytes on average", bytes as f64 / 1e6, bytes / count as u64);

    let program = Path::new(env!("CARGO_BIN_EXE_copydesk"));
    let time = |name: &str, command: &mut Command| {
        let start = Instant::now();
        let done = command.current_dir(&corpus).output().is_ok_and(|it| it.status.success());
        let taken = start.elapsed();
        println!("{name}: {:.2} s{}", taken.as_secs_f64(), if done { "" } else { " (failed)" });
        taken
    };
    // Once for the page cache.
    time("rg -c (first)", Command::new("rg").args(["-c", "said", "."]));
    let (mut floors, mut builds) = (Vec::new(), Vec::new());
    for _ in 0..number("--rounds").unwrap_or(5) {
        floors.push(time("rg -c", Command::new("rg").args(["-c", "said", "."])));
        drop(Command::new(program).args(["index", "clear"]).current_dir(&corpus).output());
        builds.push(time("copydesk index build", Command::new(program).args(["index", "build"])));
    }
    let (floor, build) = (median(&floors).as_secs_f64(), median(&builds).as_secs_f64());
    println!("medians: rg -c {floor:.2} s, copydesk index build {build:.2} s, {:.1} × rg -c", build / floor);
    time("copydesk index build, nothing changed", Command::new(program).args(["index", "build"]));

    let config = Config::load(&corpus).0;
    let place = load::location(&corpus, &config).expect("the settings name it");
    let start = Instant::now();
    let store = Store::open(place, load::fingerprint(&config), Disk::default());
    let mut index = store.index();
    let opened = start.elapsed();
    let (segments, size) = store.size();
    println!("index: {segments} segments, {} bytes an article; opened in {} ms", size / count as u64, ms(opened));

    let root = corpus.clone();
    let settings = config.clone();
    let read = move |path: &Path| files::article_of(&root.join(path), path, &settings);
    let library = Library::new(corpus.clone(), Box::new(read));
    // What an edit costs: the document is keyed again, taken in, and compared with all others.
    let mut dice = Dice::new();
    let mut times = Vec::new();
    for round in 0..20 {
        let relative = name(dice.roll(count));
        let Some((text, _)) = files::article_of(&corpus.join(&relative), &relative, &config) else { continue };
        let mut document = Document::new(&text);
        let mut facts = FileFacts::new(&text, Dialect::Plain, Arc::new(Settings::default()));
        for edit in 0..25 {
            let at = (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let change = document.replace(Span::empty(at), if edit % 6 == 5 { " " } else { "x" });
            let start = Instant::now();
            facts.edit(&document, change);
            index.set_file(&relative, Stamp::UNSAVED, facts.record(&relative, config.density()));
            library.forget(&relative);
            let (index, density) = (&index, config.density());
            let context = Corpus { index, infos: None, library: &library, density, shown: SHOWN };
            drop(duplicates::findings(&facts, &document, &relative, &relative, &context));
            let taken = start.elapsed();
            if round == 0 && edit == 0 {
                println!("first answer after opening: {} ms", ms(opened + taken));
            }
            times.push(taken);
        }
    }
    let us = |time: Duration| time.as_micros();
    println!(
        "an edit, computed: p50 {} µs, p99 {} µs, {} edits",
        us(median(&times)),
        us(percentile(&times, 0.99)),
        times.len()
    );
    println!("resident, page cache included: {} MB", resident());
}

/// How much memory this process holds, in megabytes, as Linux counts it.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |key: &str| {
        status.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok())
    };
    let (all, mapped) = (of("VmRSS:").unwrap_or(0), of("RssFile:").unwrap_or(0));
    format!("{} ({} without mapped files)", all / 1024, (all - mapped) / 1024)
}
