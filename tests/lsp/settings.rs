//! Row 15 of the complaints: settings come in four ways, with one precedence, and a wrong one is named.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{TestServer, codes, on_line, vscode};

const URI: &str = "untitled:Untitled-1";
/// A finding of DEL006, which `ignore` switches off, or `severity` changes.
const UNCLOSED: &str = "Gates open\n\nShe said (quietly that it was late.\n";

fn file(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn severity(name: &str) -> Value {
    json!({ "rules": { "severity": { "DEL006": name } } })
}

/// The severity of the one finding at `version`.
fn published_severity(server: &mut TestServer, uri: &str) -> Value {
    let found = server.published(uri, 1);
    assert_eq!(codes(&found), ["DEL006"]);
    found[0]["severity"].clone()
}

fn with_configuration() -> Value {
    let mut capabilities = vscode();
    capabilities["workspace"]["configuration"] = json!(true);
    capabilities["workspace"]["didChangeConfiguration"] = json!({ "dynamicRegistration": true });
    capabilities
}

#[test]
fn each_source_counts_more_than_the_one_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let uri = file(&folder.path().join("a.txt"));
    let toml = folder.path().join("copydesk.toml");
    let toml_changed = json!({ "changes": [{ "uri": file(&toml), "type": 2 }] });
    let mut server = TestServer::with(json!({
        "workspaceFolders": [{ "uri": file(folder.path()), "name": "corpus" }],
        "capabilities": with_configuration(),
    }));
    let asked = server.serve("client/registerCapability", Value::Null);
    assert_eq!(asked["registrations"][0]["method"], "workspace/didChangeConfiguration");
    let asked = server.serve("workspace/configuration", json!([null, null]));
    let items = json!([{ "section": "copydesk" }, { "scopeUri": file(folder.path()), "section": "copydesk" }]);
    assert_eq!(asked["items"], items);

    server.open(&uri, UNCLOSED);
    assert_eq!(published_severity(&mut server, &uri), 2, "the default");
    fs::write(&toml, "[rules.severity]\nDEL006 = \"error\"\n").expect("it is written");
    server.notify("workspace/didChangeWatchedFiles", toml_changed);
    assert_eq!(published_severity(&mut server, &uri), 1, "copydesk.toml");

    // Told without being asked, and asked for: the answer counts.
    server.notify("workspace/didChangeConfiguration", json!({ "settings": { "copydesk": severity("hint") } }));
    assert_eq!(published_severity(&mut server, &uri), 4, "pushed");
    server.serve("workspace/configuration", json!([null, severity("information")]));
    assert_eq!(published_severity(&mut server, &uri), 3, "pulled");
}

#[test]
fn initialization_options_count_more_than_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("copydesk.toml"), "[rules.severity]\nDEL006 = \"error\"\n").expect("it is written");
    let uri = file(&folder.path().join("a.txt"));
    let mut server = TestServer::with(json!({
        "rootUri": file(folder.path()), "capabilities": vscode(),
        "initializationOptions": { "copydesk": severity("hint") },
    }));
    server.open(&uri, UNCLOSED);
    assert_eq!(published_severity(&mut server, &uri), 4);
    server.notify("workspace/didChangeConfiguration", json!({ "settings": severity("information") }));
    assert_eq!(published_severity(&mut server, &uri), 3, "pushed without the name of the section");
}

#[test]
fn an_unknown_setting_is_named_wherever_it_stands() {
    let mut server = TestServer::with(json!({
        "rootUri": null, "capabilities": with_configuration(),
        "initializationOptions": { "rulez": {} },
    }));
    let said = |server: &mut TestServer| server.expect("window/showMessage")["params"]["message"].to_string();
    assert!(said(&mut server).contains("rulez"));
    server.serve("client/registerCapability", Value::Null);
    server.serve("workspace/configuration", json!([{ "limits": { "findings": 3 } }]));
    assert!(said(&mut server).contains("limits.findings"));
    server.notify("workspace/didChangeConfiguration", json!({ "settings": { "copydesk": { "excluded": [] } } }));
    assert!(said(&mut server).contains("excluded"));
    // The same again is not said again.
    server.serve("workspace/configuration", json!([{ "excluded": [] }]));
    // Settings of somebody else are named in the log only.
    server.notify("workspace/didChangeConfiguration", json!({ "settings": { "gopls": { "x": 1 } } }));
    let log = server.expect("window/logMessage");
    assert!(log["params"]["message"].to_string().contains("gopls"));
    server.serve("workspace/configuration", json!([null]));
}

#[test]
fn an_unknown_setting_in_the_file_is_shown_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let toml = folder.path().join("copydesk.toml");
    fs::write(&toml, "# é\nrulez = 1\n").expect("it is written");
    let mut server = TestServer::with(json!({ "rootUri": file(folder.path()), "capabilities": vscode() }));
    let uri = file(&folder.path().join("a.txt"));
    server.open(&uri, UNCLOSED);
    server.published(&uri, 1);
    let about_toml = |it: &Value| it["params"]["uri"] == file(&toml);
    let shown = server.take(about_toml);
    let diagnostic = &shown["params"]["diagnostics"][0];
    assert!(diagnostic["message"].as_str().expect("a message").contains("rulez"));
    assert_eq!(diagnostic["range"]["start"]["line"], 1);
    fs::write(&toml, "").expect("it is written");
    server.notify("textDocument/didSave", json!({ "textDocument": { "uri": file(&toml) } }));
    assert_eq!(server.take(about_toml)["params"]["diagnostics"], json!([]));
}

#[test]
fn each_folder_has_its_own_settings_and_the_nearest_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("one/inner")).expect("a folder");
    fs::create_dir_all(path("two")).expect("a folder");
    fs::write(path("one/copydesk.toml"), "[rules.severity]\nDEL006 = \"error\"\n").expect("it is written");
    fs::write(path("one/inner/copydesk.toml"), "[rules.severity]\nDEL006 = \"hint\"\n").expect("it is written");
    let folder_of = |name: &str| json!({ "uri": file(&path(name)), "name": name });
    let mut server = TestServer::with(json!({ "workspaceFolders": [folder_of("one")], "capabilities": vscode() }));
    let open = |server: &mut TestServer, name: &str| {
        let uri = file(&path(name));
        server.open(&uri, UNCLOSED);
        published_severity(server, &uri)
    };
    assert_eq!(open(&mut server, "one/a.txt"), 1);
    assert_eq!(open(&mut server, "one/inner/a.txt"), 4);
    assert_eq!(open(&mut server, "two/a.txt"), 2);
    // Settings above a folder of the workspace do not reach into it.
    fs::write(path("copydesk.toml"), "[rules.severity]\nDEL006 = \"information\"\n").expect("it is written");
    let event = json!({ "event": { "added": [folder_of("two")], "removed": [folder_of("one")] } });
    server.notify("workspace/didChangeWorkspaceFolders", event);
    server.silence();
    assert_eq!(open(&mut server, "two/b.txt"), 2);
}

#[test]
fn a_change_of_settings_shows_in_open_documents_at_once() {
    let mut server = TestServer::new(vscode());
    server.open(URI, UNCLOSED);
    assert_eq!(server.codes(URI, 1), ["DEL006"]);
    let off = json!({ "settings": { "copydesk": { "rules": { "ignore": ["DEL006"] } } } });
    server.notify("workspace/didChangeConfiguration", off.clone());
    assert_eq!(server.codes(URI, 1), [""; 0]);
    // Nothing changes: nothing is published.
    server.notify("workspace/didChangeConfiguration", off);
    server.change(URI, 2, json!([{ "range": on_line(0, 0, 0), "text": "The " }]));
    assert_eq!(server.codes(URI, 2), [""; 0]);
    server.silence();
}

#[test]
fn a_client_that_never_tells_its_settings_holds_up_nothing() {
    let mut server = TestServer::new(with_configuration());
    server.expect("client/registerCapability");
    server.expect("workspace/configuration");
    server.open(URI, UNCLOSED);
    assert_eq!(server.codes(URI, 1), ["DEL006"]);
    // However often they change, it is asked once at a time.
    for _ in 0..20 {
        server.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    }
    server.silence();
}
