//! An edit gives the same facts as reading the whole text again, and texts of any shape are survived.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use copydesk::boilerplate;
use copydesk::boilerplate::keys::Density;
use copydesk::config::Settings;
use copydesk::entities::{self, Checks};
use copydesk::facts::FileFacts;
use copydesk::format::{Dialect, Format};
use copydesk::knowledge::{KnowledgeBase, KnowledgeFile, Notation};
use copydesk::rules::Finding;
use copydesk::rules::RuleId;
use copydesk::text::{Change, Document, Encoding, LineIndex, Position, Source, Span};
use proptest::prelude::*;

/// Pieces that mean something to the parsers, so that random texts are no mere noise.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{2028}",
    "---\n",
    "+++\n",
    "title: A\n",
    "date 2031-03-14\n",
    "date: 2031-02-30\n",
    "==========\n",
    "====x=====\n",
    "<DOC>\n",
    "</DOC>\n",
    "Article 3\n",
    "```\n",
    "“",
    "”",
    "\"",
    "'",
    "’",
    "‘",
    "„",
    "«",
    "» ",
    "「",
    "」",
    "(",
    ")",
    "[",
    "]",
    "{.PER #x}",
    "](",
    "](#)",
    "[[x|",
    "]]",
    "<PER id=\"x\">",
    "</PER>",
    "<PER id=“x”>",
    "**",
    "`",
    "``",
    "''",
    "word ",
    "word , word .\n",
    "<<<<<<< a\n",
    "Word. ",
    ", he said. ",
    "1) ",
    ":) ",
    "6'2\" ",
    "banks’ ",
    "’90s ",
    "https://example.org/a_(b) ",
    "Original url:\n",
    "<https://e.org/x>\n",
    "日本語",
    "The gates are open. ",
    "Advertisement\n",
    "Read more: The gates\n",
    "Photo: Vera Lind/STW\n",
    "A gate that nobody knew of is…\n",
    "Latest news\n\n",
    "The gates of the barrier were shut at dawn, for the first time since the works began twelve years ago.\n\n",
    "date: 2031-03-14\n",
    "url: https://example.org/2031/03/14/x\n",
    "é",
    "👩‍👩‍👧",
    "e\u{301}",
    "\u{a0}",
    "\u{200b}",
    "\u{fffd}",
    "Ã©",
    " ",
    "  ",
    "\t",
    "\u{c}",
    "\\",
    "#",
    "- item\n",
];

/// Lines that articles begin and end with, and few others.
const EDGES: &[&str] = &[
    "==========\n",
    "-------------------\n",
    "Article 3\n",
    "<DOC>\n",
    "</DOC>\n",
    "---\n",
    "title: A\n",
    "\n",
    "\n",
    "Word\n",
    "“Word, he said.\n",
    "\u{c}",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// All that facts say: findings, the few severest of them, their number, articles.
fn all(facts: &FileFacts) -> (Vec<Finding>, Vec<Finding>, [usize; 4], Vec<copydesk::corpus::Article>) {
    let articles = (0..facts.article_count()).map(|i| facts.article(i)).collect();
    let found: Vec<Finding> = facts.findings().collect();
    let mut told = Vec::new();
    facts.each_finding(|finding, base| {
        told.push(finding.shifted(base));
        ControlFlow::Continue(())
    });
    let in_order = |mut all: Vec<Finding>| {
        all.sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
        all
    };
    assert_eq!(in_order(told), in_order(found.clone()), "each finding is told once");
    (found, facts.severest(4), facts.counts(), articles)
}

/// The severest findings by definition.
fn severest(facts: &FileFacts, most: usize) -> Vec<Finding> {
    let mut found: Vec<Finding> = facts.findings().collect();
    found.sort_by_key(|finding| finding.rule.rule().severity);
    found.truncate(most);
    found.sort_by_key(|finding| (finding.span, finding.rule));
    found
}

/// What is taken out of the markup stands where it says.
fn assert_extracts(text: &str, facts: &FileFacts) {
    for (extract, base) in (0..facts.article_count()).filter_map(|index| facts.extract(index)) {
        let mut last = (0, 0);
        for piece in &extract.pieces {
            let source = &text[piece.source.shifted(base).range()];
            let written = &extract.text[piece.text.range()];
            assert!(written == source || piece.text.len() != piece.source.len(), "{written:?} is not {source:?}");
            assert!(last.0 <= piece.text.start && last.1 <= piece.source.start, "pieces ascend: {:?}", extract.pieces);
            last = (piece.text.end, piece.source.end);
        }
        for annotation in &extract.annotations {
            annotation.parts.iter().for_each(|part| drop(extract.text[part.range()].to_owned()));
            annotation.markup.iter().for_each(|span| drop(text[span.shifted(base).range()].to_owned()));
        }
    }
}

/// A knowledge base whose names and ids stand in the texts.
fn knowledge() -> KnowledgeBase {
    let text = "[[entity]]\nid = \"y\"\nname = \"Word\"\ntype = \"PER\"\n\n[[entity]]\nid = \"z\"\nname = \"Word\"\n";
    KnowledgeBase::new([("entities.toml".into(), Arc::new(KnowledgeFile::new(text.to_owned(), Notation::Toml)))])
}

/// Every span that a finding or an article mentions.
fn assert_in_bounds(text: &str, facts: &FileFacts) {
    let check = |span: Span| {
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?} in {} bytes", text.len());
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?} cuts a character");
    };
    for finding in facts.findings() {
        check(finding.span);
        finding.related.iter().for_each(|related| check(related.span));
        for fix in &finding.fixes {
            fix.edits.iter().for_each(|edit| check(edit.span));
            assert!(fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "edits overlap: {fix:?}");
        }
    }
    for i in 0..facts.article_count() {
        let article = facts.article(i);
        check(article.span);
        for block in &article.blocks {
            check(block.span);
            block.inline.pairs.iter().for_each(|pair| check(pair.span()));
            block.inline.annotations.iter().for_each(|annotation| check(annotation.span));
            block.inline.links.iter().for_each(|link| check(link.target));
        }
    }
}

/// Pieces of files with markup, and the name of a file in each format.
const MARKED: &[(&str, &[&str])] = &[
    ("a.conll", IOB),
    ("a.conllu", CONLLU),
    ("a.v4_gold_conll", CONLL_2012),
    ("a.vert", VERTICAL),
    ("webanno", WEBANNO),
];

const CONLL_2012: &[&str] = &[
    "\u{feff}",
    "<<<<<<< a\n=======\n",
    ">>>>>>> b\n",
    "\r",
    "\r\n",
    "#begin document (a); part 000\n",
    "#begin document b\n",
    "# begin document c\n",
    "#end document\n",
    "\n",
    "a 0 0 Lind NNP - (1)\n",
    "a 0 0 Lind NNP - (1|(2\n",
    "a 0 1 spoke VBD - 1)\n",
    "a 0 1 spoke VBD - 2)|1)\n",
    "a\t0\t2\t東\t-\t-\t(3) | (3)\n",
    "a 0 2 東 - - -\n",
    "0\tLind\t(person-1-Vera_Lind\n",
    "1\tspoke\tperson-1-Vera_Lind)\n",
    "( )",
    "|",
    "\t",
];

const VERTICAL: &[&str] = &[
    "\u{feff}",
    "<<<<<<< a\n=======\n",
    ">>>>>>> b\n",
    "\r",
    "\r\n",
    "Lind NNP\n",
    "<doc id=\"a\">\n",
    "<doc id=b>\n",
    "</doc>\n",
    "<text>\n",
    "<s>\n",
    "</s>\n",
    "<p n=\"1\">\n",
    "<name type=\"PER\" ref=\"#x\">\n",
    "</name>\n",
    "<g/>\n",
    "Lind\tNNP\n",
    "spoke\tVBD\tx\n",
    "AT&amp;T\tNNP\n",
    "東&lt;\t_\n",
    "<\tSYM\n",
    "<s",
    "\n",
    "<!-- x -->\n",
];

const WEBANNO: &[&str] = &[
    "\u{feff}",
    "<<<<<<< a\n=======\n",
    ">>>>>>> b\n",
    "\r",
    "2-1 0-4 Lind\n",
    "#FORMAT=WebAnno TSV 3.3\n",
    "#T_SP=a.Entity|value|identifier\n",
    "#T_CH=a.Chain|type|rel\n",
    "#T_RL=a.Rel|kind|BT_a.Entity\n",
    "\n",
    "#Text=Lind spoke 東😀\n",
    "1-1\t0-4\tLind\tPER[1]\tQ1[1]\t_\t_\t_\t_\n",
    "1-2\t5-10\tspoke\tPER[1]|*[2]\tQ1[1]|*[2]\t_\t_\tx\t1-1[1_2]\n",
    "1-3\t11-14\t東😀\t_\t_\t_\t_\t_\t_\t\n",
    "1-3.1\t12-14\t😀\tLOC\t_\t_\t_\t_\t_\n",
    "2-1\t0-4\tLind\tPER[3\t_\n",
    "\\",
    "|",
    "\t",
];

const CONLLU: &[&str] = &[
    "\u{feff}",
    "<<<<<<< a\n=======\n",
    ">>>>>>> b\n",
    "\r",
    "\r\n",
    "1 Lind _ _ _ _ 0 _ _ _\n",
    "\n",
    "\n\n",
    "# newdoc id = a\n",
    "# newdoc\n",
    "# newpar\n",
    "# global.Entity = eid-etype-head-identity\n",
    "# global.Entity = GRP-etype\n",
    "# sent_id = 1\n",
    "# text = Lind spoke\n",
    "1\tLind\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1-person-1)|SpaceAfter=No\n",
    "1\tLind\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1\n",
    "1-2\tLind\t_\t_\t_\t_\t_\t_\t_\t_\n",
    "1.1\tLind\t_\t_\t_\t_\t_\t_\t_\tEntity=(e2[1/2]-place-1\n",
    "2\tspoke\t_\t_\t_\t_\t9\t_\t_\tEntity=e1)\n",
    "2\tspoke\t_\t_\t_\t_\t0\t_\t_\tBridge=e1<e2|Entity=e2[1/2])(e2[2/2]-place\n",
    "3\t東\t_\t_\t_\t_\t0\t_\t_\tEntity=e2[2/2])|SplitAnte=e1<e3\n",
    "3\t東\t_\t_\t_\t_\t0\t_\t_\tEntity=(e3-x(e3-x\n",
    "4\t\t_\t_\n",
    "Entity=",
    "\t",
    "(",
    ")",
];

const IOB: &[&str] = &[
    "\u{feff}",
    "<<<<<<< a\n=======\n",
    ">>>>>>> b\n",
    "\r",
    "\tO\n",
    "\"\"\"\"\tO\n",
    "O\tspoke\n",
    "token\tner\n",
    "1\tLind\tB-PER\n",
    "2\tspoke\tO\n",
    "\n",
    "\n\n",
    " \n",
    "\r\n",
    "-DOCSTART- -X- O\n\n",
    "# newdoc id = a\n",
    "# newdoc id = b\n",
    "# comment\n",
    "TOKEN\tNE-COARSE-LIT\tNEL-LIT\tMISC\n",
    "Lind B-PER\n",
    "Lind I-PER\n",
    "Lind\tB-PER\n",
    "Lind\tI-PER\tx\n",
    "Moen E-PER\n",
    "Moen S-PRE\n",
    "spoke O\n",
    "spoke\tO\n",
    "spoke\tO\tQ1\tNoSpaceAfter\n",
    "NATO I-ORG\n",
    "1 Zürich B-LOC\n",
    "日本 X-LOC",
    "\t",
    " ",
    "O",
];

fn marked() -> impl Strategy<Value = (&'static str, String, Vec<(f64, f64, String)>)> {
    prop::sample::select(MARKED).prop_flat_map(|(name, pieces)| {
        let text = || prop::collection::vec(prop::sample::select(pieces), 0..40).prop_map(|pieces| pieces.concat());
        (Just(name), text(), prop::collection::vec((0.0..1.0f64, 0.0..0.2f64, text()), 1..6))
    })
}

/// What a record says of itself to the whole depends on the columns that another declares.
#[test]
fn a_layer_that_an_edit_declares_is_known_to_what_is_found_of_the_whole() {
    let settings = Arc::new(Settings::default());
    let format = Format::of_language("webanno-tsv").expect("a format");
    let start = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Entity|value\n\n\n#Text=Lind\n1-1\t0-4\tLind\tPER\tx\t9-9\n";
    let mut document = Document::new(start);
    let mut facts = FileFacts::new(start, format, settings.clone());
    let at = start.find("\n\n\n").unwrap() + 1;
    let change = document.replace(Span::new(at, at), "#T_RL=a.Rel|kind|BT_a.Entity\n");
    facts.edit(&document, change);
    let fresh = FileFacts::new(&document.text(), format, settings);
    assert_eq!(all(&facts), all(&fresh));
    assert!(fresh.findings().any(|it| it.rule == RuleId::DanglingReference), "{:?}", all(&fresh));
}

/// Whether a bracket begins an array of records is seen from what stands behind it; a form feed is no white space of JSON.
#[test]
fn what_an_array_is_known_by_may_be_deleted() {
    let settings = Arc::new(Settings::default());
    let format = Format::of_language("jsonl").expect("a format");
    let start = "[\u{c}\n\n[\n\n\n \n\n\u{c}\"a\"\n";
    for at in 0..start.len() {
        let mut document = Document::new(start);
        let mut facts = FileFacts::new(start, format, settings.clone());
        let change = document.replace(Span::new(at, start.len()), "");
        facts.edit(&document, change);
        let fresh = FileFacts::new(&document.text(), format, settings.clone());
        assert_eq!(all(&facts), all(&fresh), "{at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn an_edit_of_a_file_with_markup_equals_reading_again((name, start, edits) in marked()) {
        let settings = Arc::new(Settings::default());
        let path = Path::new(name);
        let format = Format::of_language("webanno-tsv").filter(|_| name == "webanno").or(Format::of(path, ""));
        let format = format.expect("a format");
        let mut document = Document::new(&start);
        let mut reference = start.clone();
        let mut facts = FileFacts::new(&start, format, settings.clone());
        let (mut checks, bases) = (Checks::default(), [KnowledgeBase::default(), knowledge()]);
        for (number, (at, share, insert)) in edits.into_iter().enumerate() {
            let boundary = |mut i: usize| { while !reference.is_char_boundary(i) { i += 1 } i };
            let from = boundary((at * reference.len() as f64) as usize);
            let to = boundary((from + (share * reference.len() as f64) as usize).min(reference.len()));
            let change = document.replace(Span::new(from, to), &insert);
            reference.replace_range(from..to, &insert);
            facts.edit(&document, change);
            let fresh = FileFacts::new(&reference, format, settings.clone());
            prop_assert_eq!(all(&facts), all(&fresh), "after {:?} in {:?}", change, reference);
            // Two edits with each knowledge base.
            let base = &bases[number / 2 % 2];
            let names = entities::findings(&fresh, reference.as_str(), base);
            prop_assert_eq!(checks.findings(&facts, &document, base), names, "after {:?} in {:?}", change, reference);
            prop_assert_eq!(facts.severest(4), severest(&fresh, 4));
            prop_assert_eq!(facts.counts().iter().sum::<usize>(), fresh.findings().count());
            let whole = Span::new(0, reference.len());
            let looks = facts.looks(&document, whole);
            prop_assert_eq!(&looks, &fresh.looks(reference.as_str(), whole));
            let record = boilerplate::record(&reference, path, format, Density::NORMAL);
            prop_assert_eq!(facts.record(path, Density::NORMAL), record, "{:?}", reference);
            let looks = looks.unwrap_or_default();
            let ascending = looks.tokens.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
            let sound = |span: Span| reference.get(span.range()).is_some_and(|text| !text.is_empty() && !text.contains('\n'));
            prop_assert!(ascending && looks.tokens.iter().all(|token| sound(token.span)), "{:?}", looks);
        }
        assert_in_bounds(&reference, &facts);
        assert_extracts(&reference, &facts);
    }

    #[test]
    fn an_edit_equals_reading_again(start in text(), edits in prop::collection::vec((0.0..1.0f64, 0.0..0.2f64, text()), 1..6)) {
        let settings = Arc::new(Settings::default());
        let mut document = Document::new(&start);
        let mut reference = start.clone();
        let mut facts = FileFacts::new(&start, Dialect::Plain, settings.clone());
        let (mut checks, bases) = (Checks::default(), [KnowledgeBase::default(), knowledge()]);
        for (number, (at, share, insert)) in edits.into_iter().enumerate() {
            let boundary = |mut i: usize| { while !reference.is_char_boundary(i) { i += 1 } i };
            let from = boundary((at * reference.len() as f64) as usize);
            let to = boundary((from + (share * reference.len() as f64) as usize).min(reference.len()));
            let change = document.replace(Span::new(from, to), &insert);
            reference.replace_range(from..to, &insert);
            facts.edit(&document, change);
            prop_assert_eq!(document.text(), reference.clone());
            let fresh = FileFacts::new(&reference, Dialect::Plain, settings.clone());
            prop_assert_eq!(all(&facts), all(&fresh), "after {:?} in {:?}", change, reference);
            // Two edits with each knowledge base.
            let base = &bases[number / 2 % 2];
            let names = entities::findings(&fresh, reference.as_str(), base);
            prop_assert_eq!(checks.findings(&facts, &document, base), names, "after {:?} in {:?}", change, reference);
            prop_assert_eq!(facts.severest(4), severest(&fresh, 4));
            prop_assert_eq!(facts.counts().iter().sum::<usize>(), fresh.findings().count());
            let path = Path::new("example.org/a.txt");
            let record = boilerplate::record(&reference, path, Dialect::Plain, Density::NORMAL);
            prop_assert_eq!(facts.record(path, Density::NORMAL), record, "{:?}", reference);
        }
        assert_in_bounds(&reference, &facts);
    }

    #[test]
    fn an_edit_at_the_edge_of_an_article_equals_reading_again(
        lines in prop::collection::vec(prop::sample::select(EDGES), 0..14),
        edits in prop::collection::vec(
            (any::<prop::sample::Index>(), 0..3_usize, prop::collection::vec(prop::sample::select(EDGES), 0..3)),
            1..8,
        ),
    ) {
        let settings = Arc::new(Settings::default());
        let mut lines = lines;
        let mut document = Document::new(&lines.concat());
        let mut facts = FileFacts::new(&document.text(), Dialect::Plain, settings.clone());
        for (at, gone, new) in edits {
            let first = at.index(lines.len() + 1);
            let end = (first + gone).min(lines.len());
            let from = lines[..first].concat().len();
            let span = Span::new(from, from + lines[first..end].concat().len());
            // Who reads the state before goes on reading that.
            let (before, said) = (facts.clone(), all(&facts));
            let change = document.replace(span, &new.concat());
            facts.edit(&document, change);
            lines.splice(first..end, new);
            let fresh = FileFacts::new(&document.text(), Dialect::Plain, settings.clone());
            prop_assert_eq!(all(&facts), all(&fresh), "after {:?} in {:?}", change, document.text());
            let path = Path::new("a.txt");
            prop_assert_eq!(facts.record(path, Density::NORMAL), fresh.record(path, Density::NORMAL));
            prop_assert_eq!(all(&before), said);
        }
    }

    #[test]
    fn a_header_that_an_edit_behind_it_makes_or_breaks_is_seen(
        lines in prop::collection::vec(prop::sample::select(&["---\n", "title: A\n", "date: 2031-03-14\n", "“x\n", "\n", "y\n"][..]), 2..9),
        at in any::<prop::sample::Index>(),
    ) {
        let settings = Arc::new(Settings::default());
        let start = lines.concat();
        let gone = at.index(lines.len());
        let from = lines[..gone].concat().len();
        let mut document = Document::new(&start);
        let mut facts = FileFacts::new(&start, Dialect::Plain, settings.clone());
        let change = document.replace(Span::new(from, from + lines[gone].len()), "");
        facts.edit(&document, change);
        let fresh = FileFacts::new(&document.text(), Dialect::Plain, settings);
        prop_assert_eq!(all(&facts), all(&fresh), "line {} of {:?} removed", gone, start);
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        let facts = FileFacts::new(&text, Dialect::Markdown, Arc::new(Settings::default()));
        assert_in_bounds(&text, &facts);
    }

    #[test]
    fn places_convert_there_and_back(text in text()) {
        let index = LineIndex::new(&text);
        let document = Document::new(&text);
        prop_assert_eq!(index.lines(), document.lines());
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let position = index.position(&text, byte, encoding);
                prop_assert_eq!(document.position(byte, encoding), position);
                // Between CR and LF there is no column of its own.
                let between = text[..byte].ends_with('\r') && text[byte..].starts_with('\n');
                if !between {
                    prop_assert_eq!(index.byte(&text, position, encoding), byte);
                    prop_assert_eq!(document.byte(position, encoding), byte);
                }
            }
        }
    }

    #[test]
    fn edits_by_position_equal_a_reference_string(
        start in text(),
        edits in prop::collection::vec((0..40usize, 0..60usize, 0..40usize, 0..60usize, text()), 1..8),
        encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]),
    ) {
        let mut document = Document::new(&start);
        let mut reference = start;
        for (line_a, column_a, line_b, column_b, insert) in edits {
            let a = Position { line: line_a, column: column_a };
            let b = Position { line: line_b, column: column_b };
            let index = LineIndex::new(&reference);
            let (from, to) = (index.byte(&reference, a, encoding), index.byte(&reference, b, encoding));
            let change = document.edit(a, b, &insert, encoding);
            prop_assert_eq!(change, Change { old: Span::new(from.min(to), from.max(to)), new_len: insert.len() });
            reference.replace_range(from.min(to)..from.max(to), &insert);
            prop_assert_eq!(document.text(), reference.clone());
            prop_assert_eq!(document.len(), reference.len());
        }
    }
}

#[test]
fn lines_end_at_lf_crlf_and_cr_only() {
    let text = "a\nb\r\nc\rd\u{2028}e\u{2029}f\u{85}g\u{b}h\u{c}i";
    assert_eq!(LineIndex::new(text).lines(), 4);
    assert_eq!(Document::new(text).lines(), 4);
}

#[test]
fn hostile_paragraphs_take_bounded_work() {
    let settings = Arc::new(Settings::default());
    for mark in ["\"", "“", "'", "(", ")", "[[", "<a ", "`", "“(", "<PER>", "\"(", "{", "**", "“A", "'a ", "]{.", "]("]
    {
        let text = mark.repeat(20_000);
        let facts = FileFacts::new(&text, Dialect::Plain, settings.clone());
        assert!(facts.findings().count() < 20_200, "{mark}");
    }
}
