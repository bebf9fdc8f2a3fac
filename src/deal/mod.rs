//! The typed deal: the terms between two carriers, one file for each section.
//!
//! A field without a serde default is required. A [`Field`] may be blank (`~`): an open point, which a draft prints as a blank.
//! Every other field has a default or decides which words are printed, and cannot be blank.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub mod about;
pub mod billing;
pub mod by_party;
pub mod changes;
pub mod contacts;
pub mod credit;
pub mod data;
pub mod date;
pub mod deck;
pub mod deck_profile;
pub mod deck_reading;
pub mod disputes;
pub mod documents;
pub mod field;
pub mod fraud;
pub mod governance;
pub mod house;
pub mod layers;
pub mod legal;
pub mod liability;
pub mod line_terms;
pub mod measure;
pub mod money;
pub mod number;
pub mod paper;
pub mod party;
pub mod place;
pub mod pricing;
pub mod quality;
pub mod questions;
pub mod rates;
pub mod read;
pub mod regulatory;
mod repair;
pub mod scalar;
pub mod scalars;
pub mod schema;
pub mod scope;
pub mod security;
pub mod shape;
pub mod sla;
mod slips;
pub mod state;
mod superseded;
mod syntax;
pub mod tax;
pub mod technical;
pub mod technical_choices;
pub mod technical_form;
pub mod term;
pub mod termination;
pub mod testing;
pub mod theirs;
pub mod tree;

pub use field::{ByFlow, Field};
pub use scalar::Text;

/// The key of a party in `parties`.
pub type PartyId = String;

/// The key of a flow in `scope.flows`.
pub type FlowId = String;

/// The terms between two carriers.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deal {
    /// Format of this file: 1.
    #[schemars(range(min = 1, max = 1))]
    #[schemars(extend("examples" = [1]))]
    pub peerpact: u32,
    /// Version of the clause library on which this deal was agreed, such as 1.0; a draft from another version is refused.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which version of the clause library was this deal agreed on?",
        "x-why" = "a draft from another version is refused",
        "examples" = ["1.0"],
        "x-who" = "us",
        "x-printed" = false
    ))]
    pub library: Field<Text>,
    /// Your reference for the agreement; printed in the foot of every page.
    #[schemars(extend(
        "x-ask" = "Under which reference does the agreement run?",
        "x-why" = "it stands on every page",
        "examples" = ["STRAITS-HARBOUR-2027"],
        "x-who" = "us"
    ))]
    pub reference: Field<Text>,
    /// Number of the draft, printed in the foot of every page until it is final.
    #[serde(default = "one")]
    #[schemars(range(min = 1))]
    #[schemars(extend("x-unit" = "number of the draft", "examples" = [3]))]
    pub draft: u32,
    /// Where the deal stands between the parties; `peerpact state` changes it.
    #[serde(default)]
    pub state: state::DealState,
    /// Steps of the deal from state to state, in order, each with its day; `peerpact state` adds them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [[{"state": "sent", "on": "2026-11-20", "draft": 1}]]))]
    pub history: Vec<state::Milestone>,
    /// Key in `parties` of our own side, whose positions and approvals count.
    #[schemars(extend(
        "x-ask" = "Which of the two is your company?",
        "x-why" = "positions and approvals are those of this company",
        "examples" = ["straits"],
        "x-names" = "party"
    ))]
    pub we: PartyId,
    /// The two parties, each under a short key that the rest of the file uses.
    #[schemars(extend("propertyNames" = { "pattern": field::NAME }))]
    #[schemars(extend(
        "x-ask" = "Which short names do the two companies bear in the deal file, yours first?",
        "x-why" = "they are keys, such as `straits, harbour`: letters, digits, `-` and `_`"
    ))]
    pub parties: IndexMap<PartyId, party::Party>,
    /// Whether the paper stands by itself, or is a master agreement or an order under one.
    #[serde(default)]
    pub documents: documents::Documents,
    /// The traffic, from whom to whom.
    pub scope: scope::Scope,
    /// Technical terms of the interconnection.
    #[serde(default)]
    pub technical: technical::Technical,
    /// Price of a minute, by destination.
    pub rates: rates::Rates,
    /// How prices change, and how charges are rounded.
    #[serde(default)]
    pub pricing: pricing::Pricing,
    /// Invoices, payment and disputed sums.
    pub billing: billing::Billing,
    /// Credit limit and security, for each flow's customer.
    #[serde(default)]
    pub credit: ByFlow<credit::Credit>,
    /// Availability, faults and service credits, for each flow's supplier.
    pub sla: ByFlow<sla::Sla>,
    /// Quality of calls, for each flow's supplier.
    #[serde(default)]
    pub quality: ByFlow<quality::Quality>,
    /// Fraud: monitoring, reports, and sums withheld.
    #[serde(default)]
    pub fraud: fraud::Fraud,
    /// Protection of the interconnection.
    #[serde(default)]
    pub security: security::Security,
    /// Start and duration.
    #[serde(default)]
    pub term: term::Term,
    /// Ways to end, and what follows.
    pub termination: termination::Termination,
    /// Governing law and courts.
    pub jurisdiction: disputes::Jurisdiction,
    /// How disputes are settled.
    pub disputes: disputes::Disputes,
    /// Personal data: roles, retention, transfers.
    pub dpa: data::DataProtection,
    /// Who accounts for which tax, one line for each flow and tax.
    pub tax: tax::Taxes,
    /// Filings and named laws in addition to those that the library knows.
    #[serde(default)]
    pub regulatory: regulatory::Regulatory,
    /// The contacts of each party, by role.
    #[serde(default)]
    pub contacts: Vec<contacts::Contact>,
    /// Acceptance tests.
    #[serde(default)]
    pub testing: testing::Testing,
    /// Language, liability, confidentiality, and review of the paper.
    #[serde(default)]
    pub legal: legal::Legal,
    /// Terms that hold for one party and not for the other: party, then only what differs.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(extend("propertyNames" = { "pattern": field::NAME }, "examples" = [{"harbour": {"notice": "90 days"}}]))]
    pub by_party: IndexMap<PartyId, by_party::PartyTerms>,
    /// The other side's paper, where that is what is signed; nothing is drafted then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "theirs::TheirPaper")]
    pub paper: Option<theirs::TheirPaper>,
    /// Clauses taken in another position than the standard: clause id, then `fallback` or `walk_away`.
    #[serde(default)]
    #[schemars(extend("examples" = [{"sla.credits": "fallback"}]))]
    pub positions: BTreeMap<String, governance::Position>,
    /// Clauses that the paper leaves out: clause id, then `none`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("examples" = [{"bill.reconciliation": "none"}]))]
    pub clauses: BTreeMap<String, governance::ClauseUse>,
    /// Who approved a position beyond the standard.
    #[serde(default)]
    pub approvals: Vec<governance::Approval>,
    /// Warnings that a person judged and set aside.
    #[serde(default)]
    pub waivers: Vec<governance::Waiver>,
    /// Free text for what no field can express, each after a clause or in its place. Special terms rank above the clauses.
    #[serde(default)]
    pub special_terms: Vec<governance::SpecialTerm>,
}

fn one() -> u32 {
    1
}
