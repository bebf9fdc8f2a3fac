//! The legal terms that every agreement has, from confidence to the order of precedence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PartyId;
use super::changes::Changes;
use super::date::{Date, Zone};
use super::field::Field;
use super::liability::{CapKind, Event, ExcludedLoss, IndemnityKind, Insurance};
use super::measure::{Duration, Unit};
use super::money::Money;
use super::paper::{Form, Paper};
use super::scalar::Text;

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
    #[schemars(extend(
        "x-ask" = "Should the paper be in the short form or in the full one?",
        "x-why" = "the full form is for regulated offers, commitments and swaps",
        "x-who" = "us"
    ))]
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
    /// Ways in which a formal notice is given.
    #[schemars(length(min = 1))]
    pub notice_by: Vec<NoticeWay>,
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
            notice_by: vec![NoticeWay::Email, NoticeWay::Courier],
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

/// A way in which a formal notice is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeWay {
    /// E-mail.
    Email,
    /// A courier who has delivery confirmed.
    Courier,
    /// Registered post.
    Post,
    /// Fax.
    Fax,
    /// Delivery by hand.
    Hand,
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
    /// Acceptance on the supplier's portal.
    Portal,
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
