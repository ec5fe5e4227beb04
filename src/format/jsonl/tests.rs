use expect_test::{Expect, expect};

use super::*;
use crate::format::testing::{assert_sound, damaged, fixed, show, show_finding};

fn read_all(text: &str) -> (Vec<(usize, Reading)>, Vec<Traits>) {
    let mut records = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (len, seen) = cut_record(&text[at..]);
        assert!(len > 0 && seen >= len && at + len <= text.len() && text.is_char_boundary(at + len));
        records.push((at, len));
        at += len;
    }
    let array = text[..lead(text)].contains('[');
    let layout = Context { array, ..Context::default() };
    let read = |&(at, len): &(usize, usize)| {
        let record = &text[at..at + len];
        let place = Place { first: at == 0, last: at + len == text.len() };
        let (reading, traits) = read_record(record, layout, place, true);
        assert_sound(record, &reading);
        ((at, reading), traits)
    };
    records.iter().map(read).unzip()
}

fn check(text: &str, expected: Expect) {
    let (readings, _) = read_all(text);
    let shown: String = readings.iter().map(|(at, reading)| show(&text[*at..], reading)).collect();
    expected.assert_eq(&shown);
}

fn findings(text: &str) -> Vec<Finding> {
    read_all(text).0.iter().flat_map(|(at, reading)| reading.findings.iter().map(|it| it.shifted(*at))).collect()
}

#[test]
fn doccano_writes_labels_as_triples_or_entities_with_relations() {
    check(
        r#"{"id":1,"text":"Vera Lind came to Halvmark.","label":[[0,9,"PER"],[18,26,"LOC"]],"Comments":[]}
{"id":2,"text":"Vera Lind spoke.","entities":[{"id":4,"label":"PER","start_offset":0,"end_offset":9}],"relations":[{"id":1,"from_id":4,"to_id":5,"type":"at"}]}
"#,
        expect![[r#"
            article "Vera Lind came to Halvmark."
              id: 1
              [Vera Lind] PER
              [Halvmark] LOC
            article "Vera Lind spoke."
              id: 2
              [Vera Lind] PER
            dangling-pointer "5": No annotation of this record has the id 5
        "#]],
    );
}

#[test]
fn what_two_annotators_say_in_one_list_is_no_repetition() {
    check(
        r#"{"id":3,"text":"Vera Lind spoke.","annotations":[{"label":"PER","start_offset":0,"end_offset":9,"user":1},{"label":"PER","start_offset":0,"end_offset":9,"user":2},{"label":"LOC","start_offset":5,"end_offset":9,"user":2},{"label":"PER","start_offset":0,"end_offset":9,"user":1}]}
"#,
        expect![[r#"
            article "Vera Lind spoke."
              id: 3
              [Vera Lind] PER
              [Vera Lind] PER
            duplicate-span "{\"label\":\"PER\",\"start_offset\":0,\"end_offset\":9,\"user\":1}": This annotation of “Vera Lind” is there already | The first one "{\"label\":\"PER\",\"start_offset\":0,\"end_offset\":9,\"user\":1}"
        "#]],
    );
}

#[test]
fn prodigy_writes_tokens() {
    check(
        r#"{"text":"Vera Lind spoke.","_input_hash":12,"tokens":[{"text":"Vera","start":0,"end":4,"id":0},{"text":"Lind","start":5,"end":9,"id":1},{"text":"spoke","start":10,"end":15,"id":2},{"text":".","start":15,"end":16,"id":3}],"spans":[{"start":0,"end":9,"token_start":0,"token_end":1,"label":"PER"},{"start":10,"end":16,"token_start":2,"token_end":2,"label":"X"},{"start":11,"end":15,"token_start":2,"token_end":2,"label":"X"}],"meta":{"source":"Harbour Post"}}
"#,
        expect![[r#"
            article "Vera Lind spoke."
              source: Harbour Post
              [Vera Lind] PER
              [spoke.] X
              [poke] X
            span-off-token "2,\"token_end\":2": “spoke.” is tokens 2 to 3, which its token numbers do not say | Unsafe Write these token numbers
            span-off-token "11,\"end\":15": “poke” does not begin and end where tokens do
        "#]],
    );
}

#[test]
fn label_studio_writes_an_array_of_tasks() {
    check(
        r#"[
  {
    "id": 1,
    "data": {"text": "Vera Lind \u00e9 spoke."},
    "annotations": [
      {"result": [
        {"id": "a", "from_name": "label", "to_name": "text", "type": "labels",
         "value": {"start": 0, "end": 9, "text": "Vera Lind", "labels": ["PER"]}},
        {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right"}
      ]}
    ]
  },
  {"id": 2, "data": {"text": "Ships."}, "annotations": [{"result": []}]},
]
"#,
        expect![[r#"
            article "Vera Lind é spoke."
              id: 1
              [Vera Lind] PER
            dangling-pointer "\"b\"": No annotation of this record has the id b
            article "Ships."
              id: 2
            broken-json ",": Nothing follows this comma | Safe Delete the comma
        "#]],
    );
}

#[test]
fn dataturks_writes_the_last_character_of_a_stretch() {
    check(
        r#"{"content":"Vera Lind came.","annotation":[{"label":["PER"],"points":[{"start":0,"end":8,"text":"Vera Lind"}]}],"extras":null}
{"content":"Moen left.","annotation":[{"label":["PER"],"points":[{"start":1,"end":44,"text":"Moen"}]}]}
"#,
        expect![[r#"
            article "Vera Lind came."
              [Vera Lind] PER
            article "Moen left."
              [oen left.] PER
            span-out-of-text "1,\"end\":44": The text is 10 characters long, the annotation goes from 1 to 45 | Safe Move it to 0, where “Moen” stands
        "#]],
    );
}

#[test]
fn the_end_of_dataturks_is_written_as_it_is_read() {
    let text =
        r#"{"content":"Moen left.","annotation":[{"label":"PER","points":[{"start":1,"end":4,"text":"Moen"}]}]}"#;
    assert_eq!(fixed(text, &findings(text)), text.replace("\"start\":1,\"end\":4", "\"start\":0,\"end\":3"));
}

#[test]
fn spacy_wrote_pairs_of_a_text_and_what_is_said_of_it() {
    check(
        r#"["Vera Lind came.", {"entities": [[0, 9, "PER"]]}]
["Moen left.", {"entities": [[0, 60, "PER"]]}]
"#,
        expect![[r#"
            article "Vera Lind came."
              [Vera Lind] PER
            article "Moen left."
              [Moen left.] PER
            span-out-of-text "0, 60": The text is 10 characters long, the annotation goes from 0 to 60
        "#]],
    );
    check(
        r#"[["Vera Lind came.", {"entities": [[0, 9, "PER"]]}],
 ["Moen left.", {"entities": [[0, 4, "PER"]]}]]"#,
        expect![[r#"
            article "Vera Lind came."
              [Vera Lind] PER
            article "Moen left."
              [Moen] PER
        "#]],
    );
}

#[test]
fn hugging_face_writes_tokens_and_their_tags() {
    check(
        r#"{"id": "0", "tokens": ["Vera", "Lind", "said", "\"no\""], "ner_tags": ["B-PER", "I-PER", "O", "O"]}
{"id": "1", "tokens": ["Oda", "Moen", "left"], "ner_tags": ["S-PER", "B-PER"]}
{"id": "2", "tokens": ["Oda", "left"], "ner_tags": [1, 0]}
"#,
        expect![[r#"
            article "Vera Lind said \"no\""
              id: 0
              [Vera Lind] PER
            article "Oda Moen left"
              id: 1
              [Oda] PER
              [Moen] PER
            span-off-token "[\"S-PER\", \"B-PER\"]": There are 3 tokens and 2 tags
        "#]],
    );
}

#[test]
fn an_article_of_a_crawler_has_its_metadata() {
    check(
        r#"{"title":"Gates shut","maintext":"One.\n\nTwo “quoted” \"words\".","date_publish":"2031-05-14 09:00:00","url":"https://harbour.example/7","source_domain":"harbour.example","language":"en","authors":["Ida Holm"]}
"#,
        expect![[r#"
            article "One.\n\nTwo “quoted” \"words\"."
              title: Gates shut
              date: 2031-05-14 09:00:00
              url: https://harbour.example/7
              source: harbour.example
              lang: en
              author: Ida Holm
        "#]],
    );
}

#[test]
fn offsets_behind_an_emoji_are_told_to_count_other_units() {
    let text = "{\"text\": \"😀 Vera Lind met Ida Holm.\", \"label\": [[3, 12, \"PER\"], [17, 25, \"PER\"]]}\n";
    let found = findings(text);
    let shown: String = found.iter().map(|it| show_finding(text, it)).collect();
    expect![[r#"
        offset-unit "3, 12": The offsets of this record count UTF-16 units: from “😀” on they are wrong for whoever counts code points | Safe Count code points
    "#]].assert_eq(&shown);
    let mended = fixed(text, &found);
    expect![[r#"
        {"text": "😀 Vera Lind met Ida Holm.", "label": [[2, 11, "PER"], [16, 24, "PER"]]}
    "#]]
    .assert_eq(&mended);
    assert_eq!(findings(&mended), []);
    // The same with the emoji as an escape.
    let escaped = text.replace('😀', "\\ud83d\\ude00");
    assert_eq!(findings(&escaped).len(), 1);
}

#[test]
fn one_slip_is_one_finding() {
    let slips = [
        r#"{"text": "Vera Lind spoke.", "label": [[0, 9, "PER"],]}"#,
        r#"{"text": "Vera Lind spoke.", "label": [[0, 9, "PER"]]},"#,
        r#"{"text": "Vera Lind spoke.", "label": [[0, 9, "PER"]]"#,
        r#"{"text": "Vera Lind spoke., "label": [[0, 9, "PER"]]}"#,
        r#"{"text": “Vera Lind spoke.”, "label": [[0, 9, "PER"]]}"#,
        r#"{"text": "Vera Lind spoke." "label": [[0, 9, "PER"]]}"#,
        r#"{"text": "Vera Lind spoke.", "label": None}"#,
        r#"{"text": "Vera Lind spoke.", "label": [[0, 9, "PER"]]} x"#,
        r#"Vera Lind spoke."#,
        r#"{"text": "Vera Lind spoke.", "text": "She left."}"#,
        r#"{"text": "Vera Lind spoke.", "score": 007}"#,
        r#"{"text": "Vera Lind spoke.", "score": 1.}"#,
        r#"{"text": "Vera \x Lind"}"#,
        r#"{"text": "Vera \ud83d Lind"}"#,
        r#"{"text": "Vera Lind spoke.", "label": [[0, 19, "PER"]]}"#,
        r#"{"text": "Vera Lind spoke.", "label": [[9, 0, "PER"]]}"#,
        r#"{"text": "Vera Lind spoke.", "label": [[0, 10, "PER"]]}"#,
        r#"{"text": "Vera Lind spoke.", "label": [[0, 7, "PER"]]}"#,
        r#"{"text": "Vera Lind spoke.", "label": [[0, 9, "PER"], [0, 9, "PER"]]}"#,
        r#"{"text": "Vera Lind Harbour.", "label": [[0, 9, "PER"], [5, 17, "LOC"]]}"#,
        r#"{"text": "Then Vera Lind spoke.", "spans": [{"start": 3, "end": 12, "text": "Vera Lind"}]}"#,
    ];
    let mut shown = String::new();
    for text in slips {
        let lines = format!("{{\"text\": \"Ships.\"}}\n{text}\n{{\"text\": \"Gulls.\"}}\n");
        let found = findings(&lines);
        assert_eq!(found.len(), 1, "{lines}: {found:?}");
        shown += &show_finding(&lines, &found[0]);
    }
    expect![[r#"
        broken-json ",": Nothing follows this comma | Safe Delete the comma
        broken-json ",": A line of JSON ends without a comma | Safe Delete the comma
        broken-json "]": The record ends inside a value
        broken-json "l": A comma or the end of the value was expected here
        broken-json "“Vera Lind spoke.”": A string stands between straight double quotation marks | Unsafe Write straight marks
        broken-json "\"": A comma is missing in front of this value | Unsafe Insert a comma
        broken-json "None": JSON writes null | Safe Write null
        broken-json "x": Nothing may stand behind a value
        broken-json "V": A value was expected here
        broken-json "\"text\"": “text” stands in this object already: readers keep one of the two values | Here "\"text\""
        broken-json "007": JSON has no number of this form: 0.5, 10, -2 and 1e9 are some
        broken-json "1.": JSON has no number of this form: 0.5, 10, -2 and 1e9 are some
        broken-json "\\x": “\x” is no escape of JSON | Unsafe Escape the backslash
        lone-surrogate "\\ud83d": “\ud83d” is one half of a character, and the other is missing | Unsafe Write a replacement character
        span-out-of-text "0, 19": The text is 16 characters long, the annotation goes from 0 to 19
        span-out-of-text "9, 0": The annotation ends at 0 and begins at 9
        span-edge-space "0, 10": White space stands at the end of “Vera Lind” | Safe Leave the white space out
        span-off-token "0, 7": “Vera Li” begins or ends inside a word
        duplicate-span "[0, 9, \"PER\"]": This annotation of “Vera Lind” is there already | The first one "[0, 9, \"PER\"]" | Safe Delete it
        crossing-spans "5, 17": “Lind Harbour” overlaps “Vera Lind”, and neither lies inside the other | The other one "0, 9"
        span-text-mismatch "3, \"end\": 12": The annotation is of “Vera Lind”, its offsets are of “n Vera Li” | Safe Move it to 5, where “Vera Lind” stands
    "#]].assert_eq(&shown);
}

#[test]
fn what_python_printed_is_one_finding_for_the_file() {
    let record = "{'text': 'Lind isn\\'t here', 'label': [[0, 4, 'PER']], 'meta': None}\n";
    let text = record.repeat(3);
    let facts = crate::facts::FileFacts::new(&text, crate::format::Markup::JsonLines, std::sync::Arc::default());
    let shown: String = facts.findings().map(|finding| show_finding(&text, &finding)).collect();
    expect![[r#"
        broken-json "'text'": This record and 2 more are written as Python prints a dictionary: in JSON strings stand between double quotation marks, and json.dumps writes it
    "#]].assert_eq(&shown);
}

#[test]
fn a_single_record_that_breaks_off_is_json() {
    let text = "{\"text\": \"Vera Lind spoke.\", \"label\": [[0, 9, \"PE";
    let facts = crate::facts::FileFacts::new(text, crate::format::Markup::JsonLines, std::sync::Arc::default());
    let shown: String = facts.findings().map(|finding| show_finding(text, &finding)).collect();
    expect![[r#"
        broken-json "\"": This string is never closed
    "#]]
    .assert_eq(&shown);
}

#[test]
fn a_record_over_lines_is_written_on_one() {
    let text = "{\"text\": \"Ships.\"}\n{\"text\": \"Vera Lind\",\n  \"label\": [\n    [0, 9, \"PER\"]\n  ]\n}\n{\"text\": \"Gulls.\"}\n";
    let found = findings(text);
    assert_eq!(found.iter().map(|it| it.rule).collect::<Vec<_>>(), [RuleId::RecordOverLines]);
    assert_eq!(
        fixed(text, &found),
        "{\"text\": \"Ships.\"}\n{\"text\": \"Vera Lind\",\"label\": [[0, 9, \"PER\"]]}\n{\"text\": \"Gulls.\"}\n"
    );
}

#[test]
fn a_record_that_breaks_off_does_not_swallow_the_next() {
    let text = "{\"text\": \"Ships\n{\"text\": \"Gulls.\"}\n{\"text\": [\n{\"text\": \"Geese.\"}\n";
    let (readings, traits) = read_all(text);
    assert_eq!(readings.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [0, 16, 35]);
    assert_eq!(traits.iter().map(|it| it.sound).collect::<Vec<_>>(), [false, true, false]);
}

#[test]
fn scripts_without_spaces_have_no_words_to_cut() {
    assert_eq!(findings("{\"text\": \"維拉在港口發言\", \"label\": [[0, 2, \"PER\"]]}\n"), []);
}

#[test]
fn what_is_no_export_is_not_claimed() {
    assert!(claims("{\"text\": \"x\", \"label\": []}\n"));
    assert!(claims("[\n {\"id\": 1, \"data\": {\"text\": \"x\"}, \"annotations\": []}]"));
    assert!(!claims("{\"name\": \"copydesk\", \"version\": \"1\"}"));
    assert!(!claims("The \"text\": and \"label\":"));
}

#[test]
fn damage_of_any_kind_is_survived() {
    let sound = [
        "{\"id\":1,\"text\":\"😀 Vera \\u00e9 Lind\\n\\n\\ud83d\\ude00\",\"label\":[[0,9,\"PER\"],[2,4,\"X\"]],\"relations\":[]}\n{\"text\":\"é\"}\n",
        "[\n{\"id\": 2, \"data\": {\"text\": \"Ünder\"}, \"annotations\": [{\"result\": [{\"id\": \"a\", \"type\": \"labels\", \"value\": {\"start\": 0, \"end\": 5, \"text\": \"Ünder\", \"labels\": [\"L\"]}}]}]},\n{\"id\": 3}\n]\n",
        "{\"text\":\"Vera Lind\",\"_input_hash\":1,\"tokens\":[{\"text\":\"Vera\",\"start\":0,\"end\":4}],\"spans\":[{\"start\":0,\"end\":4,\"token_start\":0,\"token_end\":0}]}\n",
    ];
    let marks = [
        "{", "}", "[", "]", "\"", "“", "”", "'", "\\", "\\u", "\\ud83d", ",", ":", "\n", "\n{", "9", "-1", "999", "é",
        "😀", " ", "None",
    ];
    for seed in 0..6000 {
        let text = damaged(sound[seed as usize % sound.len()], &marks, seed);
        let _ = read_all(&text);
    }
}
