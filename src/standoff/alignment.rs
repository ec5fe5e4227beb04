use super::diff;
use crate::text::{Change, Span};

/// What of an old text stands where in a new one.
///
/// It is kept as the stretches that differ; what lies between two of them is the same in both texts, character for
/// character. Following an edit costs a look at the stretches, however long the texts are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    gaps: Vec<Gap>,
}

/// A stretch that differs: the bytes of the old text, and those of the new one that stand in their place.
/// Between two gaps at least one character is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// In the old text; empty where something was put in.
    pub old: Span,
    /// In the new text; empty where something was taken out.
    pub new: Span,
}

/// What became of a stretch of the old text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// Where it is in the new text; empty where nothing of it is left.
    pub span: Span,
    /// What has happened to it.
    pub fate: Fate,
}

/// What has happened to a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Nothing: at most it stands elsewhere.
    Kept,
    /// Something in it was changed: it grew or shrank with it.
    Edited,
    /// All of it was replaced, and nothing but it: whether what stands there now is the same thing cannot be known.
    Replaced,
    /// An edit went over one of its edges: what is left is certain, what belongs to it is not.
    Cut,
    /// Nothing of it is left.
    Lost,
}

impl Alignment {
    /// The alignment of two texts that are known as wholes.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let whole = Gap { old: Span::new(0, old.len()), new: Span::new(0, new.len()) };
        Self { gaps: vec![whole] }.settled(old, new)
    }

    /// Whether both texts are the same, as far as edits tell.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.gaps.is_empty()
    }

    /// The stretches that differ, ascending.
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// Follows an edit of the new text.
    pub fn edit(&mut self, change: Change) {
        let Change { old: edited, new_len } = change;
        // The gaps that the edit touches become one with it.
        let first = self.gaps.partition_point(|gap| gap.new.end < edited.start);
        let behind = self.gaps.partition_point(|gap| gap.new.start <= edited.end);
        let before = first.checked_sub(1).map(|i| self.gaps[i]);
        // In front of and behind the touched gaps, offsets differ by what the gaps before them add up to.
        let to_old = |at: usize, gap: Option<Gap>| gap.map_or(at, |gap| at - gap.new.end + gap.old.end);
        let mut gap = Gap { old: Span::new(to_old(edited.start, before), to_old(edited.end, before)), new: edited };
        if let Some(touched) = self.gaps.get(first..behind).filter(|touched| !touched.is_empty()) {
            let (head, tail) = (touched[0], touched[touched.len() - 1]);
            if head.new.start <= edited.start {
                (gap.old.start, gap.new.start) = (head.old.start, head.new.start);
            }
            gap.new.end = edited.end.max(tail.new.end);
            gap.old.end = tail.old.end + (gap.new.end - tail.new.end);
        }
        gap.new.end = gap.new.end - edited.len() + new_len;
        for later in &mut self.gaps[behind.max(first)..] {
            later.new = Span::new(later.new.start - edited.len() + new_len, later.new.end - edited.len() + new_len);
        }
        let same = gap.old.is_empty() && gap.new.is_empty();
        self.gaps.splice(first..behind.max(first), (!same).then_some(gap));
    }

    /// The same alignment where each gap holds only what really differs in it: text that was taken out and put back
    /// is the same text again, and of a text that was replaced as a whole the parts that came back are known.
    #[must_use]
    pub fn settled(&self, old: &str, new: &str) -> Self {
        let mut gaps: Vec<Gap> = Vec::new();
        for gap in self.gaps.iter().flat_map(|gap| diff::within(*gap, old, new)) {
            match gaps.last_mut() {
                Some(last) if last.old.end == gap.old.start && last.new.end == gap.new.start => {
                    (last.old.end, last.new.end) = (gap.old.end, gap.new.end);
                }
                _ => gaps.push(gap),
            }
        }
        Self { gaps }
    }

    /// Where a stretch of the old text is in the new one.
    ///
    /// What is put in at an edge of it stands outside. An empty stretch goes to the start of what was put in there.
    #[must_use]
    pub fn map(&self, span: Span) -> Mapped {
        let first = self.gaps.partition_point(|gap| gap.old.end < span.start);
        let shift = |at: usize, index: usize| match index.checked_sub(1).map(|i| self.gaps[i]) {
            Some(gap) => at - gap.old.end + gap.new.end,
            None => at,
        };
        if span.is_empty() {
            let at = match self.gaps.get(first).filter(|gap| gap.old.touches(span.start)) {
                Some(gap) => gap.new.start,
                None => shift(span.start, first),
            };
            return Mapped { span: Span::empty(at), fate: Fate::Kept };
        }
        let mut mapped = Mapped { span, fate: Fate::Kept };
        let (mut start, mut end) = (None, None);
        let mut index = first;
        while let Some(gap) = self.gaps.get(index).filter(|gap| gap.old.start <= span.end) {
            index += 1;
            let inside = gap.old.start.max(span.start) < gap.old.end.min(span.end)
                || gap.old.is_empty() && span.start < gap.old.start && gap.old.start < span.end;
            if !inside {
                // At an edge, and outside.
                if gap.old.end <= span.start {
                    start = Some(gap.new.end);
                } else {
                    end = Some(gap.new.start);
                }
                continue;
            }
            let over = gap.old.start < span.start || span.end < gap.old.end;
            if gap.old.contains(span) {
                let fate = if over || gap.new.is_empty() { Fate::Lost } else { Fate::Replaced };
                let span = if over { Span::empty(gap.new.start) } else { gap.new };
                return Mapped { span, fate };
            }
            mapped.fate = mapped.fate.max(if over { Fate::Cut } else { Fate::Edited });
            if gap.old.start <= span.start {
                start = Some(if over { gap.new.end } else { gap.new.start });
            }
            if span.end <= gap.old.end {
                end = Some(if over { gap.new.start } else { gap.new.end });
            }
        }
        let start = start.unwrap_or_else(|| shift(span.start, first));
        // Of the gaps looked at, the last that ends in front of the end of the span counts.
        let before_end = self.gaps.partition_point(|gap| gap.old.end <= span.end && gap.old.start < span.end);
        let end = end.unwrap_or_else(|| shift(span.end, before_end));
        mapped.span = Span::new(start, end.max(start));
        mapped
    }

    /// What was put in where the byte `at` of the old text stands, or next to it; in the new text.
    #[must_use]
    pub fn put_in_at(&self, at: usize) -> Option<Span> {
        let index = self.gaps.partition_point(|gap| gap.old.end < at);
        self.gaps.get(index).filter(|gap| gap.old.touches(at) && !gap.new.is_empty()).map(|gap| gap.new)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The old text with a span between `[` and `]`, an edit that puts the text behind `→` in the place of what lies
    /// between `{` and `}`; the new text with the span marked, and what became of it.
    fn follow(old: &str, put_in: &str) -> (String, Fate) {
        let mut text = String::new();
        let (mut span, mut edit) = (Span::default(), Span::default());
        for c in old.chars() {
            match c {
                '[' => span.start = text.len(),
                ']' => span.end = text.len(),
                '{' => edit.start = text.len(),
                '}' => edit.end = text.len(),
                c => text.push(c),
            }
        }
        let mut alignment = Alignment::default();
        alignment.edit(Change { old: edit, new_len: put_in.len() });
        let mut new = text.clone();
        new.replace_range(edit.range(), put_in);
        let mapped = alignment.settled(&text, &new).map(span);
        new.insert(mapped.span.end, ']');
        new.insert(mapped.span.start, '[');
        (new, mapped.fate)
    }

    #[test]
    fn what_stands_in_front_of_a_span_moves_it() {
        assert_eq!(follow("{}the [Barrier] opened", "At noon "), ("At noon the [Barrier] opened".into(), Fate::Kept));
        assert_eq!(follow("{the }[Barrier] opened", ""), ("[Barrier] opened".into(), Fate::Kept));
    }

    #[test]
    fn what_stands_behind_a_span_leaves_it_alone() {
        assert_eq!(follow("the [Barrier]{} opened", "s"), ("the [Barrier]s opened".into(), Fate::Kept));
        assert_eq!(follow("the [Barrier] {opened}", "shut"), ("the [Barrier] shut".into(), Fate::Kept));
    }

    #[test]
    fn a_span_grows_and_shrinks_with_what_is_edited_in_it() {
        assert_eq!(follow("the [Bar{}rier] opened", "-"), ("the [Bar-rier] opened".into(), Fate::Edited));
        assert_eq!(follow("the [{Bar}rier] opened", "Ter"), ("the [Terrier] opened".into(), Fate::Edited));
        assert_eq!(follow("the [Barri{er}] opened", "age"), ("the [Barriage] opened".into(), Fate::Edited));
        assert_eq!(follow("the [Sound {Barrier}] opened", ""), ("the [Sound ] opened".into(), Fate::Edited));
    }

    #[test]
    fn what_an_edit_over_an_edge_leaves_is_marked() {
        assert_eq!(follow("{the Bar[rier]} opened", "xyz").1, Fate::Lost);
        assert_eq!(follow("{the [Sound} Barrier] opened", "xyz"), ("xyz[ Barrier] opened".into(), Fate::Cut));
        assert_eq!(follow("the [Sound {Barrier] opened}", "xyz"), ("the [Sound ]xyz".into(), Fate::Cut));
    }

    #[test]
    fn a_span_of_which_all_is_gone_is_lost_and_one_that_was_replaced_says_so() {
        assert_eq!(follow("the [{Barrier}] opened", ""), ("the [] opened".into(), Fate::Lost));
        assert_eq!(follow("{the [Barrier] opened}", "xyz").1, Fate::Lost);
        assert_eq!(follow("the [{Sound}] opened", "Axle"), ("the [Axle] opened".into(), Fate::Replaced));
    }

    #[test]
    fn a_text_that_was_taken_out_and_put_back_is_the_same_again() {
        let old = "the Barrier opened";
        let mut alignment = Alignment::default();
        alignment.edit(Change { old: Span::new(2, 14), new_len: 0 });
        alignment.edit(Change { old: Span::empty(2), new_len: 12 });
        assert!(!alignment.is_identity());
        assert!(alignment.settled(old, old).is_identity());
    }

    #[test]
    fn line_ends_byte_order_mark_and_normalisation_are_edits_like_others() {
        let marked = |old: &str, new: &str, name: &str| {
            let start = old.find(name).expect("it is there");
            let mapped = Alignment::between(old, new).map(Span::new(start, start + name.len()));
            (new[mapped.span.range()].to_owned(), mapped.fate)
        };
        assert_eq!(marked("a\nb\nTor", "a\r\nb\r\nTor", "Tor"), ("Tor".into(), Fate::Kept));
        assert_eq!(marked("a\nTor", "\u{feff}a\nTor", "Tor"), ("Tor".into(), Fate::Kept));
        assert_eq!(marked("un café noir", "un cafe\u{301} noir", "café"), ("cafe\u{301}".into(), Fate::Edited));
        assert_eq!(marked("AT&amp;T rose", "AT&T rose", "AT&amp;T"), ("AT&T".into(), Fate::Edited));
    }

    /// A text and edits of it, as places in per mille of the text they meet.
    fn edits() -> impl Strategy<Value = (String, Vec<(usize, usize, String)>)> {
        ("[ab é😀\n]{0,24}", prop::collection::vec((0..1000_usize, 0..1000_usize, "[ab é😀\r\n]{0,4}"), 0..8))
    }

    fn boundary(text: &str, per_mille: usize) -> usize {
        (0..=text.len() * per_mille / 1000).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
    }

    fn apply(text: &mut String, alignment: &mut Alignment, (a, b, put_in): &(usize, usize, String)) -> (Span, String) {
        let (a, b) = (boundary(text, *a), boundary(text, *b));
        let span = Span::new(a.min(b), a.max(b));
        let taken = text[span.range()].to_owned();
        text.replace_range(span.range(), put_in);
        alignment.edit(Change { old: span, new_len: put_in.len() });
        (Span::new(span.start, span.start + put_in.len()), taken)
    }

    /// Each character of the text before, and where it is now, by brute force.
    fn follow_each(old: &str, edits: &[(usize, usize, String)]) -> Vec<Option<usize>> {
        let mut text = old.to_owned();
        let mut places: Vec<Option<usize>> = old.char_indices().map(|(at, _)| Some(at)).collect();
        for edit in edits {
            let (a, b) = (boundary(&text, edit.0), boundary(&text, edit.1));
            let (a, b) = (a.min(b), a.max(b));
            text.replace_range(a..b, &edit.2);
            for place in &mut places {
                *place = place
                    .filter(|at| !(a..b).contains(at))
                    .map(|at| if at < a { at } else { at - (b - a) + edit.2.len() });
            }
        }
        places
    }

    proptest! {
        #[test]
        fn what_lies_between_gaps_is_the_same_in_both_texts((old, edits) in edits()) {
            let (mut text, mut alignment) = (old.clone(), Alignment::default());
            for edit in &edits {
                apply(&mut text, &mut alignment, edit);
            }
            for alignment in [alignment.clone(), alignment.settled(&old, &text), Alignment::between(&old, &text)] {
                let (mut a, mut b) = (0, 0);
                for gap in alignment.gaps() {
                    prop_assert_eq!(&old[a..gap.old.start], &text[b..gap.new.start]);
                    (a, b) = (gap.old.end, gap.new.end);
                }
                prop_assert_eq!(&old[a..], &text[b..]);
            }
        }

        #[test]
        fn a_span_that_no_edit_touches_stays_on_the_same_characters((old, edits) in edits()) {
            let (mut text, mut alignment) = (old.clone(), Alignment::default());
            for edit in &edits {
                apply(&mut text, &mut alignment, edit);
            }
            let alignment = alignment.settled(&old, &text);
            let places = follow_each(&old, &edits);
            let starts: Vec<(usize, char)> = old.char_indices().collect();
            for i in 0..starts.len() {
                for j in i..starts.len() {
                    // Untouched: each character is there, and each beside the one before.
                    let mut expected = places[i];
                    let whole = (i..=j).all(|k| {
                        let here = places[k].is_some() && places[k] == expected;
                        expected = places[k].map(|at| at + starts[k].1.len_utf8());
                        here
                    });
                    if !whole {
                        continue;
                    }
                    let end = starts[j].0 + starts[j].1.len_utf8();
                    let mapped = alignment.map(Span::new(starts[i].0, end));
                    prop_assert_eq!(mapped.fate, Fate::Kept);
                    prop_assert_eq!(Some(mapped.span.start), places[i]);
                    prop_assert_eq!(Some(mapped.span.end), expected);
                }
            }
        }

        #[test]
        fn edits_and_their_undos_leave_nothing_behind((old, edits) in edits()) {
            let (mut text, mut alignment) = (old.clone(), Alignment::default());
            let mut undo = Vec::new();
            for edit in &edits {
                undo.push(apply(&mut text, &mut alignment, edit));
            }
            for (span, taken) in undo.into_iter().rev() {
                text.replace_range(span.range(), &taken);
                alignment.edit(Change { old: span, new_len: taken.len() });
            }
            prop_assert_eq!(&text, &old);
            prop_assert!(alignment.settled(&old, &text).is_identity());
        }

        #[test]
        fn any_stretch_goes_to_a_stretch_of_the_new_text((old, edits) in edits(), a in 0..1000_usize, b in 0..1000_usize) {
            let (mut text, mut alignment) = (old.clone(), Alignment::default());
            for edit in &edits {
                apply(&mut text, &mut alignment, edit);
            }
            let (a, b) = (boundary(&old, a), boundary(&old, b));
            for alignment in [alignment.clone(), alignment.settled(&old, &text)] {
                let mapped = alignment.map(Span::new(a.min(b), a.max(b)));
                prop_assert!(text.get(mapped.span.range()).is_some(), "{:?}", mapped);
            }
        }
    }
}
