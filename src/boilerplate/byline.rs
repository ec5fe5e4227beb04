//! What stands under a title and is no text: when an article was published, and who wrote it.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::AsItIs;
use super::words::{self, Marks, Word};

/// Words that stand in dates, beside numbers: months, days of the week, times of day, zones, and what joins them.
const OF_DATES: &[&str] = &[
    // English
    "jan",
    "january",
    "feb",
    "february",
    "mar",
    "march",
    "apr",
    "april",
    "may",
    "jun",
    "june",
    "jul",
    "july",
    "aug",
    "august",
    "sep",
    "sept",
    "september",
    "oct",
    "october",
    "nov",
    "november",
    "dec",
    "december",
    "mon",
    "monday",
    "tue",
    "tues",
    "tuesday",
    "wed",
    "wednesday",
    "thu",
    "thur",
    "thurs",
    "thursday",
    "fri",
    "friday",
    "sat",
    "saturday",
    "sun",
    "sunday",
    "at",
    "on",
    "am",
    "pm",
    "a",
    "p",
    "m",
    "gmt",
    "utc",
    "bst",
    "est",
    "edt",
    "et",
    "cst",
    "cdt",
    "ct",
    "mst",
    "mdt",
    "mt",
    "pst",
    "pdt",
    "pt",
    "cet",
    "cest",
    "ist",
    "sast",
    "eat",
    "wat",
    "aest",
    "aedt",
    // German
    "januar",
    "jänner",
    "februar",
    "märz",
    "mrz",
    "mai",
    "juni",
    "juli",
    "okt",
    "oktober",
    "dez",
    "dezember",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "um",
    "uhr",
    "am",
    "den",
    "mez",
    "mesz",
    // French
    "janv",
    "janvier",
    "févr",
    "février",
    "mars",
    "avr",
    "avril",
    "juin",
    "juil",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "déc",
    "décembre",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "le",
    "à",
    "h",
    "1er",
    // Spanish
    "ene",
    "enero",
    "febrero",
    "marzo",
    "abr",
    "abril",
    "mayo",
    "junio",
    "julio",
    "ago",
    "agosto",
    "septiembre",
    "setiembre",
    "octubre",
    "noviembre",
    "dic",
    "diciembre",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "de",
    "del",
    "el",
    "a",
    "las",
    "horas",
    "hs",
    "hrs",
    // Italian
    "gen",
    "gennaio",
    "febbraio",
    "aprile",
    "mag",
    "maggio",
    "giu",
    "giugno",
    "lug",
    "luglio",
    "set",
    "settembre",
    "ott",
    "ottobre",
    "dicembre",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
    "alle",
    "ore",
    // Portuguese
    "janeiro",
    "fev",
    "fevereiro",
    "março",
    "maio",
    "junho",
    "julho",
    "setembro",
    "out",
    "outubro",
    "novembro",
    "dez",
    "dezembro",
    "segunda",
    "terça",
    "quarta",
    "quinta",
    "sexta",
    "feira",
    "às",
    "h",
    // Dutch
    "januari",
    "februari",
    "maart",
    "mrt",
    "mei",
    "augustus",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "om",
    "uur",
    "op",
    // Russian
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
    "понедельник",
    "вторник",
    "среда",
    "четверг",
    "пятница",
    "суббота",
    "воскресенье",
    "в",
    "г",
    "года",
    "мск",
    // Polish
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
    "poniedziałek",
    "wtorek",
    "środa",
    "czwartek",
    "piątek",
    "sobota",
    "niedziela",
    "godz",
    "r",
    // Swedish
    "augusti",
    "måndag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lördag",
    "söndag",
    "kl",
    "klockan",
    // Turkish
    "ocak",
    "şubat",
    "mart",
    "nisan",
    "mayıs",
    "haziran",
    "temmuz",
    "ağustos",
    "eylül",
    "ekim",
    "kasım",
    "aralık",
    "pazartesi",
    "salı",
    "çarşamba",
    "perşembe",
    "cuma",
    "cumartesi",
    "pazar",
    "saat",
    // Arabic
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
    "الأحد",
    "الاثنين",
    "الثلاثاء",
    "الأربعاء",
    "الخميس",
    "الجمعة",
    "السبت",
    "الساعة",
    "م",
    "ص",
    // Chinese and Japanese
    "年",
    "月",
    "日",
    "时",
    "分",
    "時",
    "星",
    "期",
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
];

/// The hashes of [`OF_DATES`].
static HASHES: LazyLock<HashSet<u64, BuildHasherDefault<AsItIs>>> =
    LazyLock::new(|| OF_DATES.iter().flat_map(|word| words::words(word)).map(|word| word.hash).collect());

/// Whether `text` is a day, with a time or without, and nothing else: `25.01.2023, 14:05 Uhr`, `Jan. 25, 2023`.
pub(super) fn is_date(text: &str, words: &[Word]) -> bool {
    let written = |word: &Word| &text[word.start as usize..word.end as usize];
    let year = |word: &Word| {
        let word = written(word);
        word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) && matches!(&word[..2], "19" | "20")
    };
    // `14h05`, `25th`
    let number = |word: &Word| word.marks.has(Marks::DIGIT) && written(word).starts_with(|c: char| c.is_ascii_digit());
    let numbers = words.iter().filter(|word| number(word)).count();
    numbers > 1
        && words.iter().any(year)
        && words.iter().all(|word| number(word) || HASHES.contains(&word.hash))
        // A span of years, a score.
        && !(numbers == words.len() && numbers < 3)
}

/// What stands in front of the name of whoever wrote an article.
const BY: &[&str] = &[
    "by",
    "story by",
    "words by",
    "words:",
    "text:",
    "von",
    "ein kommentar von",
    "eine analyse von",
    "eine reportage von",
    "ein gastbeitrag von",
    "eine kolumne von",
    "ein interview von",
    "par",
    "por",
    "di",
    "a cura di",
    "door",
    "av",
    "af",
    "текст:",
    "автор:",
    "tekst:",
    "autor:",
    "autorin:",
    "autora:",
    "autore:",
    "auteur:",
    "yazan:",
    "بقلم",
    "بقلم:",
];

/// The same in Chinese.
const REPORTERS: &[&str] = &["本报记者", "记者", "作者：", "作者:", "文/", "文｜", "文丨"];

/// The most words that a byline has behind what introduces it.
const NAMES: usize = 8;

/// Small words between names, and inside of them.
const BETWEEN: &[&str] = &[
    "and", "und", "et", "y", "e", "en", "och", "i", "ve", "with", "mit", "avec", "con", "com", "for", "für", "pour",
    "in", "de", "da", "do", "dos", "del", "della", "van", "der", "den", "von", "zu", "la", "le", "und", "и", "из", "—",
    "–", "-", "|", "&", "/",
];

/// Whether `text` says who wrote an article: `By Vera Lind, environment reporter`.
pub(super) fn is_byline(text: &str, words: &[Word]) -> bool {
    if words.len() > 2 * NAMES || text.ends_with(['!', '?', '。', '？', ':', '：']) {
        return false;
    }
    if let Some(name) = REPORTERS.iter().find_map(|by| text.strip_prefix(by)) {
        let name = name.trim();
        // Names of people have two to four characters, and several of them stand side by side.
        return (2..=12).contains(&name.chars().count())
            && !name.contains(['，', '。', '：', ':', '、'])
            && name.split_whitespace().all(|name| name.chars().count() <= 4);
    }
    if is_dispatch(text) {
        return true;
    }
    let lower = text.to_lowercase();
    let Some(by) = BY.iter().find(|by| lower.strip_prefix(*by).is_some_and(|rest| rest.starts_with([' ', '\u{a0}'])))
    else {
        return false;
    };
    // Lower case may be of another length, but not in these words.
    let Some(rest) = text.get(by.len()..).map(str::trim) else { return false };
    // What follows a comma is what they are.
    let names = rest.split([',', '|', '•']).next().unwrap_or(rest);
    let named = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
            || BETWEEN.contains(&word)
    };
    let count = rest.split_whitespace().count();
    // A sentence ends in a full stop, and so does an initial.
    let stop = rest.ends_with('.') && rest.rsplit(char::is_whitespace).next().is_some_and(|last| last.len() > 4);
    (1..=NAMES).contains(&count)
        && !stop
        && names.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && names.split_whitespace().all(named)
}

/// The most characters of the line that a Chinese agency opens its report with.
const DISPATCH: usize = 30;

/// Whether `text` is nothing but where a report in Chinese was sent from, and by whom: `新华社北京9月4日电（记者李明）`.
fn is_dispatch(text: &str) -> bool {
    let bare = text.strip_suffix('）').and_then(|text| text.rsplit_once('（')).map_or(text, |(before, _)| before);
    let is_dated = bare.contains(['社', '网', '報', '报']) || bare.contains('月') && bare.contains('日');
    bare.ends_with(['电', '電', '讯', '訊'])
        && is_dated
        && text.chars().count() <= DISPATCH
        && !text.contains(['，', '。'])
}
