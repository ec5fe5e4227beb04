//! What the people who own a corpus have decided about blocks: two plain files beside `copydesk.toml`.

use std::collections::BTreeSet;

use super::keys::run;
use super::words::{self, Word};

/// The name of the file with blocks that are kept.
pub const ALLOW_FILE: &str = "boilerplate.allow";
/// The name of the file with blocks that are boilerplate.
pub const DENY_FILE: &str = "boilerplate.deny";

/// Blocks that were decided about, as hashes of their words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    allowed: BTreeSet<u64>,
    denied: BTreeSet<u64>,
}

impl Decisions {
    /// What the two files say: one block on each line; lines that begin with `#` are comments.
    #[must_use]
    pub fn new(allow: &str, deny: &str) -> Self {
        Self { allowed: hashes(allow), denied: hashes(deny) }
    }

    /// Whether nothing was decided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.allowed.is_empty() && self.denied.is_empty()
    }

    /// Whether the block that consists of `words` is kept.
    #[must_use]
    pub fn allows(&self, words: &[Word]) -> bool {
        !self.allowed.is_empty() && self.allowed.contains(&run(words.iter().map(|word| word.hash)))
    }

    /// Whether the block that consists of `words` is boilerplate.
    #[must_use]
    pub fn denies(&self, words: &[Word]) -> bool {
        !self.denied.is_empty() && self.denied.contains(&run(words.iter().map(|word| word.hash)))
    }
}

fn hashes(file: &str) -> BTreeSet<u64> {
    let blocks = file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let words = blocks.map(words::words).filter(|words| !words.is_empty());
    words.map(|words| run(words.iter().map(|word| word.hash))).collect()
}

/// The content of a decisions' file with one more block: blocks are sorted, comments stay in front of the block that
/// they stood in front of.
#[must_use]
pub fn with_block(file: &str, block: &str) -> String {
    let line = block.split_whitespace().collect::<Vec<_>>().join(" ");
    // A block may begin like a comment.
    let line = line.trim_start_matches('#').trim_start();
    let known = hashes(file);
    if line.is_empty() || hashes(line).iter().all(|hash| known.contains(hash)) {
        return file.to_owned();
    }
    let place = |written: &str| {
        let mut at = 0;
        let mut comment = None;
        for written in written.split_inclusive('\n') {
            let content = written.trim();
            if content.starts_with('#') {
                comment.get_or_insert(at);
            } else if content.is_empty() {
                // What stands in front of an empty line belongs to the file as a whole.
                comment = None;
            } else if content > line {
                return comment.unwrap_or(at);
            } else {
                comment = None;
            }
            at += written.len();
        }
        at
    };
    let (before, behind) = file.split_at(place(file));
    let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    format!("{before}{gap}{line}\n{behind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_holds_for_every_spelling_of_a_block() {
        let decisions = Decisions::new("# kept\nThe gates are open.\n", "Sign up  now!\n");
        assert!(decisions.allows(&words::words("“The Gates are open”")));
        assert!(!decisions.allows(&words::words("The gates are shut")));
        assert!(decisions.denies(&words::words("SIGN UP NOW")));
        assert!(Decisions::new("\n# nothing\n", "").is_empty());
    }

    #[test]
    fn blocks_stay_sorted_and_comments_with_their_blocks() {
        let file = "# About this file.\n\nAlpha\n# why Gamma\nGamma\n";
        let with = with_block(file, "Beta\n  gates");
        assert_eq!(with, "# About this file.\n\nAlpha\nBeta gates\n# why Gamma\nGamma\n");
        assert_eq!(with_block(&with, "beta gates!"), with);
        assert_eq!(with_block("Alpha", "Beta"), "Alpha\nBeta\n");
        assert_eq!(with_block("", "# Beta"), "Beta\n");
    }
}
