use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::event::{Event, Events};
use super::world::World;

/// How long events are taken before diagnostics are published in any case.
const TURN: Duration = Duration::from_millis(200);

/// Takes events until the connection ends. Runs on a thread of its own and owns the world.
///
/// All events that wait are taken before anything is published, so a state that is already outdated is not shown; but
/// for no longer than [`TURN`], so a client that writes faster than its edits can be followed still sees something.
pub fn run(mut world: World, events: &Events) {
    let mut next = Some(events.next());
    while let Some(event) = next {
        let (start, mut event) = (Instant::now(), Some(event));
        while start.elapsed() < TURN {
            match event {
                None => break,
                Some(Event::Stop) => return,
                Some(event) => guarded(&mut world, |world| world.handle(event)),
            }
            event = events.waiting();
        }
        guarded(&mut world, World::publish);
        next = Some(event.unwrap_or_else(|| events.next()));
    }
}

/// Does something to the world; a panic is told and the loop goes on.
fn guarded(world: &mut World, act: impl FnOnce(&mut World)) {
    if catch_unwind(AssertUnwindSafe(|| act(world))).is_err() {
        world.tell_failure();
    }
}
