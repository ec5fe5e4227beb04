//! Texts and the annotations beside them: findings follow edits of either, and the annotations follow the text.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{TestServer, codes, on_line, position, vscode};

const TEXT: &str = "Vera Lind opened the Sound Barrier.\nLind spoke in Brannhavn.\n";
const ANN: &str =
    "T1\tPerson 0 9\tVera Lind\nT2\tPlace 21 34\tSound Barrier\nT3\tPerson 36 40\tLind\nT4\tCity 50 59\tBrannhavn\n";

/// A brat corpus of one pair.
fn corpus() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in
        [("annotation.conf", "[entities]\nPerson\nPlace\nCity\n"), ("gates.txt", TEXT), ("gates.ann", ANN)]
    {
        fs::write(folder.path().join(name), content).expect("it is written");
    }
    folder
}

fn uri(folder: &TempDir, name: &str) -> String {
    format!("file://{}", folder.path().canonicalize().expect("a folder").join(name).display())
}

/// What VS Code can do, edits asked for by the server included.
fn capable() -> Value {
    let mut capabilities = vscode();
    capabilities["workspace"]["applyEdit"] = true.into();
    capabilities["workspace"]["workspaceEdit"]["resourceOperations"] = json!(["create", "rename", "delete"]);
    capabilities["window"] = json!({ "showMessage": { "messageActionItem": { "additionalPropertiesSupport": true } } });
    capabilities
}

fn server(folder: &TempDir, capabilities: Value, options: Value) -> TestServer {
    let params = json!({ "rootUri": uri(folder, ""), "capabilities": capabilities, "initializationOptions": options });
    let mut server = TestServer::with(params);
    server.lenient = true;
    server
}

fn save(server: &mut TestServer, uri: &str) {
    server.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
}

/// Puts `text` in at a place of a document.
fn put_in(server: &mut TestServer, uri: &str, version: i64, line: usize, column: usize, text: &str) {
    server.change(uri, version, json!([{ "range": on_line(line, column, column), "text": text }]));
}

/// `text` after edits of the protocol, in a text whose columns are bytes.
fn edited(text: &str, edits: &[Value]) -> String {
    let at = |position: &Value| {
        let line = position["line"].as_u64().expect("a line");
        let start: usize = text.split_inclusive('\n').take(usize::try_from(line).expect("small")).map(str::len).sum();
        start + usize::try_from(position["character"].as_u64().expect("a column")).expect("small")
    };
    let mut new = text.to_owned();
    for edit in edits.iter().rev() {
        let (start, end) = (at(&edit["range"]["start"]), at(&edit["range"]["end"]));
        new.replace_range(start..end, edit["newText"].as_str().expect("a text"));
    }
    new
}

/// The edits of one file, its name and its version.
fn only_edit(edit: &Value) -> (String, Value, Vec<Value>) {
    let changes = edit["documentChanges"].as_array().expect("document changes");
    assert_eq!(changes.len(), 1, "{edit}");
    let document = &changes[0]["textDocument"];
    let name = document["uri"].as_str().expect("a URI").rsplit('/').next().unwrap_or_default().to_owned();
    (name, document["version"].clone(), changes[0]["edits"].as_array().expect("edits").clone())
}

const MOVED: &str =
    "T1\tPerson 0 9\tVera Lind\nT2\tPlace 25 38\tSound Barrier\nT3\tPerson 40 44\tLind\nT4\tCity 54 63\tBrannhavn\n";

#[test]
fn annotations_follow_a_text_that_is_saved_in_one_edit_of_their_own_version() {
    let folder = corpus();
    let (text, ann) = (uri(&folder, "gates.txt"), uri(&folder, "gates.ann"));
    let mut server = server(&folder, capable(), Value::Null);
    server.open(&text, TEXT);
    server.open_as(&ann, "plaintext", 7, ANN);
    put_in(&mut server, &text, 2, 0, 10, "has ");
    save(&mut server, &text);
    let asked = server.serve("workspace/applyEdit", json!({ "applied": true }));
    let (name, version, edits) = only_edit(&asked["edit"]);
    assert_eq!((name.as_str(), version), ("gates.ann", json!(7)));
    assert_eq!(edited(ANN, &edits), MOVED);
}

#[test]
fn annotations_that_are_not_open_follow_too() {
    let folder = corpus();
    let text = uri(&folder, "gates.txt");
    let mut server = server(&folder, capable(), Value::Null);
    server.open(&text, TEXT);
    put_in(&mut server, &text, 2, 0, 10, "has ");
    save(&mut server, &text);
    let asked = server.serve("workspace/applyEdit", json!({ "applied": true }));
    let (name, version, edits) = only_edit(&asked["edit"]);
    assert_eq!((name.as_str(), version), ("gates.ann", Value::Null));
    assert_eq!(edited(ANN, &edits), MOVED);
}

#[test]
fn an_undo_after_saving_asks_for_the_file_as_it_was() {
    let folder = corpus();
    let (text, ann) = (uri(&folder, "gates.txt"), uri(&folder, "gates.ann"));
    let mut server = server(&folder, capable(), json!({ "standoff": { "on-save": "always" } }));
    server.open(&text, TEXT);
    server.open(&ann, ANN);
    server.change(&text, 2, json!([{ "range": on_line(1, 10, 23), "text": "" }]));
    save(&mut server, &text);
    let asked = server.serve("workspace/applyEdit", json!({ "applied": true }));
    let without = edited(ANN, &only_edit(&asked["edit"]).2);
    assert!(without.contains("T4\tCity 46 46\tBrannhavn"), "{without}");
    server.change(&ann, 2, json!([{ "text": without }]));
    put_in(&mut server, &text, 3, 1, 10, " in Brannhavn");
    save(&mut server, &text);
    let asked = server.serve("workspace/applyEdit", json!({ "applied": true }));
    assert_eq!(edited(&without, &only_edit(&asked["edit"]).2), ANN);
}

#[test]
fn where_it_cannot_be_known_a_person_is_asked_first() {
    let folder = corpus();
    let text = uri(&folder, "gates.txt");
    let mut server = server(&folder, capable(), Value::Null);
    server.open(&text, TEXT);
    server.change(&text, 2, json!([{ "range": on_line(1, 10, 23), "text": "" }]));
    save(&mut server, &text);
    let asked = server.serve("window/showMessageRequest", json!({ "title": "Move them along" }));
    assert_eq!(asked["message"], "1 annotation follows the text. Not certain: T4 “Brannhavn” was taken out");
    let asked = server.serve("workspace/applyEdit", json!({ "applied": true }));
    assert!(edited(ANN, &only_edit(&asked["edit"]).2).contains("T4\tCity 46 46\tBrannhavn"));
}

#[test]
fn nothing_moves_on_its_own_where_the_settings_say_never_but_the_action_does_it() {
    let folder = corpus();
    let (text, ann) = (uri(&folder, "gates.txt"), uri(&folder, "gates.ann"));
    let mut server = server(&folder, capable(), json!({ "standoff": { "on-save": "never" } }));
    server.open(&text, TEXT);
    server.open(&ann, ANN);
    put_in(&mut server, &text, 2, 0, 10, "has ");
    save(&mut server, &text);
    for document in [&text, &ann] {
        let params = json!({
            "textDocument": { "uri": document }, "range": on_line(0, 0, 0), "context": { "diagnostics": [] },
        });
        let actions = server.request("textDocument/codeAction", params).expect("actions");
        let actions = actions.as_array().expect("a list");
        let action = actions.iter().find(|it| it["title"] == "Move the annotations along").expect("it is offered");
        let resolved = server.request("codeAction/resolve", action.clone()).expect("it is resolved");
        assert_eq!(edited(ANN, &only_edit(&resolved["edit"]).2), MOVED);
    }
}

#[test]
fn a_client_that_cannot_be_asked_for_edits_gets_its_file_written() {
    let folder = corpus();
    let text = uri(&folder, "gates.txt");
    let mut server = server(&folder, vscode(), Value::Null);
    server.open(&text, TEXT);
    put_in(&mut server, &text, 2, 0, 10, "has ");
    let params = json!({ "command": "copydesk.realign", "arguments": [text] });
    assert_eq!(server.request("workspace/executeCommand", params), Ok(Value::Null));
    // The answer to a question about the document comes after that.
    server.request("textDocument/foldingRange", json!({ "textDocument": { "uri": text } })).expect("an answer");
    assert_eq!(fs::read_to_string(folder.path().join("gates.ann")).expect("it is there"), MOVED);
}

#[test]
fn findings_in_annotations_follow_edits_of_the_text() {
    let folder = corpus();
    let (text, ann) = (uri(&folder, "gates.txt"), uri(&folder, "gates.ann"));
    let mut server = server(&folder, capable(), json!({ "rules": { "select": ["ANN"] } }));
    server.open(&text, TEXT);
    server.open(&ann, ANN);
    assert!(server.published(&ann, 1).is_empty());
    put_in(&mut server, &text, 2, 0, 10, "has ");
    let found = server.published(&ann, 1);
    assert_eq!(codes(&found), ["ANN132"]);
    server.change(&text, 3, json!([{ "range": on_line(0, 10, 14), "text": "" }]));
    assert!(server.published(&ann, 1).is_empty());
    server.change(&text, 4, json!([{ "range": on_line(1, 14, 23), "text": "Bergenhus" }]));
    let found = server.published(&ann, 1);
    assert_eq!(codes(&found), ["ANN130"]);
    let related = &found[0]["relatedInformation"][0]["location"];
    assert_eq!(related["range"]["start"], position(1, 14));
    assert!(related["uri"].as_str().is_some_and(|uri| uri.ends_with("gates.txt")), "{related}");
}

#[test]
fn files_that_belong_together_are_renamed_together() {
    let folder = corpus();
    let mut server = server(&folder, capable(), Value::Null);
    let filters = &server.initialized["capabilities"]["workspace"]["fileOperations"]["willRename"]["filters"];
    assert_eq!(filters[0]["pattern"]["glob"], "**/*.{txt,ann,a1,a2}");
    let rename =
        |old: &str, new: &str| json!({ "files": [{ "oldUri": uri(&folder, old), "newUri": uri(&folder, new) }] });
    let answer = server.request("workspace/willRenameFiles", rename("gates.txt", "barrier.txt")).expect("an answer");
    let expected = json!({ "documentChanges": [
        { "kind": "rename", "oldUri": uri(&folder, "gates.ann"), "newUri": uri(&folder, "barrier.ann") },
    ] });
    assert_eq!(answer, expected);
    let answer = server.request("workspace/willRenameFiles", rename("gates.ann", "old/gates.ann")).expect("an answer");
    assert_eq!(answer["documentChanges"][0]["newUri"], uri(&folder, "old/gates.txt"));
    assert_eq!(server.request("workspace/willRenameFiles", rename("annotation.conf", "x.conf")), Ok(Value::Null));
}

const RECORD: &str = "{\"id\": 1, \"text\": \"Vera Lind spoke.\", \"label\": [[0, 9, \"PER\"], [10, 15, \"ACT\"]]}\n";

fn before_saving(server: &mut TestServer, uri: &str) -> Value {
    server
        .request("textDocument/willSaveWaitUntil", json!({ "textDocument": { "uri": uri }, "reason": 1 }))
        .expect("an answer")
}

#[test]
fn annotations_in_records_follow_before_the_file_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let records = uri(&folder, "records.jsonl");
    let mut server = server(&folder, capable(), Value::Null);
    server.open_as(&records, "jsonl", 1, RECORD);
    assert_eq!(before_saving(&mut server, &records), Value::Null);
    put_in(&mut server, &records, 2, 0, 19, "Mrs ");
    let now = RECORD.replace("Vera", "Mrs Vera");
    let edits = before_saving(&mut server, &records);
    let saved = edited(&now, edits.as_array().expect("edits"));
    assert_eq!(saved, now.replace("0, 9", "4, 13").replace("10, 15", "14, 19"));
    server.change(&records, 3, json!([{ "text": saved }]));
    save(&mut server, &records);
    // They fit what was saved, and follow from there.
    assert_eq!(before_saving(&mut server, &records), Value::Null);
    put_in(&mut server, &records, 4, 0, 33, "X");
    let edits = before_saving(&mut server, &records);
    let now = saved.replace("Lind spoke", "Lind Xspoke");
    assert_eq!(edited(&now, edits.as_array().expect("edits")), now.replace("14, 19", "15, 20"));
}

#[test]
fn where_a_record_does_not_say_a_person_is_asked_after_saving() {
    let folder = tempfile::tempdir().expect("a folder");
    let records = uri(&folder, "records.jsonl");
    let mut server = server(&folder, capable(), Value::Null);
    server.open_as(&records, "jsonl", 1, RECORD);
    server.change(&records, 2, json!([{ "range": on_line(0, 19, 29), "text": "" }]));
    assert_eq!(before_saving(&mut server, &records), Value::Null);
    save(&mut server, &records);
    let asked = server.serve("window/showMessageRequest", json!({ "title": "Move them along" }));
    assert!(asked["message"].as_str().expect("a message").contains("“Vera Lind” was taken out"), "{asked}");
    let asked = server.serve("workspace/applyEdit", json!({ "applied": true }));
    let now = RECORD.replace("Vera Lind ", "");
    let moved = edited(&now, &only_edit(&asked["edit"]).2);
    assert_eq!(moved, now.replace("0, 9", "0, 0").replace("10, 15", "0, 5"));
}

#[test]
fn a_move_that_the_editor_refused_is_tried_again_when_the_records_are_saved_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let records = uri(&folder, "records.jsonl");
    let mut server = server(&folder, capable(), Value::Null);
    server.open_as(&records, "jsonl", 1, RECORD);
    server.change(&records, 2, json!([{ "range": on_line(0, 19, 29), "text": "" }]));
    for applied in [false, true] {
        save(&mut server, &records);
        server.serve("window/showMessageRequest", json!({ "title": "Move them along" }));
        let asked = server.serve("workspace/applyEdit", json!({ "applied": applied }));
        let now = RECORD.replace("Vera Lind ", "");
        let moved = edited(&now, &only_edit(&asked["edit"]).2);
        assert_eq!(moved, now.replace("0, 9", "0, 0").replace("10, 15", "0, 5"));
    }
}

#[test]
fn what_is_edited_after_the_action_on_records_is_followed_from_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let records = uri(&folder, "records.jsonl");
    let mut server = server(&folder, capable(), Value::Null);
    server.open_as(&records, "jsonl", 1, RECORD);
    put_in(&mut server, &records, 2, 0, 19, "Mrs ");
    let now = RECORD.replace("Vera", "Mrs Vera");
    let params = json!({
        "textDocument": { "uri": records }, "range": on_line(0, 20, 20), "context": { "diagnostics": [] },
    });
    let actions = server.request("textDocument/codeAction", params).expect("actions");
    let action = actions.as_array().expect("actions").iter().find(|it| it["title"] == "Move the annotations along");
    let command = &action.expect("the action")["command"];
    server.request("workspace/executeCommand", command.clone()).expect("an answer");
    let asked = server.serve("workspace/applyEdit", json!({ "applied": true }));
    let moved = edited(&now, &only_edit(&asked["edit"]).2);
    assert_eq!(moved, now.replace("0, 9", "4, 13").replace("10, 15", "14, 19"));
    server.change(&records, 3, json!([{ "text": moved }]));
    put_in(&mut server, &records, 4, 0, 33, "X");
    let edits = before_saving(&mut server, &records);
    let now = moved.replace("Lind spoke", "Lind Xspoke");
    assert_eq!(edited(&now, edits.as_array().expect("edits")), now.replace("14, 19", "15, 20"));
}

#[test]
fn offsets_of_tokens_follow_before_the_file_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let tokens = uri(&folder, "tokens.tsv");
    let mut server = server(&folder, capable(), Value::Null);
    let text = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Entity|value\n\n\n#Text=Vera spoke\n\
        1-1\t0-4\tVera\tPER\n1-2\t5-10\tspoke\t_\n";
    server.open_as(&tokens, "webanno-tsv", 1, text);
    put_in(&mut server, &tokens, 2, 4, 10, "-Lou");
    put_in(&mut server, &tokens, 3, 5, 12, "-Lou");
    let now = text.replace("Vera", "Vera-Lou");
    let edits = before_saving(&mut server, &tokens);
    assert_eq!(edited(&now, edits.as_array().expect("edits")), now.replace("0-4", "0-8").replace("5-10", "9-14"));
}
