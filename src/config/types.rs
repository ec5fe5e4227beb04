//! The types a setting may have: each knows its schema, how it is read and how it is written.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use encoding_rs::Encoding;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde_json::{Value as Json, json};

use super::Problem;
use super::node::{Node, Value};
use super::selector::Selector;
use crate::format::Format;
use crate::rules::Severity;

/// A type of setting.
pub trait Setting: Sized {
    /// What one writes, in words.
    const TYPE: &'static str;

    /// Its JSON schema.
    fn schema() -> Json;

    /// The value, or `None` where `node` is none; what is wrong with it or with a part of it goes to `problems`.
    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self>;

    /// As one writes it.
    fn write(&self) -> Json;

    /// Takes over a value from a source of higher precedence.
    fn overlay(&mut self, value: Self) {
        *self = value;
    }
}

/// Reads a string with `parse`, whose error says what is wrong with it.
fn read_word<T>(
    key: &str,
    type_name: &str,
    node: &Node,
    problems: &mut Vec<Problem>,
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Option<T> {
    let read = match &node.value {
        Value::Text(text) => parse(text).map_err(|message| format!("`{key}`: {message}")),
        _ => Err(wrong_type(key, type_name, node)),
    };
    read.map_err(|message| problems.push(node.problem(key, message))).ok()
}

/// Reads a list; elements that cannot be read are left out, and a list of nothing else is none.
fn read_list<T>(
    key: &str,
    type_name: &str,
    node: &Node,
    problems: &mut Vec<Problem>,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Option<Vec<T>> {
    let Value::List(items) = &node.value else {
        problems.push(node.problem(key, wrong_type(key, type_name, node)));
        return None;
    };
    let read: Vec<T> = items.iter().filter_map(|item| read_word(key, type_name, item, problems, &parse)).collect();
    (items.is_empty() || !read.is_empty()).then_some(read)
}

/// Reads a table of strings; entries that cannot be read are left out.
fn read_table<K, V>(
    key: &str,
    type_name: &str,
    node: &Node,
    problems: &mut Vec<Problem>,
    parse: impl Fn(&str, &str) -> Result<(K, V), String>,
) -> Option<Vec<(K, V)>> {
    let Value::Table(entries) = &node.value else {
        problems.push(node.problem(key, wrong_type(key, type_name, node)));
        return None;
    };
    let read = |(name, value): &(String, Node)| {
        read_word(&format!("{key}.{name}"), type_name, value, problems, |text| parse(name, text))
    };
    Some(entries.iter().filter_map(read).collect())
}

fn wrong_type(key: &str, type_name: &str, node: &Node) -> String {
    format!("`{key}` takes {type_name}, this is {}", node.type_name())
}

impl Setting for Vec<String> {
    const TYPE: &'static str = "a list of strings";

    fn schema() -> Json {
        json!({ "type": "array", "items": { "type": "string" } })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        read_list(key, Self::TYPE, node, problems, |text| Ok(text.to_owned()))
    }

    fn write(&self) -> Json {
        json!(self)
    }
}

impl Setting for Vec<Selector> {
    const TYPE: &'static str = "a list of rules";

    fn schema() -> Json {
        json!({ "type": "array", "items": { "type": "string" } })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        read_list(key, Self::TYPE, node, problems, Selector::from_str)
    }

    fn write(&self) -> Json {
        self.iter().map(ToString::to_string).collect()
    }
}

impl Setting for BTreeMap<Selector, Level> {
    const TYPE: &'static str = "a table from rules to severities";

    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": { "type": "string", "enum": Level::NAMES } })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        let entries =
            read_table(key, Self::TYPE, node, problems, |rule, level| Ok((rule.parse()?, Level::from_str(level)?)))?;
        Some(entries.into_iter().collect())
    }

    fn write(&self) -> Json {
        Json::Object(self.iter().map(|(rule, level)| (rule.to_string(), json!(level.name()))).collect())
    }

    fn overlay(&mut self, value: Self) {
        self.extend(value);
    }
}

impl Setting for BTreeMap<String, String> {
    const TYPE: &'static str = "a table from names to strings";

    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": { "type": "string" } })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        let entries = read_table(key, Self::TYPE, node, problems, |name, text| Ok((name.to_owned(), text.to_owned())))?;
        Some(entries.into_iter().collect())
    }

    fn write(&self) -> Json {
        Json::Object(self.iter().map(|(name, text)| (name.clone(), json!(text))).collect())
    }

    fn overlay(&mut self, value: Self) {
        self.extend(value);
    }
}

/// How much a rule's findings matter, or that the rule is switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level(Option<Severity>);

impl Level {
    const NAMES: [&'static str; 5] = ["error", "warning", "information", "hint", "off"];

    /// The severity; `None` for `off`.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        self.0
    }

    fn name(self) -> &'static str {
        self.0.map_or("off", Severity::name)
    }
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "error" => Ok(Self(Some(Severity::Error))),
            "warning" => Ok(Self(Some(Severity::Warning))),
            "information" => Ok(Self(Some(Severity::Information))),
            "hint" => Ok(Self(Some(Severity::Hint))),
            "off" => Ok(Self(None)),
            _ => Err(format!("`{text}` is none of {}", Self::NAMES.join(", "))),
        }
    }
}

/// Whether `[text](TYPE:id)` is an annotation or a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkAnnotations {
    /// As the article's own habit says.
    #[default]
    Auto,
    /// It is an annotation.
    Always,
    /// It is a link.
    Never,
}

impl LinkAnnotations {
    const NAMES: [&'static str; 3] = ["auto", "always", "never"];
}

impl Setting for LinkAnnotations {
    const TYPE: &'static str = "one of auto, always, never";

    fn schema() -> Json {
        json!({ "type": "string", "enum": Self::NAMES })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        read_word(key, Self::TYPE, node, problems, |text| match text {
            "auto" => Ok(Self::Auto),
            "always" => Ok(Self::Always),
            "never" => Ok(Self::Never),
            _ => Err(format!("`{text}` is none of {}", Self::NAMES.join(", "))),
        })
    }

    fn write(&self) -> Json {
        json!(Self::NAMES[*self as usize])
    }
}

/// Whether annotations follow their text when it is saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Follow {
    /// Where it is certain; else whoever saves is asked.
    #[default]
    Ask,
    /// Always, and what is not certain gets the best guess.
    Always,
    /// Only when somebody wants it.
    Never,
}

impl Follow {
    const NAMES: [&'static str; 3] = ["ask", "always", "never"];
}

impl Setting for Follow {
    const TYPE: &'static str = "one of ask, always, never";

    fn schema() -> Json {
        json!({ "type": "string", "enum": Self::NAMES })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        read_word(key, Self::TYPE, node, problems, |text| match text {
            "ask" => Ok(Self::Ask),
            "always" => Ok(Self::Always),
            "never" => Ok(Self::Never),
            _ => Err(format!("`{text}` is none of {}", Self::NAMES.join(", "))),
        })
    }

    fn write(&self) -> Json {
        json!(Self::NAMES[*self as usize])
    }
}

/// Which names an editor shows an id or a type behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InlayHints {
    /// None.
    Off,
    /// Annotated ones, where the annotation leaves one open, and ambiguous ones.
    #[default]
    Annotated,
    /// Recognised ones too.
    All,
}

impl InlayHints {
    const NAMES: [&'static str; 3] = ["off", "annotated", "all"];
}

impl Setting for InlayHints {
    const TYPE: &'static str = "one of off, annotated, all";

    fn schema() -> Json {
        json!({ "type": "string", "enum": Self::NAMES })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        read_word(key, Self::TYPE, node, problems, |text| match text {
            "off" => Ok(Self::Off),
            "annotated" => Ok(Self::Annotated),
            "all" => Ok(Self::All),
            _ => Err(format!("`{text}` is none of {}", Self::NAMES.join(", "))),
        })
    }

    fn write(&self) -> Json {
        json!(Self::NAMES[*self as usize])
    }
}

/// A size in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(pub u64);

impl ByteSize {
    const UNITS: [(&'static str, u64); 8] = [
        ("B", 1),
        ("kB", 1000),
        ("KB", 1000),
        ("KiB", 1 << 10),
        ("MB", 1_000_000),
        ("MiB", 1 << 20),
        ("GB", 1_000_000_000),
        ("GiB", 1 << 30),
    ];
}

impl FromStr for ByteSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, unit) = (&text[..digits], text[digits..].trim());
        let factor = Self::UNITS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor);
        let bytes = number.parse::<u64>().ok().zip(factor).and_then(|(number, factor)| number.checked_mul(factor));
        bytes.map(Self).ok_or_else(|| format!("`{text}` is no size; write bytes, or a size such as \"64 MiB\""))
    }
}

impl fmt::Display for ByteSize {
    /// In the largest binary unit that divides it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
        match units.iter().find(|(_, factor)| self.0 >= *factor && self.0.is_multiple_of(*factor)) {
            Some((name, factor)) => write!(f, "{} {name}", self.0 / factor),
            None => write!(f, "{} B", self.0),
        }
    }
}

impl Setting for ByteSize {
    const TYPE: &'static str = "a size in bytes or with a unit";

    fn schema() -> Json {
        json!({ "type": ["integer", "string"], "minimum": 0 })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        if let Value::Integer(number) = node.value {
            if let Ok(bytes) = u64::try_from(number) {
                return Some(Self(bytes));
            }
            problems.push(node.problem(key, format!("`{key}` cannot be negative")));
            return None;
        }
        read_word(key, Self::TYPE, node, problems, Self::from_str)
    }

    fn write(&self) -> Json {
        json!(self.to_string())
    }
}

impl Setting for String {
    const TYPE: &'static str = "a string";

    fn schema() -> Json {
        json!({ "type": "string" })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        read_word(key, Self::TYPE, node, problems, |text| Ok(text.to_owned()))
    }

    fn write(&self) -> Json {
        json!(self)
    }
}

impl Setting for bool {
    const TYPE: &'static str = "true or false";

    fn schema() -> Json {
        json!({ "type": "boolean" })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        let Value::Bool(value) = node.value else {
            problems.push(node.problem(key, wrong_type(key, Self::TYPE, node)));
            return None;
        };
        Some(value)
    }

    fn write(&self) -> Json {
        json!(self)
    }
}

impl Setting for usize {
    const TYPE: &'static str = "a number";

    fn schema() -> Json {
        json!({ "type": "integer", "minimum": 0 })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        let read = match node.value {
            Value::Integer(number) => Self::try_from(number).map_err(|_| format!("`{key}` cannot be negative")),
            _ => Err(wrong_type(key, Self::TYPE, node)),
        };
        read.map_err(|message| problems.push(node.problem(key, message))).ok()
    }

    fn write(&self) -> Json {
        json!(self)
    }
}

/// Patterns for paths relative to the folder of the settings.
///
/// `*` stays inside one folder, `**` crosses folders; a pattern without `/` holds at any depth, and one that matches a
/// folder matches everything in it.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    written: Vec<String>,
    set: GlobSet,
}

impl Globs {
    /// The error names the pattern that is none.
    fn new(written: Vec<String>) -> Result<Self, String> {
        let mut builder = GlobSetBuilder::new();
        for pattern in &written {
            for glob in globs_of(pattern)? {
                builder.add(glob);
            }
        }
        Ok(Self { set: builder.build().map_err(|error| error.to_string())?, written })
    }

    /// Whether one of the patterns matches `path`.
    #[must_use]
    pub fn matches(&self, path: &Path) -> bool {
        self.set.is_match(path)
    }
}

impl PartialEq for Globs {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Globs {
    /// Files with these extensions, wherever they are.
    #[must_use]
    pub(super) fn of_extensions(extensions: &[&str]) -> Self {
        let patterns = extensions.iter().map(|extension| format!("**/*.{extension}"));
        Self::new(patterns.collect()).expect("extensions make sound patterns")
    }

    /// Those of these patterns, which are sound.
    pub(super) fn of(patterns: &[&str]) -> Self {
        Self::new(patterns.iter().map(|pattern| (*pattern).to_owned()).collect()).expect("the patterns are sound")
    }
}

/// The pattern for a path itself and the one for what lies in it.
fn globs_of(pattern: &str) -> Result<[globset::Glob; 2], String> {
    let trimmed = pattern.trim_end_matches('/');
    let anchored = match trimmed.strip_prefix('/') {
        Some(rest) => rest.to_owned(),
        None if trimmed.contains('/') => trimmed.to_owned(),
        None => format!("**/{trimmed}"),
    };
    let build = |glob: &str| {
        GlobBuilder::new(glob)
            .literal_separator(true)
            .build()
            .map_err(|error| format!("`{pattern}` is no pattern for paths: {}", error.kind()))
    };
    Ok([build(&anchored)?, build(&format!("{anchored}/**"))?])
}

impl Setting for Globs {
    const TYPE: &'static str = "a list of patterns for paths";

    fn schema() -> Json {
        json!({ "type": "array", "items": { "type": "string" } })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        let check = |text: &str| globs_of(text).map(|_| text.to_owned());
        let patterns = read_list(key, Self::TYPE, node, problems, check)?;
        Self::new(patterns).map_err(|message| problems.push(node.problem(key, message))).ok()
    }

    fn write(&self) -> Json {
        json!(self.written)
    }
}

/// Something that holds for some files: their encoding, their format.
#[derive(Clone, Debug, PartialEq)]
pub struct PerPath<T> {
    /// The longest pattern first, as it is the most particular.
    entries: Vec<(Globs, T)>,
}

/// Which files are in which encoding, where that is not UTF-8.
pub type Encodings = PerPath<&'static Encoding>;

/// Which files are in which format, where neither name nor content say it.
pub type Formats = PerPath<Format>;

impl<T: Copy> PerPath<T> {
    /// What holds for the file at `path`, relative to the folder of the settings.
    #[must_use]
    pub fn of(&self, path: &Path) -> Option<T> {
        self.entries.iter().find(|(globs, _)| globs.matches(path)).map(|(_, value)| *value)
    }

    fn read(
        key: &str,
        type_name: &str,
        node: &Node,
        problems: &mut Vec<Problem>,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Self> {
        let mut entries = read_table(key, type_name, node, problems, |pattern, written| {
            let value = parse(written)?;
            Ok((Globs::new(vec![pattern.to_owned()])?, value))
        })?;
        entries.sort_by_key(|(globs, _)| std::cmp::Reverse(globs.written[0].len()));
        Some(Self { entries })
    }

    fn write(&self, name: impl Fn(T) -> &'static str) -> Json {
        let entry = |(globs, value): &(Globs, T)| (globs.written[0].clone(), json!(name(*value)));
        Json::Object(self.entries.iter().map(entry).collect())
    }
}

impl<T> Default for PerPath<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl Setting for Encodings {
    const TYPE: &'static str = "a table from patterns for paths to encodings";

    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": { "type": "string" } })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        Self::read(key, Self::TYPE, node, problems, |label| {
            Encoding::for_label(label.as_bytes())
                .ok_or_else(|| format!("`{label}` is no encoding; write a label such as \"windows-1252\""))
        })
    }

    fn write(&self) -> Json {
        self.write(Encoding::name)
    }

    fn overlay(&mut self, value: Self) {
        self.entries.splice(0..0, value.entries);
    }
}

impl Setting for Formats {
    const TYPE: &'static str = "a table from patterns for paths to formats";

    fn schema() -> Json {
        let names: Vec<&str> = Format::all().map(Format::name).collect();
        json!({ "type": "object", "additionalProperties": { "type": "string", "enum": names } })
    }

    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        Self::read(key, Self::TYPE, node, problems, |name| {
            let names = || Format::all().map(Format::name).collect::<Vec<_>>().join("`, `");
            Format::find(name).ok_or_else(|| format!("`{name}` is no format; these are: `{}`", names()))
        })
    }

    fn write(&self) -> Json {
        self.write(Format::name)
    }

    fn overlay(&mut self, value: Self) {
        self.entries.splice(0..0, value.entries);
    }
}
