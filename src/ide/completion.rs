use crate::text::Span;

/// What may be completed at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The id of an entity.
    Id,
    /// The name of a type.
    Type,
    /// The name of an entity.
    Name,
}

/// What may be completed behind `before`, the text of a line up to the cursor, and how much of it is typed already.
///
/// Inside an annotation that is being written, whichever way: `[[i`, `[x]{#i`, `[x]{.T`, `<PER id="i`, `[x](T:i`, `[x](T`.
#[must_use]
pub fn wanted(before: &str) -> Option<(Wanted, Span)> {
    let typed = |at: usize| Span::new(at, before.len());
    let tail = |mark: &str| before.rfind(mark).map(|at| (at + mark.len(), &before[at + mark.len()..]));
    if let Some((at, rest)) = tail("[[").filter(|(_, rest)| !rest.contains(['|', ']'])) {
        return Some((Wanted::Id, typed(at + rest.len() - rest.trim_start().len())));
    }
    if let Some((at, rest)) = tail("]{").filter(|(_, rest)| !rest.contains('}')) {
        let word = rest.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        return match rest[word..].chars().next() {
            Some('#') => Some((Wanted::Id, typed(at + word + 1))),
            Some('.') => Some((Wanted::Type, typed(at + word + 1))),
            _ => None,
        };
    }
    if let Some((at, rest)) = tail("](").filter(|(_, rest)| !rest.contains([')', '/', ' '])) {
        return Some(match rest.split_once(':') {
            Some((kind, id)) => (Wanted::Id, typed(at + kind.len() + 1 + id.len() - id.len())),
            None => (Wanted::Type, typed(at)),
        });
    }
    let (at, rest) = tail("<").filter(|(_, rest)| !rest.contains('>'))?;
    for key in ["id=", "ref=", "key="] {
        if let Some(value) = rest.rfind(key).map(|found| found + key.len()) {
            let quoted = rest[value..].strip_prefix(['"', '\'', '“', '”']).unwrap_or(&rest[value..]);
            let bare = quoted.trim_start_matches('#');
            let closed = quoted.contains(['"', '\'', '”']);
            return (!closed).then(|| (Wanted::Id, typed(before.len() - bare.len())));
        }
    }
    rest.chars().all(char::is_alphanumeric).then(|| (Wanted::Type, typed(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inside_annotations_ids_and_types_are_completed() {
        for (before, what, typed) in [
            ("He met [[lin", Wanted::Id, "lin"),
            ("He met [Vera Lind]{.PER #li", Wanted::Id, "li"),
            ("He met [Vera Lind]{.P", Wanted::Type, "P"),
            ("He met <PER id=\"li", Wanted::Id, "li"),
            ("He met <persName ref=\"#li", Wanted::Id, "li"),
            ("He met [Vera Lind](PER:li", Wanted::Id, "li"),
            ("He met [Vera Lind](PE", Wanted::Type, "PE"),
            ("He met <PE", Wanted::Type, "PE"),
        ] {
            let (wanted, span) = wanted(before).unwrap_or_else(|| panic!("{before}"));
            assert_eq!((wanted, &before[span.range()]), (what, typed), "{before}");
        }
    }

    #[test]
    fn outside_of_annotations_nothing_is() {
        for before in [
            "He met",
            "[[lind|Ve",
            "[[lind|Vera]] and",
            "[Vera]{.PER} x",
            "[more](https://a",
            "a <b> c",
            "<PER id=\"lind\" ",
        ] {
            assert_eq!(wanted(before), None, "{before}");
        }
    }
}
