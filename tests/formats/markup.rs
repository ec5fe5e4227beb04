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
        5:62 duplicate-task “4” This record is of the same task as another one
              “4” Here
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

/// Records as doccano exports them, of which the first is `first`.
fn records(first: &str) -> String {
    let rest = r#"{"id": 1, "text": "Erik Berg sold a boat.", "label": [[0, 9, "PER"]]}
{"id": 2, "text": "Rain fell over Bergen.", "label": [[15, 21, "LOC"]]}
{"id": 3, "text": "Kari Holm left.", "label": [[0, 9, "PER"]]}
"#;
    format!("{first}\n{rest}")
}

const RECORD: &str =
    r#"{"id": 0, "text": "Vera Lind met the minister in Oslo.", "label": [[0, 9, "PER"], [30, 34, "LOC"]]}"#;

#[test]
fn json_that_a_strict_reader_refuses_is_named() {
    assert_eq!(found("a.jsonl", &records(RECORD)), "");
    expect![[r#"
        1:37 broken-json “⏎” A line end stands in this string as it is: JSON escapes it
              safe: Escape it gives “{"id": 0, "text": "Vera Lind met the\nminister in Oslo.", "label": [[0, 9, "PER"], [30, 34, "LOC"]]}”
    "#]].assert_eq(&found("a.jsonl", &records(&RECORD.replace("the minister", "the\nminister"))));
    expect![[r#"
        1:37 broken-json “→” A tab stands in this string as it is: JSON escapes it
              safe: Escape it gives “{"id": 0, "text": "Vera Lind met the\tminister in Oslo.", "label": [[0, 9, "PER"], [30, 34, "LOC"]]}”
    "#]].assert_eq(&found("a.jsonl", &records(&RECORD.replace("the minister", "the\tminister"))));
    expect![[r#"
        2:69 broken-json “}” Another record begins on the line of this one
              safe: Begin a line gives “{"id": 1, "text": "Erik Berg sold a boat.", "label": [[0, 9, "PER"]]}”
    "#]]
    .assert_eq(&found("a.jsonl", &records(RECORD).replace("]]}\n{\"id\": 2", "]]}{\"id\": 2")));
    let array = format!("[{}]\n", records(RECORD).trim_end().replace('\n', ",\n"));
    assert_eq!(found("a.json", &array), "");
    expect![[r#"
        2:69 broken-json “}” A comma is missing between this record and the next
              unsafe: Insert a comma gives “{"id": 1, "text": "Erik Berg sold a boat.", "label": [[0, 9, "PER"]]},”
    "#]]
    .assert_eq(&found("a.json", &array.replace("]]},\n{\"id\": 2", "]]}\n{\"id\": 2")));
    expect![[r#"
        4:62 broken-json “}” The array ends behind this record, and no ] ends it: records may be lost
              unsafe: End the array gives “{"id": 3, "text": "Kari Holm left.", "label": [[0, 9, "PER"]]}”
    "#]]
    .assert_eq(&found("a.json", array.trim_end().trim_end_matches(']')));
}

#[test]
fn annotations_that_have_moved_are_one_finding() {
    let moved = RECORD.replace("[0, 9", "[1, 10").replace("[30, 34", "[29, 33");
    expect![[r#"
        1:69 shifted-annotations “1, 10” “era Lind” stands 1 character behind where words begin and end
              unsafe: Move it by -1 gives “{"id": 0, "text": "Vera Lind met the minister in Oslo.", "label": [[0, 9, "PER"], [29, 33, "LOC"]]}”
        1:85 shifted-annotations “29, 33” “Osl” stands 1 character in front of where words begin and end
              unsafe: Move it by 1 gives “{"id": 0, "text": "Vera Lind met the minister in Oslo.", "label": [[1, 10, "PER"], [30, 34, "LOC"]]}”
    "#]].assert_eq(&found("a.jsonl", &records(&moved)));
    let both =
        RECORD.replace("the minister in Oslo.", "Erik Berg.").replace("[0, 9", "[1, 10").replace("[30, 34", "[15, 24");
    expect![[r#"
        1:58 shifted-annotations “1, 10” 2 annotations, “era Lind” first, stand 1 character behind where words begin and end
              unsafe: Move them by -1 gives “{"id": 0, "text": "Vera Lind met Erik Berg.", "label": [[0, 9, "PER"], [14, 23, "LOC"]]}”
    "#]].assert_eq(&found("a.jsonl", &records(&both)));
    // What has white space at both ends may be of other words: nothing is trimmed unseen.
    expect![[r#"
        1:88 span-edge-space “30, 34” White space stands at the start and at the end of “in”
              unsafe: Leave the white space out gives “{"id": 0, "text": "Vera Lind had met the minister in Oslo.", "label": [[0, 9, "PER"], [31, 33, "LOC"]]}”
    "#]].assert_eq(&found("a.jsonl", &records(&RECORD.replace("met", "had met"))));
}

#[test]
fn annotations_that_nothing_reads_are_named() {
    let with = |label: &str| found("a.jsonl", &records(&RECORD.replace(r#"[30, 34, "LOC"]"#, label)));
    expect![[r#"
        1:84 span-out-of-text “"30", "34"” The offsets of this annotation are no numbers
              safe: Write numbers gives “{"id": 0, "text": "Vera Lind met the minister in Oslo.", "label": [[0, 9, "PER"], [30, 34, "LOC"]]}”
    "#]].assert_eq(&with(r#"["30", "34", "LOC"]"#));
    expect![[r#"
        1:83 annotation-without-type “[30, 34]” This annotation has no label
    "#]]
    .assert_eq(&with("[30, 34]"));
    expect![[r#"
        1:92 annotation-without-type “""” The label of this annotation is empty
    "#]]
    .assert_eq(&with(r#"[30, 34, ""]"#));
    expect![[r#"
        1:93 unlikely-type “LOC ” White space stands beside the label LOC: it is another label to every program
              unsafe: Leave the white space out gives “{"id": 0, "text": "Vera Lind met the minister in Oslo.", "label": [[0, 9, "PER"], [30, 34, "LOC"]]}”
    "#]].assert_eq(&with(r#"[30, 34, "LOC "]"#));
    expect![[r#"
        1:83 span-out-of-text “null” An annotation should stand here, and nothing does
    "#]]
    .assert_eq(&with("null"));
    expect![[r#"
        1:59 broken-json “lable” The annotations of the other records stand under “label”: nothing reads these
              unsafe: Write label gives “{"id": 0, "text": "Vera Lind met the minister in Oslo.", "label": [[0, 9, "PER"], [30, 34, "LOC"]]}”
    "#]].assert_eq(&found("a.jsonl", &records(&RECORD.replace("label", "lable"))));
    expect![[r#"
        1:1 missing-article-field “{” This record has no text, as the others have: nothing in it is read
    "#]]
    .assert_eq(&found("a.jsonl", &records(&RECORD.replace("text", "txt"))));
}

#[test]
fn tokens_and_relations_of_prodigy_are_compared() {
    let record = r#"{"text":"Vera met Oda.","_input_hash":1,"_task_hash":2,"tokens":[{"text":"Vera","start":0,"end":4,"id":0},{"text":"met","start":5,"end":8,"id":1},{"text":"Oda","start":9,"end":12,"id":2},{"text":".","start":12,"end":13,"id":3}],"spans":[{"start":0,"end":4,"token_start":0,"token_end":0,"label":"PER"}],"relations":[{"head":0,"child":2,"head_span":{"start":0,"end":4,"token_start":0,"token_end":0,"label":"PER"},"child_span":{"start":9,"end":12,"token_start":2,"token_end":2,"label":"PER"},"label":"MET"}]}
"#;
    // Another question about the same text is another task.
    assert_eq!(found("a.jsonl", &[record, &record.replace("_task_hash\":2", "_task_hash\":3")].concat()), "");
    expect![[r#"
        1:89 span-text-mismatch “0,"end":5” The offsets of the token “Vera” are of white space too
    "#]]
    .assert_eq(&found("a.jsonl", &record.replace(r#""end":4,"id":0"#, r#""end":5,"id":0"#)));
    expect![[r#"
        1:144 span-off-token “7” This token is number 1, its id says 7
              unsafe: Write 1 gives “{"text":"Vera met Oda.","_input_hash":1,"_task_hash":2,"tokens":[{"text":"Vera","start":0,"end":4,"id":0},{"text":"met","start":5,"end":8,"id":1},{"text":"Oda","start":9,"end":12,"id":2},{"text":".","start":12,"end":13,"id":3}],"spans":[{"start":0,"end":4,"token_start":0,"token_end":0,"label":"PER"}],"relations":[{"head":0,"child":2,"head_span":{"start":0,"end":4,"token_start":0,"token_end":0,"label":"PER"},"child_span":{"start":9,"end":12,"token_start":2,"token_end":2,"label":"PER"},"label":"MET"}]}”
    "#]].assert_eq(&found("a.jsonl", &record.replace("\"id\":1", "\"id\":7")));
    expect![[r#"
        1:334 dangling-pointer “99” The record has 4 tokens, and none is number 99
    "#]]
    .assert_eq(&found("a.jsonl", &record.replace("\"child\":2", "\"child\":99")));
    expect![[r#"
        1:434 span-edge-space “8,"end":12” White space stands at the start of “Oda”
              unsafe: Leave the white space out gives “{"text":"Vera met Oda.","_input_hash":1,"_task_hash":2,"tokens":[{"text":"Vera","start":0,"end":4,"id":0},{"text":"met","start":5,"end":8,"id":1},{"text":"Oda","start":9,"end":12,"id":2},{"text":".","start":12,"end":13,"id":3}],"spans":[{"start":0,"end":4,"token_start":0,"token_end":0,"label":"PER"}],"relations":[{"head":0,"child":2,"head_span":{"start":0,"end":4,"token_start":0,"token_end":0,"label":"PER"},"child_span":{"start":9,"end":12,"token_start":2,"token_end":2,"label":"PER"},"label":"MET"}]}”
    "#]].assert_eq(&found("a.jsonl", &record.replace(r#""child_span":{"start":9"#, r#""child_span":{"start":8"#)));
}

#[test]
fn an_id_that_stands_twice_is_said_there_and_tags_in_lists_are_looked_at() {
    let record = r#"{"text":"Vera met Oda.","entities":[{"id":0,"start_offset":0,"end_offset":4,"label":"PER"},{"id":0,"start_offset":9,"end_offset":12,"label":"PER"}],"relations":[{"from_id":0,"to_id":1,"type":"met"}]}
"#;
    expect![[r#"
        1:98 duplicate-markup-id “0” Another annotation of this record has the id 0 too
              “0” The first one
    "#]]
    .assert_eq(&found("a.jsonl", record));
    let tagged = "{\"tokens\": [\"Vera\", \"Lind\"], \"ner_tags\": [\"B-PER\", \"I-PER\"]}\n\
                  {\"tokens\": [\"Erik\", \"in\", \"Oslo\"], \"ner_tags\": [\"B-PER\", \"O\", \"I-LOC\"]}\n";
    expect![[r#"
        2:64 inside-without-begin “I-LOC” I-LOC follows no tag of its type: no B-LOC begins the mention
              unsafe: Write B-LOC gives “{"tokens": ["Erik", "in", "Oslo"], "ner_tags": ["B-PER", "O", "B-LOC"]}”
    "#]]
    .assert_eq(&found("a.jsonl", tagged));
}

/// What is found in texts that are sound: nothing.
fn clean(name: &str, text: &str) {
    assert_eq!(found(name, text), "", "{text}");
}

const TEI: &str = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">";

/// A file of TEI with a list of persons and a body.
fn tei(list: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n{TEI}<standOff><listPerson>{list}</listPerson></standOff><text><body>{body}</body></text></TEI>\n"
    )
}

#[test]
fn lists_that_other_files_hold_leave_pointers_alone() {
    let body = "<u who=\"#VeraLind\" ana=\"#chair #regular\"><seg>Gates shut.</seg></u>\n<u who=\"#IdaHolm\" ana=\"#chair\">\
                <seg>They <persName ref=\"#OdaBerg\">Oda Berg</persName> shut <ref target=\"#n1\">1</ref>.</seg></u>";
    clean("a.xml", &format!("<?xml version=\"1.0\"?>\n{TEI}<text><body>{body}</body></text></TEI>\n"));
    // A list of persons is none of categories.
    let list = "<person xml:id=\"VeraLind\"/><person xml:id=\"OdaBerg\"/>";
    expect![[r#"
        3:10 dangling-pointer “IdaHolm” Nothing in this file has the xml:id IdaHolm
    "#]]
    .assert_eq(&found("a.xml", &tei(list, body)));
}

#[test]
fn what_is_said_of_a_text_beside_it_is_no_inline_annotation() {
    let ace = "<?xml version=\"1.0\"?>\n<source_file>\n<document DOCID=\"A\">\n<entity ID=\"E0\" TYPE=\"PER\">\n<entity_mention ID=\"E0-1\">\n\
               <extent>\n<charseq START=\"0\" END=\"3\">Vera</charseq>\n</extent>\n</entity_mention>\n</entity>\n</document>\n</source_file>\n";
    assert_eq!(Format::of(Path::new("a.apf.xml"), ace), None);
}

#[test]
fn a_line_of_the_source_parts_words_or_breaks_one() {
    let body = "<p>From <placeName>North<lb/>\nHalvmark</placeName> <persName>Vera <lb n=\"3\"/>Lind</persName> came to\n\
                <placeName>Hal<lb break=\"no\"/>\nvik</placeName>.</p>";
    let text = format!("<?xml version=\"1.0\"?>\n{TEI}<text><body>{body}</body></text></TEI>\n");
    clean("a.xml", &text);
    expect![[r#"
        article
          | From North⏎Halvmark Vera Lind came to⏎Halvik.
          “North
        Halvmark” placeName in <placeName> </placeName>
          “Vera Lind” persName in <persName> </persName>
          “Halvik” placeName in <placeName> </placeName>
    "#]]
    .assert_eq(&articles("a.xml", &text));
}

#[test]
fn a_root_may_stand_round_the_documents_of_a_dump() {
    let doc = |n: u32| format!("<DOC docid=\"HP{n}\">\n<p>\n<seg id=1> Vera Lind spoke. </seg>\n</p>\n</DOC>\n");
    clean("a.sgm", &format!("<refset setid=\"x\">\n{}{}</refset>\n", doc(1), doc(2)));
    expect![[r#"
        13:1 unopened-element “</srcset>” </srcset> closes nothing
              unsafe: Delete </srcset> gives “”
    "#]]
    .assert_eq(&found("a.sgm", &format!("<refset>\n{}{}</refset>\n</srcset>\n", doc(1), doc(2))));
}

#[test]
fn ampersands_of_sgml_are_as_most_of_the_file_has_them() {
    let doc = |text: &str| format!("<DOC>\n<DOCNO> {} </DOCNO>\n<TEXT>\n{text}\n</TEXT>\n</DOC>\n", text.len());
    clean("a.sgml", &(doc("AT&T and R&D rose.") + &doc("AT&T fell, and R&D.")));
    expect![[r#"
        10:3 unescaped-character “&” “&” begins a reference; in text it is written “&amp;”
              safe: Write “&amp;” gives “AT&amp;T fell again.”
    "#]]
    .assert_eq(&found("a.sgml", &(doc("AT&amp;T rose.") + &doc("AT&T fell again."))));
}

#[test]
fn the_file_tells_which_elements_of_sgml_are_closed() {
    let doc = |n: u32, head: &str, body: &str| {
        format!("<DOC>\n<DOCNO> HP{n} </DOCNO>\n<HEADLINE> Gates {head}\n<TEXT>\n{body}\n</TEXT>\n</DOC>\n")
    };
    let closed = "<P>\nLind spoke.\n</P>\n<P>\nShe left.\n</P>";
    let open = "<P>\nLind spoke.\n<P>\nShe left.";
    let of = |docs: &[(&str, &str)]| -> String {
        docs.iter().zip(1..).map(|((head, body), n)| doc(n, head, body)).collect()
    };
    let shut = "shut </HEADLINE>";
    clean("a.sgml", &of(&[(shut, closed), (shut, open), (shut, closed)]));
    expect![[r#"
        15:1 unclosed-element “<HEADLINE>” <HEADLINE> is never closed
        29:1 unclosed-element “<P>” <P> is never closed
    "#]]
    .assert_eq(&found("a.sgml", &of(&[(shut, closed), ("shut", closed), (shut, &closed.replacen("</P>\n", "", 1))])));
}

/// What is found in a text of XML in which `from` was made `to`.
fn damaged(from: &str, to: &str) -> String {
    let text = "<?xml version=\"1.0\"?>\n<?xml-model href=\"a.rng\"?>\n<!DOCTYPE TEI [ <!ENTITY mdash \"&#x2014;\"> ]>\n<!-- a note on <rs> & more -->\n\
                <TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><standOff><listOrg><org xml:id=\"bank\"/></listOrg></standOff>\n\
                <text><body><p>Near <rs type=\"org\" ref=\"#bank\">the bank</rs> of\n<name type=\"place\">Halvik</name> &mdash; <![CDATA[a <b> & c ]]></p>\n\
                </body></text></TEI>\n";
    assert!(text.contains(from), "{from}");
    assert_eq!(found("a.xml", text), "");
    found("a.xml", &text.replacen(from, to, 1))
}

#[test]
fn one_damage_to_xml_is_one_finding() {
    let damages = [
        ("more -->", "more --"),
        ("more -->", "more"),
        ("a note", "a -- note"),
        ("a.rng\"?>", "a.rng\">"),
        ("<?xml version", " <?xml version"),
        ("&mdash;", "&mdsh;"),
        ("&mdash;", "&mdash"),
        ("&mdash;", "&#x110000;"),
        ("type=\"org\"", "type=\"org"),
        ("type=\"org\"", "type=org\""),
        ("type=\"org\"", "type=\"org\" type=\"org\""),
        ("</rs>", "</r>"),
        ("</rs>", "<rs>"),
        ("</rs>", "</rs"),
        ("]]>", "]>"),
        ("xml:id=\"bank\"", "xml:id=\"ba nk\""),
        ("</p>", "<a:pb/></p>"),
        ("</TEI>", "</TEI>\nMore."),
        ("</TEI>", "</TEI>\n<TEI/>"),
    ];
    let mut all = String::new();
    for (from, to) in damages {
        all += &format!("{to}\n{}", damaged(from, to));
    }
    expect![[r##"
        more --
        4:1 not-well-formed “<!--” This comment is never closed: it ends in -->
              safe: Write --> gives “<!-- a note on <rs> & more -->”
        more
        4:1 not-well-formed “<!--” This comment is never closed: it ends in -->
              unsafe: Write --> gives “<!-- a note on <rs> & more-->”
        a -- note
        4:8 not-well-formed “--” A comment holds no two hyphens: -- begins its end
        a.rng">
        2:1 not-well-formed “<?xml-model href="a.rng">” This instruction is never closed: it ends in ?>
              unsafe: Write ?> gives “<?xml-model href="a.rng"?>”
         <?xml version
        1:2 not-well-formed “<?xml version="1.0"?>” The declaration of XML is the first in its file, and something stands in front of it
              safe: Delete what stands in front gives “<?xml version="1.0"?>”
        &mdsh;
        7:34 not-well-formed “&mdsh;” Nothing declares the entity mdsh
              unsafe: Write &mdash; gives “<name type="place">Halvik</name> &mdash; <![CDATA[a <b> & c ]]></p>”
        &mdash
        7:34 unescaped-character “&mdash” The reference &mdash does not end: a semicolon stands behind it
              safe: Add the semicolon gives “<name type="place">Halvik</name> &mdash; <![CDATA[a <b> & c ]]></p>”
        &#x110000;
        7:34 not-well-formed “&#x110000;” &#x110000; is no character
        type="org
        6:25 malformed-attributes “type="org” The value of type is never closed
              unsafe: Close it gives “<text><body><p>Near <rs type="org" ref="#bank">the bank</rs> of”
        type=org"
        6:25 malformed-attributes “type=org” The quotation mark in front of the value of type is lost
              safe: Open it gives “<text><body><p>Near <rs type="org" ref="#bank">the bank</rs> of”
        type="org" type="org"
        6:36 malformed-attributes “type="org"” The attribute type is given twice
              “type” Here
              unsafe: Delete it gives “<text><body><p>Near <rs type="org" ref="#bank">the bank</rs> of”
        </r>
        6:56 unclosed-annotation “</r>” <rs> is closed as </r>
              “<rs type="org" ref="#bank">” The opening tag
              safe: Write rs gives “<text><body><p>Near <rs type="org" ref="#bank">the bank</rs> of”
        <rs>
        6:56 unclosed-annotation “<rs>” <rs> is closed as <rs>
              “<rs type="org" ref="#bank">” The opening tag
              safe: Write </rs> gives “<text><body><p>Near <rs type="org" ref="#bank">the bank</rs> of”
        </rs
        6:56 not-well-formed “</rs” </rs does not end: > stands behind the name
              safe: Add > gives “<text><body><p>Near <rs type="org" ref="#bank">the bank</rs> of”
        ]>
        7:42 not-well-formed “<![CDATA[” This character data is never closed: it ends in ]]>
              safe: Write ]]> gives “<name type="place">Halvik</name> &mdash; <![CDATA[a <b> & c ]]></p>”
        xml:id="ba nk"
        5:74 not-well-formed “ba nk” An xml:id is one word: nothing can point at this one
              unsafe: Write bank gives “<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listOrg><org xml:id="bank"/></listOrg></standOff>”
        <a:pb/></p>
        7:65 not-well-formed “a” No attribute xmlns:a declares the prefix a
        </TEI>
        More.
        9:1 not-well-formed “More.” This text stands outside of the root
        </TEI>
        <TEI/>
        9:1 not-well-formed “<TEI/>” A second element stands beside the root: a file has one
    "##]].assert_eq(&all);
}

#[test]
fn marks_of_ieer_are_closed_as_they_are_opened() {
    let text = "<DOC>\n<DOCNO> HP1 </DOCNO>\n<TEXT>\n<b_enamex type=\"LOCATION\">HALVMARK</e_enamex>, <b_enamex \
                type=\"PERSON\">Lind</enamex> and <b_enamex type=\"PERSON\">Berg<e_enamex>.\n</TEXT>\n</DOC>\n";
    expect![[r#"
        4:35 unclosed-annotation “</e_enamex>” <b_enamex> is closed as </e_enamex>
              “<b_enamex type="LOCATION">” The opening tag
              safe: Write <e_enamex> gives “<b_enamex type="LOCATION">HALVMARK<e_enamex>, <b_enamex type="PERSON">Lind</enamex> and <b_enamex type="PERSON">Berg<e_enamex>.”
        4:76 unclosed-annotation “</enamex>” <b_enamex> is closed as </enamex>
              “<b_enamex type="PERSON">” The opening tag
              safe: Write <e_enamex> gives “<b_enamex type="LOCATION">HALVMARK</e_enamex>, <b_enamex type="PERSON">Lind<e_enamex> and <b_enamex type="PERSON">Berg<e_enamex>.”
    "#]].assert_eq(&found("a.sgml", text));
}
