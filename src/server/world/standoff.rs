//! Texts and the annotations beside them: what is wrong between the two, and how the ones follow the other.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::World;
use crate::config::{Config, Follow};
use crate::files;
use crate::format::{Format, Markup};
use crate::pairs::{self, Followed, Following, Part};
use crate::rules::Edit;
use crate::server::convert::Converter;
use crate::server::document::{Fitting, OpenDocument};
use crate::server::event::Event;
use crate::server::types::{
    ApplyWorkspaceEditParams, DocumentChanges, MessageActionItem, MessageType, OneOf,
    OptionalVersionedTextDocumentIdentifier, ShowMessageRequestParams, TextDocumentEdit, Uri, WorkspaceEdit, request,
};
use crate::server::uri::{self, UriKey};
use crate::standoff::{Outcome, Realigned};
use crate::text::{Document, Source};

/// What a person answers who is asked whether annotations are to follow.
const MOVE: &str = "Move them along";
const LEAVE: &str = "Not now";

/// How many annotations a question names.
const NAMED: usize = 3;

/// In a text of more bytes it is not found out whether its annotations have moved before somebody wants them to: all of it
/// is looked at for that.
const LARGE: usize = 2 << 20;

/// How the annotations of one file follow their text, and where that is.
#[derive(Clone, Debug)]
pub struct Sidecar {
    /// The file.
    path: PathBuf,
    /// The client's name for it.
    uri: Uri,
    /// The client's version of it, where it is open.
    version: Option<i32>,
    /// What it says.
    source: String,
    /// Whether it is the text as well.
    is_text: bool,
    /// How it follows.
    realigned: Realigned,
}

/// The annotations of a text on their way.
#[derive(Clone, Debug)]
pub struct Move {
    /// The text that they follow to.
    text: Document,
    sidecars: Vec<Sidecar>,
}

/// A text that was edited, and its annotations as they are now: what a [`Move`] is found from.
#[derive(Clone, Debug)]
pub struct Movable {
    text: Document,
    annotations: Annotations,
}

/// Where the annotations of a text stand.
#[derive(Clone, Debug)]
enum Annotations {
    /// In files beside it.
    Beside { following: Following, beside: Vec<Beside>, config: Arc<Config> },
    /// In it, as offsets in the texts of its records; with what it was when they fitted.
    Within { markup: Markup, before: Document, path: PathBuf, uri: Uri, version: i32 },
}

/// A file that may hold annotations.
#[derive(Clone, Debug)]
struct Beside {
    path: PathBuf,
    uri: Uri,
    /// Its version and text, where it is open.
    open: Option<(i32, Document)>,
}

impl Movable {
    /// How the annotations follow. Reads those that are not open.
    pub fn movement(&self) -> Move {
        let now = self.text.text();
        let sidecars = match &self.annotations {
            Annotations::Beside { following, beside, config } => {
                let sidecars = beside.iter().filter_map(|it| {
                    let source = match &it.open {
                        Some((_, text)) => text.text(),
                        None => {
                            let name = it.path.file_name().map_or(it.path.as_path(), Path::new);
                            files::text_of(&it.path, name, config)?
                        }
                    };
                    let realigned = following.realign(&it.path, &source, &now);
                    let version = it.open.as_ref().map(|(version, _)| *version);
                    let (path, uri) = (it.path.clone(), it.uri.clone());
                    Some(Sidecar { path, uri, version, source, is_text: false, realigned })
                });
                sidecars.collect()
            }
            Annotations::Within { markup, before, path, uri, version } => {
                let realigned = markup.realign_changed(&before.text(), &now).unwrap_or_default();
                let (path, uri, version) = (path.clone(), uri.clone(), Some(*version));
                vec![Sidecar { path, uri, version, source: now, is_text: true, realigned }]
            }
        };
        Move { text: self.text.clone(), sidecars }
    }

    /// Whether somebody may want the annotations to follow: something moves, or the text is too large to find that out with
    /// each question.
    pub fn is_wanted(&self) -> bool {
        self.is_within() && self.text.len() > LARGE || self.movement().is_needed()
    }

    /// Whether the annotations stand in the text itself.
    pub const fn is_within(&self) -> bool {
        matches!(self.annotations, Annotations::Within { .. })
    }

    /// The edits of the text itself that have its annotations follow, before it is saved; none where a person is to be
    /// asked first.
    pub fn edits_within(&self, policy: Follow) -> Vec<Edit> {
        if !self.is_within() || policy == Follow::Never {
            return Vec::new();
        }
        let movement = self.movement();
        let asks = policy == Follow::Ask && movement.is_uncertain();
        movement.sidecars.into_iter().filter(|_| !asks).flat_map(|it| it.realigned.edits).collect()
    }
}

impl Move {
    /// The edits in the files, for the versions that they are for.
    pub fn edit(&self, encoding: crate::text::Encoding, versioned: bool) -> WorkspaceEdit {
        let edits = self.sidecars.iter().filter(|it| !it.realigned.edits.is_empty()).map(|it| {
            let text = Document::new(&it.source);
            (it, Converter { text: &text, encoding }.edits(&it.realigned.edits))
        });
        if !versioned {
            let changes = edits.map(|(it, edits)| (it.uri.clone(), edits));
            return WorkspaceEdit::new(changes.collect::<HashMap<_, _>>());
        }
        let documents = edits.map(|(it, edits)| TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri: it.uri.clone(), version: it.version },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        });
        WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(documents.collect())),
            ..WorkspaceEdit::default()
        }
    }

    /// Whether any file changes.
    pub fn is_needed(&self) -> bool {
        self.sidecars.iter().any(|it| !it.realigned.edits.is_empty())
    }

    fn is_uncertain(&self) -> bool {
        self.sidecars.iter().any(|it| it.realigned.uncertain().next().is_some())
    }

    /// What a person is asked who has to say whether it is right.
    fn question(&self) -> String {
        let all = self.sidecars.iter().flat_map(|it| it.realigned.uncertain());
        let mut named: Vec<String> = all
            .map(|entry| match entry.outcome {
                Outcome::Lost => format!("{} “{}” was taken out", entry.name, entry.before),
                _ => format!("{} “{}” would be “{}”", entry.name, entry.before, entry.after),
            })
            .collect();
        let more = named.len().saturating_sub(NAMED);
        named.truncate(NAMED);
        let more = if more == 0 { String::new() } else { format!(", and {more} more") };
        let certain = self.sidecars.iter().flat_map(|it| &it.realigned.entries);
        let moved = certain.filter(|entry| !matches!(entry.outcome, Outcome::Kept | Outcome::Astray)).count();
        let noun = if moved == 1 { "annotation follows" } else { "annotations follow" };
        format!("{moved} {noun} the text. Not certain: {}{more}", named.join("; "))
    }

    /// The text itself, where its annotations stand in it.
    fn within(&self) -> Option<&Sidecar> {
        self.sidecars.iter().find(|it| it.is_text)
    }

    /// What the files say before and after.
    fn followed(&self) -> Vec<Followed> {
        let of = |it: &Sidecar| Followed {
            path: it.path.clone(),
            before: it.source.as_str().into(),
            after: it.realigned.apply(&it.source).into(),
        };
        self.sidecars.iter().map(of).collect()
    }
}

impl World {
    /// The text of a file as it is open, or as it is on disk.
    fn content(&self, path: &Path, config: &Config) -> Option<String> {
        let open = uri::from_path(path).and_then(|uri| self.documents.get(&UriKey::new(&uri)));
        match open.filter(|document| document.in_step && !document.deleted) {
            Some(document) => Some(document.text.text()),
            None => files::text_of(path, path.file_name().map_or(path, Path::new), config),
        }
    }

    /// Follows the edits of a text from now on, where it has annotations.
    pub(super) fn begin_following(&self, document: &mut OpenDocument) {
        if matches!(document.format, Some(Format::Marked(markup)) if markup.follows()) {
            document.fitting = Some(Fitting::new(document.text.clone()));
            return;
        }
        let Some(path) = uri::path(&document.uri).filter(|path| pairs::part_of(path) == Some(Part::Text)) else {
            return;
        };
        let known = pairs::annotations_of(&path)
            .filter_map(|path| Some((self.content(&path, &document.config)?.into(), path)))
            .map(|(content, path): (Arc<str>, PathBuf)| (path, content));
        let annotations: BTreeMap<PathBuf, Arc<str>> = known.collect();
        if !annotations.is_empty() {
            document.following = Some(Following::new(document.text.clone(), annotations));
        }
    }

    /// What has to be known to move the annotations of a document, or of the text beside it; `None` where nothing is
    /// known of any, or the text was not edited.
    pub(super) fn movable(&self, document: &OpenDocument) -> Option<Movable> {
        let mut path = uri::path(&document.uri)?;
        let mut document = document;
        if let Some(fitting) = &document.fitting {
            let Some(Format::Marked(markup)) = document.format else { return None };
            let (before, uri, version) = (fitting.text.clone(), document.uri.clone(), document.version);
            let annotations = Annotations::Within { markup, before, path, uri, version };
            return fitting.is_edited.then(|| Movable { text: document.text.clone(), annotations });
        }
        if pairs::part_of(&path) == Some(Part::Annotations) {
            path = pairs::text_of(&path);
            document = self.documents.get(&UriKey::new(&uri::from_path(&path)?))?;
        }
        let following = document.following.as_ref().filter(|following| following.is_moved())?.clone();
        let beside = pairs::annotations_of(&path).filter_map(|path| {
            let own = uri::from_path(&path)?;
            let open = self.documents.get(&UriKey::new(&own)).filter(|open| open.in_step);
            Some(Beside {
                uri: open.map_or(own, |open| open.uri.clone()),
                path,
                open: open.map(|it| (it.version, it.text.clone())),
            })
        });
        let config = Arc::clone(&document.config);
        let annotations = Annotations::Beside { following, beside: beside.collect(), config };
        Some(Movable { text: document.text.clone(), annotations })
    }

    /// A text was saved: its annotations follow, as the settings have it.
    pub(super) fn follow_saved(&mut self, key: &UriKey) {
        let Some(document) = self.documents.get(key) else { return };
        let policy = document.config.standoff_on_save;
        let Some(movable) = self.movable(document).filter(|_| policy != Follow::Never) else { return };
        let movement = movable.movement();
        if policy == Follow::Ask && movement.is_uncertain() {
            self.ask_whether(key.clone(), &movement);
        } else {
            self.make(key, &movement);
        }
    }

    /// The annotations of a document follow it because somebody wants it.
    pub(super) fn follow_wanted(&mut self, key: &UriKey) {
        // Whoever stands in the annotations means those of the text beside them.
        let text =
            self.documents.get(key).and_then(|document| uri::path(&document.uri)).map(|path| pairs::text_of(&path));
        let text = text.and_then(|path| uri::from_path(&path)).map(|uri| UriKey::new(&uri));
        let key = text.filter(|text| self.documents.contains_key(text)).unwrap_or_else(|| key.clone());
        if let Some(movable) = self.documents.get(&key).and_then(|document| self.movable(document)) {
            self.make(&key, &movable.movement());
        }
    }

    fn ask_whether(&self, key: UriKey, movement: &Move) {
        if !self.features.asks {
            let message = format!("{} The action “Move the annotations along” does it.", movement.question());
            return self.client.show(MessageType::WARNING, &message);
        }
        let action = |title: &str| MessageActionItem { title: title.to_owned(), properties: HashMap::new() };
        let params = ShowMessageRequestParams {
            typ: MessageType::WARNING,
            message: movement.question(),
            actions: Some(vec![action(MOVE), action(LEAVE)]),
        };
        let (client, inbox) = (self.client.clone(), self.inbox.clone());
        self.runtime.spawn(async move {
            let answer = client.ask_person::<request::ShowMessageRequest>(params).await.flatten();
            if answer.is_some_and(|action| action.title == MOVE) {
                inbox.send(Event::Move(key));
            }
        });
    }

    /// Has the client move annotations; where it cannot, writes the files that are not open.
    fn make(&mut self, key: &UriKey, movement: &Move) {
        if movement.is_needed() && !self.features.applies_edits && !self.write(movement) {
            return;
        }
        // Where the client does not make the edits, the annotations stay what they were, and by that it is known which
        // text they fit.
        if let Some(document) = self.documents.get_mut(key)
            && let Some(following) = &mut document.following
        {
            following.settle(&movement.text, movement.followed(), &document.text);
            if let Some((corpus, relative)) = &document.corpus {
                let revision = document.revision.load(Ordering::Relaxed);
                corpus.set_following(relative, revision, document.following());
            }
        }
        if let Some(document) = self.documents.get_mut(key)
            && let Some(fitting) = &mut document.fitting
            && let Some(within) = movement.within()
        {
            if within.realigned.edits.is_empty() {
                *fitting = Fitting::new(movement.text.clone());
            } else {
                fitting.awaited = Some(Document::new(&within.realigned.apply(&within.source)));
            }
        }
        if movement.is_needed() && self.features.applies_edits {
            let edit = movement.edit(self.features.encoding, self.features.document_changes);
            let params = ApplyWorkspaceEditParams { label: Some("Move the annotations along".to_owned()), edit };
            let client = self.client.clone();
            self.runtime.spawn(async move {
                let answer = client.request::<request::ApplyWorkspaceEdit>(params).await;
                if answer.is_none_or(|answer| !answer.applied) {
                    client.warn("the editor did not move the annotations along; saving the text again tries it again");
                }
            });
        }
    }

    /// Writes annotations that have followed; whether that could be done.
    fn write(&self, movement: &Move) -> bool {
        for it in movement.sidecars.iter().filter(|it| !it.realigned.edits.is_empty()) {
            let name = it.path.file_name().unwrap_or_default().to_string_lossy();
            if it.version.is_some() {
                let message = format!(
                    "{name} is open and this editor cannot be asked to change it: close it and save the text again"
                );
                self.client.show(MessageType::WARNING, &message);
                return false;
            }
            if let Err(error) = files::write(&it.path, it.realigned.apply(&it.source).as_bytes()) {
                self.client.show(MessageType::ERROR, &format!("{name} cannot be written: {error}"));
                return false;
            }
        }
        true
    }

    /// Finds out what is wrong between the documents that have changed and the files beside them.
    pub(in crate::server) fn verify_changed(&mut self) {
        let mut concerned = std::mem::take(&mut self.edited_beside);
        for key in std::mem::take(&mut self.unverified) {
            concerned.extend(self.depending(&key));
        }
        for key in concerned {
            if self.verify(&key) {
                self.unpublished.insert(key);
            }
        }
    }

    /// Has those documents verified of which something else may be wrong when this one was edited: what a text says does
    /// not matter for its own, and to look for files beside it at each edit would take time.
    pub(in crate::server) fn unverify_edited(&mut self, key: &UriKey) {
        let is_text = key.path().is_some_and(|path| pairs::part_of(&path) == Some(Part::Text));
        let concerned = self.depending(key);
        self.edited_beside.extend(concerned.into_iter().filter(|other| !is_text || other != key));
    }

    /// The open documents of which something else may be wrong when one has changed: itself and those beside it.
    fn depending(&self, key: &UriKey) -> Vec<UriKey> {
        let Some(path) = key.path() else { return Vec::new() };
        let beside = match pairs::part_of(&path) {
            Some(Part::Text) => pairs::annotations_of(&path).collect(),
            Some(Part::Annotations) => {
                let others = pairs::annotations_of(&path).filter(|other| *other != path);
                others.chain([pairs::text_of(&path)]).collect()
            }
            Some(Part::Configuration) => self.annotations_under(path.parent().unwrap_or(&path)),
            None => return Vec::new(),
        };
        let keys = beside.iter().filter_map(|path| uri::from_path(path)).map(|uri| UriKey::new(&uri));
        keys.chain([key.clone()]).filter(|key| self.documents.contains_key(key)).collect()
    }

    /// The open annotations in a folder and below.
    fn annotations_under(&self, folder: &Path) -> Vec<PathBuf> {
        let paths = self.documents.values().filter_map(|document| uri::path(&document.uri));
        paths.filter(|path| path.starts_with(folder) && pairs::part_of(path) == Some(Part::Annotations)).collect()
    }

    /// Finds out what is wrong between a document and the files beside it; whether that is something else than before.
    fn verify(&mut self, key: &UriKey) -> bool {
        let Some(document) = self.documents.get(key) else { return false };
        let path = uri::path(&document.uri).filter(|path| pairs::part_of(path).is_some());
        let Some(path) = path.filter(|_| !document.is_too_large()) else { return false };
        let root = document.corpus.as_ref().map_or_else(|| path.parent().unwrap_or(&path), |(corpus, _)| &corpus.root);
        let read = |path: &Path| self.content(path, &document.config);
        let knowledge = document.corpus.as_ref().map(|(corpus, _)| corpus.knowledge()).unwrap_or_default();
        // Annotations belong to the corpus of their text, whatever `include` says of them.
        let left_out = document.corpus.as_ref().is_some_and(|(_, relative)| document.config.excludes(relative));
        let is_text = pairs::part_of(&path) == Some(Part::Text);
        let wanted = document.included || !is_text && !left_out;
        let source = if is_text { String::new() } else { document.text.text() };
        let findings = if wanted { pairs::findings(&path, &source, root, &knowledge, read) } else { Vec::new() };
        let findings = findings.into_iter().filter(|finding| document.settings.severity(finding.rule).is_some());
        let findings: Vec<_> = findings.collect();
        let pulls = self.features.pulls_diagnostics;
        let Some(document) = self.documents.get_mut(key).filter(|document| *document.beside.findings != findings)
        else {
            return false;
        };
        document.beside.findings = Arc::new(findings);
        document.beside.version += 1;
        if pulls {
            self.refresh_copies();
        }
        true
    }
}
