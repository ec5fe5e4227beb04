//! Names that differ in one letter.

use std::collections::BTreeMap;

use super::Looked;
use crate::mentions::{EntityKind, Mention};
use crate::rules::{Edit, Finding, Fix, RuleId};
use crate::text::Source;

/// Shorter words that differ in a letter are different words: `Anna` and `Anne`, `Iran` and `Iraq`.
const LETTERS: usize = 6;

/// A name as an article writes it.
struct Spelling<'a> {
    first: &'a Mention,
    count: usize,
}

/// Names of several words of which one word is spelt in two ways, a letter apart, and which stand for two entities: each
/// at the first place of the rarer one.
pub fn near(looked: &Looked<'_>, source: &(impl Source + ?Sized), found: &mut Vec<Finding>) {
    let mut spellings: BTreeMap<String, Spelling<'_>> = BTreeMap::new();
    for mention in looked.mentions() {
        let surface = looked.surface(mention.name, source);
        if surface.contains(' ') {
            spellings.entry(surface).or_insert(Spelling { first: mention, count: 0 }).count += 1;
        }
    }
    // Every pair once, by the words that they share.
    let mut alike: BTreeMap<(usize, String), Vec<&str>> = BTreeMap::new();
    for surface in spellings.keys() {
        let words: Vec<&str> = surface.split(' ').collect();
        for at in 0..words.len() {
            let rest = [&words[..at], &words[at + 1..]].concat().join(" ");
            alike.entry((at, rest)).or_default().push(surface);
        }
    }
    for ((at, _), surfaces) in alike {
        for (number, one) in surfaces.iter().enumerate() {
            for other in &surfaces[number + 1..] {
                let (a, b) = (&spellings[*one], &spellings[*other]);
                if !is_slip(one.split(' ').nth(at), other.split(' ').nth(at)) || !may_be_one(a.first, b.first) {
                    continue;
                }
                let later = a.first.name.start > b.first.name.start;
                let (rare, usual) = if (a.count, !later) < (b.count, later) { (one, other) } else { (other, one) };
                found.push(report(looked, source, (rare, &spellings[*rare]), (usual, &spellings[*usual])));
            }
        }
    }
}

/// Whether two words may be one, misspelt.
fn is_slip(one: Option<&str>, other: Option<&str>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    // A word written small is no name but a noun, which has a plural.
    let is_long = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().count() >= LETTERS && word.chars().all(char::is_alphabetic)
    };
    is_long(one)
        && is_long(other)
        && one.chars().next() == other.chars().next()
        && strsim::osa_distance(&one.to_lowercase(), &other.to_lowercase()) == 1
}

/// Whether nobody has said that two names are two entities', and nobody that they are one's.
fn may_be_one(one: &Mention, other: &Mention) -> bool {
    let said = one.id.is_some() && other.id.is_some();
    let kinds = one.kind.zip(other.kind).is_none_or(|(a, b): (EntityKind, EntityKind)| a.compatible(b));
    one.entity != other.entity && !said && kinds
}

fn report(
    looked: &Looked<'_>,
    source: &(impl Source + ?Sized),
    (rare, there): (&str, &Spelling<'_>),
    (usual, elsewhere): (&str, &Spelling<'_>),
) -> Finding {
    let message = format!("“{rare}” may be “{usual}”, who is named elsewhere in the article");
    let finding = Finding::new(RuleId::NearIdenticalNames, there.first.name, message);
    let finding = finding.relating(elsewhere.first.name, format!("Here it is “{usual}”"));
    let of_rare = |mention: &&Mention| looked.surface(mention.name, source) == rare;
    let places = looked.mentions().filter(of_rare);
    // Where offsets count the text, and where something else stands inside a name, people decide.
    let is_plain = |mention: &&Mention| looked.extract.is_none() && source.slice(mention.name) == rare;
    let edits: Vec<Edit> =
        places.filter(is_plain).map(|mention| Edit::replace(mention.name, usual.to_owned())).collect();
    let fix = (!edits.is_empty()).then(|| Fix::unsafe_(format!("Write “{usual}”"), edits));
    fix.into_iter().fold(finding, Finding::fixed_by)
}
