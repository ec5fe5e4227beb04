//! Whether a block that stands in many articles is site furniture or legitimate repetition.
//!
//! The signals, strongest first: one source and many days (furniture); many sources and many days (a credit, a
//! licence); many sources within three days (wire copy, a quotation: legitimate).
//! Copies in articles that share much else with this one are no evidence: they are updates of the same story.

use jiff::civil::Date;

use crate::boilerplate::voice::Voice;

/// What is known of the articles that hold a copy, the one that asks included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// How many articles hold it.
    pub(super) articles: usize,
    /// How many of them have the source of the article that asks; that it has one.
    pub(super) same_source: Option<usize>,
    /// How many sources are named.
    pub(super) sources: usize,
    /// The first and the last day, where at least two are known.
    pub(super) days: Option<(Date, Date)>,
    /// How many words the block has.
    pub(super) words: usize,
    /// Whether its words alone say that it is no part of an article.
    pub(super) pattern: bool,
    /// Whether it stands at the head or the tail of the article.
    pub(super) edge: bool,
    /// Whether it ends as sentences do.
    pub(super) sentence: bool,
    /// Whose voice it speaks in.
    pub(super) voice: Voice,
    /// Whether some of the copies have other words.
    pub(super) changed: bool,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Furniture,
    /// Wire copy, a quotation, an update, a stock phrase.
    Legitimate,
}

/// Blocks of more words are prose that a newsroom may use again: they need more evidence.
const PROSE: usize = 40;
/// Sentences of fewer words may be stock sentences of a newsroom.
const SENTENCE: usize = 12;
/// A sentence of so few words among the paragraphs may be a stock phrase.
const STOCK: usize = 14;
/// What may be a stock phrase is furniture where so many articles have it.
const STOCK_ARTICLES: usize = 20;
/// What speaks to the reader is furniture among the paragraphs where so many articles have it.
const SPOKEN: usize = 6;
/// What stands in the articles of so few days is one story.
const STORY: i64 = 3;
/// No story has so many versions with the same words.
const MANY: usize = 10;
/// What many sources share for so long is no story.
const LONG: i64 = 30;

impl Evidence {
    pub(super) fn verdict(&self) -> Verdict {
        let span = self.days.map(|(first, last)| days_between(first, last));
        let one_story = span.is_some_and(|days| days <= STORY);
        let few = self.few();
        let furniture = if self.pattern {
            self.articles >= 3
        } else if one_story {
            false
        } else if let Some(same) = self.same_source.filter(|same| *same * 2 > self.articles || *same > few) {
            same >= few + usize::from(span.is_none())
        } else if self.sources > 1 {
            self.articles >= few + 2 && span.is_some_and(|days| days > LONG)
        } else {
            self.articles >= few + 2
        };
        if furniture { Verdict::Furniture } else { Verdict::Legitimate }
    }

    /// Whether it is furniture in so many articles, or for so long, that they are no versions of one story.
    pub(super) fn is_lasting(&self) -> bool {
        let long = self.days.is_some_and(|(first, last)| days_between(first, last) > LONG);
        let enough = if self.days.is_some() { MANY } else { MANY + 2 };
        self.verdict() == Verdict::Furniture && (long || self.articles >= enough)
    }

    /// Whether it is furniture wherever it stands, in a corpus of two to the power of `magnitude` articles: it is no
    /// sentence, its words say so, or very many articles have what speaks to the reader.
    pub(super) fn is_everywhere(&self, magnitude: u32) -> bool {
        let share = |part: u32| 1_usize << magnitude.saturating_sub(part);
        let prompts = self.voice == Voice::Reader
            && (self.articles >= STOCK_ARTICLES.max(share(3)) || self.articles >= SPOKEN.max(share(2)));
        self.pattern || !self.sentence || prompts
    }

    /// Whether it may be removed unseen wherever it stands: what speaks to the reader, is no short sentence, and has more
    /// articles than a story has versions of it.
    pub(super) fn is_prompt(&self) -> bool {
        let short = self.sentence && !self.pattern && self.words < SENTENCE;
        self.voice == Voice::Reader && !short && self.articles >= SPOKEN
    }

    /// How many articles of one source make furniture.
    fn few(&self) -> usize {
        // Among the paragraphs stand stock phrases: short sentences that a newsroom writes again and again.
        let told = self.voice != Voice::Reader;
        let few = match (self.sentence && !self.edge, self.words) {
            (true, 0..=STOCK) if told => STOCK_ARTICLES,
            (_, PROSE..) | (true, _) => 6,
            (false, _) => 3,
        };
        if self.changed { few + 2 } else { few }
    }

    /// What text may be that is no furniture.
    pub(super) fn guess(&self) -> &'static str {
        let long = self.days.is_some_and(|(first, last)| days_between(first, last) > LONG);
        let alone = self.sources == 1 && self.same_source.is_none_or(|same| same == self.articles);
        if long && alone { "text that this source uses again" } else { "wire copy, a quotation or an update" }
    }

    /// In how many articles it stands, of whom, over what time: `212 articles of example.org over 14 months`.
    pub(super) fn describe(&self, source: Option<&str>) -> String {
        let of = match (self.same_source, source, self.sources) {
            (Some(same), Some(source), _) if same == self.articles => format!(" of {source}"),
            (_, _, 0) => String::new(),
            (_, _, 1) => " of one source".to_owned(),
            (_, _, sources) => format!(" of {sources} sources"),
        };
        let over = match self.days {
            Some((first, last)) if first == last => format!(" on {first}"),
            Some((first, last)) => format!(" over {}", duration(days_between(first, last))),
            None => String::new(),
        };
        let unknown = match (of.is_empty(), over.is_empty()) {
            (true, true) => "; no source and no date is known",
            (true, false) => "; no source is known",
            (false, true) => "; no date is known",
            (false, false) => "",
        };
        format!("{} articles{of}{over}{unknown}", self.articles)
    }
}

fn days_between(first: Date, last: Date) -> i64 {
    i64::from(last.since(first).map_or(0, |span| span.get_days()))
}

/// A number of days as one says it.
fn duration(days: i64) -> String {
    match days {
        0..=60 => format!("{} days", days + 1),
        61..=730 => format!("{} months", (days + 15) / 30),
        _ => format!("{} years", (days + 182) / 365),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(articles: usize, same: Option<usize>, sources: usize, days: Option<i64>) -> Evidence {
        let first = Date::constant(2031, 3, 14);
        let span = |days: i64| (first, first.saturating_add(jiff::Span::new().days(days)));
        Evidence {
            articles,
            same_source: same,
            sources,
            days: days.map(span),
            words: 12,
            pattern: false,
            edge: true,
            sentence: true,
            voice: Voice::Report,
            changed: false,
        }
    }

    #[test]
    fn one_source_and_many_days_is_furniture() {
        assert_eq!(evidence(3, Some(3), 1, Some(20)).verdict(), Verdict::Furniture);
        assert_eq!(evidence(3, Some(3), 1, Some(2)).verdict(), Verdict::Legitimate);
        assert_eq!(evidence(2, Some(2), 1, Some(200)).verdict(), Verdict::Legitimate);
        assert_eq!(Evidence { changed: true, ..evidence(4, Some(4), 1, Some(20)) }.verdict(), Verdict::Legitimate);
        assert_eq!(Evidence { words: 80, ..evidence(4, Some(4), 1, Some(20)) }.verdict(), Verdict::Legitimate);
    }

    #[test]
    fn what_stands_in_many_articles_or_for_long_is_no_story() {
        assert!(!evidence(6, Some(6), 1, Some(8)).is_lasting());
        assert!(evidence(6, Some(6), 1, Some(60)).is_lasting());
        assert!(evidence(10, Some(10), 1, Some(8)).is_lasting());
        assert!(!evidence(10, None, 0, None).is_lasting());
        assert!(evidence(12, None, 0, None).is_lasting());
    }

    #[test]
    fn many_sources_are_furniture_only_over_a_long_time() {
        assert_eq!(evidence(30, Some(2), 20, Some(2)).verdict(), Verdict::Legitimate);
        assert_eq!(evidence(30, Some(2), 20, Some(14)).verdict(), Verdict::Legitimate);
        assert_eq!(evidence(30, Some(2), 20, Some(100)).verdict(), Verdict::Furniture);
    }

    #[test]
    fn without_source_and_date_the_number_decides() {
        assert_eq!(evidence(4, None, 0, None).verdict(), Verdict::Legitimate);
        assert_eq!(evidence(5, None, 0, None).verdict(), Verdict::Furniture);
    }

    #[test]
    fn a_stock_phrase_among_the_paragraphs_needs_more() {
        let phrase = Evidence { edge: false, ..evidence(12, Some(12), 1, Some(200)) };
        assert_eq!(phrase.verdict(), Verdict::Legitimate);
        assert_eq!(Evidence { sentence: false, ..phrase }.verdict(), Verdict::Furniture);
    }

    #[test]
    fn a_known_pattern_needs_little_else() {
        let newsletter = Evidence { pattern: true, ..evidence(3, Some(1), 3, Some(1)) };
        assert_eq!(newsletter.verdict(), Verdict::Furniture);
    }

    #[test]
    fn the_evidence_is_told() {
        assert_eq!(
            evidence(212, Some(212), 1, Some(420)).describe(Some("example.org")),
            "212 articles of example.org over 14 months"
        );
        assert_eq!(evidence(3, None, 0, None).describe(None), "3 articles; no source and no date is known");
        assert_eq!(evidence(5, Some(1), 4, Some(0)).describe(Some("a.org")), "5 articles of 4 sources on 2031-03-14");
        assert_eq!(evidence(5, Some(1), 4, None).describe(Some("a.org")), "5 articles of 4 sources; no date is known");
    }
}
