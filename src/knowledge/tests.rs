use std::sync::Arc;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

const BY_HAND: &str = r##"# People of the barrier
[[entity]]
id = "lind"
type = "PER"
name = "Vera Lind"
aliases = ["Lind", 'Minister Lind', "Vera \"the Tide\" Lind"]
description = """
Minister of water \
  of Solmund."""
wikidata = "Q42"
geonames = 2643743
links = ["https://example.org/lind", "#works"]

[works]
type = "ORG"
name = "Solmund Works"
links = { wikipedia = "Solmund Works", home = "https://example.org/" }
"##;

const BY_PROGRAM: &str = concat!(
    r#"{"id": "lind", "type": "PER", "name": "Vera Lind", "aliases": ["Lind", "Ver\u00e1 Lind"], "sitelinks": {"a": [1, "}"]}}"#,
    "\n\n",
    r#"{"id":"works","name":"Solmund Works","links":{"wikidata":"Q43"},"count":12.5,"flag":true,"none":null}"#,
    "\r\n",
);

fn shown(text: &str, notation: Notation) -> String {
    let file = KnowledgeFile::new(text.to_owned(), notation);
    let mut out = String::new();
    let said = |written: Option<Written<'_>>| written.map_or_else(|| "-".to_owned(), |it| format!("{:?}", it.text));
    for entity in file.entities() {
        let aliases: Vec<_> = entity.aliases().map(|it| it.text.into_owned()).collect();
        let links: Vec<_> = entity.links().map(|it| format!("{:?} {}", it.kind, it.target.text)).collect();
        out += &format!(
            "{} {} {} {aliases:?} {} {links:?}\n",
            said(entity.id_written()),
            said(entity.kind()),
            said(entity.name()),
            said(entity.description())
        );
    }
    for problem in &file.problems {
        out += &format!("{} {:?} {}\n", problem.rule.rule().name, &text[problem.span.range()], problem.message);
    }
    out
}

fn check(text: &str, notation: Notation, expected: &Expect) {
    expected.assert_eq(&shown(text, notation));
}

#[test]
fn both_notations_say_the_same_things() {
    check(
        BY_HAND,
        Notation::Toml,
        &expect![[r#"
            "lind" "PER" "Vera Lind" ["Lind", "Minister Lind", "Vera \"the Tide\" Lind"] "Minister of water of Solmund." ["Wikidata Q42", "GeoNames 2643743", "Other https://example.org/lind", "Other #works"]
            "works" "ORG" "Solmund Works" [] - ["Wikipedia Solmund Works", "Other https://example.org/"]
        "#]],
    );
    check(
        BY_PROGRAM,
        Notation::JsonLines,
        &expect![[r#"
        "lind" "PER" "Vera Lind" ["Lind", "Verá Lind"] - []
        "works" - "Solmund Works" [] - ["Wikidata Q43"]
    "#]],
    );
}

#[test]
fn every_value_is_found_where_it_stands() {
    let file = KnowledgeFile::new(BY_HAND.to_owned(), Notation::Toml);
    let lind = file.entity(0);
    let text = |span: Span| &BY_HAND[span.range()];
    assert_eq!(text(lind.id_written().expect("an id").span), "lind");
    assert_eq!(text(lind.id_written().expect("an id").literal), "\"lind\"");
    assert_eq!(text(lind.aliases().nth(1).expect("an alias").span), "Minister Lind");
    assert!(text(lind.span()).starts_with("[[entity]]\nid") && text(lind.span()).ends_with("\"#works\"]"));
    assert_eq!(text(file.entity(1).id_written().expect("an id").literal), "works");
    assert_eq!(file.entity_at(BY_HAND.find("Minister of").expect("it is there")).map(|it| it.number()), Some(0));
    assert_eq!(file.entity_at(0).map(|it| it.number()), None);
}

#[test]
fn a_broken_line_costs_that_line_only() {
    check(
        "{\"id\": \"a\", \"name\": \"A\"}\n{\"id\": \"b\", \"name\": \"B\n{\"id\" \"c\"}\n[1]\nnothing\n{\"id\": \"d\"} x\n{\"id\": \"e\", \"name\": \"\\q\"}\n{\"id\": \"f\", \"name\": \"F\"}\n",
        Notation::JsonLines,
        &expect![[r#"
            "a" - "A" [] - []
            "f" - "F" [] - []
            malformed-entity "\"B" This line is no JSON object: this string is never closed
            malformed-entity "\"c\"}" This line is no JSON object: a colon is missing here
            malformed-entity "[1]" This line is no JSON object: it does not begin with {
            malformed-entity "nothing" This line is no JSON object: it does not begin with {
            malformed-entity "x" This line is no JSON object: something stands behind its end
            malformed-entity "\"\\q\"}" This line is no JSON object: this string holds an escape that is none
        "#]],
    );
}

#[test]
fn broken_toml_costs_what_is_broken_and_is_told_once() {
    check(
        "[[entity]]\nid = \"a\"\nname = \"A\n\n[[entity]]\nid = \"b\"\nname = \"B\"\naliases = [\"one\", \"two\"\n\n[[entity]\nid = \"c\"\nname = \"C\"\n\n[[entity]]\nid = \"d\"\nname = \"D\"\n",
        Notation::Toml,
        &expect![[r#"
            "a" - "" [] - []
            "b" - "B" ["one", "two"] - []
            "c" - "C" [] - []
            "d" - "D" [] - []
            malformed-entity "" This is no TOML: invalid basic string, expected `"`
            malformed-entity "" This is no TOML: unclosed array, expected `]`
            malformed-entity "[[entity" This heading is never closed: write [[entity]]
        "#]],
    );
}

#[test]
fn values_of_the_wrong_type_and_slips_of_the_pen_are_told() {
    check(
        "title = \"x\"\n\n[[entity]]\nid = [\"a\"]\nname = \"A\"\naliases = \"B\"\nalais = [\"C\"]\nName = \"D\"\nborn = 1970-01-01\n",
        Notation::Toml,
        &expect![[r#"
            - - "A" ["B"] - []
            malformed-entity "title" This belongs to no entity: begin one with [[entity]]
            malformed-entity "[\"a\"]" This is not a string, and counts for nothing
            unknown-entity-key "Name" The key “Name” says nothing to Copydesk; “name” would
        "#]],
    );
}

fn base(files: &[(&str, &str)]) -> KnowledgeBase {
    KnowledgeBase::new(files.iter().map(|(path, text)| {
        let notation = Notation::of_path(Path::new(path)).expect("a notation");
        (path.into(), Arc::new(KnowledgeFile::new((*text).to_owned(), notation)))
    }))
}

#[test]
fn files_are_compared_with_one_another() {
    let a =
        "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\naliases = [\"Lind\"]\nlinks = [\"#quill\", \"#nobody\"]\n";
    let b = "{\"id\": \"lind\", \"name\": \"Anna Lind\"}\n{\"id\": \"quill\", \"name\": \"Hester LIND\", \"aliases\": [\"líND\", \"lind\"]}\n";
    let base = base(&[("entities.toml", a), ("entities.jsonl", b)]);
    let said = |path: &str, text: &str| {
        let found = base.findings(Path::new(path), Path::new("/corpus"), &EntityTypes::default());
        let each = found.iter().map(|finding| {
            let others = finding.related.iter().filter_map(|it| Some(it.file.as_ref()?.path.display().to_string()));
            let others: Vec<_> = others.collect();
            format!("{} {:?} {} {others:?}\n", finding.rule.rule().code, &text[finding.span.range()], finding.message)
        });
        each.collect::<String>()
    };
    expect![[r##"
        ENT001 "lind" Two entities have the id “lind” ["/corpus/entities.jsonl"]
        ENT004 "#nobody" “#nobody” leads nowhere: no entity has this id []
    "##]]
    .assert_eq(&said("entities.toml", a));
    expect![[r#"
        ENT001 "lind" Two entities have the id “lind” ["/corpus/entities.toml"]
        ENT002 "líND" “líND” names “Vera Lind” too: a mention of it does not say which one is meant ["/corpus/entities.toml"]
    "#]].assert_eq(&said("entities.jsonl", b));
}

#[test]
fn entities_are_found_by_id_and_by_any_spelling_of_a_name() {
    let base = base(&[("entities.toml", BY_HAND), ("entities/more.jsonl", "{\"id\": \"l2\", \"name\": \"LIND\"}\n")]);
    let ids = |found: Vec<EntityId>| {
        let id = |it: EntityId| base.entity(it).and_then(|it| Some(it.id()?.into_owned()));
        found.into_iter().filter_map(id).collect::<Vec<_>>()
    };
    assert_eq!(ids(base.with_id("works")), ["works"]);
    assert_eq!(ids(base.with_id("Works")), [""; 0]);
    assert_eq!(ids(base.named("vera  lind")), ["lind"]);
    assert_eq!(ids(base.named("Lind")), ["l2", "lind"]);
    assert_eq!(ids(base.named("Vera")), [""; 0]);
}

#[test]
fn a_search_puts_what_begins_alike_first() {
    let lines =
        [("a", "Vera Lind"), ("b", "Lind Shipping"), ("c", "Blind Harbour"), ("d", "Lena Ingrid Dahl"), ("e", "Lind")];
    let text: String = lines.iter().map(|(id, name)| format!("{{\"id\": \"{id}\", \"name\": \"{name}\"}}\n")).collect();
    let file = KnowledgeFile::new(text, Notation::JsonLines);
    let found = |query: &str| {
        let each = file.search(query, 10).into_iter().map(|it| file.entity(it.owner).id().expect("an id").into_owned());
        each.collect::<String>()
    };
    assert_eq!(found("lind"), "ebacd");
    assert_eq!(found("LÍ"), "eba");
    assert_eq!(found("lind ve"), "a");
    assert_eq!(found("xyz"), "");
}

#[test]
fn what_is_written_can_be_read() {
    for text in ["plain", "with \"quotes\" and \\", "two\nlines", "tab\tand \u{7f}", "Ünï"] {
        for notation in [Notation::Toml, Notation::JsonLines] {
            let quoted = notation.quoted(text);
            let written = match notation {
                Notation::Toml => format!("[[entity]]\nname = {quoted}\n"),
                Notation::JsonLines => format!("{{\"name\": {quoted}}}"),
            };
            let file = KnowledgeFile::new(written, notation);
            assert_eq!(file.entity(0).name().map(|it| it.text.into_owned()).as_deref(), Some(text));
        }
    }
}

proptest! {
    #[test]
    fn reading_never_fails(text in "([\\[\\]{}\"',:=#é\\\\\n a-d]|id|name|entity|aliases|\\[\\[entity\\]\\]){0,40}") {
        for notation in [Notation::Toml, Notation::JsonLines] {
            let file = KnowledgeFile::new(text.clone(), notation);
            let base = KnowledgeBase::new([("x".into(), Arc::new(file))]);
            for finding in base.findings(Path::new("x"), Path::new(""), &EntityTypes::default()) {
                prop_assert!(text.get(finding.span.range()).is_some());
                for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
                    prop_assert!(text.get(edit.span.range()).is_some());
                }
            }
            assert!(base.search("a b", 3).len() <= 3);
        }
    }

    #[test]
    fn json_that_is_sound_is_read(name in any::<String>(), aliases in prop::collection::vec(any::<String>(), 0..4)) {
        let line = serde_json::json!({ "id": "x", "name": name, "aliases": aliases, "more": [{ "a": [name] }] });
        let file = KnowledgeFile::new(format!("{line}\n"), Notation::JsonLines);
        prop_assert_eq!(file.problems.len(), 0);
        let entity = file.entity(0);
        prop_assert_eq!(entity.name().map(|it| it.text.into_owned()), Some(name));
        prop_assert_eq!(entity.aliases().map(|it| it.text.into_owned()).collect::<Vec<_>>(), aliases);
    }
}
