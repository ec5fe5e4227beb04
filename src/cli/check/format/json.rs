use std::borrow::Cow;

use serde::Serialize;

use super::Checked;
use crate::cli::check::fix::{Wanted, applicable};
use crate::cli::check::{Shown, places::Places};
use crate::rules::{Fix, Safety};

/// A finding; offsets count code points, `byte_…` bytes of the text in UTF-8, both half-open and from 0.
/// Lines and columns count from 1, columns in code points.
#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    code: &'a str,
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    start: usize,
    end: usize,
    byte_start: usize,
    byte_end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    related: Vec<RelatedRow<'a>>,
    fix: Option<FixRow<'a>>,
}

#[derive(Serialize)]
struct RelatedRow<'a> {
    path: Cow<'a, str>,
    start: usize,
    end: usize,
    message: &'a str,
}

#[derive(Serialize)]
struct FixRow<'a> {
    safe: bool,
    title: &'a str,
    edits: Vec<EditRow<'a>>,
}

#[derive(Serialize)]
struct EditRow<'a> {
    start: usize,
    end: usize,
    byte_start: usize,
    byte_end: usize,
    text: &'a str,
}

/// A finding as a JSON object on one line.
pub fn row(file: &Checked<'_>, shown: &Shown) -> String {
    let Shown { finding, severity } = shown;
    let rule = finding.rule.rule();
    let (start, end) = (file.places.at(finding.span.start), file.places.at(finding.span.end));
    let related = finding.related.iter().map(|related| {
        let (path, start, end) = file.place_of(related);
        RelatedRow { path, start: start.point, end: end.point, message: &related.message }
    });
    let fix = applicable(finding, Wanted::Safe).or(finding.fixes.first());
    let row = Row {
        path: &file.path,
        code: rule.code,
        rule: rule.name,
        severity: severity.name(),
        message: &finding.message,
        start: start.point,
        end: end.point,
        byte_start: start.byte,
        byte_end: end.byte,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        related: related.collect(),
        fix: fix.map(|fix| fix_row(fix, &file.places)),
    };
    serde_json::to_string(&row).expect("strings and numbers are always JSON")
}

fn fix_row<'a>(fix: &'a Fix, places: &Places) -> FixRow<'a> {
    let edits = fix.edits.iter().map(|edit| {
        let (start, end) = (places.at(edit.span.start), places.at(edit.span.end));
        EditRow { start: start.point, end: end.point, byte_start: start.byte, byte_end: end.byte, text: &edit.text }
    });
    FixRow { safe: fix.safety == Safety::Safe, title: &fix.title, edits: edits.collect() }
}
