use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};

use super::capabilities::Features;
use super::convert::{floor_boundary, from_position};
use super::corpus::{Corpus, OpenText};
use super::diagnostics::Subject;
use super::job::{Job, Snapshot};
use super::requests::TokenCache;
use super::types::{TextDocumentContentChangeEvent, Uri};
use crate::config::{Config, Settings};
use crate::duplicates::Memory;
use crate::entities::Checks;
use crate::facts::FileFacts;
use crate::format::{Format, PROBE};
use crate::index::Touched;
use crate::knowledge::Notation;
use crate::pairs::Following;
use crate::rules::{Finding, Related};
use crate::text::{Change, Document, Encoding, Source, Span};

/// The last revision that was given to a document. None is given twice, so an answer names the state it is for.
static LAST_REVISION: AtomicU64 = AtomicU64::new(0);

/// A document that is open in the client.
#[derive(Debug)]
pub struct OpenDocument {
    /// The client's name for it.
    pub uri: Uri,
    /// The client's version of the text.
    pub version: i32,
    /// The text.
    pub text: Document,
    /// What it is written in, or `None` where it is no corpus file.
    pub format: Option<Format>,
    /// The format that a person has chosen for it.
    pub chosen: Option<Format>,
    /// The client's name of its language.
    language: String,
    /// How it is written where it is a file of the knowledge base.
    pub notation: Option<Notation>,
    /// Its settings.
    pub config: Arc<Config>,
    /// Those of them that findings depend on.
    pub settings: Arc<Settings>,
    /// Whether it is part of the corpus as the settings have it.
    pub included: bool,
    /// What is known of the text.
    pub analysis: Analysis,
    /// Names the state of the text and the settings.
    pub revision: Arc<AtomicU64>,
    /// Whether the text is what the client has; where it is not, only a full text helps.
    pub in_step: bool,
    /// Whether the file was deleted under it.
    pub deleted: bool,
    /// The corpus that it belongs to, and its path in it.
    pub corpus: Option<(Arc<Corpus>, Arc<Path>)>,
    /// What of it stands in other articles, as far as that is known.
    pub shared: Shared,
    /// What is wrong between it and the files beside it.
    pub beside: Beside,
    /// The edits that its annotations have to follow, where it has any.
    pub following: Option<Following>,
    /// What it was when the annotations in it fitted it, where it is one of records with offsets.
    pub fitting: Option<Fitting>,
    /// Whether it has changed since it was compared with others.
    pub changed: bool,
    /// How far it is compared with them.
    pub comparing: Comparing,
    /// The tokens the client has got.
    pub tokens: TokenCache,
}

/// A text whose annotations stand in it as offsets, when they fitted it.
#[derive(Debug)]
pub struct Fitting {
    /// The text.
    pub text: Document,
    /// Whether it was edited since.
    pub is_edited: bool,
    /// What it will be when the client has made the edits by which they follow, where it was asked to.
    pub awaited: Option<Document>,
}

impl Fitting {
    /// A text that its annotations fit.
    pub const fn new(text: Document) -> Self {
        Self { text, is_edited: false, awaited: None }
    }

    /// Takes note of an edit, after which the text is `now`.
    fn edit(&mut self, now: &Document) {
        self.is_edited = true;
        if self.awaited.as_ref().is_some_and(|awaited| awaited.len() == now.len() && awaited.text() == now.text()) {
            *self = Self::new(now.clone());
        }
    }
}

/// What is wrong between a document and the files that it belongs to.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Ascending by place.
    pub findings: Arc<Vec<Finding>>,
    /// Changes whenever the findings do.
    pub version: u64,
}

/// What of a document stands in other articles.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    /// Ascending by place.
    pub findings: Arc<Vec<Finding>>,
    /// Changes whenever the findings do, but not with edits of the text.
    pub version: u64,
}

/// How far a document is compared with others. It is compared one text at a time, however often it changes.
#[derive(Debug, Default)]
pub struct Comparing {
    /// What is remembered of the last comparison; none while a worker has it.
    pub memory: Option<Memory<'static>>,
    /// What was found of the names that are annotated in it; whoever compares it takes it for so long.
    pub checks: Arc<Mutex<Checks>>,
    /// Which comparison a worker is at; what others bring is outdated.
    pub begun: Option<u64>,
    /// Whether the text or the index has changed since.
    pub again: bool,
    /// Whether the index knows the newest text.
    pub keyed: bool,
    /// What was touched in the index, which the memory is to forget before it is used.
    pub touched: Vec<Arc<Touched>>,
}

impl Shared {
    /// Takes over new findings; whether they say something else than those before.
    pub fn set(&mut self, findings: Vec<Finding>) -> bool {
        let changed = !same(&self.findings, &findings);
        self.version += u64::from(changed);
        self.findings = Arc::new(findings);
        changed
    }

    /// Follows an edit of the text until the text is compared again: a finding with a place that it touches is dropped,
    /// places behind it move.
    fn follow(&mut self, change: Change) {
        if self.findings.is_empty() {
            return;
        }
        let untouched = |span: &mut Span| span.end < change.old.start || change.old.end < span.start;
        Arc::make_mut(&mut self.findings).retain_mut(|finding| {
            let kept = finding.spans_mut().all(untouched);
            if kept {
                finding.move_behind(change);
            }
            kept
        });
    }
}

impl Comparing {
    /// Forgets all that the index has said.
    pub fn reset(&mut self) {
        *self = Self { keyed: self.keyed, checks: Arc::clone(&self.checks), ..Self::default() };
    }
}

/// Whether findings say the same: their places in other files may stand in other texts of them, on the same lines.
fn same(one: &[Finding], other: &[Finding]) -> bool {
    let place = |related: &Related| {
        let file = related.file.as_ref()?;
        let before = &file.text[..related.span.start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Some((file.path.clone(), before.matches('\n').count(), related.span.start - line_start, related.span.len()))
    };
    let elsewhere = |a: &Related, b: &Related| a.file.is_some() && b.file.is_some() && place(a) == place(b);
    let same_place = |a: &Related, b: &Related| a.message == b.message && (a == b || elsewhere(a, b));
    one.len() == other.len()
        && one.iter().zip(other).all(|(a, b)| {
            let places = a.related.len() == b.related.len();
            let bare = (a.rule, a.span, &a.message, &a.fixes) == (b.rule, b.span, &b.message, &b.fixes);
            bare && places && a.related.iter().zip(&b.related).all(|(a, b)| same_place(a, b))
        })
}

/// What is known of the text of a document.
#[derive(Debug)]
pub enum Analysis {
    /// Nothing: it holds no article, or is not part of the corpus.
    Off,
    /// Nothing: it could not be analysed as it is; the next edit is another chance.
    Failed,
    /// Nothing: it is too large.
    TooLarge,
    /// All there is.
    Ready(Arc<FileFacts>),
    /// A worker is at it.
    Pending {
        /// Which analysis of the document it is.
        generation: u64,
        /// What has happened to the text since: the text after each change, and the change.
        edits: Vec<(Document, Change)>,
        /// What waits for it.
        jobs: Vec<Job>,
    },
}

impl OpenDocument {
    /// The document with this text, not analysed yet.
    pub fn new(uri: Uri, language: &str, version: i32, text: &str) -> Self {
        let document = Self {
            format: None,
            chosen: None,
            language: language.to_owned(),
            uri,
            version,
            text: Document::new(text),
            notation: None,
            config: Arc::default(),
            settings: Arc::default(),
            included: true,
            analysis: Analysis::Off,
            revision: Arc::default(),
            in_step: true,
            deleted: false,
            corpus: None,
            changed: true,
            shared: Shared::default(),
            comparing: Comparing::default(),
            beside: Beside::default(),
            following: None,
            fitting: None,
            tokens: TokenCache::default(),
        };
        document.touch();
        document
    }

    /// Applies an edit to the text and returns what it did, or `None` where nothing has changed.
    pub fn apply(&mut self, edit: &TextDocumentContentChangeEvent, encoding: Encoding) -> Option<Change> {
        self.touch();
        let change = if let Some(range) = edit.range {
            self.text.edit(from_position(range.start), from_position(range.end), &edit.text, encoding)
        } else {
            let (span, text) = difference(&self.text.text(), &edit.text)?;
            self.text.replace(span, text)
        };
        self.shared.follow(change);
        self.comparing.keyed = false;
        if let Some(following) = &mut self.following {
            following.edit(change);
        }
        if let Some(fitting) = &mut self.fitting {
            fitting.edit(&self.text);
        }
        Some(change)
    }

    /// Finds out what it is written in, as its settings and its text now have it; whether that is another format than
    /// before.
    pub fn find_format(&mut self) -> bool {
        let path = super::uri::path(&self.uri);
        let head = self.text.slice(Span::new(0, self.text.ceil_boundary(self.text.len().min(PROBE))));
        let relative = self.corpus.as_ref().map(|(_, relative)| &**relative);
        let declared = relative.or(path.as_deref()).and_then(|path| self.config.formats.of(path));
        let format = self.chosen.or(declared).or_else(|| format(path.as_deref(), &self.language, &head));
        let changed = self.format != format;
        self.format = format;
        changed
    }

    /// Makes every answer that is being worked out for it stale.
    pub fn touch(&self) {
        self.revision.store(1 + LAST_REVISION.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
    }

    /// Whether it is to be analysed.
    pub fn is_article(&self) -> bool {
        self.format.is_some() && self.included && self.notation.is_none()
    }

    /// Whether it is larger than its settings allow, in bytes.
    pub fn is_too_large(&self) -> bool {
        self.text.len() as u64 > self.config.limits_file_size.0
    }

    /// Its facts, where they are ready.
    pub fn facts(&self) -> Option<&Arc<FileFacts>> {
        match &self.analysis {
            Analysis::Ready(facts) => Some(facts),
            Analysis::Off | Analysis::Failed | Analysis::TooLarge | Analysis::Pending { .. } => None,
        }
    }

    /// Has its corpus hold its text, so that nobody reads the file.
    pub fn hold(&self) {
        if let (Some((corpus, relative)), Some(format)) = (&self.corpus, self.format)
            && self.is_article()
            && !self.is_too_large()
        {
            let revision = self.revision.load(Ordering::Relaxed);
            corpus.hold(
                relative,
                OpenText { text: self.text.clone(), format, facts: Weak::new(), revision, following: None },
            );
        }
    }

    /// How the annotations beside it go with it, where it was edited since they fitted it.
    pub fn following(&self) -> Option<Following> {
        self.following.as_ref().filter(|following| following.is_moved()).cloned()
    }

    /// It as far as its diagnostics depend on it.
    pub fn subject<'a>(&'a self, features: &'a Features) -> Subject<'a> {
        Subject {
            uri: &self.uri,
            text: &self.text,
            facts: self.facts().map(|facts| &**facts),
            shared: &self.shared.findings,
            beside: &self.beside.findings,
            too_large: matches!(self.analysis, Analysis::TooLarge),
            config: &self.config,
            settings: &self.settings,
            features,
        }
    }

    /// It as it is now, for a question about all documents.
    pub fn snapshot_for_all(&self, features: &Arc<Features>) -> Snapshot {
        self.snapshot_until(features, Arc::default())
    }

    /// It as it is now, for `job`.
    pub fn snapshot(&self, features: &Arc<Features>, job: &Job) -> Snapshot {
        self.snapshot_until(features, Arc::clone(&job.cancelled))
    }

    fn snapshot_until(&self, features: &Arc<Features>, cancelled: Arc<AtomicBool>) -> Snapshot {
        Snapshot {
            uri: self.uri.clone(),
            version: self.version,
            text: self.text.clone(),
            facts: self.facts().filter(|_| !self.deleted).cloned(),
            format: self.format,
            is_chosen: self.chosen.is_some(),
            is_knowledge: self.notation.is_some(),
            too_large: matches!(self.analysis, Analysis::TooLarge),
            config: Arc::clone(&self.config),
            settings: Arc::clone(&self.settings),
            features: Arc::clone(features),
            corpus: self.corpus.clone(),
            shared: self.shared.clone(),
            beside: self.beside.clone(),
            movable: None,
            tokens: self.tokens.clone(),
            revision: self.revision.load(Ordering::Relaxed),
            current: Arc::clone(&self.revision),
            cancelled,
        }
    }
}

/// The format of a document whose text begins with `head`: by the name of its file and its text, else by the client's
/// name of its language.
fn format(path: Option<&Path>, language: &str, head: &str) -> Option<Format> {
    let names = [crate::config::FILE_NAME, crate::format::brat::conf::FILE_NAME];
    if path.is_some_and(|path| path.file_name().is_some_and(|name| names.iter().any(|one| name == *one))) {
        return None;
    }
    match path.filter(|path| Format::knows(path)) {
        Some(path) => Format::of(path, head),
        None => Format::of_language(language),
    }
}

/// What has to be replaced in `old`, and by what, to make it `new`; `None` where they are the same.
fn difference<'a>(old: &str, new: &'a str) -> Option<(Span, &'a str)> {
    let (a, b) = (old.as_bytes(), new.as_bytes());
    let mut prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    if prefix == a.len() && prefix == b.len() {
        return None;
    }
    prefix = floor_boundary(old, prefix).min(floor_boundary(new, prefix));
    let mut suffix = a[prefix..].iter().rev().zip(b[prefix..].iter().rev()).take_while(|(x, y)| x == y).count();
    while !old.is_char_boundary(a.len() - suffix) || !new.is_char_boundary(b.len() - suffix) {
        suffix -= 1;
    }
    Some((Span::new(prefix, a.len() - suffix), &new[prefix..b.len() - suffix]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::format::Dialect;
    use crate::rules::RuleId;

    #[test]
    fn a_new_text_is_the_least_edit() {
        assert_eq!(difference("one two three", "one 2 three"), Some((Span::new(4, 7), "2")));
        assert_eq!(difference("same", "same"), None);
        assert_eq!(difference("é", "è"), Some((Span::new(0, 2), "è")));
        assert_eq!(difference("aa", "aaa"), Some((Span::empty(2), "a")));
        assert_eq!(difference("", "x"), Some((Span::empty(0), "x")));
    }

    proptest! {
        #[test]
        fn a_difference_makes_the_new_text(old in "[aé😀\r\n]{0,8}", new in "[aé😀\r\n]{0,8}") {
            let mut text = old.clone();
            if let Some((span, replacement)) = difference(&old, &new) {
                text.replace_range(span.range(), replacement);
            }
            prop_assert_eq!(text, new);
        }
    }

    #[test]
    fn each_place_of_what_stands_elsewhere_too_follows_an_edit_by_itself() {
        let finding =
            Finding::new(RuleId::ConflictingEntityTypes, Span::new(60, 64), "x").relating(Span::new(4, 8), "y");
        let after = |old: Span, new_len: usize| {
            let mut shared = Shared::default();
            shared.set(vec![finding.clone()]);
            shared.follow(Change { old, new_len });
            shared.findings.first().map(|it| (it.span, it.related[0].span))
        };
        assert_eq!(after(Span::empty(30), 10), Some((Span::new(70, 74), Span::new(4, 8))));
        assert_eq!(after(Span::new(0, 2), 0), Some((Span::new(58, 62), Span::new(2, 6))));
        assert_eq!(after(Span::new(5, 6), 2), None, "what was edited is looked at again");
        let mut shared = Shared::default();
        shared.set(vec![finding.clone()]);
        let other = Finding::new(RuleId::ConflictingEntityTypes, Span::new(60, 64), "x").relating(Span::new(5, 9), "y");
        assert!(shared.set(vec![other]), "another place is another finding");
    }

    #[test]
    fn files_that_hold_no_article_are_left_alone() {
        let format = |path: &str, language| format(Some(Path::new(path)), language, "The gates opened.");
        assert_eq!(format("/a/copydesk.toml", "plaintext"), None);
        assert_eq!(format("/a/main.rs", "rust"), None);
        assert_eq!(format("/a/tides.tsv", "tsv"), None);
        assert_eq!(format("/a/b.md", "plaintext"), Some(Dialect::Markdown.into()));
        assert_eq!(format("/a/README", "plaintext"), Some(Dialect::Plain.into()));
    }
}
