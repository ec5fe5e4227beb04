//! The knowledge base at the command line.

use expect_test::expect;

use crate::support::Folder;

const ENTITIES: &str = "[[entity]]\nid = \"lind\"\ntype = \"PER\"\nname = \"Vera Lind\"\naliases = [\"Lind\"]\nwikidata = \"Q42\"\n\n[[entity]]\nid = \"works\"\ntype = \"ROG\"\nname = \"Solmund Works\"\nwikidata = \"42\"\n";

#[test]
fn files_of_the_knowledge_base_are_checked_beside_the_articles() {
    let more = "{\"id\": \"lind\", \"name\": \"Anna Lind\"}\n{\"id\": \"quill\" \"name\": \"Hester Quill\"}\n";
    let folder = Folder::with(&[
        ("a.txt", "The gates were opened.\n"),
        ("entities.toml", ENTITIES),
        ("people/entities/more.jsonl", more),
        ("settings.toml", "x = [\n"),
    ]);
    let ran = folder.run("check --output-format concise");
    expect![[r#"
        [out]
        entities.toml:10:9: ENT003 [unknown-entity-type] “ROG” is no type of entity; did you mean “ORG”?
        entities.toml:12:13: ENT004 [dead-entity-link] “42” leads nowhere: Wikidata takes an item such as Q42 or its address
        people/entities/more.jsonl:1:9: ENT001 [duplicate-entity-id] Two entities have the id “lind”
        people/entities/more.jsonl:2:16: ENT005 [malformed-entity] This line is no JSON object: a comma or } is missing here
        [exit code 1]"#]].assert_eq(&ran.to_string());
    assert_eq!(folder.run("check entities.toml --select ENT003 --fix --unsafe-fixes").code, 0);
    assert!(String::from_utf8(folder.read("entities.toml")).expect("a text").contains("type = \"ORG\""));
}

#[test]
fn which_files_and_which_types_is_a_setting() {
    let folder = Folder::with(&[
        ("copydesk.toml", "[entities]\nfiles = [\"people.toml\"]\ntypes = [\"PER\", \"SHIP\"]\n"),
        (
            "people.toml",
            "[gannet]\nname = \"The Gannet\"\ntype = \"SHIPP\"\n[works]\nname = \"Solmund Works\"\ntype = \"ORG\"\n",
        ),
        ("entities.toml", "not TOML"),
    ]);
    expect![[r#"
        [out]
        people.toml:3:9: ENT003 [unknown-entity-type] “SHIPP” is no type of entity; did you mean “SHIP”?
        people.toml:6:9: ENT003 [unknown-entity-type] “ORG” is no type of entity; known are PER, SHIP
        [exit code 1]"#]]
    .assert_eq(&folder.run("check --output-format concise").to_string());
}

#[test]
fn the_knowledge_base_is_listed_and_searched() {
    let folder = Folder::with(&[("entities.toml", ENTITIES)]);
    expect![[r#"
        [out]
        lind                      PER     Vera Lind
        works                     ROG     Solmund Works
        [exit code 0]"#]]
    .assert_eq(&folder.run("entities list").to_string());
    expect![[r#"
        [out]
        {"id":"lind","type":"PER","name":"Vera Lind","aliases":["Lind"],"wikidata":"Q42"}
        [exit code 0]"#]]
    .assert_eq(&folder.run("entities list --search vera --output-format jsonl").to_string());
}

#[test]
fn items_of_wikidata_are_imported() {
    let dump = concat!(
        "[\n",
        r#"{"type":"item","id":"Q1","labels":{"en":{"language":"en","value":"Vera Lind"},"de":{"language":"de","value":"Wera Lind"}},"descriptions":{"en":{"value":"minister"}},"aliases":{"en":[{"value":"V. Lind"},{"value":"Vera Lind"}]},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q5"}}}}]},"sitelinks":{"enwiki":{"title":"Vera Lind"}}},"#,
        "\n",
        r#"{"type":"item","id":"Q2","labels":{"de":{"value":"Solmund"}},"claims":{"P625":[{}],"P1566":[{"mainsnak":{"datavalue":{"value":"123"}}}]}}"#,
        "\n]\n"
    );
    let folder = Folder::with(&[("dump.json", dump)]);
    expect![[r#"
        [out]
        2 entities in entities.jsonl
        [exit code 0]"#]]
    .assert_eq(&folder.run("entities import dump.json --languages en,de").to_string());
    expect![[r#"
        {"id":"Q1","type":"PER","name":"Vera Lind","aliases":["V. Lind","Wera Lind"],"description":"minister","wikidata":"Q1","wikipedia":"Vera Lind"}
        {"id":"Q2","type":"LOC","name":"Solmund","wikidata":"Q2","geonames":"123"}
    "#]].assert_eq(&String::from_utf8(folder.read("entities.jsonl")).expect("a text"));
    expect![[r#"
        [err]
        error: entities.jsonl exists already; --force writes it anew, --out names another file
        [exit code 2]"#]]
    .assert_eq(&folder.run("entities import dump.json").to_string());
    expect![[r#"
        [out]
        Nothing found in 1 file
        [exit code 0]"#]]
    .assert_eq(&folder.run("check").to_string());
}

#[test]
fn skos_and_other_tables_are_imported() {
    let skos = "uri,skos:prefLabel@de,skos:prefLabel@en,skos:altLabel,skos:definition,skos:exactMatch\nhttps://example.org/lind,Wera Lind,Vera Lind,Lind|Minister Lind,\"minister, of water\",http://www.wikidata.org/entity/Q42\n,,,,,\n";
    let table = "name;type;aliases\nSolmund Works;ORG;Works | the Works\n";
    let folder = Folder::with(&[("a.csv", skos), ("b.csv", table), ("c.csv", "x,y\n1,2\n"), ("d.json", "{\"id\":\n")]);
    expect![[r#"
        [out]
        {"id":"lind","name":"Vera Lind","aliases":["Wera Lind","Lind","Minister Lind"],"description":"minister, of water","links":["https://example.org/lind","http://www.wikidata.org/entity/Q42"]}
        {"id":"solmund-works","type":"ORG","name":"Solmund Works","aliases":["Works","the Works"]}
        [err]
        warning: passed over for want of an id or a name: 1
        [exit code 0]"#]].assert_eq(&folder.run("entities import a.csv b.csv --out -").to_string());
    expect![[r#"
        [err]
        error: c.csv:1: no column holds names: call one `name` or `prefLabel`
        [exit code 2]"#]]
    .assert_eq(&folder.run("entities import c.csv --out -").to_string());
    expect![[r#"
        [err]
        error: d.json:1:6: this line is no JSON object: EOF while parsing a value at line 1 column 6; write one entity a line
        [exit code 2]"#]].assert_eq(&folder.run("entities import d.json --out -").to_string());
}

#[test]
fn whoever_is_mentioned_is_exported() {
    let folder = Folder::with(&[
        ("a.txt", "[Vera Lindqvist]{.PER #lindqvist} shut the gates, and [Lindqvist]{.PER #lindqvist} smiled.\n"),
        ("b.txt", "The gates were opened by [Vera Lindqvist]{.PER #lindqvist} on Friday.\n"),
    ]);
    let rows = folder.run("entities export --min-mentions 3").rows();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(
        (&rows[0]["id"], &rows[0]["type"], &rows[0]["name"]),
        (&"lindqvist".into(), &"PER".into(), &"Vera Lindqvist".into())
    );
    assert_eq!((&rows[0]["mentions"], &rows[0]["articles"]), (&3.into(), &2.into()));
}
