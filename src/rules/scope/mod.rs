//! What flows, and between whom.

use crate::rules::Rule;

pub mod border;
pub mod consent;
pub mod consent_unused;
pub mod emergency;
pub mod known_parties;
pub mod messages;
pub mod net;
pub mod premium_alarm;
pub mod priced_apart;
pub mod priced_outside;
mod special_numbers;
pub mod two_ends;
pub mod use_case;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &known_parties::RULE,
    &two_ends::RULE,
    &messages::RULE,
    &consent::RULE,
    &priced_apart::RULE,
    &premium_alarm::RULE,
    &emergency::RULE,
    &border::RULE,
    &net::RULE,
    &use_case::RULE,
    &priced_outside::RULE,
    &consent_unused::RULE,
];
