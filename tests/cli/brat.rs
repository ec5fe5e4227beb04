//! `copydesk check` in brat corpora: a text, its annotations and their configuration are checked together.

use crate::support::Folder;

const TEXT: &str = "“We open the gates tonight,” said Vera Lind.\n";

fn folder(text: &str, ann: &str) -> Folder {
    Folder::with(&[("annotation.conf", "[entities]\nPerson\n"), ("gates.txt", text), ("gates.ann", ann)])
}

fn rows(folder: &Folder, arguments: &str) -> Vec<String> {
    let ran = folder.run(&format!("check --output-format jsonl {arguments}"));
    ran.rows().iter().map(|row| format!("{} {} {}", row["path"], row["rule"], row["line"]).replace('"', "")).collect()
}

#[test]
fn a_sound_pair_is_clean() {
    let folder = folder(TEXT, "T1\tPerson 34 43\tVera Lind\n");
    assert_eq!(rows(&folder, "."), Vec::<String>::new());
}

#[test]
fn findings_stand_in_the_annotations_and_in_the_configuration() {
    let folder = folder(TEXT, "T1\tPerson 33 43\tVera Lind\nT2\tPreson 34 43\tVera Lind\n");
    folder.write("annotation.conf", "[entities]\nPerson\n[relation]\n");
    let expected = ["annotation.conf annotation-conf 3", "gates.ann text-mismatch 1", "gates.ann undeclared-type 2"];
    assert_eq!(rows(&folder, ""), expected);
    assert_eq!(rows(&folder, "gates.ann"), expected[1..]);
}

#[test]
fn halves_of_pairs_are_found() {
    let folder = folder(TEXT, "T1\tPerson 34 43\tVera Lind\n");
    folder.write("fog.txt", TEXT.replace("Vera Lind", "Olav Brandt"));
    folder.write("rain.ann", "T1\tPerson 0 4\tVera\n");
    let found = rows(&folder, "--select ANN");
    assert_eq!(found, ["fog.txt text-without-annotation 1", "rain.ann annotation-without-text 1"]);
}

#[test]
fn annotations_follow_a_text_that_is_fixed() {
    let folder = folder(&TEXT.replace("We open", "We  open"), "T1\tPerson 35 44\tVera Lind\n");
    let ran = folder.run("check --fix");
    assert_eq!(ran.code, 0, "{ran}");
    assert_eq!(folder.read("gates.txt"), TEXT.as_bytes());
    assert_eq!(folder.read("gates.ann"), b"T1\tPerson 34 43\tVera Lind\n");
}

#[test]
fn no_fix_that_is_applied_unseen_removes_what_is_annotated() {
    let (block, rest) =
        ("The harbour gates were opened by Vera Lind at noon.\n\n", "Many ships had waited for a week.\n");
    let text = format!("{block}{block}{rest}");
    let at = text.rfind("Vera").expect("it stands there twice");
    let folder = folder(&text, &format!("T1\tPerson {at} {}\tVera Lind\n", at + 9));
    let ran = folder.run("check --fix --output-format concise");
    assert!(ran.out.contains("repeated-block"), "{ran}");
    assert_eq!(folder.read("gates.txt"), text.as_bytes());
    folder.write("gates.ann", "T1\tPerson 33 42\tVera Lind\n");
    folder.run("check --fix");
    assert_eq!(folder.read("gates.txt"), format!("{block}{rest}").as_bytes());
}
