//! What is said of text that stands in more than one place: in one article, and in several.
//!
//! A corpus is written as articles between lines of `=== path`; the finding's text is shown in `[…]`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use copydesk::rules::{Finding, Safety};
use expect_test::{Expect, expect};
use support::Memory;

mod support;

/// The files of a corpus by their paths.
fn files(corpus: &str) -> BTreeMap<PathBuf, String> {
    let parts = corpus.split("=== ").filter(|part| !part.trim().is_empty());
    let file = |part: &str| {
        let (path, text) = part.split_once('\n').expect("a path and a text");
        (PathBuf::from(path.trim()), text.trim_end().to_owned() + "\n")
    };
    parts.map(file).collect()
}

/// What is found in each file: those findings that speak of copies.
fn findings(corpus: &str) -> Vec<(PathBuf, String, Finding)> {
    let corpus = Memory::new(files(corpus));
    let of_copies = |finding: &Finding| {
        let rule = finding.rule.rule();
        rule.code.starts_with("BOI") && rule.name != "scraper-residue"
    };
    let found = corpus.all().flat_map(|(path, text, found)| {
        found.into_iter().filter(of_copies).map(move |finding| (path.to_owned(), text.to_owned(), finding))
    });
    found.collect()
}

fn check(corpus: &str, expected: Expect) {
    let lines = findings(corpus).into_iter().map(|(path, text, finding)| {
        let places = finding.related.iter().map(|related| {
            let (path, text) = match &related.file {
                Some(file) => (file.path.display().to_string(), file.text.as_str()),
                None => ("here".to_owned(), text.as_str()),
            };
            format!("    {path}: [{}]\n", &text[related.span.range()])
        });
        let rule = finding.rule.rule().name;
        let said = &text[finding.span.range()];
        format!("{} {rule}: {}\n  [{said}]\n{}", path.display(), finding.message, places.collect::<String>())
    });
    expected.assert_eq(&lines.collect::<String>());
}

/// The text of the one file of a corpus after the safe fixes of what is found in it.
fn mended(text: &str) -> String {
    let found = findings(&format!("=== a.txt\n{text}"));
    let mut text = text.trim_end().to_owned() + "\n";
    for (_, _, finding) in found.into_iter().rev() {
        for edit in finding.fixes.first().into_iter().flat_map(|fix| &fix.edits) {
            text.replace_range(edit.span.range(), &edit.text);
        }
    }
    text
}

#[test]
fn a_block_that_stands_twice_in_an_article() {
    check(
        "=== a.txt\nGates shut\n\nThe harbour gates at dawn\n\nThey were shut early.\n\n“The Harbour Gates” at dawn!\n",
        expect![[r#"
            a.txt repeated-block: This block stands in the article already
              [“The Harbour Gates” at dawn!]
                here: [The harbour gates at dawn]
        "#]],
    );
}

/// In a text that was dumped without separators, blocks that stand again in a row are one finding as well.
#[test]
fn blocks_that_stand_again_in_a_text_of_very_many_words() {
    let filler = |n: u8| {
        let words: Vec<String> = (0..10_000).map(|i| format!("{}{i}", char::from(b'a' + n))).collect();
        words.join(" ")
    };
    let story = "The harbour office shut its gates on Monday night.\n\nShort.\n\nA crew of nine was taken ashore by the pilot.\n\n";
    let text = format!("{}\n\n{story}{}\n\n{story}", filler(0), (1..7).map(filler).collect::<Vec<_>>().join("\n\n"));
    let found = findings(&format!("=== a.txt\n{text}"));
    let [(_, text, finding)] = found.as_slice() else { panic!("{} findings", found.len()) };
    assert_eq!(finding.message, "These blocks stand in the article already");
    assert_eq!(text[finding.span.range()], *story.trim_end());
    assert_eq!(text[finding.related[0].span.range()], *story.trim_end());
}

#[test]
fn a_caption_pasted_into_the_lede_and_cut_off() {
    check(
        "=== a.txt
Gates shut

The mayor spoke for an hour. Crews close the last of the gates as the first ferry waits in the roads. The gates will…

Crews close the last of the gates as the first ferry waits in the roads. The gates will stay shut for a day.
",
        expect![[r#"
            a.txt repeated-block: This text breaks off; the article holds it in full elsewhere
              [Crews close the last of the gates as the first ferry waits in the roads. The gates will…]
                here: [Crews close the last of the gates as the first ferry waits in the roads. The gates will]
        "#]],
    );
}

#[test]
fn a_sentence_twice_in_one_line() {
    check(
        "=== a.txt\nGates shut\n\nIt rained. The Post is read on both shores of the sound every day. The Post is read on both shores of the sound every day. So it is.\n",
        expect![[r#"
            a.txt repeated-block: This stands in the article already
              [The Post is read on both shores of the sound every day.]
                here: [The Post is read on both shores of the sound every day.]
        "#]],
    );
}

#[test]
fn repetition_that_is_meant_stays_silent() {
    for text in [
        // The headline echoed in the lede.
        "Harbour gates shut at dawn for the first time in years\n\nThe harbour gates shut at dawn for the first time in years on Friday.\n",
        // What somebody said, told first and quoted in full further on.
        "Gates\n\nShe said “we have waited for this day for twelve long years and more” on Friday.\n\nThe speech: “we have waited for this day for twelve long years and more, and so have you.”\n",
        // Names of speakers.
        "Talk\n\nPost\n\nWhy?\n\nLind\n\nWhy not?\n\nPost\n\nWhen?\n\nLind\n\nSoon.\n",
        // Rows of numbers.
        "Tides\n\n4 17 4 17 4 17\n\n4 17 4 17 4 17\n",
        "Talk\n\nNo. No. No, no, no. I said no.\n",
        // Verse.
        "Tide\n\nThe tide has no opinion of us.\nI have asked it.\nThe tide has no opinion of us.\nI will ask again.\n",
        // Refrains.
        "Names\n\nWe did not know their names.\n\nThey walked past.\n\nWe did not know their names.\n\nThey sewed.\n\nWe did not know their names.\n",
        // A transcript.
        "Court\n\nJUDGE: Do you understand the question?\n\nGERL: No.\n\nJUDGE: Do you understand the question?\n\nGERL: Yes.\n",
        "Court\n\nQ: Were you afraid?\n\nA: I cannot remember that.\n\nQ: Did you run?\n\nA: I cannot remember that.\n",
        "The song\n\nOh the ships, they are asleep\n\nThe harbour is made of glass\n\nOh the ships, they are asleep\n\nAnd the sailors are made of brass\n\nOh the ships, they are asleep\n",
    ] {
        let found = findings(&format!("=== a.txt\n{text}"));
        assert!(found.is_empty(), "{text}: {:?}", found[0].2.message);
    }
}

/// Whether the fix of each repetition in `text` is safe.
fn safeties(text: &str) -> Vec<bool> {
    let found = findings(&format!("=== a.txt\n{text}"));
    found.iter().filter_map(|(.., finding)| finding.fixes.first()).map(|fix| fix.safety == Safety::Safe).collect()
}

#[test]
fn repetition_that_may_be_meant_is_not_removed_unasked() {
    for text in [
        // What somebody says twice.
        "Dream\n\nI have a dream that the well is full.\n\nThat is how she began.\n\nI have a dream that the well is full.\n\nShe sat down.\n",
        // Laws and steps.
        "Bill\n\nThe council may suspend the supply.\n\nNothing in this article limits the powers of the fire brigade.\n\nThe council may raise the price.\n\nNothing in this article limits the powers of the fire brigade.\n",
        // A question to several people.
        "Street\n\nWhat do you think of the rationing of water?\n\nIt had to come.\n\nWhat do you think of the rationing of water?\n\nIt is a scandal.\n",
        // A timetable.
        "Tankers\n\nMonday\n\n8 am: tanker at the school\n\nTuesday\n\n8 am: tanker at the school\n",
        // A chorus.
        "Song\n\nRow, row, row your boat\nGently down the stream\n\nVerse two\n\nRow, row, row your boat\nGently down the stream\n",
    ] {
        assert_eq!(safeties(text), [false], "{text}");
    }
}

#[test]
fn copies_that_nobody_means_are_removed_unasked() {
    let prose = "The gates of the barrier were shut at dawn on Friday, and the ferries waited in the roads until the pilots came.";
    for text in [
        // A caption.
        "Gates\n\nThe harbour gates at dawn\n\nThey were shut early.\n\nThe harbour gates at dawn\n\nNobody knew.\n"
            .to_owned(),
        // A copy directly behind the first one.
        "Gates\n\nNobody had expected it of them.\n\nNobody had expected it of them.\n\nSo it is.\n".to_owned(),
        // Long prose.
        format!("Gates\n\n{prose}\n\nNobody had expected it.\n\n{prose}\n"),
    ] {
        assert_eq!(safeties(&text), [true], "{text}");
    }
}

#[test]
fn captions_between_paragraphs_are_no_refrain_and_labels_nobody_who_speaks() {
    let prose = |n: &str| {
        format!(
            "In the {n} year the gates of the barrier were shut at dawn on Friday, and the ferries waited in the roads until pilots came."
        )
    };
    let [one, two, three] = ["first", "second", "last"].map(prose);
    for caption in ["The gates were seen at dawn on Friday.", "PHOTO: The gates were shut at dawn."] {
        let text = format!("Gates\n\n{caption}\n\n{one}\n\n{caption}\n\n{two}\n\n{caption}\n\n{three}\n");
        assert_eq!(safeties(&text), [false, false], "{caption}");
    }
}

#[test]
fn the_fix_of_a_repeated_block_takes_its_line_end_along() {
    let repeated = "The harbour gates at dawn";
    assert_eq!(
        mended(&format!("Title\n\n{repeated}\n\nText.\n\n{repeated}\n\nMore.\n")),
        format!("Title\n\n{repeated}\n\nText.\n\nMore.\n")
    );
    assert_eq!(mended(&format!("Title\n\n{repeated}\n{repeated}\nText.\n")), format!("Title\n\n{repeated}\nText.\n"));
    let sentence = "The Post is read on both shores of the sound every day.";
    assert_eq!(
        mended(&format!("Title\n\nRain. {sentence} {sentence} Sun.\n")),
        format!("Title\n\nRain. {sentence} Sun.\n")
    );
    assert_eq!(
        mended(&format!("Title\n\n{repeated}\n\nText.\n\n{repeated}\n")),
        format!("Title\n\n{repeated}\n\nText.\n")
    );
    let sentence = "The gates were built by the men of the two shores in the year of the third and last flood.";
    let other = "Fish is dear this year, and the pilots say so.";
    assert_eq!(
        mended(&format!("Title\n\nRain. {sentence}\n\n{other} {sentence}\n")),
        format!("Title\n\nRain. {sentence}\n\n{other}\n")
    );
}

#[test]
fn a_sentence_that_another_goes_on_from_is_the_copy() {
    let sentence = "Passengers will be taken by bus to the smaller pier near the old lighthouse on the northern shore of the island";
    let longer = format!("{sentence}, where crossings will run every ninety minutes until the end of the year.");
    assert_eq!(
        mended(&format!("Title\n\n{sentence}. Nobody knows for how long.\n\n{longer}\n")),
        format!("Title\n\nNobody knows for how long.\n\n{longer}\n")
    );
    assert_eq!(
        mended(&format!("Title\n\n{longer}\n\n{sentence}. Nobody knows for how long.\n")),
        format!("Title\n\n{longer}\n\nNobody knows for how long.\n")
    );
}

/// One site, many days, the same line.
fn site(line: &str, days: &[u32]) -> String {
    let texts = ["Gulls are counted.", "A ship ran late.", "The mayor spoke.", "Rain is near.", "Fish is dear."];
    let article = |(day, text): (&u32, &&str)| {
        format!("=== post.example/{day}.txt\ndate: 2031-03-{day:02}\n\nNo {day}\n\n{text}\n\n{line}\n")
    };
    days.iter().zip(&texts).map(article).collect()
}

#[test]
fn one_source_and_many_days_is_site_furniture() {
    check(
        &site("The Post, seven days a week", &[3, 11, 19]),
        expect![[r#"
            post.example/11.txt shared-boilerplate: This block stands in 3 articles of post.example over 17 days: site furniture
              [The Post, seven days a week]
                post.example/19.txt: [The Post, seven days a week]
                post.example/3.txt: [The Post, seven days a week]
            post.example/19.txt shared-boilerplate: This block stands in 3 articles of post.example over 17 days: site furniture
              [The Post, seven days a week]
                post.example/11.txt: [The Post, seven days a week]
                post.example/3.txt: [The Post, seven days a week]
            post.example/3.txt shared-boilerplate: This block stands in 3 articles of post.example over 17 days: site furniture
              [The Post, seven days a week]
                post.example/11.txt: [The Post, seven days a week]
                post.example/19.txt: [The Post, seven days a week]
        "#]],
    );
}

#[test]
fn two_articles_or_one_story_make_no_furniture() {
    check(&site("The Post, seven days a week", &[3, 11]), expect![""]);
    check(&site("The Post, seven days a week", &[3, 4, 5]), expect![""]);
}

#[test]
fn without_source_and_date_the_message_says_so() {
    let corpus: String = ["Gulls.", "Ships.", "Rain.", "Fish.", "Wind."]
        .iter()
        .enumerate()
        .map(|(i, text)| format!("=== {i}.txt\nNo {i}\n\n{text}\n\nThe Post, seven days a week\n"))
        .collect();
    let messages: Vec<String> = findings(&corpus).into_iter().map(|(_, _, it)| it.message.into_owned()).collect();
    assert_eq!(messages.len(), 5);
    let expected = "This block stands in 5 articles; no source and no date is known: site furniture";
    assert_eq!(messages[0], expected);
}

/// Paragraphs that no other story has.
fn story(number: usize, paragraphs: usize) -> String {
    let letter = |n: usize| char::from(b'a' + n as u8 % 26);
    let word = |at: usize, word: usize| [word, number / 26, number, at].map(letter).iter().collect::<String>();
    let paragraph = |at: usize| (0..24).map(|one| word(at, one)).collect::<Vec<_>>().join(" ") + ".";
    (0..paragraphs).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// One site, a day a week, articles with these texts.
fn weekly(texts: &[String]) -> String {
    let article = |(number, text): (usize, &String)| {
        let (month, day) = (3 + number / 4, 1 + 7 * (number % 4));
        format!("=== post.example/{number}.txt\ndate: 2031-{month:02}-{day:02}\n\nNo {number}\n\n{text}\n")
    };
    texts.iter().enumerate().map(article).collect()
}

/// How often each rule speaks.
fn rules(corpus: &str) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    findings(corpus).iter().for_each(|(.., finding)| *counts.entry(finding.rule.rule().name).or_default() += 1);
    counts
}

/// What is said of a line as furniture that stands at `place` in each of eight stories of nine paragraphs: how often, and
/// how often with a fix that is safe.
fn furniture(line: &str, place: impl Fn(usize) -> usize) -> (usize, usize) {
    let text = |number: usize| {
        let told = story(number, 9);
        let mut blocks: Vec<&str> = told.split("\n\n").collect();
        blocks.insert(place(number), line);
        blocks.join("\n\n")
    };
    let found = findings(&weekly(&(0..8).map(text).collect::<Vec<_>>()));
    let of_line = || found.iter().filter(|(.., it)| it.rule.rule().name == "shared-boilerplate");
    (of_line().count(), of_line().filter(|(.., it)| it.fixes[0].safety == Safety::Safe).count())
}

#[test]
fn finished_prose_that_articles_repeat_is_no_furniture() {
    for line in [
        // The background of a story, at the foot of each article about it.
        "The war on the northern shore began in 2019, when ships of the islands took the salt works and the keepers fled.",
        // Formulas.
        "She is survived by her husband, two sons and a sister on the island.",
        "The trial continues.",
        "Some names in this article have been changed to protect the families.",
        "The council generally does not name those who say that they were hurt by the gates or by the men who run them.",
        // What somebody said.
        "“You will be sorry for what has happened to all of these people on the two shores,” a speaker said.",
    ] {
        assert_eq!(furniture(line, |_| 9), (0, 0), "{line}");
        assert_eq!(furniture(line, |_| 4), (0, 0), "{line}");
        assert_eq!(furniture(line, |_| 0), (0, 0), "{line}");
    }
}

#[test]
fn what_speaks_to_the_reader_is_furniture_wherever_it_stands() {
    let long = "Get the letter of the harbour by post for half the price until the herring is back in the sound.";
    assert_eq!(furniture(long, |_| 9), (8, 8));
    assert_eq!(furniture(long, |number| 1 + number % 7), (8, 8));
    // A short sentence may be of the article for all that.
    assert_eq!(furniture("Your call is free.", |_| 9), (8, 0));
    // Who publishes it speaks at the foot.
    let own = "Tides and crosswords are printed in the back of our paper, beside the price of fish.";
    assert_eq!(furniture(own, |_| 9), (8, 0));
    assert_eq!(furniture(own, |_| 0), (0, 0));
}

#[test]
fn a_line_that_is_no_sentence_is_removed_unasked_at_the_foot_only() {
    let line = "The tide table, seven days a week";
    assert_eq!(furniture(line, |_| 9), (8, 8));
    // Headings of a column, ingredients.
    assert_eq!(furniture(line, |_| 4), (8, 0));
    assert_eq!(furniture(line, |_| 1), (8, 0));
}

#[test]
fn a_sentence_of_a_site_is_furniture_without_the_paragraph_that_it_is_glued_to() {
    let told = |line: &str, first: bool| {
        let text = |number: usize| {
            let told = story(number, 5);
            let (rest, last) = told.rsplit_once("\n\n").expect("several paragraphs");
            let last = if first { format!("{line} {last}") } else { format!("{last} {line}") };
            format!("{rest}\n\n{last}")
        };
        let found = findings(&weekly(&(0..8).map(text).collect::<Vec<_>>()));
        assert!(found.iter().all(|(_, text, it)| text[it.span.range()] == *line), "{line}");
        assert!(found.iter().all(|(.., it)| it.fixes[0].safety == Safety::Unsafe), "{line}");
        found.len()
    };
    assert_eq!(told("Tides and crosswords are in the back of our paper.", false), 8);
    assert_eq!(told("Write to the desk where something is wrong.", true), 8);
    assert_eq!(told("Nobody was hurt, and the trial continues.", false), 0);
}

#[test]
fn the_heading_of_a_list_stays_with_its_items() {
    let text = |number: usize| {
        let links: Vec<String> = (0..3).map(|at| story(100 + 3 * number + at, 1)[..40].trim_end().to_owned()).collect();
        format!("{}\n\nYou may also like\n\n{}\n", story(number, 5), links.join("\n\n"))
    };
    let found = findings(&weekly(&(0..8).map(text).collect::<Vec<_>>()));
    let headings: Vec<Safety> = found.iter().map(|(.., it)| it.fixes[0].safety).collect();
    assert_eq!(headings, [Safety::Unsafe; 8]);
}

#[test]
fn a_headline_that_others_link_to_is_no_furniture() {
    let headline = "Gates of the barrier shut at dawn";
    let text = |number: usize| match number {
        0 => format!("{headline}\n\n{}", story(0, 5)),
        _ => format!("{}\n\n{headline}", story(number, 5)),
    };
    let article = |number: usize| {
        format!("=== post.example/{number}.txt\ndate: 2031-03-{:02}\n\n{}\n", 1 + 3 * number, text(number))
    };
    let found = findings(&(0..8).map(article).collect::<String>());
    assert_eq!(found.len(), 7);
    assert!(found.iter().all(|(path, ..)| path != &PathBuf::from("post.example/0.txt")));
}

#[test]
fn of_a_text_that_stands_twice_in_an_article_one_copy_stays() {
    let caption = "The pilots of the sound, as seen from the pier";
    let text = |number: usize| format!("{}\n\n{caption}\n\n{}\n\n{caption}\n", story(number, 4), story(50 + number, 1));
    let found = findings(&weekly(&(0..8).map(text).collect::<Vec<_>>()));
    let safe = |rule: &str| {
        let of_rule = found.iter().filter(|(.., it)| it.rule.rule().name == rule);
        of_rule.filter(|(.., it)| it.fixes[0].safety == Safety::Safe).count()
    };
    assert_eq!((safe("repeated-block"), safe("shared-boilerplate")), (8, 0));
}

#[test]
fn a_footer_that_is_most_of_a_short_article_is_site_furniture() {
    let footer = "We want our talks to be a lively part of the life of the shore, a place where readers can tell us what \
                  they think of the gates, the ferries and the price of fish.\n\n\
                  The Post keeps to the rules of the council of the press; whoever thinks that a report is wrong or hurts \
                  somebody may write to the desk, and to the council where the answer does not help.\n\n\
                  A gift of five crowns a month pays for one report from the court, ten pay for a week of meetings of the \
                  council and twenty for a pilot on a rainy night at sea.";
    let texts: Vec<String> = (0..8).map(|number| format!("{}\n\n{footer}", story(number, 3))).collect();
    let found = findings(&weekly(&texts));
    assert_eq!(found.len(), 3 * 8);
    for (.., finding) in found {
        let expected = "This block stands in 8 articles of post.example over 53 days: site furniture";
        assert_eq!(finding.message, expected);
    }
}

#[test]
fn versions_of_one_story_over_weeks_are_no_furniture() {
    let texts: Vec<String> = (0..8).map(|number| format!("{}\n\n{}", story(number, 1), story(99, 6))).collect();
    assert_eq!(rules(&weekly(&texts)).get("shared-boilerplate"), None);
}

#[test]
fn what_one_source_uses_again_for_months_is_no_wire_copy() {
    let text = |number: usize| match number % 2 {
        0 => format!("{}\n\n{}\n\n{}", story(number, 4), story(99, 1), story(50 + number, 5)),
        _ => story(number, 3),
    };
    let found = findings(&weekly(&(0..10).map(text).collect::<Vec<_>>()));
    assert_eq!(found.len(), 5);
    let expected = "These 24 words stand in 5 articles of post.example over 2 months: text that this source uses again";
    assert_eq!(found[0].2.message, expected);
}

const WIRE: &str = "The gates of the barrier were shut at dawn on Friday for the first time in their long history.";

#[test]
fn a_long_run_shared_with_another_article_is_told() {
    check(
        &format!(
            "=== a.txt\nGates\n\nIt rained all day in the north. {WIRE} Nobody had expected it of them, said those who stood there and waited.\n\
             === b.txt\nRain\n\n{WIRE} Music was played on the pier, and the children waved at ships that passed by far out.\n"
        ),
        expect![[r#"
            a.txt shared-block: These 19 words stand in another article too: b.txt
              [The gates of the barrier were shut at dawn on Friday for the first time in their long history]
                b.txt: [The gates of the barrier were shut at dawn on Friday for the first time in their long history]
            b.txt shared-block: These 19 words stand in another article too: a.txt
              [The gates of the barrier were shut at dawn on Friday for the first time in their long history]
                a.txt: [The gates of the barrier were shut at dawn on Friday for the first time in their long history]
        "#]],
    );
}

#[test]
fn a_quotation_that_several_outlets_carry_stays_silent() {
    let quoted =
        "“We have waited for this day for twelve years, and we shall not forget those who did not live to see it,”";
    check(
        &format!(
            "=== a.txt\nGates\n\n{quoted} said the mayor in a speech on the pier that went on for rather longer than planned.\n\
             === b.txt\nRain\n\nIn the evening there was music and a word of thanks. {quoted} the guests were told by the host.\n"
        ),
        expect![""],
    );
}

#[test]
fn what_is_told_of_a_quotation_in_the_same_words_is_a_copy() {
    let line = "The harbour board sent out a letter that read, in part, “We have waited for this day for twelve years, and \
                we shall not forget those who did not live to see it, nor those who paid for it.”";
    let [here, there] = [story(1, 6), story(2, 6)];
    let found = findings(&format!("=== a.txt\n{here}\n\n{line}\n=== b.txt\n{there}\n\n{line}\n\nGulls came.\n"));
    let rules: Vec<&str> = found.iter().map(|(.., finding)| finding.rule.rule().name).collect();
    assert_eq!(rules, ["shared-block", "shared-block"]);
}

/// Of a near copy, the sentence that is unchanged is not told alone: without it half a paragraph would be left.
#[test]
fn a_near_copy_is_told_as_a_whole() {
    let kept = "Passengers are taken by bus to the smaller pier at the point, where ferries run every ninety minutes and the fare is the same.";
    let text = |verb: &str, what: &str| {
        format!("The harbour board {verb} the gates shut {what} the pilots had gone home. {kept}")
    };
    let (one, other) = (text("kept", "until"), text("had", "because"));
    check(
        &format!("=== a.txt\nGates\n\n{one}\n\nFish is dear.\n\n{other}\n"),
        expect![[r#"
        a.txt near-duplicate-block: This block stands in the article already, with some words changed
          [The harbour board had the gates shut because the pilots had gone home. Passengers are taken by bus to the smaller pier at the point, where ferries run every ninety minutes and the fare is the same.]
            here: [The harbour board kept the gates shut until the pilots had gone home. Passengers are taken by bus to the smaller pier at the point, where ferries run every ninety minutes and the fare is the same.]
    "#]],
    );
}

#[test]
fn a_caption_glued_to_a_paragraph_is_told() {
    for glued in
        [format!("The market hall before closing time {WIRE}"), format!("{WIRE} The market hall before closing time")]
    {
        let text = format!("Gates\n\nThe market hall before closing time\n\nFish is dear.\n\n{glued}\n");
        assert_eq!(safeties(&text), [false], "{glued}");
    }
    // In a sentence it is no caption.
    let text = format!(
        "Gates\n\nThe market hall before closing time\n\nFish is dear.\n\nThe market hall before closing time was full. {WIRE}\n"
    );
    assert_eq!(safeties(&text), Vec::<bool>::new());
}

#[test]
fn a_quotation_pulled_out_of_the_text_is_told() {
    let said = "We asked for nothing but a dry pier";
    assert_eq!(safeties(&format!("Gates\n\n“{said}”\n\nFish is dear.\n\n{WIRE} “{said},” said Lind.\n")), [false]);
    // An interview says far below in full what was quoted of it above.
    let questions: String = (1..=9).map(|number| format!("What is pier {number} for?\n\n")).collect();
    let interview = format!("{WIRE} “{said},” said Lind.\n\n{questions}“{said}.”\n");
    assert_eq!(safeties(&format!("Gates\n\n{interview}")), Vec::<bool>::new());
    // With whoever says it, it is told first and quoted then.
    let told = format!("Lind said: “{said}.”\n\nFish is dear.\n\n{WIRE} “{said},” she began.");
    assert_eq!(safeties(&format!("Gates\n\n{told}\n")), Vec::<bool>::new());
}

#[test]
fn a_standfirst_is_no_headline() {
    let first = "The gates of the barrier were shut at dawn for the first time in their history.";
    let rest = "Nobody had expected it of them, and the pilots went home.";
    assert_eq!(safeties(&format!("{first}\n\n{first} {rest}\n\nFish is dear.\n")), [false]);
    let headline = first.trim_end_matches('.');
    assert_eq!(safeties(&format!("{headline}\n\n{first} {rest}\n\nFish is dear.\n")), Vec::<bool>::new());
}

#[test]
fn a_block_that_stands_again_with_a_word_changed() {
    let line = |often: &str| {
        format!(
            "Passengers will be taken by bus to the smaller pier at the point, where crossings will run every {often} minutes."
        )
    };
    check(
        &format!("=== a.txt\nGates\n\n{}\n\nFish is dear.\n\n{}\n", line("ninety"), line("sixty")),
        expect![[r#"
            a.txt near-duplicate-block: This block stands in the article already, with some words changed
              [Passengers will be taken by bus to the smaller pier at the point, where crossings will run every sixty minutes.]
                here: [Passengers will be taken by bus to the smaller pier at the point, where crossings will run every ninety minutes.]
        "#]],
    );
    check(&format!("=== a.txt\nGates\n\n{}\n\nFish is dear.\n\n{}\n", line("90"), line("60")), expect![[""]]);
}

#[test]
fn a_reworded_block_is_told_with_its_likeness() {
    check(
        "=== a.txt
Gates

The barrier is 2,310 metres long and has nineteen gates, each of which weighs as much as four hundred elephants, the ministry said.

It rained all day in the north, and ships of every size waited in the roads until the pilots went aboard.
=== b.txt
Length

Visitors came early and stayed for long, and some of them brought their dogs and their old cameras with them.

The barrier is 2,310 metres in length and has nineteen gates, every one weighing as much as four hundred elephants, the ministry says.
",
        expect![[r#"
            a.txt near-duplicate-block: This block stands in another article too, 75 % of its words unchanged
              [The barrier is 2,310 metres long and has nineteen gates, each of which weighs as much as four hundred elephants, the ministry said.]
                b.txt: [The barrier is 2,310 metres in length and has nineteen gates, every one weighing as much as four hundred elephants, the ministry says.]
            b.txt near-duplicate-block: This block stands in another article too, 75 % of its words unchanged
              [The barrier is 2,310 metres in length and has nineteen gates, every one weighing as much as four hundred elephants, the ministry says.]
                a.txt: [The barrier is 2,310 metres long and has nineteen gates, each of which weighs as much as four hundred elephants, the ministry said.]
        "#]],
    );
}

#[test]
fn an_article_that_is_contained_in_another_is_told_once_with_the_fuller_one() {
    let more = "There was music in the evening, and the lights went on along the whole of the shore as far as the eye could see.";
    check(
        &format!(
            "=== a.txt\nsource: The Post\ndate: 2031-03-14\n\nGates shut\n\n{WIRE}\n\nNobody had expected it of them.\n\
             === b.txt\nGates shut\n\n{WIRE}\n\nNobody had expected it of them.\n\n{more}\n"
        ),
        expect![[r#"
            a.txt near-duplicate-article: 100 % of this article stands in b.txt; that one is fuller
              [Gates shut]
                b.txt: [Gates shut]
            b.txt near-duplicate-article: This article holds 100 % of a.txt (the post, 2031-03-14); this one is fuller
              [Gates shut]
                a.txt: [Gates shut]
        "#]],
    );
}

#[test]
fn the_articles_of_one_file_are_compared_too() {
    let corpus = format!("=== a.txt\nGates\n\n{WIRE}\n\nIt rained.\n==========\nGates\n\n{WIRE}\n\nIt rained.\n");
    let found = findings(&corpus);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|(_, _, it)| it.rule.rule().name == "near-duplicate-article"));
}
