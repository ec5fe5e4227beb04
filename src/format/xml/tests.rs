use expect_test::{Expect, expect};

use super::*;
use crate::format::testing::{assert_sound, damaged, fixed, show};

fn record(text: &str, names: &Elements, looks: bool) -> Reading {
    read_record(text, names, looks).0
}

fn check(text: &str, expected: Expect) {
    let reading = record(text, &Elements::new(), true);
    assert_sound(text, &reading);
    expected.assert_eq(&show(text, &reading));
}

#[test]
fn a_lead_that_the_full_text_begins_with_is_no_part_of_the_article() {
    let archive = |lead: &str| {
        let (lead, full) =
            (format!("<block class=\"lead\">\n{lead}\n</block>"), "<p>Gates shut.</p><p>Lind spoke.</p>");
        format!("<nitf><body><body.content>{lead}<block class=\"full\">{full}</block></body.content></body></nitf>")
    };
    let text = |markup: &str| record(markup, &Elements::new(), false).articles[0].text.clone();
    assert_eq!(text(&archive("<p>Gates shut.</p>")), "Gates shut.\n\nLind spoke.");
    assert_eq!(text(&archive("<p>Gates opened.</p>")), "Gates opened.\n\nGates shut.\n\nLind spoke.");
    assert_eq!(text(&archive("")), "Gates shut.\n\nLind spoke.");
}

#[test]
fn ontonotes_writes_numbers_and_times_as_names_too() {
    for kind in ["DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"] {
        let text = format!("<DOC><TEXT><P><ENAMEX TYPE=\"{kind}\">Friday</ENAMEX> came.</P></TEXT></DOC>");
        let reading = record(&text, &Elements::new(), false);
        assert_eq!(reading.findings, [], "{kind}");
    }
}

#[test]
fn named_entities_of_muc_are_mentions_in_the_text_of_a_document() {
    check(
        r#"<DOC>
<DOCNO> HP-2031-0007 </DOCNO>
<HEADLINE> Gates shut at dawn </HEADLINE>
<TEXT>
<P>
The minister, <ENAMEX TYPE="PERSON">Vera Lind</ENAMEX>, came to <ENAMEX TYPE="LOCATION">Halvmark</ENAMEX>
on <TIMEX TYPE="DATE">Friday</TIMEX>.
</P>
<P>Gulls &amp; ships.</P>
</TEXT>
</DOC>
"#,
        expect![[r#"
            article "Gates shut at dawn\n\nThe minister, Vera Lind, came to Halvmark\non Friday.\n\nGulls & ships."
              id: HP-2031-0007
              title: Gates shut at dawn
              [Vera Lind] PERSON
              [Halvmark] LOCATION
              [Friday] DATE
        "#]],
    );
}

#[test]
fn ieer_opens_and_closes_without_a_slash() {
    check(
        "<DOC>\n<DOCNO> HP1 </DOCNO>\n<TEXT>\n<b_enamex type=\"LOCATION\">HALVMARK<e_enamex>, \
         <b_enamex type=\"PERSON\">Lind<e_enamex> paid <b_numex type=\"MONEY\">$4<e_numex>\n<p>\n\tOn <b_timex \
         type=\"DATE\">Friday<e_timex> <b_cardinal>two<e_cardinal> ships &UR; came &MD; late.\n</TEXT>\n</DOC>\n",
        expect![[r#"
            article "HALVMARK, Lind paid $4\n\nOn Friday two ships  came — late."
              id: HP1
              [HALVMARK] LOCATION
              [Lind] PERSON
              [$4] MONEY
              [Friday] DATE
              [two] cardinal
        "#]],
    );
}

#[test]
fn tei_names_point_at_entries_of_lists() {
    check(
        r##"<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
  <teiHeader>
    <fileDesc>
      <titleStmt><title>Gates shut</title><author>Ida Holm</author></titleStmt>
      <publicationStmt><publisher>Harbour Post</publisher><date when="2031-05-14"/></publicationStmt>
    </fileDesc>
  </teiHeader>
  <standOff>
    <listPerson><person xml:id="lind"><persName>Vera Lind</persName></person></listPerson>
  </standOff>
  <text>
    <body>
      <head>Gates shut</head>
      <p>The minister, <persName ref="#lind">Vera
        Lind</persName>, went to <placeName ref="https://www.wikidata.org/entity/Q1">Halvmark</placeName> <date when="2031-05-13">on Friday</date>.</p>
      <p><rs type="person" ref="#lind">She</rs> said: <q>“We shut <hi>all</hi> gates.”</q></p>
    </body>
  </text>
</TEI>
"##,
        expect![[r#"
            article "Gates shut\n\nThe minister, Vera\nLind, went to Halvmark on Friday.\n\nShe said: “We shut all gates.”"
              title: Gates shut
              author: Ida Holm
              source: Harbour Post
              date: 2031-05-14
              [Vera
            Lind] persName is lind
              [Halvmark] placeName is https://www.wikidata.org/entity/Q1
              [on Friday] date
              [She] person is lind
        "#]],
    );
}

#[test]
fn the_parts_of_a_name_are_no_names_of_their_own() {
    check(
        "<TEI><text><p>The\n<persName ref=\"#x\">\n  <roleName>Minister</roleName>\n  <forename>Vera</forename>\n  \
         <surname>Lind</surname>\n</persName> spoke.</p><p xml:id=\"x\">One.</p></text></TEI>",
        expect![[r#"
            article "The\nMinister\nVera\nLind\nspoke.\n\nOne."
              [Minister
            Vera
            Lind] persName is x
        "#]],
    );
}

#[test]
fn nitf_says_who_is_meant_by_a_value() {
    check(
        r#"<?xml version="1.0"?>
<nitf><head><title>Gates shut</title><docdata><doc-id id-string="HP7"/><date.issue norm="20310514"/></docdata></head>
<body><body.head><hedline><hl1>Gates shut at dawn</hl1></hedline><byline>By Ida Holm</byline><dateline>HALVMARK</dateline></body.head>
<body.content><p><person idsrc="harbour.example" value="p12">Vera Lind</person> spoke to the <org>Port</org>.</p></body.content></body></nitf>"#,
        expect![[r#"
            article "Gates shut at dawn\n\nBy Ida Holm\n\nHALVMARK\n\nVera Lind spoke to the Port."
              title: Gates shut
              id: HP7
              date: 20310514
              [Vera Lind] person is p12
              [Port] org
        "#]],
    );
}

#[test]
fn a_text_cut_into_parts_is_joined_as_it_was() {
    check(
        "<?xml version=\"1.0\"?>\n<corpus>\n  <Document id=\"7\">\n    <DocumentSource>harbour.example</DocumentSource>\n    \
         <TextWithNamedEntities>\n      <NamedEntityInText uri=\"http://example.org/Halvmark\">Halvmark</NamedEntityInText>\n      \
         <SimpleTextPart> shuts the </SimpleTextPart>\n      <NamedEntityInText uri=\"http://example.org/Gates\">gates</NamedEntityInText>\n      \
         <SimpleTextPart>. All of them.</SimpleTextPart>\n    </TextWithNamedEntities>\n  </Document>\n</corpus>\n",
        expect![[r#"
            article "Halvmark shuts the gates. All of them."
              id: 7
              source: harbour.example
              [Halvmark] is http://example.org/Halvmark
              [gates] is http://example.org/Gates
        "#]],
    );
}

#[test]
fn a_newswire_story_keeps_its_place_in_its_first_line() {
    check(
        "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS=\"YES\" NEWID=\"12\">\n<DATE>14-MAY-2031 09:07:54.17</DATE>\n\
         <TOPICS><D>ship</D></TOPICS>\n<UNKNOWN> \n&#5;&#5;&#5;F\n&#22;f0986&#31;reute\n</UNKNOWN>\n<TEXT>&#2;\n<TITLE>GATES SHUT</TITLE>\n\
         <AUTHOR>    By Ida Holm</AUTHOR>\n<DATELINE>    HALVMARK, May 14 - </DATELINE><BODY>The port said &lt;HP.L> gates were\nshut at dawn.\n    Ships waited.\n \
         Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n",
        expect![[r#"
            article "GATES SHUT\n\nHALVMARK, May 14 - The port said <HP.L> gates were\nshut at dawn.\n\nShips waited.\nReuter"
              id: 12
              date: 14-MAY-2031 09:07:54.17
              title: GATES SHUT
              author: By Ida Holm
        "#]],
    );
}

#[test]
fn token_lines_between_tags_are_tokens() {
    check(
        "<text id=\"hp7\" title=\"Gates shut\">\n<p>\n<s>\n<persName>\nVera\tNNP\tVera\nLind\tNNP\tLind\n</persName>\nspoke\tVBD\tspeak\n.\t.\t.\n</s>\n\
         </p>\n</text>\n",
        expect![[r#"
            article "Vera Lind spoke ."
              id: hp7
              title: Gates shut
              [Vera Lind] persName
        "#]],
    );
}

#[test]
fn one_broken_mark_is_one_finding() {
    let damages = [
        "<DOC><TEXT><P><ENAMEX TYPE=\"PERSON\">Vera Lind spoke.</P><P>She left.</P></TEXT></DOC>",
        "<DOC><TEXT><P>Vera Lind</ENAMEX> spoke.</P></TEXT></DOC>",
        "<DOC><TEXT><P><ORG><PER>Vera Lind</ORG></PER> spoke.</P></TEXT></DOC>",
        "<DOC><TEXT><P><ENAMEX TYPE=\"PERSON\">Vera Lind</ENAMX> spoke.</P></TEXT></DOC>",
        "<DOC><TEXT><P><ENAMEX>Vera Lind</ENAMEX> spoke.</P></TEXT></DOC>",
        "<DOC><TEXT><P><ENAMEX TYPE=“PERSON”>Vera Lind</ENAMEX> spoke.</P></TEXT></DOC>",
        "<DOC><TEXT><P><ENAMEX TYPE=\"PERSON”>Vera Lind</ENAMEX> spoke.</P></TEXT></DOC>",
        "<DOC><TEXT><P><ENAMEX TYPE=\"PERSON>Vera Lind</ENAMEX> spoke.</P></TEXT></DOC>",
        "<DOC><TEXT><P><ENAMEX TYPE=\"PERSON\"> Vera Lind </ENAMEX>spoke.</P></TEXT></DOC>",
        "<DOC><TEXT><P>Before <ENAMEX TYPE=\"PERSON\"></ENAMEX> spoke.</P></TEXT></DOC>",
        "<DOC><TEXT><P>The <ENAMEX TYPE=\"PERSON\">minister.</P>\n<P>Lind</ENAMEX> spoke.</P></TEXT></DOC>",
        "<DOC><TEXT><P>Two < three.</P></TEXT></DOC>",
        "<DOC><TEXT><P>Lind &Daughters.</P></TEXT></DOC>",
        "<?xml version=\"1.0\"?><article><p>Broken off in <persName>the mid",
        "<?xml version=\"1.0\"?><article><p id=7>One.</p></article>",
        "<DOC><TEXT>One.\n</TEXT>",
    ];
    let mut found = String::new();
    for text in damages {
        let reading = record(text, &Elements::new(), true);
        assert_sound(text, &reading);
        let of_findings: Vec<String> = show(text, &reading)
            .lines()
            .filter(|line| !line.starts_with(['a', ' ']) || line.starts_with("annotation"))
            .map(str::to_owned)
            .collect();
        found += &of_findings.join("\n");
        found += "\n";
    }
    expect![[r#"
        unclosed-annotation "<ENAMEX TYPE=\"PERSON\">": <ENAMEX> is never closed | Unsafe Delete <ENAMEX>
        unopened-annotation "</ENAMEX>": </ENAMEX> closes nothing | Unsafe Delete </ENAMEX>
        crossed-annotations "</ORG>": </ORG> stands before the end of <PER>, which begins inside | What begins inside "<PER>" | Unsafe End <PER> first
        unclosed-annotation "</ENAMX>": <ENAMEX> is closed as </ENAMX> | The opening tag "<ENAMEX TYPE=\"PERSON\">" | Safe Write ENAMEX
        annotation-without-type "<ENAMEX>": <ENAMEX> does not say what type it is of
        curled-attribute-quotes "“PERSON”": Attributes are quoted with straight marks | Safe Write straight marks
        curled-attribute-quotes "\"PERSON”": Attributes are quoted with straight marks | Safe Write straight marks
        malformed-attributes "TYPE=\"PERSON": The value of TYPE is never closed | Unsafe Close it
        annotation-edge-space " ": White space stands inside both ends of <ENAMEX> | Safe Move the white space outside
        empty-annotation "<ENAMEX TYPE=\"PERSON\"></ENAMEX>": <ENAMEX> holds no text | Unsafe Delete it
        annotation-across-blocks "<ENAMEX TYPE=\"PERSON\">": <ENAMEX> goes on over the end of a paragraph | Here that ends "</P>"
        unescaped-character "<": “<” begins no tag; in text it is written “&lt;” | Unsafe Write “&lt;”
        unescaped-character "&": “&” begins a reference; in text it is written “&amp;” | Safe Write “&amp;”
        unclosed-element "<article>": <article> is never closed, nor is what stands open in it at the end | The innermost of these "<persName>"
        malformed-attributes "id=7": The value of id stands without quotation marks | Safe Quote it
        unclosed-document "<DOC>": <DOC> is never closed
    "#]].assert_eq(&found);
}

#[test]
fn ids_and_references_of_one_file_are_compared() {
    check(
        r##"<TEI><standOff><listPerson><person xml:id="lind"/><person xml:id="holm"/></listPerson></standOff><text><body><p xml:id="p"><persName ref="#lund">Lind</persName> and <persName ref="people.xml#x #lind">she</persName>.</p><p xml:id="p">One.</p></body></text></TEI>"##,
        expect![[r#"
            article "Lind and she.\n\nOne."
              [Lind] persName is lund
              [she] persName is x
            unused-authority-entry "holm": Nothing in this file points at holm
            dangling-pointer "lund": Nothing in this file has the xml:id lund | A similar one "lind" | Unsafe Write lind
            duplicate-markup-id "p": The id p is taken already | Here "p"
        "#]],
    );
}

#[test]
fn coreference_of_muc_makes_chains() {
    check(
        "<DOC><TEXT><COREF ID=\"1\" MIN=\"Lind\">Vera Lind</COREF> said <COREF ID=\"2\" TYPE=\"IDENT\" REF=\"1\">she</COREF> saw \
         <COREF ID=\"2\" REF=\"9\">it</COREF>; <COREF ID=\"4\" REF=\"5\">he</COREF> and <COREF ID=\"5\" REF=\"4\">him</COREF>.</TEXT></DOC>",
        expect![[r#"
            article "Vera Lind said she saw it; he and him."
              [Vera Lind] chain 1
              [she] IDENT chain 1
              [it] chain 2
              [he] chain 4
              [him] chain 4
            duplicate-markup-id "2": The ID 2 is taken already | Here "2"
            dangling-pointer "9": No mention has the ID 9
            coreference-cycle "5": This chain leads back to where it began | Here "<COREF ID=\"4\" REF=\"5\">"
        "#]],
    );
}

#[test]
fn elements_that_settings_name_are_annotations() {
    let names = Elements::from([("who".into(), "person".into()), ("tag".into(), "@kind".into())]);
    let text = "<doc><p><who>Lind</who> in <tag kind=\"town\">Halvmark</tag></p></doc>";
    let reading = record(text, &names, true);
    expect![[r#"
        article "Lind in Halvmark"
          [Lind] person
          [Halvmark] town
    "#]]
    .assert_eq(&show(text, &reading));
}

#[test]
fn a_fix_leaves_nothing_to_find() {
    for text in [
        "<DOC><TEXT><P>The <ENAMEX TYPE=\"PERSON\"> Vera Lind </ENAMEX>spoke.</P></TEXT></DOC>",
        "<DOC><TEXT><P><ENAMEX TYPE=“PERSON” ID=‘7’>Vera Lind</ENAMEX> spoke.</P></TEXT></DOC>",
        "<?xml version=\"1.0\"?><article><p id=7>Lind & Daughters &amp; all.</p></article>",
        "<?xml version=\"1.0\"?><article><p><persName>Lind</perName> spoke.</p></article>",
    ] {
        let reading = record(text, &Elements::new(), true);
        assert!(!reading.findings.is_empty(), "{text}");
        let mended = fixed(text, &reading.findings);
        assert_eq!(record(&mended, &Elements::new(), true).findings, [], "{mended}");
    }
}

#[test]
fn a_dump_is_cut_into_its_documents() {
    let text = "<!-- x -->\n<DOC>\none</DOC>\n\n<doc id=\"2\">two\n<DOC>three</DOC>";
    let mut at = 0;
    let mut records = Vec::new();
    while at < text.len() {
        let (len, seen) = cut_dump(&text[at..]);
        assert!(len > 0 && seen >= len);
        records.push(&text[at..at + len]);
        at += len;
    }
    assert_eq!(records, ["<!-- x -->\n<DOC>\none</DOC>\n\n", "<doc id=\"2\">two\n", "<DOC>three</DOC>"]);
    assert!(is_dump("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"1\">"));
    assert!(!is_dump("<?xml version=\"1.0\"?><TEI>"));
}

#[test]
fn damage_of_any_kind_is_survived() {
    let sound = [
        "<DOC>\n<DOCNO> 1 </DOCNO>\n<TEXT>\n<P>“<ENAMEX TYPE=\"PERSON\">Vera Lind</ENAMEX>” &amp; <COREF ID=\"1\" REF='2'>she</COREF></P>\n</TEXT>\n</DOC>\n",
        "<?xml version=\"1.0\"?>\n<TEI><standOff><listPerson><person xml:id=\"é\"/></listPerson></standOff><text><p>é <persName ref=\"#é\">É</persName><![CDATA[ x ]]><!-- y --></p></text></TEI>",
        "<b_enamex type=\"LOCATION\">NÄS<e_enamex>\n<text>\na\tb\n<s>\nc\td\n</s></text>",
    ];
    let marks = [
        "<",
        ">",
        "/",
        "\"",
        "“",
        "”",
        "'",
        "&",
        ";",
        "&#x1F600;",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "\n\n",
        "é",
        "=",
        "</P>",
        "<P>",
        "<e_x>",
        " ",
    ];
    for seed in 0..4000 {
        let text = damaged(sound[seed as usize % sound.len()], &marks, seed);
        assert_sound(&text, &record(&text, &Elements::new(), true));
        let (mut at, mut steps) = (0, 0);
        while at < text.len() {
            let (len, seen) = cut_dump(&text[at..]);
            assert!(len > 0 && seen >= len && text.is_char_boundary(at + len));
            at += len;
            steps += 1;
        }
        assert!(steps <= text.len());
    }
}

#[test]
fn nothing_takes_longer_for_each_that_was_before() {
    // Each of these would take minutes if it took the square of its length.
    for piece in
        ["<PER>", "<PER>a", "<body>", "<!X[", "<!--", "<a b=\"c>d ", "<PER>a<p>", "</x>", "<A><B></A>", "&", "<"]
    {
        let text = piece.repeat(100_000 / piece.len());
        assert_sound(&text, &record(&text, &Elements::new(), true));
    }
    let chain: String = (0..3000).map(|id| format!("<COREF ID=\"{id}\" REF=\"{}\">a</COREF> ", id + 1)).collect();
    let reading = record(&chain, &Elements::new(), false);
    assert_eq!(reading.articles[0].annotations[0].chain.as_ref().map(|it| &*it.text), Some("2999"));
}
