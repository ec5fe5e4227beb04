//! Names in articles: which are found, which of an article are one, which of several articles are one.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use copydesk::config::Settings;
use copydesk::facts::FileFacts;
use copydesk::format::{Dialect, Format};
use copydesk::mentions::lexicon::Entry;
use copydesk::mentions::{ArticleNames, EntityId, EntityKind, Lexicon, link, of_file};
use expect_test::expect;
use proptest::prelude::*;

fn names_with(text: &str, lexicon: &Lexicon) -> ArticleNames {
    let facts = FileFacts::new(text, Dialect::Plain, Arc::new(Settings::default()));
    of_file(&facts, text, &[], lexicon).into_iter().next().unwrap_or_default()
}

fn names(text: &str) -> ArticleNames {
    names_with(text, &Lexicon::default())
}

/// The mentions of an article, one a line: the name, its title in brackets, the number of its entity.
fn list(text: &str, names: &ArticleNames) -> String {
    let mut out = String::new();
    for mention in &names.mentions {
        let title = &text[mention.span.start..mention.name.start];
        let name = &text[mention.name.range()];
        let rest = &text[mention.name.end..mention.span.end];
        let title = if title.is_empty() { String::new() } else { format!("({})", title.trim()) };
        let _ = writeln!(out, "{} {title}{name}{rest}", mention.entity);
    }
    out
}

fn listed(text: &str) -> String {
    list(text, &names(text))
}

/// For each article the entities that it shares with others: name and a number.
fn linked(texts: &[&str]) -> Vec<Vec<(String, usize)>> {
    let articles: Vec<ArticleNames> = texts.iter().map(|text| names(text)).collect();
    let links = link(&articles);
    let mut numbers: HashMap<EntityId, usize> = HashMap::new();
    let mut rows = Vec::new();
    for (article, ids) in articles.iter().zip(&links.ids) {
        let row = article.entities.iter().zip(ids).map(|(entity, id)| {
            let next = numbers.len();
            (entity.name.to_string(), *numbers.entry(*id).or_insert(next))
        });
        rows.push(row.collect());
    }
    rows
}

#[test]
fn a_german_noun_is_no_name_by_its_capital() {
    let text = "Aufgrund der schweren Unwetter bleiben am Montag in weiten Teilen Niedersachsens die Schulen geschlossen. \
        Das teilte Kultusministerin Ilka Sobolez in Hannover mit. Die Feuerwehr rückte nach Angaben der Behörden zu \
        mehr als 400 Einsätzen aus, auch die Deutsche Bahn meldete Verspätungen. „Wir haben die Lage im Griff“, sagte \
        Sobolez der Braunschweiger Zeitung. Bund und Länder wollen Hilfe leisten, auch die CDU und das Ifo-Institut.";
    expect![[r#"
        0 Niedersachsens
        1 Ilka Sobolez
        2 Hannover
        3 Deutsche Bahn
        1 Sobolez
        4 Braunschweiger Zeitung
        5 CDU
        6 Ifo-Institut
    "#]]
    .assert_eq(&listed(text));
}

#[test]
fn romance_names_begin_behind_the_article_and_end_behind_the_adjective() {
    let text = "Le Parti socialiste de Karsovie a critiqué le gouvernement. Selon Météo-Sund, la marée devrait baisser dans \
        la nuit. À l’Assemblée nationale, le député Jean-Luc Moreau a demandé une enquête. « Faut-il attendre ? », a dit \
        M. Moreau dans Le Monde. Le Monde est un journal.";
    expect![[r#"
        0 Parti socialiste
        1 Karsovie
        2 Météo-Sund
        3 Assemblée nationale
        4 (député)Jean-Luc Moreau
        4 (M.)Moreau
        5 Le Monde
        5 Le Monde
    "#]]
    .assert_eq(&listed(text));
}

#[test]
fn a_country_in_front_of_a_person_is_a_name_by_itself() {
    expect![[r#"
        0 России
        1 Владимир Карпов
        2 Казань
        1 Карпов
        3 Государственной думе
    "#]]
    .assert_eq(&listed(
        "Ранее президент России Владимир Карпов посетил Казань. Однако Карпов не был в Государственной думе.",
    ));
}

#[test]
fn in_other_languages_a_capital_counts() {
    expect![[r#"
        0 Velsum
        1 Karsowa
        0 Velsum
        2 Lindert
    "#]]
    .assert_eq(&listed("De burgemeester van Velsum sprak met Karsowa. In Velsum werd het feest met Lindert gevierd."));
}

#[test]
fn a_surname_is_chained_to_the_full_name_and_a_title_is_no_part_of_the_name() {
    let text = "Foreign Minister Vera Lind opened the barrier on Monday.\n\nMs Lind thanked the crew. “It holds,” Lind said.\n";
    expect![[r#"
        0 (Foreign Minister)Vera Lind
        0 (Ms)Lind
        0 Lind
    "#]]
    .assert_eq(&listed(text));
}

#[test]
fn two_people_with_one_surname_stay_two() {
    let text =
        "The prize went to Vera Lind and to Oskar Lind.\n\nThe jury praised Vera Lind twice, and Oskar Lind once.\n";
    expect![[r#"
        0 Vera Lind
        1 Oskar Lind
        0 Vera Lind
        1 Oskar Lind
    "#]]
    .assert_eq(&listed(text));
}

#[test]
fn a_noun_is_chained_to_the_one_person_with_that_title() {
    let text = "Norwegian Foreign Minister Vera Lind met German Chancellor Oskar Brandt in Bergen.\n\n\
                The Norwegian minister said the chancellor was late. The minister smiled.\n";
    expect![[r#"
        0 (Norwegian Foreign Minister)Vera Lind
        1 (German Chancellor)Oskar Brandt
        2 Bergen
        0 Norwegian minister
        1 chancellor
        0 minister
    "#]]
    .assert_eq(&listed(text));
}

#[test]
fn letters_stand_for_the_organisation_and_a_country_for_itself_under_all_its_names() {
    let text = "The Federal Harbour Board (FHB) met in London. Britain pays, the FHB said.\n\n\
                Inspectors from the United Kingdom and from the Federal Harbour Board agreed. The UK is patient.\n";
    expect![[r#"
        0 Federal Harbour Board
        0 FHB
        1 London
        2 Britain
        0 FHB
        2 United Kingdom
        0 Federal Harbour Board
        2 UK
    "#]]
    .assert_eq(&listed(text));
}

#[test]
fn what_a_headline_in_title_case_writes_with_capitals_is_no_name_for_that() {
    let text = "Harbour Workers Thank Vera Lind For Quick Rescue\n\nWorkers of the harbour thanked Vera Lind for the rescue on Monday.\n";
    expect![[r#"
        0 Vera Lind
        0 Vera Lind
    "#]]
    .assert_eq(&listed(text));
}

#[test]
fn the_headline_of_a_record_is_read_where_it_has_no_escapes() {
    for (text, expected) in [
        (
            r#"{"title": "Lind opens Solmund gates", "text": "The mayor Vera Lind came to Solmund on Monday."}"#,
            expect![[r#"
                0 Lind
                1 Solmund
                0 (mayor)Vera Lind
                1 Solmund
            "#]],
        ),
        (
            r#"{"title": "Lind: \"gates open\"", "text": "The mayor Vera Lind came to Solmund on Monday."}"#,
            expect![[r#"
                0 (mayor)Vera Lind
                1 Solmund
            "#]],
        ),
    ] {
        let format = Format::of_language("jsonl").expect("a format");
        let facts = FileFacts::new(text, format, Arc::new(Settings::default()));
        let names = of_file(&facts, text, &[], &Lexicon::default()).remove(0);
        expected.assert_eq(&list(text, &names));
    }
}

#[test]
fn a_paragraph_with_many_names_is_no_headline() {
    expect![[r#"
        0 Tervala International
        1 Norvik Automobile
    "#]]
    .assert_eq(&listed(
        "It was sold to Tervala International and Norvik Automobile.\n\nThe rest was kept by those who had built it.",
    ));
}

#[test]
fn whose_office_stands_in_front_of_a_person_is_a_name_of_its_own() {
    expect![[r#"
        0 US
        1 (Secretary)Karl Holm
        2 Bank of Tervala
        3 (Governor)Masaki Lindane
        4 Tervala
        5 (CEO)Vera Lind
        6 EU
        7 (Trade Commissioner)Oskar Brandt
        8 NCG
        9 (Captain)Ola Norvik
    "#]]
    .assert_eq(&listed(
        "US Treasury Secretary Karl Holm met Bank of Tervala Governor Masaki Lindane and Tervala CEO Vera Lind. \
        It was said by EU Trade Commissioner Oskar Brandt, and the NCG Captain Ola Norvik heard it.",
    ));
    expect![[r#"
        0 Norvik Bank
        1 (Leader)Karl Holm
        2 Vera Lind
    "#]]
    .assert_eq(&listed(
        "They met Norvik Bank Leader Karl Holm and Chancellor of the Exchequer Vera Lind in the evening.\n",
    ));
}

#[test]
fn an_amount_is_no_part_of_the_name_in_front_of_it() {
    expect![[r#"
        0 Tervala Mutual
        1 Norvik Holdings
        2 Solmund Bank
        3 Norvik 100
    "#]]
    .assert_eq(&listed(
        "Shares of Tervala Mutual fell, Norvik Holdings 27% and Solmund Bank 14 cents, and the Norvik 100 was higher.",
    ));
}

#[test]
fn a_product_written_small_is_a_name_in_a_headline_and_at_the_beginning_of_a_sentence() {
    expect![[r#"
        0 Norvik
        1 uPhone
        1 uPhone
        0 Norvik
    "#]].assert_eq(&listed("Norvik Unveils uPhone, Changes Its Name\n\nThe uPhone combines a radio and a lamp. People want the uPhone, said Norvik."));
}

#[test]
fn an_organisation_and_what_stands_behind_and_are_two_names() {
    expect![[r#"
        0 Tervala Airways
        1 Nouvolair
        2 Solmund Systems
        3 Oslo
        4 Vera Lind
        5 Brandt & Company
        6 Securities and Exchange Commission
        7 Bank of Norvik
    "#]]
    .assert_eq(&listed(
        "It came from Tervala Airways and Nouvolair, and from Solmund Systems of Oslo. \
        Vera Lind of Brandt & Company told the Securities and Exchange Commission and the Bank of Norvik.",
    ));
}

#[test]
fn the_state_behind_a_party_is_a_name() {
    expect![[r#"
        0 Vera Lind
        1 Wash
        2 Karl Holm
        3 Ohio
    "#]]
    .assert_eq(&listed("Senators Vera Lind (D-Wash.) and Karl Holm (R-Ohio) urged both sides to return to the table."));
}

#[test]
fn letters_in_brackets_are_a_name_when_what_they_stand_for_is_one() {
    expect![[r#"
        0 Northern Harbour Union Company
        0 NHUC
        0 NHUC
    "#]]
    .assert_eq(&listed(
        "The Northern Harbour Union Company (NHUC) sells it without digital rights management (DRM). \
        The NHUC said that nobody wanted DRM in the north.",
    ));
}

#[test]
fn adjectives_of_two_nations_and_words_made_of_others_are_no_names() {
    expect![[r#"
        0 Oslo
    "#]].assert_eq(&listed("Gainers outnumbered losers in Oslo. Carmakers fell, said the Anglo-Dutch company and the Canadian-Austrian board."));
}

#[test]
fn marks_inside_names_part_nothing() {
    expect![[r#"
        0 St. Louis
        1 (Sen.)Vera Lind
        2 Norvik, Inc
        3 Tervala S.p.A.
        4 Solmund & Holm's 500
        5 Plan B
        6 Karl Brandt, Jr
    "#]]
    .assert_eq(&listed(
        "He saw St. Louis with Sen. Vera Lind. Shares of Norvik, Inc. and of Tervala S.p.A. fell, and the \
        Solmund & Holm's 500 rose. It was Plan B. The plan of Karl Brandt, Jr. was better.",
    ));
}

#[test]
fn spellings_and_inflected_forms_of_a_name_are_linked() {
    let texts = [
        "Foreign Minister Sergey Tarasov spoke in Bergen. Mr Tarasov left.\n",
        "Foreign Minister Sergei Tarasov spoke in Oslo.\n",
        "Министр Сергей Тарасов прибыл в Осло в понедельник.\n",
        "Встреча с министром Сергеем Тарасовым прошла в Осло.\n",
    ];
    let rows = linked(&texts);
    let of = |row: &Vec<(String, usize)>, names: &[&str]| {
        row.iter().find(|(name, _)| names.iter().any(|one| name.contains(one))).map(|(_, number)| *number)
    };
    assert_eq!(of(&rows[0], &["Tarasov"]), of(&rows[1], &["Tarasov"]));
    assert_eq!(of(&rows[2], &["Тарасов"]), of(&rows[3], &["Тарасов"]));
}

#[test]
fn a_name_in_a_teaser_is_said_to_stand_in_boilerplate() {
    let text = "The barrier was opened by Vera Lind on Monday, after a winter of storms and repairs.\n\n\
                READ MORE: Oskar Brandt leaves Bergen\n\nMs Lind thanked the crew for its patience with the gates.\n";
    let found = names(text);
    let marked: Vec<&str> = found.mentions.iter().filter(|m| m.boilerplate).map(|m| &text[m.name.range()]).collect();
    assert_eq!(marked, ["Oskar Brandt", "Bergen"]);
}

#[test]
fn an_annotation_speaks_before_the_recogniser() {
    let text = "Yesterday [the Old Gate]{.LOC #gate} was opened by Vera Lind.\n";
    let found = names(text);
    assert_eq!(list(text, &found), "0 the Old Gate\n1 Vera Lind\n");
    assert_eq!((found.mentions[0].kind, found.mentions[0].id.as_deref()), (Some(EntityKind::Place), Some("gate")));
}

#[test]
fn an_alias_of_the_knowledge_base_is_found_in_scripts_without_capitals() {
    let mut lexicon = Lexicon::default();
    lexicon.add("林真", Entry { id: "lind".into(), kind: Some(EntityKind::Person) });
    let text = "昨天林真来了。\n";
    let found = names_with(text, &lexicon);
    assert_eq!(found.mentions.iter().map(|m| &text[m.name.range()]).collect::<Vec<_>>(), ["林真"]);
    assert_eq!(found.entities[0].id.as_deref(), Some("lind"));
}

#[test]
fn a_bare_surname_is_whose_the_corpus_says_unless_two_bear_it() {
    let first = "Harbour chief Vera Lind spoke to the crew. Lind was brief.\n";
    let second = "The crew was thanked by Lind on Monday.\n";
    let third = "A poet called Oskar Lind was there.\n";
    let of = |rows: &[Vec<(String, usize)>], article: usize| {
        rows[article].iter().find(|(name, _)| name.contains("Lind")).map(|(_, number)| *number)
    };
    let rows = linked(&[first, second]);
    assert_eq!(of(&rows, 0), of(&rows, 1));
    let rows = linked(&[first, second, third]);
    assert_ne!(of(&rows, 0), of(&rows, 1));
    assert_ne!(of(&rows, 0), of(&rows, 2));
}

/// Text made of words that names are made of.
fn newsprint() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Vera",
        "Lind",
        "Oskar",
        "the",
        "Ministry",
        "of",
        "Health",
        "U.S.",
        "EU",
        "said",
        "in",
        "Mr",
        "président",
        "Ü",
        "Brandt’s",
        "—",
        "“",
        "”",
        ".",
        ",",
        "\n\n",
        "[Lind]{.PER #l}",
        "习",
        "Москва",
        "(",
        ")",
        "iPhone",
        "&",
        "A",
        "-",
        "and",
        "The",
        "Goldman Sachs",
        "US President",
        "Supreme Court Justice",
        "Storm",
        "Monday",
        "May",
        "island",
        "Oslo-based",
        "Norway’s",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

/// Words of several languages with enough small ones that their language is told.
fn foreign_newsprint() -> impl Strategy<Value = String> {
    let german = [
        "und",
        "der",
        "die",
        "im",
        "von",
        "Lage",
        "Stephan",
        "Weil",
        "Ministerin",
        "Deutsche",
        "Bahn",
        "Bundes-Amt",
        "s",
    ];
    let french =
        ["le", "la", "dans", "pour", "et", "Le", "Selon", "Parti", "socialiste", "l’Europe", "Faut-il", "L’État", "d’"];
    let russian = [
        "в",
        "на",
        "и",
        "что",
        "Однако",
        "Президент",
        "России",
        "США",
        "Владимир",
        "Путина",
        "думе",
        "Верховный",
        "суд",
    ];
    let marks = ["\n\n", ".", "“", "»", ",", "4", "ẞ", "A"];
    let mixed = |words: [&'static str; 13]| {
        let word = prop_oneof![4 => prop::sample::select(words.to_vec()), 1 => prop::sample::select(marks.to_vec())];
        prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
    };
    prop_oneof![mixed(german), mixed(french), mixed(russian)]
}

proptest! {
    #[test]
    fn mentions_ascend_in_bounds_and_their_entities_exist(text in prop_oneof![newsprint(), foreign_newsprint()]) {
        let found = names(&text);
        let mut last = 0;
        for mention in &found.mentions {
            // Annotations may nest; in this text they do not.
            prop_assert!(last <= mention.span.start && mention.span.start < mention.span.end);
            prop_assert!(mention.span.contains(mention.name) && !mention.name.is_empty());
            prop_assert!(text.get(mention.span.range()).is_some() && text.get(mention.name.range()).is_some());
            prop_assert!((mention.entity as usize) < found.entities.len());
            last = mention.span.end;
        }
        let counted: u32 = found.entities.iter().map(|entity| entity.mentions).sum();
        prop_assert_eq!(counted as usize, found.mentions.len());
    }

    #[test]
    fn the_order_of_articles_does_not_matter(texts in prop::collection::vec(newsprint(), 1..6), turn in 0usize..6) {
        let articles: Vec<ArticleNames> = texts.iter().map(|text| names(text)).collect();
        let mut turned = articles.clone();
        turned.rotate_left(turn % articles.len());
        let mut ids = link(&turned).ids;
        ids.rotate_right(turn % articles.len());
        prop_assert_eq!(ids, link(&articles).ids);
    }
}

#[test]
fn an_office_is_no_name_and_whose_it_is_has_one() {
    for (text, expected) in [
        ("The envoy met US President Vera Lindqvist there.", "0 US\n1 (President)Vera Lindqvist\n"),
        ("He spoke to Supreme Court Justice Vera Lindqvist.", "0 Supreme Court\n1 (Justice)Vera Lindqvist\n"),
        ("A letter of Minister of Information Vera Lindqvist came.", "0 Vera Lindqvist\n"),
        ("The rival of Republican Senator Vera Lindqvist spoke.", "0 (Republican Senator)Vera Lindqvist\n"),
        ("It was built by Vera Lindqvist of Norway last year.", "0 Vera Lindqvist\n1 Norway\n"),
        ("It went past Bermuda Wednesday night.", "0 Bermuda\n"),
        ("They filled Vera Lindqvist's Senate seat.", "0 Vera Lindqvist\n1 Senate\n"),
        ("The House of Representatives and the Senate voted.", "0 House of Representatives\n1 Senate\n"),
        ("In the U.S. House of Representatives they voted.", "0 U.S. House of Representatives\n"),
        ("And in May Johnson opened the gates.", "0 Johnson\n"),
        ("The prize went to Lee Kuan-ching of the paper.", "0 Lee Kuan-ching\n"),
        ("Two Democratic senators and a Norway-led party voted.", "0 Norway\n"),
    ] {
        assert_eq!(listed(&format!("{text} This is what the paper of the town said.\n")), expected, "{text}");
    }
}

#[test]
fn what_ends_in_the_middle_of_a_list_is_read_to_its_end() {
    for text in
        ["Goldman Sachs and The", "The Bureau of Alcohol and The", "Er sprach mit Siemens und Die", "The Of The"]
    {
        let _ = names(text);
    }
}

#[test]
fn whoever_is_called_as_a_company_is_not_the_company() {
    let texts = [
        "Harold Ford met the mayor. Then Ford said that it was late.\n",
        "Doug Ford opened the bridge. It is late, Ford told reporters.\n",
        "Shares of Ford rose on Monday as the carmaker sold more.\n",
    ];
    let rows = linked(&texts);
    let numbers: Vec<usize> = rows.iter().map(|row| row[0].1).collect();
    assert!(numbers[0] != numbers[1] && numbers[1] != numbers[2] && numbers[0] != numbers[2], "{rows:?}");
}

#[test]
fn what_is_said_of_a_name_once_holds_in_the_whole_article() {
    let kinds = |text: &str| {
        let names = names(text);
        let kind = |it: &copydesk::mentions::Mention| it.kind.map_or("-", EntityKind::label);
        names.mentions.iter().map(|it| format!("{} {}", &text[it.name.range()], kind(it))).collect::<Vec<_>>()
    };
    let text = "The gas producer Solmera signed a letter. Later Solmera said that it was a draft.\n";
    assert_eq!(kinds(text), ["Solmera ORG", "Solmera ORG"]);
    let text = "The ferry calls at the island Tervik. Nobody lives on Tervik in winter, said the mayor.\n";
    assert_eq!(kinds(text), ["Tervik LOC", "Tervik LOC"]);
    let text = "Tervala Airlines flies again. In spring Tervala said that it had no fuel.\n";
    assert_eq!(kinds(text), ["Tervala Airlines ORG", "Tervala ORG"]);
    let text = "On Monday Hurricane Tervala came near. The gates were shut as Tervala grew.\n";
    assert_eq!(kinds(text), ["Hurricane Tervala EVENT", "Tervala EVENT"]);
}

#[test]
fn an_institution_is_linked_to_that_of_its_country_where_the_corpus_has_one() {
    let texts = [
        "The case went to the U.S. Supreme Court. The Supreme Court had no time for it.\n",
        "It is now for the Supreme Court of the United States to say so.\n",
        "The Supreme Court will hear the case in the spring, the paper said.\n",
    ];
    let courts: Vec<usize> = linked(&texts)
        .into_iter()
        .map(|row| row.into_iter().find(|(name, _)| name.contains("Court")).expect("a court").1)
        .collect();
    assert_eq!(courts, [courts[0]; 3]);
}

/// The number of the entity of the corpus that each name of `wanted` is in the articles `texts`, in their order.
fn numbers_of(texts: &[&str], wanted: &[&str]) -> Vec<usize> {
    let all: Vec<(String, usize)> = linked(texts).into_iter().flatten().collect();
    all.into_iter().filter(|(name, _)| wanted.contains(&name.as_str())).map(|(_, number)| number).collect()
}

#[test]
fn a_company_is_known_by_its_first_word_and_its_letters_in_other_articles() {
    let texts = [
        "The fund Cerbara Capital Management bought the firm, and that was all that it said in the letter.\n",
        "It was sold to Cerbara in spring, as the paper had said it would be, and no one was glad.\n",
    ];
    let numbers = numbers_of(&texts, &["Cerbara Capital Management", "Cerbara"]);
    assert!(numbers.len() == 2 && numbers[0] == numbers[1], "{numbers:?}");
    let texts = [
        "The trade at the Norvik Harbour Trade Exchange was slow, it said, and all of them went home.\n",
        "Trade at the NHTE was slow, it said, and all of them went home at noon.\n",
    ];
    let numbers = numbers_of(&texts, &["Norvik Harbour Trade Exchange", "NHTE"]);
    assert!(numbers.len() == 2 && numbers[0] == numbers[1], "{numbers:?}");
}

#[test]
fn letters_in_brackets_are_those_of_the_name_in_front_of_them() {
    let text = "The insurer American International Group (AIG) fell on Monday. It is late for AIG, the paper said.\n";
    expect![[r"
        0 American International Group
        0 AIG
        0 AIG
    "]]
    .assert_eq(&listed(text));
}

#[test]
fn a_part_of_a_company_and_whoever_shares_its_name_are_not_the_company() {
    let text = "The paper said that Apple Corps sued Apple over the name. It was late for Apple, it said.\n";
    expect![[r"
        0 Apple Corps
        1 Apple
        1 Apple
    "]]
    .assert_eq(&listed(text));
}

#[test]
fn a_person_is_one_under_a_short_given_name_in_other_articles_too() {
    let texts = [
        "The mayor met Robert Holm in the hall, and no one answered him when he spoke.\n",
        "It is late, Bob Holm told the board in the hall, and no one answered him.\n",
        "It is late, Holm told the board in the hall, and no one answered him.\n",
    ];
    let numbers = numbers_of(&texts, &["Robert Holm", "Bob Holm", "Holm"]);
    assert_eq!(numbers.len(), 3);
    assert!(numbers.iter().all(|number| *number == numbers[0]), "{numbers:?}");
}

#[test]
fn a_state_is_not_the_city_of_its_name() {
    let text =
        "The plant in Everett, Washington, will close. The senator went home to Washington, and no one met her.\n";
    expect![[r"
        0 Everett
        1 Washington
        2 Washington
    "]]
    .assert_eq(&listed(text));
}

#[test]
fn what_only_companies_have_says_that_a_name_is_one() {
    let kind = |text: &str, name: &str| {
        let names = names(text);
        let mention = names.mentions.iter().find(|it| &text[it.name.range()] == name);
        mention.and_then(|it| it.kind).map_or("-", EntityKind::label)
    };
    for (text, name) in [
        ("The board met Calvexo at noon. Later shares of Calvexo were sold at the door.\n", "Calvexo"),
        ("The mayor met an analyst at Dorvana, who said that the plant was sold.\n", "Dorvana"),
        ("The men met Calvexo, a small bank from the north, and that was all that was said.\n", "Calvexo"),
        ("The heads of General Motors and Ford asked Congress for money in loans on Tuesday.\n", "Congress"),
    ] {
        assert_eq!(kind(text, name), "ORG", "{text}");
    }
    let text = "The airline wants the Boeing 787 Dreamliner, the paper said, and Boeing was glad of it.\n";
    assert_ne!(kind(text, "Boeing 787 Dreamliner"), "ORG");
    assert_eq!(kind(text, "Boeing"), "ORG");
}

#[test]
fn an_office_of_a_place_or_a_parliament_is_neither_part_of_a_name_nor_one() {
    for (text, expected) in [
        ("It was said by Chief Executive of Hong Kong Vera Lindqvist.", "0 Hong Kong\n1 Vera Lindqvist\n"),
        ("So did First Minister of Scotland Vera Lindqvist.", "0 Scotland\n1 Vera Lindqvist\n"),
        ("It was Chief Executive of Tervala Vera Lindqvist who spoke.", "0 Tervala\n1 Vera Lindqvist\n"),
        ("On Monday House Minority Leader Vera Lindqvist left.", "0 House\n1 (Leader)Vera Lindqvist\n"),
        ("On Monday Senate Majority Leader Vera Lindqvist left.", "0 Senate\n1 (Leader)Vera Lindqvist\n"),
        ("The Supreme Leader of Iran spoke.", "0 Iran\n"),
        (
            "It was the Director of the International Monetary Fund Vera Lindqvist.",
            "0 International Monetary Fund\n1 Vera Lindqvist\n",
        ),
        ("It met French Finance Minister Vera Lindqvist in May.", "0 (French Finance Minister)Vera Lindqvist\n"),
        ("Last week Senators Vera Lindqvist and Karl Holm met.", "0 Vera Lindqvist\n1 Karl Holm\n"),
        ("As Attorney General, he did not.", ""),
    ] {
        assert_eq!(listed(&format!("{text} This is what the paper of the town said.\n")), expected, "{text}");
    }
}

#[test]
fn what_stands_around_a_name_and_is_none_of_it_is_left_out() {
    for (text, expected) in [
        ("A law of the US Federal government.", "0 US\n"),
        ("\"Today's Supreme Court ruling is wrong,\" he said.", "0 Supreme Court\n"),
        ("He won 39 of Norway's 54 delegates.", "0 Norway\n"),
        ("It was a letter of the Tervik Farmers' Union.", "0 Tervik Farmers' Union\n"),
        ("They ordered Boeing 737s there.", "0 Boeing 737s\n"),
        ("A law needs the consent of the Congress of the Philippines.", "0 Congress of the Philippines\n"),
        ("It is for Norway's Northern Ohio office.", "0 Norway\n1 Northern Ohio\n"),
    ] {
        assert_eq!(listed(&format!("{text} This is what the paper of the town said.\n")), expected, "{text}");
    }
}

#[test]
fn a_parliament_that_is_named_by_one_word_is_one_wherever_it_is_written_so() {
    expect![[r#"
        0 Parliament of Norway
        0 Parliament
        0 Parliament
    "#]].assert_eq(&listed(
        "The Parliament of Norway met. They asked it to suspend Parliament for a week. Under the law, Parliament may say no.\n",
    ));
}

#[test]
fn letters_that_an_article_explains_are_a_name_wherever_they_stand() {
    expect![[r#"
        0 Tervik Harbour Union
        0 THU
        0 THU
        0 THU
        1 (chairperson)Vera Lindqvist
        0 THU
    "#]]
    .assert_eq(&listed(
        "The Tervik Harbour Union (THU) met. At the opening of the THU summit, THU chairperson Vera Lindqvist spoke. \
        All of the 55-member THU signed it.\n",
    ));
    // Those of another language too, which are no first letters.
    expect![[r#"
        0 Solmund People's Party
        0 LPS
        0 LPS
    "#]]
    .assert_eq(&listed("They spoke to the Solmund People's Party (LPS). The LPS has twelve seats, and that is all.\n"));
}

#[test]
fn an_institution_is_that_of_its_country_however_it_is_written() {
    let texts = [
        "The 116th United States Congress met, and it was a long day for all of them.\n",
        "It is the United States Congress that must say so, and it will say so soon.\n",
    ];
    let numbers = numbers_of(&texts, &["116th United States Congress", "United States Congress"]);
    assert!(numbers.len() == 2 && numbers[0] == numbers[1], "{numbers:?}");
}

/// Whether all of `wanted`, names of entities in these texts, are one entity.
fn are_one(texts: &[&str], wanted: &[&str]) -> bool {
    let numbers = numbers_of(texts, wanted);
    numbers.len() >= wanted.len() && numbers.iter().all(|number| *number == numbers[0])
}

#[test]
fn letters_that_everybody_knows_are_those_of_the_full_name_beside_them() {
    let both = "The Federal Canal Commission met in Tervik. Lawyers for the FCC said that it was late.\n";
    let full = "Officials of the Federal Canal Commission met him on Monday, and that was all.\n";
    assert_eq!(names(both).entities.len(), 2, "{}", listed(both));
    assert!(are_one(&[both, full], &["Federal Canal Commission", "Federal Canal Commission"]));
}

#[test]
fn a_company_may_begin_with_a_place_or_a_common_word() {
    let of = |text: &str| names(text).entities.iter().map(|one| one.name.to_string()).collect::<Vec<_>>();
    assert_eq!(
        of(
            "He was the head of Boston Air Lines, a carrier. Shares of Boston rose 3 percent, and Boston Air Lines said so.\n"
        ),
        ["Boston Air Lines"]
    );
    // The city, and one of two companies.
    assert_eq!(of("He was the head of Boston Air Lines. He came to Boston on Monday.\n").len(), 2);
}

#[test]
fn a_relative_is_not_whom_the_surname_alone_means() {
    expect![[r#"
        0 Karl Tveitmoe
        1 Vera Tveitmoe
        0 Tveitmoe
    "#]]
    .assert_eq(&listed(
        "The head of the board, Karl Tveitmoe, came with his wife, Vera Tveitmoe, to the hall. Later Tveitmoe said that it was late.\n",
    ));
}

#[test]
fn a_relative_may_be_said_to_be_one_behind_the_name() {
    let text = "The head of the board, Karl Tveitmoe, came to the hall. So did Nils Tveitmoe, the eldest son of a farmer. \
        Later Tveitmoe said that it was late.\n";
    assert_eq!(listed(text), "0 Karl Tveitmoe\n1 Nils Tveitmoe\n0 Tveitmoe\n");
}

#[test]
fn the_town_of_a_name_is_a_place_in_the_whole_article() {
    let text = "The dam above the town of Marlova broke. Marlova said nothing, and that was all that they heard.\n";
    let kinds: Vec<_> = names(text).entities.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [Some(EntityKind::Place)]);
    assert_eq!(listed("The Norwegian Congress met on Monday, and that was all.\n"), "0 Norwegian Congress\n");
}

#[test]
fn what_a_bare_word_was_taken_for_does_not_keep_it_from_its_company() {
    let company = "The fund Cerbara Capital Management bought the port, said Cerbara Capital Management.\n";
    let bare = "In May Cerbara said that it would close the port, and that it was late.\n";
    assert!(are_one(&[company, bare], &["Cerbara Capital Management", "Cerbara"]));
}

#[test]
fn a_state_is_one_under_its_short_name() {
    let texts = [
        "The plant is in Tervik, Calif., near the river, and it is old.\n",
        "He moved to California in May, and that was all that he said.\n",
        "The head of the firm spoke from Tervik, N.Y. Norvik said that it was late.\n",
        "She came from New York on Monday, and that was all that she said.\n",
    ];
    assert!(are_one(&texts, &["Calif.", "California"]));
    assert!(are_one(&texts, &["N.Y.", "New York"]));
    assert_eq!(listed("Vera Lind (D-N.Y.) said so to the paper of the town.\n"), "0 Vera Lind\n1 N.Y.\n");
}

#[test]
fn a_department_is_one_however_it_is_named() {
    let texts = [
        "Officials at the U.S. Treasury met on Monday, and that was all.\n",
        "Officials at the Treasury Department said that it was late.\n",
        "They came from the Treasury on Monday, and that was all.\n",
    ];
    assert!(are_one(&texts, &["U.S. Treasury", "Treasury Department", "Treasury"]));
    let texts = [
        "Officials of the U.S. Department of the Harbour met on Monday, and that was all.\n",
        "Officials of the Harbour Department said that it was late.\n",
    ];
    assert!(are_one(&texts, &["U.S. Department of the Harbour", "Harbour Department"]));
}

#[test]
fn what_somebody_is_called_in_quotation_marks_is_of_the_name() {
    expect![[r#"
        0 Robert "Kalle" Tveitmoe
        0 Tveitmoe
    "#]]
    .assert_eq(&listed("The head of it, Robert \"Kalle\" Tveitmoe, left. Tveitmoe said that it was late.\n"));
}

#[test]
fn two_names_that_were_taken_for_one_are_two() {
    for (text, expected) in [
        ("Shares of Tveit Corp of Norway and Bright Lamp Ltd rose.", "0 Tveit Corp\n1 Norway\n2 Bright Lamp Ltd\n"),
        ("A lander built by Tervalotic of Oslo burned.", "0 Tervalotic\n1 Oslo\n"),
        ("He said so to the head of Double Lamp Energy of Fort Worth.", "0 Double Lamp Energy\n1 Fort Worth\n"),
        ("He flew with Tervala Airways of Oslo to the hall.", "0 Tervala Airways\n1 Oslo\n"),
        ("Kevin Wolf of Porter & Co. was less sure.", "0 Kevin Wolf\n1 Porter & Co\n"),
        ("The talks of the NCG's Tveitmoe were short.", "0 NCG\n1 Tveitmoe\n"),
        ("In Osaka Brown told reporters so. Peter Brown is the head of it.", "0 Osaka\n1 Brown\n1 Peter Brown\n"),
        ("The Anglo-Dutch Norvik, which he owns, is late.", "0 Norvik\n"),
        ("Co-founders Chad Tveitmoe and Steve Holm left.", "0 (Co-founders)Chad Tveitmoe\n1 Steve Holm\n"),
        ("It was a day of the Airbus-Boeing talks there.", "0 Airbus\n1 Boeing\n"),
        ("They won after Tervala 2 Norvik 1 in the cup.", "0 Tervala\n1 Norvik\n"),
    ] {
        assert_eq!(listed(&format!("{text} This is what the paper of the town said.\n")), expected, "{text}");
    }
}

#[test]
fn a_body_of_a_city_is_an_organisation() {
    let kinds = names("The Dallas Fed met on Monday. This is what the paper of the town said.\n").entities;
    assert_eq!(kinds.iter().map(|one| one.kind).collect::<Vec<_>>(), [Some(EntityKind::Organisation)]);
}

#[test]
fn a_surname_that_is_a_word_begins_a_sentence_where_the_full_name_stands() {
    expect![[r#"
        0 Peter Price
        0 Price
    "#]]
    .assert_eq(&listed("The plan of Peter Price was rejected. Price once vowed that it was late, and that was all.\n"));
}

#[test]
fn a_rank_is_no_part_of_the_name_behind_it() {
    let text =
        "It is late, Det Ch Insp Arne Tveitmoe told them. With him were PC Peter Holmquist and Cllr Tervaldsen.\n";
    expect![[r#"
        0 (Det Ch Insp)Arne Tveitmoe
        1 (PC)Peter Holmquist
        2 (Cllr)Tervaldsen
    "#]]
    .assert_eq(&listed(text));
}

#[test]
fn initials_are_the_given_names_of_whoever_has_the_rare_surname_in_other_articles() {
    let texts = [
        "The mayor, Trond Kristian Tveitmoe, met the crew, and no one answered him when he spoke.\n",
        "It is late, T.K. Tveitmoe told the board in the hall, and no one answered him.\n",
        "It is late, T. Tveitmoe told the board in the hall, and no one answered him.\n",
    ];
    assert!(are_one(&texts, &["Trond Kristian Tveitmoe", "T.K. Tveitmoe", "T. Tveitmoe"]));
    let others = ["The mayor, Vera Tveitmoe, met the crew, and no one answered her when she spoke.\n", texts[1]];
    assert!(!are_one(&others, &["Vera Tveitmoe", "T.K. Tveitmoe"]));
    let bare = [texts[1], "It is late, Tveitmoe told the board in the hall, and no one answered him.\n"];
    assert!(are_one(&bare, &["T.K. Tveitmoe", "Tveitmoe"]));
}

#[test]
fn a_surname_with_small_words_is_that_of_the_full_name_in_other_articles() {
    let texts = [
        "The mayor, Vera van der Tveit, met the crew, and no one answered her when she spoke.\n",
        "It is late, the mayor told them. Van der Tveit said that no one had answered her.\n",
    ];
    assert!(are_one(&texts, &["Vera van der Tveit", "Van der Tveit"]));
}

#[test]
fn two_names_are_one_entitys_where_the_article_says_so() {
    let texts = [
        "Kalvo is late, the paper said. The mayor, Arne Tveitmoe, left. Tveitmoe, 61, better known as Kalvo, was brief.\n",
        "It is late, Kalvo told the board in the hall, and no one answered him.\n",
    ];
    expect![[r#"
        0 Kalvo
        0 Arne Tveitmoe
        0 Tveitmoe
        0 Kalvo
    "#]]
    .assert_eq(&listed(texts[0]));
    assert!(are_one(&texts, &["Arne Tveitmoe", "Kalvo"]));
}

#[test]
fn a_place_that_is_named_after_somebody_is_neither_a_person_nor_that_one() {
    let text =
        "Arne Tveitmoe left the Stade Arne Tveitmoe on Monday. Tveitmoe had been at the Arne Tveitmoe Stadium.\n";
    let names = names(text);
    let kinds = names.mentions.iter().map(|it| format!("{} {}", it.entity, it.kind.map_or("-", EntityKind::label)));
    expect!["0 PER, 1 LOC, 0 PER, 2 LOC"].assert_eq(&kinds.collect::<Vec<_>>().join(", "));
}

#[test]
fn which_of_two_with_one_surname_is_meant_is_not_guessed() {
    let text = "Arne Tveitmoe and his brother Karl Tveitmoe left. The younger Tveitmoe was late. Tveitmoe said that it was \
        late.\n";
    expect![[r#"
        0 Arne Tveitmoe
        1 (brother)Karl Tveitmoe
        2 Tveitmoe
        1 Tveitmoe
    "#]]
    .assert_eq(&listed(text));
    let other = "It is late, Arne Tveitmoe told the board in the hall, and no one answered him.\n";
    assert!(!are_one(&[text, other], &["Arne Tveitmoe", "Tveitmoe"]));
}

#[test]
fn an_institution_that_every_state_has_is_that_of_the_country_of_the_article() {
    let of = |texts: &[&str]| numbers_of(texts, &["Supreme Court", "Election Commission", "Congress"]);
    let norway =
        "The Election Commission of Norway is late. The Norwegian town of Tervik said that the Supreme Court ruled.\n";
    let peru = "The vote in Peru was late, and the Supreme Court ruled on Monday, the Peruvian mayor said.\n";
    let again = "The mayor of the Peruvian town of Tervik said that the Supreme Court had ruled in Peru.\n";
    let numbers = of(&[norway, peru, again]);
    assert!(numbers.len() == 3 && numbers[0] != numbers[1] && numbers[1] == numbers[2], "{numbers:?}");
    // Those of two countries, as often: nobody knows.
    let both = "Peru and Norway met, and the Supreme Court ruled on Monday, the mayor said.\n";
    let numbers = of(&[both, peru, norway]);
    assert!(numbers[0] != numbers[1] && numbers[0] != numbers[2], "{numbers:?}");
    let home = "Lawyers in Peru said that Congress had voted on Monday, the Peruvian mayor of Peru said.\n";
    let abroad = format!("Officials of the United States and a U.S. envoy were in Peru. {home}");
    let numbers = of(&[&abroad, home]);
    assert!(numbers.len() == 2 && numbers[0] != numbers[1], "{numbers:?}");
}
