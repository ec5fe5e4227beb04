//! Which files are checked, in which order, and what becomes of those that cannot be read.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::process::Stdio;

use expect_test::expect;

use crate::support::{CLEAN, Folder, command};

/// Text that is reported wherever it is checked: it is not UTF-8.
const BAD: &[u8] = b"caf\xe9\n";

fn paths(ran: &crate::support::Ran) -> Vec<String> {
    ran.rows().iter().map(|row| row["path"].as_str().expect("a path is a string").to_owned()).collect()
}

#[test]
fn files_are_found_by_the_patterns_of_the_settings() {
    let folder = Folder::with(&[
        ("a.txt", BAD),
        ("b.md", BAD),
        ("c.markdown", BAD),
        ("d.news", BAD),
        ("e.html", BAD),
        (".hidden.txt", BAD),
        ("ignored.txt", BAD),
        (".gitignore", b"ignored.txt\n"),
    ]);
    assert_eq!(paths(&folder.run("check --output-format jsonl")), ["a.txt", "b.md", "c.markdown", "d.news"]);
}

#[test]
fn a_file_that_is_named_is_checked_whatever_it_is_called() {
    let folder = Folder::with(&[("e.html", BAD), ("copydesk.toml", b"exclude = [\"*\"]")]);
    assert_eq!(paths(&folder.run("check --output-format jsonl e.html")), ["e.html"]);
}

#[test]
fn paths_begin_as_the_user_wrote_them() {
    let folder = Folder::with(&[("corpus/a.txt", BAD), ("here/b.txt", BAD)]);
    let run = |paths: &str| {
        let mut command = command(&folder.path("here"));
        let output = command.args(["check", "--output-format", "concise"]).args(paths.split(' ')).output();
        String::from_utf8(output.expect("the program runs").stdout).expect("paths are UTF-8")
    };
    assert!(run("../corpus").starts_with("../corpus/a.txt:1:4:"));
    assert!(run("./b.txt").starts_with("./b.txt:1:4:"));
    assert!(run(".").starts_with("b.txt:1:4:"));
    let absolute = folder.path("corpus").display().to_string();
    assert!(run(&absolute).starts_with(&format!("{absolute}/a.txt:1:4:")));
}

#[test]
fn a_file_named_twice_is_checked_once() {
    let folder = Folder::with(&[("corpus/a.txt", BAD)]);
    assert_eq!(paths(&folder.run("check --output-format jsonl corpus/a.txt corpus")), ["corpus/a.txt"]);
}

#[test]
fn the_order_is_that_of_the_paths_however_many_threads_there_are() {
    let names: Vec<_> = (0..5000).map(|number| format!("{}/{number:04}.txt", number % 7)).collect();
    let folder = Folder::with(&names.iter().map(|name| (name.as_str(), BAD)).collect::<Vec<_>>());
    let mut expected = names;
    expected.sort();
    let one = folder.run("check --output-format jsonl --jobs 1");
    assert_eq!(paths(&one), expected);
    assert_eq!(folder.run("check --output-format jsonl --jobs 8").out, one.out);
}

#[test]
fn broken_links_and_loops_are_named_and_survived() {
    let folder = Folder::with(&[("corpus/a.txt", CLEAN), ("elsewhere/b.txt", CLEAN)]);
    symlink("nowhere", folder.path("corpus/broken.txt")).expect("a link can be made");
    symlink("nowhere", folder.path("corpus/broken")).expect("a link can be made");
    symlink("..", folder.path("corpus/loop")).expect("a link can be made");
    symlink("self", folder.path("corpus/self")).expect("a link can be made");
    symlink("../elsewhere", folder.path("corpus/linked")).expect("a link can be made");
    expect![[r#"
        [out]
        error[SYS002 unreadable-file]: The file cannot be read: No such file or directory (os error 2)
         ─▸ corpus/broken.txt:1:1

        error[SYS002 unreadable-file]: The file cannot be read: No such file or directory (os error 2)
         ─▸ corpus/loop/corpus/broken.txt:1:1

        2 findings in 7 files (2 errors)
        [err]
        warning: File system loop found: corpus/loop/corpus/loop points to an ancestor corpus/loop
        warning: corpus/broken: No such file or directory (os error 2)
        warning: corpus/loop/corpus/broken: No such file or directory (os error 2)
        warning: corpus/loop/corpus/self: Too many levels of symbolic links (os error 40)
        warning: corpus/self: Too many levels of symbolic links (os error 40)
        [exit code 1]"#]]
    .assert_eq(&folder.run("check corpus").to_string());
}

#[test]
fn a_path_that_is_not_there_is_named_after_the_rest_was_checked() {
    let folder = Folder::with(&[("a.txt", BAD)]);
    expect![[r#"
        [out]
        a.txt:1:4: SYS002 [unreadable-file] The file is not in UTF-8: byte 3 is 0xE9; convert it, or declare its encoding under [encodings] in copydesk.toml
        [err]
        error: nowhere: No such file or directory (os error 2)
        [exit code 2]"#]].assert_eq(&folder.run("check --output-format concise nowhere a.txt").to_string());
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let names: Vec<_> = (0..3000).map(|number| format!("{number}.txt")).collect();
    let folder = Folder::with(&names.iter().map(|name| (name.as_str(), BAD)).collect::<Vec<_>>());
    let mut child = command(&folder.path(""))
        .args(["check", "--output-format", "concise"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().expect("its output is a pipe"));
    stdout.read_line(&mut line).expect("it prints a line");
    drop(stdout);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}
