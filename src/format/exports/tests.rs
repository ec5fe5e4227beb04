use expect_test::{Expect, expect};

use super::*;
use crate::format::testing::{assert_sound, damaged, show};

fn read_all(text: &str) -> Vec<(usize, Reading, Traits)> {
    let mut records = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (len, seen) = cut_record(&text[at..]);
        assert!(len > 0 && seen >= len && text.is_char_boundary(at + len));
        let record = &text[at..at + len];
        let (reading, traits) = read_record(record, true);
        assert_sound(record, &reading);
        assert!(record.get(traits.head.range()).is_some());
        records.push((at, reading, traits));
        at += len;
    }
    records
}

fn check(text: &str, expected: Expect) {
    let shown: String = read_all(text)
        .iter()
        .map(|(at, reading, traits)| {
            let id = traits.accession.as_ref().map_or("", |(id, _)| id);
            let number = traits.number.map(|(number, of, _)| (number, of));
            show(&text[*at..], reading) + &format!("  = {number:?} {id}\n")
        })
        .collect();
    expected.assert_eq(&shown);
}

#[test]
fn lexisnexis_numbers_its_articles() {
    check(
        "\u{feff}                               1 of 2 DOCUMENTS\n\n\n                              Harbour Post\n\n                          May 14, 2031 Wednesday\n\n\
         Gates shut at dawn\n\nBYLINE: Ida Holm\n\nSECTION: NEWS; Pg. 3\n\nLENGTH: 37 words\n\n\n\
         The gates of the barrier were shut at dawn, for the first time since it was\nbuilt, the ministry said in Halvmark on Friday.\n\n\
         “We waited,” said a pilot, who had stood on the bridge since four that morning.\n\nLOAD-DATE: May 15, 2031\n\nLANGUAGE: ENGLISH\n\nGRAPHIC: The barrier at dawn.\n\n\
         PUBLICATION-TYPE: Newspaper\n\n\n                    Copyright 2031 Harbour Post Ltd.\n                              All Rights Reserved\n\n\
                                        2 of 2 DOCUMENTS\n\n\n                              Harbour Post\n\n                          May 15, 2031 Thursday\n\nGates open\n\nLENGTH: 420 words\n\nThe gates are open.\n",
        expect![[r#"
            article "Gates shut at dawn\n\nThe gates of the barrier were shut at dawn, for the first time since it was\nbuilt, the ministry said in Halvmark on Friday.\n\n“We waited,” said a pilot, who had stood on the bridge since four that morning."
              source: Harbour Post
              date: May 14, 2031 Wednesday
              title: Gates shut at dawn
              author: Ida Holm
              lang: ENGLISH
              = Some((1, 2)) 
            article "Gates open\n\nThe gates are open."
              source: Harbour Post
              date: May 15, 2031 Thursday
              title: Gates open
            declared-length "420 words": The article says it has 420 words, and it has 4
              = Some((2, 2)) 
        "#]],
    );
}

#[test]
fn nexis_uni_ends_its_articles() {
    check(
        "Gates shut at dawn\nHarbour Post\nMay 14, 2031 Wednesday\n\nCopyright 2031 Harbour Post All Rights Reserved\n\nSection: NEWS; Pg. 3\nLength: 20 words\nByline: Ida Holm\n\nBody\n\n\
         The gates of the barrier were shut at dawn, for the first time since it was built, the ministry said in Halvmark.\n\nLoad-Date: May 15, 2031\n\n\nEnd of Document\n\n\nGates open\nHarbour Post\n",
        expect![[r#"
            article "Gates shut at dawn\n\nThe gates of the barrier were shut at dawn, for the first time since it was built, the ministry said in Halvmark."
              title: Gates shut at dawn
              source: Harbour Post
              date: May 14, 2031 Wednesday
              author: Ida Holm
              = None 
            article "Gates open\nHarbour Post"
              = None 
        "#]],
    );
}

#[test]
fn factiva_writes_codes() {
    check(
        "HD   Gates shut at dawn\nBY   Ida Holm\nWC   25 words\nPD   14 May 2031\nSN   Harbour Post\nSC   HARBP\nLA   English\nCY   Copyright 2031\n\nLP\nThe gates of the barrier were shut at dawn, for the first time since it was built, the ministry said.\n\n\
         TD\nShips waited in the roads.\n\nNS   gship : Shipping\nAN   Document HARBP00020310514e75e0001a\n\nDocument HARBP00020310514e75e0001a\n\nHD   Gates open\nWC   3 words\nPD   15 May 2031\nSN   Harbour Post\nLP\nThey are open.\n\nDocument HARBP00020310514e75e0001a\n",
        expect![[r#"
            article "The gates of the barrier were shut at dawn, for the first time since it was built, the ministry said.\n\nShips waited in the roads."
              title: Gates shut at dawn
              author: Ida Holm
              date: 14 May 2031
              source: Harbour Post
              lang: English
              = None HARBP00020310514e75e0001a
            article "They are open."
              title: Gates open
              date: 15 May 2031
              source: Harbour Post
              = None HARBP00020310514e75e0001a
        "#]],
    );
}

#[test]
fn proquest_draws_lines() {
    let line = "_".repeat(72);
    check(
        &format!(
            "{line}\n\nDocument 1 of 2\n\nGates shut at dawn\n\nAuthor: Holm, Ida\n\nPublication info: Harbour Post ; Halvmark [Halvmark] 14 May 2031: 3.\n\n\
         Full text: The gates of the barrier were shut at dawn, for the first time since it was built, the ministry said.\n\nShips waited in the roads.\n\nTitle: Gates shut at dawn\n\nPublication date: May 14, 2031\n\nProQuest document ID: 1234567\n\n{line}\n\nDocument 2 of 2\n\nGates open\n\nFull text: They are open.\n"
        ),
        expect![[r#"
            article "Gates shut at dawn\n\nThe gates of the barrier were shut at dawn, for the first time since it was built, the ministry said.\n\nShips waited in the roads."
              author: Holm, Ida
              source: Harbour Post ; Halvmark [Halvmark] 14 May 2031: 3.
              title: Gates shut at dawn
              date: May 14, 2031
              = Some((1, 2)) 1234567
            article "Gates open\n\nThey are open."
              title: Gates open
              = Some((2, 2)) 
        "#]],
    );
}

#[test]
fn metadata_inside_the_text_is_out_of_place() {
    check(
        "1 of 1 DOCUMENTS\n\nHarbour Post\n\nMay 14, 2031\n\nGates shut\n\nLENGTH: 45 words\n\nThe gates of the barrier were shut at dawn, for the first time since it was built, the ministry said on Friday.\n\n\
         SECTION: News\n\nShips of every size from both shores waited in the roads until the signal came, and the pilots went aboard at once.\n\nLOAD-DATE: May 15, 2031\n",
        expect![[r#"
            article "Gates shut\n\nThe gates of the barrier were shut at dawn, for the first time since it was built, the ministry said on Friday.\n\nShips of every size from both shores waited in the roads until the signal came, and the pilots went aboard at once."
              source: Harbour Post
              date: May 14, 2031
              title: Gates shut
            misplaced-header "SECTION: News": “SECTION” stands inside the text | Unsafe Delete the metadata
              = Some((1, 1)) 
        "#]],
    );
}

#[test]
fn covers_and_errors_are_no_articles() {
    check(
        "Search Terms: gates AND barrier\nJob Number: 1234\n\n1 of 1 DOCUMENTS\n\nHarbour Post\n\nMay 14, 2031\n\nGates shut\n\nLENGTH: 7 words\n\nYour session has expired. Please log in.\n",
        expect![[r#"
            no-article "Search Terms: gates AND barrier": This is the cover of a search and no article
              = None 
            article "Gates shut\n\nYour session has expired. Please log in."
              source: Harbour Post
              date: May 14, 2031
              title: Gates shut
            no-article "1 of 1 DOCUMENTS": This is the page of an error and no article
              = Some((1, 1)) 
        "#]],
    );
}

#[test]
fn factiva_shows_articles_without_codes() {
    let text = "Gates Shut At Dawn\n\nBy Ida Holm\n14 words\n3 January 2031\n08:12\nHarbour Post\nHARBP\nB1\nEnglish\n(Copyright (c) 2031)\n\n\
                HALVMARK -- The gates were shut at dawn on Monday, said Vera Lind.\n\nDocument HARBP00020310103e6130001a\n\n\
                Search Summary\nText\tgates\nDate\tAll Dates\nSource\tAll Sources\n";
    assert!(claims(text));
    check(
        text,
        expect![[r#"
        article "Gates Shut At Dawn\n\nHALVMARK -- The gates were shut at dawn on Monday, said Vera Lind."
          title: Gates Shut At Dawn
          author: By Ida Holm
          date: 3 January 2031
          source: Harbour Post
          = None HARBP00020310103e6130001a
        no-article "Search Summary": This is the cover of a search and no article
          = None 
    "#]],
    );
}

#[test]
fn the_text_begins_where_the_database_says_however_short_it_is() {
    check(
        "Document 1 of 1\n\nGates shut\n\nAuthor: Holm, Ida\n\nPublication info: Harbour Post ; Halvmark  [Halvmark]01 Jan 2031: A.1.\n\n\
         Abstract: The gates.\n\nLinks: http://example.org/x\n\nFull text: The gates were shut.\n\nVera Lind saw it.\n\nSubject: Gates\n\n\
         Publication title: Harbour Post\n\nProQuest document ID: 123456\n\nPublication date: Jan 1, 2031\n",
        expect![[r#"
            article "Gates shut\n\nThe gates were shut.\n\nVera Lind saw it."
              title: Gates shut
              author: Holm, Ida
              source: Harbour Post
              date: Jan 1, 2031
              = Some((1, 1)) 123456
        "#]],
    );
}

#[test]
fn what_is_centred_below_the_date_is_the_edition() {
    check(
        "Download Request: Selected Items: 1-2\nTime Of Request: Friday, May 16, 2031\n\nSend To:\n14 Quay Road\n\nTerms: (gates and not\n(walls))\n\n\
         1 of 1 DOCUMENTS\n\n          Harbour Post\n\n          May 14, 2031\n          Edition 1;\n           North\n\nGates shut\n\nLENGTH: 4 words\n\n\
         The gates are shut.\n",
        expect![[r#"
            no-article "Download Request: Selected Items: 1-2": This is the cover of a search and no article
              = None 
            article "Gates shut\n\nThe gates are shut."
              source: Harbour Post
              date: May 14, 2031
              title: Gates shut
              = Some((1, 1)) 
        "#]],
    );
}

#[test]
fn exports_are_told_from_articles() {
    assert!(claims("1 of 2 DOCUMENTS\n\nHarbour Post\n\nLENGTH: 3 words\n\nOne two three.\n"));
    assert!(claims("HD   Gates\nWC   3 words\nPD   14 May 2031\nSN   Harbour Post\n"));
    assert!(claims("Harbour Post\n\nGates\n\nLENGTH: 3 words\n\nOne two three.\n\nLOAD-DATE: May 15, 2031\n"));
    assert!(!claims("1 of 2 DOCUMENTS\n\nHarbour Post\n\nOne two three.\n"));
    assert!(!claims("title: Gates shut\n\nThe gates, LENGTH: 3 words.\n"));
}

#[test]
fn damage_of_any_kind_is_survived() {
    let sound = "1 of 2 DOCUMENTS\n\nHarbour Pöst\n\nMay 14, 2031\n\nGates\n\nLENGTH: 3 words\n\nOne two three.\n\nEnd of Document\n\nHD x\nWC 3 words\nPD 1 May 2031\nSN é\nLP\nÄÖ\nDocument HARBP00020310514e75e0001a\n";
    let marks = [
        "\n",
        "\n\n",
        " ",
        ":",
        "é",
        "2 of 2 DOCUMENTS",
        "LENGTH:",
        "\u{feff}",
        "_",
        "End of Document\n",
        "\r\n",
        "TD\n",
        "9",
    ];
    for seed in 0..3000 {
        read_all(&damaged(sound, &marks, seed));
    }
}

#[test]
fn codes_of_factiva_end_with_the_key_of_the_article() {
    let article = |title: &str, key: &str| {
        format!(
            "HD {title}\nBY Ida Holm\nWC 9 words\nPD 14 May 2031\nSN Harbour Post\nSC HARBP\nLA English\nLP \n\
             The gates were shut at dawn.\nTD \nShips waited outside.\nNS gcat : News\n{key}\n"
        )
    };
    let keyed = |number: u32| format!("AN Document HARBP0002031051{number}e75e0001a\n");
    let text = article("Gates shut", &keyed(4)) + &article("Gates opened", &keyed(5)) + &article("Gates lost", "");
    check(
        &(text + &article("Gates found", "")),
        expect![[r#"
        article "The gates were shut at dawn.\n\nShips waited outside."
          title: Gates shut
          author: Ida Holm
          date: 14 May 2031
          source: Harbour Post
          lang: English
          = None HARBP00020310514e75e0001a
        article "The gates were shut at dawn.\n\nShips waited outside."
          title: Gates opened
          author: Ida Holm
          date: 14 May 2031
          source: Harbour Post
          lang: English
          = None HARBP00020310515e75e0001a
        article "The gates were shut at dawn.\n\nShips waited outside."
          title: Gates lost
          author: Ida Holm
          date: 14 May 2031
          source: Harbour Post
          lang: English
          = None 
        article "The gates were shut at dawn.\n\nShips waited outside."
          title: Gates found
          author: Ida Holm
          date: 14 May 2031
          source: Harbour Post
          lang: English
          = None 
    "#]],
    );
}

#[test]
fn what_ends_an_export_is_no_article() {
    check(
        "____________________________________________________________\n\nDocument 1 of 1\n\nGates shut\n\n\
         Full text: The gates were shut at dawn.\n\n\
         ____________________________________________________________\n\nContact us at: http://harbour.example/contact\n\n\
         Database copyright © 2031 Harbour LLC. All rights reserved.\n",
        expect![[r#"
            article "Gates shut\n\nThe gates were shut at dawn."
              title: Gates shut
              = Some((1, 1)) 
              = None 
        "#]],
    );
}

#[test]
fn a_lost_separator_is_told_by_a_second_length() {
    let article = |border: &str, inside: &str| {
        format!(
            "{border}\n\nHarbour Post\n\nMay 14, 2031 Wednesday\n\nGates shut\n\nLENGTH: 15 words\n\n\
             The gates were shut at dawn for the first time.\n\n{inside}Ships waited outside for hours.\n\nLOAD-DATE: May 15, 2031\n\n"
        )
    };
    let of = |borders: [&str; 2], inside: &str| borders.map(|border| article(border, inside)).concat();
    let findings = |text: &str| -> String {
        let shown = |(at, reading, _): &(usize, Reading, Traits)| {
            let findings = reading.findings.iter();
            findings.map(|finding| crate::format::testing::show_finding(&text[*at..], finding)).collect::<String>()
        };
        read_all(text).iter().map(shown).collect()
    };
    assert_eq!(findings(&of(["1 of 2 DOCUMENTS", "2 of 2 DOCUMENTS"], "")), "");
    expect![[r#"
        separator-out-of-sequence "LENGTH: 15 words": A second article begins here, and no line that parts articles stands in front of it
    "#]].assert_eq(&findings(&of(["1 of 2 DOCUMENTS", ""], "")));
    expect![[r#"
        separator-out-of-sequence "2 of 2 DOCUMENT": Of 2 articles, the line says “DOCUMENT”: tools that look for it miss it | Safe Write “DOCUMENTS”
    "#]].assert_eq(&findings(&of(["1 of 2 DOCUMENTS", "2 of 2 DOCUMENT"], "")));
    expect![[r#"
        misplaced-header "SECTION: Sport": “SECTION” stands inside the text | Unsafe Delete the metadata
        misplaced-header "SECTION: Sport": “SECTION” stands inside the text | Unsafe Delete the metadata
    "#]]
    .assert_eq(&findings(&of(["1 of 2 DOCUMENTS", "2 of 2 DOCUMENTS"], "SECTION: Sport\n\n")));
}
