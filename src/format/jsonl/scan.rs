//! Reads JSON with the place of every value, and goes on behind what is broken.
//!
//! `serde_json` knows no places and stops at the first error; here a comma too many, curled quotation marks and
//! Python's words are reported and read as what was meant.

use memchr::memchr2;

use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    /// A string, its quotation marks outside [`Node::inner`]; whether it has escapes.
    String {
        escaped: bool,
    },
    Number,
    /// `true`, `false`, `null` and what stands in their place.
    Word,
}

/// A value, or the key of a member of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// All of it.
    pub(crate) span: Span,
    /// A string without its quotation marks; else the same.
    pub(crate) inner: Span,
    /// The number of the first node behind it and all that it holds.
    next: u32,
}

/// The values of a record in the order of the text: an object is followed by its keys and values, an array by its items.
#[derive(Debug, Default)]
pub(crate) struct Json {
    pub(crate) nodes: Vec<Node>,
    pub(crate) findings: Vec<Finding>,
    /// Where reading ended.
    pub(crate) end: usize,
}

/// Deeper values are not read.
const DEEPEST: usize = 100;

/// Of more keys of one object none is compared with the others: records have some ten, and tables of words have no slips.
const MOST_KEYS: usize = 32;

/// Reads the value that begins at `from` of `text`, white space in front of it skipped.
pub(crate) fn scan(text: &str, from: usize) -> Json {
    let mut scanner =
        Scanner { text, bytes: text.as_bytes(), at: from, json: Json::default(), broken: false, controls: Vec::new() };
    scanner.value(0);
    scanner.json.end = scanner.at;
    scanner.controls();
    scanner.json
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    json: Json,
    /// Whether something was met behind which nothing can be told.
    broken: bool,
    /// Control characters that stand in strings as they are.
    controls: Vec<usize>,
}

impl Scanner<'_> {
    /// The finding about control characters in strings. Behind a string that was never closed they say nothing.
    fn controls(&mut self) {
        let Some(&first) = self.controls.first().filter(|_| !self.broken) else { return };
        let what = match self.bytes[first] {
            b'\t' => "A tab stands",
            b'\n' | b'\r' => "A line end stands",
            _ => "A control character stands",
        };
        let more = match self.controls.len() {
            1 => String::new(),
            n => format!(", and {} more", n - 1),
        };
        let escaped = |at: usize| match self.bytes[at] {
            b'\t' => "\\t".to_owned(),
            b'\n' => "\\n".to_owned(),
            b'\r' => "\\r".to_owned(),
            code => format!("\\u{code:04x}"),
        };
        let edits = self.controls.iter().map(|&at| Edit::replace(Span::new(at, at + 1), escaped(at))).collect();
        let message = format!("{what} in this string as it is{more}: JSON escapes it");
        self.slip(Span::new(first, first + 1), message, Some(Fix::safe("Escape it", edits)));
    }

    fn white(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn push(&mut self, kind: Kind, span: Span, inner: Span) -> usize {
        let index = self.json.nodes.len();
        self.json.nodes.push(Node { kind, span, inner, next: index as u32 + 1 });
        index
    }

    /// A finding behind which reading goes on.
    fn slip(&mut self, span: Span, message: impl Into<std::borrow::Cow<'static, str>>, fix: Option<Fix>) {
        let mut finding = Finding::new(RuleId::BrokenJson, span, message);
        finding.fixes.extend(fix);
        self.json.findings.push(finding);
    }

    /// A finding behind which nothing can be told.
    fn stop(&mut self, message: impl Into<std::borrow::Cow<'static, str>>) {
        if !self.broken {
            let mut end = (self.at + 1).min(self.text.len());
            while !self.text.is_char_boundary(end) {
                end += 1;
            }
            // At the end of the record, what stands last is shown.
            let mut start = self.at.min(end);
            let written = &self.text[..start];
            if self.text[start..].trim().is_empty() {
                start = written.trim_end().char_indices().next_back().map_or(start, |(at, _)| at);
                end = written.trim_end().len().max(start);
            }
            self.slip(Span::new(start, end), message, None);
        }
        self.broken = true;
    }

    fn value(&mut self, depth: usize) -> bool {
        self.white();
        if depth > DEEPEST {
            self.stop("This value is nested too deeply");
            return false;
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b) if b.is_ascii_alphabetic() => self.word(),
            Some(_) if self.curled() > 0 => self.curled_string(),
            Some(b'\'') => self.curled_string(),
            Some(_) => {
                self.stop("A value was expected here");
                false
            }
            None => {
                self.stop("The record ends where a value was expected");
                false
            }
        }
    }

    fn object(&mut self, depth: usize) -> bool {
        let start = self.at;
        let index = self.push(Kind::Object, Span::empty(start), Span::empty(start));
        self.at += 1;
        let mut comma: Option<usize> = None;
        loop {
            self.white();
            match self.peek() {
                Some(b'}') => {
                    self.trailing(comma);
                    self.at += 1;
                    break;
                }
                Some(b'"') => {}
                Some(_) if self.curled() > 0 => {}
                Some(b'\'') => {}
                Some(_) => {
                    self.stop("The key of a member was expected here");
                    break;
                }
                None => {
                    self.stop("The record ends inside an object");
                    break;
                }
            }
            let key = if self.peek() == Some(b'"') { self.string() } else { self.curled_string() };
            if !key {
                break;
            }
            self.white();
            if self.peek() == Some(b':') {
                self.at += 1;
            } else {
                self.stop("A colon was expected between key and value");
                break;
            }
            if !self.value(depth + 1) {
                break;
            }
            comma = self.comma(b'}');
            if self.broken {
                break;
            }
        }
        self.close(index)
    }

    fn array(&mut self, depth: usize) -> bool {
        let start = self.at;
        let index = self.push(Kind::Array, Span::empty(start), Span::empty(start));
        self.at += 1;
        let mut comma: Option<usize> = None;
        loop {
            self.white();
            match self.peek() {
                Some(b']') => {
                    self.trailing(comma);
                    self.at += 1;
                    break;
                }
                None => {
                    self.stop("The record ends inside an array");
                    break;
                }
                Some(_) => {}
            }
            if !self.value(depth + 1) {
                break;
            }
            comma = self.comma(b']');
            if self.broken {
                break;
            }
        }
        self.close(index)
    }

    fn close(&mut self, index: usize) -> bool {
        let next = self.json.nodes.len() as u32;
        let node = &mut self.json.nodes[index];
        node.span.end = self.at.max(node.span.start);
        node.inner = node.span;
        node.next = next;
        if node.kind == Kind::Object && !self.broken {
            self.repeated_keys(index);
        }
        !self.broken
    }

    /// Says which keys of an object stand in it twice, of those that come first.
    fn repeated_keys(&mut self, index: usize) {
        let (json, text) = (std::mem::take(&mut self.json), self.text);
        let keys = Value { text, json: &json, index, is_last: false }.members().map(|(key, _)| key);
        let keys: Vec<(&str, Span)> = keys.take(MOST_KEYS).map(|key| (key.raw(), key.span())).collect();
        let mut found = Vec::new();
        for (at, (key, span)) in keys.iter().enumerate() {
            if let Some((_, first)) = keys[..at].iter().find(|(other, _)| other == key) {
                let message = format!("“{key}” stands in this object already: readers keep one of the two values");
                found.push(Finding::new(RuleId::BrokenJson, *span, message).relating(*first, "Here"));
            }
        }
        self.json = json;
        self.json.findings.extend(found);
    }

    /// The comma behind a member or an item; its place.
    fn comma(&mut self, end: u8) -> Option<usize> {
        let behind = self.at;
        self.white();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Some(self.at - 1)
            }
            Some(b) if b == end => None,
            // Another member or item: the comma was forgotten.
            Some(b'"' | b'{' | b'[') if self.bytes[behind..self.at].iter().all(u8::is_ascii_whitespace) => {
                let fix = Fix::unsafe_("Insert a comma", vec![Edit::insert(behind, ",")]);
                let span = Span::new(self.at, self.at + 1);
                self.slip(span, "A comma is missing in front of this value", Some(fix));
                None
            }
            Some(_) => {
                self.stop("A comma or the end of the value was expected here");
                None
            }
            None => {
                self.stop("The record ends inside a value");
                None
            }
        }
    }

    fn trailing(&mut self, comma: Option<usize>) {
        if let Some(at) = comma {
            let span = Span::new(at, at + 1);
            let fix = Fix::safe("Delete the comma", vec![Edit::delete(span)]);
            self.slip(span, "Nothing follows this comma", Some(fix));
        }
    }

    fn string(&mut self) -> bool {
        let start = self.at;
        let mut at = start + 1;
        let mut escaped = false;
        loop {
            match memchr2(b'"', b'\\', &self.bytes[at..]) {
                Some(found) if self.bytes[at + found] == b'"' => {
                    at += found;
                    break;
                }
                Some(found) => {
                    escaped = true;
                    at += found + 2;
                    if at > self.bytes.len() {
                        return self.unended(start);
                    }
                    // The character that is escaped may be a long one.
                    while !self.text.is_char_boundary(at) {
                        at += 1;
                    }
                }
                None => return self.unended(start),
            }
        }
        self.at = at + 1;
        let inner = Span::new(start + 1, at);
        let controls = self.bytes[inner.range()].iter().enumerate().filter(|(_, b)| **b < 0x20);
        self.controls.extend(controls.map(|(at, _)| inner.start + at));
        self.push(Kind::String { escaped }, Span::new(start, self.at), inner);
        true
    }

    fn unended(&mut self, start: usize) -> bool {
        let mark = self.text[start..].chars().next().map_or(0, char::len_utf8);
        self.slip(Span::new(start, start + mark), "This string is never closed", None);
        self.broken = true;
        self.at = self.text.len();
        false
    }

    /// The length of the curled mark here.
    fn curled(&self) -> usize {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(c @ ('“' | '”' | '„' | '‘' | '’' | '«' | '»')) => c.len_utf8(),
            _ => 0,
        }
    }

    /// A string between marks that are none.
    fn curled_string(&mut self) -> bool {
        let start = self.at;
        let open = self.curled().max(1);
        let rest = &self.text[start + open..];
        let straight = self.bytes[start] == b'\'';
        let is_end =
            |c: char| if straight { c == '\'' } else { matches!(c, '“' | '”' | '’' | '»' | '«' | '"') };
        let mut escaped = false;
        let is_last = |c: char| {
            let is_escaped = std::mem::take(&mut escaped);
            escaped = c == '\\' && !is_escaped;
            is_end(c) && !is_escaped || c == '\n'
        };
        let Some(len) = rest.find(is_last).filter(|&len| !rest[len..].starts_with('\n')) else {
            return self.unended(start);
        };
        let inner = Span::new(start + open, start + open + len);
        let close = rest[len..].chars().next().map_or(1, char::len_utf8);
        self.at = inner.end + close;
        let span = Span::new(start, self.at);
        let marks = [Span::new(start, inner.start), Span::new(inner.end, span.end)];
        let fix = Fix::unsafe_("Write straight marks", marks.map(|mark| Edit::replace(mark, "\"")).into());
        self.slip(span, "A string stands between straight double quotation marks", Some(fix));
        self.push(Kind::String { escaped: self.text[inner.range()].contains('\\') }, span, inner);
        true
    }

    fn number(&mut self) -> bool {
        let start = self.at;
        let len = self.bytes[start..]
            .iter()
            .take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'))
            .count();
        self.at += len;
        // `-Infinity` is what Python writes.
        let is_infinite = &self.bytes[start..self.at] == b"-" && self.bytes[self.at..].starts_with(b"Infinity");
        if is_infinite {
            self.at += 8;
        }
        let span = Span::new(start, self.at);
        if !is_infinite && !is_number(&self.bytes[span.range()]) {
            self.slip(span, "JSON has no number of this form: 0.5, 10, -2 and 1e9 are some", None);
        }
        self.push(Kind::Number, span, span);
        true
    }

    fn word(&mut self) -> bool {
        let start = self.at;
        let len = self.bytes[start..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let span = Span::new(start, start + len);
        let meant = match &self.text[span.range()] {
            "true" | "false" | "null" | "NaN" | "Infinity" => None,
            "True" => Some("true"),
            "False" => Some("false"),
            "None" | "nil" | "undefined" => Some("null"),
            _ => {
                self.stop("A value was expected here");
                return false;
            }
        };
        self.at = span.end;
        if let Some(meant) = meant {
            let fix = Fix::safe(format!("Write {meant}"), vec![Edit::replace(span, meant)]);
            self.slip(span, format!("JSON writes {meant}"), Some(fix));
        }
        self.push(Kind::Word, span, span);
        true
    }
}

/// Whether what is made of digits, signs, points and `e` is a number of JSON: `-2.5e+3`.
fn is_number(written: &[u8]) -> bool {
    let digits = |rest: &[u8]| rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let rest = written.strip_prefix(b"-").unwrap_or(written);
    let whole = digits(rest);
    if whole == 0 || whole > 1 && rest[0] == b'0' {
        return false;
    }
    let mut rest = &rest[whole..];
    if let [b'.', behind @ ..] = rest {
        let places = digits(behind);
        if places == 0 {
            return false;
        }
        rest = &behind[places..];
    }
    if let [b'e' | b'E', behind @ ..] = rest {
        let behind = match behind {
            [b'+' | b'-', behind @ ..] => behind,
            _ => behind,
        };
        return !behind.is_empty() && digits(behind) == behind.len();
    }
    rest.is_empty()
}

/// A value in its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'a> {
    pub(crate) text: &'a str,
    json: &'a Json,
    index: usize,
    /// Whether it is the offset of the last character of a stretch: the one behind it is meant.
    is_last: bool,
}

impl Json {
    /// The value as a whole, where there is one.
    pub(crate) fn root<'a>(&'a self, text: &'a str) -> Option<Value<'a>> {
        (!self.nodes.is_empty()).then_some(Value { text, json: self, index: 0, is_last: false })
    }
}

impl<'a> Value<'a> {
    pub(crate) fn node(self) -> Node {
        self.json.nodes[self.index]
    }

    pub(crate) fn span(self) -> Span {
        self.node().span
    }

    /// A string as written, escapes and all.
    pub(crate) fn raw(self) -> &'a str {
        &self.text[self.node().inner.range()]
    }

    pub(crate) fn is(self, kind: Kind) -> bool {
        self.node().kind == kind
    }

    pub(crate) fn is_string(self) -> bool {
        matches!(self.node().kind, Kind::String { .. })
    }

    /// A whole number.
    pub(crate) fn integer(self) -> Option<i64> {
        if !self.is(Kind::Number) {
            return None;
        }
        let raw = self.raw();
        let number: i64 = raw.parse().ok().or_else(|| raw.strip_suffix(".0")?.parse().ok())?;
        number.checked_add(i64::from(self.is_last))
    }

    /// The same as the offset of the last character of a stretch: as a number it is that of the one behind it.
    pub(crate) fn as_last(self) -> Self {
        Self { is_last: true, ..self }
    }

    /// The whole number `offset` as it is written in the place of this one.
    pub(crate) fn written(self, offset: usize) -> String {
        offset.saturating_sub(usize::from(self.is_last)).to_string()
    }

    /// The nodes that it holds, one behind the other: items, or keys and values.
    fn children(self) -> impl Iterator<Item = Value<'a>> {
        let end = self.node().next as usize;
        let mut at = self.index + 1;
        let holds = matches!(self.node().kind, Kind::Object | Kind::Array);
        std::iter::from_fn(move || {
            let index = at;
            if !holds || index >= end {
                return None;
            }
            at = self.json.nodes[index].next as usize;
            Some(Value { index, ..self })
        })
    }

    /// The items of an array; nothing of another value.
    pub(crate) fn items(self) -> impl Iterator<Item = Value<'a>> {
        self.children().filter(move |_| self.is(Kind::Array))
    }

    /// The members of an object: key and value.
    pub(crate) fn members(self) -> impl Iterator<Item = (Value<'a>, Value<'a>)> {
        let mut children = self.children();
        let is_object = self.is(Kind::Object);
        std::iter::from_fn(move || {
            let key = children.next().filter(|_| is_object)?;
            Some((key, children.next()?))
        })
    }

    /// The value of a member.
    pub(crate) fn get(self, key: &str) -> Option<Value<'a>> {
        self.members().find(|(name, _)| name.raw() == key).map(|(_, value)| value)
    }

    /// The first of these members that is there.
    pub(crate) fn first(self, keys: &[&str]) -> Option<Value<'a>> {
        keys.iter().find_map(|key| self.get(key))
    }
}
