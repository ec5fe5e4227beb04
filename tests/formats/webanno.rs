use expect_test::expect;

use crate::support::{articles, found};

const TEXT: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|identity|value\n#T_RL=webanno.custom.Link|kind|BT_webanno.custom.Entity\n\n\n\
    #Text=Vera Lind 😀 spoke\n1-1\t0-4\tVera\tQ42[1]|*[2]\tPER[1]|MISC[2]\t_\t_\n1-2\t5-9\tLind\tQ42[1]\tPER[1]\t_\t_\n\
    1-3\t10-12\t😀\t_\t_\t_\t_\n1-4\t13-18\tspoke\t*\tEVENT\tagent\t1-1[0_1]\n\n#Text=So\n2-1\t19-21\tSo\t_\t_\t_\t_\n\n";

#[test]
fn a_sound_file_is_silent_and_read() {
    assert_eq!(found("a.tsv", TEXT), "");
    expect![[r#"
        article
          | Vera Lind 😀 spoke
          | So
          “Vera Lind” PER  =Q42 in Q42[1] Q42[1]
          “Vera” MISC in *[2]
          “spoke” EVENT in *
    "#]]
    .assert_eq(&articles("a.tsv", TEXT));
}

#[test]
fn damage_is_named_with_its_place() {
    let damaged = TEXT
        .replace("5-9\tLind", "5-10\tLind")
        .replace("1-1[0_1]", "3-1[0_1]")
        .replace("2-1\t19-21\tSo\t_", "2-1\t19-21\tSu\tx[")
        .replace("#T_SP", "#T_XX=a|b\n#T_SP");
    expect![[r#"
        2:1 tsv-header “#T_XX=a|b” A layer is declared as #T_SP=, #T_CH= or #T_RL=, its name and its features with | between them
        9:5 token-offsets “5-10” 5-10 are 5 UTF-16 units, the token has 4
        11:31 dangling-reference “3-1” The relation leads to the token 3-1, and there is none
        14:5 token-offsets “19-21→Su” At these offsets #Text= has “So”, the token is “Su”
              “#Text=So” The text of the sentence
        14:14 malformed-tsv-cell “x[” “x[” cannot be read: values have | between them, each with its number in square brackets; \ stands in front of [ ] | _ ; and tab in a value
    "#]].assert_eq(&found("a.tsv", &damaged));
    let short =
        TEXT.replace("1-3\t10-12\t😀\t_\t_\t_\t_", "1-3\t10-12\t😀\t_\t_").replace("Q42[1]\tPER[1]\t_", "_\t_\t_");
    expect![[r#"
        9:1 column-count “1-3→10-12→😀→_→_” This row has 5 columns, the header declares 7
        10:17 broken-number “Q42[1]” The annotation [1] goes on here, and tokens between have none of it
              “Q42[1]” It begins here
    "#]]
    .assert_eq(&found("a.tsv", &short.replace("*\tEVENT", "Q42[1]\tPER[1]")));
}

#[test]
fn an_annotation_goes_on_over_parts_of_tokens() {
    let text = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Span|value\n\n\n#Text=Halvmark gates shut\n1-1\t0-8\tHalvmark\tA[1]\t\n1-1.1\t0-4\tHalv\tB\t\n\
                1-2\t9-14\tgates\tA[1]|C[2]\t\n1-3\t15-19\tshut\t_\t\n1-3.1\t15-17\tsh\tC[2]\t\n";
    assert_eq!(found("a.tsv", text), "");
}

#[test]
fn rows_and_blank_lines_that_were_lost_are_named() {
    let text = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Span|value\n\n\n\
                #Text=Lind spoke there .\n1-1\t0-4\tLind\tA\t\n1-2\t5-10\tspoke\t_\t\n1-3\t11-16\tthere\t_\t\n1-4\t17-18\t.\t_\t\n\n\
                #Text=So it was\n2-1\t19-21\tSo\t_\t\n2-2\t22-24\tit\t_\t\n2-3\t25-28\twas\tB\t\n";
    assert_eq!(found("a.tsv", text), "");
    expect![[r#"
        14:1 column-count “2-3→25-28→was” This row has 3 columns, the header declares 4
    "#]]
    .assert_eq(&found("a.tsv", text.trim_end_matches("\tB\t\n")));
    expect![[r#"
        14:16 missing-final-blank-line “” No line end follows the last row: the file may have been cut off here
              safe: Add a line end gives “2-3→25-28→was→B”
    "#]]
    .assert_eq(&found("a.tsv", text.trim_end_matches("\t\n")));
    assert_eq!(found("a.tsv", text.trim_end_matches("\n2-3\t25-28\twas\tB\t\n")).lines().count(), 1);
    // In the middle, at the end, with the blank line behind them.
    expect![[r#"
        7:1 word-number “1-3” Token 3 of the sentence stands where token 2 should: rows are lost
    "#]]
    .assert_eq(&found("a.tsv", &text.replace("1-2\t5-10\tspoke\t_\t\n", "")));
    expect![[r#"
        11:1 token-offsets “#Text=So it was” No row has the end of this sentence: “was”
    "#]]
    .assert_eq(&found("a.tsv", &text.replace("2-3\t25-28\twas\tB\t\n", "")));
    expect![[r#"
        10:1 word-number “#Text=So it was” A sentence begins here, and no blank line ends the one before
              unsafe: Put a blank line here gives “”
    "#]]
    .assert_eq(&found("a.tsv", &text.replace("\n\n#Text=So", "\n#Text=So")));
}

/// The example of the manual: the number is the chain, and the second column says which mention of it.
const CHAINS: &str = "#FORMAT=WebAnno TSV 3.3\n#T_CH=a.CoreferenceLink|referenceType|referenceRelation\n\n\n\
    #Text=The old man shot himself .\n1-1\t0-3\tThe\tnp[1]\tcoref->1-1\t\n1-2\t4-7\told\tnp[1]\tcoref->1-1\t\n\
    1-3\t8-11\tman\tnp[1]\tcoref->1-1\t\n1-4\t12-16\tshot\t_\t_\t\n1-5\t17-24\thimself\tpr[1]\t*->1-2\t\n1-6\t25-26\t.\t_\t_\t\n\n\
    #Text=He died .\n2-1\t27-29\tHe\t*[1]|np[2]\t*->1-3|*->2-1\t\n2-2\t30-34\tdied\t_\t_\t\n2-3\t35-36\t.\t_\t_\t\n";

#[test]
fn a_mention_is_known_by_its_chain_and_its_link() {
    assert_eq!(found("a.tsv", CHAINS), "");
    expect![[r#"
        article
          | The old man shot himself .
          | He died .
          “The old man” np  #1 in np[1] np[1] np[1]
          “himself” pr  #1 in pr[1]
          “He”  #1 in *[1]
          “He” np  #2 in np[2]
    "#]]
    .assert_eq(&articles("a.tsv", CHAINS));
    let damaged = CHAINS.replace("old\tnp[1]\tcoref->1-1", "old\t_\t_").replace("*->1-2", "*->2-2");
    expect![[r#"
        8:14 broken-number “np[1]” The annotation [1] goes on here, and tokens between have none of it
              “np[1]” It begins here
        10:25 broken-number “*->2-2” One column says that the mention is of the chain 2, the other does not
              “pr[1]” The other column
        14:25 malformed-tsv-cell “1-3” “1-3” is no link of a chain: coref->1-2 is the second one of the chain 1
    "#]]
    .assert_eq(&found("a.tsv", &damaged.replace("*->1-3", "1-3")));
}

const SLOTS: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Span|value\n#T_SP=a.Host|ROLE_a.Host:links_a.Link|a.Span\n\n\n\
    #Text=He loves her .\n1-1\t0-2\tHe\t_\tp1;p2\t1-2;2-3\t\n1-2\t3-8\tloves\tX[1]\t_\t_\t\n1-3\t9-12\ther\tX[1]\t_\t_\t\n1-4\t13-14\t.\t_\t_\t_\t\n\n\
    #Text=She loves him\n2-1\t15-18\tShe\t_\t_\t_\t\n2-2\t19-24\tloves\t_\t_\t_\t\n2-3\t25-28\thim\tY\t_\t_\t\n";

#[test]
fn slots_lead_to_tokens_and_have_a_role_each() {
    assert_eq!(found("a.tsv", SLOTS), "");
    expect![[r#"
        7:24 dangling-reference “2-9” The slot leads to the token 2-9, and there is none
    "#]]
    .assert_eq(&found("a.tsv", &SLOTS.replace("1-2;2-3", "1-2;2-9")));
    expect![[r#"
        7:17 malformed-tsv-cell “1-2;2-3” 2 targets have 1 role
    "#]]
    .assert_eq(&found("a.tsv", &SLOTS.replace("p1;p2", "p1")));
}

#[test]
fn what_rows_and_values_say_of_one_another_is_compared() {
    expect![[r#"
        15:1 word-number “1-3” This row is of sentence 1, those in front of it are of sentence 2
    "#]]
    .assert_eq(&found("a.tsv", &SLOTS.replace("2-3\t25", "1-3\t25")));
    expect![[r#"
        12:1 token-offsets “2-1→15-18→She→_→_→_→” No line #Text= stands in front of this sentence
    "#]]
    .assert_eq(&found("a.tsv", &SLOTS.replace("#Text=She loves him\n", "")));
    expect![[r#"
        9:14 broken-number “Z[1]” The annotation [1] has “Z” here, and “X” where it begins
              “X[1]” It begins here
    "#]]
    .assert_eq(&found("a.tsv", &SLOTS.replace("her\tX[1]", "her\tZ[1]")));
    expect![[r#"
        9:14 malformed-tsv-cell “X1]” “X1]” cannot be read: values have | between them, each with its number in square brackets; \ stands in front of [ ] | _ ; and tab in a value
    "#]].assert_eq(&found("a.tsv", &SLOTS.replace("her\tX[1]", "her\tX1]")));
    // Nothing is known of the columns: the declaration is all that is said.
    expect![[r#"
        3:1 tsv-header “#T_XX=a.Host|ROLE_a.Host:links_a.Link|a.Span” A layer is declared as #T_SP=, #T_CH= or #T_RL=, its name and its features with | between them
    "#]].assert_eq(&found("a.tsv", &SLOTS.replace("#T_SP=a.Host", "#T_XX=a.Host")));
}
