//! Taxes.

use crate::rules::Rule;

pub mod every_flow;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[&every_flow::RULE];
