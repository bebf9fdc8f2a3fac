//! The parties.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::field::Field;
use super::place::Country;
use super::scalar::Text;

/// A company that is bound.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Exact registered name.
    pub name: Field<Text>,
    /// Number in its home register.
    pub registration: Field<Text>,
    /// Country of incorporation.
    pub country: Country,
    /// Registered office.
    pub address: Field<Text>,
    /// Licences and notifications that it holds or has made.
    pub licences: Field<Vec<Licence>>,
    /// Who signs for it.
    pub signatory: Field<Signatory>,
    /// A new entrant has no credit history.
    #[serde(default)]
    pub maturity: Maturity,
    /// Tax number for invoices, such as a VAT or GST number.
    #[serde(default)]
    pub tax_number: Field<Text>,
    /// Filing number in the US Robocall Mitigation Database (47 CFR 64.6305), if it carries calls that display US numbers.
    #[serde(default)]
    pub rmd_number: Field<Text>,
    /// Companies of its group that send or take calls under the agreement; it answers for them.
    #[serde(default)]
    pub affiliates: Vec<Affiliate>,
    /// Whether a regulator has found that it holds significant market power.
    #[serde(default)]
    pub significant_market_power: bool,
    /// Title and date of the reference offer that it has to publish.
    #[serde(default)]
    pub reference_offer: Field<Text>,
    /// Who signs the calls that it sends (STIR/SHAKEN).
    #[serde(default)]
    pub signing: Field<Signing>,
    /// Its filings in the United States.
    #[serde(default)]
    pub us: Field<UnitedStates>,
}

/// A company of a party's group.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Affiliate {
    /// Exact registered name.
    pub name: Field<Text>,
    /// Number in its home register.
    pub registration: Field<Text>,
    /// Country of incorporation.
    pub country: Country,
}

/// Who signs calls. The certificate is always the party's own (47 CFR 64.6301).
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// The party itself, or an agent on its instructions.
    pub by: Signer,
    /// The agent.
    #[serde(default)]
    pub agent: Field<Text>,
    /// Day of the written arrangement with the agent.
    #[serde(default)]
    pub arranged: Field<Date>,
}

/// Who runs the signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// The party itself.
    Own,
    /// An agent, with the party's certificate.
    Agent,
}

/// Filings in the United States.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitedStates {
    /// FCC registration number.
    #[serde(default)]
    pub frn: Field<Text>,
    /// Company code of its service provider code token.
    #[serde(default)]
    pub spc: Field<Text>,
    /// Filer ID of FCC Form 499.
    #[serde(default)]
    pub filer_499: Field<Text>,
    /// Whether it is in the registry of intermediate providers (47 CFR 64.2115).
    #[serde(default)]
    pub intermediate: bool,
}

/// A licence, an authorisation, or a notification that stands for one.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Country that granted it.
    pub country: Country,
    /// What it is called there.
    #[serde(default, rename = "type")]
    pub kind: Field<Text>,
    /// Its number.
    pub number: Field<Text>,
    /// Day on which it expires, if it does.
    #[serde(default)]
    pub expiry: Field<Date>,
}

/// A person with authority to sign.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// Full name.
    pub name: Field<Text>,
    /// Office held.
    pub title: Field<Text>,
}

/// Standing in the market.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Maturity {
    /// Has a credit history with carriers.
    #[default]
    Established,
    /// Has none yet.
    NewEntrant,
}
