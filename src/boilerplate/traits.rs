//! What a block's own text says of whether it is residue of a scraper.

use super::byline::{is_byline, is_date};
use super::credit::{
    claims_rights, ends_in_agency, ends_in_credit, is_initials, is_numbered_picture, names_agency_in_brackets,
};
use super::glued::Glued;
use super::phrases::{BUILT_IN, Kind, Match, Phrases, Place};
use super::quoted::{OPENING, is_attributed, is_mentioned, is_quoted, speaks};
use super::reader;
use super::shapes::{
    ends_sentence, has_account, is_age_rating, is_clock_of_a_player, is_data, is_dated, is_in_capitals, is_label,
    is_path, is_remnant, is_short_path, is_stamp, may_be_a_caption,
};
use super::sign::{Sign, Signs};
use super::words::{Word, mix};
use crate::format::paragraphs::Shape;

/// The most words of a name, a button or a kicker.
pub(super) const TINY: usize = 4;
/// The most words of a short block.
pub(super) const SHORT: usize = 14;
/// The least words of a long one, less one.
pub(super) const LONG: usize = 50;
/// The least words of a block that is text of the article unless a phrase says otherwise.
pub(super) const SOLID: usize = 15;
/// Blocks of more words are text; only what is glued to them is looked at.
const MOST: usize = 90;
/// The most words of a photographer's and an agency's name.
pub(super) const NAME: usize = 7;
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
