//! Ranks and offices that news shorten in front of the name of a person: `Det Supt Lind`, `Cllr Holm`.

use std::sync::LazyLock;

use super::evidence::Passage;
use super::gazetteer::Classes;
use super::language::{Hashes, hashes};
use super::tokens::{Shape, Token};

/// Ranks of police and armed forces, of clergy and councils, as nothing else is shortened.
static RANKS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes("cdr cllr clr cmdr comdt const cpt insp lcpl msgr msgt pfc pvt revd sfc sgt ssgt supt wpc pcso dci dcs")
});

/// Those that are letters of other things as well: persons have them where a given name follows.
static LETTERS: LazyLock<Hashes> = LazyLock::new(|| hashes("cc dc di ds pc wo"));

/// What stands in front of a rank and makes another one of it: `Ch Insp`, `Wg Cdr`.
static LEADS: LazyLock<Hashes> = LazyLock::new(|| hashes("asst brig ch con dep det flt gp lt sqn wg"));

/// Adds to the entries of `passage` that words are titles which are ranks where they stand.
pub(super) fn mark(passage: &mut Passage) {
    let Passage { tokens, entries, .. } = passage;
    for at in (0..tokens.len().saturating_sub(1)).rev() {
        let (token, next, follows) = (&tokens[at], &tokens[at + 1], entries[at + 1].classes);
        if !token.is_capital() || token.possessive || !next.continues() || !next.is_capital() {
            continue;
        }
        let is_rank = RANKS.contains(&token.hash)
            || LETTERS.contains(&token.hash) && token.shape == Shape::Upper && follows.any(Classes::GIVEN)
            || LEADS.contains(&token.hash) && follows.any(Classes::TITLE) && is_short(next);
        if is_rank {
            entries[at].classes = entries[at].classes.or(Classes::TITLE).or(Classes::HONORIFIC);
        }
    }
}

/// Whether a word is a rank as it is shortened, or one that others stand in front of.
fn is_short(token: &Token) -> bool {
    static WHOLE: LazyLock<Hashes> = LazyLock::new(|| {
        hashes("adm capt col con constable gen inspector lieutenant maj marshal sergeant superintendent")
    });
    [&RANKS, &LEADS, &WHOLE].iter().any(|ranks| ranks.contains(&token.hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_one_in_front_of_a_name() {
        let ranks = |text: &str| {
            let passage = Passage::of(text);
            let titled =
                passage.tokens.iter().zip(&passage.entries).filter(|(_, it)| it.classes.any(Classes::HONORIFIC));
            titled.map(|(token, _)| &text[token.span().range()]).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(ranks("said Det Ch Insp Tveit"), "Det Ch Insp");
        assert_eq!(ranks("with PC Peter Tveit, Cllr Tveit and Wg Cdr Tveit"), "PC Cllr Wg Cdr");
        assert_eq!(ranks("the paper PC Tervik in Ch Tervik; Det Tervik Supt"), "");
    }
}
