//! Who accounts for which tax.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FlowId;
use super::PartyId;
use super::place::Country;
use super::scalar::Text;

/// One tax on one flow. No percentage: the rate is the law's.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxLine {
    /// The flow whose charges are taxed.
    pub flow: FlowId,
    /// Country whose tax it is.
    pub country: Country,
    /// Name of the tax.
    pub tax: Text,
    /// Party that accounts for it to the tax office.
    pub accounts: PartyId,
    /// How.
    pub mechanism: Mechanism,
}

/// How a tax is accounted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mechanism {
    /// The supplier adds it to the invoice.
    Charged,
    /// The customer accounts for it.
    ReverseCharge,
    /// Taxed at zero, on proof.
    ZeroRated,
    /// Outside the tax.
    OutsideScope,
    /// Relieved on a reseller's certificate.
    Certificate,
    /// The customer withholds it from the payment.
    Withheld,
}
