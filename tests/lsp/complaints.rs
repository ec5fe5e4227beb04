//! What people complain of in other servers: a test for each row of the table that concerns what there is so far.
//! Rows 4 and 5 are in `soak` and `desync`, row 14 in `library`, row 15 in `settings`.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{TestServer, codes, on_line, position, vscode};

const URI: &str = "untitled:Untitled-1";
const UNCLOSED: &str = "Gates open\n\nShe said (quietly that it was late.\n";

/// A `file:` URI of a path.
fn file(path: &std::path::Path) -> String {
    format!("file://{}", path.display())
}

#[test]
fn row_1_and_2_nothing_is_read_but_what_is_open() {
    // The whole disk as the workspace: the answer is there at once, and so are the findings.
    let params = json!({ "processId": null, "rootUri": "file:///", "capabilities": vscode() });
    let mut server = TestServer::with(params);
    server.open(URI, UNCLOSED);
    assert_eq!(server.codes(URI, 1), ["DEL006"]);
    server.silence();
}

#[test]
fn row_3_a_file_that_is_too_large_says_so() {
    let mut server = TestServer::with(json!({
        "rootUri": null, "capabilities": vscode(),
        "initializationOptions": { "limits": { "file-size": 100 } },
    }));
    server.open(URI, &UNCLOSED.repeat(5));
    let found = server.published(URI, 1);
    assert_eq!(codes(&found), ["SYS001"]);
    assert_eq!((&found[0]["severity"], &found[0]["range"]), (&json!(3), &on_line(0, 0, 0)));
    assert_eq!(server.request("textDocument/foldingRange", json!({ "textDocument": { "uri": URI } })), Ok(json!([])));
    // It becomes small enough and is analysed, and too large again.
    server.change(URI, 2, json!([{ "text": UNCLOSED }]));
    assert_eq!(server.codes(URI, 2), ["DEL006"]);
    server.change(URI, 3, json!([{ "text": UNCLOSED.repeat(9) }]));
    assert_eq!(server.codes(URI, 3), ["SYS001"]);
}

#[test]
fn row_3_a_large_file_is_analysed_behind_edits_and_requests() {
    let mut server = TestServer::new(vscode());
    let paragraph = |number| format!("The gates were opened for the {number}th time, and the water went out.\n\n");
    let body: String = (0..5000).map(paragraph).collect();
    server.open(URI, &body);
    let links = server.post("textDocument/documentLink", json!({ "textDocument": { "uri": URI } }));
    for version in 2..=4 {
        let range = on_line(0, 0, 0);
        server.change(URI, version, json!([{ "range": range, "text": UNCLOSED }]));
    }
    // The question waited for the analysis, or the edits overtook it; it is answered in any case.
    assert!(matches!(server.answer(links), Ok(_) | Err(-32801)));
    let codes = server.codes(URI, 4);
    assert_eq!(codes.iter().filter(|code| *code == "DEL006").count(), 3, "{codes:?}");
}

#[test]
fn row_3_names_in_a_large_file_are_looked_at_behind_what_is_said_of_its_text() {
    let mut server = TestServer::new(vscode());
    let paragraph = |number| format!("The gates were opened for the {number}th time, and the water went out.\n\n");
    let filler: String = (0..5000).map(paragraph).collect();
    let annotated = "[Vera Lind]{.PER #lind} spoke.\n\n[Lind]{.LOC #lind} spoke of [Lind]{.PER #lind}.\n\n";
    server.open(URI, &format!("{annotated}{filler}{UNCLOSED}"));
    let first = server.codes(URI, 1);
    assert!(first.contains(&"DEL006".to_owned()) && !first.contains(&"ENT011".to_owned()), "{first:?}");
    let second = codes(&server.next_published(URI));
    assert!(second.contains(&"DEL006".to_owned()) && second.contains(&"ENT011".to_owned()), "{second:?}");
}

#[test]
fn row_3_too_many_findings_are_cut_off_and_counted() {
    let mut server = TestServer::with(json!({
        "rootUri": null, "capabilities": vscode(),
        "initializationOptions": { "limits": { "findings-per-file": 3 } },
    }));
    let hints = "A line with a space at its end. \n\n".repeat(4);
    server.open(URI, &format!("{hints}{UNCLOSED}"));
    let found = server.published(URI, 1);
    assert_eq!(found.len(), 4);
    assert!(found[0]["message"].as_str().expect("a message").contains("more findings"), "{}", found[0]);
    assert_eq!((&found[0]["severity"], &found[0]["range"]), (&json!(3), &on_line(0, 0, 0)));
    assert!(codes(&found[1..]).contains(&"DEL006".to_owned()), "the more severe ones are shown first");
}

#[test]
fn row_6_columns_are_counted_as_agreed() {
    // The client's order of preference decides; what it does not offer is not used; the default is UTF-16.
    for (offered, agreed, column) in [
        (json!(["utf-8", "utf-16"]), "utf-8", 8),
        (json!(["utf-32", "utf-8"]), "utf-32", 3),
        (json!(["utf-7", "utf-16", "utf-8"]), "utf-16", 4),
        (Value::Null, "utf-16", 4),
    ] {
        let mut capabilities = vscode();
        capabilities["general"] = json!({ "positionEncodings": offered });
        let mut server = TestServer::new(capabilities);
        assert_eq!(server.initialized["capabilities"]["positionEncoding"], agreed);
        server.open(URI, "Gates open\n\n😀東 (quietly that it was late, they said.\n");
        let found = server.published(URI, 1);
        let bracket = found.iter().find(|it| it["code"] == "DEL006").expect("it is found");
        assert_eq!(bracket["range"], on_line(2, column, column + 1), "{agreed}");
    }
}

#[test]
fn row_7_only_line_ends_end_lines() {
    let mut server = TestServer::new(vscode());
    let text = "One\rtwo\r\nthree\u{2028}\u{2029}\u{85}\u{b}\u{c} (four that was late, they said, and left.\n";
    server.open(URI, text);
    let found = server.published(URI, 1);
    let bracket = found.iter().find(|it| it["code"] == "DEL006").expect("it is found");
    assert_eq!(bracket["range"], on_line(2, 11, 12));
}

#[test]
fn row_8_positions_inside_characters_and_out_of_range_are_clamped() {
    let mut server = TestServer::new(vscode());
    server.open(URI, "😀\n");
    let changes = [
        (position(0, 1), position(0, 1), "a"),      // inside the emoji: in front of it
        (position(0, 99), position(0, 99), "b"),    // behind the end of the line: at its end
        (position(99, 99), position(99, 0), "c\n"), // behind the text, and backwards
        (position(u32::MAX as usize, 0), position(0, 0), "d"),
    ];
    for (index, (start, end, text)) in changes.into_iter().enumerate() {
        let range = json!({ "start": start, "end": end });
        server.change(URI, index as i64 + 2, json!([{ "range": range, "text": text }]));
    }
    server.change(URI, 6, json!([{ "range": on_line(0, 0, 0), "text": "x (quietly that it was late, he said" }]));
    let found = server.published(URI, 6);
    assert!(codes(&found).contains(&"DEL006".to_owned()));
    // Everything was replaced by "d": the text is one line.
    let outline = server.request(
        "textDocument/selectionRange",
        json!({
            "textDocument": { "uri": URI }, "positions": [position(9, 9)],
        }),
    );
    let mut outer = outline.expect("ranges")[0].clone();
    while !outer["parent"].is_null() {
        outer = outer["parent"].clone();
    }
    assert_eq!(outer["range"], on_line(0, 0, "x (quietly that it was late, he saidd".len()));
}

#[test]
fn row_9_findings_go_when_their_file_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = TestServer::with(json!({ "rootUri": file(folder.path()), "capabilities": vscode() }));
    let uri = file(&folder.path().join("a.txt"));
    let event = |kind: u8| json!({ "changes": [{ "uri": uri, "type": kind }] });

    server.open(&uri, UNCLOSED);
    assert_eq!(server.codes(&uri, 1), ["DEL006"]);
    server.notify("workspace/didChangeWatchedFiles", event(3));
    assert_eq!(server.codes(&uri, 1), [""; 0], "deleted");
    server.notify("workspace/didChangeWatchedFiles", event(1));
    assert_eq!(server.codes(&uri, 1), ["DEL006"], "there again");

    let renamed = json!({ "files": [{ "oldUri": file(folder.path()), "newUri": "file:///elsewhere" }] });
    server.notify("workspace/didRenameFiles", renamed);
    assert_eq!(server.codes(&uri, 1), [""; 0], "its folder was renamed");
    server.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(server.codes(&uri, 1), ["DEL006"], "saved again");

    server.notify("workspace/didDeleteFiles", json!({ "files": [{ "uri": uri }] }));
    assert_eq!(server.codes(&uri, 1), [""; 0], "deleted in the editor");
    server.close(&uri);
    assert_eq!(server.codes(&uri, 1), [""; 0], "closed");

    server.open(&uri, UNCLOSED);
    assert_eq!(server.codes(&uri, 1), ["DEL006"]);
    fs::write(folder.path().join("copydesk.toml"), "exclude = [\"a.txt\"]\n").expect("it is written");
    server.notify(
        "workspace/didChangeWatchedFiles",
        json!({
            "changes": [{ "uri": file(&folder.path().join("copydesk.toml")), "type": 1 }],
        }),
    );
    assert_eq!(server.codes(&uri, 1), [""; 0], "excluded");
    server.close(&uri);
    assert_eq!(server.codes(&uri, 1), [""; 0]);
}

#[test]
fn row_9_edits_of_older_versions_are_passed_over_and_gaps_are_not_minded() {
    let mut server = TestServer::new(vscode());
    server.open_as(URI, "plaintext", 5, UNCLOSED);
    server.published(URI, 5);
    server.change(URI, 4, json!([{ "text": "stale" }]));
    server.change(URI, 90, json!([{ "range": on_line(0, 0, 0), "text": "The " }]));
    assert_eq!(server.codes(URI, 90), ["DEL006"]);
}

#[test]
fn row_10_diagnostics_are_pushed_or_pulled_but_never_both() {
    let pulls = json!({
        "workspace": { "diagnostics": { "refreshSupport": true } },
        "textDocument": { "diagnostic": {}, "publishDiagnostics": {} },
    });
    let mut server = TestServer::new(pulls);
    server.open(URI, UNCLOSED);
    let ask = json!({ "textDocument": { "uri": URI } });
    let report = server.request("textDocument/diagnostic", ask.clone()).expect("a report");
    assert_eq!(report["kind"], "full");
    assert_eq!(codes(report["items"].as_array().expect("a list")), ["DEL006"]);
    let again = json!({ "textDocument": { "uri": URI }, "previousResultId": report["resultId"] });
    assert_eq!(server.request("textDocument/diagnostic", again.clone()).expect("a report")["kind"], "unchanged");
    server.change(URI, 2, json!([{ "text": "" }]));
    let report = server.request("textDocument/diagnostic", again).expect("a report");
    assert_eq!((&report["kind"], &report["items"]), (&json!("full"), &json!([])));

    // Settings change: the client is told to ask again.
    server.change(URI, 3, json!([{ "text": UNCLOSED }]));
    let settings = json!({ "settings": { "copydesk": { "rules": { "ignore": ["DEL006"] } } } });
    server.notify("workspace/didChangeConfiguration", settings);
    server.serve("workspace/diagnostic/refresh", Value::Null);
    assert_eq!(server.request("textDocument/diagnostic", ask).expect("a report")["items"], json!([]));
    server.close(URI);
    // Nothing was published: the drop would complain.
}

#[test]
fn row_11_who_cannot_be_told_to_ask_again_is_pushed_to() {
    let mut server = TestServer::new(json!({ "textDocument": { "diagnostic": {}, "publishDiagnostics": {} } }));
    assert!(server.initialized["capabilities"].get("diagnosticProvider").is_none());
    server.open(URI, UNCLOSED);
    assert_eq!(server.codes(URI, 1), ["DEL006"]);
}

#[test]
fn row_12_files_are_watched_where_the_client_offers_it() {
    let registers = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut server = TestServer::new(registers);
    let asked = server.serve("client/registerCapability", Value::Null);
    let registration = &asked["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    let globs = registration["registerOptions"]["watchers"].as_array().expect("a list");
    let globs: Vec<_> = globs.iter().map(|watcher| watcher["globPattern"].as_str().expect("a glob")).collect();
    assert_eq!(globs[..3], ["**/copydesk.toml", "**/annotation.conf", "**/boilerplate.{allow,deny}"]);
    assert!(globs[3].starts_with("**/*.{txt,md,markdown,news,conll,"), "{globs:?}");
    assert_eq!(globs[4..], ["**/entities.{toml,jsonl}", "**/entities/*.{toml,jsonl}"]);
}

#[test]
fn row_12_settings_are_looked_at_again_on_save_where_nothing_is_watched() {
    let folder = tempfile::tempdir().expect("a folder");
    let uri = file(&folder.path().join("a.txt"));
    let mut server = TestServer::with(json!({ "rootUri": file(folder.path()), "capabilities": {} }));
    server.open(&uri, UNCLOSED);
    assert_eq!(server.codes(&uri, 1), ["DEL006"]);
    fs::write(folder.path().join("copydesk.toml"), "[rules]\nignore = [\"DEL\"]\n").expect("it is written");
    server.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(server.codes(&uri, 1), [""; 0]);
    server.close(&uri);
    server.published(&uri, 1);
}

#[test]
fn row_13_one_document_has_one_uri_and_the_client_its_own() {
    let mut server = TestServer::new(vscode());
    server.open("file:///c%3A/b%C3%BCro/a.txt", UNCLOSED);
    assert_eq!(server.codes("file:///c%3A/b%C3%BCro/a.txt", 1), ["DEL006"]);
    server.change("file:///C:/b%c3%bcro/a.txt", 2, json!([{ "range": on_line(2, 0, 0), "text": "“" }]));
    let found = server.published("file:///c%3A/b%C3%BCro/a.txt", 2);
    assert!(found.len() > 1, "{found:?}");
    server.close("file:///c:/b%C3%BCro/a.txt");
    assert_eq!(server.codes("file:///c%3A/b%C3%BCro/a.txt", 2), [""; 0]);
    server.open("vscode-notebook-cell:/x#W0", UNCLOSED);
    assert_eq!(server.codes("vscode-notebook-cell:/x#W0", 1), ["DEL006"]);
}

#[test]
fn row_16_a_single_file_without_a_folder_works() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("deep")).expect("a folder");
    fs::write(folder.path().join("copydesk.toml"), "[rules]\nignore = [\"DEL006\"]\n").expect("it is written");
    let mut server = TestServer::new(vscode());
    server.open(URI, UNCLOSED);
    assert_eq!(server.codes(URI, 1), ["DEL006"]);
    // The settings beside or above a file count, folder or not.
    let uri = file(&folder.path().join("deep/a.txt"));
    server.open(&uri, UNCLOSED);
    assert_eq!(server.codes(&uri, 1), [""; 0]);
}

#[test]
fn row_17_a_day_without_trouble_says_nothing() {
    let mut server = TestServer::new(vscode());
    server.open(URI, UNCLOSED);
    server.published(URI, 1);
    for version in 2..50 {
        server.change(URI, version, json!([{ "range": on_line(0, 0, 0), "text": "x" }]));
        let ask = json!({ "textDocument": { "uri": URI } });
        let id = server.post("textDocument/documentSymbol", ask);
        server.notify("$/cancelRequest", json!({ "id": id }));
        server.notify("$/setTrace", json!({ "value": "off" }));
        assert!(matches!(server.answer(id), Ok(_) | Err(-32800)));
    }
    server.published(URI, 49);
    server.silence();
}

#[test]
fn a_client_that_does_not_read_hangs_nothing() {
    let runtime = crate::harness::runtime();
    let (input, server_input) = tokio::io::duplex(1 << 16);
    // The client reads nothing, and the pipe to it takes no more than a few bytes.
    let (server_output, unread) = tokio::io::duplex(16);
    let (_nothing, silent) = tokio::io::duplex(1);
    let server = runtime.spawn(copydesk::server::serve(server_input, server_output));
    let mut client = TestServer::over(runtime, input, silent, Some(server));
    client.post("initialize", json!({ "capabilities": {} }));
    client.notify("initialized", json!({}));
    client.open(URI, UNCLOSED);
    // Each write must be taken; the harness gives up where it is not.
    for version in 2..3000 {
        client.change(URI, version, json!([{ "range": on_line(2, 0, 0), "text": "(" }]));
    }
    client.notify("exit", Value::Null);
    assert_eq!(client.end().code(), 1);
    drop(unread);
}
