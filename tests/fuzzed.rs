//! What the targets of `fuzz/` check, on samples of every format that were damaged at random, always in the same way.

#[path = "../fuzz/lib.rs"]
mod fuzz;

/// How often each sample is damaged.
const SEEDS: u64 = 1000;

const IOB: &str = "-DOCSTART-\tO\n\nVera\tB-PER\nLind\tI-PER\n😀\tO\nleft\tO\n\nOslo\tB-LOC\n\n";
const CONLLU: &str = "# newdoc id = a\n# global.Entity = eid-etype-head-other\n# sent_id = 1\n# text = Vera Lind\n\
                      1-2\tVera Lind\t_\t_\t_\t_\t_\t_\t_\t_\n1\tVera\t_\tPROPN\t_\t_\t0\troot\t_\tEntity=(e1[1/2]-person-1-\n\
                      2\tLind\t_\tPROPN\t_\t_\t1\tflat\t_\tBridge=e1<e2|Entity=e1[1/2])(e2-place-1-)\n\n";
const CONLL2012: &str = "#begin document (a); part 000\na 0 0 Vera NNP (S* - - - - (PERSON* (0|(1\na 0 1 Lind NNP *) - - - - *) 0)|1)\n\n\
                         #end document\n";
const VERTICAL: &str =
    "<doc id=\"a\">\n<s>\n<name type=\"PER\" id=\"c1\">\nVera\tNNP\nLind\tNNP\n</name>\n<g/>\n.\t.\n</s>\n</doc>\n";
const WEBANNO: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.NamedEntity|identifier|value\n\n\n#Text=Vera Lind 😀\n\
                       1-1\t0-4\tVera\t*[1]\tPER[1]\n1-2\t5-9\tLind\t*[1]\tPER[1]\n1-3\t10-12\t😀\t_\t_\n";
const XML: &str = "<?xml version=\"1.0\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p><persName ref=\"#lind\">Vera\n\
                   Lind</persName> &amp; <rs type=\"org\">&#x1F600; Board</rs></p><!-- x --></body></text></TEI>\n";
const SGML: &str = "<DOC>\n<DOCNO> a-1 </DOCNO>\n<TEXT>\n<p>\n<ENAMEX TYPE=\"PERSON\">Vera Lind</ENAMEX> left <b_numex TYPE=X>3<e_numex>.\n\
                    </TEXT>\n</DOC>\n";
const JSONL: &str = "{\"text\": \"\\ud83d\\ude00 Vera Lind\\n\\nleft\", \"label\": [[2, 11, \"PER\"]], \"meta\": {\"id\": 1}}\n\
                     {\"text\":\"Lind\",\"spans\":[{\"start\":0,\"end\":4,\"label\":\"PER\"}],\"tokens\":[{\"text\":\"Lind\",\"start\":0,\"end\":4,\"id\":0}]}\n";
const EXPORT: &str = "1 of 2 DOCUMENTS\n\nThe Post\n\nMarch 14, 2031\n\nHEADLINE: Gates shut\n\nBODY:\nThe gates were shut.\n\nLOAD-DATE: March 15, 2031\n\n\
                      2 of 2 DOCUMENTS\n\nLENGTH: 3 words\n\nGates open.\n";
const LAYERS: &str = "<Document doc_name=\"a\"><token t_id=\"1\" sentence=\"0\">Vera</token><token t_id=\"2\" sentence=\"0\">Lind</token>\
                      <Markables><HUMAN_PART_PER m_id=\"3\"><token_anchor t_id=\"1\"/><token_anchor t_id=\"2\"/></HUMAN_PART_PER></Markables></Document>\n";
const NIF: &str = "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .\n<http://a#char=0,9> a nif:Context ; \
                   nif:isString \"Vera Lind\" ; nif:beginIndex \"0\" ; nif:endIndex \"9\" .\n";
const ANN: &str = "T1\tPER 0 4;5 9\tVera Lind\nN1\tReference T1 Wikidata:Q1\tLind\nE1\tPER:T1 Who:T1\nR1\tKnows Arg1:T1 Arg2:T1\n\
                   A1\tSure T1 High\n*\tEquiv T1 T1\n#1\tNote T1\twhat\n\0Vera Lind 😀 left.\n\0Vera  Lindqvist 😀.\n\0[entities]\nPER\n[relations]\n\
                   Knows Arg1:PER, Arg2:PER\n[events]\n[attributes]\nSure Arg:PER, Value:High|Low\n";

/// Marks that mean something somewhere.
const MARKS: &[&str] = &[
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "<",
    ">",
    "</",
    "&",
    ";",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "|",
    "-",
    "_",
    "=",
    ":",
    ",",
    "\\",
    "\\u",
    "0",
    "99999999999999999999",
    "-1",
    "😀",
    "é",
    "\u{feff}",
    "\u{200b}",
    "#",
    "*",
    "T1",
    "B-",
    "I-",
    "Entity=",
];

/// The text with a few places of it changed.
fn damaged(text: &str, seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let mut chars: Vec<String> = text.chars().map(String::from).collect();
    for _ in 0..=next(6) {
        let at = next(chars.len());
        let mark = MARKS[next(MARKS.len())].to_owned();
        match next(6) {
            0 if at < chars.len() => drop(chars.remove(at)),
            1 if at < chars.len() => chars[at] = mark,
            2 => chars.truncate(at),
            3 => drop(chars.drain(at..(at + next(40)).min(chars.len()))),
            4 => {
                let copy = chars[at..(at + next(40)).min(chars.len())].to_vec();
                chars.splice(at..at, copy);
            }
            _ => chars.insert(at, mark),
        }
    }
    chars.concat()
}

#[test]
fn damaged_samples_of_every_format_are_read_without_a_panic() {
    for (format, sample) in [
        ("iob", IOB),
        ("conllu", CONLLU),
        ("conll-2012", CONLL2012),
        ("vertical", VERTICAL),
        ("webanno-tsv", WEBANNO),
        ("xml", XML),
        ("sgml", SGML),
        ("jsonl", JSONL),
        ("export", EXPORT),
        ("layers", LAYERS),
        ("nif", NIF),
    ] {
        (0..SEEDS).for_each(|seed| fuzz::check(format, damaged(sample, seed).as_bytes()));
    }
}

#[test]
fn damaged_standoff_is_read_verified_and_moved_without_a_panic() {
    (0..4 * SEEDS).for_each(|seed| fuzz::brat(damaged(ANN, seed).as_bytes()));
}

/// A wide space in front of the line end of old Macs.
#[test]
fn lines_of_an_export_end_in_any_way() {
    fuzz::check(
        "export",
        "Gates shut\u{2000}\rThe gates were shut.\u{2000}\r\nGulls came.\u{2000}\nRain fell.\n".as_bytes(),
    );
}
