//! `Entity=`, `Bridge=` and `SplitAnte=`: brackets that open and close mentions, and relations between entities.

use std::collections::HashMap;
use std::ops::Range;

use super::{Context, ENTITY, FIRST_MENTION};
use crate::format::reading::{Extract, ExtractAnnotation, Reading, Written};
use crate::format::records::Name;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// One bracket of an `Entity=` statement, without what stands in it being looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bracket {
    /// From the opening to the closing mark, as far as it has them.
    pub(super) span: Span,
    /// What stands between them.
    pub(super) inner: Span,
    pub(super) opens: bool,
    pub(super) closes: bool,
}

/// The brackets of a statement, whose value stands at `value` of `text`; the error is where it cannot be read.
pub(super) fn brackets(text: &str, value: Span) -> Result<Vec<Bracket>, Span> {
    let mut found = Vec::new();
    let mut at = value.start;
    while at < value.end {
        let rest = &text[at..value.end];
        let opens = rest.starts_with('(');
        let from = usize::from(opens);
        let len = rest[from..].find(['(', ')', ' ']).unwrap_or(rest.len() - from);
        let behind = from + len;
        let closes = rest[behind..].starts_with(')');
        if len == 0 || !opens && !closes || rest[behind..].starts_with(' ') {
            return Err(Span::new(at, value.end));
        }
        let end = at + behind + usize::from(closes);
        found.push(Bracket { span: Span::new(at, end), inner: Span::new(at + from, at + behind), opens, closes });
        at = end;
    }
    if found.is_empty() { Err(value) } else { Ok(found) }
}

/// Where a word stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Its number among the words and empty nodes of the sentence.
    pub(super) node: usize,
    /// Its place in the text; empty nodes have none.
    pub(super) place: Option<Span>,
}

/// A mention, or a part of one, that is open.
#[derive(Clone, Debug)]
struct Open<'a> {
    /// The id with the number of its part: `e5[1/2]`.
    id: &'a str,
    part: Part<'a>,
    /// The bracket that opened it.
    bracket: Span,
    /// The one that opened its first part.
    first_part: Span,
    first: Word,
    head: usize,
    attributes: Vec<&'a str>,
    /// The places of the words so far.
    place: Option<Span>,
}

/// `e5[1/2]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part<'a> {
    entity: &'a str,
    number: usize,
    of: usize,
}

/// A discontinuous mention of which a part has come.
#[derive(Clone, Debug)]
struct Parts<'a> {
    last: usize,
    of: usize,
    bracket: Span,
    attributes: Vec<&'a str>,
    nodes: Vec<Range<usize>>,
    places: Vec<Span>,
    markup: Vec<Span>,
    head: usize,
}

/// A mention that has ended.
#[derive(Clone, Debug)]
struct Ended<'a> {
    entity: &'a str,
    bracket: Span,
    nodes: Vec<Range<usize>>,
}

/// The entities of a record.
#[derive(Debug, Default)]
pub(super) struct Entities<'a> {
    open: Vec<Open<'a>>,
    /// By the id without the number of the part, and how many parts there are.
    parts: HashMap<(&'a str, usize), Vec<Parts<'a>>>,
    /// The mentions of the sentence.
    ended: Vec<Ended<'a>>,
    /// Mentions that the sentence before left open; a bracket that closes one of them is no second finding.
    left_open: Vec<&'a str>,
    /// The type and identity of each entity, and where that stands.
    known: HashMap<&'a str, (Box<str>, Span)>,
    /// The antecedents of each entity that has several.
    split: HashMap<&'a str, (Vec<&'a str>, Span)>,
    /// The relation of each bridge, by its source and target.
    bridges: HashMap<(&'a str, &'a str), (Option<&'a str>, Span)>,
    has_mention: bool,
}

impl<'a> Entities<'a> {
    /// Forgets entities at the start of a document.
    pub(super) fn new_document(&mut self) {
        self.known.clear();
        self.split.clear();
        self.bridges.clear();
    }

    /// A word of the text follows: what is open reaches over it.
    pub(super) fn word(&mut self, word: Word) {
        let Some(place) = word.place else { return };
        for open in &mut self.open {
            open.place = Some(open.place.map_or(place, |known| known.cover(place)));
        }
    }

    /// Reads an `Entity=` statement at `word` and says which entities have a mention that begins there.
    pub(super) fn statement(
        &mut self,
        text: &'a str,
        value: Span,
        word: Word,
        context: &Context,
        extract: &mut Extract,
        reading: &mut Reading,
    ) -> Vec<&'a str> {
        if !self.has_mention {
            self.has_mention = true;
            reading.summary.names.push(Name { kind: FIRST_MENTION, span: value, ..Name::default() });
        }
        let brackets = match brackets(text, value) {
            Ok(brackets) => brackets,
            Err(place) => {
                let message = format!(
                    "From “{}” on, this cannot be read: a bracket opens or closes a mention",
                    &text[place.range()]
                );
                reading.findings.push(Finding::new(RuleId::SpuriousEntityStatement, value, message));
                return Vec::new();
            }
        };
        self.order(&brackets, reading);
        let mut starting = Vec::new();
        for bracket in brackets {
            let written = &text[bracket.inner.range()];
            let attributes: Vec<&str> = written.split('-').collect();
            // Where the declaration is wrong, that is said of it and not of every mention.
            let declared = if context.declares_ids() { context.attributes.len() } else { 0 };
            let most = if bracket.opens || !context.declares_ids() { declared } else { 1 };
            if attributes.len() > most && most > 0 {
                let has = attributes.len();
                let message = if bracket.opens {
                    format!(
                        "The mention has {has} attributes, global.Entity declares {most}; a hyphen inside of one is written %2D"
                    )
                } else {
                    "A closing bracket holds the id of its entity and nothing else".to_owned()
                };
                let mut finding = Finding::new(RuleId::TooManyEntityAttributes, bracket.span, message);
                if !bracket.opens {
                    let rest = Span::new(bracket.inner.start + attributes[0].len(), bracket.inner.end);
                    finding = finding.fixed_by(Fix::safe("Delete the rest", vec![Edit::delete(rest)]));
                }
                reading.findings.push(finding);
            }
            // A bracket that only closes holds the id and nothing else.
            let at = context.id_at().filter(|at| *at < attributes.len()).unwrap_or(0);
            let before: usize = attributes[..at].iter().map(|it| it.len() + 1).sum();
            let part = self.part(attributes[at], bracket.inner.start + before, reading);
            if attributes[at].is_empty() && context.id_at().is_some() {
                let message = "The mention has no id of its entity";
                let place = Span::empty(bracket.inner.start + before);
                reading.findings.push(Finding::new(RuleId::SpuriousEntityId, place, message));
            }
            if bracket.opens {
                if part.number == 1 {
                    starting.push(part.entity);
                }
                self.opening(bracket, (at, part), &attributes, word, context, reading);
            }
            if bracket.closes {
                self.closing(bracket, attributes[at], part, word, context, extract, reading);
            }
        }
        starting
    }

    /// Mentions of one word, closing brackets, opening ones, mentions of one word: in this order.
    fn order(&self, brackets: &[Bracket], reading: &mut Reading) {
        let (mut opened, mut closed, mut single) = (false, false, false);
        for bracket in brackets {
            let wrong = match (bracket.opens, bracket.closes) {
                (true, false) => single && (opened || !closed),
                (true, true) => closed && !opened,
                _ => opened,
            };
            if wrong {
                let message = "This bracket stands in the wrong place: closing brackets come in front of opening ones, and \
                               mentions of one word in front of the former or behind the latter";
                reading.findings.push(Finding::new(RuleId::SpuriousEntityStatement, bracket.span, message));
                return;
            }
            match (bracket.opens, bracket.closes) {
                (true, false) => (opened, single) = (true, false),
                (true, true) => single = true,
                _ => closed = true,
            }
        }
    }

    /// The entity and the part of a mention that an id names; it stands at the byte `at`.
    fn part(&self, id: &'a str, at: usize, reading: &mut Reading) -> Part<'a> {
        let whole = Part { entity: id, number: 1, of: 1 };
        let Some((entity, rest)) = id.split_once('[') else { return whole };
        let numbers = rest.strip_suffix(']').and_then(|rest| rest.split_once('/'));
        let number = |n: &str| n.parse::<u32>().ok().filter(|n| *n > 0).map(|n| n as usize);
        let numbers = numbers.and_then(|(a, b)| Some((number(a)?, number(b)?)));
        let span = Span::new(at, at + id.len());
        let wrong = match numbers {
            None => "the square brackets say which part of a discontinuous mention it is: [1/2]".to_owned(),
            Some((_, 1)) => "a discontinuous mention has two parts at least".to_owned(),
            Some((number, of)) if number > of => format!("part {number} of {of} is none"),
            Some((number, of)) => return Part { entity, number, of },
        };
        reading.findings.push(Finding::new(RuleId::SpuriousEntityId, span, format!("In the id {id} {wrong}")));
        Part { entity, ..whole }
    }

    fn opening(
        &mut self,
        bracket: Bracket,
        (id_at, part): (usize, Part<'a>),
        attributes: &[&'a str],
        word: Word,
        context: &Context,
        reading: &mut Reading,
    ) {
        let attribute = |name: &str| {
            let index = context.attributes.iter().position(|it| **it == *name)?;
            attributes.get(index).copied()
        };
        let mut first_part = bracket.span;
        if part.of > 1 {
            let rest = attributes.iter().enumerate().filter(|(at, _)| *at != id_at).map(|(_, it)| *it).collect();
            first_part = self.next_part(bracket, part, rest, reading);
        }
        let mut head = 0;
        if let Some(written) = attribute("head") {
            match written.parse::<usize>() {
                Ok(number) if number > 0 => head = number,
                _ => {
                    let message =
                        format!("The head is the number of a word of the mention, counted from 1, and not “{written}”");
                    reading.findings.push(Finding::new(RuleId::SpuriousMentionHead, bracket.span, message));
                }
            }
        }
        let kind = context.type_at().and_then(|at| attributes.get(at)).copied();
        // Where the declaration is missing or wrong, that is said and nothing that follows from it.
        let value: Box<str> = format!("{}\u{1f}{}", kind.unwrap_or(""), attribute("identity").unwrap_or("")).into();
        match self.known.get(part.entity).filter(|_| context.declares_ids()) {
            Some((known, _)) if *known == value => {}
            Some((known, first)) => {
                reading.findings.extend(mismatch(part.entity, known, *first, &value, bracket.span));
            }
            None if context.declares_ids() => {
                let (text, span) = (part.entity.into(), bracket.span);
                reading.summary.names.push(Name { kind: ENTITY, defines: false, text, value: value.clone(), span });
                self.known.insert(part.entity, (value, bracket.span));
            }
            None => {}
        }
        let (id, first, place) = (attributes[id_at], word, word.place);
        let attributes = attributes.to_vec();
        self.open.push(Open { id, part, bracket: bracket.span, first_part, first, head, attributes, place });
    }

    /// A part of a discontinuous mention begins; the bracket that opened the first part of it.
    fn next_part(&mut self, bracket: Bracket, part: Part<'a>, attributes: Vec<&'a str>, reading: &mut Reading) -> Span {
        let Part { entity, number, of } = part;
        let known = self.parts.entry((entity, of)).or_default();
        // Several mentions of one entity may be open: the part is of one that waits for it, best one that is like it.
        let waits = |it: &Parts<'a>| it.last + 1 == number;
        let like = || known.iter().rposition(|it| waits(it) && it.attributes == attributes);
        let waiting = || known.iter().rposition(waits).or_else(|| known.len().checked_sub(1));
        let at = if number > 1 { like().or_else(waiting) } else { None };
        let Some(parts) = at.map(|at| &known[at]) else {
            if number > 1 {
                let message = format!(
                    "Part {number} of {of} of a mention of {entity} begins here, and no part stands in front of it"
                );
                reading.findings.push(Finding::new(RuleId::MisplacedMentionPart, bracket.span, message));
            }
            let (last, bracket) = (number - 1, bracket.span);
            let (nodes, places, markup) = (Vec::new(), Vec::new(), Vec::new());
            known.push(Parts { last, of, bracket, attributes, nodes, places, markup, head: 0 });
            return bracket;
        };
        if number != parts.last + 1 {
            let message = format!("Part {number} of {of} of a mention of {entity} follows part {}", parts.last);
            reading.findings.push(
                Finding::new(RuleId::MisplacedMentionPart, bracket.span, message)
                    .relating(parts.bracket, "The first part"),
            );
        } else if parts.attributes != attributes {
            let message = format!("This part of a mention of {entity} has other attributes than its first part");
            reading.findings.push(
                Finding::new(RuleId::MentionAttributeMismatch, bracket.span, message)
                    .relating(parts.bracket, "The first part"),
            );
        }
        parts.bracket
    }

    #[expect(clippy::too_many_arguments, reason = "what a bracket depends on is spread over the file")]
    fn closing(
        &mut self,
        bracket: Bracket,
        id: &'a str,
        part: Part<'a>,
        word: Word,
        context: &Context,
        extract: &mut Extract,
        reading: &mut Reading,
    ) {
        let Some(index) = self.open.iter().rposition(|open| open.id == id) else {
            if let Some(at) = self.left_open.iter().position(|left| *left == id) {
                self.left_open.remove(at);
                return;
            }
            let message = format!("{id} is closed here, and no mention of it is open");
            let mut finding = Finding::new(RuleId::IllNestedEntities, bracket.span, message);
            if let Some(inner) = self.open.last() {
                finding = finding.relating(inner.bracket, "The innermost mention that is open");
            }
            reading.findings.push(finding);
            return;
        };
        if let Some(inner) = self.open.last().filter(|inner| inner.id != id) {
            let message =
                format!("{id} is closed inside a mention of {} that goes on: the two cross", inner.part.entity);
            reading.findings.push(
                Finding::new(RuleId::IllNestedEntitiesWarning, bracket.span, message)
                    .relating(inner.bracket, "The mention that is open"),
            );
        }
        let open = self.open.remove(index);
        let mut nodes = Vec::with_capacity(1);
        nodes.push(open.first.node..word.node + 1);
        let mut places: Vec<Span> = open.place.into_iter().collect();
        let mut markup = vec![open.bracket];
        if open.bracket != bracket.span {
            markup.push(bracket.span);
        }
        let (mut head, mut first) = (open.head, open.bracket);
        if part.of > 1 {
            let Some(all) = self.parts.get_mut(&(part.entity, part.of)) else { return };
            let Some(at) = all.iter().position(|it| it.bracket == open.first_part) else { return };
            let parts = &mut all[at];
            parts.last = part.number;
            parts.nodes.append(&mut nodes);
            parts.places.append(&mut places);
            parts.markup.append(&mut markup);
            parts.head = parts.head.max(head);
            if part.number < parts.of {
                return;
            }
            let parts = all.remove(at);
            (nodes, places, markup, head, first) = (parts.nodes, parts.places, parts.markup, parts.head, parts.bracket);
        }
        let length: usize = nodes.iter().map(Range::len).sum();
        if head > length {
            let message = format!("The head is word {head} of the mention, which has {length}");
            reading.findings.push(Finding::new(RuleId::MentionHeadOutOfRange, first, message));
        }
        self.end(Ended { entity: part.entity, bracket: first, nodes }, context, reading);
        let mut places: Vec<Span> = places;
        places.sort_unstable();
        if !places.is_empty() {
            extract.annotations.push(annotation(&open, part.entity, places, markup, context));
        }
    }

    /// Compares a mention with the others of the sentence.
    fn end(&mut self, ended: Ended<'a>, context: &Context, reading: &mut Reading) {
        if let Some(same) = self.ended.iter().find(|other| other.nodes == ended.nodes) {
            let message = format!("Mentions of {} and of {} have the same words", same.entity, ended.entity);
            reading.findings.push(
                Finding::new(RuleId::SameSpanEntityMentions, ended.bracket, message)
                    .relating(same.bracket, "The other one"),
            );
        }
        let crossing = |other: &&Ended<'a>| {
            other.entity == ended.entity
                && shares(&other.nodes, &ended.nodes)
                && !within(&other.nodes, &ended.nodes)
                && !within(&ended.nodes, &other.nodes)
        };
        if let Some(other) = self.ended.iter().find(crossing).filter(|_| context.id_at().is_some()) {
            let message = format!("Two mentions of {} overlap without one lying inside the other", ended.entity);
            reading.findings.push(
                Finding::new(RuleId::CrossingMentionsSameEntity, ended.bracket, message)
                    .relating(other.bracket, "The other one"),
            );
        }
        self.ended.push(ended);
    }

    /// A sentence ends: so must its mentions.
    pub(super) fn sentence_end(&mut self, reading: &mut Reading) {
        self.ended.clear();
        self.left_open.clear();
        for open in self.open.drain(..) {
            let message = format!("The mention of {} is not closed in its sentence", open.part.entity);
            reading.findings.push(Finding::new(RuleId::CrossSentenceMention, open.bracket, message));
            self.left_open.push(open.id);
        }
        for parts in self.parts.drain().flat_map(|(_, parts)| parts) {
            let message =
                format!("Only {} of the {} parts of this mention stand in the sentence", parts.last, parts.of);
            if parts.last > 0 {
                reading.findings.push(Finding::new(RuleId::MisplacedMentionPart, parts.bracket, message));
            }
        }
    }

    /// Reads a `Bridge=` statement, where mentions of `starting` begin.
    pub(super) fn bridge(&mut self, text: &'a str, value: Span, starting: &[&str], reading: &mut Reading) {
        let Some(relations) = relations(text, value, true) else {
            let message = "This cannot be read: a bridge is source<target, with or without :relation, several with commas between them";
            reading.findings.push(Finding::new(RuleId::SpuriousBridgeStatement, value, message));
            return;
        };
        for (index, relation) in relations.iter().enumerate() {
            let (source, target) = (relation.source, relation.target);
            if source == target {
                let message = format!("A bridge leads from {source} to itself");
                reading.findings.push(Finding::new(RuleId::SpuriousBridgeStatement, relation.span, message));
            } else if !starting.contains(&target) {
                let message = format!("The bridge to {target} stands where no mention of {target} begins");
                reading.findings.push(Finding::new(RuleId::MisplacedBridgeStatement, relation.span, message));
            }
            if let Some(first) = relations[..index].iter().find(|it| (it.source, it.target) == (source, target)) {
                let message = format!("The bridge {source}<{target} stands twice");
                reading.findings.push(repeated(RuleId::RepeatedBridgeRelation, message, first.span, relation.span));
                continue;
            }
            let (known, first) = self.bridges.entry((source, target)).or_insert((relation.kind, relation.span));
            if *known != relation.kind {
                let name = |kind: Option<&str>| kind.map_or_else(|| "none".to_owned(), |kind| format!("“{kind}”"));
                let (here, there) = (name(relation.kind), name(*known));
                let message = format!("The relation of the bridge {source}<{target} is {here} here and {there} before");
                reading.findings.push(
                    Finding::new(RuleId::BridgeRelationMismatch, relation.span, message)
                        .relating(*first, "It stands here first"),
                );
            }
        }
    }

    /// Reads a `SplitAnte=` statement, where mentions of `starting` begin.
    pub(super) fn split(&mut self, text: &'a str, value: Span, starting: &[&str], reading: &mut Reading) {
        let Some(relations) = relations(text, value, false) else {
            let message = "This cannot be read: split antecedents are source<target, several with commas between them";
            reading.findings.push(Finding::new(RuleId::SpuriousSplitanteStatement, value, message));
            return;
        };
        let mut targets: Vec<(&'a str, Vec<&'a str>, Span)> = Vec::new();
        let mut twice = Vec::new();
        for (index, relation) in relations.iter().enumerate() {
            let (source, target) = (relation.source, relation.target);
            if source == target {
                let message = format!("{source} is named as an antecedent of itself");
                reading.findings.push(Finding::new(RuleId::SpuriousSplitanteStatement, relation.span, message));
            } else if !starting.contains(&target) {
                let message = format!("The antecedents of {target} stand where no mention of {target} begins");
                reading.findings.push(Finding::new(RuleId::MisplacedSplitanteStatement, relation.span, message));
            }
            if let Some(first) = relations[..index].iter().find(|it| (it.source, it.target) == (source, target)) {
                let message = format!("The antecedent {source} of {target} stands twice");
                reading.findings.push(repeated(RuleId::RepeatedSplitanteRelation, message, first.span, relation.span));
                twice.push(target);
                continue;
            }
            match targets.iter_mut().find(|(known, ..)| *known == target) {
                Some((_, sources, _)) => sources.push(source),
                None => targets.push((target, vec![source], relation.span)),
            }
        }
        for (target, mut sources, span) in targets {
            if let [only] = sources[..]
                && !twice.contains(&target)
            {
                let message = format!("{target} has but one antecedent, {only}: split antecedents are two at least");
                reading.findings.push(Finding::new(RuleId::OnlyOneSplitAntecedent, span, message));
            }
            sources.sort_unstable();
            match self.split.get(target) {
                Some((known, first)) if *known != sources => {
                    let message = format!("The antecedents of {target} are others here than at an earlier mention");
                    reading.findings.push(
                        Finding::new(RuleId::SplitAntecedentMismatch, span, message)
                            .relating(*first, "They are these there"),
                    );
                }
                Some(_) => {}
                None => drop(self.split.insert(target, (sources, span))),
            }
        }
    }
}

/// `source<target:relation`
pub(super) struct Relation<'a> {
    source: &'a str,
    target: &'a str,
    kind: Option<&'a str>,
    span: Span,
}

impl Relation<'_> {
    /// Where its source and its target stand.
    pub(super) fn ids(&self) -> [Span; 2] {
        let target = self.span.start + self.source.len() + 1;
        [(self.span.start, self.source), (target, self.target)].map(|(start, id)| Span::new(start, start + id.len()))
    }
}

/// The relations of a statement, whose value stands at `value` of `text`; `None` where it cannot be read.
pub(super) fn relations(text: &str, value: Span, with_kind: bool) -> Option<Vec<Relation<'_>>> {
    let mut at = value.start;
    let relation = |written: &str| {
        let span = Span::new(at, at + written.len());
        at = span.end + 1;
        span
    };
    let spans: Vec<Span> = text[value.range()].split(',').map(relation).collect();
    let read = |span: Span| {
        let (source, target) = text[span.range()].split_once('<')?;
        let (target, kind) = match target.split_once(':').filter(|_| with_kind) {
            Some((target, kind)) => (target, Some(kind)),
            None => (target, None),
        };
        let is_id = |id: &str| !id.is_empty() && !id.contains(['(', '<', ' ', ':', '>', ')']);
        // GUM's are `entity-associative` and `comparison-relative;comparison-sense`.
        let is_kind = |kind: &str| !kind.is_empty() && !kind.contains(['(', '<', ' ', ':', '>', ')']);
        (is_id(source) && is_id(target) && kind.is_none_or(is_kind)).then_some(Relation { source, target, kind, span })
    };
    spans.into_iter().map(read).collect()
}

/// A relation that stands twice: the second goes with the comma in front of it.
fn repeated(rule: RuleId, message: String, first: Span, again: Span) -> Finding {
    let removed = Span::new(again.start.saturating_sub(1).max(first.end), again.end);
    Finding::new(rule, again, message)
        .relating(first, "It stands here first")
        .fixed_by(Fix::safe("Delete the repetition", vec![Edit::delete(removed)]))
}

/// The findings about an entity whose type or identity, as [`Name::value`] has them, are not the same everywhere.
pub(super) fn mismatch(id: &str, known: &str, first: Span, value: &str, span: Span) -> Vec<Finding> {
    let split = |value: &str| value.split_once('\u{1f}').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap_or_default();
    let ((known_kind, known_identity), (kind, identity)) = (split(known), split(value));
    let mut found = Vec::new();
    let name = |it: &str| if it.is_empty() { "none".to_owned() } else { format!("“{it}”") };
    if known_kind != kind {
        let message =
            format!("The type of {id} is {} here and {} at its first mention", name(&kind), name(&known_kind));
        found.push(Finding::new(RuleId::EntityTypeMismatch, span, message).relating(first, "The first mention"));
    }
    if known_identity != identity {
        let message = format!(
            "The identity of {id} is {} here and {} at its first mention",
            name(&identity),
            name(&known_identity)
        );
        found.push(Finding::new(RuleId::EntityIdentityMismatch, span, message).relating(first, "The first mention"));
    }
    found
}

fn annotation(
    open: &Open<'_>,
    entity: &str,
    parts: Vec<Span>,
    markup: Vec<Span>,
    context: &Context,
) -> ExtractAnnotation {
    let place = |index: usize, len: usize| {
        let before: usize = open.attributes[..index].iter().map(|it| it.len() + 1).sum();
        let start = open.bracket.start + 1 + before;
        Span::new(start, start + len)
    };
    let written = |index: usize| {
        let text = open.attributes.get(index).filter(|text| !text.is_empty() && **text != "_")?;
        Some(Written { text: (*text).to_owned(), span: place(index, text.len()) })
    };
    let named = |name: &str| context.attributes.iter().position(|it| **it == *name);
    let id_at = context.id_at().filter(|at| *at < open.attributes.len());
    ExtractAnnotation {
        parts,
        entity_type: context.type_at().and_then(written),
        chain: id_at.map(|at| Written { text: entity.to_owned(), span: place(at, entity.len()) }),
        identity: named("identity").and_then(written),
        markup,
    }
}

/// Whether two lists of ranges share a number.
fn shares(a: &[Range<usize>], b: &[Range<usize>]) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.start < b.end && b.start < a.end))
}

/// Whether all numbers of `a` are in `b`.
fn within(a: &[Range<usize>], b: &[Range<usize>]) -> bool {
    a.iter().cloned().flatten().all(|n| b.iter().any(|b| b.contains(&n)))
}
