//! The wire: frames in and out, and the loop that drives the service.
//!
//! Invariants: calls are polled once in the order in which they arrive, so a handler that sends before it awaits is
//! never overtaken; nothing that a client writes, or fails to read, ends or hangs the loop.

mod connection;
mod frame;
mod outbox;

pub use connection::{Backlog, End, drive};
pub use frame::CHUNK;
pub use outbox::{Outbox, write_out};
