//! Work that is done on all threads, and whose results are taken one by one in their order.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// So many results may wait for each thread before it waits too.
const WAITING: usize = 4;

/// Calls `work` with each number below `count`, in about their order, on the threads of the pool; and `take` with the
/// results, one at a time and in their order, on whichever thread is free: nothing waits for one thread in particular,
/// so that it works in a pool of one.
///
/// # Errors
/// The first one of `take`, after which nothing more is done.
pub fn in_order<T: Send>(
    count: usize,
    work: impl Fn(usize) -> T + Sync,
    take: impl FnMut(T) -> io::Result<()> + Send,
) -> io::Result<()> {
    struct State<T, F> {
        done: BTreeMap<usize, T>,
        due: usize,
        /// `None` while a thread takes.
        take: Option<F>,
        failed: Option<io::Error>,
    }
    let threads = rayon::current_num_threads();
    let next = AtomicUsize::new(0);
    let state = Mutex::new(State { done: BTreeMap::new(), due: 0, take: Some(take), failed: None });
    let taken = Condvar::new();
    let lock = || state.lock().unwrap_or_else(PoisonError::into_inner);
    let run = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return;
            }
            let result = work(number);
            let mut now = lock();
            now.done.insert(number, result);
            let Some(mut take) = now.take.take() else {
                // Whoever takes is behind.
                while now.take.is_none() && now.done.len() > WAITING * threads {
                    now = taken.wait(now).unwrap_or_else(PoisonError::into_inner);
                }
                continue;
            };
            loop {
                let due = now.due;
                let Some(result) = now.done.remove(&due) else { break };
                now.due += 1;
                drop(now);
                let ended = take(result);
                now = lock();
                taken.notify_all();
                if let Err(error) = ended {
                    now.failed.get_or_insert(error);
                    next.store(count, Ordering::Relaxed);
                    break;
                }
            }
            now.take = Some(take);
            taken.notify_all();
        }
    };
    rayon::scope(|scope| (0..threads).for_each(|_| scope.spawn(|_| run())));
    let state = state.into_inner().unwrap_or_else(PoisonError::into_inner);
    state.failed.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_taken_in_their_order_by_any_number_of_threads() {
        for threads in [1, 2, 7] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            let mut taken = Vec::new();
            let take = |number| {
                taken.push(number);
                Ok(())
            };
            pool.install(|| in_order(100, |number| number * 2, take)).expect("nothing fails");
            assert_eq!(taken, (0..100).map(|number| number * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nothing_is_taken_behind_an_error() {
        let mut taken = 0;
        let take = |number| {
            taken += 1;
            if number == 10 { Err(io::Error::other("full")) } else { Ok(()) }
        };
        assert!(in_order(1000, |number| number, take).is_err());
        assert_eq!(taken, 11);
    }
}
