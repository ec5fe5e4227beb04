//! What elements say of the article: annotations and metadata.

use super::lex::Attribute;
use super::read::Reader;
use super::references;
use crate::format::reading::{ExtractAnnotation, ExtractField, Written};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

impl Reader<'_> {
    /// An annotation ends with its element.
    pub(super) fn end_annotation(&mut self, element: u32) {
        let Some(at) = self.open.iter().rposition(|open| open.element == element) else { return };
        let open = self.open.remove(at);
        let it = &self.document.elements[element as usize];
        let Some(close) = it.close else { return };
        let name = self.name(element);
        let Some(start) = open.start else {
            if close != it.open && !self.columns {
                let span = it.open.cover(close);
                let finding = Finding::new(RuleId::EmptyAnnotation, span, format!("<{name}> holds no text"));
                self.findings.push(finding.fixed_by(Fix::unsafe_("Delete it", vec![Edit::delete(span)])));
            }
            return;
        };
        let end = self.body.text.len();
        if open.breaks != self.breaks {
            let message = format!("<{name}> goes on over the end of a paragraph");
            let finding = Finding::new(RuleId::AnnotationAcrossBlocks, it.open, message);
            self.findings.push(finding.relating(close, "Here it ends"));
        }
        // Elements of elements are laid out for the eye.
        let laid_out = !it.has_text && self.text[it.open.end..].starts_with(['\n', '\r']);
        if !self.columns && !laid_out {
            self.edges(it.open, close, name);
        }
        let annotation = self.annotation(element, Span::new(start, end), close);
        self.article.annotations.push(annotation);
    }

    /// White space inside the tags of an annotation.
    fn edges(&mut self, open: Span, close: Span, name: &str) {
        if open.end >= close.start {
            return;
        }
        let inner = &self.text[open.end..close.start];
        let lead = inner.len() - inner.trim_start().len();
        let tail = inner.len() - inner.trim_end().len();
        if lead == 0 && tail == 0 || lead == inner.len() {
            return;
        }
        let (message, place) = match (lead, tail) {
            (0, _) => (format!("White space stands in front of </{name}>"), Span::new(close.start - tail, close.start)),
            (_, 0) => (format!("White space stands behind <{name}>"), Span::new(open.end, open.end + lead)),
            _ => (format!("White space stands inside both ends of <{name}>"), Span::new(open.end, open.end + lead)),
        };
        let mut edits = Vec::new();
        if lead > 0 {
            edits.push(Edit::insert(open.start, self.text[open.end..open.end + lead].to_owned()));
            edits.push(Edit::delete(Span::new(open.end, open.end + lead)));
        }
        if tail > 0 {
            edits.push(Edit::delete(Span::new(close.start - tail, close.start)));
            edits.push(Edit::insert(close.end, self.text[close.start - tail..close.start].to_owned()));
        }
        let fix = Fix::safe("Move the white space outside", edits);
        self.findings.push(Finding::new(RuleId::AnnotationEdgeSpace, place, message).fixed_by(fix));
    }

    /// What the tags of an annotation say.
    fn annotation(&self, element: u32, part: Span, close: Span) -> ExtractAnnotation {
        let it = &self.document.elements[element as usize];
        let name = self.name(element);
        let mut found = ExtractAnnotation { parts: vec![part], markup: vec![it.open], ..ExtractAnnotation::default() };
        if close != it.open {
            found.markup.push(close);
        }
        let written = |span: Span| Some(Written { text: references::resolve(self.text, span), span });
        let configured = self.names.get(name);
        let own_type = self.attribute(element, &["type", "subtype", "category", "class", "netype"]);
        found.entity_type = match configured.filter(|kind| !kind.is_empty()) {
            Some(kind) => match kind.strip_prefix('@') {
                Some(key) => self.attribute(element, &[key]).and_then(|it| written(it.value)),
                None => Some(Written { text: kind.clone(), span: it.name }),
            },
            None if is_generic(name) => own_type.and_then(|it| written(it.value)),
            None => Some(Written { text: name.to_owned(), span: it.name }),
        };
        let coreference = name.eq_ignore_ascii_case("coref");
        let identity =
            self.attribute(element, &["ref", "key", "corresp", "uri", "wikidata", "entity", "value", "href", "link"]);
        let identity = identity.filter(|_| !coreference);
        let id = self.attribute(element, &["id"]).filter(|_| !coreference && !is_muc(name));
        found.identity = identity.or(id).and_then(|attribute| {
            let value = &self.text[attribute.value.range()];
            let first = value.split_ascii_whitespace().next()?;
            let start = attribute.value.start + (value.len() - value.trim_ascii_start().len());
            // What is pointed at in this file or in one beside it has the same name in both.
            let is_address = first.contains("://");
            let local = first.find('#').filter(|_| !is_address).map_or(0, |at| at + 1);
            let span = Span::new(start + local, start + first.len());
            (!span.is_empty()).then(|| written(span)).flatten()
        });
        found
    }

    /// The first of the attributes with one of these names that has a value, in the order of the names.
    pub(super) fn attribute(&self, element: u32, names: &[&str]) -> Option<Attribute> {
        let range = &self.document.elements[element as usize].attributes;
        let attributes = self.document.attributes.get(range.start as usize..range.end as usize)?;
        names.iter().find_map(|name| {
            attributes
                .iter()
                .find(|it| self.text[it.name.range()].eq_ignore_ascii_case(name) && !it.value.is_empty())
                .copied()
        })
    }

    /// The metadata that an article's own tag holds.
    pub(super) fn of_attributes(&mut self, element: u32) {
        let fields: [(&'static str, &[&str]); 7] = [
            ("id", &["newid", "id", "xml:id", "doc_id", "docid", "doc_name"]),
            ("title", &["title"]),
            ("date", &["date", "datecreated", "pubdate"]),
            ("author", &["author"]),
            ("url", &["url", "sourceurl"]),
            ("source", &["source", "publication"]),
            ("lang", &["lang", "xml:lang"]),
        ];
        for (key, names) in fields {
            if let Some(attribute) = self.attribute(element, names) {
                let value = references::resolve(self.text, attribute.value);
                self.article.fields.push(ExtractField { key, value, span: attribute.value });
            }
        }
    }

    /// The metadata that an element holds.
    pub(super) fn field(&mut self, element: u32, key: &'static str) {
        let it = &self.document.elements[element as usize];
        let attribute = self.attribute(element, &["norm", "id-string", "when", "content"]);
        let span = match (attribute, it.close) {
            (Some(attribute), _) => attribute.value,
            (None, Some(close)) if close.start >= it.open.end && close.start - it.open.end < 2000 => {
                Span::new(it.open.end, close.start)
            }
            _ => return,
        };
        if self.article.fields.iter().any(|field| field.key == key) {
            return;
        }
        let value = without_tags(&references::resolve(self.text, span));
        let written = &self.text[span.range()];
        let lead = written.len() - written.trim_ascii_start().len();
        let span = Span::new(span.start + lead, (span.start + lead).max(span.start + written.trim_ascii_end().len()));
        if !value.is_empty() {
            self.article.fields.push(ExtractField { key, value, span });
        }
    }
}

/// Elements that say what they are of by an attribute; the others are named for it.
fn is_generic(name: &str) -> bool {
    let generic =
        ["rs", "name", "ne", "entity", "namedentity", "named_entity", "named-entity", "namedentityintext", "mention"];
    is_muc(name) || generic.iter().any(|known| known.eq_ignore_ascii_case(name)) || name.eq_ignore_ascii_case("coref")
}

/// Elements of MUC and its kin: their ids are of the mention.
fn is_muc(name: &str) -> bool {
    ["enamex", "timex", "timex2", "timex3", "numex"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// `text` without tags, white space folded.
fn without_tags(text: &str) -> String {
    let mut rest = text;
    let mut bare = String::with_capacity(text.len());
    while let Some(lt) = rest.find('<') {
        bare.push_str(&rest[..lt]);
        rest = rest[lt..].find('>').map_or("", |gt| &rest[lt + gt + 1..]);
    }
    bare.push_str(rest);
    bare.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
