use super::read::offsets;
use super::{slice_utf16, unescaped};
use crate::format::columns::{Fields, Row, Separator, is_blank, rows};
use crate::rules::Edit;
use crate::standoff::{Entry, Outcome, Realigned};
use crate::text::{Encoding, Span};

/// Counts the offsets of all tokens anew, where somebody has edited tokens, rows or `#Text=`.
///
/// A token stands where the text of its sentence has it next; one that the text does not have moves with the tokens in
/// front of it and stays astray.
#[must_use]
pub fn realign(text: &str) -> Realigned {
    let mut counter = Counter::default();
    let mut fields = Fields::default();
    for row in rows(text, 0) {
        counter.row(text, &row, &mut fields);
    }
    counter.realigned
}

#[derive(Default)]
struct Counter {
    /// How far the tokens that come have moved, in UTF-16 units.
    shift: isize,
    sentence: Sentence,
    /// The last token that is no part of one.
    last: Option<Token>,
    realigned: Realigned,
}

#[derive(Default)]
struct Sentence {
    /// What `#Text=` says of it.
    text: Option<String>,
    /// Where that begins, in UTF-16 units.
    begin: Option<usize>,
    /// The byte of it behind the last token.
    at: usize,
}

/// Offsets in UTF-16 units.
struct Token {
    written: String,
    declared: (usize, usize),
    begin: usize,
}

impl Counter {
    fn row(&mut self, text: &str, row: &Row<'_>, fields: &mut Fields) {
        if is_blank(row.text) {
            self.sentence = Sentence::default();
        } else if let Some(line) = row.text.strip_prefix("#Text=") {
            match &mut self.sentence.text {
                Some(known) => {
                    known.push('\n');
                    known.push_str(&unescaped(line));
                }
                None => self.sentence.text = Some(unescaped(line)),
            }
        } else if !row.text.starts_with('#')
            && let [id, place, token, ..] = fields.read(row.text, row.start, Separator::Tab)
            && let Some(declared) = offsets(&text[place.range()])
        {
            self.token(&text[id.range()], *place, unescaped(&text[token.range()]), declared);
        }
    }

    fn token(&mut self, id: &str, place: Span, written: String, declared: (usize, usize)) {
        let is_part = id.contains('.');
        let found = if is_part { self.part(&written, declared) } else { self.next(&written, declared) };
        let (begin, end) = match found {
            Some(begin) => (begin, begin + Encoding::Utf16.len(&written)),
            None => (self.shifted(declared.0), self.shifted(declared.1)),
        };
        let outcome = match found {
            None => Outcome::Astray,
            Some(_) if (begin, end) == declared => Outcome::Kept,
            Some(_) => Outcome::Moved,
        };
        let (before, after) = (written.clone(), written.clone());
        self.realigned.entries.push(Entry { name: id.to_owned(), span: place, before, after, start: begin, outcome });
        if (begin, end) != declared {
            self.realigned.edits.push(Edit::replace(place, format!("{begin}-{end}")));
        }
        if !is_part {
            self.shift = end as isize - declared.1 as isize;
            self.last = Some(Token { written, declared, begin });
        }
    }

    fn shifted(&self, offset: usize) -> usize {
        offset.saturating_add_signed(self.shift)
    }

    /// Where a token begins: behind the one in front and white space, else where it should be by its offsets. Without a
    /// text of the sentence it is where its offsets say.
    fn next(&mut self, written: &str, (declared, _): (usize, usize)) -> Option<usize> {
        let expected = self.shifted(declared);
        let Some(text) = &self.sentence.text else { return Some(expected) };
        let rest = &text[self.sentence.at..];
        let near = text.len() - rest.trim_start().len();
        let at = if text[near..].starts_with(written) {
            near
        } else {
            let from = expected.checked_sub(self.sentence.begin?)?;
            let there =
                slice_utf16(text, from, from + Encoding::Utf16.len(written)).filter(|there| *there == written)?;
            there.as_ptr() as usize - text.as_ptr() as usize
        };
        self.sentence.at = at + written.len();
        let units = Encoding::Utf16.len(&text[..at]);
        Some(*self.sentence.begin.get_or_insert(expected.saturating_sub(units)) + units)
    }

    /// Where a part of the last token begins.
    fn part(&self, written: &str, (declared, _): (usize, usize)) -> Option<usize> {
        let whole = self.last.as_ref()?;
        let from = declared.checked_sub(whole.declared.0)?;
        let is_there = slice_utf16(&whole.written, from, from + Encoding::Utf16.len(written)) == Some(written);
        let units = if is_there { from } else { Encoding::Utf16.len(&whole.written[..whole.written.find(written)?]) };
        Some(whole.begin + units)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    const HEAD: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Entity|value\n\n\n";
    const SENTENCES: &str = "#Text=Vera Lind spoke.\n1-1\t0-4\tVera\tPER[1]\n1-2\t5-9\tLind\tPER[1]\n\
        1-3\t10-15\tspoke\t_\n1-4\t15-16\t.\t_\n\n#Text=She left.\n2-1\t17-20\tShe\t_\n2-2\t21-25\tleft\t_\n2-2.1\t21-23\tle\t_\n";

    fn realigned(text: &str) -> String {
        realign(text).apply(text)
    }

    #[test]
    fn offsets_that_are_right_stay() {
        let text = format!("{HEAD}{SENTENCES}");
        assert_eq!(realign(&text).edits, []);
        assert_eq!(realigned(&text.replace('\n', "\r\n")), text.replace('\n', "\r\n"));
    }

    #[test]
    fn what_stands_behind_an_edited_token_moves() {
        let text = SENTENCES.replace("Lind", "Lindström🎈");
        expect![[r"
            #Text=Vera Lindström🎈 spoke.
            1-1	0-4	Vera	PER[1]
            1-2	5-16	Lindström🎈	PER[1]
            1-3	17-22	spoke	_
            1-4	22-23	.	_

            #Text=She left.
            2-1	24-27	She	_
            2-2	28-32	left	_
            2-2.1	28-30	le	_
        "]]
        .assert_eq(&realigned(&text));
    }

    #[test]
    fn rows_that_were_put_in_or_taken_out_are_followed() {
        let longer = SENTENCES.replace("Lind spoke", "Lind never spoke");
        let longer = longer.replace("1-3\t", "1-3\t0-0\tnever\t_\n1-4\t");
        let moved = realigned(&longer);
        assert!(moved.contains("1-3\t10-15\tnever\t_\n1-4\t16-21\tspoke\t_\n1-4\t21-22\t."), "{moved}");
        assert!(moved.contains("2-1\t23-26\tShe"), "{moved}");
        let shorter = moved.replace(" never", "").replace("1-3\t10-15\tnever\t_\n", "");
        assert!(realigned(&shorter).contains("1-4\t10-15\tspoke\t_\n1-4\t15-16\t.\t_\n"), "{shorter}");
    }

    #[test]
    fn a_token_that_its_sentence_does_not_have_is_astray() {
        let all = realign(&SENTENCES.replacen("\tLind", "\tLindt", 1));
        let astray: Vec<&str> =
            all.entries.iter().filter(|it| it.outcome == Outcome::Astray).map(|it| it.name.as_str()).collect();
        assert_eq!(astray, ["1-2"]);
    }
}
