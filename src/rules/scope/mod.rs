//! What flows, and between whom.

use crate::rules::Rule;

pub mod consent;
pub mod known_parties;
pub mod messages;
pub mod two_ends;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[&known_parties::RULE, &two_ends::RULE, &messages::RULE, &consent::RULE];
