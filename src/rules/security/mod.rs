//! Protection of the interconnection.

use crate::rules::Rule;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[];
