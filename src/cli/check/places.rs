use memchr::memchr2_iter;

use super::Shown;

/// A place as programs and people count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Bytes of UTF-8 in front of it.
    pub byte: usize,
    /// Code points in front of it.
    pub point: usize,
    /// The line, the first one being 1.
    pub line: usize,
    /// The column in code points, the first one being 1.
    pub column: usize,
}

/// The places of everything that findings mention, found in one pass over the text.
#[derive(Debug)]
pub struct Places(Vec<Place>);

impl Places {
    /// The places that `findings` in `text` mention.
    pub(super) fn new(text: &str, findings: &[Shown]) -> Self {
        let offsets = findings
            .iter()
            .flat_map(|Shown { finding, .. }| {
                let here = finding.related.iter().filter(|related| related.file.is_none());
                let related = here.map(|related| related.span);
                let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
                std::iter::once(finding.span).chain(related).chain(edits).flat_map(|span| [span.start, span.end])
            })
            .collect();
        Self::of(text, offsets)
    }

    /// The places of `offsets` in `text`, in bytes and in any order.
    pub fn of(text: &str, mut offsets: Vec<usize>) -> Self {
        offsets.sort_unstable();
        offsets.dedup();

        let bytes = text.as_bytes();
        let ends_line = |at: usize| bytes[at] != b'\r' || bytes.get(at + 1) != Some(&b'\n');
        let mut line_ends = memchr2_iter(b'\n', b'\r', bytes).filter(|&at| ends_line(at)).peekable();
        let mut here = Place { byte: 0, point: 0, line: 1, column: 1 };
        let advance = |here: &mut Place, to: usize| {
            let points = text[here.byte..to].chars().count();
            here.byte = to;
            here.point += points;
            here.column += points;
        };
        let places = offsets.into_iter().map(|offset| {
            while let Some(end) = line_ends.next_if(|&end| end < offset) {
                advance(&mut here, end + 1);
                here.line += 1;
                here.column = 1;
            }
            advance(&mut here, offset);
            here
        });
        Self(places.collect())
    }

    /// The place of `byte`, which is one of those that were asked for.
    pub fn at(&self, byte: usize) -> Place {
        self.0[self.0.partition_point(|place| place.byte < byte)]
    }
}
