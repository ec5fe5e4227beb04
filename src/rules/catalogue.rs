use super::{FixKind, Rule, Severity};

/// Declares the rules in one place: the enum, its order and the table cannot disagree.
macro_rules! catalogue {
    ($($id:ident $code:literal $name:literal $severity:ident fix $fix:ident
       $summary:literal $why:literal bad $bad:literal good $good:literal;)*) => {
        /// Names a rule of the catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum RuleId {
            $(#[doc = $summary] $id,)*
        }

        /// Every rule, in the order of [`RuleId`].
        pub static CATALOGUE: &[Rule] = &[$(Rule {
            id: RuleId::$id,
            code: $code,
            name: $name,
            severity: Severity::$severity,
            summary: $summary,
            why: $why,
            bad: $bad,
            good: $good,
            fix: FixKind::$fix,
        },)*];
    };
}

catalogue! {
    MismatchedQuotes "DEL001" "mismatched-quotes" Warning fix Sometimes
    "A quotation is opened with one kind of mark and closed with another."
    "Programs that pair marks by kind see two broken quotations, and readers see a slip of the keyboard.\n\
     The finding stands at the closing mark; the opening one is the related place.\n\
     The fix makes both marks what the rest of the article uses."
    bad "\"We open the gates tonight”, he said."
    good "“We open the gates tonight”, he said.";

    UnclosedQuote "DEL002" "unclosed-quote" Warning fix Unsafe
    "A quotation is opened and never closed."
    "Whoever extracts quotations gets the rest of the paragraph as one.\n\
     A quotation may go on over several paragraphs: then each paragraph opens it again and only the last one closes it, \
     and nothing is reported."
    bad "“We open the gates tonight, he said."
    good "“We open the gates tonight,” he said.";

    UnopenedQuote "DEL003" "unopened-quote" Warning fix Unsafe
    "A closing quotation mark has no opening one."
    "Whoever extracts quotations loses this one or takes the wrong stretch of text for it.\n\
     Apostrophes, primes, feet and inches are no quotation marks and are left alone."
    bad "We open the gates tonight,” he said."
    good "“We open the gates tonight,” he said.";

    ReversedQuote "DEL004" "reversed-quote" Warning fix Sometimes
    "A quotation mark stands the wrong way round."
    "A mark that opens where one should close, or the reverse, is usually left by an editor that guesses directions."
    bad "”We open the gates tonight,” he said."
    good "“We open the gates tonight,” he said.";

    DoubledQuote "DEL005" "doubled-quote" Warning fix Sometimes
    "A quotation mark stands twice."
    "One of the two has no partner."
    bad "““We open the gates tonight,” he said."
    good "“We open the gates tonight,” he said.";

    UnclosedBracket "DEL006" "unclosed-bracket" Warning fix Unsafe
    "A bracket is opened and never closed."
    "The reader does not know where the insertion ends, and a program takes the rest of the paragraph for it."
    bad "The barrier (built in 2031 was opened."
    good "The barrier (built in 2031) was opened.";

    UnopenedBracket "DEL007" "unopened-bracket" Warning fix Unsafe
    "A closing bracket has no opening one."
    "List markers such as `a)` and `1)`, emoticons and brackets inside addresses are left alone."
    bad "The barrier built in 2031) was opened."
    good "The barrier (built in 2031) was opened.";

    MismatchedBrackets "DEL008" "mismatched-brackets" Warning fix Sometimes
    "A bracket is closed by one of another shape."
    "The finding stands at the closing bracket; the opening one is the related place."
    bad "The barrier (built in 2031] was opened."
    good "The barrier (built in 2031) was opened.";

    ReversedBracket "DEL009" "reversed-bracket" Warning fix Sometimes
    "A bracket stands the wrong way round."
    "A bracket that opens where one should close, or the reverse."
    bad "The barrier )built in 2031) was opened."
    good "The barrier (built in 2031) was opened.";

    DoubledBracket "DEL010" "doubled-bracket" Warning fix Sometimes
    "A bracket stands twice."
    "One of the two has no partner."
    bad "The barrier ((built in 2031) was opened."
    good "The barrier (built in 2031) was opened.";

    CrossedDelimiters "DEL011" "crossed-delimiters" Warning fix Unsafe
    "Two pairs of marks overlap without one lying inside the other."
    "A reader cannot tell what belongs to which, and nothing that nests can represent it."
    bad "He said (“we open the gates) tonight”."
    good "He said (“we open the gates” tonight).";

    UnclosedLink "DEL020" "unclosed-link" Warning fix Unsafe
    "A Markdown link is not complete."
    "It is shown as raw brackets, and the address runs into the text."
    bad "The ministry [announced](https://example.org/gates the opening."
    good "The ministry [announced](https://example.org/gates) the opening.";

    EmptyLinkTarget "DEL021" "empty-link-target" Warning fix Safe
    "A Markdown link leads nowhere."
    "Scrapers leave `[text](#)` where the page had a script.\n\
     The fix keeps the text and drops the link."
    bad "The ministry [announced](#) the opening."
    good "The ministry announced the opening.";

    UnclosedEmphasis "DEL022" "unclosed-emphasis" Warning fix Unsafe
    "Markdown emphasis is opened or closed without its partner."
    "Only `**` and `__` count: a single star is a footnote or a censored word as often as emphasis."
    bad "**Vera Lind, Harbour Post reports."
    good "**Vera Lind**, Harbour Post reports.";

    UnclosedCode "DEL023" "unclosed-code" Warning fix Unsafe
    "A stretch or block of Markdown code is opened and never closed."
    "Everything behind it is taken for code."
    bad "Run `make gates to open them."
    good "Run `make gates` to open them.";

    UnclosedAnnotation "DEL030" "unclosed-annotation" Error fix Unsafe
    "An inline annotation is opened and never closed."
    "The mention has no end, and readers of the format drop it or take the rest of the file."
    bad "<PER id=\"lind\">Vera Lind opened the gates."
    good "<PER id=\"lind\">Vera Lind</PER> opened the gates.";

    UnopenedAnnotation "DEL031" "unopened-annotation" Error fix Unsafe
    "An inline annotation is closed and never opened."
    "The mention has no start."
    bad "Vera Lind</PER> opened the gates."
    good "<PER id=\"lind\">Vera Lind</PER> opened the gates.";

    CrossedAnnotations "DEL032" "crossed-annotations" Error fix Unsafe
    "Two inline annotations overlap without one lying inside the other."
    "Inline markup nests; overlapping mentions need standoff annotation."
    bad "<ORG><PER>Vera Lind</ORG></PER>"
    good "<ORG><PER>Vera Lind</PER></ORG>";

    EmptyAnnotation "DEL033" "empty-annotation" Warning fix Sometimes
    "An inline annotation holds no text."
    "A mention of nothing counts as one in statistics and breaks readers that index its first character."
    bad "The <PER id=\"lind\"></PER> minister spoke."
    good "The minister spoke.";

    AnnotationEdgeSpace "DEL034" "annotation-edge-space" Warning fix Safe
    "An inline annotation begins or ends with white space."
    "The span is off by one for every tool that compares mentions with tokens.\n\
     The fix moves the space outside."
    bad "[ Vera Lind]{.PER} spoke."
    good "[Vera Lind]{.PER} spoke.";

    CurledAttributeQuotes "DEL035" "curled-attribute-quotes" Error fix Safe
    "An attribute of an annotation is quoted with typographic marks."
    "An editor that curls quotation marks has broken the markup: parsers want straight ones."
    bad "<PER id=“lind”>Vera Lind</PER> spoke."
    good "<PER id=\"lind\">Vera Lind</PER> spoke.";

    AnnotationWithoutType "DEL036" "annotation-without-type" Warning fix None
    "An inline annotation does not say what type it is of."
    "Reported where the spelling has a place for the type: `[text]{…}` without a `.TYPE`, `<ENAMEX>` without `TYPE`, an \
     annotation of JSON whose label is empty, or missing where the others have one."
    bad "[Vera Lind]{#lind} spoke."
    good "[Vera Lind]{.PER #lind} spoke.";

    AnnotationWithoutId "DEL037" "annotation-without-id" Warning fix None
    "An inline annotation does not say which entity it names."
    "Reported where the place for the id is there and empty (`id=\"\"`, `[[|Vera Lind]]`, `{.PER #}`), \
     and for a tag without an id in an article whose other annotations have one."
    bad "<PER id=\"\">Vera Lind</PER> spoke."
    good "<PER id=\"lind\">Vera Lind</PER> spoke.";

    MalformedAttributes "DEL038" "malformed-attributes" Error fix Sometimes
    "The attributes of an annotation cannot be read."
    "An unclosed attribute value or a stray character loses the type and the id."
    bad "<PER id=\"lind>Vera Lind</PER> spoke."
    good "<PER id=\"lind\">Vera Lind</PER> spoke.";

    HeaderWithoutColon "HDR001" "header-without-colon" Error fix Safe
    "A metadata line has no colon between key and value."
    "The line is not read as metadata and becomes the first words of the article.\n\
     Reported for a known key with a value of the right kind at the top of an article; between other fields any short value will do."
    bad "date 2031-03-14"
    good "date: 2031-03-14";

    UnclosedFrontMatter "HDR002" "unclosed-front-matter" Error fix Unsafe
    "Front matter is opened with a fence and never closed."
    "Readers take the whole article for metadata, or none of it."
    bad "---\ntitle: The gates\n\nThe gates opened."
    good "---\ntitle: The gates\n---\n\nThe gates opened.";

    DuplicateHeaderKey "HDR003" "duplicate-header-key" Warning fix Sometimes
    "A metadata key stands twice in one header."
    "Some readers keep the first value, some the last, some refuse the file."
    bad "---\nlang: en\nlang: de\n---"
    good "---\nlang: en\n---";

    UnknownHeaderKey "HDR004" "unknown-header-key" Hint fix Sometimes
    "A metadata key is not among the known ones."
    "A misspelt key is silently ignored by every reader; a close known key is offered as the fix.\n\
     Add your own keys to `header.keys` in `copydesk.toml`."
    bad "---\nauhtor: Vera Lind\n---"
    good "---\nauthor: Vera Lind\n---";

    ImpossibleDate "HDR005" "impossible-date" Error fix None
    "A date in the metadata does not exist."
    "Sorting and every time line go wrong."
    bad "---\ndate: 2031-02-30\n---"
    good "---\ndate: 2031-02-28\n---";

    UnreadableDate "HDR006" "unreadable-date" Information fix Sometimes
    "A date in the metadata is not written as ISO 8601."
    "`03/04/2031` is in March or in April, depending on the reader.\n\
     The fix is offered where the date can be read in one way only."
    bad "---\ndate: March 14, 2031\n---"
    good "---\ndate: 2031-03-14\n---";

    MisplacedHeader "HDR007" "misplaced-header" Warning fix Unsafe
    "Metadata stands at the foot of the article or in its body."
    "Scrapers append lines such as `Original url:`; as text they count as words of the article.\n\
     The fix deletes it: see first that the header has the value."
    bad "The gates opened.\n\nOriginal url:\n\n<https://example.org/gates>"
    good "---\nurl: https://example.org/gates\n---\n\nThe gates opened.";

    HeaderSyntax "HDR008" "header-syntax" Error fix Sometimes
    "The front matter cannot be read as YAML or TOML."
    "A tab for indentation, or a title with a colon or a leading bracket that is not quoted, loses all metadata."
    bad "---\ntitle: Gates: open at last\n---"
    good "---\ntitle: \"Gates: open at last\"\n---";

    EmptyHeaderValue "HDR009" "empty-header-value" Hint fix None
    "A metadata key has no value."
    "Either the value was lost or the line is not needed."
    bad "---\nauthor:\n---"
    good "---\nauthor: Vera Lind\n---";

    InvalidUrl "HDR010" "invalid-url" Information fix None
    "An address in the metadata is none."
    "`url` wants an absolute address with a scheme."
    bad "---\nurl: example org/gates\n---"
    good "---\nurl: https://example.org/gates\n---";

    MalformedSeparator "HDR020" "malformed-separator" Warning fix Sometimes
    "A line that separates articles is not written like the others of the file."
    "A program that splits the file at the usual line joins two articles here.\n\
     Reported where the other separators of the file agree with one another."
    bad "First.\n==========\nSecond.\n====x=====\nThird.\n==========\nFourth."
    good "First.\n==========\nSecond.\n==========\nThird.\n==========\nFourth.";

    SeparatorOutOfSequence "HDR021" "separator-out-of-sequence" Warning fix Sometimes
    "The number of an article does not follow that of the article before."
    "An article was lost, doubled or moved.\n\
     In an export of a press database it is also said where an article begins and no line parts it from the one before.\n\
     A file that begins with article 1 and ends in front of the total (`2 of 3` is the last) has lost its end."
    bad "Article 1\n\nFirst.\n\nArticle 3\n\nThird."
    good "Article 1\n\nFirst.\n\nArticle 2\n\nSecond.";

    UnclosedDocument "HDR022" "unclosed-document" Error fix Safe
    "A document element is opened and never closed."
    "A reader of the dump joins two articles or loses both."
    bad "<DOC>\nFirst.\n<DOC>\nSecond.\n</DOC>"
    good "<DOC>\nFirst.\n</DOC>\n<DOC>\nSecond.\n</DOC>";

    UnopenedDocument "HDR023" "unopened-document" Error fix Unsafe
    "A document element is closed and never opened."
    "A reader of the dump loses the text in front of it."
    bad "First.\n</DOC>"
    good "<DOC>\nFirst.\n</DOC>";

    EmptyArticle "HDR024" "empty-article" Information fix None
    "An article between two separators holds no text."
    "Its text was lost, or a separator stands twice."
    bad "First.\n==========\n\n==========\nSecond."
    good "First.\n==========\nSecond.";

    RepeatedBlock "BOI001" "repeated-block" Warning fix Sometimes
    "A block, a sentence or a caption stands again in the same article."
    "Scrapers take a caption, a teaser or a tagline twice, and what counts words or trains on the text counts it twice.\n\
     Found are whole blocks that stand twice, a block that also stands inside another one, a sentence repeated, \
     and a text that breaks off (“will…”) and stands in full elsewhere; a caption of six words or more that is glued to a \
     paragraph, a quotation pulled out of one, and a standfirst that the text begins with.\n\
     Words are compared without case, punctuation and markup.\n\
     A headline that is echoed in the text is left alone, a statement that is told and then quoted in full, \
     labels, short sentences that come again and again among others, verse, names of speakers with what they say, rows of numbers \
     and blocks of one word.\n\
     The fix removes the copy; it is safe where whole blocks or sentences are repeated that nobody writes twice: long \
     ones, captions, copies directly behind the first one. Short sentences, questions, items of lists and lines that begin \
     with a number may be meant, and so may a sentence that a longer one says again, or one whose paragraph is like the \
     other one in the rest too. Where nearly all of a paragraph stands again, that is `near-duplicate-block`, and no \
     sentence of it is told alone."
    bad "Gates shut\n\nThe harbour gates at dawn\n\nThe gates were shut at dawn.\n\nThe harbour gates at dawn\n"
    good "Gates shut\n\nThe harbour gates at dawn\n\nThe gates were shut at dawn.\n";

    SharedBoilerplate "BOI002" "shared-boilerplate" Warning fix Sometimes
    "A block stands in many articles as furniture of the site."
    "It is no part of any of the articles, and what counts or trains on the corpus counts it again and again.\n\
     A block is furniture where articles of one source and of many days hold it, where many sources do over a long time \
     (a credit, a licence), or where a person has marked it as boilerplate; the message says which.\n\
     Copies in articles that share much else with this one do not count: they are versions of one story. \
     What stands at the head or the foot of many articles of a source is no sign of that, up to three quarters of the article.\n\
     Neither do many sources within three days: that is wire copy or a quotation.\n\
     Without sources and dates five articles are enough, and the message says that none was known.\n\
     Longer prose and short sentences among the paragraphs need more: newsrooms write them again.\n\
     A sentence is furniture only where it speaks to the reader (“Get the letter by post.”), or, at the foot, of whoever \
     publishes it (“our paper”, the name of the source), or stands at the foot below one that does. \
     The background of a story, formulas (“She is survived by …”), series introductions and quotations are of the article, \
     wherever they stand and however many articles have them: a long one is told by `shared-block`.\n\
     What speaks to the reader is furniture where most copies stand at the head or the foot, in the same place or beside \
     the same block, and wherever it stands where a quarter of all articles have it.\n\
     A sentence of a site that is glued to the first or last one of paragraphs is furniture without the paragraph.\n\
     A first block that other articles hold elsewhere is a headline that they link to.\n\
     The fix removes the block. It is safe where the copies are the same word for word, and the block is known residue, or \
     speaks to the reader in six articles or more and is no short sentence, or is no sentence, stands in five or more, \
     and nothing of the article is left behind it: among the paragraphs it may be a heading. \
     It is never safe for the first block, for text of which the article holds another copy, and for a line above others \
     of the same residue that stay."
    bad "The gates were shut at dawn.\n\nGet the morning letter of this house\n==========\nNobody had expected the rain.\n\nGet the morning letter of this house\n==========\nA ship ran late by an hour.\n\nGet the morning letter of this house\n==========\nGulls are counted in winter.\n\nGet the morning letter of this house\n==========\nThe mayor spoke at noon.\n\nGet the morning letter of this house"
    good "The gates were shut at dawn.\n\nGet the morning letter of this house\n==========\nNobody had expected the rain.\n\nGet the morning letter of this house\n==========\nA ship ran late by an hour.\n\nGet the morning letter of this house\n==========\nGulls are counted in winter.\n\nGet the morning letter of this house";

    SharedBlock "BOI003" "shared-block" Information fix None
    "A long run of words stands in other articles too."
    "Wire copy, a quotation, an update, or text that one source uses again: nothing is wrong with it, but who splits a corpus into training and test data \
     or counts words must know of it.\n\
     Found are runs of thirteen words or more, compared without case, punctuation and markup."
    bad "Halvmark, Friday. The gates of the barrier were shut at dawn for the first time in their long history. It took \
     them half an hour, and the wind did not help.\n==========\nA fine day for sailors and for gulls. The gates of the \
     barrier were shut at dawn for the first time in their long history. There was music in the evening."
    good "Halvmark, Friday. The gates of the barrier were shut at dawn.\n==========\nA fine day for sailors and for \
     gulls. The gates of the barrier were shut at dawn.";

    NearDuplicateBlock "BOI004" "near-duplicate-block" Information fix None
    "A block stands in other articles too, or again in the same one, with some words changed."
    "Rewritten wire copy and edited versions are counted twice by whoever counts, and leak from training into test data.\n\
     Found are blocks of sixteen words and more of which six in ten or more are the same in the same order; in the same \
     article eight in ten, and no number may differ: rows of data are written alike."
    bad "The barrier is 2,310 metres long and has nineteen gates, each of which weighs as much as four hundred elephants, the ministry said on Friday.\n\nIt rained all day in the north.\n\nShips of every size from both shores waited in the roads until the signal came and the pilots went aboard.\n==========\nVisitors came early and stayed for long, and some of them brought their dogs and their old cameras with them.\n\nThe barrier is 2,310 metres long and has nineteen gates, every one of which weighs as much as four hundred elephants, a ministry said Friday.\n\nNobody counted the gulls, though there were plenty of those over the fish market and along the new promenade."
    good "The barrier is long and has nineteen gates.\n==========\nVisitors came early and stayed for long.";

    NearDuplicateArticle "BOI005" "near-duplicate-article" Information fix None
    "An article is nearly the same as another one, or contained in it."
    "Two versions of one article are one article too many in most corpora.\n\
     Found are articles that have half of their runs of five words in common, and articles of which four fifths stand in \
     another one; the message says how much, and which of the two is fuller."
    bad "The gates of the barrier were shut at dawn on Friday for the first time in their history.\n\nNobody had expected that so many people would come.\n==========\nThe gates of the barrier were shut at dawn on Friday for the first time in their history.\n\nNobody had expected that so many people would come. There was music."
    good "The gates of the barrier were shut at dawn on Friday.\n==========\nNobody had expected that so many people would come. There was music.";

    ScraperResidue "BOI006" "scraper-residue" Warning fix Sometimes
    "A scraper left something of the page that is no part of the article."
    "Adverts, read-more lines, newsletter prompts, share bars, credits of pictures and agencies, time stamps, comments and \
     headlines of other articles are counted as words of the article, and a model learns them.\n\
     A line is reported where its words, its shape and its place say so together: a phrase that sites use, at the head or \
     the foot of the article, short, without a full stop, beside other residue; lines in a row at the foot that break off \
     in “…”; a caption whose credit follows; dates below names, or time stamps, with a few lines between them, as in \
     comments and lists of articles; dates, bylines and sections above the text, beside other residue.\n\
     There are phrases in Arabic, Chinese, Dutch, English, French, German, Italian, Japanese, Polish, Portuguese, Russian, \
     Spanish, Swedish and Turkish.\n\
     A phrase glued to the head or the foot of a paragraph is reported without the paragraph: one of three words or more \
     ends where a sentence begins behind it (“Article continues below The gates …”). Lines in a row are one finding.\n\
     Items of a list go with the heading of a list of other articles.\n\
     Quotations with whoever says them, titles, subheadings, other lists, verse, scores and whole sentences about \
     advertisements or newsletters are left alone, sentences that only begin as a phrase does (“See also: the Bible.”) and \
     say nothing to the reader as well, and so are sentences in front of a credit that do not describe a picture by what they say.\n\
     Metadata lines are a matter of `misplaced-header`, text that stands twice of `repeated-block`.\n\
     The fix removes the lines; it is safe where they are nothing but known phrases, but for one among the paragraphs that \
     may be a subheading (“Privacy policy”) or a short sentence (“Accept all.”).\n\
     Of lines in a row some of which are known phrases, a second, safe fix removes only these, but for headings that tell \
     what the lines below them are.\n\
     Add phrases of your sites to `boilerplate.phrases` in `copydesk.toml`."
    bad "The gates were shut at dawn, for the first time since the barrier was built twelve years ago.\n\n– Advertisement –\n\nRead more: Five herring dishes\n"
    good "The gates were shut at dawn, for the first time since the barrier was built twelve years ago.\n";

    DuplicateEntityId "ENT001" "duplicate-entity-id" Error fix Unsafe
    "Two entries of the knowledge base have one id."
    "An annotation that refers to the id does not say which one is meant, and programs take one of them or none.\n\
     Entries of all files of the knowledge base are compared; the related place is the other entry.\n\
     The fix removes the entry: look whether it says something that the other one does not."
    bad "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\n\n[[entity]]\nid = \"lind\"\nname = \"Anna Lind\"\n"
    good "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\n\n[[entity]]\nid = \"lind-anna\"\nname = \"Anna Lind\"\n";

    SharedAlias "ENT002" "shared-alias" Information fix None
    "Two entities of the knowledge base have one name or alias."
    "A mention of the name alone does not say which one is meant; Copydesk then decides by the rest of the article, and \
     annotations have to name the id.\n\
     Case, diacritics and punctuation do not matter.\n\
     Two people may well have one surname: where that is meant, leave it or drop the alias of one."
    bad "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\naliases = [\"Lind\"]\n\n[[entity]]\nid = \"lind-anna\"\nname = \"Anna Lind\"\naliases = [\"Lind\"]\n"
    good "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\naliases = [\"Lind\"]\n\n[[entity]]\nid = \"lind-anna\"\nname = \"Anna Lind\"\n";

    UnknownEntityType "ENT003" "unknown-entity-type" Warning fix Sometimes
    "The type of an entity is not one of those that are known."
    "Programs that count by type lose the entity.\n\
     Known are PER, ORG, LOC, GPE, WORK, EVENT, MISC and their usual spellings, or what `entities.types` lists.\n\
     The fix writes the nearest known type, where one is near."
    bad "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\ntype = \"PRE\"\n"
    good "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\ntype = \"PER\"\n";

    DeadEntityLink "ENT004" "dead-entity-link" Warning fix None
    "A link of an entity leads nowhere."
    "Only its shape is looked at, never the network: an item of Wikidata is `Q` and a number, a place of GeoNames a \
     number, an article of Wikipedia a title or an address, any other link an address, or `#` and the id of an entity \
     that the knowledge base describes."
    bad "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\nwikidata = \"42\"\n"
    good "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\nwikidata = \"Q42\"\n";

    MalformedEntity "ENT005" "malformed-entity" Error fix None
    "A line or a value of the knowledge base cannot be understood."
    "What is broken counts for nothing; the rest of the file is read.\n\
     In `entities.jsonl` that is the line, in `entities.toml` what stands up to the next heading."
    bad "{\"id\": \"lind\", \"name\": \"Vera Lind}\n"
    good "{\"id\": \"lind\", \"name\": \"Vera Lind\"}\n";

    IncompleteEntity "ENT006" "incomplete-entity" Error fix None
    "An entry of the knowledge base has no id or no name."
    "Without an id no annotation can refer to it, without a name there is nothing to show and to look for."
    bad "[[entity]]\nid = \"lind\"\ntype = \"PER\"\n"
    good "[[entity]]\nid = \"lind\"\ntype = \"PER\"\nname = \"Vera Lind\"\n";

    UnknownEntityKey "ENT007" "unknown-entity-key" Hint fix Unsafe
    "A key of an entity looks like a slip for one that Copydesk knows."
    "What it says is not read. Other keys are left alone: they are for other programs."
    bad "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\nalaises = [\"Lind\"]\n"
    good "[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\naliases = [\"Lind\"]\n";

    UnknownEntityId "ENT010" "unknown-entity-id" Warning fix Sometimes
    "An annotation has an id that no entity of the knowledge base has."
    "What is annotated is then found apart from the other mentions of the entity.\n\
     The rule speaks where there is a knowledge base with entries, and once for each id; where many ids are unknown and \
     none is near a known one, once for all.\n\
     Items of Wikidata (`Q42`) and addresses are left alone, and so are files with markup none of whose ids is known.\n\
     The fix writes the id of the entity that has the annotated name, or the nearest one, at every place in the file."
    bad "==> entities.toml <==\n[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\n==> gates.txt <==\n[Vera Lind]{.PER #lnid} opened the gates.\n"
    good "==> entities.toml <==\n[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\n==> gates.txt <==\n[Vera Lind]{.PER #lind} opened the gates.\n";

    ConflictingEntityTypes "ENT011" "conflicting-entity-types" Warning fix Sometimes
    "Two annotations of one entity have types that do not go together."
    "Whoever counts by type counts the entity twice, and one of the two is a slip: of the type or of the id.\n\
     A person is nothing else; places, countries and organisations are often taken for one another and left alone, and so \
     are types that Copydesk does not know.\n\
     The finding stands at the type that fewer annotations of the file have; the fix writes the other one, but not in \
     files with markup, which say it in several places."
    bad "[Vera Lind]{.PER #lind} opened the gates. [Lind]{.ORG #lind} smiled.\n"
    good "[Vera Lind]{.PER #lind} opened the gates. [Lind]{.PER #lind} smiled.\n";

    OneSurfaceTwoEntities "ENT012" "one-surface-two-entities" Information fix None
    "One name is annotated as two entities in one article."
    "Readers take the same name in one article for the same person.\n\
     Two people may well have one surname: where that is meant, leave it.\n\
     Words written small, pronouns and ids that the knowledge base does not know are left alone."
    bad "[Lind]{.PER #lind} opened the gates. Then [Lind]{.PER #lind-anna} left.\n"
    good "[Lind]{.PER #lind} opened the gates. Then [Lind]{.PER #lind} left.\n";

    InconsistentAnnotation "ENT013" "inconsistent-annotation" Hint fix Unsafe
    "A name that is annotated in most places of the article is bare here."
    "A corpus that is annotated in part teaches a program that the name is none.\n\
     The rule looks at names that are annotated twice or more in the article, always as the same entity, and more often \
     than not; at names in headlines only where headlines are annotated too.\n\
     The fixes annotate this place, or all of the article, as the name is annotated elsewhere in it; in IOB columns, \
     other columns and JSON Lines with tags, brackets, lines or an item like those of the file.\n\
     Of a `.ann` file the line of the first annotation is reported, with the places in the text; the fix adds a line for each."
    bad "[Lind]{.PER #lind} opened the gates. Then [Lind]{.PER #lind} left, and Lind came back.\n"
    good "[Lind]{.PER #lind} opened the gates. Then [Lind]{.PER #lind} left, and [Lind]{.PER #lind} came back.\n";

    AnnotationCutsName "ENT014" "annotation-cuts-name" Hint fix Unsafe
    "An annotation ends inside a word or a longer name."
    "What is outside is lost to whoever reads the annotations.\n\
     A longer name is one that the article annotates elsewhere or the knowledge base knows.\n\
     Endings of up to three letters, annotations inside others and scripts that write words without spaces are left alone.\n\
     The fix widens the annotation: its marks, or the offsets of its line in a `.ann` file."
    bad "[Vera]{.PER #lind} Lind opened the gates. Then [Vera Lind]{.PER #lind} left.\n"
    good "[Vera Lind]{.PER #lind} opened the gates. Then [Vera Lind]{.PER #lind} left.\n";

    AmbiguousName "ENT015" "ambiguous-name" Information fix None
    "A bare name may be that of several entities of the knowledge base."
    "Nothing else in the article says who is meant: neither a name that only one of them has, nor an annotation with the \
     id of one.\n\
     Each name is reported once in an article; entities of a type that the mention does not have do not count.\n\
     In editors the actions *Link to …* at the name annotate it with one of the ids."
    bad "==> entities.toml <==\n[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\naliases = [\"Ms Lind\", \"Lind\"]\n\n[[entity]]\nid = \"lind-anna\"\nname = \"Anna Lind\"\naliases = [\"Lind\"]\n==> gates.txt <==\nThe gates were opened by Ms Lind, who smiled.\n"
    good "==> entities.toml <==\n[[entity]]\nid = \"lind\"\nname = \"Vera Lind\"\naliases = [\"Ms Lind\", \"Lind\"]\n\n[[entity]]\nid = \"lind-anna\"\nname = \"Anna Lind\"\naliases = [\"Lind\"]\n==> gates.txt <==\nThe gates were opened by Vera Lind. Then Ms Lind smiled.\n";

    NearIdenticalNames "ENT016" "near-identical-names" Hint fix Sometimes
    "Two names in one article differ in one letter, and may be one entity's."
    "Whoever searches for one spelling misses the other, and two people are counted where there is one.\n\
     The rule looks at articles that are annotated or belong to a corpus with a knowledge base, and at names of several \
     words, of which one, of six letters or more, differs in one letter.\n\
     Spellings that are taken for one name anyway (`Sergei`, `Sergey`), and names that annotations give two ids, are left alone.\n\
     The fix writes the more frequent spelling; in files with markup there is none, as offsets count the text."
    bad "[Vera Lindstrom]{.PER} opened the gates. Then [Vera Lindstrom]{.PER} left, and [Vera Lindstrop]{.PER} came back.\n"
    good "[Vera Lindstrom]{.PER} opened the gates. Then [Vera Lindstrom]{.PER} left, and [Vera Lindstrom]{.PER} came back.\n";

    UnlikeItsFormat "ANN001" "unlike-its-format" Warning fix None
    "A file does not look like the format it was taken for."
    "The format comes from the `formats` table of `copydesk.toml`, from the extension, or from the first lines.\n\
     Where most lines of the file are not what the format says, this is the only finding: nothing else that is said of \
     such a file would be of use.\n\
     Say under `formats` what the file is, or leave it out with `exclude`."
    bad "The gates of the barrier opened at dawn.\nThe minister was there.\n"
    good "Lind B-PER\nspoke O\n\n";

    MergeConflict "ANN003" "merge-conflict" Error fix None
    "Markers of a merge that was not finished stand in a file."
    "Two versions of some lines stand one behind the other, between `<<<<<<<` and `>>>>>>>`: to every reader these are \
     damaged lines and doubled ones.\n\
     Nothing else is said of such a file until one of the two is chosen; in plain articles the rest is said all the same."
    bad "Vera B-PER\n<<<<<<< HEAD\nLind I-PER\n=======\nLind O\n>>>>>>> names\nspoke O\n\n"
    good "Vera B-PER\nLind I-PER\nspoke O\n\n";

    DuplicateDocument "ANN002" "duplicate-document" Error fix None
    "Two documents of a file have the same id."
    "Whoever looks a document up by its id finds one of them, and annotations of the other are lost or mixed with it."
    bad "# newdoc id = gates\nLind B-PER\nspoke O\n\n# newdoc id = gates\nMoen B-PER\nspoke O\n\n"
    good "# newdoc id = gates\nLind B-PER\nspoke O\n\n# newdoc id = tides\nMoen B-PER\nspoke O\n\n";

    InsideWithoutBegin "ANN010" "inside-without-begin" Warning fix Sometimes
    "A tag goes on with a mention that was not begun."
    "Readers disagree about it: some begin a mention here, some drop the tag, some refuse the file.\n\
     In a file whose mentions mostly begin with `I-` (IOB1) it is right and not reported.\n\
     The fix begins the mention with `B-`; where one token outside separates it from a mention of the same type, the \
     gap may be meant to be filled, and that is offered too."
    bad "Vera O\nLind I-PER\nspoke O\n\nOda B-PER\nMoen I-PER\n\n"
    good "Vera O\nLind B-PER\nspoke O\n\nOda B-PER\nMoen I-PER\n\n";

    TypeChangeInside "ANN011" "type-change-inside" Warning fix Unsafe
    "The type changes inside a mention."
    "Either one of the two types is wrong, or a second mention begins here and its tag should be `B-`."
    bad "Vera B-PER\nLind I-ORG\nspoke O\n\n"
    good "Vera B-PER\nLind I-PER\nspoke O\n\n";

    MixedTagSchemes "ANN012" "mixed-tag-schemes" Warning fix Safe
    "A tag is written in another scheme than the file's."
    "The scheme (IOB1, IOB2, BIOES, BILOU) is what most mentions of the file are tagged in; the fix writes the tag as \
     that scheme has it."
    bad "Vera B-PER\nLind I-PER\nspoke O\n\nOda B-PER\nMoen E-PER\n\nAda B-PER\n\nLiv B-PER\n\n"
    good "Vera B-PER\nLind I-PER\nspoke O\n\nOda B-PER\nMoen I-PER\n\nAda B-PER\n\nLiv B-PER\n\n";

    UnfinishedMention "ANN013" "unfinished-mention" Warning fix Sometimes
    "A mention has no last token in a scheme that marks it."
    "In BIOES a mention of several tokens ends with `E-` and one of a single token is `S-`; in BILOU these are `L-` and `U-`.\n\
     A tag of a single token, or `O`, in a mention that the next row goes on with is reported where it stands."
    bad "Vera B-PER\nLind I-PER\nspoke O\n\nOda B-PER\nMoen E-PER\n\nAda S-PER\n\n"
    good "Vera B-PER\nLind E-PER\nspoke O\n\nOda B-PER\nMoen E-PER\n\nAda S-PER\n\n";

    ColumnCount "ANN014" "column-count" Error fix Sometimes
    "A line has more or fewer columns than the file's others."
    "The tag is read from the wrong place, or readers stop here.\n\
     A separator at the end of the line makes an empty column; the fix deletes it."
    bad "Vera\tNNP\tB-PER\nLind\tI-PER\nspoke\tVBD\tO\n\n"
    good "Vera\tNNP\tB-PER\nLind\tNNP\tI-PER\nspoke\tVBD\tO\n\n";

    WrongSeparator "ANN015" "wrong-separator" Error fix Safe
    "The columns of a line are separated by spaces where the file has tabs, or the reverse, or by several spaces where it has one."
    "A program that splits at the file's separator sees one column, or an empty one.\n\
     Where an editor made spaces of all tabs of a file, this is the only finding."
    bad "Vera\tB-PER\nLind I-PER\nspoke\tO\n\n"
    good "Vera\tB-PER\nLind\tI-PER\nspoke\tO\n\n";

    BlankLineWithSpace "ANN016" "blank-line-with-space" Warning fix Safe
    "A line between two sentences holds white space."
    "It looks blank, but a program that looks for an empty line joins the two sentences, or takes it for a token.\n\
     Where most blank lines of a file are like that, one finding mends all of them."
    bad "Vera B-PER\nspoke O\n \nOda B-PER\nlistened O\n\n"
    good "Vera B-PER\nspoke O\n\nOda B-PER\nlistened O\n\n";

    MissingFinalBlankLine "ANN017" "missing-final-blank-line" Hint fix Safe
    "No blank line ends the last sentence of the file."
    "Readers that hand over a sentence at the blank line behind it lose the last one, and joined files run into one another.\n\
     In WebAnno TSV only a last row without a line end is reported: its last cell may have been cut off."
    bad "Vera B-PER\nspoke O\n\nOda B-PER\nlistened O\n"
    good "Vera B-PER\nspoke O\n\nOda B-PER\nlistened O\n\n";

    SpaceInToken "ANN018" "space-in-token" Information fix None
    "A token holds white space."
    "Readers that split at any white space find one column too many; in some treebanks (`1 000`) it is meant."
    bad "Vera Lind\tB-PER\nspoke\tO\n\n"
    good "Vera\tB-PER\nLind\tI-PER\nspoke\tO\n\n";

    MalformedTag "ANN019" "malformed-tag" Error fix Unsafe
    "A field that should hold a tag holds something else."
    "A tag is `O`, or a letter that says where in its mention the token stands, a hyphen and the type: `B-PER`.\n\
     The fix is offered where it can be seen what was meant.\n\
     A row that names the columns is one finding; only the first row of HIPE's files does so, with HIPE's names.\n\
     A phrase (`I-NP`) where names are tagged, with a name in another column, says that the row is shifted."
    bad "Vera B_PER\nLind I-PER\nspoke O\nof O\nit O\n\nOda B-PER\nlistened O\nand O\nleft O\n. O\n\n"
    good "Vera B-PER\nLind I-PER\nspoke O\nof O\nit O\n\nOda B-PER\nlistened O\nand O\nleft O\n. O\n\n";

    UnlikelyType "ANN020" "unlikely-type" Warning fix Unsafe
    "A type of entity is rare and nearly the same as a frequent one."
    "One letter or the case differs, and the other is at least twenty times as frequent in the file: a slip of the keyboard \
     makes a class of its own in every statistic.\n\
     In JSON white space beside a label does the same."
    bad "A B-PER\n\nB B-PER\n\nC B-PER\n\nD B-PER\n\nE B-PER\n\nF B-PER\n\nG B-PER\n\nH B-PER\n\nI B-PER\n\nJ B-PER\n\n\
         K B-PER\n\nL B-PER\n\nM B-PER\n\nN B-PER\n\nO B-PER\n\nP B-PER\n\nQ B-PER\n\nR B-PER\n\nS B-PER\n\nT B-PER\n\nU B-PRE\n\n"
    good "A B-PER\n\nB B-PER\n\nC B-PER\n\nD B-PER\n\nE B-PER\n\nF B-PER\n\nG B-PER\n\nH B-PER\n\nI B-PER\n\nJ B-PER\n\n\
         K B-PER\n\nL B-PER\n\nM B-PER\n\nN B-PER\n\nO B-PER\n\nP B-PER\n\nQ B-PER\n\nR B-PER\n\nS B-PER\n\nT B-PER\n\nU B-PER\n\n";

    LongSentence "ANN021" "long-sentence" Information fix None
    "A sentence of columns has more than 500 tokens."
    "A blank line between two sentences was probably lost; models cut such a sentence off.\n\
     A file without any blank line is reported once."
    bad "(a file of 600 tokens without a blank line)"
    good "(the same with a blank line between its sentences)";

    CarriageReturn "ANN022" "carriage-return" Information fix Sometimes
    "Lines of columns end in CR LF."
    "Readers that split at LF find a carriage return at the end of the last column: `B-PER\\r` is no tag they know.\n\
     A file in which lines do is reported once; in IOB columns that differ the first line of the rarer kind is, with a fix \
     for all of them.\n\
     So is a file whose lines end in CR alone, as those of old Macs: it is one line to readers."
    bad "Vera B-PER\r\nspoke O\n\nOda B-PER\nlistened O\n\n"
    good "Vera B-PER\nspoke O\n\nOda B-PER\nlistened O\n\n";

    MalformedLink "ANN023" "malformed-link" Warning fix None
    "A column of links holds something that is no link."
    "In HIPE's files it is a Wikidata item (`Q42`), `NIL` for an entity that has none, or `_`; the rows of one mention have \
     the same."
    bad "TOKEN\tNE-COARSE-LIT\tNEL-LIT\tMISC\nLind\tB-pers\tQ4a2\t_\nspoke\tO\t_\t_\n\n"
    good "TOKEN\tNE-COARSE-LIT\tNEL-LIT\tMISC\nLind\tB-pers\tQ42\t_\nspoke\tO\t_\t_\n\n";

    WordNumber "ANN030" "word-number" Error fix Sometimes
    "A line of CoNLL-U, or a row whose number stands in front of its token, is not numbered as its place wants."
    "Words are counted from 1; a token that several words are written as stands in front of them (`1-2`), a node that is not written behind a word (`1.1`).\n\
     Of one sentence only the first wrong number is reported, and nothing that depends on them.\n\
     In columns of tags with numbers, and in WebAnno TSV, a sentence that begins again at 1 wants a blank line in front \
     of it; the fix puts it there. In WebAnno TSV a number that is left out is a row that was lost.\n\
     So it is in CoNLL-2012 and in columns of tags whose numbers count.\n\
     A blank line that the next word's number follows on stands inside a sentence; the fix deletes it, \
     and is safe where the sentence has comments in front of it."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t0\t_\t_\t_\n3\tLind\t_\t_\t_\t_\t0\t_\t_\t_\n4\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    EmptyColumn "ANN031" "empty-column" Error fix None
    "A column of CoNLL-U holds nothing, not even `_`, or a row of columns with tags has no token."
    "Readers refuse the file or shift the columns.\n\
     Where most rows have no first column, as in tables that say the sentence once, one finding says so."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    UnknownHead "ANN032" "unknown-head" Error fix None
    "The head of a word is no word of its sentence."
    "A tree cannot be built, and readers stop here."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t9\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    SentenceId "ANN033" "sentence-id" Error fix None
    "The id of a sentence is missing, doubled, or that of another sentence."
    "A missing id is reported where most sentences of the file have one."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n# sent_id = 2\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    SentenceTextMismatch "ANN034" "sentence-text-mismatch" Error fix Unsafe
    "The text of a sentence is not what its tokens say."
    "`# text` has to be the forms with a space between them, none behind one with `SpaceAfter=No`: somebody has edited one of the two and not the other, and offsets into the text are wrong.\n\
     The finding begins where the two differ."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Linn spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    GlobalEntityMismatch "ANN040" "global-entity-mismatch" Error fix None
    "The attributes of mentions are declared twice in a file, and differently."
    "`# global.Entity` holds for the whole file; joined files may declare another order."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n# global.Entity = eid-etype-head-other\n# sent_id = 2\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n# global.Entity = eid-etype-head\n# sent_id = 2\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    SpuriousGlobalEntity "ANN041" "spurious-global-entity" Error fix None
    "The declaration of the attributes of mentions cannot be read."
    "It lists the names with hyphens between them: `eid`, `etype`, `head`, then others.\n\
     `GRP` in the place of `eid`, as GUM has it, is known too.\n\
     In older dialects the id stands elsewhere or nowhere: their mentions are read, and this is said once."
    bad "# global.Entity = etype-eid-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    EntityMwt "ANN042" "entity-mwt" Error fix None
    "A mention begins or ends at a token that several words are written as."
    "Mentions consist of words: the brackets belong to the lines of these."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lindspoke\n1\tVera\t_\t_\t_\t_\t0\t_\t_\t_\n2-3\tLindspoke\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t0\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lindspoke\n1\tVera\t_\t_\t_\t_\t0\t_\t_\t_\n2-3\tLindspoke\t_\t_\t_\t_\t_\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1-person-1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    MultipleEntityStatements "ANN043" "multiple-entity-statements" Error fix None
    "A line has more than one `Entity=`."
    "All brackets of a word stand in one statement; readers keep one of several."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|Entity=(e2-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-2\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    MultipleBridgeStatements "ANN044" "multiple-bridge-statements" Error fix None
    "A line has more than one `Bridge=`."
    "Several bridges stand in one statement, with commas between them."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tBridge=e2<e1|Bridge=e3<e1|Entity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tBridge=e2<e1,e3<e1|Entity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    MultipleSplitanteStatements "ANN045" "multiple-splitante-statements" Error fix None
    "A line has more than one `SplitAnte=`."
    "Several antecedents stand in one statement, with commas between them."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e1|SplitAnte=e3<e1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e1,e3<e1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    MisplacedBridgeStatement "ANN046" "misplaced-bridge-statement" Error fix None
    "A bridge stands where no mention of its target begins."
    "The relation belongs to a mention, and this is none of the entity it names."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tBridge=e2<e9|Entity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tBridge=e2<e1|Entity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    MisplacedSplitanteStatement "ANN047" "misplaced-splitante-statement" Error fix None
    "Split antecedents stand where no mention of their target begins."
    "The relation belongs to a mention, and this is none of the entity it names."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e9,e3<e9\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e1,e3<e1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    SpuriousEntityStatement "ANN048" "spurious-entity-statement" Error fix Sometimes
    "The brackets of `Entity=` cannot be read, or stand in the wrong order."
    "Closing brackets (`e1)`) come in front of opening ones (`(e2-person-1`), mentions of one word (`(e3-person-1)`) in front of the former or behind the latter.\n\
     A key that is nearly `Entity`, `Bridge` or `SplitAnte` and has brackets or `<` behind it is reported too: nothing would read it."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-2\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-2\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    SpuriousBridgeStatement "ANN049" "spurious-bridge-statement" Error fix None
    "`Bridge=` cannot be read, or leads from an entity to itself."
    "It is `source<target` or `source<target:relation`, several with commas between them."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tBridge=e2>e1|Entity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tBridge=e2<e1|Entity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    SpuriousSplitanteStatement "ANN050" "spurious-splitante-statement" Error fix None
    "`SplitAnte=` cannot be read, or names an entity as an antecedent of itself."
    "It is `source<target`, several with commas between them."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2>e1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e1,e3<e1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    EntityWithoutGlobalEntity "ANN051" "entity-without-global-entity" Error fix None
    "Mentions stand in a file that does not declare their attributes."
    "Readers do not know which of the attributes is the type and which the head."
    bad "# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-2\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-2\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    TooManyEntityAttributes "ANN052" "too-many-entity-attributes" Error fix Sometimes
    "A mention has more attributes than are declared, or a closing bracket has some."
    "A hyphen inside an attribute makes two of it: it is written `%2D`."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-2-x\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-2\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    SpuriousEntityId "ANN053" "spurious-entity-id" Error fix None
    "The part of a discontinuous mention is numbered as none can be."
    "`e1[1/2]` is the first of two parts: there are two at least, and none is behind the last."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1[1/1]-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1[1/2]-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1[2/2]-person-1)\n\n";

    MisplacedMentionPart "ANN054" "misplaced-mention-part" Error fix None
    "The parts of a discontinuous mention are not complete or not in order."
    "Readers join the wrong parts, or drop the mention."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1[1/3]-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1[3/3]-person-1)\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1[1/2]-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1[2/2]-person-1)\n\n";

    MentionAttributeMismatch "ANN055" "mention-attribute-mismatch" Error fix None
    "A part of a discontinuous mention has other attributes than the first."
    "They are attributes of the mention and the same at each of its parts."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1[1/2]-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1[2/2]-place-1)\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1[1/2]-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1[2/2]-person-1)\n\n";

    EntityAcrossNewdoc "ANN056" "entity-across-newdoc" Error fix None
    "Two documents have mentions of an entity with the same id."
    "Ids are those of one document; what an entity is in all documents is said by its identity.\n\
     Each id is reported once, and more than three of a file in one finding. Where the file declares `GRP`, ids count anew in each document and nothing is reported."
    bad "# newdoc id = a\n# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n# newdoc id = b\n# sent_id = 2\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# newdoc id = a\n# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n# newdoc id = b\n# sent_id = 2\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e2-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    EntityTypeMismatch "ANN057" "entity-type-mismatch" Error fix None
    "Two mentions of one entity have different types."
    "The type is one of the entity: either it is wrong at one of the two, or one of them is a mention of another entity."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1-place-1)\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1-person-1)\n\n";

    EntityIdentityMismatch "ANN058" "entity-identity-mismatch" Error fix None
    "Two mentions of one entity have different identities."
    "The identity is a Wikipedia title or the like: either it is wrong at one of the two, or one of them is a mention of another entity."
    bad "# global.Entity = eid-etype-head-identity\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1-Lind)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1-person-1-Moen)\n\n"
    good "# global.Entity = eid-etype-head-identity\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1-Lind)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1-person-1-Lind)\n\n";

    SpuriousMentionHead "ANN059" "spurious-mention-head" Error fix None
    "The head of a mention is no number."
    "It is the number of a word of the mention, counted from 1."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-x)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    MentionHeadOutOfRange "ANN160" "mention-head-out-of-range" Error fix None
    "The head of a mention is none of its words."
    "The mention has fewer words: somebody moved a bracket and not the head."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-3\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-2\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    IllNestedEntities "ANN161" "ill-nested-entities" Error fix None
    "A mention is closed that is not open."
    "Its opening bracket was lost, or the id of one of the two is wrong."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-2\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    IllNestedEntitiesWarning "ANN162" "ill-nested-entities-warning" Warning fix None
    "Two mentions cross."
    "One is closed inside the other: nothing that nests can represent both. Of mentions of one entity see `crossing-mentions-same-entity`."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=(e2-person-1\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=e1)\n4\t.\t_\t_\t_\t_\t0\t_\t_\tEntity=e2)\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1(e2-person-1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e2)e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    SameSpanEntityMentions "ANN163" "same-span-entity-mentions" Error fix None
    "Two mentions have the same words."
    "Either they are one, or one of the two has a wrong bracket."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1(e2-person-1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e2)e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-2\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    CrossingMentionsSameEntity "ANN164" "crossing-mentions-same-entity" Error fix None
    "Two mentions of one entity overlap without one lying inside the other."
    "Both cannot be right: their brackets stand wrong."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1[1/2]-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=(e1-person-1\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1[2/2]-person-1)e1)\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-2\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    CrossSentenceMention "ANN165" "cross-sentence-mention" Error fix None
    "A mention is not closed in its sentence."
    "Its closing bracket was lost, or stands in another sentence."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-2\n2\tLind\t_\t_\t_\t_\t3\t_\t_\tEntity=e1)\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    RepeatedBridgeRelation "ANN166" "repeated-bridge-relation" Error fix Safe
    "A bridge stands twice in one statement."
    "One of the two says nothing."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tBridge=e2<e1,e2<e1|Entity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tBridge=e2<e1|Entity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    RepeatedSplitanteRelation "ANN167" "repeated-splitante-relation" Error fix Safe
    "An antecedent stands twice in one statement."
    "One of the two says nothing."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e1,e3<e1,e3<e1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e1,e3<e1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    OnlyOneSplitAntecedent "ANN168" "only-one-split-antecedent" Error fix None
    "A mention has one split antecedent."
    "Antecedents are split where there are two at least; one is an ordinary antecedent, and the mentions have one id."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e1,e3<e1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    SplitAntecedentMismatch "ANN169" "split-antecedent-mismatch" Error fix None
    "Two mentions of one entity have different split antecedents."
    "They are those of the entity and the same wherever they stand."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e1,e3<e1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e1,e4<e1\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e1,e3<e1\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tEntity=(e1-person-1)|SplitAnte=e2<e1,e3<e1\n\n";

    BridgeRelationMismatch "ANN170" "bridge-relation-mismatch" Error fix None
    "Two bridges between the same entities have different relations."
    "The relation is one of the two entities: either it is wrong at one of the two mentions, or one of the ids is."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tBridge=e2<e1:part|Entity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tBridge=e2<e1:subset|Entity=(e1-person-1)\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\tBridge=e2<e1:part|Entity=(e1-person-1)\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\tBridge=e2<e1:part|Entity=(e1-person-1)\n\n";

    NotATree "ANN171" "not-a-tree" Error fix None
    "The heads of a sentence make no tree: a word is its own head, they go in a circle, or there is not one root."
    "Parsers and converters of trees stop here.\n\
     The rule speaks where every word has a head; files without syntax have _ there.\n\
     Several roots are reported where a sentence has an id or a text, as in Universal Dependencies: other treebanks allow \
     them."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t0\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    MisplacedComment "ANN172" "misplaced-comment" Error fix Sometimes
    "A comment stands between the words of a sentence."
    "Comments come in front of a sentence; most often the blank line between two sentences is lost, and readers refuse \
     the file or take the two for one.\n\
     In front of a comment that begins a sentence the fix puts that line."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n# note = here\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera Lind spoke\n# note = here\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tLind\t_\t_\t_\t_\t3\t_\t_\t_\n3\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    EmptySentence "ANN173" "empty-sentence" Warning fix Sometimes
    "A sentence has no word: a second blank line, or comments that nothing follows."
    "Readers that split at blank lines count a sentence that is not there, and the validator of Universal Dependencies refuses the file."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n\n# sent_id = 2\n# text = So\n1\tSo\t_\t_\t_\t_\t0\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = Vera spoke\n1\tVera\t_\t_\t_\t_\t2\t_\t_\t_\n2\tspoke\t_\t_\t_\t_\t0\t_\t_\t_\n\n# sent_id = 2\n# text = So\n1\tSo\t_\t_\t_\t_\t0\t_\t_\t_\n\n";

    MwtNonemptyField "ANN174" "mwt-nonempty-field" Warning fix None
    "A token of several words (`1-2`) has a lemma, a part of speech or a head."
    "What is said of a token as a whole is lost: readers look at its words. FORM, MISC and the feature `Typo=Yes` are its own."
    bad "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = don't\n1-2\tdon't\tdo\t_\t_\t_\t_\t_\t_\t_\n1\tdo\t_\t_\t_\t_\t0\t_\t_\t_\n2\tn't\t_\t_\t_\t_\t1\t_\t_\t_\n\n"
    good "# global.Entity = eid-etype-head\n# sent_id = 1\n# text = don't\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tdo\t_\t_\t_\t_\t0\t_\t_\t_\n2\tn't\t_\t_\t_\t_\t1\t_\t_\t_\n\n";

    DocumentLine "ANN060" "document-line" Warning fix Sometimes
    "A line that begins or ends a document is not written as scorers read it, or lacks its partner."
    "It is `#begin document (name); part 000`, and `#end document`; what stands outside of the two is passed over.\n\
     Lines that are written otherwise are one finding for the file; the fix writes all of them anew.\n\
     In columns of tags `-DOCSTART` without its last hyphen is a token to every reader."
    bad "#begin document gates\nVera (1\nLind 1)\nspoke -\n\nOda (2)\nMoen -\nleft -\n\n#end document\n"
    good "#begin document (gates); part 000\nVera (1\nLind 1)\nspoke -\n\nOda (2)\nMoen -\nleft -\n\n#end document\n";

    UnopenedMention "ANN061" "unopened-mention" Error fix None
    "A mention of a chain is closed that is not open."
    "Its opening bracket was lost, or the number of one of the two is wrong; scorers stop here, mostly without saying where."
    bad "#begin document (gates); part 000\nVera -\nLind 1)\nspoke -\n\nOda (2)\nMoen -\nleft -\n\n#end document\n"
    good "#begin document (gates); part 000\nVera (1\nLind 1)\nspoke -\n\nOda (2)\nMoen -\nleft -\n\n#end document\n";

    UnclosedMention "ANN062" "unclosed-mention" Error fix None
    "A mention of a chain is never closed."
    "Its closing bracket was lost, or the number of one of the two is wrong."
    bad "#begin document (gates); part 000\nVera (1\nLind -\nspoke -\n\nOda (2)\nMoen -\nleft -\n\n#end document\n"
    good "#begin document (gates); part 000\nVera (1\nLind 1)\nspoke -\n\nOda (2)\nMoen -\nleft -\n\n#end document\n";

    MentionAcrossSentences "ANN063" "mention-across-sentences" Warning fix None
    "A mention of a chain goes on in the next sentence."
    "Mentions are phrases: a closing bracket stands in the wrong place, or a blank line where none should be."
    bad "#begin document (gates); part 000\nVera (1\nLind -\nspoke -\n\nOda (2)\nMoen 1)\nleft -\n\n#end document\n"
    good "#begin document (gates); part 000\nVera (1\nLind 1)\nspoke -\n\nOda (2)\nMoen -\nleft -\n\n#end document\n";

    DuplicateMention "ANN064" "duplicate-mention" Error fix Safe
    "A chain has the same mention twice."
    "The reference scorer refuses the file."
    bad "#begin document (gates); part 000\nVera (1\nLind 1)\nspoke -\n\nOda (2)|(2)\nMoen -\nleft -\n\n#end document\n"
    good "#begin document (gates); part 000\nVera (1\nLind 1)\nspoke -\n\nOda (2)\nMoen -\nleft -\n\n#end document\n";

    MentionInTwoChains "ANN065" "mention-in-two-chains" Warning fix None
    "The same words are a mention of two chains."
    "A mention is of one entity: either the two chains are one, or one of the brackets is wrong."
    bad "#begin document (gates); part 000\nVera (1\nLind 1)\nspoke -\n\nOda (2)|(3)\nMoen -\nleft -\n\n#end document\n"
    good "#begin document (gates); part 000\nVera (1\nLind 1)\nspoke -\n\nOda (2)\nMoen -\nleft -\n\n#end document\n";

    CrossingMentions "ANN066" "crossing-mentions" Information fix None
    "Mentions of two chains overlap without one lying inside the other."
    "Phrases nest: a bracket may stand in the wrong place.\n\
     Two mentions of one chain cannot cross in this format, as a closing bracket belongs to the last one that is open."
    bad "#begin document (gates); part 000\nVera (1\nLind (3\nspoke 1)\nthere 3)\n\nOda (2)\nMoen -\nleft -\n\n#end document\n"
    good "#begin document (gates); part 000\nVera (1\nLind -\nspoke 1)\n\nOda (2)\nMoen -\nleft -\n\n#end document\n";

    SpaceInChains "ANN067" "space-in-chains" Error fix Safe
    "White space stands inside the brackets of a token."
    "Readers that split at white space find one column too many, and take a part of the brackets for all of them.\n\
     All cells of a file are one finding."
    bad "#begin document (gates); part 000\nVera\t(1\nLind\t1)\nspoke\t-\n\nOda\t(2)| (3)\nMoen\t-\nleft\t-\n\n#end document\n"
    good "#begin document (gates); part 000\nVera (1\nLind 1)\nspoke -\n\nOda (2)\nMoen -\nleft -\n\n#end document\n";

    MalformedChains "ANN068" "malformed-chains" Error fix None
    "The brackets of a token cannot be read."
    "`(1` opens a mention of the chain 1, `1)` closes it, `(1)` is one of a single token, `|` stands between two.\n\
     Where strokes stand between brackets and chains are numbers in the rest of the file, a cell that is otherwise is \
     reported too."
    bad "#begin document (gates); part 000\nVera (1\nLind 1)\nspoke -\n\nOda (2)|7\nMoen -\nleft -\n\n#end document\n"
    good "#begin document (gates); part 000\nVera (1\nLind 1)\nspoke -\n\nOda (2)\nMoen -\nleft -\n\n#end document\n";

    UnclosedStructure "ANN070" "unclosed-structure" Error fix Sometimes
    "A structure of a vertical text is opened and never closed."
    "The encoder closes it at the next one or at the end of the file: sentences and documents run into one another."
    bad "<doc id=\"gates\">\n<s>\nVera\tNNP\nLind\tNNP\nspoke\tVBD\n</doc>\n"
    good "<doc id=\"gates\">\n<s>\nVera\tNNP\nLind\tNNP\nspoke\tVBD\n</s>\n</doc>\n";

    UnopenedStructure "ANN071" "unopened-structure" Error fix None
    "A structure of a vertical text is closed that is not open."
    "The opening tag was lost, or stands there under another name."
    bad "<doc id=\"gates\">\nVera\tNNP\nLind\tNNP\nspoke\tVBD\n</s>\n</doc>\n"
    good "<doc id=\"gates\">\n<s>\nVera\tNNP\nLind\tNNP\nspoke\tVBD\n</s>\n</doc>\n";

    MalformedStructure "ANN072" "malformed-structure" Error fix Sometimes
    "A line of a vertical text begins like a tag and is none, or its attributes cannot be read."
    "A tag stands alone on its line, and the values of its attributes between quotation marks.\n\
     A token that begins with `<` is written `&lt;`; the fix does that, or adds the quotation marks."
    bad "<doc id=gates>\n<s>\nVera\tNNP\nLind\tNNP\nspoke\tVBD\n</s>\n</doc>\n"
    good "<doc id=\"gates\">\n<s>\nVera\tNNP\nLind\tNNP\nspoke\tVBD\n</s>\n</doc>\n";

    EmptyVerticalLine "ANN073" "empty-vertical-line" Information fix Safe
    "An empty line stands in a vertical text."
    "Encoders make a token of it or stop; sentences are told apart by structures."
    bad "<doc id=\"gates\">\n<s>\n\nVera\tNNP\nLind\tNNP\nspoke\tVBD\n</s>\n</doc>\n"
    good "<doc id=\"gates\">\n<s>\nVera\tNNP\nLind\tNNP\nspoke\tVBD\n</s>\n</doc>\n";

    DocumentWithoutId "ANN074" "document-without-id" Information fix None
    "A document of a vertical text has no id."
    "Nothing can refer to it, and findings in a concordance cannot be named.\n\
     It is said where most documents of the file have one."
    bad "<doc id=\"ships\">\n<s>\nGulls\tNNS\nleft\tVBD\n</s>\n</doc>\n<doc>\n<s>\nVera\tNNP\nLind\tNNP\nspoke\tVBD\n</s>\n</doc>\n"
    good "<doc id=\"ships\">\n<s>\nGulls\tNNS\nleft\tVBD\n</s>\n</doc>\n<doc id=\"gates\">\n<s>\nVera\tNNP\nLind\tNNP\nspoke\tVBD\n</s>\n</doc>\n";

    TsvHeader "ANN075" "tsv-header" Error fix None
    "The header of a WebAnno TSV file cannot be read."
    "It is `#FORMAT=WebAnno TSV 3.3`, then the layers: `#T_SP=` for spans, `#T_CH=` for chains, `#T_RL=` for relations, in this order."
    bad "#FORMAT=WebAnno TSV 3.x\n#T_SP=webanno.custom.Entity|value\n\n\n#Text=Vera Lind spoke\n1-1\t0-4\tVera\tPER[1]\n1-2\t5-9\tLind\tPER[1]\n1-3\t10-15\tspoke\t_\n\n"
    good "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|value\n\n\n#Text=Vera Lind spoke\n1-1\t0-4\tVera\tPER[1]\n1-2\t5-9\tLind\tPER[1]\n1-3\t10-15\tspoke\t_\n\n";

    TokenOffsets "ANN076" "token-offsets" Error fix None
    "The offsets of a token are not where the token stands."
    "They count UTF-16 units from the start of the document, and `#Text=` has the token there.\n\
     Of one sentence the first is reported; a sentence whose last words have no row has lost rows, and one without \
     `#Text=` has lost that line.\n\
     `copydesk realign` counts all of them anew, and so does an editor when it saves a file that was edited in it."
    bad "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|value\n\n\n#Text=Vera Lind spoke\n1-1\t0-4\tVera\tPER[1]\n1-2\t5-9\tLinn\tPER[1]\n1-3\t10-15\tspoke\t_\n\n"
    good "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|value\n\n\n#Text=Vera Lind spoke\n1-1\t0-4\tVera\tPER[1]\n1-2\t5-9\tLind\tPER[1]\n1-3\t10-15\tspoke\t_\n\n";

    DanglingReference "ANN077" "dangling-reference" Error fix None
    "A relation or a slot leads to a token that is not there."
    "The row was deleted, or the sentences have been numbered anew."
    bad "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|value\n#T_RL=webanno.custom.Link|kind|BT_webanno.custom.Entity\n\n\n#Text=Vera Lind spoke\n1-1\t0-4\tVera\tPER[1]\t_\t_\n1-2\t5-9\tLind\tPER[1]\t_\t_\n1-3\t10-15\tspoke\t_\tx\t1-7[0_1]\n\n"
    good "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|value\n#T_RL=webanno.custom.Link|kind|BT_webanno.custom.Entity\n\n\n#Text=Vera Lind spoke\n1-1\t0-4\tVera\tPER[1]\t_\t_\n1-2\t5-9\tLind\tPER[1]\t_\t_\n1-3\t10-15\tspoke\t_\tx\t1-1[0_1]\n\n";

    BrokenNumber "ANN078" "broken-number" Error fix None
    "The rows of one annotation do not follow one another."
    "An annotation is one stretch of tokens, and its number the same in each of their rows: a row in between has lost it, two annotations have one number, or its value was changed in one row only.\n\
     In a layer of chains the number is that of the chain, and the link in the other column tells its mentions apart."
    bad "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|value\n\n\n#Text=Vera Lind spoke\n1-1\t0-4\tVera\tPER[1]\n1-2\t5-9\tLind\t_\n1-3\t10-15\tspoke\tPER[1]\n\n"
    good "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|value\n\n\n#Text=Vera Lind spoke\n1-1\t0-4\tVera\tPER[1]\n1-2\t5-9\tLind\tPER[1]\n1-3\t10-15\tspoke\t_\n\n";

    MalformedTsvCell "ANN079" "malformed-tsv-cell" Error fix Sometimes
    "A cell of a WebAnno TSV file cannot be read, or a spreadsheet has doubled the quotation marks in columns."
    "Values have `|` between them, each with its number in square brackets where there are several or they span several tokens; a backslash stands in front of characters that mean something."
    bad "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|value\n\n\n#Text=Vera Lind spoke\n1-1\t0-4\tVera\tPER[1]\n1-2\t5-9\tLind\tPER[1\n1-3\t10-15\tspoke\t_\n\n"
    good "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|value\n\n\n#Text=Vera Lind spoke\n1-1\t0-4\tVera\tPER[1]\n1-2\t5-9\tLind\tPER[1]\n1-3\t10-15\tspoke\t_\n\n";

    UnclosedElement "ANN080" "unclosed-element" Error fix Sometimes
    "An element of XML or SGML is opened and never closed."
    "A strict parser refuses the file, and a tolerant one takes the rest of it for the element.\n\
     An element that is closed under a name with a slip in it is reported at that tag, and a file that breaks off gives one \
     finding, however many elements are open.\n\
     In SGML, elements that are closed by the next one (`<P>`) or mostly not closed at all are left alone.\n\
     Annotations are a matter of `unclosed-annotation`, documents of a dump of `unclosed-document`."
    bad "<?xml version=\"1.0\"?>\n<article><p>The gates opened.<p>A ship came in.</p></article>"
    good "<?xml version=\"1.0\"?>\n<article><p>The gates opened.</p><p>A ship came in.</p></article>";

    UnopenedElement "ANN081" "unopened-element" Error fix Unsafe
    "A closing tag closes nothing."
    "Either its opening tag was lost, or an element was closed twice."
    bad "<?xml version=\"1.0\"?>\n<article><p>The gates opened.</p></p></article>"
    good "<?xml version=\"1.0\"?>\n<article><p>The gates opened.</p></article>";

    CrossedElements "ANN082" "crossed-elements" Error fix Unsafe
    "Two elements overlap without one lying inside the other."
    "Markup nests; a strict parser refuses the file here."
    bad "<?xml version=\"1.0\"?>\n<article><p>The <hi>gates <persName>Lind</hi></persName> opened.</p></article>"
    good "<?xml version=\"1.0\"?>\n<article><p>The <hi>gates <persName>Lind</persName></hi> opened.</p></article>";

    UnescapedCharacter "ANN083" "unescaped-character" Error fix Sometimes
    "An ampersand or an angle bracket in marked-up text is not escaped."
    "A parser takes it for the start of a reference or a tag and stops, or loses the words behind it.\n\
     In SGML an ampersand that no name follows is text and is left alone."
    bad "<?xml version=\"1.0\"?>\n<article><p>Lind & Daughters built the gates.</p></article>"
    good "<?xml version=\"1.0\"?>\n<article><p>Lind &amp; Daughters built the gates.</p></article>";

    UnknownAnnotationType "ANN084" "unknown-annotation-type" Warning fix Unsafe
    "The type of an `ENAMEX`, `TIMEX` or `NUMEX` is none that is known."
    "Scorers and readers drop what they do not know, so a slip of the keyboard loses the mention.\n\
     Known are the types of MUC, IEER, ACE and OntoNotes; a type that a document uses again and again is taken to be meant."
    bad "<DOC><TEXT><ENAMEX TYPE=\"PRESON\">Vera Lind</ENAMEX> spoke.</TEXT></DOC>"
    good "<DOC><TEXT><ENAMEX TYPE=\"PERSON\">Vera Lind</ENAMEX> spoke.</TEXT></DOC>";

    DanglingPointer "ANN085" "dangling-pointer" Error fix Sometimes
    "An annotation points at an id that nothing has."
    "`ref=\"#lind\"` without an element whose `xml:id` is `lind`, `REF` to a mention that is not there, a relation to an \
     annotation that was deleted, an anchor at a token that does not exist.\n\
     Whoever follows the pointer loses the annotation or stops.\n\
     Pointers into other files are left alone."
    bad "<TEI><standOff><listPerson><person xml:id=\"lind\"/></listPerson></standOff><text><body><p><persName ref=\"#lund\">Vera Lind</persName> and <persName ref=\"#lind\">she</persName>.</p></body></text></TEI>"
    good "<TEI><standOff><listPerson><person xml:id=\"lind\"/></listPerson></standOff><text><body><p><persName ref=\"#lind\">Vera Lind</persName> and <persName ref=\"#lind\">she</persName>.</p></body></text></TEI>";

    DuplicateMarkupId "ANN086" "duplicate-markup-id" Error fix None
    "An id is given twice in a document."
    "What points at it may mean the one or the other.\n\
     The first one is the related place."
    bad "<TEI><text><body><p xml:id=\"p1\">The gates opened.</p><p xml:id=\"p1\">A ship came in.</p></body></text></TEI>"
    good "<TEI><text><body><p xml:id=\"p1\">The gates opened.</p><p xml:id=\"p2\">A ship came in.</p></body></text></TEI>";

    UnusedAuthorityEntry "ANN087" "unused-authority-entry" Hint fix None
    "Nothing points at an entry of an authority list."
    "A person, place or organisation that the text of the file never mentions is often the trace of a reference that was \
     mistyped or deleted.\n\
     A file that is a list and nothing else is left alone."
    bad "<TEI><standOff><listPerson><person xml:id=\"lind\"/><person xml:id=\"holm\"/></listPerson></standOff><text><body><p><persName ref=\"#lind\">Vera Lind</persName> spoke.</p></body></text></TEI>"
    good "<TEI><standOff><listPerson><person xml:id=\"lind\"/></listPerson></standOff><text><body><p><persName ref=\"#lind\">Vera Lind</persName> spoke.</p></body></text></TEI>";

    AnnotationAcrossBlocks "ANN088" "annotation-across-blocks" Error fix None
    "An annotation goes on over the end of a paragraph."
    "A mention stands in one paragraph; most often a closing tag is missing, and the next one closes the wrong element."
    bad "<DOC><TEXT><P>The <ENAMEX TYPE=\"PERSON\">minister</P><P>Lind</ENAMEX> spoke.</P></TEXT></DOC>"
    good "<DOC><TEXT><P>The minister</P><P><ENAMEX TYPE=\"PERSON\">Lind</ENAMEX> spoke.</P></TEXT></DOC>";

    CoreferenceCycle "ANN089" "coreference-cycle" Error fix None
    "A chain of references leads back to where it began."
    "`REF` points from a mention to an earlier one; a mention that refers to itself, directly or through others, has no \
     antecedent, and readers run in circles."
    bad "<DOC><TEXT><COREF ID=\"1\" REF=\"2\">Lind</COREF> said <COREF ID=\"2\" REF=\"1\">she</COREF> came.</TEXT></DOC>"
    good "<DOC><TEXT><COREF ID=\"1\">Lind</COREF> said <COREF ID=\"2\" REF=\"1\">she</COREF> came.</TEXT></DOC>";

    BrokenJson "ANN090" "broken-json" Error fix Sometimes
    "A record of JSON cannot be read as it is written."
    "A comma too many or too few, a string or an array that is never closed, a line end or a tab in a string, two records \
     on one line, quotation marks that an editor curled, Python's `None` for `null`, an escape that does not exist, a number \
     as `007` or `1.`: a strict reader refuses the line and often the whole file.\n\
     Of a key that stands twice in an object, readers keep one value and lose the other.\n\
     Annotations under a key that is nearly the one of the other records (`lable`) are lost in silence.\n\
     What can be told behind the slip is read all the same.\n\
     Records that Python printed (`{'text': …}`) are one finding for the file."
    bad "{\"text\": \"Vera Lind spoke.\", \"label\": [[0, 9, \"PER\"],]}"
    good "{\"text\": \"Vera Lind spoke.\", \"label\": [[0, 9, \"PER\"]]}";

    RecordOverLines "ANN091" "record-over-lines" Error fix Safe
    "A record of JSON Lines goes on over several lines."
    "JSON Lines are read line by line: each part of the record is refused.\n\
     Where most records of a file are written like this, the first one is reported."
    bad "{\"text\": \"Ships waited.\", \"label\": []}\n{\"text\": \"Vera Lind spoke.\",\n \"label\": [[0, 9, \"PER\"]]}\n{\"text\": \"Gulls.\", \"label\": []}\n"
    good "{\"text\": \"Ships waited.\", \"label\": []}\n{\"text\": \"Vera Lind spoke.\", \"label\": [[0, 9, \"PER\"]]}\n{\"text\": \"Gulls.\", \"label\": []}\n";

    SpanOutOfText "ANN092" "span-out-of-text" Error fix Sometimes
    "The offsets of an annotation are of no text."
    "It ends behind the end of the text, or before it begins, or its offsets are strings: readers stop, or pass over it in \
     silence.\n\
     Most often the text was shortened after it was annotated, or its offsets count something else than characters."
    bad "{\"text\": \"Vera Lind spoke.\", \"label\": [[0, 19, \"PER\"]]}"
    good "{\"text\": \"Vera Lind spoke.\", \"label\": [[0, 9, \"PER\"]]}";

    SpanTextMismatch "ANN093" "span-text-mismatch" Error fix Sometimes
    "An annotation says that it is of other words than stand at its offsets."
    "The text was edited after it was annotated, or offsets were counted in another text (with other line ends, with \
     entities of HTML).\n\
     White space is not compared, as tools fold it.\n\
     The fix moves the annotation to the nearest place where its words stand; it is safe where there is one only."
    bad "{\"text\": \"Then Vera Lind spoke.\", \"spans\": [{\"start\": 3, \"end\": 12, \"label\": \"PER\", \"text\": \"Vera Lind\"}]}"
    good "{\"text\": \"Then Vera Lind spoke.\", \"spans\": [{\"start\": 5, \"end\": 14, \"label\": \"PER\", \"text\": \"Vera Lind\"}]}";

    OffsetUnit "ANN094" "offset-unit" Error fix Safe
    "The offsets of a record count UTF-16 units or bytes, not code points."
    "Behind an emoji or another rare character, browsers count one more than Python does, so every annotation is off by \
     one for whoever reads the export in Python.\n\
     Reported where annotations make sense in other units and do not in code points: their words stand there, or they \
     begin and end where words do."
    bad "{\"text\": \"😀 Vera Lind met Ida Holm.\", \"label\": [[3, 12, \"PER\"], [17, 25, \"PER\"]]}"
    good "{\"text\": \"😀 Vera Lind met Ida Holm.\", \"label\": [[2, 11, \"PER\"], [16, 24, \"PER\"]]}";

    SpanEdgeSpace "ANN095" "span-edge-space" Warning fix Sometimes
    "An annotation with offsets begins or ends with white space."
    "spaCy refuses it, and tools that compare mentions with tokens find none there."
    bad "{\"text\": \"Then Vera Lind spoke.\", \"label\": [[4, 14, \"PER\"]]}"
    good "{\"text\": \"Then Vera Lind spoke.\", \"label\": [[5, 14, \"PER\"]]}";

    SpanOffToken "ANN096" "span-off-token" Information fix Sometimes
    "An annotation does not begin and end where words or tokens do."
    "Whoever turns offsets into tags of tokens drops it or stretches it.\n\
     Where the record holds tokens these decide, and the numbers of the first and the last one are compared too.\n\
     Scripts that put no space between words are left alone."
    bad "{\"text\": \"Then Vera Lind spoke.\", \"label\": [[5, 12, \"PER\"]]}"
    good "{\"text\": \"Then Vera Lind spoke.\", \"label\": [[5, 14, \"PER\"]]}";

    DuplicateSpan "ANN097" "duplicate-span" Warning fix Sometimes
    "The same stretch is annotated twice with the same label."
    "It is counted twice, and tools that forbid overlaps refuse the record.\n\
     What different annotators say is not compared."
    bad "{\"text\": \"Vera Lind spoke.\", \"label\": [[0, 9, \"PER\"], [0, 9, \"PER\"]]}"
    good "{\"text\": \"Vera Lind spoke.\", \"label\": [[0, 9, \"PER\"]]}";

    CrossingSpans "ANN098" "crossing-spans" Warning fix None
    "Two annotations overlap without one lying inside the other."
    "No tree and no tags of tokens can hold both; one of the two usually has a wrong end."
    bad "{\"text\": \"Vera Lind Harbour opened.\", \"label\": [[0, 9, \"PER\"], [5, 17, \"LOC\"]]}"
    good "{\"text\": \"Vera Lind Harbour opened.\", \"label\": [[0, 9, \"PER\"], [10, 17, \"LOC\"]]}";

    LoneSurrogate "ANN099" "lone-surrogate" Error fix Unsafe
    "An escape is one half of a character whose other half is missing."
    "A program cut a string between the two UTF-16 units of an emoji; no encoding can hold what is left."
    bad "{\"text\": \"Vera Lind \\ud83d spoke.\", \"label\": [[0, 9, \"PER\"]]}"
    good "{\"text\": \"Vera Lind \\ud83d\\ude00 spoke.\", \"label\": [[0, 9, \"PER\"]]}";

    DuplicateTask "ANN100" "duplicate-task" Warning fix None
    "Two records have the same id, or are of the same task."
    "The id of an export names one record; the same `_task_hash` twice for one annotator (without one, the same `_input_hash`) \
     means that the question was put and counted twice.\n\
     Different questions about one text have the same `_input_hash` and are left alone."
    bad "{\"id\": 7, \"text\": \"Ships waited.\", \"label\": []}\n{\"id\": 7, \"text\": \"Vera Lind spoke.\", \"label\": []}\n"
    good "{\"id\": 7, \"text\": \"Ships waited.\", \"label\": []}\n{\"id\": 8, \"text\": \"Vera Lind spoke.\", \"label\": []}\n";

    MissingArticleField "ANN105" "missing-article-field" Warning fix None
    "An article of an export lacks the date or the length that the others have, or a record of JSON the text."
    "Parsers find the text of an article by these lines: without one, it is dropped or runs into the next.\n\
     Reported where nine in ten articles of the file have it; a text, where four in five records have one."
    bad "1 of 2 DOCUMENTS\n\nHarbour Post\n\nMay 14, 2031\n\nGates shut\n\nLENGTH: 4 words\n\nThe gates are shut.\n\nLOAD-DATE: May 15, 2031\n\n2 of 2 DOCUMENTS\n\nHarbour Post\n\nGates open\n\nLENGTH: 4 words\n\nThe gates are open.\n\nLOAD-DATE: May 15, 2031\n"
    good "1 of 2 DOCUMENTS\n\nHarbour Post\n\nMay 14, 2031\n\nGates shut\n\nLENGTH: 4 words\n\nThe gates are shut.\n\nLOAD-DATE: May 15, 2031\n\n2 of 2 DOCUMENTS\n\nHarbour Post\n\nMay 15, 2031\n\nGates open\n\nLENGTH: 4 words\n\nThe gates are open.\n\nLOAD-DATE: May 15, 2031\n";

    DeclaredLength "ANN106" "declared-length" Information fix None
    "An article says that it has a number of words that it is far from."
    "Text was cut off, or runs into the next article.\n\
     Databases count words in their own ways, so a third more or less is left alone."
    bad "1 of 1 DOCUMENTS\n\nHarbour Post\n\nMay 14, 2031\n\nGates shut\n\nLENGTH: 412 words\n\nThe gates are shut.\n\nLOAD-DATE: May 15, 2031\n"
    good "1 of 1 DOCUMENTS\n\nHarbour Post\n\nMay 14, 2031\n\nGates shut\n\nLENGTH: 4 words\n\nThe gates are shut.\n\nLOAD-DATE: May 15, 2031\n";

    DuplicateArticleId "ANN107" "duplicate-article-id" Warning fix None
    "Two articles of a file have the same number in their database."
    "`AN`, `DOCNO` and `NEWID` name one article: it was exported twice, or a block was pasted over another."
    bad "<DOC>\n<DOCNO> HP-1 </DOCNO>\n<TEXT>\nShips waited.\n</TEXT>\n</DOC>\n<DOC>\n<DOCNO> HP-1 </DOCNO>\n<TEXT>\nGulls.\n</TEXT>\n</DOC>\n"
    good "<DOC>\n<DOCNO> HP-1 </DOCNO>\n<TEXT>\nShips waited.\n</TEXT>\n</DOC>\n<DOC>\n<DOCNO> HP-2 </DOCNO>\n<TEXT>\nGulls.\n</TEXT>\n</DOC>\n";

    NoArticle "ANN108" "no-article" Warning fix None
    "What stands in the place of an article is the page of an error, or the cover of a search."
    "Crawlers store what a server sends, and databases put a page with the search in front of what was found; counted as \
     articles, they make models of error pages."
    bad "{\"title\": \"Harbour Post\", \"url\": \"https://harbour.example/7\", \"text\": \"404 Not Found. The page you requested does not exist.\"}"
    good "{\"title\": \"Gates shut\", \"url\": \"https://harbour.example/7\", \"text\": \"The gates were shut at dawn.\"}";

    MarkableWithoutAnchor "ANN110" "markable-without-anchor" Error fix None
    "A mention in layers over tokens is anchored at none."
    "It stands nowhere, so readers drop it or stop.\n\
     What is mentioned (with a `TAG_DESCRIPTOR` or an instance id) has no tokens of its own, and times may be understood."
    bad "<Document doc_name=\"hp.xml\"><token t_id=\"1\" sentence=\"0\" number=\"0\">Lind</token><Markables><HUMAN_PART_PER m_id=\"2\"></HUMAN_PART_PER></Markables></Document>"
    good "<Document doc_name=\"hp.xml\"><token t_id=\"1\" sentence=\"0\" number=\"0\">Lind</token><Markables><HUMAN_PART_PER m_id=\"2\"><token_anchor t_id=\"1\"/></HUMAN_PART_PER></Markables></Document>";

    InstanceWithoutMentions "ANN111" "instance-without-mentions" Hint fix None
    "Nothing in the document mentions an entity or event that it declares."
    "The relation that joined it to its mentions was deleted, or its target was mistyped."
    bad "<Document doc_name=\"hp.xml\"><token t_id=\"1\" sentence=\"0\" number=\"0\">Lind</token><Markables><HUMAN_PART_PER m_id=\"3\" TAG_DESCRIPTOR=\"lind\" instance_id=\"HUM1\"/></Markables></Document>"
    good "<Document doc_name=\"hp.xml\"><token t_id=\"1\" sentence=\"0\" number=\"0\">Lind</token><Markables><HUMAN_PART_PER m_id=\"2\"><token_anchor t_id=\"1\"/></HUMAN_PART_PER><HUMAN_PART_PER m_id=\"3\" TAG_DESCRIPTOR=\"lind\" instance_id=\"HUM1\"/></Markables><Relations><CROSS_DOC_COREF r_id=\"4\" note=\"HUM1\"><source m_id=\"2\"/><target m_id=\"3\"/></CROSS_DOC_COREF></Relations></Document>";

    InstanceMismatch "ANN112" "instance-mismatch" Error fix Unsafe
    "A relation across documents names another instance than its target is."
    "`note` and `instance_id` say the same in two places; programs read the one or the other and build different chains."
    bad "<Document doc_name=\"hp.xml\"><token t_id=\"1\" sentence=\"0\" number=\"0\">Lind</token><Markables><HUMAN_PART_PER m_id=\"2\"><token_anchor t_id=\"1\"/></HUMAN_PART_PER><HUMAN_PART_PER m_id=\"3\" TAG_DESCRIPTOR=\"lind\" instance_id=\"HUM1\"/></Markables><Relations><CROSS_DOC_COREF r_id=\"4\" note=\"HUM7\"><source m_id=\"2\"/><target m_id=\"3\"/></CROSS_DOC_COREF></Relations></Document>"
    good "<Document doc_name=\"hp.xml\"><token t_id=\"1\" sentence=\"0\" number=\"0\">Lind</token><Markables><HUMAN_PART_PER m_id=\"2\"><token_anchor t_id=\"1\"/></HUMAN_PART_PER><HUMAN_PART_PER m_id=\"3\" TAG_DESCRIPTOR=\"lind\" instance_id=\"HUM1\"/></Markables><Relations><CROSS_DOC_COREF r_id=\"4\" note=\"HUM1\"><source m_id=\"2\"/><target m_id=\"3\"/></CROSS_DOC_COREF></Relations></Document>";

    BrokenTriple "ANN113" "broken-triple" Error fix Sometimes
    "A string in triples is never closed, or a prefix has lost the full stop behind it."
    "A reader of Turtle refuses the file here."
    bad "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .\n<http://example.org/1> nif:isString \"Lind spoke. .\n"
    good "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .\n<http://example.org/1> nif:isString \"Lind spoke.\" .\n";

    NotWellFormed "ANN114" "not-well-formed" Error fix Sometimes
    "A parser of XML refuses the file here."
    "A comment, character data, an instruction or a tag that lost its end; a reference to a character or an entity that is none; text or a second element beside the root; something in front of the declaration; an undeclared prefix; an `xml:id` of two words.\n\
     Everything behind it is lost to programs that read the file with a parser."
    bad "<?xml version=\"1.0\"?>\n<!-- A note --\n<article><p>Lind built the gates.</p></article>"
    good "<?xml version=\"1.0\"?>\n<!-- A note -->\n<article><p>Lind built the gates.</p></article>";

    AnnotationLineSyntax "ANN120" "annotation-line-syntax" Error fix None
    "A line of a `.ann` file is no annotation."
    "A line begins with an id (`T1`, `R1`, `E1`, `A1`, `M1`, `N1`, `#1`, or `*`) and a tab.\n\
     brat reports lines that it cannot read once and leaves them out."
    bad "==> gates.ann <==\nVera Lind\tPerson 0 9\tVera Lind"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind";

    SpaceForTab "ANN121" "space-for-tab" Error fix Safe
    "Spaces stand in a `.ann` file where a tab has to be."
    "An editor that expands tabs, or a copy out of a web page, has broken the line: brat says “Using space instead of tab?”.\n\
     The fix puts the tabs back."
    bad "==> gates.ann <==\nT1 Person 0 9 Vera Lind"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind";

    BlankAnnotationLine "ANN122" "blank-annotation-line" Warning fix Safe
    "A line of a `.ann` file is empty."
    "brat counts it among the lines that it cannot read."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\n\nT2\tPerson 0 4\tVera"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nT2\tPerson 0 4\tVera";

    MarkBeforeAnnotations "ANN123" "mark-before-annotations" Error fix Safe
    "A byte order mark stands in front of the first annotation, or of the first line of columns."
    "What stands there is read with it: in a `.ann` file the first id is none, the annotation is lost, and whatever refers \
     to it dangles; in columns (IOB, CoNLL-U, CoNLL-2012, vertical text, WebAnno TSV) the first token, comment or tag is \
     another one than it looks.\n\
     A file in UTF-16 needs its mark and is not reported."
    bad "==> gates.ann <==\n\u{feff}T1\tPerson 0 9\tVera Lind"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind";

    DuplicateAnnotationId "ANN125" "duplicate-annotation-id" Error fix Sometimes
    "Two annotations have the same id."
    "brat keeps one of them, and what refers to the id may mean either.\n\
     The fix gives the second one the next free number; it is safe where nothing refers to the id."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nT1\tPerson 0 4\tVera"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nT2\tPerson 0 4\tVera";

    DanglingAnnotationReference "ANN126" "dangling-annotation-reference" Error fix Unsafe
    "An annotation refers to one that is not there."
    "A relation, event, attribute, normalisation, equivalence or note is about nothing: its target was deleted or its id changed."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nN1\tReference T2 Wikidata:Q42\tVera Lind"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nN1\tReference T1 Wikidata:Q42\tVera Lind";

    MalformedOffsets "ANN127" "malformed-offsets" Error fix None
    "The offsets of a text-bound annotation cannot be read."
    "They are `START END`, and for an annotation of several parts `START END;START END`; parts do not overlap."
    bad "==> gates.ann <==\nT1\tPerson 0-9\tVera Lind"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind";

    EmptySpan "ANN128" "empty-span" Error fix Unsafe
    "An annotation covers nothing."
    "It ends where it begins, or in front of it.\n\
     When a text is deleted under an annotation, Copydesk leaves the annotation empty with its old text, so that nothing is lost silently: \
     an undo brings it back, the fix deletes it and all that refers to it."
    bad "==> gates.ann <==\nT1\tPerson 4 4\tVera Lind"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind";

    SpanOutOfBounds "ANN129" "span-out-of-bounds" Error fix Sometimes
    "An annotation lies behind the end of its text."
    "The text was shortened after it was annotated, or it is another one."
    bad "==> gates.ann <==\nT1\tPlace 16 33\tSound Barrier\n==> gates.txt <==\nThe gates opened."
    good "==> gates.ann <==\nT1\tPlace 4 9\tgates\n==> gates.txt <==\nThe gates opened.";

    TextMismatch "ANN130" "text-mismatch" Error fix Sometimes
    "An annotation says that something stands in the text which does not stand there."
    "The text was edited after it was annotated, or the other way round.\n\
     Where what it names stands near by, the fix moves the annotation there; else its text can be taken from where it is."
    bad "==> gates.ann <==\nT1\tPlace 4 9\tfence\n==> gates.txt <==\nThe gates opened."
    good "==> gates.ann <==\nT1\tPlace 4 9\tgates\n==> gates.txt <==\nThe gates opened.";

    MiscountedOffsets "ANN131" "miscounted-offsets" Error fix Sometimes
    "The offsets of a whole file are counted in another way than brat counts."
    "They fit the text when UTF-16 units or bytes are counted, or when CRLF or a byte order mark counts otherwise.\n\
     It is said once for the file, and the fix counts all offsets anew."
    bad "==> gates.ann <==\nT1\tPlace 7 12\tgates\n==> gates.txt <==\n🌊 The gates opened."
    good "==> gates.ann <==\nT1\tPlace 6 11\tgates\n==> gates.txt <==\n🌊 The gates opened.";

    ShiftedAnnotations "ANN132" "shifted-annotations" Error fix Sometimes
    "Several annotations stand beside what they name, all by the same distance."
    "Something was inserted or deleted in front of them after the text was annotated.\n\
     The fix moves them together; look whether they are at home there.\n\
     In JSON one annotation is enough that has white space at one end and cuts a word at the other; the fix is safe where \
     all of them say what they are of and that stands at one place only."
    bad "==> gates.ann <==\nT1\tPlace 0 5\tgates\nT2\tPlace 18 25\tbarrier\nT3\tPlace 33 38\tsound\n==> gates.txt <==\nThe gates in the long barrier of the sound."
    good "==> gates.ann <==\nT1\tPlace 4 9\tgates\n==> gates.txt <==\nThe gates opened.";

    MidWordEdge "ANN134" "mid-word-edge" Hint fix None
    "An annotation begins or ends inside a word."
    "Often a slip of the mouse; in languages that write words together it is meant.\n\
     Letters of scripts without capitals are left alone."
    bad "==> gates.ann <==\nT1\tPlace 4 8\tgate\n==> gates.txt <==\nThe gates opened."
    good "==> gates.ann <==\nT1\tPlace 4 9\tgates\n==> gates.txt <==\nThe gates opened.";

    LineBreakInSpan "ANN135" "line-break-in-span" Hint fix None
    "An annotation goes over the end of a line."
    "brat since 1.3 makes two parts of it; older files have one, and readers differ in what they do with it."
    bad "==> gates.ann <==\nT1\tPlace 0 9\tThe gates\n==> gates.txt <==\nThe\ngates opened."
    good "==> gates.ann <==\nT1\tPlace 0 3;4 9\tThe gates\n==> gates.txt <==\nThe\ngates opened.";

    MissingReferenceText "ANN136" "missing-reference-text" Warning fix Safe
    "A text-bound annotation does not say what stands there."
    "Without it nobody sees when text and annotation drift apart.\n\
     brat fills it in, and so does the fix."
    bad "==> gates.ann <==\nT1\tPlace 4 9\n==> gates.txt <==\nThe gates opened."
    good "==> gates.ann <==\nT1\tPlace 4 9\tgates\n==> gates.txt <==\nThe gates opened.";

    MalformedRelation "ANN137" "malformed-relation" Error fix None
    "A relation cannot be read."
    "It takes two arguments, each `ROLE:ID`, with different roles."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nR1\tKnows Arg1:T1"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nR1\tKnows Arg1:T1 Arg2:T1";

    MalformedEvent "ANN138" "malformed-event" Error fix None
    "An event cannot be read."
    "It is `TYPE:TRIGGER` and then arguments, each `ROLE:ID`."
    bad "==> gates.ann <==\nT1\tOpening 0 6\topened\nE1\tOpening"
    good "==> gates.ann <==\nT1\tOpening 0 6\topened\nE1\tOpening:T1";

    MalformedAttribute "ANN139" "malformed-attribute" Error fix None
    "An attribute cannot be read."
    "It is `NAME ID`, or `NAME ID VALUE`."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nA1\tSure"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nA1\tSure T1";

    MalformedNormalization "ANN140" "malformed-normalization" Error fix None
    "A normalisation cannot be read."
    "It is `Reference ID DATABASE:ENTRY`; what does not name an entry links nothing."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nN1\tReference T1 Wikidata"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nN1\tReference T1 Wikidata:Q42";

    MalformedEquiv "ANN141" "malformed-equiv" Error fix None
    "An equivalence cannot be read."
    "It lists two ids or more."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\n*\tEquiv T1"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nT2\tPerson 0 4\tVera\n*\tEquiv T1 T2";

    MalformedNote "ANN142" "malformed-note" Warning fix None
    "A note does not say what it is about."
    "It is `#1`, a tab, `AnnotatorNotes ID`, a tab, and the text."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\n#1\tlook at this again"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\n#1\tAnnotatorNotes T1\tlook at this again";

    UndeclaredType "ANN143" "undeclared-type" Warning fix Sometimes
    "A type, relation, event, attribute or value is not declared in `annotation.conf`."
    "brat shows it without its colour and will not let anybody choose it.\n\
     Where a declared name is near, the fix writes it."
    bad "==> gates.ann <==\nT1\tPreson 0 9\tVera Lind\n==> annotation.conf <==\n[entities]\nPerson"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\n==> annotation.conf <==\n[entities]\nPerson";

    UndeclaredDatabase "ANN144" "undeclared-database" Warning fix Sometimes
    "A normalisation names a database that `annotation.conf` does not declare."
    "Reported where the configuration declares databases with `<NORM>`."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nN1\tReference T1 Wikidat:Q42\n==> annotation.conf <==\n[entities]\nPerson\t<NORM>:Wikidata"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nN1\tReference T1 Wikidata:Q42\n==> annotation.conf <==\n[entities]\nPerson\t<NORM>:Wikidata";

    DisallowedRelation "ANN145" "disallowed-relation" Warning fix None
    "A relation or an equivalence stands between types that `annotation.conf` does not allow for it."
    "brat's verifier reports it, and its editor would not have let it be made."
    bad "==> gates.ann <==\nT1\tPlace 0 5\tgates\nR1\tKnows Arg1:T1 Arg2:T1\n==> annotation.conf <==\n[entities]\nPerson\nPlace\n[relations]\nKnows\tArg1:Person, Arg2:Person"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nR1\tKnows Arg1:T1 Arg2:T1\n==> annotation.conf <==\n[entities]\nPerson\nPlace\n[relations]\nKnows\tArg1:Person, Arg2:Person";

    EventArguments "ANN146" "event-arguments" Warning fix None
    "The arguments of an event are not what `annotation.conf` declares for it."
    "A role that it does not have, one that is missing or filled too often, or one filled by the wrong type."
    bad "==> gates.ann <==\nT1\tOpening 0 6\topened\nE1\tOpening:T1\n==> annotation.conf <==\n[entities]\nPerson\n[events]\nOpening\tOpener:Person"
    good "==> gates.ann <==\nT1\tOpening 0 6\topened\nT2\tPerson 7 11\tVera\nE1\tOpening:T1 Opener:T2\n==> annotation.conf <==\n[entities]\nPerson\n[events]\nOpening\tOpener:Person";

    TriggerMisuse "ANN147" "trigger-misuse" Warning fix None
    "An event and its trigger do not belong together."
    "The trigger of an event is a stretch of the text of the event's own type, and a stretch of an event's type is the trigger of one."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nE1\tOpening:T1"
    good "==> gates.ann <==\nT1\tOpening 0 6\topened\nE1\tOpening:T1";

    DisallowedOverlap "ANN148" "disallowed-overlap" Warning fix None
    "Two annotations overlap in a way that `annotation.conf` does not allow."
    "Reported where the configuration says anything about overlaps, by `<OVERLAP>` or `ENTITY-NESTING`; \
     where it does not, corpora nest as they like."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nT2\tPlace 5 9\tLind\n==> annotation.conf <==\n[entities]\nPerson\nPlace\n[relations]\n<OVERLAP>\tArg1:Person, Arg2:Place, <OVL-TYPE>:contain"
    good "==> gates.ann <==\nT1\tPlace 0 9\tVera Lind\nT2\tPerson 5 9\tLind\n==> annotation.conf <==\n[entities]\nPerson\nPlace\n[relations]\n<OVERLAP>\tArg1:Person, Arg2:Place, <OVL-TYPE>:contain";

    CrossingStandoff "ANN149" "crossing-standoff" Hint fix None
    "Two annotations cross: each covers a part of the other."
    "Nothing that nests can represent it, and often one of the two ends in the wrong place.\n\
     Reported where `annotation.conf` says nothing about overlaps."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nT2\tPlace 5 14\tLind Pier"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nT2\tPlace 10 14\tPier";

    DuplicateAnnotation "ANN150" "duplicate-annotation" Hint fix Unsafe
    "An annotation says what another one says."
    "The same type at the same place, the same relation between the same two, the same entry for the same mention: it counts twice in statistics."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nT2\tPerson 0 9\tVera Lind"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind";

    AnnotationConf "ANN151" "annotation-conf" Warning fix Sometimes
    "`annotation.conf` says something that brat cannot read or that means nothing."
    "brat falls back to a configuration of its own when it cannot read a section: every type of the corpus is unknown then."
    bad "==> annotation.conf <==\n[entities]\nPerson\n[relation]\nKnows\tArg1:Person, Arg2:Person"
    good "==> annotation.conf <==\n[entities]\nPerson\n[relations]\nKnows\tArg1:Person, Arg2:Person";

    AnnotationWithoutText "ANN152" "annotation-without-text" Error fix None
    "A `.ann` file has no text beside it."
    "brat looks for a file of the same name that ends in `.txt`: without it there is nothing to annotate."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\n==> barrier.txt <==\nVera Lind spoke."
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\n==> gates.txt <==\nVera Lind spoke.";

    TextWithoutAnnotation "ANN153" "text-without-annotation" Information fix None
    "A text of a brat corpus has no `.ann` file."
    "brat does not show such a text; an empty `.ann` file says that there is nothing in it yet.\n\
     Reported in folders where other texts have one and an `annotation.conf` is in force."
    bad "==> gates.txt <==\nThe gates opened.\n==> annotation.conf <==\n[entities]\n==> barrier.ann <==\nT1\tPlace 0 7\tBarrier"
    good "==> gates.txt <==\nThe gates opened.\n==> annotation.conf <==\n[entities]\n==> gates.ann <==\nT1\tPlace 4 9\tgates";

    MalformedWikidataId "ANN154" "malformed-wikidata-id" Information fix None
    "A normalisation to Wikidata does not name an item of it."
    "Items are written `Q42`; `NIL` and the like say that there is none."
    bad "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nN1\tReference T1 Wikidata:42"
    good "==> gates.ann <==\nT1\tPerson 0 9\tVera Lind\nN1\tReference T1 Wikidata:Q42";

    MixedQuoteStyles "TYP001" "mixed-quote-styles" Hint fix Unsafe
    "An article uses two styles of quotation marks for the same level."
    "Searching for quotations finds half of them.\n\
     The finding stands at the first pair of the rarer style."
    bad "“One,” he said. “Two,” she said. \"Three,\" they said."
    good "“One,” he said. “Two,” she said. “Three,” they said.";

    MixedApostrophes "TYP002" "mixed-apostrophes" Hint fix Safe
    "An article uses straight and curly apostrophes."
    "`Russia's` and `Russia’s` are two words for a program.\n\
     Each apostrophe of the rarer kind is one finding."
    bad "It’s the bank’s money, and it's gone."
    good "It’s the bank’s money, and it’s gone.";

    SpaceBeforePunctuation "TYP003" "space-before-punctuation" Hint fix Safe
    "White space stands in front of a comma, full stop or other closing punctuation."
    "Scrapers leave it where a link or a footnote was.\n\
     French typography wants a space before `: ; ! ?` and inside guillemets, and an article in French is not reported for it; nor is one whose \
     full stops and commas mostly have a space before them, as texts of tokens do."
    bad "The gates opened ."
    good "The gates opened.";

    DoubledBlankLines "TYP004" "doubled-blank-lines" Hint fix Safe
    "More than one blank line stands between two paragraphs, or blank lines open or close the file."
    "They say nothing and make every diff longer."
    bad "First.\n\n\nSecond."
    good "First.\n\nSecond.";

    TrailingWhiteSpace "TYP005" "trailing-white-space" Hint fix Safe
    "A line ends in white space."
    "It cannot be seen and changes offsets. Two spaces before a line inside a Markdown paragraph are a line break and are left alone."
    bad "The gates opened. \n"
    good "The gates opened.\n";

    MissingFinalNewline "TYP006" "missing-final-newline" Hint fix Safe
    "The file does not end with a line end."
    "The last line runs into the next file when files are joined."
    bad "The gates opened."
    good "The gates opened.\n";

    NoBreakSpace "TYP007" "no-break-space" Hint fix Safe
    "A no-break space stands where an ordinary one does the same."
    "Searches for the words on both sides fail.\n\
     Beside guillemets, before `: ; ! ? %`, between digits or behind a number or an initial it has a purpose and is left alone."
    bad "The\u{a0}gates opened."
    good "The gates opened.";

    ZeroWidthCharacter "TYP008" "zero-width-character" Hint fix Sometimes
    "An invisible character stands in the text."
    "Zero-width spaces, soft hyphens, directional marks and a byte order mark inside the text make equal words unequal.\n\
     Joiners in emoji and in scripts that need them are left alone."
    bad "The gat\u{200b}es opened."
    good "The gates opened.";

    Mojibake "TYP009" "mojibake" Hint fix Sometimes
    "Characters stand here that arise when UTF-8 is read as another encoding."
    "The text was decoded wrongly once and encoded again."
    bad "The citÃ© opened its gates."
    good "The cité opened its gates.";

    ReplacementCharacter "TYP010" "replacement-character" Hint fix None
    "A replacement character stands where a character was lost."
    "Somebody decoded the text with the wrong encoding; only the source knows what stood here."
    bad "The cit\u{fffd} opened its gates."
    good "The cité opened its gates.";

    StrayMarkdown "TYP011" "stray-markdown" Hint fix Unsafe
    "Markdown stands in a plain text."
    "In `.txt` and `.news` files, links, emphasis and autolinks are remnants of a conversion."
    bad "**Vera Lind** opened the gates."
    good "Vera Lind opened the gates.";

    DoubledSpace "TYP012" "doubled-space" Hint fix Safe
    "Two or more spaces stand between two words."
    "Two spaces behind a sentence are a typist's habit and are left alone, and so are the columns of a table."
    bad "The gates  opened."
    good "The gates opened.";

    LeadingWhiteSpace "TYP013" "leading-white-space" Hint fix Safe
    "A line begins with white space in an article whose lines do not."
    "It is left by a conversion, and Markdown may take the paragraph for code."
    bad " The gates opened."
    good "The gates opened.";

    ControlCharacter "TYP014" "control-character" Hint fix Sometimes
    "A control character stands in the text."
    "Form feeds, bells and backspaces come from old systems and break parsers."
    bad "The gates\u{8} opened."
    good "The gates opened.";

    FileTooLarge "SYS001" "file-too-large" Information fix None
    "A file is larger than the limit and was not analysed in full."
    "Raise `limits.file-size` in `copydesk.toml` to have it analysed."
    bad "(a file above the limit)"
    good "(the same, with the limit raised)";

    UnreadableFile "SYS002" "unreadable-file" Error fix None
    "A file cannot be read as text."
    "It is binary, in another encoding than the settings say, or cannot be opened.\n\
     Declare the encoding under `[encodings]` in `copydesk.toml`."
    bad "(a file in Latin-1 without a declaration)"
    good "(the same file with its encoding declared, or in UTF-8)";
}
