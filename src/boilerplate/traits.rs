//! What a block's own text says of whether it is residue of a scraper.

use std::ops::Range;

use super::byline::{is_byline, is_date};
use super::phrases::{BUILT_IN, Kind, Match, Phrases, Place};
use super::reader;
use super::words::{Marks, Word, mix};
use crate::format::paragraphs::{Shape, has_credit};

/// What speaks for or against a block being residue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Sign {
    /// The block is a known phrase, or several of them.
    Line,
    /// The block is a phrase that may be a heading of the article too.
    Maybe,
    /// It begins with a phrase and a colon.
    Label,
    /// It begins with a phrase.
    Start,
    /// It ends with a phrase.
    End,
    /// It holds a phrase.
    Inside,
    /// It holds a phrase that says so at the foot of an article only, or is the initials of whoever wrote it.
    Foot,
    /// It is or ends in the credit of a picture.
    Credit,
    /// It is a date and a time of day.
    Stamp,
    /// It is a way through the site: `Home > World`.
    Path,
    /// It names an e-mail address or an account.
    Contact,
    /// It is a web address.
    Address,
    /// It begins or ends with an arrow, a bar or a pictogram.
    Symbol,
    /// It has no letter and no digit, or is for whom a page is: `16+`.
    Wordless,
    /// It is a number.
    Number,
    /// It breaks off in an ellipsis.
    Ellipsis,
    /// It does not end as sentences do.
    Open,
    /// It has at most [`SHORT`] words.
    Short,
    /// It has at most [`TINY`] words.
    Tiny,
    /// It has more than [`LONG`] words.
    Long,
    /// It is in capitals.
    Capitals,
    /// It quotes somebody.
    Quoted,
    /// It is an item of a list.
    Item,
    /// It stands in front of the text of the article.
    Head,
    /// It stands behind the text of the article.
    Tail,
    /// It is the first block of the article and may be its title.
    First,
    /// It is the last block of the article.
    Last,
    /// The block in front of it is residue.
    Behind,
    /// The block behind it is residue.
    Before,
    /// It stands in a list of other articles.
    Listed,
    /// The credit of a picture follows.
    Pictured,
    /// It stands again right behind, and there it is residue.
    Doubled,
    /// It begins with a phrase and goes on as a sentence of the article would, or is a doubtful phrase with a full stop.
    Sentence,
    /// It is a date or a byline, and stands in front of the text beside residue.
    Imprint,
}

/// Signs as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs(u64);

impl Signs {
    /// Whether it is among them.
    pub(crate) const fn has(self, sign: Sign) -> bool {
        self.0 >> sign as u8 & 1 == 1
    }

    /// Adds it, or takes it away.
    pub(crate) fn set(&mut self, sign: Sign, on: bool) {
        self.0 = self.0 & !(1 << sign as u8) | u64::from(on) << sign as u8;
    }
}

/// The most words of a name, a button or a kicker.
const TINY: usize = 4;
/// The most words of a short block.
const SHORT: usize = 14;
/// The least words of a long one, less one.
const LONG: usize = 50;
/// The least words of a block that is text of the article unless a phrase says otherwise.
const SOLID: usize = 15;
/// Blocks of more words are text; only what is glued to them is looked at.
const MOST: usize = 90;
/// The most words of a photographer's and an agency's name.
const NAME: usize = 7;
/// The most words that a prompt of several sentences has beside the one that it is known by.
const PROMPT: usize = 30;
/// The most words of a sentence that is glued to a block.
const GLUED: usize = 30;
/// The most bytes of a block whose shape is looked at.
const MOST_BYTES: usize = 800;

/// What a block's own text says of whether it is residue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits {
    /// Those that its own text gives.
    pub(super) signs: Signs,
    /// What it would be.
    pub(super) kind: Option<Kind>,
    /// Whether it is text of the article, unless what stands beside it says otherwise.
    pub(super) solid: bool,
    /// Whether it takes no part: metadata is a matter of headers.
    pub(super) aside: bool,
    /// What is glued to its start.
    pub(super) head: Option<Glued>,
    /// What is glued to its end.
    pub(super) tail: Option<Glued>,
    /// What tells it from other blocks; zero where it is long.
    pub(super) hash: u32,
    /// Whether it is the credit of a picture and no caption with one.
    pub(super) bare_credit: bool,
    /// Whether it may be the caption of a picture.
    pub(super) describes: bool,
    /// Whether it is a long sentence that only begins as prompts do.
    pub(super) prose: bool,
    /// Whether it is a score, a rate, a signature or a dateline and no headline.
    pub(super) data: bool,
    /// Whether it asks something, as headlines do.
    pub(super) asks: bool,
    /// Whether it ends in a credit that no title ends in.
    pub(super) credited: bool,
    /// Whether it is a date.
    pub(super) dates: bool,
    /// Whether it names whoever says what follows, as above a reader's comment.
    pub(super) speaks: bool,
    /// Whether it is nothing but a date, with a time or without, or says who wrote the article.
    pub(super) imprint: bool,
}

/// Residue that stands in one line with text of the article: its bytes from the start of the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glued {
    pub(super) kind: Kind,
    pub(super) start: u32,
    pub(super) end: u32,
    /// What is removed with it: the space between it and the text too.
    pub(super) cut: (u32, u32),
    /// Whether it counts at the foot of the article only.
    pub(super) doubtful: bool,
}

impl Traits {
    /// The traits of the block `text`, which looks like `shape` and has `words`; `own` are phrases of the settings.
    pub(crate) fn of(text: &str, shape: Shape, words: &[Word], own: &Phrases) -> Self {
        let mut traits = Self::default();
        if matches!(shape, Shape::Metadata { .. }) {
            return Self { aside: true, ..traits };
        }
        // In scripts without spaces each character is a word; two of them are about as much as a word of others.
        let ideographs =
            words.iter().filter(|word| word.end - word.start == 3 && text.as_bytes()[word.start as usize] >= 0xe3);
        let count = words.len() - ideographs.count() / 2;
        let lists = [own, &*BUILT_IN];
        // Most blocks hold none, and nothing more is asked of them.
        let inside: Vec<Match> = BUILT_IN.inside(words).collect();
        let short = count <= MOST && text.len() <= MOST_BYTES;
        traits.solid = !short;
        // “Read more!”, she said: whoever is quoted says so, and no site.
        let attributed = short && is_attributed(text);
        if short {
            let date = shape == Shape::Date || count <= SHORT && is_date(text, words);
            // The number in front of a German month is none of a list.
            let shape = if date { Shape::Date } else { shape };
            traits.look(text, shape, words, count);
            traits.imprint = date || shape != Shape::ListItem && count <= SHORT && is_byline(text, words);
            traits.dates = date || traits.signs.has(Sign::Stamp) && traits.signs.has(Sign::Short);
            traits.speaks = count <= TINY + 2 && speaks(text);
            let sentence = traits.solid && shape != Shape::ListItem;
            if attributed {
                traits.signs.set(Sign::Credit, false);
                (traits.kind, traits.solid) = (None, traits.solid || ends_sentence(text));
            } else {
                traits.read(text, words, &inside, lists);
            }
            let others = [Sign::Line, Sign::Maybe, Sign::Label, Sign::End, Sign::Inside, Sign::Foot];
            traits.prose = sentence && !others.iter().any(|sign| traits.signs.has(*sign));
            traits.asks = text.ends_with(['?', '？']);
            traits.data = traits.kind.is_none() && is_data(text, words);
        }
        if !traits.signs.has(Sign::Line) && count > TINY {
            traits.glued(text, words, &inside, lists);
            traits.head = traits.head.filter(|_| !attributed);
            traits.part_from_prose(text, words, &inside, lists);
        }
        if traits.kind == Some(Kind::Credit) && words.len() <= SHORT {
            let labelled = BUILT_IN.start(words, Place::Label).or_else(|| BUILT_IN.start(words, Place::Start));
            let labelled = labelled.is_some_and(|found| found.kind == Kind::Credit) || traits.signs.has(Sign::Line);
            traits.bare_credit = labelled || shape == Shape::Caption && words.len() <= NAME;
        }
        if count <= LONG {
            let shown = inside.iter().any(|found| found.place == Place::Caption);
            traits.describes = if ends_sentence(text) {
                may_be_a_caption(text, words, shown)
            } else {
                !traits.solid || shown || is_dated(text, words)
            };
            traits.hash = words.iter().fold(0, |sum, word| mix(sum, word.hash)) as u32;
        }
        traits
    }

    /// Whether something about the block wants a look at the article round it.
    pub(crate) fn is_suspicious(&self) -> bool {
        let telling = [
            Sign::Line,
            Sign::Maybe,
            Sign::Label,
            Sign::Start,
            Sign::End,
            Sign::Inside,
            Sign::Credit,
            Sign::Stamp,
            Sign::Path,
            Sign::Address,
            Sign::Wordless,
            Sign::Foot,
            Sign::Ellipsis,
        ];
        self.head.is_some()
            || self.tail.is_some()
            || self.dates
            || self.speaks
            || telling.iter().any(|sign| self.signs.has(*sign))
    }

    /// Whether it is text of the article, as far as it says itself.
    pub(crate) fn is_solid(&self) -> bool {
        self.solid
    }

    /// The signs of its shape.
    fn look(&mut self, text: &str, shape: Shape, words: &[Word], count: usize) {
        let signs = &mut self.signs;
        let bare = text.trim_end_matches(['"', '\'', '”', '’', '“', '»', '«', ')', ']', '」', '』', '*', '_', ' ']);
        let ellipsis = bare.ends_with('…') || bare.ends_with("...");
        let stop = bare.ends_with(['.', '!', '?', '。', '！', '？', '؟', '।']) && !ellipsis;
        signs.set(Sign::Ellipsis, ellipsis && count > 2);
        signs.set(Sign::Open, !stop && !ellipsis);
        signs.set(Sign::Short, count <= SHORT);
        signs.set(Sign::Tiny, count <= TINY);
        signs.set(Sign::Long, count > LONG);
        signs.set(Sign::Item, shape == Shape::ListItem);
        self.solid = count >= SOLID && stop || signs.has(Sign::Item);
        if self.solid && !signs.has(Sign::Item) {
            return;
        }
        self.look_closer(text, shape, words, count, stop);
    }

    /// The signs of the shape of what is no plain sentence.
    fn look_closer(&mut self, text: &str, shape: Shape, words: &[Word], count: usize, stop: bool) {
        let signs = &mut self.signs;
        signs.set(Sign::Quoted, is_quoted(text));
        let odd = |c: char| c.is_ascii_digit() || c == '@';
        let slash = shape == Shape::Caption && words.len() > 2 && !text.contains(odd);
        // A caption that ends as a sentence was written for the article.
        let named = !stop && (ends_in_credit(text, words) || ends_in_agency(text, words));
        self.credited = named || is_numbered_picture(text);
        let rights = claims_rights(text);
        let by_agency = !stop && names_agency_in_brackets(text, words);
        signs.set(Sign::Credit, !stop && slash || self.credited || rights || by_agency);
        let clock = is_clock_of_a_player(text);
        signs.set(Sign::Stamp, clock || is_stamp(text, words));
        signs.set(Sign::Path, !stop && (is_path(text, words) || is_short_path(text, words)));
        signs.set(Sign::Contact, has_account(text));
        // An e-mail address alone is one too.
        let alone = !text.contains(char::is_whitespace) && signs.has(Sign::Contact);
        signs.set(Sign::Address, shape == Shape::Address || alone);
        signs.set(Sign::Wordless, words.is_empty() && is_remnant(text) || is_age_rating(text));
        let initials = is_initials(text);
        signs.set(Sign::Foot, initials);
        let number = |word: &Word| text[word.start as usize..word.end as usize].bytes().all(|b| b.is_ascii_digit());
        signs.set(Sign::Number, (1..=3).contains(&words.len()) && text.len() < 12 && words.iter().all(number));
        let symbol = |c: char| {
            matches!(c, '»' | '›' | '|' | '©' | '®' | '▶' | '►' | '▸' | '→' | '←' | '⇒' | '➤' | '✉' | '☎')
                || ('\u{2600}'..='\u{27bf}').contains(&c)
                || ('\u{1f300}'..='\u{1faff}').contains(&c)
        };
        let opened = || text.contains('«') || text.contains('›') && text.contains('‹') || text.contains('“');
        signs.set(Sign::Symbol, (text.starts_with(symbol) || text.ends_with(symbol)) && !opened());
        signs.set(Sign::Capitals, count > 1 && is_in_capitals(text));
        self.kind = match () {
            () if rights && text.contains(|c: char| c.is_ascii_digit()) => Some(Kind::Copyright),
            () if clock => Some(Kind::Player),
            () if signs.has(Sign::Credit) => Some(Kind::Credit),
            () if signs.has(Sign::Stamp) => Some(Kind::Stamp),
            () if signs.has(Sign::Path) => Some(Kind::Navigation),
            () if signs.has(Sign::Contact) || initials => Some(Kind::Author),
            () if signs.has(Sign::Address) => Some(Kind::More),
            () => None,
        };
    }

    /// The signs of its words.
    fn read(&mut self, text: &str, words: &[Word], inside: &[Match], lists: [&Phrases; 2]) {
        let [own, _] = lists;
        let of_own = [own.start(words, Place::Start), own.end(words)];
        if of_own.into_iter().flatten().any(|found| 2 * (found.to - found.from) >= words.len()) {
            self.kind = Some(Kind::Own);
            self.signs.set(Sign::Line, true);
            self.solid = false;
            return;
        }
        if let Some((kind, place)) = lists.iter().find_map(|list| list.line(words)) {
            self.kind = Some(kind);
            let leads = matches!(kind, Kind::More | Kind::Widget) && text.ends_with([':', '：']);
            self.signs.set(if place == Place::Line || leads { Sign::Line } else { Sign::Maybe }, true);
            self.signs.set(Sign::Sentence, place == Place::Maybe && text.ends_with(['.', '。']));
            self.solid = false;
            return;
        }
        let stop = !self.signs.has(Sign::Open) && !self.signs.has(Sign::Ellipsis);
        let label = |list: &&Phrases| {
            let found = list.start(words, Place::Label).filter(|found| is_label(text, words, found))?;
            let led = text[words[found.to - 1].end as usize..].trim_start_matches([' ', '\u{a0}', ':', '：']);
            // “See also: the Bible.” leads nowhere, and whoever wrote something may be quoted.
            let goes_on = stop && led.starts_with(char::is_lowercase) && !has_account(text);
            let quotes = found.kind == Kind::Author && led.starts_with(OPENING);
            (!goes_on && !quotes && (found.kind != Kind::Credit || !stop)).then_some(found)
        };
        let labelled = lists.iter().find_map(label);
        // “Read also the small print, he says.” asks somebody else.
        let asks = |found: &Match| {
            let imperative = BUILT_IN.start(words, Place::Label).filter(|label| label.to == found.to);
            !(stop && labelled.is_none() && found.from == 0 && imperative.is_some_and(|it| it.kind == Kind::More))
        };
        let start = BUILT_IN.start(words, Place::Start).filter(asks);
        let anywhere = inside
            .iter()
            .find(|found| found.place == Place::Inside && asks(found) && !is_mentioned(text, words, found))
            .copied();
        let found = [
            (Sign::Label, labelled),
            (Sign::Start, start),
            (Sign::End, BUILT_IN.end(words).filter(|found| !is_mentioned(text, words, found))),
            (Sign::Inside, anywhere),
            (Sign::Foot, inside.iter().find(|found| found.place == Place::Foot).copied()),
        ];
        if self.solid && found.iter().any(|(_, found)| found.is_some()) {
            self.signs.set(Sign::Quoted, is_quoted(text));
            self.signs.set(Sign::Contact, has_account(text));
        }
        for (sign, found) in found {
            let Some(found) = found else { continue };
            self.signs.set(sign, true);
            // An address says less of what it is than words do.
            let told = self.kind.filter(|kind| *kind != Kind::Author || !self.signs.has(Sign::Contact));
            self.kind = Some(told.unwrap_or(found.kind));
            self.solid = false;
        }
        let only_starts = ![Sign::Label, Sign::End, Sign::Inside, Sign::Foot].iter().any(|sign| self.signs.has(*sign));
        if let Some(found) = start.filter(|_| stop && only_starts && !self.signs.has(Sign::Contact)) {
            self.signs.set(Sign::Sentence, goes_on_as_prose(text, words, &found));
        }
    }

    /// Where a phrase is glued to sentences of the article, these are no residue with it.
    fn part_from_prose(&mut self, text: &str, words: &[Word], inside: &[Match], lists: [&Phrases; 2]) {
        let Some(glued) = self.head.or(self.tail) else { return };
        let rest = if glued.start == 0 { glued.end as usize..text.len() } else { 0..glued.start as usize };
        let within = |word: &&Word| rest.contains(&(word.start as usize));
        let from = words.iter().position(|word| within(&word)).unwrap_or(0);
        let to = words.iter().rposition(|word| within(&word)).map_or(from, |at| at + 1);
        let others = &words[from..to];
        let ends = ends_sentence(text[rest.clone()].trim_end());
        let end = (1..others.len()).find(|at| others[*at].marks.has(Marks::SENTENCE)).unwrap_or(others.len());
        let whole = ends || end < others.len() || others.len() > PROMPT;
        let prose = others.len() >= SOLID
            && whole
            && sentence(text, words, from..from + end.min(GLUED), inside, lists).is_none();
        let said = &words[words.partition_point(|word| word.start < glued.start)..];
        let labelled = BUILT_IN.start(said, Place::Label).is_some_and(|found| is_label(text, said, &found));
        let shown = || inside.iter().any(|one| one.place == Place::Caption && (from..to).contains(&one.from));
        // A caption goes with its credit: one sentence that tells of nobody who said something, or one that says itself
        // that it is one. A prompt of several sentences, which speak to the reader, goes as a whole.
        let caption = || {
            let told = end < others.len() && !reader::is_addressed(text, others) || reader::reports(others);
            !told || may_be_a_caption(&text[rest.clone()], others, shown())
        };
        let parted = prose
            && match glued.kind {
                Kind::Credit => words.len() > LONG || !caption(),
                Kind::Agency | Kind::Copyright | Kind::Own | Kind::Tagline => true,
                Kind::More if labelled => true,
                // What is told of an author belongs to where to find them.
                Kind::Author => others.len() > PROMPT,
                _ => others.len() > PROMPT || !reader::is_addressed(text, others),
            };
        if parted {
            for sign in [Sign::Label, Sign::Start, Sign::End, Sign::Inside, Sign::Foot, Sign::Credit] {
                self.signs.set(sign, false);
            }
            self.solid = true;
            self.kind = None;
        }
    }

    /// Residue in its first and in its last sentence.
    fn glued(&mut self, text: &str, words: &[Word], inside: &[Match], lists: [&Phrases; 2]) {
        let begins = |at: &usize| words[*at].marks.has(Marks::SENTENCE);
        if let Some(end) = (1..words.len().min(GLUED)).find(begins)
            && let Some((kind, doubtful)) = sentence(text, words, 0..end, inside, lists)
        {
            let asked = text[words[end - 1].end as usize..words[end].start as usize].contains('?');
            let (end, next) = gap(text, words[end - 1].end, words[end].start);
            // “Five minutes to read? He took a year.”
            if !(asked && matches!(kind, Kind::More | Kind::Stamp)) {
                self.head = Some(Glued { kind, start: 0, end, cut: (0, next), doubtful });
            }
        } else {
            self.head = lead(text, words, inside);
        }
        let all = words.len();
        let sentence = |from: usize| {
            let rights = text[words[from - 1].end as usize..words[from].start as usize].contains('©');
            let kind = if words[from].marks.has(Marks::DIGIT) { Kind::Copyright } else { Kind::Credit };
            let rights = (rights && all - from <= NAME).then_some((kind, false));
            rights.or_else(|| sentence(text, words, from..all, inside, lists))
        };
        let mut from = (1..all).rev().take(GLUED).filter(begins);
        if let Some(at) = tagline(words) {
            let (before, start) = gap(text, words[at - 1].end, words[at].start);
            let second = words.len() - repeated(words);
            let end = gap(text, words[second - 1].end, words[second].start).0;
            self.tail = Some(Glued { kind: Kind::Tagline, start, end, cut: (before, end), doubtful: true });
        } else if let Some((at, kind, doubtful)) =
            from.find_map(|at| sentence(at).map(|(kind, doubtful)| (at, kind, doubtful)))
        {
            let (before, start) = gap(text, words[at - 1].end, words[at].start);
            let end = text.len() as u32;
            self.tail = Some(Glued { kind, start, end, cut: (before, end), doubtful });
        } else if let Some(start) = bracket(text)
            && let Some(at) = words.iter().position(|word| word.start as usize > start).filter(|at| *at > 0)
        {
            let inner = &text[start..];
            let credit = has_credit(inner);
            let said = sentence(at).filter(|(_, doubtful)| !doubtful);
            if let Some(kind) = said.map(|(kind, _)| kind).or(credit.then_some(Kind::Credit)) {
                let (before, end) = (text[..start].trim_end().len() as u32, text.len() as u32);
                self.tail = Some(Glued { kind, start: start as u32, end, cut: (before, end), doubtful: false });
            }
        }
    }
}

/// What the sentence of the words of `range` is, where it is residue, and whether that is doubtful; `inside` are the
/// phrases that stand anywhere in the block.
fn sentence(
    text: &str,
    words: &[Word],
    range: Range<usize>,
    inside: &[Match],
    lists: [&Phrases; 2],
) -> Option<(Kind, bool)> {
    let (first, last) = (words.get(range.start)?, words[..range.end].last()?);
    let [own, built_in] = lists;
    let said = &words[range.clone()];
    if said.len() > GLUED {
        return None;
    }
    let telling = |kind: Kind| said.len() > 1 || matches!(kind, Kind::Advert | Kind::Own);
    let line = || match lists.iter().find_map(|list| list.line(said)) {
        Some((kind, Place::Line)) if telling(kind) => Some((kind, false)),
        _ => None,
    };
    let sure = |found: Match| (found.kind, false);
    let label = || {
        let found = built_in.start(said, Place::Label).filter(|found| is_label(text, said, found))?;
        // One word in front of a colon is little, but names that follow it are whom the picture is of; what ends as a
        // sentence was written for the article.
        let names = || found.kind == Kind::Credit && range.start > 0 && said.len() <= NAME && !ends_sentence(text);
        (found.to < said.len() && (found.to > 1 || names())).then(|| sure(found))
    };
    let of_own = || own.start(said, Place::Start).or_else(|| own.end(said)).map(sure);
    let within = |found: &&Match| range.start <= found.from && found.to <= range.end && found.place == Place::Inside;
    let anywhere = || inside.iter().find(within).copied().map(sure);
    let start = || built_in.start(said, Place::Start).map(|found| (found.kind, true));
    let found = line().or_else(label).or_else(of_own).or_else(anywhere).or_else(start)?;
    (!is_quoted(&text[first.start as usize..last.end as usize])).then_some(found)
}

/// A button or a prompt in front of a sentence of the article, with a colon or nothing between them.
fn lead(text: &str, words: &[Word], inside: &[Match]) -> Option<Glued> {
    let mut kind = None;
    let mut at = 0;
    while at < words.len() && (at == 0 || !words[at].marks.has(Marks::SENTENCE)) {
        let tile = BUILT_IN.start(&words[at..], Place::Line).map(|found| (found.kind, at + found.to));
        let within = inside.iter().find(|found| found.place == Place::Inside && found.from == at);
        let longest = tile.into_iter().chain(within.map(|found| (found.kind, found.to))).max_by_key(|(_, to)| *to);
        let Some((found, to)) = longest else { break };
        (kind, at) = (kind.or(Some(found)), to);
    }
    let labelled = BUILT_IN.start(words, Place::Label).filter(|found| found.to >= at && is_label(text, words, found));
    if let Some(found) = labelled {
        (kind, at) = (Some(found.kind), found.to);
    }
    let (kind, rest) = (kind?, words.get(at..).filter(|rest| rest.len() >= SOLID)?);
    let (end, next) = (words[at - 1].end as usize, rest[0].start as usize);
    // The sentence may open with a quotation mark.
    let next = end + text[end..next].find(OPENING).unwrap_or(next - end);
    let told = match kind {
        Kind::Advert | Kind::Share | Kind::Newsletter | Kind::Player | Kind::Comment => {
            labelled.is_some() || at > 1 || is_in_capitals(&text[..end])
        }
        // “Read more Dickens, the teacher said.”
        Kind::More | Kind::Widget => labelled.is_some(),
        _ => false,
    };
    let begins = text[next..].trim_start_matches(OPENING).starts_with(char::is_uppercase);
    let glued = told && begins && ends_sentence(text) && !text.ends_with(['…', '?', '!']);
    let start = text[..next].trim_end().len() as u32;
    (glued && !reader::is_addressed(text, rest)).then_some(Glued {
        kind,
        start: 0,
        end: start,
        cut: (0, next as u32),
        doubtful: false,
    })
}

/// So many words in a row are said by sites only.
const TELLING: usize = 4;

/// Whether what begins with the phrase `found` and ends as a sentence is one of the article for all that it says: it leads
/// nowhere, speaks to nobody, and the phrase is none that only a site says.
fn goes_on_as_prose(text: &str, words: &[Word], found: &Match) -> bool {
    let rest = &words[found.to..];
    if found.to >= TELLING {
        return false;
    }
    let timed = text.as_bytes().windows(3).any(|at| at[1] == b':' && at[0].is_ascii_digit() && at[2].is_ascii_digit());
    match found.kind {
        Kind::Stamp if timed || is_date(text, rest) => false,
        Kind::More | Kind::Widget | Kind::Navigation | Kind::Stamp | Kind::Copyright => {
            !reader::is_addressed(text, rest)
        }
        Kind::Share | Kind::Author => !reader::is_addressed(text, words),
        _ => false,
    }
}

/// Marks that open a quotation.
const OPENING: [char; 10] = ['“', '„', '«', '"', '‘', '‚', '「', '『', '‹', '»'];

/// Whether a phrase is named in a sentence and not said by it: in quotation marks with text around them.
fn is_mentioned(text: &str, words: &[Word], found: &Match) -> bool {
    let before = &text[..words[found.from].start as usize];
    // In French a space stands inside of the marks.
    let before = Some(before.trim_end()).filter(|before| before.ends_with('«')).unwrap_or(before);
    let behind = text[words[found.to - 1].end as usize..].trim_start();
    found.from > 0
        && before.ends_with(OPENING)
        && behind.starts_with(['”', '“', '»', '«', '"', '’', '‘', '」', '』', '›', ',', '.', '!', '?'])
}

/// Whether `text` opens with a quotation, or with what is said in a dialogue, and goes on behind it.
fn is_attributed(text: &str) -> bool {
    let mut chars = text.chars();
    let closing: &[char] = match chars.next() {
        Some('“' | '＂') => &['”', '“'],
        Some('„') => &['“', '”', '"'],
        Some('«') => &['»'],
        Some('»') => &['«'],
        Some('"') => &['"'],
        Some('‘' | '‚') => &['’', '‘'],
        Some('「') => &['」'],
        Some('『') => &['』'],
        Some('‹') => &['›'],
        Some('—' | '–' | '―') => return is_dialogue(chars.as_str()),
        _ => return false,
    };
    let rest = chars.as_str();
    let goes_on = |at: usize| {
        let behind = &rest[at..];
        let behind = behind.trim_start_matches(closing);
        // An apostrophe closes nothing.
        let apostrophe = rest[at..].starts_with('’') && behind.starts_with(char::is_alphabetic);
        (!apostrophe).then(|| behind.contains(char::is_alphabetic))
    };
    rest.match_indices(closing).find_map(|(at, _)| goes_on(at)).unwrap_or(false)
}

/// Whether what is said, behind its dash, is followed by a dash and who says so.
fn is_dialogue(said: &str) -> bool {
    said.match_indices(['—', '–', '―']).any(|(at, dash)| {
        said[at + dash.len()..].trim_start().starts_with(char::is_lowercase) && said[..at].contains(char::is_alphabetic)
    })
}

/// The most words that a caption's credit has.
const CREDIT: usize = 10;

/// Whether `text` ends in the label of a credit and whom it names.
fn ends_in_credit(text: &str, words: &[Word]) -> bool {
    let labelled = |at: usize| {
        let found = BUILT_IN.start(&words[at..], Place::Label);
        found.is_some_and(|found| {
            let gap = words
                .get(at + found.to)
                .map_or("", |next| &text[words[at + found.to - 1].end as usize..next.start as usize]);
            found.kind == Kind::Credit && gap.trim_start().starts_with([':', '：', '…', '.'])
        })
    };
    let named = bracket(text).is_some_and(|start| {
        let inner = words.iter().position(|word| word.start as usize > start).map_or(&[][..], |at| &words[at..]);
        (2..=CREDIT).contains(&inner.len()) && (0..inner.len()).any(|at| BUILT_IN.names_agency(&inner[at..]))
    });
    // Extractors drop the space in front of it.
    let joined = text.rfind("Credit:").is_some_and(|at| text.len() - at < 60);
    named || joined || (words.len().saturating_sub(CREDIT).max(1)..words.len()).any(labelled)
}

/// The least words of a caption behind which the name of an agency may stand in brackets; in a dateline there are fewer.
const SHOWN: usize = 5;

/// Whether `text`, which does not end as a sentence, ends in the name of an agency in brackets: `The pier on Friday (Ansa)`.
fn names_agency_in_brackets(text: &str, words: &[Word]) -> bool {
    let Some(start) = bracket(text).filter(|_| text.ends_with(')')) else { return false };
    let at = words.partition_point(|word| (word.start as usize) < start);
    (SHOWN..=LONG).contains(&at)
        && words.len() - at <= AGENCY
        && BUILT_IN.names_agency(&words[at..])
        && !ends_sentence(text[..start].trim_end())
}

/// Whether `text` is the initials of whoever wrote an article, as papers put them at its end: `(kob)`, `(kob/dpa)`.
fn is_initials(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inner.is_some_and(|inner| {
        inner.split(['/', ',']).map(str::trim).all(|name| {
            (2..=4).contains(&name.chars().count()) && name.chars().all(|c| c.is_alphabetic() && c.is_lowercase())
        })
    })
}

/// Whether `text` is the age for which a page is: `16+`.
fn is_age_rating(text: &str) -> bool {
    let age = text.strip_suffix('+').or_else(|| text.strip_prefix('(')?.strip_suffix("+)"));
    age.is_some_and(|age| (1..=2).contains(&age.len()) && age.bytes().all(|b| b.is_ascii_digit()))
}

/// The most words of the name of an agency that stands alone behind a bar.
const AGENCY: usize = 3;

/// Whether `text` ends in whom a picture is of, in the way of agencies (`. © AFP`, `| Reuters`, `. Agency/Vera Lind`), or is
/// the name of one with a bar in it.
fn ends_in_agency(text: &str, words: &[Word]) -> bool {
    let within = |from: usize| &words[words.partition_point(|word| (word.start as usize) < from)..];
    let marked = text.rfind('©').filter(|at| *at > 0).is_some_and(|at| (1..=NAME).contains(&within(at).len()));
    let alone = ["| ", " / ", ". /"].iter().filter_map(|mark| text.rfind(mark)).any(|at| {
        let name = within(at);
        (1..=AGENCY).contains(&name.len()) && name.len() < words.len() && BUILT_IN.names_agency(name)
    });
    let service = (2..=TINY).contains(&words.len()) && text.contains('/') && BUILT_IN.names_agency(words);
    marked || alone || service || ends_in_names(text, words)
}

/// Whether the last sentence of `text` is nothing but names with a bar between them, behind a date, or one of them the name
/// of an agency: `May 9, 2031. Agency/Vera Lind/File Photo`.
fn ends_in_names(text: &str, words: &[Word]) -> bool {
    let Some((before, names)) = text.rsplit_once(". ") else { return false };
    let named = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let all = || names.split(['/', ' ']).filter(|word| !word.is_empty());
    let joined = names.match_indices('/').any(|(at, _)| {
        let beside = (names[..at].chars().next_back(), names[at + 1..].chars().next());
        beside.0.is_some_and(char::is_alphabetic) && beside.1.is_some_and(char::is_uppercase)
    });
    let of_agency =
        || BUILT_IN.names_agency(&words[words.partition_point(|word| word.start as usize <= before.len())..]);
    before.contains(' ')
        && joined
        && (is_dated(text, words) || of_agency())
        && (2..=NAME).contains(&all().count())
        && all().all(named)
}

/// Whether `text` counts pictures: `[1/4] Gates at dawn`.
fn is_numbered_picture(text: &str) -> bool {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let counted = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    counted.is_some_and(|(count, rest)| {
        let both = count.split_once('/').is_some_and(|(one, all)| number(one) && number(all));
        both && !rest.trim().is_empty()
    })
}

/// Whether `text` begins with a sign of copyright, or with one in brackets and a year.
fn claims_rights(text: &str) -> bool {
    let year = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    text.starts_with('©') || ["(c)", "(C)"].iter().any(|sign| text.strip_prefix(sign).is_some_and(year))
}

/// Whether `text` is the clock of a player: `00:00 / 02:15`.
fn is_clock_of_a_player(text: &str) -> bool {
    let time = |part: &str| {
        let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.trim().split_once(':').is_some_and(|(minutes, seconds)| digits(minutes) && digits(seconds))
            && part.trim().len() > 3
    };
    text.len() <= 16 && text.split_once(['/', '|']).is_some_and(|(now, all)| time(now) && time(all))
}

/// Whether `text` says what headlines and names do not: a score, a rate, a signature behind a dash, a dateline.
fn is_data(text: &str, words: &[Word]) -> bool {
    let dash = |c: char| matches!(c, '—' | '–' | '-' | '*');
    let numbers = words.iter().filter(|word| word.marks.has(Marks::DIGIT)).count();
    let rate = numbers > 0 && text.starts_with('(') && text.ends_with(')');
    let score = numbers > 1 && numbers < words.len() && numbers * 3 >= words.len() && !is_dated(text, words);
    words.len() > 1 && (text.starts_with(dash) || text.ends_with(dash)) || rate || score
}

/// Words that stand for somebody who was named before.
const PRONOUNS: &[&str] =
    &["he", "she", "it", "they", "we", "i", "you", "er", "sie", "es", "wir", "il", "elle", "он", "она"];

/// Whether a text that ends as a sentence may be the caption of a picture: it quotes nobody, names whom it shows, and says
/// so with a date or says little more.
fn may_be_a_caption(text: &str, words: &[Word], shown: bool) -> bool {
    let dated = is_dated(text, words);
    let sentences = || words.iter().skip(1).filter(|word| word.marks.has(Marks::SENTENCE)).count();
    if !(shown && dated || (shown || dated) && sentences() <= 1) {
        return false;
    }
    let first = words.first().map_or("", |word| &text[word.start as usize..word.end as usize]);
    let quoted = is_quoted(text) || text.contains('”');
    !quoted && !PRONOUNS.contains(&&*first.to_lowercase())
}

/// Whether `text` ends as a sentence does.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '“', '»', '«', ')', ']', '」', '』', '*', '_', ' ']);
    bare.ends_with(['.', '!', '?', '。', '！', '？', '؟', '।', '…'])
}

/// The least words of a tagline.
const TAGLINE: usize = 6;

/// How many words at the end stand once more in front of themselves; none is zero.
fn repeated(words: &[Word]) -> usize {
    let half = (words.len() / 2).min(GLUED);
    let same = |n: &usize| {
        let (before, last) = words[words.len() - 2 * n..].split_at(*n);
        last[0].marks.has(Marks::SENTENCE) && before.iter().zip(last).all(|(a, b)| a.hash == b.hash)
    };
    (TAGLINE..=half).find(same).unwrap_or(0)
}

/// The word that the first copy of a sentence begins with that stands twice at the end of a block: what a site says of
/// itself, with the heading above it, where one is glued to it.
fn tagline(words: &[Word]) -> Option<usize> {
    let count = repeated(words);
    let at = words.len().checked_sub(2 * count).filter(|_| count > 0)?;
    (1..=at).rev().take(4).find(|at| words[*at].marks.has(Marks::SENTENCE))
}

/// Whether what a phrase leads to follows it: behind a colon, a bar or an arrow, or as a link.
fn is_label(text: &str, words: &[Word], found: &Match) -> bool {
    let Some(next) = words.get(found.to) else { return true };
    let gap = &text[words[found.to - 1].end as usize..next.start as usize];
    gap.contains([':', '：', '|', '»', '>', '→', '►', '▶', '[', '•']) || gap.contains(" – ") || gap.contains(" — ")
}

/// Between two sentences: where the marks of the first one end, and where the second one begins.
fn gap(text: &str, end: u32, next: u32) -> (u32, u32) {
    let between = &text[end as usize..next as usize];
    let marks = between.find(char::is_whitespace).unwrap_or(between.len());
    let space = between[marks..].find(|c: char| !c.is_whitespace()).unwrap_or(between.len() - marks);
    (end + marks as u32, end + (marks + space) as u32)
}

/// Where the bracket or the emphasis that ends `text` begins.
fn bracket(text: &str) -> Option<usize> {
    let text = text.trim_end();
    let open = [(")", "("), ("]", "["), ("**", "**"), ("__", "__"), ("*", "*"), ("_", "_")];
    open.iter().find_map(|(close, open)| text.strip_suffix(close)?.rfind(open))
}

/// Verbs of speaking in the form in which the software of web pages puts them behind the name of a reader.
const VERBS: &[&str] = &[
    "says",
    "said",
    "wrote",
    "writes",
    "sagt",
    "sagte",
    "schreibt",
    "schrieb",
    "dit",
    "écrit",
    "dice",
    "dijo",
    "escribió",
    "scrive",
    "scrisse",
    "diz",
    "disse",
    "escreveu",
    "zegt",
    "zei",
    "schreef",
    "пишет",
    "говорит",
    "сказал",
    "сказала",
];

/// Whether `text` ends in a verb of speaking and a colon.
fn speaks(text: &str) -> bool {
    let Some(name) = text.trim_end().strip_suffix([':', '：']).map(str::trim_end) else { return false };
    name.ends_with("说道")
        || name.rsplit(char::is_whitespace).next().is_some_and(|verb| VERBS.contains(&verb))
            && name.contains(char::is_whitespace)
}

/// Whether somebody is quoted in `text`.
fn is_quoted(text: &str) -> bool {
    if text.is_ascii() {
        return text.starts_with('"') || text.matches('"').count() > 1;
    }
    text.starts_with(['“', '„', '«', '"', '‘', '「', '『', '‹', '»'])
        || text.contains(['“', '„', '「'])
        || text.contains('«') && text.contains('»')
        || text.matches('"').count() > 1
}

/// Whether `text` names a year.
fn is_dated(text: &str, words: &[Word]) -> bool {
    let written = |word: &Word| &text[word.start as usize..word.end as usize];
    let year = |word: &str| {
        word.len() == 4
            && word.bytes().all(|b| b.is_ascii_digit())
            && (word.starts_with("19") || word.starts_with("20"))
    };
    words.iter().filter(|word| word.marks.has(Marks::DIGIT)).any(|word| year(written(word)))
}

/// Whether `text` is a time of day beside a year.
fn is_stamp(text: &str, words: &[Word]) -> bool {
    let written = |word: &Word| &text[word.start as usize..word.end as usize];
    let time = |pair: &[Word]| {
        let colon = text.get(pair[0].end as usize..pair[1].start as usize) == Some(":");
        colon && written(&pair[0]).len() <= 2 && written(&pair[1]).bytes().take_while(u8::is_ascii_digit).count() == 2
    };
    let named = |word: &Word| written(word).chars().all(char::is_alphabetic);
    words.len() <= SHORT && is_dated(text, words) && words.windows(2).any(time) && words.iter().any(named)
}

/// Whether `text` is the way to a page through the sections of its site.
fn is_path(text: &str, words: &[Word]) -> bool {
    let parts = |sign: &'static str| text.split(sign).map(str::trim);
    let named =
        |part: &str| part.chars().next().is_some_and(char::is_alphabetic) && part.split_whitespace().count() <= 4;
    (3..=16).contains(&words.len())
        && (!text.is_ascii() || text.contains('>'))
        && [" > ", " » ", " › ", " → "].iter().any(|sign| parts(sign).count() >= 3 && parts(sign).all(named))
}

/// Whether `text` is the way to a page through few sections of its site, the first of which every site has:
/// `Home / World`.
fn is_short_path(text: &str, words: &[Word]) -> bool {
    let sign = [" / ", " | ", " > ", " » ", " › "].into_iter().find(|sign| text.contains(sign));
    let parts = |sign: &'static str| text.split(sign).map(str::trim);
    let named = |part: &str| part.starts_with(char::is_uppercase) && part.split_whitespace().count() <= 3;
    // What the way leads to is the title of the article, where it stands there too.
    let leads = |sign: &'static str| {
        let parts: Vec<&str> = parts(sign).collect();
        parts.len() > 2 && words.len() <= 2 * SHORT && parts[..parts.len() - 1].iter().all(|part| named(part))
    };
    sign.is_some_and(|sign| {
        let first = text.find(sign).unwrap_or_default();
        let first = &words[..words.partition_point(|word| (word.end as usize) <= first)];
        let of_menu = || BUILT_IN.line(first).is_some_and(|(kind, _)| kind == Kind::Navigation);
        (words.len() <= SHORT && parts(sign).all(named) || leads(sign)) && of_menu()
    })
}

/// Whether `text` names an e-mail address or an account.
fn has_account(text: &str) -> bool {
    text.contains('@')
        && text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | ',' | '；' | '：')).any(
            |token| {
                let Some((user, host)) = token.split_once('@') else { return false };
                let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
                let host = host.trim_end_matches(['.', ':', ';', '!', '?', '|']);
                host.len() > 1
                    && host.chars().all(name)
                    && (user.is_empty() || host.contains('.') && user.chars().any(name))
            },
        )
}

/// Whether marks without a word are left of something, and no line between two parts of the text.
fn is_remnant(text: &str) -> bool {
    let decoration = |c: char| {
        c.is_whitespace() || matches!(c, '*' | '-' | '–' | '—' | '_' | '=' | '~' | '#' | '+' | '.' | '…' | '•' | '·')
    };
    text.contains(['|', ')', ']', '%', '>', ',', ';', ':', '/']) && !text.chars().all(decoration)
        || matches!(text.trim(), "." | "-")
}

fn is_in_capitals(text: &str) -> bool {
    !text.chars().any(char::is_lowercase) && text.chars().filter(|c| c.is_uppercase()).count() >= 6
}
