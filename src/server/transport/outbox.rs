use std::collections::{HashMap, VecDeque};
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard};

use serde::Serialize;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::Notify;

/// Above this many bytes waiting, the server reads no more messages until the client has read some.
const FULL: usize = 64 << 20;

/// Above this many bytes waiting, messages that can be done without are dropped.
const CROWDED: usize = 1 << 20;

/// Room in front of a body for its header.
const HEADER_ROOM: usize = 48;

/// What waits to be written to the client.
///
/// Putting something in never waits. Of messages with the same key only the newest is kept, so a client that does not
/// read costs no more than one message a key.
#[derive(Debug, Default)]
pub struct Outbox {
    queue: Mutex<Queue>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<Frame>,
    /// The number of the frame in front.
    first: usize,
    /// The numbers of the waiting frames that have a key.
    keyed: HashMap<String, usize>,
    /// All bytes in `frames`.
    bytes: usize,
    closed: bool,
}

#[derive(Debug)]
struct Frame {
    key: Option<String>,
    /// Header and body, from `start` on.
    buffer: Vec<u8>,
    start: usize,
}

impl Outbox {
    /// Puts a message at the end.
    pub fn push(&self, message: &impl Serialize) {
        self.add(None, message);
    }

    /// Puts a message at the end, or where one with the same key still waits, in its place.
    pub fn push_newest(&self, key: &str, message: &impl Serialize) {
        self.add(Some(key), message);
    }

    /// Puts a message at the end unless too much waits already.
    pub fn push_dispensable(&self, message: &impl Serialize) {
        if self.lock().bytes < CROWDED {
            self.add(None, message);
        }
    }

    /// Whether so much waits that no more should be asked for.
    pub fn is_full(&self) -> bool {
        self.lock().bytes > FULL
    }

    /// Lets the writer end when all has been written.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_one();
    }

    fn add(&self, key: Option<&str>, message: &impl Serialize) {
        match Frame::new(key.map(str::to_owned), message) {
            Ok(frame) => self.lock().put(frame),
            Err(error) => tracing::error!("a message cannot be written as JSON: {error}"),
        }
        self.changed.notify_one();
    }

    /// The next frame and whether another one waits, or `None` once closed and empty.
    async fn next(&self) -> Option<(Frame, bool)> {
        loop {
            {
                let mut queue = self.lock();
                if let Some(frame) = queue.take() {
                    return Some((frame, !queue.frames.is_empty()));
                }
                if queue.closed {
                    return None;
                }
            }
            self.changed.notified().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        // The queue is whole between any two statements, so a panic elsewhere cannot have broken it.
        self.queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Queue {
    fn put(&mut self, frame: Frame) {
        self.bytes += frame.bytes().len();
        let next = self.first + self.frames.len();
        let Some(key) = &frame.key else { return self.frames.push_back(frame) };
        match self.keyed.get(key).and_then(|number| self.frames.get_mut(number - self.first)) {
            Some(waiting) => {
                self.bytes -= waiting.bytes().len();
                *waiting = frame;
            }
            None => {
                self.keyed.insert(key.clone(), next);
                self.frames.push_back(frame);
            }
        }
    }

    fn take(&mut self) -> Option<Frame> {
        let frame = self.frames.pop_front()?;
        self.first += 1;
        self.bytes -= frame.bytes().len();
        if let Some(key) = &frame.key {
            self.keyed.remove(key);
        }
        Some(frame)
    }
}

impl Frame {
    /// Writes the body behind room for the header and the header into that room: one buffer, no copy.
    fn new(key: Option<String>, message: &impl Serialize) -> io::Result<Self> {
        let mut buffer = vec![0; HEADER_ROOM];
        serde_json::to_writer(&mut buffer, message)?;
        let header = format!("Content-Length: {}\r\n\r\n", buffer.len() - HEADER_ROOM);
        let start = HEADER_ROOM - header.len();
        (&mut buffer[start..]).write_all(header.as_bytes())?;
        Ok(Self { key, buffer, start })
    }

    fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..]
    }
}

/// Writes what is put into `outbox` until it is closed: one write a frame, a flush when nothing more waits.
///
/// # Errors
/// Those of `output`; a client that is gone is one.
pub async fn write_out(outbox: &Outbox, mut output: impl AsyncWrite + Unpin) -> io::Result<()> {
    while let Some((frame, more)) = outbox.next().await {
        output.write_all(frame.bytes()).await?;
        if !more {
            output.flush().await?;
        }
    }
    output.flush().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(outbox: &Outbox) -> String {
        outbox.close();
        let mut out = Vec::new();
        let write = write_out(outbox, &mut out);
        futures_util::FutureExt::now_or_never(write).expect("a vector is ready").expect("a vector takes everything");
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    #[test]
    fn the_newest_of_a_key_takes_the_place_of_the_older() {
        let outbox = Outbox::default();
        outbox.push_newest("a", &1);
        outbox.push(&2);
        outbox.push_newest("b", &3);
        outbox.push_newest("a", &4);
        let expected = [4, 2, 3].map(|n| format!("Content-Length: 1\r\n\r\n{n}")).concat();
        assert_eq!(written(&outbox), expected);
    }

    #[test]
    fn a_key_can_come_again_once_written() {
        let outbox = Outbox::default();
        for round in 0..3 {
            outbox.push(&"first");
            outbox.push_newest("a", &round);
            let mut queue = outbox.lock();
            assert!(queue.take().is_some_and(|frame| frame.key.is_none()));
            assert!(queue.take().is_some_and(|frame| frame.key.as_deref() == Some("a")));
            assert_eq!((queue.bytes, queue.keyed.len()), (0, 0));
        }
    }

    #[test]
    fn a_client_that_does_not_read_costs_one_message_a_key() {
        let outbox = Outbox::default();
        for _ in 0..1000 {
            outbox.push_newest("a", &"x".repeat(10_000));
            outbox.push_dispensable(&"y".repeat(10_000));
        }
        assert!(outbox.lock().bytes < CROWDED + 30_000);
        assert!(!outbox.is_full());
    }
}
