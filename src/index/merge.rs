//! Several segments made into one.

use std::collections::BTreeSet;
use std::io::{self, Seek, Write};
use std::path::Path;

use super::Part;
use super::build::renumber;
use super::format::{ARTICLE_SHIFT, Fingerprint, KEY_BITS};
use super::segment::Segment;
use super::tables::Tables;
use super::write::{PARTITIONS, write_segment};

/// Writes the segment that holds what `segments` hold; no file stands in two of them.
///
/// The result depends on the records alone: however they were divided, it is the same byte for byte.
/// What has to wait is kept in `folder`.
///
/// # Errors
/// Those of writing; that a file stands in two segments, or that there are more articles than one segment holds.
pub fn merge<W: Write + Seek + Send>(
    segments: &[&Segment],
    fingerprint: Fingerprint,
    folder: Option<&Path>,
    out: W,
) -> io::Result<W> {
    let parts: Vec<(&Segment, &BTreeSet<u32>)> = segments.iter().map(|it| (*it, NONE)).collect();
    merge_alive(&parts, fingerprint, folder, out)
}

static NONE: &BTreeSet<u32> = &BTreeSet::new();

/// The same of parts of an index: what does not hold any more is left out.
pub(crate) fn merge_parts<W: Write + Seek + Send>(
    parts: &[Part],
    fingerprint: Fingerprint,
    folder: Option<&Path>,
    out: W,
) -> io::Result<W> {
    let parts: Vec<_> = parts.iter().map(|part| (&*part.segment, &part.dead_files)).collect();
    merge_alive(&parts, fingerprint, folder, out)
}

fn merge_alive<W: Write + Seek + Send>(
    parts: &[(&Segment, &BTreeSet<u32>)],
    fingerprint: Fingerprint,
    folder: Option<&Path>,
    out: W,
) -> io::Result<W> {
    let mut tables = Tables::new(folder);
    // For each segment, the number that each of its articles is pushed with.
    let mut numbers: Vec<Vec<u32>> = Vec::with_capacity(parts.len());
    for (segment, dead) in parts {
        let mut pushed = vec![GONE; segment.article_count()];
        let mut paths = segment.paths().iter();
        for file in 0..segment.file_count() as u32 {
            let (Some(path), Some(row)) = (paths.next(), segment.file(file)) else { break };
            if dead.contains(&file) {
                continue;
            }
            let articles = segment.articles_of(file);
            let rows = articles.clone().filter_map(|number| Some((segment.article(number)?, segment.names(number))));
            let rows = rows.map(|(row, names)| (row, segment.source(row.source), names.unwrap_or_default()));
            let first = tables.push(path, row.stamp, rows)?.start;
            articles.zip(first..).for_each(|(old, new)| pushed[old as usize] = new);
        }
        numbers.push(pushed);
    }
    let mut tables = tables.sort()?;
    let names = tables.take_names();
    let fill = |partition: usize, postings: &mut Vec<u64>| {
        let shift = KEY_BITS - PARTITIONS.ilog2();
        let first = (partition as u64) << shift;
        let last = first | ((1 << shift) - 1);
        for ((segment, _), numbers) in parts.iter().zip(&numbers) {
            segment.postings(first, last, |key, article| {
                if let Some(&number) = numbers.get(article as usize).filter(|number| **number != GONE)
                    && (first..=last).contains(&key)
                {
                    postings.push(key << ARTICLE_SHIFT | u64::from(number));
                }
            });
        }
        renumber(&tables, postings);
        Ok(())
    };
    write_segment(&tables, names, fingerprint, &fill, folder, out)
}

/// Stands for the number of an article that is left out.
const GONE: u32 = u32::MAX;
