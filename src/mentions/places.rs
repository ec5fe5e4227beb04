//! Places that bear the name of a person or of another place, and a word that says what they are: `Stade Karl Lind`,
//! `Lake Tervik`, `Vera Lind Airport`. They are neither.

use std::sync::LazyLock;

use super::gazetteer::{self, Classes};
use super::language::{Hashes, hashes};

/// What stands in front of the name.
static BEGINS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "aeroport aeroporto aeropuerto avenida bahia boulevard cabo camp cape djebel estadio fort fuerte gunung ilha isola \
            jabal jebel lac lago lake loch mont mount mt oued piazza plaza port porto puerto stade stadio stadion wadi",
    )
});

/// What stands behind it, where nobody is called so.
static ENDS: LazyLock<Hashes> = LazyLock::new(|| {
    hashes(
        "airfield airport arena avenue boulevard bridge canal crater expressway highway hospital library motorway museum \
            plaza railway square stadium station street theatre tunnel university",
    )
});

/// Whether a name of several words with these hashes of its first and last one is that of a place or a building.
pub(super) fn is_one(first: u64, last: u64) -> bool {
    let is_surname = gazetteer::word(last).classes.any(Classes::SURNAME);
    BEGINS.contains(&first) || ENDS.contains(&last) && !is_surname
}
