//! Names across files: what a view of the index says of one entity is what linking says of all.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::boilerplate::keys::Density;
use copydesk::config::{Config, Settings};
use copydesk::entities::{self, Roster, View};
use copydesk::facts::{FileFacts, FileRecord};
use copydesk::index::{Builder, Fingerprint, Index, Stamp};
use copydesk::knowledge::KnowledgeBase;
use copydesk::mentions::{self, ArticleNames, ArticleText, EntityId, Lexicon};

/// The sample articles, by path, with their records and their names.
fn samples() -> Vec<(PathBuf, FileRecord, Vec<ArticleNames>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/barrier");
    let entries = std::fs::read_dir(folder).expect("the sample corpus").filter_map(Result::ok);
    let mut paths: Vec<PathBuf> = entries.map(|it| it.path()).filter(|it| Config::default().includes(it)).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a sample article");
        let name = PathBuf::from(path.file_name().expect("a name"));
        let format = Config::default().format_of(&name, &text).expect("an article");
        let facts = FileFacts::new(&text, format, Arc::new(Settings::default()));
        let lexicon = Lexicon::default();
        let record = entities::record(facts.record(&name, Density::NORMAL), &facts, text.as_str(), &[], &lexicon);
        let articles = 0..facts.article_count();
        let names =
            articles.map(|at| mentions::recognise(&ArticleText::of_plain(&facts.article(at), text.as_str()), &lexicon));
        (name, record, names.collect())
    };
    paths.into_iter().map(read).collect()
}

fn check(index: &Index, samples: &[(PathBuf, FileRecord, Vec<ArticleNames>)]) {
    let knowledge = KnowledgeBase::default();
    let view = View::new(index, &knowledge);
    let names: Vec<ArticleNames> = samples.iter().flat_map(|(_, _, names)| names.clone()).collect();
    let links = mentions::link(&names).ids;
    // In how many articles each is, by linking all of them.
    let mut articles_of: HashMap<EntityId, usize> = HashMap::new();
    for ids in &links {
        ids.iter().collect::<HashSet<_>>().into_iter().for_each(|id| *articles_of.entry(*id).or_default() += 1);
    }
    let mut linked = links.into_iter();
    let mut counted = 0;
    for (path, _, names) in samples {
        let articles = view.articles_of(path);
        assert_eq!(articles.len(), names.len(), "{}", path.display());
        for (article, names) in articles.iter().zip(names) {
            assert_eq!(article.names.names, *names, "{}", path.display());
            let ids = linked.next().expect("an article");
            for (number, id) in (0..).zip(ids) {
                let entity = view.entity_of(article, number);
                assert_eq!(entity.id, id, "{}: {}", path.display(), entity.name);
                // Whoever is asked about is among those that are found.
                let found = view.places(&entity, usize::MAX);
                assert!(found.all.iter().any(|it| it.article == article.id), "{}", entity.name);
                assert_eq!(found.all.len(), articles_of[&id], "{}", entity.name);
                assert_eq!(found.count(), view.mentions(&found.all).count(), "{}", entity.name);
                counted += 1;
            }
        }
    }
    assert!(counted > 100, "{counted}");
}

#[test]
fn a_view_of_memory_links_as_linking_does() {
    let samples = samples();
    let mut index = Index::default();
    for (path, record, _) in &samples {
        index.set_file(path, Stamp::UNSAVED, record.clone());
    }
    check(&index, &samples);
}

#[test]
fn whoever_lists_everybody_pauses_in_each_walk_and_lists_the_same() {
    let mut index = Index::default();
    for (path, record, _) in samples() {
        index.set_file(&path, Stamp::UNSAVED, record);
    }
    let knowledge = KnowledgeBase::default();
    let view = View::new(&index, &knowledge);
    let listed = |most: usize| {
        let pauses = Cell::new(0);
        let roster = Roster::of_most(&view, most, || pauses.set(pauses.get() + 1));
        (roster.entries, pauses.get())
    };
    let all = Roster::new(&view).entries;
    // The mentions of all are counted first, where not all are listed.
    let (some, pauses) = listed(10);
    assert!(!some.is_empty() && some.len() < all.len(), "{} of {}", some.len(), all.len());
    assert_eq!(pauses, 2);
    assert_eq!(listed(usize::MAX), (all, 1));
}

#[test]
fn a_view_of_segments_links_as_linking_does() {
    let samples = samples();
    let file = |(path, record, _): &(PathBuf, FileRecord, _)| (path.clone(), Stamp::UNSAVED, record.clone());
    // Two segments, the second one pushed in no order.
    let (first, second) = samples.split_at(samples.len() / 2);
    let segment = |files: Vec<_>| {
        let mut builder = Builder::in_memory(Fingerprint::default());
        builder.push(&files).expect("memory takes everything");
        Arc::new(builder.finish().expect("a segment"))
    };
    let first = segment(first.iter().map(file).collect());
    let second = segment(second.iter().rev().map(file).collect());
    check(&Index::new([first, second]), &samples);
}
