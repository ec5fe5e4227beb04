use expect_test::{Expect, expect};

use crate::support::{articles, found};

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&found("a.conll", text));
}

#[test]
fn a_sound_file_in_any_scheme_is_silent() {
    for text in [
        "Vera B-PER\nLind I-PER\nspoke O\n\nOda B-PER\n\n",
        "Vera I-PER\nLind I-PER\nspoke O\n\nOda I-PER\nMoen B-PER\n\n",
        "Vera B-PER\nLind E-PER\nspoke O\n\nOda S-PER\n\n",
        "Vera B-PER\nLind L-PER\nspoke O\n\nOda U-PER\n\n",
        "-DOCSTART- -X- -X- O\n\nVera NNP B-NP B-PER\nLind NNP I-NP I-PER\nspoke VBD B-VP O\n\n",
        "# sent_id = 1\n1\tVera\tB-PER\t-\t-\n2\tLind\tI-PER\t-\t-\n\n",
        "Vera\tPERS\nLind\tPERS\nspoke\tO\nin\tO\nHavn\tLOC\n\n",
        "Vera NNP PERS\nLind NNP PERS\nspoke VBD O\nin IN O\nHavn NNP LOC\n\n",
    ] {
        assert_eq!(found("a.conll", text), "", "{text}");
    }
}

#[test]
fn a_mention_that_was_not_begun_is_named_with_what_mends_it() {
    check(
        "Vera I-PER\nspoke O\n\nHavn B-ORG\n( O\nSW I-ORG\nOda B-PER\nMoen I-PER\n\nAda B-LOC\nBay I-ORG\n\nLiv B-PER\n\n",
        &expect![[r#"
            1:6 inside-without-begin “I-PER” I-PER stands at the start of a sentence: no B-PER begins the mention
                  safe: Write B-PER gives “Vera B-PER”
            6:4 inside-without-begin “I-ORG” I-ORG stands behind a token outside: no B-ORG begins the mention
                  “O” One token outside separates it from a mention of its type
                  unsafe: Write I-ORG in the gap gives “SW I-ORG”
                  unsafe: Write B-ORG gives “SW B-ORG”
            11:5 type-change-inside “I-ORG” I-ORG goes on with a mention of type LOC
                  “B-LOC” The mention so far
                  unsafe: Write I-LOC gives “Bay I-LOC”
                  unsafe: Write B-ORG gives “Bay B-ORG”
        "#]],
    );
}

#[test]
fn the_minority_of_two_schemes_is_named() {
    check(
        "Vera B-PER\nLind E-PER\n\nOda B-PER\nMoen I-PER\n\nAda S-PER\nLiv U-PER\n\n",
        &expect![[r#"
        5:6 unfinished-mention “I-PER” The mention ends here without E-, which BIOES wants
              safe: Write E- gives “Moen E-PER”
        8:5 mixed-tag-schemes “U-PER” U- is no prefix of BIOES, which the file is in
              safe: Write S- gives “Liv S-PER”
    "#]],
    );
    check(
        "Vera I-PER\nLind I-PER\n\nOda I-PER\n\nAda I-PER\n\nLiv B-PER\n\n",
        &expect![[r#"
        8:5 mixed-tag-schemes “B-PER” B- begins a mention that follows none of its type; the file is in IOB1, which has I- here
              safe: Write I- gives “Liv I-PER”
    "#]],
    );
}

#[test]
fn types_without_a_prefix_are_a_scheme_too() {
    let rows =
        "Vera PERS\nLind PERS\nand O\nOda B-PERS\nspoke O\nin O\nHavn LOC\n. O\n\nThe O\nrain 7\nfell O\non O\n\n";
    check(
        rows,
        &expect![[r#"
            4:5 mixed-tag-schemes “B-PERS” This tag has a prefix; the tags of the file are types alone
                  safe: Write PERS gives “Oda PERS”
            11:6 malformed-tag “7” “7” is no tag: O or a type stand here
        "#]],
    );
    let rows = rows.replace("B-PERS", "PERS").replace("rain 7", "rain O");
    expect![[r#"
        article
          | Vera Lind and Oda spoke in Havn .
          | The rain fell on
          “Vera Lind” PERS in PERS PERS
          “Oda” PERS in PERS
          “Havn” LOC in LOC
    "#]]
    .assert_eq(&articles("a.conll", &rows));
    // Nor does an editor's guess need the name of the file.
    expect![[r#"
        article
          | Vera Lind and Oda spoke in Havn .
          | The rain fell on
          | Vera Lind and Oda spoke in Havn .
          | The rain fell on
          | Vera Lind and Oda spoke in Havn .
          | The rain fell on
          “Vera Lind” PERS in PERS PERS
          “Oda” PERS in PERS
          “Havn” LOC in LOC
          “Vera Lind” PERS in PERS PERS
          “Oda” PERS in PERS
          “Havn” LOC in LOC
          “Vera Lind” PERS in PERS PERS
          “Oda” PERS in PERS
          “Havn” LOC in LOC
    "#]]
    .assert_eq(&articles("a.txt", &rows.repeat(3)));
}

#[test]
fn lines_that_are_not_like_the_others_are_named() {
    check(
        "Vera\tNNP\tB-PER\nLind NNP I-PER\nspoke\tO\nat\tIN\tO\t\n \nOda\tNNP\tB_PER\nMoen Ada\tNNP\tI-PER\nleft\tVBD\tO",
        &expect![[r#"
            2:1 wrong-separator “Lind NNP I-PER” The columns of this line are separated by spaces, those of the file by tabs
                  safe: Separate the columns by tabs gives “Lind→NNP→I-PER”
            3:1 column-count “spoke→O” This line has 2 columns, most of the file has 3
            4:1 column-count “at→IN→O→” This line has 4 columns, most of the file has 3
                  safe: Delete the separator at the end gives “at→IN→O”
            5:1 blank-line-with-space “ ” This line looks blank and is not: programs that look for an empty line join two sentences
                  safe: Empty the line gives “”
            6:9 malformed-tag “B_PER” “B_PER” is no tag: O or a letter, a hyphen and a type (B-PER) stand here
                  unsafe: Write B-PER gives “Oda→NNP→B-PER”
            7:1 space-in-token “Moen Ada” White space stands inside this token: readers that split at white space find one column more
            8:11 missing-final-blank-line “” No blank line ends the last sentence: some readers lose it
                  safe: Add the blank line gives “left→VBD→O”
        "#]],
    );
}

#[test]
fn mixed_line_ends_are_named_where_they_differ_and_once_where_they_do_not() {
    check(
        "Vera B-PER\r\nspoke O\r\n\r\n",
        &expect![[r#"
        1:1 carriage-return “” All lines end in CR LF: readers that split at LF find a carriage return in the last column
    "#]],
    );
    check(
        "Vera B-PER\nspoke O\r\n\n",
        &expect![[r#"
        2:8 carriage-return “␍⏎” This line ends in CR LF, most of the file's in LF
              safe: End the line in LF gives “spoke O”
    "#]],
    );
}

#[test]
fn lines_that_end_otherwise_are_one_finding_with_a_fix_for_all() {
    check(
        "Vera B-PER\r\nspoke O\r\n\nOda B-PER\nlistened O\n\n",
        &expect![[r#"
        1:11 carriage-return “␍⏎” This line and 1 more end in CR LF, most of the file's in LF
              safe: End these lines in LF gives “Vera B-PER”
    "#]],
    );
    check(
        "Vera B-PER\r\nspoke O\r\n\r\nOda B-PER\nlistened O\n\r\n",
        &expect![[r#"
        4:10 carriage-return “⏎” This line and 1 more end in LF, most of the file's in CR LF
              safe: End these lines in CR LF gives “Oda B-PER␍”
    "#]],
    );
}

#[test]
fn a_file_that_is_no_columns_is_reported_once() {
    check(
        "The gates opened at dawn.\nThe minister was there.\nLind B-PER\n",
        &expect![[r#"
        1:1 unlike-its-format “The gates opened at dawn.” The file was taken for IOB columns, but most of its lines are not: nothing else is said about it; `formats` in copydesk.toml says what it is
    "#]],
    );
}

#[test]
fn columns_without_tags_are_reported_once() {
    for rows in
        ["The DT\nHague NNP\nis VBZ\nold JJ\n\n", "1\tThe\tthe\t(NP*\n2\tHague\tHague\t*)\n3\tis\tbe\t(VP*)\n\n"]
    {
        let findings = found("a.conll", &rows.repeat(20));
        assert!(findings.starts_with("1:1 unlike-its-format "), "{findings}");
        assert_eq!(findings.lines().count(), 1, "{findings}");
    }
    // Where most lines still have theirs, those that have lost it are named.
    check(
        "Vera B-PER\nLind I-PER\nspoke VBD\n\nOda B-PER\n\n",
        &expect![[r#"
        3:7 malformed-tag “VBD” “VBD” is no tag: O or a letter, a hyphen and a type (B-PER) stand here
    "#]],
    );
}

#[test]
fn tags_may_stand_in_front_of_their_tokens() {
    let rows = "O\tshow\nO\tfilms\nO\twith\nB-ACTOR\tVera\nI-ACTOR\tLind\n\n";
    assert_eq!(found("a.bio", rows), "");
    expect![[r#"
        article
          | show films with Vera Lind
          “Vera Lind” ACTOR in B-ACTOR I-ACTOR
    "#]]
    .assert_eq(&articles("a.bio", rows));
    check(&rows.replace("B-ACTOR", "O"), &expect![[r#""#]]);
}

#[test]
fn a_row_that_names_the_columns_is_one_finding() {
    check(
        "token\tpos\tner\nVera\tNNP\tB-PER\nspoke\tVBD\tO\n\n",
        &expect![[r#"
        1:1 malformed-tag “token→pos→ner” This line names the columns: readers take it for a token and its tag
              unsafe: Delete the line gives “Vera→NNP→B-PER”
    "#]],
    );
    let header = "TOKEN\tNE-COARSE-LIT\tNEL-LIT\tMISC\n";
    let rows = "Vera\tB-pers\tQ42\t_\nspoke\tO\t_\t_\nin\tO\t_\t_\nHavn\tB-loc\tNIL\t_\n.\tO\t_\t_\n";
    expect![[r#"
        7:1 malformed-tag “TOKEN→NE-COARSE-LIT→NEL-LIT→MISC” The header row stands here again: readers take it for a token
              unsafe: Delete the line gives “Vera→B-pers→Q42→_”
    "#]].assert_eq(&found("a.tsv", &format!("{header}{rows}{header}{rows}")));
}

#[test]
fn a_token_that_is_not_there_and_one_that_a_spreadsheet_wrote_are_named() {
    check(
        "Vera\tB-PER\n\tO\n\"\"\"\"\tO\nspoke\tO\n\"\"\"\"\tO\n\n",
        &expect![[r#"
        2:1 empty-column “→O” The token of this line is empty: readers that split at white space take the tag for it
        3:1 malformed-tsv-cell “""""” A spreadsheet wrote this token, and 1 more: it stands for a single quotation mark
              safe: Write a quotation mark gives “"→O”
    "#]],
    );
    // Where tokens are characters, a space is one of them.
    check("V\tB-PER\nL\tI-PER\n \tO\ns\tO\n\n", &expect![[""]]);
}

#[test]
fn a_sentence_that_begins_again_at_1_wants_a_blank_line_in_front_of_it() {
    let rows = "# a\n1\tVera\tB-PER\tO\n2\tLind\tI-PER\tO\n3\tspoke\tO\tO\n\n";
    assert_eq!(found("a.tsv", &rows.repeat(3)), "");
    expect![[r#"
        11:1 word-number “1” A sentence begins here, and no blank line ends the one before
              unsafe: Put a blank line here gives “# a”
    "#]]
    .assert_eq(&found("a.tsv", &format!("{}{rows}", rows.repeat(2).trim_end().to_owned() + "\n")));
    // A file without any blank line is another matter.
    let joined = rows.replace("\n\n", "\n").repeat(3);
    assert_eq!(found("a.tsv", &joined), "");
}

#[test]
fn documents_sentences_and_mentions_are_taken_out() {
    expect![[r#"
        article
          | Vera Lind spoke
          | Oda
          “Vera Lind” PER in B-PER I-PER
          “Oda” PER in B-PER
        article
          | Brannhavn
          “Brannhavn” LOC in B-LOC
    "#]]
    .assert_eq(&articles(
        "a.conll",
        "-DOCSTART- -X- O O\n\nVera NNP B-NP B-PER\nLind NNP I-NP I-PER\nspoke VBD B-VP O\n\nOda NNP B-NP B-PER\n\n\
         -DOCSTART- -X- O O\n\nBrannhavn NNP B-NP B-LOC\n\n",
    ));
}

#[test]
fn columns_of_hipe_have_names_links_and_tokens_without_space() {
    expect![[r#"
        article
          id: post-1931-03-14
          date: 1931-03-14
          | Vera Lind, Brannhavn
          “Vera Lind” pers  =Q42 in B-pers I-pers
          “Brannhavn” loc in B-loc
          “Brannhavn” org in B-org
    "#]]
    .assert_eq(&articles(
        "a.tsv",
        "TOKEN\tNE-COARSE-LIT\tNE-COARSE-METO\tNEL-LIT\tNEL-METO\tMISC\n\
         # hipe2022:document_id = post-1931-03-14\n# hipe2022:date = 1931-03-14\n\
         Vera\tB-pers\tO\tQ42\t_\t_\nLind\tI-pers\tO\tQ42\t_\tNoSpaceAfter\n,\tO\tO\t_\t_\tEndOfLine\n\
         Brannhavn\tB-loc\tB-org\tNIL\tQ7\t_\n",
    ));
    expect![[r#"
        3:13 malformed-link “Q4a” “Q4a” is no Wikidata item: Q and a number, NIL or _ stand here
    "#]].assert_eq(&found(
        "a.tsv",
        "TOKEN\tNE-COARSE-LIT\tNEL-LIT\tMISC\nVera\tB-pers\tQ42\t_\nLind\tI-pers\tQ4a\t_\nspoke\tO\t_\t_\nthere\tO\t_\t_\n",
    ));
}

#[test]
fn blank_lines_with_white_space_are_one_finding_where_most_are_like_that() {
    let sentence = "Vera B-PER\nleft O\n\t\n";
    expect![[r#"
        3:1 blank-line-with-space “→” This line and 3 more look blank and are not: programs that look for an empty line join two sentences
              safe: Empty these lines gives “”
    "#]].assert_eq(&found("a.conll", &sentence.repeat(4)));
    expect![[r#"
        3:1 blank-line-with-space “→” This line looks blank and is not: programs that look for an empty line join two sentences
              safe: Empty the line gives “”
    "#]].assert_eq(&found("a.conll", &[sentence, &sentence.replace('\t', "").repeat(3)].concat()));
}

#[test]
fn rows_without_a_first_column_are_one_finding() {
    let text =
        "Sentence #\tWord\tPOS\tTag\nSentence: 1\tVera\tNNP\tB-per\n\tleft\tVBD\tO\n\tOslo\tNNP\tB-geo\n\t.\t.\tO\n";
    expect![[r#"
        3:1 empty-column “→left→VBD→O” The first column of this line and of 3 more is empty: readers that split at white space take the next one for it
    "#]].assert_eq(&found("a.tsv", &[text, "Sentence: 2\tIt\tPRP\tO\n\train\tVB\tO\n\n"].concat()));
}

#[test]
fn a_tag_in_an_open_mention_is_told_by_the_next_row() {
    let sound = "We S-PER\nsaw O\nNew B-LOC\nYork I-LOC\nCity E-LOC\nand O\nVera B-PER\nLind E-PER\n. O\n\n";
    assert_eq!(found("a.bioes", sound), "");
    expect![[r#"
        4:6 unfinished-mention “S-LOC” S-LOC stands in a mention of its type that has not ended
              safe: Write I- gives “York I-LOC”
    "#]]
    .assert_eq(&found("a.bioes", &sound.replace("York I-LOC", "York S-LOC")));
    expect![[r#"
        4:6 unfinished-mention “O” A mention of the type LOC goes on behind this token, which is outside of it
              unsafe: Write I-LOC gives “York I-LOC”
    "#]]
    .assert_eq(&found("a.bioes", &sound.replace("York I-LOC", "York O")));
    expect![[r#"
        8:6 unfinished-mention “S-PER” S-PER stands in a mention of its type that has not ended
              unsafe: Write E- gives “Lind E-PER”
    "#]]
    .assert_eq(&found("a.bioes", &sound.replace("Lind E-PER", "Lind S-PER")));
}

const ROWS: &str = "The NN I-NP O\ngates NN I-NP O\nof NN I-PP O\nBrannhavn NN I-NP B-LOC\nopened NN I-VP O\non NN I-PP O\nMonday NN I-NP O\n. NN O O\n\n\
    Vera NN I-NP B-PER\nLind NN I-NP I-PER\nspoke NN I-VP O\nin NN I-PP O\nNew NN I-NP B-LOC\nYork NN I-NP I-LOC\nCity NN I-NP I-LOC\n. NN O O\n\n";

#[test]
fn one_damage_is_one_finding() {
    assert_eq!(found("a.conll", ROWS), "");
    expect![[r#"
        14:14 malformed-tag “I-NP” I-NP is of a phrase and a name stands in another column: the columns are shifted here
    "#]]
    .assert_eq(&found("a.conll", &ROWS.replace("New NN I-NP B-LOC", "New B-LOC NN I-NP")));
    expect![[r#"
        15:14 type-change-inside “I-PER” I-PER goes on with a mention of type LOC
              “B-LOC” The mention so far
              unsafe: Write I-LOC gives “York NN I-NP I-LOC”
              unsafe: Write B-PER gives “York NN I-NP B-PER”
    "#]]
    .assert_eq(&found("a.conll", &ROWS.replace("York NN I-NP I-LOC", "York NN I-NP I-PER")));
    expect![[r#"
        6:3 wrong-separator “  ” Several spaces stand between two columns: readers that split at one space find an empty column
              safe: Write one space gives “on NN I-PP O”
    "#]].assert_eq(&found("a.conll", &ROWS.replace("on NN", "on  NN")));
    let tabs = ROWS.replace(' ', "\t");
    expect![[r#"
        10:1 column-count “Post vom 26.02.2005 [2005-02-26]” Spaces stand in this line and no tabs: it is no row of the columns
    "#]].assert_eq(&found("a.conll", &tabs.replace("Vera\tNN", "Post vom 26.02.2005 [2005-02-26]\nVera\tNN")));
}

#[test]
fn what_stands_between_documents_and_numbers_rows_is_looked_at() {
    let numbered = "1\tThe\tO\n2\tgates\tO\n3\tof\tO\n4\tOslo\tB-LOC\n5\tshut\tO\n\n1\tVera\tB-PER\n2\tLind\tI-PER\n3\tleft\tO\n\n";
    assert_eq!(found("a.tsv", numbered), "");
    expect![[r#"
        3:1 word-number “4” Row 4 stands where row 3 should: rows are lost
    "#]]
    .assert_eq(&found("a.tsv", &numbered.replace("3\tof\tO\n", "")));
    expect![[r#"
        19:1 document-line “-DOCSTART” Documents are told apart by -DOCSTART-: readers take this line for a token
              safe: Write -DOCSTART- gives “-DOCSTART- -X- O O”
    "#]]
    .assert_eq(&found("a.conll", &[ROWS, "-DOCSTART -X- O O\n\n", ROWS].concat()));
}

#[test]
fn a_line_may_be_a_sentence_of_words_with_their_tags() {
    let text = "Vera|NNP|B-PER Lind|NNP|I-PER spoke|VBD|O .|.|O\nOda|NNP|B-PER left|VBD|O .|.|O\n";
    assert_eq!(found("a.iob", text), "");
    expect![[r#"
        article
          | Vera Lind spoke .
          | Oda left .
          “Vera Lind” PER in B-PER I-PER
          “Oda” PER in B-PER
    "#]]
    .assert_eq(&articles("a.iob", text));
}

#[test]
fn damaged_characters_in_tokens_are_named() {
    expect![[r#"
        7:4 mojibake “Ã¸” “Ã¸” is “ø” decoded wrongly
              safe: Write “ø” gives “Bodø NN I-NP O”
        10:2 replacement-character “�” A character was lost here (U+FFFD)
    "#]]
    .assert_eq(&found("a.conll", &ROWS.replace("Vera", "V\u{fffd}ra").replace("Monday", "BodÃ¸")));
}
