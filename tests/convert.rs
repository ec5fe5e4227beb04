//! Annotated articles from one format to another: what comes out, what is lost, and that nothing else is.

use std::path::Path;
use std::sync::Arc;

use copydesk::config::Settings;
use copydesk::convert::{Article, Losses, Target, read};
use copydesk::facts::FileFacts;
use copydesk::format::{Dialect, Format};
use copydesk::rules::RuleId;
use expect_test::{Expect, expect};
use proptest::prelude::*;

const TEXT: &str = "Vera Lind of the 😀 Harbour Board met Tamsa and Ms Holm.\n\nShe left \"early\" & fast.\n";
const ANN: &str = "T1\tPER 0 9\tVera Lind\nN1\tReference T1 Wikidata:Q1\tVera Lind\nT2\tORG 13 32\tthe 😀 Harbour Board\n\
                   T3\tLOC 19 26\tHarbour\nT4\tPER 37 42;50 54\tTamsa Holm\nT5\tPER 57 60\tShe\n*\tEquiv T1 T5\n\
                   R1\tKnows Arg1:T1 Arg2:T4\n";

/// The articles of a file, and what of it no target carries.
fn articles(text: &str, name: &str, beside: &[String]) -> (Vec<Article>, Losses) {
    let format = Format::of(Path::new(name), text).unwrap_or(Format::Plain(Dialect::Plain));
    let facts = FileFacts::new(text, format, Arc::new(Settings::default()));
    let mut losses = Losses::default();
    (read(&facts, text, beside, "a", &mut losses), losses)
}

/// What the article above becomes, and what is lost on the way.
fn check(target: Target, expected: &Expect) {
    let (articles, mut losses) = articles(TEXT, "a.txt", &[ANN.to_owned()]);
    let outputs = target.write("a", &articles, &mut losses);
    let files: String = outputs.iter().map(|it| format!("== {}\n{}", it.name, it.content)).collect();
    expected.assert_eq(&format!("lost: {losses}\n{files}"));
    for output in outputs.iter().filter(|it| !it.name.ends_with(".ann")) {
        assert_eq!(wrong(&output.content, &output.name), Vec::<RuleId>::new(), "{}", output.content);
    }
}

/// The rules about annotation that a file breaks.
fn wrong(text: &str, name: &str) -> Vec<RuleId> {
    let format = Format::of(Path::new(name), text).unwrap_or(Format::Plain(Dialect::Plain));
    let facts = FileFacts::new(text, format, Arc::new(Settings::default()));
    facts.findings().map(|it| it.rule).filter(|it| it.rule().code.starts_with("ANN")).collect()
}

#[test]
fn to_columns() {
    check(
        Target::Iob,
        &expect![[r#"
        lost: annotations inside or across others: 1, gaps of discontinuous annotations, which are filled: 1, ids of entities: 1, mentions' chains: 2, relations: 1, texts whose white space between tokens becomes one space: 1
        == a.conll
        -DOCSTART-	O

        Vera	B-PER
        Lind	I-PER
        of	O
        the	B-ORG
        😀	I-ORG
        Harbour	I-ORG
        Board	I-ORG
        met	O
        Tamsa	B-PER
        and	I-PER
        Ms	I-PER
        Holm	I-PER
        .	O

        She	B-PER
        left	O
        "	O
        early	O
        "	O
        &	O
        fast	O
        .	O

    "#]],
    );
}

#[test]
fn to_treebanks() {
    check(
        Target::Conllu,
        &expect![[r#"
            lost: relations: 1, texts whose white space between tokens becomes one space: 1
            == a.conllu
            # newdoc id = a
            # global.Entity = eid-etype-head-identity
            # sent_id = a-1
            # text = Vera Lind of the 😀 Harbour Board met Tamsa and Ms Holm.
            1	Vera	_	_	_	_	_	_	_	Entity=(e1-PER-1-Q1
            2	Lind	_	_	_	_	_	_	_	Entity=e1)
            3	of	_	_	_	_	_	_	_	_
            4	the	_	_	_	_	_	_	_	Entity=(e2-ORG-1
            5	😀	_	_	_	_	_	_	_	_
            6	Harbour	_	_	_	_	_	_	_	Entity=(e3-LOC-1)
            7	Board	_	_	_	_	_	_	_	Entity=e2)
            8	met	_	_	_	_	_	_	_	_
            9	Tamsa	_	_	_	_	_	_	_	Entity=(e4[1/2]-PER-1)
            10	and	_	_	_	_	_	_	_	_
            11	Ms	_	_	_	_	_	_	_	_
            12	Holm	_	_	_	_	_	_	_	Entity=(e4[2/2]-PER-1)|SpaceAfter=No
            13	.	_	_	_	_	_	_	_	_

            # sent_id = a-2
            # text = She left "early" & fast.
            1	She	_	_	_	_	_	_	_	Entity=(e1-PER-1-Q1)
            2	left	_	_	_	_	_	_	_	_
            3	"	_	_	_	_	_	_	_	SpaceAfter=No
            4	early	_	_	_	_	_	_	_	SpaceAfter=No
            5	"	_	_	_	_	_	_	_	_
            6	&	_	_	_	_	_	_	_	_
            7	fast	_	_	_	_	_	_	_	SpaceAfter=No
            8	.	_	_	_	_	_	_	_	_

        "#]],
    );
}

#[test]
fn to_coreference() {
    check(
        Target::Conll2012,
        &expect![[r#"
        lost: gaps of discontinuous annotations, which are filled: 1, ids of entities: 1, relations: 1, texts whose white space between tokens becomes one space: 1, types: 5
        == a.v4_gold_conll
        #begin document (a); part 000
        a	0	0	Vera	-	-	-	-	-	-	*	(0
        a	0	1	Lind	-	-	-	-	-	-	*	0)
        a	0	2	of	-	-	-	-	-	-	*	-
        a	0	3	the	-	-	-	-	-	-	*	(1
        a	0	4	😀	-	-	-	-	-	-	*	-
        a	0	5	Harbour	-	-	-	-	-	-	*	(2)
        a	0	6	Board	-	-	-	-	-	-	*	1)
        a	0	7	met	-	-	-	-	-	-	*	-
        a	0	8	Tamsa	-	-	-	-	-	-	*	(3
        a	0	9	and	-	-	-	-	-	-	*	-
        a	0	10	Ms	-	-	-	-	-	-	*	-
        a	0	11	Holm	-	-	-	-	-	-	*	3)
        a	0	12	.	-	-	-	-	-	-	*	-

        a	0	0	She	-	-	-	-	-	-	*	(0)
        a	0	1	left	-	-	-	-	-	-	*	-
        a	0	2	"	-	-	-	-	-	-	*	-
        a	0	3	early	-	-	-	-	-	-	*	-
        a	0	4	"	-	-	-	-	-	-	*	-
        a	0	5	&	-	-	-	-	-	-	*	-
        a	0	6	fast	-	-	-	-	-	-	*	-
        a	0	7	.	-	-	-	-	-	-	*	-

        #end document
    "#]],
    );
}

#[test]
fn to_vertical_text() {
    check(
        Target::Vertical,
        &expect![[r#"
        lost: gaps of discontinuous annotations, which are filled: 1, relations: 1, texts whose white space between tokens becomes one space: 1
        == a.vert
        <doc id="a">
        <s>
        <name type="PER" id="T1" ref="Q1">
        Vera
        Lind
        </name>
        of
        <name type="ORG">
        the
        😀
        <name type="LOC">
        Harbour
        </name>
        Board
        </name>
        met
        <name type="PER">
        Tamsa
        and
        Ms
        Holm
        </name>
        <g/>
        .
        </s>
        <s>
        <name type="PER" id="T1">
        She
        </name>
        left
        &quot;
        <g/>
        early
        <g/>
        &quot;
        &amp;
        fast
        <g/>
        .
        </s>
        </doc>
    "#]],
    );
}

#[test]
fn to_tei() {
    check(
        Target::Tei,
        &expect![[r#"
        lost: gaps of discontinuous annotations, which are filled: 1, mentions' chains: 2, relations: 1
        == a.xml
        <?xml version="1.0" encoding="UTF-8"?>
        <TEI xmlns="http://www.tei-c.org/ns/1.0">
          <teiHeader>
            <fileDesc>
              <titleStmt><title>a</title></titleStmt>
              <publicationStmt><p></p></publicationStmt>
              <sourceDesc><p>a</p></sourceDesc>
            </fileDesc>
          </teiHeader>
          <text>
            <body>
              <p><name type="PER" key="Q1">Vera Lind</name> of <name type="ORG">the 😀 <name type="LOC">Harbour</name> Board</name> met <name type="PER">Tamsa and Ms Holm</name>.</p>
              <p><name type="PER">She</name> left &quot;early&quot; &amp; fast.</p>
            </body>
          </text>
        </TEI>
    "#]],
    );
}

#[test]
fn to_json_lines() {
    check(
        Target::Doccano,
        &expect![[r#"
        lost: gaps of discontinuous annotations, which are filled: 1, ids of entities: 1, mentions' chains: 2, relations: 1
        == a.jsonl
        {"text":"Vera Lind of the 😀 Harbour Board met Tamsa and Ms Holm.\n\nShe left \"early\" & fast.\n","label":[[0,9,"PER"],[13,32,"ORG"],[19,26,"LOC"],[37,54,"PER"],[57,60,"PER"]],"meta":{"id":"a"}}
    "#]],
    );
    check(
        Target::Prodigy,
        &expect![[r#"
        lost: gaps of discontinuous annotations, which are filled: 1, ids of entities: 1, mentions' chains: 2, relations: 1
        == a.jsonl
        {"text":"Vera Lind of the 😀 Harbour Board met Tamsa and Ms Holm.\n\nShe left \"early\" & fast.\n","spans":[{"start":0,"end":9,"label":"PER"},{"start":13,"end":32,"label":"ORG"},{"start":19,"end":26,"label":"LOC"},{"start":37,"end":54,"label":"PER"},{"start":57,"end":60,"label":"PER"}],"meta":{"id":"a"}}
    "#]],
    );
}

#[test]
fn to_plain_articles() {
    check(
        Target::Inline,
        &expect![[r#"
        lost: gaps of discontinuous annotations, which are filled: 1, mentions' chains: 2, relations: 1
        == a.txt
        [Vera Lind]{.PER #Q1} of [the 😀 [Harbour]{.LOC} Board]{.ORG} met [Tamsa and Ms Holm]{.PER}.

        [She]{.PER} left "early" & fast.
    "#]],
    );
}

#[test]
fn to_standoff() {
    check(
        Target::Brat,
        &expect![[r#"
        lost: relations: 1
        == a.txt
        Vera Lind of the 😀 Harbour Board met Tamsa and Ms Holm.

        She left "early" & fast.
        == a.ann
        T1	PER 0 9	Vera Lind
        N1	Reference T1 Wikidata:Q1	Vera Lind
        T2	ORG 13 32	the 😀 Harbour Board
        T3	LOC 19 26	Harbour
        T4	PER 37 42;50 54	Tamsa Holm
        T5	PER 57 60	She
        *	Equiv T1 T5
    "#]],
    );
}

#[test]
fn types_and_ids_of_every_format_are_read() {
    let of = |text: &str, name: &str| {
        let (articles, _) = articles(text, name, &[]);
        let one = |article: &Article| -> Vec<String> {
            let mentions = article.mentions.iter();
            mentions
                .map(|it| {
                    let (label, id) = (it.label.as_deref().unwrap_or("?"), it.id.as_deref().unwrap_or("?"));
                    format!("{} {label} {id}", &article.text[it.span().range()])
                })
                .collect()
        };
        articles.iter().flat_map(one).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(
        of("[Vera Lind]{.PER #lind} met <ORG>the Board</ORG>.\n", "a.txt"),
        "Vera Lind PER lind; the Board ORG ?"
    );
    assert_eq!(of("Vera\tB-PER\nLind\tI-PER\nmet\tO\n\n", "a.conll"), "Vera Lind PER ?");
    assert_eq!(of("{\"text\": \"😀 Lind\", \"label\": [[2, 6, \"PER\"]]}\n", "a.jsonl"), "Lind PER ?");
}

/// Article, mentions: what every target but those that say so in `lost` has to carry.
fn said(articles: &[Article], ids: bool) -> Vec<(String, String, Option<String>)> {
    let mut all: Vec<_> = articles
        .iter()
        .flat_map(|article| {
            article.mentions.iter().map(|it| {
                let text: String = article.text[it.span().range()].split_whitespace().collect();
                (text, it.label.clone().unwrap_or_default(), it.id.clone().filter(|_| ids))
            })
        })
        .collect();
    all.sort();
    all
}

/// An article of words of which some are annotated, none inside another.
fn annotated() -> impl Strategy<Value = String> {
    let word = "[A-Za-zé😀]{1,8}|[0-9]{1,4}";
    let label = prop::sample::select(vec!["PER", "ORG", "LOC"]);
    let piece =
        (word, prop::option::of((label, prop::option::of("[a-z]{1,5}")))).prop_map(
            |(word, annotation)| match annotation {
                Some((label, Some(id))) => format!("[{word}]{{.{label} #{id}}}"),
                Some((label, None)) => format!("[{word}]{{.{label}}}"),
                None => word,
            },
        );
    prop::collection::vec(piece, 1..20).prop_map(|pieces| format!("Here {} end.\n", pieces.join(" ")))
}

proptest! {
    #[test]
    fn what_is_not_said_to_be_lost_comes_back(text in annotated()) {
        let (before, _) = articles(&text, "a.txt", &[]);
        for (target, ids) in [
            (Target::Brat, true), (Target::Conllu, true), (Target::Vertical, true), (Target::Tei, true),
            (Target::Inline, true), (Target::Iob, false), (Target::Doccano, false), (Target::Prodigy, false),
        ] {
            let mut losses = Losses::default();
            let outputs = target.write("a", &before, &mut losses);
            let beside: Vec<String> =
                outputs.iter().filter(|it| it.name.ends_with(".ann")).map(|it| it.content.clone()).collect();
            let Some(output) = outputs.first() else { continue };
            prop_assert_eq!(wrong(&output.content, &output.name), Vec::<RuleId>::new(), "{}", output.content);
            let (after, _) = articles(&output.content, &output.name, &beside);
            prop_assert_eq!(said(&after, ids), said(&before, ids), "{:?}: {}", target, output.content);
        }
    }
}
