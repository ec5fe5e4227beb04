//! Annotations that end where no name does.

use std::collections::HashSet;

use super::{Marked, block_text};
use crate::corpus::Article;
use crate::knowledge::KnowledgeBase;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::{Source, Span};

/// So many letters behind an annotation are an ending of the name and no part of it: `[Lind]{.PER}s`.
const ENDING: usize = 3;

/// So many words more a name may have than what is annotated of it.
const WORDS: usize = 3;

/// What is annotated, and what of its name stands outside.
struct Cut {
    /// Bytes in front of the annotation and behind it.
    missing: (usize, usize),
    message: String,
}

/// Annotations that cut a word, or a longer name that the article or the knowledge base knows.
pub fn cut(
    article: &Article,
    marked: &[Marked],
    source: &(impl Source + ?Sized),
    knowledge: &KnowledgeBase,
    found: &mut Vec<Finding>,
) {
    for (one, whole, message) in cuts(article, marked, source, knowledge) {
        let finding = Finding::new(RuleId::AnnotationCutsName, one.annotation.span, message);
        found.push(finding.fixed_by(widened(one, whole)));
    }
}

/// The annotations that do, what they should cover, and how to say that.
pub fn cuts<'m>(
    article: &Article,
    marked: &'m [Marked],
    source: &(impl Source + ?Sized),
    knowledge: &KnowledgeBase,
) -> Vec<(&'m Marked, Span, String)> {
    let names: HashSet<&str> = marked.iter().map(|one| one.surface.as_str()).collect();
    let is_name = |name: &str| names.contains(name) || !knowledge.named(name).is_empty();
    let mut found = Vec::new();
    for one in marked {
        let span = one.annotation.span;
        // White space at its edges is a matter of `annotation-edge-space`.
        if source.slice(one.annotation.text).trim().len() < one.annotation.text.len() {
            continue;
        }
        let Some((text, start)) = block_text(article, span.start, source) else { continue };
        let (Some(before), Some(behind)) = (text.get(..span.start - start), text.get(span.end - start..)) else {
            continue;
        };
        let Some(cut) = word(&one.surface, before, behind).or_else(|| name(&one.surface, before, behind, is_name))
        else {
            continue;
        };
        let whole = Span::new(span.start - cut.missing.0, span.end + cut.missing.1);
        // One that stands inside another may well be a part of its name.
        let nested = marked.iter().any(|other| other.annotation.span != span && other.annotation.span.overlaps(whole));
        if !nested {
            found.push((one, whole, cut.message));
        }
    }
    found
}

/// Whether words of its script end where its letters do: in scripts without case they may not.
fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

fn word(surface: &str, before: &str, behind: &str) -> Option<Cut> {
    let head = before.len() - before.trim_end_matches(is_cased).len();
    let tail = behind.len() - behind.trim_start_matches(is_cased).len();
    let head = if surface.starts_with(is_cased) { head } else { 0 };
    let tail = if surface.ends_with(is_cased) && behind[..tail].chars().count() > ENDING { tail } else { 0 };
    let whole = format!("{}{surface}{}", &before[before.len() - head..], &behind[..tail]);
    let message = format!("The annotation cuts “{whole}” inside a word");
    (head + tail > 0).then_some(Cut { missing: (head, tail), message })
}

/// A longer name that goes on beside the annotation.
fn name(surface: &str, before: &str, behind: &str, is_name: impl Fn(&str) -> bool) -> Option<Cut> {
    let cut = |missing: (usize, usize)| {
        let whole = format!("{}{surface}{}", &before[before.len() - missing.0..], &behind[..missing.1]);
        let message = format!("The annotation cuts the name “{whole}”");
        is_name(&whole).then_some(Cut { missing, message })
    };
    let mut tail = 0;
    for _ in 0..WORDS {
        let Some(rest) = behind[tail..].strip_prefix(' ').filter(|rest| rest.starts_with(char::is_uppercase)) else {
            break;
        };
        tail += 1 + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        if let Some(cut) = cut((0, tail)) {
            return Some(cut);
        }
    }
    let mut head = 0;
    for _ in 0..WORDS {
        let Some(rest) = before[..before.len() - head].strip_suffix(' ') else { break };
        let word = rest.len() - rest.trim_end_matches(char::is_alphanumeric).len();
        if !rest[rest.len() - word..].starts_with(char::is_uppercase) {
            break;
        }
        head += 1 + word;
        if let Some(cut) = cut((head, 0)) {
            return Some(cut);
        }
    }
    None
}

/// The marks of the annotation, moved to the edges of `whole`.
fn widened(one: &Marked, whole: Span) -> Fix {
    let (open, close) = (one.annotation.open, one.annotation.close);
    let mut edits = Vec::new();
    if whole.start < open.start {
        edits.extend([Edit::insert(whole.start, one.open.clone()), Edit::delete(open)]);
    }
    if whole.end > close.end {
        edits.extend([Edit::delete(close), Edit::insert(whole.end, one.close.clone())]);
    }
    Fix::unsafe_("Annotate all of it", edits)
}
