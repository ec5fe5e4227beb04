use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use memchr::{memchr2, memrchr2};

use super::{Checked, concise, printable};
use crate::cli::check::fix::{Wanted, applicable};
use crate::cli::check::{Count, Shown, Tally};
use crate::rules::{Finding, Severity};
use crate::text::Span;

/// Lines longer than this many bytes, and places further apart, are not shown: nobody would read them.
const MAX_EXCERPT: usize = 8 << 10;

/// What draws the frames, `width` columns wide.
pub fn renderer(styled: bool, width: usize) -> Renderer {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Unicode).term_width(width)
}

/// All findings of a file: hints on one line each, so that they do not bury the rest.
pub fn render(file: &Checked<'_>, renderer: &Renderer) -> String {
    let is_hint = |shown: &Shown| shown.severity == Severity::Hint;
    let mut result = String::new();
    for (at, shown) in file.findings.iter().enumerate() {
        if is_hint(shown) {
            result += &concise::line(file, shown);
        } else {
            result += &renderer.render(&[frame(file, shown).unwrap_or_else(|| place(file, shown))]);
            result.push('\n');
        }
        if !(is_hint(shown) && file.findings.get(at + 1).is_some_and(is_hint)) {
            result.push('\n');
        }
    }
    result
}

/// The finding with its place alone.
fn place<'a>(file: &'a Checked<'_>, shown: &'a Shown) -> Group<'a> {
    let start = file.places.at(shown.finding.span.start);
    let origin = Origin::path(printable(&file.path)).line(start.line).char_column(start.column);
    Group::with_title(title(shown)).element(origin)
}

fn title(shown: &Shown) -> annotate_snippets::Title<'_> {
    let level = match shown.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO.with_name("information"),
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let rule = shown.finding.rule.rule();
    level.primary_title(&*shown.finding.message).id(format!("{} {}", rule.code, rule.name))
}

/// The finding with the lines it is about, unless there are none or they are too long.
fn frame<'a>(file: &'a Checked<'_>, shown: &'a Shown) -> Option<Group<'a>> {
    let finding = &shown.finding;
    if file.text.is_empty() {
        return None;
    }
    let primary = lines_of(file.text, finding.span)?;
    let mut group = Group::with_title(title(shown));
    let here = finding.related.iter().filter(|related| related.file.is_none());
    let related = here.filter_map(|related| Some((related, lines_of(file.text, related.span)?)));
    let all = related.clone().fold(primary, |all, (_, lines)| all.cover(lines));
    let label =
        |span: Span, from: Span, kind: AnnotationKind| kind.span(span.start - from.start..span.end - from.start);
    if all.len() <= MAX_EXCERPT {
        let secondary = related.map(|(r, _)| label(r.span, all, AnnotationKind::Context).label(&*r.message));
        let annotations = std::iter::once(label(finding.span, all, AnnotationKind::Primary)).chain(secondary);
        group = group.element(snippet(file, all, first_line(file, finding, all), annotations));
    } else {
        let annotation = label(finding.span, primary, AnnotationKind::Primary);
        group = group.element(snippet(file, primary, file.places.at(finding.span.start).line, [annotation]));
        for (r, lines) in related {
            let annotation = label(r.span, lines, AnnotationKind::Context).label(&*r.message);
            group = group.element(snippet(file, lines, file.places.at(r.span.start).line, [annotation]));
        }
    }
    for elsewhere in finding.related.iter().filter(|related| related.file.is_some()) {
        let (path, start, _) = file.place_of(elsewhere);
        let note = format!("{}: {}:{}:{}", elsewhere.message, printable(&path), start.line, start.column);
        group = group.element(Level::NOTE.message(note));
    }
    if let Some(fix) = applicable(finding, Wanted::Safe) {
        group = group.element(Level::HELP.message(&*fix.title));
    } else if let Some(fix) = finding.fixes.first() {
        group = group.element(Level::HELP.message(format!("{} (unsafe)", fix.title)));
    }
    Some(group)
}

/// The number of the first line of `all`, which begins at the line of the finding or of a related place.
fn first_line(file: &Checked<'_>, finding: &Finding, all: Span) -> usize {
    let here = finding.related.iter().filter(|related| related.file.is_none());
    let spans = here.map(|related| related.span).chain([finding.span]);
    spans.filter(|span| all.contains(*span)).map(|span| file.places.at(span.start).line).min().unwrap_or(1)
}

fn snippet<'a>(
    file: &'a Checked<'_>,
    lines: Span,
    first: usize,
    annotations: impl IntoIterator<Item = Annotation<'a>>,
) -> Snippet<'a, Annotation<'a>> {
    let path = printable(&file.path).into_owned();
    Snippet::source(&file.text[lines.range()]).path(path).line_start(first).annotations(annotations)
}

/// The whole lines that `span` lies in, unless they are too long.
fn lines_of(text: &str, span: Span) -> Option<Span> {
    let bytes = text.as_bytes();
    let first = span.start.saturating_sub(MAX_EXCERPT);
    let last = span.end.saturating_add(MAX_EXCERPT).min(bytes.len());
    let start = match memrchr2(b'\n', b'\r', &bytes[first..span.start]) {
        Some(at) => first + at + 1,
        None if first == 0 => 0,
        None => return None,
    };
    let end = match memchr2(b'\n', b'\r', &bytes[span.end..last]) {
        Some(at) => span.end + at,
        None if last == bytes.len() => last,
        None => return None,
    };
    (end - start <= MAX_EXCERPT).then_some(Span::new(start, end))
}

/// The last line: what was found and what can be done about it.
pub fn summary(tally: &Tally) -> String {
    let mut parts = Vec::new();
    if tally.fixed > 0 {
        parts.push(format!("{} fixed", Count(tally.fixed, "finding")));
    }
    if tally.total() == 0 {
        parts.push(format!("nothing found in {}", Count(tally.files, "file")));
    } else {
        let nouns = ["error", "warning", "information", "hint"];
        let by_severity = tally.findings.iter().zip(nouns).filter(|(count, _)| **count > 0);
        let by_severity: Vec<_> = by_severity.map(|(count, noun)| count_of(*count, noun)).collect();
        parts.push(format!(
            "{} in {} ({})",
            Count(tally.total(), "finding"),
            Count(tally.files, "file"),
            by_severity.join(", ")
        ));
        if tally.safe > 0 {
            parts.push(format!("{} fixable with --fix", tally.safe));
        }
        if tally.unsafe_ > 0 {
            parts.push(format!("{} more with --unsafe-fixes", tally.unsafe_));
        }
    }
    let line = parts.join("; ");
    let first = line.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}\n", line.chars().skip(1).collect::<String>())
}

/// `1 error`, `2 errors`; information has no plural.
fn count_of(count: usize, noun: &'static str) -> String {
    if noun == "information" { format!("{count} {noun}") } else { Count(count, noun).to_string() }
}
