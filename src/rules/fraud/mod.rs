//! Fraud clocks and alarms.

use crate::rules::Rule;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[];
