use std::fmt;
use std::future::Future;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::oneshot;

use super::capabilities::Features;
use super::client::Client;
use super::convert::Converter;
use super::corpus::Corpus;
use super::diagnostics::Subject;
use super::document::{Beside, Shared};
use super::requests::TokenCache;
use super::types::{Error, ErrorCode, Result, Uri};
use super::world::Movable;
use crate::config::{Config, Settings};
use crate::corpus::Article;
use crate::duplicates;
use crate::facts::FileFacts;
use crate::format::Format;
use crate::rules::Finding;
use crate::text::{Document, Span};

/// What is known of a document at one moment; it stays as it is while the document goes on.
#[derive(Debug)]
pub struct Snapshot {
    /// The client's name for the document.
    pub uri: Uri,
    /// The client's version of the text.
    pub version: i32,
    /// The text.
    pub text: Document,
    /// What was found in it; `None` where it is not analysed.
    pub facts: Option<Arc<FileFacts>>,
    /// What it is written in, or `None` where it is no corpus file.
    pub format: Option<Format>,
    /// Whether a person has chosen that.
    pub is_chosen: bool,
    /// Whether it is a file of the knowledge base.
    pub is_knowledge: bool,
    /// Whether it is not analysed because it is too large.
    pub too_large: bool,
    /// Its settings.
    pub config: Arc<Config>,
    /// Those of them that findings depend on.
    pub settings: Arc<Settings>,
    /// The corpus that it belongs to, and its path in it.
    pub corpus: Option<(Arc<Corpus>, Arc<Path>)>,
    /// What of it stands in other articles.
    pub shared: Shared,
    /// What is wrong between it and the files beside it.
    pub beside: Beside,
    /// How its annotations follow it, or those of the text beside it, where it was edited.
    pub movable: Option<Movable>,
    /// What the client can do.
    pub features: Arc<Features>,
    /// The tokens the client has got.
    pub tokens: TokenCache,
    /// Names the state of the text and the settings.
    pub revision: u64,
    /// The revision that the document has by now.
    pub current: Arc<AtomicU64>,
    /// Set when nobody waits for the answer any more.
    pub cancelled: Arc<AtomicBool>,
}

impl Snapshot {
    /// Whether there is no use in going on.
    pub fn is_stale(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed) || self.has_moved_on()
    }

    /// Whether the document is another one by now.
    pub fn has_moved_on(&self) -> bool {
        self.current.load(Ordering::Relaxed) != self.revision
    }

    /// Converts between its bytes and the client's positions.
    pub fn converter(&self) -> Converter<'_> {
        Converter { text: &self.text, encoding: self.features.encoding }
    }

    /// It as far as its diagnostics depend on it.
    pub fn subject(&self) -> Subject<'_> {
        Subject {
            uri: &self.uri,
            text: &self.text,
            facts: self.facts.as_deref(),
            shared: &self.shared.findings,
            beside: &self.beside.findings,
            too_large: self.too_large,
            config: &self.config,
            settings: &self.settings,
            features: &self.features,
        }
    }

    /// Its articles; ends early when there is no use in going on.
    pub fn articles(&self) -> impl Iterator<Item = Article> + '_ {
        let all = self.facts.iter().flat_map(|facts| (0..facts.article_count()).map(|index| facts.article(index)));
        all.take_while(|_| !self.is_stale())
    }

    /// Its articles that touch `span`; ends early when there is no use in going on.
    pub fn articles_at(&self, span: Span) -> impl Iterator<Item = Article> + '_ {
        let touching = self.facts.iter().flat_map(move |facts| crate::ide::articles_at(facts, span));
        touching.take_while(|_| !self.is_stale())
    }

    /// Its findings that touch `span`: a cursor at the edge of one is near enough.
    pub fn findings_at(&self, span: Span) -> Vec<Finding> {
        let is_near = |it: Span| it.start <= span.end && span.start <= it.end;
        let mut of_file = Vec::new();
        if let Some(facts) = &self.facts {
            facts.each_finding(|finding, base| {
                if is_near(finding.span.shifted(base)) {
                    of_file.push(finding.shifted(base));
                }
                ControlFlow::Continue(())
            });
        }
        of_file.sort_by_key(|finding| (finding.span, finding.rule));
        let near = |all: &[Finding]| all.iter().filter(|it| is_near(it.span)).cloned().collect();
        let of_file = duplicates::merged(of_file, near(&self.beside.findings));
        duplicates::merged(of_file, near(&self.shared.findings))
    }

    /// Calls `tell` with each of its findings, whose spans count from somewhere, in no order, until it breaks.
    pub fn each_finding(&self, mut tell: impl FnMut(&Finding) -> ControlFlow<()>) {
        let mut all = self.beside.findings.iter().chain(self.shared.findings.iter());
        if all.try_for_each(&mut tell).is_continue()
            && let Some(facts) = &self.facts
        {
            facts.each_finding(|finding, _| tell(finding));
        }
    }

    /// Its findings; ends early when there is no use in going on.
    pub fn findings(&self) -> impl Iterator<Item = Finding> + '_ {
        let of_file = self.facts.iter().flat_map(|facts| facts.findings()).collect();
        let of_file = duplicates::merged(of_file, self.beside.findings.to_vec());
        duplicates::merged(of_file, self.shared.findings.to_vec()).into_iter().take_while(|_| !self.is_stale())
    }
}

/// What is known of all corpora at one moment.
#[derive(Debug)]
pub struct Corpora {
    /// The documents that are open.
    pub open: Vec<Snapshot>,
    /// All corpora.
    pub corpora: Vec<Arc<Corpus>>,
    /// What the client can do.
    pub features: Arc<Features>,
    /// The client, for answers that come in parts.
    pub client: Client,
}

/// A question about all corpora, and the way back for the answer.
pub struct AskCorpora(Box<dyn FnOnce(Corpora) + Send>);

impl AskCorpora {
    /// A question and its answer; the question is told when nobody waits any more.
    pub fn new<T: Send + 'static>(
        find: impl FnOnce(&Corpora, &AtomicBool) -> T + Send + 'static,
    ) -> (Self, impl Future<Output = Result<T>>) {
        let (sender, receiver) = oneshot::channel();
        let cancelled = Arc::new(AtomicBool::new(false));
        let guard = CancelOnDrop(Arc::clone(&cancelled));
        let run = Box::new(move |corpora: Corpora| {
            let answer = catch_unwind(AssertUnwindSafe(|| find(&corpora, &cancelled)));
            drop(sender.send(answer.map_err(|_| Error::internal_error())));
        });
        let wait = async move {
            let _guard = guard;
            receiver.await.unwrap_or_else(|_| Err(Error::new(ErrorCode::ContentModified)))
        };
        (Self(run), wait)
    }

    /// Finds the answer and sends it back.
    pub fn run(self, corpora: Corpora) {
        self.0(corpora);
    }
}

impl fmt::Debug for AskCorpora {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AskCorpora").finish_non_exhaustive()
    }
}

/// A question about a document, and the way back for the answer.
pub struct Job {
    /// The document.
    pub uri: Uri,
    /// Set when nobody waits for the answer any more.
    pub cancelled: Arc<AtomicBool>,
    run: Box<dyn FnOnce(Option<Snapshot>) -> Outcome + Send>,
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// Its code panicked; the answer says so.
    Panicked,
}

impl Job {
    /// A question and its answer: `None` where the document is not open.
    ///
    /// The answer fails with `ContentModified` where the document has changed before it was ready, and with
    /// `InternalError` where finding it panicked.
    pub fn new<T, F>(uri: Uri, find: F) -> (Self, impl Future<Output = Result<Option<T>>>)
    where
        T: Send + 'static,
        F: FnOnce(&Snapshot) -> T + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let cancelled = Arc::new(AtomicBool::new(false));
        let guard = CancelOnDrop(Arc::clone(&cancelled));
        let run = Box::new(move |snapshot: Option<Snapshot>| {
            let (answer, outcome) = answer(snapshot, find);
            // Whoever asked may have cancelled meanwhile; then nobody wants the answer.
            drop(sender.send(answer));
            outcome
        });
        let wait = async move {
            let _guard = guard;
            receiver.await.unwrap_or_else(|_| Err(Error::new(ErrorCode::ContentModified)))
        };
        (Self { uri, cancelled, run }, wait)
    }

    /// Finds the answer and sends it back, unless nobody waits for it.
    pub fn run(self, snapshot: Option<Snapshot>) -> Outcome {
        if self.cancelled.load(Ordering::Relaxed) {
            return Outcome::Answered;
        }
        (self.run)(snapshot)
    }
}

fn answer<T>(snapshot: Option<Snapshot>, find: impl FnOnce(&Snapshot) -> T) -> (Result<Option<T>>, Outcome) {
    let Some(snapshot) = snapshot else { return (Ok(None), Outcome::Answered) };
    match catch_unwind(AssertUnwindSafe(|| find(&snapshot))) {
        Ok(_) if snapshot.has_moved_on() => (Err(Error::new(ErrorCode::ContentModified)), Outcome::Answered),
        Ok(found) => (Ok(Some(found)), Outcome::Answered),
        Err(_) => (Err(Error::internal_error()), Outcome::Panicked),
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("uri", &self.uri.as_str()).finish_non_exhaustive()
    }
}

/// Tells the worker that nobody waits: the transport drops the future of a request that is cancelled.
struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::server::document::OpenDocument;

    fn document() -> OpenDocument {
        let uri = "untitled:Untitled-1".parse().expect("a URI");
        OpenDocument::new(uri, "plaintext", 1, "text")
    }

    /// Runs `find` on a snapshot of `document` and returns how that ended and what the asker gets.
    fn ask<T: Send + 'static>(
        document: &OpenDocument,
        find: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> (Outcome, Result<Option<T>>) {
        let (job, answer) = Job::new(document.uri.clone(), find);
        let snapshot = document.snapshot(&Arc::default(), &job);
        (job.run(Some(snapshot)), answer.now_or_never().expect("it has run"))
    }

    #[test]
    fn a_panic_is_the_answer_of_its_own_job() {
        let ended = ask(&document(), |_| -> usize { panic!("this is broken") });
        assert_eq!(ended, (Outcome::Panicked, Err(Error::internal_error())));
        assert_eq!(ask(&document(), |it| it.version), (Outcome::Answered, Ok(Some(1))));
    }

    #[test]
    fn an_answer_for_an_older_text_is_refused() {
        let document = document();
        let current = Arc::clone(&document.revision);
        let (_, answer) = ask(&document, move |snapshot| {
            assert!(!snapshot.is_stale());
            current.fetch_add(1, Ordering::Relaxed);
            assert!(snapshot.is_stale());
        });
        assert_eq!(answer, Err(Error::new(ErrorCode::ContentModified)));
    }

    #[test]
    fn a_job_that_nobody_waits_for_is_not_run() {
        let document = document();
        let (job, answer) = Job::new(document.uri.clone(), |_| panic!("nobody waits"));
        let snapshot = document.snapshot(&Arc::default(), &job);
        assert!(!snapshot.is_stale());
        drop(answer);
        assert!(snapshot.is_stale());
        assert_eq!(job.run(Some(snapshot)), Outcome::Answered);
    }
}
