//! Lenses over names: how often somebody is mentioned, and where.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::names::{Asked, Meant};
use super::workspace_symbol::told;
use crate::entities::{Here, Places};
use crate::server::job::Snapshot;
use crate::server::types::{CodeLens, Command, Location, Range, Uri};

/// The command that lists mentions, which the editor's plugin has: with the document, a place and the mentions.
pub const SHOW_MENTIONS: &str = "copydesk.showMentions";

/// How many entities of an article have a lens.
const SHOWN: usize = 3;

/// How many mentions are listed at most.
const LISTED: usize = 1000;

/// What a lens needs to be made complete: the document, and the byte where the entity is named or described.
#[derive(Debug, Serialize, Deserialize)]
pub struct NameLens {
    /// The document.
    pub uri: Uri,
    /// A byte of the mention or of the entry.
    name: usize,
}

/// A lens over every entry of a file of the knowledge base, and over every article for those it names most.
pub fn name_lenses(snapshot: &Snapshot) -> Vec<CodeLens> {
    let asked = Asked::new(snapshot);
    let lens = |at: usize, name: usize| {
        let position = snapshot.converter().position(at);
        let data = NameLens { uri: snapshot.uri.clone(), name };
        CodeLens { range: Range { start: position, end: position }, command: None, data: Some(json!(data)) }
    };
    asked.with_names(|view| {
        if asked.corpus.config.knowledge(&asked.relative).is_some() {
            let file = view.knowledge().file(&asked.relative);
            let entities = file.iter().flat_map(|file| file.entities()).filter(|entity| entity.id().is_some());
            return entities.map(|entity| lens(entity.span().start, entity.selection().start)).collect();
        }
        let mut lenses = Vec::new();
        for article in view.articles_of(&asked.relative) {
            let names = &article.names.names;
            let mut numbers: Vec<u32> = (0..names.entities.len() as u32).collect();
            numbers.sort_by_key(|number| std::cmp::Reverse(names.entities[*number as usize].mentions));
            for number in numbers.into_iter().take(SHOWN) {
                let first = names.mentions.iter().find(|mention| mention.entity == number);
                lenses.extend(first.map(|first| lens(first.span.start, first.name.start)));
            }
        }
        lenses
    })
}

/// The lens with its numbers and the command that lists the mentions.
pub fn resolve_name_lens(snapshot: &Snapshot, lens: CodeLens, data: &NameLens) -> CodeLens {
    let asked = Asked::new(snapshot);
    let found = asked.with_names(|view| {
        let meant = asked.meant(view, data.name)?;
        let places = view.places(&meant.entity, LISTED);
        let listed = view.mentions(&places.all).take(LISTED).filter_map(|here| asked.mention(&here));
        Some((title(&meant, &places), listed.collect()))
    });
    let (title, places) = found.unwrap_or_else(|| (told(0, 0), Vec::new()));
    let arguments = vec![json!(snapshot.uri), json!(lens.range.start), json!(places)];
    let command = Command { title, command: SHOW_MENTIONS.to_owned(), arguments: Some(arguments) };
    CodeLens { command: Some(command), ..lens }
}

fn title(meant: &Meant, places: &Places) -> String {
    let told = told(places.count(), places.articles);
    // Over an entry nobody needs to be told whose it is.
    if meant.here.is_none() { told } else { format!("{}: {told}", meant.entity.name) }
}

/// The next or the previous mention of the entity at a byte, by date; `None` where there is none.
pub fn neighbour(snapshot: &Snapshot, at: usize, forward: bool) -> Option<Location> {
    let asked = Asked::new(snapshot);
    asked.with_names(|view| {
        let meant = asked.meant(view, at)?;
        let places = view.places(&meant.entity, usize::MAX);
        let own = |here: &Here| places.all.iter().position(|place| place.article == here.article.id);
        let article = meant.here.as_ref().and_then(own);
        // In its own article first, then in the one beside it; the last one is followed by the first one.
        if let Some((here, number)) = meant.here.as_ref().zip(article) {
            let all: Vec<Here> = view.mentions([&places.all[number]]).collect();
            let place = all.iter().position(|it| it.mention == here.mention);
            let next = place.and_then(|at| if forward { at.checked_add(1) } else { at.checked_sub(1) });
            if let Some(next) = next.and_then(|at| all.get(at)) {
                return asked.mention(next);
            }
        }
        let count = places.all.len();
        let beside = match (article, forward) {
            (Some(number), true) => (number + 1) % count,
            (Some(number), false) => (number + count - 1) % count,
            (None, true) => 0,
            (None, false) => count.checked_sub(1)?,
        };
        let mut all = view.mentions([places.all.get(beside)?]);
        let next = if forward { all.next() } else { all.last() };
        asked.mention(&next?)
    })
}
