//! NIF: texts and what is annotated in them as triples, in Turtle or N-Triples.

mod turtle;
mod write;

use std::collections::HashMap;

use self::turtle::{Term, TermKind, Triple};
pub(crate) use self::write::{annotate, link};
use super::assemble::Assembly;
use super::measure::{Measure, Unit};
use super::reading::{Extract, ExtractAnnotation, ExtractField, Marked, Reading, Role, Written};
use super::records::{Cut, Detail, Place, Whole};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// What is said of one subject.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    subject: Option<Term>,
    anchor: Option<Term>,
    begin: Option<Term>,
    end: Option<Term>,
    context: Option<Term>,
    text: Option<Term>,
    identity: Option<Term>,
    class: Option<Term>,
}

/// What of the whole file has to be known to read it: nothing.
pub(crate) type Context = ();

/// All of it is one record.
pub(crate) fn cut(text: &str) -> Cut {
    Cut { len: text.len(), seen: text.len() }
}

/// Nothing has to be known of the file.
pub(crate) fn context(_: &Whole<'_>) -> Context {}

/// Nothing is wrong with a file that its record does not say.
pub(crate) fn reduce(_: &Whole<'_>, (): &Context) -> Vec<Finding> {
    Vec::new()
}

/// Reads a file.
pub(crate) fn read(text: &str, _: Place, (): &Context, detail: Detail) -> Reading {
    read_file(text, detail == Detail::Looks)
}

/// Whether a text that begins with `head` is clearly NIF.
pub(crate) fn claims(head: &str) -> bool {
    head.contains("nif-core") && (head.contains("isString") || head.contains("beginIndex") || head.contains("@prefix"))
}

fn read_file(text: &str, looks: bool) -> Reading {
    let mut reading = Reading::default();
    let triples = turtle::triples(text, &mut reading.findings);
    let (order, said) = subjects(text, &triples);
    let mut by_context: HashMap<&str, Vec<Said>> = HashMap::new();
    for subject in &order {
        let of = said[subject];
        let Some(context) = of.context.filter(|_| of.text.is_none()) else { continue };
        let name = &text[context.inner.range()];
        if said.get(name).is_none_or(|of| of.text.is_none()) {
            let message = "No text in this file is the context that this points at";
            reading.findings.push(Finding::new(RuleId::DanglingPointer, context.span, message));
        }
        by_context.entry(name).or_default().push(of);
    }
    for subject in &order {
        let of = said[subject];
        let Some(isstring) = of.text.filter(|term| term.kind == TermKind::Literal) else { continue };
        let mut body = Assembly::default();
        turtle::decode(text, isstring.inner, &mut body);
        let phrases = by_context.remove(subject).unwrap_or_default();
        let annotations = annotations(text, &body.text, &of, &phrases, &mut reading.findings);
        let span = of.subject.map_or(isstring.span, |subject| subject.span.cover(isstring.span));
        let id =
            of.subject.map(|subject| ExtractField { key: "id", value: subject.inner_text(text), span: subject.inner });
        reading.articles.push(Extract {
            span,
            fields: id.into_iter().collect(),
            text: body.text,
            pieces: body.pieces,
            annotations,
            apart: true,
            tokenised: false,
        });
    }
    if looks {
        for triple in &triples {
            let mut mark = |term: Term, role| {
                if !term.span.is_empty() && !text[term.span.range()].contains(['\n', '\r']) {
                    reading.tokens.push(Marked { span: term.span, role });
                }
            };
            mark(triple.predicate, Role::Key);
            match local(&text[triple.predicate.inner.range()]) {
                "beginIndex" | "endIndex" => mark(triple.object, Role::Number),
                "taIdentRef" => mark(triple.object, Role::Id),
                "taClassRef" => mark(triple.object, Role::Type),
                _ => {}
            }
        }
        reading.tokens.sort_by_key(|marked| marked.span);
        reading.tokens.dedup_by(|next, kept| next.span.start < kept.span.end);
    }
    reading.summary.sound = 1;
    reading.articles.sort_by_key(|article| article.span);
    reading.findings.sort_by_key(|finding| (finding.span, finding.rule));
    reading
}

/// The names of all subjects, in order, and what is said of each.
fn subjects<'t>(text: &'t str, triples: &[Triple]) -> (Vec<&'t str>, HashMap<&'t str, Said>) {
    let mut order: Vec<&str> = Vec::new();
    let mut said: HashMap<&str, Said> = HashMap::new();
    for triple in triples {
        let subject = &text[triple.subject.inner.range()];
        let of = said.entry(subject).or_insert_with(|| {
            order.push(subject);
            Said { subject: Some(triple.subject), ..Said::default() }
        });
        let slot = match local(&text[triple.predicate.inner.range()]) {
            "anchorOf" => &mut of.anchor,
            "beginIndex" => &mut of.begin,
            "endIndex" => &mut of.end,
            "referenceContext" => &mut of.context,
            "isString" => &mut of.text,
            "taIdentRef" => &mut of.identity,
            "taClassRef" => &mut of.class,
            _ => continue,
        };
        slot.get_or_insert(triple.object);
    }
    (order, said)
}

impl Term {
    fn inner_text(&self, text: &str) -> String {
        text[self.inner.range()].to_owned()
    }

    fn integer(self, text: &str) -> Option<i64> {
        text[self.inner.range()].trim().parse().ok()
    }
}

/// The last part of a name: `anchorOf` of `nif:anchorOf`.
fn local(name: &str) -> &str {
    name.rsplit(['#', '/', ':']).next().unwrap_or(name)
}

/// What is annotated in `body`; reports what does not stand where it says.
fn annotations(
    text: &str,
    body: &str,
    context: &Said,
    phrases: &[Said],
    findings: &mut Vec<Finding>,
) -> Vec<ExtractAnnotation> {
    let measure = Measure::new(body);
    let anchors: Vec<Option<String>> = phrases.iter().map(|of| of.anchor_text(text)).collect();
    let unit = unit(text, body, &measure, context, phrases);
    let mut found = Vec::new();
    for (of, anchor) in phrases.iter().zip(&anchors) {
        let (Some(begin), Some(end)) = (of.begin, of.end) else { continue };
        let at = begin.span.cover(end.span);
        let span = of.place(text, &measure, unit);
        match (span, anchor) {
            (None, _) => findings.push(Finding::new(RuleId::SpanOutOfText, at, "The indices are of no text")),
            (Some(span), Some(anchor)) if *anchor != body[span.range()] => {
                let message = format!("The anchor is “{anchor}”, the indices are of “{}”", &body[span.range()]);
                let mut finding = Finding::new(RuleId::SpanTextMismatch, at, message);
                let places: Vec<usize> = body.match_indices(anchor.as_str()).map(|(at, _)| at).take(2).collect();
                if let ([only], false) = (places.as_slice(), anchor.is_empty()) {
                    let (from, to) = (measure.offset(*only, unit), measure.offset(only + anchor.len(), unit));
                    let mut edits =
                        vec![Edit::replace(begin.inner, from.to_string()), Edit::replace(end.inner, to.to_string())];
                    edits.sort_by_key(|edit| edit.span);
                    // The name of the subject holds the numbers too.
                    finding.fixes.push(Fix::unsafe_(format!("Write {from} and {to}"), edits));
                }
                findings.push(finding);
            }
            (Some(_), _) => findings.extend(name_differs(text, of, begin, end)),
        }
        let Some(span) = span else { continue };
        let written = |term: Term| Written { text: term.inner_text(text), span: term.inner };
        found.push(ExtractAnnotation {
            parts: vec![span],
            entity_type: of.class.map(|class| {
                let name = local(&text[class.inner.range()]);
                Written { text: name.to_owned(), span: Span::new(class.inner.end - name.len(), class.inner.end) }
            }),
            identity: of.identity.map(written),
            markup: of.subject.map(|subject| subject.span).into_iter().collect(),
            ..ExtractAnnotation::default()
        });
    }
    found.sort_by_key(|annotation| annotation.parts[0]);
    found
}

impl Said {
    /// What the phrase is said to be.
    fn anchor_text(&self, text: &str) -> Option<String> {
        Some(plain(text, self.anchor?.inner))
    }

    /// Where the indices say that the phrase stands.
    fn place(&self, text: &str, measure: &Measure<'_>, unit: Unit) -> Option<Span> {
        measure.span(self.begin?.integer(text)?, self.end?.integer(text)?, unit)
    }
}

/// The unit in which most of `phrases` stand where they say in `body`, and in which `context` says how long that is.
fn unit(text: &str, body: &str, measure: &Measure<'_>, context: &Said, phrases: &[Said]) -> Unit {
    let fits = |unit: Unit| {
        let fit = |of: &&Said| {
            let anchor = of.anchor_text(text);
            let is_there = |span: Span| anchor.as_deref().is_none_or(|anchor| anchor == &body[span.range()]);
            of.place(text, measure, unit).is_some_and(is_there)
        };
        phrases.iter().filter(fit).count()
    };
    let len = context.end.and_then(|end| end.integer(text)).and_then(|end| usize::try_from(end).ok());
    let key = |unit: &Unit| (fits(*unit), Some(measure.len(*unit)) == len, std::cmp::Reverse(*unit as u8));
    measure.units().iter().copied().max_by_key(key).unwrap_or(Unit::Points)
}

/// The finding that the name of a phrase (`…#char=4,9`) says other indices.
fn name_differs(text: &str, of: &Said, begin: Term, end: Term) -> Option<Finding> {
    let subject = of.subject?;
    let name = &text[subject.inner.range()];
    let numbers = &name[name.find("#char=")? + 6..];
    let (from, to) = numbers.split_once(',')?;
    let differs = from.parse().ok() != begin.integer(text) || to.parse().ok() != end.integer(text);
    let message = "The name of this phrase says other indices than its triples";
    differs.then(|| Finding::new(RuleId::SpanTextMismatch, subject.span, message).relating(begin.span, "Here"))
}

/// What a literal says.
fn plain(text: &str, inner: Span) -> String {
    let mut body = Assembly::default();
    turtle::decode(text, inner, &mut body);
    body.text
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::format::Markup;
    use crate::format::testing::{annotated, annotated_everywhere, assert_sound, damaged, linked, show, write_anyhow};
    use crate::format::writing::New;

    const SAMPLE: &str = r#"@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix itsrdf: <http://www.w3.org/2005/11/its/rdf#> .

<http://example.org/1#char=0,26> a nif:Context , nif:String ;
    nif:beginIndex "0"^^xsd:nonNegativeInteger ;
    nif:endIndex "26"^^xsd:nonNegativeInteger ;
    nif:isString "Vera \"Lind\" came.\nShips é."^^xsd:string .

<http://example.org/1#char=0,4> a nif:Phrase ;
    nif:anchorOf "Vera" ;
    nif:beginIndex "0" ; nif:endIndex "4" ;
    nif:referenceContext <http://example.org/1#char=0,26> ;
    itsrdf:taIdentRef <http://example.org/Lind> .

<http://example.org/1#char=6,9> nif:anchorOf "Lind" ; nif:beginIndex "6" ; nif:endIndex "9" ;
    nif:referenceContext <http://example.org/1#char=0,26> .
<http://example.org/1#char=18,24> nif:anchorOf "Ships" ; nif:beginIndex "18" ; nif:endIndex "23" ;
    nif:referenceContext <http://example.org/1#char=0,26> .
<http://example.org/2#char=1,2> nif:beginIndex "1" ; nif:endIndex "2" ; nif:referenceContext <http://example.org/2> .
"#;

    #[test]
    fn phrases_stand_in_their_contexts() {
        let reading = read_file(SAMPLE, true);
        assert_sound(SAMPLE, &reading);
        expect![[r#"
            article "Vera \"Lind\" came.\nShips é."
              id: http://example.org/1#char=0,26
              [Vera] is http://example.org/Lind
              [Lin]
              [Ships]
            span-text-mismatch "\"6\" ; nif:endIndex \"9\"": The anchor is “Lind”, the indices are of “Lin” | Unsafe Write 6 and 10
            span-text-mismatch "<http://example.org/1#char=18,24>": The name of this phrase says other indices than its triples | Here "\"18\""
            dangling-pointer "<http://example.org/2>": No text in this file is the context that this points at
        "#]].assert_eq(&show(SAMPLE, &reading));
        assert!(claims(SAMPLE));
    }

    #[test]
    fn a_prefix_ends_with_a_full_stop() {
        let lost = SAMPLE.replacen("nif-core#> .", "nif-core#>", 1);
        let reading = read_file(&lost, false);
        let (first, rest) = reading.findings.split_first().expect("a finding");
        expect![[r#"
            broken-triple "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>": This declaration does not end: a full stop stands behind the address | Safe Add the full stop
        "#]].assert_eq(&crate::format::testing::show_finding(&lost, first));
        assert_eq!(rest.len(), read_file(SAMPLE, false).findings.len());
    }

    #[test]
    fn lost_marks_are_named() {
        let sound = SAMPLE.replace("nif:endIndex \"9\"", "nif:endIndex \"10\"");
        let damages = [
            ("<http://example.org/Lind> .", "<http://example.org/Lind>"),
            ("nif:anchorOf \"Vera\" ;", "nif:anchorOf \"Vera\""),
            ("<http://example.org/Lind> .", "<http://example.org/Lind ."),
            ("@prefix itsrdf: <http://www.w3.org/2005/11/its/rdf#> .\n", ""),
            ("\"Vera \\\"Lind\\\" came", "\"Vera \"Lind\" came"),
        ];
        let mut all = String::new();
        for (from, to) in damages {
            assert!(sound.contains(from), "{from}");
            let text = sound.replacen(from, to, 1);
            let reading = read_file(&text, false);
            assert_sound(&text, &reading);
            let broken = reading.findings.iter().filter(|finding| finding.rule == RuleId::BrokenTriple);
            all.extend(broken.map(|finding| crate::format::testing::show_finding(&text, finding)));
        }
        expect![[r#"
            broken-triple "<http://example.org/Lind>": A mark is lost behind this: “.” stands in front of what follows | Unsafe Add “.”
            broken-triple "\"Vera\"": A mark is lost behind this: “;” stands in front of what follows | Unsafe Add “;”
            broken-triple "<http://example.org/Lind": This address is never closed: > stands behind it | Safe Add >
            broken-triple "itsrdf": Nothing declares the prefix itsrdf
            broken-triple "\"Vera \"": A mark is lost behind this: “;” stands in front of what follows
        "#]].assert_eq(&all);
    }

    #[test]
    fn damage_of_any_kind_is_survived() {
        let marks = ["<", ">", "\"", "\\", "\"\"\"", ".", ";", "#", "@", "é", "😀", "\n", "99", " ", "\\u00", "^^"];
        for seed in 0..3000 {
            let text = damaged(SAMPLE, &marks, seed);
            assert_sound(&text, &read_file(&text, true));
            if seed % 5 == 0 {
                write_anyhow(Markup::Nif, &text);
            }
        }
    }

    const NEW: New<'_> = New { span: Span::empty(0), kind: "PER", identity: Some("http://example.org/Ada"), chain: "" };

    fn written(text: &str, new: New<'_>, expected: expect_test::Expect) {
        expected.assert_eq(&annotated(Markup::Nif, text, new));
    }

    #[test]
    fn a_phrase_stands_behind_the_others() {
        let text = SAMPLE.replace("Ships", "«Ships»");
        let text = text.replace("anchorOf \"«Ships»\"", "anchorOf \"Ships\"").replace("18,24", "18,20").replace(
            "\"Ships\" ; nif:beginIndex \"18\" ; nif:endIndex \"23\"",
            "\"Sh\" ; nif:beginIndex \"18\" ; nif:endIndex \"20\"",
        );
        written(
            &text,
            NEW,
            expect![[r#"
            <http://example.org/1#char=18,23> nif:anchorOf "Ships" ;
                nif:beginIndex "18" ;
                nif:endIndex "23" ;
                nif:referenceContext <http://example.org/1#char=0,26> ;
                itsrdf:taIdentRef <http://example.org/Ada> .
            + [Ships] is http://example.org/Ada
        "#]],
        );
        written(
            &text,
            New { identity: None, ..NEW },
            expect![[r#"
            <http://example.org/1#char=18,23> nif:anchorOf "Ships" ;
                nif:beginIndex "18" ;
                nif:endIndex "23" ;
                nif:referenceContext <http://example.org/1#char=0,26> ;
                itsrdf:taClassRef <http://dbpedia.org/ontology/Person> .
            + [Ships] Person
        "#]],
        );
        written(
            &text,
            New { identity: Some("no resource"), ..NEW },
            expect![[r#"
            <http://example.org/1#char=18,23> nif:anchorOf "Ships" ;
                nif:beginIndex "18" ;
                nif:endIndex "23" ;
                nif:referenceContext <http://example.org/1#char=0,26> ;
                itsrdf:taClassRef <http://dbpedia.org/ontology/Person> .
            + [Ships] Person
        "#]],
        );
        written(
            &SAMPLE.replacen("Vera", "«Vera»", 1),
            NEW,
            expect![[r#"
            no place
        "#]],
        );
    }

    #[test]
    fn the_first_phrase_is_as_its_context() {
        let head = "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .\n@prefix dbo: <http://dbpedia.org/ontology/> .\n\n";
        let context = |name: &str, len: usize| {
            format!(
                "<http://example.org/1#{name}>\n\ta nif:Context , nif:RFC5147String ;\n\tnif:beginIndex \"0\"^^xsd:nonNegativeInteger ;\n\tnif:endIndex \"{len}\"^^xsd:nonNegativeInteger ;\n\tnif:isString \"😀 \\\"«Ada»\\\" met «Véra Lind».\"@en .\n"
            )
        };
        // The length of the text says what offsets count.
        written(
            &format!("{head}{}", context("char=0,22", 22)),
            NEW,
            expect![[r#"

                <http://example.org/1#char=3,6> a nif:Phrase , nif:RFC5147String ;
                	nif:anchorOf "Ada"@en ;
                	nif:beginIndex "3"^^xsd:nonNegativeInteger ;
                	nif:endIndex "6"^^xsd:nonNegativeInteger ;
                	nif:referenceContext <http://example.org/1#char=0,22> ;
                	<http://www.w3.org/2005/11/its/rdf#taClassRef> dbo:Person ;
                	<http://www.w3.org/2005/11/its/rdf#taIdentRef> <http://example.org/Ada> .

                <http://example.org/1#char=12,21> a nif:Phrase , nif:RFC5147String ;
                	nif:anchorOf "Véra Lind"@en ;
                	nif:beginIndex "12"^^xsd:nonNegativeInteger ;
                	nif:endIndex "21"^^xsd:nonNegativeInteger ;
                	nif:referenceContext <http://example.org/1#char=0,22> ;
                	<http://www.w3.org/2005/11/its/rdf#taClassRef> dbo:Person ;
                	<http://www.w3.org/2005/11/its/rdf#taIdentRef> <http://example.org/Ada> .
                + [Ada] Person is http://example.org/Ada
                + [Véra Lind] Person is http://example.org/Ada
            "#]],
        );
        written(
            &format!("{head}{}", context("offset_0_23", 23)),
            New { kind: "MISC", identity: Some("Q1"), ..NEW },
            expect![[r#"

                <http://example.org/1#offset_4_7> a nif:Phrase , nif:RFC5147String ;
                	nif:anchorOf "Ada"@en ;
                	nif:beginIndex "4"^^xsd:nonNegativeInteger ;
                	nif:endIndex "7"^^xsd:nonNegativeInteger ;
                	nif:referenceContext <http://example.org/1#offset_0_23> ;
                	<http://www.w3.org/2005/11/its/rdf#taIdentRef> <Q1> .

                <http://example.org/1#offset_13_22> a nif:Phrase , nif:RFC5147String ;
                	nif:anchorOf "Véra Lind"@en ;
                	nif:beginIndex "13"^^xsd:nonNegativeInteger ;
                	nif:endIndex "22"^^xsd:nonNegativeInteger ;
                	nif:referenceContext <http://example.org/1#offset_0_23> ;
                	<http://www.w3.org/2005/11/its/rdf#taIdentRef> <Q1> .
                + [Ada] is Q1
                + [Véra Lind] is Q1
            "#]],
        );
        written(&format!("{head}{}", context("text", 22)).replace(" .\n", "\n"), NEW, expect!["no place\n"]);
    }

    #[test]
    fn whole_triples_stay_whole() {
        let nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#";
        let line =
            |predicate: &str, object: &str| format!("<http://example.org/1#char=0,20> <{predicate}> {object} .\n");
        let text = [
            line("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", &format!("<{nif}Context>")),
            line(&format!("{nif}isString"), "\"Ada met «Vera Lind».\""),
        ];
        written(
            &text.concat(),
            NEW,
            expect![[r#"
            <http://example.org/1#char=8,17> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#Phrase> .
            <http://example.org/1#char=8,17> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf> "Vera Lind" .
            <http://example.org/1#char=8,17> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#beginIndex> "8"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .
            <http://example.org/1#char=8,17> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#endIndex> "17"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .
            <http://example.org/1#char=8,17> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#referenceContext> <http://example.org/1#char=0,20> .
            <http://example.org/1#char=8,17> <http://www.w3.org/2005/11/its/rdf#taClassRef> <http://dbpedia.org/ontology/Person> .
            <http://example.org/1#char=8,17> <http://www.w3.org/2005/11/its/rdf#taIdentRef> <http://example.org/Ada> .
            + [Vera Lind] Person is http://example.org/Ada
        "#]],
        );
        written(
            &text.concat(),
            New { identity: Some("lind"), ..NEW },
            expect![[r#"
            <http://example.org/1#char=8,17> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#Phrase> .
            <http://example.org/1#char=8,17> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf> "Vera Lind" .
            <http://example.org/1#char=8,17> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#beginIndex> "8"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .
            <http://example.org/1#char=8,17> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#endIndex> "17"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .
            <http://example.org/1#char=8,17> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#referenceContext> <http://example.org/1#char=0,20> .
            <http://example.org/1#char=8,17> <http://www.w3.org/2005/11/its/rdf#taClassRef> <http://dbpedia.org/ontology/Person> .
            + [Vera Lind] Person
        "#]],
        );
    }

    #[test]
    fn each_text_gets_its_own() {
        let other = "\n<http://example.org/3#char=0,9> a nif:Context ; nif:isString \"«Lind» left\" .\n<http://example.org/3> a nif:Thing .\n";
        let text = SAMPLE.replacen("came", "«came»", 1) + other;
        written(
            &text,
            New { identity: None, ..NEW },
            expect![[r#"
                <http://example.org/1#char=12,16> nif:anchorOf "came" ;
                    nif:beginIndex "12" ;
                    nif:endIndex "16" ;
                    nif:referenceContext <http://example.org/1#char=0,26> ;
                    itsrdf:taClassRef <http://dbpedia.org/ontology/Person> .

                <http://example.org/3#char=0,4> a nif:Phrase ; nif:anchorOf "Lind" ; nif:beginIndex "0"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> ; nif:endIndex "4"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> ; nif:referenceContext <http://example.org/3#char=0,9> ; itsrdf:taClassRef <http://dbpedia.org/ontology/Person> .
                + [came] Person
                + [Lind] Person
            "#]],
        );
    }

    #[test]
    fn whatever_has_a_place_reads_back() {
        assert_eq!(annotated_everywhere(Markup::Nif, SAMPLE, NEW), (10, 12));
    }

    #[test]
    fn a_phrase_gets_another_id() {
        let check =
            |text: &str, id: &str, expected: expect_test::Expect| expected.assert_eq(&linked(Markup::Nif, text, id));
        check(
            &SAMPLE.replacen("Vera", "«Vera»", 1),
            "http://example.org/Ada",
            expect![[r#"
                itsrdf:taIdentRef <http://example.org/Ada> .
            + [Vera] is http://example.org/Ada
        "#]],
        );
        check(
            &SAMPLE.replacen("Ships", "«Ships»", 1),
            "ships",
            expect![[r#"
                nif:referenceContext <http://example.org/1#char=0,26> ;
                itsrdf:taIdentRef <ships> .
            + [Ships] is ships
        "#]],
        );
        let line = |subject: &str, said: &str| format!("<http://example.org/1#char={subject}> <http://x/{said} .\n");
        let lines = [
            line("0,4", "isString> \"«Vera»\""),
            line("0,4,p", "beginIndex> \"0\""),
            line("0,4,p", "endIndex> \"4\""),
            line("0,4,p", "referenceContext> <http://example.org/1#char=0,4>"),
        ];
        check(
            &lines.concat(),
            "http://example.org/Ada",
            expect![[r#"
            <http://example.org/1#char=0,4,p> <http://www.w3.org/2005/11/its/rdf#taIdentRef> <http://example.org/Ada> .
            + [Vera] is http://example.org/Ada
        "#]],
        );
        check(&lines.concat(), "ada", expect!["no place\n"]);
        check(
            &SAMPLE.replacen("Vera", "«Vera»", 1),
            "no resource",
            expect![[r#"
            no place
        "#]],
        );
    }
}
