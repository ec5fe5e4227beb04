//! What the engine for quotation marks, brackets, Markdown and annotation must leave alone, and what it must find.
//!
//! Everything here is invented. A text in a list of sound ones must have no finding whose code begins with `DEL` or
//! `HDR`; in a damaged one, `⟦` and `⟧` stand round the place of the only such finding.

use std::fmt::Write as _;
use std::sync::Arc;

use copydesk::config::Settings;
use copydesk::facts::FileFacts;
use copydesk::format::Dialect;
use copydesk::rules::Finding;

fn findings(text: &str, dialect: Dialect) -> Vec<Finding> {
    let facts = FileFacts::new(text, dialect, Arc::new(Settings::default()));
    facts
        .findings()
        .filter(|f| f.rule.rule().code.starts_with("DEL") || f.rule.rule().code.starts_with("HDR"))
        .collect()
}

/// The findings as `rule@text`, one after the other.
fn shown(text: &str, found: &[Finding]) -> String {
    let mut out = String::new();
    for f in found {
        let _ = write!(out, " {}@{}:{}", f.rule.rule().name, f.span.start, &text[f.span.range()]);
    }
    out
}

/// Each text, alone in a file, has no finding.
fn sound(texts: &[&str]) {
    let mut wrong = String::new();
    for text in texts {
        for dialect in [Dialect::Plain, Dialect::Markdown] {
            let found = findings(text, dialect);
            if !found.is_empty() {
                let _ = writeln!(wrong, "{dialect:?} {text:?}\n   {}", shown(text, &found));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Each text has one finding, of this rule, and it lies at the marked place.
fn damaged(rule: &str, texts: &[&str]) {
    let mut wrong = String::new();
    for marked in texts {
        let start = marked.find('⟦').expect("a marked place");
        let text = marked.replace(['⟦', '⟧'], "");
        let end = marked.find('⟧').expect("the end of the marked place") - '⟦'.len_utf8();
        let found = findings(&text, Dialect::Plain);
        let right = found.len() == 1
            && found[0].rule.rule().name == rule
            && found[0].span.start < end.max(start + 1)
            && found[0].span.end > start;
        if !right {
            let _ = writeln!(wrong, "{rule} {marked}\n   {}", shown(&text, &found));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn quotations_over_several_paragraphs() {
    sound(&[
        "“We open the gates tonight.\n\n“We close them tomorrow.\n\n“And that is all,” he said.",
        "\"We open the gates tonight.\n\n\"We close them tomorrow.\n\n\"And that is all,\" he said.",
        "‘We open the gates tonight.\n\n‘We close them tomorrow.\n\n‘And that’s all,’ he said.",
        "The minister said: “We open the gates tonight.\n\n“We close them tomorrow.”",
        "The minister said: “We open ‘the gates’ tonight.\n\n“We close them tomorrow,” she said. “Perhaps.”",
        "“She told me, ‘We open tonight.\n\n“‘We close tomorrow.’”",
        "« Nous ouvrons ce soir.\n\n« Nous fermons demain », a-t-il dit.",
        "« Nous ouvrons ce soir.\n\n» Nous fermons demain », a-t-il dit.",
        "«Abrimos esta noche.\n\n»Cerramos mañana», dijo.",
        "„Wir öffnen heute.\n\n„Wir schließen morgen“, sagte er.",
        "»Wir öffnen heute.\n\n»Wir schließen morgen«, sagte er.",
        "「今夜、門を開く。\n\n「明日は閉じる」と語った。",
        "“We open tonight.\n\nFile photo of the gates\n\n“We close tomorrow,” she said.",
        "“We open tonight.\n\n## The gates\n\n“We close tomorrow,” she said.",
        "“We open tonight. (Applause.)\n\n“We close tomorrow.”",
        "\"We open tonight. It's 6'2\" high.\n\n\"We close tomorrow.\"",
        "“[We] open tonight …\n\n“… and close tomorrow.”",
        "“One.\n\n“Two.\n\n“Three.\n\n“Four.\n\n“Five,” he said. “Six.”",
        "“We open tonight,” he said. “We close tomorrow.\n\n“And that is all.”",
    ]);
}

#[test]
fn quotations_in_quotations() {
    sound(&[
        "“She said, ‘He shouted “Open!” at us,’ and left,” Lind recalled.",
        "‘She said, “He shouted ‘Open!’ at us,” and left,’ Lind recalled.",
        "\"She said, 'He shouted \"Open!\" at us,' and left,\" Lind recalled.",
        "“‘Nested,’ he said.”",
        "\"'Nested,' he said.\"",
        "'\"Nested,\" he said.'",
        "‘“Nested,” he said.’",
        "“He said ‘no’.”",
        "“He said ‘no.’”",
        "\"He said 'no'.\"",
        "\"He said 'no.'\"",
        "'He said \"no\".'",
        "“He said ‘no’ ”",
        "“ ‘No,’ he said. ”",
        "“He said ‘no’”—and left.",
        "„Er sagte ‚nein‘ und ging“, sagte sie.",
        "»Er sagte ›nein‹ und ging«, sagte sie.",
        "«Il a dit “non” et partit», dit-elle.",
        "«Он сказал „нет“ и ушёл», — вспоминала она.",
        "„On powiedział «nie» i wyszedł”, wspominała.",
        "「彼は『いいえ』と言った」と話した。",
        "『彼は「いいえ」と言った』と話した。",
        "“他说‘不’，然后走了。”她回忆。",
        "“他说《不》”，她回忆。",
        "”Han sade ’nej’ och då gick han”, mindes hon.",
        "“The ‘gate’ is a ‘gate’ is a ‘gate’,” he said.",
        "“It was ‘the boss’s’ idea,” she said.",
        "“It was the boss’s ‘idea’,” she said.",
        "“I’m not saying ‘don’t’,” she said.",
        "\"I'm not saying 'don't',\" she said.",
        "\"I'm not sayin' 'don't',\" she said.",
        "‘I’m not saying “don’t”,’ she said.",
        "'I'm not saying \"don't\",' she said.",
    ]);
}

#[test]
fn quotations_beside_each_other() {
    sound(&[
        "“Open!” “Close!” “Open!” they shouted.",
        "“Open!”, “Close!” and “Open!” they shouted.",
        "“Open!” – “Close!” – “Open!”",
        "“Open”/“Close”",
        "\"Open\"/\"Close\"",
        "\"Open\", \"Close\", \"Open\".",
        "\"Open\" \"Close\" \"Open\"",
        "‘Open’, ‘close’ and ‘open’.",
        "'Open', 'close' and 'open'.",
        "‘Open!’ ‘Close!’ ‘Open!’",
        "“门”“窗”“墙”都开了。",
        "「門」「窓」「壁」が開いた。",
        "《人民日报》《光明日报》报道。",
        "«Открыть», «закрыть», «открыть».",
        "„Auf“, „zu“, „auf“.",
        "”Öppna”, ”stäng” och ”öppna”, ropade de.",
        "\"Open,\" he said, \"or close.\" \"Why?\" \"Because.\"",
    ]);
}

#[test]
fn punctuation_and_marks_in_either_order() {
    sound(&[
        "He called it “a gate,” and “a wall.”",
        "He called it “a gate”, and “a wall”.",
        "He called it ‘a gate,’ and ‘a wall.’",
        "He called it ‘a gate’, and ‘a wall’.",
        "He called it \"a gate,\" and \"a wall.\"",
        "He called it 'a gate', and 'a wall'.",
        "He called it 'a gate,' and 'a wall.'",
        "Was it “a gate”? Was it “a wall?” It was “a gate”!",
        "He said: “It is a gate”; she said “a wall.”",
        "“A gate . . .” he said.",
        "“…a gate…” he said.",
        "“… a gate …” he said.",
        "\"...a gate...\" he said.",
        "\"... a gate ...\" he said.",
        "He said \"...\" and left.",
        "He said “…” and left.",
        "“A gate –” he began. “– or a wall,” she ended.",
        "“A gate—” he began. “—or a wall,” she ended.",
        "\"A gate--\" he began. \"--or a wall,\" she ended.",
        "\"A gate -\" he began. \"- or a wall,\" she ended.",
        "The gate—\"a wall\"—was open.",
        "The gate—“a wall”—was open.",
        "The gate -- \"a wall\" -- was open.",
        "The gate - 'a wall' - was open.",
        "The gate—'a wall'—was open.",
        "The gate—‘a wall’—was open.",
        "The pro-\"wall\" party and the “anti-gate”-party.",
        "A \"gate\"-like wall and a “wall”-like gate.",
        "The gate (\"a wall\") was open.",
        "The gate [“a wall”] was open.",
        "The gate (‘a wall’) was open.",
        "The gate ('a wall') was open.",
        "The gate (“a wall,” he said) was open.",
        "“The gate (a wall) was open.”",
        "“The gate was open (it was a wall).”",
        "\"The gate was open (it was a wall)\", he said.",
        "“(The gate) was open.”",
        "(“The gate was open.”)",
        "“A wall” (a gate).",
        "\"A wall\" (a gate).",
        "'A wall' (a gate).",
        "Asked: “Gate?” — “Wall.”",
        "¿“Puerta” o “muro”? ¡“Muro”!",
        "“¿Puerta o muro?”, preguntó. “¡Muro!”",
        "And/or “gate”/wall.",
        "“Gate”: a wall.",
        "\"Gate\"; \"wall\": \"gate\"? \"wall\"!",
        "“Gate”* and “wall”†",
        "\"Gate\"[1] and \"wall.\"[2]",
        "“Gate”¹ and “wall.”²",
        "“Gate.”1",
    ]);
}

#[test]
fn titles_and_lines_wholly_in_quotes() {
    sound(&[
        "“The gates are open”",
        "\"The gates are open\"",
        "'The gates are open'",
        "‘The gates are open’",
        "'The gates are open,' minister says",
        "Gates 'open by June', minister says",
        "Gates ‘open by June’, says minister’s office",
        "Minister: 'Gates open' as banks' money runs out",
        "Minister: ‘Gates open’ as banks’ money runs out",
        "'I don't know': minister on gates",
        "‘I don’t know’: minister on gates",
        "«Tore auf»",
        "„Die Tore sind auf“",
        "Minister’s ‘no’ to gates",
        "Minister's 'no' to gates",
        "'It's a wall': minister's 'no' to gates' builders",
        "# “The gates are open”",
        "## 'The gates are open', says Lind",
        "“Open up the gates,\nopen up the walls,\nthe water is at the door”",
        "Open (up the gates,\nopen up the walls)\nthe water is at the door",
        "\"Open up the gates,\nopen up the walls,\"\nthey sang.",
        "“Open up the gates.\n“Open up the walls.\n“The water is at the door,” they sang.",
        "He said: “We open.\nWe close,” and left.",
        "O gates, ye gates,\n  wherefore art thou 'open',\no’er the sea?",
        "> “The gates are open,” he said.",
        "> 'Twas the night before the gates\n> opened.",
        "– “The gates are open,” he said.",
        "— Ворота открыты, — сказал он. — «Наконец-то».",
        "- \"The gates are open,\" he said.",
        "* “The gates are open,” he said.",
        "• “The gates are open,” he said.",
        "Vera Lind: “The gates are open.”",
        "VERA LIND: \"The gates are open.\"",
        "Q: “Open?” A: “Open.”",
        "Quote of the day: “Open!” — Vera Lind",
        "Vera Lind, left, and Ole “Buddy” Berg at the gates. (Photo: A. Holm/Harbour Post)",
        "Vera Lind (left), Ole Berg (right) and (from left) Ada Holm.",
        "William \"Bill\" Berg, Ada 'the Gate' Holm and Ole “Wall” Lind.",
        "Ada ‘the Gate’ Holm and Ole ‘Wall’ Lind’s friends.",
        "“The Gates,” “The Walls” and ‘The Sea’ are films.",
    ]);
}

#[test]
fn apostrophes_in_every_role() {
    sound(&[
        "The banks’ money, the boss’s gate and James’ wall.",
        "The banks' money, the boss's gate and James' wall.",
        "The ministers’, the builders’ and the sailors’ unions.",
        "Tell ’em ’til they’re ’round the gate, ’cause ’tis late.",
        "Tell 'em 'til they're 'round the gate, 'cause 'tis late.",
        "Tell ‘em ‘til they’re ‘round the gate, ‘cause ‘tis late.",
        "Rock ’n’ roll, rock 'n' roll, rock ‘n’ roll, rock 'n roll, fish ’n chips, R’n’B, drum'n'bass.",
        "’Twas late. 'Twas late. ‘Twas late.",
        "“’Twas late,” he said. “Tell ’em.”",
        "\"'Twas late,\" he said. \"Tell 'em.\"",
        "‘’Twas late,’ he said.",
        "The ’90s, the '90s, the ‘90s, the 1990’s and the class of ’68.",
        "“Back in the ’90s,” he said, “it was ’89 or ’90.”",
        "\"Back in the '90s,\" he said, \"it was '89 or '90.\"",
        "In the ’90s’ gates and the ‘80s walls.",
        "O’Brien, O'Brien, D’Angelo, d’Artagnan, l’Oréal, M’Bappé, N'Golo, Qur’an, Sana'a, Ka‘ba, Ba’ath, Xi’an, Hawai‘i.",
        "‘Abd al-Rahman, ʿAbd, ’Ali, al-‘Ula, Sana‘a and Baha’ al-Din.",
        "The ’Ndrangheta, the 'Ndrangheta and the ‘Ndrangheta.",
        "’s-Hertogenbosch, 's Avonds, ’t Hooft, van 't Hek, d’r in, zo’n, foto’s.",
        "Dell’Utri, po’ di più, un po’ troppo, all’alba, di’ pure, fa’, va’, da’, sta’, c’è.",
        "Aujourd’hui l’homme qu’on n’a pas d’ailleurs jusqu’à l’aube.",
        "Aujourd'hui l'homme qu'on n'a pas d'ailleurs jusqu'à l'aube.",
        "Hans’ Tor, Max’ Mauer, Grass’ Roman, ’s ist so, wie geht’s, ’ne Mauer, auf’m Tor.",
        "Goin’ home, sayin’ nothin’, an’ all o’ that, th’ gates, an ol’ wall.",
        "Goin' home, sayin' nothin', an' all o' that, th' gates, an ol' wall.",
        "“I’m goin’,” he said. “Nothin’!”",
        "\"I'm goin',\" he said. \"Nothin'!\"",
        "“Walkin’ and talkin’” was a hit.",
        "‘Walkin’ and talkin’’ was a hit.",
        "CEOs’ pay, MPs’ vote, the 1990s’ gates, the U.S.’s wall, the E.U.’s gate, the Inc.’s wall.",
        "CEO's, MP's, A's, 3's and do's and don'ts, mustn't've, y'all'd've.",
        "The do’s and don’ts, OK’d, ID’d, KO’d and OD’ing.",
        "The “bank”’s money and the ‘bank’’s money.",
        "The \"bank\"'s money and the “Gates”’ author.",
        "The New Bank (NB)’s money and the New Bank (NB)'s money.",
        "The minister [Lind]’s gate.",
        "‘The banks’ money is gone,’ he said.",
        "'The banks' money is gone,' he said.",
        "“The banks’ money is gone,” he said.",
        "\"The banks' money is gone,\" he said.",
        "“It is the banks’,” he said.",
        "“It is the banks’.”",
        "‘It is the banks’,’ he said.",
        "Kyiv’s, Харків’яни п’ять об’єкт, п'ять.",
        "Türkiye’nin, İstanbul’da, Ankara'ya, Atatürk’ün.",
        "Qur’ān, ʻOkina, Hawaiʻi, d´Artagnan, l`homme.",
        "Fo’c’sle, bo’s’n, ha’penny, e’er, ne’er-do-well, o’clock, ma’am, s’pose.",
        "The ’em and ’er; the ‘un’ and the ’un.",
        "Finders’ fee—builders’—or ‘gates’—whatever.",
        "St. James’s, St James’, Jesus’, Moses’ and for goodness’ sake.",
        "Three years’ prison, two weeks' holiday, a day’s work.",
        "It’s the “gates’ builders’ union’s” money.",
        "Levi’s “501’s” and McDonald’s’ walls.",
        "Côte d’Ivoire’s, Cote d'Ivoire's.",
        "The 'hood, the ’hood, the ’burbs, the 'burbs and the ’phone.",
    ]);
}

#[test]
fn feet_inches_minutes_and_primes() {
    sound(&[
        "He is 6'2\" tall.",
        "He is 6’2” tall.",
        "He is 6′2″ tall.",
        "\"He is 6'2\",\" she said.",
        "\"He is 6'2\" tall,\" she said.",
        "“He is 6'2\",” she said.",
        "“He is 6’2” tall,” she said.",
        "“He is 6’2”,” she said.",
        "A 6' 2\" gate and a 12\" wall.",
        "A 5'-wide gate, a 5’ gate, a 5-ft wall.",
        "A 27\" screen, a 3.5\" disc, a 7” single and 12” records.",
        "At 51°30'26\"N 0°7'39\"W.",
        "At 51°30′26″N 0°7′39″W.",
        "At 51° 30' 26\" N, 0° 7' 39\" W.",
        "At 51°30’ N and 0°7’39” W.",
        "Lind scored (5', 63') and Berg (90'+2').",
        "Lind scored (5’, 63’) and Berg (90’+2’).",
        "Goals: Lind 12', Berg 34', Holm 90+3'.",
        "Goals: Lind 12’, Berg 34’, Holm 90+3’.",
        "1-0 Lind 12', 2-0 Berg (p) 45'",
        "She ran it in 3'45\"2 and 59\"8.",
        "A 2x4\" plank and a 6\"x4\" card; 8½\" × 11\".",
        "The 4'33\" piece. It’s a 3' x 5' flag.",
        "“It was 5′ wide,” he said. ‘It was 5′ wide,’ he said.",
    ]);
}

#[test]
fn brackets_of_all_kinds() {
    sound(&[
        "The gate (a wall) and [sic] the [...] wall […] (…) (...) (sic).",
        "“[T]he gate[s] [are] open [sic],” he said.",
        "The gate (built in 2031 [or 2032]) and the wall [built (again) in 2033].",
        "The gate (a wall (a gate (a wall))).",
        "(The gate is open.) (The wall is not.)",
        "The gate(s) and wall(s); (s)he; (re)open; (un)usual; f(x).",
        "The gate {a wall} and {} and [].",
        "Scores: (2-1), 3:2 (1:1), 6-4, 7-6 (7/5), 6-7(4).",
        "The Gates Co. (NYSE: GATE), Walls (Nasdaq: WAL.A) and (LON:SEA).",
        "At 5 p.m. (1700 GMT), (a.m.), at 9 (a.m.) and (p.m.).",
        "The gate (a.k.a. “the wall”), (c. 1900), (d. 1950), (b. 1920), (est. 1899).",
        "See (https://example.org/a_(b)), https://example.org/Gate_(wall) and http://example.org/?a[]=1&b[2]=3.",
        "See https://en.example.org/wiki/Gate_(film)_(2031).",
        "(See https://example.org/gate.) [See http://example.org/]",
        "[Gate](https://example.org/Gate_(wall)) and [wall](https://example.org \"The wall\").",
        "Half-open [0, 1) and (0, 1] intervals.",
        "The interval [0,1) and ]0,1[.",
        "He turned 50 (!) and (?) smiled (:).",
        "Thanks :) and :-( and ;) and :( or :-) or =) and :D and 8).",
        "Thanks (like this :)",
        "Thanks (like this :)).",
        "Thanks (like this :) ) and so on.",
        "“Thanks :)” she wrote. “Sorry :(”",
        "\"Thanks :)\" she wrote. \"Sorry :-(\"",
        "Thanks :)) and :((( and ^_^ and (^_^) and ¯\\_(ツ)_/¯ and xD and <3.",
        "Thanks!:) And :’( and :'(",
        "☹️ (-: and (:",
        "门（墙）和【图】及〔注〕［一］〈书〉。",
        "（北京日报）门开了。",
        "门 (墙) 和（墙）开了。",
        "Lind (Harbour Party, 54), Berg (Gate Union).",
        "HARBOUR CITY (HP) — The gates opened.",
        "HARBOUR CITY (HP) -- The gates opened. (Reporting by A. Holm; editing by B. Lind)",
        "The gate (which—“as he put it”—was a wall) opened.",
        "The gate (“which”, as ‘he’ put it, “was a wall”) opened.",
        "“The gate (“which was a wall”) opened.”",
        "[Photo: A. Holm] [Video] (Photo)",
        "{{cite}} and {0} and ${name}.",
        "Tel. (0)20 1234 and +44 (0) 20 1234 (ext. 5).",
        "H(2)O, Ca(OH)2, 5(b)(ii), § 12(3)(a), Art. 5 (1) (b).",
        "The gate (a wall), (b) a wall and (c) a gate.",
    ]);
}

#[test]
fn list_markers_in_all_shapes() {
    sound(&[
        "a) the gate",
        "1) the gate",
        "(a) the gate",
        "(1) the gate",
        "iv) the gate",
        "A) the gate",
        "i) the gate",
        "xii) the gate",
        "1.) the gate",
        "1.1) the gate",
        "10) the gate",
        "100) the gate",
        "1a) the gate",
        "a.) the gate",
        "- a) the gate",
        "* 1) the gate",
        "The gates are: a) open, b) closed; and c) neither.",
        "The gates are: 1) open, 2) closed and 3) neither.",
        "The gates are: 1)open, 2)closed and 3)neither.",
        "The gates are: (i) open, (ii) closed or (iii) neither.",
        "The gates are: i) open, ii) closed or iii) neither.",
        "The gates are either A) open or B) closed.",
        "“The gates are a) open and b) closed,” he said.",
        "The gates (they are a) open and b) closed) opened.",
        "1) the gate\n2) the wall\n3) the sea",
        "1 ) The gate opened.\n2 ) The wall held.",
        "а) ворота; б) стена; в) море.",
        "α) the gate and β) the wall",
        "[1] the gate",
        "[a] the gate\n[b] the wall",
        "一）门",
        "1）门开了；2）墙关了。",
        "Step 1) open; step 2) close.",
        "**1)** the gate and **2)** the wall",
        "a) “The gate” b) ‘the wall’ c) \"the sea\"",
    ]);
}

#[test]
fn markdown_and_html_and_code() {
    sound(&[
        "[Gate](https://example.org), ![Wall](wall.png), [Sea][1] and [^1].",
        "[Gate][gate]\n\n[gate]: https://example.org/gate",
        "The gate.[^1]\n\n[^1]: It is “a wall”.",
        "[![Gate](gate.png)](https://example.org)",
        "**Gate** and __wall__ and *sea* and _shore_ and ***all***.",
        "**“Gate”** and *“wall”* and “**sea**” and “*shore*”.",
        "**\"Gate\"** and *\"wall\"* and \"**sea**\" and \"*shore*\".",
        "*'Gate'* and **'wall'** and '*sea*' and _'shore'_.",
        "_“Gate,”_ he said, _“or wall.”_",
        "**Gate:** wall. **Gate**: wall. (**Gate**)",
        "F*** and s**t and f**k and b*****d and f—k.",
        "“F***!” he said. “S**t,” she said. “F**k you.”",
        "The gate* and the wall.\n\n* Not open.",
        "Price* rose.\n\n*Excluding tax",
        "★★★☆☆ **** *** ** *",
        "2 ** 3, 2**3, x**2, a * b ** c",
        "snake_case, __init__, _private, a__b, __main__.py and ____.",
        "Name: ______ (signed)",
        "Use `gate(\"open\")` and ``a`b`` and ```x```.",
        "```\nopen(\"gate\n```",
        "The gate<br>the wall<br/>the sea<br />the shore.",
        "<p>The gate",
        "<p>The gate</p>",
        "<p>The <b>gate</b> <i>and</i> <a href=\"https://example.org\">wall</a></p>",
        "“<b>Gate</b>” and <b>“wall”</b>",
        "a < b, a > b, a<b, a<b>c, x <= y, <3, 1 < 2 > 0, -> and <-, << and >>.",
        "<https://example.org/a_(b)> and <desk@example.org> and Desk <desk@example.org>.",
        "Desk “Gate” <desk@example.org>",
        "@gate #wall $GATE & 50% & R&D",
        "\\[Gate\\] and \\*wall\\* and \\(sea",
        "| Gate | “Wall” |\n|------|--------|\n| a | b |",
        "The gate — “wall” &amp; “sea” &quot;shore&quot;.",
        "\"@gate: 'wall' https://t.example/abc\"",
        "“Read https://example.org/gate” he said. \"Read https://example.org/gate\" she said.",
        "“Read https://example.org/gate.”",
        "(https://example.org)",
        "'https://example.org/gate'",
        "“www.example.org”, \"example.org/gate\"",
        "[“Gate,” he said](https://example.org/gate), and “[wall](https://example.org/wall)”.",
        "[\"Gate\"](https://example.org/gate) ['wall'](https://example.org/wall)",
        "[Gate (wall)](https://example.org/gate) ([wall](https://example.org/wall))",
        "See [the gate](/gate), [wall](#wall) and [sea](mailto:sea@example.org).",
        "[Gate]: the wall. [Wall] (the gate).",
    ]);
}

#[test]
fn languages_and_their_marks() {
    sound(&[
        "”Portarna är öppna”, sade han. ”De är ’öppna’.”",
        "»Portarna är öppna», sade han. »De är öppna.»",
        "”Portit ovat auki”, hän sanoi.",
        "»Portit ovat auki», hän sanoi.",
        "„Die Tore sind auf“, sagte er. „Sie sind ‚auf‘.“",
        "»Die Tore sind auf«, sagte er. »Sie sind ›auf‹.«",
        "«Die Tore sind auf», sagte er. «Sie sind ‹auf›.»",
        "„Bramy są otwarte”, powiedział. „Są «otwarte».”",
        "„De poorten zijn open”, zei hij. ‘Ze zijn “open”.’",
        "‘De poorten zijn open’, zei hij. ‘Ze zijn open.’",
        "'De poorten zijn open', zei hij. 'Foto's.'",
        "«\u{a0}Les portes sont ouvertes\u{a0}», dit-il. «\u{202f}Elles sont “ouvertes”.\u{202f}»",
        "« Les portes sont ouvertes », dit-il. « Elles sont « ouvertes » ! »",
        "«Le porte sono aperte», disse. «Sono “aperte”.»",
        "«Las puertas están abiertas», dijo. «Están “abiertas y ‘rotas’”.»",
        "«As portas estão abertas», disse.",
        "«Ворота открыты», — сказал он. «Они „открыты“».",
        "«Ворота «Север» открыты», — сказал он.",
        "«Завод «Ворота»» и ООО «Стена».",
        "ОАО \"Завод \"Ворота\"\" и ООО \"Стена\".",
        "„Вратите са отворени“, каза той.",
        "“Ворота відкриті”, — сказав він.",
        "„A kapuk nyitva vannak” – mondta. „»Nyitva«.”",
        "„Porțile sunt deschise”, a spus. „Sunt «deschise».”",
        "„Brány jsou otevřené,“ řekl. „Jsou ‚otevřené‘.“",
        "„Hlið eru opin,“ sagði hann.",
        "„Vartai atidaryti“, – sakė jis. „Vārti ir vaļā,” viņš teica.",
        "«Οι πύλες είναι ανοιχτές», είπε. «Είναι “ανοιχτές”.»",
        "“Kapılar açık,” dedi. “‘Açık’ mı?”",
        "השערים פתוחים, אמר מנכ\"ל צה\"ל. \"הם פתוחים\".",
        "השערים פתוחים, אמר מנכ״ל צה״ל. ״הם פתוחים״.",
        "ג'ורג' אמר: \"השערים ב-תשמ\"ה\".",
        "قال: \"البوابات مفتوحة\" و«مفتوحة» و“مفتوحة”.",
        "قال الوزير (يسار) إن \"البوابات\" مفتوحة.",
        "گفت: «دروازه‌ها باز است».",
        "“문이 열렸다”고 그는 말했다. ‘문’이라고.",
        "\"문이 열렸다\"고 그는 말했다. '문'이라고 했다. \"열려라\"라며 '벽'을",
        "「門が開いた」と彼は話した。『門』（かべ）。",
        "“门开了，”他说。“墙（旧）也开了。”",
        "他说：“门开了。”她说：‘墙’。",
        "他说\"门开了\"，她说'墙'。",
        "「門開了。」他說：「『牆』也開了。」",
        "เขาพูดว่า “ประตูเปิด” และ \"กำแพง\"",
        "“द्वार खुले हैं,” उसने कहा। 'दीवार'",
        "\"Cổng mở\", ông nói.",
        "“Gerbang dibuka,” katanya.",
        "``The gates are open,'' he said. ``They are `open'.''",
        "''The gates are open,'' he said.",
        "`The gates are open,' he said.",
        "‘‘The gates are open,’’ he said.",
        "‚Die Tore sind auf‘, sagte er.",
        "‹Die Tore› sind auf.",
        "＂门＂开了。",
        "„Tor“-Bauer, „Tor“s und das „Tor“?",
    ]);
}

#[test]
fn scare_quotes_and_odd_places() {
    sound(&[
        "The 'gate' is a 'wall'.",
        "The 'gates' are 'walls' and the 'boss' is 'his'.",
        "The ‘gates’ are ‘walls’ and the ‘boss’ is ‘his’.",
        "The ‘gates’ builders and the builders’ ‘gates’.",
        "The builders' 'gates' and the 'gates' of the builders'.",
        "“5” is a number, \"5\" is, '5' is and ‘5’ is.",
        "The letters 's' and 'x', ‘s’ and ‘x’, “s” and \"x\".",
        "From 'A' to 'Z', the '60s 'gate' and the ‘60s ‘gate’.",
        "It was '“gate”' or ‘“gate”’ or \"'gate'\".",
        "“2031” and ‘2031’ and '2031' and \"2031\".",
        "The film “2001” and the book “1984”, the song \"99\" and the year '99.",
        "“Gates at 20,” the “wall” at 30 and “sea” at “40”",
        "The \"20\" gates cost 20\" each.",
        "“Gate” “wall” and “ sea ”.",
        "A “gate”. A ‘gate’. A \"gate\". A 'gate'.",
        "He said “yes” 'cause she said “no”.",
        "He said 'yes' 'cause she said 'no'.",
        "“Yes”–“no”, “yes”-“no”, ‘yes’–‘no’.",
        "$“50” and “$50”; €'50'; “50%” and “50°”.",
        "“Café” and ‘élan’, \"Ångström\" and 'Ørsted'.",
        "“🚪” he wrote. \"🚪\" she wrote. “Open 🚪” “🚪 open”",
        "“Open”™ and “Open”® and “Open”…",
        "It was “open” (“wide”), ‘open’ (‘wide’), \"open\" (\"wide\").",
        "“Wait,” he said, “– what?”",
        "“What the –”",
        "“What the f***,” he said.",
        "“Wh–” “No.”",
        "“I–I don’t know,” he said. “T’was n-nothin’.”",
        "“#OpenTheGates” and “@lind” and '#open'.",
        "\"Gate\"\u{200b} and \u{200e}\"wall\"\u{200e}.",
        "The so-called “gate” – ‘wall’, rather – \"opened\".",
        "The minister’s “no” became the ministers’ “yes”.",
        "He asked: ‘Is it “open”?’ ‘Is it “shut?”’",
        "'Is it \"open\"?' he asked. 'Is it \"shut?\"'",
        "“Is it ‘open’?” “Is it ‘shut?’” “It’s ‘both’!”",
        "‘Open,’ said the boss’ wife. ‘The boss’ is out.’",
        "‘It’s not the banks’. It’s ours,’ he said.",
        "'It's not the banks'. It's ours,' he said.",
        "'We're goin' home,' he said. 'Nothin' doin'.'",
        "‘We’re goin’ home,’ he said. ‘Nothin’ doin’.’",
    ]);
}

#[test]
fn annotations_beside_marks() {
    sound(&[
        "“[Vera Lind]{.PER #lind} opened [the gates]{.LOC #gates},” he said.",
        "“<PER id=\"lind\">Vera Lind</PER>” and <PER id=\"lind\">“Vera” Lind</PER>’s gate.",
        "([[lind|Vera Lind]]), [[gates|Gates]]’ wall, “[[lind|Lind]]” and [[lind]]s.",
        "<ENAMEX TYPE=\"PERSON\">Vera Lind</ENAMEX>'s \"gate\".",
        "<ENAMEX TYPE='PERSON' ID='lind'>Vera Lind</ENAMEX>",
        "<ORG id=\"hp\"><LOC id=\"h\">Harbour</LOC> Party</ORG>",
        "[[Vera Lind]{.PER #lind}’s party]{.ORG #hp}",
        "[Vera Lind]{.PER #lind role=\"prime minister\"} and [Berg]{.PER #berg}.",
        "[\"Vera\" Lind]{.PER #lind} ['Vera' Lind]{.PER #lind}",
        "**<PER id=\"lind\">Vera Lind</PER>** (<PER id=\"berg\">Berg</PER>)",
        "[Lind](PER:lind) met [Berg](PER:berg) and [Holm](PER:holm).",
        "[Vera Lind]{.PER}'s and [Lind]{.PER}’s gates, the [Linds]{.PER}’ gates.",
    ]);
}

#[test]
fn headers_of_all_kinds() {
    let body = "The gates opened.\n";
    let headers = [
        "---\ntitle: The gates\ndate: 2031-03-14\nlang: en\n---\n\n",
        "---\ntitle: \"The 'gates'\"\nauthor: Vera Lind\n---\n\n",
        "---\ntitle: 'The \"gates\"'\ntags: [gates, walls]\n---\n\n",
        "---\ntitle: >\n  The gates\n  are open\ndate: 2031-03-14T10:00:00Z\n---\n\n",
        "---\ntitle: The gates\nauthor:\n  - Vera Lind\n  - Ole Berg\n---\n\n",
        "---\ntitle: The gates # open\n# comment\nurl: https://example.org/gates\n---\n\n",
        "+++\ntitle = \"The gates\"\ndate = 2031-03-14\n+++\n\n",
        "title: The gates\ndate: 2031-03-14\nurl: https://example.org/gates\n\n",
        "Title: The gates\nDate: 2031-03-14\nAuthor: Vera Lind\n\n",
        "# The gates\n\nBy Vera Lind\n\n",
        "The gates\n\nBy Vera Lind, Harbour Post\n14 March 2031\n\n",
        "HARBOUR CITY, March 14 (HP) – ",
        "Date set for the gates\n\n",
        "Title fight: Lind v Berg\n\n",
        "Author Vera Lind opened the gates\n\n",
        "***\n\n",
        "---\n\n",
        "",
    ];
    let texts: Vec<String> = headers.iter().map(|header| format!("{header}{body}")).collect();
    sound(&texts.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn files_of_several_articles() {
    sound(&[
        "First.\n\n==========\n\nSecond.\n\n==========\n\nThird.\n",
        "<DOC>\nFirst.\n</DOC>\n<DOC>\nSecond.\n</DOC>\n",
        "<DOC>\n<DOCNO>1</DOCNO>\n<TEXT>\nFirst.\n</TEXT>\n</DOC>\n",
        "---\ntitle: One\n---\n\nFirst.\n\n---\ntitle: Two\n---\n\nSecond.\n",
        "First.\n\n* * *\n\nSecond.\n\n---\n\nThird.\n\n***\n\nFourth.\n",
        "First.\n\n-----\n\n“Second.\n\n“Third.”\n",
    ]);
}

#[test]
fn double_marks_that_are_damaged() {
    damaged(
        "unclosed-quote",
        &[
            "⟦“⟧We open the gates tonight, he said.",
            "⟦\"⟧We open the gates tonight, he said.",
            "He said: ⟦“⟧We open the gates tonight. Then he left for the harbour.",
            "“We open,” he said. ⟦“⟧We close tomorrow, she said. “Perhaps.”",
            "⟦«⟧Wir öffnen die Tore, sagte er.",
            "« Nous ouvrons », dit-il. ⟦«⟧ Nous fermons, dit-elle. « Peut-être. »",
            "⟦„⟧Wir öffnen die Tore, sagte er.",
            "⟦„⟧Wir öffnen die Tore, sagte er. „Morgen“, sagte sie.",
            "⟦»⟧Wir öffnen die Tore, sagte er. »Morgen«, sagte sie. »Heute«, sagte er.",
            "彼は⟦「⟧門を開くと言った。",
            "⟦“⟧门开了，他说。",
            "The ⟦“⟧gate was open and the wall was shut.",
            "The minister said (⟦“⟧we open) tonight.",
            "⟦``⟧We open the gates tonight, he said.",
        ],
    );
    damaged(
        "unopened-quote",
        &[
            "We open the gates tonight,⟦”⟧ he said.",
            "We open the gates tonight,⟦\"⟧ he said.",
            "“We open,” he said. We close tomorrow,⟦”⟧ she said. “Perhaps.”",
            "Wir öffnen die Tore⟦»⟧, sagte er.",
            "Nous ouvrons ce soir ⟦»⟧, dit-il. « Nous fermons », dit-elle.",
            "Wir öffnen die Tore⟦“⟧, sagte er. „Morgen“, sagte sie.",
            "彼は門を開く⟦」⟧と言った。",
            "Portarna är öppna⟦”⟧, sade han.",
            "The gate⟦”⟧ was open and the wall was shut.",
            "The gate was open (and the wall⟦”⟧).",
        ],
    );
    damaged(
        "doubled-quote",
        &[
            "⟦““⟧We open the gates tonight,” he said.",
            "“We open the gates tonight,⟦””⟧ he said.",
            "\"We open the gates tonight,⟦\"\"⟧ he said.",
            "⟦\"\"⟧We open the gates tonight,\" he said.",
            "⟦««⟧Wir öffnen», sagte er.",
            "«Wir öffnen⟦»»⟧, sagte er.",
            "⟦„„⟧Wir öffnen“, sagte er.",
            "„Wir öffnen⟦““⟧, sagte er.",
            "⟦「「⟧門を開く」と言った。",
            "「門を開く⟦」」⟧と言った。",
        ],
    );
    damaged(
        "reversed-quote",
        &[
            "⟦”⟧We open the gates tonight,” he said.",
            "“We open the gates tonight,⟦“⟧ he said.",
            "“We open,⟦“⟧ he said. “We close tomorrow,” she said.",
            "⟦»⟧Nous ouvrons», dit-il. «Nous fermons», dit-elle.",
            "«Nous ouvrons⟦«⟧, dit-il. «Nous fermons», dit-elle.",
            "「門を開く⟦「⟧と言った。",
            "⟦」⟧門を開く」と言った。",
            "It is a ⟦”⟧gate” and a “wall”.",
        ],
    );
    damaged(
        "mismatched-quotes",
        &[
            "⟦\"We open the gates tonight”⟧, he said.",
            "⟦“We open the gates tonight\"⟧, he said.",
            "“We open,” he said. ⟦\"We close,”⟧ she said. “Perhaps.”",
            "⟦«We open the gates tonight”⟧, he said.",
            "⟦„Wir öffnen die Tore\"⟧, sagte er.",
            "⟦“Wir öffnen»⟧, sagte er.",
            "⟦「門を開く』⟧と言った。",
            "⟦「門を開く”⟧と言った。",
            "⟦“We open tonight’⟧ she announced loudly.",
        ],
    );
}

#[test]
fn single_marks_that_are_damaged() {
    damaged(
        "unclosed-quote",
        &[
            "⟦‘⟧We open the gates tonight, he said.",
            "⟦'⟧We open the gates tonight, he said. 'We close,' she said. 'Or not.'",
            "“She said, ⟦‘⟧We open tonight,” he recalled.",
            "„Er sagte ⟦‚⟧nein und ging“, sagte sie.",
            "「彼は⟦『⟧いいえと言った」と話した。",
            "The ⟦‘⟧gate was open and the wall was shut.",
        ],
    );
    damaged(
        "unopened-quote",
        &[
            "We open the gates tonight,⟦’⟧ he said.",
            "We open the gates tonight,⟦'⟧ he said.",
            "“She said, We open tonight,⟦’⟧” he recalled.",
            "「彼はいいえ⟦』⟧と言った」と話した。",
        ],
    );
    damaged(
        "doubled-quote",
        &[
            "⟦‘‘⟧We open the gates tonight,’ he said.",
            "⟦''⟧We open the gates tonight,' he said.",
            "‘We open the gates tonight,⟦’’⟧ he said.",
            "'We open the gates tonight,⟦''⟧ he said.",
        ],
    );
    damaged("reversed-quote", &["⟦’⟧We open the gates tonight,’ he said.", "‘We open the gates tonight,⟦‘⟧ he said."]);
    damaged(
        "mismatched-quotes",
        &[
            "⟦'We open the gates tonight,’⟧ he said.",
            "⟦‘We open the gates tonight,'⟧ he said.",
            "“She said, ⟦'We open tonight,’⟧ and left,” he recalled.",
        ],
    );
}

#[test]
fn brackets_that_are_damaged() {
    damaged(
        "unclosed-bracket",
        &[
            "The barrier ⟦(⟧built in 2031 was opened.",
            "The barrier ⟦[⟧built in 2031 was opened.",
            "The barrier ⟦{⟧built in 2031 was opened.",
            "The barrier (built in 2031) was ⟦(⟧again opened (in 2032).",
            "“The barrier ⟦(⟧built in 2031 was opened,” he said.",
            "门⟦（⟧墙开了。",
            "门⟦《⟧墙开了。",
            "门⟦【⟧墙开了。",
            "⟦(⟧The barrier was opened.",
        ],
    );
    damaged(
        "unopened-bracket",
        &[
            "The barrier built in 2031⟦)⟧ was opened.",
            "The barrier built in 2031⟦]⟧ was opened.",
            "The barrier built in 2031⟦}⟧ was opened.",
            "“The barrier built in 2031⟦)⟧ was opened,” he said.",
            "Vera Lind, left⟦)⟧ and Ole Berg (right).",
            "门墙⟦）⟧开了。",
            "门墙⟦》⟧开了。",
            "The barrier was opened.⟦)⟧",
        ],
    );
    damaged(
        "doubled-bracket",
        &[
            "The barrier ⟦((⟧built in 2031) was opened.",
            "The barrier (built in 2031⟦))⟧ was opened.",
            "The barrier [built in 2031⟦]]⟧ was opened.",
        ],
    );
    damaged(
        "reversed-bracket",
        &["The barrier ⟦)⟧built in 2031) was opened.", "The barrier (built in 2031⟦(⟧ was opened."],
    );
    damaged(
        "mismatched-brackets",
        &[
            "The barrier ⟦(built in 2031]⟧ was opened.",
            "The barrier ⟦[built in 2031)⟧ was opened.",
            "The barrier ⟦{built in 2031)⟧ was opened.",
            "门⟦（墙】⟧开了。",
        ],
    );
    damaged(
        "crossed-delimiters",
        &["He said ⟦(“we open the gates)⟧ tonight”.", "He said ⟦“we open (the gates”⟧ tonight)."],
    );
}

#[test]
fn markdown_that_is_damaged() {
    damaged(
        "unclosed-link",
        &[
            "The ministry ⟦[announced](⟧https://example.org/gates the opening.",
            "The ministry ⟦[⟧announced(https://example.org/gates) the opening.",
            "The ministry announced⟦](https://example.org/gates)⟧ the opening.",
        ],
    );
    damaged("empty-link-target", &["The ministry ⟦[announced](#)⟧ the opening.", "The ⟦[ministry]()⟧ spoke."]);
    damaged(
        "unclosed-emphasis",
        &[
            "⟦**⟧Vera Lind, Harbour Post reports.",
            "Vera Lind⟦**⟧, Harbour Post reports.",
            "⟦__⟧Vera Lind, Harbour Post reports.",
            "⟦**⟧Vera Lind*, Harbour Post reports.",
            "**Vera Lind** and ⟦**⟧Ole Berg report.",
        ],
    );
    damaged("unclosed-code", &["Run ⟦`⟧make gates to open them.", "Open:\n\n⟦```⟧\nmake gates"]);
}

#[test]
fn annotation_that_is_damaged() {
    damaged(
        "unclosed-annotation",
        &[
            "⟦<PER id=\"lind\">⟧Vera Lind opened the gates.",
            "⟦<ENAMEX TYPE=\"PERSON\">⟧Vera Lind opened the gates.",
            "⟦[⟧Vera Lind{.PER #lind} opened the gates.",
            "[Vera Lind]⟦{⟧.PER #lind opened the gates.",
            "⟦[[⟧lind|Vera Lind opened the gates.",
            "⟦[[lind|Vera Lind]⟧ opened the gates.",
            "<PER id=\"lind\">Lind</PER> and ⟦<PER id=\"berg\">⟧Berg spoke.",
            "⟦<PER id=\"lind\"><PER id=\"lind\">⟧Vera Lind</PER> opened the gates.",
        ],
    );
    damaged(
        "unopened-annotation",
        &[
            "Vera Lind⟦</PER>⟧ opened the gates.",
            "Vera Lind⟦]{.PER #lind}⟧ opened the gates.",
            "<PER id=\"lind\">Vera Lind</PER>⟦</PER>⟧ opened the gates.",
            "<PER id=\"lind\">Lind</PER> and Berg⟦</PER>⟧ spoke.",
        ],
    );
    damaged(
        "crossed-annotations",
        &[
            "⟦<ORG id=\"hp\"><PER id=\"lind\">Vera Lind</ORG>⟧</PER> spoke.",
            "⟦<ORG id=\"hp\">Party of <PER id=\"lind\">Vera</ORG>⟧ Lind</PER> spoke.",
        ],
    );
    damaged(
        "empty-annotation",
        &[
            "The ⟦<PER id=\"lind\"></PER>⟧ minister spoke.",
            "The ⟦[]{.PER #lind}⟧ minister spoke.",
            "The ⟦[[lind|]]⟧ minister spoke.",
            "The ⟦<PER id=\"lind\"> </PER>⟧ minister spoke.",
        ],
    );
    damaged(
        "annotation-edge-space",
        &[
            "⟦[ Vera⟧ Lind]{.PER #lind} spoke.",
            "[Vera Lind⟦ ]⟧{.PER #lind} spoke.",
            "⟦<PER id=\"lind\"> ⟧Vera Lind</PER> spoke.",
            "[[lind|⟦ ⟧Vera Lind]] spoke.",
        ],
    );
    damaged(
        "curled-attribute-quotes",
        &[
            "<PER ⟦id=“lind”⟧>Vera Lind</PER> spoke.",
            "<PER ⟦id=”lind”⟧>Vera Lind</PER> spoke.",
            "<PER ⟦id=“lind\"⟧>Vera Lind</PER> spoke.",
            "<PER ⟦id=\"lind”⟧>Vera Lind</PER> spoke.",
            "<PER ⟦id=‘lind’⟧>Vera Lind</PER> spoke.",
            "[Vera Lind]{.PER ⟦role=“minister”⟧} spoke.",
        ],
    );
    damaged(
        "annotation-without-type",
        &[
            "⟦[Vera Lind]{#lind}⟧ spoke.",
            "⟦<ENAMEX>⟧Vera Lind</ENAMEX> spoke.",
            "⟦<ENAMEX TYPE=\"\">⟧Vera Lind</ENAMEX> spoke.",
            "⟦[Vera Lind]{}⟧ spoke.",
        ],
    );
    damaged(
        "annotation-without-id",
        &["⟦<PER id=\"\">⟧Vera Lind</PER> spoke.", "⟦[[|⟧Vera Lind]] spoke.", "⟦[Vera Lind]{.PER #}⟧ spoke."],
    );
    damaged(
        "malformed-attributes",
        &[
            "⟦<PER id=\"lind>⟧Vera Lind</PER> spoke.",
            "⟦<PER id=lind\">⟧Vera Lind</PER> spoke.",
            "⟦<PER id=\"lind\"⟧ Vera Lind</PER> spoke.",
            "<PER id=\"lind\">Vera Lind⟦</PER⟧ spoke.",
        ],
    );
}

#[test]
fn headers_and_separators_that_are_damaged() {
    damaged(
        "header-without-colon",
        &[
            "⟦date 2031-03-14⟧\n\nThe gates opened.\n",
            "---\ntitle: The gates\n⟦date 2031-03-14⟧\n---\n\nThe gates opened.\n",
            "title: The gates\n⟦url https://example.org/gates⟧\n\nThe gates opened.\n",
        ],
    );
    damaged("unclosed-front-matter", &["⟦---⟧\ntitle: The gates\ndate: 2031-03-14\n\nThe gates opened.\n"]);
    damaged("duplicate-header-key", &["---\nlang: en\n⟦lang⟧: de\n---\n\nThe gates opened.\n"]);
    damaged("unknown-header-key", &["---\n⟦auhtor⟧: Vera Lind\n---\n\nThe gates opened.\n"]);
    damaged("impossible-date", &["---\ndate: ⟦2031-02-30⟧\n---\n\nThe gates opened.\n"]);
    damaged("unreadable-date", &["---\ndate: ⟦March 14, 2031⟧\n---\n\nThe gates opened.\n"]);
    damaged("misplaced-header", &["The gates opened.\n\n⟦Original url:\n\n<https://example.org/gates>⟧\n"]);
    damaged("header-syntax", &["---\ntitle: ⟦Gates: open at last⟧\n---\n\nThe gates opened.\n"]);
    damaged("empty-header-value", &["---\n⟦author:⟧\n---\n\nThe gates opened.\n"]);
    damaged("invalid-url", &["---\nurl: ⟦example org/gates⟧\n---\n\nThe gates opened.\n"]);
    damaged(
        "malformed-separator",
        &[
            "First.\n==========\nSecond.\n⟦====x=====⟧\nThird.\n==========\nFourth.\n",
            "First.\n==========\nSecond.\n⟦=======⟧\nThird.\n==========\nFourth.\n==========\nFifth.\n",
        ],
    );
    damaged("separator-out-of-sequence", &["Article 1\n\nFirst.\n\n⟦Article 3⟧\n\nThird.\n"]);
    damaged("unclosed-document", &["⟦<DOC>⟧\nFirst.\n<DOC>\nSecond.\n</DOC>\n"]);
    damaged("unopened-document", &["<DOC>\nFirst.\n</DOC>\nSecond.\n⟦</DOC>⟧\n"]);
    damaged("empty-article", &["First.\n⟦==========\n\n==========⟧\nSecond.\n"]);
}

#[test]
fn all_of_it_mixed() {
    sound(&[
        "Prices rose by 5%. (See page 3.)",
        "‘Abd al-Rahman spoke to the council.",
        "Members of the ‘Abd family met ‘Umar ibn al-Khattab and Abu ‘Ubayda.",
        "'Abd al-Rahman spoke.",
        "”Portarna är öppna”, sade han.",
        "»Portarna är öppna», sade han.",
        "The show “Who’s Afraid of the Big Bad ‘Gate’?” opened.",
        "She’s 5’4” and he’s 6’.",
        "He is 6'2\" (1.88 m), she is 5'4\".",
        "\"He's 6'2\" and 200 pounds,\" she said, \"and 5'4\" wide.\"",
        "The 12\" record (a 7\" one too) sold.",
        "The boys’ and girls’ teams’ coaches.",
        "‘The boys’ team won,’ she said. ‘The girls’ team lost.’",
        "'The boys' team won,' she said. 'The girls' team lost.'",
        "He wrote “I ♥ gates”. She wrote “♥”.",
        "“♪ Open the gates ♪”",
        "“¡Hola!” “¿Qué?”",
        "1. “Gate” 2. “Wall”",
        "(1) “Gate” (2) “Wall”",
        "“(1) Gate (2) Wall”",
        "f(x) = [a, b) ∪ (c, d]",
        "Ole (‘Buddy’) Berg and Ada (“the Gate”) Holm’s wall.",
        "The $5 (£4; €4.50) gate; 10:30 (local time); p. 5 (n. 3).",
        "Wall 3' high. Gate 4' wide.",
        "Temperature: 5° (41°F), angle 30°15'.",
        "The minister—“no comment”—left; the “no comment”… minister.",
        "“No comment” -- minister",
        "“...and then,” he said, “...nothing.”",
        "He said, “‘Tis nothing.” She said, \"'Tis nothing.\"",
        "The ‘'90s’ and “’90s” and \"'90s\".",
        "“’Em,” he said. “’Til.”",
        "The “’s” ending and the \"'s\" ending, ‘’s’.",
        "The word “I’m” and ‘I’m’ and 'I'm'.",
        "@lind: \"'Open' :)\" (via @berg)",
        "RT @lind: “Open the gates :)”",
        "“Why?!?” (“Because!!!”) [“No…”]",
        "The gate’s [sic] wall’s [the sea’s] ‘[shore]’.",
        "“[A]nd ‘[t]hen’ …”",
        "“Who said ‘I said “no”’?” she asked.",
        "“Who said ‘I said “no” ’ ?” she asked.",
        "‘Who said “I said ‘no’”?’ she asked.",
        "“She said: ‘No.’ He said: ‘Yes.’ And that’s that.”",
        "\"She said: 'No.' He said: 'Yes.' And that's that.\"",
        "“She said, ‘The boys’ team is out.’”",
        "\"She said, 'The boys' team is out.'\"",
        "“I was like, ‘Nothin’ doin’,’ and left.”",
        "\"I was like, 'Nothin' doin',' and left.\"",
        "“It’s the ‘ministers’’ gate,” he said.",
        "\"It's the 'ministers'' gate,\" he said.",
        "He called it \"a gate\" - \"a wall\" -\"a sea\"- and left.",
        "He called it\"a gate\" and left.",
        "He called it “a gate”and left.",
        "He called it \"a gate\"and left.",
        "\" We open the gates, \" he said.",
        "“ We open the gates, ” he said.",
        "\"We open.\"He left.\"We close.\"",
        "Listen to “Gate”here: (link)",
        "The barrier (built in 2031)was opened(again) in 2032.",
        "Gate:“wall”;“sea”,“shore”.",
        "Die „Süddeutsche“, die «Neue Zürcher» und »Die Zeit«.",
        "“Gate,” ‘wall,’ „Tor“, «porte», »Tor«, 「門」.",
        "Il l’a dit : « C’est l’heure. » « Non », dit-il.",
        "« L’“ouverture” des portes », « l’“heure” ».",
        "L’«apertura» dell’“anno” e l’‘ora’.",
        "L'\"apertura\" dell'\"anno\".",
        "L’\"ouverture\" d’\"Orly\" qu’\"on\" dit.",
        "Der „Spiegel“-Bericht, „Spiegel“: „Tor auf!“",
        "„Ich sagte: ‚Geht’s?‘ und ging.“",
        "„Ich sagte: 'Geht's?' und ging.“",
        "»Ich sagte: ›Geht’s?‹«",
        "Auf’m Tor, in’n Hafen, ‚Tor auf‘ und so ’n Zeug.",
        "De „poort” is ’s avonds open, zo’n 50’er.",
        "’s Morgens zei hij: ‘’t Is open.’",
        "‘’t Is open’, zei hij.",
        "'t Is open, zei hij. 's Morgens niet.",
        "彼は「門」、『壁』、“海”、（岸）と（言った）。",
        "据报道，“‘一带一路’倡议”和“‘十四五’规划”。",
        "“‘十四五’规划”",
        "（记者 张三、李四）（完）",
        "《“门”与“墙”》和“《门》”。",
        "（1）门；（2）墙。",
        "(一) 门 (二) 墙",
        "1、门；2、墙。①门②墙",
        "“문”, ‘벽’, 「문」, 『벽』, <문>, 《벽》, 〈문〉",
        "영화 <문>과 <벽이 있는 집>이 개봉했다.",
        "Фильм \"Ворота\" и \"Стена\", д'Артаньян, об'єкт.",
        "«Ворота» (“Gate”) и «Стена» ('Wall')",
        "Α’ και Β’ πύλη, 1ος, τ’ άλλα, απ’ όλα, σ’ αυτό.",
        "The ’hood’s gate; l’'Express'.",
        "E.g. “gate”, i.e. ‘wall’, etc. “sea”, et al. ‘shore’.",
        "“E.g.” “I.e.,” “etc.”",
        "At “5 p.m.” and “5 a.m.” (so from 4 p.m.) on.",
        "Book: ISBN 0-00-000000-0 (pbk.), 5th ed. (2031), pp. 3–5.",
        "Score: Lind 6-4, 6-7 (5-7), 7-6 (10-8). (AP)",
        "- [ ] open\n- [x] closed",
        "[ ] open [x] closed",
        "Photo: [Reuters]; Video: [AP Photo/Ole Berg, File]",
        "_Vera Lind_ and *Ole Berg* and * a star * and 5*3*2.",
        "Hotel***, ***, A**, AA+, **1/2",
        "Rated **** by the Post",
        "It is *“very”* open, _‘very’_ wide.",
        "Read [“Gate” (wall)](https://example.org/a_(b)).",
        "[link](https://example.org/a?b=[c]&d=(e))",
        "<https://example.org>, <http://example.org/a'b>",
        "https://example.org/o'brien and https://example.org/“gate”",
        "mail <lind@example.org>, 5 < 6 > 4, <unknown>, <laughs>, <3",
        "<i>Gate</i>, <em>“wall”</em>, <br>, <hr/>, <img src=\"a.png\" alt=\"it's\">",
        "<a href='https://example.org'>Gate</a>",
        "<!-- comment “with -->",
        "&ldquo;Gate&rdquo; &lt;b&gt; &#39;s",
        "{{quote|Gate}} {% if x %} ${a} {a, b}",
        "C:\\gate\\wall and \\\"gate\\\"",
        "{\"gate\": \"wall\", \"sea\": [1, 2, {\"a\": 'b'}]}",
    ]);
}

#[test]
fn closing_marks_that_look_like_something_else() {
    damaged(
        "unopened-bracket",
        &[
            "The gate in Ohio⟦)⟧ opened.",
            "The gate of 12⟦)⟧ opened, he said.",
            "Vera Lind, 54⟦)⟧ opened the gates.",
            "The party led by Lind II⟦)⟧ won.",
        ],
    );
    damaged("unopened-quote", &["The “Gates” and the walls⟦”⟧ opened.", "\"Gate\" and wall⟦\"⟧ opened."]);
}

#[test]
fn spans_of_rasa_are_annotations() {
    sound(&[
        "From [Halvmark]{\"entity\": \"city\", \"role\": \"from\"} to [Karsova](city).",
        "Show [cheap]{\"entity\": \"price\", \"value\": \"lo\", \"group\": 1} rooms.",
        "From [Halvmark][{\"entity\": \"city\", \"role\": \"from\"}, {\"entity\": \"harbour\"}] on.",
    ]);
    damaged("curled-attribute-quotes", &["From [Halvmark]{⟦“entity”: “city”⟧} on."]);
    damaged(
        "malformed-attributes",
        &[
            "From [Halvmark]{\"entity\": \"city\"⟦,⟧} on.",
            "From [Halvmark]⟦{\"entity\": }⟧ on.",
            "From [Halvmark][{\"entity\": \"city\"⟦,⟧}] on.",
        ],
    );
    damaged("annotation-without-type", &["From [Halvmark]⟦{\"role\": \"from\"}⟧ on."]);
    let twice = "[Karsova](LOC) and [Halvmark](LOC) are far from";
    sound(&[&format!("{twice} [Vera Lind](PER) and [Torvik](city).")]);
    sound(&["He spoke of [the gate](note: the old one) and of [the wall](see: the map)."]);
    damaged("empty-annotation", &[&format!("{twice} ⟦[](LOC)⟧.")]);
    damaged("annotation-edge-space", &[&format!("{twice} [⟦ ⟧Torvik](city).")]);
    damaged("annotation-without-id", &[&format!("{twice} ⟦[⟧Torvik](LOC:).")]);
    damaged("unclosed-annotation", &["From [Halvmark]⟦{⟧\"entity\": \"city\" on."]);
}
