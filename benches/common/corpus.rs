//! A large corpus: the articles of the sample corpora again and again, the letters of longer words exchanged by another
//! alphabet in each copy: the structure stays, the words are others.
//! One line of furniture, which stands in ten of a hundred articles, and one article in fifty, a copy of the one before,
//! are as they were.

// Each benchmark uses a part of it.
#![allow(dead_code)]

use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// Articles in one folder.
const FOLDER: usize = 1000;

/// The path of an article.
pub fn name(number: usize) -> PathBuf {
    PathBuf::from(format!("{:04}/{number:07}.txt", number / FOLDER))
}

/// Writes a corpus of `count` articles; its length in bytes.
pub fn write(corpus: &Path, count: usize) -> u64 {
    let originals = originals();
    std::fs::create_dir_all(corpus).expect("a folder");
    let settings = "exclude = [\"index\"]\n[index]\nlocation = \"../index\"\n";
    std::fs::write(corpus.join("copydesk.toml"), settings).expect("a file");
    let folders = count.div_ceil(FOLDER);
    let sizes = (0..folders).into_par_iter().map(|folder| {
        std::fs::create_dir_all(corpus.join(format!("{folder:04}"))).expect("a folder");
        let mut size = 0;
        for number in folder * FOLDER..count.min((folder + 1) * FOLDER) {
            // One in fifty is a copy of the one before.
            let source = if number % 50 == 49 { number - 1 } else { number };
            let mut text = exchanged(&originals[source % originals.len()], source / originals.len());
            if number % 10 == 0 {
                text.push_str("\nThe Sound Gazette is printed on paper from the forests of the north\n");
            }
            size += text.len() as u64;
            std::fs::write(corpus.join(name(number)), text).expect("a file");
        }
        size
    });
    sizes.sum()
}

/// Stretches of about 2,400 bytes of the sample corpus, and of `wikinews` where `COPYDESK_SHARED` names a folder that has
/// it: no paragraph stands in two of them.
fn originals() -> Vec<String> {
    let mut files = super::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/barrier-clean"));
    if let Some(shared) = std::env::var_os("COPYDESK_SHARED").map(PathBuf::from) {
        files.extend(super::files(&shared.join("corpora/wikinews")));
    }
    let mut all = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let mut article = String::new();
        for paragraph in text.lines().map(str::trim).filter(|line| line.len() > 20 && !line.starts_with("---")) {
            if article.is_empty() {
                article = format!("---\ndate: 2031-{:02}-{:02}\n---\n\n", 1 + number % 12, 1 + number % 28);
            }
            article += paragraph;
            article += "\n\n";
            if article.len() > 2300 {
                all.push(std::mem::take(&mut article));
            }
        }
    }
    all
}

/// `text` with the letters of words of more than three letters exchanged, by another alphabet for each copy.
fn exchanged(text: &str, copy: usize) -> String {
    let mut alphabet: Vec<u8> = (0..26).collect();
    let mut state = copy as u64;
    for at in (1..26_usize).rev() {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        alphabet.swap(at, (state >> 33) as usize % (at + 1));
    }
    let mut bytes = text.as_bytes().to_vec();
    for word in bytes.split_mut(|byte| !byte.is_ascii_alphabetic()).filter(|word| word.len() > 3) {
        for byte in word {
            let first = if byte.is_ascii_lowercase() { b'a' } else { b'A' };
            *byte = first + alphabet[usize::from(*byte - first)];
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}
