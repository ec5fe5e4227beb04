//! What is read from a file whose text stands between markup: columns, XML, JSON, vertical text.
//!
//! The parser of each format cuts a file into *records* that can be read on their own (a line of JSON, a document of
//! columns, an element of a dump) and reads each into a [`Reading`].
//! A reading takes the articles out of their markup: an [`Extract`] holds the text as a reader would see it, and knows
//! where each stretch of it stands in the file, so that everything which works on plain articles works on it too.

use crate::rules::Finding;
use crate::text::Span;

/// What one record of a file holds. Spans count from the start of the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Its articles, in order.
    pub articles: Vec<Extract>,
    /// What is wrong with it, as far as the record alone tells; ascending by place.
    pub findings: Vec<Finding>,
    /// Stretches with a meaning, for colouring: ascending, none overlapping another, each on one line.
    pub tokens: Vec<Marked>,
}

/// A stretch of markup with a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The stretch; not empty.
    pub span: Span,
    /// What it is.
    pub role: Role,
}

/// What a stretch of markup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The name of a field, a column, an attribute.
    Key,
    /// Its value, where it is none of the others.
    Value,
    /// The type of an entity.
    Type,
    /// The id of an entity, a chain, an annotation.
    Id,
    /// Brackets, fences, tags.
    Delimiter,
    /// What is said about the file and not in it.
    Comment,
    /// An offset or another number that a program counts.
    Number,
}

/// An article taken out of its markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extract {
    /// All of it in the record.
    pub span: Span,
    /// Its metadata: `title`, `date`, `source`, `url`, `id`, … under the names that headers of plain articles use.
    pub fields: Vec<ExtractField>,
    /// Its text without markup, entities and escapes resolved: blocks with a blank line between them.
    /// Tokens of columns are joined as the format says they were written, else by single spaces.
    pub text: String,
    /// Where the text stands in the record, ascending in both; between two pieces the text has characters of its own
    /// (the space between two tokens, the blank line between two blocks).
    pub pieces: Vec<Piece>,
    /// What is annotated in it, ascending by the first part.
    pub annotations: Vec<ExtractAnnotation>,
}

/// A field of the metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractField {
    /// Its name.
    pub key: &'static str,
    /// Its value as text.
    pub value: String,
    /// Where the value stands in the record.
    pub span: Span,
}

/// A stretch of the text that stands in the record in one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes in [`Extract::text`].
    pub text: Span,
    /// Its bytes in the record. Of another length only where an escape or an entity stands for one character.
    pub source: Span,
}

/// An annotation of a stretch of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtractAnnotation {
    /// What is annotated: bytes of [`Extract::text`], ascending; several parts where it is discontinuous.
    pub parts: Vec<Span>,
    /// The name of its type and where that is written in the record.
    pub entity_type: Option<Written>,
    /// The name of its chain: mentions of one article with the same name are of one entity.
    pub chain: Option<Written>,
    /// The id of the entity in every article: an id of the knowledge base, a Wikidata item, a Wikipedia title.
    pub identity: Option<Written>,
    /// The markup that makes it, in the record: bracket cells, tags, a line of standoff. First what opens it.
    pub markup: Vec<Span>,
}

/// Something that is written in a file, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// What it says, escapes resolved.
    pub text: String,
    /// Where it stands in the record.
    pub span: Span,
}

impl Extract {
    /// Where the stretch `span` of the text stands in the record: from its first byte to its last, markup between
    /// them included; `None` where none of it does.
    #[must_use]
    pub fn to_source(&self, span: Span) -> Option<Span> {
        let first = self.pieces.partition_point(|piece| piece.text.end <= span.start);
        let behind = self.pieces.partition_point(|piece| piece.text.start < span.end.max(span.start + 1));
        let pieces = self.pieces.get(first..behind).filter(|pieces| !pieces.is_empty())?;
        let (head, tail) = (pieces[0], pieces[pieces.len() - 1]);
        let start = head.source_of(span.start.max(head.text.start));
        let end = tail.source_of(span.end.min(tail.text.end).max(span.start.max(tail.text.start)));
        Some(Span::new(start, end.max(start)))
    }

    /// The byte of the text that the byte `at` of the record stands for; `None` where it is markup.
    #[must_use]
    pub fn from_source(&self, at: usize) -> Option<usize> {
        let index = self.pieces.partition_point(|piece| piece.source.end < at);
        let piece = self.pieces.get(index).filter(|piece| piece.source.touches(at))?;
        let offset = at - piece.source.start;
        Some(if piece.is_verbatim() { piece.text.start + offset } else { piece.text.start })
    }
}

impl Piece {
    /// Whether it stands in the record as it is.
    fn is_verbatim(self) -> bool {
        self.text.len() == self.source.len()
    }

    /// Where the byte `at` of the text, in this piece or at its end, stands.
    fn source_of(self, at: usize) -> usize {
        if self.is_verbatim() {
            self.source.start + (at - self.text.start)
        } else if at >= self.text.end {
            self.source.end
        } else {
            self.source.start
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Tom &amp; <b>Ann</b>` as XML.
    fn extract() -> Extract {
        let piece = |text: (usize, usize), source: (usize, usize)| Piece {
            text: Span::new(text.0, text.1),
            source: Span::new(source.0, source.1),
        };
        let pieces =
            vec![piece((0, 4), (0, 4)), piece((4, 5), (4, 9)), piece((5, 6), (9, 10)), piece((6, 9), (13, 16))];
        Extract { text: "Tom & Ann".to_owned(), pieces, ..Extract::default() }
    }

    #[test]
    fn a_stretch_of_the_text_stands_where_its_pieces_do() {
        let extract = extract();
        assert_eq!(extract.to_source(Span::new(0, 3)), Some(Span::new(0, 3)));
        assert_eq!(extract.to_source(Span::new(4, 5)), Some(Span::new(4, 9)));
        assert_eq!(extract.to_source(Span::new(2, 8)), Some(Span::new(2, 15)));
        assert_eq!(extract.to_source(Span::new(20, 22)), None);
    }

    #[test]
    fn a_byte_of_the_record_is_found_in_the_text_unless_it_is_markup() {
        let extract = extract();
        assert_eq!(extract.from_source(2), Some(2));
        assert_eq!(extract.from_source(6), Some(4));
        assert_eq!(extract.from_source(11), None);
        assert_eq!(extract.from_source(14), Some(7));
    }
}
