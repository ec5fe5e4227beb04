//! The formats in which text stands between markup: one line for each, and what its module has to give.
//!
//! The module `x` of a format has
//!
//! - `x::Context`: what of the whole file has to be known to read one record (declarations at the top, what most of its
//!   lines do); `()` where nothing has;
//! - `x::claims(head) -> bool`: whether a text that begins with `head`, whole lines of it, is clearly in this format;
//! - `x::cut(text) -> Cut`: how long the record is that `text` begins with; never empty;
//! - `x::read(text, place, context, detail) -> Reading`: the record `text`; what `context` looks at of its summary must
//!   not depend on the context;
//! - `x::context(whole) -> Context`: from the summaries of all records;
//! - `x::reduce(whole, context) -> Vec<Finding>`: what is wrong with the file as a whole, with spans from its start.
//!
//! All of them are pure, survive any text, and give spans in bounds and on character boundaries.

use super::columns;
use super::ids::{self, IdKind, IdPlace};
use super::reading::{Extract, ExtractAnnotation, Reading};
use super::records::{self, Cut, Detail, Place, Whole};
use super::writing::{self, New};
use crate::rules::{Edit, Finding};
use crate::standoff::Realigned;
use crate::text::Span;

/// How the text of a format's extracts comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextKind {
    /// Somebody wrote it like this: its punctuation and its blocks can be checked.
    Written,
    /// Tokens in a row.
    Tokens,
}

macro_rules! formats {
    ($($id:ident $module:ident $kind:ident $name:literal $label:literal;)*) => {
        /// A format in which text stands between markup.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Markup {
            $(#[doc = $label] $id,)*
        }

        /// What of a whole file has to be known to read one of its records.
        #[derive(Clone, Debug, PartialEq)]
        pub(crate) enum Context {
            $($id(super::$module::Context),)*
        }

        impl Markup {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$id),*];

            /// Its name in settings and commands.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$id => $name,)* }
            }

            /// Its name for people.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$id => $label,)* }
            }

            pub(crate) const fn text_kind(self) -> TextKind {
                match self { $(Self::$id => TextKind::$kind,)* }
            }

            /// Whether a text that begins with `head`, whole lines of it, is clearly in this format.
            pub(crate) fn claims(self, head: &str) -> bool {
                match self { $(Self::$id => super::$module::claims(head),)* }
            }

            /// The record that `text`, which is not empty, begins with.
            pub(crate) fn cut(self, text: &str) -> Cut {
                match self { $(Self::$id => super::$module::cut(text),)* }
            }

            /// What is known of a file of which nothing was read.
            pub(crate) fn no_context(self) -> Context {
                match self { $(Self::$id => Context::$id(Default::default()),)* }
            }

            /// What has to be known of the file to read its records.
            pub(crate) fn context(self, whole: &Whole<'_>) -> Context {
                match self { $(Self::$id => Context::$id(super::$module::context(whole)),)* }
            }
        }

        impl Context {
            /// Reads a record as its format has it.
            fn read_record(&self, text: &str, place: Place, detail: Detail) -> Reading {
                match self { $(Self::$id(context) => super::$module::read(text, place, context, detail),)* }
            }

            const fn markup(&self) -> Markup {
                match self { $(Self::$id(_) => Markup::$id,)* }
            }

            /// What is wrong with the file as a whole.
            pub(crate) fn reduce(&self, whole: &Whole<'_>) -> Vec<Finding> {
                match self { $(Self::$id(context) => super::$module::reduce(whole, context),)* }
            }
        }
    };
}

formats! {
    ConllU conllu Tokens "conllu" "CoNLL-U";
    Conll2012 conll2012 Tokens "conll-2012" "CoNLL-2012";
    WebAnno webanno Tokens "webanno-tsv" "WebAnno TSV";
    Vertical vertical Tokens "vertical" "vertical text";
    Iob iob Tokens "iob" "IOB columns";
    Layers layers Tokens "layers" "CAT or NAF layers";
    Nif nif Tokens "nif" "NIF triples";
    Sgml sgml Written "sgml" "SGML documents";
    Xml xml Written "xml" "XML";
    JsonLines jsonl Written "jsonl" "JSON Lines";
    Export exports Written "export" "export of a press database";
    Brat brat Written "brat" "brat standoff";
}

impl Markup {
    /// Whether offsets of annotations stand in a text of this format and follow when it is edited.
    pub(crate) const fn follows(self) -> bool {
        matches!(self, Self::JsonLines | Self::WebAnno)
    }

    /// `text` as it stands where a value of the markup is: what would end the value there is escaped.
    pub(crate) fn value(self, text: &str) -> String {
        match self {
            Self::Xml | Self::Sgml | Self::Layers | Self::Vertical => super::writing::escaped(text),
            Self::ConllU => super::conllu::escaped(text),
            Self::JsonLines => super::jsonl::escaped(text),
            Self::WebAnno => super::webanno::escaped(text),
            _ => text.to_owned(),
        }
    }

    /// Why `id` cannot stand where an id of this kind does; `None` where it can.
    pub(crate) fn refuses(self, id: &str, kind: IdKind) -> Option<&'static str> {
        let is_name = || id.starts_with(|c: char| c.is_alphabetic() || c == '_') && !id.contains([',', '=', '/', '@']);
        match self {
            Self::ConllU if id.contains(['-', ',', '=', '%']) => {
                Some("hyphens, commas, equals signs and per cent signs part what CoNLL-U says of a mention")
            }
            Self::Conll2012 if kind == IdKind::Chain && id.contains('-') => {
                Some("CoNLL-2012 has chains without hyphens")
            }
            Self::Xml if kind == IdKind::Element && !is_name() => {
                Some("an xml:id begins with a letter and has letters, digits, hyphens, points and underscores only")
            }
            _ => None,
        }
    }

    /// How the offsets in `now` follow what was edited in it since it was `before` and they fitted; `None` where the
    /// format has none.
    pub(crate) fn realign(self, before: &str, now: &str) -> Option<Realigned> {
        match self {
            Self::JsonLines => Some(super::jsonl::realign(before, now)),
            Self::WebAnno => Some(super::webanno::realign(now)),
            _ => None,
        }
    }

    /// The same with as little as can be told of what was not edited.
    pub(crate) fn realign_changed(self, before: &str, now: &str) -> Option<Realigned> {
        match self {
            Self::JsonLines => Some(super::jsonl::realign_changed(before, now)),
            _ => self.realign(before, now),
        }
    }
}

impl Context {
    /// Reads a record.
    pub(crate) fn read(&self, text: &str, place: Place, detail: Detail) -> Reading {
        if let Some(finding) = self.has_rows().then(|| columns::returns_alone(text, place)).flatten() {
            return Reading { findings: vec![finding], ..Reading::default() };
        }
        let mut reading = self.read_record(text, place, detail);
        if self.has_rows() {
            reading.findings.splice(0..0, columns::mark(text, place));
        }
        reading
    }

    /// The one finding about a file of which nothing else is worth saying: it is not what it was taken for.
    /// `first_line` gives the place of its first line.
    pub(crate) fn instead(&self, whole: &Whole<'_>, first_line: impl FnOnce() -> Span) -> Option<Finding> {
        if let Some(conflict) = whole.conflict().finding() {
            return Some(conflict);
        }
        let are_spaced = match self {
            Self::Vertical(context) => context.has_spaces_for_tabs(),
            Self::Iob(context) => context.has_spaces_for_tabs(),
            _ => whole.has_spaces_for_tabs(),
        };
        if are_spaced {
            return Some(records::spaces_for_tabs(self.markup(), first_line()));
        }
        let why = match self {
            _ if whole.is_unlike() => "most of its lines are not",
            Self::Iob(context) if context.is_without_tags() => "none of its columns holds tags (O, B-PER)",
            _ => return None,
        };
        Some(records::unlike(self.markup(), why, first_line()))
    }

    /// Whether lines of columns are what its format is made of.
    const fn has_rows(&self) -> bool {
        matches!(self, Self::Iob(_) | Self::ConllU(_) | Self::Conll2012(_) | Self::WebAnno(_) | Self::Vertical(_))
    }

    /// The edits that make stretches of the record `text`, of which `extract` was read, mentions; `None` where the format
    /// is not written like this, or where one of them has no place. `file` gives the text of the whole file, of whose other
    /// records so many edits as `edits` are made with these.
    pub(crate) fn annotate(
        &self,
        text: &str,
        extract: &Extract,
        news: &[New<'_>],
        (file, edits): (&dyn Fn() -> String, usize),
    ) -> writing::Edits {
        let each = |write: &dyn Fn(New<'_>, usize) -> writing::Edits| {
            let all: Option<Vec<_>> = news.iter().enumerate().map(|(ahead, new)| write(*new, ahead)).collect();
            Some(all?.concat())
        };
        match self {
            Self::Iob(context) => each(&|new, _| super::iob::annotate(text, extract, context, new)),
            Self::ConllU(context) => each(&|new, _| super::conllu::annotate(text, extract, context, new)),
            Self::JsonLines(_) => each(&|new, ahead| super::jsonl::annotate(text, extract, new, ahead)),
            Self::Conll2012(context) => each(&|new, _| super::conll2012::annotate(text, extract, context, new)),
            Self::Vertical(_) => each(&|new, _| super::vertical::annotate(text, extract, new)),
            Self::WebAnno(context) => super::webanno::annotate(text, extract, context, news, (file, edits)),
            Self::Layers(()) => super::layers::annotate(text, extract, news),
            Self::Nif(()) => super::nif::annotate(text, extract, news),
            _ => None,
        }
    }

    /// The edits that give `annotation` of the record `text`, of which `extract` was read, the id of another entity, and
    /// one where it has none and the format is written like that; `None` where there is no place for one.
    pub(crate) fn link(
        &self,
        text: &str,
        extract: &Extract,
        annotation: &ExtractAnnotation,
        id: &str,
    ) -> writing::Edits {
        match self {
            Self::WebAnno(context) => super::webanno::link(text, context, annotation, id),
            Self::Layers(()) => super::layers::link(text, annotation, id),
            Self::Nif(()) => super::nif::link(text, annotation, id),
            Self::Iob(_) => {
                let places = ids::of_annotation(text, extract, annotation).filter(|it| it.kind == IdKind::Entity);
                let edits: Vec<_> = places.map(|it| Edit::replace(it.span, id.to_owned())).collect();
                Some(edits).filter(|edits| !edits.is_empty())
            }
            _ => Some(vec![Edit::replace(annotation.identity.as_ref()?.span, self.markup().value(id))]),
        }
    }

    /// Where ids stand in the record `text`, of which `extracts` were read: ascending, with spans from its start.
    pub(crate) fn ids<'a>(&self, text: &str, extracts: impl Iterator<Item = &'a Extract>) -> Vec<IdPlace> {
        let of_extract = |extract: &Extract| match self {
            Self::Iob(_) | Self::WebAnno(_) | Self::Vertical(_) => ids::of_rows(text, extract),
            Self::Conll2012(_) => {
                let brackets = extract.annotations.iter().map(|it| &it.markup);
                brackets.flat_map(|markup| super::conll2012::ids(text, markup)).collect()
            }
            _ => ids::of_annotations(text, extract),
        };
        let mut found: Vec<IdPlace> = extracts.flat_map(of_extract).collect();
        match self {
            Self::ConllU(context) => found.extend(super::conllu::ids(text, context)),
            Self::Xml(_) => found.extend(super::xml::ids(text)),
            _ => {}
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether chains of one article have names that others may have too.
    pub(crate) fn has_local_chains(&self) -> bool {
        match self {
            Self::ConllU(context) => context.is_local(),
            Self::Conll2012(_) => true,
            _ => false,
        }
    }
}
