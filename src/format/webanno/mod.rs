//! WebAnno TSV 3: a header that declares layers, then sentences as `#Text=` and one row for each token, with its
//! offsets in UTF-16 units.

mod cells;
mod read;
mod realign;
mod write;

use super::columns::{self, row_at, rows};
use super::records::{Cut, Whole};
use crate::rules::{Finding, RuleId};
use crate::text::Span;
pub(crate) use read::read;
pub(crate) use realign::realign;
pub(crate) use write::{annotate, escaped, link};

/// What of the file has to be known to read a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Context {
    layers: Vec<Layer>,
    /// Whether a line of the header should declare a layer and cannot be read: then nothing is known of the columns.
    is_broken: bool,
    /// Whether sentences have their text in front of their rows.
    has_texts: bool,
}

/// A layer that the header declares.
#[derive(Clone, Debug, PartialEq)]
struct Layer {
    kind: LayerKind,
    /// Its name with that of its package: `webanno.custom.Entity`.
    name: Box<str>,
    /// Its columns: the names of features, for a relation at last the target.
    columns: Vec<Box<str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LayerKind {
    /// `#T_SP=`
    Spans,
    /// `#T_CH=`
    Chains,
    /// `#T_RL=`
    Relations,
}

impl Layer {
    /// The number of the column, counted from the first one of the layer, that says of what type an annotation is.
    fn kind_column(&self) -> Option<usize> {
        self.column("value").or((!self.columns.is_empty()).then_some(0))
    }

    /// The number of the column that has the id of the entity.
    fn identity_column(&self) -> Option<usize> {
        self.column("identity").or_else(|| self.column("identifier"))
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|it| it.eq_ignore_ascii_case(name))
    }

    /// Whether it is one of those that every project has and that say of words what they are: parts of speech, lemmas,
    /// chunks. Nobody has annotated an entity there.
    fn is_of_words(&self) -> bool {
        const OF_WORDS: &[&str] = &["lexmorph.", "segmentation.", "syntax.", "transform."];
        let name = self.name.strip_prefix("de.tudarmstadt.ukp.dkpro.core.api.");
        name.is_some_and(|name| OF_WORDS.iter().any(|it| name.starts_with(it)))
    }
}

impl Context {
    /// How many columns a row has, the three in front of the layers' included.
    fn columns(&self) -> usize {
        3 + self.layers.iter().map(|layer| layer.columns.len()).sum::<usize>()
    }

    /// The layers with the columns of a row that are theirs.
    fn layers(&self) -> impl Iterator<Item = (&Layer, std::ops::Range<usize>)> {
        let mut at = 3;
        self.layers.iter().map(move |layer| {
            let columns = at..at + layer.columns.len();
            at = columns.end;
            (layer, columns)
        })
    }
}

/// Tokens that other rows may refer to: the name is `1-2`.
const TOKEN: u8 = 0;
/// Tokens that rows refer to.
const TARGET: u8 = 1;
/// Tokens that slots of annotations refer to.
const SLOT: u8 = 2;

/// A record is cut at a sentence only from this size on.
const LARGE: usize = 512 << 10;
/// Of the sentences behind that, one in so many ends a record.
const ONE_IN: u64 = 16;

/// Whether a text that begins with `head` is clearly WebAnno TSV.
pub(crate) fn claims(head: &str) -> bool {
    head.starts_with("#FORMAT=WebAnno TSV 3")
}

/// The record that `text` begins with: the file, or a part of a very long one that ends with a sentence.
pub(crate) fn cut(text: &str) -> Cut {
    let mut at = columns::len_of_mark(text);
    while let Some(row) = row_at(text, at) {
        let ends = || xxhash_rust::xxh3::xxh3_64(row.text.as_bytes()).is_multiple_of(ONE_IN);
        if at > LARGE && row.text.starts_with("#Text=") && ends() {
            return Cut { len: at, seen: row.next };
        }
        at = row.next;
    }
    Cut { len: text.len(), seen: text.len() }
}

/// What the summaries of all records say.
pub(crate) fn context(whole: &Whole<'_>) -> Context {
    let votes = whole.votes();
    let count = |answer: u16| votes.get(&answer).copied().unwrap_or(0);
    Context {
        layers: whole.declares().filter_map(layer).collect(),
        is_broken: count(vote::BROKEN) > 0,
        has_texts: count(vote::WITH_TEXT) >= count(vote::WITHOUT_TEXT).max(1),
    }
}

/// Answers that the header and sentences give.
mod vote {
    pub(super) const BROKEN: u16 = 0;
    pub(super) const WITH_TEXT: u16 = 1;
    pub(super) const WITHOUT_TEXT: u16 = 2;
}

/// The layer that a line of the header declares.
fn layer(line: &str) -> Option<Layer> {
    let (kind, rest) = match line.split_once('=')? {
        ("#T_SP", rest) => (LayerKind::Spans, rest),
        ("#T_CH", rest) => (LayerKind::Chains, rest),
        ("#T_RL", rest) => (LayerKind::Relations, rest),
        _ => return None,
    };
    let mut parts = rest.trim_end().split('|').map(Box::from);
    let name = parts.next()?;
    let mut columns: Vec<Box<str>> = parts.collect();
    columns.retain(|name| !name.is_empty());
    if kind == LayerKind::Relations && !columns.iter().any(|name| name.starts_with("BT_")) || columns.is_empty() {
        columns.push("".into());
    }
    Some(Layer { kind, name, columns })
}

impl Layer {
    /// For each column whether it names the roles of slots (`ROLE_…`): the one behind it has their targets.
    fn roles(&self) -> impl Iterator<Item = usize> + '_ {
        let last = self.columns.len().saturating_sub(1);
        (0..last).filter(|column| self.columns[*column].starts_with("ROLE_"))
    }
}

/// What the columns behind the first three are called in a file that begins with `head`: by layer and feature.
pub(crate) fn columns(head: &str) -> impl Iterator<Item = String> + '_ {
    let layers =
        head.lines().take_while(|line| !line.starts_with("#Text=")).filter_map(|line| Some((line, layer(line)?)));
    layers.flat_map(|(line, layer)| {
        let of_layer = line.split_once('=').and_then(|(_, rest)| rest.split('|').next()).unwrap_or_default();
        let name = of_layer.rsplit('.').next().unwrap_or_default();
        layer.columns.into_iter().map(move |column| format!("{name} {column}").trim_end().to_owned())
    })
}

/// What is wrong with the file as a whole.
pub(crate) fn reduce(whole: &Whole<'_>, _: &Context) -> Vec<Finding> {
    let tokens: std::collections::HashSet<&str> = whole.names(TOKEN).map(|placed| &*placed.name.text).collect();
    let dangling = whole.names(TARGET).chain(whole.names(SLOT)).filter(|target| !tokens.contains(&*target.name.text));
    let finding = |target: super::records::Placed<'_>| {
        let what = if target.name.kind == SLOT { "slot" } else { "relation" };
        let message = format!("The {what} leads to the token {}, and there is none", target.name.text);
        Finding::new(RuleId::DanglingReference, target.span, message)
    };
    dangling.map(finding).collect()
}

/// The lines of the header that declare layers, with what is wrong in them, and whether one cannot be read.
fn header(text: &str, findings: &mut Vec<Finding>) -> (Vec<Box<str>>, bool) {
    let mut declares: Vec<Box<str>> = Vec::new();
    let mut last = None;
    let mut broken = false;
    for (index, row) in rows(text, 0).enumerate() {
        if index == 0 {
            let version = row.text.trim_start_matches('\u{feff}').strip_prefix("#FORMAT=WebAnno TSV 3.");
            if !version.is_some_and(|version| !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit())) {
                let message = "The first line of the file is #FORMAT=WebAnno TSV 3.3, or another version of 3";
                findings.push(Finding::new(RuleId::TsvHeader, row.span(), message));
            }
            continue;
        }
        if !row.text.starts_with("#T_") {
            if row.text.starts_with("#Text=") || row.text.starts_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            continue;
        }
        let Some(layer) = layer(row.text) else {
            let message =
                "A layer is declared as #T_SP=, #T_CH= or #T_RL=, its name and its features with | between them";
            findings.push(Finding::new(RuleId::TsvHeader, row.span(), message));
            broken = true;
            continue;
        };
        let order = match layer.kind {
            LayerKind::Spans => 0,
            LayerKind::Chains => 1,
            LayerKind::Relations => 2,
        };
        if last.is_some_and(|last| last > order) {
            let message =
                "Layers of spans are declared first, then chains, then relations: the columns have this order";
            findings.push(Finding::new(RuleId::TsvHeader, row.span(), message));
        }
        last = Some(order.max(last.unwrap_or(0)));
        declares.push(row.text.into());
    }
    (declares, broken)
}

/// The bytes of `text` that the UTF-16 units from `start` to `end` are; `None` where these are out of bounds or inside
/// a character.
fn slice_utf16(text: &str, start: usize, end: usize) -> Option<&str> {
    if text.is_ascii() {
        return text.get(start..end);
    }
    let (mut units, mut from) = (0, None);
    for (byte, c) in text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]) {
        if units == start {
            from.get_or_insert(byte);
        }
        if units >= end {
            return if units == end { text.get(from?..byte) } else { None };
        }
        units += c.map_or(0, char::len_utf16);
    }
    None
}

/// A text without the backslashes that escape.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('t') => out.push('\t'),
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => {}
            },
            c => out.push(c),
        }
    }
    out
}

/// A span of a row's field.
fn field(row: Span, from: usize, to: usize) -> Span {
    Span::new(row.start + from, row.start + to)
}
