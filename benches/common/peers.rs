//! Other tools that find copies and boilerplate, on the same texts: `benches/peers.sh` installs them.

// Each benchmark uses a part of it.
#![allow(dead_code)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::{copydesk, program};

/// What a tool found, as pairs of numbers, and how long the process took.
pub struct Report {
    pub name: String,
    pub found: BTreeSet<(usize, usize)>,
    pub taken: Duration,
}

/// Texts as files, each named by its number.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        for (number, text) in texts.enumerate() {
            std::fs::write(folder.path().join(format!("{number:06}.md")), text).expect("a file");
        }
        Self(folder)
    }

    /// How long ripgrep takes to count a word, and `copydesk check` to look for copies: quality of the latter is
    /// measured in this process.
    pub fn times(&self) -> Vec<(&'static str, Duration)> {
        let check = ["check", "--select", "BOI", "--output-format", "concise", "--exit-zero", "."];
        let own =
            self.run(Command::new(copydesk()).args(check)).map(|(_, taken)| ("copydesk check --select BOI", taken));
        let floor = self.run(Command::new("rg").args(["-c", "said", "."])).map(|(_, taken)| ("rg -c", taken));
        [floor, own].into_iter().flatten().collect()
    }

    /// Lines that other tools take for furniture, as file and line from 0.
    pub fn lines(&self) -> Vec<Report> {
        let mut all: Vec<Report> =
            ["justext", "minhash"].iter().filter_map(|tool| self.python("lines", tool)).collect();
        all.extend(self.jscpd(["1", "5"]).map(|(clones, taken)| Report {
            name: "jscpd, 5 tokens".to_owned(),
            found: clones.iter().flatten().flat_map(|it| it.lines.clone().map(|line| (it.file, line))).collect(),
            taken,
        }));
        all
    }

    /// Pairs of files that other tools take for like one another.
    pub fn pairs(&self) -> Vec<Report> {
        let mut all: Vec<Report> = self.python("pairs", "minhash").into_iter().collect();
        all.extend(self.jscpd(["1", "30"]).map(|(clones, taken)| {
            let mut common: std::collections::BTreeMap<(usize, usize), usize> = Default::default();
            for [a, b] in clones.iter().filter(|[a, b]| a.file != b.file) {
                *common.entry((a.file.min(b.file), a.file.max(b.file))).or_default() += a.lines.len();
            }
            // At least half of the lines of the lesser one, blank ones included.
            let lines = |file: usize| self.text(file).lines().count();
            let enough = |pair: &(usize, usize), shared: usize| 2 * shared >= lines(pair.0).min(lines(pair.1));
            Report {
                name: "jscpd, 30 tokens".to_owned(),
                found: common
                    .into_iter()
                    .filter(|(pair, shared)| enough(pair, *shared))
                    .map(|(pair, _)| pair)
                    .collect(),
                taken,
            }
        }));
        all
    }

    fn text(&self, number: usize) -> String {
        std::fs::read_to_string(self.0.path().join(format!("{number:06}.md"))).unwrap_or_default()
    }

    fn run(&self, command: &mut Command) -> Option<(Output, Duration)> {
        let start = Instant::now();
        let output = command.current_dir(self.0.path()).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        Some((output, start.elapsed()))
    }

    fn python(&self, task: &str, tool: &str) -> Option<Report> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = Some(root.join("target/peers/venv/bin/python")).filter(|path| path.exists())?;
        let script = root.join("benches/peers.py");
        let (output, taken) = self.run(Command::new(python).arg(script).args([task, tool, "."]))?;
        if !output.status.success() {
            return None;
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let rows = text.lines().filter_map(|line| serde_json::from_str::<(String, serde_json::Value)>(line).ok());
        let found = rows.filter_map(|(file, other)| {
            let other = other.as_str().map_or_else(|| other.as_u64().map(|line| line as usize), number);
            Some((number(&file)?, other?))
        });
        let ordered = |(a, b): (usize, usize)| if task == "pairs" { (a.min(b), a.max(b)) } else { (a, b) };
        Some(Report { name: format!("{tool} ({task})"), found: found.map(ordered).collect(), taken })
    }

    /// What jscpd takes for clones of at least so many lines and tokens.
    fn jscpd(&self, [lines, tokens]: [&str; 2]) -> Option<(Vec<[Clone; 2]>, Duration)> {
        let out = tempfile::tempdir().ok()?;
        let mut command = Command::new(program("jscpd")?);
        command.args(["--min-lines", lines, "--min-tokens", tokens, "--max-lines", "100000", "--max-size", "10mb"]);
        command.args(["--format", "markdown", "--reporters", "json", "--silent", "--mode", "weak", "--output"]);
        let (_, taken) = self.run(command.arg(out.path()).arg("."))?;
        let report = std::fs::read(out.path().join("jscpd-report.json")).ok()?;
        let report: serde_json::Value = serde_json::from_slice(&report).ok()?;
        let clone = |file: &serde_json::Value| {
            let place = |name: &str| {
                let of = |part: &str| file[name][part].as_u64().map(|n| n as usize);
                Some((of("line")?.checked_sub(1)?, of("column")?))
            };
            let ((from, first), (to, last)) = (place("startLoc")?, place("endLoc")?);
            let file = number(file["name"].as_str()?)?;
            // A line counts where at least half of it is in the clone.
            let half = |line: usize| self.text(file).lines().nth(line).map_or(0, |line| line.chars().count() / 2);
            let lines = from + usize::from(first > half(from) + 1)..to + usize::from(last > half(to));
            Some(Clone { file, lines })
        };
        let clones = report["duplicates"].as_array()?.iter();
        let pairs = clones.filter_map(|it| Some([clone(&it["firstFile"])?, clone(&it["secondFile"])?]));
        Some((pairs.collect(), taken))
    }
}

/// Lines of a file that stand elsewhere too, from 0.
struct Clone {
    file: usize,
    lines: std::ops::Range<usize>,
}

fn number(name: &str) -> Option<usize> {
    PathBuf::from(name).file_stem()?.to_str()?.parse().ok()
}
