//! The settings: one definition, from which reading, the editors' schema and the documentation are made.
//!
//! Invariants: reading never fails, it returns the settings and a list of problems; what cannot be read keeps its
//! default and is named in a problem.
//! Precedence, lowest first: the defaults, `copydesk.toml`, what the editor or the command line says.

mod generate;
mod node;
mod options;
mod selector;
mod types;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::boilerplate::OwnPhrases;
use crate::boilerplate::decisions::{ALLOW_FILE, DENY_FILE, Decisions};
use crate::boilerplate::keys::Density;
use crate::format::Format;
use crate::knowledge::{EntityTypes, Notation};
use crate::rules::{CATALOGUE, RuleId, Severity};
use crate::text::Span;

pub use generate::{reference, template, update_vscode_manifest};
pub use options::{Config, OPTIONS, OptionInfo};
pub use selector::{Selector, unknown_rule};
pub use types::{ByteSize, Encodings, Follow, Formats, Globs, InlayHints, Level, LinkAnnotations};

/// The name of the settings' file.
pub const FILE_NAME: &str = "copydesk.toml";

/// Files that mark a folder as a corpus.
pub const MARKERS: &[&str] = &[FILE_NAME, "annotation.conf"];

/// The settings that findings in one file depend on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Header keys that are known beside the built-in ones, in lower case.
    pub header_keys: Vec<String>,
    /// Whether `[text](TYPE:id)` is an annotation.
    pub link_annotations: LinkAnnotations,
    /// Elements of XML and SGML that annotate text, and the type that each stands for.
    pub elements: Elements,
    /// Phrases that `scraper-residue` looks for beside those of Copydesk.
    pub phrases: OwnPhrases,
    /// What was decided about blocks of boilerplate.
    pub decisions: Arc<Decisions>,
    /// The types that entities may have.
    pub entity_types: EntityTypes,
    /// Severity of each rule that is not at its default; `None` switches the rule off.
    pub severities: BTreeMap<RuleId, Option<Severity>>,
}

impl Settings {
    /// The severity of a rule, or `None` where it is switched off.
    #[must_use]
    pub fn severity(&self, rule: RuleId) -> Option<Severity> {
        self.severities.get(&rule).copied().unwrap_or(Some(rule.rule().severity))
    }
}

/// Elements of a vocabulary of one's own: the name, and the type that it stands for, `@` and an attribute that holds it,
/// or nothing where the name is the type.
pub type Elements = BTreeMap<String, String>;

/// A setting that could not be read as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The full key of the setting (`rules.select`); empty where the whole file is concerned.
    pub key: String,
    /// What is wrong and what to write instead: one sentence without a full stop.
    pub message: String,
    /// The place in the settings' file, where there is one.
    pub span: Option<Span>,
}

impl Config {
    /// The settings that are written in `text`, a `copydesk.toml`.
    #[must_use]
    pub fn from_toml(text: &str) -> (Self, Vec<Problem>) {
        let mut config = Self::default();
        let (root, mut problems) = node::Node::from_toml(text);
        config.overlay(&root, &mut problems);
        (config, problems)
    }

    /// Takes over what `value` sets: an object of settings, nested (`{"rules": {"ignore": []}}`) or with dotted keys.
    /// `null` leaves a setting as it is; `server` and `trace` belong to the editor and are passed over.
    pub fn overlay_json(&mut self, value: &serde_json::Value) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.overlay(&node::Node::from_json(value), &mut problems);
        problems
    }

    /// The settings of `folder`: those of its `copydesk.toml`, or the defaults where it has none.
    #[must_use]
    pub fn load(folder: &Path) -> (Self, Vec<Problem>) {
        let path = folder.join(FILE_NAME);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::from_toml(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (Self::default(), Vec::new()),
            Err(error) => {
                let message = format!("{} cannot be read: {error}; the defaults are used", path.display());
                (Self::default(), vec![Problem { key: String::new(), message, span: None }])
            }
        }
    }

    /// Whether the file at `path`, relative to the folder of the settings, belongs to the corpus.
    #[must_use]
    pub fn includes(&self, path: &Path) -> bool {
        self.include.matches(path) && !self.excludes(path) && !self.entities_files.matches(path)
    }

    /// How the file at `path`, relative to the folder of the settings, is written, where it is one of the knowledge base.
    #[must_use]
    pub fn knowledge(&self, path: &Path) -> Option<Notation> {
        Notation::of_path(path).filter(|_| self.entities_files.matches(path) && !self.excludes(path))
    }

    /// Whether the file or folder at `path`, relative to the folder of the settings, is left out.
    #[must_use]
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.matches(path)
    }

    /// The format of the file at `path`, relative to the folder of the settings, whose text begins with `head`;
    /// `None` where it is none of a corpus.
    #[must_use]
    pub fn format_of(&self, path: &Path, head: &str) -> Option<Format> {
        self.formats.of(path).or_else(|| Format::of(path, head))
    }

    /// The settings that findings depend on, without decisions about boilerplate.
    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        self.settings_with(Decisions::default())
    }

    /// The settings that findings depend on.
    #[must_use]
    pub fn settings_with(&self, decisions: Decisions) -> Arc<Settings> {
        let severities = CATALOGUE.iter().filter_map(|rule| {
            let severity = self.severity_of(rule.id);
            (severity != Some(rule.severity)).then_some((rule.id, severity))
        });
        Arc::new(Settings {
            phrases: OwnPhrases::new(&self.boilerplate_phrases),
            decisions: Arc::new(decisions),
            header_keys: self.header_keys.iter().map(|key| key.to_lowercase()).collect(),
            link_annotations: self.annotations_links,
            elements: self.annotations_elements.clone(),
            entity_types: EntityTypes::new(&self.entities_types),
            severities: severities.collect(),
        })
    }

    /// How densely shingles are kept.
    #[must_use]
    pub fn density(&self) -> Density {
        if self.boilerplate_thorough { Density::THOROUGH } else { Density::NORMAL }
    }

    fn severity_of(&self, rule: RuleId) -> Option<Severity> {
        let named = |selectors: &[Selector]| selectors.iter().any(|selector| selector.rules().contains(&rule));
        if !named(&self.rules_select) || named(&self.rules_ignore) {
            return None;
        }
        // What names fewer rules is the more particular wish.
        let levels = self.rules_severity.iter().filter(|(selector, _)| selector.rules().contains(&rule));
        match levels.min_by_key(|(selector, _)| selector.rules().len()) {
            Some((_, level)) => level.severity(),
            None => Some(rule.rule().severity),
        }
    }
}

/// What was decided about boilerplate in the corpus in `folder`: what its two files say that can be read.
#[must_use]
pub fn decisions(folder: &Path) -> Decisions {
    let read = |name| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    Decisions::new(&read(ALLOW_FILE), &read(DENY_FILE))
}

/// The corpus that `path` belongs to: its nearest ancestor, or itself, that holds one of [`MARKERS`].
#[must_use]
pub fn find_root(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| is_root(folder)).map(Path::to_path_buf)
}

/// Whether `folder` holds one of [`MARKERS`].
#[must_use]
pub fn is_root(folder: &Path) -> bool {
    MARKERS.iter().any(|marker| folder.join(marker).is_file())
}
