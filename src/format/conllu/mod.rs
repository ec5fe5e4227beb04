//! CoNLL-U with coreference and entities in MISC: `Entity=`, `Bridge=` and `SplitAnte=`, as CorefUD 1.0 has them.
//!
//! The rules about these are those of level 6 of the validator of Universal Dependencies and have its names; of the
//! other columns only what a reader needs is looked at.

mod entity;
mod ids;
mod read;
mod write;

use std::collections::{HashMap, HashSet};

use super::columns::{self, Fields, LineEnds, Separator, is_blank, row_at, rows};
use super::records::{Cut, Placed, Whole};
use crate::rules::{Finding, RuleId};
pub(crate) use ids::ids;
pub(crate) use read::read;
pub(crate) use write::{annotate, escaped};

/// What of the file has to be known to read a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Context {
    /// The attributes of a mention in their order, as `global.Entity` declares them; empty where nothing does.
    attributes: Vec<Box<str>>,
    /// Whether most sentences have an id.
    has_ids: bool,
    /// How many columns stand behind those of CoNLL-U, as `global.columns` declares them.
    more: usize,
}

impl Context {
    /// Whether ids of entities are ids of their document only: GUM counts groups of mentions anew in each.
    pub(crate) fn is_local(&self) -> bool {
        self.attributes.iter().any(|it| **it == *"GRP")
    }

    /// Whether mentions begin with an id, as they have to.
    fn declares_ids(&self) -> bool {
        !self.attributes.is_empty() && self.id_at() == Some(0)
    }

    /// Which attribute is the id of the entity: the first where nothing is declared, and in older dialects a later one
    /// or none.
    fn id_at(&self) -> Option<usize> {
        if self.attributes.is_empty() {
            return Some(0);
        }
        self.attributes.iter().position(|it| matches!(&**it, "eid" | "GRP"))
    }

    /// Which attribute is the id of the entity in every document.
    fn identity_at(&self) -> Option<usize> {
        self.attributes.iter().position(|it| **it == *"identity")
    }

    /// Which attribute is the type of the entity.
    fn type_at(&self) -> Option<usize> {
        if self.attributes.is_empty() {
            return Some(1);
        }
        self.attributes.iter().position(|it| matches!(&**it, "etype" | "entity"))
    }
}

/// Columns of a line.
const COLUMNS: usize = 10;
/// More columns than these are not told apart.
const MOST_MORE: usize = columns::MOST_FIELDS - COLUMNS;

/// A record is cut at a sentence only from this size on: documents are mostly shorter.
const LARGE: usize = 512 << 10;
/// Of the sentences behind that, one in so many ends a record.
const ONE_IN: u64 = 32;

/// Answers of records.
mod vote {
    pub(super) const SENTENCES: u16 = 0;
    pub(super) const SENTENCES_WITH_ID: u16 = 1;
    /// Plus the number of columns that are declared behind those of CoNLL-U.
    pub(super) const MORE: u16 = 100;
}

/// Documents, by their ids; one that has none is called nothing.
const DOCUMENT: u8 = 0;
/// Ids of sentences.
const SENTENCE: u8 = 1;
/// Entities: the value is their type and their identity.
const ENTITY: u8 = 2;
/// The first mention of a record.
const FIRST_MENTION: u8 = 3;
/// Declarations of the attributes of mentions.
const DECLARATION: u8 = 4;

/// Whether a text that begins with `head` is clearly CoNLL-U.
pub(crate) fn claims(head: &str) -> bool {
    // An article, which most texts are, holds none.
    if !head.contains('\t') {
        return false;
    }
    let (mut sound, mut others) = (0, 0);
    let mut fields = Fields::default();
    let more = head.lines().take_while(|line| line.starts_with('#')).find_map(more_columns).unwrap_or(0);
    for row in rows(head, 0).filter(|row| !is_blank(row.text) && !row.text.starts_with('#')) {
        let fields = fields.read(row.text, 0, Separator::Tab);
        let id = fields.first().map_or("", |field| &row.text[field.range()]);
        if fields.len() == COLUMNS + more && read::Id::read(id).is_some() { sound += 1 } else { others += 1 }
    }
    sound >= 1 && sound >= others * 5
}

/// How many columns the comment `# global.columns = ID FORM …` declares behind those of CoNLL-U, as its extension CoNLL-U
/// Plus has them; `None` where it declares others.
fn more_columns(comment: &str) -> Option<usize> {
    const NAMES: [&str; COLUMNS] = ["ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC"];
    let (key, names) = comment.strip_prefix('#')?.split_once('=')?;
    let names: Vec<&str> = names.split_whitespace().collect();
    (key.trim() == "global.columns" && names.starts_with(&NAMES)).then(|| (names.len() - COLUMNS).min(MOST_MORE))
}

/// The record that `text` begins with: a document, or a part of a long one that ends with a sentence.
pub(crate) fn cut(text: &str) -> Cut {
    let mut at = columns::len_of_mark(text);
    let mut has_words = false;
    // Where the comments of the next sentence begin.
    let mut block = None;
    let mut previous_blank = true;
    while let Some(row) = row_at(text, at) {
        let blank = is_blank(row.text);
        let comment = !blank && row.text.starts_with('#');
        if comment {
            let start = *block.get_or_insert(at);
            if has_words && start > 0 && is_newdoc(row.text) {
                return Cut { len: start, seen: row.next };
            }
        } else {
            block = None;
            has_words |= !blank;
        }
        // What ends a long record depends on a line and not on where it stands, so that an edit in front of it does not
        // move the ends of all records behind.
        let ends = || xxhash_rust::xxh3::xxh3_64(row.text.as_bytes()).is_multiple_of(ONE_IN);
        if at > LARGE && previous_blank && !blank && ends() {
            return Cut { len: at, seen: row.next };
        }
        previous_blank = blank;
        at = row.next;
    }
    Cut { len: text.len(), seen: text.len() }
}

/// `# newdoc` or `# newdoc id = x`
fn is_newdoc(comment: &str) -> bool {
    let Some(rest) = comment.trim_start_matches(['#', ' ']).strip_prefix("newdoc") else { return false };
    rest.is_empty() || rest.starts_with([' ', '\t', '='])
}

/// What the summaries of all records say.
pub(crate) fn context(whole: &Whole<'_>) -> Context {
    let votes = whole.votes();
    let count = |answer: u16| votes.get(&answer).copied().unwrap_or(0);
    Context {
        attributes: whole.declares().next().map(|line| line.split('-').map(Box::from).collect()).unwrap_or_default(),
        has_ids: count(vote::SENTENCES_WITH_ID) * 2 > count(vote::SENTENCES),
        more: (1..=MOST_MORE).rev().find(|more| count(vote::MORE + *more as u16) > 0).unwrap_or(0),
    }
}

/// What is wrong with the file as a whole.
pub(crate) fn reduce(whole: &Whole<'_>, context: &Context) -> Vec<Finding> {
    let mut found = whole.duplicate_documents(DOCUMENT);
    for (first, again) in whole.defined_again(SENTENCE) {
        let message = format!("Another sentence of this file has the id {} too", again.name.text);
        found.push(Finding::new(RuleId::SentenceId, again.span, message).relating(first.span, "The first one"));
    }
    let declarations: Vec<Placed<'_>> = whole.names(DECLARATION).collect();
    let first_mention = whole.names(FIRST_MENTION).next();
    match (declarations.first(), first_mention) {
        (None, Some(mention)) => found.push(Finding::new(
            RuleId::EntityWithoutGlobalEntity,
            mention.span,
            "No comment “# global.Entity = …” in front of the first mention says what its attributes are",
        )),
        (Some(declaration), Some(mention)) if declaration.span.start > mention.span.start => found.push(
            Finding::new(
                RuleId::EntityWithoutGlobalEntity,
                mention.span,
                "The comment “# global.Entity = …” that says what the attributes are stands behind the first mention",
            )
            .relating(declaration.span, "It stands here"),
        ),
        _ => {}
    }
    for again in declarations.iter().skip(1).filter(|again| again.name.text != declarations[0].name.text) {
        let message =
            format!("The first declaration of the file is {}, this one is another", declarations[0].name.text);
        found.push(
            Finding::new(RuleId::GlobalEntityMismatch, again.span, message)
                .relating(declarations[0].span, "The first declaration"),
        );
    }
    across(whole, context, &mut found);
    found.extend(LineEnds::finding(&whole.votes()));
    found
}

/// Of so many entities that go on in another document each is named; a file with more has ids of another kind, and that
/// is said once.
const MOST_ACROSS: usize = 3;

/// Entities in more than one document, and entities of several types.
fn across(whole: &Whole<'_>, context: &Context, found: &mut Vec<Finding>) {
    let mut document = 0;
    let mut known: HashMap<&str, (usize, Placed<'_>)> = HashMap::new();
    let mut told: HashSet<&str> = HashSet::new();
    let mut going_on = Vec::new();
    let mut in_order: Vec<(bool, Placed<'_>)> =
        whole.names(DOCUMENT).map(|it| (true, it)).chain(whole.names(ENTITY).map(|it| (false, it))).collect();
    in_order.sort_by_key(|(_, placed)| placed.span.start);
    for (is_document, placed) in in_order {
        if is_document {
            document += 1;
            if context.is_local() {
                known.clear();
            }
            continue;
        }
        let id = &*placed.name.text;
        let Some((first_document, first)) = known.get(id).copied() else {
            known.insert(id, (document, placed));
            continue;
        };
        if first_document != document {
            if told.insert(id) {
                let message =
                    format!("The entity {id} has mentions in an earlier document too; ids are those of one document");
                going_on.push(
                    Finding::new(RuleId::EntityAcrossNewdoc, placed.span, message)
                        .relating(first.span, "It is first here"),
                );
            }
        } else if first.name.value != placed.name.value {
            found.extend(entity::mismatch(id, &first.name.value, first.span, &placed.name.value, placed.span));
        }
    }
    let all = going_on.len();
    if all > MOST_ACROSS {
        going_on.truncate(1);
        let one = &mut going_on[0];
        one.message = format!("{} (so it is with {} more entities of this file)", one.message, all - 1).into();
    }
    found.append(&mut going_on);
}
