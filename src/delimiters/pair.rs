//! The cheapest reading of a paragraph's marks as properly nested pairs.
//!
//! Language edit distance to a Dyck language takes cubic time when solved exactly (Aho and Peterson, 1972).
//! Real text needs few repairs and nests a few levels deep, so a beam search over stacks, left to right, finds the
//! cheapest reading in linear time; its width bounds the work for hostile text.
//! Most paragraphs balance without any unusual reading: [`sound`] sees that without a search.

use std::collections::HashSet;

use super::context::Hint;
use super::conventions::Conventions;
use super::costs::{self, Cost, Match, NEVER, Roles, SOUND};
use super::glyph::{Glyph, Leading, Level, Shape};
use super::token::{Kind, Lexed, Token};

/// What became of the marks. Indices are into the tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Opening and closing token of each sound pair, and of pairs that a repair makes sound.
    pub(crate) pairs: Vec<(u32, u32)>,
    /// What has to be mended.
    pub(crate) repairs: Vec<Repair>,
}

/// One thing to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repair {
    /// Opened, never closed.
    Unclosed(u32),
    /// Closed, never opened.
    Unopened(u32),
    /// Two kinds of mark in one pair.
    Mismatched { open: u32, close: u32 },
    /// A pair of which one mark points the wrong way.
    Reversed { open: u32, close: u32, opening: bool },
    /// Stands twice.
    Doubled(u32),
    /// `close` closes `open` across `inner`, which is open still.
    Crossed { open: u32, inner: u32, close: u32 },
}

/// How many readings are kept at each mark.
const BEAM: usize = 24;
/// The same in a paragraph of more than [`MANY`] marks.
const NARROW_BEAM: usize = 4;
const MANY: usize = 2_000;
/// How many steps are kept before the cheapest reading is settled on.
const COMMIT: usize = 500_000;
/// How deep a closing mark looks for its partner.
const REACH: usize = 4;

/// Reads the marks of a paragraph; `next` is what the next paragraph begins with.
pub(crate) fn pair(lexed: &Lexed, conventions: &Conventions, next: Option<Leading>) -> Reading {
    if lexed.tokens.is_empty() {
        return Reading::default();
    }
    let roles: Vec<Roles> = lexed.tokens.iter().map(|token| costs::roles(token, conventions)).collect();
    sound(lexed, conventions, &roles, next).unwrap_or_else(|| Search::new(lexed, conventions, next).run(&roles))
}

/// The reading in which every mark takes its cheapest role, if that balances and nothing in it is unusual.
fn sound(lexed: &Lexed, conventions: &Conventions, roles: &[Roles], next: Option<Leading>) -> Option<Reading> {
    let tokens = &lexed.tokens;
    let mut stack: Vec<u32> = Vec::with_capacity(8);
    let mut pairs = Vec::with_capacity(tokens.len() / 2);
    let mut spent = 0;
    for (i, role) in (0..).zip(roles) {
        let top = stack.last().copied();
        let close = top.map_or(NEVER, |top| role.close + matching(lexed, conventions, top, i).0);
        let nested = top.is_some_and(|top| same_level(&tokens[top as usize], &tokens[i as usize]));
        let open = role.open + if nested { costs::SAME_LEVEL_NESTED } else { 0 };
        let least = close.min(open).min(role.neutral);
        // Two readings that are near each other are for the search to decide.
        let near = [close, open, role.neutral].iter().filter(|&&cost| cost < least + 150).count() > 1;
        spent += least;
        if near || spent > SOUND {
            return None;
        }
        if least == close {
            pairs.push((stack.pop()?, i));
        } else if least == open {
            stack.push(i);
        }
    }
    if !stack.iter().all(|&open| continues(&tokens[open as usize], next)) {
        return None;
    }
    pairs.sort_unstable();
    Some(Reading { pairs, repairs: Vec::new() })
}

fn same_level(outer: &Token, inner: &Token) -> bool {
    match (outer.kind, inner.kind) {
        (Kind::Quote(a), Kind::Quote(b)) => a.level() == b.level(),
        _ => false,
    }
}

/// Whether the next paragraph goes on with the quotation that `open` opened.
fn continues(open: &Token, next: Option<Leading>) -> bool {
    match (open.kind, next) {
        (Kind::Quote(open), Some(Leading { outer, .. })) => {
            outer == open || outer == open.closer() && open == Glyph::LeftGuillemet
        }
        _ => false,
    }
}

/// What it costs to close the token `open` with the token `close`, and what repair that is.
fn matching(lexed: &Lexed, conventions: &Conventions, open: u32, close: u32) -> (Cost, Option<Repair>) {
    let (a, b) = (&lexed.tokens[open as usize], &lexed.tokens[close as usize]);
    match (a.kind, b.kind) {
        (Kind::Quote(Glyph::RightGuillemet), Kind::Quote(Glyph::RightGuillemet))
            if a.hint == Hint::GoesOn && conventions.guillemets_go_on =>
        {
            (0, None)
        }
        (Kind::Quote(o), Kind::Quote(c)) => match costs::match_quotes(o, c, conventions) {
            Match::Sound(cost) => (cost, None),
            Match::Reversed { opening } => (costs::REVERSED, Some(Repair::Reversed { open, close, opening })),
            Match::Mismatched(cost) => (cost, Some(Repair::Mismatched { open, close })),
        },
        (Kind::Bracket { shape: s, open: opens, .. }, Kind::Bracket { shape: t, open: closes_turned, .. }) => {
            let (turned_open, turned_close) = (!opens, closes_turned);
            if s == t && (turned_open || turned_close) {
                // The role already costs what a turned bracket costs.
                (0, Some(Repair::Reversed { open, close, opening: turned_open }))
            } else if s == t {
                (0, None)
            } else if !turned_open && !turned_close {
                (costs::MISMATCHED_BRACKET, Some(Repair::Mismatched { open, close }))
            } else {
                (NEVER, None)
            }
        }
        (Kind::Emphasis(x), Kind::Emphasis(y)) if x == y && b.start > a.end => (0, None),
        (Kind::Code(x), Kind::Code(y)) if x == y => (0, None),
        // `quoted' in old wire copy.
        (Kind::Code(1), Kind::Quote(Glyph::StraightSingle | Glyph::RightSingle)) => (50, None),
        (Kind::Tag { open: true, index: x }, Kind::Tag { open: false, index: y }) => {
            let name = |i: u16| &lexed.tags[usize::from(i)];
            let (x, y) = (name(x), name(y));
            if x.key == y.key { (0, None) } else { (NEVER, None) }
        }
        _ => (NEVER, None),
    }
}

/// An open mark, and what is open round it.
#[derive(Clone, Copy)]
struct Cell {
    token: u32,
    below: u32,
    /// Of the kinds from the bottom up to here, so that equal stacks are found.
    hash: u64,
}

/// One step of a reading.
#[derive(Clone, Copy)]
struct Step {
    before: u32,
    act: Act,
}

#[derive(Clone, Copy)]
enum Act {
    Start,
    /// It opens, or has no role.
    Pass,
    /// The token at hand closes `open`.
    Close {
        open: u32,
        repair: Option<Repair>,
    },
    Mend(Repair),
}

/// A reading of the tokens so far.
#[derive(Clone, Copy)]
struct State {
    cost: Cost,
    /// Index of the innermost open mark; 0 is none.
    top: u32,
    step: u32,
}

struct Search<'a> {
    lexed: &'a Lexed,
    conventions: &'a Conventions,
    next: Option<Leading>,
    cells: Vec<Cell>,
    steps: Vec<Step>,
}

impl<'a> Search<'a> {
    fn new(lexed: &'a Lexed, conventions: &'a Conventions, next: Option<Leading>) -> Self {
        let bottom = Cell { token: u32::MAX, below: 0, hash: 0 };
        let start = Step { before: 0, act: Act::Start };
        Self { lexed, conventions, next, cells: vec![bottom], steps: vec![start] }
    }

    fn run(mut self, roles: &[Roles]) -> Reading {
        let beam = if self.lexed.tokens.len() > MANY { NARROW_BEAM } else { BEAM };
        let mut done = Reading::default();
        let mut states = vec![State { cost: 0, top: 0, step: 0 }];
        let mut grown: Vec<State> = Vec::new();
        let mut seen: HashSet<u64> = HashSet::new();
        for (i, role) in (0..).zip(roles) {
            grown.clear();
            for state in &states {
                self.grow(*state, i, role, &mut grown);
            }
            grown.sort_by_key(|state| state.cost);
            // Of two readings with the same marks open, the cheaper one stays cheaper.
            seen.clear();
            states.clear();
            states.extend(grown.iter().filter(|state| seen.insert(self.cells[state.top as usize].hash)).take(beam));
            if self.steps.len() > COMMIT {
                let best = self.commit(states[0], i + 1, &mut done);
                states.clear();
                states.push(best);
            }
        }
        let Some(end) = states.into_iter().min_by_key(|state| self.end_cost(*state)) else { return done };
        self.leave_open(end.top, &mut done);
        self.trace(end, self.tokens(), &mut done);
        done.pairs.sort_unstable();
        done.repairs.sort_by_key(|repair| repair.at());
        done
    }

    /// Settles on `best` after `token` tokens, so that memory stays bounded whatever the length of the paragraph.
    fn commit(&mut self, best: State, token: u32, done: &mut Reading) -> State {
        self.trace(best, token, done);
        self.steps.truncate(1);
        State { cost: 0, step: 0, ..best }
    }

    fn tokens(&self) -> u32 {
        u32::try_from(self.lexed.tokens.len()).unwrap_or(u32::MAX)
    }

    /// Every way to go on from `state` with the token `i`.
    fn grow(&mut self, state: State, i: u32, role: &Roles, grown: &mut Vec<State>) {
        let token = &self.lexed.tokens[i as usize];
        let top = self.cells[state.top as usize];
        if role.neutral < NEVER {
            let step = self.step(state, Act::Pass);
            grown.push(State { cost: state.cost + role.neutral, step, ..state });
        }
        if token.doubles_previous && can_double(token) {
            let step = self.step(state, Act::Mend(Repair::Doubled(i)));
            grown.push(State { cost: state.cost + costs::DOUBLED, step, ..state });
        }
        if role.open < NEVER {
            let nested = state.top != 0 && same_level(&self.lexed.tokens[top.token as usize], token);
            let opened = self.push(state.top, i);
            let step = self.step(state, Act::Pass);
            let extra = if nested { costs::SAME_LEVEL_NESTED } else { 0 };
            grown.push(State { cost: state.cost + role.open + extra, top: opened, step });
            if nested {
                // The one before was never closed.
                let orphan = self.step(state, Act::Mend(Repair::Unclosed(top.token)));
                let opened = self.push(top.below, i);
                let dropped = State { cost: state.cost + self.orphan(top.token), top: top.below, step: orphan };
                let step = self.step(dropped, Act::Pass);
                grown.push(State { cost: dropped.cost + role.open, top: opened, step });
            }
        }
        if role.close < NEVER {
            self.close(state, i, role, grown);
            let step = self.step(state, Act::Mend(Repair::Unopened(i)));
            grown.push(State { cost: state.cost + role.close + self.orphan(i), step, ..state });
        }
    }

    /// Every open mark that the token `i` can close.
    fn close(&mut self, state: State, i: u32, role: &Roles, grown: &mut Vec<State>) {
        let mut skipped: Cost = 0;
        let mut step_so_far = state.step;
        let mut at = state.top;
        for depth in 0..REACH {
            if at == 0 {
                break;
            }
            let cell = self.cells[at as usize];
            let open = cell.token;
            let (cost, repair) = matching(self.lexed, self.conventions, open, i);
            if cost < NEVER {
                let before = State { cost: state.cost, top: at, step: step_so_far };
                let step = self.step(before, Act::Close { open: cell.token, repair });
                grown.push(State { cost: state.cost + skipped + role.close + cost, top: cell.below, step });
                if depth == 1 && repair.is_none() {
                    // What is open inside may be closed behind: the two cross.
                    let inner = self.cells[state.top as usize].token;
                    let crossed = Repair::Crossed { open, inner, close: i };
                    let step = self.step(state, Act::Close { open: cell.token, repair: Some(crossed) });
                    let top = self.push(cell.below, inner);
                    grown.push(State { cost: state.cost + role.close + costs::CROSSED, top, step });
                }
            }
            skipped += self.orphan(open);
            let before = State { cost: state.cost, top: at, step: step_so_far };
            step_so_far = self.step(before, Act::Mend(Repair::Unclosed(open)));
            at = cell.below;
        }
    }

    fn step(&mut self, state: State, act: Act) -> u32 {
        self.steps.push(Step { before: state.step, act });
        u32::try_from(self.steps.len() - 1).unwrap_or(0)
    }

    fn push(&mut self, below: u32, token: u32) -> u32 {
        let under = self.cells[below as usize];
        let kind = match self.lexed.tokens[token as usize].kind {
            Kind::Quote(glyph) => glyph as u64,
            Kind::Bracket { shape, .. } => 32 + shape as u64,
            Kind::Emphasis(byte) => 64 + u64::from(byte),
            Kind::Code(run) => 512 + u64::from(run),
            Kind::Tag { index, .. } => self.lexed.tags[usize::from(index)].key | 1024,
        };
        let hash = (under.hash.rotate_left(7) ^ (kind + 1)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.cells.push(Cell { token, below, hash });
        u32::try_from(self.cells.len() - 1).unwrap_or(0)
    }

    /// What it costs to leave a mark without partner.
    fn orphan(&self, token: u32) -> Cost {
        match self.lexed.tokens[token as usize].kind {
            Kind::Quote(glyph) if glyph.level() == Level::Single => costs::ORPHAN_SINGLE,
            Kind::Tag { index, .. } if self.lexed.tags[usize::from(index)].html => SOUND / 2,
            _ => costs::ORPHAN,
        }
    }

    /// The cost of a reading whose marks that are open at the end stay so.
    fn end_cost(&self, state: State) -> Cost {
        let mut cost = state.cost;
        let mut at = state.top;
        let outermost = self.continued(state.top);
        while at != 0 {
            let cell = self.cells[at as usize];
            cost += if self.goes_on(at, outermost) { costs::CONTINUED } else { self.orphan(cell.token) };
            at = cell.below;
        }
        cost
    }

    /// The outermost quotation left open, where the next paragraph goes on with it.
    fn continued(&self, top: u32) -> Option<u32> {
        let mut at = top;
        let mut found = None;
        while at != 0 {
            let cell = self.cells[at as usize];
            if continues(&self.lexed.tokens[cell.token as usize], self.next) {
                found = Some(at);
            }
            at = cell.below;
        }
        found
    }

    /// Whether the quotation of the cell `at` goes on in the next paragraph: the outermost one, or one directly in it
    /// that the next paragraph opens again too.
    fn goes_on(&self, at: u32, outermost: Option<u32>) -> bool {
        let cell = self.cells[at as usize];
        let inner = self.next.and_then(|next| next.inner);
        let reopened = matches!(self.lexed.tokens[cell.token as usize].kind, Kind::Quote(open) if inner == Some(open));
        outermost == Some(at) || reopened && outermost == Some(cell.below)
    }

    /// Notes the marks that are open at the end.
    fn leave_open(&self, top: u32, reading: &mut Reading) {
        let outermost = self.continued(top);
        let mut at = top;
        while at != 0 {
            let cell = self.cells[at as usize];
            if !self.goes_on(at, outermost) {
                reading.repairs.push(Repair::Unclosed(cell.token));
            }
            at = cell.below;
        }
    }

    /// Follows the steps back from `end`, which used the tokens up to `token`.
    fn trace(&self, end: State, mut token: u32, reading: &mut Reading) {
        let mut step = end.step;
        loop {
            let Step { before, act } = self.steps[step as usize];
            match act {
                Act::Start => return,
                Act::Pass => token -= 1,
                Act::Close { open, repair } => {
                    token -= 1;
                    reading.pairs.push((open, token));
                    reading.repairs.extend(repair);
                }
                Act::Mend(repair) => {
                    if matches!(repair, Repair::Unopened(_) | Repair::Doubled(_)) {
                        token -= 1;
                    }
                    reading.repairs.push(repair);
                }
            }
            step = before;
        }
    }
}

impl Repair {
    /// The token at which it is reported.
    pub(crate) const fn at(self) -> u32 {
        match self {
            Self::Unclosed(i) | Self::Unopened(i) | Self::Doubled(i) => i,
            Self::Mismatched { close, .. } | Self::Crossed { close, .. } => close,
            Self::Reversed { open, close, opening } => {
                if opening {
                    open
                } else {
                    close
                }
            }
        }
    }
}

/// Whether two of these in a row are a slip of the keyboard.
const fn can_double(token: &Token) -> bool {
    match token.kind {
        Kind::Quote(_) | Kind::Tag { .. } => true,
        Kind::Bracket { shape, .. } => !matches!(shape, Shape::Wiki),
        Kind::Emphasis(_) | Kind::Code(_) => false,
    }
}
