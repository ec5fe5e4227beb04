//! What there is to say of an entity: a page, as plain data.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;

use super::view::fullest;
use super::{Entity, Here, Occurrence, Places, View};
use crate::mentions::{EntityId, Form};
use crate::text::Span;

/// How many of each kind of thing are told.
const FORMS: usize = 8;
const QUOTATIONS: usize = 3;
const BESIDE: usize = 5;

/// How much of the text on each side of a mention is quoted, in code points.
const CONTEXT: usize = 60;

/// How many columns a timeline has at most.
const COLUMNS: usize = 12;

/// Of an entity with more articles, so many say under which names it is met, and with whom.
const LOOKED_AT: usize = 48;

/// What there is to say of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// The entity.
    pub entity: Entity,
    /// Its fullest name that is met.
    pub name: Arc<str>,
    /// The names that are met, the one met most first, each with how often in the articles that were looked at.
    pub forms: Vec<(Arc<str>, usize)>,
    /// How many other names are met.
    pub more_forms: usize,
    /// How many mentions were counted.
    pub mentions: usize,
    /// How many of these stand in boilerplate, in the articles that were looked at.
    pub in_boilerplate: usize,
    /// In how many articles it is mentioned.
    pub articles: usize,
    /// Whether every article was counted.
    pub complete: bool,
    /// Whether every article that was counted was looked at too.
    pub closely: bool,
    /// The day of the first and of the last article that has a date.
    pub days: Option<(Date, Date)>,
    /// Mentions over time, where there is more than one day.
    pub timeline: Option<Timeline>,
    /// Mentions with what stands round them.
    pub quotations: Vec<Quotation>,
    /// Who is mentioned in the same articles most, each with in how many.
    pub beside: Vec<(Arc<str>, usize)>,
}

/// Mentions over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The mentions of each column.
    pub counts: Vec<usize>,
    /// How many days a column stands for.
    pub days: usize,
}

/// A mention with what stands round it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The file, relative to the folder of the corpus.
    pub path: PathBuf,
    /// When the article was published.
    pub date: Option<Date>,
    /// What stands in front of the mention, on one line.
    pub before: String,
    /// The mention.
    pub mention: String,
    /// What stands behind it.
    pub behind: String,
}

impl Timeline {
    /// As a line of bars.
    #[must_use]
    pub fn bars(&self) -> String {
        const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
        let most = self.counts.iter().copied().max().unwrap_or(1).max(1);
        // Where there is nothing there is no bar: even one mention is seen.
        let bar = |count: &usize| if *count == 0 { '·' } else { BARS[(count * 8).div_ceil(most) - 1] };
        self.counts.iter().map(bar).collect()
    }

    fn new(dated: &[(Date, usize)], first: Date, last: Date) -> Option<Self> {
        let day = |date: Date| usize::try_from(date.duration_since(first).as_hours() / 24).unwrap_or(0);
        let span = day(last) + 1;
        if span < 2 {
            return None;
        }
        let days = span.div_ceil(COLUMNS);
        let mut counts = vec![0; span.div_ceil(days)];
        for (date, count) in dated {
            counts[day(*date) / days] += count;
        }
        Some(Self { counts, days })
    }
}

impl Dossier {
    /// What there is to say of `entity`, which is mentioned at `places`; `read` gives the plain text that a mention
    /// stands in and its place there, and quotations from `here` are given last.
    #[must_use]
    pub fn new(
        view: &View<'_>,
        entity: Entity,
        places: &Places,
        here: Option<&Path>,
        read: &dyn Fn(&Here) -> Option<(String, Span)>,
    ) -> Self {
        let seen: Vec<Occurrence> = places.spread(LOOKED_AT).filter_map(|place| view.occurrence(place)).collect();
        let mentions = || {
            let each = |it: &Occurrence, mention: usize| Here { article: Rc::clone(&it.article), mention };
            seen.iter().flat_map(move |it| it.mentions.iter().map(move |mention| each(it, *mention)))
        };
        let mut counts: HashMap<Arc<str>, usize> = HashMap::new();
        let mut in_boilerplate = 0;
        for one in mentions() {
            in_boilerplate += usize::from(one.mention().boilerplate);
            if one.mention().form == Form::Name {
                *counts.entry(one.form().into()).or_default() += 1;
            }
        }
        let mut forms: Vec<(Arc<str>, usize)> = counts.into_iter().collect();
        forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let more_forms = forms.len().saturating_sub(FORMS);
        forms.truncate(FORMS);
        let dated = places.all.iter().filter_map(|it| Some((view.index().date(it.article)?, it.mentions)));
        let dated: Vec<(Date, usize)> = dated.collect();
        let days = dated.iter().map(|(date, _)| *date).min().zip(dated.iter().map(|(date, _)| *date).max());
        Self {
            name: fullest(mentions()).map_or_else(|| Arc::clone(&entity.name), |fullest| fullest.form().into()),
            forms,
            more_forms,
            mentions: places.count(),
            in_boilerplate,
            articles: places.articles,
            complete: places.complete,
            closely: seen.len() == places.all.len(),
            days,
            timeline: days.and_then(|(first, last)| Timeline::new(&dated, first, last)),
            quotations: quotations(&seen, here, read),
            beside: beside(view, &entity, &seen),
            entity,
        }
    }
}

/// One mention of each of some articles, spread over all of them.
fn quotations(
    seen: &[Occurrence],
    here: Option<&Path>,
    read: &dyn Fn(&Here) -> Option<(String, Span)>,
) -> Vec<Quotation> {
    let elsewhere = |path: &Path| here.is_none_or(|here| here != path);
    let (mut articles, own): (Vec<_>, Vec<_>) = seen.iter().partition(|it| elsewhere(&it.article.path));
    let step = (articles.len() / QUOTATIONS).max(1);
    let mut chosen: Vec<_> = articles.iter().copied().step_by(step).collect();
    articles.retain(|it| !chosen.iter().any(|one| std::ptr::eq(*one, *it)));
    chosen.extend(articles);
    chosen.extend(own);
    let quote = |it: &Occurrence| {
        let mentions = &it.article.names.names.mentions;
        let number = it.mentions.iter().find(|number| !mentions[**number].boilerplate).or(it.mentions.first())?;
        let (text, span) = read(&Here { article: Rc::clone(&it.article), mention: *number })?;
        let (before, mention, behind) = context(&text, span)?;
        Some(Quotation { path: it.article.path.clone(), date: it.article.date, before, mention, behind })
    };
    chosen.into_iter().filter_map(quote).take(QUOTATIONS).collect()
}

/// What stands round `span` in its paragraph.
fn context(text: &str, span: Span) -> Option<(String, String, String)> {
    let (before, mention, behind) = (text.get(..span.start)?, text.get(span.range())?, text.get(span.end..)?);
    let before = &before[before.rfind(['\n', '\r']).map_or(0, |at| at + 1)..];
    let behind = &behind[..behind.find(['\n', '\r']).unwrap_or(behind.len())];
    let from = before.char_indices().rev().nth(CONTEXT).map_or(0, |(at, _)| at);
    let to = behind.char_indices().nth(CONTEXT).map_or(behind.len(), |(at, _)| at);
    // Not in the middle of a word.
    let from = if from == 0 { 0 } else { before[from..].find(' ').map_or(from, |at| from + at + 1) };
    let to = if to == behind.len() { to } else { behind[..to].rfind(' ').unwrap_or(to) };
    let cut = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let space = |text: &str, at_end: bool| {
        let edge = if at_end { text.chars().next_back() } else { text.chars().next() };
        if edge.is_some_and(char::is_whitespace) { " " } else { "" }
    };
    let (left, right) = (&before[from..], &behind[..to]);
    let before = format!("{}{}{}", if from > 0 { "… " } else { "" }, cut(left), space(left, true));
    let ellipsis = if to < behind.len() { " …" } else { "" };
    Some((before, cut(mention), format!("{}{}{ellipsis}", space(right, false), cut(right))))
}

/// Who else is mentioned in the same articles, those in most first.
///
/// Names are counted first, and only of those that are met most it is asked who they are: that takes looking at all
/// articles that have them.
fn beside(view: &View<'_>, entity: &Entity, seen: &[Occurrence]) -> Vec<(Arc<str>, usize)> {
    let mut named: HashMap<u64, (usize, &Occurrence, u32)> = HashMap::new();
    for it in seen {
        let names = &it.article.names.names;
        // Each name once an article, where it is met as one, and not those of the entity itself.
        let mut counts = vec![false; names.entities.len()];
        for mention in names.mentions.iter().filter(|it| it.form == Form::Name) {
            counts[mention.entity as usize] = true;
        }
        it.mentions.iter().for_each(|mention| counts[names.mentions[*mention].entity as usize] = false);
        let mut here = HashSet::new();
        for (number, other) in (0_u32..).zip(&names.entities).filter(|(number, _)| counts[*number as usize]) {
            if here.insert(other.keys.primary) {
                named.entry(other.keys.primary).or_insert((0, it, number)).0 += 1;
            }
        }
    }
    // Who is in one of many articles is there by chance.
    let least = if seen.len() > 2 { 2 } else { 1 };
    let mut most: Vec<(usize, &Occurrence, u32)> = named.into_values().filter(|it| it.0 >= least).collect();
    most.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| name_of(a).cmp(name_of(b))));
    let mut found: Vec<(EntityId, Arc<str>, usize)> = Vec::new();
    for (count, it, number) in most.into_iter().take(3 * BESIDE) {
        let other = view.entity_of(&it.article, number);
        // Two names of one entity may stand in one article: the one met more often counts.
        let known = found.iter_mut().find(|it| it.0 == other.id);
        if let Some((_, name, _)) = known {
            if other.name.len() > name.len() {
                *name = other.name;
            }
        } else if other.id != entity.id {
            found.push((other.id, other.name, count));
            if found.len() == BESIDE {
                break;
            }
        }
    }
    found.into_iter().map(|(_, name, count)| (name, count)).collect()
}

/// The name of the entity with this number.
fn name_of<'a>((_, it, number): &(usize, &'a Occurrence, u32)) -> &'a str {
    &it.article.names.names.entities[*number as usize].name
}
