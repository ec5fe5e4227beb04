//! `--fix`: what is safe is mended, and nothing else in the file changes.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use expect_test::expect;
use proptest::prelude::*;

use crate::support::{CLEAN, Folder, MISMATCHED};

/// Trailing white space, a doubled blank line and a missing line end: three safe fixes.
const UNTIDY: &str = "First. \n\n\nSecond.";
const TIDY: &str = "First.\n\nSecond.\n";

#[test]
fn safe_fixes_are_applied_and_counted() {
    let folder = Folder::with(&[("a.txt", UNTIDY), ("clean.txt", CLEAN)]);
    expect![[r#"
        [out]
        3 findings fixed; nothing found in 2 files
        [exit code 0]"#]]
    .assert_eq(&folder.run("check --fix").to_string());
    assert_eq!(folder.read("a.txt"), TIDY.as_bytes());
    assert_eq!(folder.read("clean.txt"), CLEAN.as_bytes());
}

#[test]
fn fixing_twice_changes_nothing_more() {
    let folder = Folder::with(&[("a.txt", UNTIDY), ("b.txt", MISMATCHED), ("c.txt", "date 2031-03-14 \n\n\nText")]);
    folder.run("check --fix --unsafe-fixes");
    let once = ["a.txt", "b.txt", "c.txt"].map(|path| folder.read(path));
    let again = folder.run("check --fix --unsafe-fixes --output-format concise");
    assert_eq!(["a.txt", "b.txt", "c.txt"].map(|path| folder.read(path)), once);
    assert_eq!(again.err, "", "nothing is said to be fixed");
}

#[test]
fn unsafe_fixes_are_applied_when_they_are_asked_for() {
    let text = "The barrier (built in 2031 was opened.\n";
    let folder = Folder::with(&[("a.txt", text)]);
    assert_eq!(folder.run("check --fix").code, 1);
    assert_eq!(folder.read("a.txt"), text.as_bytes());
    expect![[r#"
        [out]
        1 finding fixed; nothing found in 1 file
        [exit code 0]"#]]
    .assert_eq(&folder.run("check --fix --unsafe-fixes").to_string());
    assert_ne!(folder.read("a.txt"), text.as_bytes());
}

#[test]
fn only_what_is_shown_is_fixed() {
    let folder = Folder::with(&[("a.txt", UNTIDY)]);
    folder.run("check --fix --select trailing-white-space");
    assert_eq!(folder.read("a.txt"), b"First.\n\n\nSecond.");
    folder.run("check --fix --min-severity warning");
    assert_eq!(folder.read("a.txt"), b"First.\n\n\nSecond.");
}

#[test]
fn line_ends_and_byte_order_mark_stay() {
    let folder = Folder::with(&[
        ("crlf.txt", "\u{feff}First. \r\n\r\nSecond.\r\n"),
        ("cr.txt", "First. \r\rSecond.\r"),
        ("no-end.txt", "First. \n\nSecond."),
    ]);
    folder.run("check --fix --ignore missing-final-newline");
    assert_eq!(folder.read("crlf.txt"), "\u{feff}First.\r\n\r\nSecond.\r\n".as_bytes());
    assert_eq!(folder.read("cr.txt"), b"First.\r\rSecond.\r");
    assert_eq!(folder.read("no-end.txt"), b"First.\n\nSecond.");
}

#[test]
fn the_encoding_stays() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let folder = Folder::with(&[
        ("copydesk.toml", b"[encodings]\n\"old.txt\" = \"windows-1252\"\n".to_vec()),
        ("old.txt", b"The caf\xe9 opened. \n".to_vec()),
        ("wide.txt", utf16("\u{feff}The café 🌊 opened. \n")),
    ]);
    folder.run("check --fix");
    assert_eq!(folder.read("old.txt"), b"The caf\xe9 opened.\n");
    assert_eq!(folder.read("wide.txt"), utf16("\u{feff}The café 🌊 opened.\n"));
}

#[test]
fn a_file_that_cannot_be_written_as_it_was_read_is_left_alone_and_named() {
    let settings = b"[encodings]\n\"*.txt\" = \"gbk\"\n";
    let folder = Folder::with(&[("copydesk.toml", &settings[..]), ("a.txt", b"\x80 5. \n\xa2\xe3 5. \n")]);
    let before = folder.read("a.txt");
    expect![[r#"
        [out]
        a.txt:1:5: TYP005 [trailing-white-space] A line ends in white space
        a.txt:2:5: TYP005 [trailing-white-space] A line ends in white space
        [err]
        error: a.txt: not fixed: writing it would change bytes beside the fixes; convert it to UTF-8 first
        [exit code 2]"#]]
    .assert_eq(&folder.run("check --fix --output-format concise").to_string());
    assert_eq!(folder.read("a.txt"), before);
}

#[test]
fn permissions_stay_and_nothing_is_left_beside_the_file() {
    let folder = Folder::with(&[("a.txt", UNTIDY)]);
    fs::set_permissions(folder.path("a.txt"), fs::Permissions::from_mode(0o640)).expect("they can be set");
    folder.run("check --fix");
    let mode = folder.path("a.txt").metadata().expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(fs::read_dir(folder.path("")).expect("it can be read").count(), 1);
}

#[test]
fn a_link_stays_a_link() {
    let folder = Folder::with(&[("real/a.txt", UNTIDY)]);
    symlink("real/a.txt", folder.path("link.txt")).expect("a link can be made");
    folder.run("check --fix link.txt");
    assert!(folder.path("link.txt").is_symlink());
    assert_eq!(folder.read("real/a.txt"), TIDY.as_bytes());
}

/// Paragraphs that no other story has.
fn paragraph(story: usize, number: usize) -> String {
    let letter = |n: usize| char::from(b'a' + n as u8 % 26);
    let word = |at: usize| [at, story, number, at * story + number].map(letter).iter().collect::<String>();
    (0..20).map(word).collect::<Vec<_>>().join(" ") + "."
}

/// What stands in several articles of the generated corpora, of a site or of the stories.
const REPEATED: [&str; 11] = [
    "The harbour at dawn, seen from the pier",
    "The war on the northern shore began in 2019, when ships of the islands took the salt works and the keepers fled.",
    "Get the letter of the harbour by post for half the price until the herring is back in the sound.",
    "The trial continues.",
    "Share this article",
    "Advertisement",
    "You may also like",
    "The tide table, seven days a week",
    "Ups and downs",
    "Tides and crosswords are printed in the back of our paper, beside the price of fish.",
    "Pilots of the sound take their pay in herring",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// What `--fix` removes does not depend on what it has removed already, and is told before.
    #[test]
    fn what_is_removed_makes_nothing_more_removable(
        articles in prop::collection::vec(prop::collection::vec(0..REPEATED.len() + 4, 3..12), 6..12),
    ) {
        let texts = articles.iter().enumerate().map(|(story, blocks)| {
            let block = |(number, block): (usize, &usize)| {
                REPEATED.get(*block).map_or_else(|| paragraph(story, number), |text| (*text).to_owned())
            };
            let mut body: Vec<String> = Vec::new();
            body.extend(blocks.iter().enumerate().map(block));
            // Each once in an article: of two copies one goes, and of the other one the next run may say more.
            let again: Vec<bool> = (0..body.len()).map(|at| body[..at].contains(&body[at])).collect();
            let mut again = again.into_iter();
            body.retain(|_| !again.next().unwrap_or(false));
            let text = format!("date: 2031-{:02}-05\n\nNo {story}\n\n{}\n", 1 + story, body.join("\n\n"));
            (format!("post.example/{story}.txt"), text)
        });
        let texts: Vec<(String, String)> = texts.collect();
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let folder = Folder::with(&files);
        let said = folder.run("check --select BOI --output-format jsonl").out;
        let read = || texts.iter().map(|(path, _)| String::from_utf8(folder.read(path)).unwrap()).collect::<Vec<_>>();
        folder.run("check --fix --select BOI");
        let once = read();
        folder.run("check --fix --select BOI");
        prop_assert_eq!(&read(), &once);
        for ((path, text), fixed) in texts.iter().zip(&once) {
            let told: Vec<&str> = said
                .lines()
                .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a finding"))
                .filter(|it| it["path"] == path.as_str() && !it["fix"].is_null())
                .map(|it| &text[it["start"].as_u64().unwrap() as usize..it["end"].as_u64().unwrap() as usize])
                .collect();
            let of = |text: &str, line: &str| text.lines().filter(|it| *it == line).count();
            for line in text.lines().filter(|line| !line.is_empty() && of(text, line) > of(fixed, line)) {
                prop_assert!(told.iter().any(|told| told.contains(line)), "{}: {}", path, line);
            }
        }
    }
}
