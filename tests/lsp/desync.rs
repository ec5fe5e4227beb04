//! Row 5 of the complaints: after any edits the server has the text that the client has, and knows the same of it as if
//! it had just been opened.

use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Value, json};

use crate::harness::{TestServer, position};

const EDITED: &str = "untitled:edited";
const FRESH: &str = "untitled:fresh";

/// The reference: a text with positions counted in `encoding`.
struct Reference {
    text: String,
    encoding: &'static str,
}

impl Reference {
    /// The position of the byte `at`.
    fn position(&self, at: usize) -> Value {
        let (mut line, mut start) = (0, 0);
        let bytes = self.text.as_bytes();
        for end in 0..at {
            let crlf = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
            if bytes[end] == b'\n' || bytes[end] == b'\r' && !crlf {
                (line, start) = (line + 1, end + 1);
            }
        }
        let column = &self.text[start..at];
        let column = match self.encoding {
            "utf-8" => column.len(),
            "utf-16" => column.encode_utf16().count(),
            _ => column.chars().count(),
        };
        position(line, column)
    }

    /// Replaces what lies between two shares of the text, and returns the change for the server.
    fn edit(&mut self, from: f64, to: f64, new: &str) -> Value {
        let place = |share: f64| {
            let at = (share * self.text.len() as f64) as usize;
            (0..=at).rev().find(|&at| self.text.is_char_boundary(at)).expect("0 is one")
        };
        let (mut start, mut end) = (place(from.min(to)), place(from.max(to)));
        // Between CR and LF there is no position.
        for at in [&mut start, &mut end] {
            if *at > 0 && self.text.as_bytes()[*at - 1] == b'\r' && self.text.as_bytes().get(*at) == Some(&b'\n') {
                *at -= 1;
            }
        }
        let range = json!({ "start": self.position(start), "end": self.position(end) });
        self.text.replace_range(start..end, new);
        json!({ "range": range, "text": new })
    }
}

/// All that the server says of a document.
fn all_about(server: &mut TestServer, uri: &str) -> Vec<Value> {
    let ask = json!({ "textDocument": { "uri": uri } });
    let methods = ["diagnostic", "documentSymbol", "foldingRange", "semanticTokens/full", "documentLink"];
    let mut all: Vec<_> = methods
        .iter()
        .map(|method| server.request(&format!("textDocument/{method}"), ask.clone()).expect("an answer"))
        .collect();
    let selection = json!({ "textDocument": { "uri": uri }, "positions": [position(1, 1), position(99, 0)] });
    all.push(server.request("textDocument/selectionRange", selection).expect("an answer"));
    for answer in &mut all {
        if let Some(answer) = answer.as_object_mut() {
            answer.remove("resultId");
        }
    }
    let text = Value::Array(all).to_string().replace(uri, "URI");
    serde_json::from_str(&text).expect("JSON")
}

fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "word ",
        "“",
        "”",
        "\"",
        "'",
        "’",
        "(",
        ")",
        "[",
        "]",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "😀",
        "é",
        "e\u{301}",
        "👩‍👩‍👧",
        "\u{2028}",
        "\u{85}",
        "東京。",
        "title: x\n",
        "---\n",
        "https://a.org/b ",
        "<PER id=\"x\">",
        "</PER>",
        "[x]{.PER #y}",
        "**",
        "`",
        "# Head\n\n",
        "=====\n",
        "<DOC>\n",
        "</DOC>\n",
    ];
    prop::sample::select(pieces.to_vec()).prop_map(str::to_owned)
}

fn text(pieces: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), pieces).prop_map(|pieces| pieces.concat())
}

fn capabilities(encoding: &str) -> Value {
    json!({
        "general": { "positionEncodings": [encoding] },
        "workspace": { "diagnostics": { "refreshSupport": true } },
        "textDocument": {
            "diagnostic": {},
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        },
    })
}

#[test]
fn edits_in_any_encoding_give_the_text_of_the_client() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let server = std::cell::RefCell::new(TestServer::new(capabilities(encoding)));
        let edits = prop::collection::vec((0.0..=1.0, 0.0..=1.0, text(0..4), any::<bool>()), 1..12);
        let mut runner = proptest::test_runner::TestRunner::new(Config { cases: 60, ..Config::default() });
        let outcome = runner.run(&(text(0..40), edits), |(start, edits)| {
            let mut server = server.borrow_mut();
            server.open(EDITED, &start);
            let mut reference = Reference { text: start, encoding };
            for (version, (from, to, new, narrow)) in edits.into_iter().enumerate() {
                // Most edits are small: people type.
                let to = if narrow { from } else { to };
                let change = reference.edit(from, to, &new);
                server.change(EDITED, version as i64 + 2, json!([change]));
            }
            server.open(FRESH, &reference.text);
            let (edited, fresh) = (all_about(&mut server, EDITED), all_about(&mut server, FRESH));
            server.close(EDITED);
            server.close(FRESH);
            prop_assert_eq!(edited, fresh, "{:?}", reference.text);
            Ok(())
        });
        if let Err(error) = outcome {
            panic!("{encoding}: {error}");
        }
    }
}

#[test]
fn a_delta_of_tokens_gives_the_tokens() {
    let server = std::cell::RefCell::new(TestServer::new(capabilities("utf-16")));
    let mut runner = proptest::test_runner::TestRunner::new(Config { cases: 60, ..Config::default() });
    let outcome = runner.run(&(text(0..30), text(0..30)), |(before, after)| {
        let mut server = server.borrow_mut();
        let ask = json!({ "textDocument": { "uri": EDITED } });
        server.open(EDITED, &before);
        let first = server.request("textDocument/semanticTokens/full", ask.clone()).expect("tokens");
        server.change(EDITED, 2, json!([{ "text": after }]));
        let delta = json!({ "textDocument": { "uri": EDITED }, "previousResultId": first["resultId"] });
        let delta = server.request("textDocument/semanticTokens/full/delta", delta).expect("a delta");
        let full = server.request("textDocument/semanticTokens/full", ask).expect("tokens");
        server.close(EDITED);
        let mut tokens = first["data"].as_array().expect("numbers").clone();
        for edit in delta["edits"].as_array().expect("edits") {
            let start = edit["start"].as_u64().expect("a number") as usize;
            let count = edit["deleteCount"].as_u64().expect("a number") as usize;
            let new = edit["data"].as_array().cloned().unwrap_or_default();
            tokens.splice(start..start + count, new);
        }
        prop_assert_eq!(&tokens, full["data"].as_array().expect("numbers"));
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
