//! `annotation.conf`: which types a brat corpus has, and what may go with what.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::line::short;
use crate::format::lines::lines;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// The name of the file.
pub const FILE_NAME: &str = "annotation.conf";

/// An `annotation.conf` as read.
#[derive(Clone, Debug, Default)]
pub struct Conf {
    /// The types of its sections, in order.
    pub types: Vec<Type>,
    /// What is wrong with it; spans are bytes of the file.
    pub findings: Vec<Finding>,
    by_name: HashMap<String, Vec<usize>>,
    databases: BTreeSet<String>,
    declares_overlaps: bool,
}

/// A type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    /// What it is a type of.
    pub section: Section,
    /// Its name as annotations write it.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Whether annotations may not have it: it only groups others.
    pub is_abstract: bool,
    /// The type above it, in [`Conf::types`].
    pub parent: Option<usize>,
    /// What it takes.
    pub roles: Vec<Role>,
    /// `<NORM>`, `<OVL-TYPE>`, `<REL-TYPE>`, and what stands behind them.
    pub special: Vec<(String, String)>,
}

/// A role: an argument of an event or a relation, the bearer or the values of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name, without the mark of how often it is filled.
    pub name: String,
    /// How often it is filled at least.
    pub least: u32,
    /// How often it is filled at most.
    pub most: u32,
    /// The types that fill it, and `<ANY>`, `<ENTITY>`, `<EVENT>`, `<RELATION>`.
    pub types: Vec<String>,
}

/// A section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// `[entities]`, `[spans]`.
    Entities,
    /// `[relations]`.
    Relations,
    /// `[events]`.
    Events,
    /// `[attributes]`.
    Attributes,
}

/// How two stretches of text lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlap {
    /// They are the same.
    Equal,
    /// The second holds the first.
    Contain,
    /// Each has a part of its own.
    Cross,
}

/// The relation that says how types may overlap.
const OVERLAP: &str = "<OVERLAP>";
/// What said it before.
const NESTING: &str = "ENTITY-NESTING";
/// What stands for itself between `<` and `>`.
const RESERVED: [&str; 14] = [
    "ANY",
    "ENTITY",
    "RELATION",
    "EVENT",
    "NONE",
    "EMPTY",
    "REL-TYPE",
    "URL",
    "URLBASE",
    "NORM",
    "OVERLAP",
    "OVL-TYPE",
    "GLYPH-POS",
    "DEFAULT",
];

impl Conf {
    /// Reads `text`. Never fails: what cannot be read is a finding.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut parser = Parser::default();
        for line in lines(text, 0) {
            parser.line(text, Span::new(line.start, line.end));
        }
        let mut conf = parser.conf;
        for (index, one) in conf.types.iter().enumerate() {
            conf.by_name.entry(one.name.clone()).or_default().push(index);
            let norms = one.special.iter().filter(|(key, _)| key == "<NORM>");
            conf.databases.extend(norms.map(|(_, value)| value.clone()));
            conf.declares_overlaps |= one.name == OVERLAP || one.name == NESTING;
        }
        conf.check();
        conf
    }

    /// What is wrong between its lines.
    fn check(&mut self) {
        let mut found = Vec::new();
        // Macros repeat a name in many places: it is declared once.
        let mut missing = HashSet::new();
        for (index, one) in self.types.iter().enumerate() {
            let textual = |section| matches!(section, Section::Entities | Section::Events);
            let first = self.by_name[&one.name].iter().map(|&i| (i, &self.types[i]));
            let first = first.filter(|(_, other)| textual(other.section)).find(|&(i, _)| i < index);
            if let Some((_, first)) = first.filter(|_| textual(one.section)) {
                let message = format!("The type {} stands twice in the configuration; brat takes the last", one.name);
                let finding = Finding::new(RuleId::AnnotationConf, one.span, message);
                found.push(finding.relating(first.span, "It stands here first"));
            }
            for role in one.roles.iter().filter(|role| !(one.section == Section::Attributes && role.name != "Arg")) {
                let unknown = |name: &&String| !name.starts_with('<') && !self.by_name.contains_key(*name);
                for name in role.types.iter().filter(unknown) {
                    if !missing.insert(name) {
                        continue;
                    }
                    let message =
                        format!("{} takes {} as {}, and no such type is declared", one.name, short(name), role.name);
                    found.push(Finding::new(RuleId::AnnotationConf, one.span, message));
                }
            }
        }
        self.findings.extend(found);
        self.findings.sort_by_key(|finding| finding.span);
    }

    /// The types with this name in a section.
    pub fn find<'a>(&'a self, section: Section, name: &str) -> impl Iterator<Item = &'a Type> + 'a {
        let all = self.by_name.get(name).into_iter().flatten();
        all.map(|&index| &self.types[index]).filter(move |one| one.section == section)
    }

    /// The names of a section, those that only group others left out.
    pub fn names(&self, section: Section) -> impl Iterator<Item = &str> {
        let of_section = self.types.iter().filter(move |one| one.section == section && !one.is_abstract);
        of_section.map(|one| one.name.as_str()).filter(|name| *name != OVERLAP && *name != NESTING)
    }

    /// Whether stretches of text may have this type: as entities, or as what names an event.
    #[must_use]
    pub fn is_textual(&self, name: &str) -> bool {
        self.is_entity(name) || self.is_event(name)
    }

    /// Whether entities may have this type.
    #[must_use]
    pub fn is_entity(&self, name: &str) -> bool {
        self.find(Section::Entities, name).next().is_some()
    }

    /// Whether events may have this type.
    #[must_use]
    pub fn is_event(&self, name: &str) -> bool {
        self.find(Section::Events, name).next().is_some()
    }

    /// The databases that types declare; where there is none, nothing is said about databases.
    #[must_use]
    pub fn databases(&self) -> &BTreeSet<String> {
        &self.databases
    }

    /// Whether it says anything about overlaps. Where it does not, corpora nest as they like.
    #[must_use]
    pub fn declares_overlaps(&self) -> bool {
        self.declares_overlaps
    }

    /// Whether an annotation of the type `name` may fill a role.
    #[must_use]
    pub fn fills(&self, role: &Role, name: &str) -> bool {
        role.types.iter().any(|wanted| match wanted.as_str() {
            "<ANY>" => true,
            "<ENTITY>" => self.is_entity(name),
            "<EVENT>" => self.is_event(name),
            "<RELATION>" => self.find(Section::Relations, name).next().is_some(),
            wanted => wanted == name || self.is_below(name, wanted),
        })
    }

    /// Whether the type `name` stands somewhere below the type `above`.
    fn is_below(&self, name: &str, above: &str) -> bool {
        let all = self.by_name.get(name).into_iter().flatten();
        all.map(|&index| &self.types[index]).any(|one| {
            let parents = std::iter::successors(one.parent, |&parent| self.types[parent].parent);
            parents.take(self.types.len()).any(|parent| self.types[parent].name == above)
        })
    }

    /// Whether stretches of these two types may overlap like that: the first one inside, or in front.
    #[must_use]
    pub fn may_overlap(&self, inner: &str, outer: &str, how: Overlap) -> bool {
        let wanted = match how {
            Overlap::Equal => "equal",
            Overlap::Contain => "contain",
            Overlap::Cross => "cross",
        };
        self.overlaps(inner, outer).any(|allowed| allowed == wanted || allowed == "<ANY>")
            || self
                .overlaps(outer, inner)
                .any(|allowed| how != Overlap::Contain && allowed == wanted || allowed == "<ANY>")
    }

    /// What is declared about overlaps of two types.
    fn overlaps<'a>(&'a self, inner: &'a str, outer: &'a str) -> impl Iterator<Item = &'a str> {
        let declared = self.find(Section::Relations, OVERLAP).chain(self.find(Section::Relations, NESTING));
        let fitting = declared.filter(move |one| match one.roles.as_slice() {
            [a, b] => self.fills(a, inner) && self.fills(b, outer),
            _ => false,
        });
        fitting.flat_map(|one| {
            let nesting = (one.name == NESTING).then_some("contain");
            let kinds = one.special.iter().filter(|(key, _)| key == "<OVL-TYPE>");
            kinds.flat_map(|(_, value)| value.split('|')).chain(nesting)
        })
    }
}

#[derive(Default)]
struct Parser {
    conf: Conf,
    section: Option<Section>,
    /// Names between `<` and `>`, and what they stand for; of the section.
    macros: Vec<(String, String)>,
    /// The last type at each depth.
    above: Vec<Option<usize>>,
    /// Whether an unknown section is being read, which is passed over.
    skipping: bool,
}

impl Parser {
    fn report(&mut self, span: Span, message: String) -> &mut Finding {
        let findings = &mut self.conf.findings;
        findings.push(Finding::new(RuleId::AnnotationConf, span, message));
        let last = findings.len() - 1;
        &mut findings[last]
    }

    fn line(&mut self, text: &str, span: Span) {
        let line = text[span.range()].trim_start_matches('\u{feff}');
        let trimmed = line.trim();
        let start = span.end - line.trim_start().len();
        let whole = Span::new(start, start + trimmed.len());
        if trimmed.is_empty() || trimmed.starts_with('#') {
            return;
        }
        if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return self.begin(name, whole);
        }
        if self.skipping || trimmed.bytes().all(|b| b == b'-') {
            return;
        }
        if let Some((name, value)) = definition(line) {
            if RESERVED.contains(&name) {
                self.report(whole, format!("<{name}> has a meaning of its own and cannot be given another"));
            } else {
                self.macros.push((format!("<{name}>"), value.to_owned()));
            }
            return;
        }
        let Some(section) = self.section else {
            self.report(whole, format!("“{}” stands in no section, in front of [entities]", short(trimmed)));
            return;
        };
        self.declare(section, line, whole);
    }

    fn begin(&mut self, name: &str, whole: Span) {
        self.macros.clear();
        self.above.clear();
        self.skipping = false;
        self.section = match name.trim() {
            "entities" | "spans" => Some(Section::Entities),
            "relations" => Some(Section::Relations),
            "events" => Some(Section::Events),
            "attributes" => Some(Section::Attributes),
            other => {
                const SECTIONS: [&str; 4] = ["entities", "relations", "events", "attributes"];
                self.skipping = true;
                let near = SECTIONS.into_iter().find(|known| strsim::osa_distance(known, other) <= 2);
                let finding = self
                    .report(whole, format!("There is no section [{}]: brat passes over what is in it", short(other)));
                if let Some(near) = near {
                    let edit = Edit::replace(whole, format!("[{near}]"));
                    finding.fixes.push(Fix::unsafe_(format!("Write [{near}]"), vec![edit]));
                }
                None
            }
        };
    }

    fn declare(&mut self, section: Section, line: &str, whole: Span) {
        let mut expanded = line.to_owned();
        for (name, value) in &self.macros {
            if expanded.contains(name.as_str()) {
                expanded = expanded.replace(name.as_str(), value);
            }
        }
        for name in
            bracketed(&expanded).filter(|name| !RESERVED.contains(name) && *name != "INHERIT").collect::<Vec<_>>()
        {
            let message = format!("<{}> is defined nowhere in this section", short(name));
            self.report(whole, message);
        }
        let depth = expanded.chars().take_while(|c| c.is_whitespace()).count();
        let content = expanded.trim();
        // A name with spaces ends at the TAB; else at the first space.
        let (mut terms, mut rest) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
        if rest.split(',').any(|part| part.trim().contains(char::is_whitespace)) && content.contains('\t') {
            (terms, rest) = content.split_once('\t').unwrap_or((content, ""));
        }
        let mut names = terms.split('|').map(str::trim).filter(|term| !term.is_empty());
        let Some(first) = names.next() else {
            self.report(whole, format!("“{}” names no type", short(content)));
            return;
        };
        let is_abstract = first.starts_with('!') || names.any(|term| term.starts_with('!'));
        let parent = match depth.checked_sub(1) {
            None => None,
            Some(above) => match self.above.get(above).copied().flatten() {
                Some(parent) => Some(parent),
                None => {
                    let message = format!(
                        "“{}” is indented by {depth}, and nothing above it by {above}: each level is one character deeper",
                        short(first)
                    );
                    self.report(whole, message);
                    self.above.iter().rev().find_map(|it| *it)
                }
            },
        };
        let name = first.trim_start_matches('!').replace(' ', "_");
        let span = Span::new(whole.start, whole.start + first.len().min(whole.len()));
        let mut one = Type { section, name, span, is_abstract, parent, roles: Vec::new(), special: Vec::new() };
        for argument in rest.split(',').map(str::trim).filter(|argument| !argument.is_empty()) {
            if argument == "<INHERIT>" {
                if let Some(parent) = parent {
                    let parent = &self.conf.types[parent];
                    one.roles.extend(parent.roles.iter().cloned());
                    one.special.extend(parent.special.iter().cloned());
                }
            } else if !add_argument(&mut one, argument) {
                self.report(whole, format!("“{}” is no argument: one is written ROLE:TYPE|TYPE", short(argument)));
            }
        }
        self.above.resize(depth + 1, None);
        self.above[depth] = Some(self.conf.types.len());
        self.conf.types.push(one);
    }
}

/// Takes in `ROLE:TYPE|TYPE` or `<NAME>:value`; whether it is one of them.
fn add_argument(one: &mut Type, argument: &str) -> bool {
    let Some((key, value)) = argument.split_once(':').filter(|(key, _)| !key.is_empty()) else { return false };
    if key.starts_with('<') {
        one.special.push((key.to_owned(), value.to_owned()));
        return true;
    }
    let (name, least, most) = match key.char_indices().last() {
        Some((at, '?')) => (&key[..at], 0, 1),
        Some((at, '*')) => (&key[..at], 0, u32::MAX),
        Some((at, '+')) => (&key[..at], 1, u32::MAX),
        Some((_, '}')) => {
            let Some((name, range)) = key.split_once('{') else { return false };
            let range = range.trim_end_matches('}');
            let (least, most) = range.split_once('-').unwrap_or((range, range));
            match (least.parse(), most.parse()) {
                (Ok(least), Ok(most)) => (name, least, most),
                _ => return false,
            }
        }
        _ => (key, 1, 1),
    };
    let types = value.split('|').map(|name| name.trim().to_owned()).collect();
    one.roles.push(Role { name: name.to_owned(), least, most, types });
    true
}

/// `<NAME>=value`.
fn definition(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix('<')?.split_once(">=")?;
    let good = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_' || b == b'-');
    good.then_some((name, value.trim()))
}

/// What stands between `<` and `>`.
fn bracketed(line: &str) -> impl Iterator<Item = &str> {
    line.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONF: &str = "\
[entities]
<NAMED>=PERSON|ORG
!PLACE
\tCITY\t<NORM>:Wikidata
\t!REGION
\t\tPROVINCE
PERSON|Person
ORG

[relations]
WORKS_FOR\tArg1:PERSON, Arg2:ORG
NEAR\tArg1:PLACE, Arg2:<ENTITY>
<OVERLAP>\tArg1:CITY, Arg2:ORG, <OVL-TYPE>:contain|equal

[events]
Opening\tOpener:PERSON|ORG, Place?:PLACE, Guest*:<ANY>

[attributes]
Negation\tArg:<EVENT>
Sure\tArg:<EVENT>, Value:Certain|Likely
";

    #[test]
    fn types_have_sections_parents_and_roles() {
        let conf = Conf::parse(CONF);
        assert_eq!(conf.findings, []);
        assert_eq!(conf.names(Section::Entities).collect::<Vec<_>>(), ["CITY", "PROVINCE", "PERSON", "ORG"]);
        assert!(conf.is_entity("PLACE") && conf.is_event("Opening") && !conf.is_textual("NEAR"));
        assert_eq!(conf.databases().iter().collect::<Vec<_>>(), ["Wikidata"]);
        let opening = conf.find(Section::Events, "Opening").next().expect("it is declared");
        let counts: Vec<_> = opening.roles.iter().map(|role| (role.name.as_str(), role.least, role.most)).collect();
        assert_eq!(counts, [("Opener", 1, 1), ("Place", 0, 1), ("Guest", 0, u32::MAX)]);
    }

    #[test]
    fn a_type_fills_the_roles_of_those_above_it() {
        let conf = Conf::parse(CONF);
        let near = conf.find(Section::Relations, "NEAR").next().expect("it is declared");
        assert!(conf.fills(&near.roles[0], "PROVINCE") && !conf.fills(&near.roles[0], "ORG"));
        assert!(conf.fills(&near.roles[1], "ORG") && !conf.fills(&near.roles[1], "Opening"));
    }

    #[test]
    fn overlaps_are_what_is_declared() {
        let conf = Conf::parse(CONF);
        assert!(conf.declares_overlaps());
        assert!(
            conf.may_overlap("CITY", "ORG", Overlap::Contain) && !conf.may_overlap("ORG", "CITY", Overlap::Contain)
        );
        assert!(conf.may_overlap("ORG", "CITY", Overlap::Equal) && !conf.may_overlap("CITY", "ORG", Overlap::Cross));
        let any =
            Conf::parse("[entities]\nA\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n");
        assert!(any.may_overlap("A", "A", Overlap::Cross));
    }

    #[test]
    fn macros_stand_for_what_they_are_defined_as() {
        let conf = Conf::parse("[relations]\n<P>=A|B\nR\tArg1:<P>, Arg2:<Q>\n[entities]\nA\nB\n");
        let relation = conf.find(Section::Relations, "R").next().expect("it is declared");
        assert_eq!(relation.roles[0].types, ["A", "B"]);
        let messages: Vec<_> = conf.findings.iter().map(|finding| finding.message.as_ref()).collect();
        assert_eq!(messages, ["<Q> is defined nowhere in this section"]);
    }

    #[test]
    fn what_brat_cannot_read_is_said() {
        let text = "A\n[entities]\nA\n\t\tB\nA\n[relation]\n[relations]\nR\tArg1:A, Arg2=A\nS\tArg1:A, Arg2:C\n";
        let conf = Conf::parse(text);
        let said: Vec<_> = conf.findings.iter().map(|it| (&text[it.span.range()], it.message.as_ref())).collect();
        expect_test::expect![[r#"
            [
                (
                    "A",
                    "“A” stands in no section, in front of [entities]",
                ),
                (
                    "B",
                    "“B” is indented by 2, and nothing above it by 1: each level is one character deeper",
                ),
                (
                    "A",
                    "The type A stands twice in the configuration; brat takes the last",
                ),
                (
                    "[relation]",
                    "There is no section [relation]: brat passes over what is in it",
                ),
                (
                    "R\tArg1:A, Arg2=A",
                    "“Arg2=A” is no argument: one is written ROLE:TYPE|TYPE",
                ),
                (
                    "S",
                    "S takes C as Arg2, and no such type is declared",
                ),
            ]
        "#]]
        .assert_debug_eq(&said);
    }
}
