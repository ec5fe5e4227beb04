//! Which tag closes which.
//!
//! One broken mark gives one finding: an element that its parent's end closes, a tag that closes nothing, two elements
//! that cross, a slip of the keyboard in a closing tag, a file that breaks off.

use std::collections::HashMap;
use std::ops::Range;

use super::lex::{Attribute, Token, TokenKind, Tokens};
use super::vocabulary::{self, Kind};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// How strict the markup is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// Names are told apart by case, and every element is closed.
    Xml,
    /// Case does not matter, and elements such as `<P>` need not be closed.
    Sgml,
}

/// An element, closed or not.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) name: Span,
    /// The opening tag.
    pub(crate) open: Span,
    /// The closing tag; the opening one again where that is all there is.
    pub(crate) close: Option<Span>,
    /// Its attributes, in [`Document::attributes`].
    pub(crate) attributes: Range<u32>,
    /// The element that it stands in.
    pub(crate) parent: Option<u32>,
    /// Whether it holds text of its own that is not white space.
    pub(crate) has_text: bool,
}

/// What a document consists of, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// Text with references.
    Text(Span),
    /// Text without.
    Data(Span),
    /// An element begins.
    Open(u32),
    /// It ends, whether a tag says so or not.
    Close(u32),
    /// A comment or a declaration.
    Comment(Span),
}

/// A record of markup as a tree.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) flavour: Flavour,
    pub(crate) elements: Vec<Element>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) findings: Vec<Finding>,
}

/// How many tags further on a crossing element must be closed.
const CROSSING: usize = 6;
/// How many open elements are looked at for the one that a tag closes.
const DEPTH: usize = 200;

/// The tree of `text`.
pub(crate) fn pair(text: &str, tokens: Tokens) -> Document {
    let flavour = flavour(text, &tokens);
    let mut pairing = Pairing {
        text,
        tokens: &tokens.tokens,
        stack: Vec::new(),
        overhang: Vec::new(),
        unclosed: Vec::new(),
        document: Document {
            flavour,
            elements: Vec::new(),
            attributes: Vec::new(),
            nodes: Vec::with_capacity(tokens.tokens.len()),
            findings: Vec::new(),
        },
    };
    let mut attribute = 0;
    for (index, token) in tokens.tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Text => {
                if !text[token.span.range()].trim_ascii().is_empty() {
                    pairing.mark_text();
                }
                pairing.document.nodes.push(Node::Text(token.span));
            }
            TokenKind::Data(inner) => {
                pairing.mark_text();
                if !inner.is_empty() {
                    pairing.document.nodes.push(Node::Data(inner));
                }
            }
            TokenKind::Comment | TokenKind::Declaration => pairing.document.nodes.push(Node::Comment(token.span)),
            TokenKind::Stray => {
                pairing.mark_text();
                pairing.document.nodes.push(Node::Data(token.span));
                pairing.document.findings.push(stray(text, token.span));
            }
            TokenKind::Open { name, attributes, empty } => {
                let range = attribute..attribute + attributes;
                attribute += attributes;
                match started(text, name, flavour) {
                    Mark::Stop(stop) => pairing.close(index, stop, token.span),
                    Mark::Start(name) => pairing.open(name, token.span, range, empty),
                }
            }
            TokenKind::Close { name } => pairing.close(index, name, token.span),
        }
    }
    pairing.end();
    let mut document = pairing.document;
    document.attributes = tokens.attributes;
    document
}

/// Whether the record is XML or older.
fn flavour(text: &str, tokens: &Tokens) -> Flavour {
    let mut first = tokens.tokens.iter().filter(|token| token.kind != TokenKind::Text);
    let declared = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).starts_with("<?xml");
    let named = first.find_map(|token| match token.kind {
        TokenKind::Open { name, .. } => {
            let tag = &text[token.span.range()];
            Some(tag.contains("xmlns") || matches!(&text[name.range()], "TEI" | "teiCorpus" | "nitf" | "NAF" | "KAF"))
        }
        _ => None,
    });
    if declared || named == Some(true) { Flavour::Xml } else { Flavour::Sgml }
}

/// What an opening tag means: IEER writes `<b_enamex>` and `<e_enamex>` without a slash.
enum Mark {
    Start(Span),
    Stop(Span),
}

fn started(text: &str, name: Span, flavour: Flavour) -> Mark {
    let written = &text[name.range()];
    let inner = Span::new((name.start + 2).min(name.end), name.end);
    match written.as_bytes() {
        [b'b' | b'B', b'_', _, ..] if flavour == Flavour::Sgml => Mark::Start(inner),
        [b'e' | b'E', b'_', _, ..] if flavour == Flavour::Sgml => Mark::Stop(inner),
        _ => Mark::Start(name),
    }
}

struct Pairing<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// Elements that are open.
    stack: Vec<u32>,
    /// Elements that were closed too late or early by others, and whose own tag is yet to come.
    overhang: Vec<u32>,
    /// Elements that were closed by the end of another one.
    unclosed: Vec<u32>,
    document: Document,
}

impl Pairing<'_> {
    fn name(&self, element: u32) -> &str {
        &self.text[self.document.elements[element as usize].name.range()]
    }

    fn same(&self, element: u32, name: &str) -> bool {
        match self.document.flavour {
            Flavour::Xml => self.name(element) == name,
            Flavour::Sgml => self.name(element).eq_ignore_ascii_case(name),
        }
    }

    fn mark_text(&mut self) {
        if let Some(&top) = self.stack.last() {
            self.document.elements[top as usize].has_text = true;
        }
    }

    fn open(&mut self, name: Span, tag: Span, attributes: Range<u32>, empty: bool) {
        let id = self.document.elements.len() as u32;
        let written = &self.text[name.range()];
        let void = empty || self.document.flavour == Flavour::Sgml && vocabulary::is_void(written);
        if self.document.flavour == Flavour::Sgml && vocabulary::ends_at_next(written) {
            // A paragraph ends where the next one begins.
            if let Some(&top) = self.stack.last().filter(|&&top| self.same(top, written)) {
                self.stack.pop();
                self.document.nodes.push(Node::Close(top));
            }
        }
        self.document.elements.push(Element {
            name,
            open: tag,
            close: void.then_some(tag),
            attributes,
            parent: self.stack.last().copied(),
            has_text: false,
        });
        self.document.nodes.push(Node::Open(id));
        if void {
            self.document.nodes.push(Node::Close(id));
        } else {
            self.stack.push(id);
        }
    }

    fn close(&mut self, index: usize, name: Span, tag: Span) {
        let written = &self.text[name.range()];
        if let Some(&top) = self.stack.last().filter(|&&top| self.same(top, written)) {
            self.pop(Some(tag));
            debug_assert!(self.document.elements[top as usize].close.is_some());
            return;
        }
        if let Some(at) = self.overhang.iter().rposition(|&element| self.same(element, written)) {
            let element = self.overhang.remove(at);
            self.document.elements[element as usize].close = Some(tag);
            return;
        }
        let depth = self.stack.iter().rev().take(DEPTH).position(|&element| self.same(element, written));
        let Some(depth) = depth else { return self.unopened(name, tag) };
        // The elements inside were never closed, or are closed behind: then they cross.
        let mut crossing: Option<(u32, Span)> = None;
        for _ in 0..depth {
            let Some(&inner) = self.stack.last() else { break };
            match self.closes_soon(index, inner).filter(|_| crossing.is_none()) {
                Some(close) => {
                    crossing = Some((inner, close));
                    self.overhang.push(inner);
                    if self.overhang.len() > CROSSING {
                        self.overhang.remove(0);
                    }
                }
                None => self.unclosed.push(inner),
            }
            self.pop(None);
        }
        let outer = self.stack.last().copied();
        self.pop(Some(tag));
        if let (Some((inner, close)), Some(outer)) = (crossing, outer) {
            let (inner, outer) = (&self.document.elements[inner as usize], &self.document.elements[outer as usize]);
            let names = [inner, outer].map(|element| &self.text[element.name.range()]);
            let finding = if vocabulary::is_annotation(names[0]) && vocabulary::kind(names[1]) == Kind::Block {
                let message = format!("<{}> goes on over the end of a paragraph", names[0]);
                Finding::new(RuleId::AnnotationAcrossBlocks, inner.open, message).relating(tag, "Here that ends")
            } else {
                let of_annotations = names.iter().all(|name| vocabulary::is_annotation(name));
                let rule = if of_annotations { RuleId::CrossedAnnotations } else { RuleId::CrossedElements };
                let message = format!("</{}> stands before the end of <{}>, which begins inside", names[1], names[0]);
                let title = format!("End <{}> first", names[0]);
                let edits = vec![Edit::insert(tag.start, self.text[close.range()].to_owned()), Edit::delete(close)];
                let finding = Finding::new(rule, tag, message).relating(inner.open, "What begins inside");
                finding.fixed_by(Fix::unsafe_(title, edits))
            };
            self.document.findings.push(finding);
        }
    }

    /// The tag among the next ones behind the one at `index` that closes the element, where no other of its name is opened
    /// before.
    fn closes_soon(&self, index: usize, element: u32) -> Option<Span> {
        let tags = self.tokens[index + 1..].iter().take(CROSSING * 2).filter(|token| token.kind != TokenKind::Text);
        for token in tags.take(CROSSING) {
            match token.kind {
                TokenKind::Close { name } if self.same(element, &self.text[name.range()]) => return Some(token.span),
                TokenKind::Open { name, .. } => match started(self.text, name, self.document.flavour) {
                    Mark::Stop(name) if self.same(element, &self.text[name.range()]) => return Some(token.span),
                    Mark::Start(name) if self.same(element, &self.text[name.range()]) => return None,
                    _ => {}
                },
                _ => {}
            }
        }
        None
    }

    /// Takes the innermost element off.
    fn pop(&mut self, close: Option<Span>) {
        if let Some(top) = self.stack.pop() {
            if close.is_some() {
                self.document.elements[top as usize].close = close;
            }
            self.document.nodes.push(Node::Close(top));
        }
    }

    /// A tag that closes nothing.
    fn unopened(&mut self, name: Span, tag: Span) {
        let written = &self.text[name.range()];
        let rule =
            if vocabulary::is_annotation(written) { RuleId::UnopenedAnnotation } else { RuleId::UnopenedElement };
        // A slip in the tag that closes the innermost element.
        if let Some(&top) = self.stack.last() {
            let open = self.name(top).to_owned();
            let alike = open.eq_ignore_ascii_case(written)
                || open.len() > 3 && strsim::damerau_levenshtein(&open, written) <= 2
                || open.len() > 1 && strsim::damerau_levenshtein(&open, written) <= 1 && written.len() > 2;
            if alike {
                let element = &self.document.elements[top as usize];
                let rule =
                    if vocabulary::is_annotation(&open) { RuleId::UnclosedAnnotation } else { RuleId::UnclosedElement };
                let (open_tag, close_tag) = (shown(self.text, element.open, element.name), shown(self.text, tag, name));
                let message = format!("{open_tag} is closed as {close_tag}");
                let fix = Fix::safe(format!("Write {open}"), vec![Edit::replace(name, open.clone())]);
                let finding = Finding::new(rule, tag, message).relating(element.open, "The opening tag").fixed_by(fix);
                self.document.findings.push(finding);
                return self.pop(Some(tag));
            }
        }
        if self.document.flavour == Flavour::Sgml && vocabulary::is_void(written) {
            return;
        }
        let close_tag = shown(self.text, tag, name);
        let message = format!("{close_tag} closes nothing");
        let fix = Fix::unsafe_(format!("Delete {close_tag}"), vec![Edit::delete(tag)]);
        self.document.findings.push(Finding::new(rule, tag, message).fixed_by(fix));
    }

    /// The end of the record.
    fn end(&mut self) {
        let open = std::mem::take(&mut self.stack);
        for &element in open.iter().rev() {
            self.document.nodes.push(Node::Close(element));
        }
        self.report_unclosed(&open);
        self.document.findings.sort_by_key(|finding| (finding.span, finding.rule));
    }

    /// Reports what was never closed; `open` is what the end of the record found open, outermost first.
    fn report_unclosed(&mut self, open: &[u32]) {
        // In SGML, elements that mostly are not closed need not be.
        let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
        let is_sgml = self.document.flavour == Flavour::Sgml;
        if is_sgml && !(self.unclosed.is_empty() && open.is_empty()) {
            let all: Vec<u32> = self.unclosed.iter().chain(open).copied().collect();
            for &element in &all {
                counts.entry(self.name(element).to_ascii_lowercase()).or_default().1 += 1;
            }
            for element in &self.document.elements {
                let name = &self.text[element.name.range()];
                if element.close.is_some_and(|close| close != element.open)
                    && let Some(count) = counts.get_mut(&name.to_ascii_lowercase())
                {
                    count.0 += 1;
                }
            }
        }
        let optional = |name: &str| {
            let count = counts.get(&name.to_ascii_lowercase());
            let strict = vocabulary::is_annotation(name) || vocabulary::is_article(name);
            is_sgml
                && !strict
                && (vocabulary::ends_at_next(name) || count.is_some_and(|(closed, unclosed)| unclosed >= closed))
        };
        let mut found = Vec::new();
        for &element in &self.unclosed {
            let name = self.name(element);
            if self.document.elements[element as usize].close.is_some() || optional(name) {
                continue;
            }
            found.push(unclosed(self.text, &self.document.elements[element as usize], ""));
        }
        // What breaks off leaves everything open that was: that is one matter.
        let broken: Vec<u32> = open.iter().copied().filter(|&element| !optional(self.name(element))).collect();
        if let Some(&first) = broken.first() {
            let rest = if broken.len() > 1 { ", nor is what stands open in it at the end" } else { "" };
            let finding = unclosed(self.text, &self.document.elements[first as usize], rest);
            let innermost = broken.last().filter(|_| broken.len() > 1);
            found.push(match innermost {
                Some(&last) => finding.relating(self.document.elements[last as usize].open, "The innermost of these"),
                None => finding,
            });
        }
        self.document.findings.append(&mut found);
    }
}

/// A tag without its attributes.
fn shown(text: &str, tag: Span, name: Span) -> String {
    format!("{}>", &text[tag.start..name.end])
}

/// The finding about an element that is never closed.
fn unclosed(text: &str, element: &Element, rest: &str) -> Finding {
    let name = &text[element.name.range()];
    let rule = if vocabulary::is_annotation(name) {
        RuleId::UnclosedAnnotation
    } else if vocabulary::is_dump_document(name) {
        RuleId::UnclosedDocument
    } else {
        RuleId::UnclosedElement
    };
    let open_tag = shown(text, element.open, element.name);
    let finding = Finding::new(rule, element.open, format!("{open_tag} is never closed{rest}"));
    match rule {
        RuleId::UnclosedAnnotation => {
            finding.fixed_by(Fix::unsafe_(format!("Delete {open_tag}"), vec![Edit::delete(element.open)]))
        }
        _ => finding,
    }
}

/// The finding about a `<` that begins no tag.
fn stray(text: &str, span: Span) -> Finding {
    let message = if text[span.start..].starts_with("<!--") {
        "This comment is never closed"
    } else {
        "“<” begins no tag; in text it is written “&lt;”"
    };
    Finding::new(RuleId::UnescapedCharacter, span, message)
        .fixed_by(Fix::unsafe_("Write “&lt;”", vec![Edit::replace(span, "&lt;")]))
}
