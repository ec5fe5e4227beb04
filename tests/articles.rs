//! How a plain article is read: headers, titles, bylines, datelines, blocks, separators.

use std::fmt::Write;
use std::sync::Arc;

use copydesk::config::Settings;
use copydesk::corpus::Article;
use copydesk::facts::FileFacts;
use copydesk::format::Dialect;
use copydesk::text::Span;
use expect_test::{Expect, expect};

fn facts(text: &str, dialect: Dialect) -> FileFacts {
    FileFacts::new(text, dialect, Arc::new(Settings::default()))
}

/// An article as an outline: one line for each part.
fn outline(text: &str, article: &Article) -> String {
    let written = |span: Span| text[span.range()].trim_end().replace('\n', "⏎");
    let mut out = String::from("article\n");
    if let Some(header) = &article.header {
        let fields = header.fields.iter().map(|f| format!("{}={}", written(f.key), written(f.value)));
        writeln!(out, "{:?}: {}", header.style, fields.collect::<Vec<_>>().join(" ")).expect("a string");
    }
    for (name, span) in [("dateline", article.dateline), ("byline", article.byline)] {
        if let Some(span) = span {
            writeln!(out, "{name} {}", written(span)).expect("a string");
        }
    }
    for block in &article.blocks {
        writeln!(out, "  {:?} {}", block.kind, written(block.span)).expect("a string");
        for annotation in &block.inline.annotations {
            let part = |span: Option<Span>| span.map_or("-".to_owned(), written);
            let (kind, id) = (part(annotation.entity_type), part(annotation.id));
            writeln!(out, "    {:?} “{}” {kind} {id}", annotation.style, written(annotation.text)).expect("a string");
        }
        for link in &block.inline.links {
            writeln!(out, "    link {}", written(link.target)).expect("a string");
        }
    }
    out
}

fn check(text: &str, dialect: Dialect, expected: &Expect) {
    let facts = facts(text, dialect);
    let articles = (0..facts.article_count()).map(|i| outline(text, &facts.article(i)));
    expected.assert_eq(&articles.collect::<Vec<_>>().concat());
}

/// The names of the rules that find something, with what they find it at.
fn found(text: &str, expected: &Expect) {
    let facts = facts(text, Dialect::Plain);
    let lines = facts.findings().map(|f| format!("{} “{}”", f.rule.rule().name, text[f.span.range()].escape_debug()));
    expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn yaml_front_matter_title_byline_and_dateline() {
    check(
        "---\ntitle: \"The gates: open\"\ndate: 2031-03-14\nkeywords:\n  - tide\n---\n\nThe gates open at last\n\n\
         By Petra Ekdahl\n\nTIROVETS (STW) — The gates opened on Friday.\n\nThey will close again.\n",
        Dialect::Plain,
        &expect![[r#"
            article
            Yaml: title=The gates: open date=2031-03-14 keywords=
            dateline TIROVETS (STW)
            byline By Petra Ekdahl
              Title The gates open at last
              Byline By Petra Ekdahl
              Paragraph TIROVETS (STW) — The gates opened on Friday.
              Paragraph They will close again.
        "#]],
    );
}

#[test]
fn toml_and_line_headers() {
    check(
        "+++\ntitle = \"Gates\"\nlang = \"en\"\n+++\nThe gates opened.\n",
        Dialect::Plain,
        &expect![[r#"
            article
            Toml: title=Gates lang=en
              Paragraph The gates opened.
        "#]],
    );
    check(
        "Title: Gates\nDate: 2031-03-14\nsection world\n\nThe gates opened.\n",
        Dialect::Plain,
        &expect![[r#"
            article
            Lines: Title=Gates Date=2031-03-14
              Paragraph The gates opened.
        "#]],
    );
}

#[test]
fn prose_that_begins_like_a_header_is_prose() {
    check(
        "Note: this is no header.\n\nLONDON: The minister spoke.\n",
        Dialect::Plain,
        &expect![[r#"
            article
              Paragraph Note: this is no header.
              Paragraph LONDON: The minister spoke.
        "#]],
    );
}

#[test]
fn blocks_of_a_markdown_article() {
    check(
        "# Gates\n\nThe [treaty](https://example.org/t_(2031)) holds.\n\n## After\n\n- one\n- two\n\n***\n\n```\n“code\n```\n\n\
         Photo: Vera Lind / STW\n\nSee <https://example.org/a>, or https://example.org/b.\n",
        Dialect::Markdown,
        &expect![[r#"
            article
              Title # Gates
              Paragraph The [treaty](https://example.org/t_(2031)) holds.
                link https://example.org/t_(2031)
              Heading ## After
              ListItem - one
              ListItem - two
              Rule ***
              Code ```⏎“code⏎```
              Caption Photo: Vera Lind / STW
              Paragraph See <https://example.org/a>, or https://example.org/b.
                link https://example.org/a
                link https://example.org/b
        "#]],
    );
}

#[test]
fn lines_without_blank_lines_are_paragraphs_unless_they_were_wrapped() {
    check(
        "The gates opened on Friday.\nThe ministers spoke.\nNobody listened to the end of it.\n",
        Dialect::Plain,
        &expect![[r#"
            article
              Paragraph The gates opened on Friday.
              Paragraph The ministers spoke.
              Paragraph Nobody listened to the end of it.
        "#]],
    );
    check(
        "Nineteen steel gates rose out of the grey water on Friday\nmorning, and for the first time in living memory the\n\
         strait stood still, which nobody had thought possible in\nthe days when it was planned.\n",
        Dialect::Plain,
        &expect![[r#"
            article
              Paragraph Nineteen steel gates rose out of the grey water on Friday⏎morning, and for the first time in living memory the⏎strait stood still, which nobody had thought possible in⏎the days when it was planned.
        "#]],
    );
}

#[test]
fn inline_annotation_in_four_spellings() {
    check(
        "[Vera Lind]{.PER #lind role=minister} met [[dvor|Dvoretsky]], <PER id=\"x\">Ekdahl</PER> and \
         <ENAMEX TYPE=\"ORGANIZATION\">STW</ENAMEX>.\n",
        Dialect::Plain,
        &expect![[r#"
            article
              Paragraph [Vera Lind]{.PER #lind role=minister} met [[dvor|Dvoretsky]], <PER id="x">Ekdahl</PER> and <ENAMEX TYPE="ORGANIZATION">STW</ENAMEX>.
                Span “Vera Lind” PER lind
                Wiki “Dvoretsky” - dvor
                Tag “Ekdahl” PER x
                Tag “STW” ORGANIZATION -
        "#]],
    );
    check(
        "[Lind](PER:lind) met [Dvoretsky](PER:dvor), not at https://example.org.\n",
        Dialect::Plain,
        &expect![[r#"
            article
              Paragraph [Lind](PER:lind) met [Dvoretsky](PER:dvor), not at https://example.org.
                Link “Lind” PER lind
                Link “Dvoretsky” PER dvor
                link https://example.org
        "#]],
    );
}

#[test]
fn one_typed_link_is_a_link() {
    check(
        "See [the note](note:4).\n",
        Dialect::Markdown,
        &expect![[r#"
            article
              Paragraph See [the note](note:4).
                link note:4
        "#]],
    );
}

#[test]
fn several_articles_in_one_file() {
    check(
        "First.\n\n==========\n\nSecond.\n\n==========\n\nThird.\n",
        Dialect::Plain,
        &expect![[r#"
            article
              Paragraph First.
            article
              Paragraph Second.
            article
              Paragraph Third.
        "#]],
    );
    check(
        "---\ntitle: A\n---\n\nFirst.\n\n---\ntitle: B\n---\n\nSecond.\n",
        Dialect::Plain,
        &expect![[r#"
            article
            Yaml: title=A
              Paragraph First.
            article
            Yaml: title=B
              Paragraph Second.
        "#]],
    );
    check(
        "<DOC>\n<TEXT>\nFirst.\n</TEXT>\n</DOC>\n<DOC>\nSecond.\n</DOC>\n",
        Dialect::Plain,
        &expect![[r#"
            article
              Markup <DOC>
              Markup <TEXT>
              Paragraph First.
              Markup </TEXT>
              Markup </DOC>
            article
              Markup <DOC>
              Paragraph Second.
              Markup </DOC>
        "#]],
    );
    check(
        "Article 1\n\nFirst.\n\nArticle 2\n\nSecond.\n",
        Dialect::Plain,
        &expect![[r#"
            article
              Paragraph First.
            article
              Paragraph Second.
        "#]],
    );
}

#[test]
fn malformed_headers() {
    found("\u{feff}date 2031-03-14\n\nThe gates opened.\n", &expect!["header-without-colon “date 2031-03-14”"]);
    found("---\ntitle: A\nlang: en\n\nThe gates opened.\n", &expect!["unclosed-front-matter “---”"]);
    found(
        "---\ntitle: A: b\ndate: 2031-02-30\nlang: en\nlang: de\nauhtor: X\nsource:\nurl: example org\n---\n\nA.\n",
        &expect![[r#"
        header-syntax “title: A: b”
        impossible-date “2031-02-30”
        duplicate-header-key “lang”
        unknown-header-key “auhtor”
        empty-header-value “source”
        invalid-url “example org”"#]],
    );
    found("---\ndate: March 14, 2031\n---\n\nThe gates opened.\n", &expect!["unreadable-date “March 14, 2031”"]);
    found(
        "The gates opened.\n\nOriginal url:\n\n<https://example.org/a>\n",
        &expect![[r#"
        misplaced-header “Original url:\n\n<https://example.org/a>”
        stray-markdown “<https://example.org/a>”"#]],
    );
}

#[test]
fn malformed_separators() {
    found(
        "A.\n\n==========\n\nB.\n\n====x=====\n\nC.\n\n==========\n\nD.\n",
        &expect!["malformed-separator “====x=====”"],
    );
    found(
        "A.\n\n==========\n\nB.\n\n=========\n\nC.\n\n==========\n\nD.\n",
        &expect!["malformed-separator “=========”"],
    );
    found("Article 1\n\nA.\n\nArticle 3\n\nB.\n\nArticle 4\n\nC.\n", &expect!["separator-out-of-sequence “Article 3”"]);
    found(
        "<DOC>\nA.\n<DOC>\nB.\n</DOC>\n</DOC>\n",
        &expect![[r#"
            unclosed-document “<DOC>”
            unopened-document “</DOC>”"#]],
    );
    found("A.\n\n==========\n\n==========\n\nB.\n", &expect!["empty-article “==========”"]);
}

#[test]
fn who_sets_guillemets_apart_sets_other_marks_apart_as_well() {
    found("D’une voix blanche : « Je suis à bout. »\n\nElle a dit : « Non. »\n", &expect![[r#""#]]);
    found("She said it like this : «I am done.»\n", &expect!["space-before-punctuation “ ”"]);
}

#[test]
fn a_text_of_tokens_in_a_row_is_not_told_that_spaces_stand_before_its_punctuation() {
    let tokens =
        "Vera Lind , the minister , opened the gates .\nShe left at noon , and nobody saw her .\n\nWho was there ?\n";
    found(tokens, &expect![[r#""#]]);
    // In a text that is written otherwise, it is a slip.
    found("Vera Lind, the minister , opened the gates. She left at noon.\n", &expect!["space-before-punctuation “ ”"]);
    found("The gates opened .\n", &expect!["space-before-punctuation “ ”"]);
}
