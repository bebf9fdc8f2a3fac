//! Prices.

use crate::rules::Rule;

pub mod every_flow;
pub mod known_band;
pub mod known_flow;
pub mod likely_price;
pub mod one_price;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&known_flow::RULE, &every_flow::RULE, &one_price::RULE, &likely_price::RULE, &known_band::RULE];
