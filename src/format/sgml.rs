//! Dumps of documents in SGML without a root: TREC, Gigaword, Reuters-21578, MUC, ACE, IEER.
//!
//! A record is a document; how it is read, [`super::xml`] knows.

use std::collections::HashMap;

use super::reading::Reading;
use super::records::{Cut, Detail, Name, Place, Whole};
use super::{remains, xml};
use crate::config::Elements;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// What has to be known to read a record: what elements mean that the settings name.
pub(crate) type Context = Elements;

/// The numbers that documents have in their collection.
const NUMBER: u8 = 0;
/// Elements round documents, by their names: defined where one is opened, used where one is closed.
const OUTER: u8 = 1;
/// Ampersands that are not escaped.
const RAW: u8 = 2;
/// Elements that no tag ends, by their names; what is said of each is whether its document closes others of the name.
const UNCLOSED: u8 = 3;
const CLOSES: &str = "closes";
/// How many ampersands are escaped.
const ESCAPED: u16 = 0;
/// How many elements of a name a tag ends: this and a number that the name gives.
const CLOSED: u16 = 1;

/// Whether a text that begins with `head` is clearly such a dump, and not a plain text with lines of markup.
pub(crate) fn claims(head: &str) -> bool {
    let telling =
        ["<REUTERS", "<DOCNO", "<DOCID", "<ENAMEX", "<TIMEX", "<NUMEX", "<COREF", "<b_", "&amp;", "&AMP;", "&lt;"];
    xml::is_dump(head) && !xml::has_token_lines(head) && telling.iter().any(|tag| head.contains(tag))
}

/// A record is a document and what stands in front of it.
pub(crate) fn cut(text: &str) -> Cut {
    let (len, seen) = xml::cut_dump(text);
    Cut { len, seen }
}

/// Reads a document.
pub(crate) fn read(text: &str, _: Place, elements: &Context, detail: Detail) -> Reading {
    let (mut reading, loose) = xml::read_record(text, elements, detail == Detail::Looks);
    let front = outer(text, &mut reading);
    if let Some(loose) = loose {
        ampersands(text, &mut reading);
        let summary = &mut reading.summary;
        for (name, span) in loose.unclosed.into_iter().filter(|(_, span)| span.start >= front) {
            let value = if loose.closed.contains_key(&name) { CLOSES } else { "" };
            let (text, value) = (name.into(), value.into());
            summary.names.push(Name { kind: UNCLOSED, defines: true, text, value, span });
        }
        let closed = loose.closed.iter().map(|(name, n)| (closed(name), u32::try_from(*n).unwrap_or(u32::MAX)));
        summary.votes.extend(closed);
    }
    let documents = reading.articles.len();
    reading.summary.sound = u32::from(documents > 0);
    let is_end = reading.summary.names.iter().any(|name| name.kind == OUTER);
    reading.summary.odd = u32::from(documents == 0 && !is_end && !text.trim().is_empty());
    for article in &reading.articles {
        if let Some(id) = article.fields.iter().find(|field| field.key == "id") {
            reading.summary.names.push(Name {
                kind: NUMBER,
                defines: true,
                text: id.value.as_str().into(),
                value: "".into(),
                span: id.span,
            });
        }
        if let Some(what) = remains::what(&article.text, !article.annotations.is_empty()) {
            let line = text[article.span.range()].lines().next().unwrap_or_default();
            let place = Span::new(article.span.start, article.span.start + line.len());
            reading.findings.push(Finding::new(RuleId::NoArticle, place, what));
        }
    }
    reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
    reading
}

/// Nothing has to be known of the file.
pub(crate) fn context(whole: &Whole<'_>) -> Context {
    whole.elements.clone()
}

/// So many open elements round documents are looked through for the one that an end belongs to.
const DEPTH: usize = 200;

/// Numbers that are given twice, ends of elements round documents that nothing began, and ampersands that are not
/// escaped in a file that escapes most.
pub(crate) fn reduce(whole: &Whole<'_>, _: &Context) -> Vec<Finding> {
    let again = whole.defined_again(NUMBER).into_iter();
    let again = again.map(|(first, later)| {
        let message = format!("An article of this file has the number {} already", later.name.text);
        Finding::new(RuleId::DuplicateArticleId, later.span, message).relating(first.span, "Here")
    });
    let mut found: Vec<Finding> = again.collect();
    let mut open: Vec<&str> = Vec::new();
    for placed in whole.names(OUTER) {
        let name = &*placed.name.text;
        if placed.name.defines {
            open.push(name);
        } else if let Some(behind) = open.iter().rev().take(DEPTH).position(|it| it.eq_ignore_ascii_case(name)) {
            open.truncate(open.len() - 1 - behind);
        } else {
            let message = format!("</{name}> closes nothing");
            let fix = Fix::unsafe_(format!("Delete </{name}>"), vec![Edit::delete(placed.span)]);
            found.push(Finding::new(RuleId::UnopenedElement, placed.span, message).fixed_by(fix));
        }
    }
    let votes = whole.votes();
    let unclosed: Vec<_> = whole.names(UNCLOSED).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for placed in &unclosed {
        *counts.entry(&placed.name.text).or_default() += 1;
    }
    let slips = unclosed.iter().filter(|placed| {
        let name = &*placed.name.text;
        let closed = votes.get(&closed(name)).copied().unwrap_or(0);
        // Documents of one file may come from two agencies.
        let is_habit = &*placed.name.value != CLOSES && counts[name] * 10 > closed;
        xml::are_slips(name, counts[name], closed) && (!xml::ends_at_next(name) || !is_habit)
    });
    found.extend(slips.map(|placed| xml::never_closed(&placed.name.text, placed.span)));
    let raw: Vec<_> = whole.names(RAW).collect();
    if raw.len() <= votes.get(&ESCAPED).copied().unwrap_or(0) {
        found.extend(raw.iter().map(|placed| xml::ampersand(placed.span)));
    }
    found
}

/// Leaves to the whole file what stands in front of the document of a record: a root is opened in the first one, and
/// closed behind the last.
/// Gives where it begins.
fn outer(text: &str, reading: &mut Reading) -> usize {
    let (tags, end) = xml::tags_before(text);
    let is_of_tag = |finding: &Finding| {
        let rules = [RuleId::UnopenedElement, RuleId::UnclosedElement];
        rules.contains(&finding.rule) && finding.span.end <= end && tags.iter().any(|(.., tag)| *tag == finding.span)
    };
    reading.findings.retain(|finding| !is_of_tag(finding));
    for (name, defines, span) in tags {
        reading.summary.names.push(Name { kind: OUTER, defines, text: name.into(), span, ..Name::default() });
    }
    end
}

/// The answer that says how many elements of a name are closed. Two names with one number would add up, which matters
/// little.
fn closed(name: &str) -> u16 {
    CLOSED + (xxhash_rust::xxh3::xxh3_64(name.as_bytes()) % 60_000) as u16
}

/// Leaves to the whole file whether ampersands are to be escaped.
fn ampersands(text: &str, reading: &mut Reading) {
    let (raw, escaped) = xml::raw_ampersands(text, &mut reading.findings);
    let names = raw.into_iter().map(|span| Name { kind: RAW, defines: true, span, ..Name::default() });
    reading.summary.names.extend(names);
    reading.summary.votes.extend((escaped > 0).then(|| (ESCAPED, u32::try_from(escaped).unwrap_or(u32::MAX))));
}
