//! Every field of the technical form has its row of the paper from which the form was made, and reaches exactly what `docs/technical-form.csv` says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path as FilePath, PathBuf};

use peerpact::configured::compare::compare;
use peerpact::configured::{self, ConfigKind};
use peerpact::deal::read::read;
use peerpact::deal::{Deal, schema};
use peerpact::document::Block;
use peerpact::document::assemble::Draft;
use peerpact::export::KINDS;
use peerpact::export::local::Local;
use peerpact::export::model::Trunk;
use peerpact::path::{Path, Step};
use peerpact::source::Source;
use peerpact::trunk::rows::{self, Entries, FactRow};
use peerpact::wizard::answers::Answers;
use peerpact::wizard::facts::{self, AnswerKind};
use serde_json::{Value, json};

use crate::read_back::{deals, yaml};

const OURS: &str = "straits";
const THEIRS: &str = "harbour";
/// What an export is made of beside the fields; a change of it is no change of a line.
const MADE_OF: &str = "test";

/// A deal in which both sides have a value in every field, and a backup address.
fn whole() -> Value {
    let mut deal = deals::rich();
    let mut ours = yaml::get(&deal, "technical.form.sides.straits").unwrap().clone();
    let theirs: Value = serde_json::from_str(
        &ours.to_string().replace("192.0.2.", "203.0.113.").replace("straits", "harbour").replace("SIN1", "HKG1"),
    )
    .unwrap();
    let backup = |side: &mut Value, address: &str, host: &str| {
        let mut second = side["signalling"][0].clone();
        second["address"] = json!(address);
        second["port"] = json!("5060");
        second["transport"] = json!("tcp");
        second["host"] = json!(host);
        second["role"] = json!("backup");
        side["signalling"].as_array_mut().unwrap().push(second);
    };
    let mut theirs = theirs;
    backup(&mut ours, "192.0.2.12", "sbc2.straits.example");
    backup(&mut theirs, "203.0.113.12", "sbc2.harbour.example");
    for (path, value) in [
        ("technical.form.sides.straits", ours),
        ("technical.form.sides.harbour", theirs),
        ("technical.sites.straits", json!(["192.0.2.10", "192.0.2.12"])),
        ("technical.sites.harbour", json!(["203.0.113.10", "203.0.113.12"])),
        ("technical.codecs", json!(["G.711A", "G.729"])),
    ] {
        yaml::set(&mut deal, path, value);
    }
    deal
}

fn deal_of(value: &Value) -> Result<Deal, Vec<String>> {
    let mut findings = Vec::new();
    let file = read(&Source::new("deal.yaml", yaml::text(value)), &mut findings);
    match file {
        Some(file) => Ok(file.deal),
        None => {
            Err(findings.iter().map(|one| one.path.as_ref().map(ToString::to_string).unwrap_or_default()).collect())
        }
    }
}

fn draft_of(value: &Value) -> Draft {
    let library = peerpact::pipeline::load(None).unwrap();
    let policy = peerpact::policy::Policy::merged(Vec::new());
    let run = peerpact::rules::Run {
        as_of: "2026-12-01".parse().unwrap(),
        policy,
        final_version: false,
        form: None,
        library: &library,
    };
    peerpact::pipeline::paper(&Source::new("deal.yaml", yaml::text(value)), &run).unwrap().1
}

/// A path as the table writes it: `technical.form.sides.*.signalling[].port`.
fn pattern(path: &Path) -> String {
    let mut out = String::new();
    for (at, step) in path.steps().iter().enumerate() {
        match step {
            Step::Index(_) => out.push_str("[]"),
            Step::Key(_) if at == 3 && path.starts_with("technical.form.sides") => out.push_str(".*"),
            Step::Key(_) if at == 2 && path.starts_with("technical.sites") => {}
            Step::Key(key) if out.is_empty() => out.push_str(key),
            Step::Key(key) => out.push_str(&format!(".{key}")),
        }
    }
    out
}

/// A path of a pattern: the first entry, and our own side.
fn path_of(pattern: &str) -> String {
    let path = pattern.replace("[]", "[0]").replace(".*.", &format!(".{OURS}."));
    if path == "technical.sites" { format!("technical.sites.{OURS}") } else { path }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct ListedField {
    row: String,
    item: String,
    field: String,
    printed: String,
    exported: String,
    compared: String,
}

fn table_file() -> PathBuf {
    FilePath::new(env!("CARGO_MANIFEST_DIR")).join("docs/technical-form.csv")
}

fn table() -> Vec<ListedField> {
    let mut reader = csv::Reader::from_path(table_file()).unwrap();
    assert_eq!(reader.headers().unwrap(), vec!["row", "item", "field", "printed", "exported", "compared"]);
    let text = |record: &csv::StringRecord, at: usize| record.get(at).unwrap().to_owned();
    let records = reader.records().map(|record| record.unwrap());
    records
        .map(|one| ListedField {
            row: text(&one, 0),
            item: text(&one, 1),
            field: text(&one, 2),
            printed: text(&one, 3),
            exported: text(&one, 4),
            compared: text(&one, 5),
        })
        .collect()
}

#[test]
fn every_row_of_the_form_has_its_field_and_every_field_its_row() {
    let table = table();
    let items: BTreeMap<u32, BTreeSet<&str>> = table.iter().filter(|one| !one.row.is_empty()).fold(
        BTreeMap::new(),
        |mut all: BTreeMap<u32, BTreeSet<&str>>, one| {
            all.entry(one.row.parse().unwrap()).or_default().insert(&one.item);
            all
        },
    );
    assert_eq!(items.keys().copied().collect::<Vec<_>>(), (1..=72).collect::<Vec<u32>>());
    assert!(items.values().all(|names| names.len() == 1), "a row has two names: {items:?}");
    let listed: BTreeSet<&str> = table.iter().map(|one| one.field.as_str()).collect();
    for field in &listed {
        let path: Path = path_of(field).parse().unwrap();
        assert!(schema::at(&path).is_some(), "no deal has {field}");
    }
    let deal = deal_of(&whole()).unwrap();
    let (sides, agreed) = (rows::sides(&deal, Entries::AtLeastOne), rows::agreed(&deal, Entries::AtLeastOne));
    for row in sides.iter().chain(&agreed) {
        let field = pattern(&row.facts[0].path);
        assert!(listed.contains(field.as_str()), "{field} stands in no row of docs/technical-form.csv");
    }
}

/// The anchor of the heading below which the paper prints a row of the form.
fn printed(draft: &Draft, label: &str) -> Option<String> {
    let mut anchor = String::new();
    for block in &draft.document.blocks {
        match block {
            Block::Heading(heading) => anchor.clone_from(&heading.anchor),
            Block::Table(table) => {
                // A unit may stand behind the matter.
                let is_row = |row: &Vec<peerpact::document::Inlines>| {
                    row.get(1).is_some_and(|cell| peerpact::document::plain_text(cell).starts_with(label))
                };
                if table.rows.iter().any(is_row) {
                    return Some(anchor);
                }
            }
            _ => {}
        }
    }
    None
}

/// Words of every kind of field. The first that a field takes and that changes it is used.
const WORDS: [&str; 30] = [
    "192.0.2.99",
    "2001:db8::99",
    "other.example.org",
    "20000-20999",
    "FF:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F",
    "100 s",
    "40 ms",
    "37 %",
    "2027-12-20",
    "2027-01-10",
    "05:30",
    "Europe/Paris",
    "other@example.org",
    "+33 1 23 45 67 89",
    "7701",
    "404",
    "16",
    "2",
    "1",
    "0",
    "7",
    "101",
    "1400",
    "9000",
    "8000",
    "480",
    "other",
    "Other words",
    "B",
    "true",
];

/// Values that a field may take in place of the one it has.
fn others(path: &Path, old: &Value) -> Vec<Value> {
    let kind = facts::of(path, &Answers::default()).unwrap().kind;
    let (one, is_list) = match kind {
        AnswerKind::List(one) => (*one, true),
        one => (one, false),
    };
    let words: Vec<String> = match one {
        AnswerKind::Bool => vec!["true".to_owned(), "false".to_owned()],
        AnswerKind::Choice(words) => words,
        AnswerKind::Whole => {
            let old = old.as_str().or_else(|| old[0].as_str()).and_then(|text| text.parse::<u32>().ok());
            let old = old.unwrap_or_default();
            [old + 1, old.saturating_sub(1), 404].map(|number| number.to_string()).to_vec()
        }
        // Any other word is no method, and stays out of a script.
        _ if path.field() == "refused" => vec!["NOTIFY".to_owned()],
        _ => WORDS.map(str::to_owned).to_vec(),
    };
    words.into_iter().map(|word| if is_list { json!([word]) } else { json!(word) }).collect()
}

fn all_rows(deal: &Deal) -> Vec<FactRow> {
    let technical = serde_json::to_value(&deal.technical).unwrap();
    let settings = peerpact::trunk::groups::SETTINGS.iter().map(|key| rows::setting(&technical, key));
    let mut all = rows::sides(deal, Entries::Given);
    all.extend(rows::agreed(deal, Entries::Given));
    all.extend(settings);
    all
}

/// The files of every kind from both sides: side and kind, then text.
fn exports(deal: &Deal, draft: &Draft) -> BTreeMap<(String, &'static str), String> {
    let mut out = BTreeMap::new();
    for party in [OURS, THEIRS] {
        let trunk = Trunk::of(deal, draft, party, MADE_OF).unwrap();
        for kind in KINDS {
            let text = match (kind.export)(&trunk, &Local::default()) {
                Ok(done) => done.files.iter().map(|file| format!("== {}\n{}", file.name, file.text)).collect(),
                Err(needs) => needs.join("\n"),
            };
            out.insert((party.to_owned(), kind.name), text);
        }
    }
    out
}

/// The exports that a comparison reads, by the side whose equipment they are for.
type Configured = Vec<(&'static str, ConfigKind, Vec<configured::ConfigFile>)>;

fn configured_of(deal: &Deal, draft: &Draft) -> Configured {
    let skipped = ["kamailio.cfg", "tls.cfg", "extensions.conf", "profile.txt"];
    let mut out = Vec::new();
    for party in [OURS, THEIRS] {
        let trunk = Trunk::of(deal, draft, party, MADE_OF).unwrap();
        for kind in ConfigKind::ALL {
            let done = (peerpact::export::kind(kind.name()).unwrap().export)(&trunk, &Local::default()).unwrap();
            let files = done.files.iter().filter(|file| !skipped.contains(&file.name.as_str()));
            let read = files.map(|file| configured::read(&file.name, &file.text, Some(kind)).unwrap());
            out.push((party, kind, read.collect()));
        }
    }
    out
}

/// What departs in files from a deal, by kind: the fields that are told.
fn departures(files: &Configured, deal: &Deal, draft: &Draft) -> BTreeMap<&'static str, Vec<Path>> {
    let mut out: BTreeMap<&'static str, Vec<Path>> = BTreeMap::new();
    for (party, kind, files) in files {
        let trunk = Trunk::of(deal, draft, party, MADE_OF).unwrap();
        let told = compare(files, &trunk, &[]).departures;
        out.entry(kind.name()).or_default().extend(told.into_iter().map(|one| one.path));
    }
    out
}

#[test]
fn a_changed_field_changes_what_depends_on_it_and_nothing_else() {
    let base = whole();
    let deal = deal_of(&base).unwrap();
    let draft = draft_of(&base);
    let before = exports(&deal, &draft);
    let known = all_rows(&deal);
    let files = configured_of(&deal, &draft);
    let untouched = departures(&files, &deal, &draft);
    assert!(untouched.values().all(Vec::is_empty), "{untouched:?}");
    let mut table = table();
    let asked: BTreeSet<String> = table.iter().map(|one| one.field.clone()).collect();
    let mut measured: BTreeMap<String, [String; 3]> = BTreeMap::new();
    for field in asked.iter().filter(|field| field.starts_with("technical.")) {
        let text = path_of(field);
        let path: Path = text.parse().unwrap();
        if matches!(facts::of(&path, &Answers::default()).unwrap().kind, AnswerKind::Group) {
            continue;
        }
        let old = yaml::get(&base, &text).cloned().unwrap_or_default();
        let is_form = path.starts_with("technical.form");
        let row = known.iter().find(|row| row.facts.iter().any(|fact| fact.path == path));
        assert!(!is_form || row.is_some_and(|row| row.is_begun()), "the whole deal has no {text}");
        let changed = others(&path, &old).into_iter().filter(|value| *value != old).find_map(|value| {
            let mut changed = base.clone();
            yaml::set(&mut changed, &text, value);
            let changed = deal_of(&changed).ok()?;
            let differs =
                serde_json::to_value(&changed.technical).unwrap() != serde_json::to_value(&deal.technical).unwrap();
            differs.then_some(changed)
        });
        let changed = changed.unwrap_or_else(|| panic!("no other value for {text}, which is {old}"));
        // Rows: this one alone.
        let now = all_rows(&changed);
        let rows: Vec<String> = known
            .iter()
            .zip(&now)
            .flat_map(|(was, is)| was.facts.iter().zip(&is.facts))
            .filter(|(was, is)| was.value != is.value)
            .map(|(was, _)| was.path.to_string())
            .collect();
        if row.is_some() {
            assert_eq!(rows, std::slice::from_ref(&text), "rows that changed with {text}");
        } else {
            assert_eq!(rows, Vec::<String>::new(), "rows that changed with {text}");
        }
        // Exports: the kinds that the table names.
        let after = exports(&changed, &draft);
        let kinds: BTreeSet<&str> =
            before.iter().filter(|(key, text)| after[*key] != **text).map(|((_, kind), _)| *kind).collect();
        // Comparisons: only this field is told, or the entry to which it belongs.
        let told = departures(&files, &changed, &draft);
        for (kind, paths) in &told {
            for one in paths {
                assert!(
                    one.starts_with(path.clone()) || path.starts_with(one.clone()) || one.parent() == path.parent(),
                    "{kind}: {text} changed, and {one} is told"
                );
            }
        }
        let told: BTreeSet<&str> = told.iter().filter(|(_, paths)| !paths.is_empty()).map(|(kind, _)| *kind).collect();
        assert!(told.is_subset(&kinds), "{text} is compared by {told:?}, and exported by {kinds:?}");
        let words = |set: &BTreeSet<&str>| set.iter().copied().collect::<Vec<_>>().join(" ");
        let printed = match row {
            Some(row) if is_form => {
                printed(&draft, &row.label).unwrap_or_else(|| panic!("the paper does not print {}", row.label))
            }
            _ => String::new(),
        };
        measured.insert(field.clone(), [printed, words(&kinds), words(&told)]);
    }
    for one in &mut table {
        let Some([printed, exported, compared]) = measured.get(&one.field) else { continue };
        if !printed.is_empty() {
            one.printed.clone_from(printed);
        }
        one.exported.clone_from(exported);
        one.compared.clone_from(compared);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["row", "item", "field", "printed", "exported", "compared"]).unwrap();
    for one in &table {
        let ListedField { row, item, field, printed, exported, compared } = one;
        writer.write_record([row, item, field, printed, exported, compared]).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(table_file(), &text).unwrap();
    }
    let there = std::fs::read_to_string(table_file()).unwrap();
    let differ: Vec<_> = there.lines().zip(text.lines()).filter(|(there, here)| there != here).collect();
    assert!(there == text, "UPDATE=1 writes docs/technical-form.csv anew; these lines differ: {differ:#?}");
}

/// What tries to be more than a value.
const HOSTILE: [&str; 3] = [
    "a\"'; ${x} $${y} {{ z }} \\ <b>&]]> --> #!ROUTE /* */ // | % ü東 -- !cmd",
    "line\n[evil]\ntype=endpoint\n#!include \"x\"\nBEGIN:VEVENT\n1 sip:198.51.100.66 0 0",
    "=cmd|' /C calc'!A0",
];

/// The lines of a file that its program reads, comments left out, and how many comments there are.
fn read_lines(name: &str, text: &str) -> (Vec<String>, usize) {
    let is_comment = |line: &str| {
        let line = line.trim_start();
        match name {
            name if name.ends_with(".xml") => {
                line.starts_with("<!--") && line.ends_with("-->") && line.matches("-->").count() == 1
            }
            name if name.ends_with(".conf") => line.starts_with(';'),
            name if name.ends_with(".sql") => line.starts_with("--"),
            _ => line.starts_with('#'),
        }
    };
    let comments = text.lines().filter(|line| is_comment(line)).count();
    (text.lines().filter(|line| !is_comment(line)).map(str::to_owned).collect(), comments)
}

/// The text of a line of iCalendar, put together and unescaped, without its value.
fn ical_names(text: &str) -> Vec<String> {
    let unfolded = text.replace("\r\n ", "");
    unfolded.split("\r\n").map(|line| line.split([':', ';']).next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_hostile_value_stays_a_value_in_every_export_or_is_refused_at_its_place() {
    let base = whole();
    let draft = draft_of(&base);
    let mut tried = BTreeMap::from([("refused", 0), ("kept", 0)]);
    let is_text = |field: &deals::Field| {
        let text = field.schema.to_string();
        text.contains("\"string\"") && !text.contains("\"enum\"") && !text.contains("\"const\"")
    };
    for field in deals::fields(&base) {
        if !(field.path.starts_with("technical.") || field.path.starts_with("parties.")) || !is_text(&field) {
            continue;
        }
        let path: Path = field.path.parse().unwrap();
        let with = |word: &str| {
            let mut deal = base.clone();
            yaml::set(&mut deal, &field.path, if field.is_list { json!([word]) } else { json!(word) });
            deal_of(&deal)
        };
        let (plain, refused) = match with("Plain words") {
            Ok(deal) => (Some(exported(&deal, &draft)), Vec::new()),
            Err(places) => (None, places),
        };
        // A field that stands only beside another is refused whatever it says.
        if refused.iter().any(|place| place.parse::<Path>().is_ok_and(|place| place != path)) {
            continue;
        }
        for hostile in HOSTILE {
            let deal = match with(hostile) {
                Ok(deal) => deal,
                Err(places) => {
                    let at = |place: &String| place.parse::<Path>().is_ok_and(|place| place.starts_with(path.clone()));
                    assert!(places.iter().any(at), "{}: {hostile:?} is refused at {places:?}", field.path);
                    *tried.get_mut("refused").unwrap() += 1;
                    continue;
                }
            };
            let plain = plain.as_ref().unwrap_or_else(|| panic!("{} takes {hostile:?} and no plain words", field.path));
            *tried.get_mut("kept").unwrap() += 1;
            let here = exported(&deal, &draft);
            assert_eq!(here.keys().collect::<Vec<_>>(), plain.keys().collect::<Vec<_>>(), "{}", field.path);
            for (key, text) in &here {
                let (kind, name) = (key.1.as_str(), key.2.as_str());
                let other = &plain[key];
                let why = format!("{} = {hostile:?} in {key:?}:\n{text}", field.path);
                match kind {
                    "sbc-csv" => {
                        let read = |text: &str| -> Vec<Vec<String>> {
                            let mut reader = csv::Reader::from_reader(text.as_bytes());
                            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
                        };
                        let (here, there) = (read(text), read(other));
                        assert_eq!(here.len(), there.len(), "{why}");
                        for (row, was) in here.iter().zip(&there).filter(|(row, was)| row != was) {
                            assert!(row[4].parse::<Path>().unwrap() == path, "{why}");
                            assert_eq!([&row[..3], &row[4..]], [&was[..3], &was[4..]], "{why}");
                            let kept: String = hostile.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
                            assert_eq!(row[3].trim_start_matches('\''), kept, "{why}");
                        }
                    }
                    "ical" => assert_eq!(ical_names(text), ical_names(other), "{why}"),
                    _ => assert_eq!(read_lines(name, text), read_lines(name, other), "{why}"),
                }
            }
        }
    }
    assert!(tried["refused"] > 30 && tried["kept"] > 30, "{tried:?}");
}

fn exported(deal: &Deal, draft: &Draft) -> BTreeMap<(String, String, String), String> {
    let mut out = BTreeMap::new();
    for party in [OURS, THEIRS] {
        let trunk = Trunk::of(deal, draft, party, MADE_OF).unwrap();
        for kind in KINDS {
            for file in (kind.export)(&trunk, &Local::default()).unwrap_or_default().files {
                out.insert((party.to_owned(), kind.name.to_owned(), file.name), file.text);
            }
        }
    }
    out
}
