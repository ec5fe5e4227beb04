//! What is wrong with the names that are annotated in an article.

use std::path::Path;
use std::sync::Arc;

use copydesk::config::Config;
use copydesk::entities;
use copydesk::facts::FileFacts;
use copydesk::knowledge::{KnowledgeBase, KnowledgeFile, Notation};
use copydesk::rules::Finding;
use expect_test::{Expect, expect};

const LIND: &str = "[[entity]]\nid = \"lind\"\ntype = \"PER\"\nname = \"Vera Lind\"\n";

fn found(name: &str, text: &str, known: &str) -> Vec<Finding> {
    let format = Config::default().format_of(Path::new(name), text).expect("an article");
    let file = Arc::new(KnowledgeFile::new(known.to_owned(), Notation::Toml));
    let base = KnowledgeBase::new([("entities.toml".into(), file)]);
    entities::findings(&FileFacts::new(text, format, Arc::default()), text, &base)
}

/// The findings, and the text after each fix of each.
fn check(text: &str, known: &str, expected: Expect) {
    check_file("gates.txt", text, known, expected);
}

fn check_file(name: &str, text: &str, known: &str, expected: Expect) {
    let mut all = String::new();
    for finding in found(name, text, known) {
        let place = &text[finding.span.range()];
        all += &format!("{} at {place}: {}\n", finding.rule.rule().name, finding.message);
        for fix in finding.fixes {
            let mut fixed = text.to_owned();
            let mut edits = fix.edits;
            edits.sort_by_key(|edit| edit.span);
            edits.iter().rev().for_each(|edit| fixed.replace_range(edit.span.range(), &edit.text));
            all += &format!("  {}: {}\n", fix.title, fixed.trim_end());
        }
    }
    expected.assert_eq(&all);
}

#[test]
fn an_id_that_nobody_has_is_reported_once_and_mended_everywhere() {
    let text =
        "[Vera Lind]{.PER #lnid} smiled. [Lind]{.PER #lnid} left. [Quill]{.PER #quill} and [Moen]{.PER #Q42} stayed.\n";
    check(
        text,
        LIND,
        expect![[r#"
        unknown-entity-id at lnid: No entity of the knowledge base has the id “lnid”; did you mean “lind”?
          Write “lind”: [Vera Lind]{.PER #lind} smiled. [Lind]{.PER #lind} left. [Quill]{.PER #quill} and [Moen]{.PER #Q42} stayed.
        unknown-entity-id at quill: No entity of the knowledge base has the id “quill”
    "#]],
    );
    check(text, "", expect![[""]]);
}

#[test]
fn ids_of_another_scheme_are_no_flood() {
    let text: String = (0..40).map(|it| format!("[Person{it}]{{.PER #e{it}}} spoke.\n\n")).collect();
    check(
        &text,
        LIND,
        expect![[r#"
        unknown-entity-id at e0: No entity of the knowledge base has the id “e0” or 39 others here
    "#]],
    );
}

#[test]
fn one_entity_has_one_type() {
    check(
        "[Lind]{.PER #lind} spoke. [Lind]{.ORG #lind} left. [Lind]{.PER #lind} sat. [Lind]{.ORG #lind} slept.\n\n\
         [Solmund]{.LOC #solmund} is in [Solmund]{.GPE #solmund}, [Gannet]{.SHIP #g} is no [Gannet]{.PER #g}.\n",
        "",
        expect![[r#"
            conflicting-entity-types at ORG: “lind” is annotated as ORG here and as PER elsewhere
              Write PER: [Lind]{.PER #lind} spoke. [Lind]{.PER #lind} left. [Lind]{.PER #lind} sat. [Lind]{.PER #lind} slept.

            [Solmund]{.LOC #solmund} is in [Solmund]{.GPE #solmund}, [Gannet]{.SHIP #g} is no [Gannet]{.PER #g}.
        "#]],
    );
}

#[test]
fn one_name_of_two_entities_is_worth_a_look_and_a_pronoun_is_no_name() {
    check(
        "[Lind]{.PER #vera} spoke to [Lind]{.PER #anna}. [Lind]{.PER #anna} left.\n\n\
         [He]{.PER #moen} and [he]{.PER #quill} stayed, and [the minister]{.PER #a} saw [the minister]{.PER #b}.\n",
        "",
        expect![[r#"
            one-surface-two-entities at [Lind]{.PER #anna}: “Lind” is “anna” here and “vera” elsewhere in the article
        "#]],
    );
}

#[test]
fn an_id_that_nobody_has_makes_no_second_entity() {
    check(
        "[Vera Lind]{.PER #lind} and [Vera Lind]{.PER #lidn} are one.\n",
        LIND,
        expect![[r#"
        unknown-entity-id at lidn: No entity of the knowledge base has the id “lidn”; did you mean “lind”?
          Write “lind”: [Vera Lind]{.PER #lind} and [Vera Lind]{.PER #lind} are one.
    "#]],
    );
}

#[test]
fn a_name_that_is_mostly_annotated_is_missed_where_it_is_bare() {
    check(
        "The barrier was opened by [Lindqvist]{.PER #l} and [Lindqvist]{.PER #l} alone.\n\n\
         On Monday Mr Lindqvist left, and Anna Lindqvist stayed. <PER id=\"l\">Lindqvist</PER> came back.\n\n\
         The keys were kept by Lindqvist.\n",
        "",
        expect![[r#"
            inconsistent-annotation at Lindqvist: “Lindqvist” is annotated 3 times in the article, and not here
              Annotate it here: The barrier was opened by [Lindqvist]{.PER #l} and [Lindqvist]{.PER #l} alone.

            On Monday Mr [Lindqvist]{.PER #l} left, and Anna Lindqvist stayed. <PER id="l">Lindqvist</PER> came back.

            The keys were kept by Lindqvist.
              Annotate all 2 in the article: The barrier was opened by [Lindqvist]{.PER #l} and [Lindqvist]{.PER #l} alone.

            On Monday Mr [Lindqvist]{.PER #l} left, and Anna Lindqvist stayed. <PER id="l">Lindqvist</PER> came back.

            The keys were kept by [Lindqvist]{.PER #l}.
            inconsistent-annotation at Lindqvist: “Lindqvist” is annotated 3 times in the article, and not here
              Annotate it here: The barrier was opened by [Lindqvist]{.PER #l} and [Lindqvist]{.PER #l} alone.

            On Monday Mr Lindqvist left, and Anna Lindqvist stayed. <PER id="l">Lindqvist</PER> came back.

            The keys were kept by [Lindqvist]{.PER #l}.
              Annotate all 2 in the article: The barrier was opened by [Lindqvist]{.PER #l} and [Lindqvist]{.PER #l} alone.

            On Monday Mr [Lindqvist]{.PER #l} left, and Anna Lindqvist stayed. <PER id="l">Lindqvist</PER> came back.

            The keys were kept by [Lindqvist]{.PER #l}.
        "#]],
    );
}

#[test]
fn headlines_are_left_bare_on_purpose_and_so_are_names_that_are_mostly_bare() {
    check(
        "# Lindqvist opens barrier\n\nIt was [Lindqvist]{.PER #l} who came, and [Lindqvist]{.PER #l} who left.\n",
        "",
        expect![[""]],
    );
    check(
        "It was [Lindqvist]{.PER #l} who came. It was Lindqvist who left. It was Lindqvist who slept.\n",
        "",
        expect![[""]],
    );
    check("It was Lindqvist who came. It was Lindqvist who left.\n", LIND, expect![[""]]);
}

#[test]
fn an_annotation_holds_whole_words_and_whole_names() {
    check(
        "It was [Lindq]{.PER #l}vist who came, Dr Vera[ Moen]{.PER}, and [Lind]{.PER #lind}s friend.\n\n\
         <PER id=\"lind\">Vera</PER> Lind left with Vera [[lind|Lind]] and [Vera]{.PER #lind} [Lind]{.PER #lind}.\n",
        LIND,
        expect![[r#"
            annotation-cuts-name at [Lindq]{.PER #l}: The annotation cuts “Lindqvist” inside a word
              Annotate all of it: It was [Lindqvist]{.PER #l} who came, Dr Vera[ Moen]{.PER}, and [Lind]{.PER #lind}s friend.

            <PER id="lind">Vera</PER> Lind left with Vera [[lind|Lind]] and [Vera]{.PER #lind} [Lind]{.PER #lind}.
            unknown-entity-id at l: No entity of the knowledge base has the id “l”
            annotation-cuts-name at <PER id="lind">Vera</PER>: The annotation cuts the name “Vera Lind”
              Annotate all of it: It was [Lindq]{.PER #l}vist who came, Dr Vera[ Moen]{.PER}, and [Lind]{.PER #lind}s friend.

            <PER id="lind">Vera Lind</PER> left with Vera [[lind|Lind]] and [Vera]{.PER #lind} [Lind]{.PER #lind}.
            annotation-cuts-name at [[lind|Lind]]: The annotation cuts the name “Vera Lind”
              Annotate all of it: It was [Lindq]{.PER #l}vist who came, Dr Vera[ Moen]{.PER}, and [Lind]{.PER #lind}s friend.

            <PER id="lind">Vera</PER> Lind left with [[lind|Vera Lind]] and [Vera]{.PER #lind} [Lind]{.PER #lind}.
        "#]],
    );
}

#[test]
fn a_part_of_an_annotated_name_may_be_annotated_in_it() {
    check("[[Vera]{.GIVEN} Lind]{.PER #lind} left.\n", LIND, expect![[""]]);
}

const TWO: &str = "[[entity]]\nid = \"vera\"\ntype = \"PER\"\nname = \"Vera Lind\"\naliases = [\"Lind\"]\n\n[[entity]]\nid = \
                   \"anna\"\ntype = \"PER\"\nname = \"Anna Lind\"\naliases = [\"Lind\"]\n\n[[entity]]\nid = \"shop\"\ntype = \
                   \"ORG\"\nname = \"Lind\"\n";

#[test]
fn a_bare_name_of_two_entities_is_ambiguous_until_the_article_says_who_is_meant() {
    check(
        "The gates were opened by Mr Lind, who smiled. Then Mr Lind left.\n",
        TWO,
        expect![[r#"
            ambiguous-name at Lind: “Lind” may be Anna Lind (“anna”) or Vera Lind (“vera”), and nothing in the article says which
        "#]],
    );
    check("The gates were opened by Vera Lind. Then Ms Lind smiled.\n", TWO, expect![[""]]);
    check("The gates were opened by [her]{.PER #anna}. Then Ms Lind smiled.\n", TWO, expect![[""]]);
    check(
        "The gates were opened by Vera Lind and Anna Lind. Then Mr Lind smiled.\n",
        TWO,
        expect![[r#"
            ambiguous-name at Lind: “Lind” may be Anna Lind (“anna”) or Vera Lind (“vera”), and nothing in the article says which
        "#]],
    );
}

#[test]
fn names_a_letter_apart_may_be_one() {
    check(
        "[Vera Lindstrom]{.PER} spoke. Then Vera Lindstrop left, and Vera Lindstrom slept.\n\n\
         Anna Moen is not Anne Moen.\n",
        "",
        expect![[r#"
            near-identical-names at Vera Lindstrop: “Vera Lindstrop” may be “Vera Lindstrom”, who is named elsewhere in the article
              Write “Vera Lindstrom”: [Vera Lindstrom]{.PER} spoke. Then Vera Lindstrom left, and Vera Lindstrom slept.

            Anna Moen is not Anne Moen.
        "#]],
    );
    check("[Vera Lindstrom]{.PER #a} is not [Vera Lindstrop]{.PER #b}.\n", "", expect![[""]]);
    check("[The gatekeeper]{.PER} saw [The gatekeepers]{.PER}.\n", "", expect![[""]]);
    check("Vera Lindstrom spoke. Then Vera Lindstrop left.\n", "", expect![[""]]);
}

#[test]
fn names_in_markup_are_checked_too() {
    let text = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p><persName ref=\"#vera\">Vera Lind</persName> \
                met <persName ref=\"#vera\">Lind</persName>, <orgName ref=\"#vera\">Lind</orgName> and <persName \
                ref=\"#anan\">Anna Lind</persName>. <persName ref=\"#vera\">Lind</persName> told \
                Lind.</p></body></text></TEI>\n";
    check_file(
        "gates.tei",
        text,
        TWO,
        expect![[r##"
            conflicting-entity-types at orgName: “vera” is annotated as orgName here and as persName elsewhere
            unknown-entity-id at anan: No entity of the knowledge base has the id “anan”; did you mean “anna”?
              Write “anna”: <TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p><persName ref="#vera">Vera Lind</persName> met <persName ref="#vera">Lind</persName>, <orgName ref="#vera">Lind</orgName> and <persName ref="#anna">Anna Lind</persName>. <persName ref="#vera">Lind</persName> told Lind.</p></body></text></TEI>
            inconsistent-annotation at Lind: “Lind” is annotated 3 times in the article, and not here
              Annotate it here: <TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p><persName ref="#vera">Vera Lind</persName> met <persName ref="#vera">Lind</persName>, <orgName ref="#vera">Lind</orgName> and <persName ref="#anan">Anna Lind</persName>. <persName ref="#vera">Lind</persName> told <persName ref="#vera">Lind</persName>.</p></body></text></TEI>
        "##]],
    );
    // Ids of which the knowledge base has none are those of somebody else.
    let strange = text.replace("#vera", "#p1").replace("#anan", "#p2");
    check_file(
        "gates.tei",
        &strange,
        TWO,
        expect![[r##"
            conflicting-entity-types at orgName: “p1” is annotated as orgName here and as persName elsewhere
            inconsistent-annotation at Lind: “Lind” is annotated 3 times in the article, and not here
              Annotate it here: <TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p><persName ref="#p1">Vera Lind</persName> met <persName ref="#p1">Lind</persName>, <orgName ref="#p1">Lind</orgName> and <persName ref="#p2">Anna Lind</persName>. <persName ref="#p1">Lind</persName> told <persName ref="#p1">Lind</persName>.</p></body></text></TEI>
        "##]],
    );
}

#[test]
fn a_name_that_is_bare_in_columns_gets_the_tags_of_the_file() {
    let rows = "Vera\tB-PER\nLind\tI-PER\nleft\tO\n.\tO\n\nVera\tB-PER\nLind\tI-PER\nslept\tO\n.\tO\n\nLater\tO\nVera\tO\n\
                Lind\tO\nspoke\tO\n.\tO\n";
    check_file(
        "gates.conll",
        rows,
        "",
        expect![[r#"
        inconsistent-annotation at Vera	O
        Lind: “Vera Lind” is annotated 2 times in the article, and not here
          Annotate it here: Vera	B-PER
        Lind	I-PER
        left	O
        .	O

        Vera	B-PER
        Lind	I-PER
        slept	O
        .	O

        Later	O
        Vera	B-PER
        Lind	I-PER
        spoke	O
        .	O
    "#]],
    );
}

#[test]
fn a_name_that_is_bare_in_a_record_gets_an_annotation_of_the_record() {
    let text = "\"text\": \"Vera Lind paid 😀. Then Vera Lind left. Later Vera Lind slept. Now Vera Lind woke.\"";
    check_file(
        "gates.jsonl",
        &format!("{{{text}, \"label\": [[0, 9, \"PER\"], [23, 32, \"PER\"], [45, 54, \"PER\"]]}}\n"),
        "",
        expect![[r#"
            inconsistent-annotation at Vera Lind: “Vera Lind” is annotated 3 times in the article, and not here
              Annotate it here: {"text": "Vera Lind paid 😀. Then Vera Lind left. Later Vera Lind slept. Now Vera Lind woke.", "label": [[0, 9, "PER"], [23, 32, "PER"], [45, 54, "PER"], [66, 75, "PER"]]}
        "#]],
    );
    let spans = "{\"id\": 4, \"start_offset\": 0, \"end_offset\": 9, \"label\": \"PER\"}, {\"id\": 7, \"start_offset\": 23, \"end_offset\": 32, \"label\": \"PER\"}, {\"id\": 8, \"start_offset\": 45, \"end_offset\": 54, \"label\": \"PER\"}";
    check_file(
        "gates.jsonl",
        &format!("{{{text}, \"entities\": [{spans}], \"relations\": []}}\n"),
        "",
        expect![[r#"
        inconsistent-annotation at Vera Lind: “Vera Lind” is annotated 3 times in the article, and not here
          Annotate it here: {"text": "Vera Lind paid 😀. Then Vera Lind left. Later Vera Lind slept. Now Vera Lind woke.", "entities": [{"id": 4, "start_offset": 0, "end_offset": 9, "label": "PER"}, {"id": 7, "start_offset": 23, "end_offset": 32, "label": "PER"}, {"id": 8, "start_offset": 45, "end_offset": 54, "label": "PER"}, {"id": 9, "start_offset": 66, "end_offset": 75, "label": "PER"}], "relations": []}
    "#]],
    );
    let region = |start: usize| {
        format!(
            "{{\"id\": \"a{start}\", \"from_name\": \"label\", \"to_name\": \"text\", \"type\": \"labels\", \"origin\": \"prediction\", \"value\": {{\"start\": {start}, \"end\": {}, \"text\": \"Vera Lind\", \"labels\": [\"PER\"]}}}}",
            start + 9
        )
    };
    let regions = [0, 23, 45].map(region).join(", ");
    check_file(
        "gates.jsonl",
        &format!("{{\"id\": 1, \"data\": {{{text}}}, \"annotations\": [{{\"result\": [{regions}]}}]}}\n"),
        "",
        expect![[r#"
            inconsistent-annotation at Vera Lind: “Vera Lind” is annotated 3 times in the article, and not here
              Annotate it here: {"id": 1, "data": {"text": "Vera Lind paid 😀. Then Vera Lind left. Later Vera Lind slept. Now Vera Lind woke."}, "annotations": [{"result": [{"id": "a0", "from_name": "label", "to_name": "text", "type": "labels", "origin": "prediction", "value": {"start": 0, "end": 9, "text": "Vera Lind", "labels": ["PER"]}}, {"id": "a23", "from_name": "label", "to_name": "text", "type": "labels", "origin": "prediction", "value": {"start": 23, "end": 32, "text": "Vera Lind", "labels": ["PER"]}}, {"id": "a45", "from_name": "label", "to_name": "text", "type": "labels", "origin": "prediction", "value": {"start": 45, "end": 54, "text": "Vera Lind", "labels": ["PER"]}}, {"id": "315c5fdaa4", "from_name": "label", "to_name": "text", "type": "labels", "value": {"start": 66, "end": 75, "text": "Vera Lind", "labels": ["PER"]}}]}]}
        "#]],
    );
}

#[test]
fn names_in_columns_are_checked_and_clusters_are_no_ids() {
    let rows = "# global.Entity = eid-etype-head-identity\n# sent_id = 1\n# text = Vera met Lind\n\
                1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1-vera)\n\
                2\tmet\t_\t_\t_\t_\t0\t_\t_\t_\n\
                3\tLind\t_\t_\t_\t_\t2\t_\t_\tEntity=(e2-person-1-lnid)\n\n";
    check_file(
        "gates.conllu",
        rows,
        &TWO.replace("\"anna\"", "\"lind\""),
        expect![[r#"
        unknown-entity-id at lnid: No entity of the knowledge base has the id “lnid”; did you mean “lind”?
    "#]],
    );
}
