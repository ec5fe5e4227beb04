//! The index of a large corpus: how long it takes to build, how large it is, how fast it answers.
//!
//! `cargo bench --bench scale -- --articles 1000000 --rounds 1` writes so many files under the folder for temporary files
//! and removes them at the end; ripgrep and the build take turns, in so many rounds.
//! They are the articles of `benches/common` again and again, the letters of longer words exchanged by another alphabet
//! in each copy: the structure stays, the words are others.
//! One line of furniture stands in ten of a hundred articles, and one article in fifty a copy of an earlier one, are as they were.

use std::path::{Path, PathBuf};
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
use rayon::prelude::*;

mod common;

use common::{Dice, median, ms, percentile};

/// Articles in one folder.
const FOLDER: usize = 1000;

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
            let context = Corpus { index: &index, library: &library, density: config.density(), shown: SHOWN };
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

fn name(number: usize) -> PathBuf {
    PathBuf::from(format!("{:04}/{number:07}.txt", number / FOLDER))
}

/// Writes the corpus; its length in bytes.
fn write(corpus: &Path, count: usize) -> u64 {
    let originals = originals();
    std::fs::create_dir_all(corpus).expect("a folder");
    let settings = "exclude = [\"index\"]\n[index]\nlocation = \"../index\"\n";
    std::fs::write(corpus.join("copydesk.toml"), settings).expect("a file");
    let folders = count.div_ceil(FOLDER);
    let sizes = (0..folders).into_par_iter().map(|folder| {
        std::fs::create_dir_all(corpus.join(format!("{folder:04}"))).expect("a folder");
        let mut size = 0;
        for number in folder * FOLDER..count.min((folder + 1) * FOLDER) {
            // One in fifty is a copy of the one before.
            let source = if number % 50 == 49 { number - 1 } else { number };
            let mut text = exchanged(&originals[source % originals.len()], source / originals.len());
            if number % 10 == 0 {
                text.push_str("\nThe Sound Gazette is printed on paper from the forests of the north\n");
            }
            size += text.len() as u64;
            std::fs::write(corpus.join(name(number)), text).expect("a file");
        }
        size
    });
    sizes.sum()
}

/// Stretches of about 2,400 bytes of the sample corpus, and of `wikinews` where `COPYDESK_SHARED` names a folder that has
/// it: no paragraph stands in two of them.
fn originals() -> Vec<String> {
    let mut files = common::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/barrier-clean"));
    if let Some(shared) = std::env::var_os("COPYDESK_SHARED").map(PathBuf::from) {
        files.extend(common::files(&shared.join("corpora/wikinews")));
    }
    let mut all = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let mut article = String::new();
        for paragraph in text.lines().map(str::trim).filter(|line| line.len() > 20 && !line.starts_with("---")) {
            if article.is_empty() {
                article = format!("---\ndate: 2031-{:02}-{:02}\n---\n\n", 1 + number % 12, 1 + number % 28);
            }
            article += paragraph;
            article += "\n\n";
            if article.len() > 2300 {
                all.push(std::mem::take(&mut article));
            }
        }
    }
    all
}

/// `text` with the letters of words of more than three letters exchanged, by another alphabet for each copy.
fn exchanged(text: &str, copy: usize) -> String {
    let mut alphabet: Vec<u8> = (0..26).collect();
    let mut state = copy as u64;
    for at in (1..26_usize).rev() {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        alphabet.swap(at, (state >> 33) as usize % (at + 1));
    }
    let mut bytes = text.as_bytes().to_vec();
    for word in bytes.split_mut(|byte| !byte.is_ascii_alphabetic()).filter(|word| word.len() > 3) {
        for byte in word {
            let first = if byte.is_ascii_lowercase() { b'a' } else { b'A' };
            *byte = first + alphabet[usize::from(*byte - first)];
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
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
