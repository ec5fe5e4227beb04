//! Inline XML and SGML: MUC and ACE, IEER, TEI, NITF, the dumps of agencies, token lines between tags, and what people
//! make up. Tolerant of all that an XML parser would refuse.
//!
//! [`lex`] cuts tags from text, [`pair`] finds out which tag closes which, [`read`](mod@read) takes the articles out,
//! [`check`] looks at attributes and ids, [`form`] at what else a parser refuses.
//! A dump without a root (`<DOC>…</DOC><DOC>…`) is cut into its documents, other markup is one record.

mod annotated;
mod check;
mod form;
mod ids;
mod kinds;
mod lex;
mod pair;
mod read;
mod references;
#[cfg(test)]
mod tests;
mod tokens;
mod tree;
mod vocabulary;

use std::collections::HashMap;

use memchr::{memchr, memchr_iter, memmem};

pub(crate) use self::ids::ids;
pub(crate) use self::pair::{Document, Loose, are_slips, never_closed};
pub(crate) use self::read::ampersand;
pub(crate) use self::tree::Tree;
pub(crate) use self::vocabulary::ends_at_next;
use crate::config::Elements;
use crate::rules::{Finding, RuleId};

use super::reading::{Marked, Reading};
use super::records::{Cut, Detail, Place, Whole};
use crate::text::Span;

/// Reads one record; colours where it is to be shown. Of SGML, the second part of the answer is what tells which
/// elements are to be closed.
pub(crate) fn read_record(text: &str, names: &Elements, looks: bool) -> (Reading, Option<Loose>) {
    let document = document(text);
    let (tokens, folds) = if looks { (colours(text, &document), folds(text, &document)) } else { Default::default() };
    let mut reading = read::read(text, &document, names);
    reading.findings.extend(check::check(text, &document));
    reading.findings.extend(form::form(text, &document));
    reading.findings.extend(document.findings.iter().cloned());
    reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
    reading.findings.dedup_by(|a, b| a.span == b.span && a.rule == b.rule);
    reading.tokens = tokens;
    reading.folds = folds;
    reading.summary.sound = u32::try_from(document.elements.len()).unwrap_or(u32::MAX).max(1);
    let loose = (document.flavour == pair::Flavour::Sgml).then(|| Loose::new(text, &document));
    (reading, loose)
}

/// The elements that go on over several lines.
pub(crate) fn folds(text: &str, document: &Document) -> Vec<Span> {
    let spans =
        document.elements.iter().filter_map(|element| Some(Span::new(element.open.start, element.close?.start)));
    spans.filter(|span| span.start < span.end && memchr(b'\n', text[span.range()].as_bytes()).is_some()).collect()
}

/// The tree of `text`.
pub(crate) fn document(text: &str) -> Document {
    pair::pair(text, lex::lex(text))
}

/// What is wrong with the markup of `document`, whatever its elements mean: attributes, references, ampersands.
pub(crate) fn markup_findings(text: &str, document: &Document) -> Vec<Finding> {
    let mut found = check::attributes(text, document);
    found.extend(form::form(text, document));
    for node in &document.nodes {
        let pair::Node::Text(span) = node else { continue };
        for at in memchr_iter(b'&', text[span.range()].as_bytes()).map(|found| span.start + found) {
            if references::reference(&text[at..span.end]) == references::Reference::Bare {
                found.push(read::bare(text, Span::new(at, at + 1)));
            }
        }
    }
    found
}

/// What of the markup of `document` is coloured how.
pub(crate) fn colours(text: &str, document: &Document) -> Vec<Marked> {
    tokens::tokens(text, document)
}

/// What has to be known to read it: what elements mean that the settings name.
pub(crate) type Context = Elements;

/// Whether a text that begins with `head` is clearly text in XML.
pub(crate) fn claims(head: &str) -> bool {
    let start = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    if !start.starts_with('<') || is_dump(head) || has_token_lines(head) {
        return false;
    }
    if is_standoff(start) {
        return false;
    }
    // Many files are in XML; those of a corpus hold an article, or texts and their paragraphs.
    let declared = start.starts_with("<?xml") || start.starts_with("<!DOCTYPE");
    let (mut known, mut first) = (0, true);
    for lt in memchr_iter(b'<', start.as_bytes()).take(200) {
        let rest = &start[lt + 1..];
        let len =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))).unwrap_or(rest.len());
        let name = &rest[..len];
        if matches!(name, "html" | "HTML" | "svg" | "project" | "rss" | "feed") {
            return false;
        }
        if matches!(name, "TEI" | "teiCorpus" | "TEI.2" | "nitf") {
            return true;
        }
        let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        // A paragraph of a plain article may begin with a tag too.
        let root = vocabulary::is_article(name)
            || is(&["text", "corpus", "root", "docs", "documents", "articles", "news", "dataset"]);
        if first && !name.is_empty() && !declared && !root {
            return false;
        }
        first &= name.is_empty();
        known +=
            usize::from(is(&["text", "p", "s"]) || vocabulary::is_article(name) || vocabulary::is_annotation(name));
    }
    known > 1
}

/// Whether a text that begins with `start` holds what is said of a text, and not the text with marks in it: ACE, FoLiA,
/// CoreNLP, TCF, GATE, UIMA, BioC, TIGER. Their elements have the names of marks, and no mark would be like them.
fn is_standoff(start: &str) -> bool {
    let telling = [
        "<charseq ",
        "<entity_mention ",
        "<FoLiA",
        "<CharacterOffsetBegin>",
        "<D-Spin",
        "<GateDocument",
        "<xmi:XMI",
        "<infon ",
        "<terminals>",
    ];
    telling.iter().any(|tag| start.contains(tag))
}

/// Whether `head` holds lines of tokens with columns behind them, which are another format.
pub(crate) fn has_token_lines(head: &str) -> bool {
    let lines = || head.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('<'));
    let tabbed = lines().filter(|line| !line.starts_with('\t') && line.contains('\t')).count();
    tabbed > 0 && tabbed * 10 >= lines().count() * 8
}

/// All of it is one record.
pub(crate) fn cut(text: &str) -> Cut {
    Cut { len: text.len(), seen: text.len() }
}

/// Reads a file.
pub(crate) fn read(text: &str, _: Place, elements: &Context, detail: Detail) -> Reading {
    let (mut reading, loose) = read_record(text, elements, detail == Detail::Looks);
    if let Some(loose) = loose {
        let (raw, escaped) = raw_ampersands(text, &mut reading.findings);
        if raw.len() <= escaped {
            reading.findings.extend(raw.into_iter().map(ampersand));
        }
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (name, _) in &loose.unclosed {
            *counts.entry(name).or_default() += 1;
        }
        let closed = |name: &str| loose.closed.get(name).copied().unwrap_or(0);
        let slips = loose.unclosed.iter().filter(|(name, _)| are_slips(name, counts[&**name], closed(name)));
        reading.findings.extend(slips.map(|(name, open)| never_closed(name, *open)));
        reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
    }
    reading
}

/// Nothing has to be known of the file.
pub(crate) fn context(whole: &Whole<'_>) -> Context {
    whole.elements.clone()
}

/// Nothing is wrong with a file that its record does not say.
pub(crate) fn reduce(_: &Whole<'_>, _: &Context) -> Vec<Finding> {
    Vec::new()
}

/// How many bytes of `text`, which is a dump of documents without a root, its first record has, and how many were
/// looked at to know: it ends behind `</DOC>`, or where the next one begins.
pub(crate) fn cut_dump(text: &str) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut inside = false;
    for lt in memchr_iter(b'<', bytes) {
        match dump_tag(&bytes[lt..]) {
            Some(Tag::Open) if inside => return (lt, (lt + TAG).min(text.len())),
            Some(Tag::Open) => inside = true,
            Some(Tag::Close(len)) => {
                let end = lt + len;
                let white = bytes[end..].iter().take_while(|b| b.is_ascii_whitespace()).count();
                return (end + white, (end + white + 1).min(text.len()));
            }
            None => {}
        }
    }
    (text.len(), text.len())
}

/// The tags in front of the first document of a record of a dump, such as those of a root: the name of each, whether it
/// opens an element, and where it stands.
pub(crate) fn tags_before(text: &str) -> (Vec<(&str, bool, Span)>, usize) {
    let first = memchr_iter(b'<', text.as_bytes())
        .find(|&lt| matches!(dump_tag(&text.as_bytes()[lt..]), Some(Tag::Open | Tag::Close(_))))
        .unwrap_or(text.len());
    let tags = lex::lex(&text[..first]).tokens.into_iter().filter_map(|token| match token.kind {
        lex::TokenKind::Open { name, empty: false, .. } => Some((&text[name.range()], true, token.span)),
        lex::TokenKind::Close { name } => Some((&text[name.range()], false, token.span)),
        _ => None,
    });
    (tags.collect(), first)
}

/// The ampersands of `text` that are not escaped although a name follows, where that need not be wrong: in SGML only what
/// ends in a semicolon is a reference, and many files write `AT&T`. Takes their places out of `findings`, and gives how
/// many ampersands are escaped.
pub(crate) fn raw_ampersands(text: &str, findings: &mut Vec<Finding>) -> (Vec<Span>, usize) {
    let is_raw = |finding: &Finding| {
        finding.rule == RuleId::UnescapedCharacter && &text[finding.span.range()] == "&" && !finding.fixes.is_empty()
    };
    let raw: Vec<Span> = findings.iter().filter(|finding| is_raw(finding)).map(|finding| finding.span).collect();
    findings.retain(|finding| !is_raw(finding));
    let escaped = ["&amp;", "&AMP;", "&lt;", "&LT;", "&gt;", "&GT;"]
        .iter()
        .map(|written| memmem::find_iter(text.as_bytes(), written).count())
        .sum();
    (raw, escaped)
}

/// Whether `head`, the first bytes of a file, begin a dump of documents without a root.
pub(crate) fn is_dump(head: &str) -> bool {
    let mut rest = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    while let Some(declaration) = rest.strip_prefix("<!").or_else(|| rest.strip_prefix("<?")) {
        let Some(end) = declaration.find('>') else { return false };
        rest = declaration[end + 1..].trim_start();
    }
    matches!(dump_tag(rest.as_bytes()), Some(Tag::Open))
}

/// How many bytes tell whether a tag is one of a dump's documents.
const TAG: usize = 12;

enum Tag {
    Open,
    /// Its length.
    Close(usize),
}

/// The tag of a dump's document that `bytes` begin with.
fn dump_tag(bytes: &[u8]) -> Option<Tag> {
    let (name, close) = match bytes {
        [b'<', b'/', name @ ..] => (name, true),
        [b'<', name @ ..] => (name, false),
        _ => return None,
    };
    let len = ["doc", "reuters"].iter().map(|known| known.len()).find(|&len| {
        name.get(..len).is_some_and(|name| name.eq_ignore_ascii_case(b"doc") || name.eq_ignore_ascii_case(b"reuters"))
    })?;
    match (name.get(len)?, close) {
        (b'>', true) => Some(Tag::Close(len + 3)),
        (b'>' | b' ' | b'\t' | b'\n' | b'\r', false) => Some(Tag::Open),
        _ => None,
    }
}
