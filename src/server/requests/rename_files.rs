use std::path::{Path, PathBuf};

use crate::pairs::{self, Part};
use crate::server::types::{
    DocumentChangeOperation, DocumentChanges, FileRename, RenameFile, ResourceOp, WorkspaceEdit,
};
use crate::server::uri;

/// The files that have to be renamed with those that are about to be: texts take their annotations along, and
/// annotations their text. `None` where there are none.
pub fn with_their_pairs(files: &[FileRename]) -> Option<WorkspaceEdit> {
    let path = |name: &str| name.parse().ok().and_then(|name| uri::path(&name));
    let renames: Vec<(PathBuf, PathBuf)> =
        files.iter().filter_map(|file| Some((path(&file.old_uri)?, path(&file.new_uri)?))).collect();
    let mut taken: Vec<(PathBuf, PathBuf)> = Vec::new();
    for (old, new) in &renames {
        for (from, to) in beside(old, new) {
            let known = renames.iter().chain(&taken).any(|(other, _)| *other == from);
            // What is there already is not written over.
            if !known && from.is_file() && !to.exists() {
                taken.push((from, to));
            }
        }
    }
    let rename = |(old, new): &(PathBuf, PathBuf)| {
        let (old_uri, new_uri) = (uri::from_path(old)?, uri::from_path(new)?);
        let rename = RenameFile { old_uri, new_uri, options: None, annotation_id: None };
        Some(DocumentChangeOperation::Op(ResourceOp::Rename(rename)))
    };
    let operations: Vec<_> = taken.iter().filter_map(rename).collect();
    (!operations.is_empty()).then(|| WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    })
}

/// What stands beside a file, and where it goes with it.
fn beside(old: &Path, new: &Path) -> Vec<(PathBuf, PathBuf)> {
    // A text that becomes something else leaves its annotations behind.
    match (pairs::part_of(old), pairs::part_of(new)) {
        (Some(Part::Text), Some(Part::Text)) => pairs::annotations_of(old).zip(pairs::annotations_of(new)).collect(),
        (Some(Part::Annotations), Some(Part::Annotations)) => {
            let others = pairs::annotations_of(old).zip(pairs::annotations_of(new));
            others.filter(|(path, _)| path != old).chain([(pairs::text_of(old), pairs::text_of(new))]).collect()
        }
        _ => Vec::new(),
    }
}
