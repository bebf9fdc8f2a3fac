//! The law that governs, and who decides disputes.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::measure::{Duration, Unit};
use super::money::Money;
use super::scalar::Text;
use super::schema::needs;

/// Governing law and courts.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Jurisdiction {
    /// Law that governs the agreement.
    #[schemars(extend(
        "x-ask" = "Which law governs the agreement?",
        "x-why" = "a law that is at home to neither side is often easiest to agree",
        "examples" = ["England and Wales"]
    ))]
    pub law: Field<Text>,
    /// Courts that decide; where arbitrators do, those for interim relief and for enforcing awards.
    #[schemars(extend(
        "x-ask" = "Which courts decide, or grant interim relief and enforce awards?",
        "x-why" = "some orders cannot wait for a tribunal",
        "examples" = ["England and Wales"]
    ))]
    pub courts: Field<Text>,
}

/// How disputes are settled.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = needed)]
pub struct Disputes {
    /// Who decides.
    #[serde(default)]
    pub mode: DisputeMode,
    /// Whether the courts that decide are the only ones.
    #[serde(default = "yes")]
    pub exclusive: bool,
    /// Whether the parties give up trial by jury, where courts decide.
    #[serde(default)]
    pub jury_waiver: bool,
    /// Arbitration rules, in the version in force when the request is filed.
    #[serde(default)]
    #[schemars(with = "ArbitrationRules")]
    #[schemars(extend(
        "x-ask" = "Under which rules are disputes arbitrated?",
        "x-why" = "they say how a tribunal is formed and paid"
    ))]
    pub rules: Option<ArbitrationRules>,
    /// Seat of arbitration. It decides the law of the procedure, and is not the governing law.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Where is the seat of arbitration?",
        "x-why" = "its law governs the procedure, and its courts may set the award aside",
        "examples" = ["London"]
    ))]
    pub seat: Field<Text>,
    /// Number of arbitrators.
    #[serde(default)]
    #[schemars(with = "Arbitrators")]
    #[schemars(extend("x-ask" = "One arbitrator or three?", "x-why" = "one is quicker and costs less"))]
    pub arbitrators: Option<Arbitrators>,
    /// Law of the arbitration agreement; if left out, the governing law.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which law governs the arbitration agreement?",
        "x-why" = "left out, it is the governing law",
        "examples" = ["England and Wales"]
    ))]
    pub arbitration_law: Field<Text>,
    /// Who appoints under rules without an institution.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Who appoints arbitrators, where no institution does?",
        "x-why" = "without one a party can delay a tribunal",
        "examples" = ["Permanent Court of Arbitration"]
    ))]
    pub appointing_authority: Field<Text>,
    /// Time for each of two levels of talks.
    #[serde(default = "talks")]
    pub talks: Duration,
    /// Time for mediation; if left out, there is none.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How long does mediation last before arbitration begins?",
        "x-why" = "left out, there is none",
        "examples" = ["30 days"]
    ))]
    pub mediation: Field<Duration>,
    /// Body that appoints an expert for questions of records and measures; if left out, there is none.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which body appoints an expert for questions of records and measures?",
        "x-why" = "left out, such questions go to the tribunal",
        "examples" = ["Institute of Telecommunications Professionals"]
    ))]
    pub expert: Field<Text>,
    /// Time for the expert to decide.
    #[serde(default = "expert_time")]
    pub expert_time: Duration,
    /// Sum in dispute above which three arbitrators decide.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Above which sum in dispute do three arbitrators decide?",
        "x-why" = "a small dispute does not pay for three",
        "examples" = ["USD 1000000.00"]
    ))]
    pub three_above: Field<Money>,
}

fn needed(schema: &mut Schema) {
    needs(schema, "mode", &["courts"], &["rules", "seat", "arbitrators"], &[]);
}

fn yes() -> bool {
    true
}

/// Who decides disputes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisputeMode {
    /// Arbitrators.
    #[default]
    Arbitration,
    /// The courts of `jurisdiction.courts`, and no arbitrators.
    Courts,
    /// Those courts decide claims for undisputed sums, and arbitrators everything else.
    CourtsForDebts,
}

fn expert_time() -> Duration {
    Duration::of(30, Unit::Day)
}

fn talks() -> Duration {
    Duration::of(10, Unit::BusinessDay)
}

/// Arbitration rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum ArbitrationRules {
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
    /// American Arbitration Association, domestic commercial rules.
    #[serde(rename = "AAA")]
    Aaa,
    /// International Centre for Dispute Resolution of the American Arbitration Association.
    #[serde(rename = "ICDR")]
    Icdr,
    /// JAMS, international rules.
    #[serde(rename = "JAMS")]
    Jams,
    /// SCC Arbitration Institute, Stockholm.
    #[serde(rename = "SCC")]
    Scc,
    /// Swiss Arbitration Centre.
    #[serde(rename = "Swiss")]
    Swiss,
    /// Vienna International Arbitral Centre.
    #[serde(rename = "VIAC")]
    Viac,
    /// Mumbai Centre for International Arbitration.
    #[serde(rename = "MCIA")]
    Mcia,
    /// Arbitration Foundation of Southern Africa, international rules.
    #[serde(rename = "AFSA")]
    Afsa,
    /// Lagos Court of Arbitration.
    #[serde(rename = "LCA")]
    Lca,
    /// Lagos Chamber of Commerce International Arbitration Centre.
    #[serde(rename = "LACIAC")]
    Laciac,
    /// China International Economic and Trade Arbitration Commission.
    #[serde(rename = "CIETAC")]
    Cietac,
    /// Korean Commercial Arbitration Board, international rules.
    #[serde(rename = "KCAB")]
    Kcab,
    /// Japan Commercial Arbitration Association, commercial rules.
    #[serde(rename = "JCAA")]
    Jcaa,
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

/// Written as a number in the file, and read as text like every other choice.
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
