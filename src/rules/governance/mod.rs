//! Positions and approvals.

use crate::rules::Rule;

pub mod approval_date;
pub mod fallback;
mod standing;
pub mod unused_approval;
pub mod walk_away;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&walk_away::RULE, &fallback::RULE, &approval_date::RULE, &unused_approval::RULE];
