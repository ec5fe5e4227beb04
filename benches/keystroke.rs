//! How long it takes from a keystroke to its diagnostics, as an editor meets it.
//!
//! `cargo bench --bench keystroke` starts the server as an editor does, opens a document, types 200 characters, one
//! every 20 ms without ever waiting for an answer, and reports the time from just before an edit is written to when the
//! diagnostics for it have been read.
//! Other servers run in turn with it where they are in the search path or `benches/peers.sh` has installed them, and so
//! does a server that does nothing but publish: what it takes is the price of the pipes, the machine and this client.
//!
//! Documents: an article of 20 KB, 8 MB of articles with front matter, and one text of 8 MB without a separator, made
//! from the sample corpus and, with `COPYDESK_SHARED` naming a folder of corpora, from `wikinews`.
//! `-- --rounds N` does all of it N times (3 by default): the median of the rounds is reported for every share, the
//! worst of all for `max`.
//! `-- --only NAME` leaves out all servers but one.
//! `-- --large` opens 100 MB of articles with front matter and 100 MB of JSON Lines instead.
//!
//! Which publish belongs to which edit: the first one with its version or a later one (`version`); where a server gives
//! no version, the first one after the edit was written, which may be too early (`next`); where it does not publish but
//! answers questions, the answer to the question sent right after the edit (`pull`).
//! An edit that could not be written when it was due, because the server did not read, counts from when it was due.
//! An edit without diagnostics 10 s after the last one counts as lost, with the time waited.

mod common;

use std::collections::HashMap;
use std::io::{self, BufReader, Write};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use common::client::{self, Event, PATIENCE, Server, frame, read_message};
use common::{Texts, median, ms, percentile, program};
use serde_json::{Value, json};

const EDITS: usize = 200;
const INTERVAL: Duration = Duration::from_millis(20);
/// How long diagnostics are waited for after the last edit.
const PATIENCE_AT_THE_END: Duration = Duration::from_secs(10);
/// Marks are open for a while, as they are when one types.
const TYPED: &str = "the minister said “talks would resume” on Tuesday (in the capital) and \"not before\"; ";
/// The hidden argument that makes this program the server that does nothing.
const EMPTY: &str = "--empty-server";

/// A server to measure.
struct Peer {
    name: String,
    program: PathBuf,
    args: &'static [&'static str],
    /// The extension and the language of the documents that it reads.
    kind: (&'static str, &'static str),
}

/// What one session showed.
#[derive(Default)]
struct Session {
    times: Vec<Duration>,
    opened: Duration,
    how: &'static str,
    full: bool,
    lost: usize,
    publishes: usize,
    shown: usize,
    /// The longest time that an edit was written too late.
    slip: Duration,
    /// In MB, at the end and at most.
    memory: Option<(f64, f64)>,
}

fn main() -> io::Result<()> {
    if std::env::args().any(|arg| arg == EMPTY) {
        return empty_server();
    }
    println!("{}", common::machine());
    let mut texts = Texts::load();
    println!("texts from {}; {EDITS} edits, one every {} ms", texts.origin, INTERVAL.as_millis());
    let documents = if std::env::args().any(|arg| arg == "--large") {
        let body = texts.body(88_000_000);
        let paragraphs: Vec<&str> = body.split("\n\n").filter(|paragraph| paragraph.len() > 40).collect();
        vec![
            ("100 MB of articles with front matter", texts.dump(100_000_000, 8_000), None),
            ("100 MB of JSON Lines", common::json_lines(&paragraphs), Some("jsonl")),
        ]
    } else {
        vec![
            ("20 KB article", texts.article(20_000), None),
            ("8 MB of articles with front matter", texts.dump(8_000_000, 8_000), None),
            ("8 MB without separators", texts.body(8_000_000), None),
        ]
    };
    let rounds = common::option("--rounds").unwrap_or(3).max(1);
    let peers = peers()?;
    for (name, text, language) in &documents {
        let mut sessions: Vec<Vec<Session>> = peers.iter().map(|_| Vec::new()).collect();
        let mut failed: HashMap<usize, String> = HashMap::new();
        for _ in 0..rounds {
            for (i, peer) in peers.iter().enumerate() {
                // What is slow by orders of magnitude need not be shown to be so again.
                let slow = sessions[i].iter().any(|s| median(&s.times) > Duration::from_millis(100));
                if slow || failed.contains_key(&i) {
                    continue;
                }
                match session(peer, text, *language) {
                    Ok(session) => sessions[i].push(session),
                    Err(error) => {
                        failed.insert(i, error.to_string());
                    }
                }
            }
        }
        println!("\n{name}, {} bytes; times in ms", text.len());
        println!(
            "{:<24} {:>6} {:>9} {:>9} {:>9} {:>9} {:>9} {:>8} {:>6} {:>5} {:>5} {:>8} {:>8} {:>7} {:<7} sync",
            "server",
            "rounds",
            "open",
            "p50",
            "p95",
            "p99",
            "max",
            "publish",
            "shown",
            "lost",
            "slip",
            "RSS MB",
            "peak",
            "",
            "by"
        );
        for (i, peer) in peers.iter().enumerate() {
            if let Some(error) = failed.get(&i) {
                println!("{:<24} {error}", peer.name);
            }
            if !sessions[i].is_empty() {
                report(&peer.name, &sessions[i]);
            }
        }
    }
    Ok(())
}

fn report(name: &str, sessions: &[Session]) {
    let of = |value: &dyn Fn(&Session) -> Duration| median(&sessions.iter().map(value).collect::<Vec<_>>());
    let share = |share: f64| ms(of(&|s| percentile(&s.times, share)));
    let last = &sessions[sessions.len() - 1];
    let memory = |pick: fn((f64, f64)) -> f64| last.memory.map_or("–".to_owned(), |m| format!("{:.0}", pick(m)));
    println!(
        "{name:<24} {:>6} {:>9} {:>9} {:>9} {:>9} {:>9} {:>8} {:>6} {:>5} {:>5} {:>8} {:>8} {:>7} {:<7} {}",
        sessions.len(),
        ms(of(&|s| s.opened)),
        share(0.5),
        share(0.95),
        share(0.99),
        ms(sessions.iter().map(|s| percentile(&s.times, 1.0)).max().unwrap_or_default()),
        last.publishes,
        last.shown,
        sessions.iter().map(|s| s.lost).sum::<usize>(),
        sessions.iter().map(|s| s.slip.as_millis()).max().unwrap_or_default(),
        memory(|m| m.0),
        memory(|m| m.1),
        "",
        last.how,
        if last.full { "full" } else { "incremental" },
    );
}

fn peers() -> io::Result<Vec<Peer>> {
    let mut peers = vec![
        Peer {
            name: "empty server".to_owned(),
            program: std::env::current_exe()?,
            args: &[EMPTY],
            kind: ("txt", "plaintext"),
        },
        Peer {
            name: format!("copydesk {}", env!("CARGO_PKG_VERSION")),
            program: common::copydesk(),
            args: &["lsp"],
            kind: ("txt", "plaintext"),
        },
    ];
    for (name, args, kind) in [
        ("typos-lsp", &[][..], ("txt", "plaintext")),
        ("harper-ls", &["--stdio"][..], ("txt", "plaintext")),
        ("markdown-oxide", &[][..], ("md", "markdown")),
        ("rumdl", &["server", "--no-config"][..], ("md", "markdown")),
    ] {
        match program(name) {
            Some(program) => {
                let version = common::version(&program, &["--version"]);
                peers.push(Peer { name: format!("{name} {version}"), program, args, kind });
            }
            None => println!("{name}: not installed, left out"),
        }
    }
    let mut args = std::env::args().skip_while(|arg| arg != "--only");
    if let Some(only) = args.nth(1) {
        peers.retain(|peer| peer.name.contains(&only));
    }
    Ok(peers)
}

/// Opens `text` in a new server and types; it is in `language`, where that is not what the server reads else.
fn session(peer: &Peer, text: &str, language: Option<&str>) -> io::Result<Session> {
    let folder = tempfile::Builder::new().prefix("copydesk-bench-").tempdir()?;
    let (extension, language) = language.map_or(peer.kind, |language| (language, language));
    let path = folder.path().join(format!("news.{extension}"));
    std::fs::write(&path, text)?;
    let (root, uri) = (format!("file://{}", folder.path().display()), format!("file://{}", path.display()));
    let mut server = Server::start(&peer.program, peer.args, folder.path(), &uri)?;
    let params = json!({
        "processId": std::process::id(), "rootUri": root, "capabilities": client::features(),
        "workspaceFolders": [{"uri": root, "name": "news"}],
    });
    let offered = server.answer("initialize", params)?["capabilities"].take();
    server.notify("initialized", json!({}))?;
    let sync = offered["textDocumentSync"].as_i64().or(offered["textDocumentSync"]["change"].as_i64());
    let mut session = Session { full: sync != Some(2), how: "version", ..Session::default() };

    let document = json!({"uri": uri, "languageId": language, "version": 0, "text": text});
    let opened = server.notify("textDocument/didOpen", json!({"textDocument": document}))?;
    let pull = match server.events.recv_timeout(if offered["diagnosticProvider"].is_null() {
        PATIENCE
    } else {
        Duration::from_secs(10)
    }) {
        Ok(Event::Published { at, version, shown }) => {
            session.opened = at - opened;
            session.shown = shown;
            if version.is_none() {
                session.how = "next";
            }
            false
        }
        _ if !offered["diagnosticProvider"].is_null() => {
            session.how = "pull";
            true
        }
        _ => return Err(io::Error::other("opened, but no diagnostics came within 60 s")),
    };
    if pull {
        let start = Instant::now();
        server.answer("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}))?;
        session.opened = start.elapsed();
    }
    // What else it does after opening is done by then, and further publishes for the open are not taken for others.
    thread::sleep(Duration::from_secs(2));
    while let Ok(event) = server.events.try_recv() {
        if let Event::Published { shown, .. } = event {
            session.shown = shown;
        }
    }
    let (typed, asked) = type_text(&mut server, &uri, text, pull, &mut session)?;
    collect(&server, &typed, &asked, pull, &mut session);
    session.memory = server.memory();
    // A server that has fallen behind would take a minute to hear of it; it is ended with `server`.
    if session.lost == 0 {
        let _ = server.answer("shutdown", Value::Null);
        let _ = server.notify("exit", Value::Null);
    }
    Ok(session)
}

/// Types at the set times; when each edit was written, and the questions asked after them.
fn type_text(
    server: &mut Server,
    uri: &str,
    text: &str,
    pull: bool,
    session: &mut Session,
) -> io::Result<(Vec<Instant>, Vec<i64>)> {
    let middle = text.floor_char_boundary(text.len() / 2);
    let mut at = text[middle..].find(' ').map_or(middle, |i| middle + i + 1);
    let line_start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = text[..at].matches('\n').count();
    let mut column = text[line_start..at].encode_utf16().count();
    let mut whole = if session.full { text.to_owned() } else { String::new() };
    let (mut typed, mut asked) = (Vec::new(), Vec::new());
    let start = Instant::now() + INTERVAL;
    for (i, c) in TYPED.chars().cycle().take(EDITS).enumerate() {
        let change = if session.full {
            whole.insert(at, c);
            json!({"text": whole})
        } else {
            let here = json!({"line": line, "character": column});
            json!({"range": {"start": here, "end": here}, "text": c})
        };
        at += c.len_utf8();
        column += c.len_utf16();
        let document = json!({"uri": uri, "version": i + 1});
        let params = json!({"textDocument": document, "contentChanges": [change]});
        let message = frame(&json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}));
        let due = start + INTERVAL * i as u32;
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let written = server.write(&message)?;
        let late = written - due;
        session.slip = session.slip.max(late);
        typed.push(if late > INTERVAL { due } else { written });
        if pull {
            asked.push(server.ask("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}))?);
        }
    }
    Ok((typed, asked))
}

/// Waits for the diagnostics of all edits, and takes the times.
fn collect(server: &Server, typed: &[Instant], asked: &[i64], pull: bool, session: &mut Session) {
    let mut seen: Vec<Option<Instant>> = vec![None; typed.len()];
    let end = Instant::now() + PATIENCE_AT_THE_END;
    while seen.iter().any(Option::is_none) {
        let Ok(event) = server.events.recv_timeout(end.saturating_duration_since(Instant::now())) else { break };
        match event {
            Event::Published { at, version, shown } if !pull => {
                session.publishes += 1;
                session.shown = shown;
                for (i, slot) in seen.iter_mut().enumerate().filter(|(_, slot)| slot.is_none()) {
                    let belongs = match version {
                        Some(version) => version > i as i64,
                        None => typed[i] <= at,
                    };
                    if belongs {
                        *slot = Some(at);
                    }
                }
            }
            Event::Answer { at, id, result, error } if pull => {
                session.publishes += 1;
                if let Some(items) = result.as_ref().and_then(|r| r["items"].as_array()) {
                    session.shown = items.len();
                }
                let Some(i) = asked.iter().position(|asked| *asked == id).filter(|_| !error) else { continue };
                // An answer that was cancelled is given by the next one.
                for slot in seen[..=i].iter_mut().filter(|slot| slot.is_none()) {
                    *slot = Some(at);
                }
            }
            _ => {}
        }
    }
    let gave_up = Instant::now();
    session.lost = seen.iter().filter(|slot| slot.is_none()).count();
    session.times =
        seen.iter().zip(typed).map(|(seen, typed)| seen.unwrap_or(gave_up).saturating_duration_since(*typed)).collect();
}

/// Publishes no diagnostics for every text, at once.
fn empty_server() -> io::Result<()> {
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = io::stdout().lock();
    while let Some(body) = read_message(&mut input)? {
        let message: Value = serde_json::from_slice(&body)?;
        let answer = match message["method"].as_str() {
            Some("initialize") => json!({"id": message["id"], "result": {"capabilities": {"textDocumentSync": 2}}}),
            Some("shutdown") => json!({"id": message["id"], "result": null}),
            Some("textDocument/didOpen" | "textDocument/didChange") => {
                let document = &message["params"]["textDocument"];
                let params = json!({"uri": document["uri"], "version": document["version"], "diagnostics": []});
                json!({"method": "textDocument/publishDiagnostics", "params": params})
            }
            Some("exit") => break,
            _ => continue,
        };
        let mut answer = answer;
        answer["jsonrpc"] = json!("2.0");
        output.write_all(&frame(&answer))?;
        output.flush()?;
    }
    Ok(())
}
