//! Estimates the weights of the recogniser of names: `src/mentions/data/model.bin`.
//!
//! `COPYDESK_SHARED=FOLDER cargo run --release --example train_names` reads `FOLDER/corpora/ner-train` (Universal NER,
//! wikigold, re3d, see `src/mentions/data/README.md`) and `src/mentions/data/training`, and writes the file anew; the
//! same texts give the same file.
//! With `-- --held-out` every fifth document is left out and the labels of its words are scored, and nothing is written.
//!
//! The model is a conditional random field of first order (Lafferty, McCallum and Pereira, ICML 2001) over runs of
//! candidate words, with the features of [`Tagger::features`], trained by AdaGrad (Duchi, Hazan and Singer, JMLR 2011)
//! with a penalty on squared weights.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use copydesk::mentions::EntityKind;
use copydesk::mentions::evidence::{Passage, Witnesses};
use copydesk::mentions::model::{self, KINDS, LABELS, OUTSIDE, Pairs, ROWS, decode};
use copydesk::mentions::tagger::{self, Tagger};

/// How often all texts are read.
const EPOCHS: usize = 10;
/// How far one step goes.
const RATE: f32 = 0.1;
/// By which share weights shrink between two readings.
const PENALTY: f32 = 0.002;
/// News invented for this project is what the recogniser is for: it counts so often.
const NEWS: usize = 4;

/// The files with tokens and tags in columns.
const COLUMNS: [&str; 5] = [
    "uner-en_ewt-ud-dev.iob2",
    "uner-en_ewt-ud-test.iob2",
    "wikigold.conll.txt",
    "re3d/train/re3d-train.conll",
    "re3d/test/re3d-test.conll",
];

/// A text and the names in it: bytes and the number of the kind in [`KINDS`].
struct Block {
    text: String,
    names: Vec<(Range<usize>, usize)>,
}

/// A run of candidate words: the features of each word, and its label.
struct Run {
    features: Vec<Vec<u32>>,
    labels: Vec<usize>,
}

type Rows = Vec<[f32; LABELS]>;

fn main() -> Result<(), String> {
    let shared = env::var_os("COPYDESK_SHARED").map(PathBuf::from).ok_or("COPYDESK_SHARED names no folder")?;
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mentions/data");
    let folder = shared.join("corpora/ner-train");
    let mut documents = Vec::new();
    let mut add = |name: &str, more: Vec<Vec<Block>>, times: usize| {
        let names: usize = more.iter().flatten().map(|block| block.names.len()).sum();
        println!("{name}: {} documents, {names} names", more.len());
        let runs: Vec<Vec<Run>> = more.iter().map(|document| runs_of(document)).collect();
        documents.extend(runs.into_iter().map(|runs| (runs, times)));
    };
    add("news", marked(&read(&data.join("training/news.txt"))?)?, NEWS);
    for name in COLUMNS {
        add(name, columns(&read(&folder.join(name))?), 1);
    }
    let held_out = env::args().any(|argument| argument == "--held-out");
    let learns = |number: &usize| !held_out || !number.is_multiple_of(5);
    let train: Vec<&(Vec<Run>, usize)> =
        documents.iter().enumerate().filter(|(number, _)| learns(number)).map(|(_, document)| document).collect();
    let (rows, pairs) = estimate(&train);
    if held_out {
        let test = documents.iter().enumerate().filter(|(number, _)| !learns(number));
        score(test.flat_map(|(_, (runs, _))| runs), &rows, &pairs);
        return Ok(());
    }
    let path = data.join("model.bin");
    fs::write(&path, packed(&rows, &pairs)).map_err(|error| format!("{}: {error}", path.display()))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The number of the kind that a corpus calls `name`.
fn kind(name: &str) -> Option<usize> {
    let kind = match name {
        "PER" | "Person" => EntityKind::Person,
        "ORG" | "Organisation" => EntityKind::Organisation,
        "LOC" | "Location" => EntityKind::Place,
        "MISC" => EntityKind::Other,
        _ => return None,
    };
    KINDS.iter().position(|one| *one == kind)
}

/// Articles between lines of `---`, one block a line, names as `[PER Vera Lind]`.
fn marked(text: &str) -> Result<Vec<Vec<Block>>, String> {
    let block = |line: &str| {
        let (mut block, mut rest) = (Block { text: String::new(), names: Vec::new() }, line);
        while let Some((before, behind)) = rest.split_once('[') {
            let parts = behind.split_once(']').and_then(|(name, rest)| Some((name.split_once(' ')?, rest)));
            let ((name, words), behind) = parts.ok_or_else(|| format!("an annotation is broken: {line}"))?;
            block.text += before;
            let start = block.text.len();
            block.text += words;
            let kind = kind(name).ok_or_else(|| format!("there is no kind {name}: {line}"))?;
            block.names.push((start..block.text.len(), kind));
            rest = behind;
        }
        block.text += rest;
        Ok(block)
    };
    let document = |lines: &str| lines.lines().filter(|line| !line.is_empty()).map(block).collect();
    text.split("\n---\n").map(document).collect()
}

/// Sentences of tokens and tags in columns, or in the second and third of them, five sentences to a block.
fn columns(text: &str) -> Vec<Vec<Block>> {
    const SENTENCES: usize = 5;
    const BLOCKS: usize = 6;
    let mut documents: Vec<Vec<Block>> = Vec::new();
    let mut sentences = Vec::new();
    let mut sentence: Vec<(&str, &str)> = Vec::new();
    let finish = |sentences: &mut Vec<Vec<(&str, &str)>>, documents: &mut Vec<Vec<Block>>| {
        let blocks: Vec<Block> = sentences.chunks(SENTENCES).map(|some| detokenised(&some.concat())).collect();
        let mut blocks = blocks.into_iter().peekable();
        while blocks.peek().is_some() {
            documents.push(blocks.by_ref().take(BLOCKS).collect());
        }
        sentences.clear();
    };
    for line in text.lines().chain([""]) {
        if line.starts_with("# newdoc") || line.starts_with("-DOCSTART-") {
            finish(&mut sentences, &mut documents);
        } else if line.trim().is_empty() {
            if !sentence.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
        } else if !line.starts_with("# ") {
            let fields: Vec<&str> = line.split_whitespace().collect();
            match fields.as_slice() {
                [number, token, tag, ..] if number.bytes().all(|b| b.is_ascii_digit()) => sentence.push((token, tag)),
                [token, tag] => sentence.push((token, tag)),
                _ => {}
            }
        }
    }
    finish(&mut sentences, &mut documents);
    documents
}

/// The text that tokens stand for, as far as spaces can be told, and its names.
fn detokenised(tokens: &[(&str, &str)]) -> Block {
    let mut block = Block { text: String::new(), names: Vec::new() };
    let mut open: Option<&str> = None;
    let mut quoted = false;
    let mut glue = true;
    for (token, tag) in tokens {
        let closes = matches!(*token, "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "…" | "''" | "”")
            || token.starts_with('\'') && token.len() <= 3
            || *token == "n't"
            || *token == "\"" && quoted;
        quoted ^= *token == "\"";
        if !glue && !closes {
            block.text.push(' ');
        }
        glue = matches!(*token, "(" | "[" | "$" | "``" | "“" | "#") || *token == "\"" && quoted;
        let start = block.text.len();
        block.text += token;
        let (prefix, name) = tag.split_once('-').unwrap_or((tag, ""));
        match (kind(name), block.names.last_mut()) {
            (Some(_), Some((span, _))) if prefix == "I" && open == Some(name) => span.end = block.text.len(),
            (Some(kind), _) => block.names.push((start..block.text.len(), kind)),
            (None, _) => {}
        }
        open = kind(name).map(|_| name);
    }
    block
}

/// The runs of an article with their labels.
fn runs_of(document: &[Block]) -> Vec<Run> {
    let passages: Vec<Passage> = document.iter().map(|block| Passage::of(&block.text)).collect();
    let witnesses = Witnesses::of(&passages);
    let mut tagger = Tagger::default();
    let mut found = Vec::new();
    for (block, passage) in document.iter().zip(&passages) {
        for (first, past) in tagger::runs(passage, &block.text, &witnesses) {
            let mut features = Vec::new();
            tagger.features(passage, &block.text, &witnesses, (first, past), |of_word| features.push(of_word.to_vec()));
            let mut before = None;
            let label = |at: usize| {
                let span = passage.tokens[at].span();
                let name = block.names.iter().position(|(name, _)| name.start < span.end && span.start < name.end);
                let label = match name {
                    Some(name) if before == Some(name) => model::inside(block.names[name].1),
                    Some(name) => model::begin(block.names[name].1),
                    None => OUTSIDE,
                };
                before = name;
                label
            };
            let labels = (first..past).map(label).collect();
            found.push(Run { features, labels });
        }
    }
    found
}

fn scores(run: &Run, rows: &Rows) -> Vec<[f32; LABELS]> {
    let of_word = |features: &Vec<u32>| {
        let mut sum = [0.0; LABELS];
        for feature in features {
            for (sum, weight) in sum.iter_mut().zip(rows[*feature as usize % ROWS]) {
                *sum += weight;
            }
        }
        sum
    };
    run.features.iter().map(of_word).collect()
}

/// The weights of rows and of pairs.
fn estimate(documents: &[&(Vec<Run>, usize)]) -> (Rows, Pairs) {
    let (mut rows, mut squares): (Rows, Rows) = (vec![[0.0; LABELS]; ROWS], vec![[1e-2; LABELS]; ROWS]);
    let (mut pairs, mut pair_squares): (Pairs, Pairs) = ([[0.0; LABELS]; LABELS], [[1e-2; LABELS]; LABELS]);
    let mut order: Vec<usize> =
        documents.iter().enumerate().flat_map(|(number, (_, times))| vec![number; *times]).collect();
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    for epoch in 1..=EPOCHS {
        for at in (1..order.len()).rev() {
            dice = dice.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            order.swap(at, (dice >> 33) as usize % (at + 1));
        }
        let mut loss = 0.0;
        for number in &order {
            for run in &documents[*number].0 {
                model::forbid(&mut pairs);
                let (of_words, of_pairs, less) = gradient(run, &scores(run, &rows), &pairs);
                loss += less;
                for (features, gradient) in run.features.iter().zip(&of_words) {
                    for feature in features {
                        let row = *feature as usize % ROWS;
                        step(&mut rows[row], &mut squares[row], gradient);
                    }
                }
                for ((weights, squares), gradient) in pairs.iter_mut().zip(&mut pair_squares).zip(&of_pairs) {
                    step(weights, squares, gradient);
                }
            }
        }
        let shrink = 1.0 - PENALTY;
        rows.iter_mut().flatten().for_each(|weight| *weight *= shrink);
        println!("epoch {epoch}: loss {loss:.0}");
    }
    model::forbid(&mut pairs);
    (rows, pairs)
}

fn step(weights: &mut [f32; LABELS], squares: &mut [f32; LABELS], gradient: &[f32; LABELS]) {
    for ((weight, square), gradient) in weights.iter_mut().zip(squares).zip(gradient) {
        *square += gradient * gradient;
        *weight -= RATE * gradient / square.sqrt();
    }
}

/// What the log-likelihood of the labels of a run loses by each score and each pair, and how much is lost (forward and
/// backward, after Rabiner, Proceedings of the IEEE 1989).
fn gradient(run: &Run, scores: &[[f32; LABELS]], pairs: &Pairs) -> (Vec<[f32; LABELS]>, Pairs, f32) {
    let count = scores.len();
    let mut forward = vec![[0.0; LABELS]; count];
    let mut backward = vec![[0.0; LABELS]; count];
    forward[0] = std::array::from_fn(|label| scores[0][label] + pairs[OUTSIDE][label]);
    for at in 1..count {
        forward[at] = std::array::from_fn(|label| {
            scores[at][label] + log_sum(|before| forward[at - 1][before] + pairs[before][label])
        });
    }
    for at in (0..count - 1).rev() {
        backward[at] = std::array::from_fn(|label| {
            log_sum(|next| pairs[label][next] + scores[at + 1][next] + backward[at + 1][next])
        });
    }
    let all = log_sum(|label| forward[count - 1][label]);
    let mut of_words = vec![[0.0; LABELS]; count];
    let mut of_pairs = [[0.0; LABELS]; LABELS];
    let mut own = 0.0;
    for at in 0..count {
        let label = run.labels[at];
        for one in 0..LABELS {
            of_words[at][one] = (forward[at][one] + backward[at][one] - all).exp() - f32::from(u8::from(one == label));
        }
        let before = if at == 0 { OUTSIDE } else { run.labels[at - 1] };
        own += scores[at][label] + pairs[before][label];
        of_pairs[before][label] -= 1.0;
        for next in 0..LABELS {
            if at == 0 {
                of_pairs[OUTSIDE][next] += (forward[0][next] + backward[0][next] - all).exp();
                continue;
            }
            for one in 0..LABELS {
                let both = forward[at - 1][one] + pairs[one][next] + scores[at][next] + backward[at][next] - all;
                of_pairs[one][next] += both.exp();
            }
        }
    }
    (of_words, of_pairs, all - own)
}

/// The logarithm of the sum of what has these logarithms.
fn log_sum(of: impl Fn(usize) -> f32) -> f32 {
    let all: [f32; LABELS] = std::array::from_fn(of);
    let most = all.iter().copied().fold(f32::MIN, f32::max);
    most + all.iter().map(|one| (one - most).exp()).sum::<f32>().ln()
}

/// Prints how many names of runs are found, by kind and in all.
fn score<'a>(runs: impl Iterator<Item = &'a Run>, rows: &Rows, pairs: &Pairs) {
    // Found, right, there.
    let mut counts: HashMap<&str, [usize; 3]> = HashMap::new();
    for run in runs {
        let mut labels = Vec::new();
        decode(&scores(run, rows), pairs, &mut labels);
        let of = |labels: &[u8]| {
            let mut names = Vec::new();
            tagger::names(labels, 0, &mut names);
            names
        };
        let found = of(&labels);
        let gold = of(&run.labels.iter().map(|label| *label as u8).collect::<Vec<_>>());
        for (number, names) in [&found, &gold].into_iter().enumerate() {
            for name in names {
                for key in [KINDS[name.kind].label(), "all"] {
                    counts.entry(key).or_default()[2 * number] += 1;
                }
            }
        }
        for name in found.iter().filter(|name| gold.contains(name)) {
            for key in [KINDS[name.kind].label(), "all"] {
                counts.entry(key).or_default()[1] += 1;
            }
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort();
    for (kind, [found, right, there]) in counts {
        let f1 = 200.0 * right as f64 / (found + there).max(1) as f64;
        println!("{kind}: {there} names, F1 {f1:.1}");
    }
}

/// The file: the scale, the weights of pairs, the rows in eight bits.
fn packed(rows: &Rows, pairs: &Pairs) -> Vec<u8> {
    let mut all: Vec<f32> = rows.iter().flatten().map(|weight| weight.abs()).filter(|weight| *weight > 0.0).collect();
    all.sort_unstable_by(f32::total_cmp);
    // The few that are larger are cut off.
    let most = all.get(all.len() * 9999 / 10_000).copied().unwrap_or(1.0);
    let scale = most / 127.0;
    let mut bytes = Vec::from(scale.to_le_bytes());
    bytes.extend(pairs.iter().flatten().flat_map(|weight| weight.to_le_bytes()));
    bytes.extend(rows.iter().flatten().map(|weight| (weight / scale).round().clamp(-127.0, 127.0) as i8 as u8));
    bytes
}
