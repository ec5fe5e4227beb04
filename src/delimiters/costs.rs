//! What each reading of a mark costs, in hundredths of a nat: -100 ln p.
//!
//! The role of a mark follows from what stands on both sides.
//! `cargo bench --bench costs` counts how often a mark of each kind in each place opened, closed or did neither, in
//! paragraphs that balance; the figures here have a part for each side, were set by hand and checked against those
//! counts, which `docs/delimiters.md` quotes. What repairs cost was chosen, not counted.
//! Only their order of magnitude matters: a repair costs as much as several unusual but sound readings.

use super::context::{Hint, Side};
use super::conventions::Conventions;
use super::glyph::{Direction, Glyph, Level, Shape};
use super::token::{Kind, Token};

/// A cost; sums saturate.
pub(crate) type Cost = u32;

/// This reading is impossible.
pub(crate) const NEVER: Cost = 1_000_000;

/// An opening or closing mark without partner.
pub(crate) const ORPHAN: Cost = 600;
/// The same for a mark of the inner level, which is an apostrophe more often than broken.
pub(crate) const ORPHAN_SINGLE: Cost = 550;
/// Straight and curly, or marks of two languages, in one pair.
pub(crate) const MISMATCH: Cost = 450;
/// A mark that points the wrong way.
pub(crate) const REVERSED: Cost = 520;
/// A mark of the outer level paired with one of the inner.
pub(crate) const CROSS_LEVEL: Cost = 720;
/// Brackets of two shapes in one pair.
pub(crate) const MISMATCHED_BRACKET: Cost = 700;
/// A mark that stands twice.
pub(crate) const DOUBLED: Cost = 400;
/// Two pairs that cross.
pub(crate) const CROSSED: Cost = 650;
/// A quotation inside one of the same level.
pub(crate) const SAME_LEVEL_NESTED: Cost = 250;
/// A quotation that the next paragraph goes on with.
pub(crate) const CONTINUED: Cost = 30;
/// No finding comes of a reading that costs no more than this: each repair costs more.
pub(crate) const SOUND: Cost = 100;

/// What the three readings of a token cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Roles {
    pub(crate) open: Cost,
    pub(crate) close: Cost,
    pub(crate) neutral: Cost,
}

/// The readings of `token` in an article with these conventions.
pub(crate) fn roles(token: &Token, conventions: &Conventions) -> Roles {
    match token.kind {
        Kind::Quote(glyph) => quote_roles(glyph, token, conventions),
        Kind::Bracket { shape, open, .. } => {
            let neutral = match token.hint {
                Hint::Emoticon => 40,
                Hint::ListMarker => 30,
                _ => NEVER,
            };
            let base = if neutral < NEVER { 20 } else { 0 };
            // A round bracket may point the wrong way where its surroundings say so.
            let turned = shape == Shape::Round && neutral == NEVER;
            if open {
                let close = if turned && !token.left.before_opening() && token.right.after_closing() {
                    REVERSED
                } else {
                    NEVER
                };
                Roles { open: base, close, neutral }
            } else {
                let opens = turned
                    && token.left.before_opening()
                    && token.left != Side::Opening
                    && !token.right.after_closing();
                Roles { open: if opens { REVERSED } else { NEVER }, close: base, neutral }
            }
        }
        Kind::Emphasis(_) => {
            let (space_left, space_right) = (token.left == Side::Space, token.right == Side::Space);
            let free = space_left && space_right || token.left.is_word() && token.right.is_word();
            Roles {
                open: if space_right {
                    400
                } else if token.left.is_word() {
                    150
                } else {
                    0
                },
                close: if space_left {
                    400
                } else if token.right.is_word() {
                    150
                } else {
                    0
                },
                neutral: match token.hint {
                    _ if free => 20,
                    Hint::Inner => 300,
                    _ => 650,
                },
            }
        }
        // The lexer emits code in pairs, and a lone mark where there is no partner.
        Kind::Code(_) => {
            Roles { open: 0, close: 0, neutral: if token.right.is_word() && token.left.is_word() { 0 } else { NEVER } }
        }
        Kind::Tag { open, .. } => {
            if open {
                Roles { open: 0, close: NEVER, neutral: NEVER }
            } else {
                Roles { open: NEVER, close: 0, neutral: NEVER }
            }
        }
    }
}

fn quote_roles(glyph: Glyph, token: &Token, conventions: &Conventions) -> Roles {
    let (raw_open, raw_close) = position(token.left, token.right);
    let (mut open, mut close) = (raw_open, raw_close);
    if token.hint == Hint::GoesOn && conventions.guillemets_go_on {
        return Roles { open: 0, close: NEVER, neutral: NEVER };
    }
    match glyph.direction() {
        // The shape speaks louder than a space too many.
        Direction::Open => open = open.min(if token.right == Side::Space { 120 } else { 60 }),
        Direction::Close => close = close.min(if token.left == Side::Space { 120 } else { 60 }),
        Direction::Either => {}
    }
    match glyph {
        // They set spaces inside in French, and their direction depends on the language.
        Glyph::LeftGuillemet | Glyph::LeftSingleGuillemet if conventions.inward_guillemets => {
            (open, close) = (raw_open + 100, raw_close.min(60));
        }
        Glyph::LeftGuillemet | Glyph::LeftSingleGuillemet => (open, close) = (0, raw_close + 60),
        Glyph::RightGuillemet | Glyph::RightSingleGuillemet if conventions.inward_guillemets => {
            let closes = if conventions.same_guillemets { raw_close.min(60) } else { raw_close + 100 };
            (open, close) = (raw_open.min(60), closes);
        }
        Glyph::RightGuillemet | Glyph::RightSingleGuillemet => (open, close) = (raw_open + 60, raw_close.min(20)),
        Glyph::Low | Glyph::LowSingle => close = NEVER,
        Glyph::TexOpen => {
            open = 0;
            close = NEVER;
        }
        Glyph::LeftCorner | Glyph::LeftWhiteCorner => (open, close) = (0, 600),
        Glyph::RightCorner | Glyph::RightWhiteCorner => (open, close) = (600, 0),
        _ => {}
    }
    Roles { open, close, neutral: neutral(glyph, token, conventions) }
}

/// What it costs to open and to close between `left` and `right`, for a mark whose shape does not say.
fn position(left: Side, right: Side) -> (Cost, Cost) {
    use Side as S;
    let opens = match left {
        S::Space | S::Opening => 0,
        S::Dash => 20,
        S::Dense => 60,
        S::Other => 100,
        S::Closing => 250,
        S::Letter | S::Digit => 450,
    } + match right {
        S::Letter | S::Digit | S::Opening | S::Dense => 0,
        S::Other => 10,
        S::Dash => 60,
        S::Closing => 200,
        S::Space => 400,
    };
    let closes = match left {
        S::Letter | S::Digit | S::Closing | S::Dense => 0,
        S::Other => 10,
        S::Dash => 60,
        S::Opening => 450,
        S::Space => 400,
    } + match right {
        S::Space | S::Closing => 0,
        S::Dash => 20,
        S::Dense => 60,
        S::Other => 100,
        S::Opening => 150,
        S::Letter | S::Digit => 350,
    };
    (opens, closes)
}

/// What it costs to take a quotation mark for something else: an apostrophe, a prime.
fn neutral(glyph: Glyph, token: &Token, conventions: &Conventions) -> Cost {
    let (left, right, hint) = (token.left, token.right, token.hint);
    match hint {
        Hint::Inner => return 0,
        Hint::Arrow => return 60,
        _ => {}
    }
    if glyph.level() == Level::Double {
        return match (glyph, hint) {
            (Glyph::Straight, Hint::Measure) => 70,
            (Glyph::Right | Glyph::TwoSingles, Hint::Measure) => 150,
            _ => NEVER,
        };
    }
    if !glyph.is_apostrophe() {
        // A comma in the wrong encoding has a word in front of it.
        let opens = left.before_opening() && !right.after_closing();
        return if glyph == Glyph::LowSingle && !opens { 400 } else { NEVER };
    }
    let wrong_way = if glyph == Glyph::LeftSingle { 30 } else { 0 };
    let quoted_singly = conventions.single_primary;
    match hint {
        Hint::Clipped | Hint::Decade => return 5 + wrong_way,
        Hint::Measure => return 20,
        Hint::Possessive => return 20 + wrong_way * 10,
        Hint::Dropped => return 60 + wrong_way * 10,
        _ => {}
    }
    let inside = |side: Side| side.is_word() || side == Side::Dense;
    match (left, right) {
        (l, r) if inside(l) && inside(r) => wrong_way,
        // An unknown clipped word; British papers open quotations so.
        (l, r) if l.before_opening() && inside(r) => match glyph {
            Glyph::LeftSingle => 620,
            Glyph::RightSingle => 300,
            _ if quoted_singly => 620,
            _ => 480,
        },
        (l, r) if inside(l) && r.after_closing() => 560,
        (Side::Space, Side::Space) => 300,
        (Side::Other, _) | (_, Side::Other) => 200,
        _ => 700,
    }
}

/// How two marks go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    /// They are a pair in some language.
    Sound(Cost),
    /// One of them points the wrong way.
    Reversed { opening: bool },
    /// They are of two kinds.
    Mismatched(Cost),
}

/// How a quotation opened by `open` goes together with `close`.
pub(crate) fn match_quotes(open: Glyph, close: Glyph, conventions: &Conventions) -> Match {
    use Glyph as G;
    if open == G::Low && conventions.low_closer.is_some_and(|usual| usual != close) && open.opens_for(close) {
        return Match::Mismatched(MISMATCH);
    }
    if open.opens_for(close) {
        let unusual = match (open, close) {
            (G::RightGuillemet, G::LeftGuillemet) if !conventions.inward_guillemets => 40,
            (G::Low, G::Right) | (G::LowSingle, G::RightSingle) => 5,
            _ => 0,
        };
        return Match::Sound(unusual);
    }
    match (open, close) {
        (G::Right, G::Right) | (G::RightSingle, G::RightSingle) if conventions.right_opens => Match::Sound(0),
        (G::RightGuillemet, G::RightGuillemet) if conventions.same_guillemets => Match::Sound(0),
        (G::Right, G::Right)
        | (G::RightSingle, G::RightSingle)
        | (G::RightGuillemet, G::RightGuillemet)
        | (G::RightSingleGuillemet, G::RightSingleGuillemet)
        | (G::RightCorner, G::RightCorner)
        | (G::RightWhiteCorner, G::RightWhiteCorner) => {
            // With inward guillemets it is the second one that should be turned.
            Match::Reversed { opening: !(open == G::RightGuillemet && conventions.inward_guillemets) }
        }
        (G::Left, G::Left)
        | (G::LeftSingle, G::LeftSingle)
        | (G::LeftGuillemet, G::LeftGuillemet)
        | (G::LeftSingleGuillemet, G::LeftSingleGuillemet)
        | (G::LeftCorner, G::LeftCorner)
        | (G::LeftWhiteCorner, G::LeftWhiteCorner) => {
            Match::Reversed { opening: open == G::LeftGuillemet && conventions.inward_guillemets }
        }
        _ if open.level() == close.level() => Match::Mismatched(MISMATCH),
        _ => Match::Mismatched(CROSS_LEVEL),
    }
}
