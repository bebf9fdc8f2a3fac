//! Terms that hold for one party and not for the other. A field that is left out is as the section says that both share.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::liability::CapKind;
use super::measure::Duration;
use super::money::Money;
use super::{Deal, PartyId};

/// What differs for one party.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PartyTerms {
    /// Notice by which this party ends the agreement without cause, in place of `termination.notice`.
    #[schemars(extend(
        "x-ask" = "By what notice may this party end the agreement without cause?",
        "x-why" = "left out, it is that of both parties",
        "examples" = ["90 days"]
    ))]
    pub notice: Field<Duration>,
    /// Time that this party has to cure its breach, in place of `termination.cure`.
    #[schemars(extend(
        "x-ask" = "How long has this party to cure a breach of its own?",
        "x-why" = "left out, it is the time of both parties",
        "examples" = ["15 days"]
    ))]
    pub cure: Field<Duration>,
    /// Time that this party has to regain a lost authorisation, in place of `termination.cures.authorisation`.
    #[schemars(extend(
        "x-ask" = "How long has this party to regain an authorisation that it lost?",
        "x-why" = "left out, it is the time of both parties",
        "examples" = ["10 days"]
    ))]
    pub authorisation_cure: Field<Duration>,
    /// Notice by which this party, as a supplier, suspends for an undisputed debt, in place of `termination.suspension_notice`.
    #[schemars(extend(
        "x-ask" = "By what notice may this party suspend as a supplier for an undisputed debt?",
        "x-why" = "left out, it is that of both parties",
        "examples" = ["2 business days"]
    ))]
    pub suspension_notice: Field<Duration>,
    /// What the cap on the liability of this party is, in place of `legal.cap`.
    #[schemars(with = "CapKind")]
    pub cap: Option<CapKind>,
    /// The cap on its liability, where it is a sum.
    #[schemars(extend(
        "x-ask" = "Which sum is the cap on the liability of this party?",
        "x-why" = "it is not liable beyond it",
        "examples" = ["USD 250000.00"]
    ))]
    pub cap_sum: Field<Money>,
    /// What this party indemnifies the other for, in place of `legal.indemnity`.
    #[schemars(with = "PartyIndemnity")]
    pub indemnity: Option<PartyIndemnity>,
    /// Whether this party may set off what the other owes it, in place of `billing.set_off`.
    #[schemars(with = "PartySetOff")]
    pub set_off: Option<PartySetOff>,
}

/// What a party indemnifies the other for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyIndemnity {
    /// Claims of others that its own negligence or wilful act caused.
    Negligence,
    /// Nothing.
    None,
}

/// Whether a party may set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartySetOff {
    /// It may, by a message that names both sums.
    Allowed,
    /// It pays in full.
    None,
}

impl Deal {
    /// Notice by which a party ends the agreement without cause.
    #[must_use]
    pub fn notice_of(&self, party: &PartyId) -> &Field<Duration> {
        self.own(party, |own| &own.notice).unwrap_or(&self.termination.notice)
    }

    /// Time that a party has to cure its breach.
    #[must_use]
    pub fn cure_of(&self, party: &PartyId) -> &Field<Duration> {
        self.own(party, |own| &own.cure).unwrap_or(&self.termination.cure)
    }

    /// Notice by which a party suspends as a supplier for an undisputed debt; `None` if it is open.
    #[must_use]
    pub fn suspension_notice_of(&self, party: &PartyId) -> Option<Duration> {
        match self.own(party, |own| &own.suspension_notice) {
            Some(own) => own.known().copied(),
            None => Some(self.termination.suspension_notice),
        }
    }

    fn own<'a, T: PartialEq + 'a>(
        &'a self,
        party: &PartyId,
        field: impl Fn(&'a PartyTerms) -> &'a Field<T>,
    ) -> Option<&'a Field<T>> {
        self.by_party.get(party).map(field).filter(|own| **own != Field::Absent)
    }
}

/// The field of `by_party` that takes the place of a field of both parties, by their deal paths.
#[must_use]
pub fn field_of(path: &str) -> Option<&'static str> {
    Some(match path {
        "termination.notice" => "notice",
        "termination.cure" => "cure",
        "termination.cures.authorisation" => "authorisation_cure",
        "termination.suspension_notice" => "suspension_notice",
        "legal.cap" => "cap",
        "legal.cap_sum" => "cap_sum",
        _ => return None,
    })
}
