use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use crate::format::brat::{self, Ann};
use crate::rules::Edit;
use crate::standoff::{Alignment, Outcome, Realigned};
use crate::text::{Change, Document, Span};

/// How many states of a text are remembered.
const MOST_STATES: usize = 32;

/// A text that is being edited, and what its annotations were when they fitted it.
#[derive(Clone, Debug)]
pub struct Following {
    /// The states that are known, the newest last; at least one.
    states: Vec<State>,
    /// From the text of the newest state to the text as it is.
    alignment: Alignment,
}

/// A text and the annotations that fitted it.
#[derive(Clone, Debug)]
struct State {
    text: Document,
    hash: u64,
    annotations: BTreeMap<PathBuf, Arc<str>>,
}

/// What a file of annotations said before and after it followed its text.
#[derive(Clone, Debug)]
pub struct Followed {
    /// The file.
    pub path: PathBuf,
    /// What it said.
    pub before: Arc<str>,
    /// What it says.
    pub after: Arc<str>,
}

impl State {
    fn new(text: Document, annotations: BTreeMap<PathBuf, Arc<str>>) -> Self {
        let hash = xxh3_64(text.text().as_bytes());
        Self { text, hash, annotations }
    }
}

impl Following {
    /// A text, and the annotations beside it, which are taken to fit.
    #[must_use]
    pub fn new(text: Document, annotations: BTreeMap<PathBuf, Arc<str>>) -> Self {
        Self { states: vec![State::new(text, annotations)], alignment: Alignment::default() }
    }

    /// Follows an edit of the text.
    pub fn edit(&mut self, change: Change) {
        self.alignment.edit(change);
    }

    /// Whether annotations may have to follow: the text was edited since they fitted it, or they have followed once and
    /// that may have been undone.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        !self.alignment.is_identity() || self.states.len() > 1
    }

    /// How the annotations in `source`, the content of the file at `path`, follow the text to what it is `now`.
    ///
    /// Where the text is what it was before, and nobody has touched the annotations since, they are what they were too.
    #[must_use]
    pub fn realign(&self, path: &Path, source: &str, now: &str) -> Realigned {
        let says = |state: &&State, content: &str| state.annotations.get(path).is_some_and(|known| **known == *content);
        let newest = &self.states[self.states.len() - 1];
        let known = self.states.iter().rev().find(|state| says(state, source));
        let (old, alignment) = match known.filter(|state| !std::ptr::eq(*state, newest)) {
            // One of the two files was undone without the other.
            Some(state) => {
                let old = state.text.text();
                let alignment = Alignment::between(&old, now);
                (old, alignment)
            }
            None => {
                let old = newest.text.text();
                let alignment = self.alignment.settled(&old, now);
                (old, alignment)
            }
        };
        let mut realigned = brat::realign(source, &Ann::parse(source), &old, now, &alignment);
        let hash = xxh3_64(now.as_bytes());
        let before = self.states.iter().rev().find(|state| state.hash == hash && state.annotations.contains_key(path));
        if let Some(before) = before.filter(|_| known.is_some()) {
            realigned.edits = differences(source, &before.annotations[path]);
            for entry in realigned.entries.iter_mut().filter(|entry| entry.outcome.is_uncertain()) {
                entry.outcome = Outcome::Restored;
            }
        }
        realigned
    }

    /// Takes note that the annotations have followed to `text`; by now the text is `now`.
    pub fn settle(&mut self, text: &Document, followed: Vec<Followed>, now: &Document) {
        let newest = self.states.len() - 1;
        let mut annotations = self.states[newest].annotations.clone();
        for Followed { path, before, after } in followed {
            if self.states[newest].annotations.get(&path) != Some(&before) {
                // Somebody has edited them: what they were earlier is not to come back.
                for state in &mut self.states {
                    state.annotations.remove(&path);
                }
                self.states[newest].annotations.insert(path.clone(), before);
            }
            annotations.insert(path, after);
        }
        self.states.push(State::new(text.clone(), annotations));
        if self.states.len() > MOST_STATES {
            self.states.remove(0);
        }
        let (old, new) = (text.text(), now.text());
        self.alignment = if old == new { Alignment::default() } else { Alignment::between(&old, &new) };
    }
}

/// The edits that make `old` into `new`: line by line where both have as many, else in one piece.
fn differences(old: &str, new: &str) -> Vec<Edit> {
    let (before, after): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    if before.len() != after.len() {
        return difference(old, new, 0).into_iter().collect();
    }
    let mut at = 0;
    let edits = before.into_iter().zip(after).filter_map(|(before, after)| {
        let edit = difference(before, after, at);
        at += before.len() + 1;
        edit
    });
    edits.collect()
}

/// The least edit that makes `old`, which begins at `at`, into `new`.
fn difference(old: &str, new: &str, at: usize) -> Option<Edit> {
    if old == new {
        return None;
    }
    let prefix: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (a, b) = (&old[prefix..], &new[prefix..]);
    let back = a.chars().rev().zip(b.chars().rev());
    let suffix: usize = back.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let span = Span::new(at + prefix, at + old.len() - suffix);
    Some(Edit::replace(span, b[..b.len() - suffix].to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "Vera Lind opened the barrier. Lind spoke in Brannhavn.";
    const ANN: &str = "T1\tPerson 0 9\tVera Lind\nT2\tPerson 30 34\tLind\nT3\tCity 44 53\tBrannhavn\n";

    /// A text in an editor, its annotations, and what was there before each edit.
    struct Session {
        path: PathBuf,
        text: Document,
        ann: String,
        following: Following,
        undo: Vec<(Span, String)>,
    }

    impl Session {
        fn new(text: &str, ann: &str) -> Self {
            let path = PathBuf::from("gates.ann");
            let annotations = BTreeMap::from([(path.clone(), Arc::from(ann))]);
            let text = Document::new(text);
            let following = Following::new(text.clone(), annotations);
            Self { path, text, ann: ann.to_owned(), following, undo: Vec::new() }
        }

        fn replace(&mut self, span: Span, put_in: &str) {
            let taken = self.text.text()[span.range()].to_owned();
            self.undo.push((Span::new(span.start, span.start + put_in.len()), taken));
            let change = self.text.replace(span, put_in);
            self.following.edit(change);
        }

        fn write(&mut self, old: &str, new: &str) {
            let at = self.text.text().find(old).expect("it is there");
            self.replace(Span::new(at, at + old.len()), new);
        }

        fn undo(&mut self) {
            if let Some((span, taken)) = self.undo.pop() {
                let change = self.text.replace(span, &taken);
                self.following.edit(change);
            }
        }

        fn save(&mut self) {
            let realigned = self.following.realign(&self.path, &self.ann, &self.text.text());
            let after = realigned.apply(&self.ann);
            let followed =
                Followed { path: self.path.clone(), before: self.ann.as_str().into(), after: after.as_str().into() };
            self.following.settle(&self.text, vec![followed], &self.text);
            self.ann = after;
        }
    }

    #[test]
    fn an_undo_after_saving_brings_back_every_byte() {
        let mut session = Session::new(TEXT, ANN);
        session.write("Vera Lind opened", "They shut");
        session.save();
        session.write("Brannhavn", "Torvik");
        session.save();
        assert_ne!(session.ann, ANN);
        session.undo();
        session.undo();
        session.save();
        assert_eq!(session.ann, ANN);
    }

    #[test]
    fn annotations_that_were_undone_without_their_text_are_moved_again() {
        let mut session = Session::new(TEXT, ANN);
        session.write("opened", "has opened");
        session.save();
        let moved = std::mem::replace(&mut session.ann, ANN.to_owned());
        session.save();
        assert_eq!(session.ann, moved);
    }

    #[test]
    fn what_somebody_added_meanwhile_stays() {
        let mut session = Session::new(TEXT, ANN);
        session.ann.push_str("T4\tThing 21 28\tbarrier\n");
        session.write("opened", "has opened");
        session.save();
        assert!(session.ann.contains("T4\tThing 25 32\tbarrier"), "{}", session.ann);
        session.undo();
        session.save();
        assert_eq!(session.ann, format!("{ANN}T4\tThing 21 28\tbarrier\n"));
    }

    fn boundary(text: &str, per_mille: usize) -> usize {
        text.floor_char_boundary(text.len() * per_mille / 1000)
    }

    #[derive(Clone, Debug)]
    enum Step {
        Edit(usize, usize, String),
        Undo,
        Save,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let edit = (0..1000_usize, 0..1000_usize, "[a é😀\n]{0,5}").prop_map(|(a, b, put_in)| Step::Edit(a, b, put_in));
        prop::collection::vec(prop_oneof![3 => edit, 1 => Just(Step::Undo), 2 => Just(Step::Save)], 0..12)
    }

    proptest! {
        #[test]
        fn edits_undos_and_saves_restore_the_file_byte_for_byte_when_all_is_undone(steps in steps()) {
            let mut session = Session::new(TEXT, ANN);
            for step in steps {
                match step {
                    Step::Edit(a, b, put_in) => {
                        let text = session.text.text();
                        let (a, b) = (boundary(&text, a), boundary(&text, b));
                        session.replace(Span::new(a.min(b), a.max(b)), &put_in);
                    }
                    Step::Undo => session.undo(),
                    Step::Save => session.save(),
                }
            }
            while !session.undo.is_empty() {
                session.undo();
            }
            session.save();
            prop_assert_eq!(session.text.text(), TEXT);
            prop_assert_eq!(session.ann, ANN);
        }

        #[test]
        fn differences_make_one_text_into_the_other(old in "[aé\n]{0,12}", new in "[aé\n]{0,12}") {
            let mut text = old.clone();
            for edit in differences(&old, &new).into_iter().rev() {
                text.replace_range(edit.span.range(), &edit.text);
            }
            prop_assert_eq!(text, new);
        }
    }
}
