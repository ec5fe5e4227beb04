use crate::server::job::Snapshot;
use crate::server::types::TextEdit;

/// The edits that have the annotations in a document follow its texts before it is saved.
pub fn edits_before_saving(snapshot: &Snapshot) -> Option<Vec<TextEdit>> {
    let edits = snapshot.movable.as_ref()?.edits_within(snapshot.config.standoff_on_save);
    (!edits.is_empty()).then(|| snapshot.converter().edits(&edits))
}
