use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value as Json;

use super::Problem;
use super::node::Node;
use super::selector::Selector;
use super::types::{ByteSize, Encodings, Follow, Formats, Globs, InlayHints, Level, LinkAnnotations, Setting};
use crate::format::Format;

/// One setting, as the documentation and the editors' schema need it.
#[derive(Debug)]
pub struct OptionInfo {
    /// The full key: `rules.select`.
    pub key: &'static str,
    /// What one writes, in words.
    pub type_name: &'static str,
    /// What it does: Markdown, one sentence a line, each line with a space in front.
    doc: &'static str,
    /// A line of TOML that sets it, for its table.
    pub example: &'static str,
    /// The JSON schema of its values.
    pub schema: fn() -> Json,
    /// Its default.
    pub default: fn() -> Json,
    pub(super) read: fn(&mut Config, &Node, &mut Vec<Problem>),
}

impl OptionInfo {
    /// What it does: Markdown, one sentence a line.
    pub fn doc(&self) -> impl Iterator<Item = &'static str> {
        self.doc.lines().map(str::trim)
    }
}

/// Declares every setting once: the field, its default, how it is read and what is told about it.
macro_rules! options {
    ($($(#[doc = $doc:literal])* $key:literal $field:ident: $type:ty = $default:expr, example $example:literal;)*) => {
        /// All settings of a corpus.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Config {
            $($(#[doc = $doc])* pub $field: $type,)*
        }

        impl Default for Config {
            fn default() -> Self {
                // Compiling the patterns takes most of a millisecond.
                static DEFAULT: LazyLock<Config> = LazyLock::new(|| Config { $($field: $default,)* });
                DEFAULT.clone()
            }
        }

        /// Every setting, in the order of the documentation.
        pub static OPTIONS: &[OptionInfo] = &[$(OptionInfo {
            key: $key,
            type_name: <$type as Setting>::TYPE,
            doc: concat!($($doc, "\n"),*),
            example: $example,
            schema: <$type as Setting>::schema,
            default: || Setting::write(&Config::default().$field),
            read: |config, node, problems| {
                if let Some(value) = <$type as Setting>::read($key, node, problems) {
                    config.$field.overlay(value);
                }
            },
        },)*];
    };
}

options! {
    /// Which files belong to the corpus.
    /// Patterns are relative to the folder of `copydesk.toml`; `*` stays inside one folder, `**` crosses folders, and a pattern without `/` holds at any depth.
    /// Hidden files and what `.gitignore` names are left out in any case; a file that is named on the command line is checked whatever it is called.
    "include" include: Globs = Globs::of_extensions(Format::EXTENSIONS),
        example r#"include = ["articles/**/*.txt"]"#;

    /// Which files and folders are left out again.
    /// A pattern that matches a folder leaves out everything in it.
    "exclude" exclude: Globs = Globs::default(),
        example r#"exclude = ["drafts", "*.bak.txt"]"#;

    /// Which files are not in UTF-8: patterns as in `include`, and the label of the encoding as the web knows it.
    /// UTF-16 with a byte order mark needs no entry.
    /// Where several patterns match a file, the longest counts.
    "encodings" encodings: Encodings = Encodings::default(),
        example r#""archive/**" = "windows-1252""#;

    /// Which files are in which format: patterns as in `include`, and the name of the format.
    /// The others are in the format that their extension and their first lines say; an editor shows which that is.
    /// Where several patterns match a file, the longest counts.
    "formats" formats: Formats = Formats::default(),
        example r#""gold/*.tsv" = "iob""#;

    /// Header keys that are known beside the built-in ones.
    /// `unknown-header-key` reports the others.
    "header.keys" header_keys: Vec<String> = Vec::new(),
        example r#"keys = ["desk", "embargo"]"#;

    /// Whether `[text](TYPE:id)` and `[text](TYPE)` are annotations or links: `always`, `never`, or `auto` for what each article's own habit says.
    "annotations.links" annotations_links: LinkAnnotations = LinkAnnotations::Auto,
        example r#"links = "always""#;

    /// Elements of XML and SGML that annotate text, beside those that are known: the name of the element, and the type that it stands for.
    /// `@kind` takes the type from the attribute `kind`, and an empty string takes the name of the element.
    "annotations.elements" annotations_elements: BTreeMap<String, String> = BTreeMap::new(),
        example r#"ship = "MISC""#;

    /// Which files are the knowledge base: patterns as in `include`, for files in TOML and in JSON Lines.
    /// They are no articles, whatever `include` says.
    "entities.files" entities_files: Globs =
        Globs::of(&["entities.toml", "entities.jsonl", "**/entities/*.toml", "**/entities/*.jsonl"]),
        example r#"files = ["people.toml", "places/*.jsonl"]"#;

    /// The types that entities may have.
    /// By default the usual ones in their usual spellings: PER, ORG, LOC, GPE, WORK, EVENT, MISC.
    "entities.types" entities_types: Vec<String> = Vec::new(),
        example r#"types = ["PER", "ORG", "SHIP"]"#;

    /// Behind which names an editor shows the id or the type: `annotated` are annotations that leave one of them open and names that stand for several entities in the file, `all` are those that are only recognised too.
    "names.inlay-hints" names_inlay_hints: InlayHints = InlayHints::Annotated,
        example r#"inlay-hints = "all""#;

    /// Whether standoff annotations follow their text when it is saved in an editor: `ask` moves what is certain and asks where something is not, `always` takes the best guess, `never` leaves it to the action “Move the annotations along”.
    "standoff.on-save" standoff_on_save: Follow = Follow::Ask,
        example r#"on-save = "always""#;

    /// Phrases that `scraper-residue` reports beside those that it knows, wherever one is a line, begins one or ends one.
    /// Case and punctuation do not matter, and `#` stands for any number.
    "boilerplate.phrases" boilerplate_phrases: Vec<String> = Vec::new(),
        example r#"phrases = ["Tides of the day", "More from the harbour desk"]"#;

    /// Whether shorter runs of words are found in other articles: of eight words and more instead of thirteen.
    /// The index grows by a third.
    "boilerplate.thorough" boilerplate_thorough: bool = false,
        example "thorough = true";

    /// Which rules are on: codes (`DEL001`), names (`mismatched-quotes`), beginnings of codes (`TYP`) or `ALL`.
    "rules.select" rules_select: Vec<Selector> = vec![Selector::all()],
        example r#"select = ["DEL", "HDR"]"#;

    /// Which of the selected rules are off; written like `rules.select`.
    "rules.ignore" rules_ignore: Vec<Selector> = Vec::new(),
        example r#"ignore = ["TYP", "unknown-header-key"]"#;

    /// How much the findings of a rule matter: `error`, `warning`, `information`, `hint` or `off`.
    /// Rules are written like in `rules.select`; where several entries name a rule, the one that names the fewest rules counts.
    "rules.severity" rules_severity: BTreeMap<Selector, Level> = BTreeMap::new(),
        example r#"mismatched-quotes = "error""#;

    /// The folder for the index of the corpus, relative to the one of `copydesk.toml`; by default one in the user's cache folder.
    /// It may be shared: where it cannot be written to, it is read.
    "index.location" index_location: String = String::new(),
        example r#"location = ".copydesk""#;

    /// How many files of a corpus are indexed at most; the others are not compared with one another.
    "limits.files" limits_files: usize = 2_000_000,
        example "files = 50000";

    /// The size above which a file is not analysed but reported as `file-too-large`.
    "limits.file-size" limits_file_size: ByteSize = ByteSize(128 << 20),
        example r#"file-size = "256 MiB""#;

    /// How many findings an editor is sent for one file: the severest, and of equal ones those that come first.
    /// `copydesk check` prints them all.
    "limits.findings-per-file" limits_findings_per_file: usize = 500,
        example "findings-per-file = 200";
}
