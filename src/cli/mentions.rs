//! `copydesk mentions`: the names in the articles, and which of them name one entity.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use rayon::prelude::*;
use serde::Serialize;

use super::check::places::Places;
use super::check::walk::{self, Sources, Target, Walked};
use super::{Failure, Outcome, progress_bar};
use crate::facts::FileFacts;
use crate::files::{self, Text};
use crate::mentions::{self, ArticleNames, EntityId, Form, Mention};
use crate::pairs;

/// List the names in articles, and which of them name one entity.
///
/// Exit code: 0, or 2 where a path or the settings cannot be read.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Files and folders, the current folder by default.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How they are printed.
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT")]
    output_format: Format,

    /// List mentions by a noun (`the president`) beside those by a name.
    #[arg(long)]
    nominals: bool,

    /// How many files are read at once: by default as many as there are processors.
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One line for each entity, for people.
    Table,
    /// One JSON object for each mention.
    Jsonl,
}

/// A mention; offsets count code points, `byte_…` bytes of the text in UTF-8, both half-open and from 0.
///
/// `start` to `end` is the name, `mention_start` to `mention_end` the name with its title.
#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    start: usize,
    end: usize,
    text: &'a str,
    #[serde(rename = "type")]
    kind: Option<&'static str>,
    entity: &'a str,
    name: &'a str,
    source: &'static str,
    form: &'static str,
    boilerplate: bool,
    mention_start: usize,
    mention_end: usize,
    byte_start: usize,
    byte_end: usize,
    line: usize,
    column: usize,
}

/// The names of one file.
struct Read {
    target: usize,
    text: String,
    articles: Vec<ArticleNames>,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let jobs = args.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, NonZero::get), NonZero::get);
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
    let Walked { mut targets, mut failures, warnings } = walk::walk(paths, Sources::default(), jobs)?;
    targets.retain(|target| target.knowledge().is_none());
    for warning in warnings {
        anstream::eprintln!("warning: {warning}");
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|error| Failure::Message(format!("--jobs {jobs}: {error}")))?;
    let progress = progress_bar(targets.len());
    let read = |(number, target): (usize, &Target)| {
        progress.inc(1);
        read(number, target)
    };
    let results: Vec<Result<Read, String>> = pool.install(|| targets.par_iter().enumerate().map(read).collect());
    progress.finish_and_clear();
    let mut files = Vec::with_capacity(results.len());
    for result in results {
        match result {
            Ok(file) => files.push(file),
            Err(failure) => failures.push(failure),
        }
    }
    let corpus = Corpus::new(&files);
    let mut out = BufWriter::new(io::stdout().lock());
    match args.output_format {
        Format::Jsonl => rows(&files, &targets, &corpus, args.nominals, &mut out)?,
        Format::Table => table(&corpus, &mut out)?,
    }
    out.flush()?;
    if failures.is_empty() { Ok(Outcome::Clean) } else { Err(Failure::Message(failures.join("\nerror: "))) }
}

/// The names of the file `target`.
fn read(number: usize, target: &Target) -> Result<Read, String> {
    let config = &target.corpus.config;
    let (limit, path) = (config.limits_file_size, target.path.display());
    let mut bytes = Vec::new();
    match files::read(&target.path, limit.0, &mut bytes) {
        Ok(true) => {}
        Ok(false) => return Err(format!("{path}: the file is larger than {limit}; limits.file-size sets the limit")),
        Err(error) => return Err(format!("{path}: {error}")),
    }
    let text = Text::decode(&bytes, config.encodings.of(&target.relative))
        .map_err(|bad| format!("{path}: {}", bad.message))?
        .text
        .into_owned();
    let format = config.format_of(&target.relative, &text).unwrap_or_default();
    let facts = FileFacts::new(&text, format, Arc::clone(&target.corpus.settings));
    let beside = pairs::annotated(&target.path, text.as_str(), |path| files::text_of(path, &target.relative, config));
    let articles = mentions::of_file(&facts, &text, &beside, target.corpus.lexicon());
    Ok(Read { target: number, text, articles })
}

/// The entities of all articles.
struct Corpus {
    /// For each article, in order, those of its entities.
    ids: Vec<Vec<EntityId>>,
    known: HashMap<EntityId, Entity>,
}

/// An entity of the corpus.
#[derive(Default)]
struct Entity {
    /// What it is called in output: its id, else one that is made of its names.
    label: String,
    /// The fullest of its names; of equal ones the one met most, then the first.
    name: Arc<str>,
    kind: Option<&'static str>,
    mentions: usize,
    articles: usize,
}

impl Corpus {
    fn new(files: &[Read]) -> Self {
        let articles: Vec<ArticleNames> = files.iter().flat_map(|file| file.articles.iter().cloned()).collect();
        let ids = mentions::link(&articles).ids;
        let mut known: HashMap<EntityId, Entity> = HashMap::new();
        let mut names: HashMap<EntityId, HashMap<&str, u32>> = HashMap::new();
        let mut kinds: HashMap<EntityId, HashMap<&'static str, u32>> = HashMap::new();
        for (article, ids) in articles.iter().zip(&ids) {
            for (entity, id) in article.entities.iter().zip(ids) {
                let one = known.entry(*id).or_default();
                one.mentions += entity.mentions as usize;
                one.articles += 1;
                if let Some(given) = &entity.id {
                    one.label = given.to_string();
                }
                *names.entry(*id).or_default().entry(&entity.name).or_default() += entity.mentions;
                if let Some(kind) = entity.kind {
                    *kinds.entry(*id).or_default().entry(kind.label()).or_default() += entity.mentions;
                }
            }
        }
        for (id, one) in &mut known {
            let words = |name: &str| name.split_whitespace().count();
            let best = names[id].iter().max_by_key(|(name, count)| (words(name), **count, std::cmp::Reverse(**name)));
            // A name may go on over the end of a line.
            let on_one_line = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").into();
            one.name = best.map(|(name, _)| on_one_line(name)).unwrap_or_default();
            let kind = kinds.get(id).and_then(|kinds| kinds.iter().max_by_key(|(kind, count)| (**count, **kind)));
            one.kind = kind.map(|(kind, _)| *kind);
            if one.label.is_empty() {
                one.label = format!("{:016x}", id.0);
            }
        }
        Self { ids, known }
    }
}

fn rows(files: &[Read], targets: &[Target], corpus: &Corpus, nominals: bool, out: &mut impl Write) -> io::Result<()> {
    let mut ids = corpus.ids.iter();
    for file in files {
        let path = super::shorten(&targets[file.target].path).to_string_lossy();
        let shown = |mention: &&Mention| nominals || mention.form == Form::Name;
        let all = file.articles.iter().flat_map(|article| article.mentions.iter().filter(shown));
        let offsets = all.flat_map(|m| [m.span.start, m.span.end, m.name.start, m.name.end]).collect();
        let places = Places::of(&file.text, offsets);
        for (article, ids) in file.articles.iter().zip(ids.by_ref()) {
            for mention in article.mentions.iter().filter(shown) {
                let entity = &corpus.known[&ids[mention.entity as usize]];
                let (start, end) = (places.at(mention.name.start), places.at(mention.name.end));
                let row = Row {
                    path: &path,
                    start: start.point,
                    end: end.point,
                    text: &file.text[mention.name.range()],
                    kind: mention.kind.map(mentions::EntityKind::label),
                    entity: &entity.label,
                    name: &entity.name,
                    source: mention.source.label(),
                    form: mention.form.label(),
                    boilerplate: mention.boilerplate,
                    mention_start: places.at(mention.span.start).point,
                    mention_end: places.at(mention.span.end).point,
                    byte_start: start.byte,
                    byte_end: end.byte,
                    line: start.line,
                    column: start.column,
                };
                serde_json::to_writer(&mut *out, &row)?;
                out.write_all(b"\n")?;
            }
        }
    }
    Ok(())
}

fn table(corpus: &Corpus, out: &mut impl Write) -> io::Result<()> {
    let mut entities: Vec<&Entity> = corpus.known.values().collect();
    entities.sort_by_key(|entity| (std::cmp::Reverse(entity.mentions), &*entity.name, &*entity.label));
    let width = |of: fn(&Entity) -> usize| entities.iter().map(|entity| of(entity)).max().unwrap_or(0);
    let names = width(|entity| entity.name.chars().count()).clamp(4, 48);
    writeln!(out, "{:>8}  {:>8}  {:5}  {:names$}  entity", "mentions", "articles", "type", "name")?;
    for Entity { label, name, kind, mentions, articles } in entities {
        let kind = kind.unwrap_or("-");
        writeln!(out, "{mentions:>8}  {articles:>8}  {kind:5}  {name:names$}  {label}")?;
    }
    Ok(())
}
