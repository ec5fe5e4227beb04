//! Who waits for an answer: work that nobody waits for rests meanwhile, as two that work at once have half of the
//! processor and of the memory each.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Whoever rests looks so often whether it may go on. Who has an answer often asks for the next one at once.
const REST: Duration = Duration::from_millis(1);

/// So many times in a row it rests: where somebody waits all the time, the work goes on, too.
const RESTS: usize = 20;

/// How many questions are not answered yet.
#[derive(Clone, Debug, Default)]
pub struct Answering(Arc<AtomicUsize>);

/// A question that is not answered yet, until it is dropped.
#[derive(Debug)]
pub struct Question(Answering);

impl Answering {
    /// Takes note of a question.
    pub fn begin(&self) -> Question {
        self.0.fetch_add(1, Ordering::Relaxed);
        Question(self.clone())
    }

    /// Rests while there is a question. Whoever calls it holds nothing that answers need.
    pub fn give_way(&self) {
        for _ in 0..RESTS {
            if self.0.load(Ordering::Relaxed) == 0 {
                return;
            }
            std::thread::sleep(REST);
        }
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        (self.0).0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn work_rests_until_a_question_is_answered_or_for_long_enough() {
        let answering = Answering::default();
        answering.give_way();
        let question = answering.begin();
        // It is never answered, and the work goes on all the same.
        answering.give_way();
        let working = thread::spawn({
            let answering = answering.clone();
            move || answering.give_way()
        });
        drop(question);
        assert!(working.join().is_ok());
        assert_eq!(answering.0.load(Ordering::Relaxed), 0);
    }
}
