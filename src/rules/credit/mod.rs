//! Credit and money.

use crate::rules::Rule;

pub mod new_entrant;
pub mod one_currency;
pub mod secured;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[&new_entrant::RULE, &secured::RULE, &one_currency::RULE];
