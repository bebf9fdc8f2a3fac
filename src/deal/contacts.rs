//! The contacts of each party.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::number::Phone;
use super::scalar::{Email, Text};
use super::{Deal, PartyId};
use crate::path::Path;

/// A contact of one party.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The party that the contact belongs to.
    #[schemars(extend("examples" = ["straits"], "x-names" = "party"))]
    pub party: PartyId,
    /// What the contact answers for.
    pub role: Role,
    /// Name of a person or desk.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which person or desk is {whose}[ {role}] contact?",
        "x-why" = "whoever calls at night asks for it",
        "examples" = ["Network operations centre"]
    ))]
    pub name: Field<Text>,
    /// E-mail address.
    #[schemars(extend(
        "x-ask" = "What is the e-mail address of {whose}[ {role}] contact?",
        "x-why" = "notices by e-mail count only there",
        "examples" = ["noc@straits.example"]
    ))]
    pub email: Field<Email>,
    /// Telephone.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the telephone number of {whose}[ {role}] contact?",
        "x-why" = "faults and fraud do not wait for an answer by e-mail",
        "examples" = ["+65 6123 4567"]
    ))]
    pub phone: Field<Phone>,
    /// Addresses to which a copy goes. A copy is a courtesy: a message counts at `email` alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["legal@group.example"]]))]
    pub copies: Vec<Email>,
    /// Hours of duty.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "When is {whose}[ {role}] contact on duty?",
        "x-why" = "clocks for faults run in those hours alone",
        "examples" = ["day and night"]
    ))]
    pub hours: Field<Text>,
}

/// What a contact answers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Formal notices.
    Legal,
    /// Rate notices.
    Rates,
    /// Invoices and disputes.
    Billing,
    /// Network operations, day and night.
    Noc,
    /// Fraud and tracing, day and night.
    Fraud,
    /// Personal data.
    Privacy,
}

impl Role {
    /// The word for it in a deal.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Legal => "legal",
            Self::Rates => "rates",
            Self::Billing => "billing",
            Self::Noc => "noc",
            Self::Fraud => "fraud",
            Self::Privacy => "privacy",
        }
    }

    /// Every role, in the order of the contacts schedule.
    pub const ALL: [Self; 6] = [Self::Legal, Self::Rates, Self::Billing, Self::Noc, Self::Fraud, Self::Privacy];
}

/// The contacts that a deal does not list, in the order of its parties and of their roles. Each has the path of the entry that it
/// would be, after those that the deal lists, so that a blank for it stands at a place that a deal can have.
#[must_use]
pub fn lacking(deal: &Deal) -> Vec<(&PartyId, Role, Path)> {
    let lists = |party: &PartyId, role| deal.contacts.iter().any(|one| one.party == *party && one.role == role);
    let every = deal.parties.keys().flat_map(|party| Role::ALL.map(|role| (party, role)));
    let lacking = every.filter(|(party, role)| !lists(party, *role));
    let next = deal.contacts.len();
    lacking.enumerate().map(|(at, (party, role))| (party, role, Path::from("contacts").index(next + at))).collect()
}
