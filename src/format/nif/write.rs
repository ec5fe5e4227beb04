//! Writes phrases and the ids of their entities as triples, in the Turtle or the N-Triples that the file is written in.

use super::turtle::{self, Term, TermKind, Triple};
use super::{Said, local, subjects, unit};
use crate::format::measure::Measure;
use crate::format::reading::{Extract, ExtractAnnotation};
use crate::format::writing::{Edits, New, line_end};
use crate::rules::Edit;
use crate::text::Span;

/// The namespaces of what a file may not have used yet.
const ITS: &str = "http://www.w3.org/2005/11/its/rdf#";
const DBPEDIA: &str = "http://dbpedia.org/ontology/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// Types by their short names, and the classes of DBpedia that have their instances.
const CLASSES: &[(&str, &str)] = &[
    ("PER", "Person"),
    ("ORG", "Organisation"),
    ("LOC", "Place"),
    ("GPE", "Place"),
    ("WORK", "Work"),
    ("EVENT", "Event"),
];

/// The edit that makes stretches of the text of `extract`, which was read of `text`, phrases, behind those that are there
/// already; `None` where one of them is one, and where the last of these does not end.
pub(crate) fn annotate(text: &str, extract: &Extract, news: &[New<'_>]) -> Edits {
    let writer = Writer::new(text, extract)?;
    let mut places: Vec<Span> = Vec::new();
    let mut written = String::new();
    for new in news {
        let place = extract.place_of(new.span)?;
        if extract.annotations.iter().any(|known| known.parts == [place]) || places.contains(&place) {
            return None;
        }
        places.push(place);
        written += &writer.phrase(&extract.text, place, new)?;
    }
    Some(vec![Edit::insert(writer.end()?, written)])
}

/// The edit that gives a phrase the id of another entity, or one at all; `None` where that cannot be the name of a
/// resource.
pub(crate) fn link(text: &str, annotation: &ExtractAnnotation, id: &str) -> Edits {
    let file = File::new(text);
    let resource = file.resource(id)?;
    let subject = *annotation.markup.first()?;
    let of_phrase = |triple: &&Triple| text[triple.subject.span.range()] == text[subject.range()];
    let mut triples = file.triples.iter().filter(of_phrase);
    if let Some(known) = triples.clone().find(|triple| local(&text[triple.predicate.inner.range()]) == "taIdentRef") {
        return Some(vec![Edit::replace(known.object.span, resource)]);
    }
    let last = triples.next_back()?;
    let predicate = file.predicate("taIdentRef", ITS);
    let end = last.object.span.end + turtle::tail(text, last.object.span.end).len();
    Some(vec![if file.is_lines {
        let line = format!("{}{} {predicate} {resource} .", line_end(text), &text[subject.range()]);
        Edit::insert(turtle::statement_end(text, end)?, line)
    } else {
        Edit::insert(end, format!("{}{predicate} {resource}", file.separator(Some(last.subject))))
    }])
}

/// A file, and what its terms are called in it.
struct File<'a> {
    text: &'a str,
    triples: Vec<Triple>,
    /// Whether it has nothing but whole triples: N-Triples.
    is_lines: bool,
}

impl<'a> File<'a> {
    fn new(text: &'a str) -> Self {
        let triples = turtle::triples(text, &mut Vec::new());
        let is_whole = |triple: &Triple| [triple.subject, triple.predicate].iter().all(|it| it.kind == TermKind::Iri);
        let mut subjects = triples.windows(2).map(|two| two[0].subject.span != two[1].subject.span);
        let is_lines = triples.iter().all(is_whole) && subjects.all(|it| it);
        Self { text, triples, is_lines }
    }

    fn written(&self, term: Term) -> &'a str {
        &self.text[term.span.range()]
    }

    /// `name` in `namespace`: with a prefix where one is declared.
    fn name(&self, namespace: &str, name: &str) -> String {
        match self.prefix(namespace) {
            Some(prefix) => format!("{prefix}{name}"),
            None => format!("<{namespace}{name}>"),
        }
    }

    /// The prefix, colon and all, that stands for `namespace`.
    fn prefix(&self, namespace: &str) -> Option<&'a str> {
        let address = format!("<{namespace}>");
        let mut declared = self.text.match_indices(&address).map(|(at, _)| self.text[..at].trim_end());
        declared.find_map(|before| {
            let (rest, prefix) = before.rsplit_once(|c: char| c.is_whitespace())?;
            let is_declared = rest.trim_end().to_ascii_lowercase().ends_with("prefix");
            (is_declared && prefix.ends_with(':')).then_some(prefix)
        })
    }

    /// What the predicate `name` of `namespace` is called.
    fn predicate(&self, name: &str, namespace: &str) -> String {
        let known = self.triples.iter().map(|triple| triple.predicate);
        let mut known = known.filter(|it| local(&self.text[it.inner.range()]) == name);
        known.next().map_or_else(|| self.name(namespace, name), |it| self.written(it).to_owned())
    }

    /// What stands for a resource with this id: `None` where nothing can.
    fn resource(&self, id: &str) -> Option<String> {
        let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"{}|^`\\".contains(c);
        if id.is_empty() || !id.chars().all(is_plain) {
            return None;
        }
        let (scheme, rest) = id.split_once(':').unwrap_or(("", id));
        let is_name = rest.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let is_prefix = is_name && !scheme.is_empty() && self.text.contains(&format!("prefix {scheme}: <"));
        match () {
            () if is_prefix => Some(id.to_owned()),
            // N-Triples have no base that a name could be of.
            () if self.is_lines && scheme.is_empty() => None,
            () => Some(format!("<{id}>")),
        }
    }

    /// What stands between two predicates of one subject, the semicolon included: as behind the last ones of `sample`.
    fn separator(&self, sample: Option<Term>) -> String {
        let of_sample = |two: &&[Triple]| two.iter().all(|it| Some(it.subject.span) == sample.map(|it| it.span));
        let all = || self.triples.windows(2).filter(|two| two[0].subject.span == two[1].subject.span);
        let between = |two: &[Triple]| {
            let written = &self.text[two[0].object.span.end..two[1].predicate.span.start.max(two[0].object.span.end)];
            let (head, tail) = written.rsplit_once(';')?;
            let space = &head[head.trim_end().len()..];
            tail.trim().is_empty().then(|| format!("{space};{tail}"))
        };
        let like =
            all().filter(of_sample).filter_map(between).next_back().or_else(|| all().filter_map(between).next_back());
        like.unwrap_or_else(|| format!(" ;{}    ", line_end(self.text)))
    }
}

/// Writes phrases of one context.
struct Writer<'a> {
    file: File<'a>,
    context: Said,
    phrases: Vec<Said>,
    /// The names of all subjects of the file.
    names: Vec<&'a str>,
}

impl<'a> Writer<'a> {
    fn new(text: &'a str, extract: &Extract) -> Option<Self> {
        let file = File::new(text);
        let (names, said) = subjects(text, &file.triples);
        let id = extract.fields.iter().find(|field| field.key == "id")?;
        let name = &text[id.span.range()];
        let context = *said.get(name)?;
        let is_of_context =
            |of: &Said| of.text.is_none() && of.context.is_some_and(|it| text[it.inner.range()] == *name);
        let phrases = names.iter().map(|name| said[name]).filter(is_of_context).collect();
        Some(Self { file, context, phrases, names })
    }

    /// The phrase that new ones look like: the last one.
    fn sample(&self) -> Option<&Said> {
        self.phrases.iter().rev().find(|of| of.begin.is_some() && of.end.is_some())
    }

    /// The byte behind the last statement about the context or one of its phrases.
    fn end(&self) -> Option<usize> {
        let text = self.file.text;
        let subjects = self.phrases.iter().chain([&self.context]).filter_map(|of| of.subject);
        let names: Vec<&str> = subjects.map(|it| &text[it.inner.range()]).collect();
        let of_these = self.file.triples.iter().filter(|it| names.contains(&&text[it.subject.inner.range()]));
        let last = of_these.map(|it| it.object.span.end).max()?;
        turtle::statement_end(text, last + turtle::tail(text, last).len())
    }

    /// A phrase at `place` of `body`, with what stands in front of it.
    fn phrase(&self, body: &str, place: Span, new: &New<'_>) -> Option<String> {
        let (file, text) = (&self.file, self.file.text);
        let measure = Measure::new(body);
        let unit = unit(text, body, &measure, &self.context, &self.phrases);
        let (begin, end) = (measure.offset(place.start, unit), measure.offset(place.end, unit));
        let subject = self.subject(begin, end)?;
        let bare = subject.trim_start_matches('<').trim_end_matches('>');
        if self.names.contains(&bare) {
            return None;
        }
        let (predicate, types) = self.types();
        let types: Vec<String> = if file.is_lines { types } else { vec![types.join(" , ")] };
        let types = types.into_iter().filter(|it| !it.is_empty());
        let mut said: Vec<(String, String)> = types.map(|object| (predicate.clone(), object)).collect();
        said.push((self.nif("anchorOf")?, self.literal(&turtle::escaped(&body[place.range()]))));
        said.push((self.nif("beginIndex")?, self.index(begin)));
        said.push((self.nif("endIndex")?, self.index(end)));
        said.push((self.nif("referenceContext")?, file.written(self.context.subject?).to_owned()));
        let identity = new.identity.and_then(|id| file.resource(id));
        // Files that say who somebody is need not say what.
        let has_classes = self.phrases.is_empty() || self.phrases.iter().any(|of| of.class.is_some());
        let class = self.class(new.kind).filter(|_| has_classes || identity.is_none());
        said.extend(class.map(|class| (file.predicate("taClassRef", ITS), class)));
        said.extend(identity.map(|identity| (file.predicate("taIdentRef", ITS), identity)));
        let said: Vec<String> = said.into_iter().map(|(predicate, object)| format!("{predicate} {object}")).collect();
        if file.is_lines {
            let line = |said: &String| format!("{}{subject} {said} .", line_end(text));
            return Some(said.iter().map(line).collect());
        }
        let sample = self.sample().unwrap_or(&self.context).subject?;
        let before = &text[..sample.span.start];
        let lead = &before[before.trim_end().len()..];
        let lead = if lead.is_empty() { line_end(text).repeat(2) } else { lead.to_owned() };
        Some(format!("{lead}{subject} {} .", said.join(&file.separator(Some(sample)))))
    }

    /// The name of a new phrase, as those of the file or their context are: `<…#char=4,9>`, `<…#offset_4_9>`.
    fn subject(&self, begin: usize, end: usize) -> Option<String> {
        let model = self.sample().unwrap_or(&self.context).subject?;
        let name = &self.file.text[model.inner.range()];
        let is_digit = |c: char| c.is_ascii_digit();
        let without_end = name.trim_end_matches(is_digit);
        let without_begin = without_end.trim_end_matches([',', '_']).trim_end_matches(is_digit);
        let separator = &without_end[without_end.trim_end_matches([',', '_']).len()..];
        let is_numbered = without_end.len() < name.len() && separator.len() == 1;
        let numbered = is_numbered.then(|| format!("{without_begin}{begin}{separator}{end}"));
        Some(match (model.kind, numbered) {
            (TermKind::Iri, Some(name)) => format!("<{name}>"),
            (TermKind::Name, Some(name)) => name,
            (TermKind::Iri, None) => {
                let base = name.split('#').next().unwrap_or_default();
                format!("<{base}#char={begin},{end}>")
            }
            _ => format!("<#char={begin},{end}>"),
        })
    }

    /// What a name of NIF's own is called: as the predicate of the text is.
    fn nif(&self, name: &str) -> Option<String> {
        let is_text = |it: &&Triple| Some(it.object.span) == self.context.text.map(|text| text.span);
        let written = self.file.written(self.file.triples.iter().find(is_text)?.predicate);
        Some(written.replace("isString", name))
    }

    /// The predicate that says what a phrase is, and what that is.
    fn types(&self) -> (String, Vec<String>) {
        let file = &self.file;
        let is_type = |it: &&Triple| {
            let predicate = &file.text[it.predicate.inner.range()];
            predicate == "a" || predicate == "rdf:type" || predicate.strip_prefix(RDF) == Some("type")
        };
        let model = self.sample().unwrap_or(&self.context).subject.map(|it| file.written(it));
        let of_model: Vec<&Triple> =
            file.triples.iter().filter(is_type).filter(|it| Some(file.written(it.subject)) == model).collect();
        let predicate = of_model.first().map_or_else(String::new, |it| file.written(it.predicate).to_owned());
        // A phrase is everything that its context is, and no context.
        let types = of_model.into_iter().map(|it| file.written(it.object).replace("Context", "Phrase"));
        (predicate, types.collect())
    }

    /// A literal that says `escaped`, of the data type or language of the others.
    fn literal(&self, escaped: &str) -> String {
        let like = self.sample().and_then(|of| of.anchor).or(self.context.text);
        let tail = like.map_or("", |it| turtle::tail(self.file.text, it.span.end));
        format!("\"{escaped}\"{tail}")
    }

    fn index(&self, index: usize) -> String {
        match self.sample().and_then(|of| of.begin).or(self.context.begin) {
            Some(like) if like.kind == TermKind::Name => index.to_string(),
            Some(like) => format!("\"{index}\"{}", turtle::tail(self.file.text, like.span.end)),
            None => format!("\"{index}\"^^{}", self.file.name(XSD, "nonNegativeInteger")),
        }
    }

    /// The class of a type: the one of the file that is called so, else DBpedia's.
    fn class(&self, kind: &str) -> Option<String> {
        let file = &self.file;
        let classes = file.triples.iter().filter(|it| local(&file.text[it.predicate.inner.range()]) == "taClassRef");
        let known = classes.map(|it| it.object).find(|it| local(&file.text[it.inner.range()]) == kind);
        let of_dbpedia = || CLASSES.iter().find(|(short, _)| *short == kind).map(|(_, name)| file.name(DBPEDIA, name));
        known.map(|it| file.written(it).to_owned()).or_else(of_dbpedia)
    }
}
