//! Taxes.

use crate::rules::Rule;

pub mod accounting;
pub mod country;
pub mod domestic;
pub mod every_flow;
pub mod number;
pub mod reverse_country;
pub mod twice;
mod untaxed;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &every_flow::RULE,
    &accounting::RULE,
    &twice::RULE,
    &country::RULE,
    &domestic::RULE,
    &number::RULE,
    &reverse_country::RULE,
];
