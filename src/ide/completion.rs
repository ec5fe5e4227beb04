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

/// A value that is being written: what it is, and where it stands in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// What it is.
    pub wanted: Wanted,
    /// What is written in front of the cursor.
    pub typed: Span,
    /// What stands behind the cursor and goes with it: the rest of a value whose end is written already.
    pub rest: Span,
}

impl Value {
    /// The value from the byte `start` of `line` to the cursor at `at`, and behind it to the first of `ends` where no
    /// other character that values do not have stands in front of that.
    #[must_use]
    pub fn new(wanted: Wanted, line: &str, start: usize, at: usize, ends: &[char]) -> Self {
        let behind = &line[at..];
        let length =
            behind.find(|c: char| ends.contains(&c) || c.is_whitespace() || matches!(c, '<' | '[' | '{' | '('));
        let length = length.filter(|length| behind[*length..].starts_with(ends)).unwrap_or(0);
        Self { wanted, typed: Span::new(start, at), rest: Span::new(at, at + length) }
    }
}

/// What may be completed at the byte `at` of `line`.
///
/// Inside an annotation that is being written, whichever way: `[[i`, `[x]{#i`, `[x]{.T`, `<PER id="i`, `[x](T:i`, `[x](T`.
#[must_use]
pub fn wanted(line: &str, at: usize) -> Option<Value> {
    let before = &line[..at];
    let value = |wanted: Wanted, start: usize, ends: &[char]| Some(Value::new(wanted, line, start, at, ends));
    let tail = |mark: &str| before.rfind(mark).map(|at| (at + mark.len(), &before[at + mark.len()..]));
    if let Some((start, rest)) = tail("[[").filter(|(_, rest)| !rest.contains(['|', ']'])) {
        return value(Wanted::Id, start + rest.len() - rest.trim_start().len(), &['|', ']']);
    }
    if let Some((start, rest)) = tail("]{").filter(|(_, rest)| !rest.contains('}')) {
        let word = rest.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let wanted = match rest[word..].chars().next()? {
            '#' => Wanted::Id,
            '.' => Wanted::Type,
            _ => return None,
        };
        return value(wanted, start + word + 1, &['}', ' ']);
    }
    if let Some((start, rest)) = tail("](").filter(|(_, rest)| !rest.contains([')', '/', ' '])) {
        return match rest.find(':') {
            Some(colon) => value(Wanted::Id, start + colon + 1, &[')']),
            None => value(Wanted::Type, start, &[':', ')']),
        };
    }
    let (start, rest) = tail("<").filter(|(_, rest)| !rest.contains('>'))?;
    if let Some(equals) = rest.rfind('=') {
        let name = rest[..equals].rsplit(char::is_whitespace).next()?;
        let written = &rest[equals + 1..];
        let bare = written.strip_prefix(QUOTES).unwrap_or(written).trim_start_matches('#');
        let is_open = ["id", "ref", "key"].contains(&name) && !bare.contains(QUOTES);
        return if is_open { value(Wanted::Id, at - bare.len(), &QUOTES) } else { None };
    }
    // Behind `<` in front of a word, that word is what is to be annotated.
    if rest.chars().all(char::is_alphanumeric) { value(Wanted::Type, start, &['>']) } else { None }
}

/// What stands around the values of attributes.
const QUOTES: [char; 4] = ['"', '\'', '“', '”'];

#[cfg(test)]
mod tests {
    use super::*;

    /// The value at the mark `¦` of a line.
    fn at_mark(marked: &str) -> Option<(Wanted, String)> {
        let at = marked.find('¦').expect("a mark");
        let line = marked.replace('¦', "");
        let Value { wanted, typed, rest } = wanted(&line, at)?;
        Some((wanted, format!("{}¦{}", &line[typed.range()], &line[rest.range()])))
    }

    #[test]
    fn inside_annotations_ids_and_types_are_completed() {
        for (line, what, value) in [
            ("He met [[lin¦", Wanted::Id, "lin¦"),
            ("He met [Vera Lind]{.PER #li¦", Wanted::Id, "li¦"),
            ("He met [Vera Lind]{.P¦", Wanted::Type, "P¦"),
            ("He met <PER id=\"li¦", Wanted::Id, "li¦"),
            ("He met <persName ref=\"#li¦", Wanted::Id, "li¦"),
            ("He met <persName type=\"x\" ref=\"¦\">", Wanted::Id, "¦"),
            ("He met [Vera Lind](PER:li¦", Wanted::Id, "li¦"),
            ("He met [Vera Lind](PE¦", Wanted::Type, "PE¦"),
            ("He met <PE¦", Wanted::Type, "PE¦"),
        ] {
            assert_eq!(at_mark(line), Some((what, value.to_owned())), "{line}");
        }
    }

    #[test]
    fn what_is_written_of_a_value_behind_the_cursor_goes_with_it() {
        for (line, value) in [
            ("[Vera Lind]{.P¦ER #lind} came", "P¦ER"),
            ("[Vera Lind]{.PER #l¦ind} came", "l¦ind"),
            ("[[l¦ind|Vera Lind]] came", "l¦ind"),
            ("<PER id=\"l¦ind\">Vera Lind</PER>", "l¦ind"),
            ("[Vera Lind](P¦ER:lind) came", "P¦ER"),
            ("<P¦ER>Vera Lind</PER>", "P¦ER"),
            // What is to be annotated does not.
            ("<P¦Vera Lind came", "P¦"),
            ("[[l¦Vera Lind came", "l¦"),
            ("<PER id=\"¦Vera Lind came", "¦"),
        ] {
            assert_eq!(at_mark(line).map(|it| it.1), Some(value.to_owned()), "{line}");
        }
    }

    #[test]
    fn outside_of_annotations_nothing_is() {
        for line in [
            "He met",
            "[[lind|Ve",
            "[[lind|Vera]] and",
            "[Vera]{.PER} x",
            "[more](https://a",
            "a <b> c",
            "<PER id=\"lind\" ",
            "<PER id=\"lind\" type=\"",
            "<person xml:id=\"li",
        ] {
            assert_eq!(wanted(line, line.len()), None, "{line}");
        }
    }
}
