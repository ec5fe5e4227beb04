//! `copydesk index`: the index of a corpus, for people and for machines that have more than one process.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use clap::{Subcommand, ValueEnum};
use serde_json::json;

use super::{Failure, Outcome, progress_bar};
use crate::config::{Config, FILE_NAME, decisions, find_root};
use crate::files;
use crate::index::load::{self, CorpusFile};
use crate::index::{Builder, Disk, Fingerprint, Segment, Store, store};

/// Build, inspect or remove the index of a corpus, by which copies are found across its files.
///
/// Editors build it by themselves; it can always be thrown away.
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,

    /// How many files are read at once: by default as many as there are processors.
    #[arg(long, global = true, value_name = "N")]
    jobs: Option<NonZero<usize>>,
}

#[derive(Subcommand)]
enum Command {
    /// Build the index, or bring it up to date.
    Build {
        #[command(flatten)]
        place: Place,
        /// Find the names in all articles too, which takes several times as long: an editor then has them at once.
        #[arg(long)]
        names: bool,
    },
    /// Say what is in the index and where it is.
    Status {
        #[command(flatten)]
        place: Place,
        /// Compare the files of the index with their checksums.
        #[arg(long)]
        verify: bool,
        /// How it is printed.
        #[arg(long, value_enum, default_value_t = Format::Full, value_name = "FORMAT")]
        output_format: Format,
    },
    /// Remove the index.
    Clear(Place),
    /// Write one part of the index of a corpus, for `merge`: every N-th file.
    Runs {
        #[command(flatten)]
        place: Place,
        /// Which part, the first one being 1: `2/8`.
        #[arg(long, value_name = "I/N", value_parser = shard)]
        shard: (usize, usize),
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Make an index of all parts that `runs` has written: the same, byte for byte, however many there were.
    Merge {
        /// What `runs` has written.
        #[arg(value_name = "FILE", required = true)]
        parts: Vec<PathBuf>,
        /// The folder of the index, for `index.location`; an index that is there is replaced.
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
}

#[derive(clap::Args)]
struct Place {
    /// The folder of the corpus, or one in it.
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Full,
    /// One JSON object.
    Json,
}

/// A part of so many: `2/8`.
fn shard(text: &str) -> Result<(usize, usize), String> {
    let parts = text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
    parts
        .filter(|(part, of)| (1..=*of).contains(part))
        .ok_or_else(|| format!("`{text}` is no part of a whole: write 1/4 for the first of four"))
}

/// A corpus and its settings.
struct Corpus {
    root: PathBuf,
    config: Config,
}

impl Corpus {
    fn find(place: &Place) -> Result<Self, Failure> {
        let path = &place.path;
        let real = path.canonicalize().map_err(|error| named(path, &error))?;
        let root = find_root(&real).unwrap_or(real);
        if !root.is_dir() {
            return Err(Failure::Message(format!("{}: this is a file; name the folder of a corpus", path.display())));
        }
        let settings = root.join(FILE_NAME);
        let text = match std::fs::read_to_string(&settings) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(named(&settings, &error)),
            read => read.unwrap_or_default(),
        };
        let (config, problems) = Config::from_toml(&text);
        for problem in problems {
            anstream::eprintln!("warning: {}: {}", settings.display(), problem.message);
        }
        Ok(Self { root, config })
    }

    fn location(&self) -> Result<PathBuf, Failure> {
        load::location(&self.root, &self.config).map_err(|error| told(&error))
    }

    fn store(&self) -> Result<Store, Failure> {
        Ok(Store::open(self.location()?, load::fingerprint(&self.config), Disk::default()))
    }
}

fn named(path: &Path, error: &io::Error) -> Failure {
    Failure::Message(format!("{}: {error}", path.display()))
}

fn told(error: &io::Error) -> Failure {
    Failure::Message(error.to_string())
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let jobs = args.jobs.map_or(0, NonZero::get);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|error| Failure::Message(format!("--jobs {jobs}: {error}")))?;
    match &args.command {
        Command::Build { place, names } => pool.install(|| {
            let corpus = Corpus::find(place)?;
            build(&corpus)?;
            if *names { build_names(&corpus) } else { Ok(()) }
        })?,
        Command::Status { place, verify, output_format } => status(&Corpus::find(place)?, *verify, *output_format)?,
        Command::Clear(place) => {
            let corpus = Corpus::find(place)?;
            let folder = load::location(&corpus.root, &corpus.config).map_err(|error| told(&error))?;
            // The index of names lies in that of the text.
            for folder in [&folder.join("names"), &folder] {
                store::clear(folder).map_err(|error| told(&error))?;
            }
            writeln!(io::stdout(), "Removed {}", folder.display())?;
        }
        Command::Runs { place, shard, out } => pool.install(|| runs(&Corpus::find(place)?, *shard, out))?,
        Command::Merge { parts, out } => pool.install(|| merge_parts(parts, out))?,
    }
    Ok(Outcome::Clean)
}

fn build(corpus: &Corpus) -> Result<(), Failure> {
    let mut store = corpus.store()?;
    writable(&store)?;
    let files = files::of_corpus(&corpus.root, &corpus.config);
    let progress = progress_bar(files.len());
    let extract = |file: &CorpusFile, bytes: &[u8]| files::record_of(&file.relative, bytes, &corpus.config);
    let done = |count| progress.set_position(count as u64);
    let index =
        load::refresh(&mut store, &files, corpus.config.limits_file_size.0, extract, done, &AtomicBool::new(false))
            .map_err(|error| told(&error))?;
    store.tidy().map_err(|error| told(&error))?;
    progress.finish_and_clear();
    let (articles, files) = (index.article_count(), index.file_count());
    writeln!(io::stdout(), "{articles} articles in {files} files, in {}", store.folder().display())?;
    Ok(())
}

fn build_names(corpus: &Corpus) -> Result<(), Failure> {
    let Corpus { root, config } = corpus;
    let base = files::knowledge(root, config);
    let mut store = files::names_store(root, config, base.fingerprint()).map_err(|error| told(&error))?;
    writable(&store)?;
    let files = files::of_corpus(root, config);
    let progress = progress_bar(files.len());
    let done = |count| progress.set_position(count as u64);
    let settings = config.settings_with(decisions(root));
    let never = AtomicBool::new(false);
    let index = files::refresh_names(&mut store, &files, config, &settings, &base.lexicon(), done, &never)
        .map_err(|error| told(&error))?;
    store.tidy().map_err(|error| told(&error))?;
    progress.finish_and_clear();
    writeln!(io::stdout(), "names of {} files, in {}", index.file_count(), store.folder().display())?;
    Ok(())
}

fn writable(store: &Store) -> Result<(), Failure> {
    if store.is_writable() {
        return Ok(());
    }
    Err(Failure::Message(format!(
        "{}: another process is writing to this index, or nothing can be written there; `index.location` names another folder",
        store.folder().display()
    )))
}

fn status(corpus: &Corpus, verify: bool, format: Format) -> Result<(), Failure> {
    let store = Store::look(corpus.location()?, load::fingerprint(&corpus.config));
    if verify {
        store.verify().map_err(|error| told(&error))?;
    }
    let index = store.index();
    let (segments, bytes) = store.size();
    let (articles, files) = (index.article_count(), index.file_count());
    let each = bytes / articles.max(1) as u64;
    let knowledge = files::knowledge(&corpus.root, &corpus.config).fingerprint();
    let names = Store::look(corpus.location()?.join("names"), load::names_fingerprint(&corpus.config, knowledge));
    let (named, of_names) = (names.index().file_count(), names.size().1);
    match format {
        Format::Full => {
            writeln!(io::stdout(), "{articles} articles in {files} files")?;
            writeln!(io::stdout(), "{segments} segments, {bytes} bytes, {each} bytes an article")?;
            match named {
                0 => writeln!(io::stdout(), "no names: `copydesk index build --names` or an editor finds them")?,
                _ => writeln!(io::stdout(), "names of {named} files, {of_names} bytes")?,
            }
            writeln!(io::stdout(), "{}", store.folder().display())?;
        }
        Format::Json => {
            let row = json!({
                "articles": articles, "files": files, "segments": segments, "bytes": bytes,
                "names": { "files": named, "bytes": of_names },
                "location": store.folder().to_string_lossy(),
            });
            writeln!(io::stdout(), "{row}")?;
        }
    }
    Ok(())
}

fn runs(corpus: &Corpus, (part, of): (usize, usize), out: &Path) -> Result<(), Failure> {
    let files = files::of_corpus(&corpus.root, &corpus.config);
    let own: Vec<CorpusFile> = files.into_iter().skip(part - 1).step_by(of).collect();
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || -> io::Result<()> {
        let mut builder = Builder::in_folder(load::fingerprint(&corpus.config), folder)?;
        let extract = |file: &CorpusFile, bytes: &[u8]| files::record_of(&file.relative, bytes, &corpus.config);
        load::collect(&mut builder, &own, corpus.config.limits_file_size.0, extract)?;
        write_file(out, folder, |file| builder.write(file))
    };
    write().map_err(|error| named(out, &error))
}

fn merge_parts(parts: &[PathBuf], out: &Path) -> Result<(), Failure> {
    let open = |path: &PathBuf| Segment::open(path).map_err(|error| named(path, &error));
    let segments = parts.iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let fingerprints: Vec<Fingerprint> = segments.iter().map(Segment::fingerprint).collect();
    if let Some(at) = fingerprints.iter().position(|one| *one != fingerprints[0]) {
        return Err(Failure::Message(format!(
            "{}: it was made with other settings than the first one",
            parts[at].display()
        )));
    }
    if !store::may_hold_index(out).map_err(|error| named(out, &error))? {
        return Err(Failure::Message(format!("{}: other files lie in this folder; name a new one", out.display())));
    }
    let mut store = Store::open(out.to_owned(), fingerprints[0], Disk::default());
    writable(&store)?;
    store.replace(&segments.iter().collect::<Vec<_>>()).map_err(|error| told(&error))?;
    let index = store.index();
    writeln!(io::stdout(), "{} articles in {} files, in {}", index.article_count(), index.file_count(), out.display())?;
    Ok(())
}

/// Writes a file in one step: nobody ever sees half of it.
fn write_file(
    out: &Path,
    folder: &Path,
    write: impl FnOnce(BufWriter<File>) -> io::Result<BufWriter<File>>,
) -> io::Result<()> {
    let unfinished = tempfile::Builder::new().prefix(".copydesk-").tempfile_in(folder)?;
    let file = write(BufWriter::with_capacity(1 << 20, unfinished.reopen()?))?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    unfinished.persist(out)?;
    Ok(())
}
