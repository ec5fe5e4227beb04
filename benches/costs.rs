//! How often real text does what: the counts behind `src/delimiters/costs.rs`.
//!
//! `COPYDESK_SHARED=FOLDER cargo bench --bench costs` reads the articles under `corpora/wikinews` and `corpora/nerel`
//! of that folder (CC BY), and always the clean corpora of the repository.
//! Only paragraphs that balance without a repair count, so that damage teaches nothing.
//! Printed for each kind of mark and each pair of sides: how often it opened, closed or did neither, and -100 ln of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::config::Settings;
use copydesk::delimiters::{Role, Side, survey};
use copydesk::facts::FileFacts;
use copydesk::format::Format;

fn main() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/barrier-clean")];
    if let Some(shared) = std::env::var_os("COPYDESK_SHARED").map(PathBuf::from) {
        folders.extend([shared.join("corpora/wikinews"), shared.join("corpora/nerel")]);
    }
    let mut counts: BTreeMap<(String, Side, Side), [u32; 3]> = BTreeMap::new();
    let (mut paragraphs, mut unbalanced) = (0, 0);
    for file in folders.iter().flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten()).filter_map(Result::ok)
    {
        let Some(format) = Format::of(&file.path(), "") else { continue };
        let Ok(text) = std::fs::read_to_string(file.path()) else { continue };
        let facts = FileFacts::new(&text, format, Arc::new(Settings::default()));
        for block in (0..facts.article_count()).flat_map(|i| facts.article(i).blocks) {
            let paragraph = &text[block.span.range()];
            paragraphs += 1;
            let Some(marks) = survey(paragraph) else {
                unbalanced += 1;
                continue;
            };
            for mark in marks {
                let slot = counts.entry((paragraph[mark.span.range()].to_owned(), mark.left, mark.right)).or_default();
                slot[match mark.role {
                    Role::Open => 0,
                    Role::Close => 1,
                    Role::Neither => 2,
                }] += 1;
            }
        }
    }
    println!("{paragraphs} paragraphs, {unbalanced} of them do not balance");
    println!(
        "{:<4} {:<8} {:<8} {:>7} {:>7} {:>8}   {:>5} {:>5} {:>5}",
        "mark", "left", "right", "opens", "closes", "neither", "c(o)", "c(c)", "c(n)"
    );
    for ((mark, left, right), roles) in &counts {
        let all: u32 = roles.iter().sum();
        // One more of each than was seen: what was never seen is not impossible.
        let cost = |n: u32| (-100.0 * (f64::from(n + 1) / f64::from(all + 3)).ln()).round();
        let [o, c, n] = *roles;
        let (left, right) = (format!("{left:?}"), format!("{right:?}"));
        println!("{mark:<4} {left:<8} {right:<8} {o:>7} {c:>7} {n:>8}   {:>5} {:>5} {:>5}", cost(o), cost(c), cost(n));
    }
}
