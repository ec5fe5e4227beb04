//! The same findings in every format, on the terminal's side of the program.

use expect_test::{Expect, expect};

use crate::support::{CLEAN, Folder, MISMATCHED};

fn check(arguments: &str, expected: &Expect) {
    let folder = Folder::with(&[
        ("corpus/clean.txt", CLEAN.to_owned()),
        ("corpus/a.txt", format!("The barrier (built in 2031 was opened. \n\n{MISMATCHED}")),
        ("corpus/b.md", "The cit\u{fffd} opened.\n".to_owned()),
    ]);
    expected.assert_eq(&folder.run(&format!("check corpus {arguments}")).to_string());
}

#[test]
fn full_is_the_default() {
    check(
        "",
        &expect![[r#"
        [out]
        warning[DEL006 unclosed-bracket]: The bracket ( is never closed
          ╭▸ corpus/a.txt:1:13
          │
        1 │ The barrier (built in 2031 was opened. 
          │             ━
          │
          ╰ help: Insert ) behind the first clause (unsafe)

        corpus/a.txt:1:39: TYP005 [trailing-white-space] A line ends in white space

        warning[DEL001 mismatched-quotes]: The quotation is opened with “ but closed with "
          ╭▸ corpus/a.txt:7:27
          │
        7 │ “We open the gates tonight", he said.
          │ ┬                         ━
          │ │
          │ It is opened with “ here
          │
          ╰ help: Replace " by ”

        corpus/b.md:1:8: TYP010 [replacement-character] A character was lost here (U+FFFD)

        4 findings in 3 files (2 warnings, 2 hints); 2 fixable with --fix; 1 more with --unsafe-fixes
        [exit code 1]"#]],
    );
}

#[test]
fn colour_is_used_when_it_is_asked_for() {
    check(
        "--color always --select DEL006",
        &expect![[r#"
        [out]
        [1m[33mwarning[DEL006 unclosed-bracket][0m[1m: The bracket ( is never closed[0m
         [1m[94m ╭▸ [0mcorpus/a.txt:1:13
          [1m[94m│[0m
        [1m[94m1[0m [1m[94m│[0m The barrier (built in 2031 was opened. 
          [1m[94m│[0m             [1m[33m━[0m
          [1m[94m│[0m
          [1m[94m╰ [0m[1mhelp[0m: Insert ) behind the first clause (unsafe)

        1 finding in 3 files (1 warning); 1 more with --unsafe-fixes
        [exit code 1]"#]],
    );
}

#[test]
fn concise() {
    check(
        "--output-format concise",
        &expect![[r#"
        [out]
        corpus/a.txt:1:13: DEL006 [unclosed-bracket] The bracket ( is never closed
        corpus/a.txt:1:39: TYP005 [trailing-white-space] A line ends in white space
        corpus/a.txt:7:27: DEL001 [mismatched-quotes] The quotation is opened with “ but closed with "
        corpus/b.md:1:8: TYP010 [replacement-character] A character was lost here (U+FFFD)
        [exit code 1]"#]],
    );
}

#[test]
fn jsonl() {
    check(
        "--output-format jsonl",
        &expect![[r#"
        [out]
        {"path":"corpus/a.txt","code":"DEL006","rule":"unclosed-bracket","severity":"warning","message":"The bracket ( is never closed","start":12,"end":13,"byte_start":12,"byte_end":13,"line":1,"column":13,"end_line":1,"end_column":14,"related":[],"fix":{"safe":false,"title":"Insert ) behind the first clause","edits":[{"start":37,"end":37,"byte_start":37,"byte_end":37,"text":")"}]}}
        {"path":"corpus/a.txt","code":"TYP005","rule":"trailing-white-space","severity":"hint","message":"A line ends in white space","start":38,"end":39,"byte_start":38,"byte_end":39,"line":1,"column":39,"end_line":1,"end_column":40,"related":[],"fix":{"safe":true,"title":"Delete the white space","edits":[{"start":38,"end":39,"byte_start":38,"byte_end":39,"text":""}]}}
        {"path":"corpus/a.txt","code":"DEL001","rule":"mismatched-quotes","severity":"warning","message":"The quotation is opened with “ but closed with \"","start":102,"end":103,"byte_start":112,"byte_end":113,"line":7,"column":27,"end_line":7,"end_column":28,"related":[{"path":"corpus/a.txt","start":76,"end":77,"message":"It is opened with “ here"}],"fix":{"safe":true,"title":"Replace \" by ”","edits":[{"start":102,"end":103,"byte_start":112,"byte_end":113,"text":"”"}]}}
        {"path":"corpus/b.md","code":"TYP010","rule":"replacement-character","severity":"hint","message":"A character was lost here (U+FFFD)","start":7,"end":8,"byte_start":7,"byte_end":10,"line":1,"column":8,"end_line":1,"end_column":9,"related":[],"fix":null}
        [exit code 1]"#]],
    );
}

#[test]
fn json() {
    check(
        "--output-format json --select TYP",
        &expect![[r#"
        [out]
        [
        {"path":"corpus/a.txt","code":"TYP005","rule":"trailing-white-space","severity":"hint","message":"A line ends in white space","start":38,"end":39,"byte_start":38,"byte_end":39,"line":1,"column":39,"end_line":1,"end_column":40,"related":[],"fix":{"safe":true,"title":"Delete the white space","edits":[{"start":38,"end":39,"byte_start":38,"byte_end":39,"text":""}]}},
        {"path":"corpus/b.md","code":"TYP010","rule":"replacement-character","severity":"hint","message":"A character was lost here (U+FFFD)","start":7,"end":8,"byte_start":7,"byte_end":10,"line":1,"column":8,"end_line":1,"end_column":9,"related":[],"fix":null}
        ]
        [exit code 1]"#]],
    );
}

#[test]
fn github() {
    check(
        "--output-format github",
        &expect![[r#"
        [out]
        ::warning file=corpus/a.txt,line=1,endLine=1,col=13,endColumn=14,title=DEL006 unclosed-bracket::The bracket ( is never closed
        ::notice file=corpus/a.txt,line=1,endLine=1,col=39,endColumn=40,title=TYP005 trailing-white-space::A line ends in white space
        ::warning file=corpus/a.txt,line=7,endLine=7,col=27,endColumn=28,title=DEL001 mismatched-quotes::The quotation is opened with “ but closed with "
        ::notice file=corpus/b.md,line=1,endLine=1,col=8,endColumn=9,title=TYP010 replacement-character::A character was lost here (U+FFFD)
        [exit code 1]"#]],
    );
}

#[test]
fn sarif() {
    let folder = Folder::with(&[("a.txt", MISMATCHED)]);
    let ran = folder.run("check --output-format sarif");
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    assert_eq!(ran.code, 1);
    assert_eq!(document["runs"][0]["results"][0]["ruleId"], "DEL001");
    let index = document["runs"][0]["results"][0]["ruleIndex"].as_u64().expect("the index is a number");
    let rules = document["runs"][0]["tool"]["driver"]["rules"].as_array().expect("there are rules");
    assert_eq!(rules[usize::try_from(index).expect("the index is small")]["id"], "DEL001");
}
