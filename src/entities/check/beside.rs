//! What is inconsistent in the names that a `.ann` file annotates in the text beside it.
//!
//! Whatever it is, it is said of a line of the annotations, and leads to the places in the text.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Looked, Marked, consistency, edges, ids, single_spaced};
use crate::config::Settings;
use crate::corpus::{Annotation, AnnotationStyle};
use crate::facts::FileFacts;
use crate::format::{Dialect, Format};
use crate::knowledge::KnowledgeBase;
use crate::mentions::beside::{Beside, of_brat};
use crate::mentions::{ArticleText, EntityKind, Lexicon, recognise};
use crate::rules::{Edit, Finding, Fix, OtherFile, Related, RuleId};
use crate::text::{Source, Span};

/// What is wrong with the names that `source`, a `.ann` file, annotates in `text`: ids that nobody has or that stand for
/// two kinds of things, names that stand for two entities, that are cut, or that are annotated in most places only.
///
/// Annotations that do not fit the text are left out: what is wrong with them is said elsewhere.
#[must_use]
pub fn beside(source: &str, text: &Arc<OtherFile>, knowledge: &KnowledgeBase) -> Vec<Finding> {
    let sidecar = Sidecar::new(source, text);
    let mut found = Vec::new();
    if sidecar.names.is_empty() {
        return found;
    }
    let in_source: Vec<Marked> = sidecar.names.iter().map(|name| sidecar.marked(name, Side::Annotations)).collect();
    let all: Vec<&Marked> = in_source.iter().filter(|one| one.id.is_some()).collect();
    let unknown = ids::unknown(&all, knowledge, &mut found);
    ids::conflicting(&all, &mut found);
    ids::ambiguous(&in_source, &unknown, &mut found);
    sidecar.in_text(knowledge, &mut found);
    found
}

/// Which of two files spans are of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Annotations,
    Text,
}

/// Annotations and their text.
struct Sidecar<'a> {
    source: &'a str,
    text: &'a Arc<OtherFile>,
    /// The annotations of names that fit the text.
    names: Vec<Beside>,
}

impl<'a> Sidecar<'a> {
    fn new(source: &'a str, text: &'a Arc<OtherFile>) -> Self {
        let fits = |name: &Beside| {
            let said = name.said.map(|said| single_spaced(&source[said.range()]));
            said.is_some_and(|said| said == single_spaced(&text.text[name.annotated.span.range()]))
        };
        let mut names = of_brat(source, &text.text);
        names.retain(fits);
        Self { source, text, names }
    }

    /// An annotation as the checks have it, with spans of one of the two files.
    fn marked(&self, name: &Beside, side: Side) -> Marked {
        let written = |span: Span| self.source[span.range()].to_owned();
        let (span, label) = (name.annotated.span, written(name.entity_type));
        let surface = single_spaced(&self.text.text[span.range()]);
        let of_source = |span: Span| (side == Side::Annotations).then_some(span);
        let place = of_source(name.line).unwrap_or(span);
        Marked {
            annotation: Annotation {
                span: place,
                style: AnnotationStyle::Markup,
                text: place,
                open: Span::empty(place.start),
                close: Span::empty(place.end),
                entity_type: of_source(name.entity_type),
                id: name.id.and_then(of_source),
            },
            is_name: surface.starts_with(char::is_uppercase) && surface.chars().nth(1).is_some(),
            surface,
            id: name.id.map(written),
            chain: None,
            kind: EntityKind::of_label(&label),
            label: Some(label),
            open: String::new(),
            close: String::new(),
        }
    }

    /// What only the text around the annotations tells.
    fn in_text(&self, knowledge: &KnowledgeBase, found: &mut Vec<Finding>) {
        let text = self.text.text.as_str();
        let facts = FileFacts::new(text, Format::Plain(Dialect::Plain), Arc::new(Settings::default()));
        let mut bare: BTreeMap<usize, (String, Vec<Span>)> = BTreeMap::new();
        for index in 0..facts.article_count() {
            let article = facts.article(index);
            let here = self.names.iter().filter(|name| article.span.contains(name.annotated.span));
            let marked: Vec<Marked> = here.map(|name| self.marked(name, Side::Text)).collect();
            for (one, whole, message) in edges::cuts(&article, &marked, text, knowledge) {
                found.extend(self.name_at(one.annotation.span).map(|number| self.cut(number, whole, message)));
            }
            let mut plain = ArticleText::of_plain(&article, text);
            plain.annotations.extend(marked.iter().filter_map(|one| {
                let number = self.name_at(one.annotation.span)?;
                Some(self.names[number].annotated.clone())
            }));
            let names = recognise(&plain, &Lexicon::default());
            let looked = Looked { article, marked, names, extract: None };
            let mut places = Vec::new();
            consistency::bare(&looked, text, |_, _| None, &mut places);
            for place in places {
                // What another annotation covers is not bare.
                let covered = self.names.iter().any(|name| name.annotated.span.overlaps(place.span));
                let number = place.related.first().and_then(|related| self.name_at(related.span));
                if let Some(number) = number.filter(|_| !covered) {
                    bare.entry(number).or_insert((place.message.into_owned(), Vec::new())).1.push(place.span);
                }
            }
        }
        found.extend(bare.into_iter().map(|(number, (message, places))| self.bare(number, message, &places)));
    }

    /// The number of the annotation of just that stretch of the text.
    fn name_at(&self, span: Span) -> Option<usize> {
        self.names.iter().position(|name| name.annotated.span == span)
    }

    fn points(&self, at: usize) -> usize {
        self.text.text[..at].chars().count()
    }

    /// A place in the text.
    fn related(&self, span: Span, message: &'static str) -> Related {
        Related { file: Some(Arc::clone(self.text)), span, message: message.into() }
    }

    fn cut(&self, number: usize, whole: Span, message: String) -> Finding {
        let name = &self.names[number];
        let mut finding = Finding::new(RuleId::AnnotationCutsName, name.line, message);
        finding.related.push(self.related(whole, "The name"));
        if let Some(said) = name.said {
            let (start, end) = (self.points(whole.start), self.points(whole.end));
            let rest = Span::new(name.entity_type.end, said.end);
            let written = format!(" {start} {end}\t{}", single_spaced(&self.text.text[whole.range()]));
            finding = finding.fixed_by(Fix::unsafe_("Annotate all of it", vec![Edit::replace(rest, written)]));
        }
        finding
    }

    /// A name that is annotated more often than not; the fix annotates it where it is not.
    fn bare(&self, number: usize, message: String, places: &[Span]) -> Finding {
        let name = &self.names[number];
        let message = match places.len() {
            1 => message.replace("and not here", "and not in one place"),
            count => message.replace("and not here", &format!("and not in {count} places")),
        };
        let mut finding = Finding::new(RuleId::InconsistentAnnotation, name.line, message);
        finding.related.extend(places.iter().map(|place| self.related(*place, "Here it is not annotated")));
        let label = &self.source[name.entity_type.range()];
        let id = |line: &str| line.split('\t').next()?.strip_prefix('T')?.parse::<usize>().ok();
        let next = self.source.lines().filter_map(id).max().map_or(1, |last| last + 1);
        let mut lines = String::from(if self.source.ends_with('\n') { "" } else { "\n" });
        for (ahead, place) in places.iter().enumerate() {
            let (start, end) = (self.points(place.start), self.points(place.end));
            let surface = single_spaced(&self.text.text.slice(*place));
            lines += &format!("T{}\t{label} {start} {end}\t{surface}\n", next + ahead);
        }
        let title = match places.len() {
            1 => "Annotate it there too".to_owned(),
            count => format!("Annotate it in all {count} places"),
        };
        finding.fixed_by(Fix::unsafe_(title, vec![Edit::insert(self.source.len(), lines)]))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::knowledge::{KnowledgeFile, Notation};

    const TEXT: &str = "Flood plans ready\n\nVera Lind met Tamsa Bay officials on Monday. Vera Lind said the dam holds.\n\n\
                        Later Vera Lind went to Tamsa.\n";

    /// The findings about annotations of [`TEXT`], each line of which is `TYPE the words` with `#ID` behind where it has
    /// one; of the same words those that are not annotated yet. `fixed` is the file after every first fix.
    fn check(annotations: &str, knowledge: &str, expected: Expect) {
        let (mut source, mut from) = (String::new(), BTreeMap::new());
        for (number, line) in annotations.lines().enumerate() {
            let (line, id) = line.split_once(" #").map_or((line, None), |(line, id)| (line, Some(id)));
            let (label, words) = line.split_once(' ').expect("a type");
            let start = from.get(words).copied().unwrap_or(0);
            let start = start + TEXT[start..].find(words).expect("the words");
            from.insert(words.to_owned(), start + words.len());
            source += &format!("T{number}\t{label} {start} {}\t{words}\n", start + words.len());
            source += &id.map(|id| format!("N{number}\tReference T{number} KB:{id}\t{words}\n")).unwrap_or_default();
        }
        let base = KnowledgeFile::new(knowledge.to_owned(), Notation::Toml);
        let base = KnowledgeBase::new([("entities.toml".into(), Arc::new(base))]);
        let text = Arc::new(OtherFile { path: "a.txt".into(), text: TEXT.to_owned() });
        let found = beside(&source, &text, &base);
        let mut shown = String::new();
        for finding in &found {
            shown +=
                &format!("{} {:?}: {}\n", finding.rule.rule().name, &source[finding.span.range()], finding.message);
            for related in &finding.related {
                let of = if related.file.is_some() { TEXT } else { source.as_str() };
                shown += &format!("  {} {:?} at {}\n", related.message, &of[related.span.range()], related.span.start);
            }
            for fix in &finding.fixes {
                let edits: Vec<_> =
                    fix.edits.iter().map(|it| format!("{:?} → {:?}", &source[it.span.range()], it.text)).collect();
                shown += &format!("  {}: {}\n", fix.title, edits.join(", "));
            }
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn annotations_that_agree_are_fine() {
        check(
            "Person Vera Lind #lind\nPerson Vera Lind #lind\nPerson Vera Lind #lind\nLocation Tamsa Bay",
            "",
            expect![""],
        );
    }

    #[test]
    fn a_name_is_annotated_everywhere_or_nowhere() {
        check(
            "Person Vera Lind\nPerson Vera Lind\nLocation Tamsa Bay",
            "",
            expect![[r#"
            inconsistent-annotation "T0\tPerson 19 28\tVera Lind": “Vera Lind” is annotated 2 times in the article, and not in one place
              Here it is not annotated "Vera Lind" at 101
              Annotate it there too: "" → "T3\tPerson 101 110\tVera Lind\n"
        "#]],
        );
    }

    #[test]
    fn one_entity_is_of_one_kind_and_one_name_is_one_entity() {
        check(
            "Person Vera Lind #lind\nLocation Vera Lind #lind\nPerson Vera Lind #lind",
            "",
            expect![[r#"
            conflicting-entity-types "Location": “lind” is annotated as Location here and as Person elsewhere
              Here it is Person "T0\tPerson 19 28\tVera Lind" at 0
              Write Person: "Location" → "Person"
        "#]],
        );
        check(
            "Person Vera Lind #lind\nPerson Vera Lind #other\nPerson Vera Lind #lind",
            "",
            expect![[r#"
            one-surface-two-entities "T1\tPerson 64 73\tVera Lind": “Vera Lind” is “other” here and “lind” elsewhere in the article
              Here it is “lind” "T0\tPerson 19 28\tVera Lind" at 0
        "#]],
        );
    }

    #[test]
    fn an_id_is_one_of_the_knowledge_base_where_others_are() {
        let base = "[[entity]]\nid = \"tamsa\"\nname = \"Tamsa\"\n\n[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\n";
        check(
            "Person Vera Lind #linden\nLocation Tamsa #tamsa",
            base,
            expect![[r#"
            unknown-entity-id "linden": No entity of the knowledge base has the id “linden”; did you mean “lind”?
              Write “lind”: "linden" → "lind"
        "#]],
        );
    }

    #[test]
    fn a_name_is_annotated_whole() {
        let base = "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\n";
        check(
            "Person Vera\nLocation Tamsa Bay",
            base,
            expect![[r#"
            annotation-cuts-name "T0\tPerson 19 23\tVera": The annotation cuts the name “Vera Lind”
              The name "Vera Lind" at 19
              Annotate all of it: " 19 23\tVera" → " 19 28\tVera Lind"
        "#]],
        );
    }
}
