//! Names: how fast they are found and linked, and how well.
//!
//! ```text
//! cargo bench --bench names
//! COPYDESK_SHARED=FOLDER cargo bench --bench names
//! COPYDESK_SHARED=FOLDER cargo bench --bench names -- nerel     # one part: speed, seeds, gum, nerel
//! ```
//!
//! With `COPYDESK_SHARED`, `FOLDER/tools/eval_names.py` scores `copydesk mentions` on `state-visit` and `gum-news`, and
//! linking alone is scored on `nerel`, with its mentions given.

#[path = "common/mod.rs"]
mod common;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use copydesk::config::Settings;
use copydesk::facts::FileFacts;
use copydesk::format::Dialect;
use copydesk::mentions::{
    Annotated, ArticleNames, ArticleText, EntityKind, Lexicon, MentionSource, TextBlock, link, recognise,
};
use copydesk::text::Span;

/// The allocator of the program: an eighth of the time is spent in asking for memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let parts: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|one| one == part);
    if wanted("speed") {
        speed();
    }
    let Some(shared) = std::env::var_os("COPYDESK_SHARED").map(PathBuf::from) else {
        println!("COPYDESK_SHARED is not set: quality is not measured");
        return;
    };
    let folder = std::env::temp_dir().join(format!("copydesk-names-{}", std::process::id()));
    let tool = shared.join("tools/eval_names.py");
    let corpora = shared.join("corpora");
    for (set, source, texts) in [
        ("seeds", corpora.join("state-visit.gold.json"), corpora.join("state-visit")),
        ("gum", corpora.join("gum-news/conllu"), PathBuf::new()),
    ]
    .into_iter()
    .filter(|(set, ..)| wanted(set))
    {
        let out = folder.join(set);
        let mut convert = Command::new("python3");
        convert.arg(&tool).args(["convert", set, "--src"]).arg(&source).arg("--out").arg(&out);
        if set == "seeds" {
            convert.arg("--texts").arg(&texts);
        }
        run(&mut convert);
        let rows = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(["mentions", ".", "--output-format", "jsonl"])
            .current_dir(out.join("txt"))
            .output();
        let rows = rows.unwrap_or_else(|error| fail(&format!("copydesk mentions: {error}"))).stdout;
        fs::write(out.join("sys.jsonl"), rows).unwrap_or_else(|error| fail(&format!("{}: {error}", out.display())));
        println!("\n{set}");
        let (gold, sys) = (out.join("gold.jsonl"), out.join("sys.jsonl"));
        print!(
            "{}",
            run(Command::new("python3").arg(&tool).arg("score").arg("--gold").arg(gold).arg("--sys").arg(sys))
        );
    }
    if wanted("nerel") {
        println!("\nnerel, mentions given");
        print!("{}", nerel(&corpora.join("nerel"), &shared.join("tools"), &folder));
    }
    // What was written is scratch.
    let _ = fs::remove_dir_all(&folder);
}

fn fail(message: &str) -> ! {
    eprintln!("error: {message}");
    std::process::exit(2)
}

fn run(command: &mut Command) -> String {
    match command.output() {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).into_owned(),
        Ok(output) => fail(&String::from_utf8_lossy(&output.stderr)),
        Err(error) => fail(&format!("{command:?}: {error}")),
    }
}

/// Megabytes a second on one core: finding names in articles that are read already, and linking them.
fn speed() {
    let mut texts = common::Texts::load();
    let articles: Vec<String> = (0..2000).map(|_| texts.article(4000)).collect();
    let bytes: usize = articles.iter().map(String::len).sum();
    let settings = Arc::new(Settings::default());
    let facts: Vec<FileFacts> =
        articles.iter().map(|text| FileFacts::new(text, Dialect::Plain, Arc::clone(&settings))).collect();
    let models: Vec<_> = facts.iter().map(|facts| facts.article(0)).collect();
    let lexicon = Lexicon::default();
    let mut best = [f64::MAX; 2];
    let mut found = (0, 0);
    for _ in 0..5 {
        let start = Instant::now();
        let names: Vec<ArticleNames> = models
            .iter()
            .zip(&articles)
            .map(|(article, text)| recognise(&ArticleText::of_plain(article, text.as_str()), &lexicon))
            .collect();
        best[0] = best[0].min(start.elapsed().as_secs_f64());
        let start = Instant::now();
        let links = link(&names);
        best[1] = best[1].min(start.elapsed().as_secs_f64());
        let mut ids: Vec<_> = links.ids.concat();
        ids.sort_unstable();
        ids.dedup();
        found = (names.iter().map(|names| names.mentions.len()).sum(), ids.len());
    }
    let rate = |seconds: f64| bytes as f64 / 1e6 / seconds;
    println!("texts from {}: {} articles, {:.1} MB", texts.origin, articles.len(), bytes as f64 / 1e6);
    println!("{} mentions of {} entities", found.0, found.1);
    println!(
        "finding {:.1} MB/s, linking {:.1} MB/s, both {:.1} MB/s on one core",
        rate(best[0]),
        rate(best[1]),
        rate(best[0] + best[1])
    );
}

/// Links the mentions of NEREL, of which kinds are given and ids are not, and scores the clusters.
fn nerel(corpus: &Path, tools: &Path, folder: &Path) -> String {
    let mut names: Vec<ArticleNames> = Vec::new();
    // For each article the ids of its annotated spans.
    let mut gold: Vec<HashMap<Span, String>> = Vec::new();
    for path in files(corpus) {
        let read = |path: &Path| {
            fs::read_to_string(path).unwrap_or_else(|error| fail(&format!("{}: {error}", path.display())))
        };
        let (text, standoff) = (read(&path.with_extension("txt")), read(&path));
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (mut spans, mut ids) = (HashMap::new(), HashMap::new());
        let mut annotations = Vec::new();
        for line in standoff.lines() {
            let columns: Vec<&str> = line.split(['\t', ' ', ';']).collect();
            match columns.as_slice() {
                [id, kind, start, rest @ ..] if id.starts_with('T') => {
                    // Discontinuous mentions: from their first character to their last.
                    let end =
                        line.split('\t').nth(1).and_then(|place| place.rsplit(' ').next()).or(rest.first().copied());
                    let at = |number: Option<&str>| number.and_then(|n| bytes.get(n.parse::<usize>().ok()?).copied());
                    let (Some(start), Some(end)) = (at(Some(start)), at(end)) else { continue };
                    let span = Span::new(start, end);
                    spans.insert((*id).to_owned(), span);
                    annotations.push(Annotated {
                        span,
                        kind: EntityKind::of_label(kind).or(Some(EntityKind::Other)),
                        id: None,
                        chain: None,
                    });
                }
                // `Wikidata:NULL` says that the item is unknown, not that all such mentions are one.
                [_, "Reference", mention, id, ..] if !id.ends_with("NULL") => {
                    ids.insert((*mention).to_owned(), (*id).to_owned());
                }
                _ => {}
            }
        }
        let article = ArticleText { blocks: vec![TextBlock::plain(text, 0)], annotations };
        names.push(recognise(&article, &Lexicon::default()));
        gold.push(ids.into_iter().filter_map(|(mention, id)| Some((*spans.get(&mention)?, id))).collect());
    }
    let links = link(&names);
    let mut rows = String::new();
    for (number, (names, ids)) in names.iter().zip(&links.ids).enumerate() {
        for mention in names.mentions.iter().filter(|mention| mention.source == MentionSource::Annotation) {
            if let Some(id) = gold[number].get(&mention.span) {
                let entity = ids[mention.entity as usize].0;
                rows += &format!("{number}:{}\t{}\t{id}\t{entity:x}\n", mention.span.start, mention.span.end);
            }
        }
    }
    let file = folder.join("nerel.tsv");
    fs::create_dir_all(folder).unwrap_or_else(|error| fail(&format!("{}: {error}", folder.display())));
    fs::write(&file, rows).unwrap_or_else(|error| fail(&format!("{}: {error}", file.display())));
    let script = "import sys; sys.path.insert(0, sys.argv[1]); import eval_names\n\
                  key, res = {}, {}\n\
                  for l in open(sys.argv[2], encoding='utf-8'):\n    \
                      a, b, id, e = l.split(); key[a, b] = id; res[a, b] = e\n\
                  r = eval_names.coref(key, res)\n\
                  print(f\"{len(key)} mentions | CoNLL {100*r['conll']:.1f} (MUC {100*r['muc'][2]:.1f} \
                  B3 {100*r['b3'][2]:.1f} CEAFe {100*r['ceafe'][2]:.1f})\")";
    run(Command::new("python3").args(["-c", script]).arg(tools).arg(&file))
}

/// The standoff files of a folder, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "ann")).collect();
    files.sort();
    files
}
