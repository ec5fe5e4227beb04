//! The part of SARIF 2.1.0 that findings need.

use serde::Serialize;
use serde_json::json;

use super::Checked;
use crate::cli::check::Shown;
use crate::cli::check::places::Place;
use crate::rules::{CATALOGUE, Rule, Safety, Severity};
use crate::text::Span;

/// A `result` object: one finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SarifResult {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Clone, Serialize)]
struct ArtifactLocation {
    uri: String,
}

/// A place; columns and `char…` count code points, as `columnKind` says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    char_offset: usize,
    char_length: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Message,
    artifact_changes: [ArtifactChange; 1],
    properties: FixProperties,
}

#[derive(Serialize)]
struct FixProperties {
    safe: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Message,
}

/// One finding.
pub fn result(file: &Checked<'_>, shown: &Shown) -> SarifResult {
    let finding = &shown.finding;
    let artifact = ArtifactLocation { uri: uri(&file.path) };
    let related = finding.related.iter().map(|related| {
        let (path, start, end) = file.place_of(related);
        let artifact_location = ArtifactLocation { uri: uri(&path) };
        let message = Some(Message { text: related.message.to_string() });
        Location { physical_location: PhysicalLocation { artifact_location, region: between(start, end) }, message }
    });
    let fixes = finding.fixes.iter().map(|fix| {
        let replacements = fix.edits.iter().map(|edit| Replacement {
            deleted_region: region(file, edit.span),
            inserted_content: Message { text: edit.text.to_string() },
        });
        Fix {
            description: Message { text: fix.title.to_string() },
            artifact_changes: [ArtifactChange {
                artifact_location: artifact.clone(),
                replacements: replacements.collect(),
            }],
            properties: FixProperties { safe: fix.safety == Safety::Safe },
        }
    });
    SarifResult {
        rule_id: finding.rule.rule().code,
        rule_index: finding.rule as usize,
        level: level(shown.severity),
        message: Message { text: finding.message.to_string() },
        locations: [Location {
            physical_location: PhysicalLocation {
                artifact_location: artifact.clone(),
                region: region(file, finding.span),
            },
            message: None,
        }],
        related_locations: related.collect(),
        fixes: fixes.collect(),
    }
}

/// The whole document.
pub fn document(results: Vec<SarifResult>) -> String {
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": CATALOGUE.iter().map(descriptor).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn descriptor(rule: &Rule) -> serde_json::Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.why },
        "helpUri": rule.url(),
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

fn region(file: &Checked<'_>, span: Span) -> Region {
    between(file.places.at(span.start), file.places.at(span.end))
}

fn between(start: Place, end: Place) -> Region {
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        char_offset: start.point,
        char_length: end.point - start.point,
    }
}

/// `path` as a URI, relative where the path is.
fn uri(path: &str) -> String {
    let path = path.replace(std::path::MAIN_SEPARATOR, "/");
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    let escaped = path.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    format!("{scheme}{}", escaped.collect::<String>())
}
