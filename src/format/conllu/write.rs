//! Writes a mention into MISC.

use super::Context;
use super::entity::{Bracket, brackets};
use super::read::Id;
use crate::format::columns::{Fields, Row, Separator};
use crate::format::reading::Extract;
use crate::format::writing::{Edits, New, rows_at};
use crate::rules::Edit;
use crate::text::Span;

/// The names of the columns that are looked at.
const ID: usize = 0;
const HEAD: usize = 6;
const MISC: usize = 9;

/// The brackets that make words of the record `text` a mention; `None` where they are one already, or where the two
/// would cross.
pub(crate) fn annotate(text: &str, extract: &Extract, context: &Context, new: New<'_>) -> Edits {
    if !context.declares_ids() {
        return None;
    }
    let rows = rows_at(text, extract, new.span)?;
    let mut words = Vec::new();
    let mut miscs = Vec::new();
    for row in &rows {
        let mut fields = Fields::default();
        let fields = fields.read(row.text, row.start, Separator::Tab);
        let at = |column: usize| Some(&text[fields.get(column)?.range()]);
        miscs.push(*fields.get(MISC)?);
        // A token of several words is none itself.
        match Id::read(at(ID)?)? {
            Id::Range(..) => continue,
            Id::Word(_) | Id::Empty(..) => words.push((at(ID)?, at(HEAD)?)),
        }
    }
    let is_word = |row: &Row<'_>| matches!(Id::read(row.text.split('\t').next()?)?, Id::Word(_)).then_some(());
    is_word(rows.first()?)?;
    is_word(rows.last()?)?;
    let around = Around::of(extract, new.span)?;
    let open = written(context, new, head(&words));
    let (first, last) = (*miscs.first()?, *miscs.last()?);
    if rows.len() == 1 {
        return Some(vec![put(text, first, &format!("({open})"), |brackets| {
            let opens = brackets.iter().any(|it| it.opens && !it.closes);
            if opens || brackets.iter().all(|it| it.opens && it.closes) { brackets.len() } else { 0 }
        })?]);
    }
    let opening = put(text, first, &format!("({open}"), |brackets| {
        let behind = brackets.iter().rposition(|it| !it.opens).map_or(0, |at| at + 1);
        // Of mentions that begin together the longest opens first.
        let longer = brackets[behind..].iter().take_while(|it| it.opens && !it.closes && around.has(it));
        behind + longer.count()
    })?;
    let closing = put(text, last, &format!("{})", new.chain), |brackets| {
        let is_closing = |it: &Bracket| it.closes && !it.opens;
        // Mentions that begin last end first.
        let outer = brackets.iter().position(|it| is_closing(it) && around.has(it));
        let behind = brackets.iter().rposition(is_closing).map(|at| at + 1);
        let has_opening = brackets.iter().any(|it| it.opens && !it.closes);
        outer.or(behind).unwrap_or(if has_opening { 0 } else { brackets.len() })
    })?;
    Some(vec![opening, closing])
}

/// The mentions that the new one lies in, by their markup.
struct Around<'a> {
    markup: Vec<&'a [Span]>,
}

impl<'a> Around<'a> {
    /// `None` where one of the mentions has the same words, or crosses them.
    fn of(extract: &'a Extract, span: Span) -> Option<Self> {
        let mut markup = Vec::new();
        for annotation in &extract.annotations {
            let parts: Vec<Span> = annotation.parts.iter().filter_map(|part| extract.to_source(*part)).collect();
            let touched = parts.iter().filter(|part| part.overlaps(span)).count();
            let contains = parts.iter().any(|part| part.contains(span) && *part != span);
            let within = touched == parts.len() && parts.iter().all(|part| span.contains(*part)) && parts != [span];
            match touched {
                0 => {}
                _ if contains => markup.push(annotation.markup.as_slice()),
                _ if within => {}
                _ => return None,
            }
        }
        Some(Self { markup })
    }

    /// Whether the mention of a bracket is one of them.
    fn has(&self, bracket: &Bracket) -> bool {
        self.markup.iter().any(|markup| markup.contains(&bracket.span))
    }
}

/// The number of the word whose head is none of the others, counted from 1.
fn head(words: &[(&str, &str)]) -> usize {
    let outside = |(_, head): &(&str, &str)| words.iter().all(|(id, _)| id != head);
    words.iter().position(outside).unwrap_or(0) + 1
}

/// What stands behind the opening bracket: the attributes as they are declared.
fn written(context: &Context, new: New<'_>, head: usize) -> String {
    let attributes = context.attributes.iter().enumerate().map(|(number, name)| match &**name {
        _ if number == 0 => new.chain.to_owned(),
        "etype" | "entity" => escaped(new.kind),
        "head" | "minspan" => head.to_string(),
        "identity" => new.identity.map(escaped).unwrap_or_default(),
        _ => String::new(),
    });
    let attributes: Vec<String> = attributes.collect();
    let last = attributes.iter().rposition(|it| !it.is_empty()).map_or(0, |at| at + 1);
    attributes[..last].join("-")
}

/// Puts a bracket into the statement of a MISC column, where `place` says in front of which one.
fn put(text: &str, misc: Span, bracket: &str, place: impl Fn(&[Bracket]) -> usize) -> Option<Edit> {
    const KEY: &str = "Entity=";
    let written = &text[misc.range()];
    if matches!(written, "_" | "") {
        return Some(Edit::replace(misc, format!("{KEY}{bracket}")));
    }
    let mut at = misc.start;
    for statement in written.split('|') {
        if statement.starts_with(KEY) {
            let value = Span::new(at + KEY.len(), at + statement.len());
            let known = brackets(text, value).ok()?;
            let at = known.get(place(&known)).map_or(value.end, |it| it.span.start);
            return Some(Edit::insert(at, bracket.to_owned()));
        }
        // They stand in the order of their names.
        if statement.to_lowercase() > KEY.to_lowercase() {
            return Some(Edit::insert(at, format!("{KEY}{bracket}|")));
        }
        at += statement.len() + 1;
    }
    Some(Edit::insert(misc.end, format!("|{KEY}{bracket}")))
}

/// What stands between hyphens and brackets and must hold none.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '-' => out += "%2D",
            '(' => out += "%28",
            ')' => out += "%29",
            '|' => out += "%7C",
            '=' => out += "%3D",
            c if c.is_whitespace() => out.push('_'),
            c => out.push(c),
        }
    }
    out
}
