//! From what others know to `entities.jsonl`.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Row;
use crate::cli::{Failure, Outcome};
use crate::files;
use crate::mentions::EntityKind;

/// Make `entities.jsonl` of entities in Wikidata's JSON, in SKOS as CSV, or in any CSV.
///
/// JSON is one item a line, as in Wikidata's dumps; CSV has a line of column names. Known columns are id, uri, type,
/// name, prefLabel, altLabel, aliases, description, definition, wikidata, wikipedia, geonames, url, exactMatch;
/// several values in one cell are separated by | or by semicolons. Of an id that comes twice, names and links are joined.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The files to read: .json, .jsonl, .ndjson, .csv, .tsv.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// The file to write; `-` is the standard output.
    #[arg(long, short, value_name = "FILE", default_value = "entities.jsonl")]
    out: PathBuf,

    /// Write it even where it is there already.
    #[arg(long)]
    force: bool,

    /// Languages of names, the preferred one first; names in the others become aliases.
    #[arg(long, value_delimiter = ',', value_name = "CODES", default_value = "en")]
    languages: Vec<String>,

    /// The type of entities that do not say theirs.
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let to_file = args.out != Path::new("-");
    if to_file && args.out.exists() && !args.force {
        let out = args.out.display();
        return Err(Failure::Message(format!(
            "{out} exists already; --force writes it anew, --out names another file"
        )));
    }
    let mut imported = Imported { args, rows: Vec::new(), numbers: HashMap::new(), passed_over: 0 };
    for path in &args.files {
        imported.read(path).map_err(|message| Failure::Message(format!("{}{message}", path.display())))?;
    }
    let mut text = Vec::new();
    for row in &imported.rows {
        serde_json::to_writer(&mut text, row).map_err(io::Error::from)?;
        text.push(b'\n');
    }
    if to_file {
        files::write_new(&args.out, &text)
            .map_err(|error| Failure::Message(format!("{} cannot be written: {error}", args.out.display())))?;
        writeln!(io::stdout(), "{} entities in {}", imported.rows.len(), args.out.display())?;
    } else {
        io::stdout().write_all(&text)?;
    }
    if imported.passed_over > 0 {
        anstream::eprintln!("warning: passed over for want of an id or a name: {}", imported.passed_over);
    }
    Ok(Outcome::Clean)
}

struct Imported<'a> {
    args: &'a Args,
    rows: Vec<Row>,
    /// The numbers of ids in `rows`.
    numbers: HashMap<String, usize>,
    passed_over: usize,
}

impl Imported<'_> {
    /// Reads a file. The error says where in it and what is wrong, to be put behind its name.
    fn read(&mut self, path: &Path) -> Result<(), String> {
        let file = File::open(path).map_err(|error| format!(": {error}"))?;
        match path.extension().and_then(|it| it.to_str()).unwrap_or_default().to_ascii_lowercase().as_str() {
            "csv" | "tsv" => self.read_csv(file),
            "json" | "jsonl" | "ndjson" => self.read_json(file),
            other => Err(format!(": nothing is known of files in .{other}; rename it to .jsonl, .csv or .tsv")),
        }
    }

    fn read_json(&mut self, file: File) -> Result<(), String> {
        for (number, line) in (1..).zip(BufReader::new(file).lines()) {
            let line = line.map_err(|error| format!(":{number}: {error}"))?;
            // A dump is one array with an item on each line.
            let item = line.trim().trim_start_matches('\u{feff}').trim_end_matches(',');
            if matches!(item, "" | "[" | "]") {
                continue;
            }
            let value: Value = serde_json::from_str(item).map_err(|error| {
                format!(":{number}:{}: this line is no JSON object: {error}; write one entity a line", error.column())
            })?;
            self.add(if value.get("labels").is_some() { self.of_wikidata(&value) } else { of_own(&value) });
        }
        Ok(())
    }

    fn read_csv(&mut self, file: File) -> Result<(), String> {
        let mut reader = BufReader::new(file);
        let first = reader.fill_buf().map_err(|error| format!(": {error}"))?;
        let first = first.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let count = |byte: u8| first.iter().filter(|one| **one == byte).count();
        let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|byte| count(*byte)).unwrap_or(b',');
        let mut csv = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(reader);
        let columns: Vec<Column> =
            csv.headers().map_err(|error| format!(": {error}"))?.iter().map(Column::of).collect();
        let is_known = |wanted: Field| columns.iter().any(|column| column.field == wanted);
        if !is_known(Field::Name) {
            return Err(":1: no column holds names: call one `name` or `prefLabel`".to_owned());
        }
        for record in csv.records() {
            let record = record.map_err(|error| format!(": {error}"))?;
            self.add(self.of_record(&columns, &record));
        }
        Ok(())
    }

    /// Takes in an entity; one that is known is joined with it.
    fn add(&mut self, row: Row) {
        if row.id.is_empty() || row.name.is_empty() {
            self.passed_over += 1;
            return;
        }
        let Some(&number) = self.numbers.get(&row.id) else {
            self.numbers.insert(row.id.clone(), self.rows.len());
            let kind = row.kind.clone().or_else(|| self.args.kind.clone());
            return self.rows.push(Row { kind, ..row });
        };
        let known = &mut self.rows[number];
        known.alias(&row.name);
        row.aliases.iter().for_each(|alias| known.alias(alias));
        known.description = known.description.take().or(row.description);
        known.wikidata = known.wikidata.take().or(row.wikidata);
        known.wikipedia = known.wikipedia.take().or(row.wikipedia);
        known.geonames = known.geonames.take().or(row.geonames);
        for link in row.links {
            if !known.links.contains(&link) {
                known.links.push(link);
            }
        }
    }

    /// An item of Wikidata.
    fn of_wikidata(&self, item: &Value) -> Row {
        let id = item["id"].as_str().unwrap_or_default();
        let mut row = Row { id: id.to_owned(), wikidata: Some(id.to_owned()), ..Row::default() };
        let text = |value: &Value| value["value"].as_str().map(str::to_owned);
        let languages = || self.args.languages.iter().map(String::as_str);
        // `mul` holds what is the same in all languages.
        let first = |map: &Value| languages().chain(["mul"]).find_map(|language| text(&map[language]));
        let any = |map: &Value| map.as_object().and_then(|map| map.values().find_map(text));
        row.name = first(&item["labels"]).or_else(|| any(&item["labels"])).unwrap_or_default();
        row.description = first(&item["descriptions"]);
        for language in languages().chain(["mul"]) {
            let labels = text(&item["labels"][language]);
            let aliases = item["aliases"][language].as_array().into_iter().flatten().filter_map(text);
            labels.into_iter().chain(aliases).for_each(|alias| row.alias(&alias));
        }
        let title = |language: &str| {
            let title = item["sitelinks"][format!("{language}wiki")]["title"].as_str()?;
            Some(if language == "en" { title.to_owned() } else { format!("{language}:{title}") })
        };
        row.wikipedia = languages().find_map(title);
        row.geonames = claims(item, "P1566").find_map(|value| value.as_str().map(str::to_owned));
        row.kind = kind_of(item).map(|kind| kind.label().to_owned());
        row
    }

    /// A line of a CSV file.
    fn of_record(&self, columns: &[Column], record: &csv::StringRecord) -> Row {
        let mut row = Row::default();
        let mut names: Vec<(usize, &str)> = Vec::new();
        for (column, cell) in columns.iter().zip(record).filter(|(_, cell)| !cell.trim().is_empty()) {
            let cell = cell.trim();
            match column.field {
                Field::Id => row.id = last_part(cell).to_owned(),
                Field::Type => row.kind = Some(cell.to_owned()),
                Field::Name => {
                    let language = column.language.as_deref();
                    let rank = self.args.languages.iter().position(|one| Some(one.as_str()) == language);
                    names.push((rank.or(language.is_none().then_some(0)).unwrap_or(usize::MAX), cell));
                }
                Field::Aliases => row.aliases.extend(values(cell).map(str::to_owned)),
                Field::Description => row.description = Some(cell.to_owned()),
                Field::Wikidata => row.wikidata = Some(last_part(cell).to_owned()),
                Field::Wikipedia => row.wikipedia = Some(cell.to_owned()),
                Field::GeoNames => row.geonames = Some(cell.to_owned()),
                Field::Links => row.links.extend(values(cell).map(str::to_owned)),
                Field::Other => {}
            }
            if column.field == Field::Id && cell.contains("://") {
                row.links.push(cell.to_owned());
            }
        }
        names.sort_by_key(|(rank, _)| *rank);
        let mut names = names.into_iter().map(|(_, name)| name);
        row.name = names.next().unwrap_or_default().to_owned();
        let aliases = std::mem::take(&mut row.aliases);
        names.for_each(|name| row.alias(name));
        aliases.iter().for_each(|alias| row.alias(alias));
        if row.id.is_empty() {
            row.id = slug(&row.name);
        }
        row
    }
}

/// An object that is one of ours already, or nearly.
fn of_own(value: &Value) -> Row {
    let text = |key: &str| match &value[key] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let list = |key: &str| match &value[key] {
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::String(one) => vec![one.clone()],
        _ => Vec::new(),
    };
    let mut row = Row {
        id: text("id").unwrap_or_default(),
        kind: text("type"),
        name: text("name").or_else(|| text("label")).unwrap_or_default(),
        description: text("description"),
        wikidata: text("wikidata"),
        wikipedia: text("wikipedia"),
        geonames: text("geonames"),
        links: list("links"),
        ..Row::default()
    };
    list("aliases").iter().for_each(|alias| row.alias(alias));
    row
}

/// The values of a property, ids of items as they are.
fn claims<'a>(item: &'a Value, property: &str) -> impl Iterator<Item = &'a Value> {
    let all = item["claims"][property].as_array().into_iter().flatten();
    all.map(|claim| &claim["mainsnak"]["datavalue"]["value"])
}

/// What an item is: by the classes it is an instance of, else by what is said of it.
fn kind_of(item: &Value) -> Option<EntityKind> {
    let class = |value: &Value| value["id"].as_str().and_then(kind_of_class);
    let has = |property: &str| item["claims"][property].as_array().is_some_and(|claims| !claims.is_empty());
    claims(item, "P31").find_map(class).or_else(|| {
        // A day of birth, an office of head of government, a place on the globe.
        if has("P569") {
            Some(EntityKind::Person)
        } else if has("P6") || has("P1082") {
            Some(EntityKind::GeoPolitical)
        } else {
            has("P625").then_some(EntityKind::Place)
        }
    })
}

/// The classes of Wikidata that news are about most.
fn kind_of_class(class: &str) -> Option<EntityKind> {
    Some(match class {
        "Q5" | "Q15632617" => EntityKind::Person,
        "Q43229" | "Q4830453" | "Q783794" | "Q6881511" | "Q891723" | "Q7278" | "Q327333" | "Q192350" | "Q484652"
        | "Q3918" | "Q11032" | "Q192283" | "Q476028" | "Q163740" | "Q22687" | "Q41710" | "Q245065" | "Q1331793" => {
            EntityKind::Organisation
        }
        "Q6256" | "Q3624078" | "Q515" | "Q486972" | "Q3957" | "Q532" | "Q35657" | "Q1549591" | "Q5119" | "Q200250"
        | "Q10864048" | "Q15284" | "Q107390" => EntityKind::GeoPolitical,
        "Q8502" | "Q4022" | "Q23442" | "Q41176" | "Q23397" | "Q165" | "Q34442" | "Q12280" | "Q1248784" | "Q5107"
        | "Q82794" => EntityKind::Place,
        "Q571" | "Q11424" | "Q7725634" | "Q47461344" | "Q5398426" | "Q131569" | "Q7889" | "Q482994" => EntityKind::Work,
        "Q1656682" | "Q198" | "Q180684" | "Q16510064" | "Q40231" | "Q1190554" | "Q3839081" | "Q178561"
        | "Q27020041" => EntityKind::Event,
        _ => return None,
    })
}

/// A column of a CSV file.
struct Column {
    field: Field,
    /// Of names: `prefLabel@de`.
    language: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Id,
    Type,
    Name,
    Aliases,
    Description,
    Wikidata,
    Wikipedia,
    GeoNames,
    Links,
    Other,
}

impl Column {
    fn of(heading: &str) -> Self {
        let heading = heading.trim().trim_start_matches('\u{feff}');
        let (name, language) = match heading.split_once('@') {
            Some((name, language)) => (name, Some(language.to_owned())),
            None => (heading, None),
        };
        // `skos:prefLabel` is the same as `prefLabel`.
        let name = name.rsplit([':', '#', '/']).next().unwrap_or_default();
        let name: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let field = match name.as_str() {
            "id" | "uri" | "iri" | "concept" | "subject" | "identifier" | "notation" => Field::Id,
            "type" | "kind" | "class" | "category" => Field::Type,
            "name" | "label" | "preflabel" | "title" | "preferredlabel" => Field::Name,
            "aliases" | "alias" | "altlabel" | "altlabels" | "hiddenlabel" | "synonyms" | "alternativelabel" => {
                Field::Aliases
            }
            "description" | "definition" | "scopenote" | "note" | "comment" => Field::Description,
            "wikidata" | "qid" | "wikidataid" => Field::Wikidata,
            "wikipedia" => Field::Wikipedia,
            "geonames" | "geonamesid" | "geonameid" => Field::GeoNames,
            "links" | "link" | "url" | "homepage" | "website" | "exactmatch" | "closematch" | "seealso" => Field::Links,
            _ => Field::Other,
        };
        Self { field, language }
    }
}

/// Several values in one cell.
fn values(cell: &str) -> impl Iterator<Item = &str> {
    let separator = if cell.contains('|') { '|' } else { ';' };
    cell.split(separator).map(str::trim).filter(|value| !value.is_empty())
}

/// What an address ends in, which is the id that people use; anything else as it is.
fn last_part(id: &str) -> &str {
    if !id.contains("://") {
        return id;
    }
    id.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or(id)
}

/// An id made of a name: `Vera Lind` is `vera-lind`.
pub(super) fn slug(name: &str) -> String {
    crate::knowledge::fold(name).replace(' ', "-")
}
