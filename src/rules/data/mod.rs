//! Personal data.

use crate::rules::Rule;

pub mod breach_notice;
pub mod retention;
pub mod roles;
pub mod transfers;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[&roles::RULE, &retention::RULE, &transfers::RULE, &breach_notice::RULE];
