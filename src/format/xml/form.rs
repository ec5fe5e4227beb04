//! What an XML parser refuses beside tags and attributes: references to nothing, text outside the root, comments.

use std::collections::{HashMap, HashSet};

use super::lex::Attribute;
use super::pair::{Document, Flavour, Node};
use super::references::{self, Reference};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// What no parser of XML would take; nothing where it is older markup.
pub(super) fn form(text: &str, document: &Document) -> Vec<Finding> {
    if document.flavour != Flavour::Xml {
        return Vec::new();
    }
    let mut found = Vec::new();
    found.extend(declaration(text, document));
    found.extend(instructions(text, document));
    found.extend(comment(text, document));
    found.extend(outside(text, document));
    found.extend(prefixes(text, document));
    found.extend(references(text, document));
    found
}

fn finding(span: Span, message: impl Into<std::borrow::Cow<'static, str>>) -> Finding {
    Finding::new(RuleId::NotWellFormed, span, message)
}

/// Comments, declarations and instructions, and what each is.
fn comments<'a>(text: &'a str, document: &'a Document) -> impl Iterator<Item = (Span, &'a str)> {
    document.nodes.iter().filter_map(|node| match node {
        Node::Comment(span) => Some((*span, &text[span.range()])),
        _ => None,
    })
}

/// Something in front of the declaration of XML.
fn declaration(text: &str, document: &Document) -> Option<Finding> {
    let (span, _) = comments(text, document).find(|(_, written)| written.starts_with("<?xml "))?;
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let before = Span::new(mark, span.start);
    let message = "The declaration of XML is the first in its file, and something stands in front of it";
    let finding = finding(span, message);
    (!before.is_empty()).then(|| match text[before.range()].trim().is_empty() {
        true => finding.fixed_by(Fix::safe("Delete what stands in front", vec![Edit::delete(before)])),
        false => finding,
    })
}

/// Instructions that end in `>` alone.
fn instructions(text: &str, document: &Document) -> Vec<Finding> {
    let instructions = comments(text, document).filter(|(_, written)| written.starts_with("<?"));
    let unended = instructions.filter(|(_, written)| !written.ends_with("?>"));
    let of = |(span, _): (Span, &str)| {
        // Its text may hold a tag, whose end this is.
        let fix = Fix::unsafe_("Write ?>", vec![Edit::insert(span.end - 1, "?")]);
        finding(span, "This instruction is never closed: it ends in ?>").fixed_by(fix)
    };
    unended.map(of).collect()
}

/// The first comment with two hyphens inside.
fn comment(text: &str, document: &Document) -> Option<Finding> {
    comments(text, document).find_map(|(span, written)| {
        let inner = written.strip_prefix("<!--")?.strip_suffix("-->")?;
        let at = span.start + 4 + inner.find("--")?;
        Some(finding(Span::new(at, at + 2), "A comment holds no two hyphens: -- begins its end"))
    })
}

/// A second root, or text outside of the first.
fn outside(text: &str, document: &Document) -> Option<Finding> {
    // Where tags were lost, the root may end too early.
    if !document.findings.is_empty() {
        return None;
    }
    let mut depth = 0_usize;
    let mut has_root = false;
    for node in &document.nodes {
        match node {
            Node::Open(element) if depth == 0 && std::mem::replace(&mut has_root, true) => {
                let message = "A second element stands beside the root: a file has one";
                return Some(finding(document.elements[*element as usize].open, message));
            }
            Node::Open(_) => depth += 1,
            Node::Close(_) => depth = depth.saturating_sub(1),
            Node::Text(span) | Node::Data(span) if depth == 0 => {
                let written = text[span.range()].trim_start_matches('\u{feff}');
                let start = span.end - written.len();
                let lead = written.len() - written.trim_start().len();
                let line = written[lead..].lines().next().unwrap_or_default().trim_end().trim_end_matches('\u{feff}');
                if !line.is_empty() {
                    let place = Span::new(start + lead, start + lead + line.len());
                    return Some(finding(place, "This text stands outside of the root"));
                }
            }
            _ => {}
        }
    }
    None
}

/// Prefixes that no attribute declares, in files that declare some: the first of each.
fn prefixes(text: &str, document: &Document) -> Vec<Finding> {
    let name = |attribute: &Attribute| &text[attribute.name.range()];
    let declared: HashSet<&str> =
        document.attributes.iter().filter_map(|attribute| name(attribute).strip_prefix("xmlns:")).collect();
    if declared.is_empty() && !document.attributes.iter().any(|attribute| name(attribute) == "xmlns") {
        return Vec::new();
    }
    let names = document.elements.iter().map(|it| it.name).chain(document.attributes.iter().map(|it| it.name));
    let mut seen: HashSet<&str> = HashSet::new();
    let mut found: Vec<Finding> = Vec::new();
    for span in names {
        let Some((prefix, _)) = text[span.range()].split_once(':') else { continue };
        let known = prefix.is_empty() || matches!(prefix, "xml" | "xmlns") || declared.contains(prefix);
        if !known && seen.insert(prefix) {
            let message = format!("No attribute xmlns:{prefix} declares the prefix {prefix}");
            found.push(finding(Span::new(span.start, span.start + prefix.len()), message));
        }
    }
    found
}

/// References to characters that are none, and to entities that nothing declares: the first of each.
fn references(text: &str, document: &Document) -> Vec<Finding> {
    let doctype = comments(text, document).find(|(_, written)| written.starts_with("<!DOCTYPE"));
    let doctype = doctype.map_or("", |(_, written)| written);
    let head = doctype.split('[').next().unwrap_or_default();
    // Other files may declare more.
    let is_open = head.contains("SYSTEM") || head.contains("PUBLIC") || doctype.contains('%');
    let declared: Vec<&str> =
        doctype.split("<!ENTITY").skip(1).filter_map(|rest| rest.split_ascii_whitespace().next()).collect();
    let texts = document.nodes.iter().filter_map(|node| match node {
        Node::Text(span) => Some(*span),
        _ => None,
    });
    let values = document.attributes.iter().map(|attribute| attribute.value);
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    for span in texts.chain(values) {
        for at in memchr::memchr_iter(b'&', text[span.range()].as_bytes()).map(|found| span.start + found) {
            let (Reference::Resolved { len, .. } | Reference::Named { len }) =
                references::reference(&text[at..span.end])
            else {
                continue;
            };
            let place = Span::new(at, at + len);
            let name = &text[at + 1..at + len - 1];
            let known = match name.strip_prefix('#') {
                Some(number) => is_character(number),
                None => is_open || matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") || declared.contains(&name),
            };
            let count = seen.entry(name).or_default();
            *count += 1;
            if known || *count > 1 {
                continue;
            }
            if name.starts_with('#') {
                found.push(finding(place, format!("{} is no character", &text[place.range()])));
                continue;
            }
            let near = declared.iter().find(|known| name.len() > 2 && strsim::damerau_levenshtein(known, name) <= 1);
            let finding = finding(place, format!("Nothing declares the entity {name}"));
            found.push(match near {
                Some(near) => {
                    let inner = Span::new(at + 1, at + len - 1);
                    let fix = Fix::unsafe_(format!("Write &{near};"), vec![Edit::replace(inner, (*near).to_owned())]);
                    finding.fixed_by(fix)
                }
                None => finding,
            });
        }
    }
    found
}

/// Whether the number of a reference is of a character that XML has.
fn is_character(number: &str) -> bool {
    let parsed = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    let is_one = |code: u32| code >= 32 && !matches!(code, 0xfffe | 0xffff) && char::from_u32(code).is_some();
    !number.contains('+') && parsed.is_ok_and(|code| matches!(code, 9 | 10 | 13) || is_one(code))
}
