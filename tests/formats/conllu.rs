use expect_test::{Expect, expect};

use crate::support::{articles, found};

/// A sentence whose words have these forms and these MISC columns.
fn sentence(number: usize, words: &[(&str, &str)]) -> String {
    let mut text = format!("# sent_id = s{number}\n# text = ");
    text += &words.iter().map(|(form, _)| *form).collect::<Vec<_>>().join(" ");
    for (index, (form, misc)) in words.iter().enumerate() {
        text += &format!("\n{}\t{form}\t_\t_\t_\t_\t0\t_\t_\t{misc}", index + 1);
    }
    text + "\n\n"
}

fn check(declaration: &str, words: &[(&str, &str)], expected: &Expect) {
    let text = format!("# newdoc id = gates\n# global.Entity = {declaration}\n{}", sentence(1, words));
    expected.assert_eq(&found("a.conllu", &text));
}

const USUAL: &str = "eid-etype-head-identity";

#[test]
fn sound_brackets_of_every_shape_are_silent() {
    let words = [
        ("Vera", "Bridge=e9<e1:part|Entity=(e1-person-1-Vera_Lind(e4-abstract-1)|SplitAnte=e2<e1,e3<e1"),
        ("Lind", "Entity=e1)"),
        ("spoke", "Entity=(e2[1/2]-event-1)"),
        ("of", "Entity=(e3-place-1"),
        ("Havn", "Entity=(e5-place-1)e3)(e6-time-1"),
        ("today", "Entity=e6)(e2[2/2]-event-1)"),
    ];
    let text = format!("# newdoc id = gates\n# global.Entity = {USUAL}\n{}", sentence(1, &words[..2]));
    assert_eq!(found("a.conllu", &text), "");
}

#[test]
fn one_lost_bracket_is_one_finding() {
    check(
        USUAL,
        &[("Vera", "Entity=(e1-person-1"), ("Lind", "_"), ("spoke", "_")],
        &expect![[r#"
        5:29 cross-sentence-mention “(e1-person-1” The mention of e1 is not closed in its sentence
    "#]],
    );
    check(
        USUAL,
        &[("Vera", "_"), ("Lind", "Entity=e1)"), ("spoke", "_")],
        &expect![[r#"
        6:29 ill-nested-entities “e1)” e1 is closed here, and no mention of it is open
    "#]],
    );
    let two = format!(
        "# global.Entity = {USUAL}\n{}{}",
        sentence(1, &[("Vera", "Entity=(e1-person-1"), ("Lind", "_")]),
        sentence(2, &[("spoke", "Entity=e1)"), (".", "_")]),
    );
    expect![[r#"
        4:29 cross-sentence-mention “(e1-person-1” The mention of e1 is not closed in its sentence
    "#]]
    .assert_eq(&found("a.conllu", &two));
}

#[test]
fn chains_are_of_one_type_and_one_identity() {
    check(
        USUAL,
        &[("Lind", "Entity=(e1-person-1-Vera_Lind)"), ("spoke", "_"), ("she", "Entity=(e1-place-1-Oda_Moen)")],
        &expect![[r#"
            7:28 entity-type-mismatch “(e1-place-1-Oda_Moen)” The type of e1 is “place” here and “person” at its first mention
                  “(e1-person-1-Vera_Lind)” The first mention
            7:28 entity-identity-mismatch “(e1-place-1-Oda_Moen)” The identity of e1 is “Oda_Moen” here and “Vera_Lind” at its first mention
                  “(e1-person-1-Vera_Lind)” The first mention
        "#]],
    );
}

#[test]
fn structure_is_checked_as_far_as_readers_need_it() {
    let text = "# sent_id = s1\n# text = Vera Linn spoke\n1\tVera\t_\t_\t_\t_\t7\t_\t_\t_\n2\tLind\t_\t_\t_\t_\tx\t_\t_\t_\n\
                3\tspoke\t\t_\t_\t_\t0\t_\t_\t_\n\n# sent_id = s1\n# text = da\n1-2\tda\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1)\n\
                1\td\t_\t_\t_\t_\t0\t_\t_\t_\n3\ta\t_\t_\t_\t_\t1\t_\t_\t_\n\n# text = so\n1 so _ _ _ _ 0 _ _ _\n";
    expect![[r#"
        2:18 sentence-text-mismatch “n spoke” The text has “Vera Linn spoke”, the tokens have “Vera Lind spoke”
              unsafe: Write what the tokens say gives “# text = Vera Lind spoke”
        3:16 unknown-head “7” The head is word 7, and the sentence has 3
        4:16 unknown-head “x” “x” is no number of a word
        5:8 empty-column “→” A column is empty: _ stands where nothing is said
        7:13 sentence-id “s1” Another sentence of this file has the id s1 too
              “s1” The first one
        9:22 entity-mwt “Entity=(e1)” Mentions begin and end at words, not at tokens that several words are written as
        11:1 word-number “3” Word 3 stands where word 2 should
        14:1 column-count “1 so _ _ _ _ 0 _ _ _” This line has 1 column, CoNLL-U has 10; spaces stand where tabs should
        15:1 missing-final-blank-line “” No blank line ends the last sentence: some readers lose it
              safe: Add the blank line gives “”
    "#]]
    .assert_eq(&found("a.conllu", text));
}

#[test]
fn ids_of_entities_are_those_of_one_document_unless_they_are_groups() {
    let two = |declaration: &str| {
        let words = [("Lind", "Entity=(1-person-1)"), ("spoke", "_")];
        format!(
            "# newdoc id = a\n# global.Entity = {declaration}\n{}# newdoc id = b\n{}",
            sentence(1, &words),
            sentence(2, &words)
        )
    };
    expect![[r#"
        11:29 entity-across-newdoc “(1-person-1)” The entity 1 has mentions in an earlier document too; ids are those of one document
              “(1-person-1)” It is first here
    "#]].assert_eq(&found("a.conllu", &two("eid-etype-head")));
    assert_eq!(found("a.conllu", &two("GRP-etype-minspan")), "");
}

#[test]
fn the_text_is_that_of_the_tokens_and_mentions_stand_in_it() {
    let text = "# newdoc id = gates\n# global.Entity = eid-etype-head-identity\n# meta::title = The gates\n# newpar\n\
                # sent_id = s1\n# text = Vera Lind, du Havn\n\
                1\tVera\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1-person-2-Vera_Lind\n\
                2\tLind\t_\t_\t_\t_\t1\t_\t_\tEntity=e1)|SpaceAfter=No\n3\t,\t_\t_\t_\t_\t1\t_\t_\t_\n\
                4-5\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n4\tde\t_\t_\t_\t_\t1\t_\t_\t_\n5\tle\t_\t_\t_\t_\t1\t_\t_\tEntity=(e2-place-2\n\
                6\tHavn\t_\t_\t_\t_\t1\t_\t_\tEntity=e2)\n6.1\tit\t_\t_\t_\t_\t_\t_\t_\tEntity=(e2-place-1)\n\n\
                # newpar\n# sent_id = s2\n# text = Ja\n1\tJa\t_\t_\t_\t_\t0\t_\t_\t_\n\n";
    assert_eq!(found("a.conllu", text), "");
    expect![[r#"
        article
          id: gates
          title: The gates
          | Vera Lind, du Havn
          | Ja
          “Vera Lind” person  #e1  =Vera_Lind in (e1-person-2-Vera_Lind e1)
          “du Havn” place  #e2 in (e2-place-2 e2)
    "#]]
    .assert_eq(&articles("a.conllu", text));
}

#[test]
fn a_declaration_that_is_wrong_and_an_antecedent_that_stands_twice_are_one_finding_each() {
    check(
        "etype-eid",
        &[("Vera", "Entity=(e1-person-1-x)"), ("Lind", "Entity=(e2-person-1-x)")],
        &expect![[r#"
        2:19 spurious-global-entity “etype-eid” The first attribute is eid, the id of the entity
    "#]],
    );
    check(
        USUAL,
        &[("They", "Entity=(e1-person-1)|SplitAnte=e2<e1,e2<e1")],
        &expect![[r#"
            5:59 repeated-splitante-relation “e2<e1” The antecedent e2 of e1 stands twice
                  “e2<e1” It stands here first
                  safe: Delete the repetition gives “1→They→_→_→_→_→0→_→_→Entity=(e1-person-1)|SplitAnte=e2<e1”
        "#]],
    );
}

#[test]
fn bridges_between_the_same_entities_have_one_relation() {
    check(
        USUAL,
        &[
            ("Vera", "Bridge=e2<e1:part|Entity=(e1-person-1)"),
            ("she", "Bridge=e2<e1:part,e3<e1|Entity=(e1-person-1)"),
            ("her", "Bridge=e2<e1|Entity=(e1-person-1)"),
        ],
        &expect![[r#"
            7:28 bridge-relation-mismatch “e2<e1” The relation of the bridge e2<e1 is none here and “part” before
                  “e2<e1:part” It stands here first
        "#]],
    );
}

#[test]
fn bridges_have_relations_of_several_words() {
    let bridge = "Bridge=e2<e1:entity-associative,e3<e1:comparison-relative;comparison-sense|Entity=(e1-person-1)";
    check(USUAL, &[("Vera", bridge)], &expect![""]);
}

#[test]
fn a_mention_has_an_id_and_a_statement_a_key_that_is_read() {
    check(
        USUAL,
        &[
            ("Vera", "Entity=(-person-1)"),
            ("her", "Entitty=(e1-person-1)"),
            ("she", "Brige=e2<e1"),
            ("it", "Gloss=(x)"),
        ],
        &expect![[r#"
            5:30 spurious-entity-id “” The mention has no id of its entity
            6:21 spurious-entity-statement “Entitty” “Entitty” is no key that anything reads: Entity may be meant
                  unsafe: Write Entity gives “2→her→_→_→_→_→0→_→_→Entity=(e1-person-1)”
            7:21 spurious-entity-statement “Brige” “Brige” is no key that anything reads: Bridge may be meant
                  unsafe: Write Bridge gives “3→she→_→_→_→_→0→_→_→Bridge=e2<e1”
        "#]],
    );
}

#[test]
fn of_two_mentions_of_an_entity_each_goes_on_with_its_own_parts() {
    check(
        USUAL,
        &[
            ("one", "Entity=(e1[1/2]-person-1"),
            ("two", "Entity=(e1[1/2]-person-1)e1[1/2])"),
            ("three", "_"),
            ("four", "Entity=(e1[2/2]-person-1)(e1[2/2]-person-1)"),
        ],
        &expect![],
    );
}

#[test]
fn dialects_whose_ids_stand_elsewhere_are_said_once_and_read() {
    let tail = "\t_\t_\t_\t_\t0\t_\t_\t";
    let file = |declared: &str, mentions: [&str; 3]| {
        let row = |(at, misc): (usize, &str)| format!("{}\tw{tail}{misc}\n", at + 1);
        format!("# newdoc id = a\n# global.Entity = {declared}\n")
            + &mentions.into_iter().enumerate().map(row).collect::<String>()
            + "\n"
    };
    let gum = file(
        "entity-GRP-infstat-MIN-coref_type",
        ["Entity=(person-1-new-1-coref", "Entity=(place-2-new-1-sgl)", "Entity=1)"],
    );
    let bare = file("etype-identity", ["Entity=(person", "Entity=(person-Lind)", "Entity=person)"]);
    expect![[r#"
        2:19 spurious-global-entity “entity-GRP-infstat-MIN-coref_type” The first attribute is eid, the id of the entity
        2:19 spurious-global-entity “etype-identity” The first attribute is eid, the id of the entity
    "#]]
    .assert_eq(&(found("a.conllu", &gum) + &found("b.conllu", &bare)));
}

#[test]
fn how_wide_a_space_is_makes_no_other_text() {
    let rows = "1\tAt\t_\t_\t_\t_\t0\t_\t_\t_\n2\tnoon\t_\t_\t_\t_\t0\t_\t_\t_\n\n";
    for text in ["At noon", "At  noon", "At\u{a0}noon", "At\u{3000}noon"] {
        assert_eq!(found("a.conllu", &format!("# text = {text}\n{rows}")), "", "{text:?}");
    }
}

#[test]
fn heads_make_a_tree_and_comments_stand_in_front() {
    let sentence = |heads: [u32; 4]| {
        let row = |(at, head): (usize, u32)| format!("{}\tw\t_\t_\t_\t_\t{head}\t_\t_\t_\n", at + 1);
        heads.into_iter().enumerate().map(row).collect::<String>() + "\n"
    };
    assert_eq!(found("a.conllu", &sentence([2, 0, 2, 3])), "");
    assert_eq!(found("a.conllu", &sentence([0, 0, 0, 0])), "");
    let all = [[2, 0, 3, 3], [2, 0, 4, 3], [2, 3, 4, 1]].map(sentence).concat();
    // Other treebanks than those of Universal Dependencies, whose sentences have ids, have trees of several roots.
    let all = all + &sentence([0, 1, 1, 0]) + "# sent_id = 1\n" + &sentence([0, 1, 1, 0]);
    expect![[r#"
        3:13 not-a-tree “3” Word 3 is its own head
        8:13 not-a-tree “4” The heads go in a circle: from word 3 they lead back to it
        11:13 not-a-tree “2” The heads go in a circle: from word 1 they lead back to it
        25:13 not-a-tree “0” Word 4 has the head 0, and so has word 1: a tree has one root
              “0” The other one
    "#]]
    .assert_eq(&found("a.conllu", &all));
    let (one, other) = (sentence([2, 0, 2, 3]), sentence([0, 1, 1, 1]));
    let lost = format!("# sent_id = a\n{}# sent_id = b\n{other}", one.trim_end_matches('\n').to_owned() + "\n");
    expect![[r#"
        6:1 misplaced-comment “# sent_id = b” A sentence begins here, and no blank line ends the one before
              unsafe: Put a blank line here gives “”
    "#]]
    .assert_eq(&found("a.conllu", &lost));
    let inside = one.replacen("3\tw", "# a note\n3\tw", 1);
    expect![[r#"
        3:1 misplaced-comment “# a note” A comment stands inside a sentence: it belongs in front of the first word
    "#]]
    .assert_eq(&found("a.conllu", &inside));
    let ranges = "1-2\tw\t_\t_\t_\t_\t_\t_\t_\t_\n".to_owned()
        + &one.replacen("2\tw", "2-9\tw\t_\t_\t_\t_\t_\t_\t_\t_\n2\tw", 1);
    expect![[r#"
        3:1 word-number “2-9” The token 2-9 has words of the token before
    "#]]
    .assert_eq(&found("a.conllu", &ranges));
    expect![[r#"
        1:1 carriage-return “” All lines end in CR LF: readers that split at LF find a carriage return in the last column
        1:1 word-number “1-9” The token goes on to word 9, and the sentence has 4
    "#]].assert_eq(&found(
        "a.conllu",
        &one.replacen("1\tw", "1-9\tw\t_\t_\t_\t_\t_\t_\t_\t_\n1\tw", 1).replace('\n', "\r\n"),
    ));
}

#[test]
fn a_blank_line_inside_a_sentence_is_one_finding() {
    let row = |id: &str, head: u32, misc: &str| format!("{id}\tw\t_\t_\t_\t_\t{head}\tdep\t_\t{misc}\n");
    let text = "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = w w w w\n".to_owned()
        + &row("1", 3, "Entity=(e1-person-1")
        + &row("2", 1, "_")
        + "\n"
        + &row("3", 0, "Entity=e1)")
        + "\n\n"
        + &row("4", 1, "_")
        + "\n";
    expect![[r#"
        6:1 word-number “⏎” A blank line stands inside a sentence, which goes on with word 3: readers take it for two
              safe: Delete the blank line gives “3→w→_→_→_→_→0→dep→_→Entity=e1)”
        8:1 word-number “⏎” A blank line stands inside a sentence, which goes on with word 4: readers take it for two
              safe: Delete the blank line gives “”
        9:1 word-number “⏎” A blank line stands inside a sentence, which goes on with word 4: readers take it for two
              safe: Delete the blank line gives “4→w→_→_→_→_→1→dep→_→_”
    "#]]
    .assert_eq(&found("a.conllu", &text));
}

#[test]
fn sentences_have_words_and_tokens_of_several_words_no_columns() {
    let row = |id: &str, lemma: &str| format!("{id}\tw\t{lemma}\t_\t_\t_\t_\t_\t_\t_\n");
    let (word, end) = (row("1", "_"), "\n");
    let text = format!("# first\n\n{word}{end}{end}{}{word}{}{end}", row("1-2", "be"), row("2", "_"));
    expect![[r#"
        1:1 empty-sentence “# first” No word follows these comments: a sentence has one at least
        5:1 empty-sentence “⏎” One blank line ends a sentence: a second one is an empty sentence to readers
              safe: Delete the blank line gives “1-2→w→be→_→_→_→_→_→_→_”
        6:7 mwt-nonempty-field “be” A token of several words has no columns of its own but FORM and MISC: they are those of its words
    "#]].assert_eq(&found("a.conllu", &text));
    let numbers = format!("{}{end}{word}{}{}{end}", row("01", "_"), row("1.1", "_"), row("1.3", "_"));
    expect![[r#"
        1:1 word-number “01” Word 01 stands where word 1 should
        5:1 word-number “1.3” The node 1.3 stands where node 1.2 should
    "#]]
    .assert_eq(&found("a.conllu", &numbers));
}
