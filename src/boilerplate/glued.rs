//! Residue that stands in one line with text of the article.

use std::ops::Range;

use super::phrases::{BUILT_IN, Kind, Match, Phrases, Place};
use super::quoted::{OPENING, is_quoted};
use super::reader;
use super::shapes::{bracket, ends_sentence, is_in_capitals, is_label, may_be_a_caption};
use super::sign::Sign;
use super::traits::{LONG, NAME, SOLID, Traits};
use super::words::{Marks, Word};
use crate::format::paragraphs::has_credit;

/// The most words that a prompt of several sentences has beside the one that it is known by.
const PROMPT: usize = 30;
/// The most words of a sentence that is glued to a block.
const GLUED: usize = 30;

/// Residue that stands in one line with text of the article: its bytes from the start of the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glued {
    pub(super) kind: Kind,
    pub(super) start: u32,
    pub(super) end: u32,
    /// What is removed with it: the space between it and the text too.
    pub(super) cut: (u32, u32),
    /// Whether it counts at the foot of the article only.
    pub(super) doubtful: bool,
}

impl Traits {
    /// Where a phrase is glued to sentences of the article, these are no residue with it.
    pub(super) fn part_from_prose(&mut self, text: &str, words: &[Word], inside: &[Match], lists: [&Phrases; 2]) {
        let Some(glued) = self.head.or(self.tail) else { return };
        let rest = if glued.start == 0 { glued.end as usize..text.len() } else { 0..glued.start as usize };
        let within = |word: &&Word| rest.contains(&(word.start as usize));
        let from = words.iter().position(|word| within(&word)).unwrap_or(0);
        let to = words.iter().rposition(|word| within(&word)).map_or(from, |at| at + 1);
        let others = &words[from..to];
        let ends = ends_sentence(text[rest.clone()].trim_end());
        let end = (1..others.len()).find(|at| others[*at].marks.has(Marks::SENTENCE)).unwrap_or(others.len());
        let whole = ends || end < others.len() || others.len() > PROMPT;
        let prose = others.len() >= SOLID
            && whole
            && sentence(text, words, from..from + end.min(GLUED), inside, lists).is_none();
        let said = &words[words.partition_point(|word| word.start < glued.start)..];
        let labelled = BUILT_IN.start(said, Place::Label).is_some_and(|found| is_label(text, said, &found));
        let shown = || inside.iter().any(|one| one.place == Place::Caption && (from..to).contains(&one.from));
        // A caption goes with its credit: one sentence that tells of nobody who said something, or one that says itself
        // that it is one. A prompt of several sentences, which speak to the reader, goes as a whole.
        let caption = || {
            let told = end < others.len() && !reader::is_addressed(text, others) || reader::reports(others);
            !told || may_be_a_caption(&text[rest.clone()], others, shown())
        };
        let parted = prose
            && match glued.kind {
                Kind::Credit => words.len() > LONG || !caption(),
                Kind::Agency | Kind::Copyright | Kind::Own => true,
                Kind::More if labelled => true,
                // What is told of an author belongs to where to find them.
                Kind::Author => others.len() > PROMPT,
                _ => others.len() > PROMPT || !reader::is_addressed(text, others),
            };
        if parted {
            for sign in [Sign::Label, Sign::Start, Sign::End, Sign::Inside, Sign::Foot, Sign::Credit] {
                self.signs.set(sign, false);
            }
            self.solid = true;
            self.kind = None;
        }
    }

    /// Residue in its first and in its last sentence.
    pub(super) fn glued(&mut self, text: &str, words: &[Word], inside: &[Match], lists: [&Phrases; 2]) {
        let begins = |at: &usize| words[*at].marks.has(Marks::SENTENCE);
        // A phrase that a sentence of the article follows ends there, and not with that; a label has what it leads to.
        let lead = lead(text, words, inside);
        self.head = lead.filter(|(_, labelled)| !labelled).map(|(glued, _)| glued);
        if self.head.is_none()
            && let Some(end) = (1..words.len().min(GLUED)).find(begins)
            && let Some((kind, doubtful)) = sentence(text, words, 0..end, inside, lists)
        {
            let asked = text[words[end - 1].end as usize..words[end].start as usize].contains('?');
            let (end, next) = gap(text, words[end - 1].end, words[end].start);
            // “Five minutes to read? He took a year.”
            if !(asked && matches!(kind, Kind::More | Kind::Stamp)) {
                self.head = Some(Glued { kind, start: 0, end, cut: (0, next), doubtful });
            }
        } else if let Some((glued, _)) = lead {
            self.head = Some(glued);
        }
        let all = words.len();
        let sentence = |from: usize| {
            let rights = text[words[from - 1].end as usize..words[from].start as usize].contains('©');
            let kind = if words[from].marks.has(Marks::DIGIT) { Kind::Copyright } else { Kind::Credit };
            let rights = (rights && all - from <= NAME).then_some((kind, false));
            rights.or_else(|| sentence(text, words, from..all, inside, lists))
        };
        let mut from = (1..all).rev().take(GLUED).filter(begins);
        if let Some((at, kind, doubtful)) =
            from.find_map(|at| sentence(at).map(|(kind, doubtful)| (at, kind, doubtful)))
        {
            let (before, start) = gap(text, words[at - 1].end, words[at].start);
            let end = text.len() as u32;
            self.tail = Some(Glued { kind, start, end, cut: (before, end), doubtful });
        } else if let Some(start) = bracket(text)
            && let Some(at) = words.iter().position(|word| word.start as usize > start).filter(|at| *at > 0)
        {
            let inner = &text[start..];
            let credit = has_credit(inner);
            let said = sentence(at).filter(|(_, doubtful)| !doubtful);
            if let Some(kind) = said.map(|(kind, _)| kind).or(credit.then_some(Kind::Credit)) {
                let (before, end) = (text[..start].trim_end().len() as u32, text.len() as u32);
                self.tail = Some(Glued { kind, start: start as u32, end, cut: (before, end), doubtful: false });
            }
        }
    }
}

/// What the sentence of the words of `range` is, where it is residue, and whether that is doubtful; `inside` are the
/// phrases that stand anywhere in the block.
fn sentence(
    text: &str,
    words: &[Word],
    range: Range<usize>,
    inside: &[Match],
    lists: [&Phrases; 2],
) -> Option<(Kind, bool)> {
    let (first, last) = (words.get(range.start)?, words[..range.end].last()?);
    let [own, built_in] = lists;
    let said = &words[range.clone()];
    if said.len() > GLUED {
        return None;
    }
    let telling = |kind: Kind| said.len() > 1 || matches!(kind, Kind::Advert | Kind::Own);
    let line = || match lists.iter().find_map(|list| list.line(said)) {
        Some((kind, Place::Line)) if telling(kind) => Some((kind, false)),
        _ => None,
    };
    let sure = |found: Match| (found.kind, false);
    let label = || {
        let found = built_in.start(said, Place::Label).filter(|found| is_label(text, said, found))?;
        // One word in front of a colon is little, but names that follow it are whom the picture is of; what ends as a
        // sentence was written for the article.
        let names = || found.kind == Kind::Credit && range.start > 0 && said.len() <= NAME && !ends_sentence(text);
        (found.to < said.len() && (found.to > 1 || names())).then(|| sure(found))
    };
    let of_own = || own.start(said, Place::Start).or_else(|| own.end(said)).map(sure);
    let within = |found: &&Match| range.start <= found.from && found.to <= range.end && found.place == Place::Inside;
    let anywhere = || inside.iter().find(within).copied().map(sure);
    let start = || built_in.start(said, Place::Start).map(|found| (found.kind, true));
    let found = line().or_else(label).or_else(of_own).or_else(anywhere).or_else(start)?;
    (!is_quoted(&text[first.start as usize..last.end as usize])).then_some(found)
}

/// A button or a prompt in front of a sentence of the article, with a colon or nothing between them, and whether it is one
/// with a colon.
fn lead(text: &str, words: &[Word], inside: &[Match]) -> Option<(Glued, bool)> {
    let mut kind = None;
    let mut at = 0;
    while at < words.len() && (at == 0 || !words[at].marks.has(Marks::SENTENCE)) {
        let begins = |place| BUILT_IN.start(&words[at..], place).map(|found| (found.kind, at + found.to));
        // What only begins a line is a whole prompt where it is long and a sentence begins behind it.
        let whole = |(kind, to): &(Kind, usize)| {
            *to >= at + LEAD && !matches!(kind, Kind::Agency | Kind::Author | Kind::Credit | Kind::Copyright)
        };
        let tile = begins(Place::Line).into_iter().chain(begins(Place::Start).filter(whole)).max_by_key(|(_, to)| *to);
        let within = inside.iter().find(|found| found.place == Place::Inside && found.from == at);
        let longest = tile.into_iter().chain(within.map(|found| (found.kind, found.to))).max_by_key(|(_, to)| *to);
        let Some((found, to)) = longest else { break };
        (kind, at) = (kind.or(Some(found)), to);
    }
    let labelled = BUILT_IN.start(words, Place::Label).filter(|found| found.to >= at && is_label(text, words, found));
    if let Some(found) = labelled {
        (kind, at) = (Some(found.kind), found.to);
    }
    let (kind, rest) = (kind?, words.get(at..).filter(|rest| rest.len() >= SOLID)?);
    let (end, next) = (words[at - 1].end as usize, rest[0].start as usize);
    // The sentence may open with a quotation mark.
    let next = end + text[end..next].find(OPENING).unwrap_or(next - end);
    let told = match kind {
        Kind::Advert | Kind::Share | Kind::Newsletter | Kind::Player | Kind::Comment => {
            labelled.is_some() || at > 1 || is_in_capitals(&text[..end])
        }
        // “Read more Dickens, the teacher said.”
        Kind::More | Kind::Widget => labelled.is_some() || at >= LEAD,
        Kind::Stamp => at >= LEAD,
        _ => false,
    };
    let begins = text[next..].trim_start_matches(OPENING).starts_with(char::is_uppercase);
    let glued = told && begins && ends_sentence(text) && !text.ends_with(['…', '?', '!']);
    let start = text[..next].trim_end().len() as u32;
    let lead = Glued { kind, start: 0, end: start, cut: (0, next as u32), doubtful: false };
    (glued && !reader::is_addressed(text, rest)).then_some((lead, labelled.is_some()))
}

/// The least words of a prompt by which it is known without a colon behind it.
const LEAD: usize = 3;

/// Between two sentences: where the marks of the first one end, and where the second one begins.
fn gap(text: &str, end: u32, next: u32) -> (u32, u32) {
    let between = &text[end as usize..next as usize];
    let marks = between.find(char::is_whitespace).unwrap_or(between.len());
    let space = between[marks..].find(|c: char| !c.is_whitespace()).unwrap_or(between.len() - marks);
    (end + marks as u32, end + (marks + space) as u32)
}
