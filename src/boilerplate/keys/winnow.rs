//! Winnowing: of each w shingles in a row, the least one is kept.

use super::{BASE, Density, power};

/// More than any window.
const MOST: usize = 16;

/// The place of a shingle takes so many of the lowest bits of its order: more than a window has places.
const PLACE_BITS: u32 = 16;
const PLACE: u64 = (1 << PLACE_BITS) - 1;

/// Calls `give` with the shingles that are kept of an article, each with its hash and its first word; of equal ones in
/// one window the last is kept.
/// `sums` are the sums of the words in front of each word; `kept` is room to work in.
pub(super) fn winnow(sums: &[u64], density: Density, kept: &mut Vec<u64>, mut give: impl FnMut(u64, u32)) {
    const SHINGLE: usize = Density::NORMAL.words;
    const { assert!(SHINGLE == Density::THOROUGH.words, "both densities have one length of shingles") };
    let Some(count) = sums.len().checked_sub(SHINGLE).filter(|count| *count > 0) else { return };
    kept.clear();
    if density == Density::THOROUGH {
        keep::<SHINGLE, { Density::THOROUGH.window }>(sums, count, kept);
    } else {
        keep::<SHINGLE, { Density::NORMAL.window }>(sums, count, kept);
    }
    let mut at = 0_u64;
    for &order in &*kept {
        // They ascend, and the next one is never as far away as places are told apart.
        at += (!order).wrapping_sub(at) & PLACE;
        give(order >> PLACE_BITS, at as u32);
    }
}

/// Puts the orders of the shingles that are kept into `kept`: the order is a hash and, in the lowest bits, the place,
/// which counts down, so that of equal ones the last is the least.
///
/// The least of a window is the lesser one of two: the least up to a border, and the least from there on, where borders
/// are W apart (van Herk, Pattern Recognition Letters 1992); so it takes no branch that a processor would guess wrong.
fn keep<const K: usize, const W: usize>(sums: &[u64], count: usize, kept: &mut Vec<u64>) {
    let turn = power(K);
    let order = |at: usize, out: u64, sum: u64| {
        let hash = sum.wrapping_sub(out.wrapping_mul(turn));
        // Another constant, or the keys would crowd at the low end.
        (hash ^ hash >> 32).wrapping_mul(BASE) & !PLACE | !(at as u64) & PLACE
    };
    if count < W {
        // No run of so few words is promised to be found, and a key by chance would say too much of so short an article.
        return;
    }
    kept.resize(count + 1, 0);
    // The least from each place of the stretch before to its end, and nothing behind that.
    let mut behind = [u64::MAX; MOST];
    let (mut len, mut last) = (0, u64::MAX);
    for (outs, start) in sums[..count].chunks(W).zip((0..).step_by(W)) {
        let mut stretch = [u64::MAX; W];
        let mut ahead = u64::MAX;
        let slots = &mut kept[len..];
        let mut more = 0;
        for (i, (out, sum)) in outs.iter().zip(&sums[start + K..]).enumerate() {
            let order = order(start + i, *out, *sum);
            stretch[i] = order;
            ahead = ahead.min(order);
            let least = ahead.min(behind[i + 1]);
            slots[more] = least;
            more += usize::from(least != last);
            last = least;
        }
        if start == 0 {
            // The first window is complete now.
            (slots[0], more) = (last, 1);
        }
        len += more;
        let mut least = u64::MAX;
        for (slot, order) in behind.iter_mut().zip(stretch).rev() {
            least = least.min(order);
            *slot = least;
        }
    }
    kept.truncate(len);
}
