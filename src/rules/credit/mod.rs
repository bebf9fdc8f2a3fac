//! Credit and money.

use crate::rules::Rule;

pub mod alerts;
pub mod exposure;
pub mod high_risk;
pub mod low_balance;
pub mod new_entrant;
pub mod one_currency;
pub mod secured;
pub mod security_return;
pub mod unused_sum;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &new_entrant::RULE,
    &secured::RULE,
    &one_currency::RULE,
    &exposure::RULE,
    &alerts::RULE,
    &unused_sum::RULE,
    &security_return::RULE,
    &low_balance::RULE,
    &high_risk::RULE,
];
