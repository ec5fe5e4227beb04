//! An annotation that is written as its format has it: what it says, and the rows that it takes among tokens.

use super::columns::{Row, is_blank, row_at};
use super::reading::Extract;
use crate::rules::Edit;
use crate::text::Span;

/// What a new annotation says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct New<'a> {
    /// What is annotated: bytes of the file, in a format those of the record.
    pub(crate) span: Span,
    /// The name of its type, as the file has it.
    pub(crate) kind: &'a str,
    /// The id of the entity in every article, where one is known.
    pub(crate) identity: Option<&'a str>,
    /// The name of its chain, for formats that have chains.
    pub(crate) chain: &'a str,
}

/// The edits of a new annotation, or of several; `None` where one has no place.
pub(crate) type Edits = Option<Vec<Edit>>;

/// The rows of `text`, a record, whose tokens stand at `span`: from the first to the last.
///
/// `None` where `span` cuts a token, or where the rows are not all of one sentence.
pub(crate) fn rows_at<'t>(text: &'t str, extract: &Extract, span: Span) -> Option<Vec<Row<'t>>> {
    let within = |piece: &&super::reading::Piece| piece.source.overlaps(span);
    let mut pieces = extract.pieces.iter().filter(within);
    let first = pieces.next()?;
    let last = pieces.next_back().unwrap_or(first);
    if first.source.start != span.start || last.source.end != span.end {
        return None;
    }
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..span.start]).map_or(0, |at| at + 1);
    let mut rows = Vec::new();
    let mut at = start;
    while at < span.end {
        let row = row_at(text, at)?;
        if is_blank(row.text) {
            return None;
        }
        at = row.next;
        rows.push(row);
    }
    Some(rows)
}

/// A name for a chain that no article of `extracts` has: like theirs, with the next number; `ahead` names were given
/// before.
pub(crate) fn fresh_chain<'a>(extracts: impl Iterator<Item = &'a Extract>, ahead: usize) -> String {
    let chains = extracts.flat_map(|extract| &extract.annotations).filter_map(|it| it.chain.as_ref());
    let numbered = chains.filter_map(|chain| {
        let stem = chain.text.trim_end_matches(|c: char| c.is_ascii_digit());
        Some((chain.text[stem.len()..].parse::<u64>().ok()?, stem))
    });
    let (most, stem) = numbered.max().unwrap_or((0, "e"));
    format!("{stem}{}", most.saturating_add(1 + ahead as u64))
}

/// How the lines of `text` end: as the first one does.
pub(crate) fn line_end(text: &str) -> &'static str {
    if text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r')) { "\r\n" } else { "\n" }
}

/// `text` as it stands in markup of angle brackets, in a value in quotation marks too.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::config::Settings;
    use crate::facts::FileFacts;
    use crate::format::Markup;

    /// What the rows of `table`, whose columns have spaces between them, become when the tokens `form` are annotated
    /// from the row number `at` on.
    fn annotated(markup: Markup, table: &str, at: usize, forms: &str, new: New<'_>) -> String {
        let text: String = table
            .lines()
            .map(|line| {
                let line = line.trim();
                if line.starts_with('#') {
                    format!("{line}\n")
                } else {
                    line.split(' ').collect::<Vec<_>>().join("\t") + "\n"
                }
            })
            .collect();
        let facts = FileFacts::new(&text, markup, Arc::new(Settings::default()));
        let row = text.lines().take(at).map(|line| line.len() + 1).sum::<usize>();
        let words: Vec<&str> = forms.split(' ').collect();
        let start = row + text[row..].find(words[0]).expect("the first");
        let last = words.iter().fold(start, |from, word| from + text[from..].find(word).expect("a word"));
        let span = Span::new(start, last + words[words.len() - 1].len());
        let Some(edits) = facts.annotate(text.as_str(), &[(0, New { span, ..new })]) else {
            return "no place".to_owned();
        };
        let mut now = text.clone();
        for edit in edits.iter().rev() {
            now.replace_range(edit.span.range(), &edit.text);
        }
        let before: Vec<_> = facts.findings().map(|it| it.rule).collect();
        let after = FileFacts::new(&now, markup, Arc::new(Settings::default()));
        assert_eq!(before, after.findings().map(|it| it.rule).collect::<Vec<_>>(), "{now}");
        let changed = text.lines().zip(now.lines()).filter(|(one, other)| one != other);
        changed.map(|(_, now)| now.replace('\t', " ") + "\n").collect()
    }

    fn tags(table: &str, at: usize, forms: &str, expected: Expect) {
        expected.assert_eq(&annotated(
            Markup::Iob,
            table,
            at,
            forms,
            New { span: Span::empty(0), kind: "PER", identity: Some("Q1"), chain: "" },
        ));
    }

    #[test]
    fn tags_follow_the_scheme_of_the_file() {
        let two = "Oslo B-LOC\nand O\nBergen B-LOC\nsaw O\nVera O\nLind O\nleave O\nfor O\nTamsa B-LOC\nBay I-LOC\n";
        tags(
            two,
            4,
            "Vera Lind",
            expect![[r#"
            Vera B-PER
            Lind I-PER
        "#]],
        );
        tags(
            two,
            5,
            "Lind",
            expect![[r#"
            Lind B-PER
        "#]],
        );
        tags(two, 8, "Tamsa", expect!["no place"]);
        tags(two, 4, "Ver", expect!["no place"]);
        let ends = "Oslo S-LOC\nsaw O\nVera O\nMaria O\nLind O\nleave O\nTamsa B-LOC\nBay E-LOC\nRoss S-PER\n";
        tags(
            ends,
            2,
            "Vera Maria Lind",
            expect![[r#"
            Vera B-PER
            Maria I-PER
            Lind E-PER
        "#]],
        );
        tags(
            ends,
            4,
            "Lind",
            expect![[r#"
            Lind S-PER
        "#]],
        );
    }

    #[test]
    fn types_stand_alone_where_they_do_in_the_file() {
        let alone = "Oslo LOC\nsaw O\nVera O\nLind O\nleave O\nfor O\nTamsa O\nAda PER\n";
        tags(
            alone,
            2,
            "Vera Lind",
            expect![[r#"
            Vera PER
            Lind PER
        "#]],
        );
        tags(alone, 6, "Tamsa", expect!["no place"]);
    }

    #[test]
    fn mentions_that_touch_stay_two_where_only_those_are_told_apart() {
        let one = "Oslo I-LOC\nsaw O\nRoss I-PER\nVera O\nLind O\nAnn I-PER\nleave O\nfor O\nTamsa I-LOC\n";
        tags(
            one,
            3,
            "Vera Lind",
            expect![[r#"
            Vera B-PER
            Lind I-PER
            Ann B-PER
        "#]],
        );
    }

    #[test]
    fn a_column_of_identities_is_filled() {
        let table = "TOKEN NE-COARSE-LIT NE-COARSE-METO NEL-LIT NEL-METO MISC\n# document_id = a\nVera O O _ _ _\nLind O O _ _ _\nleft O O _ _ _\nOslo \
                     B-loc O Q585 _ _\n";
        tags(
            table,
            2,
            "Vera Lind",
            expect![[r#"
            Vera B-PER O Q1 _ _
            Lind I-PER O Q1 _ _
        "#]],
        );
    }

    fn brackets(rows: [&str; 5], at: usize, forms: &str, expected: Expect) {
        let row = |(number, misc): (usize, &str)| {
            let (form, head) = [("The", 3), ("Tamsa", 3), ("governor", 5), ("Lind", 3), ("left", 0)][number];
            format!("{} {form} _ _ _ _ {head} _ _ {misc}\n", number + 1)
        };
        let rows: String = rows.into_iter().enumerate().map(row).collect();
        let table = format!(
            "# newdoc id = a\n# global.Entity = eid-etype-head-other-identity\n# sent_id = a-1\n# text = The Tamsa \
             governor Lind left\n{rows}\n"
        );
        let new = New { span: Span::empty(0), kind: "person", identity: Some("Lind-2"), chain: "e7" };
        expected.assert_eq(&annotated(Markup::ConllU, &table, at + 4, forms, new));
    }

    #[test]
    fn brackets_have_the_attributes_that_are_declared() {
        brackets(
            ["_"; 5],
            3,
            "Lind",
            expect![[r#"
            4 Lind _ _ _ _ 3 _ _ Entity=(e7-person-1--Lind%2D2)
        "#]],
        );
        brackets(
            ["_", "_", "A=b|SpaceAfter=No", "Z=1", "_"],
            2,
            "governor Lind",
            expect![[r#"
            3 governor _ _ _ _ 5 _ _ A=b|Entity=(e7-person-1--Lind%2D2|SpaceAfter=No
            4 Lind _ _ _ _ 3 _ _ Entity=e7)|Z=1
        "#]],
        );
    }

    #[test]
    fn brackets_nest() {
        let around = ["Entity=(e1-person-3", "Entity=(e2-place-1)", "_", "Entity=e1)", "_"];
        brackets(around, 0, "The Tamsa governor Lind", expect!["no place"]);
        brackets(around, 1, "Tamsa", expect!["no place"]);
        brackets(
            around,
            1,
            "Tamsa governor",
            expect![[r#"
            2 Tamsa _ _ _ _ 3 _ _ Entity=(e7-person-2--Lind%2D2(e2-place-1)
            3 governor _ _ _ _ 5 _ _ Entity=e7)
        "#]],
        );
        brackets(
            around,
            1,
            "Tamsa governor Lind",
            expect![[r#"
            2 Tamsa _ _ _ _ 3 _ _ Entity=(e7-person-2--Lind%2D2(e2-place-1)
            4 Lind _ _ _ _ 3 _ _ Entity=e7)e1)
        "#]],
        );
        brackets(
            around,
            0,
            "The Tamsa",
            expect![[r#"
            1 The _ _ _ _ 3 _ _ Entity=(e1-person-3(e7-person-1--Lind%2D2
            2 Tamsa _ _ _ _ 3 _ _ Entity=(e2-place-1)e7)
        "#]],
        );
        brackets(
            around,
            3,
            "Lind",
            expect![[r#"
            4 Lind _ _ _ _ 3 _ _ Entity=(e7-person-1--Lind%2D2)e1)
        "#]],
        );
        brackets(around, 3, "Lind left", expect!["no place"]);
    }

    #[test]
    fn chains_are_numbers_in_their_column() {
        let table = "#begin document (g); part 000\ng 0 0 Vera * (1\ng 0 1 Lind * 1)\ng 0 2 met * -\ng 0 3 Ada * (2)\ng 0 4 Bay * -\n\n#end document\n";
        let new = New { span: Span::empty(0), kind: "PER", identity: None, chain: "3" };
        let at = |at, forms| annotated(Markup::Conll2012, table, at, forms, new);
        expect![[r#"
            g 0 3 Ada * (2)|(3
            g 0 4 Bay * 3)
        "#]]
        .assert_eq(&at(4, "Ada Bay"));
        expect![[r#"
            g 0 0 Vera * (1|(3)
        "#]]
        .assert_eq(&at(1, "Vera"));
        assert_eq!(at(1, "Vera Lind"), "no place");
    }

    /// What a vertical text of these lines becomes when the tokens at `span` are annotated.
    fn structured(text: &str, tokens: &str, new: New<'_>) -> String {
        let facts = FileFacts::new(text, Markup::Vertical, Arc::new(Settings::default()));
        let start = text.find(tokens).expect("the tokens");
        let span = Span::new(start, start + tokens.len());
        let Some(edits) = facts.annotate(text, &[(0, New { span, ..new })]) else { return "no place".to_owned() };
        edits.iter().rev().fold(text.to_owned(), |mut text, edit| {
            text.replace_range(edit.span.range(), &edit.text);
            text
        })
    }

    #[test]
    fn a_structure_stands_round_tokens() {
        let text = "<doc id=\"a\">\n<s>\n<ne type=\"PER\" id=\"1\">\nVera\n</ne>\nmet\nAda\nBay\n</s>\n</doc>\n";
        let new = |identity| New { span: Span::empty(0), kind: "PER", identity, chain: "2" };
        expect![[r#"
            <doc id="a">
            <s>
            <ne type="PER" id="1">
            Vera
            </ne>
            met
            <ne type="PER" id="2">
            Ada
            Bay
            </ne>
            </s>
            </doc>
        "#]]
        .assert_eq(&structured(text, "Ada\nBay", new(None)));
        expect![[r#"
            <doc id="a">
            <s>
            <ne type="PER" id="1">
            Vera
            </ne>
            met
            <name type="PER" ref="Q1">
            Ada
            Bay
            </name>
            </s>
            </doc>
        "#]]
        .assert_eq(&structured(text, "Ada\nBay", new(Some("Q1"))));
        let odd = structured(text, "Ada\nBay", new(Some("a&\"b\"")));
        assert!(odd.contains(r#"ref="a&amp;&quot;b&quot;">"#), "{odd}");
        assert_eq!(structured(text, "Vera\n</ne>\nmet", new(None)), "no place");
    }

    #[test]
    fn a_chain_that_is_new_has_the_next_number() {
        let extract = |chains: &[&str]| Extract {
            annotations: chains
                .iter()
                .map(|chain| super::super::reading::ExtractAnnotation {
                    chain: Some(super::super::reading::Written { text: (*chain).to_owned(), span: Span::empty(0) }),
                    ..Default::default()
                })
                .collect(),
            ..Extract::default()
        };
        let fresh = |chains: &[&str], ahead| fresh_chain([extract(chains)].iter(), ahead);
        assert_eq!(fresh(&[], 0), "e1");
        assert_eq!(fresh(&["a-e9", "a-e11", "b"], 1), "a-e13");
        assert_eq!(fresh(&["4", "2"], 0), "5");
    }
}
