//! What requests about names have in common: who is meant at a place, and where something stands.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use crate::corpus::Annotation;
use crate::entities::{Entity, Here, View};
use crate::facts::FileFacts;
use crate::format::ids::{IdKind, IdPlace};
use crate::format::lines::{Line, lines};
use crate::mentions::ArticleText;
use crate::mentions::beside::{self, Beside};
use crate::pairs::{self, Part};
use crate::server::answering::Answering;
use crate::server::convert::{Converter, is_sound};
use crate::server::corpus::{Corpus, OpenText};
use crate::server::job::Snapshot;
use crate::server::types::{Location, Position, Range, Uri};
use crate::server::uri;
use crate::text::{Document, Source, Span};

/// Stands for the path of a document that is no file of a corpus.
const ALONE: &str = "document";

/// A file of the corpus, as it is open or on disk.
type OtherText = Rc<(Uri, Document)>;

/// A document in its corpus, asked about names.
pub struct Asked<'a> {
    /// The document.
    pub snapshot: &'a Snapshot,
    /// Its corpus; one of its own where it belongs to none.
    pub corpus: Arc<Corpus>,
    /// Its path in the corpus.
    pub relative: Arc<Path>,
    texts: RefCell<HashMap<PathBuf, Option<OtherText>>>,
}

/// Who is meant at a place of a document.
pub struct Meant {
    /// The entity.
    pub entity: Entity,
    /// The mention, where the place is one of an article.
    pub here: Option<Here>,
    /// The place in the document: the mention, the id, the entry.
    pub span: Span,
}

impl<'a> Asked<'a> {
    /// The document of `snapshot`.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let (corpus, relative) = snapshot.corpus.clone().unwrap_or_else(|| {
            let corpus = Corpus::new(PathBuf::new(), Arc::clone(&snapshot.config), Answering::default());
            if let Some(facts) = &snapshot.facts {
                corpus.hold(Path::new(ALONE), OpenText::new(snapshot.text.clone(), facts, snapshot.revision));
            }
            (Arc::new(corpus), Path::new(ALONE).into())
        });
        Self { snapshot, corpus, relative, texts: RefCell::default() }
    }

    /// Asks about names: those of the document as it was when it was asked about, those of all others as they are now.
    pub fn with_names<T>(&self, ask: impl FnOnce(&View<'_>) -> T) -> T {
        if let Some(facts) = &self.snapshot.facts {
            self.corpus.follow_names(&self.relative, &self.snapshot.text, facts, self.snapshot.revision);
        }
        self.corpus.with_names(ask)
    }

    /// Who is meant at a byte of the document: in an article by a mention or by the id of an annotation, in a file of
    /// the knowledge base by an entry.
    pub fn meant(&self, view: &View<'_>, at: usize) -> Option<Meant> {
        if self.corpus.config.knowledge(&self.relative).is_some() {
            let file = view.knowledge().file(&self.relative)?;
            let known = file.entity_at(at)?;
            let id = known.id()?;
            let values = known.id_written().into_iter().chain(known.names());
            let span = values.map(|it| it.span).find(|span| span.touches(at)).unwrap_or_else(|| known.selection());
            return Some(Meant { entity: view.entity_with_id(&id), here: None, span });
        }
        if pairs::part_of(&self.relative) == Some(Part::Annotations) {
            let (line, beside) = self.line_at(at)?;
            let here = view.at(&pairs::text_of(&self.relative), beside.annotated.span.start)?;
            return Some(Meant { entity: view.entity(&here), here: Some(here), span: line });
        }
        let annotation = self.annotation_at(at);
        let place = annotation.as_ref().filter(|it| !it.text.touches(at)).map_or(at, |it| it.text.start);
        if let Some(here) = view.at(&self.relative, place) {
            let span = annotation.map_or(here.mention().span, |it| it.text.cover(here.mention().span));
            return Some(Meant { entity: view.entity(&here), here: Some(here), span });
        }
        let given = annotation.as_ref().and_then(|it| it.id);
        let id = given.or_else(|| self.element_at(at).filter(|id| self.is_of_entity(view, *id)))?;
        Some(Meant { entity: view.entity_with_id(&self.snapshot.text.slice(id)), here: None, span: id })
    }

    /// The line of a file of annotations that touches a byte, and the annotation that it is of.
    pub fn line_at(&self, at: usize) -> Option<(Span, Beside)> {
        if pairs::part_of(&self.relative) != Some(Part::Annotations) {
            return None;
        }
        let all = self.beside(&pairs::text_of(&self.relative), &self.relative);
        all.into_iter().find_map(|it| Some((it.line_at(at)?, it)))
    }

    /// The `xml:id` of an element that touches a byte.
    fn element_at(&self, at: usize) -> Option<Span> {
        let ids = self.ids_at(at).into_iter();
        ids.map(|(_, it)| it).find(|it| it.kind == IdKind::Element).map(|it| it.span)
    }

    /// The ids in the markup of the document that touch a byte, each with the byte that its record begins at.
    pub fn ids_at(&self, at: usize) -> Vec<(usize, IdPlace)> {
        let Some(facts) = &self.snapshot.facts else { return Vec::new() };
        let mut found = facts.ids(&self.snapshot.text, Span::empty(at));
        found.retain(|(_, place)| place.span.touches(at));
        found
    }

    /// Whether the id at `span` is that of an entity that is mentioned or described somewhere.
    pub fn is_of_entity(&self, view: &View<'_>, span: Span) -> bool {
        let id = self.snapshot.text.slice(span);
        view.is_used(&id) || !view.knowledge().with_id(&id).is_empty()
    }

    /// The innermost annotation that touches a byte.
    pub fn annotation_at(&self, at: usize) -> Option<Annotation> {
        let blocks = self.snapshot.articles_at(Span::empty(at)).flat_map(|article| article.blocks);
        let annotations = blocks.flat_map(|block| block.inline.annotations);
        annotations.filter(|it| it.touches(at)).min_by_key(|it| it.span.len())
    }

    /// The innermost annotation in a file beside the document that touches a byte, and that file.
    pub fn beside_at(&self, at: usize) -> Option<(PathBuf, Beside)> {
        if pairs::part_of(&self.relative) != Some(Part::Text) {
            return None;
        }
        let all = pairs::annotations_of(&self.relative).filter_map(|path| {
            let touching = self.beside(&self.relative, &path).into_iter().filter(|it| it.annotated.span.touches(at));
            Some((path, touching.min_by_key(|it| it.annotated.span.len())?))
        });
        all.min_by_key(|(_, it)| it.annotated.span.len())
    }

    /// What the annotations at `path` say of the text at `text_path` as it is now; their lines are those of their file,
    /// in which they have not gone with the text yet.
    fn beside(&self, text_path: &Path, path: &Path) -> Vec<Beside> {
        let (Some(text), Some(source)) = (self.text(text_path), self.text(path)) else { return Vec::new() };
        let source = source.1.text();
        let gone = self.corpus.annotations_of_open(text_path, &text.1, path).unwrap_or_default();
        let (here, there): (Vec<Line>, Vec<Line>) = (lines(&source, 0).collect(), lines(&gone, 0).collect());
        if gone == source || here.len() != there.len() {
            return beside::of_brat(&source, &text.1.text());
        }
        let mut found = beside::of_brat(&gone, &text.1.text());
        let number = |span: Span| there.partition_point(|line| line.start <= span.start) - 1;
        let whole = |span: Span| Span::new(here[number(span)].start, here[number(span)].end);
        for beside in &mut found {
            // Lines that refer have no offsets, so nothing changes in them.
            beside.id = beside.id.map(|id| {
                let (old, new) = (there[number(id)].start, here[number(id)].start);
                Span::new(new + id.start - old, new + id.end - old)
            });
            beside.line = whole(beside.line);
            beside.reference = beside.reference.map(whole);
        }
        found
    }

    /// The text of a file of the corpus, and the client's name for it.
    pub fn text(&self, path: &Path) -> Option<Rc<(Uri, Document)>> {
        if let Some(known) = self.texts.borrow().get(path) {
            return known.clone();
        }
        let read = || {
            if *path == *self.relative {
                return Some((self.snapshot.uri.clone(), self.snapshot.text.clone()));
            }
            let uri = uri::from_path(&self.corpus.root.join(path))?;
            Some((uri, Document::new(&self.corpus.text_of(path)?)))
        };
        let text = read().map(Rc::new);
        self.texts.borrow_mut().insert(path.to_owned(), text.clone());
        text
    }

    /// Forgets the texts of other files, where many are looked at.
    pub fn forget(&self) {
        self.texts.borrow_mut().clear();
    }

    /// The place of `span` in a file; `None` where the file is gone or shorter than it was.
    pub fn location(&self, path: &Path, span: Span) -> Option<Location> {
        let text = self.text(path)?;
        let (uri, text) = &*text;
        Some(Location { uri: uri.clone(), range: self.range_in(text, span)? })
    }

    /// The range of `span` in `text`, where it lies in bounds and on character boundaries.
    pub fn range_in(&self, text: &Document, span: Span) -> Option<Range> {
        is_sound(text, span).then(|| Converter { text, encoding: self.snapshot.features.encoding }.range(span))
    }

    /// The mentions of the document that touch `span`, ascending, as far as they stand in it as it was asked about.
    pub fn mentions_in(&self, view: &View<'_>, span: Span) -> Vec<Here> {
        let text = &self.snapshot.text;
        let mut found = Vec::new();
        for article in view.articles_at(&self.relative, span) {
            let numbers = 0..article.names.names.mentions.len();
            let here = numbers.map(|mention| Here { article: Rc::clone(&article), mention });
            found.extend(here.filter(|here| {
                let mention = here.mention();
                mention.span.overlaps(span)
                    && is_sound(text, mention.span)
                    && is_sound(text, mention.name)
                    && holds(&text.slice(mention.name), here.form())
            }));
        }
        found
    }

    /// Where a mention stands, unless something else stands there by now.
    pub fn mention(&self, here: &Here) -> Option<Location> {
        let text = self.text(&here.article.path)?;
        let name = here.mention().name;
        self.range_in(&text.1, name)?;
        holds(&text.1.slice(name), here.form()).then(|| self.location(&here.article.path, here.mention().span))?
    }

    /// The plain text that a mention stands in, without markup, and its place there.
    pub fn plain(&self, here: &Here) -> Option<(String, Span)> {
        let path = &here.article.path;
        let text = self.text(path)?;
        let own = self.snapshot.facts.as_ref().filter(|_| *path == *self.relative);
        let facts = own.map_or_else(
            || {
                let written = text.1.text();
                let format = self.corpus.config.format_of(path, &written).unwrap_or_default();
                Arc::new(FileFacts::new(&written, format, Arc::clone(&self.snapshot.settings)))
            },
            Arc::clone,
        );
        let number = here.article.number as usize;
        if number >= facts.article_count() {
            return None;
        }
        let plain = match facts.extract(number) {
            Some((extract, start)) => ArticleText::of_extract(extract, start),
            None => ArticleText::of_plain(&facts.article(number), &text.1),
        };
        let found = plain.blocks.into_iter().find_map(|block| Some((block.in_text(here.mention().span)?, block)));
        found.map(|(span, block)| (block.text.into_owned(), span))
    }

    /// The byte at a position of the document.
    pub fn byte(&self, position: Position) -> usize {
        self.snapshot.converter().byte(position)
    }
}

/// Whether the words of `form` stand in `written` in order. Markup may stand between them, and what follows an escape
/// is not compared.
fn holds(written: &str, form: &str) -> bool {
    let (plain, escaped) = match written.find(['&', '\\']) {
        Some(at) => (&written[..at], true),
        None => (written, false),
    };
    let mut rest = plain;
    for word in form.split_whitespace() {
        match rest.find(word) {
            Some(at) => rest = &rest[at + word.len()..],
            None => return escaped,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn a_name_is_found_again_between_markup() {
        assert!(holds("Vera\tB-PER\nLind", "Vera Lind"));
        assert!(holds("Vera\n  Lind", "Vera Lind"));
        assert!(holds("Smith &amp; Sons", "Smith & Sons"));
        assert!(holds("Andr\\u00e9 Lind", "André Lind"));
        assert!(!holds("Lind, Vera", "Vera Lind"));
        assert!(!holds("Vera Lund", "Vera Lind"));
    }
}
