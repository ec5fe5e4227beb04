//! What the marks between words say, where that depends on the words: `Apple, Inc.` is one name, a letter and a dot may end
//! a sentence, and a party and a state stand behind a hyphen (`D-Ohio`).

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::gazetteer::{self, Classes};
use super::language::{Hashes, hashes};
use super::tokens::{Gap, Shape, Token, Tokens, fold};
use crate::boilerplate::AsItIs;

static WASHINGTON: LazyLock<u64> = LazyLock::new(|| fold("washington"));
static DISTRICT: LazyLock<u64> = LazyLock::new(|| fold("dc"));
/// What goes on with a name behind a comma: the forms of companies, and sons.
static SUFFIXES: LazyLock<Hashes> =
    LazyLock::new(|| hashes("inc incorporated ltd limited llc llp lp plc corp co gmbh ag spa jr sr"));
/// Words in front of names that are shortened, so that a dot behind them ends no sentence.
static SHORTENED: LazyLock<Hashes> =
    LazyLock::new(|| hashes("st ste mt ft mr mrs ms dr prof gen col capt maj lt sgt gov sen rep rev hon"));
/// States of the United States as newspapers and the post shorten them.
static STATES: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa \
         tenn tex va vt wash wis wyo al ak az ar ca co ct de fl hi ia id il in ks ma me mi mn ms mt nc nd ne nh nj nm \
         nv ny oh ok or ri sc sd tn tx ut wa wi wv wy",
    )
});
/// States of the United States as agencies shorten them behind a city, and in full.
const SHORT_STATES: [(&str, &str); 43] = [
    ("Ala.", "Alabama"),
    ("Ariz.", "Arizona"),
    ("Ark.", "Arkansas"),
    ("Calif.", "California"),
    ("Colo.", "Colorado"),
    ("Conn.", "Connecticut"),
    ("Del.", "Delaware"),
    ("Fla.", "Florida"),
    ("Ga.", "Georgia"),
    ("Ill.", "Illinois"),
    ("Ind.", "Indiana"),
    ("Kan.", "Kansas"),
    ("Ky.", "Kentucky"),
    ("La.", "Louisiana"),
    ("Mass.", "Massachusetts"),
    ("Md.", "Maryland"),
    ("Mich.", "Michigan"),
    ("Minn.", "Minnesota"),
    ("Miss.", "Mississippi"),
    ("Mo.", "Missouri"),
    ("Mont.", "Montana"),
    ("N.C.", "North Carolina"),
    ("N.D.", "North Dakota"),
    ("Neb.", "Nebraska"),
    ("Nev.", "Nevada"),
    ("N.H.", "New Hampshire"),
    ("N.J.", "New Jersey"),
    ("N.M.", "New Mexico"),
    ("N.Y.", "New York"),
    ("Okla.", "Oklahoma"),
    ("Ore.", "Oregon"),
    ("Pa.", "Pennsylvania"),
    ("R.I.", "Rhode Island"),
    ("S.C.", "South Carolina"),
    ("S.D.", "South Dakota"),
    ("Tenn.", "Tennessee"),
    ("Tex.", "Texas"),
    ("Va.", "Virginia"),
    ("Vt.", "Vermont"),
    ("Wash.", "Washington"),
    ("Wis.", "Wisconsin"),
    ("W.Va.", "West Virginia"),
    ("Wyo.", "Wyoming"),
];

/// By the hashes of the short forms.
static BY_SHORT: LazyLock<HashMap<u64, (&str, &str), BuildHasherDefault<AsItIs>>> =
    LazyLock::new(|| SHORT_STATES.iter().map(|state| (fold(state.0), *state)).collect());

/// The state that the word `token` of `text` is short for, as agencies write it: with a dot, which [`mend`] takes into
/// `Calif.` behind a city.
/// `M.D.` and `L.A.` are no states.
pub(super) fn state(token: &Token, text: &str) -> Option<&'static str> {
    if text.as_bytes().get(token.end as usize - 1) != Some(&b'.') {
        return None;
    }
    let (_, full) = BY_SHORT.get(&token.hash).filter(|(short, _)| *short == &text[token.span().range()])?;
    Some(full)
}

/// Mends the word number `at`, which stands behind a comma, where it is the state of a city: `Tervik, Calif., and`.
fn mend_state(all: &mut [Token], text: &str, at: usize) {
    let here = all[at];
    let Some((short, _)) = BY_SHORT.get(&here.hash).filter(|(short, _)| text[here.start as usize..].starts_with(short))
    else {
        return;
    };
    let end = here.start + short.len() as u32;
    all[at].end = end;
    // No name goes on behind it, though no comma stands there.
    let taken = end > here.end;
    if let Some(next) = all.get_mut(at + 1).filter(|next| next.gap == Gap::Space || taken && next.gap == Gap::Stop) {
        next.gap = if next.is_capital() && opens(next) { Gap::Stop } else { Gap::Comma };
    }
}

/// Groups of persons whose organisations are named by them: `Farmers' Union`.
static GROUPS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "artists authors bankers builders children citizens consumers doctors drivers employees employers engineers \
            farmers firefighters fishermen growers journalists lawyers manufacturers mariners men merchants miners nurses \
            officers peasants pensioners people pilots players producers publishers seamen soldiers students teachers \
            tenants traders veterans women workers writers",
    )
});
/// The parties in front of them.
const PARTIES: &[&str] = &["D", "R"];

/// Mends what stands between the words of `text`.
pub(super) fn mend(tokens: &mut Tokens, text: &str) {
    let all = tokens.all_mut();
    for at in 1..all.len() {
        let (before, here) = (all[at - 1], all[at]);
        let between = || &text[before.end as usize..here.start as usize];
        if here.gap == Gap::Comma && before.is_capital() && between() == ", " {
            mend_state(all, text, at);
        }
        match here.gap {
            // `Washington, D.C.`
            Gap::Comma if here.hash == *DISTRICT && before.hash == *WASHINGTON => all[at].gap = Gap::Joint,
            // `Apple, Inc.`, `Yahoo! Inc.`; as if nothing stood there, as names without it are what is known.
            Gap::Comma | Gap::Stop
                if here.is_capital()
                    && before.is_capital()
                    && matches!(between(), ", " | "., " | "! ")
                    && goes_on(&here) =>
            {
                all[at].gap = Gap::Space;
            }
            // `Solmund! said so`: nothing ends where a word written small follows.
            Gap::Stop if here.shape == Shape::Lower && before.is_capital() && between() == "! " => {
                all[at].gap = Gap::Space;
                all[at - 1].end += 1;
            }
            // `St. Louis`, `Sen. Lind`
            Gap::Stop
                if here.is_capital()
                    && before.shape == Shape::Title
                    && between() == ". "
                    && SHORTENED.contains(&before.hash)
                    && !opens(&here) =>
            {
                all[at].gap = Gap::Space;
            }
            // `Farmers' Union`: nobody owns it, they are its name.
            Gap::Space | Gap::Other | Gap::Quote
                if before.possessive
                    && before.shape == Shape::Title
                    && here.shape == Shape::Title
                    && matches!(between(), "' " | "’ ")
                    && GROUPS.contains(&before.hash) =>
            {
                all[at].gap = Gap::Space;
                all[at - 1].possessive = false;
            }
            // `S&P/ASX 200`
            Gap::Other if before.shape == Shape::Upper && here.shape == Shape::Upper && between() == "/" => {
                let number = all.get(at + 1).is_some_and(|next| next.shape == Shape::Number && next.gap == Gap::Space);
                all[at].gap = if number { Gap::Joint } else { Gap::Other };
            }
            // `Karl "Kalle" Lind`
            Gap::Quote if at > 1 && is_nickname(text, [all[at - 2], before, here]) => {
                all[at - 1].gap = Gap::Space;
                all[at].gap = Gap::Space;
            }
            // `Plan B. He said`, `in the U.S. The plan`
            Gap::Space if here.shape == Shape::Title && ends_with_dot(&before, text) && opens(&here) => {
                all[at].gap = Gap::Stop;
                all[at - 1].end -= u32::from(before.shape == Shape::Letter);
            }
            _ => {}
        }
    }
}

fn goes_on(token: &Token) -> bool {
    SUFFIXES.contains(&token.hash)
}

fn ends_with_dot(token: &Token, text: &str) -> bool {
    token.is_capital() && text[token.span().range()].ends_with('.')
}

/// Whether the second of three words of `text` is by what somebody is called whose given name and surname stand around it.
fn is_nickname(text: &str, [given, nick, last]: [Token; 3]) -> bool {
    let between = |one: Token, other: Token| &text[one.end as usize..other.start as usize];
    let marks = (between(given, nick), between(nick, last));
    let others = Classes::FUNCTION.or(Classes::CALENDAR).or(Classes::TITLE);
    matches!(marks, (" \"", "\" ") | (" “", "” ") | (" ‘", "’ ") | (" '", "' "))
        && [given, nick, last].iter().all(|token| token.shape == Shape::Title && !token.possessive)
        && gazetteer::word(given.hash).classes.any(Classes::GIVEN)
        && !gazetteer::word(given.hash).classes.any(others.or(Classes::NAMED))
        && !gazetteer::word(nick.hash).classes.any(others.or(Classes::NAMED))
        && !gazetteer::word(last.hash).classes.any(others)
}

/// Whether a word is one of grammar that nobody is called by, so that a capital begins a sentence.
fn opens(token: &Token) -> bool {
    let classes = gazetteer::word(token.hash).classes;
    classes.any(Classes::FUNCTION)
        && (classes.any(Classes::ARTICLE.or(Classes::LOCATING)) || !classes.any(Classes::GIVEN.or(Classes::CALENDAR)))
}

/// Whether a party and a state stand around a hyphen: `D-Ohio`, `R-Tex`.
pub(super) fn is_party_and_state(parts: &[&str], hashes: &[u64]) -> bool {
    let (&[party, _], &[_, state]) = (parts, hashes) else { return false };
    PARTIES.contains(&party) && (STATES.contains(&state) || gazetteer::word(state).classes.any(Classes::PLACE))
}

#[cfg(test)]
mod tests {
    use super::super::evidence::Passage;

    /// The words of a text, with a bar where two are no parts of one name.
    fn cut(text: &str) -> String {
        let passage = Passage::of(text);
        let words = passage.tokens.iter().map(|token| {
            let bar = if token.continues() { "" } else { "| " };
            format!("{bar}{}", &text[token.span().range()])
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_name_goes_on_behind_a_comma_with_the_form_of_a_company() {
        assert_eq!(cut("Norvik, Inc. and Solmund! Inc."), "| Norvik Inc | and Solmund Inc");
        assert_eq!(cut("Karl Lind, Jr., of Norvik, Oslo"), "| Karl Lind Jr | of Norvik | Oslo");
        assert_eq!(cut("Norvik S.p.A. fell"), "| Norvik S.p.A. fell");
        assert_eq!(cut("Norvik Co., Ltd. fell. Solmund! rose"), "| Norvik Co Ltd | fell | Solmund! rose");
    }

    #[test]
    fn a_word_of_grammar_begins_a_sentence_behind_a_letter() {
        assert_eq!(cut("It was Plan B. The plan of J. Lind"), "| It was Plan B | The plan of J. Lind");
        assert_eq!(cut("in the U.S. But J. A. Lind"), "| in the U.S. | But J. A. Lind");
        assert_eq!(cut("in St. Solmund with Gov. Lind"), "| in St Solmund with Gov Lind");
    }

    #[test]
    fn a_short_state_ends_a_name_and_has_its_dot() {
        assert_eq!(cut("in Tervik, Calif., and Tervik, Tenn. He"), "| in Tervik | Calif. | and Tervik | Tenn. | He");
        assert_eq!(cut("of Tervik, N.Y. Norvik said"), "| of Tervik | N.Y. | Norvik said");
        assert_eq!(cut("for Lind, Miss Holm"), "| for Lind | Miss Holm");
        assert_eq!(cut("by Lind, M.D. Norvik"), "| by Lind | M.D. Norvik");
    }

    #[test]
    fn what_somebody_is_called_stands_inside_the_name() {
        assert_eq!(cut("by Karl “Kalle” Lind and Vera (Vee) Holm"), "| by Karl Kalle Lind and Vera | Vee | Holm");
        assert_eq!(cut("by Karl \"Kalle\". Lind"), "| by Karl | Kalle | Lind");
        assert_eq!(cut("in Oslo “Kalle” Lind"), "| in Oslo | Kalle | Lind");
    }

    #[test]
    fn a_slash_in_the_name_of_an_index_parts_nothing() {
        assert_eq!(cut("the N&S/TVX 200 fell"), "| the N&S TVX 200 fell");
        assert_eq!(cut("the NS/TVX talks"), "| the NS | TVX talks");
    }

    #[test]
    fn a_party_and_a_state_are_two_words() {
        assert_eq!(cut("Lind (D-Ohio) and Holm (R-Tex.)"), "| Lind | D | Ohio | and Holm | R | Tex");
        assert_eq!(cut("an X-Ray by T-Mobile"), "| an X-Ray by T-Mobile");
    }
}
