//! Finds names by parts of them.

use std::collections::HashSet;

use memchr::memmem;

use super::fold::fold_into;
use super::narrow;

/// Somebody whom a search has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Whose name it is.
    pub owner: u32,
    /// How like it is: less is more.
    pub rank: u64,
}

impl Match {
    /// How like the query the name is, whatever else its rank depends on: less is more, 0 is the same.
    #[must_use]
    pub fn likeness(&self) -> u8 {
        (self.rank >> 8) as u8
    }
}

/// Which comes first of names that are as like the query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The shorter one.
    #[default]
    Shorter,
    /// The one that was given first.
    Earlier,
}

/// Names, folded, one behind the other, each with whose it is.
#[derive(Debug, Default)]
pub struct Search {
    order: Order,
    /// A line feed stands in front of each.
    text: String,
    rows: Vec<Row>,
    /// For each row, the set of its characters and that of the first characters of its words: most rows can be passed
    /// over without a look at their text.
    sets: Vec<(u64, u64)>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    start: u32,
    owner: u32,
}

/// Queries up to this many characters find beginnings of words only: as parts of words they are everywhere.
const SHORT: usize = 2;

/// How like a name is to a query that is all of it, begins it, begins one of its words; that has its words at the
/// beginning of words, in any order; that stands inside a word, or of which all characters stand in it in order.
const SAME: u8 = 0;
const BEGINS: u8 = 1;
const BEGINS_WORD: u8 = 2;
const WORDS: u8 = 3;
const WITHIN: u8 = 4;
const LETTERS: u8 = 5;

impl Search {
    /// A search of names, each with whose it is.
    pub fn new<N: AsRef<str>>(names: impl IntoIterator<Item = (u32, N)>, order: Order) -> Self {
        let mut search = Self { order, ..Self::default() };
        for (owner, name) in names {
            search.text.push('\n');
            let start = search.text.len();
            fold_into(name.as_ref(), &mut search.text);
            search.sets.push(sets(&search.text[start..]));
            search.rows.push(Row { start: narrow(start), owner });
        }
        search.text.shrink_to_fit();
        search.rows.shrink_to_fit();
        search.sets.shrink_to_fit();
        search
    }

    /// Where the row number `number` ends.
    fn end(&self, number: usize) -> usize {
        self.rows.get(number + 1).map_or(self.text.len(), |next| next.start as usize - 1)
    }

    /// Whoever is `wanted` and has a name like `query`, each once, the best first, at most `limit` of them.
    pub fn find(&self, query: &str, limit: usize, wanted: impl Fn(u32) -> bool) -> Vec<Match> {
        if limit == 0 {
            return Vec::new();
        }
        let mut folded = String::new();
        fold_into(query, &mut folded);
        let mut found: Vec<u64> = Vec::new();
        let mut add = |likeness: u8, number: usize| {
            let Row { start, owner } = self.rows[number];
            if wanted(owner) {
                let length = match self.order {
                    Order::Shorter => (self.end(number) - start as usize).min(0xff) as u64,
                    Order::Earlier => 0,
                };
                found.push(u64::from(likeness) << 40 | length << 32 | number as u64);
            }
        };
        // Who is found twice counts once; nobody has more than a few names that are like a query.
        let enough = limit.saturating_mul(8);
        let short = folded.chars().count() <= SHORT;
        let mut certain = 0;
        if folded.is_empty() {
            (0..self.rows.len()).for_each(|number| add(BEGINS, number));
        } else {
            self.holding(&folded, |likeness, number| {
                if !short || likeness < WITHIN {
                    add(likeness, number);
                    // What else is found may be better than what stands inside a word.
                    certain += usize::from(likeness < WORDS || !folded.contains(' '));
                }
            });
            if !short && certain < enough {
                self.resembling(&folded, add);
            }
        }
        if found.len() > enough {
            found.select_nth_unstable(enough);
            found.truncate(enough);
        }
        found.sort_unstable();
        let mut seen = HashSet::new();
        let best = found
            .into_iter()
            .map(|key| Match { owner: self.rows[(key & u64::from(u32::MAX)) as usize].owner, rank: key >> 32 });
        best.filter(|one| seen.insert(one.owner)).take(limit).collect()
    }

    /// Gives the rows that hold `query`, with how like it they are.
    fn holding(&self, query: &str, mut give: impl FnMut(u8, usize)) {
        let mut best: Option<(u8, usize)> = None;
        let mut number = 0;
        for at in memmem::find_iter(self.text.as_bytes(), query) {
            while self.rows.get(number + 1).is_some_and(|next| next.start as usize <= at) {
                number += 1;
            }
            let likeness = match (at == self.rows[number].start as usize, self.text.as_bytes()[at - 1]) {
                (true, _) if at + query.len() == self.end(number) => SAME,
                (true, _) => BEGINS,
                (false, b' ') => BEGINS_WORD,
                (false, _) => WITHIN,
            };
            match &mut best {
                Some((known, row)) if *row == number => *known = likeness.min(*known),
                _ => {
                    if let Some((likeness, row)) = best.replace((likeness, number)) {
                        give(likeness, row);
                    }
                }
            }
        }
        if let Some((likeness, row)) = best {
            give(likeness, row);
        }
    }

    /// Gives the rows in which the words or the characters of `query` stand, with how like it they are.
    fn resembling(&self, query: &str, mut give: impl FnMut(u8, usize)) {
        let (wanted, _) = sets(query);
        let (_, first) = sets(&query[..query.chars().next().map_or(0, char::len_utf8)]);
        for (number, (all, initials)) in self.sets.iter().enumerate() {
            if all & wanted != wanted || initials & first != first {
                continue;
            }
            let text = &self.text[self.rows[number].start as usize..self.end(number)];
            // As in `putin vlad`.
            let begun = |word: &str| text.split(' ').any(|other| other.starts_with(word));
            if query.contains(' ') && query.split(' ').all(begun) {
                give(WORDS, number);
            } else if has_letters(query, text) {
                give(LETTERS, number);
            }
        }
    }
}

/// Whether the characters of `query` stand in `text` in this order, from the beginning of a word on.
fn has_letters(query: &str, text: &str) -> bool {
    let mut wanted = query.chars().filter(|c| *c != ' ');
    let Some(first) = wanted.next() else { return true };
    let begins_word = |at: usize| at == 0 || text.as_bytes()[at - 1] == b' ';
    let Some((at, _)) = text.match_indices(first).find(|(at, _)| begins_word(*at)) else { return false };
    let mut rest = text[at + first.len_utf8()..].chars();
    wanted.all(|c| rest.any(|other| other == c))
}

/// The set of the characters of `text`, and that of the first ones of its words.
fn sets(text: &str) -> (u64, u64) {
    let (mut all, mut initials) = (0, 0);
    let mut begins = true;
    for c in text.chars() {
        let bit = match c {
            'a'..='z' => c as u32 - 'a' as u32,
            '0'..='9' => 26 + c as u32 - '0' as u32,
            ' ' => {
                begins = true;
                continue;
            }
            _ => 36 + c as u32 % 28,
        };
        all |= 1_u64 << bit;
        if std::mem::take(&mut begins) {
            initials |= 1_u64 << bit;
        }
    }
    (all, initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[&str] = &["Vera Lindqvist", "Lind", "Solveig Lind", "Solund", "Elin Dahl"];

    fn found(query: &str, order: Order) -> Vec<&'static str> {
        let search = Search::new((0..).zip(NAMES), order);
        search.find(query, 9, |_| true).into_iter().map(|it| NAMES[it.owner as usize]).collect()
    }

    #[test]
    fn what_is_more_like_the_query_comes_first() {
        assert_eq!(found("lind", Order::Shorter), ["Lind", "Solveig Lind", "Vera Lindqvist"]);
        assert_eq!(found("lind", Order::Earlier), ["Lind", "Vera Lindqvist", "Solveig Lind"]);
        assert_eq!(found("lindqvist vera", Order::Shorter), ["Vera Lindqvist"]);
        assert_eq!(found("lun", Order::Shorter), ["Solund"]);
        assert_eq!(found("sld", Order::Shorter), ["Solund", "Solveig Lind"]);
        assert_eq!(found("eda", Order::Shorter), ["Elin Dahl"]);
    }

    #[test]
    fn a_short_query_finds_beginnings_of_words_and_an_empty_one_all() {
        assert_eq!(found("l", Order::Earlier), ["Lind", "Vera Lindqvist", "Solveig Lind"]);
        assert_eq!(found("", Order::Earlier), NAMES);
        assert_eq!(found("?", Order::Earlier), NAMES);
    }

    #[test]
    fn a_name_does_not_go_on_in_the_next_one() {
        let search = Search::new([(0, "Lind"), (1, "Solveig")], Order::Shorter);
        assert!(search.find("lindsol", 9, |_| true).is_empty());
        assert!(search.find("d s", 9, |_| true).is_empty());
        assert_eq!(search.find("", 9, |owner| owner == 1).len(), 1);
    }
}
