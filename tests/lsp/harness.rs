//! A client for tests. It fails where the server says something that the test did not expect.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use copydesk::server::serve;
use copydesk::server::transport::End;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// How long a test waits for what must come before it gives up; nothing depends on how long it really takes.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The size of the pipes between client and server.
const PIPE: usize = 1 << 20;

/// A running server and its client. When it is dropped, it shuts the server down as the protocol has it and asserts that
/// it ended well and that no message of the server was left unread.
pub struct TestServer {
    runtime: Runtime,
    input: Box<dyn AsyncWrite + Send + Unpin>,
    messages: mpsc::UnboundedReceiver<Value>,
    server: Option<JoinHandle<io::Result<End>>>,
    unread: VecDeque<Value>,
    last_id: i64,
    /// Whether messages may be left unread: how often something is published may depend on who is faster.
    pub lenient: bool,
    /// The answer to `initialize`.
    pub initialized: Value,
}

impl TestServer {
    /// A server whose client can do what `capabilities` says, without a folder.
    pub fn new(capabilities: Value) -> Self {
        Self::with(json!({ "processId": null, "rootUri": null, "capabilities": capabilities }))
    }

    /// A server that is initialized with `params`.
    pub fn with(params: Value) -> Self {
        let mut server = Self::unborn();
        server.initialized = server.request("initialize", params).expect("initialize succeeds");
        server.notify("initialized", json!({}));
        server
    }

    /// A server that is not initialized.
    pub fn unborn() -> Self {
        let runtime = runtime();
        let (input, server_input) = tokio::io::duplex(PIPE);
        let (server_output, output) = tokio::io::duplex(PIPE);
        let server = runtime.spawn(serve(server_input, server_output));
        Self::over(runtime, input, output, Some(server))
    }

    /// A client of whatever reads `input` and writes `output`.
    pub fn over(
        runtime: Runtime,
        input: impl AsyncWrite + Send + Unpin + 'static,
        output: impl AsyncRead + Send + Unpin + 'static,
        server: Option<JoinHandle<io::Result<End>>>,
    ) -> Self {
        let (sender, messages) = mpsc::unbounded_channel();
        runtime.spawn(read_all(output, sender));
        let input = Box::new(input);
        Self {
            runtime,
            input,
            messages,
            server,
            unread: VecDeque::new(),
            last_id: 0,
            lenient: false,
            initialized: Value::Null,
        }
    }

    /// Writes bytes as they are.
    pub fn write(&mut self, bytes: &[u8]) {
        self.runtime.block_on(async {
            tokio::time::timeout(PATIENCE, self.input.write_all(bytes))
                .await
                .expect("the server reads")
                .expect("a pipe");
        });
    }

    pub fn send(&mut self, message: &Value) {
        self.write(frame(&message.to_string()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request without waiting for its answer and returns its id.
    pub fn post(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params }));
        self.last_id
    }

    /// The result of a request or the code of its error.
    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, i64> {
        let id = self.post(method, params);
        self.answer(id)
    }

    /// The answer to the request `id`: its result or the code of its error.
    pub fn answer(&mut self, id: i64) -> Result<Value, i64> {
        let message = self.take(|message| message.get("method").is_none() && message["id"] == id);
        match message.get("error") {
            Some(error) => Err(error["code"].as_i64().expect("errors have codes")),
            None => Ok(message["result"].clone()),
        }
    }

    /// The next request or notification of the server with this method.
    pub fn expect(&mut self, method: &str) -> Value {
        self.take(|message| message["method"] == method)
    }

    /// Answers the next request of the server with this method and returns its parameters.
    pub fn serve(&mut self, method: &str, result: Value) -> Value {
        let message = self.expect(method);
        self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": result }));
        message["params"].clone()
    }

    /// The next message that `wanted` says yes to.
    pub fn take(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.unread.iter().position(&wanted) {
            return self.unread.remove(at).expect("it was found");
        }
        loop {
            let next = async { tokio::time::timeout(PATIENCE, self.messages.recv()).await };
            let message = self.runtime.block_on(next).expect("an answer in time").expect("the server is there");
            if wanted(&message) {
                return message;
            }
            self.unread.push_back(message);
        }
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        self.open_as(uri, "plaintext", 1, text);
    }

    pub fn open_as(&mut self, uri: &str, language: &str, version: i64, text: &str) {
        let item = json!({ "uri": uri, "languageId": language, "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    pub fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let params = json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes });
        self.notify("textDocument/didChange", params);
    }

    pub fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// The diagnostics published for `uri` at `version`; those of older versions are passed over.
    pub fn published(&mut self, uri: &str, version: i64) -> Vec<Value> {
        loop {
            let message =
                self.take(|it| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == uri);
            let params = &message["params"];
            let found = params["version"].as_i64().expect("publishDiagnostics carries the version");
            assert!(found <= version, "version {found} of {uri} was never sent");
            if found == version {
                return params["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    /// The next diagnostics published for `uri`.
    pub fn next_published(&mut self, uri: &str) -> Vec<Value> {
        let message = self.take(|it| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == uri);
        message["params"]["diagnostics"].as_array().expect("a list").clone()
    }

    /// The codes of the diagnostics published for `uri` at `version`.
    pub fn codes(&mut self, uri: &str, version: i64) -> Vec<String> {
        codes(&self.published(uri, version))
    }

    /// Fails where the server has said something, after it has worked off what it was told.
    pub fn silence(&mut self) {
        // An answer comes after all that was published before it was asked for.
        let id = self.post("textDocument/foldingRange", json!({ "textDocument": { "uri": "untitled:nothing" } }));
        assert_eq!(self.answer(id), Ok(Value::Null));
        assert!(self.unread.is_empty(), "unexpected: {:?}", self.unread);
    }

    /// Closes the connection without a word and returns how the server has ended.
    pub fn hang_up(mut self) -> End {
        self.input = Box::new(tokio::io::sink());
        self.end()
    }

    /// Waits until the server has ended by itself.
    pub fn end(&mut self) -> End {
        let server = self.server.take().expect("it runs");
        let ended = async { tokio::time::timeout(PATIENCE, server).await };
        self.runtime.block_on(ended).expect("it ends").expect("it does not panic").expect("its threads start")
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if self.server.is_none() || std::thread::panicking() {
            return;
        }
        assert_eq!(self.request("shutdown", Value::Null), Ok(Value::Null));
        self.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
        assert_eq!(self.end(), End::Exit { after_shutdown: true });
        while let Some(message) = self.runtime.block_on(self.messages.recv()) {
            self.unread.push_back(message);
        }
        assert!(self.lenient || self.unread.is_empty(), "left unread: {:?}", self.unread);
    }
}

/// A runtime for one client and one server.
pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads")
}

/// A message with its header.
pub fn frame(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

pub fn codes(diagnostics: &[Value]) -> Vec<String> {
    diagnostics.iter().map(|it| it["code"].as_str().expect("a code").to_owned()).collect()
}

/// A position of the protocol.
pub fn position(line: usize, character: usize) -> Value {
    json!({ "line": line, "character": character })
}

/// A range on one line.
pub fn on_line(line: usize, start: usize, end: usize) -> Value {
    json!({ "start": position(line, start), "end": position(line, end) })
}

/// What VS Code says it can do, as far as it matters here.
pub fn vscode() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "workspace": {
            "workspaceEdit": { "documentChanges": true },
        },
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true,
                "tagSupport": { "valueSet": [1, 2] },
            },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "source"] } },
                "resolveSupport": { "properties": ["edit"] }, "dataSupport": true, "isPreferredSupport": true,
            },
        },
    })
}

async fn read_all(output: impl AsyncRead + Unpin, sender: mpsc::UnboundedSender<Value>) {
    let mut output = BufReader::new(output);
    while let Some(message) = read_one(&mut output).await {
        if sender.send(message).is_err() {
            return;
        }
    }
}

async fn read_one(output: &mut (impl AsyncBufReadExt + Unpin)) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim().strip_prefix("Content-Length: ") {
            Some(number) => length = Some(number.parse().expect("a length")),
            None if line.trim().is_empty() => break,
            None => panic!("an unknown header: {line}"),
        }
    }
    let mut body = vec![0; length.expect("a length")];
    output.read_exact(&mut body).await.ok()?;
    Some(serde_json::from_slice(&body).expect("JSON"))
}
