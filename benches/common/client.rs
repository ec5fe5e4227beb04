//! A client of a language server, for measuring.

// Each benchmark uses a part of it.
#![allow(dead_code)]

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

/// How long an answer to a question and the diagnostics of an opened document are waited for.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What a client says it can do, as far as it matters here.
pub fn features() -> Value {
    json!({
        "workspace": {"configuration": true, "workspaceFolders": true, "didChangeConfiguration": {}},
        "textDocument": {
            "synchronization": {"didSave": true},
            "publishDiagnostics": {
                "versionSupport": true, "relatedInformation": true, "codeDescriptionSupport": true,
                "dataSupport": true, "tagSupport": {"valueSet": [1, 2]},
            },
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
        },
        "window": {"workDoneProgress": true},
    })
}

/// What the client needs to know of a message; diagnostics are counted and not read.
#[derive(Deserialize)]
struct Message {
    id: Option<Value>,
    method: Option<String>,
    params: Option<Params>,
    result: Option<Value>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Params {
    uri: Option<String>,
    version: Option<i64>,
    diagnostics: Option<Vec<IgnoredAny>>,
    items: Option<Vec<IgnoredAny>>,
    value: Option<Value>,
}

/// What the reader tells the typist.
pub enum Event {
    Published {
        at: Instant,
        version: Option<i64>,
        shown: usize,
    },
    Answer {
        at: Instant,
        id: i64,
        result: Option<Value>,
        error: bool,
    },
    /// Some work that was shown has ended.
    Ended,
    /// A part of an answer has come.
    Part {
        at: Instant,
    },
}

/// A running server.
pub struct Server {
    pub child: Child,
    input: Arc<Mutex<ChildStdin>>,
    pub events: Receiver<Event>,
    next: i64,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The body of the next message; `None` at the end.
pub fn read_message(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    let mut line = String::new();
    loop {
        line.clear();
        if input.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let header = line.trim();
        if header.is_empty() {
            let Some(length) = length.take() else { continue };
            let mut body = vec![0; length];
            input.read_exact(&mut body)?;
            return Ok(Some(body));
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
}

impl Server {
    /// Starts a server in `folder`; what it publishes for `uri` is told, or for all documents where that is empty.
    pub fn start(program: &Path, args: &[&str], folder: &Path, uri: &str) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.args(args).current_dir(folder);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("no pipes"));
        };
        let input = Arc::new(Mutex::new(input));
        let (sender, events) = mpsc::channel();
        let (answers, uri) = (input.clone(), uri.to_owned());
        thread::spawn(move || {
            let mut output = BufReader::with_capacity(1 << 16, output);
            while let Ok(Some(body)) = read_message(&mut output) {
                let at = Instant::now();
                let Ok(message) = serde_json::from_slice::<Message>(&body) else { continue };
                let event = match (message.method, message.id) {
                    (Some(method), None) if method == "textDocument/publishDiagnostics" => {
                        let Some(params) = message.params.filter(|p| uri.is_empty() || p.uri.as_deref() == Some(&uri))
                        else {
                            continue;
                        };
                        let shown = params.diagnostics.map_or(0, |d| d.len());
                        Event::Published { at, version: params.version, shown }
                    }
                    (Some(method), None) if method == "$/progress" => {
                        let value = message.params.and_then(|params| params.value);
                        if value.as_ref().is_some_and(Value::is_array) {
                            if sender.send(Event::Part { at }).is_err() {
                                break;
                            }
                            continue;
                        }
                        if value.is_none_or(|value| value["kind"] != "end") {
                            continue;
                        }
                        Event::Ended
                    }
                    (Some(method), Some(id)) => {
                        let result = match method.as_str() {
                            "workspace/configuration" => {
                                let items = message.params.and_then(|p| p.items).map_or(1, |items| items.len());
                                Value::Array(vec![Value::Null; items])
                            }
                            _ => Value::Null,
                        };
                        let answer = frame(&json!({"jsonrpc": "2.0", "id": id, "result": result}));
                        if let Ok(mut input) = answers.lock() {
                            let _ = input.write_all(&answer);
                        }
                        continue;
                    }
                    (None, Some(id)) => {
                        let Some(id) = id.as_i64() else { continue };
                        Event::Answer { at, id, result: message.result, error: message.error.is_some() }
                    }
                    _ => continue,
                };
                if sender.send(event).is_err() {
                    break;
                }
            }
        });
        Ok(Self { child, input, events, next: 0 })
    }

    /// Writes a message; the time just before it.
    pub fn write(&self, bytes: &[u8]) -> io::Result<Instant> {
        let mut input = self.input.lock().map_err(|_| io::Error::other("the reader failed"))?;
        let at = Instant::now();
        input.write_all(bytes)?;
        input.flush()?;
        Ok(at)
    }

    pub fn notify(&self, method: &str, params: Value) -> io::Result<Instant> {
        self.write(&frame(&json!({"jsonrpc": "2.0", "method": method, "params": params})))
    }

    pub fn ask(&mut self, method: &str, params: Value) -> io::Result<i64> {
        self.next += 1;
        self.write(&frame(&json!({"jsonrpc": "2.0", "id": self.next, "method": method, "params": params})))?;
        Ok(self.next)
    }

    pub fn answer(&mut self, method: &str, params: Value) -> io::Result<Value> {
        let asked = self.ask(method, params)?;
        let end = Instant::now() + PATIENCE;
        loop {
            match self.events.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(Event::Answer { id, result, .. }) if id == asked => return Ok(result.unwrap_or_default()),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return Err(io::Error::other(format!("{method}: no answer"))),
                Err(RecvTimeoutError::Disconnected) => return Err(io::Error::other(format!("{method}: it ended"))),
            }
        }
    }

    /// Waits until some work that was shown has ended.
    pub fn wait_for_the_end(&self) -> io::Result<()> {
        let end = Instant::now() + 10 * PATIENCE;
        loop {
            match self.events.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(Event::Ended) => return Ok(()),
                Ok(_) => {}
                Err(_) => return Err(io::Error::other("it never came to an end")),
            }
        }
    }

    /// Memory beside mapped files, in kB, as Linux counts it.
    pub fn own_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse().ok()
    }

    /// Memory now and at most, in MB.
    pub fn memory(&self) -> Option<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let field = |name: &str| -> Option<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? * 1024.0 / 1e6)
        };
        Some((field("VmRSS:")?, field("VmHWM:")?))
    }
}
