//! Names across files. In the texts `‸` marks the cursor.

use std::collections::BTreeMap;
use std::fs;

use expect_test::{Expect, expect};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{TestServer, vscode};

/// So often something is asked again; each answer takes a moment.
const MOST_QUESTIONS: usize = 20_000;

/// A folder of files of which one holds the cursor, and a server that has that one open.
pub struct Scene {
    pub server: TestServer,
    folder: TempDir,
    /// The file with the cursor, and what stands in front of the cursor.
    pub cursor: (String, String),
}

impl Scene {
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self::with(files, json!({}))
    }

    /// The same with a client that can do more.
    pub fn with(files: &[(&str, &str)], more: Value) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let mut cursor = None;
        for (name, text) in files {
            if let Some((before, _)) = text.split_once('‸') {
                cursor = Some(((*name).to_owned(), before.to_owned()));
            }
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folders can be made");
            fs::write(path, text.replace('‸', "")).expect("the file can be written");
        }
        let mut capabilities = vscode();
        capabilities["textDocument"]["hover"] = json!({ "contentFormat": ["markdown"] });
        capabilities["textDocument"]["definition"] = json!({ "linkSupport": true });
        merge(&mut capabilities, more);
        let root = format!("file://{}", folder.path().display());
        let mut server = TestServer::with(json!({
            "processId": null,
            "workspaceFolders": [{ "uri": root, "name": "corpus" }],
            "capabilities": capabilities,
        }));
        server.lenient = true;
        let cursor = cursor.expect("one file holds the cursor");
        let mut scene = Self { server, folder, cursor };
        let name = scene.cursor.0.clone();
        scene.open(&name);
        scene
    }

    pub fn uri(&self, name: &str) -> String {
        format!("file://{}/{name}", self.folder.path().display())
    }

    pub fn open(&mut self, name: &str) {
        let text = self.text(name);
        let uri = self.uri(name);
        self.server.open(&uri, &text);
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("the file is there")
    }

    /// The document and the position of the cursor.
    pub fn place(&self) -> Value {
        let (name, before) = &self.cursor;
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
        json!({ "textDocument": { "uri": self.uri(name) }, "position": { "line": line, "character": column } })
    }

    /// The answer to a request at the cursor, with `more` among its parameters.
    pub fn ask(&mut self, method: &str, more: Value) -> Value {
        let mut params = self.place();
        merge(&mut params, more);
        self.server.request(method, params).expect("an answer")
    }

    /// The answer once it is one that `wanted` says yes to: files beside the open one are read behind its back.
    pub fn until(&mut self, method: &str, more: &Value, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut answers = std::iter::repeat_with(|| self.ask(method, more.clone())).take(MOST_QUESTIONS);
        answers.find(wanted).unwrap_or_else(|| panic!("{method} never gives what is wanted"))
    }

    /// What stands at a location: `name:line: text`.
    pub fn shown(&self, uri: &Value, range: &Value) -> String {
        let name =
            uri.as_str().and_then(|uri| uri.strip_prefix(&self.uri(""))).expect("a file of the scene").to_owned();
        let text = self.text(&name);
        let number = |at: &str, part: &str| range[at][part].as_u64().expect("a number") as usize;
        let lines: Vec<&str> = text.lines().collect();
        let (first, last) = (number("start", "line"), number("end", "line"));
        let cut = |line: usize, from: usize, to: Option<usize>| {
            let units: Vec<u16> = lines[line].encode_utf16().collect();
            String::from_utf16_lossy(&units[from..to.unwrap_or(units.len())])
        };
        let end = (first == last).then(|| number("end", "character"));
        let more = if first == last { "" } else { " …" };
        format!("{name}:{}: {}{more}", first + 1, cut(first, number("start", "character"), end))
    }

    pub fn locations(&self, answer: &Value) -> Vec<String> {
        let each = answer.as_array().into_iter().flatten();
        each.map(|it| match it.get("targetUri") {
            Some(uri) => self.shown(uri, &it["targetSelectionRange"]),
            None => self.shown(&it["uri"], &it["range"]),
        })
        .collect()
    }

    /// The files of a workspace edit after it.
    pub fn applied(&self, edit: &Value) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        for change in edit["documentChanges"].as_array().expect("versioned changes") {
            let uri = change["textDocument"]["uri"].as_str().expect("a URI");
            let name = uri.strip_prefix(&self.uri("")).expect("a file of the scene").to_owned();
            let mut lines: Vec<Vec<u16>> = self.text(&name).split('\n').map(|it| it.encode_utf16().collect()).collect();
            let mut edits = change["edits"].as_array().expect("edits").clone();
            edits.sort_by_key(|it| (it["range"]["start"]["line"].as_u64(), it["range"]["start"]["character"].as_u64()));
            for edit in edits.iter().rev() {
                let number = |at: &str, part: &str| edit["range"][at][part].as_u64().expect("a number") as usize;
                let new = edit["newText"].as_str().expect("a text").encode_utf16();
                let (start, end) = (number("start", "line"), number("end", "line"));
                let tail = lines[end][number("end", "character")..].to_vec();
                lines[start].truncate(number("start", "character"));
                lines[start].extend(new);
                lines[start].extend(tail);
                lines.drain(start + 1..=end);
            }
            let lines: Vec<String> = lines.iter().map(|line| String::from_utf16_lossy(line)).collect();
            files.insert(name, lines.join("\n"));
        }
        files
    }
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            from.into_iter().for_each(|(key, value)| merge(into.entry(key).or_insert(Value::Null), value));
        }
        (into, from) => *into = from,
    }
}

fn check(lines: &[String], expected: &Expect) {
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

pub const ENTITIES: &str = "[[entity]]\nid = \"lindqvist\"\ntype = \"PER\"\nname = \"Vera Lindqvist\"\naliases = [\"Lindqvist\"]\ndescription = \"Foreign minister of *Halvmark*\"\nwikidata = \"Q42\"\n\n[[entity]]\nid = \"works\"\ntype = \"ORG\"\nname = \"Solmund Works\"\nlinks = [\"#lindqvist\"]\n";
pub const FIRST: &str = "title: Gates shut\ndate: 2031-03-12\nsource: The Post\n\nForeign Minister [Vera Lindqvist]{.PER #lindqvist} shut the gates of the barrier on Wednesday.\n\n[Lindqvist]{.PER #lindqvist} smiled, and [Solmund Works]{.ORG #works} paid for it.\n";
pub const SECOND: &str = "title: Gates open\ndate: 2031-03-15\nsource: The Courier\n\nThe gates were opened again by [[lindqvist|Ms Lindqvist]], who had slept in borrowed boots.\n\n<PER id=\"lindqvist\">Li‸ndqvist</PER> left at dawn.\n";

/// Whether references hold a mention in the first article, which is not open.
fn elsewhere(answer: &Value) -> bool {
    let in_first = |it: &Value| it["uri"].as_str().is_some_and(|uri| uri.ends_with("/a.txt"));
    answer.as_array().is_some_and(|all| all.iter().any(in_first))
}

const ALL: &str = "textDocument/references";

fn all() -> Value {
    json!({ "context": { "includeDeclaration": true } })
}

#[test]
fn references_lead_to_every_article_of_a_folder_that_nothing_marks_as_a_corpus() {
    let mut scene = Scene::new(&[("a.txt", FIRST), ("b.txt", SECOND)]);
    let found = scene.until(ALL, &all(), elsewhere);
    check(
        &scene.locations(&found),
        &expect![[r#"
        a.txt:5: Vera Lindqvist
        a.txt:7: Lindqvist
        b.txt:5: Ms Lindqvist
        b.txt:7: Lindqvist
    "#]],
    );
    let others = scene.ask(ALL, json!({ "context": { "includeDeclaration": false } }));
    assert_eq!(others.as_array().map(Vec::len), Some(3));
}

#[test]
fn references_come_in_parts_where_the_client_takes_them() {
    let mut scene =
        Scene::new(&[("copydesk.toml", ""), ("a.txt", FIRST), ("b.txt", SECOND), ("entities.toml", ENTITIES)]);
    scene.until(ALL, &all(), elsewhere);
    let articles: Vec<(String, String)> =
        (0..40).map(|n| (format!("more/{n:02}.txt"), SECOND.replace('‸', ""))).collect();
    for (name, text) in &articles {
        let uri = scene.uri(name);
        scene.server.open(&uri, text);
    }
    let count = 2 + 1 + 2 + 2 * 40;
    scene.until(ALL, &all(), |it| it.as_array().is_some_and(|all| all.len() == count));
    let answer = scene.ask(ALL, json!({ "context": { "includeDeclaration": true }, "partialResultToken": "token" }));
    let rest = answer.as_array().map_or(0, Vec::len);
    let part = scene.server.expect("$/progress");
    assert_eq!(part["params"]["token"], "token");
    let first = part["params"]["value"].as_array().expect("locations");
    assert!(first.len() >= 16 && rest > 0 && first.len() < count, "{} {rest}", first.len());
    assert!(first[0]["uri"].as_str().is_some_and(|uri| uri.ends_with("entities.toml")), "{first:?}");
}

#[test]
fn a_definition_is_the_entry_else_the_fullest_mention_of_the_earliest_article() {
    let mut scene = Scene::new(&[("a.txt", FIRST), ("b.txt", SECOND)]);
    scene.until(ALL, &all(), elsewhere);
    let found = scene.ask("textDocument/definition", json!({}));
    check(
        &scene.locations(&found),
        &expect![[r#"
        a.txt:5: Vera Lindqvist
    "#]],
    );
    let mut scene = Scene::new(&[("a.txt", FIRST), ("b.txt", SECOND), ("entities.toml", ENTITIES)]);
    scene.until(ALL, &all(), elsewhere);
    let found = scene.until("textDocument/definition", &json!({}), |it| {
        !it[0]["targetUri"].as_str().is_some_and(|it| it.ends_with(".txt"))
    });
    check(
        &scene.locations(&found),
        &expect![[r#"
        entities.toml:4: Vera Lindqvist
    "#]],
    );
    assert_eq!(scene.shown(&json!(scene.uri("b.txt")), &found[0]["originSelectionRange"]), "b.txt:7: Lindqvist");
}

#[test]
fn who_has_an_id_elsewhere_is_the_entry_in_an_article_without_ids_too() {
    let mut scene = Scene::new(&[("a.txt", FIRST), ("d.tei", TAGGED), ("entities.toml", ENTITIES)]);
    let found = scene.until("textDocument/definition", &json!({}), |it| {
        it[0]["targetUri"].as_str().is_some_and(|it| it.ends_with(".toml"))
    });
    check(
        &scene.locations(&found),
        &expect![[r#"
        entities.toml:4: Vera Lindqvist
    "#]],
    );
}

#[test]
fn declaration_type_and_annotation_can_be_gone_to() {
    let settings = "[entities]\ntypes = [\"ORG\", \"PER\"]\n";
    let mut scene =
        Scene::new(&[("copydesk.toml", settings), ("a.txt", FIRST), ("b.txt", SECOND), ("entities.toml", ENTITIES)]);
    scene.until(ALL, &all(), elsewhere);
    let mut found = Vec::new();
    for method in ["declaration", "typeDefinition", "implementation"] {
        let answer = scene.ask(&format!("textDocument/{method}"), json!({}));
        found.extend(scene.locations(&answer));
    }
    check(
        &found,
        &expect![[r#"
        b.txt:5: Ms Lindqvist
        copydesk.toml:2: "PER"
        b.txt:7: Lindqvist
    "#]],
    );
}

#[test]
fn a_hover_says_who_that_is() {
    let mut scene = Scene::new(&[("a.txt", FIRST), ("b.txt", SECOND), ("entities.toml", ENTITIES)]);
    scene.until(ALL, &all(), elsewhere);
    let found = scene.until("textDocument/hover", &json!({}), |it| {
        it["contents"]["value"].as_str().is_some_and(|it| it.contains("minister"))
    });
    expect![[r#"
        **Vera Lindqvist** · PER · annotated as lindqvist

        Foreign minister of \*Halvmark\* · [Wikidata](https://www.wikidata.org/wiki/Q42)

        4 mentions in 2 articles · 2031-03-12 – 2031-03-15 `█··█`

        Named: Lindqvist ×3, Vera Lindqvist ×1

        Beside: Solmund Works (1)

        > Foreign Minister **Vera Lindqvist** shut the gates of the barrier on Wednesday.
        >
        > — a.txt, 2031\-03\-12

        > The gates were opened again by **Ms Lindqvist**, who had slept in borrowed boots.
        >
        > — b.txt, 2031\-03\-15"#]]
    .assert_eq(found["contents"]["value"].as_str().expect("a text"));
    assert_eq!(scene.shown(&json!(scene.uri("b.txt")), &found["range"]), "b.txt:7: Lindqvist");
}

#[test]
fn a_hover_is_plain_where_the_client_shows_no_markdown() {
    let plain = json!({ "textDocument": { "hover": { "contentFormat": ["plaintext"] } } });
    let mut scene = Scene::with(&[("a.txt", FIRST), ("b.txt", SECOND)], plain);
    scene.until(ALL, &all(), elsewhere);
    let found = scene.ask("textDocument/hover", json!({}));
    assert_eq!(found["contents"]["kind"], "plaintext");
    expect![[r#"
        Vera Lindqvist · PER · annotated as lindqvist

        4 mentions in 2 articles · 2031-03-12 – 2031-03-15 █··█

        Named: Lindqvist ×3, Vera Lindqvist ×1

        Beside: Solmund Works (1)

          Foreign Minister Vera Lindqvist shut the gates of the barrier on Wednesday.
          — a.txt, 2031-03-12

          The gates were opened again by Ms Lindqvist, who had slept in borrowed boots.
          — b.txt, 2031-03-15"#]]
    .assert_eq(found["contents"]["value"].as_str().expect("a text"));
}

#[test]
fn in_the_knowledge_base_an_entry_leads_to_its_mentions() {
    let entities = ENTITIES.replacen("Vera Lind", "Vera Li‸nd", 1);
    let mut scene = Scene::new(&[("a.txt", FIRST), ("b.txt", &SECOND.replace('‸', "")), ("entities.toml", &entities)]);
    let found = scene.until(ALL, &all(), elsewhere);
    check(
        &scene.locations(&found),
        &expect![[r#"
        entities.toml:4: Vera Lindqvist
        a.txt:5: Vera Lindqvist
        a.txt:7: Lindqvist
        b.txt:5: Ms Lindqvist
        b.txt:7: Lindqvist
    "#]],
    );
}

#[test]
fn names_that_nobody_has_annotated_are_recognised() {
    let first = "Foreign Minister Vera Lindqvist shut the gates of the barrier on Wednesday.\n";
    let second = "The minister of water slept. Vera Lindqvist had come by bus.\n\nIn the evening Ms Lind‸qvist opened the gates again.\n";
    let mut scene = Scene::new(&[("a.txt", first), ("b.txt", second)]);
    let found = scene.until(ALL, &all(), elsewhere);
    let shown = scene.locations(&found);
    assert!(shown.iter().any(|it| it.starts_with("a.txt:1:") && it.ends_with("Vera Lindqvist")), "{shown:?}");
    let hover = scene.ask("textDocument/hover", json!({}));
    let text = hover["contents"]["value"].as_str().expect("a text");
    assert!(text.contains("recognised, not annotated") && text.contains("3 mentions in 2 articles"), "{text}");
}

#[test]
fn the_headline_in_a_header_is_read_too_and_never_annotated() {
    let second = "---\ntitle: \"Lind‸qvist shuts the gates\"\ndate: 2031-05-14\n---\n\nMinister Vera Lindqvist shut the gates.\n";
    let first = "The gates were opened by Vera Lindqvist, who had come by bus.\n";
    let mut scene = Scene::new(&[("a.txt", first), ("b.txt", second)]);
    let found = scene.until(ALL, &all(), elsewhere);
    let shown = scene.locations(&found);
    assert!(shown.iter().any(|it| it.starts_with("b.txt:2:") && it.ends_with("Lindqvist")), "{shown:?}");
    let hover = scene.ask("textDocument/hover", json!({}));
    let text = hover["contents"]["value"].as_str().expect("a text");
    assert!(text.contains("3 mentions in 2 articles"), "{text}");
    let range = json!({ "start": { "line": 1, "character": 10 }, "end": { "line": 1, "character": 10 } });
    let actions = scene.ask("textDocument/codeAction", json!({ "range": range, "context": { "diagnostics": [] } }));
    let titles = actions.as_array().expect("actions").iter().map(|it| it["title"].as_str().expect("a title"));
    assert!(titles.clone().all(|title| !title.starts_with("Annotate")), "{:?}", titles.collect::<Vec<_>>());
    let tokens = scene.ask("textDocument/semanticTokens/full", json!({}));
    assert!(tokens["data"].as_array().is_some_and(|data| data.len() > 10), "{tokens}");
}

#[test]
fn the_mentions_in_the_document_are_highlighted_as_it_is_now() {
    let mut scene = Scene::new(&[("a.txt", FIRST), ("b.txt", SECOND)]);
    let lines = |found: &Value| {
        let each = found.as_array().into_iter().flatten();
        each.map(|it| it["range"]["start"]["line"].as_u64().expect("a line")).collect::<Vec<_>>()
    };
    let found = scene.ask("textDocument/documentHighlight", json!({}));
    assert_eq!(lines(&found), [4, 6]);
    let uri = scene.uri("b.txt");
    let start = json!({ "line": 6, "character": 0 });
    let edit = json!([{ "range": { "start": start, "end": start }, "text": "[Lindqvist]{#lindqvist} came.\n\n" }]);
    scene.server.change(&uri, 2, edit);
    scene.cursor.1 = scene.cursor.1.replacen("<PER", "\n\n<PER", 1);
    let found = scene.ask("textDocument/documentHighlight", json!({}));
    assert_eq!(lines(&found), [4, 6, 8]);
}

#[test]
fn names_in_a_large_document_follow_its_edits_there_and_elsewhere() {
    let article = |n: usize| {
        let text = "Water stood in the lower halls, and nobody slept. ".repeat(80);
        format!("---\ntitle: Report {n}\n---\n\nThe pumps of hall {n} ran all night.\n\n{text}\n\n")
    };
    let dump: String = (0..40).map(article).collect();
    let line = dump.matches('\n').count() + 4;
    let large = format!(
        "{dump}---\ntitle: Last\n---\n\nForeign Minister Vera Lindqvist shut the gates.\n\nLindqvist smiled.\n"
    );
    let mut scene = Scene::new(&[("a.txt", &large), ("b.txt", "On Monday Vera Lind‸qvist came by bus.\n")]);
    scene.open("a.txt");
    let uri = scene.uri("a.txt");
    let highlighted = |scene: &mut Scene, line: usize| {
        let place = json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": 2 } });
        let found = scene.server.request("textDocument/documentHighlight", place).expect("an answer");
        let each = found.as_array().into_iter().flatten();
        each.map(|it| it["range"]["start"]["line"].as_u64().expect("a line") as usize).collect::<Vec<_>>()
    };
    assert_eq!(highlighted(&mut scene, line + 2), [line, line + 2]);
    let start = json!({ "line": line, "character": 0 });
    let edit = json!([{ "range": { "start": start, "end": start }, "text": "Vera Lindqvist had slept.\n\n" }]);
    scene.server.change(&uri, 2, edit);
    assert_eq!(highlighted(&mut scene, line + 4), [line, line + 2, line + 4]);
    // Elsewhere that is known when the large document has been compared.
    let in_large = |it: &&Value| it["uri"].as_str().is_some_and(|uri| uri.ends_with("/a.txt"));
    scene.until(ALL, &all(), |found| found.as_array().is_some_and(|all| all.iter().filter(in_large).count() == 3));
}

#[test]
fn whoever_is_mentioned_can_be_looked_for() {
    let more = json!({ "workspace": { "symbol": { "resolveSupport": { "properties": ["location.range"] } } } });
    let files = [("a.txt", FIRST), ("b.txt", SECOND), ("entities.toml", ENTITIES)];
    let mut scene = Scene::with(&files, more);
    scene.until(ALL, &all(), elsewhere);
    let mut look_for = |query: &str| {
        let found = scene.server.request("workspace/symbol", json!({ "query": query })).expect("an answer");
        let each = found.as_array().into_iter().flatten();
        each.map(|it| {
            format!("{} ({})", it["name"].as_str().unwrap_or("-"), it["containerName"].as_str().unwrap_or("-"))
        })
        .collect::<Vec<_>>()
    };
    check(
        &look_for(""),
        &expect![[r#"
        Vera Lindqvist (4 mentions in 2 articles)
        Solmund Works (1 mention in 1 article)
    "#]],
    );
    check(
        &look_for("vlind"),
        &expect![[r#"
        Vera Lindqvist (4 mentions in 2 articles)
    "#]],
    );
    assert_eq!(look_for("nobody"), [""; 0]);
    let found = scene.server.request("workspace/symbol", json!({ "query": "works" })).expect("an answer");
    let resolved = scene.server.request("workspaceSymbol/resolve", found[0].clone()).expect("an answer");
    let place = scene.shown(&resolved["location"]["uri"], &resolved["location"]["range"]);
    assert_eq!(place, "entities.toml:12: Solmund Works");
}

#[test]
fn an_id_is_renamed_in_every_annotation_and_in_the_knowledge_base() {
    let second = SECOND.replace("id=\"lind", "id=\"li‸nd").replace("Li‸ndqvist<", "Lindqvist<");
    let files =
        [("a.txt", FIRST), ("b.txt", &second), ("entities.toml", ENTITIES), ("c.txt", "Vera Lindqvist slept.\n")];
    let mut scene = Scene::with(&files, json!({ "workspace": { "workspaceEdit": { "changeAnnotationSupport": {} } } }));
    scene.until(ALL, &all(), elsewhere);
    let prepared = scene.ask("textDocument/prepareRename", json!({}));
    assert_eq!(prepared["placeholder"], "lindqvist");
    let edit = scene.until("textDocument/rename", &json!({ "newName": "vl-1" }), |it| {
        it["documentChanges"].as_array().is_some_and(|it| it.len() == 3)
    });
    let applied = scene.applied(&edit);
    expect![[r#"
        title: Gates shut
        date: 2031-03-12
        source: The Post

        Foreign Minister [Vera Lindqvist]{.PER #vl-1} shut the gates of the barrier on Wednesday.

        [Lindqvist]{.PER #vl-1} smiled, and [Solmund Works]{.ORG #works} paid for it.
    "#]]
    .assert_eq(&applied["a.txt"]);
    expect![[r#"
        title: Gates open
        date: 2031-03-15
        source: The Courier

        The gates were opened again by [[vl-1|Ms Lindqvist]], who had slept in borrowed boots.

        <PER id="vl-1">Lindqvist</PER> left at dawn.
    "#]]
    .assert_eq(&applied["b.txt"]);
    expect![[r##"
        [[entity]]
        id = "vl-1"
        type = "PER"
        name = "Vera Lindqvist"
        aliases = ["Lindqvist"]
        description = "Foreign minister of *Halvmark*"
        wikidata = "Q42"

        [[entity]]
        id = "works"
        type = "ORG"
        name = "Solmund Works"
        links = ["#vl-1"]
    "##]]
    .assert_eq(&applied["entities.toml"]);
    let versions: Vec<&Value> =
        edit["documentChanges"].as_array().expect("changes").iter().map(|it| &it["textDocument"]["version"]).collect();
    assert_eq!(versions, [&Value::Null, &json!(1), &Value::Null]);
    assert!(edit["changeAnnotations"]["annotations"]["label"].is_string());
    // An id that somebody else has is refused, and so is one that is no id.
    for new in ["works", "two words", ""] {
        let mut params = scene.place();
        merge(&mut params, json!({ "newName": new }));
        assert_eq!(scene.server.request("textDocument/rename", params), Err(-32803), "{new}");
    }
}

#[test]
fn a_name_is_renamed_where_it_is_annotated_and_described() {
    let mut scene = Scene::new(&[("a.txt", FIRST), ("b.txt", SECOND), ("entities.toml", ENTITIES)]);
    scene.until(ALL, &all(), elsewhere);
    let edit = scene.until("textDocument/rename", &json!({ "newName": "Lindkvist" }), |it| {
        it["documentChanges"].as_array().is_some_and(|it| it.len() == 3)
    });
    let applied = scene.applied(&edit);
    assert!(
        applied["a.txt"].contains("[Lindkvist]{.PER #lindqvist} smiled")
            && applied["a.txt"].contains("[Vera Lindqvist]")
    );
    assert!(
        applied["b.txt"].contains("<PER id=\"lindqvist\">Lindkvist</PER>")
            && applied["b.txt"].contains("|Ms Lindqvist]]")
    );
    assert!(applied["entities.toml"].contains("aliases = [\"Lindkvist\"]"));
}

#[test]
fn what_is_not_annotated_is_not_renamed() {
    let mut scene = Scene::new(&[("a.txt", "Foreign Minister Vera Lind‸qvist slept.\n")]);
    let place = scene.place();
    assert_eq!(scene.server.request("textDocument/prepareRename", place), Err(-32803));
}

#[test]
fn ids_types_and_names_are_completed() {
    let labels = |answer: &Value| {
        let items = answer["items"].as_array().into_iter().flatten();
        items.map(|it| it["textEdit"]["newText"].as_str().expect("a text").to_owned()).collect::<Vec<_>>()
    };
    for (text, wanted) in [
        ("He met [[vera‸", vec!["lindqvist"]),
        ("He met [Vera]{.O‸", vec!["ORG"]),
        ("He met <PER id=\"wor‸", vec!["works"]),
        ("He met [Vera]{.O‸RG}", vec!["ORG"]),
        ("keywords: tides, Solm‸\n\nThe gates were open.\n", vec!["Solmund Works"]),
        // Who has an id that only annotations give is offered by name; an id that is being written is not.
        ("author: Tom‸\n\n[Tom Aspern]{.PER #tom} came.\n", vec!["Tom Aspern"]),
        ("[Tom Aspern]{.PER #tom‸} came.\n", vec![]),
    ] {
        let mut scene = Scene::new(&[("a.txt", text), ("entities.toml", ENTITIES)]);
        let found = scene.until("textDocument/completion", &json!({}), |it| labels(it).is_empty() == wanted.is_empty());
        assert_eq!(labels(&found), wanted, "{text}");
        if wanted == ["lindqvist"] {
            let item = scene.server.request("completionItem/resolve", found["items"][0].clone()).expect("an answer");
            let told = item["documentation"]["value"].as_str().expect("a text");
            assert!(told.contains("Foreign minister of"), "{told}");
        }
    }
    let mut scene = Scene::new(&[("a.txt", "He met‸ nobody.\n"), ("entities.toml", ENTITIES)]);
    assert_eq!(scene.ask("textDocument/completion", json!({})), Value::Null);
}

#[test]
fn elements_and_pointers_are_completed_in_tei() {
    let items = |answer: &Value| {
        let items = answer["items"].as_array().into_iter().flatten();
        items.map(|it| it["textEdit"]["newText"].as_str().expect("a text").to_owned()).collect::<Vec<_>>()
    };
    for (text, wanted) in [
        ("<persName ref=\"‸\">Vera</persName>", vec!["#works", "#lindqvist"]),
        ("<persName ref=\"#lin‸\">Vera</persName>", vec!["lindqvist"]),
        ("<name ref=\"Q2\">Tamsa</name> and <persName ref=\"lin‸\">Vera</persName>", vec!["lindqvist"]),
        ("<orgName>Tamsa Works</orgName> met <p‸ Vera", vec!["persName", "placeName"]),
        ("<orgName>Tamsa Works</orgName> met <‸ Vera", vec!["orgName", "name", "persName", "placeName", "rs"]),
    ] {
        let text = format!("<TEI><text><body><p>{text}</p></body></text></TEI>\n");
        let mut scene = Scene::new(&[("a.xml", &text), ("entities.toml", ENTITIES)]);
        let found = scene.until("textDocument/completion", &json!({}), |it| !items(it).is_empty());
        assert_eq!(items(&found), wanted, "{text}");
    }
}

#[test]
fn a_lens_says_how_often_somebody_is_mentioned() {
    let mut scene = Scene::new(&[("a.txt", FIRST), ("b.txt", SECOND)]);
    scene.until(ALL, &all(), elsewhere);
    let document = json!({ "textDocument": { "uri": scene.uri("b.txt") } });
    let lenses = scene.server.request("textDocument/codeLens", document).expect("an answer");
    let lens = lenses[0].clone();
    let lens = scene.server.request("codeLens/resolve", lens).expect("an answer");
    assert_eq!(lens["command"]["title"], "Lindqvist: 4 mentions in 2 articles");
    assert_eq!(lens["command"]["command"], "copydesk.showMentions");
    assert_eq!(lens["command"]["arguments"][2].as_array().map(Vec::len), Some(4));
}

#[test]
fn one_can_step_through_the_mentions_by_date() {
    let mut scene = Scene::new(&[("a.txt", FIRST), ("b.txt", SECOND)]);
    scene.until(ALL, &all(), elsewhere);
    let mut step = |command: &str| {
        let arguments = [scene.place()];
        let params = json!({ "command": command, "arguments": arguments });
        let place = scene.server.request("workspace/executeCommand", params).expect("an answer");
        scene.shown(&place["uri"], &place["range"])
    };
    assert_eq!(step("copydesk.previousMention"), "b.txt:5: Ms Lindqvist");
    assert_eq!(step("copydesk.nextMention"), "a.txt:5: Vera Lindqvist");
}

const ROWS: &str = "Foreign\tO\nMinister\tO\nVera\tB-PER\nLindqvist\tI-PER\nleft\tO\nKarsova\tB-LOC\n.\tO\n\nLindqvist\tB-PER\nsmiled\tO\n.\tO\n";
const LINES: &str = "{\"text\": \"The minister, Vera Lindqvist, came to Karsova.\", \"label\": [[14, 28, \"PER\"]]}\n";
const TAGGED: &str = "<doc><p><persName>Vera Lind‸qvist</persName> spoke.</p></doc>\n";

#[test]
fn references_lead_through_files_of_every_format() {
    let mut scene = Scene::new(&[("a.txt", FIRST), ("b.conll", ROWS), ("c.jsonl", LINES), ("d.tei", TAGGED)]);
    let found = scene.until(ALL, &all(), elsewhere);
    check(
        &scene.locations(&found),
        &expect![[r#"
        a.txt:5: Vera Lindqvist
        a.txt:7: Lindqvist
        b.conll:3: Vera	B-PER …
        b.conll:9: Lindqvist
        c.jsonl:1: Vera Lindqvist
        d.tei:1: Vera Lindqvist
    "#]],
    );
    let hover = scene.ask("textDocument/hover", json!({}));
    check(
        &[hover["contents"]["value"].as_str().unwrap_or_default().to_owned()],
        &expect![[r#"
            **Vera Lindqvist** · PER · annotated as lindqvist

            6 mentions in 4 articles · 2031-03-12

            Named: Vera Lindqvist ×4, Lindqvist ×2

            Beside: Karsova (2)

            > Foreign Minister **Vera Lindqvist** shut the gates of the barrier on Wednesday.
            >
            > — a.txt, 2031\-03\-12

            > Foreign Minister **Vera Lindqvist** left Karsova .
            >
            > — b.conll

            > The minister, **Vera Lindqvist**, came to Karsova.
            >
            > — c.jsonl
        "#]],
    );
    let definition = scene.ask("textDocument/definition", json!({}));
    check(
        &scene.locations(&definition),
        &expect![[r#"
        a.txt:5: Vera Lindqvist
    "#]],
    );
}

/// The tokens of names: type, modifier, text.
fn coloured(scene: &mut Scene) -> Vec<String> {
    let tokens = scene.ask("textDocument/semanticTokens/full", json!({}));
    let legend = scene.server.initialized["capabilities"]["semanticTokensProvider"]["legend"].clone();
    let numbers: Vec<u64> = tokens["data"].as_array().expect("numbers").iter().filter_map(Value::as_u64).collect();
    let (mut line, mut column) = (0, 0);
    let mut found = Vec::new();
    for token in numbers.chunks(5) {
        (line, column) = if token[0] == 0 { (line, column + token[1]) } else { (line + token[0], token[1]) };
        let kind = legend["tokenTypes"][token[3] as usize].as_str().expect("a type");
        if kind.starts_with("name") {
            let at = |character: u64| json!({ "line": line, "character": character });
            let range = json!({ "start": at(column), "end": at(column + token[2]) });
            let modifier = if token[4] == 2 { " recognised" } else { "" };
            let uri = json!(scene.uri(&scene.cursor.0));
            found.push(format!("{kind}{modifier} {}", scene.shown(&uri, &range)));
        }
    }
    found
}

#[test]
fn names_are_coloured_by_type_beside_the_marks_of_annotations() {
    let text =
        "‸title: Gates shut\n\nForeign Minister [Vera Lindqvist]{.PER #lindqvist} met Jaromir Dvoretsky in Germany.\n";
    let mut scene = Scene::new(&[("a.txt", text)]);
    check(
        &coloured(&mut scene),
        &expect![[r#"
        namePerson a.txt:3: Vera Lindqvist
        namePerson recognised a.txt:3: Jaromir Dvoretsky
        nameGeopolitical recognised a.txt:3: Germany
    "#]],
    );
    let mut scene = Scene::new(&[("b.conll", &format!("‸{ROWS}"))]);
    check(
        &coloured(&mut scene),
        &expect![[r#"
        namePerson b.conll:3: Vera
        namePerson b.conll:4: Lindqvist
        namePlace b.conll:6: Karsova
        namePerson b.conll:9: Lindqvist
    "#]],
    );
}

#[test]
fn a_hint_says_what_an_annotation_leaves_open() {
    let text = "‸title: Gates shut\n\nMinister [Vera Lindqvist]{.PER #lindqvist} spoke.\n\n[Lindqvist]{.PER} left, and [[lindqvist|Ms Lindqvist]] met Jaromir Dvoretsky.\n";
    let range = json!({ "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } } });
    let mut hints = Vec::new();
    for setting in ["off", "annotated", "all"] {
        let settings = format!("[names]\ninlay-hints = \"{setting}\"\n");
        let mut scene = Scene::new(&[("copydesk.toml", &settings), ("a.txt", text)]);
        let answer = scene.ask("textDocument/inlayHint", range.clone());
        for hint in answer.as_array().expect("hints") {
            let place = &hint["position"];
            let label = hint["label"].as_str().expect("a label");
            hints.push(format!("{setting}: {}:{} {label}", place["line"], place["character"]));
        }
    }
    check(
        &hints,
        &expect![[r#"
        annotated: 4:17 lindqvist
        all: 4:17 lindqvist
        all: 4:76 PER
    "#]],
    );
}

#[test]
fn a_moniker_is_the_id_and_the_item_of_wikidata() {
    let mut scene = Scene::new(&[("b.txt", SECOND), ("entities.toml", ENTITIES)]);
    let known = scene.until("textDocument/moniker", &json!({}), |it| it[1].is_object());
    assert_eq!(
        known,
        json!([
            { "scheme": "copydesk", "identifier": "lindqvist", "unique": "project", "kind": "import" },
            { "scheme": "wikidata", "identifier": "Q42", "unique": "global", "kind": "import" },
        ])
    );
}

#[test]
fn what_stands_between_a_name_and_its_offsets_has_its_own_meaning() {
    let text = "Vera Lindqvist paid Solmund Works. Later Jaromir Dvoretsky left Oslo.";
    let spans = json!([
        { "start": 0, "end": 14, "label": "PERSON", "kb_id": "lindqvist", "note": "the minister, as all the world knows" },
        { "start": 20, "end": 33, "label": "ORG", "kb_id": "works" },
        { "start": 64, "end": 68, "label": "LOC", "kb_id": "oslo", "note": "the city and not the county, as all the world knows" },
    ]);
    let record = json!({ "text": text, "spans": spans }).to_string();
    for (place, name) in [
        ("Vera Lind", "Vera Lindqvist"),
        ("paid Solm", "Solmund Works"),
        ("Later Jaro", "Jaromir Dvoretsky"),
        ("left Os", "Oslo"),
        ("\"oslo", "Oslo"),
        ("\"end\":33", "Solmund Works"),
    ] {
        let at = record.find(place).expect("the place") + place.len();
        let mut scene = Scene::new(&[("a.jsonl", &format!("{}‸{}\n", &record[..at], &record[at..]))]);
        let hover = scene.ask("textDocument/hover", json!({}));
        let shown = hover["contents"]["value"].as_str().unwrap_or_default();
        assert!(shown.starts_with(&format!("**{name}**")), "{place}: {shown}");
    }
}
