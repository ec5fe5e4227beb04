//! The files that are checked, compared with one another.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::walk::Target;
use crate::duplicates::{self, Corpus, Infos, Library};
use crate::facts::{FileFacts, FileRecord};
use crate::files;
use crate::index::{Builder, Fingerprint, Index, Stamp};
use crate::pairs::{self, Part};
use crate::rules::{Finding, RuleId};

/// Rules that look at other files.
const RULES: [RuleId; 4] =
    [RuleId::SharedBoilerplate, RuleId::SharedBlock, RuleId::NearDuplicateBlock, RuleId::NearDuplicateArticle];

/// Bytes of text and words that are kept: copies of one block lie all over a corpus, and reading them again for each of
/// them takes most of the time.
const ROOM: usize = 256 << 20;

/// What the files that are checked have in common.
pub struct Compared {
    index: Index,
    infos: Infos,
    library: Library,
}

impl Compared {
    /// Reads all `targets`, which are in the order of their paths; `None` where no rule asks for it.
    ///
    /// # Errors
    /// There are more articles than one segment of an index holds.
    pub fn new(targets: &Arc<[Target]>, tick: impl Fn() + Sync) -> io::Result<Option<Self>> {
        let wanted = |target: &Target| RULES.iter().any(|rule| target.corpus.settings.severity(*rule).is_some());
        if !targets.iter().any(wanted) {
            return Ok(None);
        }
        let record = |buffer: &mut Vec<u8>, target: &Target| {
            tick();
            (wanted(target)
                && target.knowledge().is_none()
                && pairs::part_of(&target.path).is_none_or(|it| it == Part::Text))
            .then(|| record_of(target, buffer))?
        };
        let records: Vec<Option<FileRecord>> = targets.par_iter().map_init(Vec::new, record).collect();
        let files: Vec<(PathBuf, Stamp, FileRecord)> = targets
            .iter()
            .zip(records)
            .filter_map(|(target, record)| Some((target.path.clone(), Stamp::UNSAVED, record?)))
            .collect();
        let mut builder = Builder::in_memory(Fingerprint::default());
        builder.push(&files)?;
        drop(files);
        let index = Index::new([Arc::new(builder.finish()?)]);
        let shelf = Arc::clone(targets);
        let read = move |path: &Path| {
            let at = shelf.binary_search_by(|target| bytes(&target.path).cmp(bytes(path))).ok()?;
            files::article_of(&shelf[at].path, &shelf[at].relative, &shelf[at].corpus.config)
        };
        let infos = Infos::of(&index);
        Ok(Some(Self { index, infos, library: Library::new("".into(), Box::new(read)).with_room(ROOM) }))
    }

    /// What of `text`, the content of `target`, stands in other articles.
    pub fn findings(&self, target: &Target, facts: &FileFacts, text: &str) -> Vec<Finding> {
        let density = target.corpus.config.density();
        let Self { index, infos, library } = self;
        let corpus = Corpus { index, infos: Some(infos), library, density, shown: duplicates::SHOWN };
        duplicates::findings(facts, text, &target.path, &target.relative, &corpus)
    }
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

fn record_of(target: &Target, buffer: &mut Vec<u8>) -> Option<FileRecord> {
    // What cannot be read is a finding of its own.
    let fits = files::read(&target.path, target.corpus.config.limits_file_size.0, buffer).ok()?;
    fits.then(|| files::record_of(&target.relative, buffer, &target.corpus.config))?
}
