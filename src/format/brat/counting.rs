//! How the offsets of a whole file are counted, where it is not brat's way.

use super::stretch::{Fit, Stretch, fit};
use crate::text::{Counting, LineEnds, Mark, Offsets, Unit};

/// A line end or a mark that is no longer there is believed only where so many annotations bear witness.
const WITNESSES: usize = 3;

/// How a program counted that fits these stretches better, and how they fit then.
pub(super) fn otherwise_counted(text: &str, stretches: &[Stretch<'_>], fits: &[Fit]) -> Option<(Counting, Vec<Fit>)> {
    let telling: Vec<usize> =
        (0..stretches.len()).filter(|&i| fits[i] != Fit::Good && stretches[i].said.is_some()).collect();
    let mut units = vec![Unit::CodePoint];
    if !text.is_ascii() {
        units.push(Unit::Byte);
        if text.chars().any(|c| c.len_utf16() == 2) {
            units.push(Unit::Utf16);
        }
    }
    let mut line_ends = vec![LineEnds::AsWritten];
    if text.contains("\r\n") {
        line_ends.push(LineEnds::One);
    } else if text.contains('\n') {
        line_ends.push(LineEnds::Two);
    }
    let mark = if text.starts_with('\u{feff}') { Mark::Skipped } else { Mark::Missing };
    let mut best: Option<(usize, Counting, Vec<Fit>)> = None;
    for (unit, line_ends, mark) in units.iter().flat_map(|unit| {
        line_ends.iter().flat_map(move |ends| [Mark::AsWritten, mark].map(|mark| (*unit, *ends, mark)))
    }) {
        let counting = Counting { unit, line_ends, mark };
        if counting == Counting::default() {
            continue;
        }
        let offsets = Offsets::new(text, counting);
        let good = |index: &usize| fit(&stretches[*index], &offsets) == Fit::Good;
        // A look at a few tells most of the time.
        if telling.iter().take(8).filter(|index| good(index)).count() * 2 < telling.len().min(8) {
            continue;
        }
        let fitting: Vec<Fit> = stretches.iter().map(|stretch| fit(stretch, &offsets)).collect();
        let count = fitting.iter().filter(|fit| **fit == Fit::Good).count();
        // A mark or line ends that are gone are believed only where several bear witness.
        let guessed = counting.mark == Mark::Missing || counting.line_ends == LineEnds::Two;
        let enough = count * 20 >= stretches.len() * 19 && (!guessed || telling.len() >= WITNESSES);
        if enough && best.as_ref().is_none_or(|(known, ..)| count > *known) {
            best = Some((count, counting, fitting));
        }
    }
    let before = fits.iter().filter(|fit| **fit == Fit::Good).count();
    best.filter(|(count, ..)| *count > before).map(|(_, counting, fitting)| (counting, fitting))
}

/// What a way of counting counts, in words.
pub(super) fn counted(counting: Counting) -> String {
    let mut what = match counting.unit {
        Unit::CodePoint => Vec::new(),
        Unit::Utf16 => vec!["UTF-16 units"],
        Unit::Byte => vec!["bytes"],
    };
    match counting.line_ends {
        LineEnds::AsWritten => {}
        LineEnds::One => what.push("a CRLF as one character"),
        LineEnds::Two => what.push("each line end as two characters, as if it were CRLF"),
    }
    match counting.mark {
        Mark::AsWritten => {}
        Mark::Skipped => what.push("no byte order mark"),
        Mark::Missing => what.push("a byte order mark that is not there"),
    }
    what.join(" and ")
}
