use std::path::Path;

use copydesk::format::Format;

fn format(name: &str, text: &str) -> Option<&'static str> {
    Format::of(Path::new(name), text).map(Format::name)
}

const COLUMNS: &str = "Lind B-PER\nspoke O\nin O\nBrannhavn B-LOC\n. O\n\nMoen B-PER\nlistened O\n. O\n\n";

#[test]
fn a_text_file_is_plain_unless_its_content_says_clearly_otherwise() {
    assert_eq!(format("a.txt", "The gates opened.\n"), Some("plain"));
    assert_eq!(format("a.txt", COLUMNS), Some("iob"));
    assert_eq!(format("a.md", COLUMNS), Some("markdown"));
    assert_eq!(format("a.txt", "O\nB-1\n"), Some("plain"));
}

#[test]
fn a_table_is_a_corpus_file_only_where_its_content_says_so() {
    assert_eq!(format("tides.tsv", "hour\theight\n1\t2.5\n"), None);
    assert_eq!(format("a.tsv", &COLUMNS.replace(' ', "\t")), Some("iob"));
}

#[test]
fn every_format_is_found_by_its_name() {
    for known in Format::all() {
        assert_eq!(Format::find(&known.name().to_uppercase()), Some(known));
    }
    assert_eq!(Format::find("docx"), None);
}

#[test]
fn columns_of_types_without_a_prefix_are_known_by_few_types_used_again() {
    let rows = "However\tO\nthe\tobject\nlast\tobject\nbuses\tobject\nfrom\tobject\nthe\tobject\ncity\tobject\nleave\tO\naround\ttime\n8\ttime\npm\ttime\nin\tO\nthe\ttime\nday\ttime\n,\tO\nor\tO\n.\tO\n\n";
    assert_eq!(format("a.tsv", rows), Some("iob"));
    assert_eq!(format("a.txt", "-DOCSTART-\n\nVgl. O\nRundschreiben O\nRAB PARTA\n1/2010 YEAR\nund O\n"), Some("iob"));
    let plus = "# global.columns = ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC IDENTITY\n1\ta\ta\tDET\tDT\t_\t2\tdet\t_\t_\t_\n";
    assert_eq!(format("a.conll", plus), Some("conllu"));
}
