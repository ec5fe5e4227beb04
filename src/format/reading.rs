//! What is read from a file whose text stands between markup: columns, XML, JSON, vertical text.
//!
//! The parser of each format cuts a file into *records* that can be read on their own (a line of JSON, a document of
//! columns, an element of a dump) and reads each into a [`Reading`].
//! A reading takes the articles out of their markup: an [`Extract`] holds the text as a reader would see it, and knows
//! where each stretch of it stands in the file, so that everything which works on plain articles works on it too.

use super::records::Summary;
use crate::corpus::{Annotation, AnnotationStyle};
use crate::rules::{Edit, Finding, Fix};
use crate::text::Span;

/// What one record of a file holds. Spans count from the start of the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Its articles, in order.
    pub articles: Vec<Extract>,
    /// What is wrong with it, as far as the record alone tells; ascending by place.
    pub findings: Vec<Finding>,
    /// Stretches with a meaning, for colouring: ascending, none overlapping another, each on one line.
    /// Only asked for by [`super::records::Detail::Looks`].
    pub tokens: Vec<Marked>,
    /// Stretches that can be folded: sentences, elements; the outer in front of the inner.
    /// Only asked for by [`super::records::Detail::Looks`].
    pub folds: Vec<Span>,
    /// What the whole file needs to know of the record.
    pub summary: Summary,
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
    /// Whether the markup of annotations stands apart from the text, as offsets do: what stands between the two has
    /// nothing to do with them.
    pub apart: bool,
    /// Whether it is tokens in a row, in a format in which others are as somebody wrote them.
    pub tokenised: bool,
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

impl Extract {
    /// What of the text stands at `span` of the record.
    #[must_use]
    pub fn text_at(&self, span: Span) -> &str {
        self.place_of(span).and_then(|place| self.text.get(place.range())).unwrap_or_default()
    }

    /// Where what stands at `span` of the record is in the text; `None` where that is markup alone.
    #[must_use]
    pub fn place_of(&self, span: Span) -> Option<Span> {
        let first = self.pieces.partition_point(|piece| piece.source.end <= span.start);
        let behind = self.pieces.partition_point(|piece| piece.source.start < span.end);
        let pieces = self.pieces.get(first..behind).filter(|pieces| !pieces.is_empty())?;
        let (head, tail) = (pieces[0], pieces[pieces.len() - 1]);
        let start = if head.is_verbatim() && span.start > head.source.start {
            head.text.start + (span.start - head.source.start)
        } else {
            head.text.start
        };
        let end = if tail.is_verbatim() && span.end < tail.source.end {
            tail.text.start + (span.end - tail.source.start)
        } else {
            tail.text.end
        };
        (start < end).then(|| Span::new(start, end))
    }

    /// An annotation of it as the model of the corpus has it: from its first part to its last, with the markup unless
    /// that stands apart, spans from the start of the record; `None` where nothing that is annotated stands there.
    #[must_use]
    pub fn annotation(&self, annotation: &ExtractAnnotation) -> Option<Annotation> {
        let (first, last) = (annotation.parts.first()?, annotation.parts.last()?);
        let text = self.to_source(first.cover(*last))?;
        let within = |span: &&Span| self.span.contains(**span);
        let open = annotation.markup.first().filter(within).copied().unwrap_or(Span::empty(text.start));
        let close = annotation.markup.last().filter(within).copied().unwrap_or(Span::empty(text.end));
        Some(Annotation {
            span: if self.apart { text } else { text.cover(open).cover(close) },
            style: AnnotationStyle::Markup,
            text,
            open,
            close,
            entity_type: annotation.entity_type.as_ref().map(|written| written.span),
            id: annotation.identity.as_ref().or(annotation.chain.as_ref()).map(|written| written.span),
        })
    }

    /// Its blocks: stretches of the text with blank lines between them.
    pub fn blocks(&self) -> impl Iterator<Item = Span> + '_ {
        let mut at = 0;
        let blocks = self.text.split("\n\n").map(move |block| {
            let span = Span::new(at, at + block.len());
            at = span.end + 2;
            span
        });
        blocks.filter(|span| !span.is_empty())
    }

    /// Where the stretch `span` of the text stands in the record, where it stands there in one go and as it is.
    #[must_use]
    pub fn verbatim(&self, span: Span) -> Option<Span> {
        let source = self.to_source(span)?;
        let first = self.pieces.partition_point(|piece| piece.text.end < span.start);
        let pieces = self.pieces[first..].iter().take_while(|piece| piece.text.start <= span.end);
        let of_piece = |piece: &Piece| piece.is_verbatim() && piece.text.contains(span);
        let mut pieces = pieces.filter(|piece| span.is_empty() || piece.text.overlaps(span));
        pieces.any(of_piece).then_some(source).filter(|source| source.len() == span.len())
    }

    /// A finding about the text as one about the record; `None` where none of its place stands there.
    /// Of its fixes those stay that change nothing but text which stands in the record as it is.
    #[must_use]
    pub fn finding_to_source(&self, finding: &Finding) -> Option<Finding> {
        let mut it = finding.clone();
        it.span = self.to_source(finding.span)?;
        it.related.retain_mut(|related| {
            related.file.is_some() || self.to_source(related.span).map(|span| related.span = span).is_some()
        });
        // What a format may have to escape.
        let plain = |edit: &Edit| !edit.text.contains(['"', '\\', '<', '>', '&', '\n', '\r', '\t']);
        let moved = |edit: &Edit| Some(Edit { span: self.verbatim(edit.span)?, text: edit.text.clone() });
        let fix = |fix: &Fix| {
            let edits = fix.edits.iter().map(|edit| moved(edit).filter(|_| plain(edit))).collect::<Option<_>>()?;
            Some(Fix { title: fix.title.clone(), safety: fix.safety, edits })
        };
        it.fixes = finding.fixes.iter().filter_map(fix).collect();
        Some(it)
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
