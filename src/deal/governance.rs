//! Positions, approvals, waivers, and terms in free text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::field::Field;
use super::scalar::Text;

/// Where a clause stands in a negotiation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Needs no approval.
    Standard,
    /// Needs the approver that the clause names.
    Fallback,
    /// Beyond what we sign; needs an approval for this deal.
    WalkAway,
}

/// An approval of a position.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Id of the clause.
    pub clause: String,
    /// Position approved.
    pub position: Position,
    /// Who approved it.
    pub by: Text,
    /// When.
    pub on: Date,
}

/// A warning that somebody has judged and set aside.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Code of the rule, such as SLA003.
    #[schemars(regex(pattern = r"^[A-Z]{2,7}\d{3}$"))]
    pub rule: String,
    /// Why it does not matter here.
    pub reason: Text,
    /// Who judged so.
    pub by: Text,
    /// Day after which it counts again.
    pub until: Field<Date>,
}

/// Text that no field holds.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecialTerm {
    /// Id of the clause that it stands after.
    pub after: String,
    /// The words, printed as they are.
    pub text: Text,
}

impl SpecialTerm {
    /// Its sentences in lower case, without marks, one blank before and after each word, so that ` asr ` is found as a word.
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
