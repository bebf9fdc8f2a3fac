//! Decks in the layouts of billing systems: which columns a system reads, in which notation, and what it cannot hold.
//!
//! A layout is data, a file of `templates/decks/`, so that a house can adapt one or add its own. What a system cannot hold of a
//! deck is refused where it would change a price, and told where it would not. cgrates reads five linked tables, which no list of
//! columns describes; `cgrates` writes them.

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::budget::DEAL_FAULTS;
use crate::deal::Text;
use crate::deal::deck_profile::DeckProfile;
use crate::deal::line_terms::LineTerm;
use crate::deal::schema;
use crate::deal::shape::SchemaComparison;
use crate::deal::tree;
use crate::diagnostic::{Finding, Level};
use crate::path::Path;
use crate::source::{Place, Source};

pub mod cgrates;
pub mod fill;
pub mod force;

/// The folder of the layouts in the library.
pub const FOLDER: &str = "templates/decks/";

/// A value of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LayoutValue {
    /// The dial code.
    Code,
    /// The name of the destination.
    Destination,
    /// The ISO code of its country.
    Country,
    /// The price of a minute.
    Rate,
    /// Its currency.
    Currency,
    /// Seconds of the first period.
    First,
    /// Seconds of each further one.
    Next,
    /// First and further seconds, such as 60/1.
    Increment,
    /// When the rate begins.
    Effective,
    /// When it ends.
    Until,
    /// The route class.
    Route,
    /// Callers for whom it holds.
    Origin,
    /// Jurisdiction of the calls.
    Jurisdiction,
    /// Time band.
    Band,
    /// Flow of the deal.
    Flow,
    /// The price of a minute within the first period; the rate where a line has no other.
    FirstPeriodRate,
    /// The fee for each call; 0 where a line has none.
    Fee,
    /// What a call costs at least; 0 where a line does not say.
    MinimumCharge,
    /// Which number decides the rate: dial_code or serving_network.
    Rating,
    /// The word of `open` or of `closed`.
    State,
}

impl LayoutValue {
    /// The value of a term.
    #[must_use]
    pub fn of(term: LineTerm) -> Self {
        match term {
            LineTerm::FirstPeriodRate => Self::FirstPeriodRate,
            LineTerm::Fee => Self::Fee,
            LineTerm::MinimumCharge => Self::MinimumCharge,
            LineTerm::Rating => Self::Rating,
        }
    }

    /// Whether it is a sum of money.
    #[must_use]
    pub fn is_money(self) -> bool {
        matches!(self, Self::Rate | Self::FirstPeriodRate | Self::Fee | Self::MinimumCharge)
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "the dial code",
            Self::Destination => "the destination's name",
            Self::Country => "its country",
            Self::Rate => "the rate",
            Self::Currency => "the currency",
            Self::First => "the first period",
            Self::Next => "the next period",
            Self::Increment => "the increment",
            Self::Effective => "the begin of a rate",
            Self::Until => "the end of a rate",
            Self::Route => "the route class",
            Self::Origin => "the origin of calls",
            Self::Jurisdiction => "the jurisdiction of calls",
            Self::Band => "the time band",
            Self::Flow => "the flow",
            Self::FirstPeriodRate => LineTerm::FirstPeriodRate.name(),
            Self::Fee => LineTerm::Fee.name(),
            Self::MinimumCharge => LineTerm::MinimumCharge.name(),
            Self::Rating => LineTerm::Rating.name(),
            Self::State => "closed codes",
        }
    }
}

/// A column of a layout: a value of the row, or the same text in every row.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LayoutColumn {
    /// Its heading.
    pub heading: Option<Text>,
    /// The value of the row that stands in it.
    pub holds: Option<LayoutValue>,
    /// What stands in it if it holds no value; nothing if this is left out, too.
    pub text: Option<Text>,
    /// What stands before each value.
    pub before: Option<Text>,
    /// How many characters it may have. A name is cut, and anything else refused.
    pub most: Option<u32>,
    /// Characters that it may not have. In a name each becomes a space.
    pub without: Option<Text>,
    /// How many decimals a sum of money may have.
    pub decimals: Option<u32>,
    /// Notation of a moment, in UTC, such as `%Y-%m-%d %H:%M:%S`.
    pub time: Option<Text>,
    /// What stands for an open code.
    pub open: Option<Text>,
    /// What stands for a closed code.
    pub closed: Option<Text>,
}

/// When a cell stands between quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quotes {
    /// Where it holds the delimiter, a quotation mark or a line break.
    #[default]
    Needed,
    /// Never, so that no cell may hold these.
    Never,
}

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineEnd {
    /// By a line feed.
    #[default]
    Lf,
    /// By a carriage return and a line feed.
    Crlf,
}

/// A layout.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeckLayout {
    /// What reads it.
    pub title: Text,
    /// Where its facts were read.
    pub source: Text,
    /// What whoever imports the file has to know; told with every export.
    #[serde(default)]
    pub notes: Vec<Text>,
    /// What stands between two cells; a comma if it is left out.
    #[serde(default)]
    pub delimiter: Option<Text>,
    /// Whether the first line holds the headings.
    #[serde(default)]
    pub headings: bool,
    /// When a cell stands between quotation marks.
    #[serde(default)]
    pub quotes: Quotes,
    /// How lines end.
    #[serde(default)]
    pub lines: LineEnd,
    /// Whether a code may stand in several rows that differ in their dates.
    #[serde(default)]
    pub dated: bool,
    /// The columns, in their order.
    #[schemars(length(min = 1))]
    pub columns: Vec<LayoutColumn>,
    /// How `rates check` reads such a file again.
    #[serde(default)]
    pub read: DeckProfile,
}

impl DeckLayout {
    /// Reads a layout. `None` if it has faults, which are added to the findings.
    pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Option<Self> {
        static SCHEMA: OnceLock<Value> = OnceLock::new();
        let schema = SCHEMA.get_or_init(|| schema::of::<Self>().to_value());
        let mut found = Vec::new();
        let tree = tree::read(source, &mut found);
        let value = tree.as_ref().map(|tree| {
            let mut comparison =
                SchemaComparison { source, tree, findings: &mut found, most: DEAL_FAULTS, example: &|_| None };
            comparison.value(tree, schema, &Path::root())
        });
        let layout = value.map(serde_json::from_value::<Self>);
        if found.iter().all(|finding| finding.level != Level::Error) {
            let fault = match layout {
                Some(Ok(layout)) => match layout.fault() {
                    None => return Some(layout),
                    Some(fault) => fault,
                },
                Some(Err(error)) => error.to_string(),
                None => "it is empty".to_owned(),
            };
            let place = Place::new(source, source.line_span(1));
            found.push(Finding::error("DECK015", format!("the layout cannot be used: {fault}")).at(place));
        }
        for mut finding in found {
            finding.path = None;
            finding.code = "DECK015";
            findings.push(finding);
        }
        None
    }

    /// What is wrong with it, beyond its shape.
    fn fault(&self) -> Option<String> {
        let lacks = |value| (!self.has(value)).then(|| format!("no column holds {}", LayoutValue::name(value)));
        if let Some(fault) = lacks(LayoutValue::Code).or_else(|| lacks(LayoutValue::Rate)) {
            return Some(fault);
        }
        if self.delimiter.as_ref().is_some_and(|text| text.as_str().chars().count() != 1 || !text.as_str().is_ascii()) {
            return Some("its delimiter is not one ASCII character".to_owned());
        }
        if self.headings && self.columns.iter().any(|column| column.heading.is_none()) {
            return Some("it has headings, and a column lacks its own".to_owned());
        }
        let state = self.columns.iter().filter(|column| column.holds == Some(LayoutValue::State));
        for column in state {
            if column.open.is_none() && column.closed.is_none() {
                return Some("a column of the state has no word for open or closed".to_owned());
            }
        }
        let bad = |column: &&LayoutColumn| {
            let tried = jiff::civil::date(2027, 1, 1).at(0, 0, 0, 0);
            column.time.as_ref().is_some_and(|time| jiff::fmt::strtime::format(time.as_str(), tried).is_err())
        };
        self.columns.iter().find(bad).map(|_| "a notation of time cannot be written".to_owned())
    }

    /// Whether a column holds a value.
    #[must_use]
    pub fn has(&self, value: LayoutValue) -> bool {
        self.columns.iter().any(|column| column.holds == Some(value))
    }

    /// The byte between two cells.
    #[must_use]
    pub fn delimiter(&self) -> char {
        self.delimiter.as_ref().and_then(|text| text.as_str().chars().next()).unwrap_or(',')
    }
}
