use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::ValueEnum;

use super::Row;
use crate::cli::{Failure, Outcome};
use crate::config::{Config, find_root};
use crate::files;
use crate::knowledge::{Entity, LinkKind};

/// List what the knowledge base of a corpus describes.
///
/// `copydesk check` says what is wrong with it.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder of the corpus, or one in it.
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,

    /// Only entities whose ids or names are like this, the best first.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,

    /// At most so many.
    #[arg(long, value_name = "N", default_value_t = usize::MAX, hide_default_value = true)]
    limit: usize,

    /// How they are printed.
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT")]
    output_format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One line each, for people.
    Table,
    /// As in `entities.jsonl`.
    Jsonl,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let path = &args.path;
    let real = path.canonicalize().map_err(|error| Failure::Message(format!("{}: {error}", path.display())))?;
    let root = find_root(&real).unwrap_or(real);
    let (config, problems) = Config::load(&root);
    for problem in problems {
        anstream::eprintln!("warning: {}", problem.message);
    }
    let base = files::knowledge(&root, &config);
    let mut out = BufWriter::new(io::stdout().lock());
    let entities: Vec<Entity<'_>> = match &args.search {
        Some(query) => base.search(query, args.limit).into_iter().filter_map(|(id, _)| base.entity(id)).collect(),
        None => base.sources().iter().flat_map(|source| source.file.entities()).take(args.limit).collect(),
    };
    for entity in entities {
        let row = row(&entity);
        match args.output_format {
            Format::Table => {
                let kind = row.kind.as_deref().unwrap_or("-");
                writeln!(out, "{:<24}  {kind:<6}  {}", row.id, row.name)?;
            }
            Format::Jsonl => {
                serde_json::to_writer(&mut out, &row).map_err(io::Error::from)?;
                out.write_all(b"\n")?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

fn row(entity: &Entity<'_>) -> Row {
    let link = |kind: LinkKind| {
        let mut all = entity.links().filter(move |link| link.kind == kind);
        all.next().map(|link| link.target.text.into_owned())
    };
    Row {
        id: entity.id().unwrap_or_default().into_owned(),
        kind: entity.kind().map(|kind| kind.text.into_owned()),
        name: entity.name().map(|name| name.text.into_owned()).unwrap_or_default(),
        aliases: entity.aliases().map(|alias| alias.text.into_owned()).collect(),
        description: entity.description().map(|it| it.text.into_owned()),
        wikidata: link(LinkKind::Wikidata),
        wikipedia: link(LinkKind::Wikipedia),
        geonames: link(LinkKind::GeoNames),
        links: entity.links().filter(|link| link.kind == LinkKind::Other).map(|it| it.target.text.into()).collect(),
    }
}
