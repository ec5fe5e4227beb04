//! `copydesk realign`: annotations follow a text that was changed without them.

use crate::support::{Folder, Ran};

const OLD: &str = "Vera Lind opened the Sound Barrier.\nLind spoke in Brannhavn.\n";
const ANN: &str = "T1\tPerson 0 9\tVera Lind\nT2\tPlace 21 34\tSound Barrier\nT3\tPerson 36 40\tLind\nT4\tCity 50 59\tBrannhavn\n\
                   N1\tReference T4 Wikidata:Q42\tBrannhavn\n";

fn folder(new: &str) -> Folder {
    Folder::with(&[("gates.txt", new), ("gates.ann", ANN), ("old.txt", OLD)])
}

fn check(ran: &Ran, code: i32, out: &str) {
    assert_eq!((ran.code, ran.out.as_str()), (code, out), "{}", ran.err);
}

#[test]
fn annotations_that_are_right_are_left_alone() {
    check(&folder(OLD).run("realign gates.txt"), 0, "gates.ann: 4 kept\n");
}

#[test]
fn what_would_move_is_said_and_written_when_asked_for() {
    let folder = folder(&OLD.replace("opened", "has opened").replace("Barrier", "Barrage"));
    check(
        &folder.run("realign --old old.txt gates.txt"),
        1,
        "gates.ann: 1 kept, 2 moved, 1 edited; --write writes it\n  \
         gates.ann:2: T2 edited: “Sound Barrier” is now “Sound Barrage”\n",
    );
    assert_eq!(folder.read("gates.ann"), ANN.as_bytes());
    assert_eq!(folder.run("realign --old old.txt gates.txt --write").code, 0);
    let written = String::from_utf8(folder.read("gates.ann")).expect("UTF-8");
    assert!(written.contains("T2\tPlace 25 38\tSound Barrage\nT3\tPerson 40 44\tLind\n"), "{written}");
    check(&folder.run("realign gates.txt"), 0, "gates.ann: 4 kept\n");
}

#[test]
fn without_the_old_text_annotations_are_found_by_what_they_say() {
    let folder = folder(&OLD.replace("opened", "has opened"));
    check(&folder.run("realign . --write"), 0, "gates.ann: 1 kept, 3 moved, written\n");
    assert!(String::from_utf8(folder.read("gates.ann")).expect("UTF-8").contains("T4\tCity 54 63\tBrannhavn"));
}

#[test]
fn nothing_is_dropped_silently() {
    let folder = folder(&OLD.replace(" in Brannhavn", ""));
    check(
        &folder.run("realign --old old.txt gates.ann --write"),
        1,
        "gates.ann: 3 kept, 1 lost, written\n  gates.ann:4: T4 lost: “Brannhavn” is not in the text any more\n",
    );
    let written = String::from_utf8(folder.read("gates.ann")).expect("UTF-8");
    assert!(written.contains("T4\tCity 46 46\tBrannhavn\nN1\tReference T4"), "{written}");
}

#[test]
fn each_annotation_is_a_row_of_json_where_that_is_asked_for() {
    let ran = folder(&OLD.replace("opened", "has opened")).run("realign gates.txt --output-format jsonl");
    let rows = ran.rows();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[1]["outcome"], "moved");
    assert_eq!((&rows[1]["id"], &rows[1]["line"], &rows[1]["start"]), (&"T2".into(), &2.into(), &25.into()));
}

#[test]
fn a_text_without_annotations_and_an_old_state_of_several_texts_are_mistakes() {
    let folder = folder(OLD);
    assert_eq!(folder.run("realign old.txt").code, 2);
    assert_eq!(folder.run("realign --old old.txt gates.txt old.txt").code, 2);
    assert_eq!(folder.run("realign missing.txt").code, 2);
}

#[test]
fn annotations_of_records_follow_the_text_in_them() {
    let old = "{\"id\": 1, \"text\": \"Vera Lind spoke.\", \"label\": [[0, 9, \"PER\"]]}\n";
    let folder = Folder::with(&[("old.jsonl", old), ("new.jsonl", &old.replace("Vera", "Mrs Vera"))]);
    let ran = folder.run("realign --old old.jsonl new.jsonl");
    check(&ran, 1, "new.jsonl: 1 moved; --write writes it\n");
    check(&folder.run("realign --old old.jsonl new.jsonl --write"), 0, "new.jsonl: 1 moved, written\n");
    assert!(String::from_utf8(folder.read("new.jsonl")).expect("UTF-8").contains("[[4, 13, \"PER\"]]"));
    let ran = folder.run("realign new.jsonl");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("new.jsonl: --old has to name the records as they were"), "{}", ran.err);
}

#[test]
fn tokens_of_webanno_are_counted_anew() {
    let head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Entity|value\n\n\n";
    let text = format!("{head}#Text=Vera-Lou spoke\n1-1\t0-4\tVera-Lou\tPER\n1-2\t5-10\tspoke\t_\n");
    let folder = Folder::with(&[("tokens.tsv", &text)]);
    check(&folder.run("realign --write tokens.tsv"), 0, "tokens.tsv: 2 moved, written\n");
    let now = String::from_utf8(folder.read("tokens.tsv")).expect("UTF-8");
    assert_eq!(now, text.replace("0-4", "0-8").replace("5-10", "9-14"));
    check(&folder.run("realign tokens.tsv"), 0, "tokens.tsv: 2 kept\n");
}
