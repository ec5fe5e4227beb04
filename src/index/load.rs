//! Brings an index up to date with the files it is of.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::UNIX_EPOCH;

use etcetera::BaseStrategy;
use xxhash_rust::xxh3::xxh3_64;

use super::build::Scattered;
use super::format::{Fingerprint, Stamp};
use super::pipeline::in_order;
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
/// How many files a thread takes at a time.
const CHUNK: usize = 128;

/// A file that has changed, and what the index is to hold of it.
type Changed = (PathBuf, Stamp, FileRecord);

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

/// Brings `store` up to date and returns the index of `files`, which ascend by the bytes of their paths.
///
/// A file is read again where its length or its time of change differ from what the index knows, and counts as changed
/// where its content does; one that is longer than `limit` bytes is not read and has no articles.
/// `extract` makes a record from its path and its bytes, `None` where it is no text; `done` is told how many files
/// have been looked at.
///
/// # Errors
/// [`io::ErrorKind::Interrupted`] where `cancelled` was set; those of writing, which leave the store as it was.
pub fn refresh(
    store: &mut Store,
    files: &[CorpusFile],
    limit: u64,
    extract: impl Fn(&CorpusFile, &[u8]) -> Option<FileRecord> + Sync,
    done: impl Fn(usize) + Sync,
    cancelled: &AtomicBool,
) -> io::Result<Index> {
    let mut index = store.index();
    let count = AtomicUsize::new(0);
    let gone = gone(&index, files);
    let mut builder = store.builder()?;
    let mut few: Vec<Changed> = Vec::new();
    let look = |chunk: &[CorpusFile]| {
        if cancelled.load(Ordering::Relaxed) {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "cancelled"));
        }
        let changed = changed(&index, chunk, limit, &extract);
        done(count.fetch_add(chunk.len(), Ordering::Relaxed) + chunk.len());
        Ok(changed)
    };
    let take = |read: io::Result<(Vec<Changed>, Scattered)>| {
        let (files, scattered) = read?;
        if builder.file_count() == 0 && few.len() + files.len() <= FEW {
            few.extend(files);
            return Ok(());
        }
        if !few.is_empty() {
            builder.push(&few)?;
            few.clear();
        }
        builder.push_scattered(&files, &scattered)
    };
    let chunks: Vec<&[CorpusFile]> = files.chunks(CHUNK).collect();
    in_order(chunks.len(), |number| look(chunks[number]), take)?;
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

/// Puts all of `files` into `builder`; `limit` and `extract` as for [`refresh`].
///
/// # Errors
/// Those of writing what does not fit into memory.
pub fn collect(
    builder: &mut Builder,
    files: &[CorpusFile],
    limit: u64,
    extract: impl Fn(&CorpusFile, &[u8]) -> Option<FileRecord> + Sync,
) -> io::Result<()> {
    let nothing = Index::default();
    let chunks: Vec<&[CorpusFile]> = files.chunks(CHUNK).collect();
    in_order(
        chunks.len(),
        |number| changed(&nothing, chunks[number], limit, &extract),
        |(files, scattered)| builder.push_scattered(&files, &scattered),
    )
}

/// The files that the index knows and that are not there any more.
fn gone(index: &Index, files: &[CorpusFile]) -> Vec<PathBuf> {
    let is_there =
        |path: &PathBuf| files.binary_search_by(|file| file.relative.as_os_str().cmp(path.as_os_str())).is_ok();
    index.files().into_iter().filter(|path| !is_there(path)).collect()
}

/// The records of those of `files` that differ from what the index holds, and their postings.
fn changed(
    index: &Index,
    files: &[CorpusFile],
    limit: u64,
    extract: &impl Fn(&CorpusFile, &[u8]) -> Option<FileRecord>,
) -> (Vec<Changed>, Scattered) {
    let mut buffer = Vec::new();
    let changed = files.iter().filter_map(|file| {
        let known = index.stamp(&file.relative);
        let stamp = read(file, known, limit, &mut buffer)?;
        // A file that is no text has no articles; that too is worth knowing.
        let record = if stamp.size > limit { None } else { extract(file, &buffer) };
        Some((file.relative.clone(), stamp, record.unwrap_or_default()))
    });
    let changed: Vec<Changed> = changed.collect();
    let scattered = Scattered::new(&changed);
    (changed, scattered)
}

/// Reads a file into `buffer`, unless it is what is `known`, is longer than `limit` bytes or cannot be read.
fn read(file: &CorpusFile, known: Option<Stamp>, limit: u64, buffer: &mut Vec<u8>) -> Option<Stamp> {
    if let Some(known) = known
        && Some((known.size, known.mtime)) == fs::metadata(&file.path).ok().and_then(|it| Some((it.len(), time(&it)?)))
    {
        return None;
    }
    let mut opened = File::open(&file.path).ok()?;
    // Asked of the open file this costs less than of its path.
    let metadata = opened.metadata().ok()?;
    let mtime = time(&metadata).unwrap_or(i64::MIN);
    if metadata.len() > limit {
        return Some(Stamp { size: metadata.len(), mtime, hash: 0 }).filter(|stamp| known != Some(*stamp));
    }
    read_all(&mut opened, usize::try_from(metadata.len()).ok()?, buffer).ok()?;
    let stamp = Stamp { size: buffer.len() as u64, mtime, hash: xxh3_64(buffer) };
    let same = known.is_some_and(|known| known.size == stamp.size && known.hash == stamp.hash);
    (!same).then_some(stamp)
}

/// Reads all of a file that had `len` bytes a moment ago: in one go, where it still has.
fn read_all(file: &mut File, len: usize, buffer: &mut Vec<u8>) -> io::Result<()> {
    buffer.resize(len + 1, 0);
    let mut read = file.read(buffer)?;
    if read != len {
        // It changed, or it is one of those that are read in parts.
        loop {
            if read == buffer.len() {
                buffer.resize(2 * read, 0);
            }
            match file.read(&mut buffer[read..])? {
                0 => break,
                more => read += more,
            }
        }
    }
    buffer.truncate(read);
    Ok(())
}

/// When a file was changed last, in nanoseconds since 1970, where that is known.
fn time(metadata: &fs::Metadata) -> Option<i64> {
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(modified.as_nanos()).ok()
}
