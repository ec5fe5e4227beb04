use std::io::{self, Write};

use clap::ValueEnum;
use serde_json::json;

use super::{Failure, Outcome};
use crate::config::unknown_rule;
use crate::rules::{CATALOGUE, FixKind, Rule, RuleId};

/// Explain a rule: what it finds, why that is bad, an example, what fix there is.
#[derive(clap::Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Args {
    /// The code (DEL001) or name (mismatched-quotes) of a rule.
    #[arg(value_name = "RULE", required_unless_present = "all", conflicts_with = "all")]
    rule: Option<String>,

    /// Every rule; as text, one line each.
    #[arg(long)]
    all: bool,

    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    output_format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let text = match &args.rule {
        Some(name) => {
            let rule = RuleId::find(name).ok_or_else(|| Failure::Message(unknown_rule(name)))?.rule();
            match args.output_format {
                Format::Text => explanation(rule),
                Format::Markdown => page(rule),
                Format::Json => format!("{:#}\n", as_json(rule)),
            }
        }
        None => match args.output_format {
            Format::Text => CATALOGUE.iter().map(line).collect(),
            Format::Markdown => CATALOGUE.iter().map(page).collect::<Vec<_>>().join("\n"),
            Format::Json => format!("{:#}\n", CATALOGUE.iter().map(as_json).collect::<serde_json::Value>()),
        },
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(Outcome::Clean)
}

/// One line of the list of all rules.
fn line(rule: &Rule) -> String {
    format!("{} {:<26} {:<12} {}\n", rule.code, rule.name, rule.severity.name(), rule.summary)
}

/// What a person reads in a terminal.
fn explanation(rule: &Rule) -> String {
    let Rule { code, name, summary, why, .. } = rule;
    let severity = rule.severity.name();
    let (bad, good, note) = (indented(rule.bad), indented(rule.good), tab_note(rule).unwrap_or_default());
    let fix = fix_sentence(rule.fix);
    let url = rule.url();
    format!(
        "{code} {name} ({severity})\n\n{summary}\n{why}\n\nBad:\n{bad}\nGood:\n{good}{note}\n{fix}\n\n\
         Switch it off or change how much it matters in copydesk.toml:\n    [rules.severity]\n    {name} = \"off\"\n\n{url}\n"
    )
}

/// An example, so that no invisible character in it is lost.
fn indented(example: &str) -> String {
    example.split_terminator('\n').map(|line| format!("    {}\n", visible(line))).collect()
}

/// What stands for a tab in examples.
const TAB: char = '→';

/// A line that says so, where an example holds one.
fn tab_note(rule: &Rule) -> Option<String> {
    let holds = [rule.bad, rule.good].iter().any(|example| example.contains('\t'));
    holds.then(|| format!("In the examples {TAB} is a tab.\n"))
}

/// `line` with tabs as arrows, other control, invisible and no-break characters escaped, and trailing white space too.
fn visible(line: &str) -> String {
    let escaped = line.chars().map(|c| match c {
        '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{fffd}' => c.escape_unicode().to_string(),
        '\t' => TAB.to_string(),
        c if c.is_control() => c.escape_unicode().to_string(),
        c => c.to_string(),
    });
    let escaped: String = escaped.collect();
    let content = escaped.trim_end_matches(' ');
    format!("{content}{}", "\\u{20}".repeat(escaped.len() - content.len()))
}

fn fix_sentence(fix: FixKind) -> &'static str {
    match fix {
        FixKind::None => "There is no fix.",
        FixKind::Safe => "Fix: safe, `--fix` applies it.",
        FixKind::Sometimes => {
            "Fix: safe where only one repair is likely, then `--fix` applies it; otherwise it needs `--unsafe-fixes`."
        }
        FixKind::Unsafe => "Fix: to be looked at, `--fix --unsafe-fixes` applies it.",
    }
}

fn as_json(rule: &Rule) -> serde_json::Value {
    json!({
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.name(),
        "summary": rule.summary,
        "why": rule.why,
        "bad": rule.bad,
        "good": rule.good,
        "fix": fix_name(rule.fix),
        "url": rule.url(),
    })
}

fn fix_name(fix: FixKind) -> &'static str {
    match fix {
        FixKind::None => "none",
        FixKind::Safe => "safe",
        FixKind::Sometimes => "sometimes",
        FixKind::Unsafe => "unsafe",
    }
}

/// The page of a rule in the documentation, in Markdown.
fn page(rule: &Rule) -> String {
    let Rule { code, name, summary, why, .. } = rule;
    let severity = rule.severity.name();
    let (bad, good) = (fenced(rule.bad), fenced(rule.good));
    let note = tab_note(rule).map(|note| format!("\n{note}")).unwrap_or_default();
    let fix = fix_sentence(rule.fix);
    format!(
        "# {name} ({code})\n\nSeverity: {severity}.\n{fix}\n\n{summary}\n\n## Why is this bad?\n\n{why}\n\n\
         ## Example\n\n{bad}\nUse instead:\n\n{good}{note}\n\
         ## Settings\n\n```toml\n[rules.severity]\n{name} = \"off\" # or error, warning, information, hint\n```\n"
    )
}

/// An example as a block of code; the fence is longer than any run of backquotes in it.
fn fenced(example: &str) -> String {
    let fence = if example.contains("```") { "````" } else { "```" };
    let lines: String = example.split_terminator('\n').map(|line| format!("{}\n", visible(line))).collect();
    format!("{fence}text\n{lines}{fence}\n")
}

/// The generated pages of `docs/rules/`: name of the file and its text.
pub type Pages = Vec<(String, String)>;

/// The pages of all rules and their index.
#[must_use]
pub fn pages() -> Pages {
    const GENERATED: &str = "<!-- Generated from src/rules/catalogue.rs by `make generate`. -->\n\n";
    let mut index =
        format!("{GENERATED}# Rules\n\n| code | rule | severity | fix | what it finds |\n|---|---|---|---|---|\n");
    for rule in CATALOGUE {
        let Rule { code, name, summary, .. } = rule;
        let (severity, fix) = (rule.severity.name(), fix_name(rule.fix));
        index += &format!("| {code} | [{name}]({name}.md) | {severity} | {fix} | {summary} |\n");
    }
    let rules = CATALOGUE.iter().map(|rule| (format!("{}.md", rule.name), format!("{GENERATED}{}", page(rule))));
    std::iter::once(("README.md".to_owned(), index)).chain(rules).collect()
}
