//! Renaming ids in files with markup and beside texts: every place that writes one. In the texts `‸` marks the cursor.

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use crate::names::Scene;

const ENTITIES: &str = "[[entity]]\nid = \"lind\"\ntype = \"PER\"\nname = \"Vera Lind\"\n";
const PLAIN: &str = "Here is [Vera Lind]{.PER #lind} again.\n";

/// Mentions of one word, of several and in two parts, and relations between them.
const TREE: &str = "# newdoc id = one\n\
    # global.Entity = eid-etype-head-other\n\
    # sent_id = 1\n\
    1\tVera\t_\tPROPN\t_\t_\t3\tnsubj\t_\tEntity=(lind-person-1\n\
    2\tLind\t_\tPROPN\t_\t_\t1\tflat\t_\tEntity=lind)\n\
    3\tmet\t_\tVERB\t_\t_\t0\troot\t_\t_\n\
    4\tthem\t_\tPRON\t_\t_\t3\tobj\t_\tBridge=lind<e2:part|Entity=(e2-person-1)|SplitAnte=lind<e2,lindy<e2\n\n\
    # sent_id = 2\n\
    1\tMinister\t_\tPROPN\t_\t_\t2\tnsubj\t_\tEntity=(lind[1/2]-person-1)\n\
    2\tcame\t_\tVERB\t_\t_\t0\troot\t_\t_\n\
    3\tLind\t_\tPROPN\t_\t_\t1\tflat\t_\tEntity=(lind[2/2]-person-1)\n\n";

/// The edit that gives `new` as the name, once the corpus is read: then `files` files change.
fn renamed(scene: &mut Scene, new: &str, files: usize) -> Value {
    let mut edit = None;
    // Until everything is read there may be nothing to rename.
    for _ in 0..20_000 {
        let mut params = scene.place();
        params["newName"] = json!(new);
        let answer = scene.server.request("textDocument/rename", params);
        let is_all = |edit: &Value| edit["documentChanges"].as_array().is_some_and(|it| it.len() == files);
        edit = answer.ok().filter(is_all);
        if edit.is_some() {
            break;
        }
    }
    edit.unwrap_or_else(|| panic!("{files} files never change"))
}

/// Why a request is refused, once that is said with `wanted`.
fn refusal(scene: &mut Scene, method: &str, new: &str, wanted: &str) {
    let mut said = Value::Null;
    for _ in 0..20_000 {
        let mut params = scene.place();
        params["newName"] = json!(new);
        let id = scene.server.post(method, params);
        said = scene.server.take(|message| message.get("method").is_none() && message["id"] == id);
        if said["error"]["message"].as_str().is_some_and(|message| message.contains(wanted)) {
            return assert_eq!(said["error"]["code"], -32803);
        }
    }
    panic!("{method} never says “{wanted}”: {said}");
}

/// The lines of a text that hold `word`.
fn lines_with(text: &str, word: &str, expected: &Expect) {
    let lines: Vec<&str> = text.lines().filter(|line| line.contains(word)).collect();
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

#[test]
fn an_id_is_renamed_in_every_bracket_and_relation_of_conllu() {
    let plain = PLAIN.replace("#lind", "#li‸nd");
    let mut scene = Scene::new(&[("a.conllu", TREE), ("b.txt", &plain), ("entities.toml", ENTITIES)]);
    let edit = renamed(&mut scene, "zeta", 3);
    lines_with(
        &scene.applied(&edit)["a.conllu"],
        "Entity=",
        &expect![[r#"
            1	Vera	_	PROPN	_	_	3	nsubj	_	Entity=(zeta-person-1
            2	Lind	_	PROPN	_	_	1	flat	_	Entity=zeta)
            4	them	_	PRON	_	_	3	obj	_	Bridge=zeta<e2:part|Entity=(e2-person-1)|SplitAnte=zeta<e2,lindy<e2
            1	Minister	_	PROPN	_	_	2	nsubj	_	Entity=(zeta[1/2]-person-1)
            3	Lind	_	PROPN	_	_	1	flat	_	Entity=(zeta[2/2]-person-1)
        "#]],
    );
}

#[test]
fn each_bracket_and_relation_of_conllu_is_a_place_to_rename_at() {
    for (place, cursor, shown) in [
        ("(lind-person-1\n", "(li‸nd-person-1\n", "a.conllu:4: lind"),
        ("Entity=lind)", "Entity=lind‸)", "a.conllu:5: lind"),
        ("Bridge=lind<", "Bridge=‸lind<", "a.conllu:7: lind"),
        ("lind[2/2]", "lin‸d[2/2]", "a.conllu:12: lind"),
    ] {
        let tree = TREE.replacen(place, cursor, 1);
        let mut scene = Scene::new(&[("a.conllu", &tree), ("b.txt", PLAIN), ("entities.toml", ENTITIES)]);
        let answer = scene.ask("textDocument/prepareRename", json!({}));
        let uri = scene.place()["textDocument"]["uri"].clone();
        assert_eq!((&answer["placeholder"], scene.shown(&uri, &answer["range"])), (&json!("lind"), shown.to_owned()));
    }
}

#[test]
fn a_chain_is_renamed_in_its_document_and_nowhere_else() {
    let tree = TREE.replace("(e2-", "(e‸2-");
    let plain = PLAIN.replace("lind", "e2");
    let mut scene = Scene::new(&[("a.conllu", &tree), ("b.conllu", TREE), ("c.txt", &plain)]);
    let edit = renamed(&mut scene, "they", 1);
    lines_with(
        &scene.applied(&edit)["a.conllu"],
        "they",
        &expect![[r#"
            4	them	_	PRON	_	_	3	obj	_	Bridge=lind<they:part|Entity=(they-person-1)|SplitAnte=lind<they,lindy<they
        "#]],
    );
    refusal(&mut scene, "textDocument/rename", "lind", "another “lind”");
}

#[test]
fn an_id_that_would_move_the_attributes_of_conllu_is_refused() {
    let plain = PLAIN.replace("#lind", "#li‸nd");
    let mut scene = Scene::new(&[("a.conllu", TREE), ("b.txt", &plain), ("entities.toml", ENTITIES)]);
    for new in ["v-lind", "v,lind", "v=lind"] {
        refusal(&mut scene, "textDocument/rename", new, "cannot stand in a.conllu: hyphens");
    }
    for new in ["v(lind", "v)lind", "v[lind", "v|lind", "v<lind", "v lind"] {
        refusal(&mut scene, "textDocument/rename", new, "An id is one word without");
    }
}

#[test]
fn a_chain_of_conll_2012_is_renamed_in_both_brackets_in_its_document() {
    let document = |name: &str, chain: &str| {
        format!(
            "#begin document ({name}); part 000\n{name}\t0\t0\tVera\t({chain}\n{name}\t0\t1\tLind\t{chain})\n\
             {name}\t0\t2\tsaw\t-\n{name}\t0\t3\therself\t(12)|(3)\n\n#end document\n"
        )
    };
    let text = document("one", "1‸2") + &document("two", "12");
    let text = text.replacen("1‸2)", "12)", 1);
    let mut scene = Scene::new(&[("a.conll", &text)]);
    let edit = renamed(&mut scene, "7", 1);
    lines_with(
        &scene.applied(&edit)["a.conll"],
        "\t0\t",
        &expect![[r#"
            one	0	0	Vera	(7
            one	0	1	Lind	7)
            one	0	2	saw	-
            one	0	3	herself	(7)|(3)
            two	0	0	Vera	(12
            two	0	1	Lind	12)
            two	0	2	saw	-
            two	0	3	herself	(12)|(3)
        "#]],
    );
    refusal(&mut scene, "textDocument/rename", "3", "another “3”");
}

#[test]
fn an_id_of_webanno_is_renamed_in_the_rows_of_its_mention() {
    let rows = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|identity|value\n\n\n#Text=Vera Lind lind\n\
                1-1\t0-4\tVera\tlind[1]\tPER[1]\t\n1-2\t5-9\tLind\tlind[1]\tPER[1]\t\n1-3\t10-14\tlind\t_\t_\t\n\n";
    let plain = PLAIN.replace("#lind", "#li‸nd");
    let mut scene = Scene::new(&[("a.tsv", rows), ("b.txt", &plain)]);
    let edit = renamed(&mut scene, "zeta", 2);
    lines_with(
        &scene.applied(&edit)["a.tsv"],
        "1-",
        &expect![[r#"
            1-1	0-4	Vera	zeta[1]	PER[1]	
            1-2	5-9	Lind	zeta[1]	PER[1]	
            1-3	10-14	lind	_	_	
        "#]],
    );
}

/// A text that points at a person in itself, and at one in a file of persons.
const TEI: &str = r##"<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>
<text><body><p><persName ref="#lind">Vera Lind</persName> met <persName ref="people.xml#brekke">Tomas Brekke</persName>.</p>
<p><rs ref="#lind">She</rs> laughed, see <ref target="http://example.org/#lind">there</ref>.</p></body></text>
<standOff><listPerson><person xml:id="lind"><persName>Vera Lind</persName></person></listPerson></standOff>
</TEI>
"##;
const PEOPLE: &str = r#"<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>
<standOff><listPerson><person xml:id="brekke"><persName>Tomas Brekke</persName></person></listPerson></standOff></TEI>
"#;

#[test]
fn an_id_is_renamed_at_the_element_that_it_points_at() {
    let text = TEI.replacen("#lind", "#li‸nd", 1);
    let mut scene = Scene::new(&[("a.xml", &text), ("people.xml", PEOPLE)]);
    let edit = renamed(&mut scene, "zeta", 1);
    lines_with(
        &scene.applied(&edit)["a.xml"],
        "<p",
        &expect![[r##"
            <text><body><p><persName ref="#zeta">Vera Lind</persName> met <persName ref="people.xml#brekke">Tomas Brekke</persName>.</p>
            <p><rs ref="#zeta">She</rs> laughed, see <ref target="http://example.org/#lind">there</ref>.</p></body></text>
            <standOff><listPerson><person xml:id="zeta"><persName>Vera Lind</persName></person></listPerson></standOff>
        "##]],
    );
    refusal(&mut scene, "textDocument/rename", "7", "an xml:id begins with a letter");
}

#[test]
fn an_id_is_renamed_in_the_file_that_a_reference_points_into() {
    let text = TEI.replace("#brekke", "#bre‸kke").replace("people.xml", "../people.xml");
    let mut scene = Scene::new(&[("texts/a.xml", &text), ("people.xml", PEOPLE)]);
    let edit = renamed(&mut scene, "tomas", 2);
    let applied = scene.applied(&edit);
    assert!(applied["texts/a.xml"].contains(r##"ref="../people.xml#tomas""##), "{applied:?}");
    assert!(applied["people.xml"].contains(r#"xml:id="tomas""#), "{applied:?}");
}

#[test]
fn an_element_that_references_point_at_says_who_is_meant_and_is_renamed() {
    let people = PEOPLE.replace("\"brekke\"", "\"bre‸kke\"");
    let mut scene = Scene::new(&[("a.xml", TEI), ("people.xml", &people)]);
    let hover = scene.until("textDocument/hover", &json!({}), |it| !it.is_null());
    assert!(hover["contents"]["value"].as_str().is_some_and(|it| it.contains("Brekke")), "{hover}");
    let all = json!({ "context": { "includeDeclaration": true } });
    let answer = scene.until("textDocument/references", &all, |it| it.as_array().is_some_and(|it| !it.is_empty()));
    assert!(scene.locations(&answer).contains(&"a.xml:2: Tomas Brekke".to_owned()), "{answer}");
    let edit = renamed(&mut scene, "tomas", 2);
    let applied = scene.applied(&edit);
    assert!(applied["a.xml"].contains(r##"ref="people.xml#tomas""##), "{applied:?}");
    assert!(applied["people.xml"].contains(r#"xml:id="tomas""#), "{applied:?}");
}

#[test]
fn an_element_that_is_nobody_is_not_renamed() {
    let text = TEI.replace("<p><rs", "<p xml:id=\"p‸2\"><rs");
    let mut scene = Scene::new(&[("a.xml", &text)]);
    refusal(&mut scene, "textDocument/prepareRename", "", "id of an element and of nobody");
}

#[test]
fn two_entities_never_become_one_by_a_rename() {
    let text = "Here [Vera Lind]{.PER #li‸nd} met [Tomas Brekke]{.PER #brekke}.\n";
    let mut scene = Scene::new(&[("a.txt", text)]);
    refusal(&mut scene, "textDocument/rename", "brekke", "two would become one");
    renamed(&mut scene, "zeta", 1);
}

const TEXT: &str = "Vera Lind met Tomas Brekke.\n";
const ANN: &str = "T1\tPERSON 0 9\tVera Lind\nN1\tReference T1 KB:lind\tVera Lind\nT2\tPERSON 14 26\tTomas Brekke\n";

#[test]
fn a_reference_of_standoff_leads_to_who_is_meant() {
    let ann = ANN.replace("KB:lind", "KB:li‸nd");
    let mut scene = Scene::new(&[("a.txt", TEXT), ("a.ann", &ann), ("entities.toml", ENTITIES)]);
    let hover = scene.until("textDocument/hover", &json!({}), |it| !it.is_null());
    assert!(hover["contents"]["value"].as_str().is_some_and(|it| it.contains("Vera Lind")), "{hover}");
    let answer = scene.until("textDocument/definition", &json!({}), |it| !it.is_null());
    assert!(answer[0]["targetUri"].as_str().is_some_and(|it| it.ends_with("entities.toml")), "{answer}");
    let all = json!({ "context": { "includeDeclaration": false } });
    let answer = scene.ask("textDocument/references", all);
    assert_eq!(scene.locations(&answer), ["a.txt:1: Vera Lind"]);
}

#[test]
fn an_id_is_renamed_from_each_line_of_standoff_that_has_it() {
    for (line, cursor) in [("KB:lind", "KB:li‸nd"), ("PERSON 0", "PER‸SON 0")] {
        let ann = ANN.replace(line, cursor);
        let mut scene = Scene::new(&[("a.txt", TEXT), ("a.ann", &ann), ("entities.toml", ENTITIES)]);
        let edit = renamed(&mut scene, "zeta", 2);
        let applied = scene.applied(&edit);
        assert_eq!(applied["a.ann"], ANN.replace("lind", "zeta"), "{cursor}");
        assert_eq!(applied["entities.toml"], ENTITIES.replace("lind", "zeta"), "{cursor}");
        assert_eq!(scene.ask("textDocument/prepareRename", json!({}))["placeholder"], "lind", "{cursor}");
    }
    let ann = ANN.replace("PERSON 14", "PER‸SON 14");
    let mut scene = Scene::new(&[("a.txt", TEXT), ("a.ann", &ann)]);
    refusal(&mut scene, "textDocument/prepareRename", "", "No reference (N) gives this annotation an id");
}

#[test]
fn a_type_is_no_place_to_rename_at() {
    let plain = PLAIN.replace(".PER", ".P‸ER");
    let mut scene = Scene::new(&[("a.txt", &plain)]);
    refusal(&mut scene, "textDocument/prepareRename", "", "put the cursor on the id");
    let text = TEI.replacen("persName ref", "pers‸Name ref", 1);
    let mut scene = Scene::new(&[("a.xml", &text)]);
    refusal(&mut scene, "textDocument/prepareRename", "", "put the cursor on the id");
}
