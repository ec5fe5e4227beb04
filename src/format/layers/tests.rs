use expect_test::{Expect, expect};

use super::*;
use crate::format::testing::{assert_sound, damaged, show};

const ECB: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<Document doc_name="7_1ecb.xml" doc_id="DOC1">
<token t_id="1" sentence="0" number="0">Vera</token>
<token t_id="2" sentence="0" number="1">Lind</token>
<token t_id="3" sentence="0" number="2">spoke</token>
<token t_id="4" sentence="1" number="0">She</token>
<Markables>
<HUMAN_PART_PER m_id="11"  >
  <token_anchor t_id="1"/>
  <token_anchor t_id="2"/>
</HUMAN_PART_PER>
<HUMAN_PART_PER m_id="12"  ><token_anchor t_id="4"/></HUMAN_PART_PER>
<ACTION_OCCURRENCE m_id="13"  ><token_anchor t_id="3"/></ACTION_OCCURRENCE>
<HUMAN_PART_PER m_id="21" RELATED_TO="" TAG_DESCRIPTOR="t7_lind" instance_id="HUM1" />
</Markables>
<Relations>
<CROSS_DOC_COREF r_id="31" note="HUM1" >
  <source m_id="11" />
  <source m_id="12" />
  <target m_id="21" />
</CROSS_DOC_COREF>
</Relations>
</Document>
"#;

const NAF: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<NAF xml:lang="en" version="v3"><nafHeader><fileDesc title="Gates shut" creationtime="2031-05-14"/></nafHeader>
<raw><![CDATA[Vera Lind spoke. She left.]]></raw>
<text><wf id="w1" sent="1" offset="0" length="4">Vera</wf><wf id="w2" sent="1" offset="5" length="4">Lind</wf><wf id="w3" sent="1" offset="10" length="5">spoke</wf><wf id="w4" sent="2" offset="17" length="3">She</wf></text>
<terms><term id="t1"><span><target id="w1"/></span></term><term id="t2"><span><target id="w2"/></span></term><term id="t4"><span><target id="w4"/></span></term></terms>
<entities><entity id="e1" type="PERSON"><references><span><target id="t1"/><target id="t2"/></span></references><externalReferences><externalRef resource="wd" reference="http://example.org/Lind"/></externalReferences></entity></entities>
<coreferences><coref id="co1"><span><target id="t1"/><target id="t2"/></span><span><target id="t4"/></span></coref></coreferences>
</NAF>
"#;

fn check(text: &str, expected: Expect) {
    let reading = read(text, Place { first: true, last: true }, &(), Detail::Looks);
    assert_sound(text, &reading);
    expected.assert_eq(&show(text, &reading));
}

#[test]
fn mentions_of_ecb_are_joined_by_instances() {
    check(
        ECB,
        expect![[r#"
        article "Vera Lind spoke\nShe"
          id: 7_1ecb.xml
          [Vera Lind] HUMAN_PART_PER chain t7_lind is HUM1
          [spoke] ACTION_OCCURRENCE
          [She] HUMAN_PART_PER chain t7_lind is HUM1
    "#]],
    );
}

#[test]
fn entities_of_naf_stand_in_the_raw_text() {
    check(
        NAF,
        expect![[r#"
        article "Vera Lind spoke. She left."
          title: Gates shut
          date: 2031-05-14
          [Vera Lind] PERSON is http://example.org/Lind
          [Vera Lind] chain co1
          [She] chain co1
    "#]],
    );
}

#[test]
fn what_points_nowhere_is_told() {
    let text = ECB.replace("t_id=\"4\"/>", "t_id=\"44\"/>").replace("source m_id=\"12\"", "source m_id=\"99\"");
    let text = text.replace("note=\"HUM1\"", "note=\"HUM2\"").replace("<token_anchor t_id=\"3\"/>", "");
    check(
        &text.replace("t_id=\"2\" sentence", "t_id=\"1\" sentence"),
        expect![[r#"
        article "Vera Lind spoke\nShe"
          id: 7_1ecb.xml
          [Vera] HUMAN_PART_PER chain t7_lind is HUM1
        duplicate-markup-id "1": The id 1 is taken already | Here "1"
        dangling-pointer "2": No token has the id 2
        dangling-pointer "44": No token has the id 44
        markable-without-anchor "<ACTION_OCCURRENCE m_id=\"13\"  >": <ACTION_OCCURRENCE> is anchored at no token
        instance-mismatch "HUM2": The note is HUM2, the instance has the id HUM1 | The instance "HUM1" | Unsafe Write HUM1
        dangling-pointer "99": No markable has the id 99
    "#]],
    );
    let text = NAF.replace("offset=\"10\"", "offset=\"11\"").replace("<target id=\"t4\"/>", "<target id=”t9”/>");
    check(
        &text,
        expect![[r#"
        article "Vera Lind spoke. She left."
          title: Gates shut
          date: 2031-05-14
          [Vera Lind] PERSON is http://example.org/Lind
          [Vera Lind] chain co1
        span-text-mismatch "11": The word is “spoke”, its offset is of “poke.”
        curled-attribute-quotes "”t9”": Attributes are quoted with straight marks | Safe Write straight marks
        dangling-pointer "t9": No term has the id t9
    "#]],
    );
}

#[test]
fn damage_of_any_kind_is_survived() {
    let marks = [
        "<",
        ">",
        "/",
        "\"",
        "”",
        "'",
        "&",
        "]]>",
        "é",
        "😀",
        "=",
        "t_id=\"1\"",
        "<target id=\"w1\"/>",
        "\n",
        " ",
        "99",
    ];
    for seed in 0..3000 {
        let text = damaged(if seed % 2 == 0 { ECB } else { NAF }, &marks, seed);
        assert_sound(&text, &read(&text, Place { first: true, last: true }, &(), Detail::Looks));
    }
}
