//! Settings: read from `copydesk.toml`, from an editor's JSON, and refused with the place and the reason.

use copydesk::config::{ByteSize, Config, LinkAnnotations, find_root};
use copydesk::rules::{RuleId, Severity};
use expect_test::{Expect, expect};
use serde_json::json;

use crate::support::{CLEAN, Folder};

fn problems(toml: &str, expected: &Expect) -> Config {
    let (config, problems) = Config::from_toml(toml);
    let lines = problems.iter().map(|problem| {
        let place = problem.span.map_or("", |span| &toml[span.range()]);
        format!("[{}] {place}: {}\n", problem.key, problem.message)
    });
    expected.assert_eq(&lines.collect::<String>());
    config
}

#[test]
fn every_setting_can_be_written() {
    let config = problems(
        r#"
        include = ["articles/*.txt"]
        exclude = ["drafts"]
        [encodings]
        "archive/**" = "latin1"
        "archive/new/**" = "utf-8"
        [header]
        keys = ["Desk"]
        [annotations]
        links = "always"
        [rules]
        select = ["DEL", "typ001"]
        ignore = ["unclosed-quote"]
        severity = { DEL = "error", mismatched-quotes = "hint", DEL006 = "off" }
        [limits]
        file-size = "2 MB"
        findings-per-file = 5
        "#,
        &expect![""],
    );
    let settings = config.settings();
    assert_eq!(settings.header_keys, ["desk"]);
    assert_eq!(settings.link_annotations, LinkAnnotations::Always);
    assert_eq!(settings.severity(RuleId::MismatchedQuotes), Some(Severity::Hint), "a rule outdoes its family");
    assert_eq!(settings.severity(RuleId::DoubledQuote), Some(Severity::Error));
    assert_eq!(settings.severity(RuleId::UnclosedBracket), None, "off");
    assert_eq!(settings.severity(RuleId::UnclosedQuote), None, "ignored");
    assert_eq!(settings.severity(RuleId::MixedApostrophes), None, "not selected");
    assert_eq!(settings.severity(RuleId::MixedQuoteStyles), Some(Severity::Hint), "its default");
    assert_eq!(config.limits_file_size, ByteSize(2_000_000));
    assert_eq!(config.limits_findings_per_file, 5);
    let encoding = |path: &str| config.encodings.of(path.as_ref()).map(encoding_rs::Encoding::name);
    assert_eq!(encoding("archive/a.txt"), Some("windows-1252"));
    assert_eq!(encoding("archive/new/a.txt"), Some("UTF-8"), "the longest pattern counts");
    assert_eq!(encoding("a.txt"), None);
}

#[test]
fn without_settings_every_rule_is_at_its_default() {
    assert_eq!(*Config::default().settings(), copydesk::config::Settings::default());
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_the_rest_counts() {
    let config = problems(
        r#"
        exclude = ["a[", "b"]
        inclde = []
        header = 3
        [rules]
        select = "DEL"
        ignore = ["DEL999", 7, "TYP001"]
        severity = { TYP002 = "fatal", TYP003 = "error" }
        [limits]
        file-size = "2 miles"
        files = -1
        bytes = true
        depth = 1
        [encodings]
        "*.txt" = "ebcdic"
        "#,
        &expect![[r#"
            [exclude] "a[": `exclude`: `a[` is no pattern for paths: unclosed character class; missing ']'
            [inclde] []: there is no setting `inclde`; did you mean `include`?
            [header] 3: `header` is a table, not a number
            [rules.select] "DEL": `rules.select` takes a list of rules, this is a string
            [rules.ignore] "DEL999": `rules.ignore`: there is no rule `DEL999`; did you mean `DEL009`?
            [rules.ignore] 7: `rules.ignore` takes a list of rules, this is a number
            [rules.severity.TYP002] "fatal": `rules.severity.TYP002`: `fatal` is none of error, warning, information, hint, off
            [limits.file-size] "2 miles": `limits.file-size`: `2 miles` is no size; write bytes, or a size such as "64 MiB"
            [limits.files] -1: `limits.files` cannot be negative
            [limits.bytes] true: there is no setting `limits.bytes`; did you mean `limits.files`?
            [limits.depth] 1: there is no setting `limits.depth`; did you mean `limits.files`?
            [encodings.*.txt] "ebcdic": `encodings.*.txt`: `ebcdic` is no encoding; write a label such as "windows-1252"
        "#]],
    );
    assert!(config.excludes("b".as_ref()));
    let settings = config.settings();
    assert_eq!(settings.severity(RuleId::MixedQuoteStyles), None);
    assert_eq!(settings.severity(RuleId::SpaceBeforePunctuation), Some(Severity::Error));
}

#[test]
fn broken_toml_is_named_with_its_place() {
    problems(
        "include = [\"a\"\n[rules]\nselect = [\"DEL\"]\n",
        &expect![[r#"
            [] : missing comma between array elements, expected `,`; until that is mended the file counts for nothing
        "#]],
    );
}

#[test]
fn an_editor_sets_what_it_names_and_leaves_the_rest() {
    let (mut config, _) = Config::from_toml("exclude = [\"a\"]\n[rules.severity]\nDEL001 = \"off\"\n");
    let problems = config.overlay_json(&json!({
        "include": null,
        "limits.findings-per-file": 9,
        "rules": { "severity": { "DEL002": "off" } },
        "server": { "path": "/usr/bin/copydesk" },
        "trace": { "server": "off" },
    }));
    assert_eq!(problems, []);
    assert!(config.excludes("a".as_ref()) && config.includes("b.txt".as_ref()));
    assert_eq!(config.limits_findings_per_file, 9);
    let settings = config.settings();
    assert_eq!(settings.severity(RuleId::MismatchedQuotes), None, "a table is merged");
    assert_eq!(settings.severity(RuleId::UnclosedQuote), None);
}

#[test]
fn an_editor_is_told_what_it_sets_wrongly() {
    let mut config = Config::default();
    let problems = config.overlay_json(&json!({ "rules": { "selct": ["DEL"], "ignore": "DEL" }, "limits": 1 }));
    let messages: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
    expect![[r#"
        [
            "there is no setting `rules.selct`; did you mean `rules.select`?",
            "`rules.ignore` takes a list of rules, this is a string",
            "`limits` is a table, not a number",
        ]
    "#]]
    .assert_debug_eq(&messages);
    assert_eq!(config, Config::default());
    assert_eq!(config.overlay_json(&json!([])).len(), 1);
}

#[test]
fn patterns_are_relative_to_the_settings() {
    let (config, _) =
        Config::from_toml("include = [\"*.txt\", \"news/*.md\"]\nexclude = [\"drafts\", \"/old/\", \"x.txt\"]");
    let includes = |path: &str| config.includes(path.as_ref());
    assert!(includes("a.txt") && includes("deep/down/a.txt"), "without a slash: at any depth");
    assert!(includes("news/a.md") && !includes("news/more/a.md") && !includes("a.md"), "* stays in one folder");
    assert!(!includes("drafts/a.txt") && !includes("deep/drafts/more/a.txt"), "a folder stands for what is in it");
    assert!(!includes("old/a.txt") && includes("deep/old/a.txt"), "a slash in front: from the top only");
    assert!(!includes("deep/x.txt"));
}

#[test]
fn the_root_is_the_nearest_folder_with_a_marker() {
    let folder = Folder::with(&[("copydesk.toml", ""), ("brat/annotation.conf", ""), ("brat/deep/a.txt", CLEAN)]);
    assert_eq!(find_root(&folder.path("brat/deep/a.txt")), Some(folder.path("brat")));
    assert_eq!(find_root(&folder.path("a.txt")), Some(folder.path("")));
}

#[test]
fn check_warns_of_settings_it_does_not_know_and_goes_on() {
    let folder = Folder::with(&[("copydesk.toml", "\n[rules]\nignor = []\n"), ("a.txt", CLEAN)]);
    expect![[r#"
        [out]
        Nothing found in 1 file
        [err]
        warning: copydesk.toml:3:9: there is no setting `rules.ignor`; did you mean `rules.ignore`?
        [exit code 0]"#]]
    .assert_eq(&folder.run("check").to_string());
}

#[test]
fn check_does_not_run_with_settings_that_are_no_toml() {
    let folder = Folder::with(&[("copydesk.toml", "include = [\n"), ("a.txt", CLEAN)]);
    expect![[r#"
        [err]
        error: copydesk.toml:1:12: unclosed array, expected `]`; until that is mended the file counts for nothing
        [exit code 2]"#]]
    .assert_eq(&folder.run("check").to_string());
}

#[test]
fn check_names_the_settings_file_that_is_not_there() {
    let folder = Folder::with(&[("a.txt", CLEAN)]);
    expect![[r#"
        [err]
        error: nowhere.toml cannot be read: No such file or directory (os error 2)
        [exit code 2]"#]]
    .assert_eq(&folder.run("check --config nowhere.toml").to_string());
}

#[test]
fn the_nearest_settings_count() {
    let outer = "include = [\"*.txt\"]\n[limits]\nfile-size = 3\n";
    let inner = "include = [\"*.news\"]\n[limits]\nfile-size = 4\n";
    let folder = Folder::with(&[
        ("copydesk.toml", outer),
        ("a.txt", CLEAN),
        ("a.news", CLEAN),
        ("inner/copydesk.toml", inner),
        ("inner/deep/b.txt", CLEAN),
        ("inner/deep/b.news", CLEAN),
    ]);
    expect![[r#"
        [out]
        a.txt:1:1: SYS001 [file-too-large] The file is larger than 3 B and was not analysed; limits.file-size sets the limit
        inner/deep/b.news:1:1: SYS001 [file-too-large] The file is larger than 4 B and was not analysed; limits.file-size sets the limit
        [exit code 1]"#]].assert_eq(&folder.run("check --output-format concise").to_string());
    let same = "a.txt:1:1: SYS001 [file-too-large] The file is larger than 3 B and was not analysed; limits.file-size sets the limit\n";
    assert_eq!(folder.run("check --output-format concise a.txt").out, same, "settings are found above a file");
    expect![[r#"
        [out]
        inner/deep/b.news:1:1: SYS001 [file-too-large] The file is larger than 4 B and was not analysed; limits.file-size sets the limit
        [exit code 1]"#]].assert_eq(&folder.run("check --output-format concise inner/deep").to_string());
}

#[test]
fn a_settings_file_can_take_the_place_of_all_others() {
    let folder = Folder::with(&[
        ("copydesk.toml", "exclude = [\"*\"]\n"),
        ("ci.toml", "exclude = [\"drafts\"]\n[limits]\nfile-size = 3\n"),
        ("corpus/a.txt", CLEAN),
        ("corpus/drafts/b.txt", CLEAN),
    ]);
    expect![[r#"
        [out]
        corpus/a.txt:1:1: SYS001 [file-too-large] The file is larger than 3 B and was not analysed; limits.file-size sets the limit
        [exit code 1]"#]].assert_eq(&folder.run("check --config ci.toml --output-format concise corpus").to_string());
}

#[test]
fn a_list_of_which_nothing_can_be_read_keeps_its_default() {
    let folder = Folder::with(&[("copydesk.toml", "[rules]\nselect = [\"NOPE\"]\n"), ("a.txt", "The gates “open.\n")]);
    let ran = folder.run("check --output-format concise");
    assert!(ran.err.contains("there is no rule `NOPE`"), "{ran}");
    assert!(ran.out.contains("unclosed-quote"), "{ran}");
}
