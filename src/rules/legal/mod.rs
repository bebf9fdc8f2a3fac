//! The paper itself.

use crate::rules::Rule;

pub mod posting_place;
pub mod reviewer;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[&reviewer::RULE, &posting_place::RULE];
