//! Who answers for what.

use crate::rules::Rule;

pub mod every_role;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[&every_role::RULE];
