//! The quotation marks and brackets there are.

/// A quotation mark as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Glyph {
    /// `"`
    Straight,
    /// `'`
    StraightSingle,
    /// `“`
    Left,
    /// `”`
    Right,
    /// `‘`
    LeftSingle,
    /// `’`
    RightSingle,
    /// `„`
    Low,
    /// `‚`
    LowSingle,
    /// `«`
    LeftGuillemet,
    /// `»`
    RightGuillemet,
    /// `‹`
    LeftSingleGuillemet,
    /// `›`
    RightSingleGuillemet,
    /// `「`
    LeftCorner,
    /// `」`
    RightCorner,
    /// `『`
    LeftWhiteCorner,
    /// `』`
    RightWhiteCorner,
    /// ` `` `
    TexOpen,
    /// `''`
    TwoSingles,
    /// `＂`
    FullWidth,
}

/// The quotation marks that a paragraph begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leading {
    pub(crate) outer: Glyph,
    /// The one directly behind it.
    pub(crate) inner: Option<Glyph>,
}

/// Which level of quotation a mark belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// The outer one in most languages.
    Double,
    /// The inner one in most languages.
    Single,
}

/// Which way a mark points by its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// It opens.
    Open,
    /// It closes.
    Close,
    /// Its shape does not say.
    Either,
}

impl Glyph {
    /// The mark that `c` is.
    pub(crate) const fn of(c: char) -> Option<Self> {
        Some(match c {
            '"' => Self::Straight,
            '\'' => Self::StraightSingle,
            '“' | '‟' => Self::Left,
            '”' => Self::Right,
            '‘' | '‛' => Self::LeftSingle,
            '’' => Self::RightSingle,
            '„' => Self::Low,
            '‚' => Self::LowSingle,
            '«' => Self::LeftGuillemet,
            '»' => Self::RightGuillemet,
            '‹' => Self::LeftSingleGuillemet,
            '›' => Self::RightSingleGuillemet,
            '「' => Self::LeftCorner,
            '」' => Self::RightCorner,
            '『' => Self::LeftWhiteCorner,
            '』' => Self::RightWhiteCorner,
            '＂' => Self::FullWidth,
            _ => return None,
        })
    }

    /// How it is written.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Straight => "\"",
            Self::StraightSingle => "'",
            Self::Left => "“",
            Self::Right => "”",
            Self::LeftSingle => "‘",
            Self::RightSingle => "’",
            Self::Low => "„",
            Self::LowSingle => "‚",
            Self::LeftGuillemet => "«",
            Self::RightGuillemet => "»",
            Self::LeftSingleGuillemet => "‹",
            Self::RightSingleGuillemet => "›",
            Self::LeftCorner => "「",
            Self::RightCorner => "」",
            Self::LeftWhiteCorner => "『",
            Self::RightWhiteCorner => "』",
            Self::TexOpen => "``",
            Self::TwoSingles => "''",
            Self::FullWidth => "＂",
        }
    }

    pub(crate) const fn level(self) -> Level {
        match self {
            Self::StraightSingle
            | Self::LeftSingle
            | Self::RightSingle
            | Self::LowSingle
            | Self::LeftSingleGuillemet
            | Self::RightSingleGuillemet
            | Self::LeftWhiteCorner
            | Self::RightWhiteCorner => Level::Single,
            _ => Level::Double,
        }
    }

    pub(crate) const fn direction(self) -> Direction {
        match self {
            Self::Straight | Self::StraightSingle | Self::TwoSingles | Self::FullWidth => Direction::Either,
            Self::Left
            | Self::LeftSingle
            | Self::Low
            | Self::LowSingle
            | Self::LeftGuillemet
            | Self::LeftSingleGuillemet
            | Self::LeftCorner
            | Self::LeftWhiteCorner
            | Self::TexOpen => Direction::Open,
            _ => Direction::Close,
        }
    }

    /// Whether it can be an apostrophe.
    pub(crate) const fn is_apostrophe(self) -> bool {
        matches!(self, Self::StraightSingle | Self::RightSingle | Self::LeftSingle)
    }

    /// Whether a quotation that it opens is properly closed by `close`, in some language.
    pub(crate) const fn opens_for(self, close: Self) -> bool {
        use Glyph as G;
        matches!(
            (self, close),
            (G::Straight, G::Straight)
                | (G::StraightSingle, G::StraightSingle)
                | (G::FullWidth, G::FullWidth)
                | (G::Left, G::Right)
                | (G::LeftSingle, G::RightSingle)
                | (G::Low, G::Left | G::Right)
                | (G::LowSingle, G::LeftSingle | G::RightSingle)
                | (G::LeftGuillemet, G::RightGuillemet)
                | (G::RightGuillemet, G::LeftGuillemet)
                | (G::LeftSingleGuillemet, G::RightSingleGuillemet)
                | (G::RightSingleGuillemet, G::LeftSingleGuillemet)
                | (G::LeftCorner, G::RightCorner)
                | (G::LeftWhiteCorner, G::RightWhiteCorner)
                | (G::TexOpen, G::TwoSingles)
                | (G::TwoSingles, G::TwoSingles)
        )
    }

    /// The mark that usually closes what it opens.
    pub(crate) const fn closer(self) -> Self {
        match self {
            Self::Left | Self::Right => Self::Right,
            Self::LeftSingle | Self::RightSingle => Self::RightSingle,
            Self::Low => Self::Left,
            Self::LowSingle => Self::LeftSingle,
            Self::LeftGuillemet => Self::RightGuillemet,
            Self::RightGuillemet => Self::LeftGuillemet,
            Self::LeftSingleGuillemet => Self::RightSingleGuillemet,
            Self::RightSingleGuillemet => Self::LeftSingleGuillemet,
            Self::LeftCorner => Self::RightCorner,
            Self::LeftWhiteCorner => Self::RightWhiteCorner,
            Self::TexOpen => Self::TwoSingles,
            other => other,
        }
    }

    /// The mark that usually opens what it closes.
    pub(crate) const fn opener(self) -> Self {
        match self {
            Self::Right | Self::Left => Self::Left,
            Self::RightSingle | Self::LeftSingle => Self::LeftSingle,
            Self::RightGuillemet => Self::LeftGuillemet,
            Self::LeftGuillemet => Self::RightGuillemet,
            Self::RightSingleGuillemet => Self::LeftSingleGuillemet,
            Self::LeftSingleGuillemet => Self::RightSingleGuillemet,
            Self::RightCorner => Self::LeftCorner,
            Self::RightWhiteCorner => Self::LeftWhiteCorner,
            other => other,
        }
    }
}

/// The shape of a bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    Round,
    Square,
    Curly,
    /// `[[` and `]]` of a wiki link
    Wiki,
    /// `（）`
    WideRound,
    /// `［］`
    WideSquare,
    /// `【】`
    Lens,
    /// `《》`
    DoubleAngle,
    /// `〈〉`
    Angle,
    /// `〔〕`
    Shell,
}

impl Shape {
    /// The bracket that `c` is, and whether it opens.
    pub(crate) const fn of(c: char) -> Option<(Self, bool)> {
        Some(match c {
            '(' => (Self::Round, true),
            ')' => (Self::Round, false),
            '[' => (Self::Square, true),
            ']' => (Self::Square, false),
            '{' => (Self::Curly, true),
            '}' => (Self::Curly, false),
            '（' => (Self::WideRound, true),
            '）' => (Self::WideRound, false),
            '［' => (Self::WideSquare, true),
            '］' => (Self::WideSquare, false),
            '【' => (Self::Lens, true),
            '】' => (Self::Lens, false),
            '《' => (Self::DoubleAngle, true),
            '》' => (Self::DoubleAngle, false),
            '〈' => (Self::Angle, true),
            '〉' => (Self::Angle, false),
            '〔' => (Self::Shell, true),
            '〕' => (Self::Shell, false),
            _ => return None,
        })
    }

    /// The opening and the closing bracket.
    pub(crate) const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Round => ("(", ")"),
            Self::Square => ("[", "]"),
            Self::Curly => ("{", "}"),
            Self::Wiki => ("[[", "]]"),
            Self::WideRound => ("（", "）"),
            Self::WideSquare => ("［", "］"),
            Self::Lens => ("【", "】"),
            Self::DoubleAngle => ("《", "》"),
            Self::Angle => ("〈", "〉"),
            Self::Shell => ("〔", "〕"),
        }
    }
}
