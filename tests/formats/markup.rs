//! The sample corpora in markup: damage is found, and the clean twins are clean.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::config::Settings;
use copydesk::facts::FileFacts;
use copydesk::format::Format;
use copydesk::text::{Change, Span};
use expect_test::{Expect, expect};

use crate::support::{articles, found};

fn corpus(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora").join(folder)
}

fn read(folder: &str, name: &str) -> String {
    std::fs::read_to_string(corpus(folder).join(name)).expect("a sample file")
}

/// What is found in a damaged file of the sample corpus.
fn check(name: &str, expected: Expect) {
    expected.assert_eq(&found(name, &read("markup", name)));
}

#[test]
fn clean_twins_are_clean() {
    let entries = std::fs::read_dir(corpus("markup-clean")).expect("the sample corpora");
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert_eq!(found(&name, &read("markup-clean", &name)), "", "{name}");
    }
}

#[test]
fn damage_in_tei_is_found() {
    check(
        "barrier.tei",
        expect![[r##"
        22:22 duplicate-markup-id “lindqvist” The id lindqvist is taken already
              “lindqvist” Here
        28:30 unclosed-annotation “<placeName ref="#halvmark">” <placeName> is never closed
              unsafe: Delete <placeName> gives “      <p>The barrier between Halvmark and”
        30:70 annotation-edge-space “ ” White space stands in front of </persName>
              safe: Move the white space outside gives “      <p><q>“It works,”</q> <persName ref="#lindqvist">Vera Lindqvist</persName>  said, and”
        31:18 curled-attribute-quotes ““person” ref=“#lindqvist”” Attributes are quoted with straight marks
              safe: Write straight marks gives “        <rs type="person" ref="#lindqvist">she</rs> sat down. Shares of Solmund & Sons rose by 3&#160;%.</p>”
        31:81 unescaped-character “&” “&” begins a reference; in text it is written “&amp;”
              safe: Write “&amp;” gives “        <rs type=“person” ref=“#lindqvist”>she</rs> sat down. Shares of Solmund &amp; Sons rose by 3&#160;%.</p>”
        32:36 dangling-pointer “dvoretski” Nothing in this file has the xml:id dvoretski
              “dvoretsky” A similar one
              unsafe: Write dvoretsky gives “      <p>President <persName ref="#dvoretsky">Dvoretsky</persName> spoke for longer.</p>”
    "##]],
    );
}

#[test]
fn damage_in_a_wire_is_found() {
    check(
        "wire.sgm",
        expect![[r#"
        1:1 unclosed-document “<DOC>” <DOC> is never closed
        11:63 unclosed-annotation “<e_numex>” <b_enamex> is closed as <e_numex>
              “<b_enamex type="PERSON">” The opening tag
              safe: Write enamex gives “→``It works,'' Minister <b_enamex type="PERSON">Vera Lindqvist<e_enamex> said on <b_timex type="DATE">Friday<e_timex>.”
        13:32 unknown-annotation-type “MONYE” MONYE is no type of <numex>
              unsafe: Write MONEY gives “→The works cost <b_numex type="MONEY">3.1 billion euros<e_numex> and took <b_duration>12 years<e_duration>.”
        16:9 duplicate-article-id “STW20310314.0007” An article of this file has the number STW20310314.0007 already
              “STW20310314.0007” Here
        22:46 annotation-without-type “<ENAMEX>” <ENAMEX> does not say what type it is of
        23:40 dangling-pointer “3” No mention has the ID 3
    "#]],
    );
}

#[test]
fn damage_in_json_lines_is_found() {
    check(
        "export.jsonl",
        expect![[r#"
        1:81 span-edge-space “8,23” White space stands at the start of “Vera Lindqvist”
              safe: Leave the white space out gives “{"id":1,"text":"Minister Vera Lindqvist came to Brannhavn on Friday.","label":[[9,23,"PER"],[32,41,"LOC"],],"Comments":[]}”
        1:106 broken-json “,” Nothing follows this comma
              safe: Delete the comma gives “{"id":1,"text":"Minister Vera Lindqvist came to Brannhavn on Friday.","label":[[8,23,"PER"],[32,41,"LOC"]],"Comments":[]}”
        2:85 offset-unit “43,56” The offsets of this record count UTF-16 units: from “😀” on they are wrong for whoever counts code points
              safe: Count code points gives “{"id":2,"text":"😀 The gates of the barrier are shut, said Ilka Sobolets.","label":[[42,55,"PER"]],"Comments":[]}”
        3:193 span-out-of-text “60,"end_offset":77” The text is 68 characters long, the annotation goes from 60 to 77
        3:255 dangling-pointer “9” No annotation of this record has the id 9
        4:330 span-off-token “0,"token_end":2” “Hester Quill” is tokens 0 to 1, which its token numbers do not say
              unsafe: Write these token numbers gives “{"text":"Hester Quill spoke.","_input_hash":-17,"_task_hash":4,"tokens":[{"text":"Hester","start":0,"end":6,"id":0,"ws":true},{"text":"Quill","start":7,"end":12,"id":1,"ws":true},{"text":"spoke","start":13,"end":18,"id":2,"ws":false},{"text":".","start":18,"end":19,"id":3,"ws":false}],"spans":[{"start":0,"end":12,"token_start":0,"token_end":1,"label":"PER"}],"answer":"accept"}”
        5:45 duplicate-task “-17” This record is of the same task as another one
              “-17” Here
    "#]],
    );
}

#[test]
fn damage_in_an_array_of_tasks_is_found() {
    check(
        "studio.json",
        expect![[r#"
        12:31 span-text-mismatch “34, "end": 42” The annotation is of “Halvmark”, its offsets are of “Halvmar”
              safe: Move it to 35, where “Halvmark” stands gives “           "value": {"start": 35, "end": 43, "text": "Halvmark", "labels": ["LOC"]}},”
        20:11 duplicate-task “11” This record has the id of another one
              “11” Here
        21:30 lone-surrogate “\ud83d” “\ud83d” is one half of a character, and the other is missing
              unsafe: Write a replacement character gives “    "data": {"text": "Nobody \ufffd asked the lines to like it."},”
        24:4 broken-json “,” Nothing follows this comma
              safe: Delete the comma gives “  }”
    "#]],
    );
}

#[test]
fn damage_in_an_export_of_a_press_database_is_found() {
    check(
        "archive.txt",
        expect![[r#"
        14:9 declared-length “340 words” The article says it has 340 words, and it has 37
        33:32 separator-out-of-sequence “5 of 3 DOCUMENTS” Article 5 follows article 1
        54:32 separator-out-of-sequence “3 of 4 DOCUMENTS” This line counts 4 articles, the ones before it 3
    "#]],
    );
}

#[test]
fn damage_in_layers_is_found() {
    check(
        "mentions.ecb.xml",
        expect![[r#"
        11:47 dangling-pointer “55” No token has the id 55
        12:1 markable-without-anchor “<ACTION_OCCURRENCE m_id="22">” <ACTION_OCCURRENCE> is anchored at no token
        16:34 instance-mismatch “HUM007” The note is HUM007, the instance has the id HUM700
              “HUM700” The instance
              unsafe: Write HUM700 gives “<CROSS_DOC_COREF r_id="40" note="HUM700"><source m_id="20"/><source m_id="21"/><target m_id="30"/></CROSS_DOC_COREF>”
    "#]],
    );
}

#[test]
fn the_articles_of_a_wire_are_read() {
    expect![[r#"
        article
          id: STW20310314.0007
          date: 03/14/2031 17:36:00
          title: Sea barrier shut for first time
          | Sea barrier shut for first time
          | BRANNHAVN, Halvmark (STW) _
          | ``It works,'' Minister Vera Lindqvist said on Friday.
          | The works cost 3.1 billion euros and took 12 years.
          “BRANNHAVN” LOCATION in <b_enamex type="LOCATION"> <e_enamex>
          “Halvmark” LOCATION in <b_enamex type="LOCATION"> <e_enamex>
          “STW” ORGANIZATION in <b_enamex type="ORGANIZATION"> <e_enamex>
          “Vera Lindqvist” PERSON in <b_enamex type="PERSON"> <e_enamex>
          “Friday” DATE in <b_timex type="DATE"> <e_timex>
          “3.1 billion euros” MONEY in <b_numex type="MONEY"> <e_numex>
          “12 years” duration in <b_duration> <e_duration>
        article
          id: STW20310314.0011
          title: Ferry lines seek redress
          | Ferry lines seek redress
          | The ferry lines of Tirovets asked both capitals for⏎money; they got none.
          | R&D was not asked.
          “The ferry lines of Tirovets”  #1 in <COREF ID="1" MIN="lines"> </COREF>
          “Tirovets” LOCATION in <ENAMEX TYPE="LOCATION"> </ENAMEX>
          “they” IDENT  #1 in <COREF ID="2" TYPE="IDENT" REF="1"> </COREF>
    "#]]
    .assert_eq(&articles("wire.sgm", &read("markup-clean", "wire.sgm")));
}

/// Text that edits put in.
const PUT_IN: &[&str] = &[
    "<",
    ">",
    "</p>",
    "<DOC>\n",
    "</DOC>\n",
    "\"",
    "”",
    "&",
    "\n",
    "\n\n",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\\ud83d",
    "é",
    "😀",
    "2 of 9 DOCUMENTS\n",
    "LENGTH: 3 words\n",
    "x",
    "7",
    "<!--",
    "]]>",
];

#[test]
fn an_edit_leads_where_reading_anew_does() {
    for folder in ["markup", "markup-clean"] {
        let entries = std::fs::read_dir(corpus(folder)).expect("the sample corpora");
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let mut text = read(folder, &name);
            let format = Format::of(Path::new(&name), &text).expect("a corpus file");
            let mut facts = FileFacts::new(&text, format, Arc::new(Settings::default()));
            // Steps of no pattern, the same each time.
            let mut state = 0x9e37_79b9_u64;
            let mut next = |below: usize| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 33) as usize % below.max(1)
            };
            for _ in 0..60 {
                let start = text.floor_char_boundary(next(text.len() + 1));
                let end = text.floor_char_boundary((start + next(12)).min(text.len()));
                let put = if next(3) == 0 { "" } else { PUT_IN[next(PUT_IN.len())] };
                text.replace_range(start..end, put);
                facts.edit(&*text, Change { old: Span::new(start, end), new_len: put.len() });
                let anew = FileFacts::new(&text, format, Arc::new(Settings::default()));
                let findings: Vec<_> = facts.findings().collect();
                assert_eq!(findings, anew.findings().collect::<Vec<_>>(), "{name}: {text}");
                let spans =
                    |facts: &FileFacts| (0..facts.article_count()).map(|at| facts.article_span(at)).collect::<Vec<_>>();
                assert_eq!(spans(&facts), spans(&anew), "{name}: {text}");
                for finding in findings {
                    assert!(text.get(finding.span.range()).is_some(), "{name}: {finding:?}");
                }
            }
        }
    }
}

#[test]
fn nothing_is_said_of_the_punctuation_of_a_text_of_tokens() {
    let word = |word: &str| format!("<w>{word}</w> ");
    let tokens = ["“", "The", "gates", "opened", ",", "said", "Lind", ".", "(", "She", "left", "."].map(word).concat();
    let tei = |text: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p>{text}</p></body></text></TEI>\n"
        )
    };
    assert_eq!(found("a.xml", &tei(&tokens)), "");
    assert_ne!(found("a.xml", &tei("“The gates opened, said Lind. (She left.")), "");
    let json = r#"{"tokens": ["“", "The", "gates", "opened", ",", "said", "Lind"], "ner_tags": ["O", "O", "O", "O", "O", "O", "B-PER"]}"#;
    assert_eq!(found("a.jsonl", &format!("{json}\n{json}\n")), "");
}
