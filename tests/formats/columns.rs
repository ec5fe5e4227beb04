use std::path::Path;

use expect_test::expect;

use crate::support::{articles, found};

fn files(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora").join(folder);
    let entries = std::fs::read_dir(folder).expect("the sample corpora").flatten();
    let read = |entry: std::fs::DirEntry| {
        let text = std::fs::read_to_string(entry.path()).expect("a text");
        (entry.file_name().to_string_lossy().into_owned(), text)
    };
    let mut files: Vec<_> = entries.map(read).collect();
    files.sort();
    files
}

#[test]
fn sound_files_are_silent() {
    let files = files("columns-clean");
    assert_eq!(files.len(), 5);
    for (name, text) in files {
        assert_eq!(found(&name, &text), "", "{name}");
    }
}

#[test]
fn every_damage_is_found_and_nothing_else() {
    let found = files("columns").into_iter().map(|(name, text)| format!("{name}\n{}", found(&name, &text)));
    expect![[r#"
        gates.conll
        4:15 inside-without-begin “I-PER” I-PER stands behind a token outside: no B-PER begins the mention
              safe: Write B-PER gives “Lind NNP I-NP B-PER”
        14:15 type-change-inside “I-LOC” I-LOC goes on with a mention of type ORG
              “B-ORG” The mention so far
              unsafe: Write I-ORG gives “Post NNP I-NP I-ORG”
              unsafe: Write B-LOC gives “Post NNP I-NP B-LOC”
        16:1 column-count “there RB O” This line has 3 columns, most of the file has 4
        18:1 blank-line-with-space “ ” This line looks blank and is not: programs that look for an empty line join two sentences
              safe: Empty the line gives “”
        24:18 malformed-tag “B_LOC” “B_LOC” is no tag: O or a letter, a hyphen and a type (B-PER) stand here
              unsafe: Write B-LOC gives “Solmund NNP B-NP B-LOC”
        gates.conllu
        6:33 cross-sentence-mention “(e1-person-1-Vera_Lind” The mention of e1 is not closed in its sentence
        15:13 sentence-id “gates-1” Another sentence of this file has the id gates-1 too
              “gates-1” The first one
        16:19 sentence-text-mismatch “ .” The text has “She spoke .”, the tokens have “She spoke.”
              unsafe: Write what the tokens say gives “# text = She spoke.”
        17:32 entity-type-mismatch “(e1-place-1-Vera_Lind)” The type of e1 is “place” here and “person” at its first mention
              “(e1-person-1-Vera_Lind” The first mention
        gates.tsv
        9:5 token-offsets “11-16” 11-16 are 5 UTF-16 units, the token has 6
        10:25 dangling-reference “9-1” The relation leads to the token 9-1, and there is none
        gates.v4_gold_conll
        1:1 document-line “#begin document gates” The line is not written as scorers read it: #begin document (name); part 000
              safe: Write #begin document (gates); part 000 gives “#begin document (gates); part 000”
        2:32 unclosed-mention “(1” This mention of the chain 1 is never closed
        5:30 space-in-chains “(2 | (3” A space stands inside the brackets: readers that split at spaces find one column more
              safe: Delete the spaces gives “gates 0 3 the DT * - - - - * (2|(3”
        5:35 unclosed-mention “(3” This mention of the chain 3 is never closed
        8:35 duplicate-mention “(1)” The same mention of the chain 1 stands twice: scorers refuse the file
              “(1)” The other one
              safe: Delete this one gives “gates 0 0 She PRP * - - - - * (1)”
        gates.vert
        1:6 malformed-structure “id=gates” The value of id stands without quotation marks
              safe: Quote the value gives “<doc id="gates" title="The gates opened">”
        3:1 unclosed-structure “<s>” The structure <s> is opened here and never closed
        8:1 empty-vertical-line “⏎” An empty line stands between the lines of a vertical text: it becomes an empty token
              safe: Delete the line gives “opened→VBD”
        10:1 column-count “them” This line has 1 column, most of the file has 2
    "#]].assert_eq(&found.collect::<String>());
}

/// A sound file of every format of columns.
const SOUND: [(&str, &str); 7] = [
    ("a.conll", "Lind B-PER\nspoke O\n\n"),
    ("a.conll", "-DOCSTART- -X- O\n\nLind NNP B-PER\nspoke VBD O\n\n"),
    (
        "a.tsv",
        "TOKEN\tNE-COARSE-LIT\tNEL-LIT\tMISC\nLind\tB-pers\tQ42\t_\nspoke\tO\t_\t_\nin\tO\t_\t_\nHavn\tB-loc\tNIL\t_\n.\tO\t_\t_\n",
    ),
    ("a.conllu", "# newdoc id = a\n1\tLind\t_\t_\t_\t_\t2\t_\t_\t_\n2\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"),
    ("a.v4_gold_conll", "#begin document (a); part 000\na 0 0 Lind NNP (0)\na 0 1 spoke VBD -\n\n#end document\n"),
    (
        "a.tsv",
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Span|value\n\n\n#Text=Lind spoke\n1-1\t0-4\tLind\tPER\n1-2\t5-10\tspoke\t_\n\n",
    ),
    ("a.vrt", "<text id=\"a\">\n<s>\nLind\tNNP\nspoke\tVBD\n.\t.\n</s>\n</text>\n"),
];

#[test]
fn a_byte_order_mark_in_front_of_the_first_line_is_said_once_and_passed_over() {
    for (name, text) in SOUND {
        assert_eq!(found(name, text), "", "{text}");
        let marked = format!("\u{feff}{text}");
        let first = text.lines().next().unwrap_or_default().replace('\t', "→");
        let message =
            "A byte order mark stands in front of the first line: readers take it for a part of what stands there";
        let wanted =
            format!("1:1 mark-before-annotations “\u{feff}” {message}\n      safe: Delete it gives “{first}”\n");
        assert_eq!(found(name, &marked), wanted);
        assert_eq!(articles(name, &marked), articles(name, text));
    }
}

#[test]
fn lines_that_end_in_cr_lf_are_said_once_in_every_format_that_splits_at_lf() {
    for (name, text) in SOUND.iter().filter(|(_, text)| !text.starts_with("#FORMAT")) {
        let wanted = "1:1 carriage-return “” All lines end in CR LF: readers that split at LF find a carriage return in the last column\n";
        assert_eq!(found(name, &text.replace('\n', "\r\n")), wanted);
    }
}

#[test]
fn a_file_whose_lines_end_in_cr_alone_is_one_finding() {
    for (name, text) in SOUND.iter().filter(|(name, _)| *name != "a.tsv") {
        let findings = found(name, &text.replace('\n', "\r"));
        let (first, fix) = findings.split_once('\n').unwrap_or_default();
        assert!(first.ends_with(
            "carriage-return “␍” The lines of this file end in CR alone: readers that split at LF find one line"
        ));
        assert!(fix.starts_with("      safe: End all lines in LF") && fix.lines().count() == 1, "{fix}");
    }
}

#[test]
fn tabs_that_became_spaces_are_said_once() {
    for (name, text) in SOUND.iter().filter(|(_, text)| text.contains('\t')) {
        for spaces in [" ", "    "] {
            let findings = found(name, &text.replace('\t', spaces));
            assert!(findings.contains("wrong-separator"), "{name} {findings}");
            assert!(findings.contains("Spaces stand where tabs should in the lines of this file"), "{findings}");
            assert_eq!(findings.lines().count(), 1, "{findings}");
        }
    }
}

#[test]
fn a_merge_that_was_not_finished_is_one_finding_in_every_format() {
    let tei =
        "<?xml version=\"1.0\"?>\n<TEI><text><body>\n<p>Vera Lind.</p>\n<p>She spoke.</p>\n</body></text></TEI>\n";
    let json = "{\"text\": \"Vera\", \"label\": []}\n{\"text\": \"Lind\", \"label\": []}\n{\"text\": \"Oda\", \"label\": []}\n";
    for (name, text) in SOUND.iter().chain(&[("a.xml", tei), ("a.jsonl", json)]) {
        let lines: Vec<&str> = text.lines().collect();
        let (head, tail) = lines.split_at(lines.len() - 2);
        let line = tail[0];
        let merged = format!(
            "{}\n<<<<<<< HEAD\n{line}\n=======\n{line}\n>>>>>>> names\n{}\n",
            head.join("\n"),
            tail[1..].join("\n")
        );
        // A short table may be anything.
        let name = if text.starts_with("TOKEN") { "a.iob" } else { name };
        let findings = found(name, &merged);
        assert!(findings.contains(" merge-conflict “<<<<<<< HEAD” A merge was not finished here"), "{name} {findings}");
        assert_eq!(findings.lines().count(), 1, "{name} {findings}");
    }
    // Tokens may look like a part of one.
    assert_eq!(found("a.conll", "<<<<<<< O\nVera B-PER\n>>>>>>> O\n\n"), "");
}
