//! Traffic of the agreement, from whom to whom.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FlowId;
use super::PartyId;
use super::field::Field;
use super::scalar::Text;

/// The scope of the service.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Whether the supplier terminates on its own network or hands calls on.
    #[schemars(extend(
        "x-ask" = "Are calls ended on the supplier's own network, or handed on?",
        "x-why" = "whoever hands calls on answers for those who carry them further"
    ))]
    pub mode: TerminationMode,
    /// The traffic that may be sent; nothing else may.
    #[schemars(length(min = 1))]
    #[schemars(extend("x-ask" = "Which kinds of calls?", "x-why" = "rules, screening and schedules differ by kind"))]
    pub traffic: Vec<Traffic>,
    /// Each direction of paid traffic: the customer sends, the supplier terminates. One flow is a sale, two are bilateral.
    #[schemars(length(min = 1), extend("propertyNames" = { "pattern": super::field::NAME }))]
    #[schemars(extend(
        "x-ask" = "Whose calls are carried: do you buy from them, sell to them, or both?",
        "x-why" = "each flow has a customer, who sends and pays, and a supplier, who carries and bills"
    ))]
    pub flows: IndexMap<FlowId, Flow>,
    /// Further kinds of traffic that are prohibited, each as a noun phrase.
    #[serde(default)]
    #[schemars(extend("examples" = [["calls of call centres"]]))]
    pub denied: Vec<Text>,
    /// Where the called numbers are.
    #[serde(default)]
    pub net: Net,
    /// Calls to emergency services.
    #[serde(default)]
    pub emergency: Inclusion,
    /// Calls that a machine dials and speaks.
    #[serde(default)]
    pub automated_calls: AutomatedCalls,
    /// How the consent of called persons to automated calls is obtained and proven.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How is the consent of called persons to automated calls obtained and proven?",
        "x-why" = "such calls may only be sent under it",
        "examples" = ["Written consent, kept for five years and shown within two days"]
    ))]
    pub consent_process: Field<Text>,
    /// Why the parties contract, for the background.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "For what purpose is the interconnection?",
        "x-why" = "the background of the agreement says it"
    ))]
    pub use_case: Field<UseCase>,
    /// Whether calls that a machine answers and steers by digits may be sent.
    #[serde(default = "yes")]
    pub ivr: bool,
    /// Whether fax calls may be sent.
    #[serde(default)]
    pub fax: bool,
    /// Whether short messages may be sent over the interconnection.
    #[serde(default)]
    pub sms: bool,
}

fn yes() -> bool {
    true
}

/// Why the parties contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UseCase {
    /// A carrier has its calls delivered in another country.
    InternationalTermination,
    /// A carrier reaches the local networks of the other's country.
    LocalAccess,
    /// A mobile virtual operator reaches the public telephone network.
    MvnoAccess,
    /// Two operators exchange the calls of their own users.
    Peering,
    /// A carrier hands calls on to third networks.
    Transit,
    /// A carrier enters a new market.
    NewMarket,
    /// A carrier needs capacity for a peak.
    PeakCapacity,
}

/// Who carries a call to its destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TerminationMode {
    /// The supplier terminates calls on its own network.
    Peer,
    /// The supplier hands calls on to other networks.
    Transit,
    /// The supplier does both.
    Mixed,
}

/// A kind of traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Traffic {
    /// Calls to geographic and other fixed numbers of the supplier's country.
    Local,
    /// Calls to mobile numbers.
    Mobile,
    /// Calls that cross a border.
    International,
    /// Calls that the called party pays for.
    TollFree,
    /// Calls at a premium that the called party shares.
    Premium,
}

/// One direction of paid traffic.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// The party that sends calls and pays for them.
    #[schemars(extend("examples" = ["straits"], "x-names" = "party"))]
    pub customer: PartyId,
    /// The party that terminates them.
    #[schemars(extend("examples" = ["harbour"], "x-names" = "party"))]
    pub supplier: PartyId,
    /// What the flow is, in a few words for the key terms.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How would you describe the traffic[ from {customer} to {supplier}] in a few words?",
        "x-why" = "the key terms name the flow by it",
        "examples" = ["Calls to mobile numbers in Hong Kong"]
    ))]
    pub description: Field<Text>,
}

/// Where called numbers are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Net {
    /// On the supplier's network alone.
    OnNet,
    /// On other networks alone.
    OffNet,
    /// On either.
    #[default]
    Both,
}

/// Whether something is in or out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Inclusion {
    /// Not part of the service.
    #[default]
    Excluded,
    /// Part of the service.
    Included,
}

/// How automated calls are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AutomatedCalls {
    /// Never sent.
    #[default]
    Prohibited,
    /// Sent only after written notice of campaign, volume and caller number.
    PriorNotice,
    /// Sent under a named process of consent.
    Allowed,
}
