use super::{Checked, printable};
use crate::cli::check::Shown;
use crate::rules::Severity;

/// A workflow command: `::error file=…,line=…,title=…::message`.
pub fn command(file: &Checked<'_>, shown: &Shown) -> String {
    let finding = &shown.finding;
    let rule = finding.rule.rule();
    let level = match shown.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "notice",
    };
    let (start, end) = (file.places.at(finding.span.start), file.places.at(finding.span.end));
    // Columns count only where start and end are on one line.
    let columns =
        if start.line == end.line { format!(",col={},endColumn={}", start.column, end.column) } else { String::new() };
    format!(
        "::{level} file={},line={},endLine={}{columns},title={}::{}\n",
        property(&file.path),
        start.line,
        end.line,
        property(&format!("{} {}", rule.code, rule.name)),
        data(&finding.message)
    )
}

/// The text of a command, escaped.
fn data(text: &str) -> String {
    let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    printable(&escaped).into_owned()
}

/// The value of a property, escaped.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
