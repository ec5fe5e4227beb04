//! What speaks for or against a block being residue, one sign each.

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
