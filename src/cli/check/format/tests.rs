//! Each format on the same findings: one with a related place and a safe fix, one at a line end with an unsafe fix, one
//! hint without.

use std::path::Path;

use expect_test::{Expect, expect};

use super::*;
use crate::rules::{Edit, Finding, Fix, RuleId, Severity};
use crate::text::Span;

const TEXT: &str = "The 🌊 rose.\r\n\"We open the gates tonight”, she said.\r\nThen (and only then\r\n";

fn findings() -> Vec<Shown> {
    let span = |part: &str| {
        let start = TEXT.find(part).expect("the part stands in the text");
        Span::new(start, start + part.len())
    };
    let end = TEXT.len() - 2;
    let finding = |severity, finding| Shown { finding, severity };
    vec![
        finding(
            Severity::Warning,
            Finding::new(RuleId::MismatchedQuotes, span("”"), "Opened by \" and closed by ”")
                .relating(span("\""), "Opened here, 100 %: yes")
                .fixed_by(Fix::safe("Replace \" by “", vec![Edit::replace(span("\""), "“")])),
        ),
        finding(
            Severity::Error,
            Finding::new(RuleId::UnclosedBracket, span("("), "Opened,\nnever closed\u{1b}[31m")
                .fixed_by(Fix::unsafe_("Put ) at the end", vec![Edit::insert(end, ")")])),
        ),
        finding(Severity::Hint, Finding::new(RuleId::TrailingWhiteSpace, Span::new(end, end), "White space")),
    ]
}

fn printed(format: Format) -> String {
    let findings = findings();
    let style = Style::new(format, false, 100);
    let mut out = Vec::new();
    let mut printer = Printer::new(&mut out, format).expect("memory can be written");
    for path in ["a b/c,1.txt", "d.txt"] {
        let tally = Tally { files: 1, findings: [1, 1, 0, 1], safe: 1, unsafe_: 1, fixed: 0 };
        let output = style.render(&Checked::new(Path::new(path), TEXT, &findings));
        printer.print(output, &tally).expect("memory can be written");
    }
    printer.finish().expect("memory can be written");
    String::from_utf8(out).expect("output is UTF-8")
}

fn check(format: Format, expected: &Expect) {
    expected.assert_eq(&printed(format));
}

#[test]
fn full() {
    check(
        Format::Full,
        &expect![[r#"
            warning[DEL001 mismatched-quotes]: Opened by " and closed by ”
              ╭▸ a b/c,1.txt:2:27
              │
            2 │ "We open the gates tonight”, she said.
              │ ─ Opened here, 100 %: yes ━
              │
              ╰ help: Replace " by “

            error[DEL006 unclosed-bracket]: Opened,
                                            never closed␛[31m
              ╭▸ a b/c,1.txt:3:6
              │
            3 │ Then (and only then
              │      ━
              │
              ╰ help: Put ) at the end (unsafe)

            a b/c,1.txt:3:20: TYP005 [trailing-white-space] White space

            warning[DEL001 mismatched-quotes]: Opened by " and closed by ”
              ╭▸ d.txt:2:27
              │
            2 │ "We open the gates tonight”, she said.
              │ ─ Opened here, 100 %: yes ━
              │
              ╰ help: Replace " by “

            error[DEL006 unclosed-bracket]: Opened,
                                            never closed␛[31m
              ╭▸ d.txt:3:6
              │
            3 │ Then (and only then
              │      ━
              │
              ╰ help: Put ) at the end (unsafe)

            d.txt:3:20: TYP005 [trailing-white-space] White space

            6 findings in 2 files (2 errors, 2 warnings, 2 hints); 2 fixable with --fix; 2 more with --unsafe-fixes
        "#]],
    );
}

#[test]
fn concise() {
    check(
        Format::Concise,
        &expect![[r#"
        a b/c,1.txt:2:27: DEL001 [mismatched-quotes] Opened by " and closed by ”
        a b/c,1.txt:3:6: DEL006 [unclosed-bracket] Opened,\u{a}never closed\u{1b}[31m
        a b/c,1.txt:3:20: TYP005 [trailing-white-space] White space
        d.txt:2:27: DEL001 [mismatched-quotes] Opened by " and closed by ”
        d.txt:3:6: DEL006 [unclosed-bracket] Opened,\u{a}never closed\u{1b}[31m
        d.txt:3:20: TYP005 [trailing-white-space] White space
    "#]],
    );
}

#[test]
fn jsonl() {
    check(
        Format::Jsonl,
        &expect![[r#"
        {"path":"a b/c,1.txt","code":"DEL001","rule":"mismatched-quotes","severity":"warning","message":"Opened by \" and closed by ”","start":39,"end":40,"byte_start":42,"byte_end":45,"line":2,"column":27,"end_line":2,"end_column":28,"related":[{"path":"a b/c,1.txt","start":13,"end":14,"message":"Opened here, 100 %: yes"}],"fix":{"safe":true,"title":"Replace \" by “","edits":[{"start":13,"end":14,"byte_start":16,"byte_end":17,"text":"“"}]}}
        {"path":"a b/c,1.txt","code":"DEL006","rule":"unclosed-bracket","severity":"error","message":"Opened,\nnever closed\u001b[31m","start":58,"end":59,"byte_start":63,"byte_end":64,"line":3,"column":6,"end_line":3,"end_column":7,"related":[],"fix":{"safe":false,"title":"Put ) at the end","edits":[{"start":72,"end":72,"byte_start":77,"byte_end":77,"text":")"}]}}
        {"path":"a b/c,1.txt","code":"TYP005","rule":"trailing-white-space","severity":"hint","message":"White space","start":72,"end":72,"byte_start":77,"byte_end":77,"line":3,"column":20,"end_line":3,"end_column":20,"related":[],"fix":null}
        {"path":"d.txt","code":"DEL001","rule":"mismatched-quotes","severity":"warning","message":"Opened by \" and closed by ”","start":39,"end":40,"byte_start":42,"byte_end":45,"line":2,"column":27,"end_line":2,"end_column":28,"related":[{"path":"d.txt","start":13,"end":14,"message":"Opened here, 100 %: yes"}],"fix":{"safe":true,"title":"Replace \" by “","edits":[{"start":13,"end":14,"byte_start":16,"byte_end":17,"text":"“"}]}}
        {"path":"d.txt","code":"DEL006","rule":"unclosed-bracket","severity":"error","message":"Opened,\nnever closed\u001b[31m","start":58,"end":59,"byte_start":63,"byte_end":64,"line":3,"column":6,"end_line":3,"end_column":7,"related":[],"fix":{"safe":false,"title":"Put ) at the end","edits":[{"start":72,"end":72,"byte_start":77,"byte_end":77,"text":")"}]}}
        {"path":"d.txt","code":"TYP005","rule":"trailing-white-space","severity":"hint","message":"White space","start":72,"end":72,"byte_start":77,"byte_end":77,"line":3,"column":20,"end_line":3,"end_column":20,"related":[],"fix":null}
    "#]],
    );
}

#[test]
fn json_is_an_array_of_the_rows_of_jsonl() {
    let rows: Vec<serde_json::Value> =
        printed(Format::Jsonl).lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let array: Vec<serde_json::Value> = serde_json::from_str(&printed(Format::Json)).expect("it is JSON");
    assert_eq!(array, rows);
}

#[test]
fn github() {
    check(
        Format::Github,
        &expect![[r#"
            ::warning file=a b/c%2C1.txt,line=2,endLine=2,col=27,endColumn=28,title=DEL001 mismatched-quotes::Opened by " and closed by ”
            ::error file=a b/c%2C1.txt,line=3,endLine=3,col=6,endColumn=7,title=DEL006 unclosed-bracket::Opened,%0Anever closed\u{1b}[31m
            ::notice file=a b/c%2C1.txt,line=3,endLine=3,col=20,endColumn=20,title=TYP005 trailing-white-space::White space
            ::warning file=d.txt,line=2,endLine=2,col=27,endColumn=28,title=DEL001 mismatched-quotes::Opened by " and closed by ”
            ::error file=d.txt,line=3,endLine=3,col=6,endColumn=7,title=DEL006 unclosed-bracket::Opened,%0Anever closed\u{1b}[31m
            ::notice file=d.txt,line=3,endLine=3,col=20,endColumn=20,title=TYP005 trailing-white-space::White space
        "#]],
    );
}

#[test]
fn sarif() {
    let document: serde_json::Value = serde_json::from_str(&printed(Format::Sarif)).expect("it is JSON");
    let run = &document["runs"][0];
    assert_eq!(document["version"], "2.1.0");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "DEL001");
    assert_eq!(run["results"].as_array().map(Vec::len), Some(6));
    expect![[r#"
        {
          "ruleId": "DEL001",
          "ruleIndex": 0,
          "level": "warning",
          "message": {
            "text": "Opened by \" and closed by ”"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "a%20b/c%2C1.txt"
                },
                "region": {
                  "startLine": 2,
                  "startColumn": 27,
                  "endLine": 2,
                  "endColumn": 28,
                  "charOffset": 39,
                  "charLength": 1
                }
              }
            }
          ],
          "relatedLocations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "a%20b/c%2C1.txt"
                },
                "region": {
                  "startLine": 2,
                  "startColumn": 1,
                  "endLine": 2,
                  "endColumn": 2,
                  "charOffset": 13,
                  "charLength": 1
                }
              },
              "message": {
                "text": "Opened here, 100 %: yes"
              }
            }
          ],
          "fixes": [
            {
              "description": {
                "text": "Replace \" by “"
              },
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "a%20b/c%2C1.txt"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "startLine": 2,
                        "startColumn": 1,
                        "endLine": 2,
                        "endColumn": 2,
                        "charOffset": 13,
                        "charLength": 1
                      },
                      "insertedContent": {
                        "text": "“"
                      }
                    }
                  ]
                }
              ],
              "properties": {
                "safe": true
              }
            }
          ]
        }"#]]
    .assert_eq(&format!("{:#}", run["results"][0]));
}

#[test]
fn offsets_count_code_points_and_lines_end_at_lf_crlf_and_cr() {
    let text = "a🌊\u{2028}b\rc\r\nd\ne";
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let shown = |&at: &usize| Shown {
        finding: Finding::new(RuleId::DoubledSpace, Span::empty(at), ""),
        severity: Severity::Hint,
    };
    let places = Places::new(text, &ends.iter().map(shown).collect::<Vec<_>>());
    let seen: Vec<_> =
        ends.iter().map(|&at| places.at(at)).map(|place| (place.point, place.line, place.column)).collect();
    assert_eq!(
        seen,
        [
            (0, 1, 1),
            (1, 1, 2),
            (2, 1, 3),
            (3, 1, 4),
            (4, 1, 5),
            (5, 2, 1),
            (6, 2, 2),
            (7, 2, 3),
            (8, 3, 1),
            (9, 3, 2),
            (10, 4, 1),
            (11, 4, 2)
        ]
    );
}

#[test]
fn a_line_too_long_to_read_is_not_shown() {
    let text = format!("{}\"\n", "x".repeat(9000));
    let finding = Finding::new(RuleId::UnclosedQuote, Span::new(9000, 9001), "Never closed");
    let findings = [Shown { finding, severity: Severity::Warning }];
    let file = Checked::new(Path::new("long.txt"), &text, &findings);
    expect![[r#"
        warning[DEL002 unclosed-quote]: Never closed
         ─▸ long.txt:1:9001

    "#]]
    .assert_eq(&full::render(&file, &full::renderer(false, 100)));
}
