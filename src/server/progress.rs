use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::client::Client;
use super::types::{ProgressToken, WorkDoneProgressCreateParams, request};

/// What can be cancelled, by its token.
#[derive(Clone, Debug, Default)]
pub struct Cancellations(Arc<Mutex<HashMap<String, Arc<AtomicBool>>>>);

impl Cancellations {
    /// Cancels what has this token.
    pub fn cancel(&self, token: &ProgressToken) {
        let ProgressToken::String(token) = token else { return };
        if let Some(flag) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(token) {
            flag.store(true, Ordering::Relaxed);
        }
    }
}

/// Work of which the client shows how far it is. Never waits for the client.
#[derive(Debug)]
pub struct Progress {
    client: Client,
    runtime: Handle,
    cancellations: Cancellations,
    token: String,
    /// The client can show it.
    shown: bool,
    percent: AtomicUsize,
}

impl Progress {
    /// Work that has not begun; `shown` says whether the client shows such.
    pub fn new(client: Client, runtime: Handle, cancellations: Cancellations, token: String, shown: bool) -> Self {
        Self { client, runtime, cancellations, token, shown, percent: AtomicUsize::new(0) }
    }

    /// Tells that the work has begun; the person at the client sets `cancelled` to end it.
    pub fn begin(&self, title: &str, cancelled: &Arc<AtomicBool>) {
        if !self.shown {
            return;
        }
        let mut all = self.cancellations.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(self.token.clone(), Arc::clone(cancelled));
        drop(all);
        let client = self.client.clone();
        let token = ProgressToken::String(self.token.clone());
        // The client has to know the token before the first word of it.
        self.runtime.block_on(async move {
            client.request::<request::WorkDoneProgressCreate>(WorkDoneProgressCreateParams { token }).await;
        });
        self.tell(json!({ "kind": "begin", "title": title, "cancellable": true, "percentage": 0 }));
    }

    /// Tells how much is done, where that has changed by a whole per cent.
    pub fn report(&self, done: usize, all: usize) {
        let percent = done * 100 / all.max(1);
        if self.shown && self.percent.fetch_max(percent, Ordering::Relaxed) < percent {
            self.tell(json!({ "kind": "report", "percentage": percent, "message": format!("{done} of {all} files") }));
        }
    }

    /// Tells that the work has ended.
    pub fn end(&self) {
        let mut all = self.cancellations.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.remove(&self.token).is_some() {
            drop(all);
            self.tell(json!({ "kind": "end" }));
        }
    }

    fn tell(&self, value: Value) {
        self.client.progress(&json!({ "token": self.token, "value": value }));
    }
}
