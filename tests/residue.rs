//! What a scraper left is found, by its exact span, and what looks like it is left alone.
//!
//! In the fixtures ⟦ and ⟧ stand round what is to be found; a text without them is to stay silent.

use std::sync::Arc;

use copydesk::config::{Config, Settings};
use copydesk::facts::FileFacts;
use copydesk::format::Dialect;
use copydesk::rules::{Finding, RuleId, Safety};
use expect_test::expect;

/// An opening and a closing paragraph, so that what stands between them stands in the middle of an article.
const OPENING: &str = "Gates shut at dawn\n\nThe nineteen gates of the barrier were shut at dawn on Friday, for the first \
                       time since the works began twelve years ago.";
const CLOSING: &str = "The road over the barrier opens on Monday, and the railway will follow in June if the weather and \
                       the ministry allow it.";

fn found(text: &str, settings: &Arc<Settings>) -> Vec<Finding> {
    let facts = FileFacts::new(text, Dialect::Plain, settings.clone());
    facts.findings().filter(|finding| finding.rule == RuleId::ScraperResidue).collect()
}

/// `text` with ⟦ and ⟧ round what is found.
fn marked(text: &str) -> String {
    let mut marked = text.to_owned();
    for finding in found(text, &Arc::default()).iter().rev() {
        marked.insert(finding.span.end, '⟧');
        marked.insert(finding.span.start, '⟦');
    }
    marked
}

#[track_caller]
fn check(fixture: &str) {
    let text = fixture.replace(['⟦', '⟧'], "");
    assert_eq!(marked(&text), fixture);
}

/// Between two paragraphs of an article.
#[track_caller]
fn check_inside(block: &str) {
    check(&format!("{OPENING}\n\n{block}\n\n{CLOSING}\n"));
}

/// Behind the text of an article.
#[track_caller]
fn check_at_the_foot(block: &str) {
    check(&format!("{OPENING}\n\n{CLOSING}\n\n{block}\n"));
}

#[test]
fn advertising_markers_are_residue_wherever_they_stand() {
    for marker in [
        "– Advertisement –",
        "ADVERTISEMENT",
        "Anzeige",
        "Publicité",
        "Publicidad",
        "Pubblicità",
        "Publicidade",
        "Advertentie",
        "Реклама",
        "广告",
        "Story continues below",
    ] {
        check_inside(&format!("⟦{marker}⟧"));
    }
}

#[test]
fn ways_to_other_articles_are_residue() {
    for line in [
        "Read more: Five herring dishes that the guidebooks leave out",
        "READ MORE : Five herring dishes that the guidebooks leave out",
        "[Related: Five herring dishes that the guidebooks leave out]",
        "Lesen Sie auch: Warum die Heringe dieses Jahr so spät kommen",
        "Lire aussi : Cinq plats de hareng que les guides oublient",
        "Lea también: Cinco platos de arenque que las guías olvidan",
        "Leggi anche: Cinque piatti di aringa che le guide dimenticano",
        "Leia também: Cinco pratos de arenque que os guias esquecem",
        "Lees ook: Vijf haringgerechten die de gidsen vergeten",
        "Читайте также: Пять блюд из сельди, о которых молчат путеводители",
        "延伸阅读：导游书里没有的五道鲱鱼菜",
    ] {
        check_inside(&format!("⟦{line}⟧"));
    }
}

#[test]
fn prompts_and_buttons_at_the_foot_are_residue() {
    for line in [
        "Subscribe to our newsletter",
        "Get the day’s top stories delivered to your inbox every morning.",
        "Share this article",
        "Facebook Twitter WhatsApp",
        "Leave a comment",
        "© 2031 The Harbour Post. All rights reserved.",
        "This website uses cookies to improve your experience.",
        "Abonnieren Sie unseren Newsletter",
        "Artikel teilen",
        "Abonnez-vous à notre newsletter",
        "Partager sur Facebook",
        "Todos los derechos reservados.",
        "Síguenos en Facebook",
        "Riproduzione riservata",
        "Deixe um comentário",
        "Volg ons op Facebook",
        "Подписывайтесь на наш канал",
        "Комментарии",
        "版权所有，未经授权不得转载",
        "分享到：微信 微博",
    ] {
        check_at_the_foot(&format!("⟦{line}⟧"));
    }
}

#[test]
fn credits_of_pictures_and_agencies_are_residue() {
    check_inside("⟦Ilmar Tamsa/Getty Images⟧");
    check_inside("⟦Photo: Ilmar Tamsa, STW⟧");
    check_inside("⟦Foto: Ilmar Tamsa/STW⟧");
    check_inside("⟦Фото: Ильмар Тамса / ТАСС⟧");
    check_at_the_foot("⟦STW contributed to this report.⟧");
    check_at_the_foot("⟦dpa/lno⟧");
    check_at_the_foot("⟦(Reporting by Petra Ekdahl; editing by Rupert Moss)⟧");
}

#[test]
fn a_caption_goes_with_the_credit_that_follows() {
    check_inside(
        "⟦The two signatories on the pier shortly before the gates were raised, October 18, 2030.\n\nIlmar Tamsa/Getty Images⟧",
    );
    check_inside("⟦The two signatories on the pier, with the band behind them. **Ilmar Tamsa/STW**⟧");
}

#[test]
fn lines_at_the_foot_that_break_off_are_teasers() {
    check_at_the_foot(
        "⟦A bakery in Tirovets has been fined for selling loaves shaped like the mayor, who…\n\
         The lighthouse on the skerry will be painted green after a vote by…\n\
         Seven knots every weekend sailor believes he can tie, and the one…⟧",
    );
}

#[test]
fn empty_widgets_go_with_their_headings_and_what_stands_between() {
    check_at_the_foot("⟦Latest News\n\nNo stories found.\n\nRelated Stories\n\nNo stories found.\nHarbour Post- En⟧");
    check_at_the_foot("⟦Most read\n\nLoaves shaped like the mayor\n\nA green lighthouse for the skerry⟧");
}

#[test]
fn the_way_through_the_site_and_the_time_stamp_are_residue_and_the_title_is_not() {
    check(&format!("⟦Home > World > Solmund⟧\n\n{OPENING}\n\n{CLOSING}\n"));
    check(
        &format!("Gates shut\n\n⟦Published 11:11 PM EST Mar 14, 2031⟧\n\n{CLOSING}\n\n{CLOSING}\n")
            .replace(&format!("\n\n{CLOSING}\n\n{CLOSING}\n"), &format!("\n\n{CLOSING}\n")),
    );
}

#[test]
fn a_phrase_glued_to_a_paragraph_is_reported_alone() {
    check_inside(&format!("{CLOSING} ⟦Read more: Five herring dishes⟧"));
    check_inside(&format!("⟦Read more: Five herring dishes.⟧ {CLOSING}"));
    check_at_the_foot(&format!("{CLOSING} ⟦— With files from STW⟧"));
    let long = "The barrier is long, it carries a road and a railway, and it was built by two countries that had not \
                agreed on anything for years; the opening was watched by thousands on both shores, and the band played \
                until the police asked it to stop, which it did after two more songs, as bands do.";
    check_inside(&format!("{long} ⟦(Photo: Ilmar Tamsa/STW)⟧"));
}

#[test]
fn threads_of_comments_are_residue() {
    let comment = |name: &str, time: &str, said: &str| format!("{name}\n\nMarch 14, 2031 at {time} am\n\n{said}");
    check_at_the_foot(&format!(
        "⟦{}\n\n{}\n\n{}⟧",
        comment("herringfan says:", "7:45", "It holds!"),
        comment(
            "Per H. says:",
            "7:53",
            "I have waited for this since I was a boy and went to school in a rowing boat every day."
        ),
        comment("danica says:", "8:10", "Cyclists go free?"),
    ));
}

#[test]
fn lists_of_other_articles_are_told_by_their_dates() {
    let teaser = |name: &str, day: u8, said: &str| format!("{name}\n\nMarch {day}, 2031\n\n{said}");
    let long = "The railway over the barrier will not open before June, because two of the nineteen gates have to be \
                painted again by then.";
    let list =
        [teaser("Vera Lind", 14, long), teaser("Ilmar Tamsa", 13, "Herring is late."), teaser("Per Holm", 12, long)];
    check_at_the_foot(&format!("⟦{}⟧", list.join("\n\n")));
    // What happened on which day is told by the article itself.
    check_inside(&format!("March 12, 2031\n\n{long}\n\nMarch 13, 2031\n\n{long}\n\nMarch 14, 2031\n\n{long}"));
}

#[test]
fn comments_are_told_by_their_writers() {
    check_at_the_foot(
        "⟦herringfan says:\n\nMarch 14, 2031 at 7:45 am\n\nIt holds!\n\nDanica wrote:\n\nCyclists go free?\n\nPer H. \
         says:\n\nThey do not.⟧",
    );
    check_inside("Lind says:\n\nIt holds.\n\nTamsa says:\n\nIt does not.\n\nHolm says:\n\nWe shall see.");
}

/// One of the two is told as a copy: with the other one the sentence would be gone.
#[test]
fn a_sentence_that_stands_twice_at_the_end_is_no_residue() {
    let tagline = "Harbour Post is read by everybody who goes down to the sea.";
    check_at_the_foot(&format!("{CLOSING} {tagline} {tagline}"));
}

#[test]
fn a_prompt_in_front_of_a_sentence_ends_where_that_begins() {
    let built = "The gates were built by the men of the two shores in the year of the third and last flood.";
    for prompt in ["Article continues below", "Listen to this article", "4 min read", "Share this"] {
        check_inside(&format!("⟦{prompt}⟧ {built}"));
        check_at_the_foot(&format!("⟦{prompt}⟧ {built}"));
    }
    // An abbreviation ends no phrase.
    check_inside(
        "⟦4 Min. Lesezeit⟧ Die Tore der Sperre wurden im Morgengrauen zum ersten Mal seit dem Bau vor zwölf Jahren geschlossen.",
    );
}

#[test]
fn one_fix_removes_a_run() {
    let text = format!("{OPENING}\n\nAdvertisement\n\nAdvertisement\n\n{CLOSING}\n");
    let findings = found(&text, &Arc::default());
    assert_eq!(findings.len(), 1);
    let fix = &findings[0].fixes[0];
    assert_eq!(fix.safety, Safety::Safe);
    let mut mended = text.clone();
    mended.replace_range(fix.edits[0].span.range(), "");
    assert_eq!(mended, format!("{OPENING}\n\n{CLOSING}\n"));
}

/// Whether the fix of each finding in `text` is safe.
fn safeties(text: &str) -> Vec<bool> {
    let safe = |finding: &Finding| finding.fixes[0].safety == Safety::Safe;
    found(text, &Arc::default()).iter().map(safe).collect()
}

#[test]
fn a_sentence_in_front_of_a_credit_is_no_caption() {
    for sentence in [
        "He paused.",
        "Why? Nobody knows.",
        "The mayor was there too.",
        "She walked to the gates on Sunday morning and found the rope cut.",
        "She puts her finger on a chart. “It is always herring,” she sighs, and folds it again.",
    ] {
        check_inside(&format!("{sentence}\n\n⟦Photo: Ilmar Tamsa⟧"));
    }
    check_inside("⟦The mayor, left, is seen with the pilots at the gates.\n\nPhoto: Ilmar Tamsa⟧");
}

#[test]
fn a_sentence_beside_residue_is_text() {
    for sentence in [
        "Read more than one of these letters and you begin to hear the same voice, tired and polite as ever.",
        "Subscribe to the theory that the sea is a right, and the barrier will cure you of it within a week.",
    ] {
        check_inside(&format!("⟦Advertisement⟧\n\n{sentence}"));
    }
    for heading in ["Read more", "Related", "Читайте также"] {
        check(&format!("{OPENING}\n\n{CLOSING}\n\n⟦{heading}⟧\n\nNobody laughs at that.\n"));
        check(&format!("{OPENING}\n\n⟦{heading}⟧\n\nIt rained.\n\nNobody laughs at that.\n"));
    }
}

#[test]
fn rates_scores_and_signatures_above_a_footer_are_text() {
    for line in ["($1 = 0.7893 pounds)", "Brannhavn 2-1 Tirovets", "—Anna Moll, Brannhavn"] {
        check_at_the_foot(&format!("{line}\n\n⟦Reporting by Petra Ekdahl; editing by Rupert Moss⟧"));
    }
    check(&format!("Gates shut\n\n⟦Photo: Ilmar Tamsa⟧\n\nBRANNHAVN, March 14 —\n\n{CLOSING}\n"));
}

#[test]
fn scores_by_period_are_no_clock_of_a_player() {
    check_inside("Brannhavn — Tirovets 3:4 (1:0, 1:2, 1:1, 0:1)");
    check_inside("(1:0, 1:2, 1:1, 0:1)");
    check_inside("3:1 (11:7, 11:9, 8:11, 11:5)");
    check_inside("Rating: ***");
    check_inside("⟦00:00 / 02:15⟧");
}

#[test]
fn one_word_among_the_paragraphs_may_be_a_subheading() {
    for heading in ["Cookies", "Comments", "Video", "Ficha técnica", "Key points", "Menu", "Tags", "Newsletter"] {
        check_inside(heading);
    }
    for heading in ["Privacy policy", "Kommentare", "Main menu"] {
        assert_eq!(safeties(&format!("{OPENING}\n\n{heading}\n\n{CLOSING}\n")), [false], "{heading}");
        assert_eq!(safeties(&format!("{OPENING}\n\n{CLOSING}\n\n{heading}\n")), [true], "{heading}");
    }
    check_at_the_foot("⟦Comments⟧");
}

#[test]
fn somebody_who_is_asked_to_read_something_else_is_no_reader() {
    for sentence in [
        "Lesen Sie auch die Beipackzettel, rät der Apotheker.",
        "Lire aussi les petites lignes, conseille-t-il.",
        "Lee también las letras pequeñas, aconseja.",
        "Leggi anche le note, consiglia il farmacista.",
        "Читайте также мелкий шрифт, советует он.",
    ] {
        check_inside(sentence);
    }
}

#[test]
fn items_below_the_heading_of_a_list_go_with_it() {
    let list =
        "⟦Most popular\n\n1. A bakery has to pay for its loaves\n2. The lighthouse turns green\n3. Seven knots to tie⟧";
    check_at_the_foot(list);
    check_at_the_foot("⟦Related stories\n\n• A bakery has to pay for its loaves\n• The lighthouse turns green⟧");
    // Where the items stay, the heading is not removed unseen.
    let text = format!("{OPENING}\n\n{CLOSING}\n\nMost popular\n\n1. The bakery pays.\n2. The lighthouse is green.\n");
    assert_eq!(safeties(&text), [false]);
}

#[test]
fn credits_of_agencies_are_known_by_their_shape() {
    for credit in [
        "Relatives wait for news at the port. (AP Photo/Vera Lind)",
        "Relatives wait for news at the port. Celia Lind/AFP via Getty Images",
        "Relatives wait for news at the port, May 9, 2031. Agency/Vera Lind/File Photo",
        "Relatives wait for news at the port | Reuters",
        "Relatives wait for news at the port. © AFP",
        "[1/4] Relatives wait for news at the port",
    ] {
        check_inside(&format!("⟦{credit}⟧"));
        check(&format!("⟦{credit}⟧\n\n{OPENING}\n\n{CLOSING}\n"));
    }
}

#[test]
fn what_a_page_embeds_is_residue() {
    for line in ["View this post on Instagram", "pic.twitter.com/aB3xYz9Qw", "LISTEN: Our podcast on the barrier"] {
        check_inside(&format!("⟦{line}⟧"));
    }
}

#[test]
fn the_way_through_few_sections_is_residue() {
    for path in ["Accueil / Sports", "Home | News | Politics"] {
        check(&format!("⟦{path}⟧\n\n{OPENING}\n\n{CLOSING}\n"));
    }
}

#[test]
fn what_is_removed_from_a_paragraph_leaves_no_space() {
    let text = format!("{OPENING}\n\n{CLOSING} Read more: Five herring dishes\n\n{CLOSING}\n");
    let findings = found(&text, &Arc::default());
    let mut mended = text.clone();
    mended.replace_range(findings[0].fixes[0].edits[0].span.range(), "");
    assert_eq!(mended, format!("{OPENING}\n\n{CLOSING}\n\n{CLOSING}\n"));
}

#[test]
fn what_is_more_than_a_phrase_is_not_removed_unseen() {
    let text = format!("{OPENING}\n\nRead more: Five herring dishes\n\n{CLOSING}\n");
    assert_eq!(found(&text, &Arc::default())[0].fixes[0].safety, Safety::Unsafe);
}

#[test]
fn the_message_says_why() {
    let message = |block: &str| {
        let text = format!("{OPENING}\n\n{CLOSING}\n\n{block}\n");
        found(&text, &Arc::default()).first().map(|finding| finding.message.to_string()).unwrap_or_default()
    };
    let said = [
        message("Advertisement"),
        message("A bakery is fined for…\nA lighthouse is painted by…\nSeven knots that a sailor…"),
        message("Latest News\n\nNo stories found."),
        message(&format!("{CLOSING} Read more: Five herring dishes")),
    ];
    expect![[r#"
        An advertising marker stands on a line of its own at the foot of the article
        Teasers of other articles: 3 lines in a row break off in “…” at the foot of the article
        2 lines in a row at the foot of the article belong to the site: the heading of a list of other articles, a message of the page
        A link to other articles stands at the end of this paragraph"#]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn phrases_of_the_settings_are_found_too() {
    let (config, problems) = Config::from_toml("[boilerplate]\nphrases = [\"Tides of the day\"]");
    assert!(problems.is_empty(), "{problems:?}");
    let text = format!("{OPENING}\n\nTIDES OF THE DAY\n\n{CLOSING} Tides of the day\n");
    let spans: Vec<&str> = found(&text, &config.settings()).iter().map(|f| &text[f.span.range()]).collect();
    assert_eq!(spans, ["TIDES OF THE DAY", "Tides of the day"]);
    assert!(found(&text, &Arc::default()).is_empty());
}

#[test]
fn metadata_at_the_foot_is_a_matter_of_headers() {
    check_at_the_foot("Original url:\n\n<https://harbour.example/gates>");
}

#[test]
fn quotations_and_dialogue_are_text() {
    check_inside("“It holds.”");
    check_inside("“Read more,” she said. “Share this with everybody you know, and sign up.”");
    check_inside("„Mehr lesen“, riet sie.");
    check_at_the_foot("“We shall see…”\n\n“Perhaps…”\n\n“Perhaps not…”");
}

#[test]
fn subheadings_are_text() {
    for heading in [
        "Background",
        "What happens next",
        "A door with two keys",
        "Who pays?",
        "Hintergrund",
        "Die Kosten",
        "Les réactions",
        "Последствия",
        "背景",
    ] {
        check_inside(heading);
    }
}

#[test]
fn sentences_about_advertisements_and_newsletters_are_text() {
    check_inside("The advertisement was shown twice on Friday, the ministry said.");
    check_inside("Readers who want more can subscribe to the paper at the kiosk, the editor said.");
    check_inside("Share prices fell by four per cent in Brannhavn on Friday.");
    check_inside("More from the sea than from the land was what the poet wanted.");
    check_inside("Related industries lost two thousand jobs in the same year.");
    check_inside("Facebook and Twitter did not answer questions on Friday.");
    check_inside("Die Anzeige wurde am Freitag aufgegeben, sagte die Polizei.");
    check_inside("La publicité a été retirée vendredi, a dit le ministère.");
}

#[test]
fn lists_are_text() {
    check_inside("1. The driver’s name is Danica\n2. The toll is €3.50\n3. Dogs go free");
    check_inside("- an apple\n- half a sandwich\n- something from a machine");
    check_at_the_foot("- Brannhavn 3, Tirovets 1\n- Solmund 2, Skerry 2");
}

#[test]
fn verse_is_text() {
    check_at_the_foot(
        "The tide came in at seven\nand brought the herring home\nthe sea was grey as heaven\nand white the breaking foam",
    );
    check_inside("Er kam und ging…\nund kam nie mehr…\nund ging…");
}

#[test]
fn datelines_titles_and_bylines_are_text() {
    check(
        "Vera Lind opens the gates\n\nBy Petra Ekdahl\n\nMarch 14, 2031\n\nBRANNHAVN (STW) — The gates were shut at dawn on Friday, and for the first time the sea had to wait for the land.\n",
    );
    check(
        "Photo contest draws thousands to the pier\n\nBRANNHAVN — The pictures of the barrier will be shown until June, the gallery said on Friday morning.\n",
    );
    check(
        "Пожар в порту\n\n14/03/2031 10:35\n\nБРАННХАВН, 14 марта. Пожар в порту был потушен в пятницу утром, сообщила пресс-служба министерства, пострадавших нет.\n",
    );
}

#[test]
fn questions_and_answers_are_text() {
    check_inside("Q: Were you proud?\n\nA: Ask me in fifty years.\n\nQ: And the bill?\n\nA: Paid.");
}

#[test]
fn entries_of_a_live_blog_are_text() {
    check_inside(
        "6:42\n\nThe first gate comes up.\n\n6:57\n\nThe second gate follows.\n\n7:16\n\nThe strait stands still.",
    );
}

#[test]
fn results_and_tables_are_text() {
    check_inside("Gate | Height | Weight\n1 | 12 m | 400 t\n2 | 12 m | 410 t");
    check_at_the_foot("Brannhavn 3\nTirovets 1\nSolmund 2");
}

#[test]
fn section_breaks_are_text() {
    check_inside("* * *");
    check_inside("•");
}

#[test]
fn a_phrase_behind_one_whole_sentence_goes_without_it() {
    let sentence = "The pilots of the harbour went home on Friday, the union said, and a third of all ships waited outside \
                    until the morning.";
    for tail in [
        "© 2031 Harbour Post",
        "Photo: I. Tamsa",
        "(Photo: I. Tamsa)",
        "Foto: dpa",
        "Image: AFP",
        "Subscribe to our newsletter here.",
        "Follow us on Twitter",
        "Download our app",
        "Síguenos en Twitter",
        "Подписывайтесь на наш канал",
    ] {
        check_inside(&format!("{sentence} ⟦{tail}⟧"));
        check_at_the_foot(&format!("{sentence} ⟦{tail}⟧"));
    }
    check_at_the_foot(&format!("{sentence} ⟦Getty Images⟧"));
    check_inside(
        "The pilots of the harbour went home on Friday, the union said. Nobody came back until the week was over ⟦(Photo: \
         I. Tamsa)⟧",
    );
}

#[test]
fn a_phrase_in_front_of_one_whole_sentence_goes_without_it() {
    let sentence = "The pilots of the harbour went home on Friday, the union said, and a third of all ships waited outside \
                    until the morning.";
    for head in [
        "Share on Facebook",
        "Share Tweet",
        "ADVERTISEMENT",
        "READ MORE:",
        "Follow us on Twitter",
        "Sign up for our newsletter",
        "Listen to this article",
        "Udostępnij na Facebooku",
    ] {
        check_inside(&format!("⟦{head}⟧ {sentence}"));
        check_at_the_foot(&format!("⟦{head}⟧ {sentence}"));
    }
    // What is asked of pupils is no button.
    check_inside(&format!("Read more Dickens, said the teacher, and less of what the papers print. {sentence}"));
}

#[test]
fn prompts_of_several_sentences_go_as_one() {
    check_at_the_foot(
        "⟦We bring you the best of the harbour every morning, with the tides, the weather and the ships that are due. \
         Subscribe to our newsletter here.⟧",
    );
}

#[test]
fn what_is_quoted_with_whoever_says_it_is_text() {
    for line in [
        "“Subscribe to everything,” she advised.",
        "„Lesen Sie mehr!“, mahnte der Lotse.",
        "« Abonnez-vous ! » criait la poissonnière.",
        "« Tous droits réservés », dit le panneau.",
        "«Iscriviti», diceva il cartello.",
        "«Todos os direitos reservados», avisa o letreiro.",
        "—Síganos —dijo el práctico.",
        "«Все права защищены», — гласит вывеска.",
        "“版权所有。”门上写着。",
        "‘Lees meer’, zei de loods.",
        "„Czytaj więcej”, poradziła nauczycielka.",
    ] {
        check_inside(line);
        check_at_the_foot(line);
    }
    check_inside("The court named the links “Read also” and “Share this article” in its ruling of Friday morning.");
}

#[test]
fn sentences_that_begin_as_phrases_do_are_text() {
    for line in [
        "You may also like his second book, which has no fish in it.",
        "See also: the gospel.",
        "Next: the lighthouse.",
        "Read the full letter, the judge ordered, and read it slowly.",
        "Skip to the last page: everybody drowns.",
        "Tags: every crate must carry two from June.",
        "All rights are reserved to the fishermen under the treaty.",
        "Actualizado el registro, sobran dos barcos.",
        "Abbonati in rivolta: chiude il loggione",
        "Riproduzione vietata ai merluzzi di allevamento.",
        "Meer nieuws kwam er niet.",
        "责任编辑辞职，享受退休生活。",
    ] {
        check_inside(line);
        check_at_the_foot(line);
    }
    for line in ["No comment.", "Sin comentarios.", "Sem comentários."] {
        check_at_the_foot(line);
    }
}

#[test]
fn a_short_sentence_among_the_paragraphs_is_not_removed_unseen() {
    assert_eq!(safeties(&format!("{OPENING}\n\nReject all. Manage preferences. Accept all.\n\n{CLOSING}\n")), [false]);
}

#[test]
fn of_lines_in_a_row_those_that_are_known_can_be_removed_unseen() {
    let text = format!(
        "{OPENING}\n\nShare this article\n\nFive herring dishes for the winter\n\nAdvertisement\n\n{CLOSING}\n"
    );
    let findings = found(&text, &Arc::default());
    assert_eq!(findings.len(), 1);
    let [all, known] = &findings[0].fixes[..] else { panic!("{:?}", findings[0].fixes) };
    assert_eq!((all.safety, known.safety), (Safety::Unsafe, Safety::Safe));
    let mut mended = text.clone();
    for edit in known.edits.iter().rev() {
        mended.replace_range(edit.span.range(), &edit.text);
    }
    assert_eq!(mended, format!("{OPENING}\n\nFive herring dishes for the winter\n\n{CLOSING}\n"));
    // Without their heading nothing tells what they are.
    let list = format!("{OPENING}\n\n{CLOSING}\n\nMost read\n\nLoaves shaped like the mayor\n\nA green lighthouse\n");
    assert_eq!(safeties(&list), [false]);
    assert_eq!(found(&list, &Arc::default())[0].fixes.len(), 1);
}

#[test]
fn dates_and_bylines_beside_residue_above_the_text_are_residue() {
    for (imprint, button) in [
        ("14 March 2031", "Share"),
        ("By Vera Lind, environment reporter", "Share"),
        ("14. März 2031", "Teilen"),
        ("Von Vera Lind", "Teilen"),
        ("14/03/2031 14h05", "Compartilhar"),
        ("Por Vera Lind", "Compartir"),
        ("14 марта 2031", "Поделиться"),
        ("记者 王磊", "分享"),
    ] {
        check(&format!("Gates shut at dawn\n\n⟦{imprint}\n\n{button}⟧\n\n{CLOSING}\n"));
        check(&format!("Gates shut at dawn\n\n{imprint}\n\n{CLOSING}\n"));
    }
}

#[test]
fn initials_and_ages_are_residue() {
    check_at_the_foot("⟦(vli)⟧");
    check_at_the_foot("⟦16+⟧");
    check_inside("⟦The pier of Tirovets on Friday morning (Ansa)⟧");
    check_inside("(so)");
}

#[test]
fn there_are_phrases_in_more_languages() {
    for line in [
        "Reklama",
        "Czytaj też: Śledź w śmietanie",
        "Wszelkie prawa zastrzeżone",
        "Annons",
        "Läs också: Sill på fem sätt",
        "Prenumerera på vårt nyhetsbrev",
        "Reklam",
        "İlginizi Çekebilir",
        "Yayınlanma: 14.03.2031 - 12:45",
        "إعلان",
        "جميع الحقوق محفوظة",
        "اقرأ أيضا: خمسة أطباق من الرنجة",
    ] {
        check_at_the_foot(&format!("⟦{line}⟧"));
    }
}
