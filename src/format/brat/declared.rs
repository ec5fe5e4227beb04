//! What a `.ann` file says and the `annotation.conf` of its corpus does not allow.

use std::collections::HashMap;

use super::ann::{Argument, Body, Line};
use super::conf::{Conf, Role, Section};
use super::line::short;
use super::verify::{Ids, Subject};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// Says what is not declared, or not like that.
pub(super) fn check(subject: &Subject<'_>, conf: &Conf, ids: &Ids<'_>, findings: &mut Vec<Finding>) {
    let mut checker = Checker { subject, conf, ids, findings, known: HashMap::new() };
    for line in &subject.ann.lines {
        checker.line(line);
    }
    triggers(subject, conf, checker.findings);
}

struct Checker<'a, 'b> {
    subject: &'b Subject<'a>,
    conf: &'b Conf,
    ids: &'b Ids<'a>,
    findings: &'b mut Vec<Finding>,
    /// Whether a type is declared, asked once for each name.
    known: HashMap<(u8, &'a str), bool>,
}

impl<'a> Checker<'a, '_> {
    fn line(&mut self, line: &Line) {
        match &line.body {
            Body::TextBound { entity_type, .. } => {
                let conf = self.conf;
                self.named(
                    0,
                    *entity_type,
                    "type",
                    |name| conf.is_textual(name),
                    || conf.names(Section::Entities).chain(conf.names(Section::Events)).collect(),
                );
            }
            Body::Event { event_type, arguments, .. } => {
                if self.of_section(1, *event_type, Section::Events, "event") {
                    self.event(line, *event_type, &self.subject.ann.arguments[arguments.clone()]);
                }
            }
            Body::Relation { relation, arguments } => {
                if self.of_section(2, *relation, Section::Relations, "relation") {
                    self.relation(line, *relation, &self.subject.ann.arguments[arguments.clone()]);
                }
            }
            Body::Equiv { relation, members } => {
                if self.of_section(2, *relation, Section::Relations, "relation") {
                    self.equiv(*relation, &self.subject.ann.arguments[members.clone()]);
                }
            }
            Body::Attribute { attribute, value, .. } => {
                if self.of_section(3, *attribute, Section::Attributes, "attribute")
                    && let Some(value) = value
                {
                    self.value(*attribute, *value);
                }
            }
            Body::Normalization { database, entity, .. } => self.database(*database, *entity),
            Body::Note { .. } | Body::Broken => {}
        }
    }

    /// Whether the name at `span` is known; says that it is not, with the nearest one that is.
    fn named<'c>(
        &mut self,
        kind: u8,
        span: Span,
        what: &str,
        is_known: impl Fn(&str) -> bool,
        names: impl Fn() -> Vec<&'c str>,
    ) -> bool {
        let name = self.subject.str(span);
        if *self.known.entry((kind, name)).or_insert_with(|| is_known(name)) {
            return true;
        }
        let near = nearest(name, names());
        let message = match near {
            Some(near) => format!("The {what} {} is not declared in annotation.conf; {near} is", short(name)),
            None => format!("The {what} {} is not declared in annotation.conf", short(name)),
        };
        let mut finding = Finding::new(RuleId::UndeclaredType, span, message);
        if let Some(near) = near {
            finding =
                finding.fixed_by(Fix::unsafe_(format!("Write {near}"), vec![Edit::replace(span, near.to_owned())]));
        }
        self.findings.push(finding);
        false
    }

    /// Whether a section has the name at `span`. A section in which nothing is declared says nothing.
    fn of_section(&mut self, kind: u8, span: Span, section: Section, what: &str) -> bool {
        let conf = self.conf;
        if conf.names(section).next().is_none() {
            return false;
        }
        self.named(kind, span, what, |name| conf.find(section, name).next().is_some(), || conf.names(section).collect())
    }

    /// The name of the type of what an id names; `None` where there is no such thing or type, which is said elsewhere.
    fn type_of(&self, target: Span) -> Option<&'a str> {
        let name = self.ids.get(self.subject.str(target))?.type_name()?;
        let declared = self.conf.is_textual(name) || self.conf.find(Section::Relations, name).next().is_some();
        declared.then_some(name)
    }

    fn relation(&mut self, line: &Line, relation: Span, arguments: &[Argument]) {
        let [a, b] = arguments else { return };
        let (Some(first), Some(second)) = (self.type_of(a.target), self.type_of(b.target)) else { return };
        let name = self.subject.str(relation);
        let (conf, subject) = (self.conf, self.subject);
        let fits = |roles: &[Role]| {
            let [x, y] = roles else { return true };
            let reversed = x.name == subject.str(b.role) && y.name == subject.str(a.role);
            let (x, y) = if reversed { (y, x) } else { (x, y) };
            conf.fills(x, first) && conf.fills(y, second)
        };
        if !conf.find(Section::Relations, name).any(|one| fits(&one.roles)) {
            let message = format!(
                "{} is {name} from {first} {} to {second} {}, which annotation.conf does not allow",
                self.subject.str(line.id),
                self.subject.str(a.target),
                self.subject.str(b.target)
            );
            self.findings.push(Finding::new(RuleId::DisallowedRelation, relation.cover(b.target), message));
        }
    }

    fn equiv(&mut self, relation: Span, members: &[Argument]) {
        let name = self.subject.str(relation);
        let Some(first) = members.first().and_then(|member| self.type_of(member.target)) else { return };
        for member in members {
            let Some(other) = self.type_of(member.target) else { continue };
            let allowed = self.conf.find(Section::Relations, name).any(|one| match one.roles.as_slice() {
                [x, y] => {
                    let fits = |a, b| self.conf.fills(x, a) && self.conf.fills(y, b);
                    fits(first, other) || fits(other, first)
                }
                _ => true,
            });
            if !allowed {
                let message = format!("{name} is not allowed between {first} and {other}");
                self.findings.push(Finding::new(RuleId::DisallowedRelation, member.target, message));
            }
        }
    }

    fn event(&mut self, line: &Line, event_type: Span, arguments: &[Argument]) {
        let name = self.subject.str(event_type);
        let id = self.subject.str(line.id);
        let conf = self.conf;
        let Some(declared) = conf.find(Section::Events, name).last() else { return };
        let plain = |role: Span| {
            let written = self.subject.str(role);
            let known = declared.roles.iter().any(|one| one.name == written);
            if known { written } else { written.trim_end_matches(|c: char| c.is_ascii_digit()) }
        };
        let mut found = Vec::new();
        for argument in arguments {
            let role = plain(argument.role);
            let Some(one) = declared.roles.iter().find(|one| one.name == role) else {
                let message = format!("{name} has no role {role}: annotation.conf declares none for it");
                found.push(Finding::new(RuleId::EventArguments, argument.role, message));
                continue;
            };
            if let Some(filler) = self.type_of(argument.target).filter(|filler| !conf.fills(one, filler)) {
                let message =
                    format!("{} is a {filler} and cannot be {role} of {name} {id}", self.subject.str(argument.target));
                found.push(Finding::new(RuleId::EventArguments, argument.role.cover(argument.target), message));
            }
        }
        for role in &declared.roles {
            let count = arguments.iter().filter(|argument| plain(argument.role) == role.name).count();
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            if count < role.least {
                let message = format!("{name} {id} has no {}, which annotation.conf wants", role.name);
                found.push(Finding::new(RuleId::EventArguments, event_type, message));
            } else if count > role.most {
                let message = format!("{name} {id} has {count} {}: {} is the most", role.name, role.most);
                found.push(Finding::new(RuleId::EventArguments, event_type, message));
            }
        }
        self.findings.extend(found);
    }

    fn value(&mut self, attribute: Span, value: Span) {
        let (name, written) = (self.subject.str(attribute), self.subject.str(value).trim_end());
        let values = |one: &super::conf::Type| {
            one.roles.iter().filter(|role| role.name == "Value").flat_map(|role| role.types.clone()).collect::<Vec<_>>()
        };
        let all: Vec<String> = self.conf.find(Section::Attributes, name).flat_map(values).collect();
        if !all.is_empty() && !all.iter().any(|one| one == written) {
            let message = format!("“{}” is no value of {name}: annotation.conf has {}", short(written), all.join(", "));
            self.findings.push(Finding::new(RuleId::UndeclaredType, value, message));
        }
    }

    fn database(&mut self, database: Span, entity: Span) {
        let name = self.subject.str(database);
        let databases = self.conf.databases();
        if databases.is_empty() || databases.contains(name) {
            return;
        }
        let near = nearest(name, databases.iter().map(String::as_str).collect());
        let message = format!(
            "The database {} of {} is not declared in annotation.conf",
            short(name),
            short(self.subject.str(entity))
        );
        let mut finding = Finding::new(RuleId::UndeclaredDatabase, database, message);
        if let Some(near) = near {
            let edit = Edit::replace(database, near.to_owned());
            finding = finding.fixed_by(Fix::unsafe_(format!("Write {near}"), vec![edit]));
        }
        self.findings.push(finding);
    }
}

/// Says which triggers no event has.
fn triggers(subject: &Subject<'_>, conf: &Conf, findings: &mut Vec<Finding>) {
    let events = subject.ann.lines.iter().filter_map(|line| match line.body {
        Body::Event { trigger, .. } => Some(subject.str(trigger)),
        _ => None,
    });
    let used: std::collections::HashSet<&str> = events.collect();
    for line in &subject.ann.lines {
        if let Body::TextBound { entity_type, .. } = line.body {
            let (id, name) = (subject.str(line.id), subject.str(entity_type));
            if conf.is_event(name) && !conf.is_entity(name) && !used.contains(id) {
                let message = format!("{id} names a {name}, but no event has it as its trigger");
                findings.push(Finding::new(RuleId::TriggerMisuse, line.id, message));
            }
        }
    }
}

/// The name that differs least, where one is near.
fn nearest<'a>(name: &str, names: Vec<&'a str>) -> Option<&'a str> {
    let folded = name.to_lowercase();
    let distance = |known: &str| strsim::osa_distance(&folded, &known.to_lowercase());
    let near = names.into_iter().map(|known| (distance(known), known));
    near.filter(|&(distance, known)| distance <= 1 + known.len() / 8).min().map(|(_, known)| known)
}
