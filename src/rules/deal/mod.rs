//! What one part of a deal says of another.

use crate::rules::Rule;

pub mod clauses;
mod named;
pub mod no_time;
pub mod once;
pub mod positions;
pub mod references;
pub mod unprinted;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&references::RULE, &clauses::RULE, &unprinted::RULE, &positions::RULE, &once::RULE, &no_time::RULE];
