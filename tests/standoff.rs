//! Annotations follow their text: what a `.ann` file says after the text beside it was edited.

use std::fmt::Write;

use copydesk::format::brat::{self, Ann};
use copydesk::standoff::{Alignment, Realigned};
use copydesk::text::{Change, Span};
use expect_test::{Expect, expect};
use proptest::prelude::*;

const TEXT: &str = "Vera Lind opened the Sound Barrier.\nLind spoke in Brannhavn 🌊, and Brannhavn listened.\n";

/// A `.ann` file with a line for each of `names`, which stand in `text` in this order.
fn annotate(text: &str, names: &[&str]) -> String {
    let (mut ann, mut from) = (String::new(), 0);
    for (index, name) in names.iter().enumerate() {
        let at = from + text[from..].find(name).expect("it is there");
        let start = text[..at].chars().count();
        writeln!(ann, "T{}\tName {start} {}\t{name}", index + 1, start + name.chars().count()).expect("a string");
        from = at + name.len();
    }
    ann
}

fn standard() -> String {
    annotate(TEXT, &["Vera Lind", "Sound Barrier", "Lind", "Brannhavn", "Brannhavn"])
        + "R1\tOpens Arg1:T1 Arg2:T2\t\nN1\tReference T1 Wikidata:Q42\tVera Lind\n"
}

/// The file after each `old` of `edits` was replaced by its `new`, one by one.
fn follow(ann: &str, text: &str, edits: &[(&str, &str)]) -> (Realigned, String) {
    let (mut now, mut alignment) = (text.to_owned(), Alignment::default());
    for (old, new) in edits {
        let at = now.find(old).expect("it is there");
        alignment.edit(Change { old: Span::new(at, at + old.len()), new_len: new.len() });
        now.replace_range(at..at + old.len(), new);
    }
    let realigned = brat::realign(ann, &Ann::parse(ann), text, &now, &alignment.settled(text, &now));
    (realigned, now)
}

/// The lines that are others than before, and what became of each annotation.
fn check(edits: &[(&str, &str)], expected: &Expect) {
    let ann = standard();
    let (realigned, _) = follow(&ann, TEXT, edits);
    let new = realigned.apply(&ann);
    let mut out = String::new();
    for (before, after) in ann.lines().zip(new.lines()).filter(|(before, after)| before != after) {
        writeln!(out, "{} → {}", before.replace('\t', " "), after.replace('\t', " ")).expect("a string");
    }
    let outcomes = realigned.entries.iter().map(|entry| format!("{} {}", entry.name, entry.outcome.name()));
    out.push_str(&outcomes.collect::<Vec<_>>().join(", "));
    expected.assert_eq(&out);
}

#[test]
fn spans_behind_an_edit_move() {
    check(
        &[("opened", "has opened")],
        &expect![[r"
        T2 Name 21 34 Sound Barrier → T2 Name 25 38 Sound Barrier
        T3 Name 36 40 Lind → T3 Name 40 44 Lind
        T4 Name 50 59 Brannhavn → T4 Name 54 63 Brannhavn
        T5 Name 67 76 Brannhavn → T5 Name 71 80 Brannhavn
        T1 kept, T2 moved, T3 moved, T4 moved, T5 moved"]],
    );
}

#[test]
fn a_span_that_is_edited_in_says_what_stands_there_now() {
    check(
        &[("Barrier", "Barrage")],
        &expect![[r"
        T2 Name 21 34 Sound Barrier → T2 Name 21 34 Sound Barrage
        T1 kept, T2 edited, T3 kept, T4 kept, T5 kept"]],
    );
}

#[test]
fn a_span_of_which_an_edge_was_cut_off_has_what_is_left() {
    check(
        &[("the Sound ", "our ")],
        &expect![[r"
        T2 Name 21 34 Sound Barrier → T2 Name 21 28 Barrier
        T3 Name 36 40 Lind → T3 Name 30 34 Lind
        T4 Name 50 59 Brannhavn → T4 Name 44 53 Brannhavn
        T5 Name 67 76 Brannhavn → T5 Name 61 70 Brannhavn
        T1 kept, T2 cut, T3 moved, T4 moved, T5 moved"]],
    );
}

#[test]
fn a_span_of_which_all_was_taken_out_covers_nothing_and_remembers_its_text() {
    check(
        &[(" in Brannhavn 🌊", "")],
        &expect![[r"
        T4 Name 50 59 Brannhavn → T4 Name 46 46 Brannhavn
        T5 Name 67 76 Brannhavn → T5 Name 52 61 Brannhavn
        T1 kept, T2 kept, T3 kept, T4 lost, T5 moved"]],
    );
}

#[test]
fn a_text_that_comes_back_brings_its_annotation_back() {
    let ann = standard();
    let (lost, without) = follow(&ann, TEXT, &[(" in Brannhavn 🌊", "")]);
    let saved = lost.apply(&ann);
    let (back, text) = follow(&saved, &without, &[("spoke", "spoke in Brannhavn 🌊")]);
    assert_eq!(text, TEXT);
    assert_eq!(back.apply(&saved), ann);
}

#[test]
fn line_ends_and_a_byte_order_mark_are_edits_like_others() {
    let ann = standard();
    for new in [TEXT.replace('\n', "\r\n"), format!("\u{feff}{TEXT}"), TEXT.replace('\n', "\r\n\r\n")] {
        let there = brat::realign(&ann, &Ann::parse(&ann), TEXT, &new, &Alignment::between(TEXT, &new)).apply(&ann);
        let back =
            brat::realign(&there, &Ann::parse(&there), &new, TEXT, &Alignment::between(&new, TEXT)).apply(&there);
        assert_ne!(there, ann);
        assert_eq!(back, ann);
    }
}

#[test]
fn a_file_that_counts_otherwise_goes_on_counting_like_that() {
    let utf16 = standard().replace("67 76", "68 77");
    let (realigned, _) = follow(&utf16, TEXT, &[("Vera", "Verena")]);
    assert!(realigned.apply(&utf16).contains("70 79\tBrannhavn"), "{}", realigned.apply(&utf16));
}

#[test]
fn what_fits_the_new_text_already_stays_as_it_is() {
    let ann = standard();
    let (realigned, new) = follow(&ann, TEXT, &[("opened", "has opened")]);
    let done = realigned.apply(&ann);
    let again = brat::realign(&done, &Ann::parse(&done), TEXT, &new, &Alignment::between(TEXT, &new));
    assert_eq!(again.apply(&done), done);
}

#[test]
fn parts_of_a_span_move_each_by_itself() {
    let text = "North and South Gate";
    let ann = "T1\tPlace 0 5;16 20\tNorth Gate\nT2\tPlace 16 20;10 15\tGate South\n";
    let (realigned, _) = follow(ann, text, &[("and", "or")]);
    assert_eq!(realigned.apply(ann), "T1\tPlace 0 5;15 19\tNorth Gate\nT2\tPlace 15 19;9 14\tGate South\n");
}

#[test]
fn without_the_old_text_annotations_are_found_by_what_they_say() {
    let ann = standard();
    let new = TEXT.replace("opened", "has opened").replace("Barrier", "Barriers");
    let realigned = brat::recover(&ann, &Ann::parse(&ann), &new);
    let outcomes: Vec<_> = realigned.entries.iter().map(|entry| (entry.name.as_str(), entry.outcome.name())).collect();
    expect![[r#"
        [
            (
                "T1",
                "kept",
            ),
            (
                "T2",
                "moved",
            ),
            (
                "T3",
                "moved",
            ),
            (
                "T4",
                "moved",
            ),
            (
                "T5",
                "moved",
            ),
        ]
    "#]]
    .assert_debug_eq(&outcomes);
}

/// A text, a `.ann` file with some of its stretches, and edits.
fn edited() -> impl Strategy<Value = (String, String, Vec<(usize, usize, String)>)> {
    let text = "[ab é😀\n]{1,30}";
    let spans = prop::collection::vec((0..30_usize, 1..6_usize), 0..8);
    let edits = prop::collection::vec((0..1000_usize, 0..1000_usize, "[ab é😀\r\n]{0,4}"), 0..8);
    (text, spans, edits).prop_map(|(text, spans, edits)| {
        let chars: Vec<char> = text.chars().collect();
        let mut ann = String::new();
        for (index, (start, len)) in spans.into_iter().enumerate() {
            let end = (start + len).min(chars.len());
            if start < end {
                let said: String = chars[start..end].iter().map(|&c| if c == '\n' { ' ' } else { c }).collect();
                writeln!(ann, "T{index}\tName {start} {end}\t{said}").expect("a string");
            }
        }
        (text, ann, edits)
    })
}

fn boundary(text: &str, per_mille: usize) -> usize {
    text.floor_char_boundary(text.len() * per_mille / 1000)
}

proptest! {
    #[test]
    fn edits_and_their_undos_restore_the_file_byte_for_byte((text, ann, edits) in edited()) {
        let (mut now, mut alignment, mut undo) = (text.clone(), Alignment::default(), Vec::new());
        for (a, b, put_in) in &edits {
            let (a, b) = (boundary(&now, *a), boundary(&now, *b));
            let span = Span::new(a.min(b), a.max(b));
            undo.push((Span::new(span.start, span.start + put_in.len()), now[span.range()].to_owned()));
            now.replace_range(span.range(), put_in);
            alignment.edit(Change { old: span, new_len: put_in.len() });
        }
        for (span, taken) in undo.into_iter().rev() {
            now.replace_range(span.range(), &taken);
            alignment.edit(Change { old: span, new_len: taken.len() });
        }
        let settled = alignment.settled(&text, &now);
        let realigned = brat::realign(&ann, &Ann::parse(&ann), &text, &now, &settled);
        prop_assert_eq!(realigned.apply(&ann), ann);
    }

    #[test]
    fn a_round_trip_of_insertion_and_deletion_restores_the_file((text, ann, edits) in edited()) {
        // Saved in between: what the file says after the insertion is all that the deletion knows.
        for (at, _, put_in) in &edits {
            let at = boundary(&text, *at);
            let mut new = text.clone();
            new.insert_str(at, put_in);
            let mut there = Alignment::default();
            there.edit(Change { old: Span::empty(at), new_len: put_in.len() });
            let saved = brat::realign(&ann, &Ann::parse(&ann), &text, &new, &there.settled(&text, &new)).apply(&ann);
            let mut back = Alignment::default();
            back.edit(Change { old: Span::new(at, at + put_in.len()), new_len: 0 });
            let restored = brat::realign(&saved, &Ann::parse(&saved), &new, &text, &back.settled(&new, &text));
            prop_assert_eq!(restored.apply(&saved), ann.clone());
        }
    }

    #[test]
    fn any_file_of_annotations_survives_any_change_of_its_text(
        ann in "([TNR#*E][0-9]?[\t ](Name|:)? ?[0-9]{0,2} ?[0-9]{0,2};?[0-9 ]{0,4}[\t ]?[ab é😀]{0,4}[\r\n]?){0,6}",
        old in "[ab é😀\r\n]{0,20}",
        new in "[ab é😀\r\n]{0,20}",
    ) {
        let parsed = Ann::parse(&ann);
        let all = [
            brat::realign(&ann, &parsed, &old, &new, &Alignment::between(&old, &new)),
            brat::recover(&ann, &parsed, &new),
        ];
        for realigned in all {
            let mut at = 0;
            for edit in &realigned.edits {
                prop_assert!(edit.span.start >= at && ann.get(edit.span.range()).is_some());
                at = edit.span.end;
            }
        }
    }
}
