//! Turns a reading into findings with fixes, and into the pairs, links and annotations of the model.

use std::collections::HashSet;

use super::attributes::Attributes;
use super::context::Hint;
use super::conventions::{Conventions, Style};
use super::glyph::{Glyph, Level, Shape};
use super::pair::{Reading, Repair};
use super::token::{Kind, Lexed, Tag, Tail, Token};
use crate::corpus::{Annotation, AnnotationStyle, Inline, Link, Pair, PairKind};
use crate::format::Dialect;
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// What pairing a paragraph gives. Spans count from its start.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) findings: Vec<Finding>,
    pub(crate) inline: Inline,
    /// For each style of outer quotation: how many there are, and the marks of the first.
    pub(crate) styles: Vec<(Style, u32, Pair)>,
}

/// No paragraph has more findings of broken marks than this; what is beyond is no text.
const MOST: usize = 50;

/// Reports `reading`, which was made of `lexed` and `text`.
pub(crate) fn report(
    text: &str,
    dialect: Dialect,
    lexed: &Lexed,
    conventions: &Conventions,
    reading: &Reading,
) -> Outcome {
    let reporter = Reporter { text, dialect, lexed, conventions };
    let mut out = Outcome { findings: lexed.findings.clone(), ..Outcome::default() };
    out.inline.links.extend_from_slice(&lexed.links);
    for repair in reading.repairs.iter().take(MOST) {
        out.findings.extend(reporter.repair(*repair, reading));
    }
    if reading.repairs.len() > MOST {
        let last = reporter.token(reading.repairs[MOST].at()).span();
        let more = reading.repairs.len() - MOST;
        out.findings.push(Finding::new(
            RuleId::UnclosedQuote,
            last,
            format!("{more} more marks of this paragraph have no partner"),
        ));
    }
    // Closing marks of pairs that are sound only after a repair.
    let mended: HashSet<u32> = reading
        .repairs
        .iter()
        .filter_map(|repair| match repair {
            Repair::Mismatched { close, .. } | Repair::Reversed { close, .. } => Some(*close),
            _ => None,
        })
        .collect();
    let mut outer_quote_end = 0;
    for &(open, close) in &reading.pairs {
        reporter.pair(open, close, &mended, &mut outer_quote_end, &mut out);
    }
    if dialect == Dialect::Plain {
        for link in &lexed.links {
            if text[link.span.range()].starts_with('<') {
                out.findings.push(reporter.stray(link.span, "an autolink", text[link.target.range()].to_owned()));
            }
        }
    }
    reporter.apostrophes(reading, &mut out);
    out.inline.annotations.sort_by_key(|annotation| annotation.span);
    out.inline.links.sort_by_key(|link| link.span);
    out.findings.sort_by_key(|finding| finding.span);
    out
}

struct Reporter<'a> {
    text: &'a str,
    dialect: Dialect,
    lexed: &'a Lexed,
    conventions: &'a Conventions,
}

impl Reporter<'_> {
    fn token(&self, index: u32) -> &Token {
        &self.lexed.tokens[index as usize]
    }

    fn written(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    fn tail(&self, token: &Token) -> Option<&Tail> {
        match token.kind {
            Kind::Bracket { tail: Some(index), .. } => self.lexed.tails.get(usize::from(index)),
            _ => None,
        }
    }

    fn tag(&self, token: &Token) -> Option<&Tag> {
        match token.kind {
            Kind::Tag { index, .. } => self.lexed.tags.get(usize::from(index)),
            _ => None,
        }
    }

    /// Only the bracket of a closing bracket with a tail.
    fn mark(&self, token: &Token) -> Span {
        match self.tail(token) {
            Some(_) => Span::new(token.start as usize, token.start as usize + 1),
            None => token.span(),
        }
    }

    fn repair(&self, repair: Repair, reading: &Reading) -> Option<Finding> {
        Some(match repair {
            Repair::Unclosed(i) => return self.unclosed(self.token(i)),
            Repair::Unopened(i) => return self.unopened(self.token(i)),
            Repair::Doubled(i) => self.doubled(self.token(i)),
            Repair::Mismatched { open, close } => self.mismatched(self.token(open), self.token(close)),
            Repair::Reversed { open, close, opening } => self.reversed(self.token(open), self.token(close), opening),
            Repair::Crossed { open, inner, close } => {
                let partner = reading.pairs.iter().find(|pair| pair.0 == inner).map(|pair| self.token(pair.1));
                self.crossed(self.token(open), self.token(inner), self.token(close), partner)
            }
        })
    }

    fn unclosed(&self, token: &Token) -> Option<Finding> {
        let span = self.mark(token);
        let mark = self.written(span);
        let behind = &self.text[span.end..];
        let (rule, message, close) = match token.kind {
            Kind::Quote(glyph) => (
                RuleId::UnclosedQuote,
                format!("The quotation opened with {mark} is never closed"),
                glyph.closer().text().to_owned(),
            ),
            Kind::Bracket { shape: Shape::Wiki, .. } => (
                RuleId::UnclosedAnnotation,
                "The annotation opened with [[ is never closed".to_owned(),
                "]]".to_owned(),
            ),
            Kind::Bracket { shape: Shape::Square, .. } if next_opens(behind, &["{.", "{#"]) => {
                (RuleId::UnclosedAnnotation, "The annotated text is not closed with ]".to_owned(), "]".to_owned())
            }
            Kind::Bracket { shape: Shape::Square, .. } if next_opens(behind, &["(http", "(#", "(/", "(www."]) => {
                (RuleId::UnclosedLink, "The text of this link is not closed with ]".to_owned(), "]".to_owned())
            }
            Kind::Bracket { shape, .. } => {
                (RuleId::UnclosedBracket, format!("The bracket {mark} is never closed"), shape.texts().1.to_owned())
            }
            Kind::Emphasis(_) => {
                (RuleId::UnclosedEmphasis, format!("The emphasis {mark} has no partner"), mark.to_owned())
            }
            Kind::Code(_) => {
                (RuleId::UnclosedCode, format!("The code opened with {mark} is never closed"), mark.to_owned())
            }
            Kind::Tag { .. } => {
                let tag = self.tag(token).filter(|tag| !tag.html)?;
                let name = self.written(tag.name);
                (RuleId::UnclosedAnnotation, format!("The annotation <{name}> is never closed"), format!("</{name}>"))
            }
        };
        let mut finding = Finding::new(rule, span, message);
        for (at, place) in self.places_to_close(token) {
            finding = finding
                .fixed_by(Fix::unsafe_(format!("Insert {close} {place}"), vec![Edit::insert(at, close.clone())]));
        }
        Some(finding.fixed_by(Fix::unsafe_(format!("Delete {mark}"), vec![Edit::delete(span)])))
    }

    /// Where what `open` opened may end: behind the first clause, and at the end of the paragraph.
    fn places_to_close(&self, open: &Token) -> Vec<(usize, &'static str)> {
        let from = open.end as usize;
        let limit = self.text.trim_end().len().max(from);
        let behind = &self.text[from..limit];
        let mut places = Vec::new();
        let clause = match open.kind {
            Kind::Quote(_) => behind
                .char_indices()
                .zip(behind.chars().skip(1).chain([' ']))
                .find(|((_, c), next)| matches!(c, ',' | '.' | '!' | '?' | '…' | '，' | '。') && next.is_whitespace())
                .map(|((i, c), _)| from + i + c.len_utf8()),
            Kind::Bracket { .. } => behind.find([',', '.', ';', '!', '?']).filter(|&i| i > 0).map(|i| from + i),
            Kind::Tag { .. } => {
                // The longest run of capitalised words is what is most likely annotated.
                let mut end = 0;
                for word in behind.split_inclusive(' ') {
                    if !word.starts_with(char::is_uppercase) {
                        break;
                    }
                    end += word.len();
                }
                let name = behind[..end].trim_end_matches([' ', ',', '.', ';', ':', '!', '?']);
                (!name.is_empty()).then(|| from + name.len())
            }
            _ => None,
        };
        if let Some(at) = clause.filter(|&at| at < limit) {
            places.push((at, "behind the first clause"));
        }
        if limit > from {
            places.push((limit, "at the end of the paragraph"));
        }
        places
    }

    fn unopened(&self, token: &Token) -> Option<Finding> {
        let span = self.mark(token);
        let mark = self.written(span);
        let (rule, message, open) = match token.kind {
            Kind::Quote(glyph) => (
                RuleId::UnopenedQuote,
                format!("The quotation closed with {mark} is never opened"),
                Some(glyph.opener().text()),
            ),
            Kind::Bracket { shape: Shape::Wiki, .. } => {
                (RuleId::UnopenedAnnotation, "The annotation closed with ]] is never opened".to_owned(), Some("[["))
            }
            Kind::Bracket { shape, .. } => match self.tail(token) {
                Some(Tail::Attributes { .. }) => (
                    RuleId::UnopenedAnnotation,
                    "The annotated text in front of ] is never opened with [".to_owned(),
                    None,
                ),
                Some(_) => (RuleId::UnclosedLink, "The text of this link is not opened with [".to_owned(), None),
                None => (RuleId::UnopenedBracket, format!("The bracket {mark} is never opened"), Some(shape.texts().0)),
            },
            Kind::Emphasis(_) => (RuleId::UnclosedEmphasis, format!("The emphasis {mark} has no partner"), None),
            Kind::Code(_) => (RuleId::UnclosedCode, format!("The code closed with {mark} is never opened"), None),
            Kind::Tag { .. } => {
                let tag = self.tag(token).filter(|tag| !tag.html)?;
                let name = self.written(tag.name);
                (RuleId::UnopenedAnnotation, format!("The annotation </{name}> is never opened"), None)
            }
        };
        let mut finding = Finding::new(rule, span, message);
        if let Some(open) = open {
            let at = sentence_start(self.text, span.start);
            finding = finding.fixed_by(Fix::unsafe_(
                format!("Insert {open} at the start of the sentence"),
                vec![Edit::insert(at, open)],
            ));
        }
        Some(finding.fixed_by(Fix::unsafe_(format!("Delete {mark}"), vec![Edit::delete(token.span())])))
    }

    fn doubled(&self, token: &Token) -> Finding {
        let span = self.mark(token);
        let mark = self.written(span);
        let rule = match token.kind {
            Kind::Quote(_) => RuleId::DoubledQuote,
            Kind::Tag { open: true, .. } => RuleId::UnclosedAnnotation,
            Kind::Tag { .. } => RuleId::UnopenedAnnotation,
            _ => RuleId::DoubledBracket,
        };
        Finding::new(rule, span, format!("The mark {mark} stands twice"))
            .fixed_by(Fix::safe(format!("Delete the second {mark}"), vec![Edit::delete(span)]))
    }

    fn mismatched(&self, open: &Token, close: &Token) -> Finding {
        let (o, c) = (self.mark(open), self.mark(close));
        let (opening, closing) = (self.written(o), self.written(c));
        let replace = |span: Span, by: &'static str| {
            (format!("Replace {} by {by}", self.written(span)), vec![Edit::replace(span, by)])
        };
        match (open.kind, close.kind) {
            (Kind::Quote(og), Kind::Quote(cg)) => {
                let finding = Finding::new(
                    RuleId::MismatchedQuotes,
                    c,
                    format!("The quotation is opened with {opening} but closed with {closing}"),
                )
                .relating(o, format!("It is opened with {opening} here"));
                let by_opening = replace(c, og.closer().text());
                let by_closing = replace(o, cg.opener().text());
                // The rest of the article says which of the two is the slip.
                let style =
                    self.conventions.style.filter(|_| !self.conventions.contested && og.level() == Level::Double);
                let opening_fits = Style::of(og) == style;
                let closing_fits = Style::of(cg.opener()) == style;
                match (style.is_some(), opening_fits, closing_fits) {
                    (true, true, false) => finding
                        .fixed_by(Fix::safe(by_opening.0, by_opening.1))
                        .fixed_by(Fix::unsafe_(by_closing.0, by_closing.1)),
                    (true, false, true) => finding
                        .fixed_by(Fix::safe(by_closing.0, by_closing.1))
                        .fixed_by(Fix::unsafe_(by_opening.0, by_opening.1)),
                    _ => finding
                        .fixed_by(Fix::unsafe_(by_opening.0, by_opening.1))
                        .fixed_by(Fix::unsafe_(by_closing.0, by_closing.1)),
                }
            }
            (Kind::Bracket { shape: s, .. }, Kind::Bracket { shape: t, .. }) => {
                let wiki = s == Shape::Wiki || t == Shape::Wiki;
                let rule = if wiki { RuleId::UnclosedAnnotation } else { RuleId::MismatchedBrackets };
                let finding = Finding::new(rule, c, format!("The bracket {opening} is closed with {closing}"))
                    .relating(o, format!("It is opened with {opening} here"));
                let by_opening = replace(c, s.texts().1);
                let by_closing = replace(o, t.texts().0);
                finding
                    .fixed_by(Fix::unsafe_(by_opening.0, by_opening.1))
                    .fixed_by(Fix::unsafe_(by_closing.0, by_closing.1))
            }
            _ => Finding::new(RuleId::CrossedDelimiters, c, format!("{opening} is closed with {closing}"))
                .relating(o, format!("It is opened with {opening} here")),
        }
    }

    fn reversed(&self, open: &Token, close: &Token, opening: bool) -> Finding {
        let (bad, partner) = if opening { (open, close) } else { (close, open) };
        let (span, other) = (self.mark(bad), self.mark(partner));
        let mark = self.written(span);
        let (rule, by) = match (bad.kind, partner.kind) {
            (Kind::Quote(_), Kind::Quote(g)) => {
                (RuleId::ReversedQuote, if opening { g.opener().text() } else { g.closer().text() })
            }
            (Kind::Bracket { shape, .. }, _) => {
                let (l, r) = shape.texts();
                (RuleId::ReversedBracket, if opening { l } else { r })
            }
            _ => (RuleId::CrossedDelimiters, ""),
        };
        let verb = if opening { "opens" } else { "closes" };
        Finding::new(rule, span, format!("The mark {mark} {verb} here but points the other way"))
            .relating(other, "Its partner")
            .fixed_by(Fix::safe(format!("Replace {mark} by {by}"), vec![Edit::replace(span, by)]))
    }

    /// `close` closes `open` while `inner` is open still; `partner` closes that further on.
    fn crossed(&self, open: &Token, inner: &Token, close: &Token, partner: Option<&Token>) -> Finding {
        let annotation = |t: &Token| matches!(t.kind, Kind::Tag { .. });
        let rule =
            if annotation(open) || annotation(inner) { RuleId::CrossedAnnotations } else { RuleId::CrossedDelimiters };
        let (o, i, c) = (self.mark(open), self.mark(inner), self.mark(close));
        let message = format!("{} closes {} while {} is still open", self.written(c), self.written(o), self.written(i));
        let finding = Finding::new(rule, c, message).relating(o, "What it closes").relating(i, "What is still open");
        match partner.map(|partner| self.mark(partner)) {
            Some(last) if last.start >= c.end => {
                let moved = self.written(last).to_owned();
                let title = format!("Close {} in front of {}", self.written(i), self.written(c));
                finding.fixed_by(Fix::unsafe_(title, vec![Edit::insert(c.start, moved), Edit::delete(last)]))
            }
            _ => finding,
        }
    }

    /// Takes a sound pair into the model, and reports what is wrong inside it.
    fn pair(&self, open: u32, close: u32, mended: &HashSet<u32>, outer_quote_end: &mut usize, out: &mut Outcome) {
        let (a, b) = (self.token(open), self.token(close));
        let (o, c) = (self.mark(a), self.mark(b));
        let pair = |kind| Pair { kind, open: o, close: c };
        match (a.kind, b.kind) {
            (Kind::Quote(glyph), Kind::Quote(_)) => {
                out.inline.pairs.push(pair(PairKind::Quote));
                // French sets a space inside guillemets.
                let spaced = self.text[..c.start].ends_with(' ') && b.right.after_closing();
                if spaced && matches!(Style::of(glyph), Some(Style::Straight | Style::Curly)) {
                    let space = Span::new(c.start - 1, c.start);
                    out.findings.push(
                        Finding::new(RuleId::SpaceBeforePunctuation, space, "A space stands before the closing mark")
                            .fixed_by(Fix::safe("Delete the space", vec![Edit::delete(space)])),
                    );
                }
                let outer = o.start >= *outer_quote_end;
                let sound = !mended.contains(&close);
                if let Some(style) = Style::of(glyph).filter(|_| outer && sound) {
                    *outer_quote_end = c.end;
                    match out.styles.iter_mut().find(|(s, ..)| *s == style) {
                        Some((_, n, _)) => *n += 1,
                        None => out.styles.push((style, 1, pair(PairKind::Quote))),
                    }
                }
            }
            (Kind::Bracket { shape: Shape::Wiki, .. }, Kind::Bracket { shape: Shape::Wiki, .. }) => {
                self.wiki(o, c, out)
            }
            (Kind::Bracket { shape: Shape::Square, .. }, Kind::Bracket { .. }) if self.tail(b).is_some() => {
                self.tailed(o, b, out);
            }
            (Kind::Bracket { .. }, _) => out.inline.pairs.push(pair(PairKind::Bracket)),
            (Kind::Emphasis(_), _) => {
                out.inline.pairs.push(pair(PairKind::Emphasis));
                if self.dialect == Dialect::Plain {
                    let inner = self.written(Span::new(o.end, c.start)).to_owned();
                    out.findings.push(self.stray(o.cover(c), "emphasis", inner));
                }
            }
            (Kind::Code(_), _) => out.inline.pairs.push(pair(PairKind::Code)),
            (Kind::Tag { .. }, _) => {
                if let Some(tag) = self.tag(a).filter(|tag| !tag.html) {
                    self.tagged(tag, o, c, out);
                }
            }
            _ => {}
        }
    }

    fn wiki(&self, open: Span, close: Span, out: &mut Outcome) {
        let inner = self.written(Span::new(open.end, close.start));
        let bar = inner.find('|');
        let id = Span::new(open.end, open.end + bar.unwrap_or(inner.len()));
        let text = Span::new(bar.map_or(open.end, |bar| open.end + bar + 1), close.start);
        let annotation = Annotation {
            span: open.cover(close),
            style: AnnotationStyle::Wiki,
            text,
            open: Span::new(open.start, text.start),
            close,
            entity_type: None,
            id: Some(id),
        };
        self.check(&annotation, out);
        out.inline.annotations.push(annotation);
    }

    /// `[text](target)` and `[text]{attributes}`.
    fn tailed(&self, open: Span, close: &Token, out: &mut Outcome) {
        let text = Span::new(open.end, close.start as usize);
        let span = Span::new(open.start, close.end as usize);
        match self.tail(close) {
            Some(Tail::Attributes { attributes, closed }) => {
                let annotation = Annotation {
                    span,
                    style: AnnotationStyle::Span,
                    text,
                    open,
                    close: close.span(),
                    entity_type: attributes.entity_type,
                    id: attributes.id,
                };
                self.check(&annotation, out);
                let bare = self.written(close.span()).trim_start_matches([']', '[', '{']).trim_end_matches('}').trim();
                // Attributes of Pandoc may be about something else; an object of Rasa is not.
                let is_meant = annotation.id.is_some() || bare.is_empty() || bare.starts_with('"');
                if annotation.entity_type.is_none() && is_meant && *closed {
                    let here = Span::new(text.end + 1, span.end);
                    out.findings.push(Finding::new(
                        RuleId::AnnotationWithoutType,
                        here,
                        "This annotation has no type (such as .PER)",
                    ));
                }
                out.inline.annotations.push(annotation);
            }
            Some(Tail::Link { target, typed }) => {
                let written = self.written(*target).trim();
                if *typed && self.conventions.link_annotations {
                    let colon = self.written(*target).find(':').map(|colon| target.start + colon);
                    let annotation = Annotation {
                        span,
                        style: AnnotationStyle::Link,
                        text,
                        open,
                        close: close.span(),
                        entity_type: Some(Span::new(target.start, colon.unwrap_or(target.end))),
                        id: colon.map(|colon| Span::new(colon + 1, target.end)),
                    };
                    self.check(&annotation, out);
                    out.inline.annotations.push(annotation);
                    return;
                }
                let label = self.written(text).to_owned();
                if matches!(written, "" | "#") {
                    out.findings.push(
                        Finding::new(RuleId::EmptyLinkTarget, span, format!("The link “{label}” leads nowhere"))
                            .fixed_by(Fix::safe("Keep the text and drop the link", vec![Edit::replace(span, label)])),
                    );
                    return;
                }
                out.inline.links.push(Link { span, target: *target });
                if self.dialect == Dialect::Plain {
                    out.findings.push(self.stray(span, "a link", label));
                }
            }
            Some(Tail::OpenLink) => {
                let here = Span::new(text.end + 1, text.end + 2);
                out.findings.push(
                    Finding::new(RuleId::UnclosedLink, here, "The target of this link is not closed with )")
                        .relating(open, "The link begins here")
                        .fixed_by(Fix::unsafe_("Insert ) behind the target", vec![Edit::insert(span.end, ")")])),
                );
            }
            None => {}
        }
    }

    fn tagged(&self, tag: &Tag, open: Span, close: Span, out: &mut Outcome) {
        let name = self.written(tag.name);
        // These name a kind of expression; the type of entity is an attribute.
        let wants_type = ["enamex", "timex", "numex", "name", "rs", "entity", "mention"]
            .iter()
            .any(|n| name.eq_ignore_ascii_case(n));
        let Attributes { entity_type, id, .. } = &tag.attributes;
        let text = Span::new(open.end, close.start);
        // Where the tag itself has no end, the space behind it is not the text's.
        let gap = if tag.complete { 0 } else { text.len() - self.written(text).trim_start().len() };
        let annotation = Annotation {
            span: open.cover(close),
            style: AnnotationStyle::Tag,
            text: Span::new(text.start + gap, text.end),
            open,
            close,
            entity_type: if wants_type { *entity_type } else { entity_type.or(Some(tag.name)) },
            id: *id,
        };
        self.check(&annotation, out);
        if tag.complete && annotation.entity_type.is_none_or(Span::is_empty) {
            out.findings.push(Finding::new(RuleId::AnnotationWithoutType, open, format!("This <{name}> has no type")));
        }
        out.inline.annotations.push(annotation);
    }

    /// What can be wrong with a sound annotation of any spelling.
    fn check(&self, annotation: &Annotation, out: &mut Outcome) {
        let text = self.written(annotation.text);
        let trimmed = text.trim();
        if trimmed.is_empty() {
            let id_only = annotation.style == AnnotationStyle::Wiki;
            let what = if id_only { "This annotation has no text" } else { "This annotation holds no text" };
            out.findings.push(
                Finding::new(RuleId::EmptyAnnotation, annotation.span, what)
                    .fixed_by(Fix::unsafe_("Delete the annotation", vec![Edit::delete(annotation.span)])),
            );
        } else if trimmed.len() < text.len() {
            let lead = text.len() - text.trim_start().len();
            let trail = text.len() - text.trim_end().len();
            let mut edits = Vec::new();
            let place = match (lead > 0, trail > 0) {
                (true, true) => "begins and ends",
                (true, false) => "begins",
                _ => "ends",
            };
            if lead > 0 {
                edits.push(Edit::insert(annotation.open.start, text[..lead].to_owned()));
                edits.push(Edit::delete(Span::new(annotation.text.start, annotation.text.start + lead)));
            }
            if trail > 0 {
                edits.push(Edit::delete(Span::new(annotation.text.end - trail, annotation.text.end)));
                edits.push(Edit::insert(annotation.close.end, text[text.len() - trail..].to_owned()));
            }
            let here = if lead > 0 {
                Span::new(annotation.text.start, annotation.text.start + lead)
            } else {
                Span::new(annotation.text.end - trail, annotation.text.end)
            };
            out.findings.push(
                Finding::new(RuleId::AnnotationEdgeSpace, here, format!("The annotated text {place} with white space"))
                    .fixed_by(Fix::safe("Move the white space outside", edits)),
            );
        }
        let expected = self.conventions.ids && annotation.id.is_none() && annotation.style == AnnotationStyle::Tag;
        let named = annotation.entity_type.is_some_and(|t| t.start == annotation.open.start + 1);
        if expected && named {
            out.findings.push(Finding::new(
                RuleId::AnnotationWithoutId,
                annotation.open,
                "This annotation has no id; the others of the article have one",
            ));
        }
        if annotation.id.is_some_and(|id| self.written(id).trim().is_empty()) {
            let here = if annotation.style == AnnotationStyle::Span { annotation.close } else { annotation.open };
            out.findings.push(Finding::new(
                RuleId::AnnotationWithoutId,
                here,
                "This annotation has a place for an id and none in it",
            ));
        }
    }

    fn stray(&self, span: Span, what: &str, keep: String) -> Finding {
        Finding::new(RuleId::StrayMarkdown, span, format!("Markdown in a plain text: {what}"))
            .fixed_by(Fix::unsafe_("Keep the text and drop the markup", vec![Edit::replace(span, keep)]))
    }

    /// Apostrophes of the rarer kind.
    fn apostrophes(&self, reading: &Reading, out: &mut Outcome) {
        let Some(curly) = self.conventions.curly_apostrophes.filter(|_| self.conventions.mixed_apostrophes) else {
            return;
        };
        // What opens, closes or is broken is no apostrophe.
        let paired: HashSet<u32> = reading.pairs.iter().flat_map(|&(open, close)| [open, close]).collect();
        for (index, token) in (0..).zip(&self.lexed.tokens) {
            let Kind::Quote(glyph) = token.kind else { continue };
            let outer = matches!(token.hint, Hint::Possessive | Hint::Clipped | Hint::Decade) && glyph.is_apostrophe();
            let role = token.is_inner_apostrophe() || outer && !paired.contains(&index);
            if !role || (glyph != Glyph::StraightSingle) == curly {
                continue;
            }
            let (kind, by) = if curly { ("straight", "’") } else { ("curly", "'") };
            let rest = if curly { "curly" } else { "straight" };
            out.findings.push(
                Finding::new(
                    RuleId::MixedApostrophes,
                    token.span(),
                    format!("A {kind} apostrophe in an article whose apostrophes are {rest}"),
                )
                .fixed_by(Fix::safe(
                    format!("Replace {} by {by}", glyph.text()),
                    vec![Edit::replace(token.span(), by)],
                )),
            );
        }
    }
}

/// Whether one of `openings` comes before the next closing square bracket.
fn next_opens(behind: &str, openings: &[&str]) -> bool {
    let limit = behind.find([']', '[']).unwrap_or(behind.len());
    openings.iter().any(|opening| behind[..limit].contains(opening))
}

/// Where the sentence that holds the byte `at` begins.
fn sentence_start(text: &str, at: usize) -> usize {
    let before = text[..at].trim_end_matches(['.', '!', '?', ',', '…', ';', ':']);
    let end = before
        .rfind(['.', '!', '?', '…', ':', '”', '»', '"'])
        .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    end + (text[end..at].len() - text[end..at].trim_start().len())
}
