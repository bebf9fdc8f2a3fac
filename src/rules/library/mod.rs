//! The clauses that a draft cannot do without, and what a library says of its own.

use crate::rules::Rule;

pub mod core;
pub mod pinned;
pub mod provided;
pub mod reviewed;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[&provided::RULE, &pinned::RULE, &core::RULE, &reviewed::RULE];
