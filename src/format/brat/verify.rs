//! What is wrong with a `.ann` file as a whole: its ids, what it refers to, what its corpus declares, what its text says.

use std::collections::HashMap;
use std::sync::Arc;

use super::ann::{Ann, Body, Line};
use super::conf::Conf;
use super::{declared, spans};
use crate::format::conflict::Markers;
use crate::rules::{Edit, Finding, Fix, OtherFile, RuleId};
use crate::text::Span;

/// A `.ann` file and what it depends on.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The file.
    pub source: &'a str,
    /// What it says.
    pub ann: &'a Ann,
    /// The text that it is about.
    pub text: TextFile<'a>,
    /// What its corpus declares; `None` where it declares nothing.
    pub conf: Option<&'a Conf>,
    /// The file that it continues: to an `.a2` its `.a1`.
    pub before: Option<(&'a str, &'a Ann)>,
}

/// The text that a `.ann` file is about.
#[derive(Clone, Copy, Debug)]
pub enum TextFile<'a> {
    /// It is there, and this is it.
    Known(&'a Arc<OtherFile>),
    /// It is not there: no file beside the annotations has its name.
    Missing,
    /// It is not known; nothing is said about it.
    Unknown,
}

/// A file that is taken for standoff gives one finding where more lines than so many, and most, are no annotations.
const MOST_STRANGE: usize = 3;

impl<'a> Subject<'a> {
    /// What stands in `span` of the file.
    pub(super) fn str(&self, span: Span) -> &'a str {
        &self.source[span.range()]
    }
}

/// The ids of a file and the lines they name: the first, where several have it.
pub(super) type Ids<'a> = HashMap<&'a str, Named<'a>>;

/// A line, and the file that it stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a> {
    pub(super) source: &'a str,
    pub(super) line: &'a Line,
}

impl<'a> Named<'a> {
    /// The name of its type.
    pub(super) fn type_name(self) -> Option<&'a str> {
        self.line.type_name().map(|name| &self.source[name.range()])
    }
}

/// What is wrong with the file: lines by themselves, ids, references, types, spans; ascending by place.
#[must_use]
pub fn verify(subject: &Subject<'_>) -> Vec<Finding> {
    if let Some(conflict) = Markers::of(subject.source).finding() {
        return vec![conflict];
    }
    // Lines whose id is known are standoff, however damaged.
    let strange = subject.ann.findings.iter().filter(|finding| finding.rule == RuleId::AnnotationLineSyntax);
    let count = strange.clone().count();
    if count > MOST_STRANGE && count * 2 > subject.ann.lines.len() {
        let lines = subject.ann.lines.len();
        let message = format!(
            "This does not look like brat standoff: {count} of {lines} lines are no annotations; `formats` in \
             copydesk.toml says what it is"
        );
        let first = strange.map(|finding| finding.span).next().unwrap_or_default();
        return vec![Finding::new(RuleId::UnlikeItsFormat, first, message)];
    }
    let mut findings = subject.ann.findings.clone();
    if matches!(subject.text, TextFile::Missing) {
        let first = subject.ann.lines.first().map_or(Span::empty(0), |line| line.span);
        let message = "The text of these annotations is not there: brat looks for it beside them, with the ending .txt";
        findings.push(Finding::new(RuleId::AnnotationWithoutText, first, message));
    }
    spaced(&mut findings, subject.ann.lines.len());
    let ids = ids(subject, &mut findings);
    references(subject, &ids, &mut findings);
    if let Some(conf) = subject.conf {
        declared::check(subject, conf, &ids, &mut findings);
    }
    repeated(subject, &mut findings);
    said_twice(subject, &mut findings);
    spans::check(subject, &mut findings);
    findings.sort_by_key(|finding| (finding.span, finding.rule));
    findings
}

/// Where most of the `lines` lines of a file have spaces for tabs, an editor has expanded them: that is one finding.
fn spaced(findings: &mut Vec<Finding>, lines: usize) {
    let is_spaced = |finding: &Finding| finding.rule == RuleId::SpaceForTab;
    let count = findings.iter().filter(|finding| is_spaced(finding)).count();
    if count <= MOST_STRANGE || count * 2 <= lines {
        return;
    }
    let (all, others): (Vec<Finding>, Vec<Finding>) = findings.drain(..).partition(is_spaced);
    *findings = others;
    let mut edits: Vec<Edit> = all.iter().flat_map(|it| &it.fixes).flat_map(|fix| fix.edits.iter().cloned()).collect();
    edits.sort_by_key(|edit| edit.span);
    let first = all.first().map_or(Span::empty(0), |finding| finding.span);
    let message = format!("Spaces stand here and in {} more places where tabs have to be", count - 1);
    let finding = Finding::new(RuleId::SpaceForTab, first, message);
    findings.push(finding.fixed_by(Fix::safe("Replace all of them by tabs", edits)));
}

/// A line that stands twice has its id twice, too: that is one finding.
fn said_twice(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let places = |rule: RuleId| {
        let mut places: Vec<usize> = findings.iter().filter(|it| it.rule == rule).map(|it| it.span.start).collect();
        places.sort_unstable();
        places
    };
    let (ids, said) = (places(RuleId::DuplicateAnnotationId), places(RuleId::DuplicateAnnotation));
    let holds = |places: &[usize], span: Span| {
        places.get(places.partition_point(|at| *at < span.start)).is_some_and(|at| *at < span.end)
    };
    let twice = subject.ann.lines.iter().filter(|line| holds(&ids, line.id) && holds(&said, line.span));
    let twice: std::collections::HashSet<Span> = twice.map(|line| line.id).collect();
    findings.retain(|it| it.rule != RuleId::DuplicateAnnotationId || !twice.contains(&it.span));
}

/// Says that a text of a brat corpus has no annotations: brat does not show it.
#[must_use]
pub fn without_annotations() -> Finding {
    let message = "This text has no .ann file beside it, as the others here have: brat does not show it";
    Finding::new(RuleId::TextWithoutAnnotation, Span::empty(0), message)
}

/// Collects the ids, and says which stand twice.
fn ids<'a>(subject: &Subject<'a>, findings: &mut Vec<Finding>) -> Ids<'a> {
    let mut ids: Ids<'a> = HashMap::with_capacity(subject.ann.lines.len());
    if let Some((source, ann)) = subject.before {
        let named = ann.lines.iter().filter(|line| !line.id.is_empty());
        ids.extend(named.map(|line| (&source[line.id.range()], Named { source, line })));
    }
    let mut twice = Vec::new();
    for line in &subject.ann.lines {
        let id = subject.str(line.id);
        if id.is_empty() || id == "*" {
            continue;
        }
        match ids.entry(id) {
            std::collections::hash_map::Entry::Occupied(first) => twice.push((line, *first.get())),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(Named { source: subject.source, line });
            }
        }
    }
    if twice.is_empty() {
        return ids;
    }
    let mut next = next_numbers(subject);
    let targets = subject.ann.lines.iter().flat_map(|line| line.targets(subject.ann));
    let used: std::collections::HashSet<&str> = targets.map(|target| subject.str(target)).collect();
    for (line, first) in twice {
        let id = subject.str(line.id);
        let prefix = id.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = next.entry(prefix).or_insert(1);
        let free = format!("{prefix}{number}");
        *number = number.saturating_add(1);
        let edit = vec![Edit::replace(line.id, free.clone())];
        let title = format!("Call it {free}, which is free");
        // Where nothing refers to the id, nothing can mean the one or the other; what refers to the free one may mean it.
        let fix = if used.contains(id) || used.contains(free.as_str()) {
            Fix::unsafe_(title, edit)
        } else {
            Fix::safe(title, edit)
        };
        let message = format!("The id {id} stands twice: brat keeps one of the two annotations");
        let mut finding = Finding::new(RuleId::DuplicateAnnotationId, line.id, message);
        if std::ptr::eq(first.source, subject.source) {
            finding = finding.relating(first.line.id, "It stands here first");
        }
        findings.push(finding.fixed_by(fix));
    }
    ids
}

/// For each beginning of ids the first number that no id has and none behind it.
fn next_numbers<'a>(subject: &Subject<'a>) -> HashMap<&'a str, u64> {
    let mut next = HashMap::new();
    for line in &subject.ann.lines {
        let id = subject.str(line.id);
        let prefix = id.trim_end_matches(|c: char| c.is_ascii_digit());
        if let Ok(number) = id[prefix.len()..].parse::<u64>() {
            let free = next.entry(prefix).or_insert(1);
            *free = (*free).max(number.saturating_add(1));
        }
    }
    next
}

/// Says what refers to nothing, and which events have no trigger of theirs.
fn references(subject: &Subject<'_>, ids: &Ids<'_>, findings: &mut Vec<Finding>) {
    for line in &subject.ann.lines {
        for target in line.targets(subject.ann) {
            let name = subject.str(target);
            if ids.contains_key(name) {
                continue;
            }
            let what = subject.str(line.id);
            let message = if what == "*" {
                format!("There is no annotation {name}, which is said to be the same as others")
            } else {
                format!("There is no annotation {name}, to which {what} refers")
            };
            findings.push(
                Finding::new(RuleId::DanglingAnnotationReference, target, message)
                    .fixed_by(Fix::unsafe_(format!("Delete {}", self::name(what)), vec![delete_line(subject, line)])),
            );
        }
        if let Body::Event { event_type, trigger, .. } = &line.body
            && let Some(named) = ids.get(subject.str(*trigger))
        {
            let problem = match &named.line.body {
                Body::TextBound { .. } => {
                    (named.type_name() != Some(subject.str(*event_type))).then_some("of another type")
                }
                Body::Broken => None,
                _ => Some("no stretch of the text"),
            };
            if let Some(problem) = problem {
                let message = format!(
                    "The event {} is a {}, but its trigger {} is {problem}",
                    subject.str(line.id),
                    subject.str(*event_type),
                    subject.str(*trigger)
                );
                findings.push(Finding::new(RuleId::TriggerMisuse, *trigger, message));
            }
        }
    }
}

/// How a line is called in a title.
fn name(id: &str) -> &str {
    if id == "*" { "the equivalence" } else { id }
}

/// Takes a line out, its end included.
pub(super) fn delete_line(subject: &Subject<'_>, line: &Line) -> Edit {
    let rest = &subject.source.as_bytes()[line.span.end..];
    let end = match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    };
    Edit::delete(Span::new(line.span.start, line.span.end + end))
}

/// Says which annotations say what others have said.
fn repeated(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut known: HashMap<&str, &Line> = HashMap::with_capacity(subject.ann.lines.len());
    for line in &subject.ann.lines {
        let said = match &line.body {
            Body::TextBound { entity_type, fragments, .. } => {
                let last = subject.ann.fragments[fragments.clone()].last().map_or(entity_type.end, |it| it.written.end);
                Span::new(entity_type.start, last)
            }
            Body::Relation { relation, arguments } => {
                let last = subject.ann.arguments[arguments.clone()].last().map_or(relation.end, |it| it.target.end);
                Span::new(relation.start, last)
            }
            Body::Normalization { kind, entity, target, .. } => Span::new(kind.start, entity.end.max(target.end)),
            Body::Attribute { attribute, target, value } => {
                Span::new(attribute.start, value.map_or(target.end, |value| value.end))
            }
            Body::Event { .. } | Body::Equiv { .. } | Body::Note { .. } | Body::Broken => continue,
        };
        if let Some(first) = known.insert(subject.str(said), line) {
            known.insert(subject.str(said), first);
            let (one, other) = (subject.str(line.id), subject.str(first.id));
            let message = format!("{one} says what {other} has said: {}", super::line::short(subject.str(said)));
            findings.push(
                Finding::new(RuleId::DuplicateAnnotation, said, message)
                    .relating(first.span, "It is said here first")
                    .fixed_by(Fix::unsafe_(format!("Delete {one}"), vec![delete_line(subject, line)])),
            );
        }
    }
}
