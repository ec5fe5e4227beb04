//! What a scraper left in an article although it is no part of it: adverts, share bars, credits, other headlines.
//!
//! Each block gets [`Traits`] from its own text: whether it is or holds a known phrase, how long it is, how it ends.
//! [`find`] weighs them together with the place in the article and with what stands beside, by the table [`WEIGHTS`].

use super::glued::Glued;
use super::phrases::Kind;
use super::sign::{Sign, Signs};
use super::traits::Traits;
use crate::text::Span;

/// What each sign counts; a block that comes to [`ENOUGH`] is residue.
///
/// Round numbers: what a whole line says by its words is enough, what the beginning of one says wants its shape or its
/// place beside, and shape alone wants two neighbours.
const WEIGHTS: &[(Sign, i32)] = &[
    (Sign::Line, 14),
    (Sign::Maybe, 6),
    (Sign::Label, 9),
    (Sign::Start, 8),
    (Sign::End, 8),
    (Sign::Inside, 9),
    (Sign::Foot, 5),
    (Sign::Credit, 9),
    (Sign::Stamp, 7),
    (Sign::Path, 9),
    (Sign::Contact, 3),
    (Sign::Address, 4),
    (Sign::Symbol, 2),
    (Sign::Wordless, 9),
    (Sign::Number, 4),
    (Sign::Ellipsis, 2),
    (Sign::Open, 1),
    (Sign::Short, 1),
    (Sign::Tiny, 1),
    (Sign::Long, -4),
    (Sign::Capitals, 2),
    (Sign::Quoted, -4),
    (Sign::Item, -3),
    (Sign::Head, 2),
    (Sign::Tail, 2),
    (Sign::First, -6),
    (Sign::Last, 3),
    (Sign::Behind, 6),
    (Sign::Before, 5),
    (Sign::Listed, 4),
    (Sign::Pictured, 10),
    (Sign::Doubled, 10),
    (Sign::Sentence, -5),
    (Sign::Imprint, 5),
];

/// What the signs of residue come to at least.
const ENOUGH: i32 = 10;

/// What the signs of a block come to.
fn score(signs: Signs) -> i32 {
    WEIGHTS.iter().filter(|(sign, _)| signs.has(*sign)).map(|(_, weight)| weight).sum()
}

/// A block of an article.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) traits: Traits,
    /// Where in the article it stands.
    pub(crate) zone: Zone,
}

/// Where a block stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Zone {
    /// In front of the text of the article.
    pub(crate) head: bool,
    /// Behind it, or its last block.
    pub(crate) foot: bool,
    /// It is the first block of the article.
    pub(crate) first: bool,
    /// It is the last one.
    pub(crate) last: bool,
}

/// Residue that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Residue {
    /// The number of the first item.
    pub(crate) first: usize,
    /// The number of the last one.
    pub(crate) last: usize,
    /// The bytes of the one item that are residue, where it is not whole items, and those that go with it when it is
    /// removed.
    pub(crate) part: Option<(Span, Span)>,
    /// The numbers of the items that are nothing but known phrases and say nothing that the others need to be understood.
    pub(crate) sure: Vec<usize>,
    /// What it is, in terms of the text.
    pub(crate) message: String,
}

/// Blocks so far from residue that is so by itself say nothing of their neighbours.
const REMOTE: u8 = 2;
/// The least blocks in a row that break off, for that to be a list of other articles.
const TEASERS: usize = 3;

/// Finds the residue among `items`, blocks that stand one behind the other.
pub(crate) fn find(items: &[Item]) -> Vec<Residue> {
    let mut judged: Vec<Judged> = items.iter().map(Judged::new).collect();
    // An address under a key belongs to the metadata.
    for i in 1..judged.len() {
        if judged[i].signs.has(Sign::Address) && judged[i - 1].aside {
            (judged[i].aside, judged[i].residue) = (true, false);
        }
    }
    title(&mut judged);
    teasers(&mut judged);
    threads(&mut judged);
    lists(&mut judged);
    for pass in 0..2 {
        let mut listed = false;
        for i in 0..judged.len() {
            // Once from the front, once from the back.
            let i = if pass == 0 { i } else { judged.len() - 1 - i };
            let at =
                |i: Option<usize>| i.and_then(|i| judged.get(i)).is_some_and(|one| one.residue && one.depth < REMOTE);
            let (behind, before) = (at(i.checked_sub(1)), at(Some(i + 1)));
            let pictured = judged.get(i + 1).is_some_and(|next| next.residue && next.bare_credit && !next.zone.last);
            // Where the caption stands behind the credit, there is none in front of it.
            let pictured = pictured && !judged.get(i + 2).is_some_and(Judged::is_caption);
            let same = judged.get(i + 1).filter(|next| next.hash == judged[i].hash && next.hash != 0);
            let doubled = same.is_some_and(|next| next.residue);
            let near = |i: Option<usize>| {
                i.and_then(|i| judged.get(i)).filter(|one| one.residue).map_or(REMOTE, |one| one.depth)
            };
            let depth = 1 + near(i.checked_sub(1)).min(near(Some(i + 1)));
            let one = &mut judged[i];
            one.signs.set(Sign::Doubled, doubled);
            one.signs.set(Sign::Imprint, one.imprint && one.zone.head && (behind || before));
            // A headline stands beside a menu or a time stamp and is none, and a sentence beside anything.
            let open = one.signs.has(Sign::Open) || one.signs.has(Sign::Ellipsis);
            let small = one.signs.has(if one.zone.head { Sign::Tiny } else { Sign::Short });
            let prose = one.prose && !one.zone.foot;
            let imprint = one.imprint && one.zone.head;
            let sociable = !one.solid && !prose && (open && (small || listed) || one.kind.is_some() || imprint);
            one.signs.set(Sign::Behind, behind && sociable && !(one.data && one.zone.head));
            one.signs.set(Sign::Before, before && sociable && (behind || !one.data));
            one.signs
                .set(Sign::Pictured, pictured && one.describes && !one.zone.first && one.kind != Some(Kind::Credit));
            if pass == 0 {
                listed &= !one.solid || one.residue;
                let title = one.signs.has(Sign::First);
                one.signs.set(Sign::Listed, listed && !title && !one.solid && (open || one.asks || one.kind.is_some()));
            }
            one.judge(if one.signs.has(Sign::Listed) { 1 } else { depth });
            listed |= one.residue && one.leads_to_others();
        }
    }
    runs(&judged)
}

/// An item and what was found of it.
struct Judged {
    signs: Signs,
    kind: Option<Kind>,
    solid: bool,
    aside: bool,
    zone: Zone,
    parts: [Option<Glued>; 2],
    bare_credit: bool,
    describes: bool,
    prose: bool,
    data: bool,
    asks: bool,
    credited: bool,
    dates: bool,
    speaks: bool,
    imprint: bool,
    hash: u32,
    residue: bool,
    /// How far it is from residue that is so by itself.
    depth: u8,
}

impl Judged {
    fn new(item: &Item) -> Self {
        let Item { traits, zone, .. } = item;
        let mut signs = traits.signs;
        signs.set(Sign::Head, zone.head);
        signs.set(Sign::Tail, zone.foot && !traits.solid);
        signs.set(Sign::Last, zone.last);
        let mut one = Self {
            signs,
            kind: traits.kind,
            solid: traits.solid,
            aside: traits.aside,
            zone: *zone,
            parts: [traits.head, traits.tail],
            bare_credit: traits.bare_credit,
            describes: traits.describes,
            prose: traits.prose,
            data: traits.data,
            asks: traits.asks,
            credited: traits.credited,
            dates: traits.dates,
            speaks: traits.speaks,
            imprint: traits.imprint,
            hash: traits.hash,
            residue: false,
            depth: 0,
        };
        // What says nothing says nothing of its neighbours.
        let mute = [Sign::Wordless, Sign::Number].iter().any(|sign| one.signs.has(*sign));
        one.judge(if mute { REMOTE } else { 0 });
        one
    }

    fn judge(&mut self, depth: u8) {
        if !self.residue && !self.aside && score(self.signs) >= ENOUGH {
            (self.residue, self.depth) = (true, depth);
        }
    }

    fn is_caption(&self) -> bool {
        self.residue && self.kind == Some(Kind::Credit) && !self.bare_credit
    }

    /// Whether it says what the blocks behind it are.
    fn tells_of_what_follows(&self) -> bool {
        matches!(self.kind, Some(Kind::Comment | Kind::More | Kind::Newsletter | Kind::Widget))
    }

    /// Whether it stands alone among the paragraphs and may be a subheading of the article (`Comments`, `Video`), or a
    /// short sentence of it that says no more than a button does (`Accept all. Reject all.`).
    fn may_be_content(&self) -> bool {
        let certain = [
            Some(Kind::Advert),
            Some(Kind::Agency),
            Some(Kind::Credit),
            Some(Kind::Empty),
            Some(Kind::More),
            Some(Kind::Own),
            Some(Kind::Stamp),
        ];
        let said = !self.signs.has(Sign::Open) && !self.signs.has(Sign::Ellipsis);
        (said || self.signs.has(Sign::Tiny)) && !self.zone.head && !self.zone.foot && !certain.contains(&self.kind)
    }

    /// Whether it is the heading of a list of other articles.
    fn leads_to_others(&self) -> bool {
        let alone = self.signs.has(Sign::Line) || self.signs.has(Sign::Maybe);
        matches!(self.kind, Some(Kind::Widget | Kind::More)) && alone && self.signs.has(Sign::Short)
    }
}

/// Finds what may be the title of the article: its first block that is not residue beyond doubt.
fn title(judged: &mut [Judged]) {
    let certain = [Sign::Line, Sign::Path, Sign::Wordless, Sign::Stamp, Sign::Address];
    let certain = |one: &Judged| {
        let stamped = one.kind == Some(Kind::Stamp) && one.signs.has(Sign::Start);
        let credited = one.credited || one.kind == Some(Kind::Credit) && one.signs.has(Sign::End);
        credited || stamped || certain.iter().any(|sign| one.signs.has(*sign))
    };
    let starts = judged.first().is_some_and(|one| one.zone.first);
    // A date, a name or the first word of a menu is no title where another block may be it.
    let spare = |one: &Judged| one.imprint || one.kind == Some(Kind::Navigation) && one.signs.has(Sign::Maybe);
    let at = (0..judged.len()).find(|at| !certain(&judged[*at]));
    let better = at.filter(|at| spare(&judged[*at])).and_then(|at| {
        (at + 1..judged.len())
            .take_while(|at| judged[*at].zone.head)
            .find(|at| !certain(&judged[*at]) && !spare(&judged[*at]))
    });
    // Where there is none, a date is none either.
    let date = at.is_some_and(|at| judged[at].imprint && judged[at].dates);
    let at = at.filter(|_| !date);
    if let Some(one) = better.or(at).map(|at| &mut judged[at]).filter(|one| starts && (one.zone.first || one.zone.head))
    {
        one.signs.set(Sign::First, true);
        one.residue = false;
        one.judge(0);
    }
}

/// Marks runs of lines at the foot that break off: they lead to other articles.
fn teasers(judged: &mut [Judged]) {
    let breaks_off = |one: &Judged| {
        one.signs.has(Sign::Ellipsis) && !one.signs.has(Sign::Quoted) && !one.solid && !one.zone.first && one.zone.foot
    };
    for run in judged.chunk_by_mut(|a, b| breaks_off(a) == breaks_off(b)) {
        if breaks_off(&run[0]) && run.len() >= TEASERS {
            for one in run {
                (one.residue, one.kind) = (true, Some(Kind::More));
            }
        }
    }
}

/// Marks the items of a list that stand below a heading of lists of other articles.
fn lists(judged: &mut [Judged]) {
    let mut listed = false;
    for one in judged {
        let item = one.signs.has(Sign::Item) && one.signs.has(Sign::Open);
        if listed && item {
            (one.residue, one.kind) = (true, Some(Kind::More));
        } else {
            listed = one.residue && one.leads_to_others();
        }
    }
}

/// The least dates or names of a thread.
const MARKS: usize = 3;
/// The most blocks from one of them to the next.
const COMMENT: usize = 6;

/// Marks threads of readers' comments and lists of other articles: dates with a few blocks between them, each below a
/// name or all beside a line that says that they are comments, and names of speakers with a date among them.
fn threads(judged: &mut [Judged]) {
    let marks: Vec<usize> =
        (0..judged.len()).filter(|&i| (judged[i].dates || judged[i].speaks) && !judged[i].zone.head).collect();
    for run in marks.chunk_by(|a, b| b - a <= COMMENT).filter(|run| run.len() >= MARKS) {
        // The name stands above the date.
        let from = run[0].saturating_sub(usize::from(!judged[run[0]].speaks));
        let to = (run[run.len() - 1] + 2).min(judged.len());
        let around = from.saturating_sub(COMMENT)..(to + COMMENT).min(judged.len());
        let named = |at: &&usize| {
            judged[**at].speaks
                || at.checked_sub(1).is_some_and(|name| judged[name].signs.has(Sign::Tiny) && !judged[name].dates)
        };
        let signed = run.iter().filter(named).count() >= MARKS && run.iter().any(|at| judged[*at].dates);
        let stamps = run.iter().filter(|at| judged[**at].kind == Some(Kind::Stamp)).count();
        let told = stamps >= MARKS && judged[around].iter().any(|one| one.residue && one.kind == Some(Kind::Comment));
        if signed || told {
            for one in &mut judged[from..to] {
                (one.residue, one.kind) = (true, one.kind.or(Some(Kind::Comment)));
            }
        }
    }
}

/// Residue in a row is one finding.
fn runs(judged: &[Judged]) -> Vec<Residue> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < judged.len() {
        let len = judged[at..].iter().take_while(|one| one.residue).count();
        if len > 0 {
            let run = &judged[at..at + len];
            let next = judged.get(at + len);
            let mut sure: Vec<usize> = (0..len).filter(|i| run[*i].signs.has(Sign::Line)).collect();
            // What leads to others and to comments tells what these are, and goes with them.
            let doubtful = |i: usize| run.get(i + 1).is_some_and(|next| !next.signs.has(Sign::Line));
            sure.retain(|i| !(doubtful(*i) && run[*i].tells_of_what_follows()));
            let alone = matches!(sure[..], [i] if run[i].may_be_content());
            if alone || next.is_some_and(|next| next.signs.has(Sign::Item)) {
                sure.clear();
            }
            let sure = sure.into_iter().map(|i| at + i).collect();
            found.push(Residue { first: at, last: at + len - 1, part: None, sure, message: message(run) });
            at += len;
            continue;
        }
        let one = &judged[at];
        for part in one.parts.into_iter().flatten().filter(|part| !one.aside && (!part.doubtful || one.zone.foot)) {
            let end = if part.start == 0 { "start" } else { "end" };
            let message = format!("{} stands at the {end} of this paragraph", capitalised(name(part.kind)));
            let span = |from: u32, to: u32| Span::new(from as usize, to as usize);
            let part = Some((span(part.start, part.end), span(part.cut.0, part.cut.1)));
            found.push(Residue { first: at, last: at, part, sure: Vec::new(), message });
        }
        at += 1;
    }
    found
}

/// What a kind is called, with its article.
const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Advert => "an advertising marker",
        Kind::Agency => "an agency credit",
        Kind::Author => "a note about the author",
        Kind::Comment => "a prompt for comments",
        Kind::Cookie => "a notice about cookies or privacy",
        Kind::Copyright => "a copyright line",
        Kind::Credit => "the credit of a picture",
        Kind::Empty => "a message of the page",
        Kind::More => "a link to other articles",
        Kind::Navigation => "a piece of the menu",
        Kind::Newsletter => "a prompt to subscribe",
        Kind::Player => "a notice of the player or the browser",
        Kind::Share => "a button of the share bar",
        Kind::Stamp => "a time stamp of the page",
        Kind::Widget => "the heading of a list of other articles",
        Kind::Own => "a phrase that the settings name as residue",
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Says what a run of residue is.
fn message(run: &[Judged]) -> String {
    let first = &run[0];
    let place = match () {
        () if run.iter().all(|one| one.signs.has(Sign::Tail)) => "at the foot of the article",
        () if run[run.len() - 1].zone.last => "at the foot of the article",
        () if run.iter().all(|one| one.zone.head) => "at the head of the article",
        () => "in the middle of the article",
    };
    let broken = run.iter().filter(|one| one.signs.has(Sign::Ellipsis)).count();
    if broken == run.len() && broken >= TEASERS {
        return format!("Teasers of other articles: {broken} lines in a row break off in “…” {place}");
    }
    let mut kinds: Vec<Kind> = run.iter().filter_map(|one| one.kind).collect();
    kinds.dedup();
    let mut different = Vec::new();
    for kind in kinds {
        if !different.contains(&kind) {
            different.push(kind);
        }
    }
    match (run.len(), different.as_slice()) {
        (1, _) if first.signs.has(Sign::Pictured) => {
            "The caption of a picture, whose credit follows, stands in the text".to_owned()
        }
        (1, _) => {
            let what = first.kind.map_or("a line of the site", name);
            format!("{} stands on a line of its own {place}", capitalised(what))
        }
        (count, []) => format!("{count} lines in a row are no part of the article {place}"),
        (count, kinds) => {
            let names: Vec<&str> = kinds.iter().take(3).map(|kind| name(*kind)).collect();
            format!("{count} lines in a row {place} belong to the site: {}", names.join(", "))
        }
    }
}
