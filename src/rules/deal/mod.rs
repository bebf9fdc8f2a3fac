//! What one part of a deal says of another, and what is wrong with a value wherever it stands.

use crate::rules::Rule;

pub mod clauses;
pub mod far_day;
mod named;
pub mod no_time;
pub mod once;
pub mod pairs;
pub mod placeholder;
pub mod positions;
pub mod references;
pub mod two_scripts;
pub mod unprinted;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &references::RULE,
    &clauses::RULE,
    &unprinted::RULE,
    &positions::RULE,
    &placeholder::RULE,
    &pairs::RULE,
    &once::RULE,
    &far_day::RULE,
    &no_time::RULE,
    &two_scripts::RULE,
];
