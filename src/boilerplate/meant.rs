//! Whether text that stands twice in an article may have been written twice: verse, refrains, transcripts, steps, laws.

use std::borrow::Cow;

use super::Block;
use super::keys::is_text;
use super::repeats::{Repeat, RepeatKind};
use super::words::{Marks, ends_sentence};
use crate::format::paragraphs::Shape;

/// What a repetition is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// It is a mistake.
    No,
    /// Somebody may have wanted it so.
    Perhaps,
    /// It is the way in which such texts are written.
    Yes,
}

/// Sentences of so many words are written once.
pub(super) const WRITTEN_ONCE: usize = 20;
/// The most words of a line of verse.
const VERSE: usize = 10;
/// The least lines of a stanza.
const STANZA: usize = 3;
/// So many blocks on each side of a line of a transcript somebody else speaks.
const SPEAKERS: usize = 4;
/// The most words of the name of whoever speaks.
const SPEAKER: usize = 4;

/// What `repeat` is taken for, in an article that consists of `blocks`; `text` gives the text of one of them.
pub(super) fn meant<'t>(repeat: &Repeat, blocks: &[Block<'_>], text: &impl Fn(usize) -> Cow<'t, str>) -> Meant {
    let copied = repeat.copy.first_block..=repeat.copy.last_block;
    let of_copy = || copied.clone().filter(|&number| is_text(blocks[number].shape));
    let words = words_of(repeat, blocks);
    if repeat.kind == RepeatKind::Sentences {
        let lasting = is_at_once(repeat, blocks) || words >= WRITTEN_ONCE;
        return if lasting { Meant::No } else { Meant::Perhaps };
    }
    if repeat.kind != RepeatKind::Blocks {
        return Meant::No;
    }
    let verse = of_copy().all(|number| is_verse(number, blocks, text));
    if is_at_once(repeat, blocks) {
        return if verse { Meant::Perhaps } else { Meant::No };
    }
    let brief = |number: usize| blocks[number].words.len() < WRITTEN_ONCE;
    if verse {
        return Meant::Yes;
    }
    if of_copy().all(|number| brief(number) && speaker(&text(number)).is_some()) {
        let spoken = |number: usize| speaker(&text(number)).map(str::to_owned);
        let near = copied.start().saturating_sub(SPEAKERS)..(copied.end() + 1 + SPEAKERS).min(blocks.len());
        // Where nobody else speaks it is a label: `PHOTO: The gates at dawn.`
        let others = near.filter_map(spoken).any(|name| Some(name) != spoken(*copied.start()));
        return if others { Meant::Yes } else { Meant::Perhaps };
    }
    let told = |number: usize| {
        let (block, text) = (&blocks[number], text(number));
        let sentence = ends_sentence(&text) && block.words.len() < WRITTEN_ONCE;
        let numbers = block.words.iter().filter(|word| word.marks.has(Marks::DIGIT)).count();
        let numbered = numbers > 1 || block.words.first().is_some_and(|word| word.marks.has(Marks::DIGIT));
        sentence || numbered && brief(number) || text.trim_end().ends_with('?') || block.shape == Shape::ListItem
    };
    let short = words < WRITTEN_ONCE && copied.clone().count() > 1;
    if short || of_copy().any(told) { Meant::Perhaps } else { Meant::No }
}

/// Whether a repetition is a short sentence that stands as a paragraph of its own among others, or a line among short
/// ones: what comes again and again there is a refrain. Between paragraphs of prose it may be a caption.
pub(super) fn may_be_a_refrain<'t>(
    repeat: &Repeat,
    blocks: &[Block<'_>],
    text: &impl Fn(usize) -> Cow<'t, str>,
) -> bool {
    let copy = repeat.copy;
    let between = blocks.get(repeat.original.last_block + 1..copy.first_block).unwrap_or_default();
    let are_brief = |most: usize| between.iter().all(|block| block.words.len() <= most);
    repeat.kind == RepeatKind::Blocks
        && copy.first_block == copy.last_block
        && words_of(repeat, blocks) < WRITTEN_ONCE
        && (are_brief(VERSE) || are_brief(WRITTEN_ONCE - 1) && ends_sentence(&text(copy.first_block)))
}

/// How many words the copy has.
fn words_of(repeat: &Repeat, blocks: &[Block<'_>]) -> usize {
    let copy = repeat.copy;
    let within = |number: usize| {
        let from = if number == copy.first_block { copy.start } else { 0 };
        let to = if number == copy.last_block { copy.end } else { usize::MAX };
        blocks[number].words.iter().filter(|word| from <= word.start as usize && word.end as usize <= to).count()
    };
    (copy.first_block..=copy.last_block).map(within).sum()
}

/// Whether the copy stands directly behind the first one.
fn is_at_once(repeat: &Repeat, blocks: &[Block<'_>]) -> bool {
    let (first, copy) = (repeat.original, repeat.copy);
    if first.last_block == copy.first_block {
        let mut words = blocks[copy.first_block].words.iter();
        return first.end <= copy.start
            && !words.any(|word| first.end <= word.start as usize && (word.end as usize) <= copy.start);
    }
    let whole = repeat.kind == RepeatKind::Blocks;
    let between = blocks.get(first.last_block + 1..copy.first_block);
    whole && between.is_some_and(|between| between.iter().all(|block| block.words.is_empty()))
}

/// Whether a block is a line of a stanza: short lines beneath one another, most of which end in a mark.
fn is_verse<'t>(number: usize, blocks: &[Block<'_>], text: &impl Fn(usize) -> Cow<'t, str>) -> bool {
    let of_stanza = |at: &usize| {
        let block = &blocks[*at];
        block.unit == blocks[number].unit && (1..=VERSE).contains(&block.words.len())
    };
    let near = number.saturating_sub(STANZA - 1)..(number + STANZA).min(blocks.len());
    let before = (near.start..number).rev().take_while(of_stanza).count();
    let behind = (number + 1..near.end).take_while(of_stanza).count();
    let lines = number - before..=number + behind;
    let marked = |at: &usize| text(*at).trim_end().ends_with(['.', ',', ';', ':', '!', '?', '—', '–', '”', '…']);
    of_stanza(&number) && before + 1 + behind >= STANZA && 2 * lines.clone().filter(marked).count() > lines.count()
}

/// The name of whoever says `text`, each word of it with a capital: `JUDGE: Do you understand?`, `A: I do.`
fn speaker(text: &str) -> Option<&str> {
    let (name, said) = text.split_once([':', '：'])?;
    let mut words = name.split_whitespace();
    let is_name = words.clone().count() <= SPEAKER && words.all(|word| word.starts_with(char::is_uppercase));
    (is_name && !name.is_empty() && ends_sentence(said)).then_some(name)
}
