//! Row 4 of the complaints: ten thousand messages at random, to the real program, from a client that never answers.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use serde_json::{Value, json};

use crate::harness::{PATIENCE, frame, on_line, position};

const MESSAGES: usize = 10_000;
const MOST_MEMORY_KIB: u64 = 200 << 10;

/// The program and what it writes.
struct Program {
    child: Child,
    input: ChildStdin,
    output: Receiver<Value>,
}

impl Program {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        let mut child = command
            .args(["lsp", "--log-level", "off"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take().expect("a pipe");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self { child, input, output: messages }
    }

    fn send(&mut self, message: &Value) {
        self.write(&frame(&message.to_string()));
    }

    fn write(&mut self, text: &str) {
        self.input.write_all(text.as_bytes()).expect("the program reads");
    }

    /// The answer to the request `id`.
    fn answer(&self, id: &Value) -> Value {
        loop {
            let message = self.output.recv_timeout(PATIENCE).expect("an answer in time");
            if message.get("method").is_none() && message["id"] == *id {
                return message;
            }
        }
    }

    fn request(&mut self, id: &str, method: &str, params: Value) -> Value {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        self.answer(&json!(id))["result"].clone()
    }

    /// The most memory it has held so far, in KiB.
    #[cfg(target_os = "linux")]
    fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a line");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().strip_prefix("Content-Length: ") {
            Some(number) => length = number.parse().ok()?,
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// Numbers at random, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
}

const URIS: [&str; 3] = ["untitled:a", "file:///tmp/nowhere/b.txt", "file:///tmp/nowhere/c.md"];
const PIECES: [&str; 14] = [
    "word ",
    "“",
    "”",
    "\"",
    "(",
    ")",
    "\n",
    "\n\n",
    "\r\n",
    "😀",
    "[x](https://a.org) ",
    "<PER id=\"x\">",
    "</PER>",
    "title: x\n",
];
const METHODS: [&str; 10] = [
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/semanticTokens/full",
    "textDocument/documentLink",
    "textDocument/codeAction",
    "textDocument/selectionRange",
    "textDocument/linkedEditingRange",
    "textDocument/semanticTokens/full/delta",
    "textDocument/hover",
    "codeAction/resolve",
];
const GARBAGE: [&str; 6] = [
    "Content-Length: 3\r\n\r\n{\"a",
    "Content-Length: nonsense\r\n\r\n",
    "\r\n\r\n\u{feff}\r\n",
    "Content-Length: 2\r\n\r\n[]",
    "Content-Length: 44\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":\"\\ud8\"}",
    "Content-Length: 37\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":null}",
];

/// What the client at random remembers.
struct Player {
    dice: Dice,
    versions: [i64; 3],
    last_id: usize,
}

impl Player {
    /// The next message at random, ready for the wire.
    fn message(&mut self) -> String {
        let which = self.dice.roll(URIS.len());
        let uri = URIS[which];
        let call = |method: &str, params: Value| {
            frame(&json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string())
        };
        match self.dice.roll(100) {
            0..60 => {
                self.versions[which] += 1;
                let changes = self.changes();
                let document = json!({ "uri": uri, "version": self.versions[which] });
                call("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }))
            }
            60..82 => {
                self.last_id += 1;
                let method = self.dice.pick(&METHODS);
                let place = position(self.dice.roll(20), self.dice.roll(40));
                let params = json!({
                    "textDocument": { "uri": uri }, "position": place, "positions": [place],
                    "range": { "start": place, "end": place }, "context": { "diagnostics": [] },
                    "previousResultId": "7", "title": "x",
                });
                let request = json!({ "jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params });
                frame(&request.to_string())
            }
            82..88 => call("$/cancelRequest", json!({ "id": self.last_id.saturating_sub(self.dice.roll(4)) })),
            88..91 => call(
                "workspace/didChangeConfiguration",
                json!({ "settings": { "copydesk": { "nonsense": self.dice.roll(3) } } }),
            ),
            91..93 => call("textDocument/didSave", json!({ "textDocument": { "uri": uri } })),
            93..95 => call(
                "workspace/didChangeWatchedFiles",
                json!({ "changes": [{ "uri": uri, "type": self.dice.roll(3) + 1 }] }),
            ),
            95..97 => {
                self.versions[which] = 1;
                let closed = call("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
                closed + &opened(uri, 1, "Gates open\n\nShe said (quietly that it was late.\n")
            }
            97..98 => call("textDocument/didOpen", json!({ "textDocument": 7 })),
            _ => self.dice.pick(&GARBAGE).to_string(),
        }
    }

    fn changes(&mut self) -> Value {
        // Now and then the whole text, so that it does not grow for ever.
        if self.dice.roll(60) == 0 {
            return json!([{ "text": "Gates open\n\n“We open,” he said.\n" }]);
        }
        let line = self.dice.roll(12);
        let (start, width) = (self.dice.roll(60), if self.dice.roll(3) == 0 { self.dice.roll(30) } else { 0 });
        json!([{ "range": on_line(line, start, start + width), "text": self.dice.pick(&PIECES) }])
    }
}

fn opened(uri: &str, version: i64, text: &str) -> String {
    let item = json!({ "uri": uri, "languageId": "plaintext", "version": version, "text": text });
    frame(
        &json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": item } }).to_string(),
    )
}

#[test]
fn ten_thousand_messages_at_random_leave_it_alive_and_in_step() {
    let mut program = Program::start();
    let capabilities = json!({
        "workspace": {
            "configuration": true, "didChangeConfiguration": { "dynamicRegistration": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "semanticTokens": { "refreshSupport": true },
        },
        "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } } },
    });
    program.request("first", "initialize", json!({ "capabilities": capabilities, "processId": std::process::id() }));
    program.write(&frame(r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#));
    for uri in URIS {
        program.write(&opened(uri, 1, ""));
    }
    let mut player = Player { dice: Dice(0x2545_F491_4F6C_DD1D), versions: [1; 3], last_id: 0 };
    for _ in 0..MESSAGES {
        let message = player.message();
        program.write(&message);
    }
    // In step: after a known text, what it says is what it says of the same text opened afresh.
    let text = "Gates open\n\nShe said (quietly that it was late.\n\nRead [more](https://a.org/b).\n";
    for (uri, version) in URIS.iter().zip(player.versions) {
        let change = json!({
            "textDocument": { "uri": uri, "version": version + 1 }, "contentChanges": [{ "text": text }],
        });
        program.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": change }));
    }
    program.write(&opened("untitled:fresh", 1, text));
    for method in ["textDocument/documentSymbol", "textDocument/documentLink", "textDocument/semanticTokens/range"] {
        let ask = |uri: &str| json!({ "textDocument": { "uri": uri }, "range": { "start": position(0, 0), "end": position(9, 0) } });
        let fresh = program.request("fresh", method, ask("untitled:fresh")).to_string();
        let edited = program.request("edited", method, ask("untitled:a")).to_string();
        assert_eq!(edited.replace("untitled:a", "URI"), fresh.replace("untitled:fresh", "URI"));
    }
    #[cfg(target_os = "linux")]
    {
        let peak = program.peak_memory();
        assert!(peak < MOST_MEMORY_KIB, "it has held {peak} KiB");
    }
    assert_eq!(program.request("last", "shutdown", Value::Null), Value::Null);
    program.write(&frame(r#"{"jsonrpc":"2.0","method":"exit"}"#));
    assert_eq!(program.child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn the_program_ends_with_its_input() {
    let mut program = Program::start();
    program.request("first", "initialize", json!({ "capabilities": {} }));
    let Program { mut child, input, output: _output } = program;
    drop(input);
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
}
