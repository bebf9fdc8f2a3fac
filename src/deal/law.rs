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

/// Filings and named laws in addition to those that the library knows.
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

/// Language, liability, confidentiality, and review of the paper.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Legal {
    /// Lawyer who reviewed the draft.
    #[schemars(extend(
        "x-ask" = "Which lawyer reviewed this draft?",
        "x-why" = "a draft is for lawyers to read; a name is asked for before it is final",
        "examples" = ["Ann Goh"],
        "x-who" = "us",
        "x-printed" = false
    ))]
    pub reviewed_by: Field<Text>,
    /// Day of that review.
    #[schemars(extend(
        "x-ask" = "On which day did our lawyer review this draft?",
        "x-why" = "a change after that day has not been reviewed",
        "examples" = ["2026-11-18"],
        "x-who" = "us",
        "x-printed" = false
    ))]
    pub reviewed_on: Field<Date>,
    /// Length of the paper.
    pub form: Form,
    /// Sheet size.
    pub paper: Paper,
    /// Language of a translation beside the English text, which prevails.
    #[schemars(extend(
        "x-ask" = "Into which language is the agreement translated?",
        "x-why" = "the English text prevails",
        "examples" = ["Chinese"]
    ))]
    pub translation: Field<Text>,
    /// The way in which each part of the agreement changes.
    pub changes: Changes,
    /// Conditions before the first call, in addition to those that the library names.
    #[schemars(extend("examples" = [["A letter from the bank of the customer"]]))]
    pub conditions: Vec<Text>,
    /// Whether sample call records are a condition.
    pub sample_records: bool,
    /// Time to meet the conditions.
    pub conditions_time: Duration,
    /// How often each party renews its file on itself.
    pub kyc_refresh: Duration,
    /// Time zone of records, clocks and notices.
    pub timezone: Zone,
    /// Time for which confidence is kept after the end.
    pub confidentiality: Duration,
    /// Length of the period whose charges make up the cap on liability.
    pub liability_period: Duration,
    /// What the cap on liability is.
    pub cap: CapKind,
    /// The cap, where it is a sum.
    #[schemars(extend(
        "x-ask" = "Which sum is the cap on liability?",
        "x-why" = "nobody is liable beyond it",
        "examples" = ["USD 500000.00"]
    ))]
    pub cap_sum: Field<Money>,
    /// Which losses are excluded.
    pub excluded_loss: ExcludedLoss,
    /// Who indemnifies whom.
    pub indemnity: IndemnityKind,
    /// Party that indemnifies, where one alone does.
    #[schemars(extend(
        "x-ask" = "Which party alone indemnifies the other?",
        "x-why" = "it bears the claims of others",
        "examples" = ["straits"],
        "x-names" = "party"
    ))]
    pub indemnifies: Field<PartyId>,
    /// What is warranted of the service.
    pub warranties: WarrantyKind,
    /// How long confidence is kept.
    pub confidential: ConfidentialTime,
    /// Time in which information given by word of mouth has to be confirmed in writing to be confidential.
    #[schemars(extend(
        "x-ask" = "Within what time has oral information to be confirmed in writing to be confidential?",
        "x-why" = "left out, oral information is treated like any other",
        "examples" = ["30 days"]
    ))]
    pub oral_confirmed: Field<Duration>,
    /// Parties that may assign the agreement without consent.
    #[schemars(extend("examples" = [["harbour"]]))]
    pub assigns_freely: Vec<Text>,
    /// Day until which the draft can be accepted.
    #[schemars(extend(
        "x-ask" = "Until which day can the draft be accepted?",
        "x-why" = "an offer without an end can bind when it no longer suits",
        "examples" = ["2027-01-31"]
    ))]
    pub offer_until: Field<Date>,
    /// What makes the agreement binding.
    pub assent: Assent,
    /// Order in which parts of the agreement prevail; if left out, the library's.
    pub precedence: Vec<Rank>,
    /// Least cap on liability, whatever the charges.
    #[schemars(extend(
        "x-ask" = "Which sum does the cap on liability not fall below?",
        "x-why" = "a cap on a month of few calls would be worth nothing",
        "examples" = ["USD 100000.00"]
    ))]
    pub liability_floor: Field<Money>,
    /// Cap on certain liabilities, as a multiple of the general cap.
    #[schemars(range(min = 1, max = 10))]
    #[schemars(extend("x-unit" = "times the general cap"))]
    pub super_cap: u32,
    /// Insurance that each party carries.
    #[schemars(extend(
        "x-ask" = "Which insurance do {who} carry, for which sums?",
        "x-why" = "it stands behind what a party owes"
    ))]
    pub insurance: Field<Insurance>,
    /// Events that excuse a party, each as the clause narrows it.
    #[schemars(length(min = 1))]
    pub force_majeure: Vec<Event>,
    /// Force majeure that lasts this long lets either party end the agreement.
    pub force_majeure_exit: Duration,
}

impl Default for Legal {
    fn default() -> Self {
        Self {
            reviewed_by: Field::Absent,
            reviewed_on: Field::Absent,
            form: Form::Full,
            paper: Paper::A4,
            translation: Field::Absent,
            changes: Changes::default(),
            conditions: Vec::new(),
            sample_records: true,
            conditions_time: Duration::of(30, Unit::Day),
            kyc_refresh: Duration::of(12, Unit::Month),
            timezone: Zone::utc(),
            confidentiality: Duration::of(3, Unit::Year),
            liability_period: Duration::of(12, Unit::Month),
            cap: CapKind::Charges,
            cap_sum: Field::Absent,
            excluded_loss: ExcludedLoss::Indirect,
            indemnity: IndemnityKind::Mutual,
            indemnifies: Field::Absent,
            warranties: WarrantyKind::Usual,
            confidential: ConfidentialTime::AfterEnd,
            oral_confirmed: Field::Absent,
            assigns_freely: Vec::new(),
            offer_until: Field::Absent,
            assent: Assent::Signature,
            precedence: Vec::new(),
            liability_floor: Field::Absent,
            super_cap: 3,
            insurance: Field::Absent,
            force_majeure: vec![
                Event::War,
                Event::NaturalDisaster,
                Event::Epidemic,
                Event::NetworkShutdown,
                Event::Power,
                Event::FibreCut,
                Event::Cyberattack,
                Event::Seizure,
            ],
            force_majeure_exit: Duration::of(60, Unit::Day),
        }
    }
}

/// What the cap on liability is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapKind {
    /// The charges of `liability_period`.
    Charges,
    /// The charges of the period in which the service failed.
    AffectedPeriod,
    /// A sum, `cap_sum`.
    Sum,
    /// None: liability is limited by the law alone.
    None,
}

/// Losses that nobody answers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExcludedLoss {
    /// Lost profit, revenue and goodwill, and what could not be foreseen.
    Indirect,
    /// Every loss, direct loss too, beyond what is paid for the service.
    DirectToo,
}

/// Who indemnifies whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IndemnityKind {
    /// Each the other, for named claims.
    Mutual,
    /// Each the other, for its negligence.
    Negligence,
    /// One party alone, `indemnifies`.
    OneWay,
}

/// What is warranted of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WarrantyKind {
    /// The skill and care of an experienced carrier.
    Usual,
    /// Nothing: the service is given as it is.
    AsIs,
}

/// How long confidence is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConfidentialTime {
    /// For `confidentiality` after the end.
    AfterEnd,
    /// For `confidentiality` from each disclosure.
    FromDisclosure,
    /// Without end.
    Unlimited,
}

/// What makes the agreement binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Assent {
    /// The signatures of both parties.
    Signature,
    /// An order that the supplier accepts.
    Order,
    /// Use of the service or payment for it.
    Conduct,
}

/// A part of the agreement in the order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// The clauses.
    Clauses,
    /// The schedule of services.
    Services,
    /// The rates.
    Rates,
    /// The service levels.
    Levels,
    /// The data schedule.
    Data,
    /// The other schedules.
    Schedules,
    /// Orders under the agreement.
    Orders,
}

/// Length of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Every clause apart, with all schedules.
    Full,
    /// A short agreement of the same substance.
    Short,
}

impl Form {
    /// Both forms.
    pub const ALL: [Self; 2] = [Self::Short, Self::Full];

    /// The name in a deal: `short` or `full`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Full => "full",
        }
    }
}

/// The way in which each part of the agreement changes.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Changes {
    /// Changes of the rate schedule.
    pub rates: ChangeRoute,
    /// Changes of technical parameters and tests.
    pub technical: TechnicalRoute,
    /// Changes of contacts.
    pub contacts: ChangeRoute,
    /// Changes of the tax table after a change of law.
    pub tax: ChangeRoute,
    /// Changes of the credit limit.
    pub credit: ChangeRoute,
    /// Place where postings are published.
    #[schemars(extend(
        "x-ask" = "Where are changes by posting published?",
        "x-why" = "a posting counts only there",
        "examples" = ["interconnect.harbour.example"]
    ))]
    pub place: Field<Text>,
}

impl Default for Changes {
    fn default() -> Self {
        Self {
            rates: ChangeRoute::Notice,
            technical: TechnicalRoute::Engineers,
            contacts: ChangeRoute::Notice,
            tax: ChangeRoute::Notice,
            credit: ChangeRoute::Notice,
            place: Field::Absent,
        }
    }
}

/// The way of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeRoute {
    /// An amendment that both parties sign.
    Signature,
    /// A notice by one party.
    Notice,
    /// A posting at a place that both know, announced by e-mail.
    Posting,
}

/// The way of a technical change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TechnicalRoute {
    /// A dated record that an engineer of each party signs.
    Engineers,
    /// An amendment that both parties sign.
    Signature,
}

/// Insurance that each party carries, for an event and year.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Insurance {
    /// Public and professional liability.
    #[schemars(extend("examples" = ["USD 1000000.00"]))]
    pub liability: Money,
    /// Motor vehicles.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "For which sum are {who} insured for motor vehicles?",
        "x-why" = "some carriers ask for it by custom",
        "examples" = ["USD 1000000.00"]
    ))]
    pub motor: Field<Money>,
    /// Injuries of own staff.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "For which sum are {who} insured for injuries of own staff?",
        "x-why" = "the law often asks for it",
        "examples" = ["USD 1000000.00"]
    ))]
    pub employer: Field<Money>,
    /// Security incidents.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "For which sum are {who} insured against security incidents?",
        "x-why" = "a general policy often leaves them out",
        "examples" = ["USD 500000.00"]
    ))]
    pub cyber: Field<Money>,
}

/// An event beyond a party's control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// War and terror.
    War,
    /// Natural disaster.
    NaturalDisaster,
    /// Measures of a state against an epidemic.
    Epidemic,
    /// An order that shuts down networks.
    NetworkShutdown,
    /// Failure of public power beyond the reserve supply.
    Power,
    /// A cut of cables on all of the diverse paths.
    FibreCut,
    /// An attack that the agreed controls did not stop.
    Cyberattack,
    /// Seizure of equipment by an authority, without fault of the party.
    Seizure,
}

/// Sheet size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 in.
    Letter,
}
