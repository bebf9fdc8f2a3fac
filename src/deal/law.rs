//! Governing law, disputes, regulation, and the paper itself.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::PartyId;
use super::date::{Date, Zone};
use super::field::Field;
use super::measure::{Duration, Unit};
use super::money::Money;
use super::place::Country;
use super::scalar::Text;

/// Governing law and courts.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Jurisdiction {
    /// Law that governs the agreement.
    pub law: Field<Text>,
    /// Courts for interim relief and for enforcing awards.
    pub courts: Field<Text>,
}

/// How disputes are settled.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disputes {
    /// Arbitration rules, in the version in force when the request is filed.
    pub rules: Rules,
    /// Seat of arbitration. It decides the law of the procedure, and is not the governing law.
    pub seat: Field<Text>,
    /// Number of arbitrators.
    pub arbitrators: Arbitrators,
    /// Law of the arbitration agreement; left out, the governing law.
    #[serde(default)]
    pub arbitration_law: Field<Text>,
    /// Who appoints under rules without an institution.
    #[serde(default)]
    pub appointing_authority: Field<Text>,
    /// Time for each of two levels of talks.
    #[serde(default = "talks")]
    pub talks: Duration,
    /// Time for mediation; left out, there is none.
    #[serde(default)]
    pub mediation: Field<Duration>,
}

fn talks() -> Duration {
    Duration::of(10, Unit::BusinessDay)
}

/// Arbitration rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Rules {
    /// International Chamber of Commerce.
    #[serde(rename = "ICC")]
    Icc,
    /// London Court of International Arbitration.
    #[serde(rename = "LCIA")]
    Lcia,
    /// Singapore International Arbitration Centre.
    #[serde(rename = "SIAC")]
    Siac,
    /// Hong Kong International Arbitration Centre.
    #[serde(rename = "HKIAC")]
    Hkiac,
    /// Dubai International Arbitration Centre.
    #[serde(rename = "DIAC")]
    Diac,
    /// German Arbitration Institute.
    #[serde(rename = "DIS")]
    Dis,
    /// UNCITRAL, without an institution.
    #[serde(rename = "UNCITRAL")]
    Uncitral,
}

/// Number of arbitrators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub enum Arbitrators {
    /// A sole arbitrator.
    #[serde(rename = "1")]
    One,
    /// A tribunal of three.
    #[serde(rename = "3")]
    Three,
}

/// Written as a number in the file, and read from its text like every other choice.
impl JsonSchema for Arbitrators {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "arbitrators".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": [1, 3] })
    }
}

/// Filings and named laws beyond those that the library knows.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Regulatory {
    /// Who files the agreement where.
    pub filings: Vec<Filing>,
    /// Laws that the parties name.
    pub laws: Vec<NamedLaw>,
}

/// A filing.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// Party that files.
    pub party: PartyId,
    /// Country whose regulator it goes to.
    pub country: Country,
    /// What is filed.
    pub what: Text,
    /// Time to file, from the last signature.
    pub within: Field<Duration>,
}

/// A law, and how compliance is shown.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedLaw {
    /// Country whose law it is.
    pub country: Country,
    /// Name and article.
    pub law: Text,
    /// What shows compliance.
    pub evidence: Text,
}

/// The paper itself.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Legal {
    /// Lawyer who reviewed the draft.
    pub reviewed_by: Field<Text>,
    /// Day of that review.
    pub reviewed_on: Field<Date>,
    /// Sheet size.
    pub paper: Paper,
    /// Time zone of records, clocks and notices.
    pub timezone: Zone,
    /// Time for which confidence is kept after the end.
    pub confidentiality: Duration,
    /// Charges of how long a period make up the cap on liability.
    pub liability_period: Duration,
    /// Least cap on liability, whatever the charges.
    pub liability_floor: Field<Money>,
    /// Force majeure that lasts this long lets either party end the agreement.
    pub force_majeure_exit: Duration,
}

impl Default for Legal {
    fn default() -> Self {
        Self {
            reviewed_by: Field::Absent,
            reviewed_on: Field::Absent,
            paper: Paper::A4,
            timezone: Zone::utc(),
            confidentiality: Duration::of(3, Unit::Year),
            liability_period: Duration::of(12, Unit::Month),
            liability_floor: Field::Absent,
            force_majeure_exit: Duration::of(60, Unit::Day),
        }
    }
}

/// Sheet size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 in.
    Letter,
}
