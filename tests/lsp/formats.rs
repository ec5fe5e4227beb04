//! What a file is taken for, as a person at an editor sees and changes it.

use serde_json::{Value, json};

use crate::harness::{TestServer, codes, vscode};

const COLUMNS: &str = "Vera B-PER\nLind I-PER\nspoke O\n\nShe O\nleft I-LOC\n";

fn execute(server: &mut TestServer, command: &str, argument: Value) -> Result<Value, i64> {
    server.request("workspace/executeCommand", json!({ "command": command, "arguments": [argument] }))
}

/// The name, the label and whether a person has chosen it.
fn taken(answer: &Value) -> (&str, &str, bool) {
    let text = |key: &str| answer[key].as_str().unwrap_or("-");
    (text("format"), text("label"), answer["chosen"].as_bool().expect("it says"))
}

#[test]
fn a_client_learns_what_a_file_is_taken_for() {
    let mut server = TestServer::new(vscode());
    server.lenient = true;
    for (uri, text, expected) in [
        ("file:///nowhere/a.txt", "He left.\n", ("plain", "plain article", false)),
        ("file:///nowhere/a.conll", COLUMNS, ("iob", "IOB columns", false)),
        ("file:///nowhere/a.ann", "T1\tPerson 0 4\tVera\n", ("brat", "brat standoff", false)),
        ("file:///nowhere/a.json", "{}\n", ("-", "no corpus file", false)),
        ("file:///nowhere/annotation.conf", "[entities]\n", ("-", "no corpus file", false)),
        ("file:///nowhere/entities.jsonl", "", ("-", "knowledge base", false)),
    ] {
        server.open_as(uri, "plaintext", 1, text);
        let answer = execute(&mut server, "copydesk.format", json!({ "uri": uri })).expect("an answer");
        assert_eq!(taken(&answer), expected, "{uri}");
        let formats = answer["formats"].as_array().expect("a list");
        assert!(formats.contains(&json!({ "name": "conllu", "label": "CoNLL-U" })), "{formats:?}");
    }
    let unopened = execute(&mut server, "copydesk.format", json!({ "uri": "file:///nowhere/b.txt" }));
    assert_eq!(unopened, Ok(Value::Null));
}

#[test]
fn one_command_changes_what_a_file_is_taken_for_and_back() {
    let mut server = TestServer::new(vscode());
    server.lenient = true;
    let uri = "file:///nowhere/a.conll";
    server.open(uri, COLUMNS);
    let as_columns = codes(&server.published(uri, 1));
    assert!(as_columns.iter().any(|code| code.starts_with("ANN")), "{as_columns:?}");

    let answer = execute(&mut server, "copydesk.setFormat", json!({ "uri": uri, "format": "plain" }));
    assert_eq!(taken(&answer.expect("an answer")), ("plain", "plain article", true));
    let as_article = codes(&server.published(uri, 1));
    assert!(as_article.iter().all(|code| !code.starts_with("ANN")), "{as_article:?}");

    let answer = execute(&mut server, "copydesk.setFormat", json!({ "uri": uri, "format": null }));
    assert_eq!(taken(&answer.expect("an answer")), ("iob", "IOB columns", false));
    assert_eq!(codes(&server.published(uri, 1)), as_columns);
}

#[test]
fn a_format_that_is_none_is_refused_and_changes_nothing() {
    let mut server = TestServer::new(vscode());
    server.lenient = true;
    let uri = "file:///nowhere/a.conll";
    server.open(uri, COLUMNS);
    assert_eq!(execute(&mut server, "copydesk.setFormat", json!({ "uri": uri, "format": "word" })), Err(-32602));
    let answer = execute(&mut server, "copydesk.format", json!({ "uri": uri })).expect("an answer");
    assert_eq!(taken(&answer), ("iob", "IOB columns", false));
}
