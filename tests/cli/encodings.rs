//! Files that are not in UTF-8: read as declared, or reported and survived.

use expect_test::expect;

use crate::support::{CLEAN, Folder};

#[test]
fn a_file_that_is_not_utf_8_is_reported_at_its_first_bad_byte() {
    let folder = Folder::with(&[("a.txt", &b"First.\nThe caf\xe9 opened.\n"[..])]);
    expect![[r#"
        [out]
        error[SYS002 unreadable-file]: The file is not in UTF-8: byte 14 is 0xE9; convert it, or declare its encoding under [encodings] in copydesk.toml
          ╭▸ a.txt:2:8
          │
        2 │ The caf
          ╰╴       ━

        1 finding in 1 file (1 error)
        [exit code 1]"#]].assert_eq(&folder.run("check").to_string());
    let row = &folder.run("check --output-format jsonl").rows()[0];
    assert_eq!((row["byte_start"].as_u64(), row["start"].as_u64()), (Some(14), Some(14)));
}

#[test]
fn a_declared_encoding_is_used() {
    let settings = b"[encodings]\n\"old/**\" = \"windows-1252\"\n";
    let folder = Folder::with(&[("copydesk.toml", &settings[..]), ("old/a.txt", b"The caf\xe9 opened.\n")]);
    expect![[r#"
        [out]
        Nothing found in 1 file
        [exit code 0]"#]]
    .assert_eq(&folder.run("check").to_string());
}

#[test]
fn a_file_that_is_not_in_its_declared_encoding_is_reported() {
    let settings = b"[encodings]\n\"*.txt\" = \"euc-jp\"\n";
    let folder = Folder::with(&[("copydesk.toml", &settings[..]), ("a.txt", b"abc\nd\xff\n")]);
    expect![[r#"
        [out]
        a.txt:2:2: SYS002 [unreadable-file] The file is not in EUC-JP: byte 5 does not fit
        [exit code 1]"#]]
    .assert_eq(&folder.run("check --output-format concise").to_string());
}

#[test]
fn utf_16_is_known_by_its_byte_order_mark() {
    let units = || format!("\u{feff}{CLEAN}").encode_utf16().collect::<Vec<_>>();
    let little: Vec<u8> = units().into_iter().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().into_iter().flat_map(u16::to_be_bytes).collect();
    let folder =
        Folder::with(&[("little.txt", &little), ("big.txt", &big), ("odd.txt", &little[..little.len() - 1].into())]);
    expect![[r#"
        [out]
        odd.txt:1:40: SYS002 [unreadable-file] The file is not in UTF-16LE: byte 78 does not fit
        [exit code 1]"#]]
    .assert_eq(&folder.run("check --output-format concise").to_string());
}

#[test]
fn a_byte_order_mark_of_utf_8_is_no_finding() {
    let folder = Folder::with(&[("a.txt", format!("\u{feff}{CLEAN}"))]);
    expect![[r#"
        [out]
        Nothing found in 1 file
        [exit code 0]"#]]
    .assert_eq(&folder.run("check").to_string());
}

#[test]
fn a_binary_file_is_named() {
    let folder = Folder::with(&[("a.txt", &b"\x7fELF\0\0\0"[..])]);
    expect![[r#"
        [out]
        a.txt:1:5: SYS002 [unreadable-file] The file is binary: it holds NUL bytes
        [exit code 1]"#]]
    .assert_eq(&folder.run("check --output-format concise").to_string());
}

#[test]
fn a_file_above_the_limit_is_named() {
    let folder =
        Folder::with(&[("copydesk.toml", "[limits]\nfile-size = \"1 KiB\"\n".into()), ("a.txt", CLEAN.repeat(100))]);
    expect![[r#"
        [out]
        information[SYS001 file-too-large]: The file is larger than 1 KiB and was not analysed; limits.file-size sets the limit
         ─▸ a.txt:1:1

        1 finding in 1 file (1 information)
        [exit code 1]"#]].assert_eq(&folder.run("check").to_string());
}

#[test]
fn unreadable_files_can_be_passed_over() {
    let folder = Folder::with(&[("a.txt", &b"\0"[..])]);
    expect![[r#"
        [out]
        Nothing found in 1 file
        [exit code 0]"#]]
    .assert_eq(&folder.run("check --ignore SYS").to_string());
}
