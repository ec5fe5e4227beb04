use crate::format::Format;
use crate::ide::{Columns, columns};
use crate::server::job::Snapshot;
use crate::server::types::{
    Documentation, ParameterInformation, ParameterLabel, Position, SignatureHelp, SignatureInformation,
};
use crate::text::{Encoding, Source, Span};

/// How much of a file is looked at for the names of its columns, in bytes.
const HEAD: usize = 16 << 10;

/// What stands between the names of two columns.
const GAP: &str = "  ";

/// What the columns of a row are called, and in which one the cursor is.
pub fn signature_help(snapshot: &Snapshot, position: Position) -> Option<SignatureHelp> {
    let Some(Format::Marked(markup)) = snapshot.format else { return None };
    let converter = snapshot.converter();
    let (start, at) = (converter.byte(Position { character: 0, ..position }), converter.byte(position));
    let end = converter.byte(Position { character: u32::MAX, ..position });
    let text = &snapshot.text;
    let head = text.slice(Span::new(0, text.ceil_boundary(HEAD.min(text.len()))));
    let row = text.slice(Span::new(start, end));
    let Columns { columns, active } = columns(markup, &head, row.trim_end_matches(['\r', '\n']), at - start)?;
    let mut label = String::new();
    let parameters = columns.into_iter().map(|(name, about)| {
        if !label.is_empty() {
            label.push_str(GAP);
        }
        let from = Encoding::Utf16.len(&label) as u32;
        label.push_str(&name);
        let to = Encoding::Utf16.len(&label) as u32;
        let offsets = snapshot.features.label_offsets;
        ParameterInformation {
            label: if offsets { ParameterLabel::LabelOffsets([from, to]) } else { ParameterLabel::Simple(name) },
            documentation: (!about.is_empty()).then(|| Documentation::String(about.to_owned())),
        }
    });
    let parameters = parameters.collect();
    let active = u32::try_from(active).ok();
    let signature =
        SignatureInformation { label, documentation: None, parameters: Some(parameters), active_parameter: active };
    Some(SignatureHelp { signatures: vec![signature], active_signature: Some(0), active_parameter: active })
}
