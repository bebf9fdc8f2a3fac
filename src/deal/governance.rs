//! Positions, approvals, waivers, and terms in free text.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::field::Field;
use super::scalar::{Sha256, Text};

/// Position of a clause in a negotiation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Needs no approval.
    Standard,
    /// Needs the approver that the clause names.
    Fallback,
    /// Beyond what we usually sign; needs an approval for this deal.
    WalkAway,
}

/// An approval of a position.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Id of the clause.
    #[schemars(extend("examples" = ["sla.credits"], "x-names" = "clause"))]
    pub clause: String,
    /// Position approved.
    pub position: Position,
    /// Person who approved it.
    #[schemars(extend("examples" = ["Jo Lim, head of carrier relations"]))]
    pub by: Text,
    /// Day of the approval.
    #[schemars(extend("examples" = ["2026-11-20"]))]
    pub on: Date,
    /// Version of the clause that was approved; `peerpact approve` writes it, as it does what follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32", extend("x-unit" = "number of the version", "examples" = [2]))]
    pub version: Option<u32>,
    /// SHA-256 of the clause's words, and of the special terms on it, when it was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Sha256")]
    pub words: Option<Sha256>,
    /// Values outside the standard that were approved, by their deal path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("examples" = [{"sla.credits.cap": "30 %"}]))]
    pub values: BTreeMap<String, Text>,
}

impl Approval {
    /// Whether it says what was approved; an entry written by hand may not.
    #[must_use]
    pub fn is_bound(&self) -> bool {
        self.words.is_some()
    }
}

/// A warning that a person judged and set aside.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Code of the rule, such as SLA003.
    #[schemars(regex(pattern = r"^[A-Z]{2,7}\d{3}$"))]
    #[schemars(extend("examples" = ["SLA003"], "x-names" = "rule"))]
    pub rule: String,
    /// Why the warning does not matter here.
    #[schemars(extend("examples" = ["Both sides know the route and accept it"]))]
    pub reason: Text,
    /// Person who judged so.
    #[schemars(extend("examples" = ["Jo Lim, head of carrier relations"]))]
    pub by: Text,
    /// Day after which the warning counts again.
    #[schemars(extend(
        "x-ask" = "Until which day is the finding[ {rule}] set aside?",
        "x-why" = "after that day it counts again",
        "examples" = ["2027-06-30"],
        "x-who" = "us",
        "x-printed" = false
    ))]
    pub until: Field<Date>,
}

/// What a deal does with a clause of the library, beside its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClauseUse {
    /// The clause is left out, and nothing stands in its place.
    None,
}

/// Text for what no field can express: after a clause, or in place of a clause or of one of its points.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecialTerm {
    /// Id of the clause that it stands after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("examples" = ["sla.credits"], "x-names" = "clause"))]
    pub after: Option<String>,
    /// Id of the clause that it replaces, or of the clause and the point that it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("examples" = ["bill.payment#charges"], "x-names" = "clause"))]
    pub instead: Option<String>,
    /// The words, printed as they are.
    #[schemars(extend("examples" = ["Credits of one year are paid in the next."]))]
    pub text: Text,
}

/// Where a special term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpecialPlace<'a> {
    /// After a clause.
    After(&'a str),
    /// In place of a clause.
    Clause(&'a str),
    /// In place of a point of a clause.
    Point(&'a str, &'a str),
}

impl<'a> SpecialPlace<'a> {
    /// The id of the clause.
    #[must_use]
    pub fn clause(self) -> &'a str {
        match self {
            Self::After(id) | Self::Clause(id) | Self::Point(id, _) => id,
        }
    }

    /// The field that says so.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::After(_) => "after",
            Self::Clause(_) | Self::Point(..) => "instead",
        }
    }
}

impl SpecialTerm {
    /// Where it stands; `None` if it names no place, or two.
    #[must_use]
    pub fn place(&self) -> Option<SpecialPlace<'_>> {
        match (&self.after, &self.instead) {
            (Some(id), None) => Some(SpecialPlace::After(id)),
            (None, Some(place)) => Some(match place.split_once('#') {
                Some((id, point)) => SpecialPlace::Point(id, point),
                None => SpecialPlace::Clause(place),
            }),
            _ => None,
        }
    }

    /// Its sentences in lower case, without marks, one blank before and after each word, so that ` asr ` finds a whole word.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let plain = |sentence: &str| {
            let lower = sentence.to_lowercase();
            let words: Vec<&str> =
                lower.split(|mark: char| !mark.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            format!(" {} ", words.join(" "))
        };
        self.text.as_str().split(';').flat_map(|part| part.split(". ")).map(plain).collect()
    }
}
