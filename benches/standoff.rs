//! How fast brat standoff is read and verified, and how fast its annotations follow a text: megabytes of `.ann` a second
//! on one core, over a file made for it and over the files of `COPYDESK_SHARED/corpora/nerel` where that is there.

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk::format::brat::{self, Ann, Conf, Subject, TextFile, verify};
use copydesk::rules::OtherFile;
use copydesk::standoff::Alignment;

struct Pair {
    source: String,
    text: Arc<OtherFile>,
}

/// A text of so many sentences and its annotations.
fn made(sentences: usize) -> Pair {
    let (mut text, mut source, mut at) = (String::new(), String::new(), 0);
    for number in 0..sentences {
        for (kind, word) in [("Person", "Véra Lind"), ("", " opened the "), ("Place", "Sound Barrier"), ("", ".\n")] {
            let len = word.chars().count();
            if !kind.is_empty() {
                let id = 2 * number + usize::from(kind == "Place");
                writeln!(source, "T{id}\t{kind} {at} {}\t{word}", at + len).expect("a string");
            }
            text.push_str(word);
            at += len;
        }
        writeln!(source, "R{number}\tOpens Arg1:T{} Arg2:T{}\t", 2 * number, 2 * number + 1).expect("a string");
        writeln!(source, "N{number}\tReference T{} Wikidata:Q{}\tVera Lind", 2 * number, 1 + number % 99)
            .expect("a string");
    }
    Pair { source, text: Arc::new(OtherFile { path: "made.txt".into(), text }) }
}

fn of_folder(folder: &Path) -> Vec<Pair> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let annotations = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|it| it == "ann"));
    let pair = |path: std::path::PathBuf| {
        let text = path.with_extension("txt");
        let content = std::fs::read_to_string(&text).ok()?;
        Some(Pair {
            source: std::fs::read_to_string(path).ok()?,
            text: Arc::new(OtherFile { path: text, text: content }),
        })
    };
    annotations.filter_map(pair).collect()
}

/// The best time of five.
fn best(mut work: impl FnMut()) -> Duration {
    let once = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..5).map(|_| once(&mut work)).min().unwrap_or_default()
}

fn measure(name: &str, pairs: &[Pair], conf: Option<&Conf>) {
    let bytes: usize = pairs.iter().map(|pair| pair.source.len()).sum();
    let rate = |time: Duration| bytes as f64 / time.as_secs_f64() / 1e6;
    let read = best(|| pairs.iter().for_each(|pair| drop(black_box(Ann::parse(&pair.source)))));
    let mut found = 0;
    let verified = best(|| {
        found = 0;
        for pair in pairs {
            let ann = Ann::parse(&pair.source);
            let text = TextFile::Known(&pair.text);
            found += verify(&Subject { source: &pair.source, ann: &ann, text, conf, before: None }).len();
        }
    });
    let followed = best(|| {
        for pair in pairs {
            let old = &pair.text.text;
            let middle = old.floor_char_boundary(old.len() / 2);
            let new = format!("{}, as was said,{}", &old[..middle], &old[middle..]);
            let ann = Ann::parse(&pair.source);
            black_box(brat::realign(&pair.source, &ann, old, &new, &Alignment::between(old, &new)));
        }
    });
    println!(
        "{name}: {} files, {:.1} MB: read {:.0} MB/s, read and verified {:.0} MB/s ({found} findings), moved {:.0} MB/s",
        pairs.len(),
        bytes as f64 / 1e6,
        rate(read),
        rate(verified),
        rate(followed)
    );
}

fn main() {
    measure("made", &[made(60_000)], None);
    if let Some(shared) = std::env::var_os("COPYDESK_SHARED") {
        let folder = Path::new(&shared).join("corpora/nerel");
        let conf = std::fs::read_to_string(folder.join("annotation.conf")).ok().map(|text| Conf::parse(&text));
        measure("nerel", &of_folder(&folder), conf.as_ref());
    }
}
