//! A folder of files in which the program is run.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A text in which nothing is wrong.
pub const CLEAN: &str = "“We open the gates tonight,” she said.\n";

/// A text with one finding, which has a safe fix.
pub const MISMATCHED: &str = "“One,” he said.\n\n“Two,” she said.\n\n“We open the gates tonight\", he said.\n";

/// A folder that goes away with the test.
pub struct Folder(TempDir);

impl Folder {
    /// A folder with these files.
    pub fn with<C: AsRef<[u8]>>(files: &[(&str, C)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder can be made"));
        for (path, content) in files {
            folder.write(path, content);
        }
        folder
    }

    /// The path of a file in it.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.0.path().join(relative)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folders can be made");
        fs::write(path, content).expect("the file can be written");
    }

    /// The bytes of a file.
    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).expect("the file can be read")
    }

    /// Runs `copydesk` in the folder; the arguments are separated by spaces.
    pub fn run(&self, arguments: &str) -> Ran {
        self.run_with_input(arguments, "")
    }

    /// Runs `copydesk` in the folder with something on its standard input.
    pub fn run_with_input(&self, arguments: &str, input: &str) -> Ran {
        let mut child = command(self.0.path())
            .args(arguments.split_whitespace())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("its input is a pipe");
        stdin.write_all(input.as_bytes()).expect("the program reads its input or is given none");
        drop(stdin);
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes| String::from_utf8(bytes).expect("all output is UTF-8");
        Ran {
            code: output.status.code().expect("no signal ended the program"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// The program, to be run in `folder`.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.current_dir(folder).env_remove("CLICOLOR_FORCE").env_remove("COLUMNS");
    command
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The findings of a run with `--output-format jsonl`.
    pub fn rows(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
    }
}

impl fmt::Display for Ran {
    /// Everything a person sees, to be compared with a snapshot.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, text) in [("out", &self.out), ("err", &self.err)] {
            if !text.is_empty() {
                write!(f, "[{name}]\n{text}")?;
            }
        }
        write!(f, "[exit code {}]", self.code)
    }
}
