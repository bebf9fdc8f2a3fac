//! The parties.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::field::Field;
use super::place::Country;
use super::scalar::Text;

/// A party to the agreement.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Exact registered name.
    #[schemars(extend(
        "x-ask" = "What is the exact registered name of {whose} company?",
        "x-why" = "it signs, and is bound by every clause",
        "examples" = ["Straits Voice Pte. Ltd."]
    ))]
    pub name: Field<Text>,
    /// Number in its home register.
    #[schemars(extend(
        "x-ask" = "What is {whose} number in the register of companies?",
        "x-why" = "it tells the company from others of the name",
        "examples" = ["201912345K"]
    ))]
    pub registration: Field<Text>,
    /// Country of incorporation.
    #[schemars(extend(
        "x-ask" = "In which country are {who} registered?",
        "x-why" = "its law on carriers and tax applies to the company",
        "examples" = ["SG"]
    ))]
    pub country: Country,
    /// State under whose law it was formed, where that is not the law of its country: companies of the United States.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Under the laws of which state were {who} formed?",
        "x-why" = "a company of the United States is one of a state, and is named by it",
        "examples" = ["the State of Delaware"]
    ))]
    pub formed: Field<Text>,
    /// Legal form, with its article: it stands behind the name.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which legal form have {who}?",
        "x-why" = "the paper names it behind the company's name",
        "examples" = ["a private company limited by shares"]
    ))]
    pub legal_form: Field<Text>,
    /// Address for letters and couriers, where it is not the registered office.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "To which address do letters to {whom} go, if not to the registered office?",
        "x-why" = "a Notice by courier goes there",
        "examples" = ["PO Box 77, Singapore 018000"]
    ))]
    pub mail: Field<Text>,
    /// Registered office; of a company of the United States, its principal place of business.
    #[schemars(extend(
        "x-ask" = "What is the address of {whose} registered office?",
        "x-why" = "notices go there",
        "examples" = ["1 Cable Road, Singapore 018989"]
    ))]
    pub address: Field<Text>,
    /// Licences and notifications that it holds or has made.
    #[schemars(extend(
        "x-ask" = "Which licences or notifications do {who} hold for this traffic, and under which numbers?",
        "x-why" = "each side warrants that it may carry the traffic"
    ))]
    pub licences: Field<Vec<Licence>>,
    /// Who signs for it.
    #[schemars(extend(
        "x-ask" = "Who signs for {whom}, and with what title?",
        "x-why" = "the signature block names the person"
    ))]
    pub signatory: Field<Signatory>,
    /// Standing in the market; a new entrant has no credit history.
    #[serde(default)]
    pub maturity: Maturity,
    /// Tax number for invoices, such as a VAT or GST number.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Under which tax number (VAT, GST) are {who} to be invoiced?",
        "x-why" = "an invoice without it may not be deducted",
        "examples" = ["M90312345A"]
    ))]
    pub tax_number: Field<Text>,
    /// Filing number in the US Robocall Mitigation Database (47 CFR 64.6305), if it carries calls that display US numbers.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the number of {whose} filing in the US Robocall Mitigation Database?",
        "x-why" = "a US provider may not take calls with US caller numbers from a carrier without one",
        "examples" = ["RMD0001234"]
    ))]
    pub rmd_number: Field<Text>,
    /// Companies of its group that send or take calls under the agreement; it answers for them.
    #[serde(default)]
    pub affiliates: Vec<Affiliate>,
    /// Whether a regulator has found that it holds significant market power.
    #[serde(default)]
    pub significant_market_power: bool,
    /// Title and date of the reference offer that it has to publish.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What are the title and the date of {whose} published reference offer?",
        "x-why" = "a regulated price may not depart from it unseen",
        "examples" = ["Reference Interconnection Offer of 1 July 2026"]
    ))]
    pub reference_offer: Field<Text>,
    /// Who signs the calls that it sends (STIR/SHAKEN).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Who signs the calls that {who} send (STIR/SHAKEN): the company itself, or which agent?",
        "x-why" = "the certificate on a call names who vouches for it"
    ))]
    pub signing: Field<Signing>,
    /// Its filings in the United States.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What are {whose} FCC registration number, service provider code and Form 499 filer ID?",
        "x-why" = "the schedule on regulation names them"
    ))]
    pub us: Field<UnitedStates>,
}

/// A company of a party's group.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Affiliate {
    /// Exact registered name.
    #[schemars(extend(
        "x-ask" = "What is the exact registered name of {whose} affiliate[ in {country}]?",
        "x-why" = "the party answers for it by name",
        "examples" = ["Straits Mobile Sdn. Bhd."]
    ))]
    pub name: Field<Text>,
    /// Number in its home register.
    #[schemars(extend(
        "x-ask" = "What is the register number of {whose} affiliate[ in {country}]?",
        "x-why" = "it tells the company from others of the name",
        "examples" = ["202001234567"]
    ))]
    pub registration: Field<Text>,
    /// Country of incorporation.
    #[schemars(extend("examples" = ["MY"]))]
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
    #[schemars(extend(
        "x-ask" = "Which agent signs the calls that {who} send?",
        "x-why" = "the arrangement with it has to be in writing",
        "examples" = ["Seal Services Inc."]
    ))]
    pub agent: Field<Text>,
    /// Day of the written arrangement with the agent.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "When was the written arrangement with {whose} signing agent made?",
        "x-why" = "47 CFR 64.6301 asks for one in writing",
        "examples" = ["2026-10-01"]
    ))]
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
    #[schemars(extend(
        "x-ask" = "What is {whose} FCC registration number?",
        "x-why" = "the schedule on regulation names it",
        "examples" = ["0012345678"]
    ))]
    pub frn: Field<Text>,
    /// Company code of its service provider code token.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the company code of {whose} service provider code token?",
        "x-why" = "the certificate that signs calls carries it",
        "examples" = ["709J"]
    ))]
    pub spc: Field<Text>,
    /// Filer ID of FCC Form 499.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is {whose} filer ID of FCC Form 499?",
        "x-why" = "it shows who contributes to universal service",
        "examples" = ["812345"]
    ))]
    pub filer_499: Field<Text>,
    /// Whether it is in the registry of intermediate providers (47 CFR 64.2115).
    #[serde(default)]
    pub intermediate: bool,
}

/// A licence, an authorisation, or a notification that replaces one.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Country that granted it.
    #[schemars(extend(
        "x-ask" = "Which country granted {whose} licence?",
        "x-why" = "the licence is named with the country whose regulator can be asked for it",
        "examples" = ["SG"]
    ))]
    pub country: Country,
    /// Its name in that country.
    #[serde(default, rename = "type")]
    #[schemars(extend(
        "x-ask" = "What is {whose} licence[ in {country}] called?",
        "x-why" = "it is named as its regulator names it",
        "examples" = ["Facilities-based operator licence"]
    ))]
    pub kind: Field<Text>,
    /// Number of the licence.
    #[schemars(extend(
        "x-ask" = "What is the number of {whose} licence[ in {country}]?",
        "x-why" = "each side warrants that it may carry the traffic",
        "examples" = ["FBO-0123"]
    ))]
    pub number: Field<Text>,
    /// Day on which it expires, if it does.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "On which day does {whose} licence[ in {country}] expire, if it does?",
        "x-why" = "traffic after that day needs another licence",
        "examples" = ["2031-03-31"]
    ))]
    pub expiry: Field<Date>,
}

/// A person with authority to sign.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// Full name.
    #[schemars(extend(
        "x-ask" = "Who signs for {whom}, by full name?",
        "x-why" = "the signature block names the person",
        "examples" = ["Mei Tan"]
    ))]
    pub name: Field<Text>,
    /// Office held.
    #[schemars(extend(
        "x-ask" = "What office does {whose} signatory hold?",
        "x-why" = "it shows the power to bind the company",
        "examples" = ["Director"]
    ))]
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
