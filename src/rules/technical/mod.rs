//! How the networks join.

use crate::rules::Rule;

pub mod in_band_digits;
pub mod left_out;
pub mod methods;
pub mod mutual_tls;
pub mod own_sites;
pub mod plain_signalling;
pub mod reachable_sites;
pub mod session_timer;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &in_band_digits::RULE,
    &methods::RULE,
    &mutual_tls::RULE,
    &plain_signalling::RULE,
    &left_out::RULE,
    &session_timer::RULE,
    &reachable_sites::RULE,
    &own_sites::RULE,
];
