//! The parties.

use crate::rules::Rule;

pub mod affiliate_licence;
pub mod affiliates;
pub mod expired_licence;
pub mod home_licence;
mod identity;
pub mod intermediate;
pub mod licence_lapse;
pub mod mitigation_database;
pub mod one_signatory;
pub mod same_company;
pub mod same_name;
pub mod signer;
pub mod signing_agent;
pub mod tax_number;
pub mod two;
pub mod us_filings;
mod vat_numbers;
pub mod we;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &two::RULE,
    &we::RULE,
    &same_company::RULE,
    &home_licence::RULE,
    &mitigation_database::RULE,
    &signing_agent::RULE,
    &affiliates::RULE,
    &same_name::RULE,
    &licence_lapse::RULE,
    &expired_licence::RULE,
    &tax_number::RULE,
    &affiliate_licence::RULE,
    &signer::RULE,
    &us_filings::RULE,
    &one_signatory::RULE,
    &intermediate::RULE,
];
