//! Names of which the text says that they are one entity's: `Lind, better known as Kalle`.

use super::article::ArticleText;
use super::normal::NameWords;
use super::{Candidate, EntityKind, Form};

/// Adverbs in front of `known as`.
const ADVERBS: [&str; 14] = [
    "also ",
    "best ",
    "better ",
    "commonly ",
    "formerly ",
    "generally ",
    "often ",
    "once ",
    "popularly ",
    "previously ",
    "professionally ",
    "sometimes ",
    "universally ",
    "widely ",
];

/// What stands between two names of one entity, adverbs and marks aside.
const LINKS: [&str; 16] = [
    "known as",
    "known simply as",
    "known by the name",
    "known by his nom de guerre",
    "known by her nom de guerre",
    "known by his nickname",
    "known by her nickname",
    "known by his stage name",
    "known by her stage name",
    "aka",
    "a.k.a.",
    "nicknamed",
    "real name",
    "whose real name is",
    "whose real name was",
    "né",
];

/// Whether the text between the candidates `one` and `other`, which follows it, says that both name one entity; `name` is
/// the second one's name.
pub(super) fn are_one(article: &ArticleText<'_>, one: &Candidate, other: &Candidate, name: &NameWords<'_>) -> bool {
    if one.block != other.block || one.form != Form::Name {
        return false;
    }
    let text = &article.blocks[one.block].text;
    let Some(between) = text.get(one.span.end..other.span.start) else { return false };
    let is_person = |candidate: &Candidate| candidate.kind == Some(EntityKind::Person);
    let is_letters = name.text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let may_be = match one.kind {
        // `The party of Lind, known as the NCG`
        Some(EntityKind::Person) => is_person(other) || name.words.len() == 1 && !is_letters,
        Some(EntityKind::Organisation) => !is_person(other) || name.words.len() == 1,
        _ => false,
    };
    may_be && is_link(between)
}

/// Whether a text is what stands between two names of one entity: `, 68, also known as `.
fn is_link(between: &str) -> bool {
    let rest = between.trim_start_matches(" (").trim_start_matches([',', ' ']);
    let age = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut rest = if age.len() < rest.len() { age.trim_start_matches([',', ' ']) } else { rest };
    while let Some(behind) = ADVERBS.iter().find_map(|adverb| rest.strip_prefix(adverb)) {
        rest = behind;
    }
    let rest = rest.trim_end_matches([' ', ',', '"', '“', '\'', '‘']);
    LINKS.contains(&rest) && between.len() > rest.len()
}

#[cfg(test)]
mod tests {
    use super::is_link;

    #[test]
    fn what_says_that_two_names_are_one_entitys() {
        for between in
            [", also known as ", ", 68, better known as “", " (aka ", ", nicknamed ", ", known by his nom de guerre, "]
        {
            assert!(is_link(between), "{between}");
        }
        for between in [", ", " and the man known as ", ", known for ", ", known as the "] {
            assert!(!is_link(between), "{between}");
        }
    }
}
