//! Takes the articles out of their markup.

use memchr::{memchr, memchr2};

use super::pair::{Document, Flavour, Node};
use super::references::{self, Reference};
use super::vocabulary::{self, Kind};
use crate::config::Elements;
use crate::format::assemble::Assembly;
use crate::format::reading::{Extract, Reading};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// The articles of `document`, and what is wrong with their annotations and references to characters.
pub(super) fn read(text: &str, document: &Document, names: &Elements) -> Reading {
    let kinds = super::kinds::kinds(text, document, names);
    let mut reader = Reader {
        text,
        document,
        kinds: &kinds,
        names,
        columns: has_columns(text, document),
        article: Extract::default(),
        body: Assembly::default(),
        pending: Pending::Nothing,
        open: Vec::new(),
        breaks: 0,
        glued: 0,
        words: 0,
        root: None,
        done: Vec::new(),
        findings: Vec::new(),
    };
    reader.walk();
    let mut reading = Reading { articles: reader.done, findings: reader.findings, ..Reading::default() };
    super::check::chains(text, document, &mut reading);
    reading
}

/// Whether the text stands in columns: a token on each line, and behind a tab what is said about it.
fn has_columns(text: &str, document: &Document) -> bool {
    let (mut lines, mut tabbed) = (0, 0);
    let texts = document.nodes.iter().filter_map(|node| match node {
        Node::Text(span) => Some(&text[span.range()]),
        _ => None,
    });
    for line in texts.flat_map(str::lines).filter(|line| !line.trim().is_empty()).take(100) {
        lines += 1;
        tabbed += usize::from(!line.starts_with('\t') && line.contains('\t'));
    }
    lines > 0 && tabbed * 10 >= lines * 8
}

/// What comes between the text so far and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pending {
    Nothing,
    /// White space as it stands here.
    Space(Span),
    /// A space that is not written.
    Gap,
    /// A line end, which stands here.
    Line(Span),
    /// Nothing, whatever white space stands there: a line of the source breaks a word.
    Joined,
    /// A new block.
    Break,
}

/// An annotation that is open.
pub(super) struct OpenAnnotation {
    pub(super) element: u32,
    /// Where its text begins, once some has come.
    pub(super) start: Option<usize>,
    /// How many breaks there were before that.
    pub(super) breaks: usize,
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) document: &'a Document,
    kinds: &'a [Kind],
    pub(super) names: &'a Elements,
    pub(super) columns: bool,
    pub(super) article: Extract,
    pub(super) body: Assembly,
    pending: Pending,
    pub(super) open: Vec<OpenAnnotation>,
    /// How many blocks began so far.
    pub(super) breaks: usize,
    /// How many elements are open in which tokens stand without a space between them.
    glued: usize,
    /// How many words of the article are elements.
    words: usize,
    /// The element that is the article.
    root: Option<u32>,
    done: Vec<Extract>,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    pub(super) fn name(&self, element: u32) -> &'a str {
        &self.text[self.document.elements[element as usize].name.range()]
    }

    fn walk(&mut self) {
        // How many skipped elements are open, and of these the innermost field.
        let mut skipped = 0_usize;
        let mut stack: Vec<u32> = Vec::new();
        for &node in &self.document.nodes {
            match node {
                Node::Open(element) => {
                    stack.push(element);
                    match self.kinds[element as usize] {
                        Kind::Skipped | Kind::Authority => skipped += 1,
                        Kind::Field(key) => {
                            skipped += 1;
                            self.field(element, key);
                        }
                        kind => self.open(element, kind, skipped > 0),
                    }
                }
                Node::Close(element) => {
                    stack.pop();
                    match self.kinds[element as usize] {
                        Kind::Skipped | Kind::Authority | Kind::Field(_) => skipped -= 1,
                        kind => self.close(element, kind, skipped > 0),
                    }
                }
                Node::Text(span) if skipped == 0 => self.run(span, stack.last().copied()),
                Node::Text(span) => self.unescaped(span),
                Node::Data(span) if skipped == 0 => self.data(span),
                Node::Data(_) | Node::Comment(_) => {}
            }
        }
        self.finish(Span::new(0, self.text.len()));
    }

    fn open(&mut self, element: u32, kind: Kind, skipped: bool) {
        match kind {
            Kind::Article => {
                let open = self.document.elements[element as usize].open;
                if self.root.is_none() && !self.body.text.trim().is_empty() {
                    self.finish(Span::new(0, open.start));
                } else {
                    self.body = Assembly::default();
                    self.article = Extract::default();
                    self.pending = Pending::Nothing;
                }
                self.root = Some(element);
                self.of_attributes(element);
            }
            Kind::Title if skipped => self.field(element, "title"),
            Kind::Title => {
                self.field(element, "title");
                self.begin_block(element);
            }
            Kind::Block if !skipped => self.begin_block(element),
            Kind::Unknown if !skipped && self.stands_first(element) && !self.columns => self.begin_block(element),
            Kind::Annotation if !skipped => {
                self.open.push(OpenAnnotation { element, start: None, breaks: 0 });
            }
            Kind::Inline if !skipped && vocabulary::is_milestone(self.name(element)) => self.milestone(element),
            Kind::Inline if self.columns && self.name(element) == "w" => {}
            Kind::Word if self.columns => self.glued += 1,
            _ => {}
        }
    }

    /// A line, a column or a page of the source begins.
    fn milestone(&mut self, element: u32) {
        let breaks = self.attribute(element, &["break"]).map(|it| &self.text[it.value.range()]);
        match breaks {
            Some("no") => self.pend(Pending::Joined),
            // Pages and columns are cut wherever they are full; where lines are marked, nothing else parts their words.
            _ if self.name(element).eq_ignore_ascii_case("lb") => self.pend(Pending::Gap),
            _ => {}
        }
    }

    fn close(&mut self, element: u32, kind: Kind, skipped: bool) {
        match kind {
            Kind::Article => {
                let it = &self.document.elements[element as usize];
                let end = it.close.map_or(self.text.len(), |close| close.end);
                let span = Span::new(it.open.start, end.max(it.open.start));
                self.finish(span);
                self.root = None;
            }
            Kind::Title | Kind::Block if !skipped => self.end_block(element),
            Kind::Unknown if !skipped && self.stands_first(element) && !self.columns => self.end_block(element),
            Kind::Annotation if !skipped => self.end_annotation(element),
            Kind::Word if self.columns => {
                self.glued = self.glued.saturating_sub(1);
                self.pend(Pending::Gap);
            }
            Kind::Word => {
                self.words += 1;
                self.pend(Pending::Gap);
            }
            _ => {}
        }
    }

    /// Whether the tag that opens it is the first on its line.
    fn stands_first(&self, element: u32) -> bool {
        let before = &self.text[..self.document.elements[element as usize].open.start];
        matches!(before.trim_end_matches([' ', '\t']).as_bytes().last(), None | Some(b'\n' | b'\r'))
    }

    fn begin_block(&mut self, element: u32) {
        // The place of a dispatch stands in front of its first line, in another element.
        let directly = self.name(element).eq_ignore_ascii_case("body") && {
            let before = &self.text[..self.document.elements[element as usize].open.start];
            let tail = before.len().saturating_sub(11);
            before.is_char_boundary(tail) && before[tail..].eq_ignore_ascii_case("</dateline>")
        };
        if !directly {
            self.pend(Pending::Break);
        } else if self.pending == Pending::Break {
            self.pending = Pending::Gap;
        }
        // An annotation round a block is as much over its edge as one that begins in front of it.
        self.breaks += 1;
    }

    fn end_block(&mut self, _element: u32) {
        self.pend(Pending::Break);
    }

    /// Lets `pending` come next, unless something stronger does.
    fn pend(&mut self, pending: Pending) {
        let rank = |pending: Pending| match pending {
            Pending::Nothing => 0,
            Pending::Space(_) => 1,
            Pending::Gap => 2,
            Pending::Line(_) => 3,
            Pending::Joined => 4,
            Pending::Break => 5,
        };
        if rank(pending) > rank(self.pending) {
            self.pending = pending;
        }
    }

    /// Text comes: what is pending comes before.
    fn flush(&mut self) {
        let pending = std::mem::replace(&mut self.pending, Pending::Nothing);
        if self.body.text.is_empty() {
            // Nothing stands in front of the first word.
        } else {
            match pending {
                Pending::Nothing | Pending::Joined => {}
                Pending::Space(span) => self.body.verbatim(self.text, span),
                Pending::Gap => self.body.own(" "),
                Pending::Line(span) => self.body.verbatim(self.text, span),
                Pending::Break => {
                    self.body.own("\n\n");
                    self.breaks += 1;
                }
            }
        }
        // Those without a start were opened last.
        for open in self.open.iter_mut().rev().take_while(|open| open.start.is_none()) {
            open.start = Some(self.body.text.len());
            open.breaks = self.breaks;
        }
    }

    /// A stretch of text between tags.
    fn run(&mut self, span: Span, parent: Option<u32>) {
        if self.columns {
            return self.token_lines(span);
        }
        let written = &self.text[span.range()];
        let bytes = written.as_bytes();
        if written.trim_ascii().is_empty() {
            return self.white(span, parent);
        }
        let lead = bytes.len() - written.trim_ascii_start().len();
        if lead > 0 {
            self.white_space(Span::new(span.start, span.start + lead));
        }
        let end = span.start + written.trim_ascii_end().len();
        let mut at = span.start + lead;
        // Line by line: what is indented loses its indent, a blank line is a break.
        let mut indented = lead > 1 && !bytes[..lead].contains(&b'\n');
        while at < end {
            let line_end = memchr(b'\n', &self.text.as_bytes()[at..end]).map_or(end, |found| at + found);
            let line = self.text[at..line_end].trim_ascii_end();
            self.content(Span::new(at, at + line.len()));
            if line_end == end {
                break;
            }
            let next = self.text[line_end..end].trim_ascii_start();
            let next_at = end - next.len();
            let between = &self.text.as_bytes()[line_end..next_at];
            let lines = memchr::memchr_iter(b'\n', between).count();
            let indent = between.len() - between.iter().rposition(|&b| b == b'\n').map_or(0, |found| found + 1);
            let is_paragraph = self.document.flavour == Flavour::Sgml && indent > 1 && !indented;
            self.pend(if lines > 1 || is_paragraph {
                Pending::Break
            } else {
                Pending::Line(Span::new(line_end, line_end + 1))
            });
            indented = indent > 1;
            at = next_at;
        }
        if end < span.end {
            self.white_space(Span::new(end, span.end));
        }
    }

    /// White space between two tags.
    fn white(&mut self, span: Span, parent: Option<u32>) {
        // That of an element which holds nothing but elements is for the eye.
        let for_the_eye = parent.is_some_and(|parent| {
            let known = matches!(self.kinds[parent as usize], Kind::Inline | Kind::Title | Kind::Annotation)
                || ["p", "head", "ab", "l", "item"].contains(&self.name(parent));
            !known && !self.document.elements[parent as usize].has_text
        });
        if for_the_eye && memchr(b'\n', self.text[span.range()].as_bytes()).is_some() {
            return;
        }
        self.white_space(span);
    }

    fn white_space(&mut self, span: Span) {
        let bytes = self.text[span.range()].as_bytes();
        let lines = memchr::memchr_iter(b'\n', bytes).count();
        self.pend(match lines {
            0 => Pending::Space(span),
            1 => {
                let at = span.start + memchr(b'\n', bytes).unwrap_or(0);
                Pending::Line(Span::new(at, at + 1))
            }
            _ => Pending::Break,
        });
    }

    /// Text without a line end.
    fn content(&mut self, span: Span) {
        let mut at = span.start;
        while at < span.end {
            let Some(found) = memchr(b'&', &self.text.as_bytes()[at..span.end]) else { break };
            let ampersand = at + found;
            if found > 0 {
                self.flush();
                self.body.verbatim(self.text, Span::new(at, ampersand));
            }
            at = ampersand
                + match references::reference(&self.text[ampersand..span.end]) {
                    Reference::Resolved { text, len } => {
                        if !text.is_empty() {
                            self.flush();
                            self.body.resolved(&text, Span::new(ampersand, ampersand + len));
                        }
                        len
                    }
                    Reference::Named { len } => {
                        self.flush();
                        self.body.verbatim(self.text, Span::new(ampersand, ampersand + len));
                        len
                    }
                    Reference::Bare => {
                        self.flush();
                        let span = Span::new(ampersand, ampersand + 1);
                        self.body.verbatim(self.text, span);
                        self.bare(span);
                        1
                    }
                };
        }
        if at < span.end {
            self.flush();
            self.body.verbatim(self.text, Span::new(at, span.end));
        }
    }

    /// Character data.
    fn data(&mut self, span: Span) {
        let written = &self.text[span.range()];
        let mut at = span.start;
        while at < span.end {
            let line_end =
                memchr2(b'\n', b'\r', &self.text.as_bytes()[at..span.end]).map_or(span.end, |found| at + found);
            let line = &self.text[at..line_end];
            let blank = line.trim_ascii().is_empty();
            if !blank {
                let lead = line.len() - line.trim_ascii_start().len();
                if lead > 0 && at == span.start {
                    self.pend(Pending::Space(Span::new(at, at + lead)));
                }
                self.flush();
                let body = line.trim_ascii();
                self.body.verbatim(self.text, Span::new(at + lead, at + lead + body.len()));
                let tail = Span::new(at + lead + body.len(), line_end);
                if !tail.is_empty() {
                    self.pend(Pending::Space(tail));
                }
            }
            if line_end == span.end {
                break;
            }
            let rest = &written[line_end - span.start..];
            let len = if rest.starts_with("\r\n") { 2 } else { 1 };
            self.pend(if blank { Pending::Break } else { Pending::Line(Span::new(line_end, line_end + len)) });
            at = line_end + len;
        }
    }

    /// Lines of tokens with columns.
    fn token_lines(&mut self, span: Span) {
        let mut at = span.start;
        while at < span.end {
            let line_end = memchr(b'\n', &self.text.as_bytes()[at..span.end]).map_or(span.end, |found| at + found);
            let line = &self.text[at..line_end];
            let token = &line[..memchr(b'\t', line.as_bytes()).unwrap_or(line.trim_ascii_end().len())];
            if !token.trim_ascii().is_empty() {
                self.content(Span::new(at, at + token.len()));
                if self.glued == 0 {
                    self.pend(Pending::Gap);
                }
            }
            at = line_end + 1;
        }
    }

    /// Ampersands in text that belongs to no article.
    fn unescaped(&mut self, span: Span) {
        for found in memchr::memchr_iter(b'&', self.text[span.range()].as_bytes()) {
            let at = span.start + found;
            if references::reference(&self.text[at..span.end]) == Reference::Bare {
                self.bare(Span::new(at, at + 1));
            }
        }
    }

    /// An ampersand that is not escaped.
    fn bare(&mut self, span: Span) {
        // In SGML one is text where no name follows.
        let next = self.text.as_bytes().get(span.end);
        let names = next.is_some_and(u8::is_ascii_alphabetic);
        if self.document.flavour == Flavour::Sgml && !names {
            return;
        }
        self.findings.push(match self.document.flavour {
            Flavour::Xml => bare(self.text, span),
            // Only white space and marks need to end the name of a reference.
            Flavour::Sgml => ampersand(span),
        });
    }

    /// The article ends.
    fn finish(&mut self, span: Span) {
        self.open.clear();
        self.pending = Pending::Nothing;
        let mut article = std::mem::take(&mut self.article);
        let mut body = std::mem::take(&mut self.body);
        body.trim_end();
        let words = std::mem::take(&mut self.words);
        if body.text.is_empty() && article.fields.is_empty() {
            return;
        }
        article.span = span;
        article.tokenised = words > 0 && words * 2 > body.text.split_whitespace().count();
        article.text = body.text;
        article.pieces = body.pieces;
        article.annotations.retain(|annotation| annotation.parts.iter().all(|part| part.end <= article.text.len()));
        article
            .annotations
            .sort_by_key(|annotation| (annotation.parts[0].start, std::cmp::Reverse(annotation.parts[0].end)));
        article.fields.sort_by_key(|field| field.span);
        self.done.push(article);
    }
}

/// A document declares its entities within so many bytes.
const PROLOG: usize = 64 << 10;

/// The finding about an ampersand of XML that begins no reference: it is not escaped, or the reference lost its end.
pub(crate) fn bare(text: &str, span: Span) -> Finding {
    let rest = &text[span.end..];
    let name = &rest[..rest.bytes().take_while(u8::is_ascii_lowercase).count()];
    // In an address, what is named like a character is a parameter.
    let ends =
        !rest[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '=' | '_' | '-' | '&'));
    let known =
        name.len() > 1 && ends && !matches!(references::reference(&format!("&{name};")), Reference::Named { .. });
    if !known {
        return ampersand(span);
    }
    let end = span.end + name.len();
    // Others are references only where something declares them.
    let prolog = &text[..text.floor_char_boundary(PROLOG)];
    let is_declared =
        ["amp", "lt", "gt", "quot", "apos"].contains(&name) || prolog.contains(&format!("<!ENTITY {name} "));
    let (title, edits) = ("Add the semicolon", vec![Edit::insert(end, ";")]);
    let fix = if is_declared { Fix::safe(title, edits) } else { Fix::unsafe_(title, edits) };
    let message = format!("The reference &{name} does not end: a semicolon stands behind it");
    Finding::new(RuleId::UnescapedCharacter, Span::new(span.start, end), message).fixed_by(fix)
}

/// The finding about an ampersand that is not escaped.
pub(crate) fn ampersand(span: Span) -> Finding {
    let message = "“&” begins a reference; in text it is written “&amp;”";
    let fix = Fix::safe("Write “&amp;”", vec![Edit::replace(span, "&amp;")]);
    Finding::new(RuleId::UnescapedCharacter, span, message).fixed_by(fix)
}
