//! Finds entities by id and by name.

use xxhash_rust::xxh3::xxh3_64;

use super::KnowledgeFile;
use super::fold::fold_into;

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
