//! Tags: what they say, and which may follow which.

/// How tags mark the first and the last token of a mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Scheme {
    /// `B-` only where a mention follows another of the same type directly.
    Iob1,
    /// `B-` begins every mention.
    #[default]
    Iob2,
    /// `E-` ends a mention of several tokens, `S-` is one of one token.
    Bioes,
    /// The same with `L-` and `U-`.
    Bilou,
    /// A tag is a type and nothing else, as Stanford's recogniser is trained on: mentions of one type that touch are one.
    Io,
}

impl Scheme {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Iob1 => "IOB1",
            Self::Iob2 => "IOB2",
            Self::Bioes => "BIOES",
            Self::Bilou => "BILOU",
            Self::Io => "IO",
        }
    }

    /// Whether the end of a mention is marked.
    pub(crate) const fn marks_ends(self) -> bool {
        matches!(self, Self::Bioes | Self::Bilou)
    }

    /// The prefix for a place in a mention, as this scheme writes it.
    pub(crate) const fn prefix(self, place: Prefix) -> char {
        match (place, self) {
            (_, Self::Io) => 'I',
            (Prefix::Begin, _) => 'B',
            (Prefix::Inside, _) => 'I',
            (Prefix::End, Self::Bioes) => 'E',
            (Prefix::End, Self::Bilou) => 'L',
            (Prefix::Single, Self::Bioes) => 'S',
            (Prefix::Single, Self::Bilou) => 'U',
            (Prefix::End, Self::Iob1 | Self::Iob2) => 'I',
            (Prefix::Single, Self::Iob2) => 'B',
            (Prefix::Single, Self::Iob1) => 'I',
        }
    }

    /// The tag of a token at this place in a mention of the type `kind`.
    pub(crate) fn tag(self, place: Prefix, kind: &str) -> String {
        if self == Self::Io { kind.to_owned() } else { format!("{}-{kind}", self.prefix(place)) }
    }

    /// Reads a tag of the scheme, or one of another; `None` where it is none.
    pub(crate) fn read(self, field: &str) -> Option<Tag<'_>> {
        Tag::read(field).or_else(|| if self == Self::Io { Tag::bare(field) } else { None })
    }

    /// Whether tags of the scheme have this prefix.
    pub(crate) const fn has(self, prefix: u8) -> bool {
        matches!(
            (prefix, self),
            (b'B' | b'I', _) | (b'E' | b'S', Self::Bioes) | (b'M' | b'W', Self::Bioes) | (b'L' | b'U', Self::Bilou)
        )
    }
}

/// Where in its mention a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prefix {
    Begin,
    Inside,
    End,
    Single,
}

/// A tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag<'a> {
    /// `O`, or the mark for "not annotated".
    Outside,
    /// A token of a mention: the letter as written, where it stands, and the type.
    In { letter: u8, prefix: Prefix, kind: &'a str },
}

impl<'a> Tag<'a> {
    /// Reads a tag; `None` where it is none.
    pub(crate) fn read(field: &'a str) -> Option<Self> {
        let bytes = field.as_bytes();
        match bytes {
            [b'O'] => return Some(Self::Outside),
            [_, b'-', _, ..] => {}
            _ => return None,
        }
        let prefix = match bytes[0] {
            b'B' => Prefix::Begin,
            b'I' | b'M' => Prefix::Inside,
            b'E' | b'L' => Prefix::End,
            b'S' | b'U' | b'W' => Prefix::Single,
            _ => return None,
        };
        let kind = &field[2..];
        let is_name = |b: u8| {
            b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'_' | b'-' | b'.' | b'/' | b'+' | b':' | b'&')
        };
        kind.bytes().all(is_name).then_some(Self::In { letter: bytes[0], prefix, kind })
    }

    /// Reads a tag that is nothing but a type; `None` where it is none, or may be another one that is damaged.
    pub(crate) fn bare(field: &'a str) -> Option<Self> {
        let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/');
        let is_type = (2..=40).contains(&field.len()) && field.starts_with(|c: char| c.is_ascii_alphabetic());
        // Only what has one of these may be a tag, sound or damaged: most words have none.
        let may_be_tag = |field: &str| field.bytes().any(|b| matches!(b, b'-' | b'_'));
        let is_tag = |field| may_be_tag(field) && (Tag::read(field).is_some() || Tag::meant(field).is_some());
        let is_type = is_type && field.bytes().all(is_part) && !is_tag(field);
        is_type.then_some(Self::In { letter: b'I', prefix: Prefix::Inside, kind: field })
    }

    /// The tag that somebody meant who wrote `field`, which is none; `None` where that is not clear.
    pub(crate) fn meant(field: &str) -> Option<String> {
        let field = field.trim();
        if matches!(field, "o" | "0" | "O-" | "-O" | "О") {
            return Some("O".to_owned());
        }
        let (prefix, kind) = field.split_once(['-', '_', '–', '—', '‑'])?;
        let meant = format!("{}-{kind}", prefix.to_ascii_uppercase());
        Tag::read(&meant).is_some().then_some(meant.clone())
    }
}

/// Whether a type names a kind of phrase: a column of these says nothing of mentions.
pub(crate) fn is_chunk(kind: &str) -> bool {
    const CHUNKS: &[&str] = &[
        "NP", "VP", "PP", "ADJP", "ADVP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP", "NC", "VC", "PC", "AP", "CLP",
    ];
    CHUNKS.contains(&kind)
}
