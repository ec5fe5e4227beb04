//! What an article itself does with its marks, so that nothing is assumed to be English.

use super::glyph::Glyph;

/// How often each mark stands where it can only have one role. Sums of tallies are tallies of the joined text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Marks in opening position, by [`Glyph`].
    opening: [u32; 19],
    /// Marks in closing position, by [`Glyph`].
    closing: [u32; 19],
    /// Straight apostrophes inside words.
    pub(crate) straight_apostrophes: u32,
    /// Curly apostrophes inside words.
    pub(crate) curly_apostrophes: u32,
    /// `[text](TYPE:id)`, where it can be an annotation.
    pub(crate) link_annotations: u32,
    /// `[text](address)`.
    pub(crate) links: u32,
    /// Annotations with an id.
    pub(crate) with_id: u32,
    /// Annotations without.
    pub(crate) without_id: u32,
    /// Bytes of text in paragraphs with marks.
    pub(crate) bytes: u32,
    /// Letters that the languages of the north of Europe have, which close quotations as they open them: å ä ö æ ø.
    pub(crate) northern: u32,
    /// Paragraphs that leave a `«` open.
    pub(crate) open_guillemets: u32,
}

impl Tally {
    pub(crate) fn opened(&mut self, glyph: Glyph) {
        self.opening[glyph as usize] += 1;
    }

    pub(crate) fn closed(&mut self, glyph: Glyph) {
        self.closing[glyph as usize] += 1;
    }

    /// Whether a single mark opened a quotation.
    pub(crate) fn opens_singly(&self) -> bool {
        self.open(Glyph::LeftSingle) + self.open(Glyph::StraightSingle) > 0
    }

    /// Adds what `other` counted.
    pub(crate) fn add(&mut self, other: &Self) {
        self.each(other, |sum, n| *sum += n);
    }

    /// Takes away what `other` counted, which is part of it.
    pub(crate) fn subtract(&mut self, other: &Self) {
        self.each(other, |sum, n| *sum -= n);
    }

    fn each(&mut self, other: &Self, act: impl Fn(&mut u32, u32)) {
        self.opening.iter_mut().zip(other.opening).for_each(|(sum, n)| act(sum, n));
        self.closing.iter_mut().zip(other.closing).for_each(|(sum, n)| act(sum, n));
        act(&mut self.straight_apostrophes, other.straight_apostrophes);
        act(&mut self.curly_apostrophes, other.curly_apostrophes);
        act(&mut self.link_annotations, other.link_annotations);
        act(&mut self.links, other.links);
        act(&mut self.with_id, other.with_id);
        act(&mut self.without_id, other.without_id);
        act(&mut self.bytes, other.bytes);
        act(&mut self.northern, other.northern);
        act(&mut self.open_guillemets, other.open_guillemets);
    }

    /// Whether the language may be one that opens quotations as it closes them: `”…”`, `»…»`.
    const fn is_northern(&self) -> bool {
        self.northern as usize * 60 > self.bytes as usize
    }

    /// Counts what the end of a paragraph settles.
    pub(crate) fn finish(&mut self, text: &str) {
        use Glyph as G;
        if *self == Self::default() {
            return;
        }
        self.bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let bytes = text.as_bytes();
        let northern = memchr::memchr_iter(0xC3, bytes).filter(|&i| {
            // Å Ä Æ Ö Ø and their small forms.
            bytes.get(i + 1).is_some_and(|b| matches!(b & !0x20, 0x84..=0x86 | 0x96 | 0x98))
        });
        self.northern = u32::try_from(northern.count()).unwrap_or(u32::MAX);
        self.open_guillemets = u32::from(self.open(G::LeftGuillemet) > self.close(G::RightGuillemet));
    }

    fn open(&self, glyph: Glyph) -> u32 {
        self.opening[glyph as usize]
    }

    fn close(&self, glyph: Glyph) -> u32 {
        self.closing[glyph as usize]
    }

    /// How often quotations of the outer level are opened in each style.
    fn by_style(&self) -> [(Style, u32); Style::COUNT] {
        use Glyph as G;
        [
            (Style::Straight, self.open(G::Straight) + self.open(G::FullWidth)),
            (Style::Curly, self.open(G::Left) + self.open(G::Right)),
            (Style::Low, self.open(G::Low)),
            (Style::Guillemets, self.open(G::LeftGuillemet)),
            (Style::InwardGuillemets, self.open(G::RightGuillemet)),
            (Style::Corner, self.open(G::LeftCorner)),
            (Style::Tex, self.open(G::TexOpen)),
        ]
    }
}

/// A way to write quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Style {
    /// `"…"`
    #[default]
    Straight,
    /// `“…”`, `”…”`
    Curly,
    /// `„…“`, `„…”`
    Low,
    /// `«…»`
    Guillemets,
    /// `»…«`, `»…»`
    InwardGuillemets,
    /// `「…」`
    Corner,
    /// ` ``…'' `
    Tex,
}

impl Style {
    /// How many there are.
    pub(crate) const COUNT: usize = 7;

    /// The style that a mark of the outer level belongs to when it opens.
    pub(crate) const fn of(open: Glyph) -> Option<Self> {
        Some(match open {
            Glyph::Straight | Glyph::FullWidth => Self::Straight,
            Glyph::Left | Glyph::Right => Self::Curly,
            Glyph::Low => Self::Low,
            Glyph::LeftGuillemet => Self::Guillemets,
            Glyph::RightGuillemet => Self::InwardGuillemets,
            Glyph::LeftCorner => Self::Corner,
            Glyph::TexOpen => Self::Tex,
            _ => return None,
        })
    }

    /// How it opens and closes a quotation.
    pub(crate) const fn marks(self) -> (&'static str, &'static str) {
        match self {
            Self::Straight => ("\"", "\""),
            Self::Curly => ("“", "”"),
            Self::Low => ("„", "“"),
            Self::Guillemets => ("«", "»"),
            Self::InwardGuillemets => ("»", "«"),
            Self::Corner => ("「", "」"),
            Self::Tex => ("``", "''"),
        }
    }

    /// Its name in messages.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Straight => "straight",
            Self::Curly => "curly",
            Self::Low => "low-high",
            Self::Guillemets => "guillemet",
            Self::InwardGuillemets => "inward guillemet",
            Self::Corner => "corner",
            Self::Tex => "TeX",
        }
    }
}

/// The conventions of one article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Conventions {
    /// The style of most quotations, where there are any.
    pub(crate) style: Option<Style>,
    /// Whether another style is (nearly) as frequent.
    pub(crate) contested: bool,
    /// Quotations open with `‘` or `'`, and `“` is for the inner level.
    pub(crate) single_primary: bool,
    /// The mark that closes `„`, where the article mostly uses one: `“` in German, `”` in Polish.
    pub(crate) low_closer: Option<Glyph>,
    /// Quotations open and close with `”`, as in Swedish and Finnish.
    pub(crate) right_opens: bool,
    /// Quotations open with `»`, as in German and Danish books.
    pub(crate) inward_guillemets: bool,
    /// Quotations open and close with `»`, as in Finnish and Swedish books.
    pub(crate) same_guillemets: bool,
    /// Paragraphs go on with a quotation by a leading `»`.
    pub(crate) guillemets_go_on: bool,
    /// Whether most apostrophes are curly; `None` where there are none.
    pub(crate) curly_apostrophes: Option<bool>,
    /// Whether both kinds of apostrophe occur.
    pub(crate) mixed_apostrophes: bool,
    /// Whether `[text](TYPE:id)` is an annotation here.
    pub(crate) link_annotations: bool,
    /// Whether annotations have ids as a rule.
    pub(crate) ids: bool,
}

impl Conventions {
    /// What `tally` says.
    pub(crate) fn of(tally: &Tally, link_annotations: crate::config::LinkAnnotations) -> Self {
        use crate::config::LinkAnnotations;
        use Glyph as G;
        let mut styles = tally.by_style();
        styles.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        let (style, most) = styles[0];
        let doubles: u32 = styles.iter().map(|&(_, n)| n).sum();
        let singles = tally.open(G::LeftSingle) + tally.open(G::StraightSingle) + tally.open(G::LowSingle);
        let (straight, curly) = (tally.straight_apostrophes, tally.curly_apostrophes);
        Self {
            style: (most > 0).then_some(style),
            contested: styles[1].1 * 2 > most,
            single_primary: singles >= 2 && singles > doubles,
            low_closer: match (tally.close(G::Left), tally.close(G::Right)) {
                _ if tally.open(G::Low) == 0 => None,
                (left, right) if left > 1 && left > 2 * right => Some(G::Left),
                (left, right) if right > 1 && right > 2 * left => Some(G::Right),
                _ => None,
            },
            right_opens: tally.open(G::Left) == 0
                && (tally.open(G::Right) >= 2 || tally.open(G::Right) == 1 && tally.is_northern()),
            inward_guillemets: tally.open(G::RightGuillemet) > tally.open(G::LeftGuillemet),
            same_guillemets: (tally.open(G::RightGuillemet).min(tally.close(G::RightGuillemet)) >= 2
                || tally.open(G::RightGuillemet) == 1 && tally.close(G::RightGuillemet) == 1 && tally.is_northern())
                && tally.open(G::LeftGuillemet) + tally.close(G::LeftGuillemet) == 0,
            guillemets_go_on: tally.open_guillemets > 0,
            curly_apostrophes: (straight + curly > 0).then_some(curly > straight),
            mixed_apostrophes: straight > 0 && curly > 0,
            ids: tally.with_id >= 2 && tally.with_id > 2 * tally.without_id,
            link_annotations: match link_annotations {
                LinkAnnotations::Always => true,
                LinkAnnotations::Never => false,
                LinkAnnotations::Auto => tally.link_annotations >= 2 && tally.link_annotations > tally.links,
            },
        }
    }
}
