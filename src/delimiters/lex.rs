//! Finds the marks of a paragraph, and what stands on both sides of each.

use super::attributes::{self, Attributes};
use super::context::{Hint, Side, apostrophe_hint, is_dense, measure_hint};
use super::conventions::Tally;
use super::glyph::{Direction, Glyph, Leading, Shape};
use crate::corpus::Link;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// A mark, or a piece of markup that works like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// First byte, from the start of the paragraph.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    pub(crate) left: Side,
    pub(crate) right: Side,
    pub(crate) hint: Hint,
    /// The mark in front is the same one, directly.
    pub(crate) doubles_previous: bool,
}

impl Token {
    /// Whether it is an apostrophe inside a word; between two digits it is a prime.
    pub(crate) fn is_inner_apostrophe(&self) -> bool {
        let Kind::Quote(glyph) = self.kind else { return false };
        let digits = self.left == Side::Digit && self.right == Side::Digit;
        glyph.is_apostrophe() && self.left.is_word() && self.right.is_word() && !digits
    }

    pub(crate) const fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Quote(Glyph),
    /// A bracket; `tail` is the index of what hangs on a closing square one.
    Bracket {
        shape: Shape,
        open: bool,
        tail: Option<u16>,
    },
    /// A run of two `*` or `_`.
    Emphasis(u8),
    /// A run of backticks of this length.
    Code(u8),
    /// A tag; `index` into [`Lexed::tags`].
    Tag {
        open: bool,
        index: u16,
    },
}

/// What hangs on a closing square bracket.
#[derive(Clone, Debug)]
pub(crate) enum Tail {
    /// `(target)`, with the span of the target, and whether its shape is that of `TYPE:id`.
    Link { target: Span, typed: bool },
    /// `(target` without its end.
    OpenLink,
    /// `{attributes}` or a list of such objects
    Attributes { attributes: Attributes, closed: bool },
}

/// A tag.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    /// The name, from the start of the paragraph.
    pub(crate) name: Span,
    /// The same for tags of the same name.
    pub(crate) key: u64,
    pub(crate) attributes: Attributes,
    /// HTML that is no annotation.
    pub(crate) html: bool,
    /// Whether the tag itself ends with `>`.
    pub(crate) complete: bool,
}

/// The marks of one paragraph. Spans count from its start.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexed {
    pub(crate) tokens: Vec<Token>,
    pub(crate) tails: Vec<Tail>,
    pub(crate) tags: Vec<Tag>,
    /// Autolinks and bare URLs.
    pub(crate) links: Vec<Link>,
    /// What is wrong inside markup, whatever it pairs with.
    pub(crate) findings: Vec<Finding>,
    pub(crate) tally: Tally,
    /// The quotation marks that the paragraph begins with.
    pub(crate) leading: Option<Leading>,
}

/// Names of HTML elements that are formatting, not annotation, in lower case and sorted.
const HTML: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "label",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "option",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
    "wbr",
];

/// Bytes that may begin a token.
const INTERESTING: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b"\"'`()[]{}<*_\\";
    let mut i = 0;
    while i < marks.len() {
        table[marks[i] as usize] = true;
        i += 1;
    }
    table[0xC2] = true;
    table[0xE2] = true;
    table[0xE3] = true;
    table[0xEF] = true;
    table
};

/// Finds the marks of `text`, one paragraph.
pub(crate) fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer { text, out: Lexed::default(), wiki: 0, urls: urls(text), next_url: 0 };
    lexer.run();
    lexer.look_round();
    lexer.out.tally.finish(text);
    lexer.out
}

/// The addresses in `text`.
fn urls(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for at in memchr::memchr_iter(b':', text.as_bytes()).filter(|&at| text.as_bytes()[at..].starts_with(b"://")) {
        let scheme = text[..at].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        if scheme == 0 || found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let start = at - scheme;
        let stop = |c: char| {
            c.is_whitespace()
                || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '’' | '`' | '|' | '{' | '}')
                || is_dense(c)
                || Side::of(c) == Side::Closing && !c.is_ascii()
        };
        let mut end = at + 3 + text[at + 3..].find(stop).unwrap_or(text.len() - at - 3);
        // Brackets inside an address belong to it only in pairs; closing punctuation behind it does not.
        loop {
            let url = &text[start..end];
            let Some(last) = url.chars().next_back() else { break };
            let unpaired = |open: char, close: char| url.matches(close).count() > url.matches(open).count();
            let cut = match last {
                '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' => true,
                ')' => unpaired('(', ')'),
                ']' => unpaired('[', ']'),
                _ => false,
            };
            if !cut {
                break;
            }
            end -= last.len_utf8();
        }
        // `[text](https://…)[…` or `https://…](…`: the address ends at the first bracket that it did not open.
        let (mut round, mut square) = (0, 0);
        for (i, b) in text[start..end].bytes().enumerate() {
            match b {
                b'(' => round += 1,
                b'[' => square += 1,
                b')' => round -= 1,
                b']' => square -= 1,
                _ => continue,
            }
            if round < 0 || square < 0 {
                end = start + i;
                break;
            }
        }
        found.push(Span::new(start, end));
    }
    found
}

/// How far, in bytes, the partner of a piece of markup is looked for: without a bound, hostile text costs its square.
const LOOKAHEAD: usize = 2_000;

/// The first `len` bytes of `text`, or a little less where that would cut a character.
fn head(text: &str, len: usize) -> &str {
    let end = (0..=len.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    &text[..end]
}

/// How many tokens back a mark looks for what it may belong to.
const LOOKBACK: usize = 32;

struct Lexer<'t> {
    text: &'t str,
    out: Lexed,
    /// How many `[[` are open.
    wiki: usize,
    urls: Vec<Span>,
    next_url: usize,
}

impl Lexer<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if let Some(&url) = self.urls.get(self.next_url)
                && at >= url.start
            {
                self.next_url += 1;
                if at < url.end {
                    self.out.links.push(Link { span: url, target: url });
                    at = url.end;
                }
                continue;
            }
            let limit = self.urls.get(self.next_url).map_or(bytes.len(), |url| url.start);
            match bytes[at..limit].iter().position(|&b| INTERESTING[b as usize]) {
                Some(skip) => at = self.token(at + skip),
                None => at = limit,
            }
        }
    }

    fn count_id(&mut self, id: Option<Span>) {
        match id {
            Some(_) => self.out.tally.with_id += 1,
            None => self.out.tally.without_id += 1,
        }
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) -> usize {
        let token = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.out.tokens.push(Token {
            kind,
            start: token(start),
            end: token(end),
            left: Side::Space,
            right: Side::Space,
            hint: Hint::None,
            doubles_previous: false,
        });
        end
    }

    /// Reads what begins at `at`; gives the byte to go on from.
    fn token(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let bytes = rest.as_bytes();
        match bytes[0] {
            b'\\' => {
                let escaped = rest[1..].chars().next();
                let is_markup = |c: char| matches!(c, '*' | '_' | '`' | '[' | ']' | '(' | ')' | '{' | '}' | '<');
                at + 1 + escaped.filter(|&c| is_markup(c)).map_or(0, char::len_utf8)
            }
            b'*' | b'_' => {
                let run = bytes.iter().take_while(|&&b| b == bytes[0]).count();
                if run == 2 { self.push(Kind::Emphasis(bytes[0]), at, at + 2) } else { at + run }
            }
            b'`' => self.backticks(at),
            b'\'' if bytes.get(1) == Some(&b'\'') && bytes.get(2) != Some(&b'\'') && self.is_set_twice(at, 2) => {
                self.push(Kind::Quote(Glyph::TwoSingles), at, at + 2)
            }
            // ‘‘quoted’’: single marks set twice, as old systems and tired hands do.
            0xE2 if rest.starts_with("’’") && self.is_set_twice(at, 6)
                || rest.starts_with("‘‘") && self.is_set_twice(at, 6)
                || rest.starts_with("‘’")
                    && opens_word(&rest[6..])
                    && !matches!(apostrophe_hint("", &rest[6..]), Hint::Clipped | Hint::Decade) =>
            {
                self.push(Kind::Quote(Glyph::TwoSingles), at, at + 6)
            }
            b'<' => self.angle(at),
            b'(' | b'[' | b']' if interval(rest).is_some() => at + interval(rest).unwrap_or(1),
            b'[' if bytes.get(1) == Some(&b'[') && self.opens_wiki(at) => {
                self.wiki += 1;
                let open = Kind::Bracket { shape: Shape::Wiki, open: true, tail: None };
                self.push(open, at, at + 2);
                // The target is no text: nothing in it is a mark.
                at + 2 + wiki_target(&rest[2..]).map_or(0, |target| target + 1)
            }
            b']' if bytes.get(1) == Some(&b']') && self.wiki > 0 => {
                self.wiki -= 1;
                self.push(Kind::Bracket { shape: Shape::Wiki, open: false, tail: None }, at, at + 2)
            }
            b']' => self.square_close(at),
            _ => {
                let Some(c) = rest.chars().next() else { return self.text.len() };
                let end = at + c.len_utf8();
                if let Some(glyph) = Glyph::of(c) {
                    return self.push(Kind::Quote(glyph), at, end);
                }
                if let Some((shape, open)) = Shape::of(c) {
                    return self.push(Kind::Bracket { shape, open, tail: None }, at, end);
                }
                end
            }
        }
    }

    /// Whether `[[` at `at` begins a wiki link: an id and a bar follow, or a `]]` comes later.
    fn opens_wiki(&self, at: usize) -> bool {
        let rest = &self.text[at + 2..];
        wiki_target(rest).is_some()
            || head(rest, LOOKAHEAD).find("]]").is_some_and(|close| !rest[..close].contains('['))
    }

    /// Whether two single marks at `at`, of `len` bytes together, are one mark and no slip of the keyboard.
    fn is_set_twice(&self, at: usize, len: usize) -> bool {
        let behind = &self.text[at + len..];
        let opens = opens_word(behind) && !self.text[..at].ends_with(char::is_alphanumeric);
        if opens {
            let near = head(behind, LOOKAHEAD);
            return ["''", "’’", "‘‘"].iter().any(|two| near.contains(two));
        }
        !self.ends_single(at)
    }

    /// Whether two single marks at `at` are no mark set twice, but the end of a single quotation beside an apostrophe:
    /// one was opened, and none with marks set twice.
    fn ends_single(&self, at: usize) -> bool {
        let mut single = false;
        for token in self.out.tokens.iter().rev().take(LOOKBACK) {
            match token.kind {
                Kind::Quote(Glyph::TexOpen | Glyph::TwoSingles) => return false,
                Kind::Quote(glyph @ (Glyph::LeftSingle | Glyph::StraightSingle)) => {
                    let (before, after) = (&self.text[..token.start as usize], &self.text[token.end as usize..]);
                    single |= !before.ends_with(char::is_alphanumeric)
                        && opens_word(after)
                        && (glyph.direction() == Direction::Open || apostrophe_hint(before, after) == Hint::None);
                }
                _ => {}
            }
        }
        single && self.text[..at].ends_with(|c: char| !c.is_whitespace())
    }

    fn backticks(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let run = rest.bytes().take_while(|&b| b == b'`').count();
        let behind = &rest[run..];
        // ``quoted'' as TeX and old wire services write it, unless a fence of code comes before the closing marks.
        let near = head(behind, LOOKAHEAD);
        if run == 2 && near.find("``").is_none_or(|fence| near[..fence].contains("''")) {
            return self.push(Kind::Quote(Glyph::TexOpen), at, at + 2);
        }
        let fence = &rest[..run];
        let close = near
            .match_indices(fence)
            .map(|(i, _)| i)
            .find(|&i| !behind[..i].ends_with('`') && !behind[i + run..].starts_with('`'));
        let word_before = self.text[..at].ends_with(char::is_alphanumeric);
        if let Some(close) = close.filter(|_| !word_before || run > 1) {
            // Code is opaque: nothing in it is a mark.
            let run8 = u8::try_from(run).unwrap_or(u8::MAX);
            self.push(Kind::Code(run8), at, at + run);
            let end = at + run + close;
            return self.push(Kind::Code(run8), end, end + run);
        }
        if run == 1 && !word_before {
            self.push(Kind::Code(1), at, at + 1);
        }
        at + run
    }

    /// A closing square bracket and what hangs on it.
    fn square_close(&mut self, at: usize) -> usize {
        let rest = &self.text[at + 1..];
        let bracket = |tail| Kind::Bracket { shape: Shape::Square, open: false, tail };
        // A tail wants an opening bracket before it, else `]` and `(` are what they look like.
        let next_tail = u16::try_from(self.out.tails.len()).ok();
        match (rest.as_bytes().first(), next_tail) {
            (Some(b'('), Some(index)) => {
                let inner = at + 2;
                let target = head(&self.text[inner..], LOOKAHEAD);
                let stop = target
                    .char_indices()
                    .find(|&(i, c)| match c {
                        // A bracket in the middle of an address is part of it.
                        '[' => i == 0 || target[..i].ends_with(')'),
                        '<' | '“' | '”' => true,
                        _ => c.is_whitespace(),
                    })
                    .map(|(i, _)| i);
                let (end, closed) = link_end(target);
                let titled = closed && stop.is_some_and(|stop| stop < end) && target[..end].trim_end().ends_with('"');
                if closed && (titled || stop.is_none_or(|stop| stop >= end)) {
                    let span = Span::new(inner, inner + end);
                    let written = &self.text[span.range()];
                    let typed = is_typed_target(written) || is_type_name(written);
                    // A word in small letters may as well be another page.
                    if typed && (written.contains(':') || !written.contains(char::is_lowercase)) {
                        self.out.tally.link_annotations += 1;
                    } else if !typed {
                        self.out.tally.links += 1;
                    }
                    self.out.tails.push(Tail::Link { target: span, typed });
                    while self.urls.get(self.next_url).is_some_and(|url| url.start < span.end) {
                        self.next_url += 1;
                    }
                    return self.push(bracket(Some(index)), at, span.end + 1);
                }
                let looks_like_target = |t: &str| {
                    t.contains("://")
                        || t.starts_with(['#', '/'])
                        || t.starts_with("www.")
                        || is_typed_target(t)
                        || t.is_empty()
                };
                let word = &target[..stop.unwrap_or(target.len())];
                if looks_like_target(word.trim_end_matches(['.', ',', ';'])) && !word.contains(')') {
                    let end = inner + word.len();
                    self.out.tails.push(Tail::OpenLink);
                    while self.urls.get(self.next_url).is_some_and(|url| url.start < end) {
                        self.next_url += 1;
                    }
                    return self.push(bracket(Some(index)), at, end);
                }
                self.push(bracket(None), at, at + 1)
            }
            (Some(b'{'), Some(index)) => {
                let scan = attributes::scan(self.text, at + 2, '}', true);
                let closed = self.text[scan.end..].starts_with('}');
                if !closed && scan.count == 0 {
                    let Some(end) = broken_object(self.text, at + 2) else {
                        return self.push(bracket(None), at, at + 1);
                    };
                    let here = Span::new(at + 1, end);
                    let message = "These attributes are an object of JSON that cannot be read";
                    self.out.findings.push(Finding::new(RuleId::MalformedAttributes, here, message));
                    self.out.tails.push(Tail::Attributes { attributes: scan.attributes, closed: false });
                    return self.push(bracket(Some(index)), at, end);
                }
                let mut end = scan.end + usize::from(closed);
                if !closed {
                    // Trailing white space belongs to the text.
                    end = at + 2 + self.text[at + 2..end].trim_end().len();
                    let here = Span::new(at + 1, at + 2);
                    self.out.findings.push(
                        Finding::new(
                            RuleId::UnclosedAnnotation,
                            here,
                            "The attributes of this annotation are not closed with “}”",
                        )
                        .fixed_by(Fix::unsafe_("Close the attributes with “}”", vec![Edit::insert(end, "}")])),
                    );
                }
                self.out.findings.extend(scan.attributes.findings.iter().cloned());
                self.count_id(scan.attributes.id);
                self.out.tails.push(Tail::Attributes { attributes: scan.attributes, closed });
                self.push(bracket(Some(index)), at, end)
            }
            (Some(b'['), Some(index)) => {
                let Some((attributes, end)) = attributes::list(self.text, at + 1) else {
                    return self.push(bracket(None), at, at + 1);
                };
                self.out.findings.extend(attributes.findings.iter().cloned());
                self.count_id(attributes.id);
                self.out.tails.push(Tail::Attributes { attributes, closed: true });
                self.push(bracket(Some(index)), at, end)
            }
            _ => self.push(bracket(None), at, at + 1),
        }
    }

    /// `<`: an autolink, a tag, or a sign of comparison.
    fn angle(&mut self, at: usize) -> usize {
        let rest = &self.text[at + 1..];
        if rest.starts_with("!--")
            && let Some(len) = head(rest, LOOKAHEAD).find("-->")
        {
            return at + 1 + len + 3;
        }
        let close = head(rest, LOOKAHEAD).find(['>', '<', '\n']).filter(|&i| rest.as_bytes()[i] == b'>');
        if let Some(len) = close {
            let inner = &rest[..len];
            let target = Span::new(at + 1, at + 1 + len);
            let mail = inner.contains('@') && !inner.contains(char::is_whitespace);
            if (inner.contains("://") && !inner.contains(char::is_whitespace)) || mail {
                self.out.links.push(Link { span: Span::new(at, target.end + 1), target });
                while self.urls.get(self.next_url).is_some_and(|url| url.start < target.end) {
                    self.next_url += 1;
                }
                return target.end + 1;
            }
        }
        let Ok(index) = u16::try_from(self.out.tags.len()) else { return at + 1 };
        let closing = rest.starts_with('/');
        let name_at = at + 1 + usize::from(closing);
        let first = self.text[name_at..].chars().next();
        if !first.is_some_and(|c| c.is_ascii_alphabetic()) {
            return at + 1;
        }
        let name = Span::new(name_at, name_at + tag_name_len(&self.text[name_at..]));
        let name_text = &self.text[name.range()];
        let key = name_key(name_text);
        let html = HTML.binary_search(&name_text.to_ascii_lowercase().as_str()).is_ok();
        if closing {
            let gap = self.text[name.end..].trim_start_matches(' ');
            let complete = gap.starts_with('>');
            let end = if complete { self.text.len() - gap.len() + 1 } else { name.end };
            self.out.tags.push(Tag { name, key, attributes: Attributes::default(), html, complete });
            if !complete {
                let here = Span::new(at, name.end);
                self.out.findings.push(
                    Finding::new(
                        RuleId::MalformedAttributes,
                        here,
                        format!("The tag {} is not closed with “>”", &self.text[here.range()]),
                    )
                    .fixed_by(Fix::safe("Close the tag with “>”", vec![Edit::insert(name.end, ">")])),
                );
            }
            return self.push(Kind::Tag { open: false, index }, at, end);
        }
        let scan = attributes::scan(self.text, name.end, '>', false);
        let behind = &self.text[scan.end..];
        let mut attributes = scan.attributes;
        if behind.starts_with("/>") {
            self.out.findings.append(&mut attributes.findings);
            return scan.end + 2;
        }
        let complete = behind.starts_with('>');
        let mut end = scan.end + usize::from(complete);
        if !complete {
            // Not a tag, unless attributes or a closing tag of the same name say so.
            let has_close = head(&self.text[name.end..], LOOKAHEAD).contains(&format!("</{name_text}"));
            let unread = head(behind, LOOKAHEAD).find(['>', '<']).filter(|&i| behind.as_bytes()[i] == b'>');
            let broken_value =
                unread.is_some_and(|i| behind[..i].contains('=') || scan.count > 0 && behind[..i].trim() == "\"");
            if scan.count == 0 && !has_close && !broken_value {
                return at + 1;
            }
            let (rule, message);
            if let Some(len) = unread.filter(|_| broken_value || (scan.count == 0 && has_close)) {
                end = scan.end + len + 1;
                rule = RuleId::MalformedAttributes;
                message = format!("The attributes of <{name_text}> cannot be read");
            } else {
                end = at + self.text[at..end].trim_end().len();
                rule = RuleId::MalformedAttributes;
                message = format!("The tag <{name_text} is not closed with “>”");
            }
            let mut finding = Finding::new(rule, Span::new(at, end), message);
            if !broken_value {
                finding = finding.fixed_by(Fix::unsafe_("Close the tag with “>”", vec![Edit::insert(end, ">")]));
            } else if let Some(fix) = close_value(self.text, scan.end, end - 1) {
                finding = finding.fixed_by(fix);
            }
            self.out.findings.push(finding);
        }
        if scan.count == 0 && self.is_remark(name, end) {
            return end;
        }
        if VOID.contains(&name_text.to_ascii_lowercase().as_str()) {
            return end;
        }
        self.out.findings.append(&mut attributes.findings);
        if !html {
            self.count_id(attributes.id);
        }
        self.out.tags.push(Tag { name, key, attributes, html, complete });
        self.push(Kind::Tag { open: true, index }, at, end)
    }

    /// Whether the tag `name` that ends at `end` is none, but a remark such as `<laughs>`: it has no attributes, is
    /// written small as types of entities are not, and is not closed.
    fn is_remark(&self, name: Span, end: usize) -> bool {
        let written = &self.text[name.range()];
        let small = written.bytes().all(|b| b.is_ascii_lowercase());
        let html = HTML.binary_search(&written).is_ok();
        small
            && !html
            && !ENTITIES.contains(&written)
            && !head(&self.text[end..], LOOKAHEAD).contains(&format!("</{written}"))
    }

    /// Works out what stands on both sides of each token, once all are known.
    fn look_round(&mut self) {
        let text = self.text;
        let tokens = &mut self.out.tokens;
        let points =
            |token: &Token| matches!(token.kind, Kind::Quote(Glyph::RightGuillemet | Glyph::RightSingleGuillemet));
        let arrows = tokens.iter().any(points) && are_arrows(text);
        for i in 0..tokens.len() {
            let (before, rest) = tokens.split_at_mut(i);
            let Some((token, after)) = rest.split_first_mut() else { break };
            token.left = left_side(text, before, token.start as usize);
            token.right = right_side(text, after, token.end as usize);
            let (head, tail) = (&text[..token.start as usize], &text[token.end as usize..]);
            token.doubles_previous = before.last().is_some_and(|p| p.end == token.start && p.kind == token.kind);
            token.hint = match token.kind {
                Kind::Quote(g) if g.is_apostrophe() && is_tear(head, tail) => Hint::Inner,
                Kind::Quote(g) if g.is_apostrophe() && opens_word(tail) => apostrophe_hint(head, tail),
                Kind::Quote(g) if g.is_apostrophe() => apostrophe_hint(before_marks(head, before), tail),
                Kind::Quote(Glyph::Straight | Glyph::Right | Glyph::TwoSingles) if token.left == Side::Digit => {
                    measure_hint(head)
                }
                Kind::Quote(Glyph::Straight | Glyph::Right) if head.ends_with(['\'', '’', '′']) => {
                    // 6'2": the number is between the two marks; 5'" has none.
                    Hint::None
                }
                Kind::Quote(Glyph::Straight) if is_inner(head, tail) => Hint::Inner,
                Kind::Quote(Glyph::RightGuillemet | Glyph::RightSingleGuillemet)
                    if token.right == Side::Space && (head.trim().is_empty() || arrows) =>
                {
                    Hint::Arrow
                }
                Kind::Emphasis(_) if is_grade(head, tail) => Hint::Inner,
                Kind::Bracket { shape: Shape::Round | Shape::WideRound, open, .. } => match before.last() {
                    // Laughing aloud: `:)))`.
                    Some(p) if token.doubles_previous && p.hint == Hint::Emoticon => Hint::Emoticon,
                    _ => bracket_hint(head, tail, open),
                },
                _ => Hint::None,
            };
            if i == 0 && token.kind == Kind::Quote(Glyph::RightGuillemet) && head.trim().is_empty() {
                token.hint = Hint::GoesOn;
            }
            let tally = &mut self.out.tally;
            let Kind::Quote(glyph) = token.kind else { continue };
            let single_open = tally.opens_singly();
            if token.is_inner_apostrophe() || token.hint == Hint::Possessive && !single_open {
                match glyph {
                    Glyph::StraightSingle => tally.straight_apostrophes += 1,
                    _ => tally.curly_apostrophes += 1,
                }
            } else if token.left.before_opening()
                && !token.right.after_closing()
                && matches!(token.hint, Hint::None | Hint::GoesOn)
            {
                tally.opened(glyph);
            } else if !token.left.before_opening() && token.right.after_closing() && token.hint == Hint::None {
                tally.closed(glyph);
            } else if glyph == Glyph::LeftGuillemet && token.right == Side::Space && token.left.before_opening() {
                // French sets a space inside.
                tally.opened(glyph);
            } else if matches!(glyph, Glyph::LeftCorner | Glyph::Left | Glyph::LeftSingle | Glyph::Low)
                && token.left == Side::Dense
            {
                tally.opened(glyph);
            }
        }
        let lead = text.len()
            - text
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '>' | '-' | '–' | '—'))
                .len();
        let mut leading = self.out.tokens.iter().take(2).map_while(|token| match token.kind {
            Kind::Quote(glyph) if matches!(token.hint, Hint::None | Hint::GoesOn) => Some((token, glyph)),
            _ => None,
        });
        if let Some((first, outer)) = leading.next().filter(|(token, _)| token.start as usize <= lead) {
            let inner = leading.next().filter(|(token, _)| token.start == first.end).map(|(_, glyph)| glyph);
            self.out.leading = Some(Leading { outer, inner });
        }
    }
}

/// What elements of annotation are called where they are written small.
const ENTITIES: &[&str] = &[
    "actor",
    "date",
    "doc",
    "entity",
    "enamex",
    "event",
    "fac",
    "gpe",
    "group",
    "loc",
    "location",
    "mention",
    "misc",
    "money",
    "name",
    "norp",
    "numex",
    "org",
    "organisation",
    "organization",
    "per",
    "pers",
    "person",
    "place",
    "product",
    "role",
    "rs",
    "term",
    "timex",
];

/// Elements that have no closing tag.
const VOID: &[&str] = &["br", "hr", "img", "input", "meta", "link", "wbr", "col", "embed", "source"];

/// How many marks in a row are looked through: more than this are no text.
const ADJACENT: usize = 8;

/// What lies before the byte `at`, looking through marks that touch it.
fn left_side(text: &str, before: &[Token], mut at: usize) -> Side {
    for token in before.iter().rev().take(ADJACENT) {
        if token.end as usize != at {
            break;
        }
        match token.kind {
            Kind::Emphasis(_) => at = token.start as usize,
            Kind::Tag { open: true, .. } => at = token.start as usize,
            Kind::Tag { open: false, .. } => return Side::Letter,
            Kind::Code(_) => return Side::Letter,
            Kind::Bracket { open, .. } => return if open { Side::Opening } else { Side::Closing },
            Kind::Quote(glyph) => {
                return match glyph.direction() {
                    _ if glyph.is_apostrophe() && token.left.is_word() => Side::Letter,
                    Direction::Open if !token.left.is_word() => Side::Opening,
                    Direction::Open => Side::Closing,
                    Direction::Close if token.left.before_opening() => Side::Opening,
                    Direction::Close => Side::Closing,
                    Direction::Either if token.left.before_opening() => Side::Opening,
                    Direction::Either => Side::Closing,
                };
            }
        }
    }
    text[..at].chars().rev().find(|&c| !matches!(c, '*' | '_')).map_or(Side::Space, Side::of)
}

/// What lies behind the byte `at`, looking through marks that touch it.
fn right_side(text: &str, after: &[Token], mut at: usize) -> Side {
    for token in after.iter().take(ADJACENT) {
        if token.start as usize != at {
            break;
        }
        match token.kind {
            Kind::Emphasis(_) => at = token.end as usize,
            Kind::Tag { open: false, .. } => at = token.end as usize,
            Kind::Tag { open: true, .. } => return Side::Letter,
            Kind::Code(_) => return Side::Letter,
            Kind::Bracket { open, .. } => return if open { Side::Letter } else { Side::Closing },
            // What the next mark is depends on what stands behind it in turn.
            Kind::Quote(_) => at = token.end as usize,
        }
    }
    text[at..].chars().find(|&c| !matches!(c, '*' | '_')).map_or(Side::Space, Side::of)
}

/// Whether the mark between `head` and `tail` is inside an abbreviation of a script that uses it so (Hebrew).
fn is_inner(head: &str, tail: &str) -> bool {
    let hebrew = |c: char| matches!(c, '\u{590}'..='\u{5ff}');
    head.chars().next_back().is_some_and(hebrew) && tail.chars().next().is_some_and(hebrew)
}

/// Whether the guillemets of a paragraph lead from one thing to the next (`Home » World » Europe`).
fn are_arrows(text: &str) -> bool {
    let free =
        |mark: &str| text.contains(mark) && text.matches(mark).count() == text.matches(&format!(" {mark} ")).count();
    !text.contains(['«', '‹'])
        && (free("»") && text.matches('»').count() > 1 || free("›") && text.matches('›').count() > 1)
}

/// Whether two stars between `head` and `tail` are a grade behind an abbreviation or a number.
fn is_grade(head: &str, tail: &str) -> bool {
    let capital = |c: char| c.is_uppercase() || c.is_ascii_digit();
    let mut last = head.chars().rev();
    last.next().is_some_and(capital) && last.next().is_some_and(capital) && !tail.starts_with(char::is_alphanumeric)
}

/// The length of a half-open interval such as `[0, 1)`, whose brackets are of two kinds on purpose.
fn interval(text: &str) -> Option<usize> {
    let end = head(&text[1..], 24).find(['(', ')', '[', ']'])? + 1;
    let (open, close) = (text.as_bytes()[0], text.as_bytes()[end]);
    let twisted = matches!((open, close), (b'[', b')') | (b'(', b']') | (b']', b'['));
    let (from, to) = text[1..end].split_once([',', ';'])?;
    let bound = |s: &str| {
        let s = s.trim().trim_start_matches(['-', '−', '+']);
        let letter = s.len() == 1 && s.bytes().all(|b| b.is_ascii_lowercase());
        !s.is_empty() && (s == "∞" || letter || s.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
    };
    // `1,500` is one number.
    let thousands = to.len() == 3 && !to.starts_with(' ');
    (twisted && bound(from) && bound(to) && !thousands).then_some(end + 1)
}

/// The text in front of marks that end a name or a title, where the last of `before` ends it.
fn before_marks<'t>(head: &'t str, before: &[Token]) -> &'t str {
    let mut end = head.len();
    for token in before.iter().rev().take(ADJACENT) {
        let closes = match token.kind {
            Kind::Quote(glyph) => glyph.direction() != Direction::Open && !token.left.before_opening(),
            Kind::Bracket { open, .. } | Kind::Tag { open, .. } => !open,
            Kind::Emphasis(_) => !token.left.before_opening(),
            Kind::Code(_) => false,
        };
        if token.end as usize != end || !closes {
            break;
        }
        end = token.start as usize;
    }
    &head[..end]
}

/// Whether the mark between `head` and `tail` is the tear of `:'(`.
fn is_tear(head: &str, tail: &str) -> bool {
    let face =
        head.strip_suffix([':', ';', '=']).is_some_and(|eyes| eyes.is_empty() || eyes.ends_with([' ', '.', '!']));
    face && tail.strip_prefix(['(', ')']).is_some_and(|behind| !opens_word(behind))
}

/// Whether a round bracket is part of an emoticon or a list marker.
fn bracket_hint(head: &str, tail: &str, open: bool) -> Hint {
    let trimmed = head.strip_suffix(['-', '^', '\'', '’', 'o']).unwrap_or(head);
    if let Some(eyes) = trimmed.strip_suffix([':', ';', '=']) {
        let free = eyes.is_empty() || eyes.ends_with(|c: char| c.is_whitespace() || matches!(c, '.' | '!' | '?' | ','));
        let ends = tail.is_empty()
            || tail.starts_with(|c: char| {
                c.is_whitespace() || matches!(c, ')' | '(' | '.' | ',' | '!' | '?' | '"' | '”' | '’')
            });
        if free && ends {
            return Hint::Emoticon;
        }
    }
    if open {
        let mirrored = tail.strip_prefix(['-', '^']).unwrap_or(tail);
        let ends = |t: &str| t.is_empty() || t.starts_with(|c: char| c.is_whitespace() || matches!(c, '.' | ','));
        return if mirrored.strip_prefix([':', ';']).is_some_and(ends) { Hint::Emoticon } else { Hint::None };
    }
    if is_list_marker(head, tail) { Hint::ListMarker } else { Hint::None }
}

/// Whether a closing bracket between `head` and `tail` ends a list marker: `a)`, `1)`, `iv)`.
fn is_list_marker(head: &str, tail: &str) -> bool {
    // `1 )`, as old texts have it, stands alone at the start of a line.
    if let Some(loose) = head.strip_suffix(' ') {
        let line = &loose[loose.rfind('\n').map_or(0, |at| at + 1)..];
        let number = (1..=3).contains(&line.len()) && line.bytes().all(|b| b.is_ascii_digit());
        return number && tail.starts_with([' ', '\t', '\u{a0}']);
    }
    let (head, tail) = (head.trim_end_matches(['*', '_']), tail.trim_start_matches(['*', '_']));
    let word = |c: char| c.is_alphanumeric();
    let start = head
        .rfind(|c: char| !word(c) && c != '.')
        .map_or(0, |i| i + head[i..].chars().next().map_or(1, char::len_utf8));
    let (before, marker) = (&head[..start], &head[start..]);
    let before = before.trim_end_matches(['*', '_', '“', '"', '‘', '«', '„', '「']);
    let line_start = before.is_empty() || before.ends_with('\n');
    let free = line_start
        || before
            .ends_with(|c: char| c.is_whitespace() || is_dense(c) || Side::of(c) == Side::Closing && !c.is_ascii());
    let dense = tail.starts_with(is_dense);
    let digits = marker.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &marker[digits..];
    let short = if line_start { 3 } else { 2 };
    // In the middle of a line a number counts only in its turn: `Lind, 54)` has lost its bracket.
    let in_turn =
        |n: u32| n == 1 || n > 1 && [')', '）'].iter().any(|close| head.contains(&format!("{}{close}", n - 1)));
    let number = (1..=short).contains(&digits) && rest.is_empty() && (line_start || marker.parse().is_ok_and(in_turn));
    let letter = marker.chars().count() == 1 && marker.chars().all(char::is_alphabetic);
    let roman = matches!(marker.len(), 1..=5)
        && marker.bytes().all(|b| matches!(b.to_ascii_lowercase(), b'i' | b'v' | b'x'))
        && (line_start || head.contains("i)") || head.contains("I)"));
    // `1.)`, `1.1)`, `1a)` are no words of a sentence, and begin lines only.
    let compound = line_start
        && matches!(marker.len(), 2..=6)
        && (marker.contains('.') && marker.split('.').all(|part| part.len() <= 2 && part.chars().all(word))
            || digits > 0 && rest.len() == 1);
    let spaced = tail.starts_with([' ', '\t', '\u{a0}']);
    free && ((number || letter || roman || compound) && (spaced || dense)
        || number && tail.starts_with(char::is_alphabetic))
}

/// The length of the name that a tag begins with; the stroke of `<br/>` is none of it.
fn tag_name_len(text: &str) -> usize {
    text[..attributes::name_len(text)].trim_end_matches('/').len()
}

/// Whether a word or a quotation begins here.
fn opens_word(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c.is_alphanumeric())
}

/// The length of the target in `[[target|`, where `text` begins behind the brackets.
fn wiki_target(text: &str) -> Option<usize> {
    let len = head(text, LOOKAHEAD).find(['|', ']', '[', '\n', '“', '"'])?;
    (text.as_bytes()[len] == b'|' && len <= 120).then_some(len)
}

/// Where a link target ends, and whether a closing bracket stands there; brackets inside it nest.
fn link_end(target: &str) -> (usize, bool) {
    let mut depth = 0;
    for (i, b) in target.bytes().enumerate() {
        match b {
            b'(' => depth += 1,
            b')' if depth == 0 => return (i, true),
            b')' => depth -= 1,
            b'\n' => return (i, false),
            _ => {}
        }
    }
    (target.len(), false)
}

/// Whether a link target has the shape `TYPE:id` and is no address.
fn is_typed_target(target: &str) -> bool {
    let Some((kind, id)) = target.split_once(':') else { return false };
    let name = |s: &str, more: &str| !s.is_empty() && s.chars().all(|c| c.is_alphanumeric() || more.contains(c));
    let scheme = ["http", "https", "mailto", "ftp", "tel", "file", "javascript", "data"]
        .iter()
        .any(|s| kind.eq_ignore_ascii_case(s));
    name(kind, "_-.") && name(id, "_-.:/#") && !id.starts_with("//") && !scheme
}

/// Whether a link target has the shape of a `TYPE` alone, as Rasa writes it; the id behind a colon may be missing.
fn is_type_name(target: &str) -> bool {
    let target = target.strip_suffix(':').unwrap_or(target);
    target.starts_with(char::is_alphabetic)
        && target.chars().nth(1).is_some()
        && target.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// The byte behind the object of JSON whose first member would begin at `from`, where one was meant.
fn broken_object(text: &str, from: usize) -> Option<usize> {
    let inner = head(&text[from..], LOOKAHEAD);
    let len = inner.find(['}', '\n']).filter(|&len| inner[len..].starts_with('}'))?;
    let key = inner[..len].trim_start().strip_prefix('"')?;
    let behind = key[key.find('"')? + 1..].trim_start();
    behind.starts_with(':').then_some(from + len + 1)
}

/// Closes an attribute value that lacks its mark: `id="x>`.
fn close_value(text: &str, from: usize, gt: usize) -> Option<Fix> {
    let value = &text[from..gt];
    (value.matches('"').count() == 1 && !value.ends_with('"'))
        .then(|| Fix::unsafe_("Close the attribute value", vec![Edit::insert(gt, "\"")]))
}

/// Equal for names that differ in case only (FNV-1a).
fn name_key(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, b| (hash ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x100_0000_01b3))
}
