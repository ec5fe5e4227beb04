use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use rayon::prelude::*;
use serde::Serialize;

use super::import::slug;
use crate::cli::{Failure, Outcome};
use crate::config::{Config, decisions, find_root};
use crate::entities::{Listed, Roster, View};
use crate::files;
use crate::index::load::CorpusFile;
use crate::index::{Index, Stamp};

/// Print whoever is mentioned in a corpus as lines of `entities.jsonl`, a starting point for a knowledge base.
///
/// Those with most mentions come first; `mentions` and `articles` say how many.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder of the corpus, or one in it.
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,

    /// Leave out whoever has fewer mentions.
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_mentions: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    id: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<&'a str>,
    mentions: usize,
    articles: usize,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let path = &args.path;
    let real = path.canonicalize().map_err(|error| Failure::Message(format!("{}: {error}", path.display())))?;
    let root = find_root(&real).unwrap_or(real);
    let (config, problems) = Config::load(&root);
    for problem in problems {
        anstream::eprintln!("warning: {}", problem.message);
    }
    let knowledge = files::knowledge(&root, &config);
    let (lexicon, settings) = (knowledge.lexicon(), config.settings_with(decisions(&root)));
    let read = |file: CorpusFile| {
        let bytes = std::fs::read(&file.path).ok()?;
        let record = files::names_of(&file, &bytes, &config, &settings, &lexicon, |path| {
            files::text_of(path, &file.relative, &config)
        })?;
        Some((file.relative, record))
    };
    let records: Vec<_> = files::of_corpus(&root, &config).into_par_iter().filter_map(read).collect();
    let mut index = Index::default();
    for (path, record) in records {
        index.set_file(&path, Stamp::UNSAVED, record);
    }
    let roster = Roster::new(&View::new(&index, &knowledge));
    let mut out = BufWriter::new(io::stdout().lock());
    for listed in roster.entries.iter().filter(|listed| listed.mentions >= args.min_mentions) {
        serde_json::to_writer(&mut out, &row(listed)).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

fn row(listed: &Listed) -> Row<'_> {
    let aliases = listed.forms.iter().map(|(form, _)| &**form).filter(|form| *form != &*listed.name);
    Row {
        id: listed.given.as_ref().map_or_else(|| slug(&listed.name), ToString::to_string),
        kind: listed.kind.map(|kind| kind.label()),
        name: &listed.name,
        aliases: aliases.collect(),
        mentions: listed.mentions,
        articles: listed.articles,
    }
}
