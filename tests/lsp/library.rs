//! What the stock loop of the library does wrong: a test for each row of the table.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use copydesk::server::Client;
use copydesk::server::transport::{Backlog, End, Outbox, drive, write_out};
use copydesk::server::types::{
    DidSaveTextDocumentParams, InitializeParams, InitializeResult, LanguageServer, LspService, Result, SelectionRange,
    SelectionRangeParams, SemanticTokensParams, SemanticTokensResult,
};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::harness::{TestServer, frame, runtime, vscode};

const URI: &str = "untitled:Untitled-1";

#[test]
fn edits_are_applied_in_wire_order() {
    let mut server = TestServer::new(vscode());
    server.open(URI, "\n\nThe text of it.\n");
    let title = "the quick brown fox jumps over the lazy dog";
    for (at, c) in title.char_indices() {
        let range = crate::harness::on_line(0, at, at);
        server.change(URI, at as i64 + 2, json!([{ "range": range, "text": c.to_string() }]));
    }
    server.published(URI, title.len() as i64 + 1);
    let symbols = server.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(symbols.expect("an outline")[0]["name"], title);
}

/// A server whose handlers are as bad as they can be.
#[derive(Default)]
struct Mock {
    saved: Arc<AtomicUsize>,
    never: Notify,
}

impl LanguageServer for Mock {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        self.saved.fetch_add(1, Ordering::SeqCst);
    }

    /// Never ends.
    async fn selection_range(&self, _: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.never.notified().await;
        Ok(None)
    }

    async fn semantic_tokens_full(&self, _: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        panic!("this handler is broken")
    }
}

struct Saved(Arc<AtomicUsize>);

impl Backlog for Saved {
    fn taken(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    fn is_full(&self) -> bool {
        false
    }
}

/// A client of the mock, and how often it was told that something was saved.
fn mock() -> (TestServer, Arc<AtomicUsize>) {
    let runtime = runtime();
    let (input, server_input) = tokio::io::duplex(4096);
    let (server_output, output) = tokio::io::duplex(4096);
    let outbox = Arc::new(Outbox::default());
    let client = Client::new(Arc::clone(&outbox));
    let mock = Mock::default();
    let saved = Arc::clone(&mock.saved);
    let backlog = Saved(Arc::clone(&saved));
    let (service, _) = LspService::new(|_| mock);
    runtime.spawn(async move { write_out(&outbox, server_output).await });
    let server = runtime.spawn(async move {
        let end = drive(service, server_input, &client, &backlog).await;
        client.outbox().close();
        Ok(end)
    });
    let mut client = TestServer::over(runtime, input, output, Some(server));
    client.request("initialize", json!({ "capabilities": {} })).expect("it initializes");
    client.notify("initialized", json!({}));
    (client, saved)
}

#[test]
fn slow_requests_hold_up_neither_cancellations_nor_edits() {
    let (mut client, saved) = mock();
    let params = json!({ "textDocument": { "uri": URI }, "positions": [] });
    let ids: Vec<_> = (0..300).map(|_| client.post("textDocument/selectionRange", params.clone())).collect();
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI } }));
    for id in &ids {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    for id in ids {
        assert_eq!(client.answer(id), Err(-32800));
    }
    assert_eq!(saved.load(Ordering::SeqCst), 1);
}

#[test]
fn a_panicking_handler_fails_its_request_and_no_other() {
    let (mut client, _) = mock();
    let params = json!({ "textDocument": { "uri": URI } });
    for _ in 0..3 {
        assert_eq!(client.request("textDocument/semanticTokens/full", params.clone()), Err(-32603));
        client.expect("window/logMessage");
    }
}

#[test]
fn a_lone_surrogate_is_repaired_and_logged() {
    let mut server = TestServer::new(vscode());
    let text = r"Gates \ud83d open\n\nShe said (quietly \ude00 that it was late.\n";
    let body = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"{URI}","languageId":"plaintext","version":1,"text":"{text}"}}}}}}"#
    );
    server.write(frame(&body).as_bytes());
    assert!(server.codes(URI, 1).contains(&"DEL006".to_owned()));
    let log = server.expect("window/logMessage");
    assert!(log["params"]["message"].as_str().expect("a message").contains("U+FFFD"));
}

#[test]
fn what_is_no_json_is_answered_and_logged() {
    let mut server = TestServer::new(vscode());
    server.write(frame(r#"{"jsonrpc":"2.0","method":"#).as_bytes());
    let answer = server.take(|message| message.get("error").is_some());
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(-32700)));
    server.expect("window/logMessage");
    server.silence();
}

#[test]
fn garbage_between_messages_is_survived() {
    let mut server = TestServer::new(vscode());
    server.write(b"GET / HTTP/1.1\r\nContent-Length: pineapple\r\n\r\n\xff\xfe\r\n");
    server.silence();
}

#[test]
fn a_notification_with_wrong_parameters_is_logged() {
    let mut server = TestServer::new(vscode());
    for params in [json!({}), json!([1]), json!({ "textDocument": { "uri": 7 } })] {
        server.notify("textDocument/didOpen", params);
        let log = server.expect("window/logMessage");
        assert!(log["params"]["message"].as_str().expect("a message").contains("textDocument/didOpen"));
    }
}

#[test]
fn a_request_with_wrong_parameters_is_answered() {
    let mut server = TestServer::new(vscode());
    assert_eq!(server.request("textDocument/foldingRange", json!({})), Err(-32602));
    assert_eq!(server.request("textDocument/nonsense", json!({})), Err(-32601));
}

#[test]
fn exit_without_shutdown_is_code_1() {
    let mut server = TestServer::new(vscode());
    server.notify("exit", Value::Null);
    let end = server.end();
    assert_eq!((end, end.code()), (End::Exit { after_shutdown: false }, 1));
}

#[test]
fn exit_after_shutdown_is_code_0() {
    assert_eq!(End::Exit { after_shutdown: true }.code(), 0);
    // The drop of any test server asserts that this is how it ends.
    drop(TestServer::new(vscode()));
}

#[test]
fn the_end_of_the_input_ends_the_server() {
    assert_eq!(TestServer::new(vscode()).hang_up(), End::Gone { after_shutdown: false });
}

#[test]
fn a_broken_pipe_ends_the_server() {
    let runtime = runtime();
    let (input, server_input) = tokio::io::duplex(4096);
    let (server_output, output) = tokio::io::duplex(4096);
    drop(output);
    let server = runtime.spawn(copydesk::server::serve(server_input, server_output));
    let (_nothing, silent) = tokio::io::duplex(1);
    let mut client = TestServer::over(runtime, input, silent, Some(server));
    client.post("initialize", json!({ "capabilities": {} }));
    assert_eq!(client.end(), End::Gone { after_shutdown: false });
}

#[cfg(target_os = "linux")]
#[test]
fn the_death_of_the_client_ends_the_server() {
    let mut parent = std::process::Command::new("sleep").arg("1000").spawn().expect("sleep exists");
    let mut server = TestServer::with(json!({ "processId": parent.id(), "rootUri": null, "capabilities": {} }));
    parent.kill().expect("it can be killed");
    parent.wait().expect("it can be waited for");
    assert_eq!(server.end(), End::Gone { after_shutdown: false });
}

#[test]
fn requests_before_initialize_are_refused() {
    let mut server = TestServer::unborn();
    let params = json!({ "textDocument": { "uri": URI } });
    assert_eq!(server.request("textDocument/foldingRange", params), Err(-32002));
    server.request("initialize", json!({ "capabilities": {} })).expect("it initializes");
    assert_eq!(server.request("initialize", json!({ "capabilities": {} })), Err(-32600));
}
