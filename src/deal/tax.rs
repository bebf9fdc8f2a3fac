//! Who accounts for which tax.

use std::borrow::Cow;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::FlowId;
use super::PartyId;
use super::place::Country;
use super::scalar::Text;

/// Who accounts for which tax: a line for each flow and tax, or that none is expected.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Taxes {
    /// A line for each flow and tax.
    Lines(Vec<TaxLine>),
    /// No tax is expected.
    None(NoTax),
}

impl Deref for Taxes {
    type Target = [TaxLine];

    fn deref(&self) -> &[TaxLine] {
        match self {
            Self::Lines(lines) => lines,
            Self::None(_) => &[],
        }
    }
}

impl JsonSchema for Taxes {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "taxes".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let lines = generator.subschema_for::<TaxLine>();
        let none = generator.subschema_for::<NoTax>();
        json_schema!({ "anyOf": [{ "type": "array", "minItems": 1, "items": lines }, none] })
    }
}

/// That no tax is expected, and who bears one that falls due all the same.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoTax {
    /// What stands in place of the lines.
    pub mode: NoTaxMode,
    /// Why none is expected.
    #[schemars(extend("examples" = ["Both are carriers with reseller certificates"]))]
    pub reason: Text,
    /// Party that bears a tax that falls due all the same.
    #[schemars(extend("examples" = ["straits"], "x-names" = "party"))]
    pub bears: PartyId,
    /// Party that reports it.
    #[schemars(extend("examples" = ["harbour"], "x-names" = "party"))]
    pub reports: PartyId,
    /// Party that pays it to the tax office.
    #[schemars(extend("examples" = ["harbour"], "x-names" = "party"))]
    pub remits: PartyId,
}

/// What stands in place of tax lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoTaxMode {
    /// No tax is expected on the charges.
    NoneExpected,
}

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
