//! What stands on both sides of a mark.

/// What a neighbouring character is to a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// White space, or the edge of the paragraph.
    Space,
    /// An opening bracket or mark.
    Opening,
    /// A letter of a script that sets spaces between words.
    Letter,
    /// A digit.
    Digit,
    /// A letter of a script that does not: Han, kana, Thai.
    Dense,
    /// Closing punctuation, a closing bracket or mark.
    Closing,
    /// A dash, hyphen or slash.
    Dash,
    /// Anything else.
    Other,
}

impl Side {
    /// What `c` is; quotation marks are looked through by the caller.
    pub(crate) fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' => Self::Letter,
            '0'..='9' => Self::Digit,
            '.' | ',' | ';' | ':' | '!' | '?' | '…' | ')' | ']' | '}' | '%' => Self::Closing,
            '(' | '[' | '{' | '¿' | '¡' | '（' | '［' | '【' | '《' | '〈' | '〔' => Self::Opening,
            '。' | '，' | '、' | '；' | '：' | '！' | '？' | '）' | '］' | '】' | '》' | '〉' | '〕' | '．' => {
                Self::Closing
            }
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '/' | '|' | '·' | '•' | '−' => Self::Dash,
            c if c.is_whitespace() || is_invisible(c) => Self::Space,
            c if is_dense(c) => Self::Dense,
            c if c.is_alphabetic() => Self::Letter,
            c if c.is_numeric() => Self::Digit,
            '\u{300}'..='\u{36f}' => Self::Letter,
            _ => Self::Other,
        }
    }

    /// Whether text that an opening mark may follow lies here.
    pub(crate) const fn before_opening(self) -> bool {
        matches!(self, Self::Space | Self::Opening | Self::Dash)
    }

    /// Whether text that a closing mark may precede lies here.
    pub(crate) const fn after_closing(self) -> bool {
        matches!(self, Self::Space | Self::Closing | Self::Dash)
    }

    /// Whether it is part of a word.
    pub(crate) const fn is_word(self) -> bool {
        matches!(self, Self::Letter | Self::Digit)
    }
}

/// Whether `c` is of a script that does not set spaces between words.
pub(crate) const fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether `c` takes no room: zero-width characters and directional marks.
pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// What the word beside a mark says about the mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Hint {
    /// Nothing.
    #[default]
    None,
    /// The word behind it is one that lost its first letters (`’em`, `'til`).
    Clipped,
    /// A decade or a year without its century follows (`’90s`).
    Decade,
    /// The word in front ends in s or its like: a plural possessive (`banks’`).
    Possessive,
    /// The word in front lost its last letters (`goin’`, `an’`, `po’`).
    Dropped,
    /// A small number stands in front: feet, inches, minutes, seconds.
    Measure,
    /// A list marker (`a)`, `1)`).
    ListMarker,
    /// Part of an emoticon.
    Emoticon,
    /// A guillemet that points at what follows, as a step of a path.
    Arrow,
    /// No mark: part of an emoticon, a grade behind an abbreviation (`CCI**`), or of an abbreviation in a script that
    /// writes it so (Hebrew gershayim).
    Inner,
    /// `»` at the start of a paragraph, as Spanish and French go on with a quotation.
    GoesOn,
}

/// Words that have lost their first letters, without the apostrophe, in lower case.
/// Sorted. A closed class in each language: English, Dutch, Afrikaans, German, Italian dialect names as newspapers write them.
const CLIPPED: &[&str] = &[
    "appen",
    "appens",
    "ard",
    "arf",
    "av",
    "ave",
    "bout",
    "burb",
    "burbs",
    "cause",
    "cept",
    "copter",
    "cos",
    "cuz",
    "d",
    "e",
    "ee",
    "ello",
    "em",
    "er",
    "ere",
    "erself",
    "fess",
    "flu",
    "fore",
    "fraid",
    "frisco",
    "fro",
    "gainst",
    "gator",
    "gators",
    "hood",
    "hoods",
    "ie",
    "im",
    "imself",
    "is",
    "k",
    "kay",
    "lection",
    "lectric",
    "lil",
    "ll",
    "m",
    "mal",
    "merica",
    "mongst",
    "murica",
    "n",
    "nam",
    "nauf",
    "naus",
    "nawlins",
    "ndrangheta",
    "ndranghetista",
    "ndranghetisti",
    "ndrina",
    "ndrine",
    "ne",
    "neaf",
    "neath",
    "nem",
    "nen",
    "ner",
    "nes",
    "nilla",
    "nite",
    "nother",
    "nough",
    "ns",
    "nuff",
    "nunter",
    "nuther",
    "nüber",
    "o",
    "ol",
    "orrible",
    "ospital",
    "ouse",
    "ow",
    "phone",
    "phones",
    "plane",
    "planes",
    "pon",
    "possum",
    "puter",
    "r",
    "ran",
    "rauf",
    "raus",
    "re",
    "rein",
    "rin",
    "roids",
    "roo",
    "roos",
    "round",
    "rum",
    "runter",
    "rüber",
    "s",
    "sall",
    "sblood",
    "scuse",
    "shroom",
    "shrooms",
    "spect",
    "splain",
    "spose",
    "sta",
    "stache",
    "ste",
    "stead",
    "sti",
    "sto",
    "t",
    "taint",
    "til",
    "till",
    "tis",
    "tit",
    "tother",
    "tude",
    "twas",
    "tween",
    "twere",
    "twill",
    "twixt",
    "twould",
    "ullo",
    "un",
    "undred",
    "varsity",
    "ve",
    "za",
    "zactly",
    "zat",
    "zine",
    "zup",
];

/// The hint for an apostrophe-like mark between `before` and `after`, the text on both sides of it.
pub(crate) fn apostrophe_hint(before: &str, after: &str) -> Hint {
    let next = after.chars().next();
    let last = before.chars().next_back();
    let starts_word = !last.is_some_and(char::is_alphanumeric);
    if starts_word {
        if next.is_some_and(|c| c.is_ascii_digit()) {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            return if digits == 2 { Hint::Decade } else { Hint::None };
        }
        let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if word.len() <= 16 && CLIPPED.binary_search_by(|w| (*w).cmp(&word.to_lowercase())).is_ok() {
            return Hint::Clipped;
        }
        return if is_arabic_name(before, word, &after[word.len()..]) { Hint::Clipped } else { Hint::None };
    }
    if next.is_some_and(char::is_alphanumeric) {
        return Hint::None;
    }
    if last.is_some_and(|c| c.is_ascii_digit()) {
        return measure_hint(before);
    }
    // Behind a name in markup or a title in marks the name counts: “Gates”’ author.
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let word_start = before
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = before[word_start..].to_lowercase();
    if word.ends_with(['s', 'z', 'x', 'ß', 'ş', 'š', 'ž']) || word.ends_with("ce") {
        Hint::Possessive
    } else if word.ends_with("in") || word.chars().count() <= 3 {
        Hint::Dropped
    } else {
        Hint::None
    }
}

/// Whether `word` stands among the particles of an Arabic name, so that the mark in front of it is the letter ayn:
/// ‘Umar ibn ‘Abd al-‘Aziz.
fn is_arabic_name(before: &str, word: &str, behind: &str) -> bool {
    let particles_before = ["al-", "el-", "ibn ", "bin ", "bint ", "Abu ", "Umm ", "Banu ", "Ibn "];
    let particles_behind = [" al-", " el-", " ibn ", " bin ", " bint ", " Abu "];
    word.starts_with(char::is_uppercase)
        && (word == "Abd"
            || particles_before.iter().any(|particle| before.ends_with(particle))
            || particles_behind.iter().any(|particle| behind.starts_with(particle)))
}

/// The hint for a mark behind a number: `6'`, `2"`, `51°30'`; a year is no measure.
pub(crate) fn measure_hint(before: &str) -> Hint {
    let digits = before.bytes().rev().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if (1..=3).contains(&digits) { Hint::Measure } else { Hint::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_of_apostrophes() {
        let hint = |text: &str| {
            let (before, after) = text.split_once('’').expect("a mark");
            apostrophe_hint(before, after)
        };
        assert_eq!(hint("told ’em so"), Hint::Clipped);
        assert_eq!(hint("the ’90s"), Hint::Decade);
        assert_eq!(hint("the banks’ money"), Hint::Possessive);
        assert_eq!(hint("goin’ home"), Hint::Dropped);
        assert_eq!(hint("6’ tall"), Hint::Measure);
        assert_eq!(hint("in 2015’ he"), Hint::None);
        assert_eq!(hint("a limit’ he"), Hint::None);
    }
}
