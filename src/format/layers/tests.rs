use expect_test::{Expect, expect};

use super::*;
use crate::format::Markup;
use crate::format::testing::{annotated, annotated_everywhere, assert_sound, damaged, linked, show, write_anyhow};

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
        if seed % 5 == 0 {
            write_anyhow(Markup::Layers, &text);
        }
    }
}

const NEW: New<'_> = New { span: Span::empty(0), kind: "HUMAN_PART_PER", identity: None, chain: "e1" };

fn written(text: &str, new: New<'_>, expected: Expect) {
    expected.assert_eq(&annotated(Markup::Layers, text, new));
}

/// ECB with a third sentence: «Ada» & Bay left.
fn third(mark: impl Fn(&str) -> String) -> String {
    let tokens = "<token t_id=\"5\" sentence=\"2\" number=\"0\">Ada</token>\n<token t_id=\"6\" sentence=\"2\" number=\"1\">B&amp;ay</token>\n<token t_id=\"7\" sentence=\"2\" number=\"2\">left</token>\n<Markables>";
    ECB.replacen("<Markables>", &mark(tokens), 1)
}

#[test]
fn a_markable_stands_behind_the_others_and_joins_the_thing_that_it_is_of() {
    let both = |tokens: &str| tokens.replace(">Ada", ">«Ada").replace("ay<", "ay»<");
    written(
        &third(both),
        NEW,
        expect![[r#"
        <HUMAN_PART_PER m_id="22"><token_anchor t_id="5"/><token_anchor t_id="6"/></HUMAN_PART_PER>
        + [Ada B&ay] HUMAN_PART_PER
    "#]],
    );
    // The id of a thing that is there, its chain, and an id that nothing has.
    written(
        &third(both),
        New { identity: Some("HUM1"), ..NEW },
        expect![[r#"
        <HUMAN_PART_PER m_id="22"><token_anchor t_id="5"/><token_anchor t_id="6"/></HUMAN_PART_PER>
          <source m_id="22" />
        + [Ada B&ay] HUMAN_PART_PER chain t7_lind is HUM1
    "#]],
    );
    written(
        &third(both),
        New { chain: "t7_lind", ..NEW },
        expect![[r#"
        <HUMAN_PART_PER m_id="22"><token_anchor t_id="5"/><token_anchor t_id="6"/></HUMAN_PART_PER>
          <source m_id="22" />
        + [Ada B&ay] HUMAN_PART_PER chain t7_lind is HUM1
    "#]],
    );
    written(
        &third(both),
        New { identity: Some("Q\"1"), ..NEW },
        expect![[r#"
        <HUMAN_PART_PER m_id="22"><token_anchor t_id="5"/><token_anchor t_id="6"/></HUMAN_PART_PER>
        <HUMAN_PART_PER m_id="23" RELATED_TO="" TAG_DESCRIPTOR="e1" instance_id="Q&quot;1"/>
        <CROSS_DOC_COREF r_id="32" note="Q&quot;1">
          <source m_id="22"/>
          <target m_id="23"/>
        </CROSS_DOC_COREF>
        + [Ada B&ay] HUMAN_PART_PER chain e1 is Q"1
    "#]],
    );
    // Two of one chain are of one thing.
    let two = |tokens: &str| tokens.replace(">Ada", ">«Ada»").replace(">B&amp;ay", ">«B&amp;ay»");
    written(
        &third(two),
        NEW,
        expect![[r#"
        <HUMAN_PART_PER m_id="22"><token_anchor t_id="5"/></HUMAN_PART_PER>
        <HUMAN_PART_PER m_id="24"><token_anchor t_id="6"/></HUMAN_PART_PER>
        <HUMAN_PART_PER m_id="23" RELATED_TO="" TAG_DESCRIPTOR="e1"/>
        <INTRA_DOC_COREF r_id="32">
          <source m_id="22"/>
          <source m_id="24"/>
          <target m_id="23"/>
        </INTRA_DOC_COREF>
        + [Ada] HUMAN_PART_PER chain e1
        + [B&ay] HUMAN_PART_PER chain e1
    "#]],
    );
    written(
        &third(two),
        New { kind: "PER", identity: Some("Q1"), ..NEW },
        expect![[r#"
        <HUMAN_PART_PER m_id="22"><token_anchor t_id="5"/></HUMAN_PART_PER>
        <HUMAN_PART_PER m_id="24"><token_anchor t_id="6"/></HUMAN_PART_PER>
        <HUMAN_PART_PER m_id="23" RELATED_TO="" TAG_DESCRIPTOR="e1" instance_id="Q1"/>
        <CROSS_DOC_COREF r_id="32" note="Q1">
          <source m_id="22"/>
          <source m_id="24"/>
          <target m_id="23"/>
        </CROSS_DOC_COREF>
        + [Ada] HUMAN_PART_PER chain e1 is Q1
        + [B&ay] HUMAN_PART_PER chain e1 is Q1
    "#]],
    );
    let nowhere = |tokens: &str| tokens.replace(">Ada", ">A«da»");
    written(
        &third(nowhere),
        NEW,
        expect![[r#"
        no place
    "#]],
    );
    written(
        &ECB.replace(">spoke", ">«spoke").replace("She<", "She»<"),
        NEW,
        expect![[r#"
        no place
    "#]],
    );
    written(
        &ECB.replace(">Vera", ">«Vera").replace("Lind<", "Lind»<"),
        NEW,
        expect![[r#"
        no place
    "#]],
    );
}

#[test]
fn markables_and_relations_are_begun_where_there_are_none() {
    let tokens = "<Document doc_name=\"a\">\n  <token t_id=\"1\" sentence=\"0\">«Véra»</token>\n  <token t_id=\"2\" sentence=\"0\">left</token>\n";
    let new = New { kind: "PER", identity: Some("Q1"), ..NEW };
    written(
        &format!("{tokens}</Document>\n"),
        new,
        expect![[r#"
          <Markables>
          <HUMAN_PART_PER m_id="1"><token_anchor t_id="1"/></HUMAN_PART_PER>
          <HUMAN_PART_PER m_id="2" RELATED_TO="" TAG_DESCRIPTOR="e1" instance_id="Q1"/>
          </Markables>
          <Relations>
          <CROSS_DOC_COREF r_id="1" note="Q1"><source m_id="1"/><target m_id="2"/></CROSS_DOC_COREF>
          </Relations>
        + [Véra] HUMAN_PART_PER chain e1 is Q1
    "#]],
    );
    written(
        &format!("{tokens}  <Markables/>\n  <Relations />\n</Document>\n"),
        new,
        expect![[r#"
          <Markables>
          <HUMAN_PART_PER m_id="1"><token_anchor t_id="1"/></HUMAN_PART_PER>
          <HUMAN_PART_PER m_id="2" RELATED_TO="" TAG_DESCRIPTOR="e1" instance_id="Q1"/>
          </Markables>
          <Relations>
          <CROSS_DOC_COREF r_id="1" note="Q1"><source m_id="1"/><target m_id="2"/></CROSS_DOC_COREF>
          </Relations>
        + [Véra] HUMAN_PART_PER chain e1 is Q1
    "#]],
    );
    written(
        &format!("{tokens}<Markables>\n</Markables>\n</Document>\n"),
        New { identity: None, ..new },
        expect![[r#"
        <HUMAN_PART_PER m_id="1"><token_anchor t_id="1"/></HUMAN_PART_PER>
        + [Véra] HUMAN_PART_PER
    "#]],
    );
}

#[test]
fn mentions_of_meantime_have_their_type_at_the_thing() {
    let text = "<Document doc_name=\"a\" doc_id=\"1\">\n<token t_id=\"1\" sentence=\"0\">Apple</token>\n<token t_id=\"2\" sentence=\"0\">paid</token>\n<token t_id=\"3\" sentence=\"0\">«Ada»</token>\n<Markables>\n<ENTITY_MENTION m_id=\"4\" syntactic_type=\"NAM\"><token_anchor t_id=\"1\"/></ENTITY_MENTION>\n<ENTITY m_id=\"5\" RELATED_TO=\"\" TAG_DESCRIPTOR=\"Apple\" ent_type=\"ORG\" external_ref=\"dbpedia:Apple\"/>\n</Markables>\n<Relations>\n<REFERS_TO r_id=\"6\"><source m_id=\"4\"/><target m_id=\"5\"/></REFERS_TO>\n</Relations>\n</Document>\n";
    written(
        text,
        New { kind: "PER", identity: Some("Q1"), ..NEW },
        expect![[r#"
        <ENTITY_MENTION m_id="6"><token_anchor t_id="3"/></ENTITY_MENTION>
        <ENTITY m_id="7" RELATED_TO="" TAG_DESCRIPTOR="e1" ent_type="PER" external_ref="Q1"/>
        <REFERS_TO r_id="7"><source m_id="6"/><target m_id="7"/></REFERS_TO>
        + [Ada] ENTITY_MENTION chain e1 is Q1
    "#]],
    );
}

#[test]
fn what_a_target_says_of_itself_is_not_said_of_others() {
    let headed = NAF
        .replace("<target id=\"t1\"/>", "<target head='yes' id='t1' />")
        .replace("Vera Lind spoke", "«Vera» Lind spoke");
    written(
        &headed,
        New { kind: "PERSON", ..NEW },
        expect![[r#"
        <entities><entity id="e1" type="PERSON"><references><span><target head='yes' id='t1' /><target id="t2"/></span></references><externalReferences><externalRef resource="wd" reference="http://example.org/Lind"/></externalReferences></entity><entity id="e2" type="PERSON"><references><span><target id='t1' /></span></references></entity></entities>
        + [Vera] PERSON
    "#]],
    );
}

#[test]
fn entities_of_naf_point_at_terms() {
    let more = NAF.replace("She left", "She left, said Ada Bay").replace("</wf></text>", "</wf><wf id=\"w5\" sent=\"2\" offset=\"32\" length=\"3\">Ada</wf><wf id=\"w6\" sent=\"2\" offset=\"36\" length=\"3\">Bay</wf></text>");
    let more = more.replace("</terms>", "<term id=\"t5\"><span><target id=\"w5\"/></span></term><term id=\"t6\"><span><target id=\"w6\"/></span></term></terms>");
    let new = New { kind: "PERSON", identity: Some("http://example.org/Ada?a&b"), ..NEW };
    let both = more.replace("Ada Bay.", "«Ada Bay».");
    written(
        &both,
        new,
        expect![[r#"
        <entities><entity id="e1" type="PERSON"><references><span><target id="t1"/><target id="t2"/></span></references><externalReferences><externalRef resource="wd" reference="http://example.org/Lind"/></externalReferences></entity><entity id="e2" type="PERSON"><references><span><target id="t5"/><target id="t6"/></span></references><externalReferences><externalRef resource="wd" reference="http://example.org/Ada?a&amp;b"/></externalReferences></entity></entities>
        + [Ada Bay] PERSON is http://example.org/Ada?a&b
    "#]],
    );
    written(
        &both,
        New { identity: None, chain: "co1", ..new },
        expect![[r#"
        <entities><entity id="e1" type="PERSON"><references><span><target id="t1"/><target id="t2"/></span></references><externalReferences><externalRef resource="wd" reference="http://example.org/Lind"/></externalReferences></entity><entity id="e2" type="PERSON"><references><span><target id="t5"/><target id="t6"/></span></references></entity></entities>
        <coreferences><coref id="co1"><span><target id="t1"/><target id="t2"/></span><span><target id="t4"/></span><span><target id="t5"/><target id="t6"/></span></coref></coreferences>
        + [Ada Bay] PERSON
        + [Ada Bay] chain co1
    "#]],
    );
    written(
        &both,
        New { kind: "", identity: None, chain: "co1", ..new },
        expect![[r#"
        <coreferences><coref id="co1"><span><target id="t1"/><target id="t2"/></span><span><target id="t4"/></span><span><target id="t5"/><target id="t6"/></span></coref></coreferences>
        + [Ada Bay] chain co1
    "#]],
    );
    written(
        &more.replace("Ada Bay.", "«Ada» «Bay»."),
        new,
        expect![[r#"
        <entities><entity id="e1" type="PERSON"><references><span><target id="t1"/><target id="t2"/></span></references><externalReferences><externalRef resource="wd" reference="http://example.org/Lind"/></externalReferences></entity><entity id="e2" type="PERSON"><references><span><target id="t5"/></span></references><externalReferences><externalRef resource="wd" reference="http://example.org/Ada?a&amp;b"/></externalReferences></entity><entity id="e3" type="PERSON"><references><span><target id="t6"/></span></references><externalReferences><externalRef resource="wd" reference="http://example.org/Ada?a&amp;b"/></externalReferences></entity></entities>
        + [Ada] PERSON is http://example.org/Ada?a&b
        + [Bay] PERSON is http://example.org/Ada?a&b
    "#]],
    );
    written(
        &more.replace("Ada Bay.", "Ad«a Bay»."),
        new,
        expect![[r#"
        no place
    "#]],
    );
    written(
        &more.replace("said Ada", "«said Ada»"),
        new,
        expect![[r#"
        no place
    "#]],
    );
    // Without entities, with an empty layer of them, without terms.
    let (start, end) = (more.find("<entities>").expect("entities"), more.find("<coreferences>").expect("chains"));
    let without = both.replace(&more[start..end], "");
    written(
        &without,
        new,
        expect![[r#"
        <entities>
        <entity id="e2" type="PERSON"><references><span><target id="t5"/><target id="t6"/></span></references><externalReferences><externalRef resource="KB" reference="http://example.org/Ada?a&amp;b"/></externalReferences></entity>
        </entities>
        + [Ada Bay] PERSON is http://example.org/Ada?a&b
    "#]],
    );
    written(
        &both.replace(&more[start..end], "<entities/>\n"),
        new,
        expect![[r#"
        <entities>
        <entity id="e2" type="PERSON"><references><span><target id="t5"/><target id="t6"/></span></references><externalReferences><externalRef resource="KB" reference="http://example.org/Ada?a&amp;b"/></externalReferences></entity>
        </entities>
        + [Ada Bay] PERSON is http://example.org/Ada?a&b
    "#]],
    );
    let (start, end) = (more.find("<terms>").expect("terms"), more.find("<entities>").expect("entities"));
    written(
        &without.replace(&more[start..end], ""),
        new,
        expect![[r#"
        no place
    "#]],
    );
}

#[test]
fn entities_of_naf_look_like_those_of_the_file() {
    let text = "<NAF xml:lang=\"en\">\n  <raw><![CDATA[😀 Ada met «Vera Lind».]]></raw>\n  <text>\n    <wf id=\"w1\" sent=\"1\" offset=\"3\" length=\"3\">Ada</wf>\n    <wf id=\"w2\" sent=\"1\" offset=\"11\" length=\"4\">Vera</wf>\n    <wf id=\"w3\" sent=\"1\" offset=\"16\" length=\"4\">Lind</wf>\n  </text>\n  <terms>\n    <term id=\"t1\"><span><target id=\"w1\" /></span></term>\n    <term id=\"t2\"><span><target id=\"w2\" /></span></term>\n    <term id=\"t3\"><span><target id=\"w3\" /></span></term>\n  </terms>\n  <entities>\n    <entity id=\"e1\" type=\"PER\">\n      <references>\n        <!--Ada-->\n        <span>\n          <target id=\"t1\" />\n        </span>\n      </references>\n    </entity>\n  </entities>\n</NAF>\n";
    written(
        text,
        New { kind: "PER", identity: Some("Q1"), ..NEW },
        expect![[r#"
            <entity id="e2" type="PER">
              <references>
                <span>
                  <target id="t2" />
                  <target id="t3" />
                </span>
              </references>
              <externalReferences>
                <externalRef resource="Wikidata" reference="Q1"/>
              </externalReferences>
            </entity>
        + [Vera Lind] PER is Q1
    "#]],
    );
}

#[test]
fn whatever_has_a_place_reads_back() {
    for identity in [None, Some("HUM1"), Some("Q1")] {
        let new = New { identity, ..NEW };
        assert_eq!(annotated_everywhere(Markup::Layers, &third(str::to_owned), new), (9, 21));
        assert_eq!(annotated_everywhere(Markup::Layers, NAF, new), (2, 12));
    }
}

#[test]
fn an_id_is_given_to_what_is_annotated() {
    let check = |text: &str, id: &str, expected: Expect| expected.assert_eq(&linked(Markup::Layers, text, id));
    check(
        &ECB.replace(">She<", ">«She»<"),
        "HUM\"2",
        expect![[r#"
        <HUMAN_PART_PER m_id="21" RELATED_TO="" TAG_DESCRIPTOR="t7_lind" instance_id="HUM&quot;2" />
        <CROSS_DOC_COREF r_id="31" note="HUM&quot;2" >
        + [Vera Lind] HUMAN_PART_PER chain t7_lind is HUM"2
        + [She] HUMAN_PART_PER chain t7_lind is HUM"2
    "#]],
    );
    check(
        &ECB.replace(">spoke<", ">«spoke»<"),
        "ACT1",
        expect![[r#"
        <ACTION_OCCURRENCE m_id="22" RELATED_TO="" TAG_DESCRIPTOR="ACT1" instance_id="ACT1"/>
        <CROSS_DOC_COREF r_id="32" note="ACT1">
          <source m_id="13"/>
          <target m_id="22"/>
        </CROSS_DOC_COREF>
        + [spoke] ACTION_OCCURRENCE chain ACT1 is ACT1
    "#]],
    );
    check(
        &ECB.replace(" instance_id=\"HUM1\"", "").replace(" note=\"HUM1\"", "").replace(">She<", ">«She»<"),
        "HUM2",
        expect![[r#"
            <HUMAN_PART_PER m_id="21" RELATED_TO="" TAG_DESCRIPTOR="t7_lind" instance_id="HUM2" />
            + [Vera Lind] HUMAN_PART_PER chain t7_lind is HUM2
            + [She] HUMAN_PART_PER chain t7_lind is HUM2
        "#]],
    );
    check(
        &NAF.replace("[Vera Lind ", "[«Vera Lind» "),
        "Q1",
        expect![[r#"
        <entities><entity id="e1" type="PERSON"><references><span><target id="t1"/><target id="t2"/></span></references><externalReferences><externalRef resource="wd" reference="Q1"/></externalReferences></entity></entities>
        + [Vera Lind] PERSON is Q1
    "#]],
    );
    let start = NAF.find("<externalReferences>").expect("references");
    let end = NAF.find("</entity>").expect("the end");
    check(
        &NAF.replace(&NAF[start..end], "").replace("[Vera Lind ", "[«Vera Lind» "),
        "Q1",
        expect![[r#"
        <entities><entity id="e1" type="PERSON"><references><span><target id="t1"/><target id="t2"/></span></references><externalReferences><externalRef resource="Wikidata" reference="Q1"/></externalReferences></entity></entities>
        + [Vera Lind] PERSON is Q1
    "#]],
    );
}

#[test]
fn line_ends_of_the_raw_text_are_one_character() {
    let text = NAF.replace("spoke. She", "spoke.\nShe").replace('\n', "\r\n");
    let reading = read(&text, Place { first: true, last: true }, &(), Detail::Looks);
    assert_sound(&text, &reading);
    assert_eq!(reading.findings, []);
    assert_eq!(reading.articles[0].text, "Vera Lind spoke.\nShe left.");
}

#[test]
fn a_markable_that_is_never_closed_hides_none() {
    let lost = ECB.replacen("</HUMAN_PART_PER>\n", "", 1);
    assert_ne!(lost, ECB);
    let reading = read(&lost, Place { first: true, last: true }, &(), Detail::Looks);
    let rules: Vec<RuleId> = reading.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [RuleId::UnclosedElement]);
}

#[test]
fn ampersands_between_tags_are_escaped() {
    let reading = read(&ECB.replace("spoke", "&"), Place { first: true, last: true }, &(), Detail::Facts);
    let rules: Vec<RuleId> = reading.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [RuleId::UnescapedCharacter]);
}
