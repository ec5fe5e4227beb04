//! What names cost in an editor, with a large corpus and a large knowledge base behind it.
//!
//! `cargo bench --bench names_live -- --articles 100000 --entities 100000` writes a corpus (`benches/common/corpus.rs`)
//! and a knowledge base of that many entities, has the index and the names built, starts the server, and measures at the
//! client: from its start to the first hover that is answered, then hovers, the first part and all of the references,
//! completions of ids, and memory, at once and when everybody who is mentioned is listed.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

mod common;

use common::client::{self, Event, PATIENCE, Server};
use common::corpus::{name, write};
use common::{Dice, ms, percentile};

/// How many articles are opened, and how many names are asked about in each.
const DOCUMENTS: usize = 80;
const NAMES: usize = 10;

/// Who is mentioned in one article, and unknown to the knowledge base.
const UNKNOWN: &str = "Oddny Ravnkilde";

fn main() -> io::Result<()> {
    println!("{}", common::machine());
    let count = common::option("--articles").unwrap_or(20_000);
    let entities = common::option("--entities").unwrap_or(20_000);
    let folder = tempfile::tempdir()?;
    let corpus = folder.path().join("corpus");
    let bytes = write(&corpus, count);
    let article = format!(
        "Harbour reopens\n\n{UNKNOWN} said on Monday that the harbour had reopened. {UNKNOWN} is its warden.\n"
    );
    std::fs::write(corpus.join("harbour.txt"), format!("{article}\n{}", article.repeat(200)))?;
    println!("{count} articles, {:.0} MB, {entities} entities", bytes as f64 / 1e6);
    let entry = |number: usize| {
        format!(
            "[[entity]]\nid = \"person-{number}\"\ntype = \"PER\"\nname = \"Given{} Family{number}\"\naliases = [\"Family{number}\"]\n\n",
            number % 997
        )
    };
    std::fs::write(corpus.join("entities.toml"), (0..entities).map(entry).collect::<String>())?;
    let start = Instant::now();
    let built = Command::new(common::copydesk()).args(["index", "build", "--names"]).current_dir(&corpus).output()?;
    if !built.status.success() {
        return Err(io::Error::other("the index was not built"));
    }
    println!("index and names built in {:.1} s", start.elapsed().as_secs_f64());
    measure(&corpus, count, entities)
}

fn uri_of(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// The places of names in a text, as far as two capitalised words in a row are one: lines and UTF-16 units.
fn names(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let words: Vec<&str> = line.split(' ').collect();
        let mut column = 0;
        for pair in words.windows(2) {
            let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase) && word.len() > 3;
            if column > 0 && capital(pair[0]) && capital(pair[1]) {
                found.push((number, column + 1));
            }
            column += pair[0].encode_utf16().count() + 1;
        }
    }
    found
}

fn open(server: &Server, corpus: &Path, relative: &Path) -> io::Result<(String, String)> {
    let text = std::fs::read_to_string(corpus.join(relative))?;
    let uri = uri_of(&corpus.join(relative));
    let document = json!({"uri": uri, "languageId": "plaintext", "version": 0, "text": text});
    server.notify("textDocument/didOpen", json!({"textDocument": document}))?;
    Ok((uri, text))
}

/// The time until the first part of an answer, and until all of it.
fn in_parts(server: &mut Server, method: &str, mut params: Value) -> io::Result<(Duration, Duration, bool)> {
    params["partialResultToken"] = json!("parts");
    let asked = Instant::now();
    let wanted = server.ask(method, params)?;
    let mut first = None;
    loop {
        match server.events.recv_timeout(PATIENCE) {
            Ok(Event::Part { at }) => drop(first.get_or_insert(at - asked)),
            Ok(Event::Answer { at, id, result, .. }) if id == wanted => {
                let any = first.is_some() || result.is_some_and(|it| it.as_array().is_some_and(|all| !all.is_empty()));
                return Ok((first.unwrap_or(at - asked), at - asked, any));
            }
            Ok(_) => {}
            Err(_) => return Err(io::Error::other("no answer")),
        }
    }
}

fn measure(corpus: &Path, count: usize, entities: usize) -> io::Result<()> {
    let mut dice = Dice::new();
    let chosen: Vec<PathBuf> = (0..DOCUMENTS).map(|_| name(dice.roll(count))).collect();
    let start = Instant::now();
    let mut server = Server::start(&common::copydesk(), &["lsp"], corpus, "")?;
    let root = uri_of(corpus);
    let params = json!({
        "processId": std::process::id(), "rootUri": root, "capabilities": client::features(),
        "workspaceFolders": [{"uri": root, "name": "corpus"}],
    });
    server.answer("initialize", params)?;
    server.notify("initialized", json!({}))?;
    let ready = until_ready(&mut server, corpus, &chosen)?;
    println!("ready {} ms after the start", ms(ready.saturating_duration_since(start)));
    let (before, after) = chosen.split_at(DOCUMENTS / 2);
    println!("\nat once, while everybody who is mentioned is listed in the background");
    ask(&mut server, corpus, before, entities, &mut dice)?;
    // Whom the knowledge base does not know is found once all are listed.
    while server.answer("workspace/symbol", json!({"query": UNKNOWN}))?.as_array().is_none_or(Vec::is_empty) {
        if start.elapsed() > PATIENCE {
            return Err(io::Error::other("not everybody was listed"));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    println!("\nwith everybody listed, {:.1} s after the start", start.elapsed().as_secs_f64());
    ask(&mut server, corpus, after, entities, &mut dice)?;
    Ok(())
}

/// When the first of the names in the `chosen` articles is known.
fn until_ready(server: &mut Server, corpus: &Path, chosen: &[PathBuf]) -> io::Result<Instant> {
    for relative in chosen {
        let (uri, text) = open(server, corpus, relative)?;
        for (line, character) in names(&text).into_iter().take(NAMES) {
            let place = json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}});
            if !server.answer("textDocument/hover", place)?.is_null() {
                server.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}))?;
                return Ok(Instant::now());
            }
        }
        server.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}))?;
    }
    Err(io::Error::other("no name is known"))
}

/// Asks about names in the `chosen` articles and prints how long that took.
fn ask(server: &mut Server, corpus: &Path, chosen: &[PathBuf], entities: usize, dice: &mut Dice) -> io::Result<()> {
    let (mut hovers, mut firsts, mut wholes, mut completions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut empty = 0;
    for relative in chosen {
        let (uri, text) = open(server, corpus, relative)?;
        for (line, character) in names(&text).into_iter().take(NAMES) {
            let place = json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}});
            let asking = Instant::now();
            let hover = server.answer("textDocument/hover", place.clone())?;
            hovers.push(asking.elapsed());
            empty += usize::from(hover.is_null());
            let mut params = place.clone();
            params["context"] = json!({"includeDeclaration": true});
            let (first, whole, any) = in_parts(server, "textDocument/references", params)?;
            if any {
                firsts.push(first);
                wholes.push(whole);
            }
        }
        // An id, typed at the end.
        let end = text.lines().count();
        let typed = format!("[x]{{.PER #person-{}", dice.roll(entities.max(1)) / 10);
        let at = json!({"line": end, "character": 0});
        let edit = json!({"range": {"start": at, "end": at}, "text": typed});
        let document = json!({"uri": uri, "version": 1});
        server.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [edit]}))?;
        let place = json!({"line": end, "character": typed.encode_utf16().count()});
        let asking = Instant::now();
        server.answer("textDocument/completion", json!({"textDocument": {"uri": uri}, "position": place}))?;
        completions.push(asking.elapsed());
    }
    println!("{empty} of {} names unknown", hovers.len());
    println!("{:<28} {:>7} {:>8} {:>8} {:>8}", "ms", "asked", "p50", "p99", "max");
    for (what, times) in [
        ("hover", &hovers),
        ("references, first part", &firsts),
        ("references, all", &wholes),
        ("completion of an id", &completions),
    ] {
        let share = |share: f64| ms(percentile(times, share));
        println!("{what:<28} {:>7} {:>8} {:>8} {:>8}", times.len(), share(0.5), share(0.99), share(1.0));
    }
    println!("memory of the server without mapped files: {:.1} MB", server.own_memory().unwrap_or(0) as f64 / 1024.0);
    Ok(())
}
