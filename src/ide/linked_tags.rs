use crate::corpus::{Annotation, AnnotationStyle, Article};
use crate::text::{Source, Span};

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
