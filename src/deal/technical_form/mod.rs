//! The technical form: what the engineers of both sides need to bring a trunk up.
//!
//! Each party brings its own facts (`sides`); the rest both keep alike. Nothing is required, and an item is due only where its
//! group is begun. What the form holds, other parts read without knowing its fields: the schedule, the form as a file and the
//! comparison walk the deal by its schema.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PartyId;

pub mod agreed;
pub mod choices;
pub mod exchange;
pub mod names;
pub mod ends;
pub mod people;
pub mod side;

use agreed::{
    CallerFields, EarlyPhase, Failover, NumberRules, OfferModel, OptionsPing, SessionRefresh, SignedCalls, SipTimers,
};
use exchange::{
    BarredRanges, CauseRow, CodecParameters, FaxRelay, FormLink, FormRecordFormat, FreezePeriod, IpFamilies,
    LoopLimits, OverloadControl, ToneEvents,
};
use side::FormSide;

/// The technical form.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TechnicalForm {
    /// What each party brings: party, then its groups.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(extend("propertyNames" = { "pattern": crate::deal::field::NAME }))]
    pub sides: IndexMap<PartyId, FormSide>,
    /// Timers and transport of SIP.
    #[serde(default)]
    #[schemars(with = "SipTimers")]
    pub timers: Option<SipTimers>,
    /// How sessions are refreshed.
    #[serde(default)]
    #[schemars(with = "SessionRefresh")]
    pub session: Option<SessionRefresh>,
    /// How OPTIONS tell whether an address is in service.
    #[serde(default)]
    #[schemars(with = "OptionsPing")]
    pub options: Option<OptionsPing>,
    /// How a call moves to another address.
    #[serde(default)]
    #[schemars(with = "Failover")]
    pub failover: Option<Failover>,
    /// What happens before an answer.
    #[serde(default)]
    #[schemars(with = "EarlyPhase")]
    pub early: Option<EarlyPhase>,
    /// Who offers media, and what is refused.
    #[serde(default)]
    #[schemars(with = "OfferModel")]
    pub offers: Option<OfferModel>,
    /// How the called and calling numbers are written, and which decides.
    #[serde(default)]
    #[schemars(with = "CallerFields")]
    pub caller: Option<CallerFields>,
    /// PASSporTs of signed calls.
    #[serde(default)]
    #[schemars(with = "SignedCalls")]
    pub signed: Option<SignedCalls>,
    /// Length and form of numbers.
    #[serde(default)]
    #[schemars(with = "NumberRules")]
    pub numbers: Option<NumberRules>,
    /// Parameters of each codec.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codecs: Vec<CodecParameters>,
    /// Telephone events and comfort noise.
    #[serde(default)]
    #[schemars(with = "ToneEvents")]
    pub events: Option<ToneEvents>,
    /// Parameters of T.38.
    #[serde(default)]
    #[schemars(with = "FaxRelay")]
    pub fax: Option<FaxRelay>,
    /// IPv4 and IPv6 in offers.
    #[serde(default)]
    #[schemars(with = "IpFamilies")]
    pub families: Option<IpFamilies>,
    /// Links between the networks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<FormLink>,
    /// Release causes, complete.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<CauseRow>,
    /// What is said under load.
    #[serde(default)]
    #[schemars(with = "OverloadControl")]
    pub overload: Option<OverloadControl>,
    /// What ends a loop.
    #[serde(default)]
    #[schemars(with = "LoopLimits")]
    pub loops: Option<LoopLimits>,
    /// Times without changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub freezes: Vec<FreezePeriod>,
    /// Fields and format of call records.
    #[serde(default)]
    #[schemars(with = "FormRecordFormat")]
    pub records: Option<FormRecordFormat>,
    /// Ranges of numbers that are barred.
    #[serde(default)]
    #[schemars(with = "BarredRanges")]
    pub barred: Option<BarredRanges>,
}
