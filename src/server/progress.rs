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
    runtime: Handle,
    cancellations: Cancellations,
    told: Arc<Told>,
    /// The client can show it.
    shown: bool,
    percent: AtomicUsize,
}

/// What the client has been told.
#[derive(Debug)]
struct Told {
    client: Client,
    token: String,
    phase: Mutex<Phase>,
}

/// How far the telling is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The client does not know the token yet.
    Unknown,
    Begun,
    Ended,
}

impl Progress {
    /// Work that has not begun; `shown` says whether the client shows such.
    pub fn new(client: Client, runtime: Handle, cancellations: Cancellations, token: String, shown: bool) -> Self {
        let told = Arc::new(Told { client, token, phase: Mutex::new(Phase::Unknown) });
        Self { runtime, cancellations, told, shown, percent: AtomicUsize::new(0) }
    }

    /// Tells that the work has begun, once the client knows of it; the person there sets `cancelled` to end it.
    pub fn begin(&self, title: &'static str, cancelled: &Arc<AtomicBool>) {
        if !self.shown {
            return;
        }
        let mut all = self.cancellations.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(self.told.token.clone(), Arc::clone(cancelled));
        let told = Arc::clone(&self.told);
        self.runtime.spawn(async move {
            let token = ProgressToken::String(told.token.clone());
            let create = WorkDoneProgressCreateParams { token };
            told.client.request::<request::WorkDoneProgressCreate>(create).await;
            let mut phase = told.phase.lock().unwrap_or_else(PoisonError::into_inner);
            told.say(&json!({ "kind": "begin", "title": title, "cancellable": true, "percentage": 0 }));
            match *phase {
                // The work was faster than the client.
                Phase::Ended => told.say(&json!({ "kind": "end" })),
                Phase::Unknown | Phase::Begun => *phase = Phase::Begun,
            }
        });
    }

    /// Tells how much is done, where that has changed by a whole per cent.
    pub fn report(&self, done: usize, all: usize) {
        let percent = done * 100 / all.max(1);
        let known = *self.told.phase.lock().unwrap_or_else(PoisonError::into_inner) == Phase::Begun;
        if known && self.percent.fetch_max(percent, Ordering::Relaxed) < percent {
            let message = format!("{done} of {all} files");
            self.told.say(&json!({ "kind": "report", "percentage": percent, "message": message }));
        }
    }

    /// Tells that the work has ended.
    pub fn end(&self) {
        self.cancellations.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.told.token);
        let mut phase = self.told.phase.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *phase, Phase::Ended) == Phase::Begun {
            self.told.say(&json!({ "kind": "end" }));
        }
    }
}

impl Told {
    fn say(&self, value: &Value) {
        self.client.progress(&json!({ "token": self.token, "value": value }));
    }
}
