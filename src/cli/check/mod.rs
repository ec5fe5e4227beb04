//! `copydesk check`: finds the files, analyses each by itself, prints what was found in the order of the paths.

mod compare;
mod fix;
mod format;
pub(super) mod places;
pub(super) mod walk;

use std::cell::OnceCell;
use std::fmt;
use std::io::{self, BufWriter, Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use rayon::prelude::*;

use self::compare::Compared;
use self::fix::Wanted;
use self::format::{Checked, Printer};
use self::walk::{Sources, Target, Walked};
use super::{Failure, Outcome, progress_bar, shorten};
use crate::config::{Selector, Settings};
use crate::duplicates;
use crate::entities;
use crate::facts::FileFacts;
use crate::files::{self, Text};
use crate::format::brat::{self, Ann};
use crate::knowledge::{KnowledgeFile, Notation};
use crate::pairs::{self, Part};
use crate::rules::{Finding, RuleId, Severity};
use crate::standoff::Alignment;
use crate::text::Span;

/// How many files are analysed before their findings are printed: enough to keep every processor busy, few enough to
/// see the first findings soon and to hold little in memory.
const BATCH: usize = 4096;

/// Columns where the output is no terminal.
const DEFAULT_WIDTH: usize = 100;

/// Whoever mends a text or the annotations beside it.
static MENDING: Mutex<()> = Mutex::new(());

/// What stands for the standard input.
const STDIN: &str = "-";

/// Check articles and print what is wrong with them.
///
/// Exit code: 0 where nothing was found, 1 where something was, 2 where a path or the settings cannot be read.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Files and folders, the current folder by default; `-` is the standard input.
    ///
    /// In folders, files are checked that the settings include, hidden files and those in .gitignore left out; a file
    /// that is named here is checked whatever it is called.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = Format::Full, value_name = "FORMAT")]
    output_format: Format,

    /// Check only these rules: codes (DEL001), names (mismatched-quotes), beginnings of codes (TYP) or ALL; they take
    /// the place of `rules.select` and `rules.ignore` in the settings.
    #[arg(long, value_delimiter = ',', value_name = "RULES", value_parser = str::parse::<Selector>)]
    select: Vec<Selector>,

    /// Leave these rules out as well.
    #[arg(long, value_delimiter = ',', value_name = "RULES", value_parser = str::parse::<Selector>)]
    ignore: Vec<Selector>,

    /// Leave out findings that matter less.
    #[arg(long, value_enum, default_value_t = Level::Hint, value_name = "SEVERITY")]
    min_severity: Level,

    /// Apply the fixes that are safe and print what is left.
    #[arg(long)]
    fix: bool,

    /// With --fix, apply the other fixes too: look at the result.
    #[arg(long, requires = "fix")]
    unsafe_fixes: bool,

    /// End with 0 even where there are findings.
    #[arg(long)]
    exit_zero: bool,

    /// Take the settings from this file and not from the nearest copydesk.toml; its patterns are relative to each PATH.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// How many files are checked at once: by default as many as there are processors.
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,

    /// When to print in colour; `auto` is on a terminal.
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,

    /// The path of what is on the standard input: its settings and its kind of text follow from it.
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines in question, for people.
    Full,
    /// One line each.
    Concise,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Commands for GitHub Actions, which shows them beside the text.
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
enum Level {
    Error,
    Warning,
    Information,
    Hint,
}

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

impl Args {
    /// Which fixes are applied, if any.
    fn wanted(&self) -> Option<Wanted> {
        self.fix.then_some(if self.unsafe_fixes { Wanted::All } else { Wanted::Safe })
    }

    /// The least of the severities that are shown.
    fn threshold(&self) -> Severity {
        match self.min_severity {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Information => Severity::Information,
            Level::Hint => Severity::Hint,
        }
    }

    fn style(&self) -> format::Style {
        let styled = match self.color {
            Color::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        };
        let width = terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0));
        format::Style::new(self.output_format, styled, width)
    }

    fn sources(&self) -> Sources {
        Sources { file: self.config.clone(), select: self.select.clone(), ignore: self.ignore.clone() }
    }
}

/// A finding as it is shown.
#[derive(Clone, Debug)]
struct Shown {
    finding: Finding,
    severity: Severity,
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    files: usize,
    /// Findings by severity: error, warning, information, hint.
    findings: [usize; 4],
    /// Findings with a fix that can be applied unseen.
    safe: usize,
    /// Findings with another fix only.
    unsafe_: usize,
    /// Findings that were mended.
    fixed: usize,
}

impl Tally {
    fn total(&self) -> usize {
        self.findings.iter().sum()
    }

    fn add(&mut self, other: &Self) {
        self.files += other.files;
        for (sum, count) in self.findings.iter_mut().zip(other.findings) {
            *sum += count;
        }
        self.safe += other.safe;
        self.unsafe_ += other.unsafe_;
        self.fixed += other.fixed;
    }
}

/// What came out for one file.
struct Report {
    output: format::Output,
    tally: Tally,
    /// Why the file could not be mended.
    failure: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    if args.paths.iter().any(|path| path == Path::new(STDIN)) {
        return check_stdin(args);
    }
    if args.stdin_filename.is_some() {
        return Err(Failure::Message("--stdin-filename is for the standard input: give `-` as the path".to_owned()));
    }
    let jobs = args.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, NonZero::get), NonZero::get);
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
    let Walked { targets, mut failures, warnings } = walk::walk(paths, args.sources(), jobs)?;
    warn(&warnings);

    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|error| Failure::Message(format!("--jobs {jobs}: {error}")))?;
    let style = args.style();
    let targets: Arc<[Target]> = targets.into();
    // Every file is read twice: to know what the others hold, and to find out what is wrong with it.
    let progress = progress_bar(2 * targets.len());
    let compared = pool
        .install(|| Compared::new(&targets, || progress.inc(1)))
        .map_err(|error| Failure::Message(format!("the files cannot be compared: {error}")))?;
    let mut printer = Printer::new(BufWriter::new(io::stdout().lock()), args.output_format)?;
    for batch in targets.chunks(BATCH) {
        let reports: Vec<Report> = pool.install(|| {
            batch
                .par_iter()
                .map_init(Vec::new, |buffer, target| {
                    let report = check_file(target, compared.as_ref(), args, &style, buffer);
                    progress.inc(1);
                    report
                })
                .collect()
        });
        progress.suspend(|| {
            reports.into_iter().try_for_each(|report| {
                failures.extend(report.failure);
                printer.print(report.output, &report.tally)
            })
        })?;
    }
    progress.finish_and_clear();
    finish(args, printer, failures)
}

fn check_stdin(args: &Args) -> Result<Outcome, Failure> {
    if args.paths.len() > 1 {
        return Err(Failure::Message("`-` is the standard input and cannot be checked beside other paths".to_owned()));
    }
    if args.fix {
        return Err(Failure::Message("--fix changes files, and the standard input is none: save it first".to_owned()));
    }
    let path = args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from(STDIN));
    let (target, warnings) = walk::standard_input(&path, args.sources())?;
    warn(&warnings);
    let mut bytes = Vec::new();
    io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::Message(format!("the standard input cannot be read: {error}")))?;
    let style = args.style();
    let report = check_bytes(&target, None, &bytes, args, &style);
    let mut printer = Printer::new(BufWriter::new(io::stdout().lock()), args.output_format)?;
    printer.print(report.output, &report.tally)?;
    finish(args, printer, Vec::new())
}

fn warn(warnings: &[String]) {
    for warning in warnings {
        anstream::eprintln!("warning: {warning}");
    }
}

/// Ends the output, and says what went wrong.
fn finish(args: &Args, printer: Printer<impl Write>, failures: Vec<String>) -> Result<Outcome, Failure> {
    let tally = printer.finish()?;
    if args.output_format != Format::Full && tally.fixed > 0 {
        anstream::eprintln!("{} fixed", Count(tally.fixed, "finding"));
    }
    if !failures.is_empty() {
        return Err(Failure::Message(failures.join("\nerror: ")));
    }
    Ok(if tally.total() > 0 && !args.exit_zero { Outcome::Findings } else { Outcome::Clean })
}

fn check_file(
    target: &Target,
    compared: Option<&Compared>,
    args: &Args,
    style: &format::Style,
    buffer: &mut Vec<u8>,
) -> Report {
    // Of a text and its annotations, one is mended at a time: the annotations follow the text.
    let mends_pair = args.fix && pairs::part_of(&target.path).is_some();
    let _turn = mends_pair.then(|| MENDING.lock().unwrap_or_else(PoisonError::into_inner));
    let limit = target.corpus.config.limits_file_size;
    match files::read(&target.path, limit.0, buffer) {
        Ok(true) => check_bytes(target, compared, buffer, args, style),
        Ok(false) => {
            let message =
                format!("The file is larger than {limit} and was not analysed; limits.file-size sets the limit");
            report_one(target, "", Finding::new(RuleId::FileTooLarge, Span::empty(0), message), args, style)
        }
        Err(error) => {
            let message = format!("The file cannot be read: {error}");
            report_one(target, "", Finding::new(RuleId::UnreadableFile, Span::empty(0), message), args, style)
        }
    }
}

fn check_bytes(
    target: &Target,
    compared: Option<&Compared>,
    bytes: &[u8],
    args: &Args,
    style: &format::Style,
) -> Report {
    let declared = target.corpus.config.encodings.of(&target.relative);
    let text = match Text::decode(bytes, declared) {
        Ok(text) => text,
        Err(bad) => {
            let finding = Finding::new(RuleId::UnreadableFile, Span::empty(bad.before.len()), bad.message);
            return report_one(target, &bad.before, finding, args, style);
        }
    };
    // The configuration of a corpus is in no format that has articles.
    let format = target.corpus.config.format_of(&target.relative, &text.text).filter(|_| !is_configuration(target));
    if format.is_none() && !is_configuration(target) {
        // Data of another kind, which no number of files should count.
        let Report { output, failure, .. } = report(target, &text.text, &[], style);
        return Report { output, tally: Tally::default(), failure };
    }
    let annotations = OnceCell::new();
    let stretches = || -> &[Span] { annotations.get_or_init(|| annotated(target, &text.text)) };
    let analyse = |now: &str| {
        if let Some(notation) = target.knowledge() {
            let findings = check_knowledge(target, notation, now).into_iter();
            return findings.filter_map(|finding| shown(finding, &target.corpus.settings, args)).collect();
        }
        let mut findings = Vec::new();
        if let Some(format) = format {
            let facts = FileFacts::new(now, format, Arc::clone(&target.corpus.settings));
            let shared = compared.map(|compared| compared.findings(target, &facts, now)).unwrap_or_default();
            findings = duplicates::merged(facts.findings().collect(), shared);
            findings = duplicates::merged(findings, entities::findings(&facts, now, target.corpus.knowledge()));
        }
        let mut findings = duplicates::merged(findings, beside(target, now));
        pairs::keep_annotated(&mut findings, || followed(stretches(), &text.text, now));
        findings.into_iter().filter_map(|finding| shown(finding, &target.corpus.settings, args)).collect::<Vec<_>>()
    };
    let Some(wanted) = args.wanted() else {
        return report(target, &text.text, &analyse(&text.text), style);
    };
    let fixed = fix::fix(&text.text, wanted, analyse);
    if fixed.count == 0 {
        return report(target, &text.text, &fixed.findings, style);
    }
    match write_back(target, &text, bytes, &fixed.text) {
        Ok(()) => {
            let mut report = report(target, &fixed.text, &fixed.findings, style);
            report.tally.fixed = fixed.count;
            report.failure = move_annotations(target, &text.text, &fixed.text).err();
            report
        }
        Err(message) => {
            let mut report = report(target, &text.text, &analyse(&text.text), style);
            report.failure = Some(format!("{}: not fixed: {message}", target.path.display()));
            report
        }
    }
}

fn is_configuration(target: &Target) -> bool {
    pairs::part_of(&target.relative) == Some(Part::Configuration)
}

/// What is wrong between `text`, the content of a file, and the files that it belongs to.
fn beside(target: &Target, text: &str) -> Vec<Finding> {
    let root = shorten(target.corpus.root());
    let (path, knowledge) = (root.join(&target.relative), target.corpus.knowledge());
    pairs::findings(&path, text, root, knowledge, |path| read_beside(target, path))
}

fn read_beside(target: &Target, path: &Path) -> Option<String> {
    let root = shorten(target.corpus.root());
    files::text_of(path, path.strip_prefix(root).unwrap_or(path), &target.corpus.config)
}

/// The annotations beside a text that was mended follow it; the error says why that could not be done.
fn move_annotations(target: &Target, old: &str, new: &str) -> Result<(), String> {
    if pairs::part_of(&target.path) != Some(Part::Text) {
        return Ok(());
    }
    for path in pairs::annotations_of(&target.path).filter(|path| path.is_file()) {
        let failed = |error: &str| format!("{}: not moved with its text: {error}", path.display());
        let source = read_beside(target, &path).ok_or_else(|| failed("it cannot be read"))?;
        let realigned = brat::realign(&source, &Ann::parse(&source), old, new, &Alignment::between(old, new));
        if !realigned.edits.is_empty() {
            let written = files::write(&path, realigned.apply(&source).as_bytes());
            written.map_err(|error| failed(&error.to_string()))?;
        }
    }
    Ok(())
}

/// The stretches of `text`, the content of a file, that the annotations beside it name.
fn annotated(target: &Target, text: &str) -> Vec<Span> {
    pairs::annotated(&target.path, text, |path| read_beside(target, path)).into_iter().map(|it| it.span).collect()
}

/// Where stretches of `old` stand in `now`.
fn followed(stretches: &[Span], old: &str, now: &str) -> Vec<Span> {
    if stretches.is_empty() || old == now {
        return stretches.to_vec();
    }
    let alignment = Alignment::between(old, now);
    stretches.iter().map(|span| alignment.map(*span).span).filter(|span| !span.is_empty()).collect()
}

/// What is wrong with `text`, the content of a file of the knowledge base.
fn check_knowledge(target: &Target, notation: Notation, text: &str) -> Vec<Finding> {
    let mut base = target.corpus.knowledge().clone();
    if base.file(&target.relative).is_none_or(|known| known.text() != text) {
        base.set(&target.relative, Arc::new(KnowledgeFile::new(text.to_owned(), notation)));
    }
    base.findings(&target.relative, shorten(target.corpus.root()), &target.corpus.settings.entity_types)
}

/// Writes `new` in the place of `old`, in the same encoding; the error says why that cannot be done.
fn write_back(target: &Target, old: &Text<'_>, old_bytes: &[u8], new: &str) -> Result<(), String> {
    // Some encodings have several ways to write one text: then more than the fix would change.
    if *old.encode(&old.text)? != *old_bytes {
        return Err("writing it would change bytes beside the fixes; convert it to UTF-8 first".to_owned());
    }
    let bytes = old.encode(new).map_err(|message| format!("{message}; convert the file to UTF-8 first"))?;
    files::write(&target.path, &bytes).map_err(|error| error.to_string())
}

/// The finding with its severity, unless settings or options leave it out.
fn shown(finding: Finding, settings: &Settings, args: &Args) -> Option<Shown> {
    let severity = settings.severity(finding.rule).filter(|severity| *severity <= args.threshold())?;
    Some(Shown { finding, severity })
}

fn report_one(target: &Target, text: &str, finding: Finding, args: &Args, style: &format::Style) -> Report {
    let findings: Vec<_> = shown(finding, &target.corpus.settings, args).into_iter().collect();
    report(target, text, &findings, style)
}

fn report(target: &Target, text: &str, findings: &[Shown], style: &format::Style) -> Report {
    let mut tally = Tally { files: 1, ..Tally::default() };
    for Shown { finding, severity } in findings {
        tally.findings[*severity as usize] += 1;
        if fix::applicable(finding, Wanted::Safe).is_some() {
            tally.safe += 1;
        } else if !finding.fixes.is_empty() {
            tally.unsafe_ += 1;
        }
    }
    let output = style.render(&Checked::new(&target.path, text, findings));
    Report { output, tally, failure: None }
}

/// A number of things: `1 finding`, `2 findings`.
struct Count(usize, &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, noun) = self;
        write!(f, "{count} {noun}{}", if *count == 1 { "" } else { "s" })
    }
}
