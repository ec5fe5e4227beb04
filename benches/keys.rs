//! How fast the keys of articles are read out of their text, and what each step of that costs.
//!
//! `cargo bench --bench keys` uses the sample corpus, with `COPYDESK_SHARED` naming a folder of corpora its `wikinews`
//! and `nerel` (Russian) as well.
//! One thread; the median of several rounds over all texts, and what the rounds make together that were the fastest for
//! each text: where other programs have the processor now and then, that is what one would see without them.

mod common;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use common::median;
use copydesk::boilerplate::keys::Density;
use copydesk::boilerplate::{record, words};
use copydesk::format::Dialect;

const ROUNDS: usize = 25;

fn main() {
    println!("{}", common::machine());
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/barrier-clean");
    measure("the sample corpus", &articles(&sample));
    if let Some(shared) = std::env::var_os("COPYDESK_SHARED").map(PathBuf::from) {
        for name in ["wikinews", "nerel"] {
            measure(name, &articles(&shared.join("corpora").join(name)));
        }
    }
}

fn articles(folder: &Path) -> Vec<String> {
    let texts = common::files(folder).into_iter().filter(|file| file.extension().is_some_and(|it| it == "txt"));
    texts.filter_map(|file| std::fs::read_to_string(file).ok()).collect()
}

fn measure(name: &str, texts: &[String]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    if bytes == 0 {
        return;
    }
    let path = Path::new("a.txt");
    let of = |text: &str, density| record(text, path, Dialect::Plain, density);
    let records = || texts.iter().map(|text| of(text, Density::NORMAL));
    let keys: usize = records().flat_map(|it| it.articles).map(|it| it.keys.len()).sum();
    println!(
        "{name}: {} texts, {bytes} bytes, {:.1} keys in 1,000 bytes",
        texts.len(),
        keys as f64 * 1e3 / bytes as f64
    );
    let row = |step: &str, work: &dyn Fn(&str)| {
        let mut best = vec![Duration::MAX; texts.len()];
        let round = |_| {
            let each = texts.iter().zip(&mut best).map(|(text, best)| {
                let start = Instant::now();
                work(text);
                let taken = start.elapsed();
                *best = taken.min(*best);
                taken
            });
            each.sum()
        };
        let times: Vec<Duration> = (0..ROUNDS).map(round).collect();
        let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
        println!("  {step:<28} {:>6.0} MB/s, at best {:>6.0}", speed(median(&times)), speed(best.iter().sum()));
    };
    row("words", &|text| {
        let mut sum = 0;
        words::for_each(text, |word| sum ^= word.hash);
        black_box(sum);
    });
    row("record", &|text| drop(black_box(of(text, Density::NORMAL))));
    row("record, thorough", &|text| drop(black_box(of(text, Density::THOROUGH))));
}
