//! Payment and records.

use crate::rules::Rule;

pub mod audit_records;
pub mod dispute_time;
pub mod escrow;
pub mod interest;
pub mod interest_law;
pub mod issue_time;
pub mod late_invoice;
pub(in crate::rules) mod limit;
pub mod no_interest;
pub mod payment_time;
pub mod record_time;
pub mod records;
pub mod tolerance;
pub mod withholding;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &payment_time::RULE,
    &interest::RULE,
    &records::RULE,
    &escrow::RULE,
    &dispute_time::RULE,
    &interest_law::RULE,
    &tolerance::RULE,
    &record_time::RULE,
    &withholding::RULE,
    &issue_time::RULE,
    &audit_records::RULE,
    &no_interest::RULE,
    &late_invoice::RULE,
];
