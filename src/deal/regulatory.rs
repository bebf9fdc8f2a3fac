//! Filings and laws that a deal names beside those that the library knows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PartyId;
use super::field::Field;
use super::measure::Duration;
use super::place::Country;
use super::scalar::Text;

/// Filings and named laws in addition to those that the library knows.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Regulatory {
    /// Who files the agreement where.
    pub filings: Vec<Filing>,
    /// Laws that the parties name.
    pub laws: Vec<NamedLaw>,
    /// Notice of a rate that a regulator changes; if left out, the time that its order leaves.
    #[schemars(extend(
        "x-ask" = "By what notice is a rate passed on that a regulator changes?",
        "x-why" = "left out, it is the time that the order leaves",
        "examples" = ["24 hours"]
    ))]
    pub change_notice: Field<Duration>,
    /// Agreement of the supplier with another carrier whose terms the customer takes by law.
    #[schemars(extend(
        "x-ask" = "Whose agreement's terms does the customer take, where a law lets it do so?",
        "x-why" = "that agreement then prevails so far as the law asks",
        "examples" = ["Interconnection Agreement of 1 March 2025 between Harbour Telecom Ltd and Quay Mobile Ltd"]
    ))]
    pub opt_in: Field<Text>,
    /// Tariff that the supplier has filed, with its number.
    #[schemars(extend(
        "x-ask" = "Which filed tariff of the supplier is part of the agreement, with its number?",
        "x-why" = "it prevails so far as a law binds the supplier to it",
        "examples" = ["Tariff F.C.C. No. 7"]
    ))]
    pub tariff: Field<Text>,
}

/// A filing.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// Party that files.
    #[schemars(extend("examples" = ["straits"], "x-names" = "party"))]
    pub party: PartyId,
    /// Country whose regulator it goes to.
    #[schemars(extend("examples" = ["SG"]))]
    pub country: Country,
    /// What is filed.
    #[schemars(extend("examples" = ["This agreement"]))]
    pub what: Text,
    /// Time to file, from the last signature.
    #[schemars(extend(
        "x-ask" = "Within what time of the last signature is this filing[ in {country}] made[: {what}]?",
        "x-why" = "an agreement that is filed late may not bind",
        "examples" = ["30 days"]
    ))]
    pub within: Field<Duration>,
}

/// A law, and how compliance is shown.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedLaw {
    /// Country whose law it is.
    #[schemars(extend("examples" = ["SG"]))]
    pub country: Country,
    /// Name and article.
    #[schemars(extend("examples" = ["Telecommunications Act 1999"]))]
    pub law: Text,
    /// What shows compliance.
    #[schemars(extend("examples" = ["Copy of the licence"]))]
    pub evidence: Text,
}
