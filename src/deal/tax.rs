//! Who accounts for which tax.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FlowId;
use super::PartyId;
use super::place::Country;
use super::scalar::Text;

/// One tax on one flow. It has no percentage, because the law sets the rate.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxLine {
    /// The flow whose charges are taxed.
    #[schemars(extend(
        "x-ask" = "Which flow is taxed?",
        "x-why" = "each flow has a line",
        "examples" = ["hk"],
        "x-names" = "flow"
    ))]
    pub flow: FlowId,
    /// Country whose tax it is.
    #[schemars(extend(
        "x-ask" = "Which country taxes the flow?",
        "x-why" = "services between businesses are mostly taxed where the customer is",
        "examples" = ["SG"]
    ))]
    pub country: Country,
    /// Name of the tax.
    #[schemars(extend("x-ask" = "Which tax is it?", "x-why" = "invoices name it", "examples" = ["GST"]))]
    pub tax: Text,
    /// Party that accounts for it to the tax office.
    #[schemars(extend(
        "x-ask" = "Who accounts for the tax?",
        "x-why" = "that party owes it to the tax office",
        "examples" = ["straits"],
        "x-names" = "party"
    ))]
    pub accounts: PartyId,
    /// How it is accounted for.
    #[schemars(extend("x-ask" = "How is the tax accounted for?", "x-why" = "it decides what the invoice adds"))]
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
    /// No tax falls due; if a tax office sees it otherwise, the customer accounts for it.
    NotDue,
    /// Relieved on a reseller's certificate.
    Certificate,
    /// The customer withholds it from the payment.
    Withheld,
}
