//! Names that are annotated in files beside their texts.

use expect_test::expect;
use serde_json::json;

use crate::names::Scene;

const TEXT: &str = "Foreign Minister Vera Lindqvist shut the gates. The 😀 herring did not care.\n";
const ANN: &str = "T1\tPERSON 17 31\tVera Lindqvist\nN1\tReference T1 Wikidata:Q42\tLindqvist\n";
const OTHER: &str = "The 😀 gates were opened again by Ms Lindq‸vist, who had slept.\n";
const OTHER_ANN: &str = "T1\tPERSON 36 45\tLindqvist\nN1\tReference T1 Wikidata:Q42\tLindqvist\n";
const ENTITIES: &str = "[[entity]]\nid = \"Q42\"\ntype = \"PER\"\nname = \"Vera Lindqvist\"\ndescription = \"Foreign minister of Halvmark\"\n";

fn scene(other: &str, other_ann: &str) -> Scene {
    Scene::new(&[
        ("a.txt", TEXT),
        ("a.ann", ANN),
        ("b.txt", other),
        ("b.ann", other_ann),
        ("c.txt", "Q42 is [Vera Lindqvist]{.PER #Q42} here.\n"),
        ("entities.toml", ENTITIES),
    ])
}

/// The references, once there are so many.
fn references(scene: &mut Scene, count: usize) -> Vec<String> {
    let all = json!({ "context": { "includeDeclaration": true } });
    let answer = scene
        .until("textDocument/references", &all, |it| it.as_array().is_some_and(|references| references.len() == count));
    scene.locations(&answer)
}

#[test]
fn a_reference_in_standoff_says_who_is_meant_in_the_text() {
    let mut scene = scene(OTHER, OTHER_ANN);
    assert_eq!(
        references(&mut scene, 4),
        ["entities.toml:4: Vera Lindqvist", "a.txt:1: Vera Lindqvist", "b.txt:1: Lindqvist", "c.txt:1: Vera Lindqvist",]
    );
}

#[test]
fn the_annotation_of_a_mention_is_its_line() {
    let mut scene = scene(OTHER, OTHER_ANN);
    references(&mut scene, 4);
    let answer = scene.ask("textDocument/implementation", json!({}));
    assert_eq!(scene.locations(&answer), ["b.ann:1: T1\tPERSON 36 45\tLindqvist"]);
}

#[test]
fn a_line_of_standoff_leads_to_who_is_meant() {
    let mut scene = scene(&OTHER.replace('‸', ""), &OTHER_ANN.replace("PERSON", "PER‸SON"));
    references(&mut scene, 4);
    let hover = scene.ask("textDocument/hover", json!({}));
    let text = hover["contents"]["value"].as_str().expect("a hover");
    assert!(text.contains("Foreign minister of Halvmark"), "{text}");
}

#[test]
fn an_id_is_renamed_in_standoff_markup_and_knowledge_base_at_once() {
    let mut scene = scene(OTHER, OTHER_ANN);
    references(&mut scene, 4);
    assert_eq!(scene.ask("textDocument/prepareRename", json!({}))["placeholder"], "Q42");
    let edit = scene.ask("textDocument/rename", json!({ "newName": "Q43" }));
    let applied = scene.applied(&edit);
    let first = |name: &str| applied[name].lines().take(2).collect::<Vec<_>>().join("\n");
    let shown: Vec<String> = applied.keys().map(|name| format!("{name}\n{}\n", first(name))).collect();
    expect![[r##"
        a.ann
        T1	PERSON 17 31	Vera Lindqvist
        N1	Reference T1 Wikidata:Q43	Lindqvist

        b.ann
        T1	PERSON 36 45	Lindqvist
        N1	Reference T1 Wikidata:Q43	Lindqvist

        c.txt
        Q42 is [Vera Lindqvist]{.PER #Q43} here.

        entities.toml
        [[entity]]
        id = "Q43"
    "##]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn annotations_that_change_on_screen_count_at_once() {
    let mut scene = scene(OTHER, OTHER_ANN);
    references(&mut scene, 4);
    scene.open("a.ann");
    let uri = scene.uri("a.ann");
    scene.server.change(&uri, 2, json!([{ "text": ANN.replace("Q42", "Q7") }]));
    assert_eq!(
        references(&mut scene, 3),
        ["entities.toml:4: Vera Lindqvist", "b.txt:1: Lindqvist", "c.txt:1: Vera Lindqvist"]
    );
}

#[test]
fn an_id_is_renamed_in_every_row_and_every_bracket_of_token_formats() {
    let rows = "TOKEN\tNE-COARSE-LIT\tNEL-LIT\tMISC\n# document_id = one\nVera\tB-pers\tQ42\t_\nLindqvist\tI-pers\tQ42\t_\n\
                came\tO\t_\t_\nQ42\tO\t_\t_\n\n";
    let tree = "# newdoc id = two\n# global.Entity = GRP-etype-infstat-minspan-link-identity\n# sent_id = 1\n\
                1\tVera\t_\tPROPN\t_\t_\t0\troot\t_\tEntity=(1-person-new-1-sgl-Q42\n\
                2\tLindqvist\t_\tPROPN\t_\t_\t1\tflat\t_\tEntity=1)\n\n";
    let mut scene =
        Scene::new(&[("a.tsv", rows), ("b.conllu", tree), ("c.txt", "Here is [Vera Lindqvist]{.PER #Q4‸2} again.\n")]);
    references(&mut scene, 3);
    let edit = scene.ask("textDocument/rename", json!({ "newName": "Q43" }));
    let applied = scene.applied(&edit);
    expect![[r#"
        TOKEN	NE-COARSE-LIT	NEL-LIT	MISC
        # document_id = one
        Vera	B-pers	Q43	_
        Lindqvist	I-pers	Q43	_
        came	O	_	_
        Q42	O	_	_

        # newdoc id = two
        # global.Entity = GRP-etype-infstat-minspan-link-identity
        # sent_id = 1
        1	Vera	_	PROPN	_	_	0	root	_	Entity=(1-person-new-1-sgl-Q43
        2	Lindqvist	_	PROPN	_	_	1	flat	_	Entity=1)

        Here is [Vera Lindqvist]{.PER #Q43} again.
    "#]]
    .assert_eq(&applied.values().cloned().collect::<String>());
}

#[test]
fn a_tag_and_a_bracket_say_which_mention_they_open_or_close() {
    let tree = "# newdoc id = two\n# global.Entity = eid-etype-head-identity\n# sent_id = 1\n\
                1\tVera\t_\tPROPN\t_\t_\t0\troot\t_\tEntity=(e1-person-1-Q42\n\
                2\tLindqvist\t_\tPROPN\t_\t_\t1\tflat\t_\tEntity=e‸1)\n\n";
    let rows = "Vera\tB-P‸ER\nLindqvist\tI-PER\ncame\tO\n\n";
    for (name, text) in [("a.conllu", tree), ("a.conll", rows)] {
        let mut scene = Scene::new(&[(name, text)]);
        let hover = scene.until("textDocument/hover", &json!({}), |it| !it.is_null());
        let said = hover["contents"]["value"].as_str().unwrap_or_default();
        assert!(said.contains("Vera Lindqvist"), "{name}: {said}");
    }
}

#[test]
fn tags_that_are_legal_in_a_row_are_completed() {
    let mut scene = Scene::new(&[("a.conll", "Oslo\tB-LOC\nand\tO\nVera\tB-PER\nLindqvist\t‸\n")]);
    let list = scene.until("textDocument/completion", &json!({}), |it| !it.is_null());
    let labels: Vec<&str> =
        list["items"].as_array().into_iter().flatten().filter_map(|it| it["label"].as_str()).collect();
    assert_eq!(labels, ["I-PER", "O", "B-LOC", "B-PER"]);
}

#[test]
fn the_columns_of_a_row_are_told_by_their_names() {
    let rows = "1\tVera\tVera\tPROPN\t_\t_\t0\troot\t_\tEnti‸ty=(e1)\n";
    let mut scene = Scene::new(&[("a.conllu", rows)]);
    let help = scene.until("textDocument/signatureHelp", &json!({}), |it| !it.is_null());
    let signature = &help["signatures"][0];
    assert_eq!(signature["label"], "ID  FORM  LEMMA  UPOS  XPOS  FEATS  HEAD  DEPREL  DEPS  MISC");
    assert_eq!((&signature["activeParameter"], &help["activeParameter"]), (&json!(9), &json!(9)));
    let about = signature["parameters"][9]["documentation"].as_str().unwrap_or_default();
    assert!(about.contains("Entity="), "{about}");
}

#[test]
fn plain_articles_have_no_columns() {
    let mut scene = Scene::new(&[("a.txt", "Vera ‸Lindqvist came.\n")]);
    assert!(scene.until("textDocument/signatureHelp", &json!({}), |_| true).is_null());
}

#[test]
fn what_is_annotated_is_compared_with_the_knowledge_base_as_it_changes() {
    let both = format!("{ANN}T2\tPERSON 54 61\therring\nN2\tReference T2 KB:hering\therring\n");
    let entities = format!("{ENTITIES}\n[[entity]]\nid = \"herring\"\nname = \"Herring\"\n");
    let mut scene = Scene::new(&[("a.txt", TEXT), ("a.ann", &both), ("entities.toml", &entities), ("c.txt", "‸\n")]);
    scene.open("a.ann");
    let ann = scene.uri("a.ann");
    let unknown = "ENT010";
    let until = |scene: &mut Scene, wanted: bool| loop {
        let found = scene.server.next_published(&ann);
        if found.iter().any(|it| it["code"] == unknown) == wanted {
            return;
        }
    };
    until(&mut scene, true);
    scene.open("entities.toml");
    let toml = scene.uri("entities.toml");
    let change = json!([{ "text": entities.replace("herring", "hering") }]);
    scene.server.change(&toml, 2, change);
    until(&mut scene, false);
}

#[test]
fn annotations_go_with_a_text_that_is_edited_and_not_saved() {
    let mut scene = scene(OTHER, OTHER_ANN);
    references(&mut scene, 4);
    let uri = scene.uri("b.txt");
    let start = json!({ "line": 0, "character": 0 });
    let insert = json!([{ "range": { "start": start, "end": start }, "text": "Ten chars!\n" }]);
    scene.server.change(&uri, 2, insert);
    let place = json!({ "textDocument": { "uri": uri }, "position": { "line": 1, "character": 39 } });
    let highlights = scene.server.request("textDocument/documentHighlight", place.clone()).expect("an answer");
    assert_eq!(highlights[0]["range"]["start"], json!({ "line": 1, "character": 37 }), "{highlights}");
    let hover = scene.server.request("textDocument/hover", place.clone()).expect("an answer");
    assert!(hover.to_string().contains("Foreign minister of Halvmark"), "{hover}");
    let line = scene.server.request("textDocument/implementation", place).expect("an answer");
    let range = &line[0]["targetSelectionRange"];
    assert_eq!(range["end"], json!({ "line": 0, "character": 25 }), "{line}");
}
