//! What the columns of a row are called.

use crate::format::Markup;
use crate::format::columns::{Fields, Separator};
use crate::text::Span;

/// The columns of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The name of each, and what there is to say of it.
    pub columns: Vec<(String, &'static str)>,
    /// The one in which the place is that was asked for.
    pub active: usize,
}

/// <https://universaldependencies.org/format.html>
const CONLLU: &[(&str, &str)] = &[
    ("ID", "Number of the word in its sentence; `1-2` for a token of several words, `1.1` for an empty one"),
    ("FORM", "The word as it is written"),
    ("LEMMA", "Its lemma"),
    ("UPOS", "Its universal part of speech"),
    ("XPOS", "Its part of speech in the tag set of the language"),
    ("FEATS", "Morphological features: `Name=Value`, ascending, with | between them"),
    ("HEAD", "The ID of its head; 0 for the root"),
    ("DEPREL", "Its relation to the head"),
    ("DEPS", "The enhanced graph: `head:relation`, with | between them"),
    ("MISC", "Everything else, with | between: `Entity=…` opens and closes mentions, `SpaceAfter=No`"),
];

/// <https://conll.cemantix.org/2012/data.html>
const CONLL_2012: &[(&str, &str)] = &[
    ("document", "The document's id"),
    ("part", "The part of the document"),
    ("number", "Number of the word in its sentence"),
    ("word", "The word"),
    ("pos", "Its part of speech"),
    ("parse", "What of the parse tree opens and closes here; * stands for the word"),
    ("lemma", "The lemma of a predicate"),
    ("frameset", "The frameset of a predicate"),
    ("sense", "The sense of the word"),
    ("speaker", "Who speaks or writes"),
    ("entities", "What named entities open and close here"),
];
const ARGUMENTS: (&str, &str) = ("arguments", "What arguments of a predicate open and close here, a column for each");
const COREFERENCE: (&str, &str) = ("coreference", "The chains whose mentions open and close here: `(3`, `3)`, `(3)`");

const TOKEN: (&str, &str) = ("token", "The word");
const TAG: (&str, &str) = ("tag", "The mention that the word belongs to: O, or B- or I- and its type");
const UNNAMED: &str = "";

/// The columns of `row`, asked at a byte of it, in a file of this format that begins with `head`; `None` where the row
/// is one of no columns.
#[must_use]
pub fn columns(markup: Markup, head: &str, row: &str, at: usize) -> Option<Columns> {
    let separator = match markup {
        Markup::ConllU | Markup::WebAnno | Markup::Vertical => Separator::Tab,
        Markup::Iob | Markup::Conll2012 => Separator::of(row),
        _ => return None,
    };
    let is_comment =
        row.starts_with('#') && markup != Markup::Iob || row.starts_with('<') && markup == Markup::Vertical;
    let mut fields = Fields::default();
    let fields = fields.read(row, 0, separator);
    if is_comment || row.trim().is_empty() {
        return None;
    }
    let named = |all: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
        all.iter().map(|(name, about)| ((*name).to_owned(), *about)).collect()
    };
    let called = |names: &mut dyn Iterator<Item = &str>| -> Vec<(String, &'static str)> {
        names.map(|name| (name.trim().to_owned(), UNNAMED)).collect()
    };
    let mut columns = match markup {
        Markup::ConllU => match head.lines().find_map(|line| line.strip_prefix("# global.columns =")) {
            Some(names) => called(&mut names.split_whitespace()),
            None => named(CONLLU),
        },
        Markup::Conll2012 => {
            let mut all = named(CONLL_2012);
            let last = fields.len().saturating_sub(1);
            all.resize_with(last.max(all.len()), || (ARGUMENTS.0.to_owned(), ARGUMENTS.1));
            all.truncate(last);
            all.extend(named(&[COREFERENCE]));
            all
        }
        Markup::WebAnno => {
            let mut all =
                named(&[("number", "Of the sentence and of the token in it"), ("offsets", "In UTF-16 units"), TOKEN]);
            all.extend(crate::format::webanno::columns(head).map(|name| (name, UNNAMED)));
            all
        }
        _ => {
            // HIPE's files name their columns.
            let first = head.lines().next().unwrap_or_default();
            if first.starts_with("TOKEN\t") { called(&mut first.split('\t')) } else { named(&[TOKEN]) }
        }
    };
    let known = columns.len();
    if fields.len() > known {
        columns.extend((known..fields.len()).map(|number| (format!("column {}", number + 1), UNNAMED)));
        if markup == Markup::Iob
            && let Some(last) = columns.last_mut()
        {
            *last = (TAG.0.to_owned(), TAG.1);
        }
    }
    let in_front = fields.iter().filter(|field: &&Span| field.start <= at).count();
    Some(Columns { active: in_front.saturating_sub(1).min(columns.len() - 1), columns })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(markup: Markup, head: &str, marked: &str) -> String {
        let at = marked.find('‸').expect("a place");
        let row = marked.replace('‸', "");
        let Some(found) = columns(markup, head, &row, at) else { return "none".to_owned() };
        let names = found.columns.iter().enumerate();
        names
            .map(|(number, (name, _))| if number == found.active { format!("[{name}]") } else { name.clone() })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_columns_of_a_format_have_its_names() {
        let row = "1\tLind\tLind\tPROPN\tNNP\t_\t2\tnsubj\t‸_\tEntity=(e1)";
        assert_eq!(at(Markup::ConllU, "", row), "ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL [DEPS] MISC");
        assert_eq!(at(Markup::ConllU, "# global.columns = ID FORM MISC\n", "1\tLi‸nd\t_"), "ID [FORM] MISC");
        assert_eq!(at(Markup::ConllU, "", "# text = ‸Lind"), "none");
        let row = "d 0 1 Lind NNP * - - - - * * (3‸)";
        let names = "document part number word pos parse lemma frameset sense speaker entities arguments [coreference]";
        assert_eq!(at(Markup::Conll2012, "", row), names);
    }

    #[test]
    fn the_columns_of_a_file_have_the_names_it_gives() {
        assert_eq!(at(Markup::Iob, "", "Lind NNP I-NP ‸B-PER"), "token column 2 column 3 [tag]");
        assert_eq!(at(Markup::Iob, "TOKEN\tNE-COARSE-LIT\tMISC\n", "Lind\t‸B-pers\t_"), "TOKEN [NE-COARSE-LIT] MISC");
        let head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Entity|value|identifier\n#T_RL=a.Rel|kind|BT_a.Entity\n";
        let row = "1-1\t0-4\tLind\tPER\t‸_\t_\t_";
        assert_eq!(
            at(Markup::WebAnno, head, row),
            "number offsets token Entity value [Entity identifier] Rel kind Rel BT_a.Entity"
        );
        assert_eq!(at(Markup::Vertical, "", "Lind\tNN‸P"), "token [column 2]");
        assert_eq!(at(Markup::JsonLines, "", "{‸}"), "none");
    }
}
