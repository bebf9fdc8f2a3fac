//! Governing law and arbitration.

use crate::rules::Rule;

pub mod appointing_authority;
pub mod arbitration_law;
pub mod emirate;
pub mod long_talks;
pub mod neutrality;
mod places;
pub mod third_law;
pub mod three_above;
pub mod three_places;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &appointing_authority::RULE,
    &emirate::RULE,
    &arbitration_law::RULE,
    &neutrality::RULE,
    &three_above::RULE,
    &three_places::RULE,
    &long_talks::RULE,
    &third_law::RULE,
];
