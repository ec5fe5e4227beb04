//! What an editor shows of text that stands in several places: a hover, a lens, the list of all places.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ide::escape;
use crate::rules::{Finding, Related};
use crate::server::convert::Converter;
use crate::server::job::Snapshot;
use crate::server::types::{
    CodeLens, Command, Hover, HoverContents, Location, MarkupContent, MarkupKind, Position, Range, Uri,
};
use crate::server::uri;
use crate::text::{Document, Span};

/// The command that lists all places, which the editor's plugin has: with the document, a place and the other places.
const SHOW_COPIES: &str = "copydesk.showCopies";
/// How many copies of one block are listed at most.
const LISTED: usize = 1000;
/// How much of a copy is shown, in code points.
const EXCERPT: usize = 160;

/// What a lens needs to be made complete.
#[derive(Debug, Serialize, Deserialize)]
pub struct LensData {
    /// The document.
    pub uri: Uri,
    /// The first byte of the finding.
    start: usize,
}

/// The finding at a place that speaks of other places, with what they say side by side.
pub fn hover(snapshot: &Snapshot, position: Position) -> Option<Hover> {
    let at = snapshot.converter().byte(position);
    let of_copies = |finding: &Finding| finding.rule.rule().code.starts_with("BOI") && !finding.related.is_empty();
    let finding = snapshot.findings_at(Span::empty(at)).into_iter().find(of_copies)?;
    let markdown = snapshot.features.hover_markdown;
    let mut text = escape(&finding.message, markdown);
    for related in &finding.related {
        let (place, excerpt) = describe(snapshot, related);
        let label = escape(&related.message, markdown);
        let excerpt = escape(&excerpt, markdown);
        text += &match (markdown, related.file.is_some()) {
            (true, _) => format!("\n\n**{}** {place}\n> {excerpt}", label),
            (false, _) => format!("\n\n{label} {place}\n  {excerpt}"),
        };
    }
    let kind = if markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value: text }),
        range: Some(snapshot.converter().range(finding.span)),
    })
}

/// The line of a place, and what stands there.
fn describe(snapshot: &Snapshot, related: &Related) -> (String, String) {
    let (line, text) = match &related.file {
        Some(file) => {
            let line = file.text[..related.span.start].matches('\n').count();
            (line, file.text[related.span.range()].to_owned())
        }
        None => {
            let line = snapshot.converter().position(related.span.start).line as usize;
            (line, crate::text::Source::slice(&snapshot.text, related.span).into_owned())
        }
    };
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut excerpt: String = words.chars().take(EXCERPT).collect();
    if excerpt.len() < words.len() {
        excerpt.push('…');
    }
    (format!("(line {})", line + 1), excerpt)
}

/// A lens over every block that stands in other articles too; how many is found out when it is shown.
pub fn code_lenses(snapshot: &Snapshot) -> Vec<CodeLens> {
    let elsewhere = |finding: &&Finding| finding.related.iter().any(|related| related.file.is_some());
    let lens = |finding: &Finding| {
        let position = snapshot.converter().position(finding.span.start);
        let data = LensData { uri: snapshot.uri.clone(), start: finding.span.start };
        CodeLens { range: Range { start: position, end: position }, command: None, data: Some(json!(data)) }
    };
    snapshot.shared.findings.iter().filter(elsewhere).map(lens).collect()
}

/// The lens with its number and the command that lists the places.
pub fn resolve_lens(snapshot: &Snapshot, lens: CodeLens, data: &LensData) -> CodeLens {
    let places = all_copies(snapshot, data.start).map(|finding| locations(snapshot, &finding)).unwrap_or_default();
    let title = match places.len() {
        0 => "no copy any more".to_owned(),
        1 => "in 1 more article".to_owned(),
        n => format!("in {n} more articles"),
    };
    let arguments = vec![json!(snapshot.uri), json!(lens.range.start), json!(places)];
    let command = Command { title, command: SHOW_COPIES.to_owned(), arguments: Some(arguments) };
    CodeLens { command: Some(command), ..lens }
}

/// The finding that begins at `start` and speaks of other articles, with all its copies.
pub fn all_copies(snapshot: &Snapshot, start: usize) -> Option<Finding> {
    let (corpus, relative) = snapshot.corpus.as_ref()?;
    let known = snapshot.shared.findings.iter().find(|finding| finding.span.start == start)?;
    let all = corpus.findings(relative, &snapshot.text, snapshot.facts.as_deref()?, LISTED);
    all.into_iter().find(|finding| finding.span == known.span && finding.rule == known.rule)
}

/// Where the copies of a finding are.
fn locations(snapshot: &Snapshot, finding: &Finding) -> Vec<Location> {
    let elsewhere = finding.related.iter().filter(|related| related.file.is_some());
    elsewhere.filter_map(|related| location(snapshot, related)).collect()
}

/// Where a related place is, in the document or elsewhere.
pub fn location(snapshot: &Snapshot, related: &Related) -> Option<Location> {
    let encoding = snapshot.features.encoding;
    let Some(file) = &related.file else {
        return Some(Location { uri: snapshot.uri.clone(), range: snapshot.converter().range(related.span) });
    };
    let text = Document::new(&file.text);
    Some(Location { uri: uri::from_path(&file.path)?, range: Converter { text: &text, encoding }.range(related.span) })
}

/// What goes when the block at `span` is removed from a text: its lines, and the blank lines behind them.
pub fn removal(text: &str, span: Span) -> Span {
    let line_start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at + 1);
    let alone = text[line_start..span.start].trim().is_empty() && text[span.end..line_end].trim().is_empty();
    if !alone {
        return span;
    }
    let behind = &text[line_end..];
    let blank: usize = behind.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    Span::new(line_start, line_end + blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_removed_with_its_line_and_the_blank_ones_behind_it() {
        let removed = |text: &str| {
            let at = text.find("Sign up").expect("it is there");
            let span = removal(text, Span::new(at, at + 7));
            format!("{}{}", &text[..span.start], &text[span.end..])
        };
        assert_eq!(removed("One.\n\nSign up\n\nTwo.\n"), "One.\n\nTwo.\n");
        assert_eq!(removed("One.\nSign up\nTwo.\n"), "One.\nTwo.\n");
        assert_eq!(removed("One.\n\nSign up"), "One.\n\n");
        assert_eq!(removed("One. Sign up Two.\n"), "One.  Two.\n");
    }
}
