//! `copydesk entities`: the knowledge base of a corpus.

mod export;
mod import;
mod list;

use clap::Subcommand;

use super::{Failure, Outcome};

/// List the knowledge base of a corpus, or make one from what others know.
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    List(list::Args),
    Import(import::Args),
    Export(export::Args),
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    match &args.command {
        Command::List(args) => list::run(args),
        Command::Import(args) => import::run(args),
        Command::Export(args) => export::run(args),
    }
}

/// An entity as a line of `entities.jsonl`, with the keys in the order in which people read them.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
struct Row {
    id: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wikidata: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wikipedia: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geonames: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<String>,
}

impl Row {
    /// Adds an alias, unless it is known or says nothing.
    fn alias(&mut self, alias: &str) {
        let alias = alias.trim();
        if !alias.is_empty() && alias != self.name && !self.aliases.iter().any(|known| known == alias) {
            self.aliases.push(alias.to_owned());
        }
    }
}
