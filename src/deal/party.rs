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
