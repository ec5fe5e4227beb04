//! Annotation in layers over tokens: the XML of CAT (ECB+, MEANTIME) and NAF.
//!
//! Tokens come first, and everything else points at their ids: mentions at tokens, relations at mentions.

mod cat;
mod naf;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::reading::Reading;
use super::records::{Cut, Detail, Place, Whole};
use super::xml::Tree;
use crate::rules::{Finding, RuleId};
use crate::text::Span;

/// What of the whole file has to be known to read it: nothing.
pub(crate) type Context = ();

/// Whether a text that begins with `head` is clearly annotation in layers.
pub(crate) fn claims(head: &str) -> bool {
    is_cat(head) || is_naf(head)
}

fn is_cat(head: &str) -> bool {
    head.contains("<Document ") && head.contains("<token ") && head.contains("t_id=")
}

fn is_naf(head: &str) -> bool {
    head.contains("<NAF") || head.contains("<KAF")
}

/// All of it is one record.
pub(crate) fn cut(text: &str) -> Cut {
    Cut { len: text.len(), seen: text.len() }
}

/// Nothing has to be known of the file.
pub(crate) fn context(_: &Whole<'_>) -> Context {}

/// Nothing is wrong with a file that its record does not say.
pub(crate) fn reduce(_: &Whole<'_>, (): &Context) -> Vec<Finding> {
    Vec::new()
}

/// Reads a file.
pub(crate) fn read(text: &str, _: Place, (): &Context, detail: Detail) -> Reading {
    let document = super::xml::document(text);
    let tree = Tree::new(text, &document);
    let mut reading =
        if tree.find("NAF").or_else(|| tree.find("KAF")).is_some() { naf::read(&tree) } else { cat::read(&tree) };
    reading.findings.extend(super::xml::attribute_findings(text, &document));
    if detail == Detail::Looks {
        reading.tokens = super::xml::colours(text, &document);
        reading.folds = super::xml::folds(text, &document);
    }
    reading.summary.sound = 1;
    reading.findings.extend(document.findings);
    reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
    reading
}

/// Ids of one kind, and what each is of.
struct Ids<'a, T> {
    known: HashMap<&'a str, (T, Span)>,
}

impl<'a, T: Copy> Ids<'a, T> {
    fn new() -> Self {
        Self { known: HashMap::new() }
    }

    /// Adds an id; reports one that is taken.
    fn define(&mut self, id: &'a str, span: Span, of: T, findings: &mut Vec<Finding>) {
        if let Some((_, first)) = self.known.get(id) {
            let message = format!("The id {id} is taken already");
            findings.push(Finding::new(RuleId::DuplicateMarkupId, span, message).relating(*first, "Here"));
        } else {
            self.known.insert(id, (of, span));
        }
    }

    /// What an id is of; reports one that nothing has. `what` says what was looked for.
    fn find(&self, id: &str, span: Span, what: &str, findings: &mut Vec<Finding>) -> Option<T> {
        let found = self.known.get(id).map(|(of, _)| *of);
        if found.is_none() {
            findings.push(Finding::new(RuleId::DanglingPointer, span, format!("No {what} has the id {id}")));
        }
        found
    }
}
