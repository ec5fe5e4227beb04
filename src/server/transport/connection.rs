use std::future::{Future, poll_fn};
use std::panic::AssertUnwindSafe;
use std::task::Poll;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::io::AsyncRead;
use tower::{Service, ServiceExt};

use super::frame::{FrameReader, Incoming};
use crate::server::client::Client;
use crate::server::types::{Error, Id, Request, Response};

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// `exit`, after `shutdown` or without it.
    Exit {
        /// Whether `shutdown` came first, as it must.
        after_shutdown: bool,
    },
    /// The client is gone.
    Gone {
        /// Whether `shutdown` came first.
        after_shutdown: bool,
    },
}

impl End {
    /// The exit code that the protocol asks for.
    pub fn code(self) -> u8 {
        match self {
            Self::Exit { after_shutdown } | Self::Gone { after_shutdown } => u8::from(!after_shutdown),
        }
    }
}

/// What the loop needs to know of whoever takes its messages.
pub trait Backlog {
    /// How many messages have been taken over so far.
    fn taken(&self) -> usize;

    /// Whether so many wait that no more should be read.
    fn is_full(&self) -> bool;
}

/// Reads messages until the client leaves and hands them to `service` in the order in which they come.
///
/// Each call is polled once before the next message is read and, where it is not done by then, goes on in a task of its
/// own. A handler that sends its message before it awaits thus keeps the order, and none holds up another.
/// An input that cannot be read has ended.
pub async fn drive<S, B>(mut service: S, input: impl AsyncRead + Unpin, client: &Client, backlog: &B) -> End
where
    S: Service<Request, Response = Option<Response>> + Send,
    S::Future: Send + 'static,
    S::Error: std::fmt::Display + Send + 'static,
    B: Backlog,
{
    let mut reader = FrameReader::new(input);
    let mut after_shutdown = false;
    while let Some((incoming, repaired)) = next(&mut reader).await {
        if repaired {
            client.warn("a message was not valid UTF-8 or UTF-16; the broken characters were replaced by U+FFFD");
        }
        match incoming {
            Incoming::Call(request) => {
                let exit = request.method() == "exit";
                after_shutdown |= request.method() == "shutdown";
                if service.ready().await.is_err() {
                    return End::Gone { after_shutdown };
                }
                start(&mut service, request, client, backlog).await;
                if exit {
                    return End::Exit { after_shutdown };
                }
            }
            Incoming::Answer(response) => client.answer(response),
            Incoming::Malformed(id, error) => {
                client.warn(&format!("a message could not be understood: {}", error.message));
                client.outbox().push(&Response::from_error(id, error));
            }
        }
        while backlog.is_full() || client.outbox().is_full() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
    End::Gone { after_shutdown }
}

async fn next(reader: &mut FrameReader<impl AsyncRead + Unpin>) -> Option<(Incoming, bool)> {
    reader.next().await.unwrap_or_else(|error| {
        tracing::warn!("the client cannot be read: {error}");
        None
    })
}

/// Begins a call, and logs a notification that nobody took over.
async fn start<S, B>(service: &mut S, request: Request, client: &Client, backlog: &B)
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: std::fmt::Display + Send + 'static,
    B: Backlog,
{
    let taken = backlog.taken();
    let unanswered = request.id().is_none().then(|| request.method().to_owned());
    let id = request.id().cloned();
    let mut task = Box::pin(answer(service.call(request), id, client.clone()));
    let done = poll_fn(|context| Poll::Ready(task.as_mut().poll(context).is_ready())).await;
    if !done {
        tokio::spawn(task);
    }
    if let Some(method) = unanswered
        && backlog.taken() == taken
        && !matches!(method.as_str(), "exit" | "initialized")
        && !method.starts_with("$/")
    {
        client.warn(&format!("{method} was dropped: it is unknown, or its parameters are wrong"));
    }
}

/// Finishes a call and puts its answer into the outbox, whatever becomes of the handler.
async fn answer<E: std::fmt::Display>(
    call: impl Future<Output = Result<Option<Response>, E>>,
    id: Option<Id>,
    client: Client,
) {
    let response = match AssertUnwindSafe(call).catch_unwind().await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => {
            tracing::debug!("a call came too late: {error}");
            id.map(|id| Response::from_error(id, Error::invalid_request()))
        }
        Err(_) => {
            client.error("a request failed inside the server, which goes on; see the log");
            id.map(|id| Response::from_error(id, Error::internal_error()))
        }
    };
    if let Some(response) = response {
        client.outbox().push(&response);
    }
}
