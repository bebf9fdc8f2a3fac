//! The clauses that a draft cannot do without.

use crate::rules::Rule;

pub mod pinned;
pub mod provided;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[&provided::RULE, &pinned::RULE];
