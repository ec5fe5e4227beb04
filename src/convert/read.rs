//! What a file says, as articles.

use std::collections::HashMap;

use super::{Article, Losses, Mention};
use crate::facts::FileFacts;
use crate::format::brat::{Ann, Body};
use crate::format::measure::{Measure, Unit};
use crate::format::reading::{Extract, Written};
use crate::mentions::beside;
use crate::text::Span;

/// The articles of a file called `name`, of which `facts` are known and whose text is `text`; `beside` are the `.ann`
/// files beside it.
#[must_use]
pub fn read(facts: &FileFacts, text: &str, beside: &[String], name: &str, losses: &mut Losses) -> Vec<Article> {
    let count = facts.article_count();
    let mut all: Vec<Article> = (0..count)
        .map(|number| match facts.extract(number) {
            Some((extract, start)) => of_extract(extract, text, start, facts.format().is_of_tokens()),
            None => of_plain(facts, number, text),
        })
        .collect();
    for source in beside {
        of_brat(facts, source, text, &mut all, losses);
    }
    for (number, article) in all.iter_mut().enumerate() {
        article.name = if count == 1 { name.to_owned() } else { format!("{name}-{}", number + 1) };
        article.mentions.retain(|mention| !mention.span().is_empty());
        let order = |mention: &Mention| (mention.span().start, std::cmp::Reverse(mention.span().end));
        article.mentions.sort_by_key(order);
    }
    all
}

fn of_plain(facts: &FileFacts, number: usize, text: &str) -> Article {
    let (article, span) = (facts.article(number), facts.article_span(number));
    let annotations: Vec<_> = article.blocks.into_iter().flat_map(|block| block.inline.annotations).collect();
    let mut hidden: Vec<Span> = annotations.iter().flat_map(|it| [it.open, it.close]).collect();
    hidden.sort_unstable();
    let mut out = String::with_capacity(span.len());
    let mut at = span.start;
    for gap in &hidden {
        out.push_str(&text[at..gap.start.max(at)]);
        at = gap.end.max(at);
    }
    out.push_str(&text[at.min(span.end)..span.end]);
    let place = |byte: usize| {
        let gone: usize =
            hidden.iter().take_while(|gap| gap.start < byte).map(|gap| gap.end.min(byte) - gap.start).sum();
        byte - span.start - gone
    };
    let written = |span: Option<Span>| span.map(|span| text[span.range()].to_owned()).filter(|it| !it.is_empty());
    let mentions = annotations.iter().map(|it| Mention {
        parts: vec![Span::new(place(it.text.start), place(it.text.end))],
        label: written(it.entity_type),
        id: written(it.id),
        chain: None,
    });
    Article { mentions: mentions.collect(), text: out, ..Article::default() }
}

fn of_extract(extract: &Extract, text: &str, start: usize, of_tokens: bool) -> Article {
    let written = |it: &Option<Written>| it.as_ref().map(|it| it.text.clone()).filter(|it| !it.is_empty());
    let mentions = extract.annotations.iter().map(|it| Mention {
        parts: it.parts.clone(),
        label: written(&it.entity_type),
        id: written(&it.identity),
        chain: written(&it.chain),
    });
    let mut article = Article {
        fields: extract.fields.iter().map(|field| (field.key.to_owned(), field.value.clone())).collect(),
        text: extract.text.clone(),
        mentions: mentions.collect(),
        ..Article::default()
    };
    if of_tokens {
        let mut end = None;
        for piece in &extract.pieces {
            // Between two sentences stands a blank line or a tag.
            let gap = end.map(|end: usize| &text[start + end..start + piece.source.start.max(end)]);
            let begins = gap.is_none_or(|gap| ["\n\n", "\n\r\n", "\n<s>", "\n<s "].iter().any(|it| gap.contains(it)));
            end = Some(piece.source.end);
            article.tokens.push((piece.text, begins));
        }
    }
    article
}

/// Adds what a `.ann` file says to the articles of its text.
fn of_brat(facts: &FileFacts, source: &str, text: &str, articles: &mut [Article], losses: &mut Losses) {
    let ann = Ann::parse(source);
    let written = |span: Span| source[span.range()].to_owned();
    let measure = Measure::new(text);
    let byte = |offset: usize| measure.byte(i64::try_from(offset).ok()?, Unit::Points);
    let (mut ids, mut chains) = (HashMap::new(), HashMap::new());
    for line in &ann.lines {
        match &line.body {
            Body::Normalization { target, entity, .. } => {
                if beside::is_nobody(&source[entity.range()]) {
                    continue;
                }
                if ids.insert(written(*target), written(*entity)).is_some() {
                    losses.add("references beside the last of an annotation", 1);
                }
            }
            Body::Equiv { members, .. } => {
                let members = &ann.arguments[members.clone()];
                let first = members.first().map(|member| written(member.target)).unwrap_or_default();
                chains.extend(members.iter().map(|member| (written(member.target), first.clone())));
            }
            Body::Relation { .. } => losses.add("relations", 1),
            Body::Event { .. } => losses.add("events", 1),
            Body::Attribute { .. } => losses.add("attributes", 1),
            Body::Note { .. } => losses.add("notes", 1),
            Body::Broken => losses.add("lines that cannot be read", 1),
            Body::TextBound { .. } => {}
        }
    }
    for line in &ann.lines {
        let Body::TextBound { entity_type, fragments, .. } = &line.body else { continue };
        let parts = ann.fragments[fragments.clone()].iter();
        let parts: Option<Vec<Span>> = parts.map(|it| Some(Span::new(byte(it.start)?, byte(it.end)?))).collect();
        let found = parts.and_then(|parts| {
            let number = (0..articles.len()).find(|number| {
                parts.iter().all(|part| part.start < part.end && facts.article_span(*number).contains(*part))
            })?;
            Some((number, parts))
        });
        let Some((number, parts)) = found else {
            losses.add("annotations whose offsets lie outside an article", 1);
            continue;
        };
        let start = facts.article_span(number).start;
        let id = written(line.id);
        articles[number].mentions.push(Mention {
            parts: parts.iter().map(|part| Span::new(part.start - start, part.end - start)).collect(),
            label: Some(written(*entity_type)),
            chain: chains.get(&id).cloned(),
            id: ids.get(&id).cloned(),
        });
    }
}
