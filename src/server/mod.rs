//! The language server: the only part that knows the protocol.
//!
//! ```text
//! input ─ transport ─ Backend (enqueue only) ─ main loop: owns the World ─┬ notification: change, publish
//!                                                                         └ request: Snapshot ─ worker ─ answer
//! output ─ transport ─ Outbox ← everybody
//! ```
//!
//! `docs/server.md` says how the loop works and what holds always.

mod answering;
mod backend;
mod background;
mod capabilities;
mod client;
mod comparing;
mod convert;
mod corpus;
mod diagnostics;
mod document;
mod event;
mod job;
mod knowledge;
mod main_loop;
mod names;
mod parent;
mod progress;
mod requests;
mod settings;
mod stdio;
pub mod transport;
pub mod types;
mod uri;
mod world;

use std::backtrace::Backtrace;
use std::fs::OpenOptions;
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tracing::level_filters::LevelFilter;

use backend::Backend;
use event::{Event, Inbox};
use transport::{End, Outbox};
use types::LspService;
use world::World;

pub use client::Client;

/// How long the client has to read what still waits when the connection ends.
const FAREWELL: Duration = Duration::from_secs(2);

/// How many threads answer requests.
const WORKERS: usize = 2;

/// The file that the log goes to, to be named where something fails. The log is one for the whole program, so this is.
static LOG_FILE: OnceLock<PathBuf> = OnceLock::new();

/// How `copydesk lsp` was called.
#[derive(Clone, Debug)]
pub struct Options {
    /// The file that the log goes to; `None` for the standard error.
    pub log: Option<PathBuf>,
    /// How much is logged.
    pub log_level: LevelFilter,
}

impl Default for Options {
    fn default() -> Self {
        Self { log: None, log_level: LevelFilter::WARN }
    }
}

/// Serves the client at the standard input and output until it leaves.
///
/// The exit code is 0 where the client said `shutdown` before it left, else 1; 2 where the log file cannot be written.
pub fn run_stdio(options: &Options) -> ExitCode {
    if let Err(error) = start_log(options) {
        eprintln!("copydesk: the log cannot be written: {error}");
        return ExitCode::from(2);
    }
    return_memory_at_once();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("copydesk: no threads can be started: {error}");
            return ExitCode::from(2);
        }
    };
    let end = runtime.block_on(serve_stdio());
    // A read of the standard input cannot be broken off; it must not hold up the end.
    runtime.shutdown_background();
    match end {
        Ok(end) => ExitCode::from(end.code()),
        Err(error) => {
            tracing::error!("the server could not start: {error}");
            ExitCode::from(2)
        }
    }
}

/// Has the allocator give the system back what is free at once.
/// It waits for its next turn otherwise, which in a server that rests never comes: what the last large answer took would
/// stay.
#[expect(unsafe_code, reason = "the allocator is a C library")]
fn return_memory_at_once() {
    /// `mi_option_purge_delay` of `mimalloc.h`, in milliseconds.
    const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;
    // SAFETY: it has no preconditions, and an option that is none is passed over.
    unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY, 0) }
}

/// Serves one client until it leaves. Must be called inside a tokio runtime with time enabled.
///
/// # Errors
/// No thread could be started. A client that is gone is no error.
pub async fn serve(
    input: impl AsyncRead + Unpin + Send + 'static,
    output: impl AsyncWrite + Unpin + Send + 'static,
) -> io::Result<End> {
    let server = Server::start()?;
    let (read, reading) = reported(server.read(input));
    tokio::spawn(read);
    let (write, writing) = reported(server.write(output));
    tokio::spawn(write);
    Ok(server.until_the_end(reading, writing).await)
}

/// The same for the client at the standard input and output. Each has a thread to itself: a message of the client
/// passes but two others on its way in and out, the main loop and the writer.
async fn serve_stdio() -> io::Result<End> {
    let (input, output) = stdio::blocking()?;
    let server = Server::start()?;
    let (read, reading) = reported(server.read(input));
    on_thread("reader", read)?;
    let (write, writing) = reported(server.write(output));
    on_thread("writer", write)?;
    Ok(server.until_the_end(reading, writing).await)
}

/// What belongs to one connection.
struct Server {
    client: Client,
    outbox: Arc<Outbox>,
    inbox: Inbox,
    parent: watch::Sender<Option<parent::Parent>>,
}

impl Server {
    /// Starts the main loop and the workers.
    fn start() -> io::Result<Self> {
        let outbox = Arc::new(Outbox::default());
        let client = Client::new(Arc::clone(&outbox));
        let (inbox, events) = event::queue();
        let name = |number| format!("worker {number}");
        let workers = rayon::ThreadPoolBuilder::new().num_threads(WORKERS).thread_name(name).build();
        let world = World::new(client.clone(), inbox.clone(), workers.map_err(io::Error::other)?, Handle::current());
        let thread = std::thread::Builder::new().name("main loop".to_owned());
        thread.spawn(move || main_loop::run(world, &events))?;
        Ok(Self { client, outbox, inbox, parent: watch::Sender::new(None) })
    }

    /// Takes in what the client says until it leaves.
    fn read(&self, input: impl AsyncRead + Unpin + Send + 'static) -> impl Future<Output = End> + Send + 'static {
        let (client, inbox, parent) = (self.client.clone(), self.inbox.clone(), self.parent.clone());
        async move {
            // The client of the library is not used: what it sends waits for the client, what ours sends does not.
            let (service, _) = LspService::build(|_| Backend::new(inbox.clone(), parent))
                .custom_method("window/workDoneProgress/cancel", Backend::work_done_progress_cancel)
                .finish();
            transport::drive(service, input, &client, &inbox).await
        }
    }

    /// Writes what there is to say until the connection ends.
    fn write(&self, output: impl AsyncWrite + Unpin + Send + 'static) -> impl Future<Output = ()> + Send + 'static {
        let outbox = Arc::clone(&self.outbox);
        async move {
            if let Err(error) = transport::write_out(&outbox, output).await {
                tracing::warn!("the client cannot be written to: {error}");
            }
        }
    }

    /// Waits until the client leaves or is gone, and says farewell.
    async fn until_the_end(self, reading: oneshot::Receiver<End>, mut writing: oneshot::Receiver<()>) -> End {
        let gone = End::Gone { after_shutdown: false };
        let mut written = false;
        let end = tokio::select! {
            end = reading => end.unwrap_or(gone),
            _ = &mut writing => {
                written = true;
                gone
            }
            () = parent::gone(self.parent.subscribe()) => gone,
        };
        self.inbox.send(Event::Stop);
        self.outbox.close();
        if !written && tokio::time::timeout(FAREWELL, writing).await.is_err() {
            tracing::warn!("the client has not read the last messages");
        }
        end
    }
}

/// A task that reports its result, and where it reports it.
fn reported<T: Send + 'static>(
    task: impl Future<Output = T> + Send + 'static,
) -> (impl Future<Output = ()> + Send + 'static, oneshot::Receiver<T>) {
    let (sender, receiver) = oneshot::channel();
    // When the server has ended already, nobody wants the result any more.
    let report = async move { drop(sender.send(task.await)) };
    (report, receiver)
}

/// Runs a task that may block on a thread of its own.
fn on_thread(name: &str, task: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
    let runtime = Handle::current();
    let thread = std::thread::Builder::new().name(name.to_owned());
    thread.spawn(move || runtime.block_on(task)).map(drop)
}

/// Logs to the standard error or to a file, never to the standard output, which is the client's.
fn start_log(options: &Options) -> io::Result<()> {
    let builder = tracing_subscriber::fmt().with_max_level(options.log_level).with_ansi(false);
    let set = match &options.log {
        Some(path) => {
            let file = OpenOptions::new().create(true).append(true).open(path)?;
            builder.with_writer(std::sync::Mutex::new(file)).try_init()
        }
        None => builder.with_writer(io::stderr).try_init(),
    };
    set.map_err(io::Error::other)?;
    if let Some(path) = &options.log {
        LOG_FILE.get_or_init(|| path.clone());
    }
    // A panic that is caught is still to be found in the log.
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}\n{}", Backtrace::force_capture())));
    Ok(())
}
