use expect_test::expect;

use crate::support::{articles, found};

#[test]
fn the_official_layout_and_that_of_gum_are_silent_and_read() {
    let official = "#begin document (bc/gates/00); part 000\n\
                    bc/gates/00 0 0 Vera NNP (TOP(NP* - - - - * (1|(2\nbc/gates/00 0 1 Lind NNP *) - - - - * 2)\n\
                    bc/gates/00 0 2 spoke VBD * speak 01 1 - * 1)\n\nbc/gates/00 0 0 She PRP * - - - - * (2)\n\n#end document\n";
    assert_eq!(found("a.conll", official), "");
    expect![[r#"
        article
          id: bc/gates/00
          | Vera Lind spoke
          | She
          “Vera Lind spoke”  #1 in (1 1)
          “Vera Lind”  #2 in (2 2)
          “She”  #2 in (2)
    "#]]
    .assert_eq(&articles("a.conll", official));
    let gum = "# begin document gates\n0\tVera\t(person-1-Vera_Lind(abstract-2)\n1\tLind\tperson-1-Vera_Lind)\n2\tspoke\t_\n3\ttoday\t(time-3)\n# end document\n";
    assert_eq!(found("a.conll", gum), "");
    expect![[r#"
        article
          id: gates
          | Vera Lind spoke today
          “Vera Lind” person  #1  =Vera_Lind in (person-1-Vera_Lind person-1-Vera_Lind)
          “Vera” abstract  #2 in (abstract-2)
          “today” time  #3 in (time-3)
    "#]]
    .assert_eq(&articles("a.conll", gum));
}

#[test]
fn a_lost_bracket_is_named_where_it_is_missed() {
    let text = "#begin document (gates); part 000\nVera (1\nLind -\nspoke 2)\n\nOda (3\nMoen -\n\nleft 3)\nnow (4)|(4)\nhere (4)|(5)\n\n#end document\n";
    expect![[r#"
        2:6 unclosed-mention “(1” This mention of the chain 1 is never closed
        4:7 unopened-mention “2)” The chain 2 is closed here, and no mention of it is open
        6:5 mention-across-sentences “(3” This mention of the chain 3 goes on in the next sentence
              “3)” It ends here
        10:9 duplicate-mention “(4)” The same mention of the chain 4 stands twice: scorers refuse the file
              “(4)” The other one
              safe: Delete this one gives “now (4)”
        11:10 mention-in-two-chains “(5)” This mention is in the chain 5 and in the chain 4
              “(4)” The other one
    "#]]
    .assert_eq(&found("a.conll", text));
}

#[test]
fn lines_of_documents_have_one_shape() {
    expect![[r#"
        1:1 document-line “#begin document gates” The line is not written as scorers read it: #begin document (name); part 000
              safe: Write #begin document (gates); part 000 gives “#begin document (gates); part 000”
        6:1 document-line “#begin document (tides); part 1” The document that begins here is never ended (#end document)
              safe: End the document gives “#begin document (tides); part 1”
        10:1 document-line “#begin document (tides); part 1” The document that begins here is never ended (#end document)
              safe: End the document gives “#begin document (tides); part 1”
        10:18 duplicate-document “tides” Another document of this file has the id tides; part 1 too
              “tides” The first one
    "#]].assert_eq(&found(
        "a.conll",
        "#begin document gates\nVera (1)\nspoke -\n\n#end document\n#begin document (tides); part 1\nOda (1)\nleft -\n\n\
         #begin document (tides); part 1\nAda (1)\n",
    ));
    expect![[r#"
        1:1 column-count “” The lines end in a separator: readers that take the last column find it empty, the chains stand in column 2
        1:1 document-line “#begin document(metadoc);” The line is not written as scorers read it: #begin document (name); part 000
              safe: Write #begin document (metadoc); part 000 gives “#begin document (metadoc); part 000”
    "#]].assert_eq(&found("a.conll", "#begin document(metadoc);\nVera\t(1)\t\nspoke\t-\t\n\n#end document\n"));
}

#[test]
fn spaces_in_cells_are_seen_in_either_layout() {
    expect![[r#"
        2:10 space-in-chains “(1 | (2” A space stands inside the brackets: readers that split at spaces find one column more
              safe: Delete the spaces gives “a 0 Vera (1|(2”
        2:15 mention-in-two-chains “(2” This mention is in the chain 2 and in the chain 1
              “(1” The other one
    "#]].assert_eq(&found(
        "a.conll",
        "#begin document (gates); part 000\na 0 Vera (1 | (2\na 1 Lind -\na 2 spoke 1)|2)\na 3 . -\n\n#end document\n",
    ));
    expect![[r#"
        2:8 space-in-chains “(1 (2” A space stands inside the brackets of this cell and 1 more: readers that split at spaces find one column more
              safe: Delete the spaces gives “0→Vera→(1(2”
        2:11 mention-in-two-chains “(2” This mention is in the chain 2 and in the chain 1
              “(1” The other one
    "#]].assert_eq(&found(
        "a.conll",
        "#begin document (gates); part 000\n0\tVera\t(1 (2\n1\tLind\t-\n2\tspoke\t1) 2)\n3\t.\t-\n\n#end document\n",
    ));
}

#[test]
fn a_sentence_has_a_column_for_each_of_its_predicates() {
    let text = "#begin document (nw/gates/00); part 000\n\
                nw/gates/00 0 0 Vera NNP (TOP(NP* - - - - (PERSON* * (3\nnw/gates/00 0 1 Lind NNP *) - - - - *) * 3)\n\
                nw/gates/00 0 2 left VBD * leave 01 1 - * (V*) -\n\n\
                nw/gates/00 0 0 She PRP * - - - - * (ARG1* * (3)\nnw/gates/00 0 1 saw VBD * see 01 1 - * (V*) * -\n\
                nw/gates/00 0 2 it PRP * - - - - * * (V*) (4)\n\n\
                nw/gates/00 0 0 Yes UH * - - - - * -\n\n#end document\n";
    assert_eq!(found("a.conll", text), "");
    expect![[r#"
        article
          id: nw/gates/00
          | Vera Lind left
          | She saw it
          | Yes
          “Vera Lind”  #3 in (3 3)
          “She”  #3 in (3)
          “it”  #4 in (4)
    "#]]
    .assert_eq(&articles("a.conll", text));
    let damaged = text.replace("- (PERSON* * (3", "(PERSON* * (3").replace("* (4)", "* 4)");
    expect![[r#"
        2:1 column-count “nw/gates/00 0 0 Vera NNP (TOP(NP* - - - (PERSON* * (3” This line has 12 columns, most of the sentence has 13
    "#]].assert_eq(&found("a.conll", &damaged));
}

#[test]
fn a_part_is_any_number_and_lines_that_are_not_like_it_are_one_finding() {
    let part = "#begin document (gates); part 0\na 0 0 Vera (1)\na 0 1 left -\n\n#end document\n";
    assert_eq!(found("a.conll", part), "");
    let three = [part, &part.replace("gates", "tides"), &part.replace("gates", "quays")].concat();
    expect![[r#"
        1:1 document-line “#begin document (gates);” The line and 2 more are not written as scorers read it: #begin document (name); part 000
              safe: Write these lines anew gives “#begin document (gates); part 000”
    "#]].assert_eq(&found("a.conll", &three.replace("; part 0", ";")));
    expect![[r#"
        1:1 document-line “#begin document nw/gates part 001” The line is not written as scorers read it: #begin document (name); part 000
              safe: Write #begin document (nw/gates); part 001 gives “#begin document (nw/gates); part 001”
    "#]].assert_eq(&found("a.conll", &part.replace("(gates); part 0", "nw/gates part 001")));
}

#[test]
fn empty_cells_are_no_brackets() {
    let row = |number: usize, token: &str, cell: &str| format!("gates\t0\t{number}\t{token}\t_\t_\t{cell}\n");
    let text = [
        "#begin document (gates); part 0\n".to_owned(),
        row(0, "Vera", "(1"),
        row(1, "Lind", "1)"),
        row(2, "left", ""),
        row(3, "today", ""),
        row(4, ".", ""),
        "\n#end document\n".to_owned(),
    ]
    .concat();
    assert_eq!(found("a.conll", &text), "");
    expect![[r#"
        article
          id: gates
          | Vera Lind left today .
          “Vera Lind”  #1 in (1 1)
    "#]]
    .assert_eq(&articles("a.conll", &text));
    expect![[r#"
        2:20 unclosed-mention “(1” This mention of the chain 1 is never closed
    "#]]
    .assert_eq(&found("a.conll", &text.replace("1)", "")));
}

const NUMBERED: &str = "#begin document (gates); part 000\na 0 0 Vera (1|(2\na 0 1 Lind 2)\na 0 2 met -\na 0 3 Oda (3)|1)\na 0 4 . -\n\n\
    a 0 0 She (4|(2)\na 0 1 left -\na 0 2 her (3)|4)\na 0 3 . -\n\n#end document\n";

#[test]
fn rows_and_blank_lines_that_were_lost_are_seen_by_the_count_of_tokens() {
    assert_eq!(found("a.conll", NUMBERED), "");
    expect![[r#"
        7:5 word-number “0” A sentence begins here, and no blank line ends the one before
              unsafe: Put a blank line here gives “”
    "#]]
    .assert_eq(&found("a.conll", &NUMBERED.replace("a 0 4 . -\n\n", "a 0 4 . -\n")));
    expect![[r#"
        4:5 word-number “3” Token 3 stands where token 2 should: rows are lost
    "#]]
    .assert_eq(&found("a.conll", &NUMBERED.replace("a 0 2 met -\n", "")));
}

#[test]
fn a_cell_that_is_not_like_the_others_is_one_finding() {
    expect![[r#"
        5:11 malformed-chains “(3)1)” “(3)1)” cannot be read: a stroke stands between two brackets in the rest of the file
    "#]].assert_eq(&found("a.conll", &NUMBERED.replace("(3)|1)", "(3)1)")));
    expect![[r#"
        5:11 malformed-chains “(3)||1)” “(3)||1)” cannot be read: one stroke stands between two brackets
    "#]]
    .assert_eq(&found("a.conll", &NUMBERED.replace("(3)|1)", "(3)||1)")));
    expect![[r#"
        10:11 malformed-chains “(S)|4)” “(S)|4)” cannot be read: S is no number, and the other chains of the file are
    "#]]
    .assert_eq(&found("a.conll", &NUMBERED.replace("her (3)", "her (S)")));
    // The brackets are known beside a column too many.
    expect![[r#"
        5:1 column-count “a 0 3 Oda (3)|1) -” This line has 6 columns, most of the sentence has 5
    "#]]
    .assert_eq(&found("a.conll", &NUMBERED.replace("(3)|1)", "(3)|1) -")));
    expect![[r#"
        1:1 document-line “a 0 0 Vera (1|(2” From here on tokens stand outside of any document: scorers pass over them
    "#]]
    .assert_eq(&found("a.v4_gold_conll", &NUMBERED.replace("#begin document (gates); part 000\n", "")));
}
