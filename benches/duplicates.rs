//! How well copies are found in a corpus: reworded blocks, near-duplicate and contained articles, site furniture.
//!
//! `cargo bench --bench duplicates` works on the invented corpora of the repository; with `COPYDESK_SHARED` naming a
//! folder of corpora, on the `wikinews` and `nerel` articles in it too.
//! Everything is made from these texts with a fixed seed: which articles are pairs is known because all pairs are
//! compared, by sets of runs of five words that are made here and not by Copydesk.
//! Other tools run on the same texts where `benches/peers.sh` has installed them: jusText, datasketch's MinHash, jscpd,
//! and, made here, lines that stand in several articles; ripgrep is the floor for time.
//! `-- --examples` prints what was missed and what was reported beside.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use copydesk::format::Format;
use copydesk::rules::{Finding, RuleId};

#[path = "common/mod.rs"]
mod common;
#[path = "../tests/support/mod.rs"]
mod support;

use common::Dice;
use common::peers::{Folder, Report};
use support::Memory;

fn main() {
    let examples = std::env::args().any(|arg| arg == "--examples");
    let articles = articles();
    let words: usize = articles.iter().map(|text| text.split_whitespace().count()).sum();
    println!("{} articles of {} words on average", articles.len(), words / articles.len().max(1));
    reworded_blocks(&articles, examples);
    whole_articles(&articles, examples);
    furniture(&articles, examples);
}

/// Paragraphs of real articles, a handful each: long articles give several.
fn articles() -> Vec<String> {
    let mut files = common::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/barrier-clean"));
    if let Some(shared) = std::env::var_os("COPYDESK_SHARED").map(PathBuf::from) {
        files.extend(common::files(&shared.join("corpora/wikinews")));
        files.extend(common::files(&shared.join("corpora/nerel")));
    }
    let mut articles = Vec::new();
    for file in files.iter().filter(|file| Format::knows(file)) {
        let Ok(text) = std::fs::read_to_string(file) else { continue };
        let body =
            text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(&*text, |(_, body)| body);
        let paragraphs: Vec<&str> = body.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        articles.extend(paragraphs.chunks(6).filter(|chunk| chunk.len() > 2).map(|chunk| chunk.join("\n\n") + "\n"));
    }
    articles
}

/// A corpus in which every text has the name of its number.
struct Texts(Memory);

impl Texts {
    fn new(texts: impl IntoIterator<Item = String>) -> Self {
        Self(Memory::new(texts.into_iter().enumerate().map(|(number, text)| (path(number), text))))
    }

    /// All findings of one text, which stands in the corpus as `number`, or does not stand there.
    fn findings(&self, text: &str, number: usize) -> Vec<Finding> {
        self.0.findings(&path(number), text)
    }

    fn all(&self) -> impl Iterator<Item = (usize, &str)> {
        self.0.texts.values().map(String::as_str).enumerate()
    }
}

fn path(number: usize) -> PathBuf {
    PathBuf::from(format!("{number:06}.txt"))
}

fn number(path: &Path) -> usize {
    path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse().ok()).unwrap_or(usize::MAX)
}

/// The articles that a finding leads to.
fn places(finding: &Finding) -> impl Iterator<Item = usize> + '_ {
    finding.related.iter().filter_map(|related| related.file.as_ref()).map(|file| number(&file.path))
}

/// `text` with this share of its words replaced by others of `vocabulary`.
fn reworded(text: &str, share: f64, vocabulary: &[&str], dice: &mut Dice) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    let wanted = (words.len() as f64 * share).round() as usize;
    let mut places: Vec<usize> = (0..words.len()).collect();
    for at in 0..wanted.min(words.len()) {
        let other = at + dice.roll(places.len() - at);
        places.swap(at, other);
        words[places[at]] = vocabulary[dice.roll(vocabulary.len())];
    }
    words.join(" ")
}

fn vocabulary(articles: &[String]) -> Vec<&str> {
    articles.iter().flat_map(|text| text.split_whitespace()).collect()
}

/// Blocks of more than twenty words, some of them replaced, each asked for alone.
fn reworded_blocks(articles: &[String], examples: bool) {
    let vocabulary = vocabulary(articles);
    let texts = Texts::new(articles.to_vec());
    let mut dice = Dice::new();
    for share in [0.1, 0.2, 0.3] {
        let (mut all, mut found) = (0, 0);
        for (number, article) in articles.iter().enumerate() {
            let Some(block) = article.lines().find(|line| line.split(' ').count() > 20) else { continue };
            let block = reworded(block, share, &vocabulary, &mut dice);
            let leads_there =
                texts.findings(&block, usize::MAX >> 8).iter().any(|it| places(it).any(|place| place == number));
            all += 1;
            found += usize::from(leads_there);
            if examples && !leads_there {
                println!("missed at {share}: {block}");
            }
        }
        println!(
            "blocks of over 20 words, {:2.0} % of the words replaced: {found} of {all} found, {:.3}",
            share * 100.0,
            found as f64 / all as f64
        );
    }
}

/// The runs of five words of a text, made without Copydesk.
fn shingles(text: &str) -> HashSet<Vec<String>> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.windows(5).map(<[String]>::to_vec).collect()
}

/// Reworded, shortened and mixed versions of articles among the articles; every pair is compared.
fn whole_articles(articles: &[String], examples: bool) {
    let vocabulary = vocabulary(articles);
    let mut dice = Dice::new();
    let mut texts = articles.to_vec();
    for (number, article) in articles.iter().enumerate().step_by(3) {
        let paragraphs: Vec<&str> = article.split("\n\n").collect();
        let version = match number % 12 {
            0 => reworded(article, 0.02, &vocabulary, &mut dice),
            3 => reworded(article, 0.08, &vocabulary, &mut dice),
            6 => paragraphs[..paragraphs.len() / 2].join("\n\n"),
            _ => {
                let other = articles[dice.roll(articles.len())].split("\n\n").collect::<Vec<_>>();
                [&other[..], &paragraphs[1..]].concat().join("\n\n")
            }
        };
        texts.push(version);
    }
    let sets: Vec<HashSet<Vec<String>>> = texts.iter().map(|text| shingles(text)).collect();
    let mut holders: HashMap<&Vec<String>, Vec<usize>> = HashMap::new();
    for (number, set) in sets.iter().enumerate() {
        set.iter().for_each(|shingle| holders.entry(shingle).or_default().push(number));
    }
    let mut common: HashMap<(usize, usize), usize> = HashMap::new();
    for list in holders.values() {
        for (i, a) in list.iter().enumerate() {
            list[i + 1..].iter().for_each(|b| *common.entry((*a, *b)).or_default() += 1);
        }
    }
    let corpus = Texts::new(texts);
    let mut reported: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (number, text) in corpus.all() {
        let found = corpus.findings(text, number);
        for finding in found.iter().filter(|it| it.rule == RuleId::NearDuplicateArticle) {
            reported.extend(places(finding).map(|other| (number.min(other), number.max(other))));
        }
    }
    let measures = |&(a, b): &(usize, usize)| {
        let shared = common.get(&(a, b)).copied().unwrap_or(0) as f64;
        let jaccard = shared / (sets[a].len() as f64 + sets[b].len() as f64 - shared);
        (jaccard, shared / sets[a].len().min(sets[b].len()).max(1) as f64)
    };
    let long = |(a, b): &(usize, usize)| sets[*a].len().min(sets[*b].len()) >= 20;
    let pairs: Vec<(usize, usize)> = common.keys().copied().filter(long).collect();
    let recall = |name: &str, wanted: &dyn Fn(f64, f64) -> bool| {
        let wanted: Vec<_> = pairs
            .iter()
            .filter(|pair| {
                let (j, c) = measures(pair);
                wanted(j, c)
            })
            .collect();
        let found = wanted.iter().filter(|pair| reported.contains(pair)).count();
        println!(
            "articles, {name}: {found} of {} pairs found, {:.3}",
            wanted.len(),
            found as f64 / wanted.len().max(1) as f64
        );
        for pair in wanted.iter().filter(|pair| examples && !reported.contains(pair)) {
            println!("missed {pair:?} {:?}", measures(pair));
        }
    };
    recall("Jaccard of 0.8 and more", &|jaccard, _| jaccard >= 0.8);
    recall("Jaccard of 0.5 and more", &|jaccard, _| jaccard >= 0.5);
    recall("contained (0.9 of the lesser one, Jaccard below 0.5)", &|jaccard, contained| {
        jaccard < 0.5 && contained >= 0.9
    });
    let right = reported
        .iter()
        .filter(|pair| {
            let (j, c) = measures(pair);
            j >= 0.5 || c >= 0.8
        })
        .count();
    println!(
        "articles, reported: {right} of {} pairs right, {:.3}",
        reported.len(),
        right as f64 / reported.len().max(1) as f64
    );
    let folder = Folder::new(corpus.all().map(|(_, text)| text));
    print_times(&folder);
    println!("{:<22} {:>7} {:>7} {:>10} {:>10} {:>8}", "pairs", "J .8", "J .5", "contained", "precision", "seconds");
    let wanted = |test: &dyn Fn(f64, f64) -> bool| -> Vec<(usize, usize)> {
        let test = |pair: &&(usize, usize)| {
            let (jaccard, contained) = measures(pair);
            test(jaccard, contained)
        };
        pairs.iter().filter(test).copied().collect()
    };
    let groups = [
        wanted(&|jaccard, _| jaccard >= 0.8),
        wanted(&|jaccard, _| jaccard >= 0.5),
        wanted(&|jaccard, contained| jaccard < 0.5 && contained >= 0.9),
    ];
    let own = Report { name: "copydesk".to_owned(), found: reported, taken: Duration::ZERO };
    for Report { name, found, taken } in std::iter::once(own).chain(folder.pairs()) {
        let share = |all: &[(usize, usize)]| {
            all.iter().filter(|pair| found.contains(pair)).count() as f64 / all.len().max(1) as f64
        };
        let right = found.iter().filter(|pair| {
            let (jaccard, contained) = measures(pair);
            jaccard >= 0.5 || contained >= 0.8
        });
        let precision = right.count() as f64 / found.len().max(1) as f64;
        let [high, half, contained] = groups.each_ref().map(|group| share(group));
        println!("{name:<22} {high:>7.3} {half:>7.3} {contained:>10.3} {precision:>10.3} {:>8.2}", taken.as_secs_f64());
    }
}

/// How long ripgrep and the program take on the texts; the row of Copydesk in the tables has no time of its own, because
/// quality is measured in this process.
fn print_times(folder: &Folder) {
    for (name, taken) in folder.times() {
        println!("{name}: {:.3} s", taken.as_secs_f64());
    }
}

/// Lines that sites put round their articles, invented.
const FURNITURE: &[&str] = &[
    "The Tidewater Review is published by the Sound Press Society",
    "Copyright 2031 Northgate Media Group, all rights reserved",
    "Follow us for the latest stories from both shores",
    "Sign up for the evening letter and never miss a story",
    "Read more about the harbour in our special report",
    "This story is part of our series on the coast",
    "Have a tip for our reporters? Write to the newsroom",
    "Listen to this article in our app, free of charge",
    "Reporting by the Halvmark bureau; editing by the night desk",
    "Subscribe today for one crown a week",
    "Advertisement: continue below",
    "Share this story with your friends",
    "Our journalism is paid for by readers like you",
    "More from this section",
    "You have two free articles left this month",
    "Click here to see the full gallery of pictures",
    "The views expressed here are those of the author alone",
    "Get the weather for your town every morning at six",
    "Comments are closed for this article",
    "Choose your edition: shore, islands, inland",
    "Photographs may be subject to the rights of agencies",
    "Print this page or save it for later",
    "Terms of use and privacy notice of the Lantern Company",
    "What do you think? Join the talk below",
    "Watch the evening bulletin at seven on Channel Nine",
    "Most read this week on our pages",
    "Download our app from the store of your choice",
    "Corrections and clarifications appear on page two",
    "Support independent reporting with a gift of any size",
    "Editor's note: this article was first sent to members",
    "Today's paper is also to be had as an e-paper",
    "Back to the front page",
    "Contact the author at the address given in the imprint",
    "Updated hourly by our team in three time zones",
    "Your account, your letters, your saved stories",
    "Daily puzzles, crosswords and the chess corner",
    "This text was translated by a machine and read by a person",
    "Jobs at the Sound Press Society: see who we look for",
    "We use cookies to make these pages better for you",
    "Trending now: tides, herring, ferries, lights",
];

/// Forty lines of furniture, lightly edited, in three of ten articles.
fn furniture(articles: &[String], examples: bool) {
    let vocabulary = vocabulary(articles);
    let mut dice = Dice::new();
    let mut planted: Vec<BTreeSet<usize>> = Vec::new();
    let mut texts = Vec::new();
    for article in articles {
        let mut paragraphs: Vec<(String, bool)> =
            article.split("\n\n").map(|text| (text.trim().to_owned(), false)).collect();
        if dice.roll(10) < 3 {
            for _ in 0..1 + dice.roll(3) {
                let line = FURNITURE[dice.roll(FURNITURE.len())];
                // Half of them stand as they are, the others have a word, the case or the marks changed.
                let line = match dice.roll(6) {
                    0 => reworded(line, 1.0 / line.split(' ').count() as f64, &vocabulary, &mut dice),
                    1 => line.to_uppercase(),
                    2 => format!("» {line} «"),
                    _ => line.to_owned(),
                };
                let at = match dice.roll(4) {
                    0 => 0,
                    1 => dice.roll(paragraphs.len()),
                    _ => paragraphs.len(),
                };
                paragraphs.insert(at, (line, true));
            }
        }
        planted.push((0..paragraphs.len()).filter(|&i| paragraphs[i].1).collect());
        texts.push(paragraphs.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join("\n\n") + "\n");
    }
    let truth: BTreeSet<(usize, usize)> =
        planted.iter().enumerate().flat_map(|(file, lines)| lines.iter().map(move |line| (file, 2 * line))).collect();
    let corpus = Texts::new(texts);
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    let mut rules: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for (number, text) in corpus.all() {
        let found = corpus.findings(text, number);
        let mut at = 0;
        for (i, paragraph) in text.trim_end().split("\n\n").enumerate() {
            let covered = found.iter().find(|it| {
                let rule = it.rule.rule();
                let of_whole = it.span.start <= at + paragraph.len() / 4 && it.span.end >= at + paragraph.len() * 3 / 4;
                of_whole && (rule.name == "shared-boilerplate" || rule.name == "scraper-residue")
            });
            match (covered, planted[number].contains(&i)) {
                (Some(finding), true) => {
                    right += 1;
                    rules.entry(finding.rule.rule().name).or_default()[0] += 1;
                }
                (Some(finding), false) => {
                    wrong += 1;
                    rules.entry(finding.rule.rule().name).or_default()[1] += 1;
                    if examples {
                        println!("beside  {} {paragraph}", finding.message);
                    }
                }
                (None, true) => {
                    missed += 1;
                    if examples {
                        println!("missed  {paragraph}");
                    }
                }
                (None, false) => {}
            }
            at += paragraph.len() + 2;
        }
    }
    let (precision, recall) =
        (right as f64 / (right + wrong).max(1) as f64, right as f64 / (right + missed).max(1) as f64);
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    println!(
        "furniture: {right} of {} lines found, {wrong} beside: P {precision:.3} R {recall:.3} F1 {f1:.3} {rules:?}",
        right + missed
    );
    let folder = Folder::new(corpus.all().map(|(_, text)| text));
    print_times(&folder);
    println!("{:<22} {:>7} {:>7} {:>7} {:>8}", "furniture", "P", "R", "F1", "seconds");
    println!("{:<22} {precision:>7.3} {recall:>7.3} {f1:>7.3}", "copydesk");
    for Report { name, found, taken } in std::iter::once(line_frequency(&corpus)).chain(folder.lines()) {
        // Blank lines between the paragraphs are nobody's.
        let found: BTreeSet<_> = found.into_iter().filter(|(_, line)| line % 2 == 0).collect();
        let right = found.intersection(&truth).count() as f64;
        let (p, r) = (right / found.len().max(1) as f64, right / truth.len().max(1) as f64);
        let f1 = 2.0 * right / (found.len() + truth.len()).max(1) as f64;
        println!("{name:<22} {p:>7.3} {r:>7.3} {f1:>7.3} {:>8.2}", taken.as_secs_f64());
    }
}

/// Lines that stand in several articles, in lower case and without punctuation.
fn line_frequency(corpus: &Texts) -> Report {
    let start = Instant::now();
    let normal = |line: &str| {
        let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
        line.to_lowercase().chars().map(letters).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut places: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    for (number, text) in corpus.all() {
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            places.entry(normal(line)).or_default().push((number, at));
        }
    }
    let often = places.into_values().filter(|all| all.iter().any(|(number, _)| *number != all[0].0));
    Report { name: "line in two articles".to_owned(), found: often.flatten().collect(), taken: start.elapsed() }
}
