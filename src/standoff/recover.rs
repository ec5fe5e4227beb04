use crate::text::Offsets;

/// A stretch of a text that is no longer there: where it began, and what stood in it.
#[derive(Clone, Copy, Debug)]
pub struct Remembered<'a> {
    /// Its offset in the old text, counted as those of the new one are.
    pub start: usize,
    /// What stood there; not empty.
    pub text: &'a str,
}

/// How far from where a stretch is looked for it may have gone, in bytes, before only a long one is believed.
const NEAR: usize = 4096;

/// How many stretches behind it have a say in where one is.
const WITNESSES: usize = 8;

/// How many places are tried for one stretch.
const MOST_PLACES: usize = 64;

/// A stretch of so many bytes is believed without a witness.
const TELLING: usize = 12;

/// Where stretches of an old text that is not at hand stand in a new one: how far each has moved, or `None` where it
/// is not found. `stretches` ascend by their start.
///
/// An edit moves everything behind it by one distance, so a stretch that is not where it is looked for is tried at each
/// place near by, and those behind it are asked whether they would be found with that distance.
#[must_use]
pub fn recover(stretches: &[Remembered<'_>], new: &Offsets<'_>) -> Vec<Option<isize>> {
    let text = new.text();
    let stands_at = |stretch: &Remembered<'_>, by: isize| {
        let byte = stretch.start.checked_add_signed(by).and_then(|at| new.to_byte(at));
        byte.is_some_and(|byte| text[byte..].starts_with(stretch.text))
    };
    let mut by = 0;
    let mut moved = Vec::with_capacity(stretches.len());
    for (index, stretch) in stretches.iter().enumerate() {
        if stands_at(stretch, by) {
            moved.push(Some(by));
            continue;
        }
        let witnesses = &stretches[index + 1..stretches.len().min(index + 1 + WITNESSES)];
        let believed = |distance: isize| witnesses.iter().filter(|other| stands_at(other, distance)).count();
        let staying = believed(by);
        let best = places(stretch, by, new)
            .map(|place| {
                let distance = new.of_byte(place).cast_signed() - stretch.start.cast_signed();
                (believed(distance), std::cmp::Reverse(distance.abs_diff(by)), distance)
            })
            .max();
        match best {
            // Those behind it say more about where things are than what this one looks like.
            Some((count, _, distance)) if count > staying || count == 0 && alone(stretch, witnesses.len(), staying) => {
                by = distance;
                moved.push(Some(by));
            }
            // Only this one has moved, or it is another of the same name: the rest stays where it is.
            Some((_, near, distance)) if staying > 0 && stretch.text.len() >= TELLING && near.0 <= NEAR => {
                moved.push(Some(distance));
            }
            _ => moved.push(None),
        }
    }
    moved
}

/// Whether a stretch that nobody bears witness to is believed all the same.
fn alone(stretch: &Remembered<'_>, witnesses: usize, staying: usize) -> bool {
    staying == 0 && (witnesses == 0 && stretch.text.len() >= 3 || stretch.text.len() >= TELLING)
}

/// Where a stretch may stand, in bytes: near the place that it would have with the distance `by`, else anywhere.
fn places<'a>(stretch: &Remembered<'a>, by: isize, new: &Offsets<'a>) -> impl Iterator<Item = usize> {
    let text = new.text();
    let expected = stretch.start.saturating_add_signed(by).min(new.len());
    let middle = (0..=4).find_map(|back| new.to_byte(expected.saturating_sub(back))).unwrap_or(0);
    let near = floor(text, middle.saturating_sub(NEAR))..floor(text, middle.saturating_add(NEAR).min(text.len()));
    let found = |range: std::ops::Range<usize>| {
        let start = range.start;
        text[range].match_indices(stretch.text).map(move |(at, _)| start + at)
    };
    let mut all: Vec<usize> = found(near).collect();
    if all.is_empty() && stretch.text.len() >= TELLING {
        all = found(0..text.len()).take(MOST_PLACES).collect();
    }
    all.sort_unstable_by_key(|place| place.abs_diff(middle));
    all.truncate(MOST_PLACES);
    all.into_iter()
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Counting;

    fn distances(old: &str, names: &[&str], new: &str) -> Vec<Option<isize>> {
        let mut from = 0;
        let stretches = names.iter().map(|name| {
            let start = from + old[from..].find(name).expect("it is there");
            from = start + name.len();
            Remembered { start, text: name }
        });
        let stretches: Vec<Remembered<'_>> = stretches.collect();
        recover(&stretches, &Offsets::new(new, Counting::default()))
    }

    const OLD: &str = "Vera Lind opened the Sound Barrier. Lind spoke in Brannhavn, and Brannhavn listened to Lind.";
    const NAMES: [&str; 6] = ["Vera Lind", "Sound Barrier", "Lind", "Brannhavn", "Brannhavn", "Lind"];

    #[test]
    fn a_text_that_stayed_moves_nothing() {
        assert_eq!(distances(OLD, &NAMES, OLD), [Some(0); 6]);
    }

    #[test]
    fn an_insertion_moves_all_that_is_behind_it() {
        let new = OLD.replace("opened", "has opened");
        let expected = [Some(0), Some(4), Some(4), Some(4), Some(4), Some(4)];
        assert_eq!(distances(OLD, &NAMES, &new), expected);
    }

    #[test]
    fn what_was_taken_out_is_not_taken_for_its_namesake() {
        let new = OLD.replace(" Lind spoke in Brannhavn, and", " They spoke; and");
        let expected = [Some(0), Some(0), None, None, Some(-13), Some(-13)];
        assert_eq!(distances(OLD, &NAMES, &new), expected);
    }

    #[test]
    fn a_text_of_which_nothing_is_left_loses_all() {
        assert_eq!(distances(OLD, &NAMES, "Nothing of that is true."), [None; 6]);
    }
}
