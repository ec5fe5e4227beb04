use super::Fate;
use crate::rules::Edit;
use crate::text::Span;

/// How annotations follow their text: the edits that move them, and what becomes of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Realigned {
    /// Edits of the file that holds the annotations: ascending spans that do not overlap.
    pub edits: Vec<Edit>,
    /// Every annotation, in the order of the file.
    pub entries: Vec<Entry>,
}

/// One annotation, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id, or what else it is called by.
    pub name: String,
    /// Where it stands in its file.
    pub span: Span,
    /// The text that it named.
    pub before: String,
    /// The text that it names now.
    pub after: String,
    /// Its first offset now, as the file counts.
    pub start: usize,
    /// What has become of it.
    pub outcome: Outcome,
}

/// What becomes of an annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It stays where it is.
    Kept,
    /// It goes where its text has gone.
    Moved,
    /// It grows or shrinks with what was edited in it.
    Edited,
    /// Its text had been taken out and is back.
    Restored,
    /// It did not fit the text before; it is moved along and still does not.
    Astray,
    /// All of its text was replaced, and nothing else: whether it is about what stands there now cannot be known.
    Replaced,
    /// An edit went over its edge: it has what is left, and what belongs to it cannot be known.
    Cut,
    /// Nothing of its text is left: it covers nothing, and remembers what it named.
    Lost,
}

impl Outcome {
    /// What is said of one annotation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Moved => "moved",
            Self::Edited => "edited",
            Self::Restored => "restored",
            Self::Astray => "astray",
            Self::Replaced => "replaced",
            Self::Cut => "cut",
            Self::Lost => "lost",
        }
    }

    /// Whether a person has to say what is right.
    #[must_use]
    pub const fn is_uncertain(self) -> bool {
        matches!(self, Self::Replaced | Self::Cut | Self::Lost)
    }
}

impl From<Fate> for Outcome {
    /// That of an annotation that does not move.
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::Kept => Self::Kept,
            Fate::Edited => Self::Edited,
            Fate::Replaced => Self::Replaced,
            Fate::Cut => Self::Cut,
            Fate::Lost => Self::Lost,
        }
    }
}

impl Realigned {
    /// How many annotations have this outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.entries.iter().filter(|entry| entry.outcome == outcome).count()
    }

    /// Those of which a person has to say what is right.
    pub fn uncertain(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.outcome.is_uncertain())
    }

    /// The file with its edits made.
    #[must_use]
    pub fn apply(&self, source: &str) -> String {
        let mut new = String::with_capacity(source.len());
        let mut at = 0;
        for edit in &self.edits {
            new.push_str(&source[at..edit.span.start]);
            new.push_str(&edit.text);
            at = edit.span.end;
        }
        new.push_str(&source[at..]);
        new
    }
}
