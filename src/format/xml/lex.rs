//! Cuts XML and SGML into tags, text and the rest, whatever state it is in.
//!
//! Nothing is refused: what cannot be a tag is text, and an attribute that never ends, ends with its tag.
//! Every byte belongs to exactly one token, so the tokens joined are the text again.

use memchr::{memchr, memchr_iter, memchr2, memmem};

use crate::text::Span;

/// A stretch of markup or of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// All of it; not empty.
    pub(crate) span: Span,
    pub(crate) kind: TokenKind,
}

/// What a stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Text between tags, references to characters not resolved.
    Text,
    /// `<name …>`; its name, how many attributes it has, and whether it ends in `/>`.
    Open { name: Span, attributes: u32, empty: bool },
    /// `</name>`; without the `>` where that was lost.
    Close { name: Span },
    /// `<!-- … -->`
    Comment,
    /// `<![CDATA[ … ]]>`: the text inside.
    Data(Span),
    /// `<?…?>` and `<!…>`
    Declaration,
    /// A comment or character data that lost what ends it: as far as it seems to go; the text inside, where it is any.
    Unended(Option<Span>),
    /// A `<` that begins no tag.
    Stray,
}

/// An attribute of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) name: Span,
    /// Without quotation marks; empty where there is none.
    pub(crate) value: Span,
    pub(crate) quotes: Quotes,
}

/// What stands round the value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// `"…"` or `'…'`
    Straight,
    /// Marks that an editor curled; the bytes of the one in front and of the one behind.
    Curled(u8, u8),
    /// None.
    Bare,
    /// One in front, and none behind.
    Unclosed,
    /// One behind, and none in front.
    Unopened,
    /// There is no value at all: `<option selected>`.
    Absent,
}

/// What is wrong with a tag, beside its attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Oddity {
    /// The characters that are no attribute.
    pub(crate) span: Span,
}

/// The tokens of a text, and their attributes in the order of the tags.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) tokens: Vec<Token>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) oddities: Vec<Oddity>,
}

/// A tag is no longer than this: a `<` with its `>` further off is text.
const LONGEST_TAG: usize = 256 * 1024;

/// The tokens of `text`.
pub(crate) fn lex(text: &str) -> Tokens {
    let mut found = Tokens::default();
    let bytes = text.as_bytes();
    let (mut at, mut from) = (0, 0);
    // Where the end of a document type was looked for in vain from.
    let mut vain = usize::MAX;
    while let Some(lt) = memchr(b'<', &bytes[at..]).map(|found| at + found) {
        let token = match bytes.get(lt + 1) {
            Some(b'!' | b'?') => declaration(bytes, lt, &mut vain),
            Some(b'/') => closing(text, lt),
            Some(&b) if is_name_start(b) => opening(text, lt, &mut found),
            _ => None,
        };
        let token = token.unwrap_or(Token { span: Span::new(lt, lt + 1), kind: TokenKind::Stray });
        if from < lt {
            found.tokens.push(Token { span: Span::new(from, lt), kind: TokenKind::Text });
        }
        at = token.span.end;
        from = at;
        found.tokens.push(token);
    }
    if from < text.len() {
        found.tokens.push(Token { span: Span::new(from, text.len()), kind: TokenKind::Text });
    }
    found
}

/// `<!--…-->`, `<![CDATA[…]]>`, `<?…?>`, `<!DOCTYPE … [ … ]>`.
fn declaration(bytes: &[u8], lt: usize, vain: &mut usize) -> Option<Token> {
    let rest = &bytes[lt..];
    let token = |len: usize, kind| Some(Token { span: Span::new(lt, lt + len), kind });
    if rest.starts_with(b"<!--") {
        return match end_before(rest, b"<!--", b"-->") {
            Ok(end) => token(end + 3, TokenKind::Comment),
            Err(from) => token(unended_comment(&rest[..from]), TokenKind::Unended(None)),
        };
    }
    if rest.starts_with(b"<![CDATA[") {
        return match end_before(rest, b"<![CDATA[", b"]]>") {
            Ok(end) => token(end + 3, TokenKind::Data(Span::new(lt + 9, lt + end))),
            Err(from) => {
                // One of the brackets was lost, or all of it: then a tag of the text goes on behind.
                let end = memmem::find(&rest[9..from], b"]>").map(|found| 9 + found);
                let tag = memmem::find(&rest[9..from], b"</").map_or(from, |found| 9 + found);
                let (inner, len) = end.map_or((tag, tag), |end| (end, end + 2));
                token(len, TokenKind::Unended(Some(Span::new(lt + 9, lt + inner))))
            }
        };
    }
    if rest[1] == b'?' {
        // SGML ends an instruction at `>`, XML at `?>`; a tag begins in none.
        let end = memchr(b'>', rest)?;
        let tag = memchr(b'<', &rest[2..]).map_or(rest.len(), |found| 2 + found);
        let end = if rest[end - 1] == b'?' {
            end
        } else {
            memmem::find(&rest[2..tag.max(2)], b"?>").map_or(end, |found| found + 3)
        };
        return token(end + 1, TokenKind::Declaration);
    }
    if !rest.get(2).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'[') {
        return None;
    }
    let end = memchr::memchr2(b'>', b'[', rest)?;
    if rest[end] == b'>' {
        return token(end + 1, TokenKind::Declaration);
    }
    // A document type with declarations of its own.
    if *vain <= lt {
        return None;
    }
    let Some(found) = memmem::find(&rest[end..], b"]>") else {
        *vain = lt;
        return None;
    };
    token(end + found + 2, TokenKind::Declaration)
}

/// Where `close` stands in `rest`, which begins with `open`; the error is where it should have come: there the next one
/// is opened, or the text ends.
fn end_before(rest: &[u8], open: &[u8], close: &[u8]) -> Result<usize, usize> {
    let mut at = open.len();
    while let Some(found) = memchr2(open[0], close[0], &rest[at..]) {
        at += found;
        if rest[at..].starts_with(close) {
            return Ok(at);
        }
        if rest[at..].starts_with(open) {
            return Err(at);
        }
        at += 1;
    }
    Err(rest.len())
}

/// The length of a comment that `rest` begins with and that is never ended: to what is left of its end, or to the end of
/// its line.
fn unended_comment(rest: &[u8]) -> usize {
    let line = memchr(b'\n', rest).unwrap_or(rest.len());
    let line = line - usize::from(rest[..line].ends_with(b"\r"));
    let mut at = 4;
    while let Some(found) = memchr(b'-', rest.get(at..).unwrap_or_default()) {
        at += found;
        match &rest[at..] {
            [b'-', b'-' | b'>', b'\n' | b'\r' | b'<', ..] | [b'-', b'-' | b'>'] => return at + 2,
            _ => at += 1,
        }
    }
    line.max(4)
}

/// `</name>`
fn closing(text: &str, lt: usize) -> Option<Token> {
    let len = name_len(&text.as_bytes()[lt + 2..]);
    let name = Span::new(lt + 2, lt + 2 + len);
    let rest = &text.as_bytes()[name.end..];
    let white = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    if len == 0 {
        return None;
    }
    let kind = TokenKind::Close { name };
    match rest.get(white) {
        Some(b'>') => Some(Token { span: Span::new(lt, name.end + white + 1), kind }),
        // Text or the next tag goes on behind one that lost its end.
        None | Some(b'<') => Some(Token { span: Span::new(lt, name.end), kind }),
        Some(_) if white > 0 && memchr2(b'<', b'>', rest).is_none_or(|found| rest[found] == b'<') => {
            Some(Token { span: Span::new(lt, name.end), kind })
        }
        _ => None,
    }
}

/// `<name attribute="value">`
fn opening(text: &str, lt: usize, found: &mut Tokens) -> Option<Token> {
    let bytes = &text.as_bytes()[..text.len().min(lt + LONGEST_TAG)];
    let name = Span::new(lt + 1, lt + 1 + name_len(&bytes[lt + 1..]));
    let (first, odd) = (found.attributes.len(), found.oddities.len());
    let mut at = name.end;
    let end = loop {
        at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        match bytes.get(at) {
            Some(b'>') => break Some((at + 1, false)),
            Some(b'/') if bytes.get(at + 1) == Some(&b'>') => break Some((at + 2, true)),
            // The tag was never ended, and another one begins.
            None | Some(b'<') => break None,
            Some(&b) if is_name_start(b) => {
                let attribute = attribute(text, at);
                at = attribute.1;
                found.attributes.push(attribute.0);
            }
            Some(_) => {
                let from = at;
                while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'<' | b'/')) {
                    at += 1;
                }
                at = text.floor_char_boundary(at.max(from + 1)).max(from + 1);
                while !text.is_char_boundary(at) {
                    at += 1;
                }
                found.oddities.push(Oddity { span: Span::new(from, at) });
            }
        }
    };
    // Many oddities in a row are prose behind a `<`, not attributes.
    let plausible = end.filter(|_| found.oddities.len() - odd <= 2);
    let Some((end, empty)) = plausible else {
        found.attributes.truncate(first);
        found.oddities.truncate(odd);
        return None;
    };
    let attributes = u32::try_from(found.attributes.len() - first).unwrap_or(u32::MAX);
    Some(Token { span: Span::new(lt, end), kind: TokenKind::Open { name, attributes, empty } })
}

/// The attribute that begins at `at` with a name, and where it ends.
fn attribute(text: &str, at: usize) -> (Attribute, usize) {
    let bytes = text.as_bytes();
    let name = Span::new(at, at + name_len(&bytes[at..]));
    let white = |at: usize| at + bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
    let equals = white(name.end);
    let absent = Attribute { name, value: Span::empty(name.end), quotes: Quotes::Absent };
    if bytes.get(equals) != Some(&b'=') {
        return (absent, name.end);
    }
    let from = white(equals + 1);
    let value = |start: usize, end: usize, quotes| Attribute { name, value: Span::new(start, end), quotes };
    match bytes.get(from) {
        Some(&mark @ (b'"' | b'\'')) => {
            let start = from + 1;
            // A value holds no `<`: where one comes before the mark, the mark was forgotten.
            match memchr2(mark, b'<', &bytes[start..]).map(|found| start + found) {
                Some(end) if bytes[end] == mark && begins_next(bytes, start, end).is_some() => {
                    let end = begins_next(bytes, start, end).unwrap_or(end);
                    (value(start, end, Quotes::Unclosed), end)
                }
                Some(end) if bytes[end] == mark && closes(bytes, start, end) => {
                    (value(start, end, Quotes::Straight), end + 1)
                }
                Some(end) if bytes[end] == mark || !bytes[start..end].contains(&b'>') => {
                    let cut =
                        bytes[start..end].iter().position(|b| matches!(b, b'>')).map_or(end, |found| start + found);
                    (value(start, cut, Quotes::Unclosed), cut)
                }
                _ => {
                    let rest = &bytes[start..];
                    let cut = rest.iter().position(|&b| matches!(b, b'>' | b'<' | b'\n')).unwrap_or(rest.len());
                    let cut =
                        if cut > 0 && rest.get(cut) == Some(&b'>') && rest[cut - 1] == b'/' { cut - 1 } else { cut };
                    // Curled behind, straight in front.
                    match curl_before(&text[start..start + cut]) {
                        Some(len) => (value(start, start + cut - len, Quotes::Curled(1, len as u8)), start + cut),
                        None => (value(start, start + cut, Quotes::Unclosed), start + cut),
                    }
                }
            }
        }
        Some(_) => match curl_at(text, from) {
            Some(open) => {
                let start = from + open;
                let rest = &text[start..];
                let end = rest.find(|c: char| is_curled(c) || matches!(c, '"' | '<' | '>')).unwrap_or(rest.len());
                let close = rest[end..].chars().next().filter(|&c| is_curled(c) || c == '"').map_or(0, char::len_utf8);
                if close == 0 {
                    return (value(start, start + end, Quotes::Unclosed), start + end);
                }
                (value(start, start + end, Quotes::Curled(open as u8, close as u8)), start + end + close)
            }
            None => {
                let rest = &bytes[from..];
                let len = rest.iter().position(|&b| b.is_ascii_whitespace() || matches!(b, b'>' | b'<'));
                let len = len.unwrap_or(rest.len());
                let slash = len > 1 && rest.get(len) == Some(&b'>') && rest[len - 1] == b'/';
                let len = len - usize::from(slash);
                // The mark in front was lost.
                let closed = len > 1 && matches!(rest[len - 1], b'"' | b'\'');
                if closed && memchr2(b'"', b'\'', &rest[..len - 1]).is_none() {
                    return (value(from, from + len - 1, Quotes::Unopened), from + len);
                }
                (value(from, from + len, Quotes::Bare), from + len)
            }
        },
        None => (absent, equals + 1),
    }
}

/// Where the value that begins at `start` seems to end, where the mark at `end` opens the value of the next attribute:
/// `type="org ref="#lind"`.
fn begins_next(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let follows = matches!(bytes.get(end + 1), None | Some(b'>' | b'/' | b'?' | b' ' | b'\t' | b'\n' | b'\r'));
    let written = bytes[start..end].trim_ascii_end().strip_suffix(b"=").filter(|_| !follows)?.trim_ascii_end();
    let name = written.iter().rposition(|b| b.is_ascii_whitespace())? + 1;
    let is_name = name_len(&written[name..]) == written.len() - name && name < written.len();
    is_name.then(|| start + written[..name].trim_ascii_end().len())
}

/// Whether the mark at `end` closes the value that begins at `start`: what follows may follow a value, or no tag ends
/// in it.
fn closes(bytes: &[u8], start: usize, end: usize) -> bool {
    let follows = matches!(bytes.get(end + 1), None | Some(b'>' | b'/' | b'?' | b' ' | b'\t' | b'\n' | b'\r'));
    follows || memchr_iter(b'>', &bytes[start..end]).next().is_none()
}

/// The length of the curled mark at `at`.
fn curl_at(text: &str, at: usize) -> Option<usize> {
    text.get(at..)?.chars().next().filter(|&c| is_curled(c)).map(char::len_utf8)
}

/// The length of the curled mark that `text` ends with.
fn curl_before(text: &str) -> Option<usize> {
    text.chars().next_back().filter(|&c| is_curled(c)).map(char::len_utf8)
}

/// Quotation marks that an editor may have put in the place of straight ones.
fn is_curled(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' | '″' | '′' | '‟')
}

fn is_name_start(b: u8) -> bool {
    b.is_ascii_alphabetic() || b == b'_' || b >= 0x80 && !is_curl_lead(b)
}

/// Curled marks and other punctuation begin with this byte, names never do.
fn is_curl_lead(b: u8) -> bool {
    matches!(b, 0xe2 | 0xc2)
}

/// The length of the name that `bytes` begin with.
fn name_len(bytes: &[u8]) -> usize {
    let is_name = |b: &&u8| {
        b.is_ascii_alphanumeric()
            || matches!(**b, b'_' | b'-' | b'.' | b':')
            || is_name_start(**b)
            || **b >= 0x80 && **b < 0xc0
    };
    if !bytes.first().is_some_and(|&b| is_name_start(b)) {
        return 0;
    }
    bytes.iter().take_while(is_name).count()
}
