//! What is made from [`OPTIONS`]: the documentation, the commented file of `copydesk init`, the schema in the
//! extension's manifest.

use serde_json::Value as Json;

use super::node::belongs_to_editor;
use super::options::{OPTIONS, OptionInfo};

/// What the editors' settings begin with.
const EDITOR_PREFIX: &str = "copydesk.";

/// The page that documents all settings, in Markdown.
#[must_use]
pub fn reference() -> String {
    let mut page = String::from(
        "<!-- Generated from src/config/options.rs by `make generate`. -->\n\n# Settings\n\n\
         A `copydesk.toml` at the root of a corpus marks it and configures it; every setting is optional.\n\
         `copydesk init` writes one with every setting as a comment.\n\
         The settings of a file are those of its nearest ancestor folder that holds a `copydesk.toml` or an \
         `annotation.conf`.\n\n\
         In an editor the same settings are called `copydesk.include`, `copydesk.rules.select` and so on.\n\
         Precedence, lowest first: the defaults, `copydesk.toml`, what the editor or the command line says.\n\
         A list replaces the one of lower precedence; a table is merged with it entry by entry.\n\
         A setting that is unknown or cannot be read is reported and keeps its default.\n\n\
         | setting | takes | default |\n|---|---|---|\n",
    );
    for option in OPTIONS {
        let anchor = option.key.replace('.', "");
        let default = (option.default)();
        page += &format!("| [`{}`](#{anchor}) | {} | `{default}` |\n", option.key, option.type_name);
    }
    for option in OPTIONS {
        let doc: String = option.doc().map(|line| format!("{line}\n")).collect();
        let table = table_of(option).map_or_else(String::new, |table| format!("[{table}]\n"));
        page += &format!("\n## `{}`\n\n{doc}\n```toml\n{table}{}\n```\n", option.key, option.example);
    }
    page
}

/// The text of a `copydesk.toml` in which every setting stands as a comment.
#[must_use]
pub fn template() -> String {
    let mut text = String::from(
        "# This file marks its folder as a corpus and configures Copydesk.\n\
         # Every setting is optional; what stands here as a comment is an example.\n",
    );
    let mut current = None;
    // Keys of the root have to stand in front of the first table.
    let (roots, tabled): (Vec<_>, Vec<_>) = OPTIONS.iter().partition(|option| table_of(option).is_none());
    for option in roots.into_iter().chain(tabled) {
        let table = table_of(option);
        if table != current {
            text += &format!("\n[{}]\n", table.unwrap_or_default());
            current = table;
        } else {
            text.push('\n');
        }
        for line in option.doc() {
            text += &format!("# {line}\n");
        }
        if !is_table(option) {
            text += &format!("# Default: {}\n", (option.default)());
        }
        text += &format!("# {}\n", option.example);
    }
    text
}

/// The table an option is set in; that of an option which is a table is itself.
fn table_of(option: &OptionInfo) -> Option<&'static str> {
    if is_table(option) { Some(option.key) } else { option.key.rsplit_once('.').map(|(table, _)| table) }
}

fn is_table(option: &OptionInfo) -> bool {
    (option.default)().is_object()
}

/// Puts the schema of all settings into `manifest`, the `package.json` of the extension for VS Code.
/// Settings that belong to the editor itself are kept.
///
/// # Errors
/// Says what is wrong with the manifest where it is no JSON or has no `contributes.configuration.properties`.
pub fn update_vscode_manifest(manifest: &str) -> Result<String, String> {
    let mut manifest: Json = serde_json::from_str(manifest).map_err(|error| error.to_string())?;
    let properties = manifest
        .pointer_mut("/contributes/configuration/properties")
        .and_then(Json::as_object_mut)
        .ok_or("it has no table contributes.configuration.properties")?;
    properties.retain(|key, _| key.strip_prefix(EDITOR_PREFIX).is_some_and(belongs_to_editor));
    let own = std::mem::take(properties);
    properties.extend(OPTIONS.iter().map(|option| (format!("{EDITOR_PREFIX}{}", option.key), property(option))));
    properties.extend(own);
    let mut text = serde_json::to_string_pretty(&manifest).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

/// The schema of one setting.
/// The default is for the eye only: the extension sends what somebody has set, so that it does not outdo `copydesk.toml`.
fn property(option: &OptionInfo) -> Json {
    let mut schema = (option.schema)();
    schema["default"] = (option.default)();
    schema["scope"] = "resource".into();
    schema["markdownDescription"] = option.doc().collect::<Vec<_>>().join("\n").into();
    schema
}
