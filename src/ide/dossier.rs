use std::fmt::Write;
use std::sync::Arc;

use super::escape;
use crate::entities::{Dossier, Quotation};
use crate::knowledge::Entity;
use crate::mentions::MentionSource;

/// What a page says of how it came about.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// Who says that there is a mention, where the page is about one.
    pub source: Option<MentionSource>,
    /// The entry of the knowledge base.
    pub known: Option<Entity<'a>>,
    /// Whether the mention stands in boilerplate.
    pub boilerplate: bool,
}

/// The page of an entity, short enough for a hover: in Markdown, or as plain text.
#[must_use]
pub fn dossier_page(dossier: &Dossier, origin: Origin<'_>, markdown: bool) -> String {
    let mut lines: Vec<String> = vec![heading(dossier, origin, markdown)];
    lines.extend(origin.known.and_then(|known| described(&known, markdown)));
    lines.push(counts(dossier, origin, markdown));
    lines.extend(also(dossier, markdown));
    lines.extend(beside(dossier, markdown));
    lines.extend(dossier.quotations.iter().map(|quotation| quoted(quotation, markdown)));
    lines.join("\n\n")
}

fn strong(text: &str, markdown: bool) -> String {
    let escaped = escape(text, markdown);
    if markdown { format!("**{escaped}**") } else { escaped }
}

fn heading(dossier: &Dossier, origin: Origin<'_>, markdown: bool) -> String {
    let known = origin.known.and_then(|known| known.name());
    let name = known.map_or_else(|| dossier.name.to_string(), |name| name.text.into_owned());
    let mut line = strong(&name, markdown);
    let written = origin.known.and_then(|known| known.kind()).map(|kind| kind.text.into_owned());
    if let Some(kind) = written.or_else(|| dossier.entity.kind.map(|kind| kind.label().to_owned())) {
        line += &format!(" · {}", escape(&kind, markdown));
    }
    let state = match (origin.source, &dossier.entity.given) {
        (Some(MentionSource::Annotation), Some(id)) => format!("annotated as {id}"),
        (Some(MentionSource::Annotation), None) => "annotated".to_owned(),
        (_, Some(id)) if origin.known.is_some() => id.to_string(),
        (Some(MentionSource::KnowledgeBase | MentionSource::Recogniser), Some(id)) => {
            format!("recognised as {id}, not annotated")
        }
        (Some(MentionSource::KnowledgeBase | MentionSource::Recogniser), None) => {
            "recognised, not annotated".to_owned()
        }
        (None, Some(id)) => id.to_string(),
        (None, None) => return line,
    };
    line += &format!(" · {}", escape(&state, markdown));
    if origin.known.is_some() && origin.source != Some(MentionSource::Annotation) && origin.source.is_some() {
        line += ", not annotated";
    }
    line
}

fn described(known: &Entity<'_>, markdown: bool) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(known.description().map(|it| escape(it.text.trim(), markdown)));
    for link in known.links() {
        let Some(page) = link.page() else { continue };
        parts.push(if markdown {
            let name = if link.kind == crate::knowledge::LinkKind::Other { host(&page) } else { link.kind.name() };
            format!("[{}]({})", escape(name, true), page.replace('(', "%28").replace(')', "%29"))
        } else {
            page
        });
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn host(page: &str) -> &str {
    page.split('/').nth(2).unwrap_or(page)
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn counts(dossier: &Dossier, origin: Origin<'_>, markdown: bool) -> String {
    let mut line = if dossier.complete {
        format!("{} in {}", counted(dossier.mentions, "mention"), counted(dossier.articles, "article"))
    } else {
        format!("more than {} in about {}", counted(dossier.mentions, "mention"), counted(dossier.articles, "article"))
    };
    if origin.boilerplate {
        line += "; this one stands in boilerplate";
    } else if dossier.in_boilerplate > 0 && dossier.closely {
        write!(line, "; {} in boilerplate", dossier.in_boilerplate).expect("a string takes everything");
    }
    if let Some((first, last)) = dossier.days {
        let days = if first == last { first.to_string() } else { format!("{first} – {last}") };
        line += &format!(" · {days}");
    }
    if let Some(timeline) = &dossier.timeline {
        let bars = timeline.bars();
        line += &if markdown { format!(" `{bars}`") } else { format!(" {bars}") };
    }
    line
}

/// A name and how often it is met, which only a look at all articles tells.
fn counted_name(name: &str, count: String, dossier: &Dossier, markdown: bool) -> String {
    escape(name, markdown) + if dossier.closely { &count } else { "" }
}

fn also(dossier: &Dossier, markdown: bool) -> Option<String> {
    let form = |(form, count): &(Arc<str>, usize)| counted_name(form, format!(" ×{count}"), dossier, markdown);
    let shown: Vec<String> = dossier.forms.iter().map(form).collect();
    let more = match dossier.more_forms {
        0 => String::new(),
        _ if !dossier.closely => " and others".to_owned(),
        more => format!(" and {more} more"),
    };
    (!shown.is_empty()).then(|| format!("Named: {}{more}", shown.join(", ")))
}

fn beside(dossier: &Dossier, markdown: bool) -> Option<String> {
    let beside = |(name, count): &(Arc<str>, usize)| counted_name(name, format!(" ({count})"), dossier, markdown);
    let shown: Vec<String> = dossier.beside.iter().map(beside).collect();
    (!shown.is_empty()).then(|| format!("Beside: {}", shown.join(", ")))
}

fn quoted(quotation: &Quotation, markdown: bool) -> String {
    let Quotation { path, date, before, mention, behind } = quotation;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let date = date.map_or_else(String::new, |date| format!(", {date}"));
    let text = format!("{}{}{}", escape(before, markdown), strong(mention, markdown), escape(behind, markdown));
    let place = escape(&format!("{name}{date}"), markdown);
    if markdown { format!("> {text}\n>\n> — {place}") } else { format!("  {text}\n  — {place}") }
}
