use crate::corpus::{Annotation, AnnotationStyle, Article};
use crate::facts::FileFacts;
use crate::text::{Source, Span};

/// The places that say the same of one annotation in a file with markup, if `at` touches one of them: the names of two
/// tags, the type in the tags of a mention's rows (`PER` in `B-PER` and `I-PER`), the chain in two brackets.
pub fn linked_cells(facts: &FileFacts, source: &(impl Source + ?Sized), at: usize) -> Option<Vec<Span>> {
    let touching = (0..facts.article_count()).filter(|index| facts.article_span(*index).touches(at));
    let extracts = touching.filter_map(|index| facts.extract(index));
    let annotations = extracts.flat_map(|(extract, start)| extract.annotations.iter().map(move |it| (it, start)));
    annotations
        .map(|(annotation, start)| annotation.markup.iter().map(|span| span.shifted(start)).collect::<Vec<_>>())
        .filter(|pieces| pieces.len() > 1 && pieces.iter().any(|piece| piece.touches(at)))
        .filter_map(|pieces| same_part(&pieces, source))
        .find(|parts| parts.iter().any(|part| part.touches(at)))
}

/// What all pieces of markup say alike, and where each says it.
fn same_part(pieces: &[Span], source: &(impl Source + ?Sized)) -> Option<Vec<Span>> {
    let is_alike = |parts: &[Span]| {
        let first = source.slice(parts[0]);
        !first.is_empty() && parts[1..].iter().all(|part| source.slice(*part) == first)
    };
    let parts: Vec<Span> = pieces.iter().map(|piece| part(*piece, source)).collect::<Option<_>>()?;
    if is_alike(&parts) {
        return Some(parts);
    }
    // What opens a mention says more than its id.
    let ids = parts.iter().map(|part| {
        let text = source.slice(*part);
        Span::new(part.start, part.start + text.find('-').unwrap_or(text.len()))
    });
    Some(ids.collect::<Vec<_>>()).filter(|ids| is_alike(ids))
}

/// What a piece of markup says: the name of a tag, the type behind the prefix of a cell, what stands in a bracket or in
/// front of a number.
fn part(piece: Span, source: &(impl Source + ?Sized)) -> Option<Span> {
    let text = source.slice(piece);
    if text.starts_with('<') {
        return name(source, piece, if text.starts_with("</") { "</" } else { "<" });
    }
    if text.as_bytes().get(1) == Some(&b'-') {
        return Some(Span::new(piece.start + 2, piece.end));
    }
    let opened = text.len() - text.trim_start_matches('(').len();
    let inner = text[opened..].trim_end_matches(')');
    let inner = &inner[..inner.find('[').unwrap_or(inner.len())];
    Some(Span::new(piece.start + opened, piece.start + opened + inner.len()))
}

/// The two places where the name of a tag stands, if `at` touches one of them: `PER` in `<PER id="x">` and `</PER>`.
pub fn linked_tags(
    articles: impl IntoIterator<Item = Article>,
    source: &(impl Source + ?Sized),
    at: usize,
) -> Option<[Span; 2]> {
    articles
        .into_iter()
        .flat_map(|article| article.blocks)
        .filter(|block| block.span.touches(at))
        .flat_map(|block| block.inline.annotations)
        .filter(|annotation| annotation.style == AnnotationStyle::Tag && annotation.span.touches(at))
        .filter_map(|annotation| names(&annotation, source))
        .find(|names| names.iter().any(|name| name.touches(at)))
}

/// The names in the opening and the closing tag, where they are the same.
fn names(annotation: &Annotation, source: &(impl Source + ?Sized)) -> Option<[Span; 2]> {
    let open = name(source, annotation.open, "<")?;
    let close = name(source, annotation.close, "</")?;
    (source.slice(open) == source.slice(close)).then_some([open, close])
}

/// The name that follows `start` in a tag.
fn name(source: &(impl Source + ?Sized), tag: Span, start: &str) -> Option<Span> {
    let text = source.slice(tag);
    let rest = text.strip_prefix(start)?;
    let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
    let from = tag.start + start.len();
    (length > 0).then_some(Span::new(from, from + length))
}
