//! Offsets in the units that tools count in.

use crate::text::Span;

/// What an offset counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Unicode code points, as Python does.
    Points,
    /// UTF-16 units, as JavaScript does.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

impl Unit {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Points => "code points",
            Self::Utf16 => "UTF-16 units",
            Self::Bytes => "bytes of UTF-8",
        }
    }
}

/// A text, and where each of its units begins.
#[derive(Debug)]
pub(crate) struct Measure<'a> {
    text: &'a str,
    /// The first byte of each code point and the end; empty where all of it is ASCII.
    points: Vec<u32>,
    /// The first byte of the code point that each UTF-16 unit is of, and the end; empty where these are the same as
    /// the points. The second unit of a pair stands for none.
    utf16: Vec<u32>,
}

/// The second unit of a pair.
const HALF: u32 = u32::MAX;

impl<'a> Measure<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut this = Self { text, points: Vec::new(), utf16: Vec::new() };
        if text.is_ascii() {
            return this;
        }
        this.points = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        if text.bytes().any(|b| b >= 0xf0) {
            for (at, c) in text.char_indices() {
                this.utf16.push(at as u32);
                this.utf16.extend((c.len_utf16() == 2).then_some(HALF));
            }
            this.utf16.push(text.len() as u32);
        }
        this
    }

    /// Whether it matters what is counted.
    pub(crate) fn units(&self) -> &'static [Unit] {
        match (self.points.is_empty(), self.utf16.is_empty()) {
            (true, _) => &[Unit::Points],
            (false, true) => &[Unit::Points, Unit::Bytes],
            (false, false) => &[Unit::Points, Unit::Utf16, Unit::Bytes],
        }
    }

    /// The length of the text.
    pub(crate) fn len(&self, unit: Unit) -> usize {
        match unit {
            Unit::Points if !self.points.is_empty() => self.points.len() - 1,
            Unit::Utf16 if !self.utf16.is_empty() => self.utf16.len() - 1,
            Unit::Utf16 => self.len(Unit::Points),
            _ => self.text.len(),
        }
    }

    /// The byte at which the unit number `offset` begins.
    pub(crate) fn byte(&self, offset: i64, unit: Unit) -> Option<usize> {
        let offset = usize::try_from(offset).ok()?;
        match unit {
            Unit::Points if !self.points.is_empty() => self.points.get(offset).map(|&at| at as usize),
            Unit::Utf16 if !self.utf16.is_empty() => {
                self.utf16.get(offset).filter(|&&at| at != HALF).map(|&at| at as usize)
            }
            Unit::Utf16 => self.byte(offset as i64, Unit::Points),
            _ => self.text.is_char_boundary(offset).then_some(offset),
        }
    }

    /// The stretch between two offsets; `None` where there is none.
    pub(crate) fn span(&self, start: i64, end: i64, unit: Unit) -> Option<Span> {
        let (start, end) = (self.byte(start, unit)?, self.byte(end, unit)?);
        (start < end).then(|| Span::new(start, end))
    }

    /// The offset of a byte, which begins a character or is the end.
    pub(crate) fn offset(&self, byte: usize, unit: Unit) -> usize {
        match unit {
            Unit::Points if !self.points.is_empty() => self.points.partition_point(|&at| (at as usize) < byte),
            Unit::Utf16 if !self.utf16.is_empty() => self.text[..byte].chars().map(char::len_utf16).sum(),
            Unit::Utf16 => self.offset(byte, Unit::Points),
            _ => byte,
        }
    }
}
