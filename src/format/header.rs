//! Reads the metadata of an article and says what is wrong with it.

use saphyr_parser::Parser;

use super::keys::{self, DateReading, KeyKind};
use super::lines::{is_blank, lines};
use super::units::{field_key, missing_colon};
use crate::config::Settings;
use crate::corpus::{Field, HeaderStyle};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Span;

/// A header as read. Spans count from the start of the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HeaderFacts {
    pub(crate) style: HeaderStyle,
    pub(crate) fields: Vec<Field>,
    pub(crate) findings: Vec<Finding>,
}

/// Reads a header that is a unit: fences included, `closed` says whether the second one is there.
pub(crate) fn read(text: &str, style: HeaderStyle, closed: bool, settings: &Settings) -> HeaderFacts {
    let mut facts = HeaderFacts { style, fields: Vec::new(), findings: Vec::new() };
    let fenced = style != HeaderStyle::Lines;
    let mut fence = None;
    let mut inner = Span::new(0, text.len());
    for (i, line) in lines(text, 0).enumerate() {
        let content = line.text(text);
        if fenced && i == 0 {
            fence = Some(Span::new(line.start, line.end));
            inner.start = line.next;
            continue;
        }
        if fenced
            && closed
            && line.next >= text.trim_end_matches(['\n', '\r']).len()
            && matches!(content.trim_end(), "---" | "+++" | "...")
        {
            inner.end = line.start;
            continue;
        }
        if is_blank(content) {
            continue;
        }
        let bom = content.len() - content.trim_start_matches('\u{feff}').len();
        let indent = if fenced { 0 } else { content[bom..].len() - content[bom..].trim_start().len() };
        let at = line.start + bom + indent;
        let written = &content[bom + indent..];
        if let Some(key) = field_key(written, style) {
            facts.fields.push(field(written, at, key, style));
        } else if let Some(key) = missing_colon(written, true) {
            facts.findings.push(without_colon(written.trim_end(), at, key, style));
        }
    }
    if let Some(fence) = fence.filter(|_| !closed) {
        let mark = text[fence.range()].trim().to_owned();
        let at = text.trim_end().len();
        facts.findings.push(
            Finding::new(RuleId::UnclosedFrontMatter, fence, format!("The header opened with {mark} is never closed"))
                .fixed_by(Fix::unsafe_(
                    format!("Close the header with {mark}"),
                    vec![Edit::insert(at, format!("\n{mark}"))],
                )),
        );
    } else if fenced && facts.findings.is_empty() {
        facts.findings.extend(syntax(text, inner, style, &facts.fields));
    }
    for i in 0..facts.fields.len() {
        check(text, &facts.fields, i, settings, &mut facts.findings);
    }
    facts.findings.sort_by_key(|finding| finding.span);
    facts
}

/// The keys and values of a header, without a look at what is wrong with it.
pub(crate) fn fields(text: &str, style: HeaderStyle) -> impl Iterator<Item = (&str, &str)> {
    lines(text, 0).filter_map(move |line| {
        let written = line.text(text).trim_start_matches('\u{feff}').trim_start();
        let field = field(written, 0, field_key(written, style)?, style);
        Some((&written[field.key.range()], &written[field.value.range()]))
    })
}

/// The field that `line` holds, which begins at `at`.
fn field(line: &str, at: usize, key: &str, style: HeaderStyle) -> Field {
    let key_at = line.find(key).unwrap_or(0);
    let sign = if style == HeaderStyle::Toml { '=' } else { ':' };
    let behind = line[key_at..].find(sign).map_or(line.len(), |i| key_at + i + 1);
    let mut start = behind + (line[behind..].len() - line[behind..].trim_start().len());
    let mut end = line.trim_end().len().max(start);
    for quote in ['"', '\''] {
        let value = &line[start..end];
        if value.len() >= 2 && value.starts_with(quote) && value.ends_with(quote) {
            (start, end) = (start + 1, end - 1);
            break;
        }
    }
    Field { key: Span::new(at + key_at, at + key_at + key.len()), value: Span::new(at + start, at + end) }
}

fn without_colon(line: &str, at: usize, key: &str, style: HeaderStyle) -> Finding {
    let sign = if style == HeaderStyle::Toml { " =" } else { ":" };
    let what = if style == HeaderStyle::Toml { "equals sign" } else { "colon" };
    let key_end = at + key.len();
    Finding::new(
        RuleId::HeaderWithoutColon,
        Span::new(at, at + line.len()),
        format!("This metadata line has no {what} between “{key}” and its value"),
    )
    .fixed_by(Fix::safe(format!("Insert a {what} behind “{key}”"), vec![Edit::insert(key_end, sign)]))
}

/// Whether the header is good YAML or TOML.
fn syntax(text: &str, inner: Span, style: HeaderStyle, fields: &[Field]) -> Option<Finding> {
    let body = &text[inner.range()];
    let (at, reason) = match style {
        HeaderStyle::Yaml => {
            let error = Parser::new_from_str(body).find_map(Result::err)?;
            let marker = error.marker();
            let byte = body.char_indices().nth(marker.index()).map_or(body.len(), |(i, _)| i);
            (inner.start + byte, error.info().to_owned())
        }
        HeaderStyle::Toml => {
            let error = body.parse::<toml::Table>().err()?;
            if error.message().contains("duplicate key") {
                return None;
            }
            (
                inner.start + error.span().map_or(0, |span| span.start),
                error.message().lines().next().unwrap_or_default().to_owned(),
            )
        }
        HeaderStyle::Lines => return None,
    };
    let name = if style == HeaderStyle::Yaml { "YAML" } else { "TOML" };
    // The field that the parser stumbled in says more than the place where it fell.
    let found = fields.iter().rev().find(|field| field.key.start <= at && at <= field.value.end + 1);
    let line_end = text[at.min(text.len())..].find('\n').map_or(text.len(), |i| at + i);
    let span = found.map_or(Span::new(at.min(line_end), line_end), |field| field.key.cover(field.value));
    let mut finding = Finding::new(RuleId::HeaderSyntax, span, format!("The header is not good {name}: {reason}"));
    if let Some(field) = found.filter(|field| !field.value.is_empty() && style == HeaderStyle::Yaml) {
        let value = &text[field.value.range()];
        let special = value.contains(": ") || value.starts_with(['[', '{', '*', '&', '!', '%', '@', '`', '|', '>']);
        if special && !value.starts_with(['"', '\'']) {
            let quoted = format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
            finding = finding.fixed_by(Fix::safe("Quote the value", vec![Edit::replace(field.value, quoted)]));
        }
    }
    Some(finding)
}

/// Checks the field number `index`.
fn check(text: &str, fields: &[Field], index: usize, settings: &Settings, findings: &mut Vec<Finding>) {
    let field = fields[index];
    let key = &text[field.key.range()];
    let value = &text[field.value.range()];
    let same = |other: &&Field| text[other.key.range()].eq_ignore_ascii_case(key);
    if let Some(first) = fields[..index].iter().find(same) {
        let same_value = text[first.value.range()] == *value;
        let line_start = text[..field.key.start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[field.value.end..].find('\n').map_or(text.len(), |i| field.value.end + i + 1);
        let delete = vec![Edit::delete(Span::new(line_start, line_end))];
        let fix =
            if same_value { Fix::safe("Delete this line", delete) } else { Fix::unsafe_("Delete this line", delete) };
        findings.push(
            Finding::new(RuleId::DuplicateHeaderKey, field.key, format!("The key “{key}” stands twice in this header"))
                .relating(first.key, "It stands here first")
                .fixed_by(fix),
        );
    }
    let lower = key.to_lowercase();
    let Some(kind) = keys::kind(key).or_else(|| settings.header_keys.contains(&lower).then_some(KeyKind::Text)) else {
        let near = keys::nearest(key, &settings.header_keys);
        let message = match &near {
            Some(near) => format!("The key “{key}” is not known; “{near}” is"),
            None => format!("The key “{key}” is not known"),
        };
        let mut finding = Finding::new(RuleId::UnknownHeaderKey, field.key, message);
        if let Some(near) = near {
            finding = finding
                .fixed_by(Fix::unsafe_(format!("Replace {key} by {near}"), vec![Edit::replace(field.key, near)]));
        }
        findings.push(finding);
        return;
    };
    // A list or a block of text follows on the next lines.
    let continued =
        text[field.value.end..].lines().nth(1).is_some_and(|next| next.starts_with([' ', '\t', '-']) && next != "---");
    if value.is_empty() || matches!(value, "|" | ">" | "|-" | ">-" | "[") {
        if value.is_empty() && !continued {
            findings.push(Finding::new(RuleId::EmptyHeaderValue, field.key, format!("The key “{key}” has no value")));
        }
        return;
    }
    match kind {
        KeyKind::Date => match keys::read_date(value) {
            DateReading::Iso => {}
            DateReading::Impossible => {
                findings.push(Finding::new(
                    RuleId::ImpossibleDate,
                    field.value,
                    format!("There is no such day as {value}"),
                ));
            }
            DateReading::Other(date) => findings.push(
                Finding::new(
                    RuleId::UnreadableDate,
                    field.value,
                    format!("The date “{value}” is not written as ISO 8601"),
                )
                .fixed_by(Fix::safe(format!("Write {date}"), vec![Edit::replace(field.value, date.to_string())])),
            ),
            DateReading::Unknown => findings.push(Finding::new(
                RuleId::UnreadableDate,
                field.value,
                format!("“{value}” cannot be read as a date (ISO 8601: YYYY-MM-DD)"),
            )),
        },
        KeyKind::Url if !keys::is_url(value.trim_start_matches('<').trim_end_matches('>')) => {
            findings.push(Finding::new(
                RuleId::InvalidUrl,
                field.value,
                format!("“{value}” is not an absolute address"),
            ));
        }
        _ => {}
    }
}
