//! Protection of the interconnection.

use crate::rules::Rule;

pub mod logs;
pub mod no_authentication;
pub mod notify;
pub mod patch;
pub mod rotation;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&no_authentication::RULE, &notify::RULE, &patch::RULE, &logs::RULE, &rotation::RULE];
