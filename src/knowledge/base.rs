use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Entity, EntityTypes, KnowledgeFile, Match, fold};
use xxhash_rust::xxh3::xxh3_64;

use crate::mentions::{EntityKind, Lexicon, lexicon};
use crate::rules::Finding;

/// A file of the knowledge base.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it is, relative to the folder of the corpus.
    pub path: PathBuf,
    /// What it says.
    pub file: Arc<KnowledgeFile>,
}

/// What all files say. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct KnowledgeBase {
    /// By path.
    sources: Vec<Source>,
}

/// Names an entity of a knowledge base while that does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId {
    /// The number of the file.
    pub source: u32,
    /// The number of the entity in it.
    pub number: u32,
}

impl KnowledgeBase {
    /// The knowledge base that consists of these files.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = (PathBuf, Arc<KnowledgeFile>)>) -> Self {
        let mut sources: Vec<Source> = files.into_iter().map(|(path, file)| Source { path, file }).collect();
        sources.sort_by(|a, b| a.path.cmp(&b.path));
        Self { sources }
    }

    /// Takes in a file in the place of what was known of it.
    pub fn set(&mut self, path: &Path, file: Arc<KnowledgeFile>) {
        match self.sources.binary_search_by(|source| source.path.as_path().cmp(path)) {
            Ok(at) => self.sources[at].file = file,
            Err(at) => self.sources.insert(at, Source { path: path.to_owned(), file }),
        }
    }

    /// Forgets a file; whether it was there.
    pub fn remove(&mut self, path: &Path) -> bool {
        let before = self.sources.len();
        self.sources.retain(|source| source.path != path);
        self.sources.len() < before
    }

    /// Its files, by path.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The file at `path`.
    #[must_use]
    pub fn file(&self, path: &Path) -> Option<&Arc<KnowledgeFile>> {
        self.sources.iter().find(|source| source.path == path).map(|source| &source.file)
    }

    /// How many entities it describes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sources.iter().map(|source| source.file.len()).sum()
    }

    /// Whether it describes none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An entity.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> Option<Entity<'_>> {
        let file = &self.sources.get(id.source as usize)?.file;
        ((id.number as usize) < file.len()).then(|| file.entity(id.number))
    }

    /// The file that describes an entity.
    #[must_use]
    pub fn source(&self, id: EntityId) -> Option<&Source> {
        self.sources.get(id.source as usize)
    }

    fn ids<'a>(source: usize, found: impl Iterator<Item = Entity<'a>>) -> impl Iterator<Item = EntityId> {
        found.map(move |entity| EntityId { source: source as u32, number: entity.number() })
    }

    /// The entities with this id; more than one where it is given twice.
    #[must_use]
    pub fn with_id(&self, id: &str) -> Vec<EntityId> {
        let each = self.sources.iter().enumerate();
        each.flat_map(|(number, source)| Self::ids(number, source.file.with_id(id))).collect()
    }

    /// Whether two entities may have one name: for certain only where all of it is in one file.
    #[must_use]
    pub fn shares_names(&self) -> bool {
        self.sources.len() > 1 || self.sources.iter().any(|source| source.file.shares_names())
    }

    /// Whether `other` holds the same readings of the same files.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let same = |(one, other): (&Source, &Source)| one.path == other.path && Arc::ptr_eq(&one.file, &other.file);
        self.sources.len() == other.sources.len() && self.sources.iter().zip(&other.sources).all(same)
    }

    /// Names what it says, as far as names in articles depend on it.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.sources.iter().fold(0, |sum, source| sum ^ xxh3_64(source.file.text().as_bytes()))
    }

    /// The entities that have `name` as a name or an alias, however it is spelt.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<EntityId> {
        let folded = fold(name);
        let each = self.sources.iter().enumerate();
        let mut found: Vec<EntityId> = each
            .flat_map(|(number, source)| Self::ids(number, source.file.named(&folded).map(|(entity, _)| entity)))
            .collect();
        found.dedup();
        found
    }

    /// The entities whose ids or names are like `query`, the best first, at most `limit` of them.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<(EntityId, Match)> {
        let each = (0..).zip(&self.sources);
        let mut found: Vec<(EntityId, Match)> = each
            .flat_map(|(source, it)| {
                let found = it.file.search(query, limit);
                found.into_iter().map(move |one| (EntityId { source, number: one.owner }, one))
            })
            .collect();
        found.sort_by_key(|(id, one)| (one.rank, *id));
        found.truncate(limit);
        found
    }

    /// Its names, as recognising mentions needs them.
    #[must_use]
    pub fn lexicon(&self) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for entity in self.sources.iter().flat_map(|source| source.file.entities()) {
            let Some(id) = entity.id().filter(|id| !id.is_empty()) else { continue };
            let kind = entity.kind().and_then(|kind| EntityKind::of_label(&kind.text));
            let id: Arc<str> = id.as_ref().into();
            entity.names().for_each(|name| lexicon.add(&name.text, lexicon::Entry { id: Arc::clone(&id), kind }));
        }
        lexicon
    }

    /// What is wrong with the file at `path`, by itself and beside the others; ascending by place.
    #[must_use]
    pub fn findings(&self, path: &Path, root: &Path, types: &EntityTypes) -> Vec<Finding> {
        let Some(at) = self.sources.iter().position(|source| source.path == path) else { return Vec::new() };
        super::findings(self, at, root, types)
    }
}
