//! Text that stands in several places, live: findings come and go with the copies, in every open document.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{TestServer, codes, on_line, position, vscode};

const WIRE: &str = "The gates of the barrier were shut at dawn on Friday for the first time in their long history.";

fn uri(folder: &TempDir, name: &str) -> String {
    format!("file://{}", folder.path().canonicalize().expect("a folder").join(name).display())
}

/// A folder that is a corpus, with these files; its index lies in it.
fn corpus(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        "copydesk.toml",
        "exclude = [\"index\"]\n[index]\nlocation = \"index\"\n[rules]\nselect = [\"BOI\"]\n",
    );
    files.iter().for_each(|(name, text)| write(folder.path(), name, text));
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
    fs::write(path, text).expect("it is written");
}

fn server(folder: &TempDir, capabilities: Value) -> TestServer {
    let mut server = TestServer::with(json!({ "rootUri": uri(folder, ""), "capabilities": capabilities }));
    server.lenient = true;
    server
}

/// Waits until the newest diagnostics of a document have these codes.
fn until(server: &mut TestServer, uri: &str, wanted: &[&str]) -> Vec<Value> {
    loop {
        let found = server.next_published(uri);
        if codes(&found) == wanted {
            return found;
        }
    }
}

/// An article that has nothing but `block` in common with those of other titles.
fn article(title: &str, block: &str) -> String {
    let (before, behind) = match title {
        "gates" => ("Nobody on the pier had seen such a thing before, and few will again.", "Engineers slept well."),
        "rain" => ("Umbrellas were sold out by noon in every shop along the quay.", "Farmers further inland rejoiced."),
        _ => ("Kites of all colours hung over both harbours until late at night.", "Ferries stayed where they were."),
    };
    let more = format!(
        "Whoever asked about {title} was told to wait; {}",
        if title == "gates" { "they did." } else { "some left early." }
    );
    format!("{title}\n\n{before}\n\n{block}\n\n{behind} {more}\n")
}

#[test]
fn a_copy_that_appears_in_one_document_is_told_in_the_other_and_goes_with_it() {
    let folder = corpus(&[]);
    let mut server = server(&folder, vscode());
    let (a, b) = (uri(&folder, "a.txt"), uri(&folder, "b.txt"));
    server.open(&a, &article("gates", WIRE));
    until(&mut server, &a, &[]);
    server.open(&b, &article("rain", "A short line."));
    until(&mut server, &b, &[]);
    let range = json!({ "start": position(4, 0), "end": position(4, 13) });
    server.change(&b, 2, json!([{ "range": range, "text": WIRE }]));
    let in_b = until(&mut server, &b, &["BOI003"]);
    let in_a = until(&mut server, &a, &["BOI003"]);
    assert_eq!(in_b[0]["relatedInformation"][0]["location"]["uri"], a);
    assert_eq!(in_a[0]["relatedInformation"][0]["location"]["uri"], b);
    assert_eq!(in_a[0]["relatedInformation"][0]["location"]["range"]["start"], position(4, 0));
    server.notify("textDocument/didClose", json!({ "textDocument": { "uri": b } }));
    until(&mut server, &a, &[]);
}

#[test]
fn the_place_of_a_copy_follows_edits_in_front_of_it() {
    let folder = corpus(&[]);
    let mut server = server(&folder, vscode());
    let (a, b) = (uri(&folder, "a.txt"), uri(&folder, "b.txt"));
    server.open(&a, &article("gates", WIRE));
    server.open(&b, &article("rain", WIRE));
    until(&mut server, &a, &["BOI003"]);
    let start = json!({ "start": position(0, 0), "end": position(0, 0) });
    server.change(&b, 2, json!([{ "range": start, "text": "Weather\n\n" }]));
    loop {
        let found = until(&mut server, &a, &["BOI003"]);
        if found[0]["relatedInformation"][0]["location"]["range"]["start"] == position(6, 0) {
            break;
        }
    }
}

#[test]
fn a_large_document_that_was_closed_does_not_come_back() {
    let folder = corpus(&[]);
    let mut server = server(&folder, vscode());
    let (a, b) = (uri(&folder, "a.txt"), uri(&folder, "b.txt"));
    // Workers key a text of this size.
    let filler: String = (0..20_000).map(|number| format!("word{number} ")).collect();
    let large = format!("{}\n{filler}\n", article("rain", WIRE));
    server.open(&a, &article("gates", WIRE));
    until(&mut server, &a, &[]);
    for version in 0..4 {
        server.open_as(&b, "plaintext", 1, &large);
        until(&mut server, &a, &["BOI003"]);
        let end = json!({ "start": position(8, 0), "end": position(8, 0) });
        server.change(&b, 2, json!([{ "range": end, "text": "more " }]));
        server.close(&b);
        until(&mut server, &a, &[]);
        // Whatever workers still had to say of it: nobody hears of it.
        let range = json!({ "start": position(0, 5), "end": position(0, 5) });
        server.change(&a, 2 + version, json!([{ "range": range, "text": "s" }]));
        assert!(server.codes(&a, 2 + version).is_empty());
    }
}

#[test]
fn what_is_open_stays_known_while_the_corpus_is_read() {
    let files: Vec<(String, String)> =
        (0..400).map(|number| (format!("old/{number}.txt"), format!("Number {number}\n\nNothing else.\n"))).collect();
    let folder = corpus(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>());
    let mut capabilities = vscode();
    capabilities["window"] = json!({ "workDoneProgress": true });
    let mut server = server(&folder, capabilities);
    let (a, b) = (uri(&folder, "a.txt"), uri(&folder, "b.txt"));
    server.open(&a, &article("gates", WIRE));
    server.open(&b, &article("rain", WIRE));
    until(&mut server, &a, &["BOI003"]);
    server.serve("window/workDoneProgress/create", Value::Null);
    while server.expect("$/progress")["params"]["value"]["kind"] != "end" {}
    // An edit, so that something is published after the index has come.
    let range = json!({ "start": position(0, 5), "end": position(0, 5) });
    server.change(&a, 2, json!([{ "range": range, "text": "s" }]));
    let mut version = 1;
    while version < 2 {
        let message = server.take(|it| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == a);
        version = message["params"]["version"].as_i64().expect("a version");
        assert_eq!(codes(message["params"]["diagnostics"].as_array().expect("a list")), ["BOI003"]);
    }
}

#[test]
fn copies_in_files_that_are_not_open_are_told_once_the_corpus_was_read() {
    let folder = corpus(&[("old/b.txt", &article("rain", WIRE))]);
    let mut server = server(&folder, vscode());
    let a = uri(&folder, "a.txt");
    server.open(&a, &article("gates", WIRE));
    let found = until(&mut server, &a, &["BOI003"]);
    assert_eq!(found[0]["relatedInformation"][0]["location"]["uri"], uri(&folder, "old/b.txt"));
    // Another program removes the copy.
    fs::remove_file(folder.path().join("old/b.txt")).expect("it is there");
    let changes = json!({ "changes": [{ "uri": uri(&folder, "old/b.txt"), "type": 3 }] });
    server.notify("workspace/didChangeWatchedFiles", changes);
    until(&mut server, &a, &[]);
}

#[test]
fn a_folder_that_is_not_marked_is_not_read() {
    let folder = corpus(&[("b.txt", &article("rain", WIRE))]);
    fs::remove_file(folder.path().join("copydesk.toml")).expect("it is there");
    let mut server = server(&folder, vscode());
    let a = uri(&folder, "a.txt");
    server.open(&a, &article("gates", WIRE));
    assert!(!codes(&server.published(&a, 1)).contains(&"BOI003".to_owned()));
    // What is open is compared all the same.
    server.open(&uri(&folder, "c.txt"), &article("wind", WIRE));
    loop {
        if codes(&server.next_published(&a)).contains(&"BOI003".to_owned()) {
            break;
        }
    }
}

#[test]
fn the_reading_of_a_corpus_is_shown() {
    let folder = corpus(&[("b.txt", &article("rain", WIRE))]);
    let mut capabilities = vscode();
    capabilities["window"] = json!({ "workDoneProgress": true });
    let mut server = server(&folder, capabilities);
    server.open(&uri(&folder, "a.txt"), &article("gates", WIRE));
    let asked = server.serve("window/workDoneProgress/create", Value::Null);
    // How often it is told in between depends on who is faster.
    let mut kinds = Vec::new();
    while kinds.last() != Some(&json!("end")) {
        let told = server.expect("$/progress")["params"].clone();
        assert_eq!(told["token"], asked["token"]);
        kinds.push(told["value"]["kind"].clone());
    }
    assert_eq!(kinds[0], "begin");
}

#[test]
fn a_decision_holds_at_once_in_every_open_document() {
    let folder = corpus(&[]);
    let mut server = server(&folder, vscode());
    let (a, b) = (uri(&folder, "a.txt"), uri(&folder, "b.txt"));
    server.open(&a, &article("gates", WIRE));
    server.open(&b, &article("rain", WIRE));
    let found = until(&mut server, &a, &["BOI003"]);
    until(&mut server, &b, &["BOI003"]);
    let mut act = |name: &str| {
        let context = json!({ "diagnostics": [] });
        let params = json!({ "textDocument": { "uri": a }, "range": found[0]["range"], "context": context });
        let actions = server.request("textDocument/codeAction", params).expect("an answer");
        let actions = actions.as_array().expect("a list").clone();
        let action = actions.iter().find(|it| it["command"]["command"] == name).expect("the action is offered");
        server.request("workspace/executeCommand", action["command"].clone()).expect("it is done");
    };
    act("copydesk.keepBlock");
    assert!(fs::read_to_string(folder.path().join("boilerplate.allow")).expect("it is there").contains(WIRE));
    until(&mut server, &a, &[]);
    until(&mut server, &b, &[]);
}

#[test]
fn a_block_that_is_marked_is_boilerplate_wherever_it_stands() {
    let folder = corpus(&[("boilerplate.deny", "# Taglines\nAll the tides, all the time\n")]);
    let mut server = server(&folder, vscode());
    let a = uri(&folder, "a.txt");
    server.open(&a, &article("gates", "All the tides – all the time!"));
    let found = until(&mut server, &a, &["BOI002"]);
    assert_eq!(found[0]["message"], "This block is marked as boilerplate in boilerplate.deny");
}

#[test]
fn hovers_and_lenses_lead_to_the_copies() {
    let folder = corpus(&[]);
    let mut capabilities = vscode();
    capabilities["textDocument"]["hover"] = json!({ "contentFormat": ["markdown"] });
    let mut server = server(&folder, capabilities);
    let (a, b) = (uri(&folder, "a.txt"), uri(&folder, "b.txt"));
    server.open(&a, &article("gates", WIRE));
    server.open(&b, &format!("source: The Post\ndate: 2031-03-14\n\n{}", article("rain", WIRE)));
    until(&mut server, &a, &["BOI003"]);
    let place = json!({ "textDocument": { "uri": a }, "position": position(4, 9) });
    let hover = server.request("textDocument/hover", place).expect("an answer");
    let text = hover["contents"]["value"].as_str().expect("Markdown");
    assert!(
        text.contains("b.txt \\(the post, 2031\\-03\\-14\\)") && text.contains("> The gates of the barrier"),
        "{text}"
    );
    let lenses = server.request("textDocument/codeLens", json!({ "textDocument": { "uri": a } })).expect("an answer");
    let lens = server.request("codeLens/resolve", lenses[0].clone()).expect("an answer");
    assert_eq!(lens["command"]["title"], "in 1 more article");
    assert_eq!(lens["command"]["command"], "copydesk.showCopies");
    assert_eq!(lens["command"]["arguments"][2][0]["uri"], b);
}

#[test]
fn each_word_of_a_block_links_to_one_of_its_copies() {
    let folder = corpus(&[("old/b.txt", &article("rain", WIRE)), ("old/c.txt", &article("wind", WIRE))]);
    let mut server = server(&folder, vscode());
    let a = uri(&folder, "a.txt");
    server.open(&a, &article("gates", &format!("{WIRE}\n\nhttps://example.org/the-gates-of-the-barrier")));
    until(&mut server, &a, &["BOI003"]);
    let links =
        server.request("textDocument/documentLink", json!({ "textDocument": { "uri": a } })).expect("an answer");
    let links = links.as_array().expect("a list").iter();
    let found: Vec<Value> = links.map(|it| json!([it["range"], it["target"]])).collect();
    let copy = |name: &str| format!("{}#L5", uri(&folder, name));
    assert_eq!(
        found,
        [
            json!([on_line(4, 0, 3), copy("old/b.txt")]),
            json!([on_line(4, 4, 9), copy("old/c.txt")]),
            json!([on_line(6, 0, 44), "https://example.org/the-gates-of-the-barrier"]),
        ]
    );
}

#[test]
fn a_block_is_removed_from_all_articles_in_one_edit_that_is_shown_first() {
    let folder = corpus(&[("old/b.txt", &article("rain", WIRE))]);
    let mut capabilities = vscode();
    capabilities["workspace"]["workspaceEdit"]["changeAnnotationSupport"] = json!({ "groupsOnLabel": true });
    let mut server = server(&folder, capabilities);
    let a = uri(&folder, "a.txt");
    server.open(&a, &article("gates", WIRE));
    let found = until(&mut server, &a, &["BOI003"]);
    let params = json!({ "textDocument": { "uri": a }, "range": found[0]["range"], "context": { "diagnostics": [] } });
    let actions = server.request("textDocument/codeAction", params).expect("an answer");
    let actions = actions.as_array().expect("a list").clone();
    let action = actions.iter().find(|it| it["title"] == "Remove this block from all articles").expect("it is offered");
    let action = server.request("codeAction/resolve", action.clone()).expect("an answer");
    let changes = action["edit"]["documentChanges"].as_array().expect("changes");
    let uris: Vec<&Value> = changes.iter().map(|it| &it["textDocument"]["uri"]).collect();
    assert_eq!(uris, [&json!(a), &json!(uri(&folder, "old/b.txt"))]);
    assert_eq!(changes[0]["textDocument"]["version"], 1);
    assert_eq!(changes[1]["edits"][0]["range"], json!({ "start": position(4, 0), "end": position(6, 0) }));
    let annotation = changes[1]["edits"][0]["annotationId"].as_str().expect("an annotation");
    assert_eq!(action["edit"]["changeAnnotations"][annotation]["needsConfirmation"], true);
}

#[test]
fn the_whole_corpus_is_reported_to_a_client_that_asks() {
    let folder = corpus(&[("b.txt", &article("rain", WIRE)), ("c.txt", &article("wind", "Nothing else."))]);
    let mut capabilities = vscode();
    capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    capabilities["textDocument"]["diagnostic"] = json!({});
    let mut server = server(&folder, capabilities);
    let a = uri(&folder, "a.txt");
    server.open(&a, &article("gates", WIRE));
    // The corpus has been read once the finding is there.
    server.serve("workspace/diagnostic/refresh", Value::Null);
    let report = server.request("workspace/diagnostic", json!({ "previousResultIds": [] })).expect("an answer");
    let said = |report: &Value| {
        let items = report["items"].as_array().expect("a list").iter().map(|it| {
            let name = it["uri"].as_str().expect("a URI").rsplit('/').next().unwrap_or_default().to_owned();
            let found = it["items"].as_array().map(|items| codes(items).join(" "));
            format!("{name} {} {}", it["kind"].as_str().expect("a kind"), found.unwrap_or_default())
        });
        let mut items: Vec<String> = items.collect();
        items.sort();
        items
    };
    assert_eq!(said(&report), ["a.txt full BOI003", "b.txt full BOI003", "c.txt full "]);
    let ids = report["items"].as_array().expect("a list").iter();
    let ids: Vec<Value> = ids.map(|it| json!({ "uri": it["uri"], "value": it["resultId"] })).collect();
    let again = server.request("workspace/diagnostic", json!({ "previousResultIds": ids })).expect("an answer");
    assert_eq!(said(&again), ["a.txt unchanged ", "b.txt unchanged ", "c.txt unchanged "]);
}
