//! Writes an annotation into the columns of the layer of entities, and the id of an entity into one that is there.

use std::cell::LazyCell;
use std::ops::Range;

use super::cells::{Value, values};
use super::{Context, Layer, LayerKind, unescaped};
use crate::format::columns::{Fields, Row, Separator, row_at, rows};
use crate::format::reading::{Extract, ExtractAnnotation};
use crate::format::writing::{Edits, New, rows_at};
use crate::rules::Edit;
use crate::text::Span;

/// The cells that make tokens of the record `text` annotations of the layer of entities; `None` where no layer is that,
/// where one of the tokens is cut, or where they are annotated in it already.
///
/// The numbers of annotations are those of the whole file, which `file` gives; of its other records so many edits as
/// `edits` are made with these.
pub(crate) fn annotate(
    text: &str,
    extract: &Extract,
    context: &Context,
    news: &[New<'_>],
    (file, edits): (&dyn Fn() -> String, usize),
) -> Edits {
    // A number that is given stands in one edit at least.
    let before = LazyCell::new(|| u64::from(most_number(&file(), context)) + edits as u64);
    let mut given = 0;
    let mut number = || {
        given += 1;
        *before + given
    };
    // What refers to an annotation without a number says so, and would have to be told.
    let is_referred_to = |layer: &Layer| layer.columns.iter().any(|name| name.starts_with("ROLE_"));
    let may_number = context.layers.iter().all(|it| it.kind != LayerKind::Relations && !is_referred_to(it));
    let mut written: Vec<Edit> = Vec::new();
    for (index, new) in news.iter().enumerate() {
        if news[..index].iter().any(|other| other.span.overlaps(new.span)) {
            return None;
        }
        let (layer, columns) = of_entities(text, extract, context, new.kind)?;
        let rows = rows_at(text, extract, new.span)?;
        // What is said of a part of a token stands in a row of its own.
        let rows: Vec<Row<'_>> = rows.into_iter().filter(|row| !is_part(row)).collect();
        let cells: Option<Vec<Cells<'_>>> = rows.iter().map(|row| Cells::read(text, row, context, &columns)).collect();
        let cells = cells?;
        if extract.annotations.iter().any(|known| is_in(known, &cells)) {
            return None;
        }
        let is_single = cells.len() == 1 && cells[0].are_empty();
        let own = if is_single { String::new() } else { format!("[{}]", number()) };
        for row in &cells {
            if may_number && row.has_unnumbered() {
                let mark = format!("[{}]", number());
                written.extend(row.unnumbered().map(|value| Edit::insert(value.whole.end, mark.clone())));
            }
            for (column, (cell, values)) in row.cells.iter().enumerate() {
                let value = match () {
                    () if Some(column) == layer.identity_column() => new.identity.map(escaped),
                    () if Some(column) == layer.kind_column() => Some(new.kind.to_owned()),
                    () => None,
                };
                let value = value.filter(|it| !it.is_empty()).unwrap_or_else(|| "*".to_owned());
                written.push(if values.is_empty() {
                    Edit::replace(*cell, format!("{value}{own}"))
                } else {
                    Edit::insert(cell.end, format!("|{value}{own}"))
                });
            }
        }
    }
    Some(written)
}

/// The edits that give `annotation` of the record `text` the id of another entity, in each of its rows; `None` where its
/// layer has no column for it.
pub(crate) fn link(text: &str, context: &Context, annotation: &ExtractAnnotation, id: &str) -> Edits {
    let at = |markup: Span| {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..markup.start]).map_or(0, |at| at + 1);
        row_at(text, start)
    };
    let mut edits = Vec::new();
    for markup in &annotation.markup {
        let row = at(*markup)?;
        let of_layer = |(layer, columns): (&Layer, Range<usize>)| {
            let cells = Cells::read(text, &row, context, &columns)?;
            let number = cells.all().find(|value| value.whole == *markup)?.number;
            let (_, values) = &cells.cells[layer.identity_column()?];
            values.iter().find(|value| value.number == number).map(|value| value.span)
        };
        edits.push(Edit::replace(context.layers().find_map(of_layer)?, escaped(id)));
    }
    Some(edits)
}

/// `text` as a value of a cell.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\t' => out += "\\t",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => out.extend(['\\', c]),
            '-' if chars.peek() == Some(&'>') => out += "\\-",
            c => out.push(c),
        }
    }
    out
}

/// The layer that entities of the type `kind` are annotated in, and its columns: that which is called so or has ids of
/// entities, else the only one that a project made; of several the one whose annotations have this type.
fn of_entities<'c>(
    text: &str,
    extract: &Extract,
    context: &'c Context,
    kind: &str,
) -> Option<(&'c Layer, Range<usize>)> {
    let all = context.layers().filter(|(layer, _)| layer.kind == LayerKind::Spans && !layer.is_of_words());
    let all: Vec<(&Layer, Range<usize>)> = all.collect();
    let is_called = |layer: &Layer| {
        let name = layer.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        name.contains("entity") || layer.identity_column().is_some()
    };
    let called: Vec<_> = all.iter().filter(|(layer, _)| is_called(layer)).cloned().collect();
    let is_by_name = !called.is_empty();
    let candidates = if is_by_name { called } else { all };
    let kind = unescaped(kind);
    let of_kind = extract.annotations.iter().filter(|it| it.entity_type.as_ref().is_some_and(|it| it.text == kind));
    let used: Vec<usize> = of_kind.filter_map(|it| column_of(text, *it.markup.first()?)).collect();
    let has_kind = |(_, columns): &&(&Layer, Range<usize>)| used.iter().any(|column| columns.contains(column));
    let is_clear = is_by_name || candidates.len() == 1;
    candidates.iter().find(has_kind).or(candidates.first().filter(|_| is_clear)).cloned()
}

/// The number of the column that the byte at the start of `span` stands in.
fn column_of(text: &str, span: Span) -> Option<usize> {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..span.start]).map_or(0, |at| at + 1);
    Some(memchr::memchr_iter(b'\t', text.get(start..span.start)?.as_bytes()).count())
}

/// The greatest number that an annotation of `text` has, or a chain.
fn most_number(text: &str, context: &Context) -> u32 {
    let mut most = 0;
    for row in rows(text, 0).filter(|row| !row.text.starts_with('#')) {
        let mut fields = Fields::default();
        let fields = fields.read(row.text, row.start, Separator::Tab);
        let layers = context.layers().filter(|(layer, _)| layer.kind != LayerKind::Relations);
        let cells = layers.flat_map(|(_, columns)| columns).filter_map(|column| fields.get(column));
        let values = cells.flat_map(|cell| values(text, *cell).unwrap_or_default());
        most = values.filter_map(|value| value.number).fold(most, u32::max);
    }
    most
}

/// Whether a row is of a part of a token: `1-2.1`.
fn is_part(row: &Row<'_>) -> bool {
    row.text.split('\t').next().is_some_and(|id| id.contains('.'))
}

/// Whether an annotation stands in `cells`, those of one layer in some rows, and in no other row.
fn is_in(annotation: &ExtractAnnotation, cells: &[Cells<'_>]) -> bool {
    let has = |(markup, row): (&Span, &Cells<'_>)| row.cells.iter().any(|(cell, _)| cell.contains(*markup));
    annotation.markup.len() == cells.len() && annotation.markup.iter().zip(cells).all(has)
}

/// What a row has in the columns of a layer.
struct Cells<'a> {
    cells: Vec<(Span, Vec<Value<'a>>)>,
}

impl<'a> Cells<'a> {
    /// `None` where the row has other columns than are declared, or where a cell cannot be read.
    fn read(text: &'a str, row: &Row<'_>, context: &Context, columns: &Range<usize>) -> Option<Self> {
        let mut fields = Fields::default();
        let fields = fields.read(row.text, row.start, Separator::Tab);
        // Versions before 3.3 end each row with a tab.
        let is_ended = fields.len() == context.columns() + 1 && fields.last().is_some_and(|it| it.is_empty());
        if !is_ended && fields.len() != context.columns() {
            return None;
        }
        let cell = |column: usize| Some((fields[column], values(text, fields[column]).ok()?));
        Some(Self { cells: columns.clone().map(cell).collect::<Option<_>>()? })
    }

    fn all(&self) -> impl Iterator<Item = &Value<'a>> {
        self.cells.iter().flat_map(|(_, values)| values)
    }

    fn are_empty(&self) -> bool {
        self.all().next().is_none()
    }

    fn unnumbered(&self) -> impl Iterator<Item = &Value<'a>> {
        self.all().filter(|value| value.number.is_none())
    }

    fn has_unnumbered(&self) -> bool {
        self.unnumbered().next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::format::Markup;
    use crate::format::testing::{annotated, annotated_everywhere, damaged, linked, write_anyhow};

    const HEAD: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n\
        #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\
        #T_SP=webanno.custom.Speech|kind\n\n\n";

    const NEW: New<'_> = New { span: Span::empty(0), kind: "PER", identity: Some("Vera_Lind"), chain: "" };

    /// What becomes of rows whose columns have spaces between them.
    fn rows(head: &str, rows: &str, new: New<'_>, expected: Expect) {
        expected.assert_eq(&annotated(Markup::WebAnno, &table(head, rows), new).replace('\t', " "));
    }

    fn table(head: &str, rows: &str) -> String {
        let row = |line: &str| if line.starts_with('#') { line.to_owned() } else { line.replace(' ', "\t") };
        head.to_owned() + &rows.lines().map(|line| row(line.trim()) + "\n").collect::<String>()
    }

    #[test]
    fn the_layer_of_entities_gets_its_columns() {
        let text = "#Text=Vera Lind met Ada 😀\n1-1 0-4 «Vera NNP _ _ _\n1-2 5-9 Lind» NNP _ _ _\n\
                    1-3 10-13 met VVD _ _ say[4]\n1-4 14-17 Ada NNP Q7 PER say[4]\n1-5 18-20 😀 _ _ _ _\n";
        rows(
            HEAD,
            text,
            NEW,
            expect![[r"
            1-1 0-4 Vera NNP Vera\_Lind[5] PER[5] _
            1-2 5-9 Lind NNP Vera\_Lind[5] PER[5] _
            + [Vera Lind] PER is Vera_Lind
        "]],
        );
        let one = text.replace("«Vera", "Vera").replace("Lind»", "Lind").replace(" 😀 ", " «😀» ");
        rows(
            HEAD,
            &one,
            New { identity: None, ..NEW },
            expect![[r"
            1-5 18-20 😀 _ * PER _
            + [😀] PER
        "]],
        );
    }

    #[test]
    fn annotations_are_told_apart_by_numbers() {
        let text = "#Text=The Bay of Oslo\n1-1 0-3 The _ _ _ _\n1-2 4-7 «Bay _ _ _ _\n1-3 8-10 of _ _ _ _\n\
                    1-4 11-15 Oslo» _ Q585 LOC _\n\n#Text=Bay of Oslo\n2-1 16-19 «Bay _ _ _ _\n2-2 20-22 of _ _ _ _\n2-3 23-27 Oslo» _ *[2]|*[3] MISC[2]|LOC[3] _\n";
        rows(
            HEAD,
            text,
            NEW,
            expect![[r"
            1-2 4-7 Bay _ Vera\_Lind[4] PER[4] _
            1-3 8-10 of _ Vera\_Lind[4] PER[4] _
            1-4 11-15 Oslo _ Q585[5]|Vera\_Lind[4] LOC[5]|PER[4] _
            2-1 16-19 Bay _ Vera\_Lind[6] PER[6] _
            2-2 20-22 of _ Vera\_Lind[6] PER[6] _
            2-3 23-27 Oslo _ *[2]|*[3]|Vera\_Lind[6] MISC[2]|LOC[3]|PER[6] _
            + [Bay of Oslo] PER is Vera_Lind
            + [Bay of Oslo] PER is Vera_Lind
        "]],
        );
        // A relation says of an annotation that it has no number.
        let head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Name|value\n#T_RL=webanno.custom.Of|kind|BT_webanno.custom.Name\n\n\n";
        let text = "#Text=Bay Oslo\n1-1 0-3 «Bay ORG of 1-2\n1-2 4-8 Oslo» LOC _ _\n";
        rows(
            head,
            text,
            NEW,
            expect![[r"
            1-1 0-3 Bay ORG|PER[1] of 1-2
            1-2 4-8 Oslo LOC|PER[1] _ _
            + [Bay Oslo] PER
        "]],
        );
    }

    #[test]
    fn rows_of_parts_and_tabs_at_the_end_stay() {
        let head = "#FORMAT=WebAnno TSV 3.2\n#T_SP=webanno.custom.Name|value\n\n\n";
        let text = "#Text=Halvmark Bay shut\n1-1\t0-8\t«Halvmark\t_\t\n1-1.1\t0-4\tHalv\tORG\t\n\
                    1-2\t9-12\tBay»\t_\t\n1-3\t13-17\tshut\t_\t\n";
        let written = annotated(Markup::WebAnno, &format!("{head}{text}"), NEW);
        expect![[r"
            1-1	0-8	Halvmark	PER[1]	
            1-2	9-12	Bay	PER[1]	
            + [Halvmark Bay] PER
        "]]
        .assert_eq(&written);
    }

    #[test]
    fn what_has_no_place_is_left() {
        let text = "#Text=Vera Lind.\n1-1 0-4 Vera _ Q7[1] PER[1] _\n1-2 5-9 Lind _ Q7[1] PER[1] _\n1-3 9-10 . _ _ _ _\n\n\
                    #Text=Ada\n2-1 11-14 Ada _ _ _ _\n";
        for (from, to) in [("Vera _", "Ve«ra» _"), ("Lind _", "Li«nd» _")] {
            rows(HEAD, &text.replace(from, to), NEW, expect!["no place\n"]);
        }
        // The same stretch once more, over the end of a sentence, where a row has other columns.
        rows(HEAD, &text.replace("Vera _", "«Vera _").replace("Lind _", "Lind» _"), NEW, expect!["no place\n"]);
        rows(HEAD, &text.replace(". _", "«. _").replace("Ada _", "Ada» _"), NEW, expect!["no place\n"]);
        rows(HEAD, &text.replace("Ada _", "«Ada»"), NEW, expect!["no place\n"]);
        // Nobody says which of two layers entities are annotated in, or none can hold them.
        let two = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.One|value\n#T_SP=a.Two|value\n\n\n";
        rows(two, "#Text=Ada\n1-1 0-3 «Ada» _ _\n", NEW, expect!["no place\n"]);
        rows(
            two,
            "#Text=Ada Lind\n1-1 0-3 «Ada» _ _\n1-2 4-8 Lind _ PER\n",
            NEW,
            expect![[r"
            1-1 0-3 Ada _ PER
            + [Ada] PER
        "]],
        );
        let words =
            "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma|value\n\n\n";
        rows(words, "#Text=Ada\n1-1 0-3 «Ada» Ada\n", NEW, expect!["no place\n"]);
    }

    #[test]
    fn each_row_of_an_annotation_gets_another_id() {
        let text = "#Text=Vera Lind 😀\n1-1 0-4 «Vera NNP Q42[1]|*[2] PER[1]|MISC[2] _\n1-2 5-9 Lind» NNP Q42[1] PER[1] _\n1-3 10-12 😀 _ * MISC _\n";
        let linked = |text: &str| linked(Markup::WebAnno, &table(HEAD, text), "a|b").replace('\t', " ");
        expect![[r"
            1-1 0-4 Vera NNP a\|b[1]|*[2] PER[1]|MISC[2] _
            1-2 5-9 Lind NNP a\|b[1] PER[1] _
            + [Vera Lind] PER is a|b
        "]]
        .assert_eq(&linked(text));
        let other = text.replace("«Vera", "Vera").replace("Lind»", "Lind").replace(" 😀 ", " «😀» ");
        expect![[r"
            1-3 10-12 😀 _ a\|b MISC _
            + [😀] MISC is a|b
        "]]
        .assert_eq(&linked(&other));
    }

    #[test]
    fn whatever_has_a_place_reads_back() {
        let text = table(
            HEAD,
            "#Text=Vera Lind 😀 é Ada\n1-1 0-4 Vera NNP Q42[1]|*[2] PER[1]|MISC[2] say[3]\n1-2 5-9 Lind NNP Q42[1] PER[1] say[3]\n1-3 10-12 😀 _ * MISC _\n1-4 13-14 é X _ _ _\n1-5 15-18 Ada NNP _ _ _\n\n#Text=Bay\n2-1 20-23 Bay NNP Q1 LOC _\n",
        );
        assert_eq!(annotated_everywhere(Markup::WebAnno, &text, NEW), (7, 12));
    }

    #[test]
    fn damage_of_any_kind_is_survived() {
        let text = table(
            HEAD,
            "#Text=Vera Lind 😀\n1-1 0-4 Vera NNP Q42[1]|*[2] PER[1]|MISC[2] _\n1-2 5-9 Lind NNP Q42[1] PER[1] _\n1-3 10-12 😀 _ * MISC _\n\n#Text=Ada\n2-1 13-16 Ada _ _ _ _\n",
        );
        let marks = ["\t", "\n", "|", "[", "]", "\\", "_", "*", "é", "😀", "[1]", "#T_SP=a.Entity|value\n", "."];
        for seed in 0..500 {
            write_anyhow(Markup::WebAnno, &damaged(&text, &marks, seed));
        }
    }
}
