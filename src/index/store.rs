//! An index in a folder: its segments, and the manifest that says which of them count.
//!
//! Invariants: a file that the manifest names is complete and never changes; the manifest is replaced in one step; so
//! whatever moment a process is killed at, the folder holds the index before or after what it did.
//! One process writes at a time, the one that holds the lock; others read, and keep what they find out in memory.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::build::Builder;
use super::disk::{Disk, Output};
use super::format::{Fingerprint, unusable};
use super::merge::{merge, merge_parts};
use super::segment::Segment;
use super::{Index, Part};

const MANIFEST: &str = "manifest";
const LOCK: &str = "lock";
const NAMES: &str = "names";
const SEGMENT: &str = "segment";
/// The first line of a manifest.
const TITLE: &str = "copydesk-index 1";
/// More segments are too many: some are made into one.
const MOST_SEGMENTS: usize = 4;
/// A segment is merged with newer ones that are together at least this part of its size, or where this part of its files
/// does not count any more: so each byte is written again about as often as the size of the index doubles.
const TIER: usize = 2;
/// How often a manifest is read again that names what is not there.
const RETRIES: usize = 3;
/// How much of a segment is written at once, in bytes.
const CHUNK: usize = 1 << 20;

/// An index in a folder.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    fingerprint: Fingerprint,
    disk: Disk,
    parts: Vec<(String, Part)>,
    /// Held by the process that writes.
    lock: Option<File>,
}

impl Store {
    /// The index in `folder`, which need not exist: empty where there is none, where it was made with other settings or
    /// by another version, and where it is damaged; the last two are told in the log.
    #[must_use]
    pub fn open(folder: PathBuf, fingerprint: Fingerprint, disk: Disk) -> Self {
        let lock = lock(&folder);
        Self::read_from(folder, fingerprint, disk, lock)
    }

    /// The same, only to be looked at: nothing is written, not even the lock taken, whoever else has it.
    #[must_use]
    pub fn look(folder: PathBuf, fingerprint: Fingerprint) -> Self {
        Self::read_from(folder, fingerprint, Disk::default(), None)
    }

    fn read_from(folder: PathBuf, fingerprint: Fingerprint, disk: Disk, lock: Option<File>) -> Self {
        let mut store = Self { folder, fingerprint, disk, parts: Vec::new(), lock };
        let mut read = store.read();
        // Whoever writes may have put a new manifest in the place of the one whose segments are gone now.
        for _ in 0..RETRIES {
            if read.is_ok() || store.lock.is_some() || !store.folder.join(MANIFEST).exists() {
                break;
            }
            read = store.read();
        }
        match read {
            Ok(parts) => store.parts = parts,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                tracing::warn!("the index in {} is discarded and built again: {error}", store.folder.display());
            }
        }
        store
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether this process may change what is in the folder.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.lock.is_some()
    }

    /// The index as it is in the folder.
    #[must_use]
    pub fn index(&self) -> Index {
        Index::of_parts(self.parts.iter().map(|(_, part)| part.clone()).collect())
    }

    /// How many segments there are, and how many bytes they take.
    #[must_use]
    pub fn size(&self) -> (usize, u64) {
        (self.parts.len(), self.parts.iter().map(|(_, part)| part.segment.size() as u64).sum())
    }

    /// Compares every segment with its checksums.
    ///
    /// # Errors
    /// Names the segment that is damaged and what of it.
    pub fn verify(&self) -> io::Result<()> {
        for (name, part) in &self.parts {
            part.segment.verify().map_err(|error| {
                unusable(&format!("{}: {error}; `copydesk index clear` removes it", self.folder.join(name).display()))
            })?;
        }
        Ok(())
    }

    /// What collects the files that are to be taken in: in the folder where this process may write, else in memory.
    ///
    /// # Errors
    /// Those of making a file in the folder.
    pub fn builder(&self) -> io::Result<Builder> {
        match &self.lock {
            Some(_) => Builder::in_folder(self.fingerprint, &self.folder),
            None => Ok(Builder::in_memory(self.fingerprint)),
        }
    }

    /// What the manifest says.
    fn read(&self) -> io::Result<Vec<(String, Part)>> {
        let manifest = fs::read_to_string(self.folder.join(MANIFEST))?;
        let (body, checksum) = manifest.rsplit_once("checksum ").ok_or_else(|| unusable("its manifest is cut off"))?;
        if checksum.trim_end() != format!("{:016x}", xxh3_64(body.as_bytes())) {
            return Err(unusable("its manifest is damaged"));
        }
        let mut lines = body.lines();
        if lines.next() != Some(TITLE) {
            return Err(unusable("it is of another version"));
        }
        if lines.next() != Some(&self.made_with()) {
            return Err(io::Error::new(io::ErrorKind::NotFound, "it was made with other settings"));
        }
        let mut parts: Vec<(String, Part)> = Vec::new();
        for line in lines {
            let mut words = line.split(' ');
            let name = words.next().unwrap_or_default().to_owned();
            let len: Option<usize> = words.next().and_then(|word| word.parse().ok());
            let dead: Option<BTreeSet<u32>> = words.map(|word| word.parse().ok()).collect();
            let path = self.folder.join(&name);
            let segment = Segment::open(&path)?;
            let (Some(len), Some(dead)) = (len, dead) else { return Err(unusable("its manifest is damaged")) };
            if segment.size() != len || segment.fingerprint() != self.fingerprint {
                return Err(unusable(&format!("{name} is not the one that was written")));
            }
            parts.push((name, Part::new(Arc::new(segment), dead)));
        }
        Ok(parts)
    }

    fn made_with(&self) -> String {
        format!("keys {} settings {:016x}", self.fingerprint.keys, self.fingerprint.settings)
    }

    /// Takes in a segment with the files that have changed, and forgets those that are gone.
    /// Where this process may not write, that holds for the process only.
    ///
    /// # Errors
    /// Those of writing; they name the folder, and what is in it stays as it was.
    pub fn take_in(&mut self, changed: Builder, gone: &[PathBuf]) -> io::Result<()> {
        self.change(changed, gone).map_err(|error| self.not_written(&error))
    }

    /// Makes some of the segments into one where there are too many, the least first: of segments in which most files do
    /// not count any more, and of small ones, so that a large one is rarely written again.
    ///
    /// # Errors
    /// Those of writing; they name the folder, and what is in it stays as it was.
    pub fn tidy(&mut self) -> io::Result<()> {
        while let Some(first) = self.crowded() {
            self.merge_from(first).map_err(|error| self.not_written(&error))?;
        }
        Ok(())
    }

    /// From which segment on all are to be made into one.
    fn crowded(&self) -> Option<usize> {
        self.lock.as_ref()?;
        let bytes = |part: &Part| part.segment.size();
        let mostly_dead = |part: &Part| part.dead_files.len() * TIER > part.segment.file_count();
        let dead = self.parts.iter().position(|(_, part)| mostly_dead(part));
        let crowded = (self.parts.len() > MOST_SEGMENTS).then(|| {
            let mut first = self.parts.len() - 1;
            let mut newer = bytes(&self.parts[first].1);
            while first > 0 && (first + 1 == self.parts.len() || bytes(&self.parts[first - 1].1) <= TIER * newer) {
                first -= 1;
                newer += bytes(&self.parts[first].1);
            }
            first
        });
        dead.into_iter().chain(crowded).min()
    }

    fn merge_from(&mut self, first: usize) -> io::Result<()> {
        let some: Vec<Part> = self.parts[first..].iter().map(|(_, part)| part.clone()).collect();
        let alive = some.iter().any(|part| part.dead_files.len() < part.segment.file_count());
        let mut parts = self.parts[..first].to_vec();
        if alive {
            let (name, segment) =
                self.write_segment(|out| merge_parts(&some, self.fingerprint, Some(&self.folder), out))?;
            parts.push((name, Part::new(Arc::new(segment), BTreeSet::new())));
        }
        self.write_manifest(&parts)?;
        self.parts = parts;
        self.sweep();
        Ok(())
    }

    /// Makes the index the one that holds what `segments` hold, whatever it was before; no file stands in two of them.
    ///
    /// # Errors
    /// Those of [`merge`]; they name the folder, and what is in it stays as it was.
    pub fn replace(&mut self, segments: &[&Segment]) -> io::Result<()> {
        let replace = |store: &mut Self| {
            let folder = store.lock.is_some().then_some(&*store.folder);
            let written = store.write_segment(|out| merge(segments, store.fingerprint, folder, out));
            let (name, segment) = written?;
            let parts = vec![(name, Part::new(Arc::new(segment), BTreeSet::new()))];
            store.write_manifest(&parts)?;
            store.parts = parts;
            store.sweep();
            Ok(())
        };
        replace(self).map_err(|error| self.not_written(&error))
    }

    fn not_written(&self, error: &io::Error) -> io::Error {
        let advice = "free some space or name another folder as `index.location`";
        let message = format!("{}: the index cannot be written: {error}; {advice}", self.folder.display());
        io::Error::new(error.kind(), message)
    }

    fn change(&mut self, changed: Builder, gone: &[PathBuf]) -> io::Result<()> {
        let mut parts = self.parts.clone();
        if changed.file_count() > 0 {
            let (name, segment) = self.write_segment(|out| changed.write(out))?;
            let mut paths = segment.paths().iter();
            while let Some(path) = paths.next() {
                let path = super::paths::from_bytes(path.to_vec());
                for (_, part) in &mut parts {
                    part.bury(&path);
                }
            }
            parts.push((name, Part::new(Arc::new(segment), BTreeSet::new())));
        }
        for path in gone {
            for (_, part) in &mut parts {
                part.bury(path);
            }
        }
        self.write_manifest(&parts)?;
        self.parts = parts;
        self.sweep();
        Ok(())
    }

    /// Writes a segment into the folder, or into memory where this process may not write.
    fn write_segment(&self, write: impl FnOnce(Target) -> io::Result<Target>) -> io::Result<(String, Segment)> {
        if self.lock.is_none() {
            let Target::Memory(bytes) = write(Target::Memory(io::Cursor::default()))? else {
                unreachable!("it was memory")
            };
            return Ok((String::new(), Segment::from_bytes(bytes.into_inner())?));
        }
        let number = self.files()?.iter().filter_map(|name| name.split('.').next()?.parse::<u32>().ok()).max();
        let name = format!("{:08}.{SEGMENT}", number.unwrap_or(0) + 1);
        let path = self.folder.join(&name);
        let unfinished = path.with_extension("unfinished");
        let written = self.disk.create(&unfinished).and_then(|out| {
            let target = write(Target::File(BufWriter::with_capacity(CHUNK, out)))?;
            let Target::File(out) = target else { unreachable!("it was a file") };
            out.into_inner().map_err(io::IntoInnerError::into_error)?.sync()?;
            self.disk.rename(&unfinished, &path)
        });
        if let Err(error) = written {
            // What cannot be removed now is swept away by the next writer.
            drop(self.disk.remove(&unfinished));
            return Err(error);
        }
        Ok((name, Segment::open(&path)?))
    }

    fn write_manifest(&self, parts: &[(String, Part)]) -> io::Result<()> {
        if self.lock.is_none() {
            return Ok(());
        }
        let mut body = format!("{TITLE}\n{}\n", self.made_with());
        for (name, part) in parts {
            // Writing to a string cannot fail.
            write!(body, "{name} {}", part.segment.size()).expect("a string takes everything");
            part.dead_files.iter().for_each(|file| write!(body, " {file}").expect("a string takes everything"));
            body.push('\n');
        }
        let checksum = format!("checksum {:016x}\n", xxh3_64(body.as_bytes()));
        let path = self.folder.join(MANIFEST);
        let unfinished = path.with_extension("unfinished");
        let mut out = self.disk.create(&unfinished)?;
        out.write_all((body + &checksum).as_bytes())?;
        out.sync()?;
        self.disk.rename(&unfinished, &path)
    }

    /// The names of the files in the folder.
    fn files(&self) -> io::Result<Vec<String>> {
        let names = fs::read_dir(&self.folder)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        Ok(names.collect())
    }

    /// Removes what the manifest does not name: segments that were replaced, and what killed processes left.
    fn sweep(&self) {
        if self.lock.is_none() {
            return;
        }
        let stays = |name: &String| name == MANIFEST || name == LOCK || self.parts.iter().any(|(kept, _)| kept == name);
        let ours = |name: &String| name.ends_with(".segment") || name.ends_with(".unfinished");
        for name in self.files().unwrap_or_default().into_iter().filter(|name| ours(name) && !stays(name)) {
            // Another process may have it mapped, which some systems take for a reason to keep it: next time.
            if let Err(error) = self.disk.remove(&self.folder.join(&name)) {
                tracing::debug!("{name} stays for now: {error}");
            }
        }
    }
}

/// Where a segment is written to.
enum Target {
    Memory(io::Cursor<Vec<u8>>),
    File(BufWriter<Output>),
}

impl io::Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Memory(memory) => memory.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::File(file) => file.flush(),
        }
    }
}

impl io::Seek for Target {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        match self {
            Self::Memory(memory) => memory.seek(to),
            Self::File(file) => file.seek(to),
        }
    }
}

/// The lock of a folder, which is made for it; `None` where another process has it or nothing can be written there.
fn lock(folder: &Path) -> Option<File> {
    fs::create_dir_all(folder).ok()?;
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(folder.join(LOCK)).ok()?;
    file.try_lock().is_ok().then_some(file)
}

/// Removes the index in `folder`.
///
/// # Errors
/// Another process writes to it, or a file cannot be removed; the error names it.
pub fn clear(folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let Some(_lock) = lock(folder) else {
        let message = format!("{}: another process is writing to this index; close it first", folder.display());
        return Err(io::Error::new(io::ErrorKind::ResourceBusy, message));
    };
    // The manifest first: without it nothing else counts.
    for name in [MANIFEST].map(str::to_owned).into_iter().chain(files_of_index(folder)?) {
        let path = folder.join(&name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(io::Error::new(error.kind(), format!("{}: {error}", path.display())));
            }
            _ => {}
        }
    }
    // The folder goes too, unless something else lies in it.
    drop(fs::remove_dir(folder));
    Ok(())
}

/// Whether nothing lies in `folder` but an index, if that.
///
/// # Errors
/// Those of reading the folder, unless it is not there.
pub fn may_hold_index(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(entries) => {
            // The index of names lies beside that of copies.
            let ours = |name: &str| name == MANIFEST || name == NAMES || is_of_index(name);
            Ok(entries.filter_map(Result::ok).all(|entry| entry.file_name().to_str().is_some_and(ours)))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// Whether this is the name of a file of an index that is not its manifest.
fn is_of_index(name: &str) -> bool {
    name == LOCK || name.ends_with(".segment") || name.ends_with(".unfinished")
}

fn files_of_index(folder: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    Ok(names.filter(|name| is_of_index(name)).collect())
}
