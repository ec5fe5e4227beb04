//! Elements by name, parent and attribute, for formats whose elements point at one another.

use memchr::memchr;

use super::pair::Document;
use super::references::{self, Reference};
use crate::format::assemble::Assembly;
use crate::text::Span;

/// No more elements are looked at inside another.
const LARGEST: u32 = 10_000;

/// A document and its text.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) text: &'a str,
    document: &'a Document,
    /// Behind each element and all that it holds.
    ends: Vec<u32>,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(text: &'a str, document: &'a Document) -> Self {
        let mut ends: Vec<u32> = (1..=document.elements.len() as u32).collect();
        for (index, element) in document.elements.iter().enumerate().rev() {
            if let Some(parent) = element.parent {
                ends[parent as usize] = ends[parent as usize].max(ends[index]);
            }
        }
        Self { text, document, ends }
    }

    /// The elements with a name, in order.
    pub(crate) fn named(&self, name: &'a str) -> impl Iterator<Item = u32> + '_ {
        (0..self.document.elements.len() as u32).filter(move |element| self.name(*element) == name)
    }

    /// The first element with a name.
    pub(crate) fn find(&self, name: &'a str) -> Option<u32> {
        self.named(name).next()
    }

    /// The elements directly inside another.
    pub(crate) fn children(&self, element: u32) -> impl Iterator<Item = u32> + '_ {
        let end = self.ends[element as usize];
        let mut at = element + 1;
        std::iter::from_fn(move || {
            let child = (at < end).then_some(at)?;
            at = self.ends[child as usize];
            Some(child)
        })
    }

    /// The elements inside another with a name, however deep.
    pub(crate) fn inside(&self, element: u32, name: &'a str) -> impl Iterator<Item = u32> + '_ {
        let end = self.ends[element as usize].min(element.saturating_add(LARGEST));
        (element + 1..end).filter(move |inner| self.name(*inner) == name)
    }

    pub(crate) fn name(&self, element: u32) -> &'a str {
        &self.text[self.name_span(element).range()]
    }

    pub(crate) fn name_span(&self, element: u32) -> Span {
        self.document.elements[element as usize].name
    }

    /// The opening tag.
    pub(crate) fn open(&self, element: u32) -> Span {
        self.document.elements[element as usize].open
    }

    /// All of it, tags included; `None` where the element is never closed.
    pub(crate) fn whole(&self, element: u32) -> Option<Span> {
        let it = &self.document.elements[element as usize];
        Some(it.open.cover(it.close?))
    }

    /// What stands between the tags; `None` where the element is never closed.
    pub(crate) fn inner(&self, element: u32) -> Option<Span> {
        let it = &self.document.elements[element as usize];
        let close = it.close?;
        Some(if close == it.open {
            Span::empty(it.open.end)
        } else {
            Span::new(it.open.end, close.start.max(it.open.end))
        })
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, element: u32, name: &str) -> Option<Span> {
        let range = &self.document.elements[element as usize].attributes;
        let attributes = self.document.attributes.get(range.start as usize..range.end as usize)?;
        attributes.iter().find(|it| &self.text[it.name.range()] == name).map(|it| it.value)
    }

    /// What stands at `span`.
    pub(crate) fn written(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    /// What stands at `span`, references resolved.
    pub(crate) fn resolved(&self, span: Span) -> String {
        references::resolve(self.text, span)
    }

    /// Adds what stands at `span`, references resolved; character data is taken as it is. Line ends are LF, as a parser
    /// gives them: offsets are counted in that.
    pub(crate) fn resolve_into(&self, span: Span, body: &mut Assembly) {
        let written = self.written(span);
        let trimmed = written.trim_ascii_start();
        if let Some(data) = trimmed.strip_prefix("<![CDATA[") {
            let start = span.end - trimmed.len() + 9;
            let len = data.find("]]>").unwrap_or(data.len());
            return self.lines_into(Span::new(start, start + len), body);
        }
        let mut at = span.start;
        while let Some(found) = memchr(b'&', &self.text.as_bytes()[at..span.end]) {
            let ampersand = at + found;
            self.lines_into(Span::new(at, ampersand), body);
            at = ampersand
                + match references::reference(&self.text[ampersand..span.end]) {
                    Reference::Resolved { text, len } => {
                        body.resolved(&text, Span::new(ampersand, ampersand + len));
                        len
                    }
                    Reference::Named { len } => {
                        body.verbatim(self.text, Span::new(ampersand, ampersand + len));
                        len
                    }
                    Reference::Bare => {
                        body.verbatim(self.text, Span::new(ampersand, ampersand + 1));
                        1
                    }
                };
        }
        self.lines_into(Span::new(at, span.end), body);
    }

    /// Adds what stands at `span`, CR LF and CR as LF.
    fn lines_into(&self, span: Span, body: &mut Assembly) {
        let mut at = span.start;
        while let Some(found) = memchr(b'\r', &self.text.as_bytes()[at..span.end]) {
            let end = at + found;
            body.verbatim(self.text, Span::new(at, end));
            at = end + 1;
            // Of CR LF, the LF comes with what follows.
            if at == span.end || self.text.as_bytes()[at] != b'\n' {
                body.resolved("\n", Span::new(end, at));
            }
        }
        body.verbatim(self.text, Span::new(at, span.end));
    }
}
