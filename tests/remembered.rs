//! What is remembered from one comparison to the next never changes what is found, nor who is found to be mentioned.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use copydesk::boilerplate::keys::Density;
use copydesk::config::Settings;
use copydesk::duplicates::{self, Corpus, Infos, Library, Memory, SHOWN};
use copydesk::entities::{self, Recorded};
use copydesk::facts::FileFacts;
use copydesk::format::{Dialect, Format};
use copydesk::index::{Index, Stamp};
use copydesk::mentions::Lexicon;
use copydesk::rules::Finding;
use copydesk::text::{Document, Span};
use proptest::prelude::*;

type Texts = Arc<Mutex<BTreeMap<PathBuf, String>>>;

/// A document that is open, and what is remembered of it.
struct Open {
    text: Document,
    facts: FileFacts,
    memory: Memory<'static>,
    names: Recorded,
}

/// A corpus of which some files are open.
struct Desk {
    texts: Texts,
    index: Index,
    library: Library,
    open: BTreeMap<PathBuf, Open>,
}

impl Desk {
    fn new() -> Self {
        let texts = Texts::default();
        let shelf = Arc::clone(&texts);
        let read = move |path: &Path| {
            let text = shelf.lock().expect("no test panics with it").get(path).cloned();
            text.map(|text| (text, Format::Plain(Dialect::Plain)))
        };
        let library = Library::new(PathBuf::new(), Box::new(read));
        Self { texts, index: Index::default(), library, open: BTreeMap::new() }
    }

    /// Takes note that the text of a file is another one, as the server does.
    fn changed(&mut self, path: &Path, text: Option<String>) {
        self.library.forget(path);
        let open = self.open.get_mut(path);
        let touched = match (&text, open) {
            (Some(_), Some(open)) => {
                open.memory.follow(&open.facts, path);
                assert_eq!(open.memory.record(), open.facts.record(path, Density::NORMAL));
                self.index.set_file(path, Stamp::UNSAVED, open.memory.record())
            }
            (Some(text), None) => {
                let record = copydesk::boilerplate::record(text, path, Dialect::Plain, Density::NORMAL);
                self.index.set_file(path, Stamp::UNSAVED, record)
            }
            (None, _) => self.index.remove_file(path),
        };
        let mut texts = self.texts.lock().expect("no test panics with it");
        match text {
            Some(text) => texts.insert(path.to_owned(), text),
            None => texts.remove(path),
        };
        drop(texts);
        self.open.values_mut().for_each(|open| open.memory.forget(&touched));
    }

    fn open(&mut self, path: &Path) {
        let text = self.texts.lock().expect("no test panics with it").get(path).cloned().unwrap_or_default();
        let facts = FileFacts::new(&text, Dialect::Plain, Arc::new(Settings::default()));
        let memory = Memory::new(Density::NORMAL, SHOWN);
        let open = Open { text: Document::new(&text), facts, memory, names: Recorded::default() };
        self.open.insert(path.to_owned(), open);
        self.changed(path, Some(text));
    }

    fn edit(&mut self, path: &Path, span: Span, new: &str) {
        let Some(open) = self.open.get_mut(path) else { return };
        let change = open.text.replace(span, new);
        open.facts.edit(&open.text, change);
        let text = open.text.text();
        self.changed(path, Some(text));
    }

    /// What is found in every open document: with what is remembered, and from scratch.
    fn compare(&mut self) {
        for (path, open) in &mut self.open {
            open.memory.look_up(&self.index, path);
            let found = open.memory.findings(&open.facts, &open.text, path, &self.library);
            let infos = Infos::of(&self.index);
            let (index, library, density) = (&self.index, &self.library, Density::NORMAL);
            let corpus = Corpus { index, infos: Some(&infos), library, density, shown: SHOWN };
            let anew = duplicates::findings(&open.facts, &open.text, path, path, &corpus);
            assert_eq!(told(&found), told(&anew), "{}", path.display());
            let lexicon = Lexicon::default();
            let record = open.facts.record(path, Density::NORMAL);
            let anew = entities::record(record, &open.facts, &open.text, &[], &lexicon);
            assert_eq!(open.names.follow(&open.facts, path, &open.text, &[], &lexicon), anew, "{}", path.display());
        }
    }
}

/// Findings without the texts of other files, which are long.
fn told(findings: &[Finding]) -> Vec<String> {
    let tell = |finding: &Finding| {
        let places = finding.related.iter().map(|it| {
            let file = it.file.as_ref().expect("it is another article");
            format!("{}:{:?} {}", file.path.display(), &file.text[it.span.range()], it.message)
        });
        let places: Vec<String> = places.collect();
        let fixes: Vec<_> = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span).collect();
        format!("{:?} {:?} {} {fixes:?} {places:?}", finding.rule, finding.span, finding.message)
    };
    findings.iter().map(tell).collect()
}

const BLOCKS: [&str; 10] = [
    "The gates of the barrier were shut at dawn on Friday for the first time in their long history.",
    "The gates of the barrier were shut at dusk on Monday for the first time in their short history, they said.",
    "Engineers slept on the floor of the control room while the water rose above the marks of every other storm.",
    "“We have waited twelve long years for this one morning and nobody will take it from us,” the harbour master said.",
    "Harbour master Ada Wren told the Post that Wren & Sons would pay; Lord Oskar Vale of Tidemouth, she said, had not.",
    "All the tides, all the time",
    "Umbrellas were sold out by noon in every shop along the quay, and ferries stayed where they were until late.",
    "source: The Post\ndate: 2031-03-14",
    "date: 2031-05-01",
    "Kites of all colours hung over both harbours.",
];

/// What happens: a number chooses, and says where and with what.
fn act(desk: &mut Desk, paths: &[PathBuf], (what, file, at, len, block): (u8, usize, usize, usize, usize)) {
    let path = &paths[file % paths.len()];
    let len_of = |desk: &Desk| desk.open.get(path).map_or(0, |open| open.text.text().len());
    let boundary = |desk: &Desk, at: usize| desk.open[path].text.text().floor_char_boundary(at);
    match what {
        // A file is opened, closed, deleted, written by somebody else.
        0 if !desk.open.contains_key(path) => desk.open(path),
        1 => {
            desk.open.remove(path);
            let text = desk.texts.lock().expect("no test panics with it").get(path).cloned();
            desk.changed(path, text);
        }
        2 if !desk.open.contains_key(path) => desk.changed(path, None),
        3 if !desk.open.contains_key(path) => {
            let text = [at, len, block].map(|it| BLOCKS[it % BLOCKS.len()]).join("\n\n") + "\n";
            desk.changed(path, Some(text));
        }
        // A character is typed, some are deleted, a block comes in, an article begins.
        4..=9 if desk.open.contains_key(path) => {
            let at = boundary(desk, at % (len_of(desk) + 1));
            let end = boundary(desk, (at + len % 40).min(len_of(desk)));
            let (span, new) = match what {
                4 | 5 => (Span::empty(at), "x".to_owned()),
                6 => (Span::empty(at), " ".to_owned()),
                7 => (Span::new(at, end), String::new()),
                8 => (Span::empty(at), format!("\n\n{}\n\n", BLOCKS[block % BLOCKS.len()])),
                _ => (Span::empty(at), "\n==========\n".to_owned()),
            };
            desk.edit(path, span, &new);
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn what_is_remembered_does_not_change_what_is_found(
        first in prop::collection::vec(prop::collection::vec(0..BLOCKS.len(), 1..7), 3..8),
        acts in prop::collection::vec((0..10_u8, any::<usize>(), any::<usize>(), any::<usize>(), any::<usize>()), 1..40),
    ) {
        let mut desk = Desk::new();
        let paths: Vec<PathBuf> = (0..first.len()).map(|n| PathBuf::from(format!("site{}/{n}.txt", n % 2))).collect();
        for (path, blocks) in paths.iter().zip(&first) {
            let text = blocks.iter().map(|block| BLOCKS[*block]).collect::<Vec<_>>().join("\n\n") + "\n";
            desk.changed(path, Some(text));
        }
        for path in &paths[..2] {
            desk.open(path);
        }
        desk.compare();
        for it in acts {
            act(&mut desk, &paths, it);
            desk.compare();
        }
    }
}

#[test]
fn copies_that_very_many_articles_have_are_counted_anew() {
    let mut desk = Desk::new();
    let path = |number: usize| PathBuf::from(format!("site/{number}.txt"));
    for number in 0..300 {
        let text =
            format!("date: 2031-03-{:02}\n\nNumber {number}\n\n{}\n\n{}\n", 1 + number % 28, BLOCKS[5], BLOCKS[4]);
        desk.changed(&path(number), Some(text));
    }
    desk.open(&path(7));
    desk.compare();
    desk.changed(&path(8), None);
    desk.compare();
    desk.edit(&path(7), Span::empty(30), "x");
    desk.compare();
    desk.open(&path(9));
    desk.compare();
    desk.edit(&path(9), Span::empty(40), "==\n==========\n");
    desk.compare();
    for number in 10..70 {
        desk.changed(&path(number), None);
    }
    desk.compare();
}

const OF_THE_SITE: &str =
    "Tides of the week are printed in the back of our paper, beside the price of fish and of rope.";

/// A sentence is furniture by where its copies stand, which edits of other blocks change.
#[test]
fn a_sentence_is_looked_at_again_where_others_come_in_front_of_it_and_behind_it() {
    let mut desk = Desk::new();
    let path = |number: usize| PathBuf::from(format!("site/{number}.txt"));
    let own = |number: u8, at: u8| {
        let (c, d) = (char::from(b'a' + number), char::from(b'a' + at));
        format!("Line {c}{d}rin {d}{c}lo {c}{c}{d}mar {d}{c}ped {c}{d}{c}sen.")
    };
    for number in 0..8_u8 {
        let mut blocks: Vec<String> = (0..9).map(|at| own(number, at)).collect();
        blocks.push(OF_THE_SITE.to_owned());
        desk.changed(&path(number.into()), Some(format!("date: 2031-0{}-01\n\n{}\n", 1 + number, blocks.join("\n\n"))));
    }
    desk.open(&path(3));
    desk.compare();
    let rule = |desk: &mut Desk| {
        let open = desk.open.get_mut(&path(3)).expect("it is open");
        let found = open.memory.findings(&open.facts, &open.text, &path(3), &desk.library);
        found.iter().map(|it| it.rule.rule().name).collect::<Vec<_>>()
    };
    assert_eq!(rule(&mut desk), ["shared-boilerplate"]);
    let first = desk.open[&path(3)].text.text().find("Line").expect("a line");
    desk.edit(&path(3), Span::empty(first), "Somebody says more.\n\n");
    desk.compare();
    let last = desk.open[&path(3)].text.text().len();
    desk.edit(&path(3), Span::empty(last), "\nAnd more.\n\nAnd again.\n\nAnd so on.\n\nAnd so forth.\n");
    desk.compare();
    assert_eq!(rule(&mut desk), ["shared-block"]);
}
