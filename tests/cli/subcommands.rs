//! `init`, `rule`, `--version` and help.

use copydesk::rules::CATALOGUE;
use expect_test::expect;

use crate::support::{CLEAN, Folder};

#[test]
fn init_writes_settings_that_change_nothing() {
    let folder = Folder::with(&[("a.txt", CLEAN)]);
    expect![[r#"
        [out]
        Wrote copydesk.toml
        [exit code 0]"#]]
    .assert_eq(&folder.run("init").to_string());
    expect![[r#"
        [out]
        Nothing found in 1 file
        [exit code 0]"#]]
    .assert_eq(&folder.run("check").to_string());
}

#[test]
fn init_does_not_overwrite_settings() {
    let folder = Folder::with(&[("corpus/copydesk.toml", "# mine\n")]);
    expect![[r#"
        [err]
        error: corpus/copydesk.toml exists already; remove it first to have it written anew
        [exit code 2]"#]]
    .assert_eq(&folder.run("init corpus").to_string());
    assert_eq!(folder.read("corpus/copydesk.toml"), b"# mine\n");
}

#[test]
fn init_names_the_folder_that_is_not_there() {
    let folder = Folder::with::<&str>(&[]);
    expect![[r#"
        [err]
        error: nowhere/copydesk.toml cannot be written: No such file or directory (os error 2)
        [exit code 2]"#]]
    .assert_eq(&folder.run("init nowhere").to_string());
}

#[test]
fn rule_explains_a_rule_by_code_or_name_in_any_case() {
    let folder = Folder::with::<&str>(&[]);
    let by_code = folder.run("rule del001");
    expect![[r#"
        [out]
        DEL001 mismatched-quotes (warning)

        A quotation is opened with one kind of mark and closed with another.
        Programs that pair marks by kind see two broken quotations, and readers see a slip of the keyboard.
        The finding stands at the closing mark; the opening one is the related place.
        The fix makes both marks what the rest of the article uses.

        Bad:
            "We open the gates tonight”, he said.

        Good:
            “We open the gates tonight”, he said.

        Fix: safe where only one repair is likely, then `--fix` applies it; otherwise it needs `--unsafe-fixes`.

        Switch it off or change how much it matters in copydesk.toml:
            [rules.severity]
            mismatched-quotes = "off"

        https://github.com/copydesk/copydesk/blob/main/docs/rules/mismatched-quotes.md
        [exit code 0]"#]]
    .assert_eq(&by_code.to_string());
    assert_eq!(folder.run("rule mismatched-quotes").out, by_code.out);
}

#[test]
fn rule_shows_what_cannot_be_seen() {
    let folder = Folder::with::<&str>(&[]);
    let ran = folder.run("rule trailing-white-space");
    assert!(ran.out.contains("    The gates opened.\\u{20}\n"), "{}", ran.out);
    assert!(folder.run("rule zero-width-character").out.contains("gat\\u{200b}es"));
}

#[test]
fn rule_suggests_the_rule_that_was_meant() {
    let folder = Folder::with::<&str>(&[]);
    expect![[r#"
        [err]
        error: there is no rule `mismatched-quote`; did you mean `mismatched-quotes`?
        [exit code 2]"#]]
    .assert_eq(&folder.run("rule mismatched-quote").to_string());
    expect![[r#"
        [err]
        error: there is no rule `qqq`; `copydesk rule --all` lists them
        [exit code 2]"#]]
    .assert_eq(&folder.run("rule qqq").to_string());
}

#[test]
fn rule_lists_all_rules() {
    let folder = Folder::with::<&str>(&[]);
    assert_eq!(folder.run("rule --all").out.lines().count(), CATALOGUE.len());
    let json: Vec<serde_json::Value> =
        serde_json::from_str(&folder.run("rule --all --output-format json").out).expect("it is JSON");
    assert_eq!(json.len(), CATALOGUE.len());
    assert_eq!(json[0]["name"], "mismatched-quotes");
}

#[test]
fn rule_prints_the_page_of_the_documentation() {
    let folder = Folder::with::<&str>(&[]);
    let page = folder.run("rule DEL001 --output-format markdown").out;
    let (_, written) = copydesk::cli::pages().swap_remove(1);
    assert!(written.ends_with(&page));
}

#[test]
fn version_and_help() {
    let folder = Folder::with::<&str>(&[]);
    assert_eq!(folder.run("--version").out, format!("copydesk {}\n", env!("CARGO_PKG_VERSION")));
    let help = folder.run("--help").out;
    for subcommand in ["check", "rule", "init"] {
        assert!(help.contains(&format!("\n  {subcommand} ")), "{help}");
        assert_eq!(folder.run(&format!("{subcommand} --help")).code, 0);
    }
    let without = folder.run("");
    assert_eq!((without.code, without.out.as_str()), (2, ""));
}
