use std::borrow::Cow;
use std::io;

use serde::Deserialize;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::server::types::{Error, Id, Request, Response};

/// How many bytes are asked for in one read.
pub const CHUNK: usize = 64 * 1024;

/// The longest line that can be a header; what is longer is no header.
const LONGEST_HEADER: usize = 4096;

/// The longest body that is taken in, in bytes; an announcement of more is no header.
const LONGEST_BODY: usize = 1 << 30;

const LENGTH_KEY: &[u8] = b"content-length:";

/// A message of the client.
#[derive(Debug)]
pub enum Incoming {
    /// A request or a notification.
    Call(Request),
    /// The answer to a request of the server.
    Answer(Response),
    /// None of them; the error says why, the id is that of the request where it could be made out.
    Malformed(Id, Error),
}

/// Splits what the client writes into messages.
///
/// Headers that make no sense are skipped up to the next one that does, so a client that miscounts loses the messages
/// it miscounts and no others.
pub struct FrameReader<R> {
    input: R,
    buffer: Vec<u8>,
    /// Where the unread part of the buffer begins.
    start: usize,
}

impl<R: AsyncRead + Unpin> FrameReader<R> {
    /// A reader of `input`.
    pub fn new(input: R) -> Self {
        Self { input, buffer: Vec::new(), start: 0 }
    }

    /// The next message and whether it had to be repaired, or `None` at the end of the input.
    ///
    /// # Errors
    /// Those of the input.
    pub async fn next(&mut self) -> io::Result<Option<(Incoming, bool)>> {
        let Some(length) = self.header().await? else { return Ok(None) };
        if !self.fill(length).await? {
            return Ok(None);
        }
        let body = &self.buffer[self.start..self.start + length];
        let parsed = parse(body);
        // A length that is too large swallows the header behind it: go on from there.
        let swallowed = matches!(parsed.0, Incoming::Malformed(..)).then(|| find_header(body)).flatten();
        self.start += swallowed.unwrap_or(length);
        Ok(Some(parsed))
    }

    /// Reads up to the end of the next sound header and returns the length of the body.
    async fn header(&mut self) -> io::Result<Option<usize>> {
        let mut length = None;
        loop {
            let Some(line) = self.line().await? else { return Ok(None) };
            match (line, length) {
                (Line::Blank, Some(length)) => return Ok(Some(length)),
                (Line::Length(new), _) => length = Some(new),
                (Line::Blank | Line::Other, _) => {}
            }
        }
    }

    /// Reads one line of a header.
    async fn line(&mut self) -> io::Result<Option<Line>> {
        let mut searched = 0;
        loop {
            let unread = &self.buffer[self.start..];
            if let Some(end) = memchr::memchr(b'\n', &unread[searched..]).map(|at| searched + at) {
                let line = Line::new(&unread[..end]);
                self.start += end + 1;
                return Ok(Some(line));
            }
            searched = unread.len();
            if searched > LONGEST_HEADER {
                // Keep only as much as the beginning of a header may take.
                self.start = self.buffer.len() - LONGEST_HEADER / 2;
                searched = LONGEST_HEADER / 2;
            }
            if !self.read_more().await? {
                return Ok(None);
            }
        }
    }

    /// Reads until `length` bytes are there; false where the input ends before.
    async fn fill(&mut self, length: usize) -> io::Result<bool> {
        while self.buffer.len() - self.start < length {
            if !self.read_more().await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn read_more(&mut self) -> io::Result<bool> {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        if self.buffer.is_empty() && self.buffer.capacity() > 16 * CHUNK {
            self.buffer.shrink_to(CHUNK);
        }
        self.buffer.reserve(CHUNK);
        Ok(self.input.read_buf(&mut self.buffer).await? > 0)
    }
}

/// What a line of a header is.
enum Line {
    Blank,
    Length(usize),
    Other,
}

impl Line {
    fn new(line: &[u8]) -> Self {
        if line.trim_ascii().is_empty() {
            return Self::Blank;
        }
        let Some(at) = find_header(line) else { return Self::Other };
        let number = str::from_utf8(&line[at + LENGTH_KEY.len()..]).ok().and_then(|text| text.trim().parse().ok());
        number.filter(|&length| length <= LONGEST_BODY).map_or(Self::Other, Self::Length)
    }
}

/// Where the last length header in `bytes` begins.
fn find_header(bytes: &[u8]) -> Option<usize> {
    bytes.windows(LENGTH_KEY.len()).rposition(|window| window.eq_ignore_ascii_case(LENGTH_KEY))
}

/// A message as it stands on the wire. One pass, nothing is buffered and read again.
#[derive(Deserialize)]
struct Wire {
    method: Option<String>,
    #[serde(default, deserialize_with = "present")]
    id: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    params: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    result: Option<Value>,
    error: Option<Error>,
}

/// Tells `null` from nothing.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Reads a body; the flag says whether it had to be repaired.
fn parse(body: &[u8]) -> (Incoming, bool) {
    match serde_json::from_slice::<Wire>(body) {
        Ok(wire) => (wire.into_incoming(), false),
        Err(error) => match serde_json::from_str::<Wire>(&repaired(body)) {
            Ok(wire) => (wire.into_incoming(), true),
            Err(_) if serde_json::from_str::<Value>(&repaired(body)).is_ok() => {
                (Incoming::Malformed(Id::Null, because(Error::invalid_request(), &error)), false)
            }
            Err(_) => (Incoming::Malformed(Id::Null, because(Error::parse_error(), &error)), false),
        },
    }
}

fn because(mut error: Error, cause: &serde_json::Error) -> Error {
    error.message = Cow::Owned(format!("{}: {cause}", error.message));
    error
}

impl Wire {
    fn into_incoming(self) -> Incoming {
        let id = match self.id.map(serde_json::from_value::<Id>) {
            None => None,
            Some(Ok(id)) => Some(id),
            Some(Err(_)) => return Incoming::Malformed(Id::Null, Error::invalid_request()),
        };
        let result = match (self.result, self.error) {
            (_, Some(error)) => Some(Err(error)),
            (Some(result), None) => Some(Ok(result)),
            (None, None) => None,
        };
        match (self.method, id, result) {
            (Some(method), id, _) => {
                let mut call = Request::build(method);
                if let Some(params) = self.params {
                    call = call.params(params);
                }
                if let Some(id) = id {
                    call = call.id(id);
                }
                Incoming::Call(call.finish())
            }
            (None, Some(id), Some(result)) => Incoming::Answer(Response::from_parts(id, result)),
            (None, id, _) => Incoming::Malformed(id.unwrap_or_default(), Error::invalid_request()),
        }
    }
}

/// The body with what is not UTF-8, and escapes of lone surrogates, replaced by U+FFFD.
/// A surrogate is one unit of UTF-16 and so is its replacement: positions stay right.
fn repaired(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match (surrogate(rest), rest.get(6..).and_then(surrogate)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(_), _) => {
                out.push_str("\\ufffd");
                rest = &rest[6..];
                continue;
            }
            (None, _) => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// The surrogate whose escape `text` begins with.
fn surrogate(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let unit = u32::from_str_radix(digits, 16).ok()?;
    (0xD800..=0xDFFF).contains(&unit).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read from `input`: methods of calls, ids of answers and `!` with the code of an error.
    async fn read(input: &[u8]) -> Vec<String> {
        let mut reader = FrameReader::new(input);
        let mut out = Vec::new();
        while let Some((incoming, _)) = reader.next().await.expect("a slice can be read") {
            out.push(match incoming {
                Incoming::Call(call) => call.method().to_owned(),
                Incoming::Answer(answer) => answer.id().to_string(),
                Incoming::Malformed(_, error) => format!("!{}", error.code),
            });
        }
        out
    }

    fn call(method: &str) -> String {
        let body = format!(r#"{{"jsonrpc":"2.0","method":"{method}"}}"#);
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    fn run(input: &str) -> Vec<String> {
        futures_util::FutureExt::now_or_never(read(input.as_bytes())).expect("a slice is always ready")
    }

    #[test]
    fn headers_in_any_case_and_with_others_beside() {
        let body = r#"{"method":"a"}"#;
        let input = format!("content-type: x\r\nCONTENT-LENGTH:  {}\n\r\n{body}", body.len());
        assert_eq!(run(&input), ["a"]);
    }

    #[test]
    fn garbage_between_frames_is_skipped() {
        let input = format!("\r\n\r\nnonsense\r\n{}{{\"x\":1}}{}", call("a"), call("b"));
        assert_eq!(run(&input), ["a", "b"]);
        let input = format!("{}{}", "x".repeat(100_000), call("a"));
        assert_eq!(run(&input), ["a"]);
    }

    #[test]
    fn lengths_that_are_wrong_cost_only_their_own_message() {
        let short = "Content-Length: 5\r\n\r\n{\"method\":\"lost\"}";
        assert_eq!(run(&format!("{short}{}", call("a"))), ["!-32700", "a"]);
        let long = "Content-Length: 40\r\n\r\n{\"method\":\"lost\"}";
        assert_eq!(run(&format!("{long}{}{}", call("a"), call("b"))), ["!-32700", "a", "b"]);
        for bad in ["-1", "x", "99999999999999999999", "9999999999"] {
            assert_eq!(run(&format!("Content-Length: {bad}\r\n\r\n{{}}{}", call("a"))), ["a"], "{bad}");
        }
    }

    #[test]
    fn lone_surrogates_become_replacement_characters() {
        let text = r#"{"method":"m","params":["\ud83d","\ud83d\ude00","\ude00x","\\ud83d","\ud83d\n"]}"#;
        let (Incoming::Call(call), true) = parse(text.as_bytes()) else { panic!("not repaired") };
        let expected = serde_json::json!(["\u{FFFD}", "😀", "\u{FFFD}x", "\\ud83d", "\u{FFFD}\n"]);
        assert_eq!(call.params(), Some(&expected));
    }

    #[test]
    fn invalid_utf8_becomes_replacement_characters() {
        let (Incoming::Call(call), true) = parse(b"{\"method\":\"m\",\"params\":[\"a\xff\xfeb\"]}") else {
            panic!("not repaired")
        };
        assert_eq!(call.params(), Some(&serde_json::json!(["a\u{FFFD}\u{FFFD}b"])));
    }

    #[test]
    fn what_is_json_but_no_message_is_an_invalid_request() {
        let body = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let input = ["[]", "7", "{}", r#"{"id":{}}"#, r#"{"id":1}"#].map(body).concat();
        assert_eq!(run(&input), ["!-32600"; 5]);
        assert_eq!(run(&body(r#"{"id":3,"result":null}"#)), ["3"]);
    }
}
