//! What the tests of the parsers share: readings written out, invariants, damage, what is written into a file.

use std::fmt::Write as _;
use std::sync::Arc;

use super::Markup;
use super::reading::{Extract, ExtractAnnotation, Reading};
use super::writing::New;
use crate::config::Settings;
use crate::facts::FileFacts;
use crate::rules::{Edit, Finding};
use crate::text::Span;

/// A reading of `text` written out: articles with fields and annotations, findings with what they stand at.
pub(crate) fn show(text: &str, reading: &Reading) -> String {
    let mut shown = String::new();
    for article in &reading.articles {
        let _ = writeln!(shown, "article {:?}", article.text);
        for field in &article.fields {
            let _ = writeln!(shown, "  {}: {}", field.key, field.value);
        }
        for annotation in &article.annotations {
            let _ = writeln!(shown, "  {}", show_annotation(article, annotation));
        }
    }
    for finding in &reading.findings {
        shown.push_str(&show_finding(text, finding));
    }
    shown
}

/// An annotation written out.
fn show_annotation(article: &Extract, annotation: &ExtractAnnotation) -> String {
    let parts: Vec<_> = annotation.parts.iter().map(|part| &article.text[part.range()]).collect();
    let mut shown = format!("[{}]", parts.join("…"));
    for (key, written) in [("", &annotation.entity_type), ("chain ", &annotation.chain), ("is ", &annotation.identity)]
    {
        if let Some(written) = written {
            let _ = write!(shown, " {key}{}", written.text);
        }
    }
    shown
}

/// A finding written out.
pub(crate) fn show_finding(text: &str, finding: &Finding) -> String {
    let mut shown = String::new();
    let at = &text[finding.span.range()];
    let _ = write!(shown, "{} {at:?}: {}", finding.rule.rule().name, finding.message);
    for related in &finding.related {
        let _ = write!(shown, " | {} {:?}", related.message, &text[related.span.range()]);
    }
    for fix in &finding.fixes {
        let _ = write!(shown, " | {:?} {}", fix.safety, fix.title);
    }
    shown.push('\n');
    shown
}

/// `text` after the first fix of every finding.
pub(crate) fn fixed(text: &str, findings: &[Finding]) -> String {
    let mut edits: Vec<_> = findings.iter().filter_map(|it| it.fixes.first()).flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut fixed = String::new();
    let mut at = 0;
    for edit in edits {
        assert!(edit.span.start >= at, "two fixes change the same place of {text:?}");
        fixed += &text[at..edit.span.start];
        fixed += &edit.text;
        at = edit.span.end;
    }
    fixed + &text[at..]
}

/// Panics where a reading of `text` breaks a promise.
pub(crate) fn assert_sound(text: &str, reading: &Reading) {
    let inside = |span: Span| {
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?} is out of bounds");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?} cuts a character");
    };
    for article in &reading.articles {
        inside(article.span);
        article.fields.iter().for_each(|field| inside(field.span));
        let (mut of_text, mut of_source) = (0, 0);
        for piece in &article.pieces {
            inside(piece.source);
            assert!(piece.text.start >= of_text && piece.text.end <= article.text.len(), "{piece:?} is out of order");
            assert!(piece.source.start >= of_source, "{piece:?} is out of order");
            assert!(article.text.is_char_boundary(piece.text.start) && article.text.is_char_boundary(piece.text.end));
            (of_text, of_source) = (piece.text.end, piece.source.end);
        }
        for annotation in &article.annotations {
            assert!(!annotation.parts.is_empty());
            for part in &annotation.parts {
                assert!(part.start <= part.end, "{part:?}");
                assert!(article.text.get(part.range()).is_some(), "{part:?} is out of bounds of the text");
            }
            annotation.markup.iter().for_each(|span| inside(*span));
            let written = [&annotation.entity_type, &annotation.chain, &annotation.identity];
            written.into_iter().flatten().for_each(|written| inside(written.span));
        }
    }
    for finding in &reading.findings {
        inside(finding.span);
        finding.related.iter().for_each(|related| inside(related.span));
        for fix in &finding.fixes {
            let mut at = 0;
            for edit in &fix.edits {
                inside(edit.span);
                assert!(edit.span.start >= at, "the edits of {finding:?} are out of order");
                at = edit.span.end;
            }
        }
    }
    let mut at = 0;
    for marked in &reading.tokens {
        inside(marked.span);
        assert!(marked.span.start >= at && !marked.span.is_empty(), "{marked:?} is out of order");
        assert!(!text[marked.span.range()].contains(['\n', '\r']), "{marked:?} goes over a line end");
        at = marked.span.end;
    }
}

/// `text` with some damage: characters taken out, doubled, exchanged for `marks`; the same for the same seed.
pub(crate) fn damaged(text: &str, marks: &[&str], seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let mut chars: Vec<String> = text.chars().map(String::from).collect();
    for _ in 0..=next(4) {
        let at = next(chars.len());
        let mark = marks[next(marks.len())].to_owned();
        match next(5) {
            0 if at < chars.len() => drop(chars.remove(at)),
            1 if at < chars.len() => chars[at] = mark,
            2 => chars.truncate(at),
            3 => {
                let to = (at + next(40)).min(chars.len());
                drop(chars.drain(at..to));
            }
            _ => chars.insert(at, mark),
        }
    }
    chars.concat()
}

/// What becomes of `text` where each stretch between `«` and `»` is annotated as `new` says: the lines that are new, then
/// what is read that was not read before.
///
/// Panics where anything is read otherwise than before, where something else is wrong, and where it is not the same in a
/// text whose lines end with CR LF.
pub(crate) fn annotated(markup: Markup, text: &str, new: New<'_>) -> String {
    in_both(text, |text, spans| {
        let facts = FileFacts::new(text, markup, Arc::new(Settings::default()));
        let article = |span: &Span| (0..facts.article_count()).find(|it| facts.article_span(*it).contains(*span));
        let news: Option<Vec<_>> =
            spans.iter().map(|span| Some((article(span)?, New { span: *span, ..new }))).collect();
        let Some(edits) = news.and_then(|news| facts.annotate(text, &news)) else { return "no place\n".to_owned() };
        let now = after(text, &edits);
        let (before, behind) = (read(markup, text), read(markup, &now));
        let mut more = behind.0;
        for known in &before.0 {
            let at = more.iter().position(|it| it == known);
            more.remove(at.unwrap_or_else(|| panic!("{known} is lost in {now}")));
        }
        assert_eq!(before.1, behind.1, "{now}");
        lines(text, &now) + &more.iter().map(|it| format!("+ {it}\n")).collect::<String>()
    })
}

/// Annotates every run of up to three words of `text` for itself; gives how many runs have a place, and how many there are.
/// Panics as [`annotated`] does, and where anything but one annotation is more.
pub(crate) fn annotated_everywhere(markup: Markup, text: &str, new: New<'_>) -> (usize, usize) {
    let facts = FileFacts::new(text, markup, Arc::new(Settings::default()));
    let (mut placed, mut runs) = (0, 0);
    for (extract, start) in (0..facts.article_count()).filter_map(|index| facts.extract(index)) {
        // An escape is no word.
        let pieces = extract.pieces.iter().filter(|piece| piece.text.len() == piece.source.len());
        let pieces = pieces.map(|piece| piece.source.shifted(start));
        let words: Vec<Span> = pieces.flat_map(|piece| words(text, piece)).collect();
        for run in (1..=3).flat_map(|len| words.windows(len)) {
            let (from, to) = (run[0].start, run[run.len() - 1].end);
            let marked = format!("{}«{}»{}", &text[..from], &text[from..to], &text[to..]);
            let written = annotated(markup, &marked, new);
            runs += 1;
            if written != "no place\n" {
                assert_eq!(written.matches("\n+ [").count(), 1, "{written}");
                placed += 1;
            }
        }
    }
    (placed, runs)
}

/// The words of `span`.
fn words(text: &str, span: Span) -> Vec<Span> {
    let parts = text[span.range()].split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let at = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    parts.map(|part| Span::new(at(part), at(part) + part.len())).collect()
}

/// What becomes of `text` where each annotation of the stretch between `«` and `»` gets the id of another entity: the lines
/// that are new, then what is read that was not read before. Panics as [`annotated`] does.
pub(crate) fn linked(markup: Markup, text: &str, id: &str) -> String {
    in_both(text, |text, spans| {
        let facts = FileFacts::new(text, markup, Arc::new(Settings::default()));
        let all = (0..facts.article_count()).filter_map(|index| Some((index, facts.extract(index)?)));
        let all = all.flat_map(|(index, (extract, start))| {
            let at = move |it: &ExtractAnnotation| {
                Some(extract.to_source(it.parts[0].cover(*it.parts.last()?))?.shifted(start))
            };
            extract.annotations.iter().filter_map(move |it| Some((index, it, at(it)?)))
        });
        let mut edits =
            all.filter(|(.., at)| *at == spans[0]).filter_map(|(index, it, _)| facts.link(text, index, it, id));
        let Some(edits) = edits.next() else { return "no place\n".to_owned() };
        let now = after(text, &edits);
        let (before, behind) = (read(markup, text), read(markup, &now));
        assert_eq!(before.1, behind.1, "{now}");
        let more = behind.0.iter().filter(|it| !before.0.contains(it)).map(|it| format!("+ {it}\n"));
        lines(text, &now) + &more.collect::<String>()
    })
}

/// Annotates stretches of `text`, whatever it is, and links what is annotated there; panics where an edit is out of bounds
/// or out of order.
pub(crate) fn write_anyhow(markup: Markup, text: &str) {
    let facts = FileFacts::new(text, markup, Arc::new(Settings::default()));
    for index in 0..facts.article_count() {
        let Some((extract, start)) = facts.extract(index) else { continue };
        let spans = extract.pieces.windows(2).flat_map(|two| [two[0].source, two[0].source.cover(two[1].source)]);
        let new = |span: Span| New { span: span.shifted(start), kind: "PER", identity: Some("a\"<1"), chain: "e1" };
        let all: Vec<_> = spans.take(12).map(|span| (index, new(span))).collect();
        let mut every: Vec<_> = all.iter().filter_map(|one| facts.annotate(text, std::slice::from_ref(one))).collect();
        every.extend(facts.annotate(text, &all));
        every.extend(extract.annotations.iter().take(8).filter_map(|it| facts.link(text, index, it, "b")));
        every.iter().for_each(|edits| drop(after(text, edits)));
    }
}

/// `text` after `edits`, which ascend.
fn after(text: &str, edits: &[Edit]) -> String {
    let (mut now, mut at) = (String::new(), 0);
    for edit in edits {
        now += &text[at..edit.span.start];
        now += &edit.text;
        at = edit.span.end;
    }
    now + &text[at..]
}

/// What `of` gives for `text` without the marks round `spans` of it; the same for line ends of both kinds.
fn in_both(text: &str, of: impl Fn(&str, &[Span]) -> String) -> String {
    let given = |text: &str| {
        let (mut plain, mut spans) = (String::new(), Vec::new());
        for (number, part) in text.split(['«', '»']).enumerate() {
            let start = plain.len();
            plain += part;
            spans.extend((number % 2 == 1).then_some(Span::new(start, plain.len())));
        }
        of(&plain, &spans)
    };
    let (with_lf, with_cr_lf) = (given(text), given(&text.replace('\n', "\r\n")));
    assert_eq!(with_lf, with_cr_lf.replace("\r\n", "\n"));
    with_lf
}

/// All annotations of `text` written out, and the rules that find something.
fn read(markup: Markup, text: &str) -> (Vec<String>, Vec<&'static str>) {
    let facts = FileFacts::new(text, markup, Arc::new(Settings::default()));
    let articles = (0..facts.article_count()).filter_map(|index| facts.extract(index));
    let all = articles.flat_map(|(article, _)| article.annotations.iter().map(|it| show_annotation(article, it)));
    (all.collect(), facts.findings().map(|it| it.rule.rule().name).collect())
}

/// The lines of `now` that `text` has not.
fn lines(text: &str, now: &str) -> String {
    let mut known: Vec<&str> = text.split_inclusive('\n').collect();
    let is_new = |line: &&str| known.iter().position(|it| it == line).map(|at| known.remove(at)).is_none();
    let mut new = now.split_inclusive('\n').filter(is_new).map(str::to_owned).collect::<String>();
    if !new.is_empty() && !new.ends_with('\n') {
        new.push('\n');
    }
    new
}
