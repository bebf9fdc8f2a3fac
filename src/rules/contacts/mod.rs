//! Who answers for what.

use crate::rules::Rule;

pub mod day_and_night;
mod desks;
pub mod every_role;
pub mod shared;
pub mod telephone;
pub mod twice;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&every_role::RULE, &day_and_night::RULE, &telephone::RULE, &twice::RULE, &shared::RULE];
