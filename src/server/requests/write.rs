//! Writes an annotation of a mention in the style that its file uses.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::names::Asked;
use crate::corpus::{Annotation, AnnotationStyle};
use crate::facts::FileFacts;
use crate::format::brat::{Ann, Body};
use crate::format::reading::ExtractAnnotation;
use crate::format::writing::{New, escaped};
use crate::format::{Dialect, Format, Markup};
use crate::ide::article_number;
use crate::mentions::{EntityKind, Mention, beside};
use crate::pairs;
use crate::rules::Edit;
use crate::text::{Document, Source, Span};

/// What is annotated.
pub struct Label {
    /// What it is.
    pub kind: EntityKind,
    /// The id of the entity, where one is known.
    pub id: Option<String>,
    /// What the entity is called.
    pub name: String,
}

/// Edits of one file.
pub struct Draft {
    /// The file, relative to the folder of the corpus: the article, or the one beside it.
    pub path: PathBuf,
    /// What comes where.
    pub edits: Vec<(Span, String)>,
}

/// Writes annotations of the mentions in one file.
pub struct Writer {
    path: PathBuf,
    text: Document,
    format: Format,
    /// The annotations in the file.
    annotations: Vec<Annotation>,
    style: Style,
    drafts: Vec<Draft>,
}

enum Style {
    /// In the text.
    Inline(AnnotationStyle),
    /// Markup of the format's own, as this annotation of the file has it: what stands around the text, its type and id.
    Like(Vec<Sample>),
    /// As the format has it: what is known of the file, its names of types, the names of chains that were begun, by the
    /// number of their article, and what is written at last.
    Own {
        facts: Box<FileFacts>,
        types: HashMap<EntityKind, String>,
        begun: BTreeMap<usize, String>,
        taken: Vec<(usize, Taken)>,
    },
    /// In a `.ann` file beside the text: where it is, what it says, how many lines it has got, its names of types.
    Brat { path: PathBuf, source: String, next: [usize; 2], types: HashMap<EntityKind, String> },
}

/// What a new annotation says, until all of a file are known: those that are written together may need one place.
struct Taken {
    span: Span,
    kind: String,
    identity: Option<String>,
    chain: String,
}

impl Taken {
    fn as_new(&self) -> New<'_> {
        New { span: self.span, kind: &self.kind, identity: self.identity.as_deref(), chain: &self.chain }
    }
}

/// How an annotation of the file is written.
struct Sample {
    kind: Option<EntityKind>,
    open: String,
    close: String,
    /// The bytes of the id in `open`.
    id: Option<Span>,
}

impl Writer {
    /// The writer for the file at `path` of the corpus; `None` where that cannot be read.
    pub fn of(asked: &Asked<'_>, path: &Path) -> Option<Self> {
        let text = asked.text(path)?.1.clone();
        let written = text.text();
        let format = asked.corpus.config.format_of(path, &written).unwrap_or_default();
        let facts = FileFacts::new(&written, format, Arc::clone(&asked.snapshot.settings));
        let blocks = (0..facts.article_count()).flat_map(|number| facts.article(number).blocks);
        let annotations: Vec<Annotation> = blocks.flat_map(|block| block.inline.annotations).collect();
        let style = match format {
            Format::Plain(dialect) => {
                brat(asked, path).unwrap_or_else(|| Style::Inline(most_used(&annotations, dialect)))
            }
            Format::Marked(markup) if format.is_of_tokens() || markup == Markup::JsonLines => {
                let types = types(&annotations, &text);
                Style::Own { facts: Box::new(facts), types, begun: BTreeMap::new(), taken: Vec::new() }
            }
            Format::Marked(_) => Style::Like(samples(&annotations, &text)),
        };
        Some(Self { path: path.to_owned(), text, format, annotations, style, drafts: Vec::new() })
    }

    /// Whether it can write an annotation of a bare mention; with `id`, whether it can write that into the annotation that
    /// the mention has.
    pub fn can(&self, mention: &Mention, id: Option<&str>) -> bool {
        let span = mention.span;
        match &self.style {
            // A header has values and no markup.
            _ if mention.header => false,
            Style::Inline(_) | Style::Brat { .. } => true,
            Style::Own { facts, types, .. } => match id {
                Some(id) => link(facts, &self.text, span, id).is_some(),
                None => {
                    let kind = type_for(types, mention.kind.unwrap_or(EntityKind::Other), self.format);
                    let new = New { span: mention.name, kind, identity: None, chain: "x" };
                    article_number(facts, span).is_some_and(|it| facts.annotate(&self.text, &[(it, new)]).is_some())
                }
            },
            Style::Like(samples) if id.is_some() => {
                !samples.is_empty() && self.annotation_at(span).is_some_and(|it| it.id.is_some())
            }
            Style::Like(samples) => !samples.is_empty(),
        }
    }

    fn annotation_at(&self, span: Span) -> Option<&Annotation> {
        let around = self.annotations.iter().filter(|it| it.text.contains(span) || span.contains(it.text));
        around.min_by_key(|it| it.span.len())
    }

    /// Annotates a mention, or gives the annotation that it has an id, where it has a place for it. Where the format has
    /// chains, it joins that of the first of `others`, which are annotated in the same article, that has one.
    pub fn annotate(&mut self, mention: &Mention, is_annotated: bool, label: &Label, others: &[Span]) {
        if let Style::Own { facts, types, begun, taken } = &mut self.style {
            if is_annotated {
                let edits = label.id.as_deref().and_then(|id| link(facts, &self.text, mention.span, id));
                self.drafts.extend(edits.map(|edits| Draft { path: self.path.clone(), edits }));
                return;
            }
            let Some(article) = article_number(facts, mention.name) else { return };
            let joined = others.iter().find_map(|span| chain_at(facts, article, *span));
            let ahead = begun.len();
            let mut begin = || begun.entry(article).or_insert_with(|| facts.fresh_chain(article, ahead)).clone();
            let chain = joined.unwrap_or_else(&mut begin);
            let kind = type_for(types, label.kind, facts.format()).to_owned();
            let one = Taken { span: mention.name, kind, identity: label.id.clone(), chain };
            return taken.push((article, one));
        }
        let draft = self.draft(mention, is_annotated, label);
        self.drafts.extend(draft);
    }

    /// What was written, file by file.
    pub fn finish(mut self) -> Vec<Draft> {
        if let Style::Own { facts, taken, .. } = &mut self.style {
            taken.sort_by_key(|(article, one)| (*article, one.span));
            let news: Vec<(usize, New<'_>)> = taken.iter().map(|(article, one)| (*article, one.as_new())).collect();
            let edits = facts.annotate(&self.text, &news).or_else(|| {
                // One of them has no place, or two have the same: all that fit beside one another are written.
                let (mut fitting, mut edits) = (Vec::new(), None);
                for one in news {
                    fitting.push(one);
                    match facts.annotate(&self.text, &fitting) {
                        Some(found) => edits = Some(found),
                        None => drop(fitting.pop()),
                    }
                }
                edits
            });
            let edits = edits.filter(|edits| !edits.is_empty());
            self.drafts.extend(edits.map(|edits| Draft { path: self.path, edits: pairs_of(edits) }));
        }
        self.drafts
    }

    /// The edits of one mention in a file whose annotations are written one by one; `None` where it has no place.
    fn draft(&mut self, mention: &Mention, is_annotated: bool, label: &Label) -> Option<Draft> {
        let here = |edits: Vec<(Span, String)>| Some(Draft { path: self.path.clone(), edits });
        let name = mention.name;
        if let Some(known) = self.annotation_at(mention.span).filter(|_| is_annotated) {
            if let Some(id) = known.id {
                let written = label.id.as_deref()?;
                let is_tag = known.style == AnnotationStyle::Tag;
                return here(vec![(id, if is_tag { escaped(written) } else { as_value(self.format, written) })]);
            }
            let kind = known.entity_type.map(|span| self.text.slice(span).into_owned());
            let kind = kind.as_deref().unwrap_or(label.kind.label());
            let (open, close) = marks(known.style, kind, label)?;
            return here(vec![(known.open, open), (known.close, close)]);
        }
        match &mut self.style {
            Style::Inline(style) => {
                let (open, close) = marks(*style, label.kind.label(), label)?;
                here(vec![(Span::empty(name.start), open), (Span::empty(name.end), close)])
            }
            Style::Own { .. } => None,
            Style::Like(samples) => {
                let fits = |sample: &&Sample| sample.kind == Some(label.kind);
                let sample = samples.iter().find(fits)?;
                let mut open = sample.open.clone();
                match (sample.id, &label.id) {
                    (Some(span), Some(id)) => open.replace_range(span.range(), &as_value(self.format, id)),
                    // Whose it is, is not known: the id of another one would be wrong.
                    (Some(span), None) => open.replace_range(span.range(), &slug(&label.name)),
                    (None, _) => {}
                }
                here(vec![(Span::empty(name.start), open), (Span::empty(name.end), sample.close.clone())])
            }
            Style::Brat { path, source, next, types } => {
                let end = Span::empty(source.len());
                let mut lines = String::from(if source.is_empty() || source.ends_with('\n') { "" } else { "\n" });
                let target = if is_annotated {
                    let written = self.text.text();
                    let own = beside::of_brat(source, &written);
                    let line = own.iter().find(|it| it.annotated.span.overlaps(mention.span))?.line;
                    source[line.range()].split('\t').next().unwrap_or_default().to_owned()
                } else {
                    let points = |at: usize| self.text.slice(Span::new(0, at)).chars().count();
                    let kind = types.get(&label.kind).map_or(default_type(label.kind), String::as_str);
                    let text = self.text.slice(name).replace(['\n', '\r'], " ");
                    let id = format!("T{}", next[0]);
                    next[0] += 1;
                    lines += &format!("{id}\t{kind} {} {}\t{text}\n", points(name.start), points(name.end));
                    id
                };
                if let Some(id) = &label.id {
                    let is_item = id.strip_prefix('Q').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
                    let database = if is_item { "Wikidata" } else { "KB" };
                    lines += &format!("N{}\tReference {target} {database}:{id}\t{}\n", next[1], label.name);
                    next[1] += 1;
                }
                Some(Draft { path: path.clone(), edits: vec![(end, lines)] })
            }
        }
    }
}

/// `text` as a value of the markup of `format`.
fn as_value(format: Format, text: &str) -> String {
    match format {
        Format::Marked(markup) => markup.value(text),
        Format::Plain(_) => text.to_owned(),
    }
}

/// What stands around the text of an inline annotation; `None` where the style has no place for what is to be said.
fn marks(style: AnnotationStyle, kind: &str, label: &Label) -> Option<(String, String)> {
    let id = || label.id.clone().unwrap_or_else(|| slug(&label.name));
    Some(match (style, &label.id) {
        (AnnotationStyle::Span, Some(id)) => ("[".to_owned(), format!("]{{.{kind} #{id}}}")),
        (AnnotationStyle::Span, None) => ("[".to_owned(), format!("]{{.{kind}}}")),
        (AnnotationStyle::Wiki, _) => (format!("[[{}|", id()), "]]".to_owned()),
        (AnnotationStyle::Tag, Some(id)) => (format!("<{kind} id=\"{}\">", escaped(id)), format!("</{kind}>")),
        (AnnotationStyle::Tag, None) => (format!("<{kind}>"), format!("</{kind}>")),
        (AnnotationStyle::Link, _) => ("[".to_owned(), format!("]({kind}:{})", id())),
        (AnnotationStyle::Markup, _) => return None,
    })
}

/// The style that most annotations of a file have.
fn most_used(annotations: &[Annotation], dialect: Dialect) -> AnnotationStyle {
    let mut counts: HashMap<AnnotationStyle, usize> = HashMap::new();
    for annotation in annotations {
        *counts.entry(annotation.style).or_default() += 1;
    }
    let first = if dialect == Dialect::Markdown { AnnotationStyle::Link } else { AnnotationStyle::Span };
    let order = [first, AnnotationStyle::Span, AnnotationStyle::Wiki, AnnotationStyle::Tag, AnnotationStyle::Link];
    order.into_iter().rev().max_by_key(|style| counts.get(style).copied().unwrap_or(0)).unwrap_or(first)
}

/// The standoff style, where there is a `.ann` file beside the text.
fn brat(asked: &Asked<'_>, path: &Path) -> Option<Style> {
    let path = pairs::annotations_of(path).next()?;
    let source = asked.text(&path)?.1.text();
    let ann = Ann::parse(&source);
    let mut next = [1, 1];
    let mut types: HashMap<EntityKind, String> = HashMap::new();
    for line in &ann.lines {
        let id = &source[line.id.range()];
        for (slot, letter) in ['T', 'N'].into_iter().enumerate() {
            let number = id.strip_prefix(letter).and_then(|number| number.parse::<usize>().ok());
            next[slot] = next[slot].max(number.map_or(0, |number| number + 1));
        }
        if let Body::TextBound { entity_type, .. } = &line.body {
            let name = &source[entity_type.range()];
            if let Some(kind) = EntityKind::of_label(name) {
                types.entry(kind).or_insert_with(|| name.to_owned());
            }
        }
    }
    Some(Style::Brat { path, source, next, types })
}

/// What brat's own examples call a kind.
const fn default_type(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "Person",
        EntityKind::Organisation => "Organization",
        EntityKind::Place => "Location",
        EntityKind::GeoPolitical => "GPE",
        EntityKind::Work => "Work",
        EntityKind::Event => "Event",
        EntityKind::Other => "Other",
    }
}

/// The annotations of the article number `index` that stand at `span`: several where layers say different things of it.
fn markup_at(facts: &FileFacts, index: usize, span: Span) -> impl Iterator<Item = &ExtractAnnotation> {
    let extract = facts.extract(index);
    extract.into_iter().flat_map(move |(extract, start)| {
        let at = move |it: &&ExtractAnnotation| {
            let whole =
                it.parts.first().zip(it.parts.last()).and_then(|(first, last)| extract.to_source(first.cover(*last)));
            whole.is_some_and(|whole| whole.shifted(start) == span)
        };
        extract.annotations.iter().filter(at)
    })
}

/// The edits that give the annotation at `span` the id of another entity; of several the one that has an id.
fn link(facts: &FileFacts, text: &Document, span: Span, id: &str) -> Option<Vec<(Span, String)>> {
    let index = article_number(facts, span)?;
    let all = || markup_at(facts, index, span);
    let with_id = all().filter(|it| it.identity.is_some());
    let mut all = with_id.chain(all().filter(|it| it.identity.is_none()));
    all.find_map(|annotation| facts.link(text, index, annotation, id)).map(pairs_of)
}

/// The name of the chain that an annotation at `span` of the article number `index` is in.
fn chain_at(facts: &FileFacts, index: usize, span: Span) -> Option<String> {
    markup_at(facts, index, span).find_map(|it| Some(it.chain.as_ref()?.text.clone()))
}

fn pairs_of(edits: Vec<Edit>) -> Vec<(Span, String)> {
    edits.into_iter().map(|edit| (edit.span, edit.text.into_owned())).collect()
}

/// What the annotations of a file call a kind, most of them.
fn types(annotations: &[Annotation], text: &Document) -> HashMap<EntityKind, String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for span in annotations.iter().filter_map(|it| it.entity_type) {
        *counts.entry(text.slice(span).into_owned()).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| *count);
    counts.into_iter().filter_map(|(name, _)| Some((EntityKind::of_label(&name)?, name))).collect()
}

/// The type that columns of `format` have for a kind: their own where they have one, else that for places of all sorts.
fn type_for(types: &HashMap<EntityKind, String>, kind: EntityKind, format: Format) -> &str {
    let other = match kind {
        EntityKind::Place => EntityKind::GeoPolitical,
        EntityKind::GeoPolitical => EntityKind::Place,
        kind => kind,
    };
    let known = types.get(&kind).or_else(|| types.get(&other)).map(String::as_str);
    known.unwrap_or(match (format, kind) {
        (Format::Marked(Markup::ConllU), EntityKind::Person) => "person",
        (Format::Marked(Markup::ConllU), EntityKind::Organisation) => "organization",
        (Format::Marked(Markup::ConllU), EntityKind::Place | EntityKind::GeoPolitical) => "place",
        (Format::Marked(Markup::ConllU), EntityKind::Event) => "event",
        (Format::Marked(Markup::ConllU), EntityKind::Work | EntityKind::Other) => "object",
        _ => kind.label(),
    })
}

/// How the annotations of a file are written, one of each kind.
fn samples(annotations: &[Annotation], text: &Document) -> Vec<Sample> {
    let mut found: Vec<Sample> = Vec::new();
    for annotation in annotations.iter().filter(|it| it.is_around()) {
        let kind = annotation.entity_type.and_then(|span| EntityKind::of_label(&text.slice(span)));
        if found.iter().any(|sample| sample.kind == kind) {
            continue;
        }
        found.push(Sample {
            kind,
            open: text.slice(annotation.open).into_owned(),
            close: text.slice(annotation.close).into_owned(),
            id: annotation
                .id
                .filter(|id| annotation.open.contains(*id))
                .map(|id| Span::new(id.start - annotation.open.start, id.end - annotation.open.start)),
        });
    }
    found
}

/// An id made of a name: `vera-lind`.
pub fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}
