use super::{Checked, printable};
use crate::cli::check::Shown;

/// `path:line:column: CODE [rule] message`
pub fn line(file: &Checked<'_>, shown: &Shown) -> String {
    let rule = shown.finding.rule.rule();
    let start = file.places.at(shown.finding.span.start);
    format!(
        "{}:{}:{}: {} [{}] {}\n",
        printable(&file.path),
        start.line,
        start.column,
        rule.code,
        rule.name,
        printable(&shown.finding.message)
    )
}
