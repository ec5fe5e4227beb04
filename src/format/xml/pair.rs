//! Which tag closes which.
//!
//! One broken mark gives one finding: an element that its parent's end closes, a tag that closes nothing, two elements
//! that cross, a slip of the keyboard in a closing tag, a file that breaks off.

use std::collections::{BTreeMap, HashMap};
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
    /// Elements of SGML that no tag ends: whether one should, the rest of the file tells.
    pub(crate) doubtful: Vec<u32>,
}

/// How many tags further on a crossing element must be closed.
const CROSSING: usize = 6;
/// How many tokens further on an element is looked for that is closed as it was opened.
const LOST_SLASH: usize = 60;
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
            doubtful: Vec::new(),
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
            TokenKind::Unended(inner) => {
                if let Some(inner) = inner {
                    pairing.mark_text();
                    if !inner.is_empty() {
                        pairing.document.nodes.push(Node::Data(inner));
                    }
                } else {
                    pairing.document.nodes.push(Node::Comment(token.span));
                }
                pairing.document.findings.push(unended(text, token.span, inner));
            }
            TokenKind::Stray => pairing.stray(token.span),
            TokenKind::Open { name, attributes, empty } => {
                let range = attribute..attribute + attributes;
                attribute += attributes;
                match started(text, name, flavour) {
                    Mark::Stop(stop) => pairing.close(index, stop, token.span),
                    Mark::Start(name) if attributes == 0 && !empty && pairing.lost_slash(index, name) => {
                        pairing.close_without_slash(name, token.span);
                    }
                    Mark::Start(name) => pairing.open(name, token.span, range, empty),
                }
            }
            TokenKind::Close { name } if !text[token.span.range()].ends_with('>') => {
                let written = &text[name.range()];
                if pairing.stack.iter().rev().take(DEPTH).any(|&element| pairing.same(element, written)) {
                    pairing.document.findings.push(without_end(text, name, token.span));
                    pairing.close(index, name, token.span);
                } else {
                    let mark = Span::new(token.span.start, token.span.start + 1);
                    pairing.stray(mark);
                    pairing.document.nodes.push(Node::Text(Span::new(mark.end, token.span.end)));
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
                self.document.doubtful.push(top);
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
            if self.is_ieer(top) && self.text[tag.range()].starts_with("</") {
                self.not_as_opened(top, tag);
            }
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
        let Some(depth) = depth else { return self.unopened(index, name, tag) };
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

    /// Whether an element was opened as IEER does: `<b_enamex>`.
    fn is_ieer(&self, element: u32) -> bool {
        let element = &self.document.elements[element as usize];
        element.name.start == element.open.start + 3
    }

    /// The finding that the tag `tag` closes an element as XML does, and that is opened as in IEER.
    fn not_as_opened(&mut self, element: u32, tag: Span) {
        let (open, name) = (self.document.elements[element as usize].open, self.name(element).to_owned());
        // Names keep the case that they are opened with.
        let lead = if self.text[open.start + 1..].starts_with('B') { "E_" } else { "e_" };
        let message = format!(
            "{}> is closed as {}",
            &self.text[open.start..open.start + 3 + name.len()],
            &self.text[tag.range()]
        );
        let fix = Fix::safe(format!("Write <{lead}{name}>"), vec![Edit::replace(tag, format!("<{lead}{name}>"))]);
        let finding = Finding::new(RuleId::UnclosedAnnotation, tag, message).relating(open, "The opening tag");
        self.document.findings.push(finding.fixed_by(fix));
    }

    /// Whether the opening tag of the token at `index` should close the innermost element, which has its name: what is
    /// marked holds nothing of its kind, and none of both is closed before the element round them is.
    fn lost_slash(&self, index: usize, name: Span) -> bool {
        let written = &self.text[name.range()];
        let Some((&top, around)) = self.stack.split_last() else { return false };
        let element = &self.document.elements[top as usize];
        let marks = vocabulary::is_annotation(written) || vocabulary::kind(written) == Kind::Inline;
        if !marks || !self.same(top, written) || !element.has_text || self.is_ieer(top) {
            return false;
        }
        for token in self.tokens[index + 1..].iter().take(LOST_SLASH) {
            match token.kind {
                TokenKind::Close { name } if self.same(top, &self.text[name.range()]) => return false,
                TokenKind::Close { name }
                    if around.last().is_some_and(|&around| self.same(around, &self.text[name.range()])) =>
                {
                    return true;
                }
                // The next of the kind is closed itself, and this one may be that.
                TokenKind::Open { name, attributes, empty } if self.same(top, &self.text[name.range()]) => {
                    return attributes > 0 && !empty;
                }
                _ => {}
            }
        }
        false
    }

    fn close_without_slash(&mut self, name: Span, tag: Span) {
        let Some(&top) = self.stack.last() else { return };
        let written = &self.text[name.range()];
        let rule =
            if vocabulary::is_annotation(written) { RuleId::UnclosedAnnotation } else { RuleId::UnclosedElement };
        let open = self.document.elements[top as usize].open;
        // Of quotations and the like two may have been left open.
        let (title, edits) = (format!("Write </{written}>"), vec![Edit::insert(name.start, "/")]);
        let is_annotation = rule == RuleId::UnclosedAnnotation;
        let fix = if is_annotation { Fix::safe(title, edits) } else { Fix::unsafe_(title, edits) };
        let finding = Finding::new(rule, tag, format!("<{written}> is closed as <{written}>"));
        self.document.findings.push(finding.relating(open, "The opening tag").fixed_by(fix));
        self.pop(Some(tag));
    }

    fn stray(&mut self, span: Span) {
        self.mark_text();
        self.document.nodes.push(Node::Data(span));
        self.document.findings.push(stray(span));
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
    fn unopened(&mut self, index: usize, name: Span, tag: Span) {
        let written = &self.text[name.range()];
        let rule =
            if vocabulary::is_annotation(written) { RuleId::UnopenedAnnotation } else { RuleId::UnopenedElement };
        // A slip in the tag that closes the innermost element.
        if let Some(&top) = self.stack.last() {
            let open = self.name(top).to_owned();
            if self.is_ieer(top) && written.get(2..).is_some_and(|rest| rest.eq_ignore_ascii_case(&open)) {
                self.not_as_opened(top, tag);
                return self.pop(Some(tag));
            }
            let alike = open.eq_ignore_ascii_case(written)
                || open.len() > 3 && strsim::damerau_levenshtein(&open, written) <= 2
                || open.len() > 1
                    && strsim::damerau_levenshtein(&open, written) <= 1
                    && (written.len() > 2 || self.closes_soon(index, top).is_none());
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
        // In SGML, what others are in the file tells which elements need not be closed.
        let is_sgml = self.document.flavour == Flavour::Sgml;
        let optional = |name: &str| is_sgml && !(vocabulary::is_annotation(name) || vocabulary::is_article(name));
        let mut found = Vec::new();
        for &element in &self.unclosed {
            if self.document.elements[element as usize].close.is_some() {
                continue;
            }
            if optional(self.name(element)) {
                self.document.doubtful.push(element);
            } else {
                found.push(unclosed(self.text, &self.document.elements[element as usize], ""));
            }
        }
        // What breaks off leaves everything open that was: that is one matter.
        let broken: Vec<u32> = open.iter().copied().filter(|&element| !optional(self.name(element))).collect();
        if broken.is_empty() {
            self.document.doubtful.extend(open);
        }
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
fn stray(span: Span) -> Finding {
    let message = "“<” begins no tag; in text it is written “&lt;”";
    Finding::new(RuleId::UnescapedCharacter, span, message)
        .fixed_by(Fix::unsafe_("Write “&lt;”", vec![Edit::replace(span, "&lt;")]))
}

/// The finding about a tag that lost its `>`.
fn without_end(text: &str, name: Span, tag: Span) -> Finding {
    let message = format!("</{} does not end: > stands behind the name", &text[name.range()]);
    let fix = Fix::safe("Add >", vec![Edit::insert(tag.end, ">")]);
    Finding::new(RuleId::NotWellFormed, tag, message).fixed_by(fix)
}

/// The finding about a comment, or about character data where it has an `inner` text, that is never ended.
fn unended(text: &str, span: Span, inner: Option<Span>) -> Finding {
    let written = &text[span.range()];
    let (len, message, end) = match inner {
        Some(_) => (9, "This character data is never closed: it ends in ]]>", "]]>"),
        None => (4, "This comment is never closed: it ends in -->", "-->"),
    };
    let finding = Finding::new(RuleId::NotWellFormed, Span::new(span.start, span.start + len), message);
    let rest = ["]>", "--", "->"].into_iter().find(|rest| written[len..].ends_with(rest)).unwrap_or_default();
    let place = Span::new(span.end - rest.len(), span.end);
    let title = format!("Write {end}");
    // Where nothing is left of the end, its place is a guess.
    let edits = vec![Edit::replace(place, end)];
    finding.fixed_by(if rest.is_empty() { Fix::unsafe_(title, edits) } else { Fix::safe(title, edits) })
}

/// What of a record of SGML tells which elements are to be closed.
#[derive(Debug, Default)]
pub(crate) struct Loose {
    /// Elements that no tag ends: their names in lower case, and the tags that open them.
    pub(crate) unclosed: Vec<(String, Span)>,
    /// How many elements of a name are closed by a tag.
    pub(crate) closed: BTreeMap<String, usize>,
}

impl Loose {
    pub(super) fn new(text: &str, document: &Document) -> Self {
        let name = |element: &Element| text[element.name.range()].to_ascii_lowercase();
        let mut written: HashMap<&str, usize> = HashMap::new();
        for element in document.elements.iter().filter(|it| it.close.is_some_and(|close| close != it.open)) {
            *written.entry(&text[element.name.range()]).or_default() += 1;
        }
        let mut closed = BTreeMap::new();
        for (name, n) in written {
            *closed.entry(name.to_ascii_lowercase()).or_default() += n;
        }
        let unclosed = document.doubtful.iter().map(|&element| &document.elements[element as usize]);
        let unclosed = unclosed.filter(|element| element.close.is_none()).map(|it| (name(it), it.open));
        Self { unclosed: unclosed.collect(), closed }
    }
}

/// Whether elements of this name lack their ends by a slip, and not as the file has it: of all in it, so many are not
/// closed and so many are.
pub(crate) fn are_slips(name: &str, unclosed: usize, closed: usize) -> bool {
    if vocabulary::is_always_closed(name) {
        unclosed <= closed.max(1)
    } else if vocabulary::ends_at_next(name) {
        unclosed <= closed
    } else {
        unclosed < closed
    }
}

/// The finding about an element that no tag ends; `name` is its name in lower case, `open` the tag that opens it.
pub(crate) fn never_closed(name: &str, open: Span) -> Finding {
    Finding::new(RuleId::UnclosedElement, open, format!("<{}> is never closed", name.to_ascii_uppercase()))
}
