//! The few things an index does to a disk, in a place where a test can make them stop.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The disk; or, in a test, one that a process was torn away from.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// How many operations are still done; all, where there is no number.
    left: Option<Arc<AtomicU64>>,
}

impl Disk {
    /// A disk on which `operations` succeed and nothing happens afterwards, as when the process is killed then.
    #[must_use]
    pub fn until(operations: u64) -> Self {
        Self { left: Some(Arc::new(AtomicU64::new(operations))) }
    }

    /// Whether there were more operations than [`Self::until`] allowed.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.left.as_ref().is_some_and(|left| left.load(Ordering::Relaxed) == 0)
    }

    fn step(&self) -> io::Result<()> {
        let Some(left) = &self.left else { return Ok(()) };
        let taken = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        taken.map(drop).map_err(|_| io::Error::other("the process was killed"))
    }

    pub(super) fn create(&self, path: &Path) -> io::Result<Output> {
        self.step()?;
        let file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
        Ok(Output { file, disk: self.clone() })
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)?;
        // That the file has its new name must be on the disk before anything counts on it.
        match to.parent().map(File::open) {
            Some(Ok(folder)) if cfg!(unix) => folder.sync_all(),
            _ => Ok(()),
        }
    }

    pub(super) fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_file(path)
    }
}

/// A file that is written.
#[derive(Debug)]
pub struct Output {
    file: File,
    disk: Disk,
}

impl Output {
    pub(super) fn sync(&self) -> io::Result<()> {
        self.disk.step()?;
        self.file.sync_all()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(killed) = self.disk.step() {
            // A write that is torn off leaves a part.
            self.file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(killed);
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Output {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
