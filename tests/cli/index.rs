//! The index from the command line.

use crate::support::Folder;

const FILES: &[(&str, &str)] = &[
    ("copydesk.toml", "exclude = [\"index\"]\n[index]\nlocation = \"index\"\n"),
    ("a.txt", "source: The Post\ndate: 2031-03-14\n\nThe gates are shut at dawn.\n"),
    ("b/b.txt", "Nobody had expected it of them.\n"),
    ("b/c.txt", "The gates are shut at dawn.\n==========\nA second article.\n"),
    ("d.md", "# Rain\n\nNobody had expected it of them.\n"),
];

#[test]
fn an_index_is_built_told_of_and_removed() {
    let folder = Folder::with(FILES);
    assert!(folder.run("index status").out.starts_with("0 articles in 0 files\n"));
    let built = folder.run("index build");
    assert_eq!(built.code, 0, "{}", built.err);
    assert!(built.out.starts_with("5 articles in 4 files, in "), "{}", built.out);
    let status = folder.run("index status b --verify --output-format json");
    let row = &status.rows()[0];
    assert_eq!(
        (row["articles"].as_u64(), row["files"].as_u64(), row["segments"].as_u64()),
        (Some(5), Some(4), Some(1))
    );
    assert_eq!(folder.run("index clear").code, 0);
    assert!(!folder.path("index").exists());
}

#[test]
fn names_are_built_for_the_editor_and_removed_with_the_rest() {
    let folder = Folder::with(FILES);
    let names = || folder.run("index status --output-format json").rows()[0]["names"]["files"].as_u64();
    assert_eq!(folder.run("index build").code, 0);
    assert_eq!(names(), Some(0));
    let built = folder.run("index build --names");
    assert_eq!(built.code, 0, "{}", built.err);
    assert!(built.out.lines().nth(1).is_some_and(|line| line.starts_with("names of 4 files, in ")), "{}", built.out);
    assert_eq!(names(), Some(4));
    assert!(folder.run("index status").out.contains("names of 4 files"));
    assert_eq!(folder.run("index clear").code, 0);
    assert!(!folder.path("index").exists());
}

#[test]
fn parts_built_anywhere_make_the_same_index_byte_for_byte() {
    let folder = Folder::with(FILES);
    let mut wholes = Vec::new();
    for (parts, jobs) in [(1, 1), (1, 4), (2, 1), (3, 4), (7, 1)] {
        let names: Vec<String> = (1..=parts).map(|part| format!("part-{part}")).collect();
        for (part, name) in names.iter().enumerate() {
            let ran = folder.run(&format!("index runs --shard {}/{parts} --jobs {jobs} --out {name} .", part + 1));
            assert_eq!(ran.code, 0, "{}", ran.err);
        }
        let ran = folder.run(&format!("index merge --jobs {jobs} --out whole-{parts}-{jobs} {}", names.join(" ")));
        assert_eq!((ran.code, &*ran.err), (0, ""));
        assert!(ran.out.starts_with("5 articles in 4 files, in whole-"), "{}", ran.out);
        let bytes = |name| std::fs::read(folder.path(&format!("whole-{parts}-{jobs}")).join(name)).expect("a file");
        wholes.push([bytes("manifest"), bytes("00000001.segment")]);
    }
    assert!(wholes.iter().all(|whole| *whole == wholes[0]));
    // And it is the index that one process builds.
    assert_eq!(folder.run("index build").code, 0);
    let built = ["manifest", "00000001.segment"].map(|name| std::fs::read(folder.path("index").join(name)).ok());
    assert_eq!(built, wholes.swap_remove(0).map(Some));
}

#[test]
fn what_was_merged_is_an_index_where_the_settings_name_it() {
    let folder = Folder::with(FILES);
    assert_eq!(folder.run("index runs --shard 1/1 --out part .").code, 0);
    assert_eq!(folder.run("index merge --out index part").code, 0);
    let status = folder.run("index status --output-format json").rows().remove(0);
    assert_eq!((status["articles"].as_u64(), status["files"].as_u64()), (Some(5), Some(4)));
    // The part lies in the corpus, but it is no text; nothing else has changed.
    assert!(folder.run("index build").out.starts_with("5 articles in "));
    // That the index of names lies beside it is no reason to refuse.
    folder.write("index/names/manifest", "");
    assert_eq!(folder.run("index merge --out index part").code, 0);
    let refused = folder.run("index merge --out b part");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("b: other files lie in this folder"), "{}", refused.err);
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = Folder::with(FILES);
    let said = |arguments: &str| {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, 2, "{}", ran.out);
        ran.err
    };
    assert!(said("index build nowhere").contains("nowhere: "));
    assert!(said("index runs --shard 3/2 --out x").contains("`3/2` is no part of a whole"));
    assert!(said("index merge a.txt --out x").contains("a.txt: "));
    folder.write("index", "a file where the folder should be");
    assert!(said("index build").contains("`index.location` names another folder"));
}
