//! What the elements of annotated news mean: MUC, ACE and IEER, TEI, NITF, the dumps of agencies, and what people make
//! up.
//!
//! Names are compared without regard to case.

/// What an element is to a reader of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An article.
    Article,
    /// A block of text: its edges are breaks.
    Block,
    /// A block that is also the article's title.
    Title,
    /// A part of a line.
    Inline,
    /// An annotation.
    Annotation,
    /// A token of its own.
    Word,
    /// A field of metadata and no text.
    Field(&'static str),
    /// No text.
    Skipped,
    /// An entry of an authority list, or the list.
    Authority,
    /// Not known.
    Unknown,
}

/// What an element with this name is, annotations that the settings name aside.
pub(crate) fn kind(name: &str) -> Kind {
    let mut buffer = [0; 24];
    let Some(name) = lower(name, &mut buffer) else { return Kind::Unknown };
    match name {
        "doc" | "document" | "reuters" | "tei" | "tei.2" | "nitf" | "article" | "newsitem" | "story" => Kind::Article,
        "p"
        | "ab"
        | "div"
        | "div1"
        | "div2"
        | "body"
        | "text"
        | "front"
        | "back"
        | "group"
        | "lead"
        | "lp"
        | "leadpara"
        | "list"
        | "item"
        | "li"
        | "ul"
        | "ol"
        | "lg"
        | "l"
        | "sp"
        | "table"
        | "row"
        | "tr"
        | "cell"
        | "td"
        | "figure"
        | "caption"
        | "figdesc"
        | "dateline"
        | "byline"
        | "head"
        | "closer"
        | "opener"
        | "block"
        | "body.head"
        | "body.content"
        | "body.end"
        | "tagline"
        | "abstract"
        | "note"
        | "trailer"
        | "para"
        | "textwithnamedentities"
        | "bq"
        | "blockquote"
        | "media-caption"
        | "turn"
        | "section"
        | "paragraph"
        | "br"
        | "epigraph"
        | "h1"
        | "h2"
        | "h3"
        | "h4"
        | "h5"
        | "h6" => Kind::Block,
        "title" | "headline" | "hl" | "hl1" | "hedline" | "ti" => Kind::Title,
        "forename" | "surname" | "addname" | "rolename" | "genname" | "namelink" | "hi" | "emph" | "em" | "i" | "b"
        | "u" | "a" | "q" | "quote" | "said" | "s" | "seg" | "foreign" | "ref" | "term" | "gloss" | "mentioned"
        | "sic" | "corr" | "orig" | "reg" | "choice" | "abbr" | "expan" | "sup" | "sub" | "strong" | "span" | "hl2"
        | "simpletextpart" | "lang" | "sent" | "sentence" | "subst" | "add" | "del" | "supplied" | "unclear"
        | "milestone" | "lb" | "pb" | "cb" | "gb" | "anchor" | "ptr" => Kind::Inline,
        "w" | "tok" | "token" | "pc" | "word" | "wf" => Kind::Word,
        "docno" | "docid" | "doc-id" => Kind::Field("id"),
        "date_time" | "date" | "pubdate" | "docdate" | "date.issue" => Kind::Field("date"),
        "documentsource" | "source" | "so" | "publisher" | "publication" => Kind::Field("source"),
        "documenturi" | "url" => Kind::Field("url"),
        "author" => Kind::Field("author"),
        "topics"
        | "places"
        | "people"
        | "orgs"
        | "exchanges"
        | "companies"
        | "unknown"
        | "mknote"
        | "doctype"
        | "fileid"
        | "first"
        | "second"
        | "slug"
        | "documenttitleintext"
        | "docdata"
        | "teiheader"
        | "header"
        | "keyword"
        | "subject"
        | "teiheader1"
        | "standoff"
        | "sourcedoc"
        | "facsimile"
        | "script"
        | "style"
        | "meta"
        | "tobject"
        | "docsource"
        | "note1"
        | "gr"
        | "ns"
        | "rf"
        | "in"
        | "co"
        | "fn" => Kind::Skipped,
        "listperson" | "listplace" | "listorg" | "listevent" | "listobject" | "settingdesc" | "particdesc" => {
            Kind::Authority
        }
        name if annotation(name) => Kind::Annotation,
        _ => Kind::Unknown,
    }
}

/// Whether an element with this name annotates a stretch of text.
pub(crate) fn is_annotation(name: &str) -> bool {
    let mut buffer = [0; 24];
    lower(name, &mut buffer).is_some_and(annotation)
}

fn annotation(name: &str) -> bool {
    matches!(
        name,
        "enamex"
            | "timex"
            | "timex2"
            | "timex3"
            | "numex"
            | "coref"
            | "persname"
            | "placename"
            | "orgname"
            | "geogname"
            | "eventname"
            | "objectname"
            | "rs"
            | "name"
            | "settlement"
            | "country"
            | "region"
            | "per"
            | "pers"
            | "person"
            | "org"
            | "organization"
            | "organisation"
            | "loc"
            | "location"
            | "gpe"
            | "fac"
            | "facility"
            | "misc"
            | "norp"
            | "place"
            | "event"
            | "product"
            | "ne"
            | "entity"
            | "namedentity"
            | "named_entity"
            | "named-entity"
            | "namedentityintext"
            | "mention"
            | "cardinal"
            | "duration"
            | "measure"
            | "percent"
            | "money"
            | "time"
            | "num"
            | "numeric"
            | "chron"
            | "object.title"
            | "function"
            | "virtloc"
            | "pessoa"
            | "organizacao"
            | "local"
            | "acontecimento"
            | "obra"
    )
}

/// Whether an element with this name says what it is of by an attribute, which is missed where it is not there.
pub(crate) fn wants_type(name: &str) -> bool {
    ["enamex", "timex", "numex", "rs"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether an element with this name is an article.
pub(crate) fn is_article(name: &str) -> bool {
    kind(name) == Kind::Article
}

/// Whether an element with this name is an article of a dump, where many stand one behind the other without a root.
pub(crate) fn is_dump_document(name: &str) -> bool {
    name.eq_ignore_ascii_case("doc") || name.eq_ignore_ascii_case("reuters")
}

/// Elements that hold running text.
pub(crate) fn is_paragraph(name: &str) -> bool {
    let known = [
        "p", "s", "ab", "head", "l", "item", "li", "dateline", "byline", "closer", "opener", "q", "note", "cell", "td",
    ];
    known.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Elements that are metadata of some dumps, and anything in the text of others.
pub(crate) fn may_be_text(name: &str) -> bool {
    let known = [
        "in",
        "co",
        "gr",
        "ns",
        "rf",
        "fn",
        "first",
        "second",
        "unknown",
        "people",
        "places",
        "companies",
        "orgs",
        "topics",
        "subject",
        "header",
        "note1",
        "meta",
    ];
    known.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Elements that older markup never closes.
pub(crate) fn is_void(name: &str) -> bool {
    ["br", "hr", "img", "lb", "pb", "tab", "annotation", "g"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Elements of dumps that are closed in all of them.
pub(crate) fn is_always_closed(name: &str) -> bool {
    ["text", "body", "headline", "title"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Elements that say where a line, a column or a page of the source begins, in the middle of a word or between two.
pub(crate) fn is_milestone(name: &str) -> bool {
    ["lb", "cb", "pb", "gb", "milestone"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Elements that older markup ends where the next one begins.
pub(crate) fn ends_at_next(name: &str) -> bool {
    ["p", "s", "li", "dd", "dt", "tr", "td", "para"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The types that MUC, ACE and their kin know for an element, and whether they are all there are.
pub(crate) fn known_types(name: &str) -> &'static [&'static str] {
    if name.eq_ignore_ascii_case("enamex") {
        &[
            "PERSON",
            "PER",
            "ORGANIZATION",
            "ORGANISATION",
            "ORG",
            "LOCATION",
            "LOC",
            "GPE",
            "FACILITY",
            "FAC",
            "VEHICLE",
            "VEH",
            "WEAPON",
            "WEA",
            "NORP",
            "PRODUCT",
            "EVENT",
            "WORK_OF_ART",
            "LAW",
            "LANGUAGE",
            "MISC",
            "NATIONALITY",
            "RELIGION",
            "PLACE",
            "ADDRESS",
            "ARTIFACT",
            "TITLE",
            "DISEASE",
            // OntoNotes writes numbers and times as names too.
            "DATE",
            "TIME",
            "PERCENT",
            "MONEY",
            "QUANTITY",
            "ORDINAL",
            "CARDINAL",
            "MEASURE",
        ]
    } else if name.eq_ignore_ascii_case("timex") {
        &["DATE", "TIME", "DURATION", "SET", "PERIOD"]
    } else if name.eq_ignore_ascii_case("numex") {
        &["MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "MEASURE", "NUMBER", "DISTANCE", "COUNT", "AGE"]
    } else {
        &[]
    }
}

/// `name` in lower case; `None` where it is longer than any that is known.
fn lower<'a>(name: &str, buffer: &'a mut [u8; 24]) -> Option<&'a str> {
    let place = buffer.get_mut(..name.len())?;
    place.copy_from_slice(name.as_bytes());
    place.make_ascii_lowercase();
    std::str::from_utf8(place).ok()
}
