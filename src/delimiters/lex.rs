//! Finds the marks of a paragraph, and what stands on both sides of each.

use super::around::{
    are_arrows, before_marks, bracket_hint, interval, is_grade, is_inner, is_tear, left_side, opens_word, right_side,
};
use super::attributes::{self, Attributes};
use super::context::{Hint, Side, apostrophe_hint, measure_hint};
use super::elements::{ENTITIES, HTML, VOID, name_key, tag_name_len};
use super::glyph::{Direction, Glyph, Leading, Shape};
use super::targets::{LOOKAHEAD, broken_object, head, is_type_name, is_typed_target, link_end, urls, wiki_target};
use super::token::{Kind, Lexed, Tag, Tail, Token};
use crate::corpus::Link;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

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

/// Closes an attribute value that lacks its mark: `id="x>`.
fn close_value(text: &str, from: usize, gt: usize) -> Option<Fix> {
    let value = &text[from..gt];
    (value.matches('"').count() == 1 && !value.ends_with('"'))
        .then(|| Fix::unsafe_("Close the attribute value", vec![Edit::insert(gt, "\"")]))
}
