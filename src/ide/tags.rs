use std::collections::HashMap;

use crate::format::iob::Tag;
use crate::text::Span;

/// The tags that are legal at the end of `before`, the beginning of a row of IOB columns, and how much of one is typed;
/// `None` where no tag comes there.
///
/// `above` is the text in front of the row: its last row says whether a mention can go on, and all of it which types and
/// which prefixes the column has.
#[must_use]
pub fn legal_tags(above: &str, before: &str) -> Option<(Vec<String>, Span)> {
    let separator = if before.contains('\t') { '\t' } else { ' ' };
    let column = before.matches(separator).count();
    let typed = before.rfind(separator).map(|at| at + 1).filter(|_| column > 0)?;
    let cell = |row: &str| row.trim_end_matches('\r').split(separator).nth(column).map(str::to_owned);
    let parts = |tag: &str| Some((tag.chars().next()?, tag.get(2..).filter(|_| tag[1..].starts_with('-'))?.to_owned()));
    let cells = || above.lines().filter_map(&cell);
    // Types without a prefix: whatever the row before has, each may come.
    let is_bare = |tag: &String| Tag::bare(tag).is_some() || tag == "O";
    if cells().any(|tag| tag != "O") && cells().any(|tag| tag == "O") && cells().all(|tag| is_bare(&tag)) {
        let mut counts: HashMap<String, usize> = HashMap::new();
        cells().filter(|tag| tag != "O").for_each(|tag| *counts.entry(tag).or_default() += 1);
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let all = std::iter::once("O".to_owned()).chain(counts.into_iter().map(|(kind, _)| kind));
        let written = &before[typed..];
        return Some((all.filter(|tag| tag.starts_with(written)).collect(), Span::new(typed, before.len())));
    }
    let mut types: HashMap<String, usize> = HashMap::new();
    let mut long = false;
    for (prefix, kind) in above.lines().filter_map(|row| parts(&cell(row)?)) {
        *types.entry(kind).or_default() += 1;
        long |= matches!(prefix, 'E' | 'S');
    }
    if types.is_empty() && !above.lines().any(|row| cell(row).as_deref() == Some("O")) {
        return None;
    }
    let last = above.lines().next_back().and_then(|row| parts(&cell(row)?));
    let open = last.filter(|(prefix, _)| matches!(prefix, 'B' | 'I')).map(|(_, kind)| kind);
    let mut kinds: Vec<(String, usize)> = types.into_iter().collect();
    kinds.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let goes_on = open.iter().flat_map(|kind| ["I", "E"].map(|prefix| format!("{prefix}-{kind}")));
    let goes_on: Vec<String> = goes_on.filter(|tag| long || tag.starts_with('I')).collect();
    // With `E-` a mention that is open has to go on.
    let begins = kinds.iter().flat_map(|(kind, _)| ["B", "S"].map(|prefix| format!("{prefix}-{kind}")));
    let begins = begins.filter(|tag| long || tag.starts_with('B'));
    let others = std::iter::once("O".to_owned()).chain(begins).filter(|_| !(long && open.is_some()));
    let written = &before[typed..];
    let all = goes_on.into_iter().chain(others).filter(|tag| tag.starts_with(written));
    Some((all.collect(), Span::new(typed, before.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(above: &str, before: &str, expected: &str) {
        let found = legal_tags(above, before).map(|(tags, _)| tags.join(" "));
        assert_eq!(found.as_deref().unwrap_or("none"), expected);
    }

    #[test]
    fn a_mention_goes_on_where_one_is_open_and_nowhere_else() {
        let rows = "Oslo\tB-LOC\nand\tO\nLind\tB-PER\nof\tO\nTamsa\tB-PER\n";
        check(rows, "Bay\t", "I-PER O B-PER B-LOC");
        check(&format!("{rows}left\tO\n"), "Bay\t", "O B-PER B-LOC");
        check(&format!("{rows}\n"), "Bay\tB", "B-PER B-LOC");
        check(rows, "Ba", "none");
        check("just a text\n", "of words ", "none");
    }

    #[test]
    fn types_without_a_prefix_may_come_anywhere() {
        check("Oslo\tLOC\nand\tO\nLind\tPERS\nof\tO\nTamsa\tPERS\n", "Bay\t", "O PERS LOC");
    }

    #[test]
    fn with_ends_a_mention_that_is_open_has_to_go_on() {
        let rows = "Oslo\tS-LOC\nVera\tB-PER\n";
        check(rows, "Lind\t", "I-PER E-PER");
        check(&format!("{rows}Lind\tE-PER\n"), "left\t", "O B-PER S-PER B-LOC S-LOC");
    }
}
