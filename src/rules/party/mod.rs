//! The parties.

use crate::rules::Rule;

pub mod home_licence;
pub mod mitigation_database;
pub mod same_company;
pub mod signing_agent;
pub mod two;
pub mod we;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &two::RULE,
    &we::RULE,
    &same_company::RULE,
    &home_licence::RULE,
    &mitigation_database::RULE,
    &signing_agent::RULE,
];
