//! The knowledge base in an editor.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{TestServer, codes, position, vscode};

const LIND: &str = "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folders can be made");
        fs::write(path, text).expect("the file can be written");
    }
    folder
}

fn uri(folder: &TempDir, name: &str) -> String {
    format!("file://{}/{name}", folder.path().display())
}

fn server(folder: &TempDir) -> TestServer {
    let root = format!("file://{}", folder.path().display());
    let mut server = TestServer::with(json!({
        "processId": null,
        "workspaceFolders": [{ "uri": root, "name": "corpus" }],
        "capabilities": vscode(),
    }));
    server.lenient = true;
    server
}

/// The diagnostics of `uri` once they are those with these codes.
fn until(server: &mut TestServer, uri: &str, wanted: &[&str]) -> Vec<Value> {
    loop {
        let found = server.next_published(uri);
        if codes(&found) == wanted {
            return found;
        }
    }
}

#[test]
fn an_open_file_is_checked_as_it_is_written() {
    let mut server = TestServer::new(vscode());
    let uri = "file:///nowhere/entities.toml";
    server.open_as(uri, "toml", 1, LIND);
    assert_eq!(server.codes(uri, 1), [""; 0]);
    let end = position(3, 0);
    let more = json!([{ "range": { "start": end, "end": end }, "text": "type = \"PRE\"\nwikidata = \"x\"\n" }]);
    server.change(uri, 2, more);
    let found = server.published(uri, 2);
    assert_eq!(codes(&found), ["ENT003", "ENT004"]);
    let params =
        json!({ "textDocument": { "uri": uri }, "range": found[0]["range"], "context": { "diagnostics": [] } });
    let actions = server.request("textDocument/codeAction", params).expect("an answer");
    assert_eq!(actions[0]["title"], "Write “PER”");
}

#[test]
fn files_are_compared_with_those_that_are_not_open() {
    let more = "{\"id\": \"lind\", \"name\": \"Anna Lind\"}\n";
    let folder = folder(&[("copydesk.toml", ""), ("entities/more.jsonl", more)]);
    let mut server = server(&folder);
    let (toml, jsonl) = (uri(&folder, "entities.toml"), uri(&folder, "entities/more.jsonl"));
    server.open_as(&toml, "toml", 1, LIND);
    let found = until(&mut server, &toml, &["ENT001"]);
    assert_eq!(found[0]["relatedInformation"][0]["location"]["uri"], jsonl);
    server.open_as(&jsonl, "jsonl", 1, "{\"id\": \"quill\", \"name\": \"Hester Quill\"}\n");
    until(&mut server, &toml, &[]);
    server.close(&jsonl);
    until(&mut server, &toml, &["ENT001"]);
}

#[test]
fn ids_in_articles_are_compared_with_the_knowledge_base_as_it_is_written() {
    let folder = folder(&[("copydesk.toml", ""), ("entities.toml", LIND)]);
    let mut server = server(&folder);
    let (toml, article) = (uri(&folder, "entities.toml"), uri(&folder, "gates.txt"));
    server.open(&article, "[Quill]{.PER #quill} opened the gates.\n");
    until(&mut server, &article, &["ENT010"]);
    server.open_as(&toml, "toml", 1, &format!("{LIND}\n[[entity]]\nid = \"quill\"\nname = \"Hester Quill\"\n"));
    until(&mut server, &article, &[]);
}
