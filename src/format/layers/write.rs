//! What both kinds of layers need to write elements as a file has them: where they go, and the white space round them.

use crate::format::writing::escaped;
use crate::format::xml::Tree;
use crate::rules::Edit;
use crate::text::Span;

/// The white space that stands in front of the byte `at`.
pub(super) fn lead<'a>(tree: &Tree<'a>, at: usize) -> &'a str {
    let before = &tree.text[..at];
    &before[before.trim_ascii_end().len()..]
}

/// The white space in front of an element.
pub(super) fn before<'a>(tree: &Tree<'a>, element: u32) -> &'a str {
    lead(tree, tree.open(element).start)
}

/// The white space in front of the tag that closes an element; none where the tag that opens it does.
pub(super) fn before_close<'a>(tree: &Tree<'a>, element: u32) -> &'a str {
    tree.inner(element).filter(|inner| !inner.is_empty()).map_or("", |inner| lead(tree, inner.end))
}

/// The edit that puts `content`, elements with the white space in front of each, into `element`: behind its child
/// `last`, else at its beginning. `None` where the element, or that child, is never closed.
pub(super) fn append(tree: &Tree<'_>, element: u32, last: Option<u32>, content: &str) -> Option<Edit> {
    if let Some(last) = last {
        return Some(Edit::insert(tree.whole(last)?.end, content.to_owned()));
    }
    let (open, inner) = (tree.open(element), tree.inner(element)?);
    let end = before(tree, element);
    match tree.written(open).strip_suffix("/>") {
        Some(tag) => {
            let tail = Span::new(open.start + tag.trim_ascii_end().len(), open.end);
            Some(Edit::replace(tail, format!(">{content}{end}</{}>", tree.name(element))))
        }
        None if inner.is_empty() => Some(Edit::insert(inner.start, format!("{content}{end}"))),
        None => Some(Edit::insert(inner.start, content.to_owned())),
    }
}

/// An element that says `value` in the attribute `name` and nothing else, with the marks of another one that has it: what
/// that says in other attributes is of itself.
pub(super) fn like(tree: &Tree<'_>, sample: u32, name: &str, value: &str) -> Option<String> {
    let (tag, place) = (tree.written(tree.open(sample)), tree.attribute(sample, name)?);
    let quote = if tree.text[..place.start].ends_with('\'') { '\'' } else { '"' };
    let (body, end) = match tag.strip_suffix("/>") {
        Some(body) => (body, "/>".to_owned()),
        None => (tag.strip_suffix('>')?, format!("></{}>", tree.name(sample))),
    };
    let space = &body[body.trim_ascii_end().len()..];
    Some(format!("<{} {name}={quote}{value}{quote}{space}{end}", tree.name(sample)))
}

/// The edit that makes `value` the value of an attribute, which stands at `place`.
pub(super) fn set(tree: &Tree<'_>, place: Span, value: &str) -> Edit {
    let is_single = tree.text[..place.start].ends_with('\'');
    let written = escaped(value);
    Edit::replace(place, if is_single { written.replace('\'', "&apos;") } else { written })
}

/// A number behind all those of 32 bits that `ids` are, or end with: others are counted on from there.
pub(super) fn next_number<'a>(ids: impl Iterator<Item = &'a str>) -> u64 {
    let number = |id: &str| id[id.trim_end_matches(|c: char| c.is_ascii_digit()).len()..].parse::<u32>().ok();
    ids.filter_map(number).max().map_or(1, |last| u64::from(last) + 1)
}
