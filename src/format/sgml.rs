//! Dumps of documents in SGML without a root: TREC, Gigaword, Reuters-21578, MUC, ACE, IEER.
//!
//! A record is a document; how it is read, [`super::xml`] knows.

use super::reading::Reading;
use super::records::{Cut, Detail, Name, Place, Whole};
use super::{remains, xml};
use crate::config::Elements;
use crate::rules::{Finding, RuleId};
use crate::text::Span;

/// What has to be known to read a record: what elements mean that the settings name.
pub(crate) type Context = Elements;

/// The numbers that documents have in their collection.
const NUMBER: u8 = 0;

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
    let mut reading = xml::read_record(text, elements, detail == Detail::Looks);
    let documents = reading.articles.len();
    reading.summary.sound = u32::from(documents > 0);
    reading.summary.odd = u32::from(documents == 0 && !text.trim().is_empty());
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

/// Numbers that are given twice.
pub(crate) fn reduce(whole: &Whole<'_>, _: &Context) -> Vec<Finding> {
    let again = whole.defined_again(NUMBER).into_iter();
    again
        .map(|(first, later)| {
            let message = format!("An article of this file has the number {} already", later.name.text);
            Finding::new(RuleId::DuplicateArticleId, later.span, message).relating(first.span, "Here")
        })
        .collect()
}
