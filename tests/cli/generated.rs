//! Files made from the settings and the catalogue are up to date.
//! `UPDATE_GENERATED=1 cargo test --test cli generated` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use copydesk::{cli, config};

use crate::support::command;

fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn updates() -> bool {
    std::env::var_os("UPDATE_GENERATED").is_some()
}

/// Compares a file with what it should hold, or writes it.
fn check(path: &Path, expected: &str) {
    if updates() {
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folders can be made");
        fs::write(path, expected).expect("the file can be written");
    }
    let actual = fs::read_to_string(path).unwrap_or_default();
    assert!(actual == expected, "{} is stale: run `make generate` and commit the result", path.display());
}

#[test]
fn the_page_of_settings_is_up_to_date() {
    check(&in_repository("docs/configuration.md"), &config::reference());
}

#[test]
fn the_pages_of_rules_are_up_to_date() {
    let folder = in_repository("docs/rules");
    let pages = cli::pages();
    for (name, text) in &pages {
        check(&folder.join(name), text);
    }
    let expected: BTreeSet<_> = pages.into_iter().map(|(name, _)| name).collect();
    for entry in fs::read_dir(&folder).expect("the folder is there") {
        let entry = entry.expect("the folder can be read");
        if !expected.contains(&*entry.file_name().to_string_lossy()) {
            assert!(updates(), "{} is about no rule: run `make generate`", entry.path().display());
            fs::remove_file(entry.path()).expect("the page can be removed");
        }
    }
}

#[test]
fn the_picture_in_the_readme_shows_what_is_printed() {
    let line = "copydesk check --min-severity warning tests/corpora/barrier/02-solmund-wire.news";
    let output = command(Path::new(env!("CARGO_MANIFEST_DIR")))
        .args(line.split(' ').skip(1))
        .args(["--color", "always"])
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    let printed = String::from_utf8(output.stdout).expect("output is UTF-8");
    let picture = anstyle_svg::Term::new().render_svg(&format!("$ {line}\n{printed}"));
    check(&in_repository("docs/images/check.svg"), &picture);
}

#[test]
fn the_settings_of_the_extension_for_vs_code_are_up_to_date() {
    let path = in_repository("editors/vscode/package.json");
    let manifest = fs::read_to_string(&path).expect("the extension has a manifest");
    check(&path, &config::update_vscode_manifest(&manifest).expect("the manifest has settings"));
}

#[test]
fn the_file_that_init_writes_sets_nothing() {
    let (config, problems) = config::Config::from_toml(&config::template());
    assert_eq!(problems, []);
    assert_eq!(config, config::Config::default());
}

#[test]
fn every_example_in_the_file_that_init_writes_is_a_setting() {
    let is_example = |line: &str| line.starts_with("# ") && line.contains(" = ") && !line.contains('`');
    let uncommented: String = config::template()
        .lines()
        .map(|line| if is_example(line) { format!("{}\n", &line[2..]) } else { format!("{line}\n") })
        .collect();
    let (config, problems) = config::Config::from_toml(&uncommented);
    assert_eq!(problems, []);
    assert_ne!(config, config::Config::default());
}
