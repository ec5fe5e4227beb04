//! What the tests of the parsers share: readings written out, invariants, damage.

use std::fmt::Write as _;

use super::reading::Reading;
use crate::rules::Finding;
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
            let parts: Vec<_> = annotation.parts.iter().map(|part| &article.text[part.range()]).collect();
            let _ = write!(shown, "  [{}]", parts.join("…"));
            for (key, written) in
                [("", &annotation.entity_type), ("chain ", &annotation.chain), ("is ", &annotation.identity)]
            {
                if let Some(written) = written {
                    let _ = write!(shown, " {key}{}", written.text);
                }
            }
            shown.push('\n');
        }
    }
    for finding in &reading.findings {
        shown.push_str(&show_finding(text, finding));
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
