//! What can be done about a name: actions at the cursor, and the files after them.

use std::collections::BTreeMap;

use expect_test::expect;
use serde_json::{Value, json};

use crate::names::Scene;

/// A client that takes everything a workspace edit can be.
fn able() -> Value {
    json!({
        "workspace": { "workspaceEdit": {
            "documentChanges": true, "resourceOperations": ["create"], "changeAnnotationSupport": {},
        } },
        "textDocument": { "codeAction": {
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
            "dataSupport": true, "resolveSupport": { "properties": ["edit"] },
        } },
    })
}

fn scene(files: &[(&str, &str)]) -> Scene {
    Scene::with(files, able())
}

/// The actions about the name at the cursor, once one of them is called `title`.
fn actions(scene: &mut Scene, title: &str) -> Vec<Value> {
    let place = scene.place();
    let range = json!({ "start": place["position"], "end": place["position"] });
    let params = json!({ "range": range, "context": { "diagnostics": [], "only": ["refactor.rewrite"] } });
    let has = |it: &Value| it.as_array().is_some_and(|all| all.iter().any(|one| one["title"] == title));
    let answer = scene.until("textDocument/codeAction", &params, has);
    answer.as_array().cloned().unwrap_or_default()
}

/// Waits until the knowledge base has been read, which knows who is at the cursor.
fn know(scene: &mut Scene) {
    let place = scene.place();
    let range = json!({ "start": place["position"], "end": place["position"] });
    let params = json!({ "range": range, "context": { "diagnostics": [], "only": ["refactor.rewrite"] } });
    let describes = |it: &Value| it["title"].as_str().is_some_and(|title| title.starts_with("Add "));
    scene.until("textDocument/codeAction", &params, |it| it.as_array().is_some_and(|all| !all.iter().any(describes)));
}

fn titles(actions: &[Value]) -> String {
    actions.iter().map(|it| it["title"].as_str().unwrap_or_default().to_owned() + "\n").collect()
}

/// The files after the action called `title`, and its edit; files of the scene are read behind its back.
fn after(scene: &mut Scene, title: &str) -> (BTreeMap<String, String>, Value) {
    loop {
        let actions = actions(scene, title);
        let action = actions.iter().find(|it| it["title"] == title).expect("it is offered").clone();
        let edit = scene.server.request("codeAction/resolve", action).expect("an edit")["edit"].clone();
        if edit["documentChanges"][0]["kind"].is_null() {
            return (scene.applied(&edit), edit);
        }
    }
}

const FIRST: &str = "Foreign Minister [Vera Lindqvist]{.PER #lindqvist} shut the gates.\n\nSolmund Works paid for it, and \
                     Solm‸und Works will pay again, said Jaromir Dvoretsky.\n";
const SECOND: &str = "<PER>Jaromir Dvoretsky</PER> left Solmund Works at dawn.\n";
const ENTITIES: &str = "[[entity]]\nid = \"works\"\ntype = \"ORG\"\nname = \"Solmund Works\"\n\n[[entity]]\nid = \
                        \"works-2\"\ntype = \"ORG\"\nname = \"Solmund Waterworks\"\n";

#[test]
fn a_name_can_be_linked_annotated_and_described() {
    let mut scene = scene(&[("a.txt", FIRST), ("b.txt", SECOND)]);
    let offered = actions(&mut scene, "Annotate it in 2 articles as ORG");
    expect![[r#"
        Annotate “Solmund Works” here as ORG
        Annotate all 2 mentions in this article as ORG
        Annotate it in 2 articles as ORG
        Add “Solmund Works” to the knowledge base
    "#]]
    .assert_eq(&titles(&offered));
}

#[test]
fn an_annotation_is_written_in_the_style_of_its_file() {
    let mut scene = scene(&[("a.txt", FIRST), ("b.txt", SECOND)]);
    let (files, edit) = after(&mut scene, "Annotate it in 2 articles as ORG");
    expect![[r#"
        Foreign Minister [Vera Lindqvist]{.PER #lindqvist} shut the gates.

        [Solmund Works]{.ORG} paid for it, and [Solmund Works]{.ORG} will pay again, said Jaromir Dvoretsky.
        <PER>Jaromir Dvoretsky</PER> left <ORG>Solmund Works</ORG> at dawn.
    "#]]
    .assert_eq(&files.into_values().collect::<String>());
    assert_eq!(edit["changeAnnotations"]["annotate"]["needsConfirmation"], true);
}

#[test]
fn a_link_gives_the_annotation_its_id() {
    let mut scene = scene(&[("a.txt", FIRST), ("b.txt", SECOND), ("entities.toml", ENTITIES)]);
    know(&mut scene);
    let offered = actions(&mut scene, "Annotate it in 2 articles as ORG");
    expect![[r#"
        Link to Solmund Waterworks (works-2)
        Annotate “Solmund Works” here as ORG
        Annotate all 2 mentions in this article as ORG
        Annotate it in 2 articles as ORG
    "#]]
    .assert_eq(&titles(&offered));
    let (files, _) = after(&mut scene, "Link to Solmund Waterworks (works-2)");
    assert!(files["a.txt"].contains("and [Solmund Works]{.ORG #works-2} will"), "{files:?}");
}

#[test]
fn whoever_is_known_to_the_knowledge_base_is_annotated_with_the_id() {
    let mut scene = scene(&[("a.txt", FIRST), ("b.txt", SECOND), ("entities.toml", ENTITIES)]);
    know(&mut scene);
    let (files, _) = after(&mut scene, "Annotate “Solmund Works” here as ORG");
    assert!(files["a.txt"].contains("and [Solmund Works]{.ORG #works} will"), "{files:?}");
}

#[test]
fn an_entry_is_added_behind_the_others() {
    let first = FIRST.replace('‸', "").replace("Jaromir D", "Jaromir‸ D");
    let mut scene = scene(&[("a.txt", &first), ("b.txt", SECOND), ("entities.toml", ENTITIES)]);
    let (files, _) = after(&mut scene, "Add “Jaromir Dvoretsky” to the knowledge base");
    expect![[r#"
        [[entity]]
        id = "works"
        type = "ORG"
        name = "Solmund Works"

        [[entity]]
        id = "works-2"
        type = "ORG"
        name = "Solmund Waterworks"

        [[entity]]
        id = "jaromir-dvoretsky"
        type = "PER"
        name = "Jaromir Dvoretsky"
    "#]]
    .assert_eq(&files["entities.toml"]);
}

#[test]
fn a_knowledge_base_is_begun_where_there_is_none() {
    let mut scene = scene(&[("a.txt", FIRST), ("b.txt", SECOND)]);
    let title = "Add “Solmund Works” to the knowledge base";
    let action = actions(&mut scene, title).into_iter().find(|it| it["title"] == title).expect("it is offered");
    let edit = scene.server.request("codeAction/resolve", action).expect("an edit")["edit"].clone();
    assert_eq!(edit["documentChanges"][0]["kind"], "create");
    assert_eq!(edit["documentChanges"][0]["uri"], scene.uri("entities.toml"));
    let text = edit["documentChanges"][1]["edits"][0]["newText"].as_str().expect("a text");
    assert_eq!(text, "[[entity]]\nid = \"solmund-works\"\ntype = \"ORG\"\nname = \"Solmund Works\"\n");
}

#[test]
fn standoff_gets_another_line() {
    let text = "The 😀 gates of Vera Lindqvist were shut by Solmund‸ Works.\n";
    let ann = "T1\tPERSON 15 29\tVera Lindqvist\nT4\tORGANIZATION 0 3\tThe\n";
    let mut scene = scene(&[("a.txt", text), ("a.ann", ann), ("entities.toml", ENTITIES)]);
    know(&mut scene);
    let (files, _) = after(&mut scene, "Annotate “Solmund Works” here as ORG");
    expect![[r#"
        T1	PERSON 15 29	Vera Lindqvist
        T4	ORGANIZATION 0 3	The
        T5	ORGANIZATION 43 56	Solmund Works
        N1	Reference T5 KB:works	Solmund Works
    "#]]
    .assert_eq(&files["a.ann"]);
}

#[test]
fn markup_is_written_as_the_file_has_it() {
    let text = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p><orgName ref=\"#works\">Solmund Works</orgName> \
                paid Vera Lindqvist, said Solmund Wor‸ks.</p></body></text></TEI>\n";
    let mut scene = scene(&[("a.tei", text), ("entities.toml", ENTITIES)]);
    know(&mut scene);
    let (files, _) = after(&mut scene, "Annotate “Solmund Works” here as ORG");
    assert!(files["a.tei"].contains("said <orgName ref=\"#works\">Solmund Works</orgName>."), "{files:?}");
}

#[test]
fn an_id_does_not_end_the_value_that_it_stands_in() {
    let entities = ENTITIES.replace("\"works\"", "'w\"&1'");
    let text = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p><orgName ref=\"#lind\">Lind</orgName> \
                paid, said Solmund Wor‸ks.</p></body></text></TEI>\n";
    let mut scene = scene(&[("a.tei", text), ("entities.toml", &entities)]);
    know(&mut scene);
    let (files, _) = after(&mut scene, "Annotate “Solmund Works” here as ORG");
    assert!(files["a.tei"].contains("said <orgName ref=\"#w&quot;&amp;1\">Solmund Works</orgName>."), "{files:?}");
}

#[test]
fn columns_get_tags() {
    let rows =
        ["Solmund O", "Works O", "paid O", "Vera B-PERSON", "Lindqvist I-PERSON", ". O", "", "Solm‸und O", "Works O"];
    let text = rows.map(|row| row.replace(' ', "\t") + "\n").concat();
    let mut scene = scene(&[("a.conll", &text), ("entities.toml", ENTITIES)]);
    know(&mut scene);
    let (files, _) = after(&mut scene, "Annotate all 2 mentions in this article as ORG");
    let tagged = text.replace('‸', "").replace("Solmund\tO\nWorks\tO", "Solmund\tB-ORG\nWorks\tI-ORG");
    assert_eq!(files["a.conll"], tagged);
}

#[test]
fn what_is_annotated_in_columns_joins_the_chain_of_its_entity() {
    let row =
        |(number, (form, misc)): (usize, (&str, &str))| format!("{}\t{form}{}\t{misc}\n", number + 1, "\t_".repeat(7));
    let words = [
        ("Vera", "Entity=(e4-person-1"),
        ("Lindqvist", "Entity=e4)"),
        ("paid", "_"),
        ("Solmund", "_"),
        ("Works", "_"),
        ("and", "_"),
        ("Vera", "_"),
        ("Lind‸qvist", "_"),
    ];
    let words: String = words.into_iter().enumerate().map(row).collect();
    let text = format!("# newdoc id = a\n# global.Entity = eid-etype-head\n{words}\n");
    let mut scene = scene(&[("a.conllu", &text), ("entities.toml", ENTITIES)]);
    let (files, _) = after(&mut scene, "Annotate “Vera Lindqvist” here as PER");
    let file = &files["a.conllu"];
    assert!(file.contains("7\tVera\t_\t_\t_\t_\t_\t_\t_\tEntity=(e4-person-1\n"), "{file}");
    assert!(file.contains("8\tLindqvist\t_\t_\t_\t_\t_\t_\t_\tEntity=e4)\n"), "{file}");
}

#[test]
fn records_get_annotations_as_their_tool_writes_them() {
    let tokens = [(0, 4), (5, 14), (15, 19), (20, 27), (28, 33), (34, 40), (41, 48), (49, 54)];
    let tokens = tokens.iter().enumerate().map(|(id, (start, end))| json!({ "start": start, "end": end, "id": id }));
    let spans = json!([{ "start": 0, "end": 14, "token_start": 0, "token_end": 1, "label": "PERSON", "score": 0.3 }]);
    let record = json!({
        "text": "Vera Lindqvist paid Solmund Works before Solm‸und Works", "tokens": tokens.collect::<Vec<_>>(), "spans": spans,
        "_input_hash": 4,
    });
    let mut scene = scene(&[("a.jsonl", &format!("{record}\n")), ("entities.toml", ENTITIES)]);
    know(&mut scene);
    let (files, _) = after(&mut scene, "Annotate all 2 mentions in this article as ORG");
    let after: Value = serde_json::from_str(&files["a.jsonl"]).expect("a record");
    let expected = json!([
        spans[0],
        { "start": 20, "end": 33, "token_start": 3, "token_end": 4, "label": "ORG" },
        { "start": 41, "end": 54, "token_start": 6, "token_end": 7, "label": "ORG" },
    ]);
    assert_eq!(after["spans"], expected);
}

#[test]
fn the_first_annotations_of_a_record_have_commas_between_them() {
    let text = "{\"text\": \"Solmund Works paid, and Solm‸und Works will pay.\", \"label\": []}\n";
    let mut scene = scene(&[("a.jsonl", text), ("entities.toml", ENTITIES)]);
    know(&mut scene);
    let (files, _) = after(&mut scene, "Annotate all 2 mentions in this article as ORG");
    let written = text.replace('‸', "").replace("[]", "[[0, 13, \"ORG\"], [24, 37, \"ORG\"]]");
    assert_eq!(files["a.jsonl"], written);
}

const WEBANNO: &str = "#FORMAT=WebAnno TSV 3.3\n\
    #T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n\
    #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\n\n\
    #Text=Vera Lindqvist paid Solmund Works .\n1-1\t0-4\tVera\tNNP\tlindqvist[3]\tPERSON[3]\n\
    1-2\t5-14\tLindqvist\tNNP\tlindqvist[3]\tPERSON[3]\n1-3\t15-19\tpaid\tVBD\t_\t_\n\
    1-4\t20-27\tSolmund\tNNP\t_\t_\n1-5\t28-33\tWorks\tNNP\t_\t_\n1-6\t34-35\t.\t.\t_\t_\n\n\
    #Text=Solmund Works will pay\n2-1\t36-43\tSol‸mund\tNNP\t_\t_\n2-2\t44-49\tWorks\tNNP\t_\t_\n\
    2-3\t50-54\twill\tMD\t_\t_\n2-4\t55-58\tpay\tVB\t_\t_\n";

#[test]
fn webanno_gets_values_in_the_layer_of_entities() {
    let mut scene = scene(&[("a.tsv", WEBANNO), ("entities.toml", ENTITIES)]);
    know(&mut scene);
    let (files, _) = after(&mut scene, "Annotate all 2 mentions in this article as ORG");
    let mut written = WEBANNO.replace('‸', "");
    for (number, token) in [(4, "20-27\tSolmund"), (4, "28-33\tWorks"), (5, "36-43\tSolmund"), (5, "44-49\tWorks")] {
        let with = format!("{token}\tNNP\tworks[{number}]\tORG[{number}]");
        written = written.replace(&format!("{token}\tNNP\t_\t_"), &with);
    }
    assert_eq!(files["a.tsv"], written);
}

#[test]
fn an_annotation_of_several_rows_is_linked_in_all_of_them() {
    let entities = "[[entity]]\nid = \"vera\"\ntype = \"PER\"\nname = \"Vera Lindqvist\"\n";
    let text = WEBANNO.replace('‸', "").replace("\tVera", "\tVe‸ra");
    let mut scene = scene(&[("a.tsv", &text), ("entities.toml", entities)]);
    let (files, _) = after(&mut scene, "Link to Vera Lindqvist (vera)");
    assert_eq!(files["a.tsv"], text.replace('‸', "").replace("lindqvist[3]", "vera[3]"));
}

#[test]
fn layers_get_what_points_at_their_tokens() {
    let token = |(number, (sentence, word)): (usize, (usize, &str))| {
        format!("<token t_id=\"{}\" sentence=\"{sentence}\">{word}</token>\n", number + 1)
    };
    let words = [(0, "Solmund"), (0, "Works"), (0, "paid"), (1, "Sol‸mund"), (1, "Works"), (1, "pays")];
    let tokens: String = words.into_iter().enumerate().map(token).collect();
    let text = format!("<Document doc_name=\"a.xml\">\n{tokens}<Markables>\n</Markables>\n</Document>\n");
    let mut scene = scene(&[("a.xml", &text), ("entities.toml", ENTITIES)]);
    know(&mut scene);
    let (files, _) = after(&mut scene, "Annotate all 2 mentions in this article as ORG");
    let file = &files["a.xml"];
    expect![[r#"
        <Markables>
        <HUMAN_PART_ORG m_id="1"><token_anchor t_id="1"/><token_anchor t_id="2"/></HUMAN_PART_ORG>
        <HUMAN_PART_ORG m_id="3"><token_anchor t_id="4"/><token_anchor t_id="5"/></HUMAN_PART_ORG>
        <HUMAN_PART_ORG m_id="2" RELATED_TO="" TAG_DESCRIPTOR="e1" instance_id="works"/>
        </Markables>
        <Relations>
        <CROSS_DOC_COREF r_id="1" note="works"><source m_id="1"/><source m_id="3"/><target m_id="2"/></CROSS_DOC_COREF>
        </Relations>
        </Document>
    "#]]
    .assert_eq(&file[file.find("<Markables>").expect("the layer")..]);
}

#[test]
fn triples_are_written_of_what_is_mentioned() {
    let text = "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .\n\
                @prefix itsrdf: <http://www.w3.org/2005/11/its/rdf#> .\n\n\
                <http://example.org/a#char=0,50> a nif:Context ;\n    \
                nif:isString \"😀 Solmund Works paid, said Vera Lindqvist of Solmund Wor‸ks.\" .\n";
    let mut scene = scene(&[("a.ttl", text), ("entities.toml", ENTITIES)]);
    know(&mut scene);
    let (files, _) = after(&mut scene, "Annotate all 2 mentions in this article as ORG");
    let (before, written) = files["a.ttl"].split_at(text.len() - '‸'.len_utf8());
    assert_eq!(before, text.replace('‸', ""));
    expect![[r#"

        <http://example.org/a#char=2,15> a nif:Phrase ;
            nif:anchorOf "Solmund Works" ;
            nif:beginIndex "2"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> ;
            nif:endIndex "15"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> ;
            nif:referenceContext <http://example.org/a#char=0,50> ;
            itsrdf:taClassRef <http://dbpedia.org/ontology/Organisation> ;
            itsrdf:taIdentRef <works> .

        <http://example.org/a#char=45,58> a nif:Phrase ;
            nif:anchorOf "Solmund Works" ;
            nif:beginIndex "45"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> ;
            nif:endIndex "58"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> ;
            nif:referenceContext <http://example.org/a#char=0,50> ;
            itsrdf:taClassRef <http://dbpedia.org/ontology/Organisation> ;
            itsrdf:taIdentRef <works> .
    "#]]
    .assert_eq(written);
}

#[test]
fn the_outline_lists_who_is_mentioned() {
    let mut scene = Scene::with(
        &[("a.txt", FIRST)],
        json!({ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } } }),
    );
    let document = json!({ "textDocument": { "uri": scene.uri("a.txt") } });
    let answer = scene.server.request("textDocument/documentSymbol", document).expect("symbols");
    let children = answer[0]["children"].as_array().expect("children").iter();
    let shown: Vec<String> = children
        .map(|it| {
            format!("{} ({})", it["name"].as_str().unwrap_or_default(), it["detail"].as_str().unwrap_or_default())
        })
        .collect();
    assert_eq!(
        shown,
        ["Vera Lindqvist (PER lindqvist)", "Solmund Works (ORG · 2 mentions)", "Jaromir Dvoretsky (PER · 1 mention)"]
    );
}
