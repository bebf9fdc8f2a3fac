//! Payment and records.

use crate::rules::Rule;

pub mod escrow;
pub mod interest;
pub mod interest_law;
pub(in crate::rules) mod limit;
pub mod payment_time;
pub mod records;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&payment_time::RULE, &interest::RULE, &records::RULE, &escrow::RULE, &interest_law::RULE];
