//! Renaming an id, a canonical name or an alias: in the knowledge base and in every annotation, never in plain text.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::names::Asked;
use crate::corpus::{Annotation, AnnotationStyle};
use crate::entities::{Places, View};
use crate::facts::FileFacts;
use crate::format::ids::{IdKind, IdPlace};
use crate::format::{Format, Markup};
use crate::knowledge::{KnowledgeFile, Written};
use crate::mentions::beside::{self, Beside};
use crate::pairs::{self, Part};
use crate::server::convert::Converter;
use crate::server::job::{Corpora, Snapshot};
use crate::server::types::{
    AnnotatedTextEdit, ChangeAnnotation, DocumentChanges, Error, ErrorCode, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, PrepareRenameResponse, RenameParams, Result, TextDocumentEdit,
    TextEdit, Uri, WorkspaceEdit,
};
use crate::server::uri::UriKey;
use crate::text::{Document, Source, Span};

/// The protocol's code for a request that was understood and cannot be done.
const REQUEST_FAILED: i64 = -32803;

/// Of an entity with more articles, so many are changed; more are refused.
const MOST: usize = 20_000;

/// Names the two kinds of changes.
const IN_ANNOTATIONS: &str = "annotations";
const IN_KNOWLEDGE: &str = "knowledge";

/// What is renamed.
enum Subject {
    /// An id.
    Id(String),
    /// A chain of one document of the file, which begins at this byte.
    Chain { name: String, document: usize },
    /// A name or an alias of the entity with this id.
    Name { id: String, name: String },
}

/// What could be renamed, and where it stands.
struct Renamed {
    subject: Subject,
    span: Span,
    written: String,
}

fn refused(message: impl Into<String>) -> Error {
    Error { code: ErrorCode::from(REQUEST_FAILED), message: message.into().into(), data: None }
}

/// Whether there is something to rename at a place, and what is to be changed in the editor.
///
/// # Errors
/// Says why there is nothing to rename.
pub fn prepare_rename(snapshot: &Snapshot, position: Position) -> Result<PrepareRenameResponse> {
    let asked = Asked::new(snapshot);
    let at = asked.byte(position);
    let renamed = asked.with_names(|view| subject(&asked, view, at)).map_err(refused)?;
    let range = snapshot.converter().range(renamed.span);
    Ok(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: renamed.written })
}

/// The edits that rename what stands at a place.
///
/// # Errors
/// Says why there is nothing to rename, or what is wrong with the new name.
pub fn rename(corpora: &Corpora, params: &RenameParams) -> Result<Option<WorkspaceEdit>> {
    let place = &params.text_document_position;
    let key = UriKey::new(&place.text_document.uri);
    let Some(snapshot) = corpora.open.iter().find(|snapshot| UriKey::new(&snapshot.uri) == key) else {
        return Ok(None);
    };
    let asked = Asked::new(snapshot);
    let at = asked.byte(place.position);
    let new = params.new_name.trim();
    let edits = asked.with_names(|view| {
        let renamed = subject(&asked, view, at)?;
        Edits::new(&asked, view, corpora).all(&renamed.subject, new)
    });
    edits.map(Some).map_err(refused)
}

/// What stands at a byte of the document; the error says why that cannot be renamed.
fn subject(asked: &Asked<'_>, view: &View<'_>, at: usize) -> std::result::Result<Renamed, String> {
    if let Some(file) = view.knowledge().file(&asked.relative) {
        return in_knowledge(file, at)
            .ok_or_else(|| "There is no id and no name here: put the cursor on one".to_owned());
    }
    if let Some((line, beside)) = asked.line_at(at) {
        return in_line(&asked.snapshot.text, line, &beside, at)
            .ok_or_else(|| "No reference (N) gives this annotation an id: give it one first".to_owned());
    }
    if let Some(found) = in_markup(asked, view, at) {
        return found;
    }
    let Some(annotation) = asked.annotation_at(at) else {
        let beside = asked.beside_at(at).map(|(_, beside)| beside.annotated);
        if let Some((id, span)) = beside.and_then(|it| Some((it.id?.to_string(), it.span))) {
            return Ok(Renamed { written: id.clone(), subject: Subject::Id(id), span });
        }
        return Err(match view.at(&asked.relative, at) {
            Some(here) => {
                format!("“{}” is not annotated here, and plain text is never changed: annotate it first", here.form())
            }
            None => "There is no name here: put the cursor on an annotation".to_owned(),
        });
    };
    in_annotation(&asked.snapshot.text, &annotation, at)
}

/// What of an annotation stands at a byte.
fn in_annotation(text: &Document, annotation: &Annotation, at: usize) -> std::result::Result<Renamed, String> {
    let id = annotation.id.map(|span| (span, text.slice(span).into_owned())).filter(|(_, id)| !id.is_empty());
    let Some((span, id)) = id else {
        return Err("This annotation has no id, so nothing else can be renamed with it: give it one first".to_owned());
    };
    match (span.touches(at), annotation.text.touches(at)) {
        (_, true) if annotation.style == AnnotationStyle::Markup => {
            Err("Text between markup is not rewritten, for offsets count it: rename the id instead".to_owned())
        }
        (_, true) => {
            let name = text.slice(annotation.text).into_owned();
            Ok(Renamed { written: name.clone(), subject: Subject::Name { id, name }, span: annotation.text })
        }
        (true, false) => Ok(Renamed { written: id.clone(), subject: Subject::Id(id), span }),
        (false, false) => Err(format!("Here stands what “{id}” is annotated as: put the cursor on the id or the name")),
    }
}

/// The id of an annotation beside its text, of which `line` touches a byte: there, or for all of the line.
fn in_line(text: &Document, line: Span, beside: &Beside, at: usize) -> Option<Renamed> {
    let id = beside.id?;
    let written = text.slice(id).into_owned();
    let span = if id.touches(at) { id } else { line };
    Some(Renamed { subject: Subject::Id(written.clone()), span, written })
}

/// The id that stands at a byte of markup, in any of the places that write it.
fn in_markup(asked: &Asked<'_>, view: &View<'_>, at: usize) -> Option<std::result::Result<Renamed, String>> {
    let (document, place) = asked.ids_at(at).into_iter().next()?;
    let (span, written) = (place.span, asked.snapshot.text.slice(place.span).into_owned());
    if place.kind == IdKind::Element && !asked.is_of_entity(view, span) {
        return Some(Err(format!("“{written}” is the id of an element and of nobody that is mentioned or described")));
    }
    let is_entity =
        |facts: &Arc<FileFacts>| is_entity(view, &asked.relative, facts, &asked.snapshot.text, document, &written);
    let subject = if place.kind != IdKind::Chain || asked.snapshot.facts.as_ref().is_some_and(is_entity) {
        Subject::Id(written.clone())
    } else {
        Subject::Chain { name: written.clone(), document }
    };
    Some(Ok(Renamed { subject, span, written }))
}

/// Whether the chain `name` of the document that begins at the byte `document` of a file is of the entity whose id is
/// the same: chains of other documents may be called so for other reasons.
fn is_entity(view: &View<'_>, path: &Path, facts: &FileFacts, text: &Document, document: usize, name: &str) -> bool {
    let wanted = view.entity_with_id(name).id;
    let numbers = (0..facts.article_count()).filter(|number| facts.extract(*number).is_some_and(|it| it.1 == document));
    let blocks = numbers.flat_map(|number| facts.article(number).blocks);
    let mut annotations = blocks.flat_map(|block| block.inline.annotations);
    annotations.any(|it| {
        it.id.is_some_and(|span| text.slice(span) == name)
            && view.at(path, it.text.start).is_some_and(|here| view.entity(&here).id == wanted)
    })
}

/// The file that the reference whose id begins at a byte of `text` points into, as it is written; `None` where that is
/// its own.
fn file_in_front(text: &str, id: usize) -> Option<&str> {
    let before = text[..id].strip_suffix('#')?;
    let start = before.rfind(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))? + 1;
    Some(&before[start..]).filter(|file| !file.is_empty())
}

/// `file`, as a file at `path` of the corpus points at it, in the corpus; `None` where it lies outside.
fn pointed_at(path: &Path, file: &str) -> Option<PathBuf> {
    let mut found = path.parent()?.to_path_buf();
    for part in Path::new(file).components() {
        match part {
            Component::Normal(name) => found.push(name),
            Component::CurDir => {}
            Component::ParentDir => found.pop().then_some(())?,
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(found)
}

/// Whether an id can be written as this everywhere.
fn check_written(new: &str) -> std::result::Result<(), String> {
    let bad = |c: char| c.is_whitespace() || c.is_control() || "\"'<>[]{}()|#:&\\".contains(c);
    if new.is_empty() || new.contains(bad) {
        return Err("An id is one word without quotation marks, brackets, bars, colons and #".to_owned());
    }
    Ok(())
}

fn in_knowledge(file: &KnowledgeFile, at: usize) -> Option<Renamed> {
    let entity = file.entity_at(at)?;
    let id = entity.id_written()?;
    let touched = |written: &Written<'_>| written.literal.touches(at);
    if touched(&id) {
        let written = id.text.into_owned();
        return Some(Renamed { subject: Subject::Id(written.clone()), span: id.span, written });
    }
    if let Some(name) = entity.names().find(touched) {
        let written = name.text.into_owned();
        let subject = Subject::Name { id: id.text.into_owned(), name: written.clone() };
        return Some(Renamed { subject, span: name.span, written });
    }
    let link = entity.links().find(|link| touched(&link.target))?;
    let written = link.entity()?.to_owned();
    let span = Span::new(link.target.span.start + 1, link.target.span.end);
    Some(Renamed { subject: Subject::Id(written.clone()), span, written })
}

/// A file with its edits: its name, its version where it is open, its text, and what comes where and why.
type EditedFile = (Uri, Option<i32>, Document, BTreeMap<Span, (String, &'static str)>);

/// Edits of many files while they are collected.
struct Edits<'a, 'v> {
    asked: &'a Asked<'a>,
    view: &'a View<'v>,
    corpora: &'a Corpora,
    /// The documents of this corpus that are open, by path.
    open: HashMap<PathBuf, &'a Snapshot>,
    files: BTreeMap<PathBuf, EditedFile>,
}

impl<'a, 'v> Edits<'a, 'v> {
    fn new(asked: &'a Asked<'a>, view: &'a View<'v>, corpora: &'a Corpora) -> Self {
        let same = |snapshot: &&Snapshot| {
            snapshot.corpus.as_ref().is_some_and(|(corpus, _)| Arc::ptr_eq(corpus, &asked.corpus))
        };
        let place = |snapshot: &'a Snapshot| Some((snapshot.corpus.as_ref()?.1.to_path_buf(), snapshot));
        let open = corpora.open.iter().filter(same).filter_map(place).collect();
        Self { asked, view, corpora, open, files: BTreeMap::new() }
    }

    fn all(mut self, subject: &Subject, new: &str) -> std::result::Result<WorkspaceEdit, String> {
        match subject {
            Subject::Id(old) => {
                self.check_id(old, new)?;
                self.id_in_knowledge(old, new);
                let paths = self.paths_with(old)?;
                self.in_articles(&paths, old, |annotation, _| annotation.id.map(|span| (span, new.to_owned())));
                self.in_markup(paths, old, new)?;
                self.beside_articles(old, new);
            }
            Subject::Chain { name, document } => {
                check_written(new)?;
                let path = self.asked.relative.to_path_buf();
                // What CoNLL-U calls a chain is its name in all of the file, unless it counts anew in each document.
                self.in_records(&path, name, new, |facts, _, start| {
                    start == *document || facts.format() == Markup::ConllU.into() && !facts.has_local_chains()
                })?;
            }
            Subject::Name { id, name } => {
                if new.is_empty() || new.contains(['\n', '\r', '[', ']', '{', '}', '<', '>', '|']) {
                    return Err("A name is one line of text without brackets and bars".to_owned());
                }
                self.name_in_knowledge(id, name, new);
                let paths = self.paths_with(id)?;
                self.in_articles(&paths, id, |annotation, text| {
                    (text.slice(annotation.text) == *name).then(|| (annotation.text, new.to_owned()))
                });
            }
        }
        if self.files.is_empty() {
            return Err("Nothing is annotated with it and the knowledge base does not describe it".to_owned());
        }
        Ok(self.finish())
    }

    fn check_id(&self, old: &str, new: &str) -> std::result::Result<(), String> {
        check_written(new)?;
        if new != old && (self.view.is_used(new) || !self.view.knowledge().with_id(new).is_empty()) {
            return Err(format!("“{new}” is the id of another entity: two would become one"));
        }
        Ok(())
    }

    fn id_in_knowledge(&mut self, old: &str, new: &str) {
        let base = self.view.knowledge();
        for source in base.sources() {
            for entity in source.file.entities() {
                if let Some(id) = entity.id_written().filter(|id| id.text == old) {
                    let bare =
                        id.literal == id.span && new.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
                    let text = if bare { new.to_owned() } else { source.file.notation().quoted(new) };
                    self.replace_known(&source.path, &source.file, id.literal, text);
                }
                for link in entity.links().filter(|link| link.entity() == Some(old)) {
                    let text = source.file.notation().quoted(&format!("#{new}"));
                    self.replace_known(&source.path, &source.file, link.target.literal, text);
                }
            }
        }
    }

    fn name_in_knowledge(&mut self, id: &str, name: &str, new: &str) {
        let base = self.view.knowledge();
        for known in base.with_id(id) {
            let (Some(source), Some(entity)) = (base.source(known), base.entity(known)) else { continue };
            for written in entity.names().filter(|written| written.text == name) {
                let text = source.file.notation().quoted(new);
                self.replace_known(&source.path, &source.file, written.literal, text);
            }
        }
    }

    /// The files in which the entity with an id is mentioned, and the one that was asked from.
    fn paths_with(&self, id: &str) -> std::result::Result<BTreeSet<PathBuf>, String> {
        let places = self.view.places(&self.view.entity_with_id(id), MOST);
        if !places.complete {
            return Err(format!("It is annotated in more than {MOST} articles: that is for a script"));
        }
        let mut paths = self.paths(&places);
        paths.insert(self.asked.relative.to_path_buf());
        Ok(paths)
    }

    /// A file of the corpus, and what is known of it: as it is open, or as it is on disk.
    fn read(&self, path: &Path) -> Option<(Document, Arc<FileFacts>)> {
        let (_, _, text) = self.document(path)?;
        let own = (*path == *self.asked.relative).then_some(self.asked.snapshot);
        if let Some(open) = own.or_else(|| self.open.get(path).copied()) {
            return Some((text, Arc::clone(open.facts.as_ref()?)));
        }
        let written = text.text();
        let format = self.asked.corpus.config.format_of(path, &written).unwrap_or_default();
        Some((text, Arc::new(FileFacts::new(&written, format, Arc::clone(&self.asked.snapshot.settings)))))
    }

    /// Changes what `change` says of the annotations with an id in plain articles: it is given each and the text of its
    /// file.
    fn in_articles(
        &mut self,
        paths: &BTreeSet<PathBuf>,
        id: &str,
        change: impl Fn(&Annotation, &Document) -> Option<(Span, String)>,
    ) {
        for path in paths {
            let Some((text, facts)) = self.read(path) else { continue };
            let blocks = (0..facts.article_count()).flat_map(|number| facts.article(number).blocks);
            let annotations = blocks.flat_map(|block| block.inline.annotations);
            for annotation in annotations.filter(|it| it.style != AnnotationStyle::Markup) {
                if annotation.id.is_none_or(|span| text.slice(span) != id) {
                    continue;
                }
                if let Some((span, new)) = change(&annotation, &text) {
                    self.replace(path, span, new, IN_ANNOTATIONS);
                }
            }
        }
    }

    /// Changes an id in files with markup, and in those that their references point into.
    fn in_markup(&mut self, paths: BTreeSet<PathBuf>, old: &str, new: &str) -> std::result::Result<(), String> {
        let mut pending = paths.clone();
        let mut seen = paths;
        while let Some(path) = pending.pop_first() {
            let view = self.view;
            let pointed =
                self.in_records(&path, old, new, |facts, text, start| is_entity(view, &path, facts, text, start, old))?;
            pending.extend(pointed.into_iter().filter(|it| seen.insert(it.clone())));
        }
        Ok(())
    }

    /// Changes an id in a file with markup: as the name of a chain in the records, by the byte that they begin at, of
    /// which `is_it` says that it is the one. Returns the files that the references with the id point into.
    fn in_records(
        &mut self,
        path: &Path,
        old: &str,
        new: &str,
        is_it: impl Fn(&FileFacts, &Document, usize) -> bool,
    ) -> std::result::Result<Vec<PathBuf>, String> {
        let Some((text, facts)) = self.read(path) else { return Ok(Vec::new()) };
        let Format::Marked(markup) = facts.format() else { return Ok(Vec::new()) };
        let written = text.text();
        let all = facts.ids(&*written, Span::new(0, written.len()));
        let with = |id: &str| all.iter().filter(|(_, it)| &written[it.span.range()] == id).copied().collect::<Vec<_>>();
        let (known, taken) = (with(old), with(new));
        let mut pointed = Vec::new();
        for record in known.chunk_by(|a, b| a.0 == b.0) {
            let start = record[0].0;
            let has_chain = record.iter().any(|it| it.1.kind == IdKind::Chain) && is_it(&facts, &text, start);
            for (_, place) in record.iter().filter(|it| it.1.kind != IdKind::Chain || has_chain) {
                if let Some(why) = markup.refuses(new, place.kind) {
                    return Err(format!("“{new}” cannot stand in {}: {why}", path.display()));
                }
                let is_same = |it: &(usize, IdPlace)| it.0 == start && it.1.kind == place.kind;
                if place.kind != IdKind::Entity && new != old && taken.iter().any(is_same) {
                    return Err(format!("{} has another “{new}”: two would become one", path.display()));
                }
                pointed.extend(file_in_front(&written, place.span.start).and_then(|file| pointed_at(path, file)));
                self.replace(path, place.span, new.to_owned(), IN_ANNOTATIONS);
            }
        }
        Ok(pointed)
    }

    /// Changes an id in the files beside the articles that mention it.
    fn beside_articles(&mut self, old: &str, new: &str) {
        let texts = self.paths(&self.view.places(&self.view.entity_with_id(old), MOST));
        let texts = texts.iter().filter(|path| pairs::part_of(path) == Some(Part::Text));
        for path in texts.flat_map(|path| pairs::annotations_of(path)) {
            let Some((_, _, text)) = self.document(&path) else { continue };
            for span in beside::references(&text.text(), old) {
                self.replace(&path, span, new.to_owned(), IN_ANNOTATIONS);
            }
        }
    }

    /// The files of these articles.
    fn paths(&self, places: &Places) -> BTreeSet<PathBuf> {
        let articles = places.all.iter().filter_map(|place| self.view.index().article(place.article));
        articles.map(|article| article.path.into_owned()).collect()
    }

    fn document(&self, path: &Path) -> Option<(Uri, Option<i32>, Document)> {
        if let Some(snapshot) = self.open.get(path) {
            return Some((snapshot.uri.clone(), Some(snapshot.version), snapshot.text.clone()));
        }
        let text = self.asked.text(path)?;
        let own = *path == *self.asked.relative;
        Some((text.0.clone(), own.then_some(self.asked.snapshot.version), text.1.clone()))
    }

    /// The places of a file of the knowledge base hold where it is the text that was read.
    fn replace_known(&mut self, path: &Path, file: &KnowledgeFile, span: Span, new: String) {
        if self.document(path).is_some_and(|(_, _, text)| text.text() == file.text()) {
            self.replace(path, span, new, IN_KNOWLEDGE);
        }
    }

    fn replace(&mut self, path: &Path, span: Span, new: String, kind: &'static str) {
        if !self.files.contains_key(path) {
            let Some((uri, version, text)) = self.document(path) else { return };
            self.files.insert(path.to_owned(), (uri, version, text, BTreeMap::new()));
        }
        if let Some((.., edits)) = self.files.get_mut(path) {
            edits.insert(span, (new, kind));
        }
    }

    fn finish(self) -> WorkspaceEdit {
        let features = &self.corpora.features;
        let mut plain: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
        let mut documents = Vec::new();
        for (uri, version, text, edits) in self.files.into_values() {
            let converter = Converter { text: &text, encoding: features.encoding };
            let edits = edits
                .into_iter()
                .map(|(span, (new_text, kind))| (TextEdit { range: converter.range(span), new_text }, kind));
            if !features.document_changes {
                plain.insert(uri, edits.map(|(edit, _)| edit).collect());
                continue;
            }
            let edits = edits.map(|(text_edit, kind)| {
                if features.change_annotations {
                    OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: kind.to_owned() })
                } else {
                    OneOf::Left(text_edit)
                }
            });
            let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
            documents.push(TextDocumentEdit { text_document, edits: edits.collect() });
        }
        if !features.document_changes {
            return WorkspaceEdit { changes: Some(plain), ..WorkspaceEdit::default() };
        }
        let annotation = |label: &str| ChangeAnnotation {
            label: label.to_owned(),
            needs_confirmation: Some(false),
            description: None,
        };
        let annotations = HashMap::from([
            (IN_ANNOTATIONS.to_owned(), annotation("Rename in annotations")),
            (IN_KNOWLEDGE.to_owned(), annotation("Rename in the knowledge base")),
        ]);
        WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(documents)),
            change_annotations: features.change_annotations.then_some(annotations),
            ..WorkspaceEdit::default()
        }
    }
}
