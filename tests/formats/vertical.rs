use expect_test::expect;

use crate::support::{articles, found};

#[test]
fn structures_tokens_and_glue_are_read() {
    let text = "<doc id=\"gates\" title=\"The gates\" date=\"2031-03-14\">\n<p>\n<s>\n<name type=\"PER\" ref=\"#lind\">\nVera\tNNP\nLind\tNNP\n</name>\n\
                <g/>\n,\t,\nAT&amp;T\tNNP\n</s>\n</p>\n<p>\n<s>\nIt\tPRP\n</s>\n</p>\n</doc>\n";
    assert_eq!(found("a.vert", text), "");
    expect![[r##"
        article
          id: gates
          title: The gates
          date: 2031-03-14
          | Vera Lind, AT&T
          | It
          “Vera Lind” PER  =#lind in <name type="PER" ref="#lind"> </name>
    "##]]
    .assert_eq(&articles("a.vert", text));
}

#[test]
fn damage_is_named_with_its_line() {
    expect![[r#"
        1:6 malformed-structure “id=gates” The value of id stands without quotation marks
              safe: Quote the value gives “<doc id="gates">”
        2:1 unclosed-structure “<s>” The structure <s> is opened here and never closed
        4:1 column-count “Lind” This line has 1 column, most of the file has 2
        5:1 malformed-structure “<” A token begins with <, which begins a tag: it is written &lt;
              safe: Write &lt; gives “&lt;→SYM”
        6:1 empty-vertical-line “⏎” An empty line stands between the lines of a vertical text: it becomes an empty token
              safe: Delete the line gives “<s>”
        9:1 column-count “left→VBD→” This line has 3 columns, most of the file has 2
              safe: Delete the separator at the end gives “left→VBD”
        11:1 unopened-structure “</q>” The structure q is closed here and not open
        12:1 malformed-structure “<hi rend="b” A tag stands alone on its line and ends there: <name attribute="value">
        15:1 document-without-id “<doc>” The document <doc> has no id: nothing can refer to it
    "#]].assert_eq(&found(
        "a.vert",
        "<doc id=gates>\n<s>\nVera\tNNP\nLind\n<\tSYM\n\n<s>\nOda\tNNP\nleft\tVBD\t\n</s>\n</q>\n<hi rend=\"b\nthere\tRB\n</doc>\n<doc>\nnow\tRB\n</doc>\n",
    ));
}

#[test]
fn a_root_may_stand_round_the_documents() {
    let doc = |n: u32| format!("<text id=\"t{n}\">\n<s>\nVera\tNNP\n</s>\n</text>\n");
    let body = doc(1) + &doc(2);
    assert_eq!(found("a.vrt", &format!("<?xml version=\"1.0\"?>\n<corpus name=\"x\">\n{body}</corpus>\n")), "");
    expect![[r#"
        1:1 unclosed-structure “<corpus>” The structure <corpus> is opened here and never closed
    "#]]
    .assert_eq(&found("a.vrt", &format!("<corpus>\n{body}")));
    expect![[r#"
        11:1 unopened-structure “</corpus>” The structure corpus is closed here and not open
    "#]]
    .assert_eq(&found("a.vrt", &format!("{body}</corpus>\n")));
}

#[test]
fn a_corpus_may_do_without_ids() {
    let doc = "<text url=\"http://harbour.example\">\n<s>\nVera\tNNP\n</s>\n</text>\n";
    assert_eq!(found("a.vrt", &doc.repeat(3)), "");
}

#[test]
fn slips_in_tags_are_one_finding_each() {
    let text = "<doc id=\"a\">\n<s>\n<name type=“person” ref=\"#l\">\nVera\tNNP\n</nam>\nspoke\tVBD\n</S>\n<s>\nShe\tPRP\nleft\tVBD\n</s\n<s\n\
                It\tPRP\nrained\tVBD\n</s>\n</doc>\n";
    expect![[r##"
        3:12 curled-attribute-quotes ““person”” Attributes are quoted with straight marks
              safe: Write straight marks gives “<name type="person" ref="#l">”
        5:1 unclosed-structure “</nam>” <name> is closed as </nam>
              “<name type=“person” ref="#l">” Here it is opened
              safe: Write name gives “</name>”
        7:1 unclosed-structure “</S>” <s> is closed as </S>
              “<s>” Here it is opened
              safe: Write s gives “</s>”
        11:1 malformed-structure “</s” This tag does not end: > stands behind it
              safe: Add > gives “</s>”
        12:1 malformed-structure “<s” This tag does not end: > stands behind it
              safe: Add > gives “<s>”
    "##]]
    .assert_eq(&found("a.vert", text));
}
