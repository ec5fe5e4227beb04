use std::panic::{AssertUnwindSafe, catch_unwind};

use super::event::{Event, Events};
use super::world::World;

/// How many events are taken before diagnostics are published in any case.
const TURN: usize = 256;

/// Takes events until the connection ends. Runs on a thread of its own and owns the world.
///
/// All events that wait are taken before anything is published, so a state that is already outdated is never shown; no
/// more than [`TURN`] of them, so a client that never stops writing still sees something.
pub fn run(mut world: World, events: &Events) {
    let mut next = Some(events.next());
    while let Some(event) = next {
        let mut event = Some(event);
        for _ in 0..TURN {
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
