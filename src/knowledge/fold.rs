use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name without what spellings of one name differ in: case, diacritics, width, punctuation, white space.
///
/// Two names are the same for the knowledge base where this is the same.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    fold_into(name, &mut folded);
    folded
}

/// [`fold`] behind what stands in `out`.
pub(super) fn fold_into(name: &str, out: &mut String) {
    let mut gap = false;
    let from = out.len();
    let mut push = |c: char| {
        if c.is_alphanumeric() {
            if std::mem::take(&mut gap) && out.len() > from {
                out.push(' ');
            }
            out.push(c);
        } else if !matches!(c, '\'' | '’' | '‘' | 'ʼ' | '.') {
            // Apostrophes and full stops join what stands on both sides: O’Carrick, U.S.
            gap = true;
        }
    };
    if name.is_ascii() {
        name.chars().for_each(|c| push(c.to_ascii_lowercase()));
    } else {
        let letters = name.nfkd().filter(|c| !is_combining_mark(*c));
        letters.flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)).for_each(push);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        for (one, other) in [
            ("Vera Lindqvist", "VERA  LINDQVIST"),
            ("Maeve O’Carrick", "maeve o'carrick"),
            ("U.S.", "US"),
            ("Nürnberg-Ost", "Nurnberg Ost"),
            ("ＮＨＫ", "nhk"),
            ("Ё-мобиль", "е мобиль"),
            (" “Gannet” Skerry", "Gannet Skerry"),
        ] {
            assert_eq!(fold(one), fold(other), "{one}");
        }
    }

    #[test]
    fn different_names_stay_different() {
        assert_ne!(fold("Lind"), fold("Lindt"));
        assert_ne!(fold("New York"), fold("Newyork"));
        assert_eq!(fold("東京"), "東京");
        assert_eq!(fold("?!"), "");
    }
}
