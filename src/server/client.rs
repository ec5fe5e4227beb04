use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::oneshot;

use super::transport::Outbox;
use super::types::{
    Id, LogMessageParams, MessageType, Notification, PublishDiagnosticsParams, RequestMethod, Response,
    ShowMessageParams, notification,
};

/// How long the client has to answer a request.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long the person at the client has to answer a question.
const PATIENCE_WITH_PEOPLE: Duration = Duration::from_secs(600);

/// The client, as the server talks to it. Cheap to clone; nothing but [`Client::request`] ever waits.
#[derive(Clone, Debug)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    outbox: Arc<Outbox>,
    waiting: Mutex<HashMap<i64, oneshot::Sender<Response>>>,
    next_id: AtomicI64,
}

/// A message to the client.
#[derive(Serialize)]
struct Call<P> {
    jsonrpc: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    method: &'static str,
    params: P,
}

impl<P> Call<P> {
    fn new(method: &'static str, id: Option<i64>, params: P) -> Self {
        Self { jsonrpc: "2.0", id, method, params }
    }
}

impl Client {
    /// A client whose messages go through `outbox`.
    pub fn new(outbox: Arc<Outbox>) -> Self {
        Self { inner: Arc::new(Inner { outbox, waiting: Mutex::default(), next_id: AtomicI64::new(1) }) }
    }

    /// What waits to be sent.
    pub fn outbox(&self) -> &Outbox {
        &self.inner.outbox
    }

    /// Publishes diagnostics; those of the same document that still wait are replaced.
    pub fn publish(&self, params: &PublishDiagnosticsParams) {
        let call = Call::new(notification::PublishDiagnostics::METHOD, None, params);
        self.inner.outbox.push_newest(params.uri.as_str(), &call);
    }

    /// Writes a warning to the log and to the client's log.
    pub fn warn(&self, message: &str) {
        tracing::warn!("{message}");
        self.log(MessageType::WARNING, message);
    }

    /// Writes an error to the log and to the client's log.
    pub fn error(&self, message: &str) {
        tracing::error!("{message}");
        self.log(MessageType::ERROR, message);
    }

    /// Shows a message to the person at the client.
    pub fn show(&self, typ: MessageType, message: &str) {
        tracing::warn!("{message}");
        let params = ShowMessageParams { typ, message: message.to_owned() };
        self.inner.outbox.push_dispensable(&Call::new(notification::ShowMessage::METHOD, None, params));
    }

    /// Asks the client. `None` where it answers with an error, not at all, or with something else than it should.
    pub async fn request<R: RequestMethod>(&self, params: R::Params) -> Option<R::Result> {
        self.request_within::<R>(params, PATIENCE).await
    }

    /// Asks the person at the client, who may take longer than a program.
    pub async fn ask_person<R: RequestMethod>(&self, params: R::Params) -> Option<R::Result> {
        self.request_within::<R>(params, PATIENCE_WITH_PEOPLE).await
    }

    async fn request_within<R: RequestMethod>(&self, params: R::Params, patience: Duration) -> Option<R::Result> {
        let id = self.inner.next_id.fetch_add(1, Ordering::Relaxed);
        let (sender, receiver) = oneshot::channel();
        self.waiting().insert(id, sender);
        self.inner.outbox.push_dispensable(&Call::new(R::METHOD, Some(id), params));
        let answer = tokio::time::timeout(patience, receiver).await;
        self.waiting().remove(&id);
        let Ok(Ok(response)) = answer else {
            tracing::warn!("the client did not answer {}", R::METHOD);
            return None;
        };
        let result = response.into_parts().1.map_err(|error| error.to_string());
        let read = result.and_then(|value| serde_json::from_value(value).map_err(|error| error.to_string()));
        read.map_err(|error| tracing::warn!("the client answered {} with: {error}", R::METHOD)).ok()
    }

    /// Hands the answer of the client to whoever waits for it.
    pub fn answer(&self, response: Response) {
        let sender = match response.id() {
            Id::Number(id) => self.waiting().remove(id),
            Id::String(_) | Id::Null => None,
        };
        match sender {
            // The asker may have given up meanwhile; then nobody wants the answer.
            Some(sender) => drop(sender.send(response)),
            None => tracing::debug!("an answer to nothing that was asked: {}", response.id()),
        }
    }

    /// Tells how far some work is.
    pub fn progress(&self, params: &serde_json::Value) {
        self.inner.outbox.push_dispensable(&Call::new(notification::Progress::METHOD, None, params));
    }

    fn log(&self, typ: MessageType, message: &str) {
        let params = LogMessageParams { typ, message: message.to_owned() };
        self.inner.outbox.push_dispensable(&Call::new(notification::LogMessage::METHOD, None, params));
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<i64, oneshot::Sender<Response>>> {
        // A map is whole between any two statements, so a panic elsewhere cannot have broken it.
        self.inner.waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
