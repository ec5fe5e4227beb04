//! What can be done about a name: describe it in the knowledge base, link it to an entity, annotate it here, in its
//! article or everywhere.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::names::{Asked, Meant};
use super::write::{Draft, Label, Writer, slug};
use crate::entities::{Here, View};
use crate::knowledge::Notation;
use crate::mentions::{EntityKind, Form, MentionSource};
use crate::server::convert::Converter;
use crate::server::job::Snapshot;
use crate::server::types::{
    AnnotatedTextEdit, ChangeAnnotation, CreateFile, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, ResourceOp, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use crate::server::uri;
use crate::text::{Document, Source, Span};

/// Of an entity with more articles, so many are looked at.
const MOST: usize = 20_000;
/// Of an entity with more articles, so many say which names it is met under.
const ASKED: usize = 200;
/// How many names a new entry has at most.
const ALIASES: usize = 8;
/// How many entities somebody is offered to be linked to.
const CANDIDATES: usize = 5;
/// The file that is begun where there is no knowledge base.
const FILE: &str = "entities.toml";

/// Something that can be done about a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Wish {
    /// An entry in the knowledge base.
    Describe,
    /// An id in the annotation that the name has, or an annotation with this id.
    Link(String),
    /// An annotation of the mention.
    Here,
    /// One of each bare mention in the article.
    Article,
    /// One of each bare mention in all articles.
    Everywhere,
}

/// What can be done about the name at a byte of the document, and what that is called.
pub fn offers(snapshot: &Snapshot, at: usize) -> Vec<(String, Wish)> {
    if snapshot.corpus.is_none() || snapshot.is_knowledge || !snapshot.features.document_changes {
        return Vec::new();
    }
    let asked = Asked::new(snapshot);
    asked.with_names(|view| {
        let Some(Meant { entity, here: Some(here), .. }) = asked.meant(view, at) else { return Vec::new() };
        if here.mention().form != Form::Name || here.article.path != *asked.relative {
            return Vec::new();
        }
        let mut offers = Vec::new();
        let is_described = entity.given.as_deref().is_some_and(|id| !view.knowledge().with_id(id).is_empty());
        let writer = Writer::of(&asked, &asked.relative);
        let is_annotated = here.mention().source == MentionSource::Annotation;
        let can = |id: Option<&str>| writer.as_ref().is_some_and(|writer| writer.can(here.mention(), id));
        let can_annotate = !is_annotated && can(None);
        for (id, name) in candidates(view, &here, here.entity().id.as_deref()) {
            let can_link = if is_annotated { can(Some(&id)) } else { can_annotate };
            if can_link {
                offers.push((format!("Link to {name} ({id})"), Wish::Link(id)));
            }
        }
        if can_annotate {
            let kind = label(&here);
            offers.push((format!("Annotate “{}” here as {kind}", here.form()), Wish::Here));
            let in_article = article(view, &here).filter(|here| is_bare(&asked, here)).count();
            if in_article > 1 {
                offers.push((format!("Annotate all {in_article} mentions in this article as {kind}"), Wish::Article));
            }
            let places = view.places(&entity, ASKED);
            if places.articles > 1 {
                let (more, count) = (if places.complete { "" } else { "about " }, places.articles);
                offers.push((format!("Annotate it in {more}{count} articles as {kind}"), Wish::Everywhere));
            }
        }
        if !is_described && (snapshot.features.creates_files || !view.knowledge().sources().is_empty()) {
            offers.push((format!("Add “{}” to the knowledge base", entity.name), Wish::Describe));
        }
        offers
    })
}

/// The edit that does it; `None` where there is nothing to do any more.
pub fn edit(snapshot: &Snapshot, at: usize, wish: &Wish) -> Option<WorkspaceEdit> {
    let asked = Asked::new(snapshot);
    asked.with_names(|view| {
        let Meant { entity, here: Some(here), .. } = asked.meant(view, at)? else { return None };
        let own = |id: Option<&str>| Label {
            kind: here.mention().kind.unwrap_or(EntityKind::Other),
            id: id.map(str::to_owned),
            name: entity.name.to_string(),
        };
        let mut edits =
            Edits { asked: &asked, view, files: BTreeMap::new(), needs_confirmation: *wish == Wish::Everywhere };
        match wish {
            Wish::Describe => return describe(&asked, view, &here),
            Wish::Link(id) => edits.add(&asked.relative, std::slice::from_ref(&here), &own(Some(id)))?,
            Wish::Here => edits.add(&asked.relative, std::slice::from_ref(&here), &own(entity.given.as_deref()))?,
            Wish::Article => {
                let mentions: Vec<Here> = article(view, &here).filter(|here| is_bare(&asked, here)).collect();
                edits.add(&asked.relative, &mentions, &own(entity.given.as_deref()))?;
            }
            Wish::Everywhere => {
                let mut files: BTreeMap<PathBuf, Vec<Here>> = BTreeMap::new();
                for here in view.mentions(&view.places(&entity, MOST).all).filter(|here| is_bare(&asked, here)) {
                    files.entry(here.article.path.clone()).or_default().push(here);
                }
                for (path, mentions) in files {
                    // A format that cannot carry annotations is left as it is.
                    let _ = edits.add(&path, &mentions, &own(entity.given.as_deref()));
                }
            }
        }
        edits.finish()
    })
}

fn label(here: &Here) -> &'static str {
    here.mention().kind.unwrap_or(EntityKind::Other).label()
}

/// The mentions of the same entity in the same article.
fn article<'v>(view: &'v View<'_>, here: &Here) -> impl Iterator<Item = Here> + use<'v> {
    let id = view.entity(here).id;
    let article = Rc::clone(&here.article);
    let all = 0..article.names.names.mentions.len();
    let all = all.map(move |mention| Here { article: Rc::clone(&article), mention });
    all.filter(move |one| view.entity(one).id == id)
}

/// Where whoever is mentioned at `here`, or is said to be `id` now, is annotated in the same article.
fn annotated(view: &View<'_>, here: &Here, id: Option<&str>) -> Vec<Span> {
    let stays = here.entity().id.as_deref() == id;
    let mentions = &here.article.names.names.mentions;
    let all = (0..mentions.len()).map(|mention| Here { article: Rc::clone(&here.article), mention });
    let same = |one: &Here| {
        one.mention().id.as_deref() == id && id.is_some() || stays && view.entity(one).id == view.entity(here).id
    };
    let annotated = all.filter(|one| one.mention().source == MentionSource::Annotation && same(one));
    annotated.map(|one| one.mention().span).collect()
}

/// Whether it is a name that nobody has annotated, that stands in no boilerplate and is what it was.
fn is_bare(asked: &Asked<'_>, here: &Here) -> bool {
    let mention = here.mention();
    let is_plain = mention.source != MentionSource::Annotation
        && mention.form == Form::Name
        && !mention.boilerplate
        && !mention.header;
    is_plain && asked.mention(here).is_some()
}

/// Entities of the knowledge base that a mention may be of, the likeliest first: their ids and names.
fn candidates(view: &View<'_>, here: &Here, given: Option<&str>) -> Vec<(String, String)> {
    let base = view.knowledge();
    let like = base.search(here.form(), 4 * CANDIDATES).into_iter().map(|(id, _)| id);
    let mut found: Vec<(String, String)> = Vec::new();
    for entity in base.named(here.form()).into_iter().chain(like).filter_map(|id| base.entity(id)) {
        let Some(id) = entity.id() else { continue };
        let kind = entity.kind().and_then(|kind| EntityKind::of_label(&kind.text));
        let fits = kind.zip(here.mention().kind).is_none_or(|(one, other)| one.compatible(other));
        if fits && given != Some(&*id) && found.iter().all(|(known, _)| *known != *id) {
            let name = entity.name().map_or_else(|| id.clone(), |name| name.text);
            found.push((id.to_string(), name.into_owned()));
        }
    }
    found.truncate(CANDIDATES);
    found
}

/// The edit that writes an entry for whoever is mentioned at `here`, at the end of the knowledge base.
fn describe(asked: &Asked<'_>, view: &View<'_>, here: &Here) -> Option<WorkspaceEdit> {
    let entity = view.entity(here);
    let mut met: HashMap<String, usize> = HashMap::new();
    let places = view.places(&entity, ASKED);
    for one in view.mentions(&places.all).filter(|it| it.mention().form == Form::Name) {
        *met.entry(one.form().to_owned()).or_default() += 1;
    }
    let name = entity.name.to_string();
    met.remove(&name);
    let mut aliases: Vec<(String, usize)> = met.into_iter().collect();
    aliases.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    aliases.truncate(ALIASES);
    let id = entity.given.as_deref().map_or_else(|| unused(view, &slug(&name)), str::to_owned);
    let kind = entity.kind.or(here.mention().kind).map(EntityKind::label);
    let sources = view.knowledge().sources();
    let source = sources.iter().find(|it| it.file.notation() == Notation::Toml).or(sources.first());
    let notation = source.map_or(Notation::Toml, |source| source.file.notation());
    let quoted = |text: &str| notation.quoted(text);
    let names = aliases.iter().map(|(alias, _)| quoted(alias)).collect::<Vec<_>>().join(", ");
    let fields = [
        ("id", Some(quoted(&id))),
        ("type", kind.map(quoted)),
        ("name", Some(quoted(&name))),
        ("aliases", (!names.is_empty()).then(|| format!("[{names}]"))),
    ];
    let fields = fields.into_iter().filter_map(|(key, value)| Some((key, value?)));
    let entry = match notation {
        Notation::Toml => {
            let lines: String = fields.map(|(key, value)| format!("{key} = {value}\n")).collect();
            format!("[[entity]]\n{lines}")
        }
        Notation::JsonLines => {
            let all: Vec<String> = fields.map(|(key, value)| format!("\"{key}\": {value}")).collect();
            format!("{{{}}}\n", all.join(", "))
        }
    };
    let encoding = asked.snapshot.features.encoding;
    let (uri, operation, range, before) = match source {
        Some(source) => {
            let text = asked.text(&source.path)?;
            let (uri, text) = &*text;
            let end = Span::empty(text.len());
            let written = text.text();
            let before = match notation {
                _ if written.is_empty() => "",
                Notation::Toml if written.ends_with("\n\n") => "",
                Notation::Toml if written.ends_with('\n') => "\n",
                Notation::Toml => "\n\n",
                Notation::JsonLines if written.ends_with('\n') => "",
                Notation::JsonLines => "\n",
            };
            (uri.clone(), None, Converter { text, encoding }.range(end), before)
        }
        None => {
            let uri = uri::from_path(&asked.corpus.root.join(FILE))?;
            let create = CreateFile { uri: uri.clone(), options: None, annotation_id: None };
            (uri, Some(DocumentChangeOperation::Op(ResourceOp::Create(create))), Default::default(), "")
        }
    };
    let edit = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![OneOf::Left(TextEdit { range, new_text: format!("{before}{entry}") })],
    };
    let operations = operation.into_iter().chain([DocumentChangeOperation::Edit(edit)]);
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations.collect())),
        ..WorkspaceEdit::default()
    })
}

/// `id`, or with a number behind it where it is somebody else's.
fn unused(view: &View<'_>, id: &str) -> String {
    let is_free = |id: &String| view.knowledge().with_id(id).is_empty();
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// A file of the corpus: the client's name for it, its text, and what comes where.
type EditedFile = (Uri, Document, Vec<(Span, String)>);

/// Annotations while they are written.
struct Edits<'a, 's> {
    asked: &'a Asked<'s>,
    view: &'a View<'a>,
    files: BTreeMap<PathBuf, EditedFile>,
    needs_confirmation: bool,
}

/// Names the change that is made.
const ANNOTATE: &str = "annotate";

impl Edits<'_, '_> {
    /// Annotates those of `mentions`, which stand in the file at `path`, that have a place for it; `None` where none has.
    fn add(&mut self, path: &Path, mentions: &[Here], label: &Label) -> Option<()> {
        let mut writer = Writer::of(self.asked, path)?;
        for here in mentions {
            let is_annotated = here.mention().source == MentionSource::Annotation;
            let others = annotated(self.view, here, label.id.as_deref());
            writer.annotate(here.mention(), is_annotated, label, &others);
        }
        let mut written = None;
        for Draft { path, edits } in writer.finish() {
            if !self.files.contains_key(&path) {
                let text = self.asked.text(&path)?;
                self.files.insert(path.clone(), (text.0.clone(), text.1.clone(), Vec::new()));
            }
            self.files.get_mut(&path)?.2.extend(edits);
            written = Some(());
        }
        written
    }

    fn finish(self) -> Option<WorkspaceEdit> {
        let features = &self.asked.snapshot.features;
        let documents = self.files.into_values().filter(|(.., edits)| !edits.is_empty()).map(|(uri, text, edits)| {
            let converter = Converter { text: &text, encoding: features.encoding };
            let edits = edits.into_iter().map(|(span, new_text)| {
                let text_edit = TextEdit { range: converter.range(span), new_text };
                if features.change_annotations {
                    OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: ANNOTATE.to_owned() })
                } else {
                    OneOf::Left(text_edit)
                }
            });
            let version = (uri == self.asked.snapshot.uri).then_some(self.asked.snapshot.version);
            let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
            TextDocumentEdit { text_document, edits: edits.collect() }
        });
        let documents: Vec<TextDocumentEdit> = documents.collect();
        let annotation = ChangeAnnotation {
            label: "Annotate".to_owned(),
            needs_confirmation: Some(self.needs_confirmation),
            description: None,
        };
        (!documents.is_empty()).then(|| WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(documents)),
            change_annotations: features.change_annotations.then(|| HashMap::from([(ANNOTATE.to_owned(), annotation)])),
            ..WorkspaceEdit::default()
        })
    }
}
