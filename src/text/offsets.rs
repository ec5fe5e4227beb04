use super::Encoding;

/// How a program counts what is in front of a place: brat counts code points, but not everything that writes its files
/// does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Counting {
    /// The unit.
    pub unit: Unit,
    /// What a line end counts.
    pub line_ends: LineEnds,
    /// What a byte order mark at the start counts.
    pub mark: Mark,
}

/// The unit of offsets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Unicode code points.
    #[default]
    CodePoint,
    /// UTF-16 code units: JavaScript, Java and C# count like that.
    Utf16,
    /// Bytes of UTF-8.
    Byte,
}

/// What a line end counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineEnds {
    /// Each of its characters counts.
    #[default]
    AsWritten,
    /// CRLF counts as one: the file was read with its line ends translated.
    One,
    /// LF alone counts as two: the file had CRLF when it was annotated.
    Two,
}

/// What a byte order mark counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mark {
    /// It is a character like any other.
    #[default]
    AsWritten,
    /// Nothing, though there is one.
    Skipped,
    /// One character, though there is none any more.
    Missing,
}

impl From<Unit> for Encoding {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::CodePoint => Self::Utf32,
            Unit::Utf16 => Self::Utf16,
            Unit::Byte => Self::Utf8,
        }
    }
}

/// So many characters lie between two places that are remembered.
const STEP: usize = 64;

/// Converts between the bytes of a text and offsets that are counted in some way.
///
/// Built in one pass; a conversion is a binary search and a look at a few characters, for plain ASCII nothing.
#[derive(Clone, Debug)]
pub struct Offsets<'a> {
    text: &'a str,
    counting: Counting,
    /// Every so many characters: the byte, and the offset there. Empty where both are always the same.
    places: Vec<(usize, usize)>,
    len: usize,
}

impl<'a> Offsets<'a> {
    /// Offsets in `text`, counted like that.
    #[must_use]
    pub fn new(text: &'a str, counting: Counting) -> Self {
        let as_written = counting.line_ends == LineEnds::AsWritten && counting.mark == Mark::AsWritten;
        if as_written && (counting.unit == Unit::Byte || text.is_ascii()) {
            return Self { text, counting, places: Vec::new(), len: text.len() };
        }
        let mut offsets = Self { text, counting, places: Vec::with_capacity(text.len() / STEP + 1), len: 0 };
        let mut at = usize::from(counting.mark == Mark::Missing);
        for (index, (byte, c)) in text.char_indices().enumerate() {
            if index % STEP == 0 {
                offsets.places.push((byte, at));
            }
            at += offsets.width(byte, c);
        }
        offsets.len = at;
        if offsets.places.is_empty() {
            offsets.places.push((0, usize::from(counting.mark == Mark::Missing)));
        }
        offsets
    }

    /// The text they are offsets in.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The offset of the end of the text.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What the character `c` at `byte` counts.
    fn width(&self, byte: usize, c: char) -> usize {
        let bytes = self.text.as_bytes();
        match (c, self.counting.line_ends) {
            ('\r', LineEnds::One) if bytes.get(byte + 1) == Some(&b'\n') => 0,
            ('\n', LineEnds::Two) if byte.checked_sub(1).is_none_or(|before| bytes[before] != b'\r') => 2,
            ('\u{feff}', _) if byte == 0 && self.counting.mark == Mark::Skipped => 0,
            _ => match self.counting.unit {
                Unit::CodePoint => 1,
                Unit::Utf16 => c.len_utf16(),
                Unit::Byte => c.len_utf8(),
            },
        }
    }

    /// The byte at `offset`; `None` where it lies behind the end or inside a character.
    #[must_use]
    pub fn to_byte(&self, offset: usize) -> Option<usize> {
        if self.places.is_empty() {
            return (offset <= self.text.len() && self.text.is_char_boundary(offset)).then_some(offset);
        }
        if offset > self.len {
            return None;
        }
        // The text begins behind a mark that counts nothing.
        if offset == 0 && self.counting.mark == Mark::Skipped && self.text.starts_with('\u{feff}') {
            return Some('\u{feff}'.len_utf8());
        }
        // Of several places with the same offset the first counts: a span ends in front of a CRLF, not inside it.
        let near = self.places.partition_point(|&(_, at)| at < offset).saturating_sub(1);
        let (start, mut at) = self.places[near];
        for (byte, c) in self.text[start..].char_indices() {
            if at >= offset {
                return (at == offset).then_some(start + byte);
            }
            at += self.width(start + byte, c);
        }
        (at == offset).then_some(self.text.len())
    }

    /// The offset of `byte`, which lies in bounds and on a character boundary.
    #[must_use]
    pub fn of_byte(&self, byte: usize) -> usize {
        if self.places.is_empty() {
            return byte;
        }
        let near = self.places.partition_point(|&(start, _)| start <= byte).saturating_sub(1);
        let (start, at) = self.places[near];
        let between = self.text[start..byte].char_indices().map(|(i, c)| self.width(start + i, c));
        at + between.sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counting(unit: Unit, line_ends: LineEnds, mark: Mark) -> Counting {
        Counting { unit, line_ends, mark }
    }

    #[test]
    fn offsets_are_counted_as_the_program_did() {
        let text = "\u{feff}a😀\r\nb\nc";
        let of_c = |counting| Offsets::new(text, counting).of_byte(text.len() - 1);
        let plain = Counting::default();
        assert_eq!(of_c(plain), 7);
        assert_eq!(of_c(counting(Unit::Utf16, LineEnds::AsWritten, Mark::AsWritten)), 8);
        assert_eq!(of_c(counting(Unit::Byte, LineEnds::AsWritten, Mark::AsWritten)), 12);
        assert_eq!(of_c(counting(Unit::CodePoint, LineEnds::One, Mark::AsWritten)), 6);
        assert_eq!(of_c(counting(Unit::CodePoint, LineEnds::Two, Mark::AsWritten)), 8);
        assert_eq!(of_c(counting(Unit::CodePoint, LineEnds::AsWritten, Mark::Skipped)), 6);
        assert_eq!(of_c(counting(Unit::CodePoint, LineEnds::AsWritten, Mark::Missing)), 8);
    }

    #[test]
    fn an_offset_inside_a_character_or_behind_the_end_is_none() {
        let utf16 = Offsets::new("a😀", counting(Unit::Utf16, LineEnds::AsWritten, Mark::AsWritten));
        assert_eq!([0, 1, 2, 3, 4].map(|at| utf16.to_byte(at)), [Some(0), Some(1), None, Some(5), None]);
        let skipped = Offsets::new("\u{feff}ab", counting(Unit::CodePoint, LineEnds::AsWritten, Mark::Skipped));
        assert_eq!([0, 1, 2, 3].map(|at| skipped.to_byte(at)), [Some(3), Some(4), Some(5), None]);
        assert_eq!(Offsets::new("ab", Counting::default()).to_byte(3), None);
        assert_eq!(Offsets::new("", Counting::default()).to_byte(0), Some(0));
    }

    proptest! {
        #[test]
        fn a_byte_comes_back_unless_its_character_counts_nothing(
            text in "[aé😀\r\n]{0,200}",
            unit in prop::sample::select(vec![Unit::CodePoint, Unit::Utf16, Unit::Byte]),
            line_ends in prop::sample::select(vec![LineEnds::AsWritten, LineEnds::One, LineEnds::Two]),
        ) {
            let offsets = Offsets::new(&text, counting(unit, line_ends, Mark::AsWritten));
            let mut at = 0;
            for (byte, c) in text.char_indices() {
                prop_assert_eq!(offsets.of_byte(byte), at);
                let inside = byte > 0 && line_ends == LineEnds::One && c == '\n' && text.as_bytes()[byte - 1] == b'\r';
                if !inside {
                    prop_assert_eq!(offsets.to_byte(at), Some(byte));
                }
                at += offsets.width(byte, c);
            }
            prop_assert_eq!(offsets.len(), at);
            prop_assert_eq!(offsets.to_byte(at + 1), None);
        }
    }
}
