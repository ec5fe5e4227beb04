//! 0 where nothing was found, 1 where something was, 2 where the command could not run.

use expect_test::expect;

use crate::support::{CLEAN, Folder};

const BAD: &str = "The caf\u{0}.\n";

#[test]
fn nothing_found_is_0() {
    let folder = Folder::with(&[("a.txt", CLEAN)]);
    expect![[r#"
        [out]
        Nothing found in 1 file
        [exit code 0]"#]]
    .assert_eq(&folder.run("check").to_string());
    assert_eq!(folder.run("check --output-format json").out, "[\n]\n");
    assert_eq!(folder.run("check --output-format jsonl").out, "");
}

#[test]
fn a_folder_without_articles_is_0() {
    let folder = Folder::with::<&str>(&[]);
    expect![[r#"
        [out]
        Nothing found in 0 files
        [exit code 0]"#]]
    .assert_eq(&folder.run("check").to_string());
}

#[test]
fn something_found_is_1_unless_told_otherwise() {
    let folder = Folder::with(&[("a.txt", BAD)]);
    assert_eq!(folder.run("check").code, 1);
    assert_eq!(folder.run("check --exit-zero").code, 0);
    assert_eq!(folder.run("check --ignore unreadable-file").code, 0);
    assert_eq!(folder.run("check --select DEL").code, 0);
    assert_eq!(folder.run("check --select DEL,SYS").code, 1);
}

#[test]
fn what_matters_less_than_asked_for_does_not_count() {
    let settings = "[rules.severity]\nSYS002 = \"information\"\n";
    let folder = Folder::with(&[("copydesk.toml", settings), ("a.txt", BAD)]);
    assert_eq!(folder.run("check --min-severity warning").code, 0);
    assert_eq!(folder.run("check --min-severity information").code, 1);
}

#[test]
fn a_rule_that_does_not_exist_is_2_and_the_one_that_was_meant_is_named() {
    let folder = Folder::with(&[("a.txt", CLEAN)]);
    expect![[r#"
        [err]
        error: invalid value 'TYP1' for '--select <RULES>': there is no rule `TYP1`; did you mean `TYP014`?

        For more information, try '--help'.
        [exit code 2]"#]]
    .assert_eq(&folder.run("check --select DEL,TYP1").to_string());
    expect![[r#"
        [err]
        error: invalid value 'unclosed-qoute' for '--ignore <RULES>': there is no rule `unclosed-qoute`; did you mean `unclosed-quote`?

        For more information, try '--help'.
        [exit code 2]"#]].assert_eq(&folder.run("check --ignore unclosed-qoute").to_string());
}

#[test]
fn a_path_that_is_not_there_is_2_even_with_exit_zero() {
    let folder = Folder::with(&[("a.txt", CLEAN)]);
    assert_eq!(folder.run("check --exit-zero a.txt nowhere.txt").code, 2);
}

#[test]
fn options_that_contradict_one_another_are_2() {
    let folder = Folder::with(&[("a.txt", CLEAN)]);
    expect![[r#"
        [err]
        error: `-` is the standard input and cannot be checked beside other paths
        [exit code 2]"#]]
    .assert_eq(&folder.run("check - a.txt").to_string());
    expect![[r#"
        [err]
        error: --fix changes files, and the standard input is none: save it first
        [exit code 2]"#]]
    .assert_eq(&folder.run("check --fix -").to_string());
    expect![[r#"
        [err]
        error: --stdin-filename is for the standard input: give `-` as the path
        [exit code 2]"#]]
    .assert_eq(&folder.run("check --stdin-filename a.txt").to_string());
    assert_eq!(folder.run("check --unsafe-fixes").code, 2);
}

#[test]
fn the_standard_input_is_checked_under_the_name_it_is_given() {
    let folder =
        Folder::with(&[("copydesk.toml", "[rules.severity]\nunreadable-file = \"off\"\n"), ("sub/copydesk.toml", "")]);
    assert_eq!(folder.run_with_input("check -", BAD).code, 0, "the settings are those of the folder");
    expect![[r#"
        [out]
        sub/new.txt:1:8: SYS002 [unreadable-file] The file is binary: it holds NUL bytes
        [exit code 1]"#]]
    .assert_eq(&folder.run_with_input("check --stdin-filename sub/new.txt --output-format concise -", BAD).to_string());
}
