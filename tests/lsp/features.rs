//! What each request gives.

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use crate::harness::{TestServer, on_line, position, vscode};

const URI: &str = "untitled:Untitled-1";
const BROKEN: &str =
    "Gates open\n\nHe said: \"We will open the gates tonight”, and left.\n\nShe said (quietly that it was late.\n";
const ARTICLE: &str = "---\ntitle: Gates open\nurl: https://example.org/gates\nsource: \"#\"\n---\n\nThe barrier was opened by <PER id=\"lind\">Vera Lind</PER>, the “minister” (of water).\n\n## Later\n\nRead [more](https://example.org/more) or [nothing](#).\nThe water went out.\n";

fn ask(server: &mut TestServer, method: &str, mut params: Value) -> Value {
    params["textDocument"] = json!({ "uri": URI });
    server.request(method, params).expect("an answer")
}

/// A server with `text` open, its diagnostics read.
fn with(text: &str) -> TestServer {
    let mut server = TestServer::new(vscode());
    server.open(URI, text);
    server.published(URI, 1);
    server
}

fn check(actual: &Value, expected: &Expect) {
    expected.assert_eq(&serde_json::to_string_pretty(actual).expect("JSON"));
}

/// The text of `range`, which lies on one line and counts in ASCII or UTF-16.
fn text_of(text: &str, range: &Value) -> String {
    let number = |at: &str, part: &str| range[at][part].as_u64().expect("a number") as usize;
    let units: Vec<u16> = text.lines().nth(number("start", "line")).expect("a line").encode_utf16().collect();
    let end = if range["start"]["line"] == range["end"]["line"] { number("end", "character") } else { units.len() };
    String::from_utf16_lossy(&units[number("start", "character")..end])
}

#[test]
fn diagnostics_say_what_and_why_and_where_else() {
    let mut server = TestServer::new(vscode());
    server.open(URI, BROKEN);
    let found = server.published(URI, 1);
    check(
        &found[0],
        &expect![[r#"
        {
          "range": {
            "start": {
              "line": 2,
              "character": 40
            },
            "end": {
              "line": 2,
              "character": 41
            }
          },
          "severity": 2,
          "code": "DEL001",
          "codeDescription": {
            "href": "https://github.com/copydesk/copydesk/blob/main/docs/rules/mismatched-quotes.md"
          },
          "source": "copydesk",
          "message": "The quotation is opened with \" but closed with ”",
          "relatedInformation": [
            {
              "location": {
                "uri": "untitled:Untitled-1",
                "range": {
                  "start": {
                    "line": 2,
                    "character": 9
                  },
                  "end": {
                    "line": 2,
                    "character": 10
                  }
                }
              },
              "message": "It is opened with \" here"
            }
          ],
          "data": {
            "rule": "mismatched-quotes",
            "fixes": 2,
            "safeFixes": 1
          }
        }"#]],
    );
}

#[test]
fn a_client_that_can_do_nothing_gets_only_the_bare_diagnostic() {
    let mut server = TestServer::new(json!({}));
    server.open(URI, BROKEN);
    let found = server.published(URI, 1);
    let keys: Vec<_> = found[0].as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["range", "severity", "code", "source", "message"]);
}

#[test]
fn a_quick_fix_is_offered_and_mends_the_text() {
    let mut server = TestServer::new(vscode());
    server.open(URI, BROKEN);
    let diagnostics = server.published(URI, 1);
    let params = json!({ "range": on_line(2, 40, 40), "context": { "diagnostics": [diagnostics[0]] } });
    let actions = ask(&mut server, "textDocument/codeAction", params);
    let first = &actions[0];
    assert_eq!((&first["kind"], &first["isPreferred"]), (&json!("quickfix"), &json!(true)));
    assert_eq!(first["diagnostics"], json!([diagnostics[0]]));
    assert!(first.get("edit").is_none(), "it is resolved later");
    let resolved = server.request("codeAction/resolve", first.clone()).expect("it is resolved");
    let changes = &resolved["edit"]["documentChanges"][0];
    assert_eq!(changes["textDocument"], json!({ "uri": URI, "version": 1 }));
    server.change(URI, 2, changes["edits"].clone_as_changes());
    assert!(!server.codes(URI, 2).contains(&"DEL001".to_owned()));
    // The text has changed: the action is for another one.
    assert_eq!(server.request("codeAction/resolve", first.clone()), Err(-32801));
}

/// Text edits are content changes with another name for the text.
trait AsChanges {
    fn clone_as_changes(&self) -> Value;
}

impl AsChanges for Value {
    fn clone_as_changes(&self) -> Value {
        let edits = self.as_array().expect("edits").iter().rev();
        edits.map(|edit| json!({ "range": edit["range"], "text": edit["newText"] })).collect()
    }
}

#[test]
fn a_client_that_resolves_nothing_gets_the_edits_at_once() {
    let mut capabilities = vscode();
    capabilities["textDocument"]["codeAction"].as_object_mut().expect("an object").remove("resolveSupport");
    capabilities["workspace"] = json!({});
    let mut server = TestServer::new(capabilities);
    assert_eq!(server.initialized["capabilities"]["codeActionProvider"]["resolveProvider"], false);
    server.open(URI, BROKEN);
    server.published(URI, 1);
    let params = json!({ "range": on_line(2, 40, 40), "context": { "diagnostics": [] } });
    let actions = ask(&mut server, "textDocument/codeAction", params);
    assert!(actions[0]["edit"]["changes"][URI].is_array(), "{actions}");
}

#[test]
fn all_safe_fixes_are_applied_at_once() {
    let text = "Gates open\n\nHe said: \"We will open the gates tonight”, and left.\n\nShe said: \"We will close them tonight”, and left.\n";
    let mut server = TestServer::new(vscode());
    server.open(URI, text);
    assert_eq!(server.codes(URI, 1).iter().filter(|code| *code == "DEL001").count(), 2);
    let whole = json!({ "start": position(0, 0), "end": position(9, 0) });
    let only = |kind: &str| json!({ "range": whole, "context": { "diagnostics": [], "only": [kind] } });
    let actions = ask(&mut server, "textDocument/codeAction", only("source.fixAll"));
    assert_eq!(actions.as_array().expect("a list").len(), 1);
    assert_eq!(actions[0]["kind"], "source.fixAll.copydesk");
    let quick = ask(&mut server, "textDocument/codeAction", only("quickfix"));
    let titles: Vec<_> = quick.as_array().expect("a list").iter().map(|it| it["title"].to_string()).collect();
    assert!(titles.iter().any(|title| title.contains("Fix all mismatched-quotes findings")), "{titles:?}");
    assert_eq!(ask(&mut server, "textDocument/codeAction", only("refactor")), json!([]));
    let resolved = server.request("codeAction/resolve", actions[0].clone()).expect("it is resolved");
    let edits = resolved["edit"]["documentChanges"][0]["edits"].clone_as_changes();
    server.change(URI, 2, edits);
    assert!(!server.codes(URI, 2).contains(&"DEL001".to_owned()));
}

#[test]
fn the_outline_shows_articles_and_what_they_hold() {
    let mut server = with(ARTICLE);
    let outline = ask(&mut server, "textDocument/documentSymbol", json!({}));
    let names = |symbols: &Value| -> Vec<String> {
        let symbols = symbols.as_array().expect("a list").iter();
        symbols.map(|it| format!("{} {}", it["kind"], it["name"].as_str().expect("a name"))).collect()
    };
    assert_eq!(names(&outline), ["1 Gates open"]);
    assert_eq!(names(&outline[0]["children"]), ["20 title", "20 url", "20 source", "19 Vera Lind", "3 Later"]);
    assert_eq!(outline[0]["children"][3]["detail"], "PER lind");
}

#[test]
fn the_outline_is_a_list_for_clients_that_show_no_trees() {
    let mut server = TestServer::new(json!({}));
    server.open(URI, ARTICLE);
    server.published(URI, 1);
    let outline = ask(&mut server, "textDocument/documentSymbol", json!({}));
    assert_eq!(outline.as_array().expect("a list").len(), 6);
    assert_eq!((&outline[4]["name"], &outline[4]["containerName"]), (&json!("Vera Lind"), &json!("Gates open")));
}

#[test]
fn headers_and_blocks_of_several_lines_fold() {
    let mut server = with(&format!("{ARTICLE}\n```\nopen gates\nclose gates\n```\n\nAnd so on.\n"));
    let folds = ask(&mut server, "textDocument/foldingRange", json!({}));
    let lines: Vec<_> =
        folds.as_array().expect("a list").iter().map(|it| (it["startLine"].clone(), it["endLine"].clone())).collect();
    assert_eq!(lines, [(json!(0), json!(4)), (json!(13), json!(16))]);
}

#[test]
fn articles_of_a_dump_fold() {
    let mut server = with(&format!("{ARTICLE}\n{ARTICLE}"));
    let folds = ask(&mut server, "textDocument/foldingRange", json!({}));
    let starts: Vec<_> = folds.as_array().expect("a list").iter().map(|it| it["startLine"].as_u64()).collect();
    assert_eq!(starts.iter().filter(|line| **line == Some(0)).count(), 2, "the article and its header: {folds}");
    assert_eq!(starts.iter().filter(|line| **line == Some(13)).count(), 2, "and the second: {folds}");
}

#[test]
fn selection_grows_from_the_word_to_the_file() {
    let mut server = with(ARTICLE);
    let params = json!({ "positions": [position(6, 47)] });
    let mut range = ask(&mut server, "textDocument/selectionRange", params)[0].clone();
    let mut texts = Vec::new();
    while !range.is_null() {
        texts.push(text_of(ARTICLE, &range["range"]));
        range = range["parent"].clone();
    }
    assert_eq!(texts[..3], ["Lind", "Vera Lind", "<PER id=\"lind\">Vera Lind</PER>"]);
    assert!(texts[3].starts_with("The barrier"), "{texts:?}");
    assert!(texts.last().expect("the file").starts_with("---"), "{texts:?}");
}

#[test]
fn semantic_tokens_colour_headers_delimiters_and_annotations() {
    let mut server = with(ARTICLE);
    let tokens = ask(&mut server, "textDocument/semanticTokens/full", json!({}));
    let legend = &server.initialized["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"];
    let numbers: Vec<_> =
        tokens["data"].as_array().expect("numbers").iter().map(|it| it.as_u64().expect("a number") as usize).collect();
    let (mut line, mut column) = (0, 0);
    let coloured: Vec<_> = numbers
        .chunks(5)
        .map(|token| {
            (line, column) = if token[0] == 0 { (line, column + token[1]) } else { (line + token[0], token[1]) };
            let text = text_of(ARTICLE, &on_line(line, column, column + token[2]));
            format!("{} {text}", legend[token[3]].as_str().expect("a type"))
        })
        .collect();
    expect![[r#"
        property title
        string Gates open
        property url
        string https://example.org/gates
        property source
        string #
        operator <
        type PER
        operator  id="
        variable lind
        operator ">
        namePerson Vera Lind
        operator </PER>
        operator “
        operator ”
        operator (
        operator )"#]]
    .assert_eq(&coloured.join("\n"));
    let params = json!({ "range": { "start": position(0, 0), "end": position(2, 0) } });
    let part = ask(&mut server, "textDocument/semanticTokens/range", params);
    assert_eq!(part["data"].as_array().expect("numbers")[..], tokens["data"].as_array().expect("numbers")[..10]);
}

#[test]
fn links_lead_to_pages_and_nowhere_else() {
    let mut server = with(ARTICLE);
    let links = ask(&mut server, "textDocument/documentLink", json!({}));
    let links: Vec<_> = links
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| (it["target"].clone(), text_of(ARTICLE, &it["range"])))
        .collect();
    let same = |address: &str| (json!(address), address.to_owned());
    assert_eq!(links, [same("https://example.org/gates"), same("https://example.org/more")]);
}

#[test]
fn the_names_of_a_pair_of_tags_are_edited_together() {
    let mut server = with(ARTICLE);
    let linked = ask(&mut server, "textDocument/linkedEditingRange", json!({ "position": position(6, 29) }));
    let texts: Vec<_> = linked["ranges"].as_array().expect("ranges").iter().map(|it| text_of(ARTICLE, it)).collect();
    assert_eq!(texts, ["PER", "PER"]);
    let nothing = ask(&mut server, "textDocument/linkedEditingRange", json!({ "position": position(6, 3) }));
    assert_eq!(nothing, Value::Null);
}

#[test]
fn cells_that_say_the_same_of_one_mention_are_edited_together() {
    let linked = |name: &str, text: &str| -> Vec<String> {
        let at = text.find('|').expect("a cursor");
        let text = text.replacen('|', "", 1);
        let uri = format!("file:///corpus/{name}");
        let mut server = TestServer::new(vscode());
        server.open_as(&uri, "plaintext", 1, &text);
        server.published(&uri, 1);
        let line = text[..at].matches('\n').count();
        let column = at - text[..at].rfind('\n').map_or(0, |end| end + 1);
        let params = json!({ "textDocument": { "uri": uri }, "position": position(line, column) });
        let linked = server.request("textDocument/linkedEditingRange", params).expect("an answer");
        let place = |it: &Value| format!("{}:{}", it["start"]["line"], text_of(&text, it));
        linked["ranges"].as_array().map(|all| all.iter().map(place).collect()).unwrap_or_default()
    };
    assert_eq!(linked("a.conll", "Vera\tB-P|ER\nLou\tI-PER\nLind\tI-PER\nspoke\tO\n\n"), ["0:PER", "1:PER", "2:PER"]);
    assert_eq!(linked("a.conll", "Vera|\tB-PER\nspoke\tO\nin\tO\nHavn\tB-LOC\n\n"), [""; 0]);
    let chains = "#begin document (a); part 000\na 0 0 Vera (7|\na 0 1 Lind 7)\na 0 2 spoke -\n\n#end document\n";
    assert_eq!(linked("a.v4_gold_conll", chains), ["1:7", "2:7"]);
    let row = |number, form, misc| format!("{number}\t{form}\t_\t_\t_\t_\t0\t_\t_\t{misc}\n");
    let head = "# newdoc id = a\n# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind\n";
    let entity = [row(1, "Vera", "Entity=(e|1-person-1"), row(2, "Lind", "Entity=e1)")].concat();
    assert_eq!(linked("a.conllu", &format!("{head}{entity}\n")), ["4:e1", "5:e1"]);
    let tei = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p>By <persN|ame ref=\"#x\">Vera</persName>.</p></body></text></TEI>\n";
    assert_eq!(linked("a.tei", tei), ["0:persName", "0:persName"]);
}

#[test]
fn what_holds_no_article_is_left_alone() {
    let mut server = TestServer::new(vscode());
    server.open_as("file:///a/main.rs", "rust", 1, BROKEN);
    assert_eq!(server.codes("file:///a/main.rs", 1), [""; 0]);
    assert_eq!(
        server.request("textDocument/foldingRange", json!({ "textDocument": { "uri": "file:///a/main.rs" } })),
        Ok(json!([]))
    );
}

#[test]
fn an_edit_makes_older_answers_void() {
    let mut server = with(BROKEN);
    // Both are on the wire before the first can be worked out, or not: the answer is right or refused, never stale.
    for version in 2..40 {
        let id = server.post("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } }));
        server.change(URI, version, json!([{ "range": on_line(0, 0, 0), "text": "x" }]));
        match server.answer(id) {
            Ok(outline) => assert_eq!(outline[0]["name"], format!("{}Gates open", "x".repeat(version as usize - 2))),
            Err(code) => assert_eq!(code, -32801),
        }
    }
    server.published(URI, 39);
}
