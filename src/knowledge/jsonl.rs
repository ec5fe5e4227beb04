//! One JSON object a line, scanned in place: no value is copied, and a line that is broken costs that line only.

use memchr::{memchr, memchr2};

use super::Literal;
use super::draft::{Draft, Key, Value};
use super::links::LinkKind;
use crate::rules::{Finding, RuleId};
use crate::text::Span;

/// Reads `text` into `draft`.
pub fn read(text: &str, draft: &mut Draft) {
    let bytes = text.as_bytes();
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    draft.entries.reserve(memchr::memchr_iter(b'\n', bytes).count());
    while start < bytes.len() {
        let end = memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        line(text, Span::new(start, end), draft);
        start = end + 1;
    }
}

fn line(text: &str, span: Span, draft: &mut Draft) {
    let line = &text[span.range()];
    let start = span.start + line.len() - line.trim_start().len();
    let end = start + line.trim().len();
    if start == end {
        return;
    }
    draft.begin();
    let problems = draft.problems.len();
    let mut scanner = Scanner { text, at: start, end };
    match scanner.object(draft) {
        Ok(()) => draft.end(Span::new(start, scanner.at)),
        Err(Fault { at, message }) => {
            draft.drop_entry();
            draft.problems.truncate(problems);
            // From the place where it goes wrong to the end of the line, which is not read.
            let at = (0..=at.min(end)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
            let message = format!("This line is no JSON object: {message}");
            draft.problems.push(Finding::new(RuleId::MalformedEntity, Span::new(at.max(start), end), message));
        }
    }
}

/// What is wrong with a line, and where.
struct Fault {
    at: usize,
    message: &'static str,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes()[..self.end].get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8, message: &'static str) -> Result<(), Fault> {
        self.skip_space();
        if self.peek() != Some(byte) {
            return Err(Fault { at: self.at, message });
        }
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    /// The whole line.
    fn object(&mut self, draft: &mut Draft) -> Result<(), Fault> {
        self.members(|scanner, name, span| {
            let key = Key::of(name);
            match (key, scanner.peek()) {
                (Key::Aliases | Key::Links | Key::Link(_), Some(b'[')) => scanner.list(|scanner| {
                    let value = scanner.value()?;
                    draft.take(key, value);
                    Ok(())
                }),
                (Key::Links, Some(b'{')) => scanner.members(|scanner, site, _| {
                    let key = LinkKind::of_site(site).map_or(Key::Links, Key::Link);
                    let value = scanner.value()?;
                    draft.take(key, value);
                    Ok(())
                }),
                _ => {
                    let value = scanner.value()?;
                    if key == Key::Unknown {
                        draft.unknown(name, span);
                    }
                    draft.take(key, value);
                    Ok(())
                }
            }
        })?;
        self.skip_space();
        if self.at < self.end {
            return Err(Fault { at: self.at, message: "something stands behind its end" });
        }
        Ok(())
    }

    /// `{ "key": value, … }`; `each` reads the value.
    fn members(&mut self, mut each: impl FnMut(&mut Self, &str, Span) -> Result<(), Fault>) -> Result<(), Fault> {
        self.expect(b'{', "it does not begin with {")?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(Fault { at: self.at, message: "a key in quotation marks is missing here" });
            }
            let key = self.string()?;
            let name = &self.text[key.start + 1..key.end - 1];
            self.expect(b':', "a colon is missing here")?;
            each(self, name, Span::new(key.start + 1, key.end - 1))?;
            self.skip_space();
            match self.peek() {
                Some(b',') => self.expect(b',', "")?,
                Some(b'}') => break,
                _ => return Err(Fault { at: self.at, message: "a comma or } is missing here" }),
            }
        }
        self.at += 1;
        Ok(())
    }

    /// `[ value, … ]`; `each` reads the value.
    fn list(&mut self, mut each: impl FnMut(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        self.expect(b'[', "a list is missing here")?;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            each(self)?;
            self.skip_space();
            match self.peek() {
                Some(b',') => self.expect(b',', "")?,
                Some(b']') => break,
                _ => return Err(Fault { at: self.at, message: "a comma or ] is missing here" }),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn value(&mut self) -> Result<Value, Fault> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => Ok(Value::Text(Literal::new(self.string()?))),
            Some(b'{' | b'[') => {
                self.nested()?;
                Ok(Value::Other(Literal::new(Span::new(start, self.at))))
            }
            Some(_) => {
                while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) {
                    self.at += 1;
                }
                let word = &self.text[start..self.at];
                let literal = Literal::new(Span::new(start, self.at));
                match word {
                    "null" => Ok(Value::Nothing),
                    "true" | "false" => Ok(Value::Other(literal)),
                    _ if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Value::Text(literal)),
                    _ if word.parse::<f64>().is_ok() => Ok(Value::Other(literal)),
                    _ => Err(Fault { at: start, message: "a value is missing here" }),
                }
            }
            None => Err(Fault { at: start, message: "a value is missing here" }),
        }
    }

    /// A string with its quotation marks.
    fn string(&mut self) -> Result<Span, Fault> {
        let start = self.at;
        let bytes = &self.text.as_bytes()[..self.end];
        let mut at = start + 1;
        let mut escapes = false;
        loop {
            match memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
                None => return Err(Fault { at: start, message: "this string is never closed" }),
                Some(found) if bytes[at + found] == b'"' => {
                    self.at = at + found + 1;
                    break;
                }
                Some(found) => {
                    escapes = true;
                    at += found + 2;
                }
            }
        }
        let span = Span::new(start, self.at);
        if escapes && serde_json::from_str::<String>(&self.text[span.range()]).is_err() {
            return Err(Fault { at: start, message: "this string holds an escape that is none" });
        }
        Ok(span)
    }

    /// Passes over a list or an object of any depth.
    fn nested(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Ok(());
            }
        }
        Err(Fault { at: start, message: "this is never closed" })
    }
}
