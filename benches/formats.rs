//! How fast files with markup are read, and how long an edit in the middle of one takes, without any protocol.
//!
//! `cargo bench --bench formats` makes its files of the samples in `tests/corpora`; with `COPYDESK_SHARED` naming a
//! folder of corpora, the text in them is that of `wikinews`.
//! `-- --bytes N` says how much text each file holds, `-- --only NAME` leaves out those whose names do not begin so.
//! *parse* is what the parser of the format does: records, articles, annotations, findings about markup.
//! *facts* is all that is done for an editor or `check`: quotation marks, boilerplate and repeats too.

mod common;

use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{Texts, median, percentile};
use copydesk::config::Settings;
use copydesk::facts::FileFacts;
use copydesk::format::{Markup, readings};
use copydesk::text::{Document, Span};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    println!("{}", common::machine());
    let mut texts = Texts::load();
    println!("text from {}", texts.origin);
    let body = texts.body(common::option("--bytes").unwrap_or(8_000_000));
    let only = common::option::<String>("--only").unwrap_or_default();
    let paragraphs: Vec<&str> = body.split("\n\n").filter(|paragraph| paragraph.len() > 40).collect();
    println!(
        "{:<30} {:>10} {:>9} {:>11} {:>11} {:>10} {:>10}",
        "file", "bytes", "articles", "parse MB/s", "facts MB/s", "edit p50", "p99"
    );
    type Make = fn(&[&str]) -> String;
    let files: [(&str, Markup, Make); 7] = [
        ("IOB columns", Markup::Iob, iob),
        ("CoNLL-U with Entity=", Markup::ConllU, conllu),
        ("CoNLL-2012", Markup::Conll2012, conll2012),
        ("JSON Lines with offsets", Markup::JsonLines, common::json_lines),
        ("TREC documents", Markup::Sgml, trec),
        ("TEI", Markup::Xml, tei),
        ("LexisNexis export", Markup::Export, export),
    ];
    for (name, markup, make) in files.into_iter().filter(|(name, ..)| name.starts_with(&only)) {
        let text = make(&paragraphs);
        let parse = median(&timed(5, || drop(readings(&text, markup))));
        let settings = Arc::new(Settings::default());
        let facts = median(&timed(3, || drop(FileFacts::new(&text, markup, Arc::clone(&settings)))));
        let mut file = FileFacts::new(&text, markup, settings);
        let edits = edits(&text, &mut file, if markup == Markup::Xml { 30 } else { 500 });
        let speed = |time: Duration| text.len() as f64 / 1e6 / time.as_secs_f64();
        println!(
            "{name:<30} {:>10} {:>9} {:>11.1} {:>11.1} {:>7.0} µs {:>7.0} µs",
            text.len(),
            file.article_count(),
            speed(parse),
            speed(facts),
            percentile(&edits, 0.5).as_secs_f64() * 1e6,
            percentile(&edits, 0.99).as_secs_f64() * 1e6,
        );
    }
}

/// Twenty paragraphs a document, a sentence each; one word in twelve is a mention.
fn iob(paragraphs: &[&str]) -> String {
    let mut out = String::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        if number % 20 == 0 {
            out.push_str("-DOCSTART- -X- -X- O\n\n");
        }
        for (at, word) in paragraph.split_whitespace().enumerate() {
            let _ = writeln!(out, "{word} NNP I-NP {}", if at % 12 == 3 { "B-PER" } else { "O" });
        }
        out.push('\n');
    }
    out
}

fn conllu(paragraphs: &[&str]) -> String {
    let mut out = String::from("# global.Entity = eid-etype-head-other\n");
    for (number, paragraph) in paragraphs.iter().enumerate() {
        if number % 20 == 0 {
            let _ = writeln!(out, "# newdoc id = d{number}");
        }
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        let _ = writeln!(out, "# newpar\n# sent_id = s{number}\n# text = {}", words.join(" "));
        for (at, word) in words.iter().enumerate() {
            let misc = if at % 12 == 3 { format!("Entity=(d{}e{at}-person-1)", number / 20) } else { "_".to_owned() };
            let _ = writeln!(out, "{}\t{word}\t{word}\tNOUN\tNN\tNumber=Sing\t{at}\tdep\t{at}:dep\t{misc}", at + 1);
        }
        out.push('\n');
    }
    out
}

fn conll2012(paragraphs: &[&str]) -> String {
    let mut out = String::new();
    for (number, document) in paragraphs.chunks(20).enumerate() {
        let _ = writeln!(out, "#begin document (d{number}); part 000");
        for paragraph in document {
            for (at, word) in paragraph.split_whitespace().enumerate() {
                let chains = if at % 12 == 3 { format!("({at})") } else { "-".to_owned() };
                let _ = writeln!(out, "d{number} 0 {at} {word} NN * - - - - * {chains}");
            }
            out.push('\n');
        }
        out.push_str("#end document\n");
    }
    out
}

fn timed(runs: usize, work: impl Fn()) -> Vec<Duration> {
    let run = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..runs).map(run).collect()
}

/// A paragraph with its names between tags.
fn tagged(text: &str, open: &str, close: &str) -> String {
    let mut out = String::new();
    for word in text.split(' ') {
        let word = word.replace('&', "&amp;").replace('<', "&lt;");
        let is_name = word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic) && word.len() > 3;
        let _ = if is_name { write!(out, "{open}{word}{close} ") } else { write!(out, "{word} ") };
    }
    out.trim_end().to_owned()
}

fn trec(paragraphs: &[&str]) -> String {
    let mut out = String::new();
    for (id, article) in paragraphs.chunks(6).enumerate() {
        let _ = writeln!(out, "<DOC>\n<DOCNO> HP-{id:06} </DOCNO>\n<TEXT>");
        for paragraph in article {
            let _ = writeln!(out, "<P>\n{}\n</P>", tagged(paragraph, "<ENAMEX TYPE=\"PERSON\">", "</ENAMEX>"));
        }
        out.push_str("</TEXT>\n</DOC>\n");
    }
    out
}

fn tei(paragraphs: &[&str]) -> String {
    let mut out = String::from("<?xml version=\"1.0\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>\n");
    for paragraph in paragraphs {
        let _ =
            writeln!(out, "<p>{}</p>", tagged(paragraph, "<persName ref=\"https://example.org/x\">", "</persName>"));
    }
    out + "</body></text></TEI>\n"
}

fn export(paragraphs: &[&str]) -> String {
    let mut out = String::new();
    let articles = paragraphs.chunks(6);
    let count = articles.len();
    for (number, article) in articles.enumerate() {
        let words: usize = article.iter().map(|paragraph| paragraph.split_whitespace().count()).sum();
        let number = number + 1;
        let _ = write!(
            out,
            "{number} of {count} DOCUMENTS\n\nHarbour Post\n\nMay 14, 2031\n\nGates shut\n\nLENGTH: {words} words\n\n{}\n\nLOAD-DATE: May 15, 2031\n\n",
            article.join("\n\n")
        );
    }
    out
}

/// The time that each of some edits takes.
fn edits(text: &str, facts: &mut FileFacts, count: usize) -> Vec<Duration> {
    let mut document = Document::new(text);
    let middle = text.floor_char_boundary(text.len() / 2);
    let mut at = text[middle..].find(' ').map_or(middle, |found| middle + found + 1);
    let mut times = Vec::new();
    for typed in "the minister said that talks would resume; ".chars().cycle().take(count) {
        let change = document.replace(Span::new(at, at), typed.encode_utf8(&mut [0; 4]));
        let start = Instant::now();
        facts.edit(&document, change);
        times.push(start.elapsed());
        at += typed.len_utf8();
    }
    times
}
