//! A clause file: front matter and body.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::deal::date::Date;
use crate::deal::{schema, tree};
use crate::diagnostic::Finding;
use crate::source::{Place, Source};

/// A clause of the library, before any deal.
#[derive(Debug, Clone)]
pub struct Clause {
    /// `sla.credits`.
    pub id: String,
    /// The whole file.
    pub source: Source,
    /// What its front matter says.
    pub front: FrontMatter,
    /// The text below the front matter.
    pub body: String,
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
    /// When it prints: a path that is present, a mapping of paths to values, or a list of these that must all hold.
    #[serde(default)]
    pub when: Option<Value>,
    /// Paths of the context that the body reads.
    #[serde(default)]
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
    /// Day on which it was last read.
    pub verified_on: Date,
    /// Day after which it has to be read again.
    pub review_by: Date,
}

/// Positions as conditions on deal paths: `{sla.credits.cap: "<= 25 %"}`; `approver` beside them names who may approve.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Positions {
    /// What needs no approval.
    pub standard: BTreeMap<String, String>,
    /// What the approver may grant.
    pub fallback: BTreeMap<String, String>,
    /// What we do not sign, as seller and as buyer.
    pub walk_away: WalkAway,
}

/// Limits beyond which we do not sign.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WalkAway {
    /// Where we are the supplier.
    pub we_sell: BTreeMap<String, String>,
    /// Where we are the customer.
    pub we_buy: BTreeMap<String, String>,
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
    pub fn read(id: &str, source: &Source, overlaid: bool, findings: &mut Vec<Finding>) -> Option<Self> {
        let fault = |message: &str, help: &str| {
            Finding::error("LIB001", message).at(Place::new(source, source.line_span(1))).help(help)
        };
        let Some((front, body)) = split(&source.text) else {
            findings.push(fault(
                "the clause has no front matter",
                "begin the file with `---`, its title and version, and `---`",
            ));
            return None;
        };
        let line = source.text.get(..source.text.len() - body.len()).unwrap_or_default().matches('\n').count() + 1;
        // The front matter keeps its line in a source of its own: the lines above it are none.
        let yaml = Source::new(source.name.clone(), format!("   \n{front}"));
        let mut found = Vec::new();
        let tree = tree::read(&yaml, &mut found);
        let value = tree.map(|tree| {
            let mut comparison =
                schema::Comparison { source: &yaml, tree: &tree, findings: &mut found, example: &|_| None };
            comparison.value(&tree, FrontMatter::schema(), "")
        });
        let whole = |place: Place| Place::new(source, place.span);
        for mut finding in found.drain(..) {
            finding.code = "LIB001";
            finding.path = String::new();
            finding.place = finding.place.map(whole);
            findings.push(finding);
        }
        if findings.iter().any(|finding| {
            finding.code == "LIB001" && finding.place.as_ref().is_some_and(|place| place.source.name == source.name)
        }) {
            return None;
        }
        match serde_json::from_value::<FrontMatter>(value.unwrap_or_default()) {
            Ok(front) => {
                Some(Self { id: id.to_owned(), source: source.clone(), front, body: body.to_owned(), line, overlaid })
            }
            Err(error) => {
                findings
                    .push(fault(&format!("the front matter cannot be read: {error}"), "see `peerpact schema clause`"));
                None
            }
        }
    }
}

/// Front matter and body of a file that begins with a line `---`.
fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((rest.get(..at)?, rest.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}
