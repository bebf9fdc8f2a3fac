//! Positions and approvals.

use crate::rules::Rule;

pub mod fallback;
mod standing;
pub mod walk_away;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[&walk_away::RULE, &fallback::RULE];
