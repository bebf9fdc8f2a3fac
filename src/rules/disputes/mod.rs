//! Governing law and arbitration.

use crate::rules::Rule;

pub mod appointing_authority;
pub mod arbitration_law;
pub mod emirate;
pub mod neutrality;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&appointing_authority::RULE, &emirate::RULE, &arbitration_law::RULE, &neutrality::RULE];
