use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::options::OPTIONS;
use super::selector::nearest;
use super::{Config, Problem};
use crate::text::Span;

/// A value somebody wrote, whatever the notation, with its place where that is known.
#[derive(Clone, Debug)]
pub struct Node {
    pub value: Value,
    span: Option<Span>,
}

/// What a [`Node`] holds.
#[derive(Clone, Debug)]
pub enum Value {
    Null,
    Text(String),
    Bool(bool),
    Integer(i64),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
    /// Something no setting takes, by the name of its type.
    Other(&'static str),
}

impl Node {
    /// What `text` holds, or where it is not TOML.
    pub fn from_toml(text: &str) -> (Self, Vec<Problem>) {
        match DeTable::parse(text) {
            Ok(table) => (Self { value: from_table(table.get_ref()), span: None }, Vec::new()),
            Err(error) => {
                let message = format!("{}; until that is mended the file counts for nothing", error.message());
                let problem = Problem { key: String::new(), message, span: error.span().map(Span::from) };
                (Self { value: Value::Null, span: None }, vec![problem])
            }
        }
    }

    /// What `json` holds.
    pub fn from_json(json: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        let value = match json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => number.as_i64().map_or(Value::Other("a fraction"), Value::Integer),
            Json::String(text) => Value::Text(text.clone()),
            Json::Array(items) => Value::List(items.iter().map(Self::from_json).collect()),
            Json::Object(map) => Value::Table(map.iter().map(|(k, v)| (k.clone(), Self::from_json(v))).collect()),
        };
        Self { value, span: None }
    }

    /// The type of the value in words.
    pub fn type_name(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Text(_) => "a string",
            Value::Bool(_) => "a boolean",
            Value::Integer(_) => "a number",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Other(name) => name,
        }
    }

    /// A problem with this value.
    pub fn problem(&self, key: &str, message: impl Into<String>) -> Problem {
        Problem { key: key.to_owned(), message: message.into(), span: self.span }
    }
}

fn from_table(table: &DeTable<'_>) -> Value {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let nodes = entries.into_iter().map(|(key, value)| {
        let mut node = from_spanned(value);
        // A table's own span is its heading only; the key says more.
        if matches!(node.value, Value::Table(_)) {
            node.span = Some(key.span().into());
        }
        (key.get_ref().to_string(), node)
    });
    Value::Table(nodes.collect())
}

fn from_spanned(value: &Spanned<DeValue<'_>>) -> Node {
    let inner = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix())
            .map_or(Value::Other("a number beyond all bounds"), Value::Integer),
        DeValue::Float(_) => Value::Other("a fraction"),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(items) => Value::List(items.iter().map(from_spanned).collect()),
        DeValue::Table(table) => from_table(table),
    };
    Node { value: inner, span: Some(value.span().into()) }
}

impl Config {
    /// Takes over what `root` sets.
    pub(super) fn overlay(&mut self, root: &Node, problems: &mut Vec<Problem>) {
        match &root.value {
            Value::Table(entries) => self.overlay_table("", entries, problems),
            Value::Null => {}
            _ => problems.push(root.problem("", format!("settings are a table, this is {}", root.type_name()))),
        }
    }

    fn overlay_table(&mut self, prefix: &str, entries: &[(String, Node)], problems: &mut Vec<Problem>) {
        for (name, node) in entries {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            let is_group =
                OPTIONS.iter().any(|option| option.key.strip_prefix(&*key).is_some_and(|s| s.starts_with('.')));
            if let Some(option) = OPTIONS.iter().find(|option| option.key == key) {
                if !matches!(node.value, Value::Null) {
                    (option.read)(self, node, problems);
                }
            } else if let (true, Value::Table(inner)) = (is_group, &node.value) {
                self.overlay_table(&key, inner, problems);
            } else if is_group && !matches!(node.value, Value::Null) {
                problems.push(node.problem(&key, format!("`{key}` is a table, not {}", node.type_name())));
            } else if !is_group && !belongs_to_editor(&key) {
                let known = nearest(&key, OPTIONS.iter().map(|option| option.key));
                let hint = known.map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
                problems.push(node.problem(&key, format!("there is no setting `{key}`{hint}")));
            }
        }
    }
}

/// Whether the editor, and not the server, uses the setting.
pub(super) fn belongs_to_editor(key: &str) -> bool {
    matches!(key.split('.').next(), Some("server" | "trace"))
}
