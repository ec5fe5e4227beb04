//! `--fix`: what is safe is mended, and nothing else in the file changes.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use expect_test::expect;

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
