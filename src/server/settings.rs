use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use serde_json::Value;

use super::convert::{floor_boundary, to_position};
use super::diagnostics::settings_diagnostic;
use super::types::{Diagnostic, Range, Uri, WorkspaceFolder};
use crate::boilerplate::decisions::{ALLOW_FILE, DENY_FILE};
use crate::config::{self, Config, FILE_NAME, OPTIONS, Problem, Settings};
use crate::knowledge::Notation;
use crate::text::{Encoding, LineIndex, Span};

/// The section of the client's settings that is ours.
pub const SECTION: &str = "copydesk";

/// The settings of every folder, from four sources; of two that set the same thing the later one counts: the defaults,
/// the folder's `copydesk.toml`, `initializationOptions`, and the client's settings, asked for or told.
#[derive(Debug, Default)]
pub struct Roots {
    /// The folders of the workspace.
    folders: Vec<Folder>,
    /// What the client said at the start.
    initial: Value,
    /// What the client says now, for files outside all folders.
    client: Value,
    /// What was read from disk.
    loaded: HashMap<PathBuf, Loaded>,
    /// What a person has been told already.
    told: BTreeSet<String>,
    /// The unit of columns that was agreed on.
    encoding: Encoding,
}

#[derive(Debug)]
struct Folder {
    uri: Uri,
    path: PathBuf,
    /// What the client says now, for this folder.
    client: Value,
}

/// The settings of a file.
#[derive(Clone, Debug, Default)]
pub struct FileSettings {
    /// All of them.
    pub config: Arc<Config>,
    /// Those that findings depend on.
    pub settings: Arc<Settings>,
    /// Whether the file is an article of the corpus.
    pub included: bool,
    /// How it is written where it is a file of the knowledge base.
    pub notation: Option<Notation>,
    /// The folder of the corpus, and the path of the file in it.
    pub place: Option<(PathBuf, PathBuf)>,
}

#[derive(Debug)]
struct Loaded {
    stamp: Stamp,
    config: Arc<Config>,
    settings: Arc<Settings>,
    diagnostics: Vec<Diagnostic>,
}

/// Tells whether the files of the settings have changed: when each was written and how long it is, where it exists.
type Stamp = [Option<(SystemTime, u64)>; 3];

impl Roots {
    /// Takes over the folders of the workspace and what the client said at the start.
    pub fn start(&mut self, folders: Vec<WorkspaceFolder>, initial: Value, encoding: Encoding) {
        self.initial = section(initial);
        self.encoding = encoding;
        self.change_folders(folders, &[]);
    }

    /// Follows a change of the workspace.
    pub fn change_folders(&mut self, added: Vec<WorkspaceFolder>, removed: &[WorkspaceFolder]) {
        self.folders
            .retain(|folder| removed.iter().all(|gone| super::uri::path(&gone.uri) != Some(folder.path.clone())));
        self.folders.extend(added.into_iter().filter_map(|folder| {
            let path = super::uri::path(&folder.uri)?;
            Some(Folder { uri: folder.uri, path, client: Value::Null })
        }));
        self.forget();
    }

    /// The folders whose settings the client is asked for, in the order of [`Roots::pulled`].
    pub fn scopes(&self) -> Vec<Uri> {
        self.folders.iter().map(|folder| folder.uri.clone()).collect()
    }

    /// Takes over the client's settings: first those outside all folders, then those of each.
    pub fn pulled(&mut self, values: Vec<Value>) {
        let mut values = values.into_iter();
        self.client = values.next().unwrap_or_default();
        for (folder, value) in self.folders.iter_mut().zip(values) {
            folder.client = value;
        }
        self.forget();
    }

    /// Takes over settings that the client tells without being asked.
    ///
    /// # Errors
    /// The settings name neither our section nor one of our settings: they are for someone else, or wrong.
    pub fn pushed(&mut self, settings: Value) -> Result<(), String> {
        if let Value::Object(map) = &settings
            && !map.is_empty()
            && !map.keys().any(|key| key == SECTION || is_ours(key))
        {
            let keys: Vec<_> = map.keys().map(|key| format!("`{key}`")).collect();
            return Err(format!("settings outside the section `{SECTION}` are ignored: {}", keys.join(", ")));
        }
        let settings = section(settings);
        for folder in &mut self.folders {
            folder.client = settings.clone();
        }
        self.client = settings;
        self.forget();
        Ok(())
    }

    /// Forgets what was read from disk where the disk says something else now; whether that was so.
    pub fn refresh(&mut self) -> bool {
        let before = self.loaded.len();
        self.loaded.retain(|root, loaded| stamp(root) == loaded.stamp);
        self.loaded.len() != before
    }

    /// Forgets what was read from disk.
    pub fn forget(&mut self) {
        self.loaded.clear();
    }

    /// The settings of the file at `path`, or of a text that is no file.
    pub fn of(&mut self, path: Option<&Path>) -> FileSettings {
        let root = path.and_then(|path| self.root(path)).unwrap_or_default();
        let loaded = self.load(&root);
        let relative = path.and_then(|path| path.strip_prefix(&root).ok());
        let name = path.and_then(|path| path.file_name()).map(Path::new);
        let in_corpus = relative.filter(|_| !root.as_os_str().is_empty());
        FileSettings {
            notation: in_corpus.or(name).and_then(|path| loaded.config.knowledge(path)),
            included: relative.is_none_or(|path| root.as_os_str().is_empty() || loaded.config.includes(path)),
            config: Arc::clone(&loaded.config),
            settings: Arc::clone(&loaded.settings),
            place: in_corpus.map(|path| (root.clone(), path.to_owned())),
        }
    }

    /// What is wrong in the settings' files that were read, by file.
    pub fn diagnostics(&self) -> impl Iterator<Item = (PathBuf, &[Diagnostic])> {
        self.loaded.iter().map(|(root, loaded)| (root.join(FILE_NAME), &loaded.diagnostics[..]))
    }

    /// What is wrong in the client's settings and has not been told yet.
    pub fn untold(&mut self) -> Vec<String> {
        let folders = self.folders.iter().map(|folder| &folder.client);
        let mut scratch = Config::default();
        let problems: BTreeSet<String> = [&self.initial, &self.client]
            .into_iter()
            .chain(folders)
            .flat_map(|value| scratch.overlay_json(value))
            .map(|problem| problem.message)
            .collect();
        problems.into_iter().filter(|message| self.told.insert(message.clone())).collect()
    }

    /// The corpus that a file belongs to: its nearest ancestor that is marked as one, inside the folder of the
    /// workspace that holds it; else that folder; else, outside all folders, none.
    fn root(&self, path: &Path) -> Option<PathBuf> {
        let folder = self.folder_of(path).map(|folder| folder.path.as_path());
        let marked = path.ancestors().skip(1).take_while(|above| folder.is_none_or(|folder| above.starts_with(folder)));
        let home = std::env::home_dir();
        let may_be_root = |above: &&Path| above.parent().is_some() && home.as_deref() != Some(*above);
        let marked = marked.filter(|above| folder.is_some() || may_be_root(above)).find(|above| config::is_root(above));
        marked.or(folder).map(Path::to_path_buf)
    }

    /// The innermost folder of the workspace that holds a file.
    fn folder_of(&self, path: &Path) -> Option<&Folder> {
        let holding = self.folders.iter().filter(|folder| path.starts_with(&folder.path));
        holding.max_by_key(|folder| folder.path.as_os_str().len())
    }

    fn load(&mut self, root: &Path) -> &Loaded {
        if !self.loaded.contains_key(root) {
            let loaded = self.read(root);
            self.loaded.insert(root.to_path_buf(), loaded);
        }
        &self.loaded[root]
    }

    fn read(&self, root: &Path) -> Loaded {
        let stamp = stamp(root);
        let (mut config, problems) =
            if root.as_os_str().is_empty() { (Config::default(), Vec::new()) } else { Config::load(root) };
        let client = self.folder_of(root).map_or(&self.client, |folder| &folder.client);
        // What is wrong in these is told by `untold`.
        for value in [&self.initial, client] {
            config.overlay_json(value);
        }
        Loaded {
            stamp,
            settings: config.settings_with(config::decisions(root)),
            config: Arc::new(config),
            diagnostics: problem_diagnostics(root, problems, self.encoding),
        }
    }
}

/// The problems of the settings' file in `root` as diagnostics.
fn problem_diagnostics(root: &Path, problems: Vec<Problem>, encoding: Encoding) -> Vec<Diagnostic> {
    if problems.is_empty() {
        return Vec::new();
    }
    // Where the file has gone since, the problems stand at its start.
    let text = std::fs::read_to_string(root.join(FILE_NAME)).unwrap_or_default();
    let lines = LineIndex::new(&text);
    let position = |at: usize| to_position(lines.position(&text, floor_boundary(&text, at), encoding));
    let range = |span: Span| Range { start: position(span.start), end: position(span.end) };
    problems
        .into_iter()
        .map(|problem| settings_diagnostic(problem.span.map(range).unwrap_or_default(), problem.message))
        .collect()
}

/// The settings in `value`, which a client may have wrapped in the name of the section.
fn section(value: Value) -> Value {
    match value {
        Value::Object(mut map) if map.contains_key(SECTION) => map.remove(SECTION).unwrap_or_default(),
        value => value,
    }
}

/// Whether `key` is the first part of the key of one of our settings, or one of those that editors add.
fn is_ours(key: &str) -> bool {
    let first = |key: &str| key.split('.').next().map(str::to_owned);
    ["server", "trace"].contains(&key) || OPTIONS.iter().any(|option| first(option.key) == first(key))
}

fn stamp(root: &Path) -> Stamp {
    let of = |name: &str| {
        let data = std::fs::metadata(root.join(name)).ok()?;
        Some((data.modified().ok()?, data.len()))
    };
    [FILE_NAME, ALLOW_FILE, DENY_FILE].map(of)
}
