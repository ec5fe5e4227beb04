//! The words and blocks of other articles, read when a key leads to them: every hit is verified on the text.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use crate::boilerplate::keys::{is_text, run};
use crate::boilerplate::words::{self, Word};
use crate::format::reading::Extract;
use crate::format::units::{self, Mode, UnitKind};
use crate::format::{Dialect, Format, paragraphs, records};
use crate::rules::OtherFile;
use crate::text::Span;

/// The words of an article in a row, and where its blocks are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    pub(crate) words: Vec<OutlineWord>,
    pub(crate) blocks: Vec<OutlineBlock>,
    /// What the words stand in, and the byte of the file that its places count from, where the file has markup:
    /// then the words count from the start of its text.
    extract: Option<(Extract, usize)>,
    /// All shingles, once they have been asked for.
    shingles: OnceLock<Vec<u64>>,
}

/// A word of an outline: less of it than a [`Word`] says, as there are so many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutlineWord {
    /// Hash of its normal form.
    pub(crate) hash: u64,
    /// First byte, from the start of the file's text.
    pub(crate) start: u32,
    /// End, exclusive.
    pub(crate) end: u32,
}

/// A block of text of an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutlineBlock {
    /// From the start of the file's text.
    pub(crate) span: Span,
    /// Its words: the first, and the end, exclusive.
    pub(crate) first: usize,
    pub(crate) end: usize,
}

/// Words in the shingles that articles are compared by.
pub(crate) const SHINGLE: usize = 5;

impl Outline {
    /// The outline of the article that stands at `span` of `text`.
    pub(crate) fn new(text: &str, span: Span, format: impl Into<Format>) -> Self {
        match format.into() {
            Format::Plain(dialect) => text
                .get(span.range())
                .map(|article| Self::of(article, span.start, dialect, Mode::Start))
                .unwrap_or_default(),
            Format::Marked(markup) => {
                let Some((extract, base)) = records::article_at(text, markup, span) else { return Self::default() };
                let mut outline = Self::of(&extract.text, 0, Dialect::Plain, Mode::Body);
                let place = |span| extract.to_source(span).unwrap_or_default().shifted(base);
                outline.blocks.iter_mut().for_each(|block| block.span = place(block.span));
                outline.extract = Some((extract, base));
                outline
            }
        }
    }

    /// The outline of `article`, which begins at the byte `start` of its text.
    fn of(article: &str, start: usize, dialect: Dialect, mut mode: Mode) -> Self {
        let mut outline = Self::default();
        let mut at = 0;
        while let Some(cut) = units::first(&article[at..], mode, dialect) {
            let unit = &article[at..at + cut.len];
            if cut.kind == UnitKind::Text {
                for paragraph in paragraphs::split(unit, dialect).iter().filter(|paragraph| is_text(paragraph.shape)) {
                    outline.push(paragraph.span.shifted(start + at), words::words(&unit[paragraph.span.range()]));
                }
            }
            at += cut.len;
            mode = cut.next;
        }
        outline.words.shrink_to_fit();
        outline.blocks.shrink_to_fit();
        outline
    }

    /// Adds a block; its words count from its start.
    pub(crate) fn push(&mut self, span: Span, words: impl IntoIterator<Item = Word>) {
        let first = self.words.len();
        let by = u32::try_from(span.start).unwrap_or(u32::MAX);
        self.words.extend(words.into_iter().map(|it| OutlineWord {
            hash: it.hash,
            start: it.start + by,
            end: it.end + by,
        }));
        self.blocks.push(OutlineBlock { span, first, end: self.words.len() });
    }

    /// The hashes of the words of a range.
    pub(crate) fn hashes(&self, from: usize, to: usize) -> impl DoubleEndedIterator<Item = u64> + '_ {
        self.words[from..to].iter().map(|word| word.hash)
    }

    /// All shingles: ascending, each once.
    pub(crate) fn shingles(&self) -> &[u64] {
        self.shingles.get_or_init(|| {
            let mut all: Vec<u64> = self.words.windows(SHINGLE).map(Self::shingle).collect();
            all.sort_unstable();
            all.dedup();
            all.shrink_to_fit();
            all
        })
    }

    /// The hash of the words of a shingle.
    pub(crate) fn shingle(words: &[OutlineWord]) -> u64 {
        run(words.iter().map(|word| word.hash))
    }

    /// The bytes of the words from `from` to `to`, exclusive.
    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        let span = Span::new(self.words[from].start as usize, self.words[to - 1].end as usize);
        match &self.extract {
            Some((extract, base)) => extract.to_source(span).unwrap_or_default().shifted(*base),
            None => span,
        }
    }
}

/// Gives the text of a file, whose path is relative to the folder of the corpus, and its format.
pub type ReadText = dyn Fn(&Path) -> Option<(String, Format)> + Send + Sync;

/// The texts of a corpus, and the outlines of articles that were asked for lately.
pub struct Library {
    root: PathBuf,
    text: Box<ReadText>,
    /// Bytes of text and words that are kept at most.
    room: usize,
    shelf: Mutex<Shelf>,
}

#[derive(Default)]
struct Shelf {
    files: HashMap<PathBuf, Shelved>,
    /// Bytes of text and words that are kept.
    size: usize,
    /// How often something was forgotten: what was read before that is not kept.
    epoch: u64,
}

/// A file, and the articles of it that were read.
struct Shelved {
    file: Arc<OtherFile>,
    format: Format,
    articles: BTreeMap<Span, Arc<Opened>>,
}

/// An article of a library.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) file: Arc<OtherFile>,
    pub(crate) outline: Outline,
}

/// Where an article stands, for a library.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) path: Box<Path>,
    pub(crate) span: Span,
    /// What was read there, as long as the library keeps it: many threads ask at once, each of them for many articles.
    opened: Mutex<Weak<Opened>>,
}

impl Place {
    pub(crate) fn new(path: Box<Path>, span: Span) -> Self {
        Self { path, span, opened: Mutex::default() }
    }
}

/// What is kept at most where nothing else is said: enough for the copies of every block on a screen.
const ROOM: usize = 16 << 20;

impl Library {
    /// The texts of the corpus in `root`, which `text` gives.
    pub fn new(root: PathBuf, text: Box<ReadText>) -> Self {
        Self { root, text, room: ROOM, shelf: Mutex::default() }
    }

    /// The same, which keeps up to `room` bytes of text and words in memory.
    #[must_use]
    pub fn with_room(self, room: usize) -> Self {
        Self { room, ..self }
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        // What is on the shelf is whole between any two statements.
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what is known of a file, which has changed.
    pub fn forget(&self, path: &Path) {
        let mut shelf = self.shelf();
        shelf.epoch += 1;
        shelf.files.remove(path);
    }

    /// The file at `path` as findings name it.
    fn file(&self, path: &Path) -> Option<(Arc<OtherFile>, Format)> {
        let epoch = {
            let shelf = self.shelf();
            if let Some(known) = shelf.files.get(path) {
                return Some((Arc::clone(&known.file), known.format));
            }
            shelf.epoch
        };
        let (text, format) = (self.text)(path)?;
        let file = Arc::new(OtherFile { path: self.root.join(path), text });
        let mut shelf = self.shelf();
        if shelf.size > self.room {
            *shelf = Shelf { epoch: shelf.epoch, ..Shelf::default() };
        }
        if shelf.epoch == epoch {
            shelf.size += file.text.len();
            let shelved = Shelved { file: Arc::clone(&file), format, articles: BTreeMap::new() };
            shelf.files.insert(path.to_owned(), shelved);
        }
        Some((file, format))
    }

    /// The article at a place.
    pub(crate) fn open(&self, place: &Place) -> Option<Arc<Opened>> {
        // Whoever asks meanwhile waits for what is read now.
        let mut slot = place.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(opened) = slot.upgrade() {
            return Some(opened);
        }
        let opened = self.read(&place.path, place.span)?;
        *slot = Arc::downgrade(&opened);
        Some(opened)
    }

    fn read(&self, path: &Path, span: Span) -> Option<Arc<Opened>> {
        let epoch = {
            let shelf = self.shelf();
            if let Some(opened) = shelf.files.get(path).and_then(|it| it.articles.get(&span)) {
                return Some(Arc::clone(opened));
            }
            shelf.epoch
        };
        let (file, format) = self.file(path)?;
        let outline = Outline::new(&file.text, span, format);
        let opened = Arc::new(Opened { file, outline });
        let mut shelf = self.shelf();
        // The file may have had to make room meanwhile.
        let shelved = (shelf.epoch == epoch).then(|| shelf.files.get_mut(path)).flatten();
        if let Some(shelved) = shelved {
            shelved.articles.insert(span, Arc::clone(&opened));
            shelf.size += opened.outline.words.len() * size_of::<OutlineWord>();
        }
        Some(opened)
    }
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library").field("root", &self.root).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A library of one file, whose text says how often it was read.
    fn library(read: Arc<AtomicUsize>) -> Library {
        let text = move |_: &Path| {
            let times = read.fetch_add(1, Ordering::Relaxed) + 1;
            Some((format!("The gates were shut, {times} of them."), Dialect::Plain.into()))
        };
        Library::new(PathBuf::new(), Box::new(text))
    }

    fn text(library: &Library, place: &Place) -> String {
        library.open(place).expect("a file that can be read").file.text.clone()
    }

    #[test]
    fn what_was_opened_is_read_again_only_when_it_was_forgotten() {
        let read = Arc::default();
        let library = library(Arc::clone(&read));
        let place = || Place::new(Path::new("a.txt").into(), Span::new(0, 24));
        let (one, same) = (place(), place());
        assert_eq!(text(&library, &one), "The gates were shut, 1 of them.");
        assert_eq!(text(&library, &one), text(&library, &same));
        assert_eq!(read.load(Ordering::Relaxed), 1);
        library.forget(Path::new("a.txt"));
        assert_eq!(text(&library, &one), "The gates were shut, 2 of them.");
        assert_eq!(text(&library, &same), text(&library, &one));
        assert_eq!(read.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn what_does_not_fit_is_read_again() {
        let read = Arc::default();
        let library = library(Arc::clone(&read)).with_room(0);
        let [one, other] = ["a.txt", "b.txt"].map(|path| Place::new(Path::new(path).into(), Span::new(0, 24)));
        drop((text(&library, &one), text(&library, &other), text(&library, &one)));
        assert_eq!(read.load(Ordering::Relaxed), 3);
    }
}
