//! Paths as they stand in the index: relative to the root of the corpus, with `/` between folders, in the order of
//! their bytes, each group of them coded by what it does not share with the path before.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::format::Fields;

/// How many paths are coded one after the other; the first of each group is complete.
pub const GROUP: usize = 16;

/// The bytes of `path` as the index orders and stores them.
#[cfg(unix)]
pub fn to_bytes(path: &Path) -> Cow<'_, [u8]> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().into()
}

/// The bytes of `path` as the index orders and stores them.
#[cfg(not(unix))]
pub fn to_bytes(path: &Path) -> Cow<'_, [u8]> {
    path.to_string_lossy().replace('\\', "/").into_bytes().into()
}

/// The path that `bytes` stand for.
#[cfg(unix)]
pub fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into()
}

/// The path that `bytes` stand for.
#[cfg(not(unix))]
pub fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// Codes paths that ascend.
#[derive(Default)]
pub struct Coder {
    /// Where in `coded` each group begins.
    groups: Vec<u64>,
    coded: Vec<u8>,
    last: Vec<u8>,
    count: usize,
}

impl Coder {
    pub fn push(&mut self, path: &[u8]) {
        let shared = if self.count.is_multiple_of(GROUP) {
            self.groups.push(self.coded.len() as u64);
            0
        } else {
            self.last.iter().zip(path).take_while(|(a, b)| a == b).count()
        };
        write_number(shared, &mut self.coded);
        write_number(path.len() - shared, &mut self.coded);
        self.coded.extend_from_slice(&path[shared..]);
        self.last.truncate(shared);
        self.last.extend_from_slice(&path[shared..]);
        self.count += 1;
    }

    /// The section: where the groups begin, and the groups.
    pub fn finish(self) -> Vec<u8> {
        let mut bytes: Vec<u8> = self.groups.into_iter().flat_map(u64::to_le_bytes).collect();
        bytes.extend(self.coded);
        bytes
    }
}

/// Seven bits a byte, the lowest first; the top bit says that more follow.
fn write_number(mut number: usize, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn read_number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    // Four bytes hold any length that a path can have.
    for shift in [0, 7, 14, 21] {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// The section of the paths.
#[derive(Clone, Copy)]
pub struct Paths<'a> {
    groups: &'a [u8],
    coded: &'a [u8],
    count: usize,
}

impl<'a> Paths<'a> {
    /// The paths of `count` files.
    pub fn new(section: &'a [u8], count: usize) -> Self {
        let (groups, coded) = section.split_at_checked(count.div_ceil(GROUP) * 8).unwrap_or_default();
        Self { groups, coded, count }
    }

    /// All paths from the beginning of a group on.
    fn group(self, group: usize) -> Cursor<'a> {
        let start = self.groups.get(group * 8..).and_then(|bytes| Fields(bytes).u64());
        let rest = start.and_then(|start| self.coded.get(usize::try_from(start).ok()?..)).unwrap_or_default();
        let left = self.count.saturating_sub(group * GROUP);
        Cursor { rest, left, path: Vec::new() }
    }

    /// All paths.
    pub fn iter(self) -> Cursor<'a> {
        self.group(0)
    }

    /// The path of the file with this number.
    pub fn get(self, number: usize) -> Option<Vec<u8>> {
        let mut cursor = self.group(number / GROUP);
        for _ in 0..number % GROUP {
            cursor.next()?;
        }
        cursor.next()?;
        Some(cursor.path)
    }

    /// The number of the file at `path`.
    pub fn find(self, path: &[u8]) -> Option<usize> {
        // The last group that begins with `path` or before it.
        let (mut low, mut high) = (0, self.count.div_ceil(GROUP));
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.group(middle).first()? <= path { low = middle + 1 } else { high = middle }
        }
        let group = low.checked_sub(1)?;
        let mut cursor = self.group(group);
        (group * GROUP..self.count.min(low * GROUP)).find(|_| cursor.next() == Some(path))
    }
}

/// Reads paths one after the other.
pub struct Cursor<'a> {
    rest: &'a [u8],
    left: usize,
    path: Vec<u8>,
}

impl<'a> Cursor<'a> {
    /// The next path; `None` after the last one and where the bytes are damaged.
    pub fn next(&mut self) -> Option<&[u8]> {
        self.left = self.left.checked_sub(1)?;
        let (shared, suffix) = self.split()?;
        if shared > self.path.len() {
            return None;
        }
        self.path.truncate(shared);
        self.path.extend_from_slice(suffix);
        Some(&self.path)
    }

    /// The first path of a group, without copying it.
    fn first(mut self) -> Option<&'a [u8]> {
        self.split().map(|(_, path)| path)
    }

    /// How much the next path shares with the one before, and what follows.
    fn split(&mut self) -> Option<(usize, &'a [u8])> {
        let shared = read_number(&mut self.rest)?;
        let len = read_number(&mut self.rest)?;
        let (suffix, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some((shared, suffix))
    }
}
