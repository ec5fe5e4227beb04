//! The linear model that says which words are names, and of what.
//!
//! A chain of labels over a run of candidate words (a conditional random field of first order): each word has features,
//! each feature is hashed to a row of weights, one for each label; beside them there is a weight for each pair of
//! labels. `examples/train_names.rs` estimates the weights; `data/model.bin` holds them in eight bits each.

use std::sync::LazyLock;

use super::EntityKind;

/// What a word may be: outside of names, or the beginning or inside of a name of one of four kinds.
pub const LABELS: usize = 9;

/// The label of words outside of names.
pub const OUTSIDE: usize = 0;

/// The kinds of names that labels tell apart; the other kinds follow from the words.
pub const KINDS: [EntityKind; 4] = [EntityKind::Person, EntityKind::Organisation, EntityKind::Place, EntityKind::Other];

/// How many rows of weights there are.
pub const ROWS: usize = 1 << 16;

/// The number of `kind` among [`KINDS`], where it is one of them.
#[must_use]
pub fn kind_number(kind: EntityKind) -> Option<usize> {
    KINDS.iter().position(|one| *one == kind)
}

/// The number of `kind` in [`KINDS`], which has it.
pub(super) fn number_of(kind: EntityKind) -> usize {
    kind_number(kind).unwrap_or_default()
}

/// The label of the first word of a name of this kind, a number below the length of [`KINDS`].
#[must_use]
pub const fn begin(kind: usize) -> usize {
    1 + 2 * kind
}

/// The label of the other words of it.
#[must_use]
pub const fn inside(kind: usize) -> usize {
    2 + 2 * kind
}

/// Whether the label `next` may follow `label`: the inside of a name follows its beginning or inside.
#[must_use]
pub const fn may_follow(label: usize, next: usize) -> bool {
    next == OUTSIDE || next % 2 == 1 || next == label || next == label + 1 && label % 2 == 1
}

/// The weights of one label behind another.
pub type Pairs = [[f32; LABELS]; LABELS];

/// The weight of what may not be.
const NEVER: f32 = -1e9;

/// Gives pairs of labels that may not follow one another a weight that never wins.
pub fn forbid(pairs: &mut Pairs) {
    for (label, row) in pairs.iter_mut().enumerate() {
        for (next, weight) in row.iter_mut().enumerate().filter(|(next, _)| !may_follow(label, *next)) {
            debug_assert!(next != OUTSIDE);
            *weight = NEVER;
        }
    }
}

/// Weights in eight bits, and what one of them is worth.
#[derive(Debug)]
pub struct Model {
    /// Without room between them: which rows a word has is chance, so that what waits is the memory.
    rows: Vec<[i8; LABELS]>,
    pairs: Pairs,
    scale: f32,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::of(include_bytes!("data/model.bin")));

impl Model {
    /// The model of this build.
    #[must_use]
    pub fn get() -> &'static Self {
        &MODEL
    }

    /// Reads a file: the scale, the weights of pairs, the rows, little endian; what is missing is zero.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let float = |number: usize| {
            let four = bytes.get(4 * number..4 * number + 4).and_then(|four| four.try_into().ok());
            four.map_or(0.0, f32::from_le_bytes)
        };
        let mut pairs = [[0.0; LABELS]; LABELS];
        for (label, row) in pairs.iter_mut().enumerate() {
            for (next, weight) in row.iter_mut().enumerate() {
                *weight = float(1 + label * LABELS + next);
            }
        }
        forbid(&mut pairs);
        let rest = bytes.get(4 * (1 + LABELS * LABELS)..).unwrap_or_default();
        let row = |row: &[u8; LABELS]| row.map(|byte| byte as i8);
        let mut rows: Vec<[i8; LABELS]> = rest.as_chunks().0.iter().map(row).collect();
        rows.resize(ROWS, [0; LABELS]);
        Self { rows, pairs, scale: float(0) }
    }

    /// The scores of the labels of a word with these features, all of which are at hand: so the memory is asked for many
    /// rows at once.
    #[must_use]
    pub fn scores(&self, features: &[u32]) -> [f32; LABELS] {
        // Eight labels are added at once.
        let (mut sums, mut last) = ([0i16; LABELS - 1], 0i16);
        for feature in features {
            let [weights @ .., weight] = &self.rows[*feature as usize % ROWS];
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i16::from(*weight);
            }
            last += i16::from(*weight);
        }
        std::array::from_fn(|label| f32::from(sums.get(label).copied().unwrap_or(last)) * self.scale)
    }

    /// The best labels of a run of words with these scores (Viterbi).
    pub fn decode(&self, scores: &[[f32; LABELS]], labels: &mut Vec<u8>) {
        decode(scores, &self.pairs, labels);
    }
}

/// The best labels of a run of words with these scores, where `pairs` holds the weights of one label behind another,
/// those that may not be [forbidden](forbid).
pub fn decode(scores: &[[f32; LABELS]], pairs: &Pairs, labels: &mut Vec<u8>) {
    labels.clear();
    let Some(first) = scores.first() else { return };
    let mut best: [f32; LABELS] = std::array::from_fn(|label| first[label] + pairs[OUTSIDE][label]);
    let mut back: Vec<[u32; LABELS]> = Vec::with_capacity(scores.len() - 1);
    for word in &scores[1..] {
        let (mut top, mut from) = ([f32::MIN; LABELS], [0; LABELS]);
        for (before, sum) in best.iter().enumerate() {
            for label in 0..LABELS {
                let way = sum + pairs[before][label];
                if way > top[label] {
                    (top[label], from[label]) = (way, before as u32);
                }
            }
        }
        best = std::array::from_fn(|label| top[label] + word[label]);
        back.push(from);
    }
    let last = (0..LABELS).max_by(|a, b| best[*a].total_cmp(&best[*b])).unwrap_or(OUTSIDE);
    labels.push(last as u8);
    for from in back.iter().rev() {
        labels.push(from[usize::from(labels[labels.len() - 1])] as u8);
    }
    labels.reverse();
}
