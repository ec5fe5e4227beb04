//! Files that belong together: a text, the standoff annotations beside it, and the configuration of their corpus.
//!
//! Where a file is open in an editor, what is open counts and not what is on disk; so the caller says how to read.

mod following;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::entities;
use crate::format::brat::conf::FILE_NAME;
use crate::format::brat::{self, Ann, Conf, SIDECARS, Subject, TextFile};
use crate::knowledge::KnowledgeBase;
use crate::mentions::{Annotated, beside};
use crate::rules::{Edit, Finding, OtherFile, Safety};
use crate::text::{Source, Span};

pub use following::{Followed, Following};

/// What a file is in a brat corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A text that may have annotations beside it.
    Text,
    /// Annotations of the text beside it.
    Annotations,
    /// `annotation.conf`.
    Configuration,
}

/// What the file at `path` is, by its name.
#[must_use]
pub fn part_of(path: &Path) -> Option<Part> {
    if path.file_name().is_some_and(|name| name == FILE_NAME) {
        return Some(Part::Configuration);
    }
    let ending = path.extension()?.to_str()?;
    if SIDECARS.iter().any(|one| ending.eq_ignore_ascii_case(one)) {
        Some(Part::Annotations)
    } else {
        ending.eq_ignore_ascii_case("txt").then_some(Part::Text)
    }
}

/// Where the annotations of the text at `path` may be: `.ann`, or `.a1` and `.a2`.
pub fn annotations_of(path: &Path) -> impl Iterator<Item = PathBuf> {
    SIDECARS.map(|ending| path.with_extension(ending)).into_iter()
}

/// Where the text of the annotations at `path` is.
#[must_use]
pub fn text_of(path: &Path) -> PathBuf {
    path.with_extension("txt")
}

/// The names that the files beside `text`, the content of the file at `path`, annotate in it.
/// `read` gives the text of another file, `None` where there is none.
pub fn annotated(path: &Path, text: &(impl Source + ?Sized), read: impl Fn(&Path) -> Option<String>) -> Vec<Annotated> {
    if part_of(path) != Some(Part::Text) {
        return Vec::new();
    }
    let sources: Vec<String> = annotations_of(path).filter_map(|path| read(&path)).collect();
    if sources.is_empty() {
        return Vec::new();
    }
    let text = text.slice(Span::new(0, text.len()));
    let all = sources.iter().flat_map(|source| beside::of_brat(source, &text));
    all.map(|beside| beside.annotated).collect()
}

/// Takes care that no fix which is applied unseen removes all of a stretch that is annotated: somebody has read it there.
/// `annotated` gives those of the text, and is asked where something is removed at all.
pub fn keep_annotated(findings: &mut [Finding], annotated: impl FnOnce() -> Vec<Span>) {
    let removes = |edit: &Edit| edit.text.is_empty() && !edit.span.is_empty();
    let fixes = findings.iter_mut().flat_map(|finding| &mut finding.fixes);
    let removing = fixes.filter(|fix| fix.safety == Safety::Safe && fix.edits.iter().any(removes));
    let mut removing = removing.peekable();
    let mut annotated = if removing.peek().is_some() { annotated() } else { Vec::new() };
    annotated.sort_unstable();
    for fix in removing {
        let goes = |edit: &Edit| {
            let within = &annotated[annotated.partition_point(|span| span.start < edit.span.start)..];
            within.iter().take_while(|span| span.start < edit.span.end).any(|span| edit.span.contains(*span))
        };
        if fix.edits.iter().any(|edit| removes(edit) && goes(edit)) {
            fix.safety = Safety::Unsafe;
        }
    }
}

/// The `annotation.conf` in force for the file at `path`: the nearest one above it, up to the folder `root`.
pub fn configuration_of(path: &Path, root: &Path, read: impl Fn(&Path) -> Option<String>) -> Option<Conf> {
    let folders = path.ancestors().skip(1);
    let within = folders.take_while(|folder| folder.starts_with(root) || *folder == path.parent().unwrap_or(folder));
    within.map(|folder| folder.join(FILE_NAME)).find_map(|path| read(&path)).map(|text| Conf::parse(&text))
}

/// What is wrong with `source`, the content of the file at `path`, beside the files that it belongs to; what a text says
/// does not matter for its own.
/// `read` gives the text of another file, `None` where there is none; the corpus is in the folder `root` and has the
/// entities of `knowledge`.
pub fn findings(
    path: &Path,
    source: &str,
    root: &Path,
    knowledge: &KnowledgeBase,
    read: impl Fn(&Path) -> Option<String>,
) -> Vec<Finding> {
    match part_of(path) {
        Some(Part::Configuration) => Conf::parse(source).findings,
        Some(Part::Annotations) => of_annotations(path, source, root, knowledge, &read),
        Some(Part::Text) if is_forgotten(path, root, &read) => vec![brat::without_annotations()],
        Some(Part::Text) | None => Vec::new(),
    }
}

fn of_annotations(
    path: &Path,
    source: &str,
    root: &Path,
    knowledge: &KnowledgeBase,
    read: &impl Fn(&Path) -> Option<String>,
) -> Vec<Finding> {
    let text_path = text_of(path);
    let text = read(&text_path).map(|text| Arc::new(OtherFile { path: text_path, text }));
    let conf = configuration_of(path, root, read);
    let is_second = path.extension().is_some_and(|ending| ending == SIDECARS[2]);
    let first = is_second.then(|| read(&path.with_extension(SIDECARS[1]))).flatten();
    let first_ann = first.as_deref().map(Ann::parse);
    let mut findings = brat::verify(&Subject {
        source,
        ann: &Ann::parse(source),
        text: text.as_ref().map_or(TextFile::Missing, TextFile::Known),
        conf: conf.as_ref(),
        before: first.as_deref().zip(first_ann.as_ref()),
    });
    findings.extend(text.iter().flat_map(|text| entities::beside(source, text, knowledge)));
    findings.sort_by_key(|finding| (finding.span, finding.rule));
    findings
}

/// Whether a text of a brat corpus has no annotations where other texts beside it have some.
fn is_forgotten(path: &Path, root: &Path, read: &impl Fn(&Path) -> Option<String>) -> bool {
    // Most corpora have no configuration, and then no folder is listed: this is asked at every edit.
    if configuration_of(path, root, read).is_none() || !path.is_file() {
        return false;
    }
    let Some(folder) = path.parent().filter(|_| !annotations_of(path).any(|path| path.is_file())) else { return false };
    let is_annotated = |folder: &Path| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        entries.map(|entry| entry.path()).any(|path| part_of(&path) == Some(Part::Annotations))
    };
    is_annotated(folder)
}
