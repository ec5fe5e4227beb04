//! Which files are checked, and with which settings.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, mpsc};

use ignore::{DirEntry, WalkState};

use crate::cli::{Failure, shorten};
use crate::config::{Config, FILE_NAME, Problem, Selector, Settings, decisions, find_root, is_root};
use crate::files::{self, walker};
use crate::knowledge::{KnowledgeBase, Notation};
use crate::mentions::Lexicon;
use crate::pairs::{self, Part};
use crate::text::{Encoding, LineIndex};

/// A file to check.
#[derive(Debug)]
pub struct Target {
    /// Its path, as the user wrote the beginning of it.
    pub path: PathBuf,
    /// The same, relative to the folder of the settings.
    pub relative: PathBuf,
    /// The corpus it belongs to.
    pub corpus: Arc<Corpus>,
}

impl Target {
    /// How it is written where it is a file of the knowledge base.
    pub fn knowledge(&self) -> Option<Notation> {
        self.corpus.config.knowledge(&self.relative)
    }
}

/// A folder with settings, and every file under it that has no nearer one.
#[derive(Debug)]
pub struct Corpus {
    /// All settings.
    pub config: Config,
    /// Those that findings depend on.
    pub settings: Arc<Settings>,
    /// The folder.
    root: PathBuf,
    knowledge: OnceLock<KnowledgeBase>,
    lexicon: OnceLock<Lexicon>,
}

impl Corpus {
    /// The folder, as the user would write it.
    pub fn root(&self) -> &Path {
        if self.root.as_os_str().is_empty() { Path::new(".") } else { &self.root }
    }

    /// Its knowledge base, read when it is first asked for.
    pub fn knowledge(&self) -> &KnowledgeBase {
        self.knowledge.get_or_init(|| files::knowledge(self.root(), &self.config))
    }

    /// The names of its knowledge base.
    pub fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| self.knowledge().lexicon())
    }
}

/// What was found under the paths the user named.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files, in the order of their paths, each once.
    pub targets: Vec<Target>,
    /// What the user named and cannot be read.
    pub failures: Vec<String>,
    /// What was met on the way and cannot be read, and settings that are not understood.
    pub warnings: Vec<String>,
}

/// Where settings come from.
#[derive(Debug, Default)]
pub struct Sources {
    /// The file that takes the place of every `copydesk.toml`.
    pub file: Option<PathBuf>,
    /// Rules that take the place of those the settings select and ignore.
    pub select: Vec<Selector>,
    /// Rules that are switched off besides.
    pub ignore: Vec<Selector>,
}

/// Finds the files under `paths`, with `jobs` threads.
///
/// # Errors
/// Says which settings' file cannot be used.
pub fn walk(paths: &[PathBuf], sources: Sources, jobs: usize) -> Result<Walked, Failure> {
    let folders = Folders::new(sources)?;
    let mut walked = Walked::default();
    for path in paths {
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => walk_folder(path, &folders, jobs, &mut walked),
            Ok(_) => walked.targets.push(folders.target(path)),
            Err(error) => walked.failures.push(format!("{}: {error}", path.display())),
        }
    }
    walked.targets.sort_by(|a, b| bytes(a).cmp(bytes(b)));
    walked.targets.dedup_by(|a, b| bytes(a) == bytes(b));
    walked.warnings.extend(folders.into_warnings()?);
    walked.warnings.sort();
    walked.warnings.dedup();
    Ok(walked)
}

/// The standard input, of which the user says that it is the file at `path`; the file need not exist.
/// Beside it what is wrong with its settings.
///
/// # Errors
/// Says which settings' file cannot be used.
pub fn standard_input(path: &Path, sources: Sources) -> Result<(Target, Vec<String>), Failure> {
    let folders = Folders::new(sources)?;
    let target = folders.target(path);
    Ok((target, folders.into_warnings()?))
}

/// The path as it is ordered: byte by byte.
fn bytes(target: &Target) -> &[u8] {
    target.path.as_os_str().as_encoded_bytes()
}

enum Met {
    File(Target),
    /// Something on the way.
    Unreadable(String),
    /// The folder the user named.
    UnreadableRoot(String),
}

fn walk_folder(root: &Path, folders: &Folders, jobs: usize, walked: &mut Walked) {
    folders.begin();
    let (sender, met) = mpsc::channel();
    let walker = walker(root).threads(jobs).build_parallel();
    walker.run(|| {
        let mut visitor = Visitor { root, folders, sender: sender.clone(), last: None };
        Box::new(move |entry| match entry {
            Ok(entry) => visitor.visit(&entry),
            Err(error) => visitor.stumble(&error),
        })
    });
    drop(sender);
    for met in met {
        match met {
            Met::File(target) => walked.targets.push(target),
            Met::Unreadable(message) => walked.warnings.push(message),
            Met::UnreadableRoot(message) => walked.failures.push(message),
        }
    }
}

/// One thread of the walk through a folder.
struct Visitor<'a> {
    root: &'a Path,
    folders: &'a Folders,
    sender: mpsc::Sender<Met>,
    /// The folder of the last entry, which mostly is that of the next one too.
    last: Option<(PathBuf, Arc<Folder>)>,
}

impl Visitor<'_> {
    fn visit(&mut self, entry: &DirEntry) -> WalkState {
        if let Some(error) = entry.error() {
            self.send(Met::Unreadable(error.to_string()));
        }
        if entry.depth() == 0 {
            return WalkState::Continue;
        }
        let target = self.target(entry.path());
        let config = &target.corpus.config;
        match entry.file_type() {
            Some(kind) if kind.is_dir() && config.excludes(&target.relative) => WalkState::Skip,
            Some(kind) if kind.is_file() && is_checked(config, &target.relative) => self.send(Met::File(target)),
            _ => WalkState::Continue,
        }
    }

    fn stumble(&mut self, error: &ignore::Error) -> WalkState {
        let path = path_of(error);
        if path == Some(self.root) {
            return self.send(Met::UnreadableRoot(error.to_string()));
        }
        match path.map(|path| self.target(path)) {
            // Reading it will say again what is wrong, and then it is a finding.
            Some(target) if error.is_io() && is_checked(&target.corpus.config, &target.relative) => {
                self.send(Met::File(target))
            }
            _ => self.send(Met::Unreadable(error.to_string())),
        }
    }

    fn target(&mut self, path: &Path) -> Target {
        let parent = path.parent().unwrap_or(self.root);
        let folder = match self.last.take() {
            Some((known, folder)) if known == parent => folder,
            _ => self.folders.under(self.root, parent),
        };
        let relative = folder.relative.join(path.file_name().unwrap_or_default());
        // The folder the user is in need not be repeated in front of every path.
        let shown = if self.root == Path::new(".") { shorten(path) } else { path };
        let target = Target { path: shown.to_path_buf(), relative, corpus: Arc::clone(&folder.corpus) };
        self.last = Some((parent.to_path_buf(), folder));
        target
    }

    fn send(&self, met: Met) -> WalkState {
        if self.sender.send(met).is_ok() { WalkState::Continue } else { WalkState::Quit }
    }
}

/// Whether a file that is met in a folder is checked: the articles of a corpus, its knowledge base, and the
/// configuration of its annotations.
fn is_checked(config: &Config, relative: &Path) -> bool {
    let is_configuration = || pairs::part_of(relative) == Some(Part::Configuration) && !config.excludes(relative);
    config.includes(relative) || config.knowledge(relative).is_some() || is_configuration()
}

/// The path that an error of the walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// The settings of every folder met so far.
struct Folders {
    sources: Sources,
    /// The corpus of every file where `sources` name a settings' file.
    only: Option<Arc<Corpus>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    known: HashMap<PathBuf, Arc<Folder>>,
    warnings: Vec<String>,
    failure: Option<String>,
}

struct Folder {
    corpus: Arc<Corpus>,
    /// The folder, relative to that of the settings.
    relative: PathBuf,
}

impl Folders {
    fn new(sources: Sources) -> Result<Self, Failure> {
        let mut folders = Self { only: None, state: Mutex::default(), sources };
        if let Some(path) = &folders.sources.file {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Failure::Message(format!("{} cannot be read: {error}", path.display())))?;
            let mut state = State::default();
            folders.only = Some(folders.corpus(path, &text, &mut state));
            folders.state = Mutex::new(state);
        }
        Ok(folders)
    }

    /// The file at `path`, which the user named.
    fn target(&self, path: &Path) -> Target {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = self.under(parent, parent);
        let relative = folder.relative.join(path.file_name().unwrap_or_default());
        Target { path: path.to_path_buf(), relative, corpus: Arc::clone(&folder.corpus) }
    }

    /// What is wrong with the settings, where they can be used all the same.
    fn into_warnings(self) -> Result<Vec<String>, Failure> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        match state.failure {
            Some(message) => Err(Failure::Message(message)),
            None => Ok(state.warnings),
        }
    }

    /// Forgets the folders met so far: patterns of `--config` are relative to where a walk begins.
    fn begin(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).known.clear();
    }

    /// The folder at `path`, which was met under `root`.
    fn under(&self, root: &Path, path: &Path) -> Arc<Folder> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.find(root, path, &mut state)
    }

    fn find(&self, root: &Path, path: &Path, state: &mut State) -> Arc<Folder> {
        if let Some(known) = state.known.get(path) {
            return Arc::clone(known);
        }
        let folder = match path.parent().filter(|_| path != root) {
            None => self.top(path, state),
            Some(parent) => {
                let parent = self.find(root, parent, state);
                if self.only.is_none() && is_root(path) {
                    Folder { corpus: self.load(path, state), relative: PathBuf::new() }
                } else {
                    let relative = parent.relative.join(path.file_name().unwrap_or_default());
                    Folder { corpus: Arc::clone(&parent.corpus), relative }
                }
            }
        };
        let folder = Arc::new(folder);
        state.known.insert(path.to_path_buf(), Arc::clone(&folder));
        folder
    }

    /// The folder at `path`, where the walk begins.
    fn top(&self, path: &Path, state: &mut State) -> Folder {
        if let Some(only) = &self.only {
            return Folder { corpus: Arc::clone(only), relative: PathBuf::new() };
        }
        // Only the real path has all folders above it; the walk itself will report where there is none.
        let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let root = find_root(&real).unwrap_or_else(|| real.clone());
        let relative = real.strip_prefix(&root).unwrap_or(Path::new("")).to_path_buf();
        // Messages name the file as the user would write it.
        let written = if root == real { path.to_path_buf() } else { root };
        Folder { corpus: self.load(&written, state), relative }
    }

    /// The corpus in `folder`.
    fn load(&self, folder: &Path, state: &mut State) -> Arc<Corpus> {
        let path = folder.join(FILE_NAME);
        match std::fs::read_to_string(&path) {
            Ok(text) => self.corpus(&path, &text, state),
            Err(error) => {
                if error.kind() != std::io::ErrorKind::NotFound {
                    state.failure.get_or_insert(format!("{} cannot be read: {error}", path.display()));
                }
                self.corpus(&path, "", state)
            }
        }
    }

    /// The corpus with the settings in `text`, the content of `path`, and those of the command line.
    fn corpus(&self, path: &Path, text: &str, state: &mut State) -> Arc<Corpus> {
        let (mut config, problems) = Config::from_toml(text);
        let lines = LineIndex::new(text);
        for problem in problems {
            let message = describe(path, text, &lines, &problem);
            // Without a key the file as a whole is in question, and with it everything it says.
            if problem.key.is_empty() {
                state.failure.get_or_insert(message);
            } else {
                state.warnings.push(message);
            }
        }
        if !self.sources.select.is_empty() {
            config.rules_select.clone_from(&self.sources.select);
            config.rules_ignore.clear();
        }
        config.rules_ignore.extend_from_slice(&self.sources.ignore);
        let root = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let settings = config.settings_with(decisions(&root));
        Arc::new(Corpus { config, settings, root, knowledge: OnceLock::new(), lexicon: OnceLock::new() })
    }
}

fn describe(path: &Path, text: &str, lines: &LineIndex, problem: &Problem) -> String {
    let place = problem.span.map_or_else(String::new, |span| {
        let position = lines.position(text, span.start, Encoding::Utf32);
        format!(":{}:{}", position.line + 1, position.column + 1)
    });
    format!("{}{place}: {}", shorten(path).display(), problem.message)
}
