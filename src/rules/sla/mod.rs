//! Service levels.

use crate::rules::Rule;

pub mod availability;
pub mod clocks;
pub mod credit_cap;
pub mod effectiveness;
pub mod propagation;
pub mod single_site;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &availability::RULE,
    &credit_cap::RULE,
    &clocks::RULE,
    &single_site::RULE,
    &effectiveness::RULE,
    &propagation::RULE,
];
