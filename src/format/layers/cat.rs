//! The XML of CAT: `<token>`, `<Markables>`, `<Relations>`; ECB+ and MEANTIME are written in it.

mod write;

use std::collections::HashMap;

use super::{Anchor, Ids, id_of};
use crate::format::assemble::Assembly;
use crate::format::reading::{Extract, ExtractAnnotation, ExtractField, Reading, Written};
use crate::format::xml::Tree;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;
pub(super) use write::{annotate, link};

/// What stands under `<Markables>`.
struct Markable {
    element: u32,
    /// Where its tokens stand in the text.
    parts: Vec<Span>,
    /// How many tokens it is anchored at, such as are not there included.
    anchors: usize,
    /// Its name, where it is the thing itself and no mention of it.
    descriptor: Option<Written>,
    /// The id of that thing in every document.
    instance: Option<Written>,
    /// Whether a relation leads here.
    used: bool,
}

/// The attributes that the id of a token, a markable, a relation stands in.
const TOKEN_ID: [&str; 2] = ["t_id", "id"];
const MARKABLE_ID: [&str; 2] = ["m_id", "id"];
const RELATION_ID: [&str; 2] = ["r_id", "id"];

/// What markables are of, and what they say together.
struct Marked<'a> {
    body: Assembly,
    tokens: Vec<Anchor<'a>>,
    markables: Vec<Markable>,
    /// The markables by their ids.
    ids: Ids<'a, usize>,
    /// The thing that each mention is of, both as numbers of markables.
    chains: HashMap<usize, usize>,
}

impl<'a> Marked<'a> {
    fn read(tree: &Tree<'a>, findings: &mut Vec<Finding>) -> Self {
        let (body, tokens) = tokens(tree);
        let mut known: Ids<'_, Span> = Ids::new();
        for token in &tokens {
            if let Some((id, _)) = token.id {
                known.define(tree.written(id), id, token.place, findings);
            }
        }
        let mut markables: Vec<Markable> = Vec::new();
        let mut ids: Ids<'_, usize> = Ids::new();
        for element in tree.find("Markables").into_iter().flat_map(|root| under(tree, root)) {
            if let Some((id, _)) = id_of(tree, element, MARKABLE_ID) {
                ids.define(tree.written(id), id, markables.len(), findings);
            }
            markables.push(markable(tree, element, &known, &body.text, findings));
        }
        let chains = relations(tree, &ids, &mut markables, findings);
        Self { body, tokens, markables, ids, chains }
    }
}

/// The text of the tokens, and where each stands in it.
fn tokens<'a>(tree: &Tree<'a>) -> (Assembly, Vec<Anchor<'a>>) {
    let mut body = Assembly::default();
    let mut tokens: Vec<Anchor<'_>> = Vec::new();
    let mut before: Option<&str> = None;
    let mut behind = 0;
    for token in tree.named("token") {
        // A token inside another is damage.
        let Some(span) = tree.inner(token).filter(|span| span.start >= behind) else { continue };
        behind = span.end;
        let sentence = tree.attribute(token, "sentence").map(|it| tree.written(it));
        if !body.text.is_empty() {
            body.own(if sentence == before { " " } else { "\n" });
        }
        before = sentence;
        let start = body.text.len();
        tree.resolve_into(span, &mut body);
        let place = Span::new(start, body.text.len());
        tokens.push(Anchor { id: id_of(tree, token, TOKEN_ID), place, sentence });
    }
    (body, tokens)
}

pub(super) fn read(tree: &Tree<'_>) -> Reading {
    let mut reading = Reading::default();
    let findings = &mut reading.findings;
    let Marked { body, markables, chains, .. } = Marked::read(tree, findings);
    let mut article = Extract { text: body.text, pieces: body.pieces, apart: true, ..Extract::default() };
    for (number, markable) in markables.iter().enumerate() {
        findings.extend(lone(tree, markable));
        if markable.parts.is_empty() {
            continue;
        }
        let of = chains.get(&number).and_then(|&of| markables.get(of));
        let name = Written { text: tree.name(markable.element).to_owned(), span: tree.name_span(markable.element) };
        article.annotations.push(ExtractAnnotation {
            parts: markable.parts.clone(),
            entity_type: Some(name),
            chain: of.and_then(|of| of.descriptor.clone()),
            identity: of.and_then(|of| of.instance.clone()),
            markup: vec![tree.open(markable.element)],
        });
    }
    article.annotations.sort_by_key(|annotation| annotation.parts[0]);
    if let Some(root) = tree.find("Document") {
        let end = tree.inner(root).map_or(tree.text.len(), |inner| inner.end);
        article.span = Span::new(tree.open(root).start, end);
        let keys = [("id", "doc_name"), ("id", "doc_id"), ("url", "url"), ("lang", "lang")];
        for (key, name) in keys {
            if let Some(span) = tree.attribute(root, name).filter(|span| !span.is_empty())
                && !article.fields.iter().any(|field| field.key == key)
            {
                article.fields.push(ExtractField { key, value: tree.resolved(span), span });
            }
        }
        article.fields.sort_by_key(|field| field.span);
    }
    if !article.text.is_empty() {
        reading.articles.push(article);
    }
    reading
}

/// What a markable points at its tokens with.
const ANCHOR: &str = "token_anchor";

/// The markables under `root`, such as stand in one that is never closed included.
fn under(tree: &Tree<'_>, root: u32) -> Vec<u32> {
    let (mut found, mut pending) = (Vec::new(), vec![root]);
    while let Some(around) = pending.pop() {
        for child in tree.children(around).filter(|&child| tree.name(child) != ANCHOR) {
            found.push(child);
            pending.extend(tree.inner(child).is_none().then_some(child));
        }
    }
    found.sort_unstable();
    found
}

/// Reads a markable: the tokens that it is anchored at, side by side as one part.
fn markable(
    tree: &Tree<'_>,
    element: u32,
    tokens: &Ids<'_, Span>,
    text: &str,
    findings: &mut Vec<Finding>,
) -> Markable {
    let mut parts: Vec<Span> = Vec::new();
    let mut anchors = 0;
    for anchor in tree.children(element).filter(|&child| tree.name(child) == ANCHOR) {
        anchors += 1;
        let Some((id, _)) = id_of(tree, anchor, TOKEN_ID) else { continue };
        parts.extend(tokens.find(tree.written(id), id, "token", findings).filter(|span| !span.is_empty()));
    }
    parts.sort();
    parts.dedup();
    let mut joined: Vec<Span> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if text[last.end..part.start].trim().is_empty() => last.end = part.end,
            _ => joined.push(part),
        }
    }
    let written = |name| {
        let span = tree.attribute(element, name).filter(|span| !span.is_empty())?;
        Some(Written { text: tree.resolved(span), span })
    };
    Markable {
        element,
        parts: joined,
        anchors,
        descriptor: written("TAG_DESCRIPTOR").filter(|_| anchors == 0),
        instance: written("instance_id").or_else(|| written("external_ref")),
        used: false,
    }
}

/// Follows the relations; gives the thing that each mention is of, both as numbers of markables.
fn relations(
    tree: &Tree<'_>,
    ids: &Ids<'_, usize>,
    markables: &mut [Markable],
    findings: &mut Vec<Finding>,
) -> HashMap<usize, usize> {
    let mut chains = HashMap::new();
    for relation in tree.find("Relations").into_iter().flat_map(|root| tree.children(root)) {
        let sources = ends(tree, relation, "source", ids, findings);
        let targets = ends(tree, relation, "target", ids, findings);
        for &target in &targets {
            markables[target].used = true;
            let is_thing = markables[target].descriptor.is_some();
            for &source in sources.iter().filter(|_| is_thing) {
                chains.entry(source).or_insert(target);
            }
        }
        // The note of a relation across documents is the id of the thing.
        let note = tree.attribute(relation, "note").filter(|note| !note.is_empty());
        let instance = targets.iter().find_map(|&target| markables[target].instance.clone());
        if let (Some(note), Some(instance)) = (note.filter(|_| tree.name(relation).starts_with("CROSS")), instance)
            && tree.resolved(note) != instance.text
        {
            let message = format!("The note is {}, the instance has the id {}", tree.written(note), instance.text);
            let fix =
                Fix::unsafe_(format!("Write {}", instance.text), vec![Edit::replace(note, instance.text.clone())]);
            let finding = Finding::new(RuleId::InstanceMismatch, note, message);
            findings.push(finding.relating(instance.span, "The instance").fixed_by(fix));
        }
    }
    chains
}

/// The markables, by number, that a relation has as its sources or targets.
fn ends(
    tree: &Tree<'_>,
    relation: u32,
    name: &'static str,
    ids: &Ids<'_, usize>,
    findings: &mut Vec<Finding>,
) -> Vec<usize> {
    let ends = tree.inside(relation, name).filter_map(|end| id_of(tree, end, MARKABLE_ID));
    ends.filter_map(|(id, _)| ids.find(tree.written(id), id, "markable", findings)).collect()
}

/// The finding that a markable has no words, or that nothing is of it.
fn lone(tree: &Tree<'_>, markable: &Markable) -> Option<Finding> {
    let (open, name) = (tree.open(markable.element), tree.name(markable.element));
    if markable.anchors > 0 {
        return None;
    }
    if markable.descriptor.is_some() || markable.instance.is_some() {
        let message = format!("No mention is of this <{name}>");
        return (!markable.used).then(|| Finding::new(RuleId::InstanceWithoutMentions, open, message));
    }
    // Times may be understood: that of the document has no words.
    let understood = name.starts_with("TIME") || tree.attribute(markable.element, "TAG_DESCRIPTOR").is_some();
    let message = format!("<{name}> is anchored at no token");
    (!understood).then(|| Finding::new(RuleId::MarkableWithoutAnchor, open, message))
}
