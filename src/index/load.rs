//! Brings an index up to date with the files it is of.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::UNIX_EPOCH;

use etcetera::BaseStrategy;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::format::{Fingerprint, Stamp};
use super::store::Store;
use super::{Builder, Index};
use crate::boilerplate::keys;
use crate::config::Config;
use crate::entities;
use crate::facts::FileRecord;

/// A file of a corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusFile {
    /// Where it is.
    pub path: PathBuf,
    /// The same relative to the folder of the corpus.
    pub relative: PathBuf,
}

/// So many changed files are kept in memory only: reading them again next time costs less than a segment.
const FEW: usize = 1000;
/// How many files are read before their records go into the segment.
const BATCH: usize = 4096;

/// What the records of a corpus with these settings depend on.
#[must_use]
pub fn fingerprint(config: &Config) -> Fingerprint {
    let settings = format!("{:?} {:?} {:?}", config.density(), config.encodings, config.formats);
    Fingerprint { keys: keys::VERSION, settings: xxh3_64(settings.as_bytes()) }
}

/// What the names of a corpus depend on: its settings, and its knowledge base as `lexicon` names it.
#[must_use]
pub fn names_fingerprint(config: &Config, lexicon: u64) -> Fingerprint {
    let Fingerprint { keys, settings } = fingerprint(config);
    let settings = xxh3_64(format!("{settings} {lexicon} {:?} names", config.annotations_links).as_bytes());
    Fingerprint { keys: keys << 8 | entities::VERSION, settings }
}

/// The folder for the index of the corpus in `root`: what its settings name, else one in the user's cache folder.
///
/// # Errors
/// There is no home folder, or `root` cannot be resolved.
pub fn location(root: &Path, config: &Config) -> io::Result<PathBuf> {
    let root =
        root.canonicalize().map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", root.display())))?;
    if !config.index_location.is_empty() {
        return Ok(root.join(&config.index_location));
    }
    let name = root.file_name().map_or_else(|| "corpus".into(), |name| name.to_string_lossy());
    let hash = xxh3_64(root.as_os_str().as_encoded_bytes());
    let base = etcetera::base_strategy::choose_native_strategy().map_err(io::Error::other)?;
    Ok(base.cache_dir().join(env!("CARGO_PKG_NAME")).join(format!("{name}-{hash:016x}")))
}

/// Whether a folder may be read through unasked: not the root of the file system, and not a home folder as a whole.
#[must_use]
pub fn may_scan(root: &Path) -> bool {
    let home = etcetera::home_dir().ok().and_then(|home| home.canonicalize().ok());
    root.canonicalize().is_ok_and(|root| root.parent().is_some() && home.as_deref() != Some(&root))
}

/// Brings `store` up to date and returns the index of `files`.
///
/// A file is read again where its length or its time of change differ from what the index knows, and counts as changed
/// where its content does.
/// `extract` makes a record from its path and its bytes, `None` where it is no text; `done` is told how many files
/// have been looked at.
///
/// # Errors
/// [`io::ErrorKind::Interrupted`] where `cancelled` was set; those of writing, which leave the store as it was.
pub fn refresh(
    store: &mut Store,
    files: &[CorpusFile],
    extract: impl Fn(&CorpusFile, &[u8]) -> Option<FileRecord> + Sync,
    done: impl Fn(usize) + Sync,
    cancelled: &AtomicBool,
) -> io::Result<Index> {
    let mut index = store.index();
    let count = AtomicUsize::new(0);
    let gone = gone(&index, files);
    let mut builder = store.builder()?;
    let mut few: Vec<(PathBuf, Stamp, FileRecord)> = Vec::new();
    for batch in files.chunks(BATCH) {
        if cancelled.load(Ordering::Relaxed) {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "cancelled"));
        }
        let read = batch.par_iter().map_init(Vec::new, |buffer, file| {
            let changed = changed(&index, file, buffer, &extract);
            let count = 1 + count.fetch_add(1, Ordering::Relaxed);
            if count.is_multiple_of(256) {
                done(count);
            }
            changed
        });
        few.extend(read.flatten_iter().collect::<Vec<_>>());
        if builder.file_count() > 0 || few.len() > FEW {
            builder.push(&few)?;
            few.clear();
        }
    }
    done(files.len());
    // What lies in the builder is worth a segment, and so is the first that is known of a corpus.
    if builder.file_count() > 0 || (index.file_count() == 0 && !few.is_empty()) || gone.len() > FEW {
        builder.push(&few)?;
        few.clear();
        store.take_in(builder, &gone)?;
        index = store.index();
    }
    for path in &gone {
        index.remove_file(path);
    }
    for (path, stamp, record) in few {
        index.set_file(&path, stamp, record);
    }
    Ok(index)
}

/// Puts all of `files` into `builder`.
///
/// # Errors
/// Those of writing what does not fit into memory.
pub fn collect(
    builder: &mut Builder,
    files: &[CorpusFile],
    extract: impl Fn(&CorpusFile, &[u8]) -> Option<FileRecord> + Sync,
) -> io::Result<()> {
    let nothing = Index::default();
    for batch in files.chunks(BATCH) {
        let read = batch.par_iter().map_init(Vec::new, |buffer, file| changed(&nothing, file, buffer, &extract));
        builder.push(&read.flatten_iter().collect::<Vec<_>>())?;
    }
    Ok(())
}

/// The files that the index knows and that are not there any more.
fn gone(index: &Index, files: &[CorpusFile]) -> Vec<PathBuf> {
    let there: BTreeSet<&Path> = files.iter().map(|file| file.relative.as_path()).collect();
    index.files().into_iter().filter(|path| !there.contains(path.as_path())).collect()
}

/// The record of a file, where it is not the one that the index holds.
fn changed(
    index: &Index,
    file: &CorpusFile,
    buffer: &mut Vec<u8>,
    extract: &impl Fn(&CorpusFile, &[u8]) -> Option<FileRecord>,
) -> Option<(PathBuf, Stamp, FileRecord)> {
    let known = index.stamp(&file.relative);
    let metadata = fs::metadata(&file.path).ok()?;
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let mtime = modified.and_then(|time| i64::try_from(time.as_nanos()).ok()).unwrap_or(i64::MIN);
    if known.is_some_and(|known| known.size == metadata.len() && known.mtime == mtime && mtime != i64::MIN) {
        return None;
    }
    buffer.clear();
    io::Read::read_to_end(&mut fs::File::open(&file.path).ok()?, buffer).ok()?;
    let stamp = Stamp { size: buffer.len() as u64, mtime, hash: xxh3_64(buffer) };
    if known.is_some_and(|known| known.size == stamp.size && known.hash == stamp.hash) {
        return None;
    }
    // A file that is no text has no articles; that too is worth knowing.
    let record = extract(file, buffer).unwrap_or_default();
    Some((file.relative.clone(), stamp, record))
}
