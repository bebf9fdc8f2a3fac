//! Liability, insurance and force majeure.

use crate::rules::Rule;

pub mod cap_security;
pub mod confidentiality;
pub mod first_day;
pub mod force_majeure;
pub mod insurance;
pub mod one_sided;
pub mod period;
pub mod uninsurable;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &cap_security::RULE,
    &one_sided::RULE,
    &first_day::RULE,
    &period::RULE,
    &insurance::RULE,
    &force_majeure::RULE,
    &confidentiality::RULE,
    &uninsurable::RULE,
];
