//! brat corpora: the sound sample is sound, and of the damaged one every defect is named.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use copydesk::format::brat::{Ann, Conf, Subject, TextFile, verify};
use copydesk::knowledge::KnowledgeBase;
use copydesk::pairs;
use copydesk::rules::{Fix, OtherFile, Safety};
use copydesk::text::{Encoding, LineIndex};
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora").join(name)
}

fn read(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// The findings of the files of a sample that begin with `name`: line, rule, message, first fix.
fn found(corpus: &str, name: &str) -> String {
    let root = folder(corpus);
    let entries = std::fs::read_dir(&root).expect("the sample").filter_map(Result::ok);
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort_unstable();
    let mut out = String::new();
    for path in files {
        let file = path.file_name().expect("a file").to_string_lossy().into_owned();
        let source = read(&path).expect("it can be read");
        if !file.starts_with(name) {
            continue;
        }
        let lines = LineIndex::new(&source);
        for finding in pairs::findings(&path, &source, &root, &KnowledgeBase::default(), read) {
            let line = lines.position(&source, finding.span.start, Encoding::Utf32).line + 1;
            let fix = finding.fixes.first().map_or(String::new(), |fix| {
                format!(" [{}{}]", if fix.safety == Safety::Safe { "" } else { "? " }, fix.title)
            });
            writeln!(out, "{file}:{line} {}: {}{fix}", finding.rule.rule().name, finding.message).expect("a string");
        }
    }
    out
}

fn check(name: &str, expected: &Expect) {
    expected.assert_eq(&found("ferry-brat-damaged", name));
}

#[test]
fn nothing_is_wrong_with_the_sound_sample() {
    assert_eq!(found("ferry-brat", ""), "");
}

#[test]
fn lines_that_cannot_be_read_say_why() {
    check(
        "01",
        &expect![[r#"
        01-lines.ann:1 space-for-tab: Behind the id T1 stands a space where a tab has to be [Replace it by a tab]
        01-lines.ann:3 blank-annotation-line: An empty line is no annotation [Delete the line]
        01-lines.ann:4 annotation-line-syntax: “Vessel” is no id: an annotation begins with T, R, E, A, M, N or # and a number, or with *
        01-lines.ann:6 malformed-relation: The relation R1 has one argument: it takes two
        01-lines.ann:7 malformed-normalization: “Wikidata” in N1 names no entry of a database: one is written DATABASE:ENTRY
        01-lines.ann:8 malformed-offsets: The offsets of T5 cannot be read: “94-100” is not START END, with a semicolon between parts
        01-lines.ann:9 malformed-event: The event E1 has no trigger: it begins TYPE:ID
        01-lines.ann:10 malformed-attribute: A1 does not say of what it is an attribute: it is written NAME ID, or NAME ID VALUE
        01-lines.ann:11 malformed-equiv: An equivalence is between two annotations or more
        01-lines.ann:12 malformed-note: “again” in #1 is no id
    "#]],
    );
}

#[test]
fn ids_that_stand_twice_or_nowhere_are_named() {
    check(
        "02",
        &expect![[r#"
        02-ids.ann:14 duplicate-annotation-id: The id T13 stands twice: brat keeps one of the two annotations [? Call it T14, which is free]
        02-ids.ann:16 duplicate-annotation-id: The id R1 stands twice: brat keeps one of the two annotations [Call it R2, which is free]
        02-ids.ann:20 dangling-annotation-reference: There is no annotation T14, to which N2 refers [? Delete N2]
        02-ids.ann:21 dangling-annotation-reference: There is no annotation T77, to which N3 refers [? Delete N3]
        02-ids.ann:22 dangling-annotation-reference: There is no annotation T14, which is said to be the same as others [? Delete the equivalence]
    "#]],
    );
}

#[test]
fn a_text_that_was_edited_under_its_annotations_moves_them_in_one_go() {
    check(
        "03",
        &expect![[r#"
        03-edited.ann:7 shifted-annotations: 7 annotations, the first of them T7, stand 13 characters in front of what they name: the text was edited after it was annotated [? Move these 7 annotations to what they name]
        03-edited.ann:9 text-mismatch: T9 says “Olav Brandt”, but at 187 198 the text has “ predecesso” [? Move T9 to 200, where “Olaf Brandt” stands]
    "#]],
    );
}

#[test]
fn offsets_that_are_counted_otherwise_are_one_finding() {
    check(
        "04",
        &expect![[r#"
        04-utf16.ann:7 miscounted-offsets: The offsets of this file count UTF-16 units: so 8 of 14 annotations are off, for brat counts code points [Count code points everywhere]
    "#]],
    );
    check(
        "05",
        &expect![[r#"
        05-crlf-as-one.ann:2 miscounted-offsets: The offsets of this file count a CRLF as one character: so 13 of 14 annotations are off, for brat counts code points [? Count code points everywhere]
    "#]],
    );
    check(
        "06",
        &expect![[r#"
        06-crlf-as-two.ann:2 miscounted-offsets: The offsets of this file count each line end as two characters, as if it were CRLF: so 13 of 14 annotations are off, for brat counts code points [Count code points everywhere]
    "#]],
    );
}

#[test]
fn edges_are_looked_at() {
    check(
        "07",
        &expect![[r#"
        07-edges.ann:6 span-edge-space: T6 begins with white space: “ 3 May 2034” [Leave the white space outside]
        07-edges.ann:14 mid-word-edge: T14 ends inside a word: “Dah” of “Dahl”
    "#]],
    );
}

#[test]
fn what_the_configuration_does_not_have_is_named() {
    check(
        "08",
        &expect![[r#"
        08-declared.ann:3 undeclared-type: The type Vesel is not declared in annotation.conf; Vessel is [? Write Vessel]
        08-declared.ann:15 disallowed-relation: R1 is Owns from Date T6 to Vessel T12, which annotation.conf does not allow
        08-declared.ann:17 event-arguments: T10 is a Company and cannot be Launcher of Launch E1
        08-declared.ann:18 undeclared-type: “Maybe” is no value of Certainty: annotation.conf has Sure, Likely, Doubtful
        08-declared.ann:21 undeclared-database: The database Wikidta of Q4200002 is not declared in annotation.conf [? Write Wikidata]
    "#]],
    );
}

#[test]
fn a_file_without_its_other_half_is_named() {
    check(
        "09",
        &expect![[r#"
        09-no-text.ann:1 annotation-without-text: The text of these annotations is not there: brat looks for it beside them, with the ending .txt
    "#]],
    );
    check(
        "10",
        &expect![[r#"
        10-no-annotation.txt:1 text-without-annotation: This text has no .ann file beside it, as the others here have: brat does not show it
    "#]],
    );
}

#[test]
fn a_byte_order_mark_and_a_file_that_was_cut_off_are_named() {
    check(
        "11",
        &expect![[r#"
        11-mark.ann:1 mark-before-annotations: A byte order mark stands in front of the first annotation, whose id cannot be read with it [Delete it]
    "#]],
    );
    check(
        "12",
        &expect![[r#"
        12-cut-off.ann:3 malformed-normalization: “Wikidа” in N1 names no entry of a database: one is written DATABASE:ENTRY
    "#]],
    );
}

/// A file with the edits of a fix made.
fn apply(source: &str, fix: &Fix) -> String {
    let mut new = source.to_owned();
    for edit in fix.edits.iter().rev() {
        new.replace_range(edit.span.range(), &edit.text);
    }
    new
}

fn findings(source: &str, text: &str, conf: Option<&Conf>) -> Vec<copydesk::rules::Finding> {
    let text = std::sync::Arc::new(OtherFile { path: "gates.txt".into(), text: text.to_owned() });
    let ann = Ann::parse(source);
    verify(&Subject { source, ann: &ann, text: TextFile::Known(&text), conf, before: None })
}

/// The rules that find something in a file, with the number of places.
fn rules(source: &str, text: &str) -> Vec<&'static str> {
    findings(source, text, None).iter().map(|finding| finding.rule.rule().name).collect()
}

const TWO: &str = "T1\tPER 0 3\tAnn\nT2\tPER 8 11\tBob\n";

#[test]
fn a_line_that_stands_twice_is_one_finding() {
    assert_eq!(rules(&format!("{TWO}T1\tPER 0 3\tAnn\n"), "Ann met\nBob."), ["duplicate-annotation"]);
    assert_eq!(rules(&format!("{TWO}T1\tPER 4 7\tmet\n"), "Ann met\nBob."), ["duplicate-annotation-id"]);
}

#[test]
fn tabs_that_became_spaces_in_most_lines_are_one_finding_with_a_fix_for_all() {
    let source = "T1 PER 0 3 Ann\nT2 PER 8 11 Bob\nT3 X 4 7 met\nT4 Y 0 7 Ann met\nT5\tZ 0 11\tAnn met Bob\n";
    let found = findings(source, "Ann met Bob.", None);
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(finding.message, "Spaces stand here and in 3 more places where tabs have to be");
    assert_eq!(rules(&apply(source, &finding.fixes[0]), "Ann met Bob."), [""; 0]);
}

#[test]
fn an_annotation_that_says_more_than_its_offsets_cover_does_not_fit() {
    let text = "Vera Lind of Acme Corp opened the gates.\n";
    assert_eq!(rules("T1\tOrg 13 17\tAcme Corp\n", text), ["text-mismatch"]);
    // What brat itself lets stand behind the text.
    assert_eq!(rules("T1\tOrg 13 17\tAcme the company\n", text), [""; 0]);
}

#[test]
fn the_last_number_that_there_is_is_followed_by_none() {
    let last = u64::MAX;
    let source = format!("T{last}\tPER 0 3\tAnn\nT{last}\tPER 4 7\tmet\nT{last}\tPER 8 11\tBob\n");
    assert_eq!(rules(&source, "Ann met Bob."), ["duplicate-annotation-id"; 2]);
}

#[test]
fn another_text_is_one_finding_in_a_small_file_too() {
    let text = "Nothing of what the annotations say stands in this one, which is another text.\n";
    let line = |(at, word): (usize, &str)| format!("T{at}\tPerson {} {}\t{word}\n", at * 12, at * 12 + word.len());
    let source: String = ["Vera", "Lind", "Solmund", "Brannhavn", "Ola"].into_iter().enumerate().map(line).collect();
    assert_eq!(rules(&source.replace("T0", "T9"), text), ["text-mismatch"]);
}

#[test]
fn a_database_may_be_named_by_the_kind_of_reference() {
    let text = "Salmonella was found.\n";
    let source = "T1\tBacteria 0 10\tSalmonella\nN1\tNCBI_Taxonomy Annotation:T1 Referent:590\n";
    assert_eq!(rules(source, text), [""; 0]);
}

#[test]
fn a_type_that_is_declared_nowhere_is_named_once() {
    let conf = Conf::parse(
        "[entities]\nPerson\n[relations]\nKnows\tArg1:Person|Ghost, Arg2:Ghost\nSees\tArg1:Ghost, Arg2:Person, <REL-TYPE>:transitive\n",
    );
    assert_eq!(conf.findings.len(), 1, "{:?}", conf.findings);
}

#[test]
fn a_merge_that_was_not_finished_is_the_only_finding() {
    let source = format!("{TWO}<<<<<<< HEAD\nT1\tPER 0 3\tAnn\n=======\nT1\tORG 0 3\tAnn\n>>>>>>> names\n");
    assert_eq!(rules(&source, "Ann met\nBob."), ["merge-conflict"]);
}

#[test]
fn a_byte_order_mark_in_front_of_the_text_explains_offsets_that_leave_it_out() {
    let text = "\u{feff}Ann met\nBob.";
    let found = findings(TWO, text, None);
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(finding.rule.rule().name, "miscounted-offsets");
    assert_eq!(rules(&apply(TWO, &finding.fixes[0]), text), [""; 0]);
}

#[test]
fn a_safe_fix_mends_what_it_is_offered_for() {
    let root = folder("ferry-brat-damaged");
    let conf = Conf::parse(&read(&root.join("annotation.conf")).expect("the configuration"));
    let mut tried = 0;
    for entry in std::fs::read_dir(&root).expect("the sample").filter_map(Result::ok) {
        let path = entry.path();
        let Some(text) = read(&pairs::text_of(&path)).filter(|_| path.extension().is_some_and(|it| it == "ann")) else {
            continue;
        };
        let source = read(&path).expect("it can be read");
        let before = findings(&source, &text, Some(&conf));
        for finding in &before {
            let Some(fix) = finding.fixes.first().filter(|fix| fix.safety == Safety::Safe) else { continue };
            let after = findings(&apply(&source, fix), &text, Some(&conf));
            let count = |all: &[copydesk::rules::Finding]| all.iter().filter(|it| it.rule == finding.rule).count();
            assert!(count(&after) < count(&before), "{} {}", path.display(), finding.message);
            tried += 1;
        }
    }
    assert!(tried >= 6, "{tried}");
}

/// Standoff that is nearly sound.
fn nearly_sound() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "T[0-9]\t(Person|City) [0-9]{1,2} [0-9]{1,2}(;[0-9]{1,2} [0-9]{1,2})?\t[a-zé😀 ]{0,6}",
        "R[0-9]\tKnows Arg1:T[0-9] Arg[12]:T[0-9]\t?",
        "E[0-9]\tLaunch:T[0-9]( Vessel:T[0-9])?",
        "[AM][0-9]\tSure [TE][0-9]( Yes)?",
        "N[0-9]\tReference T[0-9] Wikidata:Q?[0-9]{0,2}\t[a-z]{0,3}",
        "\\*\tEquiv( T[0-9]){0,3}",
        "#[0-9]\tAnnotatorNotes T[0-9]\t[a-z ]{0,5}",
        "[TREAMN#*\t :;0-9a-é\u{feff}\u{1}]{0,14}",
    ];
    prop::collection::vec((line, prop::sample::select(vec!["\n", "\r\n", "\r"])), 0..10)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

proptest! {
    #[test]
    fn any_file_is_verified_and_every_place_is_in_it(
        source in nearly_sound(),
        text in "[a-zé😀 \r\n]{0,60}",
        conf in "(\\[(entities|spans|relations|events|attributes|x)\\]\n|[!\ta-zA-Z<>|:?*+,= -]{0,20}\n){0,10}",
    ) {
        let conf = Conf::parse(&conf);
        for finding in findings(&source, &text, Some(&conf)) {
            prop_assert!(source.get(finding.span.range()).is_some(), "{:?}", finding);
            for related in finding.related {
                let file = if related.file.is_some() { &text } else { &source };
                prop_assert!(file.get(related.span.range()).is_some(), "{:?}", related);
            }
            for fix in &finding.fixes {
                let mut at = 0;
                for edit in &fix.edits {
                    prop_assert!(edit.span.start >= at && source.get(edit.span.range()).is_some(), "{:?}", fix);
                    at = edit.span.end;
                }
            }
        }
    }
}
