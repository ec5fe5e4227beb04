//! Text that stands more than once in one article.
//!
//! Runs of words that come again are found by their first shingle and made as long as they go; which of them are
//! defects follows from what they cover: whole blocks, whole sentences, the end of a truncated copy.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use super::Block;
use super::keys::{is_text, run};
use super::meant::{self, Meant, WRITTEN_ONCE};
use super::quoted::OPENING;
use super::reader;
use super::words::{self, Marks, Word};
use crate::format::paragraphs::Shape;

/// A stretch of text that stands elsewhere in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repeat {
    pub(crate) kind: RepeatKind,
    /// The copy that could go.
    pub(crate) copy: Place,
    /// The one that stays.
    pub(crate) original: Place,
    /// Whether somebody may have wanted it so.
    pub(crate) meant: bool,
}

/// What is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RepeatKind {
    /// One or more whole blocks; the original is made of whole blocks too.
    Blocks,
    /// A whole block that stands inside another one.
    Inside,
    /// A text that breaks off and stands in full elsewhere.
    Truncated,
    /// Whole sentences.
    Sentences,
    /// Whole sentences that stand inside a longer one.
    SentencesInside,
    /// A block that stands again with some words changed.
    Reworded,
}

/// From a byte of one block to a byte of the same or a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) first_block: usize,
    pub(crate) start: usize,
    pub(crate) last_block: usize,
    pub(crate) end: usize,
}

impl Repeat {
    fn is_of_sentences(&self) -> bool {
        matches!(self.kind, RepeatKind::Sentences | RepeatKind::SentencesInside)
    }

    /// Whether it is one of text of these two blocks.
    fn is_between(&self, one: usize, other: usize) -> bool {
        let of = |place: &Place, block: usize| place.first_block == block && place.last_block == block;
        of(&self.copy, one) && of(&self.original, other) || of(&self.copy, other) && of(&self.original, one)
    }
}

/// How like two blocks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Likeness {
    /// One is the other with some words changed.
    Reworded,
    /// One may be made of the other.
    Near,
    None,
}

/// Words that come again: where they stand first, where again, and how many they are.
type Run = (usize, usize, usize);

/// Words in the shingle that a run is found by, and so the least of a run.
const SHINGLE: usize = 5;
/// The least words of a block that stands inside another one.
const INSIDE: usize = 10;
/// The least words of sentences that are repeated further on: people say short things twice.
const SENTENCE: usize = 12;
/// The least words of sentences that are repeated at once.
const AT_ONCE: usize = 7;
/// The least words of a block that stands again with some words changed.
const REWORDED: usize = 16;
/// The most blocks between a paragraph and what is pulled out of it; who is told of and interviewed in full below says it
/// again farther off.
const PULLED: usize = 8;
/// The most words of blocks that are compared word by word.
const COMPARED: usize = 400;
/// Articles of more words are searched for whole blocks only: they are looked at again after every edit.
const MANY: usize = 50_000;

/// Finds what is repeated in an article that consists of `blocks`; `text` gives the text of one of them.
pub(crate) fn find<'t>(blocks: &[Block<'_>], text: impl Fn(usize) -> Cow<'t, str>) -> Vec<Repeat> {
    let count: usize = blocks.iter().map(|block| block.words.len()).sum();
    if count > MANY {
        return whole_blocks(blocks);
    }
    let stream = Stream::new(blocks, count);
    let mut found = Vec::new();
    let mut reported = vec![false; blocks.len()];
    let mut parts: BTreeMap<(usize, usize), Vec<Run>> = BTreeMap::new();
    for (a, b, len) in stream.runs() {
        let within = |at: usize| stream.block(at) == stream.block(at + len - 1);
        if within(a) && within(b) && a != b {
            parts.entry((stream.block(a), stream.block(b))).or_default().push((a, b, len));
        }
        if let Some(repeat) = stream.judge(a, b, len, &text) {
            reported[repeat.copy.first_block..=repeat.copy.last_block].fill(true);
            found.push(repeat);
        }
    }
    for ((original, copy), runs) in parts {
        let of_both = |it: &Repeat| it.is_of_sentences() && it.is_between(original, copy);
        if reported[copy] && !found.iter().any(of_both) {
            continue;
        }
        match stream.likeness(original, copy, &runs) {
            // Blocks come before their sentences: what is left of the copy would be half of it.
            Likeness::Reworded => {
                found.retain(|it| !of_both(it));
                let [original, copy] = [original, copy].map(|block| whole(blocks, block));
                found.push(Repeat { kind: RepeatKind::Reworded, copy, original, meant: false });
            }
            Likeness::Near => found.iter_mut().filter(|it| of_both(it)).for_each(|it| it.meant = true),
            Likeness::None => {}
        }
    }
    short_blocks(&stream, &reported, &mut found);
    found.sort_by_key(|repeat| (repeat.copy.first_block, repeat.copy.start));
    without_what_is_meant(found, blocks, &text)
}

/// The repeats among `found` that nobody has meant, those that somebody may have meant among them.
fn without_what_is_meant<'t>(
    found: Vec<Repeat>,
    blocks: &[Block<'_>],
    text: &impl Fn(usize) -> Cow<'t, str>,
) -> Vec<Repeat> {
    let refrains: Vec<bool> = found.iter().map(|repeat| meant::may_be_a_refrain(repeat, blocks, text)).collect();
    let mut copies: HashMap<usize, usize> = HashMap::new();
    for (repeat, _) in found.iter().zip(&refrains).filter(|(_, refrain)| **refrain) {
        *copies.entry(repeat.original.first_block).or_default() += 1;
    }
    let again = |repeat: &Repeat| copies.get(&repeat.original.first_block).is_some_and(|count| *count > 1);
    let judged = found.iter().zip(&refrains).filter(|(repeat, refrain)| !(**refrain && again(repeat)));
    let judged = judged.map(|(repeat, _)| (repeat, meant::meant(repeat, blocks, text)));
    let kept = judged.filter(|(_, meant)| *meant != Meant::Yes);
    kept.map(|(repeat, meant)| Repeat { meant: repeat.meant || meant == Meant::Perhaps, ..*repeat }).collect()
}

/// The words of an article in a row.
struct Stream<'a> {
    blocks: &'a [Block<'a>],
    hashes: Vec<u64>,
    /// For each word, the block and the number of the word in it.
    places: Vec<(u32, u32)>,
}

impl<'a> Stream<'a> {
    /// The `count` words of `blocks`.
    fn new(blocks: &'a [Block<'a>], count: usize) -> Self {
        let mut stream = Self { blocks, hashes: Vec::with_capacity(count), places: Vec::with_capacity(count) };
        for (number, block) in blocks.iter().enumerate().filter(|(_, block)| is_text(block.shape)) {
            stream.hashes.extend(block.words.iter().map(|word| word.hash));
            stream.places.extend((0..block.words.len()).map(|word| (number as u32, word as u32)));
        }
        stream
    }

    fn block(&self, at: usize) -> usize {
        self.places[at].0 as usize
    }

    fn word(&self, at: usize) -> &Word {
        let (block, word) = self.places[at];
        &self.blocks[block as usize].words[word as usize]
    }

    fn begins_block(&self, at: usize) -> bool {
        self.places[at].1 == 0
    }

    /// Whether the word at `at` is the last of its block.
    fn ends_block(&self, at: usize) -> bool {
        self.blocks[self.block(at)].words.len() == self.places[at].1 as usize + 1
    }

    fn begins_sentence(&self, at: usize) -> bool {
        self.begins_block(at) || self.word(at).marks.has(Marks::SENTENCE)
    }

    fn ends_sentence(&self, at: usize) -> bool {
        self.ends_block(at) || self.word(at + 1).marks.has(Marks::SENTENCE)
    }

    /// Runs of words that come again.
    fn runs(&self) -> Vec<Run> {
        let mut found = Vec::new();
        let words = &self.hashes;
        if words.len() < 2 * SHINGLE {
            return found;
        }
        let mut known: HashMap<u64, u32, BuildHasherDefault<AsItIs>> = HashMap::default();
        known.reserve(words.len());
        let mut skip = 0;
        for (b, shingle) in words.windows(SHINGLE).enumerate() {
            let first = *known.entry(run(shingle.iter().copied())).or_insert(b as u32) as usize;
            if b < skip || first + SHINGLE > b {
                continue;
            }
            let len = words[b..].iter().zip(&words[first..b]).take_while(|(x, y)| x == y).count();
            if self.is_telling(b, len) {
                found.push((first, b, len));
                skip = b + len;
            }
        }
        found
    }

    /// Whether a run is text and no table: enough of its words differ and are no numbers.
    fn is_telling(&self, at: usize, len: usize) -> bool {
        let mut different: Vec<u64> =
            (at..at + len.min(64)).filter(|&i| !self.word(i).marks.has(Marks::DIGIT)).map(|i| self.hashes[i]).collect();
        different.sort_unstable();
        different.dedup();
        different.len() >= SHINGLE - 1
    }

    /// What the run of `len` words at `a` and again at `b` is, if it is a defect.
    fn judge<'t>(&self, a: usize, b: usize, len: usize, text: &impl Fn(usize) -> Cow<'t, str>) -> Option<Repeat> {
        let repeat = |kind, copy: usize, original: usize, len: usize| Repeat {
            kind,
            copy: self.place(copy, len, text),
            original: self.place(original, len, text),
            meant: false,
        };
        let (last_a, last_b) = (a + len - 1, b + len - 1);
        let breaks_off = |last: usize| {
            // The word that it breaks off in may differ.
            let end = if self.ends_block(last) {
                Some(0)
            } else {
                (last + 1 < self.places.len() && self.ends_block(last + 1)).then_some(1)
            };
            end.filter(|_| is_truncated(&text(self.block(last))))
        };
        match (breaks_off(last_a), breaks_off(last_b)) {
            (None, Some(more)) => return Some(self.truncated(b, a, len, more, text)),
            (Some(more), None) => return Some(self.truncated(a, b, len, more, text)),
            _ => {}
        }
        let run = |from: usize, to: usize| (a + from - b, from, to - from);
        if let Some((a, b, len)) = self
            .trimmed(b, last_b, |at| self.begins_block(at), |at| self.ends_block(at))
            .map(|(from, to)| run(from, to))
            && self.begins_block(a)
            && self.ends_block(a + len - 1)
            && len >= SHINGLE
        {
            return Some(repeat(RepeatKind::Blocks, b, a, len));
        }
        // A headline is echoed in the text, and what somebody said is told and then quoted in full: no defects.
        let is_title = |at: usize| self.block(at) == self.block(0) && !self.is_standfirst(&text(self.block(0)));
        let whole = |from: usize, last: usize| self.begins_block(from) && self.ends_block(last);
        for (copy, original) in [(b, a), (a, b)] {
            if !whole(copy, copy + len - 1) || is_title(a) {
                continue;
            }
            let said = self.is_quoted(original, text);
            let block = text(self.block(copy));
            // A quotation pulled out of the text stands near it and without whoever says so.
            let told = reader::reports(self.blocks[self.block(copy)].words);
            let near = self.block(copy).abs_diff(self.block(original)) <= PULLED;
            let pulled = said && !told && near && (len >= INSIDE || len > SHINGLE && is_one_quotation(&block));
            let pasted = !said && (len >= INSIDE || self.is_at_edge(original, len, &block, text));
            if pulled || pasted {
                return Some(repeat(RepeatKind::Inside, copy, original, len));
            }
        }
        let sentences = |from: usize, last: usize| {
            self.trimmed(from, last, |at| self.begins_sentence(at), |at| self.ends_sentence(at))
        };
        // What is whole sentences in one place only can go there alone: elsewhere half a sentence would be left.
        let of_b = sentences(b, last_b).map(|(from, to)| (RepeatKind::Sentences, from, from + a - b, to - from));
        let of_a =
            || sentences(a, last_a).map(|(from, to)| (RepeatKind::SentencesInside, from, from + b - a, to - from));
        let (kind, copy, original, len) = of_b.or_else(of_a)?;
        let least = if copy.min(original) + len == copy.max(original) { AT_ONCE } else { SENTENCE };
        let quoted = self.is_quoted(copy, text) || self.is_quoted(original, text);
        let silent = len < least || is_title(copy.min(original)) || quoted;
        (!silent).then(|| repeat(kind, copy, original, len))
    }

    /// Whether the `len` words at `at` are glued to the start or the end of a paragraph, as the caption `block` is.
    fn is_at_edge<'t>(&self, at: usize, len: usize, block: &str, text: &impl Fn(usize) -> Cow<'t, str>) -> bool {
        // Words in a row may go on in the next paragraph.
        if self.block(at) != self.block(at + len - 1) {
            return false;
        }
        let paragraph = text(self.block(at));
        let (first, last) = (self.word(at), self.word(at + len - 1));
        let stop = words::ends_sentence(block);
        let around = self.blocks[self.block(at)].words.len();
        let is_sentence = |from: &str| from.starts_with(|c: char| !c.is_lowercase());
        let behind = paragraph[last.end as usize..].trim_start_matches(|c: char| !c.is_alphanumeric());
        let in_front = paragraph[..first.start as usize].trim_end();
        let glued = if self.begins_block(at) {
            is_sentence(behind) && (!stop || self.ends_sentence(at + len - 1))
        } else {
            self.ends_block(at + len - 1) && words::ends_sentence(in_front)
        };
        glued && around >= len + INSIDE && (len > SHINGLE || !stop)
    }

    /// Whether the first block is no headline: a whole sentence that the text below begins with.
    fn is_standfirst(&self, first: &str) -> bool {
        self.blocks[self.block(0)].words.len() >= INSIDE && words::ends_sentence(first)
    }

    /// How like the block `copy` is to the block `original`: `runs` are the longer ones that they have in common. Where
    /// numbers differ, they are data.
    fn likeness(&self, original: usize, copy: usize, runs: &[Run]) -> Likeness {
        let both = [original, copy].map(|block| &self.blocks[block]);
        let longer = both.iter().map(|block| block.words.len()).max().unwrap_or(0);
        let common: usize = runs.iter().map(|(.., len)| len).sum();
        if original == copy
            || original == self.block(0)
            || longer < REWORDED
            || common * 4 < longer
            || both.iter().any(|block| block.shape == Shape::ListItem)
        {
            return Likeness::None;
        }
        let [here, there] = both.map(|block| block.words);
        let numbers = |words: &'a [Word]| words.iter().filter(|it| it.marks.has(Marks::DIGIT)).map(|it| it.hash);
        if !numbers(here).eq(numbers(there)) {
            return Likeness::None;
        }
        let common = if longer <= COMPARED { in_order(here, there) } else { common };
        match () {
            () if common * 5 >= longer * 4 => Likeness::Reworded,
            () if common * 5 >= longer * 3 => Likeness::Near,
            () => Likeness::None,
        }
    }

    /// The part of the run from `first` to `last` that begins and ends where `begins` and `ends` allow it, `last`
    /// inclusive, the end of the part exclusive.
    fn trimmed(
        &self,
        first: usize,
        last: usize,
        begins: impl Fn(usize) -> bool,
        ends: impl Fn(usize) -> bool,
    ) -> Option<(usize, usize)> {
        let from = (first..=last).find(|&at| begins(at))?;
        let to = (from..=last).rev().find(|&at| ends(at))?;
        Some((from, to + 1))
    }

    /// Whether the word at `at` is the first of a quotation.
    fn is_quoted<'t>(&self, at: usize, text: &impl Fn(usize) -> Cow<'t, str>) -> bool {
        let before = &text(self.block(at))[..self.word(at).start as usize];
        before.ends_with(['"', '“', '„', '«', '»', '‘', '\'', '「', '『', '”', '’', '['])
    }

    /// The run at `copy` with the `more` words behind it, in which the text breaks off.
    fn truncated<'t>(
        &self,
        copy: usize,
        original: usize,
        len: usize,
        more: usize,
        text: &impl Fn(usize) -> Cow<'t, str>,
    ) -> Repeat {
        Repeat {
            kind: RepeatKind::Truncated,
            copy: self.place(copy, len + more, text),
            original: self.place(original, len, text),
            meant: false,
        }
    }

    /// The bytes of the `len` words from `at` on, with the marks that belong to them.
    fn place<'t>(&self, at: usize, len: usize, text: &impl Fn(usize) -> Cow<'t, str>) -> Place {
        let last = at + len - 1;
        let (first_block, last_block) = (self.block(at), self.block(last));
        let start = if self.begins_block(at) { 0 } else { self.word(at).start as usize };
        let end = self.word(last).end as usize;
        let end = if self.ends_block(last) {
            self.blocks[last_block].span.len()
        } else if self.ends_sentence(last) {
            // The marks that end the sentence are part of it.
            let gap = &text(last_block)[end..self.word(last + 1).start as usize];
            end + gap.find(char::is_whitespace).unwrap_or(0)
        } else {
            end
        };
        Place { first_block, start, last_block, end }
    }
}

/// Whether a block is a quotation and nothing else.
fn is_one_quotation(block: &str) -> bool {
    let block = block.trim();
    block.starts_with(OPENING) && block.ends_with(['”', '“', '»', '«', '"', '’', '‘', '」', '』', '›'])
}

/// How many words two texts have in common in the same order (the longest common subsequence).
fn in_order(here: &[Word], there: &[Word]) -> usize {
    let mut row = vec![0; there.len() + 1];
    for word in here {
        let mut diagonal = 0;
        for (at, other) in there.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word.hash == other.hash { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[there.len()]
}

/// Whether a text breaks off in an ellipsis.
fn is_truncated(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches([']', ')', '*', '_']);
    text.ends_with('…') || text.ends_with("...")
}

/// Blocks of few words that stand directly behind their like.
/// Those that come more often are labels: credits, names of speakers.
fn short_blocks(stream: &Stream<'_>, reported: &[bool], found: &mut Vec<Repeat>) {
    let is_short =
        |i: &usize| is_text(stream.blocks[*i].shape) && (1..SHINGLE).contains(&stream.blocks[*i].words.len());
    let hash = |i: usize| run(stream.blocks[i].words.iter().map(|word| word.hash));
    let short: Vec<(usize, u64)> = (0..stream.blocks.len()).filter(is_short).map(|i| (i, hash(i))).collect();
    for pair in short.windows(2) {
        let ((original, hash), (copy, other)) = (pair[0], pair[1]);
        let words = stream.blocks[copy].words;
        let telling = words.len() > 1 && words.iter().any(|word| !word.marks.has(Marks::DIGIT));
        let between = &stream.blocks[original + 1..copy];
        if hash == other
            && telling
            && !reported[copy]
            && between.iter().all(|block| block.words.is_empty())
            && short.iter().filter(|(_, one)| *one == hash).count() == 2
        {
            found.push(of_blocks(stream.blocks, original, copy));
        }
    }
}

/// The hash of the words of a block that is reported where it stands again: text of several words that are no numbers.
pub(crate) fn digest(shape: Shape, words: &[Word]) -> Option<u64> {
    let telling = words.iter().filter(|word| !word.marks.has(Marks::DIGIT)).count() >= SHINGLE;
    (telling && is_text(shape)).then(|| run(words.iter().map(|word| word.hash)))
}

/// Whole blocks that stand again, those in a row together.
fn whole_blocks(blocks: &[Block<'_>]) -> Vec<Repeat> {
    let mut known: HashMap<u64, usize, BuildHasherDefault<AsItIs>> = HashMap::default();
    known.reserve(blocks.len());
    let mut found: Vec<Repeat> = Vec::new();
    for (copy, digest) in blocks.iter().enumerate().filter_map(|(number, block)| Some((number, block.digest?))) {
        let original = *known.entry(digest).or_insert(copy);
        if original == copy {
            continue;
        }
        let again = of_blocks(blocks, original, copy);
        match found.last_mut().filter(|last| continues(blocks, last, original, copy)) {
            Some(last) => {
                (last.original.last_block, last.original.end) = (original, again.original.end);
                (last.copy.last_block, last.copy.end) = (copy, again.copy.end);
            }
            None => found.push(again),
        }
    }
    found
}

/// Whether the blocks between `last` and the next copy are those between what it is a copy of and what the next one is
/// a copy of.
fn continues(blocks: &[Block<'_>], last: &Repeat, original: usize, copy: usize) -> bool {
    let between = |from: &Place, to: usize| blocks.get(from.last_block + 1..to);
    let (Some(here), Some(there)) = (between(&last.copy, copy), between(&last.original, original)) else {
        return false;
    };
    let same = |(a, b): (&Block<'_>, &Block<'_>)| a.words.iter().map(|it| it.hash).eq(b.words.iter().map(|it| it.hash));
    here.len() == there.len() && original < last.copy.first_block && here.iter().zip(there).all(same)
}

/// All of a block.
fn whole(blocks: &[Block<'_>], block: usize) -> Place {
    Place { first_block: block, start: 0, last_block: block, end: blocks[block].span.len() }
}

fn of_blocks(blocks: &[Block<'_>], original: usize, copy: usize) -> Repeat {
    let place = |block: usize| whole(blocks, block);
    // Of a text of very many words its length says whether it may have been meant.
    let meant = blocks[copy].words.len() < WRITTEN_ONCE && copy > original + 1;
    Repeat { kind: RepeatKind::Blocks, copy: place(copy), original: place(original), meant }
}

/// Takes a hash for what it is.
#[derive(Default)]
pub(crate) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = self.0.rotate_left(8) ^ u64::from(byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
