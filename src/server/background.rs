//! Work that nobody waits for: it never takes the last worker, which is for whoever asks something.

use std::collections::VecDeque;
use std::fmt;

use super::WORKERS;
use super::event::Event;
use super::world::World;

/// How many workers are at such work at once.
const MOST: usize = WORKERS - 1;

/// What waits for its turn, and how much is under way.
#[derive(Default)]
pub struct Background {
    waiting: VecDeque<Box<dyn FnOnce() + Send>>,
    running: usize,
}

impl fmt::Debug for Background {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { waiting, running } = self;
        f.debug_struct("Background").field("waiting", &waiting.len()).field("running", running).finish()
    }
}

impl World {
    /// Has a worker do what nobody waits for, in its turn. It does not panic.
    pub(super) fn in_background(&mut self, work: impl FnOnce() + Send + 'static) {
        self.background.waiting.push_back(Box::new(work));
        self.go_on_in_background();
    }

    /// Takes note that a worker is at such work no more.
    pub(super) fn rested(&mut self) {
        self.background.running -= 1;
        self.go_on_in_background();
    }

    fn go_on_in_background(&mut self) {
        while self.background.running < MOST
            && let Some(work) = self.background.waiting.pop_front()
        {
            self.background.running += 1;
            let inbox = self.inbox.clone();
            self.workers.spawn_fifo(move || {
                work();
                inbox.send(Event::Rested);
            });
        }
    }
}
