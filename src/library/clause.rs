//! A clause file: front matter and body.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::front::split;
use super::record;
use super::text::words::Words;
use super::text::{self, Declared, PhrasePlaces, Phrases, Template, TextFault, Texts};
use crate::deal::date::Date;
use crate::deal::governance::Position;
use crate::deal::paper::Form;
use crate::deal::schema;
use crate::deal::tree::{Node, NodeKind};
use crate::diagnostic::Finding;
use crate::source::{Place, PlacedWords, Source};

/// A clause of the library, before any deal.
#[derive(Debug, Clone)]
pub struct Clause {
    /// `sla.credits`.
    pub id: String,
    /// The whole file.
    pub source: Source,
    /// What its front matter says.
    pub front: FrontMatter,
    /// Its title.
    pub title: PlacedWords,
    /// The text below the front matter.
    pub body: String,
    /// The template of each form: the short one's and the full one's, or the one of both.
    pub templates: (Template, Option<Template>),
    /// Its path inside the library, such as `clauses/sla/credits.md`.
    pub path: String,
    /// 1-based line on which the body begins.
    pub line: usize,
    /// Whether the file came from a user's folder.
    pub overlaid: bool,
}

/// The front matter of a clause file.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrontMatter {
    /// Title; never a number.
    pub title: String,
    /// Version of the text; raised with every change of meaning.
    #[schemars(range(min = 1))]
    pub version: u32,
    /// Part of an agreement that this clause provides: `sla`, `termination`, `jurisdiction`, `dpa`, `tax`, `definitions`.
    #[serde(default)]
    pub provides: Option<String>,
    /// Why the short form does without it, where only the full form has it: it explains, and says nothing of substance.
    #[serde(default)]
    pub full_only: Option<String>,
    /// Whether a deal may leave it out. If it says nothing, a special term may replace it.
    #[serde(default)]
    pub leave_out: LeaveOut,
    /// What demands that it always prints, where `leave_out` is `never`.
    #[serde(default)]
    pub never_source: Option<String>,
    /// What stands for it where a deal leaves it out or replaces it.
    #[serde(default)]
    pub absent: Absent,
    /// When it prints: a path that is present, a mapping of paths to values, or a list of these that must all hold.
    #[serde(default)]
    pub when: Option<Value>,
    /// When an answer of the deal leaves it out, as if the deal did so by its id: a condition like that of `when`.
    #[serde(default)]
    pub off: Option<Value>,
    /// Not used: what the texts read is worked out from them. Libraries written for 0.1.0 declare it.
    #[serde(default, skip_serializing)]
    #[schemars(extend("deprecated" = true))]
    pub reads: Vec<String>,
    /// Law and standards that it rests on.
    #[serde(default)]
    pub sources: Vec<Authority>,
    /// Documents outside the agreement that it cites.
    #[serde(default)]
    pub documents: Vec<String>,
    /// A note for our own side; never in the paper for the other.
    #[serde(default)]
    pub note: Option<String>,
    /// Negotiating positions.
    #[serde(default)]
    pub positions: Positions,
    /// Phrases: words that depend on the deal and stand inside a sentence, by the name under which the text prints them.
    #[serde(default)]
    pub phrases: Phrases,
    /// The clause's points: who must or may do what, when, up to what limit, except when. Each text marks where it makes
    /// them.
    #[serde(default)]
    pub points: Vec<Point>,
}

/// Whether a deal may leave a clause out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeaveOut {
    /// It may be left out.
    Free,
    /// Something has to be said: a special term may replace it.
    #[default]
    ReplacedOnly,
    /// It always prints, as its source demands.
    Never,
}

/// What stands for a clause that a deal leaves out.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Absent {
    /// What a reference to it prints, in place of its number; if it says nothing, `the governing law`.
    pub refer: Option<String>,
    /// What the terms mean that it defines, or that rest on it: each goes on after `means`.
    pub terms: BTreeMap<String, String>,
    /// What holds without it, for our own side.
    pub law: Option<String>,
}

impl Absent {
    /// What a reference to the clause prints.
    #[must_use]
    pub fn refer(&self) -> &str {
        self.refer.as_deref().unwrap_or("the governing law")
    }
}

/// A point that both texts of a clause make.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Its name, by which the texts mark it: `{=pay}`.
    pub id: String,
    /// What it says, in a line.
    pub says: String,
}

/// A source of law, or a standard.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Number and title of the provision.
    #[serde(default)]
    pub article: Option<String>,
    /// The instrument.
    #[serde(default)]
    pub law: Option<String>,
    /// Country or union whose law it is.
    #[serde(default)]
    pub country: Option<String>,
    /// Where it was published.
    #[serde(default)]
    pub document: Option<String>,
    /// Address of the text.
    #[serde(default)]
    pub url: Option<String>,
    /// Whom and what traffic it binds.
    #[serde(default)]
    pub scope: Option<String>,
    /// First day in force.
    #[serde(default)]
    pub from: Option<Date>,
    /// What counsel must confirm.
    #[serde(default)]
    pub confirm: Option<String>,
    /// Day on which it was last read.
    pub verified_on: Date,
    /// Day after which it has to be read again.
    pub review_by: Date,
}

/// Negotiating positions. Conditions are written on deal paths: `{sla.credits.cap: "<= 25 %"}`.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Positions {
    /// What needs no approval: its conditions hold.
    pub standard: ClausePosition,
    /// What the approver may grant: its conditions hold.
    pub fallback: ClausePosition,
    /// What we do not sign: one of its conditions holds.
    pub walk_away: ClausePosition,
}

/// One position of a clause.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClausePosition {
    /// Conditions, whichever side we are on.
    pub limits: BTreeMap<String, String>,
    /// Conditions where we are the supplier.
    pub we_sell: BTreeMap<String, String>,
    /// Conditions where we are the customer.
    pub we_buy: BTreeMap<String, String>,
    /// What the position's own text says, on one line; if absent, the position has no text of its own.
    pub says: Option<String>,
    /// Who may approve it.
    pub approver: Option<String>,
}

impl Positions {
    /// One of them.
    #[must_use]
    pub fn of(&self, position: Position) -> &ClausePosition {
        match position {
            Position::Standard => &self.standard,
            Position::Fallback => &self.fallback,
            Position::WalkAway => &self.walk_away,
        }
    }
}

impl ClausePosition {
    /// Whether it has conditions.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        !(self.limits.is_empty() && self.we_sell.is_empty() && self.we_buy.is_empty())
    }
}

impl FrontMatter {
    /// Its JSON Schema.
    #[must_use]
    pub fn schema() -> &'static Value {
        static SCHEMA: OnceLock<Value> = OnceLock::new();
        SCHEMA.get_or_init(|| schema::of::<Self>().to_value())
    }
}

impl Clause {
    /// Reads a clause file.
    pub fn read(
        path: &str,
        source: &Source,
        overlaid: bool,
        words: &Words,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let Some((front, body)) = split(&source.text) else {
            findings.push(
                Finding::error("LIB001", "the clause has no front matter")
                    .at(Place::new(source, source.line_span(1)))
                    .help("begin the file with `---`, its title and version, and `---`"),
            );
            return None;
        };
        if text::migrate::is_older(body) {
            findings.push(
                Finding::error("LIB012", "this clause is written in the first format of the library: its text asks for the form")
                    .at(Place::new(source, source.line_span(1)))
                    .help("run `peerpact clauses --migrate DIR` on the library's folder, which writes the text of each form below a line of its own"),
            );
            return None;
        }
        let line = line(&source.text, body);
        // The front matter keeps its line numbers in a source of its own, in which the other lines are empty.
        let yaml = Source::new(source.name.clone(), format!("   \n{front}"));
        let (front, tree): (FrontMatter, Node) =
            record::with_tree(source, &yaml, FrontMatter::schema(), "the front matter", findings)?;
        let from = source.text.len() - body.len();
        let mut faults = Vec::new();
        let templates = match Texts::read(&source.text, from) {
            Ok(texts) => templates(&source.text, &texts, &front, &tree, words, &mut faults),
            Err(fault) => {
                faults.push(fault);
                Default::default()
            }
        };
        let faulty = !faults.is_empty();
        for fault in faults {
            let place = Place::new(source, fault.span);
            findings.push(Finding::error("LIB013", fault.fact).at(place).help(fault.remedy));
        }
        points(source, (&front, &tree), &templates, findings);
        if (front.leave_out == LeaveOut::Never) != front.never_source.is_some() {
            let span = tree.get("leave_out").map_or_else(|| source.line_span(1), |entry| entry.key_span.clone());
            findings.push(
                Finding::error(
                    "LIB001",
                    "`never_source` says what demands a clause that is never left out, and only that",
                )
                .at(Place::new(source, span))
                .help("write `never_source` beside `leave_out: never`, or neither"),
            );
        }
        let (id, path, body) = (id_of(path), path.to_owned(), body.to_owned());
        let title = title(&source.text, &front.title, &tree);
        (!faulty).then(|| Self { id, path, source: source.clone(), front, title, body, templates, line, overlaid })
    }

    /// The template of one form.
    #[must_use]
    pub fn template(&self, form: Form) -> &Template {
        match (form, &self.templates) {
            (Form::Full, (_, Some(full))) => full,
            (_, (short, _)) => short,
        }
    }

    /// Its templates: two, or the one for both forms.
    pub fn all_templates(&self) -> impl Iterator<Item = &Template> {
        std::iter::once(&self.templates.0).chain(&self.templates.1)
    }

    /// The context paths that its texts read.
    #[must_use]
    pub fn paths_read(&self) -> BTreeSet<String> {
        self.all_templates().flat_map(|template| text::reads::paths(&template.text)).collect()
    }
}

/// The title of a clause, with the bytes where the front matter writes it.
fn title(file: &str, title: &str, tree: &Node) -> PlacedWords {
    tree.get("title").map_or_else(|| title.into(), |entry| text::scalar(file, title, &entry.value.span))
}

/// The templates of a clause's texts. A phrase that no text uses is a fault.
fn templates(
    file: &str,
    texts: &Texts,
    front: &FrontMatter,
    tree: &Node,
    words: &Words,
    faults: &mut Vec<TextFault>,
) -> (Template, Option<Template>) {
    let places = PhrasePlaces::of(tree, file);
    let template = |span, faults: &mut Vec<TextFault>| {
        let declared = Declared { phrases: &front.phrases, places: &places, words };
        text::template(file, span, &declared, faults)
    };
    let short = template(texts.short.clone(), faults);
    let full = (!texts.is_one()).then(|| template(texts.full.clone(), faults));
    for name in front.phrases.keys() {
        let uses = |template: &Template| template.phrases.contains(name);
        if !uses(&short) && !full.as_ref().is_some_and(uses) {
            let entry = tree.get("phrases").and_then(|phrases| phrases.value.get(name));
            faults.push(TextFault {
                span: entry.map_or(0..0, |entry| entry.key_span.clone()),
                fact: format!("no text uses the phrase `{name}`"),
                remedy: format!("write `{{{{ {name} }}}}` where it prints, or remove it"),
            });
        }
    }
    (short, full)
}

/// Reports points that a text marks and the list lacks, and the reverse.
fn points(
    source: &Source,
    (front, tree): (&FrontMatter, &Node),
    templates: &(Template, Option<Template>),
    findings: &mut Vec<Finding>,
) {
    let (short, full) = (&templates.0.points, templates.1.as_ref().map_or(&templates.0.points, |full| &full.points));
    let mut say = |span: Range<usize>, message: String, help: &str| {
        findings.push(Finding::error("LIB014", message).at(Place::new(source, span)).help(help));
    };
    let listed = match tree.get("points").map(|points| &points.value.kind) {
        Some(NodeKind::List(points)) => points.as_slice(),
        _ => &[],
    };
    for (point, node) in front.points.iter().zip(listed) {
        let id = &point.id;
        let message = match (short.contains_key(id), full.contains_key(id)) {
            (true, true) => continue,
            (true, false) => format!("the short text makes the point `{id}`, and the full text does not"),
            (false, true) => format!("the full text makes the point `{id}`, and the short text does not"),
            (false, false) => format!("no text makes the point `{id}`"),
        };
        let span = node.get("id").map_or_else(|| node.span.clone(), |entry| entry.value.span.clone());
        say(span, message, &format!("say it in both texts, and write `{{={id}}}` at the end of the sentence"));
    }
    let marked: BTreeMap<&String, &usize> = short.iter().chain(full).collect();
    for (id, at) in marked.into_iter().filter(|(id, _)| !front.points.iter().any(|point| point.id == **id)) {
        let message = format!("the text marks the point `{id}`, which the front matter does not list");
        let span = *at..*at + "{=}".len() + id.len();
        say(span, message, "list it under `points` with what it says, or remove the mark");
    }
}

impl Clause {
    /// Whether it is a country's section of the schedule on regulation.
    #[must_use]
    pub fn is_section(&self) -> bool {
        self.path.ends_with("/section.md")
    }
}

/// The id of a clause's path: `clauses/sla/credits.md` is `sla.credits`, and `clauses/reg/us/section.md` is `reg.us`.
#[must_use]
pub fn id_of(path: &str) -> String {
    let id = path.strip_prefix("clauses/").unwrap_or(path);
    let id = id.strip_suffix(".md").unwrap_or(id);
    id.strip_suffix("/section").unwrap_or(id).replace('/', ".")
}

/// The 1-based line on which the end of a text begins.
fn line(text: &str, end: &str) -> usize {
    text.get(..text.len() - end.len()).unwrap_or_default().matches('\n').count() + 1
}
