//! Reads YAML text as a deal, and reports every fault in one run.

use std::collections::HashSet;
use std::sync::OnceLock;

use serde_json::Value;

use super::deck::Deck;
use super::house::HousePositions;
use super::layers::{self, Master};
use super::rates::Rates;
use super::tree::{Node, NodeKind};
use super::{Deal, questions, schema, shape, tree};
use crate::budget::DEAL_FAULTS;
use crate::diagnostic::{Finding, Level};
use crate::path::{Path, Step};
use crate::source::{Place, Source};

/// A deal and the file it was read from.
#[derive(Debug, Clone)]
pub struct DealFile {
    /// The text of the file.
    pub source: Source,
    /// The YAML tree, in which each node knows its bytes; that of an order holds what its master says, too.
    pub tree: Node,
    /// The master agreement, if the deal is an order under one.
    pub master: Option<Master>,
    /// The typed values, defaults included.
    pub deal: Deal,
    /// The same as a deal writes them, in one spelling, with the whole section of each departing flow under `by_flow`. Rate lines that
    /// a deck adds later are not among them.
    pub said: Value,
    /// Paths and texts of the fields that have their defaults, in the order of the schema.
    pub defaults: Vec<(Path, String)>,
    /// The decks that it names, once they have been read.
    pub decks: Vec<Deck>,
    /// What our house signs where it says otherwise than the library, once its policy is known.
    pub house: HousePositions,
}

impl DealFile {
    /// The place of a deal path: in a deck, for a line of the rate schedule that came from it. A missing value is placed at its
    /// nearest ancestor, and at the file's first key if the section is missing.
    #[must_use]
    pub fn place(&self, path: &Path) -> Place {
        debug_assert!(schema::at(path).is_some(), "no deal holds the path `{path}`");
        if let Some(place) = self.decks.iter().find_map(|deck| deck.place(path)) {
            return place;
        }
        let inherited = |master: &&Master| self.tree.find(path).is_some_and(|node| node.span == master.named_at);
        if let Some(place) = self.master.as_ref().filter(inherited).and_then(|master| master.place(path)) {
            return place;
        }
        Place::new(
            &self.source,
            self.tree.locate(path).or_else(|| self.tree.first_key()).unwrap_or_else(|| self.source.line_span(1)),
        )
    }

    /// Whether the deal contains a value at a path, even a blank.
    #[must_use]
    pub fn gives(&self, path: impl Into<Path>) -> bool {
        self.tree.has(&path.into())
    }

    /// The node at a path that the file itself holds, and that can be edited there.
    #[must_use]
    pub fn own(&self, path: &Path) -> Option<&Node> {
        let inherited = |node: &&Node| self.master.as_ref().is_some_and(|master| master.named_at == node.span);
        self.tree.find(path).filter(|node| !inherited(node))
    }

    /// The path at which the deal gives a field of a section for one flow only, if it does.
    #[must_use]
    pub fn departs(&self, section: &str, flow: &str, field: &Path) -> Option<Path> {
        Some(Path::root().key(section).key("by_flow").key(flow).join(field)).filter(|path| self.tree.has(path))
    }

    /// The path that gives a field for one flow: in its departure, otherwise in the section.
    #[must_use]
    pub fn departing(&self, section: &str, flow: &str, field: &Path) -> Path {
        self.departs(section, flow, field).unwrap_or_else(|| Path::root().key(section).join(field))
    }
}

/// The values that the deal has and its tree lacks.
fn defaults(tree: &Node, said: &Value) -> Vec<(Path, String)> {
    let mut out = Vec::new();
    leaves(said, &mut Path::root(), &mut |path, text| {
        if !tree.has(path) {
            out.push((path.clone(), text));
        }
    });
    out
}

/// Adds the sections of flows that depart, which serialise as the section for every flow alone.
fn add_departures(said: &mut Value, deal: &Deal) -> Result<(), serde_json::Error> {
    let departures = [
        ("credit", serde_json::to_value(&deal.credit.flows)?),
        ("sla", serde_json::to_value(&deal.sla.flows)?),
        ("quality", serde_json::to_value(&deal.quality.flows)?),
    ];
    for (section, flows) in departures {
        if let Some(section) = said.get_mut(section).and_then(Value::as_object_mut) {
            section.insert("by_flow".into(), flows);
        }
    }
    Ok(())
}

/// The typed deal of a file that has no fault of shape.
fn typed(source: &Source, tree: Node, master: Option<Master>, value: Value) -> Result<DealFile, serde_json::Error> {
    let deal: Deal = serde_json::from_value(value)?;
    let mut said = serde_json::to_value(&deal)?;
    let defaults = defaults(&tree, &said);
    add_departures(&mut said, &deal)?;
    Ok(DealFile {
        source: source.clone(),
        tree,
        master,
        deal,
        said,
        defaults,
        decks: Vec::new(),
        house: HousePositions::new(),
    })
}

fn leaves(value: &Value, path: &mut Path, visit: &mut impl FnMut(&Path, String)) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                path.push(Step::Key(key.clone()));
                leaves(value, path, visit);
                path.pop();
            }
        }
        Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
            if !items.is_empty() {
                let word = |item: &Value| item.as_str().map_or_else(|| item.to_string(), str::to_owned);
                visit(path, items.iter().map(word).collect::<Vec<_>>().join(", "));
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                path.push(Step::Index(at));
                leaves(item, path, visit);
                path.pop();
            }
        }
        Value::Null => {}
        Value::String(text) => visit(path, text.clone()),
        other => visit(path, other.to_string()),
    }
}

/// The deal whose lines show how to write a missing part.
const EXAMPLE: &str = include_str!("../../examples/smallest.yaml");

/// The lines of the smallest deal that give a field, without comments and outer indentation.
fn example(path: &Path) -> Option<String> {
    static TREE: OnceLock<Option<Node>> = OnceLock::new();
    let source = Source::new("examples/smallest.yaml", EXAMPLE);
    let mut node = TREE.get_or_init(|| tree::read(&source, &mut Vec::new())).as_ref()?;
    let mut schema = Some(schema::deal());
    let mut span = None;
    for step in path.steps() {
        match (step, &node.kind) {
            (Step::Key(key), NodeKind::Map(entries)) => {
                // Any entry of the example stands for a key that a deal chooses.
                let chosen = schema.is_some_and(|schema| schema::find(schema, "propertyNames").is_some());
                let entry = if chosen { entries.first()? } else { node.get(key)? };
                span = Some(entry.key_span.start..entry.value.span.end.max(entry.key_span.end));
                node = &entry.value;
            }
            // The first entry of a list stands for all.
            (Step::Index(_), NodeKind::List(items)) => node = items.first()?,
            _ => return None,
        }
        schema = schema.and_then(|schema| schema::below(schema, step));
    }
    let span = span?;
    let lead = span.start - source.line_span(source.line_column(span.start).0).start;
    let lines = source.text.get(span)?.trim_end().lines().map(|line| {
        let line = line.split("  #").next().unwrap_or(line).trim_end();
        let indent = line.len() - line.trim_start().len();
        line.get(lead.min(indent)..).unwrap_or(line)
    });
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// Reads a deal. `None` if it has a fault that leaves no deal; the findings then hold at least one error.
pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Option<DealFile> {
    read_up_to(source, DEAL_FAULTS, findings)
}

/// Reads a deal as [`read`] does, and tells at most so many faults of shape.
pub fn read_up_to(source: &Source, most: usize, findings: &mut Vec<Finding>) -> Option<DealFile> {
    let before = findings.len();
    if source.text.trim().is_empty() {
        findings.push(
            Finding::error("DEAL001", "the file is empty")
                .at(Place::new(source, 0..0))
                .help("write a deal; the smallest that holds:\n".to_owned() + EXAMPLE),
        );
        return None;
    }
    let tree = tree::read(source, findings);
    if no_deal(source, tree.as_ref()) {
        // Further faults say nothing: it is another kind of file.
        findings.truncate(before);
        findings.push(
            Finding::error(
                "DEAL001",
                "this file is not a deal: it has no key `peerpact`, and hardly a section of a deal",
            )
            .at(Place::new(source, source.line_span(1)))
            .help("name the deal file; a deal begins with `peerpact: 1`, and `peerpact new deal.yaml` writes one"),
        );
        return None;
    }
    let (tree, master) = layers::laid(source, tree?, findings)?;
    let mut comparison = shape::SchemaComparison { source, tree: &tree, findings, most, example: &example };
    let value = comparison.value(&tree, schema::deal(), &Path::root());
    if findings.len() >= most {
        findings.push(
            Finding::error("DEAL008", format!("more than {most} faults; the rest of the file was not judged"))
                .at(Place::new(source, source.line_span(1)))
                .help("mend the first of them, and run the command again"),
        );
        return None;
    }
    open_points(source, &tree, findings);
    if findings.iter().skip(before).any(|finding| finding.level == Level::Error) {
        return None;
    }
    match typed(source, tree, master, value) {
        Ok(file) => Some(file),
        Err(error) => {
            findings.push(
                Finding::error("DEAL004", format!("the deal cannot be read: {error}"))
                    .at(Place::new(source, source.line_span(1))),
            );
            None
        }
    }
}

/// Whether a file that was read is something else than a deal: a list, words, or a mapping for another program.
fn no_deal(source: &Source, tree: Option<&Node>) -> bool {
    let section = |key: &str| schema::named(schema::deal(), key).is_some();
    match tree.map(|tree| &tree.kind) {
        Some(NodeKind::Map(entries)) => {
            !entries.iter().any(|entry| entry.key == "peerpact")
                && entries.iter().filter(|entry| section(&entry.key)).count() < 2
        }
        Some(_) => true,
        // The parser gave up: the lines that begin at column 1 tell.
        None => {
            let keys = || source.text.lines().filter_map(|line| line.split_once(':')).map(|(key, _)| key);
            !keys().any(|key| key == "peerpact") && keys().filter(|key| section(key)).count() < 2
        }
    }
}

/// A deck without a deal, as the rates of an otherwise empty deal, so that rules which read only rates can name places. No other
/// rule may run on it.
#[must_use]
pub fn around(rates: Rates, decks: Vec<Deck>) -> Option<DealFile> {
    let mut file = read(&Source::new("deck", EXAMPLE), &mut Vec::new())?;
    file.deal.rates = rates;
    file.decks = decks;
    Some(file)
}

fn open_points(source: &Source, tree: &Node, findings: &mut Vec<Finding>) {
    // A refused blank is already an error and not an open point too.
    let refused: HashSet<Path> = findings
        .iter()
        .filter(|finding| finding.level == Level::Error)
        .filter_map(|finding| finding.path.clone())
        .collect();
    tree.walk(&mut |path, node| {
        if matches!(node.kind, NodeKind::Blank) && !refused.contains(path) {
            let span = tree.locate(path).unwrap_or_else(|| node.span.clone());
            findings.push(
                Finding::new("DEAL010", Level::OpenPoint, format!("`{path}` is not known yet"))
                    .on(path)
                    .at(Place::new(source, span))
                    .help(questions::ask_until(tree, path)),
            );
        }
    });
}
