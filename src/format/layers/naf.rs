//! NAF and KAF: `<raw>`, `<wf>`, `<term>`, `<entity>`, `<coref>`, each pointing at the one before.

mod write;

use super::{Anchor, Ids, id_of};
use crate::format::assemble::Assembly;
use crate::format::measure::{Measure, Unit};
use crate::format::reading::{Extract, ExtractAnnotation, ExtractField, Reading, Written};
use crate::format::xml::Tree;
use crate::rules::{Finding, RuleId};
use crate::text::Span;
pub(super) use write::{annotate, link};

/// The attributes that the id of a word, a term, an entity, a chain stands in; the second is KAF's.
const WORD_ID: [&str; 2] = ["id", "wid"];
const TERM_ID: [&str; 2] = ["id", "tid"];
const ENTITY_ID: [&str; 2] = ["id", "eid"];
const CHAIN_ID: [&str; 2] = ["id", "coid"];

/// The text, and what mentions are anchored at, in the order of the file.
struct Anchored<'a> {
    body: Assembly,
    words: Vec<Anchor<'a>>,
    terms: Vec<Anchor<'a>>,
}

impl<'a> Anchored<'a> {
    fn read(tree: &Tree<'a>, findings: &mut Vec<Finding>) -> Self {
        let mut body = Assembly::default();
        let raw = tree.find("raw").and_then(|raw| tree.inner(raw));
        if let Some(raw) = raw {
            tree.resolve_into(raw, &mut body);
        }
        let words = words(tree, &mut body, raw.is_some(), findings);
        let known = by_id(tree, &words, findings);
        let mut terms = Vec::new();
        for term in tree.named("term") {
            let Some(id) = id_of(tree, term, TERM_ID) else { continue };
            let place = targets(tree, term, &known, "word form", findings).into_iter().reduce(Span::cover);
            terms.push(Anchor { id: Some(id), place: place.unwrap_or_default(), sentence: None });
        }
        Self { body, words, terms }
    }
}

/// Where the anchor with an id stands.
fn by_id<'a>(tree: &Tree<'a>, anchors: &[Anchor<'a>], findings: &mut Vec<Finding>) -> Ids<'a, Span> {
    let mut ids = Ids::new();
    for anchor in anchors {
        if let Some((id, _)) = anchor.id {
            ids.define(tree.written(id), id, anchor.place, findings);
        }
    }
    ids
}

pub(super) fn read(tree: &Tree<'_>) -> Reading {
    let mut reading = Reading::default();
    let findings = &mut reading.findings;
    let Anchored { body, terms, .. } = Anchored::read(tree, findings);
    let terms = by_id(tree, &terms, findings);
    let mut annotations = Vec::new();
    let mut ids: Ids<'_, ()> = Ids::new();
    for entity in tree.named("entity") {
        annotations.extend(mentions(tree, entity, &terms, &mut ids, findings));
    }
    for chain in tree.named("coref") {
        let name = id_of(tree, chain, CHAIN_ID).map(|(span, _)| Written { text: tree.resolved(span), span });
        for mention in mentions(tree, chain, &terms, &mut ids, findings) {
            annotations.push(ExtractAnnotation { chain: name.clone(), identity: None, ..mention });
        }
    }
    annotations.sort_by_key(|annotation| annotation.parts[0]);
    let root = tree.find("NAF").or_else(|| tree.find("KAF"));
    let span = root.map_or(Span::new(0, tree.text.len()), |root| {
        Span::new(tree.open(root).start, tree.inner(root).map_or(tree.text.len(), |inner| inner.end))
    });
    let mut fields = Vec::new();
    for (key, element, name) in [
        ("title", "fileDesc", "title"),
        ("author", "fileDesc", "author"),
        ("date", "fileDesc", "creationtime"),
        ("source", "fileDesc", "magazine"),
        ("id", "public", "publicId"),
        ("url", "public", "uri"),
    ] {
        let found = tree.find(element).and_then(|element| tree.attribute(element, name));
        fields.extend(found.filter(|span| !span.is_empty()).map(|span| ExtractField {
            key,
            value: tree.resolved(span),
            span,
        }));
    }
    fields.sort_by_key(|field| field.span);
    if !body.text.is_empty() {
        reading.articles.push(Extract {
            span,
            fields,
            text: body.text,
            pieces: body.pieces,
            annotations,
            apart: true,
            tokenised: false,
        });
    }
    reading
}

/// The word forms and where each stands in the text, which is the raw one where the file has it.
fn words<'a>(tree: &Tree<'a>, body: &mut Assembly, has_raw: bool, findings: &mut Vec<Finding>) -> Vec<Anchor<'a>> {
    let mut found: Vec<Anchor<'a>> = Vec::new();
    let raw = body.text.clone();
    let measure = Measure::new(&raw);
    let place = |word: u32, unit: Unit| {
        let number = |name| tree.written(tree.attribute(word, name)?).trim().parse::<i64>().ok();
        let (start, len) = (number("offset")?, number("length")?);
        measure.span(start, start.checked_add(len)?, unit)
    };
    let fits = |word: u32, unit: Unit| {
        let inner = tree.inner(word).map(|inner| plain(tree, inner));
        place(word, unit).is_some_and(|span| inner.as_deref() == Some(&raw[span.range()]))
    };
    let words: Vec<u32> = tree.named("wf").collect();
    // Programs in Java count UTF-16 units.
    let units = measure.units();
    let unit = units
        .iter()
        .copied()
        .max_by_key(|&unit| (words.iter().filter(|&&word| fits(word, unit)).count(), std::cmp::Reverse(unit as u8)));
    let unit = unit.unwrap_or(Unit::Points);
    let (mut reported, mut behind) = (false, 0);
    for word in words {
        // A word inside another is damage.
        let Some(inner) = tree.inner(word).filter(|inner| inner.start >= behind) else { continue };
        behind = inner.end;
        let span = if has_raw {
            if !fits(word, unit) && !std::mem::replace(&mut reported, true) {
                // Where one is off, those behind it are.
                let at = tree.attribute(word, "offset").unwrap_or(tree.open(word));
                let message = match place(word, unit) {
                    Some(span) => format!(
                        "The word is “{}”, its offset is of “{}”",
                        tree.written(inner),
                        raw[span.range()].split_whitespace().collect::<Vec<_>>().join(" ")
                    ),
                    None => format!("The offset of “{}” is of no text", tree.written(inner)),
                };
                findings.push(Finding::new(RuleId::SpanTextMismatch, at, message));
            }
            place(word, unit)
        } else {
            if !body.text.is_empty() {
                body.own(" ");
            }
            let start = body.text.len();
            tree.resolve_into(inner, body);
            Some(Span::new(start, body.text.len()))
        };
        found.push(Anchor {
            id: id_of(tree, word, WORD_ID),
            place: span.unwrap_or_default(),
            sentence: tree.attribute(word, "sent").map(|span| tree.written(span)),
        });
    }
    found
}

/// What stands at `span`, character data and references resolved.
fn plain(tree: &Tree<'_>, span: Span) -> String {
    let mut body = Assembly::default();
    tree.resolve_into(span, &mut body);
    body.text
}

/// Where the targets inside an element stand.
fn targets(tree: &Tree<'_>, element: u32, ids: &Ids<'_, Span>, what: &str, findings: &mut Vec<Finding>) -> Vec<Span> {
    let mut found = Vec::new();
    for target in tree.inside(element, "target") {
        let Some(id) = tree.attribute(target, "id") else { continue };
        found.extend(ids.find(tree.written(id), id, what, findings).filter(|span| !span.is_empty()));
    }
    found
}

/// The mentions of an entity or a chain: one for each span of targets.
fn mentions<'a>(
    tree: &Tree<'a>,
    element: u32,
    terms: &Ids<'a, Span>,
    ids: &mut Ids<'a, ()>,
    findings: &mut Vec<Finding>,
) -> Vec<ExtractAnnotation> {
    if let Some(id) = tree.attribute(element, "id").filter(|id| !id.is_empty()) {
        ids.define(tree.written(id), id, (), findings);
    }
    let written = |span: Span| Written { text: tree.resolved(span), span };
    let kind = tree.attribute(element, "type").filter(|span| !span.is_empty()).map(written);
    let reference = tree.inside(element, "externalRef").find_map(|it| tree.attribute(it, "reference"));
    let mut found = Vec::new();
    for span in tree.inside(element, "span") {
        if let Some(part) = targets(tree, span, terms, "term", findings).into_iter().reduce(Span::cover) {
            found.push(ExtractAnnotation {
                parts: vec![part],
                entity_type: kind.clone(),
                identity: reference.filter(|span| !span.is_empty()).map(written),
                markup: vec![tree.open(element)],
                ..ExtractAnnotation::default()
            });
        }
    }
    found
}
