//! What an edit costs with the index of a large corpus behind it.
//!
//! `cargo bench --bench live -- --articles 100000` writes a corpus of so many articles (`benches/common/corpus.rs`), has
//! it indexed, and measures
//!
//! - the edit, computed: facts, keys, index, look-up, verification, each by itself, in this process;
//! - from the keystroke to its diagnostics at the client: 200 characters typed into each of `--documents N` articles (10
//!   by default), one every 20 ms, never waiting, as `benches/keystroke.rs` does in a single file;
//! - memory over `--soak N` edits (none by default) as fast as they go in twenty open documents, pasted blocks of
//!   others, opening and closing among them.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use copydesk::config::{Config, Settings};
use copydesk::duplicates::{Library, Memory, SHOWN};
use copydesk::facts::FileFacts;
use copydesk::files;
use copydesk::format::Dialect;
use copydesk::index::{Disk, Stamp, Store, load};
use copydesk::text::{Document, Span};
use serde_json::{Value, json};

mod common;

use common::client::{self, Event, PATIENCE, Server, frame};
use common::corpus::{name, write};
use common::{Dice, median, ms, percentile};

const EDITS: usize = 200;
const INTERVAL: Duration = Duration::from_millis(20);
/// What is typed.
const TYPED: &str = "the minister said that talks would resume on Tuesday in the capital, and not before; ";

fn main() -> io::Result<()> {
    println!("{}", common::machine());
    let count = common::option("--articles").unwrap_or(20_000);
    let folder = tempfile::tempdir()?;
    let corpus = folder.path().join("corpus");
    let bytes = write(&corpus, count);
    println!("{count} articles, {:.0} MB", bytes as f64 / 1e6);
    let built = Command::new(common::copydesk()).args(["index", "build"]).current_dir(&corpus).output()?;
    if !built.status.success() {
        return Err(io::Error::other("the index was not built"));
    }
    computed(&corpus, count)?;
    keystrokes(&corpus, count)?;
    if let Some(edits) = common::option("--soak") {
        soak(&corpus, count, edits)?;
    }
    Ok(())
}

/// Numbers of articles to work in: copies and articles with furniture are as frequent among them as in the corpus.
fn chosen(count: usize, documents: usize) -> impl Iterator<Item = PathBuf> {
    let mut dice = Dice::new();
    (0..documents).map(move |_| name(dice.roll(count)))
}

/// What an edit costs in this process, step by step, once the article has been compared.
fn computed(corpus: &Path, count: usize) -> io::Result<()> {
    let config = Config::load(corpus).0;
    let place = load::location(corpus, &config)?;
    let store = Store::open(place, load::fingerprint(&config), Disk::default());
    let mut index = store.index();
    let (root, settings) = (corpus.to_owned(), config.clone());
    let read = move |path: &Path| files::article_of(&root.join(path), path, &settings);
    let library = Library::new(corpus.to_owned(), Box::new(read));
    const STEPS: [&str; 7] = ["facts", "keys", "record", "index", "look-up", "verification", "all but facts"];
    let mut steps: [Vec<Duration>; 7] = Default::default();
    let mut opened = Vec::new();
    for relative in chosen(count, 100) {
        let Some(text) = files::text_of(&corpus.join(&relative), &relative, &config) else { continue };
        let mut document = Document::new(&text);
        let start = Instant::now();
        let mut facts = FileFacts::new(&text, Dialect::Plain, Arc::new(Settings::default()));
        let mut memory = Memory::new(config.density(), SHOWN);
        memory.follow(&facts, &relative);
        index.set_file(&relative, Stamp::UNSAVED, memory.record());
        memory.look_up(&index, &relative);
        drop(memory.findings(&facts, &document, &relative, &library));
        opened.push(start.elapsed());
        let mut at = text.floor_char_boundary(text.len() / 2);
        for typed in TYPED.chars().cycle().take(EDITS) {
            let change = document.replace(Span::empty(at), typed.encode_utf8(&mut [0; 4]));
            at += typed.len_utf8();
            let mut times = vec![Instant::now()];
            facts.edit(&document, change);
            times.push(Instant::now());
            memory.follow(&facts, &relative);
            times.push(Instant::now());
            let record = memory.record();
            times.push(Instant::now());
            library.forget(&relative);
            let touched = index.set_file(&relative, Stamp::UNSAVED, record);
            memory.forget(&touched);
            times.push(Instant::now());
            memory.look_up(&index, &relative);
            times.push(Instant::now());
            let found = memory.findings(&facts, &document, &relative, &library);
            times.push(Instant::now());
            drop(found);
            steps.iter_mut().zip(times.windows(2)).for_each(|(step, pair)| step.push(pair[1] - pair[0]));
            steps[6].push(times[6] - times[1]);
        }
    }
    println!("\nan edit, computed, in µs, over {} edits of {} articles", steps[0].len(), opened.len());
    println!("{:<16} {:>8} {:>8} {:>8}", "step", "p50", "p99", "max");
    for (name, times) in STEPS.iter().zip(&steps) {
        let us = |share: f64| percentile(times, share).as_nanos() as f64 / 1000.0;
        println!("{name:<16} {:>8.1} {:>8.1} {:>8.1}", us(0.5), us(0.99), us(1.0));
    }
    println!(
        "opened and compared for the first time: p50 {} ms, p99 {} ms",
        ms(median(&opened)),
        ms(percentile(&opened, 0.99))
    );
    Ok(())
}

fn uri_of(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// A server for the corpus, whose index it has taken over.
fn server(corpus: &Path) -> io::Result<Server> {
    let mut server = Server::start(&common::copydesk(), &["lsp"], corpus, "")?;
    let root = uri_of(corpus);
    let params = json!({
        "processId": std::process::id(), "rootUri": root, "capabilities": client::features(),
        "workspaceFolders": [{"uri": root, "name": "corpus"}],
    });
    server.answer("initialize", params)?;
    server.notify("initialized", json!({}))?;
    Ok(server)
}

fn open(server: &Server, corpus: &Path, relative: &Path) -> io::Result<(String, String)> {
    let text = std::fs::read_to_string(corpus.join(relative))?;
    let uri = uri_of(&corpus.join(relative));
    let document = json!({"uri": uri, "languageId": "plaintext", "version": 0, "text": text});
    server.notify("textDocument/didOpen", json!({"textDocument": document}))?;
    Ok((uri, text))
}

fn edit(uri: &str, version: usize, range: &Value, text: &str) -> Vec<u8> {
    let document = json!({"uri": uri, "version": version});
    let params = json!({"textDocument": document, "contentChanges": [{"range": range, "text": text}]});
    frame(&json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}))
}

/// From the keystroke to its diagnostics at the client.
fn keystrokes(corpus: &Path, count: usize) -> io::Result<()> {
    let documents = common::option("--documents").unwrap_or(10);
    let start = Instant::now();
    let server = server(corpus)?;
    // The first document makes the server read the corpus.
    let first = chosen(count, 1).next().unwrap_or_default();
    open(&server, corpus, &first)?;
    let published = server.events.recv_timeout(PATIENCE).is_ok();
    println!(
        "\nfirst diagnostics {} ms after the start{}",
        ms(start.elapsed()),
        if published { "" } else { " (none)" }
    );
    server.wait_for_the_end()?;
    println!("the index was brought up to date {} ms after the start", ms(start.elapsed()));
    let (mut times, mut lost, mut slip) = (Vec::new(), 0, Duration::ZERO);
    for (document, relative) in chosen(count, documents + 1).enumerate().skip(1) {
        let (uri, text) = open(&server, corpus, &relative)?;
        // Other documents are published too, where copies of what they hold change: versions tell them apart.
        let base = document * 2 * EDITS;
        thread::sleep(Duration::from_secs(1));
        while server.events.try_recv().is_ok() {}
        let middle = text.floor_char_boundary(text.len() / 2);
        let line = text[..middle].matches('\n').count();
        let line_start = text[..middle].rfind('\n').map_or(0, |at| at + 1);
        let mut column = text[line_start..middle].encode_utf16().count();
        let mut typed = Vec::new();
        let begin = Instant::now() + INTERVAL;
        let mut seen: Vec<Option<Instant>> = vec![None; EDITS];
        let mut take = |event: Event| {
            if let Event::Published { at, version: Some(version), .. } = event
                && let Some(count) = usize::try_from(version).ok().and_then(|version| version.checked_sub(base))
                && count <= EDITS
            {
                seen.iter_mut().take(count).filter(|it| it.is_none()).for_each(|it| *it = Some(at));
            }
        };
        for (number, c) in TYPED.chars().cycle().take(EDITS).enumerate() {
            let here = json!({"line": line, "character": column});
            let message = edit(&uri, base + number + 1, &json!({"start": here, "end": here}), &c.to_string());
            column += c.len_utf16();
            let due = begin + INTERVAL * number as u32;
            thread::sleep(due.saturating_duration_since(Instant::now()));
            let written = server.write(&message)?;
            slip = slip.max(written - due);
            typed.push(written);
            while let Ok(event) = server.events.try_recv() {
                take(event);
            }
        }
        let end = Instant::now() + Duration::from_secs(2);
        while let Ok(event) = server.events.recv_timeout(end.saturating_duration_since(Instant::now())) {
            take(event);
        }
        lost += seen.iter().filter(|it| it.is_none()).count();
        times.extend(seen.iter().zip(&typed).filter_map(|(seen, typed)| Some((*seen)? - *typed)));
    }
    let share = |share: f64| ms(percentile(&times, share));
    println!(
        "keystroke to diagnostics, in ms, over {} edits in {documents} articles: p50 {}, p95 {}, p99 {}, max {}; {lost} lost, slip {}",
        times.len(),
        share(0.5),
        share(0.95),
        share(0.99),
        share(1.0),
        ms(slip)
    );
    let memory = server.own_memory().unwrap_or(0);
    println!("memory of the server without mapped files: {:.1} MB", memory as f64 / 1024.0);
    Ok(())
}

/// Memory over very many edits.
fn soak(corpus: &Path, count: usize, edits: usize) -> io::Result<()> {
    const OPEN: usize = 20;
    /// How many lines a document has at most; then it is opened anew.
    const LONGEST: usize = 200;
    let mut server = server(corpus)?;
    let mut dice = Dice::new();
    let mut documents: Vec<(String, usize, usize, PathBuf)> = Vec::new();
    let add = |server: &Server, documents: &mut Vec<(String, usize, usize, PathBuf)>, relative: PathBuf| {
        let (uri, text) = open(server, corpus, &relative)?;
        documents.push((uri, 0, text.matches('\n').count(), relative));
        io::Result::Ok(text)
    };
    let mut blocks: Vec<String> = Vec::new();
    for relative in chosen(count, OPEN) {
        let text = add(&server, &mut documents, relative)?;
        blocks.extend(text.lines().filter(|line| line.len() > 80).map(str::to_owned));
    }
    server.wait_for_the_end()?;
    println!("\n{edits} edits in {OPEN} documents as fast as they go");
    println!("{:>9} {:>9} {:>12}", "edits", "seconds", "memory MB");
    let start = Instant::now();
    for number in 0..=edits {
        if number % (edits / 20).max(1) == 0 {
            // The answer comes when all edits have been worked off.
            server.answer("textDocument/foldingRange", json!({"textDocument": {"uri": documents[0].0}}))?;
            let memory = server.own_memory().unwrap_or(0) as f64 / 1024.0;
            println!("{number:>9} {:>9.1} {memory:>12.1}", start.elapsed().as_secs_f64());
        }
        let which = dice.roll(documents.len());
        let (uri, version, lines, relative) = &mut documents[which];
        *version += 1;
        let line = dice.roll(*lines + 1);
        let at = |line: usize, character: usize| json!({"line": line, "character": character});
        let here = at(line, dice.roll(60));
        let message = match dice.roll(50) {
            0 => {
                *lines += 2;
                let block = format!("\n{}\n", blocks[dice.roll(blocks.len())]);
                edit(uri, *version, &json!({"start": at(line, 0), "end": at(line, 0)}), &block)
            }
            1 if *lines > 4 => {
                *lines -= usize::from(line < *lines);
                edit(uri, *version, &json!({"start": at(line, 0), "end": at(line + 1, 0)}), "")
            }
            2 if *lines > LONGEST || dice.roll(20) == 0 => {
                server.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}))?;
                let relative = relative.clone();
                documents.remove(which);
                add(&server, &mut documents, relative)?;
                continue;
            }
            3..=9 => edit(uri, *version, &json!({"start": here, "end": at(line, 62)}), ""),
            _ => edit(uri, *version, &json!({"start": here, "end": here}), &TYPED[dice.roll(TYPED.len())..][..1]),
        };
        server.write(&message)?;
        while server.events.try_recv().is_ok() {}
    }
    Ok(())
}
