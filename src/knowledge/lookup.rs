//! Finds entities by id, by name, and by the beginning of either.

use xxhash_rust::xxh3::xxh3_64;

use super::fold::fold_into;
use super::{KnowledgeFile, narrow};

/// The entities of a file by hashes of their ids and folded names, ascending.
#[derive(Debug, Default)]
pub struct Lookup {
    ids: Vec<(u64, u32)>,
    /// Beside the entity, which of its names it is: 0 is the canonical one where there is one.
    names: Vec<(u64, u32, u32)>,
}

impl Lookup {
    /// The lookup of `file`.
    pub fn new(file: &KnowledgeFile) -> Self {
        let mut ids = Vec::with_capacity(file.len());
        let mut names = Vec::with_capacity(file.len() + file.aliases.len());
        let mut folded = String::new();
        for entity in file.entities() {
            let number = entity.number();
            ids.extend(entity.id().map(|id| (xxh3_64(id.as_bytes()), number)));
            for (which, name) in (0..).zip(entity.names()) {
                folded.clear();
                fold_into(&name.text, &mut folded);
                if !folded.is_empty() {
                    names.push((xxh3_64(folded.as_bytes()), number, which));
                }
            }
        }
        ids.sort_unstable();
        names.sort_unstable();
        Self { ids, names }
    }

    /// The entities whose id may be `id`, in order.
    pub fn with_id(&self, id: &str) -> impl Iterator<Item = u32> + '_ {
        let hash = xxh3_64(id.as_bytes());
        let from = self.ids.partition_point(|(known, _)| *known < hash);
        self.ids[from..].iter().take_while(move |(known, _)| *known == hash).map(|(_, number)| *number)
    }

    /// The entities one of whose folded names may be `folded`, in order, with the number of the name.
    pub fn named(&self, folded: &str) -> impl Iterator<Item = (u32, u32)> + '_ {
        let hash = xxh3_64(folded.as_bytes());
        let from = self.names.partition_point(|(known, ..)| *known < hash);
        let same = self.names[from..].iter().take_while(move |(known, ..)| *known == hash);
        same.map(|(_, number, which)| (*number, *which))
    }

    /// Runs of several entities that have one hash of their id.
    pub fn same_ids(&self) -> impl Iterator<Item = &[(u64, u32)]> {
        self.ids.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1)
    }

    /// Runs of several names that have one hash.
    pub fn same_names(&self) -> impl Iterator<Item = &[(u64, u32, u32)]> {
        self.names.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1)
    }
}

/// An entity that a search has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its number in its file.
    pub entity: u32,
    /// Which of its names is like the query; `None` for its id.
    pub name: Option<u32>,
    /// How like it is: less is more.
    pub rank: u64,
}

impl Match {
    /// How like the query the name is, as [`likeness`] has it.
    #[must_use]
    pub fn likeness(&self) -> u8 {
        (self.rank >> 8) as u8
    }
}

/// Every id and name of a file, folded, one behind the other.
#[derive(Debug)]
pub struct Search {
    text: String,
    rows: Vec<Row>,
    /// For each row, the set of its characters and that of the first characters of its words: most rows can be passed
    /// over without a look at their text.
    sets: Vec<(u64, u64)>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    start: u32,
    entity: u32,
    name: u32,
}

/// Stands for the id among the names.
const ID: u32 = u32::MAX;

/// Queries up to this many characters find beginnings of words only: as parts of words they are everywhere.
const SHORT: usize = 2;

impl Search {
    /// The names of `file`.
    pub fn new(file: &KnowledgeFile) -> Self {
        let most = 2 * file.len() + file.aliases.len();
        let mut search = Self { text: String::new(), rows: Vec::with_capacity(most), sets: Vec::with_capacity(most) };
        for entity in file.entities() {
            let id = entity.id_written().map(|id| (ID, id));
            for (name, written) in id.into_iter().chain((0..).zip(entity.names())) {
                let start = search.text.len();
                fold_into(&written.text, &mut search.text);
                search.sets.push(sets(&search.text[start..]));
                search.rows.push(Row { start: narrow(start), entity: entity.number(), name });
            }
        }
        search.text.shrink_to_fit();
        search
    }

    fn row(&self, number: usize) -> &str {
        let end = self.rows.get(number + 1).map_or(self.text.len(), |next| next.start as usize);
        &self.text[self.rows[number].start as usize..end]
    }

    /// The rows that are like `query`, the best of each entity, the best first.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Match> {
        let mut folded = String::new();
        fold_into(query, &mut folded);
        let (wanted, first) = sets(&folded);
        let short = folded.chars().count() <= SHORT;
        let mut found: Vec<u64> = Vec::new();
        for (number, (all, initials)) in self.sets.iter().enumerate() {
            if all & wanted != wanted || (short && initials & first != first) {
                continue;
            }
            let text = self.row(number);
            if let Some(likeness) = likeness_of(&folded, text, short) {
                // Of names that are as like, the shorter one, then the one that comes first.
                let length = text.len().min(0xff) as u64;
                found.push(u64::from(likeness) << 40 | length << 32 | number as u64);
            }
        }
        // An entity has a name or two that match: of so many rows enough are different entities.
        let enough = limit.saturating_mul(8);
        if found.len() > enough && enough > 0 {
            found.select_nth_unstable(enough);
            found.truncate(enough);
        }
        found.sort_unstable();
        let mut seen = std::collections::HashSet::new();
        let best = found.into_iter().map(|key| {
            let Row { entity, name, .. } = self.rows[(key & u64::from(u32::MAX)) as usize];
            Match { entity, name: (name != ID).then_some(name), rank: key >> 32 }
        });
        best.filter(|one| seen.insert(one.entity)).take(limit).collect()
    }
}

/// The set of the characters of `text`, and that of the first ones of its words.
fn sets(text: &str) -> (u64, u64) {
    let (mut all, mut initials) = (0, 0);
    let mut begins = true;
    for c in text.chars() {
        let bit = match c {
            'a'..='z' => c as u32 - 'a' as u32,
            '0'..='9' => 26 + c as u32 - '0' as u32,
            ' ' => {
                begins = true;
                continue;
            }
            _ => 36 + c as u32 % 28,
        };
        all |= 1_u64 << bit;
        if std::mem::take(&mut begins) {
            initials |= 1_u64 << bit;
        }
    }
    (all, initials)
}

/// How like the name `text` is to `query`, both folded; `None` where it is not like it. Less is more.
#[must_use]
pub fn likeness(query: &str, text: &str) -> Option<u8> {
    likeness_of(query, text, query.chars().count() <= SHORT)
}

fn likeness_of(query: &str, text: &str, short: bool) -> Option<u8> {
    if text.starts_with(query) {
        return Some(u8::from(text.len() > query.len()));
    }
    let begins_word = |at: usize| text.as_bytes()[at - 1] == b' ';
    let mut within = None;
    for (at, _) in text.match_indices(query) {
        if begins_word(at) {
            return Some(2);
        }
        within = Some(4);
    }
    if short {
        return None;
    }
    // The words of the query in any order, each the beginning of a word: `putin vlad`.
    if query.contains(' ') {
        let begun = |word: &str| text.split(' ').any(|other| other.starts_with(word));
        if query.split(' ').all(begun) {
            return Some(3);
        }
    }
    within.or_else(|| {
        let mut rest = text.chars();
        query.chars().filter(|c| *c != ' ').all(|c| rest.any(|other| other == c)).then_some(5)
    })
}
