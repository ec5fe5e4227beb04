//! The index: what it answers, however its records came into it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use copydesk::config::Config;
use copydesk::facts::{ArticleRecord, FileRecord, Key};
use copydesk::files;
use copydesk::index::load::{self, CorpusFile};
use copydesk::index::{Builder, Disk, Fingerprint, Index, Segment, Stamp, Store, merge};
use copydesk::text::Span;
use jiff::civil::Date;
use proptest::prelude::*;

/// What an index holds, by its definition.
type Files = BTreeMap<PathBuf, FileRecord>;

/// A key as tests have it: the index stores the first bits only, so they are put there.
fn key(number: u64) -> Key {
    Key(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24 << 24)
}

/// Numbers of keys that a test asks for; few, so that articles share them.
const KEYS: u64 = 12;

fn article() -> impl Strategy<Value = ArticleRecord> {
    let keys = prop::collection::btree_set(0..KEYS, 0..8);
    (keys, 0..40_i8, 0..4_usize, 0..500_usize).prop_map(|(keys, day, source, start)| {
        let keys: BTreeSet<Key> = keys.into_iter().map(key).collect();
        ArticleRecord {
            span: Span::new(start, start + 10),
            source: ["post", "wire", "gazette"].get(source).map(|name| (*name).to_owned()),
            date: Date::new(2031, 3, day).ok(),
            words: 7,
            keys: keys.into_iter().collect(),
            names: Box::default(),
        }
    })
}

fn record() -> impl Strategy<Value = FileRecord> {
    prop::collection::vec(article(), 0..4).prop_map(|articles| FileRecord { articles })
}

fn path() -> impl Strategy<Value = PathBuf> {
    (0..9_usize).prop_map(|number| PathBuf::from(format!("folder {}/{number}.txt", number % 2)))
}

/// A segment of these files, made in the order in which they come.
fn segment<'a>(files: impl IntoIterator<Item = (&'a PathBuf, &'a FileRecord)>) -> Segment {
    let mut builder = Builder::in_memory(Fingerprint::default());
    for (path, record) in files {
        builder.push(&[(path.clone(), Stamp::default(), record.clone())]).expect("it is in memory");
    }
    builder.finish().expect("it is in memory")
}

/// Everything that an index answers about its articles and keys.
fn answers(index: &Index) -> Vec<String> {
    let mut all = vec![format!("{} files, {} articles", index.file_count(), index.article_count())];
    let mut files = index.files();
    files.sort();
    let named = |index: &Index, id| {
        let info = index.article(id).expect("an article that the index has named");
        (info.path.into_owned(), info.number, info.span, info.source.map(str::to_owned), info.date)
    };
    for path in files {
        let articles: Vec<_> = index.articles_of(&path).into_iter().map(|id| named(index, id)).collect();
        all.push(format!("{path:?} {articles:?}"));
    }
    for number in 0..KEYS {
        let mut ids = Vec::new();
        assert!(index.extend_with(&mut ids, key(number), usize::MAX));
        let mut articles: Vec<_> = ids.iter().map(|id| named(index, *id)).collect();
        articles.sort();
        let copies = index.copies(key(number), 100, Some((Path::new("folder 0/0.txt"), 0)));
        let mut others: Vec<_> = copies.articles.iter().map(|id| named(index, *id)).collect();
        others.sort();
        assert_eq!(index.document_frequency(key(number)), articles.len());
        // Those that were found before stay.
        let rare = index.extend_with(&mut ids, key(number), 1);
        assert_eq!((rare, ids.len()), (articles.len() <= 1, articles.len() * if rare { 2 } else { 1 }));
        let rest = (copies.total, copies.sources, copies.first, copies.last);
        all.push(format!("{number}: {articles:?} {others:?} {rest:?}"));
    }
    all
}

/// The same by definition.
fn expected(files: &Files) -> Vec<String> {
    let articles: usize = files.values().map(|record| record.articles.len()).sum();
    let mut all = vec![format!("{} files, {articles} articles", files.len())];
    let named = |path: &PathBuf, number: usize, it: &ArticleRecord| {
        (path.clone(), number as u32, it.span, it.source.clone(), it.date)
    };
    let each = || {
        let of_file = |(path, record): (&'_ PathBuf, &FileRecord)| {
            let path = path.clone();
            record
                .articles
                .clone()
                .into_iter()
                .enumerate()
                .map(move |(n, it)| (path.clone(), n, it))
                .collect::<Vec<_>>()
        };
        files.iter().flat_map(of_file)
    };
    for (path, record) in files {
        let articles: Vec<_> = record.articles.iter().enumerate().map(|(n, it)| named(path, n, it)).collect();
        all.push(format!("{path:?} {articles:?}"));
    }
    for number in 0..KEYS {
        let holders: Vec<_> = each().filter(|(_, _, it)| it.keys.contains(&key(number))).collect();
        let mut articles: Vec<_> = holders.iter().map(|(path, n, it)| named(path, *n, it)).collect();
        articles.sort();
        let others = holders.iter().filter(|(path, n, _)| (path.as_path(), *n) != (Path::new("folder 0/0.txt"), 0));
        let others: Vec<_> = others.collect();
        let sources: BTreeSet<_> = others.iter().filter_map(|(_, _, it)| it.source.clone()).collect();
        let first = others.iter().filter_map(|(_, _, it)| it.date).min();
        let last = others.iter().filter_map(|(_, _, it)| it.date).max();
        let rest = (others.len(), sources.len(), first, last);
        let mut others: Vec<_> = others.into_iter().map(|(path, n, it)| named(path, *n, it)).collect();
        others.sort();
        all.push(format!("{number}: {articles:?} {others:?} {rest:?}"));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn the_order_of_changes_does_not_matter(
        first in prop::collection::btree_map(path(), record(), 0..6),
        second in prop::collection::btree_map(path(), record(), 0..6),
        changes in prop::collection::vec((path(), prop::option::of(record())), 0..12),
    ) {
        let mut files = first.clone();
        let mut index = Index::new([Arc::new(segment(&first))]);
        index.add_segment(Arc::new(segment(&second)));
        files.extend(second);
        for (path, record) in changes {
            match record {
                Some(record) => {
                    index.set_file(&path, Stamp::UNSAVED, record.clone());
                    files.insert(path, record);
                }
                None => {
                    index.remove_file(&path);
                    files.remove(&path);
                }
            }
        }
        prop_assert_eq!(answers(&index), expected(&files));
        prop_assert_eq!(answers(&Index::new([Arc::new(segment(&files))])), expected(&files));
    }

    #[test]
    fn a_merge_of_any_parts_is_the_same_byte_for_byte(
        files in prop::collection::btree_map(path(), record(), 0..9),
        parts in prop::collection::vec(0..3_usize, 9),
        swap in any::<bool>(),
    ) {
        let part = |number: usize| {
            let own = files.iter().zip(&parts).filter(move |(_, part)| **part == number).map(|(file, _)| file);
            let mut own: Vec<_> = own.collect();
            if swap {
                own.reverse();
            }
            segment(own)
        };
        let segments: Vec<Segment> = (0..3).map(part).collect();
        let bytes = |segments: &[&Segment]| {
            merge(segments, Fingerprint::default(), None, Cursor::new(Vec::new())).expect("it is in memory").into_inner()
        };
        let [a, b, c] = &segments[..] else { unreachable!("there are three") };
        let merged = bytes(&[a, b, c]);
        prop_assert_eq!(&merged, &bytes(&[c, a, b]));
        prop_assert_eq!(&merged, &bytes(&[&segment(&files)]));
        let index = Index::new([Arc::new(Segment::from_bytes(merged).expect("a segment"))]);
        prop_assert_eq!(answers(&index), expected(&files));
    }

    #[test]
    fn damaged_bytes_are_refused_or_give_other_answers_and_no_panic(
        files in prop::collection::btree_map(path(), record(), 1..6),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let whole = segment(&files);
        let out = merge(&[&whole], Fingerprint::default(), None, Cursor::new(Vec::new())).expect("it is in memory");
        let mut bytes = out.into_inner();
        let intact = bytes.clone();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let changed = bytes != intact;
        if let Ok(segment) = Segment::from_bytes(bytes) {
            // What no checksum covers is the padding between sections.
            prop_assert!(changed || segment.verify().is_ok());
            let index = Index::new([Arc::new(segment)]);
            for number in 0..KEYS {
                let mut found = Vec::new();
                index.extend_with(&mut found, key(number), usize::MAX);
                found.into_iter().for_each(|id| drop(index.article(id)));
                drop(index.copies(key(number), 9, None));
            }
            for path in index.files() {
                drop(index.articles_of(&path));
            }
        }
    }
}

#[test]
fn a_key_in_very_many_articles_is_counted_exactly() {
    let record = |day: i8| FileRecord {
        articles: vec![ArticleRecord {
            source: Some(format!("source {}", day % 5)),
            date: Date::new(2031, 3, 1 + day % 28).ok(),
            keys: vec![key(1)],
            ..ArticleRecord::default()
        }],
    };
    let files: Files = (0..100).map(|n| (PathBuf::from(format!("{n:03}.txt")), record(n))).collect();
    let mut index = Index::new([Arc::new(segment(&files))]);
    let copies = index.copies(key(1), 3, Some((Path::new("001.txt"), 0)));
    assert_eq!((copies.total, copies.sources, copies.articles.len()), (99, 5, 3));
    assert_eq!((copies.first, copies.last), (Date::new(2031, 3, 1).ok(), Date::new(2031, 3, 28).ok()));
    for n in 0..50 {
        index.remove_file(Path::new(&format!("{n:03}.txt")));
    }
    index.set_file(Path::new("new.txt"), Stamp::UNSAVED, record(3));
    assert_eq!(index.document_frequency(key(1)), 51);
    assert_eq!(index.copies(key(1), 3, None).total, 51);
    assert!(!index.extend_with(&mut Vec::new(), key(1), 50));
}

#[test]
fn a_segment_of_another_kind_says_what_is_wrong() {
    let whole = segment(&Files::from([(PathBuf::from("a.txt"), FileRecord::default())]));
    let bytes = merge(&[&whole], Fingerprint::default(), None, Cursor::new(Vec::new())).expect("it is in memory");
    let bytes = bytes.into_inner();
    let refused = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        change(&mut bytes);
        Segment::from_bytes(bytes).expect_err("it is no segment").to_string()
    };
    assert_eq!(refused(&|bytes| bytes.truncate(100)), "it is too short");
    assert_eq!(refused(&|bytes| bytes[0] = b'x'), "it is no segment of an index");
    assert_eq!(refused(&|bytes| bytes[8..12].reverse()), "it was written on a machine with another byte order");
    assert_eq!(refused(&|bytes| bytes[12] = 9), "its format is version 9, this program reads version 2");
    assert_eq!(refused(&|bytes| bytes[40] ^= 1), "its header is damaged");
    assert!(refused(&|bytes| bytes.truncate(520)).contains("the length of the file"));
}

/// Bytes as `docs/index-format.md` shows them: sixteen in a line behind the place of the first, lines of zeros left out.
fn dump(bytes: &[u8], start: usize) -> String {
    let line = |(i, line): (usize, &[u8])| {
        let numbers: Vec<String> = line.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{:04x}  {}\n", start + 16 * i, numbers.join(" "))
    };
    bytes.chunks(16).enumerate().filter(|(_, line)| line.iter().any(|byte| *byte != 0)).map(line).collect()
}

#[test]
fn the_example_of_the_documentation_is_what_is_written() {
    let article = |keys: &[u64], source: Option<&str>, date| ArticleRecord {
        span: Span::new(0, 0x123),
        source: source.map(str::to_owned),
        date,
        words: 50,
        keys: keys.iter().map(|key| Key(key << 24)).collect(),
        names: Box::default(),
    };
    let one = FileRecord {
        articles: vec![article(&[0x11_1111_1111, 0xee_eeee_eeee], Some("post"), Date::new(2031, 3, 14).ok())],
    };
    let two = FileRecord { articles: vec![article(&[0xee_eeee_eeee], None, None)] };
    let stamp = |hash| Stamp { size: 0x123, mtime: 0x1122_3344_5566_7788, hash };
    let mut builder = Builder::in_memory(Fingerprint { keys: 2, settings: 0x0123_4567_89ab_cdef });
    let files = [("a/one.txt".into(), stamp(0xaaaa), one), ("a/two.txt".into(), stamp(0xbbbb), two)];
    builder.push(&files).expect("it is in memory");
    let bytes = builder.write(Cursor::new(Vec::new())).expect("it is in memory").into_inner();
    let mut shown = dump(&bytes[..512], 0);
    let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes")) as usize;
    let names = ["entries", "buckets", "hot keys", "postings", "articles", "files", "paths", "sources", "names"];
    for (i, name) in names.iter().enumerate() {
        let (start, len) = (number(56 + 24 * i), number(64 + 24 * i));
        shown += &format!("{name}\n{}", dump(&bytes[start..start + len], start));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/index-format.md");
    let page = std::fs::read_to_string(&path).expect("the page");
    let (before, rest) = page.split_once("```hex\n").expect("the example");
    let (written, after) = rest.split_once("```").expect("its end");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, format!("{before}```hex\n{shown}```{after}")).expect("it can be written");
    } else {
        assert_eq!(written, shown, "`make generate` writes it anew");
    }
}

/// A corpus in a folder, and the folder of its index.
struct OnDisk {
    folder: tempfile::TempDir,
}

impl OnDisk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn index_folder(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join("corpus").join(name);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    fn remove(&self, name: &str) {
        std::fs::remove_file(self.folder.path().join("corpus").join(name)).expect("it is there");
    }

    fn open(&self, disk: Disk) -> Store {
        Store::open(self.index_folder(), Fingerprint::default(), disk)
    }

    /// Brings the index up to date on `disk`.
    fn refresh(&self, disk: Disk) -> std::io::Result<Index> {
        let config = Config::default();
        let files = files::of_corpus(&self.folder.path().join("corpus"), &config);
        let extract = |file: &CorpusFile, bytes: &[u8]| files::record_of(&file.relative, bytes, &config);
        load::refresh(&mut self.open(disk), &files, u64::MAX, extract, |_| {}, &AtomicBool::new(false))
    }
}

fn names(index: &Index) -> Vec<String> {
    let mut names: Vec<String> = index.files().iter().map(|path| path.display().to_string()).collect();
    names.sort();
    names
}

#[test]
fn what_was_read_once_is_not_read_again() {
    let corpus = OnDisk::new();
    corpus.write("a.txt", "The gates are shut at dawn.\n");
    corpus.write("b/b.txt", "Nobody had expected it.\n");
    assert_eq!(names(&corpus.refresh(Disk::default()).expect("it can be written")), ["a.txt", "b/b.txt"]);
    // The folder alone, without a look at the files, has it all.
    assert_eq!(names(&corpus.open(Disk::default()).index()), ["a.txt", "b/b.txt"]);
    let unread = |_: &CorpusFile, _: &[u8]| -> Option<FileRecord> { panic!("nothing has changed") };
    let files = files::of_corpus(&corpus.folder.path().join("corpus"), &Config::default());
    let mut store = corpus.open(Disk::default());
    load::refresh(&mut store, &files, u64::MAX, unread, |_| {}, &AtomicBool::new(false))
        .expect("there is nothing to do");
}

#[test]
fn changed_new_and_removed_files_are_followed() {
    let corpus = OnDisk::new();
    corpus.write("a.txt", "The gates are shut at dawn.\n");
    corpus.write("b.txt", "Nobody had expected it.\n");
    corpus.refresh(Disk::default()).expect("it can be written");
    corpus.write("a.txt", "One.\n==========\nTwo.\n");
    corpus.write("c.txt", "New.\n");
    corpus.remove("b.txt");
    let index = corpus.refresh(Disk::default()).expect("it can be written");
    assert_eq!(names(&index), ["a.txt", "c.txt"]);
    assert_eq!(index.article_count(), 3);
}

#[test]
fn a_cancelled_refresh_leaves_the_index_as_it_was() {
    let corpus = OnDisk::new();
    corpus.write("a.txt", "The gates are shut at dawn.\n");
    let files = files::of_corpus(&corpus.folder.path().join("corpus"), &Config::default());
    let extract = |file: &CorpusFile, bytes: &[u8]| files::record_of(&file.relative, bytes, &Config::default());
    let result =
        load::refresh(&mut corpus.open(Disk::default()), &files, u64::MAX, extract, |_| {}, &AtomicBool::new(true));
    assert_eq!(result.expect_err("it was cancelled").kind(), std::io::ErrorKind::Interrupted);
    assert_eq!(corpus.open(Disk::default()).index().file_count(), 0);
}

#[test]
fn a_process_killed_at_any_write_leaves_the_index_before_or_after() {
    for operations in 0.. {
        let corpus = OnDisk::new();
        corpus.write("a.txt", "The gates are shut at dawn.\n");
        corpus.refresh(Disk::default()).expect("it can be written");
        let before = names(&corpus.open(Disk::default()).index());
        // So many that they are worth a segment.
        (0..1100).for_each(|number| corpus.write(&format!("more/{number}.txt"), "Nobody had expected it.\n"));
        let disk = Disk::until(operations);
        let ended = corpus.refresh(disk.clone());
        let after = names(&corpus.open(Disk::default()).index());
        let kept = after == before;
        assert!(kept || after.len() == 1101, "{} files after {operations} operations", after.len());
        corpus.open(Disk::default()).verify().expect("whatever counts is complete");
        // Whoever comes next makes it whole, and nothing is left behind.
        assert_eq!(corpus.refresh(Disk::default()).expect("it can be written").file_count(), 1101);
        let left = std::fs::read_dir(corpus.index_folder()).expect("the folder").count();
        assert!(left <= 4, "{left} files after {operations} operations");
        if ended.is_ok() && !disk.is_exhausted() {
            assert!(operations > 5, "{operations} operations");
            break;
        }
    }
}

#[test]
fn segments_of_a_long_life_are_merged_and_a_kill_in_between_loses_nothing() {
    let record = || FileRecord { articles: vec![ArticleRecord { keys: vec![key(1)], ..ArticleRecord::default() }] };
    for operations in 0.. {
        let corpus = OnDisk::new();
        for round in 0..5 {
            // Each time two new files and one that was there.
            let names = [format!("{round}/a.txt"), format!("{round}/b.txt"), "c.txt".to_owned()];
            let mut store = corpus.open(Disk::default());
            let mut builder = store.builder().expect("it can be written");
            builder.push(&names.map(|name| (name.into(), Stamp::default(), record()))).expect("it can be written");
            store.take_in(builder, &[]).expect("it can be written");
        }
        assert_eq!(corpus.open(Disk::default()).size().0, 5);
        let disk = Disk::until(operations);
        let ended = corpus.open(disk.clone()).tidy();
        let mut store = corpus.open(Disk::default());
        assert_eq!((store.index().file_count(), store.index().document_frequency(key(1))), (11, 11));
        store.verify().expect("whatever counts is complete");
        store.tidy().expect("it can be written");
        assert!(store.size().0 <= 4, "{} segments", store.size().0);
        assert_eq!((store.index().file_count(), store.index().document_frequency(key(1))), (11, 11));
        drop(store);
        assert_eq!(corpus.open(Disk::default()).index().file_count(), 11);
        if ended.is_ok() && !disk.is_exhausted() {
            assert!(operations > 3, "{operations} operations");
            break;
        }
    }
}

#[test]
fn a_segment_most_of_whose_files_are_gone_is_written_again() {
    let corpus = OnDisk::new();
    (0..1500).for_each(|number| corpus.write(&format!("{number}.txt"), "Nobody had expected it.\n"));
    corpus.refresh(Disk::default()).expect("it can be written");
    let before = corpus.open(Disk::default()).size().1;
    (0..1400).for_each(|number| corpus.remove(&format!("{number}.txt")));
    corpus.refresh(Disk::default()).expect("it can be written");
    corpus.open(Disk::default()).tidy().expect("it can be written");
    let store = corpus.open(Disk::default());
    assert_eq!(store.index().file_count(), 100);
    assert!(store.size().1 < before / 2, "{} bytes of {before}", store.size().1);
}

#[test]
fn a_look_takes_no_lock_and_makes_no_folder() {
    let corpus = OnDisk::new();
    let look = || Store::look(corpus.index_folder(), Fingerprint::default());
    assert_eq!(look().index().file_count(), 0);
    assert!(!corpus.index_folder().exists());
    corpus.write("a.txt", "The gates are shut at dawn.\n");
    corpus.refresh(Disk::default()).expect("it can be written");
    let looking = look();
    assert_eq!((looking.index().file_count(), looking.is_writable()), (1, false));
    assert!(corpus.open(Disk::default()).is_writable());
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let corpus = OnDisk::new();
    corpus.write("long.txt", "The gates are shut at dawn.\n");
    corpus.write("short.txt", "Rain.\n");
    let config = Config::default();
    let files = files::of_corpus(&corpus.folder.path().join("corpus"), &config);
    let extract = |file: &CorpusFile, bytes: &[u8]| {
        assert_eq!(file.relative, Path::new("short.txt"));
        files::record_of(&file.relative, bytes, &config)
    };
    for _ in 0..2 {
        let mut store = corpus.open(Disk::default());
        let index = load::refresh(&mut store, &files, 10, extract, |_| {}, &AtomicBool::new(false));
        let index = index.expect("it can be written");
        assert_eq!((index.file_count(), index.article_count()), (2, 1));
    }
}

#[test]
fn copies_come_in_the_order_of_their_paths_wherever_they_are_kept() {
    let record = || FileRecord { articles: vec![ArticleRecord { keys: vec![key(1)], ..ArticleRecord::default() }] };
    let some = |names: &[&str]| {
        let files: Files = names.iter().map(|name| (PathBuf::from(name), record())).collect();
        Arc::new(segment(&files))
    };
    let mut index = Index::new([some(&["b", "e"]), some(&["a", "d"])]);
    index.set_file(Path::new("f"), Stamp::UNSAVED, record());
    index.set_file(Path::new("c"), Stamp::UNSAVED, record());
    let paths = |limit| -> Vec<String> {
        let copies = index.copies(key(1), limit, None);
        assert_eq!(copies.total, 6);
        let path = |id| index.article(id).expect("an article").path.display().to_string();
        copies.articles.into_iter().map(path).collect()
    };
    assert_eq!(paths(9), ["a", "b", "c", "d", "e", "f"]);
    assert_eq!(paths(3), ["a", "b", "c"]);
}

#[test]
fn a_damaged_index_is_discarded_and_built_again() {
    let corpus = OnDisk::new();
    corpus.write("a.txt", "The gates are shut at dawn.\n");
    corpus.refresh(Disk::default()).expect("it can be written");
    for kind in ["manifest", "segment"] {
        for quarters in 0..4 {
            let entries = std::fs::read_dir(corpus.index_folder()).expect("the folder").filter_map(Result::ok);
            let mut paths = entries.map(|entry| entry.path());
            let path = paths.find(|path| path.to_string_lossy().ends_with(kind)).expect("there is one");
            let intact = std::fs::read(&path).expect("a file");
            std::fs::write(&path, &intact[..intact.len() * quarters / 4]).expect("it can be written");
            assert_eq!(corpus.open(Disk::default()).index().file_count(), 0);
            assert_eq!(names(&corpus.refresh(Disk::default()).expect("it is built again")), ["a.txt"]);
        }
    }
}

#[test]
fn a_second_process_reads_and_does_not_write() {
    let corpus = OnDisk::new();
    corpus.write("a.txt", "The gates are shut at dawn.\n");
    let first = corpus.open(Disk::default());
    assert!(first.is_writable());
    assert!(!corpus.open(Disk::default()).is_writable());
    assert_eq!(names(&corpus.refresh(Disk::default()).expect("it is kept in memory")), ["a.txt"]);
    drop(first);
    assert_eq!(corpus.open(Disk::default()).index().file_count(), 0);
}

#[test]
fn what_is_unasked_is_never_scanned() {
    assert!(!load::may_scan(Path::new("/")));
    assert!(load::may_scan(OnDisk::new().folder.path()));
}
