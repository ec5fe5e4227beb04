//! The brackets of chains, and the mentions between them.

use crate::format::ids::{IdKind, IdPlace};
use crate::format::reading::{ExtractAnnotation, Written};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// One bracket of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// All of it, marks included.
    pub(super) span: Span,
    /// The name of the chain, as written.
    pub(super) id: &'a str,
    pub(super) id_span: Span,
    pub(super) opens: bool,
    pub(super) closes: bool,
}

/// The brackets of the cell at `cell`; the error is where it cannot be read.
pub(super) fn items(text: &str, cell: Span) -> Result<Vec<Item<'_>>, Span> {
    let mut found = Vec::new();
    let mut at = cell.start;
    while at < cell.end {
        let rest = &text[at..cell.end];
        let skipped = rest.len() - rest.trim_start_matches(['|', ' ']).len();
        if skipped > 0 {
            at += skipped;
            continue;
        }
        let opens = rest.starts_with('(');
        let from = usize::from(opens);
        let from = from + (rest[from..].len() - rest[from..].trim_start_matches(' ').len());
        let len = rest[from..].find(['(', ')', '|', ' ']).unwrap_or(rest.len() - from);
        let closes = rest[from + len..].trim_start_matches(' ').starts_with(')') && (opens || len > 0);
        let gap = rest[from + len..].len() - rest[from + len..].trim_start_matches(' ').len();
        if len == 0 || !opens && !closes {
            return Err(Span::new(at, cell.end));
        }
        let end = at + from + len + if closes { gap + 1 } else { 0 };
        let id_span = Span::new(at + from, at + from + len);
        found.push(Item { span: Span::new(at, end), id: &text[id_span.range()], id_span, opens, closes });
        at = end;
    }
    Ok(found)
}

/// What stands between the brackets of the cell at `cell` and is not what stands there in the rest of the file.
pub(super) fn slip(text: &str, cell: Span, items: &[Item<'_>], strokes: bool, numbers: bool) -> Option<String> {
    let between = |from: usize, to: usize| text[from..to].trim_matches(' ');
    let ends = items.first().map(|item| (cell.start, item.span.start));
    let ends = ends.into_iter().chain(items.last().map(|item| (item.span.end, cell.end)));
    if ends.into_iter().any(|(from, to)| !between(from, to).is_empty()) {
        return Some("a stroke stands between two brackets".to_owned());
    }
    for pair in items.windows(2) {
        match between(pair[0].span.end, pair[1].span.start) {
            "" if strokes && text[pair[0].span.end..pair[1].span.start].is_empty() => {
                return Some("a stroke stands between two brackets in the rest of the file".to_owned());
            }
            "" | "|" => {}
            _ => return Some("one stroke stands between two brackets".to_owned()),
        }
    }
    let is_number = |item: &&Item<'_>| item.id.bytes().all(|b| b.is_ascii_digit());
    let name = items.iter().filter(|_| numbers).find(|item| !is_number(item))?;
    Some(format!("{} is no number, and the other chains of the file are", name.id))
}

/// The ids in the brackets of a mention, which stand at `markup` of `text`.
pub(crate) fn ids(text: &str, markup: &[Span]) -> Vec<IdPlace> {
    let items = markup.iter().flat_map(|span| items(text, *span).unwrap_or_default());
    items.flat_map(|item| ids_of(&item)).collect()
}

/// The ids that a bracket holds, the closing one as well: of the chain and, in GUM's dialect, of the entity.
fn ids_of(item: &Item<'_>) -> impl Iterator<Item = IdPlace> + use<> {
    let (_, chain, identity) = names(item.id, item.id_span);
    let entity = identity.map(|written| IdPlace::new(IdKind::Entity, written.span));
    chain.map(|written| IdPlace::new(IdKind::Chain, written.span)).into_iter().chain(entity)
}

/// A mention that is open.
#[derive(Clone, Copy, Debug)]
struct Open<'a> {
    item: Item<'a>,
    cell: Span,
    sentence: usize,
    token: usize,
    place: Span,
}

/// A mention that has ended.
#[derive(Clone, Copy, Debug)]
struct Ended<'a> {
    id: &'a str,
    tokens: (usize, usize),
    open: Item<'a>,
    open_cell: Span,
}

/// The mentions of a document.
#[derive(Debug, Default)]
pub(super) struct Chains<'a> {
    open: Vec<Open<'a>>,
    /// Those that ended in this sentence, and those that may cross with what is open.
    ended: Vec<Ended<'a>>,
    sentence: usize,
    token: usize,
    pub(super) annotations: Vec<ExtractAnnotation>,
}

impl<'a> Chains<'a> {
    /// Reads the brackets of a token.
    pub(super) fn cell(&mut self, items: &[Item<'a>], cell: Span, place: Span, findings: &mut Vec<Finding>) {
        for item in items {
            if item.opens {
                let (sentence, token) = (self.sentence, self.token);
                self.open.push(Open { item: *item, cell, sentence, token, place });
            }
            if item.closes {
                self.close(*item, cell, place, findings);
            }
        }
        if items.iter().any(|item| item.closes) {
            self.crossing(findings);
        }
        self.token += 1;
    }

    /// Mentions that began inside of one that ends at this token, and go on.
    fn crossing(&self, findings: &mut Vec<Finding>) {
        for ended in self.ended.iter().rev().take_while(|ended| ended.tokens.1 == self.token) {
            let crosses = |open: &&Open<'a>| open.token > ended.tokens.0 && open.item.id != ended.id;
            if let Some(open) = self.open.iter().find(crosses) {
                let message = format!(
                    "Mentions of the chains {} and {} overlap without one lying inside the other",
                    ended.id, open.item.id
                );
                findings.push(
                    Finding::new(RuleId::CrossingMentions, open.item.span, message)
                        .relating(ended.open.span, "The other one"),
                );
            }
        }
    }

    fn close(&mut self, item: Item<'a>, cell: Span, place: Span, findings: &mut Vec<Finding>) {
        let Some(index) = self.open.iter().rposition(|open| open.item.id == item.id) else {
            let message = format!("The chain {} is closed here, and no mention of it is open", item.id);
            findings.push(Finding::new(RuleId::UnopenedMention, item.span, message));
            return;
        };
        let open = self.open.remove(index);
        if open.sentence != self.sentence {
            let message = format!("This mention of the chain {} goes on in the next sentence", item.id);
            findings.push(
                Finding::new(RuleId::MentionAcrossSentences, open.item.span, message)
                    .relating(item.span, "It ends here"),
            );
        }
        let ended = Ended { id: item.id, tokens: (open.token, self.token), open: open.item, open_cell: open.cell };
        self.compare(&ended, item, cell, findings);
        self.ended.push(ended);
        let mut markup = vec![open.item.span];
        if open.item.span != item.span {
            markup.push(item.span);
        }
        let (entity_type, chain, identity) = names(item.id, open.item.id_span);
        let parts = vec![open.place.cover(place)];
        self.annotations.push(ExtractAnnotation { parts, entity_type, chain, identity, markup });
    }

    /// Compares a mention, which ends with `close`, with those that ended before it in the sentence.
    fn compare(&self, ended: &Ended<'a>, close: Item<'a>, cell: Span, findings: &mut Vec<Finding>) {
        let same = |other: &&Ended<'a>| other.tokens == ended.tokens;
        if let Some(other) = self.ended.iter().rev().find(same) {
            if other.id == ended.id {
                let message =
                    format!("The same mention of the chain {} stands twice: scorers refuse the file", ended.id);
                let mut edits = vec![removal(ended.open.span, ended.open_cell)];
                if ended.open.span != close.span {
                    edits.push(removal(close.span, cell));
                }
                findings.push(
                    Finding::new(RuleId::DuplicateMention, ended.open.span, message)
                        .relating(other.open.span, "The other one")
                        .fixed_by(Fix::safe("Delete this one", edits)),
                );
            } else {
                let message = format!("This mention is in the chain {} and in the chain {}", ended.id, other.id);
                findings.push(
                    Finding::new(RuleId::MentionInTwoChains, ended.open.span, message)
                        .relating(other.open.span, "The other one"),
                );
            }
        }
    }

    /// A sentence ends.
    pub(super) fn sentence_end(&mut self) {
        self.sentence += 1;
        self.ended.clear();
    }

    /// The document ends: what is open now is never closed.
    pub(super) fn document_end(&mut self, findings: &mut Vec<Finding>) {
        self.sentence_end();
        for open in std::mem::take(&mut self.open) {
            let message = format!("This mention of the chain {} is never closed", open.item.id);
            findings.push(Finding::new(RuleId::UnclosedMention, open.item.span, message));
        }
    }
}

/// Takes an item out of its cell, with the stroke beside it; a cell that has no other becomes `-`.
fn removal(item: Span, cell: Span) -> Edit {
    if item == cell {
        Edit::replace(item, "-")
    } else if item.end < cell.end {
        Edit::delete(Span::new(item.start, item.end + 1))
    } else {
        Edit::delete(Span::new(item.start - 1, item.end))
    }
}

/// What the name of a chain says, which stands at `span`: `event-1`, `person-3-Vera_Lind` in GUM's dialect.
fn names(id: &str, span: Span) -> (Option<Written>, Option<Written>, Option<Written>) {
    let written = |from: usize, to: usize| {
        Some(Written { text: id[from..to].to_owned(), span: Span::new(span.start + from, span.start + to) })
    };
    let whole = (None, written(0, id.len()), None);
    let Some(first) = id.find('-').filter(|at| *at > 0 && id[..*at].bytes().all(|b| b.is_ascii_alphabetic())) else {
        return whole;
    };
    let number = &id[first + 1..];
    let len = number.find('-').unwrap_or(number.len());
    if len == 0 || !number[..len].bytes().all(|b| b.is_ascii_digit()) {
        return whole;
    }
    let behind = first + 1 + len;
    let identity = if behind + 1 < id.len() { written(behind + 1, id.len()) } else { None };
    (written(0, first), written(first + 1, behind), identity)
}
