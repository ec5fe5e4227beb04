//! Attributes, ids and references.

use std::collections::{HashMap, HashSet};

use super::lex::{Attribute, Quotes};
use super::pair::{Document, Flavour};
use super::references;
use super::vocabulary;
use crate::format::reading::{Reading, Written};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// Of so many attributes of an element, each is compared with those in front of it.
const MOST_ATTRIBUTES: usize = 100;
/// Among so many ids a similar one is looked for.
const MOST_COMPARED: usize = 1000;

/// What is wrong with attributes, ids and references.
pub(super) fn check(text: &str, document: &Document) -> Vec<Finding> {
    let mut checker = Checker { text, document, findings: Vec::new() };
    checker.attributes();
    checker.types();
    checker.ids();
    checker.coreference();
    checker.findings
}

/// What is wrong with attributes.
pub(super) fn attributes(text: &str, document: &Document) -> Vec<Finding> {
    let mut checker = Checker { text, document, findings: Vec::new() };
    checker.attributes();
    checker.findings
}

/// The attributes of an element.
fn attributes_of(document: &Document, element: usize) -> &[Attribute] {
    let range = &document.elements[element].attributes;
    document.attributes.get(range.start as usize..range.end as usize).unwrap_or_default()
}

/// The attribute of an element with this name.
fn attribute(text: &str, document: &Document, element: usize, name: &str) -> Option<Attribute> {
    attributes_of(document, element).iter().find(|it| text[it.name.range()].eq_ignore_ascii_case(name)).copied()
}

struct Checker<'a> {
    text: &'a str,
    document: &'a Document,
    findings: Vec<Finding>,
}

impl Checker<'_> {
    /// Quotation marks round values.
    fn attributes(&mut self) {
        for element in &self.document.elements {
            let range = element.attributes.start as usize..element.attributes.end as usize;
            let mut curled: Vec<(Span, Vec<Edit>)> = Vec::new();
            for attribute in self.document.attributes.get(range).unwrap_or_default() {
                let name = &self.text[attribute.name.range()];
                match attribute.quotes {
                    Quotes::Curled(open, close) => {
                        let value = attribute.value;
                        let open = Span::new(value.start - usize::from(open), value.start);
                        let close = Span::new(value.end, value.end + usize::from(close));
                        let edits = [open, close].map(|mark| Edit::replace(mark, "\""));
                        curled.push((open.cover(close), edits.into()));
                    }
                    Quotes::Unclosed => {
                        let span = Span::new(attribute.name.start, attribute.value.end);
                        let message = format!("The value of {name} is never closed");
                        let fix = Fix::unsafe_("Close it", vec![Edit::insert(attribute.value.end, "\"")]);
                        self.findings.push(Finding::new(RuleId::MalformedAttributes, span, message).fixed_by(fix));
                    }
                    Quotes::Unopened => {
                        let span = Span::new(attribute.name.start, attribute.value.end);
                        let message = format!("The quotation mark in front of the value of {name} is lost");
                        let mark = &self.text[attribute.value.end..attribute.value.end + 1];
                        let fix = Fix::safe("Open it", vec![Edit::insert(attribute.value.start, mark.to_owned())]);
                        self.findings.push(Finding::new(RuleId::MalformedAttributes, span, message).fixed_by(fix));
                    }
                    Quotes::Bare | Quotes::Absent if self.document.flavour == Flavour::Xml => {
                        let span = Span::new(attribute.name.start, attribute.value.end);
                        let finding = Finding::new(
                            RuleId::MalformedAttributes,
                            span,
                            format!("The value of {name} stands without quotation marks"),
                        );
                        let edits = [attribute.value.start, attribute.value.end].map(|at| Edit::insert(at, "\""));
                        self.findings.push(match attribute.quotes {
                            Quotes::Bare => finding.fixed_by(Fix::safe("Quote it", edits.into())),
                            _ => finding,
                        });
                    }
                    _ => {}
                }
            }
            if self.document.flavour == Flavour::Xml {
                self.twice(element.attributes.start as usize..element.attributes.end as usize);
            }
            // The marks of one tag were curled in one go.
            if let Some((first, _)) = curled.first() {
                let span = curled.iter().fold(*first, |all, (span, _)| all.cover(*span));
                let edits = curled.into_iter().flat_map(|(_, edits)| edits).collect();
                let message = "Attributes are quoted with straight marks";
                let fix = Fix::safe("Write straight marks", edits);
                self.findings.push(Finding::new(RuleId::CurledAttributeQuotes, span, message).fixed_by(fix));
            }
        }
    }

    /// Attributes that an element has twice.
    fn twice(&mut self, range: std::ops::Range<usize>) {
        let attributes = self.document.attributes.get(range).unwrap_or_default();
        for (at, again) in attributes.iter().enumerate().take(MOST_ATTRIBUTES) {
            let name = &self.text[again.name.range()];
            let Some(first) = attributes[..at].iter().find(|it| &self.text[it.name.range()] == name) else { continue };
            let same = self.text[first.value.range()] == self.text[again.value.range()];
            let end = again.value.end + usize::from(again.quotes == Quotes::Straight);
            let span = Span::new(again.name.start, end);
            let front = self.text[..span.start].trim_end().len();
            let fix = Fix::unsafe_("Delete it", vec![Edit::delete(Span::new(front, end))]);
            let message = format!("The attribute {name} is given twice");
            let finding = Finding::new(RuleId::MalformedAttributes, span, message).relating(first.name, "Here");
            self.findings.push(if same { finding.fixed_by(fix) } else { finding });
        }
    }

    /// The types of annotations.
    fn types(&mut self) {
        let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
        let mut unknown: Vec<(&str, Attribute)> = Vec::new();
        for (index, element) in self.document.elements.iter().enumerate() {
            let name = &self.text[element.name.range()];
            if !vocabulary::wants_type(name) {
                continue;
            }
            let Some(attribute) = attribute(self.text, self.document, index, "type") else {
                // A reference says enough.
                let referred = attributes_of(self.document, index)
                    .iter()
                    .any(|it| ["ref", "key", "corresp"].contains(&&self.text[it.name.range()]));
                if !referred {
                    let message = format!("<{name}> does not say what type it is of");
                    self.findings.push(Finding::new(RuleId::AnnotationWithoutType, element.open, message));
                }
                continue;
            };
            let written = &self.text[attribute.value.range()];
            if written.trim().is_empty() {
                let message = format!("The type of <{name}> is empty");
                self.findings.push(Finding::new(RuleId::AnnotationWithoutType, element.open, message));
                continue;
            }
            let known = vocabulary::known_types(name);
            // Alternatives are written with a bar.
            let is_known =
                written.split(['|', ':', '.']).all(|one| known.iter().any(|known| known.eq_ignore_ascii_case(one)));
            if !known.is_empty() && !is_known {
                *seen.entry((name, written)).or_default() += 1;
                unknown.push((name, attribute));
            }
        }
        for (name, attribute) in unknown {
            let written = &self.text[attribute.value.range()];
            let upper = written.to_ascii_uppercase();
            let known = vocabulary::known_types(name);
            let near = known
                .iter()
                .filter(|known| known.len() > 3)
                .find(|known| strsim::damerau_levenshtein(known, &upper) <= 2);
            // What is written again and again is meant.
            if seen[&(name, written)] > 2 && near.is_none() || seen[&(name, written)] > 5 {
                continue;
            }
            let message = format!("{written} is no type of <{name}>");
            let finding = Finding::new(RuleId::UnknownAnnotationType, attribute.value, message);
            self.findings.push(match near {
                Some(near) => finding.fixed_by(Fix::unsafe_(
                    format!("Write {near}"),
                    vec![Edit::replace(attribute.value, (*near).to_owned())],
                )),
                None => finding,
            });
        }
    }

    /// `xml:id` and what points there.
    fn ids(&mut self) {
        let mut defined: HashMap<&str, Span> = HashMap::new();
        let mut used: HashSet<&str> = HashSet::new();
        let mut broken: Vec<Span> = Vec::new();
        let mut pointers: Vec<Pointer<'_>> = Vec::new();
        for (index, element) in self.document.elements.iter().enumerate() {
            for it in attributes_of(self.document, index) {
                let value = &self.text[it.value.range()];
                match &self.text[it.name.range()] {
                    "xml:id" if !value.is_empty() => {
                        if let Some(first) = defined.get(value) {
                            let message = format!("The id {value} is taken already");
                            let finding = Finding::new(RuleId::DuplicateMarkupId, it.value, message);
                            self.findings.push(finding.relating(*first, "Here"));
                        } else {
                            defined.insert(value, it.value);
                        }
                        broken.extend(value.contains(|c: char| c.is_ascii_whitespace()).then_some(it.value));
                    }
                    "ref" | "corresp" | "who" | "sameAs" | "resp" | "target" | "key" | "ana" | "active" | "passive"
                    | "mutual"
                        if value.contains('#') && element.close.is_some() =>
                    {
                        let mut at = it.value.start;
                        for one in value.split_inclusive(|c: char| c.is_ascii_whitespace()) {
                            let pointer = one.trim_ascii_end();
                            if let Some(id) = pointer.strip_prefix('#').filter(|id| !id.is_empty()) {
                                used.insert(id);
                                let kind = self.pointing(&self.text[it.name.range()], index);
                                pointers.push(Pointer { id, kind, span: Span::new(at + 1, at + pointer.len()) });
                            }
                            at += one.len();
                        }
                    }
                    _ => {}
                }
            }
        }
        // What an id with a space was meant to be is pointed at as that.
        let meant: HashMap<String, &str> = broken
            .iter()
            .map(|span| &self.text[span.range()])
            .map(|value| (value.split_ascii_whitespace().collect(), value))
            .collect();
        if self.document.flavour == Flavour::Xml {
            for span in broken {
                let id: String = self.text[span.range()].split_ascii_whitespace().collect();
                let fix = Fix::unsafe_(format!("Write {id}"), vec![Edit::replace(span, id)]);
                let message = "An xml:id is one word: nothing can point at this one";
                self.findings.push(Finding::new(RuleId::NotWellFormed, span, message).fixed_by(fix));
            }
        }
        let elsewhere = self.kept_elsewhere(&pointers, &defined);
        for Pointer { id, span, kind } in &pointers {
            if defined.contains_key(id) {
                continue;
            }
            if let Some(id) = meant.get(*id) {
                used.insert(id);
                continue;
            }
            let message = format!("Nothing in this file has the xml:id {id}");
            let mut finding = Finding::new(RuleId::DanglingPointer, *span, message);
            // In a large file, a similar id says little.
            let near = defined.iter().filter(|(known, _)| {
                defined.len() <= MOST_COMPARED
                    && known.len() > 3
                    && known.len().abs_diff(id.len()) <= 1
                    && strsim::damerau_levenshtein(known, id) <= 1
            });
            let near = near.min_by_key(|(_, place)| **place);
            if near.is_none() && elsewhere.contains(kind) {
                continue;
            }
            if let Some((known, place)) = near {
                // What was meant is not unused.
                used.insert(known);
                let fix = Fix::unsafe_(format!("Write {known}"), vec![Edit::replace(*span, (*known).to_owned())]);
                finding = finding.relating(*place, "A similar one").fixed_by(fix);
            }
            self.findings.push(finding);
        }
        self.unused(&defined, &used);
    }

    /// What the attribute `name` of an element points at: pointers of one kind have their targets in one place.
    fn pointing(&self, name: &str, element: usize) -> Pointing {
        match name {
            "who" => Pointing::Entry("person"),
            "ref" | "key" => match &self.text[self.document.elements[element].name.range()] {
                "persName" => Pointing::Entry("person"),
                "placeName" | "geogName" | "settlement" | "country" | "region" => Pointing::Entry("place"),
                "orgName" => Pointing::Entry("org"),
                "eventName" => Pointing::Entry("event"),
                "objectName" => Pointing::Entry("object"),
                _ => Pointing::Name,
            },
            "ana" => Pointing::Category,
            "resp" => Pointing::Responsible,
            _ => Pointing::Place,
        }
    }

    /// The kinds of pointers whose targets other files hold: the lists of a corpus stand in its root or beside its
    /// texts. Of these, this file has no list, or most of them miss what it has.
    fn kept_elsewhere(&self, pointers: &[Pointer<'_>], defined: &HashMap<&str, Span>) -> HashSet<Pointing> {
        let mut entries: HashMap<Pointing, usize> = HashMap::new();
        for (index, element) in self.document.elements.iter().enumerate() {
            if attribute(self.text, self.document, index, "xml:id").is_none_or(|id| id.value.is_empty()) {
                continue;
            }
            let kind = match &self.text[element.name.range()] {
                "person" | "personGrp" => Pointing::Entry("person"),
                "place" => Pointing::Entry("place"),
                "org" => Pointing::Entry("org"),
                "event" => Pointing::Entry("event"),
                "object" => Pointing::Entry("object"),
                "category" | "interp" => Pointing::Category,
                "respStmt" => Pointing::Responsible,
                "note" | "anchor" | "figure" | "bibl" => Pointing::Place,
                _ => continue,
            };
            *entries.entry(kind).or_default() += 1;
            if matches!(kind, Pointing::Entry(_)) {
                *entries.entry(Pointing::Name).or_default() += 1;
            }
        }
        let mut ids: HashMap<Pointing, [HashSet<&str>; 2]> = HashMap::new();
        for pointer in pointers {
            let found = defined.contains_key(pointer.id);
            ids.entry(pointer.kind).or_default()[usize::from(found)].insert(pointer.id);
        }
        let missing = |(kind, [misses, hits]): &(Pointing, [HashSet<&str>; 2])| {
            misses.len() > hits.len().max(entries.get(kind).copied().unwrap_or(0))
        };
        ids.into_iter().filter(missing).map(|(kind, _)| kind).collect()
    }

    /// Entries of authority lists that nothing points at, in files that point at some.
    fn unused(&mut self, defined: &HashMap<&str, Span>, used: &HashSet<&str>) {
        if used.is_empty() || defined.is_empty() {
            return;
        }
        for (index, element) in self.document.elements.iter().enumerate() {
            let name = &self.text[element.name.range()];
            if !matches!(name, "person" | "place" | "org" | "personGrp" | "event" | "object" | "nym") {
                continue;
            }
            let listed = element.parent.is_some_and(|parent| {
                self.text[self.document.elements[parent as usize].name.range()].starts_with("list")
            });
            let Some(id) = attribute(self.text, self.document, index, "xml:id").filter(|_| listed) else { continue };
            let written = &self.text[id.value.range()];
            // Entries inside an entry, or with an id that an inner element shares, are no concern.
            if !used.contains(written) && defined.get(written) == Some(&id.value) {
                let message = format!("Nothing in this file points at {written}");
                self.findings.push(Finding::new(RuleId::UnusedAuthorityEntry, id.value, message));
            }
        }
    }

    /// The chains of MUC: `<COREF ID="2" REF="1">`.
    fn coreference(&mut self) {
        let mentions = mentions(self.text, self.document);
        let mut defined: HashMap<&str, usize> = HashMap::new();
        for (index, mention) in mentions.iter().enumerate() {
            let Some(id) = mention.id else { continue };
            let written = &self.text[id.range()];
            if let Some(&first) = defined.get(written) {
                let first = mentions[first].id.unwrap_or(id);
                let message = format!("The ID {written} is taken already");
                self.findings.push(Finding::new(RuleId::DuplicateMarkupId, id, message).relating(first, "Here"));
            } else {
                defined.insert(written, index);
            }
        }
        let next: Vec<Option<usize>> =
            mentions.iter().map(|mention| defined.get(&self.text[mention.reference?.range()]).copied()).collect();
        for (mention, next) in mentions.iter().zip(&next) {
            if let (Some(reference), None) = (mention.reference, next) {
                let message = format!("No mention has the ID {}", &self.text[reference.range()]);
                self.findings.push(Finding::new(RuleId::DanglingPointer, reference, message));
            }
        }
        // Each mention leads to at most one other: a cycle is met by going on from each once.
        let mut state = vec![0_u32; mentions.len()];
        for start in 0..mentions.len() {
            let mut at = start;
            while state[at] == 0 {
                state[at] = start as u32 + 1;
                match next[at] {
                    Some(to) => at = to,
                    None => break,
                }
            }
            if next[at].is_some() && state[at] == start as u32 + 1 {
                let closes = mentions[at].reference.unwrap_or(mentions[at].open);
                let message = "This chain leads back to where it began";
                self.findings
                    .push(Finding::new(RuleId::CoreferenceCycle, closes, message).relating(mentions[at].open, "Here"));
            }
        }
    }
}

/// A pointer to an element: `#lind`.
struct Pointer<'a> {
    id: &'a str,
    kind: Pointing,
    /// Without the `#`.
    span: Span,
}

/// What a pointer is to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Pointing {
    /// An entry of an authority list.
    Entry(&'static str),
    /// An entry of any of them.
    Name,
    /// A category of a taxonomy.
    Category,
    /// Who did something to the text.
    Responsible,
    /// A place in the text.
    Place,
}

/// A mention in a chain.
struct Mention {
    open: Span,
    id: Option<Span>,
    reference: Option<Span>,
}

/// The mentions that have a place in chains.
fn mentions(text: &str, document: &Document) -> Vec<Mention> {
    let mut found = Vec::new();
    for (index, element) in document.elements.iter().enumerate() {
        let name = &text[element.name.range()];
        if !name.eq_ignore_ascii_case("coref") {
            continue;
        }
        let value = |key| attribute(text, document, index, key).map(|it| it.value).filter(|value| !value.is_empty());
        found.push(Mention { open: element.open, id: value("id"), reference: value("ref") });
    }
    found
}

/// Gives each mention the name of the first one of its chain.
pub(super) fn chains(text: &str, document: &Document, reading: &mut Reading) {
    let mentions = mentions(text, document);
    if mentions.is_empty() {
        return;
    }
    let mut defined: HashMap<&str, usize> = HashMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        if let Some(id) = mention.id {
            defined.entry(&text[id.range()]).or_insert(index);
        }
    }
    let next = |at: usize| mentions[at].reference.and_then(|reference| defined.get(&text[reference.range()]).copied());
    let mut heads: Vec<Option<usize>> = vec![None; mentions.len()];
    let mut on_path = vec![false; mentions.len()];
    for index in 0..mentions.len() {
        // As far as the chain is not known: to its first mention, or back to where it was.
        let (mut at, mut path) = (index, Vec::new());
        let head = loop {
            if let Some(head) = heads[at] {
                break head;
            }
            if on_path[at] {
                break at;
            }
            on_path[at] = true;
            path.push(at);
            match next(at) {
                Some(to) => at = to,
                None => break at,
            }
        };
        for at in path {
            heads[at] = Some(head);
        }
    }
    let by_tag: HashMap<usize, usize> =
        mentions.iter().enumerate().map(|(index, mention)| (mention.open.start, index)).collect();
    for annotation in reading.articles.iter_mut().flat_map(|article| &mut article.annotations) {
        let Some(&index) = annotation.markup.first().and_then(|open| by_tag.get(&open.start)) else { continue };
        let Some(name) = heads[index].and_then(|head| mentions[head].id) else { continue };
        let place = mentions[index].reference.or(mentions[index].id).unwrap_or(name);
        annotation.chain = Some(Written { text: references::resolve(text, name), span: place });
    }
}
